//! Every word of the collector's screens, in Chinese and in English.

use app_bridge::category::ConditionCard;
use kit::lang::{Lang, Words};
use kit::text::counted;
use kit::words;
use shared::account::Role;
use shared::case::State;
use shared::evidence::PhotoRole;
use shared::task::{TaskKind, TaskResult};

use crate::pages::report::draft::Lacking;

words! {
    // everywhere
    APP_NAME = "巡格", "Xunge";
    BACK = "返回", "Back";
    OFFLINE_PILL = "离线 · 只存本机", "Offline · saved here";
    ALL_ARRIVED_PILL = "全部已收到", "All received";
    BEGUN_PILL = "填了没保存", "Not saved yet";
    SAVED_HERE_FIRST = "先存本机", "Saved here first";
    NOT_SYNCED_YET = "还没联系过服务器", "No contact with the server yet";
    OFFLINE_WORDS = "没有网络。都照常保存在这部手机上，有网后自动上传。", "No network. Everything is saved on this phone and sent when the network is back.";
    FAULT = "应用出错了，保存过的内容都在；请再试一次", "The app failed; what was saved is safe. Please try again";
    COLON = "：", ": ";
    COMMA = "、", ", ";

    // tabs
    TAB_TODAY = "今日", "Today";
    TAB_TASKS = "任务", "Tasks";
    TAB_REPORT = "上报", "Report";
    TAB_CASES = "案件", "Cases";
    TAB_SYNC = "同步", "Sync";
    TABS = "主菜单", "Main menu";

    // sign-in
    SIGN_IN = "登录", "Sign in";
    SIGN_IN_SUBTITLE = "网格采集 · 没有网络也能工作", "Field collection · works without a network";
    SERVER = "服务器地址", "Server";
    SERVER_HINT = "例如 https://xunge.example.cn", "such as https://xunge.example.cn";
    USER = "用户名", "User name";
    PASSWORD = "密码", "Password";
    SIGNING_IN = "正在登录，并取回网格、目录和任务…", "Signing in and fetching grids, catalogue and tasks…";
    WHAT_IS_KEPT = "这部手机上会保存什么", "What is kept on this phone";
    KEPT_PACKS = "所辖网格、责任单位、类别和时限，用来离线回答", "Grids, units, categories and limits, to answer offline";
    KEPT_WORK = "您的案件、任务和照片；加密保存，服务器收到之前不会删除", "Your cases, tasks and photos; encrypted, and never freed before the server has them";
    KEPT_NOT = "不保存密码；位置只随案件和照片记录，签到到签退之间另记轨迹", "Not the password; places are recorded with cases and photos, and your way between the beginning and the end of a shift";
    SIGNED_OUT_SAFE = "请重新登录。保存过的内容都还在这部手机上。", "Please sign in again. What was saved is still on this phone.";
    NEEDED = "请填写", "Please fill in";

    // before the first sync
    NOT_READY = "网格和目录还没取到本机。请联网后到“同步”页取一次，再上报。", "Grids and catalogue are not on this phone yet. Sync once with a network, then report.";
    MAY_NOT_REPORT = "您的角色不上报案件", "Your role does not report cases";
    MAY_NOT_REPORT_WORDS = "上报由信息采集员和核查员做；您可以在电脑端查看案件和同步状态。", "Collectors and inspectors report; cases and sync are on the desk's page.";

    // today
    MY_REPORTS_TODAY = "今天上报", "Reported today";
    OPEN_TASKS = "待办任务", "Open tasks";
    NEXT_TASKS = "先做这些", "Next";
    NO_OPEN_TASKS = "现在没有待办任务", "No open tasks now";
    LATEST_CASES = "最近上报", "Latest reports";
    NO_CASES_TITLE = "还没有上报", "No reports yet";
    NO_CASES_WORDS = "看到问题就按下面的相机；没有网络也能存。", "See a problem? Press the camera below; it works without a network.";
    WHERE_I_AM = "所在网格", "You are in";

    // report
    REPORT = "上报", "Report";
    PHOTOS = "照片", "Photos";
    TAKING = "正在保存照片…", "Saving the photo…";
    DROP_PHOTO = "去掉这张", "Remove this photo";
    WHAT_IS_WRONG = "是什么问题？", "What is wrong?";
    CHOOSE_CATEGORY = "选择类别", "Choose a category";
    CHANGE = "更改", "Change";
    CONDITIONS = "立案条件", "Filing condition";
    TRAINING_TEXT = "条件文字为训练用语", "Condition wording is for training";
    PLACE = "位置", "Place";
    DUE_ESTIMATE = "处置时限", "Limit";
    PROVISIONAL = "暂定：工作日历还没到那一天", "provisional: the calendar does not reach that day";
    AFTER_CATEGORY = "选好类别就显示责任单位和时限", "Unit and deadline appear once a category is chosen";
    NO_UNIT = "责任单位由服务器确定", "The server will find the unit";
    SEVERAL_UNITS = "可能的责任单位", "Possible units";
    NO_PLACE = "定不了位。请在大地图上指出位置，或输入经纬度。", "No position to be had. Point at the place on the big map, or enter longitude and latitude.";
    SEARCHING_PLACE = "正在定位…", "Finding your position…";
    NO_RECEIVER = "没有定位，请点图", "No position: tap the map";
    TAP_TO_MOVE = "点小图可改位置", "Tap the map to move the place";
    POINTED = "位置由您指定", "Place set by you";
    EDIT_PLACE = "改位置", "Move place";
    LONGITUDE = "经度", "Longitude";
    LATITUDE = "纬度", "Latitude";
    USE_THIS_PLACE = "用这个位置", "Use this place";
    BACK_TO_MINE = "用我的位置", "Use my position";
    NOT_A_PLACE = "这不是经纬度", "Not a longitude and latitude";
    OUTSIDE_GRIDS = "不在本机的网格里", "Outside the grids on this phone";
    ADDRESS = "地址（可不填）", "Address (optional)";
    ADDRESS_HINT = "例如 凤城八路 109 号门前", "such as: in front of 109 Fengcheng 8th Road";
    NOTE = "说点什么（可不填）", "Anything to add? (optional)";
    NUMBERS_ARE_HIDDEN = "里面有手机号或身份证号：保存时会遮住中间几位", "It holds a phone or identity number: its middle is hidden when it is saved";
    TAKE_AGAIN = "重拍", "Take again";
    SAVE = "保存", "Save";
    SAVING = "正在保存…", "Saving…";
    SELF_HANDLED = "已经自行处置", "Fixed on the spot";
    SELF_HANDLED_WORDS = "处置前、处置后各拍一张；受理员看过照片就结案，不计入任何单位", "One photo from before and one from after; the desk looks at them and closes it, and it counts to no unit";
    NOT_ON_SHIFT = "还没有签到", "Not on shift";
    BEGIN_SHIFT = "签到", "Begin shift";
    END_SHIFT = "签退", "End shift";
    NO_PHOTO_YET = "还没有照片，建议近景、远景各一张", "No photo yet; one near and one far are best";
    STILL_LACKS = "还差", "Still needed";
    SAVED_TITLE = "已保存在这部手机上", "Saved on this phone";
    SAVED_WORDS = "有网后自动上传，服务器收到前不会删除。", "Sent when the network is back; never freed before the server has it.";
    UNIT = "责任单位", "Responsible unit";
    DEADLINE = "处置期限（预计）", "Deadline (estimate)";
    DEADLINE_SERVER = "处置期限", "Deadline";
    REPORT_ANOTHER = "再报一件", "Report another";
    SEE_CASE = "看这件", "See this case";
    UNKNOWN_HERE = "由服务器确定", "The server will find it";

    // picker
    SEARCH = "拼音 · 汉字 · 代码", "pinyin · name · code";
    SEARCH_LABEL = "搜索类别", "Search categories";
    NOTHING_FOUND = "没有找到", "Nothing found";
    NOTHING_FOUND_WORDS = "试试拼音首字母（bllj）、一个汉字，或五位代码。", "Try pinyin initials (bllj), one Chinese character, or the five digits.";

    // cases
    MY_CASES = "我的案件", "My cases";
    FILTER_ALL = "全部", "All";
    FILTER_HERE = "只在本机", "Only here";
    FILTER_UNDERWAY = "在途", "On the way";
    FILTER_ARRIVED = "已收到", "Received";
    FILTER_BACK = "被退回", "Sent back";
    NONE_OF_THESE = "没有这样的案件", "No such cases";
    NONE_OF_THESE_WORDS = "换一个条件看看。", "Choose another filter.";
    ONLY_HERE = "只在本机", "Only on this phone";
    ONLY_HERE_WORDS = "还没有传到服务器；有网后自动上传。", "Not at the server yet; sent when the network is back.";
    ROW_ARRIVED_WORDS = "案件服务器有了，照片还在传。", "The server has the case; photos are still on the way.";
    ARRIVED = "服务器已收到", "Server has it";
    ARRIVED_WORDS = "案件和全部照片服务器都收到了。", "The server has the case and every photo.";
    SENT_BACK = "被退回", "Sent back";
    RESEND = "内容没错，原样再传", "Nothing is wrong: send as it is";
    MEND = "看内容，改正", "Read and correct";
    MEND_SEND = "改好了，再传", "Corrected: send again";
    MEND_WORDS = "改好下面的内容再传；原来那条也留着，不会丢。", "Correct what is below and send it again; the first one is kept too.";
    CASE_NO = "案卷号", "Case number";
    EARLIER_NO = "原案卷号", "Earlier number";
    GOES_ON = "并入案卷", "Goes on as";
    STILL_OPEN = "还在办理", "Still open";
    NO_CASE_NO = "服务器收到后给号", "Given by the server";
    CATEGORY = "类别", "Category";
    SAVED_AT = "保存时间", "Saved";
    STATE = "进展", "Progress";
    MY_NOTE = "备注", "Note";

    // tasks
    TASKS = "任务", "Tasks";
    BY_TIME = "按时限", "By time";
    BY_DISTANCE = "按路程", "By distance";
    NO_TASKS_TITLE = "没有任务", "No tasks";
    NO_TASKS_WORDS = "派给您的核实、核查会出现在这里；同步时取回。", "Verify and check tasks sent to you appear here after a sync.";
    WITHDRAWN = "已撤回", "Withdrawn";
    BEFORE_SHORT = "前", "before";
    NO_BEFORE = "无前照", "no photo";

    // answering
    REQUIREMENT = "要看什么", "What to look for";
    CLOSING = "怎样算解决", "Solved when";
    FROM_THE_SPOT = "距原点", "from the spot";
    ACCURACY = "精度", "accuracy";
    TAKE_NOW = "拍现在的样子", "Photograph it now";
    TAKE_ANOTHER = "再拍一张", "Another photo";
    STAND_THERE = "站到原来的位置，同一角度拍", "Stand at the same spot, same angle";
    NEEDS_PHOTO = "先拍一张照片才能下结论", "Take a photo before you judge";
    ANSWERED_HERE = "已答，存在本机", "Answered, saved here";
    UNIT_PHOTO = "单位交的处置后照片", "The unit's own after photo";
    BEFORE_NOT_HERE = "前照还没下载到本机", "The before photo is not on this phone yet";
    NOTE_ANSWER = "补充说明（可不填）", "Anything to add? (optional)";

    // sync
    SYNC = "同步", "Sync";
    STILL_HERE = "还有东西只在这部手机上", "Some things are only on this phone";
    ONLY_BACK = "都传到了，有被退回的要您处理", "All sent; what came back needs you";
    JUST_TRIED = "刚才试过，没有连上服务器", "Just tried: the server was not reached";
    ALL_DONE = "可以放心收工", "All safe: you can go home";
    ALL_DONE_WORDS = "这部手机上的案件和照片，服务器全部收到了。", "The server has every case and photo of this phone.";
    COUNT_CASE = "案件", "case";
    COUNT_CASES = "案件", "cases";
    COUNT_ANSWER = "任务回复", "answer";
    COUNT_ANSWERS = "任务回复", "answers";
    COUNT_PHOTO = "照片", "photo";
    COUNT_PHOTOS = "照片", "photos";
    COUNT_BACK = "被退回", "sent back";
    SYNC_NOW = "立即同步", "Sync now";
    SYNCING = "正在同步…", "Syncing…";
    LAST_CONTACT = "上次联系", "Last contact";
    LAST_FAILED = "上一次没有传完", "The last round was not finished";
    NEXT_TRY = "下次自动重试", "Next try";
    NEXT_TRY_NOW = "马上自动重试", "Trying again at once";
    OLDEST = "最早一条", "Oldest";
    SENT_BACK_TITLE = "被退回的，请处理", "Sent back: needs you";
    SENT_BACK_WORDS = "别的记录不受影响，照常上传。", "Other records are not affected.";
    WHY = "看原因", "Details";
    UNDERWAY = "还没传完的", "On the way";
    ARRIVED_TODAY = "今天已收到", "Received today";
    WILL_SAY = "全部收到后这里会写：可以放心收工", "When all is received it says so here";
    NOTHING_YET = "今天还没有上报", "Nothing reported today yet";
    RESCUE = "传不上去？", "It cannot be sent?";
    RESCUE_WORDS = "把没传的内容写成一个文件，拿到中心导入；手机以后又能传了，也不会多出案件。", "Write what has not arrived into one file and bring it to the desk. If the phone can send after all, nothing comes twice.";
    RESCUE_WRITE = "写救援文件", "Write a rescue file";
    RESCUE_WRITING = "正在写…", "Writing…";
    SEEN = "知道了", "Seen";
    ORIGINALS_HELD = "等 Wi-Fi 再传", "waiting for Wi-Fi";

    // me
    ME = "我的", "Me";
    ORIGINALS = "原图什么时候传", "When originals travel";
    ORIGINALS_UNMETERED = "只用 Wi-Fi", "Wi-Fi only";
    ORIGINALS_ANY = "流量也可以", "Mobile data too";
    ORIGINALS_WORDS = "案件和照片不受影响，有网就传；原图在照片之后传，服务器收到前不会删除。", "Cases and photos are not affected. Originals go after all photos and are kept until the server has them.";
    SIGN_OUT = "退出登录", "Sign out";
    ROLE = "角色", "Role";
    JURISDICTION = "单位", "Works for";
    VERSION = "应用版本", "App version";
}

