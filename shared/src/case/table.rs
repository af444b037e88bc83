//! The whole table, as people read it: from which state, by which action and by whom, to which state.
//!
//! `table.txt` is what was agreed; whoever changes a rule changes that page too, and sees there what else it moved.

use std::fmt::Write as _;

use super::state::next;
use super::{ActionKind, State};
use crate::account::{Role, may_act};
use crate::refusal::Code;

const AGREED: &str = include_str!("table.txt");

fn who(action: ActionKind) -> String {
    let roles: Vec<&str> = Role::ALL.iter().filter(|role| may_act(**role, action)).map(|role| role.as_str()).collect();
    if roles.is_empty() { "server".to_owned() } else { roles.join(", ") }
}

fn table() -> String {
    let mut text = String::new();
    for state in State::ALL {
        writeln!(text, "{}", state.as_str()).unwrap();
        for action in ActionKind::ALL {
            if let Ok(to) = next(*state, *action) {
                writeln!(text, "    {:<20} → {:<18} {}", action.as_str(), to.as_str(), who(*action)).unwrap();
            }
        }
    }
    text
}

#[test]
fn every_state_action_and_role_is_as_agreed() {
    let table = table();
    if let Some(path) = option_env!("XUNGE_WRITE_TABLE") {
        std::fs::write(path, &table).unwrap();
    }
    for (number, (now, agreed)) in table.lines().zip(AGREED.lines()).enumerate() {
        assert_eq!(now, agreed, "line {}", number + 1);
    }
    assert_eq!(table.lines().count(), AGREED.lines().count());
}

#[test]
fn whatever_is_not_in_the_table_is_refused_by_its_rule() {
    let mut refused = 0;
    for state in State::ALL {
        for action in ActionKind::ALL {
            if let Err(refusal) = next(*state, *action) {
                assert_eq!(refusal.code, Code::NotFromHere, "{state:?} {action:?}");
                let detail = refusal.detail.unwrap();
                assert!(detail.contains(action.as_str()) && detail.contains(state.as_str()), "{detail}");
                refused += 1;
            }
        }
    }
    let listed = AGREED.lines().filter(|line| line.starts_with(' ')).count();
    assert_eq!(refused + listed, State::ALL.len() * ActionKind::ALL.len());
}
