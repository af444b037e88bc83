//! The words of the directory.

use kit::lang::{Lang, Words};
use shared::api::directory::ChangeKind;

use crate::text::pick;

kit::words! {
    SEARCH = "姓名、简拼、职务、部门、号码", "Name, initials, post, unit, number";
    UNITS = "部门", "Units";
    WHOLE = "全部", "All";
    PEOPLE = "人员", "People";
    CHANGES = "改动记录", "Changes";
    EDITORS = "谁维护哪一部分", "Who looks after what";
    PARTS = "通讯录的部分", "Parts of the directory";
    EXPORT_CSV = "导出 CSV", "Export CSV";
    EXPORT_XLSX = "导出表格", "Export a workbook";
    EXPORT_NOTE = "导出会记入操作记录", "Taking the list away is recorded";
    NAME = "姓名", "Name";
    POST = "职务", "Post";
    MOBILE = "手机", "Mobile";
    OFFICE = "办公电话", "Office";
    UNIT = "部门", "Unit";
    INITIALS = "简拼（不填则自动）", "Initials (made of the name if left empty)";
    SEEN_BY = "谁能看到", "Who may see it";
    EVERYBODY = "所有人", "everybody";
    COPY = "复制", "Copy";
    ITS_OWN_NUMBER = "本部门电话", "The unit's own number";
    NOBODY = "这里没有人", "Nobody here";
    NOBODY_MORE = "换一个部门，或少写几个字试试。", "Try another unit, or fewer words.";
    NO_LIST = "还没有通讯录", "There is no directory yet";
    NO_LIST_MORE = "管理员可以在服务器上导入一份，或在这里逐条添加。", "An administrator brings one in at the server, or adds entries here.";
    MAY_EDIT_ALL = "您管理这份通讯录：可以改全部内容，并指定谁维护哪个部门。", "You manage this list: all of it is yours to change, and you say who looks after which unit.";
    MAY_EDIT_SOME = "您维护的部门：", "You look after: ";
    MAY_NOT_EDIT = "内容有误？请告诉本部门的维护人或管理员；您的账号只能查看。", "Something wrong? Tell whoever looks after the unit, or an administrator; your account only reads.";
    ADD = "添加一条", "Add an entry";
    EDIT = "修改", "Change";
    UP = "上移", "Move up";
    DOWN = "下移", "Move down";
    REMOVE = "删除", "Remove";
    REMOVE_SURE = "再按一次删除", "Press again to remove";
    ADD_TITLE = "添加", "Add an entry";
    EDIT_TITLE = "修改", "Change an entry";
    ONE_NUMBER = "手机和办公电话至少填一个", "A mobile or an office number is needed";
    UNIT_HINT = "上下级用 / 隔开", "Levels are parted by /";
    ROLES_HINT = "不选就是所有人都能看到", "Nobody chosen: everybody sees it";
    RENAME_UNIT = "部门改名或移动", "Rename or move the unit";
    NEW_PATH = "新的完整路径", "Its whole path from now on";
    MOVE = "改名或移动", "Rename or move";
    REMOVE_UNIT = "删除整个部门", "Remove the whole unit";
    REMOVE_UNIT_SURE = "再按一次，连同下级一起删除", "Press again: it goes with all below it";
    WHEN = "时间", "When";
    WHO = "谁", "Who";
    WHAT = "做了什么", "What";
    FROM_TO = "改前 → 改后", "From → to";
    AT_SERVER = "在服务器上", "at the server";
    UNDO = "撤销这一处", "Take it back";
    UNDO_SURE = "再按一次撤销", "Press again to take it back";
    UNDONE = "已撤销", "taken back";
    NOTHING = "无", "nothing";
    NO_CHANGES = "还没有改动", "No changes yet";
    NO_CHANGES_MORE = "谁改了什么、从什么改成什么，都会出现在这里。", "Who changed what, and from what to what, appears here.";
    CHANGES_NOTE = "改动记录由维护人和管理员查看。", "Changes are for those who look after the directory.";
    MORE = "后面的", "More";
    FIRST = "回到开头", "Back to the beginning";
    USER = "账号", "Account";
    NAME_EDITOR = "指定维护人", "Name somebody";
    NAME_EDITOR_HINT = "被指定的账号可以改这个部门及其下级，别处不能改。", "The account may change this unit and all below it, and nothing beside.";
    UNNAME = "取消", "No more";
    UNNAME_SURE = "再按一次取消", "Press again: no more";
    NO_EDITORS = "还没有指定维护人", "Nobody is named yet";
    NO_EDITORS_MORE = "管理员自己可以改全部；把部门交给懂它的人，号码才不会过时。", "Administrators change all of it; a unit in the hands of who knows it stays true.";
    EDITORS_NOTE = "只有管理员能指定维护人。", "Only an administrator names who looks after what.";
}

/// Says what a change did.
pub const fn kind(kind: ChangeKind) -> Words {
    const fn word(zh: &'static str, en: &'static str) -> Words {
        Words { zh, en }
    }
    match kind {
        ChangeKind::Add => word("添加", "Added"),
        ChangeKind::Change => word("修改", "Changed"),
        ChangeKind::Remove => word("删除", "Removed"),
        ChangeKind::Order => word("调整顺序", "Put elsewhere"),
        ChangeKind::MoveUnit => word("部门改名或移动", "Unit renamed or moved"),
        ChangeKind::RemoveUnit => word("删除部门", "Unit removed"),
        ChangeKind::Import => word("导入整份", "Whole list brought in"),
        ChangeKind::Undo => word("撤销", "Taken back"),
    }
}

/// "12 条".
pub fn entries(lang: Lang, count: u64) -> String {
    let plural = if count == 1 { "entry" } else { "entries" };
    pick(lang, format!("{count} 条"), format!("{count} {plural}"))
}

/// "拨打 029-…", which a screen reader says of a number.
pub fn call(lang: Lang, number: &str) -> String {
    pick(lang, format!("拨打 {number}"), format!("Call {number}"))
}

/// "复制 029-…".
pub fn copy(lang: Lang, number: &str) -> String {
    pick(lang, format!("复制 {number}"), format!("Copy {number}"))
}

#[cfg(test)]
mod tests {
    use shared::api::directory::ChangeKind;

    use super::{ALL, kind};

    #[test]
    fn every_word_speaks_both_languages() {
        let is_chinese = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
        let kinds: Vec<_> = ChangeKind::ALL.iter().map(|one| kind(*one)).collect();
        for words in kinds.iter().chain(ALL) {
            assert!(words.zh.chars().any(is_chinese) && !words.en.chars().any(is_chinese), "{words:?}");
        }
    }
}
