//! What is asked for, as it stands in the address and as the server reads it: of which days, narrowed to what, and which
//! number.

use shared::assessment::{Basis, Counter, Slice, Subject};

use crate::route::{Route, encode};
use crate::section::{Address, Section};

/// The newest version of a frozen month.
pub const NEWEST: &str = "newest";

/// Of which days.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Period {
    /// A month, as its cases are now.
    Month(String),
    /// A month as it was frozen.
    Frozen {
        /// Which month.
        month: String,
        /// Which version of it, or the newest.
        version: String,
    },
    /// From one day to another, as the cases are now.
    Days {
        /// The first day.
        from: String,
        /// The last one.
        to: String,
    },
}

/// Of which days, and of whom.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// Of which days.
    pub period: Period,
    /// Only of a jurisdiction; empty for all that the account sees.
    pub area: String,
    /// Only of a unit; empty for all.
    pub unit: String,
}

/// Says in an address that all cases of a frozen version are meant, each once, and no number of them.
pub const WHOLE: &str = "whole";

/// One number of a table: the cases that count as something, for one row or for all of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Number {
    /// By which of its moments a case falls in the days.
    pub basis: Basis,
    /// What the cases count as.
    pub counter: Counter,
    /// Only of this part of the cases, as an indicator of a model looks at; of all of them where nothing is said.
    pub part: Option<Slice>,
    /// For which row.
    pub of: Option<Row>,
}

/// A row of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// What the rows are.
    pub by: Subject,
    /// Which; empty for the cases that have none.
    pub key: String,
    /// What people call it.
    pub name: String,
}

impl Asked {
    /// Reads what an address asks for; `today` is year, month and day where the account works. An address that says nothing
    /// asks for the month that runs. What cannot be is handed on, for the server to refuse by its name.
    pub fn read(address: &Address, today: (u32, u32, u32)) -> Self {
        let said = |name: &str| address.get(name).filter(|value| !value.is_empty()).map(str::to_owned);
        let period = match (said("month"), said("version"), said("from"), said("to")) {
            (Some(month), Some(version), _, _) => Period::Frozen { month, version },
            (Some(month), None, _, _) => Period::Month(month),
            (None, _, Some(from), Some(to)) => Period::Days { from, to },
            (None, _, Some(_) | None, Some(_) | None) => Period::Month(this_month(today)),
        };
        Self { period, area: said("area").unwrap_or_default(), unit: said("unit").unwrap_or_default() }
    }

    /// Asks the same of other days.
    #[must_use]
    pub fn of(self, period: Period) -> Self {
        Self { period, ..self }
    }

    /// Writes it into an address, in the place of what that asked for.
    pub fn onto(&self, address: Address) -> Address {
        let address = ["month", "version", "from", "to"].iter().fold(address, |address, name| address.with(name, ""));
        let address = match &self.period {
            Period::Month(month) => address.with("month", month),
            Period::Frozen { month, version } => address.with("month", month).with("version", version),
            Period::Days { from, to } => address.with("from", from).with("to", to),
        };
        address.with("area", &self.area).with("unit", &self.unit)
    }

    /// Writes it as a query of the server.
    pub fn query(&self) -> String {
        let pairs = self.onto(Address::default()).query;
        let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        pairs.join("&")
    }

    /// Returns the way to a part of these pages that asks for the same.
    pub fn way(&self, path: &[&str]) -> Address {
        let address = path.iter().fold(Address::default(), |address, part| address.below(part));
        self.onto(address)
    }

    /// Returns the way to the table of some rows.
    pub fn table(&self, by: Subject) -> Address {
        self.way(&["table"]).with("by", by.as_str())
    }

    /// Returns the way to all cases of a frozen version.
    pub fn whole(&self) -> Address {
        self.way(&["cases"]).with(WHOLE, "yes")
    }

    /// Returns the way to the cases of a number.
    pub fn cases(&self, number: &Number) -> Address {
        let part = number.part.map_or("", Slice::as_str);
        let address = self.way(&["cases"]).with("basis", number.basis.as_str());
        let mut address = address.with("counter", number.counter.as_str()).with("of", part);
        if let Some(row) = &number.of {
            address = address.with("by", row.by.as_str());
            // An empty key is a row, too: the cases that have none.
            address.query.push(("key".to_owned(), row.key.clone()));
            if row.name != row.key {
                address = address.with("name", &row.name);
            }
        }
        address
    }
}

impl Number {
    /// Reads which number an address means; `None` where it means none.
    pub fn read(address: &Address) -> Option<Self> {
        let basis = Basis::parse(address.get("basis")?)?;
        let counter = Counter::parse(address.get("counter")?)?;
        let part = match address.get("of") {
            None | Some("") => None,
            Some(word) => Some(Slice::parse(word)?),
        };
        let of = match (address.get("by"), address.get("key")) {
            (Some(by), Some(key)) => {
                let name = address.get("name").unwrap_or(key);
                Some(Row { by: Subject::parse(by)?, key: key.to_owned(), name: name.to_owned() })
            }
            (Some(_), None) | (None, Some(_)) => return None,
            (None, None) => None,
        };
        Some(Self { basis, counter, part, of })
    }

