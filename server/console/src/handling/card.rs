//! One case on a unit's page.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::cases::CaseNames;
use shared::case::{Action, Case, State};

use super::asks::Asks;
use super::take::Selected;
use crate::bridge::{self, Trouble};
use crate::case::{act, finish::Finish, time_left, tone};
use crate::clock;
use crate::desk;
use crate::route::Route;
use crate::text::{lang, names, phrases, say, words};
use crate::work_list::text;

/// A case with its names.
#[derive(Clone, PartialEq)]
pub struct Entry {
    /// The case.
    pub case: Case,
    /// Its names.
    pub names: CaseNames,
}

/// The card.
#[component]
pub fn Card(
    /// The case.
    entry: Entry,
    /// The case moved on.
    on_change: Callback<()>,
    /// Those of the column that are to be taken together; none where there is nothing to take.
    select: Option<Selected>,
) -> impl IntoView {
    let lang = lang();
    let Entry { case, names: known } = entry;
    let (id, version) = (case.id, case.version);
    let title = lang.pick(&known.category, &known.category_en).to_owned();
    let place = crate::case::place(&case, &known);
    let picture = case.photos.iter().find(|photo| photo.received_at.is_some() && photo.refused.is_none());
    let picture = picture.map(|photo| bridge::picture(&photo.working, true));
    let due = case.clock.due_at.map(|due| phrases::due(lang, &clock::day_time(due)));
    let number = case.case_no.as_ref().map(ToString::to_string).unwrap_or_default();
    let select = select.map(|selected| super::take::select(selected, id, &number));
    let orders = case.orders.iter().filter(|order| order.replied_at.is_none()).map(|order| {
        let due = order.due_at.map(clock::day_time);
        let said = text::order(lang, order.number, &order.requirement, due.as_deref());
        view! { <p class="complaint" data-test="order">{said}</p> }
    });
    let orders = orders.collect_view();
    let named = title.clone();
    view! {
        <article class="card work-card" data-test="work" data-case=id.to_string() data-state=case.state.as_str()>
            <a href=Route::Case(id).href() class="work-photo" data-said="" aria-label=named>
                {match picture {
                    Some(address) => view! { <img src=address alt="" loading="lazy"/> }.into_any(),
                    None => view! { <span class="shot-missing">{say(words::ONLY_ON_PHONE)}</span> }.into_any(),
                }}
            </a>
            <div class="work-words">
                <header>
                    {select}
                    <a href=Route::Case(id).href()><strong>{title}</strong></a>
                    {time_left(&case)}
                </header>
                <p data-said="">{place}</p>
                <p class="quiet">
                    {phrases::condition(lang, case.condition_no)}" · "
                    <span data-said="">{lang.pick(&known.condition, &known.condition_en).to_owned()}</span>
                </p>
                <p class="quiet figures">{number}" · "{due}</p>
                {case.suspended_until.map(|until| view! {
                    <p class="quiet figures">{phrases::until(lang, &clock::day_time(until))}</p>
                })}
                {orders}
                {step(case.state, id, version, on_change)}
                <Asks case=case.clone() on_change/>
            </div>
        </article>
    }
}

/// Draws the one next step of a case in this state.
fn step(state: State, id: shared::ids::CaseId, version: u64, on_change: Callback<()>) -> AnyView {
    let is_unit = desk::account().role == shared::account::Role::Unit;
    match state {
        State::ToHandle if is_unit => view! { <Take id version on_change/> }.into_any(),
        State::Handling => view! { <HandBack id version on_change/> }.into_any(),
        state => {
            view! { <p><span class=format!("badge {}", tone(state).class())>{say(names::state(state))}</span></p> }
                .into_any()
        }
    }
}

#[component]
fn Take(
    /// Which case.
    id: shared::ids::CaseId,
    /// The version on the screen.
    version: u64,
    /// It was taken.
    on_change: Callback<()>,
) -> impl IntoView {
    let lang = lang();
    let trouble = RwSignal::new(None::<Trouble>);
    let sending = RwSignal::new(false);
    let take = move |_| {
        sending.set(true);
        spawn_local(async move {
            let reply = act::send(id, Action::Assign, Some(version)).await;
            sending.try_set(false);
            match reply {
                Ok(_) => drop(on_change.try_run(())),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    view! {
        <button class="button main" data-test="take" prop:disabled=sending on:click=take>
            {move || lang.say(if sending.get() { words::SENDING } else { names::action(shared::case::ActionKind::Assign) })}
        </button>
        {move || trouble.get().map(|trouble| view! { <p class="complaint" role="alert">{trouble.words(lang)}</p> })}
    }
}

#[component]
fn HandBack(
    /// Which case.
    id: shared::ids::CaseId,
    /// The version on the screen.
    version: u64,
    /// It was handed back.
    on_change: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        {move || if open.get() {
            view! {
                <Finish case=id base=Signal::derive(move || Some(version)) on_done=Callback::new(move |_| on_change.run(()))/>
            }.into_any()
        } else {
            view! {
                <button class="button soft" data-test="hand-back" on:click=move |_| open.set(true)>{say(words::FINISH)}</button>
            }.into_any()
        }}
    }
}
