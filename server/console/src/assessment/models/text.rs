//! Every word of the models: what they are, how they are written, tried and published.

use kit::lang::{Lang, Words};
use kit::text::counted;
use shared::assessment::score::cap::Cap;
use shared::assessment::score::{Indicator, Per, Rule, Target, WhenNothing};

use super::points::{percentage, short};
use super::written::{Kind, Wrong};
use crate::assessment::text::{counter, rate, slice};
use crate::text::pick;

kit::words! {
    TITLE = "评分模型", "Scoring models";
    LEAD = "模型规定每项指标怎么算分。改动先写成草稿，拿过去的月份试算，再从某个月起发布；发布过的月份一直按当时的那一版。", "A model says how each indicator gives points. A change is written as a draft, tried on a past month, and then published from a month on; months that were published keep the edition they were scored by.";
    NONE = "还没有评分模型", "There are no models yet";
    NONE_MORE = "服务器自带的几种没有读到，请联系管理员。", "Those that come with the server were not read; tell the administrator.";
    MAY_NOT = "您可以看，不能改：评分模型由考核员修改和发布。", "You may look but not change: evaluators write and publish models.";
    COL_EDITION = "版", "Edition";
    COL_STANDING = "情况", "Standing";
    COL_FROM = "从哪月起", "From";
    COL_FULL = "满分", "Full points";
    COL_MADE = "何人何时", "Made by, when";
    COL_INDICATOR = "指标", "Indicator";
    COL_RULE = "怎么得分", "How it gives points";
    COL_BASIS = "选案口径", "Cases chosen";
    SOURCE = "出处", "Source";
    SUBJECT = "考核对象", "Whom it scores";
    WITH_SERVER = "随系统提供", "came with the server";
    IN_FORCE = "现行", "In force";
    WAITING = "待生效", "Waiting";
    PAST = "已过", "Past";
    DRAFT = "草稿", "Draft";
    WRITE_NEW = "以此写新版", "Write a new edition";
    GO_ON = "继续写草稿", "Go on with the draft";
    COPY = "照此另建模型", "Copy as another model";
    NOT_THERE = "没有这个模型或这一版", "There is no such model or edition";
    NOT_THERE_MORE = "请从模型列表里选。", "Choose one from the list of models.";
    INDICATORS = "指标", "Indicators";
    CHANGES = "与现行版相比", "Compared with the edition in force";
    NO_CHANGES = "没有不同", "Nothing differs";
    NONE_IN_FORCE = "这个模型还没有现行版", "No edition of this model is in force yet";
    NAME = "中文名称", "Name in Chinese";
    NAME_EN = "英文名称", "Name in English";
    CODE = "代号（小写字母、数字和下划线）", "Code (small letters, digits, underlines)";
    KIND = "得分方式", "How points come about";
    FULL = "满分", "Full points";
    LEAST = "最低分（可为负）", "Least points (may be below nought)";
    RATE = "用哪个率", "Which rate";
    FALLING = "越低越好", "The less the better";
    FULL_FROM = "达到百分之几得满分", "Full from this percentage on";
    PER_POINT = "每差 1 个百分点扣几分", "Points off for each percentage point";
    COUNTER = "哪些案件扣分", "Which cases take points off";
    EACH = "每件扣几分", "Points off for each case";
    FROM_CASE = "从第几件起扣得更多（可不填）", "More from which case on (may stay empty)";
    EACH_FROM = "从那件起每件扣几分", "Points off for each from there on";
    WHEN_NOTHING = "没有可算的案件时", "Where there is nothing to measure";
    ADD = "增加一项指标", "Add an indicator";
    REMOVE = "删去", "Take out";
    REMOVE_SURE = "确认删去", "Take it out";
    UP = "上移", "Up";
    DOWN = "下移", "Down";
    UNNAMED = "未命名", "without a name";
    SAVE = "保存草稿", "Save the draft";
    SAVED = "草稿已保存", "The draft is saved";
    IS_SAVED = "没有未保存的改动", "Nothing is unsaved";
    IS_DIRTY = "有未保存的改动", "Some changes are not saved";
    DISCARD = "丢弃草稿", "Drop the draft";
    DISCARD_SURE = "确认丢弃：写的都没有了", "Drop it: all that was written is gone";
    WRONG = "先改好这些，才能保存和试算", "Mend these before it can be saved or tried";
    TRIAL = "试算", "Try it";
    TRIAL_LEAD = "用过去的月份算一遍，看名次会怎么变。试算不留下任何结果。", "Count a past month by it and see how the ranks would change. A trial leaves nothing behind.";
    MONTH = "月份", "Month";
    TRY_NOW = "试算这个月", "Try this month";
    TRYING = "正在试算", "Counting";
    COL_NAME = "名称", "Name";
    RANK_BEFORE = "现行名次", "Rank now";
    TOTAL_BEFORE = "现行得分", "Points now";
    RANK_AFTER = "草稿名次", "Rank by the draft";
    TOTAL_AFTER = "草稿得分", "Points by the draft";
    CHANGE = "名次变化", "Change of rank";
    SAME_RANK = "不变", "same";
    NEW_ROW = "新进", "new";
    NO_ROWS = "这个月没有可评分的对象", "Nobody could be scored in this month";
    NO_ROWS_MORE = "换一个有案件的月份再试。", "Try a month that has cases.";
    PUBLISH = "发布新版", "Publish the new edition";
    PUBLISH_SURE = "确认发布：不能撤回，只能再出新版", "Publish it: it cannot be taken back, only followed by another";
    PUBLISH_LEAD = "从所选月份起按新版评分。已经发布过的月份不会改变。", "From the month on, scores are made by the new edition. Months that were published do not change.";
    TRY_FIRST = "先在下面拿一个已过完的月份试算，看过名次怎么变，才能发布", "Try it below on a month that is over and see how the ranks change; then it can be published";
    SAVE_FIRST = "先保存草稿再发布", "Save the draft before it is published";
    FROM_MONTH = "从哪个月起", "From which month";
    WRITING = "写模型", "Write a model";
    WHOLE_MODEL = "整个模型", "The model as a whole";
    PART = "只看哪些案件", "Only which cases";
    PART_ALL = "全部案件", "All cases";
    SECOND_RATE = "第二个率（扣在同一满分里，可不选）", "A second rate (off the same full points; may stay empty)";
    SECOND_NONE = "不用", "none";
    SECOND_FALLING = "第二个率越低越好", "Of the second rate, the less the better";
    SECOND_FROM = "第二个率达到百分之几不扣分", "Second rate: nothing off from this percentage on";
    SECOND_PER_POINT = "第二个率每差 1 个百分点扣几分", "Second rate: points off for each percentage point";
    ALWAYS = "一直有效", "always";
    FROM_LEAD = "从这个月起（含当月）按这一版评分，直到更新的版本生效。", "Months from this one on are scored by it, until a newer edition begins.";
    CLOSE = "收起", "Close";
    CAPS = "合计扣分", "Taken off together";
    CAPS_LEAD = "几项指标可以合用一个扣分上限：排在前面的先扣，扣满了后面的不再扣。", "Several indicators may share what they take off at most: those in front take theirs first, and those behind them what is left.";
    ADD_CAP = "增加一个合计上限", "Add a shared limit";
    CAP_OFF = "合计最多扣几分", "Points off together at most";
    CAP = "扣分计入哪个合计", "Takes off together with";
    CAP_NONE = "单独扣分", "no others";
    BY_TIMES = "返工按次计，不按件", "Rework: count each time, not each case";
    NEVER_TRIED = "这份草稿还没有试算过", "This draft has not been tried yet";
}

