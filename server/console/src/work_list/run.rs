//! Sending one action for many cases: piece by piece, so that one sees how far it is, and each piece at most once,
//! however often it has to be sent.

use std::collections::{BTreeMap, BTreeSet};

use kit::lang::Lang;
use shared::api::work::{ActMany, ActedMany, Seen};
use shared::case::{Action, Case};
use shared::ids::{BatchId, CaseId};
use uuid::Builder;

use crate::bridge::{self, Trouble};

/// So many cases go in one request: a second's work, so that the bar moves.
const PIECE: usize = 20;

/// What became of it.
#[derive(Clone, PartialEq, Default, Debug)]
pub struct Outcome {
    /// What was done.
    pub done: BTreeSet<CaseId>,
    /// What was refused, and why in words.
    pub refused: BTreeMap<CaseId, String>,
    /// Why it was broken off.
    pub trouble: Option<Trouble>,
    /// What was not answered; sent again under the same names, nothing is done twice.
    pub left: Vec<ActMany>,
}

/// Cuts an action on many cases into requests. Filing goes by the condition that each case was reported with: a number of
/// one category means nothing in another.
pub fn pieces(cases: &[Case], action: &Action, id: impl Fn() -> Option<BatchId>) -> Vec<ActMany> {
    let mut groups: BTreeMap<u32, Vec<Seen>> = BTreeMap::new();
    for case in cases {
        let group = if matches!(action, Action::File { .. }) { case.condition_no } else { 0 };
        groups.entry(group).or_default().push(Seen { case: case.id, base: Some(case.version) });
    }
    let mut pieces = Vec::new();
    for (condition_no, seen) in groups {
        let action = match action {
            Action::File { .. } => Action::File { condition_no },
            action => action.clone(),
        };
        for part in seen.chunks(PIECE) {
            pieces.extend(id().map(|id| ActMany { id, cases: part.to_vec(), action: action.clone() }));
        }
    }
    pieces
}

/// Makes the name of a request; none where this browser cannot.
pub fn new_id() -> Option<BatchId> {
    let mut bytes = [0_u8; 16];
    let crypto = leptos::prelude::window().crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(BatchId(Builder::from_random_bytes(bytes).into_uuid()))
}

/// Sends requests one after the other; `show` hears how many cases are answered, `goes_on` says whether to go on.
pub async fn run(lang: Lang, pieces: Vec<ActMany>, show: impl Fn(usize), goes_on: impl Fn() -> bool) -> Outcome {
    let mut outcome = Outcome::default();
    let mut answered = 0_usize;
    let mut waiting = pieces.into_iter();
    for piece in waiting.by_ref() {
        if !goes_on() {
            outcome.left.push(piece);
            break;
        }
        match bridge::post::<_, ActedMany>("/api/v1/cases/actions", &piece).await {
            Ok(acted) => hear(lang, &mut outcome, acted),
            Err(trouble) => {
                outcome.trouble = Some(trouble);
                outcome.left.push(piece);
                break;
            }
        }
        answered = answered.saturating_add(piece.cases.len());
        show(answered);
    }
    outcome.left.extend(waiting);
    outcome
}

fn hear(lang: Lang, outcome: &mut Outcome, acted: ActedMany) {
    for one in acted.outcomes {
        match one.code {
            None => {
                outcome.done.insert(one.case);
            }
            Some(code) => {
                let words = lang.pick(code.zh(), code.en()).to_owned();
                outcome.refused.insert(one.case, words);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use shared::case::{Action, Case};
    use shared::ids::{BatchId, CaseId};
    use uuid::Uuid;

    use super::pieces;

    fn cases(conditions: &[u32]) -> Vec<Case> {
        let text = include_str!("../../../../tests/contract/wire/case.json");
        let case: Case = serde_json::from_str(text).unwrap();
        let numbered = conditions.iter().zip(1_u128..);
        numbered
            .map(|(condition_no, number)| Case {
                id: CaseId(Uuid::from_u128(number)),
                condition_no: *condition_no,
                ..case.clone()
            })
            .collect()
    }

    #[test]
    fn many_cases_go_in_pieces_each_case_in_one_of_them() {
        let id = || Some(BatchId(Uuid::nil()));
        let all = pieces(&cases(&[1; 45]), &Action::Accept, id);
        assert_eq!(all.iter().map(|piece| piece.cases.len()).collect::<Vec<_>>(), [20, 20, 5]);
        assert!(all.iter().flat_map(|piece| &piece.cases).all(|seen| seen.base.is_some()));
    }

    #[test]
    fn each_case_is_filed_under_its_own_condition() {
        let id = || Some(BatchId(Uuid::nil()));
        let all = pieces(&cases(&[2, 1, 2]), &Action::File { condition_no: 9 }, id);
        let filed: Vec<(Action, usize)> = all.into_iter().map(|piece| (piece.action, piece.cases.len())).collect();
        assert_eq!(filed, [(Action::File { condition_no: 1 }, 1), (Action::File { condition_no: 2 }, 2)]);
    }
}
