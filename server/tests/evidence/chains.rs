//! The chain: manifests that are held back, forked, out of order, signed by another, handed in twice.

use shared::evidence::PhotoRole;
use shared::evidence::chain::Link;
use shared::evidence::manifest::{Manifest, SignedManifest, Subject};
use shared::evidence::verdict::{Finding, Verdict};
use shared::ids::{CaseId, Sha256};
use shared::refusal::Code;
use shared::sync::operation::{Act, Answer};
use shared::task::TaskResult;
use uuid::Uuid;

use super::scenes::plain;
use super::{HOUR_MS, MINUTE_MS, found, hand_in, honest, judged, report, reports, right, seen, shoot};
use crate::harness::city::at;
use crate::harness::phone::Shot;
use crate::harness::{Phone, World, on_both_engines};

/// Takes a photo at a place of the chain, behind another one, a minute later.
fn at_place(world: &World, phone: &mut Phone, picture: u64, index: u64, previous: &Sha256) -> (CaseId, Shot) {
    world.clock.forward_ms(MINUTE_MS);
    let say = honest(world, at(0.5, 0.5));
    shoot(world, phone, plain(picture), |manifest| {
        say(manifest);
        manifest.index = index;
        manifest.previous = Some(previous.clone());
    })
}

fn hash(shot: &Shot) -> Sha256 {
    shot.signed.hash().unwrap()
}

