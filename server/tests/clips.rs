//! Video and voice: judged when a case asks for them, served in parts; and copies of pictures for outside.

use reqwest::{Method, Response};
use shared::evidence::PhotoRole;
use shared::evidence::manifest::{FileFacts, Subject};
use shared::ids::{CaseId, Sha256};
use shared::refusal::Code;
use shared::sync::operation::Act;

use crate::harness::city::at;
use crate::harness::clip::mp4;
use crate::harness::desk::refused;
use crate::harness::phone::{Shot, jpeg, marked};
use crate::harness::{Desk, Phone, World, on_both_engines};

/// A shot whose original is a clip.
fn film(phone: &mut Phone, world: &World, case: CaseId, role: PhotoRole, clip: Vec<u8>) -> Shot {
    let poster = marked(&jpeg(77), &clip[clip.len() - 4..]);
    let facts = FileFacts { sha256: Sha256::of(&clip), size_bytes: clip.len() as u64 };
    let shot = phone.shoot_with(world, role, Subject::Case(case), poster, |manifest| {
        manifest.original = facts;
        manifest.clip_ms = Some(5_000);
    });
    Shot { original: clip, ..shot }
}

/// Which of three things a phone does first.
#[derive(Clone, Copy)]
enum Order {
    Report,
    Clip,
    Poster,
}

const ORDERS: [Order; 3] = [Order::Report, Order::Clip, Order::Poster];

/// Reports with a photo and a clip, in an order; returns the case and how it shows the clip's shot.
async fn reported(world: &World, role: PhotoRole, clip: Vec<u8>, order: Order) -> (CaseId, Option<Code>) {
    let mut wang = Phone::sign_in(world, "wang").await;
    let (mut report, photo) = wang.report(world, at(0.5, 0.5));
    let case = report.case;
    let shot = film(&mut wang, world, case, role, clip);
    report.photos.push(shot.signed.clone());
    let envelope = wang.envelope(world, Act::Report(report));
    let before: &[&[u8]] = match order {
        Order::Report => &[],
        Order::Clip => &[&shot.original],
        Order::Poster => &[&shot.working, &shot.original],
    };
    for bytes in before {
        wang.upload(bytes).await;
    }
    assert_eq!(wang.push(&[envelope]).await[0].code, None, "what was reported stands whatever its clip is");
    for bytes in [&photo.working, &shot.original, &shot.working] {
        wang.upload(bytes).await;
    }
    let file = world.desk("zheng").await.case(case).await;
    let shown = file.case.photos.iter().find(|known| known.photo == Some(shot.photo)).unwrap();
    assert!(shown.received_at.is_some(), "its poster is here");
    (case, shown.refused)
}

async fn part(desk: &Desk, path: &str, range: &str, if_range: &str) -> Response {
    let mut request = desk.request(Method::GET, path).header("Range", range).header("Accept-Encoding", "gzip, zstd");
    if !if_range.is_empty() {
        request = request.header("If-Range", if_range);
    }
    request.send().await.unwrap()
}

fn said<'a>(reply: &'a Response, name: &str) -> &'a str {
    reply.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

