//! Which page is open, as the part of the address after `#`: the server knows one page only.

use std::collections::BTreeMap;

use leptos::ev;
use leptos::prelude::{ReadSignal, Set, expect_context, on_cleanup, provide_context, signal, window_event_listener};
use shared::api::figures::Grouping;
use shared::case::State;
use shared::ids::{CaseId, DeviceId};

use crate::section::{Address, Section};

/// A page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Route {
    /// The first page that the role sees.
    Home,
    /// The sync board, perhaps with one device chosen.
    Board(Option<DeviceId>),
    /// The chain of one device's photos.
    Chain {
        /// The device.
        device: DeviceId,
        /// Only what comes before this place; the newest where none is named.
        before: Option<u64>,
    },
    /// Whether a file is one of ours.
    Verify,
    /// The case list under a filter.
    Cases(Filter),
    /// One case.
    Case(CaseId),
    /// A unit's own work.
    Handling,
    /// What the cases of a time count as.
    Figures(Look),
    /// The cases behind one of these figures; which one is read by that page.
    FigureCases(Address),
    /// What the people in the field are told.
    Announcements,
    /// A page with addresses of its own below it.
    At(Section, Address),
    /// An address that means nothing here.
    Unknown,
}

/// What the list or the map of cases shows: each thing that narrows it, as the server reads it. What the server does not
/// know it refuses by its name, so that a link that was cut does not quietly show something else.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter(BTreeMap<By, String>);

/// What cases are narrowed by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum By {
    /// Where they stand, several with commas between.
    State,
    /// What they are about: a category's key, or a whole major class.
    Category,
    /// Whose work they are.
    Unit,
    /// The beat they lie in.
    DutyGrid,
    /// How the number of their grid begins.
    Grid,
    /// How they came.
    Source,
    /// Who manages.
    Jurisdiction,
    /// How much time is left.
    Left,
    /// What was found of their photos.
    Evidence,
    /// Whether their reporter had fixed them.
    SelfHandled,
    /// The first day that they were reported on.
    From,
    /// The last.
    Until,
    /// The corners of the ground they lie on.
    Within,
    /// Words in them.
    Words,
    /// The order of a list.
    Sort,
}

impl By {
    /// Everything, in the order in which it stands in an address.
    pub const ALL: &[Self] = &[
        Self::State,
        Self::Category,
        Self::Unit,
        Self::DutyGrid,
        Self::Grid,
        Self::Source,
        Self::Jurisdiction,
        Self::Left,
        Self::Evidence,
        Self::SelfHandled,
        Self::From,
        Self::Until,
        Self::Within,
        Self::Words,
        Self::Sort,
    ];

    /// Returns the word that the server knows it by.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Category => "category",
            Self::Unit => "unit",
            Self::DutyGrid => "duty_grid",
            Self::Grid => "grid",
            Self::Source => "source",
            Self::Jurisdiction => "jurisdiction",
            Self::Left => "left",
            Self::Evidence => "evidence",
            Self::SelfHandled => "self_handled",
            Self::From => "from",
            Self::Until => "until",
            Self::Within => "within",
            Self::Words => "q",
            Self::Sort => "sort",
        }
    }
}

/// In which order a list of cases stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Sort {
    /// The newest first.
    #[default]
    Newest,
    /// What is open, the most urgent first.
    Due,
}

/// What the figures show.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Look {
    /// What the rows are grouped by.
    pub by: Grouping,
    /// Cases of which time.
    pub period: Period,
}

/// A time that figures are asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Period {
    /// From the first of this month until today.
    #[default]
    ThisMonth,
    /// The whole month before.
    LastMonth,
    /// From the first of January until today.
    ThisYear,
}

impl Period {
    /// Every period.
    pub const ALL: &[Self] = &[Self::ThisMonth, Self::LastMonth, Self::ThisYear];

    /// Returns the word it stands as in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ThisMonth => "month",
            Self::LastMonth => "last-month",
            Self::ThisYear => "year",
        }
    }
}

impl Sort {
    /// Returns the word that the server knows the order by.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Due => "due",
        }
    }
}

impl Filter {
    /// Reads a query; a name from a later page's address does no harm.
    pub fn read(query: &str) -> Self {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.fold(Self::default(), |filter, (name, value)| {
            match By::ALL.iter().copied().find(|by| by.as_str() == name) {
                Some(by) => filter.with(by, &decode(value)),
                None => filter,
            }
        })
    }

    /// Takes what is known here out of what stands in the address of a page.
    pub fn of(address: &Address) -> Self {
        let by = By::ALL.iter().copied();
        by.fold(Self::default(), |filter, by| filter.with(by, address.get(by.as_str()).unwrap_or_default()))
    }

    /// Returns what it says of something; empty for nothing.
    pub fn get(&self, by: By) -> &str {
        self.0.get(&by).map_or("", String::as_str)
    }

