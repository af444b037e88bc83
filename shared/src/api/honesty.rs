//! Hints at dishonest work: what they are about, with their cases and a plain account of chance; and how well people's
//! answers agree. A hint is never a verdict, and whom it names is never shown it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::case::State;
use crate::catalogue::CategoryKey;
use crate::evidence::PhotoRole;
use crate::ids::{AccountId, CaseId, CaseNo, HintId, JurisdictionId, Sha256, TaskId, UnitId, UserName};
use crate::task::TaskResult;
use crate::time::Instant;

/// The longest reason of a judgement, in characters.
pub const LONGEST_REASON: usize = 1_000;

macro_rules! worded {
    ($(#[$doc:meta])* $kind:ident { $($(#[$each:meta])* $name:ident = $word:tt,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
        pub enum $kind {
            $($(#[$each])* #[serde(rename = $word)] $name,)*
        }

        impl $kind {
            /// Every one, in the order of this list.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Returns the word it is stored and travels as.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// Returns what is written so, if there is one.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == word)
            }
        }
    };
}

worded! {
    /// What a hint is about.
    HintKind {
        /// 盲核不一致: two people who did not know of each other said two things of one scene.
        Blind = "blind",
        /// 移动过快: somebody was at two places faster than anybody goes.
        Speed = "speed",
        /// 照片雷同: nearly the same picture in several cases.
        Photos = "photos",
        /// 通过率异常: a checker passes a unit's work unlike others, and unlike other units' work.
        PassRate = "pass_rate",
        /// 类别集中: one kind of problem far more often than others who were there.
        Category = "category",
        /// 扎堆上报: reports at the last moment far more often than others.
        Bunching = "bunching",
    }
}

worded! {
    /// What was said of a hint last.
    HintState {
        /// Nobody has looked at it.
        Open = "open",
        /// There is a good reason for it.
        Explained = "explained",
        /// It is to be followed up.
        FollowUp = "follow_up",
    }
}

worded! {
    /// What somebody says of a hint.
    HintVerdict {
        /// There is a good reason for it.
        Explained = "explained",
        /// It is to be followed up.
        FollowUp = "follow_up",
    }
}

worded! {
    /// The end of what reports crowd at.
    End {
        /// The last half hour of a shift.
        Shift = "shift",
        /// The last working hour of a day.
        Day = "day",
        /// The last three days of a month.
        Month = "month",
    }
}

impl HintVerdict {
    /// Returns how a hint stands of which this was said last.
    pub const fn state(self) -> HintState {
        match self {
            Self::Explained => HintState::Explained,
            Self::FollowUp => HintState::FollowUp,
        }
    }
}

/// So many of so many.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Share {
    /// How many.
    pub part: u64,
    /// Of how many.
    pub whole: u64,
}

/// How much of a hint is chance.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Chance {
    /// How likely as much or more is of one who does honest work, between 0 and 1.
    pub chance: f64,
    /// How many were looked at: among many the unlikely happens.
    pub compared: u64,
}

/// What was found, by the kind of the hint.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum HintFacts {
    /// Two answers to one scene.
    Blind {
        /// The first answer, that the case went by.
        first: TaskResult,
        /// The second one.
        second: TaskResult,
        /// How long after the first, milliseconds.
        apart_ms: i64,
        /// In how many of all blind checks of the time the two answers differ.
        differing: Share,
    },
    /// A way that nobody goes so fast.
    Speed {
        /// How far apart the two places are, metres.
        metres: u64,
        /// How far they are apart at the least, given how uncertain both are.
        least_m: u64,
        /// How long it took, milliseconds.
        ms: i64,
        /// How fast that is at the least, kilometres an hour.
        kmh: u64,
        /// On how many devices.
        devices: u64,
        /// The next photo is where the first one is.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        is_back: bool,
    },
    /// Nearly the same picture.
    Photos {
        /// It is the same file, byte for byte.
        same_file: bool,
        /// How many of 64 bits differ; of several pictures, at the most.
        bits: u32,
        /// How alike the edges are, hundredths; of several pictures, at the least.
        alike_percent: u8,
    },
    /// A checker and a unit.
    PassRate {
        /// Whose work.
        unit: UnitId,
        /// What passed of it.
        own: Share,
        /// What the same checker passed of other units.
        elsewhere: Share,
        /// What other checkers passed of the same unit.
        others: Share,
        /// How much of it is chance.
        chance: Chance,
        /// From the first of these days on.
        #[serde(deserialize_with = "crate::day::deserialize")]
        #[schema(value_type = String, format = Date)]
        from: Date,
        /// To the last.
        #[serde(deserialize_with = "crate::day::deserialize")]
        #[schema(value_type = String, format = Date)]
        to: Date,
    },
    /// One kind of problem.
    Category {
        /// Which.
        category: CategoryKey,
        /// How many of the person's reports, where others reported too.
        own: Share,
        /// How many of the others' in the same streets.
        others: Share,
        /// How many of the person's it would be by the others' share in each of these streets.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expected: Option<u64>,
        /// How much of it is chance.
        chance: Chance,
        /// From the first of these days on.
        #[serde(deserialize_with = "crate::day::deserialize")]
        #[schema(value_type = String, format = Date)]
        from: Date,
        /// To the last.
        #[serde(deserialize_with = "crate::day::deserialize")]
        #[schema(value_type = String, format = Date)]
        to: Date,
    },
    /// Reports at the last moment.
    Bunching {
        /// Of what.
        end: End,
        /// How many of the person's reports.
        own: Share,
        /// How many of the others' in the same jurisdiction.
        others: Share,
        /// How much of it is chance.
        chance: Chance,
        /// From the first of these days on.
        #[serde(deserialize_with = "crate::day::deserialize")]
        #[schema(value_type = String, format = Date)]
        from: Date,
        /// To the last.
        #[serde(deserialize_with = "crate::day::deserialize")]
        #[schema(value_type = String, format = Date)]
        to: Date,
    },
}

