//! Emptying a training database.

use crate::db::{Tx, tables};
use crate::error::Result;

/// The server's own identity: it stays.
const KEPT: &[&str] = &["server_meta"];

/// Empties every table but the server's identity. The tables are asked for and not listed: one that a later feature brings
/// would be forgotten, and its rows would hold those of accounts and jurisdictions in their place.
pub async fn empty(tx: &mut Tx) -> Result<()> {
    tables::empty_but(tx, KEPT).await
}
