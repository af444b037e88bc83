//! The numbers of a bulletin, each a way to its cases.

use std::collections::BTreeMap;

use kit::lang::{Lang, Words};
use leptos::prelude::*;
use shared::api::assessment::AssessmentRow;
use shared::api::bulletins::{
    BulletinContent, BulletinKind, OBJECT_RATES, RATES, RankRow, Ranking, TREND_RATES, VOLUMES,
};
use shared::assessment::names;
use shared::assessment::rate::Ratio;
use shared::assessment::{Basis, Counter, Rate, Subject, Sums};
use shared::day;

use super::text as words;
use crate::section::{Address, Section};
use crate::text::spans::number;
use crate::text::{lang, say};

type By = BTreeMap<Basis, Sums>;

/// Where the cases behind the numbers are listed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ways {
    /// The days and the version; nothing where no single list has them.
    list: Option<Address>,
}

impl Ways {
    /// Returns the ways of a bulletin: to a frozen version of a month, or to live days.
    pub fn of(content: &BulletinContent) -> Self {
        let cases = Address::default().below("cases");
        let list = match (content.kind, content.sources.as_slice()) {
            (BulletinKind::Monthly, [source]) => {
                Some(cases.with("month", &source.month).with("version", &source.version.to_string()))
            }
            (BulletinKind::Weekly, _) => {
                Some(cases.with("from", &day::write(content.from)).with("to", &day::write(content.to)))
            }
            (BulletinKind::Monthly | BulletinKind::HalfYearly, _) => None,
        };
        Self { list }
    }

    /// Returns the way to the cases of one number, of one object or of all together.
    pub fn to(&self, basis: Basis, counter: Counter, object: Option<(Subject, &str)>) -> Option<String> {
        let address = self.list.clone()?.with("basis", basis.as_str()).with("counter", counter.as_str());
        let address = match object {
            Some((by, key)) => address.with("by", by.as_str()).with("key", key),
            None => address,
        };
        Some(address.href(Section::Assessment))
    }
}

fn counted(sums: &By, basis: Basis, counter: Counter) -> u64 {
    sums.get(&basis).map_or(0, |sums| sums.get(counter))
}

fn ratio(sums: &By, basis: Basis, rate: Rate) -> Ratio {
    sums.get(&basis).map_or(Ratio { part: 0, whole: 0 }, |sums| rate.of(sums))
}

fn percent(ratio: Ratio) -> String {
    ratio.per_mille().map_or_else(|| "—".to_owned(), |rate| format!("{}.{} %", rate / 10, rate % 10))
}

fn points(centi: i64) -> String {
    let sign = if centi < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", centi.unsigned_abs() / 100, centi.unsigned_abs() % 100)
}

/// Draws a count as the way to its cases; one of nothing leads nowhere.
fn figure(count: u64, way: Option<String>) -> AnyView {
    match way.filter(|_| count > 0) {
        Some(href) => {
            view! { <a class="words-link figures" data-test="bulletin-figure" href=href>{number(count)}</a> }.into_any()
        }
        None => view! { <span class="figures">{number(count)}</span> }.into_any(),
    }
}

/// Draws a rate, and both its parts as ways to their cases.
fn rated(sums: &By, (basis, rate): (Basis, Rate), object: Option<(Subject, &str)>, ways: &Ways) -> AnyView {
    let found = ratio(sums, basis, rate);
    let whole = match rate.whole() {
        [whole] => ways.to(basis, *whole, object),
        // The sum of two counters has no list of its own.
        _ => None,
    };
    view! {
        {percent(found)}
        <small>{figure(found.part, ways.to(basis, rate.part(), object))}" / "{figure(found.whole, whole)}</small>
    }
    .into_any()
}

fn section(title: Words, test: &'static str, body: AnyView) -> AnyView {
    view! {
        <section class="bulletin-part" data-test=test>
            <h3>{say(title)}</h3>
            {body}
        </section>
    }
    .into_any()
}

