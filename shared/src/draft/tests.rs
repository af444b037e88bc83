//! Edits, and what is said of them.

use crate::calendar::pack::CalendarPack;
use crate::catalogue::{Catalogue, CatalogueFiles, CataloguePack};
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
