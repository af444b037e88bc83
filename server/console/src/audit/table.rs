//! The records, one line each.

use leptos::prelude::*;
use shared::api::audit::{AuditEntry, word};
use shared::ids::HintId;

use super::asked;
use super::text as words;
use crate::clock;
use crate::pieces;
use crate::route::Route;
use crate::section::{Address, Section};
use crate::text::{lang, pick, say};

/// Draws the table.
pub fn table(rows: Memo<Vec<AuditEntry>>, address: Memo<Address>) -> AnyView {
    let head = |word| view! { <th scope="col">{say(word)}</th> };
    view! {
        <div class="card table-card wide-table" tabindex="0" role="region" aria-label=say(words::RECORDS)>
            <table class="rows compact oversight-table">
                <thead><tr>
                    {head(words::WHEN)}{head(words::WHO)}{head(words::ACTION)}{head(words::ON_WHAT)}{head(words::DETAIL)}
                </tr></thead>
                <tbody>
                    <For each=move || rows.get() key=|row| row.id.clone() children=move |one| row(&one, address)/>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(one: &AuditEntry, address: Memo<Address>) -> AnyView {
    let id = one.id.clone();
    let here = {
        let id = id.clone();
        move || address.with(|address| address.part(0) == Some(id.as_str()))
    };
    let href = {
        let id = id.clone();
        move || asked::record(&address.get(), &id).href()
    };
    view! {
        <tr data-test="record" data-record=id data-action=one.action.clone() class:chosen=here>
            <td class="figures"><a class="words-link" data-test="open-record" href=href>{clock::dated(one.at)}</a></td>
            <td>{who(one)}</td>
            <td>{called(&one.action)}</td>
            <td class="wraps">{subject(one)}</td>
            <td class="wraps code" data-said="">{one.detail.clone()}</td>
        </tr>
    }
    .into_any()
}

/// Says what an action is called; one of a later server keeps its own word.
pub fn called(action: &str) -> String {
    word(action).map_or_else(|| action.to_owned(), |word| pick(lang(), word.zh, word.en).to_owned())
}

/// Draws who did it: somebody, or a rule.
pub fn who(one: &AuditEntry) -> AnyView {
    let (kind, name) = one.actor.split_once(' ').unwrap_or(("", one.actor.as_str()));
    let name = name.to_owned();
    if kind == "system" {
        return view! { <em class="quiet">{say(words::BY_ITSELF)}</em><small class="code">{name}</small> }.into_any();
    }
    let person = one.account.map(|account| Route::At(Section::People, Address::default().below(&account.to_string())));
    let shown = if one.name.is_empty() { name.clone() } else { one.name.clone() };
    let shown = match person {
        Some(route) => {
            view! { <a class="words-link" href=route.href() data-said="" data-test="who">{shown}</a> }.into_any()
        }
        None => view! { <span data-said="">{shown}</span> }.into_any(),
    };
    view! { {shown}<small>{name}</small> }.into_any()
}

/// Returns where a subject is to be seen.
fn way(subject: &str) -> Option<Route> {
    let (kind, id) = subject.split_once(' ').unwrap_or((subject, ""));
    match kind {
        "case" => id.parse().ok().map(Route::Case),
        "device" => id.parse().ok().map(|device| Route::Board(Some(device))),
        "account" => {
            let below = id.parse::<shared::ids::AccountId>().ok().map(|id| Address::default().below(&id.to_string()));
            Some(Route::At(Section::People, below.unwrap_or_else(|| Address::default().with("q", id))))
        }
        "directory" => Some(Route::At(Section::Directory, Address::default().below("changes").with("list", id))),
        "pack" => Some(Route::At(Section::Areas, Address::default())),
        "announcement" => Some(Route::Announcements),
        "audit" => Some(Route::At(Section::Audit, Address::default())),
        "server" => Some(Route::At(Section::Health, Address::default())),
        "bulletin" => Some(Route::At(Section::Bulletins, Address::default().below(id))),
        "hint" => id.parse().ok().map(hint),
        "honesty" => Some(Route::At(Section::Honesty, honesty(id))),
        _ => None,
    }
}

/// Returns the way to a hint. Whom its page is not open to is told so there, and the record itself names nobody.
fn hint(id: HintId) -> Route {
    Route::At(Section::Honesty, Address::default().below(&id.to_string()))
}

/// The list of hints, or how well answers agree.
fn honesty(what: &str) -> Address {
    match what {
        "agreement" | "agreement_cases" => Address::default().below("agreement"),
        _ => Address::default(),
    }
}

/// Draws what it was done to, as the way to it where there is one.
pub fn subject(one: &AuditEntry) -> AnyView {
    let words = match &one.case_no {
        Some(number) => number.to_string(),
        None => one.subject.clone(),
    };
    match way(&one.subject) {
        Some(route) => pieces::link(&route, words, "subject"),
        None => view! { <span class="code">{words}</span> }.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::way;

    #[test]
    fn a_subject_is_a_way_to_what_it_was_done_to() {
        let id = "018f0000-0000-7000-8000-000000000001";
        for (subject, href) in [
            (format!("case {id}"), format!("#/cases/{id}")),
            (format!("device {id}"), format!("#/devices/{id}")),
            (format!("account {id}"), format!("#/people/{id}")),
            ("account wang".to_owned(), "#/people?q=wang".to_owned()),
            ("directory 610112".to_owned(), "#/directory/changes?list=610112".to_owned()),
            ("server".to_owned(), "#/health".to_owned()),
            (format!("hint {id}"), format!("#/honesty/{id}")),
            ("honesty hints".to_owned(), "#/honesty".to_owned()),
            ("honesty agreement".to_owned(), "#/honesty/agreement".to_owned()),
            ("honesty agreement_cases".to_owned(), "#/honesty/agreement".to_owned()),
        ] {
            assert_eq!(way(&subject).map(|route| route.href()), Some(href));
        }
        assert_eq!(way("case 17"), None);
        assert_eq!(way("hint 17"), None);
        assert_eq!(way("desk"), None);
    }
}
