//! Where it is: the small map, the grid, the unit and the deadline, all there by themselves; the person only corrects.

use app_bridge::ask::Ask;
use app_bridge::told::{Preview, Told, Warning};
use kit::button::{Button, Look};
use kit::faces::Notice;
use kit::field::{Entry, Field};
use kit::icon::{Icon, Picture};
use kit::lang::{self, either, spoken, t};
use kit::mini_map::{self, Ground, MiniMap, Spot};
use kit::tone::Tone;
use kit::{badge::Badge, moment};
use leptos::prelude::*;
use shared::place::fix::{Fix, Source};

use super::near::NearBy;
use super::text as own;
use crate::fetch::Refused;
use crate::pages::map::text as map_text;
use crate::pages::numbers::NumbersNotice;
use crate::place::{Receiver, pointed_at};
use crate::receiver::doubt::Doubts;
use crate::state::{App, Screen, unexpected};
use crate::{bridge, text};

/// Where it is.
#[component]
pub fn PlaceCard() -> impl IntoView {
    let app = App::get();
    let draft = app.sheet();
    let fix = Memo::new(move |_| draft.with(|draft| draft.fix(app.place.here.get())));
    let picked = Memo::new(move |_| {
        draft.with(|draft| {
            let category = draft.category.as_ref().map(|category| category.key.clone());
            (category, draft.condition_no, draft.case)
        })
    });
    let preview = LocalResource::new(move || {
        let (fix, (category, condition_no, draft)) = (fix.get(), picked.get());
        async move {
            match fix {
                None => Ok(None),
                Some(fix) => match bridge::ask(Ask::Preview { fix, category, condition_no, draft }).await {
                    Ok(Told::Preview(preview)) => Ok(Some(preview)),
                    Ok(other) => Err(unexpected(&other)),
                    Err(failure) => Err(failure),
                },
            }
        }
    });
    let known = Memo::new(move |_| preview.get().and_then(Result::ok).flatten());
    let failed = Memo::new(move |_| preview.get().and_then(Result::err));
    let ground = Signal::derive(move || known.with(|known| known.as_ref().map(drawn).unwrap_or_default()));
    let training = Signal::derive(move || app.session().is_some_and(|start| start.training));
    let spot = Signal::derive(move || fix.with(|fix| fix.as_ref().and_then(stands)));
    let point_at = move |(lon, lat): (f64, f64)| {
        if let Some(fix) = pointed_at(lon, lat) {
            draft.update(|draft| draft.pointed = Some(fix));
        }
    };
    let editing = RwSignal::new(false);
    view! {
        <section class="card flush" data-test="place">
            <MiniMap ground=ground spot=spot training=training on_pick=point_at />
            <div class="inside stack">
                {move || fix.with(Option::is_none).then(|| view! {
                    <p class="small" data-test="no-place">{t(searching(app.place.receiver.get()))}</p>
                })}
                <Doubts fix=fix />
                {move || known.get().map(|known| view! { <Known preview=known fix=fix /> })}
                <Refused failure=failed test="preview-failed" />
                <div class="between">
                    <span class="tiny">
                        // Without a position the small map is empty.
                        {move || fix.with(Option::is_some).then(t(text::TAP_TO_MOVE))}
                    </span>
                    <button type="button" class="link" data-test="edit-place" aria-expanded=move || editing.get().to_string()
                        on:click=move |_| editing.update(|editing| *editing = !*editing)>{t(text::EDIT_PLACE)}</button>
                </div>
                <div>
                    <button type="button" class="chip" data-test="place-on-map" on:click=move |_| app.open(Screen::PlaceOnMap)>
                        <Icon picture=Picture::Map />{t(map_text::CHANGE_ON_MAP)}
                    </button>
                </div>
                <Show when=move || editing.get()>
                    <EditPlace fix=fix.get_untracked() on_done=move |()| editing.set(false) />
                </Show>
            </div>
        </section>
    }
}

fn searching(receiver: Receiver) -> kit::lang::Words {
    match receiver {
        Receiver::Searching | Receiver::Receiving => text::SEARCHING_PLACE,
        Receiver::Missing => text::NO_PLACE,
    }
}

