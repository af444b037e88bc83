//! Drafting: what a draft is now, one more change, one taken back, all of it dropped or moved onto another version.

use shared::api::catalogue::{Draft, DraftLine, EditDraft, ImportReport, Ledger, TakeBack, WholeDraft};
use shared::catalogue::HandbookSheet;
use shared::draft::difference::Difference;
use shared::draft::edit::Edit;
use shared::ids::{JurisdictionId, Sha256};
use shared::refusal::Code;
use sqlx::AnyConnection;

use super::content::{Content, kind, refused, told};
use super::reach;
use super::store::{self, DraftRow, Line};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::audit::{self, Record};
use crate::catalogue::city::City;
use crate::db::Tx;
use crate::error::{Result, refuse};

/// A draft may have so many lines; whoever needs more publishes in between.
const MOST_LINES: usize = 1_000;

/// A draft, gone through.
#[derive(Clone, Debug)]
pub struct Drafted {
    /// Its row; none where there is no draft.
    pub row: Option<DraftRow>,
    /// Its lines.
    pub lines: Vec<Line>,
    /// The version it was begun on.
    pub base: Sha256,
    /// What that holds.
    pub before: Content,
    /// What the draft would hold.
    pub after: Content,
}

/// Returns the version in force.
pub fn current(city: &City, ledger: Ledger, of: &JurisdictionId) -> Result<Sha256> {
    let found = match ledger {
        Ledger::Catalogue => city.catalogue_hash().cloned(),
        Ledger::Calendar => city.calendar(of).map(|named| named.hash.clone()),
    };
    match found {
        Some(hash) => Ok(hash),
        None => refuse(Code::NotFound, format!("there is no {} yet", ledger.as_str())),
    }
}

/// Goes through a draft; without one it is what is in force.
pub async fn drafted(
    connection: &mut AnyConnection,
    city: &City,
    ledger: Ledger,
    of: &JurisdictionId,
) -> Result<Drafted> {
    let row = store::find(&mut *connection, kind(ledger), of).await?;
    let base = match &row {
        Some(row) => row.base.clone(),
        None => current(city, ledger, of)?,
    };
    let lines = match &row {
        Some(row) => store::lines(&mut *connection, &row.id).await?,
        None => Vec::new(),
    };
    let before = match Content::of(connection, &base).await? {
        Some(before) => before,
        None => return refuse(Code::NotFound, format!("no version {base} here")),
    };
    let after = gone_through(before.clone(), &lines)?;
    Ok(Drafted { row, lines, base, before, after })
}

/// Makes the edits of lines that were not taken back.
fn gone_through(mut content: Content, lines: &[Line]) -> Result<Content> {
    for line in lines.iter().filter(|line| !line.told.is_taken_back) {
        content = content.after(&line.edit).map_err(refused)?;
    }
    Ok(content)
}

/// Returns a draft as it is told.
pub async fn look(app: &App, caller: &Caller, ledger: Ledger, named: Option<&JurisdictionId>) -> Result<Draft> {
    let of = reach::seen(app, caller, ledger, named)?;
    let city = app.city();
    let drafted = drafted(&mut *app.db.read().await?, &city, ledger, &of).await?;
    tell(&city, caller, ledger, &of, &drafted)
}

fn tell(city: &City, caller: &Caller, ledger: Ledger, of: &JurisdictionId, drafted: &Drafted) -> Result<Draft> {
    let (differences, total) = told(drafted.before.differences(&drafted.after));
    let row = drafted.row.as_ref();
    Ok(Draft {
        ledger,
        jurisdiction: of.clone(),
        version: row.map_or(0, |row| row.version),
        base: drafted.base.clone(),
        base_version: drafted.before.version().to_owned(),
        is_on_current: current(city, ledger, of)? == drafted.base,
        opened_at: row.map(|row| row.opened_at),
        opened_by: row.map(|row| row.opened_by.clone()).unwrap_or_default(),
        lines: drafted.lines.iter().map(|line| line.told.clone()).collect(),
        contradiction: drafted.after.contradiction(),
        differences,
        total,
        may_edit: reach::may_edit(caller, of),
    })
}

