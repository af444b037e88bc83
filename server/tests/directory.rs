//! The directory: a role sees what is for it, of its own jurisdiction and of the city; what is held is not sent again.

use reqwest::Method;
use server::directory::{actions, list};
use shared::api::directory::Directory;

use crate::harness::city::{BEILIN, WEIYANG};
use crate::harness::desk::{ok, refused};
use crate::harness::{Desk, Phone, World, on_both_engines};

const PATH: &str = "/api/v1/directory";
const HEADER: &str = "unit,name,post,office_phone,visible_to\n";

async fn bring(world: &World, of: &str, lines: &str) {
    let listed = list::read(&format!("{HEADER}{lines}")).unwrap();
    let mut tx = world.app.db.write().await.unwrap();
    actions::replace(&mut tx, &of.parse().unwrap(), "1", &listed, world.app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
}

/// Three lists: the city's, and those of two towns.
async fn three(world: &World) {
    bring(world, "XA", "市中心/受理台,,,029-0000-0001,\n市中心/督导席,,,029-0000-0002,supervisor admin\n").await;
    bring(world, WEIYANG, "未央中心,王练一,值班长,029-0000-1000,collector inspector\n未央中心,,,029-0000-1001,\n")
        .await;
    bring(world, BEILIN, "碑林中心,,,029-0000-1100,\n").await;
}

async fn numbers(desk: &Desk) -> Vec<String> {
    let directory: Directory = ok(desk.get(PATH).await).await;
    directory.entries.into_iter().map(|entry| entry.office_phone).collect()
}

async fn fetch(phone: &Phone, held: Option<&str>) -> reqwest::Response {
    let request = phone.request(Method::GET, PATH);
    let request = match held {
        Some(held) => request.header("If-None-Match", held),
        None => request,
    };
    request.send().await.unwrap()
}

on_both_engines! {
    async fn a_role_sees_what_is_for_it_of_its_own_ground_and_the_citys(world: &World) {
        three(world).await;
        let reply = world.http.get(format!("{}{PATH}", world.base)).send().await.unwrap();
        assert_eq!(refused(reply).await, (401, "not_signed_in".to_owned()));
        let expected: &[(&str, &[&str])] = &[
            ("wang", &["029-0000-0001", "029-0000-1000", "029-0000-1001"]),
            ("sun", &["029-0000-0001", "029-0000-1001"]),
            ("zheng", &["029-0000-0001", "029-0000-0002", "029-0000-1001"]),
            ("chen", &["029-0000-0001", "029-0000-1100"]),
            ("west", &["029-0000-0001", "029-0000-1001"]),
            // Whoever works for the city sees every list, Beilin's before Weiyang's, and what is for an administrator.
            ("boss", &["029-0000-0001", "029-0000-0002", "029-0000-1100", "029-0000-1001"]),
        ];
        for (user, numbers_of) in expected {
            assert_eq!(numbers(&world.desk(user).await).await, *numbers_of, "{user}");
        }
        let directory: Directory = ok(world.desk("wang").await.get(PATH).await).await;
        assert_eq!(directory.entries[1].initials, "wly", "found by the first letters");
    }

    async fn what_is_held_is_not_sent_again(world: &World) {
        three(world).await;
        let [wang] = world.phones(["wang"]).await;
        let told = wang.hello(world).await.directory.unwrap();
        let first = fetch(&wang, None).await;
        let tag = first.headers()["etag"].to_str().unwrap().to_owned();
        assert_eq!(tag, format!("\"{told}\""), "the hello told which one it is");
        let directory: Directory = ok(first).await;
        assert_eq!(directory.hash, Some(told.clone()));
        let again = fetch(&wang, Some(&tag)).await;
        assert_eq!((again.status().as_u16(), again.headers()["etag"].to_str().unwrap()), (304, tag.as_str()));
        bring(world, WEIYANG, "未央中心,,,029-0000-1009,\n").await;
        assert_ne!(wang.hello(world).await.directory, Some(told));
        let directory: Directory = ok(fetch(&wang, Some(&tag)).await).await;
        assert_eq!(directory.entries.len(), 2, "one list took the place of the other");
        let kept = "select count(*) from directory_entries where jurisdiction_id = '610112'";
        assert_eq!(world.count(kept).await, 1);
    }

    async fn a_mark_is_a_roles_own_and_there_is_none_without_a_list(world: &World) {
        let [wang, zheng, chen] = world.phones(["wang", "zheng", "chen"]).await;
        assert_eq!(wang.hello(world).await.directory, None, "an old app hears what it always heard");
        let empty: Directory = ok(fetch(&wang, None).await).await;
        assert_eq!(empty, Directory::default());
        bring(world, WEIYANG, "未央中心,,,029-0000-1001,\n").await;
        let (of_wang, of_zheng) = (wang.hello(world).await.directory, zheng.hello(world).await.directory);
        assert!(of_wang.is_some() && of_zheng.is_some() && of_wang != of_zheng, "who becomes another fetches anew");
        assert_eq!(chen.hello(world).await.directory, None, "Weiyang's list is nothing to Beilin");
        bring(world, WEIYANG, "未央中心,,,029-0000-1001,\n").await;
        assert_eq!(wang.hello(world).await.directory, of_wang, "the same list brought in again changes nothing");
    }
}
