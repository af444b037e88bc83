//! What the workbook holds when it is opened: formulas, and the results that they come to.

use std::io::{Cursor, Read as _};

use axum::http::header::HOST;
use axum::http::{HeaderMap, HeaderValue, Uri};
use calamine::{Data, Range, Reader as _, Xlsx};
use rust_xlsxwriter::utility::column_name_to_number;
use shared::api::bulletins::{BulletinKind, ScoredMonth};
use shared::assessment::{Basis, Counter};

use super::{page, write};
use crate::bulletins::desk::{Desk, Ways};
use crate::bulletins::leaf::tests::month;
use crate::bulletins::store::Kept;
use crate::sheets::lang::Lang;

type Book = Xlsx<Cursor<Vec<u8>>>;

fn book(kept: &Kept, lang: Lang) -> Book {
    Xlsx::new(Cursor::new(write(kept, None, lang).unwrap())).unwrap()
}

fn sheet(book: &mut Book, name: &str) -> (Range<Data>, Range<String>) {
    (book.worksheet_range(name).unwrap(), book.worksheet_formula(name).unwrap())
}

fn formula(formulas: &Range<String>, row: u32, column: &str) -> String {
    let at = (row, u32::from(column_name_to_number(column)));
    formulas.get_value(at).cloned().unwrap_or_default()
}

fn value(cells: &Range<Data>, row: u32, column: &str) -> Data {
    cells.get_value((row, u32::from(column_name_to_number(column)))).cloned().unwrap_or_default()
}

fn number(cells: &Range<Data>, row: u32, column: &str) -> f64 {
    match value(cells, row, column) {
        Data::Float(number) => number,
        Data::Int(number) => number as f64,
        other => panic!("{column}{row}: {other:?}"),
    }
}

#[test]
fn both_languages_have_the_same_sheets() {
    for lang in [Lang::Zh, Lang::En] {
        assert_eq!(book(&month(2, 3), lang).sheet_names(), page::names(lang));
    }
}

#[test]
fn rates_ranks_and_sums_are_formulas_that_hold_their_results() {
    let mut book = book(&month(3, 2), Lang::Zh);
    let (cells, formulas) = sheet(&mut book, "辖区");
    assert_eq!(value(&cells, 0, "A"), Data::String("名次".to_owned()));
    assert_eq!(value(&cells, 0, "V"), Data::String("得分 (金牛区模型 第 3 版)".to_owned()));
    // Rank, name, code, eleven counters, seven rates, the score.
    assert_eq!(formula(&formulas, 1, "A"), "_xlfn.RANK.EQ(V2,$V$2:$V$4,0)");
    assert!((number(&cells, 1, "A") - 1.0).abs() < 1e-9);
    assert!((number(&cells, 1, "V") - 95.93).abs() < 1e-9);
    assert_eq!(formula(&formulas, 1, "O"), "IF(E2=0,\"—\",F2/E2)");
    assert_eq!(formula(&formulas, 1, "P"), "IF(E2=0,\"—\",G2/E2)");
    assert!((number(&cells, 1, "P") - 0.75).abs() < 1e-9, "six of eight");
    assert_eq!(formula(&formulas, 4, "E"), "SUM(E2:E4)");
    assert!((number(&cells, 4, "E") - 430.0).abs() < 1e-9);
    assert_eq!(formula(&formulas, 4, "P"), "IF(E5=0,\"—\",G5/E5)");
    assert!((number(&cells, 4, "P") - 322.0 / 430.0).abs() < 1e-9, "of the counts, not of rates");
    assert_eq!(formula(&formulas, 4, "A"), "", "all together have no rank");
}

#[test]
fn each_count_is_a_number_and_leads_to_its_cases() {
    let kept = month(2, 2);
    let headers = HeaderMap::from_iter([(HOST, HeaderValue::from_static("city.example"))]);
    let desk = Desk::of(true, &headers, &Uri::from_static("/")).unwrap();
    let ways = Ways::of(desk, kept.head.id, &kept.content);
    let bytes = write(&kept, Some(&ways), Lang::Zh).unwrap();
    let mut book: Book = Xlsx::new(Cursor::new(bytes.clone())).unwrap();
    let (cells, formulas) = sheet(&mut book, "辖区");
    assert!((number(&cells, 3, "E") - 430.0).abs() < 1e-9 && number(&cells, 1, "E") > 0.0);
    assert_eq!(formula(&formulas, 3, "E"), "SUM(E2:E3)", "sums go on counting with what is a link");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut said = String::new();
    archive.by_name("xl/worksheets/sheet2.xml").unwrap().read_to_string(&mut said).unwrap();
    let number = "month=2026-10&amp;version=2&amp;basis=due&amp;counter=archive&amp;by=jurisdiction&amp;key=";
    assert!(said.contains("/assessment/cases?") && said.contains(number), "{said}");
    // Eleven counts of each jurisdiction and of all, those of nothing excepted, and a score of each jurisdiction.
    let all = "month=2026-10&amp;version=2&amp;basis=due&amp;counter=archive\"";
    assert!(
        said.contains(all) && said.contains("/assessment/scores?month=2026-10&amp;version=2&amp;model=model"),
        "{said}"
    );
}

