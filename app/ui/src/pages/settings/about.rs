//! What this is: the version, and the licences of what comes along.

use kit::card::Card;
use kit::lang::t;
use leptos::prelude::*;

use super::text;
use crate::state::App;

/// What comes along with the app and stands under a licence of its own.
const LICENCES: [kit::lang::Words; 4] =
    [text::LICENCE_OURS, text::LICENCE_FONT, text::LICENCE_MAP, text::LICENCE_STORE];

/// What this is.
#[component]
pub fn About() -> impl IntoView {
    let app = App::get();
    let version = move || app.session().map(|start| start.version);
    view! {
        <Card test="about">
            <h2>{t(text::ABOUT)}</h2>
            <dl class="facts">
                <dt>{t(text::VERSION)}</dt><dd class="number" data-test="version">{version}</dd>
                <dt>{t(text::LICENCE)}</dt>
                <dd><ul>{LICENCES.map(|words| view! { <li>{t(words)}</li> }).into_iter().collect_view()}</ul></dd>
            </dl>
        </Card>
    }
    .into_any()
}
