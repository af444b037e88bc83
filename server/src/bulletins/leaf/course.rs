//! The course of months as lines, with the volumes of the same months below.

use shared::api::bulletins::{BulletinContent, BulletinMonth, TREND_RATES};
use shared::assessment::{Basis, Counter, Rate};

use super::tables::{counted, ratio};
use super::{Block, Column, Line};
use crate::bulletins::desk::Ways;
use crate::bulletins::numbers;
use crate::bulletins::words;
use crate::sheets::lang::Lang;

/// What of each month is said in the table.
const VOLUMES: [(Basis, Counter); 4] = [
    (Basis::Reported, Counter::Report),
    (Basis::Filed, Counter::Inst),
    (Basis::Due, Counter::NeedDispose),
    (Basis::Due, Counter::NeedArchive),
];

/// Draws the course; nothing where it is of fewer than two months.
pub fn lines(content: &BulletinContent, ways: Option<&Ways>, lang: Lang) -> Option<Vec<Block>> {
    if content.trend.len() < 2 {
        return None;
    }
    let labels = content.trend.iter().map(|month| month.month.clone()).collect();
    let scale = ["0 %", "25 %", "50 %", "75 %", "100 %"].map(str::to_owned).to_vec();
    let series = TREND_RATES.iter().map(|(basis, rate)| line(content, *basis, *rate, lang)).collect();
    Some(vec![Block::Lines { labels, scale, series }, table(content, ways, lang)])
}

fn line(content: &BulletinContent, basis: Basis, rate: Rate, lang: Lang) -> Line {
    let found: Vec<_> = content.trend.iter().map(|month| ratio(&month.sums, basis, rate)).collect();
    let height = |per_mille: u64| u32::try_from(per_mille).map_or(1.0, |rate| (f64::from(rate) / 1_000.0).min(1.0));
    Line {
        name: words::rate(rate, lang).to_owned(),
        values: found.iter().map(|ratio| ratio.per_mille().map(height)).collect(),
        texts: found.iter().map(|ratio| numbers::percent(*ratio)).collect(),
    }
}

fn table(content: &BulletinContent, ways: Option<&Ways>, lang: Lang) -> Block {
    let number = |text: &str| Column { text: text.to_owned(), number: true, wide: false };
    let mut columns = vec![
        Column { text: lang.say("月份", "Month").to_owned(), number: false, wide: true },
        number(lang.say("版本", "Version")),
    ];
    columns.extend(VOLUMES.iter().map(|(_, counter)| number(words::counter(*counter, lang))));
    columns.extend(TREND_RATES.iter().map(|(_, rate)| number(words::rate(*rate, lang))));
    let row = |month: &BulletinMonth| {
        let mut cells = vec![month.month.clone(), month.version.to_string()];
        cells.extend(VOLUMES.iter().map(|(basis, counter)| numbers::count(counted(&month.sums, *basis, *counter))));
        cells.extend(TREND_RATES.iter().map(|(basis, rate)| numbers::on_two_lines(ratio(&month.sums, *basis, *rate))));
        cells
    };
    let linked = |month: &BulletinMonth| {
        let way = |basis: Basis, counter: Counter| {
            ways.map(|ways| ways.desk().month(&month.month, month.version, (basis, counter))).unwrap_or_default()
        };
        let mut cells = vec![Vec::new(), Vec::new()];
        cells.extend(VOLUMES.iter().map(|(basis, counter)| vec![way(*basis, *counter)]));
        cells.extend(TREND_RATES.iter().map(|(basis, rate)| {
            let whole = rate.whole().first().map(|whole| way(*basis, *whole)).unwrap_or_default();
            vec![way(*basis, rate.part()), whole]
        }));
        cells
    };
    let note = lang.say("只列已发布的月份和本期。", "Months that were published, and its own.").to_owned();
    let (rows, ways) = (content.trend.iter().map(row).collect(), content.trend.iter().map(linked).collect());
    Block::Table { columns, rows, ways, total: false, note }
}
