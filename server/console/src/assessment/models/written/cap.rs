//! Caps as they are being written: what several lines take off together at most.

use shared::assessment::score::cap::Cap;

use super::{Flaw, MOST_CENTI, Written, Wrong, named, note, points, within};

const MOST_CAPS: usize = 20;

/// What the fields of one cap hold. Its code stays as it is: the lines under it name it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WrittenCap {
    /// The word that lines name it by.
    pub code: String,
    /// Its Chinese name.
    pub name: String,
    /// Its English one.
    pub name_en: String,
    /// How much is taken off at most.
    pub off: String,
}

impl WrittenCap {
    /// A new cap, with a code that no other has.
    pub fn fresh(others: &[Self]) -> Self {
        let mut number = others.len();
        loop {
            number = number.saturating_add(1);
            let code = format!("cap_{number}");
            if !others.iter().any(|other| other.code == code) {
                return Self { code, name: String::new(), name_en: String::new(), off: "5".to_owned() };
            }
        }
    }

    /// Writes what a cap holds.
    pub fn of(cap: &Cap) -> Self {
        Self {
            code: cap.code.clone(),
            name: cap.name.clone(),
            name_en: cap.name_en.clone(),
            off: points::short(cap.off_centi),
        }
    }

    fn read(&self, lines: &[Written]) -> Result<Cap, Vec<Wrong>> {
        let mut wrong = Vec::new();
        if !named(&self.code, &self.name, &self.name_en).is_empty() {
            wrong.push(Wrong::CapName);
        }
        let off_centi = within(&self.off, 1, MOST_CENTI).unwrap_or_else(|| note(&mut wrong, Wrong::CapOff));
        if !lines.iter().any(|line| line.cap == self.code) {
            wrong.push(Wrong::CapUnused);
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let (name, name_en) = (self.name.trim().to_owned(), self.name_en.trim().to_owned());
        Ok(Cap { code: self.code.clone(), name, name_en, off_centi })
    }
}

/// Reads the caps of a model, and adds what is wrong with them.
pub fn read(caps: &[WrittenCap], lines: &[Written], flaws: &mut Vec<Flaw>) -> Vec<Cap> {
    if caps.len() > MOST_CAPS {
        flaws.push((None, Wrong::Caps));
    }
    let mut found = Vec::new();
    for cap in caps {
        match cap.read(lines) {
            Ok(cap) => found.push(cap),
            Err(wrong) => flaws.extend(wrong.into_iter().map(|wrong| (None, wrong))),
        }
    }
    found
}
