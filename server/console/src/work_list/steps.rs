//! What can be done to the chosen case, by button or by letter; what cannot be taken back is asked about once more.

use leptos::ev::{KeyboardEvent, SubmitEvent, keydown};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::cases::CaseFile;
use shared::case::{Action, ActionKind, Queue};
use shared::ids::CaseId;
use wasm_bindgen::JsCast;

use super::bench::{self, Bench};
use super::letters::{letter, steps as usual};
use super::text;
use crate::bridge::Trouble;
use crate::case::act;
use crate::case::finish::Finish;
use crate::case::form::{Filled, Needs, action, needs};
use crate::poll::Polled;
use crate::text::{lang, names, say, words};

/// A step whose form is open.
pub type Open = RwSignal<Option<(ActionKind, Needs)>>;

/// Draws the buttons and the form of the one that was pressed.
pub fn steps(
    bench: Bench,
    case: CaseId,
    may: Memo<Vec<String>>,
    file: Polled<CaseFile>,
    filled: RwSignal<Filled>,
    open: Open,
) -> AnyView {
    let sending = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let go = Callback::new(move |action: Action| {
        if sending.get_untracked() {
            return;
        }
        let kind = action.kind();
        let base = file.value.with_untracked(|file| file.as_ref().map(|file| file.case.version));
        sending.set(true);
        trouble.set(None);
        spawn_local(async move {
            let reply = act::send(case, action, base).await;
            sending.try_set(false);
            match reply {
                Ok(after) => bench.did(kind, &after),
                Err(why) => {
                    trouble.try_set(Some(why));
                    // It may have moved on: what can be done now is asked anew.
                    file.again();
                }
            }
        });
    });
    let finished = Callback::new(move |after: CaseFile| bench.did(ActionKind::Finish, &after));
    let press = Callback::new(move |kind: ActionKind| {
        let Some(needs) = needs(kind) else { return };
        trouble.set(None);
        match action(kind, &Filled::default()) {
            Some(action) if needs == Needs::Nothing && bench::can_be_undone(kind) => go.run(action),
            Some(_) | None => {
                open.set(Some((kind, needs)));
                focus_form(".desk-steps");
            }
        }
    });
    let offered = Memo::new(move |_| may.with(|may| offered(may, bench.queue.get())));
    let key = move |event: KeyboardEvent| {
        if bench::is_typed(&event) {
            return;
        }
        let found = match event.key().as_str() {
            "Escape" => {
                open.set(None);
                return;
            }
            // On a button or a link it presses that one.
            "Enter" if !bench::inside(&event, "button, a, summary, form") => {
                offered.with_untracked(|(first, _)| first.first().copied())
            }
            pressed => offered.with_untracked(|(first, others)| {
                first.iter().chain(others).copied().find(|kind| letter(*kind) == Some(pressed))
            }),
        };
        if let Some(kind) = found {
            event.prevent_default();
            press.run(kind);
        }
    };
    let keys = window_event_listener(keydown, key);
    on_cleanup(move || keys.remove());
    let row =
        move |kinds: Vec<ActionKind>| kinds.into_iter().map(|kind| button(kind, open, sending, press)).collect_view();
    let buttons = move || {
        let (first, others) = offered.get();
        let is_empty = first.is_empty() && others.is_empty();
        view! {
            {is_empty.then(|| view! { <p class="quiet" data-test="no-steps">{say(text::NO_STEPS)}</p> })}
            <div class="buttons">{row(first)}</div>
            {(!others.is_empty()).then(|| view! {
                <h4>{say(text::OTHER_STEPS)}</h4>
                <div class="buttons">{row(others)}</div>
            })}
        }
    };
    let form = move || {
        let (kind, needs) = open.get()?;
        let is_offered = offered.with(|(first, others)| first.iter().chain(others).any(|one| *one == kind));
        is_offered.then(|| form(case, kind, needs, filled, file, go, finished, sending))
    };
    view! {
        <div class="card act desk-steps" data-test="actions">
            <h3>{say(text::STEPS)}</h3>
            {buttons}
            <div class="desk-form">{form}</div>
            {move || trouble.get().map(|why| view! {
                <p class="complaint" role="alert" data-test="complaint">
                    {why.words(lang())}<small>{why.detail()}</small>
                </p>
            })}
        </div>
    }
    .into_any()
}

