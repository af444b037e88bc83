//! What stands on the map, as plain data: which pin it has, how far it is, and in which order it is listed.

use app_bridge::sheet::{CasePin, MapSheet, NearPin, RemarkPin, TaskPin};
use kit::lang::Lang;
use kit::map::{Pin, Shape, Spot};
use kit::time_left;
use kit::tone::Tone;
use shared::place::point::Point;
use shared::task::TaskKind;
use shared::time::Instant;

/// The most of one kind that a list holds where there may be very many.
pub const MOST_LISTED: usize = 50;

/// The middle of the country: where a map begins that knows nothing at all.
pub const COUNTRY: Spot = Spot { lon: 104.0, lat: 36.0 };

/// A thing on the map.
#[derive(Clone, PartialEq, Debug)]
pub enum Thing {
    /// A task that waits.
    Task(TaskPin),
    /// An own case.
    Case(CasePin),
    /// Somebody else's case.
    Near(NearPin),
    /// A boundary remark, and which of them.
    Remark(usize, RemarkPin),
}

/// A kind of things, shown or hidden together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Tasks.
    Tasks,
    /// Own cases.
    Cases,
    /// Others' cases.
    Near,
    /// Boundary remarks.
    Remarks,
}

impl Kind {
    /// Every kind, in the order they are listed.
    pub const ALL: [Self; 4] = [Self::Tasks, Self::Cases, Self::Near, Self::Remarks];

    /// Returns its name for tests.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tasks => "tasks",
            Self::Cases => "cases",
            Self::Near => "near",
            Self::Remarks => "remarks",
        }
    }
}

impl Thing {
    /// Returns everything that stands on the map, in the order it is listed.
    pub fn all(sheet: &MapSheet) -> Vec<Self> {
        let tasks = sheet.tasks.iter().cloned().map(Self::Task);
        let cases = sheet.cases.iter().cloned().map(Self::Case);
        let near = sheet.near.iter().cloned().map(Self::Near);
        let remarks = sheet.remarks.iter().cloned().enumerate().map(|(index, remark)| Self::Remark(index, remark));
        tasks.chain(cases).chain(near).chain(remarks).collect()
    }

    /// Returns its id, as the map tells it.
    pub fn id(&self) -> String {
        match self {
            Self::Task(task) => format!("task {}", task.task),
            Self::Case(case) => format!("case {}", case.case),
            Self::Near(near) => format!("near {}", near.case),
            Self::Remark(index, _) => format!("remark {index}"),
        }
    }

    /// Returns what kind it is of.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Task(_) => Kind::Tasks,
            Self::Case(_) => Kind::Cases,
            Self::Near(_) => Kind::Near,
            Self::Remark(..) => Kind::Remarks,
        }
    }

    /// Returns where it is.
    pub const fn at(&self) -> Point {
        match self {
            Self::Task(task) => task.at,
            Self::Case(case) => case.at,
            Self::Near(near) => near.at,
            Self::Remark(_, remark) => remark.at,
        }
    }

    /// Returns its shape.
    pub const fn shape(&self) -> Shape {
        match self {
            Self::Task(task) => match task.kind {
                TaskKind::Check => Shape::Check,
                TaskKind::Verify => Shape::Verify,
            },
            Self::Case(_) => Shape::Case,
            Self::Near(_) => Shape::Near,
            Self::Remark(..) => Shape::Remark,
        }
    }

    /// Returns how urgent it is now.
    pub fn tone(&self, now: Instant) -> Tone {
        match self {
            Self::Task(task) => time_left::judge(Lang::Zh, task.due, now).0,
            Self::Case(_) => Tone::Brand,
            Self::Near(_) | Self::Remark(..) => Tone::Rest,
        }
    }

    /// Returns its pin.
    pub fn pin(&self, now: Instant) -> Pin {
        Pin { id: self.id(), shape: self.shape(), tone: self.tone(now), at: spot(self.at()) }
    }

    /// Returns how far away it is, metres, and in which direction, degrees clockwise from north.
    pub fn way(&self, here: Option<Point>) -> Option<(f64, f64)> {
        let (east, north) = here?.offset_m(self.at());
        Some((east.hypot(north), east.atan2(north).to_degrees().rem_euclid(360.0)))
    }
}

/// Returns a point in degrees.
pub fn spot(at: Point) -> Spot {
    Spot { lon: at.lon(), lat: at.lat() }
}

