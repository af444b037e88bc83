//! The directory without a network: found by what people type, grouped by unit, hidden when it is too old.

use app_bridge::ask::Ask;
use app_bridge::directory::DirectoryCard;
use app_bridge::told::Told;
use shared::api::directory::DirectoryEntry;
use shared::evidence::times::Anchor;
use shared::ids::Sha256;
use shared::settings::Settings;

use crate::store::contact::BootAnchor;
use crate::store::desk::List;
use crate::tests::phone::{MORNING, Phone};

const DAY_S: i64 = 24 * 3_600;

fn entry(unit: &str, name: &str, initials: &str, office_phone: &str) -> DirectoryEntry {
    DirectoryEntry {
        unit: unit.to_owned(),
        name: name.to_owned(),
        initials: initials.to_owned(),
        office_phone: office_phone.to_owned(),
        ..DirectoryEntry::default()
    }
}

/// A phone that the server answered just now, with a directory.
fn phone(settings: &Settings) -> Phone {
    let phone = Phone::in_town(settings);
    let heard = [
        entry("市中心/受理台", "", "", "029-0000-0001"),
        DirectoryEntry {
            mobile: "13000000000".to_owned(),
            ..entry("未央区网格中心", "王练一", "wly", "029-0000-1000")
        },
        entry("未央区网格中心", "李练二", "lle", "029-0000-1001"),
    ];
    let hash = Sha256::of(b"directory");
    let anchor = BootAnchor { boot: "boot-1".to_owned(), anchor: Anchor { monotonic_ms: 1, at: MORNING } };
    phone
        .core
        .store()
        .write(|w| {
            w.heard(phone.now(), 0, &anchor)?;
            w.take_directory(&heard, &hash)
        })
        .unwrap();
    phone
}

#[track_caller]
fn find(phone: &Phone, query: &str) -> DirectoryCard {
    match phone.tell(Ask::Directory { query: query.to_owned() }) {
        Told::Directory(card) => *card,
        other => panic!("{other:?}"),
    }
}

#[test]
fn everybody_stands_under_their_unit_with_all_their_numbers() {
    let card = find(&phone(&Settings::default()), "");
    assert_eq!((card.held, card.is_hidden, card.days), (3, false, 30));
    let [desk, centre] = card.units.as_slice() else { panic!("{:?}", card.units) };
    assert_eq!((desk.above.as_str(), desk.name.as_str()), ("市中心", "受理台"));
    assert_eq!((centre.above.as_str(), centre.name.as_str(), centre.people.len()), ("", "未央区网格中心", 2));
    assert_eq!(centre.people[0].numbers, ["13000000000", "029-0000-1000"]);
}

#[test]
fn somebody_is_found_and_units_without_them_are_left_out() {
    let phone = phone(&Settings::default());
    for (query, people) in [("wl", 1), ("网格中心", 2), ("1001", 1), ("受理", 1), ("nobody", 0)] {
        let found: usize = find(&phone, query).units.iter().map(|unit| unit.people.len()).sum();
        assert_eq!(found, people, "{query}");
    }
    assert_eq!(find(&phone, "nobody").held, 3, "what is here is told apart from what fits");
}

#[test]
fn a_phone_that_has_not_heard_of_the_server_for_too_long_shows_nobody() {
    let phone = phone(&Settings { directory_days: 3, ..Settings::default() });
    phone.wait_s(3 * DAY_S);
    assert!(!find(&phone, "").is_hidden, "the last day counts");
    phone.wait_s(1);
    let card = find(&phone, "");
    assert!(card.is_hidden && card.units.is_empty() && card.held == 3);
}

#[test]
fn a_scope_that_begins_anew_and_a_sign_out_leave_nobodys_number_behind() {
    let phone = phone(&Settings::default());
    let held =
        |phone: &Phone| phone.core.store().read(|r| Ok((r.desk_list(List::Directory)?, r.directory()?.len()))).unwrap();
    assert_eq!(held(&phone).1, 3);
    phone.core.store().write(|w| w.forget_desk()).unwrap();
    assert_eq!(held(&phone), (None, 0));

    let other = self::phone(&Settings::default());
    other.tell(Ask::SignOut);
    assert_eq!(held(&other), (None, 0));
    assert_eq!(other.refused(Ask::Directory { query: String::new() }), "not_signed_in");
}
