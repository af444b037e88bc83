//! The import rules, as plain tests: who may know whom, where SQL and status codes may stand, how files are kept.
//!
//! Each rule is a pure function from the tree of sources to a list of breaches. The tests at the end run every rule
//! over this repository; the tests beside a rule show that it can fail. Nothing here compiles or runs what it reads.
//! Start at `tree.rs` (what is read) and `crates.rs` (the first rule).

#![cfg(test)]

mod source;
mod tree;
mod crates;
mod layers;
mod homes;
mod files;
mod words;
mod phones;

use phones::Phones;
use tree::{Breach, Tree};

#[track_caller]
fn holds(rule: fn(&Tree) -> Vec<Breach>) {
    none(&rule(&Tree::of_this_repository()));
}

#[track_caller]
fn holds_on_phones(rule: fn(&Phones) -> Vec<Breach>) {
    none(&rule(&Phones::of_this_repository()));
}

#[track_caller]
fn none(breaches: &[Breach]) {
    let told: Vec<String> = breaches.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{} breaches:\n{}", told.len(), told.join("\n"));
}

#[test]
fn a_crate_imports_only_the_crates_below_it() {
    holds(crates::only_the_crates_below);
}

#[test]
fn a_framework_stays_in_its_crate() {
    holds(crates::frameworks_stay_at_home);
}

#[test]
fn versions_are_written_once() {
    holds(crates::versions_in_the_root);
}

#[test]
fn plain_cargo_test_needs_neither_webkit_nor_wasm() {
    holds(crates::default_members_are_native);
}

#[test]
fn the_domain_has_no_io_no_clock_and_no_chance() {
    holds(layers::pure_domain);
}

#[test]
fn the_server_goes_from_http_to_actions_to_store_to_db() {
    holds(layers::server_goes_down);
}

#[test]
fn no_feature_of_the_server_changes_another_behind_its_actions() {
    holds(layers::features_meet_in_actions);
}

#[test]
fn features_of_the_server_form_no_circle() {
    holds(layers::features_form_no_circle);
}

#[test]
fn the_core_goes_from_use_cases_to_outbox_to_store() {
    holds(layers::core_goes_down);
}

#[test]
fn the_core_reaches_the_host_only_through_its_native_ports() {
    holds(layers::core_asks_its_ports);
}

#[test]
fn sql_stands_only_in_stores() {
    holds(homes::sql_in_stores);
}

#[test]
fn status_codes_stand_in_one_file() {
    holds(homes::status_codes_in_one_file);
}

#[test]
fn only_the_bridge_knows_how_the_shell_is_called() {
    holds(homes::invoke_in_the_bridge);
}

#[test]
fn every_word_on_a_screen_comes_from_text() {
    holds(homes::words_in_text);
}

#[test]
fn every_word_on_a_screen_is_said_in_both_languages() {
    holds(words::both_languages);
}

#[test]
fn no_file_is_longer_than_500_lines() {
    holds(files::short_enough);
}

#[test]
fn no_file_is_forgotten() {
    holds(files::all_reachable);
}

#[test]
fn every_folder_says_what_it_is() {
    holds(files::folders_say_what_they_are);
}

#[test]
fn no_file_has_a_name_that_says_nothing() {
    holds(files::names_say_something);
}

#[test]
fn a_phone_is_asked_by_one_name_in_three_languages() {
    holds_on_phones(phones::commands_have_one_name);
    holds_on_phones(phones::commands_are_asked);
}

#[test]
fn the_page_reaches_of_a_phone_only_what_is_the_pages() {
    holds_on_phones(phones::the_page_may_ask_its_own);
}

#[test]
fn a_phone_is_asked_for_no_permission_that_nothing_needs() {
    holds_on_phones(phones::android_permissions_are_needed);
    holds_on_phones(phones::iphone_reasons_are_told);
}

#[test]
fn a_phone_speaks_both_languages() {
    holds_on_phones(phones::phones_speak_both_languages);
}