/// What a kind of rule is called in a choice.
pub const fn kind(kind: Kind) -> Words {
    match kind {
        Kind::Share => Words { zh: "按率折算", en: "In proportion to a rate" },
        Kind::Threshold => {
            Words { zh: "达标得满分，差一点扣一点", en: "Full at a threshold, less below it" }
        }
        Kind::PerCase => Words { zh: "按件扣分", en: "Points off for each case" },
        Kind::ByHand => Words { zh: "人工评分", en: "Given by hand" },
        Kind::Bonus => Words { zh: "人工加分", en: "Given by hand, on top" },
    }
}

/// What is given where there is nothing to measure.
pub const fn when_nothing(when: WhenNothing) -> Words {
    match when {
        WhenNothing::LeaveOut => {
            Words { zh: "不计入，其余折算到满分", en: "left out, the others weighed up" }
        }
        WhenNothing::Full => Words { zh: "得满分", en: "full points" },
        WhenNothing::Nothing => Words { zh: "得 0 分", en: "no points" },
    }
}

/// What is wrong with a field.
pub const fn wrong(wrong: Wrong) -> Words {
    match wrong {
        Wrong::Code => Words {
            zh: "代号要 1 到 40 个小写字母、数字或下划线，且不是系统已用的词",
            en: "the code needs 1 to 40 small letters, digits or underlines, and not be a word that the system uses",
        },
        Wrong::CodeTwice => Words { zh: "代号和前面一项相同", en: "an indicator before it has the same code" },
        Wrong::Name => Words { zh: "中文名称要 1 到 60 个字", en: "the Chinese name needs 1 to 60 characters" },
        Wrong::NameEn => Words {
            zh: "英文名称要 1 到 60 个字符，不含汉字",
            en: "the English name needs 1 to 60 characters, none of them Chinese",
        },
        Wrong::Source => Words { zh: "出处最多 1000 个字", en: "the source has at most 1000 characters" },
        Wrong::Lines => Words { zh: "要有 1 到 50 项指标", en: "there must be 1 to 50 indicators" },
        Wrong::NothingMeasured => Words {
            zh: "不能全是人工评分，至少一项要由案件算出",
            en: "not all may be given by hand: at least one has to come from cases",
        },
        Wrong::Full => Words {
            zh: "满分要大于 0，不超过 10000，最多两位小数",
            en: "the full points are above 0 and at most 10000, with two decimals at most",
        },
        Wrong::Least => Words {
            zh: "最低分是 0 或负数，最多两位小数",
            en: "the least is 0 or below, with two decimals at most",
        },
        Wrong::FullFrom => Words {
            zh: "得满分的百分比在 0 到 100 之间，最多一位小数",
            en: "the percentage for full points is between 0 and 100, with one decimal at most",
        },
        Wrong::PerPoint => Words {
            zh: "每个百分点扣的分要大于 0",
            en: "what is taken off for a percentage point is above 0",
        },
        Wrong::SecondFrom => Words {
            zh: "第二个率不扣分的百分比在 0 到 100 之间，最多一位小数",
            en: "the percentage asked of the second rate is between 0 and 100, with one decimal at most",
        },
        Wrong::SecondPerPoint => Words {
            zh: "第二个率每个百分点扣的分要大于 0",
            en: "what the second rate takes off for a percentage point is above 0",
        },
        Wrong::Each => Words { zh: "每件扣的分要大于 0", en: "what is taken off for a case is above 0" },
        Wrong::From => Words {
            zh: "“从第几件起”要是 2 或更大的整数",
            en: "the case from which more is taken off is 2 or later",
        },
        Wrong::Caps => Words { zh: "合计上限最多 20 个", en: "there are at most 20 shared limits" },
        Wrong::CapName => Words {
            zh: "合计上限的中英文名称都要 1 到 60 个字，英文名称不含汉字",
            en: "a shared limit needs a name of 1 to 60 characters in both languages, the English one without Chinese",
        },
        Wrong::CapOff => Words {
            zh: "合计最多扣的分要大于 0，最多两位小数",
            en: "what is taken off together is above 0, with two decimals at most",
        },
        Wrong::CapUnused => {
            Words { zh: "有一个合计上限没有指标用它", en: "a shared limit is used by no indicator" }
        }
        Wrong::CapGone => Words {
            zh: "它要计入的合计上限已经没有了",
            en: "the limit that it shares is not there any more",
        },
        Wrong::EachFrom => Words {
            zh: "写了从第几件起，就要写那以后每件扣几分",
            en: "where more is taken off from a case on, say how much for each",
        },
    }
}

