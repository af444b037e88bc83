//! Writes the training city down.

use anyhow::Context as _;
use serde::Serialize;
use shared::account::Role;
use shared::evidence::verdict::EvidenceRules;
use shared::ids::AccountId;
use shared::refusal::Code;
use shared::settings::{Automatic, Settings};

use super::city::sources::{FILE_NAMES, Files, Sources};
use super::city::{self, Scale};
use super::contacts;
use super::people::{Person, people};
use super::store;
use crate::accounts::caller::Account;
use crate::accounts::{self, password};
use crate::app::App;
use crate::catalogue::{self, first};
use crate::db::Tx;
use crate::directory;
use crate::error::{Result, refuse};

/// The same city every time.
const SEED: u64 = 20_260_701;

/// What was made; printed by the command.
#[derive(Clone, Debug, Serialize)]
pub struct Made {
    /// Each account, with the password that all of them share.
    pub accounts: Vec<MadeAccount>,
    /// Unit grids.
    pub grids: usize,
    /// Responsible units.
    pub units: usize,
    /// Categories of the national standard in force.
    pub categories: usize,
    /// Filing conditions.
    pub conditions: usize,
    /// Jurisdictions.
    pub jurisdictions: usize,
}

/// An account of the training city.
#[derive(Clone, Debug, Serialize)]
pub struct MadeAccount {
    /// What it signs in as.
    pub user: String,
    /// Its password.
    pub password: String,
    /// What it may do.
    pub role: Role,
    /// Whom it works for.
    pub jurisdiction: String,
    /// What people call it.
    pub name: String,
    /// The unit it acts for.
    pub unit: Option<String>,
    /// The duty grids it walks.
    pub grids: Vec<String>,
}

/// Makes the training city in an empty database; refuses one that holds a city already.
pub async fn make(app: &App, scale: Scale) -> Result<Made> {
    if app.city().jurisdictions().any(|one| !one.is_city) {
        return refuse(Code::BadValue, "there is a city here already; a training city is made again with --reset");
    }
    let folder = first::folder(&app.config).join("training");
    // Off the async threads: drawing sixty thousand grids is work.
    let drawn = tokio::task::spawn_blocking(move || draw(&folder, scale)).await.map_err(anyhow::Error::new)??;
    let Some(whole) = app.city().city_id().cloned() else { return refuse(Code::Internal, "the city has no row") };
    let password = format!("xunge-{}", hex::encode(app.random.bytes::<4>()));
    // One hash for all: they share the password, and it is printed.
    let hash = password::hash(&password, app.config.password_cost, &*app.random).await?;
    let cast = people(&drawn, &whole);
    let mut tx = app.db.write().await?;
    ground(app, &mut tx, &drawn).await?;
    for person in &cast {
        enter(app, &mut tx, person, &hash).await?;
    }
    tx.commit().await?;
    app.refresh().await?;
    let city = app.city();
    let counts = city.catalogue().map(|named| count(&named.content)).unwrap_or_default();
    Ok(Made {
        grids: drawn.boundaries.iter().map(|one| one.grids.len()).sum(),
        units: drawn.units.len(),
        categories: counts.0,
        conditions: counts.1,
        jurisdictions: drawn.jurisdictions.len(),
        accounts: cast.into_iter().map(|person| shown(person, &password)).collect(),
    })
}

/// Empties a training database; one that is not a training city is never touched.
pub async fn reset(app: &App) -> Result<()> {
    let has_city = app.city().jurisdictions().any(|one| !one.is_city);
    if has_city && !app.city().is_training() {
        return refuse(Code::NotAllowed, "this is not a training city");
    }
    let mut tx = app.db.write().await?;
    store::empty(&mut tx).await?;
    tx.commit().await?;
    first::ensure(&app.db, &app.config, app.clock.now()).await?;
    app.refresh().await
}

fn draw(folder: &std::path::Path, scale: Scale) -> anyhow::Result<city::City> {
    let mut texts = Vec::new();
    for name in FILE_NAMES {
        let path = folder.join(name);
        texts.push(std::fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?);
    }
    let [names, outline, inner, builtup, zones, roads, layers] = texts.as_slice() else {
        anyhow::bail!("a training city is made from {} files", FILE_NAMES.len());
    };
    let sources = Sources::read(&Files { names, outline, inner, builtup, zones, roads, layers })?;
    Ok(city::make(SEED, scale, &sources)?)
}

async fn ground(app: &App, tx: &mut Tx, drawn: &city::City) -> Result<()> {
    let now = app.clock.now();
    let switched = |name: &str| Settings {
        name: name.to_owned(),
        training: true,
        automatic: Automatic::ALL,
        // Desks have no camera: whoever trains at one takes a file.
        evidence: EvidenceRules { album: true, ..EvidenceRules::default() },
        ..Settings::default()
    };
    if let Some(whole) = app.city().jurisdictions().find(|one| one.is_city) {
        let settings = switched("西安市（训练）");
        let whole = catalogue::bodies::Jurisdiction { name: settings.name.clone(), settings, ..whole.clone() };
        catalogue::actions::put_jurisdiction(tx, &whole, now).await?;
    }
    for one in &drawn.jurisdictions {
        let row = catalogue::bodies::Jurisdiction {
            id: one.id.clone(),
            name: one.name.clone(),
            name_en: String::new(),
            is_city: false,
            settings: switched(&one.name),
            scope_version: 1,
        };
        catalogue::actions::put_jurisdiction(tx, &row, now).await?;
    }
    for unit in &drawn.units {
        let row = catalogue::bodies::Unit {
            id: unit.id.clone(),
            jurisdiction: unit.jurisdiction.clone(),
            name: unit.name.clone(),
            phone: contacts::of_unit(drawn, &unit.id),
        };
        catalogue::actions::put_unit(tx, &row).await?;
    }
    for boundaries in &drawn.boundaries {
        catalogue::actions::put_boundaries(tx, boundaries, now).await?;
    }
    if let Some(whole) = app.city().city_id() {
        for (area, listed) in contacts::directories(drawn, whole) {
            directory::actions::replace(tx, &area, "training", &listed, now).await?;
        }
    }
    Ok(())
}

async fn enter(app: &App, tx: &mut Tx, person: &Person, hash: &str) -> Result<()> {
    let now = app.clock.now();
    let account = Account {
        id: AccountId(app.random.uuid_v7(now)),
        user: person.user.clone(),
        name: person.name.clone(),
        role: person.role,
        jurisdiction: person.jurisdiction.clone(),
        unit: person.unit.clone(),
        disabled: false,
    };
    accounts::actions::enter(tx, &account, hash, &person.grids, now).await
}

fn count(catalogue: &shared::catalogue::Catalogue) -> (usize, usize) {
    let current = |category: &&shared::catalogue::Category| category.key.standard() == catalogue.standard();
    let categories = catalogue.categories().filter(current).count();
    // Each condition stands once under the key of the handbook it came from; an event inherits its component's.
    let of_handbook = catalogue.categories().filter(|category| !current(category));
    let conditions = of_handbook.map(|category| catalogue.conditions(&category.key).len()).sum();
    (categories, conditions)
}

fn shown(person: Person, password: &str) -> MadeAccount {
    MadeAccount {
        user: person.user.to_string(),
        password: password.to_owned(),
        role: person.role,
        jurisdiction: person.jurisdiction.to_string(),
        name: person.name,
        unit: person.unit.map(|unit| unit.to_string()),
        grids: person.grids,
    }
}
