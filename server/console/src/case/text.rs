//! The words of one case's page: the story, the clocks, what findings mean, who may do what, the slip on paper.

use kit::lang::{Lang, Words};
use shared::case::ActionKind;
use shared::evidence::verdict::Finding;

use crate::text::pick;

kit::words! {
    NEWEST_FIRST = "最新在前", "Newest first";
    OLDEST_FIRST = "从头看起", "From the beginning";
    PEOPLE_ONLY = "只看人做的", "Only people's steps";
    NO_STEPS = "没有人做过的步骤", "No step was taken by a person";
    SOMEBODY = "有人", "somebody";
    THE_SYSTEM = "系统", "The system";
    BY_RULE = "依据", "by";
    PHOTOS_OF_STEP = "这一步的照片", "Photos of this step";

    CLOCKS = "时限怎么算的", "How the time is counted";
    CLOCKS_LEAD = "每个时钟的起点、时限、日历和逐段计时；合计等于存档的截止时间。", "Where each clock starts, its limit, its calendar and every stretch that counts; the sum is the stored deadline.";
    NO_CLOCKS = "还没有时钟在走：派遣时才开始计处置时限。", "No clock runs yet: the handling limit starts with the dispatch.";
    HANDLING_CLOCK = "处置时限", "Handling";
    STARTED = "开始", "Started";
    STARTED_BY = "由哪一步开始", "Started by";
    LEFT_BY = "由哪一步离开", "Left by";
    LIMIT = "时限", "Limit";
    CALENDAR = "工作日历", "Calendar";
    DUE = "截止", "Due";
    WARNED = "提醒", "Warned";
    STOPPED = "停止", "Stopped";
    USED = "已计", "Counted so far";
    WITHDRAWN = "任务已撤回", "the task was taken back";
    STRETCHES = "逐段计时", "Stretch by stretch";
    STRETCH = "时段", "Stretch";
    COUNTS = "计入", "Counts";
    SUM = "合计", "Sum";
    AGREES = "合计等于时限，终点等于存档的截止时间。", "The sum is the limit, and its end the stored deadline.";
    AGREES_NOT = "按现有的数据包重算，终点与存档的截止时间不同：当时的日历或设置没有留档。以存档的为准。", "Counted again by the packs at hand it ends elsewhere than the stored deadline: the calendar or setting of then was not kept. The stored one holds.";
    NO_COUNT = "没有可用的工作日历，不能重算。", "There is no calendar to count it again by.";
    FROM_CATALOGUE = "按目录", "by the catalogue";
    FROM_JURISDICTION = "按本辖区自定时限", "by the jurisdiction's own limit";
    FROM_BEFORE = "按立案时的规定（现已改动）", "as it was when the case was filed, and is no more";
    BY_SETTING = "按设置", "by the setting";
    BY_DEADLINE = "按当时记下的截止时间", "by the deadline that was written down";
    DAY_OFF = "休息日", "days off";
    HOLIDAY = "节假日", "holiday";
    MAKE_UP = "调休上班", "make-up day";
    FIRST_DAY = "起算当天不计", "the day of the start is not counted";
    STOOD = "时钟停着", "the clock stood";
    MORE_STRETCHES = "其余各段合计", "all others together";

    MEANING = "比对了什么", "What was compared";
    WHOLE_EVIDENCE = "看全部证据", "All the evidence";

    CANNOT = "其他人能做的，和现在不能做的", "What others may do, and what cannot be done now";
    CANNOT_NONE = "没有别的操作。", "There is nothing else.";
    OTHERS_MAY = "由其他角色做", "For other roles";
    OWN_NOT_NOW = "您的角色能做，但现在不行", "For your role, but not now";
    ON_SITE = "在现场用手机回答", "answered on site, by phone";

    NEAR = "附近的同类案件", "Cases of this kind near by";
    NO_NEAR = "附近没有同类案件。", "No case of this kind near by.";

    PRINT_FILE = "打印案卷", "Print the file";
    PRINT_SLIP = "打印处置单", "Print the work slip";
    BACK_TO_FILE = "返回案卷", "Back to the file";
    SLIP = "案件处置单", "Work slip";
    SLIP_NO = "案卷号", "Case number";
    SLIP_PRINTED = "打印时间", "Printed";
    SLIP_PROBLEM = "问题", "Problem";
    SLIP_TO = "处置要求", "What is to be done";
    SLIP_ORDER = "督办要求", "Supervise orders";
    SLIP_PHOTOS = "现场照片", "Photos of the scene";
    SLIP_NO_PHOTOS = "没有可以打印的照片", "No photo can be printed";
    SLIP_DONE = "处置情况", "What was done";
    SLIP_WHO = "处置人签字", "Signature";
    SLIP_WHEN = "完成时间", "Finished at";
    SLIP_AFTER = "处置后请在上报照片的同一位置拍照，上传后交回。", "Afterwards take photos from where the reported ones were taken, and hand them in.";

    NEXT_CASE = "下一件", "Next case";
    PREVIOUS_CASE = "上一件", "Previous case";
    NEIGHBOURS = "列表里的前后案件", "Neighbours in the list";
    NEIGHBOUR_KEYS = "快捷键 j / k", "Keys j / k";
}

