//! Points that a person gives or takes back, each with its reason, and all that were given.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account::{Right, may};
use shared::api::assessment::{GivePoints, GivenList, GivenPoints, ScoreTable};
use shared::assessment::score::{Indicator, Rule};

use super::text as words;
use crate::assessment::models::points::{full, read, short};
use crate::bridge::{self, Trouble};
use crate::clock;
use crate::desk;
use crate::poll::Polled;
use crate::text::{lang, say};

const GIVEN: &str = "/api/v1/assessment/given";
/// The fewest characters that are a reason.
const LEAST_REASON: usize = 2;

/// Draws the form for one object; says why there is none where there is none.
pub fn form(key: String, scores: Polled<ScoreTable>, given: Polled<GivenList>) -> AnyView {
    let indicators = Memo::new(move |_| {
        scores.value.with(|table| table.as_ref().map(|table| by_hand(&table.model.indicators)).unwrap_or_default())
    });
    let may_give = Memo::new(move |_| given.value.with(|given| given.as_ref().is_some_and(|given| given.may_give)));
    let is_closed = Memo::new(move |_| given.value.with(|given| given.as_ref().is_some_and(|given| given.is_closed)));
    let is_known = Memo::new(move |_| given.value.with(Option::is_some));
    let note =
        |word| view! { <p class="card score-card small quiet" data-test="may-not-give">{say(word)}</p> }.into_any();
    let drawn = move || {
        if indicators.with(Vec::is_empty) || !is_known.get() {
            return ().into_any();
        }
        match (may_give.get(), is_closed.get()) {
            (false, _) if may(desk::account().role, Right::Assess) => note(words::GIVE_WHY),
            (false, _) => note(words::ONLY_EVALUATOR),
            (true, true) => note(words::IS_PUBLISHED),
            (true, false) => fields(key.clone(), indicators.get(), scores, given),
        }
    };
    drawn.into_any()
}

/// Returns the lines whose points a person gives.
fn by_hand(indicators: &[Indicator]) -> Vec<Indicator> {
    let is_given = |one: &&Indicator| match one.rule {
        Rule::ByHand | Rule::Bonus => true,
        Rule::Share { .. } | Rule::Threshold { .. } | Rule::PerCase { .. } => false,
    };
    indicators.iter().filter(is_given).cloned().collect()
}