/// A kind of task.
pub const fn task_kind(kind: TaskKind) -> Words {
    match kind {
        TaskKind::Verify => Words { zh: "核实", en: "Verify" },
        TaskKind::Check => Words { zh: "核查", en: "Check" },
    }
}

/// An answer, on its button.
pub const fn result(kind: TaskKind, result: TaskResult) -> Words {
    match (result, kind) {
        (TaskResult::Exists, _) => Words { zh: "属实", en: "It is there" },
        (TaskResult::Absent, _) => Words { zh: "不属实", en: "Not there" },
        (TaskResult::Pass, _) => Words { zh: "通过", en: "Pass" },
        (TaskResult::Fail, _) => Words { zh: "未解决", en: "Not solved" },
        (TaskResult::Unable, TaskKind::Verify) => Words { zh: "无法核实", en: "Cannot tell" },
        (TaskResult::Unable, TaskKind::Check) => Words { zh: "无法核查", en: "Cannot check" },
    }
}

/// Where a case stands.
pub const fn state(state: State) -> Words {
    match state {
        State::Reported => Words { zh: "已上报", en: "Reported" },
        State::Verifying => Words { zh: "核实中", en: "Being verified" },
        State::ToFile => Words { zh: "待立案", en: "To be filed" },
        State::ToDispatch => Words { zh: "待派遣", en: "To be dispatched" },
        State::ToSecondDispatch => Words { zh: "待区级派遣", en: "With the district" },
        State::ToHandle => Words { zh: "待处置", en: "With the unit" },
        State::Handling => Words { zh: "处置中", en: "Being handled" },
        State::Suspended => Words { zh: "挂账", en: "Suspended" },
        State::ToReview => Words { zh: "待督查", en: "To be reviewed" },
        State::ToCheck => Words { zh: "待核查", en: "To be checked" },
        State::Checking => Words { zh: "核查中", en: "Being checked" },
        State::ToClose => Words { zh: "待结案", en: "To be closed" },
        State::Closed => Words { zh: "已结案", en: "Closed" },
        State::Void => Words { zh: "作废", en: "Void" },
        State::Merged => Words { zh: "已并案", en: "Same as another case" },
        State::SelfReview => Words { zh: "自行处置待审", en: "Self-handled, in review" },
    }
}

