//! Frozen months: as of their own moment whenever the job comes round, changed by nothing, published once. How one comes to
//! be, and what is found where somebody meddled with it, stands in `freezing`.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use server::accounts::caller::Account;
use server::assessment::row::Assessed;
use server::check::Depth;
use server::grids::actions::{Wish as Import, import};
use server::months::freeze::turn;
use server::months::store::{frozen, versions};
use shared::account::{Actor, Role};
use shared::api::assessment::{MonthCheck, MonthSeal, MonthVersion, Months};
use shared::api::cases::CaseFile;
use shared::api::jurisdictions::JurisdictionFile;
use shared::assessment::Counter;
use shared::case::{Case, State};
use shared::grid::edition::Term;
use shared::grid::geojson::read;
use shared::ids::{AccountId, CaseId};
use shared::settings::Automatic;
use shared::time::Instant;
use uuid::Uuid;

use crate::harness::city::{BEILIN, WEIYANG, WEST, at};
use crate::harness::desk::{ok, refused};
use crate::harness::{Desk, PASSWORD, Phone, World, on_both_engines};

const PATH: &str = "/api/v1/assessment/months";
pub const NOVEMBER: &str = "/api/v1/assessment/months/2026-11/versions";
/// When November is frozen.
pub const MOMENT: &str = "2026-12-03T00:00:00+08:00";
/// When the job does it.
pub const RESTED: &str = "2026-12-03T00:01:00+08:00";

pub fn moment(text: &str) -> Instant {
    text.parse().unwrap()
}

pub fn until(world: &World, text: &str) {
    world.clock.forward_ms(moment(text).since(world.clock_now()));
}

/// Somebody whom the town does not have.
pub async fn comes(world: &World, user: &str, role: Role, area: &str) {
    let account = Account {
        id: AccountId(Uuid::now_v7()),
        user: user.parse().unwrap(),
        name: format!("{user}先生"),
        role,
        jurisdiction: area.parse().unwrap(),
        unit: None,
        disabled: false,
    };
    let by = Actor::System { rule: "test".to_owned() };
    let mut tx = world.app.db.write().await.unwrap();
    server::accounts::actions::add(&world.app, &mut tx, &account, PASSWORD, &by).await.unwrap();
    tx.commit().await.unwrap();
}

async fn acts(world: &World, user: &str, id: CaseId, action: Value) -> Case {
    ok::<CaseFile>(world.desk(user).await.act(id, &action).await).await.case
}

/// What happened in November.
pub struct November {
    wang: Phone,
    pub closed: CaseId,
    pub late: CaseId,
    open: CaseId,
    main: CaseId,
    other: CaseId,
}

pub const CASES: u64 = 5;

impl November {
    pub async fn of(world: &World) -> Self {
        comes(world, "eva", Role::Evaluator, "XA").await;
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        world.set(WEIYANG, |settings| settings.automatic = Automatic::default()).await;
        let main = wang.reports(world, at(0.5, 1.5)).await;
        let other = li.reports(world, at(0.501, 1.5)).await;
        world
            .set(WEIYANG, |settings| {
                settings.automatic = Automatic::ALL;
                settings.rules.check_percent_of.insert(WEST.parse().unwrap(), 0);
            })
            .await;
        let closed = wang.reports(world, at(0.5, 0.5)).await;
        let (late, open) = (wang.reports(world, at(0.3, 0.3)).await, wang.reports(world, at(0.6, 0.6)).await);
        world.clock.forward_ms(60_000);
        let done = world.desk("west").await.finish(closed, 71).await;
        assert_eq!(done.case.state, State::Closed);
        Self { wang, closed, late, open, main, other }
    }

