//! The first steps, fitting the role: shown once to an account on this device, and again when asked for in the settings.
//!
//! Asks the core nothing and can be left at any step.

mod text;

use kit::button::{Button, Look, Size};
use kit::faces::Notice;
use kit::icon::{Icon, Picture};
use kit::lang::{self, Words, spoken, t};
use kit::tone::Tone;
use leptos::prelude::*;
use shared::account::{Right, Role, may};
use shared::ids::AccountId;

use crate::layout::{Level, ScreenLayout};
use crate::remembered;
use crate::state::{App, Screen};

/// One step: what it shows, and what it says.
type Step = (Picture, Words, Words);

/// For who works on the street.
static STEPS: [Step; 5] = [
    (Picture::House, text::TABS_TITLE, text::TABS_WORDS),
    (Picture::Camera, text::REPORT_TITLE, text::REPORT_WORDS),
    (Picture::UpDown, text::SYNC_TITLE, text::SYNC_WORDS),
    (Picture::Clock, text::SHIFT_TITLE, text::SHIFT_WORDS),
    (Picture::Ticked, text::TASKS_TITLE, text::TASKS_WORDS),
];
/// For who looks after them; the last one for who may see how their phones stand.
static OTHERS_STEPS: [Step; 2] = [
    (Picture::House, text::TABS_TITLE, text::OTHERS_TABS_WORDS),
    (Picture::Phone, text::BOARD_TITLE, text::BOARD_WORDS),
];

/// Returns the steps for a role: none of them tells of what it may not do.
fn steps(role: Role) -> &'static [Step] {
    if may(role, Right::Report) {
        return &STEPS;
    }
    match may(role, Right::SeeDevices) {
        true => &OTHERS_STEPS,
        false => OTHERS_STEPS.get(..1).unwrap_or_default(),
    }
}

fn remembered_as(account: AccountId) -> String {
    format!("xunge.welcome.{account}")
}

/// Shows the first steps to an account that has not seen them on this device.
pub fn offer(app: App) {
    let account = app.start.with_untracked(|start| match start {
        Some(Ok(start)) => start.account.as_ref().map(|account| account.id),
        Some(Err(_)) | None => None,
    });
    let Some(account) = account else { return };
    let name = remembered_as(account);
    if remembered::recall(&name).is_none() {
        // Kept when they are shown and not when they were read to the end: who leaves them has other things to do.
        remembered::keep(&name, "shown");
        app.open(Screen::Welcome);
    }
}

/// The first steps.
#[component]
pub fn WelcomePage() -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    let at = RwSignal::new(0_usize);
    let role = untrack(|| app.session()).and_then(|start| start.account).map(|account| account.role);
    let steps = role.map(steps).unwrap_or_default();
    let last = steps.len().saturating_sub(1);
    let practises = move || {
        app.session().is_some_and(|start| {
            start.training && start.account.is_some_and(|account| may(account.role, Right::Report))
        })
    };
    let step = move || steps.get(at.get()).copied();
    let go_on = move |()| {
        if at.get_untracked() < last {
            at.update(|at| *at += 1);
        } else {
            app.leave();
        }
    };
    view! {
        <ScreenLayout title=spoken(text::WELCOME) level=Level::Step test="screen-welcome"
            corner=move || view! {
                <button type="button" class="link" data-test="welcome-skip" on:click=move |_| app.leave()>{t(text::SKIP)}</button>
            }
            bottom=move || view! {
                {move || (at.get() == last && practises()).then(|| view! {
                    <Button look=Look::Soft size=Size::Wide test="welcome-practise" on_press=move |()| app.begin_report()>
                        <Icon picture=Picture::Camera />{t(text::PRACTISE)}
                    </Button>
                })}
                <Button look=Look::Main size=Size::Large test="welcome-next" on_press=go_on>
                    {move || speech.get().say(if at.get() < last { text::NEXT } else { text::BEGIN })}
                </Button>
            }>
            {move || step().map(|(picture, title, words)| view! {
                <section class="card welcome" data-test="welcome-step" data-step=at.get_untracked() aria-live="polite">
                    <div class="logo" aria-hidden="true"><Icon picture=picture /></div>
                    <h2>{t(title)}</h2>
                    <p>{t(words)}</p>
                    <p class="tiny number">{move || text::step_of(speech.get(), at.get() + 1, steps.len())}</p>
                </section>
            })}
            <Show when=practises>
                <Notice tone=Tone::Soon picture=Picture::Lamp test="nothing-counts">{t(text::NOTHING_COUNTS)}</Notice>
            </Show>
        </ScreenLayout>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use shared::account::Role;

    use super::steps;

    #[test]
    fn nobody_is_told_of_what_their_role_may_not_do() {
        assert_eq!((steps(Role::Collector).len(), steps(Role::Inspector).len()), (5, 5));
        assert_eq!(steps(Role::Supervisor).len(), 2);
        assert_eq!(steps(Role::Dispatcher).len(), 1, "who does not see the phones is not sent to them");
    }
}
