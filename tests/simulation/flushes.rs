//! Every line of the product that flushes is needed: without it, the ordinary seeds lose something.
//!
//! The disk is deaf to what such a line flushes, which is the same as if the line were not there.

use std::fs;
use std::path::Path;

use crate::simulate;

/// So many seeds are enough to notice; most need a tenth of them.
const SEEDS: &str = "400";

#[track_caller]
fn check(patterns: &[&str]) {
    let mut arguments = vec!["run", "--count", SEEDS, "--until-broken"];
    for pattern in patterns {
        arguments.extend(["--deaf", pattern]);
    }
    let output = simulate(&arguments);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "nobody noticed that {patterns:?} was not flushed: {told}");
    println!("{patterns:?}: {told}");
}

#[test]
fn a_file_before_it_is_renamed() {
    check(&["file:phone*.part"]);
}

#[test]
fn the_folder_after_a_file_was_renamed_into_it() {
    check(&["folder:phone?/home/files", "folder:phone?/keys"]);
}

#[test]
fn the_folder_above_a_new_folder_on_a_phone() {
    check(&["folder:phone?"]);
}

#[test]
fn the_log_of_the_phones_database() {
    check(&["file:phone?/home/xunge.db-wal"]);
}

#[test]
fn the_folder_above_a_new_folder_of_the_server() {
    check(&["folder:server/data"]);
}

#[test]
fn an_upload_before_its_receipt() {
    check(&["file:server/data/staging/*"]);
}

#[test]
fn an_upload_that_was_copied_to_another_file_system() {
    check(&["file:server/data/media/??/*.*"]);
}

#[test]
fn the_shelf_that_a_file_was_put_on() {
    check(&["folder:server/data/media/??"]);
}

#[test]
fn a_thumbnail_before_it_has_its_name() {
    check(&["file:server/data/media/thumbs/??/*.*"]);
}

#[test]
fn the_folder_that_a_new_shelf_stands_in() {
    check(&["folder:server/data/media"]);
}

#[test]
fn the_log_of_the_servers_database() {
    check(&["file:server/data/xunge.db-wal"]);
}

/// The lines that flush, by file, with the tests above that stand for them.
///
/// No run breaks a database, hands a file on, keeps a base map or takes a backup by the command: what is flushed there, and
/// the journal that is read when a database is broken, is counted here and shown by no test above.
const LINES: [(&str, usize); 8] = [
    ("app/core/src/native/exports.rs", 2),
    // `a_file_before_it_is_renamed`, `the_folder_after…`, `the_folder_above_a_new_folder_on_a_phone`
    ("app/core/src/native/files.rs", 3),
    ("app/core/src/native/journal.rs", 2),
    ("app/core/src/native/map_files.rs", 1),
    ("app/core/src/native/spare.rs", 4),
    ("server/src/backup/format.rs", 2),
    // `the_folder_above_a_new_folder_of_the_server`, `the_folder_that_a_new_shelf…`
    ("server/src/folders.rs", 1),
    // `an_upload_before_its_receipt`, `an_upload_that_was_copied…`, `the_shelf…`, `a_thumbnail…`
    ("server/src/media/folder.rs", 4),
];

#[test]
fn every_line_that_flushes_has_its_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut found = Vec::new();
    for folder in ["app/core/src", "server/src"] {
        count(&root.join(folder), root, &mut found);
    }
    found.sort();
    let known: Vec<(String, usize)> = LINES.iter().map(|(path, lines)| ((*path).to_owned(), *lines)).collect();
    assert_eq!(found, known, "a new line that flushes needs a test above that shows what is lost without it");
}

fn count(folder: &Path, root: &Path, found: &mut Vec<(String, usize)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            count(&path, root, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let lines = text.matches(".sync_all()").count() + text.matches(".sync_data()").count();
            if lines > 0 {
                found.push((path.strip_prefix(root).unwrap().to_str().unwrap().to_owned(), lines));
            }
        }
    }
}
