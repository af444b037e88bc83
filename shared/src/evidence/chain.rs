//! One device's photos, each naming the one before it.
//!
//! The chain is followed as manifests arrive, in whatever order they do; what is wrong is told, never repaired.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::Sha256;

/// How a manifest stands to the device's manifests that are known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// It names the manifest before it, and that one is known.
    Fits,
    /// The manifest before it has not arrived yet.
    Waits,
    /// It names another manifest than the one that is known before it.
    Broken,
}

/// Judges a manifest by its index and the hash it names; `before` is the known manifest with the index one lower.
pub fn judge(index: u64, previous: Option<&Sha256>, before: Option<&Sha256>) -> Link {
    match (index, previous, before) {
        (1, None, _) => Link::Fits,
        (0 | 1, _, _) | (_, None, _) => Link::Broken,
        (_, Some(_), None) => Link::Waits,
        (_, Some(named), Some(known)) if named == known => Link::Fits,
        (_, Some(_), Some(_)) => Link::Broken,
    }
}

#[cfg(test)]
mod tests {
    use super::{Link, judge};
    use crate::ids::Sha256;

    #[test]
    fn a_gap_waits_and_a_fork_is_broken() {
        let (one, other) = (Sha256::of(b"1"), Sha256::of(b"2"));
        assert_eq!(judge(1, None, None), Link::Fits);
        assert_eq!(judge(2, Some(&one), Some(&one)), Link::Fits);
        assert_eq!(judge(2, Some(&one), None), Link::Waits);
        assert_eq!(judge(2, Some(&one), Some(&other)), Link::Broken);
        assert_eq!(judge(2, None, Some(&one)), Link::Broken, "only the first photo has none before it");
        assert_eq!(judge(1, Some(&one), None), Link::Broken);
    }
}
