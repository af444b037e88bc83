//! The audit (操作记录): who did what, to what, when; and the one list of the words that it is written in.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{AccountId, CaseNo, JurisdictionId, OperationId};
use crate::time::Instant;

/// What an action is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Field {
    /// Cases.
    Case,
    /// Accounts and sessions.
    People,
    /// Devices.
    Devices,
    /// Areas, catalogue, settings.
    Ground,
    /// What a desk tells.
    Desk,
    /// The server itself.
    Server,
    /// The month's reckoning.
    Assessment,
}

/// The word of an action in the audit, and what people call it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Word {
    /// The word as it is recorded. Never renamed and never reused.
    pub word: &'static str,
    /// What it is about.
    pub field: Field,
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
}

/// Returns what an action that was recorded is called; nothing for a word of a later server.
pub fn word(word: &str) -> Option<Word> {
    WORDS.iter().find(|row| row.0 == word).copied().map(named)
}

/// Returns every word, in the order of the list.
pub fn words() -> impl Iterator<Item = Word> {
    WORDS.iter().copied().map(named)
}

const fn named((word, field, zh, en): Row) -> Word {
    Word { word, field, zh, en }
}

type Row = (&'static str, Field, &'static str, &'static str);

/// Every word that is ever recorded. A new one is a new line here: recording one that is not here fails in tests.
const WORDS: &[Row] = &[
    // steps of a case
    ("report", Field::Case, "上报", "Reported"),
    ("accept", Field::Case, "受理", "Accept"),
    ("send_verify", Field::Case, "发核实", "Send to verify"),
    ("verify_result", Field::Case, "核实结果", "Verified"),
    ("reject", Field::Case, "不予受理", "Reject"),
    ("handle_directly", Field::Case, "当即办理", "Answer at once"),
    ("link", Field::Case, "并案", "Link to another case"),
    ("unlink", Field::Case, "撤销并案", "Undo the link"),
    ("file", Field::Case, "立案", "File"),
    ("refuse", Field::Case, "不予立案", "Refuse to file"),
    ("dispatch", Field::Case, "派遣", "Dispatch"),
    ("dispatch_to_district", Field::Case, "派遣到区", "Dispatch to the district"),
    ("return_to_city", Field::Case, "退回市级", "Return to the city"),
    ("mark_unowned", Field::Case, "认定无责任主体", "Nobody is responsible"),
    ("return_to_accept", Field::Case, "退回受理", "Return to accept"),
    ("assign", Field::Case, "接收", "Take"),
    ("return", Field::Case, "回退：不是我们的", "Give back: not ours"),
    ("apply_extend", Field::Case, "申请延期", "Ask for more time"),
    ("approve_extend", Field::Case, "同意延期", "Grant more time"),
    ("decline_extend", Field::Case, "不同意延期", "Decline more time"),
    ("apply_suspend", Field::Case, "申请挂账", "Ask to suspend"),
    ("approve_suspend", Field::Case, "同意挂账", "Grant the suspension"),
    ("decline_suspend", Field::Case, "不同意挂账", "Decline the suspension"),
    ("resume", Field::Case, "恢复", "Resume"),
    ("finish", Field::Case, "处置完毕", "Done"),
    ("review_pass", Field::Case, "督查通过", "Review: pass"),
    ("review_rework", Field::Case, "督查返工", "Review: rework"),
    ("send_check", Field::Case, "发核查", "Send to check"),
    ("check_result", Field::Case, "核查结果", "Checked"),
    ("take_back", Field::Case, "收回任务", "Take the task back"),
    ("check_pass", Field::Case, "核查通过", "Check: pass"),
    ("waive_check", Field::Case, "免核查", "Pass without a check"),
    ("check_rework", Field::Case, "核查返工", "Check: rework"),
    ("close", Field::Case, "结案", "Close"),
    ("close_special", Field::Case, "特殊结案", "Close by decision"),
    ("supervise", Field::Case, "督办", "Supervise order"),
    ("reply_supervision", Field::Case, "回复督办", "Reply to the order"),
    ("appeal", Field::Case, "申诉", "Appeal"),
    ("forward_appeal", Field::Case, "支持申诉", "Support the appeal"),
    ("decline_appeal", Field::Case, "不支持申诉", "Decline the appeal"),
    ("uphold_appeal", Field::Case, "申诉成立", "Uphold the appeal"),
    ("dismiss_appeal", Field::Case, "申诉不成立", "Dismiss the appeal"),
    ("warn_due", Field::Case, "到期提醒", "Due soon"),
    ("mark_overdue", Field::Case, "已超期", "Overdue"),
    ("reopen", Field::Case, "重新打开", "Reopen"),
    ("void", Field::Case, "作废", "Void"),
    ("reassign", Field::Case, "区划调整", "Judged anew by new boundaries"),
    ("recount", Field::Case, "时限重算", "Limits counted anew"),
    ("report_self_handled", Field::Case, "自行处置上报", "Reported as self-handled"),
    ("pass_self_handled", Field::Case, "自行处置通过", "Self-handled: pass"),
    ("refuse_self_handled", Field::Case, "自行处置不予认可", "Self-handled: refuse"),
    // on a case, without a step of its own
    ("photo_received", Field::Case, "照片收到", "Photo received"),
    ("original_received", Field::Case, "原图收到", "Original received"),
    ("ask_original", Field::Case, "调取原图", "Original asked for"),
    ("original_seen", Field::Case, "看了原图", "Original looked at"),
    ("no_grid", Field::Case, "附近已无网格", "No grid near any more"),
    ("sample", Field::Case, "抽查抽签", "Drawn for a check, or not"),
    ("goes_on", Field::Case, "自动往下走", "Goes on by itself"),
    ("redraw", Field::Case, "换人重派", "Drawn again"),
    ("act_many", Field::Case, "批量办理", "Many at once"),
    ("cases_export", Field::Case, "导出案件", "Cases exported"),
    ("assessment_export", Field::Case, "导出考核案件", "Cases behind a number exported"),
    ("view_keep", Field::Case, "保存视图", "View kept"),
    ("view_drop", Field::Case, "删除视图", "View let go"),
    ("blind_sample", Field::Case, "盲核抽签", "Drawn for a blind check, or not"),
    ("blind_answer", Field::Case, "盲核有了结果", "A blind check was answered"),
    ("blind_original", Field::Case, "盲核原图收到", "Original of a blind check received"),
    // accounts and sessions
    ("sign_in", Field::People, "登录", "Signed in"),
    ("sign_in_failed", Field::People, "登录失败", "Sign-in failed"),
    ("session_end", Field::People, "结束一处登录", "Session ended"),
    ("session_end_others", Field::People, "结束其他登录", "Other sessions ended"),
    ("second_factor_on", Field::People, "启用动态码", "Second factor on"),
    ("second_factor_off", Field::People, "停用动态码", "Second factor off"),
    ("second_factor_reset", Field::People, "重置动态码", "Second factor reset"),
    ("account_add", Field::People, "新增账号", "Account added"),
    ("account_set", Field::People, "修改账号", "Account changed"),
    ("account_disable", Field::People, "停用账号", "Account disabled"),
    ("account_password", Field::People, "换密码", "Password changed"),
    ("account_unlock", Field::People, "解除锁定", "Account unlocked"),
    ("enrolment", Field::People, "发登记链接", "Enrolment link made"),
    ("enrolment_withdraw", Field::People, "收回登记链接", "Enrolment link withdrawn"),
    ("person_seen", Field::People, "看了个人资料", "Person looked at"),
    ("track_seen", Field::People, "看了轨迹", "Track looked at"),
    ("export_taken", Field::People, "导出", "Exported"),
    // devices
    ("device_enrol", Field::Devices, "设备首次登录", "Device made known"),
    ("device_revoke", Field::Devices, "停用设备", "Device withdrawn"),
    ("device_nudge", Field::Devices, "提醒手机", "Phone nudged"),
    ("device_wipe", Field::Devices, "下令清除手机", "Wipe ordered"),
    ("device_wiped", Field::Devices, "手机已清除", "Phone wiped"),
    ("device_order_withdraw", Field::Devices, "收回对手机的要求", "Order to a phone withdrawn"),
    ("devices_export", Field::Devices, "导出设备表", "Devices exported"),
    ("alarm_acknowledge", Field::Devices, "确认告警", "Alarm acknowledged"),
    ("shift_receipt", Field::Devices, "交班回执", "Receipt of a shift"),
    ("rescue_import", Field::Devices, "开始导入救援文件", "Rescue file taken in hand"),
    ("rescue_imported", Field::Devices, "救援文件导入完毕", "Rescue file imported"),
    // areas, catalogue, settings
    ("import_boundaries", Field::Ground, "导入网格与图层", "Boundaries imported"),
    ("boundaries_in_force", Field::Ground, "网格与图层生效", "Boundaries in force"),
    ("withdraw_boundaries", Field::Ground, "撤回网格与图层", "Boundaries withdrawn"),
    ("draw_duty_grids", Field::Ground, "划责任网格", "Duty grids drawn"),
    ("take_duty_drawing", Field::Ground, "发布责任网格草图", "Drawing of duty grids published"),
    ("drop_duty_drawing", Field::Ground, "放弃责任网格草图", "Drawing of duty grids dropped"),
    ("import_base_map", Field::Ground, "导入底图", "Base map imported"),
    ("remove_base_map", Field::Ground, "移除底图", "Base map removed"),
    ("settings_set", Field::Ground, "修改辖区开关", "Settings changed"),
    ("draft_edit", Field::Ground, "改草稿", "Draft changed"),
    ("draft_take_back", Field::Ground, "撤销草稿的一处改动", "Change of a draft taken back"),
    ("draft_discard", Field::Ground, "放弃草稿", "Draft discarded"),
    ("draft_move", Field::Ground, "草稿移到新版", "Draft moved onto a newer version"),
    ("catalogue_publish", Field::Ground, "发布目录", "Catalogue published"),
    ("catalogue_withdraw", Field::Ground, "撤回目录", "Catalogue withdrawn"),
    ("catalogue_in_force", Field::Ground, "目录生效", "Catalogue in force"),
    ("calendar_publish", Field::Ground, "发布日历", "Calendar published"),
    ("calendar_withdraw", Field::Ground, "撤回日历", "Calendar withdrawn"),
    ("pack_in_force", Field::Ground, "数据包生效", "Pack in force"),
    ("calendar_in_force", Field::Ground, "日历生效", "Calendar in force"),
    // what a desk tells
    ("announcement_post", Field::Desk, "发通知", "Notice posted"),
    ("announcement_withdraw", Field::Desk, "收回通知", "Notice taken back"),
    ("directory_add", Field::Desk, "通讯录新增", "Directory: added"),
    ("directory_change", Field::Desk, "通讯录修改", "Directory: changed"),
    ("directory_remove", Field::Desk, "通讯录删除", "Directory: removed"),
    ("directory_order", Field::Desk, "通讯录排序", "Directory: order"),
    ("directory_move_unit", Field::Desk, "通讯录部门改名或移动", "Directory: unit renamed or moved"),
    ("directory_remove_unit", Field::Desk, "通讯录删除部门", "Directory: unit removed"),
    ("directory_import", Field::Desk, "导入通讯录", "Directory imported"),
    ("directory_undo", Field::Desk, "撤销通讯录的一处改动", "Directory: change taken back"),
    ("directory_admin_add", Field::Desk, "指定通讯录维护人", "Directory editor named"),
    ("directory_admin_remove", Field::Desk, "取消通讯录维护人", "Directory editor no more"),
    ("directory_seen", Field::Desk, "看了通讯录", "Directory looked at"),
    ("directory_export", Field::Desk, "导出通讯录", "Directory exported"),
    ("honesty_seen", Field::Desk, "看了真实性线索", "Hint at dishonest work looked at"),
    ("honesty_judge", Field::Desk, "判断真实性线索", "Hint at dishonest work judged"),
    ("bulletin_make", Field::Desk, "编制通报", "Bulletin made"),
    ("bulletin_edit", Field::Desk, "修改通报", "Bulletin changed"),
    ("bulletin_drop", Field::Desk, "删除通报草稿", "Draft of a bulletin dropped"),
    ("bulletin_publish", Field::Desk, "发布通报", "Bulletin published"),
    ("bulletins_export", Field::Desk, "导出通报", "Bulletin exported"),
    ("posts_export", Field::Desk, "导出岗位明细", "What is behind a number of a post exported"),
    // the server itself
    ("restore", Field::Server, "从备份恢复", "Restored from a backup"),
    ("audit_export", Field::Server, "导出操作记录", "Audit exported"),
    ("audit_verify", Field::Server, "核对操作记录的链", "Audit verified"),
    // models and points
    ("score_model_draft", Field::Assessment, "改评分模型草稿", "Draft of a score model kept"),
    ("score_model_discard", Field::Assessment, "放弃评分模型草稿", "Draft of a score model discarded"),
    ("score_model_publish", Field::Assessment, "发布评分模型", "Score model published"),
    ("points_give", Field::Assessment, "考核打分", "Points given"),
    ("points_take_back", Field::Assessment, "撤回考核打分", "Points taken back"),
    // the month's reckoning
    ("month_freeze", Field::Assessment, "冻结考核月份", "Month frozen"),
    ("month_publish", Field::Assessment, "发布考核月份", "Month published"),
];

/// Something that somebody did.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AuditEntry {
    /// The record; ids sort by when they were made.
    pub id: String,
    /// When.
    pub at: Instant,
    /// Who: `account` and a user name, or `system` and the rule that did it.
    pub actor: String,
    /// The account, when it was one.
    #[serde(default)]
    pub account: Option<AccountId>,
    /// What people call the account now; empty where it was none.
    #[serde(default)]
    pub name: String,
    /// In which area.
    pub area: JurisdictionId,
    /// The word of the action.
    pub action: String,
    /// What it was done to: a kind and an id, such as `case` or `device`; some are one word.
    pub subject: String,
    /// The number of the case that it was done to, when it was one.
    #[serde(default)]
    pub case_no: Option<CaseNo>,
    /// The operation that carried it.
    #[serde(default)]
    pub operation: Option<OperationId>,
    /// What else is to be known.
    #[serde(default)]
    pub detail: String,
}

