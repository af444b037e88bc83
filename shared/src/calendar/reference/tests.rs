//! The quick count against the slow one, on more than a hundred thousand clocks of five years.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Almanac, day_number, day_of, day_text, weekday};
use crate::calendar::deadline::deadline;
use crate::calendar::limit::{Limit, Unit};
use crate::calendar::pack::Calendar;
use crate::case::clock::Clock;
use crate::dice::Dice;
use crate::time::Instant;

const NATIONAL: &str = include_str!("../../../../server/packs/calendar/national.json");
const SECOND_MS: i64 = 1_000;
const DAY_MS: i64 = 86_400 * SECOND_MS;

/// One calendar, known in both ways.
struct Both {
    quick: Calendar,
    slow: Almanac,
    /// Days on which something of the year's notice begins or ends: where mistakes would be.
    turns: Vec<i64>,
}

impl Both {
    fn of(pack: &Value) -> Self {
        let json = pack.to_string();
        let quick = Calendar::from_json(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
        let years = pack["years"].as_array().unwrap().iter();
        let texts = years.flat_map(|year| {
            let holidays = year["holidays"].as_array().unwrap().iter();
            let ends = holidays.flat_map(|holiday| [&holiday["from"], &holiday["to"]]);
            ends.chain(year["workdays"].as_array().unwrap())
        });
        let turns = texts.map(|day| day_number(day.as_str().unwrap())).filter(|day| within_five_years(*day)).collect();
        Self { quick, slow: Almanac::read(&json), turns }
    }
}

fn within_five_years(day: i64) -> bool {
    (day_number("2022-01-01")..=day_number("2026-12-31")).contains(&day)
}

/// What the cases together went through.
#[derive(Default, Debug)]
struct Seen {
    units: BTreeMap<&'static str, usize>,
    compared: usize,
    stopped: usize,
    extended: usize,
    run_out: usize,
    provisional: usize,
}

/// A clock's life: started, stopped, lengthened, read again; after each step both ways must agree.
struct Life<'a> {
    seed: u64,
    both: &'a Both,
    limit: Limit,
    clock: Clock,
    runs: Vec<(i64, i64)>,
    since_ms: i64,
    told: String,
}

impl Life<'_> {
    #[track_caller]
    fn compare(&mut self, step: &str, seen: &mut Seen) -> i64 {
        self.told += step;
        let whole = i64::from(self.limit.amount()) * (1 + i64::from(self.clock.extensions));
        let expected = self.both.slow.runs_out(&self.runs, self.since_ms, whole, self.limit.unit());
        let due = self.clock.due_at.map(Instant::ms);
        assert!(
            due == Some(expected.at_ms) && self.clock.provisional == expected.provisional,
            "seed {:#x}, limit {}, {}: the minutes say {} (provisional: {}), the clock {} (provisional: {})",
            self.seed,
            self.limit,
            self.told,
            shown(expected.at_ms),
            expected.provisional,
            due.map(shown).unwrap_or_default(),
            self.clock.provisional
        );
        seen.compared += 1;
        seen.provisional += usize::from(expected.provisional);
        expected.at_ms
    }
}

fn shown(ms: i64) -> String {
    Instant::from_ms(ms).format_in("Asia/Shanghai", "%a %F %T%.3f")
}

/// A moment of the five years: at any second of any day, or where something turns.
fn moment(dice: &mut Dice, turns: &[i64]) -> i64 {
    let any_day = dice.within(day_number("2022-01-01"), day_number("2026-12-31"));
    let day = if dice.one_in(3) && !turns.is_empty() { dice.pick(turns) } else { any_day };
    let second = match dice.within(0, 3) {
        0 => dice.pick(&[0, 8, 12, 14, 18]) * 3_600,
        1 => dice.pick(&[8, 12, 14, 18]) * 3_600 + dice.within(-1, 1),
        _ => dice.within(0, 86_399),
    };
    let odd_ms = if dice.one_in(4) { dice.within(0, 999) } else { 0 };
    day * DAY_MS + (second - 8 * 3_600) * SECOND_MS + odd_ms
}

fn limit(dice: &mut Dice) -> Limit {
    let unit = dice.pick(&Unit::ALL);
    let amount = match unit {
        Unit::UrgentHour | Unit::WorkHour => dice.within(1, 48),
        Unit::UrgentDay | Unit::WorkDay | Unit::NaturalDay => dice.within(1, 15),
    };
    Limit::new(u16::try_from(amount).unwrap(), unit).unwrap()
}

