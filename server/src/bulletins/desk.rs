//! The ways from a bulletin that was taken away back to the desk: each number's to its cases.

use axum::http::header::HOST;
use axum::http::{HeaderMap, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use shared::api::bulletins::{BulletinContent, BulletinKind};
use shared::assessment::{Basis, Counter, Subject};
use shared::day;
use shared::ids::BulletinId;

/// What may stand in a key as it is: unit ids, codes, categories.
const KEY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b':');
/// No host has a longer name.
const LONGEST_HOST: usize = 255;

/// Where the desk is, as whoever takes a bulletin away reached it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Desk {
    /// `https://city.example`.
    origin: String,
}

impl Desk {
    /// Reads it from a request; nothing where that says no host.
    pub fn of(tls: bool, headers: &HeaderMap, uri: &Uri) -> Option<Self> {
        let said = headers.get(HOST).and_then(|host| host.to_str().ok());
        let host = said.or_else(|| uri.authority().map(|authority| authority.as_str()))?;
        let is_host = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | ':' | '[' | ']');
        if host.is_empty() || host.len() > LONGEST_HOST || !host.chars().all(is_host) {
            return None;
        }
        Some(Self { origin: format!("{}://{host}", if tls { "https" } else { "http" }) })
    }

    /// Returns the way to a bulletin.
    pub fn bulletin(&self, id: BulletinId) -> String {
        format!("{}/#/bulletins/{id}", self.origin)
    }

    /// Returns the way to the cases of a number of a frozen version of a month.
    pub fn month(&self, month: &str, version: u32, (basis, counter): (Basis, Counter)) -> String {
        let number = number(basis, counter, None);
        format!("{}/#/assessment/cases?month={month}&version={version}&{number}", self.origin)
    }
}

/// The ways from the numbers of one bulletin.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ways {
    desk: Desk,
    /// The list without which number.
    list: String,
}

impl Ways {
    /// Returns the ways of a bulletin, as its page at the desk has them: to a frozen version of a month, to live days, or to
    /// each of several months.
    pub fn of(desk: Desk, id: BulletinId, content: &BulletinContent) -> Self {
        let origin = &desk.origin;
        let list = match (content.kind, content.sources.as_slice()) {
            (BulletinKind::Monthly, [source]) => {
                format!("{origin}/#/assessment/cases?month={}&version={}", source.month, source.version)
            }
            (BulletinKind::Weekly, _) => {
                let (from, to) = (day::write(content.from), day::write(content.to));
                format!("{origin}/#/assessment/cases?from={from}&to={to}")
            }
            (BulletinKind::Monthly | BulletinKind::HalfYearly, _) => format!("{origin}/#/bulletins/{id}/months?"),
        };
        Self { desk, list }
    }

    /// Returns where the desk is.
    pub const fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Returns the way to the cases of a number, of one object or of all together.
    pub fn to(&self, basis: Basis, counter: Counter, object: Option<(Subject, &str)>) -> String {
        let and = if self.list.ends_with('?') { "" } else { "&" };
        format!("{}{and}{}", self.list, number(basis, counter, object))
    }
}

fn number(basis: Basis, counter: Counter, object: Option<(Subject, &str)>) -> String {
    let row = object.map(|(by, key)| format!("&by={}&key={}", by.as_str(), utf8_percent_encode(key, KEY)));
    format!("basis={}&counter={}{}", basis.as_str(), counter.as_str(), row.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, Uri};
    use shared::api::bulletins::BulletinKind;
    use shared::assessment::{Basis, Counter, Subject};

    use super::{Desk, Ways};
    use crate::bulletins::leaf::tests::month;

    fn desk(tls: bool, host: &str) -> Option<Desk> {
        let headers = HeaderMap::from_iter([(axum::http::header::HOST, HeaderValue::from_str(host).unwrap())]);
        Desk::of(tls, &headers, &Uri::from_static("/api/v1/bulletins"))
    }

    #[test]
    fn the_desk_is_where_it_was_reached() {
        let kept = month(1, 1);
        let said = |tls, host| desk(tls, host).map(|desk| desk.bulletin(kept.head.id));
        let id = kept.head.id;
        assert_eq!(said(true, "city.example"), Some(format!("https://city.example/#/bulletins/{id}")));
        assert_eq!(said(false, "127.0.0.1:8080"), Some(format!("http://127.0.0.1:8080/#/bulletins/{id}")));
        for odd in ["", "a b", "city.example/path", "a\"b", "user@city"] {
            assert_eq!(said(true, odd), None, "{odd}");
        }
        assert_eq!(Desk::of(true, &HeaderMap::new(), &Uri::from_static("/api")), None);
    }

    #[test]
    fn each_number_leads_to_its_cases() {
        let mut kept = month(1, 1);
        let ways = |kept: &crate::bulletins::store::Kept| {
            let ways = Ways::of(desk(true, "city.example").unwrap(), kept.head.id, &kept.content);
            ways.to(Basis::Due, Counter::Archive, Some((Subject::Unit, "610112-HW-1 &")))
        };
        let number = "basis=due&counter=archive&by=unit&key=610112-HW-1%20%26";
        let cases = "https://city.example/#/assessment/cases";
        assert_eq!(ways(&kept), format!("{cases}?month=2026-10&version=2&{number}"));
        kept.content.kind = BulletinKind::Weekly;
        assert_eq!(ways(&kept), format!("{cases}?from=2026-10-01&to=2026-10-31&{number}"));
        kept.content.kind = BulletinKind::HalfYearly;
        let id = kept.head.id;
        assert_eq!(ways(&kept), format!("https://city.example/#/bulletins/{id}/months?{number}"));
    }
}
