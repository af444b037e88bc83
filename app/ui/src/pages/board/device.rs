//! One phone on the board: who, what is the matter, and behind a tap what is known and what to say.

use std::collections::BTreeSet;

use kit::lang::{self, Words, t};
use kit::moment;
use kit::text::reasons;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use shared::ids::DeviceId;
use shared::standing::{Judged, photos_total};
use shared::time::Instant;

use super::text;
use crate::text as words;

/// One phone.
#[component]
pub fn DeviceRow(
    /// The phone and how it stands.
    judged: Judged,
    /// Which are open. They stay so when the board is told anew: somebody may be reading them out on the telephone.
    open: RwSignal<BTreeSet<DeviceId>>,
) -> impl IntoView {
    let (speech, clock) = (lang::speech(), moment::clock());
    let Judged { row, standing } = judged;
    let device = row.device;
    let is_open = Memo::new(move |_| open.with(|open| open.contains(&device)));
    let turn = move |event: MouseEvent| {
        // What is open is known here, and not by the platform alone.
        event.prevent_default();
        open.update(|open| {
            if !open.remove(&device) {
                open.insert(device);
            }
        });
    };
    let reason = StoredValue::new(standing.reason.clone());
    let tone = reasons::tone(&standing.reason).class();
    let badge = move || reason.with_value(|reason| reasons::short(speech.get(), reason));
    let explained = move || reason.with_value(|reason| reasons::explain(speech.get(), reason));
    let remedy = move || reason.with_value(|reason| reasons::remedy(speech.get(), reason));
    let beat = row.heartbeat.clone();
    let photos = photos_total(&row).saturating_sub(row.photos_received);
    let (seen, role) = (row.last_seen_at, row.role);
    let last_seen = move || match seen {
        Some(at) => moment::ago(speech.get(), at, clock.now()),
        None => speech.get().say(text::NEVER).to_owned(),
    };
    let waits = beat.waiting_operations + photos > 0;
    let at = move |at: Option<Instant>| {
        move || match at {
            Some(at) => moment::month_day_and_time(at, &clock.zone()),
            None => speech.get().say(text::NEVER).to_owned(),
        }
    };
    let error = beat.last_error.clone();
    let facts = view! {
        <dl class="facts">
            {fact(text::LAST_SEEN, at(row.last_seen_at).into_any())}
            {fact(text::LAST_COMPLETE, at(row.last_complete_at).into_any())}
            {beat.oldest_waiting.map(|oldest| fact(text::OLDEST, at(Some(oldest)).into_any()))}
            {beat.battery_percent.map(|percent| fact(text::BATTERY, format!("{percent} %").into_any()))}
            {beat.free_disk_bytes.map(|free| fact(text::FREE_DISK, words::bytes(free).into_any()))}
            {(!beat.app_version.is_empty()).then(|| fact(text::VERSION, beat.app_version.clone().into_any()))}
            {error.map(|code| fact(text::LAST_ERROR, (move || reasons::error(speech.get(), &code)).into_any()))}
        </dl>
    };
    view! {
        <details class=format!("card edged phone {tone}") data-test="board-device" data-user=row.user.to_string()
            prop:open=move || is_open.get()>
            <summary on:click=turn>
                <span class="between">
                    <h2>
                        <span lang="zh">{row.name.clone()}</span>" "<span class="small">{t(words::role(role))}</span>
                    </h2>
                    <span class=format!("badge {tone}") data-test="board-reason">{badge}</span>
                </span>
                <span class="small number">{t(text::LAST_SEEN)}" "{last_seen}</span>
                {waits.then(|| view! {
                    <span class="small number">{move || text::waiting(speech.get(), beat.waiting_operations, photos)}</span>
                })}
            </summary>
            <p class="small">{explained}</p>
            {move || remedy().map(|say| view! {
                <p class="tiny">{t(text::WHAT_TO_SAY)}</p>
                <blockquote class="small" data-test="board-remedy">{say}</blockquote>
            })}
            {facts}
        </details>
    }
}

fn fact(name: Words, value: AnyView) -> impl IntoView {
    view! { <dt>{t(name)}</dt><dd class="number">{value}</dd> }
}
