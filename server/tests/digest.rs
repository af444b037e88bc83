//! Both sides hold the same, or it is found where they do not, with few bytes.

use std::collections::BTreeMap;

use server::db::marks::Marks;
use shared::case::Case;
use shared::ids::CaseId;
use shared::sync::digest::{Cuts, DigestAsk, DigestReply, Mark, Next, Range, RowName, Sum, compare, next, whole};
use shared::sync::pull::{CASE, NEARBY, TASK};
use sqlx::Row as _;
use uuid::Uuid;

use crate::harness::city::at;
use crate::harness::desk::refused;
use crate::harness::{Phone, World, on_both_engines};

/// What a phone would hold: rows with their marks.
#[derive(Clone, Default)]
struct Held(BTreeMap<String, BTreeMap<String, Mark>>);

impl Held {
    /// Pulls everything.
    async fn pulled(phone: &Phone) -> Self {
        let (mut held, mut cursor) = (Self::default(), String::new());
        loop {
            let page = phone.pull(&cursor).await;
            for change in page.changes {
                let rows = held.0.entry(change.entity.clone()).or_default();
                match change.body {
                    Some(body) => {
                        let mark = Mark::of(&change.entity, &change.id, change.version, &body.to_string()).unwrap();
                        rows.insert(change.id, mark);
                    }
                    None => drop(rows.remove(&change.id)),
                }
            }
            cursor = page.cursor;
            if !page.more {
                return held;
            }
        }
    }

    fn whole(&self) -> String {
        let sums: BTreeMap<String, Sum> =
            self.0.keys().map(|entity| (entity.clone(), self.sum(entity, "", ""))).collect();
        whole(&sums)
    }

    fn within<'a>(&'a self, entity: &str, from: &'a str, to: &'a str) -> impl Iterator<Item = (&'a String, &'a Mark)> {
        let rows = self.0.get(entity).into_iter().flatten();
        rows.filter(move |(id, _)| id.as_str() >= from && (to.is_empty() || id.as_str() < to))
    }

    fn sum(&self, entity: &str, from: &str, to: &str) -> Sum {
        let mut sum = Sum::default();
        self.within(entity, from, to).for_each(|(_, mark)| sum.add(*mark));
        sum
    }

    fn cuts(&self, range: &Range, parts: usize) -> Vec<String> {
        let ids: Vec<&String> = self.within(&range.entity, &range.from, &range.to).map(|(id, _)| id).collect();
        let mut cuts = vec![range.from.clone()];
        cuts.extend((1..parts).map(|part| ids[part * ids.len() / parts].clone()));
        cuts.push(range.to.clone());
        cuts
    }

    /// Compares with the server as a phone does, mends this side, and returns how many bytes that cost.
    async fn mend(&mut self, phone: &Phone) -> usize {
        let first = DigestAsk { whole: Some(self.whole()), ..DigestAsk::default() };
        let (reply, mut bytes) = phone.digest(&first).await;
        let mut open: Vec<(Range, Next)> = Vec::new();
        if !reply.agrees {
            for entity in [CASE, TASK, NEARBY] {
                let theirs = reply.whole.get(entity).copied().unwrap_or_default();
                let range = Range { entity: entity.into(), from: String::new(), to: String::new() };
                open.push((range, next(self.sum(entity, "", ""), theirs)));
            }
        }
        while let Some((range, step)) = open.pop() {
            match step {
                Next::Agreed => {}
                Next::Anew => panic!("not so much was missing"),
                Next::Split(parts) => {
                    let at = self.cuts(&range, parts);
                    let sums = vec![Cuts { entity: range.entity.clone(), at: at.clone() }];
                    let (reply, cost) = phone.digest(&DigestAsk { sums, ..DigestAsk::default() }).await;
                    bytes += cost;
                    for (pair, theirs) in at.windows(2).zip(&reply.sums[0]) {
                        let part = Range { from: pair[0].clone(), to: pair[1].clone(), ..range.clone() };
                        open.push((part, next(self.sum(&range.entity, &pair[0], &pair[1]), *theirs)));
                    }
                }
                Next::List => bytes += self.mend_rows(phone, &range).await,
            }
        }
        bytes
    }

    async fn mend_rows(&mut self, phone: &Phone, range: &Range) -> usize {
        let ask = DigestAsk { lists: vec![range.clone()], ..DigestAsk::default() };
        let (reply, mut bytes) = phone.digest(&ask).await;
        let ours = self.within(&range.entity, &range.from, &range.to).map(|(id, mark)| (id.clone(), *mark)).collect();
        let found = compare(&ours, &reply.lists[0].rows);
        let names = found.wanted.iter().map(|id| RowName { entity: range.entity.clone(), id: id.clone() });
        let (reply, cost) = phone.digest(&DigestAsk { fetch: names.collect(), ..DigestAsk::default() }).await;
        bytes += if found.wanted.is_empty() { 0 } else { cost };
        let rows = self.0.entry(range.entity.clone()).or_default();
        for id in &found.surplus {
            rows.remove(id);
        }
        for row in reply.rows {
            let body = row.body.expect("a wanted row is in the scope").to_string();
            rows.insert(row.id.clone(), Mark::of(&row.entity, &row.id, row.version, &body).unwrap());
        }
        bytes
    }
}

