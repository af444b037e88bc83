//! What the people in the field are told: posting, taking back, and how many have read it.

mod form;
mod row;

use leptos::prelude::*;
use shared::api::announcements::{Announcement, AnnouncementList};

use crate::bridge;
use crate::faces::{self, Empty};
use crate::poll::poll;
use crate::text::{say, words};

use self::form::Form;

const SECONDS: u64 = 10;

/// The page, for those who may post.
#[component]
pub fn AnnouncementsPage() -> impl IntoView {
    let list = poll::<AnnouncementList, _, _>(SECONDS, || bridge::get("/api/v1/announcements?posted=true&limit=100"));
    let posted: Memo<Vec<Announcement>> = Memo::new(move |_| {
        list.value.with(|list| list.as_ref().map(|list| list.announcements.clone()).unwrap_or_default())
    });
    let known = Memo::new(move |_| list.value.with(Option::is_some));
    let is_empty = Memo::new(move |_| posted.with(Vec::is_empty));
    let again = Callback::new(move |()| list.again());
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
                </div>
                <div class="beside"><Form on_posted=again/></div>
            </div>
        </section>
    }
}
