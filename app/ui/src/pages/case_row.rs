//! One own case in a list.

use app_bridge::told::CaseCard;
use kit::lang::{self, either};
use kit::moment;
use kit::tone::Tone;
use leptos::prelude::*;

use crate::bridge::Picture;
use crate::state::{App, Screen};
use crate::{bridge, text, whereabouts};

/// What the last line of a row says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Line {
    /// Number, time and how far the case has come.
    #[default]
    Progress,
    /// Where the case and its photos are.
    Sync,
}

/// One own case: what it is, where it is, and how far it has come, in words.
#[component]
pub fn CaseRow(
    /// The case.
    card: CaseCard,
    /// What the last line says.
    #[prop(optional)]
    line: Line,
) -> impl IntoView {
    let (app, speech, clock) = (App::get(), lang::speech(), moment::clock());
    let case = card.case;
    let thumb = card.photos.first().map(|photo| bridge::picture(&photo.to_string(), Picture::Thumb));
    let class = match whereabouts::case(speech.now(), &card).0 {
        Tone::Late => "card row edged tone-late",
        Tone::Brand | Tone::Ok | Tone::Soon | Tone::Rest => "card row",
    };
    let named = card.clone();
    let said = card.clone();
    let where_from = card.clone();
    view! {
        <button type="button" class=class data-test="case" data-case=case.to_string()
            on:click=move |_| app.open(Screen::Case(case))>
            {thumb.map(|address| view! { <span class="thumb"><img src=address alt="" loading="lazy" /></span> })}
            <span class="grow">
                <span class="between">
                    <h2>{either(named.name, named.name_en)}</h2>
                    {move || {
                        let (tone, words) = whereabouts::case(speech.get(), &said);
                        view! { <span class=format!("badge {}", tone.class()) data-test="whereabouts">{words}</span> }
                    }}
                </span>
                <span class="small clip" lang="zh">{card.place.clone()}</span>
                <span class="tiny number">
                    {move || {
                        let lang = speech.get();
                        let saved = clock.say(lang, where_from.saved_at);
                        match line {
                            Line::Progress => {
                                let number = where_from.case_no.as_ref().map(|number| format!("{number} · "));
                                let state = where_from.state.map(|state| format!(" · {}", lang.say(text::state(state))));
                                format!("{}{saved}{}", number.unwrap_or_default(), state.unwrap_or_default())
                            }
                            Line::Sync => whereabouts::case_line(lang, &where_from, &saved),
                        }
                    }}
                </span>
            </span>
        </button>
    }
}
