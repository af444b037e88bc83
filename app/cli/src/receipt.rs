//! The end of a shift: what has arrived, and the server's receipt for it.

use app_bridge::ask::Ask;
use app_bridge::told::Told;
use app_core::core::Core;

use crate::Failed;
use crate::args::Language;
use crate::login::unexpected;
use crate::say::Say;

/// Prints the receipt of a day. With `--json` it is the file that `xunge-server receipt verify` takes.
pub async fn receipt(core: &Core, say: &Say, day: Option<String>) -> Result<(), Failed> {
    let card = match core.tell(Ask::ShiftReceipt { day }).await? {
        Told::ShiftReceipt(card) => *card,
        other => return Err(unexpected(&other)),
    };
    if card.waiting + card.set_aside > 0 {
        say.aside(
            &format!("还有 {} 项没有到、{} 条被退回", card.waiting, card.set_aside),
            &format!("{} have not arrived, {} were sent back", card.waiting, card.set_aside),
        );
    }
    let Some(receipt) = card.receipt else {
        let none = match say.language {
            Language::Zh => format!("{} 还没有回执：已到案件 {}、照片 {}", card.day, card.cases, card.photos),
            Language::En => {
                format!("{}: no receipt yet; {} cases, {} photos have arrived", card.day, card.cases, card.photos)
            }
        };
        say.result(&serde_json::json!({"day": card.day, "receipt": null}), &[none]);
        return Err(Failed::Said);
    };
    let line = format!("{} {}", card.day, say.words(&receipt.zh, &receipt.en));
    let is_whole = receipt.covers_all && card.waiting + card.set_aside == 0;
    say.result(&serde_json::to_value(&receipt)?, &[line]);
    if is_whole { Ok(()) } else { Err(Failed::Said) }
}
