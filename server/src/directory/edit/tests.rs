use shared::api::directory::DirectoryEntry;
use shared::ids::EntryId;
use shared::refusal::Code;

use super::{Edit, Kept, Made, apply};
use crate::directory::list::Listed;

fn id(name: &str) -> EntryId {
    name.parse().unwrap()
}

fn listed(unit: &str, name: &str) -> Listed {
    let entry = DirectoryEntry { unit: unit.to_owned(), name: name.to_owned(), ..DirectoryEntry::default() };
    Listed { entry, roles: Vec::new() }
}

/// A list of entries `name@unit`, whose ids are their names.
fn list(entries: &[&str]) -> Vec<Kept> {
    let kept = |(number, text): (i64, &&str)| {
        let (name, unit) = text.split_once('@').unwrap();
        Kept { id: id(name), place: number * 1_024, version: 1, listed: listed(unit, name) }
    };
    (1..).zip(entries).map(kept).collect()
}

fn shown(list: &[Kept]) -> Vec<String> {
    assert!(list.windows(2).all(|two| two[0].place < two[1].place), "places rise: {list:?}");
    list.iter().map(|kept| format!("{}@{}", kept.listed.entry.name, kept.listed.entry.unit)).collect()
}

#[track_caller]
fn check(before: &[&str], edit: Edit, after: &[&str]) -> Made {
    let before = list(before);
    let made = apply(&before, edit).unwrap();
    assert_eq!(shown(&made.list), after);
    let undo = Edit::Restore { before: made.before.clone(), after: made.after.clone() };
    let back = apply(&made.list, undo).unwrap();
    assert_eq!(shown(&back.list), shown(&before), "what was done is taken back");
    made
}

fn refused(before: &[&str], edit: Edit) -> Code {
    apply(&list(before), edit).unwrap_err().code
}

const TOWN: &[&str] = &["a@中心", "b@中心/值班室", "c@中心/值班室", "d@环卫所", "e@环卫所/一队"];

#[test]
fn an_entry_comes_behind_the_last_of_its_unit_or_of_the_unit_above() {
    let add = |name: &str, unit: &str| Edit::Add { id: id(name), listed: listed(unit, name) };
    check(
        TOWN,
        add("n", "中心/值班室"),
        &["a@中心", "b@中心/值班室", "c@中心/值班室", "n@中心/值班室", "d@环卫所", "e@环卫所/一队"],
    );
    check(
        TOWN,
        add("n", "中心/派遣台"),
        &["a@中心", "b@中心/值班室", "c@中心/值班室", "n@中心/派遣台", "d@环卫所", "e@环卫所/一队"],
    );
    check(
        TOWN,
        add("n", "园林所"),
        &["a@中心", "b@中心/值班室", "c@中心/值班室", "d@环卫所", "e@环卫所/一队", "n@园林所"],
    );
    check(&[], add("n", "园林所"), &["n@园林所"]);
}

#[test]
fn an_entry_that_changes_keeps_its_place_unless_it_changes_its_unit() {
    let change = |unit: &str| Edit::Change { id: id("b"), version: 1, listed: listed(unit, "新") };
    let made =
        check(TOWN, change("中心/值班室"), &["a@中心", "新@中心/值班室", "c@中心/值班室", "d@环卫所", "e@环卫所/一队"]);
    assert_eq!((made.before[0].entry.name.as_str(), made.after[0].entry.name.as_str()), ("b", "新"));
    assert_eq!(made.list[1].version, 2);
    check(TOWN, change("环卫所"), &["a@中心", "c@中心/值班室", "d@环卫所", "新@环卫所", "e@环卫所/一队"]);
}

