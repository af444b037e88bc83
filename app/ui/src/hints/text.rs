//! The words of the capture hints.

use kit::lang::{Lang, Words};
use kit::text::counted;
use kit::words;

words! {
    HINTS = "拍摄要点", "How to take the photos";
    RULES = "每个案件都一样", "The same for every case";
    BY_CATEGORY = "各类别怎么拍", "What each category wants";
    SEARCH = "类别：中文、简拼或代码", "Category: English, initials or code";
    SEARCH_LABEL = "找一个类别的拍摄要点", "Find what a category wants";
    NOTHING_TITLE = "没有找到这个类别", "No such category";
    NOTHING_WORDS = "换个说法试试：中文、简拼如 bllj，或代码。", "Try another way: English, initials such as bllj, or the code.";
    NO_HINT = "按上面的要点拍，拍清立案条件说的情形。", "Follow the rules above and show what the filing condition says.";

    NEAR = "近景", "Near";
    NEAR_WORDS = "走到一两步远，让问题占画面一半，材质、破损、文字看得清。", "From one or two steps: the problem fills half of the picture, and what it is made of, what is broken, what is written can be made out.";
    FAR = "远景", "Far";
    FAR_WORDS = "退到十步开外，把路牌、门牌、路口或固定的建筑一起拍进去，别人凭照片找得到地方。", "From ten steps back, with a street sign, a door number, a crossing or a building: somebody else finds the place by the photo alone.";
    REFERENCE = "参照物", "Something to compare with";
    REFERENCE_WORDS = "坑多深、堆多大，旁边放一样大家都知道大小的东西：脚、水瓶、路缘石。", "How deep, how large: beside it something whose size everybody knows, such as a shoe, a bottle, the kerb.";
    SAME_SPOT = "核查站原位", "The same spot for the check";
    SAME_SPOT_WORDS = "站到上报照片的位置，同一个方向、同样远近；用叠放对齐，前后才能比。", "Stand where the report was taken, facing the same way, as far off; line it up with the overlay. Only then before and after compare.";
    PEOPLE = "避开人脸和车牌", "No faces, no number plates";
    PEOPLE_WORDS = "近景里尽量不拍到人脸、车牌和住户窗内；避不开就换个角度，或等人走过。", "Keep faces, number plates and the inside of homes out of close-ups; where they cannot be avoided, change the angle or wait.";
    LIGHT = "光线", "Light";
    LIGHT_WORDS = "背光时绕到另一面；暗处开补光灯；雨天擦一下镜头，拍完看一眼清不清楚。", "Against the sun, walk round; in the dark use the lamp; in the rain wipe the lens, and look whether it came out sharp.";
    AT_ONCE = "当场拍、当场存", "Taken there, saved there";
    AT_ONCE_WORDS = "用应用里的相机在现场拍：时间、位置和签名都在照片里，事后补拍的会被认出来。", "Use the app's own camera on the spot: time, place and signature are in the photo, and one taken later is recognised.";
}

/// The general rules: what, and how.
pub const RULE_LIST: &[(Words, Words)] = &[
    (NEAR, NEAR_WORDS),
    (FAR, FAR_WORDS),
    (REFERENCE, REFERENCE_WORDS),
    (SAME_SPOT, SAME_SPOT_WORDS),
    (PEOPLE, PEOPLE_WORDS),
    (LIGHT, LIGHT_WORDS),
    (AT_ONCE, AT_ONCE_WORDS),
];

/// How many photos a report of it needs at least.
pub fn at_least(lang: Lang, photos: u8) -> String {
    match lang {
        Lang::Zh => format!("至少 {photos} 张"),
        Lang::En => format!("at least {}", counted(photos, "photo", "photos")),
    }
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;

    use super::{ALL, RULE_LIST, at_least};

    #[test]
    fn every_word_is_there_in_both_languages() {
        for words in ALL {
            assert!(!words.zh.trim().is_empty() && !words.en.trim().is_empty(), "{words:?}");
            assert!(!words.en.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{words:?}");
        }
    }

    #[test]
    fn every_rule_is_told_once() {
        let titles: std::collections::BTreeSet<_> = RULE_LIST.iter().map(|(title, _)| title.zh).collect();
        assert_eq!(titles.len(), RULE_LIST.len());
        assert_eq!(
            (at_least(Lang::En, 1), at_least(Lang::En, 2)),
            ("at least 1 photo".into(), "at least 2 photos".into())
        );
    }
}