/// How an indicator's points come about, in one sentence.
pub fn rule(lang: Lang, indicator: &Indicator) -> String {
    let full = short(indicator.full_centi);
    let said = match &indicator.rule {
        Rule::Share { rate: of, falling } => {
            let of = lang.say(rate(*of));
            match (lang, *falling) {
                (Lang::Zh | Lang::En, false) => format!("{of} × {full}"),
                (Lang::Zh, true) => format!("(1 − {of}) × {full}，越低越好"),
                (Lang::En, true) => format!("(1 − {of}) × {full}, the less the better"),
            }
        }
        Rule::Threshold { rate: of, falling, full_per_mille, per_point_centi, also } => {
            let (of, from, off) = (lang.say(rate(*of)), percentage(*full_per_mille), short(*per_point_centi));
            let first = match (lang, *falling) {
                (Lang::Zh, false) => format!("{of}达到 {from} % 得满分 {full}，每低 1 个百分点扣 {off}"),
                (Lang::Zh, true) => format!("{of}不超过 {from} % 得满分 {full}，每高 1 个百分点扣 {off}"),
                (Lang::En, false) => {
                    format!("{full} where “{of}” is {from} % or more, {off} off for each percentage point below")
                }
                (Lang::En, true) => {
                    format!("{full} where “{of}” is {from} % or less, {off} off for each percentage point above")
                }
            };
            let second = also.as_ref().map(|also| second(lang, also)).unwrap_or_default();
            let in_proportion = lang.pick("，不足 1 个百分点的按比例", "; parts of a point in proportion");
            format!("{first}{second}{in_proportion}")
        }
        Rule::PerCase { counter: of, per, each_centi, from, each_from_centi } => {
            let (of, each) = (lang.say(counter(*of)), short(*each_centi));
            let one = match per {
                Per::Case => lang.pick("件", "case"),
                Per::Time => lang.pick("次", "time"),
            };
            let more = from.map(|from| {
                let each = short(*each_from_centi);
                pick(
                    lang,
                    format!("，第 {from} {one}起每{one}扣 {each}"),
                    format!(", {each} off for each from number {from} on"),
                )
            });
            let more = more.unwrap_or_default();
            pick(
                lang,
                format!("满分 {full}，按“{of}”每{one}扣 {each}{more}"),
                format!("{full}, {each} off for each {one} that counts as “{of}”{more}"),
            )
        }
        Rule::ByHand => pick(
            lang,
            format!("人工评分，最多 {full}；没有评的得满分"),
            format!("given by hand, {full} at most; full where nobody gave any"),
        ),
        Rule::Bonus => bonus(lang, indicator),
    };
    let said = match indicator.of {
        Some(of) => {
            let of = lang.say(slice(of));
            pick(lang, format!("只看{of}：{said}"), format!("of “{of}” only: {said}"))
        }
        None => said,
    };
    let lowest = short(indicator.least_centi);
    let least = match (Kind::of(&indicator.rule), indicator.least_centi) {
        // What it says of itself already, or what can come to nothing less.
        (Kind::Bonus, _) | (Kind::Share | Kind::ByHand, 0) => None,
        (Kind::Threshold | Kind::PerCase, 0) => {
            Some(pick(lang, "；扣完为止".to_owned(), "; never less than 0".to_owned()))
        }
        (Kind::Share | Kind::Threshold | Kind::PerCase | Kind::ByHand, _) => {
            Some(pick(lang, format!("；最低 {lowest}"), format!("; never less than {lowest}")))
        }
    };
    let nothing = Kind::of(&indicator.rule).has_rate().then(|| {
        let given = lang.say(when_nothing(indicator.when_nothing));
        pick(lang, format!("；没有可算的案件时{given}"), format!("; where there is nothing to measure: {given}"))
    });
    format!("{said}{}{}", least.unwrap_or_default(), nothing.unwrap_or_default())
}

