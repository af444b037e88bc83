//! The root: provides what the whole app knows and shows the screen that is open.

use kit::faces::Waiting;
use kit::{lang, moment};
use leptos::prelude::*;

use crate::announcements::page::AnnouncementsPage;
use crate::camera::lens;
use crate::directory::page::DirectoryPage;
use crate::fetch::FailedPage;
use crate::hints::page::HintsPage;
use crate::pages::answer::AnswerPage;
use crate::pages::assessment::AssessmentPage;
use crate::pages::base_maps::BaseMapsPage;
use crate::pages::board::BoardPage;
use crate::pages::case::CasePage;
use crate::pages::cases::CasesPage;
use crate::pages::lock::{LockPage, away};
use crate::pages::map::pick::PlaceOnMapPage;
use crate::pages::map::{MapPage, TasksOnMapPage};
use crate::pages::me::MePage;
use crate::pages::report::ReportPage;
use crate::pages::report::mend::MendPage;
use crate::pages::report::picker::PickerPage;
use crate::pages::settings::SettingsPage;
use crate::pages::shift::ShiftPage;
use crate::pages::sign_in::SignInPage;
use crate::pages::sync::SyncPage;
use crate::pages::tasks::TasksPage;
use crate::pages::today::TodayPage;
use crate::pages::welcome::WelcomePage;
use crate::receiver::spent;
use crate::state::{App, Screen};
use crate::{drafts, looking, sight};

/// How far the app has come.
#[derive(Clone, PartialEq, Debug)]
enum Stage {
    Starting,
    Failed(app_bridge::told::Failure),
    SignedOut,
    SignedIn,
    Locked,
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
    sight::follow(app.sight);
    drafts::follow(app);
    app.find_out();
    away::follow(app);
    app.place.follow_receiver(app);
    app.walk.follow(app);
    lens::find(app.lens);
    looking::follow(app);
    spent::follow(app);
    window_event_listener(leptos::ev::popstate, move |_| app.back());

    let stage = Memo::new(move |_| match app.start.get() {
        None => Stage::Starting,
        Some(Err(failure)) => Stage::Failed(failure),
        Some(Ok(start)) if start.account.is_some() => Stage::SignedIn,
        Some(Ok(_)) if app.is_locked() => Stage::Locked,
        Some(Ok(_)) => Stage::SignedOut,
    });
    let again = Callback::new(move |()| app.find_out());
    move || match stage.get() {
        Stage::Starting => view! { <Waiting /> }.into_any(),
        Stage::Failed(failure) => view! { <FailedPage failure=failure again=again /> }.into_any(),
        Stage::SignedOut => view! { <SignInPage /> }.into_any(),
        Stage::SignedIn => view! { <Covered /> }.into_any(),
        Stage::Locked => view! { <LockPage /> }.into_any(),
    }
}

/// The open screen, and the PIN over it when it fell. What lies under it stays as it is and cannot be pressed.
#[component]
fn Covered() -> impl IntoView {
    let app = App::get();
    let locked = Memo::new(move |_| app.is_locked());
    view! {
        <div class="under" prop:inert=move || locked.get()><OpenScreen /></div>
        <Show when=move || locked.get()><div class="cover"><LockPage /></div></Show>
    }
    .into_any()
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
        Screen::Announcements(came_for) => view! { <AnnouncementsPage came_for=came_for /> }.into_any(),
        Screen::Directory => view! { <DirectoryPage /> }.into_any(),
        Screen::Hints => view! { <HintsPage /> }.into_any(),
        Screen::BaseMaps => view! { <BaseMapsPage /> }.into_any(),
        Screen::Settings => view! { <SettingsPage /> }.into_any(),
        Screen::Welcome => view! { <WelcomePage /> }.into_any(),
        Screen::Board => view! { <BoardPage /> }.into_any(),
        Screen::Shift => view! { <ShiftPage /> }.into_any(),
        Screen::Map => view! { <MapPage /> }.into_any(),
        Screen::TasksOnMap => view! { <TasksOnMapPage /> }.into_any(),
        Screen::PlaceOnMap => view! { <PlaceOnMapPage /> }.into_any(),
        Screen::Assessment => view! { <AssessmentPage /> }.into_any(),
    }
}
