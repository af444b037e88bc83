//! The duty grids that are drawn: how many unit grids, how large, how many people, and what is wrong.

use kit::lang::Words;
use leptos::prelude::*;

use super::Draw;
use super::drawing::{Beat, Fault, area_m2};
use crate::areas::text as words;
use crate::text::{lang, say};

/// One line of the table.
#[derive(Clone, PartialEq)]
struct Line {
    id: String,
    beat: Beat,
    area_m2: f64,
    people: u64,
}

/// Draws the table.
pub fn table(draw: Draw) -> AnyView {
    let lines: Memo<Vec<Line>> = Memo::new(move |_| {
        let people = draw.kept.with(|kept| kept.as_ref().map(|kept| kept.walked.clone()).unwrap_or_default());
        draw.shown.facts.with(|facts| {
            draw.drawing.with(|drawing| {
                let line = |(id, beat): (&String, &Beat)| Line {
                    id: id.clone(),
                    area_m2: area_m2(&beat.grids, facts),
                    people: people.iter().find(|one| one.duty_grid == *id).map_or(0, |one| one.people),
                    beat: beat.clone(),
                };
                drawing.0.iter().map(line).collect()
            })
        })
    });
    view! {
        <div class="card table-card wide-table areas-list" tabindex="0" role="region" aria-label=say(words::DUTY_GRIDS)>
            <table class="rows compact" data-test="duty-grids">
                <thead>
                    <tr>
                        <th scope="col">{say(words::DUTY_GRID)}</th>
                        <th scope="col">{say(words::AREA)}</th>
                        <th scope="col" class="right">{say(words::PEOPLE)}</th>
                        <th scope="col">{say(words::DO)}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || lines.get() key=|line| line.id.clone()
                        children=move |line| row(draw, lines, line.id)/>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(draw: Draw, lines: Memo<Vec<Line>>, id: String) -> AnyView {
    let lang = lang();
    let own = StoredValue::new(id.clone());
    // Followed and not copied: a row stays while its duty grid does, with whatever is open in it.
    let line =
        Memo::new(move |_| lines.with(|lines| lines.iter().find(|line| own.with_value(|id| line.id == *id)).cloned()));
    let said =
        move || line.with(|line| line.as_ref().map(|line| words::grids(lang, line.beat.grids.len(), line.area_m2)));
    let people = move || line.with(|line| line.as_ref().map(|line| line.people.to_string()));
    let name = move || line.with(|line| line.as_ref().map(|line| line.beat.name.clone()));
    let is_split = move || line.with(|line| line.as_ref().is_some_and(|line| line.beat.is_split));
    let pick = move |_| {
        let grids = line.with_untracked(|line| line.as_ref().map(|line| line.beat.grids.clone()));
        draw.picked.set(grids.unwrap_or_default());
    };
    let is_asked = RwSignal::new(false);
    let dissolve = move |_| {
        if is_asked.get_untracked() {
            let id = own.get_value();
            draw.change(|drawing| drawing.dissolve(&id));
        } else {
            is_asked.set(true);
        }
    };
    view! {
        <tr data-test="duty-grid" data-duty=id.clone()>
            <th scope="row"><span class="code">{id.clone()}</span><small lang="zh" data-said="">{name}</small></th>
            <td class="figures">{said}</td>
            <td class="right figures" data-test="duty-people">{people}</td>
            <td><div class="buttons">
                <button type="button" class="button small" data-test="duty-pick" on:click=pick>{say(words::PICK_ITS)}</button>
                <label class="check">
                    <input type="checkbox" data-test="duty-split" prop:checked=is_split
                        on:change:target=move |event| {
                            let (id, is_split) = (own.get_value(), event.target().checked());
                            draw.change(|drawing| drawing.split(&id, is_split));
                        }/>
                    {say(words::IS_SPLIT)}
                </label>
                <button type="button" class="button small" data-test="duty-dissolve" on:click=dissolve>
                    {move || lang.say(if is_asked.get() { words::DISSOLVE_SURE } else { words::DISSOLVE })}
                </button>
            </div></td>
        </tr>
    }
    .into_any()
}

/// Draws the way of one duty grid into another: one for all of them, because each line would hold all the others.
pub fn merge(draw: Draw) -> AnyView {
    let (from, into) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let ids: Memo<Vec<String>> = Memo::new(move |_| draw.drawing.with(|drawing| drawing.0.keys().cloned().collect()));
    let choice = move |label: Words, chosen: RwSignal<String>, test: &'static str| {
        let options = move || {
            let option = |id: String| {
                let is_chosen = chosen.with(|chosen| *chosen == id);
                view! { <option value=id.clone() selected=is_chosen>{id.clone()}</option> }
            };
            ids.get().into_iter().map(option).collect_view()
        };
        view! {
            <label>{say(label)}
                <select data-test=test on:change:target=move |event| chosen.set(event.target().value())>
                    <option value="">"–"</option>
                    {options}
                </select>
            </label>
        }
    };
    // One that is no more can still stand there as chosen.
    let may = move || {
        let (from, into) = (from.get(), into.get());
        from != into && ids.with(|ids| ids.contains(&from) && ids.contains(&into))
    };
    let press = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if untrack(may) {
            let (gone, stays) = (from.get_untracked(), into.get_untracked());
            draw.change(|drawing| drawing.merge(&gone, &stays));
            from.set(String::new());
        }
    };
    view! {
        <form class="areas-bar card" data-test="draw-merge" on:submit=press>
            {choice(words::MERGE_FROM, from, "merge-from")}
            {choice(words::MERGE_INTO, into, "merge-into")}
            <button type="submit" class="button" data-test="merge" prop:disabled=move || !may()>{say(words::MERGE)}</button>
        </form>
    }
    .into_any()
}