/// What a photo shows.
pub const fn photo_role(role: PhotoRole) -> Words {
    match role {
        PhotoRole::Near => Words { zh: "近景", en: "Near" },
        PhotoRole::Far => Words { zh: "远景", en: "Far" },
        PhotoRole::Reference => Words { zh: "参照物", en: "Reference" },
        PhotoRole::Before => Words { zh: "处置前", en: "Before" },
        PhotoRole::After => Words { zh: "处置后", en: "After" },
        PhotoRole::Video => Words { zh: "视频", en: "Video" },
        PhotoRole::Voice => Words { zh: "语音", en: "Voice note" },
    }
}

/// What a report cannot be saved without.
pub const fn lacking(what: Lacking) -> Words {
    match what {
        Lacking::Photo => Words { zh: "照片", en: "a photo" },
        Lacking::Category => Words { zh: "类别", en: "category" },
        Lacking::Condition => Words { zh: "立案条件", en: "filing condition" },
        Lacking::Place => Words { zh: "位置", en: "place" },
        Lacking::After => Words { zh: "处置后照片", en: "a photo from after" },
    }
}

/// What an account is.
pub const fn role(role: Role) -> Words {
    match role {
        Role::Collector => Words { zh: "信息采集员", en: "Collector" },
        Role::Inspector => Words { zh: "核查员", en: "Inspector" },
        Role::Acceptor => Words { zh: "受理员", en: "Acceptor" },
        Role::ShiftLeader => Words { zh: "值班长", en: "Shift leader" },
        Role::Dispatcher => Words { zh: "派遣员", en: "Dispatcher" },
        Role::Unit => Words { zh: "责任单位", en: "Responsible unit" },
        Role::Handler => Words { zh: "处置人员", en: "Handler" },
        Role::Evaluator => Words { zh: "考核员", en: "Evaluator" },
        Role::Supervisor => Words { zh: "督导", en: "Supervisor" },
        Role::Leader => Words { zh: "领导", en: "Leader" },
        Role::Admin => Words { zh: "管理员", en: "Administrator" },
    }
}

