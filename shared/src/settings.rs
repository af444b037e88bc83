//! What a jurisdiction may switch: which steps run by themselves, and the numbers a phone works with.
//!
//! Travels as a pack of kind `settings`. Nothing of a city is in code; the defaults are the training city's.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::case::Rules;
use crate::evidence::verdict::EvidenceRules;

/// The zone where nothing says another: all of the country keeps one time.
pub const USUAL_ZONE: &str = "Asia/Shanghai";

/// The settings of one jurisdiction.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Settings {
    /// The name in Chinese, for headers and watermarks.
    pub name: String,
    /// IANA name of the zone that days, case numbers and calendars are in.
    pub zone: String,
    /// Letters that case numbers begin with.
    pub case_prefix: String,
    /// It is a training city: said on every screen, watermark and export, and no case of it counts.
    pub training: bool,
    /// Which steps the server takes by itself.
    pub automatic: Automatic,
    /// What of a case's life is this jurisdiction's own.
    pub rules: Rules,
    /// Within which limits a photo's claims are taken without a word, and whether albums are open.
    pub evidence: EvidenceRules,
    /// A point outside every grid takes the nearest one within this many metres.
    pub nearest_m: u32,
    /// Boundary remarks are shown within this many metres.
    pub remark_m: u32,
    /// Long edge of the working copy, pixels.
    pub working_edge_px: u32,
    /// Working minutes in which a check is to be answered.
    pub check_minutes: u32,
    /// Working minutes in which a verification is to be answered.
    pub verify_minutes: u32,
    /// Whether originals travel without being asked for.
    pub send_originals: bool,
    /// A case of the same category within this many metres may be the same problem.
    pub duplicate_m: u32,
    /// … if it was reported within so many hours.
    pub duplicate_hours: u32,
    /// For so many days a case is shown to those who walk its duty grid; for 0 it is shown to none of them.
    pub nearby_days: u32,
    /// A phone that has not heard of the server for so many days no longer shows the directory. Said only where it is
    /// another number than usual, as what follows.
    #[serde(skip_serializing_if = "is_usual_directory_days")]
    pub directory_days: u32,
    /// For so many days the server keeps where people walked on shift. Said only where it is another number than usual,
    /// so that the packs of everybody else stay what they are.
    #[serde(skip_serializing_if = "is_usual_track_days")]
    pub track_days: u32,
    /// The key with which phones ask 天地图 for its online map; without one nothing is ever asked of it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub tianditu_key: String,
    /// Who has to show a one-time code beside their password.
    #[serde(skip_serializing_if = "SecondFactor::is_off")]
    pub second_factor: SecondFactor,
    /// From when on trouble with a device is an alarm. Said only where it is another than usual.
    #[serde(skip_serializing_if = "AlarmRules::is_usual")]
    pub alarms: AlarmRules,
    /// On this day of the month after, 00:00 in the zone, a month is frozen, 1 to 28; the city's says it for all. Said only
    /// where it is another day than usual.
    #[serde(skip_serializing_if = "is_usual_freeze_day")]
    pub freeze_day: u8,
    /// Of a hundred answered checks so many are checked a second time by somebody who does not know it. Said only where it
    /// is not nought.
    #[serde(skip_serializing_if = "is_none_of_a_hundred")]
    pub blind_check_percent: u8,
}

/// From when on trouble with a device is an alarm; nought, or no text, for never.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct AlarmRules {
    /// Unheard for so many minutes while its bearer is on shift.
    pub silent_minutes: u32,
    /// Something has waited on it for more than so many minutes.
    pub oldest_minutes: u32,
    /// It has less than so many megabytes left.
    pub free_disk_mb: u32,
    /// Its battery is below so many hundredths.
    pub battery_percent: u8,
    /// Its clock is off by more than so many seconds.
    pub skew_seconds: u32,
    /// Its app is older than this version.
    pub least_app: String,
}

impl Default for AlarmRules {
    fn default() -> Self {
        Self {
            silent_minutes: 120,
            oldest_minutes: 120,
            free_disk_mb: 500,
            battery_percent: 15,
            skew_seconds: 120,
            least_app: String::new(),
        }
    }
}

