//! The picture, written as SVG: metres to the east and to the south of the case, which lies in the middle.
//!
//! As text and not as a view: a view of it would weigh several times as much. What people typed is written so that it is
//! text and nothing else.

use kit::decimal::fixed;
use shared::api::work::Surroundings;
use shared::place::point::Point;

/// The picture's own units, whatever it reaches to in metres.
pub const VIEW: &str = "-100 -70 200 140";
/// Half the picture's width in its own units.
const HALF: f64 = 100.0;
/// Half its height.
const HALF_HEIGHT: f64 = 70.0;

/// Returns the letter of an area by its place in the list; none for those that are too many to be told apart.
pub fn letter(place: usize) -> &'static str {
    const LETTERS: [&str; 12] = ["A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "L", "M"];
    LETTERS.get(place).copied().unwrap_or("·")
}

/// Returns the class of an area's colour by its place in the list.
pub fn tone(place: usize) -> &'static str {
    const TONES: [&str; 4] = ["one", "two", "three", "four"];
    TONES.get(place % TONES.len()).copied().unwrap_or("one")
}

/// Draws what lies around a case; `chosen` is the unit that was picked.
pub fn picture(around: &Surroundings, chosen: Option<&str>, mark: &str, north: &str) -> String {
    let scale = HALF / around.reach_m.max(1.0);
    let mut pen = Pen { text: String::with_capacity(8_192), middle: around.place, scale };
    for grid in &around.grids {
        let class = match (grid.is_own, grid.is_own_duty) {
            (true, _) => "grid own duty",
            (false, true) => "grid duty",
            (false, false) => "grid",
        };
        pen.path(class, "", &grid.rings, true);
    }
    for road in &around.roads {
        pen.path("road", "", std::slice::from_ref(&road.line), false);
    }
    // The nearest last: it lies on top and hears the finger first.
    for (place, area) in around.areas.iter().enumerate().rev() {
        let candidate = if area.is_candidate { " candidate" } else { "" };
        let is_chosen = if chosen == Some(area.unit.as_str()) { " chosen" } else { "" };
        let class = format!("area {}{candidate}{is_chosen}", tone(place));
        pen.path(&class, &format!(" data-area=\"{place}\""), &area.rings, true);
    }
    let mut named: Vec<&str> = Vec::new();
    for road in around.roads.iter().filter(|road| !road.name.is_empty()) {
        let shown = road.line.iter().map(|at| pen.at(*at)).find(is_shown);
        if let Some(at) = shown.filter(|_| !named.contains(&road.name.as_str())) {
            named.push(&road.name);
            pen.words("road-name", at, &road.name);
        }
    }
    for (place, area) in around.areas.iter().enumerate() {
        let corners: Vec<(f64, f64)> = area.rings.iter().flatten().map(|at| pen.at(*at)).collect();
        pen.words("area-letter", middle(&corners, place), letter(place));
    }
    for (remark, number) in around.remarks.iter().zip(1_usize..) {
        let at = pen.at(remark.place);
        pen.spot(if remark.is_of_layer { "remark" } else { "remark other" }, at, 6.0, &number.to_string());
    }
    pen.spot("case", (0.0, 0.0), 6.0, mark);
    pen.words("north", (HALF - 8.0, 12.0 - HALF_HEIGHT), &format!("↑{north}"));
    pen.bar(around.reach_m);
    pen.text
}

fn is_shown((x, y): &(f64, f64)) -> bool {
    x.abs() < HALF - 20.0 && y.abs() < HALF_HEIGHT - 8.0
}

/// Returns where the letter of an area stands: the middle of what is seen of it, and never on the case itself.
fn middle(corners: &[(f64, f64)], place: usize) -> (f64, f64) {
    let clamp =
        |(x, y): &(f64, f64)| (x.clamp(10.0 - HALF, HALF - 10.0), y.clamp(10.0 - HALF_HEIGHT, HALF_HEIGHT - 10.0));
    let (mut west, mut east, mut top, mut bottom) = (HALF, -HALF, HALF_HEIGHT, -HALF_HEIGHT);
    for (x, y) in corners.iter().map(clamp) {
        (west, east, top, bottom) = (west.min(x), east.max(x), top.min(y), bottom.max(y));
    }
    let (x, y) = (f64::midpoint(west, east), f64::midpoint(top, bottom));
    if x.hypot(y) > 14.0 {
        return (x, y);
    }
    // Areas that all lie around the case stand on a ring around it.
    let turns = u32::try_from(place % 12).unwrap_or(0);
    let turned = (45.0 + 75.0 * f64::from(turns)).to_radians();
    (turned.sin() * 22.0, -turned.cos() * 22.0)
}

struct Pen {
    text: String,
    middle: Point,
    scale: f64,
}

impl Pen {
    fn at(&self, point: Point) -> (f64, f64) {
        let (east, north) = self.middle.offset_m(point);
        (east * self.scale, -north * self.scale)
    }

