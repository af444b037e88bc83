//! What the cases of a time count as: the sums that SQL makes are those of the pure function over every case.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use server::cases::store::cases::dispatched_to;
use server::check::Depth;
use shared::api::cases::CaseFile;
use shared::api::figures::{CaseFigures, Grouping};
use shared::case::{Case, State};
use shared::evidence::PhotoRole;
use shared::evidence::manifest::Subject;
use shared::figures::{ClosedFigures, Figures, VoidFigures};
use shared::ids::CaseId;
use shared::settings::Automatic;
use shared::sync::operation::Act;
use shared::sync::push::OutcomeKind;
use shared::time::Instant;
use uuid::Uuid;

use crate::harness::city::{BEILIN, BEILIN_UNIT, NORTH, WEIYANG, WEST, at};
use crate::harness::desk::{ok, refused};
use crate::harness::phone::jpeg;
use crate::harness::{Desk, Phone, World, on_both_engines};

const HOUR_MS: i64 = 3_600_000;
/// Both days of the story.
pub const BOTH_DAYS: &str = "from=2026-11-23&to=2026-11-24";

async fn acts(world: &World, user: &str, id: CaseId, action: Value) -> Case {
    ok::<CaseFile>(world.desk(user).await.act(id, &action).await).await.case
}

fn because(action: &str) -> Value {
    json!({"action": action, "reason": "现场情况"})
}

/// A report that the desk accepted and filed.
async fn filed(world: &World, wang: &mut Phone) -> CaseId {
    let id = wang.reports(world, at(0.5, 0.5)).await;
    acts(world, "sun", id, json!({"action": "accept"})).await;
    acts(world, "zhou", id, json!({"action": "file", "condition_no": 1})).await;
    id
}

/// … and sent to the western unit.
async fn sent(world: &World, wang: &mut Phone) -> CaseId {
    let id = filed(world, wang).await;
    acts(world, "wu", id, json!({"action": "dispatch", "unit": WEST})).await;
    id
}

/// A report of what its reporter had fixed.
async fn self_handled(world: &World, wang: &mut Phone, picture: u8) -> CaseId {
    let (mut report, before) = wang.report(world, at(0.5, 0.5));
    report.self_handled = true;
    let id = report.case;
    let after = wang.shoot(world, PhotoRole::After, Subject::Case(id), jpeg(picture));
    report.photos.push(after.signed.clone());
    let envelope = wang.envelope(world, Act::Report(report));
    let outcomes = wang.push(&[envelope]).await;
    assert_eq!(outcomes[0].result, OutcomeKind::Applied, "{outcomes:?}");
    wang.upload(&before.working).await;
    wang.upload(&after.working).await;
    id
}

/// A report by telephone that the desk answers at once.
async fn answered(world: &World) {
    let id = CaseId(Uuid::now_v7());
    let place = at(0.5, 0.5);
    let call = json!({
        "id": id, "channel": "hotline", "category": "event:06010", "condition_no": 1, "note": "市民来电",
        "fix": {
            "lon": f64::from(place.lon_e7) / 1e7, "lat": f64::from(place.lat_e7) / 1e7, "crs": "wgs84",
            "source": "map_pick", "fix_time": "2026-11-23T10:00:00+08:00",
        },
    });
    ok::<CaseFile>(world.desk("sun").await.post("/api/v1/cases", &call).await).await;
    acts(world, "sun", id, because("handle_directly")).await;
}

