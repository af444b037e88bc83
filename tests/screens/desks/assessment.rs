//! An evaluator's day: from a month in which nothing happened and one that was frozen to a published month and its bulletin,
//! and from a figure of either to exactly its cases.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use rusqlite::Connection;
use serde_json::Value;
use shared::api::assessment::{AssessedCases, AssessmentTable, Months};
use shared::api::bulletins::BulletinList;
use shared::assessment::{Basis, Counter};
use shared::ids::CaseId;
use shared::time::Instant;
use system_tests::desk::Desk as Http;
use tempfile::TempDir;
use tokio::task::LocalSet;

use super::ground::{http, phone, report, to_top};
use super::paper;
use crate::city::City;
use crate::console::Desk;
use crate::needs;
use crate::screen::{Screen, part};

const DAY_MS: i64 = 86_400_000;
/// The city keeps the time of Beijing.
const AHEAD_HOURS: i64 = 8;

/// Selects a number of what is counted.
fn number(within: &str, counter: Counter) -> String {
    format!("{within} [data-test='number'][data-counter='{}']", counter.as_str())
}

#[tokio::test]
async fn an_evaluator_goes_from_an_empty_month_to_a_published_bulletin_and_from_a_figure_to_its_cases() {
    let homes = TempDir::new().expect("make a folder");
    // A core stays on its thread.
    let day = LocalSet::new().run_until(day(homes.path())).await;
    day.unwrap_or_else(|error| panic!("an evaluator's day: {error:#}"));
}

async fn day(homes: &Path) -> Result<()> {
    let (mut city, photos) = (City::open(), needs::photos());
    let collector = city.one("collector").clone();
    let today = (Timestamp::now() + SignedDuration::from_hours(AHEAD_HOURS)).strftime("%Y-%m-%d").to_string();
    let today: Date = today.parse().context("read the day of today")?;
    let wang = phone(&city, &collector, &homes.join("wang")).await?;
    let shots: [&Path; 2] = [&photos[0], &photos[1]];
    let old = [report(&wang, shots, "两袋").await?, report(&wang, shots, "三袋").await?];
    ensure!(wang.sync().await?.left == 0, "everything arrives");
    city.down();
    // In the middle of the month before the last one, whatever day it is.
    date_back(&city.database(), &old, i64::from(today.day()) + 45)?;
    city.up();
    report(&wang, shots, "堆在路边").await?;
    ensure!(wang.sync().await?.left == 0, "everything arrives");

    let evaluator = city.one("evaluator").clone();
    let script = http(&city, &evaluator).await?;
    let this = month(today);
    let last = month(today.first_of_month().yesterday()?);
    let frozen = month(today.first_of_month().yesterday()?.first_of_month().yesterday()?);
    is_frozen(&script, &frozen).await?;

    let desk = Desk::sign_in("assessment", &city, &evaluator).await;
    desk.screen.show_on(1440, 900).await;
    running(&desk, &this).await;
    empty(&desk, &last).await;
    let published = publish(&desk, &frozen).await;
    figure_to_cases(&desk, &script, &frozen, &published, &old).await?;
    tables(&desk, &frozen, &published).await;
    scores(&desk, &frozen).await;
    bulletin(&desk, &frozen, &old).await;
    on_paper(&desk, &script, &old).await?;
    posts(&desk, &frozen).await;
    desk.screen.close().await;
    Ok(())
}

fn month(day: Date) -> String {
    day.strftime("%Y-%m").to_string()
}

