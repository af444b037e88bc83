//! Duty grids as they are being drawn: which unit grid is in which, and what is wrong with that. Nothing here draws.

use std::collections::{BTreeMap, BTreeSet};

use shared::api::areas::DrawnDutyGrid;
use shared::ids::DutyGridId;

use crate::areas::map::ground::GridFacts;

/// A duty grid.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Beat {
    /// Its name.
    pub name: String,
    /// Its unit grids.
    pub grids: BTreeSet<String>,
    /// That it is of several pieces is meant.
    pub is_split: bool,
}

/// All duty grids, by their numbers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Drawing(pub BTreeMap<String, Beat>);

/// What is wrong with a drawing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// A unit grid is in two duty grids.
    Doubled {
        /// The unit grid.
        code: String,
        /// One duty grid.
        one: String,
        /// The other.
        other: String,
    },
    /// A duty grid is of several pieces and is not said to be.
    Apart {
        /// Which.
        id: String,
        /// Of how many.
        pieces: usize,
    },
}

/// What is known of each unit grid.
pub type Facts = BTreeMap<String, GridFacts>;

impl Drawing {
    /// Reads what the server keeps.
    pub fn of(kept: &[DrawnDutyGrid]) -> Self {
        let beats = kept.iter().map(|one| {
            let grids = one.grids.iter().map(ToString::to_string).collect();
            (one.id.to_string(), Beat { name: one.name.clone(), grids, is_split: one.is_split })
        });
        Self(beats.collect())
    }

    /// Writes what the server is to keep; duty grids without a unit grid are no more.
    pub fn kept(&self) -> Vec<DrawnDutyGrid> {
        let beats = self.0.iter().filter(|(_, beat)| !beat.grids.is_empty()).filter_map(|(id, beat)| {
            Some(DrawnDutyGrid {
                id: id.parse().ok()?,
                name: beat.name.clone(),
                grids: beat.grids.iter().filter_map(|code| code.parse().ok()).collect(),
                is_split: beat.is_split,
            })
        });
        beats.collect()
    }

    /// Says whether a text may be a duty grid's number.
    pub fn is_id(text: &str) -> bool {
        text.parse::<DutyGridId>().is_ok()
    }

    /// Returns in which duty grid each unit grid is.
    pub fn by_grid(&self) -> BTreeMap<&str, &str> {
        let beats = self.0.iter();
        beats.flat_map(|(id, beat)| beat.grids.iter().map(|code| (code.as_str(), id.as_str()))).collect()
    }

    /// Puts unit grids into a duty grid, out of whichever they are in now; one that is not there is made.
    pub fn assign(&mut self, codes: &BTreeSet<String>, id: &str, name: &str) {
        self.take_out(codes);
        let beat = self.0.entry(id.to_owned()).or_default();
        beat.grids.extend(codes.iter().cloned());
        if !name.is_empty() {
            name.clone_into(&mut beat.name);
        } else if beat.name.is_empty() {
            id.clone_into(&mut beat.name);
        }
        self.forget_empty();
    }

    /// Takes unit grids out of whichever duty grid they are in.
    pub fn take_out(&mut self, codes: &BTreeSet<String>) {
        for beat in self.0.values_mut() {
            beat.grids.retain(|code| !codes.contains(code));
        }
        self.forget_empty();
    }

    /// Puts all of one duty grid into another.
    pub fn merge(&mut self, from: &str, into: &str) {
        if from == into || !self.0.contains_key(into) {
            return;
        }
        let Some(gone) = self.0.remove(from) else { return };
        if let Some(beat) = self.0.get_mut(into) {
            beat.grids.extend(gone.grids);
            beat.is_split |= gone.is_split;
        }
    }

    /// Lets a duty grid be no more; its unit grids are in none.
    pub fn dissolve(&mut self, id: &str) {
        self.0.remove(id);
    }

    /// Says whether that a duty grid is of several pieces is meant.
    pub fn split(&mut self, id: &str, is_split: bool) {
        if let Some(beat) = self.0.get_mut(id) {
            beat.is_split = is_split;
        }
    }

    fn forget_empty(&mut self) {
        self.0.retain(|_, beat| !beat.grids.is_empty());
    }

    /// Returns what is wrong.
    pub fn faults(&self, facts: &Facts) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut taken: BTreeMap<&str, &str> = BTreeMap::new();
        for (id, beat) in &self.0 {
            for code in &beat.grids {
                if let Some(other) = taken.insert(code, id) {
                    faults.push(Fault::Doubled { code: code.clone(), one: other.to_owned(), other: id.clone() });
                }
            }
        }
        for (id, beat) in self.0.iter().filter(|(_, beat)| !beat.is_split) {
            let pieces = pieces(&beat.grids, facts);
            if pieces > 1 {
                faults.push(Fault::Apart { id: id.clone(), pieces });
            }
        }
        faults
    }

    /// Returns the unit grids that are in no duty grid.
    pub fn free(&self, facts: &Facts) -> BTreeSet<String> {
        let taken = self.by_grid();
        facts.keys().filter(|code| !taken.contains_key(code.as_str())).cloned().collect()
    }
}

