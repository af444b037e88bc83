//! What the server sent back: read it, correct it, send it again as a new operation. The old one stays in the log.
//!
//! Never changes an operation. What replaces one names it, so that nobody is asked about it twice.

use app_bridge::aside::{AsideCard, AsideWords};
use app_bridge::ask::{Corrected, MendForm};
use app_bridge::draft::DraftOf;
use app_bridge::status::SetAside;
use app_bridge::told::{PhotoCard, Told};
use shared::ids::OperationId;
use shared::refusal::{Code, Refusal};
use shared::sync::operation::{Act, Operation};

use crate::cases::cards::Names;
use crate::cases::preview::place_words;
use crate::cases::{categories, report};
use crate::core::Inner;
use crate::error::Result;
use crate::packs::Packs;
use crate::shutter::mind::found_later;
use crate::store::Reader;
use crate::store::operations::Logged;
use crate::store::photos::Photo;
use crate::{ids, outbox, tasks};

/// Says in words what was sent back and why.
pub fn told(r: &Reader<'_>, packs: Option<&Packs>, logged: &Logged) -> Result<SetAside> {
    let code = logged.code.unwrap_or(Code::Internal);
    let says = says(r, packs, logged)?;
    let photos = photos_of(r, logged)?;
    Ok(SetAside {
        operation: logged.envelope.id,
        title: says.title,
        title_en: says.title_en,
        place: says.place,
        photo: photos.first().map(|photo| photo.id),
        case: logged.case,
        task: logged.task,
        code,
        zh: code.zh().to_owned(),
        en: code.en().to_owned(),
        detail: (!logged.detail.is_empty()).then(|| logged.detail.clone()),
        made_at: logged.made,
    })
}

/// Tells an operation that was set aside, with everything in it.
pub fn one(core: &Inner, id: OperationId) -> Result<AsideCard> {
    let packs = core.packs_if_any()?;
    core.store.read(|r| {
        r.signed_in()?;
        let logged = find(r, id)?;
        let operation = read(&logged)?;
        let says = match operation.act {
            Act::Report(report) => AsideWords::Report {
                case: report.case,
                category: packs.as_deref().and_then(|packs| categories::one(packs, &report.category).ok()),
                condition_no: report.condition_no,
                fix: report.fix,
                note: report.note,
                address: report.address,
                self_handled: report.self_handled,
            },
            Act::Answer(answer) => AsideWords::Answer { task: answer.task, result: answer.result, note: answer.note },
            Act::Shift(mark) => AsideWords::Shift { begins: mark.begins },
        };
        let photos = photos_of(r, &logged)?.iter().map(card).collect::<Result<_>>()?;
        Ok(AsideCard { aside: told(r, packs.as_deref(), &logged)?, says, photos })
    })
}

/// Sends it again, corrected: a report stays the same case, an answer is to the same task.
pub fn mend(core: &Inner, form: MendForm) -> Result<Told> {
    let old = core.store.read(|r| find(r, form.operation))?;
    match (read(&old)?.act, form.corrected) {
        (Act::Report(first), Corrected::Report(form)) => {
            report::save_corrected(core, form, first.case, old.envelope.id).map(Told::Saved)
        }
        (Act::Answer(first), Corrected::Answer(form)) if first.task == form.task => {
            let (task, here) = (form.task, form.fix.clone());
            let warnings = tasks::answer::save_corrected(core, form, old.envelope.id)?;
            tasks::cards::after_answer(core, here.as_ref(), task, &warnings).map(Told::Tasks)
        }
        (Act::Report(_), Corrected::Answer(_))
        | (Act::Answer(_) | Act::Shift(_), Corrected::Report(_) | Corrected::Answer(_)) => {
            Err(Refusal::because(Code::BadValue, "the correction is of something else than was sent back").into())
        }
    }
}

