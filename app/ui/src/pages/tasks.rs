//! What one is sent to look at: the most pressing first, or the nearest.

use app_bridge::ask::Ask;
use app_bridge::told::{TaskCard, Told};
use kit::faces::EmptyState;
use kit::icon::{Icon, Picture};
use kit::lang::{self, Words, spoken, t};
use leptos::prelude::*;

use crate::fetch::{Fetch, Fetched, faces, fetch};
use crate::layout::{Level, ScreenLayout};
use crate::pages::map::text as map_text;
use crate::pages::task_row::{TaskRow, waits};
use crate::state::{App, Screen, unexpected};
use crate::text;

/// What stands first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    /// The one due soonest.
    Time,
    /// The nearest one.
    Distance,
}

/// Puts the tasks in order: those that wait before those that are answered.
pub fn sorted(mut tasks: Vec<TaskCard>, order: Order) -> Vec<TaskCard> {
    tasks.sort_by(|a, b| {
        let by_time = a.due.cmp(&b.due);
        let by_distance = a.distance_m.unwrap_or(f64::MAX).total_cmp(&b.distance_m.unwrap_or(f64::MAX));
        let within = match order {
            Order::Time => by_time.then(by_distance),
            Order::Distance => by_distance.then(by_time),
        };
        waits(b).cmp(&waits(a)).then(within)
    });
    tasks
}

/// Asks for the tasks, seen from where the person stands.
pub fn own_tasks() -> Fetch<Vec<TaskCard>> {
    let app = App::get();
    fetch(
        move || Ask::Tasks { here: app.place.here.get() },
        |told| match told {
            Told::Tasks(tasks) => Ok(tasks),
            other => Err(unexpected(&other)),
        },
    )
}

/// The tasks.
#[component]
pub fn TasksPage() -> impl IntoView {
    let app = App::get();
    let tasks = own_tasks();
    let order = RwSignal::new(Order::Time);
    let speech = lang::speech();
    let title = Signal::derive(move || {
        let words = speech.get().say(text::TASKS);
        match tasks.got.get() {
            Fetched::Here(tasks) => format!("{words} {}", tasks.iter().filter(|task| waits(task)).count()),
            Fetched::Reading | Fetched::Failed(_) => words.to_owned(),
        }
    });
    let here = move |cards: Vec<TaskCard>| {
        if cards.is_empty() {
            return view! {
                <EmptyState picture=Picture::Ticked title=spoken(text::NO_TASKS_TITLE) words=spoken(text::NO_TASKS_WORDS) />
            }
            .into_any();
        }
        let cards = StoredValue::new(cards);
        view! {
            <div class="chips filters">
                <OrderChip order=order to=Order::Time words=text::BY_TIME test="order-time" />
                <OrderChip order=order to=Order::Distance words=text::BY_DISTANCE test="order-distance" />
                <button type="button" class="chip" data-test="tasks-on-map" on:click=move |_| app.open(Screen::TasksOnMap)>
                    <Icon picture=Picture::Map />{t(map_text::MAP)}
                </button>
            </div>
            {move || view! {
                <div class="rows">
                    {sorted(cards.get_value(), order.get()).into_iter().map(|card| view! { <TaskRow card=card /> }).collect_view()}
                </div>
            }}
        }
        .into_any()
    };
    view! {
        <ScreenLayout title=title level=Level::Tab test="screen-tasks">{faces(tasks, here)}</ScreenLayout>
    }
}

#[component]
fn OrderChip(order: RwSignal<Order>, to: Order, words: Words, test: &'static str) -> impl IntoView {
    view! {
        <button type="button" class="chip" data-test=test aria-pressed=move || (order.get() == to).to_string()
            on:click=move |_| order.set(to)>{t(words)}</button>
    }
}

#[cfg(test)]
mod tests {
    use app_bridge::told::TaskCard;
    use shared::place::crs::Crs;
    use shared::place::fix::{Fix, Source};
    use shared::place::point::Degree;
    use shared::task::{TaskKind, TaskResult, TaskState};
    use shared::time::Instant;

    use super::{Order, sorted};

    fn task(name: &str, due_minutes: i64, distance_m: Option<f64>, result: Option<TaskResult>) -> TaskCard {
        let at = Instant::from_ms(1_764_000_000_000);
        TaskCard {
            task: "0190f000-0000-7000-8000-0000000000aa".parse().unwrap(),
            kind: TaskKind::Check,
            case: "0190f000-0000-7000-8000-0000000000bb".parse().unwrap(),
            case_no: None,
            name: name.into(),
            name_en: String::new(),
            condition: String::new(),
            condition_en: String::new(),
            closing: String::new(),
            closing_en: String::new(),
            requirement: String::new(),
            place: String::new(),
            fix: Fix {
                lon: Degree::new(108.9).unwrap(),
                lat: Degree::new(34.2).unwrap(),
                crs: Crs::Wgs84,
                source: Source::Gnss,
                accuracy_m: None,
                fix_time: at,
                provider: None,
                is_mock: false,
                heading_deg: None,
            },
            distance_m,
            bearing_deg: None,
            sent_at: at,
            due: at.plus_ms(due_minutes * 60_000),
            state: TaskState::Open,
            result,
            whereabouts: None,
            before: Vec::new(),
            before_shots: Vec::new(),
            after: Vec::new(),
            warnings: Vec::new(),
            drafts: Vec::new(),
        }
    }

    #[track_caller]
    fn check(order: Order, expected: [&str; 3]) {
        let tasks = vec![
            task("answered", 1, Some(10.0), Some(TaskResult::Pass)),
            task("far and soon", 12, Some(900.0), None),
            task("near and later", 60, Some(20.0), None),
        ];
        let names: Vec<_> = sorted(tasks, order).into_iter().map(|task| task.name).collect();
        assert_eq!(names, expected);
    }

    #[test]
    fn what_waits_stands_before_what_is_answered() {
        check(Order::Time, ["far and soon", "near and later", "answered"]);
        check(Order::Distance, ["near and later", "far and soon", "answered"]);
    }
}
