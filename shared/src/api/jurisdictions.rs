//! Jurisdictions (辖区) with their switches: what each setting may be, and how one is read and changed.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::ids::{JurisdictionId, UnitId};
use crate::settings::Settings;
use crate::time::Instant;

/// The longest name of a jurisdiction, in characters.
pub const LONGEST_NAME: usize = 40;

/// `GET /api/v1/jurisdictions`: those within the caller's reach, in the order of their ids.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct JurisdictionList {
    /// The jurisdictions.
    pub jurisdictions: Vec<JurisdictionRow>,
    /// What the next page comes behind; nothing on the last one.
    pub next: Option<String>,
}

/// A jurisdiction in a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct JurisdictionRow {
    /// Its id.
    pub id: JurisdictionId,
    /// Its name.
    pub name: String,
    /// Its name in English; empty where nobody gave one.
    pub name_en: String,
    /// It stands for all of them.
    pub is_city: bool,
    /// It is a training city.
    pub training: bool,
    /// How many accounts may sign in.
    pub people: u64,
    /// How many devices they have that were not withdrawn.
    pub devices: u64,
    /// How many of its cases are not over.
    pub open_cases: u64,
}

/// `GET /api/v1/jurisdictions/{id}`, and the answer to a change of it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct JurisdictionFile {
    /// The jurisdiction.
    pub jurisdiction: JurisdictionRow,
    /// What it has switched on, all of it.
    #[schema(value_type = Settings)]
    pub settings: Value,
    /// What a new jurisdiction has.
    #[schema(value_type = Settings)]
    pub usual: Value,
    /// What a change names as seen; another one after every change.
    pub version: String,
    /// Who changed which setting last. One that is not named was never changed since it is known who does.
    pub changes: Vec<SettingChange>,
}

/// The last change of one setting.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct SettingChange {
    /// Which setting: `rules.most_extensions`.
    pub field: String,
    /// What it was; empty for what is not written down, such as a key.
    pub was: String,
    /// What it became.
    pub became: String,
    /// When.
    pub at: Instant,
    /// Who: `account zheng`, `system command_line`.
    pub actor: String,
}

/// `PUT /api/v1/jurisdictions/{id}`: what it has from now on, all of it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct JurisdictionChange {
    /// The `version` that was seen; where somebody else changed something since, nothing is changed.
    pub seen: String,
    /// Its name.
    pub name: String,
    /// Its name in English.
    #[serde(default)]
    pub name_en: String,
    /// Every setting. One that is missing is refused: what is not said would become what is usual.
    #[schema(value_type = Settings)]
    pub settings: Value,
}

/// `GET /api/v1/jurisdictions/{id}/duty`: whom and where its people may work for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct JurisdictionDuty {
    /// Its responsible units, in the order of their ids.
    pub units: Vec<DutyUnit>,
    /// Its duty grids, in the order of their ids.
    pub duty_grids: Vec<DutyPlace>,
    /// Its administrators need a one-time code: none of them first signs in by a link.
    #[serde(default)]
    pub admins_need_code: bool,
}

/// A responsible unit by its name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DutyUnit {
    /// Its id.
    pub id: UnitId,
    /// Its name.
    pub name: String,
}

/// A duty grid by its name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct DutyPlace {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How many people walk it.
    pub people: u64,
}

/// What a setting may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// On or off.
    Switch,
    /// A whole number from the first to the second.
    Number(u32, u32),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// The name of a zone that the world's table of zones knows.
    Zone,
    /// Two to six capital letters or digits, a letter first.
    Prefix,
    /// Letters and digits, at most so many; may be empty. Never written down in a ledger.
    Key(usize),
    /// A version of the app, numbers with dots between; empty for none.
    Version,
    /// Of units: a percentage each.
    Percents,
    /// It is changed on another page.
    Elsewhere,
}

