//! One record, and how it stands in the chain.

use leptos::prelude::*;
use shared::api::audit::AuditRecord;

use super::asked;
use super::table::{called, subject, who};
use super::text as words;
use crate::bridge;
use crate::clock;
use crate::faces;
use crate::pieces;
use crate::poll::poll;
use crate::section::{Address, Section};
use crate::text::words as common;
use crate::text::{say, spans};

const SECONDS: u64 = 30;

/// Draws the card.
pub fn card(id: String, address: Memo<Address>) -> AnyView {
    let path = format!("/api/v1/audit/{}", crate::route::encode(&id));
    let record = poll::<AuditRecord, _, _>(SECONDS, move || {
        let path = path.clone();
        async move { bridge::get(&path).await }
    });
    let close = move || {
        let address = address.get();
        Address { path: Vec::new(), query: address.query }.href(Section::Audit)
    };
    let facts = move || record.value.get().map(|record| facts(&record));
    let is_asked = move || record.value.with(Option::is_none) && record.trouble.with(Option::is_none);
    view! {
        <section class="card oversight-card" data-test="record-card" aria-labelledby="audit-record">
            <header class="oversight-head">
                <h3 id="audit-record">{say(words::RECORD)}</h3>
                <a class="button small" data-test="record-close" href=close>{say(common::CLOSE)}</a>
            </header>
            {faces::trouble_bar(record)}
            {move || is_asked().then(faces::waiting)}
            {facts}
        </section>
    }
    .into_any()
}

fn facts(record: &AuditRecord) -> AnyView {
    let one = &record.entry;
    let code = |text: String| view! { <span class="code" data-said="">{text}</span> }.into_any();
    let detail = (!one.detail.is_empty()).then(|| pieces::fact(words::DETAIL, code(one.detail.clone())));
    let operation = one.operation.map(|id| pieces::fact(words::OPERATION, code(id.to_string())));
    let position = match record.position {
        Some(position) => spans::number(position).into_any(),
        None => view! { <span class="quiet">{say(words::NOT_CHAINED)}</span> }.into_any(),
    };
    let hash = (!record.hash.is_empty()).then(|| pieces::fact(words::HASH, code(record.hash.clone())));
    view! {
        <dl class="facts">
            {pieces::fact(words::WHEN, clock::dated(one.at).into_any())}
            {pieces::fact(words::WHO, who(one))}
            {pieces::fact(words::ACTION, called(&one.action).into_any())}
            {pieces::fact(words::CODE, code(one.action.clone()))}
            {pieces::fact(words::ON_WHAT, subject(one))}
            {pieces::fact(words::AREA, one.area.to_string().into_any())}
            {detail}{operation}
            {pieces::fact(words::POSITION, position)}
            {hash}
            {pieces::fact(words::RECORD_ID, code(one.id.clone()))}
        </dl>
        {pieces::link(&asked::of_subject(&one.subject), say(words::SAME_SUBJECT).to_owned(), "same-subject")}
    }
    .into_any()
}