on_both_engines! {
    async fn a_clip_has_its_own_type_and_is_read_in_parts(world: &World) {
        for (number, order) in (1..).zip(ORDERS) {
            let clip = mp4(b"vide", 5_000, number);
            let (_, refusal) = reported(world, PhotoRole::Video, clip.clone(), order).await;
            assert_eq!(refusal, None);
            let (name, size) = (Sha256::of(&clip), clip.len());
            let path = format!("/api/v1/media/{name}");
            assert_eq!(refused(world.desk("north").await.get(&path).await).await.0, 404, "knowing a hash is no right");
            let zheng = world.desk("zheng").await;
            let whole = part(&zheng, &path, "", "").await;
            assert_eq!(whole.status(), 200);
            for (header, expected) in [
                ("content-type", "video/mp4"),
                ("accept-ranges", "bytes"),
                ("x-content-type-options", "nosniff"),
                ("content-encoding", ""),
            ] {
                assert_eq!(said(&whole, header), expected, "{header}");
            }
            let etag = said(&whole, "etag").to_owned();
            assert_eq!(whole.bytes().await.unwrap(), clip);
            for (range, from, to) in [("bytes=0-", 0, size), ("bytes=100-199", 100, 200), ("bytes=-7", size - 7, size)] {
                let reply = part(&zheng, &path, range, &etag).await;
                assert_eq!(reply.status(), 206);
                assert_eq!(said(&reply, "content-range"), format!("bytes {from}-{}/{size}", to - 1));
                assert_eq!(said(&reply, "content-type"), "video/mp4");
                assert_eq!(reply.bytes().await.unwrap(), &clip[from..to], "{range}");
            }
            let other = part(&zheng, &path, "bytes=0-9", "\"another\"").await;
            assert_eq!((other.status().as_u16(), other.bytes().await.unwrap().len()), (200, size));
            let behind = part(&zheng, &path, &format!("bytes={size}-"), "").await;
            assert_eq!(said(&behind, "content-range"), format!("bytes */{size}"));
            assert_eq!(refused(behind).await, (416, "range_unsatisfiable".to_owned()));
            for copy in ["thumb", "public"] {
                let reply = zheng.get(&format!("{path}?size={copy}")).await;
                assert_eq!(refused(reply).await, (422, "not_a_photo".to_owned()), "{copy}");
            }
        }
        let found = server::check::all(&world.app, server::check::Depth::Media).await.unwrap();
        assert_eq!((found.originals, found.problems), (3, Vec::new()));
    }

    async fn a_wrong_clip_is_named_in_whatever_order_it_comes_and_the_case_stands(world: &World) {
        use PhotoRole::{Video, Voice};
        let mut number = 0;
        for order in ORDERS {
            for (role, handler, ms, expected) in [
                (Voice, b"soun", 60_000, None),
                (Video, b"vide", 30_000, None),
                (Video, b"vide", 40_000, Some(Code::ClipTooLong)),
                (Voice, b"soun", 70_000, Some(Code::ClipTooLong)),
                (Video, b"soun", 5_000, Some(Code::NotAClip)),
                (Voice, b"vide", 5_000, Some(Code::NotAClip)),
            ] {
                number += 1;
                let (_, refused) = reported(world, role, mp4(handler, ms, number), order).await;
                assert_eq!(refused, expected, "{role:?} {ms}");
            }
            number += 1;
            let mut cut = mp4(b"vide", 5_000, number);
            cut.truncate(cut.len() - 100);
            assert_eq!(reported(world, Video, cut, order).await.1, Some(Code::NotAClip));
            let photo = marked(&jpeg(number), b"a photo in the place of a film");
            assert_eq!(reported(world, Video, photo, order).await.1, Some(Code::NotAClip));
        }
        let found = server::check::all(&world.app, server::check::Depth::Media).await.unwrap();
        assert_eq!(found.problems, Vec::<String>::new());
    }

    async fn one_file_may_be_a_voice_note_here_and_no_video_there(world: &World) {
        let clip = mp4(b"soun", 5_000, 9);
        assert_eq!(reported(world, PhotoRole::Video, clip.clone(), Order::Clip).await.1, Some(Code::NotAClip));
        assert_eq!(reported(world, PhotoRole::Voice, clip.clone(), Order::Clip).await.1, None);
        assert_eq!(reported(world, PhotoRole::Video, clip.clone(), Order::Report).await.1, Some(Code::NotAClip));
        let reply = world.desk("zheng").await.get(&format!("/api/v1/media/{}", Sha256::of(&clip))).await;
        assert_eq!(said(&reply, "content-type"), "audio/mp4", "it stays what it is");
    }

    async fn a_copy_for_outside_is_had_by_who_sees_the_case_and_says_nothing(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (mut report, _) = wang.report(world, at(0.5, 0.5));
        let exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x0e\x01\x02\0\x0e\0\0\0\x1a\0\0\0\0\0\0\0xunge-band 16\0";
        let mut working = marked(&jpeg(5), b"wang was here");
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        working.splice(2..2, [&[0xff, 0xe1], length.as_slice(), exif].concat());
        let shot = wang.shoot(world, PhotoRole::Far, Subject::Case(report.case), working);
        report.photos = vec![shot.signed.clone()];
        let envelope = wang.envelope(world, Act::Report(report));
        wang.push(&[envelope]).await;
        let path = format!("/api/v1/media/{}?size=public", Sha256::of(&shot.working));
        let zheng = world.desk("zheng").await;
        assert_eq!(refused(zheng.get(&path).await).await, (404, "not_found".to_owned()), "it is not here yet");
        wang.upload(&shot.working).await;
        for user in ["north", "zhu"] {
            assert_eq!(refused(world.desk(user).await.get(&path).await).await.0, 404, "{user}");
        }
        let reply = zheng.get(&path).await;
        assert_eq!((reply.status().as_u16(), said(&reply, "content-type")), (200, "image/jpeg"));
        let bytes = reply.bytes().await.unwrap();
        for word in [b"Exif".as_slice(), b"xunge", b"wang"] {
            assert!(!bytes.windows(word.len()).any(|part| part == word), "{}", String::from_utf8_lossy(word));
        }
        let copy = image::load_from_memory(&bytes).unwrap();
        assert_eq!((copy.width(), copy.height()), (64, 32), "48 without the band of 16");
    }
}
