//! One notice: its line, and all of it once it is opened.

use app_bridge::announcement::AnnouncementCard;
use kit::badge::Badge;
use kit::icon::{Icon, Picture};
use kit::lang::{self, t};
use kit::moment;
use leptos::prelude::*;
use shared::ids::AnnouncementId;

use super::list::{mark, say_read};
use super::text;
use crate::state::App;

/// One notice.
#[component]
pub fn OneNotice(
    /// It.
    card: AnnouncementCard,
    /// Which one is open.
    open: RwSignal<Option<AnnouncementId>>,
    /// That it was read could not be kept.
    failed: RwSignal<bool>,
) -> impl IntoView {
    let (app, speech, clock) = (App::get(), lang::speech(), moment::clock());
    let (id, is_read) = (card.id, card.is_read);
    let (tone, words) = mark(&card);
    let AnnouncementCard { title, body, author, from, until, .. } = card;
    let is_open = Memo::new(move |_| open.get() == Some(id));
    let press = move |_| {
        if is_open.get_untracked() {
            open.set(None);
            return;
        }
        open.set(Some(id));
        if !is_read {
            say_read(app, id, failed);
        }
    };
    let holds = move || until.map(|until| text::until(speech.get(), &clock.say(speech.get(), until)));
    view! {
        <article class=format!("card edged {}", tone.class()) data-test="announcement" data-announcement=id.to_string()
            data-read=is_read.to_string()>
            <button type="button" class="told" data-test="announcement-open" on:click=press
                aria-expanded=move || is_open.get().to_string()>
                <span class="grow">
                    <h2 data-said="">{title}</h2>
                    <span class="tiny number" data-said="">
                        {move || text::posted(speech.get(), &author, &clock.say(speech.get(), from))}
                    </span>
                </span>
                {words.map(|words| view! { <Badge tone=tone test="announcement-mark">{t(words)}</Badge> })}
                <Icon picture=Picture::Onward turned_deg=90.0 />
            </button>
            <Show when=move || is_open.get()>
                <p class="told-body" data-test="announcement-body" data-said="">{body.clone()}</p>
                {move || holds().map(|words| view! { <p class="tiny number">{words}</p> })}
            </Show>
        </article>
    }
}
