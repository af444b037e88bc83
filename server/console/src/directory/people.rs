//! The people of a unit, or those whom words fit: calling them, copying a number, and for whoever looks after them changing.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::directory::{EntryList, ListedEntry, PlaceWish, UnitList, UnitMove, UnitRemoval, is_within};
use shared::ids::EntryId;
use wasm_bindgen_futures::JsFuture;

use super::asked::Asked;
use super::chosen;
use super::form::{self, Draft};
use super::text as words;
use crate::bridge::{self, Trouble};
use crate::faces::{self, Empty};
use crate::poll::poll;
use crate::security::twice;
use crate::text::{lang, names, say, words as common};

const SECONDS: u64 = 30;

/// What is being written, if anything is.
pub type Writing = RwSignal<Option<Draft>>;

/// Draws the part.
pub fn part(asked: Memo<Asked>, lists: Memo<Vec<UnitList>>, tree_again: Callback<()>) -> AnyView {
    let list = poll::<EntryList, _, _>(SECONDS, move || {
        let path = format!("/api/v1/directory/entries?limit=100{}", asked.get_untracked().query());
        async move { bridge::get(&path).await }
    });
    // Another unit's people must not stand under this one's name while they are asked for.
    Effect::watch(
        move || asked.get(),
        move |_, _, _| {
            list.value.set(None);
            list.again();
        },
        false,
    );
    let rows: Memo<Vec<ListedEntry>> =
        Memo::new(move |_| list.value.with(|list| list.as_ref().map(|list| list.entries.clone()).unwrap_or_default()));
    let is_known = Memo::new(move |_| list.value.with(Option::is_some));
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let writing: Writing = RwSignal::new(None);
    let again = Callback::new(move |()| {
        writing.try_set(None);
        list.again();
        tree_again.run(());
    });
    let table = move || match (is_known.get(), is_empty.get()) {
        (false, _) if list.trouble.with(Option::is_some) => ().into_any(),
        (false, _) => faces::waiting(),
        (true, true) => view! { <Empty title=words::NOBODY more=words::NOBODY_MORE/> }.into_any(),
        (true, false) => table(rows, writing, again),
    };
    let next = move || list.value.with(|list| list.as_ref().and_then(|list| list.next.clone()));
    view! {
        {faces::trouble_bar(list)}
        {tools(asked, lists, writing, again)}
        {move || writing.get().map(|draft| form::card(draft, writing, again))}
        {table}
        <footer class="pager">
            {move || (!asked.get().after.is_empty()).then(|| view! {
                <a class="button" data-test="first" href=asked.get().at_the_start().route().href()>{say(words::FIRST)}</a>
            })}
            {move || next().map(|after| view! {
                <a class="button" data-test="more" href=Asked { after, ..asked.get() }.route().href()>{say(words::MORE)}</a>
            })}
        </footer>
    }
    .into_any()
}

/// Draws what may be done to the unit that is chosen.
fn tools(asked: Memo<Asked>, lists: Memo<Vec<UnitList>>, writing: Writing, again: Callback<()>) -> AnyView {
    let lang = lang();
    let drawn = move || {
        let asked = asked.get();
        let list = lists.with(|lists| chosen(&asked, lists))?;
        let holds = |unit: &str| list.may_manage || list.own.iter().any(|own| is_within(unit, own));
        let unit =
            if asked.unit.is_empty() { list.own.first().cloned().unwrap_or_default() } else { asked.unit.clone() };
        if !list.may_manage && !holds(&unit) {
            return None;
        }
        let entries: u64 = list.units.iter().filter(|one| is_within(&one.unit, &unit)).map(|one| one.entries).sum();
        let jurisdiction = list.jurisdiction.clone();
        let draft = Draft::new(jurisdiction.clone(), unit.clone());
        let whole = (!asked.unit.is_empty() && entries > 0).then(|| {
            let to = RwSignal::new(unit.clone());
            let moved = twice::deed({
                let (jurisdiction, from) = (jurisdiction.clone(), unit.clone());
                move || {
                    let (jurisdiction, from) = (Some(jurisdiction.clone()), from.clone());
                    let wish = UnitMove { jurisdiction, from, to: to.get_untracked(), entries };
                    async move { bridge::tell("/api/v1/directory/units/move", &wish).await }
                }
            });
            let removed = twice::deed({
                let (jurisdiction, unit) = (jurisdiction.clone(), unit.clone());
                move || {
                    let wish = UnitRemoval { jurisdiction: Some(jurisdiction.clone()), unit: unit.clone(), entries };
                    async move { bridge::tell("/api/v1/directory/units/remove", &wish).await }
                }
            });
            view! {
                <details data-test="unit-tools">
                    <summary>{say(words::RENAME_UNIT)}" · "{words::entries(lang, entries)}</summary>
                    <div class="fields">
                        <label>{say(words::NEW_PATH)}
                            <input type="text" maxlength="120" data-test="unit-path" prop:value=move || to.get()
                                on:input:target=move |event| to.set(event.target().value())/>
                        </label>
                        <div class="buttons">
                            {plain(say(words::MOVE).to_owned(), say(words::MOVE), "unit-move", moved, again)}
                            {twice::button(words::REMOVE_UNIT, words::REMOVE_UNIT_SURE, "unit-remove", removed, again)}
                        </div>
                    </div>
                </details>
            }
        });
        Some(view! {
            <div class="directory-tools">
                <button type="button" class="button" data-test="add-entry" on:click=move |_| writing.set(Some(draft.clone()))>
                    {say(words::ADD)}
                </button>
                {whole}
            </div>
        })
    };
    drawn.into_any()
}

