//! The directory looked after by those it tells of: each below their own unit, nobody over somebody else's change, and
//! every change written down and taken back.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use server::directory::{actions, list};
use shared::account::Actor;
use shared::api::directory::{ChangeKind, DirectoryChanges, DirectoryTree, EditorList, EntryList, ListedEntry};

use crate::harness::city::{BEILIN, WEIYANG};
use crate::harness::desk::{ok, refused};
use crate::harness::{Desk, World, on_both_engines};

const PATH: &str = "/api/v1/directory";
const LINES: &str = "unit,name,post,mobile,office_phone,visible_to\n\
    未央中心,王练一,主任,13800000001,,leader\n\
    未央中心/值班室,李练二,,,029-0000-0002,\n\
    未央中心/值班室,赵练三,,,029-0000-0003,\n\
    未央环卫所,,,,029-0000-0004,\n";

async fn bring(world: &World, of: &str, lines: &str) {
    let by = Actor::System { rule: "test".to_owned() };
    let mut tx = world.app.db.write().await.unwrap();
    let listed = list::read(lines).unwrap();
    actions::import(&world.app, &mut tx, &by, &of.parse().unwrap(), "1", &listed).await.unwrap();
    tx.commit().await.unwrap();
}

async fn entries(desk: &Desk, query: &str) -> Vec<ListedEntry> {
    ok::<EntryList>(desk.get(&format!("{PATH}/entries?jurisdiction={WEIYANG}&{query}")).await).await.entries
}

async fn find(desk: &Desk, name: &str) -> ListedEntry {
    entries(desk, &format!("q={name}")).await.remove(0)
}

async fn names(desk: &Desk) -> Vec<String> {
    let shown = |one: ListedEntry| format!("{}@{}", one.entry.name, one.entry.unit);
    entries(desk, "").await.into_iter().map(shown).collect()
}

async fn put(desk: &Desk, seen: &ListedEntry, change: Value) -> Response {
    let mut entry = serde_json::to_value(&seen.entry).unwrap();
    for (name, value) in change.as_object().unwrap() {
        entry[name] = value.clone();
    }
    let body = json!({"version": seen.version, "entry": entry, "roles": seen.roles});
    desk.request(Method::PUT, &format!("{PATH}/entries/{}", seen.id)).json(&body).send().await.unwrap()
}

async fn delete(desk: &Desk, seen: &ListedEntry) -> Response {
    let path = format!("{PATH}/entries/{}?version={}", seen.id, seen.version);
    desk.request(Method::DELETE, &path).send().await.unwrap()
}

async fn changes(desk: &Desk, query: &str) -> DirectoryChanges {
    ok(desk.get(&format!("{PATH}/changes?jurisdiction={WEIYANG}&{query}")).await).await
}

async fn undo(desk: &Desk, number: usize) -> Response {
    let id = changes(desk, "").await.changes[number].id;
    desk.post(&format!("{PATH}/changes/{id}/undo"), &json!(null)).await
}

/// The city's administrator names the dispatcher Wu for the room of those on watch.
async fn named(world: &World) -> (Desk, Desk) {
    bring(world, WEIYANG, LINES).await;
    bring(world, BEILIN, "unit,name,office_phone\n碑林中心,钱练四,029-0000-0005\n").await;
    let (boss, wu) = (world.desk("boss").await, world.desk("wu").await);
    let wish = json!({"jurisdiction": WEIYANG, "unit": "未央中心/值班室", "user": "wu"});
    assert_eq!(boss.post(&format!("{PATH}/admins"), &wish).await.status(), 204);
    (boss, wu)
}

