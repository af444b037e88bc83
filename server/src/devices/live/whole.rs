//! All devices as of one look, and what of them is told to whom.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use shared::api::devices::{DeviceBoard, DeviceRow, DevicesGone, PackName};
use shared::ids::{DeviceId, JurisdictionId, Sha256};
use shared::sync::hello::PackKind;
use shared::time::Instant;

use crate::devices::store::board::Revised;
use crate::error::Result;

/// So many devices that left an area are remembered.
const MOST_GONE: usize = 1_000;

/// All devices as of one look.
#[derive(Clone, Default)]
pub struct Whole {
    /// Rises with every look that found something.
    pub number: u64,
    pub(super) lines: BTreeMap<DeviceId, Arc<Line>>,
    pub(super) catalogue: Option<Sha256>,
    pub(super) packs: Arc<[PackName]>,
    pub(super) gone: VecDeque<Gone>,
    /// What left an area before this number is not remembered.
    pub(super) remembered_from: u64,
}

/// A device with the text of its row.
pub(super) struct Line {
    pub row: DeviceRow,
    pub json: String,
    pub revision: i64,
    /// The look that found it as it is.
    number: u64,
}

/// A device that left an area.
#[derive(Clone)]
pub(super) struct Gone {
    device: DeviceId,
    area: JurisdictionId,
    number: u64,
}

/// What is told to a watcher.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// What kind of word it is.
    pub event: &'static str,
    /// Up to where the watcher then knows everything.
    pub mark: String,
    /// JSON.
    pub data: String,
}

impl Whole {
    /// Returns the board of an area, or of all of them.
    pub fn board(&self, area: Option<&JurisdictionId>, mark: String, time: Instant) -> DeviceBoard {
        let mut devices: Vec<DeviceRow> = self.within(area).map(|line| line.row.clone()).collect();
        devices.sort_by_key(place);
        let packs = packs_within(&self.packs, area).into_iter().cloned().collect();
        DeviceBoard { time, catalogue: self.catalogue.clone(), devices, mark: Some(mark), packs }
    }

    /// Returns the row of a device within an area.
    pub fn row(&self, area: Option<&JurisdictionId>, id: DeviceId) -> Option<&DeviceRow> {
        self.lines.get(&id).map(|line| &line.row).filter(|row| is_within(area, &row.jurisdiction))
    }

    /// Returns all rows.
    pub fn rows(&self) -> impl Iterator<Item = &DeviceRow> {
        self.lines.values().map(|line| &line.row)
    }

    fn within<'a>(&'a self, area: Option<&'a JurisdictionId>) -> impl Iterator<Item = &'a Arc<Line>> {
        self.lines.values().filter(move |line| is_within(area, &line.row.jurisdiction))
    }

    /// Returns what is told to whoever knows everything up to a number of this run; to somebody else, everything.
    pub(super) fn since(
        &self,
        number: Option<u64>,
        area: Option<&JurisdictionId>,
        time: Instant,
        mark: &str,
    ) -> Vec<Told> {
        let number = number.filter(|number| (self.remembered_from..=self.number).contains(number));
        let Some(number) = number else {
            let lines = self.within(area).map(|line| line.json.as_str());
            let data = rows(time, self.catalogue.as_ref(), Some(packs_within(&self.packs, area)), true, lines);
            return vec![Told { event: "rows", mark: mark.to_owned(), data }];
        };
        let lines = self.within(area).filter(|line| line.number > number).map(|line| line.json.as_str());
        let data = rows(time, self.catalogue.as_ref(), Some(packs_within(&self.packs, area)), false, lines);
        let mut told = vec![Told { event: "rows", mark: mark.to_owned(), data }];
        // One that went and came back meanwhile is there again, and stands among the rows.
        let is_away = |gone: &&Gone| self.lines.get(&gone.device).is_none_or(|line| line.row.jurisdiction != gone.area);
        told.extend(gone(self.gone.iter().filter(|gone| gone.number > number).filter(is_away), area, mark));
        told
    }

