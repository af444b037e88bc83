//! Lists of cases as desks narrow them, the points of the map, files that leave, and views that are kept.

use reqwest::header::{ETAG, IF_NONE_MATCH};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use shared::api::lists::{Choices, MOST_VIEWS, PointsEnd, PointsHead, PointsPart, View, ViewList};
use shared::ids::CaseId;
use shared::place::point::Point;
use uuid::Uuid;

use crate::harness::city::{BEILIN, NORTH, WEIYANG, WEST, at};
use crate::harness::desk::{ok, refused};
use crate::harness::{Desk, World, on_both_engines};

const LIST: &str = "/api/v1/cases";
const POINTS: &str = "/api/v1/cases/points";
const EXPORT: &str = "/api/v1/cases/export";
const VIEWS: &str = "/api/v1/views";
const HOUR_MS: i64 = 3_600_000;
const NONE: [CaseId; 0] = [];

async fn found(desk: &Desk, query: &str) -> Vec<CaseId> {
    let list = desk.cases(&format!("?{query}")).await;
    assert_eq!(list.total, list.cases.len() as u64, "{query}: what is counted is what is shown");
    list.cases.iter().map(|case| case.id).collect()
}

async fn called_in(world: &World, place: Point) -> CaseId {
    let id = CaseId(Uuid::now_v7());
    let call = json!({
        "id": id, "channel": "hotline", "category": "event:06010", "condition_no": 1, "note": "市民来电",
        "fix": {
            "lon": f64::from(place.lon_e7) / 1e7, "lat": f64::from(place.lat_e7) / 1e7, "crs": "wgs84",
            "source": "map_pick", "fix_time": "2026-11-23T10:00:00+08:00",
        },
    });
    ok::<Value>(world.desk("sun").await.post(LIST, &call).await).await;
    id
}

/// Reads the lines of points: the ids, and the last line.
async fn points(reply: Response) -> (PointsHead, Vec<PointsPart>, PointsEnd) {
    assert_eq!(reply.status(), 200);
    assert_eq!(reply.headers()["content-type"], "application/x-ndjson");
    let text = reply.text().await.unwrap();
    assert!(text.ends_with('\n'));
    let lines: Vec<&str> = text.lines().collect();
    let (head, rest) = lines.split_first().unwrap();
    let (end, parts) = rest.split_last().unwrap();
    let parts = parts.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    (serde_json::from_str(head).unwrap(), parts, serde_json::from_str(end).unwrap())
}

async fn ids(desk: &Desk, query: &str) -> Vec<CaseId> {
    let (_, parts, end) = points(desk.get(&format!("{POINTS}?{query}")).await).await;
    let ids: Vec<CaseId> = parts.into_iter().flat_map(|part| part.id).collect();
    assert_eq!(end, PointsEnd { count: ids.len(), more: false });
    ids
}

fn view(name: &str, query: &str) -> Value {
    json!({"id": Uuid::now_v7(), "name": name, "query": query, "shows": "map"})
}

async fn names(desk: &Desk) -> Vec<String> {
    let list: ViewList = ok(desk.get(VIEWS).await).await;
    list.views.into_iter().map(|view| view.name).collect()
}

async fn dropped(desk: &Desk, id: &str) -> Response {
    desk.request(Method::DELETE, &format!("{VIEWS}/{id}")).send().await.unwrap()
}

