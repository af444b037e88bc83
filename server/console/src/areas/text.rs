//! The words of the areas: grids, industry layers, remarks and their editions.

use kit::decimal::fixed;
use kit::lang::{Lang, Words};
use kit::text::counted;
use shared::api::areas::AreaCounts;
use shared::grid::compare::{AreaChange, AreaChanges, AreaTally};
use shared::grid::edition::Standing;
use shared::grid::kind::AreaKind;

use crate::text::pick;

kit::words! {
    TAB_MAP = "看图", "Map";
    TAB_EDITIONS = "版本", "Editions";
    TAB_COMPARE = "比较", "Compare";
    TAB_IMPORT = "导入", "Import";
    TAB_DRAW = "画责任网格", "Draw duty grids";
    TABS = "网格与图层", "Grids and layers";
    JURISDICTION = "辖区", "Jurisdiction";
    NO_GROUND = "还没有网格", "No grids yet";
    NO_GROUND_MORE = "您的辖区还没有导入过网格。请先导入单元网格。", "No grids were ever imported for your jurisdiction. Import unit grids first.";
    EDITION = "版本", "Edition";
    LAYERS = "显示", "Show";
    SHOW_GRIDS = "单元网格", "Unit grids";
    SHOW_DUTY = "责任网格", "Duty grids";
    SHOW_INDUSTRY = "行业图层", "Industry layers";
    SHOW_REMARKS = "边界备注", "Boundary remarks";
    SHOW_ROADS = "道路", "Roads";
    FIND = "找网格", "Find a grid";
    FIND_HINT = "编码，或末几位", "Code, or its last digits";
    FIND_GO = "找", "Find";
    FIND_NONE = "没有这个编码的网格", "No grid has this code";
    PRESS_MAP = "点一下地图，这里说出它是哪个网格、归谁。", "Press the map: here it says which grid that is and whose.";
    OUTSIDE = "不在任何网格里", "In no grid";
    AREA = "面积", "Area";
    DUTY_GRID = "责任网格", "Duty grid";
    NONE = "无", "none";
    WHOSE = "责任单位", "Responsible units";
    WHOSE_NONE = "没有单位认领这里", "No unit claims this place";
    REMARKS_HERE = "附近的备注", "Remarks near by";
    REMARKS_NONE = "附近没有备注", "No remark near by";
    AGREED = "商定由", "Agreed:";
    LOADING_MAP = "正在读取边界…", "Reading the outlines…";
    MAP_FAILED = "这个浏览器画不出地图；下面的列表说的是同样的内容。", "This browser cannot draw a map; the lists say the same.";
    MAP_NOT_LOADED = "地图没有取到；下面的列表说的是同样的内容。", "The map could not be fetched; the lists say the same.";
    MAP_TITLE = "网格与图层的地图", "Map of grids and layers";
    VERSION = "版本名", "Version";
    HOLDS = "有效期", "Holds";
    STANDS = "状态", "State";
    CONTENT = "内容", "Content";
    CHANGED = "改了什么", "What changed";
    MADE = "导入", "Imported";
    HASH = "校验码", "Hash";
    DO = "操作", "Actions";
    ALWAYS = "一直", "always";
    FOR_GOOD = "长期", "for good";
    SEE = "看图", "See it";
    SEE_CHANGES = "比较前一版", "Compare with the one before";
    WITHDRAW = "撤回", "Take back";
    WITHDRAW_SURE = "真的撤回？它将不再生效", "Really? It will never come into force";
    FIRST_EDITION = "最早的版本", "The first edition";
    NO_CHANGES = "没有不同", "No difference";
    FROM_EDITION = "从", "From";
    TO_EDITION = "到", "To";
    COMPARE_SAME = "请选两个不同的版本。", "Choose two different editions.";
    COMPARE_LEGEND = "绿色：新增 · 红色：取消 · 橙色：变动（虚线是原来的边界）", "Green: added · red: gone · amber: changed (dashed: as it was)";
    WHAT = "类别", "Kind";
    CODE = "编码", "Code";
    CHANGE = "变化", "Change";
    DETAIL = "说明", "Detail";
    MORE = "再看一些", "Show more";
    LOOK_AT = "看", "Look";
    KIND = "文件里是", "The file holds";
    VERSION_HINT = "空着就用生效日期", "The first day where it is left empty";
    VALID_FROM = "生效日期", "First day";
    VALID_TO = "最后一天（空着：长期）", "Last day (empty: for good)";
    FILE = "GeoJSON 文件，最大 96 MB", "GeoJSON file, 96 MB at most";
    LOOK_FIRST = "先检查", "Look at it first";
    TAKE = "导入为新版本", "Take it as a new edition";
    TAKE_SURE = "真的导入？到期手机会换成新边界", "Really? Phones will change to it on its day";
    CHOOSE_FILE = "请先选一个文件", "Choose a file first";
    TOO_LARGE_FILE = "文件超过 96 MB；请按辖区分开导入。", "The file is larger than 96 MB; import it jurisdiction by jurisdiction.";
    SENDING_FILE = "正在发送和检查，整个城市要几十秒", "Sending and looking through it; a whole city takes some tens of seconds";
    TAKING = "正在导入，未结案件会跟着重新归属", "Taking it; open cases follow";
    REPORT = "检查结果", "What was found";
    REFUSED = "有错误，什么也没有导入。请改好文件再来。", "There are errors: nothing is taken. Mend the file and come again.";
    NO_FINDINGS = "没有发现问题。", "Nothing is wrong with it.";
    WOULD_CHANGE = "会改动", "Would change";
    TAKEN_NOW = "已导入，现在生效", "Taken, in force now";
    TAKEN_LATER = "已导入，到期生效", "Taken, waits for its day";
    ERROR = "错误", "Error";
    WARNING = "注意", "To look at";
    LEFT = "这些人走的责任网格将不再有，请改派", "These people's duty grid will be no more: send them elsewhere";
    TO_PEOPLE = "去改派", "Send elsewhere";
    NOTHING_TO_TAKE = "文件里没有属于已知辖区的内容。", "Nothing in the file belongs to a known jurisdiction.";
    TOOL = "工具", "Tool";
    TOOL_LOOK = "看", "Look";
    TOOL_CLICK = "点选", "Press";
    TOOL_RECTANGLE = "框选", "Rectangle";
    TOOL_LASSO = "圈选", "Lasso";
    PICK_CODE = "按编码选", "Pick by code";
    PICK_ADD = "选上", "Pick";
    PICKED = "选中", "Picked";
    PICK_NONE = "全不选", "Pick none";
    PICK_FREE = "选中未分配的", "Pick those without a duty grid";
    NEW_ID = "编号（已有的或新的）", "Number, known or new";
    NEW_NAME = "名称", "Name";
    ASSIGN = "归入", "Assign";
    TAKE_OUT = "移出", "Take out";
    BAD_ID = "编号只能用字母、数字、点和横线", "A number has letters, digits, dots and dashes";
    DUTY_GRIDS = "责任网格", "Duty grids";
    PEOPLE = "人员", "People";
    PICK_ITS = "选中它的网格", "Pick its grids";
    MERGE = "合并", "Merge";
    MERGE_FROM = "把责任网格", "Merge duty grid";
    MERGE_INTO = "并入", "into";
    IS_SPLIT = "不相连是有意的", "Apart on purpose";
    DISSOLVE = "解散", "Dissolve";
    DISSOLVE_SURE = "真的解散？", "Really dissolve?";
    UNDO = "撤消", "Undo";
    SAVE = "保存草图", "Keep the drawing";
    UNSAVED = "有改动没保存", "Not kept yet";
    AS_IT_IS = "和现行版本一样", "As it is in force";
    NOT_CURRENT = "草图是在旧版本上画的：现行版本已经换了。检查时会说出差别。", "This was begun on an older edition: another is in force now. Looking at it will say what differs.";
    DISCARD = "丢掉草图", "Drop the drawing";
    DISCARD_SURE = "真的丢掉？改动都没了", "Really? All changes are lost";
    THEIRS = "看新的草图（丢掉我的改动）", "Look at theirs (mine are lost)";
    CHECK = "检查", "Check";
    CHECK_FINE = "每个网格至多归一个，都相连。", "Each grid is in one at most, and all hang together.";
    FREE = "没有归属的单元网格", "Unit grids without a duty grid";
    PUBLISH = "发布", "Publish";
    KEEP_FIRST = "请先保存草图，再检查和发布。", "Keep the drawing first, then look and publish.";
    LOOK_DRAWING = "检查草图", "Look at the drawing";
    TAKE_DRAWING = "发布为新版本", "Publish as a new edition";
    FINE = "细", "fine";
    COARSE = "粗", "coarse";
    MAP_KEYS = "不用鼠标：在“按编码选”里输入编码，效果一样。", "Without a mouse: type codes under Pick by code, to the same effect.";
}

