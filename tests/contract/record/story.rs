//! What is recorded: a case from the kerb to closed, with a renewed sign-in, a cut upload and an enrolment link.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use anyhow::{Context, Result, ensure};
use app_core::ports;
use app_core::session::Proof;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use reqwest::Method;
use serde_json::Value;
use shared::case::{Action, State};
use shared::evidence::{PhotoRef, PhotoRole};
use shared::ids::{CaseId, Sha256};
use shared::place::crs::Crs;
use shared::place::fix::{Fix, Source};
use shared::place::point::Degree;
use shared::task::TaskResult;
use shared::time::Instant;
use system_tests::collector::{Collector, Draft};
use system_tests::desk::Desk;
use system_tests::line::Weather;
use system_tests::world::World;

use crate::record::exchange::{Answer, Bytes, Exchange, Promise};
use crate::record::places::{Decided, LINK, decided, marked};
use crate::record::proxy::{Passed, Proxy};
use crate::record::{MONDAY, shape, town};

/// Headers of a request that matter.
const SENT: &[&str] = &[
    "accept",
    "accept-encoding",
    "authorization",
    "content-encoding",
    "content-type",
    "tus-resumable",
    "upload-length",
    "upload-metadata",
    "upload-offset",
];
/// Headers of an answer that apps read.
const READ: &[&str] = &["content-type", "location", "tus-resumable", "upload-length", "upload-offset"];

/// The same numbers each time, so that a recording made again is the same recording. What keys are made of is the
/// phone's seed, and so known to the recording.
struct Seeded {
    seed: [u8; 32],
    drawn: RefCell<u64>,
}

impl ports::Random for Seeded {
    fn fill(&self, bytes: &mut [u8]) -> app_core::error::Result<()> {
        if bytes.len() == self.seed.len() {
            bytes.copy_from_slice(&self.seed);
            return Ok(());
        }
        let mut drawn = self.drawn.borrow_mut();
        *drawn += 1;
        let mut block = self.seed.to_vec();
        block.extend(drawn.to_be_bytes());
        let random = Sha256::of(&block);
        for (byte, random) in bytes.iter_mut().zip(random.raw()) {
            *byte = random;
        }
        Ok(())
    }
}

/// A clock that goes on a little each time it is read.
struct Ticking(Rc<Cell<i64>>);

impl ports::Clock for Ticking {
    fn wall(&self) -> Instant {
        self.0.set(self.0.get() + 5);
        Instant::from_ms(self.0.get())
    }
    fn monotonic_ms(&self) -> u64 {
        u64::try_from(self.wall().ms()).unwrap_or(0) % 10_000_000
    }
    fn boot(&self) -> String {
        "5f1c".to_owned()
    }
}

/// Everybody in it.
struct Stage {
    world: World,
    proxy: Proxy,
    now: Rc<Cell<i64>>,
    keys: BTreeMap<String, [u8; 32]>,
}

impl Stage {
    fn phone(&mut self, user: &str, number: u8) -> Result<Collector> {
        let seed = [number; 32];
        let clock = Rc::new(Ticking(Rc::clone(&self.now)));
        let phone = Collector::in_world(user, &self.world.home(user), |world| ports::World {
            random: Rc::new(Seeded { seed, drawn: RefCell::new(0) }),
            clock,
            font: None,
            platform: "recorded".to_owned(),
            ..world
        })?;
        self.keys.insert(phone.core.device().to_string(), seed);
        Ok(phone)
    }

    fn pass_minutes(&self, minutes: i64) {
        self.world.clock.pass_minutes(minutes);
        self.proxy.minutes_go_by(minutes);
        self.now.set(self.now.get() + minutes * 60_000);
    }

    async fn desk(&self, user: &str) -> Result<Desk> {
        Desk::sign_in(&self.proxy.url, user, town::PASSWORD).await
    }
}

