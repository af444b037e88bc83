//! Every word of the scores: the ranking, how each line came about, and points given by hand.

use kit::lang::Lang;
use kit::text::counted;
use shared::assessment::Rate;
use shared::assessment::rate::Ratio;
use shared::assessment::score::cap::{Cap, Taken};
use shared::assessment::score::{Indicator, Line, Rule};

use crate::assessment::models::points::{full, percentage, rate, short};
use crate::assessment::models::text::{WHEN_NOTHING, when_nothing};
use crate::assessment::text::rate as rate_name;
use crate::text::pick;
use crate::text::spans::number;

kit::words! {
    BAR = "选月份、版本和模型", "Choose month, version and model";
    MONTH = "月份", "Month";
    VERSION = "数据", "Numbers";
    LIVE = "实时（还会变）", "live (still moving)";
    MODEL = "模型", "Model";
    NO_MONTHS = "还没有可评分的月份", "There is no month to score yet";
    NO_MONTHS_MORE = "有了案件和评分模型，月份会列在这里。", "Once there are cases and a model, the months stand here.";
    NO_ROWS = "这个月没有可评分的对象", "Nobody could be scored in this month";
    NO_ROWS_MORE = "换一个有案件的月份，或换一个模型。", "Choose a month that has cases, or another model.";
    COL_RANK = "名次", "Rank";
    COL_TOTAL = "总分", "Total";
    COL_INDICATOR = "指标", "Indicator";
    COL_POINTS = "得分", "Points";
    RANKING = "排名", "Ranking";
    LEFT_OUT = "不计入", "left out";
    CLOSE = "收起", "Close";
    PICK_A_ROW = "点一个名称，看它每一项怎么得分，再点数字看案件。", "Press a name to see how each line came about, and a number for its cases.";
    WEIGHED_UP = "有的项不计入，其余各项之和已按比例折算到满分。", "Some lines were left out; what the others came to was weighed up to the full sum.";
    GIVE = "人工给分", "Points by hand";
    GIVE_WHY = "只有标明人工评分或人工加分的指标可以给分；发布过的月份不能再给。", "Only indicators that are given by hand take points; a published month takes none any more.";
    WHICH = "哪一项", "Which indicator";
    POINTS = "几分（最多两位小数）", "Points (two decimals at most)";
    REASON = "理由（至少两个字）", "Reason (two characters at least)";
    GIVE_NOW = "给分", "Give";
    TAKE_BACK = "收回这项给的分", "Take back what was given";
    TAKE_BACK_SURE = "确认收回", "Take it back";
    SENDING = "正在提交", "Sending";
    GIVEN = "人工给的分", "Points that were given";
    NONE_GIVEN = "这个月还没有人工给过分", "Nobody gave points in this month yet";
    COL_WHO = "给分人", "Given by";
    COL_WHEN = "何时", "When";
    COL_WHY = "理由", "Reason";
    COL_WHOM = "给谁", "To whom";
    TAKEN_BACK = "已收回", "taken back";
    ONLY_EVALUATOR = "人工给分由考核员操作。", "Points are given by evaluators.";
    IS_PUBLISHED = "这个版本已经发布，不能再给分。", "This version is published: it takes no more points.";
    GIVEN_HERE = "已给分", "Given";
    WRONG_POINTS = "分数要是数字，最多两位小数", "The points are a number with two decimals at most";
    NOT_NAMED = "（未命名）", "(no name)";
    DRAWN = "总分图", "Totals, drawn";
}

/// "2026-10 · 第 2 版（已发布）".
pub fn version(lang: Lang, number: u32, is_published: bool) -> String {
    match is_published {
        true => pick(lang, format!("第 {number} 版（已发布）"), format!("version {number} (published)")),
        false => pick(lang, format!("第 {number} 版（未发布）"), format!("version {number} (not published)")),
    }
}

/// What the chart shows, for who cannot see it.
pub fn chart(lang: Lang, shown: usize, all: usize, best: &str, total: i64) -> String {
    let total = full(total);
    pick(
        lang,
        format!("{all} 个对象中前 {shown} 名的总分，最高 {best}，{total} 分"),
        format!("totals of the first {shown} of {all}; the best is {best} with {total} points"),
    )
}

