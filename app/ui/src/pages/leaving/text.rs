//! The words of signing out.

use kit::lang::Lang;
use kit::text::counted;
use kit::words;

words! {
    WAY_OUT = "先同步，或者导出救援文件交给指挥中心；传完才能退出。", "Sync first, or hand a rescue file to the centre. Signing out waits until everything has arrived.";
    TO_SYNC = "去同步和导出", "Sync or rescue file";
    STAYS = "退出后：网格、任务和别人的图片会从手机上清除，再登录时重新取回；自己上报的记录、被退回的和没保存的都留着。", "After signing out: grids, tasks and others' pictures go from this phone and come back with the next sign-in; your own records, what was sent back and what was not saved stay.";
    SIGN_OUT_NOW = "确定退出登录", "Sign out now";
    STAY_SIGNED_IN = "不退出", "Stay signed in";
    READING = "正在核对有没有没传完的…", "Looking for what has not arrived…";
}

/// What stands against it.
pub fn unsent(lang: Lang, operations: u64, photos: u64) -> String {
    match lang {
        Lang::Zh => format!("还有 {operations} 条记录、{photos} 张照片没传完"),
        Lang::En => {
            let records = counted(operations, "record", "records");
            format!("{records} and {} have not arrived", counted(photos, "photo", "photos"))
        }
    }
}

/// What was begun and not saved.
pub fn drafts(lang: Lang, drafts: u64, shots: u64) -> String {
    match (lang, shots) {
        (Lang::Zh, 0) => format!("有 {drafts} 份没保存的；退出后仍留在手机上，再登录可以接着填"),
        (Lang::Zh, _) => format!("有 {drafts} 份没保存的，带 {shots} 张照片；退出后仍留在手机上，再登录可以接着填"),
        (Lang::En, _) => {
            let with = if shots == 0 { String::new() } else { format!(", with {}", counted(shots, "photo", "photos")) };
            let stay = if drafts == 1 { "it stays here and goes on" } else { "they stay here and go on" };
            format!("{drafts} begun and not saved{with}; {stay} after the next sign-in")
        }
    }
}

/// What was sent back and not corrected.
pub fn sent_back(lang: Lang, count: u64) -> String {
    match lang {
        Lang::Zh => format!("有 {count} 条被退回还没改；会留在手机上"),
        Lang::En => {
            let stay = if count == 1 { "it stays" } else { "they stay" };
            format!("{count} sent back and not corrected; {stay} on this phone")
        }
    }
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;

    use super::{ALL, drafts, sent_back, unsent};

    #[test]
    fn every_word_is_there_in_both_languages() {
        for words in ALL {
            assert!(!words.zh.trim().is_empty() && !words.en.trim().is_empty(), "{words:?}");
        }
    }

    #[test]
    fn one_thing_is_not_said_as_several() {
        assert_eq!(unsent(Lang::En, 1, 2), "1 record and 2 photos have not arrived");
        let one = "1 begun and not saved, with 1 photo; it stays here and goes on after the next sign-in";
        assert_eq!(drafts(Lang::En, 1, 1), one);
        assert_eq!(drafts(Lang::En, 2, 0), "2 begun and not saved; they stay here and go on after the next sign-in");
        assert_eq!(sent_back(Lang::En, 1), "1 sent back and not corrected; it stays on this phone");
        assert_eq!(sent_back(Lang::En, 3), "3 sent back and not corrected; they stay on this phone");
    }
}
