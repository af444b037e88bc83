//! The fields that a draft changes, and the things they belong to.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! named {
    ($(#[$doc:meta])* $name:ident as $schema:ident { $($(#[$variant:meta])* $one:ident = $code:literal, $zh:literal, $en:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        #[schema(as = $schema)]
        pub enum $name { $($(#[$variant])* $one,)* }

        impl $name {
            /// Every one of them, in the order of this list.
            pub const ALL: &[Self] = &[$(Self::$one,)*];

            /// Returns the word as it travels.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$one => $code,)* }
            }

            /// Returns what it is called in Chinese.
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$one => $zh,)* }
            }

            /// Returns what it is called in English.
            pub const fn en(self) -> &'static str {
                match self { $(Self::$one => $en,)* }
            }
        }
    };
}

named! {
    /// A field of something in a catalogue or a calendar.
    Field as CatalogueField {
        /// The name of a category.
        Name = "name", "名称", "name";
        /// Its name in English.
        NameEn = "name_en", "英文名称", "English name";
        /// The letters it is found by.
        Initials = "initials", "拼音首字母", "initials";
        /// The industry layer whose unit handles it.
        Layer = "layer", "责任图层", "responsible layer";
        /// The limit where no condition is written.
        TypicalLimit = "typical_limit", "通常时限", "typical limit";
        /// What the event derived from a component is called.
        EventName = "event_name", "派生事件名称", "name of the derived event";
        /// What the photo must show.
        CaptureHint = "capture_hint", "拍摄提示", "capture hint";
        /// The same in English.
        CaptureHintEn = "capture_hint_en", "拍摄提示（英文）", "capture hint in English";
        /// The fewest photos of a report.
        LeastPhotos = "least_photos", "最少照片数", "fewest photos";
        /// Its place among the most frequent.
        Frequent = "frequent", "常用排序", "place among the frequent";
        /// Nothing new is reported under it: `yes` or `no`.
        Retired = "retired", "停用", "retired";
        /// The category that took its place.
        Successor = "successor", "替代类别", "successor";
        /// What must be true for a case.
        Text = "text", "立案条件", "filing condition";
        /// The same in English.
        TextEn = "text_en", "立案条件（英文）", "filing condition in English";
        /// How long the unit has.
        Limit = "limit", "处置时限", "limit";
        /// When it is over.
        Closing = "closing", "结案条件", "closing condition";
        /// The same in English.
        ClosingEn = "closing_en", "结案条件（英文）", "closing condition in English";
        /// Who wrote the words.
        Source = "source", "来源", "source";
        /// What a catalogue or a calendar is called.
        Title = "title", "名称", "title";
        /// The first day on which the standard holds.
        Since = "since", "标准启用日", "first day of the standard";
        /// The zone that days are counted in.
        Zone = "zone", "时区", "zone";
        /// The first day that the notices cover.
        First = "first", "公告覆盖起日", "first day covered";
        /// The last day that the notices cover.
        Last = "last", "公告覆盖止日", "last day covered";
        /// Days of the week off.
        Weekend = "weekend", "每周休息日", "days of the week off";
        /// What a work day means in a limit.
        WorkDay = "work_day", "“工作日”的算法", "what a work day means";
        /// The hours of a working day.
        Periods = "periods", "工作时间", "working hours";
        /// The number of a year's notice.
        Notice = "notice", "放假公告文号", "number of the notice";
        /// The day of a year's notice.
        Dated = "dated", "公告日期", "date of the notice";
        /// The first day of a holiday.
        From = "from", "首日", "first day";
        /// The last day of a holiday.
        To = "to", "末日", "last day";
        /// The mark that tells a category from those it is taken for.
        Mark = "mark", "文字", "words";
        /// The same in English.
        MarkEn = "mark_en", "英文文字", "words in English";
        /// What a category is taken for.
        LookAlikes = "look_alikes", "容易与之混淆", "taken for";
    }
}

named! {
    /// What something in a catalogue or a calendar is.
    Subject as CatalogueSubject {
        /// The catalogue itself.
        Catalogue = "catalogue", "目录", "catalogue";
        /// An industry layer.
        Layer = "layer", "图层", "layer";
        /// A major class.
        Major = "major", "大类", "major class";
        /// A category.
        Category = "category", "类别", "category";
        /// A filing condition of a category.
        Condition = "condition", "条件", "condition";
        /// A mark that tells a category from those it is taken for.
        Tell = "tell", "辨认要点", "tell-tale mark";
        /// The calendar itself.
        Calendar = "calendar", "日历", "calendar";
        /// The hours from a day on.
        Hours = "hours", "作息时间", "hours";
        /// A year's notice.
        Year = "year", "年度公告", "year's notice";
        /// A holiday.
        Holiday = "holiday", "节假日", "holiday";
        /// A weekend day that is worked.
        MakeUpDay = "make_up_day", "调休上班日", "make-up day";
    }
}
