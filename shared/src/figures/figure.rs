//! One of the figures by its word, so that one number can be asked for by itself.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::figures::Figures;

macro_rules! figures {
    ($($(#[$doc:meta])* $name:ident = $word:tt is $($field:ident).+,)*) => {
        /// One of [`Figures`].
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
        pub enum CaseFigure {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
        }

        impl CaseFigure {
            /// Every figure.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Returns the word it travels as.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// Returns how many cases count as it.
            pub const fn of(self, figures: &Figures) -> u64 {
                match self { $(Self::$name => figures.$($field).+,)* }
            }

            /// Returns the same, to be changed.
            pub const fn of_mut(self, figures: &mut Figures) -> &mut u64 {
                match self { $(Self::$name => &mut figures.$($field).+,)* }
            }
        }
    };
}

figures! {
    /// 上报数.
    Reported = "reported" is reported,
    /// 其他渠道上报数.
    ByOtherChannels = "by_other_channels" is by_other_channels,
    /// 自行处置数.
    SelfHandled = "self_handled" is self_handled,
    /// 受理数.
    Accepted = "accepted" is accepted,
    /// 立案数, 应派遣数.
    Filed = "filed" is filed,
    /// 派遣数.
    Dispatched = "dispatched" is dispatched,
    /// 准确派遣数.
    DispatchedRight = "dispatched_right" is dispatched_right,
    /// 回退数.
    Returned = "returned" is returned,
    /// 超期数.
    Overdue = "overdue" is overdue,
    /// 挂账数.
    Suspended = "suspended" is suspended,
    /// 并案数.
    Linked = "linked" is linked,
    /// 正常结案数.
    ClosedNormal = "closed_normal" is closed.normal,
    /// 超期结案数.
    ClosedOverdue = "closed_overdue" is closed.overdue,
    /// 错误结案数.
    ClosedError = "closed_error" is closed.error,
    /// 特殊结案数.
    ClosedSpecial = "closed_special" is closed.special,
    /// 当即办理数.
    ClosedDirect = "closed_direct" is closed.direct,
    /// 自行处置结案数.
    ClosedSelfHandled = "closed_self_handled" is closed.self_handled,
    /// 不予受理数.
    VoidNotAccepted = "void_not_accepted" is voided.not_accepted,
    /// 不予立案数.
    VoidNotFiled = "void_not_filed" is voided.not_filed,
    /// 作废数, at whatever stage.
    VoidVoided = "void_voided" is voided.voided,
    /// 自行处置不予认可数.
    VoidSelfHandledRefused = "void_self_handled_refused" is voided.self_handled_refused,
}

/// There is no such figure.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("there is no figure \"{0}\"")]
pub struct NoFigure(pub String);

impl FromStr for CaseFigure {
    type Err = NoFigure;

    fn from_str(text: &str) -> Result<Self, NoFigure> {
        let found = Self::ALL.iter().copied().find(|figure| figure.as_str() == text);
        found.ok_or_else(|| NoFigure(text.chars().take(64).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::CaseFigure;
    use crate::figures::Figures;

    #[test]
    fn every_figure_is_one_number_of_its_own_and_none_is_left_out() {
        let mut figures = Figures::default();
        for (place, figure) in (1..).zip(CaseFigure::ALL) {
            assert_eq!(figure.of(&figures), 0, "{figure:?} is another's number");
            *figure.of_mut(&mut figures) = place;
        }
        for (place, figure) in (1..).zip(CaseFigure::ALL) {
            assert_eq!(figure.of(&figures), place, "{figure:?}");
        }
        let whole = serde_json::to_string(&figures).unwrap();
        assert!(!whole.contains(":0,") && !whole.contains(":0}"), "a number that no figure is: {whole}");
    }

    #[test]
    fn a_figure_is_found_by_its_word() {
        for figure in CaseFigure::ALL {
            assert_eq!(figure.as_str().parse(), Ok(*figure));
            assert_eq!(serde_json::to_value(figure).unwrap(), figure.as_str());
        }
        assert!("closed".parse::<CaseFigure>().is_err());
    }
}
