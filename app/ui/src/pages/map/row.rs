//! One thing of the map in words: in the list, and in the card of what was touched.

use kit::icon::{Icon, Picture};
use kit::lang::{self, Lang, t};
use kit::map::Shape;
use kit::moment;
use kit::time_left::TimeLeft;
use kit::tone::Tone;
use leptos::prelude::*;
use shared::ids::{CaseId, TaskId};

use super::sheet::point_here;
use super::text as words;
use super::things::Thing;
use crate::camera::quick;
use crate::state::{App, Screen};
use crate::text;

/// Where a thing leads to.
#[derive(Clone, Copy)]
enum To {
    Task(TaskId),
    Case(CaseId),
}

impl To {
    fn open(self, app: App) {
        match self {
            Self::Task(task) => quick::open_task(app, task),
            Self::Case(case) => app.open(Screen::Case(case)),
        }
    }
}

/// One thing, with the way to it where there is one.
#[component]
pub fn ThingRow(
    /// Which.
    thing: Thing,
) -> impl IntoView {
    let (app, clock) = (App::get(), moment::clock());
    let leads_to = match &thing {
        Thing::Task(task) => Some(To::Task(task.task)),
        Thing::Case(case) => Some(To::Case(case.case)),
        Thing::Near(_) | Thing::Remark(..) => None,
    };
    let (shape, kind) = (thing.shape(), thing.kind().as_str());
    let drawn = thing.clone();
    let tone = Memo::new(move |_| drawn.tone(clock.now()));
    let what = move || {
        view! {
            <span class=move || format!("swatch {}", tone.get().class())><Swatch shape=shape /></span>
            <Told thing=thing.clone() />
        }
    };
    match leads_to {
        Some(to) => view! {
            <button type="button" class="card row middle" data-test="map-thing" data-kind=kind
                on:click=move |_| to.open(app)>{what()}<Icon picture=Picture::Onward /></button>
        }
        .into_any(),
        None => view! { <div class="card row middle" data-test="map-thing" data-kind=kind>{what()}</div> }.into_any(),
    }
}

/// What it is, where, and how far.
#[component]
fn Told(thing: Thing) -> impl IntoView {
    let (app, speech, clock) = (App::get(), lang::speech(), moment::clock());
    let due = match &thing {
        Thing::Task(task) => Some(task.due),
        Thing::Case(_) | Thing::Near(_) | Thing::Remark(..) => None,
    };
    let place = match &thing {
        Thing::Task(task) => task.place.clone(),
        Thing::Case(case) => case.place.clone(),
        Thing::Near(_) | Thing::Remark(..) => String::new(),
    };
    let titled = thing.clone();
    let about = thing.clone();
    let says = move || {
        let lang = speech.get();
        match &about {
            Thing::Case(case) => {
                let state = case.state.map_or(text::ONLY_HERE, text::state);
                Some(format!("{} · {}", lang.say(words::MY_CASE), lang.say(state)))
            }
            Thing::Near(near) => {
                let reported = clock.say(lang, near.reported_at);
                Some(format!("{} · {} · {reported}", lang.say(words::OTHERS_CASE), lang.say(text::state(near.state))))
            }
            Thing::Task(_) | Thing::Remark(..) => None,
        }
    };
    let way = Memo::new(move |_| thing.way(point_here(app)));
    view! {
        <span class="grow">
            <span class="between">
                <h2 data-said="">{move || title(speech.get(), &titled)}</h2>
                {due.map(|due| view! { <TimeLeft due=due /> })}
            </span>
            {(!place.is_empty()).then(|| view! { <span class="small clip" lang="zh">{place}</span> })}
            {move || says().map(|said| view! { <span class="small">{said}</span> })}
            {move || way.get().map(|(metres, bearing_deg)| view! {
                <span class="tiny number" data-test="map-distance">
                    {text::distance(metres)}" "<Icon picture=Picture::North turned_deg=bearing_deg />
                </span>
            })}
        </span>
    }
}

/// Returns what a thing is called.
fn title(lang: Lang, thing: &Thing) -> String {
    match thing {
        Thing::Task(task) => {
            format!("{} · {}", lang.say(text::task_kind(task.kind)), lang.pick(&task.name, &task.name_en))
        }
        Thing::Case(case) => lang.pick(&case.name, &case.name_en).to_owned(),
        Thing::Near(near) => lang.pick(&near.name, &near.name_en).to_owned(),
        Thing::Remark(_, remark) => {
            format!("{}{}{}", lang.say(words::REMARK), lang.say(text::COLON), remark.text)
        }
    }
}

/// The pin of a kind of thing, as on the map, in the tone that it stands in.
#[component]
pub fn Swatch(
    /// Which shape.
    shape: Shape,
) -> impl IntoView {
    let outline = match shape {
        Shape::Check => "M5 5h24v24H5z",
        Shape::Verify => "M17 2l15 15-15 15L2 17z",
        Shape::Case => "M17 5a12 12 0 1 0 0 24 12 12 0 0 0 0-24z",
        Shape::Near => "M17 9a8 8 0 1 0 0 16 8 8 0 0 0 0-16z",
        Shape::Remark => "M17 4l14 25H3z",
    };
    let class = match shape {
        Shape::Near => "outline hollow",
        Shape::Check | Shape::Verify | Shape::Case | Shape::Remark => "outline",
    };
    view! { <svg viewBox="0 0 34 34" aria-hidden="true"><path class=class d=outline /></svg> }
}

/// One line of the legend.
#[component]
pub fn LegendLine(
    /// Which shape.
    shape: Shape,
    /// In which tone.
    tone: Tone,
    /// What it means.
    words: kit::lang::Words,
) -> impl IntoView {
    view! {
        <li class="row middle">
            <span class=format!("swatch {}", tone.class())><Swatch shape=shape /></span><span class="small">{t(words)}</span>
        </li>
    }
}
