//! One rate over the frozen months, the newest version of each: drawn, and as a table of the same numbers.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};
use shared::api::assessment::{AssessmentTable, Months};
use shared::assessment::{Basis, Rate, Subject, Sums};

use super::frozen;
use crate::assessment::answer;
use crate::assessment::asked::Asked;
use crate::assessment::text::{self, pages as words, phrases};
use crate::assessment::{basis, figure};
use crate::bridge::{self, Trouble};
use crate::faces;
use crate::poll::Polled;
use crate::security;
use crate::text::{lang, say};

/// As far back as a year.
const MOST: usize = 12;

/// A frozen month, and all its cases together.
#[derive(Clone, PartialEq, Debug)]
struct Past {
    asked: Asked,
    month: String,
    total: BTreeMap<Basis, Sums>,
}

/// Which months are wanted, the oldest first: each month with its newest version.
fn wanted(months: &Months) -> Vec<(String, u32)> {
    let newest = |month: &shared::api::assessment::Month| Some((month.month.clone(), month.versions.last()?.number));
    let mut wanted: Vec<(String, u32)> = months.months.iter().filter_map(newest).take(MOST).collect();
    wanted.reverse();
    wanted
}

/// Draws the card.
pub fn card(asked: Memo<Asked>, months: Polled<Months>, rate: Memo<Rate>) -> AnyView {
    let wanted = Memo::new(move |_| {
        let questions = |months: &Months| {
            let asked = asked.get();
            let one = |(month, version): (String, u32)| (frozen(&asked, &month, version), month);
            wanted(months).into_iter().map(one).collect::<Vec<_>>()
        };
        months.value.with(|months| months.as_ref().map(questions))
    });
    let course = RwSignal::new(None::<Vec<Past>>);
    let trouble = RwSignal::new(None::<Trouble>);
    Effect::new(move |_| {
        let Some(questions) = wanted.get() else { return };
        trouble.set(None);
        spawn_local(async move {
            let came = fetch(&questions).await;
            // What was asked for meanwhile is answered by itself.
            if wanted.try_with_untracked(|wanted| wanted.as_ref() == Some(&questions)) != Some(true) {
                return;
            }
            match came {
                Ok(all) => drop(course.try_set(Some(all))),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    });
    view! {
        <figure class="card assess-chart" data-test="past">
            <figcaption><h3>{say(words::PAST)}</h3></figcaption>
            <p class="small quiet">{say(words::PAST_NOTE)}</p>
            {security::complaint(trouble)}
            {move || course.with(Option::is_none).then(|| match trouble.with(Option::is_some) || months.trouble.with(Option::is_some) {
                true => ().into_any(),
                false => faces::waiting(),
            })}
            {move || course.with(|course| course.as_ref().map(|all| drawn(all, rate.get())))}
        </figure>
    }
    .into_any()
}

async fn fetch(questions: &[(Asked, String)]) -> Result<Vec<Past>, Trouble> {
    let mut all = Vec::new();
    for (asked, month) in questions {
        let table: AssessmentTable = bridge::get(&answer::address(asked, Subject::Jurisdiction)).await?;
        all.push(Past { asked: asked.clone(), month: month.clone(), total: table.total });
    }
    Ok(all)
}

fn drawn(all: &[Past], rate: Rate) -> AnyView {
    let lang = lang();
    let (Some(first), Some(last)) = (all.first(), all.last()) else {
        return view! { <p class="small quiet" data-test="no-past">{say(words::NO_PAST)}</p> }.into_any();
    };
    let label = phrases::course(lang, lang.say(text::rate(rate)), &first.month, &last.month);
    let option = option(all, rate);
    let row = |past: &Past| {
        let sums = answer::sums(&past.total, basis::of_rate(rate));
        view! {
            <tr data-test="past-row" data-month=past.month.clone()>
                <th scope="row" class="figures">{phrases::month(lang, &past.month)}</th>
                <td class="right figures">{figure::percent(rate.of(&sums))}</td>
                <td class="right figures">{figure::part_and_whole(&past.asked, None, rate, &sums)}</td>
            </tr>
        }
    };
    view! {
        {kit::chart::chart(Signal::derive(move || option.clone()), label, "past-chart")}
        <details data-test="past-numbers">
            <summary>{say(words::NUMBERS)}</summary>
            <div class="assess-numbers" tabindex="0" role="region" aria-label=say(words::PAST)>
                <table class="rows compact">
                    <thead>
                        <tr>
                            <th scope="col">{say(words::MONTH)}</th>
                            <th scope="col" class="right">{say(text::rate(rate))}</th>
                            <th scope="col" class="right">{say(words::PART_AND_WHOLE)}</th>
                        </tr>
                    </thead>
                    <tbody>{all.iter().rev().map(row).collect_view()}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

/// Writes the chart as its library reads it; a month without the rate is a gap.
fn option(all: &[Past], rate: Rate) -> Value {
    let months: Vec<&str> = all.iter().map(|past| past.month.as_str()).collect();
    let value = |past: &Past| figure::drawn(rate.of(&answer::sums(&past.total, basis::of_rate(rate))));
    let data: Vec<Option<f64>> = all.iter().map(value).collect();
    json!({
        "animation": false,
        "grid": {"left": 8, "right": 24, "top": 16, "bottom": 8, "containLabel": true},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": months, "axisLabel": {"color": "--ink-2", "hideOverlap": true}},
        "yAxis": {"type": "value", "scale": true, "axisLabel": {"color": "--ink-2", "formatter": "{value} %"}, "splitLine": {"lineStyle": {"color": "--line"}}},
        "series": [{
            "type": "line", "name": say(text::rate(rate)), "data": data,
            "lineStyle": {"color": "--brand", "width": 2}, "itemStyle": {"color": "--brand"},
        }],
    })
}

#[cfg(test)]
mod tests {
    use shared::api::assessment::{Month, MonthVersion, Months};
    use shared::time::Instant;

    use super::{MOST, wanted};

    fn month(number: usize, versions: u32) -> Month {
        let version = |number: u32| MonthVersion {
            number,
            at: Instant::from_ms(0),
            made_at: Instant::from_ms(0),
            made_by: String::new(),
            reason: String::new(),
            cases: 0,
            published: None,
        };
        let versions = (1..=versions).map(version).collect();
        Month { month: format!("m{number}"), freezes_at: Instant::from_ms(0), versions }
    }

    #[test]
    fn the_newest_version_of_a_years_frozen_months_is_wanted_the_oldest_first() {
        let mut months: Vec<Month> = (0..20).map(|number| month(number, 2)).collect();
        months.insert(0, month(99, 0));
        let wanted = wanted(&Months { months, freeze_day: 3, zone: String::new() });
        assert_eq!(wanted.len(), MOST);
        assert_eq!((wanted.first(), wanted.last()), (Some(&("m11".to_owned(), 2)), Some(&("m0".to_owned(), 2))));
    }
}
