//! What the program does without a server. The commands that need one are walked by a story of `tests/e2e`.

#![cfg(test)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str, bytes: &[u8]) -> String {
        std::fs::write(self.path(name), bytes).unwrap();
        self.path(name).display().to_string()
    }

    /// Runs the program in a home of its own, for a script.
    fn xunge(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xunge"));
        command.args(arguments).args(["--json", "--lang", "en", "--home"]).arg(self.path("home"));
        command
            .arg("--key-file")
            .arg(self.path("key"))
            .stdin(Stdio::null())
            .env_remove("XUNGE_CA_FILE")
            .env_remove("XUNGE_PIN_FILE");
        command.output().unwrap()
    }
}

fn picture() -> Vec<u8> {
    let image = image::RgbImage::from_fn(1_800, 1_200, |x, y| image::Rgb([50, (x / 8) as u8, (y / 5) as u8]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

#[track_caller]
fn document(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("standard output is one JSON document")
}

#[track_caller]
fn refused(output: &Output, word: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && said.contains(word), "{}: {said}", output.status);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "", "a script takes nothing for a result");
}

#[test]
fn a_photo_is_developed_as_the_app_does_it() {
    let place = Place::new();
    let original = place.file("street.jpg", &picture());
    let out = place.path("out").display().to_string();
    let made = document(&place.xunge(&["photo", &original, "--out", &out]));
    for field in ["working", "thumb"] {
        let file = std::fs::read(made[field].as_str().unwrap()).unwrap();
        let drawn = image::load_from_memory(&file).unwrap();
        assert!(drawn.width() >= 320, "{field} is a picture");
    }
    assert_eq!((&made["width"], &made["height"]), (&Value::from(1_600), &Value::from(1_067)));
    assert!(Path::new(&original).exists() && !place.path("home").exists(), "nothing else is touched or made");
    for (bytes, code) in
        [(b"".as_slice(), "photo_incomplete"), (b"a list", "not_a_photo"), (&picture()[..9_000], "photo_incomplete")]
    {
        refused(&place.xunge(&["photo", &place.file("bad.jpg", bytes), "--out", &out]), code);
    }
    refused(&place.xunge(&["photo", "nowhere.jpg", "--out", &out]), "nowhere.jpg");
}

#[test]
fn a_home_that_nobody_signed_in_to_says_so() {
    let place = Place::new();
    let photo = format!("near={}", place.file("a.jpg", &picture()));
    let report = [
        "report",
        "--category",
        "event:06010",
        "--condition",
        "1",
        "--lon",
        "108.9",
        "--lat",
        "34.2",
        "--photo",
        &photo,
    ];
    refused(&place.xunge(&report), "[not_signed_in]");
    refused(
        &place.xunge(&[
            "login",
            "--server",
            "http://10.0.0.8",
            "--user",
            "w",
            "--password-file",
            &place.file("p", b"x"),
        ]),
        "[bad_value]",
    );
    refused(
        &place.xunge(&[
            "login",
            "--server",
            "http://127.0.0.1:1",
            "--user",
            "w",
            "--password-file",
            &place.file("p", b"x"),
        ]),
        "[offline]",
    );
    refused(&place.xunge(&["enroll", "not a link"]), "[not_a_link]");
    refused(&place.xunge(&["--ca-file", &place.file("ca.pem", b"no certificate"), "status"]), "[bad_value]");
    let status = document(&place.xunge(&["status"]));
    assert_eq!((&status["unsent_operations"], &status["last_contact"]), (&Value::from(0), &Value::Null));
}

#[test]
fn a_home_with_a_pin_opens_by_it_alone() {
    let place = Place::new();
    let (first, second) = (place.file("pin", b"270418\n"), place.file("other", b"995071\n"));
    document(&place.xunge(&["status"]));
    refused(&place.xunge(&["pin", "--new-file", &place.file("weak", b"123456\n")]), "[pin_weak]");
    assert_eq!(document(&place.xunge(&["pin", "--new-file", &first]))["set"], true);
    refused(&place.xunge(&["status"]), "[pin_needed]");
    refused(&place.xunge(&["status", "--pin-file", &second]), "[pin_wrong]");
    document(&place.xunge(&["status", "--pin-file", &first]));
    document(&place.xunge(&["pin", "--new-file", &second, "--pin-file", &first]));
    refused(&place.xunge(&["status", "--pin-file", &first]), "[pin_wrong]");
    assert_eq!(document(&place.xunge(&["pin", "--none", "--pin-file", &second]))["set"], false);
    document(&place.xunge(&["status"]));
}

#[test]
fn a_diagnostics_file_lies_where_it_was_wanted() {
    let place = Place::new();
    let wanted = place.path("how.json").display().to_string();
    let told = document(&place.xunge(&["diagnostics", &wanted]));
    assert_eq!(told["file"], wanted.as_str());
    let written: Value = serde_json::from_slice(&std::fs::read(&wanted).unwrap()).unwrap();
    assert_eq!(written["account"]["signed_in"], Value::from(false));
    assert_eq!(written["database_is_sound"], Value::from(true));
}
