//! `/api/v1/media`: tus 1.0 for uploads, and files by their hash.

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_RANGE, CONTENT_TYPE, ETAG, LOCATION, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use shared::ids::{Sha256, UploadId};
use shared::refusal::{Code, Refusal};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::actions::{self, Begun, blocking};
use super::public;
use super::range::{Wanted, is_known};
use super::receive::{self, Incoming};
use super::store::{self, Upload};
use super::thumbs::{self, Thumb};
use super::tus::{self, Checksum};
use crate::accounts::caller::Caller;
use crate::accounts::people::looks;
use crate::app::App;
use crate::error::{Error, Result, refuse};
use crate::http::body::id;
use crate::http::error::{Failure, MADE, PART, no_content, not_modified, problem};
use crate::{cases, evidence};

type Answer = std::result::Result<Response, Failure>;

/// The routes of this feature.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create, options)).routes(routes!(head, patch, terminate)).routes(routes!(read))
}

/// What of tus is spoken here.
#[utoipa::path(options, path = "/api/v1/media/uploads", tag = "media", security(()),
    responses((status = 204, description = "Tus-Version, Tus-Extension, Tus-Max-Size, Tus-Checksum-Algorithm")))]
async fn options(State(app): State<App>) -> Response {
    let mut response = no_content();
    let headers = response.headers_mut();
    headers.insert(tus::RESUMABLE, HeaderValue::from_static(tus::VERSION));
    headers.insert("tus-version", HeaderValue::from_static(tus::VERSION));
    headers.insert("tus-extension", HeaderValue::from_static(tus::EXTENSIONS));
    headers.insert("tus-checksum-algorithm", HeaderValue::from_static(tus::CHECKSUMS));
    headers.insert("tus-max-size", tus::value(app.config.file_bytes));
    response
}

/// Begin an upload, or go on with one.
///
/// `Upload-Length` is required; `Upload-Metadata` may name `sha256`, which is then held against the bytes. With a body
/// of `application/offset+octet-stream` the first bytes come along. A file that the caller has a receipt for stands at
/// its end at once, and no bytes are needed. With the key `resume` in `Upload-Metadata` an unfinished upload of the
/// same `sha256` is answered in place of a new one; its bytes go on at `Upload-Offset`.
#[utoipa::path(post, path = "/api/v1/media/uploads", tag = "media",
    responses((status = 201, description = "Location, Upload-Offset and Upload-Expires of the upload")))]
async fn create(State(app): State<App>, caller: Caller, headers: HeaderMap, body: Body) -> Answer {
    tus::version(&headers)?;
    let (announced, checksum) = (tus::announced(&headers)?, Checksum::read(&headers)?);
    let length = announced.length;
    let mut tx = app.db.write().await?;
    let begun = actions::begin(&app, &mut tx, &caller, announced).await?;
    let (upload, offset) = match begun {
        Begun::Held(upload, receipt) => {
            cases::actions::file_arrived(&app, &mut tx, &receipt).await?;
            tx.commit().await?;
            app.evidence.wake();
            receive::pass_over(&app, body, length).await;
            (upload, length)
        }
        Begun::Open(upload) => {
            tx.commit().await?;
            let carries = headers.get(CONTENT_TYPE).is_some_and(|kind| kind == tus::MEDIA_TYPE);
            let turn = actions::turn(&app, upload.id).await?;
            let (upload, stands) = actions::standing(&app, &caller, upload.id).await?;
            // One that has all its bytes is finished at once: a file without any, or one whose end was interrupted.
            let offset = if upload.finished.is_none() && (carries || stands == length) {
                let incoming = Incoming { upload: upload.clone(), from: 0, stands, checksum, body, turn };
                receive::receive(&app, &caller.account.jurisdiction, incoming).await?
            } else {
                stands
            };
            (upload, offset)
        }
    };
    let mut response = (MADE, ()).into_response();
    let place = format!("/api/v1/media/uploads/{}", upload.id);
    let place = HeaderValue::from_str(&place).map_err(|error| Error::Fault(error.into()))?;
    response.headers_mut().insert(LOCATION, place);
    stand(&mut response, &upload, offset);
    Ok(response)
}

