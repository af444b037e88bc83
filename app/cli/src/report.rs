//! Saving a report.

use app_bridge::ask::{Ask, ReportForm, Subject};
use app_bridge::told::Told;
use app_core::core::Core;
use serde_json::json;

use crate::Failed;
use crate::args::{Language, ReportArgs};
use crate::login::{start, unexpected};
use crate::say::{Say, instant, moment, or_dash};
use crate::shots::{self, Taking};

/// Saves a report on this machine; it travels with the next sync.
pub async fn report(core: &Core, say: &Say, form: ReportArgs) -> Result<(), Failed> {
    let zone = start(core).await?.zone;
    let fix = shots::fix(form.lon, form.lat, form.accuracy, &form.posed, core.now())?;
    // Asked first: a wrong category is said before any photo is worked on.
    core.tell(Ask::Preview {
        fix: fix.clone(),
        category: Some(form.category.clone()),
        condition_no: Some(form.condition),
        draft: None,
    })
    .await?;
    let taking = Taking {
        subject: Subject::Draft { case: None },
        fix: Some(&fix),
        address: &form.address,
        pair: None,
        camera: form.posed.camera,
    };
    let cards = shots::take(core, &form.photos, taking).await?;
    let ask = Ask::SaveReport(ReportForm {
        category: form.category,
        condition_no: form.condition,
        fix,
        note: form.note,
        address: form.address,
        photos: cards.iter().map(|card| card.photo).collect(),
        draft: shots::draft(&cards),
        self_handled: false,
    });
    let saved = match core.tell(ask).await {
        Ok(Told::Saved(saved)) => saved,
        Ok(other) => return Err(unexpected(&other)),
        Err(error) => {
            shots::drop_all(core, &cards).await?;
            return Err(error.into());
        }
    };
    let mut warnings = saved.warnings;
    for warning in cards.into_iter().flat_map(|card| card.warnings) {
        if !warnings.contains(&warning) {
            warnings.push(warning);
        }
    }
    let document = json!({
        "case": saved.case,
        "grid": saved.grid,
        "unit": saved.unit.as_ref().map(|unit| &unit.id),
        "unit_name": saved.unit.as_ref().map(|unit| &unit.name),
        "deadline": instant(saved.deadline, &zone),
        "warnings": warnings.iter().map(|warning| &warning.code).collect::<Vec<_>>(),
    });
    let (grid, due) = (or_dash(saved.grid), moment(saved.deadline, &zone));
    let unit = or_dash(saved.unit.map(|unit| unit.name));
    let line = match say.language {
        Language::Zh => format!("已保存 {}：网格 {grid}，责任单位 {unit}，预计时限 {due}", saved.case),
        Language::En => format!("Saved {}: grid {grid}, unit {unit}, estimated deadline {due}", saved.case),
    };
    say.result(&document, &[line]);
    say.warnings(&warnings);
    Ok(())
}
