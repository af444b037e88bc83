//! What happened to a case beside its stages: the desk's own time, suspension, orders, an appeal, links to other cases.

use kit::tone::Tone;
use leptos::prelude::*;
use shared::api::cases::CaseFile;
use shared::case::Order;
use shared::time::Instant;

use crate::clock;
use crate::route::Route;
use crate::text::{lang, names, phrases, say, words};

/// Draws the card; nothing where nothing happened.
pub fn life(file: &CaseFile) -> impl IntoView + use<> {
    let lang = lang();
    let case = &file.case;
    let ticking = clock::ticking();
    let stage = case.stage;
    let desk = stage.due_at.filter(|_| !case.state.is_over()).map(|due| {
        let class = move || {
            let tone = if stage.is_late(ticking.get()) { Tone::Late } else { Tone::Ok };
            format!("badge {}", tone.class())
        };
        row(view! { <span class=class data-test="stage-due">{phrases::desk_has_until(lang, &clock::day_time(due))}</span> })
    });
    let until = |at: Option<Instant>, say: fn(kit::lang::Lang, &str) -> String| {
        at.map(|at| row(view! { <span>{say(lang, &clock::day_time(at))}</span> }))
    };
    let suspended = until(case.suspended_until, phrases::suspended_until);
    let asked = until(case.asked_until, phrases::asks_until);
    let overdue = until(case.overdue_at, phrases::overdue_since);
    let closing = case.closing.map(|closing| {
        row(view! { <span data-test="closing" data-closing=closing.as_str()>{lang.say(names::closing(closing))}</span> })
    });
    let unowned = case.unowned.then(|| row(view! { <span>{lang.say(words::NOBODYS)}</span> }));
    let returns = (case.returns > 0).then(|| row(view! { <span>{phrases::returns(lang, case.returns)}</span> }));
    let merged_into = case.merged_into.map(|other| {
        row(view! { <a href=Route::Case(other).href() data-test="merged-into">{lang.say(words::MERGED_INTO)}</a> })
    });
    let merged: Vec<_> = case
        .merged
        .iter()
        .map(|other| {
            row(view! { <a href=Route::Case(*other).href() data-test="merged">{lang.say(words::OTHER_REPORT)}</a> })
        })
        .collect();
    let orders: Vec<_> = case.orders.iter().map(|order| order_row(order).into_any()).collect();
    let appeal = case.appeal.as_ref().map(|appeal| {
        let (state, reason, decision) = (appeal.state, appeal.reason.clone(), appeal.decision.clone());
        view! {
            <li data-test="appeal">
                <strong>{lang.say(words::APPEAL)}" · "{lang.say(names::appeal(state))}</strong>
                <p class="small" data-said="">{reason}</p>
                {(!decision.is_empty()).then(|| view! { <p class="small" data-said="">{decision}</p> })}
            </li>
        }
    });
    let is_empty = desk.is_none()
        && suspended.is_none()
        && asked.is_none()
        && overdue.is_none()
        && closing.is_none()
        && unowned.is_none()
        && returns.is_none()
        && merged_into.is_none()
        && merged.is_empty()
        && orders.is_empty()
        && appeal.is_none();
    (!is_empty).then(|| {
        view! {
            <div class="card" data-test="life">
                <h3>{say(words::LIFE)}</h3>
                <ul class="plain">
                    {closing}{desk}{overdue}{suspended}{asked}{unowned}{returns}{merged_into}{merged}{orders}{appeal}
                </ul>
            </div>
        }
    })
}

fn row(what: impl IntoView + 'static) -> AnyView {
    view! { <li>{what}</li> }.into_any()
}

fn order_row(order: &Order) -> impl IntoView + use<> {
    let lang = lang();
    let ticking = clock::ticking();
    let (kind, requirement, reply) = (order.kind, order.requirement.clone(), order.reply.clone());
    let due = order.due_at.map(clock::day_time);
    let judged = order.clone();
    let tone = move || {
        let tone = match (judged.replied_at, judged.is_late(ticking.get())) {
            (_, true) => Tone::Late,
            (Some(_), false) => Tone::Ok,
            (None, false) => Tone::Soon,
        };
        format!("badge {}", tone.class())
    };
    let standing = if order.replied_at.is_some() { words::REPLIED } else { words::WAITS_FOR_REPLY };
    view! {
        <li data-test="order">
            <strong>{phrases::order_number(lang, order.number)}" · "{lang.say(names::order(kind))}</strong>
            " "<span class=tone>{lang.say(standing)}</span>
            <p class="small" data-said="">{requirement}{due.map(|due| format!(" · {due}"))}</p>
            {(!reply.is_empty()).then(|| view! { <p class="small" data-said="">{reply}</p> })}
        </li>
    }
}
