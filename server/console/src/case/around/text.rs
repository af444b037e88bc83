//! The words of the map of whose job it is.

use kit::lang::Lang;

use crate::text::{phrases, pick};

kit::words! {
    AROUND = "责任图层与边界", "Whose job it is here";
    AROUND_MAP = "案件周边的责任区示意图", "Map of the areas around the case";
    AROUND_HELP = "点图上的责任区或下面的单位即选定；字母对应下表。", "Press an area on the map or a unit below to choose it; the letters are those of the list.";
    AREAS = "附近的责任区", "Areas near by";
    NO_AREAS = "这一图层在附近没有责任区：无主，需要人工判断。", "This layer has no area near by: nobody's by the map; a person decides.";
    CANDIDATE = "案件在其责任区内", "The case lies in its area";
    OTHER_GROUND = "别的辖区的图层", "Another jurisdiction's map";
    REMARKS = "责任界线备注", "Boundary remarks";
    AGREED = "约定由", "Agreed:";
    OTHER_LAYER = "其他图层", "another layer";
    OVERLAP = "多个单位的责任区在此重叠，请看备注再定。", "The areas of several units overlap here; see the remarks, then decide.";
    GAP = "没有单位的责任区包含这里。", "No unit's area holds this place.";
    ONE = "图上只有一个单位负责这里。", "The map names one unit for this place.";
    CHOOSE_UNIT = "选它", "Choose it";
    CHOSEN_UNIT = "已选", "Chosen";
    PLACE_MARK = "案", "C";
    NORTH = "北", "N";
    OWN_GRID = "粗线是案件所在的单元网格，浅底是它的责任网格。", "The thick line is the case's unit grid, the shaded ground its duty grid.";
}

/// "距 23 米".
pub fn away(lang: Lang, metres: f64) -> String {
    let metres = phrases::metres(lang, metres);
    pick(lang, format!("距 {metres}"), format!("{metres} away"))
}

/// "100 米内没有备注".
pub fn no_remarks(lang: Lang, metres: u32) -> String {
    pick(lang, format!("{metres} 米内没有备注。"), format!("No remark within {metres} m."))
}

/// "依据 西城管〔2025〕7 号".
pub fn paper(lang: Lang, paper: &str) -> String {
    pick(lang, format!("依据 {paper}"), format!("By {paper}"))
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn every_word_speaks_both_languages() {
        for words in ALL {
            assert!(!words.zh.is_empty() && !words.en.is_empty(), "{words:?} is silent in one language");
        }
    }
}
