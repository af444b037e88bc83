//! What is only on this phone, what has arrived, and what came back; in words that are never better than the truth.
//!
//! `still_here` says what is missing at the server, `sent_back` is what came back, `rescue` is the way out when nothing
//! can be sent, `pause` sends nothing by itself for a while. Start here.

mod still_here;
mod sent_back;
mod rescue;
mod pause;

use app_bridge::ask::Ask;
use app_bridge::status::Status;
use app_bridge::told::{CaseCard, Failure, TaskCard, Told, Whereabouts};
use kit::badge::Badge;
use kit::button::{Button, Look, Size};
use kit::faces::{Notice, Waiting};
use kit::icon::{Icon, Picture};
use kit::lang::{self, spoken, t};
use kit::moment;
use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;

use self::pause::PauseCard;
use self::rescue::RescueCard;
use self::sent_back::SentBackCard;
use self::still_here::StillHere;
use crate::drafts::begun::{Begun, BegunCard, NotRead, is_surely_nothing};
use crate::fetch::{FailedPage, Fetched, faces};
use crate::layout::{Level, ScreenLayout};
use crate::orders::cards::Orders;
use crate::pages::case_row::{CaseRow, Line};
use crate::pages::cases::own_cases;
use crate::pages::originals::OriginalsLine;
use crate::pages::task_row::TaskRow;
use crate::pages::tasks::own_tasks;
use crate::state::{App, unexpected};
use crate::{bridge, text};

/// Sync.
#[component]
pub fn SyncPage() -> impl IntoView {
    let (app, speech, clock) = (App::get(), lang::speech(), moment::clock());
    let asked = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let sync_now = move |()| {
        asked.set(true);
        failure.set(None);
        spawn_local(async move {
            match bridge::ask(Ask::Sync).await {
                Ok(Told::Status(status)) => app.told_status(*status),
                Ok(other) => failure.set(Some(unexpected(&other))),
                Err(why) => failure.set(Some(why)),
            }
            asked.set(false);
            app.look_again();
        });
        // From now on it is seen how far it comes.
        app.look_again();
    };
    let running = Signal::derive(move || {
        asked.get() || app.status.with(|status| status.as_ref().is_some_and(|status| status.syncing))
    });
    let last_contact = move || {
        let lang = speech.get();
        match app.status.with(|status| status.as_ref().and_then(|status| status.last_contact)) {
            Some(at) => format!("{} {}", lang.say(text::LAST_CONTACT), clock.say(lang, at)),
            None => lang.say(text::NOT_SYNCED_YET).to_owned(),
        }
    };
    let is_told = Memo::new(move |_| app.status.with(Option::is_some));
    let (cases, tasks) = (own_cases(), own_tasks());
    let answers = move || match tasks.got.get() {
        Fetched::Here(tasks) => tasks.into_iter().filter(is_underway).collect(),
        Fetched::Reading | Fetched::Failed(_) => Vec::new(),
    };
    view! {
        <ScreenLayout title=spoken(text::SYNC) level=Level::Tab test="screen-sync"
            corner=move || view! { <span class="corner"><Badge tone=Tone::Rest test="last-contact">{last_contact}</Badge></span> }
            bottom=move || view! {
                <Button look=Look::Main size=Size::Large test="sync-now" disabled=running on_press=sync_now>
                    <Icon picture=Picture::UpDown />
                    {move || speech.get().say(if running.get() { text::SYNCING } else { text::SYNC_NOW })}
                </Button>
            }>
            <Orders />
            {move || failure.get().map(|why| {
                // What being offline means stands above already.
                let words = move || match why.code.as_str() {
                    "offline" => speech.get().say(text::JUST_TRIED).to_owned(),
                    _ => speech.get().pick(&why.zh, &why.en).to_owned(),
                };
                view! { <Notice tone=Tone::Soon picture=Picture::Mind test="sync-failed">{words}</Notice> }
            })}
            {move || match (is_told.get(), app.status_failure.get()) {
                (true, _) => view! { <Full /> }.into_any(),
                (false, Some(why)) => view! { <FailedPage failure=why again=Callback::new(move |()| app.look_again()) /> }.into_any(),
                (false, None) => view! { <Waiting /> }.into_any(),
            }}
            {faces(cases, move |cards| view! { <Cases cards=cards answers=answers() /> })}
            <PauseCard />
        </ScreenLayout>
    }
}

/// Says whether an answer was given here and is not all at the server.
fn is_underway(task: &TaskCard) -> bool {
    match &task.whereabouts {
        Some(Whereabouts::OnlyHere | Whereabouts::RowArrived) => true,
        // What was sent back stands above, with what to do.
        Some(Whereabouts::Arrived | Whereabouts::SentBack { .. }) | None => false,
    }
}

