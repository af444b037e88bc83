//! Whether a frozen version is what the cases' histories say, read once more.

use std::collections::BTreeSet;

use kit::lang::{Lang, Words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::assessment::{MonthCheck, MonthFault, MonthFaultCode, MonthSeal};
use shared::assessment::posts::Figure;
use shared::assessment::{Counter, Subject};
use shared::ids::CaseId;

use crate::assessment::posts::text::figure;
use crate::assessment::text::{counter, pages as words, phrases, subject};
use crate::bridge::{self, Trouble};
use crate::route::{Route, encode};
use crate::security;
use crate::text::{lang, say};

/// Draws the button, and what was found.
pub fn part(month: String, number: u32) -> AnyView {
    let lang = lang();
    let found = RwSignal::new(None::<MonthCheck>);
    let is_asking = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let path = StoredValue::new(format!("/api/v1/assessment/months/{}/versions/{number}/check", encode(&month)));
    let press = move |_| {
        is_asking.set(true);
        found.set(None);
        trouble.set(None);
        let path = path.get_value();
        spawn_local(async move {
            match bridge::get::<MonthCheck>(&path).await {
                Ok(check) => drop(found.try_set(Some(check))),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
            is_asking.try_set(false);
        });
    };
    let word = move || lang.say(if is_asking.get() { words::CHECKING } else { words::CHECK });
    view! {
        <p class="buttons">
            <button type="button" class="button" data-test="check" prop:disabled=is_asking on:click=press>{word}</button>
        </p>
        <div role="status">{move || found.get().map(|check| report(&check))}</div>
        {security::complaint(trouble)}
    }
    .into_any()
}

fn report(check: &MonthCheck) -> AnyView {
    let lang = lang();
    let read = format!("{} · {}", phrases::checked(lang, check.cases), phrases::checked_steps(lang, check.work));
    let seal = match check.seal {
        MonthSeal::None => words::SEAL_NONE,
        MonthSeal::Whole => words::SEAL_WHOLE,
        MonthSeal::Broken => words::SEAL_BROKEN,
    };
    let seal = format!(" · {}", say(seal));
    let differing = check.differing_total.saturating_add(check.work_differing_total).to_string();
    let sealed = match check.seal {
        MonthSeal::None => "none",
        MonthSeal::Whole => "whole",
        MonthSeal::Broken => "broken",
    };
    if is_sound(check) {
        return view! {
            <p class="small ok" data-test="check-report" data-differing=differing data-seal=sealed>
                {read}" · "{say(words::CHECK_SOUND)}{seal}
            </p>
        }
        .into_any();
    }
    let cases = (check.differing_total > 0).then(|| phrases::differing(lang, check.differing_total));
    let steps = (check.work_differing_total > 0).then(|| phrases::differing_steps(lang, check.work_differing_total));
    // An older server says which cases and not how.
    let told: BTreeSet<CaseId> = check.faults.iter().filter_map(|fault| fault.case).collect();
    let only: Vec<CaseId> = check.differing.iter().copied().filter(|case| !told.contains(case)).collect();
    view! {
        <div class="complaint" data-test="check-report" data-differing=differing data-seal=sealed>
            <p>{read}{cases.map(|said| view! { " · "<strong>{said}</strong> })}
                {steps.map(|said| view! { " · "<strong>{said}</strong> })}{seal}</p>
            <ul>
                {check.faults.iter().map(fault).collect_view()}
                {only.into_iter().map(|case| view! { <li>{way(case)}</li> }).collect_view()}
            </ul>
        </div>
    }
    .into_any()
}

fn is_sound(check: &MonthCheck) -> bool {
    check.differing_total == 0 && check.work_differing_total == 0 && check.seal != MonthSeal::Broken
}

fn way(case: CaseId) -> AnyView {
    view! { <a class="words-link code" href=Route::Case(case).href()>{case.to_string()}</a> }.into_any()
}

/// Draws what is otherwise: how, by the code that it goes by; which case; what was frozen, and what the histories say.
fn fault(fault: &MonthFault) -> AnyView {
    let lang = lang();
    let post = Subject::parse(&fault.post).map(|post| lang.say(subject(post)).to_owned());
    let step =
        fault.step.map(|step| format!(" · {}", phrases::step_of(lang, step, post.as_deref().unwrap_or_default())));
    let said = |these: &[String]| {
        if these.is_empty() {
            lang.say(words::FAULT_NOTHING).to_owned()
        } else {
            phrases::listed(lang, &these.iter().map(|one| named(lang, one)).collect::<Vec<String>>())
        }
    };
    let differs = (!fault.frozen.is_empty() || !fault.read.is_empty()).then(|| {
        let (frozen, read) = (said(&fault.frozen), said(&fault.read));
        view! { <br/><span class="small">{phrases::frozen_and_read(lang, &frozen, &read)}</span> }
    });
    view! {
        <li data-test="check-fault" data-code=fault.code.as_str()>
            {lang.say(code(fault.code))}" "<span class="code small quiet">{fault.code.as_str()}</span>
            {fault.case.map(|case| view! { " · "{way(case)} })}{step}{differs}
        </li>
    }
    .into_any()
}

fn code(code: MonthFaultCode) -> Words {
    match code {
        MonthFaultCode::CaseCounts => words::FAULT_CASE_COUNTS,
        MonthFaultCode::CaseMissing => words::FAULT_CASE_MISSING,
        MonthFaultCode::CaseAdded => words::FAULT_CASE_ADDED,
        MonthFaultCode::StepCounts => words::FAULT_STEP_COUNTS,
        MonthFaultCode::StepMissing => words::FAULT_STEP_MISSING,
        MonthFaultCode::StepAdded => words::FAULT_STEP_ADDED,
        MonthFaultCode::SealBroken => words::FAULT_SEAL_BROKEN,
    }
}

/// Names a counter or a figure; a column keeps its word and what stands in it.
fn named(lang: Lang, word: &str) -> String {
    let known = Counter::parse(word).map(counter).or_else(|| Figure::parse(word).map(figure));
    known.map_or_else(|| word.to_owned(), |words| lang.say(words).to_owned())
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;
    use shared::api::assessment::{MonthCheck, MonthSeal};

    use super::{is_sound, named};

    #[test]
    fn what_is_counted_has_its_name_and_a_column_stays_as_it_is() {
        assert_eq!(
            (named(Lang::En, "unit=U-1"), named(Lang::Zh, "unit=")),
            ("unit=U-1".to_owned(), "unit=".to_owned())
        );
        for word in ["archive", "verify_sent"] {
            assert_ne!(named(Lang::Zh, word), word);
            assert_ne!(named(Lang::En, word), word);
        }
    }

    #[test]
    fn a_month_is_sound_where_nothing_is_otherwise_and_no_seal_is_broken() {
        let check: MonthCheck = serde_json::from_str(r#"{"cases": 5, "differing": [], "differing_total": 0}"#).unwrap();
        assert_eq!((is_sound(&check), check.seal), (true, MonthSeal::None), "as a server before seals says it");
        assert!(!is_sound(&MonthCheck { seal: MonthSeal::Broken, ..check.clone() }));
        assert!(!is_sound(&MonthCheck { work_differing_total: 1, ..check.clone() }));
        assert!(!is_sound(&MonthCheck { differing_total: 1, ..check }));
    }
}
