//! `import rescue`: what a phone could not send.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, Result, anyhow};
use shared::api::rescue::RescueReport;
use tokio_util::io::ReaderStream;

use super::{operator, print_json};
use crate::accounts::caller::Reach;
use crate::app::App;
use crate::error::Error;
use crate::rescue::actions::{Importer, Late, import as take, receive};

/// A file that lies on the server's own disk may be of any size.
const ANY_SIZE: u64 = u64::MAX;
const PIECE_BYTES: usize = 256 * 1024;

/// Imports a rescue file. Done only when everything in it was taken, now or before.
pub async fn import(app: &App, file: &Path, late: Late, json: bool) -> Result<ExitCode> {
    let opened = tokio::fs::File::open(file).await.with_context(|| format!("open {}", file.display()))?;
    let bytes = ReaderStream::with_capacity(opened, PIECE_BYTES);
    let importer = Importer { actor: operator(), reach: Reach::City };
    let done = async {
        let verified = receive(app, bytes, ANY_SIZE).await?;
        take(app, &importer, verified, late).await
    };
    let report = done.await.map_err(|error| said(&error))?;
    app.db.close().await;
    if json {
        print_json(&report)?;
    } else {
        tell(&report);
    }
    Ok(if report.not_taken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Says why nothing was imported, with the code that scripts compare.
fn said(error: &Error) -> anyhow::Error {
    match error {
        Error::Refused(refusal) => {
            let detail = refusal.detail.as_ref().map(|detail| format!(" ({detail})")).unwrap_or_default();
            anyhow!("[{}] {} / {}{detail}", refusal.code, refusal.code.zh(), refusal.code.en())
        }
        Error::Transient { code, cause } => anyhow!("[{code}] {} / {}: {cause:#}", code.zh(), code.en()),
        Error::Fault(cause) => anyhow!("{cause:#}"),
    }
}

fn tell(report: &RescueReport) {
    println!(
        "device {}: {} operations, {} new, {} known, {} not taken; {} photos, {} new, {} known",
        report.device,
        report.operations,
        report.new,
        report.known,
        report.not_taken,
        report.photos,
        report.photos_new,
        report.photos_known
    );
    for case in report.cases.iter().filter(|case| case.new) {
        let number = case.case_no.as_ref().map(ToString::to_string).unwrap_or_default();
        println!("{} {} {number}", case.operation, case.result.as_str());
    }
    for problem in &report.problems {
        let about = match (&problem.operation, &problem.file) {
            (Some(operation), _) => format!("operation {operation}"),
            (None, Some(file)) => format!("file {file}"),
            (None, None) => "the file".to_owned(),
        };
        let detail = problem.detail.as_ref().map(|detail| format!(" ({detail})")).unwrap_or_default();
        println!("{about}: [{}] {} / {}{detail}", problem.code, problem.zh, problem.en);
    }
}
