//! What one transaction needs to know for all its reports and answers together.

use std::collections::{BTreeMap, BTreeSet};

use shared::evidence::manifest::Manifest;
use shared::ids::{CaseId, CaseNo, OperationId};

use super::evidence::Signer;
use super::shots::Shots;
use super::store::cases;
use super::store::numbers::Numbers;
use crate::db::Tx;
use crate::error::Result;

/// Read once when a batch begins, and kept up to date by what the batch does.
///
/// Whoever makes one holds the account, so that nothing of it changes meanwhile.
#[derive(Debug, Default)]
pub struct Batch {
    /// Cases that are there already.
    pub cases: BTreeSet<CaseId>,
    /// Shots, files and the chain.
    pub shots: Shots,
    /// Case numbers taken so far.
    pub numbers: Numbers,
    /// Numbers that the device was told before this database was restored.
    pub told: BTreeMap<OperationId, CaseNo>,
}

impl Batch {
    /// Reads what is known of the cases and shots that a batch names.
    pub async fn read(tx: &mut Tx, signer: &Signer, cases: &[CaseId], manifests: &[Manifest]) -> Result<Self> {
        Ok(Self {
            cases: cases::known(tx, cases).await?,
            shots: Shots::read(tx, signer, manifests).await?,
            numbers: Numbers::default(),
            told: BTreeMap::new(),
        })
    }

    /// Writes down what was counted on the way; before the commit.
    pub async fn keep(&mut self, tx: &mut Tx) -> Result<()> {
        self.numbers.keep(tx).await
    }
}