/// Names a kind of area.
pub const fn kind(kind: AreaKind) -> Words {
    match kind {
        AreaKind::Grids => SHOW_GRIDS,
        AreaKind::DutyGrids => SHOW_DUTY,
        AreaKind::Industry => SHOW_INDUSTRY,
        AreaKind::Remarks => SHOW_REMARKS,
    }
}

/// Names what became of an area.
pub const fn change(change: AreaChange) -> Words {
    match change {
        AreaChange::Added => Words { zh: "新增", en: "added" },
        AreaChange::Gone => Words { zh: "取消", en: "gone" },
        AreaChange::Changed => Words { zh: "变动", en: "changed" },
    }
}

/// Names how an edition stands.
pub const fn standing(standing: Standing) -> Words {
    match standing {
        Standing::Planned => Words { zh: "待生效", en: "waits for its day" },
        Standing::InForce => Words { zh: "现行", en: "in force" },
        Standing::Past => Words { zh: "过去", en: "past" },
        Standing::Withdrawn => Words { zh: "已撤回", en: "taken back" },
    }
}

/// How many there are of each kind.
pub fn counts(lang: Lang, counts: AreaCounts) -> String {
    let AreaCounts { grids, duty_grids, industry, remarks } = counts;
    pick(
        lang,
        format!("{grids} 单元 · {duty_grids} 责任 · {industry} 行业 · {remarks} 备注"),
        format!("{grids} unit · {duty_grids} duty · {industry} industry · {remarks} remarks"),
    )
}