/// What a group of settings is about, in the order in which they are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Group {
    /// Zone, prefix, training.
    Place,
    /// Steps that the server takes by itself.
    Automatic,
    /// What of a case's life is its own.
    Life,
    /// Which level's desk takes which step.
    Desks,
    /// How long each stage may take.
    Stages,
    /// Verifying and checking.
    Checks,
    /// Within which limits a photo's claims are taken without a word.
    Evidence,
    /// What phones work with.
    Phones,
    /// From when on trouble with a device is an alarm.
    Alarms,
    /// What is asked of whoever signs in.
    SignIn,
    /// How months are reckoned.
    Assessment,
}

impl Group {
    /// Every group, in the order of this list.
    pub const ALL: &[Self] = &[
        Self::Place,
        Self::Automatic,
        Self::Life,
        Self::Desks,
        Self::Stages,
        Self::Checks,
        Self::Evidence,
        Self::Phones,
        Self::Alarms,
        Self::SignIn,
        Self::Assessment,
    ];
}

/// A setting: where it stands and what it may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Field {
    /// Where it stands: `rules.most_extensions`.
    pub path: &'static str,
    /// With which others it is shown.
    pub group: Group,
    /// What it may be.
    pub kind: Kind,
}

const fn field(group: Group, path: &'static str, kind: Kind) -> Field {
    Field { path, group, kind }
}

const LEVELS: Kind = Kind::Choice(&["either", "city", "district"]);
/// A week of working minutes; 0 for as long as it takes.
const MINUTES: Kind = Kind::Number(0, 10_080);

/// A week, in minutes; 0 for never.
const SINCE: Kind = Kind::Number(0, 10_080);

