//! The words of the desk.

use kit::lang::{Lang, Words};
use shared::case::Queue;
use shared::case::rules::Level;

use crate::text::pick;

kit::words! {
    LEAD = "工作台", "My desk";
    QUEUES = "待办队列", "Queues";
    NOTHING_WAITS = "这一队没有待办的案件", "Nothing waits in this queue";
    NOTHING_WAITS_MORE = "有新的会自己出现在这里。", "What comes appears here by itself.";
    NO_DESK = "您的角色没有待办队列", "Your role has no queue";
    NO_DESK_MORE = "受理员、值班长、派遣员在这里办案；其他角色可在「案件」里查看。", "Acceptors, shift leaders and dispatchers work here; other roles find the cases under Cases.";
    BY_CITY = "这一步由市级办理", "The city's desk takes this step";
    BY_DISTRICT = "这一步由区级办理", "The district's desk takes this step";
    ELSEWHERE_MORE = "辖区的设置这样规定（哪一级的台办哪一步）；要改请找管理员。", "The jurisdiction's settings say which level's desk takes which step; an administrator may change that.";
    COL_CASE = "案件", "Case";
    COL_DESK = "本台时限", "Desk's time";
    COL_HANDLING = "处置时限", "Handling";
    NO_LIMIT = "不限时", "no limit";
    SELECT_ALL = "全选本页", "Select all in view";
    UNSELECT = "取消选择", "Clear the selection";
    LATER = "更不急的", "Less urgent";
    FIRST = "最急的", "Most urgent";
    CHOOSE = "选一件案件，在这里看照片、地点，直接办理。", "Choose a case to see its photos and place and to act on it here.";
    PANEL = "选中的案件", "The chosen case";
    TO_LIST = "返回列表", "Back to the list";
    WHOLE_CASE = "打开全部案卷", "Open the whole file";
    LAST_SAID = "上一步说明", "Last said";
    STEPS = "办理", "Act";
    OTHER_STEPS = "其他操作", "Other steps";
    NO_STEPS = "现在没有您能做的操作：轮到别人，或权限属于其他角色。", "There is nothing for you to do now: it is somebody else's turn, or another role's.";
    SURE = "确定吗？此操作不能撤销。", "Are you sure? This cannot be undone.";
    UNDO = "撤销", "Undo";
    UNDONE = "已撤销", "Undone";
    KEYS_TITLE = "快捷键", "Keys";
    KEYS = "快捷键：j / k 上下选案件，x 勾选，X 全选，回车办主要操作，字母办按钮上的操作，Esc 取消。", "Keys: j / k choose a case, x selects it, X all, Enter takes the main step, a letter the step that shows it, Esc cancels.";
    MANY = "批量办理", "Act on many";
    MANY_NONE = "这一队的操作要逐件办理。", "What is done in this queue is done case by case.";
    MANY_FILE = "每件按上报时的立案条件立案。", "Each is filed under the condition it was reported with.";
    MANY_UNIT = "下面列出的是第一件的候选单位；所有选中的案件都会派给您选的单位。", "Below are the candidates of the first case; all selected cases go to the unit you choose.";
    MANY_STOP = "停下", "Stop";
    MANY_AGAIN = "没有办的仍然选中，可以再办一次。", "What was not done is still selected and can be tried again.";
    CLOSE_REPORT = "收起结果", "Close the report";
    TAKE_ALL = "全部接收", "Take all";
}

/// Why a step is taken back by the one who took it, for the record: records are written in Chinese.
pub const UNDO_REASON: &str = "撤销刚才的操作";

/// Names a queue.
pub const fn queue(queue: Queue) -> Words {
    match queue {
        Queue::Accept => Words { zh: "待受理", en: "To accept" },
        Queue::SelfReview => Words { zh: "自行处置待审", en: "Self-handled" },
        Queue::Check => Words { zh: "待核查", en: "To check" },
        Queue::AppealForwarded => Words { zh: "申诉复核", en: "Appeals" },
        Queue::File => Words { zh: "待立案", en: "To file" },
        Queue::Close => Words { zh: "待结案", en: "To close" },
        Queue::Overdue => Words { zh: "超期待督办", en: "Overdue" },
        Queue::Dispatch => Words { zh: "待派遣", en: "To dispatch" },
        Queue::Returned => Words { zh: "退回待派", en: "Came back" },
        Queue::SecondDispatch => Words { zh: "待二次派遣", en: "Second dispatch" },
        Queue::Review => Words { zh: "待督查", en: "To review" },
        Queue::Requests => Words { zh: "延期与挂账", en: "Requests" },
        Queue::AppealAsked => Words { zh: "申诉初审", en: "Appeals" },
        Queue::ToTake => Words { zh: "待接收", en: "To take" },
        Queue::InHand => Words { zh: "处置中", en: "In hand" },
        Queue::Suspended => Words { zh: "挂账", en: "Suspended" },
        Queue::Orders => Words { zh: "督办待回复", en: "Orders to answer" },
    }
}

/// Says which level's desk takes a step.
pub const fn elsewhere(level: Level) -> Words {
    match level {
        Level::City => BY_CITY,
        Level::District | Level::Either => BY_DISTRICT,
    }
}

/// "超时 3".
pub fn overdue(lang: Lang, count: u64) -> String {
    pick(lang, format!("超时 {count}"), format!("{count} late"))
}

/// "最早 38 分前".
pub fn oldest(lang: Lang, span: &str) -> String {
    pick(lang, format!("最早 {span}前"), format!("oldest {span}"))
}

/// "选中 12 件".
pub fn selected(lang: Lang, count: usize) -> String {
    pick(lang, format!("选中 {count} 件"), format!("{count} selected"))
}

/// "已办：受理 XA20261123000003".
pub fn done(lang: Lang, action: &str, number: &str) -> String {
    pick(lang, format!("已办：{action} {number}"), format!("Done: {action} {number}"))
}

/// "已办 20 / 85".
pub fn progress(lang: Lang, done: usize, total: usize) -> String {
    pick(lang, format!("已办 {done} / {total}"), format!("{done} of {total} done"))
}

/// "办成 12 件，没有办 3 件".
pub fn report(lang: Lang, done: usize, refused: usize) -> String {
    pick(lang, format!("办成 {done} 件，没有办 {refused} 件"), format!("{done} done, {refused} not"))
}

/// "对选中的 12 件：受理".
pub fn for_all(lang: Lang, count: usize, action: &str) -> String {
    pick(lang, format!("对选中的 {count} 件：{action}"), format!("For the {count} selected: {action}"))
}

/// "选择 XA20261123000003".
pub fn select(lang: Lang, number: &str) -> String {
    pick(lang, format!("勾选 {number}"), format!("Select {number}"))
}

/// "督办 1：今天清完（11-23 18:00 前回复）".
pub fn order(lang: Lang, number: u32, requirement: &str, due: Option<&str>) -> String {
    let due = due.map(|due| pick(lang, format!("（{due} 前回复）"), format!(" (answer by {due})"))).unwrap_or_default();
    pick(lang, format!("督办 {number}：{requirement}{due}"), format!("Order {number}: {requirement}{due}"))
}

#[cfg(test)]
mod tests {
    use shared::case::Queue;

    use super::{ALL, queue};

    #[test]
    fn every_word_speaks_both_languages() {
        let queues = Queue::ALL.iter().map(|one| queue(*one));
        for words in ALL.iter().copied().chain(queues) {
            assert!(!words.zh.is_empty() && !words.en.is_empty(), "{words:?} is silent in one language");
        }
    }
}
