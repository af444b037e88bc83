//! Every wire type against its golden file.
//!
//! A golden file is never edited to make a test pass: a released phone speaks it. A new field is added to the types
//! with a default, and gets a new file.

use std::path::PathBuf;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::samples;

/// The value is written exactly as the golden file says, and the file is read back as the same value.
#[track_caller]
pub fn check<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(name: &str, value: &T) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("contract/wire").join(format!("{name}.json"));
    let written = serde_json::to_string_pretty(value).unwrap() + "\n";
    if std::env::var_os("XUNGE_WRITE_GOLDEN").is_some() && !path.exists() {
        std::fs::write(&path, &written).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert_eq!(written, golden, "{name}: what is sent has changed; released apps and servers speak the golden form");
    assert_eq!(&serde_json::from_str::<T>(&golden).unwrap(), value, "{name}: what was sent before reads differently");
}

/// A file that a type was written as before is still read, what was added since being its default.
#[track_caller]
pub fn reads<T: DeserializeOwned + PartialEq + std::fmt::Debug>(name: &str, value: &T) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("contract/wire").join(format!("{name}.json"));
    let golden = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert_eq!(&serde_json::from_str::<T>(&golden).unwrap(), value, "{name}: what was sent before reads differently");
}

#[test]
fn hello() {
    check("hello", &samples::hello());
    check("hello_with_originals", &samples::hello_with_originals());
    check("hello_reply", &samples::hello_reply());
}

#[test]
fn push() {
    check("operation_report", &samples::operation(samples::report()));
    check("operation_answer", &samples::operation(samples::answer()));
    check("operation_shift", &samples::operation(samples::shift()));
    check("operation_report_self_handled", &samples::operation(samples::report_self_handled()));
    check("push", &samples::push());
    check("push_again", &samples::push_again());
    check("push_reply", &samples::push_reply());
}

#[test]
fn pull() {
    check("case", &samples::case());
    check("case_with_its_life", &samples::case_with_its_life());
    check("case_that_was_linked", &samples::case_that_was_linked());
    check("task", &samples::task());
    check("case_with_original_asked", &samples::case_with_original_asked());
    check("task_with_original_asked", &samples::task_with_original_asked());
    check("pull_reply", &samples::pull_reply());
}

#[test]
fn session() {
    check("problem", &samples::problem());
    reads("settings", &samples::settings_before_rules());
    let sign_in: shared::api::session::SignIn =
        serde_json::from_str(r#"{"user":"wang","password":"secret","device":null}"#).unwrap();
    assert!(sign_in.device.is_none(), "a desk signs in without a device");
}

#[test]
fn every_action_is_written_as_its_own_word() {
    for action in samples::actions() {
        let value = serde_json::to_value(&action).unwrap();
        assert_eq!(value.get("action").and_then(Value::as_str), Some(action.kind().as_str()));
        assert_eq!(serde_json::from_value::<shared::case::Action>(value).unwrap(), action);
    }
    check("actions", &samples::actions());
    for action in samples::actions_of_the_whole_life() {
        let value = serde_json::to_value(&action).unwrap();
        assert_eq!(value.get("action").and_then(Value::as_str), Some(action.kind().as_str()));
    }
    check("actions_of_the_whole_life", &samples::actions_of_the_whole_life());
}

#[test]
fn what_a_later_build_adds_does_not_break_this_one() {
    let mut hello = serde_json::to_value(samples::hello()).unwrap();
    hello["from_the_future"] = Value::from(1);
    hello["heartbeat"]["also_new"] = Value::from("x");
    assert_eq!(serde_json::from_value::<shared::sync::hello::Hello>(hello).unwrap(), samples::hello());
    let kind: shared::sync::hello::PackKind = serde_json::from_str("\"weather\"").unwrap();
    assert_eq!(kind, shared::sync::hello::PackKind::Unknown);
}

#[test]
fn the_hash_of_an_operation_is_over_its_bytes_as_they_stand() {
    let envelope = samples::push().operations.remove(0);
    assert_eq!(envelope.hash, shared::ids::Sha256::of(envelope.body.as_bytes()));
    let again = serde_json::to_string_pretty(&samples::operation(samples::report())).unwrap();
    assert_ne!(again, envelope.body, "the same content in other bytes is another operation: bytes travel verbatim");
}
