//! One's own second factor: turned on in two steps, turned off with a code.

use kit::tone::Tone;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::session::{FactorBegin, FactorCode, FactorSecret, OwnFactor, RecoveryCodes};

use super::text as words;
use crate::bridge::{self, Trouble};
use crate::text::{lang, say};
use crate::{clock, desk, pieces};

const PATH: &str = "/api/v1/session/second-factor";

/// How far one is with it. What is told once stands here and nowhere else.
#[derive(Clone)]
enum Step {
    /// Nothing is under way.
    Rests,
    /// The app is shown its secret.
    Scanning(FactorSecret),
    /// It is on, and the recovery codes are shown.
    Told(RecoveryCodes),
}

/// Draws the card.
pub fn card(standing: Memo<Option<OwnFactor>>, again: Callback<()>) -> AnyView {
    let step = RwSignal::new(Step::Rests);
    let body = move || match step.get() {
        Step::Scanning(secret) => scanning(secret, step),
        Step::Told(codes) => told(codes, step, again),
        Step::Rests => {
            let is_on = standing.with(|one| one.as_ref().is_some_and(|one| one.since.is_some()));
            if is_on { turn_off(again) } else { turn_on(step) }
        }
    };
    let stands = move || {
        standing.get().map(|one| {
            let state = match one.since {
                Some(since) => view! {
                    {pieces::badge(Tone::Ok, say(words::FACTOR_ON), "factor", "on")}
                    <span class="small">{words::since(lang(), &clock::dated(since))}" · "{words::codes_left(lang(), one.codes_left)}</span>
                }
                .into_any(),
                None => pieces::badge(Tone::Rest, say(words::FACTOR_OFF), "factor", "off"),
            };
            let required = one.is_required.then(|| view! { <span class="small">{say(words::REQUIRED)}</span> });
            view! { <p class="factor-stands">{state}{required}</p> }
        })
    };
    view! {
        <section class="card security-card" aria-labelledby="security-factor" data-test="second-factor">
            <h3 id="security-factor">{say(words::FACTOR)}</h3>
            <p class="small">{say(words::FACTOR_LEAD)}</p>
            {stands}
            {body}
        </section>
    }
    .into_any()
}

fn turn_on(step: RwSignal<Step>) -> AnyView {
    let password = RwSignal::new(String::new());
    let trouble = RwSignal::new(None::<Trouble>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        trouble.set(None);
        let begin = FactorBegin { password: password.get_untracked() };
        spawn_local(async move {
            match bridge::post::<_, FactorSecret>(PATH, &begin).await {
                Ok(secret) => drop(step.try_set(Step::Scanning(secret))),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    view! {
        <form class="fields" data-test="factor-begin" on:submit=submit>
            {super::field(say(words::PASSWORD_FIRST), "password", "current-password", "factor-password", password)}
            <button type="submit" class="button main" data-test="begin-factor">{say(words::BEGIN)}</button>
            {super::complaint(trouble)}
        </form>
    }
    .into_any()
}

fn scanning(secret: FactorSecret, step: RwSignal<Step>) -> AnyView {
    let code = RwSignal::new(String::new());
    let trouble = RwSignal::new(None::<Trouble>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        trouble.set(None);
        let shown = FactorCode { code: code.get_untracked() };
        spawn_local(async move {
            match bridge::post::<_, RecoveryCodes>(&format!("{PATH}/confirm"), &shown).await {
                Ok(codes) => drop(step.try_set(Step::Told(codes))),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    let picture = format!("data:image/svg+xml,{}", String::from(js_sys::encode_uri_component(&secret.picture)));
    view! {
        <form class="fields" data-test="factor-confirm" on:submit=submit>
            <p>{say(words::SCAN)}</p>
            <img class="factor-picture" src=picture alt=say(words::SCAN_ALT) width="200" height="200"/>
            <dl>{pieces::fact(words::KEY, view! { <code class="factor-key" data-test="factor-key">{secret.secret}</code> }.into_any())}</dl>
            {super::field(say(words::FIRST_CODE), "text", "one-time-code", "factor-code", code)}
            <button type="submit" class="button main" data-test="confirm-factor">{say(words::CONFIRM)}</button>
            {super::complaint(trouble)}
        </form>
    }
    .into_any()
}

fn told(codes: RecoveryCodes, step: RwSignal<Step>, again: Callback<()>) -> AnyView {
    let who = desk::who();
    let had_to = desk::must_set_up();
    let kept = move |_| {
        step.set(Step::Rests);
        again.run(());
        // Whoever had to set it up may go on to the other pages now.
        if had_to {
            desk::ask(who);
        }
    };
    let code = |code: String| view! { <li><code data-test="recovery-code">{code}</code></li> };
    view! {
        <div class="fields" data-test="recovery">
            <h4>{say(words::RECOVERY)}</h4>
            <p class="small">{say(words::RECOVERY_HINT)}</p>
            <ol class="recovery">{codes.codes.into_iter().map(code).collect_view()}</ol>
            <button type="button" class="button main" data-test="recovery-kept" on:click=kept>{say(words::KEPT)}</button>
        </div>
    }
    .into_any()
}

fn turn_off(again: Callback<()>) -> AnyView {
    let code = RwSignal::new(String::new());
    let trouble = RwSignal::new(None::<Trouble>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        trouble.set(None);
        let shown = FactorCode { code: code.get_untracked() };
        spawn_local(async move {
            match bridge::tell(&format!("{PATH}/end"), &shown).await {
                Ok(()) => drop(again.try_run(())),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    view! {
        <form class="fields" data-test="factor-end" on:submit=submit>
            {super::field(say(words::CODE), "text", "one-time-code", "factor-end-code", code)}
            <button type="submit" class="button" data-test="end-factor">{say(words::END_FACTOR)}</button>
            {super::complaint(trouble)}
        </form>
    }
    .into_any()
}
