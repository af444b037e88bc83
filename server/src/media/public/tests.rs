use image::{ImageFormat, ImageReader, RgbImage};

use super::{Cursor, EDGE, NoCopy, copy, copy_of_working};

/// A picture that is blue, with a red band of so many pixels at its foot.
fn drawn(width: u32, height: u32, band: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |_, y| image::Rgb(if y >= height - band { [230, 10, 10] } else { [20, 40, 200] }))
}

fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker], length.as_slice(), body].concat()
}

/// EXIF with a description, an orientation and a position: little-endian, one directory and the one of GPS behind it.
fn exif(description: &str, orientation: u16) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [tag.to_le_bytes().as_slice(), &kind.to_le_bytes(), &count.to_le_bytes(), &value].concat()
    };
    let text = [description.as_bytes(), b"\0"].concat();
    let (first, entries) = (8_u32, 3_u32);
    let text_at = first + 2 + entries * 12 + 4;
    let gps_at = text_at + u32::try_from(text.len()).unwrap();
    let [low, high] = orientation.to_le_bytes();
    let directory = [
        entry(0x010e, 2, u32::try_from(text.len()).unwrap(), text_at.to_le_bytes()),
        entry(0x0112, 3, 1, [low, high, 0, 0]),
        entry(0x8825, 4, 1, gps_at.to_le_bytes()),
    ]
    .concat();
    let gps = [1_u16.to_le_bytes().to_vec(), entry(1, 2, 2, *b"N\0\0\0"), vec![0; 4]].concat();
    let head = [b"Exif\0\0II*\0".as_slice(), &first.to_le_bytes(), &3_u16.to_le_bytes()].concat();
    [head, directory, vec![0; 4], text, gps].concat()
}

/// Puts everything behind the start that a phone and its apps leave in a file.
fn laden(jpeg: &[u8], description: &str, orientation: u16) -> Vec<u8> {
    let (start, rest) = jpeg.split_at(2);
    let xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>collector wang</x:xmpmeta>";
    let segments = [
        segment(0xe1, &exif(description, orientation)),
        segment(0xe1, xmp),
        segment(0xe2, b"ICC_PROFILE\0\x01\x01profile"),
        segment(0xed, b"Photoshop 3.0\0IPTC"),
        segment(0xfe, b"taken by wang at 34.26, 108.94"),
    ];
    [start, &segments.concat(), rest].concat()
}

/// Returns every marker of a JPEG up to its scan with what it carries, and what comes behind its end.
fn segments(jpeg: &[u8]) -> (Vec<(u8, Vec<u8>)>, Vec<u8>) {
    let (mut found, mut at) = (Vec::new(), 2);
    loop {
        assert_eq!(jpeg[at], 0xff);
        let (marker, length) = (jpeg[at + 1], usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]])));
        found.push((marker, jpeg[at + 4..at + 2 + length].to_vec()));
        at += 2 + length;
        if marker == 0xda {
            break;
        }
    }
    let end = at + jpeg[at..].windows(2).position(|pair| pair == [0xff, 0xd9]).unwrap() + 2;
    (found, jpeg[end..].to_vec())
}

fn read(bytes: &[u8]) -> RgbImage {
    ImageReader::with_format(Cursor::new(bytes), ImageFormat::Jpeg).decode().unwrap().into_rgb8()
}

#[track_caller]
fn shows_no_band(picture: &RgbImage) {
    let red = picture.pixels().filter(|pixel| pixel.0[0] > 120).count();
    assert_eq!(red, 0, "some of the band is left");
}

#[test]
fn a_copy_carries_nothing_but_pixels_and_no_band() {
    let laden = laden(&jpeg(&drawn(640, 480, 96)), "xunge-band 96", 1);
    assert!(segments(&laden).0.len() > segments(&jpeg(&drawn(640, 480, 96))).0.len() + 4, "the test loads it");
    let copied = copy(&laden).unwrap();
    let (found, behind) = segments(&copied);
    assert_eq!(behind, Vec::<u8>::new());
    for (marker, body) in &found {
        match marker {
            // The frame, its tables and the scan.
            0xc0..=0xcf | 0xda | 0xdb | 0xdd => {}
            0xe0 => assert!(body.starts_with(b"JFIF\0") && body.len() == 14, "a JFIF head without a preview"),
            other => panic!("segment {other:x} carries {}", String::from_utf8_lossy(body)),
        }
    }
    for word in ["wang", "Exif", "xunge", "xmp", "ICC", "Photoshop"] {
        assert!(!copied.windows(word.len()).any(|bytes| bytes == word.as_bytes()), "{word}");
    }
    let picture = read(&copied);
    assert_eq!(picture.dimensions(), (640, 384));
    shows_no_band(&picture);
}

#[test]
fn a_long_edge_has_1280_pixels_and_the_band_goes_before_it_is_scaled() {
    let large = laden(&jpeg(&drawn(1_600, 1_200, 160)), "xunge-band 160", 1);
    let picture = read(&copy(&large).unwrap());
    assert_eq!(picture.dimensions(), (EDGE, 832));
    shows_no_band(&picture);
}

#[test]
fn a_picture_is_made_upright_before_it_is_cut() {
    // Turned by a quarter to the right to be upright: what is its foot then is its right edge in the file.
    let upright = drawn(300, 400, 48);
    let stored = image::imageops::rotate270(&upright);
    let picture = read(&copy(&laden(&jpeg(&stored), "xunge-band 48", 6)).unwrap());
    assert_eq!(picture.dimensions(), (300, 352));
    shows_no_band(&picture);
}

#[test]
fn a_picture_that_says_nothing_of_a_band_is_whole() {
    for bytes in [jpeg(&drawn(320, 240, 30)), laden(&jpeg(&drawn(320, 240, 30)), "xunge-band 0", 1)] {
        assert_eq!(read(&copy(&bytes).unwrap()).dimensions(), (320, 240));
    }
}

#[test]
fn where_nothing_but_band_would_be_left_there_is_no_copy() {
    for description in ["xunge-band 240", "xunge-band 99999999999", "xunge-band wide"] {
        let all = laden(&jpeg(&drawn(320, 240, 30)), description, 1);
        assert!(matches!(copy(&all), Err(NoCopy::OnlyBand(_))), "{description}");
    }
    assert!(matches!(copy(b"\xff\xd8\xff no picture"), Err(NoCopy::NoPicture(_))));
}

#[test]
fn damaged_exif_does_not_let_the_band_through() {
    let mut bytes = laden(&jpeg(&drawn(320, 240, 32)), "xunge-band 32", 1);
    let at = bytes.windows(4).position(|word| word == b"II*\0").unwrap();
    bytes[at + 4..at + 8].copy_from_slice(&[0xff; 4]);
    shows_no_band(&read(&copy(&bytes).unwrap()));
}

#[test]
fn a_working_copy_from_before_the_word_is_cut_by_what_bands_were_then() {
    let size = |bytes: &[u8]| {
        let copy = image::load_from_memory(bytes).unwrap();
        (copy.width(), copy.height())
    };
    let former = jpeg(&drawn(1_000, 750, 118));
    assert_eq!(size(&copy_of_working(&former).unwrap()), (1_000, 630), "22 pixels a letter: 120 of band");
    assert_eq!(size(&copy(&former).unwrap()), (1_000, 750), "any other picture is whole");
    let said = laden(&former, "xunge-band 118", 1);
    assert_eq!(size(&copy_of_working(&said).unwrap()), (1_000, 632), "what is said counts");
}