/// Every setting of a jurisdiction but its name, which is that of the jurisdiction.
pub const FIELDS: &[Field] = &[
    field(Group::Place, "zone", Kind::Zone),
    field(Group::Place, "case_prefix", Kind::Prefix),
    field(Group::Place, "training", Kind::Switch),
    field(Group::Automatic, "automatic.accept", Kind::Switch),
    field(Group::Automatic, "automatic.send_verify", Kind::Switch),
    field(Group::Automatic, "automatic.file", Kind::Switch),
    field(Group::Automatic, "automatic.dispatch", Kind::Switch),
    field(Group::Automatic, "automatic.assign", Kind::Switch),
    field(Group::Automatic, "automatic.review", Kind::Switch),
    field(Group::Automatic, "automatic.send_check", Kind::Switch),
    field(Group::Automatic, "automatic.pass_check", Kind::Switch),
    field(Group::Automatic, "automatic.close", Kind::Switch),
    field(Group::Life, "rules.verify_first", Kind::Switch),
    field(Group::Life, "rules.clock_stops", Kind::Choice(&["finish", "review"])),
    field(Group::Life, "rules.handler_finishes", Kind::Switch),
    field(Group::Life, "rules.most_extensions", Kind::Number(0, 20)),
    field(Group::Life, "rules.most_suspensions", Kind::Number(0, 20)),
    field(Group::Life, "rules.most_suspended_days", Kind::Number(1, 3_650)),
    field(Group::Life, "rules.second_dispatch", Kind::Switch),
    field(Group::Life, "rules.pauses_while_out", Kind::Switch),
    field(Group::Life, "rules.warn_minutes", MINUTES),
    field(Group::Life, "rules.reassign_dispatched", Kind::Switch),
    field(Group::Life, "rules.limits", Kind::Elsewhere),
    field(Group::Desks, "rules.desks.accept", LEVELS),
    field(Group::Desks, "rules.desks.file", LEVELS),
    field(Group::Desks, "rules.desks.dispatch", LEVELS),
    field(Group::Desks, "rules.desks.review", LEVELS),
    field(Group::Desks, "rules.desks.check", LEVELS),
    field(Group::Desks, "rules.desks.close", LEVELS),
    field(Group::Stages, "rules.stages.accept", MINUTES),
    field(Group::Stages, "rules.stages.send_verify", MINUTES),
    field(Group::Stages, "rules.stages.file", MINUTES),
    field(Group::Stages, "rules.stages.dispatch", MINUTES),
    field(Group::Stages, "rules.stages.second_dispatch", MINUTES),
    field(Group::Stages, "rules.stages.review", MINUTES),
    field(Group::Stages, "rules.stages.send_check", MINUTES),
    field(Group::Stages, "rules.stages.close", MINUTES),
    field(Group::Checks, "verify_minutes", Kind::Number(1, 10_080)),
    field(Group::Checks, "check_minutes", Kind::Number(1, 10_080)),
    field(Group::Checks, "rules.check_percent", Kind::Number(0, 100)),
    field(Group::Checks, "rules.check_percent_of", Kind::Percents),
    field(Group::Checks, "rules.duty_by_shift", Kind::Switch),
    field(Group::Evidence, "evidence.album", Kind::Switch),
    field(Group::Evidence, "evidence.album_s", Kind::Number(0, 604_800)),
    field(Group::Evidence, "evidence.far_m", Kind::Number(1, 10_000)),
    field(Group::Evidence, "evidence.uncertain_m", Kind::Number(1, 10_000)),
    field(Group::Evidence, "evidence.stale_s", Kind::Number(1, 86_400)),
    field(Group::Evidence, "evidence.fast_kmh", Kind::Number(1, 1_000)),
    field(Group::Evidence, "evidence.clock_s", Kind::Number(1, 86_400)),
    field(Group::Evidence, "evidence.heading_deg", Kind::Number(0, 180)),
    field(Group::Phones, "nearest_m", Kind::Number(0, 5_000)),
    field(Group::Phones, "remark_m", Kind::Number(0, 5_000)),
    field(Group::Phones, "working_edge_px", Kind::Number(640, 4_096)),
    field(Group::Phones, "send_originals", Kind::Switch),
    field(Group::Phones, "duplicate_m", Kind::Number(0, 5_000)),
    field(Group::Phones, "duplicate_hours", Kind::Number(0, 8_760)),
    field(Group::Phones, "nearby_days", Kind::Number(0, 365)),
    field(Group::Phones, "directory_days", Kind::Number(1, 365)),
    field(Group::Phones, "track_days", Kind::Number(1, 3_650)),
    field(Group::Phones, "tianditu_key", Kind::Key(64)),
    field(Group::Alarms, "alarms.silent_minutes", SINCE),
    field(Group::Alarms, "alarms.oldest_minutes", SINCE),
    field(Group::Alarms, "alarms.free_disk_mb", Kind::Number(0, 100_000)),
    field(Group::Alarms, "alarms.battery_percent", Kind::Number(0, 100)),
    field(Group::Alarms, "alarms.skew_seconds", Kind::Number(0, 86_400)),
    field(Group::Alarms, "alarms.least_app", Kind::Version),
    field(Group::SignIn, "second_factor", Kind::Choice(&["off", "admins"])),
    field(Group::Assessment, "freeze_day", Kind::Number(1, 28)),
    field(Group::Checks, "blind_check_percent", Kind::Number(0, 100)),
];

/// Writes settings with all that is often left unsaid: a desk sees every one of them.
pub fn whole(settings: &Settings) -> Result<Value, serde_json::Error> {
    let mut value = serde_json::to_value(settings)?;
    set(&mut value, "directory_days", settings.directory_days.into());
    set(&mut value, "track_days", settings.track_days.into());
    set(&mut value, "tianditu_key", settings.tianditu_key.clone().into());
    set(&mut value, "alarms", serde_json::to_value(&settings.alarms)?);
    set(&mut value, "second_factor", serde_json::to_value(settings.second_factor)?);
    set(&mut value, "freeze_day", settings.freeze_day.into());
    set(&mut value, "rules.check_percent_of", serde_json::to_value(&settings.rules.check_percent_of)?);
    set(&mut value, "rules.limits", serde_json::to_value(&settings.rules.limits)?);
    set(&mut value, "blind_check_percent", settings.blind_check_percent.into());
    Ok(value)
}

