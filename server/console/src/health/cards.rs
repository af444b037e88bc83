//! What the server is and what waits, as cards; and the packs in force.

use kit::lang::Words;
use leptos::prelude::*;
use shared::api::audit::Verification;
use shared::api::health::{BackupFacts, DiskHealth, Freezing, HealthReport, PackHealth};
use shared::time::Instant;

use super::follow;
use super::text as words;
use crate::clock;
use crate::pieces::fact;
use crate::poll::Polled;
use crate::route::Route;
use crate::section::{Address, Section};
use crate::text::spans::{number, size};
use crate::text::{lang, say};

/// Draws the cards.
pub fn cards(report: Polled<HealthReport>) -> AnyView {
    let whole = |draw: fn(&HealthReport) -> AnyView| follow(report, HealthReport::clone, draw);
    let held = |report: &HealthReport| Safety {
        backup: report.backup.clone(),
        certificate_until: report.certificate_until,
        verification: report.chain.verification.clone(),
    };
    view! {
        <div class="health-cards">
            {card(words::VERSIONS, "versions", whole(versions))}
            {card(words::DISKS, "disks", whole(disks))}
            {card(words::QUEUES, "queues", whole(queues))}
            {card(words::SAFETY, "safety", follow(report, held, safety))}
        </div>
    }
    .into_any()
}

/// What keeps the data safe.
#[derive(Clone, PartialEq)]
struct Safety {
    backup: Option<BackupFacts>,
    certificate_until: Option<Instant>,
    verification: Option<Verification>,
}

fn card(title: Words, test: &'static str, facts: AnyView) -> AnyView {
    let id = format!("health-{test}");
    let labelled_by = id.clone();
    view! {
        <section class="card oversight-card" aria-labelledby=labelled_by data-test=test>
            <h3 id=id>{say(title)}</h3>
            <dl class="facts">{facts}</dl>
        </section>
    }
    .into_any()
}

fn versions(report: &HealthReport) -> AnyView {
    let database = &report.database;
    let all = database.all.map(|all| fact(words::CONNECTIONS_ALL, number(all).into_any()));
    view! {
        {fact(words::PROGRAM, report.version.clone().into_any())}
        {fact(words::SCHEMA, schema(report.schema))}
        {fact(words::ENGINE, format!("{} {}", database.engine, database.version).into_any())}
        {fact(words::CONNECTIONS, words::busy(lang(), database.busy, database.open).into_any())}
        {all}
    }
    .into_any()
}

/// Says which migration is the newest; a sentence, which may go over several lines.
fn schema(newest: i64) -> AnyView {
    let said = words::schema(lang(), newest);
    view! { <span data-test="health-schema" data-value=newest.to_string()>{said}</span> }.into_any()
}

fn disks(report: &HealthReport) -> AnyView {
    let disk = |disk: &DiskHealth| {
        let said = match disk.total_bytes {
            Some(total) => words::of_total(lang(), &size(disk.free_bytes), &size(total)),
            None => size(disk.free_bytes),
        };
        fact(words::disk(disk.lies), said.into_any())
    };
    let wal = report.database.wal_bytes.map(|bytes| fact(words::WAL, size(bytes).into_any()));
    view! {
        {report.disks.iter().map(disk).collect_view()}
        {fact(words::SIZE, size(report.database.size_bytes).into_any())}
        {wal}
    }
    .into_any()
}

fn queues(report: &HealthReport) -> AnyView {
    let queues = report.queues;
    let counted = |word: Words, count: u64| fact(word, number(count).into_any());
    view! {
        {counted(words::TO_EXAMINE, queues.to_examine)}
        {counted(words::UNJUDGED, queues.unjudged)}
        {counted(words::UPLOADS, queues.uploads)}
        {counted(words::RECEIPTS, queues.receipts)}
        {counted(words::DEVICES_WAITING, queues.devices_waiting)}
        {counted(words::AUDIT_WAITING, report.chain.waiting)}
        {counted(words::UNREAD_CASES, report.reckoning.unread)}
        {report.reckoning.freezing.iter().map(freezing).collect_view()}
    }
    .into_any()
}

/// Says how far a month is that is being frozen.
fn freezing(one: &Freezing) -> AnyView {
    let said = words::freezing(lang(), &one.month, one.done, one.total);
    fact(words::FREEZING, view! { <span data-test="freezing" data-month=one.month.clone()>{said}</span> }.into_any())
}

fn safety(report: &Safety) -> AnyView {
    let backup = match &report.backup {
        Some(backup) => {
            let without = (!backup.with_media).then(|| view! { <small>{say(words::WITHOUT_MEDIA)}</small> });
            view! { {clock::dated(backup.made_at)}{without} }.into_any()
        }
        None => say(words::NO_BACKUP).into_any(),
    };
    let certificate = match report.certificate_until {
        Some(until) => clock::dated(until).into_any(),
        None => view! { <span class="quiet">{say(words::NO_CERTIFICATE)}</span> }.into_any(),
    };
    let way = Route::At(Section::Audit, Address::default());
    let chain = view! {
        {crate::audit::chain::found(report.verification.as_ref())}
        {crate::pieces::link(&way, say(Section::Audit.word()).to_owned(), "to-audit")}
    };
    view! {
        {fact(words::BACKUP, backup)}
        {fact(words::CERTIFICATE, certificate)}
        {fact(words::CHAIN, chain.into_any())}
    }
    .into_any()
}

/// Draws the packs in force.
pub fn packs(report: Polled<HealthReport>) -> AnyView {
    let head = |word| view! { <th scope="col">{say(word)}</th> };
    view! {
        <details data-test="packs">
            <summary>{say(words::PACKS)}</summary>
            <div class="card table-card wide-table" tabindex="0" role="region" aria-label=say(words::PACKS)>
                <table class="rows compact oversight-table">
                    <thead><tr>{head(words::KIND)}{head(words::AREA)}{head(words::VERSION)}{head(words::SINCE)}</tr></thead>
                    <tbody>{follow(report, |report| report.packs.clone(), |packs| rows(packs))}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

fn rows(packs: &[PackHealth]) -> AnyView {
    let row = |pack: &PackHealth| {
        view! {
            <tr data-test="pack">
                <td>{pack.kind.clone()}</td><td>{pack.jurisdiction.to_string()}</td>
                <td class="wraps" data-said="">{pack.version.clone()}</td><td class="figures">{clock::dated(pack.made_at)}</td>
            </tr>
        }
    };
    packs.iter().map(row).collect_view().into_any()
}
