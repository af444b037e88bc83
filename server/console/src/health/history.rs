//! How a few figures were: drawn, and beside each drawing the numbers as a table.

use kit::lang::Words;
use leptos::prelude::*;
use serde_json::{Value, json};
use shared::api::health::{HealthSample, HealthSamples};

use super::text as words;
use crate::bridge;
use crate::clock;
use crate::faces;
use crate::poll::poll;
use crate::section::{Address, Section};
use crate::text::{lang, say};

const SECONDS: u64 = 60;
const MB: u64 = 1_000_000;
const GB: u64 = 1_000_000_000;

/// One line of a chart: what it is called, its colour, and its value in a sample.
type Line = (Words, &'static str, fn(&HealthSample) -> u64);

/// A chart.
struct Chart {
    title: Words,
    test: &'static str,
    lines: &'static [Line],
}

const CHARTS: &[Chart] = &[
    Chart {
        title: words::CHART_QUEUES,
        test: "chart-queues",
        lines: &[
            (words::UNJUDGED, "--brand", |sample| sample.unjudged),
            (words::UPLOADS, "--ok", |sample| sample.uploads),
            (words::DEVICES_WAITING, "--soon", |sample| sample.devices_waiting),
        ],
    },
    Chart {
        title: words::CHART_FREE,
        test: "chart-free",
        lines: &[
            (words::DATA, "--brand", |sample| sample.data_free_bytes / GB),
            (words::MEDIA, "--ok", |sample| sample.media_free_bytes / GB),
        ],
    },
    Chart {
        title: words::CHART_SIZE,
        test: "chart-size",
        lines: &[(words::SIZE, "--brand", |sample| sample.database_bytes / MB)],
    },
    Chart {
        title: words::CHART_REQUESTS,
        test: "chart-requests",
        lines: &[
            (words::REQUESTS, "--brand", |sample| sample.requests),
            (words::P95, "--soon", |sample| sample.p95_ms),
        ],
    },
];

/// Draws the part; of which time stands in the address.
pub fn part(address: Memo<Address>) -> AnyView {
    let hours = Memo::new(move |_| if address.with(|address| address.get("hours") == Some("168")) { 168 } else { 24 });
    let found = poll::<HealthSamples, _, _>(SECONDS, move || {
        let path = format!("/api/v1/health/samples?hours={}", hours.get_untracked());
        async move { bridge::get(&path).await }
    });
    Effect::watch(move || hours.get(), move |_, _, _| found.again(), false);
    let samples: Memo<Vec<HealthSample>> =
        Memo::new(move |_| found.value.with(|found| found.as_ref().map(|one| one.samples.clone()).unwrap_or_default()));
    let is_known = Memo::new(move |_| found.value.with(Option::is_some));
    let is_empty = Memo::new(move |_| samples.with(Vec::is_empty));
    let chip = move |value: u32, word: Words, test: &'static str| {
        let said = if value == 24 { String::new() } else { value.to_string() };
        let is_on = move || hours.get() == value;
        view! {
            <a class="chip" class:on=is_on data-test=test href=Address::default().with("hours", &said).href(Section::Health)
                aria-current=move || is_on().then_some("true")>{say(word)}</a>
        }
    };
    let body = move || match (is_known.get(), is_empty.get()) {
        (false, _) if found.trouble.with(Option::is_some) => ().into_any(),
        (false, _) => faces::waiting(),
        (true, true) => view! { <p class="small quiet" data-test="no-samples">{say(words::NO_SAMPLES)}</p> }.into_any(),
        (true, false) => {
            let charts = CHARTS.iter().map(|chart| drawn(chart, samples)).collect_view();
            view! { <div class="health-charts">{charts}</div> }.into_any()
        }
    };
    view! {
        <section data-test="history" aria-labelledby="health-history">
            <header class="oversight-head">
                <h3 id="health-history">{say(words::HISTORY)}</h3>
                <nav class="chips" aria-label=say(words::HISTORY)>
                    {chip(24, words::DAY, "hours-24")}{chip(168, words::WEEK, "hours-168")}
                </nav>
            </header>
            {faces::trouble_bar(found)}
            {body}
        </section>
    }
    .into_any()
}