/// Under which cap a line's points off count, behind its rule.
pub fn under(lang: Lang, cap: &Cap) -> String {
    let (name, off) = (lang.pick(&cap.name, &cap.name_en), short(cap.off_centi));
    pick(lang, format!("；计入“{name}”，合计最多扣 {off}"), format!("; part of “{name}”, {off} off together at most"))
}

/// What the lines under a cap take off at most.
pub fn together(lang: Lang, cap: &Cap) -> String {
    let off = short(cap.off_centi);
    pick(lang, format!("合计最多扣 {off}"), format!("{off} off together at most"))
}

/// What a second rate takes off besides.
fn second(lang: Lang, also: &Target) -> String {
    let (of, from) = (lang.say(rate(also.rate)), percentage(also.full_per_mille));
    let off = short(also.per_point_centi);
    match (lang, also.falling) {
        (Lang::Zh, false) => format!("；{of}低于 {from} % 的，每低 1 个百分点另扣 {off}"),
        (Lang::Zh, true) => format!("；{of}高于 {from} % 的，每高 1 个百分点另扣 {off}"),
        (Lang::En, false) => format!("; {off} more off for each percentage point that “{of}” is below {from} %"),
        (Lang::En, true) => format!("; {off} more off for each percentage point that “{of}” is above {from} %"),
    }
}

