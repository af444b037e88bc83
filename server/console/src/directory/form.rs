//! Writing an entry, new or changed.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account::Role;
use shared::api::directory::{DirectoryEntry, EntryWish, ListedEntry};
use shared::ids::{EntryId, JurisdictionId};

use super::people::Writing;
use super::text as words;
use crate::bridge::{self, Trouble};
use crate::text::words as common;
use crate::text::{lang, names, say};

/// What was written so far.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// The entry that is changed, and the version of it that was seen; none for a new one.
    changed: Option<(EntryId, u64)>,
    /// Whose list.
    list: JurisdictionId,
    /// What it says.
    entry: DirectoryEntry,
    /// Who may see it.
    roles: Vec<Role>,
}

impl Draft {
    /// Begins a new one.
    pub fn new(list: JurisdictionId, unit: String) -> Self {
        Self { changed: None, list, entry: DirectoryEntry { unit, ..DirectoryEntry::default() }, roles: Vec::new() }
    }

    /// Begins with one that is there.
    pub fn of(one: &ListedEntry) -> Self {
        Self {
            changed: Some((one.id.clone(), one.version)),
            list: one.jurisdiction.clone(),
            entry: one.entry.clone(),
            roles: one.roles.clone(),
        }
    }

    /// Says whether it can be kept: the server looks at the rest.
    fn is_ready(&self) -> bool {
        let has_number = !self.entry.mobile.trim().is_empty() || !self.entry.office_phone.trim().is_empty();
        has_number && !self.entry.unit.trim().is_empty()
    }

    fn toggle(&mut self, role: Role) {
        match self.roles.iter().position(|known| *known == role) {
            Some(at) => drop(self.roles.remove(at)),
            None => self.roles.push(role),
        }
    }
}

const ENTRIES: &str = "/api/v1/directory/entries";

async fn keep(draft: &Draft) -> Result<(), Trouble> {
    let wish = EntryWish {
        jurisdiction: Some(draft.list.clone()),
        version: draft.changed.as_ref().map(|(_, version)| *version),
        entry: draft.entry.clone(),
        roles: draft.roles.clone(),
    };
    let kept: ListedEntry = match &draft.changed {
        None => bridge::post(ENTRIES, &wish).await?,
        Some((id, _)) => bridge::put(&format!("{ENTRIES}/{id}"), &wish).await?,
    };
    drop(kept);
    Ok(())
}

type Text = fn(&mut DirectoryEntry) -> &mut String;

/// The fields, in their order.
const FIELDS: &[(kit::lang::Words, &str, Text)] = &[
    (words::UNIT, "entry-unit", |entry| &mut entry.unit),
    (words::NAME, "entry-name", |entry| &mut entry.name),
    (words::POST, "entry-post", |entry| &mut entry.post),
    (words::MOBILE, "entry-mobile", |entry| &mut entry.mobile),
    (words::OFFICE, "entry-office", |entry| &mut entry.office_phone),
    (words::INITIALS, "entry-initials", |entry| &mut entry.initials),
];

/// Draws the form; it is closed by setting what is written to nothing.
pub fn card(begun: Draft, writing: Writing, kept: Callback<()>) -> AnyView {
    let lang = lang();
    let is_new = begun.changed.is_none();
    let draft = RwSignal::new(begun);
    let sending = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() || !draft.with_untracked(Draft::is_ready) {
            return;
        }
        sending.set(true);
        trouble.set(None);
        let written = draft.get_untracked();
        spawn_local(async move {
            let reply = keep(&written).await;
            sending.try_set(false);
            match reply {
                Ok(()) => drop(kept.try_run(())),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    let field = move |(word, test, text): &(kit::lang::Words, &'static str, Text)| {
        let text = *text;
        let shown = move || draft.with(|draft| text(&mut draft.entry.clone()).clone());
        view! {
            <label>{say(*word)}
                <input type="text" maxlength="120" autocomplete="off" data-test=*test prop:value=shown
                    on:input:target=move |event| draft.update(|draft| *text(&mut draft.entry) = event.target().value())/>
            </label>
        }
        .into_any()
    };
    let chip = move |role: Role| {
        let on = move || draft.with(|draft| draft.roles.contains(&role));
        view! {
            <button type="button" class="chip" class:on=on data-test=format!("entry-role-{}", role.as_str())
                aria-pressed=move || on().to_string() on:click=move |_| draft.update(|draft| draft.toggle(role))>
                {say(names::role(role))}
            </button>
        }
        .into_any()
    };
    let title = if is_new { words::ADD_TITLE } else { words::EDIT_TITLE };
    view! {
        <form class="card directory-form" data-test="entry-form" on:submit=submit aria-label=say(title)>
            <h3>{say(title)}</h3>
            <div class="directory-fields">{FIELDS.iter().map(field).collect_view()}</div>
            <p class="small quiet">{say(words::UNIT_HINT)}" · "{say(words::ONE_NUMBER)}</p>
            <p class="small">{say(words::SEEN_BY)}" · "{say(words::ROLES_HINT)}</p>
            <div class="chips" role="group" aria-label=say(words::SEEN_BY)>
                {Role::ALL.iter().copied().map(chip).collect_view()}
            </div>
            <div class="buttons">
                <button type="submit" class="button main" data-test="entry-save"
                    prop:disabled=move || sending.get() || !draft.with(Draft::is_ready)>
                    {move || lang.say(if sending.get() { common::SAVING } else { common::SAVE })}
                </button>
                <button type="button" class="button" data-test="entry-cancel" on:click=move |_| writing.set(None)>
                    {say(common::CANCEL)}
                </button>
            </div>
            {crate::security::complaint(trouble)}
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use shared::account::Role;

    use super::Draft;

    #[test]
    fn an_entry_is_ready_once_it_can_be_called_and_belongs_somewhere() {
        let mut draft = Draft::new("610112".parse().unwrap(), " ".to_owned());
        draft.entry.mobile = "13800000000".to_owned();
        assert!(!draft.is_ready());
        draft.entry.unit = "中心".to_owned();
        assert!(draft.is_ready());
        draft.entry.mobile.clear();
        assert!(!draft.is_ready());
        draft.toggle(Role::Leader);
        draft.toggle(Role::Admin);
        draft.toggle(Role::Leader);
        assert_eq!(draft.roles, [Role::Admin]);
    }
}
