//! Links that the system opens the app with: `xunge://enroll?link=…` and a server's `https://…/enroll…`.

use app_core::error::Error;
use serde::{Deserialize, Serialize};
use tauri::Runtime;
use tauri::ipc::{Channel, InvokeResponseBody};

use crate::phone::Phone;

#[derive(Deserialize)]
struct Opened {
    #[serde(default)]
    link: Option<String>,
}

#[derive(Serialize)]
struct Hearer {
    channel: Channel,
}

impl<R: Runtime> Phone<R> {
    /// Returns the link that the app was started with, once.
    pub fn opened_link(&self) -> Result<Option<String>, Error> {
        self.ask::<Opened>("openedLink", ()).map(|opened| opened.link)
    }

    /// Calls back with each link that comes while the app runs.
    pub fn follow_links(&self, on_link: impl Fn(String) + Send + Sync + 'static) -> Result<(), Error> {
        let channel = Channel::new(move |body| {
            let opened: Opened = match body {
                InvokeResponseBody::Json(text) => serde_json::from_str(&text)?,
                InvokeResponseBody::Raw(bytes) => serde_json::from_slice(&bytes)?,
            };
            if let Some(link) = opened.link {
                on_link(link);
            }
            Ok(())
        });
        self.ask("followLinks", Hearer { channel })
    }
}
