//! From the camera's file to what travels: upright, scaled, watermarked, with its EXIF written anew, and a thumbnail.
//!
//! Pure: bytes in, bytes out. The original is never changed; it was hashed before it came here. Nothing here signs,
//! stores or knows a case. Start with [`develop`].

mod facts;
mod jpeg;
mod scale;
mod encode;
mod watermark;
mod font;
mod exif_out;

pub use self::facts::Facts;
pub use self::font::Font;

use image::{Rgb, RgbImage};
use shared::evidence::clear;
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
    /// The font has not every letter of the watermark; a box stands for each that is missing.
    NoFont,
    /// The file's own place is no place on Earth, or zero; it was left out.
    ImplausiblePlace,
    /// The long edge is below 1,280 pixels.
    Small,
    /// The picture is almost black.
    Dark,
    /// Nothing in the picture is sharp.
    Blurred,
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

/// Develops a shot, with the font that comes along where no other is given; refuses what is no whole picture of an acceptable size.
pub fn develop(
    original: &[u8],
    stamp: &Stamp,
    claim: &Claim,
    font: Option<&Font>,
    rules: Rules,
) -> Result<Developed, Refusal> {
    let picture = judge(original)?;
    let facts = Facts::read(original);
    let mut remarks = facts.remarks();
    let orientation = facts.orientation.unwrap_or(1);
    let upright = scale::upright(original, &picture, orientation, rules.working_edge_px)?;
    if upright.long_edge_before < clear::SMALL_EDGE {
        remarks.push(Remark::Small);
    }
    let shrunk = scale::shrunk(&upright.image, clear::EDGE)?;
    let small = shrunk.as_ref().unwrap_or(&upright.image);
    let luma = scale::luma(small);
    if clear::is_dark(&luma) {
        remarks.push(Remark::Dark);
    } else if clear::is_blurred(&luma, usize::try_from(small.width()).unwrap_or(0)) {
        remarks.push(Remark::Blurred);
    }
    let thumb = encode::thumbnail(small)?;
    stamped(upright.image, thumb, stamp, claim, facts, font, remarks)
}

/// Draws the working copy of a clip that has no picture: its words on a plain ground, such as `语音 0:23`.
pub fn card(
    words: &str,
    stamp: &Stamp,
    claim: &Claim,
    font: Option<&Font>,
    rules: Rules,
) -> Result<Developed, Refusal> {
    let width = rules.working_edge_px.max(640);
    let mut image = RgbImage::from_pixel(width, width * 9 / 16, Rgb(CARD_GROUND));
    let letters = font.unwrap_or_else(|| Font::built_in());
    #[expect(clippy::cast_precision_loss, reason = "no card has sixteen million pixels on an edge")]
    let (across, down) = (image.width() as f32, image.height() as f32);
    let size = across / 12.0;
    let left = (across - letters.width(words, size)).max(0.0) / 2.0;
    watermark::put(&mut image, letters, words, size, (left, down * 0.3), CARD_WORDS);
    let thumb = encode::thumbnail(&image)?;
    stamped(image, thumb, stamp, claim, Facts::default(), font, Vec::new())
}

const CARD_GROUND: [u8; 3] = [38, 50, 56];
const CARD_WORDS: [u8; 3] = [236, 239, 241];

/// Watermark, encoding and EXIF of an upright picture.
fn stamped(
    mut image: RgbImage,
    thumb: Vec<u8>,
    stamp: &Stamp,
    claim: &Claim,
    facts: Facts,
    font: Option<&Font>,
    mut remarks: Vec<Remark>,
) -> Result<Developed, Refusal> {
    let font = font.unwrap_or_else(|| Font::built_in());
    if !watermark::is_complete(stamp, font) {
        remarks.push(Remark::NoFont);
    }
    let band = watermark::draw(&mut image, stamp, font);
    let (width, height) = image.dimensions();
    let pixels = encode::working(&image, width.max(height))?;
    let working = exif_out::with_exif(&pixels, (width, height), claim, &facts, band)?;
    Ok(Developed { working, thumb, width, height, facts, remarks })
}

/// Makes the thumbnail of a working copy.
pub fn thumbnail(working: &[u8]) -> Result<Vec<u8>, Refusal> {
    let picture = judge(working)?;
    let orientation = Facts::read(working).orientation.unwrap_or(1);
    encode::thumbnail(&scale::upright(working, &picture, orientation, THUMB_EDGE_PX)?.image)
}

/// As large as a thumbnail is at most; decoding a picture no larger costs the least.
const THUMB_EDGE_PX: u32 = 320;

#[cfg(test)]
mod tests;
