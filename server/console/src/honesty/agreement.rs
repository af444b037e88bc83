//! How well people's answers agree, by blind second checks.

use leptos::prelude::*;
use shared::api::agreement::Answers;
use shared::api::honesty::{AgreementRow, AgreementTable, Bounds};
use shared::day;
use shared::figures::Rate;

use super::asked;
use super::behind::{Number, Whose};
use super::list;
use super::text as words;
use crate::bridge;
use crate::faces::{self, Empty};
use crate::poll::poll;
use crate::route::{self, Route};
use crate::section::{Address, Section};
use crate::text::{lang, say};

const SECONDS: u64 = 300;

/// What narrows the table, in the words of the address and of the server.
const NAMES: [&str; 3] = ["from", "to", "area"];

/// Draws the part of the page.
pub fn part(address: Memo<Address>) -> AnyView {
    let query = Memo::new(move |_| address.with(query));
    let table = poll::<AgreementTable, _, _>(SECONDS, move || {
        let path = format!("/api/v1/honesty/agreement?{}", query.get_untracked());
        async move { bridge::get(&path).await }
    });
    Effect::watch(move || query.get(), move |_, _, _| table.again(), false);
    let is_known = Memo::new(move |_| table.value.with(Option::is_some));
    let body = move || match is_known.get() {
        false if table.trouble.with(Option::is_some) => ().into_any(),
        false => faces::waiting(),
        // The numbers lead to what the address narrows; where that is another, another table comes.
        true => (move || {
            let area = address.with_untracked(|address| address.get("area").unwrap_or_default().to_owned());
            table.value.with(|table| table.as_ref().map(|table| whole(table, &area)))
        })
        .into_any(),
    };
    view! {
        <nav class="chips">
            <a class="chip" data-test="honesty-hints" href=Address::default().href(Section::Honesty)>{say(words::HINTS)}</a>
            <span class="gap"></span>
            {faces::live_mark(table)}
        </nav>
        {days(address)}
        {faces::trouble_bar(table)}
        {body}
    }
    .into_any()
}

fn query(address: &Address) -> String {
    let said = NAMES.iter().filter_map(|name| Some(format!("{name}={}", route::encode(address.get(name)?))));
    said.collect::<Vec<_>>().join("&")
}

fn days(address: Memo<Address>) -> AnyView {
    let field = move |word: kit::lang::Words, name: &'static str| {
        let shown = move || address.with(|address| address.get(name).unwrap_or_default().to_owned());
        let set = move |value: String| {
            let next = address.get_untracked().with(name, value.trim());
            route::go(&Route::At(Section::Honesty, Address { path: vec![asked::AGREEMENT.to_owned()], ..next }));
        };
        view! {
            <label>{say(word)}
                <input type="date" data-test=format!("agreement-{name}") prop:value=shown
                    on:change:target=move |event| set(event.target().value())/>
            </label>
        }
        .into_any()
    };
    view! {
        <div class="card honesty-days" role="search" aria-label=say(words::DAYS)>
            {field(words::FROM, "from")}{field(words::TO, "to")}
        </div>
    }
    .into_any()
}

fn whole(table: &AgreementTable, area: &str) -> AnyView {
    let (from, to) = (day::write(table.from), day::write(table.to));
    let counted = words::counted(lang(), &format!("{from} – {to}"), table.all.cases, table.unable, table.out);
    let days = Address::default().with("from", &from).with("to", &to).with("area", area);
    let behind = |said: Option<Answers>, count: u64| {
        (count > 0).then(|| {
            let number = Number { days: &days, whose: Some(Whose::All), said };
            view! { <span>{say(words::answers(said))}" "{number.figure(count)}</span>" " }
        })
    };
    let lists =
        view! { <p class="small">{behind(None, table.all.cases)}{behind(Some(Answers::Unable), table.unable)}</p> };
    let rows = if table.all.cases == 0 {
        view! { <Empty title=words::NO_BLIND more=words::NO_BLIND_MORE/> }.into_any()
    } else {
        view! {
            {rows(words::ALL_TOGETHER, std::slice::from_ref(&table.all), "agreement-all", &days)}
            {rows(words::PAIRS, &table.pairs, "agreement-pair", &days)}
            {rows(words::PEOPLE, &table.people, "agreement-person", &days)}
        }
        .into_any()
    };
    view! {
        <p class="quiet small" data-test="agreement-counted">{counted}</p>
        {lists}
        <p class="lead quiet small">{say(words::KAPPA_NOTE)}</p>
        {rows}
    }
    .into_any()
}

