//! The way to the notices, with how many were not read.

use kit::badge::Badge;
use kit::icon::{Icon, Picture};
use kit::lang::{self, t};
use kit::tone::Tone;
use leptos::prelude::*;

use super::text;
use crate::state::{App, Screen};

/// The way to the notices.
#[component]
pub fn AnnouncementsRow() -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    let counts = Memo::new(move |_| {
        app.status
            .with(|status| status.as_ref().map_or((0, 0), |status| (status.unread_announcements, status.unread_urgent)))
    });
    let badge = move || {
        let (unread, urgent) = counts.get();
        let tone = if urgent > 0 { Tone::Late } else { Tone::Brand };
        (unread > 0).then(
            || view! { <Badge tone=tone test="unread-announcements">{text::unread(speech.get(), unread)}</Badge> },
        )
    };
    view! {
        <button type="button" class="card row middle" data-test="menu-announcements"
            on:click=move |_| app.open(Screen::Announcements(None))>
            <Icon picture=Picture::Horn /><span class="grow">{t(text::ANNOUNCEMENTS)}</span>{badge}
            <Icon picture=Picture::Onward />
        </button>
    }
}
