//! How a device stands: what is wrong with it in one reason, and how urgent that is. Desk and phone judge by this alike.
//!
//! Pure functions over one row. [`alarms`] says what of it is an alarm by a jurisdiction's own thresholds, [`wanted`]
//! which rows of a board are looked for, [`newest`] which packs devices should have, [`said`] how it is written elsewhere.

pub mod alarms;
pub mod newest;
pub mod wanted;
pub mod said;

use std::cmp::Ordering;

use crate::api::devices::{DeviceBoard, DeviceRow};
use crate::ids::Sha256;
use crate::refusal::Code;
use crate::time::Instant;
use crate::track::LONGEST_SHIFT_MS;

const MINUTE_MS: i64 = 60_000;
/// Unheard for so long, a device on duty is worth a look.
const QUIET_MS: i64 = 30 * MINUTE_MS;
/// Unheard for so long, it is worth a call.
pub const SILENT_MS: i64 = 120 * MINUTE_MS;
/// Heard so recently, what waits is on its way.
const JUST_NOW_MS: i64 = 2 * MINUTE_MS;
/// What waits longer than this no longer goes by itself.
const LONG_WAIT_MS: i64 = 60 * MINUTE_MS;
const CLOCK_OFF_MS: i64 = 2 * MINUTE_MS;
const LOW_DISK_BYTES: u64 = 500_000_000;
const LOW_BATTERY_PERCENT: u8 = 15;
/// The word that a shift has ended travels with a round that began a little before.
const ROUND_MS: i64 = 10 * MINUTE_MS;

/// How urgent; the most urgent first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Urgency {
    /// Somebody should call now.
    Late,
    /// Somebody should look soon.
    Soon,
    /// It is as it should be.
    Fine,
    /// There is nothing to be done about it.
    Rest,
}

/// How long the device has not been heard of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Silence {
    /// Not long.
    Recent,
    /// Half an hour and more.
    Quiet,
    /// Two hours and more.
    Silent,
    /// It never called.
    Never,
}

/// What is the matter. One reason, the one that its remedy should begin with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// It was withdrawn.
    Revoked,
    /// It never called.
    NeverSeen,
    /// Records were sent back and wait for the person.
    SentBack(u64),
    /// The phone is nearly full.
    DiskFull,
    /// Its sign-in no longer holds.
    SignInLost,
    /// The last round broke off; the code says why.
    Failing(String),
    /// The battery is nearly empty.
    BatteryLow,
    /// It has not been heard of, and nothing says why.
    NoSignal,
    /// It has not been heard of since its bearer's shift ended, and had sent everything.
    OffShift,
    /// Its clock is wrong.
    ClockOff,
    /// Things wait, and not for a short time.
    Stuck,
    /// Things are on their way.
    Sending,
    /// Its catalogue is not the newest.
    OldCatalogue,
    /// The app is not the newest on the board.
    OldVersion(String),
    /// Nothing.
    Fine,
}

/// How a device stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// What is the matter.
    pub reason: Reason,
    /// How long it has not been heard of.
    pub silence: Silence,
    /// How urgent that is.
    pub urgency: Urgency,
}

/// A row with what was made of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Judged {
    /// The row.
    pub row: DeviceRow,
    /// What was made of it.
    pub standing: Standing,
}

impl Judged {
    /// Judges a row.
    pub fn of(row: DeviceRow, now: Instant, catalogue: Option<&Sha256>, newest: &str) -> Self {
        let standing = standing(&row, now, catalogue, newest);
        Self { row, standing }
    }

    /// Puts the urgent first, then the long waiting, then the long unheard.
    pub fn before(&self, other: &Self) -> Ordering {
        self.order().cmp(&other.order())
    }

    fn order(&self) -> (Urgency, i64, i64, &str) {
        let oldest = self.row.heartbeat.oldest_waiting.map_or(i64::MAX, Instant::ms);
        let seen = self.row.last_seen_at.map_or(i64::MAX, Instant::ms);
        (self.standing.urgency, oldest, seen, self.row.user.as_str())
    }
}

/// Judges every device of a board; what needs a call first.
pub fn judge_all(board: &DeviceBoard) -> Vec<Judged> {
    let newest = newest_version(board.devices.iter().map(|row| row.heartbeat.app_version.as_str()));
    let judge = |row: &DeviceRow| Judged::of(row.clone(), board.time, board.catalogue.as_ref(), &newest);
    let mut all: Vec<Judged> = board.devices.iter().map(judge).collect();
    all.sort_by(Judged::before);
    all
}

impl Standing {
    /// Tells whether somebody has to do something.
    pub const fn needs_somebody(&self) -> bool {
        match self.urgency {
            Urgency::Late | Urgency::Soon => true,
            Urgency::Fine | Urgency::Rest => false,
        }
    }
}

