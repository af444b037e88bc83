//! `device`: which phones may hand in.

use anyhow::{Context as _, Result};
use clap::{Args, Subcommand};
use serde_json::json;
use shared::ids::{DeviceId, UserName};

use super::{Place, operator, print_json};
use crate::accounts::actions;
use crate::devices;

/// Enrol, list and withdraw devices
#[derive(Args)]
pub struct DeviceCommand {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Print a link that signs one device in, once, within a week
    Enroll(Enroll),
    /// List devices
    List(List),
    /// Withdraw a device: its sessions end and its key opens no new one
    Revoke(Revoke),
}

#[derive(Args)]
struct Enroll {
    #[command(flatten)]
    place: Place,
    /// Whose device
    #[arg(long)]
    user: UserName,
    /// Address of the server as the phone reaches it
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    server: String,
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

#[derive(Args)]
struct Revoke {
    #[command(flatten)]
    place: Place,
    /// Which device
    device: DeviceId,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

impl DeviceCommand {
    pub(super) async fn run(self) -> Result<()> {
        match self.what {
            What::Enroll(command) => command.run().await,
            What::List(command) => command.run().await,
            What::Revoke(command) => command.run().await,
        }
    }
}

impl Enroll {
    async fn run(self) -> Result<()> {
        let app = self.place.open().await?;
        let mut tx = app.db.write().await?;
        let account = actions::by_user(&mut tx, self.user.as_str()).await?;
        let account = account.with_context(|| format!("there is no account {}", self.user))?;
        let code = actions::enrolment(&app, &mut tx, &account, &operator()).await?;
        tx.commit().await?;
        let link = format!("{}/enroll#{code}", self.server.trim_end_matches('/'));
        if self.json {
            let expires = app.clock.now().plus_ms(actions::ENROLMENT_MS);
            return print_json(&json!({"link": link, "user": self.user, "expires": expires}));
        }
        println!("{link}");
        Ok(())
    }
}

impl List {
    async fn run(self) -> Result<()> {
        let app = self.place.open().await?;
        let rows = devices::actions::all(&mut *app.db.read().await?).await?;
        if self.json {
            return print_json(&rows);
        }
        for row in rows {
            let seen = row.last_seen_at.map_or_else(|| "never".to_owned(), |at| at.to_string());
            let state = match (row.revoked_at, row.scope_held == row.scope_version) {
                (Some(_), _) => "withdrawn",
                (None, false) => "old scope not let go of yet",
                (None, true) => "",
            };
            println!("{}  {:<20} {seen} {state}", row.device, row.user);
        }
        Ok(())
    }
}

impl Revoke {
    async fn run(self) -> Result<()> {
        let app = self.place.open().await?;
        let mut tx = app.db.write().await?;
        actions::revoke_device(&app, &mut tx, self.device, &operator()).await?;
        tx.commit().await?;
        eprintln!("device {} withdrawn", self.device);
        if self.json { print_json(&json!({"device": self.device, "revoked": true})) } else { Ok(()) }
    }
}