/// Everything that counts apart, each once: by hand, then by itself, then in the other town an hour after midnight.
pub async fn story(world: &World) {
    let [mut wang, mut li] = world.phones(["wang", "li"]).await;
    world.set(WEIYANG, |settings| settings.automatic = Automatic::default()).await;
    let id = wang.reports(world, at(0.5, 0.5)).await;
    acts(world, "sun", id, because("reject")).await;
    let id = wang.reports(world, at(0.5, 0.5)).await;
    acts(world, "sun", id, json!({"action": "accept"})).await;
    acts(world, "zhou", id, because("refuse")).await;
    let id = sent(world, &mut wang).await;
    acts(world, "zhou", id, because("void")).await;
    let id = filed(world, &mut wang).await;
    acts(world, "zhou", id, because("void")).await;
    let id = self_handled(world, &mut wang, 61).await;
    acts(world, "sun", id, because("refuse_self_handled")).await;
    let id = self_handled(world, &mut wang, 62).await;
    acts(world, "sun", id, json!({"action": "pass_self_handled"})).await;
    sent(world, &mut wang).await;
    let id = sent(world, &mut wang).await;
    acts(world, "west", id, because("return")).await;
    let elsewhere = acts(world, "wu", id, json!({"action": "dispatch", "unit": NORTH})).await;
    assert_eq!(elsewhere.was_dispatched_right(), Some(false));
    let id = sent(world, &mut wang).await;
    acts(world, "west", id, because("return")).await;
    let main = wang.reports(world, at(0.5, 1.5)).await;
    let other = li.reports(world, at(0.501, 1.5)).await;
    let linked = acts(world, "sun", other, json!({"action": "link", "into": main})).await;
    assert_eq!((linked.state, linked.ended_from), (State::Merged, Some(State::Reported)));
    let id = sent(world, &mut wang).await;
    let until = "2026-12-10T09:00:00+08:00";
    acts(world, "west", id, json!({"action": "apply_suspend", "reason": "等材料", "until": until})).await;
    acts(world, "wu", id, json!({"action": "approve_suspend"})).await;
    for closing in ["special", "error"] {
        let id = sent(world, &mut wang).await;
        acts(world, "zhou", id, json!({"action": "close_special", "closing": closing, "reason": "会议纪要"})).await;
    }
    answered(world).await;
    world
        .set(WEIYANG, |settings| {
            settings.automatic = Automatic::ALL;
            settings.rules.check_percent_of.insert(WEST.parse().unwrap(), 0);
        })
        .await;
    let id = wang.reports(world, at(0.5, 0.5)).await;
    assert_eq!(world.desk("west").await.finish(id, 71).await.case.state, State::Closed);
    let late = wang.reports(world, at(0.5, 0.5)).await;

    // One in the morning of the next day there, and still the day before in Greenwich.
    world.clock.forward_ms(15 * HOUR_MS);
    let [mut chen] = world.phones(["chen"]).await;
    chen.reports(world, at(4.5, 0.5)).await;
    world.clock.forward_ms(5 * 24 * HOUR_MS);
    world.desk("west").await.finish(late, 72).await;
}

/// What the story comes to, counted by hand.
const ALL: Figures = Figures {
    reported: 16,
    by_other_channels: 1,
    self_handled: 2,
    accepted: 12,
    filed: 11,
    dispatched: 10,
    dispatched_right: 9,
    returned: 2,
    overdue: 4,
    suspended: 1,
    linked: 1,
    closed: ClosedFigures { normal: 1, overdue: 1, error: 1, special: 1, direct: 1, self_handled: 1 },
    voided: VoidFigures { not_accepted: 1, not_filed: 1, voided: 2, self_handled_refused: 1 },
};

pub async fn asks(desk: &Desk, by: Grouping, window: &str) -> CaseFigures {
    ok(desk.get(&format!("/api/v1/figures?by={}&{window}", by.as_str())).await).await
}

async fn all_cases(world: &World) -> Vec<Case> {
    use sqlx::Row as _;
    let mut reader = world.app.db.read().await.unwrap();
    let rows = sqlx::query("select body from cases order by id").fetch_all(&mut *reader).await.unwrap();
    rows.iter().map(|row| serde_json::from_str(&row.get::<String, _>("body")).unwrap()).collect()
}

pub fn key(case: &Case, by: Grouping) -> String {
    match by {
        Grouping::Jurisdiction => case.jurisdiction.to_string(),
        Grouping::Division => case.division.as_ref().map(ToString::to_string).unwrap_or_default(),
        Grouping::Unit => dispatched_to(case).map(ToString::to_string).unwrap_or_default(),
    }
}

/// The pure function over every case that the desk sees, case by case.
fn summed<'a>(cases: impl Iterator<Item = &'a Case>, by: Grouping, now: Instant) -> BTreeMap<String, Figures> {
    let mut sums: BTreeMap<String, Figures> = BTreeMap::new();
    for case in cases {
        *sums.entry(key(case, by)).or_default() += Figures::of(case, now);
    }
    sums
}

fn rows(reply: &CaseFigures) -> BTreeMap<String, Figures> {
    reply.rows.iter().map(|row| (row.key.clone(), row.figures)).collect()
}

