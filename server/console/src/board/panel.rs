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

use super::live::Live;
use super::rows::Line;
use super::{call, columns, history, orders, table, text};
use crate::alarms::asked as past;
use crate::bridge::{self, Trouble};
use crate::clock;
use crate::desk;
use crate::evidence::verdict;
use crate::orders as told;
use crate::pieces;
use crate::route::Route;
use crate::section::{Address, Section};
use crate::text::spans;
use crate::text::{lang, names, phrases, words};

/// Draws the panel beside the table.
pub fn panel(live: Live, chosen: Memo<Option<DeviceId>>, line: Memo<Option<Line>>) -> impl IntoView {
    let lang = lang();
    // What is known is drawn anew with every word from the device; what somebody is about to do must outlive that, so the
    // rest of the panel is drawn for the device alone.
    let known = Memo::new(move |_| chosen.get().filter(|_| line.with(Option::is_some)));
    move || match known.get() {
        Some(device) => of(lang, live, device, line),
        None => {
            view! { <aside class="card panel"><p class="quiet">{lang.say(words::CHOOSE_DEVICE)}</p></aside> }.into_any()
        }
    }
}

fn of(lang: Lang, live: Live, device: DeviceId, line: Memo<Option<Line>>) -> AnyView {
    let asked = told::list::asked(device);
    // The board tells a device anew when one of its orders changes.
    Effect::watch(move || line.get(), move |_, _, _| asked.again(), false);
    let again = Callback::new(move |()| asked.again());
    let facts = move || line.get().map(|line| facts(lang, live, line.judged()));
    let is_withdrawn =
        Memo::new(move |_| line.with(|line| line.as_ref().is_some_and(|line| line.row().revoked_at.is_some())));
    // One that was withdrawn never asks again what it is to say or do.
    let hears = move || {
        if is_withdrawn.get() {
            view! { <p class="quiet small" data-test="hears-nothing">{lang.say(text::HEARS_NOTHING)}</p> }.into_any()
        } else {
            orders::nudges(device, line, again)
        }
    };
    let erases = move || (!is_withdrawn.get()).then(|| wipe(lang, device, line, again));
    view! {
        <aside class="card panel" data-test="device-panel" aria-label=lang.say(words::DEVICE)
            data-user=move || line.with(|line| line.as_ref().map(|line| line.row().user.to_string()))>
            {facts}
            {history::history(device)}
            <h4>{lang.say(words::WHAT_TO_DO)}</h4>
            <div class="panel-do">
                {hears}
                {call::call(line)}
                {enrol(lang, line)}
                {revoke(lang, device, is_withdrawn)}
                {erases}
            </div>
            {told::list::list(device, asked)}
            {verdict::chain_link(lang, device, "device-chain")}
            {pieces::link(&past::way(Some(device)), lang.say(text::DEVICE_ALARMS).to_owned(), "device-alarms")}
            <p class="quiet small">{lang.say(words::DEVICE)}" "<span class="code">{device.to_string()}</span></p>
        </aside>
    }
    .into_any()
}

fn facts(lang: Lang, live: Live, judged: &Judged) -> AnyView {
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
    let (catalogue, boundaries) = live.packs.with_untracked(|packs| {
        (columns::pack(lang, packs, beat.catalogue.as_ref()), columns::pack(lang, packs, beat.boundaries.as_ref()))
    });
    let shift = match (row.shift_began_at, row.shift_ended_at) {
        (_, Some(ended)) => text::off_shift_since(lang, &clock::short(ended)),
        (Some(began), None) => text::on_shift_since(lang, &clock::short(began)),
        (None, None) => lang.say(text::NO_SHIFT).to_owned(),
    };
    let left = spans::size(beat.waiting_bytes);
    let refused = match row.operations_refused {
        0 => String::new(),
        count => format!(" · {count} {}", lang.say(words::REFUSED)),
    };
    let taken = format!("{}{refused}", spans::number(row.operations));
    let error = beat.last_error.as_deref().map_or_else(unknown, |code| reasons::error(lang, code));
    view! {
        <header>
            <h3>{lang.say(names::role(row.role))}" "<span data-said="">{row.name.clone()}</span></h3>
            <span class=format!("badge {}", tone.class())>{badge}</span>
        </header>
        <p class="quiet"><span data-said="">{row.jurisdiction_name.clone()}</span>" · "{row.user.to_string()}</p>
        <p data-test="explanation">{reasons::explain(lang, &standing.reason)}</p>
        <dl class="facts two">
            {fact(lang, words::COL_WAITING, beat.waiting_operations.to_string())}
            <div><dt>{lang.say(words::COL_PHOTOS)}</dt><dd>{table::photos(row)}</dd></div>
            {fact(lang, text::LEFT_TO_SEND, left)}
            {fact(lang, words::COL_OLDEST, beat.oldest_waiting.map_or_else(unknown, clock::day_time))}
            {fact(lang, words::COL_SEEN, moment(row.last_seen_at))}
            {fact(lang, words::LAST_COMPLETE, moment(row.last_complete_at))}
            {fact(lang, text::SHIFT, shift)}
            {fact(lang, words::CLOCK_SKEW, skew)}
            {fact(lang, text::APP, version)}
            {fact(lang, words::PLATFORM, platform)}
            {fact(lang, words::PACKS, catalogue)}
            {fact(lang, text::BOUNDARIES, boundaries)}
            {fact(lang, words::BATTERY, battery)}
            {fact(lang, words::FREE_DISK, disk)}
            {fact(lang, words::OPERATIONS_TAKEN, taken)}
            {(beat.waiting_originals > 0).then(|| fact(lang, words::ORIGINALS_WAITING, originals(beat)))}
            {fact(lang, words::LAST_ERROR, error)}
            {fact(lang, words::SCOPE, lang.say(scope(row)).to_owned())}
        </dl>
        {reasons::remedy(lang, &standing.reason).map(|what| remedy(lang, what))}
    }
    .into_any()
}

