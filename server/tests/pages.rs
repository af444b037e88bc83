//! The desk's pages: handed out as the files they are, small where the browser can take it.

use std::fs;

use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE};

use std::sync::Arc;

use crate::harness::{HandClock, World, config};

#[tokio::test]
async fn a_module_that_was_compressed_once_travels_so_to_whoever_takes_it() {
    let data = tempfile::tempdir().unwrap();
    let pages = data.path().join("console");
    fs::create_dir(&pages).unwrap();
    fs::write(pages.join("index.html"), "<title>desk</title>").unwrap();
    fs::write(pages.join("app_bg.wasm"), b"\0asm plain").unwrap();
    fs::write(pages.join("app_bg.wasm.br"), b"small").unwrap();
    let settings = config(data.path(), None);
    let world = World::serving(settings, data, Arc::new(HandClock::new())).await;
    let got = async |accepted: &'static str| {
        let request = world.http.get(format!("{}/app_bg.wasm", world.base)).header(ACCEPT_ENCODING, accepted);
        let answer = request.send().await.unwrap();
        let encoding = answer.headers().get(CONTENT_ENCODING).map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(answer.headers()[CONTENT_TYPE], "application/wasm", "{accepted}");
        (encoding, answer.bytes().await.unwrap().to_vec())
    };
    assert_eq!(got("gzip, br").await, (Some("br".to_owned()), b"small".to_vec()));
    assert_eq!(got("identity").await, (None, b"\0asm plain".to_vec()));
}
