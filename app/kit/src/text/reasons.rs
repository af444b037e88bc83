//! What is said about a device: the reason in a word, what happened, and what to say to its owner.

use shared::refusal::Code;
use shared::standing::said::error_words;
use shared::standing::{Reason, Urgency};

use crate::lang::Lang;
use crate::tone::Tone;

/// Returns the colour of a reason.
pub const fn tone(reason: &Reason) -> Tone {
    match reason.urgency() {
        Urgency::Late => Tone::Late,
        Urgency::Soon => Tone::Soon,
        Urgency::Fine => Tone::Ok,
        Urgency::Rest => Tone::Rest,
    }
}

/// Says the reason in a word.
pub fn short(lang: Lang, reason: &Reason) -> String {
    let (zh, en) = reason.words();
    match reason {
        Reason::SentBack(count) => lang.pick(&format!("{count} 条{zh}"), &format!("{count} {en}")).to_owned(),
        Reason::OldVersion(version) => lang.pick(&format!("{zh} {version}"), &format!("old {version}")).to_owned(),
        Reason::Revoked
        | Reason::NeverSeen
        | Reason::DiskFull
        | Reason::SignInLost
        | Reason::Failing(_)
        | Reason::BatteryLow
        | Reason::NoSignal
        | Reason::OffShift
        | Reason::ClockOff
        | Reason::Stuck
        | Reason::Sending
        | Reason::OldCatalogue
        | Reason::Fine => lang.pick(zh, en).to_owned(),
    }
}

/// Says what happened.
pub fn explain(lang: Lang, reason: &Reason) -> String {
    let (zh, en) = match reason {
        Reason::Revoked => (
            "这台设备已停用，不能再传；手机上没传完的内容可以用救援文件交来。",
            "This device was withdrawn and can no longer send; what it still holds can be handed in by rescue file.",
        ),
        Reason::NeverSeen => ("登录过，但还没有同步过一次。", "It was signed in, but has never synced."),
        Reason::SentBack(_) => (
            "有记录被服务器退回，还留在手机上，一个字也没丢；要本人改好再传。",
            "Records were sent back. They are kept on the phone, nothing is lost; their author has to mend them.",
        ),
        Reason::DiskFull => (
            "手机空间快满了，新的照片可能存不下；已保存的都还在手机上。",
            "The phone is nearly full and may not hold new photos; what was saved is still on it.",
        ),
        Reason::SignInLost => (
            "服务器不再认这台设备的登录；已保存的都还在手机上。",
            "The server no longer accepts this device's sign-in; what was saved is still on it.",
        ),
        Reason::Failing(code) => {
            let known = Code::ALL.iter().find(|known| known.as_str() == code);
            let zh = known.map_or("上一轮同步没有做完", |code| code.zh());
            let en = known.map_or("The last round of sync broke off", |code| code.en());
            return lang.pick(&format!("{zh}。"), &format!("{en}.")).to_owned();
        }
        Reason::BatteryLow => {
            ("电快用完了，没传完的会等充上电再传。", "The battery is nearly empty; what waits is sent after charging.")
        }
        Reason::NoSignal => (
            "很久没有联系，也没有说过为什么：可能没有信号、关机，或应用被系统停了。",
            "It has not called for long and never said why: no signal, switched off, or the app was stopped.",
        ),
        Reason::OffShift => (
            "下班前都传完了，之后没有联系，不用管。",
            "Everything was sent before the shift ended; that there was no word since is as it should be.",
        ),
        Reason::ClockOff => (
            "手机的钟不准。时间以服务器为准，已按偏差换算；照片水印上的时间会不对。",
            "The phone's clock is wrong. The server's time counts and differences are converted; watermarks will be off.",
        ),
        Reason::Stuck => (
            "有内容等了很久还没传完：信号可能太弱，或只允许用 Wi-Fi 传。",
            "Things have waited for long: the signal may be too weak, or sending is limited to Wi-Fi.",
        ),
        Reason::Sending => ("正在传，不用管。", "It is sending; nothing needs to be done."),
        Reason::OldCatalogue => {
            ("目录不是最新的，下次同步会自动换。", "Its catalogue is outdated and is replaced at the next sync.")
        }
        Reason::OldVersion(_) => ("应用不是最新版，能照常用。", "The app is not the newest version; it works."),
        Reason::Fine => ("服务器都收到了。", "The server has everything."),
    };
    lang.pick(zh, en).to_owned()
}

/// Says what broke the last round off, from the code that the phone told.
pub fn error(lang: Lang, code: &str) -> String {
    error_words(code).map_or_else(|| code.to_owned(), |(zh, en)| lang.pick(zh, en).to_owned())
}

/// Returns what to say to the device's owner; `None` when there is no need to.
pub fn remedy(lang: Lang, reason: &Reason) -> Option<String> {
    let (zh, en) = match reason {
        Reason::SentBack(_) => (
            "请打开“同步”，点红色那几条的“看内容，改正”，改好再传。",
            "Please open Sync, press Read and correct on the red ones, correct them and send them again.",
        ),
        Reason::DiskFull => (
            "请清理手机空间（相册、聊天缓存），至少腾出 1 GB，再打开巡格让它传完；不要卸载应用。",
            "Please free at least 1 GB on the phone, then open Xunge and let it finish; do not remove the app.",
        ),
        Reason::SignInLost => (
            "请在巡格里重新登录；不要卸载，没传的内容都在。",
            "Please sign in again in Xunge; do not remove it, what was not sent is still there.",
        ),
        Reason::Failing(_) | Reason::Stuck => (
            "请到信号好的地方打开巡格的“同步”，点“立即同步”，看它说什么。",
            "Please go where the signal is good, open Sync in Xunge, press Sync now and read what it says.",
        ),
        Reason::BatteryLow => {
            ("请给手机充电，充上后打开巡格让它传完。", "Please charge the phone, then open Xunge and let it finish.")
        }
        Reason::NoSignal => (
            "请打开巡格看一眼“同步”：还有东西只在手机上的话，到有信号的地方等它传完。",
            "Please open Sync in Xunge: if anything is only on the phone, wait where there is signal until it is sent.",
        ),
        Reason::ClockOff => {
            ("请在手机设置里打开“自动设置时间”。", "Please switch on automatic time in the phone's settings.")
        }
        Reason::OldVersion(_) => ("有空时请更新巡格。", "Please update Xunge when convenient."),
        Reason::Revoked
        | Reason::NeverSeen
        | Reason::OffShift
        | Reason::Sending
        | Reason::OldCatalogue
        | Reason::Fine => return None,
    };
    Some(lang.pick(zh, en).to_owned())
}