/// What a person may give on top, or take.
fn bonus(lang: Lang, indicator: &Indicator) -> String {
    let (most, least) = (short(indicator.full_centi), short(indicator.least_centi.saturating_neg()));
    match (indicator.full_centi, indicator.least_centi) {
        (0, _) => pick(
            lang,
            format!("人工扣分，最多扣 {least}；没有扣的为 0"),
            format!("taken by hand, {least} at most; 0 where nobody took any"),
        ),
        (_, 0) => pick(
            lang,
            format!("人工加分，最多 {most}；没有加的为 0"),
            format!("given by hand on top, {most} at most; 0 where nobody gave any"),
        ),
        (_, _) => pick(
            lang,
            format!("人工加分或扣分，最多加 {most}、扣 {least}；没有给的为 0"),
            format!("given or taken by hand, {most} at most and {least} at most; 0 where nobody gave any"),
        ),
    }
}

/// "第 2 版".
pub fn edition(lang: Lang, number: u32) -> String {
    pick(lang, format!("第 {number} 版"), format!("Edition {number}"))
}

/// "满分 100，另可加 5".
pub fn full_points(lang: Lang, full_centi: i64, on_top_centi: i64) -> String {
    let (full, top) = (short(full_centi), short(on_top_centi));
    match on_top_centi {
        0 => full,
        _ => pick(lang, format!("{full}，另可加 {top}"), format!("{full}, and {top} on top")),
    }
}

/// "未央区：草稿得分 85.86，看每一项和案件".
pub fn opens_lines(lang: Lang, name: &str, what: &str, points: &str) -> String {
    pick(
        lang,
        format!("{name}：{what} {points}，看每一项和案件"),
        format!("{name}: {what} {points}, see its lines and cases"),
    )
}

/// How far the rank moved: "↑ 3", in words for whoever hears it.
pub fn moved(lang: Lang, before: u32, after: u32) -> String {
    if after < before {
        let places = before - after;
        pick(lang, format!("升 {places} 名"), format!("up {}", counted(places, "place", "places")))
    } else if after > before {
        let places = after - before;
        pick(lang, format!("降 {places} 名"), format!("down {}", counted(places, "place", "places")))
    } else {
        lang.say(SAME_RANK).to_owned()
    }
}

/// "120 个对象，其中 34 个名次有变".
pub fn changed(lang: Lang, rows: usize, moved: usize) -> String {
    pick(
        lang,
        format!("{rows} 个对象，其中 {moved} 个名次有变"),
        format!("{rows} in all, of which {moved} change their rank"),
    )
}

/// "第 3 项“返工”".
pub fn line(lang: Lang, number: usize, name: &str) -> String {
    let name = if name.trim().is_empty() { lang.say(UNNAMED) } else { name };
    pick(lang, format!("第 {number} 项“{name}”"), format!("Indicator {number}, “{name}”"))
}

/// "增加：返工，(1 − 返工率) × 20".
pub fn added(lang: Lang, name: &str, rule: &str) -> String {
    pick(lang, format!("增加“{name}”：{rule}"), format!("“{name}” is new: {rule}"))
}

/// "删去“返工”".
pub fn gone(lang: Lang, name: &str) -> String {
    pick(lang, format!("删去“{name}”"), format!("“{name}” is gone"))
}

/// "“返工”：原 …，现 …".
pub fn became(lang: Lang, what: &str, before: &str, after: &str) -> String {
    pick(lang, format!("“{what}”：原为 {before}，改为 {after}"), format!("“{what}”: was {before}, becomes {after}"))
}

/// "指标的顺序变了".
pub fn reordered(lang: Lang) -> String {
    pick(lang, "指标的先后次序变了".to_owned(), "the indicators stand in another order".to_owned())
}

