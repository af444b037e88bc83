//! The numbers of a bulletin, each a way to its cases.

use std::collections::BTreeMap;

use kit::lang::{Lang, Words};
use leptos::prelude::*;
use shared::api::assessment::AssessmentRow;
use shared::api::bulletins::{
    Bulletin, BulletinCompared, BulletinContent, BulletinKind, OBJECT_RATES, RATES, RankRow, Ranking, TREND_RATES,
    VOLUMES,
};
use shared::assessment::names;
use shared::assessment::rate::Ratio;
use shared::assessment::{Basis, Counter, Rate, Subject, Sums};
use shared::day;

use super::text as words;
use crate::pieces;
use crate::section::{Address, Section};
use crate::text::spans::number;
use crate::text::{lang, say};

/// Sums by which of their moments cases fall in.
pub type By = BTreeMap<Basis, Sums>;

/// What a row is: its kind, its key, and what people call it.
pub type Object<'a> = (Subject, &'a str, &'a str);

/// The word in the address, behind a bulletin's, of a number month by month.
pub const MONTH_BY_MONTH: &str = "months";

/// The word in the address, behind a bulletin's, of a score month by month.
pub const SCORES: &str = "scores";

/// The name in the address of which other time's months are meant.
pub const OF: &str = "of";

/// Where the cases behind the numbers are listed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ways {
    section: Section,
    /// The list without which number; the days and the version, or the bulletin whose months are asked one by one.
    list: Address,
    /// The scores: of the version, or of each of several months; nothing of live days.
    scores: Option<(Section, Address)>,
}

impl Ways {
    /// Returns the ways of a bulletin: to a frozen version of a month, to live days, or to each of several months.
    pub fn of(bulletin: &Bulletin) -> Self {
        let (content, id) = (&bulletin.content, bulletin.head.id.to_string());
        match (content.kind, content.sources.as_slice()) {
            (BulletinKind::Monthly, [source]) => Self::month(&source.month, source.version),
            (BulletinKind::Weekly, _) => {
                let (from, to) = (day::write(content.from), day::write(content.to));
                let list = Address::default().below("cases").with("from", &from).with("to", &to);
                Self { section: Section::Assessment, list, scores: None }
            }
            (BulletinKind::Monthly | BulletinKind::HalfYearly, _) => {
                let below = |part: &str| Address::default().below(&id).below(part);
                let scores = Some((Section::Bulletins, below(SCORES)));
                Self { section: Section::Bulletins, list: below(MONTH_BY_MONTH), scores }
            }
        }
    }

    /// Returns the ways to another time that stands beside a bulletin's own.
    pub fn beside(bulletin: &Bulletin, other: &BulletinCompared) -> Self {
        match (bulletin.content.kind, other.sources.as_slice()) {
            (BulletinKind::Monthly, [source]) => Self::month(&source.month, source.version),
            (BulletinKind::Weekly, _) => {
                let (from, to) = (day::write(other.from), day::write(other.to));
                let list = Address::default().below("cases").with("from", &from).with("to", &to);
                Self { section: Section::Assessment, list, scores: None }
            }
            (BulletinKind::Monthly | BulletinKind::HalfYearly, _) => {
                let list = Address::default().below(&bulletin.head.id.to_string()).below(MONTH_BY_MONTH);
                Self { section: Section::Bulletins, list: list.with(OF, other.with.as_str()), scores: None }
            }
        }
    }

    /// Returns the ways to a frozen version of a month.
    pub fn month(month: &str, version: u32) -> Self {
        let below =
            |part: &str| Address::default().below(part).with("month", month).with("version", &version.to_string());
        let scores = Some((Section::Assessment, below("scores")));
        Self { section: Section::Assessment, list: below("cases"), scores }
    }

    /// Returns the way to the cases of one number, of one object or of all together.
    pub fn to(&self, basis: Basis, counter: Counter, object: Option<Object<'_>>) -> String {
        let mut address = self.list.clone().with("basis", basis.as_str()).with("counter", counter.as_str());
        if let Some((by, key, name)) = object {
            address = address.with("by", by.as_str());
            // An empty key is a row, too: the cases that have none.
            address.query.push(("key".to_owned(), key.to_owned()));
            address = address.with("name", if name == key { "" } else { name });
        }
        address.href(self.section)
    }

    /// Returns the way to how a score came about, line by line; of a mean month by month.
    pub fn score(&self, model: &str, key: &str) -> Option<String> {
        let (section, address) = self.scores.clone()?;
        Some(address.with("model", model).with("row", key).href(section))
    }
}

/// Returns how many count as something.
pub fn counted(sums: &By, basis: Basis, counter: Counter) -> u64 {
    sums.get(&basis).map_or(0, |sums| sums.get(counter))
}

/// Returns a rate of sums.
pub fn ratio(sums: &By, basis: Basis, rate: Rate) -> Ratio {
    sums.get(&basis).map_or(Ratio { part: 0, whole: 0 }, |sums| rate.of(sums))
}

fn percent(ratio: Ratio) -> String {
    ratio.per_mille().map_or_else(|| "—".to_owned(), |rate| format!("{}.{} %", rate / 10, rate % 10))
}

