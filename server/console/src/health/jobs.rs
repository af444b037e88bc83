//! The processes that serve the database, and how the jobs of each go.

use kit::tone::Tone;
use leptos::prelude::*;
use shared::api::health::{HealthReport, JobHealth, ProcessHealth};

use super::text as words;
use crate::clock;
use crate::pieces;
use crate::poll::Polled;
use crate::text::spans::{number, span};
use crate::text::{lang, say};

/// Draws them.
pub fn part(report: Polled<HealthReport>) -> AnyView {
    let ids = Memo::new(move |_| {
        let ids = |report: &HealthReport| report.processes.iter().map(|one| one.id.clone()).collect::<Vec<String>>();
        report.value.with(|report| report.as_ref().map(ids).unwrap_or_default())
    });
    view! {
        <section data-test="jobs">
            <h3>{say(words::JOBS)}</h3>
            <For each=move || ids.get() key=String::clone children=move |id| process(id, report)/>
        </section>
    }
    .into_any()
}

fn process(id: String, report: Polled<HealthReport>) -> AnyView {
    let known = {
        let id = id.clone();
        Memo::new(move |_| {
            let find = |report: &HealthReport| report.processes.iter().find(|one| one.id == id).cloned();
            report.value.with(|report| report.as_ref().and_then(find))
        })
    };
    let head = |word| view! { <th scope="col">{say(word)}</th> };
    let label = format!("{} {id}", say(words::JOBS));
    let rows = move || known.with(|known| known.as_ref().map(|known| known.jobs.iter().map(row).collect_view()));
    let has_none = move || known.with(|known| known.as_ref().is_none_or(|known| known.jobs.is_empty()));
    let named = id.clone();
    view! {
        <div class="oversight-main" data-test="process" data-process=named>
            <p class="small"><strong>{say(words::PROCESS)}" "<span class="code">{id}</span></strong>" "
                {move || known.with(|known| known.as_ref().map(standing))}</p>
            {move || has_none().then(|| view! { <p class="small quiet">{say(words::NO_JOBS)}</p> })}
            <div class="card table-card wide-table" tabindex="0" role="region" aria-label=label>
                <table class="rows compact oversight-table">
                    <thead><tr>
                        {head(words::JOB)}{head(words::LAST_START)}{head(words::LAST_END)}{head(words::TOOK)}{head(words::NEXT)}
                        {head(words::RUNS)}{head(words::RESULT)}
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}

/// Says whether a process runs, since when, and when it was heard of.
fn standing(process: &ProcessHealth) -> AnyView {
    let state = match process.is_alive {
        true => pieces::badge(Tone::Ok, say(words::ALIVE), "process-state", "alive"),
        false => pieces::badge(Tone::Rest, say(words::GONE), "process-state", "gone"),
    };
    let this = process.answers.then(|| view! { " "<span class="quiet">{say(words::THIS_PROCESS)}</span> });
    let said = format!(
        "{} {} · {} {} · {} {}",
        say(words::PROGRAM),
        process.version,
        say(words::STARTED),
        clock::dated(process.started_at),
        say(words::HEARD),
        clock::dated(process.heard_at)
    );
    view! { {state}{this}<small>{said}</small> }.into_any()
}

fn row(job: &JobHealth) -> AnyView {
    let name = words::job(&job.job).map_or_else(|| job.job.clone(), |words| say(words).to_owned());
    let took_ms = job.ended_at.since(job.started_at);
    let took = if took_ms < 1_000 { format!("{took_ms} ms") } else { span(lang(), took_ms) };
    let result = if job.error.is_empty() {
        pieces::badge(Tone::Ok, say(words::WENT_WELL), "job-state", "ok")
    } else {
        view! { <span class="late code" data-test="job-state" data-value="failed">{job.error.clone()}</span> }
            .into_any()
    };
    view! {
        <tr data-test="job" data-job=job.job.clone()>
            <td>{name}</td>
            <td class="figures">{clock::time(job.started_at)}</td>
            <td class="figures">{clock::time(job.ended_at)}</td>
            <td class="figures">{took}</td>
            <td class="figures">{clock::time(job.next_at)}</td>
            <td class="figures">{format!("{} / {}", number(job.runs), number(job.failures))}</td>
            <td class="wraps">{result}</td>
        </tr>
    }
    .into_any()
}
