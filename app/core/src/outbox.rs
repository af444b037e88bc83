//! The outbox: what people did, in bytes that are made once and never again.
//!
//! Never sends. [`append`] is called inside the transaction of the write that the operation tells of.

use shared::evidence::times::Times;
use shared::ids::{CaseId, DeviceId, OperationId, Sha256, TaskId};
use shared::sync::operation::{Act, Operation};
use shared::sync::push::Envelope;
use shared::time::Instant;

use crate::error::Result;
use crate::ports::Clock;
use crate::store::Writer;
use crate::store::contact::Contact;
use crate::store::operations::NewOperation;
use crate::store::session::SignedIn;

/// Returns the three times of this moment.
///
/// Within the boot of the last contact the error of the wall clock is known whatever it was set to since; after a new
/// start it is the one that was known last.
pub fn times(clock: &dyn Clock, contact: &Contact) -> Times {
    let (wall, monotonic_ms, boot) = (clock.wall(), clock.monotonic_ms(), clock.boot());
    let anchor = contact.anchor.as_ref().filter(|known| known.boot == boot).map(|known| known.anchor);
    let server_offset_ms = match anchor {
        Some(anchor) => {
            let passed_ms = i64::try_from(monotonic_ms.saturating_sub(anchor.monotonic_ms)).unwrap_or(i64::MAX);
            Some(anchor.at.plus_ms(passed_ms).since(wall))
        }
        None => contact.server_offset_ms,
    };
    Times { wall, monotonic_ms, boot, server_offset_ms }
}

/// Acknowledged work is offered again after a restore if it was acknowledged within this time: 14 days.
pub const OFFERED_AGAIN_MS: i64 = 14 * 24 * 3_600_000;

/// Offers again what a server that was restored from a backup may have lost, and takes its receipts for doubtful.
/// Returns how many operations that are.
pub fn offer_again(writer: &Writer<'_>, now: Instant) -> Result<usize> {
    let since = now.plus_ms(-OFFERED_AGAIN_MS);
    writer.doubt_receipts(since)?;
    writer.offer_again(since)
}

/// Appends what was done to the log.
pub fn append(
    writer: &Writer<'_>,
    id: OperationId,
    device: DeviceId,
    session: &SignedIn,
    made: Times,
    act: Act,
) -> Result<()> {
    let (word, case, task): (&'static str, Option<CaseId>, Option<TaskId>) = match &act {
        Act::Report(report) => ("report", Some(report.case), None),
        Act::Answer(answer) => ("answer", None, Some(answer.task)),
        Act::Shift(_) => ("shift", None, None),
    };
    let sequence = writer.next_sequence()?;
    let at = made.wall;
    let operation = Operation { id, device, account: session.account.id, sequence, made, act };
    let body = serde_json::to_string(&operation)?;
    writer.append_operation(&NewOperation {
        envelope: Envelope { id, sequence, hash: Sha256::of(body.as_bytes()), body },
        jurisdiction: session.account.jurisdiction.clone(),
        account: session.account.id,
        act: word,
        case,
        task,
        made: at,
    })
}
