//! Who a request comes from.

use shared::account::{Actor, Right, Role, may};
use shared::ids::{AccountId, CaseId, DeviceId, JurisdictionId, UnitId, UserName};
use shared::refusal::Code;
use shared::time::Instant;

use crate::error::Result;

/// An account as the rest of the server sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// The account.
    pub id: AccountId,
    /// What it signs in as.
    pub user: UserName,
    /// What people call it.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Whom it works for.
    pub jurisdiction: JurisdictionId,
    /// The responsible unit it acts for.
    pub unit: Option<UnitId>,
    /// It may not sign in.
    pub disabled: bool,
}

/// A device as the server knows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Device {
    /// The installation.
    pub id: DeviceId,
    /// Who is signed in on it.
    pub account: AccountId,
    /// Its Ed25519 key, base64.
    pub public_key: String,
    /// When it was withdrawn.
    pub revoked_at: Option<Instant>,
}

/// A signed-in account, and on which device.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Caller {
    /// Who.
    pub account: Account,
    /// The device; none for a desk or a script.
    pub device: Option<DeviceId>,
    /// The hash of the token that was shown.
    pub token: String,
    /// Whose cases it may see.
    pub reach: Reach,
}

/// Which cases an account may see at a desk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reach {
    /// The whole city.
    City,
    /// One jurisdiction.
    Jurisdiction(JurisdictionId),
    /// What was dispatched to one unit.
    Unit(UnitId),
    /// Only what the account itself reported or was sent to look at.
    Own(AccountId),
}

/// Whether somebody is told of blind checks: who was sent, what they said and what they shot lies beside the case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Beside {
    /// They see what came of them.
    Told,
    /// For everybody else there are none.
    Hidden,
}

impl Beside {
    /// Returns what a statement is asked with: the empty text lets everything through.
    pub const fn without(self) -> &'static str {
        match self {
            Self::Told => "",
            Self::Hidden => "beside",
        }
    }
}

impl Account {
    /// Returns the account as an actor.
    pub fn actor(&self) -> Actor {
        Actor::Account {
            id: self.id,
            user: self.user.clone(),
            role: self.role,
            jurisdiction: self.jurisdiction.clone(),
            unit: self.unit.clone(),
        }
    }

    /// Returns which cases the account may see; `city` is the id that stands for all jurisdictions.
    pub fn reach(&self, city: Option<&JurisdictionId>) -> Reach {
        match self.role {
            Role::Collector | Role::Inspector => Reach::Own(self.id),
            Role::Unit | Role::Handler => match &self.unit {
                Some(unit) => Reach::Unit(unit.clone()),
                None => Reach::Own(self.id),
            },
            Role::Acceptor
            | Role::ShiftLeader
            | Role::Dispatcher
            | Role::Evaluator
            | Role::Supervisor
            | Role::Leader
            | Role::Admin => {
                if city == Some(&self.jurisdiction) {
                    Reach::City
                } else {
                    Reach::Jurisdiction(self.jurisdiction.clone())
                }
            }
        }
    }
}

impl Caller {
    /// Refuses when the role does not have the right.
    pub fn may(&self, right: Right) -> Result<()> {
        if may(self.account.role, right) { Ok(()) } else { Err(Code::NotAllowed.into()) }
    }

    /// Says whether the caller is told of blind checks. The only place that knows: whoever shows something that may come from
    /// one asks here.
    pub const fn beside(&self) -> Beside {
        if may(self.account.role, Right::SeeHonesty) { Beside::Told } else { Beside::Hidden }
    }

    /// Says whether the people of an area, their devices and their accounts are the caller's to look after.
    pub fn looks_after(&self, area: &JurisdictionId) -> bool {
        match &self.reach {
            Reach::City => true,
            Reach::Jurisdiction(own) => own == area,
            Reach::Unit(_) | Reach::Own(_) => false,
        }
    }

    /// Returns the area whose people the caller looks after, nothing for all of them; refuses who looks after none.
    pub fn area(&self) -> Result<Option<&JurisdictionId>> {
        match &self.reach {
            Reach::City => Ok(None),
            Reach::Jurisdiction(own) => Ok(Some(own)),
            Reach::Unit(_) | Reach::Own(_) => Err(Code::NotAllowed.into()),
        }
    }

    /// Returns the device, or refuses a session that has none.
    pub fn device(&self) -> Result<DeviceId> {
        match self.device {
            Some(device) => Ok(device),
            None => crate::error::refuse(Code::DeviceUnknown, "this session was not opened by a device"),
        }
    }

    /// Says of a case that was not found, or not for this caller.
    pub fn no_such_case(id: CaseId) -> crate::error::Error {
        crate::error::Error::Refused(shared::refusal::Refusal::because(Code::NotFound, format!("no case {id} here")))
    }
}
