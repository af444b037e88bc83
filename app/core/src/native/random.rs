//! The operating system's randomness.

use crate::error::{Error, Result};
use crate::ports::Random;

/// The operating system's randomness.
#[derive(Clone, Copy, Debug)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) -> Result<()> {
        getrandom::fill(bytes).map_err(|error| Error::Storage(format!("no randomness: {error}")))
    }
}
