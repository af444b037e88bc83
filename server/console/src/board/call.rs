//! The number to call: from the directory, where the caller's role sees it. Accounts themselves keep no number.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account::{Right, may};
use shared::api::directory::{Directory, DirectoryEntry};

use super::rows::Line;
use super::text;
use crate::bridge::{self, Trouble};
use crate::desk;
use crate::text::{lang, say};

/// What is known of the number.
#[derive(Clone, PartialEq)]
enum Found {
    Unasked,
    Asking,
    Entries(Vec<DirectoryEntry>),
    Refused(Trouble),
}

/// Returns the entries of somebody that hold a number.
fn of(directory: &Directory, name: &str) -> Vec<DirectoryEntry> {
    let has_number = |entry: &&DirectoryEntry| !entry.mobile.is_empty() || !entry.office_phone.is_empty();
    directory.entries.iter().filter(|entry| entry.name == name).filter(has_number).cloned().collect()
}

/// Draws the way to the number.
pub fn call(line: Memo<Option<Line>>) -> AnyView {
    if !may(desk::account().role, Right::ReadDirectory) {
        return view! { <p class="quiet small">{say(text::CALL_ROLE)}</p> }.into_any();
    }
    let found = RwSignal::new(Found::Unasked);
    let name =
        Memo::new(move |_| line.with(|line| line.as_ref().map(|line| line.row().name.clone()).unwrap_or_default()));
    let look = move |_| {
        found.set(Found::Asking);
        let name = name.get_untracked();
        spawn_local(async move {
            let came = match bridge::get::<Directory>("/api/v1/directory").await {
                Ok(directory) => Found::Entries(of(&directory, &name)),
                Err(trouble) => Found::Refused(trouble),
            };
            found.try_set(came);
        });
    };
    let drawn = move || match found.get() {
        Found::Unasked => ().into_any(),
        Found::Asking => view! { <p class="quiet small" role="status">{say(text::CALLING)}</p> }.into_any(),
        Found::Entries(entries) if entries.is_empty() => {
            view! { <p class="small" role="status" data-test="call-none">{say(text::CALL_NONE)}</p> }.into_any()
        }
        Found::Entries(entries) => {
            let rows: Vec<AnyView> = entries.iter().flat_map(numbers).collect();
            view! {
                <ul class="numbers" data-test="call-numbers">{rows}</ul>
                <p class="quiet small">{say(text::CALL_NAMESAKES)}</p>
            }
            .into_any()
        }
        Found::Refused(trouble) => {
            view! { <p class="complaint" role="alert" data-code=trouble.code()>{trouble.words(lang())}</p> }.into_any()
        }
    };
    view! {
        <button type="button" class="button" data-test="call" on:click=look>{say(text::CALL)}</button>
        {drawn}
    }
    .into_any()
}

fn numbers(entry: &DirectoryEntry) -> Vec<AnyView> {
    let whose = format!("{} {}", entry.unit, entry.post);
    let link = |number: &String| {
        view! {
            <li><a class="words-link figures" href=format!("tel:{number}")>{number.clone()}</a><small data-said="">{whose.clone()}</small></li>
        }
        .into_any()
    };
    [&entry.mobile, &entry.office_phone].into_iter().filter(|number| !number.is_empty()).map(link).collect()
}

#[cfg(test)]
mod tests {
    use shared::api::directory::{Directory, DirectoryEntry};

    use super::of;

    #[test]
    fn only_who_has_the_name_and_a_number_is_called() {
        let entry = |name: &str, mobile: &str| DirectoryEntry {
            name: name.to_owned(),
            mobile: mobile.to_owned(),
            ..DirectoryEntry::default()
        };
        let entries = vec![entry("王", "1"), entry("王", ""), entry("王一", "2"), entry("", "3")];
        let directory = Directory { hash: None, entries };
        assert_eq!(of(&directory, "王"), [entry("王", "1")]);
        assert!(of(&directory, "李").is_empty());
    }
}
