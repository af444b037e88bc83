//! Which index is asked for a list: the one that finds the fewest.

use shared::case::State;
use shared::channel::Channel;
use shared::evidence::verdict::Verdict;
use shared::ids::CaseNo;
use shared::time::Instant;

use super::statements::{Shape, Whose, Words};
use super::{About, Filter, Handled, Order, Stage, Total};
use crate::accounts::caller::Reach;

/// A way to the cases of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Way {
    /// Whose cases an index is asked for.
    pub(super) whose: Whose,
    /// From here, or this alone.
    pub(super) from: String,
    /// To here; empty where there is one alone.
    pub(super) to: String,
    /// In which order the statement has them.
    pub(super) shape: Shape,
    /// Whether it looks for words.
    pub(super) words: Words,
    /// The jurisdiction that narrows them further; empty where none does.
    pub(super) area: String,
    /// The unit that narrows them further; empty where none does.
    pub(super) unit: String,
    /// Reported from then on; 0 for always.
    pub(super) reported_from: i64,
    /// Reported before; 0 for always.
    pub(super) reported_until: i64,
}

/// Whose cases, from where to where.
type Asked = (Whose, String, String);

impl Way {
    /// Returns the way to a page of a list of so many cases.
    pub(super) fn to_page(filter: &Filter, total: Total) -> Self {
        match (filter.order, filter.stage) {
            (Order::Due, Stage::Any | Stage::Open) => Self::over(filter, broad(filter), Shape::Due),
            (Order::Newest, Stage::Open) => Self::over(filter, broad(filter), Shape::NewestOpen),
            (Order::Newest, Stage::Any) => {
                let asked = narrow(filter);
                let shape = match (asked.0, total) {
                    // What an index has between two ends is put in order first. Of very many that would take longer than
                    // to go through the list until a page is full.
                    (Whose::Major | Whose::Grid, Total::MoreThan(_)) => {
                        return Self::over(filter, broad(filter), Shape::Newest);
                    }
                    (Whose::Reported, Total::MoreThan(_)) if filter.until.is_none() => {
                        return Self::over(filter, broad(filter), Shape::Newest);
                    }
                    (Whose::Major | Whose::Grid | Whose::Reported | Whose::Number, _) => Shape::Sorted,
                    (
                        Whose::Everybody
                        | Whose::Area
                        | Whose::Unit
                        | Whose::Reporter
                        | Whose::Category
                        | Whose::DutyGrid
                        | Whose::Channel
                        | Whose::Doubtful
                        | Whose::SelfHandled
                        | Whose::EndedWithout,
                        _,
                    ) => Shape::Newest,
                };
                Self::over(filter, asked, shape)
            }
        }
    }

    /// Returns the way to how many there are.
    pub(super) fn to_count(filter: &Filter) -> Self {
        match (filter.order, filter.stage) {
            (Order::Due, Stage::Any | Stage::Open) | (Order::Newest, Stage::Open) => {
                Self::over(filter, broad(filter), Shape::NewestOpen)
            }
            (Order::Newest, Stage::Any) => Self::over(filter, narrow(filter), Shape::Newest),
        }
    }

    /// Returns the way to where the open ones are.
    pub(super) fn to_points(filter: &Filter) -> Self {
        Self::over(filter, broad(filter), Shape::Due)
    }

    fn over(filter: &Filter, (whose, from, to): Asked, shape: Shape) -> Self {
        // What the index was asked for is not asked of each row once more.
        let area = match &filter.reach {
            _ if whose == Whose::Area => String::new(),
            Reach::Jurisdiction(id) => id.to_string(),
            Reach::City | Reach::Unit(_) | Reach::Own(_) => filter.area.clone(),
        };
        // Of a unit's own desk the unit is the reach; one that it asks for besides narrows that.
        let unit = match &filter.reach {
            Reach::Unit(id) if whose != Whose::Unit => id.to_string(),
            Reach::City | Reach::Jurisdiction(_) if whose == Whose::Unit => String::new(),
            Reach::Unit(_) | Reach::City | Reach::Jurisdiction(_) | Reach::Own(_) => filter.unit.clone(),
        };
        let words = if filter.words.is_empty() || whose == Whose::Number { Words::None } else { Words::Sought };
        let (reported_from, reported_until) = match (whose, filter.from, filter.until) {
            // Its statement asks for both ends.
            (Whose::Reported, from, until) => (from.map_or(1, Instant::ms), until.map_or(i64::MAX, Instant::ms)),
            (_, from, until) => (from.map_or(0, Instant::ms), until.map_or(0, Instant::ms)),
        };
        Self { whose, from, to, shape, words, area, unit, reported_from, reported_until }
    }
}

