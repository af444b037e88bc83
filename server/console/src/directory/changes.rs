//! What was changed: who, when, from what to what; and taking one change back.

use leptos::prelude::*;
use shared::api::directory::{ChangeKind, DirectoryChange, DirectoryChanges, EntryState, UnitList};

use super::asked::Asked;
use super::chosen;
use super::text as words;
use crate::bridge;
use crate::clock;
use crate::faces::{self, Empty};
use crate::pieces;
use crate::poll::poll;
use crate::route::encode;
use crate::security::twice;
use crate::text::{lang, say};

const SECONDS: u64 = 20;

/// Draws the part.
pub fn part(asked: Memo<Asked>, lists: Memo<Vec<UnitList>>, tree_again: Callback<()>) -> AnyView {
    let list = Memo::new(move |_| {
        let found = lists.with(|lists| chosen(&asked.get(), lists));
        found.filter(|list| list.may_manage || !list.own.is_empty()).map(|list| list.jurisdiction)
    });
    let drawn = move || match list.get() {
        None => view! { <Empty title=words::CHANGES more=words::CHANGES_NOTE/> }.into_any(),
        Some(list) => of_list(list.to_string(), asked, tree_again),
    };
    drawn.into_any()
}

fn of_list(list: String, asked: Memo<Asked>, tree_again: Callback<()>) -> AnyView {
    let query = Memo::new(move |_| {
        let asked = asked.get();
        let pairs = [("unit", &asked.unit), ("before", &asked.after)];
        let said = pairs.iter().filter(|(_, value)| !value.is_empty());
        let more: String = said.map(|(name, value)| format!("&{name}={}", encode(value))).collect();
        format!("/api/v1/directory/changes?limit=50&jurisdiction={list}{more}")
    });
    let log = poll::<DirectoryChanges, _, _>(SECONDS, move || {
        let path = query.get_untracked();
        async move { bridge::get(&path).await }
    });
    Effect::watch(move || query.get(), move |_, _, _| log.again(), false);
    let rows: Memo<Vec<DirectoryChange>> =
        Memo::new(move |_| log.value.with(|log| log.as_ref().map(|log| log.changes.clone()).unwrap_or_default()));
    let is_known = Memo::new(move |_| log.value.with(Option::is_some));
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let again = Callback::new(move |()| {
        log.again();
        tree_again.run(());
    });
    let next = Memo::new(move |_| {
        log.value.with(|log| log.as_ref().and_then(|log| log.next.as_ref().map(ToString::to_string)))
    });
    let is_newest = Signal::derive(move || asked.with(|asked| asked.after.is_empty()));
    let to_page = Callback::new(move |after: String| Asked { after, ..asked.get() }.route().href());
    view! {
        {faces::trouble_bar(log)}
        {move || match (is_known.get(), is_empty.get()) {
            (false, _) if log.trouble.with(Option::is_some) => ().into_any(),
            (false, _) => faces::waiting(),
            (true, true) => view! { <Empty title=words::NO_CHANGES more=words::NO_CHANGES_MORE/> }.into_any(),
            (true, false) => table(rows, again),
        }}
        {pieces::older(next, is_newest, to_page)}
    }
    .into_any()
}

