//! The orders of a list, and a place in one.

use std::fmt;
use std::str::FromStr;

use shared::ids::CaseId;
use shared::time::Instant;

/// In which order a list stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    /// By when the server got them, the newest first.
    Newest,
    /// By when the handling is due, the most urgent first; those whose clock has not started come last.
    Due,
}

/// A place in a list: behind which case the next page begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// The order that it is a place in.
    pub order: Order,
    /// What the case there is ordered by.
    pub at: Instant,
    /// Which it is.
    pub id: CaseId,
}

const DUE: &str = "due.";

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let order = match self.order {
            Order::Newest => "",
            Order::Due => DUE,
        };
        write!(f, "{order}{}.{}", self.at.ms(), self.id)
    }
}

/// The text is no place in a list.
#[derive(Debug)]
pub struct NoPlace;

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(text: &str) -> std::result::Result<Self, NoPlace> {
        let (order, rest) = match text.strip_prefix(DUE) {
            Some(rest) => (Order::Due, rest),
            None => (Order::Newest, text),
        };
        let (ms, id) = rest.split_once('.').ok_or(NoPlace)?;
        let at = Instant::from_ms(ms.parse().map_err(|_| NoPlace)?);
        Ok(Self { order, at, id: id.parse().map_err(|_| NoPlace)? })
    }
}

#[cfg(test)]
mod tests {
    use shared::ids::CaseId;
    use shared::time::Instant;
    use uuid::Uuid;

    use super::{Order, Place};

    #[test]
    fn a_place_is_found_again_by_its_text_and_says_its_order() {
        for order in [Order::Newest, Order::Due] {
            let place = Place { order, at: Instant::from_ms(i64::MAX), id: CaseId(Uuid::from_u128(7)) };
            assert_eq!(place.to_string().parse::<Place>().ok(), Some(place));
        }
        for text in ["", "17", "x.018f0000-0000-7000-8000-000000000001", "due.17", "late.17.018f", "17.no-id"] {
            assert!(text.parse::<Place>().is_err(), "{text}");
        }
    }
}