fn fields(key: String, indicators: Vec<Indicator>, scores: Polled<ScoreTable>, given: Polled<GivenList>) -> AnyView {
    let lang = lang();
    let first = indicators.first().map(|one| one.code.clone()).unwrap_or_default();
    let (which, points, reason) = (RwSignal::new(first), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (sending, asked, done) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let trouble = RwSignal::new(None::<Trouble>);
    let key = StoredValue::new(key);
    let read_points = Memo::new(move |_| points.with(|points| read(points)));
    let has_reason = Memo::new(move |_| reason.with(|reason| reason.trim().chars().count() >= LEAST_REASON));
    let is_given = Memo::new(move |_| {
        given.value.with(|given| {
            let given = given.as_ref().map(|given| given.given.as_slice()).unwrap_or_default();
            let is_it = |one: &GivenPoints| {
                key.with_value(|key| one.key == *key) && which.with(|which| one.indicator == *which)
            };
            given.iter().any(|one| one.counts && is_it(one))
        })
    });
    let send = move |points_centi: Option<i64>| {
        let of =
            given.value.with_untracked(|given| given.as_ref().map(|given| (given.month.clone(), given.model.clone())));
        let Some((month, model)) = of else { return };
        if sending.get_untracked() {
            return;
        }
        let wish = GivePoints {
            month,
            model,
            indicator: which.get_untracked(),
            key: key.get_value(),
            points_centi,
            reason: reason.get_untracked().trim().to_owned(),
        };
        sending.set(true);
        done.set(false);
        trouble.set(None);
        spawn_local(async move {
            match bridge::put::<_, GivenList>(GIVEN, &wish).await {
                Ok(list) => {
                    points.try_set(String::new());
                    reason.try_set(String::new());
                    done.try_set(true);
                    given.take(list);
                    scores.again();
                }
                Err(why) => drop(trouble.try_set(Some(why))),
            }
            asked.try_set(false);
            sending.try_set(false);
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(points) = read_points.get_untracked().filter(|_| has_reason.get_untracked()) {
            send(Some(points));
        }
    };
    let take_back = move |_| {
        if asked.get_untracked() {
            send(None);
        } else {
            asked.set(true);
        }
    };
    let options = indicators.into_iter().map(|one| {
        let (code, here) = (one.code.clone(), one.code.clone());
        let said =
            format!("{} ({} … {})", lang.pick(&one.name, &one.name_en), short(one.least_centi), short(one.full_centi));
        view! { <option value=code selected=move || which.with(|which| *which == here)>{said}</option> }
    });
    let is_wrong = move || points.with(|points| !points.trim().is_empty()) && read_points.get().is_none();
    view! {
        <form class="card score-card fields" data-test="give-points" on:submit=submit>
            <h3>{say(words::GIVE)}</h3>
            <p class="small quiet">{say(words::GIVE_WHY)}</p>
            <label>{say(words::WHICH)}
                <select class="search" data-test="give-which" data-said="" on:change:target=move |event| {
                    which.set(event.target().value());
                    asked.set(false);
                }>{options.collect_view()}</select>
            </label>
            <label>{say(words::POINTS)}
                <input type="text" inputmode="decimal" autocomplete="off" data-test="give-centi" prop:value=move || points.get()
                    aria-invalid=move || is_wrong().to_string()
                    on:input:target=move |event| points.set(event.target().value())/>
            </label>
            {move || is_wrong().then(|| view! { <p class="late small" role="status">{say(words::WRONG_POINTS)}</p> })}
            <label>{say(words::REASON)}
                <textarea rows="2" maxlength="500" data-test="give-reason" prop:value=move || reason.get()
                    on:input:target=move |event| reason.set(event.target().value())></textarea>
            </label>
            <p class="buttons">
                <button type="submit" class="button main" data-test="give"
                    prop:disabled=move || sending.get() || read_points.get().is_none() || !has_reason.get()>
                    {move || lang.say(if sending.get() { words::SENDING } else { words::GIVE_NOW })}</button>
                {move || is_given.get().then(|| view! {
                    <button type="button" class="button" data-test="take-back" on:click=take_back
                        prop:disabled=move || sending.get() || !has_reason.get()>
                        {move || lang.say(if asked.get() { words::TAKE_BACK_SURE } else { words::TAKE_BACK })}</button>
                })}
            </p>
            {move || done.get().then(|| view! { <p class="small" role="status" data-test="given-here">{say(words::GIVEN_HERE)}</p> })}
            {move || trouble.get().map(|why| view! {
                <p class="complaint" role="alert" data-test="give-trouble" data-code=why.code()>
                    {why.words(lang)}<small data-said="">{why.detail()}</small></p>
            })}
        </form>
    }
    .into_any()
}

/// Draws all that was given in the month, the newest first; nothing where nobody gives any by this model.
pub fn list(given: Polled<GivenList>, scores: Polled<ScoreTable>) -> AnyView {
    let drawn = move || {
        let indicators = scores.value.with(|table| table.as_ref().map(|table| by_hand(&table.model.indicators)));
        let indicators = indicators.filter(|indicators| !indicators.is_empty())?;
        given.value.with(|given| given.as_ref().map(|given| listed(&given.given, &indicators)))
    };
    drawn.into_any()
}

fn listed(given: &[GivenPoints], indicators: &[Indicator]) -> AnyView {
    let lang = lang();
    let row = |one: &GivenPoints| {
        let known = indicators.iter().find(|known| known.code == one.indicator);
        let which =
            known.map_or_else(|| one.indicator.clone(), |known| lang.pick(&known.name, &known.name_en).to_owned());
        let points = one.points_centi.map_or_else(|| lang.say(words::TAKEN_BACK).to_owned(), full);
        // What was given since does not count any more, and stays to be read.
        let class = if one.counts { "figures right" } else { "figures right score-past" };
        view! {
            <tr data-test="given-row" data-key=one.key.clone() data-counts=one.counts.to_string()>
                <td data-said="">{one.name.clone()}</td>
                <td data-said="">{which}</td>
                <td class=class>{points}</td>
                <td data-said="">{one.reason.clone()}</td>
                <td data-said="">{one.by.clone()}</td>
                <td class="figures">{clock::dated(one.at)}</td>
            </tr>
        }
    };
    let rows = given.iter().map(row).collect_view();
    view! {
        <section class="card score-card" data-test="given-list">
            <h3>{say(words::GIVEN)}</h3>
            {given.is_empty().then(|| view! { <p class="small quiet" data-test="none-given">{say(words::NONE_GIVEN)}</p> })}
            {(!given.is_empty()).then(|| view! {
                <div class="wide-table" tabindex="0" role="region" aria-label=say(words::GIVEN)>
                    <table class="rows compact">
                        <thead><tr>
                            <th scope="col">{say(words::COL_WHOM)}</th><th scope="col">{say(words::COL_INDICATOR)}</th>
                            <th scope="col" class="right">{say(words::COL_POINTS)}</th><th scope="col">{say(words::COL_WHY)}</th>
                            <th scope="col">{say(words::COL_WHO)}</th><th scope="col">{say(words::COL_WHEN)}</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            })}
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use shared::assessment::score::{Indicator, Rule, WhenNothing};
    use shared::assessment::{Basis, Rate};

    use super::by_hand;

    #[test]
    fn only_what_a_person_gives_can_be_given() {
        let indicator = |code: &str, rule: Rule| Indicator {
            code: code.to_owned(),
            name: code.to_owned(),
            name_en: code.to_owned(),
            basis: Basis::Due,
            of: None,
            full_centi: 500,
            least_centi: 0,
            rule,
            when_nothing: WhenNothing::Full,
            cap: None,
        };
        let all = [
            indicator("rate", Rule::Share { rate: Rate::Dispose, falling: false }),
            indicator("organised", Rule::ByHand),
            indicator("event", Rule::Bonus),
        ];
        assert_eq!(by_hand(&all).iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["organised", "event"]);
    }
}
