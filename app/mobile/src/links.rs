//! Links that the system opens the app with: `xunge://enroll?link=…` and a server's `https://…/enroll…`.

#[cfg(target_os = "android")]
mod intents {
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
}

#[cfg(target_os = "ios")]
mod events {
    use std::sync::{Mutex, PoisonError};

    use app_core::error::Error;
    use tauri::Runtime;

    use crate::phone::Phone;

    /// What came before anybody listened, and who listens.
    struct Mail {
        first: Option<String>,
        hearer: Option<Box<dyn Fn(String) + Send>>,
    }

    static MAIL: Mutex<Mail> = Mutex::new(Mail { first: None, hearer: None });

    /// The system opened the app with a link.
    pub fn come(link: String) {
        let mut mail = MAIL.lock().unwrap_or_else(PoisonError::into_inner);
        match &mail.hearer {
            Some(hearer) => hearer(link),
            None => mail.first = Some(link),
        }
    }

    impl<R: Runtime> Phone<R> {
        /// Returns the link that the app was started with, once.
        pub fn opened_link(&self) -> Result<Option<String>, Error> {
            Ok(MAIL.lock().unwrap_or_else(PoisonError::into_inner).first.take())
        }

        /// Calls back with each link that comes while the app runs.
        pub fn follow_links(&self, on_link: impl Fn(String) + Send + Sync + 'static) -> Result<(), Error> {
            MAIL.lock().unwrap_or_else(PoisonError::into_inner).hearer = Some(Box::new(on_link));
            Ok(())
        }
    }
}

#[cfg(target_os = "ios")]
pub use events::come;
