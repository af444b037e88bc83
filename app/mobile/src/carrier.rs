//! Uploads by the iPhone's own daemon: a file that is on its way goes on while the app is put away.
//!
//! Only what uploads a photo goes this way; everything else needs its answer now. Should the app be ended meanwhile, the
//! daemon still finishes the piece, and the next round asks the server how far it has come and goes on there.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::{fs, io};

use app_core::ports::{Cut, Listening, LocalFuture, Method, Reply, Request, Transport};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tauri::Runtime;

use crate::phone::Phone;

/// Carries pieces of photos by the daemon, and the rest by another transport.
pub struct Carrier<R: Runtime> {
    phone: Phone<R>,
    rest: Rc<dyn Transport>,
    folder: PathBuf,
}

#[derive(Serialize)]
struct Errand {
    url: String,
    headers: BTreeMap<&'static str, String>,
    file: String,
}

#[derive(Deserialize)]
struct Carried {
    status: u16,
    headers: BTreeMap<String, String>,
    body: String,
}

impl<R: Runtime> Carrier<R> {
    /// Carries by this phone; pieces lie in the folder while they are on their way.
    pub fn new(phone: Phone<R>, rest: Rc<dyn Transport>, folder: PathBuf) -> Self {
        Self { phone, rest, folder }
    }

    /// Lays a piece where the daemon reads it, by a name of its own: one that the app handed over before it was ended may
    /// still be read, and must not become another under the daemon's hands. What was left behind goes; it is not sealed.
    fn lay(&self, piece: &[u8]) -> io::Result<PathBuf> {
        let file = self.folder.join(hex::encode(Sha256::digest(piece)));
        fs::create_dir_all(&self.folder)?;
        for left in fs::read_dir(&self.folder)? {
            let left = left?.path();
            if left != file {
                fs::remove_file(left)?;
            }
        }
        fs::write(&file, piece)?;
        Ok(file)
    }

    async fn carry(&self, request: Request) -> Result<Reply, Cut> {
        let file = self.lay(&request.body).map_err(|error| Cut(format!("hand over a piece: {error}")))?;
        let errand = Errand {
            url: request.url,
            headers: request.headers.into_iter().collect(),
            file: file.to_string_lossy().into_owned(),
        };
        let carried = self.phone.ask_later::<Carried>("carry", errand).await;
        if let Err(error) = fs::remove_file(&file) {
            tracing::warn!(%error, "A piece that was handed over could not be removed");
        }
        let carried = carried.map_err(|error| Cut(error.to_string()))?;
        Ok(Reply {
            status: carried.status,
            headers: carried.headers.into_iter().map(|(name, value)| (name.to_lowercase(), value)).collect(),
            sent_bytes: count(request.body.len()),
            received_bytes: count(carried.body.len()),
            body: carried.body.into_bytes(),
        })
    }
}

impl<R: Runtime> Transport for Carrier<R> {
    fn send(&self, request: Request) -> LocalFuture<'_, Result<Reply, Cut>> {
        match request.method {
            Method::Patch => Box::pin(self.carry(request)),
            Method::Get | Method::Head | Method::Post => self.rest.send(request),
        }
    }

    fn listen(&self, request: Request) -> LocalFuture<'_, Result<Listening, Cut>> {
        self.rest.listen(request)
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
