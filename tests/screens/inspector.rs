//! An inspector's day: ten checks and no report, half of them without a network, one of them late.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use shared::case::State;
use shared::evidence::PhotoRole;
use shared::ids::CaseId;
use system_tests::collector::{Collector, Draft};
use system_tests::desk::Desk as Http;
use system_tests::scenes::Scene;
use tempfile::TempDir;
use tokio::task::LocalSet;

use crate::city::City;
use crate::evidence::received;
use crate::phone::Phone;
use crate::screen::part;

const CHECKS: u32 = 10;
/// So many are answered while there is a network.
const ONLINE: usize = 5;
/// How far the places lie from each other.
const STEP_M: f64 = 12.0;

const OPEN_CHECK: &str = "[data-test='task'][data-kind='check'][data-state='open']";
/// What is to be minded about an answer that was just given; where there is nothing, the page is left by itself.
const MINDED: &str = "[data-test='screen-answer'] .bottom [data-test='warning']";
const IDS: &str = "const tasks = [...document.querySelectorAll(\"[data-test='task']\")];
    return tasks.map(task => task.dataset.task);";

/// Ten problems are reported, their units see to them, and one inspector is drawn for every check.
async fn ten_to_check(city: &City, home: &Path, inspector: &str) -> Result<Vec<CaseId>> {
    let reporter = city.beside(city.account(inspector), "collector");
    let wang = Collector::with_phone(&reporter.user, home)?;
    wang.sign_in(&city.url(), &reporter.password).await?;
    let spot = wang.start().await?.home.context("a duty grid to stand in")?;
    let admin = city.one("admin");
    let admin = Http::sign_in(&city.url(), &admin.user, &admin.password).await?;
    let mut cases = Vec::new();
    for place in 0..CHECKS {
        let (near, far) = (Scene(place * 3).shoot()?, Scene(place * 3 + 1).shoot()?);
        let draft = Draft {
            category: "event:06010",
            condition_no: 1,
            fix: received(&wang, &spot, STEP_M * f64::from(place))?,
            note: "两袋",
            photos: &[(PhotoRole::Near, near.as_slice()), (PhotoRole::Far, far.as_slice())],
        };
        cases.push(wang.report(&draft).await?.case);
    }
    ensure!(wang.sync().await?.left == 0, "everything arrives");
    for (place, case) in (0..).zip(&cases) {
        let unit = admin.file(*case).await?.case.unit.context("the rule gives one unit there")?;
        let unit = city.account(&format!("u-{unit}"));
        let unit = Http::sign_in(&city.url(), &unit.user, &unit.password).await?;
        let file = unit.finish(*case, &Scene(place * 3 + 2).shoot()?, "已清运").await?;
        let drawn = file.draws.last().and_then(|draw| draw.drawn.clone());
        ensure!(drawn.as_deref() == Some(inspector), "{drawn:?} was drawn, and {inspector} is the only inspector");
    }
    Ok(cases)
}

/// Photographs a place again, as a file that the window's camera would hand over.
fn taken(folder: &Path, place: u32) -> PathBuf {
    let file = folder.join(format!("taken-{place}.jpg"));
    let photo = Scene(place * 3).shoot_later(4).expect("photograph a place");
    fs::write(&file, photo).expect("keep a photograph");
    file
}

/// Reads how the cases ended, and how many of their answers came late.
async fn ended(city: &City, cases: &[CaseId]) -> Result<(usize, usize)> {
    let admin = city.one("admin");
    let admin = Http::sign_in(&city.url(), &admin.user, &admin.password).await?;
    let (mut closed, mut late) = (0, 0);
    for case in cases {
        let file = admin.file(*case).await?;
        closed += usize::from(file.case.state == State::Closed);
        late += file.tasks.iter().filter(|task| task.late).count();
    }
    Ok((closed, late))
}

