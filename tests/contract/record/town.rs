//! The smallest town in which a case can go from the kerb to closed: four grids, one unit, two collectors.
//!
//! Its ids are fixed, so that what phones signed with them in is the same in every replay.

use anyhow::{Context, Result};
use server::accounts::caller::Account;
use server::app::App;
use server::catalogue::actions;
use server::catalogue::bodies::{Jurisdiction, Unit};
use shared::account::{Actor, Role};
use shared::grid::boundaries::{Boundaries, DutyGrid, Fineness, IndustryArea, Layer, Origin, UnitGrid};
use shared::grid::ring::Ring;
use shared::ids::{AccountId, GridCode};
use shared::place::point::Point;
use shared::settings::{Automatic, Settings};
use system_tests::accounts::Accounts;
use uuid::Uuid;

/// Its id.
pub const TOWN: &str = "610103";
/// The unit that answers for all of it.
pub const UNIT: &str = "610103-HW-1";
/// The password of everybody.
pub const PASSWORD: &str = "correct horse";

const PEOPLE: &[(&str, Role, Option<&str>, bool)] = &[
    ("wang", Role::Collector, None, true),
    ("li", Role::Collector, None, true),
    ("unit", Role::Unit, Some(UNIT), false),
    ("zheng", Role::Supervisor, None, false),
];

const SIDE_E7: i32 = 10_000;

fn corner(east: i32, north: i32) -> Point {
    Point { lon_e7: 1_089_400_000 + east * SIDE_E7, lat_e7: 342_600_000 + north * SIDE_E7 }
}

/// The middle of its first grid.
pub fn inside() -> Point {
    Point { lon_e7: 1_089_400_000 + SIDE_E7 / 2, lat_e7: 342_600_000 + SIDE_E7 / 2 }
}

fn square(west: i32, south: i32, side: i32) -> Result<Ring> {
    let corners = vec![
        corner(west, south),
        corner(west + side, south),
        corner(west + side, south + side),
        corner(west, south + side),
    ];
    Ring::new(corners).context("four corners are a ring")
}

fn ground() -> Result<Boundaries> {
    let from = "2026-07-01".parse()?;
    let mut town = Boundaries::empty(TOWN.parse()?, "碑林区".to_owned(), "then-1".to_owned(), Origin::Training, from);
    for (number, (column, row)) in [(0, 0), (1, 0), (0, 1), (1, 1)].into_iter().enumerate() {
        let code: GridCode = format!("{TOWN}001007{:03}", number + 1).parse()?;
        town.grids.push(UnitGrid { code, fineness: Fineness::Fine, rings: vec![square(column, row, 1)?] });
    }
    town.duty_grids = vec![DutyGrid {
        id: "610103-Z1".parse()?,
        name: "第一片区".to_owned(),
        grids: town.grids.iter().map(|grid| grid.code.clone()).collect(),
    }];
    town.layers = vec![Layer { code: "sanitation".parse()?, name: "环卫保洁".to_owned() }];
    town.industry = vec![IndustryArea {
        layer: "sanitation".parse()?,
        unit: UNIT.parse()?,
        unit_name: "碑林环卫".to_owned(),
        rings: vec![square(0, 0, 2)?],
    }];
    Ok(town)
}

/// Fills a new database.
pub async fn found(app: &App) -> Result<Accounts> {
    let by = Actor::System { rule: "contract".to_owned() };
    let now = app.clock.now();
    let town = ground()?;
    let settings =
        Settings { name: town.name.clone(), training: true, automatic: Automatic::ALL, ..Settings::default() };
    let jurisdiction = Jurisdiction {
        id: town.jurisdiction.clone(),
        name: town.name.clone(),
        name_en: String::new(),
        is_city: false,
        settings,
        scope_version: 1,
    };
    let unit = Unit {
        id: UNIT.parse()?,
        jurisdiction: town.jurisdiction.clone(),
        name: "碑林环卫".to_owned(),
        phone: String::new(),
    };
    let mut tx = app.db.write().await?;
    actions::put_jurisdiction(&mut tx, &jurisdiction, now).await?;
    actions::put_boundaries(&mut tx, &town, now).await?;
    actions::put_unit(&mut tx, &unit).await?;
    let mut accounts = Vec::new();
    for (number, (user, role, unit, walks)) in (1_u128..).zip(PEOPLE) {
        let account = Account {
            id: account_id(number),
            user: user.parse()?,
            name: (*user).to_owned(),
            role: *role,
            jurisdiction: town.jurisdiction.clone(),
            unit: unit.map(str::parse).transpose()?,
            disabled: false,
        };
        server::accounts::actions::add(app, &mut tx, &account, PASSWORD, &by).await?;
        let grids = if *walks { vec!["610103-Z1".to_owned()] } else { Vec::new() };
        server::accounts::actions::assign_grids(&mut tx, &account, &grids).await?;
        accounts.push(system_tests::accounts::Account {
            user: account.user.to_string(),
            password: PASSWORD.to_owned(),
            role: *role,
            jurisdiction: TOWN.to_owned(),
            name: account.name.clone(),
            unit: unit.map(str::to_owned),
            grids,
        });
    }
    tx.commit().await?;
    app.refresh().await?;
    Ok(Accounts { accounts, grids: 4, units: 1, categories: 0, conditions: 0 })
}

/// Returns the ids of its accounts, the same in every replay.
pub fn account_ids() -> Vec<String> {
    (1..).zip(PEOPLE).map(|(number, _)| account_id(number).to_string()).collect()
}

fn account_id(number: u128) -> AccountId {
    AccountId(Uuid::from_u128(0x0193_5a00_0000_7000_8000_00a0_0000_0000 + number))
}
