//! GeoJSON FeatureCollections read into shapes.
//!
//! A feature with `layer` and `unit` is an industry area; another with `code` is a unit grid; a point with `text` is a
//! remark. Coordinates are WGS-84 unless the collection says otherwise with `crs_name`. All wrong features are named,
//! not only the first: whoever mends the file should have to look once.

use std::fmt;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::boundaries::{Fineness, PlaceName, Remark, UnitGrid};
use super::ring::Ring;
use crate::ids::{DutyGridId, GridCode, JurisdictionId, LayerCode, UnitId};
use crate::place::convert;
use crate::place::crs::Crs;
use crate::place::point::Point;

/// How many wrong features are written out.
const SHOWN: usize = 20;

/// What a file holds.
#[derive(Clone, PartialEq, Debug)]
pub struct Features {
    /// The system the file was in; everything below is converted.
    pub crs: Crs,
    /// Unit grids.
    pub grids: Vec<GridFeature>,
    /// Industry areas.
    pub industry: Vec<IndustryFeature>,
    /// Boundary remarks.
    pub remarks: Vec<RemarkFeature>,
}

/// A unit grid in a file.
#[derive(Clone, PartialEq, Debug)]
pub struct GridFeature {
    /// Code and outline.
    pub grid: UnitGrid,
    /// `jurisdiction`: who manages it, where the file says so.
    pub jurisdiction: Option<JurisdictionId>,
    /// `duty_grid`: the beat it belongs to.
    pub duty_grid: Option<DutyGridId>,
    /// `district`, `street`, `community`: the names of the places its code begins with.
    pub places: Vec<PlaceName>,
}

/// An industry area in a file.
#[derive(Clone, PartialEq, Debug)]
pub struct IndustryFeature {
    /// `layer`
    pub layer: LayerCode,
    /// `unit`
    pub unit: UnitId,
    /// `unit_name`, else the unit's id.
    pub unit_name: String,
    /// `jurisdiction`
    pub jurisdiction: Option<JurisdictionId>,
    /// Outline and holes.
    pub rings: Vec<Ring>,
}

/// A remark in a file.
#[derive(Clone, PartialEq, Debug)]
pub struct RemarkFeature {
    /// The remark.
    pub remark: Remark,
    /// `jurisdiction`
    pub jurisdiction: Option<JurisdictionId>,
}

/// A feature that cannot be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadFeature {
    /// Its place in the file, from 1; nought when it is the file as a whole.
    pub feature: usize,
    /// What is wrong with it.
    pub why: String,
}

/// The file cannot be imported; nothing of it was taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadGeoJson(pub Vec<BadFeature>);

impl fmt::Display for BadGeoJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, bad) in self.0.iter().take(SHOWN).enumerate() {
            let separator = if place == 0 { "" } else { "\n" };
            match bad.feature {
                0 => write!(f, "{separator}{}", bad.why)?,
                number => write!(f, "{separator}feature {number}: {}", bad.why)?,
            }
        }
        match self.0.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, "\n… and {more} more"),
        }
    }
}

impl std::error::Error for BadGeoJson {}

#[derive(Deserialize)]
struct Collection {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    crs_name: Option<String>,
    #[serde(default)]
    crs: Option<Value>,
    #[serde(default)]
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    #[serde(default)]
    geometry: Option<Geometry>,
    #[serde(default)]
    properties: Option<Map<String, Value>>,
}

#[derive(Deserialize)]
struct Geometry {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    coordinates: Value,
}

type Position = Vec<f64>;

/// Reads a FeatureCollection.
pub fn from_geojson(text: &str) -> Result<Features, BadGeoJson> {
    let whole = |why: String| BadGeoJson(vec![BadFeature { feature: 0, why }]);
    // A file saved on Windows may begin with a mark that is no JSON.
    let collection: Collection = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| whole(format!("this is no GeoJSON: {error}")))?;
    if collection.kind != "FeatureCollection" {
        return Err(whole(format!("expected a FeatureCollection, found \"{}\"", collection.kind)));
    }
    let crs = crs(&collection).map_err(whole)?;
    let mut features = Features { crs, grids: Vec::new(), industry: Vec::new(), remarks: Vec::new() };
    let mut bad = Vec::new();
    for (place, feature) in collection.features.into_iter().enumerate() {
        if let Err(why) = features.take(feature) {
            bad.push(BadFeature { feature: place + 1, why });
        }
    }
    let mut codes: Vec<&GridCode> = features.grids.iter().map(|feature| &feature.grid.code).collect();
    codes.sort();
    let twice = codes.windows(2).filter(|pair| pair.first() == pair.last()).filter_map(|pair| pair.first());
    bad.extend(twice.map(|code| BadFeature { feature: 0, why: format!("grid {code} occurs more than once") }));
    if bad.is_empty() { Ok(features) } else { Err(BadGeoJson(bad)) }
}

