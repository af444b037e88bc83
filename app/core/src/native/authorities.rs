//! The authorities that an Android trusts: one PEM file each, in a folder of the system.

use std::fs;
use std::path::Path;

/// Where they lie since Android 14, where a module of its own keeps them current, and where they lay before.
#[cfg(target_os = "android")]
const FOLDERS: [&str; 2] = ["/apex/com.android.conscrypt/cacerts", "/system/etc/security/cacerts"];

/// Returns the authorities of this system.
#[cfg(target_os = "android")]
pub fn of_the_system() -> Vec<reqwest::Certificate> {
    FOLDERS.iter().map(|folder| within(Path::new(folder))).find(|found| !found.is_empty()).unwrap_or_default()
}

/// Returns the authorities in a folder. One that cannot be read is left out: the others are as good as before.
fn within(folder: &Path) -> Vec<reqwest::Certificate> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let texts = entries.flatten().filter_map(|entry| fs::read(entry.path()).ok());
    texts.filter_map(|text| reqwest::Certificate::from_pem_bundle(&text).ok()).flatten().collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::within;

    const ONE: &str = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

    #[test]
    fn every_file_that_holds_one_counts_and_no_other_spoils_it() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("00673b5b.0"), format!("{ONE}Certificate:\n    Data:\n")).unwrap();
        fs::write(folder.path().join("04f60c28.0"), ONE).unwrap();
        fs::write(folder.path().join("README"), "no certificate").unwrap();
        assert_eq!(within(folder.path()).len(), 2);
        assert_eq!(within(&folder.path().join("none")).len(), 0);
    }
}
