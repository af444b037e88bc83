//! What is wrong with a model, by the field where it is.

use std::collections::BTreeSet;

use super::{Indicator, Model, Per, Rule};
use crate::assessment::counter::Counter;

/// The most that an indicator gives, in hundredths of a point.
pub const MOST_CENTI: i64 = 1_000_000;
/// The most indicators that a model has.
pub const MOST_INDICATORS: usize = 50;
/// The most caps that a model has.
pub const MOST_CAPS: usize = 20;
/// The longest code, in bytes.
pub const LONGEST_CODE: usize = 40;
/// The longest name, in characters.
pub const LONGEST_NAME: usize = 60;
/// The longest source, in characters.
pub const LONGEST_SOURCE: usize = 1_000;

/// What keeps a model from being used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{field}: {why}")]
pub struct Flaw {
    /// Where: `name`, or `rework.full_centi` for a field of an indicator.
    pub field: String,
    /// What of it does not do.
    pub why: String,
}

fn flaw<T>(field: impl Into<String>, why: impl Into<String>) -> Result<T, Flaw> {
    Err(Flaw { field: field.into(), why: why.into() })
}

impl Model {
    /// Returns the sum of its full points in hundredths, without what comes on top, or the first thing that is wrong.
    pub fn check(&self) -> Result<i64, Flaw> {
        code("code", &self.code)?;
        named("", &self.name, &self.name_en)?;
        if self.source.chars().count() > LONGEST_SOURCE {
            return flaw("source", format!("at most {LONGEST_SOURCE} characters"));
        }
        if self.indicators.is_empty() || self.indicators.len() > MOST_INDICATORS {
            return flaw("indicators", format!("1 to {MOST_INDICATORS} of them"));
        }
        let mut codes = BTreeSet::new();
        for one in &self.indicators {
            one.check()?;
            if !codes.insert(&one.code) {
                return flaw(format!("{}.code", one.code), "two indicators have it");
            }
        }
        self.check_caps()?;
        if self.indicators.iter().all(Indicator::is_given) {
            return flaw("indicators", "none of them measures cases");
        }
        Ok(self.full_centi())
    }

    fn check_caps(&self) -> Result<(), Flaw> {
        if self.caps.len() > MOST_CAPS {
            return flaw("caps", format!("at most {MOST_CAPS} of them"));
        }
        let mut codes = BTreeSet::new();
        for cap in &self.caps {
            code("caps.code", &cap.code)?;
            let field = |name: &str| format!("caps.{}.{name}", cap.code);
            named(&field(""), &cap.name, &cap.name_en)?;
            points(field("off_centi"), 1, cap.off_centi)?;
            if !codes.insert(cap.code.as_str()) {
                return flaw(field("code"), "two caps have it");
            }
            if !self.indicators.iter().any(|one| one.cap.as_ref() == Some(&cap.code)) {
                return flaw(field("code"), "no indicator names it");
            }
        }
        let is_nowhere = |one: &&Indicator| one.cap.as_deref().is_some_and(|cap| !codes.contains(cap));
        match self.indicators.iter().find(is_nowhere) {
            Some(one) => flaw(format!("{}.cap", one.code), "there is no such cap"),
            None => Ok(()),
        }
    }
}

impl Indicator {
    fn check(&self) -> Result<(), Flaw> {
        code("indicators.code", &self.code)?;
        let field = |name: &str| format!("{}.{name}", self.code);
        named(&field(""), &self.name, &self.name_en)?;
        let least_full = i64::from(!self.is_on_top());
        if !(least_full..=MOST_CENTI).contains(&self.full_centi) {
            return flaw(field("full_centi"), format!("from {least_full} to {MOST_CENTI}"));
        }
        if !(-MOST_CENTI..=0).contains(&self.least_centi) {
            return flaw(field("least_centi"), format!("from -{MOST_CENTI} to 0"));
        }
        if self.full_centi == self.least_centi {
            return flaw(field("full_centi"), "it can give nothing and take nothing");
        }
        if self.is_given() && self.of.is_some() {
            return flaw(field("of"), "it is given by hand and looks at no cases");
        }
        match &self.rule {
            Rule::Threshold { full_per_mille, per_point_centi, also, .. } => {
                per_mille(field("full_per_mille"), *full_per_mille)?;
                points(field("per_point_centi"), 1, *per_point_centi)?;
                let Some(also) = also else { return Ok(()) };
                per_mille(field("also.full_per_mille"), also.full_per_mille)?;
                points(field("also.per_point_centi"), 1, also.per_point_centi)
            }
            Rule::PerCase { counter, per, each_centi, from, each_from_centi } => {
                if *per == Per::Time && *counter != Counter::Rework {
                    return flaw(field("per"), "of rework alone it is known how many times");
                }
                points(field("each_centi"), 1, *each_centi)?;
                match from {
                    Some(from) if *from < 2 => flaw(field("from"), "2 or later: the ones before it cost each_centi"),
                    Some(_) => points(field("each_from_centi"), 1, *each_from_centi),
                    None if *each_from_centi != 0 => flaw(field("from"), "from which case on is not said"),
                    None => Ok(()),
                }
            }
            Rule::Share { .. } | Rule::ByHand | Rule::Bonus => Ok(()),
        }
    }
}

fn per_mille(field: String, given: u32) -> Result<(), Flaw> {
    if given > 1_000 { flaw(field, "at most 1000, which is all of them") } else { Ok(()) }
}

fn points(field: String, least: i64, given: i64) -> Result<(), Flaw> {
    if (least..=MOST_CENTI).contains(&given) { Ok(()) } else { flaw(field, format!("from {least} to {MOST_CENTI}")) }
}

fn code(field: &str, text: &str) -> Result<(), Flaw> {
    let is_word = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if is_word && (1..=LONGEST_CODE).contains(&text.len()) {
        return Ok(());
    }
    flaw(field, format!("1 to {LONGEST_CODE} letters a to z, digits and underlines"))
}

fn named(before: &str, zh: &str, en: &str) -> Result<(), Flaw> {
    for (name, text) in [("name", zh), ("name_en", en)] {
        let is_line = !text.trim().is_empty() && !text.chars().any(char::is_control);
        if !is_line || text.chars().count() > LONGEST_NAME {
            return flaw(format!("{before}{name}"), format!("one line of 1 to {LONGEST_NAME} characters"));
        }
    }
    if en.chars().any(is_han) {
        return flaw(format!("{before}name_en"), "it is the English name");
    }
    Ok(())
}

const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}
