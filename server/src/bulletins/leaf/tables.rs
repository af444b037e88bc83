//! Volumes, rates, jurisdictions, units and categories as tables.

use std::collections::BTreeMap;

use shared::api::assessment::AssessmentRow;
use shared::api::bulletins::{BulletinContent, OBJECT_RATES, RATES, RankRow, Ranking, VOLUMES};
use shared::assessment::rate::Ratio;
use shared::assessment::{Basis, Counter, Rate, Subject, Sums};

use super::{Bar, Block, Column, Item, model};
use crate::bulletins::desk::Ways;
use crate::bulletins::numbers;
use crate::bulletins::words;
use crate::sheets::lang::Lang;

/// So many bars are drawn.
const MOST_BARS: usize = 20;

type By = BTreeMap<Basis, Sums>;

/// Returns how many count as something.
pub fn counted(sums: &By, basis: Basis, counter: Counter) -> u64 {
    sums.get(&basis).map_or(0, |sums| sums.get(counter))
}

/// Returns a rate of sums.
pub fn ratio(sums: &By, basis: Basis, rate: Rate) -> Ratio {
    sums.get(&basis).map_or(Ratio { part: 0, whole: 0 }, |sums| rate.of(sums))
}

/// A row is one object's, or all together.
type Object<'a> = Option<(Subject, &'a str)>;

/// Returns the way to the cases of a number; empty where it is not known where the desk is.
fn way(ways: Option<&Ways>, (basis, counter): (Basis, Counter), object: Object<'_>) -> String {
    ways.map(|ways| ways.to(basis, counter, object)).unwrap_or_default()
}

/// Returns what a rate is of, where that is one counter: the sum of two has no list of its own.
pub fn whole_of(rate: Rate) -> Option<Counter> {
    match rate.whole() {
        [whole] => Some(*whole),
        _ => None,
    }
}

/// Returns the ways to the cases of both parts of a rate.
fn both(ways: Option<&Ways>, (basis, rate): (Basis, Rate), object: Object<'_>) -> Vec<String> {
    let whole = whole_of(rate).map(|whole| way(ways, (basis, whole), object)).unwrap_or_default();
    vec![way(ways, (basis, rate.part()), object), whole]
}

/// Returns the whole of a rate, where it is a sum with what it is the sum of on a second line, and the ways to the cases of
/// each.
fn whole(sums: &By, ways: Option<&Ways>, (basis, rate): (Basis, Rate)) -> (String, Vec<String>) {
    let counters = rate.whole();
    let ways = counters.iter().map(|counter| way(ways, (basis, *counter), None)).collect();
    let all = numbers::count(ratio(sums, basis, rate).whole);
    if whole_of(rate).is_some() {
        return (all, ways);
    }
    let each: Vec<String> = counters.iter().map(|counter| numbers::count(counted(sums, basis, *counter))).collect();
    (format!("{all}\n{}", each.join(" + ")), ways)
}

/// The head of a column of numbers.
pub fn number(text: &str) -> Column {
    Column { text: text.to_owned(), number: true, wide: false }
}

/// The head of a column that takes what room is left.
pub fn wide(text: &str) -> Column {
    Column { text: text.to_owned(), number: false, wide: true }
}

/// The volumes of everybody together.
pub fn volumes(content: &BulletinContent, ways: Option<&Ways>, lang: Lang) -> Block {
    let item = |(basis, counter): &(Basis, Counter)| Item {
        label: words::counter(*counter, lang).to_owned(),
        value: numbers::count(counted(&content.total, *basis, *counter)),
        note: words::basis(*basis, lang).to_owned(),
        way: way(ways, (*basis, *counter), None),
    };
    Block::Figures { items: VOLUMES.iter().map(item).collect() }
}

