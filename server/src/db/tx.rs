//! A transaction, and a connection that only reads.

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};

use shared::ids::DeviceId;
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, Transaction};

use crate::changes::{self, Change};
use crate::db::dialect::Engine;
use crate::db::gather::{self, Gathered, Row, Rows};
use crate::db::tally::{self, Tally};
use crate::error::Result;

/// A transaction that may write. Opened and committed at the edge, and nowhere below it.
pub struct Tx {
    inner: Transaction<'static, Any>,
    engine: Engine,
    /// Numbered at the end: area counters are locked for as short as can be, and always in the order of their ids.
    changes: Vec<Change>,
    /// Added at the end too, each device once and in the order of their ids.
    tallies: BTreeMap<DeviceId, Tally>,
    gathers: bool,
    gathered: Gathered,
}

/// A connection that cannot write.
pub struct Reader {
    inner: PoolConnection<Any>,
}

impl Tx {
    pub(super) fn new(inner: Transaction<'static, Any>, engine: Engine) -> Self {
        let (changes, tallies) = (Vec::new(), BTreeMap::new());
        Self { inner, engine, changes, tallies, gathers: false, gathered: Gathered::default() }
    }

    /// Returns which engine this is, for set-wise inserts.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Lets inserts wait from here on, so that they go out many at a time.
    ///
    /// Whoever then queries the tables calls [`Tx::flush`] before: what waits is not there yet.
    pub fn gather(&mut self) {
        self.gathers = true;
    }

    /// Says whether inserts wait.
    pub fn gathers(&self) -> bool {
        self.gathers
    }

    /// Inserts what waits; later rows wait again.
    pub async fn flush(&mut self) -> Result<()> {
        let mut waiting = std::mem::take(&mut self.gathered);
        waiting.insert_all(&mut self.inner, self.engine).await
    }

    /// Inserts what waits, and every later row at once.
    pub async fn stop_gathering(&mut self) -> Result<()> {
        self.gathers = false;
        self.flush().await
    }

    /// Inserts a row: at once, or with the others while this transaction gathers.
    pub async fn insert(&mut self, kind: &'static Rows, row: Row) -> Result<()> {
        if self.gathers {
            self.gathered.put(kind, row);
            return Ok(());
        }
        gather::insert(&mut self.inner, self.engine, kind, vec![row]).await
    }

    /// Returns a row that still waits, by its first column.
    pub fn waiting(&mut self, kind: &'static Rows, key: &str) -> Option<&mut Row> {
        self.gathered.amend(kind, key)
    }

    /// Counts the rows that still wait, by their first column.
    pub fn waiting_count(&self, kind: &'static Rows, key: &str) -> usize {
        self.gathered.count(kind, key)
    }

    pub(crate) fn note(&mut self, change: Change) {
        self.changes.push(change);
    }

    pub(crate) fn tally(&mut self, device: DeviceId) -> &mut Tally {
        self.tallies.entry(device).or_default()
    }

    /// Numbers the changes and commits.
    pub async fn commit(mut self) -> Result<()> {
        let changes = std::mem::take(&mut self.changes);
        let tallies = std::mem::take(&mut self.tallies);
        #[cfg(feature = "planted")]
        crate::planted::split(&mut self, "log number outside the transaction").await?;
        // Before the counters of areas are taken: a device's row may have to be waited for.
        if !tallies.is_empty() {
            self.flush().await?;
            tally::keep(&mut self, &tallies).await?;
        }
        self.gathers = true;
        changes::number(&mut self, changes).await?;
        self.flush().await?;
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
        debug_assert!(self.gathered.is_empty(), "a query would not see the rows that wait: flush before it");
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
