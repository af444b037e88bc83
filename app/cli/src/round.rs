//! Syncing, and what is only here.

use app_bridge::ask::{Ask, OriginalsOver};
use app_bridge::status::{Originals, Status};
use app_bridge::told::Told;
use app_core::core::Core;
use app_core::sync::plan::Why;
use serde_json::json;

use crate::Failed;
use crate::args::{Language, Over};
use crate::login::{start, unexpected};
use crate::say::{Say, instant, moment};

/// Runs a round. Done means that nothing is left.
pub async fn sync(core: &Core, say: &Say) -> Result<(), Failed> {
    let ended = core.round(Why::Asked).await?;
    let round = ended.round;
    let line = match say.language {
        Language::Zh => format!(
            "传了 {} 条、照片 {} 张、原图 {} 张；取了 {} 条；还剩 {}",
            round.pushed, round.photos_sent, round.originals_sent, round.pulled, round.left
        ),
        Language::En => format!(
            "Sent {} operations, {} photos and {} originals; fetched {} changes; {} left",
            round.pushed, round.photos_sent, round.originals_sent, round.pulled, round.left
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
        Told::Status(status) => Ok(*status),
        other => Err(unexpected(&other)),
    }
}

/// Says what is only here and what has arrived.
pub async fn status(core: &Core, say: &Say) -> Result<(), Failed> {
    let status = said_back(core).await?;
    tell(core, say, &status).await
}

/// Chooses over which networks originals travel, and says how things are.
pub async fn originals(core: &Core, say: &Say, over: Over) -> Result<(), Failed> {
    let over = match over {
        Over::Unmetered => OriginalsOver::Unmetered,
        Over::AnyNetwork => OriginalsOver::AnyNetwork,
    };
    match core.tell(Ask::SendOriginalsOver { over }).await? {
        Told::Status(status) => tell(core, say, &status).await,
        other => Err(unexpected(&other)),
    }
}

async fn tell(core: &Core, say: &Say, status: &Status) -> Result<(), Failed> {
    let zone = start(core).await?.zone;
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
        "originals": status.originals,
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
    let mut lines = vec![line];
    let Originals { wanted, received, held, .. } = status.originals;
    if wanted > 0 {
        lines.push(match (say.language, held) {
            (Language::Zh, false) => format!("原图 {received}/{wanted}"),
            (Language::Zh, true) => format!("原图 {received}/{wanted}，等不计流量的网络"),
            (Language::En, false) => format!("Originals {received} of {wanted}"),
            (Language::En, true) => {
                format!("Originals {received} of {wanted}, waiting for a network that is not metered")
            }
        });
    }
    say.result(&document, &lines);
    Ok(())
}
