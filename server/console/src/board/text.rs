//! The words of the board beyond those that other pages share.

use kit::lang::{Lang, Words};
use kit::text::counted;
use shared::api::devices::AlarmKind;

use crate::text::pick;

kit::words! {
    // columns and figures
    BOARD_ROWS = "设备，先列出要处理的", "Devices, what needs a call first";
    ON_SHIFT = "在班", "On shift";
    OFF_SHIFT = "不在班", "Off shift";
    LEFT_TO_SEND = "还没传", "To send";
    BOUNDARIES = "网格", "Boundaries";
    APP = "应用", "App";
    IN_FORCE = "最新", "newest";
    NOT_IN_FORCE = "不是最新", "not the newest";
    SHIFT = "班次", "Shift";
    NO_SHIFT = "没有打过卡", "none known";

    // filters
    FILTERS = "筛选", "Filters";
    FIND = "姓名、用户名、网格、设备编号", "Name, user, grid, device";
    EVERY_REASON = "所有原因", "Every reason";
    EVERY_JURISDICTION = "所有辖区", "Every jurisdiction";
    EVERY_ROLE = "所有角色", "Every role";
    EVERY_VERSION = "所有版本", "Every version";
    EVERY_DUTY = "在班和不在班", "On and off shift";
    EVERY_SILENCE = "多久都可以", "However long";
    SILENCE = "多久没联系", "Silence";
    SHOW_SILENT = "看这些设备", "Show them";
    REASON = "原因", "Reason";
    JURISDICTION = "辖区", "Jurisdiction";
    ROLE = "角色", "Role";
    VERSION = "应用版本", "App version";
    DUTY = "班次", "Shift";
    CLEAR = "清除筛选", "Clear filters";
    COPY_LINK = "复制链接", "Copy the link";
    LINK_COPIED = "链接已复制", "Link copied";
    ASKING = "定时刷新", "refreshed now and then";
    LINELESS = "实时连接没有接通（同一账号打开的页面太多时会这样），现在每 15 秒刷新一次；关掉不用的页面后自动恢复", "The server took no live line, as when one account has too many pages open; the board is refreshed every 15 seconds. Close pages that are not needed";
    BEHIND = "目录或网格不是最新", "Behind the newest packs";
    BEHIND_MORE = "手机上的目录或网格比现行的旧", "Devices whose catalogue or boundaries are older than those in force";
    MORE_COLUMNS = "更多列", "More columns";
    CATALOGUE_VERSION = "目录版本", "Catalogue version";
    BOUNDARIES_VERSION = "网格版本", "Boundaries version";
    NONE_FIT = "没有符合条件的设备", "No device fits";
    EXPORT = "导出", "Export";
    EXPORT_CSV = "导出 CSV", "Export as CSV";
    EXPORT_BOOK = "导出表格", "Export as a spreadsheet";

    // history
    HISTORY = "经过", "History";
    HISTORY_HOURS = "看多久", "How far back";
    DAY = "一天", "A day";
    THREE_DAYS = "三天", "Three days";
    WEEK = "一周", "A week";
    FORTNIGHT = "两周", "Two weeks";
    WAITING_LINE = "未传（条、张）", "Waiting (records, photos)";
    BATTERY_LINE = "电量（%）", "Battery (%)";
    DISK_LINE = "剩余空间（MB）", "Free space (MB)";
    SKEW_LINE = "时钟偏差（秒）", "Clock off by (s)";
    RECORDS = "记录", "Records";
    PHOTOS = "照片", "Photos";
    CONTACTS = "联系记录", "Contacts";
    CONTACT_TIME = "时间", "Time";
    CONTACT_ERROR = "出错", "Error";
    SILENCE_BEFORE = "之前很久没有联系", "after a long silence";
    NO_CONTACTS = "这段时间没有联系过", "No contact in this time";
    LOADING_HISTORY = "正在读取经过…", "Reading the history…";

    // alarms
    ALARMS = "告警", "Alarms";
    NO_ALARMS = "没有告警", "No alarms";
    NO_ALARMS_MORE = "超过辖区设定的界限时，会自动出现在这里；好了自己消失。", "What passes the jurisdiction's thresholds appears here by itself, and goes when it is over.";
    ALARM_NOTE = "知悉", "Take note";
    ALARM_WHY = "说明（可不填）", "Remark (optional)";
    ALARM_SAVE = "记下", "Save";
    ALARM_CANCEL = "不记了", "Cancel";
    ALARM_ROLE = "知悉告警：需要督导、值班长或管理员", "Taking note of alarms takes a supervisor, a shift leader or an administrator";
    MORE_ALARMS = "再早的", "Earlier ones";
    PAST_ALARMS = "以前的告警", "Alarms that are over";
    DEVICE_ALARMS = "这台设备的告警记录", "This device's alarm history";

    // what to do
    CALL = "查电话", "Find the number";
    CALLING = "正在查…", "Looking…";
    CALL_NONE = "通讯录里没有这个人的号码；账号本身不存号码。", "The directory has no number for this person; accounts themselves keep none.";
    CALL_ROLE = "查电话：你的角色看不到通讯录", "Finding the number: your role does not see the directory";
    CALL_NAMESAKES = "按姓名找到的，可能有同名的人", "Found by name; others may have the same";
    RE_ENROL = "重新登录：发一个登录码", "Sign in anew: make an enrolment code";
    RE_ENROL_ROLE = "发登录码：需要管理员", "An enrolment code takes an administrator";

    // orders
    ORDERS = "让手机提示", "Have the phone say it";
    ORDERS_HINT = "手机下次联系时提示本人。", "The phone tells its bearer when it next calls.";
    ORDERS_ROLE = "让手机提示：需要督导、值班长或管理员", "Having the phone say it takes a supervisor, a shift leader or an administrator";
    HEARS_NOTHING = "这台设备已停用，收不到提示，也不会抹除；没传的内容要靠救援文件交。", "This device was withdrawn: it hears nothing any more and erases nothing. What it has not sent comes by a rescue file.";
    ORDER_NOTE = "附一句话", "Add a word";
    ORDER_OTHER = "提示什么", "What to say";
    ORDER_SENT = "已记下，下次联系时提示", "Kept; it is said at the next contact";
}

