//! Photos that do not hold: every forgery is tried, and found for what it is; an honest photo is left in peace.

pub mod scenes;
mod places;
mod moments;
mod chains;
mod pictures;
mod pairs;
mod desks;
mod history;
mod known;

use shared::api::evidence::PhotoEvidence;
use shared::case::Estimate;
use shared::evidence::manifest::{Manifest, Subject};
use shared::evidence::verdict::{Finding, Verdict};
use shared::evidence::{PhotoRole, Times};
use shared::ids::{CaseId, PhotoId};
use shared::place::fix::{Fix, Source};
use shared::place::point::Point;
use shared::sync::operation::{Act, Report};
use shared::time::Instant;
use uuid::Uuid;

use crate::harness::phone::{Shot, fix};
use crate::harness::{Phone, World};

const SECOND_MS: i64 = 1_000;
const MINUTE_MS: i64 = 60 * SECOND_MS;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// What a phone's clocks show whose wall clock is right and whose forward clock goes on.
fn right(now: Instant) -> Times {
    let begins: Instant = "2026-11-23T10:00:00+08:00".parse().unwrap();
    let monotonic_ms = u64::try_from(10 * HOUR_MS + now.since(begins)).unwrap();
    Times { wall: now, monotonic_ms, boot: "b1".to_owned(), server_offset_ms: Some(0) }
}

/// Where satellites see the phone.
fn seen(place: Point, now: Instant) -> Fix {
    Fix { source: Source::Gnss, ..fix(place, now) }
}

/// What an honest phone signs that stands at a place now.
fn honest(world: &World, place: Point) -> impl FnOnce(&mut Manifest) + use<> {
    let now = world.app.clock.now();
    move |manifest| {
        manifest.fix = Some(seen(place, now));
        manifest.taken = right(now);
    }
}

fn report(world: &World, case: CaseId, place: Point, shots: &[&Shot]) -> Report {
    Report {
        case,
        category: "event:06010".parse().unwrap(),
        condition_no: 1,
        fix: fix(place, world.app.clock.now()),
        note: "路边一堆垃圾".to_owned(),
        address: "未央路".to_owned(),
        estimate: Estimate::default(),
        photos: shots.iter().map(|shot| shot.signed.clone()).collect(),
        self_handled: false,
    }
}

/// Takes a photo for a report; nothing is sent.
fn shoot(world: &World, phone: &mut Phone, working: Vec<u8>, say: impl FnOnce(&mut Manifest)) -> (CaseId, Shot) {
    let case = CaseId(Uuid::now_v7());
    (case, phone.shoot_with(world, PhotoRole::Near, Subject::Case(case), working, say))
}

/// Hands a report in with its photo.
async fn hand_in(world: &World, phone: &mut Phone, place: Point, case: CaseId, shot: &Shot) {
    let envelope = phone.envelope(world, Act::Report(report(world, case, place, &[shot])));
    let outcomes = phone.push(&[envelope]).await;
    assert_eq!(outcomes[0].code, None, "{outcomes:?}");
    phone.upload(&shot.working).await;
}

/// Reports at a place with a photo that says what it is made to say.
async fn reports(
    world: &World,
    phone: &mut Phone,
    place: Point,
    working: Vec<u8>,
    say: impl FnOnce(&mut Manifest),
) -> (CaseId, Shot) {
    let (case, shot) = shoot(world, phone, working, say);
    hand_in(world, phone, place, case, &shot).await;
    (case, shot)
}

/// Returns what is known of a photo when everything was judged.
async fn judged(world: &World, case: CaseId, photo: PhotoId) -> PhotoEvidence {
    server::evidence::turn(&world.app).await.unwrap();
    let file = world.desk("boss").await.case(case).await;
    file.evidence.into_iter().find(|known| known.photo == Some(photo)).unwrap()
}

/// Returns what was found of a photo, the heaviest first.
async fn found(world: &World, case: CaseId, photo: PhotoId) -> Vec<Finding> {
    let known = judged(world, case, photo).await;
    assert_eq!(known.verdict, Verdict::over(&known.reasons), "the worst reason decides");
    known.reasons.iter().map(|reason| reason.finding).collect()
}
