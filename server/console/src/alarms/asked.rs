//! Which alarms are looked for, as it stands in the address.

use shared::ids::DeviceId;

use crate::route::{Route, encode};
use crate::section::{Address, Section};

/// So many on a page.
const LIMIT: u32 = 50;

/// Whether they are over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Which {
    /// Those that are.
    Over,
    /// Those that last.
    Lasting,
    /// All of them.
    All,
}

impl Which {
    /// Every answer, the usual one first.
    pub const ALL: &[Self] = &[Self::Over, Self::Lasting, Self::All];

    /// Returns the word in the address; the usual one has none.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Over => "",
            Self::Lasting => "lasting",
            Self::All => "all",
        }
    }

    fn read(address: &Address) -> Self {
        let said = address.get("which").unwrap_or_default();
        Self::ALL.iter().copied().find(|which| which.as_str() == said).unwrap_or(Self::Over)
    }
}

/// Returns the way to the alarms that are over: of one device, or of all.
pub fn way(device: Option<DeviceId>) -> Route {
    let device = device.map(|device| device.to_string()).unwrap_or_default();
    Route::At(Section::Alarms, Address::default().with("device", &device))
}

/// Writes what is looked for as the server reads it.
pub fn query(address: &Address) -> String {
    let which = match Which::read(address) {
        Which::Over => "&open=false",
        Which::Lasting => "&open=true",
        Which::All => "",
    };
    let said = ["kind", "device", "after"].into_iter().filter_map(|name| Some((name, address.get(name)?)));
    let said: String = said.map(|(name, value)| format!("&{name}={}", encode(value))).collect();
    format!("limit={LIMIT}{which}{said}")
}

/// Returns the address from the newest on.
pub fn newest(address: &Address) -> Address {
    address.clone().with("after", "")
}

#[cfg(test)]
mod tests {
    use super::{Which, newest, query, way};
    use crate::route::Route;
    use crate::section::{Address, Section};

    #[test]
    fn what_is_over_is_asked_for_where_nothing_else_is_said() {
        assert_eq!(query(&Address::default()), "limit=50&open=false");
        let address = Address::default().with("which", "lasting").with("kind", "silent").with("after", "a b");
        assert_eq!(query(&address), "limit=50&open=true&kind=silent&after=a%20b");
        assert_eq!(query(&newest(&address)), "limit=50&open=true&kind=silent");
        assert_eq!(query(&Address::default().with("which", "all")), "limit=50");
        assert_eq!(query(&Address::default().with("which", "never")), "limit=50&open=false");
    }

    #[test]
    fn every_answer_has_a_word_of_its_own() {
        for which in Which::ALL {
            assert_eq!(Which::read(&Address::default().with("which", which.as_str())), *which);
        }
    }

    #[test]
    fn the_way_to_one_devices_alarms_names_it() {
        let device = "018f0000-0000-7000-8000-000000000001";
        let Route::At(Section::Alarms, address) = way(device.parse().ok()) else { panic!("the alarms") };
        assert_eq!(query(&address), format!("limit=50&open=false&device={device}"));
        assert_eq!(way(None).href(), "#/alarms");
    }
}
