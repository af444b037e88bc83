//! Stands in for the app's window: the finished page of the collector, in a browser, before a real core.
//!
//! The core runs on a thread of its own and keeps itself synced, as in the window's program. Only the way in differs:
//! what the page calls comes as HTTP, through a few lines of script that are put before its own (`stand_in.js`), and is
//! answered word for word as the window's commands answer. No clip is played here: their addresses lead to no clip.

use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::{fs, thread};

use anyhow::{Context as _, Result, ensure};
use app_bridge::ask::{Ask, Shot};
use app_bridge::told::Answer;
use app_core::core::{Core, PictureSize};
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path as Part, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_util::future::LocalBoxFuture;
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use system_tests::collector::Collector;
use system_tests::world::story;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use tokio::task::spawn_local;

use crate::city::Account;
use crate::needs;

const SCRIPT: &str = include_str!("stand_in.js");
const BEFORE_ALL_ELSE: &str = "<head><script src=\"stand_in.js\"></script>";

/// Something for the core to do.
type Errand = Box<dyn FnOnce(Core) -> LocalBoxFuture<'static, ()> + Send>;

/// Opens a core on the thread that it stays on.
pub type Opening = Box<dyn FnOnce() -> LocalBoxFuture<'static, Result<Core>> + Send>;

/// A request that was not done, and why.
type Refused = (StatusCode, String);

/// Stands in for the window. Cheap to clone.
#[derive(Clone)]
pub struct StandIn {
    /// Where the page is found.
    pub url: String,
    errands: mpsc::UnboundedSender<Errand>,
    pages: PathBuf,
    index: String,
    handed_over: Arc<Mutex<Vec<Vec<u8>>>>,
}

/// Who holds the phone.
struct Holder {
    account: Account,
    server: String,
    home: PathBuf,
}

impl StandIn {
    /// Gives somebody a new phone with its home in this folder, signs them in, and serves the page.
    pub async fn open(account: &Account, home: &Path, server: &str) -> Result<Self> {
        let holder = Holder { account: account.clone(), server: server.to_owned(), home: home.to_owned() };
        Self::over(Box::new(move || Box::pin(signed_in(holder)))).await.context("sign in")
    }

    /// Serves the page over a core that is opened so.
    pub async fn over(opening: Opening) -> Result<Self> {
        let pages = needs::collector_pages();
        let index = fs::read_to_string(pages.join("index.html")).context("read the page")?;
        ensure!(index.contains("<head>"), "the page has no head to put a script into");
        let (errands, inbox) = mpsc::unbounded_channel();
        let (told, opened) = oneshot::channel();
        let work = move || story(live(opening, told, inbox));
        thread::Builder::new().name("core".to_owned()).spawn(work).context("start the core's thread")?;
        opened.await.context("the core's thread has ended")?.context("open the core")?;

        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("listen")?;
        let stand_in = Self {
            url: format!("http://{}", listener.local_addr()?),
            errands,
            pages,
            index: index.replacen("<head>", BEFORE_ALL_ELSE, 1),
            handed_over: Arc::default(),
        };
        let routes = Router::new()
            .route("/invoke/ask", post(ask))
            .route("/invoke/photo", post(photo))
            .route("/photo/{id}", get(picture))
            .fallback(file)
            .layer(DefaultBodyLimit::disable())
            .with_state(stand_in.clone());
        tokio::spawn(async move { drop(axum::serve(listener, routes).await) });
        Ok(stand_in)
    }

