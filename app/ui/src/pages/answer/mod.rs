//! Answering a task on the spot: the old photo beside the new one, and one of three answers.

use app_bridge::aside::{AsideCard, AsideWords};
use app_bridge::ask::{AnswerForm, Ask, Corrected, MendForm, Shot, Subject};
use app_bridge::told::{Failure, PhotoCard, TaskCard, Told, Whereabouts};
use kit::before_after::BeforeAfter;
use kit::button::{Button, Look, Size};
use kit::card::Card;
use kit::faces::Notice;
use kit::field::NoteField;
use kit::icon::{Icon, Picture as Icons};
use kit::lang::{self, spoken, t};
use kit::photo_thumb::PhotoThumb;
use kit::time_left::TimeLeft;
use kit::tone::Tone;
use kit::{badge::Badge, moment};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::evidence::PhotoRole;
use shared::ids::TaskId;
use shared::place::fix::Fix;
use shared::task::{TaskKind, TaskResult};

use crate::bridge::Picture;
use crate::camera::{CameraTile, has_camera};
use crate::fetch::{FailedPage, Fetched, fetch};
use crate::layout::{Level, ScreenLayout};
use crate::pages::task_row::{requirement, sent_back, waits};
use crate::state::{App, unexpected};
use crate::{bridge, text, whereabouts};

/// An answer as it is being filled in.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct AnswerDraft {
    photos: Vec<PhotoCard>,
    note: String,
}

impl AnswerDraft {
    /// Says whether this answer may be given now; the same rule that the core and the server run.
    fn may(&self, kind: TaskKind, result: TaskResult) -> bool {
        kind.accepts(result, self.photos.len()).is_ok()
    }

    fn correcting(card: AsideCard) -> Self {
        let note = match card.says {
            AsideWords::Answer { note, .. } => note,
            AsideWords::Report { .. } | AsideWords::Shift { .. } => String::new(),
        };
        Self { photos: card.photos, note }
    }

