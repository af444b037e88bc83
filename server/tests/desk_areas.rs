//! Areas at the desk: who may see and change whose, files looked at and taken, editions compared and taken back, duty grids
//! drawn and published.

use reqwest::{Method, Response};
use serde_json::{Value, json};
use server::accounts::caller::Account;
use shared::account::{Actor, Role};
use shared::api::areas::{AreaComparison, AreaEdition, AreaEditionList, AreaImport, DutyDrawing};
use shared::grid::compare::{AreaChange, AreaTally};
use shared::grid::edition::Standing;
use shared::grid::kind::AreaKind;
use shared::ids::{AccountId, Sha256};
use uuid::Uuid;

use crate::harness::city::{BEILIN, WEIYANG, WEST, at};
use crate::harness::desk::{ok, refused};
use crate::harness::{Desk, PASSWORD, World, on_both_engines};

const DRAWING: &str = "/api/v1/areas/drawing";
const HOUR_MS: i64 = 3_600_000;

/// A jurisdiction's own administrator: the city has one of its own already.
async fn admin(world: &World, user: &str, jurisdiction: &str) -> Desk {
    let account = Account {
        id: AccountId(Uuid::from_u128(0xb000 + u128::from(user.len() as u64))),
        user: user.parse().unwrap(),
        name: format!("{user}先生"),
        role: Role::Admin,
        jurisdiction: jurisdiction.parse().unwrap(),
        unit: None,
        disabled: false,
    };
    let by = Actor::System { rule: "test".to_owned() };
    let mut tx = world.app.db.write().await.unwrap();
    server::accounts::actions::add(&world.app, &mut tx, &account, PASSWORD, &by).await.unwrap();
    tx.commit().await.unwrap();
    world.desk(user).await
}