/// Draws a button that does something at once.
fn plain(label: String, word: &'static str, test: &'static str, deed: twice::Deed, done: Callback<()>) -> AnyView {
    let trouble = RwSignal::new(None::<Trouble>);
    let press = move |_| {
        trouble.set(None);
        let deed = deed();
        spawn_local(async move {
            match deed.await {
                Ok(()) => drop(done.try_run(())),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    view! {
        <button type="button" class="button small" data-test=test aria-label=label on:click=press>{word}</button>
        {crate::security::complaint(trouble)}
    }
    .into_any()
}

fn table(rows: Memo<Vec<ListedEntry>>, writing: Writing, again: Callback<()>) -> AnyView {
    let head = |word| view! { <th scope="col">{say(word)}</th> };
    view! {
        <div class="card table-card wide-table" tabindex="0" role="region" aria-label=say(words::PEOPLE)>
            <table class="rows compact directory-table">
                <thead><tr>
                    {head(words::NAME)}{head(words::MOBILE)}{head(words::OFFICE)}{head(words::UNIT)}
                    {head(words::SEEN_BY)}<th scope="col"><span class="unseen">{say(words::EDIT)}</span></th>
                </tr></thead>
                <tbody>
                    <For each=move || rows.get() key=|row| (row.id.clone(), row.version, row.may_edit)
                        children=move |one| row(one, rows, writing, again)/>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(one: ListedEntry, rows: Memo<Vec<ListedEntry>>, writing: Writing, again: Callback<()>) -> AnyView {
    let entry = one.entry.clone();
    let name = if entry.name.is_empty() {
        view! { <em class="quiet">{say(words::ITS_OWN_NUMBER)}</em> }.into_any()
    } else {
        view! { <strong class="person" data-said="">{entry.name.clone()}</strong> }.into_any()
    };
    let roles: Vec<&str> = one.roles.iter().map(|role| say(names::role(*role))).collect();
    let seen_by = if roles.is_empty() { say(words::EVERYBODY).to_owned() } else { roles.join(" · ") };
    let tools = one.may_edit.then(|| entry_tools(&one, rows, writing, again));
    view! {
        <tr data-test="entry" data-entry=one.id.to_string()>
            <td>{name}<small data-said="">{entry.post.clone()}</small></td>
            <td>{number(&entry.mobile)}</td>
            <td>{number(&entry.office_phone)}</td>
            <td class="wraps" data-said="">{entry.unit.clone()}</td>
            <td class="wraps">{seen_by}</td>
            <td class="right">{tools}</td>
        </tr>
    }
    .into_any()
}

/// Draws a number with the ways to call it and to copy it.
fn number(number: &str) -> AnyView {
    if number.is_empty() {
        return ().into_any();
    }
    let lang = lang();
    let digits: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let copied = RwSignal::new(false);
    let text = number.to_owned();
    let copy = move |_| {
        let promise = window().navigator().clipboard().write_text(&text);
        spawn_local(async move {
            if JsFuture::from(promise).await.is_ok() {
                copied.try_set(true);
            }
        });
    };
    view! {
        <span class="directory-number">
            <a class="words-link figures" href=format!("tel:{digits}") data-test="call"
                aria-label=words::call(lang, number)>{number.to_owned()}</a>
            <button type="button" class="link small" data-test="copy" aria-label=words::copy(lang, number) on:click=copy>
                {move || lang.say(if copied.get() { common::COPIED } else { words::COPY })}
            </button>
        </span>
    }
    .into_any()
}

/// Returns the entry before the one that stands before this in its unit, and the one that stands behind it.
fn neighbours(rows: &[ListedEntry], id: &EntryId) -> (Option<Option<EntryId>>, Option<EntryId>) {
    let Some(own) = rows.iter().find(|row| row.id == *id) else { return (None, None) };
    let same: Vec<&ListedEntry> =
        rows.iter().filter(|row| row.entry.unit == own.entry.unit && row.jurisdiction == own.jurisdiction).collect();
    let at = same.iter().position(|row| row.id == *id).unwrap_or(0);
    let two_before = at.checked_sub(2).and_then(|at| same.get(at)).map(|row| row.id.clone());
    let up = (at > 0).then_some(two_before);
    (up, same.get(at + 1).map(|row| row.id.clone()))
}

/// Which way an entry moves past another of its unit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

fn entry_tools(one: &ListedEntry, rows: Memo<Vec<ListedEntry>>, writing: Writing, again: Callback<()>) -> AnyView {
    let name = if one.entry.name.is_empty() { one.entry.unit.clone() } else { one.entry.name.clone() };
    let id = one.id.clone();
    let moves = Memo::new(move |_| {
        let (up, down) = rows.with(|rows| neighbours(rows, &id));
        (up.is_some(), down.is_some())
    });
    let placed = {
        let (id, version) = (one.id.clone(), one.version);
        move |way: Way| {
            let id = id.clone();
            twice::deed(move || {
                // Where it stands now, not where it stood when this was drawn.
                let (up, down) = rows.with_untracked(|rows| neighbours(rows, &id));
                let behind = match way {
                    Way::Up => up.flatten(),
                    Way::Down => down,
                };
                let path = format!("/api/v1/directory/entries/{id}/place");
                async move { bridge::tell(&path, &PlaceWish { version, behind }).await }
            })
        }
    };
    let arrows = {
        let name = name.clone();
        move || {
            let (up, down) = moves.get();
            let arrow = |word: kit::lang::Words, test: &'static str, way: Way| {
                plain(format!("{} · {name}", say(word)), say(word), test, placed(way), again)
            };
            let up = up.then(|| arrow(words::UP, "up", Way::Up));
            let down = down.then(|| arrow(words::DOWN, "down", Way::Down));
            view! { {up}{down} }.into_any()
        }
    };
    let removed = {
        let path = format!("/api/v1/directory/entries/{}?version={}", one.id, one.version);
        twice::deed(move || {
            let path = path.clone();
            async move { bridge::delete(&path).await }
        })
    };
    let edited = one.clone();
    view! {
        <span class="buttons entry-tools">
            <button type="button" class="button small" data-test="edit-entry" data-said="" aria-label=format!("{} · {name}", say(words::EDIT))
                on:click=move |_| writing.set(Some(Draft::of(&edited)))>{say(words::EDIT)}</button>
            {arrows}
            {twice::button(words::REMOVE, words::REMOVE_SURE, "remove-entry", removed, again)}
        </span>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use shared::api::directory::{DirectoryEntry, ListedEntry};
    use shared::ids::EntryId;

    use super::neighbours;

    fn row(id: &str, unit: &str) -> ListedEntry {
        let entry = DirectoryEntry { unit: unit.to_owned(), ..DirectoryEntry::default() };
        ListedEntry {
            id: id.parse().unwrap(),
            jurisdiction: "610112".parse().unwrap(),
            version: 1,
            entry,
            roles: Vec::new(),
            may_edit: true,
        }
    }

    #[test]
    fn an_entry_moves_past_those_of_its_own_unit() {
        let rows = [row("a", "x"), row("z", "y"), row("b", "x"), row("c", "x")];
        let id = |id: &str| -> EntryId { id.parse().unwrap() };
        assert_eq!(neighbours(&rows, &id("a")), (None, Some(id("b"))));
        assert_eq!(neighbours(&rows, &id("b")), (Some(None), Some(id("c"))));
        assert_eq!(neighbours(&rows, &id("c")), (Some(Some(id("a"))), None));
        assert_eq!(neighbours(&rows, &id("z")), (None, None));
    }
}
