//! Who sees which versions of a frozen month: one rule for the months themselves, their numbers, lists and scores.

use shared::account::Role;

use crate::accounts::caller::{Caller, Reach};

/// Says whether somebody sees a version of a month.
///
/// What is not published is for those who make it ready and those who answer for it: the city's evaluators, supervisors,
/// leaders and administrators. Everybody else sees what was published.
pub fn sees(caller: &Caller, is_published: bool) -> bool {
    is_published || answers_for_it(caller.account.role, &caller.reach)
}

fn answers_for_it(role: Role, reach: &Reach) -> bool {
    let is_theirs = match role {
        Role::Evaluator | Role::Supervisor | Role::Leader | Role::Admin => true,
        Role::Collector
        | Role::Inspector
        | Role::Acceptor
        | Role::ShiftLeader
        | Role::Dispatcher
        | Role::Unit
        | Role::Handler => false,
    };
    is_theirs && *reach == Reach::City
}

#[cfg(test)]
mod tests {
    use shared::account::Role;

    use super::{Reach, answers_for_it};

    #[test]
    fn what_is_not_published_is_seen_by_those_who_answer_for_the_whole_city() {
        let town = Reach::Jurisdiction("610112".parse().unwrap());
        for role in [Role::Evaluator, Role::Supervisor, Role::Leader, Role::Admin] {
            assert!(answers_for_it(role, &Reach::City), "{role:?}");
            assert!(!answers_for_it(role, &town), "{role:?} of a town");
        }
        assert!(!answers_for_it(Role::Dispatcher, &Reach::City));
    }
}
