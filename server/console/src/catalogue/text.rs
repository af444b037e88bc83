//! Every word of the catalogue's pages.

use kit::lang::{Lang, Words};
use kit::text::counted;
use shared::calendar::limit::Limit;

use crate::text::pick;

kit::words! {
    TITLE = "目录与时限", "Catalogue and limits";
    BROWSE = "类别", "Categories";
    CALENDAR = "工作日历", "Calendar";
    DRAFT = "草稿", "Draft";
    EDITIONS = "各版", "Versions";
    IN_FORCE = "现行", "In force";
    WITH_DRAFT = "含草稿改动", "With the draft";
    SEARCH = "按名称、拼音或代码找", "Find by name, pinyin or code";
    MAJORS = "大类", "Major classes";
    COMPONENTS = "部件", "Components";
    EVENTS = "事件", "Events";
    NOTHING_FOUND = "没有找到类别", "No category found";
    NOTHING_FOUND_MORE = "换个说法、拼音首字母或代码再找。", "Try another word, initials or a code.";
    NO_CATEGORIES = "请选一个大类", "Choose a major class";
    NO_CATEGORIES_MORE = "或在上面按名称、拼音或代码找。", "Or find one above by name, pinyin or code.";
    COL_CODE = "代码", "Code";
    COL_NAME = "名称", "Name";
    COL_LIMITS = "时限", "Limits";
    COL_LAYER = "责任图层", "Responsible layer";
    RETIRED = "已停用", "Retired";
    SUPERSEDED = "旧标准", "Standard before";
    DERIVED = "由部件派生", "Derived from a component";
    EXTENSION = "本市扩展", "Local extension";
    TRAINING = "来源：培训用", "Source: training";
    SOURCE_CITY = "来源：本市手册", "Source: the city's handbook";
    SOURCE_NATIONAL = "来源：国家标准", "Source: national standard";
    HAS_HINT = "有拍摄提示", "Has a capture hint";
    CONDITIONS = "立案条件", "Filing conditions";
    CONDITION_TEXT = "立案条件", "Filing condition";
    CONDITION_TEXT_EN = "立案条件（英文）", "Filing condition in English";
    LIMIT = "处置时限", "Limit";
    CLOSING = "结案条件", "Closing condition";
    CLOSING_EN = "结案条件（英文）", "Closing condition in English";
    NAME = "名称", "Name";
    NAME_EN = "英文名称", "English name";
    INITIALS = "拼音首字母", "Initials";
    LAYER = "责任图层", "Responsible layer";
    TYPICAL_LIMIT = "通常时限", "Typical limit";
    HINT = "拍摄提示（手机拍照时显示）", "Capture hint (shown on the phone when photos are taken)";
    HINT_EN = "拍摄提示（英文）", "Capture hint in English";
    LEAST_PHOTOS = "最少照片数（1 到 6）", "Fewest photos (1 to 6)";
    FREQUENT = "常用排序（1 最前，空为不列）", "Place among the frequent (1 first, empty for none)";
    RETIRE = "停用这个类别", "Retire this category";
    RETIRE_SURE = "确认停用：手机上不再可选，已报的不变", "Retire it: phones no longer offer it, what was reported stays";
    UNRETIRE = "重新启用", "Use it again";
    COMPONENT_IS = "这是部件派生的事件，名称和提示在部件上改：", "This event is derived; change its name and hint at the component:";
    BEFORE_WAS = "旧标准类别：", "Under the standard before:";
    SUCCESSOR_IS = "替代类别：", "Its successor:";
    CHANGE = "修改", "Change";
    SAVE = "记入草稿", "Into the draft";
    NONE = "（无）", "(none)";
    ADD_CONDITION = "增加一条立案条件", "Add a filing condition";
    REMOVE_CONDITION = "删去这一条", "Take this one out";
    ADD_CATEGORY = "增加一个类别", "Add a category";
    NEW_KIND = "部件还是事件", "Component or event";
    NEW_CODE = "五位代码（本市扩展从 999 往下编）", "Code of five digits (local ones count down from 999)";
    AMOUNT = "数", "Amount";
    UNIT = "时间单位", "Kind of time";
    BACK_TO_LIST = "返回类别", "Back to the categories";
    ONLY_CITY = "您可以看，不能改：全市的目录和日历由市级管理员修改。", "You may look but not change: the city's administrator changes the catalogue and the city's calendar.";
    KEEPS_LIMITS = "已立案的案件保留立案时的时限，发布新目录不会改变它们；新日历生效后，所有未结案件的到期时间按新日历重算。", "Filed cases keep the limit they were filed under: publishing a catalogue changes none of them. When another calendar comes into force, the deadlines of all open cases are counted anew by it.";
    OWN_LIMITS = "辖区在自己的设置里另定的时限优先于目录。", "A limit that a jurisdiction has set itself goes before the catalogue's.";
    DRAFT_WHY = "改动先记入草稿，谁也不按它办；从指定日期起发布才生效。", "Changes go into a draft that nobody goes by; it holds once it is published, from a day on.";
    WHICH_DRAFT = "哪一份草稿", "Which draft";
    OF_CATALOGUE = "目录", "Catalogue";
    OF_CALENDAR = "日历", "Calendar";
    WHOSE_CALENDAR = "哪个辖区的日历", "Whose calendar";
    COUNTS_BY_CITY = "（用全市日历）", "(counts by the city's)";
    NO_DRAFT = "没有草稿", "There is no draft";
    NO_DRAFT_MORE = "在“类别”或“工作日历”里修改一项，草稿就开始了；也可以导入指挥手册。", "Change something under Categories or Calendar and a draft begins; or import a handbook.";
    LINES = "改动记录", "Changes, line by line";
    COL_WHO = "谁", "Who";
    COL_WHEN = "何时", "When";
    COL_WHAT = "改了什么", "What was changed";
    TAKE_BACK = "撤回这条", "Take back";
    TAKEN_BACK = "已撤回", "Taken back";
    DIFFERENCES = "与现行版相比", "What differs from the version in force";
    NO_DIFFERENCES = "没有不同", "Nothing differs";
    OUTDATED = "草稿开始之后又有新版生效。移到新版上再发布。", "Another version came into force after this draft was begun. Move it onto that one, then publish.";
    MOVE = "移到现行版上", "Move it onto the version in force";
    CONTRADICTS = "草稿前后矛盾，发布不了：", "The draft contradicts itself and cannot be published:";
    DISCARD = "放弃草稿", "Discard the draft";
    DISCARD_SURE = "确认放弃：以上改动全部丢弃", "Discard it: all changes above are dropped";
    PREVIEW = "发布会带来什么", "What publishing would mean";
    PREVIEW_LOAD = "在案件上试算", "Try it on cases";
    PREVIEW_MEANS = "假定这些案件按草稿派遣，到期时间会怎样。试算不改动任何案件。", "When these cases would be due if they had been dispatched under the draft. Trying changes no case.";
    OPEN_CASES = "未结案件（抽样，最急的在前）", "Open cases (a sample, the most urgent first)";
    RECENT_CASES = "近 30 天案件（抽样，最新的在前）", "Cases of the last 30 days (a sample, the newest first)";
    LOOKED = "看过", "Looked at";
    EARLIER = "提前", "Earlier";
    LATER = "推后", "Later";
    LEFT_OUT = "不能比", "Left out";
    LARGEST = "相差最大的", "The largest differences";
    COL_CASE = "案件", "Case";
    COL_NOW = "现行", "Now";
    COL_THEN = "按草稿", "By the draft";
    PUBLISH = "发布", "Publish";
    PUBLISH_SURE = "确认发布，从所选日期起生效", "Publish it, to hold from the chosen day";
    VERSION_NAME = "新版名称", "Name of the new version";
    VALID_FROM = "生效日期（空为今天）", "First day it holds (empty for today)";
    NOTE = "说明（为什么改）", "Note (why)";
    CALCULATOR = "时限计算", "Count a limit";
    START = "起算时刻", "Start";
    CATEGORY_KEY = "类别代码", "Category key";
    CONDITION_NO = "第几条立案条件", "Filing condition number";
    COUNT = "计算", "Count";
    BY_NOW = "按现行", "By what holds";
    BY_DRAFT = "按草稿", "By the draft";
    PROVISIONAL = "（超出放假公告，暂定）", "(beyond the notices: provisional)";
    OWN_LIMIT = "这个辖区对这条另有规定，目录的时限在那里不算。", "This jurisdiction has set a limit of its own for this; the catalogue's does not count there.";
    NO_ANSWER = "没有这样的条件", "No such condition";
    IMPORT = "导入指挥手册（表格或 CSV）", "Import a handbook (spreadsheet or CSV)";
    IMPORT_WHY = "手册里的立案条件替换同类别原有的；先看报告，再记入草稿。工作表名写明“部件”或“事件”。", "A handbook's conditions replace those of its categories; look at the report, then take it into the draft. Name the sheets after components or events.";
    CHOOSE_FILE = "选文件", "Choose a file";
    LOOK = "先看报告", "Look at it";
    TAKE = "记入草稿", "Take it into the draft";
    TAKEN = "已记入草稿", "Taken into the draft";
    EDITIONS_OF = "各版", "Versions";
    COL_VERSION = "版本", "Version";
    COL_STANDING = "状态", "Standing";
    COL_FROM = "起于", "Holds from";
    COL_CASES = "案件", "Cases";
    WAITING = "待生效", "Waits for its day";
    PAST = "已被替换", "Past";
    WITHDRAWN = "已撤回", "Taken back";
    WITHDRAW = "撤回", "Take back";
    WITHDRAW_SURE = "确认撤回", "Take it back";
    COUNT_CASES = "数一数", "Count them";
    COMPARE = "比较", "Compare";
    COMPARE_FROM = "从", "From";
    COMPARE_TO = "到", "To";
    THE_DRAFT = "草稿", "The draft";
    BY_IMPORT = "随服务器或由命令行导入", "With the server or by its command line";
    NO_EDITIONS = "还没有版本", "There are no versions yet";
    NO_EDITIONS_MORE = "导入或发布后在这里列出。", "What is imported or published stands here.";
    OLDER = "更早的", "Older ones";
    BEGINNING = "回到开头", "Back to the beginning";
    HOURS = "工作时间", "Working hours";
    HOURS_FROM = "起始日期", "From which day";
    HOURS_PERIODS = "时段（如 08:00-12:00,14:00-18:00；空为取消）", "Stretches (08:00-12:00,14:00-18:00; empty takes it out)";
    NOTICE = "放假公告文号", "Number of the notice";
    DATED = "公告日期", "Date of the notice";
    FIRST = "公告覆盖起日", "First day covered";
    LAST = "公告覆盖止日", "Last day covered";
    WEEKEND = "每周休息日", "Days of the week off";
    WORK_DAY = "“工作日”的算法", "What a work day means";
    EIGHT_HOURS = "八个工作小时", "Eight working hours";
    END_OF_DAY = "到第几个工作日下班", "The end of the Nth working day";
    HOLIDAYS = "节假日", "Holidays";
    HOLIDAY_NAME = "节日名称", "Name of the holiday";
    FROM_DAY = "首日", "First day";
    TO_DAY = "末日", "Last day";
    ADD_HOLIDAY = "增加或改写节假日", "Add or change a holiday";
    REMOVE = "删去", "Take out";
    MAKE_UP_DAYS = "调休上班日", "Make-up days";
    ADD_MAKE_UP = "增加调休上班日", "Add a make-up day";
    DAYS_OF_YEAR = "全年日历", "The year's days";
    KIND_WORKED = "上班", "Worked";
    KIND_WEEKEND = "休息", "Day off";
    KIND_HOLIDAY = "节假日", "Holiday";
    KIND_MAKE_UP = "调休上班", "Make-up day";
    YEAR_BEFORE = "上一年", "The year before";
    YEAR_AFTER = "下一年", "The year after";
    NOTICES_FILE = "导入一年的放假安排（CSV）", "Import a year's notice (CSV)";
    MONDAY = "一", "M";
    TUESDAY = "二", "T";
    WEDNESDAY = "三", "W";
    THURSDAY = "四", "T";
    FRIDAY = "五", "F";
    SATURDAY = "六", "S";
    SUNDAY = "日", "S";
    SAYS_MONDAY = "星期一", "Monday";
    SAYS_TUESDAY = "星期二", "Tuesday";
    SAYS_WEDNESDAY = "星期三", "Wednesday";
    SAYS_THURSDAY = "星期四", "Thursday";
    SAYS_FRIDAY = "星期五", "Friday";
    SAYS_SATURDAY = "星期六", "Saturday";
    SAYS_SUNDAY = "星期日", "Sunday";
    MAJOR_CLASS = "大类", "Major class";
    MAJOR_STAYS = "名称可以改；编号是各类别代码的一部分，不变。", "Its name may change; its number is part of every code below it and stays.";
    LOOK_ALIKES = "容易混淆的类别", "Taken for one another";
    LOOK_ALIKES_WHY = "手机选类别时并排显示，照辨认要点区分。", "Phones show them side by side where a category is chosen, each with the mark that tells it.";
    NO_LOOK_ALIKES = "没有写明与哪些类别容易混淆。", "Nothing is said of what it is taken for.";
    MARK = "辨认要点", "The mark that tells it";
    MARK_EN = "辨认要点（英文）", "The mark in English";
    MARK_EN_IF = "辨认要点（英文，可不填）", "The mark in English (optional)";
    LOOK_ALIKE_KEY = "容易混淆的类别代码（如 event:06011）", "Key of the category it is taken for (such as event:06011)";
    ADD_LOOK_ALIKES = "增加一个容易混淆的类别", "Add a category that it is taken for";
    JOIN_LOOK_ALIKES = "这一组再加一个", "One more in this group";
    REMOVE_LOOK_ALIKE = "移出这一组", "Take out of this group";
    URGENT_HOUR = "紧急工作时", "urgent hours";
    URGENT_DAY = "紧急工作日", "urgent days";
    WORK_HOUR = "工作时", "work hours";
    WORK_DAYS = "工作日", "work days";
    NATURAL_DAY = "自然日", "natural days";
}

