//! WebM and Matroska (RFC 9559): elements in elements, by EBML (RFC 8794).
//!
//! Read as one flat row: where an element holds others, its head is passed and what it holds follows. So segments and
//! clusters whose size nobody knew when they were begun, as browsers write them, need nothing of their own. A recording
//! by a browser has no `Duration` either: then it lasts from its first block to its last.

use super::bytes::array;
use super::{Format, Found, broken, cut};
use crate::refusal::Refusal;

/// The bytes that a file begins with.
pub const BEGINNING: [u8; 4] = [0x1a, 0x45, 0xdf, 0xa3];

const HEAD: u32 = 0x1a45_dfa3;
const DOC_TYPE: u32 = 0x4282;
const SEGMENT: u32 = 0x1853_8067;
const INFO: u32 = 0x1549_a966;
const SCALE: u32 = 0x2a_d7b1;
const DURATION: u32 = 0x4489;
const TRACKS: u32 = 0x1654_ae6b;
const TRACK: u32 = 0xae;
const TRACK_TYPE: u32 = 0x83;
const CLUSTER: u32 = 0x1f43_b675;
const TIMESTAMP: u32 = 0xe7;
const SIMPLE_BLOCK: u32 = 0xa3;
const BLOCK_GROUP: u32 = 0xa0;
const BLOCK: u32 = 0xa1;
const BLOCK_DURATION: u32 = 0x9b;

/// Nanoseconds a tick, where a file does not say.
const USUAL_SCALE: u64 = 1_000_000;

/// How many bytes an element has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Size {
    Known(usize),
    /// It goes on until something comes that cannot be in it.
    Unknown,
}

/// The name and size of an element, and the bytes behind them.
type Head<'a> = (u32, Size, &'a [u8]);

/// Takes the head of an element off; `None` where the bytes end in it.
fn head(bytes: &[u8]) -> Result<Option<Head<'_>>, Refusal> {
    let Some(id_length) = length(bytes)? else { return Ok(None) };
    if id_length > 4 {
        return Err(broken("the name of an element is too long"));
    }
    let Some((id, rest)) = bytes.split_at_checked(id_length) else { return Ok(None) };
    let id = id.iter().fold(0_u32, |value, byte| value << 8 | u32::from(*byte));
    let Some(size_length) = length(rest)? else { return Ok(None) };
    let Some((size, rest)) = rest.split_at_checked(size_length) else { return Ok(None) };
    let bits = 7 * size_length;
    let mask = (1_u64 << bits) - 1;
    let size = size.iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte)) & mask;
    let size = if size == mask { Size::Unknown } else { Size::Known(usize::try_from(size).unwrap_or(usize::MAX)) };
    Ok(Some((id, size, rest)))
}

/// Returns of how many bytes a number of variable length is, by its first one.
fn length(bytes: &[u8]) -> Result<Option<usize>, Refusal> {
    match bytes.first().map(|byte| byte.leading_zeros()) {
        None => Ok(None),
        Some(8) => Err(broken("an element is broken")),
        Some(zeros) => Ok(usize::try_from(zeros + 1).ok()),
    }
}

fn unsigned(body: &[u8]) -> Result<u64, Refusal> {
    if body.len() > 8 {
        return Err(broken("a number is too long"));
    }
    Ok(body.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
}

fn float(body: &[u8]) -> f64 {
    match body.len() {
        4 => array(body, 0).map_or(0.0, |bytes| f64::from(f32::from_be_bytes(bytes))),
        8 => array(body, 0).map_or(0.0, f64::from_be_bytes),
        _ => 0.0,
    }
}

/// What was met so far.
struct Walk {
    format: Format,
    has_segment: bool,
    has_picture: bool,
    has_sound: bool,
    scale_ns: u64,
    /// In ticks.
    duration: f64,
    /// When the cluster begins, in ticks.
    cluster: i64,
    first: Option<i64>,
    last: i64,
    /// When the block of a group begins.
    block: i64,
}

/// Reads a file.
pub fn read(bytes: &[u8]) -> Result<Found, Refusal> {
    let mut walk = Walk {
        format: Format::Matroska,
        has_segment: false,
        has_picture: false,
        has_sound: false,
        scale_ns: USUAL_SCALE,
        duration: 0.0,
        cluster: 0,
        first: None,
        last: 0,
        block: 0,
    };
    let mut rest = bytes;
    while !rest.is_empty() {
        let (id, size, behind) = head(rest)?.ok_or_else(cut)?;
        if let Size::Known(size) = size
            && size > behind.len()
        {
            return Err(cut());
        }
        let is_entered = matches!(id, HEAD | SEGMENT | INFO | TRACKS | TRACK | CLUSTER | BLOCK_GROUP);
        rest = match size {
            _ if is_entered => {
                walk.has_segment |= id == SEGMENT;
                behind
            }
            Size::Unknown => return Err(broken("an element does not say how large it is")),
            Size::Known(size) => {
                let (body, next) = behind.split_at_checked(size).ok_or_else(cut)?;
                walk.take(id, body)?;
                next
            }
        };
    }
    if !walk.has_segment {
        return Err(cut());
    }
    let Walk { format, has_picture, has_sound, .. } = walk;
    Ok(Found { format, duration_ms: walk.duration_ms(), has_picture, has_sound })
}

impl Walk {
    fn take(&mut self, id: u32, body: &[u8]) -> Result<(), Refusal> {
        match id {
            DOC_TYPE if body.starts_with(b"webm") => self.format = Format::Webm,
            SCALE => {
                self.scale_ns = unsigned(body)?;
                if self.scale_ns == 0 {
                    return Err(broken("its ticks last no time"));
                }
            }
            DURATION => self.duration = float(body),
            TRACK_TYPE => match unsigned(body)? {
                1 => self.has_picture = true,
                2 => self.has_sound = true,
                // Both in one, as Matroska has it.
                3 => (self.has_picture, self.has_sound) = (true, true),
                _ => {}
            },
            TIMESTAMP => self.cluster = i64::try_from(unsigned(body)?).unwrap_or(i64::MAX),
            SIMPLE_BLOCK | BLOCK => self.block(body)?,
            BLOCK_DURATION => {
                let duration = i64::try_from(unsigned(body)?).unwrap_or(i64::MAX);
                self.last = self.last.max(self.block.saturating_add(duration));
            }
            _ => {}
        }
        Ok(())
    }

    /// A block begins with the number of its track and how long after its cluster it is.
    fn block(&mut self, body: &[u8]) -> Result<(), Refusal> {
        let short = || broken("a block is too short");
        let number = length(body)?.ok_or_else(short)?;
        let after = array(body, number).map(i16::from_be_bytes).ok_or_else(short)?;
        self.block = self.cluster.saturating_add(i64::from(after)).max(0);
        self.first = Some(self.first.map_or(self.block, |first| first.min(self.block)));
        self.last = self.last.max(self.block);
        Ok(())
    }

    fn duration_ms(&self) -> u64 {
        let ticks = self.first.map_or(0, |first| self.last.saturating_sub(first));
        let ns = u128::from(u64::try_from(ticks).unwrap_or(0)) * u128::from(self.scale_ns);
        let of_blocks = u64::try_from(ns / 1_000_000).unwrap_or(u64::MAX);
        #[expect(clippy::cast_precision_loss, reason = "a scale is a million and its like")]
        let said = self.duration * self.scale_ns as f64 / 1_000_000.0;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "`as` saturates: what is no number or negative is no time, what is too much is too long"
        )]
        let said = said.round() as u64;
        said.max(of_blocks)
    }
}