/// What changed, kind by kind: `+` new, `−` gone, `~` others than before.
pub fn changes(lang: Lang, changes: AreaChanges) -> String {
    let said = AreaKind::ALL.iter().filter_map(|one| {
        let AreaTally { added, gone, changed } = changes.tally(*one);
        (added + gone + changed > 0).then(|| format!("{} +{added} −{gone} ~{changed}", lang.say(kind(*one))))
    });
    let said: Vec<String> = said.collect();
    if said.is_empty() { lang.say(NO_CHANGES).to_owned() } else { said.join(" · ") }
}

/// Square metres; square kilometres where there are many.
pub fn area(lang: Lang, square_metres: f64) -> String {
    if square_metres >= 1_000_000.0 {
        let whole = fixed(square_metres / 1_000_000.0, 2);
        return pick(lang, format!("{whole} 平方公里"), format!("{whole} km²"));
    }
    let whole = fixed(square_metres, 0);
    pick(lang, format!("{whole} 平方米"), format!("{whole} m²"))
}

/// How much ground moved.
pub fn moved(lang: Lang, square_metres: f64) -> String {
    let size = area(lang, square_metres);
    pick(lang, format!("边界变动 {size}"), format!("{size} moved"))
}

/// Unit grids that a duty grid got and lost.
pub fn exchanged(lang: Lang, came: usize, went: usize) -> String {
    pick(lang, format!("进 {came} 格，出 {went} 格"), format!("{} in, {went} out", counted(came, "grid", "grids")))
}

