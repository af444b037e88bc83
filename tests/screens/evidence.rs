//! Evidence as people see it: what a phone says of a shot at once, and what the desk sees of it afterwards, closely, on a
//! map, in its device's chain, and by its bytes alone.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use app_bridge::ask::{AnswerForm, ReportForm, Shot, Subject};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use shared::evidence::PhotoRole;
use shared::evidence::verdict::Finding;
use shared::ids::{CaseId, Sha256};
use shared::place::fix::{Fix, Source};
use shared::place::point::Degree;
use shared::task::TaskResult;
use system_tests::clips;
use system_tests::collector::Collector;
use system_tests::desk::Desk as Http;
use tempfile::TempDir;
use tokio::task::LocalSet;

use crate::city::City;
use crate::console::Desk;
use crate::needs;
use crate::phone::Phone;
use crate::screen::{Screen, part};

/// How each of the simulated positions is chosen, and what is found of it while a report is filled in.
const ON_A_REPORT: [(&str, &str, Finding); 3] = [
    ("fix-mock", "near", Finding::Mock),
    ("fix-stale", "far", Finding::Stale),
    ("fix-uncertain", "reference", Finding::Uncertain),
];

/// What a receiver would say where the desk stands, so many metres further east.
pub fn received(phone: &Collector, home: &Fix, east_m: f64) -> Result<Fix> {
    let at = home.point()?.moved_m(east_m, 0.0);
    let (lon, lat) = (Degree(at.lon_e7), Degree(at.lat_e7));
    let fix_time = phone.core.now();
    Ok(Fix { lon, lat, source: Source::Gnss, accuracy_m: Some(6.0), heading_deg: Some(90.0), fix_time, ..home.clone() })
}

fn camera(role: PhotoRole, subject: Subject, fix: Fix) -> Shot {
    Shot { role, subject, fix: Some(fix), address: String::new(), imported: false, pair: None, poster: None }
}

/// A case with everything that a desk can look at: an honest photo, one that was thrown away, one with a made-up position
/// 500 metres off, a film, the unit's photo, and a check's photo that was framed by the first one.
struct Told {
    case: CaseId,
    wang: String,
    /// A working copy as somebody would hand it in, and the same with another last byte.
    files: [PathBuf; 2],
}

async fn told(city: &City, homes: &Path, photos: &[PathBuf]) -> Result<Told> {
    let read = |number: usize| fs::read(photos.get(number).context("four photographs")?).context("read a photograph");
    let account = city.one("collector");
    let wang = Collector::with_phone(&account.user, &homes.join("wang"))?;
    wang.sign_in(&city.url(), &account.password).await?;
    let home = wang.start().await?.home.context("a duty grid to stand in")?;
    let near = wang
        .take(camera(PhotoRole::Near, Subject::Draft { case: None }, received(&wang, &home, 0.0)?), &read(0)?)
        .await?;
    let draft = || Subject::Draft { case: near.draft };
    let thrown = wang.take(camera(PhotoRole::Far, draft(), received(&wang, &home, 0.0)?), &read(3)?).await?;
    wang.throw_away(thrown.photo).await?;
    let made_up = Fix { is_mock: true, ..received(&wang, &home, 500.0)? };
    let far = wang.take(camera(PhotoRole::Far, draft(), made_up), &read(1)?).await?;
    let poster = Some(BASE64.encode(read(1)?));
    let film = Shot { poster, ..camera(PhotoRole::Video, draft(), received(&wang, &home, 0.0)?) };
    let film = wang.take(film, &clips::webm(6_000)).await?;
    let form = ReportForm {
        category: "event:06010".parse()?,
        condition_no: 1,
        fix: received(&wang, &home, 0.0)?,
        note: "两袋".to_owned(),
        address: String::new(),
        photos: vec![near.photo, far.photo, film.photo],
        draft: near.draft,
        self_handled: false,
    };
    let case = wang.save(form).await?.case;
    ensure!(wang.sync().await?.left == 0, "everything arrives");

    let admin = city.one("admin");
    let admin = Http::sign_in(&city.url(), &admin.user, &admin.password).await?;
    let file = admin.file(case).await?;
    let before = file.evidence.iter().find(|shown| shown.photo == Some(near.photo)).context("the first photo")?;
    let before = before.working.clone();
    let unit = city.account(&format!("u-{}", file.case.unit.context("the rule gives one unit there")?));
    let unit = Http::sign_in(&city.url(), &unit.user, &unit.password).await?;
    let file = unit.finish(case, &read(2)?, "已清运").await?;
    let drawn = file.draws.last().and_then(|draw| draw.drawn.clone()).context("somebody was drawn")?;
    checked(city, &homes.join("li"), &drawn, case, &before, &read(3)?).await?;

    let working = admin.media(&before).await?;
    let mut changed = working.clone();
    *changed.last_mut().context("a photo has bytes")? ^= 1;
    let files = [homes.join("handed-in.jpg"), homes.join("changed.jpg")];
    let [same, other] = &files;
    fs::write(same, working)?;
    fs::write(other, changed)?;
    Ok(Told { case, wang: account.user.clone(), files })
}

