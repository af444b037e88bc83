//! Two towns side by side, and who works there: as little as every rule about place, unit and checks needs.
//!
//! Weiyang's checks go to collectors, Beilin's to inspectors. In Weiyang two units overlap and a corner has none.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use server::App;
use server::accounts::actions as accounts;
use server::accounts::caller::Account;
use server::catalogue::actions as packs;
use server::catalogue::bodies::{Jurisdiction, Unit};
use shared::account::{Actor, Role};
use shared::grid::boundaries::{Boundaries, DutyGrid, Fineness, IndustryArea, Layer, Origin, UnitGrid};
use shared::grid::ring::Ring;
use shared::ids::{AccountId, GridCode, JurisdictionId};
use shared::place::crs::Crs;
use shared::place::fix::{Fix, Source};
use shared::place::point::{Degree, Point};
use shared::settings::{Automatic, Settings};
use shared::time::Instant;
use uuid::Uuid;

/// The password of everybody.
pub const PASSWORD: &str = "correct horse";
/// The town whose checks go to collectors.
pub const WEIYANG: &str = "610112";
/// The town that has inspectors.
pub const BEILIN: &str = "610103";

/// Units of 1e-7 degree along the side of a grid: some hundred metres.
const SIDE: f64 = 10_000.0;

/// Where people report, in sides of a grid from the south-west corner.
const SPOTS: [(f64, f64); 12] = [
    (0.5, 0.5),
    (0.7, 1.4),
    (1.3, 1.2),
    (0.2, 3.6),
    // Two units claim it.
    (1.5, 2.5),
    // None does.
    (3.5, 0.5),
    (3.2, 3.3),
    // On the line between two grids.
    (2.0, 3.5),
    // Beside the city, but near enough.
    (-0.02, 1.5),
    // Beilin.
    (4.6, 0.5),
    (6.5, 2.5),
    // In no city.
    (40.0, 40.0),
];

/// What they report.
const CATEGORIES: [(&str, u32); 4] = [("event:06010", 1), ("event:06012", 1), ("event:06011", 1), ("event:06007", 1)];

/// Units with the ground they answer for: west, south, east, north.
type Ground<'a> = (&'a str, [f64; 4]);

