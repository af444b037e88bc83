//! The words of the lists behind figures: what each figure is called, and what it counts.

use kit::lang::{Lang, Words};
use shared::api::figures::{FigureCases, Grouping};
use shared::case::{Closing, VoidKind};
use shared::day;
use shared::figures::figure::CaseFigure;

use crate::text::spans::number;
use crate::text::{names, phrases, pick, words};

kit::words! {
    NOT_A_NUMBER = "这个地址说不清是哪个数", "This address does not say which number";
    NOT_A_NUMBER_MORE = "回到统计，从一个数点进来。", "Go back to the figures and open a number from there.";
    NOBODY = "没有归属", "none";
    NONE_COUNTS = "这个数是 0", "This number is 0";
    NONE_COUNTS_MORE = "现在没有案件计入。", "No case counts now.";
}

/// Names a figure, as a column of the table.
pub const fn column(figure: CaseFigure) -> Words {
    match figure {
        CaseFigure::Reported => words::FIG_REPORTED,
        CaseFigure::ByOtherChannels => words::FIG_OTHERS,
        CaseFigure::SelfHandled => words::FIG_SELF_HANDLED,
        CaseFigure::Accepted => words::FIG_ACCEPTED,
        CaseFigure::Filed => words::FIG_FILED,
        CaseFigure::Dispatched => words::FIG_DISPATCHED,
        CaseFigure::DispatchedRight => words::FIG_RIGHT,
        CaseFigure::Returned => words::FIG_RETURNED,
        CaseFigure::Overdue => words::FIG_OVERDUE,
        CaseFigure::Suspended => words::FIG_SUSPENDED,
        CaseFigure::Linked => words::FIG_LINKED,
        CaseFigure::ClosedNormal => names::closing(Closing::Normal),
        CaseFigure::ClosedOverdue => names::closing(Closing::Overdue),
        CaseFigure::ClosedError => names::closing(Closing::Error),
        CaseFigure::ClosedSpecial => names::closing(Closing::Special),
        CaseFigure::ClosedDirect => names::closing(Closing::Direct),
        CaseFigure::ClosedSelfHandled => names::closing(Closing::SelfHandled),
        CaseFigure::VoidNotAccepted => names::void(VoidKind::NotAccepted),
        CaseFigure::VoidNotFiled => names::void(VoidKind::NotFiled),
        CaseFigure::VoidVoided => names::void(VoidKind::Voided),
        CaseFigure::VoidSelfHandledRefused => names::void(VoidKind::SelfHandledRefused),
    }
}

/// Names a figure where no table stands round it.
const fn alone(figure: CaseFigure) -> Words {
    match figure {
        CaseFigure::ByOtherChannels => Words { zh: "其他渠道上报", en: "Reported by other channels" },
        CaseFigure::SelfHandled => Words { zh: "自行处置上报", en: "Reported as self-handled" },
        CaseFigure::ClosedDirect => Words { zh: "当即办理结案", en: "Closed: answered at once" },
        CaseFigure::ClosedSelfHandled => Words { zh: "自行处置结案", en: "Closed: self-handled" },
        CaseFigure::Reported
        | CaseFigure::Accepted
        | CaseFigure::Filed
        | CaseFigure::Dispatched
        | CaseFigure::DispatchedRight
        | CaseFigure::Returned
        | CaseFigure::Overdue
        | CaseFigure::Suspended
        | CaseFigure::Linked
        | CaseFigure::ClosedNormal
        | CaseFigure::ClosedOverdue
        | CaseFigure::ClosedError
        | CaseFigure::ClosedSpecial
        | CaseFigure::VoidNotAccepted
        | CaseFigure::VoidNotFiled
        | CaseFigure::VoidVoided
        | CaseFigure::VoidSelfHandledRefused => column(figure),
    }
}

