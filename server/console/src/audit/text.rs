//! The words of the audit page. What actions are called stands in `shared::api::audit`.

use kit::lang::{Lang, Words};
use kit::text::counted;
use shared::api::audit::Field;

use crate::text::pick;

kit::words! {
    LEAD = "谁在什么时候对什么做了什么。只能添加，不能改也不能删；每分钟连成一条链。", "Who did what, to what, when. Records are added and never changed or removed; every minute they are chained.";
    ACTOR = "谁（账号）", "Who (account)";
    ACTION = "做了什么", "What";
    EVERY_ACTION = "全部", "Everything";
    SUBJECT = "对象（种类加编号）", "Subject (such as case and an id)";
    AREA = "辖区编号", "Jurisdiction";
    FROM = "从", "From";
    TO = "到", "Until";
    CLEAR = "清除条件", "Clear the filter";
    FILTER = "查找条件", "What to look for";
    EXPORT_CSV = "导出 CSV", "Export CSV";
    EXPORT_XLSX = "导出表格", "Export a workbook";
    EXPORT_NOTE = "导出本身也会记下来", "Taking records away is recorded too";
    WHEN = "时间", "When";
    WHO = "谁", "Who";
    ON_WHAT = "对象", "Subject";
    DETAIL = "详情", "Detail";
    BY_ITSELF = "系统自动", "by itself";
    RECORDS = "记录", "Records";
    NONE = "没有这样的记录", "No such record";
    NONE_MORE = "换一段时间，或少加几个条件试试。", "Try another time, or fewer conditions.";
    RECORD = "一条记录", "One record";
    CODE = "代码", "Code";
    OPERATION = "手机上的操作", "The phone's operation";
    POSITION = "链上第几环", "Link of the chain";
    NOT_CHAINED = "还没有上链，一分钟后", "not chained yet; in a minute";
    HASH = "这一环的校验值", "Hash of the link";
    RECORD_ID = "编号", "Id";
    SAME_SUBJECT = "同一对象的全部记录", "All records of this subject";
    CHAIN = "记录链", "The chain";
    CHAINED = "已上链", "Chained";
    CHAINED_UNTIL = "上链到", "Chained up to";
    WAITING = "等上链", "Waiting";
    VERIFY = "核对整条链", "Verify the whole chain";
    VERIFY_WHO = "由市级管理员或领导发起；在后台进行，可以离开这一页。", "Begun by the city's administrators and leaders. It goes on by itself; you may leave this page.";
    NEVER_VERIFIED = "还没有核对过", "It was never verified";
    SOUND = "完好", "Sound";
    CUT = "中断了，请再核对一次", "It was cut; verify it again";
    BROKEN = "记录被动过", "Records were meddled with";
    BROKEN_TODO = "立即保留数据库和最近的备份，不要清理；把下面几条交给负责数据库的人，与备份对照。", "Keep the database and the last backups as they are. Hand these lines to whoever looks after the database, and compare with a backup.";
    VERIFIED_AT = "上次核对", "Last verified";
}

/// Names what actions are about.
pub const fn field(field: Field) -> Words {
    const fn word(zh: &'static str, en: &'static str) -> Words {
        Words { zh, en }
    }
    match field {
        Field::Case => word("案件", "Cases"),
        Field::People => word("账号与登录", "Accounts and sign-ins"),
        Field::Devices => word("设备", "Devices"),
        Field::Ground => word("网格、目录、开关", "Grids, catalogue, switches"),
        Field::Desk => word("通知与通讯录", "Notices and directory"),
        Field::Server => word("服务器", "The server"),
        Field::Assessment => word("考核", "Assessment"),
    }
}

/// Every field.
pub const FIELDS: &[Field] =
    &[Field::Case, Field::People, Field::Devices, Field::Ground, Field::Desk, Field::Server, Field::Assessment];

/// "正在核对 20,000 / 1,000,000".
pub fn under_way(lang: Lang, done: &str, of: &str) -> String {
    pick(lang, format!("正在核对 {done} / {of}"), format!("Verifying {done} of {of}"))
}

/// "发现 3 处".
pub fn faults(lang: Lang, faults: u64) -> String {
    pick(lang, format!("发现 {faults} 处"), format!("{} found", counted(faults, "fault", "faults")))
}

#[cfg(test)]
mod tests {
    use super::{ALL, FIELDS, field};

    #[test]
    fn every_word_speaks_both_languages() {
        let is_chinese = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
        let fields: Vec<_> = FIELDS.iter().map(|one| field(*one)).collect();
        for words in fields.iter().chain(ALL) {
            assert!(words.zh.chars().any(is_chinese) && !words.en.chars().any(is_chinese), "{words:?}");
        }
    }
}
