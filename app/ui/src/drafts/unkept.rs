//! Says that what is filled in is not in the store: never "kept" where it is not.

use kit::faces::Notice;
use kit::icon::Picture;
use kit::lang::{either, t};
use kit::tone::Tone;
use leptos::prelude::*;

use super::text;
use crate::state::App;

/// Says why what is filled in could not be kept; nothing while all is well.
#[component]
pub fn Unkept() -> impl IntoView {
    let app = App::get();
    move || {
        app.keeper.failure.get().map(|why| {
            view! {
                <Notice tone=Tone::Late picture=Picture::Mind test="draft-not-kept">
                    {t(text::NOT_KEPT)}{t(crate::text::COLON)}{either(why.zh, why.en)}
                </Notice>
            }
        })
    }
}
