//! How a device fared: waiting, battery, space and clock over time, and the contacts in a table for who cannot see a chart.

use kit::lang::{Lang, Words};
use kit::text::reasons;
use leptos::prelude::*;
use serde_json::{Value, json};
use shared::api::devices::{DeviceHistory, HistoryPoint};
use shared::ids::DeviceId;
use shared::time::Instant;

use super::text;
use crate::bridge;
use crate::clock;
use crate::poll::{Polled, poll};
use crate::text::{lang, spans, words};

/// How often it is asked for anew while it is looked at.
const SECONDS: u64 = 60;

const SPANS: [(u32, Words); 4] = [(24, text::DAY), (72, text::THREE_DAYS), (168, text::WEEK), (336, text::FORTNIGHT)];

/// What of a contact a chart shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Waiting,
    Battery,
    Disk,
    Skew,
}

impl Side {
    const ALL: [Self; 4] = [Self::Waiting, Self::Battery, Self::Disk, Self::Skew];

    const fn word(self) -> Words {
        match self {
            Self::Waiting => text::WAITING_LINE,
            Self::Battery => text::BATTERY_LINE,
            Self::Disk => text::DISK_LINE,
            Self::Skew => text::SKEW_LINE,
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Battery => "battery",
            Self::Disk => "disk",
            Self::Skew => "skew",
        }
    }

    fn parse(word: &str) -> Self {
        Self::ALL.into_iter().find(|side| side.as_str() == word).unwrap_or(Self::Waiting)
    }
}

/// Draws the history of a device.
pub fn history(device: DeviceId) -> AnyView {
    let lang = lang();
    let (hours, side) = (RwSignal::new(24_u32), RwSignal::new(Side::Waiting));
    let asked = poll::<DeviceHistory, _, _>(SECONDS, move || {
        let hours = hours.get_untracked();
        async move { bridge::get(&format!("/api/v1/devices/{device}/history?hours={hours}")).await }
    });
    Effect::watch(move || hours.get(), move |_, _, _| asked.again(), false);
    let is_empty =
        Memo::new(move |_| asked.value.with(|history| history.as_ref().map(|history| history.points.is_empty())));
    let option = Signal::derive(move || {
        asked.value.with(|history| {
            history.as_ref().map_or(Value::Null, |history| option(lang, history, side.get(), OF_THE_PAGE))
        })
    });
    let label = move || {
        asked.value.with_untracked(|history| {
            let last = history.as_ref().and_then(|history| history.points.last());
            let waiting = last.map_or(0, |last| last.operations + last.photos);
            let stopped = history.as_ref().and_then(|history| history.stopped_at).map(clock::short);
            text::chart_label(lang, waiting, stopped.as_deref())
        })
    };
    let hour = move |(value, word): (u32, Words)| {
        view! { <option value=value.to_string()>{lang.say(word)}</option> }.into_any()
    };
    let sides = Side::ALL.map(|one| view! { <option value=one.as_str()>{lang.say(one.word())}</option> }.into_any());
    view! {
        <section class="history" data-test="history" aria-label=lang.say(text::HISTORY)>
            <h4>{lang.say(text::HISTORY)}</h4>
            <div class="history-choices">
                <select class="search" aria-label=lang.say(text::HISTORY) data-test="history-side"
                    on:change=move |event| side.set(Side::parse(&event_target_value(&event)))>
                    {sides.into_iter().collect_view()}
                </select>
                <select class="search" aria-label=lang.say(text::HISTORY_HOURS) data-test="history-hours"
                    on:change=move |event| hours.set(event_target_value(&event).parse().unwrap_or(24))>
                    {SPANS.into_iter().map(hour).collect_view()}
                </select>
            </div>
            {move || asked.trouble.get().map(|why| view! {
                <p class="complaint" role="status" data-test="history-trouble" data-code=why.code()>{why.words(lang)}</p>
            })}
            {move || match is_empty.get() {
                None => view! { <p class="quiet small" role="status">{lang.say(text::LOADING_HISTORY)}</p> }.into_any(),
                Some(true) => view! { <p class="quiet small" data-test="history-empty">{lang.say(text::NO_CONTACTS)}</p> }.into_any(),
                Some(false) => kit::chart::chart(option, label(), "history-chart"),
            }}
            {contacts(lang, asked)}
        </section>
    }
    .into_any()
}

