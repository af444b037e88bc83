//! What is only on this phone, what has arrived, and what came back; in words that are never better than the truth.

use app_bridge::ask::Ask;
use app_bridge::told::{CaseCard, Failure, SetAside, Status, Told};
use kit::button::{Button, Look, Size};
use kit::faces::{Notice, Waiting};
use kit::icon::{Icon, Picture};
use kit::lang::{self, spoken, t};
use kit::progress_bar::ProgressBar;
use kit::tone::Tone;
use kit::{badge::Badge, moment};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::fetch::{FailedPage, faces};
use crate::layout::{Level, ScreenLayout};
use crate::pages::case::resend;
use crate::pages::case_row::CaseRow;
use crate::pages::cases::own_cases;
use crate::pages::originals::OriginalsLine;
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
                Ok(Told::Status(status)) => app.told_status(status),
                Ok(other) => failure.set(Some(unexpected(&other))),
                Err(why) => failure.set(Some(why)),
            }
            asked.set(false);
            app.look_again();
        });
    };
    let running = Signal::derive(move || {
        asked.get() || app.status.with(|status| status.as_ref().is_some_and(|status| status.syncing))
    });
    let last_contact = move || {
        let lang = speech.get();
        match app.status.with(|status| status.as_ref().and_then(|status| status.last_contact)) {
            Some(at) => format!("{} {}", lang.say(text::LAST_CONTACT), moment::time_of_day(at, &clock.zone())),
            None => lang.say(text::NOT_SYNCED_YET).to_owned(),
        }
    };
    let cases = own_cases();
    view! {
        <ScreenLayout title=spoken(text::SYNC) level=Level::Tab test="screen-sync"
            corner=move || view! { <span class="corner"><Badge tone=Tone::Rest test="last-contact">{last_contact}</Badge></span> }
            bottom=move || view! {
                <Button look=Look::Main size=Size::Large test="sync-now" disabled=running on_press=sync_now>
                    <Icon picture=Picture::UpDown />
                    {move || speech.get().say(if running.get() { text::SYNCING } else { text::SYNC_NOW })}
                </Button>
            }>
            {move || failure.get().map(|why| view! {
                <Notice tone=Tone::Late picture=Picture::Mind test="sync-failed">
                    {move || speech.get().pick(&why.zh, &why.en).to_owned()}
                </Notice>
            })}
            {move || match (app.status.get(), app.status_failure.get()) {
                (Some(status), _) => view! { <Full status=status /> }.into_any(),
                (None, Some(why)) => view! { <FailedPage failure=why again=Callback::new(move |()| app.look_again()) /> }.into_any(),
                (None, None) => view! { <Waiting /> }.into_any(),
            }}
            <h2 class="section">{t(text::TODAY_HERE)}</h2>
            {faces(cases, move |cards| view! { <TodayCases cards=cards /> })}
        </ScreenLayout>
    }
}

