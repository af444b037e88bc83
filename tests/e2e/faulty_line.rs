//! The real `xunge` and the real server with a line between them on which everything goes wrong that can.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use system_tests::accounts::Accounts;
use system_tests::relay::{Relay, Trouble};

use crate::scripted::{Place, Serving, document, log_in, somewhere, text};

/// What the line does, and whether a round gets through it all the same.
const TROUBLES: [(Trouble, Ends); 10] = [
    (Trouble::Late(Duration::from_millis(60)), Ends::Well),
    (Trouble::Narrow(120_000), Ends::Well),
    // In the first request's head, between requests, in the push, within a photo.
    (Trouble::Closes(120), Ends::Badly),
    (Trouble::Closes(3_000), Ends::Badly),
    (Trouble::Closes(40_000), Ends::Badly),
    (Trouble::Resets(120), Ends::Badly),
    (Trouble::Resets(3_000), Ends::Badly),
    (Trouble::Resets(40_000), Ends::Badly),
    (Trouble::Deaf, Ends::Never),
    (Trouble::Hole, Ends::Never),
];

/// How a round ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Ends {
    /// All of it arrives.
    Well,
    /// It fails and says so.
    Badly,
    /// It waits, until somebody turns the phone off.
    Never,
}

#[test]
fn whatever_the_line_does_every_case_arrives_once_when_it_is_well_again() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let place = Place::new()?;
    let made = place.server(&["training", "--scale", "small", "--json"]).output()?;
    let accounts: Accounts = serde_json::from_value(document(&made)?)?;
    let wang = accounts.first(shared::account::Role::Collector)?.clone();
    let serving = Serving::begin(&place)?;
    std::fs::write(place.path("url"), &serving.url)?;
    let (lon, lat) = somewhere(&wang, &place)?;
    let relay = runtime.block_on(Relay::before(&serving.url))?;
    log_in(&place, &relay.url, "wang", &wang)?;

    let mut cases = Vec::new();
    for (number, (trouble, ends)) in TROUBLES.iter().enumerate() {
        let tint = u8::try_from(number * 10)?;
        let (near, far) = (place.photo("near.jpg", tint)?, place.photo("far.jpg", tint + 5)?);
        let (near, far) = (format!("near={near}"), format!("far={far}"));
        let what = ["report", "--category", "event:06010", "--condition", "1", "--lon", &lon, "--lat", &lat];
        let saved = place.asked("wang", &[&what[..], &["--photo", &near, "--photo", &far]].concat())?;
        cases.push(text(&saved, "case")?);

        let before = relay.met();
        relay.set(*trouble);
        match ends {
            Ends::Well => {
                let round = place.asked("wang", &["sync"])?;
                ensure!(round["left"] == 0 && round["photos_sent"] == 2, "{trouble:?}: {round}");
            }
            Ends::Badly => {
                let output = place.xunge("wang", &["sync"], "")?;
                let said = String::from_utf8_lossy(&output.stderr);
                ensure!(!output.status.success() && said.contains("[offline]"), "{trouble:?}: {said}");
                ensure!(relay.met() > before, "{trouble:?}: the line was well");
            }
            Ends::Never => {
                let mut child = place.spawn("wang", &["sync"])?;
                let hangs = relay.hangs();
                let waited = runtime.block_on(async { tokio::time::timeout(WAIT, hangs.notified()).await });
                waited.with_context(|| format!("{trouble:?}: the line was well"))?;
                child.kill()?;
                child.wait()?;
            }
        }
        relay.set(Trouble::None);
        let round = place.asked("wang", &["sync"])?;
        ensure!(round["left"] == 0, "{trouble:?}: {round}");
    }

    let held = place.asked("wang", &["cases"])?;
    for case in &cases {
        let card = held.as_array().and_then(|all| all.iter().find(|one| one["case"] == case.as_str()));
        let card = card.with_context(|| format!("case {case}"))?;
        ensure!(card["photos_total"] == 2 && card["photos_received"] == 2, "{card}");
    }
    let found = document(&place.server(&["check", "--media", "--json"]).output()?)?;
    let (reports, shots) = (cases.len(), cases.len() * 2);
    ensure!(found["problems"] == json!([]), "{found}");
    ensure!(found["cases"] == reports && found["operations"] == reports && found["photos"] == shots, "{found}");
    Ok(())
}

/// How long a round may take to come to what is wrong.
const WAIT: Duration = Duration::from_secs(30);
