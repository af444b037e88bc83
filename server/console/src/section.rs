//! The pages of the desk that hold addresses of their own, in the order in which they stand at the side.
//!
//! A page reads what stands below its own word in the address by itself: [`Address`] is the path behind that word and the
//! query, so that a link to what is shown can be handed on.

use kit::lang::Words;
use leptos::prelude::*;
use shared::account::{Right, Role, may};

use crate::parts::{self, opened};
use crate::route::{self, Route, decode, encode};
use crate::text::sections as words;

/// A page with addresses of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Section {
    /// What waits at this desk: to accept, to file, to dispatch, to review, to check, to close.
    Desk,
    /// The open cases on the map.
    CaseMap,
    /// Accounts, their phones, enrolment, shifts.
    People,
    /// Jurisdictions with their switches.
    Jurisdictions,
    /// Grids, industry layers and remarks: editions, imports, duty grids.
    Areas,
    /// Categories, conditions, limits, calendars and hints.
    Catalogue,
    /// Whom one may call.
    Directory,
    /// Who did what.
    Audit,
    /// How the server is.
    Health,
    /// Which role may do what.
    Permissions,
    /// One's own sessions, password and second factor.
    Security,
    /// How areas, units and posts did: sums, rates, scores, months, models.
    Assessment,
    /// Published months as sheets to print.
    Bulletins,
    /// Hints at dishonest work.
    Honesty,
    /// Trouble with devices as it was; reached from the board.
    Alarms,
}

/// Where a page stands at the side.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Group {
    /// The work of this desk.
    Work,
    /// Cases.
    Cases,
    /// The people in the field.
    Field,
    /// How everybody did.
    Reckoning,
    /// What everything else stands on.
    Ground,
    /// Looking after it all.
    Oversight,
    /// Nowhere at the side: another page leads there.
    Behind,
}

impl Section {
    /// Every page.
    pub const ALL: &[Self] = &[
        Self::Desk,
        Self::CaseMap,
        Self::People,
        Self::Directory,
        Self::Assessment,
        Self::Bulletins,
        Self::Honesty,
        Self::Areas,
        Self::Catalogue,
        Self::Jurisdictions,
        Self::Audit,
        Self::Health,
        Self::Permissions,
        Self::Security,
        Self::Alarms,
    ];

