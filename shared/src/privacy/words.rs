//! Which words of what comes in are free text. In place: what is masked here is never seen unmasked further in.

use super::mask;
use crate::api::announcements::NewAnnouncement;
use crate::api::cases::NewCase;
use crate::api::orders::{NewNudge, NewWipe};
use crate::case::Action;
use crate::sync::operation::Act;

/// Masks one text; returns how many numbers were hidden.
pub fn text(text: &mut String) -> u32 {
    let masked = mask(text);
    if masked.hidden > 0 {
        *text = masked.text;
    }
    masked.hidden
}

/// Masks what a person wrote on a phone.
pub fn act(act: &mut Act) -> u32 {
    match act {
        Act::Report(report) => text(&mut report.note) + text(&mut report.address),
        Act::Answer(answer) => text(&mut answer.note),
        Act::Shift(_) => 0,
    }
}

/// Masks what somebody took down at a desk.
pub fn new_case(new: &mut NewCase) -> u32 {
    text(&mut new.note) + text(&mut new.address)
}

/// Masks what a desk tells the people in the field.
pub fn new_announcement(new: &mut NewAnnouncement) -> u32 {
    text(&mut new.title) + text(&mut new.body)
}

/// Masks a word to whoever has a phone.
pub fn new_nudge(new: &mut NewNudge) -> u32 {
    text(&mut new.note)
}

/// Masks why a phone is wiped.
pub fn new_wipe(new: &mut NewWipe) -> u32 {
    text(&mut new.reason)
}

/// Masks what somebody wrote with an action at a desk or a unit.
pub fn action(action: &mut Action) -> u32 {
    match action {
        Action::Supervise { requirement: words, .. }
        | Action::ReplySupervision { reply: words, .. }
        | Action::Finish { note: words, .. }
        | Action::HandleDirectly { reason: words }
        | Action::Unlink { reason: words }
        | Action::ReturnToCity { reason: words }
        | Action::MarkUnowned { reason: words }
        | Action::WaiveCheck { reason: words }
        | Action::CloseSpecial { reason: words, .. }
        | Action::Appeal { reason: words }
        | Action::ForwardAppeal { reason: words }
        | Action::DeclineAppeal { reason: words }
        | Action::UpholdAppeal { reason: words }
        | Action::DismissAppeal { reason: words }
        | Action::Reject { reason: words }
        | Action::Refuse { reason: words }
        | Action::ReturnToAccept { reason: words }
        | Action::Return { reason: words }
        | Action::ApplyExtend { reason: words }
        | Action::DeclineExtend { reason: words }
        | Action::ApplySuspend { reason: words, .. }
        | Action::DeclineSuspend { reason: words }
        | Action::ReviewRework { reason: words }
        | Action::CheckRework { reason: words }
        | Action::Reopen { reason: words }
        | Action::Void { reason: words }
        | Action::RefuseSelfHandled { reason: words } => text(words),
        Action::Accept
        | Action::SendVerify { .. }
        | Action::VerifyResult { .. }
        | Action::Link { .. }
        | Action::File { .. }
        | Action::Dispatch { .. }
        | Action::DispatchToDistrict
        | Action::Assign
        | Action::ApproveExtend
        | Action::ApproveSuspend
        | Action::Resume
        | Action::ReviewPass
        | Action::SendCheck { .. }
        | Action::CheckResult { .. }
        | Action::CheckPass
        | Action::Close
        | Action::WarnDue
        | Action::MarkOverdue
        | Action::PassSelfHandled => 0,
    }
}
