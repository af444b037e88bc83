//! What the rules look at: every crate with its direct dependencies, and every source file.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::source::Source;

/// The whole repository, as far as the rules care.
#[derive(Default)]
pub struct Tree {
    /// Every workspace crate, by name.
    pub crates: BTreeMap<String, Crate>,
    /// Every Rust file, by its path from the root of the repository.
    pub files: BTreeMap<String, Source>,
    /// Every manifest, by its path.
    pub manifests: BTreeMap<String, String>,
}

/// One workspace crate.
#[derive(Default)]
pub struct Crate {
    /// Its folder, from the root of the repository.
    pub folder: String,
    /// What it names in its manifest, for any target and any purpose.
    pub dependencies: Vec<Dependency>,
    /// The files that cargo starts to compile at.
    pub roots: Vec<String>,
    /// Whether plain `cargo test` builds it.
    pub is_default_member: bool,
}

/// One line of a manifest.
pub struct Dependency {
    /// The crate named.
    pub name: String,
    /// Whether only the crate's own tests see it.
    pub for_tests_only: bool,
}

/// One place that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Breach {
    /// The file, or the crate's manifest.
    pub place: String,
    /// What is wrong with it.
    pub what: String,
}

impl Breach {
    /// Names a place and what is wrong there.
    pub fn new(place: &str, what: impl Into<String>) -> Self {
        Self { place: place.to_owned(), what: what.into() }
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "  {}: {}", self.place, self.what)
    }
}

impl Tree {
    /// Reads this repository.
    pub fn of_this_repository() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests lie in the repository").to_path_buf();
        let metadata = metadata(&root);
        let mut tree = Self::default();
        let defaults = metadata["workspace_default_members"].as_array().expect("cargo lists default members").clone();
        for package in metadata["packages"].as_array().expect("cargo lists packages") {
            let read = Crate::read(package, &root, defaults.contains(&package["id"]));
            let manifest = format!("{}/Cargo.toml", read.folder);
            tree.manifests.insert(manifest.clone(), read_text(&root.join(manifest)));
            for file in rust_files(&root.join(&read.folder)) {
                tree.files.insert(from_root(&file, &root), Source::new(&read_text(&file)));
            }
            tree.crates.insert(text(&package["name"]), read);
        }
        tree
    }

    /// Makes a tree of one file, to show a rule something bad.
    #[cfg(test)]
    pub fn sample(path: &str, text: &str) -> Self {
        Self::default().with(path, text)
    }

    /// Adds a file.
    #[cfg(test)]
    pub fn with(mut self, path: &str, text: &str) -> Self {
        self.files.insert(path.to_owned(), Source::new(text));
        self
    }

    /// Makes a tree of one crate with these dependencies.
    #[cfg(test)]
    pub fn crate_sample(name: &str, dependencies: &[&str]) -> Self {
        let dependencies =
            dependencies.iter().map(|name| Dependency { name: (*name).to_owned(), for_tests_only: false }).collect();
        let only = Crate { folder: name.to_owned(), dependencies, ..Crate::default() };
        Self { crates: BTreeMap::from([(name.to_owned(), only)]), ..Self::default() }
    }
}

impl Crate {
    fn read(package: &Value, root: &Path, is_default_member: bool) -> Self {
        let manifest = PathBuf::from(text(&package["manifest_path"]));
        let folder = from_root(manifest.parent().expect("a manifest lies in a folder"), root);
        let dependencies = package["dependencies"].as_array().expect("cargo lists dependencies");
        let targets = package["targets"].as_array().expect("cargo lists targets");
        Self {
            folder,
            dependencies: dependencies
                .iter()
                .map(|dependency| Dependency {
                    name: text(&dependency["name"]),
                    for_tests_only: dependency["kind"] == "dev",
                })
                .collect(),
            roots: targets.iter().map(|target| from_root(Path::new(&text(&target["src_path"])), root)).collect(),
            is_default_member,
        }
    }
}

fn metadata(root: &Path) -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root)
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo prints JSON")
}

/// Lists the Rust files of a crate, not those of a crate in a folder of its own below it.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).expect("a crate has a folder").map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && name != "target" && !name.starts_with('.') && !path.join("Cargo.toml").exists() {
            found.extend(rust_files(&path));
        } else if name.ends_with(".rs") {
            found.push(path);
        }
    }
    found
}

fn from_root(path: &Path, root: &Path) -> String {
    path.strip_prefix(root).expect("everything lies under the root").to_string_lossy().into_owned()
}

fn read_text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("read {}: {error}", path.display()))
}

fn text(value: &Value) -> String {
    value.as_str().expect("cargo writes text here").to_owned()
}
