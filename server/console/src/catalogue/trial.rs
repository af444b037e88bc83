//! What publishing a draft would mean for cases, tried on a sample.

use kit::lang::Lang;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::catalogue::{Effect as Meant, Moved, Preview};

use crate::bridge::{self, Trouble};
use crate::clock;
use crate::pieces;
use crate::route::Route;
use crate::text::spans::number;
use crate::text::{lang, say};

use super::desk::{Desk, complaint};
use super::text;

/// Draws the card.
pub fn card(desk: Desk) -> AnyView {
    let lang = lang();
    let found = RwSignal::new(None::<Preview>);
    let trouble = RwSignal::new(None::<Trouble>);
    let press = move |_| {
        let path = format!("/api/v1/catalogue/draft/preview?{}", desk.query());
        trouble.set(None);
        spawn_local(async move {
            match bridge::get::<Preview>(&path).await {
                Ok(preview) => drop(found.try_set(Some(preview))),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    view! {
        <article class="card" data-test="preview">
            <h3>{say(text::PREVIEW)}</h3>
            <p class="small">{say(text::PREVIEW_MEANS)}</p>
            <button type="button" class="button" data-test="preview-load" on:click=press>{say(text::PREVIEW_LOAD)}</button>
            {complaint(trouble)}
            <div role="status">{move || found.get().map(|preview| view! {
                <div class="effects">
                    {effect(lang, say(text::OPEN_CASES), "effect-open", &preview.open)}
                    {effect(lang, say(text::RECENT_CASES), "effect-recent", &preview.recent)}
                </div>
            })}</div>
        </article>
    }
    .into_any()
}

fn effect(lang: Lang, title: &'static str, test: &'static str, effect: &Meant) -> AnyView {
    let counts = [
        (text::LOOKED, effect.looked, "looked"),
        (text::EARLIER, effect.earlier, "earlier"),
        (text::LATER, effect.later, "later"),
        (text::LEFT_OUT, effect.left_out, "left-out"),
    ];
    let count = |(word, count, test): (kit::lang::Words, u64, &'static str)| {
        view! { <div><dt>{say(word)}</dt><dd class="figures" data-test=test>{number(count)}</dd></div> }
    };
    let rows: Vec<AnyView> = effect.largest.iter().map(|one| row(lang, one)).collect();
    view! {
        <section data-test=test>
            <h4>{title}</h4>
            <dl class="facts two">{counts.into_iter().map(count).collect_view()}</dl>
            {(!rows.is_empty()).then(|| view! {
                <p class="small">{say(text::LARGEST)}</p>
                <div class="table-card catalogue-table"><table class="rows compact">
                    <thead><tr><th scope="col">{say(text::COL_CASE)}</th><th scope="col">{say(text::COL_NAME)}</th>
                        <th scope="col">{say(text::COL_NOW)}</th><th scope="col">{say(text::COL_THEN)}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table></div>
            })}
        </section>
    }
    .into_any()
}

fn row(lang: Lang, one: &Moved) -> AnyView {
    let name = one.case_no.as_ref().map_or_else(|| one.case.to_string(), ToString::to_string);
    let later = if one.then > one.now { "ok" } else { "late" };
    view! {
        <tr data-test="moved">
            <td>{pieces::link(&Route::Case(one.case), name, "moved-case")}</td>
            <td data-said="">{lang.pick(&one.name, &one.name_en).to_owned()}
                <small>{one.category.to_string()}" · "{text::condition(lang, one.condition_no)}</small></td>
            <td class="figures">{clock::dated(one.now)}</td>
            <td class=format!("figures {later}")>{clock::dated(one.then)}</td>
        </tr>
    }
    .into_any()
}