on_both_engines! {
    async fn whoever_looks_after_nothing_changes_nothing(world: &World) {
        let (boss, _) = named(world).await;
        let li = find(&boss, "李练二").await;
        let reply = world.http.get(format!("{}{PATH}/changes", world.base)).send().await.unwrap();
        assert_eq!(refused(reply).await, (401, "not_signed_in".to_owned()));
        for user in ["sun", "zheng", "wang", "worker"] {
            let desk = world.desk(user).await;
            assert_eq!(refused(put(&desk, &li, json!({"post": "x"})).await).await, (403, "not_allowed".to_owned()), "{user}");
            assert_eq!(refused(delete(&desk, &li).await).await.1, "not_allowed", "{user}");
            assert_eq!(refused(desk.get(&format!("{PATH}/changes")).await).await.1, "not_allowed", "{user}");
            assert_eq!(refused(desk.get(&format!("{PATH}/admins")).await).await.1, "not_allowed", "{user}");
        }
        let collector = world.desk("wang").await;
        assert_eq!(refused(collector.get(&format!("{PATH}/tree")).await).await.1, "not_allowed", "phones have their own way");
        assert_eq!(changes(&boss, "").await.changes.len(), 1, "the list that was brought in");
    }

    async fn an_editor_changes_what_lies_below_their_unit_and_nothing_beside(world: &World) {
        let (boss, wu) = named(world).await;
        let [li, wang] = [find(&boss, "李练二").await, find(&boss, "王练一").await];
        world.clock.forward_ms(1);
        let changed: ListedEntry = ok(put(&wu, &li, json!({"post": "值班长"})).await).await;
        assert_eq!((changed.version, changed.entry.post.as_str(), changed.id.clone()), (2, "值班长", li.id.clone()));
        let new = json!({"entry": {"unit": "未央中心/值班室/夜班", "name": "孙练五", "mobile": "13800000005"}});
        world.clock.forward_ms(1);
        let new: ListedEntry = ok(wu.post(&format!("{PATH}/entries"), &new).await).await;
        assert_eq!((new.entry.initials.as_str(), new.may_edit), ("slw", true));
        assert_eq!(names(&boss).await, [
            "王练一@未央中心", "李练二@未央中心/值班室", "赵练三@未央中心/值班室", "孙练五@未央中心/值班室/夜班", "@未央环卫所",
        ]);
        world.clock.forward_ms(1);
        assert_eq!(refused(put(&wu, &wang, json!({"post": "x"})).await).await, (403, "not_allowed".to_owned()));
        world.clock.forward_ms(1);
        assert_eq!(refused(put(&wu, &changed, json!({"unit": "未央中心"})).await).await, (403, "not_allowed".to_owned()), "nor puts anybody elsewhere");
        let elsewhere = json!({"entry": {"unit": "未央环卫所", "office_phone": "029-0000-0009"}});
        world.clock.forward_ms(1);
        assert_eq!(refused(wu.post(&format!("{PATH}/entries"), &elsewhere).await).await.1, "not_allowed");
        let in_beilin = json!({"jurisdiction": BEILIN, "entry": {"unit": "碑林中心", "office_phone": "029-0000-0009"}});
        world.clock.forward_ms(1);
        assert_eq!(refused(wu.post(&format!("{PATH}/entries"), &in_beilin).await).await.1, "not_allowed");
        let unit = json!({"jurisdiction": WEIYANG, "unit": "未央环卫所", "entries": 1});
        world.clock.forward_ms(1);
        assert_eq!(refused(wu.post(&format!("{PATH}/units/remove"), &unit).await).await.1, "not_allowed");
        let beilin: EntryList = ok(boss.get(&format!("{PATH}/entries?jurisdiction={BEILIN}")).await).await;
        world.clock.forward_ms(1);
        assert_eq!(refused(delete(&wu, &beilin.entries[0]).await).await, (404, "not_found".to_owned()), "another's list is not there");
        let shown: Vec<bool> = entries(&wu, "").await.iter().map(|one| one.may_edit).collect();
        assert_eq!(shown, [true, true, true, false], "the director is for leaders only");
        assert_eq!(world.count("select count(*) from audit where action = 'directory_change'").await, 1);
        assert_eq!(world.count("select count(*) from audit where action = 'directory_add' and detail not like '%1380000%'").await, 1, "no number in the audit");
    }

    async fn what_is_wrong_is_said_and_nothing_is_kept(world: &World) {
        let (boss, _) = named(world).await;
        for (entry, word) in [
            (json!({"unit": " / ", "office_phone": "029-0000-0001"}), "unit"),
            (json!({"unit": "a", "mobile": "12000000000"}), "mobile"),
            (json!({"unit": "a", "office_phone": "call me"}), "office_phone"),
            (json!({"unit": "a"}), "one of them"),
            (json!({"unit": "a", "name": "长".repeat(121), "office_phone": "12345"}), "name"),
        ] {
            let reply = boss.post(&format!("{PATH}/entries"), &json!({"jurisdiction": WEIYANG, "entry": entry})).await;
            let problem: Value = reply.json().await.unwrap();
            assert_eq!(problem["code"], "bad_value", "{problem}");
            assert!(problem["detail"].as_str().unwrap().contains(word), "{problem}");
        }
        let nowhere = json!({"jurisdiction": "610199", "entry": {"unit": "a", "office_phone": "12345"}});
        world.clock.forward_ms(1);
        assert_eq!(refused(boss.post(&format!("{PATH}/entries"), &nowhere).await).await, (400, "bad_value".to_owned()));
        for query in ["before=yesterday", "entry=a%20b", "limit=many"] {
            assert_eq!(refused(boss.get(&format!("{PATH}/changes?{query}")).await).await.1, "bad_value", "{query}");
        }
        assert_eq!(refused(boss.get(&format!("{PATH}/entries?after=here")).await).await.1, "bad_value");
        assert_eq!(refused(boss.get(&format!("{PATH}/export?format=pdf")).await).await.1, "bad_value");
        assert_eq!(changes(&boss, "").await.changes.len(), 1);
    }

    async fn two_who_edit_at_once_do_not_overwrite_each_other(world: &World) {
        let (boss, wu) = named(world).await;
        let li = find(&boss, "李练二").await;
        world.clock.forward_ms(1);
        let (one, other) = tokio::join!(put(&boss, &li, json!({"post": "一"})), put(&wu, &li, json!({"post": "二"})));
        let mut statuses = [one.status().as_u16(), other.status().as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "the second one is told to look again");
        world.clock.forward_ms(1);
        assert_eq!(refused(put(&wu, &li, json!({"post": "三"})).await).await, (409, "directory_changed".to_owned()));
        world.clock.forward_ms(1);
        assert_eq!(refused(delete(&wu, &li).await).await.1, "directory_changed");
        let now = find(&boss, "李练二").await;
        assert_eq!(now.version, 2);
        world.clock.forward_ms(1);
        assert_eq!(ok::<ListedEntry>(put(&wu, &now, json!({})).await).await.version, 2, "nothing changed, nothing is written");
        assert_eq!(changes(&boss, "").await.changes.len(), 2);
    }

    async fn phones_hear_of_every_change(world: &World) {
        let (boss, _) = named(world).await;
        let [wang] = world.phones(["wang"]).await;
        let mut heard = wang.hello(world).await.directory;
        let li = find(&boss, "李练二").await;
        world.clock.forward_ms(1);
        ok::<ListedEntry>(put(&boss, &li, json!({"office_phone": "029-0000-0022"})).await).await;
        let now = wang.hello(world).await.directory;
        assert_ne!(heard, now);
        heard = now;
        let zhao = find(&boss, "赵练三").await;
        let first = json!({"version": zhao.version});
        world.clock.forward_ms(1);
        ok::<ListedEntry>(boss.post(&format!("{PATH}/entries/{}/place", zhao.id), &first).await).await;
        assert_ne!(wang.hello(world).await.directory, heard, "the order is part of it");
        let text = wang.request(Method::GET, PATH).send().await.unwrap().text().await.unwrap();
        assert!(text.contains("029-0000-0022") && text.find("赵练三") < text.find("李练二"), "{text}");
        assert!(!text.contains("may_edit") && !text.contains("version"), "phones hear what they always heard");
    }

    async fn a_change_is_taken_back_by_whoever_made_it_or_manages_the_list(world: &World) {
        let (boss, wu) = named(world).await;
        let li = find(&boss, "李练二").await;
        world.clock.forward_ms(1);
        ok::<ListedEntry>(put(&boss, &li, json!({"post": "由上级改"})).await).await;
        world.clock.forward_ms(1);
        assert_eq!(refused(undo(&boss, 1).await).await, (400, "bad_value".to_owned()), "a whole list is not taken back");
        world.clock.forward_ms(1);
        assert_eq!(refused(undo(&wu, 0).await).await, (403, "not_allowed".to_owned()), "not theirs");
        assert!(!changes(&wu, "").await.changes[0].may_undo && changes(&boss, "").await.changes[0].may_undo);
        world.clock.forward_ms(1);
        assert_eq!(delete(&wu, &find(&boss, "赵练三").await).await.status(), 204);
        assert_eq!(names(&boss).await.len(), 3);
        world.clock.forward_ms(1);
        assert_eq!(undo(&wu, 0).await.status(), 204);
        assert_eq!(names(&boss).await[2], "赵练三@未央中心/值班室", "it stands where it stood");
        let log = changes(&boss, "").await.changes;
        assert_eq!((log[0].kind, log[0].undoes, log[1].undone_by), (ChangeKind::Undo, Some(log[1].id), Some(log[0].id)));
        assert_eq!((log[0].name.as_str(), log[0].after[0].entry.name.as_str()), ("wu先生", "赵练三"));
        world.clock.forward_ms(1);
        assert_eq!(refused(undo(&wu, 1).await).await, (409, "directory_changed".to_owned()), "once is enough");
        world.clock.forward_ms(1);
        assert_eq!(undo(&boss, 2).await.status(), 204);
        assert_eq!(find(&boss, "李练二").await.entry.post, "");
    }

    async fn what_was_changed_since_is_not_taken_back(world: &World) {
        let (boss, wu) = named(world).await;
        let li = find(&boss, "李练二").await;
        world.clock.forward_ms(1);
        let once: ListedEntry = ok(put(&wu, &li, json!({"post": "一"})).await).await;
        world.clock.forward_ms(1);
        ok::<ListedEntry>(put(&boss, &once, json!({"post": "二"})).await).await;
        world.clock.forward_ms(1);
        assert_eq!(refused(undo(&wu, 1).await).await, (409, "directory_changed".to_owned()));
        assert_eq!(find(&boss, "李练二").await.entry.post, "二");
    }

    async fn a_unit_that_moves_keeps_those_who_look_after_it(world: &World) {
        let (boss, wu) = named(world).await;
        let moves = |from: &str, to: &str, entries: u64| json!({"jurisdiction": WEIYANG, "from": from, "to": to, "entries": entries});
        let path = format!("{PATH}/units/move");
        world.clock.forward_ms(1);
        assert_eq!(refused(boss.post(&path, &moves("未央中心", "未央中心/内", 3)).await).await.1, "bad_value");
        world.clock.forward_ms(1);
        assert_eq!(refused(boss.post(&path, &moves("未央中心", "指挥中心", 2)).await).await, (409, "directory_changed".to_owned()));
        world.clock.forward_ms(1);
        assert_eq!(refused(boss.post(&path, &moves("没有的", "指挥中心", 2)).await).await, (404, "not_found".to_owned()));
        world.clock.forward_ms(1);
        assert_eq!(boss.post(&path, &moves("未央中心", "指挥中心", 3)).await.status(), 204);
        assert_eq!(names(&boss).await[..3], ["王练一@指挥中心", "李练二@指挥中心/值班室", "赵练三@指挥中心/值班室"]);
        let tree: DirectoryTree = ok(wu.get(&format!("{PATH}/tree")).await).await;
        let own = tree.lists.iter().find(|list| list.jurisdiction.as_str() == WEIYANG).unwrap();
        assert_eq!((own.own.as_slice(), own.may_manage), (["指挥中心/值班室".to_owned()].as_slice(), false));
        let li = find(&boss, "李练二").await;
        world.clock.forward_ms(1);
        assert_eq!(refused(wu.post(&path, &moves("指挥中心/值班室", "指挥中心/别处", 2)).await).await.1, "not_allowed");
        world.clock.forward_ms(1);
        ok::<ListedEntry>(put(&wu, &li, json!({"post": "值班长"})).await).await;
        world.clock.forward_ms(1);
        assert_eq!(refused(undo(&boss, 1).await).await.1, "directory_changed", "one of them says something else since");
        world.clock.forward_ms(1);
        assert_eq!(undo(&boss, 0).await.status(), 204);
        world.clock.forward_ms(1);
        assert_eq!(undo(&boss, 2).await.status(), 204);
        assert_eq!(names(&boss).await[..2], ["王练一@未央中心", "李练二@未央中心/值班室"]);
        let li = find(&boss, "李练二").await;
        world.clock.forward_ms(1);
        ok::<ListedEntry>(put(&wu, &li, json!({"post": "又回来"})).await).await;
    }

    async fn a_unit_goes_with_all_below_it_and_comes_back(world: &World) {
        let (boss, wu) = named(world).await;
        let unit = json!({"unit": "未央中心/值班室", "entries": 2});
        world.clock.forward_ms(1);
        assert_eq!(wu.post(&format!("{PATH}/units/remove"), &unit).await.status(), 204);
        assert_eq!(names(&boss).await, ["王练一@未央中心", "@未央环卫所"]);
        let log = changes(&wu, "").await.changes;
        assert_eq!((log.len(), log[0].entries, log[0].before.len(), log[0].after.len()), (1, 2, 2, 0), "the import is not theirs to see");
        world.clock.forward_ms(1);
        assert_eq!(undo(&wu, 0).await.status(), 204);
        assert_eq!(names(&boss).await.len(), 4);
    }

    async fn who_is_named_no_more_changes_no_more(world: &World) {
        let (boss, wu) = named(world).await;
        let wish = json!({"jurisdiction": WEIYANG, "unit": "未央中心/值班室", "user": "wu"});
        world.clock.forward_ms(1);
        assert_eq!(boss.post(&format!("{PATH}/admins"), &wish).await.status(), 204, "twice does no harm");
        let list: EditorList = ok(boss.get(&format!("{PATH}/admins?jurisdiction={WEIYANG}")).await).await;
        assert_eq!((list.editors.len(), list.editors[0].name.as_str()), (1, "wu先生"));
        for (user, expected) in [("wang", (400, "bad_value")), ("nobody", (404, "not_found"))] {
            let wish = json!({"jurisdiction": WEIYANG, "unit": "a", "user": user});
            let (status, code) = refused(boss.post(&format!("{PATH}/admins"), &wish).await).await;
            assert_eq!((status, code.as_str()), expected, "{user}");
        }
        let li = find(&boss, "李练二").await;
        world.clock.forward_ms(1);
        assert_eq!(boss.post(&format!("{PATH}/admins/remove"), &wish).await.status(), 204);
        world.clock.forward_ms(1);
        assert_eq!(refused(put(&wu, &li, json!({"post": "x"})).await).await, (403, "not_allowed".to_owned()));
        assert_eq!(world.count("select count(*) from audit where action = 'directory_admin_add'").await, 1);
        assert_eq!(world.count("select count(*) from audit where action = 'directory_admin_remove'").await, 1);
    }

    async fn who_looks_after_what_comes_page_by_page(world: &World) {
        let (boss, _) = named(world).await;
        for (of, unit, user) in [(WEIYANG, "未央中心", "wu"), (WEIYANG, "未央环卫所", "sun"), (BEILIN, "碑林|中心", "zhu")] {
            let wish = json!({"jurisdiction": of, "unit": unit, "user": user});
            assert_eq!(boss.post(&format!("{PATH}/admins"), &wish).await.status(), 204, "{user}");
        }
        let page = |query: String| { let boss = &boss; async move {
            ok::<EditorList>(boss.get(&format!("{PATH}/admins?{query}")).await).await
        } };
        let all = page(String::new()).await;
        assert_eq!((all.editors.len(), all.next), (4, None));
        let (mut seen, mut after) = (Vec::new(), String::new());
        loop {
            let one = page(format!("limit=1&after={}", utf8_percent_encode(&after, NON_ALPHANUMERIC))).await;
            assert_eq!(one.editors.len(), 1);
            seen.extend(one.editors);
            match one.next {
                Some(next) => after = next,
                None => break,
            }
        }
        assert_eq!(seen, all.editors);
        assert_eq!(page(format!("jurisdiction={WEIYANG}")).await.editors.len(), 3);
        for bad in ["after=wu", "limit=many"] {
            assert_eq!(refused(boss.get(&format!("{PATH}/admins?{bad}")).await).await, (400, "bad_value".to_owned()), "{bad}");
        }
    }

    async fn a_responsible_unit_looks_after_the_level_that_bears_its_name(world: &World) {
        world.clock.forward_ms(1);
        bring(world, WEIYANG, "unit,name,office_phone\n环卫/单位 610112-HW-1/一队,周练六,029-0000-0006\n环卫/单位 610112-HW-2,吴练七,029-0000-0007\n").await;
        let (boss, west) = (world.desk("boss").await, world.desk("west").await);
        let (own, other) = (find(&boss, "周练六").await, find(&boss, "吴练七").await);
        world.clock.forward_ms(1);
        assert_eq!(ok::<ListedEntry>(put(&west, &own, json!({"post": "队长"})).await).await.version, 2);
        world.clock.forward_ms(1);
        assert_eq!(refused(put(&west, &other, json!({"post": "x"})).await).await, (403, "not_allowed".to_owned()));
    }

    async fn pages_go_on_where_the_one_before_ended(world: &World) {
        let (boss, _) = named(world).await;
        let first: EntryList = ok(boss.get(&format!("{PATH}/entries?limit=3")).await).await;
        let next = first.next.unwrap();
        let second: EntryList = ok(boss.get(&format!("{PATH}/entries?limit=3&after={next}")).await).await;
        let all: Vec<&str> = first.entries.iter().chain(&second.entries).map(|one| one.entry.name.as_str()).collect();
        assert_eq!((all, second.next), (vec!["钱练四", "王练一", "李练二", "赵练三", ""], None), "list by list");
        let found = |query: &'static str| { let boss = &boss; async move { entries(boss, query).await.len() } };
        assert_eq!((found("q=lle").await, found("q=0003").await, found("q=主任").await), (1, 1, 1));
        assert_eq!((found("unit=未央中心").await, found("unit=未央中心/值班室").await, found("unit=未央").await), (3, 2, 0));
        let tree: DirectoryTree = ok(world.desk("zheng").await.get(&format!("{PATH}/tree")).await).await;
        let units: Vec<(&str, u64)> = tree.lists[0].units.iter().map(|one| (one.unit.as_str(), one.entries)).collect();
        assert_eq!((tree.lists.len(), units), (1, vec![("未央中心/值班室", 2), ("未央环卫所", 1)]));
        let li = find(&boss, "李练二").await;
        for number in 0..5 {
            let seen = find(&boss, "李练二").await;
            ok::<ListedEntry>(put(&boss, &seen, json!({"post": number.to_string()})).await).await;
        }
        let page = changes(&boss, "limit=4").await;
        let rest = changes(&boss, &format!("limit=4&before={}", page.next.unwrap())).await;
        assert_eq!((page.changes.len(), rest.changes.len(), rest.next), (4, 2, None));
        assert_eq!(changes(&boss, &format!("entry={}", li.id)).await.changes.len(), 5);
    }

    async fn what_is_taken_away_is_recorded(world: &World) {
        let (boss, _) = named(world).await;
        let reply = boss.get(&format!("{PATH}/export?jurisdiction={WEIYANG}&lang=en")).await;
        assert!(reply.headers()["content-type"].to_str().unwrap().starts_with("text/csv"));
        let text = reply.text().await.unwrap();
        assert!(text.contains("unit,name,initials") && text.contains("王练一"), "{text}");
        let again = list::read(&text).unwrap();
        assert_eq!(again.len(), 4, "what went out comes in again");
        assert_eq!(world.count("select count(*) from audit where action = 'directory_export' and detail like '4 entries%'").await, 1);
    }

    async fn a_list_that_is_brought_in_keeps_the_ids_of_those_who_stay(world: &World) {
        let (boss, _) = named(world).await;
        let before = find(&boss, "李练二").await;
        world.clock.forward_ms(1);
        bring(world, WEIYANG, "unit,name,office_phone\n未央中心/值班室,李练二,029-0000-0099\n新所,,12345\n").await;
        let after = find(&boss, "李练二").await;
        assert_eq!((after.id, after.version), (before.id, before.version + 1));
        let log = changes(&boss, "").await.changes;
        assert_eq!((log[0].kind, log[0].entries, log.len()), (ChangeKind::Import, 2, 2));
        assert_eq!(world.count("select count(*) from audit where action = 'directory_import'").await, 3);
    }
}
