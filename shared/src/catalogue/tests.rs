//! The national catalogue as it is shipped: its counts, how the two standards meet, its wording, and its search.

use std::collections::BTreeSet;

use super::{
    BadCatalogue, Catalogue, CatalogueFiles, CataloguePack, Category, CategoryKey, HandbookSheet, Kind, Origin, Source,
    StandardRef,
};
use crate::calendar::limit::Limit;

macro_rules! national_file {
    ($name:literal) => {
        include_str!(concat!("../../../server/packs/catalogue/", $name))
    };
}

fn files() -> CatalogueFiles<'static> {
    CatalogueFiles::from_texts([
        national_file!("about.json"),
        national_file!("layers.csv"),
        national_file!("majors.csv"),
        national_file!("categories.csv"),
        national_file!("crosswalk.csv"),
        national_file!("conditions.csv"),
        national_file!("typical.csv"),
        national_file!("hints.csv"),
        national_file!("look_alikes.csv"),
    ])
}

fn pack() -> CataloguePack {
    files().assemble().unwrap()
}

pub(super) fn national() -> Catalogue {
    Catalogue::new(pack()).unwrap()
}

pub(super) fn key(text: &str) -> CategoryKey {
    text.parse().unwrap()
}

fn count(catalogue: &Catalogue, test: impl Fn(&Category) -> bool) -> usize {
    catalogue.categories().filter(|category| test(category)).count()
}

fn limits(catalogue: &Catalogue, category: &str) -> Vec<String> {
    catalogue.conditions(&key(category)).iter().map(|condition| condition.limit.to_string()).collect()
}

#[test]
fn the_numbers_of_both_standards_are_right() {
    let catalogue = national();
    let standard = |kind| count(&catalogue, |c| c.origin == Origin::Standard && c.key.kind() == kind);
    assert_eq!(standard(Kind::Component), 153);
    assert_eq!(standard(Kind::Event), 97);
    assert_eq!(count(&catalogue, |c| c.origin == Origin::Derived), 153);
    assert_eq!(count(&catalogue, |c| c.origin == Origin::Extension), 8);
    assert_eq!(count(&catalogue, |c| c.origin == Origin::Superseded), 190);
    let rows = pack().conditions;
    assert_eq!(rows.iter().filter(|row| *row.category.standard() == StandardRef::gb_2013()).count(), 519);
    let majors = |number| {
        count(&catalogue, |c| {
            c.key.kind() == Kind::Event && c.origin == Origin::Standard && c.key.code().major() == number
        })
    };
    assert_eq!([6, 7, 8, 9, 10].map(majors), [51, 7, 16, 21, 2]);
}

#[test]
fn every_row_is_reached_under_its_old_key_and_through_the_crosswalk() {
    let catalogue = national();
    for row in pack().conditions.iter().filter(|row| *row.category.standard() == StandardRef::gb_2013()) {
        let old = catalogue.condition(&row.category, row.condition.number).unwrap();
        assert_eq!((old.limit, old.key_2013.as_ref()), (row.condition.limit, Some(&row.category)));
        if let Some(successor) = &catalogue.category(&row.category).unwrap().successor {
            assert_eq!(catalogue.condition(successor, row.condition.number), Some(old));
        }
    }
}

#[test]
fn a_defect_inherits_from_its_component() {
    let catalogue = national();
    assert_eq!(limits(&catalogue, "event:01001"), ["2 urgent_hour", "4 work_hour", "2 work_day", "5 work_day"]);
    let cover = catalogue.category(&key("event:01001")).unwrap();
    assert_eq!((cover.name.as_str(), cover.origin), ("供水井盖异常", Origin::Derived));
    assert_eq!(catalogue.component_of(&cover.key).unwrap().name, "供水井盖");
    assert_eq!(catalogue.category(&key("event:01066")).unwrap().name, "紧急报警点异常SOS");
}

#[test]
fn a_category_without_rows_has_one_condition_with_its_typical_limit() {
    let catalogue = national();
    assert_eq!(limits(&catalogue, "event:06027"), ["2 urgent_hour"]);
    assert_eq!(limits(&catalogue, "event:02014"), ["4 urgent_hour"]);
    for category in catalogue.reportable() {
        let conditions = catalogue.conditions(&category.key);
        assert!(!conditions.is_empty(), "{} could not be filed", category.key);
        assert!(!conditions[0].text.ends_with("需要处置"), "{} has no words of its own", category.key);
        if let Some(typical) = category.typical_limit {
            assert_eq!(conditions[0].limit, typical, "{}: condition 1 is the typical case", category.key);
        }
    }
}

