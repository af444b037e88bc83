//! Who may do what: roles, and every permission on one page.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::case::ActionKind;
use crate::ids::{AccountId, JurisdictionId, UnitId, UserName};

/// What an account is. A closed list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 信息采集员: finds problems, verifies, checks; never handles.
    Collector,
    /// 核查员: answers closing checks where a jurisdiction has them.
    Inspector,
    /// 受理员: takes in reports, sends verify and check tasks.
    Acceptor,
    /// 值班长: files and closes.
    ShiftLeader,
    /// 派遣员: sends cases to units, reviews their feedback.
    Dispatcher,
    /// 责任单位: must fix.
    Unit,
    /// 处置人员: does the fixing for a unit.
    Handler,
    /// 考核员: scores and publishes.
    Evaluator,
    /// 督导: sees which device has synced what and how units perform.
    Supervisor,
    /// 领导: orders, approves long delays.
    Leader,
    /// 管理员: accounts, devices, packs.
    Admin,
}

impl Role {
    /// Every role, in the order of this list.
    pub const ALL: &[Self] = &[
        Self::Collector,
        Self::Inspector,
        Self::Acceptor,
        Self::ShiftLeader,
        Self::Dispatcher,
        Self::Unit,
        Self::Handler,
        Self::Evaluator,
        Self::Supervisor,
        Self::Leader,
        Self::Admin,
    ];

    /// Returns the role as it is stored and travels.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Collector => "collector",
            Self::Inspector => "inspector",
            Self::Acceptor => "acceptor",
            Self::ShiftLeader => "shift_leader",
            Self::Dispatcher => "dispatcher",
            Self::Unit => "unit",
            Self::Handler => "handler",
            Self::Evaluator => "evaluator",
            Self::Supervisor => "supervisor",
            Self::Leader => "leader",
            Self::Admin => "admin",
        }
    }

    /// Returns the role that is written so, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.as_str() == text)
    }
}

/// Whoever does something: a person's account, or the server by itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// A signed-in account.
    Account {
        /// Whose account.
        id: AccountId,
        /// What it signs in as; shown in histories.
        user: UserName,
        /// What it may do.
        role: Role,
        /// Which cases it may touch; the city's own id means all.
        jurisdiction: JurisdictionId,
        /// The responsible unit it acts for, when it is a unit's or a handler's.
        unit: Option<UnitId>,
    },
    /// The server's automatic steps, under a jurisdiction's switch; `rule` names the switch.
    System {
        /// Which rule did it, such as `automatic.accept`.
        rule: String,
    },
}

/// Something that an account may or may not do beside acting on a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Right {
    /// Take photos and report from a phone.
    Report,
    /// Answer verify and check tasks.
    AnswerTasks,
    /// Take down at a desk what comes by another channel than a collector's phone.
    Register,
    /// See the case list and single cases with their photos and history.
    SeeCases,
    /// See which device has synced what.
    SeeDevices,
    /// Enrol and revoke devices.
    ManageDevices,
    /// Import the rescue file of a device.
    ImportRescue,
    /// Add, change and disable accounts.
    ManageAccounts,
    /// Post notices to the people in the field, take them back, and see how many have read them.
    Announce,
    /// See where somebody walked on shift; every look is recorded.
    SeeTracks,
    /// Ask the people behind devices to do something: a word that their phone shows at its next contact.
    NudgeDevices,
    /// See accounts, whom they are, their shifts and their devices.
    SeePeople,
    /// Change a jurisdiction's switches.
    ManageSettings,
    /// Import boundaries, draw duty grids and say from when they hold.
    ManageAreas,
    /// Change categories, conditions, limits, calendars and hints, and say from when they hold.
    ManageCatalogue,
    /// Read the directory at a desk.
    ReadDirectory,
    /// Change the directory: an administrator all of it, a unit what lies below itself.
    EditDirectory,
    /// See who did what.
    SeeAudit,
    /// See how the server is.
    SeeHealth,
    /// Keep views of cases under a name.
    KeepViews,
    /// See how areas, units and posts did in a month, and open the cases behind each number.
    SeeAssessment,
    /// Freeze and publish months, keep the models that score them, give points by hand, make bulletins.
    Assess,
    /// See hints at dishonest work, and judge them.
    SeeHonesty,
}

impl Right {
    /// Every right, in the order of this list.
    pub const ALL: &[Self] = &[
        Self::Report,
        Self::AnswerTasks,
        Self::Register,
        Self::SeeCases,
        Self::SeeDevices,
        Self::ManageDevices,
        Self::ImportRescue,
        Self::ManageAccounts,
        Self::Announce,
        Self::SeeTracks,
        Self::NudgeDevices,
        Self::SeePeople,
        Self::ManageSettings,
        Self::ManageAreas,
        Self::ManageCatalogue,
        Self::ReadDirectory,
        Self::EditDirectory,
        Self::SeeAudit,
        Self::SeeHealth,
        Self::KeepViews,
        Self::SeeAssessment,
        Self::Assess,
        Self::SeeHonesty,
    ];
}