/// Bytes of a pull and a comparison that bring nothing.
async fn quiet(phone: &Phone) -> usize {
    let held = Held::pulled(phone).await;
    let cursor = phone.pull("").await.cursor;
    let (reply, _) = phone.digest(&DigestAsk::default()).await;
    let ask = DigestAsk { whole: Some(held.whole()), near_since: reply.near_since, ..DigestAsk::default() };
    let (agreed, compared) = phone.digest(&ask).await;
    assert_eq!(agreed, DigestReply { agrees: true, ..DigestReply::default() });
    let path = format!("/api/v1/sync/pull?cursor={cursor}");
    let pulled = phone.request(reqwest::Method::GET, &path).send().await.unwrap().text().await.unwrap();
    assert!(pulled.contains("\"changes\":[]"), "{pulled}");
    path.len() + pulled.len() + compared
}

/// Copies a case so many times, set by set, as if others had been reported.
async fn copies(world: &World, template: CaseId, count: u128) {
    let mut tx = world.app.db.write().await.unwrap();
    let row = sqlx::query(
        "select jurisdiction_id, division, state, category, reporter_id, device_id, unit_id, grid, duty_grid, \
         received_at_ms, due_at_ms, is_training, version, body from cases where id = $1",
    )
    .bind(template.to_string())
    .fetch_one(&mut *tx)
    .await
    .unwrap();
    let text = |column: &str| -> Option<String> { row.try_get(column).unwrap() };
    let number = |column: &str| -> Option<i64> { row.try_get(column).unwrap() };
    let body = text("body").unwrap();
    let case: Case = serde_json::from_str(&body).unwrap();
    const AT_ONCE: u128 = 250;
    for set in 0..count / AT_ONCE {
        let values: Vec<String> = (0..AT_ONCE)
            .map(|n| format!("({})", (1..=19).map(|p| format!("${}", n * 19 + p)).collect::<Vec<_>>().join(", ")))
            .collect();
        let sql = format!(
            "insert into cases (id, jurisdiction_id, case_no, division, state, category, reporter_id, device_id, \
             unit_id, grid, duty_grid, received_at_ms, due_at_ms, is_training, version, body, mark_a, mark_b, near_a) \
             values {}",
            values.join(", ")
        );
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
        for n in set * AT_ONCE..(set + 1) * AT_ONCE {
            // Ids of version 7, a second apart.
            let id = Uuid::from_u128((0x0193_5a00_0000 + n * 1_000) << 80 | 0x7000_8000_0000_0000_0000 | n);
            let own = body.replace(&case.id.to_string(), &id.to_string());
            let marks = Marks::of(CASE, &id.to_string(), case.version, &own).unwrap();
            query = query
                .bind(id.to_string())
                .bind(text("jurisdiction_id"))
                .bind(format!("C{n}"))
                .bind(text("division"))
                .bind(text("state"))
                .bind(text("category"))
                .bind(text("reporter_id"))
                .bind(text("device_id"))
                .bind(text("unit_id"))
                .bind(text("grid"))
                .bind(text("duty_grid"))
                .bind(number("received_at_ms"))
                .bind(number("due_at_ms"))
                .bind(number("is_training"))
                .bind(number("version"))
                .bind(own)
                .bind(marks.a)
                .bind(marks.b)
                .bind(0_i64);
        }
        query.execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn execute(world: &World, sql: &str) -> u64 {
    let mut tx = world.app.db.write().await.unwrap();
    let done = sqlx::query(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    done.rows_affected()
}

on_both_engines! {
    async fn what_was_pulled_is_what_is_held(world: &World) {
        let [mut wang, mut li, zheng] = world.phones(["wang", "li", "zheng"]).await;
        for row in 0..3 {
            let case = wang.reports(world, at(0.5, 0.5 + f64::from(row))).await;
            world.desk("west").await.finish(case, row as u8 + 1).await;
            li.reports(world, at(0.5, 0.5)).await;
        }
        for phone in [&wang, &li, &zheng] {
            let held = Held::pulled(phone).await;
            let (reply, _) = phone.digest(&DigestAsk { whole: Some(held.whole()), ..DigestAsk::default() }).await;
            assert!(reply.agrees, "{:?} {:?}", held.0, reply.whole);
        }
        assert!(!Held::pulled(&li).await.0[TASK].is_empty(), "a check was drawn, so tasks were compared too");
        assert!(!Held::pulled(&li).await.0[NEARBY].is_empty());
    }

    async fn what_cannot_be_read_or_is_too_much_is_refused(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let post = async |body: &str| {
            let request = wang.request(reqwest::Method::POST, "/api/v1/sync/digest");
            request.header("Content-Type", "application/json").body(body.to_owned()).send().await.unwrap()
        };
        assert_eq!(refused(post("{\"sums\":3}").await).await, (400, "bad_request".into()));
        let many = DigestAsk { sums: vec![Cuts { entity: CASE.into(), at: vec![String::new(); 600] }], ..DigestAsk::default() };
        assert_eq!(refused(post(&serde_json::to_string(&many).unwrap()).await).await, (413, "too_large".into()));
        let (reply, _) = wang.digest(&DigestAsk {
            lists: vec![Range { entity: "weather".into(), from: String::new(), to: String::new() }],
            ..DigestAsk::default()
        }).await;
        assert!(reply.lists[0].rows.is_empty(), "of an entity that is not in the scope nothing is held");
    }

    async fn nobody_fetches_what_is_not_in_their_scope(world: &World) {
        let [mut wang, li, zhao] = world.phones(["wang", "li", "zhao"]).await;
        let case = wang.reports(world, at(0.5, 0.5)).await.to_string();
        let fetch = |entity: &str| DigestAsk {
            fetch: vec![RowName { entity: entity.into(), id: case.clone() }],
            ..DigestAsk::default()
        };
        for (phone, entity, may) in [(&wang, CASE, true), (&li, CASE, false), (&li, NEARBY, true), (&zhao, NEARBY, false)] {
            let (reply, _) = phone.digest(&fetch(entity)).await;
            assert_eq!(reply.rows[0].body.is_some(), may, "{entity}");
            assert_eq!(reply.rows[0].left, !may);
        }
        let (reply, _) = li.digest(&fetch(NEARBY)).await;
        assert!(!reply.rows[0].body.as_ref().unwrap().to_string().contains("未央路"));
    }

    async fn rows_from_before_get_their_marks_once(world: &World) {
        let [mut wang, li] = world.phones(["wang", "li"]).await;
        let case = wang.reports(world, at(0.5, 0.5)).await;
        world.desk("west").await.finish(case, 1).await;
        let (before, _) = li.digest(&DigestAsk::default()).await;
        execute(world, "update cases set mark_a = -1, mark_b = -1, near_a = -1, near_b = -1").await;
        execute(world, "update tasks set mark_a = -1, mark_b = -1").await;
        server::db::marks::ensure(&world.app.db).await.unwrap();
        let (after, _) = li.digest(&DigestAsk::default()).await;
        assert_eq!(after, before);
        assert_eq!(world.count("select count(*) from cases where mark_a = -1").await, 0);
    }

    async fn a_round_that_brings_nothing_costs_under_five_hundred_bytes(world: &World) {
        let [mut wang, mut chen, chief] = world.phones(["wang", "chen", "chief"]).await;
        wang.reports(world, at(0.5, 0.5)).await;
        chen.reports(world, at(4.5, 0.5)).await;
        for phone in [&wang, &chief] {
            let bytes = quiet(phone).await;
            println!("a pull and a comparison of nothing: {bytes} bytes");
            assert!(bytes < 500, "{bytes}");
        }
    }

    async fn one_missing_row_among_a_hundred_thousand_costs_little(world: &World) {
        let [mut wang, zheng] = world.phones(["wang", "zheng"]).await;
        let template = wang.reports(world, at(0.5, 0.5)).await;
        copies(world, template, 100_000).await;
        let mut held = Held::default();
        held.0.insert(CASE.into(), rows(world, "select id, mark_a, mark_b from cases").await);
        held.0.insert(TASK.into(), rows(world, "select id, mark_a, mark_b from tasks").await);
        let began = std::time::Instant::now();
        let (reply, bytes) = zheng.digest(&DigestAsk { whole: Some(held.whole()), ..DigestAsk::default() }).await;
        assert!(reply.agrees);
        println!("100,001 cases agree: {bytes} bytes, {} ms", began.elapsed().as_millis());
        let all = held.0[CASE].clone();
        let gone = all.keys().nth(61_234).unwrap().clone();
        held.0.get_mut(CASE).unwrap().remove(&gone);
        let began = std::time::Instant::now();
        let bytes = held.mend(&zheng).await;
        println!("one missing row among 100,001: {bytes} bytes, {} ms", began.elapsed().as_millis());
        assert_eq!(held.0[CASE], all);
        assert!(bytes < 64 * 1024, "{bytes}");
        assert_eq!(execute(world, &format!("delete from cases where id = '{gone}'")).await, 1, "a hole by hand in the server");
        let bytes = held.mend(&zheng).await;
        println!("one row too many among 100,000: {bytes} bytes");
        assert!(!held.0[CASE].contains_key(&gone), "what the server lost without a word is noticed");
        assert!(bytes < 64 * 1024, "{bytes}");
    }
}

async fn rows(world: &World, sql: &'static str) -> BTreeMap<String, Mark> {
    let mut reader = world.app.db.read().await.unwrap();
    let rows = sqlx::query(sql).fetch_all(&mut *reader).await.unwrap();
    let half = |row: &sqlx::any::AnyRow, column: &str| u64::try_from(row.get::<i64, _>(column)).unwrap();
    rows.iter().map(|row| (row.get("id"), Mark { a: half(row, "mark_a"), b: half(row, "mark_b") })).collect()
}
