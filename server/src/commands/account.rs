//! `account`: who may sign in.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand};
use serde::Serialize;
use shared::account::Role;
use shared::ids::{AccountId, JurisdictionId, UnitId, UserName};

use super::{Place, operator, print_json};
use crate::accounts::actions;
use crate::accounts::caller::Account;
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

#[derive(Args)]
struct Add {
    #[command(flatten)]
    place: Place,
    /// User name
    user: UserName,
    /// Role
    #[arg(long, value_parser = role)]
    role: Role,
    /// Jurisdiction; the city's id for all
    #[arg(long)]
    jurisdiction: JurisdictionId,
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
}

#[derive(Args)]
struct Set {
    #[command(flatten)]
    place: Place,
    /// User name
    user: UserName,
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
}

#[derive(Args)]
struct Disable {
    #[command(flatten)]
    place: Place,
    /// User name
    user: UserName,
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
            user: self.user,
            name: self.name,
            role: self.role,
            jurisdiction: self.jurisdiction,
            unit: self.unit,
            disabled: false,
        };
        fitting(&app, &account)?;
        let mut tx = app.db.write().await?;
        actions::add(&app, &mut tx, &account, &password(&self.password_file)?, &operator()).await?;
        actions::assign_grids(&mut tx, &account, &self.grids).await?;
        tx.commit().await?;
        eprintln!("account {} added", account.user);
        Ok(())
    }
}

impl Set {
    async fn run(self) -> Result<()> {
        let app = self.place.open().await?;
        let mut tx = app.db.write().await?;
        let mut account = found(&mut tx, &self.user).await?;
        account.role = self.role.unwrap_or(account.role);
        account.jurisdiction = self.jurisdiction.unwrap_or(account.jurisdiction);
        account.name = self.name.unwrap_or(account.name);
        account.unit = self.unit.or(account.unit);
        account.disabled = account.disabled && !self.enable;
        fitting(&app, &account)?;
        actions::change(&app, &mut tx, &account, &operator()).await?;
        if let Some(grids) = &self.grids {
            actions::assign_grids(&mut tx, &account, grids).await?;
        }
        if let Some(file) = &self.password_file {
            actions::set_password(&app, &mut tx, &account, &password(file)?, &operator()).await?;
        }
        tx.commit().await?;
        eprintln!("account {} changed", account.user);
        Ok(())
    }
}

impl Disable {
    async fn run(self) -> Result<()> {
        let app = self.place.open().await?;
        let mut tx = app.db.write().await?;
        let account = Account { disabled: true, ..found(&mut tx, &self.user).await? };
        actions::change(&app, &mut tx, &account, &operator()).await?;
        tx.commit().await?;
        eprintln!("account {} disabled", account.user);
        Ok(())
    }
}

#[derive(Serialize)]
struct Listed {
    user: UserName,
    name: String,
    role: Role,
    jurisdiction: JurisdictionId,
    unit: Option<UnitId>,
    disabled: bool,
}

impl List {
    async fn run(self) -> Result<()> {
        let app = self.place.open().await?;
        let accounts: Vec<Listed> = actions::all(&mut *app.db.read().await?)
            .await?
            .into_iter()
            .map(|one| Listed {
                user: one.user,
                name: one.name,
                role: one.role,
                jurisdiction: one.jurisdiction,
                unit: one.unit,
                disabled: one.disabled,
            })
            .collect();
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

/// Refuses an account that could do nothing: of nowhere, or a unit's without a unit.
fn fitting(app: &App, account: &Account) -> Result<()> {
    let city = app.city();
    if city.jurisdiction(&account.jurisdiction).is_none() {
        bail!("there is no jurisdiction {}", account.jurisdiction);
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
