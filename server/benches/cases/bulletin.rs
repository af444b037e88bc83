//! A month of all units from its freezing to the bulletin that is printed: how long each step takes and how large it comes out.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use shared::api::bulletins::Bulletin;

use crate::harness::desk::ok;
use crate::harness::{Desk, World};

const MONTH: &str = "2026-06";
const MODEL: &str = "jinniu";

/// Measures the freezing of every month that is over, a check of one from its histories, and its bulletin as page, as PDF and
/// as workbook in both languages; the files are left in `XUNGE_BULLETINS`, where it names a folder, for somebody to look at.
pub async fn measure(engine: &str, world: &World, desk: &Desk) {
    let begun = Instant::now();
    while server::months::freeze::turn(&world.app).await.unwrap() > 0 {}
    let rows = world.count("select count(*) from frozen_cases").await;
    say(engine, &format!("months over are frozen, {rows} rows"), begun.elapsed());
    let begun = Instant::now();
    let check: Value = ok(desk.get(&format!("/api/v1/assessment/months/{MONTH}/versions/1/check")).await).await;
    say(engine, "a month is read again from its histories", begun.elapsed());
    assert_eq!(check["differing"], json!([]), "a frozen month comes out as it was frozen");
    let path = format!("/api/v1/assessment/months/{MONTH}/versions/1/publish");
    let begun = Instant::now();
    ok::<Value>(desk.post(&path, &json!({"model": MODEL})).await).await;
    say(engine, "a month is scored and published", begun.elapsed());
    let begun = Instant::now();
    let asked = json!({"kind": "monthly", "month": MONTH, "remarks": "请各责任单位对照超期案件清单逐件说明原因。"});
    let made: Bulletin = ok(desk.post("/api/v1/bulletins", &asked).await).await;
    say(engine, "its bulletin is made", begun.elapsed());
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

fn say(engine: &str, what: &str, took: Duration) {
    println!("{:<64} {took:>10.2?}", format!("{engine}: {what}"));
}