fn rows(title: kit::lang::Words, rows: &[AgreementRow], test: &'static str, days: &Address) -> AnyView {
    let head = |word| view! { <th scope="col" class="right">{say(word)}</th> };
    let rows = rows.iter().map(|one| row(one, test, days)).collect_view();
    view! {
        <h3>{say(title)}</h3>
        <div class="card table-card wide-table" tabindex="0" role="region" aria-label=say(title)>
            <table class="rows compact">
                <thead><tr>
                    <th scope="col">{say(words::WHO)}</th>{head(words::AGREED)}{head(words::SAME)}{head(words::DISAGREED)}
                    {head(words::WITHIN)}{head(words::KAPPA)}
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Returns whose answers a row is made of; nothing where one of them has no account any more.
fn whose(one: &AgreementRow, test: &str) -> Option<Whose> {
    match (test, one.people.as_slice()) {
        ("agreement-all", _) => Some(Whose::All),
        ("agreement-person", [person]) => Some(Whose::One(person.account)),
        ("agreement-pair", [person, other]) => Some(Whose::Two(person.account, other.account)),
        (_, _) => None,
    }
}

fn row(one: &AgreementRow, test: &'static str, days: &Address) -> AnyView {
    let few = || view! { <span class="quiet">{say(words::TOO_FEW)}</span> }.into_any();
    let share = one.share.map_or_else(few, |bounds| percents(bounds).into_any());
    let kappa = match (one.kappa, one.share) {
        (Some(found), _) => {
            let Bounds { low, high } = found.within;
            format!("{:.2} ({low:.2} – {high:.2})", found.kappa).into_any()
        }
        (None, Some(_)) => view! { <span class="quiet">{say(words::ONE_ANSWER)}</span> }.into_any(),
        (None, None) => few(),
    };
    let who = if one.people.is_empty() { say(words::EVERYBODY).into_any() } else { list::people(&one.people) };
    let whose = whose(one, test);
    let number = |said: Option<Answers>, count: u64| Number { days, whose, said }.figure(count);
    let rate = Rate { part: one.agreed, whole: one.cases }.per_mille();
    let rate = rate.map(|rate| format!(" ({}.{} %)", rate / 10, rate % 10));
    view! {
        <tr data-test=test data-cases=one.cases.to_string()>
            <td>{who}</td>
            <td class="right figures">{number(Some(Answers::Agreed), one.agreed)}" / "{number(None, one.cases)}{rate}</td>
            <td class="right figures">{number(Some(Answers::BothPass), one.both_pass)}" / "{number(Some(Answers::BothFail), one.both_fail)}</td>
            <td class="right figures">{number(Some(Answers::OnePass), one.one_pass)}" / "{number(Some(Answers::OtherPass), one.other_pass)}</td>
            <td class="right figures">{share}</td>
            <td class="right figures">{kappa}</td>
        </tr>
    }
    .into_any()
}

fn percents(Bounds { low, high }: Bounds) -> String {
    format!("{:.1} – {:.1} %", low * 100.0, high * 100.0)
}

#[cfg(test)]
mod tests {
    use shared::api::honesty::Bounds;

    use super::{percents, query};
    use crate::section::Address;

    #[test]
    fn the_days_are_asked_for_as_they_stand_in_the_address() {
        let address = Address::default().below("agreement").with("from", "2026-11-01").with("kind", "speed");
        assert_eq!(query(&address), "from=2026-11-01");
        assert_eq!(query(&Address::default()), "");
        assert_eq!(percents(Bounds { low: 0.7042, high: 0.9 }), "70.4 – 90.0 %");
    }
}
