//! The rows of the board; only those in view are in the page.

use kit::lang::Lang;
use kit::text::reasons;
use leptos::prelude::*;
use shared::api::devices::{DeviceRow, PackName};
use shared::ids::DeviceId;
use shared::standing::wanted::Wanted;
use shared::standing::{Silence, photos_total};

use super::columns::{self, Columns};
use super::rows::Line;
use super::{address, text};
use crate::clock;
use crate::text::spans;
use crate::text::{lang, phrases, say, words};

/// How high a row is.
const ROW_PX: u32 = 56;

/// What the rows have to know of the page: which one is chosen, and what is looked for.
#[derive(Clone, Copy)]
pub struct Around {
    /// The chosen device.
    pub chosen: Memo<Option<DeviceId>>,
    /// What is looked for; a row's link keeps it.
    pub wanted: Memo<Wanted>,
    /// Which columns are shown beyond the usual ones.
    pub columns: Columns,
    /// The packs by the versions that people say.
    pub packs: RwSignal<Vec<PackName>>,
}

/// Draws the table; a press on a row chooses it.
pub fn table(rows: Memo<Vec<Line>>, around: Around) -> AnyView {
    provide_context(around);
    let head = [
        (words::COL_PERSON, ""),
        (words::COL_SEEN, ""),
        (words::COL_WAITING, "right"),
        (words::COL_PHOTOS, ""),
        (words::COL_OLDEST, "right"),
        (words::COL_PHONE, ""),
        (words::COL_REASON, ""),
    ];
    let head = head.map(|(word, class)| view! { <span role="columnheader" class=class>{say(word)}</span> }.into_any());
    let count = move || rows.with(|rows| (rows.len() + 1).to_string());
    let (columns, more) = (around.columns, move || around.columns.shown().len().to_string());
    view! {
        <div class="board-table" role="table" aria-label=say(text::BOARD_ROWS) aria-rowcount=count data-more=more>
            <div role="rowgroup" class="board-head">
                <div role="row" class="board-row">{head.into_iter().collect_view()}{columns::heads(columns)}</div>
            </div>
            {kit::windowed::windowed(rows, ROW_PX, Line::key, row, say(text::BOARD_ROWS), "board-rows")}
        </div>
    }
    .into_any()
}

fn row(line: &Line) -> AnyView {
    let lang = lang();
    let Around { chosen, wanted, columns, packs } = expect_context();
    let (row, standing) = (line.row(), &line.judged().standing);
    let device = row.device;
    let href = move || wanted.with(|wanted| address::href(Some(device), wanted));
    let waiting = row.heartbeat.waiting_operations;
    let oldest = row.heartbeat.oldest_waiting.map_or_else(|| lang.say(words::NONE).to_owned(), clock::short);
    let grids = phrases::grids(lang, row.grids.first().map_or("", String::as_str), row.grids.len());
    let is_chosen = move || chosen.get() == Some(device);
    view! {
        <div class="board-row" class:chosen=is_chosen data-test="device-row" data-user=row.user.to_string()
            data-reason=reasons::short(Lang::En, &standing.reason)
            on:click=move |_| wanted.with_untracked(|wanted| address::go(Some(device), wanted))>
            <span role="cell">
                <a class="person" href=href aria-current=move || is_chosen().then_some("true")>
                    <strong data-said="">{row.name.clone()}</strong><small data-said="">{grids}</small>
                </a>
            </span>
            <span role="cell">{seen(row, standing.silence)}</span>
            <span role="cell" class="right figures" data-test="waiting">{waiting}</span>
            <span role="cell">{photos(row)}</span>
            <span role="cell" class="right figures">{oldest}</span>
            <span role="cell" class="quiet">{phone(lang, row)}</span>
            <span role="cell">
                <span class=format!("badge {}", reasons::tone(&standing.reason).class())>
                    {reasons::short(lang, &standing.reason)}
                </span>
            </span>
            {columns::cells(columns, packs, row)}
        </div>
    }
    .into_any()
}

fn seen(row: &DeviceRow, silence: Silence) -> AnyView {
    let lang = lang();
    let ticking = clock::ticking();
    let at = row.last_seen_at;
    let span = move || at.map(|at| spans::span(lang, ticking.get().since(at)));
    let text = move || match (silence, span()) {
        (_, None) => lang.say(words::NEVER).to_owned(),
        (Silence::Silent, Some(span)) => phrases::silent_for(lang, &span),
        (Silence::Recent | Silence::Quiet | Silence::Never, Some(span)) => phrases::ago(lang, &span),
    };
    let class = match silence {
        Silence::Silent => "badge tone-late figures",
        Silence::Quiet => "badge tone-soon figures",
        Silence::Recent => "figures",
        Silence::Never => "quiet",
    };
    view! { <span class=class>{text}</span> }.into_any()
}

/// Draws how many photos the server has of how many, and how much is still to come.
pub fn photos(row: &DeviceRow) -> AnyView {
    let (received, total) = (row.photos_received, photos_total(row));
    let percent = spans::percent(received, total);
    let all = received >= total;
    let text = match (total, all) {
        (0, _) => say(words::NO_PHOTOS).to_owned(),
        (_, true) => format!("{} {received}", say(words::ALL_ARRIVED)),
        (_, false) => format!("{received}/{total}"),
    };
    let left = (row.heartbeat.waiting_bytes > 0 && !all)
        .then(|| text::left(lang(), &spans::size(row.heartbeat.waiting_bytes)));
    view! {
        <span class="counted" data-test="photos">
            <span class="bar"><span class:full=all style=format!("width:{percent}%")></span></span>
            <span class="figures">{text}{left.map(|left| view! { <small>{left}</small> })}</span>
        </span>
    }
    .into_any()
}

fn phone(lang: Lang, row: &DeviceRow) -> String {
    let beat = &row.heartbeat;
    let skew = row.clock_skew_ms.filter(|skew| skew.abs() > 60_000);
    let parts = [
        beat.battery_percent.map(|percent| phrases::battery(lang, percent)),
        beat.free_disk_bytes.filter(|free| *free < 2_000_000_000).map(|free| phrases::disk(lang, &spans::size(free))),
        skew.map(|skew| phrases::clock_off(lang, skew > 0, &spans::span(lang, skew.saturating_abs()))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
