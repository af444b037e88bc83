//! The shapes on the small map, from the ground up: roads, grids, the beat's end, and where one stands.

use leptos::prelude::*;

use super::frame::{Frame, HEIGHT, WIDTH};
use super::{Ground, Outline, Road, Spot};

/// Draws roads, grids and the end of the beat.
pub fn ground(frame: Frame, ground: &Ground) -> impl IntoView + use<> {
    // The chosen grid last, so that no neighbour's line covers its own.
    let (chosen, others): (Vec<_>, Vec<_>) = ground.outlines.iter().partition(|outline| outline.chosen);
    let grids: Vec<_> = others.into_iter().chain(chosen).map(|outline| grid(frame, outline)).collect();
    let roads: Vec<_> = ground.roads.iter().map(|each| road(frame, each)).collect();
    let duty: Vec<_> = ground.duty.iter().map(|line| view! { <path class="duty" d=path(frame, line) /> }).collect();
    view! { {roads}{grids}{duty} }
}

/// Draws where one stands, how sure that is, and the mark where a finger holds it.
pub fn mark(frame: Frame, spot: Spot, pulled: Memo<Option<(f64, f64)>>) -> impl IntoView + use<> {
    let (x, y) = frame.screen(spot.lon, spot.lat);
    let sure = spot.accuracy_m.map(|metres| {
        view! { <circle class="accuracy" cx=x cy=y r=frame.length(metres).max(9.0) /> }
    });
    let at = move || pulled.get().unwrap_or((x, y));
    view! {
        {sure}
        <circle class="grip" cx=move || at().0 cy=move || at().1 r="26" />
        <circle class="position" cx=move || at().0 cy=move || at().1 r="7" stroke-width="3" />
    }
}

/// Draws how long some metres are.
pub fn scale(frame: Frame) -> impl IntoView + use<> {
    let (bar_m, bar) = frame.scale_bar();
    let (left, base) = (WIDTH - bar - 12.0, HEIGHT - 10.0);
    view! {
        <path class="scale" d=format!("M{left:.1} {:.1}v5h{bar:.1}v-5", base - 5.0) />
        <text x=left + bar / 2.0 y=base - 8.0 text-anchor="middle">{format!("{bar_m} m")}</text>
    }
}

fn grid(frame: Frame, outline: &Outline) -> impl IntoView + use<> {
    let class = match (outline.chosen, outline.doubtful) {
        (true, _) => "chosen",
        (false, true) => "doubtful",
        (false, false) => "other",
    };
    let drawn: Vec<_> = outline.points.iter().map(|[lon, lat]| frame.screen(*lon, *lat)).collect();
    let label = label_at(&drawn, outline.chosen).map(|(x, y)| {
        view! { <text class=class x=x y=y text-anchor="middle">{outline.label.clone()}</text> }
    });
    view! {
        <path class=format!("outline {class}") d=path(frame, &outline.points) />
        {label}
    }
}

fn road(frame: Frame, road: &Road) -> impl IntoView + use<> {
    let class = if road.main { "road main" } else { "road" };
    let middle = road.line.get(road.line.len() / 2).map(|[lon, lat]| frame.screen(*lon, *lat));
    let name = middle.filter(|at| is_seen(*at)).map(|(x, y)| {
        view! { <text class="name" lang="zh" x=x y=y text-anchor="middle">{road.name.clone()}</text> }
    });
    view! { <path class=class d=path(frame, &road.line) />{name} }
}

/// Writes a line as the picture draws it.
fn path(frame: Frame, line: &[[f64; 2]]) -> String {
    let mut path = String::new();
    for (index, [lon, lat]) in line.iter().enumerate() {
        let (x, y) = frame.screen(*lon, *lat);
        path.push(if index == 0 { 'M' } else { 'L' });
        path.push_str(&tenths(x));
        path.push(' ');
        path.push_str(&tenths(y));
    }
    path
}

/// Writes a number with one decimal. Far cheaper to carry than what writes any float.
fn tenths(value: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "a picture is a few hundred units wide")]
    let tenths = (value * 10.0).round() as i64;
    let sign = if tenths < 0 { "-" } else { "" };
    format!("{sign}{}.{}", tenths.abs() / 10, tenths.abs() % 10)
}

/// Returns where a grid's number stands: in its middle, the chosen one's in a corner where the mark is not, and
/// nowhere when that is outside the picture.
fn label_at(corners: &[(f64, f64)], chosen: bool) -> Option<(f64, f64)> {
    let at = if chosen {
        let (x, y) = corners.iter().copied().min_by(|a, b| (a.0 + a.1).total_cmp(&(b.0 + b.1)))?;
        ((x + 18.0).max(18.0), (y + 18.0).max(18.0))
    } else {
        #[expect(clippy::cast_precision_loss, reason = "an outline has a few dozen corners")]
        let count = corners.len().max(1) as f64;
        let (x, y) = corners.iter().fold((0.0, 0.0), |sum, at| (sum.0 + at.0, sum.1 + at.1));
        (x / count, y / count)
    };
    is_seen(at).then_some(at)
}

fn is_seen((x, y): (f64, f64)) -> bool {
    (12.0..=WIDTH - 12.0).contains(&x) && (10.0..=HEIGHT - 6.0).contains(&y)
}

#[cfg(test)]
mod tests {
    use super::{HEIGHT, label_at, tenths};

    #[test]
    fn the_chosen_number_keeps_clear_of_the_mark() {
        let square = [(100.0, 20.0), (260.0, 20.0), (260.0, 130.0), (100.0, 130.0)];
        assert_eq!(label_at(&square, false), Some((180.0, 75.0)));
        assert_eq!(label_at(&square, true), Some((118.0, 38.0)));
        let far = square.map(|(x, y)| (x, y + HEIGHT * 2.0));
        assert_eq!(label_at(&far, false), None, "what is not in the picture is not written over its edge");
    }

    #[test]
    fn a_coordinate_is_written_with_its_sign() {
        assert_eq!((tenths(12.34).as_str(), tenths(-0.26).as_str(), tenths(-0.01).as_str()), ("12.3", "-0.3", "0.0"));
    }
}
