//! What stands at the head of a PMTiles file, version 3: 127 bytes, little-endian.
//!
//! Read once, when a city brings a file: what a phone could not draw is refused then, in words, and not found out in the
//! street. Where the sections lie is held against how long the file is, so that one that was cut is known at once.

use super::kind::MapKind;

/// How long the head is.
pub const HEAD_BYTES: usize = 127;
const MAGIC: &[u8] = b"PMTiles";
const VERSION: u8 = 3;
/// The root directory ends before this byte: whoever reads a map fetches so much at first.
const ROOT_ENDS_BEFORE: u64 = 16_384;
/// Tiles are numbered through all zooms; deeper ones have no exact number in a page.
const DEEPEST_ZOOM: u8 = 26;
const WHOLE_LON_E7: i32 = 1_800_000_000;
const WHOLE_LAT_E7: i32 = 900_000_000;

/// What a file says of itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Head {
    /// What its tiles are.
    pub kind: MapKind,
    /// The coarsest zoom that it has.
    pub min_zoom: u8,
    /// The finest.
    pub max_zoom: u8,
    /// West, south, east, north in 1e-7 degree, in the system the map is drawn in.
    pub bounds_e7: [i32; 4],
}

/// Why a file is no base map that a phone could draw.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NoMap {
    /// It is shorter than a head, or begins with something else.
    #[error("this is no PMTiles file")]
    NotPmtiles,
    /// Another version of the format.
    #[error("this is PMTiles version {0}, and only version 3 is read")]
    Version(u8),
    /// A part lies behind the file's end: it was cut, or never whole.
    #[error("the file is not whole: its {0} would lie behind its end")]
    Cut(&'static str),
    /// A part that must be there has no bytes.
    #[error("the file has no {0}")]
    Empty(&'static str),
    /// The root directory lies where no reader looks for it.
    #[error("the root directory does not lie within the first 16,384 bytes")]
    RootFarOff,
    /// Tiles that cannot be drawn.
    #[error("its tiles are of kind {0}; vector tiles (MVT), PNG, JPEG, WebP and AVIF can be drawn")]
    Tiles(u8),
    /// A compression that a phone's page does not know.
    #[error("its {0} are compressed by method {1}; only none and gzip can be read on a phone")]
    Compression(&'static str, u8),
    /// Zooms that cannot be.
    #[error("zooms {0} to {1} cannot be; they lie between 0 and 26")]
    Zooms(u8, u8),
    /// Bounds that enclose nothing on Earth.
    #[error("its bounds enclose nothing on Earth")]
    Bounds,
}

/// How something is compressed: nobody said.
const UNSAID: u8 = 0;
/// … not at all.
const NONE: u8 = 1;
/// … as every page can undo it.
const GZIP: u8 = 2;

impl Head {
    /// Reads the head of a file that is so long.
    pub fn read(bytes: &[u8], file_bytes: u64) -> Result<Self, NoMap> {
        if bytes.len() < HEAD_BYTES || !bytes.starts_with(MAGIC) {
            return Err(NoMap::NotPmtiles);
        }
        match byte(bytes, 7) {
            Some(VERSION) => {}
            Some(other) => return Err(NoMap::Version(other)),
            None => return Err(NoMap::NotPmtiles),
        }
        sections(bytes, file_bytes)?;
        let (internal, of_tiles) = (byte(bytes, 97).unwrap_or(UNSAID), byte(bytes, 98).unwrap_or(UNSAID));
        let kind = kind(byte(bytes, 99).unwrap_or(UNSAID))?;
        if ![NONE, GZIP].contains(&internal) {
            return Err(NoMap::Compression("directories", internal));
        }
        // Pictures are compressed in themselves, and what makes them often leaves this unsaid.
        let is_readable = [NONE, GZIP].contains(&of_tiles) || (kind == MapKind::Raster && of_tiles == UNSAID);
        if !is_readable {
            return Err(NoMap::Compression("tiles", of_tiles));
        }
        Self::of(bytes, kind).ok_or(NoMap::NotPmtiles)?.checked()
    }

    fn of(bytes: &[u8], kind: MapKind) -> Option<Self> {
        let [west, south, east, north] = [102, 106, 110, 114].map(|at| number(bytes, at));
        Some(Self {
            kind,
            min_zoom: byte(bytes, 100)?,
            max_zoom: byte(bytes, 101)?,
            bounds_e7: [west?, south?, east?, north?],
        })
    }

    fn checked(self) -> Result<Self, NoMap> {
        if self.min_zoom > self.max_zoom || self.max_zoom > DEEPEST_ZOOM {
            return Err(NoMap::Zooms(self.min_zoom, self.max_zoom));
        }
        let [west, south, east, north] = self.bounds_e7;
        let lies_on_earth = (-WHOLE_LON_E7..=WHOLE_LON_E7).contains(&west)
            && (-WHOLE_LON_E7..=WHOLE_LON_E7).contains(&east)
            && (-WHOLE_LAT_E7..=WHOLE_LAT_E7).contains(&south)
            && (-WHOLE_LAT_E7..=WHOLE_LAT_E7).contains(&north);
        if lies_on_earth && west < east && south < north { Ok(self) } else { Err(NoMap::Bounds) }
    }
}

/// Where a part begins and how long it is: the place of the two numbers, its name, and whether a map can be without it.
const SECTIONS: [(usize, &str, bool); 4] =
    [(8, "root directory", false), (24, "metadata", true), (40, "leaf directories", true), (56, "tiles", false)];

/// Holds each part against the file's length.
fn sections(bytes: &[u8], file_bytes: u64) -> Result<(), NoMap> {
    for (at, name, may_be_empty) in SECTIONS {
        let (from, length) = (long(bytes, at), long(bytes, at + 8));
        let (Some(from), Some(length)) = (from, length) else { return Err(NoMap::NotPmtiles) };
        if length == 0 {
            if may_be_empty {
                continue;
            }
            return Err(NoMap::Empty(name));
        }
        // Added up without going round: a length near the end of all numbers is as wrong as any other.
        let end = from.checked_add(length).filter(|end| *end <= file_bytes).ok_or(NoMap::Cut(name))?;
        if at == 8 && (end > ROOT_ENDS_BEFORE || usize::try_from(from).is_ok_and(|from| from < HEAD_BYTES)) {
            return Err(NoMap::RootFarOff);
        }
    }
    Ok(())
}

fn kind(word: u8) -> Result<MapKind, NoMap> {
    match word {
        1 => Ok(MapKind::Vector),
        2..=5 => Ok(MapKind::Raster),
        other => Err(NoMap::Tiles(other)),
    }
}

fn byte(bytes: &[u8], at: usize) -> Option<u8> {
    bytes.get(at).copied()
}

fn part<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..)?.first_chunk::<N>().copied()
}

