//! The words of signing in by a link, or with a code beside the password.

use kit::words;

words! {
    LINK = "登记链接", "Enrolment link";
    LINK_HINT = "粘贴管理员发来的链接", "Paste the link from the administrator";
    LINK_WORDS = "每条链接只能用一次，过期作废。", "Each link is good once, and not after its time.";
    ENROL = "用链接登录", "Sign in with the link";
    PASTE = "粘贴", "Paste";
    SCAN = "扫码", "Scan";
    OR_PASSWORD = "或用户名和密码", "Or user name and password";
    CODE = "动态码或恢复码", "One-time code or recovery code";
    NO_PASTE = "没能读到剪贴板；请长按输入框粘贴", "The clipboard could not be read; press and hold the field to paste";
    SCAN_TITLE = "扫登记码", "Scan the enrolment code";
    SCAN_WORDS = "把二维码放进框里", "Hold the code in the frame";
    SCAN_OPENING = "正在打开相机…", "Opening the camera…";
    SCAN_REFUSED = "打不开相机：没有允许，或别的应用正在用。请改用粘贴链接。", "The camera could not be opened: not allowed, or in use elsewhere. Paste the link instead.";
    CLOSE_SCAN = "关闭扫码", "Stop scanning";
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
