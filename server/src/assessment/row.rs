//! What one case counts as, as it is kept.

use shared::assessment::facts::{Counted, Facts};
use shared::assessment::{Basis, Counter, Subject};
use shared::case::Case;
use shared::channel::Channel;
use shared::ids::{AccountId, CaseId};
use shared::time::Instant;

/// The row of a case: by what it is found and grouped, and what it counts as.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Assessed {
    /// The case.
    pub case: CaseId,
    /// Who manages.
    pub jurisdiction: String,
    /// Where it lies.
    pub division: String,
    /// The first nine digits of its grid; empty where it lies in none.
    pub street: String,
    /// The first twelve.
    pub community: String,
    /// Its grid.
    pub grid: String,
    /// Whose beat that is.
    pub duty_grid: String,
    /// The unit that has it, or had it last.
    pub unit: String,
    /// What it is about.
    pub category: String,
    /// It was only practised.
    pub training: bool,
    /// Its number.
    pub case_no: String,
    /// When it was reported.
    pub reported_at: Instant,
    /// When it was filed first.
    pub filed_at: Option<Instant>,
    /// When its handling is due.
    pub due_at: Option<Instant>,
    /// When the last step was taken that was read.
    pub last_at: Instant,
    /// What it counts as.
    pub counted: Counted,
    /// The collector who reported it, or should have found it.
    pub collector: Option<AccountId>,
    /// Who answered the last verification.
    pub verifier: Option<AccountId>,
    /// Who answered the last check.
    pub inspector: Option<AccountId>,
    /// Who accepted it, or did not.
    pub acceptor: Option<AccountId>,
    /// Who filed it, or did not.
    pub shift_leader: Option<AccountId>,
    /// Who dispatched it first.
    pub dispatcher: Option<AccountId>,
    /// By which channel it came.
    pub channel: Channel,
}

/// What a case adds to one row of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Share {
    /// Whose row; empty where it is nobody's.
    pub key: String,
    /// As what it counts there.
    pub bits: u64,
    /// 返工次数.
    pub reworks: u32,
    /// 处置超时倍数, in thousandths.
    pub over_per_mille: u32,
}

impl Assessed {
    /// Returns the row of a case by its facts. `missed` is the collector who should have found what another channel
    /// reported.
    pub fn of(case: &Case, facts: &Facts, missed: Option<AccountId>) -> Self {
        let grid = case.grid.as_ref().map_or("", |code| code.as_str());
        let digits = |count: usize| grid.get(..count).unwrap_or_default().to_owned();
        let mut counted = facts.counted;
        if missed.is_some() {
            counted.bits |= Counter::MissReport.bit();
        }
        let reporter = case.reporter.filter(|_| case.channel == Channel::Collector);
        Self {
            case: case.id,
            jurisdiction: case.jurisdiction.to_string(),
            division: case.division.as_ref().map(ToString::to_string).unwrap_or_default(),
            street: digits(9),
            community: digits(12),
            grid: grid.to_owned(),
            duty_grid: case.duty_grid.as_ref().map(ToString::to_string).unwrap_or_default(),
            unit: facts.unit.as_ref().map(ToString::to_string).unwrap_or_default(),
            category: case.category.to_string(),
            training: case.training,
            case_no: case.case_no.as_ref().map(ToString::to_string).unwrap_or_default(),
            reported_at: case.reported_at,
            filed_at: facts.filed_at,
            due_at: facts.due_at,
            last_at: facts.last_at.unwrap_or(case.reported_at),
            counted,
            collector: reporter.or(missed),
            verifier: facts.verifier,
            inspector: facts.inspector,
            acceptor: facts.acceptor,
            shift_leader: facts.shift_leader,
            dispatcher: facts.dispatcher,
            channel: case.channel,
        }
    }

    /// Returns the row as it is frozen at a moment: nothing in it depends any more on when somebody looks.
    pub fn frozen(self, at: Instant) -> Self {
        let counted = Counted { bits: self.counted.at(at), open_late_after: None, ..self.counted };
        Self { counted, ..self }
    }

    /// Returns the moment by which it falls in a month.
    pub fn moment(&self, basis: Basis) -> Option<Instant> {
        match basis {
            Basis::Reported => Some(self.reported_at),
            Basis::Filed => self.filed_at,
            Basis::Due => self.due_at,
        }
    }

    /// Returns what it adds to which rows of a table at a moment.
    ///
    /// What another channel reported in a collector's ground and shift is a miss of theirs and no report: they have that one
    /// counter of it, and all else that it counts as is nobody's.
    pub fn shares(&self, by: Subject, now: Instant) -> Vec<Share> {
        let whole = Share {
            key: self.key(by),
            bits: self.counted.at(now),
            reworks: self.counted.reworks,
            over_per_mille: self.counted.over_per_mille,
        };
        let missed = Counter::MissReport.bit();
        if by != Subject::Collector || whole.bits & missed == 0 {
            return vec![whole];
        }
        let others = Share { key: String::new(), bits: whole.bits & !missed, ..whole.clone() };
        vec![others, Share { bits: missed, reworks: 0, over_per_mille: 0, ..whole }]
    }

