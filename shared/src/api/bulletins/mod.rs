//! Bulletins (通报): what was found of a month, a week or half a year, as a sheet to print.
//!
//! A bulletin holds its content as it was when it was made; nothing that happens later changes a number in it. `compared` is
//! what stands beside it of other times, `ranking` who did how well.

mod compared;
mod ranking;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::assessment::AssessmentRow;
use crate::assessment::{Basis, Counter, Rate, Subject, Sums};
use crate::evidence::PhotoRole;
use crate::ids::{BulletinId, CaseId, CaseNo, JurisdictionId, Sha256, UnitId};
use crate::time::Instant;

pub use self::compared::{BulletinCompared, BulletinUncompared, COMPARED_RATES, COMPARED_VOLUMES, Compared};
pub use self::ranking::{RankRow, Ranking, ScoredMonth};

/// The longest title, in characters.
pub const LONGEST_TITLE: usize = 80;
/// The longest remarks, in characters.
pub const LONGEST_REMARKS: usize = 4_000;
/// So many photos go into one bulletin at most.
pub const MOST_PHOTOS: usize = 120;
/// So many models score one bulletin at most.
pub const MOST_MODELS: usize = 4;

/// The volumes that a bulletin says, and by which basis each counts.
pub const VOLUMES: &[(Basis, Counter)] = &[
    (Basis::Reported, Counter::Report),
    (Basis::Reported, Counter::PatrolReport),
    (Basis::Reported, Counter::PublicReport),
    (Basis::Reported, Counter::ValidReport),
    (Basis::Reported, Counter::Operate),
    (Basis::Filed, Counter::Inst),
    (Basis::Filed, Counter::Dispatch),
    (Basis::Filed, Counter::Hang),
    (Basis::Due, Counter::NeedDispose),
    (Basis::Due, Counter::Dispose),
    (Basis::Due, Counter::OvertimeToDispose),
    (Basis::Due, Counter::AppealUpheld),
    (Basis::Due, Counter::NeedArchive),
    (Basis::Due, Counter::Archive),
    (Basis::Due, Counter::Rework),
    (Basis::Due, Counter::Postpone),
];

/// The rates that a bulletin says of everybody together.
pub const RATES: &[(Basis, Rate)] = &[
    (Basis::Reported, Rate::ValidReport),
    (Basis::Reported, Rate::IntimeOperate),
    (Basis::Reported, Rate::IntimeVerify),
    (Basis::Reported, Rate::MissReport),
    (Basis::Filed, Rate::IntimeInst),
    (Basis::Filed, Rate::IntimeDispatch),
    (Basis::Filed, Rate::AccurDispatch),
    (Basis::Due, Rate::Dispose),
    (Basis::Due, Rate::IntimeDispose),
    (Basis::Due, Rate::OvertimeToDispose),
    (Basis::Due, Rate::Archive),
    (Basis::Due, Rate::IntimeArchive),
    (Basis::Due, Rate::Rework),
    (Basis::Due, Rate::Postpone),
    (Basis::Due, Rate::IntimeCheck),
];

/// The rates that stand beside each jurisdiction and each unit.
pub const OBJECT_RATES: &[(Basis, Rate)] = &[
    (Basis::Due, Rate::IntimeDispose),
    (Basis::Due, Rate::OvertimeToDispose),
    (Basis::Due, Rate::IntimeArchive),
    (Basis::Due, Rate::Rework),
];

/// The rates that are followed over the months.
pub const TREND_RATES: &[(Basis, Rate)] = &[(Basis::Due, Rate::IntimeDispose), (Basis::Due, Rate::Archive)];

/// Which time a bulletin is of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BulletinKind {
    /// 月报: a frozen month.
    Monthly,
    /// 周报: a week from Monday to Sunday (ISO 8601) as it was at the moment it was made; it gives no scores.
    Weekly,
    /// 半年报: its frozen months; those in which there was no case are never frozen, and not in it.
    HalfYearly,
}

impl BulletinKind {
    /// Every kind.
    pub const ALL: &[Self] = &[Self::Monthly, Self::Weekly, Self::HalfYearly];

    /// Returns the word it is stored and travels as.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Monthly => "monthly",
            Self::Weekly => "weekly",
            Self::HalfYearly => "half_yearly",
        }
    }

    /// Returns the kind that is written so, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == text)
    }
}

