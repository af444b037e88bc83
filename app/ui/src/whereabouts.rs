//! Where a case, an answer or the whole phone's work is, in honest words: never better than the truth.

use app_bridge::status::Status;
use app_bridge::told::{CaseCard, TaskCard, Whereabouts};
use kit::lang::Lang;
use kit::tone::Tone;
use shared::task::TaskState;

use crate::drafts::begun::{Begun, is_surely_nothing};
use crate::text;

/// Says in a few words where a case is.
pub fn case(lang: Lang, card: &CaseCard) -> (Tone, String) {
    match &card.whereabouts {
        Whereabouts::OnlyHere => (Tone::Rest, lang.say(text::ONLY_HERE).to_owned()),
        Whereabouts::RowArrived => (Tone::Soon, text::photos_of(lang, card.photos_received, card.photos_total)),
        // Both must be said to be here before it is: the words of the core and its count.
        Whereabouts::Arrived if card.photos_received < card.photos_total => {
            (Tone::Soon, text::photos_of(lang, card.photos_received, card.photos_total))
        }
        Whereabouts::Arrived => (Tone::Ok, lang.say(text::ARRIVED).to_owned()),
        Whereabouts::SentBack { .. } => (Tone::Late, lang.say(text::SENT_BACK).to_owned()),
    }
}

/// Says in a sentence what that means.
pub fn case_sentence(lang: Lang, card: &CaseCard) -> String {
    match &card.whereabouts {
        Whereabouts::OnlyHere => lang.say(text::ONLY_HERE_WORDS).to_owned(),
        Whereabouts::RowArrived => lang.say(text::ROW_ARRIVED_WORDS).to_owned(),
        Whereabouts::Arrived if card.photos_received < card.photos_total => {
            lang.say(text::ROW_ARRIVED_WORDS).to_owned()
        }
        Whereabouts::Arrived => lang.say(text::ARRIVED_WORDS).to_owned(),
        Whereabouts::SentBack { zh, en, .. } => lang.pick(zh, en).to_owned(),
    }
}

/// Says in one line where the case and its photos are, with the number that the server gave it.
pub fn case_line(lang: Lang, card: &CaseCard, saved: &str) -> String {
    let number = card.case_no.as_ref().map(ToString::to_string).unwrap_or_default();
    let all_here = card.photos_received >= card.photos_total;
    match &card.whereabouts {
        Whereabouts::OnlyHere => text::queued(lang, saved, card.photos_total),
        Whereabouts::RowArrived => text::row_arrived(lang, &number),
        Whereabouts::Arrived if !all_here => text::row_arrived(lang, &number),
        Whereabouts::Arrived => text::verified(lang, &number, card.photos_received, card.photos_total),
        Whereabouts::SentBack { zh, en, .. } => lang.pick(zh, en).to_owned(),
    }
}

/// Says where an answer is; `None` for a task that still waits for one.
pub fn answer(lang: Lang, card: &TaskCard) -> Option<(Tone, String)> {
    if card.state == TaskState::Withdrawn && card.whereabouts.is_none() {
        return Some((Tone::Rest, lang.say(text::WITHDRAWN).to_owned()));
    }
    match (&card.whereabouts, card.result) {
        (None, None) => None,
        (None, Some(_)) => Some((Tone::Ok, lang.say(text::ARRIVED).to_owned())),
        (Some(Whereabouts::OnlyHere), _) => Some((Tone::Rest, lang.say(text::ANSWERED_HERE).to_owned())),
        (Some(Whereabouts::RowArrived), _) => Some((Tone::Soon, lang.say(text::FILTER_UNDERWAY).to_owned())),
        (Some(Whereabouts::Arrived), _) => Some((Tone::Ok, lang.say(text::ARRIVED).to_owned())),
        (Some(Whereabouts::SentBack { .. }), _) => Some((Tone::Late, lang.say(text::SENT_BACK).to_owned())),
    }
}

