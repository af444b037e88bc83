//! The words of the domain: states, actions, roles, photos, tasks.

use kit::lang::Words;
use shared::account::Role;
use shared::api::figures::Grouping;
use shared::case::{ActionKind, AppealState, Closing, OrderKind, State, VoidKind};
use shared::evidence::PhotoRole;
use shared::evidence::verdict::Verdict;
use shared::place::fix::Source;
use shared::task::{TaskKind, TaskResult, TaskState};

const fn word(zh: &'static str, en: &'static str) -> Words {
    Words { zh, en }
}

/// Names a state.
pub const fn state(state: State) -> Words {
    match state {
        State::Reported => word("已上报", "Reported"),
        State::Verifying => word("核实中", "Verifying"),
        State::ToFile => word("待立案", "To file"),
        State::ToDispatch => word("待派遣", "To dispatch"),
        State::ToSecondDispatch => word("待区级派遣", "To dispatch by the district"),
        State::ToHandle => word("待处置", "To handle"),
        State::Handling => word("处置中", "Handling"),
        State::Suspended => word("挂账", "Suspended"),
        State::ToReview => word("待督查", "To review"),
        State::ToCheck => word("待核查", "To check"),
        State::Checking => word("核查中", "Checking"),
        State::ToClose => word("待结案", "To close"),
        State::Closed => word("已结案", "Closed"),
        State::Void => word("作废", "Void"),
        State::Merged => word("已并案", "Linked to another case"),
        State::SelfReview => word("自行处置待审", "Self-handled, to review"),
    }
}

/// Names an action.
pub const fn action(kind: ActionKind) -> Words {
    match kind {
        ActionKind::Report => word("上报", "Reported"),
        ActionKind::Accept => word("受理", "Accept"),
        ActionKind::SendVerify => word("发核实", "Send to verify"),
        ActionKind::VerifyResult => word("核实结果", "Verified"),
        ActionKind::Reject => word("不予受理", "Reject"),
        ActionKind::HandleDirectly => word("当即办理", "Answer at once"),
        ActionKind::Link => word("并案", "Link to another case"),
        ActionKind::Unlink => word("撤销并案", "Undo the link"),
        ActionKind::File => word("立案", "File"),
        ActionKind::Refuse => word("不予立案", "Refuse to file"),
        ActionKind::Dispatch => word("派遣", "Dispatch"),
        ActionKind::DispatchToDistrict => word("派遣到区", "Dispatch to the district"),
        ActionKind::ReturnToCity => word("退回市级", "Return to the city"),
        ActionKind::MarkUnowned => word("认定无责任主体", "Nobody is responsible"),
        ActionKind::ReturnToAccept => word("退回受理", "Return to accept"),
        ActionKind::Assign => word("接收", "Take"),
        ActionKind::Return => word("回退：不是我们的", "Give back: not ours"),
        ActionKind::ApplyExtend => word("申请延期", "Ask for more time"),
        ActionKind::ApproveExtend => word("同意延期", "Grant more time"),
        ActionKind::DeclineExtend => word("不同意延期", "Decline more time"),
        ActionKind::ApplySuspend => word("申请挂账", "Ask to suspend"),
        ActionKind::ApproveSuspend => word("同意挂账", "Grant the suspension"),
        ActionKind::DeclineSuspend => word("不同意挂账", "Decline the suspension"),
        ActionKind::Resume => word("恢复", "Resume"),
        ActionKind::Finish => word("处置完毕", "Done"),
        ActionKind::ReviewPass => word("督查通过", "Review: pass"),
        ActionKind::ReviewRework => word("督查返工", "Review: rework"),
        ActionKind::SendCheck => word("发核查", "Send to check"),
        ActionKind::CheckResult => word("核查结果", "Checked"),
        ActionKind::TakeBack => word("收回任务", "Take the task back"),
        ActionKind::Reassign => word("区划调整", "Judged anew by new boundaries"),
        ActionKind::Recount => word("时限重算", "Limits counted anew"),
        ActionKind::CheckPass => word("核查通过", "Check: pass"),
        ActionKind::WaiveCheck => word("免核查", "Pass without a check"),
        ActionKind::CheckRework => word("核查返工", "Check: rework"),
        ActionKind::Close => word("结案", "Close"),
        ActionKind::CloseSpecial => word("特殊结案", "Close by decision"),
        ActionKind::Supervise => word("督办", "Supervise order"),
        ActionKind::ReplySupervision => word("回复督办", "Reply to the order"),
        ActionKind::Appeal => word("申诉", "Appeal"),
        ActionKind::ForwardAppeal => word("支持申诉", "Support the appeal"),
        ActionKind::DeclineAppeal => word("不支持申诉", "Decline the appeal"),
        ActionKind::UpholdAppeal => word("申诉成立", "Uphold the appeal"),
        ActionKind::DismissAppeal => word("申诉不成立", "Dismiss the appeal"),
        ActionKind::WarnDue => word("到期提醒", "Due soon"),
        ActionKind::MarkOverdue => word("已超期", "Overdue"),
        ActionKind::Reopen => word("重新打开", "Reopen"),
        ActionKind::Void => word("作废", "Void"),
        ActionKind::ReportSelfHandled => word("自行处置上报", "Reported as self-handled"),
        ActionKind::PassSelfHandled => word("自行处置通过", "Self-handled: pass"),
        ActionKind::RefuseSelfHandled => word("自行处置不予认可", "Self-handled: refuse"),
    }
}

/// Names how a case was closed.
pub const fn closing(closing: Closing) -> Words {
    match closing {
        Closing::Normal => word("正常结案", "Closed in time"),
        Closing::Overdue => word("超期结案", "Closed late"),
        Closing::Error => word("错误结案", "Closed as an error"),
        Closing::Special => word("特殊结案", "Closed by decision"),
        Closing::Direct => word("当即办理", "Answered at once"),
        Closing::SelfHandled => word("自行处置", "Self-handled"),
    }
}