/// How far an upload is. An older request that still brings bytes to it is ended first.
#[utoipa::path(head, path = "/api/v1/media/uploads/{id}", tag = "media",
    params(("id" = String, Path, description = "The upload", format = "uuid")),
    responses((status = 204, description = "Upload-Offset and Upload-Length")))]
async fn head(State(app): State<App>, caller: Caller, Path(text): Path<String>) -> Answer {
    let id: UploadId = id(&text)?;
    actions::own(&app, &caller, id).await?;
    let _turn = actions::turn(&app, id).await?;
    let (upload, offset) = actions::standing(&app, &caller, id).await?;
    let mut response = no_content();
    stand(&mut response, &upload, offset);
    response.headers_mut().insert(tus::LENGTH, tus::value(upload.length));
    Ok(response)
}

/// Bring bytes. The answer to the last ones is the receipt: the file is flushed and written down.
///
/// An older request that still brings bytes to the same upload is ended first; what it brought is kept.
#[utoipa::path(patch, path = "/api/v1/media/uploads/{id}", tag = "media",
    params(("id" = String, Path, description = "The upload", format = "uuid")),
    request_body(content_type = "application/offset+octet-stream"),
    responses((status = 204, description = "Upload-Offset after these bytes")))]
async fn patch(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    tus::version(&headers)?;
    if headers.get(CONTENT_TYPE).is_none_or(|kind| kind != tus::MEDIA_TYPE) {
        return Ok(refuse::<Response>(Code::BadRequest, format!("the content type must be {}", tus::MEDIA_TYPE))?);
    }
    let from = tus::number(&headers, &tus::OFFSET)?;
    let checksum = Checksum::read(&headers)?;
    let id: UploadId = id(&text)?;
    actions::own(&app, &caller, id).await?;
    let turn = actions::turn(&app, id).await?;
    let (upload, stands) = actions::standing(&app, &caller, id).await?;
    let offset = match &upload.finished {
        None if from == stands => {
            let incoming = Incoming { upload: upload.clone(), from, stands, checksum, body, turn };
            receive::receive(&app, &caller.account.jurisdiction, incoming).await?
        }
        Some(_) if from == stands => stands,
        Some(sha256) if from == 0 => {
            // A sender that does not know that its file is here sends it whole: the same bytes get the same answer.
            if !receive::repeats(&app, body, sha256, upload.length).await {
                return Ok(elsewhere(stands)?);
            }
            stands
        }
        Some(_) | None => return Ok(elsewhere(stands)?),
    };
    let mut response = no_content();
    stand(&mut response, &upload, offset);
    Ok(response)
}

/// End an upload and forget its bytes.
#[utoipa::path(delete, path = "/api/v1/media/uploads/{id}", tag = "media",
    params(("id" = String, Path, description = "The upload", format = "uuid")),
    responses((status = 204)))]
async fn terminate(State(app): State<App>, caller: Caller, Path(text): Path<String>) -> Answer {
    let id: UploadId = id(&text)?;
    actions::own(&app, &caller, id).await?;
    let _turn = actions::turn(&app, id).await?;
    let (upload, _) = actions::standing(&app, &caller, id).await?;
    actions::abandon(&app, upload.id).await?;
    let mut response = no_content();
    response.headers_mut().insert(tus::RESUMABLE, HeaderValue::from_static(tus::VERSION));
    Ok(response)
}

fn elsewhere(stands: u64) -> Result<Response> {
    refuse(Code::OffsetMismatch, format!("the upload stands at {stands}"))
}