/// `GET /api/v1/audit`: what was done, the newest first.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct AuditList {
    /// The records.
    pub entries: Vec<AuditEntry>,
    /// Where the next page begins: `before=` this one; nothing at the end.
    #[serde(default)]
    pub next: Option<String>,
}

/// `GET /api/v1/audit/{id}`: one record and how it stands in the chain.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct AuditRecord {
    /// The record.
    pub entry: AuditEntry,
    /// Its place in the chain; nothing while it rests before it is chained.
    #[serde(default)]
    pub position: Option<u64>,
    /// The hash over it and all before it; empty while it is not chained.
    #[serde(default)]
    pub hash: String,
}

/// `GET /api/v1/audit/chain`: how far the records are chained, and when that was last verified.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct AuditChain {
    /// How many records are chained.
    pub chained: u64,
    /// When the last of them was made.
    #[serde(default)]
    pub chained_until: Option<Instant>,
    /// How many wait for their minute, or for the job.
    pub waiting: u64,
    /// The last time that somebody had it verified; nothing if nobody did.
    #[serde(default)]
    pub verification: Option<Verification>,
}

/// A verification: how far it is, or what it found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
pub struct Verification {
    /// When it began.
    pub started_at: Instant,
    /// When it was last heard of; one that is silent for long and has not ended was cut.
    pub heard_at: Instant,
    /// When it ended.
    #[serde(default)]
    pub ended_at: Option<Instant>,
    /// How many links it has followed.
    pub done: u64,
    /// Of how many.
    pub of: u64,
    /// How many faults it found.
    pub faults: u64,
    /// The first of them, a sentence each.
    #[serde(default)]
    pub problems: Vec<String>,
    /// The last link that was followed: what is chained later stands on it.
    #[serde(default)]
    pub last: u64,
    /// Its hash.
    #[serde(default)]
    pub hash: String,
}

/// After this silence a verification that has not ended was cut, by a stop of its server.
const CUT_MS: i64 = 120_000;

impl Verification {
    /// Says whether it is under way.
    pub const fn is_under_way(&self, now: Instant) -> bool {
        self.ended_at.is_none() && now.since(self.heard_at) < CUT_MS
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{word, words};
    use crate::case::ActionKind;

    #[test]
    fn every_word_stands_once_and_speaks_both_languages() {
        let all: BTreeSet<&str> = words().map(|one| one.word).collect();
        assert_eq!(all.len(), words().count(), "a word stands twice");
        for one in words() {
            assert!(one.zh.chars().any(|c| c as u32 > 0x4e00) && one.en.is_ascii(), "{}", one.word);
            assert!(one.word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{}", one.word);
        }
    }

    #[test]
    fn every_step_of_a_case_has_its_word() {
        for kind in ActionKind::ALL {
            assert!(word(kind.as_str()).is_some(), "{}", kind.as_str());
        }
        assert_eq!(word("danced"), None);
    }
}
