//! `deadline`: when a limit runs out, by the national calendar; needs no database.

use std::io;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::Args;
use serde::Deserialize;
use shared::calendar::deadline::deadline;
use shared::calendar::limit::Limit;
use shared::calendar::pack::Calendar;
use shared::time::Instant;

use crate::catalogue::first;
use crate::config::Config;

/// Compute when a limit runs out
#[derive(Args)]
pub struct DeadlineOf {
    /// When the clock starts, RFC 3339; without it, CSV start,limit is read from stdin
    #[arg(long, requires = "limit")]
    start: Option<Instant>,
    /// How long, such as "2 work_hour"
    #[arg(long, requires = "start")]
    limit: Option<Limit>,
    /// Another calendar than the national one
    #[arg(long)]
    calendar: Option<PathBuf>,
}

impl DeadlineOf {
    pub(super) fn run(self) -> Result<()> {
        let path = match self.calendar {
            Some(path) => path,
            None => first::folder(&Config::new(".")).join("calendar/national.json"),
        };
        let (_, text) = first::calendar_text(&path)?;
        let calendar = Calendar::from_json(&text)?;
        match (self.start, self.limit) {
            (Some(start), Some(limit)) => {
                let end = deadline(start, limit, &calendar);
                println!("{}", end.due.in_zone(calendar.zone_name()));
                if end.provisional {
                    eprintln!("xunge-server: provisional: the calendar does not reach that far");
                }
                Ok(())
            }
            _ => table(&calendar),
        }
    }
}

/// A line; its columns are found by their names.
#[derive(Deserialize)]
struct Asked {
    start: String,
    limit: String,
}

fn table(calendar: &Calendar) -> Result<()> {
    let mut lines = csv::Reader::from_reader(io::stdin().lock());
    let mut out = csv::Writer::from_writer(io::stdout().lock());
    out.write_record(["start", "limit", "deadline", "provisional"])?;
    for line in lines.deserialize() {
        let Asked { start, limit } = line.context("read a line start,limit")?;
        let at: Instant = start.parse().with_context(|| format!("start {start}"))?;
        let end = deadline(at, limit.parse().with_context(|| format!("limit {limit}"))?, calendar);
        let provisional = if end.provisional { "true" } else { "false" };
        out.write_record([&start, &limit, &end.due.in_zone(calendar.zone_name()), provisional])?;
    }
    out.flush()?;
    Ok(())
}