#[test]
fn an_entry_goes_and_one_stands_elsewhere() {
    check(TOWN, Edit::Remove { id: id("c"), version: 1 }, &["a@中心", "b@中心/值班室", "d@环卫所", "e@环卫所/一队"]);
    check(
        TOWN,
        Edit::Remove { id: id("a"), version: 1 },
        &["b@中心/值班室", "c@中心/值班室", "d@环卫所", "e@环卫所/一队"],
    );
    let order = |name: &str, behind: Option<&str>| Edit::Order { id: id(name), version: 1, behind: behind.map(id) };
    let swapped = ["a@中心", "c@中心/值班室", "b@中心/值班室", "d@环卫所", "e@环卫所/一队"];
    check(TOWN, order("c", None), &swapped);
    check(TOWN, order("b", Some("c")), &swapped);
    assert_eq!(refused(TOWN, order("b", Some("d"))), Code::DirectoryChanged, "it stands in another unit");
}

#[test]
fn a_unit_gets_another_name_in_its_place_and_another_place_behind_what_is_there() {
    let moves = |from: &str, to: &str, entries| Edit::MoveUnit { from: from.to_owned(), to: to.to_owned(), entries };
    check(
        TOWN,
        moves("中心", "指挥中心", 3),
        &["a@指挥中心", "b@指挥中心/值班室", "c@指挥中心/值班室", "d@环卫所", "e@环卫所/一队"],
    );
    check(
        TOWN,
        moves("中心/值班室", "环卫所/值班室", 2),
        &["a@中心", "d@环卫所", "e@环卫所/一队", "b@环卫所/值班室", "c@环卫所/值班室"],
    );
    check(TOWN, moves("中心/值班室", "环卫所", 2), &["a@中心", "d@环卫所", "b@环卫所", "c@环卫所", "e@环卫所/一队"]);
    assert_eq!(refused(TOWN, moves("中心", "中心/中心", 3)), Code::BadValue);
    assert_eq!(refused(TOWN, moves("中心", "x", 2)), Code::DirectoryChanged, "somebody came in between");
    assert_eq!(refused(TOWN, moves("中", "x", 0)), Code::NotFound, "levels are whole");
}

#[test]
fn a_unit_goes_with_all_below_it() {
    check(TOWN, Edit::RemoveUnit { unit: "中心".to_owned(), entries: 3 }, &["d@环卫所", "e@环卫所/一队"]);
    check(
        TOWN,
        Edit::RemoveUnit { unit: "环卫所".to_owned(), entries: 2 },
        &["a@中心", "b@中心/值班室", "c@中心/值班室"],
    );
    assert_eq!(refused(TOWN, Edit::RemoveUnit { unit: "环卫所".to_owned(), entries: 1 }), Code::DirectoryChanged);
}

#[test]
fn who_saw_an_older_version_changes_nothing() {
    let seen = |version| Edit::Change { id: id("b"), version, listed: listed("中心/值班室", "b") };
    assert_eq!(refused(TOWN, seen(2)), Code::DirectoryChanged);
    let once = apply(&list(TOWN), seen(1)).unwrap();
    assert_eq!(apply(&once.list, seen(1)).unwrap_err().code, Code::DirectoryChanged);
    assert_eq!(refused(TOWN, Edit::Remove { id: id("z"), version: 1 }), Code::NotFound);
}

#[test]
fn what_was_changed_since_is_not_taken_back() {
    let first =
        apply(&list(TOWN), Edit::Change { id: id("b"), version: 1, listed: listed("中心/值班室", "一") }).unwrap();
    let second = Edit::Change { id: id("b"), version: 2, listed: listed("中心/值班室", "二") };
    let second = apply(&first.list, second).unwrap();
    let undo = Edit::Restore { before: first.before, after: first.after };
    assert_eq!(apply(&second.list, undo).unwrap_err().code, Code::DirectoryChanged);
}

#[test]
fn there_is_always_room_between_two() {
    let mut now = list(&["a@中心", "z@中心"]);
    for number in 0..40 {
        let name = format!("n{number}");
        now = apply(&now, Edit::Add { id: id(&name), listed: listed("中心", &name) }).unwrap().list;
        now = apply(&now, Edit::Order { id: id(&name), version: 1, behind: Some(id("a")) }).unwrap().list;
    }
    assert_eq!(shown(&now).len(), 42);
    assert_eq!((now[0].id.clone(), now[1].id.clone(), now[41].id.clone()), (id("a"), id("n39"), id("z")));
}
