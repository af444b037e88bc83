//! What an account follows, and which rows that are.

use std::collections::BTreeSet;

use shared::account::Role;
use shared::ids::{AccountId, JurisdictionId};
use shared::sync::pull;
use shared::time::Instant;

use super::store::marks::Rows;
use crate::accounts::caller::{Caller, Reach};
use crate::app::App;

const DAY_MS: i64 = 24 * 3_600_000;
/// How far the day may lie from ours that a phone compares its neighbours' cases from.
const NEAR_ENOUGH_MS: i64 = 2 * DAY_MS;

/// What a caller follows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Scope {
    /// Its own cases and tasks, in whatever area they lie. Also of who walks where nothing of others is shown.
    Own(AccountId),
    /// The same, and the cases that others reported in its duty grids since then.
    Walking(AccountId, Instant),
    /// Everything in some areas.
    Areas(BTreeSet<JurisdictionId>),
}

impl Scope {
    /// Returns what the caller follows now.
    pub fn of(app: &App, caller: &Caller) -> Self {
        match (&caller.reach, caller.account.role) {
            (Reach::City, Role::Supervisor | Role::Leader | Role::Admin | Role::ShiftLeader) => {
                Self::Areas(app.city().jurisdictions().map(|one| one.id.clone()).collect())
            }
            (Reach::Jurisdiction(id), Role::Supervisor | Role::Leader | Role::Admin | Role::ShiftLeader) => {
                Self::Areas(BTreeSet::from([id.clone()]))
            }
            (_, Role::Collector | Role::Inspector) => match nearby_days(app, caller) {
                // Counted in whole days: for none of them is not for what is left of today.
                0 => Self::Own(caller.account.id),
                days => Self::Walking(caller.account.id, near_since(app, days)),
            },
            (Reach::City | Reach::Jurisdiction(_) | Reach::Unit(_) | Reach::Own(_), _) => Self::Own(caller.account.id),
        }
    }

    /// Returns the same scope with neighbours' cases from the day that the phone named, if that is not far from ours.
    pub fn seen_from(self, day: Option<Instant>) -> Self {
        match (self, day) {
            (Self::Walking(account, ours), Some(day)) if day.since(ours).saturating_abs() <= NEAR_ENOUGH_MS => {
                Self::Walking(account, day)
            }
            (scope, _) => scope,
        }
    }

    /// Returns from when on neighbours' cases are in the scope.
    pub fn near_since(&self) -> Option<Instant> {
        match self {
            Self::Walking(_, since) => Some(*since),
            Self::Own(_) | Self::Areas(_) => None,
        }
    }

    /// Returns the entities of the scope.
    pub fn entities(&self) -> &'static [&'static str] {
        match self {
            Self::Walking(..) => &[pull::CASE, pull::TASK, pull::NEARBY],
            Self::Own(_) | Self::Areas(_) => &[pull::CASE, pull::TASK],
        }
    }

    /// Returns where the rows of an entity lie; nowhere for an entity that is not in the scope.
    pub fn rows(&self, entity: &str) -> Vec<Rows> {
        match (self, entity) {
            (Self::Own(account) | Self::Walking(account, _), pull::CASE) => vec![Rows::CasesOf(*account)],
            (Self::Own(account) | Self::Walking(account, _), pull::TASK) => vec![Rows::TasksOf(*account)],
            (Self::Walking(account, since), pull::NEARBY) => vec![Rows::Near(*account, *since)],
            (Self::Areas(areas), pull::CASE) => areas.iter().cloned().map(Rows::CasesIn).collect(),
            (Self::Areas(areas), pull::TASK) => areas.iter().cloned().map(Rows::TasksIn).collect(),
            (Self::Own(_) | Self::Walking(..) | Self::Areas(_), _) => Vec::new(),
        }
    }
}

/// Returns for how many days the caller is shown what others reported where they walk.
fn nearby_days(app: &App, caller: &Caller) -> u32 {
    app.city().settings(&caller.account.jurisdiction).nearby_days
}

/// Whole days, so that both sides mean the same all day long.
fn near_since(app: &App, days: u32) -> Instant {
    let today = app.clock.now().ms().div_euclid(DAY_MS) * DAY_MS;
    Instant::from_ms(today).plus_ms(-i64::from(days).saturating_mul(DAY_MS))
}
