//! The buttons for what the caller may do now; what cannot be taken back is asked about once more.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::cases::{Act, CaseFile};
use shared::case::{Action, ActionKind, OrderKind};
use shared::ids::CaseId;

use super::duplicates::DuplicatePicker;
use super::finish::Finish;
use super::form::{Filled, Needs, action, needs};
use super::units::UnitPicker;
use crate::bridge::{self, Trouble};
use crate::clock;
use crate::poll::Polled;
use crate::text::{lang, names, say, words};
use crate::work_list::bench::can_be_undone;
use crate::work_list::steps::sure;

/// Sends an action; what comes back is the case afterwards.
pub async fn send(case: CaseId, action: Action, base: Option<u64>) -> Result<CaseFile, Trouble> {
    bridge::post(&format!("{}/actions", super::address(case)), &Act { action, base }).await
}

/// Draws the buttons. `may` is the server's list: what is not on it is not offered.
pub fn act(case: CaseId, may: &[String], file: Polled<CaseFile>) -> impl IntoView + use<> {
    let lang = lang();
    let kinds: Vec<(ActionKind, Needs)> = ActionKind::ALL
        .iter()
        .filter(|kind| may.iter().any(|word| word == kind.as_str()))
        .filter_map(|kind| Some((*kind, needs(*kind)?)))
        .collect();
    let chosen = RwSignal::new(kinds.iter().find(|(_, needs)| *needs == Needs::Photos).copied());
    let filled = RwSignal::new(
        file.value.with_untracked(|file| file.as_ref().map(|file| Filled::from(&file.case)).unwrap_or_default()),
    );
    let trouble = RwSignal::new(None::<Trouble>);
    let sending = RwSignal::new(false);
    let go = Callback::new(move |action: Action| {
        let base = file.value.with_untracked(|file| file.as_ref().map(|file| file.case.version));
        sending.set(true);
        trouble.set(None);
        spawn_local(async move {
            let reply = send(case, action, base).await;
            sending.try_set(false);
            match reply {
                Ok(after) => file.take(after),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    });
    let press = move |kind: ActionKind, needs: Needs| {
        trouble.set(None);
        match (needs, action(kind, &Filled::default())) {
            (Needs::Nothing, Some(action)) if can_be_undone(kind) => go.run(action),
            (_, _) => chosen.set(Some((kind, needs))),
        }
    };
    let is_empty = kinds.is_empty();
    let buttons = kinds
        .into_iter()
        .map(|(kind, needs)| {
            view! {
                <button type="button" class="button" class:main=needs == Needs::Nothing
                    class:soft=move || chosen.get().is_some_and(|(chosen, _)| chosen == kind)
                    data-test=format!("act-{}", kind.as_str()) prop:disabled=sending
                    on:click=move |_| press(kind, needs)>
                    {say(names::action(kind))}
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="card act" data-test="actions">
            <h3>{say(words::ACTIONS)}</h3>
            {is_empty.then(|| view! { <p class="quiet">{say(words::NO_ACTIONS)}</p> })}
            <div class="buttons">{buttons}</div>
            {move || chosen.get().map(|(kind, needs)| match needs {
                Needs::Photos => view! {
                    <Finish case base=Signal::derive(move || {
                        file.value.with(|file| file.as_ref().map(|file| file.case.version))
                    }) on_done=Callback::new(move |after| file.take(after))/>
                }.into_any(),
                Needs::Nothing => sure(
                    say(names::action(kind)).to_owned(),
                    sending,
                    Callback::new(move |()| {
                        if let Some(action) = action(kind, &Filled::default()) {
                            go.run(action);
                        }
                    }),
                ),
                Needs::Reason
                | Needs::ReasonAndDate
                | Needs::Closing
                | Needs::Order
                | Needs::Reply
                | Needs::OtherCase
                | Needs::Condition
                | Needs::Unit => fields(case, kind, needs, filled, go, sending),
            })}
            {move || trouble.get().map(|trouble| view! {
                <p class="complaint" role="alert" data-test="complaint">
                    {trouble.words(lang)}<small>{trouble.detail()}</small>
                </p>
            })}
        </div>
    }
}

/// Draws the form of an action that asks for something.
pub fn fields(
    case: CaseId,
    kind: ActionKind,
    needs: Needs,
    filled: RwSignal<Filled>,
    go: Callback<Action>,
    sending: RwSignal<bool>,
) -> AnyView {
    let lang = lang();
    let ready = Memo::new(move |_| filled.with(|filled| action(kind, filled)));
    let asks_words =
        matches!(needs, Needs::Reason | Needs::ReasonAndDate | Needs::Closing | Needs::Order | Needs::Reply);
    let label = match needs {
        Needs::Order => words::REQUIREMENT,
        Needs::Reply => words::REPLY,
        _ => words::REASON,
    };
    let reason = asks_words.then(|| view! {
        <label>{say(label)}
            <textarea data-test="reason" rows="3" placeholder=say(words::REASON_HOLDER)
                prop:value=move || filled.with(|filled| filled.reason.clone())
                on:input:target=move |event| filled.update(|filled| filled.reason = event.target().value())></textarea>
        </label>
    });
    let until = matches!(needs, Needs::ReasonAndDate | Needs::Order).then(|| {
        view! {
            <label>{say(words::UNTIL)}
                <input type="datetime-local" data-test="until"
                    on:input:target=move |event| {
                        filled.update(|filled| filled.until = clock::read_local(&event.target().value()));
                    }/>
            </label>
        }
    });
    let condition = (needs == Needs::Condition).then(|| {
        view! {
            <label>{say(words::CONDITION_NO)}
                <input type="text" inputmode="numeric" data-test="condition"
                    prop:value=move || filled.with(|filled| filled.condition.clone())
                    on:input:target=move |event| filled.update(|filled| filled.condition = event.target().value())/>
            </label>
        }
    });
    let unit = (needs == Needs::Unit).then(|| view! { <UnitPicker case filled/> });
    let closing = (needs == Needs::Closing).then(|| {
        view! {
            <label class="check">
                <input type="checkbox" data-test="is-error" prop:checked=move || filled.with(|filled| filled.is_error)
                    on:change:target=move |event| filled.update(|filled| filled.is_error = event.target().checked())/>
                {say(words::WAS_NO_CASE)}
            </label>
        }
    });
    let order = (needs == Needs::Order).then(|| {
        let kinds = [OrderKind::Overdue, OrderKind::Leader, OrderKind::Important];
        let choice = move |kind: OrderKind| view! {
            <button type="button" class="chip" class:soft=move || filled.with(|filled| filled.order_kind == Some(kind))
                aria-pressed=move || filled.with(|filled| filled.order_kind == Some(kind)).to_string()
                on:click=move |_| filled.update(|filled| filled.order_kind = Some(kind))>
                {say(names::order(kind))}
            </button>
        };
        view! { <div class="buttons" data-test="order-kind">{kinds.map(choice).collect_view()}</div> }
    });
    let other = (needs == Needs::OtherCase).then(|| view! { <DuplicatePicker case filled/> });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(action) = ready.get_untracked() {
            go.run(action);
        }
    };
    view! {
        <form class="fields" on:submit=submit>
            {order}{closing}{reason}{until}{condition}{unit}{other}
            <button type="submit" class="button main" data-test="confirm"
                prop:disabled=move || sending.get() || ready.with(Option::is_none)>
                {move || match (sending.get(), ready.with(Option::is_some)) {
                    (true, _) => lang.say(words::SENDING),
                    (false, true) => lang.say(words::CONFIRM),
                    (false, false) => lang.say(words::FILL_IN),
                }}
            </button>
        </form>
    }
    .into_any()
}
