//! The picture of a plan, written as SVG.
//!
//! As text and not as a view, because nothing in it moves: a view of it would weigh several times as much. Only numbers
//! and this page's own words go in, nothing that anybody typed.

use kit::decimal::fixed;
use kit::lang::Lang;

use super::plan::{HEIGHT, MIDDLE, Plan, Spot, WIDTH, towards};
use super::{Kind, Sight};
use crate::text::{claims, words};

/// How far a fan reaches that shows where a camera looked, and how wide it opens to each side, degrees.
const FAN: f64 = 30.0;
const FAN_HALF_DEG: f64 = 24.0;
/// A circle of less than this would be hidden by its own number.
const LEAST_CIRCLE: f64 = 4.0;

/// Draws the plan: what is below first, the numbers last.
pub fn picture(lang: Lang, plan: &Plan, sights: &[Sight]) -> String {
    let mut pen = Pen(String::with_capacity(4_096));
    let pairs = || sights.iter().zip(&plan.spots);
    for (sight, spot) in pairs().filter(|(_, spot)| spot.away_deg.is_none()) {
        if let Some(metres) = sight.accuracy_m {
            pen.circle(either(sight, "accuracy", "accuracy doubtful"), spot.at, plan.length(metres).max(LEAST_CIRCLE));
        }
        if let Some(heading) = sight.heading_deg {
            pen.fan(either(sight, "fan", "fan doubtful"), spot.at, heading);
        }
    }
    for (sight, spot) in pairs() {
        pen.line(either(sight, "leader", "leader doubtful"), spot.at, spot.number_at);
        match spot.away_deg {
            Some(direction) => pen.arrow(either(sight, "arrow", "arrow doubtful"), spot.at, direction),
            None => pen.circle(either(sight, "dot", "dot doubtful"), spot.at, 2.5),
        }
    }
    pen.shape("case", MIDDLE, &[(0.0, -13.0), (13.0, 0.0), (0.0, 13.0), (-13.0, 0.0)]);
    pen.text("in-case", (MIDDLE.0, MIDDLE.1 + 4.0), lang.say(words::MAP_CASE));
    for (sight, spot) in pairs() {
        number(&mut pen, lang, sight, spot);
    }
    compass(&mut pen, lang);
    scale(&mut pen, lang, plan);
    pen.0
}

/// Draws a photo's number in its shape: a triangle is doubtful, a square was before, a circle after.
fn number(pen: &mut Pen, lang: Lang, sight: &Sight, spot: &Spot) {
    let at = spot.number_at;
    match (sight.is_doubtful, sight.kind) {
        (true, _) => pen.shape("mark doubtful", at, &[(0.0, -13.0), (13.0, 10.0), (-13.0, 10.0)]),
        (false, Kind::Before) => pen.shape("mark before", at, &[(-9.0, -9.0), (9.0, -9.0), (9.0, 9.0), (-9.0, 9.0)]),
        (false, Kind::After) => pen.circle("mark after", at, 10.0),
        (false, Kind::Own) => pen.shape("mark own", at, &[(0.0, -12.0), (12.0, 0.0), (0.0, 12.0), (-12.0, 0.0)]),
    }
    let class = match (sight.is_doubtful, sight.kind) {
        (true, _) => "in doubtful",
        (false, Kind::Before) => "in before",
        (false, Kind::After) => "in after",
        (false, Kind::Own) => "in own",
    };
    let lower = if sight.is_doubtful { 7.0 } else { 4.0 };
    pen.text(class, (at.0, at.1 + lower), &sight.number.to_string());
    if spot.away_deg.is_some() {
        let to_side = if at.1 > HEIGHT - 40.0 { -16.0 } else { 24.0 };
        #[expect(clippy::cast_possible_truncation, reason = "`as` saturates, and the Earth is small")]
        let metres = spot.distance_m as i64;
        let x = at.0.clamp(30.0, WIDTH - 30.0);
        pen.text("away", (x, at.1 + to_side), &claims::distance(lang, metres));
    }
}

fn compass(pen: &mut Pen, lang: Lang) {
    pen.shape("north", (16.0, 22.0), &[(0.0, -12.0), (5.0, 3.0), (0.0, 0.0), (-5.0, 3.0)]);
    pen.text("label", (16.0, 38.0), lang.say(words::MAP_NORTH));
}

fn scale(pen: &mut Pen, lang: Lang, plan: &Plan) {
    let (metres, length) = plan.scale_bar();
    let (left, base) = (12.0, HEIGHT - 8.0);
    pen.path("scale", &format!("M{} {}v4h{}v-4", number_of(left), number_of(base - 4.0), number_of(length)));
    pen.text("label", (left + length / 2.0, base - 8.0), &claims::distance(lang, i64::from(metres)));
}

const fn either(sight: &Sight, plain: &'static str, doubtful: &'static str) -> &'static str {
    if sight.is_doubtful { doubtful } else { plain }
}

/// Writes shapes one after the other.
struct Pen(String);

impl Pen {
    fn open(&mut self, shape: &str, class: &str) {
        for part in ["<", shape, " class=\"", class, "\""] {
            self.0.push_str(part);
        }
    }

