//! Fetching for a page: still being read, failed, or here.

use app_bridge::ask::Ask;
use app_bridge::told::{Failure, Told};
use kit::faces::{Failed, Notice, Waiting};
use kit::icon::Picture;
use kit::lang::{self, either};
use kit::tone::Tone;
use leptos::prelude::*;

use crate::bridge;
use crate::state::App;

/// What a page has got.
#[derive(Clone, PartialEq, Debug)]
pub enum Fetched<T> {
    /// The core has not answered yet.
    Reading,
    /// It could not be read.
    Failed(Failure),
    /// Here it is.
    Here(T),
}

/// What a page follows: what it has got, and the way to ask again.
#[derive(Clone, Copy)]
pub struct Fetch<T: Send + Sync + 'static> {
    /// What it has got.
    pub got: Memo<Fetched<T>>,
    /// Asks again.
    pub again: Callback<()>,
}

/// Asks the core, and again whenever what the question follows moves or something was saved or synced.
pub fn fetch<T>(ask: impl Fn() -> Ask + 'static, unpack: fn(Told) -> Result<T, Failure>) -> Fetch<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    unpacked(asking(Box::new(ask)), unpack)
}

/// Asks. All questions share this code: written out for each, it would be a fiftieth of the whole page.
fn asking(ask: Box<dyn Fn() -> Ask>) -> LocalResource<Result<Told, Failure>> {
    let app = App::get();
    LocalResource::new(move || {
        app.changes.track();
        bridge::ask_until_told(ask())
    })
}

/// Follows the answer. All questions that are answered alike share this code.
fn unpacked<T>(asked: LocalResource<Result<Told, Failure>>, unpack: fn(Told) -> Result<T, Failure>) -> Fetch<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let got = Memo::new(move |_| match asked.get() {
        None => Fetched::Reading,
        Some(Err(failure)) => Fetched::Failed(failure),
        Some(Ok(told)) => match unpack(told) {
            Ok(here) => Fetched::Here(here),
            Err(failure) => Fetched::Failed(failure),
        },
    });
    Fetch { got, again: Callback::new(move |()| asked.refetch()) }
}

/// Why something was not done, as soon as that is known.
#[component]
pub fn Refused(
    /// Why.
    #[prop(into)]
    failure: Signal<Option<Failure>>,
    /// Name for tests.
    test: &'static str,
) -> impl IntoView {
    let notice = move || {
        failure.get().map(|why| {
            view! { <Notice tone=Tone::Late picture=Picture::Mind test=test>{either(why.zh, why.en)}</Notice> }
        })
    };
    notice.into_any()
}

/// The face of a page that could not be read.
#[component]
pub fn FailedPage(
    /// What happened.
    failure: Failure,
    /// Asks again.
    again: Callback<()>,
) -> impl IntoView {
    let speech = lang::speech();
    let Failure { zh, en, detail, .. } = failure;
    view! {
        <Failed words=Signal::derive(move || speech.get().pick(&zh, &en).to_owned())
            detail=detail.unwrap_or_default() on_retry=again />
    }
}

/// Lays out a page's three states; the page itself says what "here" looks like, empty included.
pub fn faces<T, V>(fetch: Fetch<T>, here: impl Fn(T) -> V + Send + Sync + 'static) -> impl Fn() -> AnyView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    V: IntoView + 'static,
{
    move || match fetch.got.get() {
        Fetched::Reading => view! { <Waiting /> }.into_any(),
        Fetched::Failed(failure) => view! { <FailedPage failure=failure again=fetch.again /> }.into_any(),
        Fetched::Here(what) => here(what).into_any(),
    }
}
