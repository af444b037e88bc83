//! The words of the page that says how the server is.

use kit::lang::{Lang, Words};
use kit::text::counted;
use shared::api::health::{DiskUse, Warning};

use crate::text::pick;
use crate::text::spans::number;

kit::words! {
    FINE = "一切正常", "All is well";
    FINE_MORE = "没有需要处理的事", "Nothing needs attention";
    WARNINGS = "需要处理", "To be done";
    CITY_ONLY = "这一页由市级管理员查看", "This page is for the city's administrators";
    CITY_ONLY_MORE = "它说的是整台服务器，不分辖区。本辖区的设备和记录在“同步状态”和“操作记录”里。", "It tells of the whole server, whatever the jurisdiction. Your devices and records are on the pages Sync and Audit.";
    VERSIONS = "版本", "Versions";
    PROGRAM = "程序", "Program";
    SCHEMA = "数据库结构", "Database schema";
    ENGINE = "数据库", "Database";
    SIZE = "数据库大小", "Size of the database";
    WAL = "待写入的日志", "Log still to be written in";
    CONNECTIONS = "连接（本进程）", "Connections (of this process)";
    CONNECTIONS_ALL = "连接（全部）", "Connections (of all)";
    DISKS = "磁盘", "Disks";
    QUEUES = "排队", "Waiting";
    TO_EXAMINE = "待看像素的照片", "Photos to be looked at";
    UNJUDGED = "待核的照片", "Photos without a verdict";
    UPLOADS = "正在上传", "Uploads under way";
    RECEIPTS = "待落盘的文件", "Files waiting for their receipt";
    DEVICES_WAITING = "还有未传内容的设备", "Devices with unsent work";
    AUDIT_WAITING = "待上链的记录", "Records waiting to be chained";
    SAFETY = "备份与证书", "Backup and certificate";
    BACKUP = "上次备份", "Last backup";
    NO_BACKUP = "没有用本程序做过备份", "None made with this program";
    WITHOUT_MEDIA = "不含照片", "without photos";
    CERTIFICATE = "证书有效到", "Certificate holds until";
    NO_CERTIFICATE = "不由本程序加密；证书看前面的代理", "TLS is spoken by something in front of this program";
    CHAIN = "操作记录的链", "Chain of the audit";
    PACKS = "生效的数据包", "Packs in force";
    KIND = "种类", "Kind";
    AREA = "辖区", "Jurisdiction";
    VERSION = "版本", "Version";
    SINCE = "导入时间", "Came";
    JOBS = "后台任务", "Jobs";
    PROCESS = "进程", "Process";
    THIS_PROCESS = "本进程", "this one";
    ALIVE = "在运行", "running";
    GONE = "已停止", "gone";
    STARTED = "启动", "Started";
    HEARD = "最近心跳", "Last heard";
    JOB = "任务", "Job";
    LAST_START = "上次开始", "Last began";
    LAST_END = "上次结束", "Last ended";
    TOOK = "用时", "Took";
    NEXT = "下次", "Next";
    RUNS = "次数 / 失败", "Runs / failed";
    RESULT = "结果", "Result";
    WENT_WELL = "成功", "went well";
    NO_JOBS = "任务还没有跑过", "No job has run yet";
    ROUTES = "各接口的请求", "Requests by route";
    ROUTE = "接口", "Route";
    REQUESTS = "请求", "Requests";
    ERRORS = "出错", "Failed";
    BOUND_NOTE = "耗时是上限：右边三列依次是一半、百分之九十五、百分之九十九的请求不超过的毫秒数。从本进程启动算起。", "Times are bounds: half (P50) and 95 of a hundred (P95) requests took at most so many milliseconds. Counted since this process started.";
    SLOW = "最近一小时最慢的请求", "The slowest requests of the last hour";
    STATUS = "状态码", "Status";
    WHEN = "时间", "When";
    MS = "毫秒", "ms";
    NO_SLOW = "这一小时没有请求", "No requests in the last hour";
    HISTORY = "变化", "How it was";
    DAY = "24 小时", "24 hours";
    WEEK = "7 天", "7 days";
    UNREAD_CASES = "待计入考核的案件", "Cases to be counted for the assessment";
    FREEZING = "正在冻结的月份", "Month being frozen";
    NUMBERS = "看数字", "The numbers";
    NO_SAMPLES = "还没有记录；每五分钟记一次", "Nothing yet; figures are taken every five minutes";
    CHART_SIZE = "数据库大小（MB）", "Size of the database (MB)";
    CHART_FREE = "磁盘剩余（GB）", "Free space (GB)";
    CHART_QUEUES = "排队", "Waiting";
    CHART_REQUESTS = "每五分钟的请求", "Requests in five minutes";
    DATA = "数据盘", "Data disk";
    MEDIA = "照片盘", "Photo disk";
    P95 = "百分之九十五不超过（毫秒）", "95 of a hundred within (ms)";
}

