//! How far the records are chained, and having the chain verified.

use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::audit::{AuditChain, Verification};

use super::text as words;
use crate::bridge::{self, Trouble};
use crate::clock;
use crate::faces;
use crate::pieces;
use crate::poll::{Polled, poll};
use crate::text::spans::number;
use crate::text::{lang, say};

const SECONDS: u64 = 5;

/// Draws the card.
pub fn card() -> AnyView {
    let chain = poll::<AuditChain, _, _>(SECONDS, || bridge::get("/api/v1/audit/chain"));
    let state = move || chain.value.get().map(|chain| state(&chain));
    view! {
        <section class="card oversight-card" data-test="chain" aria-labelledby="audit-chain">
            <h3 id="audit-chain">{say(words::CHAIN)}</h3>
            {faces::trouble_bar(chain)}
            {state}
            {verify(chain)}
        </section>
    }
    .into_any()
}

fn state(chain: &AuditChain) -> AnyView {
    let until = chain.chained_until.map(|at| pieces::fact(words::CHAINED_UNTIL, clock::dated(at).into_any()));
    view! {
        <dl class="facts">
            {pieces::fact(words::CHAINED, number(chain.chained).into_any())}
            {until}
            {pieces::fact(words::WAITING, number(chain.waiting).into_any())}
        </dl>
        {found(chain.verification.as_ref())}
    }
    .into_any()
}

/// Says what the last verification found, or how far the one under way is.
pub fn found(verification: Option<&Verification>) -> AnyView {
    let lang = lang();
    let Some(last) = verification else {
        return view! { <p class="small quiet" data-test="verification" data-state="never">{say(words::NEVER_VERIFIED)}</p> }.into_any();
    };
    let now = clock::now();
    if last.is_under_way(now) {
        let said = words::under_way(lang, &number(last.done), &number(last.of));
        return view! {
            <div class="small" role="status" data-test="verification" data-state="under_way">
                <p>{said.clone()}</p>
                <progress aria-label=said max=last.of.max(1).to_string() value=last.done.to_string()></progress>
            </div>
        }
        .into_any();
    }
    let Some(ended_at) = last.ended_at else {
        return view! { <p class="small soon" data-test="verification" data-state="cut">{say(words::CUT)}</p> }
            .into_any();
    };
    if last.faults == 0 {
        return view! {
            <p class="small" data-test="verification" data-state="sound">
                {pieces::badge(Tone::Ok, say(words::SOUND), "chain-state", "sound")}
                " "{say(words::VERIFIED_AT)}" "{clock::dated(ended_at)}" · "{number(last.done)}
            </p>
        }
        .into_any();
    }
    let problems = last.problems.iter().map(|problem| view! { <li class="code">{problem.clone()}</li> }).collect_view();
    view! {
        <div class="complaint" role="alert" data-test="verification" data-state="broken">
            <strong>{say(words::BROKEN)}</strong>" "{words::faults(lang, last.faults)}" · "{clock::dated(ended_at)}
            <p>{say(words::BROKEN_TODO)}</p>
            <ul>{problems}</ul>
        </div>
    }
    .into_any()
}

fn verify(chain: Polled<AuditChain>) -> AnyView {
    let trouble = RwSignal::new(None::<Trouble>);
    let is_busy = move || {
        let now = clock::now();
        let under_way = |chain: &AuditChain| chain.verification.as_ref().is_some_and(|last| last.is_under_way(now));
        chain.value.with(|chain| chain.as_ref().is_some_and(under_way))
    };
    let press = move |_| {
        trouble.set(None);
        spawn_local(async move {
            match bridge::post::<_, AuditChain>("/api/v1/audit/verify", &()).await {
                Ok(now) => chain.take(now),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    view! {
        <button type="button" class="button" data-test="verify" prop:disabled=is_busy on:click=press>{say(words::VERIFY)}</button>
        <p class="small quiet">{say(words::VERIFY_WHO)}</p>
        {crate::security::complaint(trouble)}
    }
    .into_any()
}
