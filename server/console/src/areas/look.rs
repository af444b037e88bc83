//! The areas of one edition on the map: press a place and it says which grid, how large, whose, and what was agreed.

use kit::lang::{Lang, Words};
use leptos::prelude::*;

use super::map::ground::{self, Shown};
use super::map::{AreaMap, Told, Touched, TouchedRemark, TouchedUnit};
use super::{Areas, text as words};
use crate::pieces;
use crate::text::{lang, phrases, say};

/// What can be shown and hidden, and what is shown at first.
const GROUPS: [(&str, Words, bool); 5] = [
    ("grids", words::SHOW_GRIDS, true),
    ("duty", words::SHOW_DUTY, true),
    ("industry", words::SHOW_INDUSTRY, false),
    ("remarks", words::SHOW_REMARKS, true),
    ("roads", words::SHOW_ROADS, true),
];

/// Draws the tab.
pub fn view(areas: Areas) -> AnyView {
    let map = AreaMap::new();
    let edition = areas.edition("e");
    let shown = ground::follow(map, edition);
    let touched = RwSignal::new(None::<Touched>);
    let hear = Callback::new(move |told: Told| {
        if let Told::Touched(place) = told {
            touched.set(Some(*place));
        }
    });
    paint_as_is(map, shown);
    view! {
        <div class="areas-bar card">
            {areas.select(words::EDITION, "e", edition)}
            {groups(map)}
            {find(map)}
        </div>
        <div class="areas-body">
            <div class="areas-stage">{ground::state(shown)}{map.view(hear)}</div>
            <div class="card areas-side" data-test="areas-place" aria-live="polite">
                {move || touched.with(|place| match place {
                    None => view! { <p class="quiet">{say(words::PRESS_MAP)}</p> }.into_any(),
                    Some(place) => place_facts(place),
                })}
            </div>
        </div>
    }
    .into_any()
}

/// Colours each unit grid by the duty grid that it is in.
fn paint_as_is(map: AreaMap, shown: Shown) {
    Effect::new(move |_| {
        map.with(|drawn| {
            shown.facts.with(|facts| {
                let beats: Vec<(&String, &str)> = facts
                    .iter()
                    .filter_map(|(code, one)| Some((code, one.duty.split(' ').next().filter(|id| !id.is_empty())?)))
                    .collect();
                let beats: std::collections::BTreeMap<_, _> = beats.into_iter().collect();
                drawn.beats(&serde_json::to_string(&beats).unwrap_or_default(), "{}")
            })
        });
    });
}

/// Draws what can be shown and hidden.
fn groups(map: AreaMap) -> AnyView {
    let on = RwSignal::new(GROUPS.map(|(_, _, on)| on));
    Effect::new(move |_| {
        map.with(|drawn| {
            let on = on.get();
            let names: Vec<&str> = GROUPS.iter().zip(on).filter(|(_, on)| *on).map(|((name, ..), _)| *name).collect();
            drawn.show(&serde_json::to_string(&names).unwrap_or_default())
        });
    });
    let group = move |(place, (name, words, _)): (usize, (&'static str, Words, bool))| {
        let checked = move || on.with(|on| on.get(place).copied().unwrap_or(false));
        view! {
            <label class="check">
                <input type="checkbox" data-test=format!("show-{name}") prop:checked=checked
                    on:change:target=move |event| on.update(|on| {
                        if let Some(one) = on.get_mut(place) {
                            *one = event.target().checked();
                        }
                    })/>
                {say(words)}
            </label>
        }
    };
    view! {
        <fieldset class="areas-groups">
            <legend>{say(words::LAYERS)}</legend>
            {GROUPS.into_iter().enumerate().map(group).collect_view()}
        </fieldset>
    }
    .into_any()
}

/// Draws the way to a grid by its code.
fn find(map: AreaMap) -> AnyView {
    let lang = lang();
    let typed = RwSignal::new(String::new());
    let is_missing = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        is_missing.set(!typed.with_untracked(|typed| map.find(typed)));
    };
    view! {
        <form class="areas-find" role="search" on:submit=submit>
            <label>{say(words::FIND)}
                <input type="search" inputmode="numeric" autocomplete="off" placeholder=say(words::FIND_HINT)
                    data-test="find-grid" prop:value=typed
                    on:input:target=move |event| {
                        typed.set(event.target().value());
                        is_missing.set(false);
                    }/>
            </label>
            <button type="submit" class="button" data-test="find-go">{say(words::FIND_GO)}</button>
            {move || is_missing.get().then(|| view! {
                <p class="complaint" role="alert" data-test="find-none">{lang.say(words::FIND_NONE)}</p>
            })}
        </form>
    }
    .into_any()
}

fn place_facts(place: &Touched) -> AnyView {
    let lang = lang();
    let code = place.grid.clone().unwrap_or_else(|| lang.say(words::OUTSIDE).to_owned());
    let size = place.area_m2.map(|size| words::area(lang, size));
    let duty = if place.duty.is_empty() { lang.say(words::NONE).to_owned() } else { place.duty.clone() };
    let units: Vec<AnyView> = place.units.iter().map(answering).collect();
    let remarks: Vec<AnyView> = place.remarks.iter().map(|one| remark(lang, one)).collect();
    let (no_units, no_remarks) = (units.is_empty(), remarks.is_empty());
    view! {
        <h3 class="figures" data-test="place-grid">{code}</h3>
        <dl class="facts">
            {size.map(|size| pieces::fact(words::AREA, size.into_any()))}
            {pieces::fact(words::DUTY_GRID, view! { <span data-test="place-duty">{duty}</span> }.into_any())}
        </dl>
        <h4>{say(words::WHOSE)}</h4>
        {no_units.then(|| view! { <p class="quiet">{say(words::WHOSE_NONE)}</p> })}
        <ul class="plain" data-test="place-units">{units}</ul>
        <h4>{say(words::REMARKS_HERE)}</h4>
        {no_remarks.then(|| view! { <p class="quiet">{say(words::REMARKS_NONE)}</p> })}
        <ul class="plain" data-test="place-remarks">{remarks}</ul>
    }
    .into_any()
}

fn answering(unit: &TouchedUnit) -> AnyView {
    let TouchedUnit { layer_name, unit, name } = unit.clone();
    view! { <li><span lang="zh">{layer_name}</span>": "<strong lang="zh">{name}</strong><small>{unit}</small></li> }
        .into_any()
}

fn remark(lang: Lang, remark: &TouchedRemark) -> AnyView {
    let TouchedRemark { text, owner, document, metres } = remark.clone();
    let owner = owner.map(|owner| format!("{} {owner}", lang.say(words::AGREED)));
    let metres = phrases::metres(lang, metres);
    view! {
        <li>
            <q lang="zh" data-said="">{text}</q>
            <small>{metres}</small>
            <small>{owner}</small>
            <small lang="zh" data-said="">{document}</small>
        </li>
    }
    .into_any()
}