/// Draws what is wrong with the drawing, as far as this page can tell; the server looks at all of it.
pub fn check(draw: Draw) -> AnyView {
    let lang = lang();
    let faults = Memo::new(move |_| {
        draw.shown.facts.with(|facts| draw.drawing.with(|drawing| (drawing.faults(facts), drawing.free(facts).len())))
    });
    let orphaned = Memo::new(move |_| {
        draw.kept.with(|kept| {
            let walked = kept.as_ref().map(|kept| kept.walked.as_slice()).unwrap_or_default();
            draw.drawing.with(|drawing| {
                let gone = walked.iter().filter(|one| one.people > 0 && !drawing.0.contains_key(&one.duty_grid));
                gone.map(|one| (one.duty_grid.clone(), one.people)).collect::<Vec<_>>()
            })
        })
    });
    let said = move || {
        let (found, free) = faults.get();
        let is_fine = found.is_empty();
        let faults = found.into_iter().map(|fault| {
            let (said, value) = match fault {
                Fault::Doubled { code, one, other } => (words::doubled(lang, &code, &one, &other), "doubled"),
                Fault::Apart { id, pieces } => (words::apart(lang, &id, pieces), "apart"),
            };
            view! { <li class="complaint" data-test="draw-fault" data-fault=value>{said}</li> }
        });
        let faults = faults.collect_view();
        let orphaned = orphaned.get().into_iter().map(|(id, people)| {
            view! { <li data-test="draw-orphaned" data-duty=id.clone()>{words::orphaned(lang, &id, people)}</li> }
        });
        view! {
            <ul class="plain">{faults}{orphaned.collect_view()}</ul>
            {is_fine.then(|| view! { <p class="ok" data-test="draw-fine">{lang.say(words::CHECK_FINE)}</p> })}
            <p class="small">{lang.say(words::FREE)}": "<span class="figures" data-test="draw-free">{free.to_string()}</span></p>
        }
    };
    view! {
        <section class="card" data-test="draw-check" aria-live="polite"><h3>{say(words::CHECK)}</h3>{said}</section>
    }
    .into_any()
}
