//! What is written comes back as it was, and all that is wrong is said.

use shared::assessment::score::cap::Cap;
use shared::assessment::score::{Indicator, Per, Rule, Target, WhenNothing};
use shared::assessment::{Basis, Counter, Rate, Slice, Subject};

use super::cap::WrittenCap;
use super::{Head, Kind, Written, Wrong, free_code, read};

fn head() -> Head {
    Head {
        code: "jinniu".to_owned(),
        name: "金牛".to_owned(),
        name_en: "Jinniu".to_owned(),
        source: String::new(),
        subject: Subject::Unit,
        caps: Vec::new(),
    }
}

fn line(rule: Rule) -> Indicator {
    Indicator {
        code: "handled".to_owned(),
        name: "处置率".to_owned(),
        name_en: "Handled".to_owned(),
        basis: Basis::Due,
        of: None,
        full_centi: 3_000,
        least_centi: -250,
        rule,
        when_nothing: WhenNothing::Full,
        cap: None,
    }
}

#[test]
fn every_kind_of_line_comes_back_as_it_was_written() {
    let rate = Rate::IntimeArchive;
    let counter = Counter::Rework;
    let also = Target { rate: Rate::Rework, falling: true, full_per_mille: 25, per_point_centi: 10 };
    for rule in [
        Rule::Share { rate, falling: true },
        Rule::Threshold { rate, falling: false, full_per_mille: 705, per_point_centi: 50, also: None },
        Rule::Threshold { rate, falling: false, full_per_mille: 705, per_point_centi: 50, also: Some(also) },
        Rule::PerCase { counter, per: Per::Time, each_centi: 20, from: Some(3), each_from_centi: 50 },
        Rule::PerCase { counter, per: Per::Case, each_centi: 20, from: None, each_from_centi: 0 },
        Rule::ByHand,
        Rule::Bonus,
    ] {
        let line = line(rule);
        assert_eq!(Written::of(&line).read(), Ok(line));
    }
    for kind in Kind::ALL {
        assert_eq!(Kind::parse(kind.as_str()), Some(kind));
    }
}

#[test]
fn all_that_is_wrong_with_a_line_is_said_at_once() {
    let written = Written {
        code: "Handled!".to_owned(),
        name: "  ".to_owned(),
        name_en: "处置".to_owned(),
        full: "viel".to_owned(),
        least: "1".to_owned(),
        kind: Kind::PerCase,
        each: "0".to_owned(),
        from: "1".to_owned(),
        ..Written::fresh("x".to_owned())
    };
    let expected = vec![
        Wrong::Code,
        Wrong::Name,
        Wrong::NameEn,
        Wrong::Full,
        Wrong::Least,
        Wrong::Each,
        Wrong::From,
        Wrong::EachFrom,
    ];
    assert_eq!(written.read(), Err(expected));
    let named = Written { name: "名".to_owned(), name_en: "Name".to_owned(), ..Written::fresh("x".to_owned()) };
    let nothing = Written { kind: Kind::Bonus, full: "0".to_owned(), ..named.clone() };
    assert_eq!(nothing.read(), Err(vec![Wrong::Full]), "it could give nothing and take nothing");
    let steep = Written { kind: Kind::Threshold, full_from: "100.5".to_owned(), ..named };
    assert_eq!(steep.read(), Err(vec![Wrong::FullFrom]));
}

#[test]
fn a_line_keeps_its_part_of_the_cases_and_one_that_is_given_has_none() {
    let share = Rule::Share { rate: Rate::Archive, falling: false };
    let urgent = Indicator { of: Some(Slice::Urgent), ..line(share) };
    let written = Written::of(&urgent);
    assert_eq!(written.read(), Ok(urgent));
    // Whoever makes it a line by hand may change their mind.
    let by_hand = Written { kind: Kind::ByHand, ..written.clone() };
    assert_eq!(by_hand.read().map(|one| one.of), Ok(None));
    assert_eq!(Written { kind: Kind::Share, ..by_hand }.read().map(|one| one.of), Ok(Some(Slice::Urgent)));
}

