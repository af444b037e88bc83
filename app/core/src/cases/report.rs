//! Saving a report: one transaction for the case, its photos' fate and the operation that carries it.

use app_bridge::ask::ReportForm;
use app_bridge::draft::DraftOf;
use app_bridge::told::{Saved, UnitCard, Warning};
use shared::case::Estimate;
use shared::evidence::PhotoRole;
use shared::evidence::amount::Amount;
use shared::evidence::verdict::{EvidenceRules, Finding, Reason, place};
use shared::ids::{CaseId, OperationId};
use shared::place::fix::Fix;
use shared::refusal::{Code, Refusal};
use shared::sync::operation::{Act, Report};

use crate::cases::preview::{Found, find, pick, place_words};
use crate::core::Inner;
use crate::error::Result;
use crate::ids;
use crate::outbox;
use crate::packs::Packs;
use crate::shutter::mind;
use crate::store::cases::NewCase;
use crate::store::photos::Photo;
use crate::words;

/// Which writing of a report it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Writing {
    /// The first: the case begins here.
    First(CaseId),
    /// A corrected one: it takes the place of an operation that was sent back, and the case stays the same.
    Corrected(CaseId, OperationId),
}

/// Saves a report on this phone. When it returns, the report survives anything but the loss of the phone.
pub fn save(core: &Inner, form: ReportForm) -> Result<Saved> {
    let case = match form.draft {
        Some(case) => case,
        None => CaseId(ids::by_time(&core.world)?),
    };
    write(core, form, Writing::First(case))
}

/// Saves a report corrected that was sent back as `old`.
pub fn save_corrected(core: &Inner, form: ReportForm, case: CaseId, old: OperationId) -> Result<Saved> {
    write(core, form, Writing::Corrected(case, old))
}

fn write(core: &Inner, form: ReportForm, writing: Writing) -> Result<Saved> {
    let session = core.store.read(|r| r.signed_in())?;
    let packs = core.packs()?;
    let made = core.times()?;
    let day = made.corrected().day_in(&packs.settings.zone);
    let picked = pick(&packs, &form.category, form.condition_no, day)?;
    let (Writing::First(case) | Writing::Corrected(case, _)) = writing;
    let photos = photos_of(core, writing, &form)?;
    enough(&packs, &form, &photos)?;
    before_and_after(&form, &photos)?;
    let (note, address) = (words::kept("note", &form.note)?, words::kept("address", &form.address)?);
    let mut found = find(&packs, &form.fix, Some(&picked), made.corrected())?;
    found.warnings.extend(words::hidden([&note, &address]));
    found.warnings.extend(elsewhere(&packs.settings.evidence, &form.fix, &photos).map(|apart| apart.warning));
    let report = Report {
        case,
        category: picked.category,
        condition_no: picked.condition_no,
        fix: form.fix,
        note: note.text,
        address: address.text,
        estimate: Estimate {
            grid: found.grid.clone(),
            unit: found.unit.as_ref().map(|owner| owner.unit.clone()),
            due: found.due,
            packs: packs.versions(found.ground.as_ref()),
        },
        photos: photos.iter().map(|photo| photo.manifest.clone()).collect(),
        self_handled: form.self_handled,
    };
    let (operation, begun) = (OperationId(ids::by_time(&core.world)?), form.draft);
    let row = NewCase {
        jurisdiction: &session.account.jurisdiction,
        account: session.account.id,
        operation,
        report: &report,
        unit_name: found.unit.as_ref().map_or("", |owner| owner.name.as_str()),
        provisional: found.provisional,
        saved: made.wall,
    };
    core.store.write(|w| {
        match writing {
            Writing::First(_) => {
                w.insert_case(&row)?;
                #[cfg(feature = "planted")]
                let begun = begun.filter(|_| !crate::planted::is("draft outlives its report"));
                w.drop_saved_report(session.account.id, begun)?;
            }
            Writing::Corrected(_, old) => {
                w.rewrite_case(&row)?;
                w.mark_resent(old, operation)?;
                w.drop_draft(session.account.id, DraftOf::Mend(old))?;
            }
        }
        for photo in &photos {
            w.attach_photo(photo.id, operation)?;
        }
        #[cfg(feature = "planted")]
        if crate::planted::is("outbox row in a second transaction") {
            crate::store::Store::split(w)?;
        }
        outbox::append(w, operation, core.device.id, &session, made, Act::Report(report.clone()))
    })?;
    core.something_to_send();
    Ok(saved(&packs, case, found))
}

