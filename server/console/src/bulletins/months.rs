//! One number of a bulletin that is made of several months: how many in each of them, each leading to its cases.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::assessment::AssessmentTable;
use shared::api::bulletins::{Bulletin, BulletinContent, BulletinSource, Compared};
use shared::assessment::Subject;

use super::tables::OF;
use super::text as words;
use super::way;
use crate::assessment::asked::{Asked, Number, Period};
use crate::assessment::text::{basis, counter};
use crate::assessment::{answer, figure};
use crate::bridge::{self, Trouble};
use crate::faces::{self, Empty};
use crate::pieces;
use crate::poll::poll;
use crate::route::encode;
use crate::section::Address;
use crate::security;
use crate::text::spans::number as written;
use crate::text::{lang, say};

const SECONDS: u64 = 600;

/// A month, and how many count in it.
#[derive(Clone, PartialEq, Debug)]
struct Month {
    source: BulletinSource,
    count: u64,
}

/// Draws the page.
pub fn page(id: &str, address: Memo<Address>) -> AnyView {
    let path = format!("/api/v1/bulletins/{}", encode(id));
    let found = poll::<Bulletin, _, _>(SECONDS, move || {
        let path = path.clone();
        async move { bridge::get(&path).await }
    });
    let asked = Memo::new(move |_| address.with(Number::read));
    let of = Memo::new(move |_| address.with(|address| address.get(OF).and_then(Compared::parse)));
    let sources = Memo::new(move |_| {
        found.value.with(|bulletin| bulletin.as_ref().map(|bulletin| sources(&bulletin.content, of.get())))
    });
    let months = RwSignal::new(None::<Vec<Month>>);
    let trouble = RwSignal::new(None::<Trouble>);
    Effect::new(move |_| {
        let (Some(sources), Some(wanted)) = (sources.get(), asked.get()) else { return };
        months.set(None);
        trouble.set(None);
        spawn_local(async move {
            let came = fetch(sources, &wanted).await;
            // What was asked for meanwhile is answered by itself.
            if asked.try_with_untracked(|now| now.as_ref() == Some(&wanted)) != Some(true) {
                return;
            }
            match came {
                Ok(all) => drop(months.try_set(Some(all))),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    });
    let is_number = Memo::new(move |_| asked.with(Option::is_some));
    let is_waiting =
        move || months.with(Option::is_none) && trouble.with(Option::is_none) && found.trouble.with(Option::is_none);
    let drawn = move || {
        asked.with(|asked| {
            asked.as_ref().map(|asked| months.with(|months| months.as_ref().map(|months| table(asked, months))))
        })
    };
    let body = move || match is_number.get() {
        false => view! { <Empty title=words::NO_NUMBER more=words::NO_NUMBER_MORE/> }.into_any(),
        true => view! { {move || is_waiting().then(faces::waiting)}{drawn} }.into_any(),
    };
    view! {
        <header class="page-head">
            {pieces::link(&way(id), format!("‹ {}", say(words::BACK_TO_BULLETIN)), "bulletin-back")}
            <h2 data-test="bulletin-number" data-said="">{move || asked.with(|asked| asked.as_ref().map(title))}</h2>
        </header>
        <p class="lead quiet small">{say(words::MONTH_BY_MONTH)}</p>
        {faces::trouble_bar(found)}
        {security::complaint(trouble)}
        {body}
    }
    .into_any()
}

/// Returns the months of a bulletin, or of another time that stands beside its own.
fn sources(content: &BulletinContent, of: Option<Compared>) -> Vec<BulletinSource> {
    match of {
        None => content.sources.clone(),
        Some(with) => content.compared_with(with).map(|other| other.sources.clone()).unwrap_or_default(),
    }
}

fn title(asked: &Number) -> String {
    let mut said = vec![say(counter(asked.counter)).to_owned()];
    said.extend(asked.of.as_ref().map(|row| match row.key.is_empty() {
        true => say(words::NOBODY).to_owned(),
        false => row.name.clone(),
    }));
    said.push(say(basis(asked.basis)).to_owned());
    said.join(" · ")
}

/// Asks for the same of a month as it was frozen.
fn asked_of(source: &BulletinSource) -> Asked {
    let period = Period::Frozen { month: source.month.clone(), version: source.version.to_string() };
    Asked { period, area: String::new(), unit: String::new() }
}

async fn fetch(sources: Vec<BulletinSource>, asked: &Number) -> Result<Vec<Month>, Trouble> {
    let by = asked.of.as_ref().map_or(Subject::Jurisdiction, |row| row.by);
    let mut months = Vec::new();
    for source in sources {
        let table: AssessmentTable = bridge::get(&answer::address(&asked_of(&source), by)).await?;
        months.push(Month { count: count(&table, asked), source });
    }
    Ok(months)
}

/// Returns how many count in a month: of one row, or of all together.
fn count(table: &AssessmentTable, asked: &Number) -> u64 {
    let sums = match &asked.of {
        None => Some(&table.total),
        Some(wanted) => table.rows.iter().find(|row| row.key == wanted.key).map(|row| &row.sums),
    };
    sums.and_then(|sums| sums.get(&asked.basis)).map_or(0, |sums| sums.get(asked.counter))
}

fn table(asked: &Number, months: &[Month]) -> AnyView {
    let lang = lang();
    let row = |month: &Month| {
        let Month { source, count } = month;
        view! {
            <tr data-test="number-month" data-month=source.month.clone()>
                <th scope="row" class="figures">{words::version(lang, &source.month, source.version)}</th>
                <td class="right figures">{figure::count(&asked_of(source), asked, *count)}</td>
            </tr>
        }
    };
    let all: u64 = months.iter().map(|month| month.count).sum();
    view! {
        <div class="card table-card wide-table" tabindex="0" role="region" aria-label=say(words::MONTHS)>
            <table class="rows compact">
                <thead><tr>
                    <th scope="col">{say(words::MONTH)}</th>
                    <th scope="col" class="right">{say(counter(asked.counter))}</th>
                </tr></thead>
                <tbody>
                    {months.iter().map(row).collect_view()}
                    <tr data-test="number-total">
                        <th scope="row">{say(words::ALL_TOGETHER)}</th>
                        <td class="right figures"><strong>{written(all)}</strong></td>
                    </tr>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use shared::api::assessment::{AssessmentRow, AssessmentTable, Source};
    use shared::assessment::{Basis, Counter, Subject, Sums};
    use shared::day;
    use shared::time::Instant;

    use super::count;
    use crate::assessment::asked::{Number, Row};

    #[test]
    fn a_number_is_that_of_its_row_or_of_all_together() {
        let by_due = |cases: u64| {
            let mut sums = Sums::default();
            sums.set(Counter::Archive, cases);
            BTreeMap::from([(Basis::Due, sums)])
        };
        let row = AssessmentRow { key: "a".to_owned(), name: "甲".to_owned(), sums: by_due(3) };
        let table = AssessmentTable {
            from: day::read("2026-10-01").unwrap(),
            to: day::read("2026-10-31").unwrap(),
            zone: String::new(),
            at: Instant::from_ms(0),
            source: Source::Live,
            by: Subject::Unit,
            training: false,
            total: by_due(8),
            rows: vec![row],
        };
        let number = |key: Option<&str>| {
            let row = |key: &str| Row { by: Subject::Unit, key: key.to_owned(), name: String::new() };
            Number { basis: Basis::Due, counter: Counter::Archive, part: None, of: key.map(row) }
        };
        assert_eq!(count(&table, &number(None)), 8);
        assert_eq!((count(&table, &number(Some("a"))), count(&table, &number(Some("b")))), (3, 0));
    }
}
