//! Syncing, and what is only here.

use app_bridge::ask::Ask;
use app_bridge::told::{Status, Told};
use app_core::core::Core;
use app_core::sync::plan::Why;
use serde_json::json;

use crate::Failed;
use crate::args::Language;
use crate::login::{start, unexpected};
use crate::say::{Say, instant, moment};

/// Runs a round. Done means that nothing is left.
pub async fn sync(core: &Core, say: &Say) -> Result<(), Failed> {
    let ended = core.round(Why::Asked).await?;
    let round = ended.round;
    let line = match say.language {
        Language::Zh => format!(
            "传了 {} 条、照片 {} 张；取了 {} 条；还剩 {}",
            round.pushed, round.photos_sent, round.pulled, round.left
        ),
        Language::En => format!(
            "Sent {} operations and {} photos; fetched {} changes; {} left",
            round.pushed, round.photos_sent, round.pulled, round.left
        ),
    };
    say.result(&serde_json::to_value(round)?, &[line]);
    for aside in said_back(core).await?.set_aside {
        let detail = aside.detail.map(|detail| format!(" ({detail})")).unwrap_or_default();
        say.aside(
            &format!("退回：{} {} [{}]{detail}", aside.title, aside.zh, aside.code),
            &format!("Sent back: {} {} [{}]{detail}", aside.title, aside.en, aside.code),
        );
    }
    match ended.error {
        Some(error) => Err(error.into()),
        None if round.left > 0 => Err(Failed::Said),
        None => Ok(()),
    }
}

async fn said_back(core: &Core) -> Result<Status, Failed> {
    match core.tell(Ask::Status).await? {
        Told::Status(status) => Ok(status),
        other => Err(unexpected(&other)),
    }
}

/// Says what is only here and what has arrived.
pub async fn status(core: &Core, say: &Say) -> Result<(), Failed> {
    let zone = start(core).await?.zone;
    let status = said_back(core).await?;
    let document = json!({
        "unsent_operations": status.unsent_operations,
        "photos_waiting": status.photos_waiting,
        "set_aside": status.set_aside.len(),
        "last_contact": instant(status.last_contact, &zone),
        "oldest_unsent": instant(status.oldest_unsent, &zone),
        "waiting_bytes": status.waiting_bytes,
        "set_aside_operations": status.set_aside,
        "next_try_at": instant(status.next_try_at, &zone),
        "last_error": status.last_error,
        "all_arrived": status.all_arrived,
    });
    let last = moment(status.last_contact, &zone);
    let line = match say.language {
        Language::Zh => format!(
            "未传 {} 条，照片待传 {} 张，退回 {} 条；上次联系 {last}",
            status.unsent_operations,
            status.photos_waiting,
            status.set_aside.len()
        ),
        Language::En => format!(
            "{} operations unsent, {} photos waiting, {} sent back; last contact {last}",
            status.unsent_operations,
            status.photos_waiting,
            status.set_aside.len()
        ),
    };
    say.result(&document, &[line]);
    Ok(())
}
