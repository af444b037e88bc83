//! One frame of a running picture, drawn so that it can be kept: for a shot without the platform's own still, and for
//! the poster of a video.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlVideoElement};

use crate::heard;

const JPEG: &str = "image/jpeg";
/// Encoding twelve megapixels takes a slow phone a second or two.
const ENCODED_WITHIN_MS: i32 = 10_000;

/// Draws what a video shows now, its long edge at most so many pixels; `None` while it shows nothing.
pub fn drawn(video: &HtmlVideoElement, longest_px: u32) -> Option<HtmlCanvasElement> {
    let (width, height) = scaled(video.video_width(), video.video_height(), longest_px)?;
    let page = web_sys::window()?.document()?;
    let canvas = page.create_element("canvas").ok()?.dyn_into::<HtmlCanvasElement>().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let brush = canvas.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
    let (wide, high) = (f64::from(width), f64::from(height));
    brush.draw_image_with_html_video_element_and_dw_and_dh(video, 0.0, 0.0, wide, high).ok()?;
    Some(canvas)
}

/// Encodes a drawn frame as JPEG.
pub async fn jpeg(canvas: &HtmlCanvasElement, quality: f64) -> Option<Blob> {
    let quality = JsValue::from_f64(quality);
    let encoded = Promise::new(&mut |resolve, _reject| {
        if canvas.to_blob_with_type_and_encoder_options(&resolve, JPEG, &quality).is_err() {
            leptos::logging::warn!("The frame could not be encoded");
        }
    });
    heard::within(ENCODED_WITHIN_MS, encoded).await?.dyn_into::<Blob>().ok()
}

/// Encodes a drawn frame as JPEG in base64.
pub fn jpeg_base64(canvas: &HtmlCanvasElement, quality: f64) -> Option<String> {
    let address = canvas.to_data_url_with_type_and_encoder_options(JPEG, &JsValue::from_f64(quality)).ok()?;
    // A platform that cannot write JPEG writes PNG and says so.
    address.strip_prefix("data:image/jpeg;base64,").map(str::to_owned)
}

/// Returns width and height with the long edge at most so long; never larger, never flat.
fn scaled(width: u32, height: u32, longest_px: u32) -> Option<(u32, u32)> {
    let long = width.max(height);
    if width == 0 || height == 0 {
        return None;
    }
    if long <= longest_px {
        return Some((width, height));
    }
    let shrunk = |edge: u32| {
        let edge = u64::from(edge) * u64::from(longest_px) / u64::from(long);
        u32::try_from(edge.max(1)).ok()
    };
    Some((shrunk(width)?, shrunk(height)?))
}

#[cfg(test)]
mod tests {
    use super::scaled;

    #[test]
    fn a_frame_is_never_enlarged_and_keeps_its_shape() {
        assert_eq!(scaled(1280, 720, 1600), Some((1280, 720)));
        assert_eq!(scaled(3840, 2160, 1600), Some((1600, 900)));
        assert_eq!(scaled(1080, 1920, 1600), Some((900, 1600)), "upright too");
        assert_eq!(scaled(8000, 2, 1600), Some((1600, 1)), "an edge of nothing is no picture");
    }

    #[test]
    fn a_video_that_shows_nothing_yet_gives_no_frame() {
        assert_eq!(scaled(0, 0, 1600), None);
    }
}
