//! `account`: who may sign in.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand};
use serde::Serialize;
use shared::account::Role;
use shared::ids::{AccountId, JurisdictionId, UnitId, UserName};

use super::{Place, operator, print_json};
use crate::accounts::caller::Account;
use crate::accounts::lock::{self, Name};
use crate::accounts::{actions, second_factor};
use crate::app::App;

/// Add, change, disable and list accounts
#[derive(Args)]
pub struct AccountCommand {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Add an account
    Add(Add),
    /// Change an account; what is not named stays
    Set(Set),
    /// Disable an account and end its sessions
    Disable(Disable),
    /// List accounts
    List(List),
}

/// Whose account: `NAME` or `--user NAME`.
#[derive(Args)]
#[group(required = true, multiple = false)]
struct Who {
    /// User name
    #[arg(value_name = "USER")]
    first: Option<UserName>,
    /// User name
    #[arg(long, value_name = "USER")]
    user: Option<UserName>,
}

impl Who {
    fn user(self) -> Result<UserName> {
        self.first.or(self.user).context("name the account")
    }
}

#[derive(Args)]
struct Add {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    who: Who,
    /// Role
    #[arg(long, value_parser = role)]
    role: Role,
    /// Jurisdiction; the city's id for all [default: that of the unit or of the duty grids, else the city]
    #[arg(long)]
    jurisdiction: Option<JurisdictionId>,
    /// What people call them
    #[arg(long, default_value = "")]
    name: String,
    /// The responsible unit a unit's or handler's account acts for
    #[arg(long)]
    unit: Option<UnitId>,
    /// Duty grids, separated by commas
    #[arg(long, value_delimiter = ',')]
    grids: Vec<String>,
    /// A file whose first line is the password; - for stdin
    #[arg(long)]
    password_file: PathBuf,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct Set {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    who: Who,
    /// Role
    #[arg(long, value_parser = role)]
    role: Option<Role>,
    /// Jurisdiction
    #[arg(long)]
    jurisdiction: Option<JurisdictionId>,
    /// What people call them
    #[arg(long)]
    name: Option<String>,
    /// Responsible unit
    #[arg(long)]
    unit: Option<UnitId>,
    /// Duty grids, separated by commas, in place of those before
    #[arg(long, value_delimiter = ',')]
    grids: Option<Vec<String>>,
    /// A file whose first line is the new password; - for stdin
    #[arg(long)]
    password_file: Option<PathBuf>,
    /// Let a disabled account sign in again
    #[arg(long)]
    enable: bool,
    /// Lift the lock after failed sign-ins
    #[arg(long)]
    unlock: bool,
    /// Take the second factor away, for who lost phone and recovery codes; their sessions end
    #[arg(long)]
    reset_second_factor: bool,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct Disable {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    who: Who,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct List {
    #[command(flatten)]
    place: Place,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

fn role(text: &str) -> Result<Role, String> {
    let words: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
    Role::parse(text).ok_or_else(|| format!("roles are {}", words.join(", ")))
}

impl AccountCommand {
    pub(super) async fn run(self) -> Result<()> {
        match self.what {
            What::Add(command) => command.run().await,
            What::Set(command) => command.run().await,
            What::Disable(command) => command.run().await,
            What::List(command) => command.run().await,
        }
    }
}

impl Add {
    async fn run(self) -> Result<()> {
        let app = self.place.open().await?;
        let account = Account {
            id: AccountId(app.random.uuid_v7(app.clock.now())),
            user: self.who.user()?,
            name: self.name,
            role: self.role,
            jurisdiction: home(&app, self.jurisdiction, self.unit.as_ref(), &self.grids)?,
            unit: self.unit,
            disabled: false,
        };
        fitting(&app, &account, &self.grids)?;
        let mut tx = app.db.write().await?;
        actions::add(&app, &mut tx, &account, &password(&self.password_file)?, &operator()).await?;
        actions::assign_grids(&mut tx, &account, &self.grids).await?;
        tx.commit().await?;
        told(self.json, account, self.grids, "added")
    }
}

impl Set {
    async fn run(self) -> Result<()> {
        let app = self.place.open().await?;
        let mut tx = app.db.write().await?;
        let mut account = found(&mut tx, &self.who.user()?).await?;
        account.role = self.role.unwrap_or(account.role);
        account.jurisdiction = self.jurisdiction.unwrap_or(account.jurisdiction);
        account.name = self.name.unwrap_or(account.name);
        account.unit = self.unit.or(account.unit);
        account.disabled = account.disabled && !self.enable;
        fitting(&app, &account, self.grids.as_deref().unwrap_or_default())?;
        actions::change(&app, &mut tx, &account, &operator()).await?;
        if let Some(grids) = &self.grids {
            actions::assign_grids(&mut tx, &account, grids).await?;
        }
        if let Some(file) = &self.password_file {
            actions::set_password(&app, &mut tx, &account, &password(file)?, &operator()).await?;
        }
        if self.unlock {
            lock::clear(&mut tx, &Name::of(account.user.as_str())).await?;
        }
        if self.reset_second_factor && !second_factor::reset(&app, &mut tx, &account, &operator()).await? {
            bail!("account {} has no second factor", account.user);
        }
        let grids = actions::grids(&mut tx, account.id).await?;
        tx.commit().await?;
        told(self.json, account, grids, "changed")
    }
}

impl Disable {
    async fn run(self) -> Result<()> {
        let app = self.place.open().await?;
        let mut tx = app.db.write().await?;
        let account = Account { disabled: true, ..found(&mut tx, &self.who.user()?).await? };
        actions::change(&app, &mut tx, &account, &operator()).await?;
        let grids = actions::grids(&mut tx, account.id).await?;
        tx.commit().await?;
        told(self.json, account, grids, "disabled")
    }
}

/// Says what became of an account.
fn told(json: bool, account: Account, grids: Vec<String>, what: &str) -> Result<()> {
    eprintln!("account {} {what}", account.user);
    if json { print_json(&Listed::of(account, grids)) } else { Ok(()) }
}

#[derive(Serialize)]
struct Listed {
    user: UserName,
    name: String,
    role: Role,
    jurisdiction: JurisdictionId,
    unit: Option<UnitId>,
    grids: Vec<String>,
    disabled: bool,
}

impl Listed {
    fn of(one: Account, grids: Vec<String>) -> Self {
        Self {
            user: one.user,
            name: one.name,
            role: one.role,
            jurisdiction: one.jurisdiction,
            unit: one.unit,
            grids,
            disabled: one.disabled,
        }
    }
}

impl List {
    async fn run(self) -> Result<()> {
        let app = self.place.open().await?;
        let mut reader = app.db.read().await?;
        let mut accounts = Vec::new();
        for one in actions::all(&mut reader).await? {
            let grids = actions::grids(&mut reader, one.id).await?;
            accounts.push(Listed::of(one, grids));
        }
        if self.json {
            return print_json(&accounts);
        }
        for one in accounts {
            let mark = if one.disabled { "disabled" } else { "" };
            println!("{:<20} {:<14} {:<10} {} {mark}", one.user, one.role.as_str(), one.jurisdiction, one.name);
        }
        Ok(())
    }
}

/// Returns whom a new account works for: who is named, else who its unit or its first duty grid belongs to, else the city.
fn home(app: &App, named: Option<JurisdictionId>, unit: Option<&UnitId>, grids: &[String]) -> Result<JurisdictionId> {
    let city = app.city();
    let of_unit = || unit.and_then(|unit| city.unit(unit)).map(|unit| unit.jurisdiction.clone());
    let of_grid = || {
        let first = grids.first()?;
        city.index.duty_grids().find(|(id, _)| id.as_str() == first).map(|(_, duty)| duty.jurisdiction.clone())
    };
    let found = named.or_else(of_unit).or_else(of_grid).or_else(|| city.city_id().cloned());
    found.context("this server has no city yet; name a jurisdiction")
}

/// Refuses an account that could do nothing: of nowhere, a unit's without a unit, or on a beat that is not there.
fn fitting(app: &App, account: &Account, grids: &[String]) -> Result<()> {
    let city = app.city();
    if city.jurisdiction(&account.jurisdiction).is_none() {
        bail!("there is no jurisdiction {}", account.jurisdiction);
    }
    if let Some(grid) = grids.iter().find(|grid| city.index.duty_grids().all(|(id, _)| id.as_str() != *grid)) {
        bail!("there is no duty grid {grid}");
    }
    match (&account.unit, account.role) {
        (None, Role::Unit | Role::Handler) => bail!("an account of this role acts for a unit: name it with --unit"),
        (Some(unit), _) if city.unit(unit).is_none() => bail!("there is no unit {unit}"),
        (Some(_) | None, _) => Ok(()),
    }
}

async fn found(tx: &mut crate::db::Tx, user: &UserName) -> Result<Account> {
    actions::by_user(tx, user.as_str()).await?.with_context(|| format!("there is no account {user}"))
}

fn password(file: &Path) -> Result<String> {
    let text = if file == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("read the password")?;
        text
    } else {
        std::fs::read_to_string(file).with_context(|| format!("read {}", file.display()))?
    };
    Ok(text.lines().next().unwrap_or_default().to_owned())
}
