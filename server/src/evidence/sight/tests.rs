//! Pictures made here: a street of bricks and windows, sharp, blurred, black, small.

use image::metadata::Orientation;
use image::{DynamicImage, ImageFormat, Luma};

use shared::evidence::clear::SMALL_EDGE;

use super::see;

/// Bricks of many shades with dark joints between them.
fn bricks(width: u32, height: u32) -> DynamicImage {
    let shade = |x: u32, y: u32| {
        let (column, row) = (x / 40, y / 24);
        let joint = x % 40 < 3 || y % 24 < 3;
        if joint { 40 } else { u8::try_from(90 + (column * 37 + row * 53) % 120).unwrap() }
    };
    DynamicImage::ImageLuma8(image::GrayImage::from_fn(width, height, |x, y| Luma([shade(x, y)])))
}

fn grey(width: u32, height: u32, shade: u8) -> DynamicImage {
    DynamicImage::ImageLuma8(image::GrayImage::from_pixel(width, height, Luma([shade])))
}

fn png(picture: &DynamicImage) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// Dark, blurred, small.
#[track_caller]
fn check(picture: &DynamicImage, expected: (bool, bool, bool)) {
    let sight = see(&png(picture), Orientation::NoTransforms).unwrap();
    assert_eq!((sight.is_dark, sight.is_blurred, sight.is_small), expected);
}

#[test]
fn a_sharp_picture_of_full_size_has_nothing_to_be_known() {
    check(&bricks(1_600, 1_200), (false, false, false));
    check(&bricks(1_200, 1_600), (false, false, false));
}

#[test]
fn the_same_picture_out_of_focus_is_blurred() {
    check(&bricks(1_600, 1_200).blur(12.0), (false, true, false));
}

#[test]
fn a_band_of_sharp_letters_below_saves_no_blurred_picture() {
    let mut picture = bricks(1_600, 1_200).blur(12.0);
    let band = bricks(1_600, 230);
    image::imageops::overlay(&mut picture, &band, 0, 970);
    check(&picture, (false, true, false));
}

#[test]
fn a_lens_under_a_thumb_is_dark_and_a_lamp_in_the_night_is_light() {
    check(&grey(1_600, 1_200, 48), (true, false, false));
    check(&grey(1_600, 1_200, 49), (false, true, false));
    let mut night = grey(1_600, 1_200, 10).into_luma8();
    for (x, y) in (0..200).flat_map(|y| (0..200).map(move |x| (x, y))) {
        night.put_pixel(700 + x, 400 + y, Luma([230]));
    }
    assert!(!see(&png(&DynamicImage::ImageLuma8(night)), Orientation::NoTransforms).unwrap().is_dark);
}

#[test]
fn smallness_is_told_by_the_long_edge_alone() {
    check(&bricks(SMALL_EDGE, 300), (false, false, false));
    check(&bricks(SMALL_EDGE - 1, 1_000), (false, false, true));
}

#[test]
fn a_picture_of_a_few_pixels_has_no_look_and_breaks_nothing() {
    for (width, height) in [(1, 1), (2, 2), (1, 200), (200, 1)] {
        let sight = see(&png(&bricks(width, height)), Orientation::NoTransforms).unwrap();
        assert!(sight.look.is_none() && sight.is_small, "{width} by {height}");
    }
}

#[test]
fn what_is_no_picture_is_an_error_and_no_panic() {
    let whole = png(&bricks(300, 200));
    for length in [0, 1, 20, whole.len() / 2] {
        assert!(see(whole.get(..length).unwrap(), Orientation::NoTransforms).is_err(), "{length} bytes");
    }
}

#[test]
fn a_turned_file_looks_as_it_is_shown() {
    let upright = bricks(1_600, 1_200);
    let lying = upright.rotate270();
    let seen = see(&png(&upright), Orientation::NoTransforms).unwrap().look.unwrap();
    let turned = see(&png(&lying), Orientation::Rotate90).unwrap().look.unwrap();
    assert!(seen.alike_percent(&turned) >= 98, "{}", seen.alike_percent(&turned));
}
