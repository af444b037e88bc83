//! Deadlines on the national calendar: the nine vectors, the edges, and what must hold for any start and limit.

use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::deadline::{Run, deadline, deadline_over};
use super::limit::{Limit, Unit};
use super::pack::{BadCalendar, Calendar, CalendarPack, Schedule, WorkDay};
use super::working::{WorkingTime, add_working, working_between, working_minutes_between};
use crate::time::Instant;

const NATIONAL: &str = include_str!("../../../server/packs/calendar/national.json");

fn national() -> Calendar {
    Calendar::from_json(NATIONAL).unwrap()
}

fn changed(change: impl FnOnce(&mut CalendarPack)) -> Result<Calendar, BadCalendar> {
    let mut pack: CalendarPack = serde_json::from_str(NATIONAL).unwrap();
    change(&mut pack);
    Calendar::new(pack)
}

fn at(local: &str) -> Instant {
    format!("{}:00+08:00", local.replace(' ', "T")).parse().unwrap()
}

fn describe(instant: Instant) -> String {
    instant.format_in("Asia/Shanghai", "%a %Y-%m-%d %H:%M")
}

#[track_caller]
fn check(start: &str, limit: &str, expected: &str) {
    let deadline = deadline(at(start), limit.parse().unwrap(), &national());
    assert_eq!(describe(deadline.due), expected);
    assert!(!deadline.provisional, "every day of this is covered by a notice");
}

#[test]
fn urgent_hours_run_into_the_evening() {
    check("2022-09-30 17:00", "2 urgent_hour", "Fri 2022-09-30 19:00");
}
#[test]
fn work_hours_wait_for_the_holiday_to_end() {
    check("2022-09-30 17:00", "2 work_hour", "Sat 2022-10-08 09:00");
}
#[test]
fn a_work_day_is_eight_hours_over_two_days() {
    check("2022-09-30 17:00", "1 work_day", "Sat 2022-10-08 17:00");
}
#[test]
fn an_evening_start_counts_from_the_next_morning() {
    check("2022-09-30 20:00", "4 work_hour", "Sat 2022-10-08 12:00");
}
#[test]
fn urgent_days_run_through_the_holiday() {
    check("2022-09-30 17:00", "2 urgent_day", "Sun 2022-10-02 17:00");
}
#[test]
fn a_start_on_a_holiday_counts_from_the_make_up_day() {
    check("2022-10-01 10:00", "1 work_day", "Sat 2022-10-08 18:00");
}
#[test]
fn the_last_minute_of_a_make_up_sunday_counts() {
    check("2022-10-09 17:59", "1 work_hour", "Mon 2022-10-10 08:59");
}
#[test]
fn a_limit_that_ends_with_the_day_is_due_that_evening() {
    check("2022-10-10 12:00", "4 work_hour", "Mon 2022-10-10 18:00");
}
#[test]
fn five_work_days_are_one_week() {
    check("2022-10-10 11:30", "5 work_day", "Mon 2022-10-17 11:30");
}
#[test]
fn a_start_at_lunch_counts_from_two_o_clock() {
    check("2022-10-10 12:40", "1 work_hour", "Mon 2022-10-10 15:00");
}
#[test]
fn a_start_before_work_counts_from_eight() {
    check("2022-10-10 06:10", "2 work_hour", "Mon 2022-10-10 10:00");
}
#[test]
fn natural_days_are_days_by_the_clock() {
    check("2022-09-30 17:00", "3 natural_day", "Mon 2022-10-03 17:00");
}
#[test]
fn the_longer_labour_day_of_2025_is_known() {
    check("2025-04-30 17:00", "2 work_hour", "Tue 2025-05-06 09:00");
}
#[test]
fn the_nine_days_of_spring_2026_are_known() {
    check("2026-02-14 17:30", "1 work_hour", "Tue 2026-02-24 08:30");
}

#[test]
fn seconds_are_kept() {
    let start: Instant = "2022-10-10T09:00:30.250+08:00".parse().unwrap();
    let due = deadline(start, "1 work_hour".parse().unwrap(), &national()).due;
    assert_eq!(due, start.plus_ms(3_600_000));
}

#[test]
fn the_pack_knows_these_days_off_and_these_make_up_days() {
    let pack = national().pack().clone();
    let counts: Vec<_> = pack
        .years
        .iter()
        .map(|year| {
            let off: i32 = year.holidays.iter().map(|holiday| (holiday.to - holiday.from).get_days() + 1).sum();
            (year.year, off, year.workdays.len())
        })
        .collect();
    assert_eq!(counts, [(2022, 31, 7), (2023, 27, 7), (2024, 28, 8), (2025, 28, 5), (2026, 33, 6)]);
    let plain = changed(|pack| pack.years.clear()).unwrap();
    for day in pack.years.iter().flat_map(|year| &year.workdays) {
        assert!(!plain.is_working_day(*day), "{day}: a make-up day that is worked anyway is a slip of the pen");
    }
}

