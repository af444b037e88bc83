//! The ground below the map of cases: unit grids, duty grids, roads and names, as the packs in force have them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use shared::account::Right;
use shared::grid::boundaries::RoadClass;
use shared::grid::index::GridIndex;
use shared::grid::outline;
use shared::ids::{JurisdictionId, Sha256};
use shared::place::convert::{Wgs84, from_wgs84};
use shared::place::crs::Crs;
use shared::place::point::Point;

use crate::accounts::caller::{Caller, Reach};
use crate::app::App;
use crate::error::{Error, Result};

/// How many digits of a grid's number name its street and its community.
const STREET: usize = 9;
const COMMUNITY: usize = 12;

/// Returns what changes whenever the ground does.
pub fn mark(app: &App, caller: &Caller, crs: Crs) -> Result<String> {
    caller.may(Right::SeeCases)?;
    let said = format!("{} {crs} {:?}", app.city().mark, area(caller));
    Ok(format!("W/\"{}\"", Sha256::of(said.as_bytes())))
}

/// Writes the ground that somebody reaches, in the system that it is to be drawn in: one JSON object with a GeoJSON
/// collection for each of `grids`, `duty`, `roads`, `places`.
pub async fn ground(app: &App, caller: &Caller, crs: Crs) -> Result<String> {
    caller.may(Right::SeeCases)?;
    let (city, area) = (app.city(), area(caller));
    // Off the async threads: a whole city takes a while to write.
    let written = tokio::task::spawn_blocking(move || write(&city.index, area.as_ref(), crs));
    written.await.map_err(|error| Error::Fault(error.into()))?
}

/// Whose ground is shown: a desk of the city sees all of it.
fn area(caller: &Caller) -> Option<JurisdictionId> {
    match &caller.reach {
        Reach::City => None,
        Reach::Jurisdiction(_) | Reach::Unit(_) | Reach::Own(_) => Some(caller.account.jurisdiction.clone()),
    }
}

