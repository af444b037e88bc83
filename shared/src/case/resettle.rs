//! Boundaries changed: what an open case says of its place is judged anew. A pure rule; the server runs it when an
//! edition comes into force. A closed case is never touched, and limits and clocks know nothing of boundaries.

use crate::case::record::Case;
use crate::case::state::State;
use crate::grid::matched::Match;
use crate::ids::{DivisionCode, DutyGridId, GridCode, JurisdictionId, Sha256, UnitId};

/// What boundaries say of a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ground {
    /// Who manages.
    pub jurisdiction: JurisdictionId,
    /// Where it is.
    pub division: DivisionCode,
    /// The unit grid.
    pub grid: GridCode,
    /// How it was found.
    pub how: Match,
    /// Whose beat it is.
    pub duty_grid: Option<DutyGridId>,
    /// The responsible unit, when the layer of the category names exactly one.
    pub unit: Option<UnitId>,
    /// The pack that says so.
    pub boundaries: Option<Sha256>,
}

/// What becomes of a case that a unit has already; a setting of the jurisdiction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dispatched {
    /// It stays with that unit.
    Stays,
    /// It goes to the unit that the boundaries name now, while the work lies ahead.
    Follows,
}

/// A case that changed.
#[derive(Clone, PartialEq, Debug)]
pub struct Resettled {
    /// The case as it is now.
    pub case: Case,
    /// The unit that it was handed on to; none where nobody has it yet or it stays where it was.
    pub handed_to: Option<UnitId>,
    /// What changed, in both languages on one line.
    pub words: String,
}

/// Judges an open case anew; nothing where nothing changes.
pub fn resettle(case: &Case, ground: &Ground, dispatched: Dispatched) -> Option<Resettled> {
    if case.state.is_over() {
        return None;
    }
    let unit = unit(case, ground, dispatched);
    let mut changes = Vec::new();
    let mut note = |what: &str, from: &str, to: &str| {
        if from != to {
            let shown = |text: &str| if text.is_empty() { NONE.to_owned() } else { text.to_owned() };
            changes.push(format!("{what}{}{INTO}{}", shown(from), shown(to)));
        }
    };
    let text = |id: &Option<GridCode>| id.as_ref().map_or("", GridCode::as_str).to_owned();
    note(GRID, &text(&case.grid), ground.grid.as_str());
    note(MATCH, case.grid_match.as_str(), ground.how.as_str());
    let beat = |id: &Option<DutyGridId>| id.as_ref().map_or("", DutyGridId::as_str).to_owned();
    note(DUTY_GRID, &beat(&case.duty_grid), &beat(&ground.duty_grid));
    note(JURISDICTION, case.jurisdiction.as_str(), ground.jurisdiction.as_str());
    note(DIVISION, case.division.as_ref().map_or("", DivisionCode::as_str), ground.division.as_str());
    let name = |id: &Option<UnitId>| id.as_ref().map_or("", UnitId::as_str).to_owned();
    note(UNIT, &name(&case.unit), &name(&unit));
    if changes.is_empty() {
        return None;
    }
    let handed_to = unit.clone().filter(|unit| is_dispatched(case) && case.unit.as_ref() != Some(unit));
    let mut changed = case.clone();
    changed.jurisdiction = ground.jurisdiction.clone();
    changed.division = Some(ground.division.clone());
    changed.grid = Some(ground.grid.clone());
    changed.grid_match = ground.how;
    changed.duty_grid.clone_from(&ground.duty_grid);
    changed.unit = unit;
    changed.packs.boundaries.clone_from(&ground.boundaries);
    if handed_to.is_some() {
        // What the unit before asked for is over with it.
        changed.asks_nothing();
    }
    changed.version = changed.version.saturating_add(1);
    Some(Resettled { case: changed, handed_to, words: changes.join(AND) })
}

