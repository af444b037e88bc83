//! Pictures made here are small and plain; the cameras' own files are developed by the demo and the stories.

use image::{ImageFormat, Rgb, RgbImage};
use shared::place::crs::Crs;
use shared::place::fix::{Fix, Source};
use shared::place::point::Degree;
use shared::refusal::Code;
use shared::time::Instant;

use super::{Claim, Developed, Facts, Remark, Rules, Stamp, develop};

mod formats;
mod exiftool;

const RED: [u8; 3] = [220, 30, 30];
const BLUE: [u8; 3] = [30, 30, 220];

/// 64 by 32 pixels: the left half red, the right half blue.
fn halves() -> RgbImage {
    RgbImage::from_fn(64, 32, |x, _| Rgb(if x < 32 { RED } else { BLUE }))
}

fn encoded(image: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG whose EXIF says the orientation.
fn turned(orientation: u8) -> Vec<u8> {
    let jpeg = encoded(&halves(), ImageFormat::Jpeg);
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    tiff.extend([orientation, 0, 0, 0, 0, 0, 0]);
    let mut out = jpeg[..2].to_vec();
    out.extend([0xff, 0xe1]);
    out.extend(u16::try_from(tiff.len() + 8).unwrap().to_be_bytes());
    out.extend(b"Exif\0\0");
    out.extend(&tiff);
    out.extend(&jpeg[2..]);
    out
}

fn fix() -> Fix {
    Fix {
        lon: Degree(1_089_423_000),
        lat: Degree(342_610_000),
        crs: Crs::Wgs84,
        source: Source::Gnss,
        accuracy_m: Some(6.0),
        fix_time: Instant::from_ms(1_763_864_690_000),
        provider: None,
        is_mock: false,
        heading_deg: Some(271.5),
    }
}

fn at(fix: Fix) -> Claim {
    let taken = "2026-11-23T10:24:51+08:00".parse::<Instant>().unwrap();
    Claim::Known { taken, zone: "Asia/Shanghai".to_owned(), fix: Some(fix) }
}

fn claim() -> Claim {
    at(fix())
}

fn developed(original: &[u8], stamp: &Stamp) -> Developed {
    develop(original, stamp, &claim(), None, Rules { working_edge_px: 1_600 }).unwrap()
}

fn pixel(jpeg: &[u8], x: u32, y: u32) -> [u8; 3] {
    image::load_from_memory(jpeg).unwrap().into_rgb8().get_pixel(x, y).0
}

fn is_red(pixel: [u8; 3]) -> bool {
    pixel[0] > pixel[2]
}

#[track_caller]
fn check_orientation(orientation: u8, size: (u32, u32), red_at: (u32, u32), blue_at: (u32, u32)) {
    let out = developed(&turned(orientation), &Stamp::default());
    assert_eq!((out.width, out.height), size, "orientation {orientation}");
    assert!(is_red(pixel(&out.working, red_at.0, red_at.1)), "orientation {orientation}");
    assert!(!is_red(pixel(&out.working, blue_at.0, blue_at.1)), "orientation {orientation}");
}

#[test]
fn all_eight_orientations_come_out_upright() {
    check_orientation(1, (64, 32), (5, 10), (58, 10));
    check_orientation(2, (64, 32), (58, 10), (5, 10));
    check_orientation(3, (64, 32), (58, 10), (5, 10));
    check_orientation(4, (64, 32), (5, 10), (58, 10));
    check_orientation(5, (32, 64), (10, 5), (10, 58));
    check_orientation(6, (32, 64), (10, 5), (10, 58));
    check_orientation(7, (32, 64), (10, 58), (10, 5));
    check_orientation(8, (32, 64), (10, 58), (10, 5));
}

#[test]
fn the_working_copy_says_when_and_where_and_that_it_is_upright() {
    let out = developed(&turned(6), &Stamp::default());
    let facts = Facts::read(&out.working);
    assert_eq!(facts.taken_local.as_deref(), Some("2026-11-23 10:24:51"));
    assert_eq!(facts.offset.as_deref(), Some("+08:00"));
    assert_eq!(facts.taken("Asia/Shanghai"), Some("2026-11-23T10:24:51+08:00".parse::<Instant>().unwrap()));
    assert!((facts.lon.unwrap() - 108.9423).abs() < 1e-7 && (facts.lat.unwrap() - 34.261).abs() < 1e-7);
    assert_eq!((facts.accuracy_m, facts.heading_deg), (Some(6.0), Some(271.5)));
    let again = developed(&out.working, &Stamp::default());
    assert_eq!((again.width, again.height), (32, 64), "turned once, not twice");
}

#[test]
fn the_long_edge_is_scaled_down_and_never_up() {
    let wide = RgbImage::from_pixel(2_000, 1_000, Rgb(BLUE));
    let out = developed(&encoded(&wide, ImageFormat::Png), &Stamp::default());
    assert_eq!((out.width, out.height), (1_600, 800));
    assert!(out.thumb.len() <= 30_000);
    let thumb = image::load_from_memory(&out.thumb).unwrap();
    assert_eq!((thumb.width(), thumb.height()), (320, 160));
    let small = developed(&turned(1), &Stamp::default());
    assert_eq!((small.width, small.height), (64, 32));
    assert!(small.remarks.contains(&Remark::Small));
}

#[test]
fn the_stamp_is_legible_on_white_and_on_black() {
    let stamp = Stamp { time: "2026-11-23 10:24:51".to_owned(), ..Stamp::default() };
    for ground in [[255; 3], [0; 3]] {
        let plain = RgbImage::from_pixel(800, 600, Rgb(ground));
        let out = developed(&encoded(&plain, ImageFormat::Png), &stamp);
        let image = image::load_from_memory(&out.working).unwrap().into_luma8();
        let band: Vec<u8> =
            (560..595).flat_map(|y| (0..400).map(move |x| (x, y))).map(|(x, y)| image.get_pixel(x, y).0[0]).collect();
        let (darkest, brightest) = (band.iter().min().unwrap(), band.iter().max().unwrap());
        assert!(brightest - darkest > 120, "letters and band differ on {ground:?}: {darkest} to {brightest}");
    }
}

#[test]
fn a_noisy_picture_stays_within_its_bytes() {
    let mut seed = 1_u32;
    let noise = RgbImage::from_fn(1_600, 1_200, |_, _| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Rgb([(seed >> 24) as u8, (seed >> 16) as u8, (seed >> 8) as u8])
    });
    let out = developed(&encoded(&noise, ImageFormat::Png), &Stamp::default());
    assert!(out.thumb.len() <= 30_000, "{} bytes of thumbnail", out.thumb.len());
}

