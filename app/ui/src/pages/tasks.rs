//! What one is sent to look at: the most pressing first, or the nearest. Read page by page: there may be hundreds.

use app_bridge::ask::Ask;
use app_bridge::tasks::{TaskOrder, TasksPage as Page};
use app_bridge::told::{Failure, TaskCard, Told};
use kit::faces::EmptyState;
use kit::icon::{Icon, Picture};
use kit::lang::{self, Words, spoken, t};
use leptos::prelude::*;
use shared::place::fix::Fix;

use crate::fetch::{Fetch, Fetched, faces, fetch};
use crate::layout::{Level, ScreenLayout};
use crate::more::More;
use crate::pages::map::text as map_text;
use crate::pages::task_row::TaskRow;
use crate::state::{App, Screen, unexpected};
use crate::{remembered, text};

const REMEMBERED_AS: &str = "xunge.tasks.order";

/// Asks for all tasks, seen from where the person stands.
pub fn own_tasks() -> Fetch<Vec<TaskCard>> {
    let here = App::get().place.about();
    fetch(
        move || Ask::Tasks { here: here.get() },
        |told| match told {
            Told::Tasks(tasks) => Ok(tasks),
            other => Err(unexpected(&other)),
        },
    )
}

fn page(told: Told) -> Result<Page, Failure> {
    match told {
        Told::TasksPage(page) => Ok(*page),
        other => Err(unexpected(&other)),
    }
}

const fn word(order: TaskOrder) -> &'static str {
    match order {
        TaskOrder::Time => "time",
        TaskOrder::Distance => "distance",
    }
}

/// Returns the order that a word stands for. Whoever goes by the way comes back here from each task, and finds it so.
fn order_of(word_kept: Option<&str>) -> TaskOrder {
    if word_kept == Some(word(TaskOrder::Distance)) { TaskOrder::Distance } else { TaskOrder::Time }
}

/// The tasks.
#[component]
pub fn TasksPage() -> impl IntoView {
    let app = App::get();
    let order = RwSignal::new(order_of(remembered::recall(REMEMBERED_AS).as_deref()));
    let here = app.place.about();
    let first = fetch(move || Ask::TasksPage { order: order.get(), here: here.get(), from: 0 }, page);
    let speech = lang::speech();
    let title = Signal::derive(move || {
        let words = speech.get().say(text::TASKS);
        first.got.with(|got| match got {
            Fetched::Here(page) => format!("{words} {}", page.waiting),
            Fetched::Reading | Fetched::Failed(_) => words.to_owned(),
        })
    });
    let is_any = Memo::new(move |_| first.got.with(|got| matches!(got, Fetched::Here(page) if !page.tasks.is_empty())));
    let next = next_of(first.got);
    let shown = move |page: Page| {
        if page.tasks.is_empty() {
            return view! {
                <EmptyState picture=Picture::Ticked title=spoken(text::NO_TASKS_TITLE) words=spoken(text::NO_TASKS_WORDS) />
            }
            .into_any();
        }
        rows(page)
    };
    view! {
        <ScreenLayout title=title level=Level::Tab test="screen-tasks">
            {move || is_any.get().then(|| view! {
                <div class="chips filters">
                    <OrderChip order=order to=TaskOrder::Time words=text::BY_TIME test="order-time" />
                    <OrderChip order=order to=TaskOrder::Distance words=text::BY_DISTANCE test="order-distance" />
                    <button type="button" class="chip" data-test="tasks-on-map" on:click=move |_| app.open(Screen::TasksOnMap)>
                        <Icon picture=Picture::Map />{t(map_text::MAP)}
                    </button>
                </div>
            })}
            {faces(first, shown)}
            {move || following(order.get(), here, next)}
        </ScreenLayout>
    }
}

#[component]
fn OrderChip(order: RwSignal<TaskOrder>, to: TaskOrder, words: Words, test: &'static str) -> impl IntoView {
    let choose = move |_| {
        remembered::keep(REMEMBERED_AS, word(to));
        order.set(to);
    };
    view! {
        <button type="button" class="chip" data-test=test aria-pressed=move || (order.get() == to).to_string()
            on:click=choose>{t(words)}</button>
    }
}

/// Returns how many stand before the page behind one, once that one is here; follows it.
fn next_of(page: Memo<Fetched<Page>>) -> Memo<Option<usize>> {
    Memo::new(move |_| {
        page.with(|got| match got {
            Fetched::Here(page) => page.next,
            Fetched::Reading | Fetched::Failed(_) => None,
        })
    })
}

fn rows(page: Page) -> AnyView {
    view! { <div class="rows">{page.tasks.into_iter().map(|card| view! { <TaskRow card=card /> }).collect_view()}</div> }
        .into_any()
}

/// The page behind another: not asked for before the end of that one is reached, and drawn by itself.
fn following(order: TaskOrder, here: Memo<Option<Fix>>, behind: Memo<Option<usize>>) -> AnyView {
    let is_there = Memo::new(move |_| behind.with(Option::is_some));
    let is_wanted = RwSignal::new(false);
    (move || match (is_there.get(), is_wanted.get()) {
        (false, _) => ().into_any(),
        (true, false) => view! { <More on_reached=move |()| is_wanted.set(true) /> }.into_any(),
        (true, true) => {
            // While the page before is read anew it is not known where this one begins: nothing is asked from the start.
            let from = move || behind.get().unwrap_or(usize::MAX);
            let there = fetch(move || Ask::TasksPage { order, here: here.get(), from: from() }, page);
            let next = next_of(there.got);
            view! { {faces(there, rows)} {following(order, here, next)} }.into_any()
        }
    })
    .into_any()
}

#[cfg(test)]
mod tests {
    use app_bridge::tasks::TaskOrder;

    use super::{order_of, word};

    #[test]
    fn an_order_is_remembered_as_it_was_chosen_and_time_comes_first_where_none_was() {
        for order in [TaskOrder::Time, TaskOrder::Distance] {
            assert_eq!(order_of(Some(word(order))), order);
        }
        assert_eq!((order_of(None), order_of(Some("by moonlight"))), (TaskOrder::Time, TaskOrder::Time));
    }
}
