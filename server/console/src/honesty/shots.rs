//! The cases of a hint with the pictures that it is about, side by side.

use leptos::prelude::*;
use shared::api::honesty::{HintCase, HintFile, HintPhoto};

use super::text as words;
use crate::bridge;
use crate::clock;
use crate::pieces;
use crate::route::Route;
use crate::text::{lang, names, pick, say};

/// Draws the cases. Where there are many without pictures, as a list of ways to them.
pub fn cases(file: &HintFile) -> AnyView {
    let count = words::of_cases(lang(), file.cases.len(), file.hint.cases);
    let body = if file.cases.iter().any(|case| !case.photos.is_empty()) {
        let shown = file.cases.iter().map(with_photos).collect_view();
        view! { <div class="honesty-cases">{shown}</div> }.into_any()
    } else {
        let rows = file.cases.iter().map(|case| view! { <li data-test="hint-case">{way(case)}</li> }.into_any());
        view! { <ul class="honesty-ways">{rows.collect_view()}</ul> }.into_any()
    };
    view! { <h4>{count}</h4>{body} }.into_any()
}

fn way(case: &HintCase) -> AnyView {
    let number = case.case_no.as_ref().map_or_else(|| case.case.to_string(), ToString::to_string);
    let category = pick(lang(), case.category.clone(), case.category_en.clone());
    let category = if category.is_empty() { case.category.clone() } else { category };
    view! {
        {pieces::link(&Route::Case(case.case), number, "hint-case-link")}" "
        <span data-said="">{category}</span>" "
        <span class="quiet">{say(names::state(case.state))}" "<span class="figures">{clock::dated(case.at)}</span></span>
    }
    .into_any()
}

fn with_photos(case: &HintCase) -> AnyView {
    let photos = case.photos.iter().map(photo).collect_view();
    view! { <article class="honesty-case" data-test="hint-case"><p class="small">{way(case)}</p>{photos}</article> }
        .into_any()
}

fn photo(photo: &HintPhoto) -> AnyView {
    let name = say(photo.role.map_or(words::PHOTO, names::photo));
    let taken = photo.taken_at.map(clock::dated);
    let place = photo.lon.zip(photo.lat).map(|(lon, lat)| format!("{lon:.5}, {lat:.5}"));
    let radius = photo.accuracy_m.map(|metres| format!(" ± {metres:.0} m"));
    let picture = if photo.received {
        let address = bridge::picture(&photo.working, false);
        let large = address.clone();
        view! {
            <a href=large target="_blank" rel="noreferrer" data-test="hint-photo">
                <img src=address alt=name loading="lazy"/>
            </a>
        }
        .into_any()
    } else {
        view! { <p class="quiet small" data-test="hint-photo-missing">{say(words::NOT_HERE)}</p> }.into_any()
    };
    view! {
        <figure class="honesty-photo">
            {picture}
            <figcaption class="small">
                {name}" "<span class="figures">{taken}</span>" "<span class="figures quiet">{place}{radius}</span>
            </figcaption>
        </figure>
    }
    .into_any()
}
