//! The rules one by one, the published models, and what holds of every model.

use proptest::prelude::*;

use super::{Given, Indicator, Line, Model, Per, Rule, Score, SumsBy, Target, WhenNothing};
use crate::assessment::counter::Counter;
use crate::assessment::rate::Rate;
use crate::assessment::sums::Sums;
use crate::assessment::window::{Basis, Slice, Subject};

const PACKS: [(&str, &str, i64, i64); 5] = [
    ("jinniu", include_str!("../../../../server/packs/models/jinniu.json"), 10_000, 0),
    ("jinhua", include_str!("../../../../server/packs/models/jinhua.json"), 10_000, 0),
    ("jinhua", include_str!("../../../../server/packs/models/jinhua_2.json"), 10_000, 0),
    ("yangzhou", include_str!("../../../../server/packs/models/yangzhou.json"), 10_000, 500),
    ("monthly", include_str!("../../../../server/packs/models/monthly.json"), 10_000, 0),
];

fn pack(code: &str) -> Model {
    let (_, text, ..) = PACKS.iter().find(|pack| pack.0 == code).unwrap();
    serde_json::from_str(text).unwrap()
}

fn due(counts: &[(Counter, u64)]) -> SumsBy {
    let mut sums = Sums::default();
    for (counter, count) in counts {
        sums.set(*counter, *count);
    }
    SumsBy::from([((Basis::Due, None), sums)])
}

fn indicator(code: &str, full_centi: i64, rule: Rule) -> Indicator {
    Indicator {
        code: code.to_owned(),
        name: "指标".to_owned(),
        name_en: "Indicator".to_owned(),
        basis: Basis::Due,
        of: None,
        full_centi,
        least_centi: 0,
        rule,
        when_nothing: WhenNothing::LeaveOut,
        cap: None,
    }
}

fn model(indicators: Vec<Indicator>) -> Model {
    Model {
        code: "own".to_owned(),
        name: "本市".to_owned(),
        name_en: "Our own".to_owned(),
        source: String::new(),
        subject: Subject::Unit,
        indicators,
        caps: Vec::new(),
    }
}

const fn share(rate: Rate, falling: bool) -> Rule {
    Rule::Share { rate, falling }
}

/// Full at 90 %, a point less for each percentage point.
const NINETY: Rule =
    Rule::Threshold { rate: Rate::Archive, falling: false, full_per_mille: 900, per_point_centi: 100, also: None };

/// What one indicator gives.
#[track_caller]
fn gives(one: Indicator, sums: &SumsBy, expected: i64) {
    let score = model(vec![one]).score(sums, &Given::new());
    assert_eq!(score.lines[0].points_centi, Some(expected), "{:?}", score.lines);
}

fn points(score: &Score) -> Vec<Option<i64>> {
    score.lines.iter().map(|line| line.points_centi).collect()
}

/// A unit of 100 cases: 80 handled, 72 of them in time; 20 open, 5 of them late; 70 closed, 65 of them in time; 4 reworked,
/// 6 given more time.
fn worked() -> SumsBy {
    due(&[
        (Counter::NeedDispose, 100),
        (Counter::Dispose, 80),
        (Counter::IntimeDispose, 72),
        (Counter::OvertimeToDispose, 5),
        (Counter::NeedArchive, 85),
        (Counter::Archive, 70),
        (Counter::IntimeArchive, 65),
        (Counter::Rework, 4),
        (Counter::Postpone, 6),
    ])
}

#[test]
fn the_worked_example_comes_to_85_86() {
    let score = pack("jinniu").score(&worked(), &Given::new());
    assert_eq!(points(&score), [2_400, 1_440, 1_906, 1_900, 940].map(Some));
    assert_eq!(score.total_centi, 8_586);
    let rework = score.lines.iter().find(|line| line.code == "rework").unwrap().ratio.unwrap();
    assert_eq!((rework.part, rework.whole), (4, 85), "a line keeps what it came from");
}