    /// What happens to the same cases in December, and beside them.
    pub async fn goes_on(&mut self, world: &World) {
        until(world, "2026-12-05T10:00:00+08:00");
        world.desk("west").await.finish(self.late, 72).await;
        acts(world, "zhou", self.closed, json!({"action": "reopen", "reason": "又脏了"})).await;
        acts(world, "sun", self.other, json!({"action": "link", "into": self.main})).await;
        // Another limit from today on.
        let boss = world.desk("boss").await;
        let edit =
            json!({"edit": "condition", "category": "event:06010", "number": 1, "field": "limit", "to": "9 work_day"});
        let edit = json!({"ledger": "catalogue", "version": 0, "edit": edit});
        ok::<Value>(boss.post("/api/v1/catalogue/draft/edits", &edit).await).await;
        let publish =
            json!({"ledger": "catalogue", "version": 1, "name": "next", "valid_from": "", "note": "会议纪要"});
        ok::<Value>(boss.post("/api/v1/catalogue/draft/publish", &publish).await).await;
        // The ground that the open case lies on is another town's from today on.
        let corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)];
        let ring: Vec<[f64; 2]> = corners.iter().map(|(x, y)| [at(*x, *y).lon(), at(*x, *y).lat()]).collect();
        let properties = json!({"code": "610103001007101", "jurisdiction": BEILIN, "duty_grid": "610103-Z0"});
        let ceded = json!({"properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}});
        let text = json!({"type": "FeatureCollection", "features": [ceded]}).to_string();
        let term = Term { version: "ceded".to_owned(), valid_from: "2026-12-05".parse().ok(), valid_to: None };
        let by = Actor::System { rule: "test".to_owned() };
        import(&world.app, read(&text).unwrap(), term, &by, Import::Take).await.unwrap();
        assert_eq!(world.desk("boss").await.case(self.open).await.case.jurisdiction.as_str(), BEILIN);
        self.reports_again(world).await;
    }

    /// Another case, of whatever month it is by now.
    pub async fn reports_again(&mut self, world: &World) -> CaseId {
        self.wang.sign_in_again(world, "wang").await;
        self.wang.reports(world, at(0.5, 2.5)).await
    }
}

pub async fn frozen_rows(world: &World, number: u32) -> BTreeMap<CaseId, Assessed> {
    let mut reader = world.app.db.read().await.unwrap();
    let all = versions::list(&mut reader, Some("2026-11")).await.unwrap();
    let id = &all.iter().find(|row| row.version.number == number).unwrap().id;
    frozen::of_version(&mut reader, id).await.unwrap()
}

async fn listed(desk: &Desk) -> Months {
    ok(desk.get(PATH).await).await
}

/// The versions of November that somebody sees.
pub async fn sees(desk: &Desk) -> Vec<MonthVersion> {
    listed(desk).await.months.into_iter().find(|month| month.month == "2026-11").unwrap().versions
}

pub fn numbers(versions: &[MonthVersion]) -> Vec<u32> {
    versions.iter().map(|version| version.number).collect()
}

/// Asks for the numbers and the lists of the first version, and for those of the newest one: they are there for whoever sees
/// the version, and for nobody else.
pub async fn numbers_are_seen(world: &World, who: &[(&str, bool)]) {
    for (user, is_seen) in who {
        let desk = world.desk(user).await;
        for version in ["1", "newest"] {
            for path in ["?", "/cases?counter=report&basis=reported&", "/cases/export?counter=report&basis=reported&"] {
                let path = format!("/api/v1/assessment{path}month=2026-11&version={version}");
                let status = desk.get(&path).await.status().as_u16();
                assert_eq!(status, if *is_seen { 200 } else { 404 }, "{user} {path}");
            }
        }
    }
}

/// Puts the city into another zone.
async fn moves(desk: &Desk, zone: &str) -> reqwest::Response {
    const CITY: &str = "/api/v1/jurisdictions/XA";
    let file: JurisdictionFile = ok(desk.get(CITY).await).await;
    let JurisdictionFile { jurisdiction, mut settings, version, .. } = file;
    settings["zone"] = json!(zone);
    let wish =
        json!({"seen": version, "name": jurisdiction.name, "name_en": jurisdiction.name_en, "settings": settings});
    desk.request(reqwest::Method::PUT, CITY).json(&wish).send().await.unwrap()
}

pub async fn checked(desk: &Desk, number: u32) -> MonthCheck {
    ok(desk.get(&format!("{NOVEMBER}/{number}/check")).await).await
}

