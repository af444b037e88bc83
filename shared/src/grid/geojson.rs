//! GeoJSON FeatureCollections read into shapes.
//!
//! A feature with `layer` and `unit` is an industry area; another with `code` is a unit grid; another with `duty_grid`
//! is a duty grid; a point with `text` is a remark. Coordinates are WGS-84 unless the collection says otherwise with
//! `crs_name`. All wrong features are named, not only the first: whoever mends the file should have to look once.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::boundaries::{Fineness, PlaceName, Remark, UnitGrid};
use super::features::{DutyFeature, DutyGround, Features, GridFeature, IndustryFeature, RemarkFeature};
use super::report::crossing;
use super::report::finding::{Finding, Flaw, Severity};
use super::ring::Ring;
use crate::ids::{DutyGridId, GridCode, LayerCode, UnitId};
use crate::place::convert;
use crate::place::crs::Crs;
use crate::place::point::Point;

/// The file is no collection of features that can be read at all.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0}")]
pub struct NotGeoJson(String);

/// A file that was read: what can be used of it, and what is wrong with it.
#[derive(Clone, PartialEq, Debug)]
pub struct Read {
    /// What can be used.
    pub features: Features,
    /// What cannot, or only with a doubt.
    pub findings: Vec<Finding>,
}

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
pub fn read(text: &str) -> Result<Read, NotGeoJson> {
    // A file saved on Windows may begin with a mark that is no JSON.
    let collection: Collection = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| NotGeoJson(format!("this is no GeoJSON: {error}")))?;
    if collection.kind != "FeatureCollection" {
        return Err(NotGeoJson(format!("expected a FeatureCollection, found \"{}\"", collection.kind)));
    }
    let crs = crs(&collection)?;
    let none = Features { crs, grids: Vec::new(), duty_grids: Vec::new(), industry: Vec::new(), remarks: Vec::new() };
    let mut read = Read { features: none, findings: Vec::new() };
    for (place, feature) in collection.features.into_iter().enumerate() {
        read.take(place + 1, feature);
    }
    read.doubled();
    Ok(read)
}

fn crs(collection: &Collection) -> Result<Crs, NotGeoJson> {
    let old_style = || collection.crs.as_ref().and_then(|crs| crs.pointer("/properties/name")).and_then(Value::as_str);
    match collection.crs_name.as_deref().or_else(old_style) {
        None => Ok(Crs::Wgs84),
        Some(name) => name.parse().map_err(|error| NotGeoJson(format!("{error}"))),
    }
}

/// Why a feature cannot be used.
struct Unusable {
    flaw: Flaw,
    zh: String,
    en: String,
}

impl Unusable {
    fn shape(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { flaw: Flaw::BadFeature, zh: zh.into(), en: en.into() }
    }

    fn code(property: &str, error: &crate::ids::BadId) -> Self {
        let (zh, en) = (format!("`{property}` 的格式不对：{error}"), format!("`{property}`: {error}"));
        Self { flaw: Flaw::MalformedCode, zh, en }
    }
}

impl Read {
    fn take(&mut self, number: usize, feature: Feature) {
        let properties = Properties(feature.properties.unwrap_or_default());
        let name = ["code", "duty_grid", "unit"].into_iter().find_map(|name| properties.text(name));
        let mut shape = Shape::default();
        let taken = self.features.take(number, &properties, feature.geometry, &mut shape);
        let about = |finding: Finding| finding.about(name.clone()).at(shape.at).of_feature(number);
        if let Some(at) = shape.crossing {
            // An industry area or a beat may be drawn carelessly; of a unit grid every point must know its side.
            let severity = if properties.is_grid() { Severity::Error } else { Severity::Warning };
            let (zh, en) = ("边界与自身相交".to_owned(), "the outline crosses itself".to_owned());
            let finding = Finding { severity, ..Finding::error(Flaw::SelfCrossing, zh, en) };
            self.findings.push(about(finding).at(Some(at)));
            if !shape.is_usable {
                return;
            }
        }
        if let Err(Unusable { flaw, zh, en }) = taken {
            self.findings.push(about(Finding::error(flaw, zh, en)));
        }
    }