#[test]
fn beyond_the_pack_weeks_are_ordinary_and_the_deadline_says_so() {
    let late = deadline(at("2026-12-31 17:00"), "1 work_day".parse().unwrap(), &national());
    assert_eq!(describe(late.due), "Fri 2027-01-01 17:00", "nobody has announced the new year's holiday yet");
    assert!(late.provisional);
    assert!(!deadline(at("2026-12-31 15:00"), "2 work_hour".parse().unwrap(), &national()).provisional);
    assert!(deadline(at("2021-10-01 09:00"), "2 work_hour".parse().unwrap(), &national()).provisional);
    assert!(deadline(at("2030-06-03 09:00"), "2 urgent_hour".parse().unwrap(), &national()).provisional);
}

#[test]
fn where_a_work_day_is_the_end_of_a_day_the_first_day_is_not_counted() {
    let calendar = changed(|pack| pack.work_day = WorkDay::EndOfDay).unwrap();
    let due = |start, limit: &str| describe(deadline(at(start), limit.parse().unwrap(), &calendar).due);
    assert_eq!(due("2022-10-10 09:00", "1 work_day"), "Tue 2022-10-11 18:00");
    assert_eq!(due("2022-09-30 17:00", "2 work_day"), "Sun 2022-10-09 18:00");
    assert_eq!(due("2022-10-10 12:00", "4 work_hour"), "Mon 2022-10-10 18:00", "hours are hours everywhere");
}

#[test]
fn summer_hours_begin_on_their_day() {
    let calendar = changed(|pack| {
        let period =
            |from: &str, to: &str| super::pack::Period { from: from.parse().unwrap(), to: to.parse().unwrap() };
        pack.schedules.push(Schedule {
            valid_from: "2026-06-01".parse().unwrap(),
            periods: vec![period("08:00", "12:00"), period("15:00", "19:00")],
        });
    })
    .unwrap();
    let due = deadline(at("2026-05-29 17:00"), "6 work_hour".parse().unwrap(), &calendar).due;
    assert_eq!(describe(due), "Mon 2026-06-01 16:00");
}

#[test]
fn a_clock_that_was_stopped_goes_on_with_what_was_left() {
    let run = |from, to| Run { from: at(from), to: at(to) };
    let limit = "1 work_day".parse().unwrap();
    let back =
        deadline_over(&[run("2022-10-10 09:00", "2022-10-10 11:30")], at("2022-10-12 09:00"), limit, &national());
    assert_eq!(describe(back.due), "Wed 2022-10-12 16:30", "five and a half hours are left");
    let spent = [run("2022-10-10 09:00", "2022-10-11 11:30"), run("2022-10-12 09:00", "2022-10-12 10:00")];
    let late = deadline_over(&spent, at("2022-10-13 09:00"), limit, &national());
    assert_eq!(describe(late.due), "Tue 2022-10-11 09:00", "a limit that ran out is not lengthened by doing it again");
}

#[test]
fn an_end_of_day_limit_counts_only_the_evenings_the_clock_saw() {
    let calendar = changed(|pack| pack.work_day = WorkDay::EndOfDay).unwrap();
    let run = Run { from: at("2022-10-10 09:00"), to: at("2022-10-11 19:00") };
    let due = deadline_over(&[run], at("2022-10-17 09:00"), "2 work_day".parse().unwrap(), &calendar).due;
    assert_eq!(describe(due), "Mon 2022-10-17 18:00");
}

#[test]
fn what_cannot_be_a_calendar_is_refused_with_its_place() {
    let refused = |result: Result<Calendar, BadCalendar>| result.unwrap_err().to_string();
    assert!(refused(Calendar::from_json("{\n  \"format\": \"x\"\n}")).starts_with("calendar pack, line 2"));
    assert!(refused(changed(|pack| pack.format = 9)).contains("format 9"));
    assert!(refused(changed(|pack| pack.zone = "Mars/Base".into())).contains("zone"));
    assert!(refused(changed(|pack| pack.schedules.clear())).contains("schedules"));
    assert!(refused(changed(|pack| pack.schedules[0].periods.clear())).contains("schedules[0]"));
    assert!(refused(changed(|pack| pack.schedules[0].periods.reverse())).contains("periods[1]"));
    assert!(refused(changed(|pack| pack.years[0].workdays[0] = "2022-10-01".parse().unwrap())).contains("2022-10-01"));
    assert!(refused(changed(|pack| std::mem::swap(&mut pack.first, &mut pack.last))).contains("last"));
}

#[test]
fn the_far_ends_of_time_do_not_break_the_count() {
    for start in [Instant::from_ms(i64::MIN), Instant::from_ms(i64::MAX), Instant::from_ms(253_402_200_000_000)] {
        for unit in Unit::ALL {
            let due = deadline(start, Limit::new(Limit::GREATEST, unit).unwrap(), &national());
            assert!(due.provisional && due.due >= start);
        }
    }
}

const NEXT: &str = "year,notice,dated,kind,name,from,to
2027,样例〔2026〕1号,2026-11-20,holiday,元旦,2027-01-01,2027-01-03
2027,样例〔2026〕1号,2026-11-20,workday,,2027-02-20,
";

