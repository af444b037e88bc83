//! What a person writes: trimmed, bounded, and without other people's numbers before it is kept.

use app_bridge::told::Warning;
use shared::privacy::{self, Masked};
use shared::refusal::{Code, Refusal};

use crate::cases::preview::warning;
use crate::error::Result;

/// The longest note and address that are kept, characters.
const LONGEST: usize = 2_000;

/// Returns what a person wrote as it is kept: telephone and identity numbers are hidden. Refuses what is too long rather
/// than cutting it.
pub fn kept(field: &str, text: &str) -> Result<Masked> {
    // Nobody types U+0000; a keyboard that slips it in must not make the server refuse the rest.
    let text = text.replace('\0', "");
    let masked = privacy::mask(text.trim());
    if masked.text.chars().count() > LONGEST {
        return Err(Refusal::because(Code::TooLarge, format!("{field}: more than {LONGEST} characters")).into());
    }
    Ok(masked)
}

/// Says that something was hidden in what a person wrote.
pub fn hidden<'a>(texts: impl IntoIterator<Item = &'a Masked>) -> Option<Warning> {
    texts.into_iter().any(|masked| masked.hidden > 0).then(|| {
        warning(
            "number_masked",
            "文字里的手机号或身份证号已隐去",
            "Telephone or identity numbers in the words were hidden",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, hidden, kept};
    use crate::error::Error;
    use shared::refusal::Code;

    #[test]
    fn what_is_written_is_trimmed_and_bounded_and_loses_nothing_else() {
        let plain = kept("note", " 两袋\0垃圾 \n").unwrap();
        assert_eq!((plain.text.as_str(), plain.hidden), ("两袋垃圾", 0));
        assert_eq!(hidden([&plain]), None);
        assert!(kept("note", &"字".repeat(LONGEST)).is_ok());
        let Err(Error::Refused(refusal)) = kept("note", &"字".repeat(LONGEST + 1)) else { panic!("refused") };
        assert_eq!(refusal.code, Code::TooLarge, "cutting would lose words");
    }

    #[test]
    fn a_number_of_somebody_is_hidden_and_said() {
        let note = kept("note", "店主电话 13800138000，井盖 6101120010012345").unwrap();
        assert!(!note.text.contains("13800138000"));
        assert!(note.text.contains("6101120010012345"), "a component's code is no telephone number");
        let plain = kept("address", "凤城八路").unwrap();
        assert_eq!(hidden([&plain, &note]).unwrap().code, "number_masked");
        assert_eq!(kept("note", &note.text).unwrap().hidden, 0, "what is sent again is not masked again");
    }
}
