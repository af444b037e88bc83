//! Words with a number or a name in them.

use kit::lang::Lang;
use kit::text::counted;
use shared::api::assessment::Source;

use crate::text::pick;
use crate::text::spans::number;

/// "2026年10月", "2026-10"; what is no month is shown as it is.
pub fn month(lang: Lang, month: &str) -> String {
    let Some((year, number)) = month.split_once('-') else { return month.to_owned() };
    match (number.parse::<u32>(), number.len()) {
        (Ok(number), 2) => pick(lang, format!("{year}年{number}月"), month.to_owned()),
        (Ok(_) | Err(_), _) => month.to_owned(),
    }
}

/// "第 2 版".
pub fn version(lang: Lang, number: &str) -> String {
    match number {
        "newest" => pick(lang, "最新一版".to_owned(), "newest version".to_owned()),
        number => pick(lang, format!("第 {number} 版"), format!("version {number}")),
    }
}

/// "2026年10月 · 第 2 版 · 已发布".
pub fn frozen_choice(lang: Lang, of: &str, number: u32, is_published: bool) -> String {
    let published = if is_published { pick(lang, " · 已发布", " · published") } else { "" };
    format!("{} · {}{published}", month(lang, of), version(lang, &number.to_string()))
}

/// "冻结第 2 版（已发布）".
pub fn source(lang: Lang, source: &Source) -> String {
    match source {
        Source::Live => lang.say(super::pages::LIVE).to_owned(),
        Source::Frozen { version, published: false, .. } => {
            pick(lang, format!("冻结第 {version} 版，未发布"), format!("frozen, version {version}, not published"))
        }
        Source::Frozen { version, published: true, .. } => {
            pick(lang, format!("冻结第 {version} 版，已发布"), format!("frozen, version {version}, published"))
        }
    }
}

/// "截至 2026-11-03 00:00".
pub fn as_of(lang: Lang, moment: &str) -> String {
    pick(lang, format!("截至 {moment}"), format!("as of {moment}"))
}

/// "2026-10-01 至 2026-10-31".
pub fn days(lang: Lang, from: &str, to: &str) -> String {
    pick(lang, format!("{from} 至 {to}"), format!("{from} to {to}"))
}

/// "共 412 件".
pub fn cases(lang: Lang, count: u64) -> String {
    let written = number(count);
    let one = if count == 1 { "case" } else { "cases" };
    pick(lang, format!("共 {written} 件"), format!("{written} {one}"))
}

/// "412 件；点开看案件".
pub fn opens(lang: Lang, what: &str, count: u64) -> String {
    let written = number(count);
    pick(lang, format!("{what} {written} 件，看案件"), format!("{what}: {written}, see the cases"))
}

/// "共 646 行".
pub fn rows(lang: Lang, count: usize) -> String {
    pick(lang, format!("共 {count} 行"), counted(count, "row", "rows"))
}

/// "等到 3 日冻结".
pub fn waits(lang: Lang, day: u8) -> String {
    pick(lang, format!("等到 {day} 日冻结"), format!("to be frozen on day {day}"))
}

/// "2026-11-03 00:00 由服务器冻结".
pub fn freezes_at(lang: Lang, moment: &str) -> String {
    pick(lang, format!("{moment} 由服务器冻结"), format!("the server freezes it at {moment}"))
}

/// "冻结 2 版".
pub fn frozen_times(lang: Lang, number: u32) -> String {
    pick(lang, format!("已冻结，第 {number} 版"), format!("frozen, version {number}"))
}

/// "第 1 版已发布".
pub fn published_version(lang: Lang, number: u32) -> String {
    pick(lang, format!("第 {number} 版已发布"), format!("version {number} published"))
}

/// "按期处置率，各辖区".
pub fn compared(lang: Lang, rate: &str, subject: &str) -> String {
    pick(lang, format!("{rate}，按{subject}比较"), format!("{rate}, compared by {}", subject.to_lowercase()))
}

