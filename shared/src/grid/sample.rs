//! A town of sixteen square grids, for tests.

use jiff::civil::date;

use super::boundaries::{
    Boundaries, DutyGrid, Fineness, IndustryArea, Layer, Origin, PlaceName, Remark, Road, RoadClass, UnitGrid,
};
use super::ring::Ring;
use crate::ids::GridCode;
use crate::place::point::Point;

/// The south-west corner of the town.
pub(crate) const CORNER: Point = Point { lon_e7: 1_089_400_000, lat_e7: 342_600_000 };
/// The side of a grid: 92 by 111 metres.
pub(crate) const SIDE: i32 = 10_000;

/// Returns a point counted in sides of a grid from the corner.
pub(crate) fn at(east: f64, north: f64) -> Point {
    let units = |sides: f64| (sides * f64::from(SIDE)).round() as i32;
    Point { lon_e7: CORNER.lon_e7 + units(east), lat_e7: CORNER.lat_e7 + units(north) }
}

/// Returns the code of the grid in a column from the west and a row from the south.
pub(crate) fn code(column: i32, row: i32) -> GridCode {
    format!("610112001007{:03}", (3 - row) * 4 + column + 1).parse().unwrap()
}

/// Returns a rectangle counted in sides.
pub(crate) fn rectangle(west: f64, south: f64, east: f64, north: f64) -> Ring {
    Ring::new(vec![at(west, south), at(east, south), at(east, north), at(west, north)]).unwrap()
}

/// Returns the town: four by four grids, four duty grids, one layer with an overlap and a gap.
pub(crate) fn town() -> Boundaries {
    let mut town = Boundaries::empty(
        "610112".parse().unwrap(),
        "未央区".to_owned(),
        "test-1".to_owned(),
        Origin::Training,
        date(2026, 7, 1),
    );
    town.places = [("610112", "未央区"), ("610112001", "张家堡街道"), ("610112001007", "张家堡社区")]
        .map(|(code, name)| PlaceName { code: code.to_owned(), name: name.to_owned() })
        .to_vec();
    let cells = (0..4).flat_map(|row| (0..4).map(move |column| (column, row)));
    town.grids = cells
        .clone()
        .map(|(column, row)| {
            let [x, y] = [f64::from(column), f64::from(row)];
            // Only the cell in the south-west is coarse, and only that in the north-east has a hole.
            let fineness = if column + row == 0 { Fineness::Coarse } else { Fineness::Fine };
            let mut rings = vec![rectangle(x, y, x + 1.0, y + 1.0)];
            if (column, row) == (3, 3) {
                rings.push(rectangle(3.4, 3.4, 3.6, 3.6));
            }
            UnitGrid { code: code(column, row), fineness, rings }
        })
        .collect();
    town.duty_grids = (0..4)
        .map(|column| DutyGrid {
            id: format!("610112-Z{column:03}").parse().unwrap(),
            name: format!("第{column}片区"),
            grids: (0..4).map(|row| code(column, row)).collect(),
        })
        .collect();
    town.layers = vec![Layer { code: "sanitation".parse().unwrap(), name: "环卫保洁".to_owned() }];
    let area = |unit: &str, name: &str, ring| IndustryArea {
        layer: "sanitation".parse().unwrap(),
        unit: unit.parse().unwrap(),
        unit_name: name.to_owned(),
        rings: vec![ring],
    };
    town.industry = vec![
        area("610112-HW-1", "未央区环卫一所", rectangle(0.0, 0.0, 2.0, 4.0)),
        area("610112-HW-2", "未央区环卫二所", rectangle(1.0, 2.0, 4.0, 4.0)),
    ];
    town.remarks = vec![Remark {
        point: at(2.0, 2.0),
        layers: vec!["sanitation".parse().unwrap()],
        text: "以道路中线为界".to_owned(),
        agreed_owner: Some("610112-HW-1".parse().unwrap()),
        document_ref: None,
    }];
    town.roads =
        vec![Road { name: "未央路".to_owned(), class: RoadClass::Main, line: vec![at(2.0, 0.0), at(2.0, 4.0)] }];
    town
}
