//! Which module may know which, inside the domain, the server and the core.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{Source, is_in};
use crate::tree::{Breach, Tree};

const IMPURE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "std::time::SystemTime",
    "std::time::Instant",
    "SystemTime::now",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "jiff::Timestamp::now",
    "jiff::Zoned::now",
    "jiff::tz::TimeZone::system",
    "TimeZone::system",
    "rand",
    "getrandom",
    "Uuid::now_v7",
    "Uuid::new_v4",
];

/// Types that only name something of the host, and touch nothing.
const MERE_NAMES: &[&str] = &["std::net::IpAddr", "std::net::Ipv4Addr", "std::net::Ipv6Addr", "std::net::SocketAddr"];

/// `shared` touches no file, no network, no clock and no dice.
pub fn pure_domain(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (path, source) in under(tree, "shared/src/") {
        let impure = source.paths().into_iter().filter(|named| is_any(named, IMPURE) && !is_any(named, MERE_NAMES));
        breaches.extend(impure.map(|named| Breach::new(path, format!("names {named}"))));
    }
    breaches
}

/// The layers of the server, from the top: each may know itself and those after it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Layer {
    Http,
    Actions,
    Store,
    Db,
}

/// A layer of the server never knows one above it.
pub fn server_goes_down(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (path, source) in under(tree, "server/src/") {
        let here = module_of(path, "server/src/");
        let Some(layer) = layer_of(&here) else { continue };
        for named in resolved(source, &here) {
            if layer_of(&named).is_some_and(|other| other < layer) {
                breaches.push(Breach::new(path, format!("names {} from below", named.join("::"))));
            }
        }
    }
    breaches
}

fn layer_of(module: &[String]) -> Option<Layer> {
    if module.first().is_some_and(|first| first == "http") {
        return Some(Layer::Http);
    }
    if module.first().is_some_and(|first| first == "db") {
        return Some(Layer::Db);
    }
    match module.get(1).map(String::as_str) {
        Some("http") => Some(Layer::Http),
        Some("actions") => Some(Layer::Actions),
        Some("store") => Some(Layer::Store),
        Some(_) | None => None,
    }
}

/// Outside a feature nobody knows its store: what changes its rows goes through its actions.
pub fn features_meet_in_actions(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (path, source) in under(tree, "server/src/") {
        let here = module_of(path, "server/src/");
        for named in resolved(source, &here) {
            let foreign_store = layer_of(&named) == Some(Layer::Store) && named.first() != here.first();
            if foreign_store {
                breaches.push(Breach::new(path, format!("names {}", named.join("::"))));
            }
        }
    }
    breaches
}

/// Features never need each other in a circle.
pub fn features_form_no_circle(tree: &Tree) -> Vec<Breach> {
    let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, source) in under(tree, "server/src/") {
        let here = module_of(path, "server/src/");
        if layer_of(&here) != Some(Layer::Actions) {
            continue;
        }
        for named in resolved(source, &here) {
            let (Some(from), Some(to)) = (here.first(), named.first()) else { continue };
            if layer_of(&named) == Some(Layer::Actions) && from != to {
                needs.entry(from.clone()).or_default().insert(to.clone());
            }
        }
    }
    needs.keys().filter_map(|feature| circle(feature, &needs)).map(|circle| Breach::new("server/src", circle)).collect()
}

/// Returns how a feature comes back to itself.
fn circle(feature: &str, needs: &BTreeMap<String, BTreeSet<String>>) -> Option<String> {
    let mut open: Vec<Vec<&str>> = vec![vec![feature]];
    let mut seen = BTreeSet::new();
    while let Some(way) = open.pop() {
        for next in way.last().and_then(|last| needs.get(*last)).into_iter().flatten() {
            if next == feature {
                return Some(format!("{} → {feature}", way.join(" → ")));
            }
            if seen.insert(next) {
                open.push(way.iter().copied().chain([next.as_str()]).collect());
            }
        }
    }
    None
}

/// The modules of the core with those that they never know.
const CORE: &[(&str, &[&str])] = &[
    ("store", &["cases", "tasks", "photo", "outbox", "sync", "rescue", "session"]),
    ("outbox", &["cases", "tasks", "sync", "rescue", "session"]),
    ("cases", &["sync"]),
    ("tasks", &["sync"]),
    ("photo", &["sync"]),
];

/// In the core, use-cases know the outbox and the outbox knows the store; sync is known by no use-case.
pub fn core_goes_down(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (path, source) in under(tree, "app/core/src/") {
        let here = module_of(path, "app/core/src/");
        let rule = CORE.iter().find(|(module, _)| here.first().is_some_and(|first| first == module));
        for named in resolved(source, &here) {
            let above =
                named.first().is_some_and(|first| rule.is_some_and(|(_, above)| above.contains(&first.as_str())));
            if above {
                breaches.push(Breach::new(path, format!("names {} from below", named.join("::"))));
            }
        }
    }
    breaches
}

const HOST: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::thread",
    "std::time::SystemTime",
    "std::time::Instant",
    "SystemTime::now",
    "Instant::now",
    "Timestamp::now",
    "tokio",
    "reqwest",
    "rand",
    "getrandom",
    "Uuid::now_v7",
    "Uuid::new_v4",
];

