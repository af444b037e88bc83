//! The city's data files, read and checked.

use std::fmt;

/// The texts of the files in `packs/training`.
#[derive(Clone, Copy, Debug)]
pub struct Files<'a> {
    /// `names.csv`
    pub names: &'a str,
    /// `outline.csv`
    pub outline: &'a str,
    /// `inner.csv`
    pub inner: &'a str,
    /// `builtup.csv`
    pub builtup: &'a str,
    /// `zones.csv`
    pub zones: &'a str,
    /// `roads.csv`
    pub roads: &'a str,
    /// `layers.csv`
    pub layers: &'a str,
}

/// The files' names, in the order of [`Files`].
pub const FILE_NAMES: [&str; 7] =
    ["names.csv", "outline.csv", "inner.csv", "builtup.csv", "zones.csv", "roads.csv", "layers.csv"];

/// A line of a file that cannot be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadSource {
    /// The file.
    pub file: &'static str,
    /// The line, from 1; nought when it is the file as a whole.
    pub line: usize,
    /// What is wrong.
    pub why: String,
}

impl fmt::Display for BadSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "training data {}, line {}: {}", self.file, self.line, self.why)
    }
}

impl std::error::Error for BadSource {}

/// A place in metres east and north of the Bell Tower.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct At {
    /// East.
    pub x: f64,
    /// North.
    pub y: f64,
}

impl At {
    /// Returns the square of the distance.
    pub(super) fn squared_to(self, other: Self) -> f64 {
        let (dx, dy) = (self.x - other.x, self.y - other.y);
        dx * dx + dy * dy
    }
}

/// The Bell Tower, from which the city is measured.
pub(super) const TOWER_LON: f64 = 108.9423;
pub(super) const TOWER_LAT: f64 = 34.2610;
/// One degree there; the city is drawn on a plane, which is near enough for shapes that are made up.
pub(super) const DEGREE_EAST_M: f64 = 92_070.0;
pub(super) const DEGREE_NORTH_M: f64 = 110_930.0;

fn plane(lon: f64, lat: f64) -> At {
    At { x: (lon - TOWER_LON) * DEGREE_EAST_M, y: (lat - TOWER_LAT) * DEGREE_NORTH_M }
}

/// A street or town.
#[derive(Clone, Debug)]
pub(super) struct Street {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) at: At,
    /// Codes and names of its communities and villages.
    pub(super) communities: Vec<(String, String)>,
}

impl Street {
    pub(super) fn district(&self) -> &str {
        self.code.get(..6).unwrap_or_default()
    }
}

/// A piece of a development zone.
#[derive(Clone, Debug)]
pub(super) struct Zone {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) districts: Vec<String>,
    pub(super) ring: Vec<At>,
}

/// A district of the old town, bounded by streets.
#[derive(Clone, Debug)]
pub(super) struct Inner {
    pub(super) district: String,
    pub(super) ring: Vec<At>,
}

/// Where it is built up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Blob {
    pub(super) at: At,
    pub(super) east_m: f64,
    pub(super) north_m: f64,
}

/// A named road along a straight line.
#[derive(Clone, Debug)]
pub(super) struct RoadName {
    pub(super) name: String,
    pub(super) main: bool,
    pub(super) runs_north: bool,
    pub(super) at_m: f64,
    pub(super) from_m: f64,
    pub(super) to_m: f64,
}

/// An industry layer and how its units are called.
#[derive(Clone, Debug)]
pub(super) struct LayerName {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) mark: String,
    pub(super) unit: String,
}

/// Everything the city is drawn from.
#[derive(Clone, Debug)]
pub struct Sources {
    pub(super) districts: Vec<(String, String)>,
    pub(super) streets: Vec<Street>,
    pub(super) outline: Vec<At>,
    pub(super) inner: Vec<Inner>,
    pub(super) builtup: Vec<Blob>,
    pub(super) zones: Vec<Zone>,
    pub(super) roads: Vec<RoadName>,
    pub(super) layers: Vec<LayerName>,
}