/// Makes one more change; the first begins the draft.
pub async fn edit(app: &App, tx: &mut Tx, caller: &Caller, asked: EditDraft) -> Result<Draft> {
    let EditDraft { ledger, jurisdiction, version, edit } = asked;
    let of = reach::edited(app, caller, ledger, jurisdiction.as_ref())?;
    add(app, tx, caller, (ledger, &of), version, edit).await
}

async fn add(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    (ledger, of): (Ledger, &JurisdictionId),
    seen: u64,
    edit: Edit,
) -> Result<Draft> {
    let city = app.city();
    let Drafted { row, mut lines, base, before, after: so_far } = drafted(tx, &city, ledger, of).await?;
    let after = so_far.clone().after(&edit).map_err(refused)?;
    let differences = so_far.differences(&after);
    if differences.is_empty() {
        return refuse(Code::BadValue, "that is what it holds already");
    }
    if lines.len() >= MOST_LINES {
        return refuse(Code::BadValue, format!("a draft has at most {MOST_LINES} changes; publish it first"));
    }
    let now = app.clock.now();
    let row = match row {
        Some(row) => row,
        None => DraftRow {
            id: app.random.uuid_v7(now).to_string(),
            base: base.clone(),
            version: 0,
            opened_at: now,
            opened_by: caller.account.name.clone(),
        },
    };
    let is_mine = match seen {
        _ if row.version != seen => false,
        0 => store::open(tx, kind(ledger), of, &DraftRow { version: 1, ..row.clone() }).await?,
        _ => store::step(tx, &row.id, seen).await?,
    };
    if !is_mine {
        return refuse(Code::DraftChanged, format!("version {seen} was seen, it is another now"));
    }
    let (zh, en) = said(&differences);
    let told = DraftLine {
        number: lines.last().map_or(0, |line| line.told.number).saturating_add(1),
        at: now,
        author: caller.account.name.clone(),
        changes: u64::try_from(differences.len()).unwrap_or(u64::MAX),
        zh,
        en,
        is_taken_back: false,
    };
    let line = Line { told, edit };
    store::add_line(tx, &row.id, of, caller.account.id, &line).await?;
    note(app, tx, caller, of, "draft_edit", subject(ledger, of), line.told.en.clone()).await?;
    lines.push(line);
    let row = Some(DraftRow { version: seen.saturating_add(1), ..row });
    tell(&city, caller, ledger, of, &Drafted { row, lines, base, before, after })
}

/// Says what a line changed: the first of it, and how much more there is.
fn said(differences: &[Difference]) -> (String, String) {
    let Some(first) = differences.first() else { return (String::new(), String::new()) };
    match differences.len().saturating_sub(1) {
        0 => (first.zh.clone(), first.en.clone()),
        more => (format!("{}；另有 {more} 处", first.zh), format!("{}; and {more} more", first.en)),
    }
}

/// Takes a change back, if the others can do without it.
pub async fn take_back(app: &App, tx: &mut Tx, caller: &Caller, asked: TakeBack) -> Result<Draft> {
    let TakeBack { ledger, jurisdiction, version, line } = asked;
    let of = reach::edited(app, caller, ledger, jurisdiction.as_ref())?;
    let city = app.city();
    let mut drafted = drafted(tx, &city, ledger, &of).await?;
    let row = held(tx, drafted.row.take(), version).await?;
    let Some(found) = drafted.lines.iter_mut().find(|one| one.told.number == line && !one.told.is_taken_back) else {
        return refuse(Code::NotFound, format!("the draft has no change {line}"));
    };
    found.told.is_taken_back = true;
    drafted.after = gone_through(drafted.before.clone(), &drafted.lines)?;
    store::take_back(tx, &row.id, line).await?;
    note(app, tx, caller, &of, "draft_take_back", subject(ledger, &of), format!("change {line}")).await?;
    drafted.row = Some(row);
    tell(&city, caller, ledger, &of, &drafted)
}

