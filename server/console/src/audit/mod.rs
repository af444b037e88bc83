//! Who did what: the newest first under a filter that stands in the address, one record with its place in the chain, the
//! state of the chain, and a file to hand on.
//!
//! The page shows what the server recorded; what an action is called stands in `shared::api::audit`. Start with [`page`].

pub mod text;
mod asked;
mod filter;
mod table;
mod record;
pub mod chain;

use leptos::prelude::*;
use shared::api::audit::{AuditEntry, AuditList};

use self::text as words;
use crate::bridge;
use crate::faces::{self, Empty};
use crate::pieces;
use crate::poll::poll;
use crate::section::{self, Section};
use crate::text::{lang, say};

const SECONDS: u64 = 15;

/// The page.
pub fn page() -> AnyView {
    let address = section::address(Section::Audit);
    let query = Memo::new(move |_| address.with(asked::query));
    let list = poll::<AuditList, _, _>(SECONDS, move || {
        let path = format!("/api/v1/audit?limit=100{}", query.get_untracked());
        async move { bridge::get(&path).await }
    });
    Effect::watch(move || query.get(), move |_, _, _| list.again(), false);
    let rows: Memo<Vec<AuditEntry>> =
        Memo::new(move |_| list.value.with(|list| list.as_ref().map(|list| list.entries.clone()).unwrap_or_default()));
    let is_known = Memo::new(move |_| list.value.with(Option::is_some));
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let next = Memo::new(move |_| list.value.with(|list| list.as_ref().and_then(|list| list.next.clone())));
    let is_newest = Signal::derive(move || address.with(|address| address.get("before").is_none()));
    // The open record stays beside what is older.
    let to_page = Callback::new(move |before: String| {
        let address = address.get();
        let page = if before.is_empty() { asked::newest(&address) } else { address.with("before", &before) };
        page.href(Section::Audit)
    });
    let opened = Memo::new(move |_| address.with(|address| address.part(0).map(str::to_owned)));
    let is_english = lang() == kit::lang::Lang::En;
    let export = move |format: &'static str| {
        move || {
            let lang = if is_english { "&lang=en" } else { "" };
            let query = asked::query(&asked::newest(&address.get()));
            format!("/api/v1/audit/export?format={format}{lang}{query}")
        }
    };
    let body = move || match (is_known.get(), is_empty.get()) {
        (false, _) if list.trouble.with(Option::is_some) => ().into_any(),
        (false, _) => faces::waiting(),
        (true, true) => view! { <Empty title=words::NONE more=words::NONE_MORE/> }.into_any(),
        (true, false) => table::table(rows, address),
    };
    view! {
        <section data-test="audit">
            <header class="page-head">
                <h2>{say(Section::Audit.word())}</h2>
                {faces::live_mark(list)}
                <span class="gap"></span>
                <a class="button small" data-test="export-csv" download="" title=say(words::EXPORT_NOTE)
                    href=export("csv")>{say(words::EXPORT_CSV)}</a>
                <a class="button small" data-test="export-xlsx" download="" title=say(words::EXPORT_NOTE)
                    href=export("xlsx")>{say(words::EXPORT_XLSX)}</a>
            </header>
            <p class="lead quiet small">{say(words::LEAD)}</p>
            {filter::bar(address)}
            {faces::trouble_bar(list)}
            <div class="board-body">
                <div class="oversight-main">
                    {body}
                    {pieces::older(next, is_newest, to_page)}
                </div>
                <div class="beside">
                    {move || opened.get().map(|id| record::card(id, address))}
                    {chain::card()}
                </div>
            </div>
        </section>
    }
    .into_any()
}