/// "只画最低的 20 个".
pub fn only_some(lang: Lang, shown: usize, of: usize) -> String {
    pick(
        lang,
        format!("{of} 个中画出最差的 {shown} 个；全部在分项表里。"),
        format!("The {shown} worst of {of} are drawn; all are in the tables."),
    )
}

/// "按期处置率，2026-01 到 2026-10".
pub fn course(lang: Lang, rate: &str, from: &str, to: &str) -> String {
    pick(lang, format!("{rate}，{from} 到 {to}"), format!("{rate}, {from} to {to}"))
}

/// "在 610102001 之内".
pub fn within(lang: Lang, code: &str) -> String {
    pick(lang, format!("只看 {code} 之内"), format!("only within {code}"))
}

/// "读了 412 件".
pub fn checked(lang: Lang, count: u64) -> String {
    let written = number(count);
    let one = if count == 1 { "case" } else { "cases" };
    pick(lang, format!("重读了 {written} 件案件的历史"), format!("read the histories of {written} {one}"))
}

/// "有 3 件不一致".
pub fn differing(lang: Lang, count: u64) -> String {
    let written = number(count);
    let verb = if count == 1 { "case comes" } else { "cases come" };
    pick(lang, format!("有 {written} 件与冻结时不一致"), format!("{written} {verb} out otherwise than frozen"))
}

/// "读了各岗位的 1,200 步".
pub fn checked_steps(lang: Lang, count: u64) -> String {
    let written = number(count);
    let one = if count == 1 { "step" } else { "steps" };
    pick(lang, format!("各岗位 {written} 步"), format!("{written} {one} of the posts"))
}

/// "有 3 步不一致".
pub fn differing_steps(lang: Lang, count: u64) -> String {
    let written = number(count);
    let verb = if count == 1 { "step comes" } else { "steps come" };
    pick(lang, format!("有 {written} 步与冻结时不一致"), format!("{written} {verb} out otherwise than frozen"))
}

/// "上报数、立案数".
pub fn listed(lang: Lang, words: &[String]) -> String {
    pick(lang, words.join("、"), words.join(", "))
}

/// "第 3 步（派遣员）".
pub fn step_of(lang: Lang, step: u64, post: &str) -> String {
    let written = number(step);
    pick(lang, format!("第 {written} 步（{post}）"), format!("step {written} ({post})"))
}

/// "冻结的是 … ；历史是 …".
pub fn frozen_and_read(lang: Lang, frozen: &str, read: &str) -> String {
    pick(
        lang,
        format!("只在冻结里：{frozen}；只在历史里：{read}"),
        format!("only frozen: {frozen}; only in the histories: {read}"),
    )
}

/// "按 某办法（第 2 版） 评分".
pub fn scored_by(lang: Lang, model: &str, number: u32) -> String {
    let edition = edition(lang, model, number);
    pick(lang, format!("按 {edition}评分"), format!("scored by {edition}"))
}

/// "金牛区百分制 第 2 版".
pub fn edition(lang: Lang, model: &str, number: u32) -> String {
    pick(lang, format!("{model} 第 {number} 版"), format!("{model}, edition {number}"))
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;

    use super::{frozen_choice, month};

    #[test]
    fn a_month_is_said_in_each_language_and_what_is_none_as_it_stands() {
        assert_eq!(
            (month(Lang::Zh, "2026-03").as_str(), month(Lang::En, "2026-03").as_str()),
            ("2026年3月", "2026-03")
        );
        assert_eq!((month(Lang::Zh, "soon").as_str(), month(Lang::Zh, "2026-3").as_str()), ("soon", "2026-3"));
        assert_eq!(frozen_choice(Lang::Zh, "2026-10", 2, true), "2026年10月 · 第 2 版 · 已发布");
        assert_eq!(frozen_choice(Lang::En, "2026-10", 1, false), "2026-10 · version 1");
    }
}
