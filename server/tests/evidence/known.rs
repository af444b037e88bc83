//! Is this file byte for byte one of ours, and what was signed about it?

use serde_json::json;
use shared::api::cases::CaseFile;
use shared::api::evidence::{KnownFile, StandsAs};
use shared::evidence::verdict::Verdict;
use shared::ids::Sha256;

use super::scenes::plain;
use super::{honest, judged, reports};
use crate::harness::city::at;
use crate::harness::desk::{ok, refused};
use crate::harness::{Desk, World, on_both_engines};

async fn ask(desk: &Desk, sha256: &Sha256) -> reqwest::Response {
    desk.get(&format!("/api/v1/evidence/{sha256}")).await
}

async fn unknown(desk: &Desk, sha256: &Sha256) {
    assert_eq!(refused(ask(desk, sha256).await).await, (404, "file_unknown".to_owned()));
}

/// Changes rows behind the server's back.
async fn meddle(world: &World, sql: &'static str) {
    let mut tx = world.app.db.write().await.unwrap();
    assert!(sqlx::query(sql).execute(&mut *tx).await.unwrap().rows_affected() > 0);
    tx.commit().await.unwrap();
}

on_both_engines! {
    async fn a_file_is_known_to_those_who_see_its_case_and_to_nobody_else(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let place = at(0.5, 0.5);
        let (_, shot) = reports(world, &mut wang, place, plain(1), honest(world, place)).await;
        let name = Sha256::of(&shot.working);
        let nobody = world.http.get(format!("{}/api/v1/evidence/{name}", world.base)).send().await.unwrap();
        assert_eq!(refused(nobody).await, (401, "not_signed_in".to_owned()));
        let collector = world.desk("wang").await;
        assert_eq!(refused(ask(&collector, &name).await).await, (403, "not_allowed".to_owned()));
        for user in ["zhu", "north"] {
            unknown(&world.desk(user).await, &name).await;
        }
        let zheng = world.desk("zheng").await;
        assert_eq!(refused(zheng.get("/api/v1/evidence/photo.jpg").await).await, (404, "not_found".to_owned()));
        let mut changed = shot.working.clone();
        *changed.last_mut().unwrap() ^= 1;
        unknown(&zheng, &Sha256::of(&changed)).await;
        for user in ["zheng", "west", "boss"] {
            let known: KnownFile = ok(ask(&world.desk(user).await, &name).await).await;
            assert_eq!(known.stands.len(), 1, "{user}");
        }
    }

    async fn what_was_signed_of_a_file_is_told_and_verified_again(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let place = at(0.5, 0.5);
        let (case, shot) = reports(world, &mut wang, place, plain(1), honest(world, place)).await;
        let evidence = judged(world, case, shot.photo).await;
        let zheng = world.desk("zheng").await;
        let known: KnownFile = ok(ask(&zheng, &Sha256::of(&shot.working)).await).await;
        let [stand] = known.stands.as_slice() else { panic!("{known:?}") };
        assert_eq!((stand.stands_as, stand.case, stand.signature_holds), (StandsAs::Working, case, true));
        assert_eq!((stand.taken_by.as_str(), stand.case_no.is_some()), ("wang先生", true));
        assert_eq!(stand.evidence.as_ref(), Some(&evidence));
        assert_eq!(evidence.verdict, Verdict::Sound);
        let original: KnownFile = ok(ask(&zheng, &Sha256::of(&shot.original)).await).await;
        assert_eq!(original.stands[0].stands_as, StandsAs::Original);

        meddle(world, "update photos set signature = 'AAAA'").await;
        let known: KnownFile = ok(ask(&zheng, &Sha256::of(&shot.working)).await).await;
        assert!(!known.stands[0].signature_holds, "it is the signature that is verified, not a memory of it");
    }

    async fn a_row_that_was_made_to_name_another_file_does_not_hold(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let place = at(0.5, 0.5);
        reports(world, &mut wang, place, plain(1), honest(world, place)).await;
        meddle(world, "update photos set original_sha256 = '0000000000000000000000000000000000000000000000000000000000000000'").await;
        let zeros: Sha256 = "0".repeat(64).parse().unwrap();
        let known: KnownFile = ok(ask(&world.desk("zheng").await, &zeros).await).await;
        assert!(!known.stands[0].signature_holds, "the signed manifest names no such file");
    }

    async fn the_same_bytes_may_stand_for_several_cases_each_within_its_reach(world: &World) {
        let [mut wang, mut chen] = world.phones(["wang", "chen"]).await;
        let (here, there) = (at(0.5, 0.5), at(4.5, 0.5));
        let (case, shot) = reports(world, &mut wang, here, plain(1), honest(world, here)).await;
        let (other, _) = reports(world, &mut chen, there, plain(1), honest(world, there)).await;
        let name = Sha256::of(&shot.working);
        let (zheng, zhu, boss) = (world.desk("zheng").await, world.desk("zhu").await, world.desk("boss").await);
        for (desk, expected) in [(&zheng, vec![case]), (&zhu, vec![other])] {
            let known: KnownFile = ok(ask(desk, &name).await).await;
            assert_eq!(known.stands.iter().map(|stand| stand.case).collect::<Vec<_>>(), expected);
        }
        let known: KnownFile = ok(ask(&boss, &name).await).await;
        assert_eq!(known.stands.len(), 2);
    }

    async fn a_file_that_was_handed_in_at_a_desk_stands_without_a_signature(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let place = at(0.5, 0.5);
        let (case, _) = reports(world, &mut wang, place, plain(1), honest(world, place)).await;
        let west = world.desk("west").await;
        let file = plain(2);
        let working = west.upload(&file).await;
        unknown(&world.desk("zheng").await, &Sha256::of(&file)).await;
        let done = json!({"action": "finish", "note": "", "photos": [{"working": working, "role": "after"}]});
        ok::<CaseFile>(west.act(case, &done).await).await;
        let known: KnownFile = ok(ask(&world.desk("zheng").await, &Sha256::of(&file)).await).await;
        let [stand] = known.stands.as_slice() else { panic!("{known:?}") };
        assert_eq!((stand.stands_as, stand.case, stand.signature_holds), (StandsAs::Desk, case, false));
        assert!(stand.evidence.is_none() && stand.taken_by.is_empty());
    }
}
