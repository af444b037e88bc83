//! The urgent notices that were not read, on the first page until they were.

use app_bridge::announcement::AnnouncementCard;
use kit::badge::Badge;
use kit::icon::{Icon, Picture};
use kit::lang::{self, t};
use kit::moment;
use kit::tone::Tone;
use leptos::prelude::*;

use super::list::{announcements, pressing};
use super::text;
use crate::fetch::Fetched;
use crate::state::{App, Screen};

/// The urgent notices; nothing where there are none. What cannot be read is told on their own page.
#[component]
pub fn UrgentAnnouncements() -> impl IntoView {
    let cards = announcements();
    let urgent = Memo::new(move |_| match cards.got.get() {
        Fetched::Here(cards) => pressing(cards),
        Fetched::Reading | Fetched::Failed(_) => Vec::new(),
    });
    (move || {
        let cards = urgent.get();
        (!cards.is_empty()).then(|| {
            view! {
                <section class="rows" data-test="urgent-announcements">
                    {cards.into_iter().map(|card| view! { <Urgent card=card /> }).collect_view()}
                </section>
            }
        })
    })
    .into_any()
}

#[component]
fn Urgent(card: AnnouncementCard) -> impl IntoView {
    let (app, speech, clock) = (App::get(), lang::speech(), moment::clock());
    let AnnouncementCard { id, title, body, author, from, .. } = card;
    view! {
        <button type="button" class="card row edged tone-late" data-test="urgent-announcement"
            on:click=move |_| app.open(Screen::Announcements(Some(id)))>
            <Icon picture=Picture::Horn />
            <span class="grow">
                <span class="between">
                    <h2 data-said="">{title}</h2><Badge tone=Tone::Late>{t(text::URGENT)}</Badge>
                </span>
                <span class="small clip" data-said="">{body}</span>
                <span class="tiny number" data-said="">
                    {move || text::posted(speech.get(), &author, &clock.say(speech.get(), from))}" · "{t(text::READ_IT)}
                </span>
            </span>
        </button>
    }
}
