//! The map of whose job it is around a case: areas of the layer, what was agreed at their edges, grids and roads; and the
//! same as a list. Whoever may dispatch picks a unit on either.
//!
//! No map supplier and no network: shapes, letters and distances. `drawn` is the picture as text, with tests.

mod drawn;
mod text;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::work::{AreaAround, RemarkAround, Surroundings};
use shared::ids::{CaseId, UnitId};
use wasm_bindgen::JsCast;

use crate::bridge::{self, Trouble};
use crate::case;
use crate::case::form::Filled;
use crate::pieces;
use crate::text::{lang, say, words};

/// What picks a unit; nothing where the caller may not dispatch the case.
type Pick = Option<Callback<UnitId>>;

/// Draws the map and the list.
pub fn around(id: CaseId, filled: RwSignal<Filled>, pick: Pick) -> AnyView {
    let lang = lang();
    let found = RwSignal::new(None::<Result<Surroundings, Trouble>>);
    let ask = move || {
        found.set(None);
        spawn_local(async move {
            let reply = bridge::get(&format!("{}/surroundings", case::address(id))).await;
            // Another case may have been chosen meanwhile.
            found.try_set(Some(reply));
        });
    };
    ask();
    view! {
        <div class="card desk-around" data-test="around">
            <h3>{lang.say(text::AROUND)}</h3>
            {move || match found.get() {
                None => view! { <p class="quiet">{lang.say(words::LOADING)}"…"</p> }.into_any(),
                Some(Err(trouble)) => view! {
                    <p class="complaint" role="alert">{trouble.words(lang)}<small>{trouble.detail()}</small></p>
                    <button type="button" class="button small" on:click=move |_| ask()>{lang.say(words::TRY_AGAIN)}</button>
                }.into_any(),
                Some(Ok(around)) => known(around, filled, pick),
            }}
        </div>
    }
    .into_any()
}

fn known(around: Surroundings, filled: RwSignal<Filled>, pick: Pick) -> AnyView {
    let lang = lang();
    let candidates = around.areas.iter().filter(|area| area.is_candidate);
    let candidates: std::collections::BTreeSet<&UnitId> = candidates.map(|area| &area.unit).collect();
    let meaning = match candidates.len() {
        0 => text::GAP,
        1 => text::ONE,
        _ => text::OVERLAP,
    };
    let areas: Vec<AnyView> =
        around.areas.iter().enumerate().map(|(place, area)| area_line(place, area, filled, pick)).collect();
    let remarks: Vec<AnyView> = around
        .remarks
        .iter()
        .zip(1_usize..)
        .map(|(remark, number)| remark_line(number, remark, filled, pick))
        .collect();
    let (no_areas, no_remarks) = (areas.is_empty(), remarks.is_empty());
    let (layer, remark_m) = (around.layer_name.clone(), around.remark_m);
    let units: Vec<UnitId> = around.areas.iter().map(|area| area.unit.clone()).collect();
    let picture = Memo::new(move |_| {
        let unit = filled.with(|filled| filled.unit.clone());
        drawn::picture(
            &around,
            Some(unit.as_str()).filter(|_| pick.is_some()),
            lang.say(text::PLACE_MARK),
            lang.say(text::NORTH),
        )
    });
    // The picture is text: what was pressed says by itself which area it is.
    let press = move |event: leptos::ev::MouseEvent| {
        let shape = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let place = shape.and_then(|shape| shape.get_attribute("data-area")?.parse::<usize>().ok());
        if let (Some(pick), Some(unit)) = (pick, place.and_then(|place| units.get(place))) {
            pick.run(unit.clone());
        }
    };
    view! {
        <p class="small"><strong data-said="">{layer}</strong>" "<span data-test="around-meaning">{lang.say(meaning)}</span></p>
        <svg class="around-map" class:picks=pick.is_some() data-test="around-map" viewBox=drawn::VIEW role="img"
            aria-label=lang.say(text::AROUND_MAP) inner_html=move || picture.get() on:click=press/>
        {pick.map(|_| view! { <p class="quiet small">{lang.say(text::AROUND_HELP)}</p> })}
        <p class="quiet small">{lang.say(text::OWN_GRID)}</p>
        <h4>{lang.say(text::AREAS)}</h4>
        {no_areas.then(|| view! { <p class="quiet small" data-test="no-areas">{lang.say(text::NO_AREAS)}</p> })}
        <ul class="around-list">{areas}</ul>
        <h4>{lang.say(text::REMARKS)}</h4>
        {no_remarks.then(|| view! { <p class="quiet small" data-test="no-remarks">{text::no_remarks(lang, remark_m)}</p> })}
        <ul class="around-list">{remarks}</ul>
    }
    .into_any()
}

