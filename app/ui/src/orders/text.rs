//! The words of the desk's orders.

use kit::lang::{Lang, Words};
use kit::words;
use shared::api::orders::OrderKind;

words! {
    ASKED = "指挥中心提醒", "The desk asks";
    SYNC_NOW = "请现在同步", "Please sync now";
    FREE_SPACE = "请清理手机空间", "Please make room on this phone";
    CHARGE = "请给手机充电", "Please charge this phone";
    SET_CLOCK = "请校准手机时间", "Please set this phone's clock";
    UPDATE_APP = "请更新应用", "Please update this app";
    CALL_DESK = "请给指挥中心打电话", "Please call the desk";
    WORD = "指挥中心留言", "A word from the desk";
    SYNC_NOW_WORDS = "手机上有没传的内容。传完后这条会自己消失。", "Something on this phone is not sent. This goes away by itself once it is.";
    FREE_SPACE_WORDS = "空间不够时不能拍照。可以清理的在设置的存储里。", "Without room no photo can be taken. What can be cleared stands in the settings, under storage.";
    CHARGE_WORDS = "没电时拍不了照，也传不出去；保存过的内容都在。", "On an empty battery no photo is taken and nothing is sent; what was saved is safe.";
    SET_CLOCK_WORDS = "请在手机系统设置里打开自动设置时间。时间对了这条会自己消失。", "Turn on automatic time in the phone's own settings. This goes away by itself once the clock is right.";
    UPDATE_APP_WORDS = "请安装单位发的新版本；保存过的内容都在。", "Install the new version that your organisation gave out; what was saved is safe.";
    CALL_DESK_WORDS = "电话在通讯录里。", "The number is in the directory.";
    DO_SYNC = "现在同步", "Sync now";
    DO_STORAGE = "去清理", "Clear some";
    DO_CALL = "打开通讯录", "Open the directory";
    PUT_AWAY = "知道了", "Put away";
    WIPE_TITLE = "指挥中心要清除这台手机", "The desk has ordered this phone erased";
    WIPE_ALL_SENT = "内容已全部传完，等下次联系服务器后立即清除。", "Everything is sent. It is erased as soon as the server is reached again.";
    WIPE_ENDING = "正在等服务器确认，确认后立即清除；现在不能再保存新内容。", "Waiting for the server to agree; then it is erased at once. Nothing new can be saved now.";
    WIPE_DRAFTS = "没保存的草稿不会上传，会一起清除。", "Drafts that were not saved are not sent; they are erased too.";
    WIPE_WHY = "原因：", "Why: ";
}

/// Returns what an order asks for, in a few words.
pub const fn title(kind: OrderKind) -> Words {
    match kind {
        OrderKind::SyncNow => SYNC_NOW,
        OrderKind::FreeSpace => FREE_SPACE,
        OrderKind::Charge => CHARGE,
        OrderKind::SetClock => SET_CLOCK,
        OrderKind::UpdateApp => UPDATE_APP,
        OrderKind::CallDesk => CALL_DESK,
        OrderKind::Word => WORD,
        // The one has a card of its own, the other only its note.
        OrderKind::Wipe | OrderKind::Unknown => ASKED,
    }
}

/// Returns why, and what to do.
pub const fn why(kind: OrderKind) -> Option<Words> {
    match kind {
        OrderKind::SyncNow => Some(SYNC_NOW_WORDS),
        OrderKind::FreeSpace => Some(FREE_SPACE_WORDS),
        OrderKind::Charge => Some(CHARGE_WORDS),
        OrderKind::SetClock => Some(SET_CLOCK_WORDS),
        OrderKind::UpdateApp => Some(UPDATE_APP_WORDS),
        OrderKind::CallDesk => Some(CALL_DESK_WORDS),
        OrderKind::Word | OrderKind::Wipe | OrderKind::Unknown => None,
    }
}

/// Returns the step that can be taken here, if there is one.
pub const fn step(kind: OrderKind) -> Option<Words> {
    match kind {
        OrderKind::SyncNow => Some(DO_SYNC),
        OrderKind::FreeSpace => Some(DO_STORAGE),
        OrderKind::CallDesk => Some(DO_CALL),
        OrderKind::Charge
        | OrderKind::SetClock
        | OrderKind::UpdateApp
        | OrderKind::Word
        | OrderKind::Wipe
        | OrderKind::Unknown => None,
    }
}

/// Of a phone that is erased once everything is sent: how much is not.
pub fn sends_first(lang: Lang, unsent: u64) -> String {
    match lang {
        Lang::Zh => {
            format!("还有 {unsent} 项没传，传完才清除。请保持联网；退回的内容请改好重传，或导出救援文件交给指挥中心。")
        }
        Lang::En => format!(
            "{unsent} not sent yet; it is erased once they are. Stay online; correct what was sent back, or hand in a \
             rescue file at the desk."
        ),
    }
}

/// The same where what cannot be sent is left behind.
pub fn leaves_behind(lang: Lang, unsent: u64) -> String {
    match lang {
        Lang::Zh => format!("还有 {unsent} 项没传，会先传；传不上去的也会被清除。"),
        Lang::En => format!("{unsent} not sent yet; they are sent first, and what cannot be sent is erased too."),
    }
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;
    use shared::api::orders::OrderKind;

    use super::{ALL, leaves_behind, sends_first, step, title, why};

    #[test]
    fn every_word_is_there_in_both_languages() {
        for words in ALL {
            assert!(!words.zh.trim().is_empty() && !words.en.trim().is_empty(), "{words:?}");
            assert!(!words.en.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{words:?}");
        }
    }

    #[test]
    fn every_kind_says_what_to_do_and_each_step_belongs_to_one_that_does() {
        for kind in OrderKind::ALL {
            assert!(!title(*kind).zh.is_empty());
            assert!(step(*kind).is_none() || why(*kind).is_some(), "{kind:?}");
        }
        assert!(sends_first(Lang::Zh, 3).contains("3 项") && leaves_behind(Lang::En, 3).starts_with("3 not sent"));
    }
}
