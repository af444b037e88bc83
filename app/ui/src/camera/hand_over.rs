//! Handing a file to the core, untouched.

use app_bridge::ask::{Ask, Shot};
use app_bridge::told::{Failure, PhotoCard, Told};
use js_sys::Uint8Array;
use leptos::prelude::{Callable as _, Callback};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Event, File, HtmlInputElement};

use crate::bridge;
use crate::drafts::coming::Coming;
use crate::drafts::found::{self, Opened};
use crate::state::{App, unexpected};

/// Hands a file to the core.
pub async fn hand_over(app: App, file: &Blob, shot: &Shot) -> Result<PhotoCard, Failure> {
    let _coming = Coming::begin(app);
    let read = JsFuture::from(file.array_buffer()).await;
    let bytes = read.map_err(|_| bridge::fault("the file could not be read"))?;
    match bridge::photo(Uint8Array::new(&bytes), &app.as_of_now(shot)).await? {
        Told::Photo(photo) => Ok(photo),
        other => Err(unexpected(&other)),
    }
}

/// Lets the phone's own camera take a photo, which the core takes in from where that camera left it; `None` where the
/// person took none, or that camera is open already. The core knows before what it is for: the system may end this app
/// while that camera is open.
pub async fn take_by_phone(app: App, shot: &Shot) -> Option<Result<PhotoCard, Failure>> {
    let _opened = Opened::begin(app)?;
    found::take(app).await;
    let taken = taken_by_phone(app, shot).await;
    if taken.is_err() {
        found::take(app).await;
    }
    taken.transpose()
}

async fn taken_by_phone(app: App, shot: &Shot) -> Result<Option<PhotoCard>, Failure> {
    let file = match bridge::ask(Ask::OpenCamera(app.as_of_now(shot))).await? {
        Told::CameraFile(file) => file,
        other => return Err(unexpected(&other)),
    };
    let Some(sha256) = bridge::take_photo(&file).await? else { return Ok(None) };
    let _coming = Coming::begin(app);
    match bridge::ask(Ask::TakeLeft { file, sha256 }).await? {
        Told::Photo(photo) => Ok(Some(photo)),
        other => Err(unexpected(&other)),
    }
}

/// Tells what became of a shot. One whose screen was left in the meantime is not lost: it waits in its draft.
pub fn deliver(
    app: App,
    shot: &Shot,
    taken: Result<PhotoCard, Failure>,
    on_taken: Callback<PhotoCard>,
    on_failure: Callback<Failure>,
) {
    match taken {
        Ok(taken) => {
            if on_taken.try_run(taken.clone()).is_none() {
                app.took_late(shot, taken);
            }
        }
        Err(why) => {
            on_failure.try_run(why);
        }
    }
}

/// Returns the file that was chosen, and the input it was chosen in.
pub fn chosen(event: &Event) -> Option<(HtmlInputElement, File)> {
    let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    let file = input.files()?.get(0)?;
    Some((input, file))
}
