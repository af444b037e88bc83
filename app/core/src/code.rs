//! Reading a QR code off a camera picture, where the web view has no reader of its own.

use std::io::Cursor;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use image::{ImageFormat, ImageReader, Limits};
use rqrr::PreparedImage;
use shared::refusal::{Code, Refusal};

use crate::core::Inner;
use crate::error::Result;
use crate::ports::heavy;

/// A frame of the view has a few hundred kilobytes; nothing larger is looked at.
const MOST_BASE64: usize = 4 * 1024 * 1024;
const LONGEST_EDGE_PX: u32 = 2_048;

/// Returns what the first readable code in a picture says; `None` when there is none.
pub async fn read(core: &Inner, jpeg_base64: String) -> Result<Option<String>> {
    if jpeg_base64.len() > MOST_BASE64 {
        return Err(Code::TooLarge.into());
    }
    Ok(heavy(&*core.world.work, move || found(&jpeg_base64)).await??)
}

fn found(jpeg_base64: &str) -> std::result::Result<Option<String>, Refusal> {
    let no_photo = |detail: String| Refusal::because(Code::NotAPhoto, detail);
    let bytes = BASE64.decode(jpeg_base64).map_err(|error| no_photo(error.to_string()))?;
    let mut reader = ImageReader::with_format(Cursor::new(bytes), ImageFormat::Jpeg);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_EDGE_PX);
    limits.max_image_height = Some(LONGEST_EDGE_PX);
    reader.limits(limits);
    let grey = reader.decode().map_err(|error| no_photo(error.to_string()))?.into_luma8();
    let size = |edge: u32| usize::try_from(edge).unwrap_or(0);
    let pixel = |x: usize, y: usize| {
        let at = (u32::try_from(x).unwrap_or(u32::MAX), u32::try_from(y).unwrap_or(u32::MAX));
        grey.get_pixel_checked(at.0, at.1).map_or(255, |pixel| pixel.0[0])
    };
    let mut prepared = PreparedImage::prepare_from_greyscale(size(grey.width()), size(grey.height()), pixel);
    let grids = prepared.detect_grids();
    Ok(grids.iter().find_map(|grid| grid.decode().ok()).map(|(_, text)| text))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD as BASE64;
    use image::{GrayImage, ImageFormat, Luma};

    use super::found;

    const LINK: &str = "https://xunge.example.cn/enroll#k3yc0de";
    /// A code of the link, 29 modules a side; the first of a row is its highest bit.
    const MODULES: [u32; 29] = [
        0x1fda_477f,
        0x1055_5141,
        0x174b_b55d,
        0x1753_ea5d,
        0x174e_735d,
        0x104c_cf41,
        0x1fd5_557f,
        0x001a_4800,
        0x16e5_6a4b,
        0x0a2a_1ff1,
        0x0ff0_1596,
        0x16a9_f7e1,
        0x06c8_3a8c,
        0x17b5_6a47,
        0x064b_8697,
        0x0626_00e2,
        0x124a_64ba,
        0x071a_292e,
        0x13f1_f934,
        0x0088_e884,
        0x0c4c_ddfc,
        0x0018_011f,
        0x1fd7_435a,
        0x1054_c11a,
        0x1741_09f4,
        0x1758_b399,
        0x1751_9ea5,
        0x104b_31da,
        0x1fdf_a73a,
    ];

    /// The code as a camera sees it: grey on grey, six pixels a module, with paper around it.
    fn seen() -> GrayImage {
        GrayImage::from_fn(300, 300, |x, y| {
            let module = |at: u32| at.checked_sub(60).map(|at| at / 6).filter(|at| *at < 29);
            let is_dark = match (module(x), module(y)) {
                (Some(column), Some(row)) => (MODULES[usize::try_from(row).unwrap()] >> (28 - column)) & 1 == 1,
                _ => false,
            };
            Luma([if is_dark { 40 } else { 210 }])
        })
    }

    fn jpeg(image: &GrayImage) -> String {
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
        BASE64.encode(bytes.into_inner())
    }

    #[test]
    fn a_code_in_a_picture_is_read() {
        assert_eq!(found(&jpeg(&seen())).unwrap().as_deref(), Some(LINK));
    }

    #[test]
    fn a_picture_without_one_says_nothing_and_no_picture_is_refused() {
        let wall = GrayImage::from_fn(300, 300, |x, _| Luma([if x % 40 < 20 { 90 } else { 160 }]));
        assert_eq!(found(&jpeg(&wall)).unwrap(), None);
        assert_eq!(found("no base64").unwrap_err().code.as_str(), "not_a_photo");
        assert_eq!(found(&BASE64.encode(b"no picture")).unwrap_err().code.as_str(), "not_a_photo");
        let huge = GrayImage::from_pixel(2_100, 8, Luma([9]));
        assert_eq!(found(&jpeg(&huge)).unwrap_err().code.as_str(), "not_a_photo", "larger than a view is");
    }
}