    /// Returns the key of the row of a table that it stands under; empty where it has none.
    pub fn key(&self, by: Subject) -> String {
        let person = |id: Option<AccountId>| id.map(|id| id.to_string()).unwrap_or_default();
        match by {
            Subject::Jurisdiction => self.jurisdiction.clone(),
            Subject::Division => self.division.clone(),
            Subject::Street => self.street.clone(),
            Subject::Community => self.community.clone(),
            Subject::Grid => self.grid.clone(),
            Subject::Unit => self.unit.clone(),
            Subject::Category => self.category.clone(),
            Subject::Collector => person(self.collector),
            Subject::Inspector => person(self.inspector),
            Subject::Verifier => person(self.verifier),
            Subject::Acceptor => person(self.acceptor),
            Subject::ShiftLeader => person(self.shift_leader),
            Subject::Dispatcher => person(self.dispatcher),
        }
    }
}

#[cfg(test)]
mod tests {
    use shared::assessment::facts::{Counted, Facts};
    use shared::assessment::{Counter, Subject};
    use shared::case::Case;
    use shared::channel::Channel;
    use shared::ids::AccountId;
    use shared::time::Instant;
    use uuid::Uuid;

    use super::Assessed;

    fn case() -> Case {
        serde_json::from_str(include_str!("../../../tests/contract/wire/case.json")).unwrap()
    }

    #[test]
    fn a_row_is_found_by_where_the_case_lies_and_by_who_reported_it() {
        let case = case();
        let row = Assessed::of(&case, &Facts::default(), None);
        assert_eq!((row.street.as_str(), row.community.as_str()), ("610112001", "610112001007"));
        assert_eq!((row.collector, row.last_at), (case.reporter, case.reported_at));
        assert_eq!(row.channel, case.channel);
        assert_eq!(row.unit, "", "by rule it has a unit; it was not dispatched");
        assert_eq!(row.key(Subject::Jurisdiction), "XA-JK");
        let nowhere = Assessed::of(&Case { grid: None, ..case }, &Facts::default(), None);
        assert_eq!((nowhere.street.as_str(), nowhere.grid.as_str()), ("", ""));
    }

    #[test]
    fn what_another_channel_found_is_missed_by_the_collector_and_reported_by_none() {
        let other = Case { channel: Channel::Hotline, ..case() };
        assert_eq!(Assessed::of(&other, &Facts::default(), None).collector, None, "an acceptor took it down");
        let missed = AccountId(Uuid::from_u128(7));
        let row = Assessed::of(&other, &Facts::default(), Some(missed));
        assert_eq!((row.collector, row.counted.bits), (Some(missed), Counter::MissReport.bit()));
    }

    #[test]
    fn a_miss_is_the_collectors_and_the_report_is_not() {
        let report = Counter::Report.bit() | Counter::ValidReport.bit() | Counter::PublicValidReport.bit();
        let counted = Counted { bits: report, reworks: 2, ..Counted::default() };
        let other = Case { channel: Channel::Hotline, ..case() };
        let missed = AccountId(Uuid::from_u128(7));
        let row = Assessed::of(&other, &Facts { counted, ..Facts::default() }, Some(missed));
        let shares = |by| -> Vec<(String, u64, u32)> {
            let shares = row.shares(by, Instant::from_ms(0));
            shares.into_iter().map(|share| (share.key, share.bits, share.reworks)).collect()
        };
        let miss = Counter::MissReport.bit();
        assert_eq!(shares(Subject::Collector), [(String::new(), report, 2), (missed.to_string(), miss, 0)]);
        assert_eq!(
            shares(Subject::Jurisdiction),
            [("XA-JK".to_owned(), report | miss, 2)],
            "the town has both in one row"
        );
        let own = Assessed::of(&case(), &Facts { counted, ..Facts::default() }, None);
        assert_eq!(own.shares(Subject::Collector, Instant::from_ms(0)).len(), 1);
    }

    #[test]
    fn a_frozen_row_no_longer_ages() {
        let late = Instant::from_ms(1_000);
        let counted = Counted { open_late_after: Some(late), ..Counted::default() };
        let row = Assessed::of(&case(), &Facts { counted, ..Facts::default() }, None);
        let frozen = row.clone().frozen(late);
        assert_eq!(frozen.counted.at(late.plus_ms(5)), Counter::IntimeToDispose.bit());
        let frozen = row.frozen(late.plus_ms(1));
        assert_eq!(frozen.counted.bits, Counter::OvertimeToDispose.bit() | Counter::NeedArchive.bit());
    }
}
