//! Freezing a month anew: why, as of when, and two presses.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::assessment::{Freeze, Months};

use crate::assessment::text::pages as words;
use crate::bridge::{self, Trouble};
use crate::clock;
use crate::poll::Polled;
use crate::route::encode;
use crate::security;
use crate::text::{lang, say};

/// As many letters as the server wants of a reason.
const FEWEST: usize = 2;

/// How far it has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Idle,
    Sure,
    Sending,
    Done,
}

/// Draws the form.
pub fn form(month: &str, months: Polled<Months>) -> AnyView {
    let lang = lang();
    let (why, at) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let stage = RwSignal::new(Stage::Idle);
    let trouble = RwSignal::new(None::<Trouble>);
    let path = StoredValue::new(format!("/api/v1/assessment/months/{}/versions", encode(month)));
    let is_barred = move || stage.get() == Stage::Sending || why.with(|why| is_short(why));
    let press = move |_| {
        if stage.get_untracked() != Stage::Sure {
            stage.set(Stage::Sure);
            return;
        }
        stage.set(Stage::Sending);
        trouble.set(None);
        let wish = Freeze {
            reason: why.with_untracked(|why| why.trim().to_owned()),
            at: at.with_untracked(|at| clock::read_local(at)),
        };
        let path = path.get_value();
        spawn_local(async move {
            match bridge::tell(&path, &wish).await {
                Ok(()) => {
                    stage.try_set(Stage::Done);
                    why.try_set(String::new());
                    at.try_set(String::new());
                    months.again();
                }
                Err(refused) => {
                    stage.try_set(Stage::Idle);
                    trouble.try_set(Some(refused));
                }
            }
        });
    };
    let word = move || {
        lang.say(match stage.get() {
            Stage::Sure => words::FREEZE_SURE,
            Stage::Sending => words::FREEZING,
            Stage::Idle | Stage::Done => words::FREEZE_ANEW,
        })
    };
    view! {
        <div class="fields" data-test="freeze-form">
            <p class="small quiet">{say(words::FREEZE_LEAD)}</p>
            <label>{say(words::FREEZE_REASON)}
                <input type="text" autocomplete="off" maxlength="200" data-test="freeze-reason" prop:value=why
                    on:input:target=move |event| { why.set(event.target().value()); stage.set(Stage::Idle); }/>
            </label>
            <label>{say(words::FREEZE_AT)}
                <input type="datetime-local" data-test="freeze-at" prop:value=at
                    on:input:target=move |event| { at.set(event.target().value()); stage.set(Stage::Idle); }/>
            </label>
            <button type="button" class="button main" data-test="freeze" prop:disabled=is_barred on:click=press>{word}</button>
            <p role="status" class="small" data-test="freeze-came">
                {move || (stage.get() == Stage::Done).then(|| lang.say(words::FREEZE_DONE))}
            </p>
            {security::complaint(trouble)}
        </div>
    }
    .into_any()
}

fn is_short(why: &str) -> bool {
    why.trim().chars().count() < FEWEST
}

#[cfg(test)]
mod tests {
    use super::is_short;

    #[test]
    fn a_reason_has_two_letters_of_any_script() {
        assert!(is_short("") && is_short(" 因 ") && !is_short("更正") && !is_short("ok"));
    }
}
