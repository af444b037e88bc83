//! A connection that sees the database of one moment.

use std::ops::{Deref, DerefMut};

use sqlx::{Any, AnyConnection, Transaction};

/// Reads the database as it was when this was taken, while others go on writing. Never writes.
pub struct Snapshot {
    inner: Transaction<'static, Any>,
}

impl Snapshot {
    pub(super) fn new(inner: Transaction<'static, Any>) -> Self {
        Self { inner }
    }
}

impl Deref for Snapshot {
    type Target = AnyConnection;
    fn deref(&self) -> &AnyConnection {
        &self.inner
    }
}

impl DerefMut for Snapshot {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        &mut self.inner
    }
}