    /// Returns what the page handed over as photos, byte for byte, in order.
    pub fn handed_over(&self) -> Vec<Vec<u8>> {
        self.handed_over.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Sends the core an errand and waits for what comes of it.
    async fn send<T, F>(&self, errand: impl FnOnce(Core) -> F + Send + 'static) -> Result<T, Refused>
    where
        T: Send + 'static,
        F: Future<Output = T> + 'static,
    {
        let gone = || (StatusCode::BAD_GATEWAY, "the core's thread has ended".to_owned());
        let (reply, answer) = oneshot::channel();
        // Nobody waits any more when the page was left; what was done is done all the same.
        let errand: Errand = Box::new(move |core| Box::pin(async move { drop(reply.send(errand(core).await)) }));
        self.errands.send(errand).map_err(|_| gone())?;
        answer.await.map_err(|_| gone())
    }
}

async fn live(
    opening: Opening,
    told: oneshot::Sender<Result<()>>,
    mut inbox: mpsc::UnboundedReceiver<Errand>,
) -> Result<()> {
    let core = match opening().await {
        Ok(core) => core,
        Err(error) => {
            drop(told.send(Err(error)));
            return Ok(());
        }
    };
    drop(told.send(Ok(())));
    let syncing = core.clone();
    spawn_local(async move { syncing.keep_synced().await });
    while let Some(errand) = inbox.recv().await {
        // A slow errand must not hold up the next tap.
        spawn_local(errand(core.clone()));
    }
    Ok(())
}

async fn signed_in(holder: Holder) -> Result<Core> {
    let phone = Collector::with_phone(&holder.account.user, &holder.home)?;
    phone.sign_in(&holder.server, &holder.account.password).await?;
    Ok(phone.core)
}

/// The body of the command `ask`.
#[derive(Deserialize)]
struct Asked {
    ask: Ask,
}

async fn ask(State(stand_in): State<StandIn>, Json(asked): Json<Asked>) -> Result<Json<Answer>, Refused> {
    let Asked { ask } = asked;
    stand_in.send(move |core| async move { core.handle(ask).await }).await.map(Json)
}

async fn photo(State(stand_in): State<StandIn>, headers: HeaderMap, body: Bytes) -> Result<Json<Answer>, Refused> {
    let (shot, original) = shot(&headers, &body).map_err(|error| (StatusCode::BAD_REQUEST, format!("{error:#}")))?;
    stand_in.handed_over.lock().unwrap_or_else(PoisonError::into_inner).push(original.clone());
    stand_in.send(move |core| async move { core.photo(shot, original).await }).await.map(Json)
}

/// Reads what the page says of a shot, and takes its poster off the bytes.
fn shot(headers: &HeaderMap, body: &[u8]) -> Result<(Shot, Vec<u8>)> {
    let header = headers.get("x-shot").context("a photo needs the header x-shot")?.to_str()?;
    let mut shot: Shot = serde_json::from_str(&percent_decode_str(header).decode_utf8()?).context("read x-shot")?;
    let length = match headers.get("x-poster") {
        Some(header) => header.to_str()?.parse::<usize>().context("x-poster is a number of bytes")?,
        None => 0,
    };
    let (poster, original) = body.split_at_checked(length).context("the body is shorter than its poster")?;
    if length > 0 {
        shot.poster = Some(String::from_utf8(poster.to_vec()).context("a poster comes in base64")?);
    }
    Ok((shot, original.to_vec()))
}

/// What stands behind a picture's address.
#[derive(Deserialize)]
struct Wanted {
    size: String,
}

async fn picture(
    State(stand_in): State<StandIn>,
    Part(id): Part<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Refused> {
    let size = if wanted.size == "working" { PictureSize::Working } else { PictureSize::Thumb };
    match stand_in.send(move |core| async move { core.picture(&id, size).await }).await? {
        Ok(Some(bytes)) => {
            let headers = [(CONTENT_TYPE, picture_kind(&bytes)), (CACHE_CONTROL, "private, max-age=86400")];
            Ok((headers, bytes).into_response())
        }
        Ok(None) => Err((StatusCode::NOT_FOUND, String::new())),
        Err(error) => Err((StatusCode::BAD_GATEWAY, error.code().to_owned())),
    }
}

fn picture_kind(bytes: &[u8]) -> &'static str {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        _ => "image/jpeg",
    }
}

/// Serves a file of the page.
async fn file(State(stand_in): State<StandIn>, uri: Uri) -> Result<Response, Refused> {
    let (name, bytes) = match uri.path().trim_start_matches('/') {
        "" => ("index.html", stand_in.index.into_bytes()),
        "stand_in.js" => ("stand_in.js", SCRIPT.as_bytes().to_vec()),
        name => {
            let read = fs::read(stand_in.pages.join(name));
            (name, read.map_err(|error| (StatusCode::NOT_FOUND, format!("{name}: {error}")))?)
        }
    };
    Ok(([(CONTENT_TYPE, file_kind(name))], bytes).into_response())
}

fn file_kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, kind)| kind) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript",
        Some("css") => "text/css",
        // Anything else would not be compiled while it streams in.
        Some("wasm") => "application/wasm",
        Some(_) | None => "application/octet-stream",
    }
}
