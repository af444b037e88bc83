//! Edits, and what is said of them.

use crate::calendar::pack::CalendarPack;
use crate::catalogue::{Catalogue, CatalogueFiles, CataloguePack, Kind};
use crate::draft::difference::{Change, compare};
use crate::draft::edit::Edit;
use crate::draft::field::{Field, Subject};
use crate::draft::{calendar, catalogue, items};

fn pack() -> CataloguePack {
    let files = [
        include_str!("../../../server/packs/catalogue/about.json"),
        include_str!("../../../server/packs/catalogue/layers.csv"),
        include_str!("../../../server/packs/catalogue/majors.csv"),
        include_str!("../../../server/packs/catalogue/categories.csv"),
        include_str!("../../../server/packs/catalogue/crosswalk.csv"),
        include_str!("../../../server/packs/catalogue/conditions.csv"),
        include_str!("../../../server/packs/catalogue/typical.csv"),
        include_str!("../../../server/packs/catalogue/hints.csv"),
        include_str!("../../../server/packs/catalogue/look_alikes.csv"),
    ];
    CatalogueFiles::from_texts(files).assemble().unwrap()
}

fn year() -> CalendarPack {
    serde_json::from_str(include_str!("../../../server/packs/calendar/national.json")).unwrap()
}

fn edit(json: serde_json::Value) -> Edit {
    serde_json::from_value(json).unwrap()
}

/// What an edit says it does, in Chinese and English.
#[track_caller]
fn said(before: &CataloguePack, json: serde_json::Value) -> Vec<(String, String)> {
    let after = catalogue::apply(before.clone(), &edit(json)).unwrap();
    let found = compare(&items::of_catalogue(before), &items::of_catalogue(&after));
    found.into_iter().map(|one| (one.zh, one.en)).collect()
}

#[track_caller]
fn refused(json: serde_json::Value) -> String {
    catalogue::apply(pack(), &edit(json)).unwrap_err().to_string()
}

#[test]
fn every_word_is_what_serde_writes() {
    for field in Field::ALL {
        assert_eq!(serde_json::to_value(field).unwrap(), field.as_str());
    }
    for subject in Subject::ALL {
        assert_eq!(serde_json::to_value(subject).unwrap(), subject.as_str());
    }
}

#[test]
fn the_same_pack_differs_in_nothing() {
    let (pack, year) = (pack(), year());
    assert_eq!(compare(&items::of_catalogue(&pack), &items::of_catalogue(&pack)), []);
    assert_eq!(compare(&items::of_calendar(&year), &items::of_calendar(&year)), []);
}

#[test]
fn a_limit_is_said_as_the_rules_say_it() {
    let pack = pack();
    let old = Catalogue::new(pack.clone()).unwrap().limit(&"event:06010".parse().unwrap(), 1).unwrap();
    let json = serde_json::json!({"edit": "condition", "category": "event:06010", "number": 1, "field": "limit", "to": "9 work_hour"});
    let said = said(&pack, json);
    let (zh, en) = said.iter().find(|(_, en)| en.contains("event:06010#1") && en.contains("limit")).unwrap();
    assert!(zh.contains(&format!("处置时限 {} → 9 个工作时", old.said_zh())), "{zh}");
    assert!(en.contains(&format!("limit {} → 9 work hours", old.text_en())), "{en}");
}

#[test]
fn conditions_that_came_from_elsewhere_become_a_categorys_own_and_only_what_changed_is_said() {
    // The conditions of this one are those of the standard before.
    let before = pack();
    let json = serde_json::json!({"edit": "condition", "category": "event:01001", "number": 2, "field": "limit", "to": "7 work_hour"});
    let after = catalogue::apply(before.clone(), &edit(json)).unwrap();
    let (old, new) = (Catalogue::new(before.clone()).unwrap(), Catalogue::new(after.clone()).unwrap());
    let key = "event:01001".parse().unwrap();
    assert_eq!(new.conditions(&key).len(), old.conditions(&key).len());
    assert_eq!(new.limit(&key, 2).unwrap().to_string(), "7 work_hour");
    assert_eq!(new.limit(&key, 1), old.limit(&key, 1));
    assert_eq!(new.limit(&"component:0101".parse().unwrap(), 2), old.limit(&"component:0101".parse().unwrap(), 2));
    let found = compare(&items::of_catalogue(&before), &items::of_catalogue(&after));
    assert!(found.iter().all(|one| one.key == "component:01001#2" && one.change == Change::Changed), "{found:#?}");
    assert_eq!(found.iter().map(|one| one.field).collect::<Vec<_>>(), [Some(Field::Limit), Some(Field::Source)]);
}