/// How long until the next step: seconds, hours or days, or up to the very end of the limit and just past it.
fn wait_ms(dice: &mut Dice, now_ms: i64, due_ms: i64) -> i64 {
    match dice.within(0, 4) {
        0 => dice.within(0, 3_600 * SECOND_MS),
        1 => dice.within(0, 24 * 3_600) * SECOND_MS,
        2 => dice.within(0, 10 * 24) * 3_600 * SECOND_MS,
        3 => dice.within(0, 9 * 24 * 60) * 60 * SECOND_MS,
        _ => (due_ms - now_ms + dice.within(-1, 1)).max(0),
    }
}

fn live(seed: u64, both: &Both, seen: &mut Seen) {
    let mut dice = Dice::new(seed);
    let (start_ms, limit) = (moment(&mut dice, &both.turns), limit(&mut dice));
    *seen.units.entry(limit.unit().code()).or_default() += 1;
    let start = Instant::from_ms(start_ms);
    let plain = deadline(start, limit, &both.quick);
    let clock = Clock::default().start(start, limit, &both.quick);
    let mut life = Life {
        seed,
        both,
        limit,
        clock,
        runs: Vec::new(),
        since_ms: start_ms,
        told: format!("from {}", shown(start_ms)),
    };
    let mut due_ms = life.compare("", seen);
    assert_eq!(Some(plain.due), life.clock.due_at, "seed {seed:#x}: a clock that never stopped is a plain deadline");
    let mut now_ms = start_ms;
    for _ in 0..dice.within(0, 3) {
        now_ms += wait_ms(&mut dice, now_ms, due_ms);
        if dice.one_in(3) && life.clock.extensions < 2 {
            life.clock = life.clock.clone().extend(limit, &both.quick);
            due_ms = life.compare(", lengthened", seen);
            seen.extended += 1;
            continue;
        }
        life.clock = life.clock.clone().stop(Instant::from_ms(now_ms));
        life.runs.push((life.since_ms, now_ms));
        seen.run_out += usize::from(now_ms >= due_ms);
        let stopped_ms = now_ms;
        now_ms += wait_ms(&mut dice, now_ms, due_ms);
        life.since_ms = now_ms;
        life.clock = life.clock.clone().start(Instant::from_ms(now_ms), limit, &both.quick);
        due_ms = life.compare(&format!(", stopped {} and on {}", shown(stopped_ms), shown(now_ms)), seen);
        seen.stopped += 1;
    }
}

fn national(work_day: &str) -> Value {
    let mut pack: Value = serde_json::from_str(NATIONAL).unwrap();
    pack["work_day"] = json!(work_day);
    pack
}

/// A calendar that nobody has, with holidays and make-up days of its own, office hours that change, and any weekend.
fn invented(seed: u64) -> Value {
    let mut dice = Dice::new(seed);
    let weekend: Vec<&str> = dice.pick(&[vec!["saturday", "sunday"], vec!["friday"], vec![], vec!["sunday"]]);
    let mut day = day_number("2021-12-20");
    let mut years = BTreeMap::new();
    while day < day_number("2027-01-10") {
        day += dice.within(6, 70);
        let length = dice.within(1, 9);
        let year = years.entry(day_text(day).get(..4).unwrap().to_owned()).or_insert_with(|| (Vec::new(), Vec::new()));
        year.0.push(json!({ "name": format!("假日 {day}"), "from": day_text(day), "to": day_text(day + length - 1) }));
        for made_up in [day - dice.within(1, 3), day + length + dice.within(0, 2)] {
            if weekend.contains(&weekday(made_up)) {
                year.1.push(json!(day_text(made_up)));
            }
        }
        day += length + 3;
    }
    let years: Vec<Value> = years
        .into_iter()
        .map(|(year, (holidays, workdays))| {
            json!({ "year": year.parse::<i16>().unwrap(), "notice": "样例", "dated": "2021-10-25",
                "holidays": holidays, "workdays": workdays })
        })
        .collect();
    let mut since = day_number("2021-06-01");
    let schedules: Vec<Value> = (0..dice.within(1, 6))
        .map(|_| {
            let valid_from = day_text(since);
            since += dice.within(20, 400);
            json!({ "valid_from": valid_from, "periods": periods(&mut dice) })
        })
        .collect();
    json!({
        "format": 1, "id": "invented", "version": format!("{seed:#x}"), "title": "样例", "zone": "Asia/Shanghai",
        "first": "2022-01-01", "last": day_text(dice.within(day_number("2025-06-30"), day_number("2026-12-31"))),
        "weekend": weekend, "work_day": dice.pick(&["eight_hours", "end_of_day"]),
        "schedules": schedules, "years": years,
    })
}