/// Says what the phone still holds alone, for the corner of every screen: what was begun is here alone too, as soon as
/// that is known.
pub fn phone(lang: Lang, status: &Status, begun: Option<Begun>) -> (Tone, String) {
    let offline = status.last_error.as_ref().is_some_and(|error| error.code == "offline");
    let waiting = status.unsent_operations + status.photos_waiting > 0;
    if !status.set_aside.is_empty() {
        return (Tone::Late, text::sent_back(lang, status.set_aside.len()));
    }
    match (waiting, offline) {
        (true, _) => (Tone::Soon, text::only_here(lang, status.unsent_operations, status.photos_waiting)),
        (false, true) => (Tone::Rest, lang.say(text::OFFLINE_PILL).to_owned()),
        (false, false) if status.all_arrived && is_surely_nothing(begun) => {
            (Tone::Ok, lang.say(text::ALL_ARRIVED_PILL).to_owned())
        }
        (false, false) if begun.is_some_and(|begun| !begun.is_nothing()) => {
            (Tone::Soon, lang.say(text::BEGUN_PILL).to_owned())
        }
        (false, false) if status.last_contact.is_none() => (Tone::Rest, lang.say(text::NOT_SYNCED_YET).to_owned()),
        (false, false) => (Tone::Rest, lang.say(text::SAVED_HERE_FIRST).to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use app_bridge::status::Status;
    use app_bridge::told::{CaseCard, Failure, Whereabouts};
    use kit::lang::Lang;
    use kit::tone::Tone;
    use shared::time::Instant;

    use super::{case, case_line, phone};
    use crate::drafts::begun::Begun;

    fn card(whereabouts: Whereabouts, received: u64) -> CaseCard {
        CaseCard {
            case: "0190f000-0000-7000-8000-0000000000aa".parse().unwrap(),
            case_no: None,
            earlier_no: None,
            name: "暴露垃圾".into(),
            name_en: "exposed litter".into(),
            code: "06010".into(),
            condition: String::new(),
            condition_en: String::new(),
            place: String::new(),
            grid: None,
            unit: String::new(),
            note: String::new(),
            saved_at: Instant::from_ms(0),
            due: None,
            estimated: true,
            state: None,
            goes_on: None,
            whereabouts,
            photos: Vec::new(),
            clips: Vec::new(),
            photos_total: 3,
            photos_received: received,
        }
    }

    #[track_caller]
    fn check(whereabouts: Whereabouts, received: u64, tone: Tone, words: &str) {
        assert_eq!(case(Lang::Zh, &card(whereabouts, received)), (tone, words.to_owned()));
    }

    #[test]
    fn a_case_is_never_shown_better_than_it_is() {
        check(Whereabouts::OnlyHere, 0, Tone::Rest, "只在本机");
        check(Whereabouts::RowArrived, 1, Tone::Soon, "照片 1/3");
        check(Whereabouts::Arrived, 2, Tone::Soon, "照片 2/3");
        check(Whereabouts::Arrived, 3, Tone::Ok, "服务器已收到");
    }

    #[test]
    fn a_line_says_what_the_server_has_and_what_not() {
        let line = |whereabouts, received| case_line(Lang::Zh, &card(whereabouts, received), "今天 17:31");
        assert_eq!(line(Whereabouts::OnlyHere, 0), "今天 17:31 保存 · 照片 3 张在本机");
        assert_eq!(line(Whereabouts::RowArrived, 1), "案件服务器有了，照片还在传");
        assert_eq!(line(Whereabouts::Arrived, 2), "案件服务器有了，照片还在传", "never better than the count");
        assert_eq!(line(Whereabouts::Arrived, 3), "照片 3/3 核对一致");
    }

    #[test]
    fn the_corner_names_trouble_before_waiting_and_waiting_before_rest() {
        let offline = Failure { code: "offline".into(), zh: String::new(), en: String::new(), detail: None };
        let mut status = Status { last_error: Some(offline), ..Status::default() };
        let nothing = Some(Begun::default());
        assert_eq!(phone(Lang::Zh, &status, nothing), (Tone::Rest, "离线 · 只存本机".to_owned()));
        status.unsent_operations = 3;
        status.photos_waiting = 5;
        assert_eq!(phone(Lang::Zh, &status, nothing), (Tone::Soon, "本机 3 · 照片 5".to_owned()));
        let done = Status { all_arrived: true, ..Status::default() };
        assert_eq!(phone(Lang::Zh, &done, nothing), (Tone::Ok, "全部已收到".to_owned()));
    }

    #[test]
    fn what_was_begun_is_not_said_to_have_arrived() {
        let done = Status { all_arrived: true, last_contact: Some(Instant::from_ms(0)), ..Status::default() };
        let begun = Some(Begun { report: true, answers: 0 });
        assert_eq!(phone(Lang::Zh, &done, begun), (Tone::Soon, "填了没保存".to_owned()));
        assert_eq!(phone(Lang::Zh, &done, None).0, Tone::Rest, "nobody knows yet what was begun");
    }
}
