//! The picker: what it finds and marks, what it shows before anything is typed, and how the common ones are counted.

use app_bridge::ask::{Ask, ReportForm, Shot, Subject};
use app_bridge::category::CategoryCard;
use app_bridge::picker::PickerCard;
use app_bridge::told::Told;
use shared::case::{Nearby, State};
use shared::catalogue::{CategoryKey, Kind};
use shared::evidence::PhotoRole;
use shared::grid::boundaries::{Boundaries, DutyGrid, Fineness, Origin, UnitGrid};
use shared::grid::index::GridIndex;
use shared::grid::ring::Ring;
use shared::ids::CaseId;
use shared::place::point::Point;
use shared::settings::Settings;
use shared::time::Instant;
use uuid::Uuid;

use super::here::{Around, DAY_MS};
use crate::store::picks::Pick;
use crate::tests::phone::{MIDDLE, MORNING, Phone, fix, picture, shot};

const HOUR_MS: i64 = 3_600_000;

fn key(text: &str) -> CategoryKey {
    text.parse().unwrap()
}

/// A place so many metres east of the middle of the town.
fn east(metres: f64) -> Point {
    Point::new(MIDDLE.0, MIDDLE.1).unwrap().moved_m(metres, 0.0)
}

/// Two grids beside each other in one duty grid, and a third, farther east, in none: 400 metres each.
fn beats() -> GridIndex {
    let ground = "610112".parse().unwrap();
    let mut beats =
        Boundaries::empty(ground, "未央区".to_owned(), "1".to_owned(), Origin::Training, "2026-07-01".parse().unwrap());
    let codes = ["610112001007001", "610112001007002", "610112001007003"];
    let grid = |(code, from_m): (&&str, f64)| {
        let (west, east) = (east(from_m), east(from_m + 400.0));
        let corners =
            [west.moved_m(0.0, -200.0), east.moved_m(0.0, -200.0), east.moved_m(0.0, 200.0), west.moved_m(0.0, 200.0)];
        let rings = vec![Ring::new(corners.to_vec()).unwrap()];
        UnitGrid { code: code.parse().unwrap(), fineness: Fineness::Fine, rings }
    };
    beats.grids = codes.iter().zip([-200.0, 200.0, 600.0]).map(grid).collect();
    let walked = codes[..2].iter().map(|code| code.parse().unwrap()).collect();
    beats.duty_grids = vec![DutyGrid { id: "D1".parse().unwrap(), name: "一班".to_owned(), grids: walked }];
    GridIndex::build([&beats])
}

/// A case so many metres east, so many days ago and so many hours beside this time of day.
fn pick(category: &str, metres: f64, days: i64, hours: i64) -> Pick {
    Pick { category: key(category), at: Some(east(metres)), when: MORNING.plus_ms(-days * DAY_MS + hours * HOUR_MS) }
}

#[track_caller]
fn common(picks: &[Pick], expected: &[&str]) {
    let index = beats();
    let around = Around::new(&index, east(0.0));
    let found: Vec<String> = around.common(picks.iter(), MORNING).iter().map(ToString::to_string).collect();
    assert_eq!(found, expected);
    let backwards: Vec<String> = around.common(picks.iter().rev(), MORNING).iter().map(ToString::to_string).collect();
    assert_eq!(found, backwards, "in whatever order the cases lie in the store");
}

const REFUSE: &str = "event:06010";
const SHOP: &str = "event:09005";
const STALL: &str = "event:09006";

#[test]
fn one_case_makes_nothing_common() {
    common(&[pick(REFUSE, 0.0, 1, 0)], &[]);
    common(&[pick(REFUSE, 0.0, 1, 0), pick(REFUSE, 0.0, 2, 0)], &[REFUSE]);
}

#[test]
fn the_own_grid_counts_more_than_what_is_near_and_that_more_than_the_duty_grid() {
    let twice = |category, metres| [pick(category, metres, 1, 0), pick(category, metres, 1, 0)];
    common(&[twice(SHOP, 500.0), twice(STALL, 250.0), twice(REFUSE, 50.0)].concat(), &[REFUSE, STALL, SHOP]);
    common(&twice(SHOP, 700.0), &[]);
    common(&twice(SHOP, 5_000.0), &[]);
}

#[test]
fn what_was_reported_at_another_part_of_the_day_does_not_count() {
    let twice = |hours| [pick(REFUSE, 0.0, 3, hours), pick(REFUSE, 0.0, 4, hours)];
    common(&twice(2), &[REFUSE]);
    common(&twice(-2), &[REFUSE]);
    common(&twice(3), &[]);
    common(&twice(12), &[]);
    common(&twice(23), &[REFUSE]);
}