on_both_engines! {
    async fn a_manifest_that_is_held_back_is_missed_until_it_comes(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let place = at(0.5, 0.5);
        let (held_back, one) = shoot(world, &mut wang, plain(1), honest(world, place));
        world.clock.forward_ms(MINUTE_MS);
        let (case, two) = reports(world, &mut wang, place, plain(2), honest(world, place)).await;
        let known = judged(world, case, two.photo).await;
        assert_eq!((known.link, known.verdict), (Link::Waits, Verdict::Noted));
        assert_eq!(found(world, case, two.photo).await, [Finding::Missing]);
        hand_in(world, &mut wang, place, held_back, &one).await;
        assert!(found(world, case, two.photo).await.is_empty(), "it is here now");
        assert!(found(world, held_back, one.photo).await.is_empty());
    }

    async fn two_photos_at_one_place_of_the_chain_are_both_a_fork(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let place = at(0.5, 0.5);
        let (first, one) = reports(world, &mut wang, place, plain(1), honest(world, place)).await;
        let (second, two) = at_place(world, &mut wang, 2, 2, &hash(&one));
        hand_in(world, &mut wang, place, second, &two).await;
        assert!(found(world, second, two.photo).await.is_empty(), "alone at its place");
        let (third, other_two) = at_place(world, &mut wang, 3, 2, &hash(&one));
        hand_in(world, &mut wang, place, third, &other_two).await;
        assert_eq!(found(world, third, other_two.photo).await, [Finding::Fork]);
        assert_eq!(found(world, second, two.photo).await, [Finding::Fork], "nobody can tell which is the true one");
        assert!(found(world, first, one.photo).await.is_empty());
        let (fourth, three) = at_place(world, &mut wang, 4, 3, &hash(&other_two));
        hand_in(world, &mut wang, place, fourth, &three).await;
        assert!(found(world, fourth, three.photo).await.is_empty(), "it names the one before it");
    }

    async fn whoever_names_the_second_of_a_fork_fits_when_that_comes(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let place = at(0.5, 0.5);
        let (_, one) = reports(world, &mut wang, place, plain(1), honest(world, place)).await;
        let (second, two) = at_place(world, &mut wang, 2, 2, &hash(&one));
        hand_in(world, &mut wang, place, second, &two).await;
        let (third, other_two) = at_place(world, &mut wang, 3, 2, &hash(&one));
        let (fourth, three) = at_place(world, &mut wang, 4, 3, &hash(&other_two));
        hand_in(world, &mut wang, place, fourth, &three).await;
        assert_eq!(found(world, fourth, three.photo).await, [Finding::Fork], "another photo is known before it");
        hand_in(world, &mut wang, place, third, &other_two).await;
        assert_eq!(judged(world, fourth, three.photo).await.link, Link::Fits);
        assert!(found(world, fourth, three.photo).await.is_empty());
        assert_eq!(found(world, second, two.photo).await, [Finding::Fork]);
        assert_eq!(found(world, third, other_two.photo).await, [Finding::Fork]);
    }

    async fn a_photo_that_was_taken_before_the_one_before_it_is_out_of_order(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let place = at(0.5, 0.5);
        world.clock.forward_ms(HOUR_MS);
        let (first, one) = shoot(world, &mut wang, plain(1), honest(world, place));
        let earlier = world.app.clock.now().plus_ms(-2 * MINUTE_MS);
        let (second, two) = shoot(world, &mut wang, plain(2), |manifest| {
            manifest.taken = right(earlier);
            manifest.fix = Some(seen(place, earlier));
        });
        hand_in(world, &mut wang, place, second, &two).await;
        assert_eq!(found(world, second, two.photo).await, [Finding::Missing]);
        hand_in(world, &mut wang, place, first, &one).await;
        let known = judged(world, second, two.photo).await;
        let [reason] = known.reasons.as_slice() else { panic!("{:?}", known.reasons) };
        assert_eq!((reason.finding, reason.measured), (Finding::Reordered, Some(120)));
    }

    async fn a_manifest_that_another_device_signed_is_refused(world: &World) {
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        let place = at(0.5, 0.5);
        let (case, shot) = shoot(world, &mut wang, plain(1), honest(world, place));
        let manifest = Manifest::decode(&shot.signed.bytes().unwrap()).unwrap();
        let forged = Shot { signed: SignedManifest::sign(&manifest, &li.key), ..shot.clone() };
        let by_wang = wang.envelope(world, Act::Report(report(world, case, place, &[&forged])));
        assert_eq!(wang.push(&[by_wang]).await[0].code, Some(Code::ManifestInvalid), "another key");
        let by_li = li.envelope(world, Act::Report(report(world, case, place, &[&forged])));
        assert_eq!(li.push(&[by_li]).await[0].code, Some(Code::ManifestInvalid), "another device in it");
        let own = Manifest { device: li.device, account: li.account, ..manifest };
        let edited = Shot { signed: SignedManifest { signature: shot.signed.signature.clone(), ..SignedManifest::sign(&own, &li.key) }, ..shot };
        let by_li = li.envelope(world, Act::Report(report(world, case, place, &[&edited])));
        assert_eq!(li.push(&[by_li]).await[0].code, Some(Code::ManifestInvalid), "an old signature under new words");
        assert_eq!(world.count("select count(*) from photos").await, 0);
    }

    async fn a_manifest_that_is_handed_in_again_is_refused(world: &World) {
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        let place = at(0.5, 0.5);
        let (case, shot) = reports(world, &mut wang, place, plain(1), honest(world, place)).await;
        let other = CaseId(Uuid::now_v7());
        let again = wang.envelope(world, Act::Report(report(world, other, place, &[&shot])));
        assert_eq!(wang.push(&[again]).await[0].code, Some(Code::ManifestInvalid), "it was made for another case");
        world.desk("west").await.finish(case, 7).await;
        let task = li.tasks().await.remove(0);
        let after = li.shoot(world, PhotoRole::After, Subject::Task(task.id), plain(2));
        let answer = |photos: Vec<SignedManifest>| Answer {
            task: task.id,
            result: TaskResult::Pass,
            note: String::new(),
            fix: None,
            base: task.version,
            photos,
        };
        let twice = li.envelope(world, Act::Answer(answer(vec![after.signed.clone(), after.signed.clone()])));
        assert_eq!(li.push(&[twice]).await[0].code, Some(Code::ManifestInvalid), "twice in one answer");
        let once = li.envelope(world, Act::Answer(answer(vec![after.signed.clone()])));
        assert_eq!(li.push(&[once]).await[0].code, None);
        let replayed = li.envelope(world, Act::Answer(answer(vec![after.signed])));
        assert_eq!(li.push(&[replayed]).await[0].code, Some(Code::ManifestInvalid), "handed in before");
        assert_eq!(world.count("select count(*) from photos").await, 2);
    }
}
