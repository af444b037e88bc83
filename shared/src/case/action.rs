//! What can be done to a case.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::case::closing::Closing;
use crate::case::order::OrderKind;
use crate::evidence::PhotoRef;
use crate::ids::{CaseId, TaskId, UnitId};
use crate::task::TaskResult;
use crate::time::Instant;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $word:tt,)*) => {
        /// The name of an action without its content; the key of the transition table and of permissions.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
        pub enum ActionKind {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
        }

        impl ActionKind {
            /// Every kind of action.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Returns the word it is stored and travels as.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }
    };
}

kinds! {
    /// 上报: the case begins.
    Report = "report",
    /// 受理.
    Accept = "accept",
    /// 发核实: send someone to look whether it is true.
    SendVerify = "send_verify",
    /// 核实结果.
    VerifyResult = "verify_result",
    /// 不予受理.
    Reject = "reject",
    /// 当即办理: the desk answers it at once.
    HandleDirectly = "handle_directly",
    /// 并案: the same problem as another case.
    Link = "link",
    /// 撤销并案.
    Unlink = "unlink",
    /// 立案.
    File = "file",
    /// 不予立案.
    Refuse = "refuse",
    /// 派遣: to a unit; the handling clock starts.
    Dispatch = "dispatch",
    /// 派遣到区: to the district, which names the unit.
    DispatchToDistrict = "dispatch_to_district",
    /// 退回市级: the district says that it is not its own.
    ReturnToCity = "return_to_city",
    /// 认定无责任主体: nobody's; the local district settles it.
    MarkUnowned = "mark_unowned",
    /// 退回受理.
    ReturnToAccept = "return_to_accept",
    /// 交办: the unit names who does it.
    Assign = "assign",
    /// 回退: "not ours".
    Return = "return",
    /// 申请延期.
    ApplyExtend = "apply_extend",
    /// 同意延期.
    ApproveExtend = "approve_extend",
    /// 不同意延期.
    DeclineExtend = "decline_extend",
    /// 申请挂账.
    ApplySuspend = "apply_suspend",
    /// 同意挂账: the clock is paused.
    ApproveSuspend = "approve_suspend",
    /// 不同意挂账.
    DeclineSuspend = "decline_suspend",
    /// 恢复: the clock goes on.
    Resume = "resume",
    /// 处置完毕: with an after photo; the handling clock stops.
    Finish = "finish",
    /// 督查通过.
    ReviewPass = "review_pass",
    /// 督查返工.
    ReviewRework = "review_rework",
    /// 发核查.
    SendCheck = "send_check",
    /// 核查结果.
    CheckResult = "check_result",
    /// 收回任务: a task that is out is taken back; it is sent anew, or the case lies with the desk.
    TakeBack = "take_back",
    /// 核查通过.
    CheckPass = "check_pass",
    /// 免核查: passes without a check, by decision or by sampling.
    WaiveCheck = "waive_check",
    /// 核查返工.
    CheckRework = "check_rework",
    /// 结案.
    Close = "close",
    /// 特殊结案.
    CloseSpecial = "close_special",
    /// 督办.
    Supervise = "supervise",
    /// 回复督办.
    ReplySupervision = "reply_supervision",
    /// 申诉: against an overdue mark.
    Appeal = "appeal",
    /// 支持申诉: the dispatcher passes it on.
    ForwardAppeal = "forward_appeal",
    /// 不支持申诉: the dispatcher does not.
    DeclineAppeal = "decline_appeal",
    /// 申诉成立.
    UpholdAppeal = "uphold_appeal",
    /// 申诉不成立.
    DismissAppeal = "dismiss_appeal",
    /// 到期提醒: the handling is due soon.
    WarnDue = "warn_due",
    /// 超期: the handling was due.
    MarkOverdue = "mark_overdue",
    /// 重新打开.
    Reopen = "reopen",
    /// 作废.
    Void = "void",
    /// 区划调整: boundaries changed and the server judged the case's place anew; never by hand.
    Reassign = "reassign",
    /// 时限重算: another calendar or other rules came into force and moved a deadline; never by hand.
    Recount = "recount",
    /// 自行处置上报.
    ReportSelfHandled = "report_self_handled",
    /// 自行处置通过.
    PassSelfHandled = "pass_self_handled",
    /// 自行处置不予认可.
    RefuseSelfHandled = "refuse_self_handled",
}

impl ActionKind {
    /// Says whether only the server takes it, by itself.
    pub const fn is_system_only(self) -> bool {
        matches!(self, Self::WarnDue | Self::MarkOverdue | Self::Reassign | Self::Recount)
    }
}