const fn word(zh: &'static str, en: &'static str) -> Words {
    Words { zh, en }
}

/// Tells a step as a sentence that goes on after who took it; `{}` stands for whom it went to, or what came out.
pub const fn told(kind: ActionKind) -> Words {
    match kind {
        ActionKind::Report => word("上报了问题", "reported the problem"),
        ActionKind::Accept => word("受理了案件", "accepted the case"),
        ActionKind::SendVerify => word("派{}到现场核实", "sent {} to verify it on site"),
        ActionKind::VerifyResult => word("到现场核实：{}", "verified it on site: {}"),
        ActionKind::Reject => word("不予受理", "rejected it"),
        ActionKind::HandleDirectly => word("当即答复办结", "answered it at once"),
        ActionKind::Link => word("把它并入案件{}", "linked it to case {}"),
        ActionKind::Unlink => word("撤销了并案", "undid the link"),
        ActionKind::File => word("立案", "filed it"),
        ActionKind::Refuse => word("不予立案", "refused to file it"),
        ActionKind::Dispatch => word("派遣给{}，处置时限开始", "dispatched it to {}; the handling limit runs"),
        ActionKind::DispatchToDistrict => word("派到{}，由区级指定单位", "dispatched it to {}, which names the unit"),
        ActionKind::ReturnToCity => word("退回市级", "returned it to the city"),
        ActionKind::MarkUnowned => word("认定无责任主体", "found that nobody is responsible"),
        ActionKind::ReturnToAccept => word("退回受理", "returned it to be accepted anew"),
        ActionKind::Assign => word("接收了案件", "took the case"),
        ActionKind::Return => word("回退：不归本单位", "gave it back as not theirs"),
        ActionKind::ApplyExtend => word("申请延期", "asked for more time"),
        ActionKind::ApproveExtend => word("同意延期，加一个时限", "granted more time: one more limit"),
        ActionKind::DeclineExtend => word("不同意延期", "declined more time"),
        ActionKind::ApplySuspend => word("申请挂账", "asked to suspend it"),
        ActionKind::ApproveSuspend => word("同意挂账，时钟停", "granted the suspension; the clock stands"),
        ActionKind::DeclineSuspend => word("不同意挂账", "declined the suspension"),
        ActionKind::Resume => word("恢复处置，时钟继续", "resumed it; the clock goes on"),
        ActionKind::Finish => word("报告处置完毕", "said that it is done"),
        ActionKind::ReviewPass => word("督查通过", "let it pass the review"),
        ActionKind::ReviewRework => word("督查不通过，退回返工", "sent it back for rework after the review"),
        ActionKind::SendCheck => word("派{}到现场核查", "sent {} to check it on site"),
        ActionKind::CheckResult => word("到现场核查：{}", "checked it on site: {}"),
        ActionKind::TakeBack => word("收回了任务", "took the task back"),
        ActionKind::CheckPass => word("核查通过", "let it pass the check"),
        ActionKind::WaiveCheck => word("免核查", "let it pass without a check"),
        ActionKind::CheckRework => word("核查不通过，退回返工", "sent it back for rework after the check"),
        ActionKind::Close => word("结案", "closed it"),
        ActionKind::CloseSpecial => word("特殊结案", "closed it by decision"),
        ActionKind::Supervise => word("发出督办", "gave a supervise order"),
        ActionKind::ReplySupervision => word("回复督办", "replied to the order"),
        ActionKind::Appeal => word("对超期提出申诉", "appealed against the overdue mark"),
        ActionKind::ForwardAppeal => word("支持申诉，转受理员裁定", "supported the appeal; the acceptor decides"),
        ActionKind::DeclineAppeal => word("不支持申诉", "declined the appeal"),
        ActionKind::UpholdAppeal => word("裁定申诉成立，按期计", "upheld the appeal; it counts as in time"),
        ActionKind::DismissAppeal => word("裁定申诉不成立", "dismissed the appeal"),
        ActionKind::WarnDue => word("提醒责任单位：快到时限", "warned the unit that the limit is near"),
        ActionKind::MarkOverdue => word("标记为超期", "marked it as overdue"),
        ActionKind::Reopen => word("重新打开，再去核查", "opened it again, to be checked"),
        ActionKind::Void => word("作废", "voided it"),
        ActionKind::Reassign => word("按新的网格边界重新判定", "judged its place anew by new boundaries"),
        ActionKind::Recount => {
            word("按新的日历或规则重算了时限", "counted its limits anew by another calendar or other rules")
        }
        ActionKind::ReportSelfHandled => word("上报并已自行处置", "reported it and handled it on the spot"),
        ActionKind::PassSelfHandled => word("认可自行处置", "took it as handled on the spot"),
        ActionKind::RefuseSelfHandled => word("不认可自行处置", "did not take it as handled on the spot"),
    }
}

