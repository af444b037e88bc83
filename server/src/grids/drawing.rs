//! Duty grids while somebody draws them, until they become an edition by the way that a file goes.

use std::collections::{BTreeMap, BTreeSet};

use shared::account::Actor;
use shared::api::areas::{DrawnDutyGrid, DutyDrawing, KeepDrawing, LONGEST_NAME};
use shared::grid::boundaries::Boundaries;
use shared::grid::contiguous::{neighbours, pieces};
use shared::grid::edition::Term;
use shared::grid::features::{DutyFeature, DutyGround, Features};
use shared::grid::geojson::Read;
use shared::grid::index::GridIndex;
use shared::ids::{DutyGridId, GridCode, JurisdictionId};
use shared::place::crs::Crs;
use shared::refusal::Code;

use super::actions::{Ground, Imported, Wish, import_on};
use super::store::{self, DrawingRow};
use super::{looked, overview};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::audit::{self, Record};
use crate::db::Tx;
use crate::error::{Error, Result, refuse};

/// The most duty grids that a jurisdiction has.
const MOST_DUTY_GRIDS: usize = 2_000;
/// The most unit grids in one drawing, counted in every duty grid that has them.
const MOST_GRIDS: usize = 200_000;
/// So many faults are named in a refusal.
const NAMED: usize = 5;

/// Returns the drawing of a jurisdiction; what holds where there is none.
pub async fn find(app: &App, ground: &Ground, jurisdiction: &JurisdictionId) -> Result<DutyDrawing> {
    let in_force = overview::in_force(app, ground, jurisdiction)?;
    let mut reader = app.db.read().await?;
    let row = store::drawing(&mut reader, jurisdiction).await?;
    let walked = store::walked(&mut reader, jurisdiction).await?;
    drop(reader);
    let version = row.as_ref().map_or(0, |row| row.version);
    let kept = row.filter(|row| !row.body.is_empty());
    let base = kept.as_ref().map_or_else(|| in_force.clone(), |row| row.base.clone());
    let pack = overview::edition(app, ground, &base).await?;
    let base_version = pack.version.clone();
    let duty_grids = match &kept {
        Some(row) => serde_json::from_str(&row.body)?,
        None => off_threads(move || as_they_are(&pack)).await?,
    };
    Ok(DutyDrawing {
        jurisdiction: jurisdiction.clone(),
        is_current: base == in_force,
        base,
        base_version,
        version,
        saved_at: kept.as_ref().map(|row| row.saved_at),
        saved_by: kept.map(|row| row.saved_by),
        duty_grids,
        walked,
    })
}

/// A drawing that may be kept.
#[derive(Debug)]
pub struct Kept {
    jurisdiction: JurisdictionId,
    seen: u64,
    count: usize,
    row: DrawingRow,
}

/// Looks at a drawing that is to be kept. Before a writer is taken: the edition it was begun on may have to be read first.
pub async fn look(app: &App, caller: &Caller, jurisdiction: JurisdictionId, drawing: KeepDrawing) -> Result<Kept> {
    let ground = Ground::of(caller)?;
    overview::in_force(app, &ground, &jurisdiction)?;
    let KeepDrawing { base, version, duty_grids } = drawing;
    let pack = looked::boundaries(app, &base).await?;
    if pack.is_none_or(|pack| pack.jurisdiction != jurisdiction) {
        return refuse(Code::BadValue, format!("base: {base} is no edition of {jurisdiction}"));
    }
    let duty_grids = checked(duty_grids)?;
    let row = DrawingRow {
        base,
        version: version.saturating_add(1),
        body: serde_json::to_string(&duty_grids)?,
        saved_by: caller.account.user.to_string(),
        saved_at: app.clock.now(),
    };
    Ok(Kept { jurisdiction, seen: version, count: duty_grids.len(), row })
}

/// Keeps a drawing in the place of the version that was seen.
pub async fn keep(app: &App, tx: &mut Tx, caller: &Caller, kept: Kept) -> Result<()> {
    let Kept { jurisdiction, seen, count, row } = kept;
    if seen > 0 && store::drawing(tx, &jurisdiction).await?.is_none() {
        return refuse(Code::DrawingChanged, format!("there is no version {seen} of the drawing"));
    }
    let detail = format!("{count} duty grids, version {}", row.version);
    put(app, tx, &caller.account.actor(), &jurisdiction, row, Said { action: "draw_duty_grids", detail }).await
}

