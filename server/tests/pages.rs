//! The desk's pages: handed out as the files they are, small where the browser can take it.

use std::fs;

use reqwest::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderName};

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

#[tokio::test]
async fn a_part_of_a_page_is_kept_for_good_and_what_names_it_is_asked_for_again() {
    let data = tempfile::tempdir().unwrap();
    let pages = data.path().join("console");
    fs::create_dir_all(pages.join("parts/1f")).unwrap();
    for file in ["index.html", "app.js", "parts/1f/load.js"] {
        fs::write(pages.join(file), "made up").unwrap();
    }
    fs::write(pages.join("parts/1f/split_board.wasm"), b"\0asm plain").unwrap();
    fs::write(pages.join("parts/1f/split_board.wasm.br"), b"small").unwrap();
    let settings = config(data.path(), None);
    let world = World::serving(settings, data, Arc::new(HandClock::new())).await;
    let got = async |path: &str| {
        let request = world.http.get(format!("{}/{path}", world.base)).header(ACCEPT_ENCODING, "br");
        let answer = request.send().await.unwrap();
        let header = |name: HeaderName| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        (answer.status().as_u16(), header(CACHE_CONTROL), header(CONTENT_TYPE), header(CONTENT_ENCODING))
    };
    let some = |text: &str| Some(text.to_owned());
    let for_good = || some("public, max-age=31536000, immutable");
    assert_eq!(
        got("parts/1f/split_board.wasm").await,
        (200, for_good(), some("application/wasm"), some("br")),
        "a browser compiles on the way only what says that it is wasm"
    );
    assert_eq!(got("parts/1f/load.js").await, (200, for_good(), some("text/javascript"), None));
    let (status, kept, ..) = got("app.js").await;
    assert_eq!((status, kept), (200, some("no-cache")), "it names the folder of the parts");
    let (status, kept, ..) = got("parts/2e/split_board.wasm").await;
    assert_eq!((status, kept), (404, some("no-cache")), "a part of another build is not here, and that is not kept");
    let (status, kept, ..) = got("parts/1f").await;
    assert_eq!((status, kept), (200, some("no-cache")), "an address without a file is the page itself");
}