#[test]
fn newer_cases_count_more_and_those_of_a_month_ago_not_at_all() {
    let of = |category, days: &[i64]| days.iter().map(|days| pick(category, 0.0, *days, 0)).collect::<Vec<_>>();
    common(&[of(SHOP, &[1, 2]), of(STALL, &[20, 21, 22])].concat(), &[SHOP, STALL]);
    common(&[of(SHOP, &[20, 21]), of(STALL, &[18, 19, 22])].concat(), &[STALL, SHOP]);
    common(&of(SHOP, &[30, 31]), &[]);
    common(&of(SHOP, &[-1, -2]), &[SHOP]);
}

#[test]
fn of_equals_the_newest_stands_first_and_then_the_key_decides() {
    let pair = |category, hours| [pick(category, 0.0, 2, hours), pick(category, 0.0, 2, hours)];
    common(&[pair(SHOP, -1), pair(STALL, 0)].concat(), &[STALL, SHOP]);
    common(&[pair(STALL, 0), pair(SHOP, 0)].concat(), &[SHOP, STALL]);
}

fn town() -> Phone {
    Phone::in_town(&Settings { training: true, ..Settings::default() })
}

fn report(phone: &Phone, category: &str) {
    let subject = Subject::Draft { case: None };
    let here = fix(0.0, 0.0, phone.now());
    let taken = phone.take(Shot { subject, ..shot(PhotoRole::Near, Some(here.clone())) }, picture()).unwrap();
    phone.tell(Ask::SaveReport(ReportForm {
        category: key(category),
        condition_no: 1,
        fix: here,
        note: String::new(),
        address: String::new(),
        photos: vec![taken.photo],
        draft: taken.draft,
        self_handled: false,
    }));
}

fn picker(phone: &Phone, placed: bool) -> PickerCard {
    match phone.tell(Ask::Picker { fix: placed.then(|| fix(0.0, 0.0, MORNING)) }) {
        Told::Picker(card) => *card,
        other => panic!("told {other:?}"),
    }
}

fn keys(cards: &[CategoryCard]) -> Vec<String> {
    cards.iter().map(|card| card.key.to_string()).collect()
}

#[test]
fn who_never_reported_is_offered_what_is_frequent() {
    let phone = town();
    let card = picker(&phone, true);
    assert_eq!((card.last.len(), card.here.len(), card.most.len()), (0, 0, 10));
    assert_eq!(card.most[0].key, key(REFUSE));
    assert!(picker(&phone, false).here.is_empty(), "without a place nothing is around it");
}

#[test]
fn what_was_used_last_and_most_is_this_person_s_own() {
    let phone = town();
    for category in [STALL, "event:06033", STALL, SHOP] {
        report(&phone, category);
        phone.wait_s(60);
    }
    let card = picker(&phone, true);
    assert_eq!(keys(&card.last), [SHOP, STALL, "event:06033"]);
    assert_eq!(keys(&card.most)[..3], [STALL, SHOP, "event:06033"]);
    assert_eq!(card.most.len(), 10, "the frequent ones fill the rest");
    let mut once = keys(&card.most);
    once.sort();
    once.dedup();
    assert_eq!(once.len(), 10, "and none stands there twice");
    assert_eq!(keys(&card.here), [STALL], "one case makes nothing common");
}

#[test]
fn neighbours_cases_count_for_what_is_common_and_voided_ones_do_not() {
    let phone = town();
    let near = |number: u128, category: &str, state, hours: i64| Nearby {
        id: CaseId(Uuid::from_u128(number)),
        jurisdiction: "610112".parse().unwrap(),
        category: key(category),
        at: east(40.0),
        state,
        reported_at: MORNING.plus_ms(-DAY_MS + hours * HOUR_MS),
        received_at: MORNING.plus_ms(-DAY_MS + hours * HOUR_MS),
        version: 1,
    };
    let all = [
        near(1, SHOP, State::Handling, 0),
        near(2, SHOP, State::Closed, 1),
        near(3, STALL, State::Void, 0),
        near(4, STALL, State::Handling, 0),
        near(5, "event:06012", State::Handling, 6),
        near(6, "event:06012", State::Handling, 6),
        // Under the standard before; it is event:06010 now.
        near(7, "event:0110", State::Handling, 0),
        near(8, "event:06010", State::Handling, 0),
    ];
    let hear = |near: &Nearby| {
        let body = serde_json::to_string(near).unwrap();
        phone.core.store().write(|w| w.hear_nearby(near, &body, 1)).unwrap();
    };
    all.iter().for_each(hear);
    let card = picker(&phone, true);
    assert_eq!(keys(&card.here), [SHOP, REFUSE]);
    assert!(card.last.is_empty(), "what others used is not what this person used");
}

