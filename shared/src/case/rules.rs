//! What of a case's life differs from city to city: part of a jurisdiction's settings.
//!
//! Every rule has a default that is named beside it; where the default comes from a city's practice, that is said.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::limit::Limit;
use crate::case::action::ActionKind;
use crate::case::state::State;
use crate::catalogue::{Catalogue, CategoryKey};
use crate::ids::UnitId;

/// The rules that a jurisdiction's cases live by.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Rules {
    /// A report that is no collector's is accepted only when somebody on site found it to be true. Default yes.
    pub verify_first: bool,
    /// Where the handling clock stops. Default: when the unit says done.
    pub clock_stops: ClockStop,
    /// A handler's word is enough to say done; otherwise the unit says it. Default yes.
    pub handler_finishes: bool,
    /// How many original limits may be added to a case. Default 2.
    pub most_extensions: u16,
    /// How often a case may be suspended. Default 1.
    pub most_suspensions: u16,
    /// For how many days at the most. Default 365.
    pub most_suspended_days: u32,
    /// The city sends a case to the district, and the district to the unit (二次派遣). Default no.
    pub second_dispatch: bool,
    /// Which level's desk takes which step. Default either.
    pub desks: Desks,
    /// How long each stage may take.
    pub stages: StageMinutes,
    /// While a verification or check is out, the clock of the desk that sent it stands still. Default yes.
    pub pauses_while_out: bool,
    /// The unit and its desk are warned so many working minutes before the handling is due. Default 60; 0 for never.
    pub warn_minutes: u32,
    /// Of a hundred finished cases so many are checked. Default 100.
    pub check_percent: u8,
    /// … of a unit for which another rate was set.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub check_percent_of: BTreeMap<UnitId, u8>,
    /// Handling limits that are not the catalogue's: of a category, by the number of its filing condition. Default none.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub limits: BTreeMap<CategoryKey, BTreeMap<u32, Limit>>,
    /// Only who has signed in for the shift counts as on duty. Default no: everybody who walks the grid does.
    pub duty_by_shift: bool,
    /// When boundaries change, a case that a unit already has goes to the unit that they name now, while the work lies
    /// ahead; otherwise it stays with who has it. Default no.
    pub reassign_dispatched: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            verify_first: true,
            clock_stops: ClockStop::Finish,
            handler_finishes: true,
            most_extensions: 2,
            most_suspensions: 1,
            most_suspended_days: 365,
            second_dispatch: false,
            desks: Desks::default(),
            stages: StageMinutes::default(),
            pauses_while_out: true,
            warn_minutes: 60,
            check_percent: 100,
            check_percent_of: BTreeMap::new(),
            limits: BTreeMap::new(),
            duty_by_shift: false,
            reassign_dispatched: false,
        }
    }
}

impl Rules {
    /// Returns how long a unit has for a problem; nothing for a condition that the catalogue does not know.
    pub fn limit(&self, catalogue: &Catalogue, category: &CategoryKey, condition_no: u32) -> Option<Limit> {
        let usual = catalogue.limit(category, condition_no)?;
        Some(self.own_limit(category, condition_no).unwrap_or(usual))
    }

    /// Returns the limit that the jurisdiction has set itself.
    pub fn own_limit(&self, category: &CategoryKey, condition_no: u32) -> Option<Limit> {
        self.limits.get(category)?.get(&condition_no).copied()
    }

    /// Returns of how many finished cases in a hundred of a unit are checked.
    pub fn check_percent_for(&self, unit: Option<&UnitId>) -> u8 {
        unit.and_then(|unit| self.check_percent_of.get(unit)).copied().unwrap_or(self.check_percent).min(100)
    }
}

/// Where the handling clock stops: the most disputed rule between cities.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClockStop {
    /// When the unit says done.
    #[default]
    Finish,
    /// When the dispatcher has looked at it and let it pass.
    Review,
}

/// Of the two levels, which one acts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The city's desk alone.
    City,
    /// The district's or zone's desk alone.
    District,
    /// Whichever comes first.
    #[default]
    Either,
}

impl Level {
    /// Says whether a desk of the other level may act as well, or one of this level acts.
    pub fn takes(self, desk: Self) -> bool {
        self == Self::Either || desk == Self::Either || self == desk
    }
}

/// Which level's desk takes which step.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Desks {
    /// Accepts, rejects, sends verifications.
    pub accept: Level,
    /// Files or refuses to.
    pub file: Level,
    /// Dispatches; with a second dispatch the first of the two.
    pub dispatch: Level,
    /// Looks at what the unit did.
    pub review: Level,
    /// Sends checks and judges them.
    pub check: Level,
    /// Closes.
    pub close: Level,
}

impl Desks {
    /// Returns the level that takes this step from this state; either where no rule says so.
    pub fn of(self, state: State, action: ActionKind) -> Level {
        use ActionKind as A;
        match action {
            A::Accept | A::Reject | A::SendVerify | A::HandleDirectly | A::Link => self.accept,
            A::File | A::Refuse => self.file,
            // The second of two dispatches is the district's own.
            A::Dispatch | A::ReturnToCity | A::MarkUnowned if state == State::ToSecondDispatch => Level::District,
            A::Dispatch | A::DispatchToDistrict | A::ReturnToAccept | A::MarkUnowned => self.dispatch,
            A::ReviewPass | A::ReviewRework => self.review,
            A::SendCheck | A::CheckPass | A::CheckRework | A::WaiveCheck => self.check,
            A::Close => self.close,
            A::Report
            | A::VerifyResult
            | A::ReturnToCity
            | A::Assign
            | A::Return
            | A::ApplyExtend
            | A::ApproveExtend
            | A::DeclineExtend
            | A::ApplySuspend
            | A::ApproveSuspend
            | A::DeclineSuspend
            | A::Resume
            | A::Finish
            | A::CheckResult
            | A::TakeBack
            | A::Reassign
            | A::Recount
            | A::CloseSpecial
            | A::Reopen
            | A::Void
            | A::Unlink
            | A::Supervise
            | A::ReplySupervision
            | A::Appeal
            | A::ForwardAppeal
            | A::DeclineAppeal
            | A::UpholdAppeal
            | A::DismissAppeal
            | A::WarnDue
            | A::MarkOverdue
            | A::ReportSelfHandled
            | A::PassSelfHandled
            | A::RefuseSelfHandled => Level::Either,
        }
    }
}

/// How long each stage may take, in working minutes; 0 for as long as it takes. The defaults for accepting, dispatching
/// and sending are those of cities whose systems are public; the others are ours.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct StageMinutes {
    /// Until a report is accepted or rejected. Default 15.
    pub accept: u32,
    /// Until somebody is sent to verify it, where that is needed. Default 30.
    pub send_verify: u32,
    /// Until it is filed. Default 15.
    pub file: u32,
    /// Until it is dispatched. Default 15.
    pub dispatch: u32,
    /// Until the district dispatches it. Default 15.
    pub second_dispatch: u32,
    /// Until the unit's work was looked at. Default 60.
    pub review: u32,
    /// Until somebody is sent to check it, and until the check is judged. Default 30.
    pub send_check: u32,
    /// Until it is closed. Default 60.
    pub close: u32,
}

impl Default for StageMinutes {
    fn default() -> Self {
        Self {
            accept: 15,
            send_verify: 30,
            file: 15,
            dispatch: 15,
            second_dispatch: 15,
            review: 60,
            send_check: 30,
            close: 60,
        }
    }
}
