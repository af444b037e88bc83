//! Saving a report: how many shots it needs and may have, and what of its words is kept.

use app_bridge::ask::{Ask, ReportForm, Shot, Subject};
use app_bridge::told::{Preview, Saved, Told};
use shared::evidence::PhotoRole;
use shared::ids::{CaseId, PhotoId};
use shared::refusal::Code;
use shared::settings::Settings;

use crate::tests::phone::{MORNING, Phone, codes, fix, picture, shot, spoken};

fn phone() -> Phone {
    Phone::in_town(&Settings { training: true, ..Settings::default() })
}

/// Takes shots of one report and returns them with the case.
fn taken(phone: &Phone, roles: &[PhotoRole]) -> (Option<CaseId>, Vec<PhotoId>) {
    let (mut case, mut photos) = (None, Vec::new());
    for role in roles {
        let bytes = if role.is_clip() { spoken(2) } else { picture() };
        let subject = Subject::Draft { case };
        let card = phone.take(Shot { subject, ..shot(*role, Some(fix(0.0, 0.0, MORNING))) }, bytes).unwrap();
        case = card.draft;
        photos.push(card.photo);
    }
    (case, photos)
}

fn form(phone: &Phone, category: &str, roles: &[PhotoRole]) -> ReportForm {
    let (draft, photos) = taken(phone, roles);
    ReportForm {
        category: category.parse().unwrap(),
        condition_no: 1,
        fix: fix(0.0, 0.0, MORNING),
        note: "两袋".to_owned(),
        address: String::new(),
        photos,
        draft,
        self_handled: false,
    }
}

#[track_caller]
fn saved(phone: &Phone, form: ReportForm) -> Saved {
    match phone.tell(Ask::SaveReport(form)) {
        Told::Saved(saved) => saved,
        other => panic!("told {other:?}"),
    }
}

const USUAL: &str = "event:06010";
/// The packs of the town ask for two photos of it.
const LARGE: &str = "event:06011";

use PhotoRole::{After, Far, Near, Reference, Voice};

#[test]
fn a_report_has_as_many_photos_as_its_category_asks_for() {
    let phone = phone();
    for (category, roles) in [(USUAL, vec![]), (USUAL, vec![Voice]), (LARGE, vec![Near]), (LARGE, vec![Near, Voice])] {
        let form = form(&phone, category, &roles);
        assert_eq!(phone.refused(Ask::SaveReport(form)), Code::PhotoRequired.as_str(), "{category} {roles:?}");
    }
    for (category, roles) in [(USUAL, vec![Near]), (USUAL, vec![Near, Voice]), (LARGE, vec![Near, Far])] {
        saved(&phone, form(&phone, category, &roles));
    }
}

#[test]
fn the_picker_says_how_many_that_are() {
    let phone = phone();
    for (category, least) in [(USUAL, 1), (LARGE, 2), ("event:06012", 1)] {
        let Told::Category(card) = phone.tell(Ask::Category { key: category.parse().unwrap() }) else {
            panic!("a category")
        };
        assert_eq!(card.least_photos, least, "{category}");
    }
}

#[test]
fn a_report_has_no_more_than_somebody_looks_at() {
    let phone = phone();
    for roles in [vec![Near; 7], vec![Near, Voice, Voice]] {
        let form = form(&phone, USUAL, &roles);
        assert_eq!(phone.refused(Ask::SaveReport(form)), Code::TooManyShots.as_str(), "{roles:?}");
    }
    let most = [Near, Far, Reference, Reference, Reference, Reference, Voice];
    let done = saved(&phone, form(&phone, USUAL, &most));
    let Told::Case(card) = phone.tell(Ask::Case { case: done.case }) else { panic!("a case") };
    assert_eq!(card.photos_total, 7, "photos k of n counts every shot");
    assert_eq!(card.clips.len(), 1);
    assert_eq!((card.clips[0].role, card.clips[0].clip_ms), (Voice, 2_000));
}

#[test]
fn what_a_collector_fixed_is_shown_by_photos_and_not_by_a_voice() {
    let phone = phone();
    let handled = |roles: &[PhotoRole]| ReportForm { self_handled: true, ..form(&phone, USUAL, roles) };
    assert_eq!(phone.refused(Ask::SaveReport(handled(&[After, Voice]))), Code::PhotoRequired.as_str());
    saved(&phone, handled(&[Near, After, Voice]));
}

#[test]
fn numbers_of_people_are_hidden_before_anything_is_kept_and_it_is_said() {
    let phone = phone();
    let mut written = form(&phone, USUAL, &[Near]);
    written.note = "店主 13800138000 说下午来清".to_owned();
    written.address = "凤城八路 139 1234 5678 旁".to_owned();
    let done = saved(&phone, written);
    assert!(codes(&done.warnings).contains(&"number_masked"), "{:?}", done.warnings);
    let Told::Case(card) = phone.tell(Ask::Case { case: done.case }) else { panic!("a case") };
    assert!(card.note.starts_with("店主 ") && !card.note.contains("13800138000"), "{}", card.note);
    assert!(!card.place.contains("1234 5678"), "{}", card.place);
    let kept = phone.core.store().read(|r| r.unacknowledged(0, 10)).unwrap();
    assert!(kept.iter().all(|logged| !logged.envelope.body.contains("13800138000")), "it never travels");
    let plain = saved(&phone, form(&phone, USUAL, &[Near]));
    assert!(!codes(&plain.warnings).contains(&"number_masked"));
}

#[test]
fn a_photo_that_was_taken_away_from_the_place_of_the_report_is_said() {
    let phone = phone();
    let mut moved = form(&phone, USUAL, &[Near, Far]);
    moved.fix = fix(0.0, 300.0, MORNING);
    let done = saved(&phone, moved);
    let far: Vec<_> = done.warnings.iter().filter(|warning| warning.code == "far_from_case").collect();
    assert_eq!(far.len(), 1, "once, however many photos there are");
    assert!(far[0].zh.contains("300 米"), "{}", far[0].zh);
    assert!(!codes(&saved(&phone, form(&phone, USUAL, &[Near])).warnings).contains(&"far_from_case"));
}

#[test]
fn whoever_has_walked_on_is_told_before_the_save_that_the_photo_was_taken_elsewhere() {
    let phone = phone();
    let (draft, _) = taken(&phone, &[Near]);
    let seen = |east_m: f64, draft: Option<CaseId>| -> Preview {
        let fix = fix(east_m, 0.0, MORNING);
        match phone.tell(Ask::Preview { fix, category: None, condition_no: None, draft }) {
            Told::Preview(preview) => preview,
            other => panic!("told {other:?}"),
        }
    };
    let is_told = |preview: &Preview| preview.warnings.iter().any(|warning| warning.code == "far_from_case");
    let there = seen(0.0, draft);
    assert!(!is_told(&there) && there.photographed_at.is_none(), "{:?}", there.warnings);
    let away = seen(400.0, draft);
    assert!(is_told(&away), "{:?}", away.warnings);
    assert_eq!(away.photographed_at, Some(fix(0.0, 0.0, MORNING)), "the report can be put where its photo is");
    assert!(!is_told(&seen(400.0, None)), "without a photo there is nothing to be away from");
}
