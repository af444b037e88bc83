//! Base maps: which are offered, which are kept here and how far each is.

use std::collections::BTreeMap;

use app_bridge::base_map::MapsOver;
use rusqlite::{OptionalExtension as _, Row};
use shared::api::base_maps::BaseMap;
use shared::ids::Sha256;
use shared::time::Instant;

use super::{Reader, Writer, count, instant, json, parsed, signed, unreadable};
use crate::error::Result;

/// A base map, as far as it is on this phone.
#[derive(Clone, PartialEq, Debug)]
pub struct KeptMap {
    /// What the city offers.
    pub map: BaseMap,
    /// Bytes that are here, flushed.
    pub held_bytes: u64,
    /// The person keeps it.
    pub wanted: bool,
    /// When all of it was here and was what its name says.
    pub ready: Option<Instant>,
    /// Failures in a row.
    pub attempts: u64,
    /// Not before this moment.
    pub next_try_at: Option<Instant>,
    /// How often what came was not what its name says.
    pub spoiled: u64,
}

/// After so many times it is not fetched again by itself.
const MOST_SPOILED: u64 = 3;

impl KeptMap {
    /// Says whether bytes of it are to come.
    pub fn is_missing(&self) -> bool {
        self.wanted && self.ready.is_none() && !self.needs_repair()
    }

    /// Says whether fetching it once more is of no use before somebody has looked at it.
    pub fn needs_repair(&self) -> bool {
        self.wanted && self.spoiled >= MOST_SPOILED
    }

    /// Returns how many bytes are to come.
    pub fn missing_bytes(&self) -> u64 {
        self.map.size_bytes.saturating_sub(self.held_bytes)
    }
}

fn kept(row: &Row<'_>) -> rusqlite::Result<KeptMap> {
    Ok(KeptMap {
        map: json(row, "body")?.ok_or_else(|| unreadable("body"))?,
        held_bytes: count(row, "held_bytes")?,
        wanted: row.get("wanted")?,
        ready: instant(row, "ready_ms")?,
        attempts: count(row, "attempts")?,
        next_try_at: instant(row, "next_try_ms")?,
        spoiled: count(row, "spoiled")?,
    })
}

impl Reader<'_> {
    /// Returns the base maps that are offered, in the order of the list.
    pub fn base_maps(&self) -> Result<Vec<KeptMap>> {
        let mut query = self.sql.prepare_cached(
            "select body, held_bytes, wanted, ready_ms, attempts, next_try_ms, spoiled
             from base_maps order by place, hash",
        )?;
        let rows = query.query_map([], kept)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns one base map.
    pub fn base_map(&self, hash: &Sha256) -> Result<Option<KeptMap>> {
        let found = self
            .sql
            .query_row(
                "select body, held_bytes, wanted, ready_ms, attempts, next_try_ms, spoiled
                 from base_maps where hash = ?1",
                [hash.as_str()],
                kept,
            )
            .optional()?;
        Ok(found)
    }

    /// Returns the mark of the list that is here; empty before the first one.
    pub fn base_map_mark(&self) -> Result<String> {
        let found = self.sql.query_row("select mark from base_map_list", [], |row| row.get(0)).optional()?;
        Ok(found.unwrap_or_default())
    }

    /// Returns over which networks base maps come.
    pub fn base_maps_over(&self) -> Result<MapsOver> {
        let word: Option<String> =
            self.sql.query_row("select fetched_over from base_map_list", [], |row| row.get(0)).optional()?;
        Ok(match word.as_deref() {
            Some("any_network") => MapsOver::AnyNetwork,
            Some(_) | None => MapsOver::Unmetered,
        })
    }
}

