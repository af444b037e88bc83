//! The working copy's EXIF, written anew: what the app claims, plus the camera's name. Nothing else is carried over.

use std::io::Cursor;

use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};
use shared::place::fix::Fix;
use shared::refusal::{Code, Refusal};
use shared::time::Instant;

use crate::photo::{Claim, Facts};

/// Returns the JPEG with an EXIF segment behind its first marker. `band` is how many rows at the bottom the watermark
/// takes; it is written down so that a copy for outside can be cut there.
pub fn with_exif(
    jpeg: &[u8],
    (width, height): (u32, u32),
    claim: &Claim,
    facts: &Facts,
    band: u32,
) -> Result<Vec<u8>, Refusal> {
    let mut fields = fields(claim, facts);
    fields.extend(required(width, height));
    if band > 0 {
        fields.push(ascii(Tag::ImageDescription, &format!("xunge-band {band}")));
    }
    let mut writer = Writer::new();
    for field in &fields {
        writer.push_field(field);
    }
    let mut tiff = Cursor::new(Vec::new());
    let failed = |detail: String| Refusal::because(Code::Internal, detail);
    writer.write(&mut tiff, false).map_err(|error| failed(error.to_string()))?;
    let tiff = tiff.into_inner();
    let length = u16::try_from(tiff.len() + 8).map_err(|_| failed("the EXIF is too long".to_owned()))?;
    let (start, rest) = jpeg.split_at_checked(2).ok_or_else(|| failed("an encoded JPEG has a start".to_owned()))?;
    let mut out = Vec::with_capacity(jpeg.len() + tiff.len() + 10);
    out.extend_from_slice(start);
    out.extend_from_slice(&[0xff, 0xe1]);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(b"Exif\0\0");
    out.extend_from_slice(&tiff);
    out.extend_from_slice(rest);
    Ok(out)
}

/// What the standard (Exif 2.32, 4.6.8) wants in every JPEG.
fn required(width: u32, height: u32) -> [Field; 10] {
    let dots = || Value::Rational(vec![Rational { num: 72, denom: 1 }]);
    let undefined = |bytes: &[u8]| Value::Undefined(bytes.to_vec(), 0);
    [
        field(Tag::XResolution, dots()),
        field(Tag::YResolution, dots()),
        field(Tag::ResolutionUnit, Value::Short(vec![2])),
        field(Tag::YCbCrPositioning, Value::Short(vec![1])),
        field(Tag::ExifVersion, undefined(b"0232")),
        field(Tag::ComponentsConfiguration, undefined(&[1, 2, 3, 0])),
        field(Tag::FlashpixVersion, undefined(b"0100")),
        field(Tag::ColorSpace, Value::Short(vec![1])),
        field(Tag::PixelXDimension, Value::Long(vec![width])),
        field(Tag::PixelYDimension, Value::Long(vec![height])),
    ]
}

fn fields(claim: &Claim, facts: &Facts) -> Vec<Field> {
    let mut fields = vec![field(Tag::Orientation, Value::Short(vec![1])), ascii(Tag::Software, "Xunge")];
    if let Some(maker) = &facts.maker {
        fields.push(ascii(Tag::Make, maker));
    }
    if let Some(model) = &facts.model {
        fields.push(ascii(Tag::Model, model));
    }
    match claim {
        Claim::Known { taken, zone, fix } => {
            fields.push(ascii(Tag::DateTimeOriginal, &taken.format_in(zone, "%Y:%m:%d %H:%M:%S")));
            fields.push(ascii(Tag::OffsetTimeOriginal, &taken.format_in(zone, "%:z")));
            fields.push(ascii(Tag::SubSecTimeOriginal, &format!("{:03}", taken.ms().rem_euclid(1_000))));
            fields.extend(fix.iter().flat_map(known_place));
        }
        Claim::Own => fields.extend(own(facts)),
    }
    fields
}

