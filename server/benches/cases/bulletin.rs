//! A month of all units from its freezing to the bulletin that is printed: how long each step takes and how large it comes out.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use shared::api::assessment::Months;
use shared::api::bulletins::{Bulletin, Compared};

use crate::harness::desk::ok;
use crate::harness::{Desk, World};

const MONTH: &str = "2026-06";
const MODEL: &str = "jinniu";

/// Measures the freezing of every month that is over, a check of one from its histories, the publishing of it and of the
/// others, and its bulletin beside the month before: as page, as PDF and as workbook in both languages. The files are left in
/// `XUNGE_BULLETINS`, where it names a folder, for somebody to look at.
pub async fn measure(engine: &str, world: &World, desk: &Desk) {
    let begun = Instant::now();
    while server::months::freeze::turn(&world.app).await.unwrap() > 0 {}
    let took = begun.elapsed();
    let months = world.count("select count(*) from month_versions").await;
    let rows = world.count("select count(*) from frozen_cases").await;
    say(engine, &format!("{months} months over are frozen, {rows} rows"), took);
    let begun = Instant::now();
    let check: Value = ok(desk.get(&format!("/api/v1/assessment/months/{MONTH}/versions/1/check")).await).await;
    say(engine, "a month is read again from its histories", begun.elapsed());
    assert_eq!(check["differing"], json!([]), "a frozen month comes out as it was frozen");
    let begun = Instant::now();
    publish(desk, MONTH).await;
    say(engine, "a month is published", begun.elapsed());
    // What is not published stands beside no bulletin.
    let all: Months = ok(desk.get("/api/v1/assessment/months").await).await;
    let is_other = |month: &&str| *month != MONTH;
    let frozen = all.months.iter().filter(|month| !month.versions.is_empty());
    let others: Vec<&str> = frozen.map(|month| month.month.as_str()).filter(is_other).collect();
    let begun = Instant::now();
    for month in &others {
        publish(desk, month).await;
    }
    say(engine, &format!("the {} other months are published", others.len()), begun.elapsed());
    let begun = Instant::now();
    let asked = json!({"kind": "monthly", "month": MONTH, "remarks": "请各责任单位对照超期案件清单逐件说明原因。"});
    let made: Bulletin = ok(desk.post("/api/v1/bulletins", &asked).await).await;
    say(engine, "its bulletin is made, beside the month before", begun.elapsed());
    let beside: Vec<Compared> = made.content.compared.iter().map(|other| other.with).collect();
    assert_eq!(beside, [Compared::Previous], "of the year before there is nothing");
    assert_eq!(made.content.trend.len(), 6, "and it follows the months before");
    for (kind, lang) in [("pdf", "zh"), ("pdf", "en"), ("xlsx", "zh"), ("xlsx", "en")] {
        let begun = Instant::now();
        let reply = desk.get(&format!("/api/v1/bulletins/{}/{kind}?lang={lang}", made.head.id)).await;
        assert_eq!(reply.status(), 200, "{kind} in {lang}");
        let bytes = reply.bytes().await.unwrap();
        say(engine, &format!("as {kind}, {lang}, {} KB", bytes.len() / 1_000), begun.elapsed());
        if let Ok(folder) = std::env::var("XUNGE_BULLETINS") {
            std::fs::write(format!("{folder}/{engine}-{lang}.{kind}"), &bytes).unwrap();
        }
    }
}

async fn publish(desk: &Desk, month: &str) {
    let path = format!("/api/v1/assessment/months/{month}/versions/1/publish");
    ok::<Value>(desk.post(&path, &json!({"model": MODEL})).await).await;
}

fn say(engine: &str, what: &str, took: Duration) {
    println!("{:<64} {took:>10.2?}", format!("{engine}: {what}"));
}
