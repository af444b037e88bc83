//! What a phone is to say to its bearer at its next contact.
//!
//! Only asks for it: the server keeps the order, and the phone carries it out when it next calls.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account::{Right, may};
use shared::api::orders::{LONGEST_NOTE, NewNudge, NudgeKind, OrderKind};
use shared::ids::DeviceId;
use shared::standing::Reason;

use super::rows::Line;
use super::text;
use crate::bridge;
use crate::desk;
use crate::orders::text::kind as named;
use crate::orders::{Stage, came};
use crate::text::say;

/// What a phone may be asked to say.
const KINDS: [NudgeKind; 7] = [
    NudgeKind::SyncNow,
    NudgeKind::FreeSpace,
    NudgeKind::Charge,
    NudgeKind::SetClock,
    NudgeKind::UpdateApp,
    NudgeKind::CallDesk,
    NudgeKind::Word,
];

/// Returns what helps against a trouble.
const fn helps(reason: &Reason) -> NudgeKind {
    match reason {
        Reason::DiskFull => NudgeKind::FreeSpace,
        Reason::BatteryLow => NudgeKind::Charge,
        Reason::ClockOff => NudgeKind::SetClock,
        Reason::OldVersion(_) => NudgeKind::UpdateApp,
        Reason::SignInLost | Reason::SentBack(_) => NudgeKind::CallDesk,
        Reason::Revoked
        | Reason::NeverSeen
        | Reason::Failing(_)
        | Reason::NoSignal
        | Reason::OffShift
        | Reason::Stuck
        | Reason::Sending
        | Reason::OldCatalogue
        | Reason::Fine => NudgeKind::SyncNow,
    }
}

fn word(kind: NudgeKind) -> &'static str {
    OrderKind::from(kind).as_str()
}

/// Draws the ways to have the phone say something: what helps first, the others behind a choice. `done` is called once the
/// server has the order.
pub fn nudges(device: DeviceId, line: Memo<Option<Line>>, done: Callback<()>) -> AnyView {
    if !may(desk::account().role, Right::NudgeDevices) {
        return view! { <p class="quiet small">{say(text::ORDERS_ROLE)}</p> }.into_any();
    }
    let best = Memo::new(move |_| {
        line.with(|line| line.as_ref().map_or(NudgeKind::SyncNow, |line| helps(&line.judged().standing.reason)))
    });
    // What was chosen by hand stays, whatever the device says meanwhile.
    let chosen = RwSignal::new(None::<NudgeKind>);
    let (said, stage) = (RwSignal::new(String::new()), RwSignal::new(Stage::Idle));
    let kind = Memo::new(move |_| chosen.get().unwrap_or_else(|| best.get()));
    // A word is all that is said with it.
    let is_barred = move || {
        let is_mute = kind.get() == NudgeKind::Word && said.with(|said| said.trim().is_empty());
        is_mute || stage.with(|stage| matches!(stage, Stage::Sending))
    };
    let send = move |_| {
        if stage.with_untracked(|stage| matches!(stage, Stage::Sending)) {
            return;
        }
        stage.set(Stage::Sending);
        let order = NewNudge { kind: kind.get_untracked(), note: said.get_untracked() };
        spawn_local(async move {
            match bridge::tell(&format!("/api/v1/devices/{device}/nudge"), &order).await {
                Ok(()) => {
                    stage.try_set(Stage::Sent);
                    done.try_run(());
                }
                Err(trouble) => drop(stage.try_set(Stage::Refused(trouble))),
            }
        });
    };
    let options = KINDS.map(|one| {
        view! { <option value=word(one) selected=move || kind.get() == one>{say(named(one.into()))}</option> }
            .into_any()
    });
    let choose = move |event: leptos::ev::Event| {
        let name = event_target_value(&event);
        chosen.set(KINDS.into_iter().find(|one| word(*one) == name));
    };
    view! {
        <button type="button" class="button main" data-test="nudge" data-kind=move || word(kind.get())
            prop:disabled=is_barred on:click=send>{move || say(named(kind.get().into()))}</button>
        <p class="quiet small">{say(text::ORDERS_HINT)}</p>
        <details>
            <summary>{say(text::ORDERS)}</summary>
            <div class="fields">
                <label>{say(text::ORDER_OTHER)}
                    <select class="search" data-test="nudge-kind" on:change=choose>{options.into_iter().collect_view()}</select>
                </label>
                <label>{say(text::ORDER_NOTE)}
                    <input type="text" maxlength=LONGEST_NOTE.to_string() data-test="nudge-note" prop:value=said
                        on:input=move |event| said.set(event_target_value(&event))/>
                </label>
            </div>
        </details>
        {came(stage, text::ORDER_SENT, "nudge-came")}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use shared::api::orders::NudgeKind;
    use shared::standing::Reason;

    use super::{KINDS, helps, word};

    #[test]
    fn what_helps_is_something_that_a_phone_can_be_asked() {
        for reason in [Reason::DiskFull, Reason::BatteryLow, Reason::ClockOff, Reason::SignInLost, Reason::Stuck] {
            let kind = helps(&reason);
            assert!(KINDS.contains(&kind), "{kind:?}");
        }
        assert_eq!(helps(&Reason::OldVersion("1.2".to_owned())), NudgeKind::UpdateApp);
        assert_eq!(word(NudgeKind::SetClock), "set_clock");
    }
}