/// Says what an alarm is about.
pub const fn alarm(kind: AlarmKind) -> Words {
    match kind {
        AlarmKind::Silent => Words { zh: "在班失联", en: "Silent on shift" },
        AlarmKind::Waiting => Words { zh: "积压太久", en: "Waiting too long" },
        AlarmKind::DiskLow => Words { zh: "空间不足", en: "Nearly full" },
        AlarmKind::BatteryLow => Words { zh: "快没电", en: "Battery low" },
        AlarmKind::ClockOff => Words { zh: "时钟不准", en: "Clock wrong" },
        AlarmKind::OldApp => Words { zh: "应用太旧", en: "App too old" },
    }
}

/// "告警 3".
pub fn alarms_open(lang: Lang, count: &str) -> String {
    pick(lang, format!("告警 {count}"), counted(count, "alarm", "alarms"))
}

/// "王督导 11-23 14:50 已知悉 · 已打电话".
pub fn noted(lang: Lang, by: &str, at: &str, why: &str) -> String {
    let why = if why.is_empty() { String::new() } else { format!(" · {why}") };
    pick(lang, format!("{by} {at} 已知悉{why}"), format!("noted by {by}, {at}{why}"))
}

/// "14:50 停".
pub fn stopped(lang: Lang, at: &str) -> String {
    pick(lang, format!("{at} 停"), format!("stopped {at}"))
}

/// "共联系 41 次".
pub fn contacts(lang: Lang, count: &str) -> String {
    pick(lang, format!("共联系 {count} 次"), counted(count, "contact", "contacts"))
}

/// What the chart shows, for who cannot see it.
pub fn chart_label(lang: Lang, waiting: u64, stopped: Option<&str>) -> String {
    let zh = stopped.map_or_else(String::new, |at| format!("；{at} 起停住"));
    let en = stopped.map_or_else(String::new, |at| format!("; stopped since {at}"));
    pick(
        lang,
        format!("未传的条数和张数随时间的变化，最后一次 {waiting}{zh}"),
        format!("Records and photos waiting over time, {waiting} at the last contact{en}"),
    )
}

/// "17.0 MB".
pub fn left(lang: Lang, size: &str) -> String {
    pick(lang, format!("剩 {size}"), format!("{size} left"))
}

/// "在班 · 08:02 起".
pub fn on_shift_since(lang: Lang, at: &str) -> String {
    pick(lang, format!("在班，{at} 起"), format!("on since {at}"))
}

/// "下班 · 17:58".
pub fn off_shift_since(lang: Lang, at: &str) -> String {
    pick(lang, format!("{at} 下班"), format!("ended {at}"))
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;

    use super::{ALL, alarms_open, contacts};

    #[test]
    fn one_alarm_is_not_said_as_several() {
        assert_eq!(alarms_open(Lang::En, "1"), "1 alarm");
        assert_eq!(alarms_open(Lang::En, "3"), "3 alarms");
        assert_eq!(alarms_open(Lang::Zh, "1"), "告警 1");
        assert_eq!(contacts(Lang::En, "1"), "1 contact");
    }

    #[test]
    fn every_word_speaks_both_languages() {
        assert!(ALL.iter().all(|words| !words.zh.is_empty() && !words.en.is_empty()));
    }
}
