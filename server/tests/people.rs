//! Accounts at a desk: listed, opened, added, changed, brought in from a sheet; and links that sign a device in.

use reqwest::{Method, Response};
use serde_json::{Value, json};
use server::accounts::caller::{Caller, Reach};
use server::accounts::people::desk;
use shared::account::Role;
use shared::api::devices::DeviceBoard;
use shared::api::people::{
    AccountChange, AccountFile, AccountImportReport, AccountLineOutcome, AccountList, AccountRow, EnrolmentLink,
    EnrolmentList, GivenPassword, MadeAccount,
};
use shared::ids::AccountId;
use uuid::Uuid;

use crate::harness::city::{BEILIN, BEILIN_UNIT, WEIYANG, WEST};
use crate::harness::desk::{ok, refused};
use crate::harness::{Desk, PASSWORD, World, on_both_engines};

const PATH: &str = "/api/v1/accounts";
const HOUR_MS: i64 = 3_600_000;

async fn put(desk: &Desk, path: &str, body: &Value) -> Response {
    desk.request(Method::PUT, path).json(body).send().await.unwrap()
}

async fn users(desk: &Desk, query: &str) -> Vec<String> {
    let list: AccountList = ok(desk.get(&format!("{PATH}{query}")).await).await;
    list.accounts.into_iter().map(|one| one.user.to_string()).collect()
}

async fn row(desk: &Desk, user: &str) -> AccountRow {
    let list: AccountList = ok(desk.get(&format!("{PATH}?q={user}")).await).await;
    list.accounts.into_iter().find(|one| one.user.as_str() == user).unwrap()
}

fn as_it_is(row: &AccountRow) -> Value {
    json!({
        "name": row.name, "role": row.role, "jurisdiction": row.jurisdiction, "unit": row.unit, "grids": row.grids,
        "disabled": row.disabled,
    })
}

fn with(mut body: Value, name: &str, value: Value) -> Value {
    body[name] = value;
    body
}

/// Makes an administrator of a jurisdiction who signs in like everybody here.
async fn admin_of(world: &World, user: &str, area: &str) -> Desk {
    let new = json!({"user": user, "name": "管理员", "role": "admin", "jurisdiction": area});
    let made: MadeAccount = ok(world.desk("boss").await.post(PATH, &new).await).await;
    let mut tx = world.app.db.write().await.unwrap();
    let account = server::accounts::actions::find(&mut tx, made.account.id).await.unwrap().unwrap();
    let by = account.actor();
    server::accounts::actions::set_password(&world.app, &mut tx, &account, PASSWORD, &by).await.unwrap();
    tx.commit().await.unwrap();
    world.desk(user).await
}

async fn sign_in(world: &World, user: &str, password: &str) -> Response {
    let body = json!({"user": user, "password": password});
    world.http.post(format!("{}/api/v1/session", world.base)).json(&body).send().await.unwrap()
}

/// Returns what stands in the audit, row by row.
async fn ledger(world: &World) -> Vec<String> {
    use sqlx::Row as _;
    let mut reader = world.app.db.read().await.unwrap();
    let rows = sqlx::query("select subject, detail from audit").fetch_all(&mut *reader).await.unwrap();
    rows.iter().map(|row| format!("{} {}", row.get::<String, _>("subject"), row.get::<String, _>("detail"))).collect()
}

async fn redeemed(world: &World, link: &str) -> Response {
    let key = ed25519_dalek::SigningKey::from_bytes(&rand::random());
    let public = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, key.verifying_key().as_bytes());
    let (_, code) = link.split_once('#').unwrap();
    let body = json!({"code": code, "device": {"id": Uuid::new_v4(), "public_key": public}});
    world.http.post(format!("{}/api/v1/session/enroll", world.base)).json(&body).send().await.unwrap()
}

async fn linked(desk: &Desk, id: AccountId, hours: u32) -> EnrolmentLink {
    let body = json!({"server": "https://desk.example.cn/", "hours": hours});
    ok(desk.post(&format!("{PATH}/{id}/enrolment"), &body).await).await
}

