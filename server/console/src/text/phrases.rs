//! Texts with a number or a name in them.

use kit::decimal::fixed;
use kit::lang::Lang;
use kit::text::counted;
use shared::api::cases::UnitLoad;
use shared::calendar::limit::Limit;

use super::pick;

/// "郑督导 发于 2026-11-23 09:00".
pub fn posted_by(lang: Lang, author: &str, moment: &str) -> String {
    pick(lang, format!("{author} 发于 {moment}"), format!("{author}, {moment}"))
}

/// "有效到 2026-11-24 18:00".
pub fn shown_until(lang: Lang, moment: &str) -> String {
    pick(lang, format!("有效到 {moment}"), format!("until {moment}"))
}

/// "新收 3 条，已有 1 条，没收 0 条".
pub fn rescued(lang: Lang, new: u64, known: u64, not_taken: u64) -> String {
    pick(
        lang,
        format!("新收记录 {new} 条，已有 {known} 条，没收 {not_taken} 条"),
        format!("{} new, {known} known, {not_taken} not taken", counted(new, "record", "records")),
    )
}

/// "新收照片 6 张，已有 2 张".
pub fn rescued_photos(lang: Lang, new: u64, known: u64) -> String {
    let photos = counted(new, "photo", "photos");
    pick(lang, format!("新收照片 {new} 张，已有 {known} 张"), format!("{photos} new, {known} known"))
}

/// "0110 · GB/T 30428.2-2013，现为 06010 暴露垃圾".
pub fn category_code(code: &str, standard: &str, successor: Option<&str>) -> String {
    let standard = if standard.is_empty() { String::new() } else { format!(" · {standard}") };
    format!("{code}{standard}{}", successor.unwrap_or_default())
}

/// "，现为 06010 暴露垃圾".
pub fn successor(lang: Lang, code: &str, name: &str) -> String {
    pick(lang, format!("，现为 {code} {name}"), format!(", now {code} {name}"))
}

/// "失联 3 时 12 分".
pub fn silent_for(lang: Lang, span: &str) -> String {
    pick(lang, format!("失联 {span}"), format!("silent {span}"))
}

/// "38 米".
pub fn metres(lang: Lang, metres: f64) -> String {
    let metres = fixed(metres, 0);
    pick(lang, format!("{metres} 米"), format!("{metres} m"))
}

/// "本阶段办到 11 月 23 日 10:05".
pub fn desk_has_until(lang: Lang, moment: &str) -> String {
    pick(lang, format!("本阶段办到 {moment}"), format!("this stage is due {moment}"))
}

/// "挂账到 …".
pub fn suspended_until(lang: Lang, moment: &str) -> String {
    pick(lang, format!("挂账到 {moment}，到时自动恢复"), format!("suspended until {moment}, then resumed by itself"))
}

/// "申请挂账到 …".
pub fn asks_until(lang: Lang, moment: &str) -> String {
    pick(lang, format!("申请挂账到 {moment}"), format!("asks to be suspended until {moment}"))
}

/// "… 起超期".
pub fn overdue_since(lang: Lang, moment: &str) -> String {
    pick(lang, format!("{moment} 起超期"), format!("overdue since {moment}"))
}

/// "回退 2 次".
pub fn returns(lang: Lang, count: u32) -> String {
    pick(lang, format!("回退 {count} 次"), format!("given back {}", counted(count, "time", "times")))
}

/// "督办 1".
pub fn order_number(lang: Lang, number: u32) -> String {
    pick(lang, format!("督办 {number}"), format!("Order {number}"))
}

/// "在办 12 · 超期 3 · 近一年同类回退 2".
pub fn load(lang: Lang, load: &UnitLoad) -> String {
    let UnitLoad { open, overdue, returned } = load;
    pick(
        lang,
        format!("在办 {open} · 超期 {overdue} · 近一年同类回退 {returned}"),
        format!("{open} open · {overdue} overdue · {returned} of this kind given back in a year"),
    )
}

/// "4 分前".
pub fn ago(lang: Lang, span: &str) -> String {
    pick(lang, format!("{span}前"), format!("{span} ago"))
}

/// "用时内" or "超时".
pub fn handled(lang: Lang, late: bool) -> String {
    pick(lang, if late { "超时完成" } else { "按时完成" }, if late { "done late" } else { "done in time" }).to_owned()
}

/// "电 41%".
pub fn battery(lang: Lang, percent: u8) -> String {
    pick(lang, format!("电 {percent}%"), format!("bat. {percent}%"))
}

/// "空间 310 MB".
pub fn disk(lang: Lang, size: &str) -> String {
    pick(lang, format!("空间 {size}"), format!("{size} free"))
}

/// "钟快 4 分".
pub fn clock_off(lang: Lang, fast: bool, span: &str) -> String {
    match fast {
        true => pick(lang, format!("钟快 {span}"), format!("clock +{span}")),
        false => pick(lang, format!("钟慢 {span}"), format!("clock −{span}")),
    }
}

/// "共 1,284 件".
pub fn cases_in_all(lang: Lang, count: &str) -> String {
    pick(lang, format!("共 {count} 件"), format!("{count} in all"))
}

/// "2026-11-01 至 2026-11-23 上报的案件".
pub fn reported_between(lang: Lang, from: &str, to: &str) -> String {
    pick(lang, format!("{from} 至 {to} 上报的案件"), format!("cases reported {from} to {to}"))
}

/// "已调取原图，等手机上传 · 11-23 10:02".
pub fn original_asked(lang: Lang, since: &str) -> String {
    pick(lang, format!("已调取原图，等手机上传 · {since}"), format!("original asked for, the phone sends it · {since}"))
}