/// Writes hundredths of a point: `85.86`.
pub fn points(centi: i64) -> String {
    let sign = if centi < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", centi.unsigned_abs() / 100, centi.unsigned_abs() % 100)
}

/// Draws a count as the way to its cases; one of nothing leads nowhere.
pub fn figure(count: u64, way: String) -> AnyView {
    if count == 0 {
        return view! { <span class="figures">"0"</span> }.into_any();
    }
    view! { <a class="words-link figures" data-test="bulletin-figure" href=way>{number(count)}</a> }.into_any()
}

/// Draws a score as the way to how it came about; where there is none, a dash.
fn scored(rank: Option<&RankRow>, ranking: Option<&Ranking>, ways: &Ways) -> AnyView {
    let (Some(rank), Some(ranking)) = (rank, ranking) else { return "—".into_any() };
    let written = points(rank.total_centi);
    match ways.score(&ranking.model, &rank.key) {
        Some(way) => view! { <a class="words-link" data-test="bulletin-score" href=way>{written}</a> }.into_any(),
        None => written.into_any(),
    }
}

/// Draws a rate, and both its parts as ways to their cases.
pub fn rated(sums: &By, (basis, rate): (Basis, Rate), object: Option<Object<'_>>, ways: &Ways) -> AnyView {
    let found = ratio(sums, basis, rate);
    let one = |counter: Counter| figure(counted(sums, basis, counter), ways.to(basis, counter, object));
    // The sum of two counters has no list of its own: each of them has one.
    let is_sum = rate.whole().len() > 1;
    let added = |(place, counter): (usize, &Counter)| view! { {(place > 0).then_some(" + ")}{one(*counter)} };
    view! {
        {percent(found)}
        <small>
            {one(rate.part())}" / "{is_sum.then_some("(")}{rate.whole().iter().enumerate().map(added).collect_view()}{is_sum.then_some(")")}
        </small>
    }
    .into_any()
}

/// Draws a part under its title.
pub fn section(title: Words, test: &'static str, body: AnyView) -> AnyView {
    view! {
        <section class="bulletin-part" data-test=test>
            <h3>{say(title)}</h3>
            {body}
        </section>
    }
    .into_any()
}

/// Draws a table; all but its first column stand at the right.
pub fn table(title: Words, heads: Vec<String>, rows: AnyView) -> AnyView {
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

/// Picks a name in the page's language.
pub fn called(said: names::Said) -> String {
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
    let note = pieces::line("quiet small", say(words::RATES_NOTE).to_owned());
    let body = view! { {table(words::RATES, heads, rows)}{note} }.into_any();
    section(words::RATES, "bulletin-rates", body)
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
    let cells = |sums: &By, object: Option<Object<'_>>| {
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
                <td class="right figures">{rank.map_or_else(|| "—".to_owned(), |rank| rank.rank.to_string())}</td>
                {cells(&row.sums, Some((by, row.key.as_str(), row.name.as_str())))}
                <td class="right figures">{scored(*rank, ranking, ways)}</td>
            </tr>
        }
    };
    let rows = view! {
        {sorted.iter().map(row).collect_view()}
        <tr data-test="bulletin-total">
            <td><strong>{say(words::ALL_TOGETHER)}</strong></td><td class="right">"—"</td>{cells(total, None)}<td class="right">"—"</td>
        </tr>
    }
    .into_any();
    let note = (by == Subject::Jurisdiction).then(|| pieces::line("quiet small", say(words::AREAS_NOTE).to_owned()));
    section(title, test, view! { {table(title, heads, rows)}{note} }.into_any())
}

/// The categories that most cases were filed in.
pub fn categories(content: &BulletinContent, ways: &Ways) -> AnyView {
    let row = |row: &AssessmentRow| {
        let object = Some((Subject::Category, row.key.as_str(), row.name.as_str()));
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
        let ways = Ways::month(&month.month, month.version);
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

    #[test]
    fn a_number_leads_to_exactly_its_cases() {
        let ways = Ways::month("2026-10", 2);
        assert_eq!(
            ways.to(Basis::Due, Counter::IntimeDispose, Some((Subject::Unit, "610112-HW-1", "610112-HW-1"))),
            "#/assessment/cases?month=2026-10&version=2&basis=due&counter=intime_dispose&by=unit&key=610112-HW-1"
        );
        assert_eq!(
            ways.to(Basis::Reported, Counter::Report, None),
            "#/assessment/cases?month=2026-10&version=2&basis=reported&counter=report"
        );
        let nobody = ways.to(Basis::Reported, Counter::Report, Some((Subject::Unit, "", "")));
        assert!(nobody.ends_with("&by=unit&key="), "the cases that lie with nobody: {nobody}");
        let score = "#/assessment/scores?month=2026-10&version=2&model=jinniu&row=610112";
        assert_eq!(ways.score("jinniu", "610112").as_deref(), Some(score));
    }

    #[test]
    fn rates_and_points_are_written_to_the_tenth_and_the_hundredth() {
        assert_eq!(percent(Ratio { part: 412, whole: 430 }), "95.8 %");
        assert_eq!(percent(Ratio { part: 0, whole: 0 }), "—");
        assert_eq!((points(8_586).as_str(), points(-5).as_str()), ("85.86", "-0.05"));
    }
}
