//! The words for orders to a device.

use kit::lang::{Lang, Words};
use shared::api::orders::OrderKind;

use crate::text::pick;

kit::words! {
    TOLD = "最近让它做的", "What it was told lately";
    NOTHING_TOLD = "还没有让它做过什么。", "It was told nothing yet.";
    NOT_TOLD = "等它联系", "Waiting for its next contact";
    HANDED_OVER = "手机先换了人，没有提示", "The phone had changed hands; not told";
    UNKNOWN = "不认识的结果", "Not known here";
    TAKE_BACK = "撤回", "Take back";
    TAKE_BACK_NUDGE = "撤回：需要督导、值班长或管理员", "Taking it back is for a supervisor, a shift leader or an administrator";
    TAKE_BACK_WIPE = "撤回：需要管理员", "Taking it back is for an administrator";

    SYNC = "请他立即同步", "Ask to sync now";
    SPACE = "请他清理空间", "Ask to free space";
    CHARGE = "请他充电", "Ask to charge";
    CLOCK = "请他校准时钟", "Ask to set the clock";
    UPDATE = "请他更新应用", "Ask to update the app";
    CALL = "请他打给指挥中心", "Ask to call the desk";
    WORD = "只带一句话", "Only a word";
    OTHER = "别的", "Something else";

    WIPE = "抹除手机上的数据", "Wipe the phone";
    WIPE_MEANS = "手机下次联系时，先把没传的全部传完，再抹掉巡格在它上面的一切，设备同时停用；还没提交的草稿会丢。别先收回设备、也别先停用账号：那样手机就听不到这个命令了。", "At its next contact the phone first sends all that is unsent, then erases everything of Xunge on it and is withdrawn; drafts that were not handed in are lost. Do not withdraw the device or disable the account before: a phone that is turned away never hears of it.";
    WIPE_REASON = "为什么（必填，拿着手机的人看得到）", "Why (required; whoever has the phone reads it)";
    WIPE_LEAVE = "传不出去的不要了，也要抹除", "Erase it even if something cannot be sent";
    WIPE_SURE = "再按一次：传完就抹除", "Press again: it is wiped once all is sent";
    WIPE_ROLE = "抹除手机：需要管理员", "Wiping a phone takes an administrator";
    WIPE_SENT = "已记下：下次联系时先传完，再抹除", "Kept: at its next contact it sends all, then is wiped";
}

/// Names what a device is told.
pub const fn kind(kind: OrderKind) -> Words {
    match kind {
        OrderKind::SyncNow => SYNC,
        OrderKind::FreeSpace => SPACE,
        OrderKind::Charge => CHARGE,
        OrderKind::SetClock => CLOCK,
        OrderKind::UpdateApp => UPDATE,
        OrderKind::CallDesk => CALL,
        OrderKind::Word => WORD,
        OrderKind::Wipe => WIPE,
        OrderKind::Unknown => OTHER,
    }
}

/// "已看到 14:02".
pub fn seen(lang: Lang, at: &str) -> String {
    pick(lang, format!("已看到 {at}"), format!("seen {at}"))
}

/// "手机已收到 14:02".
pub fn arrived(lang: Lang, at: &str) -> String {
    pick(lang, format!("手机已收到 {at}"), format!("the phone has it since {at}"))
}

/// "等着：还有 3 件没传".
pub fn waits(lang: Lang, unsent: u64) -> String {
    pick(lang, format!("等着：还有 {unsent} 件没传"), format!("waiting: {unsent} unsent"))
}

/// "已收起 14:05".
pub fn put_away(lang: Lang, at: &str) -> String {
    pick(lang, format!("已收起 {at}"), format!("put away {at}"))
}

/// "已做到 14:05".
pub fn came_true(lang: Lang, at: &str) -> String {
    pick(lang, format!("已做到 {at}"), format!("done {at}"))
}

/// "已抹除 14:05", and what was lost with it.
pub fn wiped(lang: Lang, at: &str, left: u64) -> String {
    match left {
        0 => pick(lang, format!("已抹除 {at}"), format!("wiped {at}")),
        left => pick(
            lang,
            format!("已抹除 {at}，丢下 {left} 件没传的"),
            format!("wiped {at}, {left} unsent were left behind"),
        ),
    }
}

/// "已撤回 14:05".
pub fn withdrawn(lang: Lang, at: &str) -> String {
    pick(lang, format!("已撤回 {at}"), format!("withdrawn {at}"))
}

/// Says what it costs to leave behind what cannot be sent.
pub fn cost(lang: Lang, unsent: u64) -> String {
    match unsent {
        0 => pick(
            lang,
            "它上次说都传完了；之后再记的，传不出去就永远丢失。手机被偷或坏得传不动才选。".to_owned(),
            "When it was last heard everything was sent; what came since and cannot be sent is lost for good. Only for a \
             phone that was stolen or cannot send any more."
                .to_owned(),
        ),
        unsent => pick(
            lang,
            format!("它上次说还有 {unsent} 件没传：传不出去的会永远丢失，谁也找不回。手机被偷或坏得传不动才选。"),
            format!(
                "When it was last heard {unsent} were unsent: what cannot be sent is lost for good, and nobody can bring \
                 it back. Only for a phone that was stolen or cannot send any more."
            ),
        ),
    }
}

/// Asks once more, where something may be lost.
pub fn sure_to_leave(lang: Lang, unsent: u64) -> String {
    match unsent {
        0 => pick(
            lang,
            "再按一次：抹除，传不出去的不要了".to_owned(),
            "Press again: wiped, whatever cannot be sent".to_owned(),
        ),
        unsent => pick(
            lang,
            format!("再按一次：抹除，没传的 {unsent} 件可能丢失"),
            format!("Press again: wiped, {unsent} unsent may be lost"),
        ),
    }
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;
    use shared::api::orders::OrderKind;

    use super::{ALL, kind, wiped};

    #[test]
    fn every_word_speaks_both_languages() {
        let kinds = OrderKind::ALL.iter().map(|one| kind(*one));
        for words in ALL.iter().copied().chain(kinds) {
            assert!(!words.zh.is_empty() && words.en.is_ascii(), "{}", words.en);
        }
    }

    #[test]
    fn what_was_lost_with_a_wipe_is_said() {
        assert_eq!(wiped(Lang::Zh, "14:05", 0), "已抹除 14:05");
        assert_eq!(wiped(Lang::En, "14:05", 3), "wiped 14:05, 3 unsent were left behind");
    }
}