fn crs(collection: &Collection) -> Result<Crs, String> {
    let old_style = || collection.crs.as_ref().and_then(|crs| crs.pointer("/properties/name")).and_then(Value::as_str);
    match collection.crs_name.as_deref().or_else(old_style) {
        None => Ok(Crs::Wgs84),
        Some(name) => name.parse().map_err(|error| format!("{error}")),
    }
}

impl Features {
    fn take(&mut self, feature: Feature) -> Result<(), String> {
        let properties = Properties(feature.properties.unwrap_or_default());
        let geometry = feature.geometry.ok_or("it has no geometry")?;
        let jurisdiction = properties.id("jurisdiction")?;
        if geometry.kind == "Point" {
            let position: Position = geometry.read()?;
            let remark = remark(&properties, self.point(&position)?)?;
            self.remarks.push(RemarkFeature { remark, jurisdiction });
            return Ok(());
        }
        let polygons: Vec<Vec<Vec<Position>>> = match geometry.kind.as_str() {
            "Polygon" => vec![geometry.read()?],
            "MultiPolygon" => geometry.read()?,
            other => return Err(format!("a {other} is neither an area nor a point")),
        };
        let mut rings = Vec::new();
        for line in polygons.iter().flatten() {
            let points = line.iter().map(|position| self.point(position)).collect::<Result<_, _>>()?;
            rings.push(Ring::new(points).map_err(|error| format!("{error}"))?);
        }
        if rings.is_empty() {
            return Err("it has no outline".to_owned());
        }
        if let (Some(layer), Some(unit)) = (properties.id("layer")?, properties.id::<UnitId>("unit")?) {
            let unit_name = properties.text("unit_name").unwrap_or_else(|| unit.to_string());
            self.industry.push(IndustryFeature { layer, unit, unit_name, jurisdiction, rings });
            return Ok(());
        }
        let code: GridCode = properties.id("code")?.ok_or("it has neither `code` nor `layer` and `unit`")?;
        let coarse = properties.0.get("coarse").and_then(Value::as_bool) == Some(true);
        let fineness = if coarse { Fineness::Coarse } else { Fineness::Fine };
        let places = places(&properties, &code);
        let duty_grid = properties.id("duty_grid")?;
        self.grids.push(GridFeature { grid: UnitGrid { code, fineness, rings }, jurisdiction, duty_grid, places });
        Ok(())
    }

    fn point(&self, position: &[f64]) -> Result<Point, String> {
        let [lon, lat, ..] = position else { return Err("a position has fewer than two numbers".to_owned()) };
        // Before converting: the formulas would turn nonsense into other nonsense.
        Point::new(*lon, *lat).map_err(|error| format!("{error}"))?;
        let at = convert::to_wgs84(self.crs, *lon, *lat);
        Point::new(at.lon, at.lat).map_err(|error| format!("{error}"))
    }
}

impl Geometry {
    fn read<T: serde::de::DeserializeOwned>(self) -> Result<T, String> {
        let kind = self.kind;
        serde_json::from_value(self.coordinates).map_err(|error| format!("the {kind} is malformed: {error}"))
    }
}

struct Properties(Map<String, Value>);

impl Properties {
    /// Returns a property as text; codes are often written as numbers.
    fn text(&self, name: &str) -> Option<String> {
        match self.0.get(name)? {
            Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Value::Number(number) => Some(number.to_string()),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        }
    }

    fn id<T: std::str::FromStr<Err = crate::ids::BadId>>(&self, name: &str) -> Result<Option<T>, String> {
        self.text(name).map(|text| text.parse().map_err(|error| format!("`{name}`: {error}"))).transpose()
    }
}