#[tokio::test]
async fn an_inspector_answers_ten_checks_in_two_taps_each_half_of_them_without_a_network() {
    let (mut city, homes) = (City::open(), TempDir::new().expect("make a folder"));
    let inspector = city.one("inspector").clone();
    // Nobody else there checks, so that the day is one person's.
    city.down();
    for other in city.all("inspector").filter(|other| other.user != inspector.user) {
        city.operate(&["account", "disable", &other.user]);
    }
    city.up();
    let cases = LocalSet::new().run_until(ten_to_check(&city, &homes.path().join("wang"), &inspector.user)).await;
    let cases = cases.unwrap_or_else(|error| panic!("bring ten cases to their checks: {error:#}"));

    // One of them has waited too long.
    city.down();
    let late = "update tasks set due_at_ms = sent_at_ms - 3600000, mark_a = -1, \
        body = json_set(body, '$.due_at', strftime('%Y-%m-%dT%H:%M:%SZ', sent_at_ms / 1000 - 3600, 'unixepoch')) \
        where id = (select id from tasks where state = 'open' and kind = 'check' order by id limit 1)";
    assert_eq!(city.reach_in(late), 1, "one check is overdue");
    city.up();

    let li = Phone::sign_in("inspector", &city, &inspector).await;
    li.turn_to("tasks").await;
    li.screen.see_many(OPEN_CHECK, cases.len()).await;
    li.screen.look("inspector-tasks").await;
    // By the way to them they stay so when one comes back from a task.
    li.screen.press(&part("order-distance")).await;
    li.screen.see("[data-test='order-distance'][aria-pressed='true']").await;
    li.screen.press(OPEN_CHECK).await;
    li.screen.see(&part("screen-answer")).await;
    li.screen.press(&part("back")).await;
    li.screen.see("[data-test='order-distance'][aria-pressed='true']").await;
    li.screen.press(&part("order-time")).await;
    li.screen.see("[data-test='order-time'][aria-pressed='true']").await;
    li.screen.see_many(OPEN_CHECK, cases.len()).await;
    // What is overdue stands first and says so.
    li.screen.see("[data-test='task']:first-child .time-left.tone-late").await;
    let tasks: Vec<String> = serde_json::from_value(li.screen.find_out("read the tasks", IDS).await).expect("ids");
    let mut taps = 0;
    for (number, task) in tasks.iter().enumerate() {
        if number == ONLINE {
            city.down();
        }
        let row = format!("[data-test='task'][data-task='{task}']");
        li.screen.press(&row).await;
        li.screen.see(&part("screen-answer")).await;
        if number == 0 {
            li.screen.see(&part("answer-late")).await;
            li.screen.look("inspector-late").await;
        }
        // The photo is one tap, the answer the other.
        let photo = taken(homes.path(), u32::try_from(number).expect("ten tasks"));
        li.screen.give("input[data-test='camera-task']", &photo).await;
        li.screen.see(&part("photo-now")).await;
        li.screen.press(&part("answer-pass")).await;
        taps += 2;
        // What is to be minded about a photo is read there, and the answer stands all the same.
        li.screen.see(&format!("[data-test='screen-tasks'], {MINDED}")).await;
        if li.screen.has(MINDED).await {
            li.screen.press(&part("back")).await;
        }
        li.screen.see(&format!("{row} [data-test='task-whereabouts']")).await;
    }
    println!("an inspector's day: {} checks answered in {taps} taps", tasks.len());
    li.screen.look("inspector-answered").await;
    li.turn_to("sync").await;
    li.screen.see(&part("still-here")).await;
    city.up();
    li.screen.press(&part("sync-now")).await;
    li.screen.see(&part("all-arrived")).await;
    li.put_away().await;

    let ended = ended(&city, &cases).await.unwrap_or_else(|error| panic!("read how the cases ended: {error:#}"));
    assert_eq!(ended, (cases.len(), 1), "every case is closed, and one answer was late and taken all the same");
}