    /// Sets what it says of something; an empty value takes it out, and so does the order that stands without saying.
    #[must_use]
    pub fn with(mut self, by: By, value: &str) -> Self {
        let is_usual = by == By::Sort && value == Sort::default().as_str();
        if value.is_empty() || is_usual {
            self.0.remove(&by);
        } else {
            self.0.insert(by, value.to_owned());
        }
        self
    }

    /// Takes a state in, or out where it is in.
    #[must_use]
    pub fn toggled(self, state: State) -> Self {
        let mut words: Vec<&str> = self.get(By::State).split(',').filter(|word| !word.is_empty()).collect();
        match words.iter().position(|word| *word == state.as_str()) {
            Some(at) => drop(words.remove(at)),
            None => words.push(state.as_str()),
        }
        let words = words.join(",");
        self.with(By::State, &words)
    }

    /// Says whether a state is among those that are shown.
    pub fn has(&self, state: State) -> bool {
        self.get(By::State).split(',').any(|word| word == state.as_str())
    }

    /// In which order it stands.
    pub fn sort(&self) -> Sort {
        if self.get(By::Sort) == Sort::Due.as_str() { Sort::Due } else { Sort::Newest }
    }

    /// Writes the filter as a query.
    pub fn query(&self) -> String {
        let pairs: Vec<String> =
            self.0.iter().map(|(by, value)| format!("{}={}", by.as_str(), encode(value))).collect();
        pairs.join("&")
    }

    /// Returns what narrows it, without the order.
    pub fn narrowing(&self) -> impl Iterator<Item = By> {
        self.0.keys().copied().filter(|by| *by != By::Sort)
    }

    /// Tells whether it leaves nothing out.
    pub fn is_open(&self) -> bool {
        self.0.is_empty()
    }
}

impl Route {
    /// Writes the page's address.
    pub fn href(&self) -> String {
        match self {
            Self::Home => "#/".to_owned(),
            Self::Board(None) => "#/devices".to_owned(),
            Self::Board(Some(device)) => format!("#/devices/{device}"),
            Self::Chain { device, before: None } => format!("#/devices/{device}/chain"),
            Self::Chain { device, before: Some(before) } => format!("#/devices/{device}/chain?before={before}"),
            Self::Verify => "#/verify".to_owned(),
            Self::Cases(filter) if *filter == Filter::default() => "#/cases".to_owned(),
            Self::Cases(filter) => format!("#/cases?{}", filter.query()),
            Self::Case(case) => format!("#/cases/{case}"),
            Self::Handling => "#/handling".to_owned(),
            Self::Figures(look) if *look == Look::default() => "#/figures".to_owned(),
            Self::Figures(Look { by, period }) => format!("#/figures?by={}&period={}", by.as_str(), period.as_str()),
            Self::FigureCases(address) => address.below_word("figures"),
            Self::Announcements => "#/announcements".to_owned(),
            Self::At(section, address) => address.href(*section),
            Self::Unknown => "#/unknown".to_owned(),
        }
    }

    /// Reads an address; `#` may stand first or not.
    pub fn parse(hash: &str) -> Self {
        let address = hash.trim_start_matches('#').trim_start_matches('/');
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        match (parts.next(), parts.next(), parts.next()) {
            (None, _, _) => Self::Home,
            (Some("devices"), None, _) => Self::Board(None),
            (Some("devices"), Some(device), None) => {
                device.parse().map_or(Self::Unknown, |device| Self::Board(Some(device)))
            }
            (Some("devices"), Some(device), Some("chain")) => {
                device.parse().map_or(Self::Unknown, |device| Self::Chain { device, before: read_before(query) })
            }
            (Some("cases"), None, _) => Self::Cases(Filter::read(query)),
            (Some("cases"), Some(case), _) => case.parse().map_or(Self::Unknown, Self::Case),
            (Some("handling"), None, _) => Self::Handling,
            (Some("figures"), None, _) => Self::Figures(read_look(query)),
            (Some("figures"), Some("cases"), None) => Self::FigureCases(Address::read(path, query)),
            (Some("verify"), None, _) => Self::Verify,
            (Some("announcements"), None, _) => Self::Announcements,
            (Some(word), _, _) => {
                Section::parse(word).map_or(Self::Unknown, |section| Self::At(section, Address::read(path, query)))
            }
        }
    }
}

/// A place that is no number is no place: then the newest are shown.
fn read_before(query: &str) -> Option<u64> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(name, _)| *name == "before").find_map(|(_, value)| value.parse().ok())
}

fn read_look(query: &str) -> Look {
    let mut look = Look::default();
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        match name {
            "by" => look.by = value.parse().unwrap_or_default(),
            "period" => {
                look.period = Period::ALL.iter().copied().find(|period| period.as_str() == value).unwrap_or_default();
            }
            // A name from a later page's address does no harm.
            _ => {}
        }
    }
    look
}