    /// Returns the word it stands as in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::CaseMap => "map",
            Self::People => "people",
            Self::Jurisdictions => "jurisdictions",
            Self::Areas => "areas",
            Self::Catalogue => "catalogue",
            Self::Directory => "directory",
            Self::Audit => "audit",
            Self::Health => "health",
            Self::Permissions => "permissions",
            Self::Security => "security",
            Self::Assessment => "assessment",
            Self::Bulletins => "bulletins",
            Self::Honesty => "honesty",
            Self::Alarms => "alarms",
        }
    }

    /// Returns the page that an address begins with.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|section| section.as_str() == word)
    }

    /// Returns what it is called.
    pub const fn word(self) -> Words {
        match self {
            Self::Desk => words::DESK,
            Self::CaseMap => words::CASE_MAP,
            Self::People => words::PEOPLE,
            Self::Jurisdictions => words::JURISDICTIONS,
            Self::Areas => words::AREAS,
            Self::Catalogue => words::CATALOGUE,
            Self::Directory => words::DIRECTORY,
            Self::Audit => words::AUDIT,
            Self::Health => words::HEALTH,
            Self::Permissions => words::PERMISSIONS,
            Self::Security => words::SECURITY,
            Self::Assessment => words::ASSESSMENT,
            Self::Bulletins => words::BULLETINS,
            Self::Honesty => words::HONESTY,
            Self::Alarms => words::ALARMS,
        }
    }

    /// Returns where it stands.
    pub const fn group(self) -> Group {
        match self {
            Self::Desk => Group::Work,
            Self::CaseMap => Group::Cases,
            Self::People | Self::Directory => Group::Field,
            Self::Assessment | Self::Bulletins | Self::Honesty => Group::Reckoning,
            Self::Jurisdictions | Self::Areas | Self::Catalogue => Group::Ground,
            Self::Audit | Self::Health | Self::Permissions | Self::Security => Group::Oversight,
            Self::Alarms => Group::Behind,
        }
    }

    /// Tells whether a role sees the page.
    pub const fn is_open_to(self, role: Role) -> bool {
        match self {
            Self::Desk => matches!(role, Role::Acceptor | Role::ShiftLeader | Role::Dispatcher),
            Self::CaseMap => may(role, Right::SeeCases),
            Self::People => may(role, Right::SeePeople),
            Self::Jurisdictions => may(role, Right::ManageSettings),
            Self::Areas => may(role, Right::ManageAreas),
            Self::Catalogue => may(role, Right::ManageCatalogue),
            Self::Directory => may(role, Right::ReadDirectory),
            Self::Audit => may(role, Right::SeeAudit),
            Self::Health => may(role, Right::SeeHealth),
            Self::Assessment | Self::Bulletins => may(role, Right::SeeAssessment),
            Self::Honesty => may(role, Right::SeeHonesty),
            // Whoever works here may know who may do what, and looks after their own sessions.
            Self::Permissions | Self::Security => may(role, Right::SeeCases),
            Self::Alarms => may(role, Right::SeeDevices),
        }
    }

    /// Draws the page, as soon as it has come.
    pub fn page(self) -> AnyView {
        match self {
            Self::Desk => opened(parts::work_list),
            Self::CaseMap => opened(parts::case_map),
            Self::People => opened(parts::people),
            Self::Jurisdictions => opened(parts::jurisdictions),
            Self::Areas => opened(parts::areas),
            Self::Catalogue => opened(parts::catalogue),
            Self::Directory => opened(parts::directory),
            Self::Audit => opened(parts::audit),
            Self::Health => opened(parts::health),
            Self::Permissions => opened(parts::permissions),
            Self::Security => opened(parts::security),
            Self::Assessment => opened(parts::assessment),
            Self::Bulletins => opened(parts::bulletins),
            Self::Honesty => opened(parts::honesty),
            Self::Alarms => opened(parts::alarms),
        }
    }
}

/// What stands behind a page's own word in the address.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Address {
    /// The path, part by part.
    pub path: Vec<String>,
    /// The query, in the order it is written.
    pub query: Vec<(String, String)>,
}

impl Address {
    /// Reads a whole path, the page's own word first, and a query.
    pub fn read(path: &str, query: &str) -> Self {
        let path = path.split('/').filter(|part| !part.is_empty()).skip(1).map(decode).collect();
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        Self { path, query: pairs.map(|(name, value)| (name.to_owned(), decode(value))).collect() }
    }

    /// Writes the address of a page.
    pub fn href(&self, section: Section) -> String {
        self.below_word(section.as_str())
    }

    /// Writes the address of what stands below a word.
    pub fn below_word(&self, word: &str) -> String {
        let path: String = self.path.iter().map(|part| format!("/{}", encode(part))).collect();
        let query: Vec<String> = self.query.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("#/{word}{path}{mark}{}", query.join("&"))
    }

    /// Returns one part of the path.
    pub fn part(&self, number: usize) -> Option<&str> {
        self.path.get(number).map(String::as_str)
    }

    /// Returns what the query says of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Adds a part to the path.
    #[must_use]
    pub fn below(mut self, part: &str) -> Self {
        self.path.push(part.to_owned());
        self
    }

    /// Sets what the query says of a name; an empty value takes the name out.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.query.retain(|(known, _)| known != name);
        if !value.is_empty() {
            self.query.push((name.to_owned(), value.to_owned()));
        }
        self
    }
}

/// Follows the address below a page for as long as it is the one that is open.
pub fn address(section: Section) -> Memo<Address> {
    let open = route::open();
    Memo::new(move |before: Option<&Address>| match open.get() {
        Route::At(here, address) if here == section => address,
        // The page is on its way out: it is not drawn anew for that.
        Route::Home
        | Route::Board(_)
        | Route::Cases(_)
        | Route::Case(_)
        | Route::Handling
        | Route::Figures(_)
        | Route::FigureCases(_)
        | Route::Chain { .. }
        | Route::Verify
        | Route::Announcements
        | Route::At(..)
        | Route::Unknown => before.cloned().unwrap_or_default(),
    })
}
