//! The words of the assessment on a supervisor's phone.

use kit::lang::{Lang, Words};
use kit::text::counted;
use kit::words;
use shared::assessment::names::{self, Said};
use shared::assessment::{Basis, Counter, Rate};

words! {
    ASSESSMENT = "考核情况", "Assessment";
    NEVER_TOLD = "还没有从服务器取到", "Not fetched from the server yet";
    NEVER_TOLD_WORDS = "连上网络打开这一页，就会取来并留在手机上，没有网也能看。", "Open this page once with a network; it then stays readable without one.";
    NOT_NEW = "现在取不到新的，下面是上次的情况", "It cannot be fetched now; below is how it last was";
    WHICH_MONTH = "哪个月", "Which month";
    RUNNING = "本月", "This month";
    PUBLISHED = "已发布", "published";
    NONE_PUBLISHED = "还没有发布过哪个月", "No month has been published yet";
    TRAINING = "这些是演练案件，不计入考核", "These are training cases; none of them counts";
    RATES = "主要指标", "Main rates";
    RATES_WORDS = "按一个数，就列出它的案件。", "Press a number to list its cases.";
    UNITS = "超期未处置最多的单位", "Units with the most that is late and not handled";
    UNITS_WORDS = "超期未处置数 / 应处置数，按到期日", "Late, not handled / to be handled, by the day it is due";
    NO_UNITS = "没有单位有超期未处置的案件", "No unit has a case that is late and not handled";
    ASK_AGAIN = "重新取一次", "Fetch again";
    ASKING = "正在取", "Fetching";
    LISTING = "正在向服务器要这些案件", "Asking the server for these cases";
    MORE = "再列一些", "List more";
    NO_CASES = "现在没有这样的案件", "There are no such cases now";
    NO_NUMBER = "还没有编号", "no number yet";
}

/// What a rate is called, as at the desk.
pub const fn rate(rate: Rate) -> Words {
    said(names::rate(rate))
}

/// What is counted.
pub const fn counter(counter: Counter) -> Words {
    said(names::counter(counter))
}

/// By which of their moments the cases were chosen.
pub const fn basis(basis: Basis) -> Words {
    said(names::basis(basis))
}

const fn said((zh, en): Said) -> Words {
    Words { zh, en }
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