    /// Takes in what a look read and returns what of it is news; `is_all` says that there are no other devices.
    pub(super) fn take(&mut self, read: Vec<Revised>, is_all: bool) -> Result<(Vec<Arc<Line>>, Vec<Gone>)> {
        let number = self.number.saturating_add(1);
        let (mut changed, mut left) = (Vec::new(), Vec::new());
        let mut unread: BTreeSet<DeviceId> =
            if is_all { self.lines.keys().copied().collect() } else { BTreeSet::new() };
        for Revised { row, revision } in read {
            let id = row.device;
            unread.remove(&id);
            let before = self.lines.get(&id);
            let line = match before {
                Some(before) if before.row == row => {
                    Line { row, json: before.json.clone(), revision, number: before.number }
                }
                Some(_) | None => Line { json: serde_json::to_string(&row)?, row, revision, number },
            };
            if let Some(before) = before.filter(|before| before.row.jurisdiction != line.row.jurisdiction) {
                left.push(Gone { device: id, area: before.row.jurisdiction.clone(), number });
            }
            let line = Arc::new(line);
            if line.number == number {
                changed.push(line.clone());
            }
            self.lines.insert(id, line);
        }
        for id in unread {
            if let Some(line) = self.lines.remove(&id) {
                left.push(Gone { device: id, area: line.row.jurisdiction.clone(), number });
            }
        }
        self.gone.extend(left.iter().cloned());
        while self.gone.len() > MOST_GONE {
            self.remembered_from = self.gone.pop_front().map_or(self.remembered_from, |gone| gone.number);
        }
        Ok((changed, left))
    }
}

/// Orders rows: who has waited longest without a word first, and those that were withdrawn last.
pub fn place(row: &DeviceRow) -> (bool, i64, DeviceId) {
    (row.revoked_at.is_some(), row.last_seen_at.map_or(0, Instant::ms), row.device)
}

pub(super) fn is_within(area: Option<&JurisdictionId>, own: &JurisdictionId) -> bool {
    area.is_none_or(|area| area == own)
}

/// Returns the packs that a watcher is told of: the city's catalogues and the boundaries of its own area.
pub(super) fn packs_within<'a>(packs: &'a [PackName], area: Option<&JurisdictionId>) -> Vec<&'a PackName> {
    let is_told = |pack: &&PackName| pack.kind == PackKind::Catalogue || is_within(area, &pack.jurisdiction);
    packs.iter().filter(is_told).collect()
}

/// Writes [`shared::api::devices::DeviceNews`] of rows that are text already.
pub(super) fn rows<'a>(
    time: Instant,
    catalogue: Option<&Sha256>,
    packs: Option<Vec<&PackName>>,
    is_whole: bool,
    lines: impl Iterator<Item = &'a str>,
) -> String {
    let devices: Vec<&str> = lines.collect();
    let json = |value: serde_json::Result<String>| value.unwrap_or_else(|_| "null".to_owned());
    format!(
        r#"{{"time":"{time}","whole":{is_whole},"catalogue":{},"packs":{},"devices":[{}]}}"#,
        json(serde_json::to_string(&catalogue)),
        json(serde_json::to_string(&packs.unwrap_or_default())),
        devices.join(",")
    )
}

pub(super) fn gone<'a>(
    left: impl Iterator<Item = &'a Gone>,
    area: Option<&JurisdictionId>,
    mark: &str,
) -> Option<Told> {
    // Whoever sees all areas still sees it in the other one.
    let area = area?;
    let devices: Vec<DeviceId> = left.filter(|gone| gone.area == *area).map(|gone| gone.device).collect();
    if devices.is_empty() {
        return None;
    }
    let data = serde_json::to_string(&DevicesGone { devices }).unwrap_or_default();
    Some(Told { event: "gone", mark: mark.to_owned(), data })
}

#[cfg(test)]
mod tests {
    use shared::account::Role;
    use shared::api::devices::{DeviceNews, DeviceRow, DevicesGone};
    use shared::ids::{DeviceId, JurisdictionId};
    use shared::sync::hello::Heartbeat;
    use shared::time::Instant;
    use uuid::Uuid;

    use super::{Revised, Told, Whole};

    const NOW: Instant = Instant::from_ms(1_764_000_000_000);

    fn area(id: &str) -> JurisdictionId {
        id.parse().unwrap()
    }

    fn row(number: u128, of: &str) -> DeviceRow {
        DeviceRow {
            device: DeviceId(Uuid::from_u128(number)),
            user: format!("u{number}").parse().unwrap(),
            name: "王".to_owned(),
            role: Role::Collector,
            jurisdiction: area(of),
            jurisdiction_name: String::new(),
            grids: Vec::new(),
            enrolled_at: NOW,
            last_seen_at: None,
            last_complete_at: None,
            clock_skew_ms: None,
            heartbeat: Heartbeat::default(),
            photos_total: 0,
            photos_received: 0,
            operations: 0,
            operations_refused: 0,
            revoked_at: None,
            scope_version: 1,
            scope_held: 0,
            shift_began_at: None,
            shift_ended_at: None,
            orders_open: 0,
        }
    }

