//! The last orders to a device: what became of each, and the way to take one back while that is possible.

use kit::lang::Lang;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account::{Right, may};
use shared::api::orders::{DeviceOrder, OrderKind, OrderList, OrderOutcome};
use shared::ids::DeviceId;
use shared::time::Instant;

use super::text as words;
use crate::bridge::{self, Trouble};
use crate::clock;
use crate::desk;
use crate::faces;
use crate::people::fields;
use crate::poll::{Polled, poll};
use crate::text::{lang, say};

/// How often they are asked for anew while they are looked at.
const SECONDS: u64 = 60;
/// So many are shown.
const SHOWN: u32 = 5;

/// Asks for the last orders to a device.
pub fn asked(device: DeviceId) -> Polled<OrderList> {
    poll::<OrderList, _, _>(SECONDS, move || async move {
        bridge::get(&format!("/api/v1/devices/{device}/orders?limit={SHOWN}")).await
    })
}

/// Draws them.
pub fn list(device: DeviceId, asked: Polled<OrderList>) -> AnyView {
    let lang = lang();
    let trouble = RwSignal::new(None::<Trouble>);
    let orders = Memo::new(move |_| asked.value.with(|list| list.as_ref().map(|list| list.orders.clone())));
    let is_empty = Memo::new(move |_| orders.with(|orders| orders.as_ref().is_some_and(Vec::is_empty)));
    let is_waiting = move || orders.with(Option::is_none) && asked.trouble.with(Option::is_none);
    view! {
        <section class="orders" data-test="orders">
            <h4>{say(words::TOLD)}</h4>
            {faces::trouble_bar(asked)}
            {move || is_waiting().then(|| view! {
                <p class="quiet small" data-test="waiting">{lang.say(crate::text::words::LOADING)}"…"</p>
            })}
            {move || is_empty.get().then(|| view! {
                <p class="quiet small" data-test="no-orders">{lang.say(words::NOTHING_TOLD)}</p>
            })}
            <ul class="orders-told">
                <For each=move || orders.get().unwrap_or_default() key=|order| format!("{order:?}")
                    children=move |order| row(device, &order, asked, trouble)/>
            </ul>
            {fields::complaint(trouble)}
        </section>
    }
    .into_any()
}

fn row(device: DeviceId, order: &DeviceOrder, asked: Polled<OrderList>, trouble: RwSignal<Option<Trouble>>) -> AnyView {
    let lang = lang();
    let id = order.id;
    let take_back = move |_| {
        spawn_local(async move {
            let path = format!("/api/v1/devices/{device}/orders/{id}/withdraw");
            let why = bridge::command(&path).await.err();
            trouble.try_set(why);
            // Also where it was refused: the phone has taken it meanwhile.
            asked.again();
        });
    };
    let way_back = match takes_back(order) {
        None => ().into_any(),
        Some(right) if may(desk::account().role, right) => view! {
            <button type="button" class="button small" data-test="order-withdraw" on:click=take_back>
                {say(words::TAKE_BACK)}
            </button>
        }
        .into_any(),
        Some(_) => {
            let why = if order.kind == OrderKind::Wipe { words::TAKE_BACK_WIPE } else { words::TAKE_BACK_NUDGE };
            view! { <small class="quiet">{say(why)}</small> }.into_any()
        }
    };
    let note = (!order.note.is_empty()).then(|| view! { " · "<span data-said="">{order.note.clone()}</span> });
    view! {
        <li data-test="order" data-kind=order.kind.as_str() data-outcome=order.outcome.as_str()>
            <p>
                <strong>{say(words::kind(order.kind))}</strong>" "
                <span data-test="order-state">{state(lang, order, clock::short)}</span>
            </p>
            <p class="quiet small">
                <span class="figures">{clock::short(order.made_at)}</span>" · "
                <span data-said="">{order.author.clone()}</span>{note}
            </p>
            {way_back}
        </li>
    }
    .into_any()
}

