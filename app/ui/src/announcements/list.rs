//! What is asked and told of the notices, and which of them press.

use app_bridge::announcement::AnnouncementCard;
use app_bridge::ask::Ask;
use app_bridge::told::Told;
use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::AnnouncementId;

use super::text;
use crate::bridge;
use crate::fetch::{Fetch, fetch};
use crate::state::{App, unexpected};

/// Asks for the notices.
pub fn announcements() -> Fetch<Vec<AnnouncementCard>> {
    fetch(
        || Ask::Announcements,
        |told| match told {
            Told::Announcements(cards) => Ok(cards),
            other => Err(unexpected(&other)),
        },
    )
}

/// Says that one was read; `failed` says it where that could not be kept.
pub fn say_read(app: App, id: AnnouncementId, failed: RwSignal<bool>) {
    spawn_local(async move {
        let kept = bridge::ask(Ask::AnnouncementsRead { ids: vec![id] }).await.is_ok();
        failed.try_set(!kept);
        // The status counts what was not read, and lists follow the status.
        app.look_again();
    });
}

/// Returns the edge of a notice and what its badge says; nothing of one that was read and does not press.
pub fn mark(card: &AnnouncementCard) -> (Tone, Option<kit::lang::Words>) {
    match (card.urgent, card.is_read) {
        (true, false) => (Tone::Late, Some(text::URGENT)),
        (true, true) => (Tone::Rest, Some(text::URGENT)),
        (false, false) => (Tone::Brand, Some(text::UNREAD)),
        (false, true) => (Tone::Rest, None),
    }
}

/// Returns the urgent ones that were not read.
pub fn pressing(cards: Vec<AnnouncementCard>) -> Vec<AnnouncementCard> {
    cards.into_iter().filter(|card| card.urgent && !card.is_read).collect()
}

#[cfg(test)]
mod tests {
    use app_bridge::announcement::AnnouncementCard;
    use kit::tone::Tone;
    use shared::time::Instant;

    use super::{mark, pressing, text};

    fn card(urgent: bool, is_read: bool) -> AnnouncementCard {
        AnnouncementCard {
            id: "0190f000-0000-7000-8000-0000000000aa".parse().unwrap(),
            title: String::new(),
            body: String::new(),
            urgent,
            author: String::new(),
            from: Instant::from_ms(0),
            until: None,
            is_read,
        }
    }

    #[test]
    fn only_what_is_urgent_and_not_read_presses() {
        let all = [(true, false), (true, true), (false, false), (false, true)].map(|(u, r)| card(u, r));
        assert_eq!(pressing(all.to_vec()), [card(true, false)]);
    }

    #[test]
    fn a_notice_says_in_words_what_its_edge_says_in_colour() {
        assert_eq!(mark(&card(true, false)), (Tone::Late, Some(text::URGENT)));
        assert_eq!(mark(&card(true, true)), (Tone::Rest, Some(text::URGENT)), "it stays urgent and no longer presses");
        assert_eq!(mark(&card(false, false)), (Tone::Brand, Some(text::UNREAD)));
        assert_eq!(mark(&card(false, true)), (Tone::Rest, None));
    }
}
