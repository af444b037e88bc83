//! A limit: how long a unit has, and in which kind of time.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// The kind of time a limit is counted in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Unit {
    /// 紧急工作时: hours by the clock, nights and holidays included.
    UrgentHour,
    /// 紧急工作日: days by the clock.
    UrgentDay,
    /// 工作时: hours in which somebody is at work.
    WorkHour,
    /// 工作日: eight working hours, or the end of a working day, as the calendar says.
    WorkDay,
    /// 自然日: days by the clock.
    NaturalDay,
}

impl Unit {
    /// Every unit, the most urgent first.
    pub const ALL: [Self; 5] = [Self::UrgentHour, Self::UrgentDay, Self::WorkHour, Self::WorkDay, Self::NaturalDay];

    /// Returns the word in packs, JSON and on the command line.
    pub const fn code(self) -> &'static str {
        match self {
            Self::UrgentHour => "urgent_hour",
            Self::UrgentDay => "urgent_day",
            Self::WorkHour => "work_hour",
            Self::WorkDay => "work_day",
            Self::NaturalDay => "natural_day",
        }
    }

    /// Returns the word in the handbooks.
    pub const fn name_zh(self) -> &'static str {
        match self {
            Self::UrgentHour => "紧急工作时",
            Self::UrgentDay => "紧急工作日",
            Self::WorkHour => "工作时",
            Self::WorkDay => "工作日",
            Self::NaturalDay => "自然日",
        }
    }

    /// Reads a word of a pack or of a handbook.
    ///
    /// The longer words stand first: a table that says 紧急 anywhere means the clock that does not stop, whatever else
    /// it says.
    fn read(word: &str) -> Option<Self> {
        let word = word.strip_prefix('个').unwrap_or(word);
        Some(match word {
            "urgent_hour" | "紧急工作时" | "紧急工作小时" | "紧急小时" => Self::UrgentHour,
            "urgent_day" | "紧急工作日" | "紧急工作天" | "紧急日" => Self::UrgentDay,
            "work_hour" | "工作时" | "工作小时" | "小时" => Self::WorkHour,
            "work_day" | "工作日" | "工作天" | "天" => Self::WorkDay,
            "natural_day" | "自然日" | "自然天" => Self::NaturalDay,
            _ => return None,
        })
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// How long a unit has to handle a case, such as `2 work_hour`.
///
/// The amount is 1 to 9,999: more is a slip of the keyboard, and would make a deadline nobody lives to see.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Limit {
    amount: u16,
    unit: Unit,
}

impl Limit {
    /// The greatest amount a limit may have.
    pub const GREATEST: u16 = 9_999;

    /// Makes a limit from its two parts.
    pub fn new(amount: u16, unit: Unit) -> Result<Self, BadLimit> {
        if (1..=Self::GREATEST).contains(&amount) {
            Ok(Self { amount, unit })
        } else {
            Err(BadLimit { text: format!("{amount} {unit}") })
        }
    }

    /// Returns how many of the unit.
    pub const fn amount(self) -> u16 {
        self.amount
    }

    /// Returns the kind of time.
    pub const fn unit(self) -> Unit {
        self.unit
    }

    /// Returns the limit as the rules say it in English: `2 work hours`.
    pub fn text_en(self) -> String {
        let plural = if self.amount == 1 { "" } else { "s" };
        format!("{} {}{plural}", self.amount, self.unit.code().replace('_', " "))
    }

    /// Returns the limit as the rules say it in Chinese: `2 个工作时`.
    pub fn said_zh(self) -> String {
        format!("{} 个{}", self.amount, self.unit.name_zh())
    }

    /// Returns the limit as handbooks print it: `2紧急工作时`.
    pub fn text_zh(self) -> String {
        format!("{}{}", self.amount, self.unit.name_zh())
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.unit)
    }
}

impl PartialSchema for Limit {
    fn schema() -> RefOr<Schema> {
        String::schema()
    }
}

impl ToSchema for Limit {}

/// The text is not a limit.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "\"{text}\" is not a limit: write a number from 1 to 9999 and one of urgent_hour, urgent_day, work_hour, work_day, natural_day"
)]
pub struct BadLimit {
    /// The text that was given, cut to 64 characters.
    pub text: String,
}

impl FromStr for Limit {
    type Err = BadLimit;

    fn from_str(text: &str) -> Result<Self, BadLimit> {
        let bad = || BadLimit { text: text.chars().take(64).collect() };
        let trimmed = text.trim();
        let unit_at = trimmed.find(|c: char| !c.is_ascii_digit()).ok_or_else(bad)?;
        let (amount, word) = trimmed.split_at(unit_at);
        let unit = Unit::read(word.trim()).ok_or_else(bad)?;
        Self::new(amount.parse().map_err(|_| bad())?, unit).map_err(|_| bad())
    }
}

impl Serialize for Limit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::{Limit, Unit};

    #[test]
    fn a_limit_survives_its_own_text_in_every_unit() {
        for unit in Unit::ALL {
            let limit = Limit::new(15, unit).unwrap();
            assert_eq!(limit.to_string().parse(), Ok(limit));
            assert_eq!(limit.text_zh().parse(), Ok(limit));
            assert_eq!(limit.said_zh().parse(), Ok(limit));
        }
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(text.parse::<Limit>().unwrap().to_string(), expected);
    }

    #[test]
    fn a_limit_is_said_as_the_rules_say_it() {
        let limit = |text: &str| text.parse::<Limit>().unwrap();
        assert_eq!(limit("1 work_hour").text_en(), "1 work hour");
        assert_eq!(limit("2 urgent_day").text_en(), "2 urgent days");
        assert_eq!(limit("2 work_hour").said_zh(), "2 个工作时");
    }

    #[test]
    fn the_word_urgent_wins_over_the_plain_unit() {
        check("2紧急工作时", "2 urgent_hour");
    }

    #[test]
    fn the_short_words_of_handbooks_are_working_time() {
        check("4小时", "4 work_hour");
        check("3 天", "3 work_day");
        check("15个工作日", "15 work_day");
    }

    #[test]
    fn what_is_not_a_limit_is_refused() {
        for text in ["", "2", "work_hour", "0 work_day", "10000 work_day", "-1 work_day", "2 hours", "2.5 work_hour"] {
            assert!(text.parse::<Limit>().is_err(), "{text} must not become a deadline");
        }
    }
}