/// The days of a week as the head of a month has them, Monday first, and as they are spoken.
pub const WEEK: [(Words, Words); 7] = [
    (MONDAY, SAYS_MONDAY),
    (TUESDAY, SAYS_TUESDAY),
    (WEDNESDAY, SAYS_WEDNESDAY),
    (THURSDAY, SAYS_THURSDAY),
    (FRIDAY, SAYS_FRIDAY),
    (SATURDAY, SAYS_SATURDAY),
    (SUNDAY, SAYS_SUNDAY),
];

/// "2 个工作时".
pub fn limit(lang: Lang, limit: Limit) -> String {
    match lang {
        Lang::Zh => limit.said_zh(),
        Lang::En => limit.text_en(),
    }
}

/// "4 条".
pub fn conditions(lang: Lang, count: u64) -> String {
    pick(lang, format!("{count} 条立案条件"), counted(count, "condition", "conditions"))
}

/// "第 2 条".
pub fn condition(lang: Lang, number: u32) -> String {
    pick(lang, format!("第 {number} 条"), format!("Condition {number}"))
}

/// "大类 06 市容环境（31）".
pub fn major(number: u32, name: &str, categories: u64) -> String {
    format!("{number:02} {name} ({categories})")
}

/// "草稿第 3 版，2 处改动，开始于 11-23 10:00".
pub fn draft(lang: Lang, by: &str, at: &str, base: &str) -> String {
    pick(lang, format!("{by} 于 {at} 在 {base} 版上开始"), format!("begun by {by} on {at}, on version {base}"))
}

