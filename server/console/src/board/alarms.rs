//! Alarms: how many there are, which, and taking note of one.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account::{Right, may};
use shared::api::devices::{Acknowledge, Alarm, AlarmList, LONGEST_WHY};
use shared::ids::AlarmId;
use shared::standing::wanted::Wanted;

use super::{address, text};
use crate::alarms::asked as past;
use crate::bridge::{self, Trouble};
use crate::clock;
use crate::desk;
use crate::poll::{Polled, poll};
use crate::text::{lang, say, spans, words};

const SECONDS: u64 = 30;
const LASTING: &str = "/api/v1/alarms?open=true&limit=50";
/// What the list is found by on the page.
const ID: &str = "alarms";

/// Begins to follow the alarms that last.
pub fn follow() -> Polled<AlarmList> {
    poll::<AlarmList, _, _>(SECONDS, || bridge::get(LASTING))
}

/// Draws how many last that nobody has noted, as a way to the list.
pub fn count(alarms: Polled<AlarmList>) -> AnyView {
    let lang = lang();
    let unnoted = Memo::new(move |_| alarms.value.with(|list| list.as_ref().map_or(0, |list| list.unnoted)));
    let to_list = move |_| {
        if let Some(list) = document().get_element_by_id(ID) {
            list.scroll_into_view();
        }
    };
    let drawn = move || {
        let unnoted = unnoted.get();
        (unnoted > 0).then(|| view! {
            <button type="button" class="chip late" data-test="alarm-count" data-count=unnoted.to_string() on:click=to_list>
                {text::alarms_open(lang, &spans::number(unnoted))}
            </button>
        })
    };
    drawn.into_any()
}

/// What was paged on to behind a first page.
#[derive(Clone, PartialEq, Default)]
struct Further {
    behind: Option<AlarmId>,
    alarms: Vec<Alarm>,
    next: Option<AlarmId>,
}

/// Draws the alarms that last.
pub fn list(alarms: Polled<AlarmList>, wanted: Memo<Wanted>) -> AnyView {
    let paged = RwSignal::new(Further::default());
    let behind = Memo::new(move |_| alarms.value.with(|list| list.as_ref().and_then(|list| list.next)));
    // What was paged on to belongs behind the first page as it was then.
    let further = Memo::new(move |_| {
        let behind = behind.get();
        let paged = paged.get();
        if paged.behind == behind && behind.is_some() {
            paged
        } else {
            Further { behind, alarms: Vec::new(), next: behind }
        }
    });
    let more = move |_| {
        let before = further.get_untracked();
        let Some(after) = before.next else { return };
        spawn_local(async move {
            if let Ok(page) = bridge::get::<AlarmList>(&format!("{LASTING}&after={after}")).await {
                let alarms = before.alarms.into_iter().chain(page.alarms).collect();
                paged.try_set(Further { behind: before.behind, alarms, next: page.next });
            }
        });
    };
    let all = move || {
        let first = alarms.value.with(|list| list.as_ref().map(|list| list.alarms.clone()).unwrap_or_default());
        let mut all = first;
        all.extend(further.get().alarms);
        all
    };
    let known = Memo::new(move |_| alarms.value.with(|list| list.as_ref().map(|list| list.alarms.is_empty())));
    let trouble = move || {
        let why = alarms.trouble.get()?;
        Some(view! { <p class="complaint" role="status" data-code=why.code()>{why.words(lang())}</p> })
    };
    // A row that says the same stays as it is, with what somebody is writing in it.
    let key = |alarm: &Alarm| (alarm.id, alarm.acknowledged.is_some());
    let drawn = move || match known.get() {
        None => view! { <p class="quiet small" role="status">{say(words::LOADING)}"…"</p> }.into_any(),
        Some(true) => view! {
            <div class="empty small" data-test="no-alarms">
                <strong>{say(text::NO_ALARMS)}</strong><p>{say(text::NO_ALARMS_MORE)}</p>
            </div>
        }
        .into_any(),
        Some(false) => view! {
            <ul class="alarms"><For each=all key=key children=move |alarm| row(&alarm, alarms, wanted)/></ul>
        }
        .into_any(),
    };
    view! {
        <section class="card alarm-card" id=ID data-test="alarms" aria-label=say(text::ALARMS)>
            <header class="alarm-head">
                <h3>{say(text::ALARMS)}</h3>
                <a class="words-link small" data-test="alarms-past" href=past::way(None).href()>{say(text::PAST_ALARMS)}</a>
            </header>
            {trouble}
            {(!may(desk::account().role, Right::NudgeDevices)).then(|| view! {
                <p class="quiet small">{say(text::ALARM_ROLE)}</p>
            })}
            {drawn}
            {move || further.with(|further| further.next.is_some()).then(|| view! {
                <button type="button" class="button small" data-test="more-alarms" on:click=more>{say(text::MORE_ALARMS)}</button>
            })}
        </section>
    }
    .into_any()
}

