//! `training`: the training city.

use anyhow::Result;
use clap::{Args, ValueEnum};
use shared::account::Role;

use super::{Place, print_json};
use crate::training::{self, Made};

/// Make the training city, and print its accounts
#[derive(Args)]
pub struct Training {
    #[command(flatten)]
    place: Place,
    /// How much of the city: small is the districts round the Bell Tower
    #[arg(long, value_enum, default_value = "full")]
    scale: Scale,
    /// Empty the training city that is there first; another city is never touched
    #[arg(long)]
    reset: bool,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Scale {
    Small,
    Full,
}

impl Training {
    pub(super) async fn run(self) -> Result<()> {
        let scale = match self.scale {
            Scale::Small => training::Scale::Small,
            Scale::Full => training::Scale::Full,
        };
        let app = self.place.open().await?;
        if self.reset {
            training::reset(&app).await?;
        }
        let made = training::make(&app, scale).await?;
        app.db.close().await;
        if self.json { print_json(&made) } else { tell(&made) }
    }
}

fn tell(made: &Made) -> Result<()> {
    println!("训练城市已建好 · the training city is made; nothing in it counts.");
    println!(
        "{} jurisdictions, {} unit grids, {} responsible units, {} categories, {} filing conditions",
        made.jurisdictions, made.grids, made.units, made.categories, made.conditions
    );
    println!("\n{:<14} {:<20} {:<16} jurisdiction", "role", "user", "password");
    for role in Role::ALL {
        let Some(one) = made.accounts.iter().find(|account| account.role == *role) else { continue };
        let count = made.accounts.iter().filter(|account| account.role == *role).count();
        println!("{:<14} {:<20} {:<16} {} (one of {count})", role.as_str(), one.user, one.password, one.jurisdiction);
    }
    Ok(())
}