/// Returns the way by whose the cases are: what the open ones are found by, which are few.
fn broad(filter: &Filter) -> Asked {
    let none = String::new;
    match &filter.reach {
        Reach::Own(id) => (Whose::Reporter, id.to_string(), none()),
        Reach::Unit(id) => (Whose::Unit, id.to_string(), none()),
        Reach::City | Reach::Jurisdiction(_) if !filter.unit.is_empty() => (Whose::Unit, filter.unit.clone(), none()),
        Reach::Jurisdiction(id) => (Whose::Area, id.to_string(), none()),
        Reach::City if !filter.area.is_empty() => (Whose::Area, filter.area.clone(), none()),
        Reach::City => (Whose::Everybody, none(), none()),
    }
}

/// Returns the way by what finds the fewest among all there ever were.
fn narrow(filter: &Filter) -> Asked {
    let one = |whose: Whose, which: &str| (whose, which.to_owned(), String::new());
    let asked = broad(filter);
    // What one person reported is little, and so is what one unit has.
    if asked.0 == Whose::Reporter {
        return asked;
    }
    if let Some(number) = number(filter) {
        return (Whose::Number, number, String::new());
    }
    if asked.0 == Whose::Unit {
        return asked;
    }
    if !filter.duty_grid.is_empty() {
        return one(Whose::DutyGrid, &filter.duty_grid);
    }
    if !filter.grids.0.is_empty() {
        return (Whose::Grid, filter.grids.0.clone(), filter.grids.1.clone());
    }
    if let About::Categories(keys) = &filter.about
        && let [key] = keys.as_slice()
    {
        return one(Whose::Category, key);
    }
    if let [verdict] = filter.verdicts.as_slice()
        && verdict == Verdict::Doubtful.as_str()
    {
        return one(Whose::Doubtful, "");
    }
    if filter.handled == Handled::ByReporter {
        return one(Whose::SelfHandled, "");
    }
    if let [channel] = filter.channels.as_slice()
        && channel != Channel::Collector.as_str()
    {
        return one(Whose::Channel, channel);
    }
    if let [state] = filter.states.as_slice()
        && [State::Void.as_str(), State::Merged.as_str()].contains(&state.as_str())
    {
        return one(Whose::EndedWithout, state);
    }
    if filter.from.is_some() || filter.until.is_some() {
        return one(Whose::Reported, "");
    }
    if let About::Major { from, to, .. } = &filter.about {
        return (Whose::Major, from.clone(), to.clone());
    }
    asked
}

/// Returns the number that the words are, written whole: it names one case.
fn number(filter: &Filter) -> Option<String> {
    let words = filter.words.to_uppercase();
    let digits = words.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    let letters = words.len() - digits.len();
    // Letters, a date of eight digits, and six more in a row.
    let is_whole = letters > 0 && digits.len() >= 14 && digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_whole && words.parse::<CaseNo>().is_ok()).then_some(words)
}

#[cfg(test)]
mod tests {
    use shared::time::Instant;

    use super::{Shape, Way, Whose, Words};
    use crate::accounts::caller::Reach;
    use crate::cases::store::lists::{About, Filter, Handled, Order, Stage, Total};

    const FEW: Total = Total::Exactly(7);
    const MANY: Total = Total::MoreThan(10_000);

    fn city(change: impl FnOnce(&mut Filter)) -> Filter {
        let mut filter = Filter::all(Reach::City, 50);
        change(&mut filter);
        filter
    }

    #[track_caller]
    fn check(filter: &Filter, total: Total, whose: Whose, shape: Shape) {
        let way = Way::to_page(filter, total);
        assert_eq!((way.whose, way.shape), (whose, shape));
    }

