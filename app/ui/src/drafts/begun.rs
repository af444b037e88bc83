//! What was begun and not saved, where it is said that this phone can be put away: its photos are nowhere else, and
//! nothing of it is sent before it is saved.

use kit::button::{Button, Look, Size};
use kit::faces::Notice;
use kit::icon::Picture;
use kit::lang::{self, either, t};
use kit::tone::Tone;
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
    /// Returns what was begun, once the core has told what it keeps of it; follows it.
    pub fn of(app: App) -> Option<Self> {
        if !app.keeper.is_told() {
            return None;
        }
        let holds = |draft: &ArcRwSignal<AnswerDraft>| draft.with(AnswerDraft::holds_something);
        Some(Self {
            report: app.draft.with(Draft::holds_something),
            answers: app.answers.with(|answers| answers.values().filter(|draft| holds(draft)).count()),
        })
    }

    /// Says whether nothing was.
    pub const fn is_nothing(self) -> bool {
        !self.report && self.answers == 0
    }

    fn count(self) -> usize {
        usize::from(self.report).saturating_add(self.answers)
    }
}

/// Says whether it is known that nothing was begun: before it is, nobody is sent home.
pub fn is_surely_nothing(begun: Option<Begun>) -> bool {
    begun.is_some_and(Begun::is_nothing)
}

/// Says that what was begun could not be read, and why; nothing while it is being read.
#[component]
pub fn NotRead() -> impl IntoView {
    let app = App::get();
    move || {
        app.keeper.failure.get().map(|why| {
            view! {
                <Notice tone=Tone::Late picture=Picture::Mind test="begun-not-read">
                    {t(text::NOT_READ)}{t(crate::text::COLON)}{either(why.zh, why.en)}
                </Notice>
            }
        })
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
    use super::{Begun, is_surely_nothing};

    #[test]
    fn nobody_is_sent_home_before_it_is_known_that_nothing_was_begun() {
        assert!(!is_surely_nothing(None), "the core has not told yet, or could not read it");
        assert!(is_surely_nothing(Some(Begun::default())));
        assert!(!is_surely_nothing(Some(Begun { report: true, answers: 0 })));
    }

    #[test]
    fn a_report_and_answers_are_counted_together() {
        assert!(Begun::default().is_nothing());
        let begun = Begun { report: true, answers: 2 };
        assert_eq!((begun.count(), begun.is_nothing()), (3, false));
        assert!(!Begun { report: false, answers: 1 }.is_nothing());
    }
}
