//! The way to the phone's own code.

use app_core::error::Error;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tauri::plugin::{Builder, PluginHandle, TauriPlugin};
use tauri::{Manager as _, RunEvent, Runtime};

use crate::camera;

/// The name before the bar in `plugin:app-mobile|…`, and before the colon of the permissions.
const NAME: &str = "app-mobile";

/// The phone. Cheap to clone; its calls wait for the system's own thread, so they are never made on that one.
pub struct Phone<R: Runtime>(PluginHandle<R>);

impl<R: Runtime> Clone for Phone<R> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

#[cfg(target_os = "ios")]
tauri::ios_plugin_binding!(init_plugin_app_mobile);

/// Loads the phone's own code and makes it known to the app as [`Phone`].
pub fn init<R: Runtime>() -> TauriPlugin<R> {
    Builder::new(NAME)
        .invoke_handler(tauri::generate_handler![camera::take_photo])
        .setup(|app, api| {
            #[cfg(target_os = "android")]
            let handle = api.register_android_plugin("cn.xunge.mobile", "PhonePlugin")?;
            #[cfg(target_os = "ios")]
            let handle = api.register_ios_plugin(init_plugin_app_mobile)?;
            app.manage(Phone(handle));
            Ok(())
        })
        .on_event(|_, event| hear(event))
        .build()
}

#[cfg(target_os = "ios")]
fn hear(event: &RunEvent) {
    if let RunEvent::Opened { urls } = event {
        urls.iter().for_each(|url| crate::links::come(url.to_string()));
    }
}

/// Android's links come through its own code.
#[cfg(target_os = "android")]
fn hear(_event: &RunEvent) {}

impl<R: Runtime> Phone<R> {
    /// Asks and waits for the answer.
    pub(crate) fn ask<T: DeserializeOwned>(&self, command: &str, payload: impl Serialize) -> Result<T, Error> {
        self.0.run_mobile_plugin(command, payload).map_err(|error| failed(command, &error))
    }

    /// Asks and lets others work until the answer is there.
    pub(crate) async fn ask_later<T: DeserializeOwned>(
        &self,
        command: &str,
        payload: impl Serialize,
    ) -> Result<T, Error> {
        self.0.run_mobile_plugin_async(command, payload).await.map_err(|error| failed(command, &error))
    }
}

fn failed(command: &str, error: &dyn std::error::Error) -> Error {
    Error::Storage(format!("ask the phone to {command}: {error}"))
}