/// Says what a figure counts.
pub const fn means(figure: CaseFigure) -> Words {
    match figure {
        CaseFigure::Reported => Words {
            zh: "上报的案件；自行处置的另计。",
            en: "Cases that were reported; what was self-handled is counted apart.",
        },
        CaseFigure::ByOtherChannels => Words {
            zh: "不是采集员手机报来的，如热线、市民。",
            en: "They came by another channel than a collector's phone, such as the hotline.",
        },
        CaseFigure::SelfHandled => {
            Words { zh: "上报时已由上报人处置好的。", en: "Their reporter had fixed them." }
        }
        CaseFigure::Accepted => Words {
            zh: "已过受理这一步；退回重新受理的不计。",
            en: "They are past accepting; one that was sent back to be accepted anew is not.",
        },
        CaseFigure::Filed => {
            Words { zh: "已立案，都应派遣。", en: "They were filed: all of them were to be dispatched." }
        }
        CaseFigure::Dispatched => Words { zh: "已派遣到责任单位。", en: "They were sent to a unit." },
        CaseFigure::DispatchedRight => Words {
            zh: "首次派往的单位也是最后的单位。",
            en: "The first unit that each was sent to is also the last.",
        },
        CaseFigure::Returned => {
            Words { zh: "责任单位回退过，说不归自己管。", en: "A unit gave them back as not its own." }
        }
        CaseFigure::Overdue => Words {
            zh: "处置超期，或现在已超期；申诉成立的不计。",
            en: "Handled late, or late now; one whose appeal was upheld is not.",
        },
        CaseFigure::Suspended => Words { zh: "现在挂账。", en: "They are suspended now." },
        CaseFigure::Linked => Words {
            zh: "并入同一问题的另一件案件，由那一件继续办。",
            en: "They were linked to another case about the same problem, which goes on.",
        },
        CaseFigure::ClosedNormal => {
            Words { zh: "在时限内处置，已结案。", en: "They were handled in time and closed." }
        }
        CaseFigure::ClosedOverdue => {
            Words { zh: "处置超期，已结案。", en: "They were handled late and closed." }
        }
        CaseFigure::ClosedError => {
            Words { zh: "本不该立案，按错误结案。", en: "They should never have been cases." }
        }
        CaseFigure::ClosedSpecial => Words { zh: "经决定特殊结案。", en: "They were closed by decision." },
        CaseFigure::ClosedDirect => Words { zh: "受理员当即办理。", en: "The desk answered them at once." },
        CaseFigure::ClosedSelfHandled => Words {
            zh: "上报人已处置好，审核通过。",
            en: "Their reporter had fixed them, and that was confirmed.",
        },
        CaseFigure::VoidNotAccepted => Words {
            zh: "受理时决定不予受理；等待受理时作废的不算。",
            en: "They were not accepted; one that was voided while it waited to be accepted is none.",
        },
        CaseFigure::VoidNotFiled => Words {
            zh: "立案时决定不予立案；等待立案时作废的不算。",
            en: "They were not filed; one that was voided while it waited to be filed is none.",
        },
        CaseFigure::VoidVoided => Words {
            zh: "值班长作废的，不论当时办到哪一步。",
            en: "A shift leader voided them, at whatever stage they were.",
        },
        CaseFigure::VoidSelfHandledRefused => Words {
            zh: "自行处置的上报，审核不予认可。",
            en: "Self-handled reports that were not confirmed.",
        },
    }
}

/// "超期 · 按责任单位：环卫一所 · 2026-11-01 至 2026-11-23 上报的案件": what the answer says of itself.
pub fn title(lang: Lang, list: &FigureCases) -> String {
    let mut title = vec![lang.say(alone(list.figure)).to_owned()];
    title.extend(list.key.as_ref().map(|key| row(lang, list.by, key, &list.name)));
    title.push(phrases::reported_between(lang, &day::write(list.from), &day::write(list.to)));
    title.join(" · ")
}

fn row(lang: Lang, by: Grouping, key: &str, name: &str) -> String {
    let named = match (key.is_empty(), name.is_empty()) {
        (true, _) => lang.say(NOBODY),
        (false, true) => key,
        (false, false) => name,
    };
    phrases::of(lang, lang.say(names::grouping(by)), named)
}

/// "超期 412 件，看案件".
pub fn opens(lang: Lang, figure: CaseFigure, count: u64) -> String {
    let (what, count) = (lang.say(alone(figure)), number(count));
    pick(lang, format!("{what} {count} 件，看案件"), format!("{what}: {count}, see the cases"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use kit::lang::Lang;
    use shared::api::cases::CaseList;
    use shared::api::figures::{FigureCases, Grouping};
    use shared::figures::figure::CaseFigure;
    use shared::time::Instant;

    use super::{alone, means, opens, title};

    fn list(figure: CaseFigure, by: Grouping, key: Option<&str>, name: &str) -> FigureCases {
        let list = CaseList {
            cases: Vec::new(),
            names: BTreeMap::new(),
            next: None,
            total: 0,
            total_capped: false,
            evidence: BTreeMap::new(),
        };
        FigureCases {
            figure,
            by,
            key: key.map(str::to_owned),
            name: name.to_owned(),
            from: "2026-11-01".parse().unwrap(),
            to: "2026-11-23".parse().unwrap(),
            zone: "Asia/Shanghai".to_owned(),
            at: Instant::from_ms(0),
            training: false,
            list,
        }
    }

    #[test]
    fn the_heading_says_which_number_in_words() {
        let one = list(CaseFigure::Overdue, Grouping::Unit, Some("U-1"), "环卫一所");
        assert_eq!(title(Lang::Zh, &one), "超期 · 按责任单位：环卫一所 · 2026-11-01 至 2026-11-23 上报的案件");
        assert_eq!(title(Lang::En, &one), "Overdue · With unit: 环卫一所 · cases reported 2026-11-01 to 2026-11-23");
        let unnamed = list(CaseFigure::Linked, Grouping::Division, Some("610112"), "");
        assert_eq!(title(Lang::Zh, &unnamed), "并案 · 按所在区划：610112 · 2026-11-01 至 2026-11-23 上报的案件");
        let nobody = list(CaseFigure::Filed, Grouping::Unit, Some(""), "");
        assert!(title(Lang::Zh, &nobody).contains(" · 按责任单位：没有归属 · "));
        let whole = list(CaseFigure::ClosedDirect, Grouping::Jurisdiction, None, "");
        assert_eq!(title(Lang::Zh, &whole), "当即办理结案 · 2026-11-01 至 2026-11-23 上报的案件");
        assert_eq!(opens(Lang::En, CaseFigure::Overdue, 1_284), "Overdue: 1,284, see the cases");
    }

    #[test]
    fn no_two_figures_are_called_or_said_to_be_the_same() {
        for lang in [Lang::Zh, Lang::En] {
            for say in [alone, means] {
                let mut all: Vec<&str> = CaseFigure::ALL.iter().map(|figure| lang.say(say(*figure))).collect();
                all.sort_unstable();
                all.dedup();
                assert_eq!(all.len(), CaseFigure::ALL.len(), "{lang:?}");
            }
        }
    }
}
