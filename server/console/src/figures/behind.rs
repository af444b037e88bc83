//! Which number a list is behind, as it stands in the address and as the server reads it.

use shared::api::figures::Grouping;
use shared::figures::figure::CaseFigure;

use crate::route::{Route, encode};
use crate::section::Address;

/// Of which days the figures are, and what their rows are.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Of {
    /// What the rows are grouped by.
    pub by: Grouping,
    /// The first day.
    pub from: String,
    /// The last one.
    pub to: String,
}

/// One number of the figures.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Behind {
    /// Of which days, in which rows.
    pub of: Of,
    /// Which figure.
    pub figure: CaseFigure,
    /// The key of the row, empty for the cases that have none; nothing for all rows together.
    pub key: Option<String>,
}

impl Behind {
    /// Reads which number an address means; nothing where it means none.
    pub fn read(address: &Address) -> Option<Self> {
        let day = |name: &str| address.get(name).filter(|day| !day.is_empty()).map(str::to_owned);
        let of = Of { by: address.get("by")?.parse().ok()?, from: day("from")?, to: day("to")? };
        let figure = address.get("figure")?.parse().ok()?;
        Some(Self { of, figure, key: address.get("key").map(str::to_owned) })
    }

    /// Returns the address of its list.
    pub fn route(&self) -> Route {
        let mut address = Address::default().below("cases");
        address.query = self.pairs();
        Route::FigureCases(address)
    }

    /// Returns where the server is asked for its list.
    pub fn path(&self) -> String {
        let pairs: Vec<String> = self.pairs().iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        format!("/api/v1/figures/cases?{}", pairs.join("&"))
    }

    fn pairs(&self) -> Vec<(String, String)> {
        let Self { of: Of { by, from, to }, figure, key } = self;
        let pairs = [("by", by.as_str()), ("from", from.as_str()), ("to", to.as_str()), ("figure", figure.as_str())];
        // An empty key is a row, too.
        let key = key.as_deref().map(|key| ("key", key));
        pairs.into_iter().chain(key).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }
}

/// Returns the way to the cases that a number counts; none is no way.
pub fn way(of: &Of, key: Option<&str>, figure: CaseFigure, count: u64) -> Option<Route> {
    (count > 0).then(|| Behind { of: of.clone(), figure, key: key.map(str::to_owned) }.route())
}

#[cfg(test)]
mod tests {
    use shared::api::figures::Grouping;
    use shared::figures::figure::CaseFigure;

    use super::{Behind, Of, way};
    use crate::route::Route;

    fn of(by: Grouping) -> Of {
        Of { by, from: "2026-11-01".to_owned(), to: "2026-11-23".to_owned() }
    }

    /// Reads an address as the page does.
    fn read(link: &str) -> Option<Behind> {
        let Route::FigureCases(address) = Route::parse(link) else { return None };
        Behind::read(&address)
    }

    #[test]
    fn every_number_is_found_again_by_its_link() {
        for by in Grouping::ALL {
            for figure in CaseFigure::ALL {
                for key in [None, Some(""), Some("610112-HW-1")] {
                    let link = way(&of(*by), key, *figure, 7).unwrap().href();
                    let expected = Behind { of: of(*by), figure: *figure, key: key.map(str::to_owned) };
                    assert_eq!(read(&link), Some(expected), "{link}");
                }
            }
        }
    }

    #[test]
    fn the_server_is_asked_for_what_the_link_says() {
        let behind = Behind { of: of(Grouping::Unit), figure: CaseFigure::Overdue, key: Some("a&b".to_owned()) };
        let asked = "by=unit&from=2026-11-01&to=2026-11-23&figure=overdue&key=a%26b";
        assert_eq!(behind.path(), format!("/api/v1/figures/cases?{asked}"));
        assert_eq!(behind.route().href(), format!("#/figures/cases?{asked}"));
        let whole = Behind { key: None, ..behind.clone() };
        assert!(whole.path().ends_with("&figure=overdue"), "of all rows together");
        let nobody = Behind { key: Some(String::new()), ..behind };
        assert!(nobody.path().ends_with("&figure=overdue&key="), "of what lies with none");
    }

    #[test]
    fn nothing_opens_nothing() {
        assert_eq!(way(&of(Grouping::Unit), Some("U-1"), CaseFigure::Overdue, 0), None);
    }

    #[test]
    fn a_link_that_was_cut_means_no_number() {
        for link in [
            "#/figures/cases",
            "#/figures/cases?by=unit&from=2026-11-01&to=2026-11-23",
            "#/figures/cases?by=unit&from=2026-11-01&to=2026-11-23&figure=closed",
            "#/figures/cases?by=street&from=2026-11-01&to=2026-11-23&figure=overdue",
            "#/figures/cases?by=unit&from=2026-11-01&figure=overdue",
            "#/figures/cases?by=unit&from=&to=2026-11-23&figure=overdue",
        ] {
            assert_eq!(read(link), None, "{link}");
        }
    }
}
