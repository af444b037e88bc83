//! `receipt`: what a collector was told at the end of a shift, verified.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::{Args, Subcommand};
use serde_json::json;
use shared::sync::shift::ReceiptFile;

use super::{Place, print_json};
use crate::sync::shift;

/// Verify receipts of shifts
#[derive(Args)]
pub struct ReceiptCommand {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Say whether this server signed a receipt and still holds what it is about
    Verify(Verify),
}

#[derive(Args)]
struct Verify {
    #[command(flatten)]
    place: Place,
    /// What `xunge receipt --json` printed; - for stdin
    file: PathBuf,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

impl ReceiptCommand {
    pub(super) async fn run(self) -> Result<ExitCode> {
        match self.what {
            What::Verify(command) => command.run().await,
        }
    }
}

impl Verify {
    async fn run(self) -> Result<ExitCode> {
        let file: ReceiptFile = serde_json::from_str(&read(&self.file)?).context("read the receipt")?;
        let app = self.place.open().await?;
        let verified = shift::verify(&app, &file).await?;
        let receipt = &verified.receipt;
        if self.json {
            print_json(&json!({"valid": true, "receipt": receipt, "missing": verified.missing}))?;
        } else {
            println!(
                "{}, {}: by {} the server held {} cases, {} answers, {} photos",
                receipt.user,
                receipt.day,
                receipt.at.in_zone(&receipt.zone),
                receipt.cases,
                receipt.answers,
                receipt.photos
            );
            for missing in &verified.missing {
                println!("not held any more: {missing}");
            }
        }
        Ok(if verified.missing.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn read(file: &Path) -> Result<String> {
    if file == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("read the receipt")?;
        return Ok(text);
    }
    std::fs::read_to_string(file).with_context(|| format!("read {}", file.display()))
}