/// Writes a text so that it can stand in a query.
pub fn encode(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut out, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            // Writing to a string cannot fail.
            _ => drop(write!(out, "%{byte:02X}")),
        }
        out
    })
}

/// Reads a text that stands in a query; what is no UTF-8 is shown as such.
pub fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match (first, hex.and_then(|hex| u8::from_str_radix(hex, 16).ok())) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            (byte, _) => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Starts following the address.
pub fn provide_following() {
    let (read, write) = signal(open_now());
    provide_context(read);
    let listener = window_event_listener(ev::hashchange, move |_| write.set(open_now()));
    on_cleanup(move || listener.remove());
}

/// Returns the page that is open.
pub fn open() -> ReadSignal<Route> {
    expect_context()
}

/// Opens a page.
pub fn go(route: &Route) {
    // Only a foreign frame refuses its own address, and this page is in none.
    if leptos::prelude::window().location().set_hash(&route.href()).is_err() {
        leptos::logging::warn!("the address could not be set");
    }
}

fn open_now() -> Route {
    Route::parse(&leptos::prelude::window().location().hash().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use shared::api::figures::Grouping;
    use shared::case::State;

    use super::{By, Filter, Look, Period, Route, Sort};
    use crate::section::{Address, Section};

    #[track_caller]
    fn check(route: Route) {
        assert_eq!(Route::parse(&route.href()), route);
    }

    #[test]
    fn every_page_is_found_again_by_its_address() {
        let id = "018f0000-0000-7000-8000-000000000001";
        check(Route::Home);
        check(Route::Board(None));
        check(Route::Board(id.parse().ok()));
        check(Route::Cases(Filter::default()));
        let filter = Filter::default().toggled(State::ToHandle).toggled(State::Closed).with(By::Sort, "due");
        check(Route::Cases(filter.with(By::Words, "凤城八路 & 100%").with(By::Within, "108.9,34.2,109,34.3")));
        check(Route::Case(id.parse().unwrap()));
        check(Route::Handling);
        check(Route::Chain { device: id.parse().unwrap(), before: None });
        check(Route::Chain { device: id.parse().unwrap(), before: Some(17) });
        check(Route::Verify);
        check(Route::Announcements);
        for section in Section::ALL {
            check(Route::At(*section, Address::default()));
            let address = Address::default().below("610102-01").with("q", "凤城八路 & 100%");
            check(Route::At(*section, address));
        }
        check(Route::FigureCases(Address::default().below("cases").with("figure", "overdue").with("by", "unit")));
        for by in Grouping::ALL {
            for period in Period::ALL {
                check(Route::Figures(Look { by: *by, period: *period }));
            }
        }
    }

    #[test]
    fn what_means_nothing_is_said_to_mean_nothing() {
        assert_eq!(Route::parse("#/cases/17"), Route::Unknown);
        assert_eq!(Route::parse("#/nowhere"), Route::Unknown);
        assert_eq!(Route::parse("#/devices/18f0/chain"), Route::Unknown);
        assert_eq!(Route::parse("#/verify/file"), Route::Unknown);
        assert_eq!(Route::parse("#/figures/rows"), Route::Unknown);
        assert_eq!(Route::parse("#/figures/cases/17"), Route::Unknown);
        let device = "018f0000-0000-7000-8000-000000000001";
        assert_eq!(Route::parse(&format!("#/devices/{device}/ring")), Route::Unknown);
        let newest = Route::Chain { device: device.parse().unwrap(), before: None };
        assert_eq!(Route::parse(&format!("#/devices/{device}/chain?before=soon")), newest);
        assert_eq!(Route::parse("#/figures?by=street&period=ever"), Route::Figures(Look::default()));
        let odd = Filter::default().with(By::State, "odd").with(By::Words, "\u{fffd}%a");
        let address = "#/cases?state=odd&q=%E5%a&colour=red";
        assert_eq!(Route::parse(address), Route::Cases(odd), "half an escape is shown, not lost");
    }

    #[test]
    fn a_state_is_taken_in_and_out_again() {
        let filter = Filter::default().toggled(State::Closed).toggled(State::Void);
        assert_eq!(filter.get(By::State), "closed,void");
        assert!(filter.has(State::Void) && !filter.has(State::ToClose), "no part of a word is a word");
        let filter = filter.toggled(State::Closed).toggled(State::Void);
        assert!(filter.is_open());
    }

    #[test]
    fn what_says_nothing_stands_in_no_address() {
        let filter = Filter::default().with(By::Sort, Sort::Newest.as_str()).with(By::Unit, "");
        assert_eq!((filter.query().as_str(), Route::Cases(filter).href().as_str()), ("", "#/cases"));
    }
}
