//! Who sits at the desk: the account that the server knows this browser by.
//!
//! What is drawn is drawn for one account as it is. When the server no longer knows it, or it became another (disabled, of
//! another role), nothing of it stays on the page: whoever comes back signs in again, and is told why.

use std::time::Duration;

use kit::lang::Words;
use leptos::prelude::{
    RwSignal, Set, WithUntracked, expect_context, on_cleanup, provide_context, set_interval_with_handle,
};
use leptos::task::spawn_local;
use serde::Deserialize;
use shared::account::Role;
use shared::api::session::{AccountFacts, SignIn};
use shared::refusal::Code;

use crate::bridge::{self, Trouble};
use crate::clock;
use crate::route::{Filter, Route};
use crate::section::{Address, Section};
use crate::text::words;

const SESSION: &str = "/api/v1/session";
/// How often it is asked whether the account still is as it was; a page that is refused something asks at once.
const ASKED: Duration = Duration::from_secs(60);

/// What is known of who sits here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Who {
    /// The server has not been heard yet.
    Asking,
    /// The server could not be asked.
    Unreachable(Trouble),
    /// Nobody is signed in; why, where somebody was.
    Nobody(Option<Left>),
    /// Somebody is.
    Account(AccountFacts),
    /// Somebody is who has to set up a second factor before anything else is answered.
    MustSetUp(AccountFacts),
}

/// Why whoever sat here does no longer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Left {
    /// The session is over: it ran out, or was ended elsewhere.
    Over,
    /// The account was disabled.
    Disabled,
    /// The account is of another role, jurisdiction or unit now.
    Changed,
}

impl Left {
    const fn because(code: Code) -> Self {
        // The others that end a session say that it is over, in one way or another.
        if matches!(code, Code::AccountDisabled) { Self::Disabled } else { Self::Over }
    }

    /// Returns the word for it in the page.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Over => "over",
            Self::Disabled => "disabled",
            Self::Changed => "changed",
        }
    }

    /// Says it at the door.
    pub const fn words(self) -> Words {
        match self {
            Self::Over => words::SESSION_OVER,
            Self::Disabled => words::ACCOUNT_DISABLED,
            Self::Changed => words::ACCOUNT_CHANGED,
        }
    }
}

impl Who {
    /// Returns who sits here, whatever they may do.
    const fn account(&self) -> Option<&AccountFacts> {
        match self {
            Self::Account(account) | Self::MustSetUp(account) => Some(account),
            Self::Asking | Self::Unreachable(_) | Self::Nobody(_) => None,
        }
    }
}

/// What is read of the server's answer about a session. The token beside it stays unread: the browser holds the session
/// in a cookie of its own.
#[derive(Deserialize)]
struct Session {
    account: AccountFacts,
    #[serde(default)]
    second_factor_missing: bool,
}

/// Asks the server who sits here and follows its answer from then on.
pub fn provide_desk() {
    let who = RwSignal::new(Who::Asking);
    provide_context(who);
    bridge::when_turned_away(move |code| {
        // At the door nobody's page is cleared: a refused sign-in says for itself why.
        if who.with_untracked(|who| who.account().is_none()) {
            return;
        }
        if bridge::is_over(code) {
            who.set(Who::Nobody(Some(Left::because(code))));
        } else {
            check(who);
        }
    });
    if let Ok(handle) = set_interval_with_handle(move || check(who), ASKED) {
        on_cleanup(move || handle.clear());
    }
    ask(who);
}

/// Asks whether whoever sits here still is who they were when the page was drawn for them. Where the server refuses, that is
/// heard like any other refusal.
pub fn check(who: RwSignal<Who>) {
    let Some(known) = who.with_untracked(|who| who.account().cloned()) else { return };
    spawn_local(async move {
        let Ok(session) = bridge::get::<Session>(SESSION).await else { return };
        // Meanwhile somebody else may have signed in here.
        if who.with_untracked(|who| who.account() != Some(&known)) {
            return;
        }
        if session.account.id != known.id {
            // In another tab of this browser: the session there is theirs and stays.
            who.set(Who::Nobody(Some(Left::Over)));
        } else if is_another(&known, &session.account) {
            who.set(Who::Nobody(Some(Left::Changed)));
            // Whether or not that arrives: the page holds nothing of it.
            drop(bridge::delete(SESSION).await);
        }
    });
}

/// Says whether an account may see or do other things than before.
fn is_another(before: &AccountFacts, now: &AccountFacts) -> bool {
    (before.role, &before.jurisdiction, &before.unit) != (now.role, &now.jurisdiction, &now.unit)
}

/// Returns who sits here.
pub fn who() -> RwSignal<Who> {
    expect_context()
}

/// Returns the account of a page that is only drawn for a signed-in one.
pub fn account() -> AccountFacts {
    expect_context()
}

