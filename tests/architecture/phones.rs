//! The phones' own projects: names on which Rust, Kotlin and Swift agree, and permissions that are asked for because
//! something needs them and for no other reason.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::tree::Breach;

const COMMANDS: &str = "app/mobile/src/commands.rs";
const CAPABILITY: &str = "app/shell/capabilities/phone.json";
const MANIFEST: &str = "app/shell/gen/android/app/src/main/AndroidManifest.xml";
const INFO: &str = "app/shell/Info.ios.plist";

/// What an Android must allow, and what in our sources shows that we need it.
const ANDROID: &[(&str, &str)] = &[
    ("INTERNET", "reqwest::Client"),
    ("ACCESS_NETWORK_STATE", "ConnectivityManager"),
    ("ACCESS_FINE_LOCATION", "GPS_PROVIDER"),
    ("ACCESS_COARSE_LOCATION", "NETWORK_PROVIDER"),
    ("FOREGROUND_SERVICE", "startForeground("),
    ("FOREGROUND_SERVICE_LOCATION", "FOREGROUND_SERVICE_TYPE_LOCATION"),
    ("POST_NOTIFICATIONS", "NotificationManager"),
    ("CAMERA", "ACTION_IMAGE_CAPTURE"),
    ("RECORD_AUDIO", "{\"audio\":true"),
    ("MODIFY_AUDIO_SETTINGS", "{\"audio\":true"),
];

/// What an iPhone must be told the reason of, and what in our sources shows that we need it.
const IPHONE: &[(&str, &str)] = &[
    ("NSCameraUsageDescription", "UIImagePickerController"),
    ("NSMicrophoneUsageDescription", "{\"audio\":true"),
    ("NSLocationWhenInUseUsageDescription", "requestWhenInUseAuthorization"),
];

/// The texts that the rules compare.
#[derive(Default)]
pub struct Phones {
    commands: String,
    host: String,
    page: String,
    kotlin: String,
    swift: String,
    capability: String,
    manifest: String,
    info: String,
    /// Words in Chinese and in English, of the same thing.
    words: Vec<(String, String)>,
}

impl Phones {
    /// Reads this repository.
    pub fn of_this_repository() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests lie in the repository");
        let text = |path: &str| fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        let all = |path: &str, ending: &str| {
            let mut found = String::new();
            gather(&root.join(path), ending, &mut found);
            assert!(!found.is_empty(), "there is nothing in {path}");
            found
        };
        let pair =
            |folder: &str, zh: &str, en: &str| (text(&format!("{folder}/{zh}")), text(&format!("{folder}/{en}")));
        Self {
            commands: text(COMMANDS),
            host: all("app/mobile/src", ".rs") + &text("app/core/src/native/http.rs"),
            page: all("app/ui/src", ".rs"),
            kotlin: all("app/mobile/android/src", ".kt"),
            swift: all("app/mobile/ios/Sources", ".swift"),
            capability: text(CAPABILITY),
            manifest: text(MANIFEST),
            info: text(INFO),
            words: vec![
                pair("app/mobile/android/src/main/res", "values/strings.xml", "values-en/strings.xml"),
                pair("app/shell/gen/android/app/src/main/res", "values/strings.xml", "values-en/strings.xml"),
                pair(
                    "app/shell/gen/apple/app-shell_iOS",
                    "zh-Hans.lproj/InfoPlist.strings",
                    "en.lproj/InfoPlist.strings",
                ),
            ],
        }
    }

    fn named(&self, list: &str) -> BTreeSet<String> {
        let begin = format!("pub const {list}: &[&str] = &[");
        let (_, rest) = self.commands.split_once(&begin).unwrap_or_else(|| panic!("{COMMANDS} has no {list}"));
        let (inside, _) = rest.split_once("];").expect("a list ends");
        quoted(inside).map(str::to_owned).collect()
    }

    fn ours(&self) -> String {
        [self.host.as_str(), &self.page, &self.kotlin, &self.swift].concat()
    }
}

fn gather(folder: &Path, ending: &str, found: &mut String) {
    let mut paths: Vec<_> = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            gather(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            found.push_str(&fs::read_to_string(&path).expect("a source is text"));
        }
    }
}

fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').skip(1).step_by(2)
}

