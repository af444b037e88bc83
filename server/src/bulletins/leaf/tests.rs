//! A bulletin with everything in it, and what is written of it.

use std::collections::BTreeMap;

use axum::http::header::HOST;
use axum::http::{HeaderMap, HeaderValue, Uri};
use jiff::civil::date;
use shared::api::assessment::AssessmentRow;
use shared::api::bulletins::{
    BulletinCompared, BulletinContent, BulletinHead, BulletinKind, BulletinMonth, BulletinSource, BulletinUncompared,
    Compared, PoorCase, PoorPhoto, PoorReason, RankRow, Ranking, ScoredMonth,
};
use shared::assessment::{Basis, Counter, Subject, Sums};
use shared::evidence::PhotoRole;
use shared::ids::{BulletinId, CaseId, Sha256};
use shared::time::Instant;
use uuid::Uuid;

use super::{Block, Files, Leaf, leaf, linked};
use crate::bulletins::desk::{Desk, Ways};
use crate::bulletins::store::Kept;
use crate::sheets::lang::Lang;

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

/// Sums of a unit with so many cases that were due; three quarters of them were handled in time.
fn sums(due: u64) -> BTreeMap<Basis, Sums> {
    let mut by_due = Sums::default();
    by_due.set(Counter::NeedDispose, due);
    by_due.set(Counter::Dispose, due);
    by_due.set(Counter::IntimeDispose, due * 3 / 4);
    by_due.set(Counter::NeedArchive, due);
    by_due.set(Counter::Archive, due);
    by_due.set(Counter::IntimeArchive, due / 2);
    let mut by_filed = Sums::default();
    by_filed.set(Counter::Inst, due + 10);
    let mut by_reported = Sums::default();
    by_reported.set(Counter::Report, due + 1_000);
    [(Basis::Reported, by_reported), (Basis::Filed, by_filed), (Basis::Due, by_due)].into()
}

/// A published month with so many jurisdictions and units.
pub fn month(areas: u64, units: u64) -> Kept {
    let row = |number: u64, name: &str| AssessmentRow {
        key: format!("{name}{number:03}"),
        name: format!("{name}第{number}号"),
        sums: sums(number * 8),
    };
    let rows = |count: u64, name: &str| (1..=count).map(|number| row(number, name)).collect::<Vec<_>>();
    let (areas, units) = (rows(areas, "区"), rows(units, "单位"));
    let rank = |(number, row): (u32, &AssessmentRow)| RankRow {
        rank: number,
        key: row.key.clone(),
        name: row.name.clone(),
        total_centi: 9_600 - i64::from(number) * 7,
        months: 1,
    };
    let ranking = |subject: Subject, rows: &[AssessmentRow]| Ranking {
        model: "model".to_owned(),
        edition: 3,
        name: "金牛区模型".to_owned(),
        name_en: "Jinniu model".to_owned(),
        subject,
        rows: (1..).zip(rows).map(rank).collect(),
        months: Vec::new(),
    };
    let photo = |name: &[u8], role| PoorPhoto {
        working: Sha256::of(name),
        role,
        taken_at: Some(at("2026-10-11T10:24:51+08:00")),
    };
    let case = |number: u128, reason: PoorReason| PoorCase {
        id: CaseId(Uuid::from_u128(number)),
        case_no: Some(format!("XA-20261011-{number:05}").parse().unwrap()),
        reason,
        category: "暴露垃圾".to_owned(),
        category_en: "Exposed rubbish".to_owned(),
        area: "610112".parse().unwrap(),
        area_name: "未央区".to_owned(),
        unit: Some("610112-HW-1".parse().unwrap()),
        unit_name: "未央环卫".to_owned(),
        place: "未央路街道".to_owned(),
        reported_at: at("2026-10-11T10:24:51+08:00"),
        due_at: Some(at("2026-10-13T10:24:51+08:00")),
        at: at("2026-11-03T00:00:00+08:00"),
        over_per_mille: 2_540,
        reworks: 3,
        photos: vec![photo(b"before", PhotoRole::Near), photo(b"after", PhotoRole::After)],
    };
    let frozen = |month: &str, version, frozen_at: &str, reason: &str| BulletinSource {
        month: month.to_owned(),
        version,
        at: at("2026-11-03T00:00:00+08:00"),
        frozen_at: Some(at(frozen_at)),
        reason: reason.to_owned(),
    };
    let source = frozen("2026-10", 2, "2026-11-03T08:30:00+08:00", "补录两件，重新冻结");
    let beside =
        |with, from, to, source, due| BulletinCompared { with, from, to, sources: vec![source], sums: sums(due) };
    let before = frozen("2026-09", 1, "2026-10-03T00:00:00+08:00", "");
    let year_before = frozen("2025-10", 1, "2025-11-03T00:00:00+08:00", "");
    let compared = vec![
        beside(Compared::Previous, date(2026, 9, 1), date(2026, 9, 30), before, 400),
        beside(Compared::YearBefore, date(2025, 10, 1), date(2025, 10, 31), year_before, 500),
    ];
    let trend = |month: &str, due| BulletinMonth { month: month.to_owned(), version: 1, sums: sums(due) };
    let content = BulletinContent {
        centre: "西安市数字化城市管理中心".to_owned(),
        centre_en: String::new(),
        kind: BulletinKind::Monthly,
        from: date(2026, 10, 1),
        to: date(2026, 10, 31),
        zone: "Asia/Shanghai".to_owned(),
        at: source.at,
        sources: vec![source],
        training: false,
        total: sums(430),
        rankings: vec![ranking(Subject::Jurisdiction, &areas), ranking(Subject::Unit, &units)],
        categories: areas.iter().take(3).cloned().collect(),
        areas,
        units,
        trend: vec![trend("2026-08", 100), trend("2026-09", 0), trend("2026-10", 430)],
        compared,
        uncompared: Vec::new(),
        poor: PoorReason::ALL.iter().zip(1_u128..).map(|(reason, number)| case(number, *reason)).collect(),
    };
    let head = BulletinHead {
        id: BulletinId(Uuid::from_u128(7)),
        kind: BulletinKind::Monthly,
        from: content.from,
        to: content.to,
        title: String::new(),
        made_at: at("2026-11-03T09:00:00+08:00"),
        made_by: "考核员".to_owned(),
        published_at: Some(at("2026-11-04T09:00:00+08:00")),
        published_by: "考核员".to_owned(),
    };
    Kept {
        head, version: 3, remarks: "本月总体平稳。\n请各单位核对。".to_owned(), photos: Vec::new(), content
    }
}

