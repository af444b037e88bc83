//! The words of this page: what each setting means.

use kit::lang::{Lang, Words};
use kit::text::counted;
use shared::api::jurisdictions::Group;

use crate::text::pick;

kit::words! {
    TITLE = "辖区与开关", "Jurisdictions";
    NAME = "名称", "Name";
    NAME_EN = "英文名称", "Name in English";
    PEOPLE = "可登录人员", "People";
    DEVICES = "设备", "Devices";
    OPEN_CASES = "未结案件", "Open cases";
    WHOLE_CITY = "全市", "Whole city";
    IS_TRAINING = "训练城市", "Training city";
    NOTHING = "还没有辖区", "There is no jurisdiction yet";
    NOTHING_MORE = "导入网格时，网格所属的辖区会建好。", "Importing grids makes the jurisdictions that they name.";
    LEAD = "这里的改动保存后成为新的一版设置，手机下一次联系时换上；已经在手里的案件按新的规则走下一步。", "What is changed here becomes a new set of settings; phones take it at their next contact, and cases at hand take their next step by it.";
    USUAL = "默认", "Usual";
    CHANGED_BY = "上次修改", "Last changed";
    ON = "开", "On";
    OFF = "关", "Off";
    NOT_SET = "未填", "Not set";
    PREVIEW = "将要改的", "What will change";
    NO_CHANGES = "还没有改动", "Nothing is changed yet";
    WAS = "现在", "Now";
    BECOMES = "改为", "Becomes";
    SETTING = "设置", "Setting";
    SAVE = "保存这些改动", "Save these changes";
    SAVE_SURE = "再点一次：手机和案件按新的来", "Press again: phones and cases go by the new settings";
    SAVED = "已保存，手机下一次联系时换上", "Saved; phones take it at their next contact";
    UNDO = "放弃改动", "Undo";
    FIX_FIRST = "有一项填得不对，改好才能保存", "One of them is out of its range; mend it to save";
    READ_AGAIN = "读新的设置", "Read the new settings";
    STALE = "别人刚改过这个辖区；您的改动还在，读新的以后可以再看一遍。", "Somebody else just changed this jurisdiction; read the new settings, your changes are kept to look at again.";
    TRAINING_WARNING = "“训练城市”决定案件算不算数：打开后新案件都标为训练，不计入考核。", "Training decides whether cases count: while it is on, new cases are marked and never counted.";
    ELSEWHERE = "在“目录与时限”页修改", "Changed on the page Catalogue and limits";
    UNITS_HOW = "一行一个：单位编号 百分数", "One a line: unit id, percentage";
    ALLOWED = "可填", "Allowed";

    // groups
    PLACE = "地点与编号", "Place and numbers";
    AUTOMATIC = "系统自动走的步骤", "Steps the server takes by itself";
    LIFE = "案件规则", "Rules of a case";
    DESKS = "哪一级来做", "Which level does it";
    STAGES = "每一步多少工作分钟（0 为不限）", "Working minutes for each step (0: no limit)";
    CHECKS = "核实与核查", "Verifying and checking";
    EVIDENCE = "照片可信的范围", "Within which a photo is believed";
    PHONES = "手机", "Phones";
    ALARMS = "同步看板：到什么程度告警（0 为不告警）", "Sync board: from when on it is an alarm (0: never)";
    SIGN_IN = "登录", "Signing in";
    ASSESSMENT = "考核", "Assessment";
}

/// Names a group.
pub const fn group(group: Group) -> Words {
    match group {
        Group::Place => PLACE,
        Group::Automatic => AUTOMATIC,
        Group::Life => LIFE,
        Group::Desks => DESKS,
        Group::Stages => STAGES,
        Group::Checks => CHECKS,
        Group::Evidence => EVIDENCE,
        Group::Phones => PHONES,
        Group::Alarms => ALARMS,
        Group::SignIn => SIGN_IN,
        Group::Assessment => ASSESSMENT,
    }
}

const fn word(zh: &'static str, en: &'static str) -> Words {
    Words { zh, en }
}

