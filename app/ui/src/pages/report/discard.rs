//! The way to give up what was begun: drafts survive everything but this.

use app_bridge::draft::DraftOf;
use kit::button::{Button, Look};
use kit::lang::t;
use leptos::prelude::*;

use super::draft::Draft;
use crate::drafts::text;
use crate::state::App;

/// Gives up what was begun, once it is confirmed; not shown while nothing is.
#[component]
pub fn Discard() -> impl IntoView {
    let app = App::get();
    let sheet = app.sheet();
    let is_begun = Memo::new(move |_| sheet.with(Draft::is_begun));
    let asked = RwSignal::new(false);
    let discard = move |()| {
        let of = sheet.with_untracked(|draft| match &draft.corrects {
            Some(sent_back) => DraftOf::Mend(sent_back.operation),
            None => DraftOf::Report,
        });
        app.keeper.throw_away(of);
        sheet.set(Draft::default());
        app.leave();
    };
    view! {
        <Show when=move || { is_begun.get() && !asked.get() }>
            <button type="button" class="link" data-test="discard" on:click=move |_| asked.set(true)>{t(text::DISCARD)}</button>
        </Show>
        <Show when=move || { is_begun.get() && asked.get() }>
            <div class="card stack" data-test="discard-asked" role="alert">
                <p>{t(text::DISCARD_SURE)}</p>
                <div class="pair">
                    <Button test="discard-no" on_press=move |()| asked.set(false)>{t(text::DISCARD_NO)}</Button>
                    <Button look=Look::Bad test="discard-yes" on_press=discard>{t(text::DISCARD_YES)}</Button>
                </div>
            </div>
        </Show>
    }
    .into_any()
}