/// Lets a drawing go. One that is not there is gone already.
pub async fn let_go(app: &App, tx: &mut Tx, caller: &Caller, jurisdiction: &JurisdictionId, seen: u64) -> Result<()> {
    let ground = Ground::of(caller)?;
    overview::in_force(app, &ground, jurisdiction)?;
    let kept = store::drawing(tx, jurisdiction).await?.filter(|row| !row.body.is_empty());
    let Some(kept) = kept else { return Ok(()) };
    if kept.version != seen {
        return refuse(Code::DrawingChanged, format!("the drawing is version {} now", kept.version));
    }
    gone(app, tx, &caller.account.actor(), jurisdiction, kept, "drop_duty_drawing").await
}

/// Which drawing is to become an edition, in the version that was seen.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Whose.
    pub jurisdiction: JurisdictionId,
    /// The version.
    pub version: u64,
}

/// Imports a drawing as an edition by the very way of a file; the drawing is let go once it is taken.
pub async fn import(app: &App, caller: &Caller, seen: &Seen, term: Term, wish: Wish) -> Result<Imported> {
    let ground = Ground::of(caller)?;
    let Seen { jurisdiction, version } = seen;
    overview::in_force(app, &ground, jurisdiction)?;
    let row = store::drawing(&mut *app.db.read().await?, jurisdiction).await?;
    let Some(row) = row.filter(|row| !row.body.is_empty()) else {
        return refuse(Code::NotFound, format!("no drawing of {jurisdiction}"));
    };
    if row.version != *version {
        return refuse(Code::DrawingChanged, format!("the drawing is version {} now", row.version));
    }
    let drawn: Vec<DrawnDutyGrid> = serde_json::from_str(&row.body)?;
    let base = overview::edition(app, &ground, &row.base).await?;
    let (faults, features) = off_threads(move || (faults(&drawn, &base), features(drawn, &base))).await?;
    if !faults.is_empty() {
        let named: Vec<String> = faults.iter().take(NAMED).cloned().collect();
        let more = faults.len().saturating_sub(NAMED);
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        return refuse(Code::BadValue, format!("{}{more}", named.join("; ")));
    }
    if features.is_empty() {
        return refuse(Code::BadValue, "the drawing is what holds already");
    }
    let features = Features {
        crs: Crs::Wgs84,
        grids: Vec::new(),
        duty_grids: features,
        industry: Vec::new(),
        remarks: Vec::new(),
    };
    let by = caller.account.actor();
    let imported = import_on(app, Read { features, findings: Vec::new() }, term, &by, wish, &ground).await?;
    if imported.is_taken {
        let mut tx = app.db.write().await?;
        match gone(app, &mut tx, &by, jurisdiction, row, "take_duty_drawing").await {
            Ok(()) => tx.commit().await?,
            // Somebody went on drawing meanwhile. What was looked at is taken all the same, and what they drew stays.
            Err(Error::Refused(refusal)) if refusal.code == Code::DrawingChanged => tx.rollback().await?,
            Err(error) => return Err(error),
        }
    }
    Ok(imported)
}

/// What is written down of a change to a drawing.
struct Said {
    action: &'static str,
    detail: String,
}

/// Empties the row of a drawing; its version goes on.
async fn gone(
    app: &App,
    tx: &mut Tx,
    by: &Actor,
    jurisdiction: &JurisdictionId,
    kept: DrawingRow,
    action: &'static str,
) -> Result<()> {
    let detail = format!("version {}", kept.version);
    let saved_by = match by {
        Actor::Account { user, .. } => user.to_string(),
        Actor::System { rule } => rule.clone(),
    };
    let version = kept.version.saturating_add(1);
    let row = DrawingRow { version, body: String::new(), saved_by, saved_at: app.clock.now(), base: kept.base };
    put(app, tx, by, jurisdiction, row, Said { action, detail }).await
}

async fn put(
    app: &App,
    tx: &mut Tx,
    by: &Actor,
    jurisdiction: &JurisdictionId,
    row: DrawingRow,
    said: Said,
) -> Result<()> {
    if !store::put_drawing(tx, jurisdiction, row.version.saturating_sub(1), &row).await? {
        return refuse(Code::DrawingChanged, "somebody else kept the drawing meanwhile");
    }
    let record = Record {
        actor: by,
        area: jurisdiction,
        action: said.action,
        subject: format!("drawing {jurisdiction}"),
        operation: None,
        detail: said.detail,
    };
    audit::record(tx, &*app.random, app.clock.now(), record).await
}

