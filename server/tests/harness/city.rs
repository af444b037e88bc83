//! Two towns side by side, eight by four square grids: one whose checks go to collectors, one with inspectors.

use server::App;
use server::accounts::caller::Account;
use server::catalogue::actions as packs;
use server::catalogue::bodies::{Jurisdiction, Unit};
use shared::account::{Actor, Role};
use shared::evidence::verdict::EvidenceRules;
use shared::grid::boundaries::{Boundaries, DutyGrid, Fineness, IndustryArea, Layer, Origin, UnitGrid};
use shared::grid::ring::Ring;
use shared::ids::{AccountId, GridCode};
use shared::place::point::Point;
use shared::settings::{Automatic, Settings};
use uuid::Uuid;

use super::PASSWORD;

pub const WEIYANG: &str = "610112";
pub const BEILIN: &str = "610103";
/// The unit that answers for the western half of Weiyang, and for a strip together with the other one.
pub const WEST: &str = "610112-HW-1";
/// The unit that answers for the north of Weiyang.
pub const NORTH: &str = "610112-HW-2";
pub const BEILIN_UNIT: &str = "610103-HW-1";

const SIDE: f64 = 10_000.0;

/// A point counted in sides of a grid from the south-west corner; Weiyang is 0 to 4, Beilin 4 to 8.
pub fn at(east: f64, north: f64) -> Point {
    let units = |sides: f64| (sides * SIDE).round() as i32;
    Point { lon_e7: 1_089_400_000 + units(east), lat_e7: 342_600_000 + units(north) }
}

fn code(town: &str, column: i32, row: i32) -> GridCode {
    format!("{town}001007{:03}", (3 - row) * 4 + column + 1).parse().unwrap()
}

fn rectangle(west: f64, south: f64, east: f64, north: f64) -> Ring {
    Ring::new(vec![at(west, south), at(east, south), at(east, north), at(west, north)]).unwrap()
}

fn town(id: &str, name: &str, west: f64, areas: &[(&str, [f64; 4])]) -> Boundaries {
    let date = jiff::civil::date(2026, 7, 1);
    let mut town = Boundaries::empty(id.parse().unwrap(), name.to_owned(), "test-1".to_owned(), Origin::Training, date);
    for row in 0..4 {
        for column in 0..4 {
            let (x, y) = (west + f64::from(column), f64::from(row));
            let rings = vec![rectangle(x, y, x + 1.0, y + 1.0)];
            town.grids.push(UnitGrid { code: code(id, column, row), fineness: Fineness::Fine, rings });
        }
    }
    town.duty_grids = (0..4)
        .map(|column| DutyGrid {
            id: format!("{id}-Z{column}").parse().unwrap(),
            name: format!("第{column}片区"),
            grids: (0..4).map(|row| code(id, column, row)).collect(),
        })
        .collect();
    town.layers = vec![Layer { code: "sanitation".parse().unwrap(), name: "环卫保洁".to_owned() }];
    town.industry = areas
        .iter()
        .map(|(unit, [w, s, e, n])| IndustryArea {
            layer: "sanitation".parse().unwrap(),
            unit: unit.parse().unwrap(),
            unit_name: format!("单位 {unit}"),
            rings: vec![rectangle(*w, *s, *e, *n)],
        })
        .collect();
    town
}

/// User, role, jurisdiction, unit, duty grids.
type Person = (&'static str, Role, &'static str, Option<&'static str>, &'static [&'static str]);

const PEOPLE: &[Person] = &[
    ("wang", Role::Collector, WEIYANG, None, &["610112-Z0", "610112-Z1"]),
    ("li", Role::Collector, WEIYANG, None, &["610112-Z0"]),
    ("zhao", Role::Collector, WEIYANG, None, &["610112-Z3"]),
    ("sun", Role::Acceptor, WEIYANG, None, &[]),
    ("zhou", Role::ShiftLeader, WEIYANG, None, &[]),
    ("wu", Role::Dispatcher, WEIYANG, None, &[]),
    ("west", Role::Unit, WEIYANG, Some(WEST), &[]),
    ("north", Role::Unit, WEIYANG, Some(NORTH), &[]),
    ("worker", Role::Handler, WEIYANG, Some(WEST), &[]),
    ("zheng", Role::Supervisor, WEIYANG, None, &[]),
    ("chen", Role::Collector, BEILIN, None, &["610103-Z0"]),
    ("han", Role::Inspector, BEILIN, None, &["610103-Z1"]),
    ("yang", Role::Inspector, BEILIN, None, &["610103-Z3"]),
    ("zhu", Role::Supervisor, BEILIN, None, &[]),
    ("boss", Role::Admin, "XA", None, &[]),
    ("chief", Role::Supervisor, "XA", None, &[]),
];

/// Fills a new database.
pub async fn fill(app: &App) {
    let now = app.clock.now();
    let by = Actor::System { rule: "test".to_owned() };
    let towns = [
        town(WEIYANG, "未央区", 0.0, &[(WEST, [0.0, 0.0, 2.0, 4.0]), (NORTH, [1.0, 2.0, 4.0, 4.0])]),
        town(BEILIN, "碑林区", 4.0, &[(BEILIN_UNIT, [4.0, 0.0, 8.0, 4.0])]),
    ];
    let mut tx = app.db.write().await.unwrap();
    for boundaries in &towns {
        let settings = Settings {
            name: boundaries.name.clone(),
            training: true,
            automatic: Automatic::ALL,
            evidence: EvidenceRules { album: true, ..EvidenceRules::default() },
            ..Settings::default()
        };
        let jurisdiction = Jurisdiction {
            id: boundaries.jurisdiction.clone(),
            name: boundaries.name.clone(),
            name_en: String::new(),
            is_city: false,
            settings,
            scope_version: 1,
        };
        packs::put_jurisdiction(&mut tx, &jurisdiction, now).await.unwrap();
        packs::put_boundaries(&mut tx, boundaries, now).await.unwrap();
        for area in &boundaries.industry {
            let unit = Unit {
                id: area.unit.clone(),
                jurisdiction: boundaries.jurisdiction.clone(),
                name: area.unit_name.clone(),
                phone: String::new(),
            };
            packs::put_unit(&mut tx, &unit).await.unwrap();
        }
    }
    for (number, (user, role, jurisdiction, unit, grids)) in PEOPLE.iter().enumerate() {
        let account = Account {
            id: AccountId(Uuid::from_u128(0xa000 + number as u128)),
            user: user.parse().unwrap(),
            name: format!("{user}先生"),
            role: *role,
            jurisdiction: jurisdiction.parse().unwrap(),
            unit: unit.map(|unit| unit.parse().unwrap()),
            disabled: false,
        };
        server::accounts::actions::add(app, &mut tx, &account, PASSWORD, &by).await.unwrap();
        let grids: Vec<String> = grids.iter().map(ToString::to_string).collect();
        server::accounts::actions::assign_grids(&mut tx, &account, &grids).await.unwrap();
    }
    tx.commit().await.unwrap();
    app.refresh().await.unwrap();
}
