//! The home's secret in a file of its own, outside the home: a copied home folder opens nowhere else.

use std::fs;
use std::path::{Path, PathBuf};

use shared::ids::DeviceId;

use super::files::{flush, gone, private_folder, write_durably};
use crate::error::{Error, Result};
use crate::ports::KeyStore;

/// Where the key file of a home lies.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum KeyPlace {
    /// In a folder, one file for each device; good for this home only, so that a copy beside it does not open either.
    Folder(PathBuf),
    /// A file that a person named.
    File(PathBuf),
}

impl KeyPlace {
    /// Returns the folder for keys of a person's configuration folder.
    pub fn in_config(config: &Path) -> Self {
        Self::Folder(config.join("xunge").join("keys"))
    }
}

/// The key file of one home.
#[derive(Clone, Debug)]
pub struct KeyFile {
    place: KeyPlace,
    home: PathBuf,
}

impl KeyFile {
    /// Keeps the secret of this home at that place. The home must be there.
    pub fn new(place: KeyPlace, home: &Path) -> Result<Self> {
        Ok(Self { place, home: home.canonicalize()? })
    }

    fn path(&self, device: DeviceId) -> PathBuf {
        match &self.place {
            KeyPlace::Folder(folder) => folder.join(format!("{device}.key")),
            KeyPlace::File(file) => file.clone(),
        }
    }
}

impl KeyStore for KeyFile {
    fn secret(&self, device: DeviceId) -> Result<Option<[u8; 32]>> {
        let path = self.path(device);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let mut lines = text.lines();
        let mut secret = [0; 32];
        hex::decode_to_slice(lines.next().unwrap_or_default().trim(), &mut secret)
            .map_err(|_| Error::Storage(format!("{} is not a key file", path.display())))?;
        match (&self.place, lines.next()) {
            (KeyPlace::Folder(_), Some(home)) if Path::new(home) != self.home => Err(Error::Locked(format!(
                "this home is a copy of {home}: two copies would number their work alike. Use the first one, or name \
                 the key with --key-file if the folder was moved"
            ))),
            (KeyPlace::Folder(_) | KeyPlace::File(_), _) => Ok(Some(secret)),
        }
    }

    fn keep(&self, device: DeviceId, secret: &[u8; 32]) -> Result<()> {
        let path = self.path(device);
        if path.exists() {
            return Err(Error::Storage(format!("{} is the key of another home", path.display())));
        }
        self.write(&path, secret)
    }

    fn replace(&self, device: DeviceId, secret: &[u8; 32]) -> Result<()> {
        self.write(&self.path(device), secret)
    }

    fn forget(&self, device: DeviceId) -> Result<()> {
        match &self.place {
            KeyPlace::Folder(_) => match fs::remove_file(self.path(device)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
                Ok(()) | Err(_) => Ok(()),
            },
            // One file, whichever device the home has.
            KeyPlace::File(_) => Ok(()),
        }
    }

    fn erase(&self, device: DeviceId) -> Result<()> {
        let path = self.path(device);
        gone(fs::remove_file(&path))?;
        match path.parent() {
            Some(folder) if folder.is_dir() => Ok(flush(folder)?),
            Some(folder) if folder.as_os_str().is_empty() => Ok(flush(Path::new("."))?),
            // There was never a key.
            Some(_) | None => Ok(()),
        }
    }
}

impl KeyFile {
    fn write(&self, path: &Path, secret: &[u8; 32]) -> Result<()> {
        let (Some(folder), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
            return Err(Error::Storage(format!("{} cannot be a key file", path.display())));
        };
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        private_folder(folder)?;
        let text = format!("{}\n{}\n", hex::encode(secret), self.home.display());
        Ok(write_durably(folder, name, text.as_bytes())?)
    }
}
