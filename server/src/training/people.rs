//! Who works in the training city: accounts of every role, the same ones every time.

use std::collections::BTreeMap;

use shared::account::Role;
use shared::grid::boundaries::Boundaries;
use shared::ids::{JurisdictionId, UnitId, UserName};

use super::city::City;

/// Duty grids that one collector walks.
const BEATS_OF_A_COLLECTOR: usize = 6;
/// Duty grids that one inspector looks after.
const BEATS_OF_AN_INSPECTOR: usize = 24;
/// At least so many collectors in each jurisdiction.
const COLLECTORS: usize = 4;
/// At least so many inspectors in each jurisdiction that has any.
const INSPECTORS: usize = 2;
/// One unit in so many has handlers of its own.
const UNITS_WITH_HANDLERS: usize = 20;

/// An account to be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// What they sign in as.
    pub user: UserName,
    /// What people call them.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whom they work for.
    pub jurisdiction: JurisdictionId,
    /// The unit they act for.
    pub unit: Option<UnitId>,
    /// The duty grids they walk.
    pub grids: Vec<String>,
}

/// Returns everybody, in the order of their user names within each jurisdiction; `city` is the id of the whole.
pub fn people(made: &City, city: &JurisdictionId) -> Vec<Person> {
    let mut cast = Cast::default();
    for (role, mark) in [
        (Role::Admin, "admin"),
        (Role::Leader, "leader"),
        (Role::Evaluator, "evaluator"),
        (Role::Supervisor, "supervisor"),
    ] {
        cast.add(mark.to_owned(), role, city, None, Vec::new());
    }
    let names: BTreeMap<_, _> = made.jurisdictions.iter().map(|one| (&one.id, one)).collect();
    for boundaries in &made.boundaries {
        let area = &boundaries.jurisdiction;
        // A zone has a district under it; only districts have inspectors of their own, so both rules of drawing are met.
        let has_inspectors =
            names.get(area).is_some_and(|one| one.divisions.iter().any(|d| d.as_str() == area.as_str()));
        cast.field(boundaries, has_inspectors);
        for (role, mark) in
            [(Role::Acceptor, "a"), (Role::ShiftLeader, "z"), (Role::Dispatcher, "d"), (Role::Supervisor, "v")]
        {
            cast.add(format!("{mark}-{area}"), role, area, None, Vec::new());
        }
    }
    for (number, unit) in made.units.iter().enumerate() {
        cast.of_unit(format!("u-{}", unit.id), Role::Unit, &unit.jurisdiction, &unit.id, unit.name.clone());
        if number % UNITS_WITH_HANDLERS == 0 {
            let name = cast.next_name();
            cast.of_unit(format!("h-{}", unit.id), Role::Handler, &unit.jurisdiction, &unit.id, name);
        }
    }
    cast.people
}

#[derive(Default)]
struct Cast {
    people: Vec<Person>,
    named: usize,
}

impl Cast {
    fn field(&mut self, boundaries: &Boundaries, has_inspectors: bool) {
        let area = &boundaries.jurisdiction;
        let beats: Vec<String> = boundaries.duty_grids.iter().map(|duty| duty.id.to_string()).collect();
        for (number, grids) in shares(&beats, BEATS_OF_A_COLLECTOR, COLLECTORS).into_iter().enumerate() {
            self.add(format!("c-{area}-{:02}", number + 1), Role::Collector, area, None, grids);
        }
        if has_inspectors {
            for (number, grids) in shares(&beats, BEATS_OF_AN_INSPECTOR, INSPECTORS).into_iter().enumerate() {
                self.add(format!("i-{area}-{:02}", number + 1), Role::Inspector, area, None, grids);
            }
        }
    }

    fn add(&mut self, user: String, role: Role, area: &JurisdictionId, unit: Option<UnitId>, grids: Vec<String>) {
        let name = self.next_name();
        self.put(user, name, role, area, unit, grids);
    }

    fn of_unit(&mut self, user: String, role: Role, area: &JurisdictionId, unit: &UnitId, name: String) {
        self.put(user, name, role, area, Some(unit.clone()), Vec::new());
    }

    fn put(
        &mut self,
        user: String,
        name: String,
        role: Role,
        area: &JurisdictionId,
        unit: Option<UnitId>,
        grids: Vec<String>,
    ) {
        let Ok(user) = user.parse() else { unreachable!("made of an id, a mark and a number") };
        self.people.push(Person { user, name, role, jurisdiction: area.clone(), unit, grids });
    }

    /// Names that are plainly nobody's: all surnames with all given names before any comes again.
    fn next_name(&mut self) -> String {
        let number = self.named;
        self.named += 1;
        let pick = |words: &[&'static str], at: usize| words.get(at % words.len()).copied().unwrap_or_default();
        format!("{}{}", pick(SURNAMES, number), pick(GIVEN, number / SURNAMES.len()))
    }
}

const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马",
    "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧",
];
const GIVEN: &[&str] = &[
    "练一", "练二", "练三", "练四", "练五", "练六", "练七", "练八", "练九", "练十", "训一", "训二", "训三", "训四",
    "训五", "训六", "训七", "训八", "训九", "训十", "巡一", "巡二", "巡三", "巡四", "巡五", "巡六", "巡七", "巡八",
    "巡九", "巡十", "格一", "格二", "格三", "格四", "格五", "格六", "格七", "格八", "格九", "格十",
];

/// Deals beats out: runs of neighbours, every beat to somebody, at least so many shares. Where there are fewer beats
/// than people, several walk the same.
fn shares(beats: &[String], each: usize, least: usize) -> Vec<Vec<String>> {
    let count = beats.len().div_ceil(each).max(least);
    (0..count)
        .map(|place| {
            let from = place * beats.len() / count;
            let to = ((place + 1) * beats.len()).div_ceil(count);
            beats.get(from..to).unwrap_or_default().to_vec()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::shares;

    fn beats(count: usize) -> Vec<String> {
        (0..count).map(|number| number.to_string()).collect()
    }

    #[test]
    fn every_beat_has_somebody_and_everybody_a_beat() {
        for count in 1..40 {
            let dealt = shares(&beats(count), 6, 4);
            assert!(dealt.len() >= 4);
            assert!(dealt.iter().all(|share| !share.is_empty()), "{count}");
            for beat in beats(count) {
                assert!(dealt.iter().any(|share| share.contains(&beat)), "{beat} of {count}");
            }
        }
    }
}