fn table(rows: Memo<Vec<DirectoryChange>>, again: Callback<()>) -> AnyView {
    let head = |word| view! { <th scope="col">{say(word)}</th> };
    view! {
        <div class="card table-card wide-table" tabindex="0" role="region" aria-label=say(words::CHANGES)>
            <table class="rows compact directory-table">
                <thead><tr>
                    {head(words::WHEN)}{head(words::WHO)}{head(words::WHAT)}{head(words::FROM_TO)}
                    <th scope="col"><span class="unseen">{say(words::UNDO)}</span></th>
                </tr></thead>
                <tbody>
                    <For each=move || rows.get() key=|row| (row.id, row.undone_by, row.may_undo)
                        children=move |one| row(&one, again)/>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(one: &DirectoryChange, again: Callback<()>) -> AnyView {
    let who = if one.name.is_empty() {
        view! { <span class="quiet">{say(words::AT_SERVER)}</span> }.into_any()
    } else {
        view! { <strong data-said="">{one.name.clone()}</strong> }.into_any()
    };
    let undone = one.undone_by.map(|_| pieces::badge(kit::tone::Tone::Rest, say(words::UNDONE), "undone", "undone"));
    let undo = one.may_undo.then(|| {
        let path = format!("/api/v1/directory/changes/{}/undo", one.id);
        let deed = twice::deed(move || {
            let path = path.clone();
            async move { bridge::command(&path).await }
        });
        twice::button(words::UNDO, words::UNDO_SURE, "undo", deed, again)
    });
    view! {
        <tr data-test="change" data-kind=one.kind.as_str() data-change=one.id.to_string()>
            <td class="figures">{clock::dated(one.at)}</td>
            <td>{who}</td>
            <td>{say(words::kind(one.kind))}<small>{words::entries(lang(), one.entries)}</small></td>
            <td class="wraps">{from_to(one)}</td>
            <td class="right">{undone}{undo}</td>
        </tr>
    }
    .into_any()
}

/// Says what an entry said, in one line.
fn said(state: &EntryState) -> String {
    let entry = &state.entry;
    let parts = [&entry.unit, &entry.name, &entry.post, &entry.mobile, &entry.office_phone];
    let said: Vec<&str> = parts.iter().map(|part| part.as_str()).filter(|part| !part.is_empty()).collect();
    said.join(" · ")
}

/// Pairs what each entry said before and after.
fn pairs(one: &DirectoryChange) -> Vec<(Option<String>, Option<String>)> {
    let mut found: Vec<(Option<String>, Option<String>)> = Vec::new();
    for state in &one.before {
        let after = one.after.iter().find(|after| after.id == state.id);
        found.push((Some(said(state)), after.map(said)));
    }
    let is_new = |state: &&EntryState| !one.before.iter().any(|before| before.id == state.id);
    found.extend(one.after.iter().filter(is_new).map(|state| (None, Some(said(state)))));
    found
}

fn from_to(one: &DirectoryChange) -> AnyView {
    if one.kind == ChangeKind::Import {
        return ().into_any();
    }
    let side = |text: Option<String>| match text {
        Some(text) => view! { <span data-said="">{text}</span> }.into_any(),
        None => view! { <em class="quiet">{say(words::NOTHING)}</em> }.into_any(),
    };
    let pair = |(before, after)| view! { <li>{side(before)}" → "{side(after)}</li> };
    view! { <ul class="from-to">{pairs(one).into_iter().map(pair).collect_view()}</ul> }.into_any()
}

#[cfg(test)]
mod tests {
    use shared::api::directory::{ChangeKind, DirectoryChange, DirectoryEntry, EntryState};
    use shared::time::Instant;

    use super::pairs;

    fn state(id: &str, post: &str) -> EntryState {
        let entry = DirectoryEntry {
            unit: "中心".to_owned(),
            name: "王".to_owned(),
            post: post.to_owned(),
            ..DirectoryEntry::default()
        };
        EntryState { id: id.parse().unwrap(), entry, roles: Vec::new(), behind: None }
    }

    #[test]
    fn what_an_entry_said_stands_beside_what_it_says() {
        let change = DirectoryChange {
            id: "0190f000-0000-7000-8000-0000000000aa".parse().unwrap(),
            jurisdiction: "610112".parse().unwrap(),
            at: Instant::from_ms(0),
            account: None,
            name: String::new(),
            kind: ChangeKind::Change,
            unit: "中心".to_owned(),
            entries: 3,
            before: vec![state("a", "旧"), state("b", "")],
            after: vec![state("a", "新"), state("c", "")],
            undoes: None,
            undone_by: None,
            may_undo: false,
        };
        let line = |text: &str| Some(text.to_owned());
        let expected =
            [(line("中心 · 王 · 旧"), line("中心 · 王 · 新")), (line("中心 · 王"), None), (None, line("中心 · 王"))];
        assert_eq!(pairs(&change), expected);
    }
}
