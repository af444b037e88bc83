//! Cases that may be the same problem: the same category, near by, reported about the same time.

use shared::account::Right;
use shared::api::cases::{Duplicate, Duplicates};
use shared::case::Case;
use shared::ids::CaseId;

use super::actions::{find, reaches};
use super::store::cases;
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::error::Result;

const HOUR_MS: i64 = 3_600_000;

/// Returns what may be the same as a case, for somebody who may see it; of what they may see.
pub async fn of_case(app: &App, caller: &Caller, id: CaseId) -> Result<Duplicates> {
    caller.may(Right::SeeCases)?;
    let mut reader = app.db.read().await?;
    let case = find(&mut reader, id).await?.filter(|case| reaches(&caller.reach, case));
    let case = case.ok_or_else(|| Caller::no_such_case(id))?;
    let city = app.city();
    let settings = city.settings(&case.jurisdiction);
    let around_ms = i64::from(settings.duplicate_hours) * HOUR_MS;
    let (from, to) = (case.reported_at.plus_ms(-around_ms), case.reported_at.plus_ms(around_ms));
    let mut found: Vec<Duplicate> = Vec::new();
    for other in cases::of_category(&mut reader, &case.category, from, to).await? {
        if let Some(distance_m) = apart(&case, &other, f64::from(settings.duplicate_m))
            && reaches(&caller.reach, &other)
        {
            found.push(Duplicate { case: other, distance_m });
        }
    }
    found.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then(a.case.id.cmp(&b.case.id)));
    Ok(Duplicates { cases: found })
}

/// Returns how far away the other is; `None` when that is too far, or it is not another.
fn apart(case: &Case, other: &Case, most_m: f64) -> Option<f64> {
    let is_void = other.state == shared::case::State::Void;
    let (here, there) = (case.fix.point().ok()?, other.fix.point().ok()?);
    let distance_m = here.distance_m(there);
    (other.id != case.id && !is_void && distance_m <= most_m).then_some(distance_m)
}
