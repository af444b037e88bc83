//! Boundaries change: editions wait for their day, open cases and tasks follow by rule, phones hear of it.

use serde_json::{Value, json};
use server::catalogue::actions as packs;
use server::catalogue::bodies::Jurisdiction;
use server::grids::actions::{Imported, Wish, import};
use server::grids::editions;
use shared::account::Actor;
use shared::case::{ActionKind, Case, State};
use shared::grid::edition::{Standing, Term};
use shared::grid::geojson::read;
use shared::grid::report::finding::Flaw;
use shared::ids::{CaseId, Sha256};
use shared::sync::hello::PackKind;
use shared::sync::push::OutcomeKind;
use shared::task::{TaskResult, TaskState};

use crate::harness::city::{BEILIN, NORTH, WEIYANG, WEST, at};
use crate::harness::{Phone, World, on_both_engines};

const HOUR_MS: i64 = 3_600_000;
const RULE: &str = "areas.edition";

fn feature(properties: Value, [west, south, east, north]: [f64; 4]) -> Value {
    let corners = [(west, south), (east, south), (east, north), (west, north), (west, south)];
    let ring: Vec<[f64; 2]> = corners.iter().map(|(x, y)| [at(*x, *y).lon(), at(*x, *y).lat()]).collect();
    json!({"properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}})
}

/// A new grid on the ground of another, in a beat.
fn grid(code: &str, jurisdiction: &str, beat: &str, ground: [f64; 4]) -> Value {
    feature(json!({"code": code, "jurisdiction": jurisdiction, "duty_grid": beat}), ground)
}

fn area(unit: &str, ground: [f64; 4]) -> Value {
    feature(json!({"layer": "sanitation", "unit": unit}), ground)
}

/// Who answers for the whole north from now on: nothing is disputed any more.
fn settled() -> [Value; 2] {
    [area(WEST, [0.0, 0.0, 4.0, 2.0]), area(NORTH, [0.0, 2.0, 4.0, 4.0])]
}

fn by() -> Actor {
    Actor::System { rule: "test".to_owned() }
}

async fn brought(world: &World, features: &[Value], version: &str, days: [&str; 2]) -> Imported {
    let text = json!({"type": "FeatureCollection", "features": features}).to_string();
    let [valid_from, valid_to] = days.map(|day| (!day.is_empty()).then(|| day.parse().unwrap()));
    let term = Term { version: version.to_owned(), valid_from, valid_to };
    import(&world.app, read(&text).unwrap(), term, &by(), Wish::Take).await.unwrap()
}

/// Brings an edition in that holds from today.
async fn today(world: &World, features: &[Value], version: &str) -> Imported {
    let imported = brought(world, features, version, ["2026-11-23", ""]).await;
    assert!(imported.is_taken && imported.is_in_force, "{:#?}", imported.report);
    imported
}

async fn case(world: &World, id: CaseId) -> Case {
    server::cases::actions::find(&mut world.app.db.read().await.unwrap(), id).await.unwrap().unwrap()
}

fn unit(case: &Case) -> &str {
    case.unit.as_ref().map_or("", |unit| unit.as_str())
}

fn hash_of(phone_packs: &[shared::sync::hello::PackRef]) -> Sha256 {
    phone_packs.iter().find(|pack| pack.kind == PackKind::Boundaries).unwrap().hash.clone()
}

async fn sound(world: &World) {
    let found = server::check::all(&world.app, server::check::Depth::Rows).await.unwrap();
    assert_eq!(found.problems, Vec::<String>::new());
}

async fn settings(world: &World, id: &str, change: impl FnOnce(&mut Jurisdiction)) {
    let mut jurisdiction = world.app.city().jurisdiction(&id.parse().unwrap()).unwrap().clone();
    change(&mut jurisdiction);
    let mut tx = world.app.db.write().await.unwrap();
    packs::put_jurisdiction(&mut tx, &jurisdiction, world.app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    world.app.refresh().await.unwrap();
}

/// What the server's job does every few seconds; it may do so beside this.
async fn turn(world: &World) {
    editions::turn(&world.app).await.unwrap();
}

/// The rows of a person's scope by digest and by a pull from the beginning say the same.
async fn agrees(phone: &Phone, ids: &[CaseId]) {
    let page = phone.pull("").await;
    for id in ids {
        let seen = page.changes.iter().rev().find(|change| change.id == id.to_string());
        assert!(seen.is_some_and(|change| !change.left), "{id} is in the scope of {}", phone.account);
    }
}

on_both_engines! {
    async fn a_case_that_waited_gets_its_unit_and_one_that_was_dispatched_stays(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (disputed, gap) = (wang.reports(world, at(1.5, 2.5)).await, wang.reports(world, at(2.5, 0.5)).await);
        let (sent, same) = (wang.reports(world, at(0.5, 2.5)).await, wang.reports(world, at(0.5, 0.5)).await);
        let closed = wang.reports(world, at(0.5, 3.5)).await;
        world.desk("zhou").await.act(closed, &json!({"action": "void", "reason": "重复"})).await;
        let before = case(world, closed).await;
        assert_eq!((unit(&case(world, disputed).await), unit(&case(world, sent).await)), ("", WEST));
        let untouched = [case(world, sent).await, case(world, same).await];
        today(world, &settled(), "settled").await;
        for (id, expected) in [(disputed, NORTH), (gap, WEST)] {
            let file = world.desk("wu").await.case(id).await;
            assert_eq!((unit(&file.case), file.case.state), (expected, State::Handling), "it goes on by itself");
            let step = file.flow.iter().find(|step| step.action == ActionKind::Reassign).unwrap();
            assert_eq!(step.actor, Actor::System { rule: RULE.to_owned() });
            assert_eq!((step.from, step.to), (Some(State::ToDispatch), State::ToDispatch));
            assert!(step.opinion.contains("settled") && step.opinion.contains(&format!("unit – → {expected}")), "{step:?}");
        }
        assert_eq!([case(world, sent).await, case(world, same).await], untouched, "whoever has it keeps it");
        assert_eq!(case(world, closed).await, before, "what is over is never touched");
        assert_eq!(world.count("select count(*) from audit where action = 'reassign' and actor = 'system areas.edition'").await, 2);
        assert_eq!(world.count("select count(*) from audit where action = 'boundaries_in_force'").await, 1);
        world.clock.forward_ms(61_000);
        turn(world).await;
        assert_eq!(world.count("select count(*) from audit where action = 'reassign'").await, 2, "once is enough");
        sound(world).await;
    }

    async fn a_dispatched_case_follows_where_the_jurisdiction_wants_it(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (sent, done) = (wang.reports(world, at(0.5, 2.5)).await, wang.reports(world, at(0.5, 3.5)).await);
        world.desk("west").await.finish(done, 1).await;
        settings(world, WEIYANG, |one| one.settings.rules.reassign_dispatched = true).await;
        today(world, &settled(), "settled").await;
        let file = world.desk("north").await.case(sent).await;
        let step = file.flow.last().unwrap();
        assert_eq!((step.action, step.receiver.as_deref()), (ActionKind::Reassign, Some(NORTH)));
        assert_eq!((file.case.state, unit(&file.case)), (State::Handling, NORTH));
        assert!(file.case.clock.running_since.is_some(), "its clock goes on");
        assert_eq!(world.desk("west").await.get(&format!("/api/v1/cases/{sent}")).await.status(), 404);
        assert_eq!(unit(&case(world, done).await), WEST, "whose work is done already is not taken from who did it");
        sound(world).await;
    }

    async fn a_case_and_its_open_task_go_to_the_jurisdiction_that_has_the_ground_now(world: &World) {
        let [mut wang, mut li, zhao, mut chen] = world.phones(["wang", "li", "zhao", "chen"]).await;
        let [zheng, zhu, chief] = world.phones(["zheng", "zhu", "chief"]).await;
        let here = at(0.5, 0.5);
        let moved = wang.reports(world, here).await;
        world.desk("west").await.finish(moved, 1).await;
        let task = li.tasks().await.remove(0);
        let stays = wang.reports(world, at(1.5, 1.5)).await;
        let foreign = chen.reports(world, at(5.5, 1.5)).await;
        let cursors = [zheng.pull("").await.cursor, zhu.pull("").await.cursor, chief.pull("").await.cursor];
        today(world, &[grid("610103001007101", BEILIN, "610103-Z0", [0.0, 0.0, 1.0, 1.0])], "ceded").await;
        let after = case(world, moved).await;
        assert_eq!(after.jurisdiction.as_str(), BEILIN);
        assert_eq!(after.grid.as_ref().unwrap().as_str(), "610103001007101");
        assert_eq!(after.division.as_ref().unwrap().as_str(), BEILIN);
        assert_eq!((unit(&after), after.state), (WEST, State::Checking), "the check of its work goes on");
        // The task: new grid, new area, a version more, and the same person.
        let heard = li.tasks().await.remove(0);
        assert_eq!((heard.id, heard.version, heard.state), (task.id, task.version + 1, TaskState::Open));
        assert_eq!((heard.grid, heard.jurisdiction.as_str()), (after.grid.clone(), BEILIN));
        // Each area hears what concerns it.
        let [mut left, mut came, mut whole] = [Vec::new(), Vec::new(), Vec::new()];
        for (phone, cursor, seen) in
            [(&zheng, &cursors[0], &mut left), (&zhu, &cursors[1], &mut came), (&chief, &cursors[2], &mut whole)]
        {
            let page = phone.pull(cursor).await;
            seen.extend(page.changes.into_iter().map(|change| (change.entity, change.id, change.left)));
            seen.sort();
        }
        let (case_id, task_id) = (moved.to_string(), task.id.to_string());
        let both = |is_left| vec![("case".to_owned(), case_id.clone(), is_left), ("task".to_owned(), task_id.clone(), is_left)];
        assert_eq!(left, both(true), "Weiyang lets it go");
        assert_eq!(came, both(false), "Beilin has it now");
        assert_eq!(whole, both(false), "and for the whole city it never left");
        agrees(&wang, &[moved, stays]).await;
        agrees(&chief, &[moved, stays, foreign]).await;
        for (phone, others) in [(&zheng, [stays].as_slice()), (&zhu, &[moved, foreign])] {
            agrees(phone, others).await;
        }
        assert_eq!(world.desk("zheng").await.get(&format!("/api/v1/cases/{moved}")).await.status(), 404);
        assert!(zhao.pull("").await.changes.is_empty());
        // An answer that was given before the change is as good as after it.
        let (envelope, shot) = li.answer(world, &task, TaskResult::Pass);
        assert_eq!(li.push(&[envelope]).await[0].result, OutcomeKind::Applied);
        li.upload(&shot.working).await;
        assert_eq!(case(world, moved).await.state, State::Closed);
        sound(world).await;
    }

    async fn neighbours_see_a_case_where_it_lies_now(world: &World) {
        let [mut wang, li, zhao] = world.phones(["wang", "li", "zhao"]).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        let (first, other) = (li.pull("").await, zhao.pull("").await);
        assert!(first.changes.iter().any(|change| change.entity == "nearby" && !change.left));
        today(world, &[grid("610112001007101", WEIYANG, "610112-Z3", [0.0, 0.0, 1.0, 1.0])], "beats").await;
        let left = li.pull(&first.cursor).await.changes;
        assert!(left.iter().any(|change| change.id == id.to_string() && change.left), "{left:?}");
        let came = zhao.pull(&other.cursor).await.changes;
        assert!(came.iter().any(|change| change.id == id.to_string() && !change.left && change.entity == "nearby"), "{came:?}");
        // One who walks both beats has it all the time.
        let own = wang.pull("").await.changes;
        assert!(own.iter().any(|change| change.id == id.to_string() && !change.left));
        sound(world).await;
    }

    async fn a_later_edition_waits_for_its_day_in_the_zone_of_its_jurisdiction(world: &World) {
        settings(world, BEILIN, |one| one.settings.zone = "Asia/Urumqi".to_owned()).await;
        let [mut wang] = world.phones(["wang"]).await;
        let before = hash_of(&wang.hello(world).await.packs);
        let id = wang.reports(world, at(0.5, 0.5)).await;
        let features = [
            grid("610112001007101", WEIYANG, "610112-Z0", [0.0, 0.0, 1.0, 1.0]),
            grid("610103001007101", BEILIN, "610103-Z0", [4.0, 0.0, 5.0, 1.0]),
        ];
        let imported = brought(world, &features, "tomorrow", ["2026-11-24", ""]).await;
        assert!(imported.is_taken && !imported.is_in_force);
        let standing = async |id: &str| {
            let listed = editions::list(&world.app).await.unwrap();
            let of_one = listed.into_iter().filter(|one| one.edition.jurisdiction.as_str() == id);
            of_one.map(|one| (one.edition.term.version, one.standing)).collect::<Vec<_>>()
        };
        let waits = [("test-1".to_owned(), Standing::InForce), ("tomorrow".to_owned(), Standing::Planned)];
        assert_eq!(standing(WEIYANG).await, waits);
        assert_eq!(hash_of(&wang.hello(world).await.packs), before, "phones hear of it on its day");
        // A quarter to twelve, then a quarter past.
        world.clock.forward_ms(13 * HOUR_MS + 45 * 60_000);
        turn(world).await;
        assert_eq!(standing(WEIYANG).await, waits);
        world.clock.forward_ms(30 * 60_000);
        turn(world).await;
        wang.sign_in_again(world, "wang").await;
        let hello = wang.hello(world).await;
        assert_ne!(hash_of(&hello.packs), before);
        assert_eq!(case(world, id).await.grid.unwrap().as_str(), "610112001007101");
        assert_eq!(standing(BEILIN).await, waits, "two hours behind");
        world.clock.forward_ms(2 * HOUR_MS);
        turn(world).await;
        assert_eq!(standing(BEILIN).await, [("test-1".to_owned(), Standing::Past), ("tomorrow".to_owned(), Standing::InForce)]);
        assert!(packs::pack(&world.app, &before).await.unwrap().is_some(), "recorded facts name the old one");
        sound(world).await;
    }

    async fn an_edition_for_a_while_gives_way_again_and_one_taken_back_never_comes(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        let first = case(world, id).await.grid;
        let fair = [grid("610112001007101", WEIYANG, "610112-Z0", [0.0, 0.0, 1.0, 1.0])];
        brought(world, &fair, "fair", ["2026-11-23", "2026-11-24"]).await;
        assert_eq!(case(world, id).await.grid.unwrap().as_str(), "610112001007101");
        brought(world, &fair, "wrong", ["2026-11-26", ""]).await;
        assert_eq!(editions::withdraw(&world.app, "wrong", &by()).await.unwrap(), 1);
        assert!(editions::withdraw(&world.app, "nothing", &by()).await.is_err());
        assert!(editions::withdraw(&world.app, "test-1", &by()).await.is_err(), "Beilin would have no boundaries left");
        world.clock.forward_ms(48 * HOUR_MS);
        turn(world).await;
        assert_eq!(case(world, id).await.grid, first, "what held before holds again");
        world.clock.forward_ms(48 * HOUR_MS);
        turn(world).await;
        assert_eq!(case(world, id).await.grid, first);
        sound(world).await;
    }

    async fn an_edition_of_today_does_not_hold_what_one_of_tomorrow_was_drawn_without(world: &World) {
        let features = |code: &str, x: f64| [grid(code, WEIYANG, "610112-Z0", [x, 0.0, x + 1.0, 1.0])];
        brought(world, &features("610112001007101", 0.0), "tomorrow", ["2026-11-24", ""]).await;
        let imported = today(world, &features("610112001007102", 1.0), "today").await;
        let later: Vec<_> = imported.report.findings.iter().filter(|one| one.code == Flaw::LaterEdition).collect();
        assert_eq!(later.len(), 1);
        assert_eq!(later[0].about, [WEIYANG, "tomorrow"]);
        // Taken back and imported again after it, it holds both.
        editions::withdraw(&world.app, "tomorrow", &by()).await.unwrap();
        let again = brought(world, &features("610112001007101", 0.0), "tomorrow", ["2026-11-24", ""]).await;
        assert!(again.report.findings.iter().all(|one| one.code != Flaw::LaterEdition));
        world.clock.forward_ms(24 * HOUR_MS);
        turn(world).await;
        let city = world.app.city();
        for (x, code) in [(0.5, "610112001007101"), (1.5, "610112001007102")] {
            assert_eq!(city.index.locate(at(x, 0.5)).grid.unwrap().code.as_str(), code);
        }
    }

    async fn a_file_that_is_refused_leaves_nothing_behind(world: &World) {
        let twice = grid("610112001007101", WEIYANG, "610112-Z0", [0.0, 0.0, 1.0, 1.0]);
        let packs_before = world.count("select count(*) from packs").await;
        let imported = brought(world, &[twice.clone(), twice], "broken", ["2026-11-23", ""]).await;
        assert!(!imported.is_taken && imported.report.is_refused());
        assert_eq!(world.count("select count(*) from packs").await, packs_before);
        assert_eq!(world.count("select count(*) from audit where action = 'import_boundaries'").await, 0);
    }

    async fn a_case_judged_by_the_old_edition_while_it_changed_is_seen_a_minute_later(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        let old = case(world, id).await;
        today(world, &[grid("610112001007101", WEIYANG, "610112-Z0", [0.0, 0.0, 1.0, 1.0])], "next").await;
        // As a server would write it that had begun its work before.
        let body = serde_json::to_string(&old).unwrap();
        let mut tx = world.app.db.write().await.unwrap();
        sqlx::query("update cases set body = $1, grid = $2, version = $3")
            .bind(body).bind(old.grid.as_ref().unwrap().as_str()).bind(old.version as i64)
            .execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        turn(world).await;
        assert_eq!(case(world, id).await.grid, old.grid, "a whole look was taken already");
        world.clock.forward_ms(61_000);
        turn(world).await;
        assert_eq!(case(world, id).await.grid.unwrap().as_str(), "610112001007101");
    }

    async fn ground_that_nobody_has_any_more_leaves_its_cases_as_they_were(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let id = wang.reports(world, at(0.3, 0.5)).await;
        let before = case(world, id).await;
        // The grid with that code lies elsewhere now, and no other within fifty metres.
        let code = before.grid.clone().unwrap();
        today(world, &[grid(code.as_str(), WEIYANG, "610112-Z0", [0.0, -3.0, 1.0, -2.0])], "gone").await;
        world.clock.forward_ms(61_000);
        turn(world).await;
        assert_eq!(case(world, id).await, before);
        assert_eq!(world.count("select count(*) from audit where action = 'no_grid'").await, 1);
        sound(world).await;
    }
}