/// A pointed-at place is said to be one; a received one says how sure it is, and how sure that makes the grid.
#[component]
fn HowSure(fix: Memo<Option<Fix>>, doubtful: bool) -> impl IntoView {
    let sure = Memo::new(move |_| fix.with(|fix| fix.as_ref().map(|fix| (fix.source, fix.accuracy_m))));
    move || match sure.get() {
        Some((Source::MapPick, _)) => {
            view! { <span class="badge tone-brand" data-test="pointed">{t(text::POINTED)}</span> }.into_any()
        }
        Some((_, Some(metres))) => {
            let class = if doubtful { "badge tone-soon" } else { "badge tone-ok" };
            view! { <span class=format!("{class} number") data-test="accuracy">{text::accuracy(metres)}</span> }
                .into_any()
        }
        Some((_, None)) | None => {
            view! { <span class="badge tone-soon" data-test="no-receiver">{t(text::NO_RECEIVER)}</span> }.into_any()
        }
    }
}

/// What the phone knows of the place.
#[component]
fn Known(preview: Preview, fix: Memo<Option<Fix>>) -> impl IntoView {
    let (speech, clock) = (lang::speech(), moment::clock());
    let Preview {
        grid,
        place,
        unit,
        candidates,
        due,
        provisional,
        limit,
        remarks,
        warnings,
        outlines,
        look_alikes,
        photographed_at,
        ..
    } = preview;
    let doubtful = outlines.iter().any(|outline| outline.doubtful);
    let code = grid.as_ref().map(ToString::to_string).unwrap_or_default();
    // A remark that a warning already tells, with its distance, is not told twice.
    let remarks = if warnings.iter().any(|warning| warning.code == "boundary_remark") { Vec::new() } else { remarks };
    let sheet = App::get().sheet();
    let picked = Memo::new(move |_| sheet.with(|draft| draft.category.is_some()));
    let candidates: Vec<_> = candidates.into_iter().map(|unit| unit.name).collect();
    let unit_words = move || {
        let lang = speech.get();
        match (&unit, candidates.is_empty()) {
            _ if !picked.get() => lang.say(text::AFTER_CATEGORY).to_owned(),
            (Some(unit), _) => unit.name.clone(),
            (None, false) => {
                format!(
                    "{}{}{}",
                    lang.say(text::SEVERAL_UNITS),
                    lang.say(text::COLON),
                    candidates.join(lang.say(text::COMMA))
                )
            }
            (None, true) => lang.say(text::NO_UNIT).to_owned(),
        }
    };
    let place_words =
        move || if place.is_empty() { speech.get().say(text::OUTSIDE_GRIDS).to_owned() } else { place.clone() };
    let limit_en = move || {
        sheet.with(|draft| {
            let conditions = draft.category.as_ref().map(|category| category.conditions.as_slice()).unwrap_or_default();
            let chosen = conditions.iter().find(|condition| draft.condition_no == Some(condition.number));
            chosen.map(|condition| text::limit_en(&condition.limit_code)).unwrap_or_default()
        })
    };
    let due_words = move || {
        due.map(|due| {
            let lang = speech.get();
            let limit = lang.pick(&limit, &limit_en()).to_owned();
            format!("{} {limit} → {}", lang.say(text::DUE_ESTIMATE), clock.say(lang, due))
        })
    };
    view! {
        <div class="between"><h2 data-test="grid" data-grid=code data-said="">{place_words}</h2><HowSure fix=fix doubtful=doubtful /></div>
        <p class="small" data-test="unit" data-said="">{unit_words}</p>
        {move || due_words().map(|words| view! { <div><Badge tone=Tone::Soon test="due">{words}</Badge></div> })}
        {provisional.then(|| view! { <p class="tiny">{t(text::PROVISIONAL)}</p> })}
        {warnings.into_iter().map(|warning| view! { <WarningNotice warning=warning /> }).collect_view()}
        {photographed_at.map(|photographed| view! { <PhotoPlace photographed=photographed /> })}
        <NearBy cases=look_alikes />
        {remarks.into_iter().map(|remark| view! {
            <Notice tone=Tone::Rest picture=Picture::Pin test="remark"><span lang="zh">{remark}</span></Notice>
        }).collect_view()}
    }
}

