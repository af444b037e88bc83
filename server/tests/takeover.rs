//! Uploads over sockets that are cut, that stand still, and that come back on another line.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use reqwest::Method;
use sha2::Digest as _;
use shared::ids::{Sha256, UploadId};
use shared::sync::operation::Act;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::harness::city::at;
use crate::harness::desk::refused;
use crate::harness::phone::jpeg;
use crate::harness::{Phone, World, on_both_engines};

/// A request on a socket of its own: its head says more bytes than have come so far.
struct Socket {
    stream: TcpStream,
}

impl Socket {
    /// Sends the head of a request and the first of its bytes.
    async fn begin(world: &World, phone: &Phone, line: &str, headers: &[(&str, String)], bytes: &[u8]) -> Self {
        let address = world.base.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).await.unwrap();
        let mut head = format!("{line} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\n", phone.token);
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("Tus-Resumable: 1.0.0\r\nContent-Type: application/offset+octet-stream\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        Self { stream }
    }

    /// A piece of an upload from `offset` on, of which only `come` bytes come.
    async fn piece(world: &World, phone: &Phone, place: &str, whole: &[u8], offset: usize, come: usize) -> Self {
        let headers = [("Upload-Offset", offset.to_string()), ("Content-Length", (whole.len() - offset).to_string())];
        Self::begin(world, phone, &format!("PATCH {place}"), &headers, &whole[offset..offset + come]).await
    }

    /// Reads the answer and returns its status.
    async fn status(mut self) -> u16 {
        let mut answer = vec![0; 64];
        let read = self.stream.read(&mut answer).await.unwrap();
        let text = String::from_utf8_lossy(&answer[..read]).into_owned();
        text.split(' ').nth(1).unwrap_or_else(|| panic!("no status in {text:?}")).parse().unwrap()
    }
}

async fn place(phone: &Phone, bytes: &[u8]) -> String {
    let created = phone.create(bytes.len(), Some(Sha256::of(bytes).as_str())).await;
    assert_eq!(created.status(), 201);
    created.headers()["location"].to_str().unwrap().to_owned()
}

async fn head(phone: &Phone, place: &str) -> (u16, String) {
    let head = phone.request(Method::HEAD, place).header("Tus-Resumable", "1.0.0").send().await.unwrap();
    let offset = head.headers().get("upload-offset").map(|offset| offset.to_str().unwrap().to_owned());
    (head.status().as_u16(), offset.unwrap_or_default())
}

