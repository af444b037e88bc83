//! What is missing at the server: counted, and what is being sent just now.

use app_bridge::status::{Sending, Status};
use kit::lang::{self, spoken, t};
use kit::moment;
use kit::progress_bar::ProgressBar;
use kit::text::beside;
use kit::tone::Tone;
use leptos::prelude::*;

use super::pause::text::paused;
use crate::text;

/// What is missing at the server.
#[component]
pub fn StillHere(
    /// What the core said.
    status: Status,
) -> impl IntoView {
    let (speech, clock) = (lang::speech(), moment::clock());
    let Status {
        unsent_operations,
        unsent_reports,
        photos_waiting,
        waiting_bytes,
        set_aside,
        doing,
        sending,
        next_try_at,
        paused_until,
        oldest_unsent,
        syncing,
        ..
    } = status;
    let answers = unsent_operations.saturating_sub(unsent_reports);
    let back = u64::try_from(set_aside.len()).unwrap_or(u64::MAX);
    let waits = unsent_operations + photos_waiting > 0;
    let size = if waiting_bytes > 0 { format!(" {}", text::bytes(waiting_bytes)) } else { String::new() };
    let title = if waits { text::STILL_HERE } else { text::ONLY_BACK };
    let doing_words = move || {
        let lang = speech.get();
        match (&doing, paused_until, next_try_at) {
            (Some((zh, en)), _, _) => lang.pick(zh, en).to_owned(),
            (None, _, _) if syncing => lang.say(text::SYNCING).to_owned(),
            // Nothing is tried by itself meanwhile, whenever its turn would be.
            (None, Some(until), _) => paused(lang, &moment::time_of_day(until, &clock.zone())),
            (None, None, Some(at)) if waits && at > clock.now() => {
                format!("{} {}", lang.say(text::NEXT_TRY), moment::time_of_day(at, &clock.zone()))
            }
            (None, None, Some(_)) if waits => lang.say(text::NEXT_TRY_NOW).to_owned(),
            (None, None, Some(_) | None) => String::new(),
        }
    };
    view! {
        <section class="card stack" data-test="still-here" role="status">
            <h2>{t(title)}</h2>
            <div class="figures">
                <Figure count=unsent_reports tone=Tone::Soon test="count-operations">
                    {t(beside(unsent_reports, text::COUNT_CASE, text::COUNT_CASES))}
                </Figure>
                {(answers > 0).then(|| view! {
                    <Figure count=answers tone=Tone::Soon test="count-answers">
                        {t(beside(answers, text::COUNT_ANSWER, text::COUNT_ANSWERS))}
                    </Figure>
                })}
                <Figure count=photos_waiting tone=Tone::Soon test="count-photos">
                    {t(beside(photos_waiting, text::COUNT_PHOTO, text::COUNT_PHOTOS))}{size}
                </Figure>
                <Figure count=back tone=Tone::Late test="count-set-aside">{t(text::COUNT_BACK)}</Figure>
            </div>
            {match sending {
                Some(sending) => view! { <SendingNow sending=sending /> }.into_any(),
                None => view! { <p class="small" data-test="doing">{doing_words}</p> }.into_any(),
            }}
            {oldest_unsent.map(|at| view! {
                <p class="tiny number">{t(text::OLDEST)}" "{move || clock.say(speech.get(), at)}</p>
            })}
            {waits.then(|| view! { <p class="tiny">{t(text::WILL_SAY)}</p> })}
        </section>
    }
}

/// The photo on the line: what it is, how much of it has arrived, and how long the rest takes.
#[component]
fn SendingNow(sending: Sending) -> impl IntoView {
    let speech = lang::speech();
    let Sending { role, name, name_en, percent, done_bytes, all_bytes, seconds_left } = sending;
    let what = move || {
        let lang = speech.get();
        text::sending(lang, lang.say(text::photo_role(role)), lang.pick(&name, &name_en), percent)
    };
    view! {
        <ProgressBar label=spoken(text::SYNCING) done=done_bytes total=all_bytes />
        <div class="between small number" data-test="doing">
            <span>{what}</span>
            {seconds_left.map(|seconds| view! { <span>{move || text::about_left(speech.get(), seconds)}</span> })}
        </div>
    }
}

#[component]
fn Figure(count: u64, tone: Tone, test: &'static str, children: Children) -> impl IntoView {
    let class = if count == 0 { Tone::Rest.class() } else { tone.class() };
    view! {
        <div class=format!("figure {class}")>
            <strong data-test=test>{count}</strong><span>{children()}</span>
        </div>
    }
}