/// Returns the words that stand between the two, wherever they stand.
fn between(text: &str, before: &str, after: &str) -> BTreeSet<String> {
    text.split(before)
        .skip(1)
        .filter_map(|rest| rest.split_once(after))
        .map(|(word, _)| word.trim().to_owned())
        .collect()
}

fn camel(name: &str) -> String {
    let mut parts = name.split('_');
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (first, rest) = part.split_at(1);
        whole.push_str(&first.to_uppercase());
        whole.push_str(rest);
    }
    whole
}

fn same(place: &str, what: &str, expected: &BTreeSet<String>, found: &BTreeSet<String>) -> Vec<Breach> {
    let missing = expected.difference(found).map(|name| Breach::new(place, format!("{what} {name} is missing")));
    missing
        .chain(found.difference(expected).map(|name| Breach::new(place, format!("{what} {name} is of no use"))))
        .collect()
}

/// Kotlin and Swift answer to the names in Rust's lists, all of them and no others.
pub fn commands_have_one_name(phones: &Phones) -> Vec<Breach> {
    let lists = |own: &str| -> BTreeSet<String> {
        [phones.named("PAGE"), phones.named("HOST"), phones.named(own)]
            .iter()
            .flatten()
            .map(|name| camel(name))
            .collect()
    };
    let kotlin = between(&phones.kotlin, "@Command\n  fun ", "(");
    let swift = between(&phones.swift, "@objc public func ", "(");
    let mut breaches = same("app/mobile/android", "the command", &lists("HOST_OF_ANDROID"), &kotlin);
    breaches.extend(same("app/mobile/ios", "the command", &lists("HOST_OF_IOS"), &swift));
    breaches
}

/// Whatever is on the lists is asked by somebody: the host's by the host, the page's by the page.
pub fn commands_are_asked(phones: &Phones) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for list in ["HOST", "HOST_OF_ANDROID", "HOST_OF_IOS"] {
        for name in phones.named(list) {
            if !phones.host.contains(&format!("(\"{}\"", camel(&name))) {
                breaches.push(Breach::new(COMMANDS, format!("nobody asks {name}")));
            }
        }
    }
    for name in phones.named("PAGE") {
        if !phones.page.contains(&format!("\"{name}\"")) {
            breaches.push(Breach::new(COMMANDS, format!("no page asks {name}")));
        }
    }
    breaches
}

/// The page is allowed what is its own, and never the host's: a script that got into the page finds no key there.
pub fn the_page_may_ask_its_own(phones: &Phones) -> Vec<Breach> {
    let expected = phones.named("PAGE").iter().map(|name| name.replace('_', "-")).collect();
    same(CAPABILITY, "the permission", &expected, &between(&phones.capability, "app-mobile:allow-", "\""))
}

/// An Android is asked for what the code needs and for nothing else.
pub fn android_permissions_are_needed(phones: &Phones) -> Vec<Breach> {
    let ours = phones.ours();
    let needed = ANDROID.iter().filter(|(_, sign)| ours.contains(sign)).map(|(name, _)| (*name).to_owned()).collect();
    same(
        MANIFEST,
        "the permission",
        &needed,
        &between(&phones.manifest, "<uses-permission android:name=\"android.permission.", "\""),
    )
}

/// An iPhone tells the person why, for what the code needs and for nothing else, and in both languages.
pub fn iphone_reasons_are_told(phones: &Phones) -> Vec<Breach> {
    let ours = phones.ours();
    let needed = IPHONE.iter().filter(|(_, sign)| ours.contains(sign)).map(|(name, _)| (*name).to_owned()).collect();
    let keys = between(&phones.info, "<key>", "</key>");
    let told = keys.into_iter().filter(|key| key.ends_with("UsageDescription")).collect();
    let mut breaches = same(INFO, "the reason", &needed, &told);
    for (zh, en) in phones.words.iter().filter(|(zh, _)| zh.contains("UsageDescription")) {
        for name in needed.iter().filter(|name| !zh.contains(*name) || !en.contains(*name)) {
            breaches.push(Breach::new(INFO, format!("the reason {name} is not told in both languages")));
        }
    }
    breaches
}

