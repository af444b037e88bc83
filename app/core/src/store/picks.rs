//! What was reported, as the picker counts it: what, where and when.

use serde::Deserialize;
use shared::case::Nearby;
use shared::case::State;
use shared::catalogue::CategoryKey;
use shared::ids::AccountId;
use shared::place::fix::Fix;
use shared::place::point::Point;
use shared::time::Instant;

use super::{Reader, json};
use crate::error::Result;

/// What was reported, where and when.
#[derive(Clone, PartialEq, Debug)]
pub struct Pick {
    /// What.
    pub category: CategoryKey,
    /// Where; none when the position is no place on Earth.
    pub at: Option<Point>,
    /// When.
    pub when: Instant,
}

/// What a report and the server's word on a case both say.
#[derive(Deserialize)]
struct Said {
    category: CategoryKey,
    fix: Fix,
    /// The server's word alone has it.
    #[serde(default)]
    reported_at: Option<Instant>,
}

impl Reader<'_> {
    /// Returns what an account saved here since an instant of the phone's clock, the newest first and no more than so
    /// many; the times are the server's as well as they are known: its clock is ahead by so much.
    pub fn own_picks(&self, account: AccountId, since: Instant, ahead_ms: i64, most: usize) -> Result<Vec<Pick>> {
        let mut query = self.sql.prepare_cached(
            "select case when body <> '' then body else report end as said, saved_ms
             from cases
             where account_id = ?1 and saved_ms >= ?2
             order by saved_ms desc, id desc
             limit ?3",
        )?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let rows = query.query_map((account.to_string(), since.ms(), most), |row| {
            let saved = Instant::from_ms(row.get("saved_ms")?).plus_ms(ahead_ms);
            let said: Option<Said> = json(row, "said")?;
            Ok(said.map(|said| Pick {
                at: said.fix.point().ok(),
                when: said.reported_at.unwrap_or(saved),
                category: said.category,
            }))
        })?;
        Ok(rows.collect::<rusqlite::Result<Vec<Option<Pick>>>>()?.into_iter().flatten().collect())
    }

    /// Returns what others reported within a box of places, corners included, that the server had since an instant.
    /// What turned out to be nothing does not count.
    pub fn nearby_picks(&self, since: Instant, south_west: Point, north_east: Point) -> Result<Vec<Pick>> {
        let mut query = self.sql.prepare_cached(
            "select body from nearby
             where received_ms >= ?1 and lat_e7 between ?2 and ?3 and lon_e7 between ?4 and ?5
             order by received_ms desc, id desc",
        )?;
        let place = (since.ms(), south_west.lat_e7, north_east.lat_e7, south_west.lon_e7, north_east.lon_e7);
        let rows = query.query_map(place, |row| json::<Nearby>(row, "body"))?;
        let heard = rows.collect::<rusqlite::Result<Vec<Option<Nearby>>>>()?.into_iter().flatten();
        let stands = heard.filter(|near| near.state != State::Void);
        Ok(stands.map(|near| Pick { category: near.category, at: Some(near.at), when: near.reported_at }).collect())
    }
}
