//! Every kind of file that a camera, an album or somebody with bad intent may hand over.

use image::{ImageFormat, Rgb, RgbImage};
use shared::refusal::Code;
use turbojpeg::{Compressor, Image, PixelFormat, Subsamp};

use super::super::{Claim, Developed, Facts, Remark, Rules, Stamp, develop, thumbnail};
use super::{encoded, halves, is_red, pixel, turned};

const RULES: Rules = Rules { working_edge_px: 1_600 };

fn made(original: &[u8]) -> Developed {
    develop(original, &Stamp::default(), &Claim::Own, None, RULES).unwrap()
}

/// A JPEG of the two halves as the compressor is told to write it.
fn written(settle: impl FnOnce(&mut Compressor)) -> Vec<u8> {
    let halves = halves();
    let mut compressor = Compressor::new().unwrap();
    compressor.set_quality(95).unwrap();
    settle(&mut compressor);
    let image =
        Image { pixels: halves.as_raw().as_slice(), width: 64, pitch: 64 * 3, height: 32, format: PixelFormat::RGB };
    compressor.compress_to_vec(image).unwrap()
}

#[track_caller]
fn check_halves(original: &[u8]) {
    let out = made(original);
    assert_eq!((out.width, out.height), (64, 32));
    assert!(is_red(pixel(&out.working, 5, 10)) && !is_red(pixel(&out.working, 58, 10)));
    assert!(thumbnail(&out.working).is_ok());
}

#[test]
fn progressive_arithmetic_and_every_subsampling_are_read() {
    check_halves(&written(|c| c.set_progressive(true).unwrap()));
    check_halves(&written(|c| c.set_arithmetic(true).unwrap()));
    for subsampling in [Subsamp::None, Subsamp::Sub2x1, Subsamp::Sub1x2, Subsamp::Sub2x2, Subsamp::Sub4x1] {
        check_halves(&written(|c| c.set_subsamp(subsampling).unwrap()));
    }
}

#[test]
fn png_and_webp_are_read() {
    check_halves(&encoded(&halves(), ImageFormat::Png));
    check_halves(&encoded(&halves(), ImageFormat::WebP));
}

#[test]
fn a_grey_picture_stays_grey() {
    let grey = image::DynamicImage::ImageRgb8(halves()).into_luma8();
    let mut bytes = std::io::Cursor::new(Vec::new());
    grey.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    let [r, g, b] = pixel(&made(bytes.get_ref()).working, 5, 10);
    assert!(r.abs_diff(g) < 4 && g.abs_diff(b) < 4, "{r} {g} {b}");
}

#[test]
fn a_picture_for_a_printing_press_is_read_in_its_colours() {
    // Inverted, as the files of every editor are; red is no cyan, all magenta and yellow.
    let cmyk: Vec<u8> = (0..32)
        .flat_map(|_| (0..64).flat_map(|x| if x < 32 { [255, 20, 20, 255] } else { [20, 20, 255, 255] }))
        .collect();
    let mut compressor = Compressor::new().unwrap();
    compressor.set_quality(95).unwrap();
    let image = Image { pixels: cmyk.as_slice(), width: 64, pitch: 64 * 4, height: 32, format: PixelFormat::CMYK };
    check_halves(&compressor.compress_to_vec(image).unwrap());
}

#[test]
fn broken_exif_and_an_odd_thumbnail_in_it_cost_nothing() {
    let jpeg = encoded(&halves(), ImageFormat::Jpeg);
    let with = |exif: &[u8]| {
        let mut out = jpeg[..2].to_vec();
        out.extend([0xff, 0xe1]);
        out.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
        out.extend(exif);
        out.extend(&jpeg[2..]);
        out
    };
    for exif in [
        b"Exif\0\0".to_vec(),
        b"Exif\0\0MM\0\x2a\xff\xff\xff\xff".to_vec(),
        b"Exif\0\0II\x2a\0\x08\0\0\0\xff\xff".to_vec(),
        b"nothing of the kind".to_vec(),
        // A thumbnail's offset and length that point past the end.
        b"Exif\0\0MM\0\x2a\0\0\0\x08\0\0\0\0\0\x0e\0\x02\x02\x01\0\x04\0\0\0\x01\xff\xff\xff\0\x02\x02\0\x04\0\0\0\x01\xff\xff\xff\xff\0\0\0\0".to_vec(),
    ] {
        check_halves(&with(&exif));
    }
    // A whole JPEG inside the EXIF of another: the outer one is the picture.
    let inner = encoded(&RgbImage::from_pixel(16, 16, Rgb([0, 255, 0])), ImageFormat::Jpeg);
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\0\0\0\0\0".to_vec();
    exif.extend(&inner);
    check_halves(&with(&exif));
}

