//! What somebody wishes for a jurisdiction: kept apart from what it has, so that the difference can be shown.

use std::collections::BTreeMap;

use kit::lang::Lang;
use serde_json::{Map, Value};
use shared::api::jurisdictions::{FIELDS, Field, JurisdictionChange, JurisdictionFile, Kind, at, set};

use super::text;

/// What is wished, by the places of the settings; what is not in it stays.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Wish {
    fields: BTreeMap<&'static str, Value>,
    name: Option<String>,
    name_en: Option<String>,
}

/// A line of the preview.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// What changes, in words.
    pub what: String,
    /// What it is now.
    pub was: String,
    /// What it becomes.
    pub becomes: String,
    /// It is out of its range.
    pub is_wrong: bool,
}

impl Wish {
    /// Wishes something of a field.
    pub fn say(&mut self, field: &Field, value: Value) {
        self.fields.insert(field.path, value);
    }

    /// Wishes a name.
    pub fn name(&mut self, name: String) {
        self.name = Some(name);
    }

    /// Wishes a name in English.
    pub fn name_en(&mut self, name: String) {
        self.name_en = Some(name);
    }

    /// Returns what is shown in a field: what is wished, else what there is.
    pub fn value(&self, file: &JurisdictionFile, field: &Field) -> Value {
        let now = || at(&file.settings, field.path).cloned().unwrap_or(Value::Null);
        self.fields.get(field.path).cloned().unwrap_or_else(now)
    }

    /// Returns the names that are shown.
    pub fn names(&self, file: &JurisdictionFile) -> (String, String) {
        let now = &file.jurisdiction;
        (
            self.name.clone().unwrap_or_else(|| now.name.clone()),
            self.name_en.clone().unwrap_or_else(|| now.name_en.clone()),
        )
    }

    /// Returns what changes, line by line.
    pub fn steps(&self, lang: Lang, file: &JurisdictionFile) -> Vec<Step> {
        let mut steps = Vec::new();
        let (name, name_en) = self.names(file);
        let now = &file.jurisdiction;
        for (path, was, becomes, may_be_empty) in
            [("name", &now.name, name, false), ("name_en", &now.name_en, name_en, true)]
        {
            if *was != becomes.trim() {
                let what = text::field(path).map_or_else(String::new, |words| lang.say(words).to_owned());
                let is_wrong = becomes.trim().is_empty() && !may_be_empty;
                steps.push(Step { what, was: was.clone(), becomes, is_wrong });
            }
        }
        for field in FIELDS {
            let Some(becomes) = self.fields.get(field.path) else { continue };
            let was = at(&file.settings, field.path).unwrap_or(&Value::Null);
            if was == becomes {
                continue;
            }
            steps.push(Step {
                what: described(lang, field),
                was: written(lang, was),
                becomes: written(lang, becomes),
                is_wrong: field.kind.refuses(becomes).is_some(),
            });
        }
        steps
    }

    /// Returns the body of the request.
    pub fn change(&self, file: &JurisdictionFile) -> JurisdictionChange {
        let mut settings = file.settings.clone();
        for (path, value) in &self.fields {
            set(&mut settings, path, value.clone());
        }
        let (name, name_en) = self.names(file);
        JurisdictionChange { seen: file.version.clone(), name, name_en, settings }
    }
}

/// Says what a field is, with its group where its own words are those of another group too.
pub fn described(lang: Lang, field: &Field) -> String {
    let words = text::field(field.path).map_or_else(|| field.path.to_owned(), |words| lang.say(words).to_owned());
    let is_shared = field.path.starts_with("rules.desks.") || field.path.starts_with("rules.stages.");
    if is_shared { format!("{} · {words}", lang.say(text::group(field.group))) } else { words }
}

/// Writes a value in words.
pub fn written(lang: Lang, value: &Value) -> String {
    match value {
        Value::Bool(true) => lang.say(text::ON).to_owned(),
        Value::Bool(false) => lang.say(text::OFF).to_owned(),
        Value::String(word) if word.is_empty() => lang.say(text::NOT_SET).to_owned(),
        Value::String(word) => text::choice(word).map_or_else(|| word.clone(), |words| lang.say(words).to_owned()),
        Value::Object(object) if object.is_empty() => lang.say(text::NOT_SET).to_owned(),
        Value::Object(object) if object.values().all(Value::is_u64) => {
            object.iter().map(|(unit, percent)| format!("{unit} {percent}%")).collect::<Vec<_>>().join(" · ")
        }
        Value::Object(object) => text::limits(lang, object.len()),
        Value::Null | Value::Number(_) | Value::Array(_) => value.to_string(),
    }
}