/// Every case and every step of it comes out as it was frozen.
#[track_caller]
pub fn is_sound(check: &MonthCheck) {
    assert_eq!((check.cases, check.differing_total, check.work_differing_total), (CASES, 0, 0), "{check:?}");
    assert!(check.work >= CASES && check.differing.is_empty() && check.faults.is_empty(), "{check:?}");
    assert_eq!(check.seal, MonthSeal::Whole);
}

/// What the check of everything tells of months.
pub async fn told_of_months(world: &World) -> Vec<String> {
    let found = server::check::all(&world.app, Depth::Rows).await.unwrap();
    found.problems.into_iter().filter(|problem| problem.starts_with("month ")).collect()
}

pub async fn runs(world: &World, sql: &'static str) -> Result<u64, sqlx::Error> {
    let mut tx = world.app.db.write().await.unwrap();
    let done = sqlx::query(sql).execute(&mut *tx).await?.rows_affected();
    tx.commit().await.unwrap();
    Ok(done)
}

/// Whoever owns the database can lift what guards it.
pub async fn meddle(world: &World, sql: &'static str) {
    let mut tx = world.app.db.write().await.unwrap();
    let lifted = server::db::guards::lift(&mut tx).await.unwrap();
    let done = sqlx::query(sql).execute(&mut *tx).await.unwrap();
    assert!(done.rows_affected() > 0, "{sql} changed nothing");
    server::db::guards::put_back(&mut tx, lifted).await.unwrap();
    tx.commit().await.unwrap();
}

pub fn counts(row: &Assessed, counter: Counter) -> bool {
    row.counted.bits & counter.bit() != 0
}