/// How moments are said and drawn.
#[derive(Clone, Copy)]
struct Clocks {
    /// As the jurisdiction's clocks showed it, in milliseconds.
    wall_ms: fn(Instant) -> i64,
    /// In words.
    short: fn(Instant) -> String,
}

/// The page's own; only a browser knows zones.
const OF_THE_PAGE: Clocks = Clocks { wall_ms: clock::wall_ms, short: clock::short };

/// Returns what is drawn.
fn option(lang: Lang, history: &DeviceHistory, side: Side, clocks: Clocks) -> Value {
    let line = |name, value| series(lang, name, history, clocks, value);
    let series = match side {
        Side::Waiting => vec![
            line(text::RECORDS, |point| Some(json!(point.operations))),
            line(text::PHOTOS, |point| Some(json!(point.photos))),
        ],
        Side::Battery => {
            vec![line(text::BATTERY_LINE, |point| point.battery_percent.map(|it| json!(it)))]
        }
        Side::Disk => vec![line(text::DISK_LINE, |point| point.free_disk_bytes.map(|bytes| json!(bytes / 1_000_000)))],
        Side::Skew => {
            vec![line(text::SKEW_LINE, |point| point.clock_skew_ms.map(|ms| json!(ms / 1000)))]
        }
    };
    let has_two = series.len() > 1;
    json!({
        "grid": { "left": 8, "right": 12, "top": if has_two { 32 } else { 12 }, "bottom": 4, "containLabel": true },
        "legend": { "show": has_two, "top": 0 },
        "tooltip": { "trigger": "axis" },
        // Moments are told as the jurisdiction's clocks showed them, and not turned by the browser once more.
        "useUTC": true,
        "xAxis": {
            "type": "time", "min": (clocks.wall_ms)(history.from), "max": (clocks.wall_ms)(history.until),
            "splitNumber": 3, "axisLabel": { "formatter": "{MM}-{dd} {HH}:{mm}" },
        },
        "yAxis": { "type": "value", "minInterval": 1, "splitNumber": 3 },
        "series": marked(lang, history, clocks, series),
    })
}

fn series(
    lang: Lang,
    name: Words,
    history: &DeviceHistory,
    clocks: Clocks,
    value: fn(&HistoryPoint) -> Option<Value>,
) -> Value {
    let mut data = Vec::new();
    for point in &history.points {
        let wall_ms = (clocks.wall_ms)(point.at);
        // Where nothing was heard nothing is drawn.
        if point.after_gap {
            data.push(json!([wall_ms, null]));
        }
        data.push(json!([wall_ms, value(point)]));
    }
    json!({
        "name": lang.say(name), "type": "line", "data": data, "step": "end", "showSymbol": data.len() < 3,
        "connectNulls": false, "lineStyle": { "width": 2 },
    })
}

/// Marks where it stopped.
fn marked(lang: Lang, history: &DeviceHistory, clocks: Clocks, mut series: Vec<Value>) -> Vec<Value> {
    let Some(stopped) = history.stopped_at else { return series };
    if let Some(first) = series.first_mut().and_then(Value::as_object_mut) {
        first.insert(
            "markLine".to_owned(),
            json!({
                "symbol": "none", "silent": true,
                "lineStyle": { "color": "--late", "type": "dashed" },
                "label": { "color": "--late", "formatter": text::stopped(lang, &(clocks.short)(stopped)) },
                "data": [{ "xAxis": (clocks.wall_ms)(stopped) }],
            }),
        );
    }
    series
}

