//! One task in a list: its time left is the loudest thing on it.

use app_bridge::told::{TaskCard, Whereabouts};
use kit::icon::{Icon, Picture as Icons};
use kit::lang::{self, Lang, either, t};
use kit::time_left::{self, TimeLeft};
use kit::tone::Tone;
use kit::{badge::Badge, moment};
use leptos::prelude::*;
use shared::ids::OperationId;
use shared::task::{TaskKind, TaskState};

use crate::bridge::Picture;
use crate::camera::quick;
use crate::state::App;
use crate::{bridge, text, whereabouts};

/// Says whether a task still waits for an answer: nobody gave one, or the one given here was sent back.
pub fn waits(card: &TaskCard) -> bool {
    card.state == TaskState::Open && (card.result.is_none() || sent_back(card).is_some())
}

/// Returns the answer that was given here and that the server sent back.
pub fn sent_back(card: &TaskCard) -> Option<OperationId> {
    match &card.whereabouts {
        Some(Whereabouts::SentBack { operation, .. }) => Some(*operation),
        Some(Whereabouts::OnlyHere | Whereabouts::RowArrived | Whereabouts::Arrived) | None => None,
    }
}

/// Says what to look for. The server writes it in Chinese; in English the catalogue's own words say the same.
pub fn requirement(lang: Lang, card: &TaskCard) -> &str {
    let in_english = match card.kind {
        TaskKind::Verify => &card.condition_en,
        TaskKind::Check => &card.closing_en,
    };
    lang.pick(&card.requirement, in_english)
}

/// One task.
#[component]
pub fn TaskRow(
    /// The task.
    card: TaskCard,
) -> impl IntoView {
    let (app, speech, clock) = (App::get(), lang::speech(), moment::clock());
    let (task, due, kind, state) = (card.task, card.due, card.kind, card.state);
    let waiting = waits(&card);
    let thumb = card.before.first().map(|photo| bridge::picture(photo, Picture::Thumb));
    let edge = move || match (waiting, kind) {
        (false, _) => Tone::Rest,
        (true, TaskKind::Verify) => Tone::Brand,
        (true, TaskKind::Check) => time_left::judge(speech.get(), due, clock.now()).0,
    };
    let answered = card.clone();
    let (name, name_en) = (card.name.clone(), card.name_en.clone());
    let look_for = card.clone();
    let walk = card.distance_m.map(|metres| (text::distance(metres), card.bearing_deg));
    view! {
        <button type="button" class=move || format!("card row edged {}", edge().class()) data-test="task"
            data-task=task.to_string() data-kind=kind.as_str() data-state=state.as_str()
            on:click=move |_| quick::open_task(app, task)>
            <span class="thumb">
                {match thumb {
                    Some(address) => view! {
                        <img src=address alt="" loading="lazy" /><span class="caption">{t(text::BEFORE_SHORT)}</span>
                    }.into_any(),
                    None => view! { <span class="lacking">{t(text::NO_BEFORE)}</span> }.into_any(),
                }}
            </span>
            <span class="grow">
                <span class="between">
                    <h2>{t(text::task_kind(kind))}" · "{either(name, name_en)}</h2>
                    {move || match whereabouts::answer(speech.get(), &answered) {
                        Some((tone, words)) => view! { <Badge tone=tone test="task-whereabouts">{words}</Badge> }.into_any(),
                        None => view! { <TimeLeft due=due /> }.into_any(),
                    }}
                </span>
                <span class="small clip" lang="zh">{card.place.clone()}</span>
                <span class="tiny number">
                    {walk.map(|(distance, bearing)| view! {
                        {distance}" "{bearing.map(|bearing| view! { <Icon picture=Icons::North turned_deg=bearing /> })}"  "
                    })}
                    {move || requirement(speech.get(), &look_for).to_owned()}
                </span>
            </span>
        </button>
    }
}