fn row(alarm: &Alarm, alarms: Polled<AlarmList>, wanted: Memo<Wanted>) -> AnyView {
    let lang = lang();
    let device = alarm.device;
    let user = alarm.user.as_ref().map(ToString::to_string);
    // Of an alarm from before names were kept with it only the device is known.
    let bearer = if alarm.name.is_empty() { device.to_string() } else { alarm.name.clone() };
    let href = move || wanted.with(|wanted| address::href(Some(device), wanted));
    let noted = alarm.acknowledged.as_ref().map(|noted| {
        let words = text::noted(lang, &noted.by, &clock::short(noted.at), &noted.why);
        view! { <p class="quiet small" data-test="alarm-noted" data-said="">{words}</p> }
    });
    let tone = if alarm.acknowledged.is_some() { "badge tone-rest" } else { "badge tone-late" };
    let may_note = alarm.acknowledged.is_none() && may(desk::account().role, Right::NudgeDevices);
    view! {
        <li data-test="alarm" data-kind=alarm.kind.as_str() data-user=user>
            <span class=tone>{lang.say(text::alarm(alarm.kind))}</span>
            <a class="words-link" href=href data-said="">{bearer}</a>
            <span class="quiet small"><span data-said="">{alarm.jurisdiction_name.clone()}</span>" · "{clock::short(alarm.since)}</span>
            {noted}
            {may_note.then(|| note(alarm.id, alarms))}
        </li>
    }
    .into_any()
}

/// Draws the way to take note of an alarm, with a remark where there is one to make.
fn note(id: AlarmId, alarms: Polled<AlarmList>) -> AnyView {
    let (is_open, why) = (RwSignal::new(false), RwSignal::new(String::new()));
    let trouble = RwSignal::new(None::<Trouble>);
    let save = move |_| {
        let said = Acknowledge { why: why.get_untracked() };
        spawn_local(async move {
            match bridge::post::<_, Alarm>(&format!("/api/v1/alarms/{id}/acknowledge"), &said).await {
                Ok(_) => alarms.again(),
                Err(refused) => drop(trouble.try_set(Some(refused))),
            }
        });
    };
    let form = move || {
        match is_open.get() {
        false => view! {
            <button type="button" class="button small" data-test="alarm-note" on:click=move |_| is_open.set(true)>
                {say(text::ALARM_NOTE)}
            </button>
        }
        .into_any(),
        true => view! {
            <div class="alarm-form">
                <label>{say(text::ALARM_WHY)}
                    <input type="text" maxlength=LONGEST_WHY.to_string() data-test="alarm-why" prop:value=why
                        on:input=move |event| why.set(event_target_value(&event))/>
                </label>
                <button type="button" class="button small main" data-test="alarm-save" on:click=save>{say(text::ALARM_SAVE)}</button>
                <button type="button" class="button small" on:click=move |_| is_open.set(false)>{say(text::ALARM_CANCEL)}</button>
            </div>
        }
        .into_any(),
    }
    };
    view! {
        {form}
        {move || trouble.get().map(|why| view! { <p class="complaint" role="alert">{why.words(lang())}</p> })}
    }
    .into_any()
}
