//! What people wrote, without the numbers by which somebody could be called or known.
//!
//! [`mask`] hides mobile numbers and identity numbers in free text; [`words`] says which words of an operation, an action
//! and a report are free text. The phone masks when something is saved and the server once more when it arrives: what was
//! masked is not changed again. Nothing here keeps what it hid, and nobody can have it back.
//!
//! Landlines stay: they are an office's, not a person's. Codes of components have 16 digits and case numbers 14, so a
//! number is only hidden where it is a whole run of digits.

mod numbers;
pub mod words;

/// A text in which numbers are hidden.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Masked {
    /// The text; never longer than it was, counted in characters.
    pub text: String,
    /// How many numbers are hidden that were not before.
    pub hidden: u32,
}

/// Hides mobile and identity numbers.
///
/// A mobile number has 11 digits and begins with 13 to 19; it may be written in the usual groups with spaces or hyphens, in
/// full-width digits, behind `+86`, `0086` or `86`. Of it `138****5678` stays: enough for whoever has the number to know
/// which one it is, and too little to call it.
///
/// An identity number has 18 digits, the last of which may be an `X`; its date and its check digit must hold (GB
/// 11643-1999). Of it `6101**********1234` stays: the city it was given in and the end that people compare; the
/// birthday is hidden, and with it the way back, since the check digit fits one birthday in eleven.
pub fn mask(text: &str) -> Masked {
    let chars: Vec<char> = text.chars().collect();
    let found = numbers::find(&chars);
    let hidden = u32::try_from(found.len()).unwrap_or(u32::MAX);
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for number in found {
        masked.extend(chars.get(at..number.start).unwrap_or_default());
        masked.push_str(&number.shown);
        at = number.end;
    }
    masked.extend(chars.get(at..).unwrap_or_default());
    Masked { text: masked, hidden }
}

#[cfg(test)]
mod tests;
