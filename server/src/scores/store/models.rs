//! Editions and drafts of models. A draft is the edition without a number, 0.

use shared::api::assessment::ModelEdition;
use shared::assessment::score::Model;
use shared::ids::JurisdictionId;
use shared::time::Instant;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::db::Tx;
use crate::db::fields::Fields as _;
use crate::error::Result;

/// Returns all that the city keeps, drafts too, by code and then by edition.
pub async fn all(connection: &mut AnyConnection, city: &JurisdictionId) -> Result<Vec<ModelEdition>> {
    let rows = sqlx::query(
        "select edition, body, from_month, made_at_ms, made_by from score_models \
         where jurisdiction_id = $1 order by code, edition",
    )
    .bind(city.as_str())
    .fetch_all(connection)
    .await?;
    rows.iter().map(kept).collect()
}

/// Finds the draft of a code.
pub async fn draft(connection: &mut AnyConnection, city: &JurisdictionId, code: &str) -> Result<Option<ModelEdition>> {
    let row = sqlx::query(
        "select edition, body, from_month, made_at_ms, made_by from score_models \
         where jurisdiction_id = $1 and code = $2 and edition = 0",
    )
    .bind(city.as_str())
    .bind(code)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(kept).transpose()
}

/// Keeps a draft in the place of the one before it.
pub async fn keep_draft(tx: &mut Tx, city: &JurisdictionId, model: &Model, (now, by): (Instant, &str)) -> Result<()> {
    sqlx::query(
        "insert into score_models (jurisdiction_id, code, edition, body, from_month, made_at_ms, made_by) \
         values ($1, $2, 0, $3, '', $4, $5) \
         on conflict (jurisdiction_id, code, edition) \
         do update set body = excluded.body, made_at_ms = excluded.made_at_ms, made_by = excluded.made_by",
    )
    .bind(city.as_str())
    .bind(&model.code)
    .bind(serde_json::to_string(model)?)
    .bind(now.ms())
    .bind(by)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Drops a draft; says whether there was one.
pub async fn drop_draft(tx: &mut Tx, city: &JurisdictionId, code: &str) -> Result<bool> {
    let done = sqlx::query("delete from score_models where jurisdiction_id = $1 and code = $2 and edition = 0")
        .bind(city.as_str())
        .bind(code)
        .execute(&mut **tx)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Adds an edition.
pub async fn add(tx: &mut Tx, city: &JurisdictionId, edition: &ModelEdition) -> Result<()> {
    sqlx::query(
        "insert into score_models (jurisdiction_id, code, edition, body, from_month, made_at_ms, made_by) \
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(city.as_str())
    .bind(&edition.model.code)
    .bind(i64::from(edition.edition))
    .bind(serde_json::to_string(&edition.model)?)
    .bind(edition.from_month.clone().unwrap_or_default())
    .bind(edition.made_at.ms())
    .bind(&edition.made_by)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn kept(row: &AnyRow) -> Result<ModelEdition> {
    Ok(ModelEdition {
        edition: u32::try_from(row.number("edition")?).unwrap_or(0),
        model: row.json("body")?,
        from_month: row.maybe_parsed("from_month")?,
        made_at: Instant::from_ms(row.number("made_at_ms")?),
        made_by: row.text("made_by")?,
    })
}