fn long(bytes: &[u8], at: usize) -> Option<u64> {
    part(bytes, at).map(u64::from_le_bytes)
}

fn number(bytes: &[u8], at: usize) -> Option<i32> {
    part(bytes, at).map(i32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::{HEAD_BYTES, Head, NoMap};
    use crate::base_map::kind::MapKind;

    const FILE_BYTES: u64 = 100_000;

    /// The head of a map of Xi'an in PNG, zooms 10 to 12.
    fn head() -> Vec<u8> {
        let mut bytes = b"PMTiles\x03".to_vec();
        for number in [127_u64, 50, 177, 2, 0, 0, 179, 90_000, 20, 20, 20] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend([1, 2, 1, 2, 10, 12]);
        for degrees in [1_088_000_000_i32, 341_000_000, 1_091_000_000, 344_000_000] {
            bytes.extend(degrees.to_le_bytes());
        }
        bytes.push(11);
        bytes.extend(1_089_500_000_i32.to_le_bytes());
        bytes.extend(342_500_000_i32.to_le_bytes());
        assert_eq!(bytes.len(), HEAD_BYTES);
        bytes
    }

    fn with(at: usize, put: &[u8]) -> Vec<u8> {
        let mut bytes = head();
        bytes[at..at + put.len()].copy_from_slice(put);
        bytes
    }

    #[track_caller]
    fn refused(bytes: &[u8], expected: &NoMap) {
        assert_eq!(Head::read(bytes, FILE_BYTES).as_ref(), Err(expected));
    }

    #[test]
    fn a_head_says_what_the_map_is_and_where() {
        let expected = Head {
            kind: MapKind::Raster,
            min_zoom: 10,
            max_zoom: 12,
            bounds_e7: [1_088_000_000, 341_000_000, 1_091_000_000, 344_000_000],
        };
        assert_eq!(Head::read(&head(), FILE_BYTES), Ok(expected));
        let mut longer = head();
        longer.extend([7; 900]);
        assert_eq!(Head::read(&longer, FILE_BYTES), Ok(expected), "what stands behind the head is not read");
        assert_eq!(Head::read(&with(99, &[1]), FILE_BYTES).unwrap().kind, MapKind::Vector);
        for picture in 2..=5 {
            assert_eq!(Head::read(&with(99, &[picture]), FILE_BYTES).unwrap().kind, MapKind::Raster, "{picture}");
        }
    }

    #[test]
    fn what_is_no_pmtiles_of_version_3_is_refused() {
        refused(b"", &NoMap::NotPmtiles);
        refused(&head()[..HEAD_BYTES - 1], &NoMap::NotPmtiles);
        refused(&with(0, b"SQLite "), &NoMap::NotPmtiles);
        refused(&[0; 200], &NoMap::NotPmtiles);
        refused(&with(7, &[2]), &NoMap::Version(2));
        refused(&with(7, &[4]), &NoMap::Version(4));
    }

    #[test]
    fn a_file_that_was_cut_is_known_by_its_length() {
        assert_eq!(Head::read(&head(), 90_178), Err(NoMap::Cut("tiles")), "one byte is missing");
        assert!(Head::read(&head(), 90_179).is_ok());
        assert_eq!(Head::read(&head(), 0), Err(NoMap::Cut("root directory")));
        let endless = u64::MAX.to_le_bytes();
        for (at, name) in [(8, "root directory"), (24, "metadata"), (56, "tiles")] {
            refused(&with(at, &endless), &NoMap::Cut(name));
            refused(&with(at + 8, &endless), &NoMap::Cut(name));
        }
        refused(&with(48, &endless), &NoMap::Cut("leaf directories"));
    }

    #[test]
    fn a_map_without_tiles_or_with_its_directory_far_off_is_refused() {
        refused(&with(16, &0_u64.to_le_bytes()), &NoMap::Empty("root directory"));
        refused(&with(64, &0_u64.to_le_bytes()), &NoMap::Empty("tiles"));
        refused(&with(8, &20_000_u64.to_le_bytes()), &NoMap::RootFarOff);
        refused(&with(16, &16_300_u64.to_le_bytes()), &NoMap::RootFarOff);
        refused(&with(8, &5_u64.to_le_bytes()), &NoMap::RootFarOff);
    }

    #[test]
    fn what_a_phone_could_not_draw_is_refused() {
        for tiles in [0, 6, 255] {
            refused(&with(99, &[tiles]), &NoMap::Tiles(tiles));
        }
        for method in [0, 3, 4, 9] {
            refused(&with(97, &[method]), &NoMap::Compression("directories", method));
        }
        refused(&with(98, &[4]), &NoMap::Compression("tiles", 4));
        assert!(Head::read(&with(98, &[0]), FILE_BYTES).is_ok(), "pictures are compressed in themselves");
        refused(&with(98, &[0, 1]), &NoMap::Compression("tiles", 0));
    }

    #[test]
    fn zooms_and_bounds_that_cannot_be_are_refused() {
        refused(&with(100, &[13, 12]), &NoMap::Zooms(13, 12));
        refused(&with(100, &[0, 27]), &NoMap::Zooms(0, 27));
        refused(&with(102, &1_091_000_000_i32.to_le_bytes()), &NoMap::Bounds);
        refused(&with(102, &i32::MIN.to_le_bytes()), &NoMap::Bounds);
        refused(&with(110, &i32::MAX.to_le_bytes()), &NoMap::Bounds);
        refused(&with(114, &900_000_001_i32.to_le_bytes()), &NoMap::Bounds);
        refused(&with(106, &344_000_000_i32.to_le_bytes()), &NoMap::Bounds);
    }

    #[test]
    fn no_bytes_whatever_do_harm() {
        let mut noise = 0x9e37_79b9_u32;
        for round in 0..2_000_usize {
            let mut bytes = head();
            for _ in 0..=round % 9 {
                noise ^= noise << 13;
                noise ^= noise >> 17;
                noise ^= noise << 5;
                let [place, put, ..] = noise.to_le_bytes();
                let place = usize::from(place) % HEAD_BYTES;
                bytes[place] = put;
            }
            if let Ok(head) = Head::read(&bytes, FILE_BYTES) {
                assert!(head.min_zoom <= head.max_zoom && head.bounds_e7[0] < head.bounds_e7[2]);
            }
        }
    }
}
