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

/// The folder's name on a phone; Android's worker looks for it too.
const ON_A_PHONE: &str = "home";

/// Returns the home: the platform's place for an app's data. Its key lies in the platform's place for settings, so
/// that a copied home opens nowhere else.
pub fn find<R: Runtime>(platform: &PathResolver<R>) -> Result<Home> {
    let folder = match env::var_os(HOME) {
        Some(folder) if !folder.is_empty() => PathBuf::from(folder),
        // A phone's place for an app's data holds the system's own folders too.
        Some(_) | None if cfg!(mobile) => platform.app_data_dir()?.join(ON_A_PHONE),
        Some(_) | None => platform.app_data_dir()?,
    };
    Ok(Home { folder, key: KeyPlace::in_config(&platform.config_dir()?), font: None })
}

#[cfg(test)]
mod tests {
    use super::ON_A_PHONE;

    #[test]
    fn androids_worker_looks_where_the_home_is() {
        let worker = include_str!("../../mobile/android/src/main/java/cn/xunge/mobile/UploadWorker.kt");
        assert!(worker.contains(&format!("const val HOME = \"{ON_A_PHONE}\"")));
    }
}
