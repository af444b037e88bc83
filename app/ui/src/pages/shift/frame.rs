//! From degrees to points of the picture: the whole of one's own grids, north up.

use kit::decimal::fixed;

/// Width of the picture in its own units.
pub const WIDTH: f64 = 360.0;
/// Height of the picture in its own units.
pub const HEIGHT: f64 = 280.0;
/// What is left free at every edge.
const MARGIN: f64 = 10.0;
/// A picture of a single point would have no size; this is about a hundred metres.
const LEAST_DEGREES: f64 = 0.001;

/// A piece of ground, flat: good to a pixel over the few kilometres of a beat.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Frame {
    lon: f64,
    lat: f64,
    /// Units for a degree of longitude and of latitude.
    scale: (f64, f64),
}

impl Frame {
    /// Frames all of these places; nothing where there is none.
    pub fn around(places: impl Iterator<Item = [f64; 2]>) -> Option<Self> {
        let mut bounds: Option<[f64; 4]> = None;
        for [lon, lat] in places {
            let [west, south, east, north] = bounds.unwrap_or([lon, lat, lon, lat]);
            bounds = Some([west.min(lon), south.min(lat), east.max(lon), north.max(lat)]);
        }
        let [west, south, east, north] = bounds?;
        let (lon, lat) = (f64::midpoint(west, east), f64::midpoint(south, north));
        let narrow = lat.to_radians().cos().max(0.01);
        let width = ((east - west) * narrow).max(LEAST_DEGREES);
        let height = (north - south).max(LEAST_DEGREES);
        let scale = ((WIDTH - 2.0 * MARGIN) / width).min((HEIGHT - 2.0 * MARGIN) / height);
        Some(Self { lon, lat, scale: (scale * narrow, scale) })
    }

    /// Returns where a place stands in the picture.
    pub fn at(&self, [lon, lat]: [f64; 2]) -> (f64, f64) {
        (WIDTH / 2.0 + (lon - self.lon) * self.scale.0, HEIGHT / 2.0 - (lat - self.lat) * self.scale.1)
    }

    /// Writes a line as the picture draws it.
    pub fn path(&self, line: &[[f64; 2]]) -> String {
        let mut path = String::new();
        for (index, place) in line.iter().enumerate() {
            let (x, y) = self.at(*place);
            path.push(if index == 0 { 'M' } else { 'L' });
            path.push_str(&fixed(x, 1));
            path.push(' ');
            path.push_str(&fixed(y, 1));
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::{Frame, HEIGHT, MARGIN, WIDTH};

    const BEAT: [[f64; 2]; 4] = [[108.94, 34.26], [108.96, 34.26], [108.96, 34.27], [108.94, 34.27]];

    #[test]
    fn the_whole_beat_lies_in_the_picture_and_keeps_its_shape() {
        let frame = Frame::around(BEAT.into_iter()).unwrap();
        let drawn = BEAT.map(|place| frame.at(place));
        for (x, y) in drawn {
            assert!((MARGIN - 0.01..=WIDTH - MARGIN + 0.01).contains(&x), "{x}");
            assert!((MARGIN - 0.01..=HEIGHT - MARGIN + 0.01).contains(&y), "{y}");
        }
        let (wide, high) = (drawn[1].0 - drawn[0].0, drawn[0].1 - drawn[3].1);
        assert!((wide / high - 2.0 * 34.265_f64.to_radians().cos()).abs() < 0.01, "{wide} by {high}");
        assert!(drawn[0].1 > drawn[3].1, "north is up");
    }

    #[test]
    fn one_place_stands_in_the_middle_and_none_makes_no_picture() {
        let frame = Frame::around([[108.94, 34.26]].into_iter()).unwrap();
        assert_eq!(frame.at([108.94, 34.26]), (WIDTH / 2.0, HEIGHT / 2.0));
        assert_eq!(frame.path(&[[108.94, 34.26], [108.94, 34.26]]), "M180.0 140.0L180.0 140.0");
        assert_eq!(Frame::around(std::iter::empty()), None);
    }
}
