//! What differs between two versions of a month: the numbers that are not the same, each leading to its cases.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::assessment::{AssessmentTable, MonthVersion};
use shared::assessment::{Basis, Counter, Subject, Sums};

use super::one::asked;
use crate::assessment::asked::Number;
use crate::assessment::text::{self, pages as words, phrases};
use crate::assessment::{answer, basis, figure};
use crate::bridge::{self, Trouble};
use crate::faces;
use crate::people::fields;
use crate::security;
use crate::text::{lang, say};

/// All cases of a version together, by each basis.
type Total = BTreeMap<Basis, Sums>;

/// Two versions, and what each comes to.
#[derive(Clone, PartialEq, Debug)]
struct Pair {
    versions: (u32, u32),
    totals: (Total, Total),
}

/// A number that is not the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Step {
    counter: Counter,
    before: u64,
    after: u64,
}

/// Returns the numbers that differ, each by the day that it is shown by.
fn steps(before: &Total, after: &Total) -> Vec<Step> {
    let of = |total: &Total, counter: Counter| {
        total.get(&basis::of_counter(counter)).map(|sums| sums.get(counter)).unwrap_or_default()
    };
    let step = |counter: &Counter| Step { counter: *counter, before: of(before, *counter), after: of(after, *counter) };
    Counter::ALL.iter().map(step).filter(|step| step.before != step.after).collect()
}

/// Writes by how much a number changed: `+3`, `−2`.
fn change(step: Step) -> String {
    if step.after >= step.before {
        format!("+{}", step.after - step.before)
    } else {
        format!("−{}", step.before - step.after)
    }
}

/// Draws the card of a month with several versions.
pub fn card(month: String, versions: Memo<Vec<MonthVersion>>) -> AnyView {
    let lang = lang();
    let newest = versions.with_untracked(|versions| versions.last().map_or(0, |version| version.number));
    let (from, to) = (RwSignal::new(newest.saturating_sub(1)), RwSignal::new(newest));
    let pair = RwSignal::new(None::<Pair>);
    let trouble = RwSignal::new(None::<Trouble>);
    let month = StoredValue::new(month);
    Effect::new(move |_| {
        let numbers = (from.get(), to.get());
        trouble.set(None);
        pair.set(None);
        let month = month.get_value();
        spawn_local(async move {
            let came = fetch(&month, numbers).await;
            // What was chosen meanwhile is answered by itself.
            if from.try_get_untracked().zip(to.try_get_untracked()) != Some(numbers) {
                return;
            }
            match came {
                Ok(totals) => drop(pair.try_set(Some(Pair { versions: numbers, totals }))),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    });
    let choice = move |label: kit::lang::Words, test: &'static str, which: RwSignal<u32>| {
        let option = |version: &MonthVersion| {
            let number = version.number.to_string();
            (number.clone(), phrases::version(lang, &number))
        };
        let options: Vec<(String, String)> = versions.with(|versions| versions.iter().map(option).collect());
        let value = Signal::derive(move || which.get().to_string());
        let choose = Callback::new(move |number: String| which.set(number.parse().unwrap_or_default()));
        fields::select(label, test, options, value, choose)
    };
    view! {
        <section class="card oversight-card" data-test="compare" aria-labelledby="assess-compare">
            <h3 id="assess-compare">{say(words::COMPARE)}</h3>
            {move || choice(words::COMPARE_FROM, "compare-from", from)}
            {move || choice(words::COMPARE_TO, "compare-to", to)}
            {security::complaint(trouble)}
            {move || match pair.get() {
                Some(pair) => month.with_value(|month| table(month, &pair)),
                None if trouble.with(Option::is_some) => ().into_any(),
                None => faces::waiting(),
            }}
        </section>
    }
    .into_any()
}

async fn fetch(month: &str, (from, to): (u32, u32)) -> Result<(Total, Total), Trouble> {
    let before: AssessmentTable = bridge::get(&answer::address(&asked(month, from), Subject::Jurisdiction)).await?;
    let after: AssessmentTable = bridge::get(&answer::address(&asked(month, to), Subject::Jurisdiction)).await?;
    Ok((before.total, after.total))
}

fn table(month: &str, pair: &Pair) -> AnyView {
    let steps = steps(&pair.totals.0, &pair.totals.1);
    if steps.is_empty() {
        return view! { <p class="small quiet" data-test="compare-same">{say(words::COMPARE_SAME)}</p> }.into_any();
    }
    let (from, to) = (asked(month, pair.versions.0), asked(month, pair.versions.1));
    let row = |step: &Step| {
        let number = Number { basis: basis::of_counter(step.counter), counter: step.counter, part: None, of: None };
        view! {
            <tr data-test="compare-row" data-counter=step.counter.as_str()>
                <th scope="row">{say(text::counter(step.counter))}<small>{say(text::basis(number.basis))}</small></th>
                <td class="right figures">{figure::count(&from, &number, step.before)}</td>
                <td class="right figures">{figure::count(&to, &number, step.after)}</td>
                <td class="right figures">{change(*step)}</td>
            </tr>
        }
    };
    view! {
        <div class="assess-numbers" tabindex="0" role="region" aria-label=say(words::COMPARE)>
            <table class="rows compact">
                <thead>
                    <tr>
                        <th scope="col">{say(words::WHICH_NUMBER)}</th>
                        <th scope="col" class="right">{say(words::BEFORE)}</th>
                        <th scope="col" class="right">{say(words::AFTER)}</th>
                        <th scope="col" class="right">{say(words::CHANGED_BY)}</th>
                    </tr>
                </thead>
                <tbody>{steps.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use shared::assessment::{Basis, Counter, Sums};

    use super::{change, steps};

    #[test]
    fn only_what_is_not_the_same_is_shown_by_the_day_it_is_shown_by() {
        let total = |reports: u64, closed: u64| {
            let (mut reported, mut due) = (Sums::default(), Sums::default());
            reported.set(Counter::Report, reports);
            // By this day the number is not shown anywhere.
            reported.set(Counter::Archive, closed * 7);
            due.set(Counter::Archive, closed);
            BTreeMap::from([(Basis::Reported, reported), (Basis::Due, due)])
        };
        let found = steps(&total(10, 5), &total(10, 3));
        let told: Vec<(Counter, String)> = found.iter().map(|step| (step.counter, change(*step))).collect();
        assert_eq!(told, [(Counter::Archive, "−2".to_owned())]);
        assert_eq!(steps(&BTreeMap::new(), &total(1, 0)).iter().map(|step| change(*step)).collect::<String>(), "+1");
    }
}
