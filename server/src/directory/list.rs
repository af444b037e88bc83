//! Reads a directory from CSV, as an office keeps it in a spreadsheet; what is wrong is said with its line.

use std::collections::BTreeMap;

use csv::{ReaderBuilder, StringRecord, Trim};
use serde::Deserialize;
use shared::account::Role;
use shared::api::directory::{BELOW, DirectoryEntry};

use super::initials;

/// An entry and who may see it; everybody where no role is named.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// The entry.
    pub entry: DirectoryEntry,
    /// Who may see it.
    pub roles: Vec<Role>,
}

/// A line that cannot be taken.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct BadLine {
    /// Which; the header is line 1.
    pub line: u64,
    /// What is wrong with it.
    pub why: String,
}

/// The most entries of one list.
const MOST: usize = 20_000;
/// The longest word of an entry, in characters.
const LONGEST: usize = 120;
/// What may stand in a number beside digits.
const IN_NUMBERS: &[char] = &['-', ' ', '+', '(', ')', ',', '#', '*'];

/// A line; its columns are found by their names.
#[derive(Deserialize)]
struct Line {
    #[serde(alias = "部门")]
    unit: String,
    #[serde(default, alias = "姓名")]
    name: String,
    #[serde(default, alias = "简拼")]
    initials: String,
    #[serde(default, alias = "职务")]
    post: String,
    #[serde(default, alias = "手机")]
    mobile: String,
    #[serde(default, alias = "办公电话")]
    office_phone: String,
    #[serde(default, alias = "可见角色")]
    visible_to: String,
    #[serde(default, alias = "排序")]
    sort: String,
}

/// Reads a list: units in the order in which they first come, within one by `sort` and then as they stand.
pub fn read(text: &str) -> Result<Vec<Listed>, BadLine> {
    // A spreadsheet marks its files so.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = ReaderBuilder::new().trim(Trim::All).flexible(true).from_reader(text.as_bytes());
    let header = lines.headers().map_err(|error| unread(1, &error))?.clone();
    let mut units: BTreeMap<String, usize> = BTreeMap::new();
    let mut found: Vec<(usize, i64, Listed)> = Vec::new();
    for record in lines.records() {
        let record = record.map_err(|error| unread(0, &error))?;
        let at = record.position().map_or(0, csv::Position::line);
        if record.iter().all(str::is_empty) {
            continue;
        }
        let (listed, sort) = entry(&record, &header, at)?;
        if found.len() >= MOST {
            return Err(BadLine { line: at, why: format!("a directory has at most {MOST} entries") });
        }
        let next = units.len();
        let unit = *units.entry(listed.entry.unit.clone()).or_insert(next);
        found.push((unit, sort, listed));
    }
    if found.is_empty() {
        return Err(BadLine { line: 1, why: "behind the header there is nothing".to_owned() });
    }
    found.sort_by_key(|(unit, sort, _)| (*unit, *sort));
    Ok(found.into_iter().map(|(_, _, listed)| listed).collect())
}

fn unread(at: u64, error: &csv::Error) -> BadLine {
    let line = error.position().map_or(at, csv::Position::line);
    BadLine { line, why: error.to_string() }
}

fn entry(record: &StringRecord, header: &StringRecord, at: u64) -> Result<(Listed, i64), BadLine> {
    let bad = |why: String| BadLine { line: at, why };
    let line: Line = record.deserialize(Some(header)).map_err(|error| {
        bad(format!("{error}; the columns are unit,name,initials,post,mobile,office_phone,visible_to,sort"))
    })?;
    let sort = if line.sort.is_empty() { Ok(0) } else { line.sort.parse() };
    let sort = sort.map_err(|_| bad(format!("sort: \"{}\" is no whole number", line.sort)))?;
    let mut roles = Vec::new();
    for word in line.visible_to.split(|c: char| c.is_whitespace() || matches!(c, '|' | ';' | '、')) {
        if !word.is_empty() {
            roles.push(Role::parse(word).ok_or_else(|| bad(format!("visible_to: there is no role {word}")))?);
        }
    }
    let entry = DirectoryEntry {
        unit: line.unit,
        initials: line.initials,
        name: line.name,
        post: line.post,
        mobile: line.mobile,
        office_phone: line.office_phone,
    };
    Ok((listed(entry, roles).map_err(bad)?, sort))
}

/// Brings an entry into the form in which it is kept, or says what is wrong with it.
pub fn listed(entry: DirectoryEntry, mut roles: Vec<Role>) -> Result<Listed, String> {
    let trimmed = |text: &str| text.trim().to_owned();
    let unit = path(&entry.unit);
    if unit.is_empty() {
        return Err("unit: it is empty".to_owned());
    }
    let (name, post) = (trimmed(&entry.name), trimmed(&entry.post));
    let initials = trimmed(&entry.initials).to_lowercase();
    let initials = if initials.is_empty() { initials::of(&name) } else { initials };
    for (column, text) in [("unit", &unit), ("name", &name), ("initials", &initials), ("post", &post)] {
        if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
            return Err(format!("{column}: at most {LONGEST} characters in one line"));
        }
    }
    let (mobile, office_phone) = (trimmed(&entry.mobile), trimmed(&entry.office_phone));
    if !mobile.is_empty() && !is_mobile(&mobile) {
        return Err(format!("mobile: \"{mobile}\" cannot be called; it has 11 digits and begins with 13 to 19"));
    }
    if !office_phone.is_empty() && !is_office(&office_phone) {
        return Err(format!("office_phone: \"{office_phone}\" cannot be called"));
    }
    if mobile.is_empty() && office_phone.is_empty() {
        return Err("mobile, office_phone: one of them is needed".to_owned());
    }
    roles.sort_unstable();
    roles.dedup();
    Ok(Listed { entry: DirectoryEntry { unit, name, initials, post, mobile, office_phone }, roles })
}

