//! The words of the settings.

use app_bridge::storage::StorageKind;
use kit::lang::{Lang, Words};
use kit::words;

words! {
    SETTINGS = "设置", "Settings";
    LANGUAGE = "语言", "Language";
    CHINESE = "中文", "Chinese";
    ENGLISH = "英文", "English";
    LOOKS = "显示", "Display";
    THEME = "明暗", "Theme";
    THEME_SYSTEM = "跟随系统", "As the system";
    THEME_LIGHT = "浅色", "Light";
    THEME_DARK = "深色", "Dark";
    CONTRAST = "对比度", "Contrast";
    CONTRAST_USUAL = "一般", "Usual";
    CONTRAST_HIGH = "高（强光下）", "High (in the sun)";
    TEXT_SIZE = "文字大小", "Text size";
    SAMPLE = "凤城八路 109 号门前，暴露垃圾两袋，剩 1 时 50 分", "In front of 109 Fengcheng 8th Road: two bags of refuse, 1 h 50 min left";
    HAND = "拿手机的手", "Hand that holds the phone";
    HAND_RIGHT = "右手", "Right";
    HAND_LEFT = "左手", "Left";
    OPENING = "打开应用时", "When the app opens";
    OPENS_ON_TODAY = "先看今日", "Show today";
    OPENS_ON_CAMERA = "直接开相机", "Open the camera";

    STORAGE = "存储空间", "Storage";
    STORAGE_FREE = "手机还剩", "Free on this phone";
    STORAGE_FREE_UNKNOWN = "这台设备说不出还剩多少", "This device does not tell how much is free";
    STORAGE_WORDS = "没传完的永远不会清理。能清理的都能从服务器再取回，或者重新生成。", "What has not arrived is never cleared. What can be cleared comes back from the server, or is made again.";
    CLEAR = "清理", "Clear";
    CLEARING = "正在清理…", "Clearing…";
    NOTHING_TO_CLEAR = "没有可清理的", "Nothing to clear";
    KIND_RECORDS = "案件、任务和记录", "Cases, tasks, records";
    KIND_PHOTOS = "照片（上传用）", "Photos (as sent)";
    KIND_ORIGINALS = "原图和音视频", "Originals and clips";
    KIND_THUMBNAILS = "缩略图", "Thumbnails";
    KIND_PICTURES = "任务的前照和取回的图片", "Pictures of tasks";
    KIND_PACKS = "网格、目录、日历", "Grids, catalogue, calendar";
    KIND_BASE_MAPS = "底图（在“底图”页删）", "Base maps (removed on their own page)";

    HELP = "帮助和排查", "Help";
    WALK_AGAIN = "再看一遍入门", "See the first steps again";
    DIAGNOSTICS = "导出诊断文件", "Write a diagnostics file";
    DIAGNOSTICS_WORDS = "给帮您排查的人：版本、数量、最近几次同步和错误代码。没有姓名、位置、照片、密码。", "For whoever helps you: versions, counts, the latest rounds and error codes. No names, places, photos or passwords.";
    DIAGNOSTICS_WRITING = "正在写…", "Writing…";
    DIAGNOSTICS_WRITTEN = "已写好", "Written";
    RESCUE = "传不上去？救援文件在同步页", "It cannot be sent? The rescue file is on the sync page";

    ABOUT = "关于", "About";
    VERSION = "版本", "Version";
    LICENCE = "许可", "Licence";
    LICENCE_OURS = "巡格：Apache 2.0", "Xunge: Apache 2.0";
    LICENCE_FONT = "水印字体 Noto Sans SC：SIL OFL 1.1", "Watermark font Noto Sans SC: SIL OFL 1.1";
    LICENCE_MAP = "地图 MapLibre GL JS：BSD 3-Clause", "Map MapLibre GL JS: BSD 3-Clause";
    LICENCE_STORE = "存储 SQLCipher：BSD 3-Clause；照片 libjpeg-turbo：IJG 和 BSD 3-Clause", "Store SQLCipher: BSD 3-Clause; photos libjpeg-turbo: IJG and BSD 3-Clause";
}

/// Returns what takes room.
pub const fn kind(kind: StorageKind) -> Words {
    match kind {
        StorageKind::Records => KIND_RECORDS,
        StorageKind::Photos => KIND_PHOTOS,
        StorageKind::Originals => KIND_ORIGINALS,
        StorageKind::Thumbnails => KIND_THUMBNAILS,
        StorageKind::Pictures => KIND_PICTURES,
        StorageKind::Packs => KIND_PACKS,
        StorageKind::BaseMaps => KIND_BASE_MAPS,
    }
}

/// What can be cleared, in bytes said as people say them.
pub fn clearable(lang: Lang, bytes: &str) -> String {
    match lang {
        Lang::Zh => format!("可清理 {bytes}"),
        Lang::En => format!("{bytes} can be cleared"),
    }
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn every_word_is_there_in_both_languages() {
        for words in ALL {
            assert!(!words.zh.trim().is_empty() && !words.en.trim().is_empty(), "{words:?}");
        }
    }
}
