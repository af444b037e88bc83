//! Which records are looked for, as it stands in the address.

use shared::time::Instant;

use crate::clock;
use crate::route::{Route, encode};
use crate::section::{Address, Section};

/// What narrows the records, in the words of the address. Times are written as a field for them holds them, in the zone of
/// whom the account works for.
pub const NAMES: [&str; 7] = ["actor", "action", "subject", "area", "from", "to", "before"];

/// Writes the filter as a query of the server; a time that cannot be read narrows nothing.
pub fn query(address: &Address) -> String {
    let said = NAMES.iter().filter_map(|name| Some((*name, value(name, address.get(name)?)?)));
    said.map(|(name, value)| format!("&{name}={}", encode(&value))).collect()
}

fn value(name: &str, text: &str) -> Option<String> {
    match name {
        "from" | "to" => clock::read_local(text).as_ref().map(Instant::to_string),
        _ => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
    }
}

/// Returns the address without a record and from the newest on.
pub fn newest(address: &Address) -> Address {
    Address { path: Vec::new(), query: address.query.clone() }.with("before", "")
}

/// Returns the way to one record, under the same filter.
pub fn record(address: &Address, id: &str) -> Route {
    Route::At(Section::Audit, Address { path: vec![id.to_owned()], query: address.query.clone() })
}

/// Returns the way to the records of one subject.
pub fn of_subject(subject: &str) -> Route {
    Route::At(Section::Audit, Address::default().with("subject", subject))
}

#[cfg(test)]
mod tests {
    use super::{newest, query};
    use crate::section::Address;

    #[test]
    fn the_filter_is_asked_for_as_it_stands_in_the_address() {
        let address = Address::default()
            .below("record")
            .with("actor", "wang")
            .with("subject", "case 1")
            .with("from", "2026-11-23T10:00")
            .with("to", "soon")
            .with("before", "x");
        assert_eq!(query(&address), "&actor=wang&subject=case%201&from=2026-11-23T02%3A00%3A00.000Z&before=x");
        let newest = newest(&address);
        assert!(newest.path.is_empty() && newest.get("before").is_none() && newest.get("actor") == Some("wang"));
    }
}