/// One to three stretches of a day, four hours at least: less would push a long limit out of the almanac.
fn periods(dice: &mut Dice) -> Vec<Value> {
    let clock = |minute: i64| format!("{:02}:{:02}", minute / 60, minute % 60);
    let mut minute = dice.within(0, 10 * 60);
    (0..dice.within(1, 3))
        .map(|number| {
            let from = minute + dice.within(0, 90);
            let to = from + if number == 0 { dice.within(240, 400) } else { dice.within(1, 150) };
            minute = to;
            json!({ "from": clock(from), "to": clock(to.min(1_439)) })
        })
        .collect()
}

#[test]
fn the_slow_way_gives_the_nine_deadlines_that_were_worked_out_by_hand() {
    let slow = Almanac::read(NATIONAL);
    let at = |text: &str| format!("{}:00+08:00", text.replace(' ', "T")).parse::<Instant>().unwrap().ms();
    for (start, amount, unit, due) in [
        ("2022-09-30 17:00", 2, Unit::UrgentHour, "2022-09-30 19:00"),
        ("2022-09-30 17:00", 2, Unit::WorkHour, "2022-10-08 09:00"),
        ("2022-09-30 17:00", 1, Unit::WorkDay, "2022-10-08 17:00"),
        ("2022-09-30 20:00", 4, Unit::WorkHour, "2022-10-08 12:00"),
        ("2022-09-30 17:00", 2, Unit::UrgentDay, "2022-10-02 17:00"),
        ("2022-10-01 10:00", 1, Unit::WorkDay, "2022-10-08 18:00"),
        ("2022-10-09 17:59", 1, Unit::WorkHour, "2022-10-10 08:59"),
        ("2022-10-10 12:00", 4, Unit::WorkHour, "2022-10-10 18:00"),
        ("2022-10-10 11:30", 5, Unit::WorkDay, "2022-10-17 11:30"),
    ] {
        assert_eq!(shown(slow.runs_out(&[], at(start), amount, unit).at_ms), shown(at(due)), "{start} {amount} {unit}");
    }
}

#[test]
fn the_slow_way_knows_its_days() {
    for day in day_number("2021-01-01")..day_number("2034-01-01") {
        assert_eq!(day_number(&day_text(day)), day);
    }
    let noon: Instant = "2024-02-29T00:30:00+08:00".parse().unwrap();
    assert_eq!(day_text(day_of(noon.ms())), "2024-02-29", "half past midnight here is still yesterday in Greenwich");
    assert_eq!(weekday(day_number("2026-11-27")), "friday");
}

#[test]
fn the_national_calendar_counts_as_its_minutes_do() {
    let mut seen = Seen::default();
    for (number, work_day) in ["eight_hours", "end_of_day"].into_iter().enumerate() {
        let both = Both::of(&national(work_day));
        let first = 0x6A11_0000_u64 + (number as u64) * 0x1_0000_0000;
        (first..first + 35_000).for_each(|seed| live(seed, &both, &mut seen));
    }
    check_all_was_seen(&seen, 70_000);
}

#[test]
fn calendars_that_nobody_has_yet_count_as_their_minutes_do() {
    let mut seen = Seen::default();
    for number in 0..60_u64 {
        let both = Both::of(&invented(number));
        (0..600).for_each(|case| live((number + 1) << 32 | case, &both, &mut seen));
    }
    check_all_was_seen(&seen, 36_000);
}

/// A comparison that leaves out half of the rules proves half as much.
#[track_caller]
fn check_all_was_seen(seen: &Seen, cases: usize) {
    assert_eq!(seen.units.values().sum::<usize>(), cases);
    assert!(seen.units.len() == Unit::ALL.len() && seen.units.values().all(|count| *count > cases / 10), "{seen:?}");
    assert!(seen.stopped > cases / 2 && seen.extended > cases / 10 && seen.run_out > cases / 10, "{seen:?}");
    assert!(seen.provisional > 0 && seen.provisional < seen.compared / 2, "{seen:?}");
}
