//! What of a device is an alarm, by the thresholds of its jurisdiction.

use super::{is_older, is_on_shift, waits, went_home};
use crate::api::devices::{AlarmKind, DeviceRow};
use crate::settings::AlarmRules;
use crate::time::Instant;

const MINUTE_MS: i64 = 60_000;
const MEGABYTE: u64 = 1_000_000;

/// Returns the alarms that a device gives now.
pub fn alarms(row: &DeviceRow, rules: &AlarmRules, now: Instant) -> Vec<AlarmKind> {
    // Nobody is called about a phone that was taken out of use or not yet taken into it.
    if row.revoked_at.is_some() {
        return Vec::new();
    }
    let Some(seen) = row.last_seen_at else { return Vec::new() };
    AlarmKind::ALL.iter().copied().filter(|kind| gives(*kind, row, rules, (seen, now))).collect()
}

fn gives(kind: AlarmKind, row: &DeviceRow, rules: &AlarmRules, (seen, now): (Instant, Instant)) -> bool {
    let beat = &row.heartbeat;
    let skew_ms = row.clock_skew_ms.unwrap_or(0);
    match kind {
        AlarmKind::Silent => is_over(now.since(seen), rules.silent_minutes) && is_on_shift(row, now),
        AlarmKind::Waiting => {
            // The device said by its own clock since when.
            let oldest = beat.oldest_waiting.map(|oldest| oldest.plus_ms(skew_ms.saturating_neg()));
            waits(row) && oldest.is_some_and(|oldest| is_over(now.since(oldest), rules.oldest_minutes))
        }
        AlarmKind::DiskLow => beat.free_disk_bytes.is_some_and(|free| free < u64::from(rules.free_disk_mb) * MEGABYTE),
        // It is charged at home.
        AlarmKind::BatteryLow => {
            beat.battery_percent.is_some_and(|percent| percent < rules.battery_percent) && !went_home(row)
        }
        AlarmKind::ClockOff => {
            rules.skew_seconds > 0 && skew_ms.saturating_abs() > i64::from(rules.skew_seconds).saturating_mul(1000)
        }
        AlarmKind::OldApp => {
            !rules.least_app.is_empty() && !beat.app_version.is_empty() && is_older(&beat.app_version, &rules.least_app)
        }
    }
}

fn is_over(ms: i64, minutes: u32) -> bool {
    minutes > 0 && ms > i64::from(minutes).saturating_mul(MINUTE_MS)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{NOW, ago, row};
    use super::alarms;
    use crate::api::devices::{AlarmKind, DeviceRow};
    use crate::settings::AlarmRules;

    #[track_caller]
    fn check(change: impl FnOnce(&mut DeviceRow, &mut AlarmRules), expected: &[AlarmKind]) {
        let (mut row, mut rules) = (row(), AlarmRules::default());
        change(&mut row, &mut rules);
        assert_eq!(alarms(&row, &rules, NOW), expected);
    }

    #[test]
    fn silence_is_an_alarm_only_on_shift() {
        check(|row, _| row.last_seen_at = ago(121), &[]);
        check(|row, _| (row.last_seen_at, row.shift_began_at) = (ago(121), ago(200)), &[AlarmKind::Silent]);
        check(|row, _| (row.last_seen_at, row.shift_began_at) = (ago(120), ago(200)), &[]);
        let ended = |row: &mut DeviceRow, _: &mut AlarmRules| {
            (row.last_seen_at, row.shift_began_at, row.shift_ended_at) = (ago(121), ago(200), ago(125));
        };
        check(ended, &[]);
    }

    #[test]
    fn each_threshold_is_the_jurisdictions_own() {
        check(|row, _| row.heartbeat.battery_percent = Some(14), &[AlarmKind::BatteryLow]);
        let fine = |row: &mut DeviceRow, rules: &mut AlarmRules| {
            (row.heartbeat.battery_percent, rules.battery_percent) = (Some(14), 10);
        };
        check(fine, &[]);
        check(|row, _| row.heartbeat.free_disk_bytes = Some(499_999_999), &[AlarmKind::DiskLow]);
        check(|row, _| row.clock_skew_ms = Some(-120_001), &[AlarmKind::ClockOff]);
        check(|_, rules| rules.least_app = "1.10".to_owned(), &[AlarmKind::OldApp]);
        check(|_, rules| rules.least_app = "1.3.0".to_owned(), &[]);
    }

    #[test]
    fn nought_is_never() {
        let never = |row: &mut DeviceRow, rules: &mut AlarmRules| {
            *rules = AlarmRules {
                silent_minutes: 0,
                oldest_minutes: 0,
                free_disk_mb: 0,
                battery_percent: 0,
                skew_seconds: 0,
                least_app: String::new(),
            };
            (row.last_seen_at, row.shift_began_at, row.clock_skew_ms) = (ago(900), ago(901), Some(9_000_000));
            (row.heartbeat.battery_percent, row.heartbeat.free_disk_bytes) = (Some(0), Some(0));
            (row.heartbeat.oldest_waiting, row.heartbeat.waiting_operations) = (ago(900), 1);
        };
        check(never, &[]);
    }

    #[test]
    fn what_waits_is_counted_by_the_servers_clock() {
        let waits = |row: &mut DeviceRow, minutes: i64, skew_ms: i64| {
            row.heartbeat.waiting_operations = 1;
            (row.heartbeat.oldest_waiting, row.clock_skew_ms) = (ago(minutes), Some(skew_ms));
        };
        check(|row, _| waits(row, 121, 0), &[AlarmKind::Waiting]);
        check(|row, _| waits(row, 121, -100_000), &[]);
        check(|row, _| row.heartbeat.oldest_waiting = ago(121), &[]);
    }

    #[test]
    fn a_withdrawn_phone_and_one_that_never_called_give_none() {
        let flat = |row: &mut DeviceRow| row.heartbeat.battery_percent = Some(1);
        let withdrawn = |row: &mut DeviceRow, _: &mut AlarmRules| {
            flat(row);
            row.revoked_at = ago(5);
        };
        check(withdrawn, &[]);
        let unheard = |row: &mut DeviceRow, _: &mut AlarmRules| {
            flat(row);
            row.last_seen_at = None;
        };
        check(unheard, &[]);
    }
}
