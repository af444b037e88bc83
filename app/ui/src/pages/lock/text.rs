//! The words of the PIN.

use kit::lang::Lang;
use kit::words;

words! {
    LOCKED = "已锁定", "Locked";
    ENTER_PIN = "输入 PIN 码", "Enter the PIN";
    PIN = "PIN 码", "PIN";
    UNLOCK = "解锁", "Unlock";
    UNLOCKING = "正在解锁…", "Unlocking…";
    SENDING_WAITS = "应用刚启动时，要解锁后才会继续上传。", "After the app was started, sending goes on once it is unlocked.";
    SENDING_GOES_ON = "锁着也照常上传。", "Sending goes on while it is locked.";
    FORGOTTEN = "忘了 PIN 码？", "PIN forgotten?";
    FORGOTTEN_WORDS = "没有 PIN 码，谁也打不开这部手机上没传的内容，指挥中心也不能；应用不会清除它们。服务器已收到的案件都在服务器上。确实想不起来时：请在系统设置里清除本应用的数据，再向管理员要一条登记链接，作为新设备重新开始；没传的内容就没有了。", "Without the PIN nobody can open what is unsent on this phone, the centre neither; the app does not wipe it. What the server has received is safe there. If it cannot be remembered: clear this app's data in the system's settings and ask the administrator for an enrolment link, to begin again as a new device; what was unsent is then gone.";

    PIN_CARD = "PIN 码", "PIN";
    PIN_WORDS = "打开应用时要输入。密钥和它绑定：拿到手机里的文件也打不开。忘了就没有人能打开没传的内容。", "Asked for when the app opens. The key is bound to it: whoever gets the phone's files cannot open them. If it is forgotten, nobody can open what is unsent.";
    PIN_HINT = "6 到 32 位数字", "6 to 32 digits";
    SET_PIN = "设置 PIN 码", "Set a PIN";
    CHANGE_PIN = "更改", "Change";
    REMOVE_PIN = "取消 PIN 码", "Remove the PIN";
    OLD_PIN = "现在的 PIN 码", "Present PIN";
    NEW_PIN = "新 PIN 码", "New PIN";
    AGAIN = "再输一次", "Once more";
    NOT_ALIKE = "两次输入不一样", "The two are not alike";
    SAVE_PIN = "保存", "Save";
    CANCEL = "取消", "Cancel";
    PIN_SAVED = "PIN 码已设好", "The PIN is set";
    PIN_REMOVED = "已取消 PIN 码", "There is no PIN any more";
    NO_KEY_STORE = "这台设备不能设 PIN 码", "This device cannot have a PIN";
    LOCK_AFTER = "离开多久后锁定", "Lock after being away";
    AT_ONCE = "立即", "at once";
    AT_ONCE_WORDS = "用系统相机拍照也算离开。", "The system's camera counts as being away.";
}

/// How many minutes.
pub fn minutes(lang: Lang, minutes: u32) -> String {
    match lang {
        Lang::Zh => format!("{minutes} 分钟"),
        Lang::En => format!("{minutes} min"),
    }
}

/// How long the next try must wait.
pub fn wait(lang: Lang, seconds: u64) -> String {
    let (min, s) = (seconds / 60, seconds % 60);
    match lang {
        Lang::Zh => format!("{min}:{s:02} 后可以再试"),
        Lang::En => format!("Try again in {min}:{s:02}"),
    }
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;

    use super::{ALL, wait};

    #[test]
    fn every_word_is_there_in_both_languages() {
        for words in ALL {
            assert!(!words.zh.trim().is_empty() && !words.en.trim().is_empty(), "{words:?}");
        }
        assert_eq!(wait(Lang::En, 65), "Try again in 1:05");
    }
}
