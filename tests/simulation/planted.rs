//! Faults planted in the product are found by the ordinary seeds, or by a saved plan. Compiled with the feature
//! `planted`.

use crate::simulate;

/// From the seed that finds a fault on, so many are tried: what is drawn for a seed may come to be drawn for another.
const SEEDS: &str = "40";

/// `from` is among the five hundred seeds that hold without the fault.
#[track_caller]
fn check(fault: &str, from: u32) {
    found(fault, &["run", "--from", &from.to_string(), "--count", SEEDS, "--until-broken"]);
}

/// The plan holds without the fault: it is among those that are replayed for ever.
#[track_caller]
fn check_plan(fault: &str, plan: &str) {
    let plan = format!("{}/simulation/plans/{plan}.json", env!("CARGO_MANIFEST_DIR"));
    found(fault, &["replay", &plan]);
}

#[track_caller]
fn found(fault: &str, arguments: &[&str]) {
    let output = simulate(&[arguments, &["--planted", fault]].concat());
    let told = String::from_utf8_lossy(&output.stderr);
    let advice = "find another seed: simulate run --count 500 --until-broken --planted";
    assert_eq!(output.status.code(), Some(1), "\"{fault}\" was planted and not found; {advice} \"{fault}\": {told}");
    assert!(told.contains("invariant"), "\"{fault}\" broke the run and no invariant: {told}");
    println!("{fault}: {told}");
}

#[test]
fn planted_dedup_row_outside_the_transaction() {
    check("dedup row outside the transaction", 0);
}

#[test]
fn planted_receipt_before_fsync() {
    check("receipt before fsync", 0);
}

#[test]
fn planted_log_number_outside_the_transaction() {
    check_plan("log number outside the transaction", "server-dies-before-the-number");
}

#[test]
fn planted_cursor_saved_before_rows() {
    check("cursor saved before rows", 204);
}

#[test]
fn planted_pull_over_unsent_work() {
    check("pull over unsent work", 0);
}

#[test]
fn planted_outbox_row_in_a_second_transaction() {
    check("outbox row in a second transaction", 240);
}

#[test]
fn planted_photo_row_before_its_files() {
    check("photo row before its files", 0);
}

#[test]
fn planted_receipt_before_the_reply() {
    check("receipt before the reply", 0);
}

#[test]
fn planted_keystroke_kept_with_the_next_one() {
    check("keystroke kept with the next one", 1);
}

#[test]
fn planted_draft_outlives_its_report() {
    check("draft outlives its report", 0);
}

#[test]
fn planted_draft_that_does_not_know_its_shots() {
    check("draft that does not know its shots", 0);
}

#[test]
fn planted_next_piece_of_track_under_the_same_number() {
    check_plan("next piece of track under the same number", "walked-on-shift-and-off");
}

#[test]
fn planted_piece_of_track_begins_with_the_point_before() {
    check_plan("piece of track begins with the point before", "walked-on-shift-and-off");
}

#[test]
fn planted_shift_that_never_ends() {
    check("shift that never ends", 4);
}

#[test]
fn planted_order_put_away_and_never_said() {
    check_plan("order put away and never said", "orders-read-and-put-away");
}

#[test]
fn planted_wipe_before_everything_is_sent() {
    check("wipe before everything is sent", 7);
}

#[test]
fn planted_erased_home_keeps_its_files() {
    check("erased home keeps its files", 7);
}

#[test]
fn planted_key_erased_before_the_mark() {
    check_plan("key erased before the mark", "dies-at-each-step-of-being-erased");
}
