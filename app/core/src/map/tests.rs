//! The map's sheet and its ground, on a phone in a town.

use app_bridge::ask::{Ask, ReportForm, Shot, Subject};
use app_bridge::sheet::{MapGround, MapSheet};
use app_bridge::told::Told;
use serde_json::Value;
use shared::case::{Nearby, State};
use shared::evidence::PhotoRole;
use shared::ids::{CaseId, TaskId};
use shared::place::crs::Crs;
use shared::place::point::Point;
use shared::settings::Settings;
use shared::task::{Task, TaskKind, TaskState};
use uuid::Uuid;

use crate::tests::phone::{MORNING, Phone, WANG, fix, picture, shot};

fn phone() -> Phone {
    Phone::in_town(&Settings { training: true, tianditu_key: "k".to_owned(), ..Settings::default() })
}

fn sheet(phone: &Phone) -> MapSheet {
    match phone.tell(Ask::MapSheet) {
        Told::MapSheet(sheet) => *sheet,
        other => panic!("told {other:?}"),
    }
}

fn ground(phone: &Phone, shown_in: Crs) -> (MapGround, Value) {
    match phone.tell(Ask::MapGround { shown_in }) {
        Told::MapGround(ground) => {
            let read = serde_json::from_str(&ground.json).unwrap();
            (ground, read)
        }
        other => panic!("told {other:?}"),
    }
}

fn task(id: u128, state: TaskState, due_minutes: i64) -> Task {
    Task {
        id: TaskId(Uuid::from_u128(id)),
        kind: TaskKind::Check,
        case: CaseId(Uuid::from_u128(71)),
        case_no: None,
        jurisdiction: "610112".parse().unwrap(),
        assignee: Some(WANG),
        state,
        sent_at: MORNING,
        due_at: MORNING.plus_ms(due_minutes * 60_000),
        requirement: String::new(),
        category: "event:06010".parse().unwrap(),
        condition_no: 1,
        fix: fix(30.0, 0.0, MORNING),
        grid: None,
        address: "凤城八路".to_owned(),
        before: Vec::new(),
        before_taken: Vec::new(),
        after: Vec::new(),
        result: None,
        note: String::new(),
        answered_at: None,
        late: false,
        originals_asked: Vec::new(),
        case_closed_at: None,
        version: 1,
    }
}

fn near(id: u128, state: State) -> Nearby {
    Nearby {
        id: CaseId(Uuid::from_u128(id)),
        jurisdiction: "610112".parse().unwrap(),
        category: "event:06010".parse().unwrap(),
        at: Point { lon_e7: 1_089_460_000, lat_e7: 342_650_000 },
        state,
        reported_at: MORNING,
        received_at: MORNING,
        version: 1,
    }
}

fn hear_near(phone: &Phone, near: &Nearby) {
    let body = serde_json::to_string(near).unwrap();
    phone.core.store().write(|w| w.hear_nearby(near, &body, 1)).unwrap();
}

fn report(phone: &Phone) -> CaseId {
    let subject = Subject::Draft { case: None };
    let shot = Shot { subject, ..shot(PhotoRole::Near, Some(fix(0.0, 0.0, MORNING))) };
    let card = phone.take(shot, picture()).unwrap();
    let form = ReportForm {
        category: "event:06010".parse().unwrap(),
        condition_no: 1,
        fix: fix(0.0, 0.0, MORNING),
        note: String::new(),
        address: String::new(),
        photos: vec![card.photo],
        draft: card.draft,
        self_handled: false,
    };
    match phone.tell(Ask::SaveReport(form)) {
        Told::Saved(saved) => saved.case,
        other => panic!("told {other:?}"),
    }
}

#[test]
fn tasks_that_wait_stand_on_the_map_the_most_pressing_first() {
    let phone = phone();
    phone.hear(&task(70, TaskState::Open, 120));
    phone.hear(&task(72, TaskState::Open, 30));
    phone.hear(&task(73, TaskState::Withdrawn, 10));
    let pins = sheet(&phone).tasks;
    let ids: Vec<_> = pins.iter().map(|pin| pin.task.0.as_u128()).collect();
    assert_eq!(ids, [72, 70], "what was withdrawn is nobody's way");
    assert_eq!((pins[0].place.as_str(), pins[0].name.is_empty()), ("凤城八路", false));
    assert_eq!(Ok(pins[0].at), fix(30.0, 0.0, MORNING).point());
}

#[test]
fn an_own_case_stands_there_from_the_moment_it_is_saved() {
    let phone = phone();
    let case = report(&phone);
    let pins = sheet(&phone).cases;
    assert_eq!(pins.len(), 1);
    assert_eq!((pins[0].case, pins[0].state), (case, None), "no server has seen it");
    assert!(!pins[0].place.is_empty(), "without an address the grid is named");
}

#[test]
fn of_others_only_what_is_not_over_is_shown_and_nothing_twice() {
    let phone = phone();
    let own = report(&phone);
    hear_near(&phone, &near(80, State::Handling));
    hear_near(&phone, &near(81, State::Closed));
    hear_near(&phone, &Nearby { id: own, ..near(82, State::Handling) });
    let ids: Vec<_> = sheet(&phone).near.iter().map(|pin| pin.case.0.as_u128()).collect();
    assert_eq!(ids, [80]);
}

#[test]
fn the_sheet_frames_the_scope_and_names_the_ground_that_is_drawn() {
    let phone = phone();
    let told = sheet(&phone);
    let [low, high] = told.frame.unwrap();
    assert_eq!((low.to_string(), high.to_string()), ("108.9400000,34.2600000".into(), "108.9500000,34.2700000".into()));
    assert!(!told.has_own, "nobody has said which duty grids are one's own");
    assert_eq!(told.tianditu_key, "k");
    assert_eq!(told.ground, ground(&phone, Crs::Wgs84).0.ground, "else the screen would ask for it for ever");
}

#[test]
fn the_ground_is_geojson_in_the_system_that_was_asked_for() {
    let phone = phone();
    let (_, plain) = ground(&phone, Crs::Cgcs2000);
    let grid = &plain["grids"]["features"][0];
    assert_eq!((&grid["properties"]["n"], &grid["properties"]["c"]), (&"001".into(), &"610112001007001".into()));
    let outline = &grid["geometry"]["coordinates"][0][0];
    assert_eq!(
        outline,
        &serde_json::json!([[108.94, 34.26], [108.95, 34.26], [108.95, 34.27], [108.94, 34.27], [108.94, 34.26]])
    );
    for name in ["duty", "roads", "places"] {
        assert_eq!(plain[name]["type"], "FeatureCollection", "{name}");
    }
    let (_, moved) = ground(&phone, Crs::Gcj02);
    let east = moved["grids"]["features"][0]["geometry"]["coordinates"][0][0][0][0].as_f64().unwrap();
    assert!((0.004..0.005).contains(&(east - 108.94)), "a public map draws it some 430 m further east: {east}");
}

#[test]
fn before_the_packs_are_here_the_map_has_pins_and_no_ground() {
    let phone = Phone::new();
    phone.hear(&task(70, TaskState::Open, 120));
    let told = sheet(&phone);
    assert_eq!((told.tasks.len(), told.frame, told.ground.as_str()), (1, None, ""));
    assert_eq!(phone.refused(Ask::MapGround { shown_in: Crs::Wgs84 }), "packs_missing");
}