impl HintFacts {
    /// Returns what the hint is about.
    pub const fn kind(&self) -> HintKind {
        match self {
            Self::Blind { .. } => HintKind::Blind,
            Self::Speed { .. } => HintKind::Speed,
            Self::Photos { .. } => HintKind::Photos,
            Self::PassRate { .. } => HintKind::PassRate,
            Self::Category { .. } => HintKind::Category,
            Self::Bunching { .. } => HintKind::Bunching,
        }
    }

    /// Returns how much of it is chance, where that can be counted.
    pub const fn chance(&self) -> Option<Chance> {
        match self {
            Self::PassRate { chance, .. } | Self::Category { chance, .. } | Self::Bunching { chance, .. } => {
                Some(*chance)
            }
            Self::Blind { .. } | Self::Speed { .. } | Self::Photos { .. } => None,
        }
    }
}

/// Somebody by their name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct HintPerson {
    /// Who.
    pub account: AccountId,
    /// What they sign in as.
    pub user: UserName,
    /// What people call them.
    pub name: String,
}

/// A hint in a list.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct HintRow {
    /// Its id.
    pub id: HintId,
    /// Whose it is; the city's where its cases are of several jurisdictions.
    pub area: JurisdictionId,
    /// What people call that.
    pub area_name: String,
    /// What was said of it last.
    pub state: HintState,
    /// When what it is about happened last.
    pub at: Instant,
    /// When it was made.
    pub made_at: Instant,
    /// Whom it is about: of a blind check the first one first.
    pub people: Vec<HintPerson>,
    /// What the unit or the category of its facts is called; empty where there is none.
    pub named: String,
    /// How many cases it has.
    pub cases: u64,
    /// What was found.
    pub facts: HintFacts,
}

/// `GET /api/v1/honesty/hints?kind=&state=&area=&after=`: the newest first.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct HintList {
    /// The hints.
    pub hints: Vec<HintRow>,
    /// What the next page comes behind; nothing on the last one.
    pub next: Option<String>,
    /// How many of each kind nobody has looked at.
    pub open: Vec<OpenHints>,
}

/// How many hints of a kind nobody has looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct OpenHints {
    /// The kind.
    pub kind: HintKind,
    /// How many.
    pub open: u64,
}

/// `GET /api/v1/honesty/hints/{id}`, and the answer to a judgement: a hint with all that belongs to it. Who asks is recorded.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct HintFile {
    /// The hint.
    pub hint: HintRow,
    /// Its cases, at most 200, those that the caller sees.
    pub cases: Vec<HintCase>,
    /// What was said of it, the first word first.
    pub judgements: Vec<HintJudgement>,
}

/// A case of a hint.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct HintCase {
    /// The case.
    pub case: CaseId,
    /// Its number.
    pub case_no: Option<CaseNo>,
    /// What it is about, in words.
    pub category: String,
    /// The same in English.
    pub category_en: String,
    /// Where it stands.
    pub state: State,
    /// When what the hint is about happened in it.
    pub at: Instant,
    /// The answer that it is about.
    pub task: Option<TaskId>,
    /// The pictures that it is about; of a blind check those of the answer.
    pub photos: Vec<HintPhoto>,
}

