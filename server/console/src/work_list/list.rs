//! The cases of a queue, one line each, the most urgent first.

use kit::time_left;
use kit::tone::Tone;
use leptos::prelude::*;
use shared::case::Case;
use wasm_bindgen::JsCast;

use super::bench::{Bench, Row};
use super::text;
use crate::clock;
use crate::faces::{self, Empty};
use crate::route::Route;
use crate::section::{Address, Section};
use crate::text::{lang, phrases, say, spans};

/// Draws the list with its four faces.
pub fn list(bench: Bench) -> AnyView {
    let known = Memo::new(move |_| bench.list.value.with(Option::is_some));
    let is_empty = Memo::new(move |_| bench.rows.with(Vec::is_empty));
    let body = move || match (known.get(), is_empty.get()) {
        (false, _) if bench.list.trouble.with(Option::is_some) => ().into_any(),
        (false, _) => faces::waiting(),
        (true, true) => view! { <Empty title=text::NOTHING_WAITS more=text::NOTHING_WAITS_MORE/> }.into_any(),
        (true, false) => table(bench),
    };
    view! { {body}{pager(bench)} }.into_any()
}

fn table(bench: Bench) -> AnyView {
    let all = move || {
        let (rows, selected) = (bench.rows.with(Vec::len), bench.selected.with(|all| all.len()));
        rows > 0 && selected >= rows
    };
    view! {
        <div class="card table-card">
            <table class="rows desk-rows" data-test="work-rows">
                <thead>
                    <tr>
                        <th scope="col">
                            <input type="checkbox" data-test="select-all" aria-label=say(text::SELECT_ALL) title=say(text::SELECT_ALL)
                                prop:checked=all on:change:target=move |event| bench.select_all(event.target().checked())/>
                        </th>
                        <th scope="col">{say(text::COL_CASE)}</th>
                        <th scope="col">{say(text::COL_DESK)}</th>
                        <th scope="col">{say(text::COL_HANDLING)}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || bench.rows.get() key=|row| (row.case.id, row.case.version)
                        children=move |row| line(bench, &row)/>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(bench: Bench, row: &Row) -> AnyView {
    let lang = lang();
    let Row { case, names: known } = row;
    let (id, number) = (case.id, row.number());
    let category = lang.pick(&known.category, &known.category_en).to_owned();
    let title = if category.is_empty() { case.category.to_string() } else { category };
    let place = crate::case::place(case, known);
    let said = Memo::new(move |_| bench.refused.with(|all| all.get(&id).cloned()));
    let is_chosen = move || bench.chosen.get() == Some(id);
    let is_selected = move || bench.selected.with(|all| all.contains(&id));
    let label = text::select(lang, &number);
    let select = move |event: leptos::ev::MouseEvent| {
        event.stop_propagation();
        let on = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        if let Some(on) = on {
            bench.select(id, on.checked(), event.shift_key());
        }
    };
    view! {
        <tr data-test="work-row" data-case=id.to_string() data-state=case.state.as_str() class:chosen=is_chosen
            aria-current=move || is_chosen().then_some("true") on:click=move |_| bench.chosen.set(Some(id))>
            <td><input type="checkbox" data-test="select" aria-label=label
                prop:checked=is_selected on:click=select/></td>
            <td>
                <button type="button" class="link desk-title" data-test="choose">
                    <strong>{title}</strong>
                    <small class="figures">{number}" · "{phrases::condition(lang, case.condition_no)}</small>
                    <small data-said="">{place}</small>
                </button>
                {move || said.get().map(|why| view! { <small class="late" data-test="refused">{why}</small> })}
            </td>
            <td>{stage_left(case)}</td>
            <td>{crate::case::time_left(case)}</td>
        </tr>
    }
    .into_any()
}

/// Draws how long the desk itself still has for a case.
pub fn stage_left(case: &Case) -> AnyView {
    let lang = lang();
    let ticking = clock::ticking();
    let Some(due) = case.stage.due_at.filter(|_| !case.state.is_over()) else {
        return view! { <span class="quiet small">{say(text::NO_LIMIT)}</span> }.into_any();
    };
    let judged = Memo::new(move |_| time_left::judge(lang, due, ticking.get()));
    let class = move || {
        // A desk has minutes where a unit has hours: what is not over yet is no alarm.
        let tone = match judged.get().0 {
            Tone::Late if ticking.get() <= due => Tone::Soon,
            tone => tone,
        };
        format!("badge time-left {}", tone.class())
    };
    view! { <span class=class data-test="stage-left">{move || judged.get().1}</span> }.into_any()
}

fn pager(bench: Bench) -> AnyView {
    let next = Memo::new(move |_| bench.list.value.with(|list| list.as_ref().and_then(|list| list.next.clone())));
    let page = move |before: &str| {
        let address = Address::default().below(bench.queue.get().as_str()).with("before", before);
        Route::At(Section::Desk, address).href()
    };
    let total = move || {
        let total = bench.list.value.with(|list| list.as_ref().map(|list| list.total));
        total.map(|total| phrases::cases_in_all(lang(), &spans::number(total)))
    };
    view! {
        <footer class="pager">
            <span class="quiet figures" data-test="queue-total">{total}</span>
            {move || bench.before.get().is_some().then(|| view! {
                <a class="button" data-test="most-urgent" href=page("")>{say(text::FIRST)}</a>
            })}
            {move || next.get().map(|next| view! {
                <a class="button" data-test="less-urgent" href=page(&next)>{say(text::LATER)}</a>
            })}
        </footer>
    }
    .into_any()
}