/// Returns what a bulletin is called where nobody gave it a name of its own, in Chinese and in English.
pub fn usual_title(kind: BulletinKind, from: Date, to: Date) -> (String, String) {
    let (year, month) = (from.year(), from.month());
    match kind {
        BulletinKind::Monthly => {
            (format!("{year}年{month}月城市管理考核通报"), format!("City management assessment, {year:04}-{month:02}"))
        }
        BulletinKind::Weekly => {
            let days = |between: &str| format!("{}{between}{}", crate::day::write(from), crate::day::write(to));
            (format!("城市管理周报（{}）", days(" 至 ")), format!("City management, week of {}", days(" to ")))
        }
        BulletinKind::HalfYearly => {
            let (zh, en) = if month < 7 { ("上", "first") } else { ("下", "second") };
            (format!("{year}年{zh}半年城市管理考核通报"), format!("City management assessment, {en} half of {year:04}"))
        }
    }
}

/// Returns which issue of its year a bulletin is, in Chinese and in English: of months and half years by their number, of
/// weeks by that of ISO 8601, whose year a week belongs to may be another than its first day's.
pub fn issue(kind: BulletinKind, from: Date) -> (String, String) {
    let (year, number) = match kind {
        BulletinKind::Monthly => (from.year(), from.month()),
        BulletinKind::Weekly => (from.iso_week_date().year(), from.iso_week_date().week()),
        BulletinKind::HalfYearly => (from.year(), if from.month() < 7 { 1 } else { 2 }),
    };
    (format!("{year}年第{number}期"), format!("No. {number} of {year:04}"))
}

/// `GET /api/v1/bulletins`: the newest first. Drafts are seen by those who make bulletins.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct BulletinList {
    /// The bulletins.
    pub bulletins: Vec<BulletinHead>,
    /// The caller may make one.
    pub may_make: bool,
    /// Pass it as `after` for the next page; absent on the last.
    #[serde(default)]
    pub next: Option<BulletinId>,
}

/// A bulletin in a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct BulletinHead {
    /// Which.
    pub id: BulletinId,
    /// Of which time.
    pub kind: BulletinKind,
    /// The first day.
    #[serde(deserialize_with = "crate::day::deserialize")]
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last one.
    #[serde(deserialize_with = "crate::day::deserialize")]
    #[schema(value_type = String, format = Date)]
    pub to: Date,
    /// What somebody called it; empty where it has its usual name.
    pub title: String,
    /// When it was made.
    pub made_at: Instant,
    /// By whom, as people call them.
    pub made_by: String,
    /// When it was published; absent while it is a draft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_at: Option<Instant>,
    /// By whom, as people call them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub published_by: String,
}

/// `POST /api/v1/bulletins`: makes a draft.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct MakeBulletin {
    /// Of which time.
    pub kind: BulletinKind,
    /// `2026-10`: the month, or the first of the six; a half year begins in January or July.
    #[serde(default)]
    pub month: Option<String>,
    /// Which frozen version of the month; the published one, else the newest, where nobody says.
    #[serde(default)]
    pub version: Option<u32>,
    /// A day of the week, which goes from Monday to Sunday.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub day: Option<String>,
    /// The codes of the models that score it; the one that the month was published with where none is named.
    #[serde(default)]
    pub models: Vec<String>,
    /// What it is called; its usual name where nothing is said.
    #[serde(default)]
    pub title: String,
    /// What the evaluator has to say.
    #[serde(default)]
    pub remarks: String,
}

/// `PUT /api/v1/bulletins/{id}`: what a draft says beside its numbers, all of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct EditBulletin {
    /// The `version` that was seen; where somebody else changed something since, nothing is changed.
    pub seen: u64,
    /// What it is called; its usual name where nothing is said.
    pub title: String,
    /// What the evaluator has to say.
    pub remarks: String,
    /// The photos that somebody looked at and lets go into print: nobody's face and no number plate is on them.
    pub photos: Vec<Sha256>,
}

/// `POST /api/v1/bulletins/{id}/publish`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PublishBulletin {
    /// The `version` that was seen.
    pub seen: u64,
}