/// "满分 30，实得 28.74".
pub fn most(lang: Lang, full_centi: i64) -> String {
    let most = short(full_centi);
    pick(lang, format!("满分 {most}"), format!("of {most}"))
}

/// Which cases a number is of: "按到期日 · 紧急案件".
pub fn chosen(basis: &str, part: Option<&str>) -> String {
    part.map_or_else(|| basis.to_owned(), |part| format!("{basis} · {part}"))
}

/// Says by which model and which edition of it somebody is scored: "按 金牛区百分制 第 1 版".
pub fn scored_by(lang: Lang, name: &str, edition: u32) -> String {
    match edition {
        0 => pick(lang, format!("按 {name} 的草稿"), format!("by the draft of {name}")),
        _ => pick(lang, format!("按 {name} 第 {edition} 版"), format!("by {name}, edition {edition}")),
    }
}

fn second_is_empty(line: &Line) -> bool {
    line.also.is_none_or(|also| also.whole == 0)
}

/// What the lines under a cap took off, and how it cut: "“返工和作假、推诿”合计最多扣 5：扣 5.00，超出的 2.00 不扣".
pub fn capped(lang: Lang, cap: &Cap, taken: Taken) -> String {
    let (name, most, off) = (lang.pick(&cap.name, &cap.name_en), short(cap.off_centi), full(taken.off_centi));
    let said = pick(
        lang,
        format!("“{name}”合计最多扣 {most}：扣 {off}"),
        format!("“{name}”, {most} off together at most: {off} off"),
    );
    if taken.spared_centi == 0 {
        return said;
    }
    let beyond = full(taken.spared_centi);
    pick(lang, format!("{said}，超出的 {beyond} 不扣"), format!("{said}, {beyond} beyond that not taken"))
}

/// How the points of one line came about, in a sentence: "95.8 % × 30 = 28.74"; and how its cap cut, where it did.
pub fn how(lang: Lang, indicator: &Indicator, line: &Line) -> String {
    let (Some(came), Some(spared)) = (line.points_centi, line.spared_centi) else {
        return by_itself(lang, indicator, line);
    };
    let uncut = Line { points_centi: Some(came.saturating_sub(spared)), ..line.clone() };
    let (said, spared, points) = (by_itself(lang, indicator, &uncut), full(spared), full(came));
    pick(
        lang,
        format!("{said}；合计已扣满，少扣 {spared}，得 {points}"),
        format!("{said}; the shared limit is reached, {spared} less taken off: {points}"),
    )
}

