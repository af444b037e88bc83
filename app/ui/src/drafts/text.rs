//! The words of drafts.

use kit::lang::Lang;
use kit::words;

words! {
    NOT_KEPT = "刚填的内容还没存进手机，先别关闭应用", "What you just filled in is not in the phone's store yet; do not close the app";
    DISCARD = "放弃这份，不保存", "Discard this, do not save";
    DISCARD_SURE = "填写的内容和照片都会删除，找不回来。", "What was filled in and its photos are deleted for good.";
    DISCARD_YES = "删除", "Delete";
    DISCARD_NO = "留着", "Keep";
    SHOT_COMING = "照片或录音还没存好，存好就能保存", "A photo or recording is not stored yet; wait for it, then save";
    NOT_READ = "先别收工，重新打开应用再看。以前填了没保存的没有读出来", "Do not go home yet, open the app again. What was begun before could not be read";
    BEGUN_WORDS = "保存以后才会上传；在那之前，照片只在这部手机上。", "It is sent once it is saved; until then its photos are on this phone alone.";
    GO_ON_FILLING = "接着填", "Go on with it";
}

/// How much was begun and not saved.
pub fn begun(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Zh => format!("有 {count} 份填了还没保存"),
        Lang::En => format!("{count} begun and not saved"),
    }
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn every_word_is_there_in_both_languages() {
        for words in ALL {
            assert!(!words.zh.trim().is_empty() && !words.en.trim().is_empty(), "{words:?}");
            assert!(words.en.is_ascii(), "{words:?}");
        }
    }
}