/// Plays the story and returns what was asked and answered.
pub async fn record() -> Result<Vec<Exchange>> {
    let world = World::begin_with(MONDAY, town::found).await?;
    let proxy = Proxy::before(&world.url)?;
    let now = Rc::new(Cell::new(MONDAY.parse::<Instant>()?.ms()));
    let mut stage = Stage { world, proxy, now, keys: BTreeMap::new() };

    let wang = stage.phone("wang", 7)?;
    wang.sign_in(&stage.proxy.url, town::PASSWORD).await?;
    let case = reports(&wang).await?;
    stage.pass_minutes(25 * 60);
    wang.line.set(Weather::CutsUploadsAt(1_000, 1));
    ensure!(wang.sync().await.is_err(), "the line is cut in the first upload");
    ensure!(wang.sync().await?.left == 0, "everything of wang's arrives");

    unit_handles(&stage, case).await?;

    let code = stage.world.enrolment("li").await?;
    let li = stage.phone("li", 9)?;
    li.core.sign_in(&stage.proxy.url, Proof::Enrolment { code: code.clone() }).await?;
    let task = li.tasks().await?.into_iter().find(|task| task.case == case).context("li is sent to check")?;
    stage.pass_minutes(20);
    li.answer(&task, TaskResult::Pass, &picture(40), "干净了").await?;
    ensure!(li.sync().await?.left == 0, "everything of li's arrives");
    wang.sync().await?;
    supervisor_looks(&stage, case).await?;
    Ok(exchanges(&stage.proxy.passed(), &code, &stage))
}

async fn reports(wang: &Collector) -> Result<CaseId> {
    let fix = Fix {
        lon: Degree(town::inside().lon_e7),
        lat: Degree(town::inside().lat_e7),
        crs: Crs::Wgs84,
        source: Source::Gnss,
        accuracy_m: Some(6.0),
        fix_time: MONDAY.parse()?,
        provider: Some("gps".to_owned()),
        is_mock: false,
        heading_deg: Some(271.5),
    };
    let (near, far) = (picture(10), picture(20));
    let photos = [(PhotoRole::Near, near.as_slice()), (PhotoRole::Far, far.as_slice())];
    let draft = Draft { category: "event:06010", condition_no: 1, fix, note: "两袋", photos: &photos };
    Ok(wang.report(&draft).await?.case)
}

async fn unit_handles(stage: &Stage, case: CaseId) -> Result<()> {
    let unit = stage.desk("unit").await?;
    ensure!(unit.cases().await?.total == 1, "the unit has one case");
    ensure!(unit.file(case).await?.case.state == State::Handling, "it is the unit's turn");
    let photo = picture(30);
    let upload = unit
        .request(Method::POST, "/api/v1/media/uploads")
        .header("Tus-Resumable", "1.0.0")
        .header("Upload-Length", photo.len())
        .header("Upload-Metadata", "")
        .header("Content-Type", "application/offset+octet-stream")
        .body(photo.clone());
    ensure!(upload.send().await?.status() == 201, "a script uploads in one request");
    let working = Sha256::of(&photo);
    let photos = vec![PhotoRef { photo: None, working: working.clone(), role: PhotoRole::After }];
    let file = unit.act(case, &Action::Finish { note: "已清运".to_owned(), photos }).await?;
    ensure!(file.case.state == State::Checking, "a check is drawn");
    unit.media(&working).await?;
    Ok(())
}

async fn supervisor_looks(stage: &Stage, case: CaseId) -> Result<()> {
    let zheng = stage.desk("zheng").await?;
    let session: Value = zheng.get("/api/v1/session").await?;
    ensure!(session.pointer("/account/user") == Some(&Value::from("zheng")), "it is zheng who looks");
    ensure!(zheng.file(case).await?.case.state == State::Closed, "the check passed");
    zheng.board().await?;
    let tasks: Value = zheng.get("/api/v1/tasks").await?;
    ensure!(!tasks.is_null(), "a desk lists tasks");
    let events = zheng.request(Method::GET, "/api/v1/sync/events").header("Accept", "text/event-stream").send().await?;
    ensure!(events.text().await?.starts_with("event:"), "there is a nudge at once");
    // A rescue file is sealed for one server and cannot be replayed to another; that one is asked for can.
    let strange = zheng.request(Method::POST, "/api/v1/rescue").header("Content-Type", "application/octet-stream");
    ensure!(strange.body("a file of another kind").send().await?.status() == 400, "it is no rescue file");
    ensure!(zheng.request(Method::DELETE, "/api/v1/session").send().await?.status() == 204, "zheng signs out");
    Ok(())
}

