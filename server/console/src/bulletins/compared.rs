//! The numbers of everybody beside those of the time before (环比) and of a year before (同比), each a way to its cases.

use leptos::prelude::*;
use shared::api::bulletins::{Bulletin, BulletinUncompared, COMPARED_RATES, COMPARED_VOLUMES, Compared};
use shared::assessment::{Basis, Counter, Rate, change, names};
use shared::day;

use super::one::month_links;
use super::tables::{Ways, called, counted, figure, rated, ratio, section, table};
use super::text as words;
use crate::pieces;
use crate::text::say;

/// Draws the part.
pub fn part(bulletin: &Bulletin, ways: &Ways) -> AnyView {
    let content = &bulletin.content;
    if content.compared.is_empty() {
        let none = pieces::line("quiet small", say(words::COMPARED_NONE).to_owned());
        let body = view! { {none}{unpublished(bulletin)} }.into_any();
        return section(words::COMPARED, "bulletin-compared", body);
    }
    let mut heads = vec![say(words::NUMBER).to_owned(), say(words::THIS_TIME).to_owned()];
    for with in Compared::ALL {
        let [name, changed] = words::compared(*with).map(|word| say(word).to_owned());
        let days = content.compared_with(*with).map(|other| (day::write(other.from), day::write(other.to)));
        heads.push(days.map_or_else(|| name.clone(), |(from, to)| format!("{name} {from} – {to}")));
        heads.push(changed);
    }
    let counts = COMPARED_VOLUMES.iter().map(|(basis, counter)| count(bulletin, ways, *basis, *counter)).collect_view();
    let rates = COMPARED_RATES.iter().map(|(basis, one)| rate(bulletin, ways, *basis, *one)).collect_view();
    let rows = view! { {counts}{rates} }.into_any();
    let note = pieces::line("quiet small", say(words::COMPARED_NOTE).to_owned());
    let body = view! { {table(words::COMPARED, heads, rows)}{note}{unpublished(bulletin)} }.into_any();
    section(words::COMPARED, "bulletin-compared", body)
}

/// Says which other times do not stand there because they were not published; to whoever can still make another draft, what
/// to do about it.
fn unpublished(bulletin: &Bulletin) -> AnyView {
    let uncompared = &bulletin.content.uncompared;
    let class = if bulletin.may_edit { "complaint" } else { "quiet small" };
    let one = |other: &BulletinUncompared| {
        view! {
            <p class=class role="status" data-test="bulletin-uncompared" data-with=other.with.as_str()>
                {say(words::uncompared(other.with))}":"{month_links(&other.months)}
            </p>
        }
    };
    let said = uncompared.iter().map(one).collect_view();
    let is_told = bulletin.may_edit && !uncompared.is_empty();
    let more = is_told.then(|| pieces::line("quiet small", say(words::UNPUBLISHED_MORE).to_owned()));
    view! { {said}{more} }.into_any()
}

fn count(bulletin: &Bulletin, ways: &Ways, basis: Basis, counter: Counter) -> AnyView {
    let content = &bulletin.content;
    let now = counted(&content.total, basis, counter);
    let beside = |with: &Compared| {
        let Some(other) = content.compared_with(*with) else { return nothing() };
        let before = counted(&other.sums, basis, counter);
        let changed = change::of_counts(now, before).map(|by| format!("{} %", change::written(by)));
        let drawn = figure(before, Ways::beside(bulletin, other).to(basis, counter, None));
        both(drawn, changed)
    };
    view! {
        <tr data-test="bulletin-compared-row" data-number=counter.as_str()>
            <td>{called(names::counter(counter))}<small>{called(names::basis(basis))}</small></td>
            <td class="right figures">{figure(now, ways.to(basis, counter, None))}</td>
            {Compared::ALL.iter().map(beside).collect_view()}
        </tr>
    }
    .into_any()
}

fn rate(bulletin: &Bulletin, ways: &Ways, basis: Basis, rate: Rate) -> AnyView {
    let content = &bulletin.content;
    let now = ratio(&content.total, basis, rate);
    let beside = |with: &Compared| {
        let Some(other) = content.compared_with(*with) else { return nothing() };
        let changed = change::of_rates(now, ratio(&other.sums, basis, rate));
        let changed = changed.map(|by| format!("{} {}", change::written(by), say(words::POINTS)));
        both(rated(&other.sums, (basis, rate), None, &Ways::beside(bulletin, other)), changed)
    };
    view! {
        <tr data-test="bulletin-compared-row" data-number=rate.as_str()>
            <td>{called(names::rate(rate))}<small>{called(names::basis(basis))}</small></td>
            <td class="right figures">{rated(&content.total, (basis, rate), None, ways)}</td>
            {Compared::ALL.iter().map(beside).collect_view()}
        </tr>
    }
    .into_any()
}

fn both(before: AnyView, changed: Option<String>) -> AnyView {
    view! {
        <td class="right figures">{before}</td>
        <td class="right figures">{changed.unwrap_or_else(|| "—".to_owned())}</td>
    }
    .into_any()
}

fn nothing() -> AnyView {
    both("—".into_any(), None)
}