#[component]
fn Full(status: Status) -> impl IntoView {
    let speech = lang::speech();
    let set_aside = status.set_aside.clone();
    let originals = status.originals;
    let error = status.last_error.clone().filter(|error| error.code != "offline");
    view! {
        {if status.all_arrived && set_aside.is_empty() {
            view! { <AllArrived /> }.into_any()
        } else {
            view! { <StillHere status=status /> }.into_any()
        }}
        <OriginalsLine originals />
        {error.map(|why| view! {
            <Notice tone=Tone::Soon picture=Picture::Mind test="last-error">
                {move || {
                    let lang = speech.get();
                    format!("{}{}{}", lang.say(text::LAST_FAILED), lang.say(text::COLON), lang.pick(&why.zh, &why.en))
                }}
            </Notice>
        })}
        {(!set_aside.is_empty()).then(|| view! {
            <h2 class="section">{t(text::SENT_BACK_TITLE)}</h2>
            <div class="rows">{set_aside.into_iter().map(|aside| view! { <SetAsideCard aside=aside /> }).collect_view()}</div>
            <p class="tiny">{t(text::SENT_BACK_WORDS)}</p>
        })}
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

#[component]
fn StillHere(status: Status) -> impl IntoView {
    let (speech, clock) = (lang::speech(), moment::clock());
    let Status {
        unsent_operations,
        photos_waiting,
        waiting_bytes,
        set_aside,
        doing,
        next_try_at,
        last_round,
        oldest_unsent,
        syncing,
        ..
    } = status;
    let back = set_aside.len();
    let size = if waiting_bytes > 0 { format!(" {}", text::bytes(waiting_bytes)) } else { String::new() };
    // What this round has sent, out of all that it had to send.
    let (sent, left) = last_round.map(|round| (round.pushed + round.photos_sent, round.left)).unwrap_or_default();
    let doing_words = move || doing.as_ref().map(|(zh, en)| speech.get().pick(zh, en).to_owned());
    view! {
        <section class="card stack" data-test="still-here" role="status">
            <h2>{t(text::STILL_HERE)}</h2>
            <div class="figures">
                <Figure count=unsent_operations tone=Tone::Soon test="count-operations">{t(text::COUNT_OPERATIONS)}</Figure>
                <Figure count=photos_waiting tone=Tone::Soon test="count-photos">{t(text::COUNT_PHOTOS)}{size}</Figure>
                <Figure count=u64::try_from(back).unwrap_or(u64::MAX) tone=Tone::Late test="count-set-aside">{t(text::COUNT_BACK)}</Figure>
            </div>
            {syncing.then(|| view! { <ProgressBar label=spoken(text::SYNCING) done=sent total=sent + left /> })}
            <p class="small" data-test="doing">
                {move || match doing_words() {
                    Some(words) => words,
                    None if syncing => speech.get().say(text::SYNCING).to_owned(),
                    None => next_try_at.map(|at| {
                        let lang = speech.get();
                        format!("{} {}", lang.say(text::NEXT_TRY), moment::time_of_day(at, &clock.zone()))
                    }).unwrap_or_default(),
                }}
            </p>
            {oldest_unsent.map(|at| view! {
                <p class="tiny number">{t(text::OLDEST)}" "{move || clock.say(speech.get(), at)}</p>
            })}
            <p class="tiny">{t(text::WILL_SAY)}</p>
        </section>
    }
}

#[component]
fn Figure(count: u64, tone: Tone, test: &'static str, children: Children) -> impl IntoView {
    let class = if count == 0 { Tone::Rest.class() } else { tone.class() };
    view! {
        <div class=format!("figure {class}")>
            <strong data-test=test>{count}</strong><span>{children()}</span>
        </div>
    }
}

#[component]
fn SetAsideCard(aside: SetAside) -> impl IntoView {
    let (app, speech, clock) = (App::get(), lang::speech(), moment::clock());
    let SetAside { operation, title, code, zh, en, detail, made_at } = aside;
    let shown = RwSignal::new(false);
    let small_print = format!("{}{}", code.as_str(), detail.map(|detail| format!(" · {detail}")).unwrap_or_default());
    view! {
        <section class="card edged tone-late stack" data-test="set-aside" data-code=code.as_str()>
            <div class="between">
                <h2>{title}</h2><Badge tone=Tone::Late>{t(text::SENT_BACK)}</Badge>
            </div>
            <p class="small">{move || speech.get().pick(&zh, &en).to_owned()}</p>
            <p class="tiny number">{move || clock.say(speech.get(), made_at)}</p>
            <Show when=move || shown.get()><p class="tiny" data-test="set-aside-detail">{small_print.clone()}</p></Show>
            <div class="chips">
                <Button look=Look::Soft test="resend" on_press=move |()| resend(app, operation)>{t(text::RESEND)}</Button>
                <Button test="set-aside-why" on_press=move |()| shown.update(|shown| *shown = !*shown)>{t(text::WHY)}</Button>
            </div>
        </section>
    }
}

#[component]
fn TodayCases(cards: Vec<CaseCard>) -> impl IntoView {
    let clock = moment::clock();
    let (zone, now) = untrack(|| (clock.zone(), clock.now()));
    let today: Vec<_> = cards.into_iter().filter(|card| moment::same_day(card.saved_at, now, &zone)).collect();
    if today.is_empty() {
        return view! { <p class="small centred">{t(text::NOTHING_YET)}</p> }.into_any();
    }
    view! { <div class="rows">{today.into_iter().map(|card| view! { <CaseRow card=card /> }).collect_view()}</div> }
        .into_any()
}