/// Whoever was drawn goes there, frames the photo by the one from before, and says that it is done.
async fn checked(city: &City, home: &Path, user: &str, case: CaseId, before: &Sha256, photo: &[u8]) -> Result<()> {
    let li = Collector::with_phone(user, home)?;
    li.sign_in(&city.url(), &city.account(user).password).await?;
    let task = li.tasks().await?.into_iter().find(|task| task.case == case).context("the task came")?;
    let fix = Fix { heading_deg: Some(110.0), ..received(&li, &task.fix, 4.0)? };
    let shot = camera(PhotoRole::After, Subject::Task { task: task.task }, fix.clone());
    let after = li.take(Shot { pair: Some(before.clone()), ..shot }, photo).await?;
    let note = "干净了".to_owned();
    li.hand_in(AnswerForm {
        task: task.task,
        result: TaskResult::Pass,
        note,
        fix: Some(fix),
        photos: vec![after.photo],
    })
    .await?;
    ensure!(li.sync().await?.left == 0, "everything arrives");
    Ok(())
}

#[tokio::test]
async fn the_desk_sees_why_a_photo_is_doubted_looks_closely_and_knows_a_file_by_its_bytes() {
    let (city, homes, photos) = (City::open(), TempDir::new().expect("make a folder"), needs::photos());
    // A core stays on its thread.
    let told = LocalSet::new().run_until(told(&city, homes.path(), &photos)).await;
    let told = told.unwrap_or_else(|error| panic!("tell the story: {error:#}"));
    let boss = Desk::sign_in("evidence", &city, city.one("supervisor")).await;
    boss.see_case(&told.case.to_string(), "closed").await;
    reasons(&boss.screen).await;
    closely(&boss.screen).await;

    // The device's chain shows the one that was thrown away.
    boss.turn_to("devices").await;
    boss.screen.press(&format!("[data-test='device-row'][data-user='{}']", told.wang)).await;
    boss.screen.press(&part("device-chain")).await;
    boss.screen.see("[data-test='chain-row'][data-verdict='doubtful']").await;
    boss.screen.see("[data-test='chain-gap'][data-missing='1']").await;
    boss.screen.keep("desk-chain").await;

    // A file is ours byte for byte, or it is not.
    let [same, changed] = &told.files;
    boss.turn_to("verify").await;
    boss.screen.see(&part("verify-drop")).await;
    boss.screen.give(&part("verify-input"), changed).await;
    boss.screen.see("[data-test='verify-result'][data-known='false']").await;
    boss.screen.look("desk-verify-changed").await;
    boss.screen.give(&part("verify-input"), same).await;
    boss.screen.see("[data-test='verify-result'][data-known='true']").await;
    boss.screen.see("[data-test='verify-signature'][data-value='holds']").await;
    boss.screen.keep("desk-verify").await;
    boss.screen.close().await;
}

/// Reads the verdicts with their reasons, and where each photo says that it was taken.
async fn reasons(screen: &Screen) {
    screen.see("[data-test='evidence-row'][data-verdict='doubtful'] [data-test='evidence-verdict']").await;
    for finding in [Finding::Mock, Finding::FarFromCase, Finding::Missing, Finding::Unsigned] {
        let row = format!("[data-test='evidence-reason'][data-finding='{}']", finding.as_str());
        screen.read(&row, finding.zh()).await;
    }
    screen.read("[data-test='evidence-reason'][data-finding='far_from_case']", "界限").await;
    screen.scroll_to(&part("evidence")).await;
    screen.keep("desk-evidence").await;
    screen.see(&part("shots-map")).await;
    let metres = screen.attribute("[data-test='map-row'][data-number='2']", "data-metres").await;
    let metres: i64 = metres.parse().expect("metres are a number");
    assert!((498..=502).contains(&metres), "where the second photo says it was taken: {metres} m off");
    screen.scroll_to(&part("shots-map")).await;
    screen.look("desk-shots-map").await;
}

/// Looks closely: larger, before against after, and the film.
async fn closely(screen: &Screen) {
    screen.press("[data-test='photo-open'][data-number='1']").await;
    screen.see(&part("viewer")).await;
    screen.see(&part("viewer-photo")).await;
    screen.press(&part("viewer-zoom-in")).await;
    screen.see("[data-test='viewer-zoom'][data-percent='150']").await;
    screen.look("desk-viewer-zoomed").await;
    screen.press(&part("viewer-fit")).await;
    screen.see("[data-test='viewer-zoom'][data-percent='100']").await;
    screen.press(&part("viewer-compare")).await;
    screen.see("[data-test='compare-slider'][aria-valuenow='50']").await;
    screen.pull(&part("compare-slider"), 150.0, 0.0).await;
    screen.see("[data-test='compare-slider']:not([aria-valuenow='50'])").await;
    screen.keep("desk-compare").await;
    screen.press(&part("viewer-close")).await;
    screen.see_gone(&part("viewer-name")).await;

    screen.press("[data-test='photo-open'][data-number='3']").await;
    screen.play(&part("viewer-video")).await;
    screen.look("desk-clip").await;
    screen.press(&part("viewer-close")).await;
    screen.see_gone(&part("viewer-name")).await;
}

