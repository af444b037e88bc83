//! Base maps come last in a round: the list when it changed, then a few pieces, resumable at any byte.
//!
//! What goes wrong here is put off and never makes a round fail: everything that a person made has been handed in before.
//! A map is ready when all of it is here and hashes to its name, and not before.

use shared::api::base_maps::{BaseMap, BaseMapList};
use shared::ids::Sha256;

use crate::base_maps::{held, waits};
use crate::core::Inner;
use crate::error::{Error, Result};
use crate::ports::{Reply, heavy};
use crate::store::base_maps::KeptMap;
use crate::sync::api::{self, Call};
use crate::sync::plan::{self, FIRST_PIECE, Why};
use crate::sync::round::{Line, pass_over};

/// So many pieces come in a round that nobody waits for.
const MOST_PIECES: u32 = 16;
/// … and in one that a person asked for and waits for.
const MOST_PIECES_ASKED: u32 = 2;

/// What came of an answer to a range.
#[derive(Debug)]
enum Came {
    /// The bytes that were asked for.
    Bytes(Vec<u8>),
    /// Another file lies under this name, or another length.
    Another,
    /// Nothing that can be used now.
    Not(Error),
}

/// Says whether the next round would bring more of a map.
pub fn more_comes(core: &Inner) -> Result<bool> {
    Ok(next(core, Why::ByItself)?.is_some())
}

fn next(core: &Inner, why: Why) -> Result<Option<KeptMap>> {
    let now = core.world.clock.wall();
    waits::next(core, |turn| plan::is_due(turn, why, now))
}

/// Brings the list up to the mark that the server named, and some more of what is kept.
pub async fn step(core: &Inner, line: &Line<'_>, why: Why, mark: Option<&Sha256>) -> Result<()> {
    pass_over("list of base maps", list(core, line, mark).await)?;
    pass_over("base maps", pieces(core, line, why).await)
}

/// Fetches the list if it is another than the one that is here, or was read by another build, which may have known less.
async fn list(core: &Inner, line: &Line<'_>, mark: Option<&Sha256>) -> Result<()> {
    // A server that names none never had any, or is too old to say.
    let Some(mark) = mark else { return Ok(()) };
    let read_here = |mark: &Sha256| format!("{mark} {}", env!("CARGO_PKG_VERSION"));
    if core.store.read(|r| r.base_map_mark())? == read_here(mark) {
        return Ok(());
    }
    let list: BaseMapList = line.json(&Call::get("/api/v1/base-maps")).await?;
    held::take_list(core, &list.maps, &read_here(&list.mark))
}

async fn pieces(core: &Inner, line: &Line<'_>, why: Why) -> Result<()> {
    let most = match why {
        Why::Asked => MOST_PIECES_ASKED,
        Why::ByItself => MOST_PIECES,
    };
    let next_sequence = core.store.read(|r| r.next_sequence())?;
    let mut piece_bytes = FIRST_PIECE;
    for _ in 0..most {
        // Asked anew before each piece: network, room and the person's choice change meanwhile, and what is saved goes first.
        if core.store.read(|r| r.next_sequence())? != next_sequence {
            return Ok(());
        }
        let Some(kept) = next(core, why)? else { return Ok(()) };
        let (zh, en) = (&kept.map.name, if kept.map.name_en.is_empty() { &kept.map.name } else { &kept.map.name_en });
        core.progress.set_doing(&format!("取底图 {zh}"), &format!("Fetching the base map {en}"));
        let began_ms = core.world.clock.monotonic_ms();
        if let Err(error) = one_piece(core, line, &kept, piece_bytes).await {
            put_off(core, &kept.map.hash)?;
            return Err(error);
        }
        piece_bytes = plan::next_piece(piece_bytes, core.world.clock.monotonic_ms().saturating_sub(began_ms));
    }
    Ok(())
}

