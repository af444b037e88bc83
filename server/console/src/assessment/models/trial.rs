//! A draft is tried on a past month: who stood where by the edition in force, and who would stand where.
//!
//! Both rankings are counted by the server in the same way, one right after the other; the page only lays them side by
//! side.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::assessment::{Months, ScoreRow, ScoreTable};

use super::draft::{Writing, complaint};
use super::points::full;
use super::{asked, text as words};
use crate::bridge::Trouble;
use crate::faces::Empty;
use crate::text::{lang, say};

/// What a trial came to.
#[derive(Clone, PartialEq, Eq)]
struct Came {
    month: String,
    rows: Vec<Pair>,
    /// There is an edition in force to compare with.
    has_before: bool,
}

/// One object, before and after.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Pair {
    key: String,
    name: String,
    /// Its rank and its points by the edition in force.
    before: Option<(u32, i64)>,
    after: (u32, i64),
}

/// Draws the card.
pub fn card(writing: Writing) -> AnyView {
    let lang = lang();
    let months = asked::months();
    let listed: Memo<Vec<String>> = Memo::new(move |_| {
        let of = |months: &Months| months.months.iter().map(|one| one.month.clone()).collect::<Vec<String>>();
        months.value.with(|months| months.as_ref().map(of).unwrap_or_default())
    });
    let chosen = RwSignal::new(None::<String>);
    // A whole month says more than the one that has just begun.
    let month = Memo::new(move |_| {
        chosen.get().or_else(|| listed.with(|listed| listed.get(1).or_else(|| listed.first()).cloned()))
    });
    let (sending, came) = (RwSignal::new(false), RwSignal::new(None::<Came>));
    let trouble = RwSignal::new(None::<Trouble>);
    let press = move |_| {
        let (Ok(model), Some(month)) = (writing.form.model.get_untracked(), month.get_untracked()) else { return };
        if sending.get_untracked() {
            return;
        }
        let counting = writing.models.value.with_untracked(|models| {
            let one = asked::in_force(models.as_ref()?, &model.code, &month)?;
            Some(one.model.clone())
        });
        sending.set(true);
        trouble.set(None);
        // The month that runs says little: it counts as tried only where there is no other.
        let says_enough = listed.with_untracked(|listed| listed.len() == 1 || listed.first() != Some(&month));
        spawn_local(async move {
            let tried = says_enough.then(|| (model.clone(), month.clone()));
            let before = match counting {
                Some(counting) => asked::tried(counting, month.clone()).await.map(Some),
                None => Ok(None),
            };
            let both = match before {
                Ok(before) => asked::tried(model, month.clone()).await.map(|after| (before, after)),
                Err(why) => Err(why),
            };
            match both {
                Ok((before, after)) => {
                    writing.tried.try_set(tried);
                    let rows = pairs(before.as_ref(), &after);
                    drop(came.try_set(Some(Came { month, rows, has_before: before.is_some() })));
                }
                Err(why) => drop(trouble.try_set(Some(why))),
            }
            sending.try_set(false);
        });
    };
    let is_wrong = Memo::new(move |_| writing.form.model.with(Result::is_err));
    let options = move || {
        let option = |one: String| {
            let (here, value) = (one.clone(), one.clone());
            view! { <option value=value selected=move || month.with(|month| month.as_ref() == Some(&here))>{one}</option> }
        };
        listed.get().into_iter().map(option).collect_view()
    };
    let result = move || match came.get() {
        None => view! { <p class="small quiet">{say(words::NEVER_TRIED)}</p> }.into_any(),
        Some(came) if came.rows.is_empty() => {
            view! { <Empty title=words::NO_ROWS more=words::NO_ROWS_MORE/> }.into_any()
        }
        Some(came) => table(&came),
    };
    view! {
        <section class="card model-card" data-test="model-trial">
            <h3>{say(words::TRIAL)}</h3>
            <p class="small">{say(words::TRIAL_LEAD)}</p>
            <p class="model-fields">
                <label>{say(words::MONTH)}
                    <select class="search" data-test="trial-month"
                        on:change:target=move |event| chosen.set(Some(event.target().value()))>{options}</select>
                </label>
                <button type="button" class="button main" data-test="try-model" on:click=press
                    prop:disabled=move || sending.get() || is_wrong.get() || month.with(Option::is_none)>
                    {move || lang.say(if sending.get() { words::TRYING } else { words::TRY_NOW })}</button>
            </p>
            {complaint(trouble)}
            {result}
        </section>
    }
    .into_any()
}

