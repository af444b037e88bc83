//! Ogg (RFC 3533) with Opus (RFC 7845) or Vorbis: pages, each saying up to which sample it goes.

use std::collections::BTreeMap;

use super::bytes::{array, ms, u16_le, u32_le};
use super::{Format, Found, broken, cut};
use crate::refusal::Refusal;

/// What every page begins with.
pub const BEGINNING: &[u8] = b"OggS";

/// No recorder writes more streams beside each other than this.
const MOST_STREAMS: usize = 32;
/// The page begins a stream.
const FIRST_PAGE: u8 = 2;

/// A stream of sound.
#[derive(Clone, Copy)]
struct Sound {
    samples_per_s: u64,
    /// Samples at the beginning that are not heard.
    skipped: u64,
    /// Samples up to the end of the last page.
    samples: u64,
}

impl Sound {
    fn duration_ms(&self) -> u64 {
        ms(self.samples.saturating_sub(self.skipped), self.samples_per_s).unwrap_or(0)
    }
}

/// Reads a file. Streams beside each other last as long as the longest; what is chained behind them comes on top.
pub fn read(bytes: &[u8]) -> Result<Found, Refusal> {
    let mut streams: BTreeMap<u32, Sound> = BTreeMap::new();
    let (mut has_sound, mut chained_ms) = (false, 0_u64);
    let mut is_under_way = false;
    let mut rest = bytes;
    while !rest.is_empty() {
        let (page, behind) = page(rest)?;
        rest = behind;
        if page.flags & FIRST_PAGE == 0 {
            is_under_way = true;
            // The samples of a page in which no packet ends are not told.
            let told = page.samples.filter(|samples| *samples != u64::MAX);
            if let (Some(sound), Some(samples)) = (streams.get_mut(&page.stream), told) {
                sound.samples = sound.samples.max(samples);
            }
            continue;
        }
        if is_under_way {
            chained_ms = chained_ms.saturating_add(longest_ms(&streams));
            streams.clear();
            is_under_way = false;
        }
        if let Some(sound) = beginning(page.body)? {
            if streams.len() >= MOST_STREAMS {
                return Err(broken("it has too many streams"));
            }
            has_sound = true;
            streams.insert(page.stream, sound);
        }
    }
    let duration_ms = chained_ms.saturating_add(longest_ms(&streams));
    Ok(Found { format: Format::Ogg, duration_ms, has_picture: false, has_sound })
}

fn longest_ms(streams: &BTreeMap<u32, Sound>) -> u64 {
    streams.values().map(Sound::duration_ms).max().unwrap_or(0)
}

struct Page<'a> {
    flags: u8,
    samples: Option<u64>,
    stream: u32,
    body: &'a [u8],
}

fn page(bytes: &[u8]) -> Result<(Page<'_>, &[u8]), Refusal> {
    if !bytes.starts_with(BEGINNING) {
        return Err(if BEGINNING.starts_with(bytes) { cut() } else { broken("something stands between two pages") });
    }
    let flags = *bytes.get(5).ok_or_else(cut)?;
    let samples = array(bytes, 6).map(u64::from_le_bytes);
    let stream = u32_le(bytes, 14).ok_or_else(cut)?;
    let count = usize::from(*bytes.get(26).ok_or_else(cut)?);
    let sizes = bytes.get(27..27 + count).ok_or_else(cut)?;
    let size = sizes.iter().map(|size| usize::from(*size)).sum::<usize>();
    let (body, rest) = bytes.get(27 + count..).unwrap_or_default().split_at_checked(size).ok_or_else(cut)?;
    Ok((Page { flags, samples, stream, body }, rest))
}

/// Reads what a stream begins with; nothing for one that carries no sound and no pictures.
fn beginning(body: &[u8]) -> Result<Option<Sound>, Refusal> {
    let short = || broken("the head of a stream is too short");
    if body.starts_with(b"OpusHead") {
        // Opus counts in 48ths of a millisecond, whatever was recorded.
        let skipped = u64::from(u16_le(body, 10).ok_or_else(short)?);
        return Ok(Some(Sound { samples_per_s: 48_000, skipped, samples: 0 }));
    }
    if body.starts_with(b"\x01vorbis") {
        let samples_per_s = u64::from(u32_le(body, 12).ok_or_else(short)?);
        if samples_per_s == 0 {
            return Err(broken("it has no samples a second"));
        }
        return Ok(Some(Sound { samples_per_s, skipped: 0, samples: 0 }));
    }
    if body.starts_with(b"\x80theora") {
        return Err(broken("Ogg with pictures is not read"));
    }
    Ok(None)
}
