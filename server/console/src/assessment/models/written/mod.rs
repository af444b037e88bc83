//! A model as it is being written: what stands in the fields, and what is wrong with it before anybody is asked.

pub mod cap;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use shared::assessment::score::{Indicator, Model, Per, Rule, Target, WhenNothing};
use shared::assessment::{Basis, Counter, Rate, Slice, Subject};

use self::cap::WrittenCap;
use super::points;

/// The most hundredths of a point that anything in a model may be.
const MOST_CENTI: i64 = 1_000_000;
const MOST_LINES: usize = 50;
const LONGEST_CODE: usize = 40;
const LONGEST_NAME: usize = 60;
const LONGEST_SOURCE: usize = 1_000;
/// Means something else in the server's addresses.
const TAKEN: &str = "trial";

/// How a line's points come about, before its own fields are filled in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The rate times the full points.
    Share,
    /// Full at a threshold, less for each percentage point.
    Threshold,
    /// Less for each case.
    PerCase,
    /// Given by a person; full where nobody gave any.
    ByHand,
    /// Given by a person on top; none where nobody gave any.
    Bonus,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Share, Self::Threshold, Self::PerCase, Self::ByHand, Self::Bonus];

    /// Returns the word it stands for in a choice.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::Threshold => "threshold",
            Self::PerCase => "per_case",
            Self::ByHand => "by_hand",
            Self::Bonus => "bonus",
        }
    }

    /// Returns what stands for a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Says whether it measures a rate.
    pub const fn has_rate(self) -> bool {
        match self {
            Self::Share | Self::Threshold => true,
            Self::PerCase | Self::ByHand | Self::Bonus => false,
        }
    }

    /// Says whether a person gives its points.
    pub const fn is_given(self) -> bool {
        match self {
            Self::ByHand | Self::Bonus => true,
            Self::Share | Self::Threshold | Self::PerCase => false,
        }
    }

    /// Returns the kind of a rule.
    pub const fn of(rule: &Rule) -> Self {
        match rule {
            Rule::Share { .. } => Self::Share,
            Rule::Threshold { .. } => Self::Threshold,
            Rule::PerCase { .. } => Self::PerCase,
            Rule::ByHand => Self::ByHand,
            Rule::Bonus => Self::Bonus,
        }
    }
}

/// What the fields above the lines hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Head {
    /// The word it is known by.
    pub code: String,
    /// Its Chinese name.
    pub name: String,
    /// Its English one.
    pub name_en: String,
    /// Where its rules were published.
    pub source: String,
    /// Whom it scores.
    pub subject: Subject,
    /// What lines take off together at most.
    pub caps: Vec<WrittenCap>,
}

/// What the fields of one line hold. Those of other kinds stay as they were, so that a change of kind can be taken back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// The word it is known by within its model.
    pub code: String,
    /// Its Chinese name.
    pub name: String,
    /// Its English one.
    pub name_en: String,
    /// Which cases it looks at.
    pub basis: Basis,
    /// Only this part of them; all of them where nothing is chosen. Of what a person gives it says nothing.
    pub of: Option<Slice>,
    /// Its full points.
    pub full: String,
    /// The least that it gives.
    pub least: String,
    /// How its points come about.
    pub kind: Kind,
    /// Which rate.
    pub rate: Rate,
    /// The less the better.
    pub falling: bool,
    /// Full from this percentage on.
    pub full_from: String,
    /// Taken off for each percentage point.
    pub per_point: String,
    /// A second rate that takes points off the same full points.
    pub second: Option<Rate>,
    /// Of it, the less the better.
    pub second_falling: bool,
    /// It takes nothing off from this percentage on.
    pub second_from: String,
    /// What it takes off for each percentage point.
    pub second_per_point: String,
    /// Which cases take points off.
    pub counter: Counter,
    /// Of rework: each time counts, and not each case.
    pub by_times: bool,
    /// Taken off for each.
    pub each: String,
    /// From this one on …
    pub from: String,
    /// … this is taken off for each.
    pub each_from: String,
    /// What it gives where there is nothing to measure.
    pub when_nothing: WhenNothing,
    /// The code of the cap that its points off count under; empty where it stands for itself.
    pub cap: String,
}

/// What is wrong with a field.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wrong {
    /// The code is no word of small letters, digits and underlines.
    Code,
    /// Two lines have the same code.
    CodeTwice,
    /// There is no Chinese name, or too long a one.
    Name,
    /// There is no English name, it is too long, or it is not English.
    NameEn,
    /// The source is too long.
    Source,
    /// There are no lines, or too many.
    Lines,
    /// No line measures cases.
    NothingMeasured,
    /// The full points are no number, or none that does.
    Full,
    /// The least is above nought, or no number.
    Least,
    /// The threshold is no percentage.
    FullFrom,
    /// What is taken off for a percentage point is no number above nought.
    PerPoint,
    /// The threshold of the second rate is no percentage.
    SecondFrom,
    /// What the second rate takes off for a percentage point is no number above nought.
    SecondPerPoint,
    /// What is taken off for a case is no number above nought.
    Each,
    /// The case from which more is taken off is no number from 2 on.
    From,
    /// What is taken off from there on is no number above nought.
    EachFrom,
    /// There are too many caps.
    Caps,
    /// A cap's name is empty or too long, or its English one is in Chinese.
    CapName,
    /// What a cap lets lines take off is no number above nought.
    CapOff,
    /// No line is under a cap.
    CapUnused,
    /// The line is under a cap that there is not.
    CapGone,
}

