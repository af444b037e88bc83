//! What a phone's own receiver says, as its Kotlin and its Swift write it.

use serde::Deserialize;
use shared::place::crs::Crs;
use shared::place::fix::{Fix, Source};
use shared::place::point::Degree;
use shared::time::Instant;

/// What the receiver says.
#[derive(Clone, PartialEq, Debug)]
pub enum Reading {
    /// A position.
    Fix(Fix),
    /// It is switched off, all of it.
    Off,
}

/// As it is written. Platforms name their sources in their own way; only whether satellites were in it is told apart.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Written {
    Fix {
        lon: f64,
        lat: f64,
        accuracy_m: Option<f64>,
        by_satellites: bool,
        provider: String,
        is_mock: bool,
        measured_ms: i64,
    },
    Off,
}

impl Reading {
    /// Reads what the phone wrote; `None` where that is no reading.
    pub fn read(text: &str) -> Option<Self> {
        match serde_json::from_str(text).ok()? {
            Written::Off => Some(Self::Off),
            Written::Fix { lon, lat, accuracy_m, by_satellites, provider, is_mock, measured_ms } => {
                let fix = Fix {
                    lon: Degree::new(lon)?,
                    lat: Degree::new(lat)?,
                    crs: Crs::Wgs84,
                    source: if by_satellites { Source::Gnss } else { Source::Network },
                    accuracy_m: accuracy_m.filter(|metres| metres.is_finite() && *metres >= 0.0),
                    fix_time: Instant::from_ms(measured_ms),
                    provider: Some(provider),
                    is_mock,
                    // A receiver tells where the person walks to, which is not where the camera looks.
                    heading_deg: None,
                };
                fix.point().is_ok().then_some(Self::Fix(fix))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use shared::place::fix::Source;

    use super::Reading;

    const FIX: &str = r#"{"kind":"fix","lon":108.9423,"lat":34.261,"accuracy_m":4.5,"by_satellites":true,"provider":"gps",
        "is_mock":false,"measured_ms":1764000000000,"elapsed_ns":81234567890123,"satellites":14}"#;

    #[test]
    fn a_reading_keeps_what_the_platform_says_of_it() {
        let Some(Reading::Fix(fix)) = Reading::read(FIX) else { panic!("a fix") };
        assert_eq!((fix.source, fix.provider.as_deref(), fix.accuracy_m), (Source::Gnss, Some("gps"), Some(4.5)));
        let mocked =
            FIX.replace("\"is_mock\":false", "\"is_mock\":true").replace("true,\"provider\"", "false,\"provider\"");
        let Some(Reading::Fix(fix)) = Reading::read(&mocked) else { panic!("a fix") };
        assert!(fix.is_mock, "what an app made up must never pass for a receiver's");
        assert_eq!(fix.source, Source::Network);
    }

    #[test]
    fn what_is_no_reading_is_none() {
        assert_eq!(Reading::read(r#"{"kind":"off"}"#), Some(Reading::Off));
        for text in ["", "null", r#"{"kind":"fix"}"#, r#"{"kind":"tea"}"#] {
            assert_eq!(Reading::read(text), None, "{text}");
        }
        assert_eq!(Reading::read(&FIX.replace("34.261", "134.261")), None, "there is no such latitude");
    }
}
