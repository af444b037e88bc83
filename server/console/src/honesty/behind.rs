//! The blind checks behind a number of the agreement: exactly those that it counts, each with both answers.

use leptos::prelude::*;
use shared::api::agreement::{AgreementAnswer, AgreementCase, AgreementCases, Answers, SeenCase};
use shared::ids::AccountId;

use super::asked;
use super::text as words;
use crate::bridge;
use crate::clock;
use crate::faces::{self, Empty};
use crate::pieces;
use crate::poll::poll;
use crate::route::{Route, encode};
use crate::section::{Address, Section};
use crate::text::{lang, names, say, spans};

const SECONDS: u64 = 300;

/// What says which number, and which part of its list, in the words of the address and of the server.
const NAMES: [&str; 7] = ["from", "to", "area", "one", "other", "said", "after"];

/// Whose answers a number counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whose {
    /// Everybody's: of who looked first and who looked second.
    All,
    /// One's, against all others.
    One(AccountId),
    /// Two people's.
    Two(AccountId, AccountId),
}

/// One number of the agreement.
#[derive(Clone, Copy, Debug)]
pub struct Number<'a> {
    /// Of which days, and of whose cases.
    pub days: &'a Address,
    /// Whose answers; nothing where that cannot be said.
    pub whose: Option<Whose>,
    /// Which answers; all that both could tell where nothing is said.
    pub said: Option<Answers>,
}

impl Number<'_> {
    /// Returns the way to its checks.
    fn href(&self) -> Option<String> {
        let (one, other) = match self.whose? {
            Whose::All => (String::new(), String::new()),
            Whose::One(one) => (one.to_string(), String::new()),
            Whose::Two(one, other) => (one.to_string(), other.to_string()),
        };
        let address = Address { path: Vec::new(), query: self.days.query.clone() }.below(asked::AGREEMENT);
        let address = address.below(asked::CASES).with("one", &one).with("other", &other);
        Some(address.with("said", self.said.map_or("", Answers::as_str)).href(Section::Honesty))
    }

    /// Draws it as the way to its checks; nought leads nowhere.
    pub fn figure(&self, count: u64) -> AnyView {
        let written = spans::number(count);
        match self.href().filter(|_| count > 0) {
            None => view! { <span class="figures">{written}</span> }.into_any(),
            Some(href) => view! {
                <a class="words-link figures" data-test="agreement-number" href=href data-count=count.to_string()
                    data-answers=self.said.map_or("", Answers::as_str)
                    aria-label=words::opens(lang(), self.said, count)>{written}</a>
            }
            .into_any(),
        }
    }
}

/// Draws the list.
pub fn part(address: Memo<Address>) -> AnyView {
    let query = Memo::new(move |_| address.with(query));
    let list = poll::<AgreementCases, _, _>(SECONDS, move || {
        let path = format!("/api/v1/honesty/agreement/cases?limit=50{}", query.get_untracked());
        async move { bridge::get(&path).await }
    });
    Effect::watch(move || query.get(), move |_, _, _| list.again(), false);
    let rows =
        Memo::new(move |_| list.value.with(|list| list.as_ref().map(|list| list.checks.clone()).unwrap_or_default()));
    let is_known = Memo::new(move |_| list.value.with(Option::is_some));
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let total = Memo::new(move |_| list.value.with(|list| list.as_ref().map(|list| list.total)));
    let next = Memo::new(move |_| list.value.with(|list| list.as_ref().and_then(|list| list.next.clone())));
    let is_newest = Signal::derive(move || address.with(|address| address.get("after").is_none()));
    let to_page = Callback::new(move |after: String| address.get().with("after", &after).href(Section::Honesty));
    let what = move || say(words::answers(address.with(|address| address.get("said").and_then(Answers::parse))));
    let body = move || match (is_known.get(), is_empty.get()) {
        (false, _) if list.trouble.with(Option::is_some) => ().into_any(),
        (false, _) => faces::waiting(),
        (true, true) => view! { <Empty title=words::NO_CHECKS more=words::NO_CHECKS_MORE/> }.into_any(),
        (true, false) => table(rows),
    };
    view! {
        <nav class="chips">
            <a class="chip" data-test="agreement-back" href=move || back(&address.get())>{say(words::BACK_TO_AGREEMENT)}</a>
            <span class="gap"></span>
            {faces::live_mark(list)}
        </nav>
        <section data-test="agreement-cases">
            <h3>{say(words::CHECKS)}" · "{what}" "
                {move || total.get().map(|total| view! {
                    <span class="quiet figures" data-test="agreement-total" data-total=total.to_string()>{words::checks(lang(), total)}</span>
                })}
            </h3>
            <p class="quiet small">{say(words::CHECKS_NOTE)}</p>
            {faces::trouble_bar(list)}
            {body}
            {pieces::older(next, is_newest, to_page)}
        </section>
    }
    .into_any()
}

