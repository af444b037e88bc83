//! Says, while somebody types, that a number by which a person could be called or known will be hidden when it is saved.

use kit::faces::Notice;
use kit::icon::Picture;
use kit::lang::t;
use kit::tone::Tone;
use leptos::prelude::*;
use shared::privacy;

use crate::text;

/// Says that a number in a text will be hidden; nothing where there is none.
#[component]
pub fn NumbersNotice(
    /// What was typed.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let hides = Memo::new(move |_| text.with(|text| privacy::mask(text).hidden > 0));
    view! {
        <Show when=move || hides.get()>
            <Notice tone=Tone::Soon picture=Picture::Mind test="number-hint">{t(text::NUMBERS_ARE_HIDDEN)}</Notice>
        </Show>
    }
}