fn picture(tint: u8) -> Vec<u8> {
    let image = image::RgbImage::from_fn(320, 240, |x, y| image::Rgb([tint, (x / 8 % 256) as u8, (y / 5 % 256) as u8]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

fn exchanges(passed: &[Passed], code: &str, stage: &Stage) -> Vec<Exchange> {
    let link = Decided { value: code.to_owned(), place: LINK.to_owned(), in_bodies: true };
    let fixed = town::account_ids();
    let (mut values, mut asked) = (vec![link], String::new());
    let mut made = Vec::new();
    for (number, one) in (1..).zip(passed) {
        made.push(exchange(number, one, &values, stage));
        let headers = one.sent_headers.values().filter_map(|value| value.to_str().ok());
        asked.extend([one.path.as_str(), &String::from_utf8_lossy(&one.sent)].into_iter().chain(headers));
        for heard in decided(number, one, &asked, &fixed) {
            // Heard once more, it is the newer answer that whoever asks next has it from.
            values.retain(|known| known.value != heard.value);
            values.push(heard);
        }
    }
    made
}

fn exchange(number: usize, passed: &Passed, values: &[Decided], stage: &Stage) -> Exchange {
    let all: Vec<&Decided> = values.iter().collect();
    let in_bodies: Vec<&Decided> = values.iter().filter(|one| one.in_bodies).collect();
    let pick = |headers: &axum::http::HeaderMap, names: &[&str]| -> BTreeMap<String, String> {
        let found =
            names.iter().filter_map(|name| Some(((*name).to_owned(), headers.get(*name)?.to_str().ok()?.to_owned())));
        found.collect()
    };
    let mut headers = pick(&passed.sent_headers, SENT);
    headers.values_mut().for_each(|value| *value = marked(value, &all));
    let text = std::str::from_utf8(&passed.sent).ok().filter(|text| !text.is_empty());
    let body = match text {
        Some(text) => Some(Bytes::Text(marked(text, &in_bodies))),
        None if passed.sent.is_empty() => None,
        None => Some(Bytes::Base64(BASE64.encode(&passed.sent))),
    };
    let put = |one: &&&Decided| text.is_some_and(|text| text.contains(&one.value));
    let ids = in_bodies.iter().filter(put).filter(|one| one.value.parse::<uuid::Uuid>().is_ok());
    let was: BTreeMap<String, String> = ids.map(|one| (one.place.clone(), one.value.clone())).collect();
    let signs = in_bodies.iter().any(|one| put(&one) && one.place != LINK);
    let device = text.and_then(|text| serde_json::from_str::<Value>(text).ok());
    let device = device.as_ref().and_then(|body| body.get("device")?.as_str());
    let key = device.and_then(|device| stage.keys.get(device)).filter(|_| signs);
    let mut read = pick(&passed.headers, READ);
    if let Some(location) = read.get_mut("location") {
        "*".clone_into(location);
    }
    Exchange {
        number,
        after_minutes: passed.after_minutes,
        method: passed.method.to_string(),
        path: marked(&passed.path, &all),
        headers,
        body,
        was,
        device_key: key.map(|seed| BASE64.encode(seed)),
        answer: Answer { status: passed.status, headers: read, body: promise(passed) },
    }
}

/// Says what of a body an old app relies on.
fn promise(passed: &Passed) -> Option<Promise> {
    let path = passed.path.as_str();
    let named = path.starts_with("/api/v1/packs/") || (path.starts_with("/api/v1/media/") && !path.contains("size="));
    let begins = |count: usize| passed.received.iter().take(count).map(|byte| format!("{byte:02x}")).collect();
    match serde_json::from_slice::<Value>(&passed.received) {
        Ok(answer) if named => Some(Promise::NamedShape(shape::of(&answer))),
        Ok(answer) => Some(Promise::Shape(shape::of(&answer))),
        Err(_) if passed.received.is_empty() => None,
        Err(_) if named && passed.status == 200 => Some(Promise::NamedByItsHash { begins: begins(8) }),
        Err(_) => Some(Promise::Begins(begins(3))),
    }
}
