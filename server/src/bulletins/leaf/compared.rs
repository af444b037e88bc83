//! The numbers of everybody beside those of the time before (环比) and of a year before (同比); a dash where there are none.

use shared::api::bulletins::{
    BulletinCompared, BulletinContent, BulletinKind, BulletinUncompared, COMPARED_RATES, COMPARED_VOLUMES, Compared,
};
use shared::assessment::{Basis, Counter, Rate, change};

use super::tables::{counted, number, ratio, whole_of, wide};
use super::{Block, Column};
use crate::bulletins::desk::Ways;
use crate::bulletins::numbers::{self, NOTHING};
use crate::bulletins::words;
use crate::sheets::lang::Lang;

/// A cell: its words, and the ways to the cases of its numbers.
type Cell = (String, Vec<String>);

/// What a row is compared of.
#[derive(Clone, Copy)]
struct Of<'a> {
    content: &'a BulletinContent,
    ways: Option<&'a Ways>,
    lang: Lang,
}

/// Writes the table.
pub fn block(content: &BulletinContent, ways: Option<&Ways>, lang: Lang) -> Block {
    if content.compared.is_empty() {
        let text = lang.say(
            "上期和上年同期都没有可比的数据。",
            "Of the time before and of the year before nothing is known that could stand beside it.",
        );
        return Block::Text { text: format!("{text}{}", unpublished(content, lang)), small: true };
    }
    let of = Of { content, ways, lang };
    let counts = COMPARED_VOLUMES.iter().map(|(basis, counter)| of.count(*basis, *counter));
    let rates = COMPARED_RATES.iter().map(|(basis, rate)| of.rate(*basis, *rate));
    let cells: Vec<Vec<Cell>> = counts.chain(rates).collect();
    let (rows, ways) =
        cells.into_iter().map(|row| row.into_iter().unzip::<String, Vec<String>, Vec<_>, Vec<_>>()).unzip();
    Block::Table { columns: columns(lang), rows, ways, total: false, note: of.note() }
}

fn columns(lang: Lang) -> Vec<Column> {
    vec![
        wide(lang.say("指标", "Number")),
        wide(lang.say("口径", "Counted")),
        number(lang.say("本期", "This time")),
        number(lang.say("上期", "Before")),
        number(lang.say("环比", "Change")),
        number(lang.say("上年同期", "Year before")),
        number(lang.say("同比", "Change on year")),
    ]
}

/// Says what another time is called and of which days it is.
pub fn called(other: &BulletinCompared, lang: Lang) -> String {
    format!("{} {} – {}", name(other.with, lang), other.from, other.to)
}

fn name(with: Compared, lang: Lang) -> &'static str {
    match with {
        Compared::Previous => lang.say("上期", "Before"),
        Compared::YearBefore => lang.say("上年同期", "Year before"),
    }
}

/// Says which other times do not stand there because they were not published.
fn unpublished(content: &BulletinContent, lang: Lang) -> String {
    let one = |other: &BulletinUncompared| {
        let (name, months) = (name(other.with, lang), other.months.join(lang.say("、", ", ")));
        match lang {
            Lang::Zh => format!("{name}（{months}）在编制时还没有发布，不作比较。"),
            Lang::En => format!(" {name} ({months}): not published when this was made, so nothing stands beside it."),
        }
    };
    content.uncompared.iter().map(one).collect()
}

impl<'a> Of<'a> {
    fn other(self, with: Compared) -> Option<&'a BulletinCompared> {
        self.content.compared_with(with)
    }

    fn count(self, basis: Basis, counter: Counter) -> Vec<Cell> {
        let now = counted(&self.content.total, basis, counter);
        let way = |ways: &Ways| ways.to(basis, counter, None);
        let mut cells = self.name(words::counter(counter, self.lang), basis).to_vec();
        cells.push((numbers::count(now), self.ways.map(way).into_iter().collect()));
        for with in Compared::ALL {
            let Some(other) = self.other(*with) else {
                cells.extend([nothing(), nothing()]);
                continue;
            };
            let before = counted(&other.sums, basis, counter);
            let way = |ways: &Ways| ways.beside(other, (basis, counter));
            cells.push((numbers::count(before), self.ways.map(way).into_iter().collect()));
            let changed = change::of_counts(now, before).map(|by| format!("{} %", change::written(by)));
            cells.push((changed.unwrap_or_else(|| NOTHING.to_owned()), Vec::new()));
        }
        cells
    }

    fn rate(self, basis: Basis, rate: Rate) -> Vec<Cell> {
        let now = ratio(&self.content.total, basis, rate);
        let parts = |way: &dyn Fn(Counter) -> Option<String>| {
            let whole = whole_of(rate).and_then(way);
            vec![way(rate.part()).unwrap_or_default(), whole.unwrap_or_default()]
        };
        let mut cells = self.name(words::rate(rate, self.lang), basis).to_vec();
        let own = |counter: Counter| self.ways.map(|ways| ways.to(basis, counter, None));
        cells.push((numbers::on_two_lines(now), parts(&own)));
        for with in Compared::ALL {
            let Some(other) = self.other(*with) else {
                cells.extend([nothing(), nothing()]);
                continue;
            };
            let before = ratio(&other.sums, basis, rate);
            let theirs = |counter: Counter| self.ways.map(|ways| ways.beside(other, (basis, counter)));
            cells.push((numbers::on_two_lines(before), parts(&theirs)));
            let points = self.lang.say("百分点", "pts");
            let changed = change::of_rates(now, before).map(|by| format!("{} {points}", change::written(by)));
            cells.push((changed.unwrap_or_else(|| NOTHING.to_owned()), Vec::new()));
        }
        cells
    }

    fn name(self, name: &str, basis: Basis) -> [Cell; 2] {
        [name, words::basis(basis, self.lang)].map(|words| (words.to_owned(), Vec::new()))
    }

    fn note(self) -> String {
        let days: Vec<String> = self.content.compared.iter().map(|other| called(other, self.lang)).collect();
        let live = match self.content.kind {
            BulletinKind::Weekly => {
                self.lang.say("按编制时的案件统计。", " Both as the cases were when this was made.")
            }
            BulletinKind::Monthly | BulletinKind::HalfYearly => self.lang.say(
                "只与已发布的月份比较，按冻结的数据统计。",
                " Only months that were published, as they were frozen.",
            ),
        };
        let how = self.lang.say(
            "数量的变化是对上期（上年同期）数的百分比，比率的变化是百分点，都由原数算出；没有可比数据的写作“—”。",
            " A count changes by per cent of the one before, a rate by percentage points, both from exact numbers; a dash where \
             nothing is known.",
        );
        let why = unpublished(self.content, self.lang);
        format!("{}{}{live}{how}{why}", days.join(self.lang.say("；", "; ")), self.lang.say("。", "."))
    }
}

fn nothing() -> Cell {
    (NOTHING.to_owned(), Vec::new())
}