/// Lays two rankings of the same month side by side, in the order of the later one.
fn pairs(before: Option<&ScoreTable>, after: &ScoreTable) -> Vec<Pair> {
    let known: BTreeMap<&str, &ScoreRow> =
        before.into_iter().flat_map(|table| &table.rows).map(|row| (row.key.as_str(), row)).collect();
    let pair = |row: &ScoreRow| Pair {
        key: row.key.clone(),
        name: row.name.clone(),
        before: known.get(row.key.as_str()).map(|before| (before.rank, before.score.total_centi)),
        after: (row.rank, row.score.total_centi),
    };
    after.rows.iter().map(pair).collect()
}

/// Counts those whose rank is another.
fn moved(rows: &[Pair]) -> usize {
    rows.iter().filter(|row| row.before.is_some_and(|(rank, _)| rank != row.after.0)).count()
}

fn table(came: &Came) -> AnyView {
    let lang = lang();
    let has_before = came.has_before;
    let row = move |row: &Pair| {
        let (change, class) = match row.before {
            Some((rank, _)) => (words::moved(lang, rank, row.after.0), class(rank, row.after.0)),
            None if has_before => (lang.say(words::NEW_ROW).to_owned(), "quiet"),
            None => (String::new(), "quiet"),
        };
        let dash = || "—".to_owned();
        view! {
            <tr data-test="trial-row" data-key=row.key.clone()>
                <td data-said="">{row.name.clone()}</td>
                <td class="right figures">{row.before.map_or_else(dash, |(rank, _)| rank.to_string())}</td>
                <td class="right figures">{row.before.map_or_else(dash, |(_, total)| full(total))}</td>
                <td class="right figures">{row.after.0.to_string()}</td>
                <td class="right figures">{full(row.after.1)}</td>
                <td class=class data-test="rank-change">{change}</td>
            </tr>
        }
    };
    view! {
        <p class="small" data-test="trial-summary"><span class="figures">{came.month.clone()}</span>" · "
            {words::changed(lang, came.rows.len(), moved(&came.rows))}</p>
        {(!has_before).then(|| view! { <p class="small quiet">{say(words::NONE_IN_FORCE)}</p> })}
        <div class="wide-table model-trial" tabindex="0" role="region" aria-label=say(words::TRIAL)>
            <table class="rows compact">
                <thead><tr>
                    <th scope="col">{say(words::COL_NAME)}</th>
                    <th scope="col" class="right">{say(words::RANK_BEFORE)}</th><th scope="col" class="right">{say(words::TOTAL_BEFORE)}</th>
                    <th scope="col" class="right">{say(words::RANK_AFTER)}</th><th scope="col" class="right">{say(words::TOTAL_AFTER)}</th>
                    <th scope="col">{say(words::CHANGE)}</th>
                </tr></thead>
                <tbody>{came.rows.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

const fn class(before: u32, after: u32) -> &'static str {
    if after < before {
        "ok"
    } else if after > before {
        "late"
    } else {
        "quiet"
    }
}

#[cfg(test)]
mod tests {
    use shared::api::assessment::{ScoreRow, ScoreTable, Source};
    use shared::assessment::Subject;
    use shared::assessment::score::{Model, Score};

    use super::{Pair, moved, pairs};

    fn table(rows: &[(u32, &str, i64)]) -> ScoreTable {
        let row = |(rank, key, total_centi): &(u32, &str, i64)| ScoreRow {
            rank: *rank,
            key: (*key).to_owned(),
            name: (*key).to_owned(),
            score: Score { lines: Vec::new(), total_centi: *total_centi },
        };
        let model = Model {
            code: "m".to_owned(),
            name: String::new(),
            name_en: String::new(),
            source: String::new(),
            subject: Subject::Unit,
            indicators: Vec::new(),
        };
        ScoreTable {
            month: "2026-10".to_owned(),
            source: Source::Live,
            model,
            edition: 0,
            rows: rows.iter().map(row).collect(),
        }
    }

    #[test]
    fn each_stands_beside_where_it_stood() {
        let before = table(&[(1, "a", 9_000), (2, "b", 8_000), (3, "c", 7_000)]);
        let after = table(&[(1, "b", 9_500), (2, "a", 9_000), (3, "c", 7_100), (4, "d", 5_000)]);
        let rows = pairs(Some(&before), &after);
        assert_eq!((rows[0].before, rows[0].after), (Some((2, 8_000)), (1, 9_500)));
        assert_eq!((rows[3].before, rows[3].after), (None, (4, 5_000)));
        assert_eq!(moved(&rows), 2, "two changed places; one only has other points, one is new");
        assert!(pairs(None, &after).iter().all(|row: &Pair| row.before.is_none()));
    }
}
