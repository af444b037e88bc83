//! A PIN on the home: set, changed, taken away.

use std::path::Path;

use app_bridge::ask::Ask;
use app_bridge::told::Told;
use app_core::core::Core;
use serde_json::json;

use crate::Failed;
use crate::login::{first_line, unexpected};
use crate::say::Say;

/// Puts the PIN in the file before the home, or, where none is named, takes it away.
pub async fn change(core: &Core, say: &Say, old: Option<String>, new_file: Option<&Path>) -> Result<(), Failed> {
    let ask = match new_file {
        Some(file) => Ask::ChoosePin { old, new: first_line(file)? },
        None => Ask::ForgoPin { pin: old.unwrap_or_default() },
    };
    let card = match core.tell(ask).await? {
        Told::Pin(card) => card,
        other => return Err(unexpected(&other)),
    };
    let line = if card.set {
        say.words(
            "已设 PIN 码。忘记了谁也打不开没传的内容",
            "The PIN is set. If it is forgotten, nobody can open what is unsent",
        )
    } else {
        say.words("没有 PIN 码", "There is no PIN")
    };
    say.result(&json!({ "set": card.set }), &[line.to_owned()]);
    Ok(())
}