/// Tells what is told of the case that goes on, when another report is linked to it or not any more.
pub const fn told_of_other(is_linked: bool) -> Words {
    if is_linked {
        word("把同一问题的另一条上报{}并入本案", "linked another report of the same problem, {}, to this case")
    } else {
        word("把另一条上报{}从本案分出", "took another report, {}, off this case")
    }
}

/// Tells that new boundaries handed a case on.
pub const HANDED_ON: Words =
    word("按新的网格边界重新判定，转给{}", "judged its place anew by new boundaries and handed it to {}");

/// Says what a rule is by which the system took a step; one that this page does not know keeps its own word.
pub fn rule(rule: &str) -> Option<Words> {
    Some(match rule {
        "automatic.accept" => word("开关「自动受理」", "the switch for accepting by itself"),
        "automatic.send_verify" => word("开关「自动发核实」", "the switch for sending verifications by itself"),
        "automatic.file" => word("开关「自动立案」", "the switch for filing by itself"),
        "automatic.dispatch" => word("开关「自动派遣」", "the switch for dispatching by itself"),
        "automatic.assign" => word("开关「自动接收」", "the switch for taking by itself"),
        "automatic.review" => word("开关「自动督查」", "the switch for reviewing by itself"),
        "automatic.send_check" => word("开关「自动发核查」", "the switch for sending checks by itself"),
        "automatic.pass_check" => word("开关「核查通过自动转结案」", "the switch for passing checks by itself"),
        "automatic.close" => word("开关「自动结案」", "the switch for closing by itself"),
        "timer.resume" => word("挂账到期", "the end of the suspension"),
        "timer.overdue" => word("时限已到", "the end of the limit"),
        "timer.warn" => word("到期前提醒", "the warning before the limit"),
        "calendar" => word("工作日历变更", "another calendar"),
        "areas.edition" => word("网格边界新版本生效", "a new edition of the boundaries"),
        "media" => word("文件到达", "the arrival of a file"),
        _ => return None,
    })
}

