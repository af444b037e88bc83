//! How files are kept: short, reachable, introduced, and named for what they hold.

use std::collections::{BTreeMap, BTreeSet};

use crate::tree::{Breach, Tree};

const LONGEST: usize = 500;
const EMPTY_NAMES: &[&str] =
    &["util", "utils", "common", "helper", "helpers", "manager", "service", "processor", "misc"];

/// A file longer than this holds more than one thing.
pub fn short_enough(tree: &Tree) -> Vec<Breach> {
    let long = tree.files.iter().map(|(path, source)| (path, source.whole.lines().count()));
    let long = long.filter(|(_, lines)| *lines > LONGEST);
    long.map(|(path, lines)| Breach::new(path, format!("has {lines} lines"))).collect()
}

/// A file that no `mod` line names is compiled by nobody and checked by nobody.
pub fn all_reachable(tree: &Tree) -> Vec<Breach> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<(String, bool)> =
        tree.crates.values().flat_map(|known| known.roots.iter().map(|root| (root.clone(), true))).collect();
    while let Some((path, is_root)) = open.pop() {
        let Some(source) = tree.files.get(&path) else { continue };
        if !reached.insert(path.clone()) {
            continue;
        }
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
        let stem = name.trim_end_matches(".rs");
        let below = if is_root || stem == "mod" { folder.to_owned() } else { format!("{folder}/{stem}") };
        for module in modules(&source.whole) {
            open.push((format!("{below}/{module}.rs"), false));
            open.push((format!("{below}/{module}/mod.rs"), false));
        }
    }
    let forgotten = tree.files.keys().filter(|path| !reached.contains(*path));
    forgotten.map(|path| Breach::new(path, "no mod line names this file")).collect()
}

fn modules(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let line = line.trim();
        let line = line.strip_prefix("#[cfg(test)]").unwrap_or(line).trim_start();
        let line = line.strip_prefix("pub").unwrap_or(line);
        let line = line.strip_prefix("(crate)").or_else(|| line.strip_prefix("(super)")).unwrap_or(line);
        line.trim_start().strip_prefix("mod ")?.strip_suffix(';')
    })
}

/// A folder begins with a file that says what it is; a folder that only keeps one file's tests needs none.
pub fn folders_say_what_they_are(tree: &Tree) -> Vec<Breach> {
    const FIRST: [&str; 3] = ["mod.rs", "lib.rs", "main.rs"];
    let roots: BTreeSet<&str> = tree.crates.values().flat_map(|known| known.roots.iter().map(String::as_str)).collect();
    let mut breaches = BTreeMap::new();
    for (path, source) in &tree.files {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let is_root = roots.contains(path.as_str());
        if (is_root || FIRST.contains(&name)) && !source.whole.starts_with("//!") {
            breaches.insert(path.as_str(), "does not begin with what it is (//!)");
        }
        let has_first = FIRST.iter().any(|first| tree.files.contains_key(&format!("{folder}/{first}")));
        let holds_tests = name == "tests.rs" && tree.files.contains_key(&format!("{folder}.rs"));
        if !has_first && !is_root && !holds_tests {
            breaches.insert(folder, "has no mod.rs");
        }
    }
    breaches.into_iter().map(|(place, what)| Breach::new(place, what)).collect()
}

/// A name that fits everything tells nothing.
pub fn names_say_something(tree: &Tree) -> Vec<Breach> {
    let empty = tree
        .files
        .keys()
        .filter(|path| path.trim_end_matches(".rs").split(['/', '_', '-']).any(|word| EMPTY_NAMES.contains(&word)));
    empty.map(|path| Breach::new(path, "is named for nothing")).collect()
}

#[cfg(test)]
mod tests {
    use crate::files::{all_reachable, folders_say_what_they_are, names_say_something, short_enough};
    use crate::tree::Tree;

    #[test]
    fn a_long_file_is_caught() {
        assert!(short_enough(&Tree::sample("shared/src/a.rs", &"\n".repeat(500))).is_empty());
        assert_eq!(short_enough(&Tree::sample("shared/src/a.rs", &"\n".repeat(501))).len(), 1);
    }

    #[test]
    fn a_forgotten_file_is_caught() {
        let mut tree = Tree::crate_sample("shared", &[]);
        tree.crates.get_mut("shared").unwrap().roots = vec!["shared/src/lib.rs".to_owned()];
        let tree =
            tree.with("shared/src/lib.rs", "pub mod case;\nmod grid;").with("shared/src/case/mod.rs", "mod state;");
        let tree = tree.with("shared/src/case/state.rs", "").with("shared/src/grid.rs", "mod index;");
        let tree = tree.with("shared/src/grid/index.rs", "");
        assert!(all_reachable(&tree).is_empty());
        assert_eq!(all_reachable(&tree.with("shared/src/old.rs", "")).len(), 1);
    }

    #[test]
    fn a_folder_without_introduction_is_caught() {
        let silent = Tree::sample("shared/src/case/mod.rs", "mod state;");
        assert_eq!(folders_say_what_they_are(&silent).len(), 1);
        assert_eq!(folders_say_what_they_are(&Tree::sample("shared/src/case/state.rs", "//! states")).len(), 1);
        assert!(folders_say_what_they_are(&Tree::sample("shared/src/case/mod.rs", "//! cases")).is_empty());
        let tests = Tree::sample("shared/src/case/state/tests.rs", "");
        assert_eq!(folders_say_what_they_are(&tests).len(), 1, "the file that is tested is not there");
    }

    #[test]
    fn an_empty_name_is_caught() {
        assert_eq!(names_say_something(&Tree::sample("server/src/utils.rs", "")).len(), 1);
        assert_eq!(names_say_something(&Tree::sample("server/src/case_manager/mod.rs", "")).len(), 1);
        assert!(names_say_something(&Tree::sample("server/src/services_list.rs", "")).is_empty());
    }
}
