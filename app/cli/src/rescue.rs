//! Writing a rescue file.

use app_bridge::ask::Ask;
use app_bridge::rescue::{Rescue, WithOriginals};
use app_bridge::told::Told;
use app_core::core::Core;
use serde_json::json;

use crate::Failed;
use crate::args::Language;
use crate::login::unexpected;
use crate::say::Say;

/// Writes what has not arrived into the file.
pub async fn rescue(core: &Core, say: &Say, all_originals: bool, no_originals: bool) -> Result<(), Failed> {
    let originals = match (all_originals, no_originals) {
        (true, _) => WithOriginals::All,
        (false, true) => WithOriginals::None,
        (false, false) => WithOriginals::IfTheyFit,
    };
    let written = match core.tell(Ask::Rescue { originals }).await? {
        Told::Rescue(written) => written,
        other => return Err(unexpected(&other)),
    };
    let document = json!({
        "file": written.place,
        "bytes": written.size_bytes,
        "operations": written.operations,
        "set_aside": written.set_aside,
        "photos": written.photos,
        "originals": written.originals,
        "unreadable": written.unreadable,
        "warnings": written.warnings.iter().map(|warning| &warning.code).collect::<Vec<_>>(),
    });
    say.result(&document, &[line(say, &written)]);
    say.warnings(&written.warnings);
    // A file that lacks a photo is worth having, and is not all that was asked for.
    if written.unreadable > 0 { Err(Failed::Said) } else { Ok(()) }
}

fn line(say: &Say, written: &Rescue) -> String {
    let Rescue { place, operations, photos, originals, set_aside, .. } = written;
    match say.language {
        Language::Zh => {
            format!(
                "已写入 {place}：记录 {operations} 条（其中退回 {set_aside} 条），照片 {photos} 张，原图 {originals} 张"
            )
        }
        Language::En => format!(
            "Wrote {place}: {operations} operations ({set_aside} sent back), {photos} photos, {originals} originals"
        ),
    }
}
