//! From the camera's file to what travels: upright, scaled, watermarked, with its EXIF written anew, and a thumbnail.
//!
//! Pure: bytes in, bytes out. The original is never changed; it was hashed before it came here. Nothing here signs,
//! stores or knows a case. Start with [`develop`].

mod facts;
mod scale;
mod encode;
mod watermark;
mod font;
mod exif_out;

pub use self::facts::Facts;
pub use self::font::Font;

use shared::evidence::file::judge;
use shared::place::fix::Fix;
use shared::refusal::Refusal;
use shared::time::Instant;

/// What is written on the working copy. Every text is shown as it is given.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Stamp {
    /// The time to the second, in the jurisdiction's zone.
    pub time: String,
    /// What the photo shows, such as 近景.
    pub role: String,
    /// The address or the place in words.
    pub place: String,
    /// The unit grid.
    pub grid: String,
    /// Who took it.
    pub person: String,
    /// The case or the task, short.
    pub case: String,
    /// The words of a training city, such as 训练; empty otherwise.
    pub training: String,
}

/// What goes into the working copy's EXIF.
#[derive(Clone, PartialEq, Debug)]
pub enum Claim {
    /// What the app knows: the time and the place of the shot.
    Known {
        /// When it was taken.
        taken: Instant,
        /// IANA name of the zone the time is written in.
        zone: String,
        /// Where the device was.
        fix: Option<Fix>,
    },
    /// What the file says of itself, word for word; nothing where it says nothing.
    Own,
}

/// The numbers a jurisdiction may set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rules {
    /// Long edge of the working copy, pixels; a smaller original is not scaled up.
    pub working_edge_px: u32,
}

/// Why a shot is taken as it is and yet worth a word to the person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Remark {
    /// No font with Chinese was found: the watermark has digits and Latin letters only.
    NoFont,
    /// The file's own place is no place on Earth, or zero; it was left out.
    ImplausiblePlace,
    /// The long edge is below 1,280 pixels.
    Small,
    /// The picture is almost black.
    Dark,
}

/// A developed shot.
#[derive(Clone, PartialEq, Debug)]
pub struct Developed {
    /// The working copy, JPEG.
    pub working: Vec<u8>,
    /// The thumbnail, JPEG, at most 320 pixels and 30 KB.
    pub thumb: Vec<u8>,
    /// Pixels across of the working copy.
    pub width: u32,
    /// Pixels down of the working copy.
    pub height: u32,
    /// What the original said about itself.
    pub facts: Facts,
    /// What to mind.
    pub remarks: Vec<Remark>,
}

/// Develops a shot; refuses what is no whole picture of an acceptable size.
pub fn develop(
    original: &[u8],
    stamp: &Stamp,
    claim: &Claim,
    font: Option<&Font>,
    rules: Rules,
) -> Result<Developed, Refusal> {
    judge(original)?;
    let facts = Facts::read(original);
    let mut remarks = facts.remarks();
    let upright = scale::upright(original, rules.working_edge_px)?;
    let long_edge = upright.image.width().max(upright.image.height());
    if upright.long_edge_before < 1_280 {
        remarks.push(Remark::Small);
    }
    if scale::is_dark(&upright.image) {
        remarks.push(Remark::Dark);
    }
    if font.is_none() {
        remarks.push(Remark::NoFont);
    }
    let thumb = encode::thumbnail(&upright.image)?;
    let mut image = upright.image;
    watermark::draw(&mut image, stamp, font);
    let (width, height) = image.dimensions();
    let pixels = encode::working(&image, long_edge)?;
    let working = exif_out::with_exif(&pixels, claim, &facts)?;
    Ok(Developed { working, thumb, width, height, facts, remarks })
}

/// Makes the thumbnail of a working copy.
pub fn thumbnail(working: &[u8]) -> Result<Vec<u8>, Refusal> {
    encode::thumbnail(&scale::upright(working, THUMB_EDGE_PX)?.image)
}

/// As large as a thumbnail is at most; decoding a picture no larger costs the least.
const THUMB_EDGE_PX: u32 = 320;

#[cfg(test)]
mod tests;
