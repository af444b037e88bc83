//! The accounts of a training city, as `xunge-server training --json` prints them.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use shared::account::Role;

/// What the command prints.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Accounts {
    /// Each account that was made.
    pub accounts: Vec<Account>,
    /// Unit grids.
    pub grids: u64,
    /// Responsible units.
    pub units: u64,
    /// Categories of the catalogue.
    pub categories: u64,
    /// Filing conditions.
    pub conditions: u64,
}

/// One account.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Account {
    /// What it signs in as.
    pub user: String,
    /// Its password.
    pub password: String,
    /// What it may do.
    pub role: Role,
    /// Whom it works for.
    pub jurisdiction: String,
    /// What people call it.
    #[serde(default)]
    pub name: String,
    /// The unit it acts for.
    #[serde(default)]
    pub unit: Option<String>,
    /// The duty grids it walks.
    #[serde(default)]
    pub grids: Vec<String>,
}

impl Accounts {
    /// Returns the account with this user name.
    pub fn user(&self, user: &str) -> Result<&Account> {
        self.accounts.iter().find(|account| account.user == user).with_context(|| format!("no account {user}"))
    }

    /// Returns the account that acts for a unit.
    pub fn of_unit(&self, unit: &str) -> Result<&Account> {
        let acts = |account: &&Account| account.role == Role::Unit && account.unit.as_deref() == Some(unit);
        self.accounts.iter().find(acts).with_context(|| format!("no account of unit {unit}"))
    }

    /// Returns the accounts of a role in a jurisdiction, in the order they were printed.
    pub fn of<'a>(&'a self, role: Role, jurisdiction: &'a str) -> impl Iterator<Item = &'a Account> {
        self.accounts.iter().filter(move |account| account.role == role && account.jurisdiction == jurisdiction)
    }

    /// Returns the first account of a role, wherever.
    pub fn first(&self, role: Role) -> Result<&Account> {
        self.accounts
            .iter()
            .find(|account| account.role == role)
            .with_context(|| format!("no account with role {role:?}"))
    }
}