impl Reason {
    /// Returns how urgent the reason is by itself.
    pub const fn urgency(&self) -> Urgency {
        match self {
            Self::SentBack(_) | Self::SignInLost => Urgency::Late,
            Self::DiskFull | Self::Failing(_) | Self::BatteryLow | Self::ClockOff | Self::Stuck | Self::NoSignal => {
                Urgency::Soon
            }
            Self::Sending | Self::Fine => Urgency::Fine,
            Self::Revoked | Self::NeverSeen | Self::OffShift | Self::OldCatalogue | Self::OldVersion(_) => {
                Urgency::Rest
            }
        }
    }

    /// Returns the word that the kind of reason is known by, in addresses and in what is exported.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Revoked => "revoked",
            Self::NeverSeen => "never_seen",
            Self::SentBack(_) => "sent_back",
            Self::DiskFull => "disk_full",
            Self::SignInLost => "sign_in_lost",
            Self::Failing(_) => "failing",
            Self::BatteryLow => "battery_low",
            Self::NoSignal => "no_signal",
            Self::OffShift => "off_shift",
            Self::ClockOff => "clock_off",
            Self::Stuck => "stuck",
            Self::Sending => "sending",
            Self::OldCatalogue => "old_catalogue",
            Self::OldVersion(_) => "old_version",
            Self::Fine => "fine",
        }
    }

    /// Says the kind of reason in a word, in Chinese and in English.
    pub const fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::Revoked => ("已停用", "withdrawn"),
            Self::NeverSeen => ("从未联系", "never called"),
            Self::SentBack(_) => ("被退回", "sent back"),
            Self::DiskFull => ("空间不足", "disk full"),
            Self::SignInLost => ("登录失效", "sign-in lost"),
            Self::Failing(_) => ("传输出错", "failing"),
            Self::BatteryLow => ("快没电", "battery"),
            Self::NoSignal => ("没有消息", "no word"),
            Self::OffShift => ("已下班", "off shift"),
            Self::ClockOff => ("时钟偏差", "clock"),
            Self::Stuck => ("没在传", "stuck"),
            Self::Sending => ("正在传", "sending"),
            Self::OldCatalogue => ("目录旧", "old catalogue"),
            Self::OldVersion(_) => ("旧版", "old version"),
            Self::Fine => ("正常", "fine"),
        }
    }
}

/// Judges one device at the server's time; `catalogue` and `newest` are what the others should have.
pub fn standing(row: &DeviceRow, now: Instant, catalogue: Option<&Sha256>, newest: &str) -> Standing {
    let silence = silence(row, now);
    let reason = reason(row, now, silence, catalogue, newest);
    let of_silence = match silence {
        // Whoever went home with everything sent owes nobody a word until the next shift.
        Silence::Silent | Silence::Quiet if went_home(row) => Urgency::Rest,
        Silence::Silent => Urgency::Late,
        Silence::Quiet => Urgency::Soon,
        Silence::Recent | Silence::Never => Urgency::Rest,
    };
    // Nobody is called about a phone that was taken out of use or not yet taken into it.
    let in_use = !matches!(reason, Reason::Revoked | Reason::NeverSeen);
    let urgency = if in_use { reason.urgency().min(of_silence) } else { Urgency::Rest };
    Standing { reason, silence, urgency }
}

fn silence(row: &DeviceRow, now: Instant) -> Silence {
    match row.last_seen_at.map(|seen| now.since(seen)) {
        None => Silence::Never,
        Some(SILENT_MS..) => Silence::Silent,
        Some(QUIET_MS..SILENT_MS) => Silence::Quiet,
        Some(_) => Silence::Recent,
    }
}

fn reason(row: &DeviceRow, now: Instant, silence: Silence, catalogue: Option<&Sha256>, newest: &str) -> Reason {
    let beat = &row.heartbeat;
    if row.revoked_at.is_some() {
        return Reason::Revoked;
    }
    let Some(seen) = row.last_seen_at else { return Reason::NeverSeen };
    if beat.set_aside > 0 {
        return Reason::SentBack(beat.set_aside);
    }
    let error = beat.last_error.as_deref().unwrap_or_default();
    if error == Code::DeviceFull.as_str() || beat.free_disk_bytes.is_some_and(|free| free < LOW_DISK_BYTES) {
        return Reason::DiskFull;
    }
    if [Code::TokenRevoked, Code::AccountDisabled, Code::DeviceUnknown, Code::BadSignature]
        .iter()
        .any(|code| code.as_str() == error)
    {
        return Reason::SignInLost;
    }
    let is_quiet = matches!(silence, Silence::Quiet | Silence::Silent);
    if is_quiet && went_home(row) {
        return Reason::OffShift;
    }
    if beat.battery_percent.is_some_and(|percent| percent < LOW_BATTERY_PERCENT) {
        return Reason::BatteryLow;
    }
    // That the network was gone is over once the device has called.
    if !error.is_empty() && error != "offline" {
        return Reason::Failing(error.to_owned());
    }
    if row.clock_skew_ms.is_some_and(|skew| skew.abs() > CLOCK_OFF_MS) {
        return Reason::ClockOff;
    }
    if is_quiet {
        return Reason::NoSignal;
    }
    if waits(row) {
        let is_old = beat.oldest_waiting.is_some_and(|oldest| now.since(oldest) > LONG_WAIT_MS);
        let is_moving = now.since(seen) < JUST_NOW_MS && !is_old;
        return if is_moving { Reason::Sending } else { Reason::Stuck };
    }
    if beat.catalogue.is_some() && catalogue.is_some() && beat.catalogue.as_ref() != catalogue {
        return Reason::OldCatalogue;
    }
    if is_older(&beat.app_version, newest) {
        return Reason::OldVersion(beat.app_version.clone());
    }
    Reason::Fine
}

