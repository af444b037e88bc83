//! The posts: each step is its person's, behind every number is exactly what it counts, days on shift outlive the tracks
//! that they were counted from, and a frozen month stays as it was.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use reqwest::Method;
use serde_json::{Value, json};
use server::accounts::caller::Account;
use server::months::freeze;
use server::posts::days;
use shared::account::{Actor, Role};
use shared::api::assessment::Source;
use shared::api::cases::CaseFile;
use shared::api::posts::{PostFigures, PostList, PostTable};
use shared::assessment::posts::Figure as F;
use shared::assessment::{Counter, Subject};
use shared::case::{Case, State};
use shared::ids::{AccountId, CaseId};
use shared::place::point::Point;
use shared::settings::Automatic;
use shared::sync::operation::{Act, ShiftMark};
use shared::sync::push::OutcomeKind;
use shared::sync::track::{TrackPiece, TrackReceipt};
use shared::task::TaskResult;
use shared::time::Instant;
use shared::track::{Means, TrackPoint, pack};
use uuid::Uuid;

use crate::harness::city::{BEILIN, NORTH, WEIYANG, WEST, at};
use crate::harness::desk::{ok, refused};
use crate::harness::phone::fix;
use crate::harness::{Desk, PASSWORD, Phone, World, on_both_engines};

const PATH: &str = "/api/v1/posts";
const DAYS: &str = "from=2026-11-01&to=2027-08-31";
const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
const POSTS: [Subject; 5] =
    [Subject::Collector, Subject::Inspector, Subject::Acceptor, Subject::ShiftLeader, Subject::Dispatcher];

async fn acts(world: &World, user: &str, id: CaseId, action: Value) -> Case {
    ok::<CaseFile>(world.desk(user).await.act(id, &action).await).await.case
}

fn because(action: &str) -> Value {
    json!({"action": action, "reason": "现场情况"})
}

async fn by_hand(world: &World) {
    world.set(WEIYANG, |settings| settings.automatic = Automatic { send_verify: false, ..Automatic::default() }).await;
}

async fn filed(world: &World, wang: &mut Phone) -> CaseId {
    let id = wang.reports(world, at(0.5, 0.5)).await;
    acts(world, "sun", id, json!({"action": "accept"})).await;
    acts(world, "zhou", id, json!({"action": "file", "condition_no": 1})).await;
    id
}

async fn table(desk: &Desk, post: Subject) -> PostTable {
    ok(desk.get(&format!("{PATH}?{DAYS}&post={}", post.as_str())).await).await
}

async fn list(desk: &Desk, query: &str) -> PostList {
    ok(desk.get(&format!("{PATH}/list?{DAYS}&{query}")).await).await
}

/// What was counted, as pairs.
fn counts(figures: &PostFigures) -> BTreeMap<F, u64> {
    figures.figures.clone()
}

fn expected<const N: usize>(pairs: [(F, u64); N]) -> BTreeMap<F, u64> {
    BTreeMap::from(pairs)
}

/// Asks for what is behind every number of every post, and holds the one against the other.
async fn lists_are_their_numbers(desk: &Desk) {
    for post in POSTS {
        let table = table(desk, post).await;
        for figure in F::of(post) {
            let query = format!("post={}&figure={}", post.as_str(), figure.as_str());
            let all = list(desk, &query).await;
            assert_eq!(all.number, table.total.get(*figure), "{query}");
            assert_eq!(behind(&all, *figure), all.number, "{query}");
            for row in &table.rows {
                let own = list(desk, &format!("{query}&key={}", row.key)).await;
                assert_eq!((own.number, behind(&own, *figure)), (row.counted.get(*figure), own.number), "{query}");
                assert!(own.work.iter().all(|work| work.key == row.key && work.counts.contains(figure)), "{query}");
            }
        }
    }
}

