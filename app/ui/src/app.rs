//! The root: provides what the whole app knows and shows the screen that is open.

use std::time::Duration;

use kit::faces::Waiting;
use kit::{lang, moment};
use leptos::prelude::*;

use crate::camera::lens;
use crate::fetch::FailedPage;
use crate::pages::answer::AnswerPage;
use crate::pages::board::BoardPage;
use crate::pages::case::CasePage;
use crate::pages::cases::CasesPage;
use crate::pages::me::MePage;
use crate::pages::report::ReportPage;
use crate::pages::report::mend::MendPage;
use crate::pages::report::picker::PickerPage;
use crate::pages::sign_in::SignInPage;
use crate::pages::sync::SyncPage;
use crate::pages::tasks::TasksPage;
use crate::pages::today::TodayPage;
use crate::state::{App, Screen};

/// How often the status is looked at; it is read from the phone's own store.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How far the app has come.
#[derive(Clone, PartialEq, Debug)]
enum Stage {
    Starting,
    Failed(app_bridge::told::Failure),
    SignedOut,
    SignedIn,
}

/// The root of the page.
#[component]
pub fn Root() -> impl IntoView {
    let app = App::provide();
    lang::provide();
    kit::looks::provide();
    moment::provide(Signal::derive(move || match app.start.get() {
        Some(Ok(start)) if !start.zone.is_empty() => start.zone,
        Some(Ok(_) | Err(_)) | None => "Asia/Shanghai".to_owned(),
    }));
    app.find_out();
    app.place.follow_receiver();
    app.place.tell_of_track(Memo::new(move |_| app.session().is_some_and(|start| start.on_shift.is_some())));
    lens::find(app.lens);
    set_interval(
        move || {
            if app.start.with_untracked(|start| matches!(start, Some(Ok(start)) if start.account.is_some())) {
                app.look_again();
            }
        },
        LOOK_EVERY,
    );
    window_event_listener(leptos::ev::popstate, move |_| app.back());

    let stage = Memo::new(move |_| match app.start.get() {
        None => Stage::Starting,
        Some(Err(failure)) => Stage::Failed(failure),
        Some(Ok(start)) if start.account.is_some() => Stage::SignedIn,
        Some(Ok(_)) => Stage::SignedOut,
    });
    let again = Callback::new(move |()| app.find_out());
    move || match stage.get() {
        Stage::Starting => view! { <Waiting /> }.into_any(),
        Stage::Failed(failure) => view! { <FailedPage failure=failure again=again /> }.into_any(),
        Stage::SignedOut => view! { <SignInPage /> }.into_any(),
        Stage::SignedIn => view! { <OpenScreen /> }.into_any(),
    }
}

#[component]
fn OpenScreen() -> impl IntoView {
    let app = App::get();
    let screen = Memo::new(move |_| app.screen());
    move || match screen.get() {
        Screen::Today => view! { <TodayPage /> }.into_any(),
        Screen::Tasks => view! { <TasksPage /> }.into_any(),
        Screen::Report => view! { <ReportPage /> }.into_any(),
        Screen::Cases => view! { <CasesPage /> }.into_any(),
        Screen::Sync => view! { <SyncPage /> }.into_any(),
        Screen::Picker => view! { <PickerPage /> }.into_any(),
        Screen::Case(case) => view! { <CasePage case=case /> }.into_any(),
        Screen::Answer(task) => view! { <AnswerPage task=task /> }.into_any(),
        Screen::Mend(operation) => view! { <MendPage operation=operation /> }.into_any(),
        Screen::Me => view! { <MePage /> }.into_any(),
        Screen::Board => view! { <BoardPage /> }.into_any(),
    }
}
