//! Files: resumable, checked, judged when a case asks for them, readable only through a case.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use reqwest::Method;
use sha2::Digest as _;
use shared::evidence::PhotoRole;
use shared::evidence::manifest::Subject;
use shared::ids::Sha256;
use shared::refusal::Code;
use shared::sync::operation::Act;

use crate::harness::city::at;
use crate::harness::desk::refused;
use crate::harness::phone::jpeg;
use crate::harness::{Phone, World, on_both_engines};

async fn location(phone: &Phone, bytes: &[u8]) -> String {
    let created = phone.create(bytes.len(), Some(Sha256::of(bytes).as_str())).await;
    assert_eq!(created.status(), 201);
    created.headers()["location"].to_str().unwrap().to_owned()
}

async fn offset(phone: &Phone, location: &str) -> String {
    let head = phone.request(Method::HEAD, location).header("Tus-Resumable", "1.0.0").send().await.unwrap();
    assert!(head.status().is_success());
    head.headers()["upload-offset"].to_str().unwrap().to_owned()
}

/// Reports with a file that is no whole picture and returns how the case shows it.
async fn shown(world: &World, bytes: Vec<u8>, file_first: bool) -> Option<Code> {
    let mut wang = Phone::sign_in(world, "wang").await;
    let (mut report, _) = wang.report(world, at(0.5, 0.5));
    let shot = wang.shoot(world, PhotoRole::Far, Subject::Case(report.case), bytes.clone());
    report.photos = vec![shot.signed];
    let case = report.case;
    let envelope = wang.envelope(world, Act::Report(report));
    if file_first {
        wang.upload(&bytes).await;
    }
    assert_eq!(wang.push(&[envelope]).await[0].code, None, "what was reported stands whatever its photo is");
    if !file_first {
        if bytes.is_empty() {
            assert_eq!(wang.create(0, None).await.status(), 201);
        } else {
            wang.upload(&bytes).await;
        }
    }
    let file = world.desk("zheng").await.case(case).await;
    assert!(file.case.photos[0].received_at.is_some(), "its bytes are here, and kept");
    file.case.photos[0].refused
}

fn huge() -> Vec<u8> {
    let mut bytes = jpeg(1);
    let frame = bytes.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    bytes[frame + 5..frame + 9].copy_from_slice(&[0x2a, 0xf8, 0x2a, 0xf8]);
    bytes
}