#[test]
fn a_hint_is_changed_in_each_language_by_itself_and_taken_out_by_nothing() {
    let hint = |field: &str, to: &str| serde_json::json!({"edit": "category", "category": "event:06010", "field": field, "to": to});
    let words = said(&pack(), hint("capture_hint_en", " Show the bags. "));
    assert_eq!(words.len(), 1, "{words:?}");
    assert!(words[0].0.contains("拍摄提示（英文）") && words[0].0.ends_with("→ “Show the bags.”"), "{words:?}");
    assert!(
        words[0].1.contains("capture hint in English") && words[0].1.ends_with("→ \"Show the bags.\""),
        "{words:?}"
    );
    let of = |pack: &CataloguePack| {
        let found = pack.categories.iter().find(|one| one.key.to_string() == "event:06010").unwrap();
        (found.capture_hint.clone(), found.capture_hint_en.clone())
    };
    let (zh, _) = of(&pack());
    let after = catalogue::apply(pack(), &edit(hint("capture_hint_en", "Show the bags."))).unwrap();
    assert_eq!(of(&after), (zh.clone(), Some("Show the bags.".to_owned())));
    let after = catalogue::apply(after, &edit(hint("capture_hint_en", " "))).unwrap();
    assert_eq!(of(&after), (zh, None));
    assert!(refused(hint("capture_hint_en", &"x".repeat(1_001))).contains("at most"));
}

#[test]
fn a_retired_category_is_offered_to_nobody_and_still_accepted() {
    let json = serde_json::json!({"edit": "category", "category": "event:06010", "field": "retired", "to": "yes"});
    let after = Catalogue::new(catalogue::apply(pack(), &edit(json)).unwrap()).unwrap();
    let (key, day) = ("event:06010".parse().unwrap(), jiff::civil::date(2026, 11, 23));
    let category = after.category(&key).unwrap();
    assert!(!category.is_reportable() && !after.offers(category, day));
    assert!(after.search("event:06010").iter().all(|one| one.key != key));
    assert!(after.accepted(&key, day).is_some(), "a phone that was offline had not heard of it");
    assert!(!after.conditions(&key).is_empty());
}

#[test]
fn a_component_that_is_retired_takes_its_event_with_it() {
    let json = serde_json::json!({"edit": "category", "category": "component:01001", "field": "retired", "to": "yes"});
    let after = Catalogue::new(catalogue::apply(pack(), &edit(json)).unwrap()).unwrap();
    assert!(!after.category(&"event:01001".parse().unwrap()).unwrap().is_reportable());
}

#[test]
fn a_pack_from_before_has_nothing_retired_and_keeps_its_bytes() {
    let text = pack().to_json();
    assert!(!text.contains("retired"));
    assert_eq!(CataloguePack::from_json(&text).unwrap().to_json(), text);
}

#[test]
fn a_new_category_has_a_typical_limit_and_a_condition() {
    let json = serde_json::json!({
        "edit": "add_category", "category": "event:06998", "name": "共享单车乱停放", "layer": "sanitation", "limit": "4 work_hour",
    });
    let after = catalogue::apply(pack(), &edit(json)).unwrap();
    assert_eq!(catalogue::problem(&after), None);
    let catalogue = Catalogue::new(after).unwrap();
    let key = "event:06998".parse().unwrap();
    assert!(catalogue.category(&key).unwrap().is_reportable());
    assert_eq!(catalogue.limit(&key, 1).unwrap().to_string(), "4 work_hour");
}