fn feature(properties: Value, [west, south, east, north]: [f64; 4]) -> Value {
    let corners = [(west, south), (east, south), (east, north), (west, north), (west, south)];
    let ring: Vec<[f64; 2]> = corners.iter().map(|(x, y)| [at(*x, *y).lon(), at(*x, *y).lat()]).collect();
    json!({"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}})
}

fn file(features: &[Value]) -> String {
    json!({"type": "FeatureCollection", "features": features}).to_string()
}

/// A new grid on the ground of the one in the south-west of Weiyang.
fn corner() -> Value {
    feature(json!({"code": "610112001007101", "jurisdiction": WEIYANG, "duty_grid": "610112-Z0"}), [0.0, 0.0, 1.0, 1.0])
}

async fn sent(desk: &Desk, path: &str, text: &str) -> Response {
    desk.request(Method::POST, path).body(text.to_owned()).send().await.unwrap()
}

async fn editions(desk: &Desk, query: &str) -> Vec<AreaEdition> {
    let list: AreaEditionList = ok(desk.get(&format!("/api/v1/areas/editions{query}")).await).await;
    list.editions
}

/// The code of a grid of Weiyang in a column from the west and a row from the south.
fn code(column: usize, row: usize) -> String {
    format!("610112001007{:03}", (3 - row) * 4 + column + 1)
}

fn duty(id: &str, cells: &[(usize, usize)]) -> Value {
    let grids: Vec<String> = cells.iter().map(|(column, row)| code(*column, *row)).collect();
    // As the town calls them: what is called the same and is the same says nothing new.
    let name = format!("第{}片区", id.chars().last().unwrap());
    json!({"id": id, "name": name, "grids": grids})
}

/// Weiyang's columns as duty grids, the last two of them in one.
fn three(base: &Sha256, version: u64) -> Value {
    let column = |x: usize| (0..4).map(|y| (x, y)).collect::<Vec<_>>();
    let east: Vec<_> = column(2).into_iter().chain(column(3)).collect();
    let duty_grids = [duty("610112-Z0", &column(0)), duty("610112-Z1", &column(1)), duty("610112-Z2", &east)];
    json!({"base": base, "version": version, "duty_grids": duty_grids})
}

async fn keep(desk: &Desk, body: &Value) -> Response {
    desk.request(Method::PUT, &format!("{DRAWING}?jurisdiction={WEIYANG}")).json(body).send().await.unwrap()
}

async fn drawing(desk: &Desk) -> DutyDrawing {
    ok(desk.get(&format!("{DRAWING}?jurisdiction={WEIYANG}")).await).await
}

on_both_engines! {
    async fn whoever_may_not_change_areas_is_refused_everywhere(world: &World) {
        for user in ["zheng", "chief", "sun", "west"] {
            let desk = world.desk(user).await;
            for path in [
                "/api/v1/areas/editions", "/api/v1/areas/compare?from=x&to=y", "/api/v1/areas/compare/shapes?from=x&to=y",
                "/api/v1/areas/shapes?kind=grids", "/api/v1/areas/drawing?jurisdiction=610112",
            ] {
                assert_eq!(refused(desk.get(path).await).await, (403, "not_allowed".to_owned()), "{user} {path}");
            }
            let hash = Sha256::of(b"none");
            for path in [
                "/api/v1/areas?kind=grids".to_owned(), "/api/v1/areas/look?kind=grids".to_owned(),
                format!("{DRAWING}/look?jurisdiction=610112&seen=1"), format!("{DRAWING}/take?jurisdiction=610112&seen=1"),
                format!("/api/v1/areas/editions/{hash}/withdraw"),
            ] {
                assert_eq!(refused(sent(&desk, &path, "{}").await).await, (403, "not_allowed".to_owned()), "{user} {path}");
            }
            let kept = keep(&desk, &three(&hash, 0)).await;
            assert_eq!(refused(kept).await, (403, "not_allowed".to_owned()), "{user}");
            let gone = desk.request(Method::DELETE, &format!("{DRAWING}?jurisdiction=610112&seen=1")).send().await.unwrap();
            assert_eq!(refused(gone).await, (403, "not_allowed".to_owned()), "{user}");
        }
        assert_eq!(world.count("select count(*) from duty_drawings").await, 0);
    }

    async fn an_administrator_of_one_jurisdiction_sees_and_changes_its_ground_alone(world: &World) {
        let (boss, cao) = (world.desk("boss").await, admin(world, "cao", BEILIN).await);
        let all = editions(&boss, "").await;
        assert_eq!(all.iter().map(|one| one.jurisdiction.as_str()).collect::<Vec<_>>(), [BEILIN, WEIYANG]);
        let own = editions(&cao, "").await;
        assert_eq!(own.iter().map(|one| one.jurisdiction.as_str()).collect::<Vec<_>>(), [BEILIN]);
        let list: AreaEditionList = ok(cao.get("/api/v1/areas/editions").await).await;
        assert_eq!(list.grounds.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["碑林区"]);
        let foreign = &all[1].hash;
        for path in [
            format!("/api/v1/areas/shapes?kind=grids&edition={foreign}"),
            format!("/api/v1/areas/shapes?kind=grids&jurisdiction={WEIYANG}"),
            format!("/api/v1/areas/compare?from={foreign}&to={}", own[0].hash),
            format!("/api/v1/areas/compare/shapes?from={}&to={foreign}", own[0].hash),
            format!("{DRAWING}?jurisdiction={WEIYANG}"),
        ] {
            assert_eq!(refused(cao.get(&path).await).await, (404, "not_found".to_owned()), "{path}");
        }
        for way in ["/api/v1/areas/look?kind=grids", "/api/v1/areas?kind=grids"] {
            let reply = sent(&cao, way, &file(&[corner()])).await;
            assert_eq!(refused(reply).await, (403, "not_allowed".to_owned()), "{way}");
        }
        assert_eq!(refused(keep(&cao, &three(foreign, 0)).await).await.1, "not_found");
        let gone = cao.request(Method::DELETE, &format!("{DRAWING}?jurisdiction={WEIYANG}")).send().await.unwrap();
        assert_eq!(refused(gone).await.1, "not_found");
        for way in ["look", "take"] {
            let reply = sent(&cao, &format!("{DRAWING}/{way}?jurisdiction={WEIYANG}&seen=0"), "").await;
            assert_eq!(refused(reply).await.1, "not_found");
        }
        assert_eq!(refused(sent(&cao, &format!("/api/v1/areas/editions/{foreign}/withdraw"), "").await).await.1, "not_found");
        let mine = feature(json!({"code": "610103001007101", "jurisdiction": BEILIN}), [4.0, 0.0, 5.0, 1.0]);
        let taken: AreaImport = ok(sent(&cao, "/api/v1/areas?kind=grids", &file(&[mine])).await).await;
        assert!(taken.is_taken && taken.is_in_force);
    }

    async fn what_cannot_be_read_is_refused_with_a_reason(world: &World) {
        let boss = world.desk("boss").await;
        let good = file(&[corner()]);
        for (path, text) in [
            ("/api/v1/areas/look", good.as_str()), ("/api/v1/areas/look?kind=roads", &good),
            ("/api/v1/areas/look?kind=remarks", &good), ("/api/v1/areas/look?kind=grids&from=soon", &good),
            ("/api/v1/areas/look?kind=grids&from=2026-12-01&to=2026-11-30", &good),
            ("/api/v1/areas/look?kind=grids", "[]"), ("/api/v1/areas/look?kind=grids", r#"{"type":"Feature"}"#),
            ("/api/v1/areas/look?kind=grids", r#"{"type":"FeatureCollection","features":[]}"#),
            ("/api/v1/areas/look?kind=grids", r#"{"type":"FeatureCollection","crs_name":"Xian 1980","features":[]}"#),
        ] {
            assert_eq!(refused(sent(&boss, path, text).await).await, (400, "bad_value".to_owned()), "{path} {text}");
        }
        let long = format!("/api/v1/areas/look?kind=grids&version={}", "v".repeat(41));
        assert_eq!(refused(sent(&boss, &long, &good).await).await.1, "bad_value");
        let other = format!("/api/v1/areas?kind=grids&file={}", Sha256::of(b"other"));
        assert_eq!(refused(sent(&boss, &other, &good).await).await.1, "bad_value", "other bytes than those looked at");
        for path in ["/api/v1/areas/compare?from=x&to=y", "/api/v1/areas/shapes", "/api/v1/areas/shapes?kind=grids", "/api/v1/areas/editions?after=x", "/api/v1/areas/drawing"] {
            assert_eq!(refused(boss.get(path).await).await, (400, "bad_value".to_owned()), "{path}");
        }
        let nothing = Sha256::of(b"nothing");
        assert_eq!(refused(boss.get(&format!("/api/v1/areas/shapes?kind=grids&edition={nothing}")).await).await.1, "not_found");
        let all = editions(&boss, "").await;
        let unlike = format!("/api/v1/areas/compare?from={}&to={}", all[0].hash, all[1].hash);
        assert_eq!(refused(boss.get(&unlike).await).await.1, "bad_value", "of one jurisdiction");
        assert_eq!(world.count("select count(*) from packs where kind = 'boundaries'").await, 2);
    }

    async fn a_file_larger_than_any_city_is_refused(world: &World) {
        let boss = world.desk("boss").await;
        let large = vec![b' '; 96 * 1024 * 1024 + 1];
        let reply = boss.request(Method::POST, "/api/v1/areas/look?kind=grids").body(large).send().await.unwrap();
        assert_eq!(refused(reply).await, (413, "too_large".to_owned()));
        let more_than_json = format!("{}{}", file(&[corner()]), " ".repeat(9 * 1024 * 1024));
        let looked: AreaImport = ok(sent(&boss, "/api/v1/areas/look?kind=grids", &more_than_json).await).await;
        assert_eq!(looked.counts.grids, 1);
    }

    async fn a_file_is_looked_at_and_then_taken_and_everybody_sees_what_it_changed(world: &World) {
        let boss = world.desk("boss").await;
        let text = file(&[corner()]);
        let looked: AreaImport = ok(sent(&boss, "/api/v1/areas/look?kind=grids&version=east", &text).await).await;
        assert!(!looked.is_taken && looked.errors == 0 && looked.warnings > 0, "{:#?}", looked.findings);
        assert_eq!(looked.valid_from.as_deref(), Some("2026-11-23"));
        assert!(looked.flaws.iter().any(|flaw| flaw.code == "grid_gone" && flaw.count == 1));
        assert!(!looked.map["features"].as_array().unwrap().is_empty(), "findings have their place");
        assert_eq!(looked.grounds.len(), 1);
        assert_eq!(looked.grounds[0].changes.grids, AreaTally { added: 1, gone: 1, changed: 0 });
        assert_eq!(world.count("select count(*) from edition_notes").await, 0, "looking changes nothing");
        let hash = looked.file.unwrap();
        let take = format!("/api/v1/areas?kind=grids&version=east&file={hash}");
        let taken: AreaImport = ok(sent(&boss, &take, &text).await).await;
        assert!(taken.is_taken && taken.is_in_force && taken.left.is_empty());
        assert_eq!(world.count("select count(*) from audit where action = 'import_boundaries' and actor = 'account boss'").await, 1);
        let of_weiyang = editions(&boss, &format!("?jurisdiction={WEIYANG}")).await;
        let [new, first] = of_weiyang.as_slice() else { panic!("{of_weiyang:#?}") };
        assert_eq!((new.version.as_str(), new.standing, new.made_by.as_deref()), ("east", Standing::InForce, Some("boss")));
        assert_eq!((first.standing, first.made_by.clone(), first.counts.grids), (Standing::Past, None, 16));
        assert_eq!((new.before.as_ref(), new.changes), (Some(&first.hash), Some(looked.grounds[0].changes)));
        // The same file again finds its grid there already and is an edition all the same; nothing differs in it.
        let again: AreaImport = ok(sent(&boss, "/api/v1/areas?kind=grids&version=again", &text).await).await;
        assert!(again.is_taken);
        assert_eq!(again.grounds[0].changes.grids, AreaTally::default());
    }

    async fn a_file_with_errors_is_told_of_and_leaves_nothing_behind(world: &World) {
        let boss = world.desk("boss").await;
        let twice = file(&[corner(), corner()]);
        for way in ["/api/v1/areas/look?kind=grids", "/api/v1/areas?kind=grids"] {
            let refused: AreaImport = ok(sent(&boss, way, &twice).await).await;
            assert!(refused.errors > 0 && !refused.is_taken);
            assert!(refused.findings[0].is_error && refused.flaws[0].code == "doubled_code", "the worst first");
        }
        assert_eq!(world.count("select count(*) from packs where kind = 'boundaries'").await, 2);
        assert_eq!(world.count("select count(*) from audit where action = 'import_boundaries'").await, 0);
    }

    async fn two_editions_are_compared_page_by_page_and_drawn(world: &World) {
        let boss = world.desk("boss").await;
        let area = feature(json!({"layer": "sanitation", "unit": WEST}), [0.0, 0.0, 4.0, 4.0]);
        ok::<AreaImport>(sent(&boss, "/api/v1/areas?kind=grids&version=one", &file(&[corner()])).await).await;
        world.clock.forward_ms(1_000);
        ok::<AreaImport>(sent(&boss, "/api/v1/areas?kind=industry&version=two", &file(&[area])).await).await;
        let of_weiyang = editions(&boss, &format!("?jurisdiction={WEIYANG}")).await;
        let pair = format!("from={}&to={}", of_weiyang[2].hash, of_weiyang[0].hash);
        let whole: AreaComparison = ok(boss.get(&format!("/api/v1/areas/compare?{pair}")).await).await;
        assert_eq!(whole.changes.grids, AreaTally { added: 1, gone: 1, changed: 0 });
        assert_eq!(whole.changes.duty_grids.changed, 1);
        assert!(whole.changes.industry.changed + whole.changes.industry.gone >= 2, "{:?}", whole.changes.industry);
        assert_eq!((whole.differences[0].kind, whole.differences[0].change), (AreaKind::Grids, AreaChange::Added));
        assert_eq!(whole.next, None);
        let mut paged = Vec::new();
        let mut after = String::new();
        loop {
            let page: AreaComparison = ok(boss.get(&format!("/api/v1/areas/compare?{pair}&limit=2{after}")).await).await;
            paged.extend(page.differences);
            let Some(next) = page.next else { break };
            after = format!("&after={next}");
        }
        assert_eq!(paged, whole.differences, "nothing twice and nothing left out");
        let drawn: Value = ok(boss.get(&format!("/api/v1/areas/compare/shapes?{pair}")).await).await;
        assert!(drawn["features"].as_array().unwrap().len() >= whole.differences.len());
        let same = format!("/api/v1/areas/compare?from={0}&to={0}", of_weiyang[0].hash);
        assert!(ok::<AreaComparison>(boss.get(&same).await).await.differences.is_empty());
        let back = format!("/api/v1/areas/compare?from={}&to={}", of_weiyang[0].hash, of_weiyang[2].hash);
        let back: AreaComparison = ok(boss.get(&back).await).await;
        assert_eq!(back.changes.grids, AreaTally { added: 1, gone: 1, changed: 0 });
        assert_ne!(back.differences, whole.differences, "the other way round is another comparison");
        // What was compared for one desk is not open to another.
        let cao = admin(world, "cao", BEILIN).await;
        for path in ["compare", "compare/shapes"] {
            let reply = cao.get(&format!("/api/v1/areas/{path}?{pair}")).await;
            assert_eq!(refused(reply).await, (404, "not_found".to_owned()), "{path}");
        }
    }

    async fn shapes_are_sent_once_for_each_edition(world: &World) {
        let boss = world.desk("boss").await;
        for (kind, count) in [("grids", 16), ("duty-grids", 4), ("industry", 2), ("remarks", 0), ("roads", 0)] {
            let path = format!("/api/v1/areas/shapes?jurisdiction={WEIYANG}&kind={kind}");
            let reply = boss.get(&path).await;
            assert_eq!(reply.headers()["content-type"], "application/geo+json");
            let tag = reply.headers()["etag"].to_str().unwrap().to_owned();
            let shapes: Value = ok(reply).await;
            assert_eq!(shapes["features"].as_array().unwrap().len(), count, "{kind}");
            let held = boss.request(Method::GET, &path).header("If-None-Match", &tag).send().await.unwrap();
            assert_eq!(held.status(), 304, "{kind}");
        }
    }

    async fn only_an_edition_that_waits_is_taken_back(world: &World) {
        let boss = world.desk("boss").await;
        let text = file(&[corner()]);
        let later: AreaImport = ok(sent(&boss, "/api/v1/areas?kind=grids&from=2026-11-24&version=later", &text).await).await;
        assert!(later.is_taken && !later.is_in_force);
        let of_weiyang = editions(&boss, &format!("?jurisdiction={WEIYANG}")).await;
        let (waits, holds) = (&of_weiyang[0], &of_weiyang[1]);
        assert_eq!((waits.standing, waits.valid_from.as_deref()), (Standing::Planned, Some("2026-11-24")));
        let way = |hash: &Sha256| format!("/api/v1/areas/editions/{hash}/withdraw");
        assert_eq!(refused(sent(&boss, &way(&holds.hash), "").await).await, (400, "bad_value".to_owned()));
        assert_eq!(refused(sent(&boss, &way(&Sha256::of(b"none")), "").await).await.1, "not_found");
        for _ in 0..2 {
            assert_eq!(sent(&boss, &way(&waits.hash), "").await.status(), 204, "twice does no harm");
        }
        assert_eq!(world.count("select count(*) from audit where action = 'withdraw_boundaries'").await, 1);
        world.clock.forward_ms(24 * HOUR_MS);
        server::grids::editions::turn(&world.app).await.unwrap();
        let boss = world.desk("boss").await;
        let standing: Vec<Standing> =
            editions(&boss, &format!("?jurisdiction={WEIYANG}")).await.iter().map(|one| one.standing).collect();
        assert_eq!(standing, [Standing::Withdrawn, Standing::InForce]);
    }

    async fn editions_come_page_by_page(world: &World) {
        let boss = world.desk("boss").await;
        let whole: AreaEditionList = ok(boss.get("/api/v1/areas/editions").await).await;
        let first: AreaEditionList = ok(boss.get("/api/v1/areas/editions?limit=1").await).await;
        assert_eq!(first.grounds, whole.grounds, "every page names whose areas there are");
        let next = first.next.unwrap();
        let second: AreaEditionList = ok(boss.get(&format!("/api/v1/areas/editions?limit=1&after={next}")).await).await;
        assert_eq!((second.editions.as_slice(), second.next), (&whole.editions[1..], None));
        let strange = format!("/api/v1/areas/editions?after={}", Sha256::of(b"none"));
        assert_eq!(refused(boss.get(&strange).await).await.1, "bad_value");
    }

    async fn a_drawing_is_kept_looked_at_and_published(world: &World) {
        let boss = world.desk("boss").await;
        let first = drawing(&boss).await;
        assert_eq!((first.version, first.saved_at, first.is_current, first.duty_grids.len()), (0, None, true, 4));
        assert_eq!(refused(keep(&boss, &three(&first.base, 7)).await).await, (409, "drawing_changed".to_owned()), "nobody saw it");
        let people: Vec<(&str, u64)> = first.walked.iter().map(|one| (one.duty_grid.as_str(), one.people)).collect();
        assert_eq!(people, [("610112-Z0", 2), ("610112-Z1", 1), ("610112-Z3", 1)]);
        let kept: DutyDrawing = ok(keep(&boss, &three(&first.base, 0)).await).await;
        assert_eq!((kept.version, kept.saved_by.as_deref(), kept.duty_grids.len()), (1, Some("boss"), 3));
        assert_eq!(refused(keep(&boss, &three(&first.base, 0)).await).await, (409, "drawing_changed".to_owned()));
        let again = drawing(&boss).await;
        assert_eq!(again.duty_grids, kept.duty_grids, "it is there when the page is opened again");
        let list: AreaEditionList = ok(boss.get("/api/v1/areas/editions").await).await;
        assert_eq!(list.grounds.iter().map(|one| one.is_drawn).collect::<Vec<_>>(), [false, true]);
        let look = format!("{DRAWING}/look?jurisdiction={WEIYANG}&seen=1&version=beats");
        let looked: AreaImport = ok(sent(&boss, &look, "").await).await;
        assert_eq!((looked.errors, looked.is_taken, looked.counts.duty_grids), (0, false, 2));
        assert_eq!(looked.grounds[0].changes.duty_grids, AreaTally { added: 0, gone: 1, changed: 1 });
        let left: Vec<&str> = looked.left.iter().map(|walker| walker.user.as_str()).collect();
        assert_eq!(left, ["zhao"], "who walks what is no more has to be sent elsewhere");
        let old = format!("{DRAWING}/take?jurisdiction={WEIYANG}&seen=0");
        assert_eq!(refused(sent(&boss, &old, "").await).await, (409, "drawing_changed".to_owned()));
        let take = format!("{DRAWING}/take?jurisdiction={WEIYANG}&seen=1&version=beats");
        let taken: AreaImport = ok(sent(&boss, &take, "").await).await;
        assert!(taken.is_taken && taken.is_in_force);
        let city = world.app.city();
        assert!(city.index.duty_grid(&"610112-Z3".parse().unwrap()).is_none());
        assert_eq!(city.index.duty_grid(&"610112-Z2".parse().unwrap()).unwrap().grids.len(), 8);
        let after = drawing(&boss).await;
        assert_eq!((after.saved_at, after.version, after.duty_grids.len()), (None, 2, 3), "it is an edition now");
        assert_eq!(refused(sent(&boss, &take, "").await).await, (404, "not_found".to_owned()), "published once");
        for (action, count) in [("draw_duty_grids", 1), ("take_duty_drawing", 1), ("import_boundaries", 1)] {
            let found = match action {
                "draw_duty_grids" => world.count("select count(*) from audit where action = 'draw_duty_grids'").await,
                "take_duty_drawing" => world.count("select count(*) from audit where action = 'take_duty_drawing'").await,
                _ => world.count("select count(*) from audit where action = 'import_boundaries'").await,
            };
            assert_eq!(found, count, "{action}");
        }
        let found = server::check::all(&world.app, server::check::Depth::Rows).await.unwrap();
        assert_eq!(found.problems, Vec::<String>::new());
    }

    async fn a_drawing_that_cannot_hold_is_kept_and_not_published(world: &World) {
        let boss = world.desk("boss").await;
        let base = drawing(&boss).await.base;
        let mut version = 0;
        for duty_grids in [
            json!([duty("610112-Z0", &[(0, 0), (0, 2)])]),
            json!([duty("610112-Z0", &[(0, 0)]), duty("610112-Z1", &[(0, 0)])]),
            json!([{"id": "610112-Z0", "name": "x", "grids": ["610103001007001"]}]),
        ] {
            let body = json!({"base": base, "version": version, "duty_grids": duty_grids});
            version = ok::<DutyDrawing>(keep(&boss, &body).await).await.version;
            for way in ["look", "take"] {
                let path = format!("{DRAWING}/{way}?jurisdiction={WEIYANG}&seen={version}");
                assert_eq!(refused(sent(&boss, &path, "").await).await, (400, "bad_value".to_owned()), "{duty_grids}");
            }
        }
        let apart = json!([{"id": "610112-Z0", "name": "x", "grids": [code(0, 0), code(0, 2)], "is_split": true}]);
        let body = json!({"base": base, "version": version, "duty_grids": apart});
        version = ok::<DutyDrawing>(keep(&boss, &body).await).await.version;
        let look = format!("{DRAWING}/look?jurisdiction={WEIYANG}&seen={version}");
        assert_eq!(ok::<AreaImport>(sent(&boss, &look, "").await).await.errors, 0, "said to be apart it may be");
        for bad in [
            json!({"base": Sha256::of(b"none"), "version": version, "duty_grids": []}),
            json!({"base": base, "version": version, "duty_grids": [duty("A", &[]), duty("A", &[])]}),
            json!({"base": base, "version": version, "duty_grids": [{"id": "A", "name": "长".repeat(61), "grids": []}]}),
        ] {
            assert_eq!(refused(keep(&boss, &bad).await).await, (400, "bad_value".to_owned()), "{bad}");
        }
        assert_eq!(world.count("select count(*) from audit where action = 'import_boundaries'").await, 0);
    }

    async fn a_drawing_that_is_let_go_is_gone_for_whoever_saw_it(world: &World) {
        let (boss, qin) = (world.desk("boss").await, admin(world, "qin", WEIYANG).await);
        let base = drawing(&boss).await.base;
        ok::<DutyDrawing>(keep(&boss, &three(&base, 0)).await).await;
        let way = |seen: u64| format!("{DRAWING}?jurisdiction={WEIYANG}&seen={seen}");
        let gone = async |seen: u64| qin.request(Method::DELETE, &way(seen)).send().await.unwrap();
        assert_eq!(refused(gone(0).await).await, (409, "drawing_changed".to_owned()));
        for _ in 0..2 {
            assert_eq!(gone(1).await.status(), 204, "twice does no harm");
        }
        assert_eq!(world.count("select count(*) from audit where action = 'drop_duty_drawing' and actor = 'account qin'").await, 1);
        let after = drawing(&boss).await;
        assert_eq!((after.saved_at, after.version, after.duty_grids.len()), (None, 2, 4));
        assert_eq!(refused(keep(&boss, &three(&base, 1)).await).await.1, "drawing_changed");
        assert_eq!(ok::<DutyDrawing>(keep(&boss, &three(&base, 2)).await).await.version, 3);
    }

    async fn replies_fit_their_description(world: &World) {
        let api: Value = world.http.get(format!("{}/api/openapi.json", world.base)).send().await.unwrap().json().await.unwrap();
        let boss = world.desk("boss").await;
        let text = file(&[corner()]);
        let looked: Value = ok(sent(&boss, "/api/v1/areas/look?kind=grids", &text).await).await;
        crate::api::check(&api, "AreaImport", &looked);
        let taken: Value = ok(sent(&boss, "/api/v1/areas?kind=grids", &text).await).await;
        crate::api::check(&api, "AreaImport", &taken);
        let list: Value = ok(boss.get("/api/v1/areas/editions").await).await;
        crate::api::check(&api, "AreaEditionList", &list);
        let of_weiyang = editions(&boss, &format!("?jurisdiction={WEIYANG}")).await;
        let pair = format!("/api/v1/areas/compare?from={}&to={}", of_weiyang[1].hash, of_weiyang[0].hash);
        crate::api::check(&api, "AreaComparison", &ok(boss.get(&pair).await).await);
        let drawn: Value = ok(boss.get(&format!("{DRAWING}?jurisdiction={WEIYANG}")).await).await;
        crate::api::check(&api, "DutyDrawing", &drawn);
    }
}