fn area_line(place: usize, area: &AreaAround, filled: RwSignal<Filled>, pick: Pick) -> AnyView {
    let lang = lang();
    let away = match area.is_candidate {
        true => view! { <span class="badge tone-brand">{lang.say(text::CANDIDATE)}</span> }.into_any(),
        false => view! { <span class="quiet small figures">{text::away(lang, area.distance_m)}</span> }.into_any(),
    };
    // The case lies in it, and yet it is no candidate: the map is not the one that counts here.
    let is_foreign = !area.is_candidate && area.distance_m <= 0.0;
    let foreign = is_foreign.then(|| pieces::line("quiet small", lang.say(text::OTHER_GROUND).to_owned()));
    let (unit, name) = (area.unit.clone(), area.name.clone());
    let mine = unit.to_string();
    view! {
        <li data-test="area" data-unit=mine data-candidate=area.is_candidate.to_string()>
            <b class=format!("around-key {}", drawn::tone(place))>{drawn::letter(place)}</b>
            <div class="around-words"><span data-said="">{name}</span>{away}{foreign}</div>
            {pick.map(|pick| choose(unit, filled, pick))}
        </li>
    }
    .into_any()
}

fn remark_line(number: usize, remark: &RemarkAround, filled: RwSignal<Filled>, pick: Pick) -> AnyView {
    let lang = lang();
    let away = text::away(lang, remark.distance_m);
    let other =
        (!remark.is_of_layer).then(|| view! { <span class="badge tone-rest">{lang.say(text::OTHER_LAYER)}</span> });
    let paper = remark.document_ref.as_ref().map(|paper| text::paper(lang, paper));
    let paper = paper.map(|paper| view! { <span class="quiet small" data-said="">{paper}</span> });
    let said = remark.text.clone();
    let (agreed, name) = (remark.agreed_unit.clone(), remark.agreed_name.clone());
    let agreed_words = agreed.is_some().then(|| {
        view! {
            <span class="small">{lang.say(text::AGREED)}" "<strong data-said="">{name}</strong></span>
        }
    });
    view! {
        <li data-test="remark">
            <b class="around-key remark">{number.to_string()}</b>
            <div class="around-words">
                <span data-said="">{said}</span>
                <span class="quiet small figures">{away}</span>
                {other}{paper}{agreed_words}
            </div>
            {pick.zip(agreed).map(|(pick, unit)| choose(unit, filled, pick))}
        </li>
    }
    .into_any()
}

fn choose(unit: UnitId, filled: RwSignal<Filled>, pick: Callback<UnitId>) -> AnyView {
    let code = unit.to_string();
    let is_chosen = Memo::new(move |_| filled.with(|filled| filled.unit == code));
    view! {
        <button type="button" class="button small" class:soft=is_chosen data-test="pick-unit" data-unit=unit.to_string()
            aria-pressed=move || is_chosen.get().to_string() on:click=move |_| pick.run(unit.clone())>
            {move || say(if is_chosen.get() { text::CHOSEN_UNIT } else { text::CHOOSE_UNIT })}
        </button>
    }
    .into_any()
}
