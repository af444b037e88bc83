//! What a month came to: who sees whose scores, models from draft to edition, points that a person gives.

use std::collections::BTreeMap;

use reqwest::{Method, Response};
use serde_json::{Value, json};
use server::accounts::caller::Account;
use server::scores::actions::given::{ALWAYS, counting};
use server::scores::store::given::Of;
use shared::account::{Actor, Role};
use shared::api::assessment::{
    AssessedCases, AssessmentRow, AssessmentTable, GivenList, ModelEdition, Models, ScoreTable, Source,
};
use shared::api::cases::CaseFile;
use shared::assessment::Slice;
use shared::assessment::score::{Given, Model, Score, SumsBy};
use shared::ids::{AccountId, CaseId, JurisdictionId};
use shared::settings::Settings;
use uuid::Uuid;

use crate::harness::city::{BEILIN, BEILIN_UNIT, NORTH, WEIYANG, WEST, at};
use crate::harness::desk::{ok, refused};
use crate::harness::{Desk, PASSWORD, World, on_both_engines};

const PATH: &str = "/api/v1/assessment";
const GIVEN: &str = "/api/v1/assessment/given";
const TRIAL: &str = "/api/v1/assessment/models/trial";
const DAY_MS: i64 = 24 * 3_600_000;

/// Adds an evaluator of the city or of a town.
async fn evaluator(world: &World, user: &str, area: &str, number: u128) -> Desk {
    let account = Account {
        id: AccountId(Uuid::from_u128(0xb000 + number)),
        user: user.parse().unwrap(),
        name: format!("{user}先生"),
        role: Role::Evaluator,
        jurisdiction: area.parse().unwrap(),
        unit: None,
        disabled: false,
    };
    let by = Actor::System { rule: "test".to_owned() };
    let mut tx = world.app.db.write().await.unwrap();
    server::accounts::actions::add(&world.app, &mut tx, &account, PASSWORD, &by).await.unwrap();
    tx.commit().await.unwrap();
    world.desk(user).await
}

/// The western unit did its one case in time; the other two units are late with theirs.
async fn story(world: &World) {
    let [mut wang, mut zhao, mut chen] = world.phones(["wang", "zhao", "chen"]).await;
    let none = |settings: &mut Settings| {
        settings.rules.check_percent_of.insert(WEST.parse().unwrap(), 0);
    };
    world.set(WEIYANG, none).await;
    let id = wang.reports(world, at(0.5, 0.5)).await;
    zhao.reports(world, at(3.5, 3.5)).await;
    chen.reports(world, at(4.5, 0.5)).await;
    world.desk("west").await.finish(id, 71).await;
    world.clock.forward_ms(5 * DAY_MS);
}

