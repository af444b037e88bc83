//! The real programs are killed with kill -9, at random moments and before named calls to the disk; after each kill both
//! databases are whole and nothing that was said to have arrived is missing.
//!
//! `XUNGE_KILLS` says how many kills each test makes, `XUNGE_KILLS_ROUND` which moments are drawn; `cargo xtask soak
//! --kills` makes many rounds. A kill leaves the page cache:
//! what a power cut leaves is for the simulation.

#![cfg(test)]

mod chance;
mod points;
mod place;
mod truth;

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};

use crate::chance::Chance;
use crate::place::{Ended, Place, Serving};
use crate::points::{ERASING, PHONE, SERVER, When};

/// Kills that each of the tests makes unless it is told otherwise.
const KILLS: u32 = 25;

/// So many attempts for each kill: some programs are through before their moment comes.
const MOST_TRIES: u32 = 12;

fn kills() -> u32 {
    std::env::var("XUNGE_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(KILLS)
}

/// Draws the moments of this round.
fn chance(whose: &str) -> Chance {
    Chance::of(&format!("{whose} {}", std::env::var("XUNGE_KILLS_ROUND").unwrap_or_default()))
}

#[test]
fn a_collectors_program_is_killed_and_nothing_is_lost() -> Result<()> {
    let mut place = Place::found()?;
    let serving = Serving::begin(&place, None)?;
    place.log_in(&serving.url)?;
    let (mut chance, mut killed) = (chance("collector"), 0);
    for attempt in 0..kills() * MOST_TRIES {
        if killed == kills() {
            break;
        }
        let when = When::draw(&mut chance, &PHONE, 250);
        let ended = if chance.below(2) == 0 {
            place.report(&when).with_context(|| format!("attempt {attempt}: report, {when}"))?
        } else {
            place.sync(&when).with_context(|| format!("attempt {attempt}: sync, {when}"))?
        };
        if ended == Ended::Killed {
            killed += 1;
            truth::after_a_kill(&place).with_context(|| format!("attempt {attempt}: killed, {when}"))?;
        }
    }
    ensure!(killed == kills(), "only {killed} kills struck");
    place.come_to_rest()?;
    drop(serving);
    println!("{killed} kills of the collector's program, {} cases", place.saved.len());
    Ok(())
}

#[test]
fn a_server_is_killed_and_nothing_is_lost() -> Result<()> {
    let mut place = Place::found()?;
    let serving = Serving::begin(&place, None)?;
    place.log_in(&serving.url)?;
    drop(serving);
    let (mut chance, mut killed) = (chance("server"), 0);
    for attempt in 0..kills() * MOST_TRIES {
        if killed == kills() {
            break;
        }
        let when = When::draw(&mut chance, &SERVER, 400);
        for _ in 0..=chance.below(2) {
            place.report(&When::Never)?;
        }
        let what = || format!("attempt {attempt}: {when}");
        // One that dies before it listens has died as well.
        let struck = match Serving::begin(&place, Some(&when)) {
            Ok(mut serving) => place.sync_while_it_dies(&mut serving, &when)?,
            Err(_) if when.is_a_point() => true,
            Err(error) => return Err(error).with_context(what),
        };
        if struck {
            killed += 1;
            truth::after_a_kill(&place).with_context(what)?;
            place.check().with_context(what)?;
        }
    }
    ensure!(killed == kills(), "only {killed} kills struck");
    let serving = Serving::begin(&place, None)?;
    place.come_to_rest()?;
    drop(serving);
    println!("{killed} kills of the server, {} cases", place.saved.len());
    Ok(())
}

#[test]
fn a_phone_that_erases_itself_is_killed_and_ends_it_at_the_next_start() -> Result<()> {
    let mut place = Place::found()?;
    let serving = Serving::begin(&place, None)?;
    // Each needs a sign-in, a report and an order of its own.
    let wanted = kills().div_ceil(3);
    let (mut chance, mut killed, mut reported) = (chance("erased"), 0, 0);
    for attempt in 0..wanted * MOST_TRIES {
        if killed == wanted {
            break;
        }
        let when = When::draw(&mut chance, &ERASING, 400);
        let what = || format!("attempt {attempt}: erased, {when}");
        place.log_in(&serving.url)?;
        place.report(&When::Never)?;
        reported += 1;
        let before = place.device()?.context("a device")?;
        place.order_wipe(&serving.url)?;
        if place.erase(&when)? == Ended::Killed {
            killed += 1;
            // What was begun is ended before anything opens; what was not yet agreed to is all there.
            let after = place.opened().with_context(what)?;
            if after == Some(before) {
                truth::after_a_kill(&place).with_context(what)?;
            } else {
                truth::is_new(&place, before).with_context(what)?;
            }
        }
        for _ in 0..3 {
            if place.opened().with_context(what)? != Some(before) {
                break;
            }
            place.erase(&When::Never)?;
        }
        truth::is_new(&place, before).with_context(what)?;
        place.saved.clear();
    }
    ensure!(killed == wanted, "only {killed} kills struck");
    let found = place.check()?;
    ensure!(found["cases"] == reported, "the server has {} cases of {reported}", found["cases"]);
    drop(serving);
    println!("{killed} kills of a program that erased its home, {reported} cases");
    Ok(())
}

/// How long a server may take to come up.
const COMES_UP: Duration = Duration::from_secs(60);