const WEIYANG_UNITS: [Ground<'_>; 2] = [("610112-HW-1", [0.0, 0.0, 2.0, 4.0]), ("610112-HW-2", [1.0, 2.0, 4.0, 4.0])];
const BEILIN_UNITS: [Ground<'_>; 1] = [("610103-HW-1", [4.0, 0.0, 8.0, 4.0])];

/// User, role, jurisdiction, unit, duty grids.
type Person = (&'static str, Role, &'static str, Option<&'static str>, &'static [&'static str]);

const PEOPLE: [Person; 21] = [
    ("wang", Role::Collector, WEIYANG, None, &["610112-Z0", "610112-Z1"]),
    ("li", Role::Collector, WEIYANG, None, &["610112-Z0", "610112-Z2"]),
    ("zhao", Role::Collector, WEIYANG, None, &["610112-Z3"]),
    ("qian", Role::Collector, WEIYANG, None, &[]),
    ("sun", Role::Acceptor, WEIYANG, None, &[]),
    ("zhou", Role::ShiftLeader, WEIYANG, None, &[]),
    ("wu", Role::Dispatcher, WEIYANG, None, &[]),
    ("west", Role::Unit, WEIYANG, Some("610112-HW-1"), &[]),
    ("north", Role::Unit, WEIYANG, Some("610112-HW-2"), &[]),
    ("worker", Role::Handler, WEIYANG, Some("610112-HW-1"), &[]),
    ("zheng", Role::Supervisor, WEIYANG, None, &[]),
    ("chen", Role::Collector, BEILIN, None, &["610103-Z0"]),
    ("feng", Role::Collector, BEILIN, None, &["610103-Z2"]),
    ("han", Role::Inspector, BEILIN, None, &["610103-Z1"]),
    ("yang", Role::Inspector, BEILIN, None, &["610103-Z3"]),
    ("sun2", Role::Acceptor, BEILIN, None, &[]),
    ("zhou2", Role::ShiftLeader, BEILIN, None, &[]),
    ("wu2", Role::Dispatcher, BEILIN, None, &[]),
    ("east", Role::Unit, BEILIN, Some("610103-HW-1"), &[]),
    ("zhu", Role::Supervisor, BEILIN, None, &[]),
    ("boss", Role::Admin, "XA", None, &[]),
];

/// Who may carry a phone, in the order in which plans hand phones out.
pub const IN_THE_FIELD: [&str; 8] = ["wang", "li", "han", "chen", "zhao", "yang", "feng", "qian"];

/// Returns somebody at a desk with that role in that town.
pub fn at_desk(role: Role, town: &JurisdictionId) -> Option<&'static str> {
    PEOPLE.iter().find(|person| person.1 == role && person.2 == town.as_str()).map(|person| person.0)
}

/// Returns who acts for a unit.
pub fn of_unit(unit: &str) -> Option<&'static str> {
    PEOPLE.iter().find(|person| person.1 == Role::Unit && person.3 == Some(unit)).map(|person| person.0)
}

/// The first account; the others follow in the order of the people.
const FIRST_ACCOUNT: u128 = 0xa000;

/// Says whether a grid lies in some duty grids.
pub fn lies_in(duty_grids: &[String], grid: &GridCode) -> bool {
    duty_grids.iter().any(|duty_grid| {
        let Some((town, column)) = duty_grid.split_once("-Z") else { return false };
        let column = column.parse().unwrap_or(u32::MAX);
        (0..4).any(|row| code(town, column, row).is_ok_and(|code| code == *grid))
    })
}

/// Returns the units of a town.
pub fn units_of(town: &JurisdictionId) -> Vec<&'static str> {
    let all = WEIYANG_UNITS.iter().chain(&BEILIN_UNITS).map(|(unit, _)| *unit);
    all.filter(|unit| unit.starts_with(town.as_str())).collect()
}

/// Returns a place to report at.
pub fn spot(number: usize, fix_time: Instant) -> Fix {
    let (east, north) = SPOTS.iter().cycle().nth(number % SPOTS.len()).copied().unwrap_or_default();
    let point = at(east, north);
    Fix {
        lon: Degree(point.lon_e7),
        lat: Degree(point.lat_e7),
        crs: Crs::Wgs84,
        source: Source::Gnss,
        accuracy_m: Some(6.0),
        fix_time,
        provider: None,
        is_mock: false,
        heading_deg: None,
    }
}

/// Returns where somebody is after so many steps on a way of their own: nobody is twice at the same place, and nobody
/// where somebody else has been.
pub fn way(phone: usize, steps: u32, fix_time: Instant) -> Fix {
    let (phone, steps) = (i32::try_from(phone).unwrap_or(0), i32::try_from(steps).unwrap_or(0));
    // Some 22 metres to the north, in the fineness of a track.
    let south = at(0.5, 0.5);
    let (lon_e7, lat_e7) = (south.lon_e7 + phone * 100_000, south.lat_e7 + steps * 2_000);
    Fix { lon: Degree(lon_e7), lat: Degree(lat_e7), ..spot(0, fix_time) }
}

/// Returns a category to report, and its filing condition.
pub fn category(number: usize) -> (&'static str, u32) {
    CATEGORIES.iter().cycle().nth(number % CATEGORIES.len()).copied().unwrap_or_default()
}

/// Fills a new database.
pub async fn fill(app: &App) -> Result<()> {
    let now = app.clock.now();
    let by = Actor::System { rule: "simulation".to_owned() };
    let towns = [boundaries(WEIYANG, 1)?, boundaries(BEILIN, 1)?];
    let mut tx = app.db.write().await?;
    for town in &towns {
        packs::put_jurisdiction(&mut tx, &jurisdiction(&town.jurisdiction, &town.name, 0), now).await?;
        packs::put_boundaries(&mut tx, town, now).await?;
        for area in &town.industry {
            let unit = Unit {
                id: area.unit.clone(),
                jurisdiction: town.jurisdiction.clone(),
                name: area.unit_name.clone(),
                phone: String::new(),
            };
            packs::put_unit(&mut tx, &unit).await?;
        }
    }
    for (number, (user, role, jurisdiction, unit, grids)) in (FIRST_ACCOUNT..).zip(&PEOPLE) {
        let account = Account {
            id: AccountId(Uuid::from_u128(number)),
            user: user.parse()?,
            name: format!("{user}先生"),
            role: *role,
            jurisdiction: jurisdiction.parse()?,
            unit: unit.map(str::parse).transpose()?,
            disabled: false,
        };
        accounts::add(app, &mut tx, &account, PASSWORD, &by).await?;
        let grids: Vec<String> = grids.iter().map(ToString::to_string).collect();
        accounts::assign_grids(&mut tx, &account, &grids).await?;
    }
    tx.commit().await?;
    app.refresh().await?;
    Ok(())
}

/// Writes the packs that the town starts from: the national calendar, and of the national catalogue a few categories, for
/// every phone of every run reads all of it.
pub fn write_packs(national: &Path, folder: &Path) -> Result<()> {
    let kept = |name: &str, keep: &dyn Fn(&[&str]) -> bool| -> Result<Vec<String>> {
        let text = fs::read_to_string(national.join("catalogue").join(name)).with_context(|| format!("read {name}"))?;
        let lines = text.lines().enumerate();
        let lines = lines.filter(|(number, line)| *number == 0 || keep(&line.split(',').collect::<Vec<_>>()));
        Ok(lines.map(|(_, line)| line.to_owned()).collect())
    };
    let is_ours = |key: &str| key.starts_with("event:0600") || key.starts_with("event:0601");
    let categories = kept(
        "categories.csv",
        &|row| matches!(row, ["event", code, ..] if code.starts_with("0600") || code.starts_with("0601")),
    )?;
    let crosswalk = kept("crosswalk.csv", &|row| row.last().is_some_and(|successor| is_ours(successor)))?;
    // The conditions stand under the keys of the handbook before.
    let before: Vec<String> = crosswalk
        .iter()
        .filter_map(|line| {
            let mut row = line.split(',');
            Some(format!("{}:{}", row.next()?, row.next()?))
        })
        .collect();
    let of_ours = |row: &[&str]| row.first().is_some_and(|key| is_ours(key) || before.iter().any(|old| old == key));
    let conditions = kept("conditions.csv", &of_ours)?;
    let typical = kept("typical.csv", &of_ours)?;
    let hints = kept("hints.csv", &of_ours)?;
    let look_alikes = kept("look_alikes.csv", &|_| false)?;
    fs::create_dir_all(folder.join("catalogue"))?;
    fs::create_dir_all(folder.join("calendar"))?;
    for (name, lines) in [
        ("categories.csv", categories),
        ("crosswalk.csv", crosswalk),
        ("conditions.csv", conditions),
        ("typical.csv", typical),
        ("hints.csv", hints),
        ("look_alikes.csv", look_alikes),
    ] {
        fs::write(folder.join("catalogue").join(name), lines.join("\n") + "\n")?;
    }
    for name in ["catalogue/about.json", "catalogue/layers.csv", "catalogue/majors.csv", "calendar/national.json"] {
        fs::copy(national.join(name), folder.join(name)).with_context(|| format!("copy {name}"))?;
    }
    Ok(())
}

/// Changes the scope of a town: other settings, and from then on another version of it for every phone.
pub async fn change_scope(app: &App, town: &str, times: u32) -> Result<()> {
    let now = app.clock.now();
    let id: JurisdictionId = town.parse()?;
    let name = app.city().name_of(&id);
    let mut tx = app.db.write().await?;
    packs::put_jurisdiction(&mut tx, &jurisdiction(&id, &name, times), now).await?;
    tx.commit().await?;
    app.refresh().await?;
    Ok(())
}

/// Gives somebody in the field another beat: the duty grids of their town whose bits are set.
pub async fn change_beat(app: &App, user: &str, bits: usize) -> Result<()> {
    let mut tx = app.db.write().await?;
    let account = accounts::by_user(&mut tx, user).await?.with_context(|| format!("no account {user}"))?;
    let grids = (0..4).filter(|column| bits & (1 << column) != 0);
    let grids: Vec<String> = grids.map(|column| format!("{}-Z{column}", account.jurisdiction)).collect();
    accounts::assign_grids(&mut tx, &account, &grids).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives somebody in the field another role.
pub async fn change_role(app: &App, user: &str, role: Role) -> Result<()> {
    change(app, user, |account| account.role = role).await
}

/// Lets somebody in, or no longer.
pub async fn admit(app: &App, user: &str, disabled: bool) -> Result<()> {
    change(app, user, |account| account.disabled = disabled).await
}

async fn change(app: &App, user: &str, change: impl FnOnce(&mut Account)) -> Result<()> {
    let by = Actor::System { rule: "simulation".to_owned() };
    let mut tx = app.db.write().await?;
    let before = accounts::by_user(&mut tx, user).await?.with_context(|| format!("no account {user}"))?;
    let mut account = before.clone();
    change(&mut account);
    if account != before {
        accounts::change(app, &mut tx, &account, &by).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Draws a town's boundaries anew: units change hands.
pub async fn redraw(app: &App, town: &str, times: u32) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    packs::put_boundaries(&mut tx, &boundaries(town, times)?, now).await?;
    tx.commit().await?;
    app.refresh().await?;
    Ok(())
}

fn jurisdiction(id: &JurisdictionId, name: &str, times: u32) -> Jurisdiction {
    let settings = Settings {
        name: name.to_owned(),
        training: true,
        automatic: Automatic::ALL,
        check_minutes: 120 + times,
        send_originals: times % 3 == 2,
        ..Settings::default()
    };
    Jurisdiction {
        id: id.clone(),
        name: name.to_owned(),
        name_en: String::new(),
        is_city: false,
        settings,
        scope_version: 1,
    }
}

/// A point counted in sides of a grid from the south-west corner; Weiyang is 0 to 4, Beilin 4 to 8.
fn at(east: f64, north: f64) -> Point {
    let units = |sides: f64| (sides * SIDE).round() as i32;
    Point { lon_e7: 1_089_400_000 + units(east), lat_e7: 342_600_000 + units(north) }
}

fn rectangle(west: f64, south: f64, east: f64, north: f64) -> Result<Ring> {
    Ring::new(vec![at(west, south), at(east, south), at(east, north), at(west, north)]).context("four corners")
}

fn code(town: &str, column: u32, row: u32) -> Result<GridCode> {
    Ok(format!("{town}001007{:03}", (3 - row) * 4 + column + 1).parse()?)
}

/// Returns a town's ground in the given edition; in every second one the line between two units lies elsewhere.
fn boundaries(id: &str, edition: u32) -> Result<Boundaries> {
    let (name, west, units): (_, f64, &[Ground<'_>]) =
        if id == WEIYANG { ("未央区", 0.0, &WEIYANG_UNITS) } else { ("碑林区", 4.0, &BEILIN_UNITS) };
    let date = jiff::civil::date(2026, 7, 1);
    let version = format!("simulation-{edition}");
    let mut town = Boundaries::empty(id.parse()?, name.to_owned(), version, Origin::Training, date);
    for row in 0..4_u32 {
        for column in 0..4_u32 {
            let (x, y) = (west + f64::from(column), f64::from(row));
            let rings = vec![rectangle(x, y, x + 1.0, y + 1.0)?];
            town.grids.push(UnitGrid { code: code(id, column, row)?, fineness: Fineness::Fine, rings });
        }
    }
    for column in 0..4_u32 {
        town.duty_grids.push(DutyGrid {
            id: format!("{id}-Z{column}").parse()?,
            name: format!("第{column}片区"),
            grids: (0..4).map(|row| code(id, column, row)).collect::<Result<_>>()?,
        });
    }
    town.layers = vec![Layer { code: "sanitation".parse()?, name: "环卫保洁".to_owned() }];
    let moved = if edition.is_multiple_of(2) { 0.6 } else { 0.0 };
    for (unit, [w, s, e, n]) in units {
        town.industry.push(IndustryArea {
            layer: "sanitation".parse()?,
            unit: unit.parse()?,
            unit_name: format!("单位 {unit}"),
            rings: vec![rectangle(*w, *s, e - moved, *n)?],
        });
    }
    Ok(town)
}
