//! The sums of what is asked for, each answer beside its question: a table never stands under the heading of another one,
//! and its numbers lead to its own cases.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::api::assessment::AssessmentTable;
use shared::assessment::{Basis, Subject, Sums};

use super::asked::Asked;
use crate::bridge;
use crate::poll::{Polled, poll};

const SECONDS: u64 = 60;

/// An answer and what was asked.
#[derive(Clone, PartialEq, Debug)]
pub struct Answer {
    /// What was asked.
    pub asked: Asked,
    /// What the server said.
    pub table: AssessmentTable,
}

/// Follows the sums of what is asked for.
pub fn follow(asked: Memo<Asked>, by: Memo<Subject>) -> Polled<Answer> {
    let reply = poll::<Answer, _, _>(SECONDS, move || {
        let (asked, by) = (asked.get_untracked(), by.get_untracked());
        async move {
            let table = bridge::get(&address(&asked, by)).await?;
            Ok(Answer { asked, table })
        }
    });
    Effect::watch(move || (asked.get(), by.get()), move |_, _, _| reply.again(), false);
    reply
}

/// Returns where the server says the sums.
pub fn address(asked: &Asked, by: Subject) -> String {
    format!("/api/v1/assessment?{}&by={}", asked.query(), by.as_str())
}

/// Returns the sums by one basis; none where no case falls in the days by it.
pub fn sums(of: &BTreeMap<Basis, Sums>, basis: Basis) -> Sums {
    of.get(&basis).cloned().unwrap_or_default()
}
