//! When the operations of a batch were made, in the server's time: their device's clocks may be years off, or may have
//! jumped.

use std::collections::BTreeMap;

use shared::evidence::times::{Anchor, Reckoned, Reckoning};
use shared::ids::DeviceId;
use shared::sync::operation::Operation;
use shared::time::Instant;

use super::incoming::Incoming;
use super::store::operations as store;
use crate::db::Tx;
use crate::devices;
use crate::error::Result;

/// What is known of a device's clocks before a batch; kept up to date by what the batch tells.
#[derive(Debug, Default)]
pub struct Clocks {
    /// What the runs of its forward clock showed at a hello.
    anchors: BTreeMap<String, Option<Anchor>>,
    /// When the operation before was made.
    last: Option<Instant>,
}

impl Clocks {
    /// Reads what is known of the boots that a batch names.
    pub async fn read(tx: &mut Tx, device: DeviceId, batch: &[Incoming<'_>]) -> Result<Self> {
        let mut clocks = Self::default();
        for operation in batch.iter().filter_map(|incoming| incoming.operation.as_ref().ok()) {
            let boot = &operation.made.boot;
            if !clocks.anchors.contains_key(boot) {
                let anchor = devices::actions::anchor(tx, device, boot).await?;
                clocks.anchors.insert(boot.clone(), anchor);
            }
        }
        if let Some(first) = batch.iter().map(|incoming| incoming.envelope.sequence).min() {
            clocks.last = store::made_before(tx, device, first).await?;
        }
        Ok(clocks)
    }

    /// Reckons when an operation was made.
    pub fn reckon(&mut self, operation: &Operation, now: Instant) -> Reckoned {
        let anchor = self.anchors.get(&operation.made.boot).copied().flatten();
        let made = operation.made.reckon(anchor, self.last, now);
        if made.by != Reckoning::Between {
            self.last = Some(made.at);
        }
        made
    }
}