/// Returns the size of some unit grids.
pub fn area_m2(grids: &BTreeSet<String>, facts: &Facts) -> f64 {
    grids.iter().filter_map(|code| facts.get(code)).map(|one| one.area_m2).sum()
}

/// Returns of how many pieces some unit grids are.
fn pieces(grids: &BTreeSet<String>, facts: &Facts) -> usize {
    let mut left: BTreeSet<&str> = grids.iter().map(String::as_str).collect();
    let mut pieces = 0;
    while let Some(first) = left.pop_first() {
        pieces += 1;
        let mut open = vec![first];
        while let Some(code) = open.pop() {
            let beside = facts.get(code).into_iter().flat_map(|one| one.beside.iter().map(String::as_str));
            open.extend(beside.filter(|other| left.remove(other)));
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Drawing, Facts, Fault, area_m2};
    use crate::areas::map::ground::GridFacts;

    fn codes(codes: &[&str]) -> BTreeSet<String> {
        codes.iter().map(|code| (*code).to_owned()).collect()
    }

    /// Four unit grids in a row.
    fn facts() -> Facts {
        let beside = [&["2"][..], &["1", "3"], &["2", "4"], &["3"]];
        let facts = beside.iter().zip(1..).map(|(beside, number)| {
            let beside = beside.iter().map(|code| (*code).to_owned()).collect();
            (number.to_string(), GridFacts { area_m2: 10.0, duty: String::new(), beside })
        });
        facts.collect()
    }

    fn drawing() -> Drawing {
        let mut drawing = Drawing::default();
        drawing.assign(&codes(&["1", "2"]), "A", "东片");
        drawing.assign(&codes(&["3"]), "B", "");
        drawing
    }

    #[test]
    fn a_unit_grid_is_in_one_duty_grid_however_it_is_assigned() {
        let mut drawing = drawing();
        assert_eq!((drawing.0["A"].name.as_str(), drawing.0["B"].name.as_str()), ("东片", "B"));
        drawing.assign(&codes(&["2", "4"]), "B", "");
        assert_eq!(drawing.0["A"].grids, codes(&["1"]));
        assert_eq!(drawing.0["B"].grids, codes(&["2", "3", "4"]));
        drawing.assign(&codes(&["1"]), "B", "西片");
        assert_eq!(drawing.0.keys().collect::<Vec<_>>(), ["B"], "one that has nothing left is no more");
        assert_eq!(drawing.0["B"].name, "西片");
    }

    #[test]
    fn duty_grids_are_merged_split_taken_out_of_and_dissolved() {
        let mut drawing = drawing();
        drawing.merge("A", "B");
        assert_eq!(drawing.0["B"].grids, codes(&["1", "2", "3"]));
        drawing.merge("B", "nowhere");
        assert_eq!(drawing.0.len(), 1, "into nothing nothing is merged");
        drawing.assign(&codes(&["1"]), "C", "");
        assert_eq!(drawing.0.len(), 2, "that is a split");
        drawing.take_out(&codes(&["3"]));
        assert_eq!(drawing.free(&facts()), codes(&["3", "4"]));
        drawing.dissolve("C");
        assert_eq!(drawing.free(&facts()), codes(&["1", "3", "4"]));
    }

    #[test]
    fn what_is_doubled_or_apart_is_said() {
        let mut drawing = drawing();
        assert_eq!(drawing.faults(&facts()), []);
        drawing.assign(&codes(&["1", "4"]), "C", "");
        assert_eq!(drawing.faults(&facts()), [Fault::Apart { id: "C".to_owned(), pieces: 2 }]);
        drawing.split("C", true);
        assert_eq!(drawing.faults(&facts()), []);
        drawing.0.get_mut("A").unwrap().grids.insert("3".to_owned());
        let doubled = Fault::Doubled { code: "3".to_owned(), one: "A".to_owned(), other: "B".to_owned() };
        assert_eq!(drawing.faults(&facts()), [doubled]);
        assert!((area_m2(&codes(&["1", "4", "9"]), &facts()) - 20.0).abs() < f64::EPSILON);
    }

    #[test]
    fn what_is_kept_is_read_again_as_it_was() {
        let mut drawing = Drawing::default();
        drawing.assign(&codes(&["610112001007001"]), "610112-Z1", "东片");
        drawing.split("610112-Z1", true);
        assert_eq!(Drawing::of(&drawing.kept()), drawing);
        assert!(Drawing::is_id("610112-Z1") && !Drawing::is_id("东") && !Drawing::is_id(""));
    }
}