    /// Takes a look and returns which devices it found changed.
    fn look(whole: &mut Whole, read: &[(DeviceRow, i64)], is_all: bool) -> (usize, usize) {
        let read = read.iter().map(|(row, revision)| Revised { row: row.clone(), revision: *revision }).collect();
        let (lines, left) = whole.take(read, is_all).unwrap();
        if !lines.is_empty() || !left.is_empty() {
            whole.number += 1;
        }
        (lines.len(), left.len())
    }

    fn told(whole: &Whole, number: Option<u64>, of: Option<&str>) -> Vec<Told> {
        whole.since(number, of.map(area).as_ref(), NOW, "m")
    }

    fn news(told: &Told) -> DeviceNews {
        assert_eq!((told.event, told.mark.as_str()), ("rows", "m"));
        serde_json::from_str(&told.data).unwrap()
    }

    #[test]
    fn a_row_that_says_the_same_is_no_news() {
        let mut whole = Whole::default();
        assert_eq!(look(&mut whole, &[(row(1, "a1"), 1), (row(2, "a2"), 1)], true), (2, 0));
        assert_eq!(look(&mut whole, &[(row(1, "a1"), 2)], false), (0, 0));
        let seen = DeviceRow { last_seen_at: Some(NOW), ..row(1, "a1") };
        assert_eq!(look(&mut whole, &[(seen.clone(), 3)], false), (1, 0));
        let all = told(&whole, None, Some("a1"));
        assert_eq!((all.len(), news(&all[0]).whole, news(&all[0]).devices), (1, true, vec![seen.clone()]));
        let since = told(&whole, Some(1), None);
        assert_eq!((news(&since[0]).whole, news(&since[0]).devices), (false, vec![seen]));
        assert!(news(&told(&whole, Some(2), None)[0]).devices.is_empty(), "who knows everything hears of nothing");
        assert!(news(&told(&whole, Some(9), None)[0]).whole, "a number that was never given is another run's");
    }

    #[test]
    fn a_device_that_goes_elsewhere_is_gone_here_and_new_there() {
        let mut whole = Whole::default();
        look(&mut whole, &[(row(1, "a1"), 1)], true);
        assert_eq!(look(&mut whole, &[(row(1, "a2"), 2)], false), (1, 1));
        let here = told(&whole, Some(1), Some("a1"));
        assert!(news(&here[0]).devices.is_empty());
        let gone: DevicesGone = serde_json::from_str(&here[1].data).unwrap();
        assert_eq!((here[1].event, gone.devices), ("gone", vec![row(1, "a1").device]));
        let there = told(&whole, Some(1), Some("a2"));
        assert_eq!((there.len(), news(&there[0]).devices.len()), (1, 1));
        assert_eq!(told(&whole, Some(1), None).len(), 1, "the whole city still sees it");
    }

    #[test]
    fn a_device_that_went_and_came_back_meanwhile_is_there() {
        let mut whole = Whole::default();
        look(&mut whole, &[(row(1, "a1"), 1)], true);
        look(&mut whole, &[(row(1, "a2"), 2)], false);
        look(&mut whole, &[(row(1, "a1"), 3)], false);
        let here = told(&whole, Some(1), Some("a1"));
        assert_eq!((here.len(), news(&here[0]).devices), (1, vec![row(1, "a1")]), "it is not told to be gone");
        let there = told(&whole, Some(2), Some("a2"));
        assert_eq!((there.len(), there[1].event), (2, "gone"));
    }

    #[test]
    fn the_board_begins_with_who_was_not_heard_for_longest_and_ends_with_what_was_withdrawn() {
        let mut whole = Whole::default();
        let seen = DeviceRow { last_seen_at: Some(NOW), ..row(1, "a1") };
        let withdrawn = DeviceRow { revoked_at: Some(NOW), ..row(2, "a1") };
        look(&mut whole, &[(withdrawn, 1), (seen, 1), (row(3, "a1"), 1), (row(4, "a2"), 1)], true);
        let board = whole.board(Some(&area("a1")), "m".to_owned(), NOW);
        let order: Vec<String> = board.devices.iter().map(|row| row.user.to_string()).collect();
        assert_eq!(order, ["u3", "u1", "u2"]);
    }
}