/// Returns a place of settings that no setting stands at, if there is one.
pub fn stray(settings: &Value) -> Option<String> {
    let mut places = Vec::new();
    leaves(settings, "", &mut places);
    places.into_iter().find(|place| {
        let is_in = |field: &Field| match field.kind {
            Kind::Percents | Kind::Elsewhere => {
                place.strip_prefix(field.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            }
            Kind::Switch
            | Kind::Number(..)
            | Kind::Choice(_)
            | Kind::Zone
            | Kind::Prefix
            | Kind::Key(_)
            | Kind::Version => place == field.path,
        };
        place != "name" && !FIELDS.iter().any(is_in)
    })
}

/// Collects the places at which something stands that holds nothing further.
fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
    match value.as_object().filter(|object| path.is_empty() || !object.is_empty()) {
        Some(object) => {
            for (name, below) in object {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                leaves(below, &path, found);
            }
        }
        None => found.push(path.to_owned()),
    }
}

/// Returns what stands at a place of settings; nothing where it is not said.
pub fn at<'a>(settings: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(settings, |value, part| value.get(part))
}

/// Says something at a place of settings.
pub fn set(settings: &mut Value, path: &str, wish: Value) {
    let mut place = settings;
    for part in path.split('.') {
        if !place.is_object() {
            *place = Value::Object(serde_json::Map::new());
        }
        let Some(object) = place.as_object_mut() else { return };
        place = object.entry(part.to_owned()).or_insert(Value::Null);
    }
    *place = wish;
}