on_both_engines! {
    async fn a_month_is_frozen_on_its_day_and_nothing_that_happens_later_changes_it(world: &World) {
        let mut november = November::of(world).await;
        until(world, MOMENT);
        assert_eq!(turn(&world.app).await.unwrap(), 0, "what was begun before it may still be on its way");
        until(world, RESTED);
        assert_eq!(turn(&world.app).await.unwrap(), 1);
        assert_eq!(turn(&world.app).await.unwrap(), 0, "once");
        let eva = world.desk("eva").await;
        let seen = sees(&eva).await;
        assert_eq!((numbers(&seen), seen[0].at, seen[0].cases), (vec![1], moment(MOMENT), CASES));
        assert_eq!((seen[0].made_by.as_str(), seen[0].reason.as_str(), seen[0].published.is_none()), ("", "", true));
        let audited = "select count(*) from audit where action = 'month_freeze' and actor = 'system months.freeze' \
                       and subject = 'month 2026-11'";
        assert_eq!(world.count(audited).await, 1);
        let before = frozen_rows(world, 1).await;
        assert!(counts(&before[&november.closed], Counter::Archive));
        assert!(counts(&before[&november.late], Counter::ToDispose));
        is_sound(&checked(&eva, 1).await);

        november.goes_on(world).await;
        until(world, "2026-12-20T10:00:00+08:00");
        assert_eq!(turn(&world.app).await.unwrap(), 0);
        assert_eq!(frozen_rows(world, 1).await, before, "reopened, handled, linked, moved, by another catalogue: it stays");
        let eva = world.desk("eva").await;
        assert_eq!(checked(&eva, 1).await.differing_total, 0, "and it is what the histories said then");
        assert_eq!(told_of_months(world).await, Vec::<String>::new());

        // Frozen anew as of the same moment it is the same; as of now it is not.
        let again: MonthVersion = ok(eva.post(NOVEMBER, &json!({"reason": "核对"})).await).await;
        assert_eq!((again.number, again.at, again.cases), (2, moment(MOMENT), CASES));
        assert_eq!((again.reason.as_str(), again.made_by.as_str()), ("核对", "eva先生"));
        assert_eq!(frozen_rows(world, 2).await, before, "what was done since is left out");
        let now = json!({"reason": "补录", "at": "2026-12-19T00:00:00+08:00"});
        let later: MonthVersion = ok(eva.post(NOVEMBER, &now).await).await;
        assert_eq!((later.number, later.cases), (3, CASES));
        let rows = frozen_rows(world, 3).await;
        assert!(counts(&rows[&november.late], Counter::Dispose) && !counts(&rows[&november.late], Counter::ToDispose));
        assert_eq!(rows[&november.open].jurisdiction, BEILIN);
        assert_eq!(frozen_rows(world, 1).await, before);
        assert_eq!(checked(&eva, 3).await.differing_total, 0);
        assert_eq!(world.count("select count(*) from audit where action = 'month_freeze'").await, 3);
    }

    async fn a_job_that_comes_late_freezes_the_month_as_it_was_at_its_moment(world: &World) {
        let mut november = November::of(world).await;
        november.goes_on(world).await;
        until(world, "2026-12-20T10:00:00+08:00");
        assert_eq!(turn(&world.app).await.unwrap(), 1);
        let rows = frozen_rows(world, 1).await;
        assert_eq!(rows.len() as u64, CASES, "what was reported in December is not in it");
        assert!(counts(&rows[&november.closed], Counter::Archive) && !counts(&rows[&november.closed], Counter::Reopen));
        assert!(counts(&rows[&november.late], Counter::ToDispose) && !counts(&rows[&november.late], Counter::Dispose));
        let open = &rows[&november.open];
        assert_eq!((open.jurisdiction.as_str(), open.division.as_str()), (WEIYANG, WEIYANG), "it lay there then");
        assert_eq!((open.duty_grid.as_str(), open.street.as_str()), ("610112-Z0", "610112001"));
        assert!(rows.values().all(|row| row.last_at <= moment(MOMENT)));
        let eva = world.desk("eva").await;
        assert_eq!(sees(&eva).await[0].at, moment(MOMENT));
        is_sound(&checked(&eva, 1).await);
    }

    async fn the_city_says_on_which_day_and_months_without_a_case_have_no_version(world: &World) {
        November::of(world).await;
        world.set("XA", |settings| settings.freeze_day = 10).await;
        until(world, "2026-12-09T23:59:00+08:00");
        assert_eq!(turn(&world.app).await.unwrap(), 0);
        until(world, "2026-12-10T00:01:00+08:00");
        assert_eq!(turn(&world.app).await.unwrap(), 1);
        let eva = world.desk("eva").await;
        assert_eq!(sees(&eva).await[0].at, moment("2026-12-10T00:00:00+08:00"));
        until(world, "2027-02-20T10:00:00+08:00");
        assert_eq!(turn(&world.app).await.unwrap(), 0, "neither before the first case nor where there is none");
        assert_eq!(world.count("select count(*) from month_versions").await, 1);
        let all = listed(&world.desk("eva").await).await;
        let names: Vec<&str> = all.months.iter().map(|month| month.month.as_str()).collect();
        assert_eq!(names, ["2027-02", "2027-01", "2026-12", "2026-11"]);
        assert_eq!((all.freeze_day, all.zone.as_str()), (10, "Asia/Shanghai"));
        assert_eq!(all.months[0].freezes_at, moment("2027-03-10T00:00:00+08:00"));
        assert!(all.months[..3].iter().all(|month| month.versions.is_empty()));
    }

    async fn a_version_is_published_once_and_everybody_sees_only_what_was(world: &World) {
        November::of(world).await;
        comes(world, "lead", Role::Leader, "XA").await;
        comes(world, "local", Role::Evaluator, WEIYANG).await;
        let again = json!({"reason": "补录"});
        let model = json!({"model": "jinniu"});
        let publish = |number: u32| format!("{NOVEMBER}/{number}/publish");
        for user in ["local", "zheng", "west", "boss", "lead", "wang"] {
            let desk = world.desk(user).await;
            assert_eq!(refused(desk.post(NOVEMBER, &again).await).await, (403, "not_allowed".to_owned()), "{user}");
            assert_eq!(refused(desk.post(&publish(1), &model).await).await, (403, "not_allowed".to_owned()), "{user}");
        }
        for user in ["local", "zheng", "west", "wang"] {
            let reply = world.desk(user).await.get(&format!("{NOVEMBER}/1/check")).await;
            assert_eq!(refused(reply).await, (403, "not_allowed".to_owned()), "{user}");
        }
        assert_eq!(refused(world.desk("wang").await.get(PATH).await).await, (403, "not_allowed".to_owned()));
        let eva = world.desk("eva").await;
        assert_eq!(refused(eva.post(NOVEMBER, &again).await).await, (409, "month_open".to_owned()));
        assert_eq!(refused(eva.post(&format!("{PATH}/2026-1/versions"), &again).await).await.0, 404);
        assert_eq!(refused(eva.post(&publish(1), &model).await).await, (404, "not_found".to_owned()));

        until(world, RESTED);
        assert_eq!(turn(&world.app).await.unwrap(), 1);
        let eva = world.desk("eva").await;
        for (body, code) in [
            (json!({"reason": " 补 "}), "reason_required"),
            (json!({"reason": "长".repeat(501)}), "bad_value"),
            (json!({"reason": "补录", "at": "2026-12-04T00:00:00+08:00"}), "bad_value"),
            (json!({"reason": "补录", "at": "2026-11-30T23:59:59+08:00"}), "bad_value"),
            (json!({"at": MOMENT}), "bad_request"),
        ] {
            assert_eq!(refused(eva.post(NOVEMBER, &body).await).await, (400, code.to_owned()), "{body}");
        }
        for (path, body, expected) in [
            (publish(1), json!({"model": "nobody's"}), (400, "bad_value")),
            (publish(9), model.clone(), (404, "not_found")),
            (format!("{NOVEMBER}/one/publish"), model.clone(), (404, "not_found")),
        ] {
            assert_eq!(refused(eva.post(&path, &body).await).await, (expected.0, expected.1.to_owned()), "{path}");
        }
        for (user, seen) in [("eva", vec![1]), ("boss", vec![1]), ("lead", vec![1]), ("chief", vec![1]), ("local", vec![]), ("zheng", vec![]), ("west", vec![]), ("sun", vec![])] {
            assert_eq!(numbers(&sees(&world.desk(user).await).await), seen, "{user}");
        }
        numbers_are_seen(world, &[("eva", true), ("boss", true), ("lead", true), ("local", false), ("zheng", false), ("west", false)]).await;
        let published: MonthVersion = ok(eva.post(&publish(1), &model).await).await;
        let said = published.published.unwrap();
        assert_eq!((said.model.as_str(), said.edition, said.by.as_str(), said.at), ("jinniu", 1, "eva先生", world.clock_now()));
        assert_eq!((said.name.as_str(), said.name_en.as_str()), ("金牛区百分制", "Chengdu Jinniu, 100 points"));
        assert_eq!(sees(&eva).await[0].published.as_ref(), Some(&said), "who lists the months reads the same names");
        assert_eq!(refused(eva.post(&publish(1), &model).await).await, (409, "version_past".to_owned()));
        numbers_are_seen(world, &[("eva", true), ("local", true), ("zheng", true), ("west", true)]).await;
        for reason in ["补录", "再补录"] {
            ok::<MonthVersion>(eva.post(NOVEMBER, &json!({"reason": reason})).await).await;
        }
        assert_eq!(refused(eva.post(&publish(2), &model).await).await, (409, "version_past".to_owned()), "a newer one is there");
        ok::<MonthVersion>(eva.post(&publish(3), &model).await).await;
        for (user, seen) in [("boss", vec![1, 2, 3]), ("local", vec![1, 3]), ("zheng", vec![1, 3]), ("west", vec![1, 3])] {
            assert_eq!(numbers(&sees(&world.desk(user).await).await), seen, "{user}");
        }
        assert_eq!(world.count("select count(*) from audit where action = 'month_publish' and actor = 'account eva'").await, 2);
        assert_eq!(world.count("select count(*) from month_versions where published_at_ms is null").await, 1);
    }

    async fn the_days_of_a_frozen_month_stay_where_they_are(world: &World) {
        November::of(world).await;
        for zone in ["Asia/Urumqi", "Asia/Shanghai"] {
            assert_eq!(moves(&world.desk("boss").await, zone).await.status(), 200, "nothing is frozen yet");
        }
        until(world, RESTED);
        assert_eq!(turn(&world.app).await.unwrap(), 1);
        let boss = world.desk("boss").await;
        assert_eq!(refused(moves(&boss, "Asia/Urumqi").await).await, (400, "bad_value".to_owned()));
        assert_eq!(moves(&boss, "Asia/Shanghai").await.status(), 200, "it is there already");
    }

    async fn what_was_given_before_a_month_is_published_counts_in_it_whatever_a_clock_says(world: &World) {
        November::of(world).await;
        until(world, RESTED);
        assert_eq!(turn(&world.app).await.unwrap(), 1);
        // By another server, whose clock is ahead.
        let given_at = world.clock_now().plus_ms(5_000);
        let mut tx = world.app.db.write().await.unwrap();
        let give = "insert into given_points (jurisdiction_id, month, model, sequence, indicator, key, points_centi, \
                    reason, made_at_ms, made_by) values ('XA', '2026-11', 'jinhua', 1, 'organisation', $1, 1, '会议纪要', $2, '')";
        sqlx::query(give).bind(WEST).bind(given_at.ms()).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        let eva = world.desk("eva").await;
        let publish = format!("{NOVEMBER}/1/publish");
        let published: MonthVersion = ok(eva.post(&publish, &json!({"model": "jinhua"})).await).await;
        assert_eq!(published.published.unwrap().at, given_at);
    }

    async fn the_database_refuses_whoever_would_change_a_frozen_month(world: &World) {
        November::of(world).await;
        until(world, RESTED);
        assert_eq!(turn(&world.app).await.unwrap(), 1);
        let rows = frozen_rows(world, 1).await;
        for sql in [
            "update frozen_cases set bits = 0",
            "delete from frozen_cases",
            "update month_versions set cases = 4",
            "update month_versions set published_at_ms = 1, reason = 'x'",
            "update month_versions set published_by = 'x'",
            "delete from month_versions",
        ] {
            assert!(runs(world, sql).await.is_err(), "{sql}");
        }
        let publish = "update month_versions set published_at_ms = 1, published_by = 'x', model = 'a', edition = 1";
        assert_eq!(runs(world, publish).await.unwrap(), 1, "that it becomes published is allowed");
        for sql in [publish, "update month_versions set published_at_ms = null", "update month_versions set edition = 2"] {
            assert!(runs(world, sql).await.is_err(), "{sql}");
        }
        assert_eq!(frozen_rows(world, 1).await, rows);
    }

    async fn a_row_that_was_altered_is_found(world: &World) {
        let november = November::of(world).await;
        until(world, RESTED);
        assert_eq!(turn(&world.app).await.unwrap(), 1);
        let eva = world.desk("eva").await;
        assert_eq!(told_of_months(world).await, Vec::<String>::new());
        let missing = format!("{NOVEMBER}/2/check");
        assert_eq!(refused(eva.get(&missing).await).await, (404, "not_found".to_owned()));
        meddle(world, "update frozen_cases set unit_id = 'x' where unit_id = '610112-HW-1'").await;
        let found = checked(&eva, 1).await;
        assert!(found.differing_total >= 3 && found.differing.contains(&november.closed), "{found:?}");
        assert_eq!(found.differing.len() as u64, found.differing_total);
        meddle(world, "update frozen_cases set unit_id = '610112-HW-1' where unit_id = 'x'").await;
        assert_eq!(checked(&eva, 1).await.differing_total, 0);
        meddle(world, "delete from frozen_cases where unit_id = ''").await;
        let found = checked(&eva, 1).await;
        assert_eq!((found.cases, found.differing_total), (CASES, 2), "what was taken out is missed");
        let told = told_of_months(world).await;
        assert!(told.iter().any(|problem| problem.contains(&format!("case {} counts otherwise", november.main))), "{told:?}");
    }
}
