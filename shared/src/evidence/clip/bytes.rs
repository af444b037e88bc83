//! Numbers out of bytes; where the bytes end there are none.

/// Returns so many bytes from a place on.
pub fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

/// Reads 32 bits, the highest first.
pub fn u32_be(bytes: &[u8], at: usize) -> Option<u32> {
    array(bytes, at).map(u32::from_be_bytes)
}

/// Reads 64 bits, the highest first.
pub fn u64_be(bytes: &[u8], at: usize) -> Option<u64> {
    array(bytes, at).map(u64::from_be_bytes)
}

/// Reads 16 bits, the lowest first.
pub fn u16_le(bytes: &[u8], at: usize) -> Option<u16> {
    array(bytes, at).map(u16::from_le_bytes)
}

/// Reads 32 bits, the lowest first.
pub fn u32_le(bytes: &[u8], at: usize) -> Option<u32> {
    array(bytes, at).map(u32::from_le_bytes)
}

/// Returns milliseconds of so many ticks; nothing where a second has no ticks.
pub fn ms(ticks: u64, ticks_per_s: u64) -> Option<u64> {
    let ms = u128::from(ticks).checked_mul(1_000)?.checked_div(u128::from(ticks_per_s))?;
    Some(u64::try_from(ms).unwrap_or(u64::MAX))
}
