//! The answer before the question: grid, unit and deadline of a place, from the packs alone.

use app_bridge::map::{Outline, Road};
use app_bridge::near::NearCase;
use app_bridge::told::{Preview, UnitCard, Warning};
use jiff::civil::Date;
use shared::calendar::deadline::deadline;
use shared::calendar::limit::Limit;
use shared::catalogue::CategoryKey;
use shared::grid::index::{GridIndex, Owner, UnitMatch};
use shared::grid::matched::Match;
use shared::grid::outline;
use shared::ids::{GridCode, JurisdictionId, LayerCode};
use shared::place::fix::Fix;
use shared::place::point::Point;
use shared::refusal::{Code, Refusal};
use shared::time::Instant;

use crate::error::Result;
use crate::packs::Packs;

/// How far around the point grids are drawn on the small map.
const MAP_RADIUS_M: f64 = 320.0;
/// The most neighbours that a warning names; more would say nothing.
const MOST_NAMED: usize = 3;

/// A category with one of its filing conditions, checked to be of the catalogue.
#[derive(Clone, PartialEq, Debug)]
pub struct Picked {
    /// What.
    pub category: CategoryKey,
    /// Which condition.
    pub condition_no: u32,
    /// How long the unit has.
    pub limit: Limit,
    /// Whose map says which unit.
    pub layer: LayerCode,
}

/// Checks a category and its condition against the packs, for a report of that day.
pub fn pick(packs: &Packs, category: &CategoryKey, condition_no: u32, day: Date) -> Result<Picked> {
    let catalogue = &packs.catalogue;
    let known = catalogue.accepted(category, day);
    let known = known.ok_or_else(|| Refusal::because(Code::UnknownCategory, category.to_string()))?;
    let rules = &packs.settings.rules;
    let limit = rules
        .limit(catalogue, category, condition_no)
        .ok_or_else(|| Refusal::because(Code::UnknownCondition, format!("{category}, condition {condition_no}")))?;
    Ok(Picked { category: category.clone(), condition_no, limit, layer: known.layer.clone() })
}

/// What the packs say of a place and a pick. Facts only; [`told`] puts them in words.
#[derive(Clone, PartialEq, Debug)]
pub struct Found {
    /// The unit grid.
    pub grid: Option<GridCode>,
    /// Who manages it.
    pub ground: Option<JurisdictionId>,
    /// How the point met it.
    pub how: Match,
    /// The unit, when the rule gives exactly one.
    pub unit: Option<Owner>,
    /// The units, when it gives several.
    pub candidates: Vec<Owner>,
    /// The estimated deadline, from the moment it was asked.
    pub due: Option<Instant>,
    /// The calendar does not reach that far.
    pub provisional: bool,
    /// Agreements at the place.
    pub remarks: Vec<String>,
    /// Other grids that the circle of accuracy reaches into.
    pub doubtful: Vec<GridCode>,
    /// What to mind.
    pub warnings: Vec<Warning>,
}

/// Finds grid, unit and deadline.
pub fn find(packs: &Packs, fix: &Fix, picked: Option<&Picked>, now: Instant) -> Result<Found> {
    let point = fix.point().map_err(|error| Refusal::because(Code::BadValue, error.to_string()))?;
    let located = packs.index.locate(point);
    let mut found = Found {
        grid: located.grid.map(|grid| grid.code.clone()),
        ground: located.grid.map(|grid| grid.jurisdiction.clone()),
        how: located.how,
        unit: None,
        candidates: Vec::new(),
        due: None,
        provisional: false,
        remarks: Vec::new(),
        doubtful: Vec::new(),
        warnings: Vec::new(),
    };
    place_warnings(packs, fix, point, located.distance_m, &mut found);
    let Some(picked) = picked else { return Ok(found) };
    if let Some(ground) = found.ground.clone() {
        unit(&packs.index, point, &picked.layer, &ground, &mut found);
    }
    remarks(packs, point, &picked.layer, &mut found);
    let end = deadline(now, picked.limit, &packs.calendar);
    found.due = Some(end.due);
    found.provisional = end.provisional;
    if end.provisional {
        found.warnings.push(warning(
            "provisional_deadline",
            "时限超出工作日历的范围，为暂定",
            "The deadline lies beyond the working calendar and is provisional",
        ));
    }
    Ok(found)
}

fn place_warnings(packs: &Packs, fix: &Fix, point: Point, distance_m: f64, found: &mut Found) {
    match found.how {
        Match::Inside | Match::Edge => {}
        Match::Nearest => found.warnings.push(Warning {
            code: "nearest_grid".to_owned(),
            zh: format!("位置在网格外，取了 {distance_m:.0} 米外最近的网格"),
            en: format!("The place is outside the grids; the nearest one, {distance_m:.0} m away, was taken"),
        }),
        Match::None => found.warnings.push(warning(
            "outside_packs",
            "位置不在手机里的网格范围内；照样可以保存，由服务器判定",
            "The place is outside the grids on this phone; it can be saved and the server decides",
        )),
    }
    let accuracy_m = fix.accuracy_m.unwrap_or(0.0);
    if found.grid.is_some() && accuracy_m > 0.0 {
        let others = packs.index.neighbours_within(point, accuracy_m);
        found.doubtful = others.into_iter().map(|grid| grid.code.clone()).collect();
    }
    if !found.doubtful.is_empty() {
        let named: Vec<&str> = found.doubtful.iter().take(MOST_NAMED).map(sequence).collect();
        let more = if found.doubtful.len() > MOST_NAMED { ("等", " and others") } else { ("", "") };
        found.warnings.push(Warning {
            code: "near_boundary".to_owned(),
            zh: format!(
                "定位误差约 {accuracy_m:.0} 米，也可能在 {}{} 网格，请在图上核对位置",
                named.join("、"),
                more.0
            ),
            en: format!(
                "The position is good to {accuracy_m:.0} m and may lie in grid {}{} as well; check it on the map",
                named.join(", "),
                more.1
            ),
        });
    }
}