/// Returns what it takes to take an order back; nothing where that is over. The server decides by the same.
fn takes_back(order: &DeviceOrder) -> Option<Right> {
    if order.done_at.is_some() || order.withdrawn_at.is_some() {
        return None;
    }
    match order.kind {
        OrderKind::Wipe => Some(Right::ManageDevices),
        OrderKind::SyncNow
        | OrderKind::FreeSpace
        | OrderKind::Charge
        | OrderKind::SetClock
        | OrderKind::UpdateApp
        | OrderKind::CallDesk
        | OrderKind::Word
        | OrderKind::Unknown => order.seen_at.is_none().then_some(Right::NudgeDevices),
    }
}

/// Says what became of an order.
fn state(lang: Lang, order: &DeviceOrder, write: fn(Instant) -> String) -> String {
    let when = |at: Option<Instant>| at.map(write).unwrap_or_default();
    match order.outcome {
        OrderOutcome::Open => match order.seen_at {
            None => lang.say(words::NOT_TOLD).to_owned(),
            Some(at) if order.kind == OrderKind::Wipe => words::arrived(lang, &write(at)),
            Some(at) => words::seen(lang, &write(at)),
        },
        OrderOutcome::Waiting => words::waits(lang, order.unsent),
        OrderOutcome::Dismissed => words::put_away(lang, &when(order.done_at)),
        OrderOutcome::CameTrue => words::came_true(lang, &when(order.done_at)),
        OrderOutcome::Wiped => words::wiped(lang, &when(order.done_at), order.unsent),
        OrderOutcome::Withdrawn => words::withdrawn(lang, &when(order.withdrawn_at)),
        OrderOutcome::HandedOver => lang.say(words::HANDED_OVER).to_owned(),
        OrderOutcome::Unknown => lang.say(words::UNKNOWN).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;
    use shared::account::Right;
    use shared::api::orders::{DeviceOrder, OrderKind, OrderOutcome};
    use shared::ids::{DeviceId, OrderId};
    use shared::time::Instant;
    use uuid::Uuid;

    use super::{state, takes_back};

    const AT: Option<Instant> = Some(Instant::from_ms(7));

    fn order(kind: OrderKind) -> DeviceOrder {
        DeviceOrder {
            id: OrderId(Uuid::nil()),
            device: DeviceId(Uuid::nil()),
            kind,
            note: String::new(),
            leave_unsent: false,
            author: "郑".to_owned(),
            made_at: Instant::from_ms(1),
            seen_at: None,
            done_at: None,
            withdrawn_at: None,
            outcome: OrderOutcome::Open,
            unsent: 0,
        }
    }

    #[track_caller]
    fn check(order: &DeviceOrder, said: &str, right: Option<Right>) {
        let write = |at: Instant| at.ms().to_string();
        assert_eq!((state(Lang::En, order, write).as_str(), takes_back(order)), (said, right));
    }

    #[test]
    fn a_nudge_can_be_taken_back_until_it_was_seen() {
        let nudge = order(OrderKind::Charge);
        check(&nudge, "Waiting for its next contact", Some(Right::NudgeDevices));
        check(&DeviceOrder { seen_at: AT, ..nudge.clone() }, "seen 7", None);
        let done = DeviceOrder { seen_at: AT, done_at: AT, outcome: OrderOutcome::CameTrue, ..nudge.clone() };
        check(&done, "done 7", None);
        check(&DeviceOrder { outcome: OrderOutcome::Dismissed, ..done }, "put away 7", None);
        check(&DeviceOrder { withdrawn_at: AT, outcome: OrderOutcome::Withdrawn, ..nudge }, "withdrawn 7", None);
    }

    #[test]
    fn a_wipe_can_be_taken_back_until_the_phone_erases_itself() {
        let wipe = DeviceOrder { seen_at: AT, ..order(OrderKind::Wipe) };
        check(&wipe, "the phone has it since 7", Some(Right::ManageDevices));
        let waits = DeviceOrder { outcome: OrderOutcome::Waiting, unsent: 3, ..wipe.clone() };
        check(&waits, "waiting: 3 unsent", Some(Right::ManageDevices));
        check(&DeviceOrder { done_at: AT, outcome: OrderOutcome::Wiped, ..wipe }, "wiped 7", None);
    }
}
