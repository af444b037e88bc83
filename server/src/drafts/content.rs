//! What a version holds: a catalogue or a calendar, read so that it can be edited.

use anyhow::Context as _;
use shared::api::catalogue::{Contradiction, Ledger};
use shared::calendar::pack::CalendarPack;
use shared::catalogue::CataloguePack;
use shared::draft::difference::{Difference, compare};
use shared::draft::edit::{BadEdit, Edit};
use shared::draft::{calendar, catalogue, items};
use shared::ids::{JurisdictionId, Sha256};
use shared::refusal::{Code, Refusal};
use shared::sync::hello::PackKind;
use sqlx::AnyConnection;

use crate::catalogue::actions as packs;
use crate::error::{Error, Result};

/// At most so many differences are told.
pub const MOST_TOLD: usize = 500;

/// A catalogue or a calendar.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Content {
    /// Categories with their conditions.
    Catalogue(Box<CataloguePack>),
    /// Working time.
    Calendar(Box<CalendarPack>),
}

/// Returns the kind of pack that a ledger is kept as.
pub const fn kind(ledger: Ledger) -> PackKind {
    match ledger {
        Ledger::Catalogue => PackKind::Catalogue,
        Ledger::Calendar => PackKind::Calendar,
    }
}

/// Returns the ledger of a kind of pack; none of one that is not published here.
pub const fn ledger(kind: PackKind) -> Option<Ledger> {
    match kind {
        PackKind::Catalogue => Some(Ledger::Catalogue),
        PackKind::Calendar => Some(Ledger::Calendar),
        PackKind::Boundaries | PackKind::Settings | PackKind::Unknown => None,
    }
}

impl Content {
    /// Reads a version by its hash.
    pub async fn of(connection: &mut AnyConnection, hash: &Sha256) -> Result<Option<Self>> {
        let Some((pack, bytes)) = packs::pack_bytes(connection, hash).await? else { return Ok(None) };
        let Some(ledger) = ledger(pack.kind) else { return Ok(None) };
        let read = tokio::task::spawn_blocking(move || Self::read(ledger, bytes));
        let read = read.await.map_err(|error| Error::Fault(error.into()))?;
        Ok(Some(read.with_context(|| format!("read the pack {hash}"))?))
    }

    fn read(ledger: Ledger, bytes: Vec<u8>) -> anyhow::Result<Self> {
        let text = String::from_utf8(bytes)?;
        Ok(match ledger {
            Ledger::Catalogue => Self::Catalogue(Box::new(CataloguePack::from_json(&text)?)),
            Ledger::Calendar => Self::Calendar(Box::new(serde_json::from_str(&text)?)),
        })
    }

    /// Returns the content after an edit.
    pub fn after(self, edit: &Edit) -> std::result::Result<Self, BadEdit> {
        Ok(match self {
            Self::Catalogue(pack) => Self::Catalogue(Box::new(catalogue::apply(*pack, edit)?)),
            Self::Calendar(pack) => Self::Calendar(Box::new(calendar::apply(*pack, edit)?)),
        })
    }

    /// Says what it contradicts itself in.
    pub fn contradiction(&self) -> Option<Contradiction> {
        let found = match self {
            Self::Catalogue(pack) => catalogue::problem(pack),
            Self::Calendar(pack) => calendar::problem(pack),
        };
        found.map(|BadEdit { place, what }| Contradiction { place, what })
    }

    /// Returns the version that people say.
    pub fn version(&self) -> &str {
        match self {
            Self::Catalogue(pack) => &pack.version,
            Self::Calendar(pack) => &pack.version,
        }
    }

    /// Returns what differs in another.
    pub fn differences(&self, after: &Self) -> Vec<Difference> {
        compare(&self.items(), &after.items())
    }

    fn items(&self) -> Vec<items::Item> {
        match self {
            Self::Catalogue(pack) => items::of_catalogue(pack),
            Self::Calendar(pack) => items::of_calendar(pack),
        }
    }

    /// Writes it as a pack under a version of its own, as an import on the command line does.
    pub fn text(mut self, version: &str, of: &JurisdictionId, whole: &JurisdictionId) -> Result<String> {
        match &mut self {
            Self::Catalogue(pack) => {
                version.clone_into(&mut pack.version);
                Ok(pack.to_json())
            }
            Self::Calendar(pack) => {
                version.clone_into(&mut pack.version);
                Ok(packs::own_calendar(&serde_json::to_string(&**pack)?, of, whole)?)
            }
        }
    }
}

/// Refuses an edit that cannot be made.
pub fn refused(bad: BadEdit) -> Error {
    Error::Refused(Refusal::because(Code::BadValue, bad.to_string()))
}

/// Returns those that are told, and how many there are.
pub fn told(mut differences: Vec<Difference>) -> (Vec<Difference>, u64) {
    let total = u64::try_from(differences.len()).unwrap_or(u64::MAX);
    differences.truncate(MOST_TOLD);
    (differences, total)
}
