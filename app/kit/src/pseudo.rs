//! English as long as a longer language's: what stands on a screen when its layout is tested.
//!
//! It is no language of the switch. A page speaks so only where `xunge.lang` was set to `pseudo` by hand; then every
//! word of a table comes four tenths longer, with accents, in brackets. What is cut off lacks its bracket, what was
//! never in a table has none.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

thread_local! {
    static IS_SPOKEN: Cell<bool> = const { Cell::new(false) };
    static MADE: RefCell<BTreeMap<&'static str, &'static str>> = const { RefCell::new(BTreeMap::new()) };
}

/// Says whether English is stretched from now on.
pub fn speak(is_spoken: bool) {
    IS_SPOKEN.set(is_spoken);
}

/// Returns the words as they are said: plain, or stretched.
pub fn said(english: &'static str) -> &'static str {
    if !IS_SPOKEN.get() {
        return english;
    }
    MADE.with_borrow_mut(|made| {
        // Each word is made once and stays; there are as many as the tables hold.
        *made.entry(english).or_insert_with(|| Box::leak(stretch(english).into_boxed_str()))
    })
}

/// Makes the words four tenths longer; what stands in braces stays as it is, for it is put in later.
pub fn stretch(english: &str) -> String {
    let letters = english.chars().filter(|letter| letter.is_alphabetic()).count();
    if letters == 0 {
        return english.to_owned();
    }
    let mut owed = (letters * 2).div_ceil(5);
    let mut stretched = String::from('⟦');
    let mut in_braces = false;
    for letter in english.chars() {
        in_braces = in_braces && letter != '}' || letter == '{';
        if in_braces {
            stretched.push(letter);
            continue;
        }
        let accented = accented(letter);
        stretched.push(accented);
        if owed > 0 && accented != letter {
            stretched.push(accented);
            owed -= 1;
        }
    }
    stretched.extend(std::iter::repeat_n('~', owed));
    stretched.push('⟧');
    stretched
}

const fn accented(letter: char) -> char {
    match letter {
        'a' => 'á',
        'e' => 'é',
        'i' => 'í',
        'o' => 'ó',
        'u' => 'ú',
        'y' => 'ý',
        'A' => 'Á',
        'E' => 'É',
        'I' => 'Í',
        'O' => 'Ó',
        'U' => 'Ú',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::stretch;

    #[test]
    fn words_become_four_tenths_longer_and_can_be_told_from_plain_ones() {
        assert_eq!(stretch("Save"), "⟦Sáávéé⟧");
        assert_eq!(stretch("Try"), "⟦Trýý~⟧");
        assert_eq!(stretch("Not solved"), "⟦Nóót sóólvééd~⟧");
        for plain in ["Sync now", "The server has every case and photo of this phone."] {
            let long = stretch(plain).chars().count();
            assert!(long * 10 >= plain.chars().count() * 13, "{plain}: {long}");
        }
    }

    #[test]
    fn what_is_put_in_later_and_what_is_no_word_stay() {
        assert_eq!(stretch("{count} photos"), "⟦{count} phóótóós~~~⟧");
        assert_eq!(stretch(": "), ": ");
    }
}
