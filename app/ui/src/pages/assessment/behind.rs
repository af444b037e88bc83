//! The cases behind one number: asked of the server when somebody presses it. They lead nowhere: the phone has only own
//! cases.

use app_bridge::ask::Ask;
use app_bridge::assessment::NumberBehind;
use app_bridge::told::{Failure, Told};
use kit::button::{Button, Look};
use kit::faces::Notice;
use kit::icon::Picture;
use kit::lang::{self, Words, either, t};
use kit::moment;
use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::assessment::{AssessedCase, AssessedCases};

use super::text;
use crate::bridge;
use crate::fetch::{Fetched, Refused};
use crate::state::unexpected;
use crate::text as words;

/// Which number is open, and what the server said of it.
#[derive(Clone, Copy)]
pub struct Open {
    number: RwSignal<Option<NumberBehind>>,
    cases: RwSignal<Fetched<AssessedCases>>,
    /// The next page is on its way.
    asking: RwSignal<bool>,
    /// Why it did not come; those before it stay.
    failure: RwSignal<Option<Failure>>,
}

impl Open {
    /// None is open.
    pub fn none() -> Self {
        Self {
            number: RwSignal::new(None),
            cases: RwSignal::new(Fetched::Reading),
            asking: RwSignal::new(false),
            failure: RwSignal::new(None),
        }
    }

    /// Opens a number, or closes it where it was open.
    fn turn(self, number: &NumberBehind) {
        if self.number.with_untracked(|open| open.as_ref() == Some(number)) {
            self.number.set(None);
            return;
        }
        self.number.set(Some(number.clone()));
        self.cases.set(Fetched::Reading);
        self.asking.set(false);
        self.failure.set(None);
        let number = number.clone();
        spawn_local(async move {
            let told = page(&number, None).await;
            if self.is_still(&number) {
                self.cases.set(told);
            }
        });
    }

    /// Lists the next of them below those that are listed.
    fn goes_on(self) {
        let (Some(number), Fetched::Here(known)) = (self.number.get_untracked(), self.cases.get_untracked()) else {
            return;
        };
        let Some(after) = known.next.clone().filter(|_| !self.asking.get_untracked()) else { return };
        self.asking.set(true);
        self.failure.set(None);
        spawn_local(async move {
            let told = page(&number, Some(after.clone())).await;
            if !self.is_still(&number) || !self.goes_on_behind(&after) {
                return;
            }
            self.asking.set(false);
            match told {
                Fetched::Here(more) => self.cases.set(Fetched::Here(joined(known, more))),
                Fetched::Failed(why) => self.failure.set(Some(why)),
                Fetched::Reading => {}
            }
        });
    }

    /// Another one may have been opened in the meantime, or the page left.
    fn is_still(self, number: &NumberBehind) -> bool {
        self.number.try_with_untracked(|open| open.as_ref() == Some(number)) == Some(true)
    }

    /// The same number may have been closed and opened again in the meantime: then its list begins anew.
    fn goes_on_behind(self, after: &str) -> bool {
        self.cases.with_untracked(|cases| matches!(cases, Fetched::Here(known) if known.next.as_deref() == Some(after)))
    }

    fn is(self, number: &NumberBehind) -> bool {
        self.number.with(|open| open.as_ref() == Some(number))
    }
}

async fn page(number: &NumberBehind, after: Option<String>) -> Fetched<AssessedCases> {
    match bridge::ask(Ask::AssessedCases { number: number.clone(), after }).await {
        Ok(Told::AssessedCases(cases)) => Fetched::Here(*cases),
        Ok(other) => Fetched::Failed(unexpected(&other)),
        Err(why) => Fetched::Failed(why),
    }
}

/// Puts a page below those before it.
fn joined(mut known: AssessedCases, more: AssessedCases) -> AssessedCases {
    known.cases.extend(more.cases);
    AssessedCases { cases: known.cases, ..more }
}

/// A number that opens its cases below the card it stands on; nought opens nothing.
pub fn number(open: Open, number: NumberBehind, name: Words, count: u64) -> AnyView {
    if count == 0 {
        return view! { <span class="assess-nought">{t(name)}" "<span class="number">"0"</span></span> }.into_any();
    }
    let counter = number.counter.as_str();
    let number = StoredValue::new(number);
    let is_open = move || number.with_value(|number| open.is(number)).to_string();
    view! {
        <button type="button" class="chip" data-test="assess-number" data-counter=counter aria-pressed=is_open
            on:click=move |_| number.with_value(|number| open.turn(number))>
            {t(name)}<span class="number">{count}</span>
        </button>
    }
    .into_any()
}

