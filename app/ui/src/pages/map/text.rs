//! The words of the big map.

use kit::lang::Words;
use kit::map::Part;
use kit::words;

use super::things::Kind;

words! {
    MAP = "地图", "Map";
    TASKS_ON_MAP = "任务在哪里", "Where the tasks are";
    PLACE_ON_MAP = "在图上定位置", "Place on the map";
    CHANGE_ON_MAP = "在大地图上改", "Move it on the big map";
    WITHOUT_THE_MAP = "这台设备画不了地图：请返回，按“改位置”输入经纬度。", "This device cannot draw the map: go back, press “Move place” and enter longitude and latitude.";
    USE_THIS = "用这个位置", "Use this place";
    MOVE_THE_MAP = "移动地图，让十字对准问题所在的位置。", "Move the map until the cross is on the problem.";
    WHERE_AM_I = "我在哪里", "Where am I";
    MY_GRIDS = "我的责任网格", "My duty grids";
    ALL_GRIDS = "全部网格", "All grids";
    LAYERS = "图层和图例", "Layers and legend";
    AS_LIST = "列成清单", "Show as list";
    AS_MAP = "看地图", "Show the map";
    CLOSE = "收起", "Close";
    NO_POSITION = "还没有定位", "No position yet";
    CANNOT_DRAW = "这台设备画不了地图，下面列成清单。", "This device cannot draw the map; here is a list.";
    NOT_LOADED = "地图没有装好，下面列成清单；请重新打开应用再试。", "The map could not be loaded; here is a list. Open the app again to try once more.";
    NO_GROUND = "网格没有读出来，图上只有任务和案件。", "The grids could not be read; only tasks and cases are shown.";
    SHOWN = "图上显示", "On the map";
    BASE = "底图", "Base map";
    BASE_PLAIN = "只有网格", "Grids only";
    BASE_TIANDITU = "天地图（联网）", "Tianditu (online)";
    TIANDITU_OFFLINE = "天地图要有网络才能看，现在用本机的图。", "Tianditu needs a network; the map on this phone is shown.";
    TIANDITU_WHOSE = "国家地理信息公共服务平台 天地图", "Tianditu, National Platform for Geospatial Information";
    INDUSTRY = "行业图层", "Industry layers";
    NO_INDUSTRY = "不显示", "None";
    INDUSTRY_WORDS = "点线是各单位责任范围的边", "Dotted lines: where a unit's ground ends";
    LEGEND = "图例", "Legend";
    LEGEND_OK = "任务，时间充裕", "Task, time enough";
    LEGEND_SOON = "任务，不到 1 小时", "Task, under an hour left";
    LEGEND_LATE = "任务，不到 15 分钟或已超时", "Task, under 15 minutes left or late";
    LEGEND_CHECK = "方形是核查", "Square: check";
    LEGEND_VERIFY = "菱形是核实", "Diamond: verify";
    LEGEND_SEVERAL = "数字是同一处的件数", "A number: that many on one spot";
    OTHERS_CASE = "别人上报", "Reported by others";
    MY_CASE = "我上报", "Reported by me";
    REMARK = "区界备注", "Boundary remark";
    GRID = "网格", "Grid";
    ON_ONE_SPOT = "这一处", "On this spot";
    NEAREST_ONLY = "只列最近的 50 条", "The nearest 50 only";
    NOTHING_TITLE = "图上没有东西", "Nothing on the map";
    NOTHING_WORDS = "任务、案件和区界备注会列在这里。", "Tasks, cases and boundary remarks are listed here.";
    TRAINING_GROUND = "训练边界", "training outlines";
}

/// What of the things is shown.
pub const fn kind(kind: Kind) -> Words {
    match kind {
        Kind::Tasks => Words { zh: "任务", en: "Tasks" },
        Kind::Cases => Words { zh: "我的案件", en: "My cases" },
        Kind::Near => Words { zh: "别人的案件", en: "Others' cases" },
        Kind::Remarks => Words { zh: "区界备注", en: "Remarks" },
    }
}

/// What of the ground is shown.
pub const fn part(part: Part) -> Words {
    match part {
        Part::Grids => Words { zh: "单元网格", en: "Unit grids" },
        Part::Duty => Words { zh: "责任网格", en: "Duty grids" },
        Part::Roads => Words { zh: "道路", en: "Roads" },
        Part::Places => Words { zh: "街道社区名", en: "Place names" },
    }
}

#[cfg(test)]
mod tests {
    use kit::map::Part;

    use super::{ALL, kind, part};
    use crate::pages::map::things::Kind;

    #[test]
    fn every_word_is_there_in_both_languages() {
        let kinds = Kind::ALL.map(kind);
        let parts = Part::ALL.map(part);
        for words in ALL.iter().chain(&kinds).chain(&parts) {
            assert!(!words.zh.trim().is_empty() && !words.en.trim().is_empty(), "{words:?}");
            assert!(!words.en.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{words:?}");
        }
    }
}
