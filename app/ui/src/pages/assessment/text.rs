//! The words of the assessment on a supervisor's phone.

use kit::lang::{Lang, Words};
use kit::text::counted;
use kit::words;
use shared::assessment::{Basis, Counter, Rate};

words! {
    ASSESSMENT = "考核情况", "Assessment";
    NEVER_TOLD = "还没有从服务器取到", "Not fetched from the server yet";
    NEVER_TOLD_WORDS = "连上网络打开这一页，就会取来并留在手机上，没有网也能看。", "Open this page once with a network; it then stays readable without one.";
    NOT_NEW = "现在取不到新的，下面是上次的情况", "It cannot be fetched now; below is how it last was";
    WHICH_MONTH = "哪个月", "Which month";
    RUNNING = "本月", "This month";
    PUBLISHED = "已公布", "published";
    NONE_PUBLISHED = "还没有公布过哪个月", "No month has been published yet";
    TRAINING = "这些是演练案件，不计入考核", "These are training cases; none of them counts";
    RATES = "主要指标", "Main rates";
    RATES_WORDS = "按一个数，就列出它的案件。", "Press a number to list its cases.";
    UNITS = "超期未处置最多的单位", "Units with the most late and open";
    UNITS_WORDS = "超期未处置数 / 应处置数，按到期日", "late and open / to handle, by the day they are due";
    NO_UNITS = "没有单位有超期未处置的案件", "No unit has a case that is late and open";
    ASK_AGAIN = "重新取一次", "Fetch again";
    ASKING = "正在取", "Fetching";
    LISTING = "正在向服务器要这些案件", "Asking the server for these cases";
    NO_CASES = "现在没有这样的案件", "There are no such cases now";
    NO_NUMBER = "还没有编号", "no number yet";
}

/// What a rate is called.
pub const fn rate(rate: Rate) -> Words {
    match rate {
        Rate::Inst => Words { zh: "立案率", en: "Filed" },
        Rate::ValidReport => Words { zh: "有效上报率", en: "Valid reports" },
        Rate::IntimeOperate => Words { zh: "按期受理率", en: "Accepted in time" },
        Rate::IntimeInst => Words { zh: "按时立案率", en: "Filed in time" },
        Rate::IntimeDispatch => Words { zh: "按期派遣率", en: "Dispatched in time" },
        Rate::AccurDispatch => Words { zh: "准确派遣率", en: "Dispatched right" },
        Rate::Dispose => Words { zh: "处置率", en: "Handled" },
        Rate::IntimeDispose => Words { zh: "按期处置率", en: "Handled in time" },
        Rate::OvertimeDispose => Words { zh: "超期处置率", en: "Handled late" },
        Rate::OvertimeToDispose => Words { zh: "超期未处置率", en: "Late and open" },
        Rate::Archive => Words { zh: "结案率", en: "Closed" },
        Rate::IntimeArchive => Words { zh: "按期结案率", en: "Closed in time" },
        Rate::OvertimeArchive => Words { zh: "超期结案率", en: "Closed late" },
        Rate::Rework => Words { zh: "返工率", en: "Reworked" },
        Rate::Postpone => Words { zh: "延期率", en: "Extended" },
        Rate::ToArchive => Words { zh: "未结案率", en: "Not closed" },
        Rate::IntimeVerify => Words { zh: "按期核实率", en: "Verified in time" },
        Rate::IntimeCheck => Words { zh: "按期核查率", en: "Checked in time" },
        Rate::MissReport => Words { zh: "漏报率", en: "Missed reports" },
        Rate::PatrolValid => Words { zh: "监督举报率", en: "Found by collectors" },
    }
}

