//! One major class: what it is called, and the way to call it something else.

use leptos::prelude::*;
use shared::api::catalogue::MajorFacts;
use shared::draft::edit::Edit;
use shared::draft::field::Field as Of;

use crate::text::say;

use super::desk::Desk;
use super::field::{Control, Field, field};
use super::text;

/// Returns what a major class is known by in the address.
pub fn key(major: &MajorFacts) -> String {
    format!("{} {}:{:02}", major.standard, major.kind, major.number)
}

/// Draws the class that is chosen; nothing where none is.
pub fn card(desk: Desk, majors: Memo<Vec<MajorFacts>>, chosen: Memo<String>) -> AnyView {
    // Of its own: what somebody writes stays open while the list is fetched anew.
    let found = Memo::new(move |_| {
        let chosen = chosen.get();
        majors.with(|majors| majors.iter().find(|major| key(major) == chosen).cloned())
    });
    let drawn = move || found.get().map(|major| shown(desk, &major));
    drawn.into_any()
}

fn shown(desk: Desk, major: &MajorFacts) -> AnyView {
    let line = |name, of: Of, value: &str| {
        let (standard, kind, number) = (major.standard.clone(), major.kind, major.number);
        let save = Callback::new(move |to: String| {
            desk.edit(Edit::Major { standard: standard.clone(), kind, number, field: of, to });
        });
        let (value, test) = (value.to_owned(), format!("major-{}", of.as_str()));
        field(desk, Field { name, shown: value.clone(), value, control: Control::Line, test }, save)
    };
    view! {
        <section class="card" data-test="major-card" data-major=key(major)>
            <h3>{say(text::MAJOR_CLASS)}" "<span class="figures" data-said="">{key(major)}</span></h3>
            <p class="small">{say(text::MAJOR_STAYS)}</p>
            <div class="edit-fields">
                {line(text::NAME, Of::Name, &major.name)}
                {line(text::NAME_EN, Of::NameEn, &major.name_en)}
            </div>
        </section>
    }
    .into_any()
}
