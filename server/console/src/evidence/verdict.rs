//! A verdict as a badge, and the reasons for it as sentences.

use kit::lang::Lang;
use kit::tone::Tone;
use leptos::prelude::*;
use shared::account::{Right, may};
use shared::api::evidence::PhotoEvidence;
use shared::evidence::chain::Link;
use shared::evidence::verdict::{Reason, Severity, Verdict};
use shared::ids::DeviceId;

use crate::desk;
use crate::pieces;
use crate::route::Route;
use crate::text::{claims, names, phrases, words};

/// Returns the colour of a verdict; its word always stands with it.
pub const fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Sound => Tone::Ok,
        Verdict::Noted => Tone::Soon,
        Verdict::Doubtful => Tone::Late,
        Verdict::Unjudged => Tone::Rest,
    }
}

/// Draws a verdict.
pub fn badge(lang: Lang, verdict: Verdict, test: &'static str) -> AnyView {
    pieces::badge(tone(verdict), lang.say(names::verdict(verdict)), test, verdict.as_str())
}

/// Draws the reasons in the order that they came in, the heaviest first; where there are none, what that means.
pub fn reasons(lang: Lang, verdict: Verdict, reasons: &[Reason]) -> AnyView {
    let means = match verdict {
        Verdict::Unjudged => Some(words::UNJUDGED_MEANS),
        Verdict::Sound => Some(words::SOUND_MEANS),
        Verdict::Noted | Verdict::Doubtful => None,
    };
    let means =
        means.filter(|_| reasons.is_empty()).map(|means| pieces::line("quiet small", lang.say(means).to_owned()));
    let rows: Vec<AnyView> = reasons.iter().map(|one| reason(lang, one)).collect();
    view! { {means}<ul class="reasons">{rows}</ul> }.into_any()
}

fn reason(lang: Lang, reason: &Reason) -> AnyView {
    let tone = match reason.finding.severity() {
        Severity::Doubt => Tone::Late,
        Severity::Note => Tone::Soon,
    };
    let other = reason
        .other
        .map(|case| pieces::link(&Route::Case(case), lang.say(words::OTHER_CASE).to_owned(), "reason-case"));
    view! {
        <li class=tone.class() data-test="evidence-reason" data-finding=reason.finding.as_str()>
            <span>{claims::reason(lang, reason)}" "{other}</span>
        </li>
    }
    .into_any()
}

/// Draws what was measured between a photo and the one before it; nothing where it was not framed by one.
pub fn pair(lang: Lang, photo: &PhotoEvidence) -> Option<AnyView> {
    let pair = photo.pair.as_ref()?;
    Some(
        view! {
            <p class="small" data-test="evidence-pair">
                <strong>{lang.say(words::PAIR)}</strong>" "<span class="figures">{claims::pair(lang, pair)}</span>
            </p>
        }
        .into_any(),
    )
}

/// Draws the way to a device's chain, for those who watch devices.
pub fn chain_link(lang: Lang, device: DeviceId, test: &'static str) -> Option<AnyView> {
    let route = Route::Chain { device, before: None };
    let words = lang.say(words::CHAIN_OF_DEVICE).to_owned();
    may(desk::account().role, Right::SeeDevices).then(|| pieces::link(&route, words, test))
}

/// Says how a photo stands in its device's chain: "第 3 张 · 链完整".
pub fn link(lang: Lang, index: u64, link: Link) -> String {
    let word = match link {
        Link::Fits => words::LINK_FITS,
        Link::Waits => words::LINK_WAITS,
        Link::Broken => words::LINK_BROKEN,
    };
    format!("{} · {}", phrases::in_chain(lang, index), lang.say(word))
}
