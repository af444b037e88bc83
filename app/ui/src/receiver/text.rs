//! The words of the receiver.

use kit::lang::Lang;
use kit::words;

use crate::place::Receiver;

words! {
    UNCERTAIN = "位置不准，请在图上核对", "Uncertain position: check it on the map";
    AWAITED = "，正在重新定位", ", finding it anew";
    LACKING = "，现在没有定位", ", no position now";
    SPENT = "今天定位开启", "Receiver on today";
    SPENT_EXACT = "其中精确定位", "of it exact";
    ASKS = "每分钟查询", "Look-ups a minute";
    MINUTES = "分", "min";
    SECONDS = "秒", "s";
}

/// How old a position is, and whether another is on its way.
pub fn old_place(lang: Lang, age_ms: i64, receiver: Receiver) -> String {
    let minutes = age_ms / 60_000;
    let age = match (lang, minutes) {
        (Lang::Zh, ..=0) => "不到 1 分钟前的位置".to_owned(),
        (Lang::En, ..=0) => "Position of less than a minute ago".to_owned(),
        (Lang::Zh, ..=59) => format!("{minutes} 分钟前的位置"),
        (Lang::En, ..=59) => format!("Position of {minutes} min ago"),
        (Lang::Zh, _) => format!("{} 小时前的位置", minutes / 60),
        (Lang::En, _) => format!("Position of {} h ago", minutes / 60),
    };
    let and = match receiver {
        Receiver::Searching => lang.say(AWAITED),
        Receiver::Missing => lang.say(LACKING),
        Receiver::Receiving => "",
    };
    format!("{age}{and}")
}

/// A time that was spent, to the second.
pub fn lasting(lang: Lang, seconds: i64) -> String {
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    let seconds = format!("{seconds} {}", lang.say(SECONDS));
    match minutes {
        0 => seconds,
        minutes => format!("{minutes} {} {seconds}", lang.say(MINUTES)),
    }
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;

    use super::{ALL, lasting, old_place};
    use crate::place::Receiver;

    #[test]
    fn every_word_is_there_in_both_languages() {
        for words in ALL {
            assert!(!words.zh.trim().is_empty() && !words.en.trim().is_empty(), "{words:?}");
        }
    }

    #[test]
    fn an_old_position_says_how_old_and_whether_another_comes() {
        assert_eq!(old_place(Lang::Zh, 190_000, Receiver::Receiving), "3 分钟前的位置");
        assert_eq!(old_place(Lang::Zh, 45_000, Receiver::Searching), "不到 1 分钟前的位置，正在重新定位");
        assert_eq!(old_place(Lang::En, 7_300_000, Receiver::Missing), "Position of 2 h ago, no position now");
        assert_eq!((lasting(Lang::Zh, 75), lasting(Lang::En, 9)), ("1 分 15 秒".to_owned(), "9 s".to_owned()));
    }
}
