//! The words of the directory.

use kit::lang::Lang;
use kit::text::counted;
use kit::words;

words! {
    DIRECTORY = "通讯录", "Directory";
    SEARCH = "姓名、简拼、岗位、单位或号码", "Name, initials, post, unit or number";
    SEARCH_LABEL = "在通讯录里找", "Find in the directory";
    NONE_TITLE = "通讯录还没取到", "No directory on this phone yet";
    NONE_WORDS = "联网同步一次，这里就有您能看的单位和号码，没有网络也能查。", "Sync once with a network: units and numbers that you may see are then here, without a network too.";
    NOBODY_TITLE = "没有找到", "Nobody found";
    NOBODY_WORDS = "换个说法试试：姓名、简拼如 wjg、岗位、单位，或号码的几位。", "Try another way: a name, initials such as wjg, a post, a unit, or part of a number.";
    HIDDEN_TITLE = "通讯录已收起", "The directory is put away";
    DUTY = "单位电话", "The unit's own number";
    CALL = "拨打", "Call";
}

/// Why the directory is not shown, and what to do.
pub fn hidden(lang: Lang, days: u32) -> String {
    match lang {
        Lang::Zh => format!("这部手机超过 {days} 天没有联系上服务器。联网同步一次，就能再看。"),
        Lang::En => {
            let days = counted(days, "day", "days");
            format!("This phone has not heard of the server for more than {days}. Sync once, and it is shown again.")
        }
    }
}

/// How old the list is.
pub fn as_of(lang: Lang, when: &str) -> String {
    match lang {
        Lang::Zh => format!("截至 {when}"),
        Lang::En => format!("as of {when}"),
    }
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;

    use super::{ALL, hidden};

    #[test]
    fn every_word_is_there_in_both_languages() {
        for words in ALL {
            assert!(!words.zh.trim().is_empty() && !words.en.trim().is_empty(), "{words:?}");
            assert!(!words.en.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{words:?}");
        }
    }

    #[test]
    fn a_directory_that_is_put_away_says_after_how_many_days() {
        assert!(hidden(Lang::Zh, 30).contains("30 天") && hidden(Lang::En, 30).contains("30 days."));
        assert!(hidden(Lang::En, 1).contains("1 day."));
    }
}
