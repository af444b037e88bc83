//! What a phone is to say to its bearer at its next contact, and wiping it.
//!
//! Only asks for it: the server keeps the order, and the phone carries it out when it next calls.

use kit::lang::Words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::json;
use shared::account::{Right, may};
use shared::ids::DeviceId;
use shared::standing::Reason;

use super::rows::Line;
use super::text;
use crate::bridge::{self, Trouble};
use crate::desk;
use crate::text::{lang, say};

/// What a phone may be asked to say. The words are those of the endpoint.
const KINDS: [(&str, Words); 6] = [
    ("sync_now", text::ORDER_SYNC),
    ("free_space", text::ORDER_SPACE),
    ("charge", text::ORDER_CHARGE),
    ("set_clock", text::ORDER_CLOCK),
    ("update_app", text::ORDER_UPDATE),
    ("call_desk", text::ORDER_CALL),
];

/// Returns what helps against a trouble.
const fn helps(reason: &Reason) -> &'static str {
    match reason {
        Reason::DiskFull => "free_space",
        Reason::BatteryLow => "charge",
        Reason::ClockOff => "set_clock",
        Reason::OldVersion(_) => "update_app",
        Reason::SignInLost | Reason::SentBack(_) => "call_desk",
        Reason::Revoked
        | Reason::NeverSeen
        | Reason::Failing(_)
        | Reason::NoSignal
        | Reason::OffShift
        | Reason::Stuck
        | Reason::Sending
        | Reason::OldCatalogue
        | Reason::Fine => "sync_now",
    }
}

/// How far an order has come.
#[derive(Clone, PartialEq)]
enum Stage {
    Idle,
    Sending,
    Sent,
    Refused(Trouble),
}

/// Draws the ways to have the phone say something: what helps first, the others behind a choice.
pub fn nudges(device: DeviceId, line: Memo<Option<Line>>) -> AnyView {
    if !may(desk::account().role, Right::NudgeDevices) {
        return view! { <p class="quiet small">{say(text::ORDERS_ROLE)}</p> }.into_any();
    }
    let best = Memo::new(move |_| {
        line.with(|line| line.as_ref().map_or("sync_now", |line| helps(&line.judged().standing.reason)))
    });
    // What was chosen by hand stays, whatever the device says meanwhile.
    let chosen = RwSignal::new(None::<String>);
    let (said, stage) = (RwSignal::new(String::new()), RwSignal::new(Stage::Idle));
    let kind = Memo::new(move |_| chosen.get().unwrap_or_else(|| best.get().to_owned()));
    let word = move || {
        let kind = kind.get();
        KINDS.iter().find(|(name, _)| *name == kind).map_or("", |(_, words)| say(*words))
    };
    let send = move |_| {
        if stage.get_untracked() == Stage::Sending {
            return;
        }
        stage.set(Stage::Sending);
        let order = json!({ "kind": kind.get_untracked(), "note": said.get_untracked() });
        spawn_local(async move {
            let came = match bridge::tell(&format!("/api/v1/devices/{device}/nudge"), &order).await {
                Ok(()) => Stage::Sent,
                Err(trouble) => Stage::Refused(trouble),
            };
            stage.try_set(came);
        });
    };
    let options = KINDS.map(|(name, words)| {
        view! { <option value=name selected=move || kind.get() == name>{say(words)}</option> }.into_any()
    });
    view! {
        <button type="button" class="button main" data-test="nudge" data-kind=move || kind.get()
            prop:disabled=move || stage.get() == Stage::Sending on:click=send>{word}</button>
        <p class="quiet small">{say(text::ORDERS_HINT)}</p>
        <details>
            <summary>{say(text::ORDERS)}</summary>
            <div class="fields">
                <label>{say(text::ORDER_OTHER)}
                    <select class="search" data-test="nudge-kind"
                        on:change=move |event| chosen.set(Some(event_target_value(&event)))>{options.into_iter().collect_view()}</select>
                </label>
                <label>{say(text::ORDER_NOTE)}
                    <input type="text" maxlength="100" data-test="nudge-note" prop:value=said
                        on:input=move |event| said.set(event_target_value(&event))/>
                </label>
            </div>
        </details>
        {came(stage, text::ORDER_SENT, "nudge-came")}
    }
    .into_any()
}

/// Draws the way to wipe a phone: a reason, two presses, and what it means in words.
pub fn wipe(device: DeviceId, line: Memo<Option<Line>>) -> AnyView {
    if !may(desk::account().role, Right::ManageDevices) {
        return view! { <p class="quiet small">{say(text::WIPE_ROLE)}</p> }.into_any();
    }
    let (why, is_sure, stage) = (RwSignal::new(String::new()), RwSignal::new(false), RwSignal::new(Stage::Idle));
    let has_reason = move || why.with(|why| !why.trim().is_empty());
    let send = move |_| {
        if !is_sure.get_untracked() {
            is_sure.set(true);
            return;
        }
        is_sure.set(false);
        stage.set(Stage::Sending);
        let order = json!({ "reason": why.get_untracked().trim() });
        spawn_local(async move {
            let came = match bridge::tell(&format!("/api/v1/devices/{device}/wipe"), &order).await {
                Ok(()) => Stage::Sent,
                Err(trouble) => Stage::Refused(trouble),
            };
            stage.try_set(came);
        });
    };
    let word = move || say(if is_sure.get() { text::WIPE_SURE } else { text::WIPE });
    let whose = move || line.with(|line| line.as_ref().map(|line| line.row().name.clone()));
    view! {
        <details class="wipe">
            <summary data-test="wipe-open">{say(text::WIPE)}</summary>
            <div class="fields">
                <p class="small"><strong data-said="">{whose}</strong>" "{say(text::WIPE_MEANS)}</p>
                <label>{say(text::WIPE_REASON)}
                    <input type="text" maxlength="200" data-test="wipe-reason" prop:value=why
                        on:input=move |event| { why.set(event_target_value(&event)); is_sure.set(false); }/>
                </label>
                <button type="button" class="button" data-test="wipe"
                    prop:disabled=move || !has_reason() || stage.get() == Stage::Sending on:click=send>{word}</button>
            </div>
        </details>
        {came(stage, text::WIPE_SENT, "wipe-came")}
    }
    .into_any()
}

fn came(stage: RwSignal<Stage>, done: Words, test: &'static str) -> AnyView {
    let drawn = move || match stage.get() {
        Stage::Idle | Stage::Sending => ().into_any(),
        Stage::Sent => view! { <p class="ok small" role="status" data-test=test>{say(done)}</p> }.into_any(),
        Stage::Refused(trouble) => view! {
            <p class="complaint" role="alert" data-test=test data-code=trouble.code()>
                {trouble.words(lang())}<small>{trouble.detail()}</small>
            </p>
        }
        .into_any(),
    };
    drawn.into_any()
}

#[cfg(test)]
mod tests {
    use shared::standing::Reason;

    use super::{KINDS, helps};

    #[test]
    fn what_helps_is_something_that_a_phone_can_be_asked() {
        for reason in [Reason::DiskFull, Reason::BatteryLow, Reason::ClockOff, Reason::SignInLost, Reason::Stuck] {
            let kind = helps(&reason);
            assert!(KINDS.iter().any(|(name, _)| *name == kind), "{kind}");
        }
        assert_eq!(helps(&Reason::OldVersion("1.2".to_owned())), "update_app");
    }
}