/// An action with its content. `opinion` is what the actor wrote; where a reason is required it may not be empty.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Action {
    /// 受理.
    Accept,
    /// 发核实; the task says to whom.
    SendVerify {
        /// The task that was made for it.
        task: TaskId,
    },
    /// 核实结果, taken from the task's answer.
    VerifyResult {
        /// The task that was answered.
        task: TaskId,
        /// exists, absent or unable.
        result: TaskResult,
    },
    /// 不予受理.
    Reject {
        /// Why.
        reason: String,
    },
    /// 当即办理.
    HandleDirectly {
        /// What was answered.
        reason: String,
    },
    /// 并案.
    Link {
        /// The case that goes on.
        into: CaseId,
    },
    /// 撤销并案.
    Unlink {
        /// Why it is another problem after all.
        reason: String,
    },
    /// 立案 under a filing condition.
    File {
        /// The number of the condition in its category.
        condition_no: u32,
    },
    /// 不予立案.
    Refuse {
        /// Why.
        reason: String,
    },
    /// 派遣 to a responsible unit.
    Dispatch {
        /// Which unit.
        unit: UnitId,
    },
    /// 派遣到区.
    DispatchToDistrict,
    /// 退回市级.
    ReturnToCity {
        /// Why it is not the district's.
        reason: String,
    },
    /// 认定无责任主体.
    MarkUnowned {
        /// How that was found out.
        reason: String,
    },
    /// 退回受理.
    ReturnToAccept {
        /// Why.
        reason: String,
    },
    /// 交办.
    Assign,
    /// 回退.
    Return {
        /// Why it is not theirs.
        reason: String,
    },
    /// 申请延期: one more original limit.
    ApplyExtend {
        /// Why.
        reason: String,
    },
    /// 同意延期.
    ApproveExtend,
    /// 不同意延期.
    DeclineExtend {
        /// Why.
        reason: String,
    },
    /// 申请挂账 until a date.
    ApplySuspend {
        /// Why.
        reason: String,
        /// Until when.
        until: Instant,
    },
    /// 同意挂账.
    ApproveSuspend,
    /// 不同意挂账.
    DeclineSuspend {
        /// Why.
        reason: String,
    },
    /// 恢复.
    Resume,
    /// 处置完毕.
    Finish {
        /// What was done.
        #[serde(default)]
        note: String,
        /// At least one after photo, already uploaded.
        photos: Vec<PhotoRef>,
    },
    /// 督查通过.
    ReviewPass,
    /// 督查返工.
    ReviewRework {
        /// What is wrong.
        reason: String,
    },
    /// 发核查; the task says to whom.
    SendCheck {
        /// The task that was made for it.
        task: TaskId,
    },
    /// 核查结果, taken from the task's answer.
    CheckResult {
        /// The task that was answered.
        task: TaskId,
        /// pass, fail or unable.
        result: TaskResult,
    },
    /// 核查通过.
    CheckPass,
    /// 免核查.
    WaiveCheck {
        /// Why no check is needed.
        reason: String,
    },
    /// 核查返工.
    CheckRework {
        /// What is wrong.
        reason: String,
    },
    /// 结案.
    Close,
    /// 特殊结案.
    CloseSpecial {
        /// `special` or `error`.
        closing: Closing,
        /// Why.
        reason: String,
    },
    /// 督办.
    Supervise {
        /// Why it is pushed.
        kind: OrderKind,
        /// What is asked for.
        requirement: String,
        /// Until when a reply is asked for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due_at: Option<Instant>,
    },
    /// 回复督办.
    ReplySupervision {
        /// Which order of the case.
        number: u32,
        /// What was done.
        reply: String,
    },
    /// 申诉.
    Appeal {
        /// Why the overdue was not the unit's fault.
        reason: String,
    },
    /// 支持申诉.
    ForwardAppeal {
        /// What speaks for it.
        reason: String,
    },
    /// 不支持申诉.
    DeclineAppeal {
        /// What speaks against it.
        reason: String,
    },
    /// 申诉成立.
    UpholdAppeal {
        /// Why.
        reason: String,
    },
    /// 申诉不成立.
    DismissAppeal {
        /// Why.
        reason: String,
    },
    /// 到期提醒.
    WarnDue,
    /// 超期.
    MarkOverdue,
    /// 重新打开.
    Reopen {
        /// Why.
        reason: String,
    },
    /// 作废.
    Void {
        /// Why.
        reason: String,
    },
    /// 自行处置通过.
    PassSelfHandled,
    /// 自行处置不予认可.
    RefuseSelfHandled {
        /// Why.
        reason: String,
    },
}

