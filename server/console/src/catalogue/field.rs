//! One field that is shown, and changed into the draft by whoever may.

use kit::lang::Words;
use leptos::prelude::*;
use shared::calendar::limit::{Limit, Unit};

use crate::text::{say, words};

use super::desk::Desk;
use super::text;

/// How a field is changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Control {
    /// One line.
    Line,
    /// Several lines.
    Lines,
    /// A day.
    Day,
    /// A limit: an amount and a kind of time.
    Limit,
    /// One of these, each with its word.
    One(Vec<(String, String)>),
}

/// A field.
pub struct Field {
    /// What it is called.
    pub name: Words,
    /// What it holds, as it is sent.
    pub value: String,
    /// What it holds, as people read it.
    pub shown: String,
    /// How it is changed.
    pub control: Control,
    /// Its name for tests.
    pub test: String,
}

/// Draws a field with the way to change it.
pub fn field(desk: Desk, field: Field, save: Callback<String>) -> AnyView {
    let Field { name, value, shown, control, test } = field;
    let open = RwSignal::new(false);
    let written = RwSignal::new(value.clone());
    let (row_test, change_test, save_test) = (test.clone(), format!("change-{test}"), format!("save-{test}"));
    let shown = if shown.is_empty() { say(text::NONE).to_owned() } else { shown };
    let begin = move |_: leptos::ev::MouseEvent| {
        written.set(value.clone());
        open.set(true);
    };
    let label = format!("{} {}", say(text::CHANGE), say(name));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        open.set(false);
        save.run(written.get_untracked());
    };
    view! {
        <div class="edit-field" data-test=row_test>
            <span class="small">{say(name)}</span>
            <span class="edit-shown" data-said="">{shown}</span>
            {move || (desk.may_edit() && desk.with_draft.get() && !open.get()).then(|| view! {
                <button type="button" class="button small" data-test=change_test.clone() aria-label=label.clone()
                    on:click=begin.clone()>{say(text::CHANGE)}</button>
            })}
            {move || open.get().then(|| view! {
                <form class="edit-form" on:submit=submit>
                    {control_of(name, &control, written, &test)}
                    <div class="buttons">
                        <button type="submit" class="button small main" data-test=save_test.clone()
                            prop:disabled=move || desk.is_sending.get()>{say(text::SAVE)}</button>
                        <button type="button" class="button small" on:click=move |_| open.set(false)>{say(words::CANCEL)}</button>
                    </div>
                </form>
            })}
        </div>
    }
    .into_any()
}

/// Draws the control for a value.
pub fn control_of(name: Words, control: &Control, written: RwSignal<String>, test: &str) -> AnyView {
    let test = format!("input-{test}");
    match control {
        Control::Line => view! {
            <label>{say(name)}
                <input type="text" data-test=test prop:value=move || written.get()
                    on:input:target=move |event| written.set(event.target().value())/>
            </label>
        }
        .into_any(),
        Control::Day => view! {
            <label>{say(name)}
                <input type="date" data-test=test prop:value=move || written.get()
                    on:input:target=move |event| written.set(event.target().value())/>
            </label>
        }
        .into_any(),
        Control::Lines => view! {
            <label>{say(name)}
                <textarea rows="3" data-test=test prop:value=move || written.get()
                    on:input:target=move |event| written.set(event.target().value())></textarea>
            </label>
        }
        .into_any(),
        Control::Limit => limit(written, test),
        Control::One(choices) => {
            let options = choices.iter().cloned().map(|(value, word)| {
                let here = value.clone();
                view! { <option value=value selected=move || written.get() == here>{word}</option> }
            });
            view! {
                <label>{say(name)}
                    <select class="search" data-test=test on:change:target=move |event| written.set(event.target().value())>
                        {options.collect_view()}
                    </select>
                </label>
            }
            .into_any()
        }
    }
}

/// Returns what a limit's unit is called in a choice.
const fn unit_word(unit: Unit) -> Words {
    match unit {
        Unit::UrgentHour => text::URGENT_HOUR,
        Unit::UrgentDay => text::URGENT_DAY,
        Unit::WorkHour => text::WORK_HOUR,
        Unit::WorkDay => text::WORK_DAYS,
        Unit::NaturalDay => text::NATURAL_DAY,
    }
}

/// Splits a limit as it is sent into amount and unit.
fn parts(written: &str) -> (String, Unit) {
    match written.parse::<Limit>() {
        Ok(limit) => (limit.amount().to_string(), limit.unit()),
        Err(_) => {
            let amount: String = written.chars().take_while(char::is_ascii_digit).collect();
            let unit = Unit::ALL.into_iter().find(|unit| written.ends_with(unit.code()));
            (amount, unit.unwrap_or(Unit::WorkHour))
        }
    }
}

fn limit(written: RwSignal<String>, test: String) -> AnyView {
    let options = Unit::ALL.into_iter().map(|unit| {
        view! {
            <option value=unit.code() selected=move || written.with(|text| parts(text).1) == unit>{say(unit_word(unit))}</option>
        }
    });
    let unit_test = format!("{test}-unit");
    view! {
        <div class="limit-parts">
            <label>{say(text::AMOUNT)}
                <input type="number" min="1" max="9999" data-test=test
                    prop:value=move || written.with(|text| parts(text).0)
                    on:input:target=move |event| {
                        let amount = event.target().value();
                        written.update(|text| *text = format!("{amount} {}", parts(text).1.code()));
                    }/>
            </label>
            <label>{say(text::UNIT)}
                <select class="search" data-test=unit_test on:change:target=move |event| {
                    let unit = event.target().value();
                    written.update(|text| *text = format!("{} {unit}", parts(text).0));
                }>{options.collect_view()}</select>
            </label>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use shared::calendar::limit::Unit;

    use super::parts;

    #[test]
    fn a_limit_is_written_in_two_parts() {
        assert_eq!(parts("2 urgent_hour"), ("2".to_owned(), Unit::UrgentHour));
        assert_eq!(parts(" work_day"), (String::new(), Unit::WorkDay));
        assert_eq!(parts(""), (String::new(), Unit::WorkHour));
    }
}