    fn number(&mut self, name: &str, value: f64) {
        for part in [" ", name, "=\"", &number_of(value), "\""] {
            self.0.push_str(part);
        }
    }

    fn circle(&mut self, class: &str, (x, y): (f64, f64), radius: f64) {
        self.open("circle", class);
        for (name, value) in [("cx", x), ("cy", y), ("r", radius)] {
            self.number(name, value);
        }
        self.0.push_str("/>");
    }

    fn path(&mut self, class: &str, path: &str) {
        self.open("path", class);
        for part in [" d=\"", path, "\"/>"] {
            self.0.push_str(part);
        }
    }

    /// Draws a closed shape by its corners, counted from a place.
    fn shape(&mut self, class: &str, (x, y): (f64, f64), corners: &[(f64, f64)]) {
        let mut path = String::new();
        for (right, down) in corners {
            path.push_str(if path.is_empty() { "M" } else { "L" });
            path.push_str(&pair(x + right, y + down));
        }
        path.push('Z');
        self.path(class, &path);
    }

    fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        if from != to {
            self.path(class, &format!("M{}L{}", pair(from.0, from.1), pair(to.0, to.1)));
        }
    }

    /// Draws where a camera looked.
    fn fan(&mut self, class: &str, at: (f64, f64), heading_deg: f64) {
        let [left, right] = [-FAN_HALF_DEG, FAN_HALF_DEG].map(|turn| towards(at, heading_deg + turn, FAN));
        let reach = number_of(FAN);
        let (left, right) = (pair(left.0, left.1), pair(right.0, right.1));
        self.path(class, &format!("M{}L{left}A{reach} {reach} 0 0 1 {right}Z", pair(at.0, at.1)));
    }

    /// Draws an arrow that points out of the picture.
    fn arrow(&mut self, class: &str, at: (f64, f64), direction_deg: f64) {
        let [tip, left, right] =
            [(0.0, 22.0), (-26.0, 13.0), (26.0, 13.0)].map(|(turn, reach)| towards(at, direction_deg + turn, reach));
        let [tip, left, right] = [tip, left, right].map(|(x, y)| pair(x, y));
        self.path(class, &format!("M{tip}L{left}L{right}Z"));
    }

    fn text(&mut self, class: &str, (x, y): (f64, f64), words: &str) {
        self.open("text", class);
        self.number("x", x);
        self.number("y", y);
        for part in [">", words, "</text>"] {
            self.0.push_str(part);
        }
    }
}

fn number_of(value: f64) -> String {
    fixed(value, 1)
}

fn pair(x: f64, y: f64) -> String {
    format!("{} {}", number_of(x), number_of(y))
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;
    use shared::place::point::Point;

    use super::picture;
    use crate::map::plan::Plan;
    use crate::map::{Kind, Sight};

    fn sight(number: usize, kind: Kind, is_doubtful: bool) -> Sight {
        let place = Point::new(108.9423, 34.261).unwrap();
        Sight { number, kind, place, accuracy_m: Some(8.0), heading_deg: Some(90.0), is_doubtful }
    }

    #[track_caller]
    fn drawn(sights: &[Sight]) -> String {
        let case = Point::new(108.9423, 34.261).unwrap();
        let places: Vec<Point> = sights.iter().map(|sight| sight.place).collect();
        picture(Lang::En, &Plan::around(case, &places), sights)
    }

    #[test]
    fn a_doubtful_photo_has_a_shape_of_its_own_and_not_only_a_colour() {
        let drawn = drawn(&[sight(1, Kind::Before, false), sight(2, Kind::After, false), sight(3, Kind::After, true)]);
        assert_eq!(drawn.matches("class=\"mark before\"").count(), 1);
        assert_eq!(drawn.matches("<circle class=\"mark after\"").count(), 1);
        assert_eq!(drawn.matches("<path class=\"mark doubtful\"").count(), 1, "a triangle");
        assert_eq!(drawn.matches("class=\"accuracy").count(), 3);
        assert!(drawn.contains("class=\"fan doubtful\""));
        assert!(drawn.contains(">3</text>") && drawn.contains(">20 m</text>"));
    }

    #[test]
    fn what_is_far_away_is_an_arrow_with_its_distance_and_has_no_circle() {
        let mut far = sight(1, Kind::After, true);
        far.place = far.place.moved_m(0.0, 3_240.0);
        let drawn = drawn(&[far]);
        assert!(drawn.contains("class=\"arrow doubtful\"") && drawn.contains(">3.2 km</text>"));
        assert!(!drawn.contains("accuracy") && !drawn.contains("fan"));
    }

    #[test]
    fn every_shape_is_closed_and_every_number_plain() {
        let drawn = drawn(&[sight(1, Kind::Own, false)]);
        assert!(!drawn.contains("NaN") && !drawn.contains("inf") && !drawn.contains('–'));
        assert_eq!(drawn.matches('<').count(), drawn.matches("/>").count() + 2 * drawn.matches("</text>").count());
    }
}