    /// Names the codes that stand on more than one feature.
    fn doubled(&mut self) {
        let mut grids: BTreeMap<&GridCode, Vec<&GridFeature>> = BTreeMap::new();
        for feature in &self.features.grids {
            grids.entry(&feature.grid.code).or_default().push(feature);
        }
        for (code, features) in grids {
            let numbers = features.iter().map(|feature| feature.number);
            let at = features.last().and_then(|feature| feature.grid.rings.first()).map(Ring::centre);
            self.findings.extend(twice(code, numbers.collect()).map(|finding| finding.at(at)));
        }
        let mut duty: BTreeMap<&DutyGridId, Vec<usize>> = BTreeMap::new();
        for feature in &self.features.duty_grids {
            duty.entry(&feature.id).or_default().push(feature.number);
        }
        self.findings.extend(duty.into_iter().filter_map(|(id, numbers)| twice(id, numbers)));
    }
}

fn twice(code: &impl ToString, numbers: Vec<usize>) -> Option<Finding> {
    let last = *numbers.get(1..)?.last()?;
    let code = code.to_string();
    let places = numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let (zh, en) = (
        format!("编码 {code} 出现了不止一次：第 {places} 个要素"),
        format!("{code} occurs more than once: features {places}"),
    );
    Some(Finding::error(Flaw::DoubledCode, zh, en).about([code]).of_feature(last))
}

/// What was seen of a feature's shape on the way.
#[derive(Default)]
struct Shape {
    /// Its first position.
    at: Option<Point>,
    /// Where it crosses itself.
    crossing: Option<Point>,
    /// Its outlines enclose something all the same.
    is_usable: bool,
}

impl Features {
    fn take(
        &mut self,
        number: usize,
        properties: &Properties,
        geometry: Option<Geometry>,
        shape: &mut Shape,
    ) -> Result<(), Unusable> {
        let jurisdiction = properties.id("jurisdiction")?;
        if properties.is_duty() && properties.0.contains_key("grids") {
            let id: DutyGridId = properties.id("duty_grid")?.ok_or_else(no_code)?;
            let ground = DutyGround::Grids(properties.codes("grids")?);
            self.duty_grids.push(DutyFeature { number, id, name: properties.text("name"), jurisdiction, ground });
            return Ok(());
        }
        let geometry = geometry.ok_or_else(|| Unusable::shape("没有几何图形", "it has no geometry"))?;
        if geometry.kind == "Point" {
            let position: Position = geometry.read()?;
            let at = point(self.crs, &position)?;
            shape.at = Some(at);
            let remark = remark(properties, at)?;
            self.remarks.push(RemarkFeature { number, remark, jurisdiction });
            return Ok(());
        }
        let rings = self.rings(geometry, shape)?;
        if let (Some(layer), Some(unit)) = (properties.id("layer")?, properties.id::<UnitId>("unit")?) {
            let unit_name = properties.text("unit_name").unwrap_or_else(|| unit.to_string());
            self.industry.push(IndustryFeature { number, layer, unit, unit_name, jurisdiction, rings });
            return Ok(());
        }
        let duty_grid: Option<DutyGridId> = properties.id("duty_grid")?;
        let (code, duty_grid) = match (properties.id::<GridCode>("code")?, duty_grid) {
            (Some(code), duty_grid) => (code, duty_grid),
            (None, Some(id)) => {
                let (name, ground) = (properties.text("name"), DutyGround::Outline(rings));
                self.duty_grids.push(DutyFeature { number, id, name, jurisdiction, ground });
                return Ok(());
            }
            (None, None) => return Err(no_code()),
        };
        let coarse = properties.0.get("coarse").and_then(Value::as_bool) == Some(true);
        let fineness = if coarse { Fineness::Coarse } else { Fineness::Fine };
        let places = places(properties, &code);
        let grid = UnitGrid { code, fineness, rings };
        self.grids.push(GridFeature { number, grid, jurisdiction, duty_grid, places });
        Ok(())
    }

