//! What was added so that both sides can be compared: the digest, neighbours' cases, scopes that change, times.

use std::collections::BTreeMap;

use shared::account::Role;
use shared::api::session::AccountFacts;
use shared::case::{Case, Nearby};
use shared::ids::AccountId;
use shared::place::point::Point;
use shared::sync::digest::{Cuts, DigestAsk, DigestReply, Listed, Mark, Range, RowName, Sum};
use shared::sync::hello::{Hello, HelloReply};
use shared::sync::pull::Change;

use crate::samples::{self, at, uuid};
use crate::wire::{check, reads};

fn nearby() -> Nearby {
    Nearby::of(&Case { received_at: Some(at(60)), ..samples::case() }).unwrap()
}

fn mark() -> Mark {
    Mark::of("case", "01935a00-0000-7000-8000-000000000004", 5, r#"{"version":5,"note":"两袋"}"#).unwrap()
}

fn sum() -> Sum {
    let mut sum = Sum::default();
    sum.add(mark());
    sum.add(Mark { a: 1, b: 2 });
    sum
}

fn ask() -> DigestAsk {
    let id = uuid(4).to_string();
    DigestAsk {
        whole: None,
        near_since: Some(at(-86_400)),
        sums: vec![Cuts { entity: "case".to_owned(), at: vec![String::new(), id.clone(), String::new()] }],
        lists: vec![Range { entity: "nearby".to_owned(), from: id.clone(), to: String::new() }],
        fetch: vec![RowName { entity: "task".to_owned(), id }],
    }
}

fn reply() -> DigestReply {
    let id = uuid(4).to_string();
    DigestReply {
        agrees: false,
        near_since: Some(at(-86_400)),
        whole: BTreeMap::from([("case".to_owned(), sum())]),
        sums: vec![vec![Sum::default(), sum()]],
        lists: vec![Listed { rows: BTreeMap::from([(id.clone(), mark())]), more: true }],
        rows: vec![Change { entity: "task".to_owned(), id, version: 0, left: true, body: None }],
    }
}

#[test]
fn digest() {
    check("digest_ask", &ask());
    check("digest_ask_of_the_whole", &DigestAsk { whole: Some("0f".repeat(16)), ..DigestAsk::default() });
    check("digest_reply", &reply());
    check("digest_reply_that_agrees", &DigestReply { agrees: true, ..DigestReply::default() });
    check("nearby", &nearby());
    assert_eq!(serde_json::to_string(&DigestAsk::default()).unwrap(), "{}", "the whole is asked for with nothing");
}

#[test]
fn a_hello_says_which_scope_is_held_and_what_the_account_has_become() {
    let mut hello = Hello { scope_held: Some(3), ..samples::hello() };
    hello.heartbeat.differing = 2;
    hello.heartbeat.complete_at = Some(at(-600));
    check("hello_with_its_scope", &hello);
    let account = AccountFacts {
        id: AccountId(uuid(3)),
        user: "wang".parse().unwrap(),
        name: "王".to_owned(),
        role: Role::Collector,
        jurisdiction: "XA-JK".parse().unwrap(),
        jurisdiction_name: "经开区".to_owned(),
        unit: None,
        training: true,
        zone: "Asia/Shanghai".to_owned(),
    };
    check("hello_reply_with_the_account", &HelloReply { account: Some(account), ..samples::hello_reply() });
}

#[test]
fn a_case_keeps_what_the_clocks_of_its_device_said() {
    check("case_with_its_times", &Case { reported_times: Some(samples::times()), ..samples::case() });
}

#[test]
fn settings_say_what_looks_like_a_duplicate() {
    reads("settings_with_duplicates", &samples::settings_before_rules());
    reads("settings_with_rules", &samples::settings());
}

#[test]
fn a_neighbour_sees_no_names_and_no_words() {
    let seen = serde_json::to_value(nearby()).unwrap();
    let fields: Vec<&String> = seen.as_object().unwrap().keys().collect();
    let expected = ["at", "category", "id", "jurisdiction", "received_at", "reported_at", "state", "version"];
    assert_eq!(fields, expected);
    let whole = serde_json::to_value(samples::case()).unwrap();
    assert!(!seen.to_string().contains(whole["reporter"].as_str().unwrap()));
    assert_eq!(nearby().at, Point { lon_e7: 1_089_423_000, lat_e7: 342_610_000 });
}