async fn off_threads<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Fault(error.into()))
}

/// Puts a drawing into its one order, or says what no drawing may hold.
fn checked(mut drawn: Vec<DrawnDutyGrid>) -> Result<Vec<DrawnDutyGrid>> {
    if drawn.len() > MOST_DUTY_GRIDS || drawn.iter().map(|one| one.grids.len()).sum::<usize>() > MOST_GRIDS {
        return refuse(
            Code::BadValue,
            format!("duty_grids: at most {MOST_DUTY_GRIDS} with {MOST_GRIDS} unit grids in all"),
        );
    }
    for one in &mut drawn {
        one.name = one.name.trim().to_owned();
        if one.name.is_empty() {
            one.name = one.id.to_string();
        }
        if one.name.chars().count() > LONGEST_NAME || one.name.chars().any(char::is_control) {
            return refuse(Code::BadValue, format!("{}: a name is one line of {LONGEST_NAME} characters", one.id));
        }
        one.grids.sort();
        one.grids.dedup();
    }
    drawn.sort_by(|a, b| a.id.cmp(&b.id));
    if let Some((twice, _)) = drawn.iter().zip(drawn.iter().skip(1)).find(|(one, next)| one.id == next.id) {
        return refuse(Code::BadValue, format!("duty_grids: {} stands there twice", twice.id));
    }
    Ok(drawn)
}

/// Returns the duty grids of a pack; what is of several pieces already is said to be.
fn as_they_are(pack: &Boundaries) -> Vec<DrawnDutyGrid> {
    let ground = Sides::of(pack);
    let drawn = pack.duty_grids.iter().map(|duty| DrawnDutyGrid {
        id: duty.id.clone(),
        name: duty.name.clone(),
        is_split: ground.pieces(&duty.grids) > 1,
        grids: duty.grids.clone(),
    });
    drawn.collect()
}

/// Which unit grids lie side by side.
struct Sides {
    places: BTreeMap<GridCode, usize>,
    beside: Vec<BTreeSet<usize>>,
}

impl Sides {
    fn of(pack: &Boundaries) -> Self {
        let index = GridIndex::with_reach([pack], 0.0);
        let places = index.grids().iter().enumerate().map(|(place, grid)| (grid.code.clone(), place)).collect();
        Self { places, beside: neighbours(&index) }
    }

    fn pieces(&self, grids: &[GridCode]) -> usize {
        let places: BTreeSet<usize> = grids.iter().filter_map(|code| self.places.get(code)).copied().collect();
        pieces(&places, &self.beside)
    }
}

/// Returns why a drawing cannot become an edition.
fn faults(drawn: &[DrawnDutyGrid], base: &Boundaries) -> Vec<String> {
    let ground = Sides::of(base);
    let mut faults = Vec::new();
    let mut taken: BTreeMap<&GridCode, &DutyGridId> = BTreeMap::new();
    for one in drawn {
        for code in &one.grids {
            if !ground.places.contains_key(code) {
                faults.push(format!("{}: there is no unit grid {code} here", one.id));
            }
            if let Some(other) = taken.insert(code, &one.id) {
                faults.push(format!("the unit grid {code} is in {other} and in {}", one.id));
            }
        }
        let pieces = ground.pieces(&one.grids);
        if pieces > 1 && !one.is_split {
            faults.push(format!("{} is of {pieces} pieces and is not said to be", one.id));
        }
    }
    faults
}

/// Returns what a file would have to say for the drawing to hold: duty grids that are others than before, and those that
/// are no more.
fn features(drawn: Vec<DrawnDutyGrid>, base: &Boundaries) -> Vec<DutyFeature> {
    let before: BTreeMap<&DutyGridId, _> = base.duty_grids.iter().map(|duty| (&duty.id, duty)).collect();
    let mut said: Vec<DutyFeature> = Vec::new();
    let mut say = |id: DutyGridId, name: Option<String>, grids: Vec<GridCode>| {
        let (number, jurisdiction) = (said.len() + 1, Some(base.jurisdiction.clone()));
        said.push(DutyFeature { number, id, name, jurisdiction, ground: DutyGround::Grids(grids) });
    };
    let mut stay: BTreeSet<DutyGridId> = BTreeSet::new();
    for one in drawn.into_iter().filter(|one| !one.grids.is_empty()) {
        stay.insert(one.id.clone());
        let is_same = before.get(&one.id).is_some_and(|old| old.name == one.name && old.grids == one.grids);
        if !is_same {
            say(one.id, Some(one.name), one.grids);
        }
    }
    for duty in base.duty_grids.iter().filter(|duty| !stay.contains(&duty.id)) {
        say(duty.id.clone(), None, Vec::new());
    }
    said
}