#[test]
fn what_is_wrong_with_a_second_rate_is_said_of_it() {
    let also = Some(Target { rate: Rate::Rework, falling: true, full_per_mille: 25, per_point_centi: 10 });
    let rate = Rate::Archive;
    let rule = Rule::Threshold { rate, falling: false, full_per_mille: 900, per_point_centi: 50, also };
    let mut written = Written::of(&line(rule));
    (written.second_from, written.second_per_point) = ("101".to_owned(), "0".to_owned());
    assert_eq!(written.read(), Err(vec![Wrong::SecondFrom, Wrong::SecondPerPoint]));
    written.second = None;
    assert!(written.read().is_ok(), "where there is none, its fields say nothing");
}

#[test]
fn a_model_is_read_whole_or_not_at_all() {
    let share = Written::of(&line(Rule::Share { rate: Rate::Dispose, falling: false }));
    let given = Written { code: "given".to_owned(), ..Written::of(&line(Rule::ByHand)) };
    let model = read(&head(), &[share.clone(), given.clone()]).unwrap();
    assert_eq!(model.indicators.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["handled", "given"]);
    assert_eq!(read(&head(), &[]), Err(vec![(None, Wrong::Lines)]));
    assert_eq!(read(&head(), std::slice::from_ref(&given)), Err(vec![(None, Wrong::NothingMeasured)]));
    assert_eq!(read(&head(), &[share.clone(), share]), Err(vec![(Some(1), Wrong::CodeTwice)]));
    assert_eq!(read(&Head { code: String::new(), ..head() }, &[]).unwrap_err().len(), 2);
    let taken = Head { code: "trial".to_owned(), ..head() };
    let share = Written::of(&line(Rule::Share { rate: Rate::Dispose, falling: false }));
    assert_eq!(
        read(&taken, &[share]),
        Err(vec![(None, Wrong::Code)]),
        "the server's addresses mean something else by it"
    );
}

#[test]
fn what_lines_take_off_together_comes_back_as_it_was_and_all_that_is_wrong_is_said() {
    let (name, name_en) = ("合计".to_owned(), "Together".to_owned());
    let cap = Cap { code: "both".to_owned(), name, name_en, off_centi: 550 };
    let under =
        Written { cap: "both".to_owned(), ..Written::of(&line(Rule::Share { rate: Rate::Dispose, falling: false })) };
    let with = |caps: Vec<WrittenCap>| Head { caps, ..head() };
    let written = WrittenCap::of(&cap);
    let model = read(&with(vec![written.clone()]), std::slice::from_ref(&under)).unwrap();
    assert_eq!((model.caps.clone(), model.indicators[0].cap.as_deref()), (vec![cap], Some("both")));
    assert_eq!(Head::of(&model).caps, std::slice::from_ref(&written));
    assert_eq!(model.check(), Ok(3_000), "the server takes it");
    let alone = Written { cap: String::new(), ..under.clone() };
    assert_eq!(read(&with(vec![written.clone()]), &[alone]), Err(vec![(None, Wrong::CapUnused)]));
    assert_eq!(read(&head(), std::slice::from_ref(&under)), Err(vec![(Some(0), Wrong::CapGone)]));
    let bad = WrittenCap { name: " ".to_owned(), off: "-1".to_owned(), ..written.clone() };
    let expected = vec![(None, Wrong::CapName), (None, Wrong::CapOff)];
    assert_eq!(read(&with(vec![bad]), std::slice::from_ref(&under)), Err(expected));
    let fresh = WrittenCap::fresh(&[WrittenCap { code: "cap_2".to_owned(), ..written }]);
    assert_eq!(fresh.code, "cap_3");
}

#[test]
fn only_rework_is_counted_by_times() {
    let rule =
        Rule::PerCase { counter: Counter::Rework, per: Per::Time, each_centi: 20, from: None, each_from_centi: 0 };
    let other = Written { counter: Counter::Postpone, ..Written::of(&line(rule)) };
    let expected =
        Rule::PerCase { counter: Counter::Postpone, per: Per::Case, each_centi: 20, from: None, each_from_centi: 0 };
    assert_eq!(other.read().map(|one| one.rule), Ok(expected));
}

#[test]
fn a_new_line_takes_a_code_that_no_other_has() {
    let lines = [Written::fresh("line_3".to_owned()), Written::fresh("line_4".to_owned())];
    assert_eq!(free_code(&lines), "line_5");
    assert_eq!(free_code(&[]), "line_1");
}
