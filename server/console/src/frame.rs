//! The frame round every page: who sits here, where one can go, and that it is training when it is.

use kit::faces::TrainingStripe;
use kit::lang::{Words, speech};
use leptos::context::Provider;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account::{Right, Role, may};
use shared::api::cases::CaseList;

use crate::board::live::{self, Live};
use crate::bridge::{self, Trouble};
use crate::clock;
use crate::desk::{self, Who};
use crate::faces::{self, Empty};
use crate::parts::{self, opened, opened_with};
use crate::poll::poll;
use crate::route::{self, Filter, Look, Route};
use crate::section::{Address, Group, Section};
use crate::text::spans;
use crate::text::{lang, names, say, words};

/// The number beside "cases" is for orientation only.
const COUNT_SECONDS: u64 = 15;

/// All that is drawn. When the language changes, it is drawn anew.
#[component]
pub fn Whole() -> impl IntoView {
    let speech = kit::lang::provide();
    kit::looks::provide();
    clock::provide_ticking();
    route::provide_following();
    parts::ahead(&route::open().get_untracked());
    desk::provide_desk();
    move || {
        let lang = speech.get();
        document().set_title(&format!("{} · {}", lang.say(words::XUNGE), lang.say(words::COMMAND_CENTRE)));
        view! { <Door/> }
    }
}

/// Lets nobody in whom the server does not know.
#[component]
fn Door() -> impl IntoView {
    let who = desk::who();
    move || match who.get() {
        Who::Asking => faces::waiting(),
        Who::Unreachable(trouble) => view! { <Unreachable trouble/> }.into_any(),
        Who::Nobody(left) => view! { <crate::sign_in::SignIn left/> }.into_any(),
        Who::Account(account) => view! { <Provider value=account><Frame/></Provider> }.into_any(),
        Who::MustSetUp(account) => view! { <Provider value=account><SetUp/></Provider> }.into_any(),
    }
}

/// Nothing but one's own sign-in, for who has to set up a second factor first.
#[component]
fn SetUp() -> impl IntoView {
    view! {
        <main class="page set-up" data-test="set-up">
            <h1>{say(words::XUNGE)}</h1>
            {opened(parts::security)}
            <p class="set-up-foot">
                <LanguageSwitch/>
                <SignOut/>
            </p>
        </main>
    }
}

/// Signs out. Where the server could not end the session, whoever sits here is told that they are still signed in.
#[component]
fn SignOut() -> impl IntoView {
    let lang = lang();
    let who = desk::who();
    let trouble = RwSignal::new(None::<Trouble>);
    let leave = move |_| {
        trouble.set(None);
        spawn_local(async move {
            if let Err(why) = desk::sign_out(who).await {
                drop(trouble.try_set(Some(why)));
            }
        });
    };
    view! {
        <button type="button" class="link" data-test="sign-out" on:click=leave>{say(words::SIGN_OUT)}</button>
        {move || trouble.get().map(|why| view! {
            <span class="complaint" role="alert" data-test="still-signed-in">
                {say(words::STILL_SIGNED_IN)}<br/>{why.words(lang)}
            </span>
        })}
    }
}

#[component]
fn Unreachable(
    /// Why the server could not say who sits here.
    trouble: Trouble,
) -> impl IntoView {
    let who = desk::who();
    view! {
        <main class="door" data-test="unreachable">
            <div class="card door-card">
                <h1>{say(words::XUNGE)}</h1>
                <p><strong>{trouble.words(lang())}</strong></p>
                <p class="quiet">{trouble.detail()}</p>
                <button class="button main" on:click=move |_| desk::ask(who)>{say(words::TRY_AGAIN)}</button>
            </div>
        </main>
    }
}

/// Which page stands in the frame; choosing a device or a filter does not draw the page anew.
#[derive(Clone, PartialEq, Eq)]
enum Page {
    Board,
    Cases,
    Case(shared::ids::CaseId),
    Handling,
    Figures,
    FigureCases,
    Chain(shared::ids::DeviceId),
    Verify,
    Announcements,
    At(Section),
    Forbidden,
    Unknown,
}