/// "看原图 · 4.2 MB".
pub fn original_here(lang: Lang, size: &str) -> String {
    pick(lang, format!("看原图 · {size}"), format!("View the original · {size}"))
}

/// "原图 4.2 MB，还在手机上".
pub fn original_size(lang: Lang, size: &str) -> String {
    pick(lang, format!("原图 {size}，还在手机上"), format!("the original has {size} and is on the phone"))
}

/// "条件 1".
pub fn condition(lang: Lang, number: u32) -> String {
    pick(lang, format!("条件 {number}"), format!("condition {number}"))
}

/// "4工作时".
pub fn limit(lang: Lang, limit: Limit) -> String {
    let plural = if limit.amount() == 1 { "" } else { "s" };
    pick(lang, limit.text_zh(), format!("{}{plural}", limit.to_string().replace('_', " ")))
}

/// "最后收到 18:02:11".
pub fn heard_at(lang: Lang, time: &str) -> String {
    pick(lang, format!("最后收到 {time}"), format!("last heard {time}"))
}

/// "正在传第 1/2 张 · 62%".
pub fn uploading(lang: Lang, number: usize, count: usize, percent: u64) -> String {
    pick(
        lang,
        format!("正在传第 {number}/{count} 张 · {percent}%"),
        format!("Sending photo {number} of {count} · {percent}%"),
    )
}

/// "已选 2 张".
pub fn chosen(lang: Lang, count: usize) -> String {
    pick(lang, format!("已选 {count} 张"), format!("{count} chosen"))
}

/// "选定：新城环卫二所（610102-HW-02）".
pub fn chosen_unit(lang: Lang, name: &str, code: &str) -> String {
    pick(lang, format!("选定：{name}（{code}）"), format!("Chosen: {name} ({code})"))
}

/// "还有 12 家，请输入名称缩小范围".
pub fn more_units(lang: Lang, more: usize) -> String {
    pick(lang, format!("还有 {more} 家，请输入名称缩小范围"), format!("{more} more: type a name to narrow them down"))
}

/// "108.94230, 34.26100".
pub fn coordinates(lon: f64, lat: f64) -> String {
    format!("{}, {}", fixed(lon, 5), fixed(lat, 5))
}

/// "±6 m".
pub fn accuracy(metres: f64) -> String {
    format!("±{} m", fixed(metres, 0))
}

/// "第 3 张".
pub fn in_chain(lang: Lang, index: u64) -> String {
    pick(lang, format!("第 {index} 张"), format!("no. {index}"))
}

/// "6 人".
pub fn people(lang: Lang, count: usize) -> String {
    pick(lang, format!("{count} 人"), counted(count, "person", "people"))
}

/// "王采集（c-1）": somebody, with the user name that a draw was kept with.
pub fn person(lang: Lang, name: &str, user: &str) -> String {
    pick(lang, format!("{name}（{user}）"), format!("{name} ({user})"))
}

/// "同一网格：甲、乙": what is said of something.
pub fn of(lang: Lang, what: &str, said: &str) -> String {
    pick(lang, format!("{what}：{said}"), format!("{what}: {said}"))
}

/// "甲：不在岗；乙：任务已满": sentences one behind the other.
pub fn in_a_row(lang: Lang, all: &[String]) -> String {
    all.join(pick(lang, "；", "; "))
}

/// "网格 a–b" when there are several.
pub fn grids(lang: Lang, first: &str, count: usize) -> String {
    match count {
        0 => pick(lang, "没有责任网格", "no duty grid").to_owned(),
        1 => first.to_owned(),
        more => pick(lang, format!("{first} 等 {more} 个"), format!("{first} and {} more", more.saturating_sub(1))),
    }
}

/// "截止 11-23 16:24".
pub fn due(lang: Lang, time: &str) -> String {
    pick(lang, format!("截止 {time}"), format!("due {time}"))
}

/// "挂账至 11-23 14:06".
pub fn until(lang: Lang, time: &str) -> String {
    pick(lang, format!("挂账至 {time}"), format!("suspended until {time}"))
}

/// "11-23 14:06 回答".
pub fn answered(lang: Lang, time: &str) -> String {
    pick(lang, format!("{time} 回答"), format!("answered {time}"))
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;

    use super::{in_a_row, of, people, person, rescued, rescued_photos, returns};

    #[test]
    fn one_thing_is_not_said_as_several() {
        assert_eq!(rescued(Lang::En, 1, 0, 0), "1 record new, 0 known, 0 not taken");
        assert_eq!(
            (rescued_photos(Lang::En, 1, 2), rescued_photos(Lang::Zh, 1, 2)),
            ("1 photo new, 2 known".to_owned(), "新收照片 1 张，已有 2 张".to_owned(),)
        );
        assert_eq!(
            (returns(Lang::En, 1).as_str(), returns(Lang::En, 2).as_str()),
            ("given back 1 time", "given back 2 times")
        );
        assert_eq!((people(Lang::En, 1).as_str(), people(Lang::En, 6).as_str()), ("1 person", "6 people"));
    }

    #[test]
    fn a_draw_is_written_with_the_marks_of_its_language() {
        let said = |lang| {
            let one = of(lang, &person(lang, "Wang", "c-1"), "x");
            in_a_row(lang, &[one.clone(), one])
        };
        assert_eq!(said(Lang::En), "Wang (c-1): x; Wang (c-1): x");
        assert_eq!(said(Lang::Zh), "Wang（c-1）：x；Wang（c-1）：x");
    }
}
