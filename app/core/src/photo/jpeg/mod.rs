//! JPEG in and out: by libjpeg-turbo on phones and desks, by the `image` crate in a browser, which has no C.
//!
//! libjpeg-turbo decodes to a half, a quarter or any eighth of the size at once, and that is most of the time saved: 12
//! megapixels come out as 3. What it refuses (an unusual colour space, a broken table) the slower one is asked for.

#[cfg(not(target_arch = "wasm32"))]
mod turbo;
mod portable;

use image::RgbImage;
use shared::evidence::file::Picture;
use shared::refusal::{Code, Refusal};

/// A decoded JPEG, perhaps already smaller than it was.
pub struct Decoded {
    /// The pixels, not yet turned.
    pub image: RgbImage,
    /// The long edge as the file has it.
    pub long_edge: u32,
}

/// Refuses a file that cannot hold what its header claims: each block of 64 pixels takes a bit at the very least. A
/// decoder would fill the rest with grey, and take seconds over a few hundred bytes that claim 99 megapixels.
pub fn is_worth_decoding(bytes: &[u8], picture: &Picture) -> Result<(), Refusal> {
    let blocks = u64::from(picture.width.div_ceil(8)) * u64::from(picture.height.div_ceil(8));
    let bits = u64::try_from(bytes.len()).unwrap_or(u64::MAX).saturating_mul(8);
    if bits < blocks {
        let detail = format!("{} bytes cannot hold {} by {} pixels", bytes.len(), picture.width, picture.height);
        return Err(Refusal::because(Code::PhotoIncomplete, detail));
    }
    Ok(())
}

/// Decodes a JPEG with a long edge of at least so many pixels, where it has as many.
#[cfg_attr(
    target_arch = "wasm32",
    expect(unused_variables, reason = "the portable decoder cannot leave out pixels while it decodes")
)]
pub fn decode(bytes: &[u8], long_edge: u32) -> Result<Decoded, Refusal> {
    #[cfg(not(target_arch = "wasm32"))]
    match turbo::decode(bytes, long_edge) {
        Ok(decoded) => return Ok(decoded),
        Err(turbo::Declined::TooLarge(size)) => return Err(Refusal::because(Code::PhotoTooLarge, size)),
        Err(turbo::Declined::Unusual) => {}
    }
    portable::decode(bytes).map_err(|detail| Refusal::because(Code::NotAPhoto, detail))
}

/// Encodes a baseline JPEG with chroma at half the resolution; quality 1 to 100.
pub fn encode(image: &RgbImage, quality: u8) -> Result<Vec<u8>, Refusal> {
    #[cfg(not(target_arch = "wasm32"))]
    let bytes = turbo::encode(image, quality);
    #[cfg(target_arch = "wasm32")]
    let bytes = portable::encode(image, quality);
    bytes.map_err(|detail| Refusal::because(Code::NotAPhoto, detail))
}