/// `GET /api/v1/bulletins/{id}`, and the answer to every change of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Bulletin {
    /// What stands in a list too.
    pub head: BulletinHead,
    /// What a change names as seen.
    pub version: u64,
    /// What the evaluator has to say.
    pub remarks: String,
    /// The photos that go into print.
    pub photos: Vec<Sha256>,
    /// What was found, as it was when it was made.
    pub content: BulletinContent,
    /// The caller may change it.
    pub may_edit: bool,
    /// Months whose versions in it are not published: until they are, neither is it.
    pub waits_for: Vec<String>,
    /// Of these the months of which there is a newer version: the one in it is never published, and neither is it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overtaken: Vec<String>,
}

/// What was found, as plain data.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct BulletinContent {
    /// Whose it is, as people call them.
    pub centre: String,
    /// … in English; empty where nobody said.
    #[serde(default)]
    pub centre_en: String,
    /// Of which time.
    pub kind: BulletinKind,
    /// The first day.
    #[serde(deserialize_with = "crate::day::deserialize")]
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last one.
    #[serde(deserialize_with = "crate::day::deserialize")]
    #[schema(value_type = String, format = Date)]
    pub to: Date,
    /// The zone that the days are in.
    pub zone: String,
    /// The numbers are as of this moment; of several frozen months the last one's.
    pub at: Instant,
    /// The frozen versions that it was made from; none where it was made from live days.
    pub sources: Vec<BulletinSource>,
    /// Training cases, where nothing counts.
    pub training: bool,
    /// Everybody together.
    #[schema(value_type = Object)]
    pub total: BTreeMap<Basis, Sums>,
    /// By jurisdiction.
    pub areas: Vec<AssessmentRow>,
    /// By responsible unit.
    pub units: Vec<AssessmentRow>,
    /// The categories that most cases were filed in.
    pub categories: Vec<AssessmentRow>,
    /// Months as they were frozen, the oldest first: its own, and others as far as they were published.
    pub trend: Vec<BulletinMonth>,
    /// A ranking by each model.
    pub rankings: Vec<Ranking>,
    /// Cases that were handled poorly, by their rules.
    pub poor: Vec<PoorCase>,
    /// The time before and the same time a year before, as far as their numbers were published.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub compared: Vec<BulletinCompared>,
    /// Those of the two that have cases and were not published.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uncompared: Vec<BulletinUncompared>,
}

/// A frozen version that a bulletin was made from.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
pub struct BulletinSource {
    /// `2026-10`.
    pub month: String,
    /// Counts from 1 within the month.
    pub version: u32,
    /// Its cases are as they were at this moment.
    pub at: Instant,
    /// When it was frozen; nothing in bulletins from before that was written down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frozen_at: Option<Instant>,
    /// Why the month was frozen anew; empty for its first version.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// A month in the course of months.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct BulletinMonth {
    /// `2026-10`.
    pub month: String,
    /// Which version.
    pub version: u32,
    /// Everybody together.
    #[schema(value_type = Object)]
    pub sums: BTreeMap<Basis, Sums>,
}

/// By which rule a case is in the list of those that were handled poorly.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PoorReason {
    /// 超期未处置: not handled, and late; the longest first.
    OverdueOpen,
    /// 超期最久: closed late; by how many times its limit it was over.
    OverdueClosed,
    /// 多次返工: a unit got it again and again.
    Reworked,
}

impl PoorReason {
    /// Every rule, in the order in which they are printed.
    pub const ALL: &[Self] = &[Self::OverdueOpen, Self::OverdueClosed, Self::Reworked];
}

/// A case that was handled poorly. Nothing in it says who reported it, and nothing is said in a reporter's own words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PoorCase {
    /// Which.
    pub id: CaseId,
    /// Its number.
    pub case_no: Option<CaseNo>,
    /// By which rule it is here.
    pub reason: PoorReason,
    /// What it is about, in Chinese.
    pub category: String,
    /// … and in English.
    pub category_en: String,
    /// Who manages.
    pub area: JurisdictionId,
    /// … as people call them.
    pub area_name: String,
    /// The unit that had it.
    pub unit: Option<UnitId>,
    /// … as people call it.
    pub unit_name: String,
    /// Where it is: district, street, community.
    pub place: String,
    /// When it was reported.
    pub reported_at: Instant,
    /// When its handling was due.
    pub due_at: Option<Instant>,
    /// It was so at this moment.
    pub at: Instant,
    /// By how much its limit was exceeded, in thousandths of the limit; 0 where it was not closed late.
    pub over_per_mille: u32,
    /// How often its unit got it again.
    pub reworks: u32,
    /// Its photos that may be chosen.
    pub photos: Vec<PoorPhoto>,
}

