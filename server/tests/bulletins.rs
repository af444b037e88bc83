//! Bulletins: made of frozen months or live days, kept as they were, printed without what nobody let in.

use std::io::Cursor;

use reqwest::Method;
use serde_json::{Value, json};
use server::accounts::caller::Account;
use shared::account::{Actor, Role};
use shared::api::assessment::Models;
use shared::api::bulletins::{Bulletin, BulletinList, Compared, PoorReason};
use shared::assessment::{Basis, Counter, Subject};
use shared::ids::{AccountId, CaseId};
use shared::settings::Settings;
use uuid::Uuid;

use crate::harness::city::{WEIYANG, WEST, at};
use crate::harness::desk::{ok, refused};
use crate::harness::phone::jpeg;
use crate::harness::{Desk, PASSWORD, World, on_both_engines};

const DAY_MS: i64 = 24 * 3_600_000;
/// What stands in the EXIF of a photo and must not stand in anything that leaves.
const SECRET: &[u8] = b"34.2601N 108.9401E of collector wang";

/// Adds somebody who makes bulletins, for the city or for a jurisdiction.
async fn evaluator(world: &World, user: &str, area: &str, number: u128) -> Desk {
    let account = Account {
        id: AccountId(Uuid::from_u128(0xe000 + number)),
        user: user.parse().unwrap(),
        name: format!("{user}先生"),
        role: Role::Evaluator,
        jurisdiction: area.parse().unwrap(),
        unit: None,
        disabled: false,
    };
    let by = Actor::System { rule: "test".to_owned() };
    let mut tx = world.app.db.write().await.unwrap();
    server::accounts::actions::add(&world.app, &mut tx, &account, PASSWORD, &by).await.unwrap();
    tx.commit().await.unwrap();
    world.desk(user).await
}

/// A picture with an EXIF that says where it was taken, as a camera writes it, and by whom.
fn with_exif(jpeg: &[u8]) -> Vec<u8> {
    const GPS: u32 = 38;
    const VALUES: u32 = GPS + 54;
    let field = |tag: u16, kind: u16, count: usize, value: [u8; 4]| {
        let count = u32::try_from(count).unwrap().to_le_bytes();
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count, &value].concat()
    };
    let angle = |degrees: u32, minutes: u32, seconds_centi: u32| {
        [degrees, 1, minutes, 1, seconds_centi, 100].map(u32::to_le_bytes).concat()
    };
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0".to_vec();
    // The picture's own list: what it is described as, and where the list of its place lies.
    exif.extend(2_u16.to_le_bytes());
    exif.extend(field(0x010e, 2, SECRET.len() + 1, (VALUES + 48).to_le_bytes()));
    exif.extend(field(0x8825, 4, 1, GPS.to_le_bytes()));
    exif.extend([0; 4]);
    // The list of its place: 34° 15' 36.36" N, 108° 56' 24.36" E.
    exif.extend(4_u16.to_le_bytes());
    exif.extend(field(1, 2, 2, *b"N\0\0\0"));
    exif.extend(field(2, 5, 3, VALUES.to_le_bytes()));
    exif.extend(field(3, 2, 2, *b"E\0\0\0"));
    exif.extend(field(4, 5, 3, (VALUES + 24).to_le_bytes()));
    exif.extend([0; 4]);
    exif.extend(angle(34, 15, 3_636));
    exif.extend(angle(108, 56, 2_436));
    exif.extend(SECRET);
    exif.push(0);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let mut made = jpeg.to_vec();
    made.splice(2..2, [&[0xff, 0xe1], length.as_slice(), exif.as_slice()].concat());
    made
}

/// Reads where a picture says that it was taken; nothing where it says nothing of itself at all.
fn place_of(jpeg: &[u8]) -> Option<String> {
    let said = exif::Reader::new().read_from_container(&mut Cursor::new(jpeg)).ok()?;
    Some(said.get_field(exif::Tag::GPSLatitude, exif::In::PRIMARY)?.display_value().to_string())
}