/// The cases of one of these numbers, where it is the one that is open.
pub fn cases(open: Open, numbers: Vec<NumberBehind>) -> AnyView {
    let is_here = Memo::new(move |_| numbers.iter().any(|number| open.is(number)));
    let list = move || {
        match open.cases.get() {
        Fetched::Reading => view! { <p class="small" role="status">{t(text::LISTING)}</p> }.into_any(),
        Fetched::Failed(why) => {
            view! { <Notice tone=Tone::Soon picture=Picture::NoSignal test="assess-cases-failed">{either(why.zh, why.en)}</Notice> }
                .into_any()
        }
        Fetched::Here(found) => listed(found, open),
    }
    };
    (move || is_here.get().then(|| view! { <div class="rows assess-cases" data-test="assess-cases">{list}</div> }))
        .into_any()
}

fn listed(found: AssessedCases, open: Open) -> AnyView {
    let speech = lang::speech();
    let (total, shown) = (found.total, found.cases.len());
    if found.cases.is_empty() {
        return view! { <p class="small">{t(text::NO_CASES)}</p> }.into_any();
    }
    let more = found.next.is_some();
    view! {
        {more.then(|| view! { <p class="tiny number">{move || text::listed(speech.get(), total, shown)}</p> })}
        {found.cases.into_iter().map(one).collect_view()}
        {more.then(|| view! {
            <Refused failure=open.failure test="assess-more-failed" />
            // Never switched off: whoever came to it by the keys is still on it when the next ones are there.
            <Button look=Look::Soft test="assess-more" on_press=move |()| open.goes_on()>
                {move || speech.get().say(if open.asking.get() { text::ASKING } else { text::MORE })}
            </Button>
        })}
    }
    .into_any()
}

fn one(case: AssessedCase) -> AnyView {
    let clock = moment::clock();
    let AssessedCase { id, case_no, category, unit_name, state, due_at, .. } = case;
    let number = case_no.map(|number| number.to_string());
    let due = due_at.map(|due| move || format!(" · {}", moment::month_day_and_time(due, &clock.zone())));
    let number = match number {
        Some(number) => view! { <span>{number}</span> }.into_any(),
        None => view! { <span>{t(text::NO_NUMBER)}</span> }.into_any(),
    };
    view! {
        <div class="assess-case" data-test="assess-case" data-case=id.to_string()>
            <span lang="zh">{category}</span>
            <span class="tiny number">{number}" · "{t(words::state(state))}{due}</span>
            <span class="tiny" lang="zh">{unit_name}</span>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use shared::api::assessment::{AssessedCase, AssessedCases, Source};
    use shared::assessment::{Basis, Counter};
    use shared::case::State;
    use shared::ids::CaseId;
    use shared::time::Instant;

    use super::joined;

    fn id(last: u8) -> CaseId {
        format!("0190f000-0000-7000-8000-0000000000{last:02x}").parse().unwrap()
    }

    fn page(ids: &[u8], total: u64, next: Option<&str>) -> AssessedCases {
        let case = |last: &u8| AssessedCase {
            id: id(*last),
            case_no: None,
            category: String::new(),
            unit: None,
            unit_name: String::new(),
            state: State::Closed,
            reported_at: Instant::from_ms(0),
            due_at: None,
            counts: vec![Counter::Report],
        };
        AssessedCases {
            counter: Counter::Report,
            basis: Basis::Reported,
            of: None,
            source: Source::Live,
            at: Instant::from_ms(0),
            cases: ids.iter().map(case).collect(),
            total,
            next: next.map(str::to_owned),
        }
    }

    #[test]
    fn a_page_goes_on_where_the_one_before_ended() {
        let both = joined(page(&[7, 3], 4, Some("a")), page(&[5], 5, Some("b")));
        let listed: Vec<CaseId> = both.cases.iter().map(|case| case.id).collect();
        assert_eq!(listed, [id(7), id(3), id(5)], "each stays, in the order of the server");
        assert_eq!((both.total, both.next.as_deref()), (5, Some("b")), "as the server said last");

        let all = joined(both, page(&[1, 2], 5, None));
        let listed: Vec<CaseId> = all.cases.iter().map(|case| case.id).collect();
        assert_eq!(listed, [id(7), id(3), id(5), id(1), id(2)]);
        assert_eq!(all.next, None, "the last one leads nowhere");
    }
}