/// A picture of a hint.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct HintPhoto {
    /// The working copy.
    pub working: Sha256,
    /// What it shows; nothing of a file from a desk.
    pub role: Option<PhotoRole>,
    /// When it was taken, in the server's time as well as the device knew it.
    pub taken_at: Option<Instant>,
    /// Where: longitude.
    pub lon: Option<f64>,
    /// Where: latitude.
    pub lat: Option<f64>,
    /// Within so many metres.
    pub accuracy_m: Option<f64>,
    /// It is here to be shown.
    pub received: bool,
}

/// What somebody said of a hint.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct HintJudgement {
    /// What.
    pub verdict: HintVerdict,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: HintPerson,
    /// When.
    pub at: Instant,
}

/// `POST /api/v1/honesty/hints/{id}/judge`: what somebody says of a hint. It is added to what was said before.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct JudgeHint {
    /// What.
    pub verdict: HintVerdict,
    /// Why, in words.
    #[serde(default)]
    pub reason: String,
}

/// `GET /api/v1/honesty/agreement?from=&to=&area=`: how well people's answers agree, by blind second checks.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AgreementTable {
    /// The first day on which a second answer came.
    #[serde(deserialize_with = "crate::day::deserialize")]
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last one.
    #[serde(deserialize_with = "crate::day::deserialize")]
    #[schema(value_type = String, format = Date)]
    pub to: Date,
    /// The zone that the days are in.
    pub zone: String,
    /// Of every pair of people who looked at the same cases, those with the most cases first, at most 200.
    pub pairs: Vec<AgreementRow>,
    /// Of everybody against all others, those with the most cases first, at most 200.
    pub people: Vec<AgreementRow>,
    /// All together: who looked first against who looked second.
    pub all: AgreementRow,
    /// How many second answers could not tell.
    pub unable: u64,
    /// How many are out now.
    pub out: u64,
}

/// How well answers agree.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AgreementRow {
    /// Two people, one against all others, or nobody for all together.
    pub people: Vec<HintPerson>,
    /// How many cases.
    pub cases: u64,
    /// In how many the two answers are the same.
    pub agreed: u64,
    /// The one said it passes, the other that it does not.
    pub one_pass: u64,
    /// The other said it passes, the one that it does not.
    pub other_pass: u64,
    /// Both said it passes.
    #[serde(default)]
    pub both_pass: u64,
    /// Both said it does not.
    #[serde(default)]
    pub both_fail: u64,
    /// The bounds of how often they agree; nothing of too few.
    pub share: Option<Bounds>,
    /// Agreement beyond chance; nothing of too few, or where one always said the same.
    pub kappa: Option<KappaBounds>,
}

/// Between what a number lies in 95 of 100 samples.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Bounds {
    /// Not less than this.
    pub low: f64,
    /// Not more than this.
    pub high: f64,
}

/// Cohen's kappa with its bounds.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
pub struct KappaBounds {
    /// 1 for always, 0 for as dice would.
    pub kappa: f64,
    /// Between what it lies.
    pub within: Bounds,
}

#[cfg(test)]
mod tests {
    use super::{Chance, End, HintFacts, HintKind, HintState, HintVerdict, Share};

    #[test]
    fn every_word_is_read_back() {
        assert!(HintKind::ALL.iter().all(|one| HintKind::parse(one.as_str()) == Some(*one)));
        assert!(HintState::ALL.iter().all(|one| HintState::parse(one.as_str()) == Some(*one)));
        assert!(End::ALL.iter().all(|one| End::parse(one.as_str()) == Some(*one)));
        for verdict in HintVerdict::ALL {
            assert_eq!(verdict.state().as_str(), verdict.as_str());
        }
        assert_eq!(HintKind::parse("guilt"), None);
    }

    #[test]
    fn facts_travel_under_the_word_of_their_kind() {
        let share = Share { part: 12, whole: 30 };
        let facts = HintFacts::Bunching {
            end: End::Shift,
            own: share,
            others: Share { part: 40, whole: 900 },
            chance: Chance { chance: 0.000_12, compared: 40 },
            from: jiff::civil::date(2026, 10, 20),
            to: jiff::civil::date(2026, 11, 23),
        };
        let json = serde_json::to_value(&facts).unwrap();
        assert_eq!((json["kind"].as_str(), json["end"].as_str()), (Some("bunching"), Some("shift")));
        assert_eq!(json["from"], "2026-10-20");
        assert_eq!(serde_json::from_value::<HintFacts>(json).unwrap(), facts);
        assert_eq!((facts.kind(), facts.chance().unwrap().compared), (HintKind::Bunching, 40));
    }
}