    fn path(&mut self, class: &str, more: &str, lines: &[Vec<Point>], is_closed: bool) {
        let mut path = String::new();
        for line in lines {
            for (number, at) in line.iter().enumerate() {
                let (x, y) = self.at(*at);
                path.push_str(&format!("{}{} {}", if number == 0 { 'M' } else { 'L' }, fixed(x, 1), fixed(y, 1)));
            }
            if is_closed {
                path.push('Z');
            }
        }
        self.text.push_str(&format!("<path class=\"{class}\"{more} fill-rule=\"evenodd\" d=\"{path}\"/>"));
    }

    fn words(&mut self, class: &str, (x, y): (f64, f64), words: &str) {
        let (x, y, words) = (fixed(x, 1), fixed(y, 1), plain(words));
        self.text.push_str(&format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{words}</text>"));
    }

    fn spot(&mut self, class: &str, (x, y): (f64, f64), radius: f64, words: &str) {
        let (at_x, at_y) = (fixed(x, 1), fixed(y, 1));
        self.text
            .push_str(&format!("<circle class=\"{class}\" cx=\"{at_x}\" cy=\"{at_y}\" r=\"{}\"/>", fixed(radius, 1)));
        self.words(&format!("in-{class}"), (x, y + 2.4), words);
    }

    /// Draws how long fifty metres are.
    fn bar(&mut self, reach_m: f64) {
        let metres = if reach_m > 250.0 { 100.0 } else { 50.0 };
        let (from, length) = (6.0 - HALF, metres * self.scale);
        let y = HALF_HEIGHT - 6.0;
        let d = format!("M{} {}h{}", fixed(from, 1), fixed(y, 1), fixed(length, 1));
        self.text.push_str(&format!("<path class=\"scale\" d=\"{d}\"/>"));
        self.words("scale-words", (from + length / 2.0, y - 2.0), &format!("{} m", fixed(metres, 0)));
    }
}

/// Writes what somebody typed so that it is text.
fn plain(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use shared::api::work::{AreaAround, GridAround, RoadAround, Surroundings};
    use shared::place::point::Point;

    use super::{letter, picture};

    fn around() -> Surroundings {
        let place = Point::new(108.9423, 34.261).unwrap();
        let ring = [(-50.0, -50.0), (50.0, -50.0), (50.0, 50.0)].map(|(east, north)| place.moved_m(east, north));
        let area = |unit: &str, is_candidate| AreaAround {
            unit: unit.parse().unwrap(),
            name: "一所".to_owned(),
            jurisdiction: "610112".parse().unwrap(),
            distance_m: 0.0,
            is_candidate,
            rings: vec![ring.to_vec()],
        };
        Surroundings {
            place,
            reach_m: 100.0,
            remark_m: 100,
            layer: None,
            layer_name: String::new(),
            areas: vec![area("U-1", true), area("U-2", false)],
            remarks: Vec::new(),
            grids: Vec::new(),
            roads: vec![RoadAround {
                name: "<b>&\"路".to_owned(),
                line: vec![place.moved_m(-20.0, 30.0), place.moved_m(20.0, 30.0)],
            }],
        }
    }

    #[test]
    fn north_is_up_and_a_metre_is_a_metre() {
        let text = picture(&around(), None, "案", "北");
        assert!(text.contains("M-50.0 50.0L50.0 50.0L50.0 -50.0Z"), "{text}");
    }

    #[test]
    fn the_nearest_area_lies_on_top_and_the_chosen_one_is_marked() {
        let text = picture(&around(), Some("U-2"), "案", "北");
        let (first, second) = (text.find("data-area=\"0\"").unwrap(), text.find("data-area=\"1\"").unwrap());
        assert!(second < first, "what is drawn last lies on top");
        assert!(text.contains("area two chosen") && text.contains("area one candidate\""), "{text}");
    }

    #[test]
    fn the_case_s_grid_and_its_duty_grid_are_told_from_the_others() {
        let mut around = around();
        let ring = around.areas[0].rings.clone();
        let grid =
            |is_own, is_own_duty| GridAround { number: "023".to_owned(), is_own, is_own_duty, rings: ring.clone() };
        around.grids = vec![grid(true, true), grid(false, true), grid(false, false)];
        let text = picture(&around, None, "案", "北");
        for class in ["grid own duty", "grid duty", "grid"] {
            assert_eq!(text.matches(&format!("class=\"{class}\"")).count(), 1, "{class}: {text}");
        }
    }

    #[test]
    fn what_people_typed_is_text_and_nothing_else() {
        let text = picture(&around(), None, "案", "北");
        assert!(text.contains("&lt;b&gt;&amp;&quot;路") && !text.contains("<b>"), "{text}");
    }

    #[test]
    fn there_is_a_letter_for_every_area() {
        assert_eq!((letter(0), letter(11), letter(12)), ("A", "M", "·"));
    }
}