/// The rates of everybody together, each with both its parts.
pub fn rates(content: &BulletinContent, ways: Option<&Ways>, lang: Lang) -> Block {
    let row = |(basis, rate): &(Basis, Rate)| {
        let found = ratio(&content.total, *basis, *rate);
        let of: Vec<&str> = rate.whole().iter().map(|counter| words::counter(*counter, lang)).collect();
        vec![
            words::rate(*rate, lang).to_owned(),
            format!("{} / {}", words::counter(rate.part(), lang), of.join(" + ")),
            words::basis(*basis, lang).to_owned(),
            numbers::count(found.part),
            whole(&content.total, ways, (*basis, *rate)).0,
            numbers::percent(found),
        ]
    };
    let parts = |(basis, rate): &(Basis, Rate)| {
        let part = vec![way(ways, (*basis, rate.part()), None)];
        let whole = whole(&content.total, ways, (*basis, *rate)).1;
        std::iter::repeat_n(Vec::new(), 3).chain([part, whole]).collect()
    };
    Block::Table {
        columns: vec![
            wide(lang.say("比率", "Rate")),
            wide(lang.say("算法", "Of what")),
            wide(lang.say("口径", "Counted")),
            number(lang.say("分子", "Part")),
            number(lang.say("分母", "Whole")),
            number(lang.say("比率", "Rate")),
        ],
        rows: RATES.iter().map(row).collect(),
        ways: RATES.iter().map(parts).collect(),
        total: false,
        note: lang
            .say(
                "比率都由分子和分母算出，不用已取整的数；分母为 0 的写作“—”。挂账案件不计入分母；申诉成立的按期计，并单独列数。",
                "Every rate is computed from its two parts; one of nothing is a dash. Suspended cases leave the whole; what \
                 counts as in time because an appeal was upheld is counted apart too.",
            )
            .to_owned(),
    }
}

/// The jurisdictions: a table and, where they were scored, bars.
pub fn areas(content: &BulletinContent, ways: Option<&Ways>, lang: Lang) -> Vec<Block> {
    let ranking = content.ranking(Subject::Jurisdiction);
    let called = (Subject::Jurisdiction, lang.say("辖区", "Jurisdiction"), lang);
    let mut blocks = objects((&content.areas, &content.total), ranking, ways, called);
    let text = lang.say(
        "按主管的辖区统计，不按案件所在的区划。",
        "By the jurisdiction that manages a case, not by the division that it lies in.",
    );
    blocks.push(Block::Text { text: text.to_owned(), small: true });
    blocks
}

/// The responsible units.
pub fn units(content: &BulletinContent, ways: Option<&Ways>, lang: Lang) -> Vec<Block> {
    let called = (Subject::Unit, lang.say("责任单位", "Unit"), lang);
    objects((&content.units, &content.total), content.ranking(Subject::Unit), ways, called)
}

fn objects(
    (rows, total): (&[AssessmentRow], &By),
    ranking: Option<&Ranking>,
    ways: Option<&Ways>,
    (by, called, lang): (Subject, &'static str, Lang),
) -> Vec<Block> {
    let ranked = |key: &str| ranking.and_then(|ranking| ranking.rows.iter().find(|row| row.key == key));
    let mut sorted: Vec<(&AssessmentRow, Option<&RankRow>)> = rows.iter().map(|row| (row, ranked(&row.key))).collect();
    // The best first; what nobody scored stands behind, in the order of its key.
    sorted.sort_by_key(|(_, rank)| rank.map_or(u32::MAX, |row| row.rank));
    let mut columns = vec![number(lang.say("名次", "Rank")), wide(called), number(words::counter(Counter::Inst, lang))];
    columns.extend(OBJECT_RATES.iter().map(|(_, rate)| number(words::rate(*rate, lang))));
    columns.push(number(lang.say("得分", "Score")));
    let cells = |rank: String, name: &str, sums: &By, score: String| {
        let mut cells = vec![rank, name.to_owned(), numbers::count(counted(sums, Basis::Filed, Counter::Inst))];
        cells.extend(OBJECT_RATES.iter().map(|(basis, rate)| numbers::on_two_lines(ratio(sums, *basis, *rate))));
        cells.push(score);
        cells
    };
    let nothing = || numbers::NOTHING.to_owned();
    let mut table: Vec<Vec<String>> = sorted
        .iter()
        .map(|(row, rank)| {
            let place = rank.map_or_else(nothing, |rank| rank.rank.to_string());
            let score = rank.map_or_else(nothing, |rank| numbers::points(rank.total_centi));
            cells(place, called_row(row, lang), &row.sums, score)
        })
        .collect();
    table.push(cells(nothing(), lang.say("合计", "All together"), total, nothing()));
    // A score leads to how it came about, and from there to its cases; a rank is that of the score, and leads nowhere.
    let scored = |key: &str| ranking.and_then(|ranking| ways?.score(ranking, key));
    let linked = |object: Object<'_>| {
        let mut cells = vec![Vec::new(), Vec::new(), vec![way(ways, (Basis::Filed, Counter::Inst), object)]];
        cells.extend(OBJECT_RATES.iter().map(|rate| both(ways, *rate, object)));
        cells.push(object.and_then(|(_, key)| scored(key)).into_iter().collect());
        cells
    };
    let mut linked_rows: Vec<Vec<Vec<String>>> =
        sorted.iter().map(|(row, _)| linked(Some((by, row.key.as_str())))).collect();
    linked_rows.push(linked(None));
    let scores = match ranking {
        Some(ranking) => {
            format!("{}{}{}", lang.say("得分：", "Score: "), model(ranking, lang), lang.say("。", "."))
        }
        None => lang.say("没有按评分模型评分。", "Not scored by any model.").to_owned(),
    };
    let how = lang.say(
        "立案数按立案日，各比率按到期日；比率下面是分子 / 分母。",
        " Filed by the day of filing, rates by the day due; below a rate its part / its whole.",
    );
    let note = format!("{scores}{how}");
    let mut blocks = vec![Block::Table { columns, rows: table, ways: linked_rows, total: true, note }];
    blocks.extend(ranking.and_then(|ranking| bars(ranking, ways, lang)));
    blocks
}