/// The way to let the report stand where its photo was taken, for whoever has walked on since.
#[component]
fn PhotoPlace(photographed: Fix) -> impl IntoView {
    let sheet = App::get().sheet();
    let use_it = move |_| sheet.update(|draft| draft.pointed = Some(photographed.clone()));
    view! {
        <div>
            <button type="button" class="chip" data-test="use-photo-place" on:click=use_it>
                <Icon picture=Picture::Camera />{t(own::USE_PHOTO_PLACE)}
            </button>
        </div>
    }
}

/// Something to mind.
#[component]
pub fn WarningNotice(
    /// What.
    warning: Warning,
) -> impl IntoView {
    let test = if warning.code == "number_masked" { "number-masked" } else { "warning" };
    view! {
        <Notice tone=Tone::Soon picture=Picture::Mind test=test>
            {either(warning.zh, warning.en)}
        </Notice>
    }
}

/// The address, and the place in numbers for a desk.
#[component]
fn EditPlace(fix: Option<Fix>, #[prop(into)] on_done: Callback<()>) -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    let draft = app.sheet();
    // What is typed is taken for WGS-84, so it is shown in that too, whatever the position was given in.
    let spot = fix.as_ref().and_then(stands);
    let degrees = |degrees: f64| format!("{degrees:.6}");
    let lon = RwSignal::new(spot.as_ref().map(|spot| degrees(spot.lon)).unwrap_or_default());
    let lat = RwSignal::new(spot.as_ref().map(|spot| degrees(spot.lat)).unwrap_or_default());
    let wrong = RwSignal::new(false);
    let use_it = move |()| {
        let place = match (lon.get_untracked().trim().parse(), lat.get_untracked().trim().parse()) {
            (Ok(lon), Ok(lat)) => pointed_at(lon, lat),
            (Err(_), _) | (_, Err(_)) => None,
        };
        wrong.set(place.is_none());
        if place.is_some() {
            draft.update(|draft| draft.pointed = place);
            on_done.run(());
        }
    };
    let back_to_mine = move |()| {
        draft.update(|draft| draft.pointed = None);
        on_done.run(());
    };
    let wrong_words = Signal::derive(move || match wrong.get() {
        true => speech.get().say(text::NOT_A_PLACE).to_owned(),
        false => String::new(),
    });
    view! {
        <div class="stack" data-test="place-editor">
            <Field label=spoken(text::ADDRESS) placeholder=spoken(text::ADDRESS_HINT) test="address"
                value=Signal::derive(move || draft.with(|draft| draft.address.clone()))
                on_input=move |typed| draft.update(|draft| draft.address = typed) />
            <NumbersNotice text=Signal::derive(move || draft.with(|draft| draft.address.clone())) />
            <div class="pair">
                <Field label=spoken(text::LONGITUDE) entry=Entry::Number test="lon" value=lon wrong=wrong_words
                    on_input=move |typed| lon.set(typed) />
                <Field label=spoken(text::LATITUDE) entry=Entry::Number test="lat" value=lat
                    on_input=move |typed| lat.set(typed) />
            </div>
            <div class="pair">
                <Button look=Look::Soft test="use-place" on_press=use_it>{t(text::USE_THIS_PLACE)}</Button>
                <Button test="my-place" on_press=back_to_mine>{t(text::BACK_TO_MINE)}</Button>
            </div>
        </div>
    }
}

fn drawn(preview: &Preview) -> Ground {
    let outlines = preview.outlines.iter().map(|outline| {
        let code = outline.grid.as_str();
        mini_map::Outline {
            label: code.get(code.len().saturating_sub(3)..).unwrap_or(code).to_owned(),
            chosen: outline.chosen,
            doubtful: outline.doubtful,
            points: outline.points.clone(),
        }
    });
    let roads = preview.roads.iter().map(|road| mini_map::Road {
        name: road.name.clone(),
        main: road.main,
        line: road.line.clone(),
    });
    Ground { outlines: outlines.collect(), duty: preview.duty.clone(), roads: roads.collect() }
}

/// Where a position stands on the map; the map is in WGS-84 whatever the position was given in.
pub fn stands(fix: &Fix) -> Option<Spot> {
    let point = fix.point().ok()?;
    Some(Spot { lon: point.lon(), lat: point.lat(), accuracy_m: fix.accuracy_m })
}