#[test]
fn the_published_models_are_sound_and_come_to_what_was_published() {
    for (code, text, full, on_top) in PACKS {
        let model: Model = serde_json::from_str(text).unwrap();
        assert_eq!(model.code, code);
        assert_eq!(model.check().map_err(|flaw| flaw.to_string()), Ok(full), "{code}");
        assert_eq!(model.on_top_centi(), on_top, "{code}");
        assert!(!model.source.is_empty(), "{code}: where it was published is said");
        let again: Model = serde_json::from_value(serde_json::to_value(&model).unwrap()).unwrap();
        assert_eq!(again, model);
    }
}

#[test]
fn jinhua_takes_points_off_for_what_lies_below_a_threshold() {
    // 76.47 % closed in time is above 70 %; 82.35 % closed lies 7.65 points below 90 %; four were reworked: 0.4 + 1.0.
    let score = pack("jinhua").score(&worked(), &Given::from([("shirking".to_owned(), -200)]));
    let of = |code: &str| score.lines.iter().find(|line| line.code == code).unwrap().points_centi;
    assert_eq!((of("intime_archive"), of("archive"), of("rework")), (Some(5_000), Some(1_235), Some(360)));
    assert_eq!((of("urgent"), of("shirking")), (Some(1_000), Some(-200)), "nothing was urgent");
    assert_eq!(score.total_centi, 5_000 + 1_235 + 1_000 + 360 - 200 + 500 + 500 + 500);
}

#[test]
fn urgent_cases_of_jinhua_lose_half_a_point_for_each_percentage_point_that_they_lack() {
    let jinhua = pack("jinhua");
    assert_eq!(jinhua.slices().into_iter().collect::<Vec<_>>(), [(Basis::Due, Slice::Urgent)]);
    // Of 20 urgent ones: how many were closed, how many of them in time, and what is left of 10 points.
    for (closed, in_time, expected) in [
        (20, 20, 1_000),
        (20, 19, 1_000), // 95 % in time is enough.
        (20, 18, 750),   // 5 points below 95 %.
        (19, 19, 750),   // 5 points below 100 %.
        (19, 18, 500),   // Both.
        (16, 14, 0),     // More than there is.
    ] {
        let mut sums = worked();
        let urgent = due(&[(Counter::NeedArchive, 20), (Counter::Archive, closed), (Counter::IntimeArchive, in_time)]);
        sums.insert((Basis::Due, Some(Slice::Urgent)), urgent.into_values().next().unwrap());
        let score = jinhua.score(&sums, &Given::new());
        let line = score.lines.iter().find(|line| line.code == "urgent").unwrap();
        assert_eq!(line.points_centi, Some(expected), "{closed} {in_time}");
        let (first, second) = (line.ratio.unwrap(), line.also.unwrap());
        assert_eq!((first.part, second.part, first.whole, second.whole), (closed, in_time, 20, 20));
    }
}

#[test]
fn an_indicator_looks_at_its_part_of_the_cases_and_at_no_others() {
    let all = due(&[(Counter::NeedArchive, 10), (Counter::Archive, 10), (Counter::Rework, 4)]);
    let some = due(&[(Counter::NeedArchive, 4), (Counter::Archive, 1), (Counter::Rework, 1)]);
    let mut sums = all.clone();
    sums.insert((Basis::Due, Some(Slice::Hotline)), some.into_values().next().unwrap());
    let hotline = |rule| Indicator { of: Some(Slice::Hotline), ..indicator("a", 1_000, rule) };
    gives(hotline(share(Rate::Archive, false)), &sums, 250);
    let rule =
        Rule::PerCase { counter: Counter::Rework, per: Per::Case, each_centi: 100, from: None, each_from_centi: 0 };
    gives(hotline(rule.clone()), &sums, 900);
    gives(indicator("a", 1_000, rule), &sums, 600);
    // Where none of the part are there, nothing was measured, however many others are.
    let score = model(vec![hotline(share(Rate::Archive, false))]).score(&all, &Given::new());
    assert_eq!((score.lines[0].points_centi, score.is_measured()), (None, false));
}