/// Returns a grid's own digits, by which people tell it from its neighbours.
fn sequence(grid: &GridCode) -> &str {
    grid.as_str().get(12..).unwrap_or(grid.as_str())
}

fn unit(index: &GridIndex, point: Point, layer: &LayerCode, ground: &JurisdictionId, found: &mut Found) {
    match index.unit_on(point, layer, ground) {
        UnitMatch::One(owner) => found.unit = Some(owner),
        UnitMatch::Overlap(owners) => {
            found.candidates = owners;
            found.warnings.push(warning(
                "unit_overlap",
                "这里有几家责任单位重叠，由指挥中心确定",
                "Several units claim this ground; the centre decides",
            ));
        }
        UnitMatch::Gap => found.warnings.push(warning(
            "unit_gap",
            "这里没有划定责任单位，由指挥中心确定",
            "No unit is set for this ground; the centre decides",
        )),
    }
}

fn remarks(packs: &Packs, point: Point, layer: &LayerCode, found: &mut Found) {
    let radius_m = f64::from(packs.settings.remark_m);
    for (remark, distance_m) in packs.index.remarks_near(point, radius_m) {
        if !remark.layers.is_empty() && !remark.layers.contains(layer) {
            continue;
        }
        found.remarks.push(remark.text.clone());
        found.warnings.push(Warning {
            code: "boundary_remark".to_owned(),
            zh: format!("{distance_m:.0} 米外有区界备注：{}", remark.text),
            en: format!("A boundary remark {distance_m:.0} m away: {}", remark.text),
        });
    }
}

fn look_alike(count: usize, nearest_m: f64) -> Warning {
    Warning {
        code: "look_alike".to_owned(),
        zh: format!("附近已有 {count} 件同类案件，最近的在 {nearest_m:.0} 米处，请确认是否重复"),
        en: format!(
            "{count} of the same kind reported near by, the nearest {nearest_m:.0} m away; perhaps it is the same"
        ),
    }
}

/// Returns a warning with fixed words.
pub fn warning(code: &str, zh: &str, en: &str) -> Warning {
    Warning { code: code.to_owned(), zh: zh.to_owned(), en: en.to_owned() }
}

/// Names a grid in words: district, street, community and the last digits.
pub fn place_words(packs: &Packs, grid: Option<&GridCode>) -> String {
    grid.map(|grid| packs.index.place_words(grid)).unwrap_or_default()
}

/// Puts what was found in words for the screen.
pub fn told(
    packs: &Packs,
    fix: &Fix,
    picked: Option<&Picked>,
    mut found: Found,
    look_alikes: Vec<NearCase>,
) -> Preview {
    let card = |owner: Owner| UnitCard { id: owner.unit, name: owner.name };
    // A fix that gives no point was refused before anything was found.
    let map = fix.point().map(|point| Map::around(packs, point, &found.doubtful)).unwrap_or_default();
    found.warnings.extend(look_alikes.first().map(|nearest| look_alike(look_alikes.len(), nearest.distance_m)));
    Preview {
        look_alikes,
        photographed_at: None,
        place: place_words(packs, found.grid.as_ref()),
        grid: found.grid,
        grid_match: found.how,
        unit: found.unit.map(card),
        candidates: found.candidates.into_iter().map(card).collect(),
        due: found.due,
        provisional: found.provisional,
        limit: picked.map(|picked| picked.limit.text_zh()).unwrap_or_default(),
        remarks: found.remarks,
        warnings: found.warnings,
        outlines: map.outlines,
        duty: map.duty,
        roads: map.roads,
    }
}

/// What the small map draws.
#[derive(Default)]
struct Map {
    outlines: Vec<Outline>,
    duty: Vec<Vec<[f64; 2]>>,
    roads: Vec<Road>,
}

impl Map {
    fn around(packs: &Packs, point: Point, doubtful: &[GridCode]) -> Self {
        let outlines = outline::around(&packs.index, point, MAP_RADIUS_M).into_iter().filter_map(|outline| {
            let points = outline.rings.into_iter().next()?;
            let doubtful = doubtful.contains(&outline.code);
            Some(Outline { grid: outline.code, chosen: outline.here, doubtful, points })
        });
        let roads = outline::roads_around(&packs.index, point, MAP_RADIUS_M);
        Self {
            outlines: outlines.collect(),
            duty: outline::duty_lines_around(&packs.index, point, MAP_RADIUS_M),
            roads: roads.into_iter().map(|road| Road { name: road.name, main: road.main, line: road.line }).collect(),
        }
    }
}