impl Writer<'_> {
    /// Keeps over which networks base maps come.
    pub fn choose_base_maps_over(&self, over: MapsOver) -> Result<()> {
        self.sql.execute(
            "insert into base_map_list (one, fetched_over) values (1, ?1)
             on conflict (one) do update set fetched_over = excluded.fetched_over",
            [over.as_str()],
        )?;
        Ok(())
    }

    /// Puts exactly these maps in the list, and returns the hashes of those that are no longer in it.
    ///
    /// A map that is new here and of which there are bytes all the same was kept before the database broke: it is kept on.
    pub fn take_base_maps(&self, maps: &[BaseMap], mark: &str, here: &BTreeMap<Sha256, u64>) -> Result<Vec<Sha256>> {
        self.sql.execute("update base_maps set place = -1", [])?;
        for (place, map) in (0_i64..).zip(maps) {
            let held_bytes = here.get(&map.hash).copied().unwrap_or(0).min(map.size_bytes);
            self.sql.execute(
                "insert into base_maps (hash, jurisdiction_id, place, body, held_bytes, wanted)
                 values (?1, ?2, ?3, ?4, ?5, ?6)
                 on conflict (hash) do update set
                    jurisdiction_id = excluded.jurisdiction_id, place = excluded.place, body = excluded.body",
                rusqlite::params![
                    map.hash.as_str(),
                    map.jurisdiction.as_str(),
                    place,
                    serde_json::to_string(map)?,
                    signed(held_bytes),
                    held_bytes > 0,
                ],
            )?;
        }
        self.sql.execute(
            "insert into base_map_list (one, mark) values (1, ?1)
             on conflict (one) do update set mark = excluded.mark",
            [mark],
        )?;
        let mut query = self.sql.prepare_cached("delete from base_maps where place = -1 returning hash")?;
        let rows = query.query_map([], |row| parsed(row, "hash"))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Keeps that the person keeps a map, or lets go of it; its turn is now.
    pub fn want_base_map(&self, hash: &Sha256, wanted: bool) -> Result<()> {
        self.sql.execute(
            "update base_maps set wanted = ?2, attempts = 0, next_try_ms = 0, spoiled = 0 where hash = ?1",
            (hash.as_str(), wanted),
        )?;
        Ok(())
    }

    /// Keeps how many bytes of a map are here; never before they are flushed.
    pub fn base_map_stands_at(&self, hash: &Sha256, held_bytes: u64) -> Result<()> {
        self.sql.execute(
            "update base_maps set held_bytes = ?2, ready_ms = 0, attempts = 0, next_try_ms = 0 where hash = ?1",
            (hash.as_str(), signed(held_bytes)),
        )?;
        Ok(())
    }

    /// Keeps that all of a map is here and is what its name says.
    pub fn base_map_is_ready(&self, hash: &Sha256, now: Instant) -> Result<()> {
        self.sql
            .execute("update base_maps set ready_ms = ?2, spoiled = 0 where hash = ?1", (hash.as_str(), now.ms()))?;
        Ok(())
    }

    /// Keeps that what came of a map was not what its name says; nothing of it counts.
    pub fn base_map_is_spoiled(&self, hash: &Sha256) -> Result<()> {
        self.sql.execute(
            "update base_maps set held_bytes = 0, ready_ms = 0, spoiled = spoiled + 1 where hash = ?1",
            [hash.as_str()],
        )?;
        Ok(())
    }

    /// Keeps that a map is tried again later.
    pub fn put_off_base_map(&self, hash: &Sha256, attempts: u64, next_try_at: Instant) -> Result<()> {
        self.sql.execute(
            "update base_maps set attempts = ?2, next_try_ms = ?3 where hash = ?1",
            (hash.as_str(), signed(attempts), next_try_at.ms()),
        )?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use app_bridge::base_map::MapsOver;
    use shared::api::base_maps::BaseMap;
    use shared::base_map::kind::MapKind;
    use shared::ids::Sha256;
    use shared::place::crs::Crs;
    use shared::time::Instant;

    use crate::tests::phone::Phone;

    fn map(name: &str) -> BaseMap {
        BaseMap {
            hash: Sha256::of(name.as_bytes()),
            jurisdiction: "XA".parse().unwrap(),
            name: name.to_owned(),
            name_en: String::new(),
            kind: MapKind::Raster,
            crs: Crs::Gcj02,
            bounds: [108.0, 34.0, 109.0, 35.0],
            min_zoom: 10,
            max_zoom: 12,
            size_bytes: 1_000,
            attribution: String::new(),
            made_at: Instant::from_ms(1),
        }
    }

    #[test]
    fn a_new_list_keeps_what_is_known_of_each_map_and_names_those_that_go() {
        let phone = Phone::new();
        let store = phone.core.store();
        let (first, second, third) = (map("甲"), map("乙"), map("丙"));
        let none = BTreeMap::new();
        store.write(|w| w.take_base_maps(&[first.clone(), second.clone()], "1", &none).map(drop)).unwrap();
        store
            .write(|w| {
                w.want_base_map(&first.hash, true)?;
                w.base_map_stands_at(&first.hash, 400)?;
                w.put_off_base_map(&first.hash, 3, Instant::from_ms(9))
            })
            .unwrap();
        let renamed = BaseMap { name: "新名".to_owned(), ..first.clone() };
        let gone = store.write(|w| w.take_base_maps(&[third, renamed.clone()], "2", &none)).unwrap();
        assert_eq!(gone, [second.hash]);
        let kept = store.read(|r| r.base_maps()).unwrap();
        let names: Vec<&str> = kept.iter().map(|kept| kept.map.name.as_str()).collect();
        assert_eq!(names, ["丙", "新名"], "in the order of the list");
        let known = store.read(|r| r.base_map(&first.hash)).unwrap().unwrap();
        assert_eq!((known.held_bytes, known.wanted, known.attempts), (400, true, 3));
        assert_eq!((known.missing_bytes(), known.is_missing()), (600, true));
        assert_eq!(known.next_try_at, Some(Instant::from_ms(9)));
        store.write(|w| w.base_map_is_ready(&first.hash, Instant::from_ms(10))).unwrap();
        assert!(!store.read(|r| r.base_map(&first.hash)).unwrap().unwrap().is_missing());
        assert_eq!(store.read(|r| r.base_map_mark()).unwrap(), "2");
    }

    #[test]
    fn bytes_of_a_map_that_is_new_here_are_kept_on() {
        let phone = Phone::new();
        let (store, known) = (phone.core.store(), map("甲"));
        let here = BTreeMap::from([(known.hash.clone(), 5_000)]);
        store.write(|w| w.take_base_maps(std::slice::from_ref(&known), "1", &here).map(drop)).unwrap();
        let kept = store.read(|r| r.base_map(&known.hash)).unwrap().unwrap();
        assert_eq!((kept.held_bytes, kept.wanted, kept.ready), (1_000, true, None), "and are yet to be checked");
    }

    #[test]
    fn a_map_that_was_spoiled_too_often_is_not_fetched_by_itself() {
        let phone = Phone::new();
        let (store, known) = (phone.core.store(), map("甲"));
        store.write(|w| w.take_base_maps(std::slice::from_ref(&known), "1", &BTreeMap::new()).map(drop)).unwrap();
        let stands = || {
            let kept = store.read(|r| r.base_map(&known.hash)).unwrap().unwrap();
            (kept.held_bytes, kept.is_missing(), kept.needs_repair())
        };
        assert_eq!(stands(), (0, false, false), "nobody wants it");
        store.write(|w| w.want_base_map(&known.hash, true)).unwrap();
        for expected in [(0, true, false), (0, true, false), (0, false, true)] {
            store.write(|w| w.base_map_stands_at(&known.hash, 7)).unwrap();
            store.write(|w| w.base_map_is_spoiled(&known.hash)).unwrap();
            assert_eq!(stands(), expected);
        }
        store.write(|w| w.want_base_map(&known.hash, true)).unwrap();
        assert_eq!(stands(), (0, true, false), "the person asks for it once more");
    }

    #[test]
    fn networks_that_are_paid_by_the_byte_are_spared_until_somebody_chooses() {
        let phone = Phone::new();
        let store = phone.core.store();
        assert_eq!(store.read(|r| r.base_maps_over()).unwrap(), MapsOver::Unmetered);
        for over in [MapsOver::AnyNetwork, MapsOver::Unmetered] {
            store.write(|w| w.choose_base_maps_over(over)).unwrap();
            assert_eq!(store.read(|r| r.base_maps_over()).unwrap(), over);
        }
        assert_eq!(store.read(|r| r.base_map_mark()).unwrap(), "");
    }
}
