//! What is only here and what has arrived, in honest words.

use app_bridge::told::{Originals, SetAside, Status};
use shared::refusal::Code;
use shared::sync::operation::{Act, Operation};
use shared::sync::push::Envelope;

use crate::cases::cards::Names;
use crate::core::Inner;
use crate::error::Result;
use crate::packs::Packs;
use crate::store::operations::Logged;

/// Returns the state of this phone against the server.
pub fn status(core: &Inner) -> Result<Status> {
    let packs = core.packs_if_any()?;
    let (syncing, doing) = core.progress();
    let originals = originals(core)?;
    core.store.read(|r| {
        let operations = r.operations_waiting()?;
        let photos = r.photos_waiting()?;
        let contact = r.contact()?;
        let set_aside: Vec<SetAside> =
            r.set_aside()?.into_iter().map(|logged| told(packs.as_deref(), logged)).collect();
        let all_arrived = operations.count == 0 && photos.count == 0 && set_aside.is_empty();
        Ok(Status {
            unsent_operations: operations.count,
            oldest_unsent: operations.oldest,
            photos_waiting: photos.count,
            waiting_bytes: photos.bytes,
            set_aside,
            last_contact: contact.last,
            last_error: contact.error,
            syncing,
            doing,
            next_try_at: contact.next_try_at,
            last_round: r.last_round()?,
            all_arrived,
            originals,
        })
    })
}

fn originals(core: &Inner) -> Result<Originals> {
    let custom = core.custom()?;
    let (counts, over) = core.store.read(|r| Ok((r.original_counts(custom)?, r.originals_over()?)))?;
    Ok(Originals {
        wanted: counts.wanted,
        received: counts.received,
        waiting_bytes: counts.waiting_bytes,
        kept: counts.kept,
        over,
        held: counts.wanted > counts.received && core.originals_are_held()?,
    })
}

fn told(packs: Option<&Packs>, logged: Logged) -> SetAside {
    let code = logged.code.unwrap_or(Code::Internal);
    SetAside {
        operation: logged.envelope.id,
        title: title(packs, &logged.envelope),
        code,
        zh: code.zh().to_owned(),
        en: code.en().to_owned(),
        detail: (!logged.detail.is_empty()).then_some(logged.detail),
        made_at: logged.made,
    }
}

fn title(packs: Option<&Packs>, envelope: &Envelope) -> String {
    match serde_json::from_str::<Operation>(&envelope.body).map(|operation| operation.act) {
        Ok(Act::Report(report)) => {
            format!("上报 · {}", Names::of(packs, Some(&report.category), report.condition_no).name)
        }
        Ok(Act::Answer(_)) => "任务回复".to_owned(),
        Err(_) => "记录".to_owned(),
    }
}