/// Makes cases so many days older, each moment of them and of their steps: only time would bring that about.
fn date_back(database: &Connection, cases: &[CaseId], days: i64) -> Result<()> {
    let back_ms = days * DAY_MS;
    for case in cases.iter().map(ToString::to_string) {
        let body: String = database.query_row("select body from cases where id = ?1", [&case], |row| row.get(0))?;
        let moments = "update cases set body = ?1, reported_at_ms = reported_at_ms - ?2, \
            received_at_ms = received_at_ms - ?2, due_at_ms = due_at_ms - ?2, assessed_version = 0 where id = ?3";
        let changed = database.execute(moments, (older(&body, back_ms)?, back_ms, &case))?;
        ensure!(changed == 1, "case {case} arrived");
        let mut flow = database.prepare("select sequence, body from case_flow where case_id = ?1")?;
        let steps = flow.query_map([&case], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let steps: Vec<(i64, String)> = steps.collect::<Result<_, _>>()?;
        ensure!(!steps.is_empty(), "case {case} took a step");
        for (sequence, body) in steps {
            let step = "update case_flow set body = ?1, at_ms = at_ms - ?2 where case_id = ?3 and sequence = ?4";
            database.execute(step, (older(&body, back_ms)?, back_ms, &case, sequence))?;
        }
    }
    Ok(())
}

fn older(body: &str, back_ms: i64) -> Result<String> {
    fn shift(value: &mut Value, back_ms: i64) {
        match value {
            Value::String(text) => {
                if let Ok(at) = text.parse::<Instant>() {
                    *text = at.plus_ms(-back_ms).to_string();
                }
            }
            Value::Array(all) => all.iter_mut().for_each(|one| shift(one, back_ms)),
            Value::Object(all) => all.values_mut().for_each(|one| shift(one, back_ms)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let mut value: Value = serde_json::from_str(body)?;
    shift(&mut value, back_ms);
    Ok(value.to_string())
}

/// Waits until the server has frozen a month by itself.
async fn is_frozen(script: &Http, month: &str) -> Result<()> {
    for _ in 0..400 {
        let months: Months = script.get("/api/v1/assessment/months").await?;
        if months.months.iter().any(|one| one.month == month && !one.versions.is_empty()) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    bail!("{month} was not frozen")
}

/// The month that runs is live: what was reported just now is counted.
async fn running(desk: &Desk, this: &str) {
    let screen = &desk.screen;
    desk.turn_to("assessment").await;
    screen.see("[data-test='source'][data-value='live']").await;
    let reported = number("[data-test='tile-count']", Counter::Report);
    screen.see(&format!("{reported}[data-count='1']")).await;
    screen.see("[data-test='bars'] svg, [data-test='no-bars']").await;
    screen.press(&reported).await;
    screen.see("[data-test='cases-total'][data-total='1']").await;
    screen.see_many(&part("assessed-case"), 1).await;
    desk.turn_to("assessment/months").await;
    screen.see(&format!("[data-test='month-row'][data-month='{this}'] [data-value='runs']")).await;
    screen.look("desk-assessment-months").await;
}

/// A month in which nothing happened says so, shows no rate of nothing, and is not frozen.
async fn empty(desk: &Desk, last: &str) {
    let screen = &desk.screen;
    desk.turn_to(&format!("assessment?month={last}")).await;
    screen.see("[data-test='assessment-overview'] [data-test='empty']").await;
    screen.see_gone(&part("tiles")).await;
    desk.turn_to(&format!("assessment/months/{last}")).await;
    screen.see(&part("no-version")).await;
    screen.see_gone(&part("freeze-form")).await;
    screen.see("[data-test='month-steps'] [data-test='next'][data-value='waits']").await;
}

/// Another version with its reason, checked against the histories, compared with the first one, published. Returns its number.
async fn publish(desk: &Desk, frozen: &str) -> String {
    let screen = &desk.screen;
    desk.turn_to("assessment/months").await;
    screen.press(&format!("[data-test='month-row'][data-month='{frozen}'] [data-test='open-month']")).await;
    screen.see_many(&part("version"), 1).await;
    screen.press(&part("check")).await;
    screen.see("[data-test='check-report'][data-differing='0']").await;
    screen.fill(&part("freeze-reason"), "补录两件，重新冻结").await;
    // The first press asks, the second does it.
    screen.press(&part("freeze")).await;
    screen.press(&part("freeze")).await;
    screen.see_many(&part("version"), 2).await;
    // The newest stands first.
    screen.read(&part("version"), "补录两件").await;
    let number = screen.attribute(&part("version"), "data-number").await;
    screen.see(&part("compare-same")).await;
    let newest = format!("[data-test='version'][data-number='{number}']");
    screen.see(&format!("{newest} [data-test='publish-model'] option")).await;
    screen.press(&format!("{newest} [data-test='publish']")).await;
    screen.press(&format!("{newest} [data-test='publish']")).await;
    screen.see(&format!("{newest}[data-published='true']")).await;
    screen.see("[data-test='month-standing'][data-value='published']").await;
    screen.see("[data-test='month-steps'] [data-test='next'][data-value='make']").await;
    to_top(screen).await;
    screen.look("desk-assessment-month").await;
    number
}

/// From a figure of the published month to its cases: as many as it says, those and no others, and each opens.
async fn figure_to_cases(desk: &Desk, script: &Http, frozen: &str, version: &str, old: &[CaseId]) -> Result<()> {
    let screen = &desk.screen;
    let newest = format!("[data-test='version'][data-number='{version}']");
    screen.press(&format!("{newest} [data-test='version-figures']")).await;
    screen.see("[data-test='source'][data-value='published']").await;
    let reported = number("[data-test='tile-count']", Counter::Report);
    screen.see(&format!("{reported}[data-count='{}']", old.len())).await;
    screen.see("[data-test='past-chart'] svg").await;
    to_top(screen).await;
    screen.keep("desk-assessment").await;
    screen.press(&reported).await;
    screen.see(&format!("[data-test='cases-total'][data-total='{}']", old.len())).await;
    screen.see_many(&part("assessed-case"), old.len()).await;
    for case in old {
        screen.see(&format!("[data-test='assessed-case'][data-case='{case}']")).await;
    }
    screen.press(&format!("[data-test='assessed-case'][data-case='{}'] [data-test='why']", old[0])).await;
    screen.see(&format!("[data-test='why-card'] [data-word='{}']", Counter::Report.as_str())).await;
    screen.look("desk-assessment-cases").await;
    screen.press(&format!("[data-test='assessed-case'][data-case='{}'] [data-test='open-case']", old[0])).await;
    screen.see(&part("state")).await;

    // The server says the same to a script: each number of the month is as many cases as its list holds.
    let of = format!("month={frozen}&version={version}");
    let table: AssessmentTable = script.get(&format!("/api/v1/assessment?{of}&by=unit")).await?;
    for basis in Basis::ALL {
        let Some(sums) = table.total.get(basis) else { continue };
        for (counter, count) in &sums.counts {
            let (basis, counter) = (basis.as_str(), counter.as_str());
            let path = format!("/api/v1/assessment/cases?{of}&basis={basis}&counter={counter}");
            let list: AssessedCases = script.get(&path).await?;
            ensure!(list.total == *count, "{counter} by {basis}: {count}, and {} cases", list.total);
        }
    }
    Ok(())
}

/// The same by unit: rows are found, put in order and taken away, and a row's number leads to that row's cases.
async fn tables(desk: &Desk, frozen: &str, version: &str) {
    let screen = &desk.screen;
    desk.turn_to(&format!("assessment/table?by=jurisdiction&month={frozen}&version={version}")).await;
    screen.see(&part("table-row")).await;
    screen.press("[data-test='table-row'] [data-test='row-within']").await;
    screen.see("[data-test='table'][data-by='unit']").await;
    screen.press(&part("family-dispatching")).await;
    screen.press(&format!("[data-column='{}'] [data-test='sort']", Counter::NeedDispatch.as_str())).await;
    screen.see(&format!("[data-column='{}'][aria-sort='descending']", Counter::NeedDispatch.as_str())).await;
    to_top(screen).await;
    screen.keep("desk-assessment-table").await;
    sent_to_a_unit(screen).await;
}

async fn sent_to_a_unit(screen: &Screen) {
    let sent = number("[data-test='table-row']", Counter::NeedDispatch);
    let count = screen.attribute(&sent, "data-count").await;
    let name = screen.read("[data-test='table-row'] [role='rowheader'] span", "").await;
    screen.press(&sent).await;
    screen.see(&format!("[data-test='cases-total'][data-total='{count}']")).await;
    screen.read(&part("cases-title"), name.trim()).await;
    screen.press(&part("back")).await;
    screen.see("[data-test='table'][data-by='unit']").await;
    screen.fill(&part("find"), "没有这样的单位").await;
    screen.see_gone(&part("table-row")).await;
}

/// What the month came to by its model.
async fn scores(desk: &Desk, frozen: &str) {
    let screen = &desk.screen;
    desk.turn_to(&format!("assessment/scores?month={frozen}")).await;
    screen.see(&part("scores-row")).await;
    screen.look("desk-assessment-scores").await;
    // The points of a line lead to the cases that it looked at.
    screen.press("[data-test='scores-row'] [data-test='line-points']").await;
    screen.see(&part("cases-total")).await;
    // How many cases are in the month leads to exactly these.
    desk.turn_to("assessment/months").await;
    let all = format!("[data-test='month-row'][data-month='{frozen}'] [data-test='version-cases']");
    screen.see(&all).await;
    let count = screen.attribute(&all, "data-count").await;
    screen.press(&all).await;
    screen.see(&format!("[data-test='cases-total'][data-total='{count}']")).await;
}

/// The list of months says what comes next: the bulletin is made, worded, published, and each of its figures leads to its
/// cases.
async fn bulletin(desk: &Desk, frozen: &str, old: &[CaseId]) {
    let screen = &desk.screen;
    let next = format!("[data-test='month-row'][data-month='{frozen}'] [data-test='next']");
    desk.turn_to("assessment/months").await;
    screen.see(&format!("{next}[data-value='make']")).await;
    screen.press(&format!("{next} [data-test='next-step']")).await;
    // Month and version are those that one comes from.
    screen.see(&format!("[data-test='bulletin-month'] option[value='{frozen}']")).await;
    screen.press(&part("bulletin-make")).await;
    screen.see("[data-test='bulletin-standing'][data-value='draft']").await;
    screen.see_many(&part("bulletin-case"), old.len()).await;
    screen.fill(&part("bulletin-remarks"), "两件超期未处置，请责任单位说明原因。").await;
    screen.press("[data-test='bulletin-tick'] input").await;
    screen.press(&part("bulletin-save")).await;
    screen.read(&part("bulletin-said"), "请责任单位说明原因").await;
    screen.see("[data-test='bulletin-publish']:not([disabled])").await;
    // The first press asks, the second does it.
    screen.press(&part("bulletin-publish")).await;
    screen.press(&part("bulletin-publish")).await;
    screen.see("[data-test='bulletin-standing'][data-value='published']").await;
    screen.see_gone(&part("bulletin-edit")).await;
    // The photo that was let in is shown.
    screen.see(&part("bulletin-photo")).await;
    to_top(screen).await;
    screen.keep("desk-bulletin").await;

    let reported = format!("[data-test='bulletin-volume'][data-counter='{}']", Counter::Report.as_str());
    screen.press(&format!("{reported} [data-test='bulletin-figure']")).await;
    screen.see(&format!("[data-test='cases-total'][data-total='{}']", old.len())).await;
    for case in old {
        screen.see(&format!("[data-test='assessed-case'][data-case='{case}']")).await;
    }
    desk.turn_to("assessment/months").await;
    screen.see(&format!("{next}[data-value='read']")).await;
    screen.press(&format!("{next} [data-test='next-step']")).await;
    screen.see(&part("bulletin")).await;
}

/// The published bulletin as a reader prints it: its pages lead to every case it names, and the first is kept as a picture.
async fn on_paper(desk: &Desk, script: &Http, old: &[CaseId]) -> Result<()> {
    let list: BulletinList = script.get("/api/v1/bulletins").await?;
    let head = list.bulletins.iter().find(|head| head.published_at.is_some()).context("one was published")?;
    let reply = script.request(Method::GET, &format!("/api/v1/bulletins/{}/pdf?lang=zh", head.id)).send().await?;
    let pdf = reply.error_for_status()?.bytes().await?.to_vec();
    for case in old {
        let way = format!("/#/cases/{case}");
        ensure!(pdf.windows(way.len()).any(|window| window == way.as_bytes()), "the way to {case} is on paper");
    }
    paper::keep_page(pdf, 0, "desk-bulletin-page")?;
    // And at the desk each case that is named opens.
    let screen = &desk.screen;
    screen
        .press(&format!("[data-test='bulletin-case'][data-case='{}'] [data-test='bulletin-case-open']", old[0]))
        .await;
    screen.see(&part("state")).await;
    Ok(())
}

/// What is behind a number of a person is there to be taken away.
async fn posts(desk: &Desk, frozen: &str) {
    let screen = &desk.screen;
    desk.turn_to(&format!("assessment/posts?month={frozen}&post=collector")).await;
    screen.press("[data-test='post-row'] [data-test='number'][data-figure='report']").await;
    screen.see_many(&part("post-work"), 2).await;
    screen.press(&part("export")).await;
    let file = screen.attribute(&part("export-csv"), "href").await;
    assert!(file.contains("/api/v1/posts/list/export?format=csv") && file.contains("figure=report"), "{file}");
}
