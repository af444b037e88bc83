//! Drafts of the catalogue and the calendars: who may, what they say, from when they hold, and what they leave alone.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use server::accounts::caller::Account;
use server::cases::timers;
use server::catalogue::actions as packs;
use server::drafts::editions;
use shared::account::{Actor, Role};
use shared::api::catalogue::{
    Calculation, CalendarFacts, CategoryFacts, CategoryRows, Comparison, Contents, DayKind, Draft, EditionFacts,
    EditionList, EditionStanding, ImportReport, Preview, Referring,
};
use shared::draft::difference::Change;
use shared::draft::field::Field;
use shared::ids::{AccountId, Sha256};
use shared::sync::hello::PackKind;
use uuid::Uuid;

use crate::harness::city::{BEILIN, WEIYANG, at};
use crate::harness::desk::{ok, refused};
use crate::harness::{Desk, PASSWORD, World, on_both_engines};

const PATH: &str = "/api/v1/catalogue";
const EDITS: &str = "/api/v1/catalogue/draft/edits";
const PUBLISH: &str = "/api/v1/catalogue/draft/publish";
const HOUR_MS: i64 = 3_600_000;
const REFUSE: &str = "event:06010";

/// Somebody who administers one town only.
async fn of_town(world: &World, user: &str, town: &str, number: u128) -> Desk {
    let account = Account {
        id: AccountId(Uuid::from_u128(0xb000 + number)),
        user: user.parse().unwrap(),
        name: format!("{user}先生"),
        role: Role::Admin,
        jurisdiction: town.parse().unwrap(),
        unit: None,
        disabled: false,
    };
    let by = Actor::System { rule: "test".to_owned() };
    let mut tx = world.app.db.write().await.unwrap();
    server::accounts::actions::add(&world.app, &mut tx, &account, PASSWORD, &by).await.unwrap();
    tx.commit().await.unwrap();
    world.desk(user).await
}

/// The limit of the first condition of household refuse becomes another.
fn limit(version: u64, to: &str) -> Value {
    let edit = json!({"edit": "condition", "category": REFUSE, "number": 1, "field": "limit", "to": to});
    json!({"ledger": "catalogue", "version": version, "edit": edit})
}

fn calendar(version: u64, of: Option<&str>, edit: Value) -> Value {
    json!({"ledger": "calendar", "jurisdiction": of, "version": version, "edit": edit})
}

fn publish(version: u64, name: &str, from: &str) -> Value {
    json!({"ledger": "catalogue", "version": version, "name": name, "valid_from": from, "note": "按会议纪要"})
}

async fn draft(desk: &Desk) -> Draft {
    ok(desk.get(&format!("{PATH}/draft")).await).await
}

async fn category(desk: &Desk, of: &str) -> CategoryFacts {
    ok(desk.get(&format!("{PATH}/category?key={REFUSE}&of={of}")).await).await
}

async fn listed(desk: &Desk, ledger: &str) -> EditionList {
    ok(desk.get(&format!("{PATH}/editions?ledger={ledger}")).await).await
}

fn standing(list: &EditionList, version: &str) -> EditionStanding {
    list.editions.iter().find(|one| one.version == version).unwrap().standing
}

async fn phone_holds(world: &World, kind: PackKind) -> Sha256 {
    let [wang] = world.phones(["wang"]).await;
    wang.hello(world).await.packs.into_iter().find(|pack| pack.kind == kind).unwrap().hash
}