/// What is wrong, and in which line; in none for the model itself.
pub type Flaw = (Option<usize>, Wrong);

impl Head {
    /// Writes what a model holds.
    pub fn of(model: &Model) -> Self {
        Self {
            code: model.code.clone(),
            name: model.name.clone(),
            name_en: model.name_en.clone(),
            source: model.source.clone(),
            subject: model.subject,
            caps: model.caps.iter().map(WrittenCap::of).collect(),
        }
    }
}

impl Written {
    /// A new line.
    pub fn fresh(code: String) -> Self {
        Self {
            code,
            name: String::new(),
            name_en: String::new(),
            basis: Basis::Due,
            of: None,
            full: "10".to_owned(),
            least: "0".to_owned(),
            kind: Kind::Share,
            rate: Rate::Dispose,
            falling: false,
            full_from: "90".to_owned(),
            per_point: "1".to_owned(),
            second: None,
            second_falling: false,
            second_from: "90".to_owned(),
            second_per_point: "1".to_owned(),
            counter: Counter::Rework,
            by_times: false,
            each: "0.2".to_owned(),
            from: String::new(),
            each_from: String::new(),
            when_nothing: WhenNothing::LeaveOut,
            cap: String::new(),
        }
    }

    /// Writes what an indicator holds.
    pub fn of(indicator: &Indicator) -> Self {
        let mut written = Self {
            name: indicator.name.clone(),
            name_en: indicator.name_en.clone(),
            basis: indicator.basis,
            of: indicator.of,
            full: points::short(indicator.full_centi),
            least: points::short(indicator.least_centi),
            kind: Kind::of(&indicator.rule),
            when_nothing: indicator.when_nothing,
            cap: indicator.cap.clone().unwrap_or_default(),
            ..Self::fresh(indicator.code.clone())
        };
        match &indicator.rule {
            Rule::Share { rate, falling } => (written.rate, written.falling) = (*rate, *falling),
            Rule::Threshold { rate, falling, full_per_mille, per_point_centi, also } => {
                (written.rate, written.falling) = (*rate, *falling);
                written.full_from = points::percentage(*full_per_mille);
                written.per_point = points::short(*per_point_centi);
                if let Some(also) = also {
                    (written.second, written.second_falling) = (Some(also.rate), also.falling);
                    written.second_from = points::percentage(also.full_per_mille);
                    written.second_per_point = points::short(also.per_point_centi);
                }
            }
            Rule::PerCase { counter, per, each_centi, from, each_from_centi } => {
                (written.counter, written.by_times) = (*counter, *per == Per::Time);
                written.each = points::short(*each_centi);
                if let Some(from) = from {
                    written.from = from.to_string();
                    written.each_from = points::short(*each_from_centi);
                }
            }
            Rule::ByHand | Rule::Bonus => {}
        }
        written
    }

    /// Reads the line, or says all that is wrong with it.
    pub fn read(&self) -> Result<Indicator, Vec<Wrong>> {
        let mut wrong = named(&self.code, &self.name, &self.name_en);
        let least_full = if self.kind == Kind::Bonus { 0 } else { 1 };
        let full_centi = within(&self.full, least_full, MOST_CENTI).unwrap_or_else(|| note(&mut wrong, Wrong::Full));
        let least_centi = within(&self.least, -MOST_CENTI, 0).unwrap_or_else(|| note(&mut wrong, Wrong::Least));
        // Points on top that can neither be given nor taken.
        if full_centi == least_centi && wrong.is_empty() {
            wrong.push(Wrong::Full);
        }
        let rule = self.rule(&mut wrong);
        if !wrong.is_empty() {
            return Err(wrong);
        }
        Ok(Indicator {
            code: self.code.clone(),
            name: self.name.trim().to_owned(),
            name_en: self.name_en.trim().to_owned(),
            basis: self.basis,
            of: self.of.filter(|_| !self.kind.is_given()),
            full_centi,
            least_centi,
            rule,
            when_nothing: self.when_nothing,
            cap: Some(self.cap.clone()).filter(|cap| !cap.is_empty()),
        })
    }

    /// Of rework alone it is known how many times; whoever chooses other cases may change their mind.
    fn per(&self) -> Per {
        if self.by_times && self.counter == Counter::Rework { Per::Time } else { Per::Case }
    }

    fn second(&self, rate: Rate, wrong: &mut Vec<Wrong>) -> Target {
        let full_per_mille = share(&self.second_from).unwrap_or_else(|| note(wrong, Wrong::SecondFrom));
        let per_point_centi =
            within(&self.second_per_point, 1, MOST_CENTI).unwrap_or_else(|| note(wrong, Wrong::SecondPerPoint));
        Target { rate, falling: self.second_falling, full_per_mille, per_point_centi }
    }

