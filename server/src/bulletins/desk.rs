//! The ways from a bulletin that was taken away back to the desk: each number's to its cases.

use axum::http::header::HOST;
use axum::http::{HeaderMap, Uri};
use jiff::civil::Date;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use shared::api::bulletins::{BulletinCompared, BulletinContent, BulletinKind, BulletinSource, Ranking};
use shared::assessment::{Basis, Counter, Subject};
use shared::day;
use shared::ids::{BulletinId, CaseId};

use crate::config::Config;

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
    /// Returns where the desk is by the server's own settings, or else as whoever asks reached it; nothing where neither
    /// says. What is printed today is pressed in a year: the settings' word lasts longer.
    pub fn found(config: &Config, headers: &HeaderMap, uri: &Uri) -> Option<Self> {
        match &config.public_url {
            Some(url) => Some(Self { origin: url.as_str().to_owned() }),
            None => Self::of(config.tls, headers, uri),
        }
    }

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

    /// Returns the way to a case.
    pub fn case(&self, id: CaseId) -> String {
        format!("{}/#/cases/{id}", self.origin)
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
    id: BulletinId,
    kind: BulletinKind,
    /// The list without which number.
    list: String,
    /// The scores: of the version, or of each of several months, which the page of the bulletin knows; nothing of live days.
    scores: Option<String>,
}

impl Ways {
    /// Returns the ways of a bulletin, as its page at the desk has them: to a frozen version of a month, to live days, or to
    /// each of several months.
    pub fn of(desk: Desk, id: BulletinId, content: &BulletinContent) -> Self {
        let kind = content.kind;
        let list = list(&desk.origin, (id, kind), (content.from, content.to), &content.sources, "");
        let scores = match (kind, content.sources.as_slice()) {
            (BulletinKind::Monthly, [source]) => {
                let (month, version) = (&source.month, source.version);
                Some(format!("{}/#/assessment/scores?month={month}&version={version}", desk.origin))
            }
            (BulletinKind::Monthly | BulletinKind::HalfYearly, _) => {
                Some(format!("{}/#/bulletins/{id}/scores?", desk.origin))
            }
            (BulletinKind::Weekly, _) => None,
        };
        Self { desk, id, kind, list, scores }
    }

    /// Returns where the desk is.
    pub const fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Returns the way to the cases of a number, of one object or of all together.
    pub fn to(&self, basis: Basis, counter: Counter, object: Option<(Subject, &str)>) -> String {
        ended(&self.list, basis, counter, object)
    }

    /// Returns the way to the cases of a number of another time that stands beside its own.
    pub fn beside(&self, other: &BulletinCompared, (basis, counter): (Basis, Counter)) -> String {
        let of = format!("of={}", other.with.as_str());
        let list = list(&self.desk.origin, (self.id, self.kind), (other.from, other.to), &other.sources, &of);
        ended(&list, basis, counter, None)
    }

    /// Returns the way to how a score came about, line by line, each with its cases; of a mean month by month.
    pub fn score(&self, ranking: &Ranking, key: &str) -> Option<String> {
        let written = |text: &str| utf8_percent_encode(text, KEY).to_string();
        let scores = self.scores.as_ref()?;
        let and = if scores.ends_with('?') { "" } else { "&" };
        Some(format!("{scores}{and}model={}&row={}", written(&ranking.model), written(key)))
    }
}

/// Returns a list without which number: of a frozen version of a month, of live days, or of each of several months, which the
/// page of the bulletin knows; of another time than its own where `of` says so.
fn list(
    origin: &str,
    (id, kind): (BulletinId, BulletinKind),
    (from, to): (Date, Date),
    sources: &[BulletinSource],
    of: &str,
) -> String {
    match (kind, sources) {
        (BulletinKind::Monthly, [source]) => {
            format!("{origin}/#/assessment/cases?month={}&version={}", source.month, source.version)
        }
        (BulletinKind::Weekly, _) => {
            format!("{origin}/#/assessment/cases?from={}&to={}", day::write(from), day::write(to))
        }
        (BulletinKind::Monthly | BulletinKind::HalfYearly, _) => format!("{origin}/#/bulletins/{id}/months?{of}"),
    }
}

