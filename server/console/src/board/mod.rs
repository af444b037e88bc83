//! The sync board: which device has synced what, and who needs a call.
//!
//! `shared::standing` is the rule (a pure function over one row), this shows it. Start there.

mod tiles;
mod table;
mod panel;
mod rescue;

use leptos::prelude::*;
use shared::api::devices::DeviceBoard;
use shared::standing::judge_all;

use crate::faces::{self, Empty};
use crate::poll::Polled;
use crate::route::{self, Route};
use crate::text::{lang, say, words};

/// Returns how many devices need somebody to do something.
pub fn needing(board: &DeviceBoard) -> u64 {
    judge_all(board).iter().filter(|judged| judged.standing.needs_somebody()).count() as u64
}

/// Which rows are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    All,
    Needing,
}

/// The page.
#[component]
pub fn BoardPage() -> impl IntoView {
    let lang = lang();
    let board = expect_context::<Polled<DeviceBoard>>();
    let open = route::open();
    let shown = RwSignal::new(Shown::All);
    let judged = Memo::new(move |_| board.value.with(|board| board.as_ref().map(judge_all).unwrap_or_default()));
    let time = Memo::new(move |_| board.value.with(|board| board.as_ref().map(|board| board.time)));
    let rows = Memo::new(move |_| {
        judged.with(|all| match shown.get() {
            Shown::All => all.clone(),
            Shown::Needing => all.iter().filter(|judged| judged.standing.needs_somebody()).cloned().collect(),
        })
    });
    let chosen = Memo::new(move |_| match open.get() {
        Route::Board(device) => device,
        Route::Home
        | Route::Cases(_)
        | Route::Case(_)
        | Route::Handling
        | Route::Figures(_)
        | Route::Chain { .. }
        | Route::Verify
        | Route::Announcements
        | Route::At(..)
        | Route::Unknown => None,
    });
    let chosen_row = Memo::new(move |_| {
        let device = chosen.get()?;
        judged.with(|all| all.iter().find(|judged| judged.row.device == device).cloned())
    });
    let known = Memo::new(move |_| board.value.with(Option::is_some));
    let is_empty = Memo::new(move |_| judged.with(Vec::is_empty));
    let needing = move || judged.with(|all| all.iter().filter(|judged| judged.standing.needs_somebody()).count());
    let pick = move |which: Shown| move |_| shown.set(which);
    view! {
        <section class="board" data-test="board">
            <header class="page-head">
                <h2>{say(words::BOARD)}</h2>
                {faces::live_mark(board)}
                <span class="gap"></span>
                <button class="chip" class:on=move || shown.get() == Shown::Needing on:click=pick(Shown::Needing)
                    data-test="show-needing">
                    {say(words::NEEDING)}" "<span class="figures">{needing}</span>
                </button>
                <button class="chip" class:on=move || shown.get() == Shown::All on:click=pick(Shown::All)>
                    {say(words::ALL_DEVICES)}" "<span class="figures">{move || judged.with(Vec::len)}</span>
                </button>
            </header>
            {faces::trouble_bar(board)}
            {move || match (known.get(), is_empty.get()) {
                (false, _) if board.trouble.with(Option::is_some) => ().into_any(),
                (false, _) => faces::waiting(),
                (true, true) => view! { <Empty title=words::NO_DEVICES more=words::NO_DEVICES_MORE/> }.into_any(),
                (true, false) => view! {
                    {tiles::tiles(judged, time)}
                    <div class="board-body">
                        <div class="card table-card">
                            {table::table(rows, chosen)}
                            {move || rows.with(Vec::is_empty).then(|| view! {
                                <p class="empty small">{lang.say(words::NO_DEVICES_NEED)}</p>
                            })}
                        </div>
                        <div class="beside">{panel::panel(chosen_row)}{rescue::import()}</div>
                    </div>
                }.into_any(),
            }}
        </section>
    }
}
