//! One device: what is the matter, what is known, and what to do.

use kit::lang::{Lang, Words};
use kit::text::reasons;
use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account::{Right, may};
use shared::api::devices::DeviceRow;
use shared::ids::DeviceId;
use shared::standing::{Judged, Silence, Urgency};
use shared::sync::hello::Heartbeat;
use wasm_bindgen_futures::JsFuture;

use super::table;
use crate::bridge::{self, Trouble};
use crate::clock;
use crate::desk;
use crate::evidence::verdict;
use crate::text::spans;
use crate::text::{lang, names, phrases, words};

/// Draws the panel beside the table.
pub fn panel(chosen: Memo<Option<Judged>>) -> impl IntoView {
    let lang = lang();
    // The panel is drawn anew with every word from the device; what somebody is about to do must outlive that.
    let asked = RwSignal::new(None);
    move || match chosen.get() {
        Some(judged) => one(lang, &judged, asked).into_any(),
        None => {
            view! { <aside class="card panel"><p class="quiet">{lang.say(words::CHOOSE_DEVICE)}</p></aside> }.into_any()
        }
    }
}

fn one(lang: Lang, judged: &Judged, asked: RwSignal<Option<DeviceId>>) -> impl IntoView + use<> {
    let (row, standing) = (&judged.row, &judged.standing);
    let beat = &row.heartbeat;
    let (badge, tone) = match (standing.silence, standing.urgency) {
        (Silence::Silent, Urgency::Late | Urgency::Soon | Urgency::Fine) => {
            let span = row.last_seen_at.map(|seen| spans::span(lang, clock::now().since(seen))).unwrap_or_default();
            (phrases::silent_for(lang, &span), Tone::Late)
        }
        (Silence::Recent | Silence::Quiet | Silence::Silent | Silence::Never, _) => {
            (reasons::short(lang, &standing.reason), reasons::tone(&standing.reason))
        }
    };
    let moment =
        |at: Option<shared::time::Instant>| at.map_or_else(|| lang.say(words::NEVER).to_owned(), clock::day_time);
    let unknown = || lang.say(words::NONE).to_owned();
    let skew = row.clock_skew_ms.map_or_else(unknown, |ms| seconds(lang, ms));
    let battery = beat.battery_percent.map_or_else(unknown, |percent| format!("{percent}%"));
    let disk = beat.free_disk_bytes.map_or_else(unknown, spans::size);
    let version = if beat.app_version.is_empty() { unknown() } else { beat.app_version.clone() };
    let platform = if beat.platform.is_empty() { unknown() } else { beat.platform.clone() };
    let catalogue = beat
        .catalogue
        .as_ref()
        .map_or_else(|| lang.say(words::PACKS_UNKNOWN).to_owned(), |hash| hash.to_string().chars().take(8).collect());
    let refused = match row.operations_refused {
        0 => String::new(),
        count => format!(" · {count} {}", lang.say(words::REFUSED)),
    };
    let taken = format!("{}{refused}", spans::number(row.operations));
    let error = beat.last_error.as_deref().map_or_else(unknown, |code| reasons::error(lang, code));
    view! {
        <aside class="card panel" data-test="device-panel" data-user=row.user.to_string()>
            <header>
                <h3>{lang.say(names::role(row.role))}" "{row.name.clone()}</h3>
                <span class=format!("badge {}", tone.class())>{badge}</span>
            </header>
            <p class="quiet">{row.jurisdiction_name.clone()}" · "{row.user.to_string()}</p>
            <p data-test="explanation">{reasons::explain(lang, &standing.reason)}</p>
            <dl class="facts two">
                {fact(lang, words::COL_WAITING, beat.waiting_operations.to_string())}
                <div><dt>{lang.say(words::COL_PHOTOS)}</dt><dd>{table::photos(row)}</dd></div>
                {fact(lang, words::COL_SEEN, moment(row.last_seen_at))}
                {fact(lang, words::LAST_COMPLETE, moment(row.last_complete_at))}
                {fact(lang, words::APP_VERSION, version)}
                {fact(lang, words::PLATFORM, platform)}
                {fact(lang, words::CLOCK_SKEW, skew)}
                {fact(lang, words::PACKS, catalogue)}
                {fact(lang, words::BATTERY, battery)}
                {fact(lang, words::FREE_DISK, disk)}
                {fact(lang, words::OPERATIONS_TAKEN, taken)}
                {(beat.waiting_originals > 0).then(|| fact(lang, words::ORIGINALS_WAITING, originals(beat)))}
                {fact(lang, words::LAST_ERROR, error)}
                {fact(lang, words::SCOPE, lang.say(scope(row)).to_owned())}
            </dl>
            {reasons::remedy(lang, &standing.reason).map(|what| remedy(lang, what))}
            {verdict::chain_link(lang, row.device, "device-chain")}
            {revoke(lang, row, asked)}
            <p class="quiet small">{lang.say(words::DEVICE)}" "<span class="code">{row.device.to_string()}</span></p>
        </aside>
    }
}