/// Says what was laid beside what for a finding.
pub const fn compared(finding: Finding) -> Words {
    match finding {
        Finding::Missing => word(
            "照片在设备链上的编号，与服务器收到的前一张",
            "Its number in the device's chain, and the photo before it that the server has",
        ),
        Finding::Fork => word(
            "签名里写的前一张的指纹，与服务器收到的前一张",
            "The fingerprint that it names under its signature, and that of the photo before it",
        ),
        Finding::Reordered => {
            word("这一张的拍摄时间，与链上前一张的", "When it was taken, and when the one before it in the chain was")
        }
        Finding::ClockMoved => word(
            "手机的时钟，与只会往前走的开机计时和服务器时间",
            "The phone's clock, its own forward clock, and the server's",
        ),
        Finding::ClockWrong => {
            word("拍摄时手机的时钟，与服务器时间", "The phone's clock when it was taken, and the server's")
        }
        Finding::ClockUnknown => word("手机从没对过时间，没有可比的", "Nothing: the phone had never met the server"),
        Finding::FromTheFuture => word("拍摄时间，与服务器收到的时间", "When it was taken, and when it arrived"),
        Finding::NoPlace => word("没有位置，没有可比的", "Nothing: it names no place"),
        Finding::Mock => word("系统对定位来源的说明", "What the phone's system says of where the position came from"),
        Finding::ByHand => word(
            "位置的来源：人在地图上点的，不是测的",
            "Where the position came from: a person pointed, nothing measured",
        ),
        Finding::Simulated => word("位置的来源：训练用", "Where the position came from: training"),
        Finding::Uncertain => word("定位精度，与要求的精度", "The accuracy of the position, and what is asked for"),
        Finding::Stale => word("定位时间，与拍摄时间", "When the position was measured, and when the photo was taken"),
        Finding::FarFromCase => word("拍摄位置，与案件位置", "Where it was taken, and where the case is"),
        Finding::TooFast => {
            word("与同一设备前一张的距离和间隔", "The distance and the time from the same device's photo before")
        }
        Finding::Imported => word("照片的来源：不是应用内相机", "Where the file came from: not the app's camera"),
        Finding::AlbumNotTaken => {
            word("照片的来源，与本辖区的规定", "Where the file came from, and the jurisdiction's rule")
        }
        Finding::AlbumTime => {
            word("文件自带的时间，与上报时间", "The file's own time, and the time it was handed in for")
        }
        Finding::AlbumPlace => {
            word("文件自带的位置，与上报位置", "The file's own place, and the place it was handed in for")
        }
        Finding::AlbumSilent => word("文件不带时间和位置，没有可比的", "Nothing: the file says neither when nor where"),
        Finding::ExifDiffers => word("照片内的 EXIF，与设备签名的内容", "The EXIF inside, and what the device signed"),
        Finding::Unsigned => word("没有签名，没有可比的", "Nothing: it carries no signature"),
        Finding::SeenBefore => word("文件指纹，与所有案件的照片", "Its fingerprint, and the photos of all cases"),
        Finding::SeenInCase => {
            word("文件指纹，与本案先前的照片", "Its fingerprint, and the photos that this case had before")
        }
        Finding::LooksSeen => word("画面特征，与其他案件的照片", "What it looks like, and the photos of other cases"),
        Finding::Dark => word("画面亮度", "How bright the picture is"),
        Finding::Blurred => word("画面清晰度", "How sharp the picture is"),
        Finding::Small => word("像素尺寸，与看清细节所需的", "Its size in pixels, and what details need"),
        Finding::Unreadable => word("收到的字节，与图片格式", "The bytes that arrived, and what a picture is"),
        Finding::BeforeFinish => word("拍摄时间，与处置完毕的时间", "When it was taken, and when the unit said done"),
        Finding::FarFromBefore => {
            word("拍摄位置，与处置前照片的拍摄位置", "Where it was taken, and where the before photo was")
        }
        Finding::OtherHeading => {
            word("镜头朝向，与处置前照片的", "Where the camera looked, for this one and the before photo")
        }
        Finding::Unpaired => word("有没有对着处置前照片取景", "Whether it was framed by a before photo"),
        Finding::FoundLater => {
            word("打开相机的时间，与找回照片的时间", "When the camera was opened, and when the photo was found")
        }
    }
}

/// "距上一步 38 分".
pub fn since(lang: Lang, span: &str) -> String {
    pick(lang, format!("距上一步 {span}"), format!("{span} after the step before"))
}

/// "第 6 步".
pub fn step_number(lang: Lang, number: u64) -> String {
    pick(lang, format!("第 {number} 步"), format!("step {number}"))
}

/// "延期 2 次，共 12 工作时".
pub fn extended(lang: Lang, times: u16, whole: &str) -> String {
    let plural = if times == 1 { "" } else { "s" };
    pick(lang, format!("延期 {times} 次，共 {whole}"), format!("extended {times} time{plural}, {whole} in all"))
}

/// "3 时 40 分"; seconds only where there are some. Hours are never made days: a day of work is not a day.
pub fn hours(lang: Lang, ms: i64) -> String {
    let seconds = ms.max(0) / 1_000;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds % 3_600 / 60, seconds % 60);
    let units = [(hours, "时", "h"), (minutes, "分", "min"), (seconds, "秒", "s")];
    let said: Vec<String> = units
        .into_iter()
        .filter(|(amount, _, _)| *amount > 0)
        .map(|(amount, zh, en)| format!("{amount} {}", pick(lang, zh, en)))
        .collect();
    if said.is_empty() { "0".to_owned() } else { said.join(" ") }
}