impl Action {
    /// Returns the action's name.
    pub const fn kind(&self) -> ActionKind {
        match self {
            Self::Accept => ActionKind::Accept,
            Self::SendVerify { .. } => ActionKind::SendVerify,
            Self::VerifyResult { .. } => ActionKind::VerifyResult,
            Self::Reject { .. } => ActionKind::Reject,
            Self::HandleDirectly { .. } => ActionKind::HandleDirectly,
            Self::Link { .. } => ActionKind::Link,
            Self::Unlink { .. } => ActionKind::Unlink,
            Self::File { .. } => ActionKind::File,
            Self::Refuse { .. } => ActionKind::Refuse,
            Self::Dispatch { .. } => ActionKind::Dispatch,
            Self::DispatchToDistrict => ActionKind::DispatchToDistrict,
            Self::ReturnToCity { .. } => ActionKind::ReturnToCity,
            Self::MarkUnowned { .. } => ActionKind::MarkUnowned,
            Self::ReturnToAccept { .. } => ActionKind::ReturnToAccept,
            Self::Assign => ActionKind::Assign,
            Self::Return { .. } => ActionKind::Return,
            Self::ApplyExtend { .. } => ActionKind::ApplyExtend,
            Self::ApproveExtend => ActionKind::ApproveExtend,
            Self::DeclineExtend { .. } => ActionKind::DeclineExtend,
            Self::ApplySuspend { .. } => ActionKind::ApplySuspend,
            Self::ApproveSuspend => ActionKind::ApproveSuspend,
            Self::DeclineSuspend { .. } => ActionKind::DeclineSuspend,
            Self::Resume => ActionKind::Resume,
            Self::Finish { .. } => ActionKind::Finish,
            Self::ReviewPass => ActionKind::ReviewPass,
            Self::ReviewRework { .. } => ActionKind::ReviewRework,
            Self::SendCheck { .. } => ActionKind::SendCheck,
            Self::CheckResult { .. } => ActionKind::CheckResult,
            Self::CheckPass => ActionKind::CheckPass,
            Self::WaiveCheck { .. } => ActionKind::WaiveCheck,
            Self::CheckRework { .. } => ActionKind::CheckRework,
            Self::Close => ActionKind::Close,
            Self::CloseSpecial { .. } => ActionKind::CloseSpecial,
            Self::Supervise { .. } => ActionKind::Supervise,
            Self::ReplySupervision { .. } => ActionKind::ReplySupervision,
            Self::Appeal { .. } => ActionKind::Appeal,
            Self::ForwardAppeal { .. } => ActionKind::ForwardAppeal,
            Self::DeclineAppeal { .. } => ActionKind::DeclineAppeal,
            Self::UpholdAppeal { .. } => ActionKind::UpholdAppeal,
            Self::DismissAppeal { .. } => ActionKind::DismissAppeal,
            Self::WarnDue => ActionKind::WarnDue,
            Self::MarkOverdue => ActionKind::MarkOverdue,
            Self::Reopen { .. } => ActionKind::Reopen,
            Self::Void { .. } => ActionKind::Void,
            Self::PassSelfHandled => ActionKind::PassSelfHandled,
            Self::RefuseSelfHandled { .. } => ActionKind::RefuseSelfHandled,
        }
    }

    /// Returns the reason the actor gave, where the action carries one.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Supervise { requirement: reason, .. }
            | Self::ReplySupervision { reply: reason, .. }
            | Self::HandleDirectly { reason }
            | Self::Unlink { reason }
            | Self::ReturnToCity { reason }
            | Self::MarkUnowned { reason }
            | Self::WaiveCheck { reason }
            | Self::CloseSpecial { reason, .. }
            | Self::Appeal { reason }
            | Self::ForwardAppeal { reason }
            | Self::DeclineAppeal { reason }
            | Self::UpholdAppeal { reason }
            | Self::DismissAppeal { reason }
            | Self::Reject { reason }
            | Self::Refuse { reason }
            | Self::ReturnToAccept { reason }
            | Self::Return { reason }
            | Self::ApplyExtend { reason }
            | Self::DeclineExtend { reason }
            | Self::ApplySuspend { reason, .. }
            | Self::DeclineSuspend { reason }
            | Self::ReviewRework { reason }
            | Self::CheckRework { reason }
            | Self::Reopen { reason }
            | Self::Void { reason }
            | Self::RefuseSelfHandled { reason } => Some(reason),
            Self::Finish { note, .. } => Some(note),
            Self::Accept
            | Self::SendVerify { .. }
            | Self::VerifyResult { .. }
            | Self::Link { .. }
            | Self::File { .. }
            | Self::Dispatch { .. }
            | Self::DispatchToDistrict
            | Self::WarnDue
            | Self::MarkOverdue
            | Self::Assign
            | Self::ApproveExtend
            | Self::ApproveSuspend
            | Self::Resume
            | Self::ReviewPass
            | Self::SendCheck { .. }
            | Self::CheckResult { .. }
            | Self::CheckPass
            | Self::Close
            | Self::PassSelfHandled => None,
        }
    }
}
