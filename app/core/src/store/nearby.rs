//! Cases that others reported near by: what, where, how far. No names.

use shared::case::Nearby;
use shared::catalogue::CategoryKey;
use shared::place::point::Point;

use super::{Reader, Writer, json, signed};
use crate::error::Result;

impl Reader<'_> {
    /// Returns the neighbours' cases of a category within a box of places, corners included.
    pub fn nearby(&self, category: &CategoryKey, south_west: Point, north_east: Point) -> Result<Vec<Nearby>> {
        let mut query = self.sql.prepare_cached(
            "select body from nearby
             where category = ?1 and lat_e7 between ?2 and ?3 and lon_e7 between ?4 and ?5 order by id",
        )?;
        let rows = query.query_map(
            rusqlite::params![
                category.to_string(),
                south_west.lat_e7,
                north_east.lat_e7,
                south_west.lon_e7,
                north_east.lon_e7
            ],
            |row| json(row, "body"),
        )?;
        Ok(rows.collect::<rusqlite::Result<Vec<Option<Nearby>>>>()?.into_iter().flatten().collect())
    }

    /// Returns the neighbours' cases of every category.
    pub fn nearby_of_every_category(&self) -> Result<Vec<Nearby>> {
        let mut query = self.sql.prepare_cached("select body from nearby order by id")?;
        let rows = query.query_map([], |row| json(row, "body"))?;
        Ok(rows.collect::<rusqlite::Result<Vec<Option<Nearby>>>>()?.into_iter().flatten().collect())
    }
}

impl Writer<'_> {
    /// Keeps what the server said of a neighbour's case.
    pub fn hear_nearby(&self, near: &Nearby, body: &str, generation: u64) -> Result<()> {
        self.sql.execute(
            "insert into nearby
                (id, jurisdiction_id, category, lon_e7, lat_e7, received_ms, body, version, scope_version)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             on conflict (id) do update set
                jurisdiction_id = excluded.jurisdiction_id,
                category = excluded.category,
                lon_e7 = excluded.lon_e7,
                lat_e7 = excluded.lat_e7,
                received_ms = excluded.received_ms,
                body = excluded.body,
                version = excluded.version,
                scope_version = excluded.scope_version
             where excluded.version >= version",
            rusqlite::params![
                near.id.to_string(),
                near.jurisdiction.as_str(),
                near.category.to_string(),
                near.at.lon_e7,
                near.at.lat_e7,
                near.received_at.ms(),
                body,
                signed(near.version),
                signed(generation),
            ],
        )?;
        // Where the one here is newer: it is in this scope all the same.
        self.sql
            .execute("update nearby set scope_version = ?2 where id = ?1", (near.id.to_string(), signed(generation)))?;
        Ok(())
    }

    /// Removes a neighbour's case that left the scope.
    pub fn nearby_left(&self, id: &str) -> Result<()> {
        self.sql.execute("delete from nearby where id = ?1", [id])?;
        Ok(())
    }

    /// Removes neighbours' cases that a whole pull of the scope did not name.
    pub fn purge_nearby(&self, generation: u64) -> Result<()> {
        self.sql.execute("delete from nearby where scope_version < ?1", [signed(generation)])?;
        Ok(())
    }

    /// Forgets which version of a neighbour's case is here, so that the server's word replaces it whatever it says.
    pub fn doubt_nearby(&self, id: &str) -> Result<()> {
        self.sql.execute("update nearby set version = 0 where id = ?1", [id])?;
        Ok(())
    }
}