/// Names what lies on a disk.
pub const fn disk(lies: DiskUse) -> Words {
    match lies {
        DiskUse::Data => DATA,
        DiskUse::Media => MEDIA,
    }
}

/// "2026-10：35,000 件中读了 1,200 件"; once all were read, that its rows are sealed.
pub fn freezing(lang: Lang, month: &str, done: u64, total: u64) -> String {
    let is_read = total > 0 && done >= total;
    let (done, total) = (number(done), number(total));
    if is_read {
        let zh = format!("{month}：{total} 件都读了，正在封存");
        return pick(lang, zh, format!("{month}: all {} read, being sealed", counted(&total, "case", "cases")));
    }
    let of = counted(&total, "case", "cases");
    pick(lang, format!("{month}：{total} 件中读了 {done} 件"), format!("{month}: {done} of {of} read"))
}

/// Names a job; one of a later server keeps its own word.
pub fn job(name: &str) -> Option<Words> {
    const fn word(zh: &'static str, en: &'static str) -> Option<Words> {
        Some(Words { zh, en })
    }
    match name {
        "packs" => word("留意新数据包", "Notice packs"),
        "editions" => word("网格到期生效", "Bring editions into force"),
        "drafts" => word("目录和日历到期生效", "Bring catalogues and calendars into force"),
        "due" => word("看谁到期", "Look at what is due"),
        "calendar" => word("按日历重算", "Follow the calendar"),
        "audit_chain" => word("操作记录上链", "Chain the audit"),
        "uploads" => word("清理旧上传", "End old uploads"),
        "forget" => word("清理过期内容", "Forget what is old"),
        "alarms" => word("留意设备异常", "Notice trouble with devices"),
        "months" => word("冻结考核月份", "Freeze months"),
        "tracks" => word("清理旧轨迹", "Forget old tracks"),
        "honesty" => word("找真实性线索", "Look for hints at dishonest work"),
        "evidence" => word("核对照片", "Judge photos"),
        "health" => word("记下运行状况", "Write down how the server is"),
        "assessment" => word("案件计入考核", "Count cases for the assessment"),
        "post_days" => word("统计在岗和巡查", "Count days on shift"),
        _ => None,
    }
}

/// Says what is wrong.
pub fn what(lang: Lang, warning: &Warning, moment: impl Fn(shared::time::Instant) -> String) -> String {
    let named = |name: &str| job(name).map_or_else(|| name.to_owned(), |words| lang.say(words).to_owned());
    match warning {
        Warning::ChainBroken { faults } => pick(
            lang,
            format!("操作记录的链有 {faults} 处对不上"),
            format!("The chain of the audit has {}", counted(faults, "fault", "faults")),
        ),
        Warning::DiskLow { lies, free_bytes, total_bytes } => {
            let percent = free_bytes.saturating_mul(100) / total_bytes.max(&1);
            let lies = lang.say(disk(*lies));
            pick(lang, format!("{lies}只剩 {percent}%"), format!("{lies}: only {percent} % free"))
        }
        Warning::JobFailed { job, at, error } => {
            let (job, at) = (named(job), moment(*at));
            pick(lang, format!("任务“{job}”在 {at} 失败：{error}"), format!("The job “{job}” failed at {at}: {error}"))
        }
        Warning::JobSilent { job, since } => {
            let (job, since) = (named(job), moment(*since));
            pick(
                lang,
                format!("任务“{job}”从 {since} 起没有再跑"),
                format!("The job “{job}” has not run since {since}"),
            )
        }
        Warning::CertificateEnds { at } => {
            let at = moment(*at);
            pick(lang, format!("证书在 {at} 到期"), format!("The certificate ends at {at}"))
        }
        Warning::NoBackup { last: Some(last) } => {
            let last = moment(*last);
            pick(lang, format!("{last} 以后没有备份"), format!("No backup since {last}"))
        }
        Warning::NoBackup { last: None } => {
            pick(lang, "从没有用本程序做过备份", "No backup was ever made with this program").to_owned()
        }
    }
}