/// Puts a case back on the ground that it was judged to lie on before it was judged anew, as the record of that step says:
/// who managed it, where it lay, whose beat it was. Units are not put back: each step says its own.
///
/// What is read here was written by [`resettle`], behind the version of the boundaries. Do not reword it: records stay.
pub fn put_back(case: &mut Case, opinion: &str) {
    for part in opinion.split(AND) {
        let part = part.rsplit_once('：').map_or(part, |(_version, words)| words);
        let was = |what: &str| part.strip_prefix(what)?.split_once(INTO).map(|(from, _to)| from);
        if let Some(from) = was(GRID) {
            case.grid = from.parse().ok();
        } else if let Some(from) = was(DUTY_GRID) {
            case.duty_grid = from.parse().ok();
        } else if let Some(from) = was(DIVISION) {
            case.division = from.parse().ok();
        } else if let Some(Ok(from)) = was(JURISDICTION).map(str::parse::<JurisdictionId>) {
            case.jurisdiction = from;
        }
    }
}

// The words of what changed, and what stands between them. They are read again: do not reword.
const GRID: &str = "网格 grid ";
const MATCH: &str = "匹配 match ";
const DUTY_GRID: &str = "责任网格 duty grid ";
const JURISDICTION: &str = "主管 jurisdiction ";
const DIVISION: &str = "区划 division ";
const UNIT: &str = "责任单位 unit ";
const INTO: &str = " → ";
const AND: &str = "；";
const NONE: &str = "–";

/// A case that was dispatched once has its unit by somebody's decision.
fn is_dispatched(case: &Case) -> bool {
    case.clock.due_at.is_some()
}