/// Returns what may be done: the queue's own steps in their order, then the others.
fn offered(may: &[String], queue: Queue) -> (Vec<ActionKind>, Vec<ActionKind>) {
    let may = |kind: &ActionKind| needs(*kind).is_some() && may.iter().any(|word| word == kind.as_str());
    let first: Vec<ActionKind> = usual(queue).iter().copied().filter(may).collect();
    let others = ActionKind::ALL.iter().copied().filter(may).filter(|kind| !first.contains(kind)).collect();
    (first, others)
}

fn button(kind: ActionKind, open: Open, sending: RwSignal<bool>, press: Callback<ActionKind>) -> AnyView {
    let is_open = move || open.get().is_some_and(|(one, _)| one == kind);
    view! {
        <button type="button" class="button" class:soft=is_open data-test=format!("act-{}", kind.as_str())
            aria-expanded=move || is_open().to_string() aria-keyshortcuts=letter(kind) prop:disabled=sending
            on:click=move |_| press.run(kind)>
            {say(names::action(kind))}
            {letter(kind).map(|letter| view! { <kbd aria-hidden="true">{letter}</kbd> })}
        </button>
    }
    .into_any()
}

#[expect(clippy::too_many_arguments, reason = "what a form needs, handed on once")]
fn form(
    case: CaseId,
    kind: ActionKind,
    needs: Needs,
    filled: RwSignal<Filled>,
    file: Polled<CaseFile>,
    go: Callback<Action>,
    finished: Callback<CaseFile>,
    sending: RwSignal<bool>,
) -> AnyView {
    match needs {
        Needs::Nothing => sure(
            say(names::action(kind)).to_owned(),
            sending,
            Callback::new(move |()| {
                if let Some(action) = action(kind, &Filled::default()) {
                    go.run(action);
                }
            }),
        ),
        Needs::Photos => {
            let base = Signal::derive(move || file.value.with(|file| file.as_ref().map(|file| file.case.version)));
            view! { <Finish case base on_done=finished/> }.into_any()
        }
        Needs::Reason
        | Needs::ReasonAndDate
        | Needs::Closing
        | Needs::Order
        | Needs::Reply
        | Needs::OtherCase
        | Needs::Condition
        | Needs::Unit => act::fields(case, kind, needs, filled, go, sending),
    }
}

/// Draws the question before a step that asks for nothing else.
pub fn sure(name: String, sending: RwSignal<bool>, yes: Callback<()>) -> AnyView {
    let lang = lang();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        yes.run(());
    };
    view! {
        <form class="fields" data-test="sure" on:submit=submit>
            <p>{lang.say(text::SURE)}</p>
            <button type="submit" class="button main" data-test="confirm" prop:disabled=sending>
                {move || if sending.get() { lang.say(words::SENDING).to_owned() } else { name.clone() }}
            </button>
        </form>
    }
    .into_any()
}

/// Brings whoever pressed a letter into the form, once it is drawn.
pub fn focus_form(within: &'static str) {
    set_timeout(
        move || {
            let form = document().query_selector(within).ok().flatten();
            let first = ".desk-form textarea, .desk-form input, .desk-form [type=submit]";
            let field = form.and_then(|form| form.query_selector(first).ok().flatten());
            if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
                drop(field.focus());
            }
        },
        std::time::Duration::from_millis(30),
    );
}

#[cfg(test)]
mod tests {
    use shared::case::{ActionKind, Queue};

    use super::offered;

    #[test]
    fn the_steps_of_the_queue_come_first_and_only_what_the_server_allows_is_offered() {
        let may = ["void", "close", "supervise"].map(str::to_owned);
        let (first, others) = offered(&may, Queue::Close);
        assert_eq!(first, [ActionKind::Close]);
        assert_eq!(others, [ActionKind::Supervise, ActionKind::Void]);
    }
}