/// What is counted.
pub const fn counter(counter: Counter) -> Words {
    match counter {
        Counter::Report => Words { zh: "上报数", en: "reported" },
        Counter::PatrolReport => Words { zh: "监督员上报数", en: "reported by collectors" },
        Counter::PublicReport => Words { zh: "公众举报数", en: "reported otherwise" },
        Counter::ValidReport => Words { zh: "有效上报数", en: "valid reports" },
        Counter::PatrolValidReport => Words { zh: "监督员有效上报数", en: "valid, by collectors" },
        Counter::PublicValidReport => Words { zh: "公众有效举报数", en: "valid, otherwise" },
        Counter::Operate => Words { zh: "受理数", en: "accepted" },
        Counter::IntimeOperate => Words { zh: "按时受理数", en: "accepted in time" },
        Counter::NotOperate => Words { zh: "不予受理数", en: "not accepted" },
        Counter::NeedSendVerify => Words { zh: "应发核实数", en: "verification to send" },
        Counter::NeedVerify => Words { zh: "应核实数", en: "to verify" },
        Counter::Verify => Words { zh: "核实数", en: "verified" },
        Counter::IntimeVerify => Words { zh: "按期核实数", en: "verified in time" },
        Counter::Inst => Words { zh: "立案数", en: "filed" },
        Counter::IntimeInst => Words { zh: "按时立案数", en: "filed in time" },
        Counter::NotInst => Words { zh: "不予立案数", en: "not filed" },
        Counter::NeedDispatch => Words { zh: "应派遣数", en: "to dispatch" },
        Counter::Dispatch => Words { zh: "派遣数", en: "dispatched" },
        Counter::IntimeDispatch => Words { zh: "按时派遣数", en: "dispatched in time" },
        Counter::AccurDispatch => Words { zh: "准确派遣数", en: "dispatched right" },
        Counter::NeedDispose => Words { zh: "应处置数", en: "to handle" },
        Counter::Dispose => Words { zh: "处置数", en: "handled" },
        Counter::IntimeDispose => Words { zh: "按期处置数", en: "handled in time" },
        Counter::OvertimeDispose => Words { zh: "超期处置数", en: "handled late" },
        Counter::ToDispose => Words { zh: "未处置数", en: "in handling" },
        Counter::IntimeToDispose => Words { zh: "按期处置中", en: "in handling, in time" },
        Counter::OvertimeToDispose => Words { zh: "超期未处置数", en: "late and open" },
        Counter::NeedArchive => Words { zh: "应结案数", en: "to close" },
        Counter::Archive => Words { zh: "结案数", en: "closed" },
        Counter::IntimeArchive => Words { zh: "按期结案数", en: "closed in time" },
        Counter::OvertimeArchive => Words { zh: "超期结案数", en: "closed late" },
        Counter::ToArchive => Words { zh: "未结案数", en: "not closed" },
        Counter::Rework => Words { zh: "返工数", en: "reworked" },
        Counter::Postpone => Words { zh: "延期数", en: "extended" },
        Counter::Hang => Words { zh: "挂账数", en: "suspended" },
        Counter::HisHang => Words { zh: "历史挂账数", en: "ever suspended" },
        Counter::NeedCheck => Words { zh: "应核查数", en: "to check" },
        Counter::Check => Words { zh: "核查数", en: "checked" },
        Counter::IntimeCheck => Words { zh: "按期核查数", en: "checked in time" },
        Counter::InvalidCheck => Words { zh: "无效核查数", en: "checks without effect" },
        Counter::PatrolDealReport => Words { zh: "自行处置上报数", en: "self-handled" },
        Counter::PatrolDealArchive => Words { zh: "自行处置结案数", en: "self-handled, closed" },
        Counter::PatrolDealCancel => Words { zh: "自行处置作废数", en: "self-handled, void" },
        Counter::AppealUpheld => Words { zh: "申诉成立数", en: "appeals upheld" },
        Counter::Supervise => Words { zh: "督办数", en: "pushed by an order" },
        Counter::Return => Words { zh: "回退数", en: "given back" },
        Counter::MissReport => Words { zh: "漏报数", en: "missed" },
        Counter::SpecialArchive => Words { zh: "特殊结案数", en: "closed by decision" },
        Counter::Reopen => Words { zh: "重新打开数", en: "opened again" },
        Counter::Urgent => Words { zh: "紧急数", en: "urgent" },
    }
}

/// By which of their moments the cases were chosen.
pub const fn basis(basis: Basis) -> Words {
    match basis {
        Basis::Reported => Words { zh: "按上报日", en: "by the day of the report" },
        Basis::Filed => Words { zh: "按立案日", en: "by the day of filing" },
        Basis::Due => Words { zh: "按到期日", en: "by the day they are due" },
    }
}

/// "95.8 %"; a rate of nothing is a dash.
pub fn percent(per_mille: Option<u64>) -> String {
    per_mille.map_or_else(|| "—".to_owned(), |per_mille| format!("{}.{} %", per_mille / 10, per_mille % 10))
}

/// "截至 11-23 14:06，随时在变", or of a frozen month "截至 11-03 00:00，第 1 版，不再变".
pub fn as_of(lang: Lang, at: &str, version: Option<u32>) -> String {
    match (lang, version) {
        (Lang::Zh, None) => format!("截至 {at}，还会变"),
        (Lang::Zh, Some(version)) => format!("截至 {at}，第 {version} 版，不再变"),
        (Lang::En, None) => format!("as of {at}, still moving"),
        (Lang::En, Some(version)) => format!("as of {at}, version {version}, fixed"),
    }
}

/// "还有 3 个单位也有".
pub fn more_units(lang: Lang, count: u64) -> String {
    match lang {
        Lang::Zh => format!("还有 {count} 个单位也有"),
        Lang::En => format!("{} more have some", counted(count, "unit", "units")),
    }
}

/// "共 120 件，下面是前 50 件".
pub fn listed(lang: Lang, total: u64, shown: usize) -> String {
    match lang {
        Lang::Zh => format!("共 {total} 件，下面是前 {shown} 件"),
        Lang::En => format!("{}, of which the first {shown}", counted(total, "case", "cases")),
    }
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;
    use shared::assessment::{Basis, Counter, Rate};

    use super::{ALL, as_of, basis, counter, percent, rate};

    #[test]
    fn every_word_is_said_in_both_languages() {
        let fixed = ALL.iter().copied();
        let named = fixed
            .chain(Rate::ALL.iter().map(|one| rate(*one)))
            .chain(Counter::ALL.iter().map(|one| counter(*one)))
            .chain(Basis::ALL.iter().map(|one| basis(*one)));
        for words in named {
            assert!(!words.zh.is_empty() && !words.en.is_empty());
            assert!(words.en.is_ascii(), "{} is English", words.en);
        }
    }

    #[test]
    fn a_rate_of_nothing_is_a_dash_and_no_nought() {
        assert_eq!((percent(Some(958)).as_str(), percent(Some(1_000)).as_str()), ("95.8 %", "100.0 %"));
        assert_eq!((percent(Some(0)).as_str(), percent(None).as_str()), ("0.0 %", "—"));
    }

    #[test]
    fn what_may_still_move_says_so() {
        assert_eq!(as_of(Lang::Zh, "11-23 14:06", None), "截至 11-23 14:06，还会变");
        assert_eq!(as_of(Lang::En, "11-03 00:00", Some(2)), "as of 11-03 00:00, version 2, fixed");
    }
}
