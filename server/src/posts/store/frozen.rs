//! What stands in a frozen month of what people did.

use std::collections::BTreeSet;

use shared::ids::{AccountId, CaseId};
use shared::time::Instant;
use sqlx::AnyConnection;

use crate::db::Tx;
use crate::db::among::among;
use crate::db::fields::Fields as _;
use crate::db::gather::{self, Cell, Row, Rows};
use crate::error::Result;
use crate::posts::days::Counted;

static DAYS: Rows = Rows {
    table: "frozen_post_days",
    columns: &[
        "version_id",
        "account_id",
        "day",
        "post",
        "jurisdiction_id",
        "shifts",
        "open_shifts",
        "minutes",
        "beat_grids",
        "walked_grids",
        "first_ms",
        "last_ms",
        "made_at_ms",
    ],
    turn: 0,
};

/// A step as it was frozen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// In which case.
    pub case: CaseId,
    /// Which step of it.
    pub sequence: u64,
    /// In which post, as it is written.
    pub post: String,
    /// Who.
    pub who: AccountId,
    /// For whom.
    pub jurisdiction: String,
    /// It was only practised.
    pub training: bool,
    /// When.
    pub at: Instant,
    /// What it counts as.
    pub figures: u64,
    /// Until when they had.
    pub due_at: Option<Instant>,
}

/// Returns the cases of which a version has steps.
pub async fn cases(connection: &mut AnyConnection, version: &str) -> Result<BTreeSet<CaseId>> {
    let rows = sqlx::query("select distinct case_id from frozen_posts where version_id = $1")
        .bind(version.to_owned())
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| row.parsed("case_id")).collect()
}

/// Returns the steps of some cases in a version.
pub async fn steps(connection: &mut AnyConnection, version: &str, cases: &[CaseId]) -> Result<Vec<Step>> {
    let ids: Vec<String> = cases.iter().map(ToString::to_string).collect();
    let select = "select case_id, sequence, post, account_id, jurisdiction_id, is_training, at_ms, bits, due_at_ms \
                  from frozen_posts where version_id = $1 and case_id in";
    let rows = among(connection, select, &[version.to_owned()], &ids).await?;
    rows.iter()
        .map(|row| {
            Ok(Step {
                case: row.parsed("case_id")?,
                sequence: u64::try_from(row.number("sequence")?).unwrap_or(0),
                post: row.text("post")?,
                who: row.parsed("account_id")?,
                jurisdiction: row.text("jurisdiction_id")?,
                training: row.flag("is_training")?,
                at: Instant::from_ms(row.number("at_ms")?),
                figures: u64::try_from(row.number("bits")?).unwrap_or(0),
                due_at: row.maybe_number("due_at_ms")?.map(Instant::from_ms),
            })
        })
        .collect()
}

/// Says whether a version has a day already.
pub async fn has_day(connection: &mut AnyConnection, version: &str, day: &str) -> Result<bool> {
    let row = sqlx::query("select count(*) as found from frozen_post_days where version_id = $1 and day = $2")
        .bind(version.to_owned())
        .bind(day.to_owned())
        .fetch_one(connection)
        .await?;
    Ok(row.number("found")? > 0)
}

/// Takes a day from another version.
pub async fn copy_day(tx: &mut Tx, version: &str, from: &str, day: &str) -> Result<()> {
    sqlx::query(
        "insert into frozen_post_days (version_id, account_id, day, post, jurisdiction_id, shifts, open_shifts, minutes, \
         beat_grids, walked_grids, first_ms, last_ms, made_at_ms) \
         select $1, d.account_id, d.day, d.post, d.jurisdiction_id, d.shifts, d.open_shifts, d.minutes, \
         d.beat_grids, d.walked_grids, d.first_ms, d.last_ms, d.made_at_ms \
         from frozen_post_days d where d.version_id = $2 and d.day = $3",
    )
    .bind(version.to_owned())
    .bind(from.to_owned())
    .bind(day.to_owned())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Writes a day as it was at a moment.
pub async fn put_day(
    tx: &mut Tx,
    version: &str,
    day: &str,
    counted: &[(AccountId, Counted)],
    at: Instant,
) -> Result<()> {
    let row = |(account, one): &(AccountId, Counted)| -> Row {
        vec![
            Cell::from(version),
            account.to_string().into(),
            day.into(),
            one.post().as_str().into(),
            one.jurisdiction.as_str().into(),
            one.shifts.into(),
            one.open_shifts.into(),
            one.minutes.into(),
            one.beat.into(),
            one.walked.into(),
            one.first.ms().into(),
            one.last.map(Instant::ms).into(),
            at.ms().into(),
        ]
    };
    let engine = tx.engine();
    let connection: &mut AnyConnection = tx;
    gather::insert(connection, engine, &DAYS, counted.iter().map(row).collect()).await
}
