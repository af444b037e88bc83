//! What people are called.

use std::collections::BTreeMap;

use shared::ids::JurisdictionId;
use sqlx::AnyConnection;

use crate::db::fields::Fields as _;
use crate::error::Result;

/// Returns everybody's name by id, of those who work for a jurisdiction; of all where none is said.
pub async fn names(connection: &mut AnyConnection, area: Option<&JurisdictionId>) -> Result<BTreeMap<String, String>> {
    let rows = sqlx::query("select id, name from accounts where ($1 = '' or jurisdiction_id = $1)")
        .bind(area.map(ToString::to_string).unwrap_or_default())
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| Ok((row.text("id")?, row.text("name")?))).collect()
}

/// Returns somebody's name.
pub async fn name(connection: &mut AnyConnection, id: &str) -> Result<Option<String>> {
    let row =
        sqlx::query("select name from accounts where id = $1").bind(id.to_owned()).fetch_optional(connection).await?;
    row.map(|row| row.text("name")).transpose()
}
