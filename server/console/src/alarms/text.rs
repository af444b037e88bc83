//! The words of the alarms as they were.

use kit::lang::{Lang, Words};
use shared::api::devices::ALARM_DAYS;

use super::asked::Which;
use crate::text::pick;

kit::words! {
    NONE = "没有这样的告警", "No such alarms";
    NONE_MORE = "换一个条件，或者看全部设备、全部种类。", "Try another filter, or every device and every kind.";
    FILTER = "筛选告警", "Filter the alarms";
    WHICH = "状态", "State";
    OVER = "已结束", "Over";
    LASTING = "还在持续", "Lasting";
    ALL_OF_THEM = "全部", "All";
    KIND = "种类", "Kind";
    EVERY_KIND = "所有种类", "Every kind";
    ONLY_DEVICE = "只看设备", "Only device";
    EVERY_DEVICE = "看全部设备", "Every device";
    DEVICE = "设备", "Device";
    ONLY_ITS = "只看它的", "only its";
    BEARER = "当时的人员 · 辖区", "Bearer · jurisdiction";
    SINCE = "开始", "Since";
    UNTIL = "结束", "Until";
    LASTS = "还在持续", "lasts";
    LASTED = "多久", "How long";
    NOTED = "知悉", "Noted";
}

/// Says which alarms there are.
pub const fn which(which: Which) -> Words {
    match which {
        Which::Over => OVER,
        Which::Lasting => LASTING,
        Which::All => ALL_OF_THEM,
    }
}

/// Says what stands here, and for how long.
pub fn lead(lang: Lang) -> String {
    pick(
        lang,
        format!("最近的在前；结束后保留 {ALARM_DAYS} 天。人员是告警时拿着设备的人。"),
        format!(
            "The newest first; kept for {ALARM_DAYS} days after they end. The bearer is whoever had the device then."
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn every_word_speaks_both_languages() {
        let is_chinese = |letter: char| ('\u{4e00}'..='\u{9fff}').contains(&letter);
        for words in ALL {
            assert!(words.zh.chars().any(is_chinese) && !words.en.chars().any(is_chinese), "{words:?}");
        }
    }
}