/// "已用 2026-10 试算过".
pub fn was_tried(lang: Lang, month: &str) -> String {
    pick(lang, format!("已用 {month} 试算过"), format!("Tried on {month}"))
}

/// "第 3 版已发布，从 2026-12 起".
pub fn published(lang: Lang, number: u32, from: &str) -> String {
    pick(lang, format!("第 {number} 版已发布，从 {from} 起"), format!("Edition {number} is published, from {from} on"))
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;
    use shared::assessment::score::{Indicator, Per, Rule, Target, WhenNothing};
    use shared::assessment::{Basis, Counter, Rate, Slice};

    use super::{ALL, full_points, moved, rule};

    fn indicator(full_centi: i64, rule: Rule) -> Indicator {
        Indicator {
            code: "x".to_owned(),
            name: "名".to_owned(),
            name_en: "Name".to_owned(),
            basis: Basis::Due,
            of: None,
            full_centi,
            least_centi: 0,
            rule,
            when_nothing: WhenNothing::LeaveOut,
            cap: None,
        }
    }

    #[test]
    fn every_word_is_said_in_both_languages() {
        for words in ALL {
            assert!(!words.zh.is_empty() && !words.en.is_empty());
        }
    }

    #[test]
    fn a_rule_is_said_in_one_sentence() {
        let share = indicator(2_000, Rule::Share { rate: Rate::Rework, falling: true });
        assert!(rule(Lang::Zh, &share).starts_with("(1 − 返工率) × 20，越低越好；没有可算的案件时不计入"));
        let rate = Rate::IntimeArchive;
        let threshold = |also: Option<Target>| Rule::Threshold {
            rate,
            falling: false,
            full_per_mille: 700,
            per_point_centi: 100,
            also,
        };
        let full = indicator(5_000, threshold(None));
        let said = "按期结案率达到 70 % 得满分 50，每低 1 个百分点扣 1，不足 1 个百分点的按比例；扣完为止；没有";
        assert!(rule(Lang::Zh, &full).starts_with(said));
        let also = Target { rate: Rate::Rework, falling: true, full_per_mille: 50, per_point_centi: 50 };
        let urgent = Indicator { of: Some(Slice::Urgent), ..indicator(5_000, threshold(Some(also))) };
        let said = rule(Lang::Zh, &urgent);
        assert!(said.starts_with("只看紧急案件：按期结案率达到 70 % 得满分 50"), "{said}");
        assert!(said.contains("；返工率高于 5 % 的，每高 1 个百分点另扣 0.5"), "{said}");
        assert!(rule(Lang::En, &urgent).starts_with("of “Urgent cases” only: "));
        let counter = Counter::Rework;
        let each = |per| Rule::PerCase { counter, per, each_centi: 20, from: Some(3), each_from_centi: 50 };
        let timed = rule(Lang::Zh, &indicator(500, each(Per::Time)));
        assert_eq!(timed, "满分 5，按“返工数”每次扣 0.2，第 3 次起每次扣 0.5；扣完为止");
        let each = each(Per::Case);
        let each = Indicator { least_centi: -500, ..indicator(500, each) };
        assert_eq!(rule(Lang::Zh, &each), "满分 5，按“返工数”每件扣 0.2，第 3 件起每件扣 0.5；最低 -5");
        assert!(rule(Lang::En, &indicator(500, Rule::Bonus)).contains("5 at most"));
        let taken = Indicator { least_centi: -500, ..indicator(0, Rule::Bonus) };
        assert_eq!(rule(Lang::Zh, &taken), "人工扣分，最多扣 5；没有扣的为 0");
        let both = Indicator { least_centi: -500, ..indicator(200, Rule::Bonus) };
        assert_eq!(rule(Lang::Zh, &both), "人工加分或扣分，最多加 2、扣 5；没有给的为 0");
    }

    #[test]
    fn ranks_move_up_and_down_and_stay() {
        assert_eq!((moved(Lang::Zh, 5, 2).as_str(), moved(Lang::Zh, 2, 5).as_str()), ("升 3 名", "降 3 名"));
        assert_eq!((moved(Lang::En, 3, 2).as_str(), moved(Lang::En, 2, 2).as_str()), ("up 1 place", "same"));
        assert_eq!(full_points(Lang::Zh, 10_000, 500), "100，另可加 5");
    }
}