fn query(address: &Address) -> String {
    let said = NAMES.iter().filter_map(|name| Some((*name, address.get(name)?)));
    said.map(|(name, value)| format!("&{name}={}", encode(value))).collect()
}

/// Returns the way back to the table of the same days.
fn back(address: &Address) -> String {
    let days = ["from", "to", "area"].iter().fold(Address::default().below(asked::AGREEMENT), |back, name| {
        back.with(name, address.get(name).unwrap_or_default())
    });
    days.href(Section::Honesty)
}

fn table(rows: Memo<Vec<AgreementCase>>) -> AnyView {
    let head = |word| view! { <th scope="col">{say(word)}</th> };
    view! {
        <div class="card table-card wide-table" tabindex="0" role="region" aria-label=say(words::CHECKS)>
            <table class="rows compact">
                <thead><tr>{head(words::CASE)}{head(words::FIRST)}{head(words::SECOND)}</tr></thead>
                <tbody>
                    <For each=move || rows.get() key=|one| one.task children=move |one| row(&one)/>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(one: &AgreementCase) -> AnyView {
    let case = match &one.case {
        Some(case) => seen(case),
        None => view! { <span class="quiet">{say(words::CASE_ELSEWHERE)}</span> }.into_any(),
    };
    view! {
        <tr data-test="agreement-case" data-task=one.task.to_string()>
            <td>{case}</td><td>{answer(&one.first)}</td><td>{answer(&one.second)}</td>
        </tr>
    }
    .into_any()
}

fn seen(case: &SeenCase) -> AnyView {
    let number = case.case_no.as_ref().map_or_else(|| case.id.to_string(), ToString::to_string);
    let category = lang().pick(&case.category, &case.category_en).to_owned();
    view! {
        {pieces::link(&Route::Case(case.id), number, "agreement-case-link")}
        <small><span data-said="">{category}</span>" "{say(names::state(case.state))}</small>
    }
    .into_any()
}

fn answer(one: &AgreementAnswer) -> AnyView {
    let by = one.by.as_ref().map_or_else(
        || say(words::GONE).to_owned(),
        |by| if by.name.is_empty() { by.user.to_string() } else { by.name.clone() },
    );
    view! {
        {say(names::result(one.result))}" · "<span data-said="">{by}</span>
        <small class="figures">{clock::dated(one.at)}</small>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use shared::api::agreement::Answers;
    use shared::ids::AccountId;

    use super::{Number, Whose, back, query};
    use crate::section::Address;

    #[test]
    fn a_number_leads_to_its_checks_and_back() {
        let days = Address::default().with("from", "2026-11-01").with("to", "2026-11-28").with("area", "");
        let id = |number: u128| AccountId(uuid::Uuid::from_u128(number));
        let (one, other) = (id(1), id(2));
        let way = |whose, said| Number { days: &days, whose, said }.href();
        let base = "#/honesty/agreement/cases?from=2026-11-01&to=2026-11-28";
        assert_eq!(way(Some(Whose::All), None).as_deref(), Some(base));
        let pair = way(Some(Whose::Two(one, other)), Some(Answers::OnePass)).unwrap();
        assert_eq!(pair, format!("{base}&one={one}&other={other}&said=one_pass"));
        let of_one = way(Some(Whose::One(one)), Some(Answers::Agreed)).unwrap();
        assert_eq!(of_one, format!("{base}&one={one}&said=agreed"));
        assert_eq!(way(None, None), None, "whose it is cannot be said");
        let (path, asked) = pair.trim_start_matches("#/").split_once('?').unwrap();
        let address = Address::read(path, asked);
        assert_eq!(query(&address), format!("&{asked}"));
        assert_eq!(back(&address), "#/honesty/agreement?from=2026-11-01&to=2026-11-28");
    }
}