#[test]
fn everything_is_there_by_major_class() {
    let phone = town();
    let majors = picker(&phone, true).majors;
    let of =
        |about: Kind| majors.iter().filter(|major| major.key.about == about).map(|major| major.count).sum::<usize>();
    assert_eq!(of(Kind::Component), 153);
    assert!(of(Kind::Event) >= 105, "97 events and 8 of the city's own");
    assert!(majors.iter().all(|major| !major.name.is_empty() && !major.name_en.is_empty()));
    let mut seen = 0;
    for major in majors {
        let Told::Categories(cards) = phone.tell(Ask::CategoriesOf { major: major.key.clone() }) else {
            panic!("categories")
        };
        assert_eq!(cards.len(), major.count, "{}", major.name);
        assert!(cards.is_sorted_by_key(|card| card.code.clone()), "{}", major.name);
        seen += cards.len();
    }
    assert_eq!(seen, of_all(&phone));
}

/// How many categories a report may be about today.
fn of_all(phone: &Phone) -> usize {
    let packs = phone.core.inner().packs().unwrap();
    let day = MORNING.day_in(&packs.settings.zone);
    packs.catalogue.categories().filter(|category| packs.catalogue.offers(category, day)).count()
}

fn one(phone: &Phone, category: &str) -> CategoryCard {
    match phone.tell(Ask::Category { key: key(category) }) {
        Told::Category(card) => card,
        other => panic!("told {other:?}"),
    }
}

#[test]
fn look_alikes_come_with_what_tells_each_of_them() {
    let phone = town();
    let card = one(&phone, REFUSE);
    assert!(card.tell.contains("没有装进容器") && card.tell_en.contains("not in a bin"));
    let full = card.look_alikes.iter().find(|other| other.code == "06042").unwrap();
    assert!(full.tell.contains("溢出来") && full.tell_en.contains("spilling out"));
    for category in [REFUSE, SHOP, STALL, "event:01002", "event:07006"] {
        let card = one(&phone, category);
        let told = card.look_alikes.iter().all(|other| !other.tell.is_empty() && !other.tell_en.is_empty());
        assert!(told && !card.tell.is_empty() && !card.look_alikes.is_empty(), "{category}");
    }
    let alone = one(&phone, "event:06033");
    assert!(alone.look_alikes.is_empty() && alone.tell.is_empty());
}

#[test]
fn a_hint_comes_in_both_languages_where_both_were_written() {
    let phone = town();
    let hints = |category: &str| {
        let card = one(&phone, category);
        (card.hint, card.hint_en)
    };
    assert_eq!(hints(REFUSE), ("近景看清种类".to_owned(), "Show what it is.".to_owned()));
    assert_eq!(hints("event:06011"), ("拍出堆体全貌".to_owned(), String::new()));
}

#[test]
fn what_a_query_fitted_is_told_and_nothing_where_nothing_was_asked() {
    let phone = town();
    let first = |query: &str| match phone.tell(Ask::Categories { query: query.to_owned() }) {
        Told::Categories(cards) => cards.into_iter().next().unwrap(),
        other => panic!("told {other:?}"),
    };
    assert_eq!(first("").fitted, None);
    assert_eq!(first("bllj").fitted.unwrap().name, [[0, 4]]);
    assert_eq!(first("0601").fitted.unwrap().code, [[0, 4]]);
    assert_eq!(first("0110").fitted.unwrap().formerly, "0110 暴露生活垃圾");
    let syringe = first("针管");
    let number = syringe.fitted.unwrap().condition_no.unwrap();
    assert!(syringe.conditions.iter().any(|one| one.number == number && one.text.contains("针管")));
}

#[test]
fn a_page_of_before_reads_what_is_told_now_and_the_other_way_round() {
    let phone = town();
    let mut told = serde_json::to_value(one(&phone, REFUSE)).unwrap();
    assert!(told.get("fitted").is_none());
    told.as_object_mut().unwrap().remove("hint_en");
    for name in ["tell", "tell_en"] {
        told.as_object_mut().unwrap().remove(name);
        told["look_alikes"][0].as_object_mut().unwrap().remove(name);
    }
    let read: CategoryCard = serde_json::from_value(told).unwrap();
    assert_eq!((read.key, read.tell), (key(REFUSE), String::new()));
}

#[test]
fn who_has_no_packs_is_told_so_and_an_unknown_place_is_no_trouble() {
    assert_eq!(Phone::new().refused(Ask::Picker { fix: None }), shared::refusal::Code::PacksMissing.as_str());
    let at = Instant::from_ms(0);
    let phone = town();
    let Told::Picker(card) = phone.tell(Ask::Picker { fix: Some(fix(9_000_000.0, 0.0, at)) }) else { panic!("a card") };
    assert!(card.here.is_empty(), "nothing is known of a place at the end of the world");
}