/// Chooses a way to be wrong, photographs, and reads what the phone says of it.
async fn shoot(phone: &Phone, way: &str, input: &str, photo: &Path, finding: Option<Finding>) {
    phone.screen.press(&part(way)).await;
    phone.screen.see(&format!("[data-test='{way}'][aria-checked='true']")).await;
    phone.screen.give(&format!("input[data-test='{input}']"), photo).await;
    if let Some(finding) = finding {
        warned(phone, finding).await;
    }
}

async fn warned(phone: &Phone, finding: Finding) {
    let line = format!("[data-test='photo-warning'] [data-code='{}']", finding.as_str());
    phone.screen.read(&line, finding.zh()).await;
}

async fn read_at_the_desk(desk: &Desk, findings: &[Finding]) {
    for finding in findings {
        let row = format!("[data-test='evidence-reason'][data-finding='{}']", finding.as_str());
        desk.screen.read(&row, finding.zh()).await;
    }
}

#[tokio::test]
async fn every_simulated_position_says_its_words_on_the_phone_and_then_at_the_desk() {
    let (city, photos) = (City::open(), needs::photos());
    let account = city.one("collector").clone();
    let wang = Phone::sign_in("positions", &city, &account).await;
    wang.screen.press(&part("tab-report")).await;
    wang.screen.see(&part("simulated-place")).await;
    for ((way, role, finding), photo) in ON_A_REPORT.iter().zip(&photos) {
        shoot(&wang, way, &format!("camera-{role}"), photo, Some(*finding)).await;
    }
    // The first shot is here, the second two kilometres away a moment later.
    wang.screen.press(&part("fix-jumpy")).await;
    for count in [2, 3] {
        wang.screen.give("input[data-test='camera-reference']", &photos[3]).await;
        wang.screen.see_many("[data-test='taken'][data-role='reference']", count).await;
    }
    warned(&wang, Finding::TooFast).await;
    wang.screen.scroll_to(&part("photo-warning")).await;
    wang.screen.keep("phone-evidence").await;
    wang.screen.press(&part("fix-good")).await;
    wang.screen.press(&part("choose-category")).await;
    wang.screen.fill("input[data-test='category-search']", "bllj").await;
    wang.screen.press_until("[data-test='category'][data-code='06010']", "[data-test='chosen-category']").await;
    wang.screen.press("[data-test='condition'][data-no='1']").await;
    wang.screen.see(&part("due")).await;
    wang.screen.press(&part("save")).await;
    let case = wang.screen.attribute(&part("saved"), "data-case").await;
    wang.sync_all().await;
    wang.put_away().await;

    let boss = Desk::sign_in("boss", &city, city.one("supervisor")).await;
    boss.see_case(&case, "handling").await;
    read_at_the_desk(&boss, &[Finding::Mock, Finding::Stale, Finding::Uncertain, Finding::TooFast]).await;
    let unit = boss.screen.attribute(&part("facts"), "data-unit").await;
    let unit = Desk::sign_in("unit", &city, city.account(&format!("u-{unit}"))).await;
    unit.finish(&case, &photos[2]).await;
    unit.screen.close().await;

    // Whoever checks is told what differs from the photo before.
    boss.see_case(&case, "checking").await;
    let drawn = boss.screen.attribute(&part("draw"), "data-drawn").await;
    let li = Phone::sign_in("checks", &city, city.account(&drawn)).await;
    li.turn_to("tasks").await;
    li.screen.press("[data-test='task'][data-kind='check']").await;
    shoot(&li, "fix-far", "camera-task", &photos[3], Some(Finding::FarFromCase)).await;
    warned(&li, Finding::FarFromBefore).await;
    shoot(&li, "fix-heading", "camera-task", &photos[2], Some(Finding::OtherHeading)).await;
    li.screen.look("check-warned").await;
    li.screen.press(&part("fix-good")).await;
    li.screen.press(&part("answer-pass")).await;
    li.screen.see(&part("task-whereabouts")).await;
    li.sync_all().await;
    li.put_away().await;
    boss.see_case(&case, "closed").await;
    read_at_the_desk(&boss, &[Finding::FarFromCase, Finding::FarFromBefore, Finding::OtherHeading]).await;
    boss.screen.close().await;
}
