//! What was added so that the desk tells the people in the field something: notices, the directory, their marks.

use shared::account::Role;
use shared::api::announcements::{
    Announcement, AnnouncementList, Importance, NewAnnouncement, ReadAnnouncements, Readers,
};
use shared::api::directory::{Directory, DirectoryEntry};
use shared::ids::{AnnouncementId, Sha256};
use shared::sync::hello::HelloReply;

use crate::samples::{self, at, uuid};
use crate::wire::check;

fn announcement() -> Announcement {
    Announcement {
        id: AnnouncementId(uuid(30)),
        jurisdiction: "XA-JK".parse().unwrap(),
        title: "汛期值守".to_owned(),
        body: "积水点加密巡查".to_owned(),
        importance: Importance::Urgent,
        roles: vec![Role::Collector, Role::ShiftLeader],
        from: at(0),
        until: Some(at(3_600)),
        author: "郑".to_owned(),
        made_at: at(0),
        withdrawn_at: None,
        read: false,
        readers: None,
    }
}

#[test]
fn announcements() {
    let posted = Announcement { readers: Some(Readers { read: 2, of: 3 }), ..announcement() };
    let list = AnnouncementList {
        announcements: vec![announcement(), posted],
        next: Some(AnnouncementId(uuid(30))),
        mark: None,
    };
    check("announcement_list", &list);
    let marked = AnnouncementList { mark: Some(Sha256::of(b"announcements")), ..list };
    check("announcement_list_with_its_mark", &marked);
    check("read_announcements", &ReadAnnouncements { ids: vec![AnnouncementId(uuid(30))] });
    let new: NewAnnouncement = serde_json::from_str(r#"{"title":"汛期","body":"加密巡查"}"#).unwrap();
    assert_eq!(
        (new.importance, new.roles.len(), new.jurisdiction),
        (Importance::Usual, 0, None),
        "the least that is said"
    );
}

#[test]
fn what_a_later_server_calls_more_pressing_is_shown_all_the_same() {
    let mut value = serde_json::to_value(announcement()).unwrap();
    value["importance"] = "deadly".into();
    assert_eq!(serde_json::from_value::<Announcement>(value).unwrap().importance, Importance::Usual);
}

#[test]
fn directory() {
    let entry = DirectoryEntry {
        unit: "碑林区网格中心/值班室".to_owned(),
        name: "王练一".to_owned(),
        initials: "wly".to_owned(),
        post: "值班长".to_owned(),
        mobile: String::new(),
        office_phone: "029-0000-1000".to_owned(),
    };
    check("directory", &Directory { hash: Some(Sha256::of(b"directory")), entries: vec![entry] });
}

#[test]
fn the_marks_of_a_hello() {
    let reply = HelloReply {
        announcements: Some(Sha256::of(b"announcements")),
        directory: Some(Sha256::of(b"directory")),
        ..samples::hello_reply()
    };
    check("hello_reply_with_the_desks_marks", &reply);
}