impl Kind {
    /// Says what is wrong with a value, by itself: which zones and units there are is for who knows them.
    pub fn refuses(self, value: &Value) -> Option<String> {
        let words = |longest: usize| value.as_str().filter(|text| text.len() <= longest);
        match self {
            Self::Switch => (!value.is_boolean()).then(|| "true or false".to_owned()),
            Self::Number(least, most) => {
                let fits = value.as_u64().is_some_and(|number| (u64::from(least)..=u64::from(most)).contains(&number));
                (!fits).then(|| format!("a whole number from {least} to {most}"))
            }
            Self::Choice(known) => {
                let fits = value.as_str().is_some_and(|word| known.contains(&word));
                (!fits).then(|| format!("one of {}", known.join(", ")))
            }
            Self::Zone => words(60).is_none_or(str::is_empty).then(|| "the name of a zone".to_owned()),
            Self::Prefix => {
                let fits = words(6).is_some_and(|text| {
                    text.len() >= 2
                        && text.starts_with(|first: char| first.is_ascii_uppercase())
                        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
                });
                (!fits).then(|| "two to six capital letters or digits, a letter first".to_owned())
            }
            Self::Key(longest) => {
                let fits = words(longest).is_some_and(|text| text.bytes().all(|b| b.is_ascii_alphanumeric()));
                (!fits).then(|| format!("at most {longest} letters and digits"))
            }
            Self::Version => {
                let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
                let fits = words(20).is_some_and(|text| text.is_empty() || text.split('.').all(is_number));
                (!fits).then(|| "numbers with dots between, such as 1.4.2; or nothing".to_owned())
            }
            Self::Percents => {
                let percent = |value: &Value| value.as_u64().is_some_and(|number| number <= 100);
                let fits = value.as_object().is_some_and(|units| units.values().all(percent));
                (!fits).then(|| "of each unit a whole number from 0 to 100".to_owned())
            }
            Self::Elsewhere => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{FIELDS, Group, Kind, at, set, stray, whole};
    use crate::settings::{SecondFactor, Settings};

    #[test]
    fn every_setting_stands_in_the_table_and_the_table_names_no_other() {
        let usual = whole(&Settings::default()).unwrap();
        assert_eq!(stray(&usual), None, "it could not be changed at a desk");
        for field in FIELDS {
            assert!(at(&usual, field.path).is_some(), "there is no setting {}", field.path);
            assert_eq!(FIELDS.iter().filter(|other| other.path == field.path).count(), 1, "{}", field.path);
            assert!(Group::ALL.contains(&field.group));
        }
        for name in Settings::OFTEN_UNSAID {
            let first = |path: &str| path.split('.').next() == Some(*name);
            assert!(FIELDS.iter().any(|field| first(field.path)), "{name} could not be changed at a desk");
        }
    }

    #[test]
    fn what_no_setting_is_called_is_found() {
        let mut settings = whole(&Settings::default()).unwrap();
        set(&mut settings, "rules.check_percent_of", json!({"610112-HW-1": 50}));
        assert_eq!(stray(&settings), None);
        set(&mut settings, "rules.most_wishes", json!(3));
        assert_eq!(stray(&settings).as_deref(), Some("rules.most_wishes"));
    }

    #[test]
    fn what_is_often_unsaid_is_said_to_a_desk_and_read_back() {
        let mut settings = whole(&Settings::default()).unwrap();
        assert_eq!(at(&settings, "alarms.silent_minutes"), Some(&json!(120)));
        assert_eq!(at(&settings, "second_factor"), Some(&json!("off")));
        set(&mut settings, "alarms.least_app", json!("1.4"));
        set(&mut settings, "second_factor", json!("admins"));
        let read: Settings = serde_json::from_value(settings.clone()).unwrap();
        assert_eq!((read.alarms.least_app.as_str(), read.second_factor), ("1.4", SecondFactor::Admins));
        assert_eq!(whole(&read).unwrap(), settings);
    }

    #[test]
    fn what_is_usual_is_allowed() {
        let usual = whole(&Settings::default()).unwrap();
        for field in FIELDS {
            assert_eq!(field.kind.refuses(at(&usual, field.path).unwrap()), None, "{}", field.path);
        }
    }

    #[track_caller]
    fn check(kind: Kind, good: &Value, bad: &[Value]) {
        assert_eq!(kind.refuses(good), None);
        for value in bad {
            assert!(kind.refuses(value).is_some(), "{kind:?} {value}");
        }
    }

    #[test]
    fn what_is_no_such_value_is_refused() {
        check(Kind::Switch, &json!(false), &[json!(0), json!("true"), json!(null)]);
        check(Kind::Number(1, 9), &json!(9), &[json!(0), json!(10), json!(-1), json!(1.5), json!("3")]);
        check(Kind::Choice(&["a", "b"]), &json!("b"), &[json!("c"), json!("")]);
        check(Kind::Prefix, &json!("XA2"), &[json!("X"), json!("xa"), json!("2XA"), json!("ABCDEFG"), json!("西安")]);
        check(Kind::Key(4), &json!("ab12"), &[json!("ab123"), json!("a b"), json!(1)]);
        check(Kind::Percents, &json!({"610112-HW-1": 100}), &[json!({"610112-HW-1": 101}), json!([])]);
        check(Kind::Zone, &json!("Asia/Urumqi"), &[json!(""), json!(8)]);
        check(Kind::Version, &json!("1.10.0"), &[json!("v1"), json!("1..2"), json!("1.2-beta"), json!(1)]);
        check(Kind::Version, &json!(""), &[json!("."), json!("1.1.1.1.1.1.1.1.1.1.1")]);
    }

    #[test]
    fn a_setting_is_found_where_it_was_put() {
        let mut settings = serde_json::to_value(Settings::default()).unwrap();
        set(&mut settings, "rules.desks.accept", json!("city"));
        set(&mut settings, "tianditu_key", json!("k"));
        assert_eq!(at(&settings, "rules.desks.accept"), Some(&json!("city")));
        assert_eq!(at(&settings, "rules.nothing"), None);
        let read: Settings = serde_json::from_value(settings).unwrap();
        assert_eq!(read.tianditu_key, "k");
    }
}