/// Since when the person is on shift.
pub fn on_shift_since(lang: Lang, moment: &str) -> String {
    match lang {
        Lang::Zh => format!("{moment} 签到，在岗"),
        Lang::En => format!("on shift since {moment}"),
    }
}

/// How many shots the server has.
pub fn photos_of(lang: Lang, received: u64, total: u64) -> String {
    match lang {
        Lang::Zh => format!("照片 {received}/{total}"),
        Lang::En => format!("photos {received}/{total}"),
    }
}

/// How many photos there are of those that the category wants at least.
pub fn photos_wanted(lang: Lang, there: usize, least: usize) -> String {
    match lang {
        Lang::Zh if there >= least => format!("照片 {there} 张"),
        Lang::En if there >= least => format!("photos: {there}"),
        Lang::Zh => format!("照片 {there}/{least}"),
        Lang::En => format!("photos {there}/{least}"),
    }
}

/// How many originals the server has.
pub fn originals_of(lang: Lang, received: u64, wanted: u64) -> String {
    match lang {
        Lang::Zh => format!("原图 {received}/{wanted}"),
        Lang::En => format!("originals {received} of {wanted}"),
    }
}

/// What went into a rescue file.
pub fn rescued(lang: Lang, operations: u64, photos: u64) -> String {
    match lang {
        Lang::Zh => format!("已写好：记录 {operations} 条，照片 {photos} 张"),
        Lang::En => {
            let records = counted(operations, "record", "records");
            format!("Written: {records}, {}", counted(photos, "photo", "photos"))
        }
    }
}

