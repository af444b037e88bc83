//! The words of the page of one's own sign-ins.

use kit::lang::Lang;
use kit::text::counted;

use crate::text::pick;

kit::words! {
    // sessions
    SESSIONS = "在哪里登录着", "Where you are signed in";
    SESSIONS_HINT = "不认识的就结束它，并改密码。不认识的手机还要请管理员停用：手机凭自己的钥匙能再续上。", "End what you do not know, and change your password. A phone that you do not know must be withdrawn by an administrator too: it renews with a key of its own.";
    SINCE = "登录时间", "Since";
    LAST_USED = "最近使用", "Last used";
    FROM = "来自网络", "From the network";
    THIS_ONE = "就是这里", "This one";
    DESK = "坐席或脚本", "A desk or a script";
    PHONE = "手机", "Phone";
    END = "结束", "End";
    END_SURE = "再按一次结束", "Press again to end it";
    END_OTHERS = "结束其他所有登录", "End all others";
    END_OTHERS_SURE = "再按一次，结束其他所有登录", "Press again to end all others";
    NOWHERE = "没有登录", "Nowhere";
    NOWHERE_MORE = "您在别处没有登录", "You are signed in nowhere else";

    // one's password
    CHANGE_PASSWORD = "改密码", "Change your password";
    OLD = "现在的密码", "Your password now";
    NEW = "新密码", "The new password";
    NEW_AGAIN = "再输一次新密码", "The new password again";
    PASSWORD_HINT = "至少 8 个字符；不能是用户名，不能全是同一个字符。改了以后其他登录都会结束，手机要重新登录，手机里没传的内容都在。", "At least 8 characters, not the user name, not one letter over and over. All other sign-ins end; a phone signs in anew, and what it has not sent is safe.";
    CHANGE = "改", "Change";
    CHANGING = "正在改…", "Changing…";
    CHANGED = "密码改好了，其他登录已结束。", "The password is changed, and all other sign-ins have ended.";
    NOT_ALIKE = "两次输入的新密码不一样", "The new passwords differ";
    TOO_SHORT = "新密码至少 8 个字符", "The new password needs at least 8 characters";

    // the second factor
    FACTOR = "动态码", "One-time codes";
    FACTOR_LEAD = "密码之外再加一道：手机上的验证器应用每半分钟显示一个新的六位数。", "A second factor beside the password: an authenticator app on your phone shows six new digits every half minute.";
    FACTOR_OFF = "没有启用", "Off";
    FACTOR_ON = "已启用", "On";
    REQUIRED = "这里要求管理员启用", "Required of administrators here";
    MUST_SET_UP = "这里的管理员必须启用动态码。设置好以前，其他页面都不能用。", "Administrators need one-time codes here. No other page works until they are set up.";
    BEGIN = "启用动态码", "Turn one-time codes on";
    PASSWORD_FIRST = "先输入您的密码", "Your password first";
    SCAN = "用验证器应用扫这个码，或把下面的密钥输进去", "Scan this with an authenticator app, or type the key below";
    SCAN_ALT = "给验证器应用扫的码，内容和下面的密钥相同", "A code for the authenticator app to scan; it says the same as the key below";
    KEY = "密钥（只显示这一次）", "Key (shown only this once)";
    FIRST_CODE = "应用现在显示的六位数", "The six digits that the app shows now";
    CONFIRM = "确认启用", "Turn on";
    RECOVERY = "恢复码（只显示这一次）", "Recovery codes (shown only this once)";
    RECOVERY_HINT = "手机丢了就用它代替动态码，每个只能用一次。请抄下或打印，和手机分开放。", "Use one in the place of a code when the phone is lost; each is good once. Write them down or print them, and keep them away from the phone.";
    KEPT = "我已经收好了", "I have put them away";
    END_FACTOR = "关掉动态码", "Turn one-time codes off";
    CODE = "动态码或恢复码", "A one-time code or a recovery code";

    // accounts that are guarded
    GUARDS = "被锁和有动态码的账号", "Accounts that are locked or have one-time codes";
    NO_GUARDS = "现在没有", "None now";
    NO_GUARDS_MORE = "连续输错密码的账号会被锁几分钟，在这里可以提前解开", "An account is locked for some minutes after failed sign-ins; here it can be opened early";
    ACCOUNT = "账号", "Account";
    STANDS = "情况", "How it stands";
    UNLOCK = "解开", "Unlock";
    UNLOCK_SURE = "再按一次解开", "Press again to unlock";
    RESET = "清除动态码", "Reset codes";
    RESET_SURE = "再按一次：他要重新登录", "Press again: they sign in anew";
    RESET_BY_CITY = "清除别人的动态码由市级管理员办理", "Only the city's administrators reset somebody's codes";
    MORE = "再看一些", "Show more";
}

/// Says how long a desk may be silent.
pub fn idle(lang: Lang, minutes: u32) -> String {
    let hours = minutes / 60;
    pick(
        lang,
        format!("坐席 {hours} 小时没有动静就自动退出。"),
        format!("A desk is signed out after {} of silence.", counted(hours, "hour", "hours")),
    )
}

/// Says how many recovery codes are left.
pub fn codes_left(lang: Lang, count: u32) -> String {
    pick(lang, format!("还剩 {count} 个恢复码"), format!("{} left", counted(count, "recovery code", "recovery codes")))
}

/// Says since when.
pub fn since(lang: Lang, moment: &str) -> String {
    pick(lang, format!("自 {moment}"), format!("since {moment}"))
}

/// Says until when an account is locked, and why.
pub fn locked(lang: Lang, failures: u32, moment: &str) -> String {
    pick(
        lang,
        format!("输错 {failures} 次，锁到 {moment}"),
        format!("{}, locked until {moment}", counted(failures, "failed sign-in", "failed sign-ins")),
    )
}

/// Says when one may try again.
pub fn again_from(lang: Lang, moment: &str) -> String {
    pick(lang, format!("{moment} 以后可以再试"), format!("You may try again from {moment}"))
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn every_word_speaks_both_languages() {
        let is_chinese = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
        for words in ALL {
            assert!(words.zh.chars().any(is_chinese) && !words.en.chars().any(is_chinese), "{words:?}");
        }
    }
}