/// Says whether the role has the right.
pub const fn may(role: Role, right: Right) -> bool {
    match right {
        Right::Report => matches!(role, Role::Collector | Role::Inspector),
        Right::AnswerTasks => matches!(role, Role::Collector | Role::Inspector),
        Right::Register => matches!(role, Role::Acceptor),
        Right::SeeCases => match role {
            Role::Acceptor
            | Role::ShiftLeader
            | Role::Dispatcher
            | Role::Unit
            | Role::Handler
            | Role::Evaluator
            | Role::Supervisor
            | Role::Leader
            | Role::Admin => true,
            Role::Collector | Role::Inspector => false,
        },
        Right::SeeDevices => matches!(role, Role::Supervisor | Role::Leader | Role::ShiftLeader | Role::Admin),
        Right::ManageDevices => matches!(role, Role::Admin),
        Right::ImportRescue => matches!(role, Role::Supervisor | Role::Admin),
        Right::ManageAccounts => matches!(role, Role::Admin),
        Right::Announce => matches!(role, Role::Supervisor | Role::Leader | Role::Admin),
        // As few as can be: where people walk is theirs, and who leads them in the field needs it.
        Right::SeeTracks => matches!(role, Role::Supervisor),
        Right::NudgeDevices => matches!(role, Role::Supervisor | Role::ShiftLeader | Role::Admin),
        Right::SeePeople => matches!(role, Role::Supervisor | Role::Leader | Role::Admin),
        Right::ManageSettings | Right::ManageAreas | Right::ManageCatalogue => matches!(role, Role::Admin),
        Right::ReadDirectory | Right::KeepViews => may(role, Right::SeeCases),
        Right::EditDirectory => matches!(role, Role::Admin | Role::Unit),
        Right::SeeAudit => matches!(role, Role::Leader | Role::Admin),
        Right::SeeHealth => matches!(role, Role::Admin),
        // Whoever sees cases sees what they come to, each within its own reach.
        Right::SeeAssessment => may(role, Right::SeeCases),
        Right::Assess => matches!(role, Role::Evaluator),
        // A hint names people: as few as can be.
        Right::SeeHonesty => matches!(role, Role::Evaluator | Role::Leader),
    }
}

/// Says whether the role may take this action on a case; the state table decides the rest.
pub const fn may_act(role: Role, action: ActionKind) -> bool {
    match action {
        ActionKind::Report | ActionKind::ReportSelfHandled => matches!(role, Role::Collector | Role::Inspector),
        ActionKind::VerifyResult | ActionKind::CheckResult => matches!(role, Role::Collector | Role::Inspector),
        ActionKind::Accept
        | ActionKind::HandleDirectly
        | ActionKind::Link
        | ActionKind::Unlink
        | ActionKind::WaiveCheck
        | ActionKind::UpholdAppeal
        | ActionKind::DismissAppeal
        | ActionKind::SendVerify
        | ActionKind::Reject
        | ActionKind::SendCheck
        | ActionKind::CheckPass
        | ActionKind::CheckRework
        | ActionKind::PassSelfHandled
        | ActionKind::RefuseSelfHandled => matches!(role, Role::Acceptor),
        // Whoever sends a task takes it back, and the shift leader besides.
        ActionKind::TakeBack => matches!(role, Role::Acceptor | Role::ShiftLeader),
        ActionKind::File
        | ActionKind::Refuse
        | ActionKind::Close
        | ActionKind::CloseSpecial
        | ActionKind::Reopen
        | ActionKind::Void => matches!(role, Role::ShiftLeader),
        ActionKind::Supervise => matches!(role, Role::ShiftLeader | Role::Supervisor | Role::Leader),
        // Done by the server alone.
        ActionKind::WarnDue | ActionKind::MarkOverdue | ActionKind::Reassign | ActionKind::Recount => false,
        ActionKind::Dispatch
        | ActionKind::DispatchToDistrict
        | ActionKind::ReturnToCity
        | ActionKind::MarkUnowned
        | ActionKind::ForwardAppeal
        | ActionKind::DeclineAppeal
        | ActionKind::ReturnToAccept
        | ActionKind::ApproveExtend
        | ActionKind::DeclineExtend
        | ActionKind::ApproveSuspend
        | ActionKind::DeclineSuspend
        | ActionKind::Resume
        | ActionKind::ReviewPass
        | ActionKind::ReviewRework => matches!(role, Role::Dispatcher),
        ActionKind::Assign | ActionKind::Appeal => matches!(role, Role::Unit),
        ActionKind::Return
        | ActionKind::ApplyExtend
        | ActionKind::ApplySuspend
        | ActionKind::Finish
        | ActionKind::ReplySupervision => matches!(role, Role::Unit | Role::Handler),
    }
}

#[cfg(test)]
mod tests {
    use super::{Right, Role, may, may_act};
    use crate::case::ActionKind;

    #[test]
    fn every_action_has_someone_who_may_take_it() {
        let by_hand = ActionKind::ALL.iter().filter(|kind| !kind.is_system_only());
        for action in by_hand {
            assert!(Role::ALL.iter().any(|role| may_act(*role, *action)), "nobody may {action:?}");
        }
    }

    #[test]
    fn who_reports_never_handles_and_who_handles_never_checks() {
        assert!(!may_act(Role::Collector, ActionKind::Finish));
        assert!(!may_act(Role::Unit, ActionKind::CheckResult));
        assert!(!may_act(Role::Unit, ActionKind::Close));
        assert!(!may(Role::Unit, Right::SeeDevices));
        assert!(!may(Role::Collector, Right::Announce));
        let sees_tracks = Role::ALL.iter().filter(|role| may(**role, Right::SeeTracks));
        assert_eq!(sees_tracks.collect::<Vec<_>>(), [&Role::Supervisor]);
    }

    #[test]
    fn a_role_survives_its_own_word() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(*role));
        }
        assert_eq!(Role::parse("root"), None);
    }
}
