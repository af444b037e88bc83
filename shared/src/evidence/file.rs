//! What kind of picture a file is, from its structure alone; no pixel is decoded.
//!
//! Phone and server judge by this same function: the phone at the shutter, the server when an operation references
//! the file. A file that ends before its picture does is told apart from one that is no picture at all.

use crate::refusal::{Code, Refusal};

/// Pictures of this many pixels or more are refused: decoding one would take the memory of a cheap phone.
pub const TOO_MANY_PIXELS: u64 = 100_000_000;

/// The formats that are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// JPEG, baseline or progressive.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    Webp,
}

impl Format {
    /// Returns the media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
        }
    }
}

/// What the structure of a picture says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Picture {
    /// Its format.
    pub format: Format,
    /// Pixels across, before any orientation.
    pub width: u32,
    /// Pixels down, before any orientation.
    pub height: u32,
}

/// Judges a file: a whole picture of an acceptable size, or why not.
pub fn judge(bytes: &[u8]) -> Result<Picture, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::because(Code::PhotoIncomplete, "the file has no bytes"));
    }
    let picture = if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        jpeg(bytes)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        png(bytes)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        webp(bytes)
    } else if bytes.get(4..8) == Some(b"ftyp") {
        Err(Refusal::because(Code::NotAPhoto, "HEIC and other ISO media are not read; set the camera to JPEG"))
    } else {
        Err(Refusal::because(Code::NotAPhoto, "neither JPEG, PNG nor WebP"))
    }?;
    let pixels = u64::from(picture.width) * u64::from(picture.height);
    if pixels == 0 {
        return Err(Refusal::because(Code::NotAPhoto, "the header says zero pixels"));
    }
    if pixels >= TOO_MANY_PIXELS {
        let size = format!("{} by {} pixels", picture.width, picture.height);
        return Err(Refusal::because(Code::PhotoTooLarge, size));
    }
    Ok(picture)
}

fn cut() -> Refusal {
    Refusal::because(Code::PhotoIncomplete, "the file ends before the picture does")
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_be_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_be_bytes)
}

/// Walks the segments to the frame header, then looks for the end marker behind the first scan.
fn jpeg(bytes: &[u8]) -> Result<Picture, Refusal> {
    let mut at = 2;
    let mut size = None;
    loop {
        while bytes.get(at) == Some(&0xff) && bytes.get(at + 1) == Some(&0xff) {
            at += 1;
        }
        let (Some(0xff), Some(marker)) = (bytes.get(at), bytes.get(at + 1)) else {
            return if at + 1 >= bytes.len() {
                Err(cut())
            } else {
                Err(Refusal::because(Code::NotAPhoto, "a JPEG segment is broken"))
            };
        };
        if *marker == 0xd9 {
            return Err(Refusal::because(Code::NotAPhoto, "a JPEG without a picture"));
        }
        let length = usize::from(u16_at(bytes, at + 2).ok_or_else(cut)?);
        let is_frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
        if is_frame {
            let height = u16_at(bytes, at + 5).ok_or_else(cut)?;
            let width = u16_at(bytes, at + 7).ok_or_else(cut)?;
            size = Some((u32::from(width), u32::from(height)));
        }
        at = at + 2 + length;
        if *marker == 0xda {
            break;
        }
    }
    let (width, height) = size.ok_or_else(|| Refusal::because(Code::NotAPhoto, "a JPEG without a frame header"))?;
    // Too large is said before cut short: a header that claims 100 megapixels is not worth a search for its end.
    let too_large = u64::from(width) * u64::from(height) >= TOO_MANY_PIXELS;
    let ended = bytes.get(at..).is_some_and(|rest| rest.windows(2).any(|pair| pair == [0xff, 0xd9]));
    if ended || too_large { Ok(Picture { format: Format::Jpeg, width, height }) } else { Err(cut()) }
}

