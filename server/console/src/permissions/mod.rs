//! Which role may do what: every right and every action on a case, as `shared::account` has them and nothing besides.
//!
//! Nothing is fetched: the table is the very one that the server judges by. Start with [`page`].

mod text;

use leptos::prelude::*;
use shared::account::{Right, Role, may, may_act};
use shared::case::ActionKind;

use crate::desk;
use crate::route::Route;
use crate::section::{self, Address, Section};
use crate::text::{lang, names, say, words as common};

use self::text as words;

/// One line of a table: who may do one thing.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Line {
    /// The thing as it is called in an address or a test.
    key: String,
    /// What it is called.
    name: &'static str,
    /// What it means.
    meaning: &'static str,
    /// Who may, in the order of the columns.
    may: Vec<bool>,
}

fn rights(roles: &[Role]) -> Vec<Line> {
    let line = |right: Right| Line {
        key: format!("{right:?}"),
        name: say(words::right(right)),
        meaning: say(words::meaning(right)),
        may: roles.iter().map(|role| may(*role, right)).collect(),
    };
    Right::ALL.iter().copied().map(line).collect()
}

fn actions(roles: &[Role]) -> Vec<Line> {
    let line = |kind: ActionKind| Line {
        key: kind.as_str().to_owned(),
        name: say(names::action(kind)),
        meaning: if kind.is_system_only() { say(words::BY_SERVER) } else { "" },
        may: roles.iter().map(|role| may_act(*role, kind)).collect(),
    };
    ActionKind::ALL.iter().copied().map(line).collect()
}

/// The page.
pub fn page() -> AnyView {
    let own = desk::account().role;
    let address = section::address(Section::Permissions);
    let chosen = Memo::new(move |_| address.with(|address| address.get("role").and_then(Role::parse)));
    let tables = move || {
        let roles = chosen.get().map_or_else(|| Role::ALL.to_vec(), |role| vec![role]);
        view! {
            {table(words::RIGHTS, words::RIGHT, "rights", &roles, own, rights(&roles))}
            <p class="small perm-note">{say(words::STATE_TOO)}</p>
            {table(words::ACTIONS, words::ACTION, "actions", &roles, own, actions(&roles))}
        }
    };
    view! {
        <section class="permissions" data-test="permissions">
            <header class="page-head">
                <h2>{say(Section::Permissions.word())}</h2>
                <span class="gap"></span>
                <button type="button" class="button small" data-test="print" on:click=move |_| drop(window().print())>
                    {say(common::PRINT)}
                </button>
            </header>
            <p class="lead">{say(words::LEAD)}</p>
            <p class="lead quiet">{say(words::REACH)}</p>
            <nav class="chips" aria-label=say(words::FILTER)>
                {chip(chosen, None, own)}
                {Role::ALL.iter().map(|role| chip(chosen, Some(*role), own)).collect_view()}
            </nav>
            {tables}
        </section>
    }
    .into_any()
}

/// Says what a role is called, and whether it is the reader's own.
fn named(role: Role, own: Role) -> String {
    let name = say(names::role(role));
    if role == own { words::of_you(lang(), name) } else { name.to_owned() }
}

fn chip(chosen: Memo<Option<Role>>, role: Option<Role>, own: Role) -> AnyView {
    let word = role.map_or("", Role::as_str);
    let name = role.map_or_else(|| say(words::ALL_ROLES).to_owned(), |role| named(role, own));
    let href = Route::At(Section::Permissions, Address::default().with("role", word)).href();
    let is_on = move || chosen.get() == role;
    view! {
        <a class="chip" class:on=is_on href=href data-test=format!("role-{word}")
            aria-current=move || is_on().then_some("true")>{name}</a>
    }
    .into_any()
}

fn table(
    title: kit::lang::Words,
    first: kit::lang::Words,
    test: &'static str,
    roles: &[Role],
    own: Role,
    lines: Vec<Line>,
) -> AnyView {
    let heads: Vec<(Role, String)> = roles.iter().map(|role| (*role, named(*role, own))).collect();
    let own_column = roles.iter().position(|role| *role == own);
    let head = |(role, name): (Role, String)| {
        let is_own = role == own;
        view! { <th scope="col" class:own=is_own data-test="column" data-role=role.as_str()>{name}</th> }
    };
    view! {
        <h3 class="perm-title" id=format!("perm-{test}")>{say(title)}</h3>
        // It scrolls by itself both ways, so the keyboard must be able to stand in it.
        <div class="card perm-card" role="region" tabindex="0" aria-labelledby=format!("perm-{test}")>
            <table class="perm" data-test=test>
                <thead><tr><th scope="col">{say(first)}</th>{heads.into_iter().map(head).collect_view()}</tr></thead>
                <tbody>{lines.into_iter().map(|line| row(line, own_column)).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(line: Line, own_column: Option<usize>) -> AnyView {
    let cell = move |(at, may): (usize, bool)| {
        let (mark, words) = if may { ("✓", words::YES) } else { ("–", words::NO) };
        let is_own = own_column == Some(at);
        view! {
            <td class:own=is_own class:yes=may data-may=may.to_string()>
                <span aria-hidden="true">{mark}</span><span class="unseen">{say(words)}</span>
            </td>
        }
    };
    view! {
        <tr data-test="line" data-key=line.key>
            <th scope="row">{line.name}<small>{line.meaning}</small></th>
            {line.may.into_iter().enumerate().map(cell).collect_view()}
        </tr>
    }
    .into_any()
}
