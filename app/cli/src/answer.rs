//! Answering a task.

use app_bridge::ask::{AnswerForm, Ask, Subject};
use app_bridge::told::{Told, Warning};
use app_core::core::Core;
use serde_json::json;
use shared::ids::{Sha256, TaskId};
use shared::place::fix::Fix;
use shared::refusal::{Code, Refusal};

use crate::Failed;
use crate::args::{AnswerArgs, Language, Pair};
use crate::login::unexpected;
use crate::say::Say;
use crate::shots::{self, Taking};

/// Saves an answer on this machine; it travels with the next sync.
pub async fn answer(core: &Core, say: &Say, form: AnswerArgs) -> Result<(), Failed> {
    let fix: Option<Fix> = match (form.lon, form.lat) {
        (Some(lon), Some(lat)) => Some(shots::fix(lon, lat, form.accuracy, &form.posed, core.now())?),
        (_, _) => None,
    };
    let taking = Taking {
        subject: Subject::Task { task: form.task },
        fix: fix.as_ref(),
        address: "",
        pair: match form.pair {
            Some(pair) => Some(before(core, form.task, pair).await?),
            None => None,
        },
        camera: form.posed.camera,
    };
    let cards = shots::take(core, &form.photos, taking).await?;
    let ask = Ask::Answer(AnswerForm {
        task: form.task,
        result: form.result,
        note: form.note,
        fix,
        photos: cards.iter().map(|card| card.photo).collect(),
    });
    let tasks = match core.tell(ask).await {
        Ok(Told::Tasks(tasks)) => tasks,
        Ok(other) => return Err(unexpected(&other)),
        Err(error) => {
            shots::drop_all(core, &cards).await?;
            return Err(error.into());
        }
    };
    let of_answer = tasks.into_iter().filter(|task| task.task == form.task).flat_map(|task| task.warnings);
    let mut warnings: Vec<Warning> = Vec::new();
    for warning in of_answer.chain(cards.into_iter().flat_map(|card| card.warnings)) {
        if !warnings.contains(&warning) {
            warnings.push(warning);
        }
    }
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

/// Returns the before photo that was named; the first one is the first that is readable here.
async fn before(core: &Core, task: TaskId, pair: Pair) -> Result<Sha256, Failed> {
    let card = match (pair, core.tell(Ask::Task { task }).await?) {
        (Pair::Of(sha256), _) => return Ok(sha256),
        (Pair::First, Told::Task(card)) => card,
        (Pair::First, other) => return Err(unexpected(&other)),
    };
    let first = card.before_shots.into_iter().find(|shot| !shot.role.is_clip());
    let none = || Refusal::because(Code::NotFound, "no before photo of the task is here; sync first");
    Ok(first.ok_or_else(none)?.sha256)
}
