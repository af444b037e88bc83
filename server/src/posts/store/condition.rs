//! Which rows are in a number, and what they count as at a moment.
//!
//! A condition is put together from the words of this file and the bits of figures alone; what somebody asks for is bound to
//! its places. `$1` to `$7` are the same in every statement over work: begin, end, now, training, jurisdiction, post,
//! version; `$1` to `$5` in every one over days: first day, last day, jurisdiction, post, version. What a sum or a list puts
//! round a condition stands in `figures` and `listed`, and counts its own places on from there.

use shared::assessment::Subject;
use shared::assessment::posts::Figure;
use sqlx::Any;
use sqlx::any::AnyArguments;
use sqlx::query::Query;

use crate::assessment::asked::{Asked, From, Within};

/// What is asked for: the moments for work, the days for days.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Window {
    /// As moments of the zone.
    pub within: Within,
    /// The first day, written.
    pub first: String,
    /// The last one.
    pub last: String,
}

impl Window {
    /// Returns what is asked as both.
    pub fn new(asked: &Asked, within: Within) -> Self {
        Self { within, first: shared::day::write(asked.from), last: shared::day::write(asked.to) }
    }

    /// Returns the post that is asked for.
    pub const fn post(&self) -> Subject {
        self.within.by
    }

    fn area(&self) -> String {
        self.within.area.as_ref().map(ToString::to_string).unwrap_or_default()
    }

    fn version(&self) -> String {
        match &self.within.source {
            From::Live { .. } => String::new(),
            From::Frozen { version_id } => version_id.clone(),
        }
    }

    fn at_ms(&self) -> i64 {
        match &self.within.source {
            From::Live { at } => at.ms(),
            From::Frozen { .. } => 0,
        }
    }
}

/// Returns what a row of work counts as at `$3`: `Work::at` in SQL, and `Figure::with_what_follows` of that. In a frozen row
/// nothing is late any more that was not late then; what follows from its bits is stored in no row, and follows here too.
pub(super) fn counted() -> String {
    let (sent, verify, check) = (Figure::VerifySent.bit(), Figure::VerifyLate.bit(), Figure::CheckLate.bit());
    let (accept, wrong, right) = (Figure::Accept.bit(), Figure::AcceptWrong.bit(), Figure::AcceptRight.bit());
    format!(
        "(bits | case when late_after_ms is null or late_after_ms >= $3 then 0 \
         when (bits & {sent}) <> 0 then {verify} else {check} end \
         | case when (bits & {accept}) <> 0 and (bits & {wrong}) = 0 then {right} else 0 end)"
    )
}

/// Returns the rows of work of a time, live or of a version, as what stands behind `from`: the table and its condition.
pub(super) fn work(window: &Window) -> String {
    let table = match &window.within.source {
        From::Live { .. } => "post_work where $7 = ''",
        From::Frozen { .. } => "frozen_posts where version_id = $7",
    };
    format!(
        "{table} and post = $6 and is_training = $4 and at_ms >= $1 and at_ms < $2 \
         and ($5 = '' or jurisdiction_id = $5)"
    )
}

/// Returns the days of a time in the same way. Whether somebody was there only to practise is not told apart.
pub(super) fn days(window: &Window) -> String {
    let table = match &window.within.source {
        From::Live { .. } => "post_days where $5 = ''",
        From::Frozen { .. } => "frozen_post_days where version_id = $5",
    };
    format!("{table} and post = $4 and day >= $1 and day <= $2 and ($3 = '' or jurisdiction_id = $3)")
}

/// Gives a statement over work what stands in the places `$1` to `$7`.
pub(super) fn bound_work<'q>(query: Query<'q, Any, AnyArguments>, window: &Window) -> Query<'q, Any, AnyArguments> {
    query
        .bind(window.within.begins.ms())
        .bind(window.within.ends.ms())
        .bind(window.at_ms())
        .bind(i64::from(window.within.training))
        .bind(window.area())
        .bind(window.post().as_str())
        .bind(window.version())
}

/// Gives a statement over days what stands in the places `$1` to `$5`.
pub(super) fn bound_days<'q>(query: Query<'q, Any, AnyArguments>, window: &Window) -> Query<'q, Any, AnyArguments> {
    query
        .bind(window.first.clone())
        .bind(window.last.clone())
        .bind(window.area())
        .bind(window.post().as_str())
        .bind(window.version())
}

/// Returns bits as the databases keep them. No figure has the last bit.
pub(super) fn signed(bits: u64) -> i64 {
    i64::try_from(bits).unwrap_or(i64::MAX)
}

/// Returns a number of the databases that is never below nothing: what they counted, or bits that they keep.
pub(super) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
