//! What each photo claims, how that was found, and why: the heaviest reason first.

use kit::lang::Lang;
use leptos::prelude::*;
use shared::api::evidence::{PhotoEvidence, UnsignedEvidence};
use shared::evidence::verdict::Reason;

use super::{photos, text};
use crate::clock;
use crate::evidence::shots::Shot;
use crate::evidence::verdict;
use crate::pieces;
use crate::text::{claims, lang, names, say, words};

/// Draws the evidence, one entry a photo.
pub fn evidence(shots: &[Shot]) -> AnyView {
    let lang = lang();
    let known = shots.iter().filter(|shot| shot.verdict().is_some());
    let entries: Vec<AnyView> = known.map(|shot| entry(lang, shot)).collect();
    let none = entries.is_empty().then(|| pieces::line("quiet", say(words::NO_EVIDENCE).to_owned()));
    view! {
        <div class="card" data-test="evidence">
            <h3>{say(words::EVIDENCE)}</h3>
            {none}
            <ol class="proofs">{entries}</ol>
        </div>
    }
    .into_any()
}

fn entry(lang: Lang, shot: &Shot) -> AnyView {
    let found = shot.verdict().unwrap_or_default();
    let title = format!("{} · {}", lang.say(names::photo(shot.photo.role)), lang.say(photos::from(shot)));
    let said = match (&shot.evidence, &shot.unsigned) {
        (Some(known), _) => signed(lang, known),
        (None, Some(known)) => unsigned(lang, known),
        (None, None) => ().into_any(),
    };
    view! {
        <li id=proof(shot.number) tabindex="-1" data-test="evidence-row" data-role=shot.photo.role.as_str() data-verdict=found.as_str()
            data-number=shot.number.to_string()>
            <header>
                <b class="shot-number">{shot.number.to_string()}</b>
                <strong>{title}</strong>
                {verdict::badge(lang, found, "evidence-verdict")}
            </header>
            {verdict::reasons(lang, found, shot.reasons())}
            {compared(lang, shot.reasons())}
            {said}
        </li>
    }
    .into_any()
}

/// Returns the name that a photo's evidence has on the page.
pub fn proof(number: usize) -> String {
    format!("proof-{number}")
}

/// Draws what was laid beside what, for each thing that was found.
fn compared(lang: Lang, reasons: &[Reason]) -> Option<AnyView> {
    let line = |reason: &Reason| {
        let finding = reason.finding;
        let (what, with) = (lang.pick(finding.zh(), finding.en()), lang.say(text::compared(finding)));
        view! { <div data-test="compared" data-finding=finding.as_str()><dt>{what}</dt><dd>{with}</dd></div> }
            .into_any()
    };
    let lines: Vec<AnyView> = reasons.iter().map(line).collect();
    (!lines.is_empty()).then(|| {
        view! {
            <details class="compared no-print">
                <summary class="small">{lang.say(text::MEANING)}</summary>
                <dl>{lines}</dl>
            </details>
        }
        .into_any()
    })
}

/// Draws what a device signed of a photo.
pub fn signed(lang: Lang, known: &PhotoEvidence) -> AnyView {
    let own = known.is_imported.then(|| claims::own(lang, known.own_taken_at, known.own_place));
    let received = known.received_at.map_or_else(|| lang.say(words::ONLY_ON_PHONE).to_owned(), clock::day_time);
    let arrived = format!("{} · {} {received}", clock::dated(known.taken_at), lang.say(words::HEARD_BY_SERVER));
    let chain = verdict::link(lang, known.index, known.link);
    view! {
        {verdict::pair(lang, known)}
        {pieces::line("small figures", arrived)}
        {pieces::line("small proof-place", claims::position(lang, known))}
        {own.map(|own| pieces::line("small proof-own", own))}
        <p class="small">
            {chain}" · "
            {verdict::chain_link(lang, known.device, "chain-link")}
            " "<small class="code" title=known.working.to_string()>{short(&known.working)}</small>
        </p>
    }
    .into_any()
}

fn unsigned(lang: Lang, known: &UnsignedEvidence) -> AnyView {
    view! {
        {pieces::line("small", lang.say(words::NO_SIGNATURE).to_owned())}
        {pieces::line("small proof-own", claims::own(lang, known.own_taken_at, known.own_place))}
        <small class="code" title=known.working.to_string()>{short(&known.working)}</small>
    }
    .into_any()
}

fn short(hash: &shared::ids::Sha256) -> String {
    hash.as_str().chars().take(12).chain(std::iter::once('…')).collect()
}
