//! The cases behind a number as a table that leaves the system. That it left is recorded.

use shared::api::lists::MOST_EXPORTED;
use shared::refusal::Code;

use super::actions::{self, Page};
use super::asked::{self, Asked, Number, Within};
use super::store::listed::{Listed, Place};
use super::store::whole::{self, Whole};
use super::{names, words};
use crate::accounts::caller::Caller;
use crate::accounts::people::looks::{self, Taken};
use crate::app::App;
use crate::cases::export::state;
use crate::catalogue::city::City;
use crate::error::{Result, refuse};
use crate::sheets::lang::Lang;
use crate::sheets::{Cell, Sheet};

/// So many cases are read at once.
const AT_ONCE: u32 = 1_000;
/// The longest that the ledger says of what was asked, in characters.
const LONGEST_SAID: usize = 1_000;

/// What somebody takes away.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wish {
    /// The cases behind this number.
    pub number: Number,
    /// In this language.
    pub lang: Lang,
    /// What was asked, for the ledger.
    pub said: String,
}

/// Returns the cases behind a number as a table and what its file is called; refuses more than fit into one.
pub async fn sheet(app: &App, caller: &Caller, asked: Asked, wish: Wish) -> Result<(String, Sheet)> {
    let asked = actions::within_reach(caller, asked)?;
    let city = app.city();
    let zone = asked::zone(&city).to_owned();
    let within = Within::of(&asked, &zone)?;
    actions::fresh(app, &within).await?;
    let Wish { number, lang, said } = wish;
    let of = number.of.map(|of| format!("{} ", words::slice(of, lang))).unwrap_or_default();
    let title = format!("{of}{} {}", words::counter(number.counter, lang), words::basis(number.basis, lang));
    let mut page = Page { number, after: Place::default(), limit: AT_ONCE };
    let mut rows = Vec::new();
    // Of one moment: the file holds as many rows as the number says.
    let mut snapshot = app.db.snapshot().await?;
    loop {
        let (found, total) = actions::behind(&mut snapshot, &within, &page).await?;
        if total > u64::from(MOST_EXPORTED) {
            return refuse(Code::TooManyRows, format!("more than {MOST_EXPORTED} cases are behind this number"));
        }
        let is_last = found.len() < usize::try_from(AT_ONCE).unwrap_or(usize::MAX);
        if let Some(last) = found.last() {
            page.after = last.place();
        }
        rows.extend(found.iter().map(|listed| row(&city, listed, &zone, lang)));
        if is_last {
            break;
        }
    }
    drop(snapshot);
    let detail: String = format!("{} rows: {said}", rows.len()).chars().take(LONGEST_SAID).collect();
    looks::took(app, caller, Taken { list: "assessment", detail }).await?;
    let stem = format!("{title} {} {}", shared::day::write(asked.from), shared::day::write(asked.to));
    Ok((stem, Sheet { name: title, columns: columns(lang), rows }))
}

/// Returns all cases of a frozen version as a table and what its file is called; refuses more than fit into one.
pub async fn whole(
    app: &App,
    caller: &Caller,
    of: &Whole,
    (month, number): (&str, u32),
    lang: Lang,
) -> Result<(String, Sheet)> {
    let city = app.city();
    let zone = asked::zone(&city).to_owned();
    let mut rows = Vec::new();
    let mut reader = app.db.read().await?;
    // What is frozen changes no more: every page is of the same moment.
    if whole::count(&mut reader, of).await? > u64::from(MOST_EXPORTED) {
        return refuse(Code::TooManyRows, format!("more than {MOST_EXPORTED} cases are in this version"));
    }
    let mut after = None;
    loop {
        let found = whole::page(&mut reader, of, after, AT_ONCE).await?;
        rows.extend(found.iter().map(|listed| row(&city, listed, &zone, lang)));
        if found.len() < usize::try_from(AT_ONCE).unwrap_or(usize::MAX) {
            break;
        }
        after = found.last().map(|last| last.case);
    }
    drop(reader);
    let detail = format!("{} rows: month={month}&version={number}", rows.len());
    looks::took(app, caller, Taken { list: "assessment", detail }).await?;
    let title = match lang {
        Lang::Zh => format!("{month} 第 {number} 版案件"),
        Lang::En => format!("Cases of {month} version {number}"),
    };
    Ok((title.clone(), Sheet { name: title, columns: columns(lang), rows }))
}

fn columns(lang: Lang) -> Vec<String> {
    let columns = [
        ("案卷号", "Case number"),
        ("类别编码", "Category code"),
        ("类别", "Category"),
        ("责任单位", "Unit"),
        ("现在状态", "State now"),
        ("上报时间", "Reported"),
        ("处置截止", "Deadline"),
        ("计入", "Counts as"),
    ];
    columns.iter().map(|(zh, en)| lang.say(zh, en).to_owned()).collect()
}

fn row(city: &City, listed: &Listed, zone: &str, lang: Lang) -> Vec<Cell> {
    let unit = listed.unit.as_ref().and_then(|id| city.unit(id));
    let counts: Vec<&str> = listed.counts().into_iter().map(|counter| words::counter(counter, lang)).collect();
    vec![
        Cell::words(listed.case_no.as_ref().map_or("", |number| number.as_str())),
        Cell::words(&listed.category),
        Cell::words(&names::category(city, &listed.category).unwrap_or_default()),
        Cell::words(unit.map_or("", |unit| unit.name.as_str())),
        Cell::words(state(listed.state, lang)),
        Cell::moment(Some(listed.reported_at), zone),
        Cell::moment(listed.due_at, zone),
        Cell::words(&counts.join(lang.say("、", ", "))),
    ]
}

#[cfg(test)]
mod tests {
    use super::{Lang, columns};

    #[test]
    fn both_languages_have_the_same_columns() {
        let (zh, en) = (columns(Lang::Zh), columns(Lang::En));
        assert_eq!(zh.len(), en.len());
        assert!(en.iter().all(|name| name.is_ascii()) && zh.iter().all(|name| !name.is_ascii()));
    }
}
