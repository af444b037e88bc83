//! Blind second checks beside their cases, and hints at dishonest work: made once, seen by few, judged in words.

mod unseen;
mod counted;

use image::imageops::FilterType;
use image::{DynamicImage, GrayImage, Luma};
use serde_json::{Value, json};
use server::accounts::caller::Account;
use server::check::Depth;
use shared::account::{Actor, Role};
use shared::api::honesty::{AgreementTable, HintFacts, HintFile, HintKind, HintList, HintState};
use shared::case::{Estimate, State};
use shared::evidence::PhotoRole;
use shared::evidence::manifest::Subject;
use shared::ids::{AccountId, CaseId};
use shared::place::point::Point;
use shared::sync::operation::{Act, Report};
use shared::sync::push::OutcomeKind;
use shared::task::{Task, TaskKind, TaskResult};
use uuid::Uuid;

use crate::harness::city::{BEILIN, WEIYANG, at};
use crate::harness::desk::{ok, refused};
use crate::harness::phone::{fix, jpeg};
use crate::harness::{Desk, PASSWORD, Phone, World, on_both_engines};
use crate::scope::{becomes, change};

const HOUR_MS: i64 = 3_600_000;

/// Adds evaluators: "kao" here, "ping" in the other town, "zong" for the whole city.
async fn evaluators(world: &World) {
    let by = Actor::System { rule: "test".to_owned() };
    let mut tx = world.app.db.write().await.unwrap();
    for (number, (user, area)) in [("kao", WEIYANG), ("ping", BEILIN), ("zong", "XA")].into_iter().enumerate() {
        let account = Account {
            id: AccountId(Uuid::from_u128(0xe000 + number as u128)),
            user: user.parse().unwrap(),
            name: format!("{user}先生"),
            role: Role::Evaluator,
            jurisdiction: area.parse().unwrap(),
            unit: None,
            disabled: false,
        };
        server::accounts::actions::add(&world.app, &mut tx, &account, PASSWORD, &by).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn blind(world: &World, percent: u8) {
    world.set(WEIYANG, |settings| settings.blind_check_percent = percent).await;
}

/// Wang reports, the unit says done, and Li's check is out.
async fn checked(world: &World, wang: &mut Phone, li: &mut Phone, picture: u8) -> (CaseId, Task) {
    let id = wang.reports(world, at(0.5, 0.5)).await;
    world.desk("west").await.finish(id, picture).await;
    let tasks = li.tasks().await;
    let Some(task) = tasks.iter().find(|task| task.case == id).cloned() else {
        let file = world.desk("zheng").await.case(id).await;
        panic!("nobody was sent to Li: {tasks:?}, {:?} {:?}", file.case.state, file.draws);
    };
    (id, task)
}

async fn says(world: &World, phone: &mut Phone, task: &Task, result: TaskResult) -> (OutcomeKind, String) {
    let (envelope, shot) = phone.answer(world, task, result);
    let outcome = phone.push(&[envelope]).await.remove(0);
    phone.upload(&shot.working).await;
    (outcome.result, shared::ids::Sha256::of(&shot.working).to_string())
}

async fn turned(world: &World) -> u64 {
    server::honesty::turn::turn(&world.app).await.unwrap()
}

/// Whatever is to be found is found, by this turn or by the server's own job, and never twice.
async fn found(world: &World) {
    turned(world).await;
    assert_eq!(turned(world).await, 0, "once");
}

async fn hints(desk: &Desk, query: &str) -> HintList {
    ok(desk.get(&format!("/api/v1/honesty/hints?{query}")).await).await
}

async fn agreement(desk: &Desk) -> AgreementTable {
    ok(desk.get("/api/v1/honesty/agreement").await).await
}

/// What rows say of each other that does not fit. The audit is chained a minute later, and is not asked here.
async fn problems(world: &World) -> Vec<String> {
    let found = server::check::all(&world.app, Depth::Rows).await.unwrap().problems;
    let is_ours = |problem: &String| ["task ", "photo ", "case "].iter().any(|word| problem.starts_with(word));
    found.into_iter().filter(is_ours).collect()
}

/// Bricks of many shades, other ones for each number.
fn picture(number: u32) -> DynamicImage {
    let shade = |x: u32, y: u32| {
        let (column, row) = (x / 97, y / 83);
        u8::try_from(30 + (column * (37 + number * 11) + row * (53 + number * 29) + column * row * (7 + number)) % 200)
            .unwrap()
    };
    DynamicImage::ImageLuma8(GrayImage::from_fn(1_600, 1_200, |x, y| Luma([shade(x, y)])))
}

fn encoded(picture: &DynamicImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(picture).unwrap();
    bytes
}

/// A report at one place whose photo was taken at another.
async fn reports(world: &World, phone: &mut Phone, working: Vec<u8>, seen: Point) -> CaseId {
    let case = CaseId(Uuid::now_v7());
    let now = world.clock_now();
    let say = |manifest: &mut shared::evidence::manifest::Manifest| {
        manifest.fix = Some(fix(seen, now));
        manifest.taken.monotonic_ms = u64::try_from(now.ms()).unwrap();
    };
    let shot = phone.shoot_with(world, PhotoRole::Near, Subject::Case(case), working, say);
    let report = Report {
        case,
        category: "event:06010".parse().unwrap(),
        condition_no: 1,
        fix: fix(at(0.5, 0.5), now),
        note: "路边一堆垃圾".to_owned(),
        address: "未央路".to_owned(),
        estimate: Estimate::default(),
        photos: vec![shot.signed.clone()],
        self_handled: false,
    };
    let envelope = phone.envelope(world, Act::Report(report));
    let outcomes = phone.push(&[envelope]).await;
    assert_eq!(outcomes[0].code, None, "{outcomes:?}");
    phone.upload(&shot.working).await;
    case
}

/// Somebody is here and, a minute later, four kilometres away.
async fn leaps(world: &World, phone: &mut Phone) {
    let here = at(0.5, 0.5);
    reports(world, phone, jpeg(1), here).await;
    world.clock.forward_ms(60_000);
    reports(world, phone, jpeg(2), here.moved_m(4_000.0, 0.0)).await;
}

on_both_engines! {
    async fn a_blind_check_lies_beside_its_case_from_its_draw_to_its_answer(world: &World) {
        evaluators(world).await;
        blind(world, 100).await;
        let [mut wang, mut li, mut zhao] = world.phones(["wang", "li", "zhao"]).await;
        let (id, task) = checked(world, &mut wang, &mut li, 1).await;
        assert!(zhao.tasks().await.is_empty(), "nobody is sent a second time before the first answer");
        let (outcome, first_photo) = says(world, &mut li, &task, TaskResult::Pass).await;
        assert_eq!(outcome, OutcomeKind::Applied);
        let sun = world.desk("sun").await;
        let before: Value = ok(sun.get(&format!("/api/v1/cases/{id}")).await).await;
        assert_eq!(before["case"]["state"], "closed", "the case does not wait");
        assert_eq!((before["tasks"].as_array().unwrap().len(), before["draws"].as_array().unwrap().len()), (1, 1));
        let marks = (li.pull("").await.cursor, wang.pull("").await.cursor);

        let tasks = zhao.tasks().await;
        assert_eq!(tasks.len(), 1, "neither who reported nor who looked first, nor who walks there");
        let second = &tasks[0];
        assert_eq!((second.kind, second.case, second.result), (TaskKind::Check, id, None));
        assert!(!second.after.is_empty() && second.case_closed_at.is_none());
        let told = serde_json::to_string(second).unwrap();
        assert!(!told.contains(&first_photo) && !told.contains("blind") && !told.contains("pass"), "{told}");
        assert!(zhao.pull("").await.changes.iter().all(|change| change.entity == "task"), "nor how the case stands");
        let list: Value = ok(sun.get("/api/v1/tasks").await).await;
        assert_eq!(list["tasks"].as_array().unwrap().len(), 1, "no desk sees it");
        let own: Value = ok(zhao.request(reqwest::Method::GET, "/api/v1/tasks").send().await.unwrap()).await;
        assert_eq!(own["tasks"].as_array().unwrap().len(), 1, "who was sent does");
        let redraw = sun.post(&format!("/api/v1/tasks/{}/redraw", second.id), &json!({"reason": "换人"})).await;
        assert_eq!(refused(redraw).await, (404, "not_found".to_owned()), "for a desk there is none");

        let (outcome, _) = says(world, &mut zhao, second, TaskResult::Fail).await;
        assert_eq!(outcome, OutcomeKind::Applied);
        let after: Value = ok(sun.get(&format!("/api/v1/cases/{id}")).await).await;
        for part in ["case", "flow", "tasks", "draws", "may", "names"] {
            assert_eq!(after[part], before[part], "not a letter of the case is another");
        }
        for (phone, mark) in [(&li, &marks.0), (&wang, &marks.1)] {
            assert!(phone.pull(mark).await.changes.is_empty(), "neither who looked first nor who reported hears of it");
        }
        let answered = zhao.tasks().await.remove(0);
        assert_eq!((answered.result, answered.case_closed_at.is_some()), (Some(TaskResult::Fail), true));
        assert_eq!(problems(world).await, Vec::<String>::new());
        assert_eq!(
            world.count("select count(*) from draws where is_blind = 1 and body like '%checked_first%' and body like '%reporter%'").await,
            1,
            "the draw says who could not be sent, and why"
        );
        let thrown = "select count(*) from audit where action = 'blind_sample' and detail like '%of 100'";
        assert_eq!(world.count(thrown).await, 1);
        server::evidence::turn(&world.app).await.unwrap();
        assert_eq!(world.count("select count(*) from photos where is_blind = 1 and verdict <> 'unjudged'").await, 1);
        let judged: Value = ok(sun.get(&format!("/api/v1/cases/{id}")).await).await;
        assert_eq!(judged["evidence"].as_array().unwrap().len(), before["evidence"].as_array().unwrap().len());

        found(world).await;
        let kao = world.desk("kao").await;
        let list = hints(&kao, "kind=blind&state=open").await;
        let hint = &list.hints[0];
        let names: Vec<&str> = hint.people.iter().map(|person| person.user.as_str()).collect();
        assert_eq!((names, hint.cases, hint.state), (vec!["li", "zhao"], 1, HintState::Open));
        let HintFacts::Blind { first, second, differing, .. } = &hint.facts else { panic!("{hint:?}") };
        assert_eq!((*first, *second, differing.part, differing.whole), (TaskResult::Pass, TaskResult::Fail, 1, 1));
        let file: HintFile = ok(kao.get(&format!("/api/v1/honesty/hints/{}", hint.id)).await).await;
        let photos: Vec<usize> = file.cases.iter().map(|case| case.photos.len()).collect();
        assert_eq!(photos, [1, 1], "what each of them saw, side by side");
        assert!(file.cases.iter().all(|case| case.case == id && case.photos[0].received));
        let table = agreement(&kao).await;
        assert_eq!((table.pairs.len(), table.people.len(), table.all.cases, table.all.agreed), (1, 2, 1, 0));
        assert!(table.pairs[0].share.is_none() && table.pairs[0].kappa.is_none(), "of one case nothing is said");
    }

    async fn nothing_is_drawn_where_nobody_asked_for_it(world: &World) {
        let [mut wang, mut li, mut zhao] = world.phones(["wang", "li", "zhao"]).await;
        let (_, task) = checked(world, &mut wang, &mut li, 1).await;
        says(world, &mut li, &task, TaskResult::Pass).await;
        assert!(zhao.tasks().await.is_empty());
        blind(world, 100).await;
        // Li has just looked at Wang's last report: this time it is another's turn.
        let (_, task) = checked(world, &mut wang, &mut zhao, 2).await;
        says(world, &mut zhao, &task, TaskResult::Unable).await;
        assert_eq!(li.tasks().await.len(), 1, "who could not tell said nothing that another could agree with");
        assert_eq!(world.count("select count(*) from draws where is_blind = 1").await, 0);
    }

    async fn where_nobody_is_at_hand_the_draw_says_so_and_the_case_goes_on(world: &World) {
        blind(world, 100).await;
        change(world, "zhao", |account| account.disabled = true, None).await;
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        let (id, task) = checked(world, &mut wang, &mut li, 1).await;
        says(world, &mut li, &task, TaskResult::Pass).await;
        assert_eq!(world.desk("sun").await.case(id).await.case.state, State::Closed);
        assert_eq!(world.count("select count(*) from draws where is_blind = 1 and task_id is null").await, 1);
        assert_eq!(world.count("select count(*) from tasks where is_blind = 1").await, 0);
    }

    async fn a_case_that_is_taken_up_again_takes_the_blind_check_back(world: &World) {
        blind(world, 100).await;
        let [mut wang, mut li, mut zhao] = world.phones(["wang", "li", "zhao"]).await;
        let (id, task) = checked(world, &mut wang, &mut li, 1).await;
        says(world, &mut li, &task, TaskResult::Pass).await;
        let second = zhao.tasks().await.remove(0);
        let cursor = zhao.pull("").await.cursor;
        let reopened = world.desk("zhou").await.act(id, &json!({"action": "reopen", "reason": "又脏了"})).await;
        assert_eq!(reopened.status(), 200, "{}", reopened.text().await.unwrap());
        let gone = zhao.pull(&cursor).await.changes;
        assert!(gone.iter().any(|change| change.id == second.id.to_string() && change.left), "{gone:?}");
        let flow = world.desk("sun").await.case(id).await.flow.len();
        let (outcome, _) = says(world, &mut zhao, &second, TaskResult::Fail).await;
        assert_eq!(outcome, OutcomeKind::Superseded, "it is kept, and counts for nothing");
        assert_eq!(world.desk("sun").await.case(id).await.flow.len(), flow);
        assert_eq!(world.count("select count(*) from blind_checks where second_result <> ''").await, 0);
        assert_eq!(problems(world).await, Vec::<String>::new());
    }

    async fn what_fails_is_looked_at_twice_too_until_the_unit_says_done_again(world: &World) {
        blind(world, 100).await;
        let [mut wang, mut li, zhao] = world.phones(["wang", "li", "zhao"]).await;
        let (id, task) = checked(world, &mut wang, &mut li, 1).await;
        says(world, &mut li, &task, TaskResult::Fail).await;
        let second = zhao.tasks().await.remove(0);
        let sun = world.desk("sun").await;
        assert_eq!(sun.case(id).await.case.state, State::ToCheck);
        ok::<Value>(sun.act(id, &json!({"action": "check_rework", "reason": "没清完"})).await).await;
        assert_eq!(zhao.tasks().await.len(), 1, "the scene is still the one that was seen first");
        world.clock.forward_ms(60_000);
        world.desk("west").await.finish(id, 2).await;
        assert!(zhao.tasks().await.iter().all(|task| task.id != second.id), "now it is another");
        assert_eq!(problems(world).await, Vec::<String>::new());
    }

    async fn who_was_at_two_places_at_once_is_a_hint_for_few_and_is_judged_in_words(world: &World) {
        evaluators(world).await;
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        leaps(world, &mut wang).await;
        let here = at(0.5, 0.5);
        reports(world, &mut li, jpeg(3), here).await;
        world.clock.forward_ms(HOUR_MS);
        reports(world, &mut li, jpeg(4), here.moved_m(4_000.0, 0.0)).await;
        found(world).await;

        let path = "/api/v1/honesty/hints";
        let nobody = world.http.get(format!("{}{path}", world.base)).send().await.unwrap();
        assert_eq!(refused(nobody).await.0, 401);
        for user in ["wang", "zheng", "boss", "sun", "west"] {
            let desk = world.desk(user).await;
            assert_eq!(refused(desk.get(path).await).await, (403, "not_allowed".to_owned()), "{user}");
            assert_eq!(refused(desk.get("/api/v1/honesty/agreement").await).await.0, 403, "{user}");
        }
        let [kao, ping, zong] = [world.desk("kao").await, world.desk("ping").await, world.desk("zong").await];
        assert!(hints(&ping, "").await.hints.is_empty(), "another town's people are another town's");
        assert_eq!(hints(&zong, "").await.hints.len(), 1);
        assert_eq!(hints(&zong, "area=610103").await.hints.len(), 0);
        for query in ["kind=guilt", "state=lost", "after=soon", "limit=many"] {
            assert_eq!(refused(kao.get(&format!("{path}?{query}")).await).await, (400, "bad_value".to_owned()), "{query}");
        }
        assert_eq!(refused(kao.get(&format!("{path}?area=610103")).await).await, (404, "not_found".to_owned()));

        let list = hints(&kao, "").await;
        let hint = &list.hints[0];
        assert_eq!((hint.facts.kind(), hint.people[0].user.as_str(), hint.cases), (HintKind::Speed, "wang", 2));
        assert_eq!((list.open.len(), list.open[0].open), (1, 1));
        let HintFacts::Speed { metres, ms, kmh, devices, is_back, .. } = hint.facts else { panic!("{hint:?}") };
        assert!((3_990..4_010).contains(&metres) && ms == 60_000 && kmh > 200 && devices == 1 && !is_back, "{hint:?}");
        let one = format!("{path}/{}", hint.id);
        assert_eq!(refused(ping.get(&one).await).await, (404, "not_found".to_owned()));
        let file: HintFile = ok(kao.get(&one).await).await;
        assert_eq!((file.cases.len(), file.judgements.len()), (2, 0));
        assert!(file.cases.iter().all(|case| case.photos.len() == 1 && case.photos[0].lon.is_some()));

        let judge = format!("{one}/judge");
        let explained = json!({"verdict": "explained", "reason": "坐执法车去的，电话 13912345678"});
        assert_eq!(refused(ping.post(&judge, &explained).await).await, (404, "not_found".to_owned()));
        let silent = json!({"verdict": "explained", "reason": " "});
        assert_eq!(refused(kao.post(&judge, &silent).await).await.1, "reason_required");
        assert_eq!(refused(kao.post(&judge, &json!({"verdict": "guilty", "reason": "a"})).await).await.0, 400);
        let long = json!({"verdict": "follow_up", "reason": "长".repeat(1_001)});
        assert_eq!(refused(kao.post(&judge, &long).await).await, (400, "bad_value".to_owned()));
        let file: HintFile = ok(kao.post(&judge, &explained).await).await;
        assert_eq!((file.hint.state, file.judgements.len()), (HintState::Explained, 1));
        assert!(!file.judgements[0].reason.contains("13912345678"), "a number is no reason");
        let again: HintFile = ok(zong.post(&judge, &json!({"verdict": "follow_up", "reason": "没有出车记录"})).await).await;
        let said: Vec<&str> = again.judgements.iter().map(|one| one.by.user.as_str()).collect();
        assert_eq!((again.hint.state, said), (HintState::FollowUp, vec!["kao", "zong"]), "added, never changed");
        assert!(hints(&kao, "state=open").await.hints.is_empty());
        assert_eq!(hints(&kao, "state=follow_up").await.hints.len(), 1);
        assert_eq!(world.count("select count(*) from audit where action = 'honesty_judge'").await, 2);
        assert_eq!(world.count("select count(*) from audit where action = 'honesty_seen' and subject like 'hint %'").await, 1);
        assert!(world.count("select count(*) from looks where kind = 'honesty'").await >= 3, "every look is recorded");
        let mut tx = world.app.db.write().await.unwrap();
        assert!(sqlx::query("update honesty_judgements set reason = ''").execute(&mut *tx).await.is_err());
        drop(tx);
        assert_eq!(turned(world).await, 0, "what was judged is not made again");
    }

    async fn whom_a_hint_names_is_never_shown_it_whatever_they_become(world: &World) {
        evaluators(world).await;
        let [mut wang] = world.phones(["wang"]).await;
        leaps(world, &mut wang).await;
        found(world).await;
        let id = hints(&world.desk("kao").await, "").await.hints[0].id;
        becomes(world, "wang", Role::Evaluator).await;
        let wang = world.desk("wang").await;
        let list = hints(&wang, "").await;
        assert!(list.hints.is_empty() && list.open.is_empty(), "{list:?}");
        let one = format!("/api/v1/honesty/hints/{id}");
        assert_eq!(refused(wang.get(&one).await).await, (404, "not_found".to_owned()));
        let judge = wang.post(&format!("{one}/judge"), &json!({"verdict": "explained", "reason": "是我"})).await;
        assert_eq!(refused(judge).await, (404, "not_found".to_owned()));
    }

    async fn the_same_picture_is_found_in_another_case_however_it_was_encoded(world: &World) {
        evaluators(world).await;
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        let here = at(0.5, 0.5);
        let first = reports(world, &mut wang, encoded(&picture(1), 85), here).await;
        reports(world, &mut wang, encoded(&picture(2), 85), here).await;
        server::evidence::turn(&world.app).await.unwrap();
        assert_eq!(turned(world).await, 0, "two scenes are two scenes");
        let smaller = picture(1).resize_exact(1_280, 960, FilterType::Triangle);
        let second = reports(world, &mut li, encoded(&smaller, 60), here).await;
        let same = reports(world, &mut li, encoded(&picture(2), 85), here).await;
        server::evidence::turn(&world.app).await.unwrap();
        found(world).await;
        let kao = world.desk("kao").await;
        let mut near = 0;
        for hint in hints(&kao, "kind=photos").await.hints {
            let file: HintFile = ok(kao.get(&format!("/api/v1/honesty/hints/{}", hint.id)).await).await;
            let cases: Vec<CaseId> = file.cases.iter().map(|case| case.case).collect();
            assert!(file.cases.iter().all(|case| case.photos.len() == 1 && case.photos[0].received));
            assert_eq!(file.hint.people.len(), 2, "both who took them");
            let HintFacts::Photos { same_file, bits, .. } = file.hint.facts else { panic!("{file:?}") };
            if same_file {
                assert!(cases.contains(&same));
            } else {
                near += 1;
                assert!(bits <= 6 && cases.contains(&first) && cases.contains(&second), "{cases:?}");
            }
        }
        assert_eq!(near, 1);
        let pages = [hints(&kao, "limit=1").await, hints(&kao, "kind=speed").await];
        let next = pages[0].next.clone().unwrap();
        let last = hints(&kao, &format!("limit=1&after={next}")).await;
        assert_eq!((last.hints.len(), last.next, pages[1].hints.len()), (1, None, 0));
        assert_ne!(last.hints[0].id, pages[0].hints[0].id);
    }

    async fn who_reports_one_kind_alone_is_a_hint_with_its_chance(world: &World) {
        evaluators(world).await;
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        for (phone, category) in [(&mut wang, "event:06010"), (&mut li, "event:06011")] {
            let mut envelopes = Vec::new();
            for number in 0..30 {
                let (mut report, _) = phone.report(world, at(0.5, 0.5));
                // A few as everybody reports them.
                report.category = if number < 4 { "event:06010" } else { category }.parse().unwrap();
                envelopes.push(phone.envelope(world, Act::Report(report)));
            }
            let outcomes = phone.push(&envelopes).await;
            assert!(outcomes.iter().all(|outcome| outcome.result == OutcomeKind::Applied), "{outcomes:?}");
        }
        // The job has counted once already, when there was nothing.
        world.clock.forward_ms(21 * HOUR_MS);
        turned(world).await;
        let kao = world.desk("kao").await;
        let list = hints(&kao, "kind=category").await;
        assert_eq!(list.hints.len(), 2, "{list:?}");
        let of_wang = list.hints.iter().find(|hint| hint.people[0].user.as_str() == "wang").unwrap();
        let HintFacts::Category { own, others, chance, .. } = &of_wang.facts else { panic!("{of_wang:?}") };
        assert_eq!(((own.part, own.whole), (others.part, others.whole)), ((30, 30), (4, 30)));
        assert!(chance.chance < 1e-6 && chance.compared == 3, "{chance:?}");
        assert_eq!((of_wang.cases, of_wang.named.is_empty()), (30, false));
        world.clock.forward_ms(24 * HOUR_MS);
        let again = turned(world).await;
        assert_eq!(again, 0, "not made again in the same month");
    }

    async fn a_checker_who_passes_one_unit_alone_stands_out(world: &World) {
        evaluators(world).await;
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        let (_, task) = checked(world, &mut wang, &mut li, 1).await;
        says(world, &mut li, &task, TaskResult::Pass).await;
        // Many more of the same, as rows: what counts is how they are read and summed.
        let mut tx = world.app.db.write().await.unwrap();
        let accounts = [("li", li.account), ("zhao", AccountId(Uuid::from_u128(0xa002)))];
        let sent = task.sent_at.plus_ms(1);
        for (user, account) in accounts {
            for number in 0..40_u32 {
                let passes = user == "li" || number % 2 == 0;
                let result = if passes { TaskResult::Pass } else { TaskResult::Fail };
                let copy = Task {
                    id: shared::ids::TaskId(Uuid::now_v7()),
                    assignee: Some(account),
                    state: shared::task::TaskState::Answered,
                    result: Some(result),
                    answered_at: Some(sent),
                    sent_at: sent,
                    ..task.clone()
                };
                let insert = "insert into tasks (id, case_id, jurisdiction_id, kind, state, assignee_id, sent_at_ms, \
                              due_at_ms, version, body) values ($1, $2, $3, 'check', 'answered', $4, $5, $5, 1, $6)";
                sqlx::query(insert)
                    .bind(copy.id.to_string())
                    .bind(copy.case.to_string())
                    .bind(WEIYANG)
                    .bind(account.to_string())
                    .bind(sent.ms())
                    .bind(serde_json::to_string(&copy).unwrap())
                    .execute(&mut *tx)
                    .await
                    .unwrap();
            }
        }
        tx.commit().await.unwrap();
        // The job has counted once already, when there was nothing.
        world.clock.forward_ms(21 * HOUR_MS);
        turned(world).await;
        let list = hints(&world.desk("kao").await, "kind=pass_rate").await;
        let of_li = list.hints.iter().find(|hint| hint.people[0].user.as_str() == "li").unwrap();
        let HintFacts::PassRate { own, elsewhere, others, chance, .. } = &of_li.facts else { panic!("{of_li:?}") };
        assert_eq!(((own.part, own.whole), (others.part, others.whole), elsewhere.whole), ((41, 41), (20, 40), 0));
        assert!(chance.chance < 1e-5 && chance.compared == 2, "{chance:?}");
        assert!(!of_li.named.is_empty());
    }

    async fn what_travels_fits_its_description(world: &World) {
        evaluators(world).await;
        let [mut wang] = world.phones(["wang"]).await;
        leaps(world, &mut wang).await;
        turned(world).await;
        let api: Value = ok(world.http.get(format!("{}/api/openapi.json", world.base)).send().await.unwrap()).await;
        let kao = world.desk("kao").await;
        let list: Value = ok(kao.get("/api/v1/honesty/hints").await).await;
        crate::api::check(&api, "HintList", &list);
        let id = list["hints"][0]["id"].as_str().unwrap();
        let file: Value = ok(kao.get(&format!("/api/v1/honesty/hints/{id}")).await).await;
        crate::api::check(&api, "HintFile", &file);
        let table: Value = ok(kao.get("/api/v1/honesty/agreement").await).await;
        crate::api::check(&api, "AgreementTable", &table);
        for query in ["from=soon", "from=2026-11-24&to=2026-11-23"] {
            let reply = kao.get(&format!("/api/v1/honesty/agreement?{query}")).await;
            assert_eq!(refused(reply).await, (400, "bad_value".to_owned()), "{query}");
        }
    }
}