#[test]
fn the_mean_of_half_a_year_leads_to_its_months_and_its_head_names_each_edition() {
    let mut kept = month(2, 2);
    kept.content.kind = BulletinKind::HalfYearly;
    let scored = |(month, edition): (&str, u32)| ScoredMonth { month: month.to_owned(), version: 1, edition };
    for ranking in &mut kept.content.rankings {
        ranking.months = [("2026-09", 2), ("2026-10", 3)].map(scored).to_vec();
    }
    let headers = HeaderMap::from_iter([(HOST, HeaderValue::from_static("city.example"))]);
    let desk = Desk::of(true, &headers, &Uri::from_static("/")).unwrap();
    let ways = Ways::of(desk, kept.head.id, &kept.content);
    let bytes = write(&kept, Some(&ways), Lang::En).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes.clone())).unwrap();
    let mut whole = String::new();
    for part in ["xl/worksheets/sheet2.xml", "xl/worksheets/_rels/sheet2.xml.rels"] {
        archive.by_name(part).unwrap().read_to_string(&mut whole).unwrap();
    }
    let way = format!("/bulletins/{}/scores?model=model&amp;row=", kept.head.id);
    assert!(whole.matches(&way).count() >= 2, "the score of each jurisdiction: {whole}");
    let mut book: Book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let (cells, _) = sheet(&mut book, page::names(Lang::En)[1]);
    let head = "Score (Jinniu model (2026-09 edition 2, 2026-10 edition 3))";
    assert_eq!(value(&cells, 0, "V"), Data::String(head.to_owned()));
}

#[test]
fn each_case_handled_poorly_leads_to_itself_also_one_without_a_number() {
    let mut kept = month(1, 1);
    kept.content.poor[1].case_no = None;
    let headers = HeaderMap::from_iter([(HOST, HeaderValue::from_static("city.example"))]);
    let desk = Desk::of(true, &headers, &Uri::from_static("/")).unwrap();
    let ways = Ways::of(desk, kept.head.id, &kept.content);
    let bytes = write(&kept, Some(&ways), Lang::Zh).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes.clone())).unwrap();
    let mut links = String::new();
    archive.by_name("xl/worksheets/_rels/sheet7.xml.rels").unwrap().read_to_string(&mut links).unwrap();
    let mut said = String::new();
    archive.by_name("xl/worksheets/sheet7.xml").unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(said.matches("<hyperlink ").count(), kept.content.poor.len(), "{said}");
    let whole = format!("{said}{links}");
    for case in &kept.content.poor {
        assert!(whole.contains(&format!("/cases/{}", case.id)), "{whole}");
    }
    let mut book: Book = Xlsx::new(Cursor::new(bytes)).unwrap();
    let (cells, _) = sheet(&mut book, "案件清单");
    assert_eq!(value(&cells, 1, "A"), Data::String("XA-20261011-00001".to_owned()), "it is called as it was");
    assert_eq!(value(&cells, 2, "A"), Data::String(kept.content.poor[1].id.to_string()));
}

#[test]
fn what_changed_is_a_formula_and_a_dash_where_nothing_is_known() {
    let mut kept = month(1, 1);
    let (cells, formulas) = sheet(&mut book(&kept, Lang::Zh), "对比");
    // The counts: the third of them is how many were to be handled.
    assert_eq!(value(&cells, 3, "A"), Data::String("应处置数".to_owned()));
    assert_eq!(formula(&formulas, 3, "E"), "IF(D4=0,\"—\",(C4-D4)/D4)");
    assert!((number(&cells, 3, "E") - 0.075).abs() < 1e-9, "430 after 400");
    assert!((number(&cells, 3, "G") + 0.14).abs() < 1e-9, "430 after 500");
    // The rates: below seven counts, an empty row and the heads.
    assert_eq!(value(&cells, 11, "A"), Data::String("按期处置率".to_owned()));
    assert_eq!(formula(&formulas, 11, "E"), "IF(D12=0,\"—\",C12/D12)");
    assert_eq!(formula(&formulas, 11, "I"), "IF(OR(E12=\"—\",H12=\"—\"),\"—\",E12-H12)");
    assert!((number(&cells, 11, "I") + 0.001).abs() < 1e-9);
    kept.content.compared.clear();
    let (cells, formulas) = sheet(&mut book(&kept, Lang::En), "Compared");
    for column in ["D", "E", "F", "G"] {
        assert_eq!(value(&cells, 3, column), Data::String("—".to_owned()));
    }
    assert_eq!(formula(&formulas, 3, "E"), "");
}

