//! GeoJSON being written: as text and not by way of values, and as short as it can be. A city has tens of thousands of
//! grids, and whoever shows them hands the text on unread. The phone's map, the desk's and the areas of an edition are all
//! written here.

use std::fmt::{Display, Write as _};

use super::outline::pieces_of;
use super::ring::Ring;
use crate::place::convert::{Wgs84, from_wgs84};
use crate::place::crs::Crs;
use crate::place::point::Point;

/// Features being written.
pub struct Features {
    text: String,
    positions: Positions,
}

/// How positions are written.
#[derive(Clone, Copy)]
enum Positions {
    /// As they are known, in WGS-84: what is written may be read again.
    Exact,
    /// In the system of a map, to a tenth of a metre.
    ShownIn(Crs),
}

impl Features {
    /// Begins a collection that is exact, in WGS-84.
    pub fn exact() -> Self {
        Self::begin(Positions::Exact)
    }

    /// Begins a collection that is only looked at, in the system of the map that it is laid over.
    pub fn shown_in(system: Crs) -> Self {
        Self::begin(Positions::ShownIn(system))
    }

    fn begin(positions: Positions) -> Self {
        Self { text: r#"{"type":"FeatureCollection","features":["#.to_owned(), positions }
    }

    /// Writes ground: pieces with their holes. What is said of a feature is a JSON object.
    pub fn ground(&mut self, properties: &dyn Display, rings: &[Ring]) {
        self.push(properties, "MultiPolygon", |text| {
            text.list(pieces_of(rings), |text, piece| {
                text.list(piece, |text, ring| text.points(ring.points().iter().chain(ring.points().first()).copied()));
            });
        });
    }

    /// Writes lines.
    pub fn lines(&mut self, properties: &dyn Display, lines: &[Vec<Point>]) {
        self.push(properties, "MultiLineString", |text| {
            text.list(lines, |text, line| text.points(line.iter().copied()));
        });
    }

    /// Writes one line.
    pub fn line(&mut self, properties: &dyn Display, line: &[Point]) {
        self.push(properties, "LineString", |text| text.points(line.iter().copied()));
    }

    /// Writes a place.
    pub fn place(&mut self, properties: &dyn Display, at: Point) {
        self.push(properties, "Point", |text| text.position(at));
    }

    /// Ends the collection.
    pub fn end(mut self) -> String {
        self.text.push_str("]}");
        self.text
    }

    fn push(&mut self, properties: &dyn Display, kind: &str, coordinates: impl FnOnce(&mut Self)) {
        if self.text.ends_with('}') {
            self.text.push(',');
        }
        // Writing to a string cannot fail.
        write!(
            self.text,
            r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"{kind}","coordinates":"#
        )
        .unwrap_or_default();
        coordinates(self);
        self.text.push_str("}}");
    }

    fn points(&mut self, points: impl Iterator<Item = Point>) {
        self.list(points, Self::position);
    }

    fn list<T>(&mut self, items: impl IntoIterator<Item = T>, mut each: impl FnMut(&mut Self, T)) {
        self.text.push('[');
        for (number, item) in items.into_iter().enumerate() {
            if number > 0 {
                self.text.push(',');
            }
            each(self, item);
        }
        self.text.push(']');
    }

    fn position(&mut self, at: Point) {
        match self.positions {
            Positions::Exact => write!(self.text, "[{},{}]", at.lon(), at.lat()).unwrap_or_default(),
            Positions::ShownIn(system) => {
                let (lon, lat) = from_wgs84(system, Wgs84 { lon: at.lon(), lat: at.lat() });
                let shown = Point::new(lon, lat).unwrap_or(at);
                let [lon, lat] = [shown.lon_e7, shown.lat_e7].map(six_decimals);
                write!(self.text, "[{lon},{lat}]").unwrap_or_default();
            }
        }
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
    use crate::place::crs::Crs;
    use crate::place::point::Point;

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
        let at = Point { lon_e7: 1_089_423_004, lat_e7: 342_610_000 };
        let none = Features::shown_in(Crs::Wgs84).end();
        assert_eq!(none, r#"{"type":"FeatureCollection","features":[]}"#);
        let mut two = Features::shown_in(Crs::Wgs84);
        two.place(&r#"{"n":1}"#, at);
        two.lines(&"{}", &[vec![at, at]]);
        let two: serde_json::Value = serde_json::from_str(&two.end()).unwrap();
        assert_eq!(two["features"][0]["geometry"]["coordinates"], serde_json::json!([108.9423, 34.261]));
        assert_eq!(two["features"][0]["properties"]["n"], 1);
        assert_eq!(two["features"][1]["geometry"]["coordinates"][0][1], serde_json::json!([108.9423, 34.261]));
        let mut exact = Features::exact();
        exact.place(&serde_json::json!({"n": 1}), at);
        assert!(exact.end().contains("[108.9423004,34.261]"), "what is read again is what it was");
    }

    #[test]
    fn a_base_map_in_another_system_gets_the_ground_where_it_draws_it() {
        let at = Point { lon_e7: 1_089_423_000, lat_e7: 342_610_000 };
        let mut moved = Features::shown_in(Crs::Gcj02);
        moved.place(&"{}", at);
        assert!(moved.end().contains("[108.946956,34.259413]"), "the Bell Tower on a public map");
    }
}
