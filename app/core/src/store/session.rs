//! Who is signed in, where, and how far the pull has come.

use rusqlite::OptionalExtension as _;
use shared::api::session::AccountFacts;
use shared::ids::ServerId;
use shared::time::Instant;

use super::journal::entry::{Entry, Session};
use super::{Reader, Writer, count, instant, json, parsed, signed};
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
    /// Its Ed25519 key in base64, that it signs receipts with; empty while it was not told.
    pub signing_key: String,
    /// Rises here with every scope that is taken from nothing; rows heard carry it.
    pub generation: u64,
    /// A scope is being taken from nothing and has not come whole.
    pub taking: bool,
    /// The version of which nothing older is left here.
    pub scope_purged: u64,
    /// From when on neighbours' cases are in the scope, as the server said.
    pub near_since: Option<Instant>,
}

impl Reader<'_> {
    /// Returns the sign-in, signed out or not.
    pub fn session(&self) -> Result<Option<SignedIn>> {
        let found = self
            .sql
            .query_row(
                "select account, server_url, server_id, epoch, sealing_key, token, expires_ms, signed_out,
                        scope_version, pull_cursor, signing_key, generation, taking, scope_purged, near_since_ms
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
                        signing_key: row.get("signing_key")?,
                        generation: count(row, "generation")?,
                        taking: row.get("taking")?,
                        scope_purged: count(row, "scope_purged")?,
                        near_since: instant(row, "near_since_ms")?,
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
                 expires_ms, signed_in_ms, signed_out, scope_version, pull_cursor, signing_key, generation, taking,
                 scope_purged, near_since_ms)
             values (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
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
                session.signing_key,
                signed(session.generation),
                session.taking,
                signed(session.scope_purged),
                session.near_since.map_or(0, Instant::ms),
            ],
        )?;
        self.enter(Entry::SignedIn(Box::new(Session {
            account: session.account.clone(),
            server_url: session.server_url.clone(),
            server_id: session.server_id,
            epoch: session.epoch,
            sealing_key: session.sealing_key.clone(),
            signing_key: session.signing_key.clone(),
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

    /// Begins a new scope: the next pull starts from nothing, and what it does not name is no longer to be seen here.
    pub fn begin_scope(&self, scope_version: u64) -> Result<()> {
        self.sql.execute("update session set scope_version = ?1", [signed(scope_version)])?;
        self.take_anew()
    }

    /// Lets the next pull take the scope from nothing.
    pub fn take_anew(&self) -> Result<()> {
        self.sql.execute("update session set pull_cursor = '', generation = generation + 1, taking = 1", [])?;
        Ok(())
    }

    /// Keeps that the scope came whole and that nothing older is left.
    pub fn scope_taken(&self) -> Result<()> {
        self.sql.execute("update session set taking = 0, scope_purged = scope_version", [])?;
        Ok(())
    }

    /// Keeps what the account has become.
    pub fn keep_account(&self, account: &AccountFacts) -> Result<()> {
        self.sql.execute(
            "update session set account = ?1, jurisdiction_id = ?2",
            (serde_json::to_string(account)?, account.jurisdiction.as_str()),
        )?;
        Ok(())
    }

    /// Keeps the server's epoch. The next pull starts from nothing, and takes the server's word over whatever was heard of
    /// it before it was restored: its rows may be older now, or gone.
    pub fn keep_epoch(&self, epoch: u64) -> Result<()> {
        self.sql.execute("update session set epoch = ?1", [signed(epoch)])?;
        self.sql.execute("update cases set version = 0", [])?;
        self.sql.execute("update tasks set version = 0", [])?;
        self.sql.execute("update nearby set version = 0", [])?;
        self.take_anew()
    }

    /// Keeps from when on neighbours' cases are in the scope, and lets the older ones go.
    pub fn keep_near_since(&self, since: Instant) -> Result<()> {
        self.sql.execute("update session set near_since_ms = ?1", [since.ms()])?;
        self.sql.execute("delete from nearby where received_ms < ?1", [since.ms()])?;
        Ok(())
    }

    /// Keeps the key that the server signs with.
    pub fn keep_signing_key(&self, key: &str) -> Result<()> {
        self.sql.execute("update session set signing_key = ?1", [key])?;
        Ok(())
    }

    /// Marks that the person signed out, and forgets the token and what the server can tell again.
    pub fn sign_out(&self) -> Result<()> {
        self.mark_signed_out()?;
        self.let_go()?;
        self.enter(Entry::SignedOut);
        Ok(())
    }

    /// Marks that the person signed out, and forgets the token. For the journal: what it tells of long ago must not take
    /// today's packs away.
    pub fn mark_signed_out(&self) -> Result<()> {
        self.sql.execute("update session set signed_out = 1, token = ''", [])?;
        Ok(())
    }
}
