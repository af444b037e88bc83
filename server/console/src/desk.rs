//! Who sits at the desk: the account that the server knows this browser by.

use leptos::prelude::{RwSignal, Set, WithUntracked, expect_context, provide_context};
use leptos::task::spawn_local;
use serde::Deserialize;
use shared::account::Role;
use shared::api::session::{AccountFacts, SignIn};
use shared::refusal::Code;

use crate::bridge::{self, Trouble};
use crate::clock;
use crate::route::{Filter, Route};
use crate::section::{Address, Section};

const SESSION: &str = "/api/v1/session";

/// What is known of who sits here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Who {
    /// The server has not been heard yet.
    Asking,
    /// The server could not be asked.
    Unreachable(Trouble),
    /// Nobody is signed in.
    Nobody,
    /// Somebody is.
    Account(AccountFacts),
    /// Somebody is who has to set up a second factor before anything else is answered.
    MustSetUp(AccountFacts),
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
    bridge::when_signed_out(move || who.set(Who::Nobody));
    ask(who);
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
            Err(Trouble::Refused(problem)) if problem.code == Code::NotSignedIn => who.set(Who::Nobody),
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
    who.set(Who::Nobody);
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
    use shared::case::Queue;

    use super::home;
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