    fn rule(&self, wrong: &mut Vec<Wrong>) -> Rule {
        let (rate, falling) = (self.rate, self.falling);
        match self.kind {
            Kind::Share => Rule::Share { rate, falling },
            Kind::Threshold => {
                let full_per_mille = share(&self.full_from).unwrap_or_else(|| note(wrong, Wrong::FullFrom));
                let per_point_centi =
                    within(&self.per_point, 1, MOST_CENTI).unwrap_or_else(|| note(wrong, Wrong::PerPoint));
                let also = self.second.map(|rate| self.second(rate, wrong));
                Rule::Threshold { rate, falling, full_per_mille, per_point_centi, also }
            }
            Kind::PerCase => {
                let (counter, per) = (self.counter, self.per());
                let each_centi = within(&self.each, 1, MOST_CENTI).unwrap_or_else(|| note(wrong, Wrong::Each));
                if self.from.trim().is_empty() {
                    return Rule::PerCase { counter, per, each_centi, from: None, each_from_centi: 0 };
                }
                let from = self.from.trim().parse::<u64>().ok().filter(|from| *from >= 2);
                let from = from.unwrap_or_else(|| note(wrong, Wrong::From));
                let each_from_centi =
                    within(&self.each_from, 1, MOST_CENTI).unwrap_or_else(|| note(wrong, Wrong::EachFrom));
                Rule::PerCase { counter, per, each_centi, from: Some(from), each_from_centi }
            }
            Kind::ByHand => Rule::ByHand,
            Kind::Bonus => Rule::Bonus,
        }
    }
}

/// Reads a percentage as thousandths, of which there are no more than all.
fn share(text: &str) -> Option<u32> {
    points::read_percentage(text).filter(|per_mille| *per_mille <= 1_000)
}

/// Reads a whole model, or says all that is wrong with it.
pub fn read(head: &Head, lines: &[Written]) -> Result<Model, Vec<Flaw>> {
    let mut flaws: Vec<Flaw> =
        named(&head.code, &head.name, &head.name_en).into_iter().map(|wrong| (None, wrong)).collect();
    if head.code == TAKEN {
        flaws.push((None, Wrong::Code));
    }
    if head.source.chars().count() > LONGEST_SOURCE {
        flaws.push((None, Wrong::Source));
    }
    if lines.is_empty() || lines.len() > MOST_LINES {
        flaws.push((None, Wrong::Lines));
    } else if lines.iter().all(|line| line.kind.is_given()) {
        flaws.push((None, Wrong::NothingMeasured));
    }
    let caps = cap::read(&head.caps, lines, &mut flaws);
    let (mut codes, mut indicators) = (BTreeSet::new(), Vec::new());
    for (place, line) in lines.iter().enumerate() {
        if !codes.insert(&line.code) {
            flaws.push((Some(place), Wrong::CodeTwice));
        }
        if !line.cap.is_empty() && !head.caps.iter().any(|cap| cap.code == line.cap) {
            flaws.push((Some(place), Wrong::CapGone));
        }
        match line.read() {
            Ok(indicator) => indicators.push(indicator),
            Err(wrong) => flaws.extend(wrong.into_iter().map(|wrong| (Some(place), wrong))),
        }
    }
    if !flaws.is_empty() {
        return Err(flaws);
    }
    Ok(Model {
        code: head.code.clone(),
        name: head.name.trim().to_owned(),
        name_en: head.name_en.trim().to_owned(),
        source: head.source.trim().to_owned(),
        subject: head.subject,
        indicators,
        caps,
    })
}

/// Returns a code for a new line that no other line has.
pub fn free_code(lines: &[Written]) -> String {
    let mut number = lines.len();
    loop {
        number = number.saturating_add(1);
        let code = format!("line_{number}");
        if !lines.iter().any(|line| line.code == code) {
            return code;
        }
    }
}

/// Notes what is wrong; what is returned in the field's place is never used.
fn note<T: Default>(wrong: &mut Vec<Wrong>, what: Wrong) -> T {
    wrong.push(what);
    T::default()
}

fn within(text: &str, least: i64, most: i64) -> Option<i64> {
    points::read(text).filter(|centi| (least..=most).contains(centi))
}

fn named(code: &str, name: &str, name_en: &str) -> Vec<Wrong> {
    let is_word = code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    let is_code = is_word && (1..=LONGEST_CODE).contains(&code.len());
    let is_name = |text: &str| {
        let text = text.trim();
        !text.is_empty() && text.chars().count() <= LONGEST_NAME && !text.chars().any(char::is_control)
    };
    let is_han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}');
    let is_english = is_name(name_en) && !name_en.chars().any(is_han);
    let found = [(is_code, Wrong::Code), (is_name(name), Wrong::Name), (is_english, Wrong::NameEn)];
    found.into_iter().filter_map(|(is_right, wrong)| (!is_right).then_some(wrong)).collect()
}
