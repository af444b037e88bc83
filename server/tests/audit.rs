//! The audit as those read it who answer for it: within their reach, a page at a time, and never changed by anybody.

use serde_json::{Value, json};
use shared::api::audit::{AuditChain, AuditList, AuditRecord};

use crate::harness::city::{BEILIN, WEIYANG, at};
use crate::harness::desk::{ok, refused};
use crate::harness::{Desk, World, on_both_engines};

const PATH: &str = "/api/v1/audit";

async fn list(desk: &Desk, query: &str) -> AuditList {
    ok(desk.get(&format!("{PATH}?{query}")).await).await
}

async fn actions(desk: &Desk, query: &str) -> Vec<String> {
    list(desk, query).await.entries.into_iter().map(|entry| entry.action).collect()
}

/// Adds somebody who leads in Weiyang: they see its audit and no other.
async fn leader(world: &World) -> Desk {
    let by = shared::account::Actor::System { rule: "test".to_owned() };
    let account = server::accounts::caller::Account {
        id: shared::ids::AccountId(uuid::Uuid::from_u128(0xd001)),
        user: "lead".parse().unwrap(),
        name: "领导".to_owned(),
        role: shared::account::Role::Leader,
        jurisdiction: WEIYANG.parse().unwrap(),
        unit: None,
        disabled: false,
    };
    let mut tx = world.app.db.write().await.unwrap();
    server::accounts::actions::add(&world.app, &mut tx, &account, crate::harness::PASSWORD, &by).await.unwrap();
    tx.commit().await.unwrap();
    world.desk("lead").await
}

/// Returns how the engine would find a page of records under a condition.
async fn plan(world: &World, condition: &str) -> String {
    use server::db::dialect::Engine;
    use sqlx::Row as _;
    let (explain, column) = match world.app.db.engine() {
        Engine::Sqlite => ("explain query plan", "detail"),
        Engine::Postgres => ("explain (costs off)", "QUERY PLAN"),
    };
    let mut tx = world.app.db.write().await.unwrap();
    if world.app.db.engine() == Engine::Postgres {
        // So few are put in order as quickly by themselves; it is the index's own order that is looked for.
        for setting in ["analyze audit", "set local enable_bitmapscan = off"] {
            sqlx::query(setting).execute(&mut *tx).await.unwrap();
        }
    }
    let statement = format!(
        "{explain} select a.id from audit a where {condition} and a.id >= '' and a.id < 'g' order by a.id desc limit 50"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(statement)).fetch_all(&mut *tx).await.unwrap();
    rows.iter().map(|row| row.try_get::<String, _>(column).unwrap()).collect::<Vec<_>>().join("\n")
}

async fn chained(world: &World) {
    world.clock.forward_ms(120_000);
    server::jobs::chain_audit(&world.app).await.unwrap();
}

