//! The words of the desk's notices.

use kit::lang::Lang;
use kit::words;

words! {
    ANNOUNCEMENTS = "通知公告", "Notices from the desk";
    NONE_TITLE = "没有通知", "No notices";
    NONE_WORDS = "指挥中心发的通知会在下一次同步时到这里，没有网络也能看。", "What the command centre posts comes with the next sync, and can be read without a network.";
    URGENT = "紧急", "Urgent";
    UNREAD = "未读", "Unread";
    READ_IT = "点开阅读", "Open to read";
    READ_FAILED = "没能记下已读，请再点一次", "That it was read could not be kept; please open it again";
}

/// How many were not read, for the menu.
pub fn unread(lang: Lang, count: u64) -> String {
    match lang {
        Lang::Zh => format!("{count} 条未读"),
        Lang::En => format!("{count} unread"),
    }
}

/// Who posted it and when.
pub fn posted(lang: Lang, author: &str, when: &str) -> String {
    match lang {
        Lang::Zh => format!("{when} · {author} 发布"),
        Lang::En => format!("{when} · posted by {author}"),
    }
}

/// Until when it holds.
pub fn until(lang: Lang, when: &str) -> String {
    match lang {
        Lang::Zh => format!("有效至 {when}"),
        Lang::En => format!("holds until {when}"),
    }
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;

    use super::{ALL, posted, unread, until};

    #[test]
    fn every_word_is_there_in_both_languages() {
        for words in ALL {
            assert!(!words.zh.trim().is_empty() && !words.en.trim().is_empty(), "{words:?}");
            assert!(!words.en.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{words:?}");
        }
    }

    #[test]
    fn counts_and_moments_are_said_in_both() {
        assert_eq!((unread(Lang::Zh, 2), unread(Lang::En, 2)), ("2 条未读".to_owned(), "2 unread".to_owned()));
        assert_eq!(posted(Lang::En, "Zheng", "today 09:00"), "today 09:00 · posted by Zheng");
        assert_eq!(until(Lang::Zh, "明天 18:00"), "有效至 明天 18:00");
    }
}