#[test]
fn one_in_no_major_class_is_a_problem_with_its_place() {
    let json = serde_json::json!({
        "edit": "add_category", "category": "event:99001", "name": "别的", "layer": "sanitation", "limit": "4 work_hour",
    });
    let problem = catalogue::problem(&catalogue::apply(pack(), &edit(json)).unwrap()).unwrap();
    assert_eq!(problem.place, "event:99001");
}

#[test]
fn what_cannot_be_edited_says_where_and_why() {
    let category = |key: &str, field: &str, to: &str| {
        refused(serde_json::json!({"edit": "category", "category": key, "field": field, "to": to}))
    };
    assert!(category("event:06010", "name", " ").starts_with("event:06010, name: must not be empty"));
    assert!(category("event:06010", "layer", "moon").contains("no layer moon"));
    assert!(category("event:06010", "least_photos", "7").contains("must be 1 to"));
    assert!(category("event:06010", "typical_limit", "soon").contains("is not a limit"));
    assert!(category("event:06010", "limit", "2 work_hour").contains("not changed here"));
    assert!(category("event:09999", "name", "x").contains("no such category"));
    let remove = |number: u32| {
        refused(serde_json::json!({"edit": "remove_condition", "category": "event:01001", "number": number}))
    };
    assert!(remove(1).contains("only the last"));
    assert!(remove(99).contains("no such condition"));
    assert!(refused(serde_json::json!({"edit": "make_up_day", "day": "2027-01-02"})).contains("of a calendar"));
}

#[test]
fn the_last_condition_goes_and_another_comes() {
    let pack = pack();
    let count = Catalogue::new(pack.clone()).unwrap().conditions(&"event:01001".parse().unwrap()).len();
    let json = serde_json::json!({"edit": "remove_condition", "category": "event:01001", "number": count});
    let fewer = catalogue::apply(pack, &edit(json)).unwrap();
    let catalogue_of = |pack: &CataloguePack| Catalogue::new(pack.clone()).unwrap();
    assert_eq!(catalogue_of(&fewer).conditions(&"event:01001".parse().unwrap()).len(), count - 1);
    let json = serde_json::json!({
        "edit": "add_condition", "category": "event:01001", "text": "井盖丢失", "limit": "1 urgent_hour", "closing": "复位",
    });
    let again = catalogue::apply(fewer, &edit(json)).unwrap();
    let added = catalogue_of(&again).condition(&"event:01001".parse().unwrap(), count as u32).unwrap().clone();
    assert_eq!((added.text.as_str(), added.limit.to_string().as_str()), ("井盖丢失", "1 urgent_hour"));
}

#[test]
fn a_major_class_is_called_something_else_and_keeps_its_number() {
    let renamed = |number: u32, field: &str, to: &str| {
        serde_json::json!({
            "edit": "major", "standard": "GB/T 47678.5-2026", "kind": "event", "number": number, "field": field, "to": to,
        })
    };
    let said = said(&pack(), renamed(6, "name", " 市容与环卫 "));
    assert_eq!(said.len(), 1);
    assert!(said[0].0.contains("GB/T 47678.5-2026 event:06") && said[0].0.contains("→ “市容与环卫”"), "{said:?}");
    let after = catalogue::apply(pack(), &edit(renamed(6, "name_en", "appearance"))).unwrap();
    assert_eq!(catalogue::problem(&after), None);
    let after = Catalogue::new(after).unwrap();
    assert_eq!(after.major_of(&"event:06010".parse().unwrap()).unwrap().name_en, "appearance");
    assert!(refused(renamed(6, "name", " ")).contains("must not be empty"));
    assert!(refused(renamed(98, "name", "x")).contains("no such major class"));
    assert!(refused(renamed(6, "layer", "x")).contains("not changed here"));
    let other = pack().majors.iter().find(|major| major.number == 7 && major.kind == Kind::Event).unwrap().name.clone();
    assert!(refused(renamed(6, "name", &other)).contains("another major class"));
}

fn told(pack: &CataloguePack, key: &str) -> Vec<Vec<(String, String)>> {
    let catalogue = Catalogue::new(pack.clone()).unwrap();
    let key = key.parse().unwrap();
    let groups = catalogue.look_alikes(&key);
    groups.map(|group| group.tells.iter().map(|tell| (tell.key.to_string(), tell.text.clone())).collect()).collect()
}

