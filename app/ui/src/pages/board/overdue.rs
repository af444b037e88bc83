//! One overdue case on the board: how long overdue it is stands loudest. It leads nowhere: the phone has only own cases.

use app_bridge::board::OverdueCase;
use kit::lang::{either, t};
use kit::time_left::TimeLeft;
use leptos::prelude::*;

use crate::text;

/// One overdue case.
#[component]
pub fn OverdueRow(
    /// The case.
    case: OverdueCase,
) -> impl IntoView {
    let OverdueCase { case, case_no, name, name_en, place, unit, state, due } = case;
    let number = case_no.map(|number| format!("{number} · ")).unwrap_or_default();
    view! {
        <section class="card edged tone-late" data-test="overdue-case" data-case=case.to_string()>
            <div class="between">
                <h2>{either(name, name_en)}</h2>
                <TimeLeft due=due />
            </div>
            <p class="small clip" lang="zh">{place}</p>
            <p class="small" lang="zh">{unit}</p>
            <p class="tiny number">{number}{t(text::state(state))}</p>
        </section>
    }
}
