//! What the desk asks, one card each.

use app_bridge::ask::Ask;
use app_bridge::order::OrderCard;
use app_bridge::told::{Failure, Told};
use kit::button::{Button, Look};
use kit::faces::Notice;
use kit::icon::{Icon, Picture};
use kit::lang::{self, t};
use kit::moment;
use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::orders::OrderKind;
use shared::ids::OrderId;

use super::text;
use super::wipe::WipeCard;
use crate::bridge;
use crate::fetch::{Fetch, Fetched, fetch};
use crate::sight::Sight;
use crate::state::{App, Screen, unexpected};

/// What the desk asks of whoever has this phone; nothing where it asks nothing.
#[component]
pub fn Orders() -> impl IntoView {
    let app = App::get();
    let orders: Fetch<Vec<OrderCard>> = fetch(
        || Ask::Orders,
        |told| match told {
            Told::Orders(cards) => Ok(cards),
            other => Err(unexpected(&other)),
        },
    );
    let cards = Memo::new(move |_| match orders.got.get() {
        Fetched::Here(cards) => cards,
        // What cannot be read stays where it is, and stands here as soon as it can.
        Fetched::Reading | Fetched::Failed(_) => Vec::new(),
    });
    Effect::new(move |_| {
        let is_seen = app.sight.get() == Sight::Seen && !app.is_locked();
        let new: Vec<OrderId> =
            cards.with(|cards| cards.iter().filter(|card| !card.is_seen).map(|card| card.id).collect());
        if is_seen && !new.is_empty() {
            spawn_local(async move {
                // What could not be kept is said when it is shown the next time.
                if let Ok(Told::Orders(_)) = bridge::ask(Ask::OrdersSeen { ids: new }).await {
                    orders.again.run(());
                }
            });
        }
    });
    view! {
        <WipeCard />
        {move || {
            let cards = cards.get();
            (!cards.is_empty()).then(|| view! {
                <section class="rows" data-test="orders">
                    {cards.into_iter().map(|card| view! { <One card=card again=orders.again /> }).collect_view()}
                </section>
            })
        }}
    }
    .into_any()
}

#[component]
fn One(card: OrderCard, again: Callback<()>) -> impl IntoView {
    let (app, speech, clock) = (App::get(), lang::speech(), moment::clock());
    let failure = RwSignal::new(None::<Failure>);
    let OrderCard { id, kind, note, author, made_at, .. } = card;
    let has_note = !note.is_empty();
    let put_away = move |()| {
        failure.set(None);
        spawn_local(async move {
            match bridge::ask(Ask::DismissOrder { id }).await {
                Ok(Told::Orders(_)) => {
                    again.run(());
                    app.look_again();
                }
                Ok(other) => drop(failure.try_set(Some(unexpected(&other)))),
                Err(why) => drop(failure.try_set(Some(why))),
            }
        });
    };
    let step = move |()| match kind {
        OrderKind::SyncNow => sync(app, failure),
        OrderKind::FreeSpace => app.open(Screen::Settings),
        OrderKind::CallDesk => app.open(Screen::Directory),
        OrderKind::Charge
        | OrderKind::SetClock
        | OrderKind::UpdateApp
        | OrderKind::Word
        | OrderKind::Wipe
        | OrderKind::Unknown => {}
    };
    view! {
        <article class=format!("card edged stack {}", Tone::Soon.class()) data-test="order" data-kind=kind.as_str()
            data-order=id.to_string()>
            <div class="row">
                <Icon picture=Picture::Horn />
                <span class="grow">
                    <h2>{t(text::title(kind))}</h2>
                    <span class="tiny number" data-said="">
                        {move || format!("{} · {author}", clock.say(speech.get(), made_at))}
                    </span>
                </span>
            </div>
            {has_note.then(|| view! { <p data-test="order-note" data-said="">{note}</p> })}
            {text::why(kind).map(|words| view! { <p class="small">{t(words)}</p> })}
            {move || failure.get().map(|why| view! {
                <Notice tone=Tone::Late picture=Picture::Mind test="order-failed">
                    {move || speech.get().pick(&why.zh, &why.en).to_owned()}
                </Notice>
            })}
            <div class="chips">
                {text::step(kind).map(|words| view! {
                    <Button look=Look::Soft test="order-step" on_press=step>{t(words)}</Button>
                })}
                <Button test="order-dismiss" on_press=put_away>{t(text::PUT_AWAY)}</Button>
            </div>
        </article>
    }
    .into_any()
}

/// Runs a round. What it brings moves the cards by itself.
pub fn sync(app: App, failure: RwSignal<Option<Failure>>) {
    failure.set(None);
    spawn_local(async move {
        match bridge::ask(Ask::Sync).await {
            Ok(Told::Status(status)) => app.told_status(*status),
            Ok(other) => drop(failure.try_set(Some(unexpected(&other)))),
            Err(why) => drop(failure.try_set(Some(why))),
        }
        app.look_again();
    });
    // From now on it is seen how far it comes.
    app.look_again();
}
