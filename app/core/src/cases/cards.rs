//! Own cases in words for the screen. What is shown is never better than the truth: only a receipt counts as arrived.

use app_bridge::shots::ClipCard;
use app_bridge::today::{Behind, CasesPage, CasesWhere};
use app_bridge::told::{CaseCard, Whereabouts};
use shared::catalogue::CategoryKey;
use shared::ids::{CaseId, OperationId};
use shared::refusal::Code;
use shared::sync::push::OutcomeKind;
use shared::time::Instant;

use crate::cases::preview::place_words;
use crate::core::Inner;
use crate::error::Result;
use crate::packs::Packs;
use crate::store::Reader;
use crate::store::cases::LocalCase;
use crate::store::photos::Photo;

/// The cases of a page: more than two screens of them.
const PAGE: usize = 50;
/// The most cases that are told as being under way; the figures count all of them.
const MOST_UNSETTLED: usize = 200;

/// Returns the signed-in person's cases, newest first.
pub fn all(core: &Inner) -> Result<Vec<CaseCard>> {
    let packs = core.packs_if_any()?;
    core.store.read(|r| {
        let session = r.signed_in()?;
        r.cases(session.account.id)?.into_iter().map(|case| card(r, packs.as_deref(), case)).collect()
    })
}

/// Returns the signed-in person's newest cases, no more than so many.
pub fn newest(core: &Inner, most: usize) -> Result<Vec<CaseCard>> {
    let packs = core.packs_if_any()?;
    core.store.read(|r| {
        let account = r.signed_in()?.account.id;
        let cases = r.cases_page(account, CasesWhere::Anywhere, None, most)?;
        cases.into_iter().map(|case| card(r, packs.as_deref(), case)).collect()
    })
}

/// Returns a page of the signed-in person's cases, newest first; with the first one how many there are where.
pub fn page(core: &Inner, place: CasesWhere, behind: Option<Behind>) -> Result<CasesPage> {
    let packs = core.packs_if_any()?;
    core.store.read(|r| {
        let account = r.signed_in()?.account.id;
        // One more than a page holds says whether there is another.
        let mut cases = r.cases_page(account, place, behind, PAGE + 1)?;
        let is_last = cases.len() <= PAGE;
        cases.truncate(PAGE);
        let last = cases.last().map(|case| Behind { saved_at: case.saved, case: case.id });
        let counts = if behind.is_none() { r.cases_counted(account)? } else { Vec::new() };
        let cases = cases.into_iter().map(|case| card(r, packs.as_deref(), case)).collect::<Result<_>>()?;
        Ok(CasesPage { cases, next: last.filter(|_| !is_last), counts })
    })
}

/// Returns the signed-in person's cases that are not all at the server, and those saved since an instant.
pub fn unsettled(core: &Inner, since: Instant) -> Result<Vec<CaseCard>> {
    let packs = core.packs_if_any()?;
    core.store.read(|r| {
        let account = r.signed_in()?.account.id;
        let cases = r.cases_unsettled(account, since, MOST_UNSETTLED)?;
        cases.into_iter().map(|case| card(r, packs.as_deref(), case)).collect()
    })
}

/// Returns one case.
pub fn one(core: &Inner, id: CaseId) -> Result<CaseCard> {
    let packs = core.packs_if_any()?;
    core.store.read(|r| {
        r.signed_in()?;
        let case = r.case(id)?.ok_or(Code::NotFound)?;
        card(r, packs.as_deref(), case)
    })
}

/// Says where an operation and its photos are.
pub fn whereabouts(r: &Reader<'_>, operation: OperationId, photos: &[Photo]) -> Result<Whereabouts> {
    let logged = r.operation(operation)?;
    let Some(logged) = logged else { return Ok(Whereabouts::OnlyHere) };
    Ok(match logged.outcome {
        None | Some(OutcomeKind::Unknown) => Whereabouts::OnlyHere,
        Some(OutcomeKind::Refused) => {
            let code = logged.code.unwrap_or(Code::Internal);
            Whereabouts::SentBack { code, zh: code.zh().to_owned(), en: code.en().to_owned(), operation }
        }
        Some(OutcomeKind::Applied | OutcomeKind::Superseded) if photos.iter().all(|photo| photo.receipt.is_some()) => {
            Whereabouts::Arrived
        }
        Some(OutcomeKind::Applied | OutcomeKind::Superseded) => Whereabouts::RowArrived,
    })
}

/// Returns what a shot is of, in Chinese and English: the category of its case or task.
pub fn name_of_photo(core: &Inner, photo: &Photo) -> Result<(String, String)> {
    let packs = core.packs_if_any()?;
    let category = core.store.read(|r| {
        let of_case = match photo.case {
            Some(case) => r.case(case)?.and_then(|case| case.report).map(|report| report.category),
            None => None,
        };
        Ok(match (of_case, photo.task) {
            (Some(category), _) => Some(category),
            (None, Some(task)) => r.task(task)?.map(|task| task.heard.category),
            (None, None) => None,
        })
    })?;
    let names = Names::of(packs.as_deref(), category.as_ref(), 0);
    Ok((names.name, names.name_en))
}