#[test]
fn a_component_row_of_the_old_standard_may_have_become_an_event() {
    let catalogue = national();
    assert_eq!(limits(&catalogue, "event:06048"), ["5 work_day", "2 work_day"]);
    assert_eq!(catalogue.predecessor(&key("event:06048")).unwrap().key, key("component:0188"));
    assert_eq!(catalogue.category(&key("component:06048")).unwrap().key, key("event:06048"));
}

#[test]
fn the_local_extensions_carry_on_what_the_new_standard_left_out() {
    let catalogue = national();
    assert_eq!(limits(&catalogue, "event:10999"), ["2 urgent_hour"]);
    assert_eq!(limits(&catalogue, "event:10997"), ["1 urgent_hour", "5 work_day"]);
    assert_eq!(limits(&catalogue, "event:10995"), ["4 work_hour", "1 urgent_hour"]);
    assert!(count(&catalogue, |c| c.origin == Origin::Extension && c.name.ends_with("（自定义）")) == 8);
    assert_eq!(catalogue.limit(&key("event:10999"), 2), None);
}

#[test]
fn what_was_replaced_is_known_but_not_reported_any_more() {
    let catalogue = national();
    assert!(!catalogue.category(&key("event:0405")).unwrap().is_reportable(), "it is event:09005 now");
    assert!(catalogue.category(&key("event:0184")).unwrap().is_reportable(), "nothing took its place");
    assert!(!catalogue.category(&key("component:01001")).unwrap().is_reportable(), "a case is about an event");
    assert!(catalogue.category(&key("event:06031")).is_none());
}

/// The text without digits and spaces: two that differ only there are one to a hurried reader.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect()
}

#[test]
fn no_two_conditions_of_one_category_read_alike() {
    let catalogue = national();
    for category in catalogue.categories() {
        let conditions = catalogue.conditions(&category.key);
        let texts: BTreeSet<_> = conditions.iter().map(|condition| bare(&condition.text)).collect();
        let english: BTreeSet<_> = conditions.iter().map(|condition| bare(&condition.text_en)).collect();
        assert_eq!((texts.len(), english.len()), (conditions.len(), conditions.len()), "{}", category.key);
    }
}

#[test]
fn our_own_words_say_that_they_are_for_training() {
    for row in pack().conditions {
        assert_eq!(row.condition.source, Source::Training);
        assert!(row.condition.text.chars().count() <= 40, "{}: {}", row.category, row.condition.text);
        assert!(!row.condition.text.contains('{') && !row.condition.text_en.contains('{'));
    }
}

#[test]
fn every_category_has_a_layer_with_something_in_it() {
    let catalogue = national();
    assert_eq!(catalogue.layers().len(), 7);
    for layer in catalogue.layers() {
        assert!(count(&catalogue, |c| c.layer == layer.code) > 5, "{}", layer.code);
    }
}

#[test]
fn the_pack_survives_its_json_and_always_has_the_same_bytes() {
    let text = pack().to_json();
    assert_eq!(CataloguePack::from_json(&text).unwrap(), pack());
    assert_eq!(CataloguePack::from_json(&text).unwrap().to_json(), text);
    assert_eq!(Catalogue::from_json(&text).unwrap().reportable().count(), national().reportable().count());
}

#[test]
fn the_ten_most_frequent_come_first() {
    let catalogue = national();
    let names: Vec<_> = catalogue.frequent().iter().map(|category| category.name.as_str()).collect();
    assert_eq!(names.len(), 10);
    assert_eq!(names[..4], ["暴露垃圾", "道路不洁", "非机动车乱停放", "店外经营"]);
    assert_eq!(catalogue.search(" ").len(), 10, "an empty search shows them");
    for category in catalogue.frequent() {
        assert!(category.capture_hint.is_some(), "{} has no hint for the camera", category.key);
    }
}

#[test]
fn every_hint_is_written_in_english_too() {
    let is_chinese =
        |letter: char| ('\u{3000}'..='\u{9fff}').contains(&letter) || ('\u{ff00}'..='\u{ffef}').contains(&letter);
    let pack = pack();
    assert!(pack.categories.iter().filter(|category| category.capture_hint.is_some()).count() >= 30);
    for category in &pack.categories {
        let (zh, en) = (category.capture_hint.as_deref(), category.capture_hint_en.as_deref());
        assert_eq!(zh.is_some(), en.is_some(), "{}", category.key);
        assert!(!en.unwrap_or_default().contains(is_chinese), "{}: {en:?}", category.key);
    }
    let derived = national().category(&key("event:01002")).unwrap().capture_hint_en.clone();
    assert!(derived.is_some(), "what is wrong with a component is photographed like the component");
}