/// Fetches the next bytes of a map; with the last ones it is checked.
async fn one_piece(core: &Inner, line: &Line<'_>, kept: &KeptMap, piece_bytes: usize) -> Result<()> {
    let BaseMap { hash, size_bytes, .. } = &kept.map;
    // Whoever cleared the folder took bytes that are counted here.
    let from = kept.held_bytes.min(core.world.base_maps.length(hash)?).min(*size_bytes);
    if from < *size_bytes {
        let piece_bytes = u64::try_from(piece_bytes).unwrap_or(u64::MAX);
        let end = from.saturating_add(piece_bytes).min(*size_bytes);
        let call = Call::get(format!("/api/v1/base-maps/{hash}"))
            .with("range", format!("bytes={from}-{}", end.saturating_sub(1)))
            .with("if-range", format!("\"{hash}\""));
        let bytes = match came(line.send(&call).await?, &kept.map, from, end) {
            Came::Bytes(bytes) => bytes,
            Came::Another => return begin_anew(core, hash, "another file lies under its name"),
            Came::Not(error) => return Err(error),
        };
        // The person may have let go of it while it was on its way.
        if !is_still_wanted(core, hash)? {
            return Ok(());
        }
        let held_bytes = from.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        heavy(&*core.world.work, core.world.base_maps.appending(hash, from, bytes)).await??;
        if !is_still_wanted(core, hash)? {
            return Ok(core.world.base_maps.remove(hash)?);
        }
        core.store.write(|w| w.base_map_stands_at(hash, held_bytes))?;
        if held_bytes < *size_bytes {
            return Ok(());
        }
    }
    check(core, hash).await
}

/// Holds the whole file against its name.
async fn check(core: &Inner, hash: &Sha256) -> Result<()> {
    let found = heavy(&*core.world.work, core.world.base_maps.hashing(hash)).await??;
    if !is_still_wanted(core, hash)? {
        return Ok(());
    }
    if found.as_ref() == Some(hash) {
        return core.store.write(|w| w.base_map_is_ready(hash, core.world.clock.wall()));
    }
    begin_anew(core, hash, "its bytes are not what its name says")
}

fn is_still_wanted(core: &Inner, hash: &Sha256) -> Result<bool> {
    Ok(core.store.read(|r| r.base_map(hash))?.is_some_and(|kept| kept.wanted))
}

/// Throws away what is here; the next try begins at the first byte, and not at once: whatever spoiled it may do so again.
fn begin_anew(core: &Inner, hash: &Sha256, why: &str) -> Result<()> {
    tracing::warn!(map = %hash, why, "Base map {hash} begins anew: {why}");
    core.store.write(|w| w.base_map_is_spoiled(hash))?;
    core.world.base_maps.remove(hash)?;
    Err(Error::Offline(why.to_owned()))
}

fn put_off(core: &Inner, hash: &Sha256) -> Result<()> {
    let attempts = core.store.read(|r| r.base_map(hash))?.map_or(0, |kept| kept.attempts).saturating_add(1);
    let turn = core.next_try(core.world.clock.wall(), attempts)?;
    core.store.write(|w| w.put_off_base_map(hash, attempts, turn))
}

/// Reads what an answer to the range from one byte to before another brought.
fn came(reply: Reply, map: &BaseMap, from: u64, end: u64) -> Came {
    let is_of_another = reply.header("etag").is_some_and(|etag| etag != format!("\"{}\"", map.hash));
    match reply.status {
        206 => match reply.header("content-range").and_then(Part::read) {
            Some(part) if part.total != map.size_bytes || is_of_another => Came::Another,
            Some(part) if part.is_within(from, end, reply.body.len()) => Came::Bytes(reply.body),
            Some(_) | None => Came::Not(Error::Offline("another part came than was asked for".to_owned())),
        },
        // Whole, because it is not the file that the range was asked of, or because somebody between knows no ranges.
        200 if is_of_another || u64::try_from(reply.body.len()) != Ok(map.size_bytes) => Came::Another,
        200 => match usize::try_from(from).ok().and_then(|from| reply.body.get(from..)) {
            Some(rest) if !rest.is_empty() => Came::Bytes(rest.to_vec()),
            Some(_) | None => Came::Another,
        },
        416 => Came::Another,
        _ => Came::Not(api::failure(&reply)),
    }
}

