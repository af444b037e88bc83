//! The words of pausing.

use kit::lang::Lang;
use kit::words;

words! {
    PAUSE = "暂停自动上传", "Pause sending";
    PAUSE_WORDS = "照常保存在手机上；到时自己恢复，也可以随时“立即同步”。", "Everything is still saved here. It goes on by itself when the time is over, and Sync now always works.";
    HALF_HOUR = "30 分钟", "30 minutes";
    TWO_HOURS = "2 小时", "2 hours";
    GO_ON = "现在恢复", "Go on now";
}

/// "已暂停自动上传，到 15:30 恢复".
pub fn paused(lang: Lang, until: &str) -> String {
    match lang {
        Lang::Zh => format!("已暂停自动上传，到 {until} 恢复"),
        Lang::En => format!("Sending is paused until {until}"),
    }
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;

    use super::{ALL, paused};

    #[test]
    fn every_word_is_said_in_both_languages() {
        for words in ALL {
            assert!(!words.zh.is_empty() && words.en.is_ascii());
        }
        assert!(paused(Lang::Zh, "15:30").contains("15:30") && paused(Lang::En, "15:30").contains("15:30"));
    }
}