/// A photo that may be chosen.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct PoorPhoto {
    /// The working copy's name.
    pub working: Sha256,
    /// What it shows.
    pub role: PhotoRole,
    /// When it was taken, as its device says.
    pub taken_at: Option<Instant>,
}

impl PoorPhoto {
    /// Says whether it shows the place after handling; else before.
    pub const fn is_after(&self) -> bool {
        matches!(self.role, PhotoRole::After)
    }
}

impl BulletinContent {
    /// Says whether a photo is one of those that may be chosen.
    pub fn offers(&self, photo: &Sha256) -> bool {
        self.poor.iter().flat_map(|case| &case.photos).any(|offered| offered.working == *photo)
    }

    /// Returns another time beside its own, where that is known.
    pub fn compared_with(&self, with: Compared) -> Option<&BulletinCompared> {
        self.compared.iter().find(|other| other.with == with)
    }

    /// Returns the ranking of a kind of object, the first where several models score it.
    pub fn ranking(&self, subject: Subject) -> Option<&Ranking> {
        self.rankings.iter().find(|ranking| ranking.subject == subject)
    }
}

#[cfg(test)]
mod tests {
    use super::{BulletinKind, OBJECT_RATES, PoorReason, RATES, VOLUMES};

    #[test]
    fn kinds_and_reasons_are_written_as_they_travel() {
        for kind in BulletinKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
            assert_eq!(BulletinKind::parse(kind.as_str()), Some(*kind));
        }
        assert_eq!(
            serde_json::to_value(PoorReason::ALL).unwrap().to_string(),
            r#"["overdue_open","overdue_closed","reworked"]"#
        );
    }

    #[test]
    fn what_nobody_named_is_called_by_its_time() {
        use jiff::civil::date;
        let title = |kind, from, to| super::usual_title(kind, from, to);
        assert_eq!(title(BulletinKind::Monthly, date(2026, 10, 1), date(2026, 10, 31)).0, "2026年10月城市管理考核通报");
        assert_eq!(
            title(BulletinKind::HalfYearly, date(2026, 7, 1), date(2026, 12, 31)).0,
            "2026年下半年城市管理考核通报"
        );
        let (zh, en) = title(BulletinKind::Weekly, date(2026, 11, 16), date(2026, 11, 22));
        assert_eq!(zh, "城市管理周报（2026-11-16 至 2026-11-22）");
        assert_eq!(en, "City management, week of 2026-11-16 to 2026-11-22");
    }

    #[test]
    fn an_issue_is_numbered_within_its_year() {
        use jiff::civil::date;
        let issue = |kind, from| super::issue(kind, from).0;
        assert_eq!(issue(BulletinKind::Monthly, date(2026, 10, 1)), "2026年第10期");
        assert_eq!(issue(BulletinKind::HalfYearly, date(2026, 7, 1)), "2026年第2期");
        assert_eq!(issue(BulletinKind::Weekly, date(2026, 11, 16)), "2026年第47期");
        // The week that begins on the last Monday of 2025 is the first of 2026.
        assert_eq!(issue(BulletinKind::Weekly, date(2025, 12, 29)), "2026年第1期");
        assert_eq!(super::issue(BulletinKind::Weekly, date(2020, 12, 28)).1, "No. 53 of 2020");
    }

    #[test]
    fn nothing_is_said_twice() {
        for (at, said) in VOLUMES.iter().enumerate() {
            assert!(!VOLUMES[at + 1..].contains(said), "{said:?}");
        }
        for (at, said) in RATES.iter().enumerate() {
            assert!(!RATES[at + 1..].contains(said), "{said:?}");
        }
        assert!(OBJECT_RATES.iter().all(|said| RATES.contains(said)), "what is said of one is said of all together");
    }
}
