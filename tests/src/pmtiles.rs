//! A city's base map: a PMTiles file, version 3, of PNG tiles, as a surveyors' office would hand it over.

use std::io::Cursor;

use anyhow::{Context as _, Result};
use image::{ImageFormat, Rgb, RgbImage};

/// How long the head is.
const HEAD_BYTES: u64 = 127;
const METADATA: &[u8] = b"{}";
/// Nothing is compressed: the tiles are PNG.
const NONE: u8 = 1;
const PNG: u8 = 2;

/// A tile and where it lies.
struct Tile {
    id: u64,
    bytes: Vec<u8>,
}

/// Writes a map of noise, four tiles at one zoom and sixteen at the next: about four megabytes that nothing can compress.
pub fn noise(seed: u32) -> Result<Vec<u8>> {
    let (zoom, west, north) = (12_u8, 3_287_u64, 1_624_u64);
    let mut tiles = Vec::new();
    for (deeper, side) in [(0_u8, 2_u64), (1, 4)] {
        for x in 0..side {
            for y in 0..side {
                let id = tile_id(zoom + deeper, (west << deeper) + x, (north << deeper) + y);
                tiles.push(Tile { id, bytes: picture(seed.wrapping_add(u32::try_from(id % 1_000_000)?))? });
            }
        }
    }
    file(tiles, (zoom, zoom + 1), [108.8, 34.16, 109.0, 34.31])
}

/// Puts a file together: head, root directory, metadata, tiles in the order of their ids.
fn file(mut tiles: Vec<Tile>, (min_zoom, max_zoom): (u8, u8), bounds: [f64; 4]) -> Result<Vec<u8>> {
    tiles.sort_by_key(|tile| tile.id);
    let root = directory(&tiles)?;
    let (root_bytes, metadata_bytes) = (u64::try_from(root.len())?, u64::try_from(METADATA.len())?);
    let metadata_from = HEAD_BYTES + root_bytes;
    let tiles_from = metadata_from + metadata_bytes;
    let data: Vec<u8> = tiles.iter().flat_map(|tile| tile.bytes.iter().copied()).collect();
    let count = u64::try_from(tiles.len())?;
    let mut bytes = b"PMTiles\x03".to_vec();
    let leaves = [tiles_from, 0];
    let counts = [count, count, count];
    let sections = [HEAD_BYTES, root_bytes, metadata_from, metadata_bytes].into_iter().chain(leaves);
    for number in sections.chain([tiles_from, u64::try_from(data.len())?]).chain(counts) {
        bytes.extend(number.to_le_bytes());
    }
    // In the order of ids; directories and tiles uncompressed.
    bytes.extend([1, NONE, NONE, PNG, min_zoom, max_zoom]);
    let [west, south, east, north] = bounds;
    for degrees in [west, south, east, north] {
        bytes.extend(units(degrees).to_le_bytes());
    }
    bytes.push(min_zoom);
    for degrees in [f64::midpoint(west, east), f64::midpoint(south, north)] {
        bytes.extend(units(degrees).to_le_bytes());
    }
    bytes.extend(root);
    bytes.extend(METADATA);
    bytes.extend(data);
    Ok(bytes)
}

#[expect(clippy::cast_possible_truncation, reason = "degrees of a city")]
fn units(degrees: f64) -> i32 {
    (degrees * 1e7).round() as i32
}

/// Writes the directory: how many, then ids as steps, run lengths, lengths, and offsets, of which nought says "right behind".
fn directory(tiles: &[Tile]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    varint(&mut bytes, u64::try_from(tiles.len())?);
    let mut last = 0;
    for tile in tiles {
        varint(&mut bytes, tile.id - last);
        last = tile.id;
    }
    for _ in tiles {
        varint(&mut bytes, 1);
    }
    for tile in tiles {
        varint(&mut bytes, u64::try_from(tile.bytes.len())?);
    }
    for at in 0..tiles.len() {
        varint(&mut bytes, u64::from(at == 0));
    }
    Ok(bytes)
}

fn varint(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    bytes.push(value.to_le_bytes()[0]);
}

/// Numbers a tile: all coarser zooms come first, then those of its own along Hilbert's curve.
fn tile_id(zoom: u8, x: u64, y: u64) -> u64 {
    let coarser: u64 = (0..zoom).map(|zoom| 1_u64 << (2 * zoom)).sum();
    let side = 1_u64 << zoom;
    let (mut x, mut y, mut along) = (x, y, 0);
    let mut half = side / 2;
    while half > 0 {
        let (right, below) = (u64::from(x & half > 0), u64::from(y & half > 0));
        along += half * half * ((3 * right) ^ below);
        if below == 0 {
            if right == 1 {
                (x, y) = (side - 1 - x, side - 1 - y);
            }
            (x, y) = (y, x);
        }
        half /= 2;
    }
    coarser + along
}

fn picture(seed: u32) -> Result<Vec<u8>> {
    let mut noise = seed.wrapping_mul(2_654_435_761) | 1;
    let image = RgbImage::from_fn(256, 256, |_, _| {
        noise ^= noise << 13;
        noise ^= noise >> 17;
        noise ^= noise << 5;
        let [r, g, b, _] = noise.to_le_bytes();
        Rgb([r, g, b])
    });
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).context("write a tile")?;
    Ok(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use shared::base_map::kind::MapKind;
    use shared::base_map::pmtiles::Head;

    use super::{noise, tile_id};

    #[test]
    fn tiles_are_numbered_as_the_format_has_it() {
        let ids = [(0, 0, 0), (1, 0, 0), (1, 0, 1), (1, 1, 1), (1, 1, 0), (2, 0, 0)];
        assert_eq!(ids.map(|(zoom, x, y)| tile_id(zoom, x, y)), [0, 1, 2, 3, 4, 5]);
        assert_eq!(tile_id(3, 0, 0), 21);
        assert_eq!(tile_id(12, 3_423, 1_763), 19_078_479);
    }

    #[test]
    fn the_file_is_one_that_a_server_takes() {
        let bytes = noise(7).unwrap();
        let head = Head::read(&bytes, u64::try_from(bytes.len()).unwrap()).unwrap();
        assert_eq!((head.kind, head.min_zoom, head.max_zoom), (MapKind::Raster, 12, 13));
        assert_eq!(head.bounds_e7, [1_088_000_000, 341_600_000, 1_090_000_000, 343_100_000]);
        assert!(bytes.len() > 3_000_000, "noise stays as large as it is: {}", bytes.len());
        let short = u64::try_from(bytes.len() - 1).unwrap();
        assert!(Head::read(&bytes, short).is_err());
    }
}