#[component]
fn Frame() -> impl IntoView {
    let account = desk::account();
    let role = account.role;
    let sees_devices = may(role, Right::SeeDevices);
    let sees_cases = may(role, Right::SeeCases);
    let announces = may(role, Right::Announce);
    if sees_devices {
        provide_context(live::follow());
    }
    let open = route::open();
    let page = Memo::new(move |_| {
        let route = match open.get() {
            Route::Home => desk::home(role).unwrap_or(Route::Home),
            route => route,
        };
        match route {
            Route::Board(_) if sees_devices => Page::Board,
            Route::Cases(_) if sees_cases => Page::Cases,
            Route::Case(case) if sees_cases => Page::Case(case),
            Route::Handling if desk::handles(role) => Page::Handling,
            Route::Figures(_) if sees_cases => Page::Figures,
            Route::FigureCases(_) if sees_cases => Page::FigureCases,
            Route::Chain { device, .. } if sees_devices => Page::Chain(device),
            Route::Verify if sees_cases => Page::Verify,
            Route::Announcements if announces => Page::Announcements,
            Route::At(section, _) if section.is_open_to(role) => Page::At(section),
            Route::Home
            | Route::Board(_)
            | Route::Cases(_)
            | Route::Case(_)
            | Route::Handling
            | Route::Figures(_)
            | Route::FigureCases(_)
            | Route::Chain { .. }
            | Route::Verify
            | Route::Announcements
            | Route::At(..) => Page::Forbidden,
            Route::Unknown => Page::Unknown,
        }
    });
    let content = NodeRef::<leptos::html::Main>::new();
    // The part of the address after `#` is ours: the way past the side only moves the focus.
    let to_content = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        if let Some(main) = content.get_untracked() {
            drop(main.focus());
        }
    };
    let body = move || match page.get() {
        Page::Board => opened(parts::board),
        Page::Cases => opened(parts::cases),
        Page::Case(case) => opened_with(parts::case, move |page| page(case)),
        Page::Handling => opened(parts::handling),
        Page::Figures => opened(parts::figures),
        Page::FigureCases => opened(parts::figure_cases),
        Page::Chain(device) => opened_with(parts::chain, move |page| page(device)),
        Page::Verify => opened(parts::verify),
        Page::Announcements => opened(parts::announcements),
        Page::At(section) => section.page(),
        Page::Forbidden => view! { <Empty title=words::NOT_FOR_ROLE more=words::FIELD_ROLE/> }.into_any(),
        Page::Unknown => view! { <Empty title=words::NO_SUCH_PAGE more=words::NONE/> }.into_any(),
    };
    view! {
        <div class="frame">
            <a class="skip" href="#content" on:click=to_content>{say(words::SKIP)}</a>
            <Side page/>
            <div class="stage">
                {account.training.then(|| view! { <TrainingStripe/> })}
                <main class="page" id="content" tabindex="-1" node_ref=content>{body}</main>
            </div>
        </div>
    }
}