fn unit(case: &Case, ground: &Ground, dispatched: Dispatched) -> Option<UnitId> {
    if !is_dispatched(case) {
        return ground.unit.clone();
    }
    // Whose work is done already is not taken from who did it, and what nobody has now a person gives out.
    let lies_ahead = match case.state {
        State::ToHandle | State::Handling | State::Suspended => true,
        State::Reported
        | State::Verifying
        | State::ToFile
        | State::ToDispatch
        | State::ToSecondDispatch
        | State::ToReview
        | State::ToCheck
        | State::Checking
        | State::ToClose
        | State::Closed
        | State::Void
        | State::Merged
        | State::SelfReview => false,
    };
    match (dispatched, &ground.unit) {
        // Where the boundaries name several units or none there is nobody to follow to.
        (Dispatched::Follows, Some(unit)) if lies_ahead => Some(unit.clone()),
        (Dispatched::Stays | Dispatched::Follows, _) => case.unit.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Dispatched, Ground, put_back, resettle};
    use crate::case::clock::Clock;
    use crate::case::tests::case;
    use crate::case::{Case, State};
    use crate::grid::matched::Match;
    use crate::ids::Sha256;
    use crate::time::Instant;

    fn ground(grid: &str, unit: &str) -> Ground {
        Ground {
            jurisdiction: grid.get(..6).unwrap().parse().unwrap(),
            division: grid.get(..6).unwrap().parse().unwrap(),
            grid: grid.parse().unwrap(),
            how: Match::Inside,
            duty_grid: None,
            unit: (!unit.is_empty()).then(|| unit.parse().unwrap()),
            boundaries: Some(Sha256::of(b"new")),
        }
    }

    const HERE: &str = "610112001007023";
    const THERE: &str = "610112001007024";

    fn by_rule(state: State) -> Case {
        Case { state, unit: Some("A".parse().unwrap()), ..case() }
    }

    fn dispatched(state: State) -> Case {
        let clock = Clock { due_at: Some(Instant::from_ms(1)), ..Clock::default() };
        Case { clock, ..by_rule(state) }
    }

    /// The unit after it, and the one it was handed on to.
    #[track_caller]
    fn check(case: &Case, named: &str, setting: Dispatched, unit: &str, handed_to: &str) {
        let changed = resettle(case, &ground(THERE, named), setting).unwrap();
        let name = |id: Option<crate::ids::UnitId>| id.map(|id| id.to_string()).unwrap_or_default();
        assert_eq!((name(changed.case.unit), name(changed.handed_to)), (unit.to_owned(), handed_to.to_owned()));
        assert_eq!(changed.case.grid.unwrap().as_str(), THERE);
        assert_eq!(changed.case.packs.boundaries, Some(Sha256::of(b"new")));
        assert_eq!((changed.case.version, changed.case.state), (case.version + 1, case.state));
    }

    #[test]
    fn nothing_changes_where_nothing_differs() {
        for setting in [Dispatched::Stays, Dispatched::Follows] {
            assert_eq!(resettle(&by_rule(State::ToFile), &ground(HERE, "A"), setting), None);
        }
    }

    #[test]
    fn what_is_over_is_never_touched() {
        for state in [State::Closed, State::Void] {
            assert_eq!(resettle(&by_rule(state), &ground(THERE, "B"), Dispatched::Follows), None);
        }
    }

    #[test]
    fn a_case_that_nobody_has_takes_the_unit_of_the_new_boundaries() {
        for state in [State::Reported, State::Verifying, State::ToFile, State::ToDispatch, State::SelfReview] {
            for setting in [Dispatched::Stays, Dispatched::Follows] {
                check(&by_rule(state), "B", setting, "B", "");
                check(&by_rule(state), "", setting, "", "");
            }
        }
    }

    #[test]
    fn a_dispatched_case_stays_with_its_unit() {
        for state in [State::ToHandle, State::Handling, State::Suspended, State::ToReview, State::Checking] {
            check(&dispatched(state), "B", Dispatched::Stays, "A", "");
        }
    }

    #[test]
    fn where_the_setting_says_so_it_follows_while_the_work_lies_ahead() {
        for state in [State::ToHandle, State::Handling, State::Suspended] {
            check(&dispatched(state), "B", Dispatched::Follows, "B", "B");
            check(&dispatched(state), "", Dispatched::Follows, "A", "");
            check(&dispatched(state), "A", Dispatched::Follows, "A", "");
        }
        let asked = Case { asked_until: Some(Instant::from_ms(9)), ..dispatched(State::Handling) };
        let resettled = resettle(&asked, &ground(THERE, "B"), Dispatched::Follows).unwrap();
        assert_eq!(resettled.case.asked_until, None, "what the other unit asked for went with it");
        for state in [State::ToDispatch, State::ToReview, State::ToCheck, State::Checking, State::ToClose] {
            check(&dispatched(state), "B", Dispatched::Follows, "A", "");
        }
    }

    #[test]
    fn a_case_is_put_back_by_what_its_record_says() {
        let before = Case { duty_grid: Some("610112-Z1".parse().unwrap()), ..by_rule(State::ToFile) };
        let words = resettle(&before, &ground("610113001001001", "B"), Dispatched::Stays).unwrap();
        let mut back = words.case;
        put_back(&mut back, &format!("2026：新；版：{}", words.words));
        assert_eq!(
            (&back.jurisdiction, &back.division, &back.grid, &back.duty_grid),
            (&before.jurisdiction, &before.division, &before.grid, &before.duty_grid)
        );
        let nowhere = Case { grid: None, division: None, duty_grid: None, ..by_rule(State::ToFile) };
        let words = resettle(&nowhere, &ground(THERE, "B"), Dispatched::Stays).unwrap();
        let mut back = words.case;
        put_back(&mut back, &format!("v1：{}", words.words));
        assert_eq!((back.grid, back.division, back.duty_grid), (None, None, None));
    }

    #[test]
    fn the_words_say_what_changed_in_both_languages() {
        let changed = resettle(&by_rule(State::ToFile), &ground("610113001001001", "B"), Dispatched::Stays).unwrap();
        let expected = "网格 grid 610112001007023 → 610113001001001；主管 jurisdiction 610112 → 610113；\
                        区划 division 610112 → 610113；责任单位 unit A → B";
        assert_eq!(changed.words, expected);
        assert_eq!(changed.case.jurisdiction.as_str(), "610113");
    }
}
