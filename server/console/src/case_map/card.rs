//! What was pressed on the map: one case in short, with the way to all of it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::cases::CaseFile;
use shared::ids::CaseId;

use super::stage::Stage;
use super::text;
use crate::bridge::{self, Trouble};
use crate::case::{self, time_left};
use crate::cases::row;
use crate::route::Route;
use crate::text::{lang, names, say};

/// Draws the card of what was pressed; nothing where nothing was.
pub fn card(stage: Stage) -> AnyView {
    let lang = lang();
    let number = RwSignal::new(0_usize);
    let (file, trouble) = (RwSignal::new(None::<CaseFile>), RwSignal::new(None::<Trouble>));
    Effect::watch(move || stage.pressed.get(), move |_, _, _| number.set(0), false);
    let shown = Memo::new(move |_| stage.pressed.with(|ids| ids.get(number.get()).or(ids.first()).copied()));
    Effect::new(move |_| {
        file.set(None);
        trouble.set(None);
        if let Some(id) = shown.get() {
            fetch(id, shown, file, trouble);
        }
    });
    let count = move || stage.pressed.with(Vec::len);
    let next = move |_| number.update(|number| *number = (*number + 1) % count().max(1));
    view! {
        {move || shown.get().map(|_| view! {
            <article class="card case-card" data-test="case-card" aria-live="polite">
                <header>
                    {move || (count() > 1).then(|| view! {
                        <span class="quiet figures">{text::one_of(lang, number.get() + 1, count())}</span>
                        <button type="button" class="link" data-test="card-next" on:click=next>{lang.say(text::NEXT_ONE)}</button>
                    })}
                    <span class="gap"></span>
                    <button type="button" class="tool" data-test="card-close" aria-label=lang.say(text::CLOSE_CARD)
                        on:click=move |_| stage.pressed.set(Vec::new())>"×"</button>
                </header>
                {move || match (file.get(), trouble.get()) {
                    (Some(file), _) => inside(&file),
                    (None, Some(why)) => view! { <p class="complaint">{why.words(lang)}</p> }.into_any(),
                    (None, None) => view! { <p class="quiet">{lang.say(crate::text::words::LOADING)}"…"</p> }.into_any(),
                }}
            </article>
        })}
    }
    .into_any()
}

fn fetch(
    id: CaseId,
    shown: Memo<Option<CaseId>>,
    file: RwSignal<Option<CaseFile>>,
    trouble: RwSignal<Option<Trouble>>,
) {
    spawn_local(async move {
        let reply = bridge::get::<CaseFile>(&case::address(id)).await;
        // Another one may have been pressed meanwhile.
        if shown.try_get_untracked() != Some(Some(id)) {
            return;
        }
        match reply {
            Ok(found) => drop(file.try_set(Some(found))),
            Err(why) => drop(trouble.try_set(Some(why))),
        }
    });
}

fn inside(file: &CaseFile) -> AnyView {
    let lang = lang();
    let CaseFile { case: found, names: known, .. } = file;
    let title = lang.pick(&known.category, &known.category_en).to_owned();
    let picture = found.photos.iter().find(|photo| photo.received_at.is_some() && photo.refused.is_none());
    let picture = picture.map(|photo| bridge::picture(&photo.working, true));
    let state = format!("badge {}", case::tone(found.state).class());
    view! {
        <div class="case-card-body">
            <span class="case-card-photo">
                {match picture {
                    Some(address) => view! { <img src=address alt=""/> }.into_any(),
                    None => view! { <span class="shot-missing">{say(text::NO_PICTURE)}</span> }.into_any(),
                }}
            </span>
            <div class="case-card-words">
                <h3>{title}</h3>
                <p class="figures quiet" data-test="card-number">{row::number(found)}</p>
                <p lang="zh">{case::place(found, known)}</p>
                <p class="badges">
                    <span class=state data-state=found.state.as_str()>{say(names::state(found.state))}</span>
                    {time_left(found)}
                </p>
                <a class="button main" href=Route::Case(found.id).href() data-test="card-open">{say(text::OPEN_CASE)}</a>
            </div>
        </div>
    }
    .into_any()
}