#[test]
fn two_rates_take_points_off_the_same_full_points_and_are_rounded_once() {
    let also = Target { rate: Rate::Rework, falling: true, full_per_mille: 100, per_point_centi: 100 };
    let rule = Rule::Threshold {
        rate: Rate::Archive,
        falling: false,
        full_per_mille: 1_000,
        per_point_centi: 1,
        also: Some(also),
    };
    // A third lacks 33.33 points at a hundredth each; a third reworked is 23.33 points above 10 %, at a point each.
    let sums = due(&[(Counter::NeedArchive, 3), (Counter::Archive, 2), (Counter::Rework, 1)]);
    gives(indicator("a", 5_000, rule.clone()), &sums, 5_000 - 2_367);
    let nothing = model(vec![indicator("a", 5_000, rule)]).score(&SumsBy::new(), &Given::new());
    assert_eq!(nothing.lines[0].points_centi, None);
}

#[test]
fn a_share_is_so_much_of_the_points_as_the_rate_is() {
    let sums = due(&[(Counter::NeedArchive, 3), (Counter::Archive, 2), (Counter::Rework, 1)]);
    gives(indicator("a", 1_000, share(Rate::Archive, false)), &sums, 667);
    gives(indicator("a", 1_000, share(Rate::Rework, true)), &sums, 667);
    let sums = due(&[(Counter::NeedArchive, 2), (Counter::Rework, 5)]);
    gives(indicator("a", 1_000, share(Rate::Rework, true)), &sums, 0);
    gives(indicator("a", 1_000, share(Rate::Rework, false)), &sums, 1_000);
}

#[test]
fn a_threshold_counts_parts_of_a_point_in_proportion() {
    for (closed, expected) in [(1_000, 2_000), (900, 2_000), (899, 1_990), (850, 1_500), (700, 0), (0, 0)] {
        let sums = due(&[(Counter::NeedArchive, 1_000), (Counter::Archive, closed)]);
        gives(indicator("a", 2_000, NINETY), &sums, expected);
    }
    let late = Rule::Threshold {
        rate: Rate::OvertimeArchive,
        falling: true,
        full_per_mille: 20,
        per_point_centi: 50,
        also: None,
    };
    for (late_ones, expected) in [(0, 500), (20, 500), (21, 495), (120, 0), (500, 0)] {
        let sums = due(&[(Counter::NeedArchive, 1_000), (Counter::OvertimeArchive, late_ones)]);
        gives(indicator("a", 500, late.clone()), &sums, expected);
    }
}

#[test]
fn each_case_costs_and_the_later_ones_more() {
    let rule =
        Rule::PerCase { counter: Counter::Rework, per: Per::Case, each_centi: 20, from: Some(3), each_from_centi: 50 };
    for (cases, expected) in [(0, 500), (1, 480), (2, 460), (3, 410), (4, 360), (12, 0), (u64::MAX, 0)] {
        let sums = due(&[(Counter::Rework, cases)]);
        gives(indicator("a", 500, rule.clone()), &sums, expected);
    }
    let below = Indicator { least_centi: -300, ..indicator("a", 500, rule) };
    gives(below, &due(&[(Counter::Rework, 100)]), -300);
    let even =
        Rule::PerCase { counter: Counter::Rework, per: Per::Case, each_centi: 20, from: None, each_from_centi: 0 };
    gives(indicator("a", 500, even), &due(&[(Counter::Rework, 4)]), 420);
}

#[test]
fn what_a_person_gives_stays_within_the_indicator() {
    let all = model(vec![
        indicator("organisation", 500, Rule::ByHand),
        indicator("event", 300, Rule::Bonus),
        Indicator { least_centi: -400, ..indicator("shirking", 0, Rule::Bonus) },
    ]);
    let given = |points: [i64; 3]| {
        let codes = ["organisation", "event", "shirking"];
        Given::from_iter(codes.into_iter().map(ToOwned::to_owned).zip(points))
    };
    assert_eq!(points(&all.score(&SumsBy::new(), &Given::new())), [Some(500), Some(0), Some(0)]);
    let score = all.score(&SumsBy::new(), &given([450, 200, -100]));
    assert_eq!((points(&score), score.total_centi), (vec![Some(450), Some(200), Some(-100)], 550));
    let score = all.score(&SumsBy::new(), &given([900, 900, -900]));
    assert_eq!((points(&score), score.total_centi), (vec![Some(500), Some(300), Some(-400)], 400));
    assert!(!score.is_measured(), "no case had a say in it");
}

