//! Saying what is to be said of a hint: a good reason, or that it is followed up.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::honesty::{HintFile, HintVerdict, JudgeHint};

use super::text as words;
use crate::bridge::{self, Trouble};
use crate::text::{lang, say};

/// Draws the form of the hint at an address; `said` is given the hint as it is afterwards.
pub fn form(path: String, said: Callback<HintFile>) -> AnyView {
    let lang = lang();
    let reason = RwSignal::new(String::new());
    let sending = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let is_barred = move || sending.get() || reason.with(|reason| reason.trim().is_empty());
    let path = StoredValue::new(path);
    let judge = move |verdict: HintVerdict| {
        if sending.get_untracked() {
            return;
        }
        sending.set(true);
        trouble.set(None);
        let request = JudgeHint { verdict, reason: reason.with_untracked(|reason| reason.trim().to_owned()) };
        let path = path.with_value(|path| format!("{path}/judge"));
        spawn_local(async move {
            let reply = bridge::post::<_, HintFile>(&path, &request).await;
            sending.try_set(false);
            match reply {
                Ok(after) => {
                    reason.try_set(String::new());
                    said.try_run(after);
                }
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    let button = move |verdict: HintVerdict| {
        let test = format!("judge-{}", verdict.as_str());
        view! {
            <button type="button" class="button" data-test=test prop:disabled=is_barred on:click=move |_| judge(verdict)>
                {say(words::verdict(verdict))}
            </button>
        }
        .into_any()
    };
    let told = move || {
        let words = trouble.with(|trouble| trouble.as_ref().map(|trouble| (trouble.words(lang), trouble.detail())));
        words.map(|(words, detail)| view! { <p class="trouble" role="alert" data-test="judge-trouble">{words}" "{detail}</p> })
    };
    view! {
        <form class="fields" data-test="judge" on:submit=move |event| event.prevent_default()>
            <label>{say(words::REASON)}
                <textarea rows="3" maxlength="1000" data-test="hint-reason" prop:value=move || reason.get()
                    on:input:target=move |event| reason.set(event.target().value())></textarea>
            </label>
            <p class="quiet small">{say(words::REASON_NOTE)}</p>
            <div class="buttons">{HintVerdict::ALL.iter().copied().map(button).collect_view()}</div>
            {told}
        </form>
    }
    .into_any()
}
