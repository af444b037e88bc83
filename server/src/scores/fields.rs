//! Models as they are sent: no field is passed over. What was meant by one that no model has would silently not count, and
//! a month would be scored otherwise than was written.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::refusal::{Code, Refusal};

use crate::error::{Error, Result, refuse};

/// Reads a model, or what holds one; refuses a field that there is not, by where it stands.
pub fn read<T: Serialize + DeserializeOwned>(sent: Value) -> Result<T> {
    let read: T = serde_json::from_value(sent.clone())
        .map_err(|error| Error::Refused(Refusal::because(Code::BadRequest, error.to_string())))?;
    match unknown(&sent, &serde_json::to_value(&read)?) {
        Some(field) => refuse(Code::BadValue, format!("{field}: there is no such field")),
        None => Ok(read),
    }
}

/// Returns the first field that was sent and not read. One that says nothing need not be there.
fn unknown(sent: &Value, read: &Value) -> Option<String> {
    let below = |name: String, sent: &Value, read: Option<&Value>| match read {
        Some(read) => unknown(sent, read).map(|field| format!("{name}.{field}")),
        None if sent.is_null() => None,
        None => Some(name),
    };
    match (sent, read) {
        (Value::Object(sent), Value::Object(read)) => {
            sent.iter().find_map(|(name, value)| below(name.clone(), value, read.get(name)))
        }
        (Value::Array(sent), Value::Array(read)) => {
            sent.iter().enumerate().find_map(|(place, value)| below(place.to_string(), value, read.get(place)))
        }
        (_, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use shared::assessment::score::Model;

    use super::{Error, read};

    fn told(model: Value) -> Option<String> {
        match read::<Model>(model) {
            Ok(_) => None,
            Err(Error::Refused(refusal)) => Some(refusal.to_string()),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_published_model_is_read_whole_and_a_field_more_is_refused_where_it_stands() {
        for text in [
            include_str!("../../packs/models/jinhua.json"),
            include_str!("../../packs/models/jinhua_2.json"),
            include_str!("../../packs/models/jinniu.json"),
            include_str!("../../packs/models/monthly.json"),
            include_str!("../../packs/models/yangzhou.json"),
        ] {
            let mut model: Value = serde_json::from_str(text).unwrap();
            assert_eq!(told(model.clone()), None);
            model["indicators"][0]["of"] = Value::Null;
            assert_eq!(told(model.clone()), None, "what says nothing is no field");
            model["indicators"][1]["rule"]["full"] = json!(1);
            assert!(told(model).unwrap().contains("indicators.1.rule.full"));
        }
    }
}