/// Asks the server again.
pub fn ask(who: RwSignal<Who>) {
    spawn_local(async move {
        match bridge::get::<Session>(SESSION).await {
            Ok(session) => sits(who, session),
            Err(Trouble::Refused(problem)) if problem.code == Code::NotSignedIn => who.set(Who::Nobody(None)),
            Err(Trouble::Refused(problem)) if bridge::is_over(problem.code) => {
                who.set(Who::Nobody(Some(Left::because(problem.code))));
            }
            Err(trouble) => who.set(Who::Unreachable(trouble)),
        }
    });
}

/// Signs in; with a one-time code where the server asked for one.
pub async fn sign_in(who: RwSignal<Who>, user: String, password: String, code: Option<String>) -> Result<(), Trouble> {
    let session: Session = bridge::post(SESSION, &SignIn { user, password, device: None, code }).await?;
    sits(who, session);
    Ok(())
}

/// Tells whether whoever sits here has to set up a second factor first.
pub fn must_set_up() -> bool {
    who().with_untracked(|who| matches!(who, Who::MustSetUp(_)))
}

/// Somebody sits here: everything is drawn for them, in the time of their jurisdiction.
fn sits(who: RwSignal<Who>, session: Session) {
    let account = session.account;
    clock::keep_zone(&account.zone);
    who.set(if session.second_factor_missing { Who::MustSetUp(account) } else { Who::Account(account) });
}

/// Signs out; the desk is only called empty once the server has ended the session.
pub async fn sign_out(who: RwSignal<Who>) -> Result<(), Trouble> {
    bridge::delete(SESSION).await?;
    who.set(Who::Nobody(None));
    Ok(())
}

/// Tells whether the account's own work is to handle cases.
pub const fn handles(role: Role) -> bool {
    matches!(role, Role::Unit | Role::Handler)
}

/// Returns the page that a role starts on: its own work first.
pub fn home(role: Role) -> Option<Route> {
    match role {
        // Who has queues begins with what waits there.
        Role::Acceptor | Role::ShiftLeader | Role::Dispatcher => Some(Route::At(Section::Desk, Address::default())),
        Role::Unit | Role::Handler => Some(Route::Handling),
        Role::Supervisor | Role::Leader | Role::Admin => Some(Route::Board(None)),
        Role::Evaluator => Some(Route::Cases(Filter::default())),
        Role::Collector | Role::Inspector => None,
    }
}

#[cfg(test)]
mod tests {
    use shared::account::{Right, Role, may};
    use shared::api::session::AccountFacts;
    use shared::case::Queue;
    use shared::ids::AccountId;
    use shared::refusal::Code;

    use super::{Left, home, is_another};
    use crate::route::{Filter, Route};
    use crate::section::Section;

    #[test]
    fn every_role_of_the_desk_starts_somewhere_and_the_street_does_not() {
        for role in [Role::Acceptor, Role::ShiftLeader, Role::Dispatcher] {
            assert!(matches!(home(role), Some(Route::At(Section::Desk, _))), "{role:?}");
        }
        assert_eq!(home(Role::Unit), Some(Route::Handling));
        assert_eq!(home(Role::Evaluator), Some(Route::Cases(Filter::default())));
        for role in [Role::Supervisor, Role::Leader, Role::Admin] {
            assert_eq!(home(role), Some(Route::Board(None)), "{role:?}");
        }
        for role in Role::ALL {
            assert_eq!(home(*role).is_some(), may(*role, Right::SeeCases), "{role:?}");
        }
    }

    #[test]
    fn only_what_an_account_may_makes_it_another() {
        let before = AccountFacts {
            id: AccountId(uuid::Uuid::from_u128(1)),
            user: "sun".parse().unwrap(),
            name: "孙".to_owned(),
            role: Role::Acceptor,
            jurisdiction: "610112".parse().unwrap(),
            jurisdiction_name: "未央区".to_owned(),
            unit: None,
            training: true,
            zone: "Asia/Shanghai".to_owned(),
        };
        let renamed = AccountFacts { name: "孙师傅".to_owned(), zone: "Asia/Urumqi".to_owned(), ..before.clone() };
        assert!(!is_another(&before, &renamed), "a page is not cleared for a name");
        for changed in [
            AccountFacts { role: Role::Dispatcher, ..before.clone() },
            AccountFacts { jurisdiction: "610103".parse().unwrap(), ..before.clone() },
            AccountFacts { unit: "610112-HW-1".parse().ok(), ..before.clone() },
        ] {
            assert!(is_another(&before, &changed), "{changed:?}");
        }
    }

    #[test]
    fn at_the_door_it_is_said_why() {
        assert_eq!(Left::because(Code::AccountDisabled), Left::Disabled);
        for code in [Code::NotSignedIn, Code::TokenExpired, Code::TokenRevoked] {
            assert_eq!(Left::because(code), Left::Over, "{code}");
        }
    }

    #[test]
    fn nobody_starts_where_they_may_see_nothing() {
        for role in Role::ALL {
            match home(*role) {
                Some(Route::Board(_)) => assert!(may(*role, Right::SeeDevices), "{role:?}"),
                Some(Route::At(Section::Desk, _)) => assert!(!Queue::of(*role).is_empty(), "{role:?}"),
                Some(_) | None => {}
            }
        }
    }
}