fn saved(packs: &Packs, case: CaseId, found: Found) -> Saved {
    Saved {
        case,
        place: place_words(packs, found.grid.as_ref()),
        grid: found.grid,
        unit: found.unit.map(|owner| UnitCard { id: owner.unit, name: owner.name }),
        deadline: found.due,
        warnings: found.warnings,
    }
}

/// Returns the form's shots, refusing what was taken for something else or is already on its way.
fn photos_of(core: &Inner, writing: Writing, form: &ReportForm) -> Result<Vec<Photo>> {
    core.store.read(|r| {
        let case = match writing {
            Writing::First(case) if r.case(case)?.is_some() => {
                return Err(Refusal::because(Code::BadValue, format!("case {case} is saved already")).into());
            }
            Writing::First(case) | Writing::Corrected(case, _) => case,
        };
        let is_free = |photo: &Photo| match (photo.operation, writing) {
            (None, _) => true,
            (Some(holder), Writing::Corrected(_, old)) => holder == old,
            (Some(_), Writing::First(_)) => false,
        };
        form.photos
            .iter()
            .map(|id| match r.photo(*id)? {
                Some(photo) if photo.case == Some(case) && is_free(&photo) => Ok(photo),
                Some(_) => {
                    Err(Refusal::because(Code::BadValue, format!("photo {id} was taken for something else")).into())
                }
                None => Err(Refusal::because(Code::NotFound, format!("photo {id}")).into()),
            })
            .collect()
    })
}

/// The server's own rule for how many photos a category needs, said while the collector still stands at the place.
fn enough(packs: &Packs, form: &ReportForm, photos: &[Photo]) -> Result<()> {
    let amount = Amount::of(photos.iter().map(|photo| photo.role));
    amount.at_least(packs.catalogue.least_photos(&form.category))?;
    Ok(amount.at_most_allowed()?)
}

/// A shot that was taken away from the place of its report.
pub struct Apart {
    /// That it was.
    pub warning: Warning,
    /// Where it was taken.
    pub fix: Fix,
}

/// Says the same before the report is saved: whoever photographs here and saves there must not be given the grid there.
pub fn apart(core: &Inner, packs: &Packs, fix: &Fix, case: CaseId) -> Result<Option<Apart>> {
    let photos = core.store.read(|r| r.photos_of_case(case))?;
    Ok(elsewhere(&packs.settings.evidence, fix, &photos))
}

/// Says that a photo was taken away from the place of the report; of several, the farthest.
fn elsewhere(rules: &EvidenceRules, fix: &Fix, photos: &[Photo]) -> Option<Apart> {
    let place = fix.point().ok()?;
    let mut farthest: Option<(Reason, Fix)> = None;
    for photo in photos {
        // One that cannot be read tells nothing, and is no reason not to save the report.
        let Some(taken) = photo.opened().ok().and_then(|shot| shot.fix) else { continue };
        let away = place::away(&taken, place, fix.accuracy_m, Finding::FarFromCase, rules);
        let away = away.map(|reason| (reason, taken));
        farthest = [farthest, away].into_iter().flatten().max_by_key(|(reason, _)| reason.measured);
    }
    farthest.map(|(reason, fix)| Apart { warning: mind::told(&reason), fix })
}

/// The server's own rule for what a collector fixed, said while they still stand at the place.
fn before_and_after(form: &ReportForm, photos: &[Photo]) -> Result<()> {
    let of_scene = || photos.iter().filter(|photo| !photo.role.is_clip());
    let has = |after: bool| of_scene().any(|photo| (photo.role == PhotoRole::After) == after);
    if form.self_handled && !(has(false) && has(true)) {
        return Err(Refusal::because(Code::PhotoRequired, "one from before and one from after the handling").into());
    }
    Ok(())
}