    #[test]
    fn what_finds_the_fewest_is_asked_first() {
        check(&city(|_| {}), MANY, Whose::Everybody, Shape::Newest);
        check(&city(|f| f.area = "610112".into()), MANY, Whose::Area, Shape::Newest);
        let one = About::Categories(vec!["event:06010".into()]);
        check(&city(|f| (f.about, f.area) = (one.clone(), "610112".into())), MANY, Whose::Category, Shape::Newest);
        check(&city(|f| (f.about, f.duty_grid) = (one, "610112-Z0".into())), FEW, Whose::DutyGrid, Shape::Newest);
        check(&city(|f| f.states = vec!["void".into()]), FEW, Whose::EndedWithout, Shape::Newest);
        check(&city(|f| f.states = vec!["closed".into()]), MANY, Whose::Everybody, Shape::Newest);
        check(&city(|f| f.channels = vec!["hotline".into()]), FEW, Whose::Channel, Shape::Newest);
        check(&city(|f| f.channels = vec!["collector".into()]), MANY, Whose::Everybody, Shape::Newest);
        check(&city(|f| f.verdicts = vec!["doubtful".into()]), FEW, Whose::Doubtful, Shape::Newest);
        check(&city(|f| f.handled = Handled::ByReporter), FEW, Whose::SelfHandled, Shape::Newest);
    }

    #[test]
    fn a_range_is_put_in_order_unless_it_holds_very_many() {
        let major = || About::Major { from: "event:06000".into(), to: "event:06999".into(), pattern: String::new() };
        check(&city(|f| f.about = major()), FEW, Whose::Major, Shape::Sorted);
        check(&city(|f| f.about = major()), MANY, Whose::Everybody, Shape::Newest);
        let ground = || ("610112001000000".to_owned(), "610112001999999".to_owned());
        check(&city(|f| f.grids = ground()), FEW, Whose::Grid, Shape::Sorted);
        check(&city(|f| f.grids = ground()), MANY, Whose::Everybody, Shape::Newest);
        let then = Instant::from_ms(5);
        check(&city(|f| f.from = Some(then)), MANY, Whose::Everybody, Shape::Newest);
        check(&city(|f| (f.from, f.until) = (Some(then), Some(then))), MANY, Whose::Reported, Shape::Sorted);
        let way = Way::to_page(&city(|f| f.until = Some(then)), FEW);
        assert_eq!((way.reported_from, way.reported_until), (1, 5), "its statement has no open end");
    }

    #[test]
    fn what_is_open_is_found_by_whose_it_is() {
        let open = |change: fn(&mut Filter)| {
            city(|f| {
                f.stage = Stage::Open;
                f.handled = Handled::ByReporter;
                change(f);
            })
        };
        check(&open(|_| {}), FEW, Whose::Everybody, Shape::NewestOpen);
        check(&open(|f| f.order = Order::Due), FEW, Whose::Everybody, Shape::Due);
        check(&open(|f| f.unit = "U-1".into()), FEW, Whose::Unit, Shape::NewestOpen);
    }

    #[test]
    fn nobody_reaches_further_than_their_own() {
        let own = Reach::Jurisdiction("610112".parse().unwrap());
        let mut filter = Filter::all(own, 50);
        filter.duty_grid = "610103-Z0".into();
        assert_eq!(Way::to_page(&filter, FEW).area, "610112");
        filter.area = "610103".into();
        assert_eq!(Way::to_page(&filter, FEW).area, "610112", "whatever is asked for");
        let mut filter = Filter::all(Reach::Unit("U-1".parse().unwrap()), 50);
        filter.words = "XA20261123000003".into();
        let way = Way::to_page(&filter, FEW);
        assert_eq!((way.whose, way.unit.as_str()), (Whose::Number, "U-1"));
        filter.words = String::new();
        filter.unit = "U-2".into();
        let way = Way::to_page(&filter, FEW);
        assert_eq!((way.whose, way.from.as_str(), way.unit.as_str()), (Whose::Unit, "U-1", "U-2"), "of both, none");
    }

    #[test]
    fn a_whole_number_names_one_case_and_half_of_one_is_words() {
        let way = |words: &str| {
            let way = Way::to_count(&city(|f| f.words = words.to_lowercase()));
            (way.whose, way.words)
        };
        assert_eq!(way("XA20261123000003"), (Whose::Number, Words::None));
        for words in ["XA2026112300", "20261123000003", "XA20261123000003 x", "凤城八路"] {
            assert_eq!(way(words), (Whose::Everybody, Words::Sought), "{words}");
        }
        assert_eq!(way(""), (Whose::Everybody, Words::None));
    }
}
