//! `backup` and `restore`: the whole server in one file, and back.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;
use shared::api::health::BackupFacts;

use super::{Place, operator, print_json};
use crate::audit::{self, Record};
use crate::backup::format::Media;
use crate::backup::restore::{Found, restore};
use crate::backup::take::take;
use crate::config::Config;
use crate::db::{Db, pool};
use crate::health;
use crate::media::place;
use crate::world::{Clock as _, SystemClock};

/// Write everything into one file, beside a running server
#[derive(Args)]
pub struct Backup {
    /// The file; one that is there stays until the new one is whole. Keep it safe: it opens rescue files
    file: PathBuf,
    #[command(flatten)]
    place: Place,
    /// Only the names of photos and other files, where the media folder is kept safe by other means
    #[arg(long)]
    without_media: bool,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// Restore a backup into an empty place
#[derive(Args)]
pub struct Restore {
    /// The backup
    file: PathBuf,
    #[command(flatten)]
    place: Place,
    /// The media folder survived: use the files in it that the backup knows
    #[arg(long)]
    keep_media: bool,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

fn say(progress: &str) {
    eprintln!("{progress}");
}

impl Backup {
    pub(super) async fn run(self) -> Result<ExitCode> {
        let config = self.place.config();
        let db = existing(&config).await?;
        let storage = place::storage(&config)?;
        let media = if self.without_media { Media::Listed } else { Media::Included };
        let now = SystemClock.now();
        let taken = take(&db, &*storage, &self.file, media, now, &say).await?;
        let made = BackupFacts { made_at: now, with_media: media == Media::Included, rows: taken.end.totals.rows };
        // The file is whole either way; only whoever watches over the server would not hear of it.
        if let Err(error) = written_down(&db, &made).await {
            eprintln!("the server was not told of this backup: {error}");
        }
        db.close().await;
        if self.json {
            print_json(&taken)?;
        } else {
            let totals = &taken.end.totals;
            println!("{} tables, {} rows, {} files: {}", totals.tables, totals.rows, totals.files, taken.end.sha256);
        }
        for sha256 in &taken.unreadable {
            eprintln!("file {sha256} is not in the backup: it is missing or damaged");
        }
        Ok(if taken.unreadable.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// Opens a database that is there; a backup of nothing would not be noticed before it is needed.
async fn existing(config: &Config) -> Result<Db> {
    let url = match &config.database_url {
        Some(url) => url.clone(),
        None if config.data.join("xunge.db").is_file() => pool::embedded_url(&config.data)?,
        None => bail!("there is no server in {}", config.data.display()),
    };
    Db::open(&url, config.connections).await
}

async fn written_down(db: &Db, made: &BackupFacts) -> Result<()> {
    let mut tx = db.write().await?;
    health::actions::backed_up(&mut tx, made).await?;
    Ok(tx.commit().await?)
}

impl Restore {
    pub(super) async fn run(self) -> Result<()> {
        let found = if self.keep_media { Found::Keep } else { Found::Refuse };
        let restored = restore(&self.place.config(), &self.file, found, SystemClock.now(), &say).await?;
        let app = self.place.open().await?;
        let area = app.city().city_id().cloned();
        if let Some(area) = area {
            let record = Record {
                actor: &operator(),
                area: &area,
                action: "restore",
                subject: "server".to_owned(),
                operation: None,
                detail: format!("backup of {}, epoch {}", restored.made_at.in_zone("Asia/Shanghai"), restored.epoch),
            };
            let mut tx = app.db.write().await?;
            audit::record(&mut tx, &*app.random, app.clock.now(), record).await?;
            tx.commit().await?;
        }
        app.db.close().await;
        if self.json {
            print_json(&restored)?;
        } else {
            let totals = &restored.end.totals;
            println!("{} rows, {} files; epoch {}", totals.rows, totals.files, restored.epoch);
            if restored.missing > 0 {
                println!(
                    "{} files are missing; {} photos of them are awaited from phones",
                    restored.missing, restored.photos_awaited
                );
            }
            if restored.base_maps_missing > 0 {
                println!("{} base maps are missing: import them again", restored.base_maps_missing);
            }
        }
        Ok(())
    }
}