/// Writes a chart as its library reads it; a colour is the name of a token.
fn option(lines: &[Line], samples: &[HealthSample], names: &[&str], times: &[String]) -> Value {
    let series: Vec<Value> = lines
        .iter()
        .zip(names)
        .map(|((_, colour, value), name)| {
            let data: Vec<u64> = samples.iter().map(value).collect();
            json!({
                "type": "line", "name": name, "data": data, "showSymbol": false,
                "lineStyle": {"color": colour, "width": 2}, "itemStyle": {"color": colour},
            })
        })
        .collect();
    json!({
        "animation": false,
        "grid": {"left": 8, "right": 16, "top": 32, "bottom": 8, "containLabel": true},
        "legend": {"top": 0, "left": 0, "textStyle": {"color": "--ink-2"}},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": times, "axisLabel": {"color": "--ink-2", "hideOverlap": true}},
        "yAxis": {"type": "value", "min": 0, "axisLabel": {"color": "--ink-2"}, "splitLine": {"lineStyle": {"color": "--line"}}},
        "series": series,
    })
}

fn drawn(chart: &'static Chart, samples: Memo<Vec<HealthSample>>) -> AnyView {
    let lang = lang();
    let names: Vec<&'static str> = chart.lines.iter().map(|(word, _, _)| lang.say(*word)).collect();
    let shown = {
        let names = names.clone();
        Signal::derive(move || {
            samples.with(|samples| {
                let times: Vec<String> = samples.iter().map(|sample| clock::day_time(sample.at)).collect();
                option(chart.lines, samples, &names, &times)
            })
        })
    };
    let title = lang.say(chart.title);
    let ends = samples.with_untracked(|samples| {
        let moment = |sample: Option<&HealthSample>| sample.map(|one| clock::day_time(one.at)).unwrap_or_default();
        (moment(samples.first()), moment(samples.last()))
    });
    let label = words::chart(lang, title, &ends.0, &ends.1);
    view! {
        <figure class="card health-chart">
            <figcaption><strong>{title}</strong></figcaption>
            {kit::chart::chart(shown, label, chart.test)}
            <details>
                <summary>{say(words::NUMBERS)}</summary>
                {numbers(chart, names, samples)}
            </details>
        </figure>
    }
    .into_any()
}

/// Draws the same numbers as a table, the newest first.
fn numbers(chart: &'static Chart, names: Vec<&'static str>, samples: Memo<Vec<HealthSample>>) -> AnyView {
    let head = names.into_iter().map(|name| view! { <th scope="col" class="right">{name}</th> }).collect_view();
    let row = move |sample: &HealthSample| {
        let cell = |(_, _, value): &Line| view! { <td class="right figures">{value(sample).to_string()}</td> };
        view! {
            <tr><td class="figures">{clock::day_time(sample.at)}</td>{chart.lines.iter().map(cell).collect_view()}</tr>
        }
    };
    let rows = move || samples.with(|samples| samples.iter().rev().map(row).collect_view());
    view! {
        <div class="health-numbers" tabindex="0" role="region" aria-label=say(chart.title)>
            <table class="rows compact">
                <thead><tr><th scope="col">{say(words::WHEN)}</th>{head}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use shared::api::health::HealthSample;
    use shared::time::Instant;

    use super::{CHARTS, option};

    #[test]
    fn every_line_of_a_chart_has_a_value_for_every_sample() {
        let sample = |ms| HealthSample {
            at: Instant::from_ms(ms),
            database_bytes: 3_000_000,
            data_free_bytes: 2_000_000_000,
            media_free_bytes: 1_000_000_000,
            connections: 1,
            unjudged: 7,
            uploads: 0,
            devices_waiting: 2,
            requests: 40,
            p95_ms: 25,
        };
        let samples = [sample(0), sample(300_000)];
        let times = ["1".to_owned(), "2".to_owned()];
        for chart in CHARTS {
            let names: Vec<&str> = chart.lines.iter().map(|(word, _, _)| word.en).collect();
            let written = option(chart.lines, &samples, &names, &times);
            let series = written["series"].as_array().unwrap();
            assert_eq!(series.len(), chart.lines.len());
            assert!(series.iter().all(|line| line["data"].as_array().unwrap().len() == 2));
        }
        let free = option(CHARTS[1].lines, &samples, &["a", "b"], &times);
        assert_eq!((&free["series"][0]["data"][0], &free["series"][1]["data"][0]), (&2.into(), &1.into()));
    }
}
