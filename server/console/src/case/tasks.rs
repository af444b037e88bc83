//! Who was sent to look, how they were drawn, and what they answered.

use kit::lang::Words;
use leptos::prelude::*;
use shared::api::cases::{CaseFile, Draw};
use shared::task::{Task, TaskState};

use crate::clock;
use crate::text::{lang, names, phrases, say, words};

/// Draws the tasks with their draws.
pub fn tasks(file: &CaseFile) -> impl IntoView + use<> {
    let lang = lang();
    let is_empty = file.tasks.is_empty() && file.draws.is_empty();
    let tasks = file.tasks.iter().map(task).collect_view();
    let draws = file.draws.iter().map(|draw| self::draw(draw, file)).collect_view();
    let has_draws = !file.draws.is_empty();
    view! {
        <div class="card" data-test="tasks">
            <h3>{lang.say(words::TASKS)}</h3>
            {is_empty.then(|| view! { <p class="quiet">{lang.say(words::NO_TASKS)}</p> })}
            <ul class="tasks">{tasks}</ul>
            {has_draws.then(|| view! { <h4>{lang.say(words::DRAWS)}</h4> })}
            {draws}
        </div>
    }
}

fn task(task: &Task) -> impl IntoView + use<> {
    let lang = lang();
    let (word, tone) = match (task.state, task.result) {
        (TaskState::Answered, Some(result)) => (names::result(result), "tone-ok"),
        (TaskState::Answered, None) | (TaskState::Withdrawn, _) => (names::task_state(task.state), "tone-rest"),
        (TaskState::Open, _) => (names::task_state(task.state), "tone-soon"),
    };
    let until = task.answered_at.map_or_else(
        || phrases::due(lang, &clock::day_time(task.due_at)),
        |at| phrases::answered(lang, &clock::day_time(at)),
    );
    let note = (!task.note.is_empty()).then(|| view! { <q data-said="">{task.note.clone()}</q> });
    view! {
        <li data-test="task" data-state=task.state.as_str()>
            <p><strong>{lang.say(names::task(task.kind))}</strong>
                <span class=format!("badge {tone}")>{lang.say(word)}</span></p>
            <p class="quiet" data-said="">{task.requirement.clone()}</p>
            <p class="quiet figures">{until}</p>
            {note}
        </li>
    }
}

fn draw(draw: &Draw, file: &CaseFile) -> impl IntoView + use<> {
    let lang = lang();
    let person = |user: &str| {
        let name = user.parse().ok().and_then(|user| file.names.people.get(&user));
        name.map_or_else(|| user.to_owned(), |name| phrases::person(lang, name, user))
    };
    let ring = names::ring(&draw.ring).map_or_else(|| draw.ring.clone(), |word| lang.say(word).to_owned());
    let drawn = draw.drawn.as_deref().map_or_else(|| lang.say(words::TO_DESK).to_owned(), person);
    let candidates: Vec<String> = draw.candidates.iter().map(|user| person(user)).collect();
    let people = phrases::people(lang, candidates.len());
    let candidates = phrases::of(lang, &format!("{people} · {ring}"), &candidates.join(lang.say(words::COMMA)));
    let excluded: Vec<String> = draw
        .excluded
        .iter()
        .map(|one| {
            let reason = names::exclusion(&one.reason).map_or_else(|| one.reason.clone(), |w| lang.say(w).to_owned());
            phrases::of(lang, &person(&one.user), &reason)
        })
        .collect();
    let place = u32::try_from(draw.candidates.len()).ok().and_then(|count| draw.random.checked_rem(count));
    let random = match place {
        Some(place) => format!("{} mod {} = {place}", draw.random, draw.candidates.len()),
        None => draw.random.to_string(),
    };
    view! {
        <dl class="facts draw" data-test="draw" data-drawn=draw.drawn.clone()>
            {fact(words::DRAWN, drawn)}
            {fact(words::CANDIDATES, candidates)}
            {(!excluded.is_empty()).then(|| fact(words::EXCLUDED, phrases::in_a_row(lang, &excluded)))}
            {fact(words::RANDOM, random)}
            {draw.reason.clone().map(|reason| fact(words::REDRAWN, reason))}
        </dl>
    }
}

fn fact(name: Words, value: String) -> impl IntoView {
    view! { <div><dt>{say(name)}</dt><dd class="figures" data-said="">{value}</dd></div> }
}