fn stand(response: &mut Response, upload: &Upload, offset: u64) {
    let headers = response.headers_mut();
    headers.insert(tus::RESUMABLE, HeaderValue::from_static(tus::VERSION));
    headers.insert(tus::OFFSET, tus::value(offset));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let expires = upload.expires.format_in("UTC", "%a, %d %b %Y %H:%M:%S GMT");
    if let Ok(expires) = HeaderValue::from_str(&expires) {
        headers.insert(tus::EXPIRES, expires);
    }
}

#[derive(Deserialize)]
struct Size {
    size: Option<String>,
}

/// Which copy of a file is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Copied {
    /// The bytes as they are kept.
    Whole,
    /// A small picture for lists.
    Thumb,
    /// A picture that may leave the house.
    Public,
}

impl Copied {
    fn of(size: Option<&str>) -> Result<Self> {
        match size {
            Some("thumb") => Ok(Self::Thumb),
            Some("public") => Ok(Self::Public),
            None => Ok(Self::Whole),
            // Not the whole file: whoever misspells what is for outside must not pass on what is not.
            Some(other) => refuse(Code::BadValue, format!("size is thumb or public, not {other}")),
        }
    }
}

/// A file by its hash, if a case or task in the caller's scope references it.
///
/// The file itself may be asked for in parts: one range of bytes, kept to the same file by `If-Range` and its `ETag`. With
/// `size=public` comes a picture for outside: at most 1,280 pixels, upright, encoded anew without any metadata, and
/// without the band at its foot that names the collector. Clips have no such copies.
///
/// A browser may keep a thumbnail for a day. Everything else it asks for at each view, naming with `If-None-Match` what it
/// has: who may see it is looked up again, and who looks at an original is recorded, although no byte of it travels.
#[utoipa::path(get, path = "/api/v1/media/{sha256}", tag = "media",
    params(("sha256" = String, Path, description = "Lower-case hex"),
        ("size" = Option<String>, Query, description = "`thumb` for at most 320 pixels, `public` for a copy for outside"),
        ("range" = Option<String>, Header, description = "`bytes=0-1023` and the like")),
    responses((status = 200, description = "The bytes"),
        (status = 206, description = "The bytes that `Range` asks for, named in `Content-Range`"),
        (status = 304, description = "Whoever asks has it already")))]
async fn read(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
    Query(query): Query<Size>,
    method: Method,
    headers: HeaderMap,
) -> Answer {
    let sha256: Sha256 = id(&text)?;
    let mut db = app.db.read().await?;
    if !store::may_read(&mut db, &sha256, &caller.reach, caller.beside()).await? {
        return Err(Failure(nothing()));
    }
    let file = store::file(&mut db, &sha256).await?.ok_or_else(nothing)?;
    drop(db);
    // Before a byte of it is shown: who cannot be recorded does not see an original.
    if query.size.is_none() {
        looks::saw_file(&app, &caller, &sha256).await?;
    }
    let etag = format!("\"{sha256}\"");
    let copied = Copied::of(query.size.as_deref())?;
    // Not even looked for on the disk: at each view this much is asked, and no more than the two look-ups above.
    if copied != Copied::Thumb && is_known(&headers, &etag) {
        let mut response = not_modified();
        keep(&mut response, copied, &etag)?;
        return Ok(response);
    }
    let (bytes, kind) = match (copied, file.verdict.as_str()) {
        (Copied::Thumb, actions::IMAGE) => (thumb(&app, &sha256).await?, "image/jpeg"),
        (Copied::Public, actions::IMAGE) => (public_copy(&app, &sha256).await?, "image/jpeg"),
        (Copied::Thumb, actions::CLIP) | (Copied::Public, _) => {
            return Ok(refuse::<Response>(Code::NotAPhoto, "only pictures have copies")?);
        }
        (Copied::Thumb | Copied::Whole, verdict) => {
            // What is neither picture nor clip is handed out as bytes to keep, never as something a browser would open.
            let is_known = [actions::IMAGE, actions::CLIP].contains(&verdict);
            let kind = if is_known { file.media_type.as_str() } else { "application/octet-stream" };
            // A part is only ever a part of an answer to GET.
            let is_get = method == Method::GET;
            let wanted = if is_get { Wanted::read(&headers, &etag, file.size_bytes) } else { Wanted::Whole };
            return whole_or_part(&app, &sha256, wanted, file.size_bytes, kind, &etag).await;
        }
    };
    let mut response = bytes.into_response();
    describe(&mut response, kind)?;
    keep(&mut response, copied, &etag)?;
    Ok(response)
}

