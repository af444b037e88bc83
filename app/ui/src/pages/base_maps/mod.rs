//! Base maps: which the city offers, which are kept on this phone, and how far each is.

pub mod text;

use std::time::Duration;

use app_bridge::ask::Ask;
use app_bridge::base_map::{BaseMapCard, BaseMapFetching, BaseMapKind, BaseMapWait, MapsOver};
use app_bridge::told::{Failure, Told};
use kit::card::Card;
use kit::faces::EmptyState;
use kit::icon::Picture;
use kit::lang::{self, spoken, t};
use kit::progress_bar::ProgressBar;
use kit::radios::{Radio, Radios};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::bridge;
use crate::fetch::{Fetch, Fetched, Refused, faces, fetch};
use crate::layout::{Level, ScreenLayout};
use crate::state::{App, unexpected};

/// How often the page looks how far a map is; it is read from the phone's own store.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// What the page's parts share.
#[derive(Clone, Copy)]
struct Page {
    /// How base maps come.
    fetching: Fetch<BaseMapFetching>,
    /// Asks for both again.
    again: Callback<()>,
    /// Why the last press was not done.
    failure: RwSignal<Option<Failure>>,
}

impl Page {
    fn waits_for(self) -> BaseMapWait {
        match self.fetching.got.get() {
            Fetched::Here(fetching) => fetching.waits_for,
            Fetched::Reading | Fetched::Failed(_) => BaseMapWait::Nothing,
        }
    }

    fn over(self) -> Option<MapsOver> {
        match self.fetching.got.get() {
            Fetched::Here(fetching) => Some(fetching.over),
            Fetched::Reading | Fetched::Failed(_) => None,
        }
    }

    /// Does what was pressed and looks again.
    fn press(self, ask: Ask) {
        self.failure.set(None);
        spawn_local(async move {
            match bridge::ask(ask).await {
                Ok(Told::BaseMaps(_) | Told::BaseMapFetching(_)) => {}
                Ok(other) => self.failure.set(Some(unexpected(&other))),
                Err(why) => self.failure.set(Some(why)),
            }
            self.again.run(());
        });
    }
}

/// The base maps.
#[component]
pub fn BaseMapsPage() -> impl IntoView {
    let maps = fetch(
        || Ask::BaseMaps,
        |told| match told {
            Told::BaseMaps(maps) => Ok(maps),
            other => Err(unexpected(&other)),
        },
    );
    let fetching = fetch(
        || Ask::BaseMapFetching,
        |told| match told {
            Told::BaseMapFetching(fetching) => Ok(fetching),
            other => Err(unexpected(&other)),
        },
    );
    let again = Callback::new(move |()| {
        maps.again.run(());
        fetching.again.run(());
    });
    let page = Page { fetching, again, failure: RwSignal::new(None) };
    follow(maps.got, again);
    let full = faces(maps, move |maps: Vec<BaseMapCard>| {
        if maps.is_empty() {
            return view! {
                <EmptyState picture=Picture::Globe title=spoken(text::NONE) words=spoken(text::NONE_WORDS) />
            }
            .into_any();
        }
        view! {
            <p class="small">{t(text::WHAT_FOR)}</p>
            {maps.into_iter().map(|map| view! { <MapCard map=map page=page /> }).collect_view()}
            <OverChoice page=page />
            <p class="tiny">{t(text::LET_GO_WORDS)}</p>
        }
        .into_any()
    });
    view! {
        <ScreenLayout title=spoken(text::BASE_MAPS) level=Level::Step test="screen-base-maps">
            {full}
            <Refused failure=page.failure test="base-map-failed" />
        </ScreenLayout>
    }
    .into_any()
}

/// Looks again and again while something is on its way: a map that comes moves nothing else on this phone.
fn follow(maps: Memo<Fetched<Vec<BaseMapCard>>>, again: Callback<()>) {
    let look = move || {
        let is_under_way = maps.with_untracked(|got| match got {
            Fetched::Here(maps) => maps.iter().any(|map| map.wanted && !map.ready),
            Fetched::Reading | Fetched::Failed(_) => false,
        });
        if is_under_way {
            again.run(());
        }
    };
    if let Ok(handle) = set_interval_with_handle(look, LOOK_EVERY) {
        on_cleanup(move || handle.clear());
    }
}

/// One base map.
#[component]
fn MapCard(
    /// What the core told.
    map: BaseMapCard,
    /// What the parts share.
    page: Page,
) -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    let (name, name_en, attribution) = (map.name.clone(), map.name_en.clone(), map.attribution.clone());
    let (hash, wanted, is_under_way) = (map.hash.clone(), map.wanted, map.wanted && !map.ready);
    let (held_bytes, size_bytes) = (map.held_bytes, map.size_bytes);
    let kind = match map.kind {
        BaseMapKind::Vector => text::VECTOR,
        BaseMapKind::Raster => text::RASTER,
    };
    let (told, of) = (StoredValue::new(map), StoredValue::new((name, name_en)));
    let named = move || of.with_value(|(name, name_en)| speech.get().pick(name, name_en).to_owned());
    let press = move |_| page.press(Ask::KeepBaseMap { hash: hash.clone(), keep: !wanted });
    let standing = move || told.with_value(|map| text::standing(speech.get(), map, page.waits_for(), app.is_offline()));
    let stands = if wanted && !is_under_way {
        "ready"
    } else if wanted {
        "coming"
    } else {
        "offered"
    };
    view! {
        <Card test="base-map">
            <h2 data-said="">{named}</h2>
            <p class="small number" role="status" data-test="base-map-standing" data-stands=stands>{standing}</p>
            {is_under_way.then(|| view! {
                <ProgressBar label=spoken(text::PROGRESS) done=held_bytes total=size_bytes />
            })}
            <p class="tiny">
                {t(kind)}" · "{move || told.with_value(|map| text::zooms(speech.get(), map))}
                {(!attribution.is_empty()).then(|| view! { " · "<span data-said="">{attribution}</span> })}
            </p>
            <div class="chips">
                <button type="button" class="chip" role="switch" data-test="keep-base-map" data-said=""
                    aria-checked=wanted.to_string() on:click=press
                    aria-label=move || format!("{}: {}", named(), speech.get().say(text::KEEP))>
                    {t(text::KEEP)}
                </button>
            </div>
        </Card>
    }
}

/// The person's own choice of networks.
#[component]
fn OverChoice(
    /// What the parts share.
    page: Page,
) -> impl IntoView {
    let chip = move |choice: MapsOver, words| {
        view! {
            <Radio test=format!("base-maps-{}", choice.as_str()) chosen=Signal::derive(move || page.over() == Some(choice))
                on_choose=move |()| page.press(Ask::FetchBaseMapsOver { over: choice })>{t(words)}</Radio>
        }
    };
    view! {
        <Card test="base-maps-over">
            <h2>{t(text::OVER)}</h2>
            <Radios label=spoken(text::OVER)>
                {chip(MapsOver::Unmetered, text::UNMETERED)}
                {chip(MapsOver::AnyNetwork, text::ANY_NETWORK)}
            </Radios>
            <p class="tiny">{t(text::OVER_WORDS)}</p>
        </Card>
    }
}
