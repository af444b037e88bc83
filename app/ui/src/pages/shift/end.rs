//! The end of a shift: this phone can be put away, or what is missing and the way there.

use app_bridge::ask::Ask;
use app_bridge::shift::ShiftCard;
use app_bridge::status::Status;
use app_bridge::told::{Failure, Told};
use kit::button::{Button, Look, Size};
use kit::icon::{Icon, Picture};
use kit::lang::{self, either, t};
use leptos::prelude::*;

use super::text;
use crate::drafts::begun::{Begun, BegunCard, NotRead, is_surely_nothing};
use crate::fetch::{Fetched, fetch};
use crate::state::{App, Screen, unexpected};
use crate::text as words;

/// What is left on this phone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Left {
    is_nothing: bool,
    operations: u64,
    photos: u64,
    sent_back: usize,
    points: u64,
}

impl Left {
    fn of(status: &Status) -> Self {
        let sent_back = status.set_aside.len();
        Self {
            is_nothing: status.all_arrived && sent_back == 0,
            operations: status.unsent_operations,
            photos: status.photos_waiting,
            sent_back,
            points: status.track_points_waiting,
        }
    }
}

/// Whether this phone can be put away.
#[component]
pub fn EndOfShift() -> impl IntoView {
    let app = App::get();
    // Followed through this alone: a status says something new each second while a round runs.
    let left = Memo::new(move |_| app.status.with(|status| status.as_ref().map(Left::of)));
    let begun = Memo::new(move |_| Begun::of(app));
    move || {
        left.get().map(|left| match (left.is_nothing, begun.get()) {
            (true, begun) if is_surely_nothing(begun) => view! { <PutAway points=left.points /> }.into_any(),
            (true, None) => view! { <NotRead /> }.into_any(),
            (true, Some(begun)) => view! { <BegunCard begun=begun /> }.into_any(),
            (false, begun) => view! {
                <NotYet left=left />
                {begun.filter(|begun| !begun.is_nothing()).map(|begun| view! { <BegunCard begun=begun /> })}
            }
            .into_any(),
        })
    }
}

#[component]
fn PutAway(points: u64) -> impl IntoView {
    let receipt = fetch(|| Ask::ShiftReceipt { day: None }, receipt_of);
    // Without a network there is none yet, and that is no failure: everything is there all the same.
    let receipt = move || match receipt.got.get() {
        Fetched::Here(card) => card.receipt.map(|receipt| {
            view! {
                <p class="small" data-test="shift-receipt">
                    {t(text::RECEIPT)}" · "{either(receipt.zh, receipt.en)}
                </p>
            }
        }),
        Fetched::Reading | Fetched::Failed(_) => None,
    };
    view! {
        <section class="card saved stack" data-test="put-away" role="status">
            <div class="mark tone-ok"><Icon picture=Picture::Tick /></div>
            <h2>{t(words::ALL_DONE)}</h2>
            <p class="small">{t(words::ALL_DONE_WORDS)}</p>
            {receipt}
            <PointsWaiting points=points />
        </section>
    }
}

fn receipt_of(told: Told) -> Result<ShiftCard, Failure> {
    match told {
        Told::ShiftReceipt(card) => Ok(*card),
        other => Err(unexpected(&other)),
    }
}

#[component]
fn NotYet(left: Left) -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    let Left { operations, photos, sent_back, points, .. } = left;
    let title = if operations + photos > 0 { words::STILL_HERE } else { words::ONLY_BACK };
    view! {
        <section class="card stack" data-test="not-put-away" role="status">
            <h2>{t(title)}</h2>
            <p class="small number">{move || text::missing(speech.get(), operations, photos, sent_back)}</p>
            <PointsWaiting points=points />
            <Button look=Look::Soft size=Size::Wide test="go-sync" on_press=move |()| app.turn_to(Screen::Sync)>
                <Icon picture=Picture::UpDown />{t(text::THE_WAY)}
            </Button>
        </section>
    }
}

#[component]
fn PointsWaiting(points: u64) -> impl IntoView {
    let speech = lang::speech();
    (points > 0).then(|| {
        view! {
            <p class="tiny" data-test="track-points-waiting">{move || text::points_waiting(speech.get(), points)}</p>
        }
    })
}

#[cfg(test)]
mod tests {
    use app_bridge::status::Status;

    use super::Left;

    #[test]
    fn a_track_that_waits_keeps_nobody_from_going_home() {
        let status = Status { all_arrived: true, track_points_waiting: 40, ..Status::default() };
        assert!(Left::of(&status).is_nothing);
        let unsent = Status { all_arrived: false, unsent_operations: 1, ..Status::default() };
        assert!(!Left::of(&unsent).is_nothing);
    }
}
