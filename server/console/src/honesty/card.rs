//! One hint: what was found, how much of it is chance, its cases with their pictures, what was said of it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::honesty::{HintFile, HintJudgement};
use shared::time::Instant;

use super::asked;
use super::text as words;
use super::{judging, list, shots, words_of};
use crate::bridge::{self, Trouble};
use crate::clock;
use crate::faces;
use crate::section::Address;
use crate::text::words as common;
use crate::text::{lang, say};

/// Draws the card. The hint is asked for once: every look is recorded. `judged` is called when something was said of it.
pub fn card(id: String, address: Memo<Address>, judged: Callback<()>) -> AnyView {
    let path = format!("/api/v1/honesty/hints/{}", crate::route::encode(&id));
    let file = RwSignal::new(None::<HintFile>);
    let trouble = RwSignal::new(None::<Trouble>);
    let heard_at = RwSignal::new(None::<Instant>);
    let load = {
        let path = path.clone();
        Callback::new(move |()| {
            let path = path.clone();
            spawn_local(async move {
                match bridge::get::<HintFile>(&path).await {
                    Ok(found) => {
                        trouble.try_set(None);
                        heard_at.try_set(Some(clock::now()));
                        file.try_set(Some(found));
                    }
                    Err(why) => drop(trouble.try_set(Some(why))),
                }
            });
        })
    };
    load.run(());
    let known = Memo::new(move |_| file.with(Option::is_some));
    let is_asked = move || !known.get() && trouble.with(Option::is_none);
    let said = Callback::new(move |after: HintFile| {
        file.set(Some(after));
        judged.run(());
    });
    let close = move || asked::without(&address.get());
    // Redrawn when something was said, and not while it is being written: the form stands beside what was read.
    let facts = move || file.with(|file| file.as_ref().map(facts));
    let form = move || known.get().then(|| judging::form(path.clone(), said));
    view! {
        <section class="card honesty-card" data-test="hint-card" aria-labelledby="honesty-hint">
            <header class="honesty-head">
                <h3 id="honesty-hint">{say(words::HINT)}</h3>
                <a class="button small" data-test="hint-close" href=close>{say(common::CLOSE)}</a>
            </header>
            {faces::bar(trouble, heard_at, known.into(), load)}
            {move || is_asked().then(faces::waiting)}
            {facts}
            {form}
        </section>
    }
    .into_any()
}

fn facts(file: &HintFile) -> AnyView {
    let lang = lang();
    let hint = &file.hint;
    let fact = |(name, value): (&'static str, String)| {
        view! { <div><dt>{name}</dt><dd class="figures">{value}</dd></div> }.into_any()
    };
    let compared = words_of::compared(lang, &hint.facts).into_iter().map(fact).collect_view();
    let plainly = words_of::plainly(lang, &hint.facts);
    let plainly = plainly.into_iter().map(|line| view! { <p>{line}</p> }.into_any()).collect_view();
    let judgements = (!file.judgements.is_empty()).then(|| {
        let rows = file.judgements.iter().map(judgement).collect_view();
        view! { <h4>{say(words::SAID)}</h4><ol class="honesty-said">{rows}</ol> }.into_any()
    });
    view! {
        <p class="honesty-what">
            <strong>{say(words::kind(hint.facts.kind()))}</strong>" "{list::state(hint.state)}
        </p>
        <p>{list::people(&hint.people)}</p>
        <p data-said="">{words_of::short(lang, hint)}</p>
        <dl class="facts honesty-facts">{compared}</dl>
        <div class="honesty-chance" data-test="hint-chance" role="note">
            <strong>{say(words::NO_VERDICT)}</strong>
            {plainly}
        </div>
        {shots::cases(file)}
        {judgements}
    }
    .into_any()
}

fn judgement(one: &HintJudgement) -> AnyView {
    let by = if one.by.name.is_empty() { one.by.user.to_string() } else { one.by.name.clone() };
    view! {
        <li data-test="hint-judgement" data-verdict=one.verdict.as_str()>
            {list::state(one.verdict.state())}" "<span data-said="">{by}</span>" "
            <span class="quiet figures">{clock::dated(one.at)}</span>
            <p data-said="">{one.reason.clone()}</p>
        </li>
    }
    .into_any()
}
