//! Fault simulation: the ordinary seeds, the saved plans, and that a fault is found. See `README.md`.
//!
//! Every test starts the program `simulate`, which plays runs in a process of its own over a disk that can lose power.

#![cfg(test)]

mod flushes;
#[cfg(feature = "planted")]
mod planted;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Runs the program.
fn simulate(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_simulate")).args(arguments).output().expect("the program starts")
}

#[track_caller]
fn check(arguments: &[&str]) -> Output {
    let output = simulate(arguments);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "simulate {}: {told}", arguments.join(" "));
    output
}

/// What every fifty seeds go through.
const OFTEN: [&str; 6] =
    ["keystroke", "draft reported", "position kept", "position off shift", "nudged", "wipe ordered"];

/// What the saved plans go through.
const IN_PLANS: [&str; 10] = [
    "keystroke",
    "draft reported",
    "phone died over a draft",
    "position kept",
    "position off shift",
    "order put away",
    "order taken back",
    "wipe ordered",
    "erased",
    "phone died while it was erased",
];

/// What is to be shown must have happened.
#[track_caller]
fn check_struck(output: &Output, expected: &[&str]) {
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    for what in expected {
        let times = told["struck"][what].as_u64().unwrap_or(0);
        assert!(times > 0, "no run went through \"{what}\": {}", told["struck"]);
    }
}

/// Five hundred seeds, in parts that run beside each other.
macro_rules! seeds {
    ($($name:ident from $from:literal;)*) => {$(
        #[test]
        fn $name() {
            check_struck(&check(&["run", "--from", $from, "--count", "50"]), &OFTEN);
        }
    )*};
}

seeds! {
    seeds_0_to_49_hold from "0";
    seeds_50_to_99_hold from "50";
    seeds_100_to_149_hold from "100";
    seeds_150_to_199_hold from "150";
    seeds_200_to_249_hold from "200";
    seeds_250_to_299_hold from "250";
    seeds_300_to_349_hold from "300";
    seeds_350_to_399_hold from "350";
    seeds_400_to_449_hold from "400";
    seeds_450_to_499_hold from "450";
}

#[test]
fn one_seed_is_one_run() {
    check(&["twice", "--from", "0", "--count", "10"]);
}

#[test]
fn saved_plans_hold() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("simulation/plans");
    let mut plans: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    plans.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    plans.sort();
    let plans: Vec<&str> = plans.iter().map(|path| path.to_str().unwrap()).collect();
    check_struck(&check(&[&["replay"], plans.as_slice()].concat()), &IN_PLANS);
}
