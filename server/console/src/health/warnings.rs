//! What somebody should do something about, and what.

use kit::tone::Tone;
use leptos::prelude::*;
use shared::api::health::Warning;

use super::text as words;
use crate::clock;
use crate::text::{lang, say};

/// Draws the warnings, or that there are none.
pub fn list(warnings: &[Warning]) -> AnyView {
    if warnings.is_empty() {
        return view! {
            <p class=format!("health-warning {}", Tone::Ok.class()) data-test="warnings" data-count="0">
                <strong>{say(words::FINE)}</strong><span>{say(words::FINE_MORE)}</span>
            </p>
        }
        .into_any();
    }
    let count = warnings.len().to_string();
    view! {
        <ul class="health-warnings" aria-label=say(words::WARNINGS) data-test="warnings" data-count=count>
            {warnings.iter().map(one).collect_view()}
        </ul>
    }
    .into_any()
}

/// What must be done today, and what soon.
const fn tone(warning: &Warning) -> Tone {
    match warning {
        Warning::ChainBroken { .. } | Warning::DiskLow { .. } | Warning::JobFailed { .. } => Tone::Late,
        Warning::JobSilent { .. } | Warning::CertificateEnds { .. } | Warning::NoBackup { .. } => Tone::Soon,
    }
}

fn one(warning: &Warning) -> AnyView {
    view! {
        <li class=format!("health-warning {}", tone(warning).class()) data-test="warning" data-kind=warning.kind()>
            <strong data-said="">{words::what(lang(), warning, clock::dated)}</strong>
            <span>{say(words::what_to_do(warning))}</span>
        </li>
    }
    .into_any()
}