    /// Writes it as a query of the server.
    pub fn query(&self) -> String {
        let row = self.of.as_ref().map(|row| format!("&by={}&key={}", row.by.as_str(), encode(&row.key)));
        let part = self.part.map(|part| format!("&of={}", part.as_str())).unwrap_or_default();
        format!("basis={}&counter={}{part}{}", self.basis.as_str(), self.counter.as_str(), row.unwrap_or_default())
    }
}

/// Returns the address of a page as a link.
pub fn href(address: &Address) -> String {
    address.href(Section::Assessment)
}

/// Returns the way to a page.
pub fn route(address: Address) -> Route {
    Route::At(Section::Assessment, address)
}

/// Returns the month that runs: `2026-11`.
pub fn this_month((year, month, _): (u32, u32, u32)) -> String {
    format!("{year:04}-{month:02}")
}

/// Returns the month before the one that runs.
pub fn last_month((year, month, day): (u32, u32, u32)) -> String {
    match month {
        1 => this_month((year.saturating_sub(1), 12, day)),
        _ => this_month((year, month.saturating_sub(1), day)),
    }
}

#[cfg(test)]
mod tests {
    use shared::assessment::{Basis, Counter, Slice, Subject};

    use super::{Asked, NEWEST, Number, Period, Row, href, last_month};
    use crate::section::Address;

    const TODAY: (u32, u32, u32) = (2026, 11, 23);

    fn at(link: &str) -> Address {
        let (path, query) =
            link.trim_start_matches("#/").split_once('?').unwrap_or((link.trim_start_matches("#/"), ""));
        Address::read(path, query)
    }

    fn asked(period: Period) -> Asked {
        Asked { period, area: String::new(), unit: String::new() }
    }

    #[test]
    fn an_address_that_says_nothing_asks_for_the_month_that_runs() {
        let read = Asked::read(&Address::default(), TODAY);
        assert_eq!(read, asked(Period::Month("2026-11".to_owned())));
        assert_eq!(read.query(), "month=2026-11");
        assert_eq!(Asked::read(&at("#/assessment?from=2026-11-01"), TODAY).query(), "month=2026-11");
        assert_eq!((last_month(TODAY).as_str(), last_month((2027, 1, 31)).as_str()), ("2026-10", "2026-12"));
    }

    #[test]
    fn what_is_asked_for_is_found_again_by_its_address() {
        let frozen = Period::Frozen { month: "2026-10".to_owned(), version: NEWEST.to_owned() };
        let days = Period::Days { from: "2026-11-01".to_owned(), to: "2026-11-07".to_owned() };
        for period in [Period::Month("2026-10".to_owned()), frozen, days] {
            let one = Asked { area: "610102".to_owned(), unit: "610102-01".to_owned(), ..asked(period) };
            assert_eq!(Asked::read(&at(&href(&one.way(&["table"]))), TODAY), one);
            let other = asked(Period::Month("2026-01".to_owned()));
            assert_eq!(
                Asked::read(&other.onto(one.way(&[])), TODAY),
                other,
                "nothing is left of what was asked before"
            );
        }
    }

    #[test]
    fn a_number_leads_to_its_cases_and_to_no_others() {
        let asked = asked(Period::Frozen { month: "2026-10".to_owned(), version: "1".to_owned() });
        let mut number = Number { basis: Basis::Due, counter: Counter::IntimeDispose, part: None, of: None };
        assert_eq!(number.query(), "basis=due&counter=intime_dispose");
        number.of =
            Some(Row { by: Subject::Jurisdiction, key: "610103".to_owned(), name: "碑林区 & 100%".to_owned() });
        let link = href(&asked.cases(&number));
        assert_eq!(Number::read(&at(&link)), Some(number.clone()));
        assert_eq!(Asked::read(&at(&link), TODAY), asked);
        assert_eq!(number.query(), "basis=due&counter=intime_dispose&by=jurisdiction&key=610103");
        // The cases that lie with nobody are a row of their own.
        number.of = Some(Row { by: Subject::Unit, key: String::new(), name: String::new() });
        assert_eq!(Number::read(&at(&href(&asked.cases(&number)))), Some(number.clone()));
        assert!(number.query().ends_with("&by=unit&key="));
        number.part = Some(Slice::Hotline);
        assert_eq!(Number::read(&at(&href(&asked.cases(&number)))), Some(number.clone()));
        assert_eq!(number.query(), "basis=due&counter=intime_dispose&of=hotline&by=unit&key=");
    }

    #[test]
    fn a_link_that_was_cut_means_no_number() {
        for link in [
            "#/assessment/cases",
            "#/assessment/cases?basis=due",
            "#/assessment/cases?basis=due&counter=odd",
            "#/assessment/cases?basis=due&counter=report&by=unit",
            "#/assessment/cases?basis=due&counter=report&of=press",
            "#/assessment/cases?basis=due&counter=report&by=odd&key=1",
        ] {
            assert_eq!(Number::read(&at(link)), None, "{link}");
        }
    }
}
