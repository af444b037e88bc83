//! Which month, which version of it and which model, as they stand in the address or as people mean them where it says
//! nothing; and the way to the cases of a number.

use shared::api::assessment::{Models, Month, Months, Source};
use shared::assessment::{Basis, Counter, Slice, Subject};

use crate::assessment::models::asked::codes;
use crate::route::{Route, encode};
use crate::section::{Address, Section};

/// Stands for the cases as they are now.
pub const LIVE: &str = "live";

/// What is looked at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chosen {
    /// `2026-10`.
    pub month: String,
    /// The number of a frozen version; none for live.
    pub version: Option<u32>,
    /// The model's code.
    pub model: String,
}

impl Chosen {
    /// Reads the address. Where it says no month, the newest that has a version is meant; where it says no version, the
    /// newest; where it says no model, the one that the version is published by, or else the first.
    pub fn read(address: &Address, months: &Months, models: &Models) -> Option<Self> {
        let said = address.get("month");
        let with_versions = || months.months.iter().find(|month| !month.versions.is_empty());
        let month = match said {
            Some(said) => months.months.iter().find(|month| month.month == said)?,
            None => with_versions().or_else(|| months.months.first())?,
        };
        let version = version(address.get("version"), month);
        let published = month.versions.iter().find(|one| Some(one.number) == version);
        let published = published.and_then(|one| one.published.as_ref()).map(|published| published.model.clone());
        let codes = codes(models);
        let model = address.get("model").map(str::to_owned).or(published).or_else(|| codes.first().cloned())?;
        Some(Self { month: month.month.clone(), version, model })
    }

    /// Returns what the server is asked for the scores.
    pub fn path(&self) -> String {
        let version = self.version.map_or_else(|| LIVE.to_owned(), |version| version.to_string());
        format!(
            "/api/v1/assessment/scores?month={}&version={version}&model={}",
            encode(&self.month),
            encode(&self.model)
        )
    }

    /// Returns what it is asked for the points that were given.
    pub fn given_path(&self) -> String {
        format!("/api/v1/assessment/given?month={}&model={}", encode(&self.month), encode(&self.model))
    }
}

fn version(said: Option<&str>, month: &Month) -> Option<u32> {
    let newest = month.versions.iter().map(|one| one.number).max();
    match said {
        Some(LIVE) => None,
        Some(number) => number.parse().ok().or(newest),
        None => newest,
    }
}

/// Which number of a score: its cases are exactly these.
#[derive(Clone, Copy)]
pub struct Number<'a> {
    /// Of which month.
    pub month: &'a str,
    /// Live, or from which version.
    pub source: &'a Source,
    /// Whom the model scores.
    pub by: Subject,
    /// Which of them.
    pub key: &'a str,
    /// … and what people call it.
    pub name: &'a str,
    /// By which basis.
    pub basis: Basis,
    /// What the cases count as.
    pub counter: Counter,
    /// Only of this part of them, where the indicator looks at one.
    pub part: Option<Slice>,
}

impl Number<'_> {
    /// Returns the address of the cases.
    pub fn href(&self) -> String {
        let version = match self.source {
            Source::Live => String::new(),
            Source::Frozen { version, .. } => version.to_string(),
        };
        let mut address = Address::default()
            .below("cases")
            .with("month", self.month)
            .with("version", &version)
            .with("basis", self.basis.as_str())
            .with("counter", self.counter.as_str())
            .with("of", self.part.map_or("", Slice::as_str))
            .with("by", self.by.as_str());
        // An empty key is a row, too: the cases that have none.
        address.query.push(("key".to_owned(), self.key.to_owned()));
        if self.name != self.key {
            address = address.with("name", self.name);
        }
        address.href(Section::Assessment)
    }
}

/// Returns the way to the scores with something of the address otherwise.
pub fn way(address: &Address, name: &str, value: &str) -> Route {
    Route::At(Section::Assessment, address.clone().with(name, value))
}

