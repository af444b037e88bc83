//! What the caller may not do here: what others may, and what their own role may another time, each with its reason.

use kit::lang::Lang;
use leptos::prelude::*;
use shared::account::Role;
use shared::api::cases::Cannot;
use shared::case::ActionKind;
use shared::refusal::Code;

use super::text;
use crate::desk;
use crate::pieces;
use crate::text::{lang, names, say, words};

/// Draws the card.
pub fn cannot(all: &[Cannot]) -> AnyView {
    let lang = lang();
    let own = desk::account().role;
    let (mine, others): (Vec<&Cannot>, Vec<&Cannot>) = all.iter().partition(|one| one.who.contains(&own));
    // What only waits for another state of the case is many and says little: its names are enough.
    let (later, ruled_out): (Vec<&Cannot>, Vec<&Cannot>) = mine.into_iter().partition(|one| waits_for_a_state(one));
    let later = (!later.is_empty()).then(|| {
        let names: Vec<&str> = later.iter().map(|one| lang.say(names::action(one.action))).collect();
        view! {
            <details data-test="other-states">
                <summary class="small">{text::other_states(lang, later.len())}</summary>
                <p class="quiet small">{names.join(lang.say(words::COMMA))}</p>
            </details>
        }
    });
    let none = all.is_empty().then(|| pieces::line("quiet", lang.say(text::CANNOT_NONE).to_owned()));
    view! {
        <div class="card no-print" data-test="cannot">
            <h3>{say(text::CANNOT)}</h3>
            {none}
            {list(lang, say(text::OTHERS_MAY), &others, "others-may")}
            {list(lang, say(text::OWN_NOT_NOW), &ruled_out, "own-not-now")}
            {later}
        </div>
    }
    .into_any()
}

fn waits_for_a_state(one: &Cannot) -> bool {
    one.code == Code::NotFromHere && one.detail.is_none()
}

fn list(lang: Lang, title: &'static str, all: &[&Cannot], test: &'static str) -> Option<AnyView> {
    let lines: Vec<AnyView> = all.iter().map(|one| line(lang, one)).collect();
    (!lines.is_empty()).then(|| {
        view! {
            <h4>{title}</h4>
            <ul class="cannot" data-test=test>{lines}</ul>
        }
        .into_any()
    })
}

fn line(lang: Lang, one: &Cannot) -> AnyView {
    let roles: Vec<&str> = one.who.iter().map(|role| role_name(lang, *role)).collect();
    let who = text::who_may(lang, &roles.join(lang.say(words::COMMA)));
    let is_answer = matches!(one.action, ActionKind::VerifyResult | ActionKind::CheckResult);
    let on_site = is_answer.then(|| format!(" · {}", lang.say(text::ON_SITE)));
    // That the role may not is said by who may; another reason would stop them too.
    let why = (one.code != Code::NotAllowed).then(|| {
        let detail = one.detail.clone().map(|detail| view! { <small class="code">{detail}</small> });
        view! { <p class="small">{lang.pick(one.code.zh(), one.code.en())}{detail}</p> }
    });
    view! {
        <li data-test="cannot-row" data-action=one.action.as_str() data-code=one.code.as_str()>
            <strong>{lang.say(names::action(one.action))}</strong>
            <span class="quiet small">{who}{on_site}</span>
            {why}
        </li>
    }
    .into_any()
}

fn role_name(lang: Lang, role: Role) -> &'static str {
    lang.say(names::role(role))
}
