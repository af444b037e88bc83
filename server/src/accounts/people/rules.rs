//! Which accounts there may be, and who may make and change them.

use shared::account::Role;
use shared::api::people::{FirstSignIn, LONGEST_NAME, MOST_GRIDS};
use shared::ids::{AccountId, JurisdictionId};
use shared::refusal::Code;

use crate::accounts::caller::{Account, Caller};
use crate::accounts::second_factor;
use crate::app::App;
use crate::catalogue::city::City;
use crate::error::{Result, refuse};

/// Returns the area of a list: what is asked for, as far as the caller reaches.
pub fn asked(caller: &Caller, named: Option<JurisdictionId>) -> Result<Option<JurisdictionId>> {
    match (caller.area()?, named) {
        (None, named) => Ok(named),
        (Some(own), None) => Ok(Some(own.clone())),
        (Some(own), Some(named)) if *own == named => Ok(Some(named)),
        (Some(_), Some(_)) => refuse(Code::NotAllowed, "jurisdiction: one's own people only"),
    }
}

/// Refuses an account of somebody else's people.
pub fn own_people(caller: &Caller, account: &Account) -> Result<()> {
    if caller.looks_after(&account.jurisdiction) {
        Ok(())
    } else {
        refuse(Code::NotAllowed, "jurisdiction: one's own people only")
    }
}

/// Returns the name without what stands round it, if it is one.
pub fn name(text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST_NAME || text.chars().any(char::is_control) {
        return refuse(Code::BadValue, format!("name: one line of 1 to {LONGEST_NAME} characters"));
    }
    Ok(text.to_owned())
}

/// Refuses an account that could do nothing, or that stands where nothing is: of nowhere, a unit's without a unit of its
/// jurisdiction, on a beat that is not there or that it does not walk.
pub fn fits(city: &City, account: &Account, grids: &[String]) -> Result<()> {
    if city.jurisdiction(&account.jurisdiction).is_none() {
        return refuse(Code::BadValue, format!("jurisdiction: there is no {}", account.jurisdiction));
    }
    match (account.role.is_of_unit(), &account.unit) {
        (true, None) => return refuse(Code::BadValue, "unit: an account of this role acts for a unit"),
        (false, Some(_)) => return refuse(Code::BadValue, "unit: an account of this role acts for none"),
        (false, None) => {}
        (true, Some(unit)) => {
            if city.unit(unit).is_none_or(|known| known.jurisdiction != account.jurisdiction) {
                return refuse(Code::BadValue, format!("unit: {} has no unit {unit}", account.jurisdiction));
            }
        }
    }
    if !grids.is_empty() && !account.role.walks() {
        return refuse(Code::BadValue, "grids: people of this role walk none");
    }
    if grids.len() > MOST_GRIDS {
        return refuse(Code::BadValue, format!("grids: at most {MOST_GRIDS}"));
    }
    let is_there = |grid: &String| {
        let mut known = city.index.duty_grids();
        known.any(|(id, duty)| id.as_str() == grid && duty.jurisdiction == account.jurisdiction)
    };
    match grids.iter().find(|grid| !is_there(grid)) {
        Some(grid) => refuse(Code::BadValue, format!("grids: {} has no duty grid {grid}", account.jurisdiction)),
        None => Ok(()),
    }
}

/// Refuses a first sign-in that would be refused at the phone and at the desk: whoever needs a second factor sets it up
/// behind a password, and a link asks for none.
pub fn way_in(app: &App, account: &Account, first: FirstSignIn) -> Result<()> {
    match first {
        FirstSignIn::Link if second_factor::is_required(app, account) => refuse(
            Code::BadValue,
            "first: administrators need a one-time code here, and a link asks for none; begin with a password",
        ),
        FirstSignIn::Link | FirstSignIn::Password => Ok(()),
    }
}

/// Refuses that somebody disables or demotes themself, or moves away: who made the mistake could not mend it.
pub fn not_oneself(caller: AccountId, before: &Account, after: &Account) -> Result<()> {
    let stays = !after.disabled && after.role == before.role && after.jurisdiction == before.jurisdiction;
    if before.id == caller && !stays { Err(Code::OwnAccount.into()) } else { Ok(()) }
}

/// Says whether an administrator is one no longer, or no longer where they were.
pub fn loses_admin(before: &Account, after: &Account) -> bool {
    let is_admin = |account: &Account| account.role == Role::Admin && !account.disabled;
    is_admin(before) && (!is_admin(after) || before.jurisdiction != after.jurisdiction)
}

/// Says what changes, in the words of the ledger; nothing where nothing does. Names are not repeated there.
pub fn changes(before: &Account, before_grids: &[String], after: &Account, grids: &[String]) -> String {
    let mut said = Vec::new();
    let mut say = |what: &str, was: &str, becomes: &str| {
        if was != becomes {
            said.push(format!("{what} {was} → {becomes}"));
        }
    };
    say("role", before.role.as_str(), after.role.as_str());
    say("jurisdiction", before.jurisdiction.as_str(), after.jurisdiction.as_str());
    let unit = |account: &Account| account.unit.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string);
    say("unit", &unit(before), &unit(after));
    let listed = |grids: &[String]| if grids.is_empty() { "-".to_owned() } else { grids.join(" ") };
    say("grids", &listed(before_grids), &listed(grids));
    let signs_in = |account: &Account| if account.disabled { "no" } else { "yes" };
    say("may sign in", signs_in(before), signs_in(after));
    if before.name != after.name {
        said.push("name".to_owned());
    }
    said.join("; ")
}

#[cfg(test)]
mod tests {
    use shared::account::Role;
    use shared::ids::AccountId;
    use uuid::Uuid;

    use super::{changes, loses_admin, name, not_oneself};
    use crate::accounts::caller::Account;

    fn account(role: Role) -> Account {
        Account {
            id: AccountId(Uuid::from_u128(1)),
            user: "wang".parse().unwrap(),
            name: "王".to_owned(),
            role,
            jurisdiction: "610112".parse().unwrap(),
            unit: None,
            disabled: false,
        }
    }

    #[test]
    fn nobody_disables_demotes_or_moves_themself() {
        let admin = account(Role::Admin);
        let (own, other) = (admin.id, AccountId(Uuid::from_u128(2)));
        let renamed = Account { name: "李".to_owned(), ..admin.clone() };
        assert!(not_oneself(own, &admin, &renamed).is_ok());
        for after in [
            Account { disabled: true, ..admin.clone() },
            Account { role: Role::Leader, ..admin.clone() },
            Account { jurisdiction: "610103".parse().unwrap(), ..admin.clone() },
        ] {
            assert!(not_oneself(own, &admin, &after).is_err());
            assert!(not_oneself(other, &admin, &after).is_ok());
            assert!(loses_admin(&admin, &after));
        }
        assert!(!loses_admin(&admin, &renamed) && !loses_admin(&account(Role::Leader), &account(Role::Collector)));
    }

    #[test]
    fn what_changes_is_said_and_names_are_not() {
        let before = account(Role::Collector);
        let after = Account { role: Role::Inspector, name: "王二".to_owned(), ..before.clone() };
        let grids = ["610112-Z0".to_owned()];
        assert_eq!(changes(&before, &grids, &after, &[]), "role collector → inspector; grids 610112-Z0 → -; name");
        assert_eq!(changes(&before, &grids, &before, &grids), "");
    }

    #[test]
    fn a_name_is_one_line() {
        assert_eq!(name(" 王 ").unwrap(), "王");
        for bad in ["", "  ", "a\nb", &"长".repeat(41)] {
            assert!(name(bad).is_err(), "{bad}");
        }
    }
}
