//! Who looks after which unit, for whoever manages the list.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::directory::{Editor, EditorList, EditorWish, UnitList};
use shared::ids::JurisdictionId;

use super::asked::Asked;
use super::chosen;
use super::text as words;
use crate::bridge::{self, Trouble};
use crate::clock;
use crate::faces::{self, Empty};
use crate::poll::poll;
use crate::route::encode;
use crate::security::{complaint, twice};
use crate::text::{names, say};

const SECONDS: u64 = 30;

/// Draws the part.
pub fn part(asked: Memo<Asked>, lists: Memo<Vec<UnitList>>) -> AnyView {
    let list = Memo::new(move |_| {
        lists.with(|lists| chosen(&asked.get(), lists)).filter(|list| list.may_manage).map(|list| list.jurisdiction)
    });
    let drawn = move || match list.get() {
        None => view! { <Empty title=words::EDITORS more=words::EDITORS_NOTE/> }.into_any(),
        Some(list) => of_list(list, asked),
    };
    drawn.into_any()
}

fn of_list(list: JurisdictionId, asked: Memo<Asked>) -> AnyView {
    let path = {
        let list = list.clone();
        Memo::new(move |_| {
            let after = asked.with(|asked| encode(&asked.after));
            format!("/api/v1/directory/admins?limit=100&jurisdiction={list}&after={after}")
        })
    };
    let found = poll::<EditorList, _, _>(SECONDS, move || {
        let path = path.get_untracked();
        async move { bridge::get(&path).await }
    });
    Effect::watch(move || path.get(), move |_, _, _| found.again(), false);
    let rows: Memo<Vec<Editor>> =
        Memo::new(move |_| found.value.with(|found| found.as_ref().map(|one| one.editors.clone()).unwrap_or_default()));
    let is_known = Memo::new(move |_| found.value.with(Option::is_some));
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let again = Callback::new(move |()| found.again());
    let next = move || found.value.with(|found| found.as_ref().and_then(|one| one.next.clone()));
    view! {
        {faces::trouble_bar(found)}
        {form(list, asked, again)}
        {move || match (is_known.get(), is_empty.get()) {
            (false, _) if found.trouble.with(Option::is_some) => ().into_any(),
            (false, _) => faces::waiting(),
            (true, true) => view! { <Empty title=words::NO_EDITORS more=words::NO_EDITORS_MORE/> }.into_any(),
            (true, false) => table(rows, again),
        }}
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

fn form(list: JurisdictionId, asked: Memo<Asked>, again: Callback<()>) -> AnyView {
    let unit = RwSignal::new(asked.get_untracked().unit);
    Effect::watch(move || asked.get().unit, move |chosen, _, _| unit.set(chosen.clone()), false);
    let user = RwSignal::new(String::new());
    let trouble = RwSignal::new(None::<Trouble>);
    let is_ready = move || {
        !unit.with(|unit| unit.trim().is_empty())
            && user.with(|user| user.trim().parse::<shared::ids::UserName>().is_ok())
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Ok(named) = user.get_untracked().trim().parse() else { return };
        let wish = EditorWish { jurisdiction: Some(list.clone()), unit: unit.get_untracked(), user: named };
        trouble.set(None);
        spawn_local(async move {
            match bridge::tell("/api/v1/directory/admins", &wish).await {
                Ok(()) => {
                    user.try_set(String::new());
                    again.try_run(());
                }
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    view! {
        <form class="card directory-form" data-test="editor-form" on:submit=submit>
            <h3>{say(words::NAME_EDITOR)}</h3>
            <p class="small quiet">{say(words::NAME_EDITOR_HINT)}</p>
            <div class="directory-fields">
                <label>{say(words::UNIT)}
                    <input type="text" maxlength="120" data-test="editor-unit" prop:value=move || unit.get()
                        on:input:target=move |event| unit.set(event.target().value())/>
                </label>
                <label>{say(words::USER)}
                    <input type="text" maxlength="40" autocomplete="off" data-test="editor-user" prop:value=move || user.get()
                        on:input:target=move |event| user.set(event.target().value())/>
                </label>
            </div>
            <button type="submit" class="button main" data-test="editor-name" prop:disabled=move || !is_ready()>
                {say(words::NAME_EDITOR)}
            </button>
            {complaint(trouble)}
        </form>
    }
    .into_any()
}

fn table(rows: Memo<Vec<Editor>>, again: Callback<()>) -> AnyView {
    let head = |word| view! { <th scope="col">{say(word)}</th> };
    view! {
        <div class="card table-card wide-table" tabindex="0" role="region" aria-label=say(words::EDITORS)>
            <table class="rows compact directory-table">
                <thead><tr>
                    {head(words::UNIT)}{head(words::WHO)}{head(words::WHEN)}
                    <th scope="col"><span class="unseen">{say(words::UNNAME)}</span></th>
                </tr></thead>
                <tbody>
                    <For each=move || rows.get() key=|row| (row.unit.clone(), row.user.clone())
                        children=move |one| row(&one, again)/>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(one: &Editor, again: Callback<()>) -> AnyView {
    let wish =
        EditorWish { jurisdiction: Some(one.jurisdiction.clone()), unit: one.unit.clone(), user: one.user.clone() };
    let deed = twice::deed(move || {
        let wish = wish.clone();
        async move { bridge::tell("/api/v1/directory/admins/remove", &wish).await }
    });
    view! {
        <tr data-test="editor" data-user=one.user.to_string()>
            <td class="wraps" data-said="">{one.unit.clone()}</td>
            <td><strong data-said="">{one.name.clone()}</strong>
                <small>{one.user.to_string()}" · "{say(names::role(one.role))}</small></td>
            <td class="figures">{clock::dated(one.named_at)}</td>
            <td class="right">{twice::button(words::UNNAME, words::UNNAME_SURE, "unname", deed, again)}</td>
        </tr>
    }
    .into_any()
}