/// Follows one thing that the status says.
fn of_status<T: PartialEq + Send + Sync + 'static>(app: App, read: fn(&Status) -> Option<T>) -> Memo<Option<T>> {
    Memo::new(move |_| app.status.with(|status| status.as_ref().and_then(read)))
}

/// What the status says. Each part follows its own: a photo that moves on must not take away what stands in another.
#[component]
fn Full() -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    let unfinished =
        of_status(app, |status| (!status.all_arrived || !status.set_aside.is_empty()).then(|| status.clone()));
    let holds_work = Memo::new(move |_| unfinished.with(Option::is_some));
    let begun = Memo::new(move |_| Begun::of(app));
    let originals = of_status(app, |status| Some(status.originals));
    let error = of_status(app, |status| status.last_error.clone().filter(|error| error.code != "offline"));
    let set_aside = of_status(app, |status| Some(status.set_aside.clone()).filter(|aside| !aside.is_empty()));
    view! {
        {move || unfinished.get().map(|status| view! { <StillHere status=status /> })}
        {move || match (holds_work.get(), begun.get()) {
            // It can be put away only when nothing that was begun is left in it.
            (false, begun) if is_surely_nothing(begun) => view! { <AllArrived /> }.into_any(),
            (_, None) => view! { <NotRead /> }.into_any(),
            (true, Some(begun)) if begun.is_nothing() => ().into_any(),
            (_, Some(begun)) => view! { <BegunCard begun=begun /> }.into_any(),
        }}
        {move || originals.get().map(|originals| view! { <OriginalsLine originals /> })}
        {move || error.get().map(|why| view! {
            <Notice tone=Tone::Soon picture=Picture::Mind test="last-error">
                {move || {
                    let lang = speech.get();
                    format!("{}{}{}", lang.say(text::LAST_FAILED), lang.say(text::COLON), lang.pick(&why.zh, &why.en))
                }}
            </Notice>
        })}
        {move || set_aside.get().map(|set_aside| view! {
            <h2 class="section">{t(text::SENT_BACK_TITLE)}</h2>
            <div class="rows">{set_aside.into_iter().map(|aside| view! { <SentBackCard aside=aside /> }).collect_view()}</div>
            <p class="tiny">{t(text::SENT_BACK_WORDS)}</p>
        })}
        <Show when=move || holds_work.get()><RescueCard /></Show>
    }
}

#[component]
fn AllArrived() -> impl IntoView {
    view! {
        <section class="card saved stack" data-test="all-arrived" role="status">
            <div class="mark tone-ok"><Icon picture=Picture::Tick /></div>
            <h1>{t(text::ALL_DONE)}</h1>
            <p class="small">{t(text::ALL_DONE_WORDS)}</p>
        </section>
    }
}

/// What is on its way, however old, and what of today has arrived.
#[component]
fn Cases(cards: Vec<CaseCard>, answers: Vec<TaskCard>) -> impl IntoView {
    let clock = moment::clock();
    let (zone, now) = untrack(|| (clock.zone(), clock.now()));
    let (underway, arrived): (Vec<_>, Vec<_>) = cards
        .into_iter()
        .filter(|card| !matches!(card.whereabouts, Whereabouts::SentBack { .. }))
        .partition(|card| card.whereabouts != Whereabouts::Arrived || card.photos_received < card.photos_total);
    let today: Vec<_> = arrived.into_iter().filter(|card| moment::same_day(card.saved_at, now, &zone)).collect();
    let is_empty = today.is_empty();
    let waits = !underway.is_empty() || !answers.is_empty();
    view! {
        {waits.then(|| view! {
            <h2 class="section">{t(text::UNDERWAY)}</h2>
            <div class="rows" data-test="underway">
                {answers.into_iter().map(|card| view! { <TaskRow card=card /> }).collect_view()}
                {underway.into_iter().map(|card| view! { <CaseRow card=card line=Line::Sync /> }).collect_view()}
            </div>
        })}
        {(!is_empty).then(|| view! {
            <h2 class="section">{t(text::ARRIVED_TODAY)}" "{today.len()}</h2>
            <div class="rows" data-test="arrived">
                {today.into_iter().map(|card| view! { <CaseRow card=card line=Line::Sync /> }).collect_view()}
            </div>
        })}
        {(is_empty && !waits).then(|| view! { <p class="small centred">{t(text::NOTHING_YET)}</p> })}
    }
}