#[cfg(test)]
mod tests {
    use shared::api::assessment::{ModelEdition, Models, Month, MonthVersion, Months, Published, Source};
    use shared::assessment::score::Model;
    use shared::assessment::{Basis, Counter, Slice, Subject};
    use shared::time::Instant;

    use super::{Chosen, Number};
    use crate::section::Address;

    const AT: Instant = Instant::from_ms(0);

    fn month(month: &str, versions: &[(u32, Option<&str>)]) -> Month {
        let version = |(number, model): &(u32, Option<&str>)| MonthVersion {
            number: *number,
            at: AT,
            made_at: AT,
            made_by: String::new(),
            reason: String::new(),
            cases: 1,
            published: model.map(|model| Published {
                at: AT,
                by: String::new(),
                model: model.to_owned(),
                edition: 1,
                name: String::new(),
                name_en: String::new(),
            }),
        };
        Month { month: month.to_owned(), freezes_at: AT, versions: versions.iter().map(version).collect() }
    }

    fn months() -> Months {
        let months = vec![
            month("2026-11", &[]),
            month("2026-10", &[(1, Some("b")), (2, None)]),
            month("2026-09", &[(1, Some("b"))]),
        ];
        Months { months, freeze_day: 3, zone: "Asia/Shanghai".to_owned() }
    }

    fn models() -> Models {
        let edition = |code: &str| ModelEdition {
            edition: 1,
            model: Model {
                code: code.to_owned(),
                name: String::new(),
                name_en: String::new(),
                source: String::new(),
                subject: Subject::Unit,
                indicators: Vec::new(),
                caps: Vec::new(),
            },
            from_month: Some("2020-01".to_owned()),
            made_at: AT,
            made_by: String::new(),
        };
        Models { editions: vec![edition("a"), edition("b")] }
    }

    #[track_caller]
    fn check(address: Address, expected: Option<(&str, Option<u32>, &str)>) {
        let chosen = Chosen::read(&address, &months(), &models());
        let expected = expected.map(|(month, version, model)| Chosen {
            month: month.to_owned(),
            version,
            model: model.to_owned(),
        });
        assert_eq!(chosen, expected);
    }

    #[test]
    fn what_the_address_does_not_say_is_meant_as_people_mean_it() {
        let at = || Address::default().below("scores");
        check(at(), Some(("2026-10", Some(2), "a")));
        check(at().with("version", "1"), Some(("2026-10", Some(1), "b")));
        check(at().with("version", "live"), Some(("2026-10", None, "a")));
        check(at().with("month", "2026-11"), Some(("2026-11", None, "a")));
        check(at().with("month", "2026-09").with("model", "a"), Some(("2026-09", Some(1), "a")));
        check(at().with("month", "2001-01"), None);
    }

    #[test]
    fn a_number_opens_exactly_its_cases() {
        let frozen = Source::Frozen { month: "2026-10".to_owned(), version: 2, published: false };
        let number = Number {
            month: "2026-10",
            source: &frozen,
            by: Subject::Unit,
            key: "610112-01",
            name: "未央",
            basis: Basis::Due,
            counter: Counter::Dispose,
            part: None,
        };
        let (base, rest) = ("#/assessment/cases?month=2026-10", "basis=due&counter=dispose&by=unit&key=610112-01");
        assert_eq!(number.href(), format!("{base}&version=2&{rest}&name=%E6%9C%AA%E5%A4%AE"));
        assert_eq!(Number { source: &Source::Live, name: "610112-01", ..number }.href(), format!("{base}&{rest}"));
        let urgent = Number { source: &Source::Live, name: "610112-01", part: Some(Slice::Urgent), ..number };
        let rest = "basis=due&counter=dispose&of=urgent&by=unit&key=610112-01";
        assert_eq!(urgent.href(), format!("{base}&{rest}"), "a part of them opens that part");
    }
}