/// So many seconds so far.
pub fn so_far(lang: Lang, seconds: u32) -> String {
    pick(lang, format!("已 {seconds} 秒"), format!("{seconds} s so far"))
}

/// How many errors and warnings there are.
pub fn found(lang: Lang, errors: usize, warnings: usize) -> String {
    pick(
        lang,
        format!("{errors} 处错误，{warnings} 处要看一下"),
        format!("{}, {warnings} to look at", counted(errors, "error", "errors")),
    )
}

/// How many are not told one by one.
pub fn and_more(lang: Lang, more: usize) -> String {
    pick(lang, format!("还有 {more} 条没有列出"), format!("{more} more are not listed"))
}

/// Which feature of the file.
pub fn feature(lang: Lang, number: usize) -> String {
    pick(lang, format!("第 {number} 个要素"), format!("feature {number}"))
}

/// What became of open cases.
pub fn followed(lang: Lang, changed: u64, looked: u64) -> String {
    pick(
        lang,
        format!("看过 {looked} 件未结案件，{changed} 件重新归属"),
        format!("{} looked at, {changed} judged anew", counted(looked, "open case", "open cases")),
    )
}

/// A number of unit grids with their size.
pub fn grids(lang: Lang, count: usize, square_metres: f64) -> String {
    let size = area(lang, square_metres);
    pick(lang, format!("{count} 格 · {size}"), format!("{} · {size}", counted(count, "grid", "grids")))
}

/// A unit grid that stands in two duty grids.
pub fn doubled(lang: Lang, code: &str, one: &str, other: &str) -> String {
    pick(lang, format!("网格 {code} 同时归 {one} 和 {other}"), format!("The grid {code} is in {one} and in {other}"))
}

/// A duty grid of several pieces.
pub fn apart(lang: Lang, id: &str, pieces: usize) -> String {
    pick(
        lang,
        format!("{id} 分成 {pieces} 块，不相连；要么改，要么勾“不相连是有意的”"),
        format!("{id} is of {pieces} pieces: mend it, or tick Apart on purpose"),
    )
}

/// A duty grid that will be no more, with people who walk it.
pub fn orphaned(lang: Lang, id: &str, people: u64) -> String {
    let walkers = if people == 1 { "1 person walks it".to_owned() } else { format!("{people} people walk it") };
    pick(lang, format!("{id} 将不再有，{people} 人走它"), format!("{id} will be no more; {walkers}"))
}

/// Who kept a drawing and when.
pub fn kept(lang: Lang, by: &str, at: &str) -> String {
    pick(lang, format!("{at} 由 {by} 保存"), format!("kept {at} by {by}"))
}

/// Who imported an edition and when.
pub fn made(lang: Lang, by: Option<&str>, at: &str) -> String {
    match by {
        Some(by) => pick(lang, format!("{at} · {by}"), format!("{at} · {by}")),
        None => at.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;
    use shared::grid::compare::{AreaChanges, AreaTally};

    use super::{area, changes};

    #[test]
    fn sizes_are_read_in_metres_and_then_in_kilometres() {
        assert_eq!(area(Lang::Zh, 10_212.4), "10212 平方米");
        assert_eq!(area(Lang::En, 25_380_000.0), "25.38 km²");
    }

    #[test]
    fn only_what_changed_is_said() {
        assert_eq!(changes(Lang::En, AreaChanges::default()), "No difference");
        let some = AreaChanges { grids: AreaTally { added: 2, gone: 1, changed: 0 }, ..AreaChanges::default() };
        assert_eq!(changes(Lang::Zh, some), "单元网格 +2 −1 ~0");
    }
}