    fn form(&self, task: TaskId, result: TaskResult, fix: Option<Fix>) -> AnswerForm {
        let photos = self.photos.iter().map(|photo| photo.photo).collect();
        AnswerForm { task, result, note: self.note.trim().to_owned(), fix, photos }
    }
}

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
            Told::Task(card) => Ok(*card),
            other => Err(unexpected(&other)),
        },
    );
    let draft = RwSignal::new(AnswerDraft::default());
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let card = Memo::new(move |_| match fetched.got.get() {
        Fetched::Here(card) => Some(card),
        Fetched::Reading | Fetched::Failed(_) => None,
    });
    // What the server sent back is answered again with the words and photos it had.
    let corrected = Memo::new(move |_| card.with(|card| card.as_ref().and_then(sent_back)));
    LocalResource::new(move || {
        let operation = corrected.get();
        async move {
            let Some(operation) = operation else { return };
            match bridge::ask(Ask::Aside { operation }).await {
                Ok(Told::Aside(aside)) => draft.set(AnswerDraft::correcting(*aside)),
                Ok(other) => failure.set(Some(unexpected(&other))),
                Err(why) => failure.set(Some(why)),
            }
        }
    });
    let give = Callback::new(move |result: TaskResult| {
        let form = draft.with_untracked(|draft| draft.form(task, result, app.place.here.get_untracked()));
        let ask = match corrected.get_untracked() {
            Some(operation) => Ask::Mend(MendForm { operation, corrected: Corrected::Answer(form) }),
            None => Ask::Answer(form),
        };
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            match bridge::ask(ask).await {
                Ok(Told::Tasks(_)) => {
                    app.saved_something();
                    app.leave();
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
                {move || failure.get().map(|why| view! {
                    <Notice tone=Tone::Late picture=Icons::Mind test="answer-failed">
                        {move || speech.get().pick(&why.zh, &why.en).to_owned()}
                    </Notice>
                })}
                {move || card.get().filter(waits).map(|card| view! {
                    <Answers kind=card.kind draft=draft busy=busy give=give />
                })}
            }>
            {move || match fetched.got.get() {
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
    let lacks_photo = move || draft.with(|draft| !kind.results().iter().all(|result| draft.may(kind, *result)));
    view! {
        <Show when=lacks_photo><p class="small centred" data-test="needs-photo">{t(text::NEEDS_PHOTO)}</p></Show>
        <div class="answers">
            {kind.results().iter().map(|result| {
                let result = *result;
                let cannot = Signal::derive(move || busy.get() || !draft.with(|draft| draft.may(kind, result)));
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

#[component]
fn Compare(card: TaskCard, draft: RwSignal<AnswerDraft>, failure: RwSignal<Option<Failure>>) -> impl IntoView {
    let (app, speech, clock) = (App::get(), lang::speech(), moment::clock());
    let task = card.task;
    let newest = Signal::derive(move || {
        draft.with(|draft| draft.photos.last().map(|photo| bridge::picture(&photo.photo.to_string(), Picture::Working)))
    });
    let role = match card.kind {
        TaskKind::Check => PhotoRole::After,
        TaskKind::Verify => PhotoRole::Near,
    };
    let address = card.place.clone();
    let shot = move |()| Shot {
        role,
        subject: Subject::Task { task },
        fix: app.place.here.get_untracked(),
        address: address.clone(),
        imported: !has_camera(),
        pair: None,
        poster: None,
    };
    let label = Signal::derive(move || {
        let taken = draft.with(|draft| !draft.photos.is_empty());
        speech.get().say(if taken { text::TAKE_ANOTHER } else { text::TAKE_NOW }).to_owned()
    });
    let look_for = card.clone();
    let closing = (card.closing.clone(), card.closing_en.clone());
    let condition = (card.condition.clone(), card.condition_en.clone());
    let open = waits(&card);
    let why = match &card.whereabouts {
        Some(Whereabouts::SentBack { zh, en, .. }) => Some((zh.clone(), en.clone())),
        Some(Whereabouts::OnlyHere | Whereabouts::RowArrived | Whereabouts::Arrived) | None => None,
    };
    let answered = card.clone();
    let before = card.before.first().map(|photo| bridge::picture(photo, Picture::Working));
    let units: Vec<_> = card.after.iter().map(|photo| bridge::picture(photo, Picture::Thumb)).collect();
    view! {
        {move || whereabouts::answer(speech.get(), &answered).map(|(tone, words)| view! {
            <div class="between" data-test="answered">
                <Badge tone=tone test="answer-whereabouts">{words}</Badge>
                {answered.result.map(|result| view! { <strong>{t(text::result(answered.kind, result))}</strong> })}
            </div>
        })}
        {why.map(|(zh, en)| view! {
            <Notice tone=Tone::Late picture=Icons::Mind test="answer-sent-back">
                {t(text::SENT_BACK)}{t(text::COLON)}{move || speech.get().pick(&zh, &en).to_owned()}
            </Notice>
        })}
        {match before {
            Some(before) => view! { <BeforeAfter before=before now=newest /> }.into_any(),
            None => view! {
                <Notice tone=Tone::Soon picture=Icons::Mind test="no-before">{t(text::BEFORE_NOT_HERE)}</Notice>
            }.into_any(),
        }}
        <FromTheSpot fix=card.fix.clone() />
        {open.then(|| view! {
            <div class="strip">
                {move || draft.with(|draft| draft.photos.clone()).into_iter().map(|photo| {
                    let caption = moment::time_to_second(photo.taken_at, &clock.zone());
                    view! {
                        <span class="taken" data-test="taken">
                            <PhotoThumb address=bridge::picture(&photo.photo.to_string(), Picture::Thumb) caption=caption />
                        </span>
                    }
                }).collect_view()}
                <CameraTile label=label test="camera-task" shot=shot
                    on_photo=move |photo| { failure.set(None); draft.update(|draft| draft.photos.push(photo)); }
                    on_failure=move |why| failure.set(Some(why)) />
            </div>
        })}
        {(!units.is_empty()).then(|| view! {
            <p class="small">{t(text::UNIT_PHOTO)}</p>
            <div class="strip">
                {units.into_iter().map(|address| view! {
                    <span class="taken"><span class="thumb"><img src=address alt=t(text::UNIT_PHOTO) /></span></span>
                }).collect_view()}
            </div>
        })}
        <Card>
            <dl class="facts">
                {(!card.requirement.is_empty()).then(|| view! { <dt>{t(text::REQUIREMENT)}</dt><dd>{move || requirement(speech.get(), &look_for).to_owned()}</dd> })}
                {(!card.closing.is_empty()).then(|| view! {
                    <dt>{t(text::CLOSING)}</dt>
                    <dd>{move || speech.get().pick(&closing.0, &closing.1).to_owned()}</dd>
                })}
                <dt>{t(text::PLACE)}</dt><dd>{card.place.clone()}</dd>
                <dt>{t(text::CONDITIONS)}</dt><dd>{move || speech.get().pick(&condition.0, &condition.1).to_owned()}</dd>
                {card.case_no.as_ref().map(|number| view! { <dt>{t(text::CASE_NO)}</dt><dd class="number">{number.to_string()}</dd> })}
            </dl>
        </Card>
        {open.then(|| view! {
            <NoteField label=spoken(text::NOTE_ANSWER) placeholder=spoken(text::NOTE_ANSWER) test="answer-note"
                value=Signal::derive(move || draft.with(|draft| draft.note.clone()))
                on_input=move |typed| draft.update(|draft| draft.note = typed) />
        })}
    }
}

/// How far the person stands from the spot; the nearer, the better the comparison.
#[component]
fn FromTheSpot(fix: Fix) -> impl IntoView {
    let app = App::get();
    let spot = fix.point().ok();
    let away = Memo::new(move |_| {
        let here = app.place.here.get()?;
        let (east, north) = here.point().ok()?.offset_m(spot?);
        Some((east.hypot(north), east.atan2(north).to_degrees(), here.accuracy_m))
    });
    view! {
        <p class="small number from-the-spot" data-test="from-the-spot">
            {move || away.get().map(|(metres, bearing, accuracy)| {
                let class = if metres <= 25.0 { "tone-ok" } else { "tone-soon" };
                view! {
                    <span>{t(text::FROM_THE_SPOT)}" "<strong class=class>{text::distance(metres)}</strong>" "
                        <Icon picture=Icons::North turned_deg=bearing /></span>
                    {accuracy.map(|metres| view! { <span>{t(text::ACCURACY)}" "{text::accuracy(metres)}</span> })}
                }
            })}
            <span>{t(text::STAND_THERE)}</span>
        </p>
    }
}
