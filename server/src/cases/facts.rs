//! What the server computes about a report; its answer wins over the phone's.

use shared::calendar::deadline::{Deadline, deadline};
use shared::calendar::limit::Limit;
use shared::case::resettle::Ground;
use shared::case::{Estimate, PackVersions};
use shared::catalogue::CategoryKey;
use shared::grid::index::{Grid, UnitMatch};
use shared::grid::matched::Match;
use shared::ids::{DivisionCode, DutyGridId, GridCode, JurisdictionId, LayerCode, UnitId};
use shared::place::fix::Fix;
use shared::place::point::Point;
use shared::refusal::{Code, Refusal};
use shared::time::Instant;

use crate::catalogue::city::City;

/// Where a report lies, whose job it is and how long that takes.
#[derive(Clone, PartialEq, Debug)]
pub struct Facts {
    /// Who manages.
    pub jurisdiction: JurisdictionId,
    /// Where it is.
    pub division: DivisionCode,
    /// The unit grid.
    pub grid: GridCode,
    /// How it was found.
    pub how: Match,
    /// Whose beat it is.
    pub duty_grid: Option<DutyGridId>,
    /// The responsible unit, when the layers name exactly one.
    pub unit: Option<UnitId>,
    /// How long it has.
    pub limit: Limit,
    /// When that would be over if the clock had started at the report.
    pub estimate: Deadline,
    /// The packs behind all this.
    pub packs: PackVersions,
}

/// What is judged: what was seen, and where.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// What.
    pub category: &'a CategoryKey,
    /// Which filing condition is met.
    pub condition_no: u32,
    /// Where.
    pub fix: &'a Fix,
}

/// Judges a report by the city's packs.
pub fn judge(city: &City, report: &About<'_>, reported_at: Instant) -> Result<Facts, Refusal> {
    let unknown = || Refusal::because(Code::UnknownCategory, report.category.to_string());
    let catalogue = city.catalogue().ok_or_else(unknown)?;
    let category = catalogue.content.accepted(report.category, city.day(reported_at)).ok_or_else(unknown)?;
    let limit = catalogue.content.limit(report.category, report.condition_no).ok_or_else(|| {
        Refusal::because(
            Code::UnknownCondition,
            format!("{} has no condition {}", report.category, report.condition_no),
        )
    })?;
    let point = report.fix.point().map_err(|error| Refusal::because(Code::BadValue, error.to_string()))?;
    let ground = ground(city, point, Some(&category.layer));
    let Ground { jurisdiction, division, grid, how, duty_grid, unit, boundaries } =
        ground.ok_or_else(|| Refusal::because(Code::OutsideCity, point.to_string()))?;
    // What its desk has set goes before the catalogue.
    let rules = &city.settings(&jurisdiction).rules;
    let limit = rules.own_limit(report.category, report.condition_no).unwrap_or(limit);
    let calendar = city.calendar(&jurisdiction);
    let estimate = match calendar {
        Some(calendar) => deadline(reported_at, limit, &calendar.content),
        None => Deadline { due: reported_at, provisional: true },
    };
    Ok(Facts {
        jurisdiction,
        division,
        grid,
        how,
        duty_grid,
        unit,
        limit,
        estimate,
        packs: PackVersions {
            catalogue: Some(catalogue.hash.clone()),
            calendar: calendar.map(|named| named.hash.clone()),
            boundaries,
        },
    })
}

/// Returns what the boundaries in force say of a point; nothing where it lies outside them all.
pub fn ground(city: &City, point: Point, layer: Option<&LayerCode>) -> Option<Ground> {
    let located = city.index.locate(point);
    // The index reaches as far as the city lets it; a jurisdiction may want it nearer.
    let near = |grid: &&Grid| located.distance_m <= f64::from(city.settings(&grid.jurisdiction).nearest_m);
    let grid = located.grid.filter(near)?;
    let unit = match layer.map(|layer| city.index.unit_on(point, layer, &grid.jurisdiction)) {
        Some(UnitMatch::One(owner)) => Some(owner.unit),
        Some(UnitMatch::Overlap(_) | UnitMatch::Gap) | None => None,
    };
    Some(Ground {
        jurisdiction: grid.jurisdiction.clone(),
        division: grid.code.division(),
        grid: grid.code.clone(),
        how: located.how,
        duty_grid: grid.duty_grids.first().cloned(),
        unit,
        boundaries: city.boundaries_hash(&grid.jurisdiction).cloned(),
    })
}

impl Facts {
    /// Says in which answers the phone differed; what it did not answer is no difference.
    pub fn differences(&self, phone: &Estimate) -> Vec<String> {
        let mut found = Vec::new();
        if let Some(grid) = phone.grid.as_ref().filter(|grid| **grid != self.grid) {
            found.push(format!("grid {grid} → {}", self.grid));
        }
        if let Some(unit) = phone.unit.as_ref().filter(|unit| Some(*unit) != self.unit.as_ref()) {
            let own = self.unit.as_ref().map_or("none", UnitId::as_str);
            found.push(format!("unit {unit} → {own}"));
        }
        if let Some(due) = phone.due.filter(|due| *due != self.estimate.due) {
            found.push(format!("deadline {due} → {}", self.estimate.due));
        }
        found
    }
}