/// Writes a unit's path in one way, without gaps between its levels.
pub fn path(text: &str) -> String {
    let levels: Vec<&str> = text.split([BELOW, '／']).map(str::trim).filter(|level| !level.is_empty()).collect();
    levels.join(&BELOW.to_string())
}

/// Eleven digits from 13 to 19 on, perhaps with the country before them and gaps between.
fn is_mobile(text: &str) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let own =
        if digits.len() > 11 { digits.strip_prefix("0086").or(digits.strip_prefix("86")) } else { Some(&*digits) };
    let is_ours = own.is_some_and(|own| own.len() == 11 && own.starts_with('1') && own.as_bytes().get(1) > Some(&b'2'));
    is_ours && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ' ' | '+'))
}

/// A short number, or one with its area and perhaps an extension.
fn is_office(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (3..=20).contains(&digits)
        && text.chars().count() <= 40
        && text.chars().all(|c| c.is_ascii_digit() || IN_NUMBERS.contains(&c))
}

#[cfg(test)]
mod tests {
    use shared::account::Role;

    use super::{is_mobile, is_office, read};

    const HEADER: &str = "unit,name,post,mobile,office_phone,visible_to,sort\n";

    #[track_caller]
    fn bad(lines: &str, line: u64, word: &str) {
        let error = read(&format!("{HEADER}{lines}")).unwrap_err();
        assert!(error.line == line && error.why.contains(word), "{error}");
    }

    #[test]
    fn a_list_stands_by_its_units_and_within_one_as_it_says() {
        let text = "\u{feff}unit,name,visible_to,office_phone,sort\n\
                    中心/值班室,王练一,,029-0000-0001,2\n\
                    环卫所,,collector inspector,029-0000-0003,\n\
                    \n\
                    中心 / 值班室,,,029-0000-0002,1\n";
        let listed = read(text).unwrap();
        let shown: Vec<(&str, &str)> =
            listed.iter().map(|one| (one.entry.unit.as_str(), one.entry.office_phone.as_str())).collect();
        assert_eq!(
            shown,
            [("中心/值班室", "029-0000-0002"), ("中心/值班室", "029-0000-0001"), ("环卫所", "029-0000-0003")]
        );
        assert_eq!(listed[1].entry.initials, "wly");
        assert_eq!(listed[2].roles, [Role::Collector, Role::Inspector]);
        assert!(listed[0].roles.is_empty(), "everybody");
    }

    #[test]
    fn an_office_may_name_its_columns_in_chinese() {
        let listed = read("部门,姓名,简拼,职务,手机,可见角色\n中心,单雄,SX,队长,13000000000,leader|admin\n").unwrap();
        assert_eq!((listed[0].entry.initials.as_str(), listed[0].entry.post.as_str()), ("sx", "队长"));
        assert_eq!(listed[0].roles, [Role::Leader, Role::Admin]);
    }

    #[test]
    fn numbers_are_taken_as_people_write_them() {
        for mobile in ["13800000000", "+86 138-0000-0000", "0086 19900000000", "8613800000000"] {
            assert!(is_mobile(mobile), "{mobile}");
        }
        for mobile in ["138", "029-12345678", "1380000000a", "12345678901", "+1 13800000000"] {
            assert!(!is_mobile(mobile), "{mobile}");
        }
        for office in ["12345", "029-8765 4321", "(029)87654321,801", "110"] {
            assert!(is_office(office), "{office}");
        }
        for office in ["1", "call", "029-1234567890123456789012"] {
            assert!(!is_office(office), "{office}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        bad("中心,,,,029-1,,\n,王,,,029-1,,\n", 3, "unit");
        bad("中心,王,,,,,\n", 2, "one of them");
        bad("中心,王,,call me,,,\n", 2, "call me");
        let strange = read("unit,initials,mobile\n中心,w\0,029-1\n").unwrap_err();
        assert!(strange.line == 2 && strange.why.contains("initials"), "{strange}");
        bad("中心,王,,,029-1,king,\n", 2, "king");
        bad("中心,王,,,029-1,,first\n", 2, "first");
        bad("", 1, "nothing");
        bad("中心,王,,12000000000,,,\n", 2, "13 to 19");
        bad("中心,王,,1380000000,,,\n", 2, "11 digits");
        let headless = read("name,mobile\n王,029-1\n").unwrap_err();
        assert!(headless.line == 2 && headless.why.contains("unit"), "{headless}");
    }
}