#[test]
fn a_rate_of_nothing_is_left_out_or_gives_what_the_model_says() {
    let with = |when_nothing| {
        model(vec![
            indicator("closed", 6_000, share(Rate::Archive, false)),
            Indicator { when_nothing, ..indicator("checked", 3_000, share(Rate::IntimeCheck, false)) },
            indicator("event", 500, Rule::Bonus),
        ])
    };
    let sums = due(&[(Counter::NeedArchive, 10), (Counter::Archive, 5)]);
    let given = Given::from([("event".to_owned(), 100)]);
    for (when, line, total) in [
        (WhenNothing::Nothing, Some(0), 3_100),
        (WhenNothing::Full, Some(3_000), 6_100),
        // 30 of 60 stands for 45 of 90; what comes on top is not weighed.
        (WhenNothing::LeaveOut, None, 4_600),
    ] {
        let score = with(when).score(&sums, &given);
        assert_eq!((score.lines[1].points_centi, score.total_centi), (line, total), "{when:?}");
        assert_eq!(score.lines[1].ratio.map(|ratio| ratio.whole), Some(0));
        assert!(score.is_measured());
    }
    let nothing = with(WhenNothing::LeaveOut).score(&SumsBy::new(), &Given::new());
    assert_eq!((nothing.total_centi, nothing.is_measured()), (0, false));
}

#[test]
fn a_line_reads_the_cases_of_its_own_basis() {
    let filed = Indicator { basis: Basis::Filed, ..indicator("a", 1_000, share(Rate::Archive, false)) };
    let score = model(vec![filed]).score(&worked(), &Given::new());
    assert_eq!(score.lines[0].points_centi, None, "these are sums by the due date");
}