/// Says what a setting means; nothing for one that this page does not know.
pub fn field(path: &str) -> Option<Words> {
    Some(match path {
        "name" => NAME,
        "name_en" => NAME_EN,
        "zone" => word("时区", "Time zone"),
        "case_prefix" => word("案件编号开头的字母", "Letters that case numbers begin with"),
        "training" => word("训练城市：案件不计入", "Training city: cases do not count"),
        "automatic.accept" => word("采集员的上报自动受理", "A collector's report is accepted"),
        "automatic.send_verify" => word("其他来源的上报自动派人核实", "Somebody is sent to verify any other report"),
        "automatic.file" => word("要素齐全自动立案", "A complete case is filed"),
        "automatic.dispatch" => word("只有一家责任单位时自动派遣", "A case with exactly one unit is dispatched"),
        "automatic.assign" => word("派遣后自动进入处置", "A dispatched case is being handled at once"),
        "automatic.review" => word("单位办结自动通过督查", "A unit's finish passes the review"),
        "automatic.send_check" => word("自动抽人核查", "A check is drawn and sent"),
        "automatic.pass_check" => word("核查通过自动过关", "A passed check passes the stage"),
        "automatic.close" => word("核查通过自动结案", "A case whose check passed is closed"),
        "rules.verify_first" => {
            word("非采集员的上报先核实再受理", "Other reports are verified before they are accepted")
        }
        "rules.clock_stops" => word("处置时限到哪里停", "Where the handling clock stops"),
        "rules.handler_finishes" => word("处置人员可以直接报办结", "A handler's word is enough to say done"),
        "rules.most_extensions" => word("最多延期几次", "How many extensions a case may have"),
        "rules.most_suspensions" => word("最多挂账几次", "How often a case may be suspended"),
        "rules.most_suspended_days" => word("挂账最多多少天", "For how many days at the most"),
        "rules.second_dispatch" => {
            word("二次派遣：市派区，区派单位", "The city sends to the district, the district to the unit")
        }
        "rules.pauses_while_out" => {
            word("核实、核查在外时，派出方的时限暂停", "A desk's clock stands while a task is out")
        }
        "rules.warn_minutes" => {
            word("到期前多少工作分钟提醒（0 为不提醒）", "Warned so many working minutes before due (0: never)")
        }
        "rules.reassign_dispatched" => {
            word("换边界时，已派出的案件跟着换单位", "With new boundaries dispatched cases change their unit")
        }
        "rules.limits" => word("本辖区自己的处置时限", "Handling limits of its own"),
        "rules.desks.accept" | "rules.stages.accept" => word("受理", "Accept"),
        "rules.desks.file" | "rules.stages.file" => word("立案", "File"),
        "rules.desks.dispatch" | "rules.stages.dispatch" => word("派遣", "Dispatch"),
        "rules.desks.review" | "rules.stages.review" => word("督查", "Review"),
        "rules.desks.check" => word("核查", "Check"),
        "rules.desks.close" | "rules.stages.close" => word("结案", "Close"),
        "rules.stages.send_verify" => word("派人核实", "Send to verify"),
        "rules.stages.second_dispatch" => word("区级派遣", "Dispatch by the district"),
        "rules.stages.send_check" => word("派人核查、判核查", "Send to check, judge the check"),
        "verify_minutes" => word("核实要在多少工作分钟内答复", "Working minutes to answer a verification"),
        "check_minutes" => word("核查要在多少工作分钟内答复", "Working minutes to answer a check"),
        "rules.check_percent" => word("办结案件抽查百分之几", "Of a hundred finished cases so many are checked"),
        "rules.check_percent_of" => word("按单位另定的抽查比例", "Another rate for single units"),
        "rules.duty_by_shift" => word("只有签到的人算在岗", "Only who signed in counts as on duty"),
        "evidence.album" => word("允许从相册选照片", "Photos may come from an album"),
        "evidence.album_s" => word("相册照片最多早于提交多少秒", "An album photo may be so many seconds old"),
        "evidence.far_m" => word("照片离案件最多多少米", "A photo may be so many metres from its case"),
        "evidence.uncertain_m" => word("定位误差最多多少米", "A position may be so many metres uncertain"),
        "evidence.stale_s" => word("定位最多早于照片多少秒", "A position may be so many seconds older than the photo"),
        "evidence.fast_kmh" => word("两张照片之间最快每小时多少公里", "Fastest between two photos, kilometres an hour"),
        "evidence.clock_s" => word("时钟最多差多少秒", "Clocks may differ by so many seconds"),
        "evidence.heading_deg" => {
            word("前后照片朝向最多差多少度", "Degrees between the directions of before and after")
        }
        "nearest_m" => {
            word("点在网格外时，多少米内归最近的网格", "A point outside all grids takes one within so many metres")
        }
        "remark_m" => word("边界说明在多少米内显示", "Boundary remarks are shown within so many metres"),
        "working_edge_px" => word("上传照片长边多少像素", "Long edge of the working copy, pixels"),
        "send_originals" => word("原图不等要就上传", "Originals travel without being asked for"),
        "duplicate_m" => word("多少米内同类可能重复", "The same category within so many metres may be the same"),
        "duplicate_hours" => word("……多少小时内", "… if reported within so many hours"),
        "nearby_days" => word("同网格案件在手机上显示多少天", "Days a case is shown to who walks its grid"),
        "directory_days" => {
            word("多少天没联系，手机不再显示通讯录", "Days without a word after which the directory is hidden")
        }
        "track_days" => word("轨迹保存多少天", "Days for which tracks are kept"),
        "tianditu_key" => word("天地图密钥", "Key for the national online map"),
        "alarms.silent_minutes" => {
            word("在班时多少分钟没有联系", "No word for so many minutes from somebody who is on shift")
        }
        "alarms.oldest_minutes" => {
            word("最早的一件等了多少分钟还没传上来", "The oldest thing that is not sent has waited for so many minutes")
        }
        "alarms.free_disk_mb" => word("手机剩余空间少于多少 MB", "The phone has less than so many MB left"),
        "alarms.battery_percent" => word("电量低于百分之几", "The battery is below so many percent"),
        "alarms.skew_seconds" => word("手机时钟差多少秒以上", "The phone's clock is off by more than so many seconds"),
        "alarms.least_app" => {
            word("应用早于哪个版本（不填为不管）", "The app is older than this version (empty: any will do)")
        }
        "second_factor" => word(
            "登录时除密码外还要动态码（市级要求的，各辖区都要）",
            "Signing in takes a one-time code beside the password (what the city asks holds everywhere)",
        ),
        "freeze_day" => word(
            "每月考核在次月几日 0 点冻结（以市级填的为准）",
            "A month is frozen on this day of the next, at 0:00 (the city's counts)",
        ),
        "blind_check_percent" => word(
            "核查有了结果后，百分之几另派一人盲核（双方都不知情，不影响案件）",
            "Of a hundred answered checks so many are checked once more by somebody who does not know it",
        ),
        _ => return None,
    })
}