#[test]
fn a_whole_that_is_a_sum_is_made_of_numbers_that_each_have_their_cases() {
    let mut kept = month(1, 1);
    let reported = kept.content.total.get_mut(&Basis::Reported).unwrap();
    reported.set(Counter::MissReport, 3);
    reported.set(Counter::PatrolValidReport, 12);
    let (cells, formulas) = sheet(&mut book(&kept, Lang::Zh), "概况");
    // The title of the rate stands in no count; its row is the last of that name.
    let row = (0..cells.height()).rev().find(|row| cells.get((*row, 0)) == Some(&Data::String("漏报率".to_owned())));
    let row = u32::try_from(row.unwrap()).unwrap();
    assert_eq!(formula(&formulas, row, "D"), format!("G{0}+H{0}", row + 1));
    assert!((number(&cells, row, "D") - 15.0).abs() < 1e-9 && (number(&cells, row, "E") - 0.2).abs() < 1e-9);
    assert!((number(&cells, row, "G") + number(&cells, row, "H") - 15.0).abs() < 1e-9);
}

#[test]
fn a_rate_of_nothing_is_a_dash() {
    let mut kept = month(1, 1);
    kept.content.areas[0].sums.clear();
    let (cells, formulas) = sheet(&mut book(&kept, Lang::En), "Jurisdictions");
    assert_eq!(formula(&formulas, 1, "P"), "IF(E2=0,\"—\",G2/E2)");
    assert_eq!(value(&cells, 1, "P"), Data::String("—".to_owned()));
}

#[test]
fn without_scores_nothing_is_ranked() {
    let mut kept = month(2, 2);
    kept.content.rankings.clear();
    let (cells, formulas) = sheet(&mut book(&kept, Lang::Zh), "责任单位");
    assert_eq!((formula(&formulas, 1, "A").as_str(), value(&cells, 1, "A")), ("", Data::Empty));
}

#[test]
fn the_cases_say_how_late_they_are_by_a_formula() {
    let (cells, formulas) = sheet(&mut book(&month(1, 1), Lang::Zh), "案件清单");
    assert_eq!(formula(&formulas, 1, "J"), "IF(H2=\"\",\"\",ROUND(I2-H2,1))");
    assert!((number(&cells, 1, "J") - 20.6).abs() < 1e-9, "20 days and 13.6 hours");
    assert_eq!(formula(&formulas, 2, "J"), "", "one that was closed is no later any more");
    assert!((number(&cells, 2, "K") - 2.54).abs() < 1e-9);
    assert_eq!(value(&cells, 1, "A"), Data::String("XA-20261011-00001".to_owned()));
}

#[test]
fn what_people_write_is_never_a_formula() {
    let mut kept = month(1, 1);
    kept.head.title = "=1+1".to_owned();
    kept.remarks = "=HYPERLINK(\"http://example.cn\")".to_owned();
    kept.content.areas[0].name = "=2+2".to_owned();
    let mut book = book(&kept, Lang::Zh);
    let (cells, formulas) = sheet(&mut book, "概况");
    assert_eq!(value(&cells, 1, "A"), Data::String("=1+1".to_owned()));
    assert!(!formulas.used_cells().any(|(_, _, formula)| formula.contains("HYPERLINK") || formula == "1+1"));
    let (cells, _) = sheet(&mut book, "辖区");
    assert_eq!(value(&cells, 1, "B"), Data::String("=2+2".to_owned()));
}

#[test]
fn a_bulletin_of_nothing_is_a_workbook_too() {
    let mut kept = month(0, 0);
    kept.content.total.clear();
    kept.content.trend.clear();
    kept.content.poor.clear();
    let (cells, formulas) = sheet(&mut book(&kept, Lang::Zh), "责任单位");
    assert_eq!(cells.height(), 1);
    assert!(formulas.is_empty());
}
