//! New ids, from the world's clock and randomness.

use uuid::{Builder, Uuid};

use crate::error::Result;
use crate::ports::World;

/// Returns a UUIDv7: sorts by when it was made.
pub fn by_time(world: &World) -> Result<Uuid> {
    let mut random = [0; 10];
    world.random.fill(&mut random)?;
    let ms = u64::try_from(world.clock.wall().ms()).unwrap_or(0);
    Ok(Builder::from_unix_timestamp_millis(ms, &random).into_uuid())
}

/// Returns a UUIDv4: says nothing but itself.
pub fn at_random(world: &World) -> Result<Uuid> {
    let mut random = [0; 16];
    world.random.fill(&mut random)?;
    Ok(Builder::from_random_bytes(random).into_uuid())
}