/// Names a choice; nothing for a word that this page does not know.
pub fn choice(value: &str) -> Option<Words> {
    Some(match value {
        "either" => word("哪级都行", "Either"),
        "city" => word("市级", "The city"),
        "district" => word("区级", "The district"),
        "finish" => word("单位说办结时", "When the unit says done"),
        "review" => word("督查通过时", "When it passed the review"),
        "off" => word("谁愿意谁用", "Only who wants one"),
        "admins" => word("管理员都要", "All administrators"),
        _ => return None,
    })
}

/// Says from what to what a number may go.
pub fn range(lang: Lang, least: u32, most: u32) -> String {
    pick(lang, format!("{least} 到 {most}"), format!("{least} to {most}"))
}

/// Says who changed a setting last.
pub fn changed(lang: Lang, actor: &str, at: &str) -> String {
    pick(lang, format!("{actor}，{at}"), format!("{actor}, {at}"))
}

/// Says how many limits of its own a jurisdiction has.
pub fn limits(lang: Lang, count: usize) -> String {
    pick(lang, format!("{count} 类"), counted(count, "category", "categories"))
}

#[cfg(test)]
mod tests {
    use shared::api::jurisdictions::{FIELDS, Kind};

    use super::{choice, field};

    #[test]
    fn every_setting_is_explained_and_every_choice_named() {
        for known in FIELDS {
            assert!(field(known.path).is_some(), "{}", known.path);
            if let Kind::Choice(words) = known.kind {
                assert!(words.iter().all(|word| choice(word).is_some()), "{}", known.path);
            }
        }
        assert!(field("rules.most_wishes").is_none() && choice("everybody").is_none());
    }
}