/// How the points of one line came about, whatever the others took off.
fn by_itself(lang: Lang, indicator: &Indicator, line: &Line) -> String {
    let Some(came) = line.points_centi else {
        return lang.say(when_nothing(indicator.when_nothing)).to_owned();
    };
    let (most, points) = (short(indicator.full_centi), full(came));
    let ratio = line.ratio.map(|measured| Ratio { part: measured.part, whole: measured.whole });
    match (&indicator.rule, ratio) {
        (Rule::Share { .. } | Rule::Threshold { .. }, Some(ratio)) if ratio.whole == 0 && second_is_empty(line) => {
            format!("{}: {} = {points}", lang.say(WHEN_NOTHING), lang.say(when_nothing(indicator.when_nothing)))
        }
        (Rule::Share { falling: false, .. }, Some(ratio)) => format!("{} × {most} = {points}", rate(ratio)),
        (Rule::Share { falling: true, .. }, Some(ratio)) => format!("(1 − {}) × {most} = {points}", rate(ratio)),
        (Rule::Threshold { rate: of, full_per_mille, also: Some(also), .. }, Some(ratio)) => {
            let second =
                line.also.map_or(Ratio { part: 0, whole: 0 }, |also| Ratio { part: also.part, whole: also.whole });
            let one = |of: Rate, ratio: Ratio, from: u32| {
                let (name, ratio, from) = (lang.say(rate_name(of)), rate(ratio), percentage(from));
                pick(lang, format!("{name} {ratio}（达标 {from} %）"), format!("{name} {ratio} (asked: {from} %)"))
            };
            let both = [one(*of, ratio, *full_per_mille), one(also.rate, second, also.full_per_mille)];
            let off = full(indicator.full_centi.saturating_sub(came));
            pick(
                lang,
                format!("{}，共扣 {off}：{most} − {off} = {points}", both.join("、")),
                format!("{}, {off} off together: {most} − {off} = {points}", both.join(", ")),
            )
        }
        (Rule::Threshold { falling, full_per_mille, .. }, Some(ratio)) => {
            let (measured, from) = (rate(ratio), percentage(*full_per_mille));
            let off = full(indicator.full_centi.saturating_sub(came));
            match (lang, *falling, came == indicator.full_centi) {
                (Lang::Zh, false, true) => format!("{measured}，达到 {from} %，得满分 {points}"),
                (Lang::Zh, true, true) => format!("{measured}，不超过 {from} %，得满分 {points}"),
                (Lang::Zh, false, false) => format!("{measured}，低于 {from} %，扣 {off}：{most} − {off} = {points}"),
                (Lang::Zh, true, false) => format!("{measured}，高于 {from} %，扣 {off}：{most} − {off} = {points}"),
                (Lang::En, false, true) => format!("{measured} reaches {from} %: full {points}"),
                (Lang::En, true, true) => format!("{measured} is not above {from} %: full {points}"),
                (Lang::En, false, false) => format!("{measured} is below {from} %: {most} − {off} = {points}"),
                (Lang::En, true, false) => format!("{measured} is above {from} %: {most} − {off} = {points}"),
            }
        }
        (Rule::PerCase { .. }, _) => {
            let cases = number(line.cases.unwrap_or_default());
            let off = full(indicator.full_centi.saturating_sub(came));
            let times = line.times.map(|times| {
                let times = number(times);
                pick(lang, format!("共 {times} 次"), format!(", {} in all", counted(&times, "time", "times")))
            });
            let times = times.unwrap_or_default();
            pick(
                lang,
                format!("{cases} 件{times}，扣 {off}：{most} − {off} = {points}"),
                format!("{cases} counted{times}, {off} off: {most} − {off} = {points}"),
            )
        }
        (Rule::ByHand, _) => pick(lang, format!("人工评分 {points}"), format!("given by hand: {points}")),
        (Rule::Bonus, _) => pick(lang, format!("人工加分 {points}"), format!("given on top: {points}")),
        // A rate that came without its numbers: nothing is claimed about how.
        (Rule::Share { .. } | Rule::Threshold { .. }, None) => points,
    }
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;
    use shared::assessment::score::cap::{Cap, Taken};
    use shared::assessment::score::{Indicator, Line, Measured, Per, Rule, Target, WhenNothing};
    use shared::assessment::{Basis, Counter, Rate};

    use super::{ALL, capped, how, scored_by};

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

    fn line(ratio: Option<(u64, u64)>, cases: Option<u64>, points_centi: Option<i64>) -> Line {
        let ratio = ratio.map(|(part, whole)| Measured { part, whole });
        Line { code: "x".to_owned(), ratio, also: None, cases, times: None, points_centi, spared_centi: None }
    }

    #[test]
    fn every_word_is_said_in_both_languages() {
        assert!(ALL.iter().all(|words| !words.zh.is_empty() && !words.en.is_empty()));
    }

    #[test]
    fn who_reads_a_score_reads_the_models_name_and_edition() {
        assert_eq!(scored_by(Lang::Zh, "金牛区百分制", 2), "按 金牛区百分制 第 2 版");
        assert_eq!(scored_by(Lang::En, "Jinniu", 2), "by Jinniu, edition 2");
        assert_eq!(scored_by(Lang::En, "Jinniu", 0), "by the draft of Jinniu");
    }

    #[test]
    fn how_points_came_about_is_said_in_a_sentence() {
        let share = indicator(3_000, Rule::Share { rate: Rate::Dispose, falling: false });
        assert_eq!(how(Lang::Zh, &share, &line(Some((412, 430)), None, Some(2_874))), "95.8 % × 30 = 28.74");
        assert_eq!(how(Lang::Zh, &share, &line(Some((0, 0)), None, None)), "不计入，其余折算到满分");
        let falling = indicator(2_000, Rule::Share { rate: Rate::Rework, falling: true });
        assert_eq!(how(Lang::En, &falling, &line(Some((4, 85)), None, Some(1_906))), "(1 − 4.7 %) × 20 = 19.06");
        let rate = Rate::IntimeArchive;
        let rule = Rule::Threshold { rate, falling: false, full_per_mille: 700, per_point_centi: 100, also: None };
        let threshold = indicator(5_000, rule);
        let came = how(Lang::Zh, &threshold, &line(Some((682, 1_000)), None, Some(4_820)));
        assert_eq!(came, "68.2 %，低于 70 %，扣 1.80：50 − 1.80 = 48.20");
        let came = how(Lang::En, &threshold, &line(Some((981, 1_000)), None, Some(5_000)));
        assert_eq!(came, "98.1 % reaches 70 %: full 50.00");
        let also = Some(Target { rate, falling: false, full_per_mille: 950, per_point_centi: 50 });
        let first = Rate::Archive;
        let rule = Rule::Threshold { rate: first, falling: false, full_per_mille: 1_000, per_point_centi: 50, also };
        let both = indicator(1_000, rule);
        let mut measured = line(Some((19, 20)), None, Some(500));
        measured.also = Some(Measured { part: 18, whole: 20 });
        let came = "结案率 95.0 %（达标 100 %）、按期结案率 90.0 %（达标 95 %），共扣 5.00：10 − 5.00 = 5.00";
        assert_eq!(how(Lang::Zh, &both, &measured), came);
        assert!(how(Lang::En, &both, &measured).ends_with("5.00 off together: 10 − 5.00 = 5.00"));
        let (counter, per) = (Counter::Rework, Per::Case);
        let rule = Rule::PerCase { counter, per, each_centi: 20, from: None, each_from_centi: 0 };
        let each = indicator(500, rule);
        assert_eq!(how(Lang::Zh, &each, &line(None, Some(3), Some(440))), "3 件，扣 0.60：5 − 0.60 = 4.40");
        let timed = Line { times: Some(4), ..line(None, Some(2), Some(360)) };
        assert_eq!(how(Lang::Zh, &each, &timed), "2 件共 4 次，扣 1.40：5 − 1.40 = 3.60");
        assert_eq!(how(Lang::En, &each, &timed), "2 counted, 4 times in all, 1.40 off: 5 − 1.40 = 3.60");
        assert_eq!(how(Lang::Zh, &indicator(500, Rule::ByHand), &line(None, None, Some(450))), "人工评分 4.50");
    }

    #[test]
    fn how_a_cap_cut_is_said_of_the_line_and_of_all_under_it() {
        let taken_off = Indicator { least_centi: -500, ..indicator(0, Rule::Bonus) };
        let cut = Line { spared_centi: Some(140), ..line(None, None, Some(-360)) };
        assert_eq!(how(Lang::Zh, &taken_off, &cut), "人工加分 -5.00；合计已扣满，少扣 1.40，得 -3.60");
        assert!(how(Lang::En, &taken_off, &cut).ends_with("1.40 less taken off: -3.60"));
        let (name, name_en) = ("合计".to_owned(), "Together".to_owned());
        let cap = Cap { code: "both".to_owned(), name, name_en, off_centi: 500 };
        let taken = Taken { off_centi: 500, spared_centi: 140 };
        assert_eq!(capped(Lang::Zh, &cap, taken), "“合计”合计最多扣 5：扣 5.00，超出的 1.40 不扣");
        assert_eq!(
            capped(Lang::En, &cap, taken),
            "“Together”, 5 off together at most: 5.00 off, 1.40 beyond that not taken"
        );
        let taken = Taken { off_centi: 440, spared_centi: 0 };
        assert_eq!(capped(Lang::Zh, &cap, taken), "“合计”合计最多扣 5：扣 4.40");
    }
}