/// What the rows of a list come to.
fn behind(list: &PostList, figure: F) -> u64 {
    let of_day = |day: &shared::api::posts::PostDay| match figure {
        F::Shifts => day.shifts,
        F::OpenShifts => day.open_shifts,
        F::Minutes => day.minutes,
        F::Beat => day.beat,
        F::Walked => day.walked,
        _ => 1,
    };
    list.work.len() as u64 + list.days.iter().map(of_day).sum::<u64>()
}

/// Somebody's shift begins or ends; returns when.
pub async fn shift(world: &World, phone: &mut Phone, begins: bool) -> Instant {
    let now = world.app.clock.now();
    let mark = ShiftMark { begins, fix: Some(fix(at(0.5, 0.5), now)), duty_grid: None };
    let envelope = phone.envelope(world, Act::Shift(mark));
    assert_eq!(phone.push(&[envelope]).await[0].result, OutcomeKind::Applied);
    now
}

/// Walks north through so many fifths of a grid, a step every ten seconds.
async fn walks(phone: &Phone, shift: Instant, number: u32, begins: Instant, steps: i32) {
    let point = |step: i32| {
        let place = at(0.5, 0.5 + f64::from(step) * 0.2);
        TrackPoint {
            at: Instant::from_ms((begins.ms() + i64::from(step) * 10_000) / 1_000 * 1_000),
            place: Point { lon_e7: place.lon_e7 / 10 * 10, lat_e7: place.lat_e7 / 10 * 10 },
            accuracy_m: 5,
            means: Means::Satellites,
            is_mock: false,
        }
    };
    let points: Vec<TrackPoint> = (0..steps).map(point).collect();
    let piece = TrackPiece { shift, number, packed: BASE64.encode(pack::pack(&points)) };
    let reply = phone.request(Method::POST, "/api/v1/sync/track").json(&piece).send().await.unwrap();
    ok::<TrackReceipt>(reply).await;
}

