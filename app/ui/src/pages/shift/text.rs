//! The words of the shift.

use kit::lang::Lang;
use kit::text::{counted, stretch};
use kit::words;

words! {
    SHIFT = "考勤", "Shift";
    SEE_SHIFT = "看本班", "See the shift";
    TRACK_KEPT = "轨迹记录中，签退即停", "Your track is being kept; it ends with the shift";
    TRACK_WAITING = "等待定位，还没有开始记轨迹", "Waiting for a position; no track yet";
    TRACK_INEXACT = "定位不准，这一段没有记轨迹", "The position is too inexact; no track just now";
    TRACK_SILENT = "好几分钟没有新定位，这一段没有记轨迹", "No new position for some minutes; no track just now";
    TRACK_STOPPED = "签到超过 16 小时，轨迹已停记；请签退", "On shift for over 16 hours: the track has stopped. Please end the shift";
    TRACK_FAILED = "轨迹没有记上", "The track could not be kept";
    TRACK_WORDS = "只在签到和签退之间记录走过的路，按天保存，到期删除；谁看过都有记录。", "Where you walk is kept from the beginning of a shift to its end and at no other time. It is deleted after some days, and every look at it is recorded.";
    NOT_IN_OWN = "您现在不在自己的责任网格内", "You are not in your own duty grid";
    BEGIN_OUTSIDE = "仍可签到，会注明在网格外。", "You can begin all the same; it says that it was outside.";
    END_OUTSIDE = "仍可签退，会注明在网格外。", "You can end all the same; it says that it was outside.";
    BEGIN_ANYWAY = "仍然签到", "Begin all the same";
    END_ANYWAY = "仍然签退", "End all the same";
    NOT_NOW = "先不", "Not now";
    BEGAN_OUTSIDE = "签到时在责任网格外", "Began outside the own duty grid";
    BEGAN_UNKNOWN = "签到时没有定位", "Began without a position";
    MARKING = "正在保存…", "Saving…";
    WALKED = "走了", "walked";
    ON_SHIFT_FOR = "在岗", "on shift";
    COVERAGE = "今天走过的网格", "Grids walked today";
    NO_OWN_GRIDS = "还没有分给您责任网格", "No duty grid is yours yet";
    NO_OWN_GRIDS_WORDS = "管理员分配后，同步一次就会出现在这里。", "Once the administrator gives you some, they appear here with the next sync.";
    LEGEND_WALKED = "走过", "walked";
    LEGEND_NOT = "还没走", "not yet";
    LEGEND_LINE = "走的路", "your way";
    LEGEND_HERE = "您在这里", "you are here";
    COVERAGE_WORDS = "有一个 30 米以内的准确定位落在里面，就算走过。", "One position in it that is exact to 30 m counts.";
    TODAY_SO_FAR = "今天的成绩", "Today so far";
    REPORTS = "上报", "Reports";
    ARRIVED_OF_THESE = "服务器已收到", "At the server";
    VALID_OF_THESE = "已立案", "Filed";
    ANSWERED_IN_TIME = "按时回复任务", "Tasks in time";
    ANSWERED_LATE = "超时回复任务", "Tasks late";
    PHOTOS = "照片", "Photos";
    VALID_WORDS = "立案数是这部手机上次同步时知道的，之后还会变。", "Filed is what this phone heard with its last sync; it may still change.";
    THE_WAY = "去同步", "Go to sync";
    END_OF_SHIFT = "收工", "The end of the shift";
    RECEIPT = "服务器回执", "Server's receipt";
}

/// Where the shift began.
pub fn began_in(lang: Lang, name: &str) -> String {
    match lang {
        Lang::Zh => format!("在 {name} 签到"),
        Lang::En => format!("began in {name}"),
    }
}

/// How long somebody has been away from every own duty grid.
pub fn outside_for(lang: Lang, ms: i64) -> String {
    let long = stretch(lang, ms.max(0));
    match lang {
        Lang::Zh => format!("已离开责任网格 {long}"),
        Lang::En => format!("Outside your duty grid for {long}"),
    }
}

/// How many unit grids of a duty grid were walked.
pub fn walked_of(lang: Lang, visited: u64, total: u64) -> String {
    match lang {
        Lang::Zh => format!("走过 {visited}/{total} 格"),
        Lang::En => format!("{visited} of {}", counted(total, "grid", "grids")),
    }
}

/// What of the day is not at the server.
pub fn missing(lang: Lang, operations: u64, photos: u64, sent_back: usize) -> String {
    match lang {
        Lang::Zh => format!("记录 {operations} 条、照片 {photos} 张还在本机；被退回 {sent_back} 条"),
        Lang::En => {
            let records = counted(operations, "record", "records");
            let photos = counted(photos, "photo", "photos");
            format!("{records} and {photos} are only here; {sent_back} sent back")
        }
    }
}

/// How many points of the track wait; they hold nobody up.
pub fn points_waiting(lang: Lang, points: u64) -> String {
    match lang {
        Lang::Zh => format!("轨迹还有 {points} 个点待传，不影响收工"),
        Lang::En => {
            let points = counted(points, "point of the track waits", "points of the track wait");
            format!("{points}; you need not wait for that")
        }
    }
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;

    use super::{ALL, began_in, missing, outside_for, points_waiting, walked_of};

    #[test]
    fn every_word_is_there_in_both_languages() {
        for words in ALL {
            assert!(!words.zh.trim().is_empty() && !words.en.trim().is_empty(), "{words:?}");
            assert!(!words.en.chars().any(|c| ('\u{3000}'..='\u{9fff}').contains(&c)), "{words:?}");
        }
    }

    #[test]
    fn a_sentence_with_numbers_is_english_in_english() {
        for said in [
            began_in(Lang::En, "Z1"),
            outside_for(Lang::En, 720_000),
            walked_of(Lang::En, 3, 24),
            missing(Lang::En, 1, 2, 3),
            points_waiting(Lang::En, 7),
        ] {
            assert!(said.is_ascii(), "{said}");
        }
        assert_eq!(walked_of(Lang::En, 0, 1), "0 of 1 grid");
        assert_eq!(missing(Lang::En, 1, 2, 0), "1 record and 2 photos are only here; 0 sent back");
        assert_eq!(points_waiting(Lang::En, 1), "1 point of the track waits; you need not wait for that");
        assert_eq!(outside_for(Lang::Zh, 720_000), "已离开责任网格 12 分");
        assert_eq!(walked_of(Lang::Zh, 3, 24), "走过 3/24 格");
    }
}
