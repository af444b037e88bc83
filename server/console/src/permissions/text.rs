//! The words of the page of permissions: what every right is called and what it lets one do.

use kit::lang::{Lang, Words};
use shared::account::Right;

use crate::text::pick;

kit::words! {
    LEAD = "这里写着哪种角色能做什么。服务器、手机和本页用的是同一张表，不能个别放宽；换角色请找管理员。", "Which role may do what. The server, the phones and this page read the same table; nobody is given more by hand. For another role ask an administrator.";
    REACH = "能做，不等于对谁都能做：区级账号只管本区，市级账号管全市；责任单位只见派给自己的案件；采集员只见自己上报和派给自己的。", "Being allowed is not being allowed everywhere: an account of a district acts in its own, one of the city in all; a unit sees what was dispatched to it, a collector what is their own.";
    FILTER = "只看一种角色", "One role only";
    ALL_ROLES = "全部角色", "All roles";
    YOU = "您", "you";
    RIGHTS = "权利", "Rights";
    ACTIONS = "案件动作", "What is done to a case";
    RIGHT = "权利", "Right";
    ACTION = "动作", "Action";
    YES = "可以", "may";
    NO = "不可以", "may not";
    BY_SERVER = "只由服务器自动做", "Done by the server alone";
    STATE_TOO = "还要看案件当时的状态", "The case's state decides too";
}

/// Marks the reader's own role.
pub fn of_you(lang: Lang, name: &str) -> String {
    let you = lang.say(YOU);
    pick(lang, format!("{name}（{you}）"), format!("{name} ({you})"))
}

const fn word(zh: &'static str, en: &'static str) -> Words {
    Words { zh, en }
}

/// Names a right.
pub const fn right(right: Right) -> Words {
    match right {
        Right::Report => word("上报", "Report"),
        Right::AnswerTasks => word("答复任务", "Answer tasks"),
        Right::Register => word("登记", "Register"),
        Right::SeeCases => word("看案件", "See cases"),
        Right::SeeDevices => word("看同步状态", "See sync"),
        Right::ManageDevices => word("管理设备", "Manage devices"),
        Right::ImportRescue => word("导入救援文件", "Import rescue files"),
        Right::ManageAccounts => word("管理账号", "Manage accounts"),
        Right::Announce => word("发布公告", "Announce"),
        Right::SeeTracks => word("看巡查轨迹", "See tracks"),
        Right::NudgeDevices => word("提醒手机", "Nudge phones"),
        Right::SeePeople => word("看人员", "See people"),
        Right::ManageSettings => word("改辖区开关", "Change switches"),
        Right::ManageAreas => word("管理网格与图层", "Manage grids and layers"),
        Right::ManageCatalogue => word("管理目录与时限", "Manage catalogue and limits"),
        Right::ReadDirectory => word("看通讯录", "Read the directory"),
        Right::EditDirectory => word("改通讯录", "Edit the directory"),
        Right::SeeAudit => word("看操作记录", "See the audit"),
        Right::SeeHealth => word("看运行状况", "See the server's health"),
        Right::KeepViews => word("保存视图", "Keep views"),
        Right::SeeAssessment => word("看考核", "See the assessment"),
        Right::Assess => word("考核评分", "Assess and publish"),
        Right::SeeHonesty => word("看真实性提示", "See honesty hints"),
    }
}

/// Says what a right lets one do.
pub const fn meaning(right: Right) -> Words {
    match right {
        Right::Report => word(
            "用手机拍照、上报问题，走过的路线随班次上传",
            "Take photos and report from a phone, whose way on shift is sent along",
        ),
        Right::AnswerTasks => word("在手机上答复核实、核查任务", "Answer verify and check tasks on a phone"),
        Right::Register => {
            word("在坐席登记电话等其他渠道来的问题", "Take down at a desk what comes by telephone and other channels")
        }
        Right::SeeCases => word(
            "看案件列表、照片、经过和统计，核对照片",
            "See lists, photos, histories and figures, and check whether a photo is ours",
        ),
        Right::SeeDevices => word(
            "看每部手机传到哪一步、多久没有消息",
            "See how far every phone has synced and how long it has been silent",
        ),
        Right::ManageDevices => word("登记和停用手机", "Enrol and withdraw phones"),
        Right::ImportRescue => word("导入手机导出的救援文件", "Import what a phone could not send and exported"),
        Right::ManageAccounts => {
            word("新建、修改、停用账号，解除锁定", "Add, change and disable accounts, and lift their locks")
        }
        Right::Announce => word(
            "给一线人员发公告、收回，看谁读了",
            "Tell the people in the field something, take it back, see how many have read it",
        ),
        Right::SeeTracks => {
            word("看某人当班走过的路线；每看一次都有记录", "See where somebody walked on shift; every look is recorded")
        }
        Right::NudgeDevices => word(
            "让手机在下次联系时提醒本人，如请同步、请充电",
            "Have a phone tell its person something at its next contact: sync, charge",
        ),
        Right::SeePeople => word("看账号、班次和各自的手机", "See accounts, their shifts and their phones"),
        Right::ManageSettings => word(
            "改本辖区的自动步骤、规则和数字",
            "Change which steps run by themselves, the rules and the numbers of a jurisdiction",
        ),
        Right::ManageAreas => {
            word("导入边界、划责任网格，定生效日期", "Import boundaries, draw duty grids, say from when they hold")
        }
        Right::ManageCatalogue => word(
            "改类别、立案条件、时限、日历和提示，定生效日期",
            "Change categories, conditions, limits, calendars and hints, say from when they hold",
        ),
        Right::ReadDirectory => word("在坐席查联系人和电话", "Look up people and numbers at a desk"),
        Right::EditDirectory => {
            word("管理员改全部，责任单位改自己下面的", "An administrator all of it, a unit what lies below itself")
        }
        Right::SeeAudit => word("看谁在什么时候做了什么", "See who did what, and when"),
        Right::SeeHealth => {
            word("看任务、队列、磁盘、版本和慢请求", "See jobs, queues, disk, versions and slow requests")
        }
        Right::KeepViews => word("把筛选好的案件视图存个名字", "Keep a filtered view of cases under a name"),
        Right::SeeAssessment => word(
            "看辖区、单位、岗位的考核数据，点开每个数字背后的案件",
            "See how areas, units and posts did, and open the cases behind each number",
        ),
        Right::Assess => word(
            "冻结和发布月度考核，维护评分模型，手工加减分，出通报",
            "Freeze and publish months, keep scoring models, give points by hand, make bulletins",
        ),
        Right::SeeHonesty => word("看疑似弄虚作假的提示并作出判断", "See hints at dishonest work, and judge them"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use kit::lang::Words;
    use shared::account::Right;
    use shared::case::ActionKind;

    use super::{ALL, meaning, right};
    use crate::text::names;

    fn speaks(words: Words) {
        let is_chinese = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
        assert!(words.zh.chars().any(is_chinese), "{words:?}");
        assert!(!words.en.is_empty() && !words.en.chars().any(is_chinese), "{words:?}");
    }

    #[test]
    fn every_right_and_every_action_has_words_of_its_own_in_both_languages() {
        for words in ALL {
            speaks(*words);
        }
        for one in Right::ALL {
            speaks(right(*one));
            speaks(meaning(*one));
        }
        for kind in ActionKind::ALL {
            speaks(names::action(*kind));
        }
        let named: BTreeSet<&str> = Right::ALL.iter().map(|one| right(*one).en).collect();
        assert_eq!(named.len(), Right::ALL.len(), "two rights under one name cannot be told apart");
    }
}
