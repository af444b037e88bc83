//! The words of the bulletins. What counters and rates are called stands in `shared::assessment::names`.

use kit::lang::{Lang, Words};
use shared::api::bulletins::{BulletinKind, Compared, PoorReason, Ranking};
use shared::assessment::names::Said;

kit::words! {
    LEAD = "把已冻结的月份编成通报：编好后数字不再变，审过的照片才会印出来。", "Frozen months made into bulletins. Once made, no number in one changes; only photos that somebody looked at are printed.";
    MAKE = "编制通报", "Make a bulletin";
    MAKE_WHO = "通报由市级考核员编制和发布。", "Bulletins are made and published by the city's evaluators.";
    NONE = "还没有通报", "No bulletins yet";
    NONE_MORE = "月份冻结之后，市级考核员就可以编制通报。", "Once a month is frozen, an evaluator of the city can make one.";
    LIST = "通报", "Bulletins";
    TITLE = "名称", "Title";
    TITLE_HINT = "不填就用通常的名称", "Left empty, it has its usual name";
    KIND = "种类", "Kind";
    DAYS = "期间", "Days";
    STANDING = "状态", "State";
    MADE = "编制", "Made";
    DRAFT = "草稿", "Draft";
    PUBLISHED = "已发布", "Published";
    MONTHLY = "月报", "Monthly";
    WEEKLY = "周报", "Weekly";
    HALF_YEARLY = "半年报", "Half-yearly";
    MONTH = "月份", "Month";
    NO_MONTHS = "还没有冻结的月份", "No month is frozen yet";
    VERSION = "版本", "Version";
    VERSION_USUAL = "已发布的一版，没有就用最新一版", "The published one, or else the newest";
    WEEK_DAY = "这一周里的一天", "A day of the week";
    HALF = "哪半年", "Which half year";
    MODELS = "评分模型", "Models that score it";
    MODELS_HINT = "不选就用该月发布时的模型", "None chosen: the one that the month was published with";
    NO_SCORES = "周报不评分。", "A week gives no scores.";
    REMARKS = "评语", "Remarks";
    REMARKS_HINT = "手机号和身份证号会自动遮住", "Numbers of phones and identity cards are masked";
    MAKING = "正在汇总", "Adding up";
    MAKE_NOW = "汇总并编成草稿", "Add up and make a draft";
    BACK_TO_LIST = "回到通报列表", "Back to the bulletins";
    AS_OF = "数据截至", "As of";
    SOURCE = "来源", "From";
    LIVE_DAYS = "编制时的实时数据", "Live cases when it was made";
    SCORED_BY = "评分模型", "Scored by";
    SCORED_NOT = "不评分", "No scores";
    TRAINING = "只含训练案件", "Training cases only";
    PDF_ZH = "PDF（中文）", "PDF, Chinese";
    PDF_EN = "PDF（英文）", "PDF, English";
    BOOK_ZH = "表格（中文）", "Workbook, Chinese";
    BOOK_EN = "表格（英文）", "Workbook, English";
    TAKEN_NOTE = "每次下载都会记下来", "Each download is recorded";
    WAITS = "这些月份的数据还没有发布，通报要等它们", "The bulletin waits until these months are published";
    OVERTAKEN = "这些月份已重新冻结，草稿里的这一版不会再发布；请另编一份", "These months were frozen anew and the versions in here will never be published; make another draft";
    SAVE = "保存", "Save";
    SAVED = "已保存", "Saved";
    SAVING = "正在保存", "Saving";
    PUBLISH = "发布", "Publish";
    PUBLISH_SURE = "发布后不能再改，确定发布", "Nothing can be changed afterwards. Publish";
    DROP = "删除草稿", "Drop the draft";
    DROP_SURE = "确定删除", "Drop it for good";
    EDIT = "草稿的文字和照片", "Words and photos of the draft";
    VOLUMES = "数量", "Volumes";
    RATES = "各项比率", "Rates";
    RATE = "比率", "Rate";
    COUNTED = "口径", "Counted";
    PART_WHOLE = "分子 / 分母", "Part / whole";
    AREAS = "辖区", "Jurisdictions";
    AREAS_NOTE = "按主管的辖区统计，不按案件所在的区划。", "By the jurisdiction that manages a case, not by the division that it lies in.";
    UNITS = "责任单位", "Responsible units";
    RATES_NOTE = "挂账的案件不在分母里；申诉成立的算按期，另列一数。", "Suspended cases leave the whole; an upheld appeal counts as in time and is counted apart.";
    CATEGORIES = "立案最多的类别", "Categories filed most";
    MONTHS = "近几个月", "The course of months";
    POOR = "办理不力的案件", "Cases handled poorly";
    POOR_NONE = "没有这样的案件", "There are none";
    RANK = "名次", "Rank";
    NAME = "名称", "Name";
    SCORE = "得分", "Score";
    ALL_TOGETHER = "合计", "All together";
    NOBODY = "尚未派遣", "Not dispatched";
    OPEN_OVERDUE = "超期未处置", "Late and not handled";
    CLOSED_OVERDUE = "超期结案", "Closed late";
    REWORKED = "多次返工", "Reworked again and again";
    DUE = "处置截止", "Due";
    PHOTOS_RULE = "勾选要印出的照片。请逐张看过：不能有人脸、车牌、门牌上的姓名。没有勾选的不会出现在任何文件里。", "Tick the photos to print. Look at each: no faces, number plates or names. What is not ticked appears in no file.";
    LET_IN = "印出", "Print it";
    BEFORE = "处置前", "Before";
    AFTER = "处置后", "After";
    HALF_NOTE = "半年的数是各冻结月份相加，得分是各月的平均；点开一个数，先看各月，再看案件。没有案件的月份不冻结，也不在其中。", "The numbers of half a year are those of its frozen months added up, and a score is the mean of theirs; a number opens month by month, and then its cases. A month without any case is not frozen and not in it.";
    BACK_TO_BULLETIN = "回到通报", "Back to the bulletin";
    MONTH_BY_MONTH = "这个数由各月相加；点一个月，看它的案件。", "This number is those of the months added up; press that of a month to see its cases.";
    NO_NUMBER = "这个地址说不清是哪个数", "This address does not say which number";
    NO_NUMBER_MORE = "回到通报，从一个数点进来。", "Go back to the bulletin and open a number from there.";
    NOT_ALL_FROZEN = "半年里已过完、有案件的月份都要先冻结。", "Every month of it that is over and has cases is frozen first.";
    COMPARED = "与上期、上年同期相比", "Beside the time before and the year before";
    COMPARED_NOTE = "数量的变化是百分比，比率的变化是百分点，都由原数算出；没有可比数据的写作“—”。", "A count changes by per cent, a rate by percentage points, both from exact numbers; a dash where nothing is known.";
    COMPARED_NONE = "上期和上年同期都没有可比的数据。", "Of the time before and of the year before nothing is known that could stand beside it.";
    BEFORE_UNPUBLISHED = "没有与上期比较：编制时这些月份还没有发布", "Not compared with the time before: these months were not published when this was made";
    YEAR_BEFORE_UNPUBLISHED = "没有与上年同期比较：编制时这些月份还没有发布", "Not compared with the year before: these months were not published when this was made";
    UNPUBLISHED_MORE = "编好的数字不再变：要有这项比较，请先发布这些月份，再另编一份草稿。", "No number in a draft changes: to have them compared, publish these months and make another draft.";
    NUMBER = "指标", "Number";
    THIS_TIME = "本期", "This time";
    TIME_BEFORE = "上期", "The time before";
    CHANGED = "环比", "Change";
    YEAR_BEFORE = "上年同期", "The year before";
    CHANGED_ON_YEAR = "同比", "Change on year";
    POINTS = "百分点", "pts";
    FROZEN_AT = "冻结", "Frozen";
    FROZEN_ANEW = "重新冻结的原因", "Why frozen anew";
    WEEK_NOTE = "周报从星期一到星期日；选其中任何一天都可以。", "A week goes from Monday to Sunday; choose any day of it.";
    SCORE_BY_MONTH = "这个得分是各月得分的平均；点一个月的得分，看它的每一项，再点数字看案件。", "This score is the mean of the months'; press that of a month to see its lines, and a number of these for its cases.";
    EDITION = "模型第几版", "Edition";
    NOT_SCORED = "没有得分", "no score";
    MEAN = "平均", "Mean";
    NO_SCORE = "这个地址说不清是谁的得分", "This address does not say whose score";
    NO_SCORE_MORE = "回到通报，从一个得分点进来。", "Go back to the bulletin and open a score from there.";
    LIVE_NOTE = "点开的是现在的案件，可能已经和编制时不同。", "What opens are the cases as they are now; they may have moved on since.";
}

