//! The sign that a track is being kept: wherever the shift is spoken of, for as long as it runs, and never more than true.

use kit::faces::Notice;
use kit::icon::Picture;
use kit::lang::{self, Words, t};
use kit::moment;
use kit::tone::Tone;
use leptos::prelude::*;

use super::mark::is_on_shift;
use super::text;
use crate::state::App;
use crate::text::COLON;
use crate::track::Keeping;

/// Says how the track is kept; nothing off shift.
#[component]
pub fn TrackSign() -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    let on_shift = is_on_shift(app);
    move || {
        on_shift.get().then(|| {
            let keeping = app.walk.keeping.get();
            let (tone, words) = said(&keeping);
            let why = move || {
                let lang = speech.get();
                match &keeping {
                    Keeping::Failed(why) => format!("{}{}", lang.say(COLON), lang.pick(&why.zh, &why.en)),
                    Keeping::Waiting | Keeping::Kept | Keeping::Inexact | Keeping::Silent | Keeping::Stopped => {
                        String::new()
                    }
                }
            };
            view! {
                <span class=format!("badge dotted track-sign {}", tone.class()) data-test="track-sign" role="status">
                    <span>{t(words)}{why}</span>
                </span>
            }
        })
    }
}

/// Says that the person has been away from every own duty grid for a while. Said on this phone and nowhere else.
#[component]
pub fn OutsideSign() -> impl IntoView {
    let (app, speech, clock) = (App::get(), lang::speech(), moment::clock());
    move || {
        app.walk.outside_since.get().map(|since| {
            view! {
                <Notice tone=Tone::Soon picture=Picture::Pin test="outside-sign">
                    {move || text::outside_for(speech.get(), clock.now().since(since))}
                </Notice>
            }
        })
    }
}

fn said(keeping: &Keeping) -> (Tone, Words) {
    match keeping {
        Keeping::Kept => (Tone::Ok, text::TRACK_KEPT),
        Keeping::Waiting => (Tone::Rest, text::TRACK_WAITING),
        Keeping::Inexact => (Tone::Soon, text::TRACK_INEXACT),
        Keeping::Silent => (Tone::Soon, text::TRACK_SILENT),
        Keeping::Stopped => (Tone::Soon, text::TRACK_STOPPED),
        Keeping::Failed(_) => (Tone::Late, text::TRACK_FAILED),
    }
}