/// What has no object at all lies with nobody.
fn called_row(row: &AssessmentRow, lang: Lang) -> &str {
    if row.key.is_empty() { lang.say("（尚未派遣）", "(not dispatched)") } else { &row.name }
}

/// Draws the best by their scores; a score below nought has no bar.
fn bars(ranking: &Ranking, ways: Option<&Ways>, lang: Lang) -> Option<Block> {
    let most = ranking.rows.iter().map(|row| row.total_centi).max().filter(|most| *most > 0)?;
    let bar = |row: &RankRow| Bar {
        label: row.name.clone(),
        share: (numbers::of_hundred(row.total_centi) / numbers::of_hundred(most)).clamp(0.0, 1.0),
        text: numbers::points(row.total_centi),
        way: ways.and_then(|ways| ways.score(ranking, &row.key)).unwrap_or_default(),
    };
    let title = if ranking.rows.len() > MOST_BARS {
        lang.say("得分（前 20 名）", "Scores, the first 20")
    } else {
        lang.say("得分", "Scores")
    };
    Some(Block::Bars { title: title.to_owned(), rows: ranking.rows.iter().take(MOST_BARS).map(bar).collect() })
}

/// The categories that most cases were filed in.
pub fn categories(content: &BulletinContent, ways: Option<&Ways>, lang: Lang) -> Vec<Block> {
    if content.categories.is_empty() {
        return vec![Block::Text { text: lang.say("没有立案。", "Nothing was filed.").to_owned(), small: true }];
    }
    let whole = counted(&content.total, Basis::Filed, Counter::Inst);
    let row = |(number, row): (usize, &AssessmentRow)| {
        let filed = counted(&row.sums, Basis::Filed, Counter::Inst);
        vec![
            (number + 1).to_string(),
            row.name.clone(),
            numbers::count(filed),
            numbers::on_two_lines(Ratio { part: filed, whole }),
            numbers::on_two_lines(ratio(&row.sums, Basis::Due, Rate::IntimeDispose)),
        ]
    };
    let columns = vec![
        number("#"),
        wide(lang.say("类别", "Category")),
        number(words::counter(Counter::Inst, lang)),
        number(lang.say("占立案数", "Of all filed")),
        number(words::rate(Rate::IntimeDispose, lang)),
    ];
    let rows = content.categories.iter().enumerate().map(row).collect();
    let linked = |row: &AssessmentRow| {
        let object = Some((Subject::Category, row.key.as_str()));
        let filed = way(ways, (Basis::Filed, Counter::Inst), object);
        let share = vec![filed.clone(), way(ways, (Basis::Filed, Counter::Inst), None)];
        vec![Vec::new(), Vec::new(), vec![filed], share, both(ways, (Basis::Due, Rate::IntimeDispose), object)]
    };
    let ways = content.categories.iter().map(linked).collect();
    vec![Block::Table { columns, rows, ways, total: false, note: String::new() }]
}