on_both_engines! {
    async fn whoever_may_not_is_refused(world: &World) {
        let boss = world.desk("boss").await;
        let li = row(&boss, "li").await;
        let own = format!("{PATH}/{}", li.id);
        let new = json!({"user": "qian", "name": "钱", "role": "acceptor", "jurisdiction": WEIYANG});
        let link = json!({"server": "https://desk.example.cn"});
        for path in [PATH.to_owned(), own.clone(), "/api/v1/enrolments".to_owned()] {
            let reply = world.http.get(format!("{}{path}", world.base)).send().await.unwrap();
            assert_eq!(refused(reply).await, (401, "not_signed_in".to_owned()), "{path}");
        }
        for user in ["wang", "sun", "zhou", "wu", "west"] {
            let desk = world.desk(user).await;
            let not_allowed = (403, "not_allowed".to_owned());
            assert_eq!(refused(desk.get(PATH).await).await, not_allowed, "{user}");
            assert_eq!(refused(desk.get(&own).await).await, not_allowed, "{user}");
        }
        for user in ["wang", "west", "zheng", "chief"] {
            let desk = world.desk(user).await;
            let not_allowed = (403, "not_allowed".to_owned());
            assert_eq!(refused(desk.post(PATH, &new).await).await, not_allowed, "{user}");
            assert_eq!(refused(put(&desk, &own, &as_it_is(&li)).await).await, not_allowed, "{user}");
            assert_eq!(refused(desk.post(&format!("{own}/password"), &json!(null)).await).await, not_allowed, "{user}");
            assert_eq!(refused(desk.post(&format!("{own}/enrolment"), &link).await).await, not_allowed, "{user}");
            assert_eq!(refused(desk.get("/api/v1/enrolments").await).await, not_allowed, "{user}");
            assert_eq!(refused(desk.request(Method::DELETE, "/api/v1/enrolments/x").send().await.unwrap()).await, not_allowed, "{user}");
            let sheet = json!({"csv": "user\nli\n", "wish": "look"});
            assert_eq!(refused(desk.post(&format!("{PATH}/import"), &sheet).await).await, not_allowed, "{user}");
        }
        assert_eq!(world.count("select count(*) from accounts where user_name = 'qian'").await, 0);
    }

    async fn a_list_holds_whom_the_caller_reaches_in_pages(world: &World) {
        let (boss, zheng) = (world.desk("boss").await, world.desk("zheng").await);
        assert_eq!(users(&boss, "").await.len(), 16);
        let weiyang = users(&zheng, "").await;
        assert!(weiyang.contains(&"li".to_owned()) && !weiyang.iter().any(|user| user == "chen" || user == "boss"));
        assert_eq!(users(&boss, &format!("?jurisdiction={WEIYANG}")).await, weiyang);
        assert_eq!(refused(zheng.get(&format!("{PATH}?jurisdiction={BEILIN}")).await).await, (403, "not_allowed".to_owned()));
        let mut paged = Vec::new();
        let mut after = String::new();
        loop {
            let list: AccountList = ok(boss.get(&format!("{PATH}?limit=5&after={after}")).await).await;
            paged.extend(list.accounts.iter().map(|one| one.user.to_string()));
            match list.next {
                Some(next) => after = next,
                None => break,
            }
        }
        assert_eq!(paged, users(&boss, "").await, "pages go on where the one before ended");
        assert_eq!(users(&boss, "?role=inspector").await, ["han", "yang"]);
        assert_eq!(users(&boss, &format!("?unit={WEST}")).await, ["west", "worker"]);
        assert_eq!(users(&boss, "?q=ZHE").await, ["zheng"]);
        assert_eq!(users(&boss, "?q=%25").await, Vec::<String>::new(), "what is typed stands for itself");
        for bad in ["?role=king", "?has=two", "?disabled=perhaps", "?limit=many", "?jurisdiction=a%20b", "?q=%00"] {
            assert_eq!(refused(boss.get(&format!("{PATH}{bad}")).await).await, (400, "bad_value".to_owned()), "{bad}");
        }
    }

    async fn who_has_a_phone_and_who_never_came_is_told_apart(world: &World) {
        let boss = world.desk("boss").await;
        world.phones(["wang"]).await;
        world.desk("sun").await;
        assert_eq!(users(&boss, "?has=device").await, ["wang"]);
        let never = users(&boss, "?has=never").await;
        assert!(!never.iter().any(|user| ["wang", "sun", "boss"].contains(&user.as_str())) && never.contains(&"li".to_owned()));
        let without = users(&boss, "?has=none").await;
        assert!(without.contains(&"sun".to_owned()) && !without.contains(&"wang".to_owned()));
        let wang = row(&boss, "wang").await;
        assert_eq!((wang.devices, wang.signed_in_at), (1, Some(world.app.clock.now())));
        assert_eq!(wang.grids, ["610112-Z0", "610112-Z1"]);
    }

    async fn one_that_is_added_signs_in_with_what_was_said_once(world: &World) {
        let boss = world.desk("boss").await;
        let new = json!({"user": "qian", "name": " 钱七 ", "role": "collector", "jurisdiction": WEIYANG, "grids": ["610112-Z2", "610112-Z2"]});
        let reply = boss.post(PATH, &new).await;
        assert_eq!(reply.headers()["cache-control"], "no-store");
        let made: MadeAccount = ok(reply).await;
        assert_eq!((made.account.name.as_str(), made.account.grids.as_slice()), ("钱七", ["610112-Z2".to_owned()].as_slice()));
        let password = made.password.unwrap();
        assert!(sign_in(world, "qian", &password).await.status().is_success());
        assert_eq!(refused(boss.post(PATH, &new).await).await, (409, "user_taken".to_owned()));
        assert_eq!(world.count("select count(*) from audit where action = 'account_add' and subject = 'account qian'").await, 1);
        let link = json!({"user": "qian2", "name": "钱八", "role": "collector", "jurisdiction": WEIYANG, "first": "link"});
        let made: MadeAccount = ok(boss.post(PATH, &link).await).await;
        assert_eq!(made.password, None);
        assert_eq!(refused(sign_in(world, "qian2", PASSWORD).await).await.1, "bad_credentials");
        assert!(ledger(world).await.iter().all(|row| !row.contains(&password)), "a password stands in no ledger");
    }

    async fn what_could_do_nothing_is_not_made(world: &World) {
        let boss = world.desk("boss").await;
        let good = json!({"user": "qian", "name": "钱", "role": "collector", "jurisdiction": WEIYANG, "grids": []});
        for (name, value) in [
            ("name", json!("  ")),
            ("name", json!("两\n行")),
            ("jurisdiction", json!("610199")),
            ("grids", json!(["610103-Z0"])),
            ("grids", json!(["610112-Z9"])),
            ("unit", json!(WEST)),
            ("role", json!("unit")),
        ] {
            let bad = with(good.clone(), name, value);
            assert_eq!(refused(boss.post(PATH, &bad).await).await, (400, "bad_value".to_owned()), "{bad}");
        }
        let elsewhere = json!({"user": "qian", "name": "钱", "role": "unit", "jurisdiction": WEIYANG, "unit": BEILIN_UNIT});
        assert_eq!(refused(boss.post(PATH, &elsewhere).await).await.1, "bad_value", "a unit of another jurisdiction");
        let walks = json!({"user": "qian", "name": "钱", "role": "acceptor", "jurisdiction": WEIYANG, "grids": ["610112-Z0"]});
        assert_eq!(refused(boss.post(PATH, &walks).await).await.1, "bad_value", "only who walks has a beat");
        assert_eq!(refused(boss.post(PATH, &with(good.clone(), "user", json!("钱"))).await).await.1, "bad_request");
        assert_eq!(refused(boss.post(PATH, &with(good, "role", json!("king"))).await).await.1, "bad_request");
        assert_eq!(world.count("select count(*) from accounts where user_name = 'qian'").await, 0);
    }

    async fn a_change_begins_a_new_scope_and_the_same_once_more_does_nothing(world: &World) {
        let boss = world.desk("boss").await;
        let [li] = world.phones(["li"]).await;
        let before = row(&boss, "li").await;
        let path = format!("{PATH}/{}", before.id);
        let scope = "select scope_version from accounts where user_name = 'li'";
        let began = world.count(scope).await;
        let other_beat = with(as_it_is(&before), "grids", json!(["610112-Z3"]));
        let after: AccountRow = ok(put(&boss, &path, &other_beat).await).await;
        assert_eq!(after.grids, ["610112-Z3"]);
        assert_eq!(world.count(scope).await, began + 1);
        let audited = "select count(*) from audit where action = 'account_set' and detail = 'grids 610112-Z0 → 610112-Z3'";
        assert_eq!(world.count(audited).await, 1);
        ok::<AccountRow>(put(&boss, &path, &other_beat).await).await;
        assert_eq!((world.count(scope).await, world.count(audited).await), (began + 1, 1), "twice is once");
        world.clock.forward_ms(1);
        let inspector = with(other_beat.clone(), "role", json!("inspector"));
        ok::<AccountRow>(put(&boss, &path, &inspector).await).await;
        assert_eq!(world.count(scope).await, began + 2);
        assert_eq!(world.count("select count(*) from account_rights r join accounts a on a.id = r.account_id where a.user_name = 'li'").await, 2);
        linked(&boss, before.id, 1).await;
        world.clock.forward_ms(1);
        ok::<AccountRow>(put(&boss, &path, &with(inspector, "disabled", json!(true))).await).await;
        let gone = li.request(Method::GET, "/api/v1/session").send().await.unwrap();
        assert_eq!(refused(gone).await, (403, "account_disabled".to_owned()), "its sessions end");
        let list: EnrolmentList = ok(boss.get("/api/v1/enrolments").await).await;
        assert!(list.enrolments.is_empty(), "its links too");
        assert_eq!(users(&boss, "?disabled=true").await, ["li"]);
        assert_eq!(refused(put(&boss, &format!("{PATH}/{}", Uuid::from_u128(7)), &other_beat).await).await.0, 404);
        assert_eq!(refused(put(&boss, &format!("{PATH}/none"), &other_beat).await).await.0, 404);
    }

    async fn whose_beat_is_no_more_is_still_kept_from_signing_in(world: &World) {
        let boss = world.desk("boss").await;
        let mut tx = world.app.db.write().await.unwrap();
        sqlx::query("update account_grids set duty_grid = '610112-GONE' where duty_grid = '610112-Z3'")
            .execute(&mut *tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let zhao = row(&boss, "zhao").await;
        assert_eq!(zhao.grids, ["610112-GONE"]);
        let path = format!("{PATH}/{}", zhao.id);
        let renamed = with(as_it_is(&zhao), "name", json!("赵二"));
        assert_eq!(refused(put(&boss, &path, &renamed).await).await, (400, "bad_value".to_owned()), "else it needs another");
        let ended: AccountRow = ok(put(&boss, &path, &with(as_it_is(&zhao), "disabled", json!(true))).await).await;
        assert!(ended.disabled);
    }

    async fn a_silent_phone_goes_with_its_person(world: &World) {
        let boss = world.desk("boss").await;
        let [li] = world.phones(["li"]).await;
        let before = row(&boss, "li").await;
        let moved = with(with(as_it_is(&before), "jurisdiction", json!(BEILIN)), "grids", json!([]));
        ok::<AccountRow>(put(&boss, &format!("{PATH}/{}", before.id), &moved).await).await;
        for (user, expected) in [("zheng", 0), ("zhu", 1)] {
            let board: DeviceBoard = ok(world.desk(user).await.get("/api/v1/devices").await).await;
            let found = board.devices.iter().filter(|row| row.device == li.device).count();
            assert_eq!(found, expected, "{user}: before it was heard of again");
        }
    }

    async fn nobody_disables_demotes_or_resets_themself(world: &World) {
        let boss = world.desk("boss").await;
        let own = row(&boss, "boss").await;
        let path = format!("{PATH}/{}", own.id);
        for (name, value) in [("disabled", json!(true)), ("role", json!("leader")), ("jurisdiction", json!(WEIYANG))] {
            let wish = with(as_it_is(&own), name, value);
            assert_eq!(refused(put(&boss, &path, &wish).await).await, (409, "own_account".to_owned()), "{name}");
        }
        assert_eq!(refused(boss.post(&format!("{path}/password"), &json!(null)).await).await, (409, "own_account".to_owned()));
        let renamed: AccountRow = ok(put(&boss, &path, &with(as_it_is(&own), "name", json!("老板"))).await).await;
        assert_eq!(renamed.name, "老板");
    }

    async fn the_last_administrator_stays(world: &World) {
        let mut tx = world.app.db.write().await.unwrap();
        let boss = server::accounts::actions::by_user(&mut tx, "boss").await.unwrap().unwrap();
        // Somebody who was an administrator a moment ago, when their request was let in.
        let account = server::accounts::caller::Account { id: AccountId(Uuid::from_u128(77)), ..boss.clone() };
        let caller = Caller { account, device: None, token: String::new(), reach: Reach::City };
        let wish = AccountChange {
            name: boss.name.clone(),
            role: Role::Leader,
            jurisdiction: boss.jurisdiction.clone(),
            unit: None,
            grids: Vec::new(),
            disabled: false,
        };
        let error = desk::change(&world.app, &mut tx, &caller, boss.id, wish).await.unwrap_err();
        assert!(error.to_string().contains("last_admin"), "{error}");
        tx.rollback().await.unwrap();
    }

    async fn a_jurisdictions_administrator_touches_only_its_own_people(world: &World) {
        let boss = world.desk("boss").await;
        let wei = admin_of(world, "wei", WEIYANG).await;
        let (chen, li, own_boss) = (row(&boss, "chen").await, row(&boss, "li").await, row(&boss, "boss").await);
        for other in [&chen, &own_boss] {
            let path = format!("{PATH}/{}", other.id);
            let not_found = (404, "not_found".to_owned());
            assert_eq!(refused(wei.get(&path).await).await, not_found);
            assert_eq!(refused(put(&wei, &path, &as_it_is(other)).await).await, not_found);
            assert_eq!(refused(wei.post(&format!("{path}/password"), &json!(null)).await).await, not_found);
            let link = json!({"server": "https://desk.example.cn"});
            assert_eq!(refused(wei.post(&format!("{path}/enrolment"), &link).await).await, not_found);
        }
        for area in ["XA", BEILIN] {
            let new = json!({"user": "qian", "name": "钱", "role": "leader", "jurisdiction": area});
            assert_eq!(refused(wei.post(PATH, &new).await).await, (403, "not_allowed".to_owned()), "{area}");
            let moved = with(with(as_it_is(&li), "jurisdiction", json!(area)), "grids", json!([]));
            assert_eq!(refused(put(&wei, &format!("{PATH}/{}", li.id), &moved).await).await, (403, "not_allowed".to_owned()), "{area}");
        }
        let own = json!({"user": "qian", "name": "钱", "role": "leader"});
        let made: MadeAccount = ok(wei.post(PATH, &own).await).await;
        assert_eq!(made.account.jurisdiction.as_str(), WEIYANG, "one's own where none is named");
        let link = linked(&boss, chen.id, 1).await;
        let taken = wei.request(Method::DELETE, &format!("/api/v1/enrolments/{}", link.id)).send().await.unwrap();
        assert_eq!(refused(taken).await, (404, "not_found".to_owned()));
        let list: EnrolmentList = ok(wei.get("/api/v1/enrolments").await).await;
        assert!(list.enrolments.is_empty(), "nobody else's");
    }

    async fn another_password_ends_the_sessions_at_desks(world: &World) {
        let boss = world.desk("boss").await;
        let (sun, [phone]) = (world.desk("sun").await, world.phones(["sun"]).await);
        let id = row(&boss, "sun").await.id;
        let given: GivenPassword = ok(boss.post(&format!("{PATH}/{id}/password"), &json!(null)).await).await;
        assert_eq!(refused(sun.get("/api/v1/session").await).await, (401, "token_revoked".to_owned()));
        assert!(phone.request(Method::GET, "/api/v1/session").send().await.unwrap().status().is_success(), "a phone has its key");
        assert_eq!(refused(sign_in(world, "sun", PASSWORD).await).await.1, "bad_credentials");
        assert!(sign_in(world, "sun", &given.password).await.status().is_success());
        assert_eq!(world.count("select count(*) from audit where action = 'account_password' and subject = 'account sun'").await, 1);
    }

    async fn a_sheet_is_looked_at_and_then_taken_whole_or_not_at_all(world: &World) {
        let boss = world.desk("boss").await;
        let path = format!("{PATH}/import");
        let sheet = |csv: &str, wish: &str| json!({"csv": csv, "wish": wish});
        let good = "用户名,姓名,角色,辖区,责任单位,责任网格\n\
                    qian,钱七,采集员,610112,,610112-Z2 610112-Z3\n\
                    li,李二,,,,610112-Z1\n\
                    zhao,,,,,610112-Z3\n\
                    unit9,西一,unit,610112,610112-HW-1,\n";
        let looked: AccountImportReport = ok(boss.post(&path, &sheet(good, "look")).await).await;
        assert_eq!((looked.taken, looked.added, looked.changed, looked.same, looked.wrong), (false, 2, 1, 1, 0));
        assert!(looked.lines.iter().all(|line| line.password.is_none()));
        assert_eq!(world.count("select count(*) from accounts").await, 16, "only looked at");
        let bad = format!("{good}li,李二,,,,\nsun,孙,king,,,\nwu,吴,,,610112-HW-1,\n钱,钱,collector,,,\n");
        let report: AccountImportReport = ok(boss.post(&path, &sheet(&bad, "take")).await).await;
        let wrong: Vec<u64> = report.lines.iter().filter(|line| line.outcome == AccountLineOutcome::Wrong).map(|line| line.line).collect();
        assert_eq!((report.taken, wrong), (false, vec![6, 7, 8, 9]), "twice, no role, no unit's, no user name");
        assert!(report.lines.iter().all(|line| line.password.is_none()));
        assert_eq!(world.count("select count(*) from accounts").await, 16, "nothing where a line is wrong");
        let taken: AccountImportReport = ok(boss.post(&path, &sheet(good, "take")).await).await;
        assert!(taken.taken);
        let password = taken.lines[0].password.clone().unwrap();
        assert!(sign_in(world, "qian", &password).await.status().is_success());
        let li = row(&boss, "li").await;
        assert_eq!((li.name.as_str(), li.grids.as_slice()), ("李二", ["610112-Z1".to_owned()].as_slice()));
        assert!(sign_in(world, "li", PASSWORD).await.status().is_success(), "who was there keeps the password");
        let again: AccountImportReport = ok(boss.post(&path, &sheet(good, "take")).await).await;
        assert_eq!((again.added, again.changed, again.same), (0, 0, 4), "twice is once");
        for bad in ["", "name\n王\n", "user\n"] {
            assert_eq!(refused(boss.post(&path, &sheet(bad, "look")).await).await, (400, "bad_value".to_owned()), "{bad}");
        }
        let wei = admin_of(world, "wei", WEIYANG).await;
        let others = sheet("user,name\nchen,陈\nboss,老板\n", "take");
        let report: AccountImportReport = ok(wei.post(&path, &others).await).await;
        assert_eq!((report.taken, report.wrong), (false, 2), "nobody else's people");
    }

    async fn a_link_signs_one_device_in_once_and_stands_nowhere(world: &World) {
        let boss = world.desk("boss").await;
        let id = row(&boss, "li").await.id;
        let way = format!("{PATH}/{id}/enrolment");
        for bad in [json!({"server": "desk"}), json!({"server": "https://a", "hours": 0}), json!({"server": "https://a", "hours": 169})] {
            assert_eq!(refused(boss.post(&way, &bad).await).await, (400, "bad_value".to_owned()), "{bad}");
        }
        let link = linked(&boss, id, 2).await;
        assert!(link.link.starts_with("https://desk.example.cn/enroll#") && link.picture.starts_with("<svg"), "{}", link.link);
        assert_eq!(link.expires, world.app.clock.now().plus_ms(2 * HOUR_MS));
        let list: EnrolmentList = ok(boss.get(&format!("/api/v1/enrolments?account={id}")).await).await;
        assert_eq!((list.enrolments.len(), list.enrolments[0].id.as_str(), list.enrolments[0].made_by.as_str()), (1, link.id.as_str(), "boss"));
        let text = boss.get("/api/v1/enrolments").await.text().await.unwrap();
        let (_, code) = link.link.split_once('#').unwrap();
        assert!(!text.contains(code), "the list says no code");
        assert!(ledger(world).await.iter().all(|row| !row.contains(code)), "the ledger says no code");
        let session: Value = ok(redeemed(world, &link.link).await).await;
        assert_eq!(session["account"]["user"], "li");
        assert_eq!(refused(redeemed(world, &link.link).await).await, (401, "bad_credentials".to_owned()));
        let list: EnrolmentList = ok(boss.get("/api/v1/enrolments").await).await;
        assert!(list.enrolments.is_empty(), "one that was used is not open");
    }

    async fn a_link_is_taken_back_or_ends_by_itself(world: &World) {
        let boss = world.desk("boss").await;
        let id = row(&boss, "li").await.id;
        let (short, long) = (linked(&boss, id, 1).await, linked(&boss, id, 48).await);
        let first: EnrolmentList = ok(boss.get("/api/v1/enrolments?limit=1").await).await;
        assert_eq!(first.enrolments[0].id, short.id, "what ends first stands first");
        let next = first.next.unwrap();
        let second: EnrolmentList = ok(boss.get(&format!("/api/v1/enrolments?limit=1&after={next}")).await).await;
        assert_eq!((second.enrolments[0].id.as_str(), second.next), (long.id.as_str(), None));
        for _ in 0..2 {
            let taken = boss.request(Method::DELETE, &format!("/api/v1/enrolments/{}", long.id)).send().await.unwrap();
            assert_eq!(taken.status(), 204, "twice does no harm");
        }
        assert_eq!(world.count("select count(*) from audit where action = 'enrolment_withdraw'").await, 1);
        assert_eq!(refused(redeemed(world, &long.link).await).await, (401, "bad_credentials".to_owned()));
        world.clock.forward_ms(HOUR_MS + 1);
        assert_eq!(refused(redeemed(world, &short.link).await).await, (401, "bad_credentials".to_owned()));
        let list: EnrolmentList = ok(boss.get("/api/v1/enrolments").await).await;
        assert!(list.enrolments.is_empty());
        let unknown = boss.request(Method::DELETE, "/api/v1/enrolments/none").send().await.unwrap();
        assert_eq!(refused(unknown).await, (404, "not_found".to_owned()));
        assert_eq!(refused(boss.get("/api/v1/enrolments?after=soon").await).await, (400, "bad_value".to_owned()));
        let li = row(&boss, "li").await;
        ok::<AccountRow>(put(&boss, &format!("{PATH}/{id}"), &with(as_it_is(&li), "disabled", json!(true))).await).await;
        let body = json!({"server": "https://desk.example.cn"});
        assert_eq!(refused(boss.post(&format!("{PATH}/{id}/enrolment"), &body).await).await, (403, "account_disabled".to_owned()));
    }

    async fn an_account_is_opened_with_all_that_belongs_to_it(world: &World) {
        let zheng = world.desk("zheng").await;
        let [wang] = world.phones(["wang"]).await;
        let file: AccountFile = ok(zheng.get(&format!("{PATH}/{}", wang.account)).await).await;
        assert_eq!((file.account.user.as_str(), file.open_sessions, file.devices.len()), ("wang", 1, 1));
        assert_eq!(file.devices[0].device, wang.device);
        assert!(file.shifts.is_empty() && file.tasks.is_empty() && file.enrolments.is_empty());
        let zhu = world.desk("zhu").await;
        assert_eq!(refused(zhu.get(&format!("{PATH}/{}", wang.account)).await).await, (404, "not_found".to_owned()));
    }
}
