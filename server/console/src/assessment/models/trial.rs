//! A draft is tried on a past month: who stood where by the edition in force, and who would stand where.
//!
//! Both rankings are counted by the server in the same way, one right after the other; the page only lays them side by
//! side. A score of either opens its lines, and these their cases: nowhere else is what a draft came to.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::assessment::{Months, ScoreRow, ScoreTable};

use super::draft::{Writing, complaint};
use super::points::full;
use super::{asked, text as words};
use crate::assessment::scores::lines;
use crate::bridge::Trouble;
use crate::faces::Empty;
use crate::text::{lang, say};

/// What a trial came to.
#[derive(PartialEq, Eq)]
struct Came {
    month: String,
    rows: Vec<Pair>,
    /// By the edition in force, where there is one to compare with.
    before: Option<ScoreTable>,
    /// By the draft.
    after: ScoreTable,
}

/// One of the two scores.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Side {
    Before,
    After,
}

/// Whose lines are open, and of which score.
type Opened = RwSignal<Option<(String, Side)>>;

impl Came {
    /// Returns what one of the two scores of an object was made of.
    fn of(&self, key: &str, side: Side) -> Option<(&ScoreTable, &ScoreRow)> {
        let table = match side {
            Side::Before => self.before.as_ref()?,
            Side::After => &self.after,
        };
        table.rows.iter().find(|row| row.key == key).map(|row| (table, row))
    }
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
    let (sending, came) = (RwSignal::new(false), RwSignal::new(None::<Arc<Came>>));
    let opened: Opened = RwSignal::new(None);
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
                    opened.try_set(None);
                    drop(came.try_set(Some(Arc::new(Came { month, rows, before, after }))));
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
        Some(came) => {
            let rows = table(&came, opened);
            view! { {rows}{side(came, opened)} }.into_any()
        }
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

/// Draws a score as the way to its lines.
fn score(row: &Pair, side: Side, total: i64, opened: Opened) -> AnyView {
    let (lang, written) = (lang(), full(total));
    let (test, what) = match side {
        Side::Before => ("trial-before", words::TOTAL_BEFORE),
        Side::After => ("trial-after", words::TOTAL_AFTER),
    };
    let said = words::opens_lines(lang, &row.name, lang.say(what), &written);
    let own = StoredValue::new((row.key.clone(), side));
    let is_open = move || own.with_value(|own| opened.with(|opened| opened.as_ref() == Some(own)));
    // Pressed once more, it is folded up.
    let press = move |_| {
        let next = own.with_value(|own| {
            let is_open = opened.with_untracked(|opened| opened.as_ref() == Some(own));
            (!is_open).then(|| own.clone())
        });
        opened.set(next);
    };
    view! {
        <button type="button" class="button small figures" data-test=test aria-label=said on:click=press
            aria-expanded=move || is_open().to_string()>{written}</button>
    }
    .into_any()
}

/// Draws the lines of the score that is open.
fn side(came: Arc<Came>, opened: Opened) -> AnyView {
    let lang = lang();
    let drawn = move || {
        let (key, side) = opened.get()?;
        let (table, row) = came.of(&key, side)?;
        let what = lang.say(match side {
            Side::Before => words::TOTAL_BEFORE,
            Side::After => words::TOTAL_AFTER,
        });
        Some(view! {
            <article class="card score-card" data-test="trial-lines" data-key=row.key.clone()>
                <header class="score-head">
                    <h3><span data-said="">{row.name.clone()}</span>" · "{what}</h3>
                    <strong class="figures score-total">{full(row.score.total_centi)}</strong>
                    <button type="button" class="button small" data-test="trial-close" on:click=move |_| opened.set(None)>
                        {lang.say(words::CLOSE)}</button>
                </header>
                {lines::listed_of(table, row)}
            </article>
        })
    };
    drawn.into_any()
}

fn table(came: &Came, opened: Opened) -> AnyView {
    let lang = lang();
    let has_before = came.before.is_some();
    let row = move |row: &Pair| {
        let (change, class) = match row.before {
            Some((rank, _)) => (words::moved(lang, rank, row.after.0), class(rank, row.after.0)),
            None if has_before => (lang.say(words::NEW_ROW).to_owned(), "quiet"),
            None => (String::new(), "quiet"),
        };
        let dash = || "—".to_owned();
        let before = row.before.map_or_else(|| "—".into_any(), |(_, total)| score(row, Side::Before, total, opened));
        view! {
            <tr data-test="trial-row" data-key=row.key.clone()>
                <td data-said="">{row.name.clone()}</td>
                <td class="right figures">{row.before.map_or_else(dash, |(rank, _)| rank.to_string())}</td>
                <td class="right figures">{before}</td>
                <td class="right figures">{row.after.0.to_string()}</td>
                <td class="right figures">{score(row, Side::After, row.after.1, opened)}</td>
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

    use super::{Came, Pair, Side, moved, pairs};

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
            caps: Vec::new(),
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

    #[test]
    fn a_score_opens_its_own_lines() {
        let before = table(&[(1, "a", 9_000)]);
        let after = table(&[(1, "a", 9_500), (2, "b", 5_000)]);
        let came =
            Came { month: "2026-10".to_owned(), rows: pairs(Some(&before), &after), before: Some(before), after };
        let total = |key, side| came.of(key, side).map(|(_, row)| row.score.total_centi);
        assert_eq!((total("a", Side::Before), total("a", Side::After)), (Some(9_000), Some(9_500)));
        assert_eq!((total("b", Side::Before), total("b", Side::After)), (None, Some(5_000)));
    }
}