/// Reads what somebody typed into a field. What is no such value is kept as it was typed and shown to be wrong.
pub fn read(kind: Kind, text: &str) -> Value {
    let text = text.trim();
    match kind {
        Kind::Number(..) => text.parse::<u32>().map_or_else(|_| Value::from(text), Value::from),
        Kind::Percents => {
            let mut units = Map::new();
            for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
                let (unit, percent) = line.rsplit_once(char::is_whitespace).unwrap_or((line, ""));
                let percent = percent.trim_end_matches('%');
                let percent = percent.parse::<u32>().map_or_else(|_| Value::from(percent), Value::from);
                units.insert(unit.trim().to_owned(), percent);
            }
            Value::Object(units)
        }
        Kind::Switch | Kind::Choice(_) | Kind::Zone | Kind::Prefix | Kind::Key(_) | Kind::Version | Kind::Elsewhere => {
            Value::from(text)
        }
    }
}

/// Writes a value as it stands in a field.
pub fn typed(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(units) => {
            let line = |(unit, percent): (&String, &Value)| match percent.as_str() {
                Some(text) => format!("{unit} {text}"),
                None => format!("{unit} {percent}"),
            };
            units.iter().map(line).collect::<Vec<_>>().join("\n")
        }
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;
    use serde_json::{Value, json};
    use shared::api::jurisdictions::{FIELDS, Field, JurisdictionFile, JurisdictionRow, Kind, at, whole};
    use shared::settings::Settings;

    use super::{Wish, read, typed};

    fn file() -> JurisdictionFile {
        let usual = whole(&Settings::default()).unwrap();
        JurisdictionFile {
            jurisdiction: JurisdictionRow {
                id: "610112".parse().unwrap(),
                name: "未央区".to_owned(),
                name_en: String::new(),
                is_city: false,
                training: false,
                people: 0,
                devices: 0,
                open_cases: 0,
            },
            settings: usual.clone(),
            usual,
            version: "v1".to_owned(),
            changes: Vec::new(),
        }
    }

    fn field(path: &str) -> &'static Field {
        FIELDS.iter().find(|field| field.path == path).unwrap()
    }

    #[test]
    fn only_what_is_another_is_a_change() {
        let file = file();
        let mut wish = Wish::default();
        wish.say(field("nearest_m"), json!(50));
        wish.name("未央区".to_owned());
        assert_eq!(wish.steps(Lang::En, &file), []);
        wish.say(field("nearest_m"), json!(60));
        wish.say(field("automatic.close"), json!(true));
        wish.say(field("rules.most_extensions"), json!(99));
        let steps = wish.steps(Lang::En, &file);
        let shown: Vec<(&str, &str, bool)> =
            steps.iter().map(|step| (step.was.as_str(), step.becomes.as_str(), step.is_wrong)).collect();
        assert_eq!(shown, [("Off", "On", false), ("2", "99", true), ("50", "60", false)]);
    }

    #[test]
    fn what_is_sent_is_everything_with_the_wishes_in_it() {
        let file = file();
        let mut wish = Wish::default();
        wish.say(field("rules.desks.accept"), json!("city"));
        let change = wish.change(&file);
        assert_eq!((change.seen.as_str(), change.name.as_str()), ("v1", "未央区"));
        assert_eq!(at(&change.settings, "rules.desks.accept"), Some(&json!("city")));
        assert_eq!(at(&change.settings, "rules.desks.file"), Some(&json!("either")), "the rest stays");
    }

    #[test]
    fn what_is_typed_is_read_and_written_the_same_way() {
        let units = "610112-HW-1 40\n610112-HW-2 100";
        assert_eq!(read(Kind::Percents, units), json!({"610112-HW-1": 40, "610112-HW-2": 100}));
        assert_eq!(typed(&read(Kind::Percents, units)), units);
        assert_eq!(read(Kind::Percents, "610112-HW-1 40%\n"), json!({"610112-HW-1": 40}));
        assert_eq!(read(Kind::Number(0, 9), " 7 "), json!(7));
        assert_eq!(read(Kind::Number(0, 9), "many"), json!("many"));
        assert_eq!(typed(&Value::Null), "");
    }
}
