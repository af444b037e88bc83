//! First letters of the syllables of a Chinese name, by which it is found: 王建国 is `wjg`.
//!
//! The first level of the national character set (GB 2312) stands in the order of its syllables, so a character's place
//! tells its letter. The second level stands by radicals: of it only surnames are known here. A list's own column says
//! what is not right.

use encoding_rs::GBK;

/// Where in the first level each letter begins.
const BEGINS: &[(u16, char)] = &[
    (0xB0A1, 'a'),
    (0xB0C5, 'b'),
    (0xB2C1, 'c'),
    (0xB4EE, 'd'),
    (0xB6EA, 'e'),
    (0xB7A2, 'f'),
    (0xB8C1, 'g'),
    (0xB9FE, 'h'),
    (0xBBF7, 'j'),
    (0xBFA6, 'k'),
    (0xC0AC, 'l'),
    (0xC2E8, 'm'),
    (0xC4C3, 'n'),
    (0xC5B6, 'o'),
    (0xC5BE, 'p'),
    (0xC6DA, 'q'),
    (0xC8BB, 'r'),
    (0xC8F6, 's'),
    (0xCBFA, 't'),
    (0xCDDA, 'w'),
    (0xCEF4, 'x'),
    (0xD1B9, 'y'),
    (0xD4D1, 'z'),
];
/// The last of the first level.
const LAST: u16 = 0xD7F9;

/// Surnames that are read in another way than the character is elsewhere, and those of the second level.
const SURNAMES: &[(char, char)] = &[
    ('曾', 'z'),
    ('单', 's'),
    ('解', 'x'),
    ('仇', 'q'),
    ('查', 'z'),
    ('区', 'o'),
    ('乐', 'y'),
    ('翟', 'z'),
    ('闫', 'y'),
    ('佟', 't'),
    ('芮', 'r'),
    ('蔺', 'l'),
    ('邬', 'w'),
    ('晏', 'y'),
    ('栾', 'l'),
    ('褚', 'c'),
    ('臧', 'z'),
    ('窦', 'd'),
    ('鄢', 'y'),
    ('阚', 'k'),
    ('濮', 'p'),
    ('瞿', 'q'),
    ('覃', 'q'),
    ('亓', 'q'),
];

/// Returns the first letters of a name, lower case; a character that is not known is passed over.
pub fn of(name: &str) -> String {
    let mut found = String::new();
    for (place, character) in name.chars().enumerate() {
        let surname = SURNAMES.iter().find(|(surname, _)| place == 0 && *surname == character);
        let letter = surname.map(|(_, letter)| *letter).or_else(|| letter(character));
        found.extend(letter);
    }
    found
}

fn letter(character: char) -> Option<char> {
    if character.is_ascii_alphanumeric() {
        return Some(character.to_ascii_lowercase());
    }
    let mut text = [0; 4];
    let (bytes, _, has_gaps) = GBK.encode(character.encode_utf8(&mut text));
    let [high, low] = bytes.as_ref() else { return None };
    let place = u16::from_be_bytes([*high, *low]);
    // Behind 0xA0 in both bytes lies GB 2312; what GBK adds lies between.
    if has_gaps || *low < 0xA1 || place > LAST {
        return None;
    }
    BEGINS.iter().rev().find(|(begins, _)| *begins <= place).map(|(_, letter)| *letter)
}

#[cfg(test)]
mod tests {
    use super::of;

    #[track_caller]
    fn check(name: &str, expected: &str) {
        assert_eq!(of(name), expected, "{name}");
    }

    #[test]
    fn a_name_is_found_by_the_first_letters_of_its_syllables() {
        check("王建国", "wjg");
        check("李练一", "lly");
        check("赵训十", "zxs");
        check("欧阳安", "oya");
        check("值班室", "zbs");
        check("", "");
    }

    #[test]
    fn surnames_are_read_as_surnames() {
        check("曾单", "zd");
        check("闫明", "ym");
    }

    #[test]
    fn letters_stay_and_what_is_not_known_is_passed_over() {
        check("Wang 2", "wang2");
        check("王·鑫", "w");
    }
}
