//! What happened to a case, step by step.

use leptos::prelude::*;
use shared::account::Actor;
use shared::api::cases::{CaseFile, CaseNames};
use shared::case::FlowRecord;
use shared::ids::UnitId;

use crate::clock;
use crate::text::{lang, names, say, words};

/// Draws the history, the newest step last: it reads as a story.
pub fn history(file: &CaseFile) -> impl IntoView + use<> {
    let steps = file.flow.iter().map(|step| self::step(step, &file.names)).collect_view();
    view! {
        <div class="card" data-test="history">
            <h3>{say(words::HISTORY)}</h3>
            <ol class="steps">{steps}</ol>
        </div>
    }
}

fn step(step: &FlowRecord, known: &CaseNames) -> impl IntoView + use<> {
    let lang = lang();
    let (who, what) = actor(&step.actor, known);
    let is_system = matches!(step.actor, Actor::System { .. });
    let receiver = step.receiver.as_ref().map(|receiver| format!(" → {}", receiver_name(receiver, known)));
    let opinion = (!step.opinion.is_empty()).then(|| view! { <q>{step.opinion.clone()}</q> });
    view! {
        <li class:system=is_system data-test="history-row" data-action=step.action.as_str()>
            <time class="figures">{clock::time(step.at)}<small>{clock::day(step.at)}</small></time>
            <div>
                <p>
                    <strong>{lang.say(names::action(step.action))}</strong>
                    <span>{receiver}</span>
                    {step.late_evidence.then(|| view! { <span class="badge tone-soon">{lang.say(words::LATE_EVIDENCE)}</span> })}
                </p>
                <p class="quiet"><span data-test="actor">{who}</span>" "<span class="code">{what}</span></p>
                {opinion}
            </div>
            <span class=format!("badge {}", super::tone(step.to).class())>{lang.say(names::state(step.to))}</span>
        </li>
    }
}

/// Says who did a step, and as what: a person in a role, or the system by a rule.
fn actor(actor: &Actor, known: &CaseNames) -> (String, String) {
    match actor {
        Actor::Account { user, role, .. } => {
            let name = known.people.get(user).map_or_else(|| user.to_string(), Clone::clone);
            (format!("{} {name}", say(names::role(*role))), String::new())
        }
        Actor::System { rule } => (say(words::BY_SYSTEM).to_owned(), rule.clone()),
    }
}

/// Names whom a step went to; a receiver is written as an id or as a name.
fn receiver_name(receiver: &str, known: &CaseNames) -> String {
    let unit = receiver.parse::<UnitId>().ok().and_then(|unit| known.units.get(&unit));
    let person = receiver.parse().ok().and_then(|user| known.people.get(&user));
    unit.or(person).cloned().unwrap_or_else(|| receiver.to_owned())
}
