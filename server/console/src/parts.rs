//! The pages as parts of the program that travel by themselves: a part is fetched when a page of it is first opened.
//!
//! A browser that opens no catalogue holds no editor for one. Pages that the same people open share a part. More parts
//! would make each smaller; but what several of them use travels in pieces of its own, one for each set of parts that use
//! it, and each part more may double their number. What the frame uses is in the main module and in no part. Nothing
//! outside of this file may name a page: what names it takes it along.
//!
//! Only a browser's program is cut; on other machines, where tests run, every page is there from the beginning.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::ids::{CaseId, DeviceId};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::announcements::AnnouncementsPage;
use crate::board::BoardPage;
use crate::case::CasePage;
use crate::cases::CasesPage;
use crate::faces;
use crate::figures::FiguresPage;
use crate::handling::HandlingPage;
use crate::route::Route;
use crate::section::Section;

/// What draws a page, or that it did not come.
pub type Fetched<P> = Result<P, SplitLoaderError>;

/// Draws a page that asks for nothing but its address.
pub type Page = fn() -> AnyView;

/// What crosses a cut is the address of a function alone: the page is drawn on this side, where its owner is known.
macro_rules! parts {
    ($($part:ident { $($name:ident: $page:ty = $draw:expr;)+ })+) => {$($(
        /// Fetches what draws the page.
        #[wasm_split($part, fallible)]
        pub fn $name() -> Fetched<$page> {
            let page: $page = $draw;
            Ok(page)
        }
    )+)+};
}

parts! {
    board {
        board: Page = || view! { <BoardPage/> }.into_any();
        chain: fn(DeviceId) -> AnyView = crate::chain::page;
        alarms: Page = crate::alarms::page;
    }
    cases {
        work_list: Page = crate::work_list::page;
        handling: Page = || view! { <HandlingPage/> }.into_any();
        cases: Page = || view! { <CasesPage/> }.into_any();
        case: fn(CaseId) -> AnyView = |case| view! { <CasePage case/> }.into_any();
        case_map: Page = crate::case_map::page;
        figures: Page = || view! { <FiguresPage/> }.into_any();
        figure_cases: Page = crate::figures::cases::page;
        verify: Page = crate::verify::page;
    }
    reckoning {
        assessment: Page = crate::assessment::page;
        bulletins: Page = crate::bulletins::page;
        honesty: Page = crate::honesty::page;
    }
    ground {
        areas: Page = crate::areas::page;
        catalogue: Page = crate::catalogue::page;
        jurisdictions: Page = crate::jurisdictions::page;
    }
    office {
        people: Page = crate::people::page;
        directory: Page = crate::directory::page;
        announcements: Page = || view! { <AnnouncementsPage/> }.into_any();
        audit: Page = crate::audit::page;
        health: Page = crate::health::page;
        permissions: Page = crate::permissions::page;
        security: Page = crate::security::page;
    }
}

/// Whether a page has come.
#[derive(Clone, Copy)]
enum Came<P> {
    OnTheWay,
    Not,
    Here(P),
}

/// Draws a page as soon as it has come.
pub fn opened<F>(fetch: fn() -> F) -> AnyView
where
    F: Future<Output = Fetched<Page>> + 'static,
{
    opened_with(fetch, |page: Page| page())
}

/// Draws a page that is told more than its address.
pub fn opened_with<P, F>(fetch: fn() -> F, draw: impl Fn(P) -> AnyView + Send + 'static) -> AnyView
where
    P: Copy + Send + Sync + 'static,
    F: Future<Output = Fetched<P>> + 'static,
{
    let came = RwSignal::new(Came::<P>::OnTheWay);
    let ask = move || {
        spawn_local(async move {
            let answer = fetch().await.map_or(Came::Not, Came::Here);
            // Whoever has gone elsewhere in the meantime took the place for it along.
            came.try_set(answer);
        });
    };
    ask();
    let again = Callback::new(move |()| {
        came.set(Came::OnTheWay);
        ask();
    });
    let drawn = move || match came.get() {
        Came::OnTheWay => faces::waiting(),
        Came::Not => faces::not_fetched(again),
        Came::Here(page) => draw(page),
    };
    drawn.into_any()
}

/// Begins to fetch the part that an address leads to, while the server is still asked who sits here.
pub fn ahead(route: &Route) {
    match route {
        Route::Board(_) | Route::Chain { .. } | Route::At(Section::Alarms, _) => begin(board),
        Route::Cases(_)
        | Route::Case(_)
        | Route::Handling
        | Route::Figures(_)
        | Route::FigureCases(_)
        | Route::Verify
        | Route::At(Section::Desk | Section::CaseMap, _) => begin(cases),
        Route::At(Section::Assessment | Section::Bulletins | Section::Honesty, _) => begin(assessment),
        Route::At(Section::Areas | Section::Catalogue | Section::Jurisdictions, _) => begin(areas),
        Route::Announcements
        | Route::At(
            Section::People
            | Section::Directory
            | Section::Audit
            | Section::Health
            | Section::Permissions
            | Section::Security,
            _,
        ) => begin(people),
        // Where these lead depends on who sits here.
        Route::Home | Route::Unknown => {}
    }
}

fn begin<P, F>(fetch: fn() -> F)
where
    P: 'static,
    F: Future<Output = Fetched<P>> + 'static,
{
    // What does not come is asked for again when its page is opened, and said there.
    spawn_local(async move { drop(fetch().await) });
}
