//! The desk asks for originals; phones hear of it, send them, and they are counted apart.

use serde_json::json;
use shared::api::cases::CaseFile;
use shared::case::{Case, State};
use shared::evidence::OriginalPlace;
use shared::ids::{CaseId, PhotoId, Sha256};
use shared::sync::operation::Act;
use shared::task::{Task, TaskResult};
use uuid::Uuid;

use crate::harness::city::at;
use crate::harness::desk::{ok, refused};
use crate::harness::phone::Shot;
use crate::harness::{Desk, Phone, World, on_both_engines};

async fn ask(desk: &Desk, case: CaseId, photo: PhotoId) -> reqwest::Response {
    desk.post(&format!("/api/v1/cases/{case}/photos/{photo}/original"), &json!(null)).await
}

/// Reports and hands in the working copy; returns the case and the shot.
async fn reported(world: &World, phone: &mut Phone) -> (CaseId, Shot) {
    let (report, shot) = phone.report(world, at(0.5, 0.5));
    let case = report.case;
    let envelope = phone.envelope(world, Act::Report(report));
    phone.push(&[envelope]).await;
    phone.upload(&shot.working).await;
    (case, shot)
}

async fn own_case(phone: &Phone, case: CaseId) -> Case {
    let changes = phone.pull("").await.changes;
    let body = changes.into_iter().find(|change| change.id == case.to_string()).unwrap().body.unwrap();
    serde_json::from_value(body).unwrap()
}

fn place(file: &CaseFile, photo: PhotoId) -> OriginalPlace {
    file.evidence.iter().find(|known| known.photo == Some(photo)).unwrap().original_place
}

on_both_engines! {
    async fn only_who_sees_the_case_asks_and_only_for_its_own_photos(world: &World) {
        let [mut wang, mut chen] = world.phones(["wang", "chen"]).await;
        let (case, shot) = reported(world, &mut wang).await;
        let (beilin, foreign) = {
            let (report, shot) = chen.report(world, at(4.5, 0.5));
            let id = report.case;
            let envelope = chen.envelope(world, Act::Report(report));
            chen.push(&[envelope]).await;
            (id, shot)
        };
        let zheng = world.desk("zheng").await;
        let not_found = || (404, "not_found".to_owned());
        assert_eq!(refused(ask(&zheng, CaseId(Uuid::new_v4()), shot.photo).await).await, not_found());
        assert_eq!(refused(ask(&zheng, case, PhotoId(Uuid::new_v4())).await).await, not_found());
        assert_eq!(refused(ask(&zheng, case, foreign.photo).await).await, not_found(), "a photo of another case");
        assert_eq!(refused(ask(&zheng, beilin, foreign.photo).await).await, not_found(), "another town's case");
        let wang_at_a_desk = world.desk("wang").await;
        assert_eq!(refused(ask(&wang_at_a_desk, case, shot.photo).await).await, (403, "not_allowed".to_owned()));
        let bad = zheng.post(&format!("/api/v1/cases/{case}/photos/near/original"), &json!(null)).await;
        assert_eq!(refused(bad).await, not_found());
        assert_eq!(world.count("select count(*) from audit where action = 'ask_original'").await, 0);
    }

    async fn an_original_that_is_asked_for_is_heard_of_comes_and_is_read(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (case, shot) = reported(world, &mut wang).await;
        let (zheng, west) = (world.desk("zheng").await, world.desk("west").await);
        assert_eq!(place(&zheng.case(case).await, shot.photo), OriginalPlace::OnPhone);

        let version = own_case(&wang, case).await.version;
        let file: CaseFile = ok(ask(&west, case, shot.photo).await).await;
        assert_eq!(place(&file, shot.photo), OriginalPlace::Asked);
        let heard = own_case(&wang, case).await;
        assert_eq!(heard.photos[0].original_asked_at, Some(world.app.clock.now()), "the phone hears of it by pull");
        assert_eq!(heard.version, version + 1);
        ask(&zheng, case, shot.photo).await;
        assert_eq!(own_case(&wang, case).await.version, version + 1, "asked once is asked");
        assert_eq!(world.count("select count(*) from audit where action = 'ask_original'").await, 1);

        let name = Sha256::of(&shot.original);
        let created = wang.create(shot.original.len(), Some(name.as_str())).await;
        assert_eq!(place(&zheng.case(case).await, shot.photo), OriginalPlace::OnTheWay);
        assert_eq!(refused(zheng.get(&format!("/api/v1/media/{name}")).await).await.0, 404, "not before it is here");
        let location = created.headers()["location"].to_str().unwrap().to_owned();
        assert_eq!(wang.patch(&location, 0, &shot.original).await.status(), 204);
        let file = zheng.case(case).await;
        assert_eq!(place(&file, shot.photo), OriginalPlace::Here);
        assert_eq!(file.case.version, version + 1, "an original moves nothing in the case");
        let bytes = zheng.get(&format!("/api/v1/media/{name}")).await.bytes().await.unwrap();
        assert_eq!(Sha256::of(&bytes), file.evidence[0].original, "what came is what was signed at the shutter");
        assert_eq!(world.count("select count(*) from audit where action = 'original_received'").await, 1);
        let found = server::check::all(&world.app, server::check::Depth::Media).await.unwrap();
        assert_eq!((found.photos, found.originals, found.problems), (1, 1, Vec::new()));
    }

    async fn who_answered_a_task_hears_of_it_through_the_task_and_of_the_closing_too(world: &World) {
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        let (case, _) = reported(world, &mut wang).await;
        world.desk("west").await.finish(case, 7).await;
        let task = li.tasks().await.remove(0);
        let (envelope, shot) = li.answer(world, &task, TaskResult::Pass);
        li.push(&[envelope]).await;
        li.upload(&shot.working).await;
        let closed = world.desk("zheng").await.case(case).await.case;
        assert_eq!((closed.state, closed.closed_at), (State::Closed, Some(world.app.clock.now())));
        let heard = |tasks: Vec<Task>| tasks.into_iter().find(|known| known.id == task.id).unwrap();
        assert_eq!(heard(li.tasks().await).case_closed_at, closed.closed_at);

        ok::<CaseFile>(ask(&world.desk("zheng").await, case, shot.photo).await).await;
        assert_eq!(heard(li.tasks().await).originals_asked, [shot.photo]);
        li.upload(&shot.original).await;
        assert_eq!(place(&world.desk("zheng").await.case(case).await, shot.photo), OriginalPlace::Here);

        world.clock.forward_ms(60_000);
        let reopened = world.desk("zhou").await.act(case, &json!({"action": "reopen", "reason": "又脏了"})).await;
        assert_eq!(ok::<CaseFile>(reopened).await.case.closed_at, None);
        assert_eq!(heard(li.tasks().await).case_closed_at, None, "an open case keeps its files on the phone");
    }
}
