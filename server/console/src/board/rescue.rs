//! Importing what a phone could not send: a file chosen here, and a report of what came of it.

use kit::lang::Lang;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account::{Right, may};
use shared::api::rescue::{RescueProblem, RescueReport};

use crate::bridge::{self, Trouble};
use crate::desk;
use crate::text::{lang, phrases, say, words};

/// What is shown below the button.
#[derive(Clone, PartialEq)]
enum Shown {
    Nothing,
    Sending,
    Done(Box<RescueReport>),
    Refused(Trouble),
}

/// Draws the way in for a rescue file, for those who may import one.
pub fn import() -> AnyView {
    if !may(desk::account().role, Right::ImportRescue) {
        return ().into_any();
    }
    let lang = lang();
    let shown = RwSignal::new(Shown::Nothing);
    let input = NodeRef::<leptos::html::Input>::new();
    let choose = move |_| {
        let file = input.get_untracked().and_then(|input| input.files()).and_then(|files| files.get(0));
        let Some(file) = file.filter(|_| shown.get_untracked() != Shown::Sending) else { return };
        shown.set(Shown::Sending);
        spawn_local(async move {
            let came = match bridge::rescue(&file).await {
                Ok(report) => Shown::Done(Box::new(report)),
                Err(trouble) => Shown::Refused(trouble),
            };
            shown.try_set(came);
            clear(input);
        });
    };
    view! {
        <section class="card rescue" data-test="rescue">
            <h4>{say(words::RESCUE)}</h4>
            <p class="quiet small">{say(words::RESCUE_HINT)}</p>
            <label>{say(words::RESCUE_CHOOSE)}
                <input node_ref=input type="file" accept=format!(".{}", shared::rescue::EXTENSION)
                    data-test="rescue-file" prop:disabled=move || shown.get() == Shown::Sending on:change=choose/>
            </label>
            {move || match shown.get() {
                Shown::Nothing => ().into_any(),
                Shown::Sending => view! { <p role="status">{lang.say(words::RESCUE_SENDING)}</p> }.into_any(),
                Shown::Done(report) => done(lang, &report).into_any(),
                Shown::Refused(trouble) => view! {
                    <p class="complaint" role="alert" data-test="rescue-refused" data-code=trouble.code()>
                        {trouble.words(lang)}<small>{trouble.detail()}</small>
                    </p>
                }.into_any(),
            }}
        </section>
    }
    .into_any()
}

/// Lets the same file be chosen again: a browser tells of a choice only when it is another one.
fn clear(input: NodeRef<leptos::html::Input>) {
    if let Some(input) = input.get_untracked() {
        input.set_value("");
    }
}

fn done(lang: Lang, report: &RescueReport) -> impl IntoView + use<> {
    let whose = report.user.as_ref().map(ToString::to_string).unwrap_or_default();
    let problems: Vec<_> = report.problems.iter().map(|one| problem(lang, one)).collect();
    let none = problems.is_empty();
    view! {
        <div role="status" data-test="rescue-report" data-new=report.new.to_string() data-known=report.known.to_string()>
            <p>{whose}" · "{phrases::rescued(lang, report.new, report.known, report.not_taken)}</p>
            <p>{phrases::rescued_photos(lang, report.photos_new, report.photos_known)}</p>
            {none.then(|| view! { <p class="quiet small">{lang.say(words::RESCUE_NO_PROBLEMS)}</p> })}
            <ul class="small">{problems}</ul>
        </div>
    }
}

fn problem(lang: Lang, problem: &RescueProblem) -> impl IntoView + use<> {
    let words = lang.pick(&problem.zh, &problem.en).to_owned();
    let about = match (&problem.operation, &problem.file) {
        (Some(operation), _) => operation.to_string(),
        (None, Some(file)) => file.as_str().chars().take(12).collect(),
        (None, None) => String::new(),
    };
    view! {
        <li data-code=problem.code.to_string()>
            {words}" "<small>{problem.detail.clone()}" "<span class="code">{about}</span></small>
        </li>
    }
}