    fn rings(&self, geometry: Geometry, shape: &mut Shape) -> Result<Vec<Ring>, Unusable> {
        let polygons: Vec<Vec<Vec<Position>>> = match geometry.kind.as_str() {
            "Polygon" => vec![geometry.read()?],
            "MultiPolygon" => geometry.read()?,
            other => {
                let zh = format!("{other} 既不是面也不是点");
                return Err(Unusable::shape(zh, format!("a {other} is neither an area nor a point")));
            }
        };
        let mut lines: Vec<Vec<Point>> = Vec::new();
        for line in polygons.iter().flatten() {
            lines.push(line.iter().map(|position| point(self.crs, position)).collect::<Result<_, _>>()?);
        }
        shape.at = lines.first().and_then(|line| line.first()).copied();
        shape.crossing = crossing::first(lines.iter().map(Vec::as_slice));
        let rings: Result<Vec<Ring>, _> = lines.into_iter().map(Ring::new).collect();
        let rings = rings.map_err(|error| {
            let zh = match error {
                super::ring::BadRing::TooFew => "一条边界至少要有三个不同的点",
                super::ring::BadRing::Flat => "边界没有围出面积",
            };
            Unusable::shape(zh, format!("{error}"))
        })?;
        if rings.is_empty() {
            return Err(Unusable::shape("没有边界", "it has no outline"));
        }
        shape.is_usable = true;
        Ok(rings)
    }
}

fn no_code() -> Unusable {
    let zh = "既没有 `code`，也没有 `layer` 和 `unit` 或 `duty_grid`";
    Unusable::shape(zh, "it has neither `code` nor `layer` and `unit` nor `duty_grid`")
}

fn point(crs: Crs, position: &[f64]) -> Result<Point, Unusable> {
    let [lon, lat, ..] = position else {
        return Err(Unusable::shape("有一个坐标不足两个数", "a position has fewer than two numbers"));
    };
    // Before converting: the formulas would turn nonsense into other nonsense.
    if Point::new(*lon, *lat).is_err() {
        let (zh, en) = if Point::new(*lat, *lon).is_ok() {
            ("，经度和纬度写反了吗？", "; are longitude and latitude the wrong way round?")
        } else {
            ("，是投影坐标（米）吗？", "; is it projected, in metres?")
        };
        return Err(Unusable::shape(
            format!("经度 {lon}、纬度 {lat} 不是地球上的位置{zh}"),
            format!("longitude {lon}, latitude {lat} is not a position on Earth{en}"),
        ));
    }
    let at = convert::to_wgs84(crs, *lon, *lat);
    Point::new(at.lon, at.lat).map_err(|error| Unusable::shape("不是地球上的位置", format!("{error}")))
}

