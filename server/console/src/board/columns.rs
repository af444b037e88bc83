//! The versions on each device as columns of the table, switched on by whoever wants them; the browser remembers which.

use kit::lang::{Lang, Words};
use kit::remember;
use leptos::prelude::*;
use shared::api::devices::{DeviceRow, PackName};
use shared::ids::Sha256;
use shared::standing::newest::Newest;

use super::text;
use crate::text::{say, words};

const REMEMBERED_AS: &str = "xunge.board.columns";

/// A column beyond those that always stand there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Column {
    /// The version of the app.
    App,
    /// The version of the catalogue.
    Catalogue,
    /// The version of the boundaries.
    Boundaries,
}

impl Column {
    /// Every one, in the order they stand in.
    pub const ALL: [Self; 3] = [Self::App, Self::Catalogue, Self::Boundaries];

    const fn as_str(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Catalogue => "catalogue",
            Self::Boundaries => "boundaries",
        }
    }

    /// Returns its heading.
    pub const fn words(self) -> Words {
        match self {
            Self::App => text::VERSION,
            Self::Catalogue => text::CATALOGUE_VERSION,
            Self::Boundaries => text::BOUNDARIES_VERSION,
        }
    }
}

/// Which of them are switched on.
#[derive(Clone, Copy)]
pub struct Columns(RwSignal<Vec<Column>>);

impl Columns {
    /// Begins with what this browser remembers.
    pub fn remembered() -> Self {
        Self(RwSignal::new(read(&remember::recall(REMEMBERED_AS).unwrap_or_default())))
    }

    /// Follows those that are switched on, in their order.
    pub fn shown(self) -> Vec<Column> {
        self.0.get()
    }

    fn is_shown(self, column: Column) -> bool {
        self.0.with(|shown| shown.contains(&column))
    }

    fn turn(self, column: Column) {
        let turned = turned(&self.0.get_untracked(), column);
        remember::keep(REMEMBERED_AS, &write(&turned));
        self.0.set(turned);
    }
}

fn read(text: &str) -> Vec<Column> {
    let names: Vec<&str> = text.split(',').collect();
    Column::ALL.into_iter().filter(|column| names.contains(&column.as_str())).collect()
}

fn write(shown: &[Column]) -> String {
    shown.iter().map(|column| column.as_str()).collect::<Vec<_>>().join(",")
}

fn turned(shown: &[Column], column: Column) -> Vec<Column> {
    let is_shown = |other: &Column| (*other == column) != shown.contains(other);
    Column::ALL.into_iter().filter(is_shown).collect()
}

/// Draws what switches them.
pub fn switches(columns: Columns) -> AnyView {
    let switch = move |column: Column| {
        let is_shown = move || columns.is_shown(column);
        view! {
            <button type="button" class="chip" class:on=is_shown aria-pressed=move || is_shown().to_string()
                data-test=format!("column-{}", column.as_str()) on:click=move |_| columns.turn(column)>
                {say(column.words())}
            </button>
        }
        .into_any()
    };
    view! {
        <div class="board-columns" role="group" aria-label=say(text::MORE_COLUMNS)>
            <span class="quiet" aria-hidden="true">{say(text::MORE_COLUMNS)}</span>
            {Column::ALL.map(switch).into_iter().collect_view()}
        </div>
    }
    .into_any()
}

/// Draws the headings of those that are switched on.
pub fn heads(columns: Columns) -> AnyView {
    let head = |column: Column| view! { <span role="columnheader">{say(column.words())}</span> }.into_any();
    (move || columns.shown().into_iter().map(head).collect_view()).into_any()
}

/// Draws what a device has in those that are switched on.
pub fn cells(columns: Columns, packs: RwSignal<Vec<PackName>>, row: &DeviceRow) -> AnyView {
    let row = row.clone();
    let cells = move || {
        let cell = |column: Column| {
            let (version, is_old) = packs.with(|packs| held(column, packs, &row));
            let version = version.unwrap_or_else(|| say(words::NONE).to_owned());
            let old = is_old.then(|| view! { <small class="badge tone-soon">{say(text::NOT_IN_FORCE)}</small> });
            view! {
                <span role="cell" class="versions" data-test=format!("cell-{}", column.as_str()) data-old=is_old.to_string()>
                    <span class="figures" data-said="">{version}</span>{old}
                </span>
            }
            .into_any()
        };
        columns.shown().into_iter().map(cell).collect_view()
    };
    cells.into_any()
}

/// Returns the version that a device has, and whether it is an old one.
fn held(column: Column, packs: &[PackName], row: &DeviceRow) -> (Option<String>, bool) {
    let (beat, newest) = (&row.heartbeat, Newest::of(packs));
    let named = |hash: Option<&Sha256>| hash.map(|hash| version(packs, hash));
    match column {
        Column::App => (Some(beat.app_version.clone()).filter(|version| !version.is_empty()), false),
        Column::Catalogue => (named(beat.catalogue.as_ref()), newest.is_catalogue_old(row)),
        Column::Boundaries => (named(beat.boundaries.as_ref()), newest.are_boundaries_old(row)),
    }
}

/// Says the version of a pack as people do; the beginning of its hash where nobody here knows it.
fn version(packs: &[PackName], hash: &Sha256) -> String {
    let known = packs.iter().find(|pack| pack.hash == *hash);
    known.map_or_else(|| hash.as_str().chars().take(8).collect(), |pack| pack.version.clone())
}

/// Says the version of a pack as people do, and whether it is the newest.
pub fn pack(lang: Lang, packs: &[PackName], held: Option<&Sha256>) -> String {
    let Some(held) = held else { return lang.say(words::PACKS_UNKNOWN).to_owned() };
    match packs.iter().find(|pack| pack.hash == *held) {
        Some(pack) => {
            let word = if pack.current { text::IN_FORCE } else { text::NOT_IN_FORCE };
            format!("{} · {}", pack.version, lang.say(word))
        }
        None => version(packs, held),
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, read, turned, write};

    #[test]
    fn what_is_switched_on_is_remembered_in_its_order() {
        let shown = turned(&turned(&[], Column::Boundaries), Column::App);
        assert_eq!(shown, [Column::App, Column::Boundaries]);
        assert_eq!(read(&write(&shown)), shown);
        assert_eq!(turned(&shown, Column::App), [Column::Boundaries]);
        assert!(read("").is_empty());
        assert_eq!(read("battery,boundaries,app"), shown, "what another edition remembered leaves nothing out");
    }
}