on_both_engines! {
    async fn nobody_and_whoever_sees_no_cases_is_refused(world: &World) {
        let paths = [LIST, POINTS, EXPORT, VIEWS, "/api/v1/cases/choices", "/api/v1/cases/ground"];
        for path in paths {
            let reply = world.http.get(format!("{}{path}", world.base)).send().await.unwrap();
            assert_eq!(refused(reply).await, (401, "not_signed_in".to_owned()), "{path}");
            let reply = world.desk("wang").await.get(path).await;
            assert_eq!(refused(reply).await, (403, "not_allowed".to_owned()), "{path}");
        }
        let wang = world.desk("wang").await;
        assert_eq!(refused(wang.post(VIEWS, &view("x", "")).await).await, (403, "not_allowed".to_owned()));
    }

    async fn a_filter_that_means_nothing_is_refused_by_its_name(world: &World) {
        let zheng = world.desk("zheng").await;
        let bad = [
            "state=lost", "category=event:99999", "category=rubbish", "category=event:99", "unit=610112-XX-9", "unit=../etc",
            "duty_grid=610112-Z9", "grid=61011", "grid=61011x", "source=pigeon", "jurisdiction=610199", "left=soon",
            "evidence=sound", "self_handled=maybe", "from=soon", "until=2026-13-01", "from=2026-11-24&until=2026-11-23",
            "within=1,2,3", "within=109,34,108,35", "sort=oldest", "limit=many", "before=17",
        ];
        for query in bad {
            for path in [LIST, POINTS, EXPORT] {
                // A map goes through all of it, in its own order.
                let reply = zheng.get(&format!("{path}?{query}")).await;
                let (status, code) = refused(reply).await;
                assert!(status == 400 || query.starts_with("jurisdiction"), "{path}?{query}: {status}");
                assert!(code == "bad_value" || (status, code.as_str()) == (403, "not_allowed"), "{path}?{query}: {code}");
            }
        }
        assert_eq!(refused(zheng.get(&format!("{LIST}?jurisdiction={BEILIN}")).await).await, (403, "not_allowed".to_owned()));
        let boss = world.desk("boss").await;
        assert_eq!(refused(boss.get(&format!("{LIST}?jurisdiction=610199")).await).await, (400, "bad_value".to_owned()));
        assert_eq!(refused(zheng.get(&format!("{POINTS}?crs=mars")).await).await, (400, "bad_value".to_owned()));
        assert_eq!(refused(zheng.get(&format!("{EXPORT}?format=pdf")).await).await, (400, "bad_value".to_owned()));
        assert_eq!(refused(zheng.get(&format!("{EXPORT}?lang=fr")).await).await, (400, "bad_value".to_owned()));
    }

    async fn each_filter_finds_what_it_says_and_all_of_them_together(world: &World) {
        let [mut wang, mut chen] = world.phones(["wang", "chen"]).await;
        let west = wang.reports(world, at(0.5, 0.5)).await;
        world.clock.forward_ms(1_000);
        let east = wang.reports(world, at(2.5, 0.5)).await;
        world.clock.forward_ms(1_000);
        let beilin = chen.reports(world, at(4.5, 0.5)).await;
        world.clock.forward_ms(1_000);
        let called = called_in(world, at(1.5, 0.5)).await;
        let (zheng, boss) = (world.desk("zheng").await, world.desk("boss").await);
        assert_eq!(found(&boss, "").await, [called, beilin, east, west]);
        assert_eq!(found(&zheng, "category=event:06010").await, [called, east, west]);
        assert_eq!(found(&boss, "category=event:06").await, [called, beilin, east, west], "a whole class");
        assert_eq!(found(&boss, "category=event:01").await, NONE);
        assert_eq!(found(&boss, "category=event:06010,event:06011").await.len(), 4);
        assert_eq!(found(&boss, "duty_grid=610112-Z0").await, [west]);
        assert_eq!(found(&zheng, "duty_grid=610103-Z0").await, NONE, "another jurisdiction's");
        let grid = boss.case(east).await.case.grid.unwrap();
        assert_eq!(found(&boss, &format!("grid={grid}")).await, [east]);
        assert_eq!(found(&boss, "grid=610103").await, [beilin]);
        assert_eq!(found(&boss, "source=hotline").await, [called]);
        assert_eq!(found(&boss, "source=hotline,collector").await.len(), 4);
        assert_eq!(found(&boss, "source=collector").await, [beilin, east, west]);
        assert_eq!(found(&boss, &format!("jurisdiction={BEILIN}")).await, [beilin]);
        assert_eq!(found(&boss, "jurisdiction=XA").await.len(), 4, "the city's own id is everybody");
        assert_eq!(found(&zheng, &format!("jurisdiction={WEIYANG}")).await, [called, east, west]);
        assert_eq!(found(&boss, "self_handled=true").await, NONE);
        assert_eq!(found(&boss, "self_handled=false").await.len(), 4);
        assert_eq!(found(&boss, "from=2026-11-23&until=2026-11-23").await.len(), 4);
        assert_eq!(found(&boss, "until=2026-11-22").await, NONE);
        assert_eq!(found(&boss, "from=2026-11-24").await, NONE);
        let (low, high) = (at(0.0, 0.0), at(2.0, 2.0));
        let within = format!("within={},{},{},{}", low.lon(), low.lat(), high.lon(), high.lat());
        assert_eq!(found(&boss, &within).await, [called, west]);
        assert_eq!(found(&boss, &format!("{within}&source=hotline&category=event:06&from=2026-11-23")).await, [called]);
        let state = boss.case(west).await.case.state;
        assert_eq!(found(&boss, &format!("{within}&state={}&unit={WEST}", state.as_str())).await, [west]);
        assert_eq!(found(&boss, &format!("unit={NORTH}&source=hotline")).await, NONE);
        let west_desk = world.desk("west").await;
        assert_eq!(found(&west_desk, "category=event:06010").await, [west], "a unit has its own alone");
        assert_eq!(found(&west_desk, "duty_grid=610112-Z2").await, NONE);
        let number = boss.case(beilin).await.case.case_no.unwrap();
        assert_eq!(found(&boss, &format!("q={number}")).await, [beilin]);
        assert_eq!(found(&zheng, &format!("q={number}")).await, NONE, "knowing a number is no right");
        assert_eq!(found(&west_desk, &format!("q={}", boss.case(east).await.case.case_no.unwrap())).await, NONE);
    }

    async fn pages_go_on_in_both_orders_under_every_filter(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let mut made = Vec::new();
        for _ in 0..5 {
            made.push(wang.reports(world, at(0.5, 0.5)).await);
            world.clock.forward_ms(60_000);
        }
        let boss = world.desk("boss").await;
        let filters = [
            "category=event:06010", "category=event:06", "duty_grid=610112-Z0", "grid=610112", "from=2026-11-01",
            "from=2026-11-01&until=2026-11-30", "source=collector", "self_handled=false", "left=later", "q=垃圾",
        ];
        for filter in filters {
            for sort in ["newest", "due"] {
                let (mut seen, mut before) = (Vec::new(), String::new());
                loop {
                    let page = boss.cases(&format!("?{filter}&sort={sort}&limit=2&before={before}")).await;
                    seen.extend(page.cases.iter().map(|case| case.id));
                    match page.next {
                        Some(next) => before = next,
                        None => break,
                    }
                }
                let mut expected = made.clone();
                if sort == "newest" {
                    expected.reverse();
                }
                if filter != "left=later" {
                    assert_eq!(seen, expected, "{filter} {sort}");
                }
                assert_eq!(seen.len() as u64, boss.cases(&format!("?{filter}&sort={sort}&limit=1")).await.total, "{filter} {sort}");
            }
        }
    }

    async fn time_left_is_counted_from_now(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let case = wang.reports(world, at(0.5, 0.5)).await;
        let waits = wang.reports(world, at(2.5, 0.5)).await;
        let boss = world.desk("boss").await;
        assert_eq!(found(&boss, "left=no_clock").await, [waits], "not dispatched yet");
        let due = boss.case(case).await.case.clock.due_at.unwrap();
        let until = |ms: i64| due.ms() - ms - world.app.clock.now().ms();
        world.clock.forward_ms(until(HOUR_MS / 2));
        for (left, expected) in [("hour", vec![case]), ("four_hours", vec![case]), ("overdue", vec![]), ("later", vec![])] {
            assert_eq!(found(&boss, &format!("left={left}")).await, expected, "{left}");
        }
        world.clock.forward_ms(HOUR_MS);
        assert_eq!(found(&boss, "left=overdue").await, [case]);
        assert_eq!(found(&boss, "left=hour").await, NONE);
        assert_eq!(found(&boss, "left=overdue&sort=due&state=handling,to_handle").await, [case]);
        assert_eq!(ids(&boss, "left=overdue").await, [case]);
    }

    async fn the_choices_are_those_that_one_reaches(world: &World) {
        let all: Choices = ok(world.desk("boss").await.get("/api/v1/cases/choices").await).await;
        assert_eq!(all.jurisdictions.len(), 2);
        assert!(all.duty_grids.len() == 8 && all.units.len() >= 3);
        assert!(all.majors.iter().any(|major| major.key == "event:06"));
        assert!(all.categories.iter().any(|category| category.key.to_string() == "event:06010"));
        let own: Choices = ok(world.desk("zheng").await.get("/api/v1/cases/choices").await).await;
        assert_eq!(own.jurisdictions.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), [WEIYANG]);
        assert!(own.duty_grids.iter().all(|duty| duty.id.as_str().starts_with(WEIYANG)));
        let unit: Choices = ok(world.desk("west").await.get("/api/v1/cases/choices").await).await;
        assert_eq!(unit.units.iter().map(|unit| unit.id.as_str()).collect::<Vec<_>>(), [WEST]);
        // Whatever is offered is taken.
        let boss = world.desk("boss").await;
        for major in &all.majors {
            boss.cases(&format!("?category={}", major.key)).await;
        }
        for category in &all.categories {
            boss.cases(&format!("?limit=1&category={}", category.key)).await;
        }
    }

    async fn points_are_where_the_open_cases_are_and_a_repeat_costs_nothing(world: &World) {
        let [mut wang, mut chen] = world.phones(["wang", "chen"]).await;
        let place = at(0.5, 0.5);
        let west = wang.reports(world, place).await;
        let beilin = chen.reports(world, at(4.5, 0.5)).await;
        let (zheng, boss) = (world.desk("zheng").await, world.desk("boss").await);
        let reply = zheng.get(POINTS).await;
        let etag = reply.headers()[ETAG].clone();
        let (head, parts, end) = points(reply).await;
        assert_eq!((parts.len(), end), (1, PointsEnd { count: 1, more: false }));
        let part = &parts[0];
        assert_eq!((part.id.as_slice(), part.lon[0], part.lat[0]), (&[west][..], i64::from(place.lon_e7) / 10, i64::from(place.lat_e7) / 10));
        let case = boss.case(west).await.case;
        assert_eq!(head.states[usize::from(part.state[0])], case.state.as_str());
        assert_eq!(head.majors[usize::from(part.major[0])], "event:06");
        assert_eq!(part.due[0], case.clock.due_at.unwrap().ms() / 1_000);
        let again = |etag: &reqwest::header::HeaderValue, path: &str| zheng.request(Method::GET, path).header(IF_NONE_MATCH, etag).send();
        assert_eq!(again(&etag, POINTS).await.unwrap().status(), 304);
        assert_eq!(again(&etag, &format!("{POINTS}?source=hotline")).await.unwrap().status(), 200, "another filter");
        assert_eq!(again(&etag, &format!("{POINTS}?crs=gcj02")).await.unwrap().status(), 200, "another system");
        let mut both = ids(&boss, "").await;
        both.sort_unstable();
        let mut expected = [west, beilin];
        expected.sort_unstable();
        assert_eq!(both, expected);
        assert_eq!(ids(&world.desk("north").await, "").await, NONE);
        // Something happened in the other town: this desk need not fetch anything; in its own it must.
        chen.reports(world, at(5.5, 0.5)).await;
        assert_eq!(again(&etag, POINTS).await.unwrap().status(), 304);
        ok::<Value>(world.desk("zhou").await.act(west, &json!({"action": "void", "reason": "重复"})).await).await;
        let reply = again(&etag, POINTS).await.unwrap();
        let (_, parts, _) = points(reply).await;
        assert!(parts.is_empty(), "what is over is on no map");
        assert_eq!(ids(&boss, "state=void").await, NONE);
    }

    async fn the_ground_is_that_of_whom_one_works_for(world: &World) {
        let path = "/api/v1/cases/ground";
        let zheng = world.desk("zheng").await;
        let reply = zheng.get(path).await;
        let etag = reply.headers()[ETAG].clone();
        let ground: Value = reply.json().await.unwrap();
        assert_eq!(ground["grids"]["features"].as_array().unwrap().len(), 16);
        assert_eq!(ground["duty"]["features"].as_array().unwrap().len(), 4);
        assert_eq!(zheng.request(Method::GET, path).header(IF_NONE_MATCH, etag).send().await.unwrap().status(), 304);
        let whole: Value = world.desk("boss").await.get(path).await.json().await.unwrap();
        assert_eq!(whole["grids"]["features"].as_array().unwrap().len(), 32);
        let moved: Value = zheng.get(&format!("{path}?crs=gcj02")).await.json().await.unwrap();
        assert_ne!(moved["grids"], ground["grids"]);
    }

    async fn a_list_leaves_as_a_file_and_that_is_recorded(world: &World) {
        let [mut wang, mut chen] = world.phones(["wang", "chen"]).await;
        let west = wang.reports(world, at(0.5, 0.5)).await;
        chen.reports(world, at(4.5, 0.5)).await;
        let zheng = world.desk("zheng").await;
        let reply = zheng.get(&format!("{EXPORT}?format=csv&lang=en&category=event:06")).await;
        assert_eq!(reply.status(), 200);
        assert!(reply.headers()["content-type"].to_str().unwrap().starts_with("text/csv"));
        let text = reply.text().await.unwrap();
        let number = world.desk("boss").await.case(west).await.case.case_no.unwrap();
        assert!(text.contains("Case number") && text.contains(number.as_str()), "{text}");
        assert_eq!(text.trim_end().lines().count(), 2, "the other town's is not among them");
        let reply = zheng.get(&format!("{EXPORT}?format=xlsx")).await;
        assert!(reply.bytes().await.unwrap().starts_with(b"PK"));
        assert_eq!(world.count("select count(*) from audit where action = 'cases_export'").await, 2);
        let looks = "select count(*) from looks where kind = 'export' and subject = 'export cases'";
        assert_eq!(world.count(looks).await, 2, "whoever looks for who looked finds it too");
        let reply = zheng.get(&format!("{EXPORT}?q=13812345678&nobody=13812345678")).await;
        assert_eq!(reply.status(), 200);
        let said = "select count(*) from audit where action = 'cases_export' and detail like '%q=%'";
        assert_eq!(world.count(said).await, 1);
        assert_eq!(world.count("select count(*) from audit where detail like '%13812345678%'").await, 0, "nobody's number");
        for path in [format!("/api/v1/cases?q={}", "a%25".repeat(600)), format!("{EXPORT}?q={}", "x".repeat(1_001))] {
            assert_eq!(refused(zheng.get(&path).await).await, (400, "bad_value".to_owned()));
        }
        let looks = "select count(*) from looks where kind = 'export' and subject = 'export cases'";
        assert_eq!(world.count(looks).await, 3, "whoever asks who saw what finds it there too");
        assert_eq!(world.count("select count(*) from audit where action = 'export_taken'").await, 0, "and is told once");
    }

    async fn more_than_one_file_holds_is_refused(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        wang.reports(world, at(0.5, 0.5)).await;
        let mut tx = world.app.db.write().await.unwrap();
        sqlx::query(
            "with recursive n (i) as (select 1 union all select i + 1 from n where i < 10000) \
             insert into cases (id, jurisdiction_id, case_no, division, state, category, unit_id, grid, duty_grid, \
             received_at_ms, due_at_ms, open_due_ms, is_training, version, body, mark_a, mark_b, near_a, near_b) \
             select 'copy ' || i, jurisdiction_id, 'copy ' || i, division, state, category, unit_id, grid, duty_grid, \
             received_at_ms - i, due_at_ms, open_due_ms + i, is_training, version, body, mark_a, mark_b, near_a, near_b \
             from n cross join cases where case_no not like 'copy %'",
        )
        .execute(&mut *tx)
        .await
        .unwrap();
        tx.commit().await.unwrap();
        let zheng = world.desk("zheng").await;
        assert_eq!(refused(zheng.get(EXPORT).await).await, (409, "too_many_rows".to_owned()));
        assert_eq!(world.count("select count(*) from audit where action = 'cases_export'").await, 0);
        assert_eq!(zheng.get(&format!("{EXPORT}?source=collector")).await.status(), 200);
    }

    async fn what_is_found_of_photos_narrows_a_list(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let case = wang.reports(world, at(0.5, 0.5)).await;
        let bare = called_in(world, at(1.5, 0.5)).await;
        let boss = world.desk("boss").await;
        let unjudged = found(&boss, "evidence=unjudged").await;
        assert!(unjudged.contains(&bare), "without a photo there is nothing to look at");
        server::evidence::turn(&world.app).await.unwrap();
        let list = boss.cases("").await;
        let verdict = list.evidence[&case];
        assert_eq!(list.evidence.get(&bare), None);
        let word = if verdict == shared::evidence::verdict::Verdict::Doubtful { "doubtful" } else { "fine" };
        assert_eq!(found(&boss, &format!("evidence={word}")).await, [case]);
        assert_eq!(found(&boss, "evidence=unjudged").await, [bare]);
        assert_eq!(ids(&boss, &format!("evidence={word}")).await, [case]);
        // A file of another case, handed in at a desk, is found and told apart.
        let west = world.desk("west").await;
        west.finish(case, 77).await;
        server::evidence::turn(&world.app).await.unwrap();
        let judged = world.count("select count(*) from cases where evidence in ('sound', 'noted', 'doubtful')").await;
        assert_eq!(judged, 1);
    }

    async fn a_view_is_kept_once_seen_by_whom_it_is_for_and_let_go(world: &World) {
        let (zheng, sun, zhu, boss) =
            (world.desk("zheng").await, world.desk("sun").await, world.desk("zhu").await, world.desk("boss").await);
        let mine = view("超期的", "left=overdue&state=handling");
        for _ in 0..2 {
            let kept: View = ok(zheng.post(VIEWS, &mine).await).await;
            assert!(kept.own && kept.may_drop && !kept.shared);
        }
        let mut other = mine.clone();
        other["name"] = json!("别的");
        assert_eq!(refused(zheng.post(VIEWS, &other).await).await, (409, "operation_changed".to_owned()));
        assert_eq!(refused(sun.post(VIEWS, &mine).await).await, (409, "operation_changed".to_owned()), "somebody else's id");
        let mut shared = view("共用的", "source=hotline");
        shared["shared"] = json!(true);
        assert_eq!(refused(sun.post(VIEWS, &shared).await).await, (403, "not_allowed".to_owned()));
        let kept: View = ok(zheng.post(VIEWS, &shared).await).await;
        assert_eq!(names(&zheng).await, ["超期的", "共用的"]);
        assert_eq!(names(&sun).await, ["共用的"]);
        assert_eq!((names(&zhu).await, names(&boss).await), (vec![], vec![]), "of another jurisdiction");
        let seen: ViewList = ok(sun.get(VIEWS).await).await;
        assert!(!seen.may_share && !seen.views[0].own && !seen.views[0].may_drop);
        let id = kept.id.to_string();
        assert_eq!(refused(dropped(&sun, &id).await).await, (403, "not_allowed".to_owned()));
        assert_eq!(refused(dropped(&zhu, &id).await).await, (404, "not_found".to_owned()));
        assert_eq!(refused(dropped(&zheng, "none").await).await, (404, "not_found".to_owned()));
        let own = mine["id"].as_str().unwrap();
        assert_eq!(refused(dropped(&sun, own).await).await, (404, "not_found".to_owned()), "nobody knows of it");
        assert_eq!(dropped(&zheng, &id).await.status(), 204);
        assert_eq!(refused(dropped(&zheng, &id).await).await, (404, "not_found".to_owned()));
        assert_eq!(names(&sun).await, Vec::<String>::new());
        assert_eq!(world.count("select count(*) from audit where action = 'view_keep'").await, 2);
        assert_eq!(world.count("select count(*) from audit where action = 'view_drop'").await, 1);
    }

    async fn a_view_has_to_be_a_filter_and_there_are_fifty_at_most(world: &World) {
        let sun = world.desk("sun").await;
        let long = "长".repeat(41);
        for (name, query) in [("", "q=a"), (long.as_str(), "q=a"), ("a\nb", ""), ("a", "state=lost"), ("a", "before=1.x"), ("a", "limit=5")] {
            assert_eq!(refused(sun.post(VIEWS, &view(name, query)).await).await, (400, "bad_value".to_owned()), "{name} {query}");
        }
        assert_eq!(refused(sun.post(VIEWS, &json!({"name": "a"})).await).await, (400, "bad_request".to_owned()));
        assert_eq!(refused(sun.post(VIEWS, &view("a", &"q=a&".repeat(600))).await).await, (400, "bad_value".to_owned()));
        for number in 0..MOST_VIEWS {
            ok::<View>(sun.post(VIEWS, &view(&format!("第{number}个"), "")).await).await;
        }
        assert_eq!(refused(sun.post(VIEWS, &view("多的", "")).await).await, (409, "too_many_views".to_owned()));
        assert_eq!(names(&sun).await.len(), MOST_VIEWS);
    }
}