on_both_engines! {
    async fn an_upload_goes_on_at_the_byte_where_it_was_cut(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let bytes = jpeg(9);
        let place = location(&wang, &bytes).await;
        assert_eq!(wang.patch(&place, 0, &bytes[..100]).await.status(), 204);
        assert_eq!(offset(&wang, &place).await, "100");
        assert_eq!(refused(wang.patch(&place, 0, &bytes).await).await, (409, "offset_mismatch".to_owned()));
        assert_eq!(wang.patch(&place, 100, &bytes[100..]).await.status(), 204);
        assert_eq!(world.count("select count(*) from files").await, 1);
    }

    async fn a_file_with_another_hash_than_promised_gets_no_receipt(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let bytes = jpeg(9);
        let created = wang.create(bytes.len(), Some(Sha256::of(b"another").as_str())).await;
        let place = created.headers()["location"].to_str().unwrap().to_owned();
        assert_eq!(refused(wang.patch(&place, 0, &bytes).await).await, (460, "hash_mismatch".to_owned()));
        assert_eq!(world.count("select count(*) from files").await, 0);
        assert_eq!(refused(wang.patch(&place, 0, &bytes).await).await, (410, "upload_gone".to_owned()));
        wang.upload(&bytes).await;
    }

    async fn a_chunk_with_a_wrong_checksum_is_taken_back(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let bytes = jpeg(9);
        let place = location(&wang, &bytes).await;
        let wrong = format!("sha256 {}", BASE64.encode(sha2::Sha256::digest(b"other")));
        let reply = wang.patch_with(&place, 0, &bytes[..50], Some(&wrong)).await;
        assert_eq!(refused(reply).await, (460, "hash_mismatch".to_owned()));
        assert_eq!(offset(&wang, &place).await, "0");
        let right = format!("sha256 {}", BASE64.encode(sha2::Sha256::digest(&bytes)));
        assert_eq!(wang.patch_with(&place, 0, &bytes, Some(&right)).await.status(), 204);
        let unknown = location(&wang, &jpeg(10)).await;
        let reply = wang.patch_with(&unknown, 0, &[1], Some("md5 AAAA")).await;
        assert_eq!(refused(reply).await.0, 400);
    }

    async fn uploads_end_by_wish_and_after_a_day(world: &World) {
        let [wang, li] = world.phones(["wang", "li"]).await;
        let place = location(&wang, &jpeg(1)).await;
        let foreign = li.request(Method::DELETE, &place).header("Tus-Resumable", "1.0.0").send().await.unwrap();
        assert_eq!(refused(foreign).await.1, "upload_gone", "another's upload is not there");
        let own = wang.request(Method::DELETE, &place).header("Tus-Resumable", "1.0.0").send().await.unwrap();
        assert_eq!(own.status(), 204);
        assert_eq!(refused(wang.patch(&place, 0, &jpeg(1)).await).await, (410, "upload_gone".to_owned()));
        let old = location(&wang, &jpeg(2)).await;
        wang.upload(&jpeg(3)).await;
        world.clock.forward_ms(24 * 3_600_000 + 1);
        server::media::actions::sweep(&world.app).await.unwrap();
        assert_eq!(world.count("select count(*) from uploads").await, 0);
        assert_eq!(world.count("select count(*) from files").await, 0, "what no case asked for in a day goes");
        drop(old);
    }

    async fn the_quarantine_of_one_account_is_limited(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let megabyte = 1024 * 1024;
        assert_eq!(refused(wang.create(3 * megabyte, None).await).await, (413, "too_large".to_owned()));
        for _ in 0..2 {
            assert_eq!(wang.create(2 * megabyte, None).await.status(), 201);
        }
        assert_eq!(refused(wang.create(megabyte, None).await).await, (409, "quota_full".to_owned()));
    }

    async fn a_full_disk_is_said_and_nothing_is_lost(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (report, shot) = wang.report(world, at(0.5, 0.5));
        let case = report.case;
        let envelope = wang.envelope(world, Act::Report(report));
        wang.push(&[envelope]).await;
        world.disk.set_free(1_000);
        assert_eq!(refused(wang.create(shot.working.len(), None).await).await, (507, "disk_full".to_owned()));
        world.disk.set_free(u64::MAX / 2);
        wang.upload(&shot.working).await;
        assert!(world.desk("zheng").await.case(case).await.case.photos[0].received_at.is_some());
    }

    async fn a_file_is_readable_only_through_a_case_in_reach(world: &World) {
        let [mut wang, li] = world.phones(["wang", "li"]).await;
        let (report, shot) = wang.report(world, at(0.5, 0.5));
        let name = Sha256::of(&shot.working);
        wang.upload(&shot.working).await;
        let path = format!("/api/v1/media/{name}");
        let get = |phone: &Phone| phone.request(Method::GET, &path).send();
        assert_eq!(refused(get(&wang).await.unwrap()).await.0, 404, "no case asks for it yet");
        let envelope = wang.envelope(world, Act::Report(report));
        wang.push(&[envelope]).await;
        let reply = get(&wang).await.unwrap();
        assert_eq!(reply.headers()["content-type"], "image/jpeg");
        assert_eq!(reply.bytes().await.unwrap(), shot.working);
        assert_eq!(refused(get(&li).await.unwrap()).await.0, 404, "knowing a hash is no right");
        assert_eq!(refused(world.desk("north").await.get(&path).await).await.0, 404);
        assert_eq!(world.desk("west").await.get(&path).await.status(), 200);
        let thumb = world.desk("zheng").await.get(&format!("{path}?size=thumb")).await;
        assert_eq!(thumb.status(), 200);
        for reply in [thumb, world.desk("west").await.get(&path).await] {
            let vary: Vec<_> = reply.headers().get_all("vary").iter().map(|value| value.to_str().unwrap()).collect();
            assert!(vary.iter().any(|value| value.contains("cookie")), "another session in this browser asks anew: {vary:?}");
        }
        assert_eq!(refused(world.desk("zhu").await.get(&path).await).await.0, 404);
    }

    async fn what_is_no_whole_photo_is_named_and_the_case_stands(world: &World) {
        let whole = jpeg(1);
        let cut = whole[..whole.len() / 2].to_vec();
        for file_first in [false, true] {
            assert_eq!(shown(world, b"GIF89a no photo".to_vec(), file_first).await, Some(Code::NotAPhoto));
            assert_eq!(shown(world, cut.clone(), file_first).await, Some(Code::PhotoIncomplete));
            assert_eq!(shown(world, huge(), file_first).await, Some(Code::PhotoTooLarge));
        }
        assert_eq!(shown(world, Vec::new(), false).await, Some(Code::PhotoIncomplete));
    }

    async fn tus_says_what_it_speaks(world: &World) {
        let reply = world.http.request(Method::OPTIONS, format!("{}/api/v1/media/uploads", world.base)).send().await.unwrap();
        assert_eq!(reply.status(), 204);
        let extensions = reply.headers()["tus-extension"].to_str().unwrap();
        for extension in ["creation", "checksum", "expiration", "termination"] {
            assert!(extensions.contains(extension), "{extensions}");
        }
        let [wang] = world.phones(["wang"]).await;
        let empty = wang
            .request(Method::POST, "/api/v1/media/uploads")
            .header("Tus-Resumable", "1.0.0")
            .header("Upload-Length", 5)
            .header("Upload-Metadata", "")
            .send()
            .await
            .unwrap();
        assert_eq!(empty.status(), 201, "an empty header is accepted");
        let no_length = wang.request(Method::POST, "/api/v1/media/uploads").header("Tus-Resumable", "1.0.0").send().await.unwrap();
        assert_eq!(refused(no_length).await.0, 400);
    }
}
