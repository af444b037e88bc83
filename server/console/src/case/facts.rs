//! What is known of a case, and where the phone's answer and the server's differ.

use kit::lang::Words;
use kit::tone::Tone;
use leptos::prelude::*;
use shared::api::cases::CaseFile;
use shared::ids::UnitId;
use shared::time::Instant;

use crate::clock;
use crate::text::{lang, phrases, say, words};

/// Draws the facts.
pub fn facts(file: &CaseFile) -> impl IntoView + use<> {
    let lang = lang();
    let (case, known) = (&file.case, &file.names);
    let place = format!(
        "{} {}",
        phrases::coordinates(case.fix.lon.degrees(), case.fix.lat.degrees()),
        case.fix.accuracy_m.map(phrases::accuracy).unwrap_or_default()
    );
    let condition = format!(
        "{} · {}",
        phrases::condition(lang, case.condition_no),
        lang.pick(&known.condition, &known.condition_en)
    );
    let successor = known.successor.as_ref().map(|now| {
        let name = lang.pick(&now.name, &now.name_en);
        phrases::successor(lang, &now.category.code().to_string(), name)
    });
    let code = phrases::category_code(&case.category.code().to_string(), &known.standard, successor.as_deref());
    let or_none = |text: &str| if text.is_empty() { lang.say(words::NONE).to_owned() } else { text.to_owned() };
    let moment = |at: Option<Instant>| at.map_or_else(|| lang.say(words::NONE).to_owned(), clock::day_time);
    view! {
        <div class="card" data-test="facts" data-unit=case.unit.as_ref().map(ToString::to_string)>
            <h3>{lang.say(words::FACTS)}</h3>
            {answers(file)}
            <dl class="facts two">
                {wide(words::CATEGORY_CODE, code)}
                {wide(words::CONDITION, condition)}
                {wide(words::ADDRESS, or_none(&super::place(case, known)))}
                {wide(words::NOTE, or_none(&case.note))}
                {wide(words::POSITION, place)}
                {fact(words::LIMIT, phrases::limit(lang, case.limit))}
                {fact(words::DUTY_GRID, case.duty_grid.as_ref().map_or_else(|| or_none(""), ToString::to_string))}
                {fact(words::JURISDICTION, or_none(&known.jurisdiction))}
                {fact(words::REPORTER, or_none(&known.reporter))}
                {fact(words::REPORTED_AT, moment(Some(case.reported_at)))}
                {fact(words::RECEIVED_AT, moment(case.received_at))}
                {(case.rework_count > 0).then(|| fact(words::REWORKS, case.rework_count.to_string()))}
            </dl>
        </div>
    }
}

fn fact(name: Words, value: String) -> impl IntoView {
    view! { <div><dt>{say(name)}</dt><dd class="figures" data-said="">{value}</dd></div> }
}

fn wide(name: Words, value: String) -> impl IntoView {
    view! { <div class="wide"><dt>{say(name)}</dt><dd data-said="">{value}</dd></div> }
}

/// Sets the phone's answer beside the server's.
fn answers(file: &CaseFile) -> impl IntoView + use<> {
    let lang = lang();
    let (case, estimate) = (&file.case, &file.case.estimate);
    let unit = |unit: &Option<UnitId>| {
        unit.as_ref().map(|id| {
            let named = file.names.units.get(id).filter(|name| !name.is_empty());
            named.cloned().unwrap_or_else(|| id.to_string())
        })
    };
    let server_unit = if file.names.unit.is_empty() { unit(&case.unit) } else { Some(file.names.unit.clone()) };
    let grid = |grid: &Option<shared::ids::GridCode>| grid.as_ref().map(ToString::to_string);
    let packs = if estimate.packs == case.packs { words::SAME_PACKS } else { words::OTHER_PACKS };
    let provisional = case.clock.provisional.then(|| view! { <p class="small">{lang.say(words::PROVISIONAL)}</p> });
    view! {
        <table class="answers" data-test="answers">
            <thead>
                <tr><td></td><th scope="col">{lang.say(words::ON_PHONE)}</th><th scope="col">{lang.say(words::ON_SERVER)}</th><td></td></tr>
            </thead>
            <tbody>
                {answer(words::GRID, grid(&estimate.grid), grid(&case.grid), judge(&estimate.grid, &case.grid))}
                {answer(words::UNIT, unit(&estimate.unit), server_unit, judge(&estimate.unit, &case.unit))}
                // They are counted from different starts; a difference says nothing, so none is judged.
                {answer(words::DEADLINE, estimate.due.map(clock::day_time), case.clock.due_at.map(clock::day_time),
                    Verdict::Estimate)}
            </tbody>
        </table>
        <p class="small">{lang.say(words::ESTIMATE_NOTE)}" "{lang.say(packs)}</p>
        {provisional}
    }
}

/// How the two answers stand to each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Verdict {
    Same,
    Different,
    NotComputed,
    Estimate,
}

fn judge<T: PartialEq>(phone: &Option<T>, server: &Option<T>) -> Verdict {
    match (phone, server) {
        (None, Some(_)) => Verdict::NotComputed,
        (phone, server) if phone == server => Verdict::Same,
        (_, _) => Verdict::Different,
    }
}

fn answer(name: Words, phone: Option<String>, server: Option<String>, verdict: Verdict) -> impl IntoView {
    let lang = lang();
    let (word, tone) = match verdict {
        Verdict::Same => (words::SAME, Tone::Ok),
        Verdict::Different => (words::DIFFERENT, Tone::Late),
        Verdict::NotComputed => (words::PHONE_SILENT, Tone::Rest),
        Verdict::Estimate => (words::ESTIMATE, Tone::Rest),
    };
    let or_none = |text: Option<String>| text.unwrap_or_else(|| lang.say(words::NONE).to_owned());
    view! {
        <tr>
            <th scope="row">{lang.say(name)}</th>
            <td class="figures" data-said="">{or_none(phone)}</td>
            <td class="figures" data-said="">{or_none(server)}</td>
            <td><span class=format!("badge {}", tone.class())>{lang.say(word)}</span></td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::{Verdict, judge};

    #[test]
    fn a_phone_that_said_nothing_was_not_wrong() {
        assert_eq!(judge(&None, &Some(1)), Verdict::NotComputed);
        assert_eq!(judge(&Some(1), &Some(1)), Verdict::Same);
        assert_eq!(judge(&Some(1), &Some(2)), Verdict::Different);
        assert_eq!(judge(&Some(1), &None), Verdict::Different);
        assert_eq!(judge::<u8>(&None, &None), Verdict::Same);
    }
}
