//! How Chinese characters are read, and whether letters spell a run of them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// One line for each syllable: its letters, a blank, the characters that are read so, and behind a bar those that are
/// also read so. The first level of GB 2312 and whatever else names in the standards.
const TABLE: &str = include_str!("pinyin.txt");

/// The ways each character is read, the usual one first.
static READINGS: LazyLock<BTreeMap<char, Vec<&'static str>>> = LazyLock::new(|| {
    let mut readings: BTreeMap<char, Vec<&'static str>> = BTreeMap::new();
    for (letters, characters) in TABLE.lines().filter_map(|line| line.split_once(' ')) {
        let (usual, also) = characters.split_once('|').unwrap_or((characters, ""));
        for character in usual.chars() {
            readings.entry(character).or_default().insert(0, letters);
        }
        for character in also.chars() {
            readings.entry(character).or_default().push(letters);
        }
    }
    readings
});

/// A character of a name with the ways it is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sound {
    character: char,
    readings: &'static [&'static str],
}

impl Sound {
    /// Says whether nobody types it: a bracket, a comma.
    pub(super) fn is_silent(self) -> bool {
        !self.character.is_alphanumeric()
    }

    /// Returns the letters that it is usually typed with, of the readings that begin with the letter if one is known.
    fn letters(self, initial: Option<char>) -> String {
        let meant = self.readings.iter().find(|reading| initial.is_none_or(|initial| reading.starts_with(initial)));
        match meant.or(self.readings.first()) {
            Some(reading) => (*reading).to_owned(),
            None if self.is_silent() => String::new(),
            None => self.character.to_string(),
        }
    }
}

/// Returns the sounds of a name, one for each of its characters.
pub(super) fn sounds(name: &str) -> Vec<Sound> {
    let sound = |character| {
        let readings = READINGS.get(&character).map(Vec::as_slice).unwrap_or_default();
        Sound { character, readings }
    };
    name.chars().map(sound).collect()
}

/// Returns a name as it is usually typed, each letter with the place of its character. The first letters of its
/// syllables say which reading is meant where there are several.
pub(super) fn usually_typed(sounds: &[Sound], initials: &str) -> Vec<(char, usize)> {
    let mut initials = initials.chars();
    let mut typed = Vec::new();
    for (place, sound) in sounds.iter().enumerate() {
        let initial = if sound.is_silent() { None } else { initials.next() };
        typed.extend(sound.letters(initial).chars().map(|letter| (letter, place)));
    }
    typed
}

/// Returns how many sounds the letters spell, from the first sound on: whole syllables, first letters, and the
/// characters themselves, in any mixture. The last syllable may be unfinished.
pub(super) fn spelled(letters: &[char], sounds: &[Sound]) -> Option<usize> {
    let Some(next) = letters.first() else { return Some(0) };
    let (sound, others) = sounds.split_first()?;
    let with = |taken: usize| spelled(letters.get(taken..)?, others).map(|count| count + 1);
    if *next == sound.character
        && let Some(count) = with(1)
    {
        return Some(count);
    }
    if sound.is_silent() {
        return with(0);
    }
    sound.readings.iter().flat_map(|reading| ways(letters, reading)).find_map(with)
}

/// Returns how many letters a syllable may take, the most first: all of it or what was typed of it, zh, ch or sh, or
/// its first letter.
fn ways(letters: &[char], reading: &str) -> impl Iterator<Item = usize> + use<> {
    let common = letters.iter().zip(reading.chars()).take_while(|(letter, sound)| **letter == *sound).count();
    let is_whole = common == reading.len() || common == letters.len();
    let whole = (is_whole && common > 0).then_some(common);
    let is_double = matches!(reading.chars().nth(1), Some('h')) && (common > 2 || (common == 2 && !is_whole));
    let single = (common > 1).then_some(1).or((common == 1 && !is_whole).then_some(1));
    [whole, is_double.then_some(2), single].into_iter().flatten()
}

/// Says whether the letters are the beginning of a text but for one: one wrong, missing or too many, or two swapped.
pub(super) fn begins_nearly(letters: &[char], text: &[char]) -> bool {
    let same = letters.iter().zip(text).take_while(|(letter, meant)| letter == meant).count();
    let begins = |skipped: usize, passed: usize| match (letters.get(same + skipped..), text.get(same + passed..)) {
        (Some(letters), Some(text)) => text.starts_with(letters),
        (None, _) | (_, None) => false,
    };
    let is_swapped = letters.get(same).is_some_and(|letter| text.get(same + 1) == Some(letter))
        && letters.get(same + 1).is_some_and(|letter| text.get(same) == Some(letter));
    same == letters.len() || begins(1, 1) || begins(0, 1) || begins(1, 0) || (is_swapped && begins(2, 2))
}

#[cfg(test)]
mod tests {
    use super::{begins_nearly, sounds, spelled, usually_typed};

    #[track_caller]
    fn check(letters: &str, name: &str, count: Option<usize>) {
        let letters: Vec<char> = letters.chars().collect();
        assert_eq!(spelled(&letters, &sounds(name)), count, "{letters:?} {name}");
    }

    #[test]
    fn letters_spell_whole_syllables_first_letters_and_characters_in_any_mixture() {
        check("baolulaji", "暴露垃圾", Some(4));
        check("bllj", "暴露垃圾", Some(4));
        check("baolulj", "暴露垃圾", Some(4));
        check("baolul", "暴露垃圾", Some(3));
        check("暴露lj", "暴露垃圾", Some(4));
        check("bao", "暴露垃圾", Some(1));
        check("baolouaji", "暴露垃圾", None);
        check("baolou", "暴露垃圾", Some(2));
        check("shuini", "水泥", Some(2));
        check("shn", "水泥", Some(2));
        check("sn", "水泥", Some(2));
        check("xgcz", "休憩", None);
    }

    #[test]
    fn a_character_has_every_reading_that_people_type_and_brackets_are_not_typed() {
        check("xingdaoshu", "行道树", Some(3));
        check("hangdaoshu", "行道树", Some(3));
        check("ljzxmy", "垃圾站(箱)满溢", Some(8));
        check("jjbjdsos", "紧急报警点sos", Some(8));
        check("lvdi", "绿地", Some(2));
        check("ludi", "绿地", Some(2));
    }

    #[test]
    fn the_first_letters_say_which_reading_is_meant() {
        let typed = |name: &str, initials: &str| -> String {
            usually_typed(&sounds(name), initials).into_iter().map(|(letter, _)| letter).collect()
        };
        assert_eq!(typed("行道树", "xds"), "xingdaoshu");
        assert_eq!(typed("银行", "yh"), "yinhang");
        assert_eq!(typed("暴露垃圾", ""), "baolulaji", "without them the usual ones");
        assert_eq!(typed("站(箱)sos", "zxsos"), "zhanxiangsos");
    }

    #[track_caller]
    fn nearly(letters: &str, text: &str, expected: bool) {
        let chars = |text: &str| text.chars().collect::<Vec<char>>();
        assert_eq!(begins_nearly(&chars(letters), &chars(text)), expected, "{letters} {text}");
    }

    #[test]
    fn one_slip_is_forgiven_and_two_are_not() {
        nearly("baolu", "baolulaji", true);
        nearly("baoly", "baolulaji", true);
        nearly("balulaji", "baolulaji", true);
        nearly("baoolulaji", "baolulaji", true);
        nearly("boalulaji", "baolulaji", true);
        nearly("vaolulajj", "baolulaji", false);
        nearly("baolulajixx", "baolulaji", false);
    }
}