#[test]
fn a_model_that_cannot_be_used_says_where_it_is_wrong() {
    let sound = || model(vec![indicator("a", 100, share(Rate::Archive, false)), indicator("b", 100, NINETY)]);
    assert_eq!(sound().check(), Ok(200));
    let per_case = |each_centi, from, each_from_centi| Rule::PerCase {
        counter: Counter::Rework,
        per: Per::Case,
        each_centi,
        from,
        each_from_centi,
    };
    let threshold = |full_per_mille, per_point_centi| Rule::Threshold {
        rate: Rate::Archive,
        falling: false,
        full_per_mille,
        per_point_centi,
        also: None,
    };
    let twice = |full_per_mille, per_point_centi| Rule::Threshold {
        rate: Rate::Archive,
        falling: false,
        full_per_mille: 900,
        per_point_centi: 1,
        also: Some(Target { rate: Rate::IntimeArchive, falling: false, full_per_mille, per_point_centi }),
    };
    type Change = Box<dyn Fn(&mut Model)>;
    let first = |change: fn(&mut Indicator)| -> Change { Box::new(move |model| change(&mut model.indicators[0])) };
    let ruled = |rule: Rule| -> Change { Box::new(move |model| model.indicators[0].rule = rule.clone()) };
    let by_times =
        Rule::PerCase { counter: Counter::Postpone, per: Per::Time, each_centi: 1, from: None, each_from_centi: 0 };
    let wrong: [(&str, Change); 24] = [
        ("code", Box::new(|model| model.code = "My model".to_owned())),
        ("name", Box::new(|model| model.name = " ".to_owned())),
        ("name_en", Box::new(|model| model.name_en = String::new())),
        ("name_en", Box::new(|model| model.name_en = "本市".to_owned())),
        ("source", Box::new(|model| model.source = "长".repeat(1_001))),
        ("indicators", Box::new(|model| model.indicators.clear())),
        ("indicators", Box::new(|model| model.indicators.iter_mut().for_each(|one| one.rule = Rule::ByHand))),
        ("a.code", Box::new(|model| model.indicators[1].code = "a".to_owned())),
        ("indicators.code", first(|one| one.code = "A".to_owned())),
        ("a.name", first(|one| one.name = "a\nb".to_owned())),
        ("a.name_en", first(|one| one.name_en = "long".repeat(16))),
        ("a.full_centi", first(|one| one.full_centi = 0)),
        ("a.full_centi", first(|one| one.full_centi = 1_000_001)),
        ("a.least_centi", first(|one| one.least_centi = 1)),
        ("a.full_per_mille", ruled(threshold(1_001, 1))),
        ("a.per_point_centi", ruled(threshold(900, 0))),
        ("a.also.full_per_mille", ruled(twice(1_001, 1))),
        ("a.also.per_point_centi", ruled(twice(900, 0))),
        ("a.of", first(|one| (one.rule, one.of) = (Rule::ByHand, Some(Slice::Urgent)))),
        ("a.each_centi", ruled(per_case(0, None, 0))),
        ("a.from", ruled(per_case(1, Some(1), 1))),
        ("a.from", ruled(per_case(1, None, 1))),
        ("a.each_from_centi", ruled(per_case(1, Some(3), -1))),
        ("a.per", ruled(by_times)),
    ];
    for (number, (field, change)) in wrong.iter().enumerate() {
        let mut model = sound();
        change(&mut model);
        let flaw = model.check().unwrap_err();
        assert_eq!(&flaw.field, field, "{number}: {flaw}");
    }
    let mut empty = sound();
    empty.indicators.push(indicator("event", 0, Rule::Bonus));
    assert_eq!(empty.check().unwrap_err().field, "event.full_centi");
}

fn any_rule() -> impl Strategy<Value = Rule> {
    let rate = || (0..Rate::ALL.len(), any::<bool>()).prop_map(|(at, falling)| (Rate::ALL[at], falling));
    prop_oneof![
        rate().prop_map(|(rate, falling)| Rule::Share { rate, falling }),
        (rate(), 0_u32..=1_000, 1_i64..500).prop_map(|((rate, falling), full_per_mille, per_point_centi)| {
            Rule::Threshold { rate, falling, full_per_mille, per_point_centi, also: None }
        }),
        (rate(), rate(), 0_u32..=1_000, 1_i64..500).prop_map(
            |(first, (rate, falling), full_per_mille, per_point_centi)| {
                let also = Target { rate, falling, full_per_mille, per_point_centi };
                let ((rate, falling), full_per_mille) = (first, 1_000 - full_per_mille);
                Rule::Threshold { rate, falling, full_per_mille, per_point_centi, also: Some(also) }
            }
        ),
        (0..Counter::COUNT, 1_i64..100, prop::option::of((2_u64..9, 1_i64..200))).prop_map(|(at, each_centi, from)| {
            let each_from_centi = from.map_or(0, |(_, each)| each);
            let counter = Counter::ALL[at];
            let per = if counter == Counter::Rework { Per::Time } else { Per::Case };
            Rule::PerCase { counter, per, each_centi, from: from.map(|(from, _)| from), each_from_centi }
        }),
        Just(Rule::ByHand),
        Just(Rule::Bonus),
    ]
}

fn any_model() -> impl Strategy<Value = Model> {
    let when = prop_oneof![Just(WhenNothing::LeaveOut), Just(WhenNothing::Full), Just(WhenNothing::Nothing)];
    let one = (any_rule(), 1_i64..5_000, -500_i64..=0, when, 0..Basis::ALL.len());
    prop::collection::vec(one, 1..9).prop_map(|all| {
        let indicators = all.into_iter().enumerate().map(|(at, (rule, full, least_centi, when_nothing, basis))| {
            let basis = Basis::ALL[basis];
            Indicator { least_centi, when_nothing, basis, ..indicator(&format!("i{at}"), full, rule) }
        });
        model(indicators.collect())
    })
}

