//! Writing a diagnostics file.

use std::collections::BTreeMap;

use app_bridge::ask::Ask;
use app_bridge::told::Told;
use app_core::core::Core;
use serde_json::json;

use crate::Failed;
use crate::login::unexpected;
use crate::say::Say;

/// Writes how this home is into the file.
pub async fn diagnostics(core: &Core, say: &Say) -> Result<(), Failed> {
    let written = match core.tell(Ask::Diagnostics { page: BTreeMap::new() }).await? {
        Told::Diagnostics(written) => written,
        other => return Err(unexpected(&other)),
    };
    let line = format!("{}{}", say.words("已写入 ", "Wrote "), written.place);
    say.result(&json!({ "file": written.place, "bytes": written.size_bytes }), &[line]);
    Ok(())
}
