//! Pictures as large as a working copy: boxes in front of each other, another street for each number.

use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, GrayImage};
use shared::place::point::Point;
use shared::time::Instant;

const WIDTH: usize = 1_280;
const HEIGHT: usize = 960;

/// Numbers that look like chance and are the same every time.
fn dice(state: &mut u64) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 40).unwrap()
}

/// A street.
pub fn street(number: u64) -> DynamicImage {
    let mut luma: Vec<u8> = Vec::with_capacity(WIDTH * HEIGHT);
    for y in 0..HEIGHT {
        luma.resize((y + 1) * WIDTH, u8::try_from(90 + y / 16).unwrap());
    }
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) + 1;
    for _ in 0..60 {
        let (width, height) = (40 + dice(&mut state) % 280, 40 + dice(&mut state) % 240);
        let (left, top) = (dice(&mut state) % (WIDTH - width), dice(&mut state) % (HEIGHT - height));
        let shade = u8::try_from(dice(&mut state) % 256).unwrap();
        for row in luma.chunks_exact_mut(WIDTH).skip(top).take(height) {
            row[left..left + width].fill(shade);
        }
    }
    let (width, height) = (u32::try_from(WIDTH).unwrap(), u32::try_from(HEIGHT).unwrap());
    DynamicImage::ImageLuma8(GrayImage::from_raw(width, height, luma).unwrap())
}

/// Encodes a picture with a quality of 1 to 100.
pub fn encoded(picture: &DynamicImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(picture).unwrap();
    bytes
}

/// A working copy without EXIF.
pub fn plain(number: u64) -> Vec<u8> {
    encoded(&street(number), 85)
}

/// A working copy whose EXIF says when and where.
pub fn stamped(number: u64, taken: Option<Instant>, place: Option<Point>) -> Vec<u8> {
    with_exif(&plain(number), taken, place)
}

fn field(tag: Tag, value: Value) -> Field {
    Field { tag, ifd_num: In::PRIMARY, value }
}

fn text(tag: Tag, text: &str) -> Field {
    field(tag, Value::Ascii(vec![text.as_bytes().to_vec()]))
}

/// Degrees, minutes and ten thousandths of a second.
fn sexagesimal(degrees: f64) -> Value {
    let total = (degrees * 36_000_000.0).round() as u64;
    let part = |num: u64, denom: u32| Rational { num: u32::try_from(num).unwrap(), denom };
    let rest = total % 36_000_000;
    Value::Rational(vec![part(total / 36_000_000, 1), part(rest / 600_000, 1), part(rest % 600_000, 10_000)])
}

/// The same JPEG with an EXIF of its own.
pub fn with_exif(jpeg: &[u8], taken: Option<Instant>, place: Option<Point>) -> Vec<u8> {
    let mut fields = vec![text(Tag::Software, "test")];
    if let Some(taken) = taken {
        fields.push(text(Tag::DateTimeOriginal, &taken.format_in("Asia/Shanghai", "%Y:%m:%d %H:%M:%S")));
        fields.push(text(Tag::OffsetTimeOriginal, "+08:00"));
    }
    if let Some(place) = place {
        fields.push(text(Tag::GPSLatitudeRef, "N"));
        fields.push(field(Tag::GPSLatitude, sexagesimal(place.lat())));
        fields.push(text(Tag::GPSLongitudeRef, "E"));
        fields.push(field(Tag::GPSLongitude, sexagesimal(place.lon())));
    }
    let mut writer = Writer::new();
    for field in &fields {
        writer.push_field(field);
    }
    let mut tiff = std::io::Cursor::new(Vec::new());
    writer.write(&mut tiff, false).unwrap();
    let tiff = tiff.into_inner();
    let length = u16::try_from(tiff.len() + 8).unwrap().to_be_bytes();
    let mut bytes = jpeg.to_vec();
    bytes.splice(2..2, [[0xff, 0xe1].as_slice(), length.as_slice(), b"Exif\0\0".as_slice(), tiff.as_slice()].concat());
    bytes
}
