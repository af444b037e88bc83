//! What settings may be, and what of them changes.

use jiff::tz::TimeZone;
use serde_json::Value;
use shared::api::jurisdictions::{FIELDS, Kind, LONGEST_NAME, at, stray};
use shared::ids::{JurisdictionId, Sha256, UnitId};
use shared::refusal::Code;
use shared::settings::Settings;

use crate::catalogue::bodies::Jurisdiction;
use crate::catalogue::city::City;
use crate::error::{Result, refuse};

/// Reads the settings that somebody wishes for a jurisdiction; says which one is missing, unknown or out of its range.
pub fn settings(city: &City, of: &JurisdictionId, wish: &Value) -> Result<Settings> {
    if let Some(place) = stray(wish) {
        let place: String = place.chars().take(80).collect();
        return refuse(Code::BadValue, format!("settings.{place}: there is no such setting"));
    }
    for field in FIELDS {
        let Some(value) = at(wish, field.path) else {
            return refuse(Code::BadValue, format!("settings.{}: it is missing", field.path));
        };
        if let Some(allowed) = field.kind.refuses(value) {
            return refuse(Code::BadValue, format!("settings.{}: {allowed}", field.path));
        }
        if let Some(why) = outside(city, of, field.kind, value) {
            return refuse(Code::BadValue, format!("settings.{}: {why}", field.path));
        }
    }
    match serde_json::from_value(wish.clone()) {
        Ok(settings) => Ok(settings),
        Err(error) => refuse(Code::BadValue, format!("settings: {error}")),
    }
}

/// Says what is wrong with a value for somebody who knows the world's zones and the city's units.
fn outside(city: &City, of: &JurisdictionId, kind: Kind, value: &Value) -> Option<String> {
    match kind {
        Kind::Zone => {
            let name = value.as_str().unwrap_or_default();
            TimeZone::get(name).is_err().then(|| format!("there is no zone {name}"))
        }
        Kind::Percents => {
            let is_ours = |name: &String| {
                let unit = name.parse::<UnitId>().ok();
                unit.and_then(|unit| city.unit(&unit)).is_some_and(|unit| unit.jurisdiction == *of)
            };
            let strange = value.as_object()?.keys().find(|name| !is_ours(name))?;
            Some(format!("{of} has no unit {}", strange.chars().take(40).collect::<String>()))
        }
        Kind::Switch
        | Kind::Number(..)
        | Kind::Choice(_)
        | Kind::Prefix
        | Kind::Key(_)
        | Kind::Version
        | Kind::Elsewhere => None,
    }
}

/// Returns a name without what stands round it, if it is one.
pub fn name(field: &str, text: &str) -> Result<String> {
    let text = text.trim();
    if text.chars().count() > LONGEST_NAME || text.chars().any(char::is_control) {
        return refuse(Code::BadValue, format!("{field}: one line of at most {LONGEST_NAME} characters"));
    }
    Ok(text.to_owned())
}

/// Returns what changes whenever a jurisdiction's settings or names do.
pub fn version(jurisdiction: &Jurisdiction) -> Result<String> {
    let Jurisdiction { name, name_en, settings, .. } = jurisdiction;
    let hash = Sha256::of(&serde_json::to_vec(&(name, name_en, settings))?);
    Ok(hash.as_str().chars().take(16).collect())
}

/// A setting that changes, in words; both empty for what is not written down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// Which.
    pub field: &'static str,
    /// What it was.
    pub was: String,
    /// What it becomes.
    pub became: String,
}

/// Returns what changes between two states of a jurisdiction, both with every setting said.
pub fn steps(before: &Jurisdiction, was: &Value, after: &Jurisdiction, becomes: &Value) -> Vec<Step> {
    let mut steps = Vec::new();
    for (field, was, became) in [("name", &before.name, &after.name), ("name_en", &before.name_en, &after.name_en)] {
        if was != became {
            steps.push(Step { field, was: was.clone(), became: became.clone() });
        }
    }
    for field in FIELDS {
        let (was, became) = (at(was, field.path), at(becomes, field.path));
        if was == became {
            continue;
        }
        steps.push(match field.kind {
            Kind::Key(_) => Step { field: field.path, was: String::new(), became: String::new() },
            Kind::Switch
            | Kind::Number(..)
            | Kind::Choice(_)
            | Kind::Zone
            | Kind::Prefix
            | Kind::Version
            | Kind::Percents
            | Kind::Elsewhere => Step { field: field.path, was: written(was), became: written(became) },
        });
    }
    steps
}

/// Writes a value as people read it; a long one is cut.
fn written(value: Option<&Value>) -> String {
    let text = match value {
        None => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    };
    text.chars().take(300).collect()
}

#[cfg(test)]
mod tests {
    use shared::api::jurisdictions::whole;
    use shared::settings::Settings;

    use super::{name, steps, version};
    use crate::catalogue::bodies::Jurisdiction;

    fn jurisdiction(settings: Settings) -> Jurisdiction {
        Jurisdiction {
            id: "610112".parse().unwrap(),
            name: "未央区".to_owned(),
            name_en: String::new(),
            is_city: false,
            settings,
            scope_version: 1,
        }
    }

    #[test]
    fn what_changes_is_said_and_a_key_is_not() {
        let before = jurisdiction(Settings::default());
        let mut after =
            jurisdiction(Settings { tianditu_key: "secret".to_owned(), track_days: 30, ..Settings::default() });
        after.settings.rules.most_extensions = 3;
        after.name_en = "Weiyang".to_owned();
        let (was, becomes) = (whole(&before.settings).unwrap(), whole(&after.settings).unwrap());
        let said: Vec<String> = steps(&before, &was, &after, &becomes)
            .into_iter()
            .map(|step| format!("{}: {} → {}", step.field, step.was, step.became))
            .collect();
        assert_eq!(
            said,
            ["name_en:  → Weiyang", "rules.most_extensions: 2 → 3", "track_days: 90 → 30", "tianditu_key:  → "]
        );
        assert_ne!(version(&before).unwrap(), version(&after).unwrap());
        assert_eq!(steps(&before, &was, &before, &was), []);
    }

    #[test]
    fn a_name_is_one_line() {
        assert_eq!(name("name", " 未央区 ").unwrap(), "未央区");
        assert!(name("name", "a\nb").is_err() && name("name", &"长".repeat(41)).is_err());
    }
}