#[component]
fn Side(
    /// What stands in the frame now.
    page: Memo<Page>,
) -> impl IntoView {
    let account = desk::account();
    let role = account.role;
    let board = use_context::<Live>();
    let needing = move || board.map(Live::needing).filter(|count| *count > 0).map(spans::number);
    let sees_cases = may(role, Right::SeeCases);
    let count = sees_cases.then(|| poll::<CaseList, _, _>(COUNT_SECONDS, || bridge::get("/api/v1/cases?limit=1")));
    let total = move || {
        let counted = |list: &CaseList| (list.total > 0).then(|| spans::counted(list.total, list.total_capped));
        count.and_then(|count| count.value.with(|list| list.as_ref().and_then(counted)))
    };
    // On a narrow screen the entries are behind a button; whoever goes somewhere has found what they looked for.
    let unfolded = RwSignal::new(false);
    Effect::watch(move || page.get(), move |_, _, _| unfolded.set(false), false);
    view! {
        <nav class="side" class:unfolded=unfolded aria-label=say(words::PAGES)>
            <h1>{say(words::XUNGE)}</h1>
            <button type="button" class="button side-menu" data-test="menu" aria-expanded=move || unfolded.get().to_string()
                aria-controls="entries" on:click=move |_| unfolded.update(|unfolded| *unfolded = !*unfolded)>
                {say(words::MENU)}
            </button>
            <p class="side-where"><span data-said="">{account.jurisdiction_name.clone()}</span>" · "{lang().say(names::role(role))}</p>
            <div class="entries" id="entries">
                {desk::handles(role).then(|| view! {
                    <Entry word=words::HANDLING route=Route::Handling here=Signal::derive(move || page.get() == Page::Handling)
                        count=Signal::derive(|| None)/>
                })}
                {sections(role, Group::Work, page)}
                {sees_cases.then(|| view! {
                    <Entry word=words::CASES route=Route::Cases(Filter::default())
                        here=Signal::derive(move || matches!(page.get(), Page::Cases | Page::Case(_)))
                        count=Signal::derive(total)/>
                })}
                {sections(role, Group::Cases, page)}
                {board.is_some().then(|| view! {
                    <Entry word=words::BOARD route=Route::Board(None) here=Signal::derive(move || matches!(page.get(), Page::Board | Page::Chain(_) | Page::At(Section::Alarms)))
                        count=Signal::derive(needing)/>
                })}
                {may(role, Right::Announce).then(|| view! {
                    <Entry word=words::ANNOUNCEMENTS route=Route::Announcements
                        here=Signal::derive(move || page.get() == Page::Announcements) count=Signal::derive(|| None)/>
                })}
                {sections(role, Group::Field, page)}
                {sections(role, Group::Reckoning, page)}
                {sections(role, Group::Ground, page)}
                {sees_cases.then(|| view! {
                    <Entry word=words::FIGURES route=Route::Figures(Look::default())
                        here=Signal::derive(move || matches!(page.get(), Page::Figures | Page::FigureCases))
                        count=Signal::derive(|| None)/>
                    <Entry word=words::VERIFY route=Route::Verify
                        here=Signal::derive(move || page.get() == Page::Verify) count=Signal::derive(|| None)/>
                })}
                {sections(role, Group::Oversight, page)}
            </div>
            <div class="side-foot">
                <p data-test="account"><span data-said="">{account.name.clone()}</span><small>{account.user.to_string()}</small></p>
                <LanguageSwitch/>
                <SignOut/>
            </div>
        </nav>
    }
}

/// Draws the entries of the pages of a group that the role sees.
fn sections(role: Role, group: Group, page: Memo<Page>) -> impl IntoView {
    let entry = move |section: Section| {
        view! {
            <Entry word=section.word() route=Route::At(section, Address::default())
                here=Signal::derive(move || page.get() == Page::At(section)) count=Signal::derive(|| None)/>
        }
    };
    Section::ALL
        .iter()
        .copied()
        .filter(|section| section.group() == group && section.is_open_to(role))
        .map(entry)
        .collect_view()
}

#[component]
fn Entry(
    /// What the page is called.
    word: Words,
    /// Where it is.
    route: Route,
    /// It is the one that is open.
    here: Signal<bool>,
    /// How much there is to see, in figures; nothing for none.
    count: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <a class="entry" class:here=here href=route.href() aria-current=move || here.get().then_some("page")>
            {say(word)}
            {move || count.get().map(|count| view! { <span class="count figures">{count}</span> })}
        </a>
    }
}

/// Changes between Chinese and English.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let speech = speech();
    let other = lang().other();
    view! {
        <button type="button" class="link" data-test="language" lang=other.tag() on:click=move |_| speech.switch_to(other)>
            {say(words::OTHER_LANGUAGE)}
        </button>
    }
}
