//! How a photo lies in the viewer: how much larger than it fits, and how far from the middle. Arithmetic only.
//!
//! Places are counted from the middle of the stage, in its pixels, to the right and down.

use kit::decimal::fixed;

/// How much a photo can be enlarged.
const MOST: f64 = 10.0;

/// A photo's place in the stage.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct View {
    /// How much larger than it fits.
    pub scale: f64,
    /// How far its middle lies to the right of the stage's.
    pub x: f64,
    /// … and below it.
    pub y: f64,
}

impl Default for View {
    /// As it fits.
    fn default() -> Self {
        Self { scale: 1.0, x: 0.0, y: 0.0 }
    }
}

impl View {
    /// Says whether it is larger than it fits: then it can be moved.
    pub fn is_large(self) -> bool {
        self.scale > 1.0
    }

    /// Enlarges it by a factor; what lies under a place stays there.
    pub fn zoomed(self, factor: f64, (at_x, at_y): (f64, f64), size: (f64, f64)) -> Self {
        let scale = (self.scale * factor).clamp(1.0, MOST);
        let grown = scale / self.scale;
        let moved = Self { scale, x: at_x - (at_x - self.x) * grown, y: at_y - (at_y - self.y) * grown };
        moved.held(size)
    }

    /// Moves it.
    pub fn moved(self, right: f64, down: f64, size: (f64, f64)) -> Self {
        Self { x: self.x + right, y: self.y + down, ..self }.held(size)
    }

    /// Keeps it from being lost: its edges never come further in than the stage's.
    fn held(self, (width, height): (f64, f64)) -> Self {
        let reach = |length: f64| (self.scale - 1.0) * length.max(0.0) / 2.0;
        let (right, down) = (reach(width), reach(height));
        Self { x: self.x.clamp(-right, right), y: self.y.clamp(-down, down), ..self }
    }

    /// Writes it as a style.
    pub fn style(self) -> String {
        let Self { scale, x, y } = self;
        format!("transform:translate({}px,{}px) scale({})", fixed(x, 1), fixed(y, 1), fixed(scale, 3))
    }

    /// Returns how large it is, in hundredths of how it fits.
    pub fn percent(self) -> String {
        fixed(self.scale * 100.0, 0)
    }
}

/// Fingers, or the mouse, that hold a photo: each with its number and where it is.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Fingers(Vec<(i32, (f64, f64))>);

impl Fingers {
    /// A finger was laid down.
    pub fn down(&mut self, finger: i32, at: (f64, f64)) {
        self.up(finger);
        self.0.push((finger, at));
    }

    /// A finger was lifted.
    pub fn up(&mut self, finger: i32) {
        self.0.retain(|(known, _)| *known != finger);
    }

    /// A finger moved: one moves the photo, two spread or pinch it about the place between them.
    pub fn moved(&mut self, finger: i32, to: (f64, f64), view: View, size: (f64, f64)) -> View {
        let Some(place) = self.0.iter().position(|(known, _)| *known == finger) else { return view };
        let other = self.0.iter().find(|(known, _)| *known != finger).map(|(_, at)| *at);
        let Some((_, at)) = self.0.get_mut(place) else { return view };
        let from = std::mem::replace(at, to);
        let Some(other) = other else { return view.moved(to.0 - from.0, to.1 - from.1, size) };
        let apart = |(x, y): (f64, f64)| (x - other.0).hypot(y - other.1).max(1.0);
        let between = |(x, y): (f64, f64)| (f64::midpoint(x, other.0), f64::midpoint(y, other.1));
        let (was, is) = (between(from), between(to));
        view.zoomed(apart(to) / apart(from), was, size).moved(is.0 - was.0, is.1 - was.1, size)
    }
}

#[cfg(test)]
mod tests {
    use super::{Fingers, MOST, View};

    const SIZE: (f64, f64) = (800.0, 600.0);

    /// Returns which place of the photo, as it fits, lies at a place of the stage.
    fn under(view: View, (x, y): (f64, f64)) -> (f64, f64) {
        ((x - view.x) / view.scale, (y - view.y) / view.scale)
    }

    #[test]
    fn what_lies_under_the_pointer_stays_there() {
        let at = (120.0, -80.0);
        let one = View::default().zoomed(2.0, at, SIZE);
        let two = one.zoomed(1.5, at, SIZE);
        for view in [one, two] {
            let (x, y) = under(view, at);
            assert!((x - at.0).abs() < 1e-9 && (y - at.1).abs() < 1e-9, "{view:?}");
        }
    }

    #[test]
    fn a_photo_is_never_smaller_than_it_fits_nor_lost() {
        let far = View::default().zoomed(100.0, (0.0, 0.0), SIZE);
        assert!((far.scale - MOST).abs() < 1e-9);
        assert_eq!(far.zoomed(0.000_1, (300.0, 200.0), SIZE), View::default(), "small again, it lies in the middle");
        assert_eq!(View::default().moved(500.0, 500.0, SIZE), View::default(), "what fits has nowhere to go");
        let double = View::default().zoomed(2.0, (0.0, 0.0), SIZE).moved(9_999.0, -9_999.0, SIZE);
        assert_eq!((double.x, double.y), (400.0, -300.0), "its edge meets the stage's");
        assert!(double.is_large() && !View::default().is_large());
    }

    #[test]
    fn one_finger_moves_and_two_pinch() {
        let large = View::default().zoomed(3.0, (0.0, 0.0), SIZE);
        let mut fingers = Fingers::default();
        fingers.down(1, (10.0, 10.0));
        let moved = fingers.moved(1, (30.0, 5.0), large, SIZE);
        assert_eq!((moved.x, moved.y), (20.0, -5.0));

        fingers.down(2, (130.0, 5.0));
        let spread = fingers.moved(2, (230.0, 5.0), View::default(), SIZE);
        assert!((spread.scale - 2.0).abs() < 1e-9, "twice as far apart is twice as large");
        fingers.up(2);
        assert_eq!(fingers.moved(2, (0.0, 0.0), spread, SIZE), spread, "a lifted finger moves nothing");
    }

    #[test]
    fn a_view_is_written_as_the_browser_reads_it() {
        let view = View { scale: 2.5, x: 12.34, y: -3.0 };
        assert_eq!(view.style(), "transform:translate(12.3px,-3.0px) scale(2.500)");
        assert_eq!(view.percent(), "250");
    }
}
