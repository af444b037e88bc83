//! The words of the map of cases.

use kit::lang::Lang;
use kit::text::counted;

use crate::text::pick;

kit::words! {
    TITLE = "案件地图", "Case map";
    LEAD = "没有结束的案件；数字圈里有几件，颜色按最急的一件。", "The cases that are not over. A disc says how many there are; its colour is that of the most urgent.";
    MAP_OF_CASES = "没有结束的案件的地图；同样的案件列在旁边", "Map of the cases that are not over; the same cases are listed beside it";
    LOADING = "正在打开地图", "Opening the map";
    CANNOT_DRAW = "这台设备画不了地图，案件都在旁边的列表里。", "This device cannot draw the map; all cases are in the list beside it.";
    NOT_LOADED = "地图没有取到，案件都在旁边的列表里。", "The map could not be fetched; all cases are in the list beside it.";
    FIT = "全部显示", "Show all";
    TOO_MANY = "点太多，只画了最急的；请加条件。", "Too many points: only the most urgent are drawn. Narrow the filter.";
    NONE_HERE = "这里没有符合的案件", "No case that matches is here";
    NONE_HERE_MORE = "移动或缩小地图，或者改条件。", "Move or zoom out, or change the filter.";
    IN_VIEW = "地图范围内", "In view";
    OF_ALL = "最急的在前", "The most urgent first";
    OPEN_CASE = "打开案件", "Open the case";
    CLOSE_CARD = "关闭卡片", "Close the card";
    NEXT_ONE = "同一地点的下一件", "The next one on this spot";
    NO_PICTURE = "照片还没到", "No photo yet";
    TONE_LATE = "已超期或一刻钟内", "Overdue or within a quarter of an hour";
    TONE_SOON = "1 小时内", "Within an hour";
    TONE_OK = "还有时间", "Time left";
    TONE_REST = "没有计时", "No clock runs";
    LEGEND = "颜色的意思", "What the colours mean";
}

/// Says how many points there are, in figures.
pub fn points(lang: Lang, count: &str) -> String {
    pick(lang, format!("{count} 个点"), counted(count, "point", "points"))
}

/// Says which of several cases on one spot is shown.
pub fn one_of(lang: Lang, number: usize, count: usize) -> String {
    pick(lang, format!("同一地点第 {number} 件，共 {count} 件"), format!("{number} of {count} on this spot"))
}