/// "2 个工作日".
pub fn days(lang: Lang, days: i64) -> String {
    let plural = if days == 1 { "" } else { "s" };
    pick(lang, format!("{days} 个工作日"), format!("{days} working day{plural}"))
}

/// "按时，提前 2 时".
pub fn in_time(lang: Lang, span: &str) -> String {
    pick(lang, format!("按时，提前 {span}"), format!("in time, {span} early"))
}

/// "超时 2 时".
pub fn too_late(lang: Lang, span: &str) -> String {
    pick(lang, format!("超时 {span}"), format!("late by {span}"))
}

/// "待派遣（已离开）".
pub fn past_stage(lang: Lang, state: &str) -> String {
    pick(lang, format!("{state}（已离开）"), format!("{state} (left)"))
}

/// "本阶段此前已用 12 分".
pub fn used_before(lang: Lang, span: &str) -> String {
    pick(
        lang,
        format!("派出任务之前已用 {span}，其余从这里起算"),
        format!("{span} were used before a task was out; the rest counts from here"),
    )
}

/// "受理员、值班长可以做".
pub fn who_may(lang: Lang, roles: &str) -> String {
    pick(lang, format!("{roles}可以做"), roles.to_owned())
}

/// "另有 9 项要等案件到别的状态".
pub fn other_states(lang: Lang, count: usize) -> String {
    pick(lang, format!("另有 {count} 项要等案件到别的状态"), format!("{count} more are for other states of the case"))
}

/// "督办 1 · 领导督办 · 11-23 18:00 前回复".
pub fn order_note(lang: Lang, number: u32, kind: &str, due: Option<&str>) -> String {
    let due = due.map(|due| pick(lang, format!(" · {due} 前回复"), format!(" · reply by {due}"))).unwrap_or_default();
    pick(lang, format!("督办 {number} · {kind}{due}"), format!("order {number} · {kind}{due}"))
}

/// "周一".
pub fn weekday(lang: Lang, (year, month, day): (u32, u32, u32)) -> &'static str {
    const NAMES: [Words; 7] = [
        word("周日", "Sun"),
        word("周一", "Mon"),
        word("周二", "Tue"),
        word("周三", "Wed"),
        word("周四", "Thu"),
        word("周五", "Fri"),
        word("周六", "Sat"),
    ];
    // Sakamoto's rule: the months count as if the year began in March.
    const SHIFTS: [u32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
    let shift = usize::try_from(month).ok().and_then(|month| SHIFTS.get(month.checked_sub(1)?)).copied().unwrap_or(0);
    let year = if month < 3 { year.saturating_sub(1) } else { year };
    let number = (year + year / 4 - year / 100 + year / 400 + shift + day) % 7;
    let name = usize::try_from(number).ok().and_then(|number| NAMES.get(number));
    name.map_or("", |name| lang.say(*name))
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;
    use shared::case::ActionKind;
    use shared::evidence::verdict::Finding;

    use super::{ALL, HANDED_ON, compared, hours, told, told_of_other, weekday};

    #[test]
    fn every_word_speaks_both_languages() {
        let told = ActionKind::ALL.iter().map(|kind| told(*kind));
        let compared = Finding::ALL.iter().map(|finding| compared(*finding));
        let others = [told_of_other(true), told_of_other(false), HANDED_ON];
        for words in ALL.iter().copied().chain(told).chain(compared).chain(others) {
            assert!(!words.zh.is_empty() && !words.en.is_empty(), "{words:?} is silent in one language");
            assert_eq!(words.zh.contains("{}"), words.en.contains("{}"), "{words:?}");
            assert!(words.en.is_ascii(), "{words:?}");
        }
    }

    #[test]
    fn hours_of_work_stay_hours() {
        assert_eq!(hours(Lang::Zh, (3 * 60 + 40) * 60_000), "3 时 40 分");
        assert_eq!(hours(Lang::En, 120 * 3_600_000), "120 h");
        assert_eq!(hours(Lang::En, 59 * 60_000 + 13_000), "59 min 13 s");
        assert_eq!(hours(Lang::Zh, 0), "0");
    }

    #[test]
    fn a_day_knows_its_name() {
        for (day, name) in
            [((2026, 11, 23), "周一"), ((2024, 2, 29), "周四"), ((2022, 1, 1), "周六"), ((2026, 3, 1), "周日")]
        {
            assert_eq!(weekday(Lang::Zh, day), name, "{day:?}");
        }
    }
}