/// The core also runs in a browser: files, time, sleeping, chance and HTTP come in through ports, and only the
/// native ones know the host.
pub fn core_asks_its_ports(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (path, source) in under(tree, "app/core/src/") {
        if path.contains("/native") {
            continue;
        }
        let host = source.paths().into_iter().filter(|named| is_any(named, HOST) && !is_any(named, MERE_NAMES));
        breaches.extend(host.map(|named| Breach::new(path, format!("names {named} outside the native ports"))));
    }
    breaches
}

fn is_any(named: &str, modules: &[&str]) -> bool {
    modules.iter().any(|module| is_in(named, module))
}

fn under<'a>(tree: &'a Tree, folder: &str) -> impl Iterator<Item = (&'a str, &'a Source)> {
    let files = tree.files.iter().filter(move |(path, _)| path.starts_with(folder) && !is_test_file(path));
    files.map(|(path, source)| (path.as_str(), source)).collect::<Vec<_>>().into_iter()
}

fn is_test_file(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.ends_with("_tests.rs") || path.contains("/tests/")
}

/// Returns the module that a file is, from the root of its crate.
fn module_of(path: &str, root: &str) -> Vec<String> {
    let inside = path.strip_prefix(root).unwrap_or(path).trim_end_matches(".rs");
    let mut module: Vec<String> = inside.split('/').map(ToOwned::to_owned).collect();
    if module.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
        module.pop();
    }
    module
}

/// Lists the modules of its own crate that a file names, each from the root of the crate.
fn resolved(source: &Source, here: &[String]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for path in source.paths() {
        let mut words = path.split("::").peekable();
        let mut module = match words.peek().copied() {
            Some("crate") => Vec::new(),
            Some("self" | "super") => here.to_vec(),
            Some(_) | None => continue,
        };
        for word in words {
            match word {
                "crate" | "self" => {}
                "super" => drop(module.pop()),
                word => module.push(word.to_owned()),
            }
        }
        found.push(module);
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::layers::{
        core_asks_its_ports, core_goes_down, features_form_no_circle, features_meet_in_actions, pure_domain,
        server_goes_down,
    };
    use crate::tree::{Breach, Tree};

    #[track_caller]
    fn caught(rule: fn(&Tree) -> Vec<Breach>, path: &str, text: &str) {
        assert_eq!(rule(&Tree::sample(path, text)).len(), 1, "{text}");
    }

    #[test]
    fn a_domain_that_looks_at_the_clock_is_caught() {
        caught(pure_domain, "shared/src/time.rs", "use std::time::SystemTime;");
        caught(pure_domain, "shared/src/time.rs", "fn f() { jiff::Timestamp::now(); }");
        caught(pure_domain, "shared/src/case/mod.rs", "use std::{fmt, fs::File};");
        caught(pure_domain, "shared/src/ids.rs", "fn f() -> u8 { rand::random() }");
        assert!(pure_domain(&Tree::sample("server/src/main.rs", "use std::fs;")).is_empty());
    }

    #[test]
    fn a_server_layer_that_looks_up_is_caught() {
        caught(server_goes_down, "server/src/cases/store.rs", "use super::actions::act;");
        caught(server_goes_down, "server/src/cases/actions.rs", "use crate::http::Problem;");
        caught(server_goes_down, "server/src/db/mod.rs", "use crate::cases::{store, Case};");
        caught(server_goes_down, "server/src/cases/actions/close.rs", "use crate::tasks::http;");
        let down = Tree::sample("server/src/cases/http.rs", "use super::{actions, store}; use crate::db::Tx;");
        assert!(server_goes_down(&down).is_empty());
    }

    #[test]
    fn a_feature_in_anothers_store_is_caught() {
        caught(features_meet_in_actions, "server/src/tasks/actions.rs", "use crate::cases::store;");
        assert!(features_meet_in_actions(&Tree::sample("server/src/cases/actions.rs", "use super::store;")).is_empty());
    }

    #[test]
    fn a_circle_of_features_is_caught() {
        let tree = Tree::sample("server/src/tasks/actions.rs", "use crate::cases::actions;");
        assert!(features_form_no_circle(&tree).is_empty());
        let tree = tree.with("server/src/cases/actions.rs", "fn f() { crate::tasks::actions::draw() }");
        assert_eq!(features_form_no_circle(&tree).len(), 2, "seen from both ends");
    }

    #[test]
    fn a_store_that_knows_a_use_case_is_caught() {
        caught(core_goes_down, "app/core/src/store/photos.rs", "use crate::photo::Shot;");
        caught(core_goes_down, "app/core/src/cases/report.rs", "use crate::sync::push;");
    }

    #[test]
    fn a_core_that_knows_its_host_is_caught() {
        caught(core_asks_its_ports, "app/core/src/sync/push.rs", "use std::fs;");
        caught(core_asks_its_ports, "app/core/src/sync/push.rs", "async fn f() { tokio::spawn(g()); }");
        caught(core_asks_its_ports, "app/core/src/session.rs", "use std::net::{IpAddr, TcpStream};");
        assert!(core_asks_its_ports(&Tree::sample("app/core/src/native/files.rs", "use std::fs;")).is_empty());
    }
}