fn nothing() -> Error {
    Error::Refused(Refusal::because(Code::NotFound, "no such file here"))
}

async fn thumb(app: &App, sha256: &Sha256) -> Result<Vec<u8>> {
    let (storage, name, unique) = (app.storage.clone(), sha256.clone(), u64::from_be_bytes(app.random.bytes()));
    match blocking(move || thumbs::thumb(&*storage, &name, unique)).await? {
        Thumb::Made(bytes) => Ok(bytes),
        Thumb::NoPicture(why) => refuse(Code::NotAPhoto, why),
        Thumb::Missing => Err(nothing()),
    }
}

async fn public_copy(app: &App, sha256: &Sha256) -> Result<Vec<u8>> {
    let is_working = evidence::actions::is_working_copy(&mut *app.db.read().await?, sha256).await?;
    let copy = if is_working { public::copy_of_working } else { public::copy };
    let (storage, name) = (app.storage.clone(), sha256.clone());
    let copied = blocking(move || Ok(storage.read(&name)?.map(|bytes| copy(&bytes)))).await?;
    match copied.ok_or_else(nothing)? {
        Ok(bytes) => Ok(bytes),
        Err(why) => refuse(Code::NotAPhoto, why.to_string()),
    }
}

async fn whole_or_part(app: &App, sha256: &Sha256, wanted: Wanted, size_bytes: u64, kind: &str, etag: &str) -> Answer {
    let (storage, name) = (app.storage.clone(), sha256.clone());
    let mut response = match wanted {
        Wanted::Whole => {
            let bytes = blocking(move || storage.read(&name)).await?.ok_or_else(nothing)?;
            bytes.into_response()
        }
        Wanted::Part(part) => {
            let said = format!("bytes {}-{}/{size_bytes}", part.start, part.end.saturating_sub(1));
            let bytes = blocking(move || storage.read_part(&name, part)).await?.ok_or_else(nothing)?;
            let mut response = (PART, bytes).into_response();
            response.headers_mut().insert(CONTENT_RANGE, header(&said)?);
            response
        }
        Wanted::Nothing => {
            let mut response = problem(&Code::RangeUnsatisfiable.into());
            response.headers_mut().insert(CONTENT_RANGE, header(&format!("bytes */{size_bytes}"))?);
            return Ok(response);
        }
    };
    response.headers_mut().insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    describe(&mut response, kind)?;
    keep(&mut response, Copied::Whole, etag)?;
    Ok(response)
}

fn describe(response: &mut Response, kind: &str) -> Result<()> {
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, header(kind)?);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    Ok(())
}

/// Says how long a browser may keep it without asking. The bytes of a hash never change; who may see them does, and that an
/// original was seen is recorded where it is asked for.
fn keep(response: &mut Response, copied: Copied, etag: &str) -> Result<()> {
    let kept = match copied {
        Copied::Thumb => "private, max-age=86400, immutable",
        Copied::Whole | Copied::Public => "private, no-cache",
    };
    let headers = response.headers_mut();
    headers.insert(ETAG, header(etag)?);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(kept));
    // Several people use one browser of an office. What it kept for somebody is not shown to who signs in next: whether they
    // may see it, and that they did, is asked and recorded here.
    headers.append(VARY, HeaderValue::from_static("authorization, cookie"));
    Ok(())
}

fn header(text: &str) -> Result<HeaderValue> {
    HeaderValue::from_str(text).map_err(|error| Error::Fault(error.into()))
}
