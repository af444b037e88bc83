//! The words of the pieces themselves.

pub mod reasons;

use std::fmt::Display;

use crate::lang::{Lang, Words};
use crate::words;

words! {
    /// A moment less than a minute ago.
    JUST_NOW = "刚刚", "just now";
    /// A day.
    TODAY = "今天", "today";
    /// A day.
    TOMORROW = "明天", "tomorrow";
    /// A day.
    YESTERDAY = "昨天", "yesterday";
    /// On the button of a failed page.
    TRY_AGAIN = "再试一次", "Try again";
    /// While something is read.
    READING = "正在读取…", "Reading…";
    /// A photo from before the handling.
    BEFORE = "前", "Before";
    /// A photo taken now.
    NOW = "现在", "Now";
    /// No photo yet, beside the old one.
    NOT_TAKEN = "还没拍", "Not taken yet";
    /// Beside the slider that fades the old photo in.
    OPACITY = "透明度", "Fade";
    /// How two photos are compared.
    OVERLAID = "叠放", "Overlay";
    /// How two photos are compared.
    BESIDE = "并排", "Side by side";
    /// Read out for the small map.
    MAP_OF_GRIDS = "网格小图", "Map of the grids";
    /// On the button of the big map that says whose data the base map is.
    MAP_DATA = "地图数据来源", "Whose map data this is";
    /// On a button of a map that has some.
    NEARER = "放大", "Zoom in";
    /// On a button of a map that has some.
    WIDER = "缩小", "Zoom out";
    /// In the corner of a map of a training city.
    TRAINING_GROUND = "训练边界", "training outlines";
    /// The photo cannot be shown.
    NO_PICTURE = "照片不在本机", "Photo not on this device";
    /// On the stripe of a training city.
    TRAINING = "训练城市 · 案件不计入", "Training city · cases do not count";
    /// What the language switch changes to.
    SWITCH_LANGUAGE = "English", "中文";
    /// Read out for the language switch.
    LANGUAGE = "语言", "Language";
}

/// A number of things in English: `1 photo`, `2 photos`, and `0 photos`. Chinese needs nothing of the kind.
pub fn counted(count: impl Display, one: &str, many: &str) -> String {
    let count = count.to_string();
    let things = if count == "1" { one } else { many };
    format!("{count} {things}")
}

/// Picks the words that stand beside a number: those for one, or those for none and several.
pub const fn beside(count: u64, one: Words, many: Words) -> Words {
    if count == 1 { one } else { many }
}

/// A stretch of time with its two largest units: `3 时 12 分`.
pub fn stretch(lang: Lang, ms: i64) -> String {
    let minutes = ms / 60_000;
    let (days, hours, rest) = (minutes / 1_440, minutes / 60 % 24, minutes % 60);
    match (lang, days, hours) {
        (Lang::Zh, 0, 0) => format!("{rest} 分"),
        (Lang::En, 0, 0) => format!("{rest} min"),
        (Lang::Zh, 0, _) => format!("{hours} 时 {rest} 分"),
        (Lang::En, 0, _) => format!("{hours} h {rest} min"),
        (Lang::Zh, _, 0) => format!("{days} 天"),
        (Lang::En, _, 0) => format!("{days} d"),
        (Lang::Zh, ..) => format!("{days} 天 {hours} 时"),
        (Lang::En, ..) => format!("{days} d {hours} h"),
    }
}

/// How long until the deadline.
pub fn left(lang: Lang, ms: i64) -> String {
    match lang {
        Lang::Zh => format!("剩 {}", stretch(lang, ms)),
        Lang::En => format!("{} left", stretch(lang, ms)),
    }
}

/// How long past the deadline.
pub fn over(lang: Lang, ms: i64) -> String {
    match lang {
        Lang::Zh => format!("超 {}", stretch(lang, ms)),
        Lang::En => format!("{} over", stretch(lang, ms)),
    }
}

/// How long ago.
pub fn ago(lang: Lang, ms: i64) -> String {
    match lang {
        Lang::Zh => format!("{}前", stretch(lang, ms)),
        Lang::En => format!("{} ago", stretch(lang, ms)),
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, beside, counted, stretch};
    use crate::lang::{Lang, Words};

    #[test]
    fn every_word_is_there_in_both_languages() {
        for words in ALL {
            assert!(!words.zh.is_empty() && !words.en.is_empty(), "{words:?}");
        }
    }

    #[test]
    fn one_is_singular_and_none_and_several_are_plural() {
        assert_eq!(
            [0_u64, 1, 2, 11, 21].map(|count| counted(count, "photo", "photos")),
            ["0 photos", "1 photo", "2 photos", "11 photos", "21 photos"]
        );
        assert_eq!(counted("1,001", "day", "days"), "1,001 days", "written in groups of three");
        let [one, many] = [Words { zh: "照片", en: "photo" }, Words { zh: "照片", en: "photos" }];
        assert_eq!([0, 1, 2].map(|count| beside(count, one, many)), [many, one, many]);
    }

    #[track_caller]
    fn check(minutes: i64, zh: &str, en: &str) {
        assert_eq!(stretch(Lang::Zh, minutes * 60_000), zh);
        assert_eq!(stretch(Lang::En, minutes * 60_000), en);
    }

    #[test]
    fn a_stretch_names_its_two_largest_units() {
        check(0, "0 分", "0 min");
        check(12, "12 分", "12 min");
        check(110, "1 时 50 分", "1 h 50 min");
        check(1_440, "1 天", "1 d");
        check(1_440 * 2 + 185, "2 天 3 时", "2 d 3 h");
    }
}
