//! The processes that serve the database, and how the jobs of each go.

use kit::tone::Tone;
use leptos::prelude::*;
use shared::api::health::{HealthReport, JobHealth, ProcessHealth};

use super::text as words;
use crate::clock;
use crate::pieces;
use crate::text::spans::{number, span};
use crate::text::{lang, say};

/// Draws them.
pub fn part(report: &HealthReport) -> AnyView {
    view! {
        <section data-test="jobs">
            <h3>{say(words::JOBS)}</h3>
            {report.processes.iter().map(process).collect_view()}
        </section>
    }
    .into_any()
}

fn process(process: &ProcessHealth) -> AnyView {
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
    let table = if process.jobs.is_empty() {
        view! { <p class="small quiet">{say(words::NO_JOBS)}</p> }.into_any()
    } else {
        table(process)
    };
    view! {
        <div class="oversight-main" data-test="process" data-process=process.id.clone()>
            <p class="small"><strong>{say(words::PROCESS)}" "<span class="code">{process.id.clone()}</span></strong>{this}" "{state}
                <small>{said}</small></p>
            {table}
        </div>
    }
    .into_any()
}

fn table(process: &ProcessHealth) -> AnyView {
    let head = |word| view! { <th scope="col">{say(word)}</th> };
    let label = format!("{} {}", say(words::JOBS), process.id);
    view! {
        <div class="card table-card wide-table" tabindex="0" role="region" aria-label=label>
            <table class="rows compact oversight-table">
                <thead><tr>
                    {head(words::JOB)}{head(words::LAST_START)}{head(words::LAST_END)}{head(words::TOOK)}{head(words::NEXT)}
                    {head(words::RUNS)}{head(words::RESULT)}
                </tr></thead>
                <tbody>{process.jobs.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
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
