//! Whose lists somebody sees, and which units of them they may change.

use shared::account::{Right, Role, may};
use shared::api::directory::{BELOW, is_within};
use shared::ids::JurisdictionId;
use shared::refusal::Code;
use sqlx::AnyConnection;

use crate::accounts::caller::{Caller, Reach};
use crate::app::App;
use crate::directory::edit::Kept;
use crate::directory::store::editors;
use crate::error::{Result, refuse};

/// What of one list somebody may change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Part {
    /// All of it, and who looks after what.
    Whole,
    /// Units with all below them; perhaps none.
    Units(Vec<String>),
}

impl Part {
    /// Says whether it holds a unit.
    pub fn holds(&self, unit: &str) -> bool {
        match self {
            Self::Whole => true,
            Self::Units(units) => units.iter().any(|own| is_within(unit, own)),
        }
    }

    /// Returns the units that are named.
    pub fn units(&self) -> &[String] {
        match self {
            Self::Whole => &[],
            Self::Units(units) => units,
        }
    }

    /// Refuses what lies elsewhere.
    pub fn must_hold(&self, unit: &str) -> Result<()> {
        if self.holds(unit) {
            return Ok(());
        }
        refuse(Code::NotAllowed, "unit: it is looked after by somebody else")
    }
}

/// What an account has to do with directories.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Keeper {
    /// The units that it was named for, with their lists.
    named: Vec<(JurisdictionId, String)>,
    /// What the responsible unit that it acts for is called: a level of that name is its own.
    own_unit: Option<String>,
    own: JurisdictionId,
    /// It manages this list, or all of them.
    manages: Manages,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Manages {
    Nothing,
    Own,
    All,
}

impl Keeper {
    /// Finds out what the caller has to do with directories.
    pub async fn of(app: &App, connection: &mut AnyConnection, caller: &Caller) -> Result<Self> {
        let account = &caller.account;
        let manages = match &caller.reach {
            Reach::City if account.role == Role::Admin => Manages::All,
            Reach::Jurisdiction(_) if account.role == Role::Admin => Manages::Own,
            Reach::City | Reach::Jurisdiction(_) | Reach::Unit(_) | Reach::Own(_) => Manages::Nothing,
        };
        // Whoever may not sit at a desk any more looks after nothing, whatever they were named for.
        let named = if may(account.role, Right::ReadDirectory) {
            editors::of_account(connection, account.id).await?
        } else {
            Vec::new()
        };
        let acts_for = account.unit.as_ref().filter(|_| account.role == Role::Unit);
        let own_unit = acts_for.and_then(|unit| app.city().unit(unit).map(|unit| unit.name.clone()));
        Ok(Self { named, own_unit, own: account.jurisdiction.clone(), manages })
    }

    /// Says whether there is any list that the account may change something of.
    pub fn may_edit(&self) -> bool {
        self.manages != Manages::Nothing || !self.named.is_empty() || self.own_unit.is_some()
    }

    /// Says whether the account may say who looks after what of a list.
    pub fn manages(&self, of: &JurisdictionId) -> bool {
        match self.manages {
            Manages::Nothing => false,
            Manages::Own => self.own == *of,
            Manages::All => true,
        }
    }

    /// Says whether a list may hold something that the account may change.
    pub fn knows(&self, of: &JurisdictionId) -> bool {
        let is_own_units = self.own_unit.is_some() && self.own == *of;
        self.manages(of) || is_own_units || self.named.iter().any(|(list, _)| list == of)
    }

    /// Returns what of a list the account may change; `units` are those that the list has.
    pub fn part<'a>(&self, of: &JurisdictionId, units: impl Iterator<Item = &'a str>) -> Part {
        if self.manages(of) {
            return Part::Whole;
        }
        let mut own: Vec<String> =
            self.named.iter().filter(|(list, _)| list == of).map(|(_, unit)| unit.clone()).collect();
        if let Some(name) = self.own_unit.as_deref().filter(|_| self.own == *of) {
            own.extend(units.filter_map(|unit| level_of(unit, name)));
        }
        own.sort_unstable();
        own.dedup();
        Part::Units(own)
    }

    /// The same of a list that is at hand.
    pub fn part_of(&self, of: &JurisdictionId, list: &[Kept]) -> Part {
        self.part(of, list.iter().map(|kept| kept.listed.entry.unit.as_str()))
    }
}

/// Returns the path down to the level of a name, where a path has one.
fn level_of(unit: &str, name: &str) -> Option<String> {
    let levels: Vec<&str> = unit.split(BELOW).collect();
    let at = levels.iter().position(|level| *level == name)?;
    Some(levels.get(..=at)?.join(&BELOW.to_string()))
}

#[cfg(test)]
mod tests {
    use super::{Keeper, Manages, Part, level_of};

    fn keeper(manages: Manages, named: &[(&str, &str)], own_unit: Option<&str>) -> Keeper {
        Keeper {
            named: named.iter().map(|(list, unit)| (list.parse().unwrap(), (*unit).to_owned())).collect(),
            own_unit: own_unit.map(str::to_owned),
            own: "610112".parse().unwrap(),
            manages,
        }
    }

    #[test]
    fn an_administrator_manages_their_own_list_and_the_citys_all() {
        let (own, other) = ("610112".parse().unwrap(), "610103".parse().unwrap());
        let admin = keeper(Manages::Own, &[], None);
        assert!(admin.manages(&own) && !admin.manages(&other) && !admin.knows(&other));
        assert_eq!(admin.part(&own, std::iter::empty()), Part::Whole);
        assert!(keeper(Manages::All, &[], None).manages(&other));
    }

    #[test]
    fn whoever_was_named_holds_their_units_and_nothing_beside() {
        let own = "610112".parse().unwrap();
        let editor = keeper(Manages::Nothing, &[("610112", "中心/值班室"), ("610103", "园林所")], None);
        let part = editor.part(&own, std::iter::empty());
        assert!(part.holds("中心/值班室") && part.holds("中心/值班室/夜班"));
        assert!(!part.holds("中心") && !part.holds("中心/值班室二") && !part.holds("园林所"));
        assert!(editor.knows(&"610103".parse().unwrap()) && !editor.manages(&own));
    }

    #[test]
    fn a_responsible_unit_holds_the_level_that_bears_its_name() {
        let own = "610112".parse().unwrap();
        let unit = keeper(Manages::Nothing, &[], Some("环卫一所"));
        let part = unit.part(&own, ["环卫/环卫一所/一队", "环卫/环卫一所", "环卫/环卫二所"].into_iter());
        assert_eq!(part, Part::Units(vec!["环卫/环卫一所".to_owned()]));
        assert_eq!(unit.part(&own, ["园林所"].into_iter()), Part::Units(Vec::new()));
        assert_eq!(level_of("环卫一所二部", "环卫一所"), None);
    }
}