/// Waits until the verification that is under way has ended.
async fn verified(desk: &Desk) -> AuditChain {
    for _ in 0..400 {
        let chain: AuditChain = ok(desk.get(&format!("{PATH}/chain")).await).await;
        if chain.verification.as_ref().is_some_and(|verification| verification.ended_at.is_some()) {
            return chain;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("the verification does not end");
}

on_both_engines! {
    async fn whoever_may_not_see_it_is_refused(world: &World) {
        let reply = world.http.get(format!("{}{PATH}", world.base)).send().await.unwrap();
        assert_eq!(refused(reply).await, (401, "not_signed_in".to_owned()));
        for user in ["wang", "sun", "zhou", "west", "zheng"] {
            let desk = world.desk(user).await;
            for way in ["", "/chain", "/export"] {
                assert_eq!(refused(desk.get(&format!("{PATH}{way}")).await).await, (403, "not_allowed".to_owned()), "{user} {way}");
            }
            assert_eq!(refused(desk.post(&format!("{PATH}/verify"), &json!(null)).await).await.1, "not_allowed");
        }
        let lead = leader(world).await;
        assert_eq!(refused(lead.post(&format!("{PATH}/verify"), &json!(null)).await).await.1, "not_allowed", "the chain is the whole city's");
        assert_eq!(refused(lead.get(&format!("{PATH}?area={BEILIN}")).await).await, (403, "not_allowed".to_owned()));
        let boss = world.desk("boss").await;
        for bad in ["action=danced", "account=boss", "from=yesterday", "before=1", "limit=many", "subject=a%25b"] {
            assert_eq!(refused(boss.get(&format!("{PATH}?{bad}")).await).await, (400, "bad_value".to_owned()), "{bad}");
        }
        assert_eq!(refused(boss.get(&format!("{PATH}/none")).await).await, (404, "not_found".to_owned()));
    }

    async fn each_sees_what_was_done_within_their_reach(world: &World) {
        let [mut wang, mut chen] = world.phones(["wang", "chen"]).await;
        let here = wang.reports(world, at(0.5, 0.5)).await;
        world.clock.forward_ms(1);
        let there = chen.reports(world, at(4.5, 0.5)).await;
        let (boss, lead) = (world.desk("boss").await, leader(world).await);
        let reported = |list: &AuditList| -> Vec<String> {
            list.entries.iter().filter(|entry| entry.action == "report").map(|entry| entry.subject.clone()).collect()
        };
        assert_eq!(reported(&list(&lead, "").await), [format!("case {here}")]);
        assert_eq!(reported(&list(&boss, "").await), [format!("case {there}"), format!("case {here}")], "the newest first");
        assert_eq!(reported(&list(&boss, &format!("area={BEILIN}")).await), [format!("case {there}")]);
        let of_there = list(&boss, &format!("subject=case%20{there}&action=report")).await.entries.remove(0);
        assert_eq!(refused(lead.get(&format!("{PATH}/{}", of_there.id)).await).await, (404, "not_found".to_owned()));
        let record: AuditRecord = ok(boss.get(&format!("{PATH}/{}", of_there.id)).await).await;
        assert_eq!((record.position, record.entry.name.as_str()), (None, "chen先生"));
        assert!(record.entry.case_no.is_some() && record.entry.operation.is_some());
        chained(world).await;
        let record: AuditRecord = ok(boss.get(&format!("{PATH}/{}", of_there.id)).await).await;
        assert!(record.position.is_some() && record.hash.len() == 64);
    }

    async fn one_kind_of_subject_is_found_by_its_index_and_not_by_going_through_everything(world: &World) {
        let mut tx = world.app.db.write().await.unwrap();
        for number in 0..3_000 {
            // Far older than all that is asked for first, so that the newest page is of another kind.
            let (id, of) = (format!("00000000-0000-7000-8000-{number:012}"), if number < 3 { "hint" } else { "case" });
            sqlx::query(
                "insert into audit (id, at_ms, actor, account_id, jurisdiction_id, action, subject, operation_id, detail) \
                 values ($1, 1, 'system test', null, $2, 'honesty_judge', $3, null, '')",
            )
            .bind(id)
            .bind(if number % 2 == 0 { WEIYANG } else { BEILIN })
            .bind(format!("{of} {number}"))
            .execute(&mut *tx)
            .await
            .unwrap();
        }
        tx.commit().await.unwrap();
        let boss = world.desk("boss").await;
        let found = async |query: &str| -> Vec<String> {
            list(&boss, query).await.entries.into_iter().map(|entry| entry.subject).collect()
        };
        assert_eq!(found("subject=hint").await, ["hint 2", "hint 1", "hint 0"]);
        assert_eq!(found(&format!("subject=hint&area={BEILIN}")).await, ["hint 1"]);
        assert!(found("subject=hin").await.is_empty() && found("subject=hints").await.is_empty(), "another kind");
        assert!(found("subject=score_model").await.is_empty(), "a kind that is written with a line");
        for (condition, index) in [
            ("substr(a.subject, 1, 5) = 'hint '", "audit_by_kind"),
            ("a.jurisdiction_id = '610112' and substr(a.subject, 1, 5) = 'hint '", "audit_by_kind_in_area"),
        ] {
            let plan = plan(world, condition).await;
            assert!(plan.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|word| word == index), "{plan}");
            let is_sorted_anew = plan.contains("Sort") || plan.contains("TEMP B-TREE");
            assert!(!is_sorted_anew, "the index has them in their order: {plan}");
        }
    }

    async fn it_is_narrowed_by_who_what_to_what_and_when(world: &World) {
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        let first = wang.reports(world, at(0.5, 0.5)).await;
        world.clock.forward_ms(3_600_000);
        let between = world.clock_now();
        world.clock.forward_ms(3_600_000);
        let second = li.reports(world, at(0.5, 0.5)).await;
        let boss = world.desk("boss").await;
        let subjects = |query: String| { let boss = &boss; async move {
            list(boss, &query).await.entries.into_iter().map(|entry| entry.subject).collect::<Vec<_>>()
        } };
        assert_eq!(subjects("action=report".to_owned()).await, [format!("case {second}"), format!("case {first}")]);
        assert_eq!(subjects("action=report&actor=wang".to_owned()).await, [format!("case {first}")]);
        assert_eq!(subjects(format!("action=report&account={}", li.account)).await, [format!("case {second}")]);
        let moment = between.to_string();
        assert_eq!(subjects(format!("action=report&from={moment}")).await, [format!("case {second}")]);
        assert_eq!(subjects(format!("action=report&to={moment}")).await, [format!("case {first}")]);
        assert!(actions(&boss, &format!("subject=case%20{first}&limit=200")).await.len() > 1, "the steps of the server too");
        assert!(actions(&boss, "actor=system%20automatic.accept").await.iter().all(|action| action == "accept"));
        let devices = subjects("subject=device".to_owned()).await;
        assert!(!devices.is_empty() && devices.iter().all(|subject| subject.starts_with("device ")), "{devices:?}");
        assert!(subjects("subject=desk".to_owned()).await.iter().all(|subject| subject == "desk"));
        assert!(subjects("actor=nobody".to_owned()).await.is_empty());
        // A name alone is an account's or a rule's: what either did stands in one order, and page by page.
        let by_wang = list(&boss, "actor=wang&limit=200").await.entries;
        assert!(by_wang.len() > 1 && by_wang.iter().all(|entry| entry.actor == "account wang"), "{by_wang:?}");
        assert!(by_wang.windows(2).all(|two| two[0].id > two[1].id));
        let page = list(&boss, "actor=wang&limit=1").await;
        let before = page.next.clone().unwrap();
        assert_eq!(page.entries, by_wang[..1]);
        assert_eq!(list(&boss, &format!("actor=wang&limit=1&before={before}")).await.entries, by_wang[1..2]);
        let by_rule = list(&boss, "actor=automatic.accept&limit=200").await.entries;
        assert!(!by_rule.is_empty() && by_rule.iter().all(|entry| entry.actor == "system automatic.accept"));
    }

    async fn pages_hold_each_record_once(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        for _ in 0..3 {
            wang.reports(world, at(0.5, 0.5)).await;
        }
        let boss = world.desk("boss").await;
        let all: Vec<String> = list(&boss, "limit=200").await.entries.into_iter().map(|entry| entry.id).collect();
        let (mut seen, mut before) = (Vec::new(), String::new());
        loop {
            let page = list(&boss, &format!("limit=7&before={before}")).await;
            assert!(page.entries.len() <= 7);
            seen.extend(page.entries.into_iter().map(|entry| entry.id));
            match page.next {
                Some(next) => before = next,
                None => break,
            }
        }
        assert_eq!(seen, all);
        assert!(seen.windows(2).all(|two| two[0] > two[1]));
        assert_eq!(i64::try_from(seen.len()).unwrap(), world.count("select count(*) from audit").await);
    }

    async fn what_is_taken_away_is_recorded(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        wang.reports(world, at(0.5, 0.5)).await;
        let boss = world.desk("boss").await;
        let text = boss.get(&format!("{PATH}/export?action=report&lang=en")).await.text().await.unwrap();
        assert!(text.contains("When,Who") && text.contains("wang先生") && text.contains("report"), "{text}");
        let text = boss.get(&format!("{PATH}/export?action=report")).await.text().await.unwrap();
        assert!(text.contains("操作记录") || text.contains("上报"), "{text}");
        let reply = boss.get(&format!("{PATH}/export?format=xlsx")).await;
        assert!(reply.headers()["content-disposition"].to_str().unwrap().ends_with(".xlsx"));
        assert_eq!(actions(&boss, "action=audit_export").await.len(), 3);
        let said = list(&boss, "action=audit_export").await.entries;
        let narrowed = said.iter().filter(|entry| entry.detail.ends_with("action report")).count();
        assert_eq!(narrowed, 2, "{said:?}");
    }

    async fn nobody_changes_or_removes_a_record(world: &World) {
        chained(world).await;
        for sql in [
            "update audit set detail = 'x'",
            "delete from audit",
            "update audit_chain set hash = 'x'",
            "delete from audit_chain",
        ] {
            let mut tx = world.app.db.write().await.unwrap();
            let refused = sqlx::query(sql).execute(&mut *tx).await;
            assert!(refused.is_err_and(|error| error.to_string().contains("append-only")), "{sql}");
        }
        let boss = world.desk("boss").await;
        assert!(!actions(&boss, "").await.is_empty());
    }

    async fn the_chain_is_verified_as_a_job_and_tells_what_it_found(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        wang.reports(world, at(0.5, 0.5)).await;
        let boss = world.desk("boss").await;
        let before: AuditChain = ok(boss.get(&format!("{PATH}/chain")).await).await;
        assert!(before.waiting > 0 && before.verification.is_none());
        chained(world).await;
        ok::<Value>(boss.post(&format!("{PATH}/verify"), &json!(null)).await).await;
        let sound = verified(&boss).await;
        let found = sound.verification.unwrap();
        assert_eq!((found.faults, found.done, found.last), (0, sound.chained, sound.chained));
        assert!(sound.chained_until.is_some());
        assert_eq!(actions(&boss, "action=audit_verify").await.len(), 1);
        // Somebody who owns the database cuts the end off and puts something beside it.
        let mut tx = world.app.db.write().await.unwrap();
        let lifted = server::db::guards::lift(&mut tx).await.unwrap();
        sqlx::query("delete from audit_chain where position > 1").execute(&mut *tx).await.unwrap();
        server::db::guards::put_back(&mut tx, lifted).await.unwrap();
        tx.commit().await.unwrap();
        let mut reader = world.app.db.read().await.unwrap();
        let told = server::audit::verify(&mut reader).await.unwrap();
        drop(reader);
        assert!(told.len() == 1 && told[0].contains("once had"), "{told:?}");
    }

    async fn one_verification_is_under_way_at_a_time(world: &World) {
        chained(world).await;
        let boss = world.desk("boss").await;
        let mut tx = world.app.db.write().await.unwrap();
        assert!(server::audit::verification::begin(&mut tx, 9, world.clock_now()).await.unwrap().is_some());
        tx.commit().await.unwrap();
        let state: AuditChain = ok(boss.post(&format!("{PATH}/verify"), &json!(null)).await).await;
        let under_way = state.verification.unwrap();
        assert_eq!((under_way.of, under_way.ended_at), (9, None), "the one that was begun before");
        assert!(actions(&boss, "action=audit_verify").await.is_empty());
        world.clock.forward_ms(130_000);
        ok::<Value>(boss.post(&format!("{PATH}/verify"), &json!(null)).await).await;
        assert_eq!(verified(&boss).await.verification.unwrap().faults, 0, "one that was cut is begun again");
    }
}
