//! Which duty grids are the person's own.

use std::collections::BTreeSet;

use shared::ids::DutyGridId;

use crate::core::Inner;
use crate::error::Result;
use crate::packs::Packs;

/// Returns the duty grids that the person walks, as far as the packs know them.
pub fn duty_grids(core: &Inner, packs: &Packs) -> Result<BTreeSet<DutyGridId>> {
    let walked = core.store.read(|r| r.own_duty_grids(r.signed_in()?.account.id))?;
    Ok(walked.into_iter().filter(|id| packs.index.duty_grid(id).is_some()).collect())
}

/// Names the ground as it is drawn: other boundaries or other own duty grids are another ground.
pub fn name_of_ground(packs: &Packs, own: &BTreeSet<DutyGridId>) -> String {
    let own: Vec<&str> = own.iter().map(DutyGridId::as_str).collect();
    format!("{} {}", packs.ground(), own.join("+"))
}
