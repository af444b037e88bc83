//! What a file's EXIF says about itself. A claim, never a fact to rely on.

use exif::{Exif, In, Reader, Tag, Value};
use shared::time::Instant;

use crate::photo::Remark;

/// The file's own claims; what is missing or implausible is `None`.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Facts {
    /// Date and time as written, `2026-11-23 10:24:51`, in an unnamed zone unless `offset` says one.
    pub taken_local: Option<String>,
    /// The offset, such as `+08:00`.
    pub offset: Option<String>,
    /// Longitude, WGS-84 degrees.
    pub lon: Option<f64>,
    /// Latitude, WGS-84 degrees.
    pub lat: Option<f64>,
    /// The direction of view, degrees clockwise from north.
    pub heading_deg: Option<f64>,
    /// That north is the magnetic one.
    pub is_magnetic: bool,
    /// The horizontal error, metres.
    pub accuracy_m: Option<f64>,
    /// The camera's maker.
    pub maker: Option<String>,
    /// The camera's model.
    pub model: Option<String>,
    /// How the camera was held: EXIF's 1 to 8; none when it says nothing of the kind.
    pub orientation: Option<u8>,
    implausible_place: bool,
}

impl Facts {
    /// Reads a file's EXIF. A file without one, or with a broken one, claims nothing.
    pub fn read(original: &[u8]) -> Self {
        let mut cursor = std::io::Cursor::new(original);
        let Ok(exif) = Reader::new()
            .continue_on_error(true)
            .read_from_container(&mut cursor)
            .or_else(|error| error.distill_partial_result(|_| {}))
        else {
            return Self::default();
        };
        let (lon, lat) = (
            degrees(&exif, Tag::GPSLongitude, Tag::GPSLongitudeRef, "W"),
            degrees(&exif, Tag::GPSLatitude, Tag::GPSLatitudeRef, "S"),
        );
        let plausible = |lon: f64, lat: f64| lon.abs() <= 180.0 && lat.abs() <= 90.0 && (lon != 0.0 || lat != 0.0);
        let place = lon.zip(lat).filter(|(lon, lat)| plausible(*lon, *lat));
        Self {
            taken_local: text(&exif, Tag::DateTimeOriginal).and_then(|text| local_time(&text)),
            offset: text(&exif, Tag::OffsetTimeOriginal).filter(|text| text.len() == 6),
            lon: place.map(|(lon, _)| lon),
            lat: place.map(|(_, lat)| lat),
            heading_deg: number(&exif, Tag::GPSImgDirection).filter(|deg| (0.0..=360.0).contains(deg)),
            is_magnetic: text(&exif, Tag::GPSImgDirectionRef).as_deref() == Some("M"),
            accuracy_m: number(&exif, Tag::GPSHPositioningError).filter(|m| (0.0..100_000.0).contains(m)),
            maker: text(&exif, Tag::Make),
            model: text(&exif, Tag::Model),
            orientation: orientation(&exif),
            implausible_place: (lon.is_some() || lat.is_some()) && place.is_none(),
        }
    }

    /// Returns the time the file claims, read in the zone named where it names no offset.
    pub fn taken(&self, zone: &str) -> Option<Instant> {
        let local = self.taken_local.as_ref()?.replace(' ', "T");
        if let Some(offset) = &self.offset {
            return format!("{local}{offset}").parse().ok();
        }
        let civil: jiff::civil::DateTime = local.parse().ok()?;
        let zoned = civil.in_tz(zone).ok()?;
        Some(Instant::from_ms(zoned.timestamp().as_millisecond()))
    }

    /// Returns what to mind about the claims.
    pub fn remarks(&self) -> Vec<Remark> {
        if self.implausible_place { vec![Remark::ImplausiblePlace] } else { Vec::new() }
    }
}

fn orientation(exif: &Exif) -> Option<u8> {
    let value = exif.get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0)?;
    u8::try_from(value).ok().filter(|value| (1..=8).contains(value))
}

fn text(exif: &Exif, tag: Tag) -> Option<String> {
    let Value::Ascii(parts) = &exif.get_field(tag, In::PRIMARY)?.value else { return None };
    let text = String::from_utf8_lossy(parts.first()?).trim_matches(['\0', ' ']).to_owned();
    (!text.is_empty() && text.len() <= 64).then_some(text)
}

/// `2026:11:23 10:24:51` becomes `2026-11-23 10:24:51`, if it is a time at all.
fn local_time(text: &str) -> Option<String> {
    let (date, time) = text.split_once(' ')?;
    let spelled = format!("{} {time}", date.replace(':', "-"));
    spelled.replace(' ', "T").parse::<jiff::civil::DateTime>().ok().map(|_| spelled)
}

fn rationals(exif: &Exif, tag: Tag) -> Option<Vec<f64>> {
    let Value::Rational(values) = &exif.get_field(tag, In::PRIMARY)?.value else { return None };
    let numbers: Vec<f64> = values.iter().map(exif::Rational::to_f64).collect();
    numbers.iter().all(|n| n.is_finite()).then_some(numbers)
}

fn number(exif: &Exif, tag: Tag) -> Option<f64> {
    rationals(exif, tag)?.first().copied()
}

fn degrees(exif: &Exif, tag: Tag, reference: Tag, negative: &str) -> Option<f64> {
    let parts = rationals(exif, tag)?;
    let [d, m, s] = parts.as_slice() else { return None };
    let value = d + m / 60.0 + s / 3_600.0;
    Some(if text(exif, reference).as_deref() == Some(negative) { -value } else { value })
}
