//! The queues of desks and units: one page of a queue, and how it stands.
//!
//! Each kind of queue and each reach has a statement of its own, so that each is answered from an index. `$1` is the
//! queue's word or pattern or state, `$2` whose cases, `$3` jurisdictions that are left out, with bars around each.

use shared::case::queue::Kept;
use shared::case::{Case, Queue};
use shared::evidence::verdict::Verdict;
use shared::ids::{CaseId, JurisdictionId};
use shared::time::Instant;
use sqlx::AnyConnection;

use crate::accounts::caller::Reach;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// Which cases of which queue.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The queue.
    pub queue: Queue,
    /// Whose.
    pub reach: Reach,
    /// Jurisdictions whose cases the other level works through.
    pub left_out: Vec<JurisdictionId>,
}

/// How a queue stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Standing {
    /// How many cases wait.
    pub count: u64,
    /// For how many the time is over.
    pub overdue: u64,
    /// Since when the first of them waits.
    pub oldest: Option<Instant>,
}

/// A case in a queue.
#[derive(Clone, PartialEq, Debug)]
pub struct Queued {
    /// What it is ordered by.
    pub at: i64,
    /// The case.
    pub case: Case,
    /// What people call its reporter; empty where nobody is known.
    pub reporter: String,
    /// What was found of its photos, all in all; nothing where none was judged.
    pub evidence: Option<Verdict>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Stage,
    Asks,
    State,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Whose {
    Everybody,
    Area,
    Unit,
}

macro_rules! of {
    (Everybody) => {
        " and $2 = ''"
    };
    (Area) => {
        " and jurisdiction_id = $2"
    };
    (Unit) => {
        " and unit_id = $2"
    };
}

macro_rules! kind {
    (Stage) => {
        "desk_queue = $1 and desk_queue <> ''"
    };
    (Asks) => {
        "asks like $1 and asks <> ''"
    };
    (State) => {
        "state = $1 and open_due_ms is not null"
    };
}

// What has to be handled first comes first where the desk itself has no limit.
macro_rules! place {
    (Stage) => {
        "desk_due_ms"
    };
    (Asks) => {
        "coalesce(due_at_ms, 0)"
    };
    (State) => {
        "open_due_ms"
    };
}

macro_rules! since {
    (Stage) => {
        "desk_since_ms"
    };
    (Asks) => {
        "asks_since_ms"
    };
    (State) => {
        "received_at_ms"
    };
}

macro_rules! page {
    ($kind:tt, $whose:tt) => {
        concat!(
            "select id, ",
            place!($kind),
            " as place, body, evidence, (select a.name from accounts a where a.id = cases.reporter_id) as reporter \
             from cases where ",
            kind!($kind),
            of!($whose),
            " and $3 not like '%|' || jurisdiction_id || '|%' and (",
            place!($kind),
            ", id) > ($4, $5) order by ",
            place!($kind),
            ", id limit $6"
        )
    };
}

macro_rules! standing {
    ($kind:tt, $whose:tt) => {
        concat!(
            "select count(*) as found, cast(coalesce(sum(case when ",
            place!($kind),
            " < $4 then 1 else 0 end), 0) as bigint) as overdue, coalesce(min(",
            since!($kind),
            "), 0) as oldest from cases where ",
            kind!($kind),
            of!($whose),
            " and $3 not like '%|' || jurisdiction_id || '|%'"
        )
    };
}

const fn page_of(kind: Kind, whose: Whose) -> &'static str {
    match (kind, whose) {
        (Kind::Stage, Whose::Everybody) => page!(Stage, Everybody),
        (Kind::Stage, Whose::Area) => page!(Stage, Area),
        (Kind::Stage, Whose::Unit) => page!(Stage, Unit),
        (Kind::Asks, Whose::Everybody) => page!(Asks, Everybody),
        (Kind::Asks, Whose::Area) => page!(Asks, Area),
        (Kind::Asks, Whose::Unit) => page!(Asks, Unit),
        (Kind::State, Whose::Everybody) => page!(State, Everybody),
        (Kind::State, Whose::Area) => page!(State, Area),
        (Kind::State, Whose::Unit) => page!(State, Unit),
    }
}