#[test]
fn what_tells_a_category_is_changed_where_it_stands() {
    let before = pack();
    let mark = serde_json::json!({
        "edit": "tell", "category": "event:06010", "beside": "event:06011", "field": "mark", "to": "没有装进容器的生活垃圾",
    });
    let said = said(&before, mark.clone());
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].0.starts_with("辨认要点 event:06010") && said[0].0.ends_with("→ “没有装进容器的生活垃圾”"),
        "{said:?}"
    );
    let after = catalogue::apply(before.clone(), &edit(mark)).unwrap();
    assert_eq!(told(&after, "event:06011")[0][0].1, "没有装进容器的生活垃圾");
    assert_eq!(after.look_alikes.len(), before.look_alikes.len());
    let tell = |category: &str, beside: &str, field: &str| {
        let edit = "tell";
        refused(serde_json::json!({"edit": edit, "category": category, "beside": beside, "field": field, "to": "x"}))
    };
    assert!(tell("event:06010", "event:09005", "mark").contains("not taken for one another"));
    assert!(tell("event:06010", "event:06010", "mark").contains("not taken for one another"));
    assert!(tell("event:06010", "event:06011", "text").contains("not changed here"));
}

#[test]
fn categories_come_into_groups_and_leave_them_and_nothing_else_is_said() {
    let before = pack();
    let pair = serde_json::json!({
        "edit": "add_look_alikes", "category": "event:06010", "text": "垃圾", "other": "event:09010", "other_text": "车",
    });
    let all = said(&before, pair.clone());
    assert_eq!(all.len(), 2, "each in one more group: {all:?}");
    assert!(all.iter().all(|(zh, _)| zh.starts_with("新增 辨认要点")), "{all:?}");
    let two = catalogue::apply(before.clone(), &edit(pair)).unwrap();
    assert_eq!(catalogue::problem(&two), None);
    let new = two.look_alikes.last().unwrap();
    assert_eq!(
        new.tells.iter().map(|tell| tell.text_en.as_str()).collect::<Vec<_>>(),
        ["垃圾", "车"],
        "better than none"
    );

    let third = serde_json::json!({
        "edit": "join_look_alikes", "category": "event:09005", "text": "摊", "text_en": "a stall",
        "beside": "event:06010", "and": "event:09010",
    });
    let three = catalogue::apply(two.clone(), &edit(third)).unwrap();
    assert_eq!(told(&three, "event:09005").len(), 2);
    assert_eq!(three.look_alikes.last().unwrap().tells.len(), 3);

    // One leaves, then another: the group goes with the last but one, and the others stay as they were.
    let leaves = |category: &str, beside: &str| {
        edit(serde_json::json!({"edit": "remove_look_alike", "category": category, "beside": beside}))
    };
    let again = catalogue::apply(three, &leaves("event:09005", "event:09010")).unwrap();
    assert_eq!(again, two);
    let again = catalogue::apply(again, &leaves("event:09010", "event:06010")).unwrap();
    assert_eq!(again, before);
    let gone = catalogue::apply(before.clone(), &leaves("event:09010", "event:09011")).unwrap();
    let found = compare(&items::of_catalogue(&before), &items::of_catalogue(&gone));
    assert!(found.iter().all(|one| one.change == Change::Gone && one.subject == Subject::Tell), "{found:?}");
    assert_eq!(found.iter().map(|one| one.key.as_str()).collect::<Vec<_>>(), ["event:09010", "event:09011"]);
}

