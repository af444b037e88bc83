//! Answering a task on the spot: the old photo beside the new one, and one of three answers.
//!
//! `draft` is the answer as plain data and has the tests; `compare` shows old and new and takes the photos; `spot` says
//! how far the person stands from where the problem was reported, `late` that the time to answer is over.

pub mod draft;
mod compare;
mod spot;
mod late;

use app_bridge::ask::{Ask, Corrected, MendForm};
use app_bridge::told::{Failure, TaskCard, Told, Warning};
use kit::button::{Button, Look, Size};
use kit::lang::{self, t};
use kit::time_left::TimeLeft;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::TaskId;
use shared::task::{TaskKind, TaskResult};

use self::compare::Compare;
use self::draft::AnswerDraft;
use self::late::LateNotice;
use crate::drafts::coming::{ComingNotice, is_coming};
use crate::drafts::unkept::Unkept;
use crate::fetch::{FailedPage, Fetched, Refused, fetch};
use crate::layout::{Level, ScreenLayout};
use crate::pages::report::place::WarningNotice;
use crate::pages::task_row::{sent_back, waits};
use crate::state::{App, unexpected};
use crate::{bridge, text};

/// Answering a task.
#[component]
pub fn AnswerPage(
    /// Which.
    task: TaskId,
) -> impl IntoView {
    let app = App::get();
    let fetched = fetch(
        move || Ask::Task { task },
        |told| match told {
            // What is begun stands in the draft: a shot more does not draw the page anew.
            Told::Task(card) => Ok(TaskCard { drafts: Vec::new(), ..*card }),
            other => Err(unexpected(&other)),
        },
    );
    // What was begun here and left is still there on return.
    let draft = RwSignal::from(app.answer_to(task));
    // The program may have ended since: the phone still has what was taken.
    spawn_local(async move {
        if let Ok(Told::Task(card)) = bridge::ask(Ask::Task { task }).await
            && waits(&card)
        {
            draft.try_update(|draft| card.drafts.into_iter().for_each(|shot| draft.took(shot)));
        }
    });
    let failure = RwSignal::new(None::<Failure>);
    let minded = RwSignal::new(Vec::<Warning>::new());
    let busy = RwSignal::new(false);
    let card = Memo::new(move |_| match fetched.got.get() {
        Fetched::Here(card) => Some(card),
        Fetched::Reading | Fetched::Failed(_) => None,
    });
    // Somebody who looks through the camera must not lose it because another photo from before arrives.
    let shown = Memo::new(move |old: Option<&Fetched<TaskCard>>| match (old, fetched.got.get()) {
        (Some(old @ Fetched::Here(_)), _) if app.is_covered() => old.clone(),
        (_, got) => got,
    });
    // What the server sent back is answered again with the words and photos it had.
    let corrected = Memo::new(move |_| card.with(|card| card.as_ref().and_then(sent_back)));
    LocalResource::new(move || {
        let operation = corrected.get();
        async move {
            let Some(operation) = operation else { return };
            match bridge::ask(Ask::Aside { operation }).await {
                Ok(Told::Aside(aside)) => draft.update(|draft| draft.correct(*aside)),
                Ok(other) => failure.set(Some(unexpected(&other))),
                Err(why) => failure.set(Some(why)),
            }
        }
    });
    let give = Callback::new(move |result: TaskResult| {
        // A second press may come before the button is seen to be off.
        if busy.get_untracked() || untrack(|| is_coming(app)) {
            return;
        }
        let spot = card.with_untracked(|card| card.as_ref().map(|card| card.fix.clone()));
        let here = untrack(|| app.standing(spot.as_ref()));
        let form = draft.with_untracked(|draft| draft.form(task, result, here));
        let ask = match corrected.get_untracked() {
            Some(operation) => Ask::Mend(MendForm { operation, corrected: Corrected::Answer(form) }),
            None => Ask::Answer(form),
        };
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            match bridge::ask(ask).await {
                Ok(Told::Tasks(cards)) => {
                    let warnings = cards.into_iter().find(|card| card.task == task).map(|card| card.warnings);
                    let warnings = warnings.unwrap_or_default();
                    app.answered(task);
                    app.saved_something();
                    // What is to be minded is read here; the answer itself is saved all the same.
                    if warnings.is_empty() {
                        app.leave();
                    }
                    minded.set(warnings);
                }
                Ok(other) => failure.set(Some(unexpected(&other))),
                Err(why) => failure.set(Some(why)),
            }
            busy.set(false);
        });
    });
    let speech = lang::speech();
    let title = Signal::derive(move || {
        let lang = speech.get();
        card.with(|card| match card {
            Some(card) => {
                format!("{} · {}", lang.say(text::task_kind(card.kind)), lang.pick(&card.name, &card.name_en))
            }
            None => lang.say(text::TASKS).to_owned(),
        })
    });
    let due = Memo::new(move |_| card.with(|card| card.as_ref().filter(|card| waits(card)).map(|card| card.due)));
    view! {
        <ScreenLayout title=title level=Level::NightStep test="screen-answer"
            corner=move || view! { <span class="corner">{move || due.get().map(|due| view! { <TimeLeft due=due /> })}</span> }
            bottom=move || view! {
                <LateNotice due=due />
                <ComingNotice />
                <Unkept />
                <Refused failure=failure test="answer-failed" />
                {move || minded.get().into_iter().map(|warning| view! { <WarningNotice warning=warning /> }).collect_view()}
                {move || card.get().filter(waits).map(|card| view! {
                    <Answers kind=card.kind draft=draft busy=busy give=give />
                })}
            }>
            {move || match shown.get() {
                Fetched::Reading => view! { <kit::faces::Waiting /> }.into_any(),
                Fetched::Failed(why) => view! { <FailedPage failure=why again=fetched.again /> }.into_any(),
                Fetched::Here(card) => view! { <Compare card=card draft=draft failure=failure /> }.into_any(),
            }}
        </ScreenLayout>
    }
}

#[component]
fn Answers(
    kind: TaskKind,
    draft: RwSignal<AnswerDraft>,
    busy: RwSignal<bool>,
    give: Callback<TaskResult>,
) -> impl IntoView {
    let app = App::get();
    let lacks_photo = move || draft.with(|draft| !kind.results().iter().all(|result| draft.may(kind, *result)));
    view! {
        <Show when=lacks_photo><p class="small centred" data-test="needs-photo">{t(text::NEEDS_PHOTO)}</p></Show>
        <div class="answers">
            {kind.results().iter().map(|result| {
                let result = *result;
                let cannot = Signal::derive(move || busy.get() || is_coming(app) || !draft.with(|draft| draft.may(kind, result)));
                view! {
                    <Button look=look(result) size=Size::Large test=test(result) disabled=cannot
                        on_press=move |()| give.run(result)>{t(text::result(kind, result))}</Button>
                }
            }).collect_view()}
        </div>
    }
}

const fn look(result: TaskResult) -> Look {
    match result {
        TaskResult::Pass | TaskResult::Absent => Look::Good,
        TaskResult::Fail | TaskResult::Exists => Look::Bad,
        TaskResult::Unable => Look::Plain,
    }
}

const fn test(result: TaskResult) -> &'static str {
    match result {
        TaskResult::Exists => "answer-exists",
        TaskResult::Absent => "answer-absent",
        TaskResult::Unable => "answer-unable",
        TaskResult::Pass => "answer-pass",
        TaskResult::Fail => "answer-fail",
    }
}