fn write(index: &GridIndex, area: Option<&JurisdictionId>, crs: Crs) -> Result<String> {
    let is_here = |of: &JurisdictionId| area.is_none_or(|area| area == of);
    let mut grids = Features::new(crs);
    let mut duty = Features::new(crs);
    let mut roads = Features::new(crs);
    let mut places = Features::new(crs);
    let mut middles: BTreeMap<&str, Middle> = BTreeMap::new();
    for grid in index.grids().iter().filter(|grid| is_here(&grid.jurisdiction)) {
        let code = grid.code.as_str();
        for digits in [STREET, COMMUNITY] {
            if let Some(prefix) = code.get(..digits) {
                middles.entry(prefix).or_default().add(grid.centre);
            }
        }
        let last = code.get(COMMUNITY..).unwrap_or(code);
        grids.begin(&format!(r#""n":"{last}","c":"{code}""#), "MultiPolygon");
        grids.list(outline::pieces(grid), |out, piece| {
            out.list(piece, |out, ring| {
                let points = ring.points();
                out.list(points.iter().chain(points.first()).copied(), Features::position);
            });
        });
        grids.close();
    }
    for (_, one) in index.duty_grids().filter(|(_, one)| is_here(&one.jurisdiction)) {
        duty.begin(&format!(r#""name":{}"#, serde_json::to_string(&one.name)?), "MultiLineString");
        duty.list(outline::duty_lines(index, one), |out, line| out.list(line, Features::position));
        duty.close();
    }
    for road in index.roads() {
        let main = match road.class {
            RoadClass::Main => r#","main":1"#,
            RoadClass::Side => "",
        };
        roads.begin(&format!(r#""name":{}{main}"#, serde_json::to_string(&road.name)?), "LineString");
        roads.list(road.line.iter().copied(), Features::position);
        roads.close();
    }
    for (prefix, middle) in &middles {
        let rank = if prefix.len() == STREET { "street" } else { "community" };
        if let (Some(name), Some(at)) = (index.place_name(prefix), middle.point()) {
            places.begin(&format!(r#""name":{},"rank":"{rank}""#, serde_json::to_string(name)?), "Point");
            places.position(at);
            places.close();
        }
    }
    let (grids, duty, roads, places) = (grids.end(), duty.end(), roads.end(), places.end());
    Ok(format!(r#"{{"grids":{grids},"duty":{duty},"roads":{roads},"places":{places}}}"#))
}

/// GeoJSON, written as short as it can be: thousands of grids go to the screen at once.
struct Features {
    text: String,
    crs: Crs,
}

impl Features {
    fn new(crs: Crs) -> Self {
        Self { text: r#"{"type":"FeatureCollection","features":["#.to_owned(), crs }
    }

    fn begin(&mut self, properties: &str, kind: &str) {
        let comma = if self.text.ends_with('}') { "," } else { "" };
        let begun = write!(
            self.text,
            r#"{comma}{{"type":"Feature","properties":{{{properties}}},"geometry":{{"type":"{kind}","coordinates":"#
        );
        // Writing to a string cannot fail.
        begun.unwrap_or_default();
    }

    fn close(&mut self) {
        self.text.push_str("}}");
    }

    fn list<T>(&mut self, items: impl IntoIterator<Item = T>, mut one: impl FnMut(&mut Self, T)) {
        self.text.push('[');
        for (place, item) in items.into_iter().enumerate() {
            if place > 0 {
                self.text.push(',');
            }
            one(self, item);
        }
        self.text.push(']');
    }

    /// Writes a position to a tenth of a metre.
    fn position(&mut self, at: Point) {
        let (lon, lat) = from_wgs84(self.crs, Wgs84 { lon: at.lon(), lat: at.lat() });
        write!(self.text, "[{lon:.6},{lat:.6}]").unwrap_or_default();
    }

    fn end(mut self) -> String {
        self.text.push_str("]}");
        self.text
    }
}

/// The middle of points, as they are counted.
#[derive(Default)]
struct Middle {
    lon_e7: i64,
    lat_e7: i64,
    count: i64,
}

impl Middle {
    fn add(&mut self, at: Point) {
        self.lon_e7 += i64::from(at.lon_e7);
        self.lat_e7 += i64::from(at.lat_e7);
        self.count += 1;
    }

    fn point(&self) -> Option<Point> {
        let lon_e7 = i32::try_from(self.lon_e7.checked_div(self.count)?).ok()?;
        let lat_e7 = i32::try_from(self.lat_e7.checked_div(self.count)?).ok()?;
        Some(Point { lon_e7, lat_e7 })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use shared::grid::boundaries::{Boundaries, DutyGrid, Fineness, Origin, PlaceName, UnitGrid};
    use shared::grid::index::GridIndex;
    use shared::grid::ring::Ring;
    use shared::place::crs::Crs;
    use shared::place::point::Point;

    use super::write;

    fn town() -> Boundaries {
        let mut town =
            Boundaries::empty("610112".parse().unwrap(), "t".into(), "1".into(), Origin::Training, date(2026, 7, 1));
        let corner = |east: i32, north: i32| Point { lon_e7: 1_089_400_000 + east, lat_e7: 342_600_000 + north };
        let square = vec![corner(0, 0), corner(10_000, 0), corner(10_000, 10_000), corner(0, 10_000)];
        let code = "610112001007001";
        town.grids.push(UnitGrid {
            code: code.parse().unwrap(),
            fineness: Fineness::Fine,
            rings: vec![Ring::new(square).unwrap()],
        });
        let duty = DutyGrid { id: "Z1".parse().unwrap(), name: "一\"区".into(), grids: vec![code.parse().unwrap()] };
        town.duty_grids.push(duty);
        town.places.push(PlaceName { code: "610112001".into(), name: "大明宫街道".into() });
        town
    }

    #[test]
    fn the_ground_is_collections_of_what_one_reaches() {
        let town = town();
        let index = GridIndex::build([&town]);
        let (here, there) = ("610112".parse().unwrap(), "610103".parse().unwrap());
        let drawn: serde_json::Value = serde_json::from_str(&write(&index, Some(&here), Crs::Wgs84).unwrap()).unwrap();
        assert_eq!(drawn["grids"]["features"][0]["properties"]["n"], "001");
        let ring = &drawn["grids"]["features"][0]["geometry"]["coordinates"][0][0];
        assert_eq!((ring.as_array().unwrap().len(), &ring[0]), (5, &ring[4]), "it comes round");
        assert_eq!(drawn["duty"]["features"][0]["properties"]["name"], "一\"区");
        assert_eq!(drawn["places"]["features"][0]["properties"]["rank"], "street");
        assert_eq!(drawn["roads"]["features"], serde_json::json!([]));
        let drawn: serde_json::Value = serde_json::from_str(&write(&index, Some(&there), Crs::Wgs84).unwrap()).unwrap();
        assert_eq!(drawn["grids"]["features"], serde_json::json!([]));
    }
}