/// What the phones' own code says, it says in both languages.
pub fn phones_speak_both_languages(phones: &Phones) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (zh, en) in &phones.words {
        let names = |text: &str| -> BTreeSet<String> {
            let of_android = between(text, "<string name=\"", "\"");
            let lines = text.lines().filter_map(|line| line.split_once(" = \"").map(|(name, _)| name.to_owned()));
            of_android.into_iter().chain(lines).collect()
        };
        breaches.extend(same("the English words", "the text", &names(zh), &names(en)));
        if en.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) {
            breaches.push(Breach::new("the English words", "hold a Chinese letter"));
        }
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::{
        Phones, android_permissions_are_needed, commands_are_asked, commands_have_one_name, iphone_reasons_are_told,
        phones_speak_both_languages, the_page_may_ask_its_own,
    };

    /// A phone with one command for the page, one for the host, and a camera.
    fn sample() -> Phones {
        let lists =
            ["HOST_OF_ANDROID", "HOST_OF_IOS"].map(|list| format!("pub const {list}: &[&str] = &[];\n")).concat();
        let words = "NSCameraUsageDescription = \"why\";";
        Phones {
            commands: format!(
                "pub const PAGE: &[&str] = &[\"take_photo\"];\npub const HOST: &[&str] = &[\"read_key\"];\n{lists}"
            ),
            host: "self.ask(\"readKey\", ())".to_owned(),
            page: "phone(\"take_photo\")".to_owned(),
            kotlin: "  @Command\n  fun takePhoto(i) ACTION_IMAGE_CAPTURE\n  @Command\n  fun readKey(i)".to_owned(),
            swift: "@objc public func takePhoto(i) UIImagePickerController @objc public func readKey(i)".to_owned(),
            capability: "\"app-mobile:allow-take-photo\"".to_owned(),
            manifest: "<uses-permission android:name=\"android.permission.CAMERA\" />".to_owned(),
            info: "<key>NSCameraUsageDescription</key>".to_owned(),
            words: vec![(words.to_owned(), words.to_owned())],
        }
    }

    #[test]
    fn a_name_that_one_side_does_not_know_is_caught() {
        assert_eq!(commands_have_one_name(&sample()), []);
        let kotlin = sample().kotlin.replace("takePhoto", "shoot");
        assert_eq!(commands_have_one_name(&Phones { kotlin, ..sample() }).len(), 2, "one missing, one of no use");
        let swift = sample().swift.replace("readKey", "key");
        assert_eq!(commands_have_one_name(&Phones { swift, ..sample() }).len(), 2);
    }

    #[test]
    fn a_command_that_nobody_asks_is_caught() {
        assert_eq!(commands_are_asked(&sample()), []);
        assert_eq!(commands_are_asked(&Phones { page: String::new(), ..sample() }).len(), 1);
        assert_eq!(commands_are_asked(&Phones { host: String::new(), ..sample() }).len(), 1);
    }

    #[test]
    fn a_page_that_may_read_keys_is_caught() {
        assert_eq!(the_page_may_ask_its_own(&sample()), []);
        let capability = format!("{} \"app-mobile:allow-read-key\"", sample().capability);
        assert_eq!(the_page_may_ask_its_own(&Phones { capability, ..sample() }).len(), 1);
    }

    #[test]
    fn a_permission_without_need_and_a_need_without_permission_are_caught() {
        assert_eq!(android_permissions_are_needed(&sample()), []);
        assert_eq!(android_permissions_are_needed(&Phones { manifest: String::new(), ..sample() }).len(), 1);
        let manifest = sample().manifest.replace("CAMERA", "READ_CONTACTS");
        assert_eq!(android_permissions_are_needed(&Phones { manifest, ..sample() }).len(), 2);
        assert_eq!(iphone_reasons_are_told(&sample()), []);
        assert_eq!(iphone_reasons_are_told(&Phones { info: String::new(), ..sample() }).len(), 1);
    }

    #[test]
    fn a_text_in_one_language_is_caught() {
        assert_eq!(phones_speak_both_languages(&sample()), []);
        let words = vec![("<string name=\"a\">甲</string>".to_owned(), String::new())];
        assert_eq!(phones_speak_both_languages(&Phones { words, ..sample() }).len(), 1);
        let words = vec![("<string name=\"a\">甲</string>".to_owned(), "<string name=\"a\">甲</string>".to_owned())];
        assert_eq!(phones_speak_both_languages(&Phones { words, ..sample() }).len(), 1);
    }
}