async fn comes(world: &World, user: &str, role: Role, area: &str) {
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

on_both_engines! {
    async fn of_people_only_who_looks_after_them_is_told(world: &World) {
        let [mut wang, mut chen] = world.phones(["wang", "chen"]).await;
        for path in [PATH.to_owned(), format!("{PATH}/list?figure=report"), format!("{PATH}/list/export?figure=report")] {
            let nobody = world.http.get(format!("{}{path}", world.base)).send().await.unwrap();
            assert_eq!(refused(nobody).await, (401, "not_signed_in".to_owned()), "{path}");
            for user in ["wang", "west", "worker"] {
                let reply = world.desk(user).await.get(&path).await;
                assert_eq!(refused(reply).await, (403, "not_allowed".to_owned()), "{user} {path}");
            }
        }
        wang.reports(world, at(0.5, 0.5)).await;
        chen.reports(world, at(4.5, 0.5)).await;
        for (user, reports) in [("boss", 2), ("zheng", 1), ("zhu", 1)] {
            let table = table(&world.desk(user).await, Subject::Collector).await;
            assert_eq!((table.total.get(F::Report), table.people), (reports, reports), "{user}");
            assert_eq!(table.total.cases(Counter::PatrolReport), reports, "{user}");
        }
        let zhu = world.desk("zhu").await;
        let rows = table(&zhu, Subject::Collector).await.rows;
        assert_eq!((rows[0].key.clone(), rows[0].name.as_str()), (chen.account.to_string(), "chen先生"));
        assert_eq!(list(&zhu, &format!("figure=report&key={}", wang.account)).await.number, 0);
        let reply = zhu.get(&format!("{PATH}?area={WEIYANG}")).await;
        assert_eq!(refused(reply).await, (403, "not_allowed".to_owned()));
        let boss = world.desk("boss").await;
        let own: PostTable = ok(boss.get(&format!("{PATH}?{DAYS}&area={BEILIN}")).await).await;
        assert_eq!((own.post, own.total.get(F::Report)), (Subject::Collector, 1));
    }

    async fn what_is_no_question_is_refused_by_its_name(world: &World) {
        let zheng = world.desk("zheng").await;
        for (query, name) in [
            ("post=unit", "post"),
            ("post=weather", "post"),
            ("month=2026-13", "month"),
            ("from=2026-11-24&to=2026-11-23", "from"),
            ("area=nowhere", "area"),
            ("version=1", "version"),
            ("after=nobody", "after"),
            ("limit=many", "limit"),
        ] {
            let reply = zheng.get(&format!("{PATH}?{query}")).await;
            assert_eq!(reply.status(), 400, "{query}");
            let problem: Value = reply.json().await.unwrap();
            assert_eq!(problem["code"], "bad_value", "{query}");
            assert!(problem["detail"].as_str().unwrap().starts_with(name), "{query}: {problem}");
        }
        for query in [
            "",
            "figure=luck",
            "figure=accept",
            "post=acceptor&figure=shifts",
            "figure=report&key=nobody",
            "figure=report&after=nowhere",
            "figure=shifts&after=1.a.2",
        ] {
            let reply = zheng.get(&format!("{PATH}/list?{query}")).await;
            assert_eq!(refused(reply).await, (400, "bad_value".to_owned()), "{query}");
        }
        for query in ["", "figure=luck", "figure=accept", "figure=report&format=exe", "figure=report&lang=fr", "figure=report&key=nobody"] {
            let reply = zheng.get(&format!("{PATH}/list/export?{query}")).await;
            assert_eq!(refused(reply).await, (400, "bad_value".to_owned()), "export {query}");
        }
        assert_eq!(world.count("select count(*) from audit where action = 'posts_export'").await, 0, "nothing was taken");
        let reply = zheng.get(&format!("{PATH}?month=2026-10&version=newest")).await;
        assert_eq!(refused(reply).await, (404, "not_found".to_owned()), "it was not frozen");
    }

    async fn each_step_is_its_persons_with_what_became_of_it(world: &World) {
        by_hand(world).await;
        let [mut wang] = world.phones(["wang"]).await;
        let refused = wang.reports(world, at(0.5, 0.5)).await;
        acts(world, "sun", refused, json!({"action": "accept"})).await;
        acts(world, "zhou", refused, because("refuse")).await;
        let moved = filed(world, &mut wang).await;
        acts(world, "wu", moved, json!({"action": "dispatch", "unit": WEST})).await;
        acts(world, "west", moved, because("return")).await;
        let zheng = world.desk("zheng").await;
        let waits = table(&zheng, Subject::Dispatcher).await.total;
        assert_eq!(counts(&waits), expected([(F::Operation, 1), (F::Dispatch, 1), (F::DispatchIntime, 1)]), "nobody knows yet");
        acts(world, "wu", moved, json!({"action": "dispatch", "unit": NORTH})).await;
        let voided = filed(world, &mut wang).await;
        acts(world, "zhou", voided, because("void")).await;
        let late = wang.reports(world, at(0.5, 0.5)).await;
        world.clock.forward_ms(9 * DAY_MS);
        acts(world, "sun", late, because("reject")).await;

        let zheng = world.desk("zheng").await;
        let dispatcher = table(&zheng, Subject::Dispatcher).await;
        let dispatched = [(F::Operation, 2), (F::Wrong, 1), (F::Dispatch, 2), (F::DispatchIntime, 2), (F::DispatchRight, 1), (F::DispatchWrong, 1)];
        assert_eq!(counts(&dispatcher.total), expected(dispatched));
        assert_eq!((dispatcher.rows.len(), dispatcher.rows[0].name.as_str()), (1, "wu先生"));
        let acceptor = table(&zheng, Subject::Acceptor).await.total;
        let accepted = [(F::Operation, 4), (F::Wrong, 1), (F::Accept, 3), (F::AcceptIntime, 3), (F::AcceptRight, 2), (F::AcceptWrong, 1), (F::Reject, 1)];
        assert_eq!(counts(&acceptor), expected(accepted));
        let leader = table(&zheng, Subject::ShiftLeader).await.total;
        let filings = [(F::Operation, 3), (F::Wrong, 1), (F::File, 2), (F::FileIntime, 2), (F::FileRight, 1), (F::FileWrong, 1), (F::Refuse, 1)];
        assert_eq!(counts(&leader), expected(filings));
        let collector = table(&zheng, Subject::Collector).await;
        assert_eq!(counts(&collector.total), expected([(F::Operation, 4), (F::Wrong, 3), (F::Report, 4), (F::ReportRefused, 3)]));
        assert_eq!(collector.total.cases(Counter::PatrolReport), 4);
        assert_eq!(collector.total.cases(Counter::PatrolValidReport), 1);
        assert_eq!((collector.source, collector.training), (Source::Live, true));
        let wrong = list(&zheng, "post=acceptor&figure=accept_wrong").await;
        assert_eq!((wrong.work[0].case, wrong.work[0].state, wrong.work.len()), (refused, State::Void, 1));
        assert_eq!(wrong.work[0].name, "sun先生");
        lists_are_their_numbers(&zheng).await;

        // The same list is taken away as a file: as many rows as the number says, and it is written down.
        let export = format!("{PATH}/list/export?{DAYS}&post=acceptor&figure=accept");
        let text = zheng.get(&format!("{export}&format=csv&lang=en")).await.text().await.unwrap();
        assert_eq!(text.trim_end().lines().count(), 1 + 3, "{text}");
        assert!(text.contains("Case number") && text.contains("sun先生") && text.contains("Accepted wrongly"), "{text}");
        let reply = zheng.get(&export).await;
        assert!(reply.bytes().await.unwrap().starts_with(b"PK"), "a workbook where nobody says otherwise");
        let said = "select count(*) from audit where action = 'posts_export' and detail like '3 rows: post=acceptor%figure=accept'";
        assert_eq!(world.count(said).await, 2);
        assert!(world.count("select count(*) from looks where kind = 'export' and subject = 'export posts'").await >= 1);
        let of_another_town = world.desk("zhu").await.get(&format!("{export}&format=csv")).await.text().await.unwrap();
        assert_eq!(of_another_town.trim_end().lines().count(), 1, "nothing of another town leaves: {of_another_town}");
    }

    async fn a_task_is_late_when_its_time_is_over_and_stays_its_persons(world: &World) {
        let mut phones = world.phones(["wang", "li", "zhao"]).await;
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
        let zheng = world.desk("zheng").await;
        let sent = table(&zheng, Subject::Collector).await;
        assert_eq!(counts(&sent.total), expected([(F::VerifySent, 1)]));
        world.clock.forward_ms(3 * DAY_MS);
        let zheng = world.desk("zheng").await;
        let late = table(&zheng, Subject::Collector).await;
        assert_eq!(counts(&late.total), expected([(F::VerifySent, 1), (F::VerifyLate, 1)]));
        lists_are_their_numbers(&zheng).await;
        let file = zheng.case(id).await;
        let task = file.tasks.iter().find(|task| Some(task.id) == file.case.open_task).unwrap().clone();
        let behind = list(&zheng, "figure=verify_late").await;
        assert_eq!((behind.work[0].due_at, behind.work[0].case), (Some(task.due_at), id));
        let place_of = phones.iter().position(|phone| Some(phone.account) == task.assignee).unwrap();
        let phone = &mut phones[place_of];
        let user = ["wang", "li", "zhao"][place_of];
        phone.sign_in_again(world, user).await;
        let (envelope, shot) = phone.answer(world, &task, TaskResult::Exists);
        assert_eq!(phone.push(&[envelope]).await[0].result, OutcomeKind::Applied);
        phone.upload(&shot.working).await;
        let answered = table(&zheng, Subject::Collector).await;
        let own = answered.rows.iter().find(|row| row.key == phone.account.to_string()).unwrap();
        let counted = [(F::Operation, 1), (F::VerifySent, 1), (F::VerifyAnswered, 1), (F::VerifyLate, 1)];
        assert_eq!(counts(&own.counted), expected(counted));
        lists_are_their_numbers(&zheng).await;
    }

    async fn a_closing_that_is_opened_again_is_held_against_whoever_closed_it(world: &World) {
        by_hand(world).await;
        comes(world, "qin", Role::ShiftLeader, WEIYANG).await;
        let [mut wang] = world.phones(["wang"]).await;
        let decided = filed(world, &mut wang).await;
        let closing = |closing: &str| json!({"action": "close_special", "closing": closing, "reason": "会议纪要"});
        acts(world, "qin", decided, closing("special")).await;
        let error = filed(world, &mut wang).await;
        acts(world, "qin", error, closing("error")).await;
        let whose = async |user: &str| {
            let table = table(&world.desk("zheng").await, Subject::ShiftLeader).await;
            let row = table.rows.iter().find(|row| row.name == format!("{user}先生")).unwrap();
            counts(&row.counted)
        };
        let filings = [(F::Operation, 2), (F::Wrong, 1), (F::File, 2), (F::FileIntime, 2), (F::FileRight, 1), (F::FileWrong, 1)];
        assert_eq!(whose("zhou").await, expected(filings), "one of the two should never have been a case");
        assert_eq!(whose("qin").await, expected([(F::Operation, 2), (F::CloseSpecial, 2)]));
        for id in [decided, error] {
            acts(world, "zhou", id, because("reopen")).await;
        }
        let right = [(F::Operation, 2), (F::File, 2), (F::FileIntime, 2), (F::FileRight, 2)];
        assert_eq!(whose("zhou").await, expected(right), "it was a case after all, and whoever opens it closed nothing");
        let wrong = [(F::Operation, 2), (F::Wrong, 2), (F::CloseWrong, 2), (F::CloseSpecial, 2)];
        assert_eq!(whose("qin").await, expected(wrong));
        let zheng = world.desk("zheng").await;
        let behind = list(&zheng, "post=shift_leader&figure=close_wrong").await;
        assert!(behind.work.iter().all(|work| work.name == "qin先生" && work.due_at.is_none()), "{behind:?}");
        lists_are_their_numbers(&zheng).await;
    }

    async fn days_on_shift_outlive_the_tracks_they_were_counted_from(world: &World) {
        let [mut wang, mut li, mut han] = world.phones(["wang", "li", "han"]).await;
        let began = shift(world, &mut wang, true).await;
        let of_li = shift(world, &mut li, true).await;
        shift(world, &mut han, true).await;
        world.clock.forward_ms(HOUR_MS);
        walks(&wang, began, 1, began.plus_ms(60_000), 6).await;
        walks(&li, of_li, 1, of_li.plus_ms(60_000), 2).await;
        world.clock.forward_ms(3 * HOUR_MS);
        shift(world, &mut wang, false).await;
        let boss = world.desk("boss").await;
        assert_eq!(table(&boss, Subject::Collector).await.people, 0, "the day is not over");
        world.clock.forward_ms(DAY_MS);
        let boss = world.desk("boss").await;
        assert_eq!(days::turn(&world.app).await.unwrap(), 3);
        assert_eq!(days::turn(&world.app).await.unwrap(), 0, "once a night");
        assert_eq!(days::night(&world.app).await.unwrap(), 0, "nothing came since");

        let collectors = table(&boss, Subject::Collector).await;
        let own = |key: AccountId| counts(&collectors.rows.iter().find(|row| row.key == key.to_string()).unwrap().counted);
        let walked = [(F::Days, 1), (F::Shifts, 1), (F::Minutes, 240), (F::Beat, 8), (F::Walked, 2)];
        assert_eq!(own(wang.account), expected(walked));
        let open = [(F::Days, 1), (F::Shifts, 1), (F::OpenShifts, 1), (F::Minutes, 1), (F::Beat, 4), (F::Walked, 1)];
        assert_eq!(own(li.account), expected(open), "until the last point that the phone sent");
        let inspectors = table(&boss, Subject::Inspector).await;
        assert_eq!(counts(&inspectors.total), expected([(F::Days, 1), (F::Shifts, 1), (F::OpenShifts, 1), (F::Beat, 4)]));
        let list = list(&boss, &format!("figure=walked&key={}", wang.account)).await;
        assert_eq!((list.number, list.days.len(), list.work.len()), (2, 1, 0));
        assert_eq!((list.days[0].first_at, list.days[0].last_at), (began, Some(began.plus_ms(4 * HOUR_MS))));
        let export = format!("{PATH}/list/export?{DAYS}&figure=walked&key={}&format=csv&lang=en", wang.account);
        let text = boss.get(&export).await.text().await.unwrap();
        assert!(text.trim_end().ends_with(",240,8,2") && text.trim_end().lines().count() == 2, "{text}");
        lists_are_their_numbers(&boss).await;

        wang.sign_in_again(world, "wang").await;
        walks(&wang, began, 2, began.plus_ms(2 * HOUR_MS), 11).await;
        assert_eq!(days::night(&world.app).await.unwrap(), 1, "a piece came late");
        assert_eq!(table(&boss, Subject::Collector).await.total.get(F::Walked), 4);
        world.set(WEIYANG, |settings| settings.track_days = 1).await;
        world.clock.forward_ms(2 * DAY_MS);
        assert!(server::tracks::actions::forget(&world.app).await.unwrap() > 0);
        days::turn(&world.app).await.unwrap();
        let kept = table(&world.desk("boss").await, Subject::Collector).await.total;
        assert_eq!((kept.get(F::Walked), kept.get(F::Minutes)), (4, 241), "what was walked stays walked");
    }

    async fn people_stand_on_pages_and_the_total_is_that_of_all(world: &World) {
        let mut phones = world.phones(["wang", "li", "zhao"]).await;
        for phone in &mut phones {
            phone.reports(world, at(0.5, 0.5)).await;
        }
        let zheng = world.desk("zheng").await;
        let (mut after, mut names) = (String::new(), Vec::new());
        loop {
            let page: PostTable = ok(zheng.get(&format!("{PATH}?{DAYS}&limit=2&after={after}")).await).await;
            assert_eq!((page.total.get(F::Report), page.people), (3, 3));
            names.extend(page.rows.into_iter().map(|row| row.name));
            match page.next {
                Some(next) => after = next,
                None => break,
            }
        }
        assert_eq!(names, ["li先生", "wang先生", "zhao先生"]);
        let first = list(&zheng, "figure=report&limit=2").await;
        let rest = list(&zheng, &format!("figure=report&limit=2&after={}", first.next.clone().unwrap())).await;
        assert_eq!((first.work.len(), first.number, rest.work.len(), rest.number), (2, 3, 1, 3));
        assert_eq!(rest.next, None);
    }

    async fn a_frozen_month_keeps_its_posts_whatever_is_done_later(world: &World) {
        by_hand(world).await;
        comes(world, "eva", Role::Evaluator, "XA").await;
        let [mut wang] = world.phones(["wang"]).await;
        shift(world, &mut wang, true).await;
        let first = filed(world, &mut wang).await;
        let second = filed(world, &mut wang).await;
        acts(world, "wu", second, json!({"action": "dispatch", "unit": WEST})).await;
        world.clock.forward_ms(4 * HOUR_MS);
        shift(world, &mut wang, false).await;
        let moment: Instant = "2026-12-03T00:01:00+08:00".parse().unwrap();
        world.clock.forward_ms(moment.since(world.clock_now()));
        assert_eq!(freeze::turn(&world.app).await.unwrap(), 1);
        let frozen = async |version: &str, post: Subject| -> PostTable {
            let query = format!("month=2026-11&version={version}&post={}", post.as_str());
            ok(world.desk("eva").await.get(&format!("{PATH}?{query}")).await).await
        };
        let leaders = frozen("newest", Subject::ShiftLeader).await;
        assert_eq!(leaders.source, Source::Frozen { month: "2026-11".to_owned(), version: 1, published: false });
        assert_eq!((leaders.total.get(F::File), leaders.total.get(F::FileRight)), (2, 2));
        let collectors = frozen("1", Subject::Collector).await;
        assert_eq!((collectors.total.get(F::Minutes), collectors.total.get(F::Report)), (240, 2));

        world.clock.forward_ms(5 * DAY_MS);
        acts(world, "zhou", first, because("void")).await;
        acts(world, "zhou", second, because("void")).await;
        let live = table(&world.desk("zheng").await, Subject::ShiftLeader).await.total;
        assert_eq!((live.get(F::FileRight), live.get(F::FileWrong)), (0, 2));
        let eva = world.desk("eva").await;
        let again = json!({"reason": "补录"});
        ok::<Value>(eva.post("/api/v1/assessment/months/2026-11/versions", &again).await).await;
        for post in POSTS {
            let (one, two) = (frozen("1", post).await, frozen("2", post).await);
            assert_eq!((one.rows, one.total), (two.rows, two.total), "{post:?}: copied and read once more it is the same");
        }
        let query = "month=2026-11&version=1&post=shift_leader&figure=file_right";
        let list: PostList = ok(eva.get(&format!("{PATH}/list?{query}")).await).await;
        assert_eq!((list.number, list.work.len()), (2, 2));
        for statement in ["update frozen_posts set bits = 0", "delete from frozen_posts", "delete from frozen_post_days"] {
            let mut tx = world.app.db.write().await.unwrap();
            assert!(sqlx::query(statement).execute(&mut *tx).await.is_err(), "{statement}");
        }
    }

    async fn what_came_of_a_day_after_the_moment_is_in_no_month_as_of_it(world: &World) {
        comes(world, "eva", Role::Evaluator, "XA").await;
        world.set("XA", |settings| settings.freeze_day = 1).await;
        let noon: Instant = "2026-11-30T16:00:00+08:00".parse().unwrap();
        world.clock.forward_ms(noon.since(world.clock_now()));
        let [mut wang] = world.phones(["wang"]).await;
        wang.reports(world, at(0.5, 0.5)).await;
        let began = shift(world, &mut wang, true).await;
        walks(&wang, began, 1, began.plus_ms(60_000), 6).await;
        world.clock.forward_ms(10 * HOUR_MS);
        // Two hours after the moment the rest of the track comes, and that the shift ended.
        walks(&wang, began, 2, began.plus_ms(2 * HOUR_MS), 16).await;
        shift(world, &mut wang, false).await;
        assert_eq!(freeze::turn(&world.app).await.unwrap(), 1);
        let live = table(&world.desk("boss").await, Subject::Collector).await.total;
        let asked = async |version: u32| -> PostTable {
            let query = format!("month=2026-11&version={version}&post=collector");
            ok(world.desk("eva").await.get(&format!("{PATH}?{query}")).await).await
        };
        let frozen = asked(1).await.total;
        assert_eq!((live.get(F::Walked), live.get(F::OpenShifts), live.get(F::Minutes)), (4, 0, 600));
        assert_eq!((frozen.get(F::Walked), frozen.get(F::OpenShifts), frozen.get(F::Shifts)), (2, 1, 1));
        assert!(frozen.get(F::Minutes) < 10, "as long as its track showed: {frozen:?}");
        // The tracks are forgotten; as of the same moment it is the same.
        world.set(WEIYANG, |settings| settings.track_days = 1).await;
        world.clock.forward_ms(3 * DAY_MS);
        assert!(server::tracks::actions::forget(&world.app).await.unwrap() > 0);
        let eva = world.desk("eva").await;
        let again = json!({"reason": "核对"});
        ok::<Value>(eva.post("/api/v1/assessment/months/2026-11/versions", &again).await).await;
        assert_eq!(asked(2).await.rows, asked(1).await.rows);
    }
}
