//! Having a phone send everything and erase itself: why, what it means, what may be lost, and two presses.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account::{Right, may};
use shared::api::orders::{LONGEST_NOTE, NewWipe};
use shared::ids::DeviceId;

use super::text as words;
use super::{Stage, came};
use crate::bridge;
use crate::desk;
use crate::text::{lang, say};

/// What somebody is about to ask for: it outlives whatever is drawn anew around it.
#[derive(Clone, Copy)]
pub struct Wish {
    why: RwSignal<String>,
    leaves: RwSignal<bool>,
    is_sure: RwSignal<bool>,
    stage: RwSignal<Stage>,
}

impl Wish {
    /// Begins with nothing said.
    pub fn begin() -> Self {
        Self {
            why: RwSignal::new(String::new()),
            leaves: RwSignal::new(false),
            is_sure: RwSignal::new(false),
            stage: RwSignal::new(Stage::Idle),
        }
    }

    /// Forgets what was said.
    pub fn clear(self) {
        self.why.set(String::new());
        self.leaves.set(false);
        self.is_sure.set(false);
        self.stage.set(Stage::Idle);
    }
}

/// The phone, as it is known now.
#[derive(Clone, Copy)]
pub struct Phone {
    /// Which.
    pub device: DeviceId,
    /// Whose.
    pub name: Signal<String>,
    /// How much it said that it has not sent.
    pub unsent: Signal<u64>,
}

/// Draws it; `done` is called once the server has the order.
pub fn form(phone: Phone, wish: Wish, done: Callback<()>) -> AnyView {
    if !may(desk::account().role, Right::ManageDevices) {
        return view! { <p class="quiet small">{say(words::WIPE_ROLE)}</p> }.into_any();
    }
    let lang = lang();
    let Phone { device, name, unsent } = phone;
    let Wish { why, leaves, is_sure, stage } = wish;
    let is_barred =
        move || why.with(|why| why.trim().is_empty()) || stage.with(|stage| matches!(stage, Stage::Sending));
    let press = move |_| {
        if !is_sure.get_untracked() {
            is_sure.set(true);
            return;
        }
        is_sure.set(false);
        stage.set(Stage::Sending);
        let reason = why.with_untracked(|why| why.trim().to_owned());
        let order = NewWipe { reason, leave_unsent: leaves.get_untracked() };
        spawn_local(async move {
            match bridge::tell(&format!("/api/v1/devices/{device}/wipe"), &order).await {
                Ok(()) => {
                    stage.try_set(Stage::Sent);
                    done.try_run(());
                }
                Err(trouble) => drop(stage.try_set(Stage::Refused(trouble))),
            }
        });
    };
    let word = move || match (is_sure.get(), leaves.get()) {
        (false, _) => lang.say(words::WIPE).to_owned(),
        (true, false) => lang.say(words::WIPE_SURE).to_owned(),
        (true, true) => words::sure_to_leave(lang, unsent.get()),
    };
    view! {
        <div class="fields wipe-form" data-test="wipe-form">
            <p class="small"><strong data-said="">{name}</strong>" "{say(words::WIPE_MEANS)}</p>
            <label>{say(words::WIPE_REASON)}
                <input type="text" autocomplete="off" maxlength=LONGEST_NOTE.to_string() data-test="wipe-reason"
                    prop:value=why
                    on:input:target=move |event| { why.set(event.target().value()); is_sure.set(false); }/>
            </label>
            <label class="check">
                <input type="checkbox" data-test="wipe-leave-unsent" prop:checked=leaves
                    on:change:target=move |event| { leaves.set(event.target().checked()); is_sure.set(false); }/>
                <span>{say(words::WIPE_LEAVE)}</span>
            </label>
            {move || leaves.get().then(|| view! {
                <p class="complaint small" role="note" data-test="wipe-cost">{words::cost(lang, unsent.get())}</p>
            })}
            <button type="button" class="button" data-test="wipe" prop:disabled=is_barred on:click=press>{word}</button>
        </div>
        {came(stage, words::WIPE_SENT, "wipe-came")}
    }
    .into_any()
}
