//! What the page shows, as it stands in the address.

use crate::route::{Route, encode};
use crate::section::{Address, Section};

/// Which part of the page is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Part {
    /// The entries.
    #[default]
    People,
    /// What was changed.
    Changes,
    /// Who looks after what.
    Editors,
}

impl Part {
    /// Every part.
    pub const ALL: &[Self] = &[Self::People, Self::Changes, Self::Editors];

    /// Returns the word it stands as in the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::People => "",
            Self::Changes => "changes",
            Self::Editors => "editors",
        }
    }
}

/// What is shown.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Asked {
    /// The part.
    pub part: Part,
    /// Whose list; of all without.
    pub list: String,
    /// The unit; all of them without.
    pub unit: String,
    /// Words that all fit.
    pub words: String,
    /// Where the page begins.
    pub after: String,
}

impl Asked {
    /// Reads it.
    pub fn read(address: &Address) -> Self {
        let said = |name: &str| address.get(name).unwrap_or_default().to_owned();
        let part = Part::ALL.iter().copied().find(|part| Some(part.as_str()) == address.part(0)).unwrap_or_default();
        Self { part, list: said("list"), unit: said("unit"), words: said("q"), after: said("after") }
    }

    /// Writes it as a page of the desk.
    pub fn route(&self) -> Route {
        let address = match self.part {
            Part::People => Address::default(),
            Part::Changes | Part::Editors => Address::default().below(self.part.as_str()),
        };
        let address = address.with("list", &self.list).with("unit", &self.unit).with("q", &self.words);
        Route::At(Section::Directory, address.with("after", &self.after))
    }

    /// Writes it as a query of the server.
    pub fn query(&self) -> String {
        let pairs = [("jurisdiction", &self.list), ("unit", &self.unit), ("q", &self.words), ("after", &self.after)];
        let said = pairs.iter().filter(|(_, value)| !value.is_empty());
        said.map(|(name, value)| format!("&{name}={}", encode(value))).collect()
    }

    /// The same from its beginning.
    pub fn at_the_start(&self) -> Self {
        Self { after: String::new(), ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, Part};
    use crate::route::Route;
    use crate::section::Section;

    #[test]
    fn what_is_shown_is_found_again_by_its_address() {
        for part in Part::ALL {
            let asked = Asked {
                part: *part,
                list: "610112".to_owned(),
                unit: "中心/值班室 & 夜班".to_owned(),
                words: "王 100%".to_owned(),
                after: "610112/2048/a".to_owned(),
            };
            let Route::At(Section::Directory, address) = Route::parse(&asked.route().href()) else {
                panic!("{asked:?} is another page");
            };
            assert_eq!(Asked::read(&address), asked);
        }
        assert_eq!(Asked::default().query(), "");
    }
}
