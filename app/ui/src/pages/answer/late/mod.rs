//! Says that an answer comes late, before it is given: it is taken all the same, and counted as late.

mod text;

use kit::faces::Notice;
use kit::icon::Picture;
use kit::lang::t;
use kit::moment;
use kit::tone::Tone;
use leptos::prelude::*;
use shared::time::Instant;

use self::text::LATE;

/// Says that an answer now comes late; nothing while there is time or nothing to answer.
#[component]
pub fn LateNotice(
    /// When the answer is due; nothing once it is given.
    #[prop(into)]
    due: Signal<Option<Instant>>,
) -> impl IntoView {
    let clock = moment::clock();
    let is_late = Memo::new(move |_| due.get().is_some_and(|due| due < clock.now()));
    view! {
        <Show when=move || is_late.get()>
            <Notice tone=Tone::Late picture=Picture::Clock test="answer-late">{t(LATE)}</Notice>
        </Show>
    }
}
