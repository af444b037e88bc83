//! A transaction, and a connection that only reads.

use std::ops::{Deref, DerefMut};

use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, Transaction};

use crate::changes::{self, Change};
use crate::db::dialect::Engine;
use crate::error::Result;

/// A transaction that may write. Opened and committed at the edge, and nowhere below it.
pub struct Tx {
    inner: Transaction<'static, Any>,
    engine: Engine,
    /// Numbered at the end: area counters are locked for as short as can be, and always in the order of their ids.
    changes: Vec<Change>,
}

/// A connection that cannot write.
pub struct Reader {
    inner: PoolConnection<Any>,
}

impl Tx {
    pub(super) fn new(inner: Transaction<'static, Any>, engine: Engine) -> Self {
        Self { inner, engine, changes: Vec::new() }
    }

    /// Returns which engine this is, for set-wise inserts.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    pub(crate) fn note(&mut self, change: Change) {
        self.changes.push(change);
    }

    /// Numbers the changes and commits.
    pub async fn commit(mut self) -> Result<()> {
        let changes = std::mem::take(&mut self.changes);
        #[cfg(feature = "planted")]
        crate::planted::split(&mut self, "log number outside the transaction").await?;
        changes::number(&mut self, changes).await?;
        self.inner.commit().await?;
        Ok(())
    }

    /// Takes everything back.
    pub async fn rollback(self) -> Result<()> {
        self.inner.rollback().await?;
        Ok(())
    }
}

impl Reader {
    pub(super) fn new(inner: PoolConnection<Any>) -> Self {
        Self { inner }
    }
}

impl Deref for Tx {
    type Target = AnyConnection;
    fn deref(&self) -> &AnyConnection {
        &self.inner
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        &mut self.inner
    }
}

impl Deref for Reader {
    type Target = AnyConnection;
    fn deref(&self) -> &AnyConnection {
        &self.inner
    }
}

impl DerefMut for Reader {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        &mut self.inner
    }
}