/// Returns the pictures of a PDF as they lie in it.
fn pictures(pdf: &[u8]) -> Vec<&[u8]> {
    let find = |from: usize, text: &[u8]| {
        pdf.get(from..)?.windows(text.len()).position(|window| window == text).map(|at| from + at)
    };
    let (mut found, mut from) = (Vec::new(), 0);
    while let Some(named) = find(from, b"DCTDecode") {
        let begins = find(named, b"\xff\xd8\xff").unwrap();
        let ends = find(begins, b"endstream").unwrap();
        found.push(&pdf[begins..ends]);
        from = ends;
    }
    found
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

/// Three cases of November: one handled in time, one handled late, one that nobody handled.
async fn november(world: &World) -> [CaseId; 3] {
    let none = |settings: &mut Settings| {
        settings.rules.check_percent_of.insert(WEST.parse().unwrap(), 0);
    };
    world.set(WEIYANG, none).await;
    let [mut wang] = world.phones(["wang"]).await;
    let in_time = wang.reports(world, at(0.5, 0.5)).await;
    let late = wang.reports(world, at(0.5, 0.5)).await;
    let open = wang.reports(world, at(0.5, 0.5)).await;
    world.desk("west").await.finish(in_time, 81).await;
    world.clock.forward_ms(6 * DAY_MS);
    let west = world.desk("west").await;
    let working = west.upload(&with_exif(&jpeg(82))).await;
    let done = json!({"action": "finish", "note": "已清理", "photos": [{"working": working, "role": "after"}]});
    ok::<Value>(west.act(late, &done).await).await;
    // The fourth of December.
    world.clock.forward_ms(5 * DAY_MS);
    [in_time, late, open]
}

/// Has the server freeze by itself what is over.
async fn freeze(world: &World) {
    server::months::freeze::turn(&world.app).await.unwrap();
}

/// Returns the code of a model that scores units.
async fn model(desk: &Desk) -> String {
    let models: Models = ok(desk.get("/api/v1/assessment/models").await).await;
    let of_units = models.editions.iter().find(|one| one.model.subject == Subject::Unit && one.edition > 0);
    of_units.expect("a model comes with the server").model.code.clone()
}

async fn make(desk: &Desk, asked: Value) -> Bulletin {
    ok(desk.post("/api/v1/bulletins", &asked).await).await
}

async fn put(desk: &Desk, bulletin: &Bulletin, said: Value) -> reqwest::Response {
    desk.request(Method::PUT, &format!("/api/v1/bulletins/{}", bulletin.head.id)).json(&said).send().await.unwrap()
}

async fn bytes(desk: &Desk, path: &str) -> Vec<u8> {
    let reply = desk.get(path).await;
    let status = reply.status();
    let bytes = reply.bytes().await.unwrap().to_vec();
    assert_eq!(status, 200, "{path}: {}", String::from_utf8_lossy(&bytes));
    bytes
}

async fn listed(desk: &Desk) -> BulletinList {
    ok(desk.get("/api/v1/bulletins").await).await
}

on_both_engines! {
    async fn who_may_not_and_what_is_no_bulletin_is_refused(world: &World) {
        let city = evaluator(world, "feng", "XA", 1).await;
        let town = evaluator(world, "qian", WEIYANG, 2).await;
        let asked = json!({"kind": "monthly", "month": "2026-10"});
        for desk in [&town, &world.desk("boss").await, &world.desk("zheng").await] {
            assert_eq!(refused(desk.post("/api/v1/bulletins", &asked).await).await, (403, "not_allowed".to_owned()));
        }
        let nowhere = "/api/v1/bulletins/0190f000-0000-7000-8000-0000000000aa";
        for path in [nowhere.to_owned(), format!("{nowhere}/pdf"), format!("{nowhere}/xlsx"), "/api/v1/bulletins/a".to_owned()] {
            assert_eq!(refused(city.get(&path).await).await.0, 404, "{path}");
        }
        for bad in [
            asked,
            json!({"kind": "monthly", "month": "2026-11"}),
            json!({"kind": "monthly", "month": "soon"}),
            json!({"kind": "half_yearly", "month": "2026-02"}),
            json!({"kind": "weekly", "day": "2026-11-25"}),
            json!({"kind": "weekly", "day": "2026-11-16", "models": ["a"]}),
            json!({"kind": "weekly", "day": "2026-11-16", "title": "两\n行"}),
        ] {
            assert_eq!(refused(city.post("/api/v1/bulletins", &bad).await).await, (400, "bad_value".to_owned()), "{bad}");
        }
        assert_eq!(refused(city.get("/api/v1/bulletins?limit=many").await).await.0, 400);
        assert_eq!(world.count("select count(*) from bulletins").await, 0);
        let [wang] = world.phones(["wang"]).await;
        let reply = wang.request(Method::GET, "/api/v1/bulletins").send().await.unwrap();
        assert_eq!(reply.status(), 403, "a collector sees no assessment");
    }

    async fn a_month_goes_from_frozen_to_printed_and_nothing_changes_it(world: &World) {
        let [in_time, late, open] = november(world).await;
        let city = evaluator(world, "feng", "XA", 1).await;
        freeze(world).await;
        let model = model(&city).await;
        let draft = make(&city, json!({"kind": "monthly", "month": "2026-11", "models": [model], "remarks": "打 13912345678"})).await;
        assert!(draft.may_edit && draft.head.published_at.is_none());
        assert_eq!(draft.waits_for, ["2026-11"], "the month is not published");
        assert!(!draft.remarks.contains("13912345678"));
        let content = &draft.content;
        assert_eq!(content.sources.len(), 1);
        assert_eq!((content.from.to_string().as_str(), content.to.to_string().as_str()), ("2026-11-01", "2026-11-30"));
        assert_eq!(content.total[&Basis::Reported].get(Counter::Report), 3);
        let town = content.areas.iter().find(|row| row.key == WEIYANG).unwrap();
        assert_eq!(town.sums, content.total, "all cases are of one town");
        assert!(content.units.iter().any(|row| row.key == WEST));
        assert!(content.ranking(Subject::Unit).unwrap().rows.iter().any(|row| row.key == WEST && row.rank == 1));
        assert_eq!(content.categories.len(), 1);
        assert_eq!(content.trend.iter().map(|month| month.month.as_str()).collect::<Vec<_>>(), ["2026-11"]);
        let of = |reason| content.poor.iter().filter(move |case| case.reason == reason).map(|case| case.id).collect::<Vec<_>>();
        assert_eq!(of(PoorReason::OverdueOpen), [open]);
        assert_eq!(of(PoorReason::OverdueClosed), [late]);
        assert!(!content.poor.iter().any(|case| case.id == in_time));

        // A draft is nobody else's, says what it is, and is not published before its month.
        let path = format!("/api/v1/bulletins/{}", draft.head.id);
        let zheng = world.desk("zheng").await;
        assert_eq!(refused(zheng.get(&path).await).await.0, 404);
        assert!(listed(&zheng).await.bulletins.is_empty() && !listed(&zheng).await.may_make);
        assert_eq!(listed(&city).await.bulletins, std::slice::from_ref(&draft.head));
        let publish = format!("{path}/publish");
        assert_eq!(refused(city.post(&publish, &json!({"seen": 1})).await).await, (400, "bad_value".to_owned()));

        // Photos: only of its cases, only those that somebody let in.
        let case = content.poor.iter().find(|case| case.id == late).unwrap();
        let after = case.photos.iter().find(|photo| photo.is_after()).unwrap().working.clone();
        let said = |seen: u64, photos: Value| json!({"seen": seen, "title": "十一月通报", "remarks": "属实", "photos": photos});
        let stranger = "0".repeat(64);
        bytes(&city, &format!("{path}/photos/{after}")).await;
        assert_eq!(refused(city.get(&format!("{path}/photos/{stranger}")).await).await.0, 404);
        assert_eq!(refused(put(&city, &draft, said(1, json!([stranger]))).await).await.0, 400);
        let changed: Bulletin = ok(put(&city, &draft, said(1, json!([after]))).await).await;
        assert_eq!((changed.version, changed.photos.len(), changed.head.title.as_str()), (2, 1, "十一月通报"));
        assert_eq!(refused(put(&city, &draft, said(1, json!([]))).await).await, (409, "draft_changed".to_owned()));
        assert_eq!(changed.content, draft.content, "words and photos change no number");

        let models = json!({"model": model});
        ok::<Value>(city.post("/api/v1/assessment/months/2026-11/versions/1/publish", &models).await).await;
        let published: Bulletin = ok(city.post(&publish, &json!({"seen": 2})).await).await;
        assert!(published.head.published_at.is_some() && !published.may_edit && published.waits_for.is_empty());
        assert_eq!(refused(put(&city, &draft, said(3, json!([]))).await).await, (409, "draft_changed".to_owned()));
        assert_eq!(refused(city.post(&publish, &json!({"seen": 3})).await).await, (409, "draft_changed".to_owned()));
        let gone = city.request(Method::DELETE, &path).send().await.unwrap();
        assert_eq!(refused(gone).await, (409, "draft_changed".to_owned()), "what was published stays");

        // Everybody sees it from now on; what happens to its cases later does not change it.
        world.desk("west").await.finish(open, 84).await;
        let seen: Bulletin = ok(zheng.get(&path).await).await;
        assert_eq!(seen.content, draft.content);
        assert!(!seen.may_edit);

        // On paper.
        let original = bytes(&city, &format!("/api/v1/media/{after}")).await;
        assert!(holds(&original, SECRET), "the photo itself says who took it");
        let place = place_of(&original).expect("… and where, in degrees");
        assert!(place.starts_with("34 deg 15 min 36.36"), "{place}");
        let copy = bytes(&zheng, &format!("{path}/photos/{after}")).await;
        assert_eq!(place_of(&copy), None);
        assert!(copy.starts_with(&[0xff, 0xd8]) && !holds(&copy, SECRET) && !holds(&copy, b"Exif"));
        for lang in ["zh", "en"] {
            let pdf = bytes(&zheng, &format!("{path}/pdf?lang={lang}")).await;
            assert!(pdf.starts_with(b"%PDF-"));
            let [picture] = pictures(&pdf)[..] else { panic!("the photo is in it, once") };
            image::load_from_memory(picture).expect("what lies in it is a picture");
            assert_eq!(place_of(picture), None);
            let (xmp, band) = (b"http://ns.adobe.com/xap/1.0/".as_slice(), b"Photoshop 3.0".as_slice());
            assert!(!holds(picture, b"Exif") && !holds(picture, xmp) && !holds(picture, band), "{lang}");
            assert!(!holds(&pdf, SECRET) && !holds(&pdf, b"Exif\0\0"), "and nothing that it says of itself");
            // Each number and each case leads back to where the reader reached the desk.
            let due = "/#/assessment/cases?month=2026-11&version=1&basis=due".to_owned();
            for way in [due, format!("/#/cases/{late}"), format!("/#/cases/{open}")] {
                assert!(holds(&pdf, format!("{}{way}", world.base).as_bytes()), "{way} in {lang}");
            }
            let book = bytes(&zheng, &format!("{path}/xlsx?lang={lang}")).await;
            assert!(book.starts_with(b"PK"));
        }
        assert_eq!(refused(zheng.get(&format!("{path}/pdf?lang=fr")).await).await, (400, "bad_value".to_owned()));
        let before = case.photos.iter().find(|photo| !photo.is_after()).unwrap().working.clone();
        assert_eq!(refused(zheng.get(&format!("{path}/photos/{before}")).await).await.0, 404, "nobody let it in");

        // Every step is written down.
        for (action, times) in [("bulletin_make", 1), ("bulletin_edit", 1), ("bulletin_publish", 1), ("bulletins_export", 4)] {
            let done = match action {
                "bulletin_make" => world.count("select count(*) from audit where action = 'bulletin_make'").await,
                "bulletin_edit" => world.count("select count(*) from audit where action = 'bulletin_edit'").await,
                "bulletin_publish" => world.count("select count(*) from audit where action = 'bulletin_publish'").await,
                _ => world.count("select count(*) from audit where action = 'bulletins_export'").await,
            };
            assert_eq!(done, times, "{action}");
        }
    }

    async fn a_week_is_made_of_live_days_and_gives_no_scores(world: &World) {
        // Monday, the 23rd of November, and the Tuesday of the week after.
        let [mut wang] = world.phones(["wang"]).await;
        wang.reports(world, at(0.5, 0.5)).await;
        world.clock.forward_ms(8 * DAY_MS);
        wang.sign_in_again(world, "wang").await;
        wang.reports(world, at(0.5, 0.5)).await;
        wang.reports(world, at(0.5, 0.5)).await;
        let city = evaluator(world, "feng", "XA", 1).await;
        let this = json!({"kind": "weekly", "day": "2026-12-01"});
        assert_eq!(refused(city.post("/api/v1/bulletins", &this).await).await.0, 400, "its Sunday is still to come");
        world.clock.forward_ms(7 * DAY_MS);
        let city = world.desk("feng").await;
        // Any day of it is the same week, from Monday to Sunday.
        let week = make(&city, json!({"kind": "weekly", "day": "2026-12-03"})).await;
        let content = &week.content;
        assert_eq!((content.from.to_string().as_str(), content.to.to_string().as_str()), ("2026-11-30", "2026-12-06"));
        assert_eq!((content.sources.len(), content.rankings.len()), (0, 0));
        assert_eq!(content.total[&Basis::Reported].get(Counter::Report), 2);
        // Beside it stands the week before; a year before nobody reported anything.
        let [other] = &content.compared[..] else { panic!("{:?}", content.compared) };
        assert_eq!((other.with, other.from.to_string().as_str(), other.to.to_string().as_str()), (Compared::Previous, "2026-11-23", "2026-11-29"));
        assert_eq!(other.sums[&Basis::Reported].get(Counter::Report), 1);
        assert_eq!(content.at, world.clock_now());
        assert!(week.waits_for.is_empty() && content.trend.is_empty());
        // Within one millisecond chance decides which of two is the newer one.
        world.clock.forward_ms(1);
        let before = make(&city, json!({"kind": "weekly", "day": "2026-11-09"})).await;
        assert!(before.content.compared.is_empty(), "nothing was there before");
        assert!(before.content.total.get(&Basis::Reported).is_none_or(|sums| sums.get(Counter::Report) == 0));
        let path = format!("/api/v1/bulletins/{}", week.head.id);
        let pdf = bytes(&city, &format!("{path}/pdf")).await;
        let way = |days: &str| format!("{}/#/assessment/cases?{days}&basis=reported&counter=report", world.base);
        for days in ["from=2026-11-30&to=2026-12-06", "from=2026-11-23&to=2026-11-29"] {
            assert!(holds(&pdf, way(days).as_bytes()), "{days}");
        }

        // A draft is dropped; the list goes on page by page, the newest first.
        let first: BulletinList = ok(city.get("/api/v1/bulletins?limit=1").await).await;
        assert_eq!(first.bulletins, std::slice::from_ref(&before.head));
        let next = first.next.unwrap();
        let second: BulletinList = ok(city.get(&format!("/api/v1/bulletins?limit=1&after={next}")).await).await;
        assert_eq!((second.bulletins.as_slice(), second.next), ([week.head].as_slice(), None));
        let dropped = city.request(Method::DELETE, &path).send().await.unwrap();
        assert_eq!(dropped.status(), 204);
        assert_eq!(refused(city.get(&path).await).await.0, 404);
        assert_eq!(world.count("select count(*) from audit where action = 'bulletin_drop'").await, 1);
    }

    async fn half_a_year_is_its_frozen_months_and_those_without_a_case_are_not_in_it(world: &World) {
        november(world).await;
        // The fifth of January.
        world.clock.forward_ms(32 * DAY_MS);
        let city = evaluator(world, "feng", "XA", 1).await;
        let asked = json!({"kind": "half_yearly", "month": "2026-07"});
        assert_eq!(refused(city.post("/api/v1/bulletins", &asked).await).await, (400, "bad_value".to_owned()), "none is frozen yet");
        freeze(world).await;
        let half = make(&city, asked).await;
        let months: Vec<&str> = half.content.sources.iter().map(|source| source.month.as_str()).collect();
        assert_eq!(months, ["2026-11"], "the first case came in November, and nothing fell in December");
        assert_eq!(half.content.to.to_string(), "2026-12-31");
        assert_eq!(half.content.trend.len(), 1);
        assert_eq!(half.content.total[&Basis::Reported].get(Counter::Report), 3);
        assert_eq!(half.waits_for.len(), 1);
        assert!(half.content.compared.is_empty(), "of the half year before there is nothing");
        assert!(half.content.uncompared.is_empty(), "and so there is nothing to be published");
        let before = json!({"kind": "half_yearly", "month": "2026-01"});
        assert_eq!(refused(city.post("/api/v1/bulletins", &before).await).await, (400, "bad_value".to_owned()), "nothing was here");
        let pdf = bytes(&city, &format!("/api/v1/bulletins/{}/pdf?lang=en", half.head.id)).await;
        assert!(pdf.starts_with(b"%PDF-"));
    }

    async fn a_month_stands_beside_the_one_before_and_says_why_it_was_frozen_anew(world: &World) {
        november(world).await;
        let [mut li] = world.phones(["li"]).await;
        for _ in 0..2 {
            li.reports(world, at(0.5, 0.5)).await;
        }
        // The fifth of January: December is over, and frozen.
        world.clock.forward_ms(32 * DAY_MS);
        let city = evaluator(world, "feng", "XA", 1).await;
        freeze(world).await;
        let again = json!({"reason": "补录，联系 13912345678"});
        ok::<Value>(city.post("/api/v1/assessment/months/2026-12/versions", &again).await).await;
        let december = make(&city, json!({"kind": "monthly", "month": "2026-12"})).await;
        let [source] = &december.content.sources[..] else { panic!("{:?}", december.content.sources) };
        assert_eq!((source.version, source.frozen_at), (2, Some(world.clock_now())));
        assert!(source.reason.starts_with("补录") && !source.reason.contains("13912345678"), "{}", source.reason);
        // November is frozen, but nobody was told of it yet: nothing of it stands there, and it is said why.
        assert!(december.content.compared.is_empty(), "{:?}", december.content.compared);
        let [why] = &december.content.uncompared[..] else { panic!("{:?}", december.content.uncompared) };
        assert_eq!(why.with, Compared::Previous);
        assert_eq!(why.months, ["2026-11"]);
        let course = |bulletin: &Bulletin| -> Vec<String> {
            bulletin.content.trend.iter().map(|month| month.month.clone()).collect()
        };
        assert_eq!(course(&december), ["2026-12"]);
        let draft = december;
        // Once it is published, another draft has it, also where it was frozen anew since.
        let published = json!({"model": model(&city).await});
        ok::<Value>(city.post("/api/v1/assessment/months/2026-11/versions/1/publish", &published).await).await;
        ok::<Value>(city.post("/api/v1/assessment/months/2026-11/versions", &json!({"reason": "再补录"})).await).await;
        let december = make(&city, json!({"kind": "monthly", "month": "2026-12"})).await;
        assert!(december.content.uncompared.is_empty(), "{:?}", december.content.uncompared);
        assert_eq!(course(&december), ["2026-11", "2026-12"]);
        let [before] = &december.content.compared[..] else { panic!("{:?}", december.content.compared) };
        assert_eq!((before.with, before.from.to_string().as_str()), (Compared::Previous, "2026-11-01"));
        assert_eq!((before.sources[0].month.as_str(), before.sources[0].version), ("2026-11", 1));
        assert_eq!(before.sums[&Basis::Reported].get(Counter::Report), 3);
        assert_eq!(december.content.total[&Basis::Reported].get(Counter::Report), 2);
        // What stands beside it leads to the version that it is from.
        let pdf = bytes(&city, &format!("/api/v1/bulletins/{}/pdf", december.head.id)).await;
        let way = "/#/assessment/cases?month=2026-11&version=1&basis=reported&counter=report";
        assert!(holds(&pdf, format!("{}{way}", world.base).as_bytes()));
        let november = make(&city, json!({"kind": "monthly", "month": "2026-11"})).await;
        assert!(november.content.compared.is_empty(), "there was nothing in October");
        assert!(november.content.uncompared.is_empty(), "and nothing that could be published");

        // A month that is frozen anew leaves behind the drafts of what was not published.
        let path = format!("/api/v1/bulletins/{}", draft.head.id);
        let waits: Bulletin = ok(city.get(&path).await).await;
        assert_eq!(waits.waits_for, ["2026-12"]);
        assert!(waits.overtaken.is_empty(), "it is published by and by");
        ok::<Value>(city.post("/api/v1/assessment/months/2026-12/versions", &json!({"reason": "三补"})).await).await;
        ok::<Value>(city.post("/api/v1/assessment/months/2026-12/versions/3/publish", &published).await).await;
        let left: Bulletin = ok(city.get(&path).await).await;
        assert_eq!(left.waits_for, ["2026-12"]);
        assert_eq!(left.overtaken, ["2026-12"]);
        let reply = city.post(&format!("{path}/publish"), &json!({"seen": left.version})).await;
        assert_eq!(refused(reply).await, (400, "bad_value".to_owned()));
    }
}