#[test]
fn files_and_packs_from_before_have_no_hints_in_english_and_keep_their_bytes() {
    let hints = "category,hint\nevent:06010,近景和远景\n";
    let before = CatalogueFiles { hints, ..files() }.assemble().unwrap().to_json();
    assert!(!before.contains("capture_hint_en"));
    let pack = CataloguePack::from_json(&before).unwrap();
    assert_eq!(pack.to_json(), before);
    let refuse = Catalogue::new(pack).unwrap().category(&key("event:06010")).unwrap().clone();
    assert_eq!((refuse.capture_hint.as_deref(), refuse.capture_hint_en), (Some("近景和远景"), None));
    let hints = "category,hint,hint_en,photos\nevent:06010,近景,,2\nevent:06011,全貌,\"Show all, near and far\",\n";
    let pack = CatalogueFiles { hints, ..files() }.assemble().unwrap();
    let hint = |text: &str| pack.categories.iter().find(|one| one.key == key(text)).unwrap().capture_hint_en.clone();
    assert_eq!((hint("event:06010"), hint("event:06011").as_deref()), (None, Some("Show all, near and far")));
}

#[track_caller]
fn finds(query: &str, first: &str) {
    let catalogue = national();
    let found = catalogue.search(query);
    assert_eq!(found.first().map(|category| category.key.to_string()).as_deref(), Some(first), "{query}");
}

#[test]
fn the_search_knows_chinese_english_codes_and_initials() {
    finds("暴露", "event:06010");
    finds("垃圾", "event:06010");
    finds("bllj", "event:06010");
    finds("DWJY", "event:09005");
    finds("exposed", "event:06010");
    finds("manhole gas", "event:01011");
    finds("06010", "event:06010");
    finds("0900", "event:09005");
    finds("event:09006", "event:09006");
    finds("燃气 井盖", "event:01011");
    finds("针管", "event:06033");
    finds("行道树", "event:04002");
}

#[test]
fn the_search_knows_the_codes_and_names_of_the_standard_before() {
    finds("0110", "event:06010");
    finds("event:0405", "event:09005");
    finds("上水", "event:01001");
    finds("暴露生活", "event:06010");
    finds("0507", "event:01070");
    let found: Vec<_> = national().search("0507").iter().take(2).map(|category| category.key.to_string()).collect();
    assert_eq!(found, ["event:01070", "event:10001"], "a railing and snow had one code on two sheets");
}

fn day(text: &str) -> jiff::civil::Date {
    text.parse().unwrap()
}

#[test]
fn before_the_change_the_standard_before_is_offered_and_what_was_reported_then_is_taken_for_ever() {
    let catalogue = national();
    assert_eq!(catalogue.since(), Some(day("2026-07-01")));
    let offered = |on: &str, text: &str| catalogue.offers(catalogue.category(&key(text)).unwrap(), day(on));
    for (category, then, now) in [
        ("event:0110", true, false),
        ("component:0101", true, false),
        ("event:0184", true, true),
        ("event:06010", false, true),
        ("event:01001", false, true),
        ("event:10999", false, true),
        ("component:01001", false, false),
    ] {
        assert_eq!((offered("2026-06-30", category), offered("2026-07-01", category)), (then, now), "{category}");
    }
    let takes = |on: &str, text: &str| catalogue.accepted(&key(text), day(on)).is_some();
    assert!(takes("2022-10-10", "event:0110") && takes("2022-10-10", "component:0101"));
    assert!(!takes("2026-07-01", "event:0110") && !takes("2026-07-01", "component:0101"));
    assert!(takes("2026-06-30", "event:06010"), "a phone that has the new codes early");
    let of_then: Vec<_> =
        catalogue.search_on("垃圾", day("2022-10-10")).iter().map(|one| one.key.to_string()).collect();
    assert_eq!(of_then[0], "event:0110");
    assert!(of_then.iter().all(|text| text.len() < "event:06010".len() || text.starts_with("component")));
    let frequent = catalogue.search_on("", day("2022-10-10"));
    assert_eq!(frequent.first().map(|one| one.key.to_string()).as_deref(), Some("event:0110"));
    for category in catalogue.categories().filter(|category| offered("2022-10-10", &category.key.to_string())) {
        assert!(!catalogue.conditions(&category.key).is_empty(), "{} could not be filed", category.key);
    }
}