const fn standing_of(kind: Kind, whose: Whose) -> &'static str {
    match (kind, whose) {
        (Kind::Stage, Whose::Everybody) => standing!(Stage, Everybody),
        (Kind::Stage, Whose::Area) => standing!(Stage, Area),
        (Kind::Stage, Whose::Unit) => standing!(Stage, Unit),
        (Kind::Asks, Whose::Everybody) => standing!(Asks, Everybody),
        (Kind::Asks, Whose::Area) => standing!(Asks, Area),
        (Kind::Asks, Whose::Unit) => standing!(Asks, Unit),
        (Kind::State, Whose::Everybody) => standing!(State, Everybody),
        (Kind::State, Whose::Area) => standing!(State, Area),
        (Kind::State, Whose::Unit) => standing!(State, Unit),
    }
}

impl Asked {
    fn kind(&self) -> (Kind, String) {
        match self.queue.kept() {
            Kept::Stage => (Kind::Stage, self.queue.as_str().to_owned()),
            Kept::Asked => (Kind::Asks, format!("% {} %", self.queue.as_str())),
            Kept::Unit(state) => (Kind::State, state.as_str().to_owned()),
        }
    }

    fn whose(&self) -> (Whose, String) {
        match &self.reach {
            Reach::City => (Whose::Everybody, String::new()),
            Reach::Jurisdiction(area) => (Whose::Area, area.to_string()),
            Reach::Unit(unit) => (Whose::Unit, unit.to_string()),
            // Who belongs to no unit has none of its cases.
            Reach::Own(_) => (Whose::Unit, String::new()),
        }
    }

    fn left_out(&self) -> String {
        let areas: Vec<&str> = self.left_out.iter().map(JurisdictionId::as_str).collect();
        if areas.is_empty() { String::new() } else { format!("|{}|", areas.join("|")) }
    }
}

/// Returns a page of a queue, the most urgent first, from behind a place on.
pub async fn page(
    connection: &mut AnyConnection,
    asked: &Asked,
    after: Option<(i64, CaseId)>,
    limit: u32,
) -> Result<Vec<Queued>> {
    let ((kind, word), (whose, key)) = (asked.kind(), asked.whose());
    let (at, id) = after.map_or((i64::MIN, String::new()), |(at, id)| (at, id.to_string()));
    let rows = sqlx::query(page_of(kind, whose))
        .bind(word)
        .bind(key)
        .bind(asked.left_out())
        .bind(at)
        .bind(id)
        .bind(i64::from(limit))
        .fetch_all(connection)
        .await?;
    rows.iter()
        .map(|row| {
            let reporter = row.maybe_text("reporter")?.unwrap_or_default();
            let evidence = Verdict::parse(&row.text("evidence")?);
            Ok(Queued { at: row.number("place")?, case: row.json("body")?, reporter, evidence })
        })
        .collect()
}

/// Says how a queue stands.
pub async fn standing(connection: &mut AnyConnection, asked: &Asked, now: Instant) -> Result<Standing> {
    let ((kind, word), (whose, key)) = (asked.kind(), asked.whose());
    let row = sqlx::query(standing_of(kind, whose))
        .bind(word)
        .bind(key)
        .bind(asked.left_out())
        .bind(now.ms())
        .fetch_one(connection)
        .await?;
    let count = |name: &str| Ok::<_, crate::error::Error>(u64::try_from(row.number(name)?).unwrap_or(0));
    let (count, overdue, oldest) = (count("found")?, count("overdue")?, row.number("oldest")?);
    Ok(Standing {
        count,
        overdue: if asked.queue.has_limit() { overdue } else { 0 },
        oldest: (count > 0 && oldest > 0).then(|| Instant::from_ms(oldest)),
    })
}

#[cfg(test)]
mod tests {
    use super::{Kind, Whose, page_of, standing_of};

    #[test]
    fn every_statement_has_all_its_places_and_names_its_index() {
        for kind in [Kind::Stage, Kind::Asks, Kind::State] {
            for whose in [Whose::Everybody, Whose::Area, Whose::Unit] {
                let (page, standing) = (page_of(kind, whose), standing_of(kind, whose));
                assert!((1..=6).all(|place| page.contains(&format!("${place}"))), "{page}");
                assert!((1..=4).all(|place| standing.contains(&format!("${place}"))), "{standing}");
                for statement in [page, standing] {
                    let partial = ["desk_queue <> ''", "asks <> ''", "open_due_ms is not null"];
                    assert!(partial.iter().any(|condition| statement.contains(condition)), "{statement}");
                }
            }
        }
    }
}