on_both_engines! {
    async fn only_administrators_see_and_only_the_citys_changes_the_catalogue(world: &World) {
        let zheng = world.desk("zheng").await;
        let reads = [
            "", "/categories?q=x", "/category?key=event:06010", "/calendar", "/editions", "/draft", "/draft/preview",
            "/compare?from=draft&to=draft", "/deadline?start=2026-11-23T10:00:00%2B08:00&category=event:06010&condition=1",
        ];
        for path in reads {
            assert_eq!(refused(zheng.get(&format!("{PATH}{path}")).await).await, (403, "not_allowed".to_owned()), "{path}");
        }
        let whole = json!({"ledger": "catalogue", "version": 1});
        let writes = [
            (EDITS.to_owned(), limit(0, "9 work_hour")),
            (PUBLISH.to_owned(), publish(1, "x", "")),
            (format!("{PATH}/draft/discard"), whole.clone()),
            (format!("{PATH}/draft/move"), whole.clone()),
            (format!("{PATH}/draft/take-back"), json!({"ledger": "catalogue", "version": 1, "line": 1})),
            (format!("{PATH}/editions/{}/withdraw", Sha256::of(b"none")), json!(null)),
            (format!("{PATH}/handbook?name=a.csv"), json!("x")),
        ];
        let ma = of_town(world, "ma", WEIYANG, 1).await;
        for (path, body) in &writes {
            assert_eq!(refused(zheng.post(path, body).await).await, (403, "not_allowed".to_owned()), "{path}");
        }
        for (path, body) in writes.iter().filter(|(path, _)| !path.contains("/editions/")) {
            assert_eq!(refused(ma.post(path, body).await).await, (403, "not_allowed".to_owned()), "{path}");
        }
        for path in reads {
            ok::<Value>(ma.get(&format!("{PATH}{path}")).await).await;
        }
        assert!(!draft(&ma).await.may_edit, "the page says so and why");
        assert!(draft(&world.desk("boss").await).await.may_edit);
        // Another town's calendar is not there; one's own is.
        assert_eq!(refused(ma.get(&format!("{PATH}/calendar?jurisdiction={BEILIN}")).await).await.0, 404);
        let own = json!({"edit": "hours", "valid_from": "2026-12-01", "to": "09:00-12:00,13:00-17:00"});
        assert_eq!(refused(ma.post(EDITS, &calendar(0, Some(BEILIN), own.clone())).await).await.0, 404);
        assert_eq!(refused(ma.post(EDITS, &calendar(0, None, own.clone())).await).await.0, 403, "the city's is not theirs");
        let mine: Draft = ok(ma.post(EDITS, &calendar(0, Some(WEIYANG), own)).await).await;
        assert_eq!((mine.jurisdiction.as_str(), mine.lines.len()), (WEIYANG, 1));
        assert_eq!(world.count("select count(*) from drafts").await, 1);
    }

    async fn a_draft_is_lines_that_nobody_goes_by(world: &World) {
        let boss = world.desk("boss").await;
        let before = category(&boss, "current").await;
        assert_eq!(draft(&boss).await.version, 0);
        let made: Draft = ok(boss.post(EDITS, &limit(0, "9 work_hour")).await).await;
        assert_eq!((made.version, made.lines.len(), made.is_on_current), (1, 1, true));
        let line = &made.lines[0];
        assert_eq!(line.author, "boss先生");
        assert!(line.zh.contains("→ 9 个工作时") && line.en.contains("→ 9 work hours"), "{line:?}");
        let found = made.differences.iter().find(|one| one.field == Some(Field::Limit)).unwrap();
        assert_eq!((found.change, found.to.as_str()), (Change::Changed, "9 work_hour"));
        assert_eq!(category(&boss, "current").await, before, "what is in force is never edited");
        assert_eq!(category(&boss, "draft").await.conditions[0].limit.to_string(), "9 work_hour");
        let contents: Contents = ok(boss.get(PATH).await).await;
        assert!(contents.has_draft && contents.may_edit);
        // What was seen in another version, said twice, or cannot be, changes nothing.
        assert_eq!(refused(boss.post(EDITS, &limit(0, "8 work_hour")).await).await, (409, "draft_changed".to_owned()));
        assert_eq!(refused(boss.post(EDITS, &limit(1, "9 work_hour")).await).await, (400, "bad_value".to_owned()));
        assert_eq!(refused(boss.post(EDITS, &limit(1, "soon")).await).await, (400, "bad_value".to_owned()));
        let other = calendar(0, None, json!({"edit": "category", "category": REFUSE, "field": "name", "to": "x"}));
        assert_eq!(refused(boss.post(EDITS, &other).await).await, (400, "bad_value".to_owned()));
        assert_eq!(draft(&boss).await, made);
        // Each change is in the audit, and taking one back too.
        let more: Draft = ok(boss.post(EDITS, &limit(1, "7 work_hour")).await).await;
        let back = json!({"ledger": "catalogue", "version": more.version, "line": 2});
        let back: Draft = ok(boss.post(&format!("{PATH}/draft/take-back"), &back).await).await;
        assert_eq!((back.version, back.lines[1].is_taken_back), (3, true));
        assert_eq!(category(&boss, "draft").await.conditions[0].limit.to_string(), "9 work_hour");
        assert_eq!(world.count("select count(*) from audit where action = 'draft_edit'").await, 2);
        assert_eq!(world.count("select count(*) from audit where action = 'draft_take_back'").await, 1);
        let whole = |version: u64| json!({"ledger": "catalogue", "version": version});
        let discard = format!("{PATH}/draft/discard");
        assert_eq!(refused(boss.post(&discard, &whole(1)).await).await, (409, "draft_changed".to_owned()));
        assert_eq!(boss.post(&discard, &whole(3)).await.status(), 204);
        assert_eq!(refused(boss.post(&discard, &whole(4)).await).await, (404, "not_found".to_owned()));
        assert_eq!((draft(&boss).await.version, draft(&boss).await.lines.len()), (0, 0));
        let again: Draft = ok(boss.post(EDITS, &limit(0, "9 work_hour")).await).await;
        assert_eq!((again.version, again.lines.len()), (1, 1), "another one begins");
    }

    async fn a_version_waits_for_its_day_and_cases_keep_their_limit(world: &World) {
        let boss = world.desk("boss").await;
        let [mut wang] = world.phones(["wang"]).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        let case = world.desk("zheng").await.case(id).await.case;
        let old = phone_holds(world, PackKind::Catalogue).await;
        assert_eq!(case.packs.catalogue, Some(old.clone()));
        ok::<Draft>(boss.post(EDITS, &limit(0, "9 work_day")).await).await;
        for (body, code) in [
            (publish(1, " ", "2026-11-24"), "bad_value"),
            (publish(1, "next", "2026-11-22"), "bad_value"),
            (publish(1, "next", "soon"), "bad_value"),
            (publish(7, "next", "2026-11-24"), "draft_changed"),
        ] {
            assert_eq!(refused(boss.post(PUBLISH, &body).await).await.1, code, "{body}");
        }
        let made: EditionFacts = ok(boss.post(PUBLISH, &publish(1, "next", "2026-11-24")).await).await;
        assert_eq!((made.standing, made.author.as_str(), made.note.as_str()), (EditionStanding::Waiting, "boss先生", "按会议纪要"));
        assert_eq!(made.base, Some(old.clone()));
        assert_eq!(draft(&boss).await.version, 0, "the draft is published and over");
        assert_eq!(editions::turn(&world.app).await.unwrap(), 0);
        assert_eq!(phone_holds(world, PackKind::Catalogue).await, old, "phones hear of it on its day");
        // A second one that was drafted without it would undo it.
        ok::<Draft>(boss.post(EDITS, &limit(0, "8 work_day")).await).await;
        assert_eq!(refused(boss.post(PUBLISH, &publish(1, "other", "2026-11-25")).await).await.1, "bad_value");
        world.clock.forward_ms(14 * HOUR_MS);
        assert_eq!(editions::turn(&world.app).await.unwrap(), 1);
        assert_eq!(editions::turn(&world.app).await.unwrap(), 0, "once is enough");
        let boss = world.desk("boss").await;
        let list = listed(&boss, "catalogue").await;
        assert_eq!(standing(&list, "next"), EditionStanding::InForce);
        assert_eq!(list.editions.iter().filter(|one| one.standing == EditionStanding::InForce).count(), 1);
        assert_eq!(phone_holds(world, PackKind::Catalogue).await, made.hash);
        let after = world.desk("zheng").await.case(id).await.case;
        assert_eq!((after.limit, after.clock.due_at, &after.packs), (case.limit, case.clock.due_at, &case.packs));
        assert_eq!(world.count("select count(*) from audit where action = 'catalogue_publish'").await, 1);
        assert_eq!(world.count("select count(*) from audit where action = 'catalogue_in_force' and actor = 'system catalogue.edition'").await, 1);
        // A new case goes by it, and each version says how many name it.
        wang.sign_in_again(world, "wang").await;
        let id = wang.reports(world, at(0.6, 0.6)).await;
        let new = world.desk("zheng").await.case(id).await.case;
        assert_eq!((new.limit.to_string().as_str(), new.packs.catalogue.as_ref()), ("9 work_day", Some(&made.hash)));
        for hash in [&old, &made.hash] {
            let counted: Referring = ok(boss.get(&format!("{PATH}/editions/{hash}/cases")).await).await;
            assert_eq!(counted, Referring { cases: 1, open: 1 });
        }
        let calendar = new.packs.calendar.clone().unwrap();
        let counted: Referring = ok(boss.get(&format!("{PATH}/editions/{calendar}/cases")).await).await;
        assert_eq!(counted.cases, 2);
        // The draft that was begun before it is of yesterday: it is moved, or undoes what came.
        let stale = draft(&boss).await;
        assert!(!stale.is_on_current);
        assert_eq!(refused(boss.post(PUBLISH, &publish(stale.version, "late", "")).await).await, (409, "draft_outdated".to_owned()));
        let moved = json!({"ledger": "catalogue", "version": stale.version});
        let moved: Draft = ok(boss.post(&format!("{PATH}/draft/move"), &moved).await).await;
        assert!(moved.is_on_current);
        let found = moved.differences.iter().find(|one| one.field == Some(Field::Limit)).unwrap();
        assert_eq!((found.from.as_str(), found.to.as_str()), ("9 work_day", "8 work_day"));
        let now: EditionFacts = ok(boss.post(PUBLISH, &publish(moved.version, "late", "")).await).await;
        assert_eq!(now.standing, EditionStanding::InForce, "today is its day");
        assert_eq!(phone_holds(world, PackKind::Catalogue).await, now.hash);
    }

    async fn a_waiting_version_is_taken_back_and_never_comes(world: &World) {
        let boss = world.desk("boss").await;
        let old = phone_holds(world, PackKind::Catalogue).await;
        ok::<Draft>(boss.post(EDITS, &limit(0, "9 work_day")).await).await;
        let made: EditionFacts = ok(boss.post(PUBLISH, &publish(1, "wrong", "2026-11-24")).await).await;
        let ma = of_town(world, "ma", WEIYANG, 1).await;
        let way = |hash: &Sha256| format!("{PATH}/editions/{hash}/withdraw");
        assert_eq!(refused(ma.post(&way(&made.hash), &json!(null)).await).await.0, 403);
        assert_eq!(refused(boss.post(&way(&old), &json!(null)).await).await, (400, "bad_value".to_owned()), "it holds");
        assert_eq!(refused(boss.post(&way(&Sha256::of(b"none")), &json!(null)).await).await.0, 404);
        for _ in 0..2 {
            let back: EditionFacts = ok(boss.post(&way(&made.hash), &json!(null)).await).await;
            assert_eq!(back.standing, EditionStanding::Withdrawn, "twice does no harm");
        }
        world.clock.forward_ms(48 * HOUR_MS);
        assert_eq!(editions::turn(&world.app).await.unwrap(), 0);
        assert_eq!(phone_holds(world, PackKind::Catalogue).await, old);
        assert_eq!(world.count("select count(*) from audit where action = 'catalogue_withdraw'").await, 1);
    }

    async fn an_import_holds_at_once_and_one_that_waited_before_it_still_comes(world: &World) {
        let boss = world.desk("boss").await;
        ok::<Draft>(boss.post(EDITS, &limit(0, "9 work_day")).await).await;
        let made: EditionFacts = ok(boss.post(PUBLISH, &publish(1, "tomorrow", "2026-11-24")).await).await;
        let (_, bytes) = packs::pack(&world.app, world.app.city().catalogue_hash().unwrap()).await.unwrap().unwrap();
        let text = String::from_utf8(bytes).unwrap().replace("GB/T 47678.5-2026 管理部件", "改名的管理部件");
        let city = world.app.city().city_id().cloned().unwrap();
        let mut tx = world.app.db.write().await.unwrap();
        packs::put_pack(&mut tx, PackKind::Catalogue, &city, "imported", text.as_bytes(), world.app.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        world.app.refresh().await.unwrap();
        let list = listed(&boss, "catalogue").await;
        assert_eq!(standing(&list, "imported"), EditionStanding::InForce);
        assert_eq!(list.editions.iter().find(|one| one.version == "imported").unwrap().author, "");
        world.clock.forward_ms(14 * HOUR_MS);
        assert_eq!(editions::turn(&world.app).await.unwrap(), 1);
        assert_eq!(world.app.city().catalogue_hash(), Some(&made.hash));
        // What comes after it by hand stays, whatever its day was.
        let mut tx = world.app.db.write().await.unwrap();
        packs::put_pack(&mut tx, PackKind::Catalogue, &city, "imported", text.as_bytes(), world.app.clock.now()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(editions::turn(&world.app).await.unwrap(), 0);
    }

    async fn a_preview_counts_what_would_be_due_at_another_time(world: &World) {
        let boss = world.desk("boss").await;
        let [mut wang] = world.phones(["wang"]).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        wang.reports(world, at(2.5, 0.5)).await;
        let look = format!("{PATH}/draft/preview");
        let nothing: Preview = ok(boss.get(&look).await).await;
        assert_eq!((nothing.version, nothing.open.looked, nothing.open.later + nothing.open.earlier), (0, 2, 0));
        ok::<Draft>(boss.post(EDITS, &limit(0, "30 work_day")).await).await;
        let later: Preview = ok(boss.get(&look).await).await;
        assert_eq!((later.open.later, later.open.earlier, later.recent.later), (1, 0, 1), "one waits for its dispatch");
        assert_eq!((later.open.left_out, later.open.largest.len()), (1, 1));
        let moved = &later.open.largest[0];
        let case = world.desk("zheng").await.case(id).await.case;
        assert_eq!((moved.case, Some(moved.now)), (id, case.clock.due_at));
        assert!(moved.then > moved.now && moved.name == "暴露垃圾");
        ok::<Draft>(boss.post(EDITS, &limit(1, "1 urgent_hour")).await).await;
        let sooner: Preview = ok(boss.get(&look).await).await;
        assert_eq!((sooner.open.earlier, sooner.open.later), (1, 0));
        assert_eq!(world.desk("zheng").await.case(id).await.case, case, "trying changes no case");
        // And one counted for a chosen moment.
        let ask = format!("{PATH}/deadline?start=2026-11-23T10:00:00%2B08:00&category={REFUSE}&condition=1");
        let counted: Calculation = ok(boss.get(&ask).await).await;
        let (now, drafted) = (counted.now.unwrap(), counted.draft.unwrap());
        assert_eq!((now.limit, drafted.limit.to_string().as_str()), (case.limit, "1 urgent_hour"));
        assert_eq!(drafted.due, "2026-11-23T11:00:00+08:00".parse().unwrap());
        let none = format!("{PATH}/deadline?start=2026-11-23T10:00:00%2B08:00&category={REFUSE}&condition=99");
        assert_eq!(refused(boss.get(&none).await).await, (400, "unknown_condition".to_owned()));
        let soon = format!("{PATH}/deadline?start=soon&category={REFUSE}&condition=1");
        assert_eq!(refused(boss.get(&soon).await).await, (400, "bad_value".to_owned()));
        // A town's own limit goes before the catalogue's.
        world.set(WEIYANG, |settings| {
            let own = BTreeMap::from([(1, "3 work_hour".parse().unwrap())]);
            settings.rules.limits = BTreeMap::from([(REFUSE.parse().unwrap(), own)]);
        }).await;
        let own: Calculation = ok(boss.get(&format!("{ask}&jurisdiction={WEIYANG}")).await).await;
        assert!(own.is_own_limit);
        assert_eq!(own.now.unwrap().limit.to_string(), "3 work_hour");
        assert_eq!(own.draft.unwrap().limit.to_string(), "3 work_hour");
    }

    async fn a_calendar_is_drafted_for_the_city_and_for_a_town(world: &World) {
        let boss = world.desk("boss").await;
        let [mut wang] = world.phones(["wang"]).await;
        let id = wang.reports(world, at(0.5, 0.5)).await;
        let due = world.desk("zheng").await.case(id).await.case.clock.due_at.unwrap();
        let facts: CalendarFacts = ok(boss.get(&format!("{PATH}/calendar?year=2026")).await).await;
        assert_eq!(facts.days.len(), 365);
        let is = |facts: &CalendarFacts, day: &str| facts.days.iter().find(|one| one.day == day).unwrap().kind;
        assert_eq!((is(&facts, "2026-11-23"), is(&facts, "2026-11-22")), (DayKind::Worked, DayKind::Weekend));
        assert_eq!(facts.choices.len(), 3);
        assert!(facts.choices[0].is_own && !facts.choices[1].is_own);
        // What contradicts itself may stand in a draft and says where, and does not come out of it.
        let twice = json!({"edit": "make_up_day", "day": "2026-10-01"});
        let wrong: Draft = ok(boss.post(EDITS, &calendar(0, None, twice)).await).await;
        assert!(wrong.contradiction.unwrap().place.contains("2026"));
        let wish = |version: u64, of: Option<&str>, name: &str| {
            json!({"ledger": "calendar", "jurisdiction": of, "version": version, "name": name})
        };
        assert_eq!(refused(boss.post(PUBLISH, &wish(1, None, "bad")).await).await, (409, "draft_unsound".to_owned()));
        let preview: Preview = ok(boss.get(&format!("{PATH}/draft/preview?ledger=calendar")).await).await;
        assert!(preview.contradiction.is_some() && preview.open.looked == 0);
        let back = json!({"ledger": "calendar", "version": 1, "line": 1});
        ok::<Draft>(boss.post(&format!("{PATH}/draft/take-back"), &back).await).await;
        let off = json!({"edit": "holiday", "year": 2026, "name": "测试日", "from": "2026-11-23", "to": "2026-11-24"});
        let made: Draft = ok(boss.post(EDITS, &calendar(2, None, off)).await).await;
        assert!(made.contradiction.is_none());
        let drafted: CalendarFacts = ok(boss.get(&format!("{PATH}/calendar?year=2026&of=draft")).await).await;
        assert_eq!(is(&drafted, "2026-11-23"), DayKind::Holiday);
        let preview: Preview = ok(boss.get(&format!("{PATH}/draft/preview?ledger=calendar")).await).await;
        let counts_work = preview.open.later == 1;
        ok::<EditionFacts>(boss.post(PUBLISH, &wish(made.version, None, "days off")).await).await;
        timers::follow_the_calendar(&world.app).await.unwrap();
        let moved = world.desk("zheng").await.case(id).await.case.clock.due_at.unwrap();
        assert_eq!(moved > due, counts_work, "the preview says what follows");
        // A town gets hours of its own; the other goes on by the city's.
        let hours = json!({"edit": "hours", "valid_from": "2022-01-01", "to": "10:00-12:00"});
        let town: Draft = ok(boss.post(EDITS, &calendar(0, Some(WEIYANG), hours)).await).await;
        let own: EditionFacts = ok(boss.post(PUBLISH, &wish(town.version, Some(WEIYANG), "short days")).await).await;
        assert_eq!((own.jurisdiction.as_str(), own.standing), (WEIYANG, EditionStanding::InForce));
        let facts: CalendarFacts = ok(boss.get(&format!("{PATH}/calendar?jurisdiction={WEIYANG}")).await).await;
        assert!(facts.is_own && facts.hours.iter().any(|hours| hours.periods == "10:00-12:00"));
        let other: CalendarFacts = ok(boss.get(&format!("{PATH}/calendar?jurisdiction={BEILIN}")).await).await;
        assert!(!other.is_own);
        assert_eq!(refused(boss.get(&format!("{PATH}/calendar?jurisdiction=nowhere")).await).await.0, 404);
        assert_eq!(refused(boss.get(&format!("{PATH}/calendar?year=99")).await).await.0, 400);
    }

    async fn categories_are_found_by_major_word_pinyin_and_code(world: &World) {
        let boss = world.desk("boss").await;
        let contents: Contents = ok(boss.get(PATH).await).await;
        let major = contents.majors.iter().find(|one| one.number == 6 && one.standard == contents.standard).unwrap();
        let name = format!("{} {}:06", major.standard, major.kind).replace('/', "%2F").replace(' ', "%20");
        let first: CategoryRows = ok(boss.get(&format!("{PATH}/categories?major={name}&limit=2")).await).await;
        assert_eq!(first.rows.len(), 2);
        let after = first.next.unwrap();
        assert_eq!(after, first.rows[1].key);
        let rest: CategoryRows = ok(boss.get(&format!("{PATH}/categories?major={name}&after={after}")).await).await;
        assert!(rest.next.is_none() && rest.rows.iter().all(|row| row.key > after));
        assert_eq!(u64::try_from(rest.rows.len()).unwrap() + 2, major.categories, "no page loses one");
        for words in ["06010", "bllj", "%E6%9A%B4%E9%9C%B2%E5%9E%83%E5%9C%BE"] {
            let found: CategoryRows = ok(boss.get(&format!("{PATH}/categories?q={words}")).await).await;
            let row = found.rows.iter().find(|row| row.key.to_string() == REFUSE).unwrap_or_else(|| panic!("{words}"));
            assert!(row.is_training && row.has_hint && !row.limits.is_empty());
        }
        let facts = category(&boss, "current").await;
        assert!(facts.capture_hint.is_some() && facts.capture_hint_en.is_some() && !facts.conditions.is_empty());
        assert_eq!(refused(boss.get(&format!("{PATH}/category?key=event:09999")).await).await.0, 404);
        assert_eq!(refused(boss.get(&format!("{PATH}/category?key=x")).await).await, (400, "bad_value".to_owned()));
        assert_eq!(refused(boss.get(&format!("{PATH}?of=dream")).await).await, (400, "bad_value".to_owned()));
    }

    async fn a_hint_in_english_is_drafted_and_holds_when_it_is_published(world: &World) {
        let boss = world.desk("boss").await;
        let before = category(&boss, "current").await;
        let edit = json!({"edit": "category", "category": REFUSE, "field": "capture_hint_en", "to": "Show the bags."});
        let body = json!({"ledger": "catalogue", "version": 0, "edit": edit});
        let drafted: Draft = ok(boss.post(EDITS, &body).await).await;
        assert_eq!(drafted.differences.len(), 1, "{:?}", drafted.differences);
        assert_eq!(drafted.differences[0].field, Some(Field::CaptureHintEn));
        let after = category(&boss, "draft").await;
        assert_eq!(after.capture_hint_en.as_deref(), Some("Show the bags."));
        assert_eq!(after.capture_hint, before.capture_hint, "the Chinese one stays as it is");
        assert_eq!(category(&boss, "current").await, before, "nobody goes by it yet");
        ok::<EditionFacts>(boss.post(PUBLISH, &publish(drafted.version, "hints", "")).await).await;
        assert_eq!(category(&boss, "current").await.capture_hint_en.as_deref(), Some("Show the bags."));
    }

    async fn majors_and_look_alikes_are_changed_by_a_draft(world: &World) {
        let boss = world.desk("boss").await;
        let edit = |version: u64, edit: Value| json!({"ledger": "catalogue", "version": version, "edit": edit});
        let before = category(&boss, "current").await;
        assert_eq!(before.look_alikes.len(), 1);
        let beside = before.look_alikes[0].tells.iter().find(|tell| tell.key.to_string() != REFUSE).unwrap().clone();
        assert!(!beside.name.is_empty() && !beside.text.is_empty(), "{beside:?}");
        let contents: Contents = ok(boss.get(PATH).await).await;
        let rename = |number: u32, to: &str| {
            let standard = contents.standard.to_string();
            json!({"edit": "major", "standard": standard, "kind": "event", "number": number, "field": "name", "to": to})
        };
        let mark = json!({"edit": "tell", "category": REFUSE, "beside": beside.key, "field": "mark", "to": "没有装袋的"});
        let pair = json!({
            "edit": "add_look_alikes", "category": REFUSE, "text": "一堆", "other": "event:09010", "other_text": "一排",
        });
        for bad in [
            rename(98, "x"),
            rename(6, " "),
            json!({"edit": "tell", "category": REFUSE, "beside": "event:09010", "field": "mark", "to": "x"}),
            json!({"edit": "add_look_alikes", "category": REFUSE, "text": "a", "other": REFUSE, "other_text": "b"}),
            json!({"edit": "remove_look_alike", "category": REFUSE, "beside": "event:09010"}),
        ] {
            assert_eq!(refused(boss.post(EDITS, &edit(0, bad.clone())).await).await.0, 400, "{bad}");
        }
        assert_eq!(draft(&boss).await.version, 0, "what cannot be is no draft");
        ok::<Draft>(boss.post(EDITS, &edit(0, rename(6, "市容与环卫类"))).await).await;
        ok::<Draft>(boss.post(EDITS, &edit(1, mark)).await).await;
        let drafted: Draft = ok(boss.post(EDITS, &edit(2, pair)).await).await;
        assert_eq!((drafted.lines.len(), drafted.total), (3, 4), "{:?}", drafted.differences);
        let after = category(&boss, "draft").await;
        assert_eq!((after.major.as_str(), after.look_alikes.len()), ("市容与环卫类", 2));
        assert!(after.look_alikes[0].tells.iter().any(|tell| tell.text == "没有装袋的"));
        assert_eq!(category(&boss, "current").await, before, "nobody goes by it yet");
        // The event of a component is what a case is about.
        let component: CategoryFacts = ok(boss.get(&format!("{PATH}/category?key=component:01002&of=draft")).await).await;
        let event: CategoryFacts = ok(boss.get(&format!("{PATH}/category?key=event:01002&of=draft")).await).await;
        assert!(!component.look_alikes.is_empty() && component.look_alikes == event.look_alikes);
        let back = json!({"ledger": "catalogue", "version": 3, "line": 1});
        ok::<Draft>(boss.post(&format!("{PATH}/draft/take-back"), &back).await).await;
        ok::<EditionFacts>(boss.post(PUBLISH, &publish(4, "marks", "")).await).await;
        let now = category(&boss, "current").await;
        assert_eq!((now.major, now.look_alikes), (before.major, after.look_alikes), "the name was taken back, the marks hold");
    }

    async fn versions_are_listed_page_by_page_and_compared(world: &World) {
        let boss = world.desk("boss").await;
        let old = world.app.city().catalogue_hash().cloned().unwrap();
        ok::<Draft>(boss.post(EDITS, &limit(0, "9 work_day")).await).await;
        let sides = |from: &str, to: &str| format!("{PATH}/compare?from={from}&to={to}");
        let with_draft: Comparison = ok(boss.get(&sides(old.as_str(), "draft")).await).await;
        assert!(with_draft.differences.iter().any(|one| one.field == Some(Field::Limit)));
        let made: EditionFacts = ok(boss.post(PUBLISH, &publish(1, "second", "")).await).await;
        let two: Comparison = ok(boss.get(&sides(old.as_str(), made.hash.as_str())).await).await;
        assert_eq!((&two.differences, two.to.as_str()), (&with_draft.differences, "second"));
        let same: Comparison = ok(boss.get(&sides(old.as_str(), old.as_str())).await).await;
        assert_eq!((same.total, same.differences.len()), (0, 0));
        assert_eq!(refused(boss.get(&sides("x", "draft")).await).await, (400, "bad_value".to_owned()));
        assert_eq!(refused(boss.get(&sides(Sha256::of(b"none").as_str(), "draft")).await).await.0, 404);
        let page = |more: &str| format!("{PATH}/editions?limit=1{more}");
        let first: EditionList = ok(boss.get(&page("")).await).await;
        let next = first.next.clone().unwrap();
        let second: EditionList = ok(boss.get(&page(&format!("&before={next}"))).await).await;
        assert!(second.next.is_none());
        let names = [&first, &second].map(|page| page.editions[0].version.clone());
        assert!(names.contains(&"second".to_owned()) && names[0] != names[1], "{names:?}");
        assert_eq!(refused(boss.get(&page("&before=x")).await).await, (400, "bad_value".to_owned()));
        assert_eq!(refused(boss.get(&format!("{PATH}/editions?ledger=settings")).await).await, (400, "bad_value".to_owned()));
        // The same name twice would tell nobody which.
        ok::<Draft>(boss.post(EDITS, &limit(0, "8 work_day")).await).await;
        assert_eq!(refused(boss.post(PUBLISH, &publish(1, "second", "")).await).await, (400, "bad_value".to_owned()));
    }

    async fn a_handbook_is_looked_at_and_then_taken_into_the_draft(world: &World) {
        let boss = world.desk("boss").await;
        let sheet = "大类代码,大类名称,小类代码,小类名称,立案条件,结案条件,处置时限\n\
            06,市容环境,010,暴露垃圾,占地一平方米以上,清理干净,3工作时\n,,,,占地十平方米以上,清理干净,1紧急工作时\n";
        let hand_in = async |more: &str, body: &str| {
            let path = format!("{PATH}/handbook?name=%E4%BA%8B%E4%BB%B6.csv{more}");
            boss.request(reqwest::Method::POST, &path).body(body.to_owned()).send().await.unwrap()
        };
        let report: ImportReport = ok(hand_in("", sheet).await).await;
        assert_eq!((report.conditions, report.categories_changed, report.categories_added), (2, 1, 0));
        assert!(report.draft.is_none() && report.total > 0);
        assert_eq!(draft(&boss).await.version, 0, "it was only looked at");
        assert_eq!(refused(hand_in("", "a,b\n").await).await, (400, "bad_value".to_owned()));
        assert_eq!(refused(hand_in("&version=5", sheet).await).await, (409, "draft_changed".to_owned()));
        let big = "x".repeat(shared::api::catalogue::MOST_HANDBOOK_BYTES + 1);
        assert_eq!(refused(hand_in("", &big).await).await, (413, "too_large".to_owned()));
        let taken: ImportReport = ok(hand_in("&version=0", sheet).await).await;
        assert_eq!(taken.draft.unwrap().lines.len(), 1);
        let limits: Vec<String> =
            category(&boss, "draft").await.conditions.iter().map(|one| one.limit.to_string()).collect();
        assert_eq!(limits, ["3 work_hour", "1 urgent_hour"]);
    }
}
