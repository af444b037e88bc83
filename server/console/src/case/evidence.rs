//! What each signed photo claims, and how its signature and chain were found.

use kit::tone::Tone;
use leptos::prelude::*;
use shared::api::cases::CaseFile;
use shared::api::evidence::PhotoEvidence;
use shared::evidence::chain::Link;

use crate::clock;
use crate::text::{lang, names, phrases, say, words};

/// Draws the evidence, one line a photo.
pub fn evidence(file: &CaseFile) -> impl IntoView + use<> {
    let is_empty = file.evidence.is_empty();
    let lines = file.evidence.iter().map(line).collect_view();
    view! {
        <div class="card" data-test="evidence">
            <h3>{say(words::EVIDENCE)}</h3>
            {if is_empty {
                view! { <p class="quiet">{say(words::NO_EVIDENCE)}</p> }.into_any()
            } else {
                view! {
                    <table class="rows compact">
                        <thead>
                            <tr>
                                <th>{say(words::COL_SHOT)}</th>
                                <th>{say(words::COL_TAKEN)}</th>
                                <th>{say(words::COL_PLACE)}</th>
                                <th>{say(words::COL_CHAIN)}</th>
                                <th>{say(words::COL_ARRIVED)}</th>
                            </tr>
                        </thead>
                        <tbody>{lines}</tbody>
                    </table>
                }.into_any()
            }}
        </div>
    }
}

fn line(photo: &PhotoEvidence) -> impl IntoView + use<> {
    let lang = lang();
    let (word, tone) = match photo.link {
        Link::Fits => (words::LINK_FITS, Tone::Ok),
        Link::Waits => (words::LINK_WAITS, Tone::Soon),
        Link::Broken => (words::LINK_BROKEN, Tone::Late),
    };
    let place = photo.lon.zip(photo.lat).map(|(lon, lat)| format!("{lon:.5}, {lat:.5}"));
    let accuracy = photo.accuracy_m.map(phrases::accuracy);
    let device: String = photo.device.to_string().chars().take(8).collect();
    let received = photo.received_at.map_or_else(|| lang.say(words::ONLY_ON_PHONE).to_owned(), clock::day_time);
    view! {
        <tr data-test="evidence-row">
            <td>{lang.say(names::photo(photo.role))}<small class="code" title=photo.working.to_string()>
                {photo.working.to_string().chars().take(12).collect::<String>()}"…"</small></td>
            <td class="figures">{clock::day_time(photo.taken_at)}</td>
            <td class="figures">{place}<small>{accuracy}</small></td>
            <td><span class=format!("badge {}", tone.class())>{lang.say(word)}</span>
                <small class="figures">{phrases::in_chain(lang, photo.index)}" · "{device}</small></td>
            <td class="figures">{received}</td>
        </tr>
    }
}