on_both_engines! {
    async fn the_sums_are_those_of_the_pure_function_over_every_case(world: &World) {
        story(world).await;
        let cases = all_cases(world).await;
        let now = world.app.clock.now();
        let sees = |user: &str, case: &Case| match user {
            "boss" => true,
            "zheng" => case.jurisdiction.as_str() == WEIYANG,
            "zhu" => case.jurisdiction.as_str() == BEILIN,
            _ => dispatched_to(case).is_some_and(|unit| unit.as_str() == WEST),
        };
        for user in ["boss", "zheng", "zhu", "west"] {
            let desk = world.desk(user).await;
            for by in Grouping::ALL {
                let reply = asks(&desk, *by, BOTH_DAYS).await;
                let expected = summed(cases.iter().filter(|case| sees(user, case)), *by, now);
                assert_eq!(rows(&reply), expected, "{user} by {by:?}");
                assert_eq!(reply.total, expected.values().copied().sum::<Figures>(), "{user} by {by:?}");
                assert_eq!((reply.by, reply.at, reply.training), (*by, now, true));
            }
        }
        let whole = asks(&world.desk("boss").await, Grouping::Jurisdiction, BOTH_DAYS).await;
        assert_eq!(whole.total, ALL, "and both are what happened");
        let names: Vec<&str> = whole.rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["碑林区", "未央区"]);
        let units = asks(&world.desk("boss").await, Grouping::Unit, BOTH_DAYS).await;
        let keys: Vec<&str> = units.rows.iter().map(|row| row.key.as_str()).collect();
        assert_eq!(keys, ["", BEILIN_UNIT, WEST, NORTH], "what lies with no unit has a row of its own");
        assert_eq!((units.rows[0].name.as_str(), units.rows[3].figures.returned), ("", 1));
    }

    async fn a_window_is_days_of_the_zone_and_says_so(world: &World) {
        story(world).await;
        let boss = world.desk("boss").await;
        let first = asks(&boss, Grouping::Division, "from=2026-11-23&to=2026-11-23").await;
        let second = asks(&boss, Grouping::Division, "from=2026-11-24&to=2026-11-24").await;
        assert_eq!((first.total.reported, second.total.reported), (15, 1), "an hour after midnight is another day");
        assert_eq!(second.rows[0].key, BEILIN);
        assert_eq!((second.zone.as_str(), second.from.to_string().as_str()), ("Asia/Shanghai", "2026-11-24"));
        let none = asks(&boss, Grouping::Division, "from=2026-11-25&to=2026-12-31").await;
        assert_eq!((none.rows.len(), none.total), (0, Figures::default()));
        assert_eq!(none.total.dispatch_accuracy().per_mille(), None, "of nothing there is no rate");
        let usual: CaseFigures = ok(boss.get("/api/v1/figures").await).await;
        assert_eq!((usual.by, usual.from.to_string().as_str()), (Grouping::Jurisdiction, "2026-11-01"), "this month");
        assert_eq!((usual.to.to_string().as_str(), usual.total.reported), ("2026-11-29", 16), "until today");
    }

    async fn who_sees_no_cases_sees_no_figures_and_what_is_no_question_is_refused(world: &World) {
        let wang = world.desk("wang").await;
        assert_eq!(refused(wang.get("/api/v1/figures").await).await, (403, "not_allowed".to_owned()));
        let zheng = world.desk("zheng").await;
        for query in ["by=street", "from=soon", "from=2026-11-24&to=2026-11-23", "to=9999-12-31"] {
            let reply = zheng.get(&format!("/api/v1/figures?{query}")).await;
            assert_eq!(refused(reply).await, (400, "bad_value".to_owned()), "{query}");
        }
    }

    async fn training_cases_and_cases_that_count_are_never_in_one_sum(world: &World) {
        let [mut wang, mut chen] = world.phones(["wang", "chen"]).await;
        wang.reports(world, at(0.5, 0.5)).await;
        chen.reports(world, at(4.5, 0.5)).await;
        let boss = world.desk("boss").await;
        let whole = asks(&boss, Grouping::Jurisdiction, BOTH_DAYS).await;
        assert_eq!((whole.training, whole.total.reported), (true, 2), "in a training city it is all there is");
        world.set(WEIYANG, |settings| settings.training = false).await;
        let zheng = world.desk("zheng").await;
        assert_eq!(asks(&zheng, Grouping::Unit, BOTH_DAYS).await.total, Figures::default(), "it was only practised");
        wang.reports(world, at(0.5, 0.5)).await;
        wang.reports(world, at(0.5, 0.5)).await;
        for (user, training, reported) in [("zheng", false, 2), ("boss", false, 2), ("west", false, 2), ("zhu", true, 1)] {
            let reply = asks(&world.desk(user).await, Grouping::Division, BOTH_DAYS).await;
            assert_eq!((reply.training, reply.total.reported), (training, reported), "{user}");
        }
    }

    async fn rows_from_before_get_their_columns_once(world: &World) {
        story(world).await;
        let boss = world.desk("boss").await;
        let before = asks(&boss, Grouping::Unit, BOTH_DAYS).await;
        let mut tx = world.app.db.write().await.unwrap();
        let old = "update cases set reached = -1, channel = '', is_self_handled = 0, is_returned = 0, \
                   late_after_ms = null, closing = '', void_kind = ''";
        sqlx::query(old).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        assert_ne!(asks(&boss, Grouping::Unit, BOTH_DAYS).await, before);
        server::db::counted::ensure(&world.app.db).await.unwrap();
        assert_eq!(asks(&boss, Grouping::Unit, BOTH_DAYS).await, before);
        assert_eq!(world.count("select count(*) from cases where reached = -1").await, 0);
        let problems = server::check::all(&world.app, Depth::Rows).await.unwrap().problems;
        assert!(problems.iter().all(|problem| !problem.contains("figures")), "{problems:#?}");
    }
}
