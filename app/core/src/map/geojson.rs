//! GeoJSON, written as short as it can be: thousands of grids go to the screen at once.

use shared::place::convert::{Wgs84, from_wgs84};
use shared::place::crs::Crs;
use shared::place::point::Point;

/// Features being written, in one system.
pub struct Features {
    text: String,
    shown_in: Crs,
}

impl Features {
    /// Begins a collection.
    pub fn new(shown_in: Crs) -> Self {
        Self { text: r#"{"type":"FeatureCollection","features":["#.to_owned(), shown_in }
    }

    /// Writes a feature: its properties, its kind of geometry, and its coordinates.
    pub fn push(&mut self, properties: &str, kind: &str, coordinates: impl FnOnce(&mut Self)) {
        if self.text.ends_with('}') {
            self.text.push(',');
        }
        self.text.push_str(r#"{"type":"Feature","properties":{"#);
        self.text.push_str(properties);
        self.text.push_str(r#"},"geometry":{"type":""#);
        self.text.push_str(kind);
        self.text.push_str(r#"","coordinates":"#);
        coordinates(self);
        self.text.push_str("}}");
    }

    /// Writes a list, each of its items in turn.
    pub fn list<T>(&mut self, items: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut Self, T)) {
        self.text.push('[');
        for (index, item) in items.into_iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            write(self, item);
        }
        self.text.push(']');
    }

    /// Writes a position to a tenth of a metre.
    pub fn position(&mut self, at: Point) {
        let (lon, lat) = from_wgs84(self.shown_in, Wgs84 { lon: at.lon(), lat: at.lat() });
        let shown = Point::new(lon, lat).unwrap_or(at);
        self.text.push('[');
        self.text.push_str(&six_decimals(shown.lon_e7));
        self.text.push(',');
        self.text.push_str(&six_decimals(shown.lat_e7));
        self.text.push(']');
    }

    /// Ends the collection.
    pub fn end(mut self) -> String {
        self.text.push_str("]}");
        self.text
    }
}

/// Writes degrees with as many decimals as are needed, six at most.
fn six_decimals(units_e7: i32) -> String {
    let units = i64::from(units_e7);
    let micro = (units.abs() + 5) / 10;
    let sign = if units < 0 && micro > 0 { "-" } else { "" };
    let (whole, rest) = (micro / 1_000_000, micro % 1_000_000);
    if rest == 0 {
        return format!("{sign}{whole}");
    }
    let decimals = format!("{rest:06}");
    format!("{sign}{whole}.{}", decimals.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use shared::place::crs::Crs;
    use shared::place::point::Point;

    use super::{Features, six_decimals};

    #[test]
    fn degrees_are_rounded_to_six_decimals_and_end_where_they_can() {
        assert_eq!(six_decimals(1_089_423_004), "108.9423");
        assert_eq!(six_decimals(1_089_423_006), "108.942301");
        assert_eq!(six_decimals(1_080_000_000), "108");
        assert_eq!(six_decimals(-5), "-0.000001");
        assert_eq!(six_decimals(-4), "0");
    }

    #[test]
    fn a_collection_is_json_however_many_features_there_are() {
        let at = Point { lon_e7: 1_089_423_000, lat_e7: 342_610_000 };
        let none = Features::new(Crs::Wgs84).end();
        assert_eq!(none, r#"{"type":"FeatureCollection","features":[]}"#);
        let mut two = Features::new(Crs::Wgs84);
        two.push(r#""n":1"#, "Point", |text| text.position(at));
        two.push("", "LineString", |text| text.list([at, at], Features::position));
        let two: serde_json::Value = serde_json::from_str(&two.end()).unwrap();
        assert_eq!(two["features"][0]["geometry"]["coordinates"], serde_json::json!([108.9423, 34.261]));
        assert_eq!(two["features"][1]["geometry"]["coordinates"][1], serde_json::json!([108.9423, 34.261]));
    }

    #[test]
    fn a_base_map_in_another_system_gets_the_ground_where_it_draws_it() {
        let at = Point { lon_e7: 1_089_423_000, lat_e7: 342_610_000 };
        let mut moved = Features::new(Crs::Gcj02);
        moved.push("", "Point", |text| text.position(at));
        assert!(moved.end().contains("[108.946956,34.259413]"), "the Bell Tower on a public map");
    }
}
