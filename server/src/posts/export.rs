//! What is behind a number of a post as a table that leaves the system. That it left is recorded.

use shared::api::lists::MOST_EXPORTED;
use shared::api::posts::{PostDay, PostWork};
use shared::assessment::names::{self as called, Said};
use shared::assessment::posts::Figure;
use shared::refusal::Code;

use super::actions;
use super::store::condition::Window;
use super::store::listed::{self, AfterDay, AfterStep, Number};
use crate::accounts::caller::Caller;
use crate::accounts::people::looks::{self, Taken};
use crate::app::App;
use crate::assessment::actions::fresh;
use crate::assessment::asked::{self, Asked, Within};
use crate::assessment::names::Names;
use crate::cases::export::state;
use crate::error::{Result, refuse};
use crate::sheets::lang::Lang;
use crate::sheets::{Cell, Sheet};

/// The longest that the ledger says of what was asked, in characters.
const LONGEST_SAID: usize = 1_000;

/// What somebody takes away.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wish {
    /// What is behind this number.
    pub number: Number,
    /// In this language.
    pub lang: Lang,
    /// What was asked, for the ledger.
    pub said: String,
}

/// Returns what is behind a number as a table and what its file is called; refuses more than fit into one.
pub async fn sheet(app: &App, caller: &Caller, asked: Asked, wish: Wish) -> Result<(String, Sheet)> {
    let asked = actions::may_ask(caller, asked)?;
    let Wish { number, lang, said } = wish;
    actions::must_have(asked.by, number.figure)?;
    let city = app.city();
    let zone = asked::zone(&city).to_owned();
    let window = Window::new(&asked, Within::of(&asked, &zone)?);
    fresh(app, &window.within).await?;
    // Of one moment, and one more than may be taken: who could take only a part is told so, and takes nothing.
    let mut snapshot = app.db.snapshot().await?;
    let names = Names::of(&city, &mut snapshot, window.post(), &caller.reach).await?;
    let limit = MOST_EXPORTED.saturating_add(1);
    let (columns, rows) = if number.figure.is_of_days() {
        let found = listed::page_of_days(&mut snapshot, &window, &number, &AfterDay::default(), limit).await?;
        let shown = found.into_iter().map(|day| actions::shown_day(&names, day));
        (DAYS, shown.map(|day| of_day(&day, &zone)).collect::<Vec<_>>())
    } else {
        let found = listed::page_of_work(&mut snapshot, &window, &number, &AfterStep::default(), limit).await?;
        let shown = found.into_iter().map(|step| actions::shown_step(&city, &names, step));
        (STEPS, shown.map(|step| of_step(&step, &zone, lang)).collect())
    };
    drop(snapshot);
    if rows.len() > usize::try_from(MOST_EXPORTED).unwrap_or(usize::MAX) {
        return refuse(Code::TooManyRows, format!("more than {MOST_EXPORTED} rows are behind this number"));
    }
    let detail: String = format!("{} rows: {said}", rows.len()).chars().take(LONGEST_SAID).collect();
    looks::took(app, caller, Taken { list: "posts", detail }).await?;
    let title = figure(number.figure, lang).to_owned();
    let stem = format!("{title} {} {}", shared::day::write(asked.from), shared::day::write(asked.to));
    let columns = columns.iter().map(|(zh, en)| lang.say(zh, en).to_owned()).collect();
    Ok((stem, Sheet { name: title, columns, rows }))
}

const fn figure(figure: Figure, lang: Lang) -> &'static str {
    let (zh, en) = called::figure(figure);
    lang.say(zh, en)
}

/// The columns of steps and tasks.
const STEPS: &[Said] = &[
    ("案卷号", "Case number"),
    ("类别", "Category"),
    ("人员", "Person"),
    ("时间", "When"),
    ("时限", "Deadline"),
    ("现在状态", "State now"),
    ("计为", "Counts as"),
];

/// The columns of days.
const DAYS: &[Said] = &[
    ("日期", "Day"),
    ("人员", "Person"),
    ("签到次数", "Shifts"),
    ("签到", "Signed in"),
    ("签退", "Signed out"),
    ("在岗分钟", "Minutes on shift"),
    ("应巡网格数", "Grids to walk"),
    ("已巡网格数", "Grids walked"),
];

fn of_step(step: &PostWork, zone: &str, lang: Lang) -> Vec<Cell> {
    let counts: Vec<&str> = step.counts.iter().map(|one| figure(*one, lang)).collect();
    vec![
        Cell::words(step.case_no.as_ref().map_or("", |number| number.as_str())),
        Cell::words(&step.category),
        Cell::words(&step.name),
        Cell::moment(Some(step.at), zone),
        Cell::moment(step.due_at, zone),
        Cell::words(state(step.state, lang)),
        Cell::words(&counts.join(lang.say("、", ", "))),
    ]
}

fn of_day(day: &PostDay, zone: &str) -> Vec<Cell> {
    let count = |value: u64| Cell::Number(u32::try_from(value).map_or(f64::MAX, f64::from));
    vec![
        Cell::words(&shared::day::write(day.day)),
        Cell::words(&day.name),
        count(day.shifts),
        Cell::moment(Some(day.first_at), zone),
        // Where one shift was never signed out of, the moment of another one says nothing of the day.
        Cell::moment(day.last_at.filter(|_| day.open_shifts == 0), zone),
        count(day.minutes),
        count(day.beat),
        count(day.walked),
    ]
}

#[cfg(test)]
mod tests {
    use shared::assessment::posts::Figure;
    use shared::case::State;
    use shared::ids::CaseId;
    use shared::time::Instant;
    use uuid::Uuid;

    use super::{Cell, DAYS, Lang, PostDay, PostWork, STEPS, of_day, of_step};

    #[test]
    fn each_row_has_a_cell_for_each_column_in_both_languages() {
        let at: Instant = "2026-11-23T10:00:00+08:00".parse().unwrap();
        let step = PostWork {
            key: "k".to_owned(),
            name: "孙先生".to_owned(),
            case: CaseId(Uuid::from_u128(1)),
            case_no: None,
            category: "暴露垃圾".to_owned(),
            state: State::Void,
            sequence: 2,
            at,
            due_at: None,
            counts: vec![Figure::Accept, Figure::AcceptWrong],
        };
        let row = of_step(&step, "Asia/Shanghai", Lang::Zh);
        assert_eq!(row.len(), STEPS.len());
        assert_eq!(row.last(), Some(&Cell::Text("受理数、错误受理数".to_owned())));
        let day = PostDay {
            key: "k".to_owned(),
            name: "王先生".to_owned(),
            day: "2026-11-23".parse().unwrap(),
            shifts: 2,
            open_shifts: 1,
            minutes: 240,
            beat: 8,
            walked: 2,
            first_at: at,
            last_at: Some(at),
        };
        let row = of_day(&day, "Asia/Shanghai");
        assert_eq!((row.len(), &row[4]), (DAYS.len(), &Cell::Empty), "one shift was not signed out of");
        for (zh, en) in STEPS.iter().chain(DAYS) {
            assert!(en.is_ascii() && !zh.is_ascii(), "{zh} {en}");
        }
    }
}