/// Names a kind of bulletin.
pub const fn kind(kind: BulletinKind) -> Words {
    match kind {
        BulletinKind::Monthly => MONTHLY,
        BulletinKind::Weekly => WEEKLY,
        BulletinKind::HalfYearly => HALF_YEARLY,
    }
}

/// Names a rule by which a case is listed.
pub const fn reason(reason: PoorReason) -> Words {
    match reason {
        PoorReason::OverdueOpen => OPEN_OVERDUE,
        PoorReason::OverdueClosed => CLOSED_OVERDUE,
        PoorReason::Reworked => REWORKED,
    }
}

/// Names another time that stands beside a bulletin's own, and what changed since.
pub const fn compared(with: Compared) -> [Words; 2] {
    match with {
        Compared::Previous => [TIME_BEFORE, CHANGED],
        Compared::YearBefore => [YEAR_BEFORE, CHANGED_ON_YEAR],
    }
}

/// Says why another time does not stand beside a bulletin's own; its months follow.
pub const fn uncompared(with: Compared) -> Words {
    match with {
        Compared::Previous => BEFORE_UNPUBLISHED,
        Compared::YearBefore => YEAR_BEFORE_UNPUBLISHED,
    }
}

/// Picks one of two names.
pub const fn pick((zh, en): Said, lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// Says which version of a month.
pub fn version(lang: Lang, month: &str, version: u32) -> String {
    match lang {
        Lang::Zh => format!("{month} 第 {version} 版"),
        Lang::En => format!("{month} version {version}"),
    }
}

/// Says which edition of a model.
pub fn edition(lang: Lang, zh: &str, en: &str, edition: u32) -> String {
    match lang {
        Lang::Zh => format!("{zh} 第 {edition} 版"),
        Lang::En => format!("{}, edition {edition}", if en.is_empty() { zh } else { en }),
    }
}

/// Says which model scored a bulletin, by which edition; of several months by which each, where they differ.
pub fn scored_by(lang: Lang, ranking: &Ranking) -> String {
    let editions = ranking.editions();
    if editions.is_empty() {
        return edition(lang, &ranking.name, &ranking.name_en, ranking.edition);
    }
    let each = editions.into_iter().map(|(from, to, number)| match (from == to, lang) {
        (true, Lang::Zh) => format!("{from} 第 {number} 版"),
        (true, Lang::En) => format!("{from} edition {number}"),
        (false, Lang::Zh) => format!("{from} 至 {to} 第 {number} 版"),
        (false, Lang::En) => format!("{from} to {to} edition {number}"),
    });
    let each: Vec<String> = each.collect();
    match lang {
        Lang::Zh => format!("{}（{}）", ranking.name, each.join("，")),
        Lang::En => format!("{} ({})", lang.pick(&ranking.name, &ranking.name_en), each.join(", ")),
    }
}

/// Says which half of a year.
pub fn half(lang: Lang, year: u32, is_first: bool) -> String {
    match (lang, is_first) {
        (Lang::Zh, true) => format!("{year} 年上半年"),
        (Lang::Zh, false) => format!("{year} 年下半年"),
        (Lang::En, true) => format!("{year}, first half"),
        (Lang::En, false) => format!("{year}, second half"),
    }
}
