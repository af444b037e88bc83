//! What was found in a file or a drawing: as a list and on the map, with who is left without a duty grid.

use kit::lang::Lang;
use kit::tone::Tone;
use leptos::prelude::*;
use shared::api::areas::{AreaFinding, AreaImport, GroundChange, Walker};

use super::map::AreaMap;
use super::text as words;
use crate::pieces;
use crate::route::Route;
use crate::section::{Address, Section};
use crate::text::{lang, names, phrases, say};

/// Puts the findings on the map whenever there are others.
pub fn mark(map: AreaMap, report: RwSignal<Option<AreaImport>>) {
    Effect::new(move |_| {
        map.with(|drawn| {
            report.with(|report| report.as_ref().map_or(Ok(()), |report| drawn.mark(&report.map.to_string())))
        });
    });
}

/// Draws the report.
pub fn view(report: &AreaImport, map: AreaMap) -> AnyView {
    let lang = lang();
    let (tone, verdict, value) = verdict(report);
    let found = words::found(lang, report.errors, report.warnings);
    let flaws: Vec<AnyView> = report
        .flaws
        .iter()
        .map(|flaw| {
            let said = format!("{} {}", flaw.count, lang.pick(&flaw.zh, &flaw.en));
            view! { <li class="badge tone-rest" data-test="flaw" data-code=flaw.code.clone()>{said}</li> }.into_any()
        })
        .collect();
    let grounds: Vec<AnyView> = report.grounds.iter().map(|ground| changed(lang, ground)).collect();
    let findings: Vec<AnyView> = report.findings.iter().map(|finding| row(lang, finding, map)).collect();
    let (is_clean, has_findings) = (report.findings.is_empty(), !report.findings.is_empty());
    let more = (report.left_out > 0).then(|| words::and_more(lang, report.left_out));
    let followed = report.is_taken.then(|| words::followed(lang, report.cases_changed, report.cases_looked));
    let counts = words::counts(lang, report.counts);
    view! {
        <section class="card areas-report" data-test="area-report" data-errors=report.errors.to_string()
            data-warnings=report.warnings.to_string() data-taken=report.is_taken.to_string()>
            <header>
                <h3>{say(words::REPORT)}</h3>
                {pieces::badge(tone, lang.say(verdict), "area-verdict", value)}
            </header>
            <p>{counts}</p>
            <p>{found}</p>
            {followed.map(|said| view! { <p data-test="area-followed">{said}</p> })}
            {is_clean.then(|| view! { <p class="quiet">{say(words::NO_FINDINGS)}</p> })}
            <ul class="areas-flaws">{flaws}</ul>
            <h4>{say(words::WOULD_CHANGE)}</h4>
            <ul class="plain" data-test="area-grounds">{grounds}</ul>
            {left(lang, &report.left)}
            {has_findings.then(|| view! {
                <div class="wide-table areas-list" tabindex="0" role="region" aria-label=say(words::REPORT)>
                    <table class="rows compact" data-test="findings">
                        <thead>
                            <tr>
                                <th scope="col">{say(words::STANDS)}</th>
                                <th scope="col">{say(words::DETAIL)}</th>
                                <th scope="col">{say(words::LOOK_AT)}</th>
                            </tr>
                        </thead>
                        <tbody>{findings}</tbody>
                    </table>
                </div>
            })}
            {more.map(|said| view! { <p class="quiet">{said}</p> })}
        </section>
    }
    .into_any()
}

fn verdict(report: &AreaImport) -> (Tone, kit::lang::Words, &'static str) {
    match (report.errors, report.is_taken, report.is_in_force) {
        (1.., _, _) => (Tone::Late, words::REFUSED, "refused"),
        (0, true, true) => (Tone::Ok, words::TAKEN_NOW, "in_force"),
        (0, true, false) => (Tone::Soon, words::TAKEN_LATER, "waits"),
        (0, false, _) if report.grounds.is_empty() => (Tone::Late, words::NOTHING_TO_TAKE, "nothing"),
        (0, false, _) => (Tone::Rest, words::WOULD_CHANGE, "looked"),
    }
}

fn changed(lang: Lang, ground: &GroundChange) -> AnyView {
    let said = words::changes(lang, ground.changes);
    let (name, id) = (ground.name.clone(), ground.jurisdiction.to_string());
    view! { <li><strong lang="zh">{name}</strong>" "<span class="code">{id}</span><small>{said}</small></li> }
        .into_any()
}

fn row(lang: Lang, finding: &AreaFinding, map: AreaMap) -> AnyView {
    let (tone, word, value) = match finding.is_error {
        true => (Tone::Late, words::ERROR, "error"),
        false => (Tone::Soon, words::WARNING, "warning"),
    };
    let said = lang.pick(&finding.zh, &finding.en).to_owned();
    let size = finding.size.map(|size| match finding.measure.as_deref() {
        Some("m") => phrases::metres(lang, size),
        Some(_) | None => words::area(lang, size),
    });
    let feature = finding.feature.map(|number| words::feature(lang, number));
    let small: Vec<String> = feature.into_iter().chain(size).collect();
    let go = finding.at.map(|at| {
        let label = format!("{} {}", lang.say(words::LOOK_AT), finding.about.join(" "));
        view! {
            <button type="button" class="button small" data-test="finding-look" aria-label=label
                on:click=move |_| map.fly(at.lon(), at.lat())>{lang.say(words::LOOK_AT)}</button>
        }
    });
    view! {
        <tr data-test="finding" data-code=finding.code.clone()>
            <td>{pieces::badge(tone, lang.say(word), "severity", value)}</td>
            <td data-said="">{said}<small>{small.join(" · ")}</small></td>
            <td>{go}</td>
        </tr>
    }
    .into_any()
}

/// Draws who walks a duty grid that is no more, each with the way to where that is mended.
fn left(lang: Lang, left: &[Walker]) -> AnyView {
    if left.is_empty() {
        return ().into_any();
    }
    let people: Vec<AnyView> = left
        .iter()
        .map(|walker| {
            let people = Route::At(Section::People, Address::default().with("q", walker.user.as_str()));
            let (name, user, grid) = (walker.name.clone(), walker.user.to_string(), walker.duty_grid.clone());
            view! {
                <li data-test="walker" data-user=walker.user.to_string()>
                    <strong lang="zh" data-said="">{name}</strong>" "{user}" · "{lang.say(names::role(walker.role))}
                    " · "<span class="code">{grid}</span>" "
                    {pieces::link(&people, lang.say(words::TO_PEOPLE).to_owned(), "walker-people")}
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="areas-left" data-test="area-left">
            <h4>{say(words::LEFT)}</h4>
            <ul class="plain">{people}</ul>
        </div>
    }
    .into_any()
}