fn table(title: Words, heads: Vec<String>, rows: AnyView) -> AnyView {
    let head = |(at, text): (usize, String)| {
        let side = if at > 0 { "right" } else { "" };
        view! { <th scope="col" class=side>{text}</th> }
    };
    view! {
        <div class="card table-card wide-table" tabindex="0" role="region" aria-label=say(title)>
            <table class="rows compact">
                <thead><tr>{heads.into_iter().enumerate().map(head).collect_view()}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn called(said: names::Said) -> String {
    words::pick(said, lang()).to_owned()
}

/// The volumes of everybody together.
pub fn volumes(content: &BulletinContent, ways: &Ways) -> AnyView {
    let tile = |(basis, counter): &(Basis, Counter)| {
        let count = counted(&content.total, *basis, *counter);
        view! {
            <div class="bulletin-figure" data-test="bulletin-volume" data-counter=counter.as_str()>
                <dt>{called(names::counter(*counter))}</dt>
                <dd>{figure(count, ways.to(*basis, *counter, None))}</dd>
                <dd class="quiet small">{called(names::basis(*basis))}</dd>
            </div>
        }
    };
    let body = view! { <dl class="bulletin-figures">{VOLUMES.iter().map(tile).collect_view()}</dl> }.into_any();
    section(words::VOLUMES, "bulletin-volumes", body)
}

/// The rates of everybody together.
pub fn rates(content: &BulletinContent, ways: &Ways) -> AnyView {
    let row = |(basis, rate): &(Basis, Rate)| {
        view! {
            <tr data-test="bulletin-rate" data-rate=rate.as_str()>
                <td>{called(names::rate(*rate))}</td>
                <td class="right">{called(names::basis(*basis))}</td>
                <td class="right figures">{rated(&content.total, (*basis, *rate), None, ways)}</td>
            </tr>
        }
    };
    let heads = [words::RATE, words::COUNTED, words::PART_WHOLE].map(|word| say(word).to_owned()).to_vec();
    let rows = RATES.iter().map(row).collect_view().into_any();
    section(words::RATES, "bulletin-rates", table(words::RATES, heads, rows))
}

/// Jurisdictions or units, the best first.
pub fn objects(
    title: Words,
    test: &'static str,
    (rows, total, ranking): (&[AssessmentRow], &By, Option<&Ranking>),
    by: Subject,
    ways: &Ways,
) -> AnyView {
    let ranked = |key: &str| ranking.and_then(|ranking| ranking.rows.iter().find(|row| row.key == key));
    let mut sorted: Vec<(&AssessmentRow, Option<&RankRow>)> = rows.iter().map(|row| (row, ranked(&row.key))).collect();
    sorted.sort_by_key(|(_, rank)| rank.map_or(u32::MAX, |row| row.rank));
    let mut heads = vec![say(words::NAME).to_owned(), say(words::RANK).to_owned()];
    heads.push(called(names::counter(Counter::Inst)));
    heads.extend(OBJECT_RATES.iter().map(|(_, rate)| called(names::rate(*rate))));
    heads.push(say(words::SCORE).to_owned());
    let cells = |sums: &By, object: Option<(Subject, &str)>| {
        let filed = counted(sums, Basis::Filed, Counter::Inst);
        let rate = |said: &(Basis, Rate)| view! { <td class="right figures">{rated(sums, *said, object, ways)}</td> };
        view! {
            <td class="right">{figure(filed, ways.to(Basis::Filed, Counter::Inst, object))}</td>
            {OBJECT_RATES.iter().map(rate).collect_view()}
        }
    };
    let row = |(row, rank): &(&AssessmentRow, Option<&RankRow>)| {
        let name = if row.key.is_empty() { say(words::NOBODY).to_owned() } else { row.name.clone() };
        view! {
            <tr data-test="bulletin-object" data-key=row.key.clone()>
                <td data-said="">{name}<small class="figures">{row.key.clone()}</small></td>
                <td class="right figures">{rank.map(|rank| rank.rank)}</td>
                {cells(&row.sums, Some((by, row.key.as_str())))}
                <td class="right figures">{rank.map(|rank| points(rank.total_centi))}</td>
            </tr>
        }
    };
    let rows = view! {
        {sorted.iter().map(row).collect_view()}
        <tr data-test="bulletin-total">
            <td><strong>{say(words::ALL_TOGETHER)}</strong></td><td></td>{cells(total, None)}<td></td>
        </tr>
    }
    .into_any();
    section(title, test, table(title, heads, rows))
}

/// The categories that most cases were filed in.
pub fn categories(content: &BulletinContent, ways: &Ways) -> AnyView {
    let row = |row: &AssessmentRow| {
        let object = Some((Subject::Category, row.key.as_str()));
        let filed = counted(&row.sums, Basis::Filed, Counter::Inst);
        view! {
            <tr data-test="bulletin-category" data-key=row.key.clone()>
                <td data-said="">{row.name.clone()}</td>
                <td class="right">{figure(filed, ways.to(Basis::Filed, Counter::Inst, object))}</td>
                <td class="right figures">{rated(&row.sums, (Basis::Due, Rate::IntimeDispose), object, ways)}</td>
            </tr>
        }
    };
    let heads = vec![
        say(words::NAME).to_owned(),
        called(names::counter(Counter::Inst)),
        called(names::rate(Rate::IntimeDispose)),
    ];
    let rows = content.categories.iter().map(row).collect_view().into_any();
    section(words::CATEGORIES, "bulletin-categories", table(words::CATEGORIES, heads, rows))
}

/// The course of months; each leads to its own list.
pub fn months(content: &BulletinContent) -> AnyView {
    if content.trend.is_empty() {
        return ().into_any();
    }
    let lang = lang();
    let rows = content.trend.iter().map(|month| {
        let version = month.version.to_string();
        let list = Address::default().below("cases").with("month", &month.month).with("version", &version);
        let ways = Ways { list: Some(list) };
        let filed = counted(&month.sums, Basis::Filed, Counter::Inst);
        let rate = |said: &(Basis, Rate)| {
            view! { <td class="right figures">{rated(&month.sums, *said, None, &ways)}</td> }
        };
        view! {
            <tr data-test="bulletin-month-row">
                <td>{words::version(lang, &month.month, month.version)}</td>
                <td class="right">{figure(filed, ways.to(Basis::Filed, Counter::Inst, None))}</td>
                {TREND_RATES.iter().map(rate).collect_view()}
            </tr>
        }
    });
    let rows = rows.collect_view().into_any();
    let mut heads = vec![say(words::MONTH).to_owned(), called(names::counter(Counter::Inst))];
    heads.extend(TREND_RATES.iter().map(|(_, rate)| called(names::rate(*rate))));
    section(words::MONTHS, "bulletin-months", table(words::MONTHS, heads, rows))
}

/// Picks a name; one that nobody translated is better than none.
pub fn named<'t>(zh: &'t str, en: &'t str) -> &'t str {
    match lang() {
        Lang::En if !en.is_empty() => en,
        Lang::Zh | Lang::En => zh,
    }
}

#[cfg(test)]
mod tests {
    use shared::assessment::{Basis, Counter, Subject};

    use super::{Ratio, Ways, percent, points};
    use crate::section::Address;

    #[test]
    fn a_number_leads_to_exactly_its_cases() {
        let list = Address::default().below("cases").with("month", "2026-10").with("version", "2");
        let ways = Ways { list: Some(list) };
        assert_eq!(
            ways.to(Basis::Due, Counter::IntimeDispose, Some((Subject::Unit, "610112-HW-1"))).as_deref(),
            Some("#/assessment/cases?month=2026-10&version=2&basis=due&counter=intime_dispose&by=unit&key=610112-HW-1")
        );
        assert_eq!(
            ways.to(Basis::Reported, Counter::Report, None).as_deref(),
            Some("#/assessment/cases?month=2026-10&version=2&basis=reported&counter=report")
        );
        assert_eq!(Ways { list: None }.to(Basis::Due, Counter::Archive, None), None);
    }

    #[test]
    fn rates_and_points_are_written_to_the_tenth_and_the_hundredth() {
        assert_eq!(percent(Ratio { part: 412, whole: 430 }), "95.8 %");
        assert_eq!(percent(Ratio { part: 0, whole: 0 }), "—");
        assert_eq!((points(8_586).as_str(), points(-5).as_str()), ("85.86", "-0.05"));
    }
}
