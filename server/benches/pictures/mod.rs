//! Files as large as those that phones send.

use crate::harness::phone::jpeg;

/// A picture as large as a working copy, each its own.
pub fn working_copy(n: usize, size: usize) -> Vec<u8> {
    let mut bytes = jpeg((n % 250) as u8);
    // Comment segments fill it.
    let mut filler = vec![0xff, 0xfe];
    filler.extend(60_000_u16.to_be_bytes());
    filler.extend((0..59_998_u64).map(|i| (i.wrapping_mul(2_654_435_761).wrapping_add(n as u64) >> 7) as u8));
    filler[8..16].copy_from_slice(&n.to_le_bytes());
    while bytes.len() + filler.len() < size {
        bytes.splice(2..2, filler.iter().copied());
    }
    bytes
}