/// Says what to do about it.
pub const fn what_to_do(warning: &Warning) -> Words {
    const fn word(zh: &'static str, en: &'static str) -> Words {
        Words { zh, en }
    }
    match warning {
        Warning::ChainBroken { .. } => word(
            "不要清理数据库；保留最近的备份，在“操作记录”里看是哪几条，交给负责数据库的人对照。",
            "Clean nothing up. Keep the last backups, see on the Audit page which records it is, and have them compared.",
        ),
        Warning::DiskLow { .. } => word(
            "加大磁盘，或把照片移到别处（启动参数 --media-url）。满了以后手机传不上来，但内容都在手机上。",
            "Enlarge the disk, or move photos elsewhere (--media-url). When it is full phones cannot send; their work stays on them.",
        ),
        Warning::JobFailed { .. } => word(
            "它会自己再试。一直失败就看服务器日志里同一时间的一行。",
            "It tries again by itself. If it keeps failing, read the server's log at that time.",
        ),
        Warning::JobSilent { .. } => word(
            "多半是前一个任务卡住了；看服务器日志，必要时重启服务。",
            "Another job may keep it waiting. Read the server's log; restart the service if need be.",
        ),
        Warning::CertificateEnds { .. } => word(
            "换上新证书并重启服务；过期以后手机和浏览器都连不上。",
            "Put a new certificate in its place and restart the service. Once it has ended neither phones nor browsers connect.",
        ),
        Warning::NoBackup { .. } => word(
            "在服务器上运行 xunge-server backup 文件名；最好每天自动做，并存到另一台机器。",
            "Run xunge-server backup FILE on the server; best every day by itself, and kept on another machine.",
        ),
    }
}

/// "已占 12 / 共 100 GB".
pub fn of_total(lang: Lang, free: &str, total: &str) -> String {
    pick(lang, format!("剩 {free}，共 {total}"), format!("{free} free of {total}"))
}

/// "已执行到第 26 号变更（编号有空缺，不是个数）".
pub fn schema(lang: Lang, newest: i64) -> String {
    pick(
        lang,
        format!("已执行到第 {newest} 号变更（编号有空缺，不是个数）"),
        format!("up to migration {newest}, the newest one applied (numbers have gaps: it is no count)"),
    )
}

/// "2 个在用，共 8 个".
pub fn busy(lang: Lang, busy: u32, open: u32) -> String {
    pick(lang, format!("{busy} 个在用，共 {open} 个"), format!("{busy} of {open} at work"))
}

/// What a chart shows, for whoever cannot see it.
pub fn chart(lang: Lang, title: &str, from: &str, to: &str) -> String {
    pick(lang, format!("{title}，{from} 到 {to} 的折线"), format!("{title}: a line from {from} to {to}"))
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;
    use shared::api::health::{DiskUse, Warning};
    use shared::time::Instant;

    use super::{ALL, freezing, what, what_to_do};

    #[test]
    fn every_word_speaks_both_languages() {
        let is_chinese = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
        for words in ALL {
            assert!(words.zh.chars().any(is_chinese) && !words.en.chars().any(is_chinese), "{words:?}");
        }
    }

    #[test]
    fn a_month_whose_cases_were_all_read_is_being_sealed() {
        let said = |done, total| freezing(Lang::En, "2026-10", done, total);
        assert_eq!(said(1_200, 35_000), "2026-10: 1,200 of 35,000 cases read");
        assert_eq!(said(35_000, 35_000), "2026-10: all 35,000 cases read, being sealed");
        assert_eq!(said(0, 0), "2026-10: 0 of 0 cases read", "it has only begun");
        assert_eq!(freezing(Lang::Zh, "2026-10", 2, 2), "2026-10：2 件都读了，正在封存");
    }

    #[test]
    fn every_warning_says_what_it_is_and_what_to_do() {
        let at = Instant::from_ms(0);
        let warnings = [
            Warning::ChainBroken { faults: 2 },
            Warning::DiskLow { lies: DiskUse::Media, free_bytes: 9, total_bytes: 100 },
            Warning::JobFailed { job: "forget".to_owned(), at, error: "no room".to_owned() },
            Warning::JobSilent { job: "later".to_owned(), since: at },
            Warning::CertificateEnds { at },
            Warning::NoBackup { last: None },
            Warning::NoBackup { last: Some(at) },
        ];
        for warning in &warnings {
            let said = |lang| what(lang, warning, |_| "10:00".to_owned());
            assert_ne!(said(Lang::Zh), said(Lang::En));
            assert!(!what_to_do(warning).en.is_empty());
        }
        assert_eq!(what(Lang::En, &warnings[1], |_| String::new()), "Photo disk: only 9 % free");
    }
}
