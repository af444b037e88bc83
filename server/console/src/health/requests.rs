//! What was asked for: the slowest of the last hour, and every route with how long it takes.

use leptos::prelude::*;
use shared::api::health::{HealthReport, RouteHealth, SlowRequest};

use super::follow;
use super::text as words;
use crate::clock;
use crate::poll::Polled;
use crate::text::say;
use crate::text::spans::number;

/// Draws the slowest requests of the last hour.
pub fn slow(report: Polled<HealthReport>) -> AnyView {
    view! {
        <details data-test="slow">
            <summary>{say(words::SLOW)}</summary>
            <div class="card table-card wide-table" tabindex="0" role="region" aria-label=say(words::SLOW)>
                <table class="rows compact oversight-table">
                    <thead><tr>
                        <th scope="col">{say(words::WHEN)}</th><th scope="col">{say(words::ROUTE)}</th>
                        <th scope="col" class="right">{say(words::STATUS)}</th><th scope="col" class="right">{say(words::MS)}</th>
                    </tr></thead>
                    <tbody>{follow(report, |report| report.slow.clone(), |slow| slow_rows(slow))}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

fn slow_rows(slow: &[SlowRequest]) -> AnyView {
    let row = |one: &SlowRequest| {
        view! {
            <tr data-test="slow-request">
                <td class="figures">{clock::time(one.at)}</td>
                <td class="wraps code">{format!("{} {}", one.method, one.route)}</td>
                <td class="right figures">{one.status}</td>
                <td class="right figures">{number(one.ms)}</td>
            </tr>
        }
    };
    if slow.is_empty() {
        return view! { <tr><td colspan="4" class="quiet">{say(words::NO_SLOW)}</td></tr> }.into_any();
    }
    slow.iter().map(row).collect_view().into_any()
}

/// Writes a bound; what took longer than the last one is more than that.
fn bound(ms: Option<u64>) -> String {
    ms.map_or_else(|| "> 5,000".to_owned(), number)
}

/// Draws the routes.
pub fn routes(report: Polled<HealthReport>) -> AnyView {
    let right = |word: &'static str| view! { <th scope="col" class="right">{word}</th> };
    view! {
        <details data-test="routes">
            <summary>{say(words::ROUTES)}</summary>
            <p class="small quiet">{say(words::BOUND_NOTE)}</p>
            <div class="card table-card wide-table" tabindex="0" role="region" aria-label=say(words::ROUTES)>
                <table class="rows compact oversight-table">
                    <thead><tr>
                        <th scope="col">{say(words::ROUTE)}</th>
                        {right(say(words::REQUESTS))}{right(say(words::ERRORS))}{right("P50")}{right("P95")}{right("P99")}
                    </tr></thead>
                    <tbody>{follow(report, |report| report.routes.clone(), |routes| route_rows(routes))}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

fn route_rows(routes: &[RouteHealth]) -> AnyView {
    let row = |one: &RouteHealth| {
        view! {
            <tr data-test="route">
                <td class="wraps code">{format!("{} {}", one.method, one.route)}</td>
                <td class="right figures">{number(one.requests)}</td>
                <td class="right figures" class:late={one.errors > 0}>{number(one.errors)}</td>
                <td class="right figures">{bound(one.p50_ms)}</td>
                <td class="right figures">{bound(one.p95_ms)}</td>
                <td class="right figures">{bound(one.p99_ms)}</td>
            </tr>
        }
    };
    routes.iter().map(row).collect_view().into_any()
}

#[cfg(test)]
mod tests {
    use super::bound;

    #[test]
    fn what_lies_beyond_the_last_bound_is_more_than_it() {
        assert_eq!((bound(Some(25)).as_str(), bound(None).as_str()), ("25", "> 5,000"));
    }
}
