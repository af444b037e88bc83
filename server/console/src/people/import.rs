//! Many people from a sheet: chosen or pasted, looked at line by line, then taken.

use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::people::{
    AccountImport, AccountImportLine, AccountImportReport, AccountImportWish, AccountLineOutcome, FirstSignIn,
};
use wasm_bindgen_futures::JsFuture;

use super::fields;
use super::text as words;
use crate::bridge::{self, Trouble};
use crate::text::{lang, say};

/// The page.
pub fn page() -> AnyView {
    let csv = RwSignal::new(String::new());
    let first = RwSignal::new(FirstSignIn::Link);
    let sending = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let report = RwSignal::new(None::<AccountImportReport>);
    // What was looked at is what may be taken: another text has to be looked at again.
    let looked_at = RwSignal::new(None::<(String, FirstSignIn)>);
    let ask = move |wish: AccountImportWish| {
        if sending.get_untracked() {
            return;
        }
        let body = AccountImport { csv: csv.get_untracked(), wish, first: first.get_untracked() };
        sending.set(true);
        trouble.set(None);
        spawn_local(async move {
            let reply = bridge::post::<_, AccountImportReport>("/api/v1/accounts/import", &body).await;
            match reply {
                Ok(came) => {
                    let is_fine = wish == AccountImportWish::Look && came.wrong == 0;
                    looked_at.try_set(is_fine.then_some((body.csv, body.first)));
                    report.try_set(Some(came));
                }
                Err(why) => {
                    report.try_set(None);
                    trouble.try_set(Some(why));
                }
            }
            sending.try_set(false);
        });
    };
    let input = NodeRef::<leptos::html::Input>::new();
    let choose = move |_| {
        let file = input.get_untracked().and_then(|input| input.files()).and_then(|files| files.get(0));
        let Some(file) = file else { return };
        spawn_local(async move {
            if let Ok(text) = JsFuture::from(file.text()).await {
                csv.try_set(text.as_string().unwrap_or_default());
            }
        });
    };
    let may_take = Memo::new(move |_| {
        looked_at.with(|looked| {
            looked.as_ref().is_some_and(|(text, way)| csv.with(|csv| csv == text) && first.get() == *way)
        })
    });
    let options = vec![
        ("link".to_owned(), say(words::FIRST_LINK).to_owned()),
        ("password".to_owned(), say(words::FIRST_PASSWORD).to_owned()),
    ];
    let value = Signal::derive(move || match first.get() {
        FirstSignIn::Password => "password".to_owned(),
        FirstSignIn::Link => "link".to_owned(),
    });
    let choose_first = Callback::new(move |word: String| {
        first.set(if word == "link" { FirstSignIn::Link } else { FirstSignIn::Password });
    });
    let lang = lang();
    view! {
        <header class="page-head"><h2>{say(words::TAB_IMPORT)}</h2></header>
        <section class="card rescue fields" data-test="people-import">
            <p class="small">{say(words::IMPORT_HOW)}</p>
            <label>{say(words::IMPORT_FILE)}
                <input node_ref=input type="file" accept=".csv,text/csv" data-test="import-file" on:change=choose/>
            </label>
            <label>{say(words::IMPORT_PASTE)}
                <textarea rows="8" spellcheck="false" data-test="import-text" prop:value=csv
                    on:input:target=move |event| csv.set(event.target().value())></textarea>
            </label>
            {fields::select(words::FIRST, "import-first", options, value, choose_first)}
            {move || (first.get() == FirstSignIn::Link).then(|| view! {
                <p class="quiet small" data-test="import-first-note">{lang.say(words::FIRST_LINK_NOT_ADMINS)}</p>
            })}
            <p class="buttons">
                <button type="button" class="button main" data-test="import-look"
                    prop:disabled=move || sending.get() || csv.with(|csv| csv.trim().is_empty())
                    on:click=move |_| ask(AccountImportWish::Look)>{say(words::LOOK)}</button>
                <button type="button" class="button" data-test="import-take"
                    prop:disabled=move || sending.get() || !may_take.get()
                    on:click=move |_| ask(AccountImportWish::Take)>{say(words::TAKE)}</button>
            </p>
            {fields::complaint(trouble)}
        </section>
        {move || report.with(|report| report.as_ref().map(shown))}
    }
    .into_any()
}

fn shown(report: &AccountImportReport) -> AnyView {
    let lang = lang();
    let has_secrets = report.lines.iter().any(|line| line.password.is_some());
    let summary = words::would_be(lang, report.added, report.changed, report.same, report.wrong);
    view! {
        <section data-test="import-report" data-taken=report.taken.to_string() role="status">
            <p><strong>{report.taken.then(|| say(words::TAKEN))}" "{summary}</strong></p>
            {(report.wrong > 0).then(|| view! { <p class="late">{say(words::NOTHING_TAKEN)}</p> })}
            {has_secrets.then(|| view! { <p class="soon">{say(words::PASSWORDS_ONCE)}</p> })}
            <div class="card table-card wide-table" tabindex="0" role="region" aria-label=say(words::TAB_IMPORT)>
                <table class="rows compact">
                    {fields::heads(&[words::LINE, words::USER, words::NAME, words::OUTCOME, words::DETAIL, words::PASSWORD])}
                    <tbody>{report.lines.iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn row(line: &AccountImportLine) -> AnyView {
    let lang = lang();
    let tone = match line.outcome {
        AccountLineOutcome::Add => Tone::Ok,
        AccountLineOutcome::Change => Tone::Brand,
        AccountLineOutcome::Same => Tone::Rest,
        AccountLineOutcome::Wrong => Tone::Late,
    };
    let why = line.code.map(|code| lang.pick(code.zh(), code.en()));
    view! {
        <tr data-test="import-line">
            <td class="figures">{line.line}</td>
            <td data-said="">{line.user.clone()}</td>
            <td data-said="">{line.name.clone()}</td>
            <td><span class=format!("badge {}", tone.class())>{lang.say(words::outcome(line.outcome))}</span></td>
            <td>{why}<small data-said="">{line.detail.clone()}</small></td>
            <td class="code" data-test="import-password">{line.password.clone()}</td>
        </tr>
    }
    .into_any()
}