fn card(r: &Reader<'_>, packs: Option<&Packs>, case: LocalCase) -> Result<CaseCard> {
    let photos = r.photos_of_case(case.id)?;
    let photos: Vec<Photo> = photos.into_iter().filter(|photo| photo.operation.is_some()).collect();
    let heard = case.heard.as_ref();
    let report = case.report.as_ref();
    let category = heard.map(|c| &c.category).or(report.map(|r| &r.category));
    let condition_no = heard.map(|c| c.condition_no).or(report.map(|r| r.condition_no)).unwrap_or(0);
    let grid = heard.and_then(|c| c.grid.clone()).or(report.and_then(|r| r.estimate.grid.clone()));
    let address = heard.map(|c| c.address.clone()).or(report.map(|r| r.address.clone())).unwrap_or_default();
    let names = Names::of(packs, category, condition_no);
    let unit = match (heard.and_then(|c| c.unit.as_ref()), packs) {
        (Some(unit), Some(packs)) => packs.unit_name(unit),
        (Some(unit), None) => unit.to_string(),
        (None, _) => case.unit_name.clone(),
    };
    let due = heard.and_then(|c| c.clock.due_at);
    let place = packs.map(|packs| place_words(packs, grid.as_ref())).unwrap_or_default();
    let here = match case.operation {
        Some(operation) => whereabouts(r, operation, &photos)?,
        // It came from the server alone: nothing of it is only here.
        None => Whereabouts::Arrived,
    };
    // The server's list may know photos that another device took; it can never make ours count before its receipt.
    let (photos_total, photos_received) = match (photos.is_empty(), heard) {
        (true, Some(c)) => (c.photos.len(), c.photos.iter().filter(|photo| photo.received_at.is_some()).count()),
        (true, None) => (0, 0),
        (false, _) => (photos.len(), photos.iter().filter(|photo| photo.receipt.is_some()).count()),
    };
    let mut clips = Vec::new();
    for photo in &photos {
        clips.extend(photo.clip_ms()?.map(|clip_ms| ClipCard { photo: photo.id, role: photo.role, clip_ms }));
    }
    Ok(CaseCard {
        case: case.id,
        case_no: heard.and_then(|c| c.case_no.clone()).or(case.case_no),
        earlier_no: case.earlier_no,
        name: names.name,
        name_en: names.name_en,
        code: category.map(|key| key.code().to_string()).unwrap_or_default(),
        condition: names.condition,
        condition_en: names.condition_en,
        place: if address.is_empty() { place } else { address },
        grid,
        unit,
        note: report.map(|r| r.note.clone()).or(heard.map(|c| c.note.clone())).unwrap_or_default(),
        saved_at: case.saved,
        estimated: due.is_none(),
        due: due.or(report.and_then(|r| r.estimate.due)),
        state: heard.map(|c| c.state),
        goes_on: heard.and_then(|c| c.goes_on.clone()),
        whereabouts: here,
        photos: photos.iter().map(|photo| photo.id).collect(),
        clips,
        photos_total: u64::try_from(photos_total).unwrap_or(u64::MAX),
        photos_received: u64::try_from(photos_received).unwrap_or(u64::MAX),
    })
}

/// What the catalogue calls a category and its condition; the bare code where no catalogue is here.
pub struct Names {
    /// The category.
    pub name: String,
    /// In English.
    pub name_en: String,
    /// The filing condition.
    pub condition: String,
    /// In English.
    pub condition_en: String,
    /// What counts as solved.
    pub closing: String,
    /// In English.
    pub closing_en: String,
}

impl Names {
    /// Looks the names up.
    pub fn of(packs: Option<&Packs>, category: Option<&CategoryKey>, condition_no: u32) -> Self {
        let code = category.map(|key| key.code().to_string()).unwrap_or_default();
        let known = packs.zip(category).and_then(|(packs, key)| packs.catalogue.category(key));
        let condition = packs.zip(category).and_then(|(packs, key)| packs.catalogue.condition(key, condition_no));
        Self {
            name: known.map_or_else(|| code.clone(), |known| known.name.clone()),
            name_en: known.map_or(code, |known| known.name_en.clone()),
            condition: condition.map(|condition| condition.text.clone()).unwrap_or_default(),
            condition_en: condition.map(|condition| condition.text_en.clone()).unwrap_or_default(),
            closing: condition.map(|condition| condition.closing.clone()).unwrap_or_default(),
            closing_en: condition.map(|condition| condition.closing_en.clone()).unwrap_or_default(),
        }
    }
}