fn originals(beat: &Heartbeat) -> String {
    format!("{} · {}", beat.waiting_originals, spans::size(beat.waiting_original_bytes))
}

/// Says whether the device has let go of what its account may no longer see.
fn scope(row: &DeviceRow) -> Words {
    if row.scope_held == row.scope_version { words::SCOPE_TAKEN } else { words::SCOPE_OLD }
}

fn fact(lang: Lang, name: Words, value: String) -> AnyView {
    view! { <div><dt>{lang.say(name)}</dt><dd class="figures">{value}</dd></div> }.into_any()
}

fn remedy(lang: Lang, what: String) -> AnyView {
    let copied = RwSignal::new(false);
    let said = what.clone();
    let copy = move |_| {
        let promise = window().navigator().clipboard().write_text(&said);
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
    .into_any()
}

/// Draws the way to another sign-in, for those who may open one, and an explanation for everybody else.
fn enrol(lang: Lang, line: Memo<Option<Line>>) -> AnyView {
    if !may(desk::account().role, Right::ManageAccounts) {
        return view! { <p class="quiet small">{lang.say(text::RE_ENROL_ROLE)}</p> }.into_any();
    }
    let user = Memo::new(move |_| line.with(|line| line.as_ref().map(|line| line.row().user.to_string())));
    let href = move || {
        let address = Address::default().with("q", &user.get().unwrap_or_default());
        Route::At(Section::People, address).href()
    };
    view! { <a class="button" data-test="re-enrol" href=href>{lang.say(text::RE_ENROL)}</a> }.into_any()
}

/// Draws the way to withdraw a device: two presses of an administrator, and an explanation for everybody else.
fn revoke(lang: Lang, device: DeviceId, is_withdrawn: Memo<bool>) -> AnyView {
    if !may(desk::account().role, Right::ManageDevices) {
        return view! { <p class="quiet small">{lang.say(words::REVOKE_NOTE)}</p> }.into_any();
    }
    let asked = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let press = move |_| {
        if !asked.get_untracked() {
            asked.set(true);
            return;
        }
        spawn_local(async move {
            match bridge::command(&format!("/api/v1/devices/{device}/revoke")).await {
                Ok(()) => drop(asked.try_set(false)),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    let word = move || lang.say(if asked.get() { words::REVOKE_SURE } else { words::REVOKE });
    let button = move || {
        (!is_withdrawn.get())
            .then(|| view! { <button class="button" data-test="revoke" on:click=press>{word}</button> })
    };
    view! {
        {button}
        {move || trouble.get().map(|why| view! { <p class="complaint" role="alert">{why.words(lang)}</p> })}
    }
    .into_any()
}

/// Draws the way to have the phone erase itself, and an explanation for who may not.
fn wipe(lang: Lang, device: DeviceId, line: Memo<Option<Line>>, done: Callback<()>) -> AnyView {
    let name =
        Signal::derive(move || line.with(|line| line.as_ref().map(|line| line.row().name.clone())).unwrap_or_default());
    let unsent = Signal::derive(move || {
        let beat = |line: &Line| {
            let beat = &line.row().heartbeat;
            beat.waiting_operations.saturating_add(beat.waiting_photos)
        };
        line.with(|line| line.as_ref().map_or(0, beat))
    });
    let phone = told::wipe::Phone { device, name, unsent };
    let form = told::wipe::form(phone, told::wipe::Wish::begin(), done);
    if !may(desk::account().role, Right::ManageDevices) {
        return form;
    }
    view! {
        <details class="wipe"><summary data-test="wipe-open">{lang.say(told::text::WIPE)}</summary>{form}</details>
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
