//! What a unit may ask for or say beside handing a case back: not ours, more time, a later date, an appeal.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account::may_act;
use shared::case::{Action, ActionKind, Case, Closing, State};

use crate::bridge::Trouble;
use crate::case::act;
use crate::case::form::{Filled, needs};
use crate::desk;
use crate::text::{lang, names, say};

/// Returns what makes sense in the case's state; whether a rule forbids it is the server's to say.
pub fn kinds(case: &Case) -> Vec<ActionKind> {
    let is_late = case.closing == Some(Closing::Overdue);
    let asks: &[ActionKind] = match case.state {
        State::ToHandle | State::Handling => &[ActionKind::Return, ActionKind::ApplyExtend, ActionKind::ApplySuspend],
        State::Closed if is_late && case.appeal.is_none() => &[ActionKind::Appeal],
        _ => &[],
    };
    let has_order = !case.state.is_over() && case.orders.iter().any(|order| order.replied_at.is_none());
    let reply = has_order.then_some(ActionKind::ReplySupervision);
    let role = desk::account().role;
    reply.into_iter().chain(asks.iter().copied()).filter(|kind| may_act(role, *kind)).collect()
}

/// The buttons, and the form of the one that was pressed.
#[component]
pub fn Asks(
    /// About which case.
    case: Case,
    /// The case moved on.
    on_change: Callback<()>,
) -> impl IntoView {
    let lang = lang();
    let (id, version) = (case.id, case.version);
    let kinds = kinds(&case);
    let chosen = RwSignal::new(None::<ActionKind>);
    let filled = RwSignal::new(Filled::from(&case));
    let sending = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let go = Callback::new(move |action: Action| {
        sending.set(true);
        trouble.set(None);
        spawn_local(async move {
            let reply = act::send(id, action, Some(version)).await;
            sending.try_set(false);
            match reply {
                Ok(_) => drop(on_change.try_run(())),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    });
    let press = move |kind: ActionKind| {
        trouble.set(None);
        chosen.update(|chosen| *chosen = (*chosen != Some(kind)).then_some(kind));
    };
    let button = move |kind: ActionKind| {
        view! {
            <button type="button" class="button small" class:soft=move || chosen.get() == Some(kind)
                aria-expanded=move || (chosen.get() == Some(kind)).to_string()
                data-test=format!("ask-{}", kind.as_str()) on:click=move |_| press(kind)>
                {say(names::action(kind))}
            </button>
        }
    };
    view! {
        <div class="buttons">{kinds.into_iter().map(button).collect_view()}</div>
        {move || chosen.get().and_then(|kind| {
            let needs = needs(kind)?;
            Some(act::fields(id, kind, needs, filled, go, sending))
        })}
        {move || trouble.get().map(|trouble| view! {
            <p class="complaint" role="alert" data-test="complaint">
                {trouble.words(lang)}<small>{trouble.detail()}</small>
            </p>
        })}
    }
}
