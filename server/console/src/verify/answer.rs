//! What the server knows of a file: everything that it stands for, what was signed of it, and whether that holds.

use kit::lang::{Lang, Words};
use kit::tone::Tone;
use leptos::prelude::*;
use shared::api::evidence::{FileStand, KnownFile, StandsAs};
use shared::ids::Sha256;

use crate::case::evidence::signed;
use crate::evidence::verdict;
use crate::pieces;
use crate::route::Route;
use crate::text::{names, words};

/// Draws a file that is one of ours.
pub fn known(lang: Lang, known: &KnownFile) -> AnyView {
    let stands: Vec<AnyView> = known.stands.iter().map(|stand| self::stand(lang, stand)).collect();
    view! {
        <div class="card verdict-card tone-ok" data-test="verify-result" data-known="true">
            <h3>{lang.say(words::VERIFY_KNOWN)}</h3>
            {fingerprint(lang, &known.sha256)}
            <ol class="proofs">{stands}</ol>
        </div>
    }
    .into_any()
}

/// Draws a file that is none of ours, and what that may mean.
pub fn unknown(lang: Lang, name: &Sha256) -> AnyView {
    view! {
        <div class="card verdict-card tone-late" data-test="verify-result" data-known="false">
            <h3>{lang.say(words::VERIFY_UNKNOWN)}</h3>
            <p>{lang.say(words::VERIFY_UNKNOWN_MORE)}</p>
            {fingerprint(lang, name)}
        </div>
    }
    .into_any()
}

fn fingerprint(lang: Lang, name: &Sha256) -> AnyView {
    view! { <p class="small">{lang.say(words::VERIFY_HASH)}" "<span class="code">{name.to_string()}</span></p> }
        .into_any()
}

const fn stands_as(what: StandsAs) -> Words {
    match what {
        StandsAs::Working => words::STANDS_WORKING,
        StandsAs::Original => words::STANDS_ORIGINAL,
        StandsAs::Desk => words::STANDS_DESK,
    }
}

fn stand(lang: Lang, stand: &FileStand) -> AnyView {
    let case = stand.case_no.as_ref().map_or_else(|| lang.say(words::NO_NUMBER).to_owned(), ToString::to_string);
    let what = stand.evidence.as_ref().map(|known| format!(" · {}", lang.say(names::photo(known.role))));
    let said = match &stand.evidence {
        Some(known) => {
            let (tone, holds, value) = match stand.signature_holds {
                true => (Tone::Ok, words::SIGNATURE_HOLDS, "holds"),
                false => (Tone::Late, words::SIGNATURE_FAILS, "fails"),
            };
            view! {
                <p class="badges">
                    {pieces::badge(tone, lang.say(holds), "verify-signature", value)}
                    {verdict::badge(lang, known.verdict, "verify-verdict")}
                </p>
                {verdict::reasons(lang, known.verdict, &known.reasons)}
                {signed(lang, known)}
            }
            .into_any()
        }
        None => pieces::line("small", lang.say(words::NO_SIGNATURE).to_owned()),
    };
    view! {
        <li data-test="verify-stand">
            <header>
                <strong>{lang.say(stands_as(stand.stands_as))}{what}</strong>
                <span class="gap"></span>
                {pieces::link(&Route::Case(stand.case), case, "verify-case")}
            </header>
            <dl class="facts">{pieces::fact(words::TAKEN_BY, stand.taken_by.clone().into_any())}</dl>
            {said}
        </li>
    }
    .into_any()
}
