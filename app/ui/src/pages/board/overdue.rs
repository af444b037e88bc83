//! One overdue case on the board: how long overdue it is stands loudest.

use app_bridge::board::OverdueCase;
use kit::lang::{self, t};
use kit::time_left::TimeLeft;
use leptos::prelude::*;

use crate::state::{App, Screen};
use crate::text;

/// One overdue case.
#[component]
pub fn OverdueRow(
    /// The case.
    case: OverdueCase,
) -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    let OverdueCase { case, case_no, name, name_en, place, unit, state, due } = case;
    let number = case_no.map(|number| number.to_string()).unwrap_or_default();
    view! {
        <button type="button" class="card edged tone-late" data-test="overdue-case" data-case=case.to_string()
            on:click=move |_| app.open(Screen::Case(case))>
            <span class="between">
                <h2>{move || speech.get().pick(&name, &name_en).to_owned()}</h2>
                <TimeLeft due=due />
            </span>
            <span class="small clip">{place}</span>
            <span class="small">{unit}</span>
            <span class="tiny number">{number}" · "{t(text::state(state))}</span>
        </button>
    }
}
