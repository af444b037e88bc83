//! One edition as a sheet, and what it has otherwise than the one in force.

use kit::lang::Lang;
use kit::tone::Tone;
use leptos::prelude::*;
use shared::api::assessment::Models;
use shared::assessment::score::{Indicator, Model};

use super::asked::{self, Standing, way};
use super::changes::{Change, between};
use super::list::{badge, begins, made};
use super::text as words;
use super::{may_write, not_there, points};
use crate::assessment::text::{basis, subject};
use crate::poll::Polled;
use crate::text::{lang, say};

/// Draws the part.
pub fn part(code: String, edition: u32, models: Polled<Models>) -> AnyView {
    let lang = lang();
    let drawn = move || {
        models.value.with(|models| {
            let models = models.as_ref()?;
            Some(sheet(lang, models, &code, edition))
        })
    };
    drawn.into_any()
}

fn sheet(lang: Lang, models: &Models, code: &str, number: u32) -> AnyView {
    let Some(one) = asked::edition(models, code, number) else { return not_there() };
    let month = asked::this_month();
    let standing = asked::standing(models, one, &month);
    let counting = asked::in_force(models, code, &month);
    let against = match (standing, counting) {
        (Standing::InForce, _) => None,
        (Standing::Waiting | Standing::Past | Standing::Draft, Some(counting)) => {
            Some(differences(&between(lang, &counting.model, &one.model)))
        }
        (Standing::Waiting | Standing::Past | Standing::Draft, None) => {
            Some(view! { <p class="small">{say(words::NONE_IN_FORCE)}</p> }.into_any())
        }
    };
    let model = &one.model;
    let (full, on_top) = asked::full(model);
    view! {
        <header class="model-head">
            <a class="back" href=way(&[]).href() aria-label=say(crate::text::words::BACK)>"‹"</a>
            <h3 data-said="">{asked::name(lang, model)}</h3>
            <span class="quiet">{words::edition(lang, number)}</span>
            {badge(standing)}
            <span class="gap"></span>
            {may_write().then(|| view! {
                <a class="button small" data-test="write-edition" href=way(&[code, "draft"]).href()>{say(words::WRITE_NEW)}</a>
            })}
        </header>
        <article class="card model-card" data-test="model-sheet" data-code=code.to_owned() data-edition=number.to_string()>
            <dl class="facts two">
                <div><dt>{say(words::SUBJECT)}</dt><dd>{lang.say(subject(model.subject))}</dd></div>
                <div><dt>{say(words::COL_FULL)}</dt><dd class="figures">{words::full_points(lang, full, on_top)}</dd></div>
                <div><dt>{say(words::COL_FROM)}</dt><dd class="figures">{begins(one)}</dd></div>
                <div><dt>{say(words::COL_MADE)}</dt><dd>{made(one)}</dd></div>
                <div class="wide"><dt>{say(words::SOURCE)}</dt><dd class="model-source" data-said="">{model.source.clone()}</dd></div>
            </dl>
            {indicators(lang, model)}
        </article>
        {against.map(|against| view! {
            <article class="card model-card" data-test="model-changes"><h3>{say(words::CHANGES)}</h3>{against}</article>
        })}
    }
    .into_any()
}

/// Draws the lines of a model as a table.
pub fn indicators(lang: Lang, model: &Model) -> AnyView {
    let row = |one: &Indicator| {
        view! {
            <tr data-test="indicator" data-code=one.code.clone()>
                <td data-said="">{lang.pick(&one.name, &one.name_en).to_owned()}<small class="code">{one.code.clone()}</small></td>
                <td>{words::rule(lang, one)}{asked::cap(model, one).map(|cap| words::under(lang, cap))}</td>
                <td class="right figures">{points::short(one.full_centi)}</td>
                <td>{lang.say(basis(one.basis))}</td>
            </tr>
        }
    };
    view! {
        <div class="wide-table" tabindex="0" role="region" aria-label=say(words::INDICATORS)>
            <table class="rows compact model-lines">
                <thead><tr>
                    <th scope="col">{say(words::COL_INDICATOR)}</th><th scope="col">{say(words::COL_RULE)}</th>
                    <th scope="col" class="right">{say(words::COL_FULL)}</th><th scope="col">{say(words::COL_BASIS)}</th>
                </tr></thead>
                <tbody>{model.indicators.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Draws what differs, in words.
pub fn differences(changes: &[Change]) -> AnyView {
    if changes.is_empty() {
        return view! { <p class="small" data-test="no-changes">{say(words::NO_CHANGES)}</p> }.into_any();
    }
    let row = |change: &Change| {
        let (tone, sign, said) = match change {
            Change::Added(said) => (Tone::Ok, "+", said),
            Change::Gone(said) => (Tone::Late, "−", said),
            Change::Became(said) => (Tone::Soon, "→", said),
        };
        view! {
            <li data-test="model-change"><span class=format!("badge {}", tone.class()) aria-hidden="true">{sign}</span>
                <span data-said="">{said.clone()}</span></li>
        }
    };
    view! { <ul class="model-changes">{changes.iter().map(row).collect_view()}</ul> }.into_any()
}