/// The file's own time and place as it wrote them: a zone it did not name is not put in its mouth.
fn own(facts: &Facts) -> Vec<Field> {
    let mut fields = Vec::new();
    if let Some(taken) = &facts.taken_local {
        let (date, time) = taken.split_once(' ').unwrap_or((taken, ""));
        fields.push(ascii(Tag::DateTimeOriginal, &format!("{} {time}", date.replace('-', ":"))));
    }
    if let Some(offset) = &facts.offset {
        fields.push(ascii(Tag::OffsetTimeOriginal, offset));
    }
    if let (Some(lon), Some(lat)) = (facts.lon, facts.lat) {
        let north = if facts.is_magnetic { "M" } else { "T" };
        fields.extend(place(lon, lat, facts.accuracy_m, facts.heading_deg.map(|heading| (heading, north))));
    }
    fields
}

fn known_place(fix: &Fix) -> Vec<Field> {
    let Ok(point) = fix.point() else { return Vec::new() };
    // A phone's compass points to magnetic north.
    let mut fields = place(point.lon(), point.lat(), fix.accuracy_m, fix.heading_deg.map(|heading| (heading, "M")));
    fields.push(ascii(Tag::GPSDateStamp, &fix.fix_time.format_in("UTC", "%Y:%m:%d")));
    fields.push(field(Tag::GPSTimeStamp, Value::Rational(time_of_day(fix.fix_time))));
    fields
}

/// EXIF's place is WGS-84 by definition of its map datum field.
fn place(lon: f64, lat: f64, accuracy_m: Option<f64>, heading: Option<(f64, &str)>) -> Vec<Field> {
    let mut fields = vec![
        field(Tag::GPSVersionID, Value::Byte(vec![2, 3, 0, 0])),
        ascii(Tag::GPSLatitudeRef, if lat < 0.0 { "S" } else { "N" }),
        field(Tag::GPSLatitude, Value::Rational(sexagesimal(lat))),
        ascii(Tag::GPSLongitudeRef, if lon < 0.0 { "W" } else { "E" }),
        field(Tag::GPSLongitude, Value::Rational(sexagesimal(lon))),
        ascii(Tag::GPSMapDatum, "WGS-84"),
    ];
    if let Some(accuracy) = accuracy_m {
        fields.push(field(Tag::GPSHPositioningError, Value::Rational(vec![hundredths(accuracy)])));
    }
    if let Some((heading, north)) = heading {
        fields.push(ascii(Tag::GPSImgDirectionRef, north));
        fields.push(field(Tag::GPSImgDirection, Value::Rational(vec![hundredths(heading)])));
    }
    fields
}

fn field(tag: Tag, value: Value) -> Field {
    Field { tag, ifd_num: In::PRIMARY, value }
}

fn ascii(tag: Tag, text: &str) -> Field {
    field(tag, Value::Ascii(vec![text.as_bytes().to_vec()]))
}

/// Degrees, minutes and seconds to 1e-4 second, about 3 mm.
fn sexagesimal(degrees: f64) -> Vec<Rational> {
    let total: u64 = clamped(degrees.abs() * 3_600.0 * 10_000.0);
    let (whole, rest) = (total / 36_000_000, total % 36_000_000);
    let part = |num: u64, denom: u32| Rational { num: u32::try_from(num).unwrap_or(0), denom };
    vec![part(whole, 1), part(rest / 600_000, 1), part(rest % 600_000, 10_000)]
}

fn time_of_day(at: Instant) -> Vec<Rational> {
    let seconds = u32::try_from(at.ms().rem_euclid(86_400_000) / 1_000).unwrap_or(0);
    [seconds / 3_600, seconds / 60 % 60, seconds % 60].map(|num| Rational { num, denom: 1 }).to_vec()
}

fn hundredths(value: f64) -> Rational {
    Rational { num: clamped(value * 100.0), denom: 100 }
}

/// 180 degrees in 1e-4 seconds are 6.48e9, beyond 32 bits: they are split before they are stored.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates at both ends")]
fn clamped<N: TryFrom<u64> + Default>(value: f64) -> N {
    N::try_from(value.round() as u64).unwrap_or_default()
}