impl Geometry {
    fn read<T: serde::de::DeserializeOwned>(self) -> Result<T, Unusable> {
        let kind = self.kind;
        serde_json::from_value(self.coordinates).map_err(|error| {
            Unusable::shape(format!("{kind} 的坐标读不懂：{error}"), format!("the {kind} is malformed: {error}"))
        })
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

    fn id<T: std::str::FromStr<Err = crate::ids::BadId>>(&self, name: &str) -> Result<Option<T>, Unusable> {
        self.text(name).map(|text| text.parse().map_err(|error| Unusable::code(name, &error))).transpose()
    }

    /// Returns a list of words, which some programs can only write as one text.
    fn words(&self, name: &str) -> Vec<String> {
        let words: Vec<String> = match self.0.get(name) {
            Some(Value::Array(list)) => list
                .iter()
                .filter_map(|one| match one {
                    Value::String(text) => Some(text.clone()),
                    Value::Number(number) => Some(number.to_string()),
                    Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
                })
                .collect(),
            Some(Value::String(list)) => list.split([',', ';', ' ', '、']).map(str::to_owned).collect(),
            Some(Value::Number(number)) => vec![number.to_string()],
            Some(Value::Null | Value::Bool(_) | Value::Object(_)) | None => Vec::new(),
        };
        words.into_iter().filter(|word| !word.is_empty()).collect()
    }

    fn codes<T: std::str::FromStr<Err = crate::ids::BadId>>(&self, name: &str) -> Result<Vec<T>, Unusable> {
        self.words(name).iter().map(|word| word.parse().map_err(|error| Unusable::code(name, &error))).collect()
    }

    fn is_grid(&self) -> bool {
        self.0.contains_key("code") && !(self.0.contains_key("layer") && self.0.contains_key("unit"))
    }

    fn is_duty(&self) -> bool {
        self.text("duty_grid").is_some() && self.text("code").is_none()
    }
}

fn remark(properties: &Properties, point: Point) -> Result<Remark, Unusable> {
    let mut layers: Vec<LayerCode> = properties.codes("layers")?;
    if layers.is_empty() {
        layers.extend(properties.id("layer")?);
    }
    Ok(Remark {
        point,
        layers,
        text: properties.text("text").ok_or_else(|| Unusable::shape("备注没有 `text`", "a remark has no `text`"))?,
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
    use super::read;
    use crate::grid::boundaries::Fineness;
    use crate::grid::features::{DutyGround, Features};
    use crate::grid::report::finding::Severity;
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
        let error = match read(text) {
            Err(error) => error.to_string(),
            Ok(read) => {
                let errors = read.findings.into_iter().filter(|finding| finding.severity == Severity::Error);
                let told = errors.map(|one| format!("feature {}: {}", one.feature.unwrap_or(0), one.en));
                told.collect::<Vec<_>>().join("\n")
            }
        };
        assert!(error.contains(expected), "{error}");
    }

    #[track_caller]
    fn features(text: &str) -> Features {
        let read = read(text).unwrap();
        assert_eq!(read.findings, Vec::new());
        read.features
    }

    #[test]
    fn a_grid_an_area_and_a_remark_are_told_apart() {
        let grid = square(r#"{"code":610112001007023,"coarse":true,"street":"张家堡街道"}"#, (108.94, 34.34));
        let area = square(r#"{"code":"x","layer":"sanitation","unit":"U1","unit_name":"环卫一所"}"#, (108.94, 34.34));
        let remark = r#"{"type":"Feature","properties":{"text":"以中线为界","layers":["sanitation"]},
            "geometry":{"type":"Point","coordinates":[108.9401,34.3401,399.0]}}"#;
        let features = features(&collection("", &format!("{grid},{area},{remark}")));
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
        let features = features(&collection(r#","crs_name":"GCJ-02""#, &grid));
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
    #[test]
    fn a_duty_grid_has_its_grids_or_an_outline() {
        let listed =
            r#"{"properties":{"duty_grid":"610112-Z1","name":"一片区","grids":[610112001007001,"610112001007002"]}}"#;
        let drawn = square(r#"{"duty_grid":"610112-Z2"}"#, (108.94, 34.34));
        let gone = r#"{"properties":{"duty_grid":"610112-Z3","grids":""}}"#;
        let features = features(&collection("", &format!("{listed},{drawn},{gone}")));
        let [listed, drawn, gone] = features.duty_grids.as_slice() else { panic!("{features:?}") };
        assert!(matches!(&listed.ground, DutyGround::Grids(codes) if codes.len() == 2));
        assert_eq!(listed.name.as_deref(), Some("一片区"));
        assert!(matches!(&drawn.ground, DutyGround::Outline(rings) if rings.len() == 1));
        assert!(matches!(&gone.ground, DutyGround::Grids(codes) if codes.is_empty()));
    }
}