fn originals(beat: &Heartbeat) -> String {
    format!("{} · {}", beat.waiting_originals, spans::size(beat.waiting_original_bytes))
}

/// Says whether the device has let go of what its account may no longer see.
fn scope(row: &DeviceRow) -> Words {
    if row.scope_held == row.scope_version { words::SCOPE_TAKEN } else { words::SCOPE_OLD }
}

fn fact(lang: Lang, name: Words, value: String) -> impl IntoView {
    view! { <div><dt>{lang.say(name)}</dt><dd class="figures">{value}</dd></div> }
}

fn remedy(lang: Lang, what: String) -> impl IntoView {
    let copied = RwSignal::new(false);
    let text = what.clone();
    let copy = move |_| {
        let promise = window().navigator().clipboard().write_text(&text);
        spawn_local(async move {
            if JsFuture::from(promise).await.is_ok() {
                copied.try_set(true);
            }
        });
    };
    view! {
        <h4>{lang.say(words::WHAT_TO_SAY)}</h4>
        <blockquote data-test="remedy">{what}</blockquote>
        <button class="button main" on:click=copy>
            {move || lang.say(if copied.get() { words::COPIED } else { words::COPY })}
        </button>
    }
}

/// Draws the way to withdraw a device: two presses of an administrator, and an explanation for everybody else.
fn revoke(lang: Lang, row: &DeviceRow, asked: RwSignal<Option<DeviceId>>) -> AnyView {
    let device = row.device;
    if row.revoked_at.is_some() {
        return ().into_any();
    }
    if !may(desk::account().role, Right::ManageDevices) {
        return view! { <p class="quiet small">{lang.say(words::REVOKE_NOTE)}</p> }.into_any();
    }
    let trouble = RwSignal::new(None::<Trouble>);
    let press = move |_| {
        if asked.get_untracked() != Some(device) {
            asked.set(Some(device));
            return;
        }
        spawn_local(async move {
            match bridge::command(&format!("/api/v1/devices/{device}/revoke")).await {
                Ok(()) => drop(asked.try_set(None)),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    let word = move || if asked.get() == Some(device) { words::REVOKE_SURE } else { words::REVOKE };
    view! {
        <p></p>
        <button class="button" data-test="revoke" on:click=press>{move || lang.say(word())}</button>
        {move || trouble.get().map(|why| view! { <p class="complaint" role="alert">{why.words(lang)}</p> })}
    }
    .into_any()
}

/// A difference below this is the line's doing.
const IN_STEP_MS: i64 = 500;

/// Writes a clock's difference in seconds with its sign: `+0.8 s`.
fn seconds(lang: Lang, ms: i64) -> String {
    if ms.saturating_abs() < IN_STEP_MS {
        return lang.say(words::CLOCK_IN_STEP).to_owned();
    }
    let tenths = ms.saturating_abs() / 100;
    let sign = if ms < 0 { "−" } else { "+" };
    format!("{sign}{}.{} s", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;

    #[track_caller]
    fn check(ms: i64, expected: &str) {
        assert_eq!(super::seconds(Lang::Zh, ms), expected);
    }

    #[test]
    fn a_clock_that_is_slow_says_so_and_one_in_step_says_that() {
        check(830, "+0.8 s");
        check(-61_000, "−61.0 s");
        check(-40, "一致");
    }
}
