//! The words of signing out.

use kit::lang::Lang;
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
        Lang::En => format!("{operations} records and {photos} photos have not arrived"),
    }
}

/// What was begun and not saved.
pub fn drafts(lang: Lang, drafts: u64, shots: u64) -> String {
    match (lang, shots) {
        (Lang::Zh, 0) => format!("有 {drafts} 份没保存的；退出后仍留在手机上，再登录可以接着填"),
        (Lang::Zh, _) => format!("有 {drafts} 份没保存的，带 {shots} 张照片；退出后仍留在手机上，再登录可以接着填"),
        (Lang::En, 0) => format!("{drafts} begun and not saved; they stay here and go on after the next sign-in"),
        (Lang::En, _) => {
            format!(
                "{drafts} begun and not saved, with {shots} photos; they stay here and go on after the next sign-in"
            )
        }
    }
}

/// What was sent back and not corrected.
pub fn sent_back(lang: Lang, count: u64) -> String {
    match lang {
        Lang::Zh => format!("有 {count} 条被退回还没改；会留在手机上"),
        Lang::En => format!("{count} sent back and not corrected; they stay on this phone"),
    }
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn every_word_is_there_in_both_languages() {
        for words in ALL {
            assert!(!words.zh.trim().is_empty() && !words.en.trim().is_empty(), "{words:?}");
        }
    }
}