#[test]
fn an_orientation_beyond_the_eight_turns_nothing() {
    for odd in [0, 9, 255] {
        let out = made(&turned(odd));
        assert_eq!((out.width, out.height), (64, 32), "orientation {odd}");
        assert_eq!(out.facts.orientation, None);
    }
}

#[test]
fn what_cannot_be_read_is_refused_in_clear_words() {
    let refused = |bytes: &[u8]| develop(bytes, &Stamp::default(), &Claim::Own, None, RULES).unwrap_err();
    let heic = refused(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic");
    assert_eq!(heic.code, Code::NotAPhoto);
    assert!(heic.detail.unwrap().contains("HEIC"));
    assert_eq!(refused(b"GIF89a").code, Code::NotAPhoto);
}

/// A PNG that claims a size and holds next to nothing.
fn claiming(width: u32, height: u32) -> Vec<u8> {
    let mut png = encoded(&halves(), ImageFormat::Png);
    png[16..20].copy_from_slice(&width.to_be_bytes());
    png[20..24].copy_from_slice(&height.to_be_bytes());
    png
}

#[test]
fn headers_that_claim_a_hundred_megapixels_and_bombs_are_refused() {
    let began = std::time::Instant::now();
    let refused = |bytes: &[u8]| develop(bytes, &Stamp::default(), &Claim::Own, None, RULES).unwrap_err().code;
    assert_eq!(refused(&claiming(10_000, 10_000)), Code::PhotoTooLarge);
    assert_eq!(refused(&claiming(u32::MAX, u32::MAX)), Code::PhotoTooLarge);
    assert_eq!(refused(&claiming(9_999, 9_999)), Code::NotAPhoto, "the claim is not kept");
    // 16 bits a channel with transparency: 99 megapixels are 792 MB, and deflate makes a few KB of them.
    let mut header = written(|_| {});
    let frame = header.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    header[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    assert_eq!(refused(&header), Code::PhotoTooLarge);
    // Just below a hundred megapixels, in a few hundred bytes.
    header[frame + 5..frame + 9].copy_from_slice(&[0x27, 0x0f, 0x27, 0x0f]);
    assert_eq!(refused(&header), Code::PhotoIncomplete);
    assert!(began.elapsed().as_secs() < 20, "refused, not worked on");
}

#[test]
fn ten_thousand_damaged_files_crash_nothing() {
    let mut seed = 20_261_128_u64;
    let mut dice = move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap()
    };
    let whole = [
        turned(6),
        written(|c| c.set_progressive(true).unwrap()),
        encoded(&halves(), ImageFormat::Png),
        encoded(&halves(), ImageFormat::WebP),
        made(&turned(3)).working,
    ];
    let (mut made, mut refused) = (0, 0);
    for number in 0..10_000 {
        let mut bytes = whole[number % whole.len()].clone();
        for _ in 0..=dice() % 3 {
            let at = dice() % bytes.len();
            match dice() % 16 {
                0..6 => bytes[at] = u8::try_from(dice() % 256).unwrap(),
                6..12 => bytes[at] ^= 1 << (dice() % 8),
                12..15 => drop(bytes.splice(at..at, [0xff, u8::try_from(dice() % 256).unwrap()])),
                _ => bytes.truncate(at.max(1)),
            }
        }
        match develop(&bytes, &Stamp::default(), &Claim::Own, None, Rules { working_edge_px: 48 }) {
            Ok(out) => {
                made += 1;
                assert!(out.width.max(out.height) <= 48 && Facts::read(&out.working).orientation == Some(1));
            }
            Err(refusal) => {
                refused += 1;
                let known = [Code::NotAPhoto, Code::PhotoIncomplete, Code::PhotoTooLarge];
                assert!(known.contains(&refusal.code), "{refusal:?}");
            }
        }
    }
    assert!(made > 1_000 && refused > 1_000, "{made} could still be read, {refused} not");
}

#[test]
fn a_blurred_picture_is_remarked_and_a_sharp_one_is_not() {
    let mut seed = 7_u32;
    let mut dice = move || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        seed >> 16
    };
    // A wall of 400 bricks, each of its own grey.
    let greys: Vec<u8> = (0..400).map(|_| u8::try_from(40 + dice() % 180).unwrap()).collect();
    let sharp = RgbImage::from_fn(1_600, 1_200, |x, y| {
        let brick = usize::try_from(y / 60 * 20 + x / 80).unwrap();
        Rgb([greys[brick]; 3])
    });
    let blurred = image::imageops::blur(&sharp, 16.0);
    assert_eq!(made(&encoded(&sharp, ImageFormat::Png)).remarks, []);
    assert_eq!(made(&encoded(&blurred, ImageFormat::Png)).remarks, [Remark::Blurred]);
    let black = RgbImage::from_pixel(1_600, 1_200, Rgb([3; 3]));
    assert_eq!(made(&encoded(&black, ImageFormat::Png)).remarks, [Remark::Dark]);
}