#[test]
fn what_cannot_be_taken_for_one_another_is_refused() {
    let pair = |category: &str, other: &str, text: &str| {
        let edit = "add_look_alikes";
        refused(
            serde_json::json!({"edit": edit, "category": category, "text": text, "other": other, "other_text": "b"}),
        )
    };
    assert!(pair("event:06010", "event:06010", "a").contains("for itself"));
    assert!(pair("event:06010", "event:06011", "a").contains("already"));
    assert!(pair("event:06010", "event:09999", "a").contains("no such category"));
    assert!(pair("component:01001", "event:06010", "a").contains("about an event"));
    assert!(pair("event:06010", "event:09010", " ").contains("must not be empty"));
    let join = |category: &str, and: &str| {
        let edit = "join_look_alikes";
        refused(
            serde_json::json!({"edit": edit, "category": category, "text": "a", "beside": "event:09010", "and": and}),
        )
    };
    assert!(join("event:09010", "event:09011").contains("for itself"));
    assert!(join("event:06010", "event:06011").contains("not taken for one another"));
}

#[test]
fn a_draft_from_before_is_read_as_it_was_written() {
    for text in [
        r#"{"edit":"category","category":"event:06010","field":"name","to":"x"}"#,
        r#"{"edit":"remove_condition","category":"event:06010","number":2}"#,
        r#"{"edit":"make_up_day","day":"2027-01-09"}"#,
    ] {
        let edit: Edit = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&edit).unwrap(), text);
    }
}

#[track_caller]
fn calendar_after(json: serde_json::Value) -> CalendarPack {
    calendar::apply(year(), &edit(json)).unwrap()
}

#[test]
fn a_year_of_holidays_is_written_day_by_day() {
    let holiday =
        serde_json::json!({"edit": "holiday", "year": 2027, "name": "元旦", "from": "2027-01-01", "to": "2027-01-03"});
    let after = calendar::apply(
        calendar_after(holiday),
        &edit(serde_json::json!({"edit": "make_up_day", "day": "2027-01-09"})),
    );
    let after = after.unwrap();
    assert_eq!(calendar::problem(&after), None);
    let said: Vec<String> =
        compare(&items::of_calendar(&year()), &items::of_calendar(&after)).into_iter().map(|one| one.en).collect();
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said.iter().any(|one| one.starts_with("added holiday 2027 元旦")));
    assert!(said.iter().any(|one| one == "added make-up day 2027-01-09"));
    let back =
        calendar::apply(after, &edit(serde_json::json!({"edit": "remove_make_up_day", "day": "2027-01-09"}))).unwrap();
    assert!(back.years.iter().all(|year| year.workdays.iter().all(|day| day.to_string() != "2027-01-09")));
}

#[test]
fn hours_change_from_a_day_on_and_back() {
    let summer = calendar_after(
        serde_json::json!({"edit": "hours", "valid_from": "2027-06-01", "to": "08:00-12:00, 15:00-19:00"}),
    );
    assert_eq!(calendar::problem(&summer), None);
    assert_eq!(summer.schedules.len(), year().schedules.len() + 1);
    assert_eq!(items::written_periods(&summer.schedules.last().unwrap().periods), "08:00-12:00,15:00-19:00");
    let back =
        calendar::apply(summer, &edit(serde_json::json!({"edit": "hours", "valid_from": "2027-06-01", "to": ""})))
            .unwrap();
    assert_eq!(back, year());
}

#[test]
fn what_contradicts_itself_is_a_problem_with_its_place() {
    let twice = calendar_after(serde_json::json!({"edit": "make_up_day", "day": "2026-10-01"}));
    assert!(calendar::problem(&twice).unwrap().place.contains("2026"));
    let never = calendar_after(serde_json::json!({
        "edit": "calendar", "field": "weekend", "to": "monday,tuesday,wednesday,thursday,friday,saturday,sunday",
    }));
    assert_eq!(calendar::problem(&never).unwrap().place, "weekend");
    for json in [
        serde_json::json!({"edit": "hours", "valid_from": "2027-06-01", "to": "noon"}),
        serde_json::json!({"edit": "hours", "valid_from": "soon", "to": "08:00-12:00"}),
        serde_json::json!({"edit": "calendar", "field": "work_day", "to": "long"}),
        serde_json::json!({"edit": "remove_holiday", "year": 2026, "name": "没有"}),
        serde_json::json!({"edit": "year", "year": 1066, "field": "notice", "to": "x"}),
        serde_json::json!({"edit": "handbook", "sheets": []}),
    ] {
        assert!(calendar::apply(year(), &edit(json.clone())).is_err(), "{json}");
    }
}
