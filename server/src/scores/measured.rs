//! What scores are made of: the sums of a month by object, and what people call the objects. The assessment's, both.

use std::collections::{BTreeMap, BTreeSet};

use shared::assessment::score::{Model, Part, SumsBy};
use shared::assessment::{Basis, Subject, Sums};
use sqlx::AnyConnection;

use super::seen::Seen;
use super::store::months::Version;
use crate::accounts::caller::Reach;
use crate::app::App;
use crate::assessment::actions as assessment;
use crate::assessment::asked::{self, Asked, From, Within};
use crate::assessment::facts;
use crate::assessment::names::Names;
use crate::error::Result;
use crate::months::calendar::Month;

/// Returns the sums of a month that a model looks at, for each object that has a case in it: as it was frozen, or as its
/// cases are now.
pub async fn sums(
    app: &App,
    month: Month,
    version: Option<&Version>,
    model: &Model,
    narrowed: Seen,
) -> Result<BTreeMap<String, SumsBy>> {
    let city = app.city();
    let source = match version {
        Some(version) => From::Frozen { version_id: version.id.clone() },
        None => {
            facts::up_to_date(app).await?;
            From::Live { at: app.clock.now() }
        }
    };
    // Whether training cases are summed is one answer for the whole city: its ranks are.
    let training = city.city_id().is_some_and(|id| city.counts_training(id));
    let Seen { area, unit } = narrowed;
    let (from, to, by) = (month.first(), month.last(), model.subject);
    let asked = Asked { from, to, source, by, area, unit, training };
    let within = Within::of(&asked, asked::zone(&city))?;
    // Of one moment: what is summed by one basis is not a moment older than by another.
    let mut snapshot = app.db.snapshot().await?;
    let mut all: BTreeMap<String, SumsBy> = BTreeMap::new();
    for (key, sums) in assessment::sums(&mut snapshot, &within).await? {
        let whole = |(basis, sums): (Basis, Sums)| -> (Part, Sums) { ((basis, None), sums) };
        all.entry(key).or_default().extend(sums.into_iter().map(whole));
    }
    for (basis, slice) in model.slices() {
        for (key, sums) in assessment::sums_by(&mut snapshot, &within, basis, Some(slice)).await? {
            all.entry(key).or_default().insert((basis, Some(slice)), sums);
        }
    }
    Ok(all)
}

/// Returns what people call objects.
pub async fn names(
    app: &App,
    connection: &mut AnyConnection,
    by: Subject,
    keys: &BTreeSet<String>,
    reach: &Reach,
) -> Result<BTreeMap<String, String>> {
    let city = app.city();
    let names = Names::of(&city, connection, by, reach).await?;
    Ok(keys.iter().map(|key| (key.clone(), names.name(key))).collect())
}