/// Tells whether its bearer is on shift.
pub fn is_on_shift(row: &DeviceRow, now: Instant) -> bool {
    row.shift_ended_at.is_none() && row.shift_began_at.is_some_and(|began| now.since(began) < LONGEST_SHIFT_MS)
}

/// Tells whether its bearer ended their shift with everything sent, as far as the last word of the device says.
fn went_home(row: &DeviceRow) -> bool {
    let has_ended = row.shift_ended_at.zip(row.last_seen_at);
    has_ended.is_some_and(|(ended, seen)| ended.since(seen) < ROUND_MS) && !waits(row) && row.heartbeat.set_aside == 0
}

/// Tells whether anything of this device is not at the server yet.
pub fn waits(row: &DeviceRow) -> bool {
    row.heartbeat.waiting_operations > 0 || row.photos_received < photos_total(row)
}

/// Returns how many photos there are to come in all: those announced, or those the phone says it holds.
pub fn photos_total(row: &DeviceRow) -> u64 {
    row.photos_total.max(row.photos_received.saturating_add(row.heartbeat.waiting_photos))
}

/// Returns the newest of these versions.
pub fn newest_version<'a>(versions: impl Iterator<Item = &'a str>) -> String {
    versions.max_by_key(|text| version(text)).unwrap_or_default().to_owned()
}

/// Tells whether a version is older than another.
pub fn is_older(one: &str, other: &str) -> bool {
    version(one) < version(other)
}