/// "共 12 处，列出前 500 处".
pub fn total(lang: Lang, total: u64, told: usize) -> String {
    if u64::try_from(told).is_ok_and(|told| told < total) {
        return pick(
            lang,
            format!("共 {total} 处，列出前 {told} 处"),
            format!("{total} in all, the first {told} shown"),
        );
    }
    pick(lang, format!("共 {total} 处"), format!("{total} in all"))
}

/// "草稿里有 3 处改动".
pub fn lines(lang: Lang, count: usize) -> String {
    pick(lang, format!("草稿里有 {count} 处改动"), format!("{} in the draft", counted(count, "change", "changes")))
}

/// "读到 519 条；改 190 类，新增 2 类".
pub fn import(lang: Lang, conditions: u64, changed: u64, added: u64) -> String {
    pick(
        lang,
        format!("读到 {conditions} 条立案条件；改动 {changed} 个类别，新增 {added} 个类别"),
        format!(
            "{} read; {} changed, {added} added",
            counted(conditions, "condition", "conditions"),
            counted(changed, "category", "categories")
        ),
    )
}

/// "1,204 件，其中未结 37 件".
pub fn referring(lang: Lang, cases: &str, open: &str) -> String {
    pick(
        lang,
        format!("{cases} 件，其中未结 {open} 件"),
        format!("{}, {open} of them open", counted(cases, "case", "cases")),
    )
}

/// "2027-01 从 2027-01-01 起".
pub fn published(lang: Lang, version: &str, from: &str) -> String {
    pick(lang, format!("{version} 已发布，从 {from} 起"), format!("{version} is published and holds from {from}"))
}

/// "2027 年".
pub fn year(lang: Lang, year: i16) -> String {
    pick(lang, format!("{year} 年"), year.to_string())
}

/// "3 月".
pub fn month(lang: Lang, month: usize) -> String {
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let en = month.checked_sub(1).and_then(|at| EN.get(at)).copied().unwrap_or_default();
    pick(lang, format!("{month} 月"), en.to_owned())
}

/// "11-22 休息".
pub fn day(day: &str, kind: &str, name: &str) -> String {
    if name.is_empty() { format!("{day} {kind}") } else { format!("{day} {name}") }
}
