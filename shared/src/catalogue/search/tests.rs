//! What the picker's search finds, in which order, and what of it is marked; the whole national catalogue.

use crate::catalogue::tests::{key, national};
use crate::catalogue::{Hit, Marks, Span};

/// A day on which the standard in force is reported under.
fn today() -> jiff::civil::Date {
    "2026-11-23".parse().unwrap()
}

#[track_caller]
fn finds(query: &str, first: &str) {
    let catalogue = national();
    let found = catalogue.search_on(query, today());
    assert_eq!(found.first().map(|category| category.key.to_string()).as_deref(), Some(first), "{query}");
}

#[test]
fn whole_syllables_and_mixtures_find_what_first_letters_find() {
    for query in ["bllj", "baolulaji", "baoluLJ", "暴露lj", "暴lulaji", "bao露", "ｂｌｌｊ", "bao lu", "bao'lu"]
    {
        finds(query, "event:06010");
    }
    finds("dianwai", "event:09005");
    finds("dianwaijingying", "event:09005");
    finds("feijidong", "event:09010");
    finds("xingdaoshu", "event:04002");
}

#[test]
fn a_code_is_found_by_its_beginning_with_or_without_its_kind_and_its_nought() {
    finds("event:06010", "event:06010");
    finds("EVENT:0601", "event:06010");
    finds("event：06010", "event:06010");
    finds("component:01002", "event:01002");
    finds("component:0100", "event:01003");
    finds("6010", "event:06010");
    finds("9005", "event:09005");
    finds("06 暴露", "event:06010");
    finds("10999", "event:10999");
    let catalogue = national();
    let first = catalogue.search_on("010", today());
    assert!(first.iter().take(60).all(|category| category.key.code().to_string().starts_with("010")));
}

#[test]
fn one_slip_is_forgiven_when_nothing_fits_as_typed() {
    finds("baolulsji", "event:06010");
    finds("balulaji", "event:06010");
    finds("boalulaji", "event:06010");
    finds("expossd", "event:06010");
    let catalogue = national();
    let exact = catalogue.search_on("baolu", today());
    assert!(
        exact.iter().all(|category| category.name.contains("暴露")),
        "what fits as typed leaves no room for guesses"
    );
    assert!(catalogue.search_on("qqqqqqqq", today()).is_empty());
    assert!(catalogue.search_on("zxqj", today()).is_empty(), "a short word is near to everything");
}

fn marks(query: &str, category: &str) -> Marks {
    let catalogue = national();
    let hits = catalogue.hits_on(query, today());
    let hit: &Hit<'_> = hits.iter().find(|hit| hit.category.key == key(category)).unwrap();
    hit.marks.clone()
}

#[track_caller]
fn marked(query: &str, category: &str, expected: Marks) {
    assert_eq!(marks(query, category), expected, "{query}");
}

fn spans(spans: &[(usize, usize)]) -> Vec<Span> {
    spans.iter().map(|(from, to)| Span { from: *from, to: *to }).collect()
}

#[test]
fn what_fitted_is_marked() {
    let name = |of: &[(usize, usize)]| Marks { name: spans(of), ..Marks::default() };
    marked("bllj", "event:06010", name(&[(0, 4)]));
    marked("垃圾", "event:06010", name(&[(2, 4)]));
    marked("暴露 垃圾", "event:06010", name(&[(0, 4)]));
    marked("baol", "event:06010", name(&[(0, 2)]));
    marked("laji", "event:06010", name(&[(2, 4)]));
    marked("baolulsji", "event:06010", name(&[(0, 4)]));
    let code = |of: &[(usize, usize)]| Marks { code: spans(of), ..Marks::default() };
    marked("060", "event:06010", code(&[(0, 3)]));
    marked("event:060", "event:06010", code(&[(0, 3)]));
    marked("event:", "event:06010", Marks::default());
    marked("601", "event:06010", code(&[(1, 4)]));
    marked("exposed", "event:06010", Marks { name_en: spans(&[(0, 7)]), ..Marks::default() });
    marked("0110", "event:06010", Marks { formerly: true, ..Marks::default() });
    let condition = marks("针管", "event:06033").condition;
    let catalogue = national();
    let condition = catalogue.condition(&key("event:06033"), condition.unwrap()).unwrap();
    assert!(condition.text.contains("针管"), "{}", condition.text);
}

#[test]
fn the_order_is_the_same_every_time_and_the_frequent_ones_stand_first() {
    let (one, other) = (national(), national());
    for query in ["j", "井盖", "lj", "guanggao", "01", "road", "de", "垃圾 d"] {
        let keys = |hits: Vec<Hit<'_>>| hits.iter().map(|hit| hit.category.key.clone()).collect::<Vec<_>>();
        let first = keys(one.hits_on(query, today()));
        assert_eq!(first, keys(other.hits_on(query, today())), "{query}");
        assert_eq!(first, keys(one.hits_on(query, today())), "{query}");
        assert!(!first.is_empty(), "{query}");
    }
    finds("laji", "event:06010");
    finds("guanggao", "event:07001");
    finds("机动车乱停放", "event:09009");
    finds("jdcltf", "event:09009");
    finds("jidongcheluantingfang", "event:09009");
}

#[test]
fn every_category_is_found_by_what_it_is_usually_typed_as() {
    let catalogue = national();
    for category in catalogue.reportable() {
        let found = catalogue.search_on(&category.initials, today());
        assert!(found.iter().any(|other| other.key == category.key), "{}: {}", category.initials, category.name);
        let name = catalogue.search_on(&category.name, today());
        assert_eq!(name.first().map(|first| &first.name), Some(&category.name));
    }
}

#[test]
fn nobody_waits_for_a_word_that_is_too_long_to_mean_anything() {
    let catalogue = national();
    for query in ["a".repeat(10_000), "zh".repeat(5_000), "a ".repeat(2_000)] {
        assert!(catalogue.search_on(&query, today()).len() <= catalogue.categories().count());
    }
}