#[cfg(test)]
mod tests {
    use shared::api::areas::DrawnDutyGrid;
    use shared::grid::boundaries::{Boundaries, DutyGrid, Fineness, Origin, UnitGrid};
    use shared::grid::features::DutyGround;
    use shared::grid::ring::Ring;
    use shared::ids::GridCode;
    use shared::place::point::Point;

    use super::{as_they_are, checked, faults, features};

    fn code(number: i32) -> GridCode {
        format!("610112001007{number:03}").parse().unwrap()
    }

    /// Four unit grids in a row, two duty grids of two.
    fn row() -> Boundaries {
        let date = jiff::civil::date(2026, 7, 1);
        let id = "610112".parse().unwrap();
        let mut row = Boundaries::empty(id, "未央区".to_owned(), "1".to_owned(), Origin::Training, date);
        for number in 0..4 {
            let corner = |x: i32, y: i32| Point {
                lon_e7: 1_089_400_000 + (number + x) * 10_000,
                lat_e7: 342_600_000 + y * 10_000,
            };
            let ring = Ring::new(vec![corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)]).unwrap();
            row.grids.push(UnitGrid { code: code(number), fineness: Fineness::Fine, rings: vec![ring] });
        }
        for (id, numbers) in [("A", [0, 1]), ("B", [2, 3])] {
            let grids = numbers.map(code).to_vec();
            row.duty_grids.push(DutyGrid { id: id.parse().unwrap(), name: id.to_owned(), grids });
        }
        row
    }

    fn drawn(id: &str, numbers: &[i32]) -> DrawnDutyGrid {
        let grids = numbers.iter().copied().map(code).collect();
        DrawnDutyGrid { id: id.parse().unwrap(), name: id.to_owned(), grids, is_split: false }
    }

    #[test]
    fn what_is_drawn_as_it_is_says_nothing_new() {
        let row = row();
        let same = as_they_are(&row);
        assert_eq!(same, [drawn("A", &[0, 1]), drawn("B", &[2, 3])]);
        assert!(faults(&same, &row).is_empty() && features(same, &row).is_empty());
    }

    #[test]
    fn a_file_would_say_what_changed_and_what_is_no_more() {
        let said = features(vec![drawn("A", &[0, 1, 2]), drawn("C", &[3]), drawn("D", &[])], &row());
        let told: Vec<(String, usize)> = said
            .iter()
            .map(|one| {
                let DutyGround::Grids(grids) = &one.ground else { panic!("{one:?}") };
                (one.id.to_string(), grids.len())
            })
            .collect();
        assert_eq!(told, [("A".to_owned(), 3), ("C".to_owned(), 1), ("B".to_owned(), 0)]);
        assert!(said.iter().all(|one| one.jurisdiction.is_some()));
    }

    #[test]
    fn a_grid_in_two_beats_and_a_beat_in_two_pieces_are_faults() {
        let row = row();
        let doubled = faults(&[drawn("A", &[0, 1]), drawn("B", &[1, 2])], &row);
        assert_eq!(doubled, ["the unit grid 610112001007001 is in A and in B"]);
        let apart = faults(&[drawn("A", &[0, 2])], &row);
        assert_eq!(apart, ["A is of 2 pieces and is not said to be"]);
        assert!(faults(&[DrawnDutyGrid { is_split: true, ..drawn("A", &[0, 2]) }], &row).is_empty());
        assert_eq!(faults(&[drawn("A", &[9])], &row), ["A: there is no unit grid 610112001007009 here"]);
    }

    #[test]
    fn a_drawing_has_one_order_and_each_number_once() {
        let unnamed = DrawnDutyGrid { name: " ".to_owned(), ..drawn("A", &[1, 0, 1]) };
        let kept = checked(vec![drawn("B", &[]), unnamed]).unwrap();
        assert_eq!(kept, [drawn("A", &[0, 1]), drawn("B", &[])]);
        assert!(checked(vec![drawn("A", &[0]), drawn("A", &[1])]).is_err());
        assert!(checked(vec![DrawnDutyGrid { name: "长".repeat(61), ..drawn("A", &[0]) }]).is_err());
    }
}