/// Returns the things of a kind as they are listed: tasks as pressing as they came, the others the nearest first.
pub fn listed(things: &[Thing], kind: Kind, here: Option<Point>) -> Vec<Thing> {
    let mut found: Vec<Thing> = things.iter().filter(|thing| thing.kind() == kind).cloned().collect();
    if kind != Kind::Tasks && here.is_some() {
        let metres = |thing: &Thing| thing.way(here).map_or(f64::MAX, |(metres, _)| metres);
        found.sort_by(|a, b| metres(a).total_cmp(&metres(b)));
    }
    found
}

/// Returns the corners of what holds all of these places.
pub fn corners(places: impl IntoIterator<Item = Point>) -> Option<(Spot, Spot)> {
    let mut places = places.into_iter().map(spot);
    let first = places.next()?;
    Some(places.fold((first, first), |(low, high), at| {
        (
            Spot { lon: low.lon.min(at.lon), lat: low.lat.min(at.lat) },
            Spot { lon: high.lon.max(at.lon), lat: high.lat.max(at.lat) },
        )
    }))
}

#[cfg(test)]
mod tests {
    use app_bridge::sheet::{CasePin, MapSheet, RemarkPin, TaskPin};
    use kit::map::{Shape, Spot};
    use kit::tone::Tone;
    use shared::place::point::Point;
    use shared::task::TaskKind;
    use shared::time::Instant;

    use super::{Kind, Thing, corners, listed};

    const NOW: Instant = Instant::from_ms(1_764_000_000_000);

    fn at(east_m: f64) -> Point {
        Point::new(108.9423, 34.261).unwrap().moved_m(east_m, 0.0)
    }

    fn task(minutes: i64) -> TaskPin {
        TaskPin {
            task: "0190f000-0000-7000-8000-0000000000aa".parse().unwrap(),
            kind: TaskKind::Verify,
            name: String::new(),
            name_en: String::new(),
            place: String::new(),
            at: at(0.0),
            due: NOW.plus_ms(minutes * 60_000),
        }
    }

    fn case(east_m: f64) -> CasePin {
        CasePin {
            case: "0190f000-0000-7000-8000-0000000000bb".parse().unwrap(),
            name: String::new(),
            name_en: String::new(),
            place: String::new(),
            at: at(east_m),
            state: None,
            saved_at: NOW,
        }
    }

    #[test]
    fn the_colour_of_a_task_is_its_time_left() {
        for (minutes, tone) in [(90, Tone::Ok), (30, Tone::Soon), (10, Tone::Late), (-10, Tone::Late)] {
            let pin = Thing::Task(task(minutes)).pin(NOW);
            assert_eq!((pin.tone, pin.shape), (tone, Shape::Verify), "{minutes} min");
        }
    }

    #[test]
    fn every_thing_has_an_id_of_its_own() {
        let remark = RemarkPin { at: at(0.0), text: "以道路中线为界".into() };
        let sheet = MapSheet {
            tasks: vec![task(5)],
            cases: vec![case(0.0)],
            remarks: vec![remark.clone(), remark],
            ..MapSheet::default()
        };
        let mut ids: Vec<_> = Thing::all(&sheet).iter().map(Thing::id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 4);
    }

    #[test]
    fn what_is_near_is_listed_first_and_told_with_its_way() {
        let things = [Thing::Case(case(300.0)), Thing::Case(case(20.0)), Thing::Task(task(5))];
        let cases = listed(&things, Kind::Cases, Some(at(0.0)));
        let ways: Vec<_> = cases.iter().filter_map(|thing| thing.way(Some(at(0.0)))).collect();
        assert!((ways[0].0 - 20.0).abs() < 0.1 && (ways[1].0 - 300.0).abs() < 0.5, "{ways:?}");
        assert!((ways[0].1 - 90.0).abs() < 0.5, "due east: {ways:?}");
        assert_eq!(things[0].way(None), None, "nobody knows from where");
    }

    #[test]
    fn the_corners_hold_every_place() {
        assert_eq!(corners([]), None);
        let (low, high) = corners([at(0.0), at(100.0)]).unwrap();
        assert_eq!((low, high.lat), (Spot { lon: 108.9423, lat: 34.261 }, 34.261));
        assert!(high.lon > low.lon);
    }
}
