//! Writing a rescue file.

use std::path::Path;
use std::rc::Rc;

use app_bridge::ask::{Ask, Originals};
use app_bridge::told::{Rescue, Told};
use app_core::core::Core;
use app_core::native::exports::ExportFile;
use app_core::native::open::open_with;
use app_core::ports::World;
use serde_json::json;

use crate::Failed;
use crate::args::{Args, Language};
use crate::login::unexpected;
use crate::say::Say;

/// Opens the home so that what it exports goes to the file.
pub fn home(args: &Args, file: &Path) -> Result<Core, Failed> {
    let exports = Rc::new(ExportFile::new(file));
    Ok(open_with(&crate::place(args)?, |world| World { exports, ..world })?)
}

/// Writes what has not arrived into the file.
pub async fn rescue(core: &Core, say: &Say, all_originals: bool, no_originals: bool) -> Result<(), Failed> {
    let originals = match (all_originals, no_originals) {
        (true, _) => Originals::All,
        (false, true) => Originals::None,
        (false, false) => Originals::IfTheyFit,
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