#[test]
fn old_and_new_codes_are_kin() {
    let catalogue = national();
    let kin = |text: &str| catalogue.kin(&key(text)).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(kin("event:0110"), ["event:0110", "event:06010"]);
    assert_eq!(kin("component:0101"), ["component:0101", "event:01001"], "a case is about what is wrong with it");
    assert_eq!(kin("event:01001"), ["component:0101", "event:01001"]);
    assert_eq!(kin("event:0184"), ["event:0184"], "nothing took its place");
    assert_eq!(catalogue.now(&key("component:0188")).unwrap().key, key("event:06048"));
    let named = |words: &str| catalogue.named(words).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(named("0405"), ["component:0405", "event:0405", "event:04005", "event:09005"]);
    assert_eq!(named("event:0405"), ["event:0405", "event:09005"]);
    assert_eq!(named("09005"), ["event:0405", "event:09005"]);
    assert!(named("店外经营").contains(&"event:0405".to_owned()));
    assert!(named(" ").is_empty() && named("no such thing").is_empty());
}

#[test]
fn the_search_finds_nothing_where_there_is_nothing() {
    let catalogue = national();
    assert!(catalogue.search("zzzz").is_empty());
    assert!(catalogue.search("暴露 井盖").is_empty(), "every word must fit");
    assert!(catalogue.search("井盖").iter().all(|category| category.is_reportable()));
}

#[test]
fn look_alikes_are_shown_on_both_sides() {
    let catalogue = national();
    for pair in [
        ["event:06010", "event:06042"],
        ["event:09005", "event:09006"],
        ["event:06036", "event:08006"],
        ["event:06017", "event:06045"],
        ["event:06012", "event:06014"],
    ] {
        for (shown, other) in [(pair[0], pair[1]), (pair[1], pair[0])] {
            let other = key(other);
            let groups: Vec<_> = catalogue.look_alikes(&key(shown)).collect();
            assert!(groups.iter().any(|group| group.tells.iter().any(|tell| tell.key == other)), "{shown} {other}");
        }
    }
}

#[track_caller]
fn refused<'a>(change: impl FnOnce(&mut CatalogueFiles<'a>), expected: &str) {
    let mut changed: CatalogueFiles<'a> = files();
    change(&mut changed);
    let error = changed.assemble().and_then(Catalogue::new).unwrap_err().to_string();
    assert!(error.starts_with(expected), "{error}");
}

#[test]
fn a_mistake_in_a_file_is_named_by_line_and_column() {
    refused(
        |f| f.hints = "category,hint\nevent:06010,拍\nevent:99999,拍\n",
        "hints.csv, line 3, category: event:99999",
    );
    refused(|f| f.hints = "category,hint,photos\nevent:06010,拍,0\n", "hints.csv, line 2, photos: must be 1 to 6");
    refused(|f| f.hints = "category,hint,photos\nevent:06010,拍,7\n", "hints.csv, line 2, photos: must be 1 to 6");
    refused(|f| f.hints = "category,hint,photos\nevent:06010,拍,two\n", "hints.csv, line 2, photos:");
    refused(|f| f.layers = "code,name\nroads,市政道路\n", "layers.csv, line 2, name_en: there is no such column");
    refused(|f| f.layers = "code,name,name_en\nroads,市政\n", "layers.csv, line 2, line:");
    let head = "category,number,limit,text,closing,text_en,closing_en,source\n";
    let row = |row: &str| format!("{head}{row}\n");
    let text = row("event:0110,1,4 hours,垃圾,清走,refuse,gone,training");
    refused(|f| f.conditions = &text, "conditions.csv, line 2, limit: \"4 hours\" is not a limit");
    let text = row("event:0110,1,4 work_hour,,清走,refuse,gone,training");
    refused(|f| f.conditions = &text, "conditions.csv, line 2, text: must not be empty");
    let text = row("event:0110,1,4 work_hour,垃圾,清走,refuse,gone,somebody");
    refused(|f| f.conditions = &text, "conditions.csv, line 2, source:");
    refused(|f| f.about = "{", "about.json, line 1");
}

#[test]
fn a_category_may_ask_for_more_photos_than_one() {
    let before = pack().to_json();
    assert!(!before.contains("least_photos"), "a catalogue that names none keeps its bytes and its hash");
    assert_eq!(national().least_photos(&key("event:06010")), 1);
    let hints = "category,hint,photos\nevent:06010,近景和远景,2\ncomponent:01001,井号看清,3\nevent:06011,拍全貌,\n";
    let pack = CatalogueFiles { hints, ..files() }.assemble().unwrap();
    let catalogue = Catalogue::from_json(&pack.to_json()).unwrap();
    let least = |text: &str| catalogue.least_photos(&key(text));
    assert_eq!(least("event:06010"), 2);
    assert_eq!(least("event:01001"), 3, "what is wrong with a component is photographed like the component");
    assert_eq!((least("event:06011"), least("event:06012")), (1, 1));
}

