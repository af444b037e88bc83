//! A report as GeoJSON, so that what was found can be looked at on a map.

use serde_json::{Value, json};

use super::Report;
use super::finding::Finding;
use crate::place::point::Point;

/// Narrower or smaller than this an outline is not seen on a map: a point is.
const SEEN_M2: f64 = 100.0;

impl Report {
    /// Writes the findings as a FeatureCollection in WGS-84; one that has no place has no geometry.
    pub fn to_geojson(&self) -> Value {
        let features: Vec<Value> = self.findings.iter().map(feature).collect();
        json!({"type": "FeatureCollection", "features": features})
    }
}

fn feature(finding: &Finding) -> Value {
    let properties = json!({
        "code": finding.code,
        "severity": finding.severity,
        "about": finding.about.join(" "),
        "feature": finding.feature,
        "size": finding.size.map(|size| size.size),
        "unit": finding.size.map(|size| size.unit),
        "zh": finding.zh,
        "en": finding.en,
    });
    json!({"type": "Feature", "geometry": geometry(finding), "properties": properties})
}

fn geometry(finding: &Finding) -> Value {
    let is_seen = finding.size.is_some_and(|size| size.size >= SEEN_M2);
    if is_seen && !finding.outline.is_empty() {
        let rings: Vec<Vec<[f64; 2]>> = finding.outline.iter().map(|line| closed(line)).collect();
        return json!({"type": "Polygon", "coordinates": rings});
    }
    finding.at.map_or(Value::Null, |at| json!({"type": "Point", "coordinates": [at.lon(), at.lat()]}))
}

fn closed(line: &[Point]) -> Vec<[f64; 2]> {
    line.iter().chain(line.first()).map(|point| [point.lon(), point.lat()]).collect()
}
