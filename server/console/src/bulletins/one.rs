//! One bulletin: what it stands on, its numbers, and what may be done with it.

use kit::lang::Words;
use leptos::prelude::*;
use shared::api::bulletins::{Bulletin, BulletinKind, BulletinSource};
use shared::assessment::Subject;
use shared::day;

use super::tables::Ways;
use super::text as words;
use super::{cases, compared, edit, list, tables};
use crate::bridge;
use crate::clock;
use crate::faces;
use crate::pieces;
use crate::poll::{Polled, poll};
use crate::route::{Route, encode};
use crate::section::{Address, Section};
use crate::text::{lang, say};

const SECONDS: u64 = 120;

/// Draws it.
pub fn card(id: &str) -> AnyView {
    let path = format!("/api/v1/bulletins/{}", encode(id));
    let found = poll::<Bulletin, _, _>(SECONDS, move || {
        let path = path.clone();
        async move { bridge::get(&path).await }
    });
    let is_asked = move || found.value.with(Option::is_none) && found.trouble.with(Option::is_none);
    let back = Route::At(Section::Bulletins, Address::default());
    view! {
        <header class="page-head">
            {pieces::link(&back, format!("‹ {}", say(words::BACK_TO_LIST)), "bulletins-back")}
        </header>
        {faces::trouble_bar(found)}
        {move || is_asked().then(faces::waiting)}
        {move || found.value.get().map(|bulletin| whole(&bulletin, found))}
    }
    .into_any()
}

fn whole(bulletin: &Bulletin, found: Polled<Bulletin>) -> AnyView {
    let content = &bulletin.content;
    let ways = Ways::of(bulletin);
    let chosen = RwSignal::new(bulletin.photos.clone());
    let editor = bulletin.may_edit.then(|| edit::form(bulletin, chosen, found));
    let note = match content.kind {
        BulletinKind::Monthly => None,
        BulletinKind::Weekly => Some(words::LIVE_NOTE),
        BulletinKind::HalfYearly => Some(words::HALF_NOTE),
    };
    let remarks = bulletin.remarks.lines().map(|line| view! { <p data-said="">{line.to_owned()}</p> }).collect_view();
    let (overtaken, waits): (Vec<String>, Vec<String>) =
        bulletin.waits_for.iter().cloned().partition(|month| bulletin.overtaken.contains(month));
    let waits = complaint(words::WAITS, "bulletin-waits", &waits);
    let overtaken = complaint(words::OVERTAKEN, "bulletin-overtaken", &overtaken);
    let (areas, units) = (content.ranking(Subject::Jurisdiction), content.ranking(Subject::Unit));
    view! {
        <article class="bulletin-sheet" data-test="bulletin" data-bulletin=bulletin.head.id.to_string()>
            <header class="bulletin-head">
                <p class="bulletin-centre" data-said="">{content.centre.clone()}</p>
                <h2 data-said="">{list::title(&bulletin.head)}</h2>
                <p>{list::standing(&bulletin.head)}</p>
                {downloads(bulletin)}
            </header>
            {waits}
            {overtaken}
            {facts(bulletin)}
            {editor}
            <div class="bulletin-remarks" data-test="bulletin-said">{remarks}</div>
            {note.map(|note| view! { <p class="quiet small">{say(note)}</p> })}
            {tables::volumes(content, &ways)}
            {compared::part(bulletin, &ways)}
            {tables::rates(content, &ways)}
            {tables::objects(words::AREAS, "bulletin-areas", (&content.areas, &content.total, areas), Subject::Jurisdiction, &ways)}
            {tables::objects(words::UNITS, "bulletin-units", (&content.units, &content.total, units), Subject::Unit, &ways)}
            {tables::categories(content, &ways)}
            {tables::months(content)}
            {cases::poor(bulletin, chosen)}
        </article>
    }
    .into_any()
}

fn downloads(bulletin: &Bulletin) -> AnyView {
    let path = format!("/api/v1/bulletins/{}", bulletin.head.id);
    let file = |kind: &str, lang: &str, word, test: &'static str| {
        let href = format!("{path}/{kind}?lang={lang}");
        view! {
            <a class="button small" download="" title=say(words::TAKEN_NOTE) data-test=test href=href>{say(word)}</a>
        }
    };
    view! {
        <p class="buttons">
            {file("pdf", "zh", words::PDF_ZH, "bulletin-pdf-zh")}
            {file("pdf", "en", words::PDF_EN, "bulletin-pdf-en")}
            {file("xlsx", "zh", words::BOOK_ZH, "bulletin-xlsx-zh")}
            {file("xlsx", "en", words::BOOK_EN, "bulletin-xlsx-en")}
        </p>
    }
    .into_any()
}

/// Returns the way to a month with its versions.
fn month_way(month: &str) -> Route {
    Route::At(Section::Assessment, Address::default().below("months").below(month))
}

/// Draws months one after the other, each as the way to its versions.
pub fn month_links(months: &[String]) -> AnyView {
    let one = |month: &String| view! { " "{pieces::link(&month_way(month), month.clone(), "bulletin-month-open")} };
    months.iter().map(one).collect_view().into_any()
}

/// Says for which months a draft is not published; nothing where there are none.
fn complaint(said: Words, test: &'static str, months: &[String]) -> Option<AnyView> {
    if months.is_empty() {
        return None;
    }
    let drawn = view! { <p class="complaint" role="status" data-test=test>{say(said)}":"{month_links(months)}</p> };
    Some(drawn.into_any())
}

fn facts(bulletin: &Bulletin) -> AnyView {
    let (lang, content) = (lang(), &bulletin.content);
    let days = format!("{} – {} ({})", day::write(content.from), day::write(content.to), content.zone);
    let source = |source: &BulletinSource| {
        let said = words::version(lang, &source.month, source.version);
        view! { {pieces::link(&month_way(&source.month), said, "bulletin-source")}" " }
    };
    let sources = if content.sources.is_empty() {
        say(words::LIVE_DAYS).into_any()
    } else {
        content.sources.iter().map(source).collect_view().into_any()
    };
    let models: Vec<String> = content.rankings.iter().map(|ranking| words::scored_by(lang, ranking)).collect();
    let models = if models.is_empty() { say(words::SCORED_NOT).to_owned() } else { models.join("; ") };
    let frozen = content.sources.iter().filter_map(|source| source.frozen_at).max();
    let frozen = frozen.map(|at| pieces::fact(words::FROZEN_AT, clock::dated(at).into_any()));
    let again = |source: &BulletinSource| {
        let said = format!("{}: {}", words::version(lang, &source.month, source.version), source.reason);
        pieces::fact(words::FROZEN_ANEW, view! { <span data-said="">{said}</span> }.into_any())
    };
    let anew = content.sources.iter().filter(|source| !source.reason.is_empty()).map(again).collect_view();
    let training = content.training.then(|| view! { <p class="badge tone-soon">{say(words::TRAINING)}</p> });
    view! {
        <dl class="facts" data-test="bulletin-facts">
            {pieces::fact(words::DAYS, days.into_any())}
            {pieces::fact(words::AS_OF, clock::dated(content.at).into_any())}
            {pieces::fact(words::SOURCE, sources)}
            {frozen}
            {anew}
            {pieces::fact(words::SCORED_BY, view! { <span data-said="">{models}</span> }.into_any())}
        </dl>
        {training}
    }
    .into_any()
}
