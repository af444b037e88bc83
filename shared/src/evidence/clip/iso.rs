//! ISO base media (ISO/IEC 14496-12): boxes in boxes. MP4, MOV, 3GP, M4A.
//!
//! The length is the greatest that the movie header, the header of its extension and the sum of its fragments say:
//! recorders that write fragments leave the movie header at zero. Tracks are told by their handlers.

use std::collections::BTreeMap;

use super::bytes::{array, ms, u32_be, u64_be};
use super::{Format, Found, broken, cut};
use crate::refusal::Refusal;

/// No phone and no browser writes more tracks than this.
const MOST_TRACKS: usize = 32;
/// What a file may begin with; MOV files of old need no `ftyp`.
const BEGINNINGS: [&[u8; 4]; 6] = [b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"];

/// Says whether a file begins like one of these.
pub fn begins(bytes: &[u8]) -> bool {
    array::<4>(bytes, 4).is_some_and(|kind| BEGINNINGS.contains(&&kind))
}

/// One box: its kind and what is in it.
struct Atom<'a> {
    kind: [u8; 4],
    body: &'a [u8],
}

/// The boxes that follow each other in some bytes; behind one that is broken or cut there is none.
struct Atoms<'a>(&'a [u8]);

impl<'a> Iterator for Atoms<'a> {
    type Item = Result<Atom<'a>, Refusal>;

    fn next(&mut self) -> Option<Self::Item> {
        let all = std::mem::take(&mut self.0);
        if all.is_empty() {
            return None;
        }
        Some(first(all).map(|(atom, rest)| {
            self.0 = rest;
            atom
        }))
    }
}

fn first(all: &[u8]) -> Result<(Atom<'_>, &[u8]), Refusal> {
    let kind = array(all, 4).ok_or_else(cut)?;
    let (head, size) = match u32_be(all, 0).ok_or_else(cut)? {
        // To the end of whatever it is in.
        0 => (8, all.len()),
        1 => (16, usize::try_from(u64_be(all, 8).ok_or_else(cut)?).unwrap_or(usize::MAX)),
        size => (8, usize::try_from(size).unwrap_or(usize::MAX)),
    };
    if size < head {
        return Err(broken("a box is smaller than its head"));
    }
    let body = all.get(head..size).ok_or_else(cut)?;
    Ok((Atom { kind, body }, all.get(size..).unwrap_or_default()))
}

/// What is known of one track.
#[derive(Default)]
struct Track {
    ticks_per_s: u64,
    ticks: u64,
    /// How long a sample of a fragment lasts where it does not say so itself.
    sample_ticks: u64,
    /// How long its fragments last together.
    fragment_ticks: u64,
}

#[derive(Default)]
struct Movie {
    ticks_per_s: u64,
    ticks: u64,
    extended_ticks: u64,
    tracks: BTreeMap<u32, Track>,
    has_picture: bool,
    has_sound: bool,
}

/// Reads a file.
pub fn read(bytes: &[u8]) -> Result<Found, Refusal> {
    let mut format = Format::QuickTime;
    let mut movie = None;
    let mut last = [0; 4];
    for atom in Atoms(bytes) {
        let Atom { kind, body } = atom?;
        match &kind {
            b"ftyp" => format = branded(body),
            b"moov" => movie = Some(movie_of(body)?),
            b"moof" => fragment(movie.as_mut().ok_or_else(|| broken("a fragment of no movie"))?, body)?,
            _ => {}
        }
        last = kind;
    }
    // What a fragment describes follows it.
    if &last == b"moof" {
        return Err(cut());
    }
    let movie = movie.ok_or_else(|| broken("the file ends before its tracks are described"))?;
    let Movie { has_picture, has_sound, .. } = movie;
    Ok(Found { format, duration_ms: movie.duration_ms(), has_picture, has_sound })
}

fn branded(body: &[u8]) -> Format {
    match array::<4>(body, 0) {
        Some([b'q', b't', b' ', b' ']) => Format::QuickTime,
        Some([b'3', b'g', ..]) => Format::ThreeGp,
        Some([b'M', b'4', b'A' | b'B', _]) => Format::M4a,
        Some(_) | None => Format::Mp4,
    }
}

impl Movie {
    fn duration_ms(&self) -> u64 {
        let of_tracks = |ticks: fn(&Track) -> u64| {
            self.tracks.values().filter_map(|track| ms(ticks(track), track.ticks_per_s)).max().unwrap_or(0)
        };
        let whole = ms(self.ticks.max(self.extended_ticks), self.ticks_per_s).unwrap_or(0);
        let said = whole.max(of_tracks(|track| track.fragment_ticks));
        if said > 0 { said } else { of_tracks(|track| track.ticks) }
    }
}

fn movie_of(body: &[u8]) -> Result<Movie, Refusal> {
    let mut movie = Movie::default();
    for atom in Atoms(body) {
        let Atom { kind, body } = atom?;
        match &kind {
            b"mvhd" => (movie.ticks_per_s, movie.ticks) = timing(body)?,
            b"trak" => track(&mut movie, body)?,
            b"mvex" => extension(&mut movie, body)?,
            _ => {}
        }
    }
    Ok(movie)
}