fn remark(properties: &Properties, point: Point) -> Result<Remark, String> {
    let layers = match (properties.0.get("layers"), properties.text("layer")) {
        (Some(Value::Array(list)), _) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        (Some(Value::String(list)), _) => list.split([',', ';', ' ', '、']).map(str::to_owned).collect(),
        (_, one) => one.into_iter().collect::<Vec<_>>(),
    };
    let layers: Vec<LayerCode> = layers
        .iter()
        .filter(|layer| !layer.is_empty())
        .map(|layer| layer.parse().map_err(|error| format!("`layers`: {error}")))
        .collect::<Result<_, _>>()?;
    Ok(Remark {
        point,
        layers,
        text: properties.text("text").ok_or("a remark has no `text`")?,
        agreed_owner: properties.id("agreed_owner")?,
        document_ref: properties.text("document_ref"),
    })
}

fn places(properties: &Properties, code: &GridCode) -> Vec<PlaceName> {
    let known = [("district", 6), ("street", 9), ("community", 12)].into_iter();
    known
        .filter_map(|(property, digits)| {
            Some(PlaceName { code: code.as_str().get(..digits)?.to_owned(), name: properties.text(property)? })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::from_geojson;
    use crate::grid::boundaries::Fineness;
    use crate::place::convert::Wgs84;
    use crate::place::point::Point;

    fn collection(extra: &str, features: &str) -> String {
        format!(r#"{{"type":"FeatureCollection"{extra},"features":[{features}]}}"#)
    }

    fn square(properties: &str, corner: (f64, f64)) -> String {
        let ((w, s), (e, n)) = (corner, (corner.0 + 0.001, corner.1 + 0.001));
        format!(
            r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"Polygon",
            "coordinates":[[[{w},{s}],[{e},{s}],[{e},{n}],[{w},{n}],[{w},{s}]]]}}}}"#
        )
    }

    #[track_caller]
    fn refused(text: &str, expected: &str) {
        let error = from_geojson(text).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }

    #[test]
    fn a_grid_an_area_and_a_remark_are_told_apart() {
        let grid = square(r#"{"code":610112001007023,"coarse":true,"street":"张家堡街道"}"#, (108.94, 34.34));
        let area = square(r#"{"code":"x","layer":"sanitation","unit":"U1","unit_name":"环卫一所"}"#, (108.94, 34.34));
        let remark = r#"{"type":"Feature","properties":{"text":"以中线为界","layers":["sanitation"]},
            "geometry":{"type":"Point","coordinates":[108.9401,34.3401,399.0]}}"#;
        let features = from_geojson(&collection("", &format!("{grid},{area},{remark}"))).unwrap();
        assert_eq!(features.grids[0].grid.code.as_str(), "610112001007023");
        assert_eq!(features.grids[0].grid.fineness, Fineness::Coarse);
        assert_eq!(features.grids[0].places[0].code, "610112001");
        assert_eq!(features.industry[0].unit_name, "环卫一所");
        assert_eq!(features.remarks[0].remark.text, "以中线为界");
    }

    #[test]
    fn coordinates_are_converted_from_the_system_the_file_names() {
        let gcj = Wgs84 { lon: 108.94, lat: 34.34 }.to_gcj02();
        let grid = square(r#"{"code":"610112001007023"}"#, (gcj.lon, gcj.lat));
        let features = from_geojson(&collection(r#","crs_name":"GCJ-02""#, &grid)).unwrap();
        let corner = Point::new(108.94, 34.34).unwrap();
        let points = features.grids[0].grid.rings[0].points();
        assert!(points.iter().any(|point| point.distance_m(corner) < 0.05), "{points:?}");
    }

    #[test]
    fn what_cannot_be_used_is_named_by_its_place() {
        refused("[]", "no GeoJSON");
        refused(r#"{"type":"Feature"}"#, "expected a FeatureCollection");
        refused(&collection(r#","crs_name":"Xian 1980""#, ""), "Xian 1980");
        let short = square(r#"{"code":"61011200100702"}"#, (108.94, 34.34));
        let good = square(r#"{"code":"610112001007023"}"#, (108.94, 34.34));
        refused(
            &collection("", &format!("{good},{short}")),
            "feature 2: `code`: \"61011200100702\" is not a unit grid code",
        );
        refused(&collection("", &format!("{good},{good}")), "occurs more than once");
        refused(&collection("", &square(r#"{"code":"610112001007023"}"#, (208.0, 34.0))), "not a position on Earth");
        refused(&collection("", r#"{"type":"Feature","properties":{},"geometry":null}"#), "no geometry");
        let line = r#"{"properties":{"code":"610112001007023"},"geometry":{"type":"LineString","coordinates":[]}}"#;
        refused(&collection("", line), "a LineString is neither");
        refused(&collection("", &square("{}", (108.94, 34.34))), "neither `code` nor");
    }
}