/// What is only on this phone, in the corner of every screen.
pub fn only_here(lang: Lang, operations: u64, photos: u64) -> String {
    match (lang, operations, photos) {
        (Lang::Zh, 0, photos) => format!("照片 {photos} 张未传"),
        (Lang::En, 0, photos) => format!("{} unsent", counted(photos, "photo", "photos")),
        (Lang::Zh, operations, 0) => format!("本机 {operations}"),
        (Lang::En, operations, 0) => format!("{operations} only here"),
        (Lang::Zh, operations, photos) => format!("本机 {operations} · 照片 {photos}"),
        (Lang::En, operations, photos) => format!("{operations} here · {}", counted(photos, "photo", "photos")),
    }
}

/// How many records the server sent back.
pub fn sent_back(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Zh => format!("被退回 {count}"),
        Lang::En => format!("{count} sent back"),
    }
}

/// A case that waits for the network.
pub fn queued(lang: Lang, saved: &str, photos: u64) -> String {
    match lang {
        Lang::Zh => format!("{saved} 保存 · 照片 {photos} 张在本机"),
        Lang::En => format!("saved {saved} · {} here", counted(photos, "photo", "photos")),
    }
}

/// A case that the server has without all its photos.
pub fn row_arrived(lang: Lang, number: &str) -> String {
    after_number(number, lang.pick("案件服务器有了，照片还在传", "the server has the case, photos are on the way"))
}