/// A version of a month, as far as scores look at it; published by an edition of a model, or not.
async fn frozen(world: &World, month: &str, number: i64, published: Option<(&str, i64)>) {
    let now = world.app.clock.now().ms();
    let mut tx = world.app.db.write().await.unwrap();
    sqlx::query(
        "insert into month_versions (id, jurisdiction_id, month, number, at_ms, made_at_ms, made_by, reason, cases, \
         published_at_ms, published_by, model, edition) \
         values ($1, 'XA', $2, $3, $4, $5, '', '', 0, $6, '', $7, $8)",
    )
    .bind(format!("{month}.{number}"))
    .bind(month.to_owned())
    .bind(number)
    .bind(now)
    .bind(now)
    .bind(published.map(|_| now))
    .bind(published.map_or("", |by| by.0).to_owned())
    .bind(published.map_or(0, |by| by.1))
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

async fn put(desk: &Desk, path: &str, body: &Value) -> Response {
    desk.request(Method::PUT, path).json(body).send().await.unwrap()
}

async fn drops(desk: &Desk, path: &str) -> Response {
    desk.request(Method::DELETE, path).send().await.unwrap()
}

async fn scores(desk: &Desk, query: &str) -> ScoreTable {
    ok(desk.get(&format!("{PATH}/scores?{query}")).await).await
}

/// Rank, key and total of every row.
fn rows(table: &ScoreTable) -> Vec<(u32, &str, i64)> {
    table.rows.iter().map(|row| (row.rank, row.key.as_str(), row.score.total_centi)).collect()
}

async fn models(desk: &Desk) -> Vec<(String, u32)> {
    let models: Models = ok(desk.get(&format!("{PATH}/models")).await).await;
    models.editions.into_iter().map(|one| (one.model.code, one.edition)).collect()
}

fn model(code: &str, full_centi: i64) -> Value {
    json!({
        "code": code, "name": "本市", "name_en": "Our own", "source": "市政府文件", "subject": "unit",
        "indicators": [
            {"code": "closed", "name": "结案率", "name_en": "Closed", "basis": "due", "full_centi": full_centi,
             "rule": {"kind": "share", "rate": "archive"}},
            {"code": "event", "name": "加分", "name_en": "On top", "basis": "due", "full_centi": 500,
             "least_centi": -500, "rule": {"kind": "bonus"}},
        ],
    })
}

/// A model with a cap that no line names.
fn capped() -> Value {
    let mut model = model("own", 100);
    model["caps"] = json!([{"code": "both", "name": "合计", "name_en": "Both", "off_centi": 500}]);
    model
}

fn points(indicator: &str, key: &str, points_centi: Option<i64>, reason: &str) -> Value {
    json!({
        "month": "2026-11", "model": "jinhua", "indicator": indicator, "key": key, "points_centi": points_centi,
        "reason": reason,
    })
}

/// An object's sums as a model looks at them, where none of its cases is of any part that models look at.
fn whole(row: &AssessmentRow) -> SumsBy {
    row.sums.iter().map(|(basis, sums)| ((*basis, None), sums.clone())).collect()
}

/// Says whether the database refuses a statement, whoever asks.
async fn is_refused(world: &World, sql: &'static str) -> bool {
    let mut tx = world.app.db.write().await.unwrap();
    let failed = sqlx::query(sql).execute(&mut *tx).await.is_err();
    tx.rollback().await.unwrap();
    failed
}

on_both_engines! {
    async fn the_scores_are_those_of_the_pure_function_over_the_sums(world: &World) {
        story(world).await;
        let chief = world.desk("chief").await;
        let models: Models = ok(chief.get(&format!("{PATH}/models")).await).await;
        let newest: BTreeMap<&str, &ModelEdition> = models.editions.iter().map(|one| (one.model.code.as_str(), one)).collect();
        for ModelEdition { model, edition, .. } in newest.into_values() {
            let by = model.subject.as_str();
            let window = format!("{PATH}?from=2026-11-01&to=2026-11-30&by={by}");
            let sums: AssessmentTable = ok(chief.get(&window).await).await;
            let expected: BTreeMap<&str, Score> = sums
                .rows
                .iter()
                .filter(|row| !row.key.is_empty())
                .map(|row| (row.key.as_str(), model.score(&whole(row), &Given::new())))
                .filter(|(_, score)| score.is_measured())
                .collect();
            let table = scores(&chief, &format!("month=2026-11&version=live&model={}", model.code)).await;
            let found: BTreeMap<&str, Score> =
                table.rows.iter().map(|row| (row.key.as_str(), row.score.clone())).collect();
            assert_eq!(found, expected, "{}", model.code);
            assert_eq!((table.edition, &table.source, &table.model), (*edition, &Source::Live, model));
        }
        let table = scores(&chief, "month=2026-11&model=jinniu").await;
        assert_eq!(rows(&table), [(1, WEST, 10_000), (2, BEILIN_UNIT, 3_000), (2, NORTH, 3_000)], "equal ones share a rank");
        assert_eq!(table.rows[0].name, format!("单位 {WEST}"));
        assert!(scores(&chief, "month=2026-10&model=jinniu").await.rows.is_empty(), "nobody had a case then");
    }

    async fn a_line_that_looks_at_a_part_is_scored_by_its_cases_and_opens_no_others(world: &World) {
        let called = CaseId(Uuid::now_v7());
        let place = at(0.5, 1.5);
        let call = json!({
            "id": called, "channel": "hotline", "category": "event:06010", "condition_no": 1, "note": "市民来电",
            "fix": {
                "lon": f64::from(place.lon_e7) / 1e7, "lat": f64::from(place.lat_e7) / 1e7, "crs": "wgs84",
                "source": "map_pick", "fix_time": "2026-11-23T11:00:00+08:00",
            },
        });
        ok::<CaseFile>(world.desk("sun").await.post("/api/v1/cases", &call).await).await;
        story(world).await;
        let gao = evaluator(world, "gao", "XA", 1).await;
        let of_north = format!("{PATH}/cases?month=2026-11&by=unit&key={NORTH}&basis=reported&counter=report");
        let pushed = ok::<AssessedCases>(gao.get(&of_north).await).await.cases[0].id;
        let order = json!({"action": "supervise", "kind": "important", "requirement": "今天清完"});
        ok::<CaseFile>(world.desk("zheng").await.act(pushed, &order).await).await;
        let line = |code: &str, of: Value| {
            json!({
                "code": code, "name": "上报", "name_en": "Reported", "basis": "reported", "of": of, "full_centi": 1_000,
                "rule": {"kind": "per_case", "counter": "report", "each_centi": 1},
            })
        };
        let model = json!({
            "code": "parts", "name": "分项", "name_en": "Parts", "source": "", "subject": "jurisdiction",
            "indicators": [
                line("all", Value::Null), line("hotline", json!("hotline")), line("pushed", json!("supervised")),
                line("video", json!("video")), line("found", json!("collector")),
            ],
        });
        let tried: ScoreTable = ok(gao.post(TRIAL, &json!({"month": "2026-11", "model": model})).await).await;
        let row = tried.rows.iter().find(|row| row.key == WEIYANG).unwrap();
        let counted: Vec<u64> = row.score.lines.iter().map(|line| line.cases.unwrap()).collect();
        assert_eq!(counted, [3, 1, 1, 0, 2]);
        assert_eq!(row.score.total_centi, 5_000 - 7);
        // Each number opens its cases.
        let opens = async |slice: &str| -> AssessedCases {
            let asked = format!("month=2026-11&by=jurisdiction&key={WEIYANG}&basis=reported&counter=report&of={slice}");
            ok(gao.get(&format!("{PATH}/cases?{asked}")).await).await
        };
        for (slice, expected) in [("hotline", vec![called]), ("supervised", vec![pushed]), ("video", Vec::new())] {
            let list = opens(slice).await;
            assert_eq!(list.cases.iter().map(|case| case.id).collect::<Vec<_>>(), expected, "{slice}");
            assert_eq!((list.total, list.of.map(Slice::as_str)), (expected.len() as u64, Some(slice)));
        }
        let found = opens("collector").await;
        assert_eq!((found.total, found.cases.iter().any(|case| case.id == called)), (2, false));
        let odd = format!("{PATH}/cases?month=2026-11&basis=reported&counter=report&of=press");
        assert_eq!(refused(gao.get(&odd).await).await, (400, "bad_value".to_owned()));
    }

    async fn a_field_that_no_model_has_is_refused_by_its_name(world: &World) {
        let gao = evaluator(world, "gao", "XA", 1).await;
        let own = format!("{PATH}/models/own");
        let mut misspelt = model("own", 100);
        misspelt["indicators"][0]["least_cent"] = json!(-5);
        let mut of_rule = model("own", 100);
        of_rule["indicators"][0]["rule"]["falls"] = json!(true);
        for (model, field) in [(misspelt, "indicators.0.least_cent"), (of_rule, "indicators.0.rule.falls")] {
            for reply in [put(&gao, &own, &model).await, gao.post(TRIAL, &json!({"month": "2026-11", "model": model})).await] {
                assert_eq!(reply.status(), 400, "{field}");
                let said: Value = reply.json().await.unwrap();
                assert_eq!(said["code"], "bad_value");
                assert!(said.to_string().contains(field), "{said}");
            }
        }
        let mut by_hand = model("own", 100);
        by_hand["indicators"][1]["of"] = json!("urgent");
        assert_eq!(refused(put(&gao, &own, &by_hand).await).await, (400, "bad_value".to_owned()));
    }

    async fn everybody_sees_their_own_with_the_rank_that_it_has(world: &World) {
        story(world).await;
        let (by_unit, by_town) = ("month=2026-11&version=live&model=jinniu", "month=2026-11&version=live&model=yangzhou");
        let seen = |table: &ScoreTable| rows(table).into_iter().map(|(rank, key, _)| (rank, key.to_owned())).collect::<Vec<_>>();
        for (user, expected) in [
            ("zheng", vec![(1, WEST), (2, NORTH)]),
            ("zhu", vec![(2, BEILIN_UNIT)]),
            ("north", vec![(2, NORTH)]),
            ("worker", vec![(1, WEST)]),
        ] {
            let expected: Vec<(u32, String)> = expected.into_iter().map(|(rank, key)| (rank, key.to_owned())).collect();
            assert_eq!(seen(&scores(&world.desk(user).await, by_unit).await), expected, "{user}");
        }
        let (chief, zheng, north) = (world.desk("chief").await, world.desk("zheng").await, world.desk("north").await);
        let towns = scores(&chief, by_town).await;
        assert_eq!(towns.rows.len(), 2);
        let own = scores(&zheng, by_town).await;
        assert_eq!((own.rows.len(), own.rows[0].key.as_str()), (1, WEIYANG));
        assert_eq!(own.rows[0], *towns.rows.iter().find(|row| row.key == WEIYANG).unwrap());
        assert!(scores(&north, by_town).await.rows.is_empty(), "a unit has no row among jurisdictions");
        // What is asked for narrows it, and what is not theirs is not there.
        assert_eq!(seen(&scores(&chief, &format!("{by_unit}&area={BEILIN}")).await), [(2, BEILIN_UNIT.to_owned())]);
        assert_eq!(seen(&scores(&zheng, &format!("{by_unit}&unit={WEST}")).await), [(1, WEST.to_owned())]);
        for (desk, narrowed) in [
            (&zheng, format!("area={BEILIN}")),
            (&north, format!("unit={WEST}")),
            (&north, format!("area={BEILIN}")),
            (&chief, "area=nowhere".to_owned()),
            (&chief, "unit=nobody".to_owned()),
        ] {
            let reply = desk.get(&format!("{PATH}/scores?{by_unit}&{narrowed}")).await;
            assert_eq!(refused(reply).await, (404, "not_found".to_owned()), "{narrowed}");
        }
    }

    async fn what_is_no_question_is_refused(world: &World) {
        let (chief, wang) = (world.desk("chief").await, world.desk("wang").await);
        for path in ["models", "scores?month=2026-11&model=jinniu", "given?month=2026-11&model=jinhua"] {
            assert_eq!(refused(wang.get(&format!("{PATH}/{path}")).await).await, (403, "not_allowed".to_owned()), "{path}");
        }
        for (query, expected) in [
            ("model=jinniu", (400, "bad_value")),
            ("month=soon&model=jinniu", (400, "bad_value")),
            ("month=2026-11&version=last&model=jinniu", (400, "bad_value")),
            ("month=2026-11", (400, "bad_value")),
            ("month=2026-11&model=none", (404, "not_found")),
            ("month=2026-11&model=jinniu&version=newest", (404, "not_found")),
            ("month=2026-11&model=jinniu&version=7", (404, "not_found")),
        ] {
            let (status, code) = refused(chief.get(&format!("{PATH}/scores?{query}")).await).await;
            assert_eq!((status, code.as_str()), expected, "{query}");
        }
        let given = |query: &str| format!("{GIVEN}?{query}");
        assert_eq!(refused(chief.get(&given("month=soon&model=jinhua")).await).await.0, 400);
        assert_eq!(refused(chief.get(&given("month=2026-11&model=none")).await).await.0, 404);
    }

    async fn only_the_citys_evaluator_keeps_models_and_gives_points(world: &World) {
        let town = evaluator(world, "he", WEIYANG, 1).await;
        let own = format!("{PATH}/models/own");
        let tried = json!({"month": "2026-11", "model": model("own", 100)});
        for desk in [&town, &world.desk("boss").await, &world.desk("chief").await, &world.desk("west").await] {
            for reply in [
                put(desk, &own, &model("own", 100)).await,
                drops(desk, &own).await,
                desk.post(&format!("{own}/publish"), &json!({"from_month": "2026-12", "tried_month": "2026-11"})).await,
                desk.post(TRIAL, &tried).await,
                put(desk, GIVEN, &points("organisation", WEST, Some(1), "会议纪要")).await,
            ] {
                assert_eq!(refused(reply).await, (403, "not_allowed".to_owned()));
            }
        }
        let known: Vec<String> = models(&town).await.into_iter().map(|(code, edition)| format!("{code} {edition}")).collect();
        assert_eq!(known, ["jinhua 1", "jinhua 2", "jinniu 1", "monthly 1", "yangzhou 1"]);
        assert_eq!(world.count("select count(*) from score_models").await, 0);
        assert_eq!(world.count("select count(*) from given_points").await, 0);
    }

    async fn a_draft_is_tried_and_counts_for_nothing_until_it_is_published(world: &World) {
        story(world).await;
        let gao = evaluator(world, "gao", "XA", 1).await;
        let own = format!("{PATH}/models/own");
        for (path, body, code) in [
            (own.clone(), model("own", 0), "bad_value"),
            (own.clone(), model("another", 100), "bad_value"),
            (own.clone(), capped(), "bad_value"),
            (format!("{PATH}/models/Our own"), model("Our own", 100), "bad_value"),
            (own.clone(), json!({"code": "own"}), "bad_request"),
        ] {
            assert_eq!(refused(put(&gao, &path, &body).await).await, (400, code.to_owned()), "{path}");
        }
        let kept: ModelEdition = ok(put(&gao, &own, &model("own", 100)).await).await;
        assert_eq!((kept.edition, kept.from_month, kept.made_by.as_str()), (0, None, "gao先生"));
        let kept: ModelEdition = ok(put(&gao, &own, &model("own", 6_000)).await).await;
        assert_eq!(kept.model.full_centi(), 6_000, "one that is there gives way");
        assert!(models(&gao).await.contains(&("own".to_owned(), 0)));
        assert_eq!(models(&world.desk("chief").await).await.len(), 5, "a draft is nobody else's");

        let tried: ScoreTable = ok(gao.post(TRIAL, &json!({"month": "2026-11", "model": model("own", 6_000)})).await).await;
        assert_eq!((tried.edition, &tried.source), (0, &Source::Live));
        assert_eq!(rows(&tried), [(1, WEST, 6_000), (2, BEILIN_UNIT, 0), (2, NORTH, 0)]);
        for (month, full) in [("soon", 100), ("2026-11", 0)] {
            let asked = json!({"month": month, "model": model("own", full)});
            assert_eq!(refused(gao.post(TRIAL, &asked).await).await, (400, "bad_value".to_owned()));
        }
        let scored = |month: &str| format!("{PATH}/scores?month={month}&version=live&model=own");
        assert_eq!(refused(gao.get(&scored("2026-11")).await).await.0, 404, "it was only tried");

        let publish = format!("{own}/publish");
        for odd in [
            json!({"from_month": "soon", "tried_month": "2026-11"}),
            json!({"from_month": "2026-12"}),
            json!({"from_month": "2026-12", "tried_month": "soon"}),
            json!({"from_month": "2026-12", "tried_month": "2026-12"}),
        ] {
            assert_eq!(refused(gao.post(&publish, &odd).await).await, (400, "bad_value".to_owned()), "{odd}");
        }
        let made: ModelEdition = ok(gao.post(&publish, &json!({"from_month": "2026-12", "tried_month": "2026-11"})).await).await;
        assert_eq!((made.edition, made.from_month.as_deref()), (1, Some("2026-12")));
        assert_eq!(refused(gao.post(&publish, &json!({"from_month": "2026-12", "tried_month": "2026-11"})).await).await, (404, "not_found".to_owned()));
        assert_eq!(refused(drops(&gao, &own).await).await, (404, "not_found".to_owned()), "the draft is over");
        assert_eq!(refused(gao.get(&scored("2026-11")).await).await.0, 404, "it counts from December");
        assert_eq!(scores(&gao, "month=2026-12&version=live&model=own").await.edition, 1);

        ok::<ModelEdition>(put(&gao, &own, &model("own", 100)).await).await;
        assert_eq!(drops(&gao, &own).await.status(), 204);
        assert_eq!(models(&gao).await.len(), 6);
        assert_eq!(world.count("select count(*) from audit where action = 'score_model_draft'").await, 3);
        assert_eq!(world.count("select count(*) from audit where action = 'score_model_publish'").await, 1);
        assert_eq!(world.count("select count(*) from audit where action = 'score_model_discard'").await, 1);
        assert!(is_refused(world, "update score_models set body = '{}' where edition = 1").await, "an edition stays");
        assert!(is_refused(world, "delete from score_models where edition = 1").await);
    }

    async fn an_edition_never_reaches_back_into_a_month_that_is_published(world: &World) {
        let gao = evaluator(world, "gao", "XA", 1).await;
        let (jinniu, chief) = (format!("{PATH}/models/jinniu"), world.desk("chief").await);
        let publish = format!("{jinniu}/publish");
        frozen(world, "2026-10", 1, Some(("jinniu", 1))).await;
        ok::<ModelEdition>(put(&gao, &jinniu, &model("jinniu", 100)).await).await;
        for month in ["2026-10", "2026-09"] {
            let reply = gao.post(&publish, &json!({"from_month": month, "tried_month": "2026-10"})).await;
            assert_eq!(refused(reply).await, (409, "month_published".to_owned()), "{month}");
        }
        let made: ModelEdition = ok(gao.post(&publish, &json!({"from_month": "2026-11", "tried_month": "2026-10"})).await).await;
        assert_eq!((made.edition, made.made_by.as_str()), (2, "gao先生"));
        let published = scores(&chief, "month=2026-10").await;
        assert_eq!((published.edition, published.model.code.as_str()), (1, "jinniu"), "what it is published by need not be said");
        assert_eq!(published.source, Source::Frozen { month: "2026-10".to_owned(), version: 1, published: true });
        assert_eq!(scores(&chief, "month=2026-11&model=jinniu").await.edition, 2);
        // Frozen anew, and still by the edition that counts for it.
        frozen(world, "2026-10", 2, None).await;
        let newest = scores(&chief, "month=2026-10&model=jinniu&version=newest").await;
        assert_eq!((newest.edition, newest.source), (1, Source::Frozen { month: "2026-10".to_owned(), version: 2, published: false }));
        assert_eq!(refused(chief.get(&format!("{PATH}/scores?month=2026-10")).await).await, (400, "bad_value".to_owned()));
        assert_eq!(scores(&chief, "month=2026-10&version=1").await.edition, 1);
        // Before it is published a version is for those who answer for it.
        let zheng = world.desk("zheng").await;
        assert_eq!(scores(&zheng, "month=2026-10&version=newest").await.source, published.source);
        let unpublished = format!("{PATH}/scores?month=2026-10&model=jinniu&version=2");
        assert_eq!(refused(zheng.get(&unpublished).await).await, (404, "not_found".to_owned()));
    }

    async fn points_are_given_with_a_reason_and_the_last_word_counts(world: &World) {
        story(world).await;
        let gao = evaluator(world, "gao", "XA", 1).await;
        for (body, status, code) in [
            (points("organisation", WEST, Some(501), "会议纪要"), 400, "bad_value"),
            (points("organisation", WEST, Some(-1), "会议纪要"), 400, "bad_value"),
            (points("archive", WEST, Some(1), "会议纪要"), 400, "bad_value"),
            (points("none", WEST, Some(1), "会议纪要"), 404, "not_found"),
            (points("organisation", "nobody", Some(1), "会议纪要"), 404, "not_found"),
            (points("organisation", WEST, Some(1), " 长 "), 400, "reason_required"),
            (json!({"month": "2026-12", "model": "jinhua", "indicator": "organisation", "key": WEST, "points_centi": 1, "reason": "会议纪要"}), 400, "bad_value"),
            (json!({"month": "2026-11", "model": "none", "indicator": "organisation", "key": WEST, "points_centi": 1, "reason": "会议纪要"}), 404, "not_found"),
        ] {
            assert_eq!(refused(put(&gao, GIVEN, &body).await).await, (status, code.to_owned()), "{body}");
        }
        let before = scores(&gao, "month=2026-11&model=jinhua").await;
        let of = |table: &ScoreTable, key: &str| table.rows.iter().find(|row| row.key == key).unwrap().score.total_centi;
        for (indicator, key, given) in [("organisation", WEST, 400), ("organisation", NORTH, 100), ("shirking", WEST, -100), ("organisation", WEST, 450)] {
            world.clock.forward_ms(1);
            ok::<GivenList>(put(&gao, GIVEN, &points(indicator, key, Some(given), "会议纪要")).await).await;
        }
        let after = scores(&gao, "month=2026-11&model=jinhua").await;
        assert_eq!(of(&after, WEST) - of(&before, WEST), -150, "50 less for organisation, 100 off");
        assert_eq!(of(&after, NORTH) - of(&before, NORTH), -400);
        assert_eq!(of(&after, BEILIN_UNIT), of(&before, BEILIN_UNIT));
        world.clock.forward_ms(1);
        let list: GivenList = ok(put(&gao, GIVEN, &points("shirking", WEST, None, "申诉成立")).await).await;
        let told: Vec<(&str, &str, Option<i64>, bool)> = list
            .given
            .iter()
            .map(|one| (one.indicator.as_str(), one.key.as_str(), one.points_centi, one.counts))
            .collect();
        assert_eq!(
            told,
            [
                ("shirking", WEST, None, false),
                ("organisation", WEST, Some(450), true),
                ("shirking", WEST, Some(-100), false),
                ("organisation", NORTH, Some(100), true),
                ("organisation", WEST, Some(400), false),
            ]
        );
        let last = &list.given[0];
        assert_eq!((last.by.as_str(), last.reason.as_str(), last.name.clone()), ("gao先生", "申诉成立", format!("单位 {WEST}")));
        assert_eq!(last.at, world.app.clock.now());
        assert!(list.may_give && !list.is_closed);
        assert_eq!(of(&scores(&gao, "month=2026-11&model=jinhua").await, WEST) - of(&before, WEST), -50);

        // Everybody reads what concerns them.
        for (user, expected) in [("chief", 5), ("zheng", 5), ("west", 4), ("north", 1), ("zhu", 0)] {
            let list: GivenList = ok(world.desk(user).await.get(&format!("{GIVEN}?month=2026-11&model=jinhua")).await).await;
            assert_eq!((list.given.len(), list.may_give), (expected, false), "{user}");
        }
        assert_eq!(world.count("select count(*) from audit where action = 'points_give'").await, 4);
        assert_eq!(world.count("select count(*) from audit where action = 'points_take_back'").await, 1);
        assert!(is_refused(world, "update given_points set points_centi = 0").await, "what was given stays");
        assert!(is_refused(world, "delete from given_points").await);
    }

    async fn a_month_that_is_published_takes_no_points_until_it_is_frozen_anew(world: &World) {
        let gao = evaluator(world, "gao", "XA", 1).await;
        let give = points("organisation", WEST, Some(300), "会议纪要");
        ok::<GivenList>(put(&gao, GIVEN, &give).await).await;
        frozen(world, "2026-11", 1, None).await;
        ok::<GivenList>(put(&gao, GIVEN, &give).await).await;
        world.clock.forward_ms(1);
        frozen(world, "2026-11", 2, Some(("jinhua", 1))).await;
        let published_at = world.app.clock.now();
        let late = points("organisation", WEST, Some(0), "会议纪要");
        assert_eq!(refused(put(&gao, GIVEN, &late).await).await, (409, "month_published".to_owned()));
        let list: GivenList = ok(gao.get(&format!("{GIVEN}?month=2026-11&model=jinhua")).await).await;
        assert!(list.is_closed && list.may_give);
        let other = json!({"month": "2026-11", "model": "monthly", "indicator": "others", "key": WEST, "points_centi": 0, "reason": "会议纪要"});
        ok::<GivenList>(put(&gao, GIVEN, &other).await).await;
        frozen(world, "2026-11", 3, None).await;
        let list: GivenList = ok(put(&gao, GIVEN, &late).await).await;
        assert_eq!((list.given.len(), list.is_closed), (3, false));
        // The version that is published keeps the points that it was published with.
        let city: JurisdictionId = "XA".parse().unwrap();
        let of = Of { city: &city, month: "2026-11", model: "jinhua" };
        let mut reader = world.app.db.read().await.unwrap();
        let then = counting(&mut reader, of, published_at).await.unwrap();
        let now = counting(&mut reader, of, ALWAYS).await.unwrap();
        assert_eq!((then[WEST]["organisation"], now[WEST]["organisation"]), (300, 0));
    }
}

#[test]
fn the_models_of_these_tests_are_sound() {
    let model: Model = serde_json::from_value(model("own", 100)).unwrap();
    assert_eq!(model.check(), Ok(100));
}
