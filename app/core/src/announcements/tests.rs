//! Notices without a network: which are shown, what was read stays read, whose they are.

use app_bridge::ask::Ask;
use app_bridge::status::Status;
use app_bridge::told::Told;
use shared::api::announcements::{Announcement, Importance};
use shared::ids::{AccountId, AnnouncementId, Sha256};
use uuid::Uuid;

use crate::store::desk::List;
use crate::tests::phone::{MORNING, Phone, WANG};

const HOUR_MS: i64 = 3_600_000;

fn id(number: u128) -> AnnouncementId {
    AnnouncementId(Uuid::from_u128(number))
}

fn notice(number: u128, importance: Importance) -> Announcement {
    Announcement {
        id: id(number),
        jurisdiction: "610112".parse().unwrap(),
        title: format!("第 {number} 条"),
        body: "内容".to_owned(),
        importance,
        roles: Vec::new(),
        from: MORNING,
        until: None,
        author: "郑".to_owned(),
        made_at: MORNING,
        withdrawn_at: None,
        read: false,
        readers: None,
    }
}

fn hear(phone: &Phone, heard: &[Announcement]) {
    let hash = Sha256::of(&serde_json::to_vec(heard).unwrap());
    phone.core.store().write(|w| w.take_announcements(heard, &hash)).unwrap();
}

#[track_caller]
fn shown(phone: &Phone) -> Vec<(AnnouncementId, bool)> {
    match phone.tell(Ask::Announcements) {
        Told::Announcements(cards) => cards.iter().map(|card| (card.id, card.is_read)).collect(),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn status(phone: &Phone) -> Status {
    match phone.tell(Ask::Status) {
        Told::Status(status) => *status,
        other => panic!("{other:?}"),
    }
}

fn waiting(phone: &Phone) -> Vec<AnnouncementId> {
    phone.core.store().read(|r| r.reads_to_tell(WANG)).unwrap()
}

#[test]
fn what_holds_now_is_shown_newest_first_and_what_is_over_or_to_come_is_not() {
    let phone = Phone::new();
    let over = Announcement { until: Some(MORNING.plus_ms(HOUR_MS)), ..notice(1, Importance::Usual) };
    let to_come = Announcement { from: MORNING.plus_ms(2 * HOUR_MS), ..notice(3, Importance::Urgent) };
    hear(&phone, &[over, notice(2, Importance::Usual), to_come]);
    assert_eq!(shown(&phone), [(id(2), false), (id(1), false)]);
    assert_eq!((status(&phone).unread_announcements, status(&phone).unread_urgent), (2, 0));
    phone.wait_s(2 * 3_600);
    assert_eq!(shown(&phone), [(id(3), false), (id(2), false)]);
    assert_eq!((status(&phone).unread_announcements, status(&phone).unread_urgent), (2, 1));
}

#[test]
fn what_was_read_stays_read_until_the_server_was_told_and_after() {
    let phone = Phone::new();
    hear(&phone, &[notice(1, Importance::Usual), notice(2, Importance::Urgent)]);
    for _ in 0..2 {
        phone.tell(Ask::AnnouncementsRead { ids: vec![id(2), id(9)] });
    }
    assert_eq!(waiting(&phone), [id(2)], "told once, and only what was there");
    // Another one comes before the server was told; its own word is that nothing was read.
    hear(&phone, &[notice(1, Importance::Usual), notice(2, Importance::Urgent), notice(3, Importance::Usual)]);
    assert_eq!(shown(&phone), [(id(3), false), (id(2), true), (id(1), false)]);
    phone.core.store().write(|w| w.reads_told(WANG, &[id(2)])).unwrap();
    assert!(waiting(&phone).is_empty());
    assert_eq!(status(&phone).unread_announcements, 2);
}

#[test]
fn one_that_was_taken_back_is_gone_and_that_it_was_read_is_still_told() {
    let phone = Phone::new();
    hear(&phone, &[notice(1, Importance::Usual)]);
    phone.tell(Ask::AnnouncementsRead { ids: vec![id(1)] });
    hear(&phone, &[]);
    assert!(shown(&phone).is_empty());
    assert_eq!(waiting(&phone), [id(1)]);
}

#[test]
fn signing_out_leaves_nothing_of_the_desk_on_the_phone() {
    let phone = Phone::new();
    hear(&phone, &[notice(1, Importance::Urgent)]);
    phone.tell(Ask::SignOut);
    assert_eq!(phone.refused(Ask::Announcements), "not_signed_in");
    let (held, rows) =
        phone.core.store().read(|r| Ok((r.desk_list(List::Announcements)?, r.announcements(MORNING)?.len()))).unwrap();
    assert_eq!((held, rows), (None, 0), "and the next sign-in fetches it anew");
}

#[test]
fn somebody_else_tells_only_what_they_read_themselves() {
    let phone = Phone::new();
    hear(&phone, &[notice(1, Importance::Usual)]);
    phone.tell(Ask::AnnouncementsRead { ids: vec![id(1)] });
    let other = AccountId(Uuid::from_u128(77));
    assert!(phone.core.store().read(|r| r.reads_to_tell(other)).unwrap().is_empty());
}