fn table(kept: &Kept, lang: Lang, heading: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let blocks = leaf(kept, &Files::new(), lang).blocks;
    let begins = |block: &Block| matches!(block, Block::Heading { text } if text.ends_with(heading));
    let at = blocks.iter().position(begins).unwrap();
    match &blocks[at + 1] {
        Block::Table { columns, rows, .. } => {
            (columns.iter().map(|column| column.text.clone()).collect(), rows.clone())
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_rate_stands_with_both_its_parts() {
    let (_, rows) = table(&month(2, 2), Lang::Zh, "各项比率");
    let row = rows.iter().find(|row| row[0] == "按期处置率").unwrap();
    assert_eq!(row[1..], ["按期处置数 / 应处置数", "按到期日", "322", "430", "74.9 %"]);
    let nothing = rows.iter().find(|row| row[0] == "漏报率").unwrap();
    assert_eq!(nothing[3..], ["0", "0\n0 + 0", "—"], "each of what is added up stands there too");
}

#[test]
fn the_best_stands_first_and_all_together_last() {
    let mut kept = month(3, 2);
    kept.content.rankings[0].rows.reverse();
    for (row, rank) in kept.content.rankings[0].rows.iter_mut().zip(1..) {
        row.rank = rank;
    }
    let (columns, rows) = table(&kept, Lang::Zh, "辖区");
    assert_eq!(columns[..3], ["名次", "辖区", "立案数"]);
    let names: Vec<&str> = rows.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(names, ["区第3号", "区第2号", "区第1号", "合计"]);
    assert_eq!((rows[0][0].as_str(), rows[3][0].as_str()), ("1", "—"));
    assert_eq!(rows[3][3], "74.9 %\n322 / 430");
}

#[test]
fn a_table_that_is_scored_names_the_model_and_its_edition() {
    for (lang, expected) in [(Lang::Zh, "得分：金牛区模型 第 3 版"), (Lang::En, "Score: Jinniu model, edition 3")]
    {
        let leaf = leaf(&month(2, 2), &Files::new(), lang);
        let says = |block: &&Block| matches!(block, Block::Table { note, .. } if note.starts_with(expected));
        assert_eq!(leaf.blocks.iter().filter(says).count(), 2, "jurisdictions and units");
    }
}

#[test]
fn without_scores_there_is_no_rank_and_no_bar() {
    let mut kept = month(2, 2);
    kept.content.rankings.clear();
    let (_, rows) = table(&kept, Lang::En, "Jurisdictions");
    assert!(rows.iter().all(|row| row[0] == "—" && row.last().is_some_and(|score| score == "—")));
    let leaf = leaf(&kept, &Files::new(), Lang::En);
    assert!(!leaf.blocks.iter().any(|block| matches!(block, Block::Bars { .. })));
    assert!(leaf.facts.contains(&("Scored by", "no scores".to_owned())));
}

#[test]
fn a_draft_says_so_and_what_was_published_says_when() {
    let mut kept = month(1, 1);
    assert_eq!(leaf(&kept, &Files::new(), Lang::Zh).draft, None);
    kept.head.published_at = None;
    assert_eq!(leaf(&kept, &Files::new(), Lang::Zh).draft, Some("草稿"));
    assert_eq!(leaf(&kept, &Files::new(), Lang::En).draft, Some("DRAFT"));
}

#[test]
fn only_photos_that_were_let_in_are_printed() {
    let mut kept = month(1, 1);
    let printed = |kept: &Kept, files: &Files| {
        let cases = leaf(kept, files, Lang::Zh).blocks.into_iter().filter_map(|block| match block {
            Block::Cases { cases, .. } => Some(cases),
            _ => None,
        });
        cases.flatten().flat_map(|case| case.photos).collect::<Vec<_>>()
    };
    assert!(printed(&kept, &Files::new()).is_empty());
    kept.photos = vec![Sha256::of(b"after")];
    let files: Files = [(Sha256::of(b"after"), Some("photos/0.jpg".to_owned()))].into();
    let photos = printed(&kept, &files);
    assert_eq!(photos.len(), 3, "the same photo of each of the three cases");
    assert_eq!(photos[0].caption, "处置后 2026-10-11 10:24");
    assert_eq!(printed(&kept, &Files::new())[0].file, None, "one that is lost has its place all the same");
}

#[test]
fn each_rule_says_by_how_much() {
    let kept = month(1, 1);
    let marks = |lang| kept.content.poor.iter().map(|case| super::cases::mark(case, lang)).collect::<Vec<_>>();
    assert_eq!(marks(Lang::Zh), ["已超期 20.6 天", "超出时限 2.5 倍", "返工 3 次"]);
    assert_eq!(marks(Lang::En), ["20.6 days late", "over its limit by 2.5 times", "reworked 3 times"]);
}

#[test]
fn a_month_of_nothing_is_written_too() {
    let mut kept = month(0, 0);
    kept.content.total.clear();
    kept.content.trend.clear();
    kept.content.poor.clear();
    for lang in [Lang::Zh, Lang::En] {
        let leaf = leaf(&kept, &Files::new(), lang);
        assert!(!leaf.blocks.iter().any(|block| matches!(block, Block::Lines { .. } | Block::Cases { .. })));
        let headings = leaf.blocks.iter().filter(|block| matches!(block, Block::Heading { .. })).count();
        assert_eq!(headings, 7);
    }
}

#[test]
fn each_number_leads_to_its_cases() {
    let kept = month(2, 2);
    let headers = HeaderMap::from_iter([(HOST, HeaderValue::from_static("city.example"))]);
    let desk = Desk::of(true, &headers, &Uri::from_static("/")).unwrap();
    let ways = Ways::of(desk, kept.head.id, &kept.content);
    let leaf = linked(&kept, Some(&ways), &Files::new(), Lang::En);
    assert!(leaf.facts.iter().any(|(_, value)| value.starts_with("https://city.example/#/bulletins/")));
    let is_way = |way: &String| way.starts_with("https://city.example/#/assessment/cases?month=");
    let is_score = |way: &String| way.starts_with("https://city.example/#/assessment/scores?month=2026-10&version=2&");
    let (mut tables, mut of_cases) = (0, 0);
    for block in leaf.blocks {
        match block {
            Block::Figures { items } => assert!(items.iter().all(|item| is_way(&item.way))),
            Block::Bars { rows, .. } => assert!(rows.iter().all(|row| is_score(&row.way))),
            Block::Cases { cases, .. } => {
                let case = "https://city.example/#/cases/";
                assert!(
                    cases.iter().all(|one| one.way.strip_prefix(case).is_some_and(|id| id.parse::<CaseId>().is_ok()))
                );
                of_cases += cases.len();
            }
            Block::Table { columns, rows, ways, .. } => {
                tables += 1;
                assert_eq!(rows.len(), ways.len());
                assert!(ways.iter().all(|row| row.len() <= columns.len()));
                assert!(ways.iter().flatten().flatten().all(|way| is_way(way) || is_score(way)));
                for (row, own) in rows.iter().zip(&ways) {
                    for (words, own) in row.iter().zip(own) {
                        // As the template reads it: one way is the first line's, several are those of the numbers below it.
                        let numbers = |line: &str| line.split(' ').filter(|part| !["/", "+"].contains(part)).count();
                        let below = words.lines().nth(1).map_or(0, numbers);
                        assert!(own.len() < 2 || words == "—" || own.len() == below, "{words}: {own:?}");
                    }
                }
                assert!(ways.iter().all(|row| row.iter().flatten().any(is_way)), "something in each row");
            }
            _ => {}
        }
    }
    assert_eq!(tables, 6, "two times beside it, rates, months, jurisdictions, units, categories");
    assert_eq!(of_cases, 3);
}

#[test]
fn the_head_says_whose_it_is_of_which_days_which_issue_and_which_version_and_why() {
    let mut kept = month(1, 1);
    let said = |kept: &Kept, lang| {
        let Leaf { centre, title, issue, dated, foot, facts, .. } = leaf(kept, &Files::new(), lang);
        ([centre, title, issue, dated, foot], facts)
    };
    let ([centre, title, issue, dated, foot], facts) = said(&kept, Lang::Zh);
    assert_eq!((centre.as_str(), title.as_str()), ("西安市数字化城市管理中心", "2026年10月城市管理考核通报"));
    assert_eq!((issue.as_str(), dated.as_str()), ("月报　2026年第10期", "2026年11月4日"));
    assert_eq!(foot, "数据截至 2026-11-03 00:00；冻结数据 2026-10 第 2 版；处置、结案按到期日计");
    for fact in [
        ("期间", "2026-10-01 – 2026-10-31（北京时间）"),
        ("冻结", "2026-11-03 08:30"),
        ("重新冻结的原因", "2026-10 第 2 版：补录两件，重新冻结"),
    ] {
        assert!(facts.contains(&(fact.0, fact.1.to_owned())), "{fact:?} in {facts:?}");
    }
    let ([_, _, issue, dated, _], facts) = said(&kept, Lang::En);
    assert_eq!((issue.as_str(), dated.as_str()), ("Monthly, No. 10 of 2026", "2026-11-04"));
    assert!(facts.iter().any(|(name, _)| *name == "Why frozen anew"));
    kept.head.published_at = None;
    kept.content.sources[0].reason.clear();
    let ([.., dated, _], facts) = said(&kept, Lang::Zh);
    assert_eq!(dated, "草稿，未发布");
    assert!(!facts.iter().any(|(name, _)| *name == "重新冻结的原因"), "a first version needs none");
}

#[test]
fn what_changed_stands_beside_both_numbers_and_a_dash_where_nothing_is_known() {
    let mut kept = month(2, 2);
    let (columns, rows) = table(&kept, Lang::Zh, "与上期、上年同期相比");
    assert_eq!(columns, ["指标", "口径", "本期", "上期", "环比", "上年同期", "同比"]);
    let row = |rows: &[Vec<String>], name: &str| rows.iter().find(|row| row[0] == name).unwrap()[1..].to_vec();
    assert_eq!(row(&rows, "应处置数"), ["按到期日", "430", "400", "+7.5 %", "500", "−14.0 %"]);
    let rate =
        ["按到期日", "74.9 %\n322 / 430", "75.0 %\n300 / 400", "−0.1 百分点", "75.0 %\n375 / 500", "−0.1 百分点"];
    assert_eq!(row(&rows, "按期处置率"), rate);
    kept.content.compared.pop();
    let (_, rows) = table(&kept, Lang::En, "the year before");
    assert_eq!(row(&rows, "To be handled")[1..], ["430", "400", "+7.5 %", "—", "—"]);
    kept.content.compared.clear();
    let blocks = leaf(&kept, &Files::new(), Lang::Zh).blocks;
    let says = |block: &Block| matches!(block, Block::Text { text, .. } if text.contains("没有可比的数据"));
    assert!(blocks.iter().any(says));
}

#[test]
fn a_time_that_was_not_published_is_named_with_its_months() {
    let mut kept = month(2, 2);
    let before = BulletinUncompared { with: Compared::Previous, months: vec!["2026-09".to_owned()] };
    kept.content.compared.remove(0);
    kept.content.uncompared = vec![before];
    let below = |kept: &Kept, lang| {
        let blocks = leaf(kept, &Files::new(), lang).blocks;
        let said = blocks.into_iter().filter_map(|block| match block {
            Block::Table { note, .. } => Some(note),
            Block::Text { text, .. } => Some(text),
            _ => None,
        });
        said.collect::<Vec<String>>()
    };
    let zh = "上期（2026-09）在编制时还没有发布，不作比较。";
    let en = " Before (2026-09): not published when this was made, so nothing stands beside it.";
    // Below the table of what stands there, and where nothing does.
    for _ in 0..2 {
        for (lang, expected) in [(Lang::Zh, zh), (Lang::En, en)] {
            let said = below(&kept, lang);
            assert_eq!(said.iter().filter(|text| text.ends_with(expected)).count(), 1, "{said:?}");
        }
        kept.content.compared.clear();
    }
    kept.content.uncompared.clear();
    assert!(!below(&kept, Lang::Zh).iter().any(|text| text.contains("还没有发布")));
}

#[test]
fn a_half_year_names_the_edition_of_each_month_and_leads_from_each_mean_to_its_months() {
    let mut kept = month(2, 2);
    (kept.head.kind, kept.content.kind) = (BulletinKind::HalfYearly, BulletinKind::HalfYearly);
    let scored = |(month, edition): (&str, u32)| ScoredMonth { month: month.to_owned(), version: 1, edition };
    for ranking in &mut kept.content.rankings {
        ranking.months = [("2026-07", 1), ("2026-08", 1), ("2026-10", 2), ("2026-11", 3)].map(scored).to_vec();
    }
    let by = |kept: &Kept, lang, name: &str| {
        let facts = leaf(kept, &Files::new(), lang).facts;
        facts.into_iter().find(|(known, _)| *known == name).unwrap().1
    };
    let zh = "金牛区模型（2026-07 至 2026-08 第 1 版，2026-10 第 2 版，2026-11 第 3 版）";
    assert_eq!(by(&kept, Lang::Zh, "评分模型"), format!("{zh}、{zh}"));
    let en = "Jinniu model (2026-07 to 2026-08 edition 1, 2026-10 edition 2, 2026-11 edition 3)";
    assert_eq!(by(&kept, Lang::En, "Scored by"), format!("{en}; {en}"));
    let notes = |lang| -> Vec<String> {
        let notes = leaf(&kept, &Files::new(), lang).blocks.into_iter().filter_map(|block| match block {
            Block::Table { note, .. } => Some(note),
            _ => None,
        });
        notes.collect()
    };
    assert_eq!(notes(Lang::Zh).iter().filter(|note| note.contains(zh)).count(), 2, "below either table");
    let headers = HeaderMap::from_iter([(HOST, HeaderValue::from_static("city.example"))]);
    let desk = Desk::of(true, &headers, &Uri::from_static("/")).unwrap();
    let ways = Ways::of(desk, kept.head.id, &kept.content);
    let way = format!("https://city.example/#/bulletins/{}/scores?model=model&row=", kept.head.id);
    let mut means = 0;
    for block in linked(&kept, Some(&ways), &Files::new(), Lang::En).blocks {
        match block {
            Block::Bars { rows, .. } => assert!(rows.iter().all(|row| row.way.starts_with(&way))),
            Block::Table { ways, .. } => {
                means += ways.iter().flatten().flatten().filter(|one| one.starts_with(&way)).count();
            }
            _ => {}
        }
    }
    assert_eq!(means, 4, "each score of two jurisdictions and two units");
    for ranking in &mut kept.content.rankings {
        ranking.months.retain(|month| month.edition == 1);
    }
    assert!(by(&kept, Lang::Zh, "评分模型").starts_with("金牛区模型 第 3 版"), "one edition is said once");
}