/// Draws the contacts with their figures, the newest first. What somebody opened stays open when more is heard.
fn contacts(lang: Lang, asked: Polled<DeviceHistory>) -> AnyView {
    let known = asked.value;
    let stopped = move || known.with(|history| history.as_ref().and_then(|history| history.stopped_at));
    let stopped = move || {
        stopped().map(|at| view! { <p class="late" data-test="stopped">{text::stopped(lang, &clock::short(at))}</p> })
    };
    let count = move || {
        known.with(|history| history.as_ref().map(|history| text::contacts(lang, &spans::number(history.contacts))))
    };
    let rows = move || {
        known.with(|history| {
            let points = history.as_ref().map(|history| history.points.as_slice()).unwrap_or_default();
            points.iter().rev().map(|point| contact(lang, point)).collect_view()
        })
    };
    let head = [
        text::CONTACT_TIME,
        text::RECORDS,
        text::PHOTOS,
        words::BATTERY,
        words::FREE_DISK,
        words::CLOCK_SKEW,
        text::CONTACT_ERROR,
    ];
    let head = head.map(|word| view! { <th scope="col">{lang.say(word)}</th> }.into_any());
    view! {
        {stopped}
        <details class="contacts">
            <summary>{lang.say(text::CONTACTS)}" · "{count}</summary>
            <div class="wide-table" tabindex="0" role="region" aria-label=lang.say(text::CONTACTS)>
                <table class="rows compact" data-test="contacts">
                    <thead><tr>{head.into_iter().collect_view()}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

fn contact(lang: Lang, point: &HistoryPoint) -> AnyView {
    let none = || lang.say(words::NONE).to_owned();
    let battery = point.battery_percent.map_or_else(none, |percent| format!("{percent}%"));
    let disk = point.free_disk_bytes.map_or_else(none, spans::size);
    let skew = point.clock_skew_ms.map_or_else(none, |ms| format!("{} s", ms / 1000));
    let error = point.error.as_deref().map(|code| reasons::error(lang, code));
    let silence = point.after_gap.then(|| view! { <small>{lang.say(text::SILENCE_BEFORE)}</small> });
    view! {
        <tr>
            <td class="figures">{clock::day_time(point.at)}{silence}</td>
            <td class="figures">{point.operations}</td>
            <td class="figures">{point.photos}</td>
            <td class="figures">{battery}</td>
            <td class="figures">{disk}</td>
            <td class="figures">{skew}</td>
            <td>{error}</td>
        </tr>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;
    use serde_json::{Value, json};
    use shared::api::devices::{DeviceHistory, HistoryPoint};
    use shared::time::Instant;

    use super::{Side, option};

    fn point(minute: i64, photos: u64, after_gap: bool) -> HistoryPoint {
        HistoryPoint {
            at: Instant::from_ms(1_764_000_000_000 + minute * 60_000),
            after_gap,
            operations: 1,
            photos,
            battery_percent: None,
            free_disk_bytes: Some(310_000_000),
            clock_skew_ms: None,
            error: None,
        }
    }

    const CLOCKS: super::Clocks = super::Clocks { wall_ms: Instant::ms, short: |at| at.to_string() };

    #[test]
    fn a_gap_is_drawn_as_nothing_and_where_it_stopped_is_marked() {
        let points = vec![point(0, 2, false), point(50, 7, true), point(60, 7, false)];
        let stopped_at = Some(points[1].at);
        let device = "018f0000-0000-7000-8000-000000000001".parse().unwrap();
        let history =
            DeviceHistory { device, from: points[0].at, until: points[2].at, contacts: 3, points, stopped_at };
        let drawn = option(Lang::Zh, &history, Side::Waiting, CLOCKS);
        let values = |drawn: &Value, series: usize| -> Vec<Value> {
            let data = drawn["series"][series]["data"].as_array().unwrap();
            data.iter().map(|point| point[1].clone()).collect()
        };
        assert_eq!(values(&drawn, 1), [json!(2), Value::Null, json!(7), json!(7)]);
        assert_eq!(drawn["series"][0]["markLine"]["data"][0]["xAxis"], drawn["series"][0]["data"][2][0]);
        let disk = option(Lang::En, &history, Side::Disk, CLOCKS);
        assert_eq!(values(&disk, 0), [json!(310), Value::Null, json!(310), json!(310)]);
        assert_eq!(values(&option(Lang::En, &history, Side::Battery, CLOCKS), 0)[0], Value::Null);
    }
}
