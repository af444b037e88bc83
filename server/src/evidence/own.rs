//! What a file's EXIF says of itself: when and where it was taken. A claim, never a fact to rely on.

use std::io::Cursor;

use exif::{Exif, In, Reader, Tag, Value};
use image::metadata::Orientation;
use shared::evidence::manifest::OwnClaims;
use shared::place::point::{Degree, Point};
use shared::time::Instant;

/// What was read of a file's EXIF.
#[derive(Clone, PartialEq, Debug)]
pub struct Own {
    /// When and where.
    pub claims: OwnClaims,
    /// How it is to be turned to stand upright.
    pub turned: Orientation,
}

impl Own {
    /// Reads a file's EXIF; a time that names no offset is read in the zone. A file without one claims nothing.
    pub fn read(file: &[u8], zone: &str) -> Self {
        let read = Reader::new()
            .continue_on_error(true)
            .read_from_container(&mut Cursor::new(file))
            .or_else(|error| error.distill_partial_result(|_| {}));
        let Ok(exif) = read else { return Self { claims: OwnClaims::default(), turned: Orientation::NoTransforms } };
        let claims = OwnClaims { taken: taken(&exif, zone), place: place(&exif) };
        let turned = exif.get_field(Tag::Orientation, In::PRIMARY).and_then(|field| field.value.get_uint(0));
        let turned = turned.and_then(|number| Orientation::from_exif(u8::try_from(number).ok()?));
        Self { claims, turned: turned.unwrap_or(Orientation::NoTransforms) }
    }
}

fn taken(exif: &Exif, zone: &str) -> Option<Instant> {
    let text = text(exif, Tag::DateTimeOriginal)?;
    let (date, time) = text.split_once(' ')?;
    let local = format!("{}T{}", date.replace(':', "-"), time.trim());
    if let Some(offset) = self::text(exif, Tag::OffsetTimeOriginal) {
        return format!("{local}{offset}").parse().ok();
    }
    let civil: jiff::civil::DateTime = local.parse().ok()?;
    Some(Instant::from_ms(civil.in_tz(zone).ok()?.timestamp().as_millisecond()))
}

/// Zero and zero is what a receiver writes that knows nothing.
fn place(exif: &Exif) -> Option<(Degree, Degree)> {
    let lon = degrees(exif, Tag::GPSLongitude, Tag::GPSLongitudeRef, "W")?;
    let lat = degrees(exif, Tag::GPSLatitude, Tag::GPSLatitudeRef, "S")?;
    let point = Point::new(lon, lat).ok().filter(|point| point.lon_e7 != 0 || point.lat_e7 != 0)?;
    Some((Degree(point.lon_e7), Degree(point.lat_e7)))
}

fn degrees(exif: &Exif, tag: Tag, reference: Tag, negative: &str) -> Option<f64> {
    let Value::Rational(parts) = &exif.get_field(tag, In::PRIMARY)?.value else { return None };
    let [degrees, minutes, seconds] = parts.as_slice() else { return None };
    let value = degrees.to_f64() + minutes.to_f64() / 60.0 + seconds.to_f64() / 3_600.0;
    let signed = if text(exif, reference).as_deref() == Some(negative) { -value } else { value };
    signed.is_finite().then_some(signed)
}

fn text(exif: &Exif, tag: Tag) -> Option<String> {
    let Value::Ascii(parts) = &exif.get_field(tag, In::PRIMARY)?.value else { return None };
    let text = String::from_utf8_lossy(parts.first()?).trim_matches(['\0', ' ']).to_owned();
    (!text.is_empty() && text.len() <= 64).then_some(text)
}

#[cfg(test)]
mod tests {
    use image::metadata::Orientation;
    use shared::evidence::manifest::OwnClaims;

    use super::Own;

    #[test]
    fn what_has_no_exif_claims_nothing() {
        for bytes in
            [b"".as_slice(), b"\xff\xd8\xff\xd9", b"\xff\xd8\xff\xe1\0\x10Exif\0\0MM\0\x2a\xff\xff\xff\xff\xff\xd9"]
        {
            let own = Own::read(bytes, "Asia/Shanghai");
            assert_eq!(own, Own { claims: OwnClaims::default(), turned: Orientation::NoTransforms });
        }
    }
}