/// Waits until so many bytes of an upload are on the disk.
async fn until_there(world: &World, place: &str, bytes: usize) {
    let id: UploadId = place.rsplit('/').next().unwrap().parse().unwrap();
    for _ in 0..500 {
        if world.app.uploads.offset(id).unwrap() == Some(bytes as u64) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{bytes} bytes never came: {:?}", world.app.uploads.offset(id).unwrap());
}

async fn until_files(world: &World, count: i64) {
    for _ in 0..500 {
        if world.count("select count(*) from files").await == count {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the file was never written down");
}

fn metadata(bytes: &[u8], resume: bool) -> String {
    let hash = BASE64.encode(Sha256::of(bytes).as_str());
    if resume { format!("sha256 {hash},resume") } else { format!("sha256 {hash}") }
}

on_both_engines! {
    async fn a_newer_request_takes_over_from_one_that_hangs(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let bytes = jpeg(9);
        let place = place(&wang, &bytes).await;
        let stuck = Socket::piece(world, &wang, &place, &bytes, 0, 200).await;
        until_there(world, &place, 200).await;
        assert_eq!(head(&wang, &place).await, (204, "200".to_owned()), "what the stuck one brought is kept");
        assert_eq!(stuck.status().await, 409, "the stuck one hears that it is over");

        let stuck = Socket::piece(world, &wang, &place, &bytes, 200, 100).await;
        until_there(world, &place, 300).await;
        let stale = refused(wang.patch(&place, 200, &bytes[200..]).await).await;
        assert_eq!(stale, (409, "offset_mismatch".to_owned()), "a PATCH takes over too, and is held to the byte");
        assert_eq!(stuck.status().await, 409);
        assert_eq!(wang.patch(&place, 300, &bytes[300..]).await.status(), 204);
        assert_eq!(world.count("select count(*) from files").await, 1);
    }

    async fn nobody_else_ends_an_upload(world: &World) {
        let [wang, li] = world.phones(["wang", "li"]).await;
        let bytes = jpeg(9);
        let place = place(&wang, &bytes).await;
        let mut slow = Socket::piece(world, &wang, &place, &bytes, 0, 200).await;
        until_there(world, &place, 200).await;
        assert_eq!(head(&li, &place).await.0, 410, "another's upload is not there");
        slow.stream.write_all(&bytes[200..]).await.unwrap();
        assert_eq!(slow.status().await, 204, "and goes on undisturbed");
    }

    async fn a_line_that_stands_still_is_given_up_and_what_came_is_kept(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let bytes = jpeg(9);
        let place = place(&wang, &bytes).await;
        let stuck = Socket::piece(world, &wang, &place, &bytes, 0, 150).await;
        assert_eq!(stuck.status().await, 503, "the server's own stall timer");
        assert_eq!(head(&wang, &place).await, (204, "150".to_owned()));
    }

    async fn what_came_before_a_cut_is_kept_with_a_checksum_too(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let bytes = jpeg(9);
        for (promised, kept) in [(true, "120"), (false, "0")] {
            let created = wang.create(bytes.len(), promised.then(|| Sha256::of(&bytes)).as_ref().map(Sha256::as_str)).await;
            let place = created.headers()["location"].to_str().unwrap().to_owned();
            let headers = [
                ("Upload-Offset", "0".to_owned()),
                ("Content-Length", bytes.len().to_string()),
                ("Upload-Checksum", format!("sha256 {}", BASE64.encode(sha2::Sha256::digest(&bytes)))),
            ];
            let socket = Socket::begin(world, &wang, &format!("PATCH {place}"), &headers, &bytes[..120]).await;
            until_there(world, &place, 120).await;
            drop(socket);
            let stands = head(&wang, &place).await.1;
            assert_eq!(stands, kept, "the promised hash of the whole file judges what a cut piece's checksum cannot");
        }
    }

    async fn a_sender_that_goes_away_before_the_answer_has_its_file_all_the_same(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (report, shot) = wang.report(world, at(0.5, 0.5));
        let case = report.case;
        let envelope = wang.envelope(world, Act::Report(report));
        wang.push(&[envelope]).await;
        let place = place(&wang, &shot.working).await;
        let (most, last) = shot.working.split_at(shot.working.len() - 1);
        let mut socket = Socket::piece(world, &wang, &place, &shot.working, 0, most.len()).await;
        until_there(world, &place, most.len()).await;
        socket.stream.write_all(last).await.unwrap();
        drop(socket);
        until_files(world, 1).await;
        let again = wang.create(shot.working.len(), Some(Sha256::of(&shot.working).as_str())).await;
        assert_eq!(again.status(), 201);
        assert_eq!(again.headers()["upload-offset"], shot.working.len().to_string(), "no byte is sent again");
        let place = again.headers()["location"].to_str().unwrap().to_owned();
        assert_eq!(head(&wang, &place).await, (204, shot.working.len().to_string()));
        assert!(world.desk("zheng").await.case(case).await.case.photos[0].received_at.is_some());
    }

    async fn a_file_that_is_held_is_not_asked_for_twice(world: &World) {
        let [wang, li] = world.phones(["wang", "li"]).await;
        let bytes = jpeg(9);
        wang.upload(&bytes).await;
        let again = place(&wang, &bytes).await;
        assert_eq!(wang.patch(&again, 0, &bytes).await.status(), 204, "whoever sends it all the same gets the same answer");
        let other = refused(wang.patch(&again, 0, &jpeg(10)).await).await;
        assert_eq!(other, (409, "offset_mismatch".to_owned()), "but not for other bytes");
        let foreign = li.create(bytes.len(), Some(Sha256::of(&bytes).as_str())).await;
        assert_eq!(foreign.headers()["upload-offset"], "0", "knowing a hash is no right");
        li.upload(&bytes).await;
        assert_eq!(world.count("select count(*) from files").await, 1, "the same bytes are stored once");
        assert_eq!(world.count("select count(*) from file_holders").await, 2, "and each who brought them counts");
        let longer = wang.create(bytes.len() + 1, Some(Sha256::of(&bytes).as_str())).await;
        assert_eq!(longer.headers()["upload-offset"], "0", "a hash with another length is no file of ours");
    }

    async fn a_small_file_travels_in_one_request_and_is_found_again_when_it_was_cut(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let bytes = jpeg(9);
        let length = bytes.len().to_string();
        let head = |resume| [
            ("Upload-Length", length.clone()),
            ("Content-Length", length.clone()),
            ("Upload-Metadata", metadata(&bytes, resume)),
        ];
        let cut = Socket::begin(world, &wang, "POST /api/v1/media/uploads", &head(true), &bytes[..180]).await;
        for _ in 0..500 {
            if world.count("select count(*) from uploads").await == 1 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let again = wang
            .request(Method::POST, "/api/v1/media/uploads")
            .header("Upload-Length", bytes.len())
            .header("Upload-Metadata", metadata(&bytes, true))
            .send()
            .await
            .unwrap();
        assert_eq!(again.status(), 201);
        assert_eq!(world.count("select count(*) from uploads").await, 1, "the upload that was begun is answered");
        assert_eq!(cut.status().await, 409);
        let stands: usize = again.headers()["upload-offset"].to_str().unwrap().parse().unwrap();
        assert!(stands <= 180);
        let whole = Socket::begin(world, &wang, "POST /api/v1/media/uploads", &head(true), &bytes).await;
        assert_eq!(whole.status().await, 201);
        assert_eq!(world.count("select count(*) from files").await, 1, "bytes that were there already are passed over");
        let without = wang.create(10, Some(Sha256::of(b"x").as_str())).await.headers()["location"].clone();
        let another = wang.create(10, Some(Sha256::of(b"x").as_str())).await.headers()["location"].clone();
        assert_ne!(without, another, "who does not ask to resume begins at the first byte");
    }

    async fn bytes_that_no_row_speaks_of_are_swept(world: &World) {
        let begin = || {
            let id = UploadId(world.app.random.uuid_v7(world.app.clock.now()));
            world.app.uploads.begin(id).unwrap();
            id
        };
        let stray = begin();
        world.clock.forward_ms(24 * 3_600_000);
        let younger = begin();
        world.clock.forward_ms(24 * 3_600_000);
        server::media::actions::sweep(&world.app).await.unwrap();
        assert_eq!(world.app.uploads.offset(stray).unwrap(), Some(0), "not before two days: its row may be on its way");
        world.clock.forward_ms(1);
        server::media::actions::sweep(&world.app).await.unwrap();
        assert_eq!(world.app.uploads.offset(stray).unwrap(), None);
        assert_eq!(world.app.uploads.offset(younger).unwrap(), Some(0));
    }
}
