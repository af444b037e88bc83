//! Who is signed in, where, and how far the pull has come.

use rusqlite::OptionalExtension as _;
use shared::api::session::AccountFacts;
use shared::ids::ServerId;
use shared::time::Instant;

use super::journal::entry::{Entry, Session};
use super::{Reader, Writer, count, json, parsed, signed};
use crate::error::{Error, Result};

/// The sign-in that this home works under.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// Who.
    pub account: AccountFacts,
    /// Address of the server, without a slash at its end.
    pub server_url: String,
    /// Which database that is.
    pub server_id: ServerId,
    /// Rises when it is restored from a backup.
    pub epoch: u64,
    /// Its X25519 key in base64.
    pub sealing_key: String,
    /// The Bearer token; renewed with the device's key when it is past its time.
    pub token: String,
    /// When the token ends.
    pub expires: Instant,
    /// The person signed out; the home still belongs to the account.
    pub signed_out: bool,
    /// The scope as last heard.
    pub scope_version: u64,
    /// Where the next pull begins.
    pub cursor: String,
}

impl Reader<'_> {
    /// Returns the sign-in, signed out or not.
    pub fn session(&self) -> Result<Option<SignedIn>> {
        let found = self
            .sql
            .query_row(
                "select account, server_url, server_id, epoch, sealing_key, token, expires_ms, signed_out,
                        scope_version, pull_cursor
                 from session",
                [],
                |row| {
                    Ok(SignedIn {
                        account: json(row, "account")?.ok_or_else(|| super::unreadable("account"))?,
                        server_url: row.get("server_url")?,
                        server_id: parsed(row, "server_id")?,
                        epoch: count(row, "epoch")?,
                        sealing_key: row.get("sealing_key")?,
                        token: row.get("token")?,
                        expires: Instant::from_ms(row.get("expires_ms")?),
                        signed_out: row.get("signed_out")?,
                        scope_version: count(row, "scope_version")?,
                        cursor: row.get("pull_cursor")?,
                    })
                },
            )
            .optional()?;
        Ok(found)
    }

    /// Returns the sign-in, or refuses.
    pub fn signed_in(&self) -> Result<SignedIn> {
        match self.session()? {
            Some(session) if !session.signed_out => Ok(session),
            Some(_) | None => Err(Error::Refused(shared::refusal::Code::NotSignedIn.into())),
        }
    }
}

impl Writer<'_> {
    /// Keeps a sign-in in the place of the one before.
    pub fn put_session(&self, session: &SignedIn, now: Instant) -> Result<()> {
        self.sql.execute(
            "insert or replace into session
                (one, jurisdiction_id, account_id, account, server_url, server_id, epoch, sealing_key, token,
                 expires_ms, signed_in_ms, signed_out, scope_version, pull_cursor)
             values (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            rusqlite::params![
                session.account.jurisdiction.as_str(),
                session.account.id.to_string(),
                serde_json::to_string(&session.account)?,
                session.server_url,
                session.server_id.to_string(),
                signed(session.epoch),
                session.sealing_key,
                session.token,
                session.expires.ms(),
                now.ms(),
                session.signed_out,
                signed(session.scope_version),
                session.cursor,
            ],
        )?;
        self.enter(Entry::SignedIn(Box::new(Session {
            account: session.account.clone(),
            server_url: session.server_url.clone(),
            server_id: session.server_id,
            epoch: session.epoch,
            sealing_key: session.sealing_key.clone(),
            at: now,
        })));
        Ok(())
    }

    /// Keeps a renewed token.
    pub fn renew_token(&self, token: &str, expires: Instant) -> Result<()> {
        self.sql.execute("update session set token = ?1, expires_ms = ?2", (token, expires.ms()))?;
        Ok(())
    }

    /// Keeps where the next pull begins; in the transaction that applied the page, so that no change is skipped.
    pub fn keep_cursor(&self, cursor: &str) -> Result<()> {
        self.sql.execute("update session set pull_cursor = ?1", [cursor])?;
        Ok(())
    }

    /// Begins a new scope: the next pull starts from nothing.
    pub fn begin_scope(&self, scope_version: u64) -> Result<()> {
        self.sql.execute("update session set scope_version = ?1, pull_cursor = ''", [signed(scope_version)])?;
        Ok(())
    }

    /// Keeps the server's epoch.
    pub fn keep_epoch(&self, epoch: u64) -> Result<()> {
        self.sql.execute("update session set epoch = ?1, pull_cursor = ''", [signed(epoch)])?;
        Ok(())
    }

    /// Marks that the person signed out, and forgets the token.
    pub fn sign_out(&self) -> Result<()> {
        self.sql.execute("update session set signed_out = 1, token = ''", [])?;
        self.enter(Entry::SignedOut);
        Ok(())
    }
}
