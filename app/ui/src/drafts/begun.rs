//! What was begun and not saved, where it is said that this phone can be put away: its photos are nowhere else, and
//! nothing of it is sent before it is saved.

use kit::button::{Button, Look, Size};
use kit::lang::{self, t};
use leptos::prelude::*;

use super::text;
use crate::pages::answer::draft::AnswerDraft;
use crate::pages::report::draft::Draft;
use crate::state::{App, Screen};

/// What was begun and not saved, as far as photos or words are in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Begun {
    /// The report.
    pub report: bool,
    /// How many answers.
    pub answers: usize,
}

impl Begun {
    /// Returns what was begun; follows it.
    pub fn of(app: App) -> Self {
        let holds = |draft: &ArcRwSignal<AnswerDraft>| draft.with(AnswerDraft::holds_something);
        Self {
            report: app.draft.with(Draft::holds_something),
            answers: app.answers.with(|answers| answers.values().filter(|draft| holds(draft)).count()),
        }
    }

    /// Says whether nothing was.
    pub const fn is_nothing(self) -> bool {
        !self.report && self.answers == 0
    }

    fn count(self) -> usize {
        usize::from(self.report).saturating_add(self.answers)
    }
}

/// Says how much was begun and not saved, and leads back to it.
#[component]
pub fn BegunCard(
    /// What was begun.
    begun: Begun,
) -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    let go_on = move |()| if begun.report { app.open(Screen::Report) } else { app.turn_to(Screen::Tasks) };
    view! {
        <section class="card stack" data-test="begun" role="status">
            <h2>{move || text::begun(speech.get(), begun.count())}</h2>
            <p class="small">{t(text::BEGUN_WORDS)}</p>
            <Button look=Look::Soft size=Size::Wide test="begun-go-on" on_press=go_on>{t(text::GO_ON_FILLING)}</Button>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::Begun;

    #[test]
    fn a_report_and_answers_are_counted_together() {
        assert!(Begun::default().is_nothing());
        let begun = Begun { report: true, answers: 2 };
        assert_eq!((begun.count(), begun.is_nothing()), (3, false));
        assert!(!Begun { report: false, answers: 1 }.is_nothing());
    }
}
