//! Which rows of a board are looked for: by a desk in its address, by an export in its query.

use super::newest::Newest;
use super::{Judged, Silence, is_on_shift};
use crate::account::Role;
use crate::ids::JurisdictionId;
use crate::time::Instant;

/// Whether the bearer is on shift.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Duty {
    /// On shift.
    On,
    /// Not on shift.
    Off,
}

impl Duty {
    /// Returns the word it stands as in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Off => "off",
        }
    }
}

/// What is looked for; what is not named leaves nothing out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wanted {
    /// Only where somebody has to do something.
    pub needing: bool,
    /// Only for this kind of reason.
    pub reason: String,
    /// Only this jurisdiction's.
    pub jurisdiction: Option<JurisdictionId>,
    /// Only of people with this role.
    pub role: Option<Role>,
    /// Only of people who are on shift, or who are not.
    pub duty: Option<Duty>,
    /// Only those that were not heard of for so long.
    pub silence: Option<Silence>,
    /// Only with this version of the app.
    pub version: String,
    /// Only where the catalogue or the boundaries are older than those in force.
    pub behind: bool,
    /// Only where all of these words stand in a name, a grid, a jurisdiction or the device's number.
    pub words: String,
}

impl Wanted {
    /// Takes one name of a query and its value; what means nothing leaves nothing out.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        match name {
            "need" => self.needing = value == "1",
            "reason" => value.clone_into(&mut self.reason),
            "jurisdiction" => self.jurisdiction = value.parse().ok(),
            "role" => self.role = Role::parse(value),
            "shift" => self.duty = [Duty::On, Duty::Off].into_iter().find(|duty| duty.as_str() == value),
            "silence" => self.silence = Silence::parse(value),
            "version" => value.clone_into(&mut self.version),
            "behind" => self.behind = value == "1",
            "q" => value.clone_into(&mut self.words),
            // Others' names in the same query.
            _ => {}
        }
        self
    }

    /// Returns the names and values of a query that says the same.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let flag = |is_set: bool| if is_set { "1".to_owned() } else { String::new() };
        let all = [
            ("need", flag(self.needing)),
            ("reason", self.reason.clone()),
            ("jurisdiction", self.jurisdiction.as_ref().map(ToString::to_string).unwrap_or_default()),
            ("role", self.role.map_or("", Role::as_str).to_owned()),
            ("shift", self.duty.map_or("", Duty::as_str).to_owned()),
            ("silence", self.silence.map_or("", Silence::as_str).to_owned()),
            ("version", self.version.clone()),
            ("behind", flag(self.behind)),
            ("q", self.words.clone()),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// Says whether a row is looked for; `newest` is what it should have.
    pub fn fits(&self, judged: &Judged, now: Instant, newest: &Newest<'_>) -> bool {
        let Judged { row, standing } = judged;
        let duty = if is_on_shift(row, now) { Duty::On } else { Duty::Off };
        (!self.needing || standing.needs_somebody())
            && (self.reason.is_empty() || self.reason == standing.reason.kind())
            && self.jurisdiction.as_ref().is_none_or(|wanted| *wanted == row.jurisdiction)
            && self.role.is_none_or(|wanted| wanted == row.role)
            && self.duty.is_none_or(|wanted| wanted == duty)
            && self.silence.is_none_or(|wanted| wanted == standing.silence)
            && (self.version.is_empty() || self.version == row.heartbeat.app_version)
            && (!self.behind || newest.is_behind(row))
            && self.words.split_whitespace().all(|word| says(judged, &word.to_lowercase()))
    }
}

fn says(judged: &Judged, word: &str) -> bool {
    let row = &judged.row;
    let has = |text: &str| text.to_lowercase().contains(word);
    has(&row.name)
        || has(row.user.as_str())
        || has(&row.jurisdiction_name)
        || row.grids.iter().any(|grid| has(grid))
        || row.device.to_string().starts_with(word)
}

#[cfg(test)]
mod tests {
    use super::super::newest::Newest;
    use super::super::newest::tests::{holding, packs};
    use super::super::tests::{NOW, ago, row};
    use super::super::{Judged, standing};
    use super::Wanted;
    use crate::api::devices::DeviceRow;

    fn wanted(query: &str) -> Wanted {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.fold(Wanted::default(), |wanted, (name, value)| wanted.with(name, value))
    }

    #[track_caller]
    fn check(query: &str, fits: bool) {
        let row =
            DeviceRow { last_seen_at: ago(200), shift_began_at: ago(300), grids: vec!["610112-Z7".into()], ..row() };
        let standing = standing(&row, NOW, None, "1.3.0");
        assert_eq!(wanted(query).fits(&Judged { row, standing }, NOW, &Newest::default()), fits, "{query}");
    }

    #[test]
    fn a_row_is_found_by_each_of_its_sides() {
        for query in [
            "",
            "need=1",
            "need=0",
            "reason=no_signal",
            "jurisdiction=610112",
            "role=collector",
            "shift=on",
            "silence=silent",
            "silence=loud",
            "version=1.3.0",
            "behind=0",
            "q=王",
            "q=WANG 未央",
            "q=z7",
            "q=018f0000",
            "before=9",
            "role=king",
        ] {
            check(query, true);
        }
        for query in [
            "reason=fine",
            "jurisdiction=610103",
            "role=inspector",
            "shift=off",
            "silence=quiet",
            "version=1.3",
            "behind=1",
            "q=王 碑林",
            "q=0000-7000",
        ] {
            check(query, false);
        }
    }

    #[test]
    fn those_behind_the_newest_packs_are_found_and_no_others() {
        let packs = packs();
        for (row, fits) in [(holding(Some("c2"), Some("b2")), false), (holding(Some("c1"), Some("b2")), true)] {
            let standing = standing(&row, NOW, None, "1.3.0");
            assert_eq!(wanted("behind=1").fits(&Judged { row, standing }, NOW, &Newest::of(&packs)), fits);
        }
    }

    #[test]
    fn what_is_looked_for_is_found_again_by_its_query() {
        let all = "need=1&reason=stuck&jurisdiction=610112&role=collector&shift=off&silence=never&version=1.3.0&behind=1&q=王";
        let wanted = wanted(all);
        let pairs: Vec<String> = wanted.pairs().iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(pairs.join("&"), all);
        assert!(Wanted::default().pairs().is_empty());
    }
}
