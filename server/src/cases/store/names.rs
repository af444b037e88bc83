//! What people call those who appear in cases.

use shared::ids::AccountId;
use sqlx::AnyConnection;

use crate::db::fields::Fields as _;
use crate::error::Result;

/// Returns what people call an account.
pub async fn of_account(connection: &mut AnyConnection, id: AccountId) -> Result<Option<String>> {
    let row =
        sqlx::query("select name from accounts where id = $1").bind(id.to_string()).fetch_optional(connection).await?;
    row.map(|row| row.text("name")).transpose()
}

/// Returns what people call the account behind a user name.
pub async fn of_user(connection: &mut AnyConnection, user: &str) -> Result<Option<String>> {
    let row =
        sqlx::query("select name from accounts where user_name = $1").bind(user).fetch_optional(connection).await?;
    row.map(|row| row.text("name")).transpose()
}