impl AlarmRules {
    fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

impl Settings {
    /// What is written down only where it is another than usual. Whoever looks for a name among those that are written
    /// has to look here too.
    pub const OFTEN_UNSAID: &[&str] = &[
        "directory_days",
        "track_days",
        "tianditu_key",
        "second_factor",
        "alarms",
        "freeze_day",
        "blind_check_percent",
    ];
}

/// How long a directory is shown without a word from the server where nothing says another.
const USUAL_DIRECTORY_DAYS: u32 = 30;

fn is_usual_directory_days(days: &u32) -> bool {
    *days == USUAL_DIRECTORY_DAYS
}

/// How long tracks are kept where nothing says another.
const USUAL_TRACK_DAYS: u32 = 90;

fn is_usual_track_days(days: &u32) -> bool {
    *days == USUAL_TRACK_DAYS
}

/// On which day of the month after a month is frozen where nothing says another.
const USUAL_FREEZE_DAY: u8 = 3;

fn is_usual_freeze_day(day: &u8) -> bool {
    *day == USUAL_FREEZE_DAY
}

fn is_none_of_a_hundred(percent: &u8) -> bool {
    *percent == 0
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: String::new(),
            zone: USUAL_ZONE.to_owned(),
            case_prefix: "XA".to_owned(),
            training: false,
            automatic: Automatic::default(),
            rules: Rules::default(),
            evidence: EvidenceRules::default(),
            nearest_m: 50,
            remark_m: 100,
            working_edge_px: 1600,
            check_minutes: 120,
            verify_minutes: 60,
            send_originals: false,
            duplicate_m: 50,
            duplicate_hours: 24,
            nearby_days: 30,
            directory_days: USUAL_DIRECTORY_DAYS,
            track_days: USUAL_TRACK_DAYS,
            tianditu_key: String::new(),
            second_factor: SecondFactor::Off,
            alarms: AlarmRules::default(),
            freeze_day: USUAL_FREEZE_DAY,
            blind_check_percent: 0,
        }
    }
}

/// Who has to show a one-time code beside their password. Whoever wants one may have it all the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SecondFactor {
    /// Nobody.
    #[default]
    Off,
    /// Administrators. Said by the city it is for those of every jurisdiction.
    Admins,
}

impl SecondFactor {
    /// Tells whether nobody has to.
    fn is_off(&self) -> bool {
        matches!(self, Self::Off)
    }
}

/// The steps that the server takes by itself; each leaves a flow record with the rule's name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Automatic {
    /// A collector's report is accepted, and any other that was found to be true.
    pub accept: bool,
    /// Somebody is drawn and sent to verify a report that is no collector's.
    pub send_verify: bool,
    /// An accepted case with a grid and a condition is filed.
    pub file: bool,
    /// A filed case with exactly one unit by rule is dispatched to it.
    pub dispatch: bool,
    /// A dispatched case is being handled at once.
    pub assign: bool,
    /// A unit's finish passes the review.
    pub review: bool,
    /// A check is drawn and sent.
    pub send_check: bool,
    /// A passed check passes the check stage.
    pub pass_check: bool,
    /// A case whose check passed is closed.
    pub close: bool,
}

impl Automatic {
    /// Every step on: what the training city has.
    pub const ALL: Self = Self {
        accept: true,
        send_verify: true,
        file: true,
        dispatch: true,
        assign: true,
        review: true,
        send_check: true,
        pass_check: true,
        close: true,
    };
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::{AlarmRules, SecondFactor, Settings};

    fn names(settings: &Settings) -> BTreeSet<String> {
        let Value::Object(fields) = serde_json::to_value(settings).unwrap() else { panic!("settings are an object") };
        fields.keys().cloned().collect()
    }

    #[test]
    fn what_is_not_always_written_is_known_by_its_name() {
        let all = Settings {
            directory_days: 7,
            track_days: 30,
            tianditu_key: "k".to_owned(),
            second_factor: SecondFactor::Admins,
            alarms: AlarmRules { silent_minutes: 60, ..AlarmRules::default() },
            freeze_day: 5,
            blind_check_percent: 5,
            ..Settings::default()
        };
        let unsaid: Vec<String> = names(&all).difference(&names(&Settings::default())).cloned().collect();
        let known: BTreeSet<&str> = Settings::OFTEN_UNSAID.iter().copied().collect();
        assert_eq!(unsaid.iter().map(String::as_str).collect::<BTreeSet<_>>(), known);
        let described: BTreeSet<String> = [names(&Settings::default()), names(&all)].into_iter().flatten().collect();
        let schema = serde_json::to_value(<Settings as utoipa::PartialSchema>::schema()).unwrap();
        let properties: BTreeSet<String> = schema["properties"].as_object().unwrap().keys().cloned().collect();
        assert_eq!(properties, described, "a field that is neither written nor named here could never be set");
    }
}