/// Drops a draft.
pub async fn discard(app: &App, tx: &mut Tx, caller: &Caller, asked: WholeDraft) -> Result<()> {
    let WholeDraft { ledger, jurisdiction, version } = asked;
    let of = reach::edited(app, caller, ledger, jurisdiction.as_ref())?;
    let row = store::find(tx, kind(ledger), &of).await?;
    let row = held(tx, row, version).await?;
    store::close(tx, &row.id).await?;
    note(app, tx, caller, &of, "draft_discard", subject(ledger, &of), String::new()).await
}

/// Moves a draft onto the version in force: the same changes, made to what holds now. Those that cannot be made there are
/// taken back.
pub async fn move_over(app: &App, tx: &mut Tx, caller: &Caller, asked: WholeDraft) -> Result<Draft> {
    let WholeDraft { ledger, jurisdiction, version } = asked;
    let of = reach::edited(app, caller, ledger, jurisdiction.as_ref())?;
    let city = app.city();
    let base = current(&city, ledger, &of)?;
    let row = store::find(tx, kind(ledger), &of).await?;
    let mut row = held(tx, row, version).await?;
    let mut lines = store::lines(tx, &row.id).await?;
    let Some(before) = Content::of(tx, &base).await? else {
        return refuse(Code::NotFound, format!("no version {base} here"));
    };
    let mut after = before.clone();
    for line in lines.iter_mut().filter(|line| !line.told.is_taken_back) {
        match after.clone().after(&line.edit) {
            Ok(next) => after = next,
            Err(_) => {
                line.told.is_taken_back = true;
                store::take_back(tx, &row.id, line.told.number).await?;
            }
        }
    }
    store::rebase(tx, &row.id, &base).await?;
    note(app, tx, caller, &of, "draft_move", subject(ledger, &of), format!("onto {base}")).await?;
    row.base = base.clone();
    tell(&city, caller, ledger, &of, &Drafted { row: Some(row), lines, base, before, after })
}

/// Looks at a handbook, or takes it into the draft of the catalogue.
pub async fn handbook(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    sheets: Vec<HandbookSheet>,
    taken_at: Option<u64>,
) -> Result<ImportReport> {
    let of = reach::edited(app, caller, Ledger::Catalogue, None)?;
    let city = app.city();
    let drafted = drafted(tx, &city, Ledger::Catalogue, &of).await?;
    let Content::Catalogue(pack) = &drafted.after else {
        return refuse(Code::NotFound, "there is no catalogue yet");
    };
    let (read, report) = match (**pack).clone().with_handbook(&sheets, &pack.version) {
        Ok(read) => read,
        Err(error) => return refuse(Code::BadValue, error.to_string()),
    };
    let after = Content::Catalogue(Box::new(read));
    let (differences, total) = told(drafted.after.differences(&after));
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    let mut answer = ImportReport {
        conditions: count(report.conditions),
        categories_changed: count(report.categories_changed),
        categories_added: count(report.categories_added),
        contradiction: after.contradiction(),
        differences,
        total,
        draft: None,
    };
    if let Some(version) = taken_at {
        let edit = Edit::Handbook { sheets };
        answer.draft = Some(add(app, tx, caller, (Ledger::Catalogue, &of), version, edit).await?);
    }
    Ok(answer)
}

/// Takes the draft that was seen, so that nobody else changes it meanwhile.
pub async fn held(tx: &mut Tx, row: Option<DraftRow>, seen: u64) -> Result<DraftRow> {
    let Some(row) = row else { return refuse(Code::NotFound, "there is no draft") };
    if row.version != seen || !store::step(tx, &row.id, seen).await? {
        return refuse(Code::DraftChanged, format!("version {seen} was seen, it is {} now", row.version));
    }
    Ok(DraftRow { version: seen.saturating_add(1), ..row })
}

/// Names a draft in the audit.
pub fn subject(ledger: Ledger, of: &JurisdictionId) -> String {
    format!("draft {} {of}", ledger.as_str())
}

/// Writes down who did what to a draft or a version.
pub async fn note(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    of: &JurisdictionId,
    action: &str,
    subject: String,
    detail: String,
) -> Result<()> {
    let record = Record { actor: &caller.account.actor(), area: of, action, subject, operation: None, detail };
    audit::record(tx, &*app.random, app.clock.now(), record).await
}
