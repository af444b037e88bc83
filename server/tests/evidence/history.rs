//! The history of a device's chain, as those see it who watch devices.

use reqwest::Method;
use serde_json::{Value, json};
use shared::api::evidence::DeviceChain;
use shared::evidence::PhotoRole;
use shared::evidence::chain::Link;
use shared::evidence::verdict::{Finding, Verdict};
use shared::ids::DeviceId;
use uuid::Uuid;

use super::scenes::plain;
use super::{MINUTE_MS, hand_in, honest, reports, shoot};
use crate::harness::city::{BEILIN, at};
use crate::harness::desk::{ok, refused};
use crate::harness::on_both_engines;

on_both_engines! {
    async fn only_who_watches_the_devices_of_a_jurisdiction_sees_their_chains(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let place = at(0.5, 0.5);
        reports(world, &mut wang, place, plain(1), honest(world, place)).await;
        let path = format!("/api/v1/devices/{}/chain", wang.device);
        let nobody = world.http.get(format!("{}{path}", world.base)).send().await.unwrap();
        assert_eq!(refused(nobody).await, (401, "not_signed_in".to_owned()));
        for user in ["wang", "sun", "west", "worker"] {
            let reply = world.desk(user).await.get(&path).await;
            assert_eq!(refused(reply).await, (403, "not_allowed".to_owned()), "{user}");
        }
        let zhu = world.desk("zhu").await;
        assert_eq!(refused(zhu.get(&path).await).await, (404, "not_found".to_owned()), "another jurisdiction's");
        let zheng = world.desk("zheng").await;
        let unknown = format!("/api/v1/devices/{}/chain", DeviceId(Uuid::new_v4()));
        assert_eq!(refused(zheng.get(&unknown).await).await, (404, "not_found".to_owned()));
        assert_eq!(refused(zheng.get("/api/v1/devices/phone/chain").await).await, (404, "not_found".to_owned()));
        for query in ["before=first", "before=-1", "limit=many"] {
            let reply = zheng.get(&format!("{path}?{query}")).await;
            assert_eq!(refused(reply).await, (400, "bad_value".to_owned()), "{query}");
        }
        for user in ["zheng", "zhou", "boss", "chief"] {
            let chain: DeviceChain = ok(world.desk(user).await.get(&path).await).await;
            assert_eq!(chain.links.len(), 1, "{user}");
        }
    }

    async fn a_chain_is_read_page_by_page_with_its_gaps_and_forks(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let place = at(0.5, 0.5);
        let mut shots = Vec::new();
        // The third and the fourth are held back, and a second one stands where the second stands.
        for number in 1..=6_u64 {
            let (case, shot) = shoot(world, &mut wang, plain(number), honest(world, place));
            if number != 3 && number != 4 {
                hand_in(world, &mut wang, place, case, &shot).await;
            }
            shots.push((case, shot));
            world.clock.forward_ms(MINUTE_MS);
        }
        let say = honest(world, place);
        let first = shots[0].1.signed.hash().unwrap();
        let (case, fork) = shoot(world, &mut wang, plain(7), |manifest| {
            say(manifest);
            manifest.index = 2;
            manifest.previous = Some(first.clone());
        });
        hand_in(world, &mut wang, place, case, &fork).await;
        server::evidence::turn(&world.app).await.unwrap();

        let zheng = world.desk("zheng").await;
        let path = format!("/api/v1/devices/{}/chain", wang.device);
        let whole: DeviceChain = ok(zheng.get(&path).await).await;
        assert_eq!((whole.device, whole.next), (wang.device, None));
        let places: Vec<_> = whole.links.iter().map(|link| (link.index, link.missing_before)).collect();
        assert_eq!(places, [(6, 0), (5, 2), (2, 0), (2, 0), (1, 0)]);
        let fifth = &whole.links[1];
        assert_eq!((fifth.link, fifth.verdict), (Link::Waits, Verdict::Noted));
        assert_eq!((fifth.photo, fifth.case, fifth.role), (shots[4].1.photo, Some(shots[4].0), PhotoRole::Near));
        assert_eq!(fifth.hash, shots[4].1.signed.hash().unwrap());
        assert_eq!(fifth.previous, Some(shots[3].1.signed.hash().unwrap()));
        assert!(fifth.case_no.is_some() && fifth.lon.is_some() && fifth.lat.is_some());
        for link in &whole.links[2..4] {
            assert_eq!(link.reasons.iter().map(|reason| reason.finding).collect::<Vec<_>>(), [Finding::Fork]);
        }
        assert_eq!(whole.links[4].previous, None);

        let (mut read, mut before) = (Vec::new(), String::new());
        loop {
            let page: DeviceChain = ok(zheng.get(&format!("{path}?limit=1&before={before}")).await).await;
            assert!(page.links.len() == 1 || page.links.iter().all(|link| link.index == 2), "{:?}", page.links);
            read.extend(page.links);
            match page.next {
                Some(next) => before = next.to_string(),
                None => break,
            }
        }
        assert_eq!(read, whole.links, "page by page the same, gaps told across them");
        let nothing: DeviceChain = ok(zheng.get(&format!("{path}?before=1")).await).await;
        assert_eq!((nothing.links.len(), nothing.next), (0, None));
        let nothing: DeviceChain = ok(zheng.get(&format!("{path}?before=0")).await).await;
        assert_eq!((nothing.links.len(), nothing.next), (0, None));
    }

    async fn of_a_case_of_another_jurisdiction_a_chain_tells_nothing(world: &World) {
        let [mut wang, mut chen] = world.phones(["wang", "chen"]).await;
        let (here, there) = (at(0.5, 0.5), at(4.5, 0.5));
        let (case, _) = reports(world, &mut wang, here, plain(1), honest(world, here)).await;
        let (other, _) = reports(world, &mut chen, there, plain(1), honest(world, there)).await;
        server::evidence::turn(&world.app).await.unwrap();
        let path = format!("/api/v1/devices/{}/chain", wang.device);
        let boss = world.desk("boss").await;
        let number = boss.case(case).await.case.case_no.unwrap().to_string();
        // The same file stands in both cases: that it does is told, and in which other one to those alone who see that.
        for (user, is_told) in [("zheng", false), ("zhou", false), ("boss", true), ("chief", true)] {
            let text = world.desk(user).await.get(&path).await.text().await.unwrap();
            let chain: DeviceChain = serde_json::from_str(&text).unwrap();
            let [link] = chain.links.as_slice() else { panic!("{user}: {text}") };
            let [reason] = link.reasons.as_slice() else { panic!("{user}: {text}") };
            assert_eq!((link.case, reason.finding), (Some(case), Finding::SeenBefore), "{user}");
            assert_eq!(reason.other, is_told.then_some(other), "{user}");
            assert_eq!(text.contains(&other.to_string()), is_told, "{user}: {text}");
        }

        let moved = json!({"name": "wang先生", "role": "collector", "jurisdiction": BEILIN, "unit": null,
            "grids": [], "disabled": false});
        let account = boss.request(Method::PUT, &format!("/api/v1/accounts/{}", wang.account)).json(&moved);
        ok::<Value>(account.send().await.unwrap()).await;
        for (user, is_theirs) in [("zhu", false), ("boss", true)] {
            let text = world.desk(user).await.get(&path).await.text().await.unwrap();
            let chain: DeviceChain = serde_json::from_str(&text).unwrap();
            let [link] = chain.links.as_slice() else { panic!("{user}: the chain is whole: {text}") };
            assert_eq!((link.index, link.missing_before, link.link), (1, 0, Link::Fits), "{user}: and holds");
            let told = [link.case.is_some(), link.case_no.is_some(), link.lon.is_some(), link.lat.is_some()];
            assert_eq!(told, [is_theirs; 4], "{user}");
            assert_eq!(!link.reasons.is_empty(), is_theirs, "{user}");
            for told in [case.to_string(), number.clone()] {
                assert_eq!(text.contains(&told), is_theirs, "{user} {told}: {text}");
            }
        }
        let zheng = world.desk("zheng").await;
        assert_eq!(refused(zheng.get(&path).await).await, (404, "not_found".to_owned()), "the device is theirs no more");
    }

    async fn a_device_without_photos_has_an_empty_chain(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let path = format!("/api/v1/devices/{}/chain", wang.device);
        let chain: DeviceChain = ok(world.desk("zheng").await.get(&path).await).await;
        assert_eq!(chain, DeviceChain { device: wang.device, links: Vec::new(), next: None });
    }
}
