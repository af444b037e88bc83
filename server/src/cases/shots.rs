//! What is known of a device's shots before a batch of operations is judged: read once for all of them.

use std::collections::{BTreeMap, BTreeSet};

use shared::evidence::chain::Link;
use shared::evidence::manifest::Manifest;
use shared::ids::{PhotoId, Sha256};

use super::evidence::Signer;
use super::store::photos::{self, Placed};
use crate::db::Tx;
use crate::error::Result;
use crate::media;

/// The shots, files and places of the chain that a batch names.
#[derive(Debug, Default)]
pub struct Shots {
    known: BTreeSet<PhotoId>,
    held: BTreeSet<Sha256>,
    chain: BTreeMap<u64, Vec<Placed>>,
}

impl Shots {
    /// Reads what is known; `manifests` need not be verified yet.
    pub async fn read(tx: &mut Tx, signer: &Signer, manifests: &[Manifest]) -> Result<Self> {
        let ids: Vec<PhotoId> = manifests.iter().map(|manifest| manifest.photo).collect();
        let files: BTreeSet<&Sha256> =
            manifests.iter().flat_map(|manifest| [&manifest.working.sha256, &manifest.original.sha256]).collect();
        let places: BTreeSet<u64> = manifests
            .iter()
            .flat_map(|manifest| [manifest.index.saturating_sub(1), manifest.index, manifest.index.saturating_add(1)])
            .collect();
        let mut shots = Self {
            known: photos::known(tx, &ids).await?,
            held: media::actions::held(tx, &files, signer.account).await?,
            chain: BTreeMap::new(),
        };
        for placed in photos::placed(tx, signer.device, &places).await? {
            shots.put(placed);
        }
        Ok(shots)
    }

    /// Says whether a shot was handed in before.
    pub fn is_known(&self, photo: PhotoId) -> bool {
        self.known.contains(&photo)
    }

    /// Says whether the account has brought the file.
    pub fn is_held(&self, file: &Sha256) -> bool {
        self.held.contains(file)
    }

    /// Returns the hashes of the manifests at a place of the chain: more than one where it forks.
    pub fn hashes_at(&self, index: u64) -> Vec<&Sha256> {
        self.chain.get(&index).into_iter().flatten().map(|placed| &placed.hash).collect()
    }

    /// Says whether some shot at a place of the chain does not fit to the one before it, as far as that is known.
    pub fn is_open_at(&self, index: u64) -> bool {
        self.chain.get(&index).into_iter().flatten().any(|placed| placed.link != Link::Fits)
    }

    /// Adds a shot that was put to a case.
    pub fn add(&mut self, placed: Placed) {
        self.known.insert(placed.photo);
        self.put(placed);
    }

    /// Says how a shot stands now.
    pub fn relink(&mut self, index: u64, photo: PhotoId, link: Link) {
        let found = self.chain.get_mut(&index).into_iter().flatten().find(|placed| placed.photo == photo);
        if let Some(placed) = found {
            placed.link = link;
        }
    }

    fn put(&mut self, placed: Placed) {
        let place = self.chain.entry(placed.index).or_default();
        place.push(placed);
        place.sort_by_key(|placed| placed.photo);
    }
}
