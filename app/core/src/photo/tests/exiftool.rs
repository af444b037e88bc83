//! What we write, read by the tool that everybody else reads it with.

use std::process::Command;

use image::{Rgb, RgbImage};

use super::super::{Rules, Stamp, card, develop};
use super::{claim, encoded};

/// What `exiftool -n` says of a file, as pairs of tag and value; `None` where it is not installed.
fn told(jpeg: &[u8]) -> Option<serde_json::Value> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("working.jpg");
    std::fs::write(&path, jpeg).unwrap();
    let Ok(done) = Command::new("exiftool").args(["-j", "-n", "-validate", "-warning", "-all"]).arg(&path).output()
    else {
        let is_ci = std::env::var("CI").is_ok_and(|word| word == "true" || word == "1");
        assert!(!is_ci, "exiftool is not installed, and with CI=true nothing is skipped");
        return None;
    };
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let told: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    Some(told[0].clone())
}

#[track_caller]
fn check(told: &serde_json::Value) {
    let number = |tag: &str| told[tag].as_f64().unwrap_or_else(|| panic!("{tag}: {told}"));
    assert_eq!(told["DateTimeOriginal"], "2026:11:23 10:24:51");
    assert_eq!(told["OffsetTimeOriginal"], "+08:00");
    assert_eq!(told["SubSecTimeOriginal"], "000");
    assert!((number("GPSLatitude") - 34.261).abs() < 1e-7 && (number("GPSLongitude") - 108.9423).abs() < 1e-7);
    assert_eq!((told["GPSLatitudeRef"].as_str(), told["GPSLongitudeRef"].as_str()), (Some("N"), Some("E")));
    assert_eq!(told["GPSMapDatum"], "WGS-84");
    assert_eq!(number("GPSHPositioningError"), 6.0);
    assert_eq!((number("GPSImgDirection"), told["GPSImgDirectionRef"].as_str()), (271.5, Some("M")));
    assert_eq!((told["GPSDateStamp"].as_str(), told["GPSTimeStamp"].as_str()), (Some("2025:11:23"), Some("02:24:50")));
    assert_eq!((number("Orientation"), told["Software"].as_str()), (1.0, Some("Xunge")));
    assert!(told["ImageDescription"].as_str().unwrap().starts_with("xunge-band "));
    assert!(told.get("Warning").is_none(), "{told}");
}

#[test]
fn exiftool_reads_what_we_write() {
    let stamp = Stamp { time: "2026-11-23 10:24:51".to_owned(), person: "王喆".to_owned(), ..Stamp::default() };
    let plain = encoded(&RgbImage::from_pixel(800, 600, Rgb([90, 120, 90])), image::ImageFormat::Jpeg);
    let rules = Rules { working_edge_px: 1_600 };
    let working = develop(&plain, &stamp, &claim(), None, rules).unwrap().working;
    let Some(photo) = told(&working) else { return };
    check(&photo);
    check(&told(&card("语音 0:23", &stamp, &claim(), None, rules).unwrap().working).unwrap());
}
