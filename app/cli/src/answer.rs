//! Answering a task.

use app_bridge::ask::{AnswerForm, Ask, Subject};
use app_core::core::Core;
use serde_json::json;
use shared::place::fix::Fix;

use crate::Failed;
use crate::args::{AnswerArgs, Language};
use crate::say::Say;
use crate::shots;

/// Saves an answer on this machine; it travels with the next sync.
pub async fn answer(core: &Core, say: &Say, form: AnswerArgs) -> Result<(), Failed> {
    let fix: Option<Fix> = match (form.lon, form.lat) {
        (Some(lon), Some(lat)) => Some(shots::fix(lon, lat, form.accuracy, core.now())?),
        (_, _) => None,
    };
    let cards = shots::take(core, &form.photos, Subject::Task { task: form.task }, fix.as_ref(), "").await?;
    let ask = Ask::Answer(AnswerForm {
        task: form.task,
        result: form.result,
        note: form.note,
        fix,
        photos: cards.iter().map(|card| card.photo).collect(),
    });
    if let Err(error) = core.tell(ask).await {
        shots::drop_all(core, &cards).await?;
        return Err(error.into());
    }
    let warnings: Vec<_> = cards.into_iter().flat_map(|card| card.warnings).collect();
    let document = json!({
        "task": form.task,
        "result": form.result,
        "warnings": warnings.iter().map(|warning| &warning.code).collect::<Vec<_>>(),
    });
    let line = match say.language {
        Language::Zh => format!("已保存对任务 {} 的回复", form.task),
        Language::En => format!("Saved the answer to task {}", form.task),
    };
    say.result(&document, &[line]);
    say.warnings(&warnings);
    Ok(())
}
