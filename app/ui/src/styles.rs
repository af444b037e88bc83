//! The style sheets against each other: each is written beside its own screens, and all hold on every one of them.

use std::collections::BTreeMap;

const SHEETS: [(&str, &str); 10] = [
    ("kit.css", include_str!("../../kit/static/kit.css")),
    ("screens.css", include_str!("../static/screens.css")),
    ("picker.css", include_str!("../static/picker.css")),
    ("desk.css", include_str!("../static/desk.css")),
    ("settings.css", include_str!("../static/settings.css")),
    ("board.css", include_str!("../static/board.css")),
    ("capture.css", include_str!("../static/capture.css")),
    ("shift.css", include_str!("../static/shift.css")),
    ("map.css", include_str!("../static/map.css")),
    ("assess.css", include_str!("../static/assess.css")),
];

/// Returns the classes that a sheet gives their looks: each that stands as a selector alone.
fn classes(css: &str) -> Vec<String> {
    let heads = css.split('{').filter_map(|text| text.rsplit(['}', ';', '/']).next());
    let alone = heads.flat_map(|head| head.split(',')).map(str::trim).filter_map(|selector| selector.strip_prefix('.'));
    let is_name = |name: &&str| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    alone.filter(is_name).map(str::to_owned).collect()
}

#[test]
fn no_class_means_one_thing_on_one_screen_and_another_on_the_next() {
    let mut known = BTreeMap::<String, &str>::new();
    for (sheet, css) in SHEETS {
        for class in classes(css) {
            let before = known.insert(class.clone(), sheet).filter(|before| *before != sheet);
            assert_eq!(before, None, ".{class} is given its looks in {sheet} too");
        }
    }
    assert!(
        ["card", "screen", "cover", "duty-walked"].iter().all(|class| known.contains_key(*class)),
        "they were read"
    );
}
