use proptest::prelude::{ProptestConfig, any, prop, proptest};

use crate::grid::boundaries::Boundaries;
use crate::grid::pack::{PackError, hash};
use crate::grid::sample::town;

fn pack() -> Vec<u8> {
    town().to_pack()
}

#[test]
fn boundaries_survive_the_trip() {
    let mut sorted = town();
    sorted.sort();
    assert_eq!(Boundaries::from_pack(&pack()).unwrap(), sorted);
}

#[test]
fn the_same_content_in_another_order_is_the_same_pack() {
    let mut shuffled = town();
    shuffled.grids.reverse();
    shuffled.places.reverse();
    shuffled.industry.reverse();
    assert_eq!(hash(&shuffled.to_pack()), hash(&pack()));
}

#[test]
fn other_files_and_later_formats_are_named() {
    assert_eq!(Boundaries::from_pack(b""), Err(PackError::NotAPack));
    assert_eq!(Boundaries::from_pack(b"PK\x03\x04 something else"), Err(PackError::NotAPack));
    let mut later = pack();
    later[0] = 9;
    assert_eq!(Boundaries::from_pack(&later), Err(PackError::UnknownFormat(9)));
    let mut longer = pack();
    longer.push(0);
    assert!(matches!(Boundaries::from_pack(&longer), Err(PackError::Damaged { .. })));
}

#[test]
fn a_pack_cut_anywhere_is_refused() {
    let pack = pack();
    for length in 0..pack.len() {
        assert!(Boundaries::from_pack(&pack[..length]).is_err(), "cut to {length} of {}", pack.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn garbage_is_an_error_and_no_crash(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let mut whole = b"\x01\x00\x00\x00XGGB".to_vec();
        whole.extend(bytes);
        drop(Boundaries::from_pack(&whole));
    }

    #[test]
    fn a_flipped_byte_is_no_crash(at in any::<prop::sample::Index>(), value in any::<u8>()) {
        let mut pack = pack();
        let at = at.index(pack.len());
        pack[at] = value;
        drop(Boundaries::from_pack(&pack));
    }
}
