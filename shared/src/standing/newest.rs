//! The packs that are in force, to hold against them what devices have.

use std::collections::BTreeMap;

use crate::api::devices::{DeviceRow, PackName};
use crate::ids::{JurisdictionId, Sha256};
use crate::sync::hello::PackKind;

/// What devices should have: one catalogue for all, boundaries for each jurisdiction.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Newest<'a> {
    catalogue: Option<&'a Sha256>,
    boundaries: BTreeMap<&'a JurisdictionId, &'a Sha256>,
}

impl<'a> Newest<'a> {
    /// Finds them among the packs of a board.
    pub fn of(packs: &'a [PackName]) -> Self {
        let mut newest = Self::default();
        for pack in packs.iter().filter(|pack| pack.current) {
            match pack.kind {
                PackKind::Catalogue => newest.catalogue = Some(&pack.hash),
                PackKind::Boundaries => {
                    newest.boundaries.insert(&pack.jurisdiction, &pack.hash);
                }
                // A board does not say which of these a device has.
                PackKind::Calendar | PackKind::Settings | PackKind::Unknown => {}
            }
        }
        newest
    }

    /// Says whether a device works by another catalogue than the one in force. One that says nothing of its catalogue is
    /// not accused of an old one, nor is one that was withdrawn: nobody is going to bring it up to date.
    pub fn is_catalogue_old(&self, row: &DeviceRow) -> bool {
        is_other(row, row.heartbeat.catalogue.as_ref(), self.catalogue)
    }

    /// Says the same of the boundaries of its jurisdiction.
    pub fn are_boundaries_old(&self, row: &DeviceRow) -> bool {
        is_other(row, row.heartbeat.boundaries.as_ref(), self.boundaries.get(&row.jurisdiction).copied())
    }

    /// Says whether either is old.
    pub fn is_behind(&self, row: &DeviceRow) -> bool {
        self.is_catalogue_old(row) || self.are_boundaries_old(row)
    }
}

fn is_other(row: &DeviceRow, held: Option<&Sha256>, newest: Option<&Sha256>) -> bool {
    row.revoked_at.is_none() && held.zip(newest).is_some_and(|(held, newest)| held != newest)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::tests::{ago, row};
    use super::Newest;
    use crate::api::devices::{DeviceRow, PackName};
    use crate::ids::Sha256;
    use crate::sync::hello::{Heartbeat, PackKind};

    pub fn hash(of: &str) -> Sha256 {
        Sha256::of(of.as_bytes())
    }

    pub fn packs() -> Vec<PackName> {
        let pack = |kind, of: &str, version: &str, current| PackName {
            hash: hash(version),
            kind,
            jurisdiction: of.parse().unwrap(),
            version: version.to_owned(),
            current,
        };
        vec![
            pack(PackKind::Catalogue, "610100", "c1", false),
            pack(PackKind::Catalogue, "610100", "c2", true),
            pack(PackKind::Boundaries, "610112", "b1", false),
            pack(PackKind::Boundaries, "610112", "b2", true),
            pack(PackKind::Boundaries, "610103", "b3", true),
        ]
    }

    pub fn holding(catalogue: Option<&str>, boundaries: Option<&str>) -> DeviceRow {
        let (catalogue, boundaries) = (catalogue.map(hash), boundaries.map(hash));
        DeviceRow { heartbeat: Heartbeat { catalogue, boundaries, ..row().heartbeat }, ..row() }
    }

    #[track_caller]
    fn check(catalogue: Option<&str>, boundaries: Option<&str>, expected: (bool, bool)) {
        let (packs, row) = (packs(), holding(catalogue, boundaries));
        let newest = Newest::of(&packs);
        assert_eq!((newest.is_catalogue_old(&row), newest.are_boundaries_old(&row)), expected);
        assert_eq!(newest.is_behind(&row), expected.0 || expected.1);
        let withdrawn = DeviceRow { revoked_at: ago(1), ..row };
        assert!(!newest.is_behind(&withdrawn), "nobody brings it up to date");
    }

    #[test]
    fn either_pack_alone_makes_a_device_stand_behind() {
        check(Some("c2"), Some("b2"), (false, false));
        check(Some("c1"), Some("b2"), (true, false));
        check(Some("c2"), Some("b1"), (false, true));
        check(Some("c1"), Some("b1"), (true, true));
    }

    #[test]
    fn the_boundaries_of_another_jurisdiction_are_not_its_own() {
        check(Some("c2"), Some("b3"), (false, true));
    }

    #[test]
    fn what_is_not_said_and_what_was_never_published_is_not_old() {
        check(None, None, (false, false));
        assert!(!Newest::of(&[]).is_behind(&holding(Some("c1"), Some("b1"))));
    }
}