fn any_sums() -> impl Strategy<Value = SumsBy> {
    let sums = prop::collection::vec(0_u64..300, Counter::COUNT).prop_map(|counts| {
        let mut sums = Sums::default();
        for (counter, count) in Counter::ALL.iter().zip(counts) {
            // A third of them is nothing, so that rates of nothing are met.
            sums.set(*counter, count.saturating_sub(100));
        }
        sums
    });
    prop::collection::vec(sums, Basis::ALL.len())
        .prop_map(|all| Basis::ALL.iter().map(|basis| (*basis, None)).zip(all).collect::<SumsBy>())
}

fn any_given() -> impl Strategy<Value = Given> {
    let one = (0_usize..9, -6_000_i64..6_000);
    prop::collection::vec(one, 0..5)
        .prop_map(|all| all.into_iter().map(|(at, points)| (format!("i{at}"), points)).collect())
}

proptest! {
    #[test]
    fn a_score_lies_between_the_least_and_the_full_points(
        model in any_model(), sums in any_sums(), given in any_given(),
    ) {
        let score = model.score(&sums, &given);
        let least: i64 = model.indicators.iter().map(|one| one.least_centi).sum();
        prop_assert!(score.total_centi <= model.full_centi() + model.on_top_centi());
        prop_assert!(score.total_centi >= least);
        prop_assert_eq!(score.lines.len(), model.indicators.len());
        for (one, line) in model.indicators.iter().zip(&score.lines) {
            let within = line.points_centi.is_none_or(|points| (one.least_centi..=one.full_centi).contains(&points));
            prop_assert!(within, "{one:?} {line:?}");
        }
    }

    #[test]
    fn a_better_rate_never_gives_fewer_points(
        rule in any_rule(), full in 1_i64..5_000, whole in 1_u64..2_000, better in 0_u64..2_000, worse in 0_u64..2_000,
    ) {
        // A second rate may share a counter with the first and be the worse for what makes that better.
        let (Rule::Share { rate, falling } | Rule::Threshold { rate, falling, also: None, .. }) = rule else {
            return Ok(());
        };
        let (better, worse) = (better.max(worse), better.min(worse));
        let of = |part: u64| {
            let mut counts: Vec<(Counter, u64)> = rate.whole().iter().map(|counter| (*counter, whole)).collect();
            counts.retain(|(counter, _)| *counter != rate.part());
            counts.push((rate.part(), part));
            let score = model(vec![indicator("a", full, rule.clone())]).score(&due(&counts), &Given::new());
            score.lines[0].points_centi
        };
        // Where nothing else is in the whole, more of the part is more of the whole too, and the rate is all the same.
        let (many, few) = (of(better), of(worse));
        let (Some(many), Some(few)) = (many, few) else { return Ok(()) };
        prop_assert!(if falling { many <= few } else { many >= few }, "{rule:?}: {many} and {few}");
    }

    #[test]
    fn the_order_of_the_lines_does_not_matter(model in any_model(), sums in any_sums(), given in any_given()) {
        let mut turned = model.clone();
        turned.indicators.reverse();
        let (score, mut other) = (model.score(&sums, &given), turned.score(&sums, &given));
        other.lines.reverse();
        prop_assert_eq!(score, other);
    }

    #[test]
    fn what_no_city_has_never_wraps(counts in prop::collection::vec(any::<u64>(), 4), full in any::<i64>(), rule in any_rule()) {
        let mut sums = Sums::default();
        for (counter, count) in Counter::ALL.iter().zip(counts) {
            sums.set(*counter, count / 4);
        }
        let all = model(vec![indicator("a", full, rule.clone()), indicator("b", full, rule)]);
        let lines: Vec<Line> = all.score(&SumsBy::from([((Basis::Due, None), sums)]), &Given::new()).lines;
        prop_assert_eq!(lines.len(), 2);
    }
}
