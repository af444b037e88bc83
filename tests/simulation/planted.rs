//! Faults planted in the product are found by the ordinary seeds. Compiled with the feature `planted`.

use crate::simulate;

/// So many seeds are enough for every fault here; most need a tenth of them.
const SEEDS: &str = "400";

#[track_caller]
fn check(fault: &str) {
    let output = simulate(&["run", "--count", SEEDS, "--until-broken", "--planted", fault]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "\"{fault}\" was planted and no seed found it: {told}");
    assert!(told.contains("invariant"), "\"{fault}\" broke the run and no invariant: {told}");
    println!("{fault}: {told}");
}

#[test]
fn planted_dedup_row_outside_the_transaction() {
    check("dedup row outside the transaction");
}

#[test]
fn planted_receipt_before_fsync() {
    check("receipt before fsync");
}

#[test]
fn planted_log_number_outside_the_transaction() {
    check("log number outside the transaction");
}

#[test]
fn planted_cursor_saved_before_rows() {
    check("cursor saved before rows");
}

#[test]
fn planted_pull_over_unsent_work() {
    check("pull over unsent work");
}

#[test]
fn planted_outbox_row_in_a_second_transaction() {
    check("outbox row in a second transaction");
}

#[test]
fn planted_photo_row_before_its_files() {
    check("photo row before its files");
}

#[test]
fn planted_receipt_before_the_reply() {
    check("receipt before the reply");
}