/// Reads what the headers of a movie and of a track's media begin with alike: ticks a second and ticks.
fn timing(body: &[u8]) -> Result<(u64, u64), Refusal> {
    let read = || match body.first()? {
        1 => Some((u32_be(body, 20)?, u64_be(body, 24).filter(|ticks| *ticks != u64::MAX).unwrap_or(0))),
        _ => Some((u32_be(body, 12)?, u64::from(u32_be(body, 16).filter(|ticks| *ticks != u32::MAX).unwrap_or(0)))),
    };
    let (ticks_per_s, ticks) = read().ok_or_else(|| broken("a header is too short"))?;
    Ok((u64::from(ticks_per_s), ticks))
}

fn track(movie: &mut Movie, body: &[u8]) -> Result<(), Refusal> {
    let mut id = 0;
    let (mut ticks_per_s, mut ticks) = (0, 0);
    for atom in Atoms(body) {
        let Atom { kind, body } = atom?;
        match &kind {
            b"tkhd" => {
                let at = if body.first() == Some(&1) { 20 } else { 12 };
                id = u32_be(body, at).ok_or_else(|| broken("a track's header is too short"))?;
            }
            b"mdia" => {
                for atom in Atoms(body) {
                    let Atom { kind, body } = atom?;
                    match &kind {
                        b"mdhd" => (ticks_per_s, ticks) = timing(body)?,
                        b"hdlr" => match array::<4>(body, 8).as_ref() {
                            Some(b"vide") => movie.has_picture = true,
                            Some(b"soun") => movie.has_sound = true,
                            Some(_) | None => {}
                        },
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    let known = track_of(movie, id)?;
    (known.ticks_per_s, known.ticks) = (ticks_per_s, ticks);
    Ok(())
}

fn track_of(movie: &mut Movie, id: u32) -> Result<&mut Track, Refusal> {
    if movie.tracks.len() >= MOST_TRACKS && !movie.tracks.contains_key(&id) {
        return Err(broken("it has too many tracks"));
    }
    Ok(movie.tracks.entry(id).or_default())
}

/// Reads what is said beforehand of the fragments that follow.
fn extension(movie: &mut Movie, body: &[u8]) -> Result<(), Refusal> {
    for atom in Atoms(body) {
        let Atom { kind, body } = atom?;
        match &kind {
            b"mehd" => {
                let ticks = match body.first() {
                    Some(1) => u64_be(body, 4),
                    _ => u32_be(body, 4).map(u64::from),
                };
                movie.extended_ticks = ticks.unwrap_or(0);
            }
            b"trex" => {
                let (Some(id), Some(ticks)) = (u32_be(body, 4), u32_be(body, 12)) else {
                    return Err(broken("the defaults of a track are too short"));
                };
                track_of(movie, id)?.sample_ticks = u64::from(ticks);
            }
            _ => {}
        }
    }
    Ok(())
}

fn fragment(movie: &mut Movie, body: &[u8]) -> Result<(), Refusal> {
    for atom in Atoms(body) {
        let Atom { kind, body } = atom?;
        if &kind == b"traf" {
            fragment_of_track(movie, body)?;
        }
    }
    Ok(())
}

fn fragment_of_track(movie: &mut Movie, body: &[u8]) -> Result<(), Refusal> {
    let (mut id, mut own_ticks, mut ticks) = (0, None, 0_u64);
    for atom in Atoms(body) {
        let Atom { kind, body } = atom?;
        match &kind {
            b"tfhd" => {
                let (flags, named) =
                    flags(body).zip(u32_be(body, 4)).ok_or_else(|| broken("a fragment is too short"))?;
                id = named;
                // Where to look depends on what else it tells.
                let before = told(flags, 1, 8) + told(flags, 2, 4);
                own_ticks = if flags & 8 == 0 { None } else { u32_be(body, 8 + before).map(u64::from) };
            }
            b"trun" => {
                let default = own_ticks.or_else(|| movie.tracks.get(&id).map(|track| track.sample_ticks)).unwrap_or(0);
                ticks = ticks.saturating_add(run(body, default)?);
            }
            _ => {}
        }
    }
    let track = track_of(movie, id)?;
    track.fragment_ticks = track.fragment_ticks.saturating_add(ticks);
    Ok(())
}

fn flags(body: &[u8]) -> Option<u32> {
    u32_be(body, 0).map(|word| word & 0x00ff_ffff)
}

/// Returns how many bytes something takes that is there where its flag is set.
fn told(flags: u32, flag: u32, bytes: usize) -> usize {
    if flags & flag == 0 { 0 } else { bytes }
}

/// Sums how long the samples of a run last.
fn run(body: &[u8], default_ticks: u64) -> Result<u64, Refusal> {
    let short = || broken("a run of samples is too short");
    let (flags, count) = flags(body).zip(u32_be(body, 4)).ok_or_else(short)?;
    if flags & 0x100 == 0 {
        return Ok(u64::from(count).saturating_mul(default_ticks));
    }
    let head = 8 + told(flags, 1, 4) + told(flags, 4, 4);
    let each: usize = [0x100, 0x200, 0x400, 0x800].into_iter().map(|flag| told(flags, flag, 4)).sum();
    let length = usize::try_from(count).ok().and_then(|count| count.checked_mul(each)).ok_or_else(short)?;
    let samples = head.checked_add(length).and_then(|end| body.get(head..end)).ok_or_else(short)?;
    // The length comes first of what is told of a sample.
    Ok(samples.chunks_exact(each).filter_map(|sample| u32_be(sample, 0)).map(u64::from).sum())
}
