//! What kind of video or voice clip a file is and how long it lasts, from its structure alone; nothing is decoded.
//!
//! Phone and server judge by this same function: the phone at the shutter, the server when an operation references the
//! file. [`judge`] tells the containers apart; each has a file of its own here: `iso` (MP4, 3GP, MOV, M4A), `webm` (and
//! Matroska), `ogg` (Opus and Vorbis) and `wav`. Every byte is visited a fixed number of times, nothing recurses, and
//! nothing is kept but a few numbers per track; no bytes whatever make it panic.
//!
//! Own code, and why: of the crates that read durations, `mp4parse` and `mp4` know ISO media only and build the sample
//! tables, `symphonia` knows no picture tracks, `matroska` wants the `Duration` that no browser writes while it records,
//! and `nom-exif` does not say of which kind the tracks are. Each would have to be joined by others, and all of them
//! together would weigh more in the phone's wasm than this.

mod bytes;
mod iso;
mod webm;
mod ogg;
mod wav;

use crate::evidence::photo::PhotoRole;
use crate::refusal::{Code, Refusal};

/// A video lasts at most so long, milliseconds.
pub const LONGEST_VIDEO_MS: u64 = 30_000;
/// A voice note lasts at most so long, milliseconds.
pub const LONGEST_VOICE_MS: u64 = 60_000;
/// A clip has at most so many bytes: 20 MB.
pub const LARGEST_BYTES: u64 = 20 * 1024 * 1024;
/// A recorder that is told to stop finishes its frame and its packet first: so much more is nobody's doing.
const SLACK_MS: u64 = 1_000;

/// The containers that are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// MP4.
    Mp4,
    /// MOV, of Apple's phones.
    QuickTime,
    /// 3GP and 3G2, of old phones.
    ThreeGp,
    /// M4A: MP4 that says by its brand that it holds sound alone.
    M4a,
    /// WebM, of browsers.
    Webm,
    /// Matroska.
    Matroska,
    /// Ogg with Opus or Vorbis.
    Ogg,
    /// WAV.
    Wav,
}

/// A whole clip of an acceptable length.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Clip {
    /// Its container.
    pub format: Format,
    /// How long it lasts, milliseconds, as the file says.
    pub duration_ms: u64,
    /// Whether pictures go with the sound; what it is served as depends on it.
    pub has_picture: bool,
}

impl Clip {
    /// Returns the media type.
    pub const fn media_type(&self) -> &'static str {
        match (self.format, self.has_picture) {
            (Format::Mp4, true) => "video/mp4",
            (Format::Mp4, false) | (Format::M4a, _) => "audio/mp4",
            (Format::QuickTime, _) => "video/quicktime",
            (Format::ThreeGp, true) => "video/3gpp",
            (Format::ThreeGp, false) => "audio/3gpp",
            (Format::Webm, true) => "video/webm",
            (Format::Webm, false) => "audio/webm",
            (Format::Matroska, true) => "video/x-matroska",
            (Format::Matroska, false) => "audio/x-matroska",
            (Format::Ogg, _) => "audio/ogg",
            (Format::Wav, _) => "audio/wav",
        }
    }
}

/// What a container says of itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Found {
    format: Format,
    duration_ms: u64,
    has_picture: bool,
    has_sound: bool,
}

/// Judges a file that is handed in as a clip: a whole one of an acceptable length and kind, or why not.
///
/// A [`PhotoRole::Video`] needs a picture track; a [`PhotoRole::Voice`] needs sound and must have no picture track. No
/// other role has a clip.
///
/// # Errors
///
/// [`Code::NotAClip`] with what is wrong, [`Code::ClipTooLong`] and [`Code::ClipTooLarge`] with the size that was found.
pub fn judge(bytes: &[u8], role: PhotoRole) -> Result<Clip, Refusal> {
    let longest_ms = match role {
        PhotoRole::Video => LONGEST_VIDEO_MS,
        PhotoRole::Voice => LONGEST_VOICE_MS,
        PhotoRole::Near | PhotoRole::Far | PhotoRole::Reference | PhotoRole::Before | PhotoRole::After => {
            return Err(broken("what it is handed in for is a photo's"));
        }
    };
    let size_bytes = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if size_bytes > LARGEST_BYTES {
        return Err(Refusal::because(Code::ClipTooLarge, format!("{size_bytes} bytes")));
    }
    let Found { format, duration_ms, has_picture, has_sound } = read(bytes)?;
    let is_video = role == PhotoRole::Video;
    if is_video && !has_picture {
        return Err(broken("it has no picture track"));
    }
    if !is_video && has_picture {
        return Err(broken("a voice note has no picture track"));
    }
    if !is_video && !has_sound {
        return Err(broken("it has no sound"));
    }
    if duration_ms == 0 {
        return Err(broken("it lasts no time"));
    }
    if duration_ms > longest_ms + SLACK_MS {
        return Err(Refusal::because(Code::ClipTooLong, format!("{duration_ms} ms")));
    }
    Ok(Clip { format, duration_ms, has_picture })
}

fn read(bytes: &[u8]) -> Result<Found, Refusal> {
    if bytes.is_empty() {
        return Err(broken("the file has no bytes"));
    }
    if iso::begins(bytes) {
        iso::read(bytes)
    } else if bytes.starts_with(&webm::BEGINNING) {
        webm::read(bytes)
    } else if bytes.starts_with(ogg::BEGINNING) {
        ogg::read(bytes)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WAVE") {
        wav::read(bytes)
    } else {
        Err(broken("neither MP4, WebM, Ogg nor WAV"))
    }
}

fn cut() -> Refusal {
    broken("the file ends before the clip does")
}

fn broken(what: &str) -> Refusal {
    Refusal::because(Code::NotAClip, what)
}

#[cfg(test)]
mod tests;
