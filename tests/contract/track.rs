//! A piece of track as released phones send it and released servers answer it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use shared::place::point::Point;
use shared::sync::track::{TrackPiece, TrackReceipt};
use shared::time::Instant;
use shared::track::{Means, TrackPoint, pack};

use crate::wire::check;

const SHIFT: Instant = Instant::from_ms(1_764_000_000_000);

fn walked() -> [TrackPoint; 2] {
    let point = |seconds: i64, lon_e7, lat_e7, accuracy_m, means, is_mock| TrackPoint {
        at: SHIFT.plus_ms(seconds * 1_000),
        place: Point { lon_e7, lat_e7 },
        accuracy_m,
        means,
        is_mock,
    };
    [
        point(0, 1_089_423_000, 342_610_000, 6, Means::Satellites, false),
        point(11, 1_089_424_630, 342_609_900, 20, Means::Network, true),
    ]
}

#[test]
fn a_piece_of_track() {
    let piece = TrackPiece { shift: SHIFT, number: 2, packed: BASE64.encode(pack::pack(&walked())) };
    check("track_piece", &piece);
    assert_eq!(pack::unpack(&BASE64.decode(piece.packed).unwrap()).unwrap(), walked());
    check("track_receipt", &TrackReceipt { shift: SHIFT, number: 2, points: 2 });
}