fn ended(list: &str, basis: Basis, counter: Counter, object: Option<(Subject, &str)>) -> String {
    let and = if list.ends_with('?') { "" } else { "&" };
    format!("{list}{and}{}", number(basis, counter, object))
}

fn number(basis: Basis, counter: Counter, object: Option<(Subject, &str)>) -> String {
    let row = object.map(|(by, key)| format!("&by={}&key={}", by.as_str(), utf8_percent_encode(key, KEY)));
    format!("basis={}&counter={}{}", basis.as_str(), counter.as_str(), row.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, Uri};
    use shared::api::bulletins::{BulletinKind, Compared};
    use shared::assessment::{Basis, Counter, Subject};
    use shared::ids::CaseId;

    use super::{Config, Desk, Ways};
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
    fn the_settings_say_where_the_desk_is_before_a_request_does() {
        let mut config = Config::new("data");
        let headers = HeaderMap::from_iter([(axum::http::header::HOST, HeaderValue::from_static("10.0.0.7:8080"))]);
        let case = |config: &Config, headers: &HeaderMap| {
            Desk::found(config, headers, &Uri::from_static("/")).map(|desk| desk.case(CaseId(uuid::Uuid::nil())))
        };
        let id = uuid::Uuid::nil();
        assert_eq!(case(&config, &headers), Some(format!("http://10.0.0.7:8080/#/cases/{id}")));
        assert_eq!(case(&config, &HeaderMap::new()), None, "then numbers lead nowhere");
        config.public_url = Some("https://city.example/".parse().unwrap());
        for headers in [headers, HeaderMap::new()] {
            assert_eq!(case(&config, &headers), Some(format!("https://city.example/#/cases/{id}")));
        }
    }

    #[test]
    fn another_time_has_its_own_lists_and_a_score_its_lines() {
        let mut kept = month(1, 1);
        let number = (Basis::Due, Counter::Archive);
        let beside = |kept: &crate::bulletins::store::Kept, with| {
            let ways = Ways::of(desk(true, "city.example").unwrap(), kept.head.id, &kept.content);
            ways.beside(kept.content.compared_with(with).unwrap(), number)
        };
        let cases = "https://city.example/#/assessment/cases";
        assert_eq!(
            beside(&kept, Compared::Previous),
            format!("{cases}?month=2026-09&version=1&basis=due&counter=archive")
        );
        let ways = Ways::of(desk(true, "city.example").unwrap(), kept.head.id, &kept.content);
        let scores = "https://city.example/#/assessment/scores?month=2026-10&version=2&model=model&row=610112-HW-1";
        assert_eq!(ways.score(&kept.content.rankings[1], "610112-HW-1").as_deref(), Some(scores));
        kept.content.kind = BulletinKind::Weekly;
        let days = "from=2026-09-01&to=2026-09-30";
        assert_eq!(beside(&kept, Compared::Previous), format!("{cases}?{days}&basis=due&counter=archive"));
        kept.content.kind = BulletinKind::HalfYearly;
        let months = format!("https://city.example/#/bulletins/{}/months", kept.head.id);
        let of = "of=year_before&basis=due&counter=archive";
        assert_eq!(beside(&kept, Compared::YearBefore), format!("{months}?{of}"));
        let ways = Ways::of(desk(true, "city.example").unwrap(), kept.head.id, &kept.content);
        let months = format!("https://city.example/#/bulletins/{}/scores?model=model&row=610112-HW-1", kept.head.id);
        assert_eq!(ways.score(&kept.content.rankings[1], "610112-HW-1"), Some(months), "a mean has its months");
        kept.content.kind = BulletinKind::Weekly;
        let ways = Ways::of(desk(true, "city.example").unwrap(), kept.head.id, &kept.content);
        assert_eq!(ways.score(&kept.content.rankings[1], "610112-HW-1"), None, "a week gives no scores");
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
