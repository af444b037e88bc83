//! All notices that hold now, the newest first.

use app_bridge::announcement::AnnouncementCard;
use kit::faces::{EmptyState, Notice};
use kit::icon::Picture;
use kit::lang::{spoken, t};
use kit::tone::Tone;
use leptos::prelude::*;
use shared::ids::AnnouncementId;

use super::list::{announcements, say_read};
use super::notice::OneNotice;
use super::text;
use crate::fetch::faces;
use crate::layout::{Level, ScreenLayout};
use crate::state::App;

/// The notices.
#[component]
pub fn AnnouncementsPage(
    /// The one that somebody came for; it is open, and read.
    came_for: Option<AnnouncementId>,
) -> impl IntoView {
    let app = App::get();
    let open = RwSignal::new(came_for);
    let failed = RwSignal::new(false);
    if let Some(id) = came_for {
        say_read(app, id, failed);
    }
    let here = move |cards: Vec<AnnouncementCard>| {
        if cards.is_empty() {
            return view! {
                <EmptyState picture=Picture::Horn title=spoken(text::NONE_TITLE) words=spoken(text::NONE_WORDS) />
            }
            .into_any();
        }
        view! {
            <div class="rows">
                {cards.into_iter().map(|card| view! { <OneNotice card=card open=open failed=failed /> }).collect_view()}
            </div>
        }
        .into_any()
    };
    view! {
        <ScreenLayout title=spoken(text::ANNOUNCEMENTS) level=Level::Step test="screen-announcements">
            <Show when=move || failed.get()>
                <Notice tone=Tone::Late picture=Picture::Mind test="read-failed">{t(text::READ_FAILED)}</Notice>
            </Show>
            {faces(announcements(), here)}
        </ScreenLayout>
    }
    .into_any()
}
