//! Is every file in the store what its row says, and every thumbnail that of its file? Each is read once.

use std::collections::BTreeSet;
use std::io;

use shared::api::base_maps::BaseMap;
use shared::evidence::{PhotoRole, clip, file};
use shared::ids::Sha256;
use shared::refusal::Code;

use super::Progress;
use super::store::FileRow;
use crate::app::App;
use crate::base_maps;
use crate::error::Result;
use crate::media::actions::{CLIP, IMAGE, blocking};
use crate::media::storage::Storage;
use crate::media::thumbs;

/// Reads all files and returns how many.
pub async fn read(app: &App, files: &[FileRow], progress: Progress<'_>, problems: &mut Vec<String>) -> Result<u64> {
    let total = u64::try_from(files.len()).unwrap_or(u64::MAX);
    for (done, row) in (1..).zip(files) {
        let (storage, row) = (app.storage.clone(), row.clone());
        problems.extend(blocking(move || faults(&*storage, &row)).await?);
        progress(done, total);
    }
    let storage = app.storage.clone();
    let thumbs = blocking(move || storage.thumbs()).await?;
    let known: BTreeSet<&Sha256> = files.iter().map(|row| &row.sha256).collect();
    for name in thumbs.iter().filter(|name| !known.contains(name)) {
        problems.push(format!("thumbnail {name}: its file is not written down"));
    }
    Ok(total)
}

/// Reads all base maps. In pieces: one is gigabytes.
pub async fn read_maps(app: &App, maps: Vec<BaseMap>, problems: &mut Vec<String>) -> Result<()> {
    for map in maps {
        let (storage, hash) = (app.base_maps.clone(), map.hash.clone());
        let fault = blocking(move || base_maps::file::fault(&*storage, &hash, map.size_bytes)).await?;
        problems.extend(fault.map(|fault| format!("base map {}: {fault}", map.name)));
    }
    Ok(())
}

/// Says what is wrong with one file and its thumbnail. Blocks.
fn faults(storage: &dyn Storage, row: &FileRow) -> io::Result<Vec<String>> {
    let FileRow { sha256, size_bytes, .. } = row;
    let Some(bytes) = storage.read(sha256)? else {
        return Ok(vec![format!("file {sha256}: written down but not there")]);
    };
    let mut faults = Vec::new();
    if Sha256::of(&bytes) == *sha256 {
        faults.extend(structure(row, &bytes).map(|fault| format!("file {sha256}: {fault}")));
        faults.extend(thumbnail(storage, row, &bytes)?.map(|fault| format!("thumbnail {sha256}: {fault}")));
    } else {
        faults.push(format!("file {sha256}: its bytes changed"));
    }
    if i64::try_from(bytes.len()) != Ok(*size_bytes) {
        faults.push(format!("file {sha256}: it has {} bytes and {size_bytes} are written down", bytes.len()));
    }
    Ok(faults)
}

/// Judges a file as it was judged when a case asked for it.
fn structure(row: &FileRow, bytes: &[u8]) -> Option<String> {
    let code = Code::ALL.iter().find(|code| code.as_str() == row.verdict);
    match (row.verdict.as_str(), code) {
        // Nobody has asked for it yet.
        ("", _) => None,
        (IMAGE, _) => match file::judge(bytes) {
            Ok(picture) => {
                let size_px = (i64::from(picture.width), i64::from(picture.height));
                let is_same = size_px == row.size_px && picture.format.media_type() == row.media_type;
                (!is_same).then(|| "it is another picture than is written down".to_owned())
            }
            Err(refusal) => Some(format!("it was judged a picture and is none: {refusal}")),
        },
        (CLIP, _) => {
            let kinds = [PhotoRole::Video, PhotoRole::Voice].map(|role| clip::judge(bytes, role));
            let is_same = kinds.iter().flatten().any(|clip| clip.media_type() == row.media_type);
            (!is_same).then(|| "it was judged a clip and is none, or another".to_owned())
        }
        // What is no clip of one kind may be one of the other.
        (_, Some(Code::NotAClip | Code::ClipTooLong | Code::ClipTooLarge)) => None,
        (_, Some(code)) => {
            let is_same = file::judge(bytes).is_err_and(|refusal| refusal.code == *code);
            (!is_same).then(|| format!("it was refused by {code} and would not be now"))
        }
        (word, None) => Some(format!("it was judged {word}, which is no judgement")),
    }
}

/// Compares a thumbnail that was kept with its picture. When each was made says nothing: a file never changes under its
/// name, and a restored store is younger than all that is in it.
fn thumbnail(storage: &dyn Storage, row: &FileRow, bytes: &[u8]) -> io::Result<Option<String>> {
    let Some(kept) = storage.read_thumb(&row.sha256)? else { return Ok(None) };
    Ok(match row.verdict.as_str() {
        IMAGE if thumbs::shows(&kept, bytes) => None,
        IMAGE => Some("it shows something else than its picture".to_owned()),
        _ => Some("its file is no picture".to_owned()),
    })
}