#[test]
fn what_is_no_whole_photo_is_refused_with_its_reason() {
    let refused = |bytes: &[u8]| {
        develop(bytes, &Stamp::default(), &claim(), None, Rules { working_edge_px: 1_600 }).unwrap_err().code
    };
    assert_eq!(refused(b""), Code::PhotoIncomplete);
    assert_eq!(refused(b"a shopping list"), Code::NotAPhoto);
    let whole = turned(1);
    assert_eq!(refused(&whole[..whole.len() / 2]), Code::PhotoIncomplete);
}

#[test]
fn a_place_that_is_no_place_is_left_out_and_remarked() {
    let lying = {
        let far = Fix { lon: Degree(0), lat: Degree(0), ..fix() };
        let claim = at(far);
        develop(&turned(1), &Stamp::default(), &claim, None, Rules { working_edge_px: 1_600 }).unwrap().working
    };
    let facts = Facts::read(&lying);
    assert_eq!((facts.lon, facts.lat), (None, None), "zero, zero is where broken receivers say they are");
    assert!(facts.remarks().contains(&Remark::ImplausiblePlace));
}

#[test]
fn a_file_that_is_developed_by_itself_keeps_its_own_words() {
    let once = developed(&turned(1), &Stamp::default()).working;
    let rules = Rules { working_edge_px: 1_600 };
    let again = develop(&once, &Stamp::default(), &Claim::Own, None, rules).unwrap();
    let (before, after) = (Facts::read(&once), Facts::read(&again.working));
    assert_eq!(after, before, "time, offset, place, accuracy and heading stay as the file had them");
    let bare = develop(&turned(1), &Stamp::default(), &Claim::Own, None, rules).unwrap();
    assert_eq!(Facts::read(&bare.working).taken_local, None, "a file that says no time is given none");
}
