//! The figures above the board.

use kit::lang::Words;
use leptos::prelude::*;
use shared::standing::wanted::Wanted;
use shared::standing::{Silence, waits};
use shared::time::Instant;

use super::live::Live;
use super::rows::Line;
use super::{address, text};
use crate::clock;
use crate::text::spans;
use crate::text::{lang, phrases, say, words};

/// What the tiles say.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
struct Figures {
    silent: u64,
    operations: u64,
    photos: u64,
    photo_bytes: u64,
    oldest: Option<Instant>,
    complete: u64,
    devices: u64,
}

fn figures(all: &[Line]) -> Figures {
    let mut figures = Figures::default();
    // What a withdrawn phone holds will not come by itself; it is not waited for.
    for line in all.iter().filter(|line| line.row().revoked_at.is_none()) {
        let (row, standing) = (line.row(), &line.judged().standing);
        figures.devices += 1;
        // Whoever went home with everything sent is not missed.
        figures.silent += u64::from(standing.silence == Silence::Silent && standing.needs_somebody());
        figures.operations += row.heartbeat.waiting_operations;
        figures.photos += shared::standing::photos_total(row).saturating_sub(row.photos_received);
        figures.photo_bytes += row.heartbeat.waiting_bytes;
        figures.oldest = [figures.oldest, row.heartbeat.oldest_waiting].into_iter().flatten().min();
        figures.complete += u64::from(!waits(row) && row.last_seen_at.is_some());
    }
    figures
}

/// Draws the tiles.
pub fn tiles(live: Live) -> impl IntoView {
    let lang = lang();
    let figures = Memo::new(move |_| live.lines.with(|all| figures(all)));
    move || {
        let figures = figures.get();
        let since = figures.oldest.zip(live.judged_at.get()).map(|(oldest, now)| spans::span(lang, now.since(oldest)));
        let photos = if figures.photos > 0 { spans::size(figures.photo_bytes) } else { String::new() };
        let oldest = figures.oldest.map_or_else(|| lang.say(words::NONE).to_owned(), clock::short);
        let oldest_more = since.map_or_else(|| lang.say(words::NOTHING_WAITS).to_owned(), |s| phrases::ago(lang, &s));
        let share = format!("{}%", spans::percent(figures.complete, figures.devices));
        let of_all = format!("{} / {}", figures.complete, figures.devices);
        let tone = |count: u64, bad: &'static str| if count > 0 { bad } else { "" };
        view! {
            <div class="tiles">
                {tile("silent", tone(figures.silent, "late"), spans::number(figures.silent), words::TILE_SILENT, show_silent(figures.silent))}
                {tile("operations", tone(figures.operations, "soon"), spans::number(figures.operations), words::TILE_OPERATIONS, String::new().into_any())}
                {tile("photos", "", spans::number(figures.photos), words::TILE_PHOTOS, photos.into_any())}
                {tile("oldest", if figures.oldest.is_some() { "soon" } else { "" }, oldest, words::TILE_OLDEST, oldest_more.into_any())}
                {tile("complete", if figures.complete == figures.devices { "ok" } else { "" }, share, words::TILE_COMPLETE, of_all.into_any())}
            </div>
        }
    }
}

/// Draws the way to those that were counted as silent.
fn show_silent(count: u64) -> AnyView {
    let wanted = Wanted { needing: true, silence: Some(Silence::Silent), ..Wanted::default() };
    let link = move || {
        let href = address::href(None, &wanted);
        view! { <a class="words-link" data-test="show-silent" href=href>{say(text::SHOW_SILENT)}</a> }
    };
    (count > 0).then(link).into_any()
}

fn tile(name: &'static str, tone: &'static str, figure: String, word: Words, more: AnyView) -> impl IntoView {
    view! {
        <div class="card tile" data-test=format!("tile-{name}")>
            <strong class=format!("figures {tone}")>{figure}</strong>
            <p>{say(word)}<span class="quiet figures">{more}</span></p>
        </div>
    }
}