/// Sends it again as it is: the same words and photos under a new number.
pub fn resend(core: &Inner, id: OperationId) -> Result<()> {
    let session = core.store.read(|r| r.signed_in())?;
    let operation = read(&core.store.read(|r| find(r, id))?)?;
    let made = core.times()?;
    let new = OperationId(ids::by_time(&core.world)?);
    core.store.write(|w| {
        let photos = match &operation.act {
            Act::Report(report) => {
                w.case_carried_by(report.case, new)?;
                w.drop_draft(session.account.id, DraftOf::Mend(id))?;
                w.photos_of_case(report.case)?
            }
            Act::Answer(answer) => {
                w.answer_task(answer, new, made.wall)?;
                w.drop_draft(session.account.id, DraftOf::Answer(answer.task))?;
                w.photos_of_task(answer.task)?
            }
            Act::Shift(_) => Vec::new(),
        };
        for photo in photos.iter().filter(|photo| photo.operation == Some(id)) {
            w.attach_photo(photo.id, new)?;
        }
        w.mark_resent(id, new)?;
        outbox::append(w, new, core.device.id, &session, made, operation.act)
    })?;
    core.something_to_send();
    Ok(())
}

fn find(r: &Reader<'_>, id: OperationId) -> Result<Logged> {
    let aside = r.set_aside()?;
    Ok(aside.into_iter().find(|logged| logged.envelope.id == id).ok_or(Code::NotFound)?)
}

fn read(logged: &Logged) -> Result<Operation> {
    Ok(serde_json::from_str(&logged.envelope.body)?)
}

/// Returns the shots it names, and those taken for the same thing since.
fn photos_of(r: &Reader<'_>, logged: &Logged) -> Result<Vec<Photo>> {
    let taken = match (logged.case, logged.task) {
        (Some(case), _) => r.photos_of_case(case)?,
        (None, Some(task)) => r.photos_of_task(task)?,
        (None, None) => Vec::new(),
    };
    let here = |photo: &Photo| photo.operation.is_none_or(|operation| operation == logged.envelope.id);
    Ok(taken.into_iter().filter(here).collect())
}

/// Tells a shot that was taken some time ago.
pub fn card(photo: &Photo) -> Result<PhotoCard> {
    Ok(PhotoCard {
        photo: photo.id,
        role: photo.role,
        draft: photo.case,
        taken_at: photo.taken,
        size_bytes: photo.working.size_bytes,
        // The others were told at the shutter; of one that was found nobody heard them.
        warnings: photo.opened().ok().as_ref().and_then(found_later).into_iter().collect(),
        clip_ms: photo.clip_ms()?,
    })
}

struct Says {
    title: String,
    title_en: String,
    place: String,
}

fn says(r: &Reader<'_>, packs: Option<&Packs>, logged: &Logged) -> Result<Says> {
    let named =
        |zh: &str, en: &str, names: Names| (format!("{zh} · {}", names.name), format!("{en} · {}", names.name_en));
    let words = |address: &str, grid| match (address.is_empty(), packs) {
        (true, Some(packs)) => place_words(packs, grid),
        (true, None) | (false, _) => address.to_owned(),
    };
    let (title, place) = match serde_json::from_str::<Operation>(&logged.envelope.body).map(|operation| operation.act) {
        Ok(Act::Report(report)) => {
            let names = Names::of(packs, Some(&report.category), report.condition_no);
            (named("上报", "Report", names), words(&report.address, report.estimate.grid.as_ref()))
        }
        Ok(Act::Answer(answer)) => match r.task(answer.task)? {
            Some(task) => {
                let names = Names::of(packs, Some(&task.heard.category), task.heard.condition_no);
                (named("任务回复", "Answer", names), words(&task.heard.address, task.heard.grid.as_ref()))
            }
            None => (("任务回复".to_owned(), "Answer to a task".to_owned()), String::new()),
        },
        Ok(Act::Shift(mark)) if mark.begins => (("签到".to_owned(), "Shift begun".to_owned()), String::new()),
        Ok(Act::Shift(_)) => (("签退".to_owned(), "Shift ended".to_owned()), String::new()),
        Err(_) => (("记录".to_owned(), "Record".to_owned()), String::new()),
    };
    Ok(Says { title: title.0, title_en: title.1, place })
}
