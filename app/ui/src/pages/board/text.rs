//! The words of the supervisor's board.

use kit::lang::Lang;
use kit::text::counted;
use kit::words;

words! {
    BOARD = "设备与超期", "Phones and overdue";
    DEVICES = "设备", "Phones";
    OVERDUE = "超期案件", "Overdue cases";
    NEED_SOMEBODY = "需要联系", "Need a call";
    ALL_DEVICES = "全部", "All";
    NOBODY_NEEDED = "现在没有哪部手机需要联系", "No phone needs a call now";
    NOTHING_OVERDUE = "没有超期的案件", "Nothing is overdue";
    NOTHING_OVERDUE_WORDS = "到期没有办完的案件会列在这里，超得最久的在前。", "Cases past their deadline stand here, the longest first.";
    NO_DEVICES = "还没有设备", "No phones yet";
    NO_DEVICES_WORDS = "有人在手机上登录过，就会出现在这里。", "A phone appears here once somebody has signed in on it.";
    NEVER_TOLD = "还没有从服务器取到", "Not fetched from the server yet";
    NEVER_TOLD_WORDS = "连上网络打开这一页，就会取来并留在手机上，没有网也能看。", "Open this page once with a network; it then stays readable without one.";
    NOT_NEW = "现在取不到新的，下面是上次的情况", "It cannot be fetched now; below is how it last was";
    WAITING = "没传", "waiting";
    PHOTOS = "照片", "photos";
    LAST_SEEN = "上次联系", "Last contact";
    LAST_COMPLETE = "上次全部传完", "Last complete";
    OLDEST = "最早一件存于", "Oldest saved";
    BATTERY = "电量", "Battery";
    FREE_DISK = "剩余空间", "Free space";
    VERSION = "版本", "Version";
    LAST_ERROR = "上次中断", "Last error";
    WHAT_TO_SAY = "可以这样告诉对方", "What to tell them";
    MORE_OVERDUE = "只列出超得最久的 100 件", "Only the 100 longest overdue are listed";
    NEVER = "从未", "never";
}

/// "截至 11-23 14:06".
pub fn as_of(lang: Lang, at: &str) -> String {
    match lang {
        Lang::Zh => format!("截至 {at}"),
        Lang::En => format!("as of {at}"),
    }
}

/// "没传 3 条 · 照片 5 张".
pub fn waiting(lang: Lang, operations: u64, photos: u64) -> String {
    match lang {
        Lang::Zh => format!("没传 {operations} 条 · 照片 {photos} 张"),
        Lang::En => {
            let records = counted(operations, "record", "records");
            format!("{records} · {} waiting", counted(photos, "photo", "photos"))
        }
    }
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;

    use super::{ALL, waiting};

    #[test]
    fn every_word_is_said_in_both_languages() {
        for words in ALL {
            assert!(!words.zh.is_empty() && !words.en.is_empty());
            assert!(words.en.is_ascii(), "{} is English", words.en);
        }
    }

    #[test]
    fn what_waits_is_counted_in_words() {
        assert_eq!(waiting(Lang::Zh, 3, 5), "没传 3 条 · 照片 5 张");
        assert_eq!(waiting(Lang::En, 3, 5), "3 records · 5 photos waiting");
        assert_eq!(waiting(Lang::En, 1, 1), "1 record · 1 photo waiting");
    }
}
