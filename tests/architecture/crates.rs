//! Which crate may name which: the drawing of the layers, as a table.

use crate::tree::{Breach, Tree};

/// Every workspace crate with the ones that it may import.
const BELOW: &[(&str, &[&str])] = &[
    ("shared", &[]),
    ("app-bridge", &["shared"]),
    ("kit", &["shared"]),
    ("server", &["shared"]),
    ("app-core", &["app-bridge", "shared"]),
    ("app-ui", &["app-bridge", "kit", "shared"]),
    ("console", &["kit", "shared"]),
    ("app-cli", &["app-core", "app-bridge", "shared"]),
    // A phone's plugin is the core's ports on another host: it names their types and nothing of the rules.
    ("app-mobile", &["app-core", "shared"]),
    ("app-shell", &["app-core", "app-bridge", "app-mobile", "shared"]),
    ("system-tests", &["shared", "app-bridge", "app-core", "server"]),
    ("xtask", &[]),
];

/// Every framework with the crates that may build on it; whoever is not named does without.
const FRAMEWORKS: &[(&str, &[&str])] = &[
    ("axum", &["server", "system-tests"]),
    ("sqlx", &["server", "system-tests"]),
    ("utoipa", &["server", "shared"]),
    ("rusqlite", &["app-core", "system-tests"]),
    // The server only switches on the TLS of what speaks to its bucket.
    ("reqwest", &["app-core", "server", "system-tests"]),
    ("image", &["app-core", "server", "system-tests"]),
    ("tokio", &["app-core", "app-shell", "app-cli", "server", "system-tests"]),
    ("rand", &["app-core", "app-shell", "app-cli", "server", "system-tests"]),
    ("getrandom", &["app-core", "app-shell", "app-cli", "server", "app-ui", "system-tests"]),
    ("leptos", &["kit", "app-ui", "console"]),
    ("tauri", &["app-shell", "app-mobile"]),
];

/// A crate names only workspace crates below it.
pub fn only_the_crates_below(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (name, known) in &tree.crates {
        let Some((_, below)) = BELOW.iter().find(|(known, _)| known == name) else {
            breaches.push(Breach::new(&known.folder, format!("the crate {name} has no place in the layers")));
            continue;
        };
        for dependency in &known.dependencies {
            let ours = BELOW.iter().any(|(name, _)| *name == dependency.name);
            // A crate's own tests may stand on anything but the crates that stand on it.
            let allowed = below.contains(&dependency.name.as_str());
            if ours && !allowed {
                breaches.push(Breach::new(&known.folder, format!("{name} imports {}", dependency.name)));
            }
        }
    }
    breaches
}

/// A framework is named only by the crates that are built on it.
pub fn frameworks_stay_at_home(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (name, known) in &tree.crates {
        for dependency in known.dependencies.iter().filter(|dependency| !dependency.for_tests_only) {
            let home = FRAMEWORKS.iter().find(|(framework, _)| *framework == dependency.name);
            if home.is_some_and(|(_, homes)| !homes.contains(&name.as_str())) {
                breaches.push(Breach::new(&known.folder, format!("{name} imports {}", dependency.name)));
            }
        }
    }
    breaches
}

/// No member writes a version: two members could otherwise mean different ones.
pub fn versions_in_the_root(tree: &Tree) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (path, manifest) in &tree.manifests {
        let mut among_dependencies = false;
        for line in manifest.lines().map(str::trim) {
            if line.starts_with('[') {
                among_dependencies = line.trim_end_matches(']').ends_with("dependencies");
            } else if among_dependencies && line.contains('=') && !line.starts_with('#') {
                let from_root = line.contains("workspace = true") || line.contains(".workspace=true");
                if !from_root {
                    breaches.push(Breach::new(path, format!("not from the root: {line}")));
                }
            }
        }
    }
    breaches
}

/// The crates that need webkit or a wasm target are built only when asked for.
pub fn default_members_are_native(tree: &Tree) -> Vec<Breach> {
    let apart = ["app-shell", "app-mobile", "kit", "app-ui", "console"];
    let wrong = tree.crates.iter().filter(|(name, known)| known.is_default_member == apart.contains(&name.as_str()));
    wrong.map(|(name, known)| Breach::new(&known.folder, format!("{name} is on the wrong side"))).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::crates::{
        default_members_are_native, frameworks_stay_at_home, only_the_crates_below, versions_in_the_root,
    };
    use crate::tree::Tree;

    #[test]
    fn a_screen_that_imports_the_core_is_caught() {
        assert_eq!(only_the_crates_below(&Tree::crate_sample("app-ui", &["kit", "app-core"])).len(), 1);
        assert_eq!(only_the_crates_below(&Tree::crate_sample("shared", &["app-bridge"])).len(), 1);
        assert_eq!(only_the_crates_below(&Tree::crate_sample("app-core", &["server"])).len(), 1);
    }

    #[test]
    fn a_crate_without_a_place_is_caught() {
        assert_eq!(only_the_crates_below(&Tree::crate_sample("extras", &[])).len(), 1);
    }

    #[test]
    fn a_framework_away_from_home_is_caught() {
        assert_eq!(frameworks_stay_at_home(&Tree::crate_sample("shared", &["serde", "tokio", "rand"])).len(), 2);
        assert_eq!(frameworks_stay_at_home(&Tree::crate_sample("app-shell", &["sqlx"])).len(), 1);
    }

    #[test]
    fn a_version_in_a_member_is_caught() {
        let manifest = "[package]\nversion = \"1\"\n[dependencies]\nserde.workspace = true\nrand = \"0.9\"\n";
        let manifests = BTreeMap::from([("server/Cargo.toml".to_owned(), manifest.to_owned())]);
        assert_eq!(versions_in_the_root(&Tree { manifests, ..Tree::default() }).len(), 1);
    }

    #[test]
    fn a_shell_among_the_default_members_is_caught() {
        let mut tree = Tree::crate_sample("app-shell", &[]);
        assert!(default_members_are_native(&tree).is_empty());
        tree.crates.get_mut("app-shell").unwrap().is_default_member = true;
        assert_eq!(default_members_are_native(&tree).len(), 1);
    }
}
