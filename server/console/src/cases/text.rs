//! The words of the list and the map of cases.

use kit::lang::{Lang, Words};
use shared::api::lists::{Judged, Left};
use shared::channel::Channel;

use crate::text::pick;

kit::words! {
    AS_LIST = "列表", "List";
    AS_MAP = "地图", "Map";
    SHOWN_AS = "显示方式", "Shown as";
    FILTERS = "筛选条件", "Filters";
    MORE_FILTERS = "更多条件", "More filters";
    STATES = "状态", "States";
    ORDER = "排列", "Order";
    CATEGORY = "类别", "Category";
    CATEGORY_HINT = "编码或名称，也可选大类", "Code or name, or a whole class";
    UNIT = "责任单位", "Unit";
    UNIT_HINT = "编号或名称", "Code or name";
    DUTY_GRID = "责任网格", "Duty grid";
    GRID = "单元网格（前 6 至 15 位）", "Unit grid (first 6 to 15 digits)";
    SOURCE = "来源", "Source";
    JURISDICTION = "管辖", "Jurisdiction";
    LEFT = "剩余时间", "Time left";
    EVIDENCE = "照片证据", "Photo evidence";
    SELF_HANDLED = "自行处置", "Self-handled";
    SELF_HANDLED_ONLY = "只看自行处置", "Self-handled alone";
    SELF_HANDLED_NOT = "不看自行处置", "Without self-handled";
    FROM = "上报从", "Reported from";
    UNTIL = "上报到", "Reported until";
    WITHIN = "地图范围内", "On this part of the map";
    WORDS = "文字", "Words";
    ANY = "不限", "Any";
    NO_SUCH_CHOICE = "没有这一项，请从列出的里面选", "There is none like this; choose one that is listed";
    DROP_FILTER = "去掉这个条件", "Take this filter out";
    CHOICES_FAILED = "可选的类别和单位没有取到，其他条件可以照用", "Categories and units could not be fetched; the other filters work";

    VIEWS = "保存的视图", "Saved views";
    KEEP_VIEW = "保存为视图", "Save as a view";
    VIEW_NAME = "视图名称", "Name of the view";
    SHARE_VIEW = "本辖区的人都能看到", "Everybody of this jurisdiction sees it";
    SHARE_NOTE = "和大家共用视图：需要督导、领导或管理员", "Sharing a view takes a supervisor, a leader or an administrator";
    DROP_VIEW = "删除视图", "Delete the view";
    DROP_VIEW_SURE = "再按一次删除", "Press again to delete";
    SHARED_MARK = "共用", "shared";
    EXPORT = "导出", "Export";
    EXPORT_TABLE = "表格文件", "Workbook";
    EXPORT_TEXT = "CSV", "CSV";
    EXPORT_TOO_MANY = "超过 10,000 行，加条件后再导出", "More than 10,000 rows: narrow the list to export it";
    EXPORT_NOTED = "导出会留下记录", "An export is recorded";

    KEYS = "键盘用法", "Keys";
    KEY_MOVE = "上下移动，一屏一屏用翻页键", "Move up and down; the page keys move by a screen";
    KEY_OPEN = "打开案件", "Open the case";
    KEY_SEARCH = "到搜索框", "Go to the search";
    KEY_CLEAR = "清除条件", "Clear the filters";
    KEY_HELP = "显示这一页", "Show this";
    COL_EVIDENCE = "证据", "Evidence";
    COL_SOURCE = "来源", "Source";
    NO_EVIDENCE = "无照片", "no photos";
    LOADING_MORE = "正在取后面的", "Fetching more";
    LIST_END = "到底了", "That is all";
}

/// Names a channel.
pub const fn channel(channel: Channel) -> Words {
    match channel {
        Channel::Collector => Words { zh: "采集员", en: "Collector" },
        Channel::Hotline => Words { zh: "热线", en: "Hotline" },
        Channel::Citizen => Words { zh: "市民", en: "Citizen" },
        Channel::Video => Words { zh: "视频巡查", en: "Video patrol" },
        Channel::SocialGovernance => Words { zh: "社会治理平台", en: "Social governance" },
        Channel::Leader => Words { zh: "领导交办", en: "A leader's order" },
    }
}

/// Names how much time is left.
pub const fn left(left: Left) -> Words {
    match left {
        Left::Overdue => Words { zh: "已超期", en: "Overdue" },
        Left::Hour => Words { zh: "1 小时内到期", en: "Due within 1 hour" },
        Left::FourHours => Words { zh: "4 小时内到期", en: "Due within 4 hours" },
        Left::Today => Words { zh: "今天内到期", en: "Due today" },
        Left::Later => Words { zh: "以后到期", en: "Due later" },
        Left::NoClock => Words { zh: "没有计时", en: "No clock runs" },
    }
}

/// Names what was found of all photos of a case.
pub const fn judged(judged: Judged) -> Words {
    match judged {
        Judged::Doubtful => Words { zh: "有存疑的", en: "Something doubtful" },
        Judged::Fine => Words { zh: "没有存疑", en: "Nothing doubtful" },
        Judged::Unjudged => Words { zh: "还没核对", en: "Not looked at yet" },
    }
}

/// Says by what a view is narrowed and that it is somebody else's.
pub fn shared_by(lang: Lang, author: &str) -> String {
    pick(lang, format!("{author} 共用的视图"), format!("A view that {author} shares"))
}

/// Names a filter with what it is set to.
pub fn filter_chip(name: &str, value: &str) -> String {
    format!("{name}: {value}")
}
