//! Sending somebody else, when whoever was drawn does not answer.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;
use shared::account::{Role, may_act};
use shared::api::cases::{Cannot, CaseFile};
use shared::case::ActionKind;
use shared::ids::TaskId;

use crate::bridge::{self, Trouble};
use crate::desk;
use crate::poll::Polled;
use crate::text::{lang, say, words};

/// Why somebody else is to be drawn; it stands in the record.
#[derive(Serialize)]
struct Redraw {
    reason: String,
}

/// Draws the way to do so, for those who may take a task back. Where the server says that this desk may not, as when the
/// other level sent it, `cannot` says why in its place.
pub fn redraw(task: TaskId, file: Polled<CaseFile>) -> impl IntoView {
    // What is filled in outlives whatever else is news of the case.
    let may = Memo::new(move |_| file.value.with(|file| file.as_ref().is_some_and(|file| !is_ruled_out(&file.cannot))));
    let form = move || may.get().then(|| view! { <Again task file/> });
    may_take_back(desk::account().role).then_some(form)
}

fn is_ruled_out(cannot: &[Cannot]) -> bool {
    cannot.iter().any(|one| one.action == ActionKind::TakeBack)
}

fn may_take_back(role: Role) -> bool {
    may_act(role, ActionKind::TakeBack)
}

#[component]
fn Again(
    /// The task that is out.
    task: TaskId,
    /// The case on the screen.
    file: Polled<CaseFile>,
) -> impl IntoView {
    let lang = lang();
    let reason = RwSignal::new(String::new());
    let trouble = RwSignal::new(None::<Trouble>);
    let ready = move || reason.with(|reason| !reason.trim().is_empty());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let redraw = Redraw { reason: reason.get_untracked() };
        spawn_local(async move {
            match bridge::post::<_, CaseFile>(&format!("/api/v1/tasks/{task}/redraw"), &redraw).await {
                Ok(after) => file.take(after),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    view! {
        <form class="card fields" data-test="redraw" on:submit=submit>
            <h3>{say(words::REDRAW)}</h3>
            <label>{say(words::REDRAWN)}
                <textarea rows="2" data-test="redraw-reason" placeholder=say(words::REASON_HOLDER) prop:value=reason
                    on:input:target=move |event| reason.set(event.target().value())></textarea>
            </label>
            <button type="submit" class="button" prop:disabled=move || !ready()>{say(words::REDRAW)}</button>
            {move || trouble.get().map(|why| view! {
                <p class="complaint" role="alert">{why.words(lang)}<small>{why.detail()}</small></p>
            })}
        </form>
    }
}

#[cfg(test)]
mod tests {
    use shared::account::Role;
    use shared::api::cases::Cannot;
    use shared::case::ActionKind;
    use shared::refusal::Code;

    use super::{is_ruled_out, may_take_back};

    #[test]
    fn where_the_other_level_takes_it_back_there_is_no_form() {
        let other = |action| Cannot { action, code: Code::OtherLevel, detail: None, who: vec![Role::Acceptor] };
        assert!(is_ruled_out(&[other(ActionKind::CheckPass), other(ActionKind::TakeBack)]));
        assert!(!is_ruled_out(&[other(ActionKind::CheckPass)]) && !is_ruled_out(&[]));
    }

    #[test]
    fn whoever_sends_a_task_takes_it_back_and_the_shift_leader_besides() {
        let may: Vec<Role> = Role::ALL.iter().copied().filter(|role| may_take_back(*role)).collect();
        assert_eq!(may, [Role::Acceptor, Role::ShiftLeader]);
    }
}
