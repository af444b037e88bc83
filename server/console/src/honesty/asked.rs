//! Which hints are looked for, as it stands in the address.

use crate::route::{Route, encode};
use crate::section::{Address, Section};

/// The word of the page about how well answers agree, in the place of a hint's id.
pub const AGREEMENT: &str = "agreement";

/// The word below that of the list behind one of its numbers.
pub const CASES: &str = "cases";

/// What narrows the hints, in the words of the address and of the server.
const NAMES: [&str; 4] = ["kind", "state", "area", "after"];

/// Writes the filter as a query of the server.
pub fn query(address: &Address) -> String {
    let said = NAMES.iter().filter_map(|name| Some((*name, address.get(name)?)));
    said.map(|(name, value)| format!("&{name}={}", encode(value))).collect()
}

/// Returns the address without a hint and from the newest on.
pub fn first(address: &Address) -> Address {
    Address { path: Vec::new(), query: address.query.clone() }.with("after", "")
}

/// Returns the way to one hint, under the same filter.
pub fn hint(address: &Address, id: &str) -> Route {
    Route::At(Section::Honesty, Address { path: vec![id.to_owned()], query: address.query.clone() })
}

/// Returns the way back from a hint, under the same filter.
pub fn without(address: &Address) -> String {
    Address { path: Vec::new(), query: address.query.clone() }.href(Section::Honesty)
}

#[cfg(test)]
mod tests {
    use super::{first, hint, query, without};
    use crate::section::Address;

    #[test]
    fn the_filter_is_asked_for_as_it_stands_in_the_address() {
        let address = Address::default().below("018f").with("kind", "speed").with("after", "17.a b").with("odd", "1");
        assert_eq!(query(&address), "&kind=speed&after=17.a%20b");
        assert_eq!(first(&address).get("after"), None);
        assert!(first(&address).path.is_empty());
        assert_eq!(hint(&first(&address), "7").href(), "#/honesty/7?kind=speed&odd=1");
        assert_eq!(without(&address), "#/honesty?kind=speed&after=17.a%20b&odd=1");
    }
}