#[test]
fn files_that_contradict_each_other_are_refused() {
    let head = "category,number,limit,text,closing,text_en,closing_en,source\n";
    let gap = format!("{head}event:0110,2,4 work_hour,垃圾,清走,refuse,gone,training\n");
    refused(|f| f.conditions = &gap, "catalogue, event:0110: condition 1 is missing");
    let unknown = format!("{head}event:0777,1,4 work_hour,垃圾,清走,refuse,gone,training\n");
    refused(|f| f.conditions = &unknown, "catalogue, event:0777: has conditions but is not listed");
    refused(|f| f.layers = "code,name,name_en\n", "catalogue, component:0101: there is no layer drainage");
    refused(|f| f.majors = "standard,kind,number,name,name_en\n", "catalogue, component:0101: its major class");
    let twice = "group,category,text,text_en\na,event:06031,x,y\n";
    refused(|f| f.look_alikes = twice, "catalogue, event:06031: is a look-alike but not a category");
}

#[test]
fn a_pack_of_a_newer_form_is_named_as_such() {
    let error = CataloguePack::from_json("{\"format\": 7, \"shape\": []}").unwrap_err();
    assert_eq!(error, BadCatalogue::UnknownFormat(7));
    assert!(Catalogue::from_json("[").unwrap_err().to_string().starts_with("catalogue pack, line 1"));
}

#[test]
fn a_city_s_own_conditions_win_over_the_old_ones() {
    let mut pack = pack();
    let mut row = pack.conditions.iter().find(|row| row.category == key("event:0110")).unwrap().clone();
    row.category = key("event:06010");
    row.condition.source = Source::City;
    row.condition.limit = "1 work_day".parse::<Limit>().unwrap();
    pack.conditions.push(row);
    assert_eq!(limits(&Catalogue::new(pack).unwrap(), "event:06010"), ["1 work_day"]);
}

const HANDBOOK: &str = "大类代码,大类名称,小类代码,小类名称,处置单位,主管部门,立案条件,结案条件,处置时限
01,市容环境,10,暴露生活垃圾,环卫所,城管局,公共场所有垃圾,清走,4小时
,,,,,,垃圾堆在学校门口,,2紧急工作时
04,街面秩序,05,店外经营,执法中队,城管局,占用人行道,收回,2紧急工作时
,,97,占道健身,执法中队,城管局,占用车行道,劝离,1个工作日
";

#[test]
fn a_handbook_replaces_what_it_names_and_nothing_else() {
    let sheet = HandbookSheet::from_csv("handbook.csv", HANDBOOK).unwrap();
    let (pack, report) = pack().with_handbook(&[sheet], "xian-1").unwrap();
    assert_eq!((report.categories_changed, report.categories_added, report.conditions), (2, 1, 4));
    let catalogue = Catalogue::new(pack).unwrap();
    assert_eq!(limits(&catalogue, "event:06010"), ["4 work_hour", "2 urgent_hour"], "through the crosswalk");
    let second = catalogue.condition(&key("event:06010"), 2).unwrap();
    assert_eq!((second.closing.as_str(), second.source), ("清走", Source::City), "a blank cell means as above");
    assert_eq!(catalogue.category(&key("event:0497")).unwrap().name, "占道健身");
    assert_eq!(limits(&catalogue, "event:06012"), ["2 work_hour"]);
    assert_eq!(catalogue.version(), "xian-1");
}

#[track_caller]
fn handbook_refused(change: &[&str; 2], expected: &str) {
    let sheet = HandbookSheet::from_csv("手册", &HANDBOOK.replacen(change[0], change[1], 1)).unwrap();
    let error = pack().with_handbook(&[sheet], "x").unwrap_err().to_string();
    assert!(error.starts_with(expected), "{error}");
}

#[test]
fn a_mistake_in_a_handbook_is_named_by_sheet_and_line() {
    handbook_refused(&["2紧急工作时", "很快"], "手册, line 3, 处置时限");
    handbook_refused(&["占用人行道", ""], "手册, line 4, 立案条件: must not be empty");
    handbook_refused(&["收回", ""], "手册, line 4, 结案条件: must not be empty");
    handbook_refused(&["04,街面秩序,05", "04,街面秩序,第五"], "手册, line 4, 小类代码");
    handbook_refused(&["01,市容环境", "01,市容"], "手册, line 2, 大类名称");
    handbook_refused(&["处置时限", "时限"], "手册, line 1, 处置时限: there is no such column");
}