fn version(text: &str) -> Vec<u64> {
    text.split(['.', '-', '+']).map_while(|part| part.parse().ok()).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use crate::account::Role;
    use crate::api::devices::{DeviceBoard, DeviceRow};
    use crate::sync::hello::Heartbeat;
    use crate::time::Instant;

    use super::{Reason, Silence, Urgency, is_on_shift, judge_all, newest_version, standing};

    pub const NOW: Instant = Instant::from_ms(1_764_000_000_000);

    pub fn ago(minutes: i64) -> Option<Instant> {
        Some(NOW.plus_ms(-minutes * 60_000))
    }

    pub fn row() -> DeviceRow {
        DeviceRow {
            device: "018f0000-0000-7000-8000-000000000001".parse().unwrap(),
            user: "wang".parse().unwrap(),
            name: "王".to_owned(),
            role: Role::Collector,
            jurisdiction: "610112".parse().unwrap(),
            jurisdiction_name: "未央区".to_owned(),
            grids: Vec::new(),
            enrolled_at: NOW,
            last_seen_at: ago(1),
            last_complete_at: None,
            clock_skew_ms: Some(800),
            heartbeat: Heartbeat { app_version: "1.3.0".to_owned(), ..Heartbeat::default() },
            photos_total: 4,
            photos_received: 4,
            operations: 2,
            operations_refused: 0,
            revoked_at: None,
            scope_version: 1,
            scope_held: 1,
            shift_began_at: None,
            shift_ended_at: None,
            orders_open: 0,
        }
    }

    #[track_caller]
    fn check(change: impl FnOnce(&mut DeviceRow), reason: Reason, silence: Silence, urgency: Urgency) {
        let mut row = row();
        change(&mut row);
        let standing = standing(&row, NOW, None, "1.3.0");
        assert_eq!((standing.reason, standing.silence, standing.urgency), (reason, silence, urgency));
    }

    #[test]
    fn a_phone_with_everything_sent_is_fine() {
        check(|_| (), Reason::Fine, Silence::Recent, Urgency::Fine);
    }

    #[test]
    fn two_hours_unheard_need_a_call_even_when_nothing_was_known_to_wait() {
        check(|row| row.last_seen_at = ago(38), Reason::NoSignal, Silence::Quiet, Urgency::Soon);
        check(|row| row.last_seen_at = ago(192), Reason::NoSignal, Silence::Silent, Urgency::Late);
    }

    #[test]
    fn the_reason_that_was_heard_last_outlives_the_silence() {
        check(
            |row| (row.last_seen_at, row.heartbeat.free_disk_bytes) = (ago(192), Some(310_000_000)),
            Reason::DiskFull,
            Silence::Silent,
            Urgency::Late,
        );
    }

    #[test]
    fn photos_on_their_way_are_no_trouble_until_they_stay_there() {
        check(|row| row.photos_received = 3, Reason::Sending, Silence::Recent, Urgency::Fine);
        check(
            |row| (row.photos_received, row.heartbeat.oldest_waiting) = (3, ago(61)),
            Reason::Stuck,
            Silence::Recent,
            Urgency::Soon,
        );
        check(|row| row.heartbeat.waiting_photos = 2, Reason::Sending, Silence::Recent, Urgency::Fine);
    }

    #[test]
    fn what_was_sent_back_waits_for_a_person() {
        check(|row| row.heartbeat.set_aside = 1, Reason::SentBack(1), Silence::Recent, Urgency::Late);
    }

    #[test]
    fn a_withdrawn_phone_needs_no_call() {
        check(
            |row| (row.revoked_at, row.last_seen_at) = (ago(5), ago(900)),
            Reason::Revoked,
            Silence::Silent,
            Urgency::Rest,
        );
    }

    #[test]
    fn whoever_went_home_with_everything_sent_needs_no_call() {
        let home = |row: &mut DeviceRow, seen: i64, ended: i64| {
            (row.last_seen_at, row.shift_began_at, row.shift_ended_at) = (ago(seen), ago(ended + 480), ago(ended));
        };
        check(|row| home(row, 300, 301), Reason::OffShift, Silence::Silent, Urgency::Rest);
        check(|row| home(row, 45, 44), Reason::OffShift, Silence::Quiet, Urgency::Rest);
        let battery = |row: &mut DeviceRow| {
            home(row, 300, 301);
            row.heartbeat.battery_percent = Some(3);
        };
        check(battery, Reason::OffShift, Silence::Silent, Urgency::Rest);
    }

    #[test]
    fn whoever_went_home_with_something_on_the_phone_or_was_lost_before_that_does() {
        let left = |row: &mut DeviceRow| {
            (row.last_seen_at, row.shift_began_at, row.shift_ended_at) = (ago(300), ago(780), ago(301));
            row.heartbeat.waiting_photos = 2;
        };
        check(left, Reason::NoSignal, Silence::Silent, Urgency::Late);
        let lost = |row: &mut DeviceRow| {
            (row.last_seen_at, row.shift_began_at, row.shift_ended_at) = (ago(300), ago(780), ago(200));
        };
        check(lost, Reason::NoSignal, Silence::Silent, Urgency::Late);
    }

    #[test]
    fn a_shift_that_nobody_ended_ends_by_itself() {
        let on = |began: i64, ended: Option<i64>| {
            let row = DeviceRow { shift_began_at: ago(began), shift_ended_at: ended.and_then(ago), ..row() };
            is_on_shift(&row, NOW)
        };
        assert!(on(60, None) && on(959, None));
        assert!(!on(960, None) && !on(60, Some(5)) && !is_on_shift(&row(), NOW));
    }

    #[test]
    fn a_wrong_clock_is_named_in_either_direction() {
        check(|row| row.clock_skew_ms = Some(240_000), Reason::ClockOff, Silence::Recent, Urgency::Soon);
        check(|row| row.clock_skew_ms = Some(-240_000), Reason::ClockOff, Silence::Recent, Urgency::Soon);
    }

    #[test]
    fn what_needs_a_call_stands_first_and_then_what_has_waited_longest() {
        let named = |user: &str, change: fn(&mut DeviceRow)| {
            let mut row = DeviceRow { user: user.parse().unwrap(), ..row() };
            change(&mut row);
            row
        };
        let devices = vec![
            named("fine", |_| ()),
            named("waits-an-hour", |row| (row.photos_received, row.heartbeat.oldest_waiting) = (3, ago(61))),
            named("waits-longer", |row| (row.photos_received, row.heartbeat.oldest_waiting) = (3, ago(90))),
            named("sent-back", |row| row.heartbeat.set_aside = 1),
        ];
        let board = DeviceBoard { time: NOW, catalogue: None, devices, mark: None, packs: Vec::new() };
        let order: Vec<_> = judge_all(&board).into_iter().map(|judged| judged.row.user.to_string()).collect();
        assert_eq!(order, ["sent-back", "waits-longer", "waits-an-hour", "fine"]);
    }

    #[test]
    fn versions_are_compared_as_numbers() {
        assert_eq!(newest_version(["1.9.0", "1.10.0", "1.2"].into_iter()), "1.10.0");
    }
}
