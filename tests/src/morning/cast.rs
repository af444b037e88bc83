//! Who takes part: phones and desks, each signed in when first needed.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use shared::account::Role;

use crate::accounts::{Account, Accounts};
use crate::collector::Collector;
use crate::desk::Desk;
use crate::morning::Plan;

/// The people of the morning.
pub struct Cast {
    accounts: Accounts,
    server: String,
    home: PathBuf,
    phones: BTreeMap<String, Collector>,
    desks: BTreeMap<String, Desk>,
}

impl Cast {
    /// Reads who there is. The phones of an earlier morning are put away: each morning begins with new ones.
    pub fn gather(plan: &Plan) -> Result<Self> {
        let text = fs::read_to_string(&plan.accounts)
            .with_context(|| format!("read the accounts in {}", plan.accounts.display()))?;
        let accounts: Accounts = serde_json::from_str(&text).context("read the accounts")?;
        let home = plan.home.join(format!("morning-{}", std::process::id()));
        fs::create_dir_all(&home).with_context(|| format!("make {}", home.display()))?;
        Ok(Self { accounts, server: plan.server.clone(), home, phones: BTreeMap::new(), desks: BTreeMap::new() })
    }

    /// Returns how large the city is: grids, units, categories, conditions.
    pub fn city(&self) -> [u64; 4] {
        [self.accounts.grids, self.accounts.units, self.accounts.categories, self.accounts.conditions]
    }

    /// Chooses collectors from as many jurisdictions as there are people wanted.
    pub fn collectors(&self, wanted: usize) -> Result<Vec<String>> {
        let mut by_jurisdiction: BTreeMap<&str, Vec<&Account>> = BTreeMap::new();
        for account in self.accounts.accounts.iter().filter(|account| account.role == Role::Collector) {
            by_jurisdiction.entry(&account.jurisdiction).or_default().push(account);
        }
        ensure!(!by_jurisdiction.is_empty(), "the training city has no collectors");
        let most = by_jurisdiction.values().map(Vec::len).max().unwrap_or(0);
        let users = (0..most)
            .flat_map(|place| by_jurisdiction.values().filter_map(move |people| people.get(place)))
            .take(wanted)
            .map(|account| account.user.clone())
            .collect();
        Ok(users)
    }

    /// Returns somebody's phone, signing in on a new one when they have none yet.
    pub async fn phone(&mut self, user: &str) -> Result<&Collector> {
        if !self.phones.contains_key(user) {
            let account = self.accounts.user(user)?;
            let phone = Collector::with_phone(user, &self.home.join(user))?;
            phone.sign_in(&self.server, &account.password).await.with_context(|| format!("{user} signs in"))?;
            self.phones.insert(user.to_owned(), phone);
        }
        self.phones.get(user).context("the phone was just made")
    }

    /// Returns all phones.
    pub fn phones(&self) -> impl Iterator<Item = &Collector> {
        self.phones.values()
    }

    /// Returns somebody's desk.
    pub async fn desk(&mut self, user: &str) -> Result<&Desk> {
        if !self.desks.contains_key(user) {
            let account = self.accounts.user(user)?;
            let desk = Desk::sign_in(&self.server, user, &account.password).await?;
            self.desks.insert(user.to_owned(), desk);
        }
        self.desks.get(user).context("the desk was just taken")
    }

    /// Returns the desk of a responsible unit.
    pub async fn unit(&mut self, unit: &str) -> Result<&Desk> {
        let user = self.accounts.of_unit(unit)?.user.clone();
        self.desk(&user).await
    }

    /// Returns the first account of a role in a jurisdiction.
    pub fn of(&self, role: Role, jurisdiction: &str) -> Result<String> {
        let found = self.accounts.of(role, jurisdiction).next();
        found.map(|account| account.user.clone()).with_context(|| format!("{jurisdiction} has no {role:?}"))
    }

    /// Returns the city's administrator.
    pub async fn admin(&mut self) -> Result<&Desk> {
        let user = self.accounts.first(Role::Admin)?.user.clone();
        self.desk(&user).await
    }
}