fn png(bytes: &[u8]) -> Result<Picture, Refusal> {
    let (Some(width), Some(height)) = (u32_at(bytes, 16), u32_at(bytes, 20)) else { return Err(cut()) };
    let too_large = u64::from(width) * u64::from(height) >= TOO_MANY_PIXELS;
    let mut at = 8;
    while let Some(length) = u32_at(bytes, at) {
        if bytes.get(at + 4..at + 8) == Some(b"IEND") {
            return Ok(Picture { format: Format::Png, width, height });
        }
        at = at.saturating_add(12).saturating_add(usize::try_from(length).unwrap_or(usize::MAX));
    }
    if too_large { Ok(Picture { format: Format::Png, width, height }) } else { Err(cut()) }
}

fn webp(bytes: &[u8]) -> Result<Picture, Refusal> {
    let claimed = bytes.get(4..8).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes).ok_or_else(cut)?;
    let byte = |at: usize| bytes.get(at).copied().map(u32::from).ok_or_else(cut);
    let (width, height) = match bytes.get(12..16) {
        Some(b"VP8X") => {
            (1 + byte(24)? + (byte(25)? << 8) + (byte(26)? << 16), 1 + byte(27)? + (byte(28)? << 8) + (byte(29)? << 16))
        }
        Some(b"VP8L") => {
            let bits = byte(21)? + (byte(22)? << 8) + (byte(23)? << 16) + (byte(24)? << 24);
            (1 + (bits & 0x3fff), 1 + ((bits >> 14) & 0x3fff))
        }
        Some(b"VP8 ") => ((byte(26)? + (byte(27)? << 8)) & 0x3fff, (byte(28)? + (byte(29)? << 8)) & 0x3fff),
        Some(_) => return Err(Refusal::because(Code::NotAPhoto, "an unknown kind of WebP")),
        None => return Err(cut()),
    };
    let whole = u64::try_from(bytes.len()).unwrap_or(u64::MAX) >= u64::from(claimed) + 8;
    let too_large = u64::from(width) * u64::from(height) >= TOO_MANY_PIXELS;
    if whole || too_large { Ok(Picture { format: Format::Webp, width, height }) } else { Err(cut()) }
}

#[cfg(test)]
mod tests {
    use super::{Format, judge};
    use crate::refusal::Code;

    /// A JPEG's bones: a frame header of the size, a scan, an end.
    fn jpeg(width: u16, height: u16) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc0, 0, 11, 8];
        bytes.extend(height.to_be_bytes());
        bytes.extend(width.to_be_bytes());
        bytes.extend([1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x55, 0x55, 0xff, 0xd9]);
        bytes
    }

    #[track_caller]
    fn check(bytes: &[u8], expected: Result<(u32, u32), Code>) {
        assert_eq!(judge(bytes).map(|p| (p.width, p.height)).map_err(|refusal| refusal.code), expected);
    }

    #[test]
    fn a_whole_picture_tells_its_size() {
        check(&jpeg(4000, 3000), Ok((4000, 3000)));
        assert_eq!(judge(&jpeg(1, 1)).unwrap().format, Format::Jpeg);
    }

    #[test]
    fn no_bytes_and_too_few_bytes_are_incomplete() {
        check(b"", Err(Code::PhotoIncomplete));
        let whole = jpeg(4000, 3000);
        for length in 4..whole.len() - 1 {
            check(&whole[..length], Err(Code::PhotoIncomplete));
        }
    }

    #[test]
    fn what_is_no_picture_is_said_so() {
        check(b"%PDF-1.7", Err(Code::NotAPhoto));
        check(b"\0\0\0\x18ftypheic", Err(Code::NotAPhoto));
        check(&jpeg(0, 10), Err(Code::NotAPhoto));
    }

    #[test]
    fn a_header_of_a_hundred_megapixels_is_refused_even_when_it_is_cut() {
        check(&jpeg(10_000, 10_000), Err(Code::PhotoTooLarge));
        let bytes = jpeg(50_000, 50_000);
        check(&bytes[..bytes.len() - 2], Err(Code::PhotoTooLarge));
        check(&jpeg(10_000, 9_999), Ok((10_000, 9_999)));
    }
}