/// What `Content-Range` says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Part {
    first: u64,
    last: u64,
    total: u64,
}

impl Part {
    fn read(text: &str) -> Option<Self> {
        let (range, total) = text.strip_prefix("bytes ")?.split_once('/')?;
        let (first, last) = range.split_once('-')?;
        Some(Self { first: first.parse().ok()?, last: last.parse().ok()?, total: total.parse().ok()? })
    }

    /// Says whether it begins where it was asked to, goes no farther, and came as long as it says.
    fn is_within(self, from: u64, end: u64, length: usize) -> bool {
        let said = self.last.checked_sub(self.first).and_then(|more| more.checked_add(1));
        self.first == from && self.last < end && said.is_some() && said == u64::try_from(length).ok()
    }
}

#[cfg(test)]
mod tests {
    use shared::api::base_maps::BaseMap;
    use shared::base_map::kind::MapKind;
    use shared::ids::Sha256;
    use shared::place::crs::Crs;
    use shared::time::Instant;

    use super::{Came, came};
    use crate::ports::Reply;

    fn map() -> BaseMap {
        BaseMap {
            hash: Sha256::of(b"map"),
            jurisdiction: "XA".parse().unwrap(),
            name: String::new(),
            name_en: String::new(),
            kind: MapKind::Vector,
            crs: Crs::Wgs84,
            bounds: [0.0, 0.0, 1.0, 1.0],
            min_zoom: 0,
            max_zoom: 1,
            size_bytes: 100,
            attribution: String::new(),
            made_at: Instant::from_ms(0),
        }
    }

    /// What came of asking for 10 bytes from the twentieth on.
    fn word(status: u16, range: &str, etag: &str, body: &[u8]) -> String {
        let headers = [("content-range", range), ("etag", etag)];
        let headers = headers.iter().filter(|(_, value)| !value.is_empty());
        let headers = headers.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        match came(Reply { status, headers, body: body.to_vec(), ..Reply::default() }, &map(), 20, 30) {
            Came::Bytes(bytes) => format!("{} bytes", bytes.len()),
            Came::Another => "another".to_owned(),
            Came::Not(error) => error.code().to_owned(),
        }
    }

    #[test]
    fn only_the_bytes_that_were_asked_for_are_taken() {
        let own = format!("\"{}\"", map().hash);
        assert_eq!(word(206, "bytes 20-29/100", &own, &[1; 10]), "10 bytes");
        assert_eq!(word(206, "bytes 20-24/100", "", &[1; 5]), "5 bytes", "fewer are as good");
        assert_eq!(word(206, "bytes 20-29/100", &own, &[1; 9]), "offline", "fewer than it says are not");
        assert_eq!(word(206, "bytes 0-9/100", &own, &[1; 10]), "offline");
        assert_eq!(word(206, "bytes 20-39/100", &own, &[1; 20]), "offline");
        assert_eq!(word(206, "bytes 20-19/100", &own, &[]), "offline");
        assert_eq!(word(206, "bytes 20-18446744073709551615/100", &own, &[1; 10]), "offline");
        assert_eq!(word(206, "", &own, &[1; 10]), "offline");
    }

    #[test]
    fn another_file_under_the_name_begins_anew() {
        assert_eq!(word(206, "bytes 20-29/101", "", &[1; 10]), "another");
        assert_eq!(word(206, "bytes 20-29/100", "\"other\"", &[1; 10]), "another");
        assert_eq!(word(416, "bytes */7", "", b""), "another");
        assert_eq!(word(200, "", "", &[1; 99]), "another");
        assert_eq!(word(200, "", "", &[1; 100]), "80 bytes", "whoever knows no ranges sends it whole");
        assert_eq!(word(503, "", "", b""), "busy");
        assert_eq!(word(404, "", "", b"<html>"), "offline", "a hotel's page says nothing of the map");
    }
}