/// A case of which the server has everything.
pub fn verified(lang: Lang, number: &str, received: u64, total: u64) -> String {
    match lang {
        Lang::Zh => after_number(number, &format!("照片 {received}/{total} 核对一致")),
        Lang::En => after_number(number, &format!("photos {received}/{total} verified")),
    }
}

fn after_number(number: &str, words: &str) -> String {
    if number.is_empty() { words.to_owned() } else { format!("{number} · {words}") }
}

/// The photo on the line.
pub fn sending(lang: Lang, role: &str, name: &str, percent: u64) -> String {
    match lang {
        Lang::Zh => format!("正在传 {role} · {name} {percent}%"),
        Lang::En => format!("Sending {role} · {name} {percent}%"),
    }
}

/// How long the rest takes.
pub fn about_left(lang: Lang, seconds: u64) -> String {
    let minutes = seconds.div_ceil(60);
    match (lang, seconds) {
        (Lang::Zh, ..=59) => format!("约 {seconds} 秒"),
        (Lang::En, ..=59) => format!("about {seconds} s"),
        (Lang::Zh, _) => format!("约 {minutes} 分"),
        (Lang::En, _) => format!("about {minutes} min"),
    }
}

/// A distance on foot.
pub fn distance(metres: f64) -> String {
    if metres < 1_000.0 { format!("{metres:.0} m") } else { format!("{:.1} km", metres / 1_000.0) }
}

/// A number of bytes.
pub fn bytes(count: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
    let megabytes = count as f64 / 1_000_000.0;
    if megabytes < 0.1 { format!("{} KB", count.div_ceil(1_000)) } else { format!("{megabytes:.1} MB") }
}

/// A limit in English, from its code: `4 work_hour`.
pub fn limit_en(code: &str) -> String {
    let plain = code.replace('_', " ");
    if plain.starts_with("1 ") { plain } else { format!("{plain}s") }
}

/// The limits of a category's conditions, from the shortest list of words: one, or how many conditions there are.
pub fn limits(lang: Lang, conditions: &[ConditionCard]) -> String {
    match conditions {
        [] => String::new(),
        [only] => lang.pick(&only.limit, &limit_en(&only.limit_code)).to_owned(),
        [first, rest @ ..] if rest.iter().all(|other| other.limit_code == first.limit_code) => {
            lang.pick(&first.limit, &limit_en(&first.limit_code)).to_owned()
        }
        several => match lang {
            Lang::Zh => format!("{} 种情形，时限不同", several.len()),
            Lang::En => format!("{} conditions, limits differ", several.len()),
        },
    }
}

/// How well the receiver knows where it is.
pub fn accuracy(metres: f64) -> String {
    format!("±{metres:.0} m")
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;

    use super::{ALL, bytes, limit_en, only_here, queued, rescued};

    #[test]
    fn every_word_is_there_in_both_languages() {
        for words in ALL {
            assert!(!words.zh.trim().is_empty() && !words.en.trim().is_empty(), "{words:?}");
        }
    }

    #[test]
    fn what_is_only_here_is_counted_by_kind() {
        assert_eq!(only_here(Lang::Zh, 3, 5), "本机 3 · 照片 5");
        assert_eq!(only_here(Lang::Zh, 0, 5), "照片 5 张未传");
        assert_eq!(only_here(Lang::En, 3, 0), "3 only here");
        assert_eq!(only_here(Lang::En, 0, 1), "1 photo unsent");
        assert_eq!(only_here(Lang::En, 1, 1), "1 here · 1 photo");
    }

    #[test]
    fn one_thing_is_not_said_as_several() {
        assert_eq!(rescued(Lang::En, 1, 1), "Written: 1 record, 1 photo");
        assert_eq!(rescued(Lang::En, 2, 0), "Written: 2 records, 0 photos");
        assert_eq!(queued(Lang::En, "09:00", 1), "saved 09:00 · 1 photo here");
    }

    #[test]
    fn a_limit_is_english_in_english() {
        assert_eq!((limit_en("4 work_hour").as_str(), limit_en("1 work_day").as_str()), ("4 work hours", "1 work day"));
    }

    #[test]
    fn a_few_bytes_are_never_shown_as_none() {
        assert_eq!(bytes(2_400_000), "2.4 MB");
        assert_eq!(bytes(1), "1 KB");
    }
}