#[test]
fn the_next_year_s_notice_ends_the_guessing() {
    let pack = national().pack().clone().with_notices(NEXT, "2026-11-20").unwrap();
    let calendar = Calendar::new(pack).unwrap();
    let due = deadline(at("2026-12-31 17:00"), "1 work_day".parse().unwrap(), &calendar);
    assert_eq!((describe(due.due).as_str(), due.provisional), ("Mon 2027-01-04 17:00", false));
    assert_eq!(calendar.version(), "2026-11-20");
    let refused = |csv: &str| national().pack().clone().with_notices(csv, "x").unwrap_err().to_string();
    assert!(refused(&NEXT.replace("workday", "off")).contains("line 3, kind"));
    assert!(refused(&NEXT.replace("2027-01-03", "third")).contains("line 2, to"));
}

#[test]
fn a_year_after_a_gap_does_not_make_the_gap_known() {
    let pack = national().pack().clone().with_notices(&NEXT.replace("2027", "2029"), "x").unwrap();
    assert_eq!(pack.last.to_string(), "2026-12-31");
}

fn moments() -> impl Strategy<Value = Instant> {
    // 2021-12 to 2027-02, so that both ends of the pack are crossed.
    (1_638_316_800_i64..1_801_440_000).prop_map(|seconds| Instant::from_ms(seconds * 1_000))
}

fn working_units() -> impl Strategy<Value = Unit> {
    prop_oneof![proptest::strategy::Just(Unit::WorkHour), proptest::strategy::Just(Unit::WorkDay)]
}

/// Whether somebody works in the minute that ends here, by the definition and not by the code under test.
fn worked_until(moment: Instant, calendar: &Calendar) -> bool {
    let before = moment.plus_ms(-1);
    let hour: u32 = before.format_in("Asia/Shanghai", "%H").parse().unwrap();
    calendar.is_working_day(calendar.day_of(before)) && ((8..12).contains(&hour) || (14..18).contains(&hour))
}

proptest! {
    #[test]
    fn a_later_start_is_never_due_earlier(a in moments(), b in moments(), n in 1_u16..20, unit in working_units()) {
        let calendar = national();
        let limit = Limit::new(n, unit).unwrap();
        let (early, late) = (a.min(b), a.max(b));
        prop_assert!(deadline(early, limit, &calendar).due <= deadline(late, limit, &calendar).due);
    }

    #[test]
    fn a_longer_limit_is_never_due_earlier(start in moments(), n in 1_u16..20, unit in working_units()) {
        let calendar = national();
        let due = |n| deadline(start, Limit::new(n, unit).unwrap(), &calendar).due;
        prop_assert!(due(n) < due(n + 1));
    }

    #[test]
    fn a_working_deadline_lies_in_working_time(start in moments(), n in 1_u16..20, unit in working_units()) {
        let calendar = national();
        prop_assert!(worked_until(deadline(start, Limit::new(n, unit).unwrap(), &calendar).due, &calendar));
    }

    #[test]
    fn a_work_day_is_eight_work_hours(start in moments(), n in 1_u16..20) {
        let calendar = national();
        let days = deadline(start, Limit::new(n, Unit::WorkDay).unwrap(), &calendar);
        prop_assert_eq!(days, deadline(start, Limit::new(n * 8, Unit::WorkHour).unwrap(), &calendar));
    }

    #[test]
    fn what_was_added_is_what_lies_between(start in moments(), minutes in 0_i64..6_000) {
        let calendar = national();
        let end = add_working(start, WorkingTime::from_minutes(minutes), &calendar);
        prop_assert_eq!(working_minutes_between(start, end, &calendar), minutes);
    }

    #[test]
    fn the_count_agrees_with_asking_every_minute(start in moments(), minutes in 0_i64..3_000) {
        let calendar = national();
        let whole = Instant::from_ms(start.ms() / 60_000 * 60_000);
        let asked = (1..=minutes).filter(|minute| worked_until(whole.plus_ms(minute * 60_000), &calendar)).count();
        let counted = working_minutes_between(whole, whole.plus_ms(minutes * 60_000), &calendar);
        prop_assert_eq!(counted, i64::try_from(asked).unwrap());
    }

    #[test]
    fn a_pause_moves_the_deadline_and_loses_nothing(start in moments(), ran in 0_i64..30_000, paused in 0_i64..90_000,
        n in 1_u16..15, unit in working_units(), odd_ms in any::<u16>()) {
        let calendar = national();
        let limit = Limit::new(n, unit).unwrap();
        let stop = start.plus_ms(ran * 60_000 + i64::from(odd_ms));
        let resumed = stop.plus_ms(paused * 60_000);
        let due = deadline_over(&[Run { from: start, to: stop }], resumed, limit, &calendar).due;
        let whole = deadline(start, limit, &calendar).due;
        if whole <= stop {
            prop_assert_eq!(due, whole);
        } else {
            let used = working_between(start, stop, &calendar).ms() + working_between(resumed, due, &calendar).ms();
            prop_assert_eq!(used, working_between(start, whole, &calendar).ms());
        }
    }
}
