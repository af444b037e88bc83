//! The rows of the board.

use kit::lang::Lang;
use kit::text::reasons;
use leptos::prelude::*;
use shared::api::devices::DeviceRow;
use shared::ids::DeviceId;
use shared::standing::{Judged, Silence, photos_total};

use crate::clock;
use crate::route::{self, Route};
use crate::text::spans;
use crate::text::{lang, phrases, say, words};

/// Draws the table; a click on a row chooses it.
pub fn table(rows: Memo<Vec<Judged>>, chosen: Memo<Option<DeviceId>>) -> impl IntoView {
    view! {
        <table class="rows">
            <thead>
                <tr>
                    <th>{say(words::COL_PERSON)}</th>
                    <th>{say(words::COL_SEEN)}</th>
                    <th class="right">{say(words::COL_WAITING)}</th>
                    <th>{say(words::COL_PHOTOS)}</th>
                    <th class="right">{say(words::COL_OLDEST)}</th>
                    <th>{say(words::COL_PHONE)}</th>
                    <th>{say(words::COL_REASON)}</th>
                    <th></th>
                </tr>
            </thead>
            <tbody>
                <For each=move || rows.get() key=fingerprint children=move |judged| row(&judged, chosen)/>
            </tbody>
        </table>
    }
}

/// Tells rows apart by what can change in them: a row that says the same stays as it is.
fn fingerprint(judged: &Judged) -> String {
    let row = &judged.row;
    let (seen, revoked) = (row.last_seen_at, row.revoked_at);
    let counts = (row.operations, row.photos_total, row.photos_received, row.heartbeat.waiting_operations);
    format!("{} {seen:?} {revoked:?} {counts:?} {:?}", row.device, judged.standing)
}

fn row(judged: &Judged, chosen: Memo<Option<DeviceId>>) -> impl IntoView + use<> {
    let lang = lang();
    let (row, standing) = (&judged.row, &judged.standing);
    let device = row.device;
    let href = Route::Board(Some(device)).href();
    let waiting = row.heartbeat.waiting_operations;
    let oldest = row.heartbeat.oldest_waiting.map_or_else(|| lang.say(words::NONE).to_owned(), clock::short);
    let grids = phrases::grids(lang, row.grids.first().map_or("", String::as_str), row.grids.len());
    view! {
        <tr class:chosen=move || chosen.get() == Some(device) data-test="device-row" data-user=row.user.to_string()
            data-reason=reasons::short(Lang::En, &standing.reason)
            on:click=move |_| route::go(&Route::Board(Some(device)))>
            <td><a class="person" href=href><strong>{row.name.clone()}</strong><small>{grids}</small></a></td>
            <td>{seen(row, standing.silence)}</td>
            <td class="right figures" data-test="waiting">{waiting}</td>
            <td>{photos(row)}</td>
            <td class="right figures">{oldest}</td>
            <td class="quiet">{phone(lang, row)}</td>
            <td><span class=format!("badge {}", reasons::tone(&standing.reason).class())>{reasons::short(lang, &standing.reason)}</span></td>
            <td class="quiet">"›"</td>
        </tr>
    }
}

fn seen(row: &DeviceRow, silence: Silence) -> impl IntoView + use<> {
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
    view! { <span class=class>{text}</span> }
}

/// Draws how many photos the server has of how many.
pub fn photos(row: &DeviceRow) -> impl IntoView + use<> {
    let (received, total) = (row.photos_received, photos_total(row));
    let percent = spans::percent(received, total);
    let all = received >= total;
    let text = match (total, all) {
        (0, _) => say(words::NO_PHOTOS).to_owned(),
        (_, true) => format!("{} {received}", say(words::ALL_ARRIVED)),
        (_, false) => format!("{received}/{total}"),
    };
    view! {
        <span class="counted" data-test="photos">
            <span class="bar"><span class:full=all style=format!("width:{percent}%")></span></span>
            <span class="figures">{text}</span>
        </span>
    }
}

fn phone(lang: Lang, row: &DeviceRow) -> String {
    let beat = &row.heartbeat;
    let skew = row.clock_skew_ms.filter(|skew| skew.abs() > 60_000);
    let parts = [
        beat.battery_percent.map(|percent| phrases::battery(lang, percent)),
        beat.free_disk_bytes.filter(|free| *free < 2_000_000_000).map(|free| phrases::disk(lang, &spans::size(free))),
        skew.map(|skew| phrases::clock_off(lang, skew > 0, &spans::span(lang, skew.saturating_abs()))),
    ];
    parts.into_iter().flatten().take(2).collect::<Vec<_>>().join(" · ")
}
