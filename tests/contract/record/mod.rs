//! Requests recorded from each release, replayed against every later server: an app that nobody updates must go on
//! working.
//!
//! `story` is what is recorded: real cores and a desk over real HTTP, through the `proxy` that writes down what
//! passes. An `exchange` is one file: a request as it was sent, and of the answer what an old app relies on (`shape`).
//! What a server decides (tokens, cursors, task ids) stands in later requests as a placeholder (`places`), and `replay`
//! fills in what the new server said instead. Start with [`kept`].
//!
//! Recordings are written once and never edited. README.md beside this folder says how a release gets its own.

pub mod town;
pub mod proxy;
pub mod exchange;
pub mod places;
pub mod shape;
pub mod story;
pub mod mend;
pub mod replay;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use system_tests::world::{World, story};

use self::exchange::Exchange;
use self::replay::Replay;

/// When every recording begins: a working Monday.
pub const MONDAY: &str = "2026-11-23T09:00:00+08:00";

/// Names the release to record, such as `0.1`.
const RECORD: &str = "XUNGE_RECORD";

/// Returns the folder of a release's recording.
fn kept(release: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("contract/recorded").join(release)
}

async fn replayed(exchanges: &[Exchange]) -> Result<()> {
    let world = World::begin_with(MONDAY, town::found).await?;
    let enrolment = world.enrolment("li").await?;
    let mut replay = Replay::begin(&world, &enrolment)?;
    for exchange in exchanges {
        replay.play(exchange).await.with_context(|| exchange.title())?;
    }
    Ok(())
}

/// Writes the recording of a release that has none yet.
fn write(release: &str, exchanges: &[Exchange]) -> Result<()> {
    let folder = kept(release);
    ensure!(!folder.exists(), "{} is there: what a release sent is never written anew", folder.display());
    fs::create_dir_all(&folder)?;
    for exchange in exchanges {
        fs::write(folder.join(exchange.file_name()), exchange.to_text()?)?;
    }
    Ok(())
}

fn read(release: &str) -> Result<Vec<Exchange>> {
    let folder = kept(release);
    let entries = fs::read_dir(&folder).with_context(|| format!("read {}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.sort();
    files
        .iter()
        .map(|file| Exchange::of_text(&fs::read_to_string(file)?).with_context(|| file.display().to_string()))
        .collect()
}

#[test]
fn what_this_build_sends_is_recorded_and_can_be_replayed() -> Result<()> {
    story(async {
        let exchanges = story::record().await?;
        for endpoint in ENDPOINTS {
            ensure!(exchanges.iter().any(|one| one.endpoint() == *endpoint), "the story never asks for {endpoint}");
        }
        replayed(&exchanges).await?;
        match std::env::var(RECORD) {
            Ok(release) => write(&release, &exchanges),
            Err(_) => Ok(()),
        }
    })
}

#[test]
fn an_app_of_0_1_is_still_understood() -> Result<()> {
    story(async {
        let exchanges = read("0.1")?;
        ensure!(!exchanges.is_empty(), "nothing is kept of 0.1");
        replayed(&exchanges).await
    })
}

/// What a phone or a script asks for; each stands in every recording.
const ENDPOINTS: &[&str] = &[
    "POST /api/v1/session",
    "GET /api/v1/session",
    "DELETE /api/v1/session",
    "POST /api/v1/session/challenge",
    "POST /api/v1/session/renew",
    "POST /api/v1/session/enroll",
    "POST /api/v1/sync/hello",
    "POST /api/v1/sync/push",
    "GET /api/v1/sync/pull",
    "GET /api/v1/sync/events",
    "GET /api/v1/packs/{}",
    "POST /api/v1/media/uploads",
    // Where an upload stands is asked by beginning it again since this build; the requests of 0.1 still ask by HEAD.
    "PATCH /api/v1/media/uploads/{}",
    "GET /api/v1/media/{}",
    "GET /api/v1/cases",
    "GET /api/v1/cases/{}",
    "POST /api/v1/cases/{}/actions",
    "GET /api/v1/tasks",
    "GET /api/v1/devices",
    "POST /api/v1/rescue",
];