/// Names how a case came to be void.
pub const fn void(kind: VoidKind) -> Words {
    match kind {
        VoidKind::NotAccepted => word("不予受理", "Not accepted"),
        VoidKind::NotFiled => word("不予立案", "Not filed"),
        VoidKind::Voided => word("作废", "Voided"),
        VoidKind::SelfHandledRefused => word("自行处置不予认可", "Self-handled, refused"),
    }
}

/// Says what figures are grouped by: who manages is not where it lies.
pub const fn grouping(by: Grouping) -> Words {
    match by {
        Grouping::Jurisdiction => word("按主管单位", "Managed by"),
        Grouping::Division => word("按所在区划", "Lying in"),
        Grouping::Unit => word("按责任单位", "With unit"),
    }
}

/// Names why a case is pushed.
pub const fn order(kind: OrderKind) -> Words {
    match kind {
        OrderKind::Overdue => word("超期督办", "Overdue"),
        OrderKind::Leader => word("领导督办", "A leader's order"),
        OrderKind::Important => word("重点督办", "Important"),
    }
}

/// Names where an appeal stands.
pub const fn appeal(state: AppealState) -> Words {
    match state {
        AppealState::Asked => word("待派遣员审核", "The dispatcher looks at it"),
        AppealState::Forwarded => word("待受理员裁定", "The acceptor decides"),
        AppealState::Upheld => word("成立，按期计", "Upheld: counts as in time"),
        AppealState::Declined => word("不成立", "Not upheld"),
    }
}

/// Names a role.
pub const fn role(role: Role) -> Words {
    match role {
        Role::Collector => word("采集员", "Collector"),
        Role::Inspector => word("核查员", "Inspector"),
        Role::Acceptor => word("受理员", "Acceptor"),
        Role::ShiftLeader => word("值班长", "Shift leader"),
        Role::Dispatcher => word("派遣员", "Dispatcher"),
        Role::Unit => word("责任单位", "Unit"),
        Role::Handler => word("处置人员", "Handler"),
        Role::Evaluator => word("考核员", "Evaluator"),
        Role::Supervisor => word("督导", "Supervisor"),
        Role::Leader => word("领导", "Leader"),
        Role::Admin => word("管理员", "Administrator"),
    }
}

/// Names what a photo shows.
pub const fn photo(role: PhotoRole) -> Words {
    match role {
        PhotoRole::Near => word("近景", "Near"),
        PhotoRole::Far => word("远景", "Far"),
        PhotoRole::Reference => word("参照物", "Reference"),
        PhotoRole::Before => word("处置前", "Before"),
        PhotoRole::After => word("处置后", "After"),
        PhotoRole::Video => word("视频", "Video"),
        PhotoRole::Voice => word("语音", "Voice note"),
    }
}

/// Names how much may be built on a photo.
pub const fn verdict(verdict: Verdict) -> Words {
    match verdict {
        Verdict::Unjudged => word("待核", "Not looked at yet"),
        Verdict::Sound => word("可信", "Sound"),
        Verdict::Noted => word("有说明", "Noted"),
        Verdict::Doubtful => word("存疑", "Doubtful"),
    }
}

/// Names where a position came from.
pub const fn source(source: Source) -> Words {
    match source {
        Source::Gnss => word("卫星定位", "satellites"),
        Source::Network => word("基站和无线网定位", "cells and wireless networks"),
        Source::MapPick => word("在地图上点的", "pointed at on a map"),
        Source::Exif => word("照片自带", "from the photo's own record"),
        Source::Import => word("来自文件", "from a file"),
        Source::Simulated => word("训练用模拟位置", "simulated for training"),
    }
}

/// Names a kind of task.
pub const fn task(kind: TaskKind) -> Words {
    match kind {
        TaskKind::Verify => word("核实", "Verify"),
        TaskKind::Check => word("核查", "Check"),
    }
}

/// Names where a task stands.
pub const fn task_state(state: TaskState) -> Words {
    match state {
        TaskState::Open => word("等回答", "Open"),
        TaskState::Answered => word("已回答", "Answered"),
        TaskState::Withdrawn => word("已撤回", "Withdrawn"),
    }
}

/// Names an answer.
pub const fn result(result: TaskResult) -> Words {
    match result {
        TaskResult::Exists => word("属实", "Exists"),
        TaskResult::Absent => word("不属实", "Absent"),
        TaskResult::Unable => word("无法判断", "Could not tell"),
        TaskResult::Pass => word("通过", "Pass"),
        TaskResult::Fail => word("未解决", "Not solved"),
    }
}

/// Names the ring on which a check was drawn; a ring that this page does not know keeps its own word.
pub fn ring(ring: &str) -> Option<Words> {
    match ring {
        "grid" => Some(word("本网格在岗", "on duty in the grid")),
        "neighbours" => Some(word("相邻网格", "neighbouring grids")),
        "jurisdiction" => Some(word("本辖区", "same jurisdiction")),
        "desk" => Some(word("指挥中心", "the desk")),
        _ => None,
    }
}

/// Names why somebody was left out of a draw; a reason that this page does not know keeps its own word.
pub fn exclusion(reason: &str) -> Option<Words> {
    match reason {
        "reporter" => Some(word("是上报人", "reported it")),
        "same_pair" => Some(word("上次就是他核查这家单位", "checked this unit the last time")),
        "checked_before" => Some(word("核查过这件", "checked this case before")),
        "disabled" => Some(word("账号停用", "account disabled")),
        _ => None,
    }
}