impl Sources {
    /// Reads the files.
    pub fn read(files: &Files<'_>) -> Result<Self, BadSource> {
        let mut sources = Self {
            districts: Vec::new(),
            streets: Vec::new(),
            outline: rows("outline.csv", files.outline, |row| Ok(plane(row.number(0)?, row.number(1)?)))?,
            inner: rows("inner.csv", files.inner, |row| {
                let ring = pairs(row, 1, |x, y| At { x, y })?;
                Ok(Inner { district: row.text(0)?, ring })
            })?,
            builtup: rows("builtup.csv", files.builtup, |row| {
                let at = plane(row.number(1)?, row.number(2)?);
                Ok(Blob { at, east_m: row.number(3)? * 1000.0, north_m: row.number(4)? * 1000.0 })
            })?,
            zones: rows("zones.csv", files.zones, zone)?,
            roads: rows("roads.csv", files.roads, road)?,
            layers: rows("layers.csv", files.layers, |row| {
                let [code, name, mark, unit] = [0, 1, 2, 3].map(|column| row.text(column));
                Ok(LayerName { code: code?, name: name?, mark: mark?, unit: unit? })
            })?,
        };
        rows("names.csv", files.names, |row| sources.name(row))?;
        Ok(sources)
    }

    /// Takes a line of `names.csv`; a street stands before its communities.
    fn name(&mut self, row: &Row<'_>) -> Result<(), BadSource> {
        let (code, name) = (row.text(0)?, row.text(1)?);
        if !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(row.bad(format!("{code} is not a code")));
        }
        match code.len() {
            6 => self.districts.push((code, name)),
            9 => {
                let at = plane(row.number(2)?, row.number(3)?);
                self.streets.push(Street { code, name, at, communities: Vec::new() });
            }
            12 => match self.streets.last_mut() {
                Some(street) if code.starts_with(&street.code) => street.communities.push((code, name)),
                Some(_) | None => return Err(row.bad(format!("{code} does not follow its street"))),
            },
            _ => return Err(row.bad(format!("{code} has neither 6, 9 nor 12 digits"))),
        }
        Ok(())
    }
}

fn zone(row: &Row<'_>) -> Result<Zone, BadSource> {
    let districts = row.text(2)?.split(' ').map(str::to_owned).collect();
    Ok(Zone { id: row.text(0)?, name: row.text(1)?, districts, ring: pairs(row, 3, plane)? })
}

/// Reads a column of numbers, two by two.
fn pairs(row: &Row<'_>, column: usize, place: impl Fn(f64, f64) -> At) -> Result<Vec<At>, BadSource> {
    let text = row.text(column)?;
    let number = |number: &str| number.parse().map_err(|_| row.bad(format!("{number} is not a number")));
    let numbers: Vec<f64> = text.split(' ').map(number).collect::<Result<_, _>>()?;
    Ok(numbers.chunks_exact(2).filter_map(|pair| Some(place(*pair.first()?, *pair.get(1)?))).collect())
}

fn road(row: &Row<'_>) -> Result<RoadName, BadSource> {
    Ok(RoadName {
        name: row.text(0)?,
        main: row.text(1)? == "main",
        runs_north: row.text(2)? == "north",
        at_m: row.number(3)?,
        from_m: row.number(4)?,
        to_m: row.number(5)?,
    })
}

/// One line of a file. The files are ours and have no quoted commas.
struct Row<'a> {
    file: &'static str,
    line: usize,
    columns: Vec<&'a str>,
}

impl Row<'_> {
    fn bad(&self, why: String) -> BadSource {
        BadSource { file: self.file, line: self.line, why }
    }

    fn text(&self, column: usize) -> Result<String, BadSource> {
        let text = self.columns.get(column).ok_or_else(|| self.bad(format!("column {} is missing", column + 1)))?;
        Ok((*text).to_owned())
    }

    fn number(&self, column: usize) -> Result<f64, BadSource> {
        let text = self.text(column)?;
        text.parse()
            .ok()
            .filter(|number: &f64| number.is_finite())
            .ok_or_else(|| self.bad(format!("{text} is not a number")))
    }
}

fn rows<T>(
    file: &'static str,
    text: &str,
    mut one: impl FnMut(&Row<'_>) -> Result<T, BadSource>,
) -> Result<Vec<T>, BadSource> {
    let rows = text.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty());
    let rows: Vec<T> = rows
        .map(|(at, line)| one(&Row { file, line: at + 1, columns: line.trim_end().split(',').collect() }))
        .collect::<Result<_, _>>()?;
    if rows.is_empty() {
        return Err(BadSource { file, line: 0, why: "it holds no lines".to_owned() });
    }
    Ok(rows)
}
