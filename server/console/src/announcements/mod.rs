//! What the people in the field are told: posting, taking back, and how many have read it.

mod form;
mod row;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::announcements::{Announcement, AnnouncementList};
use shared::ids::AnnouncementId;

use crate::bridge::{self, Trouble};
use crate::faces::{self, Empty};
use crate::poll::{joined, poll};
use crate::text::{lang, say, words};

use self::form::Form;

const SECONDS: u64 = 10;
const PATH: &str = "/api/v1/announcements?posted=true&limit=100";

/// The page, for those who may post.
#[component]
pub fn AnnouncementsPage() -> impl IntoView {
    let list = poll::<AnnouncementList, _, _>(SECONDS, || bridge::get(PATH));
    // All that were known when the last page behind the first one came; the first page is looked at again by itself.
    let known_before = RwSignal::new(Vec::<Announcement>::new());
    let next = RwSignal::new(None::<AnnouncementId>);
    let trouble = RwSignal::new(None::<Trouble>);
    let posted: Memo<Vec<Announcement>> = Memo::new(move |_| {
        let first = list.value.with(|list| list.as_ref().map(|list| list.announcements.clone()).unwrap_or_default());
        known_before.with(|known| joined(first, known, is_same))
    });
    let begins = move || {
        if known_before.with(Vec::is_empty) {
            list.value.with(|list| list.as_ref().and_then(|list| list.next))
        } else {
            next.get()
        }
    };
    let fetch = move |_| {
        let Some(after) = untrack(begins) else { return };
        trouble.set(None);
        spawn_local(async move {
            match bridge::get::<AnnouncementList>(&format!("{PATH}&after={after}")).await {
                Ok(page) => {
                    // The page may have been left while the answer was on its way.
                    let Some(before) = posted.try_get_untracked() else { return };
                    next.try_set(page.next);
                    known_before.try_set(joined(before, &page.announcements, is_same));
                }
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    let known = Memo::new(move |_| list.value.with(Option::is_some));
    let is_empty = Memo::new(move |_| posted.with(Vec::is_empty));
    let again = Callback::new(move |()| {
        known_before.set(Vec::new());
        list.again();
    });
    let lang = lang();
    view! {
        <section data-test="announcements">
            <header class="page-head"><h2>{say(words::ANNOUNCEMENTS)}</h2>{faces::live_mark(list)}</header>
            {faces::trouble_bar(list)}
            <div class="board-body">
                <div>
                    {move || match (known.get(), is_empty.get()) {
                        (false, _) if list.trouble.with(Option::is_some) => ().into_any(),
                        (false, _) => faces::waiting(),
                        (true, true) => view! {
                            <Empty title=words::NO_ANNOUNCEMENTS more=words::NO_ANNOUNCEMENTS_MORE/>
                        }.into_any(),
                        (true, false) => row::table(posted, again).into_any(),
                    }}
                    {move || begins().map(|_| view! {
                        <div class="pager">
                            <button type="button" class="button small" data-test="older" on:click=fetch>
                                {say(words::OLDER_ANNOUNCEMENTS)}
                            </button>
                        </div>
                    })}
                    {move || trouble.get().map(|why| view! {
                        <p class="complaint" role="alert">{why.words(lang)}<small>{why.detail()}</small></p>
                    })}
                </div>
                <div class="beside"><Form on_posted=again/></div>
            </div>
        </section>
    }
}

fn is_same(one: &Announcement, other: &Announcement) -> bool {
    one.id == other.id
}
