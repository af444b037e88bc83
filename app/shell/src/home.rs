//! Where this device keeps its things.

use std::env;
use std::path::PathBuf;

use anyhow::Result;
use app_core::native::keys::KeyPlace;
use app_core::native::open::Home;
use tauri::Runtime;
use tauri::path::PathResolver;

/// Names another home, for tests and for a second person on one desk.
const HOME: &str = "XUNGE_HOME";

/// Returns the home: the platform's place for an app's data. Its key lies in the platform's place for settings, so
/// that a copied home opens nowhere else.
pub fn find<R: Runtime>(platform: &PathResolver<R>) -> Result<Home> {
    let folder = match env::var_os(HOME) {
        Some(folder) if !folder.is_empty() => PathBuf::from(folder),
        Some(_) | None => platform.app_data_dir()?,
    };
    Ok(Home { folder, key: KeyPlace::in_config(&platform.config_dir()?), font: None })
}
