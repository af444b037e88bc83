//! What lies where, before anything is cut: the outline, the built-up area, the nearest street.

use super::Scale;
use super::noise::Noise;
use super::sources::{At, DEGREE_EAST_M, DEGREE_NORTH_M, Sources, Street, TOWER_LAT, TOWER_LON};

use shared::place::point::Point;

/// The middle of the small city: three districts.
const SMALL: [&str; 3] = ["610102", "610103", "610104"];

/// The ground, and the noise that makes it uneven.
pub(super) struct Terrain<'a> {
    pub(super) seed: u64,
    pub(super) scale: Scale,
    pub(super) sources: &'a Sources,
    bend_x: Noise,
    bend_y: Noise,
    border_x: Noise,
    border_y: Noise,
    edge: Noise,
}

impl<'a> Terrain<'a> {
    pub(super) fn new(seed: u64, scale: Scale, sources: &'a Sources) -> Self {
        let [bend_x, bend_y, border_x, border_y, edge] = [1, 2, 3, 4, 5].map(|purpose| Noise::new(seed, purpose));
        Self { seed, scale, sources, bend_x, bend_y, border_x, border_y, edge }
    }

    /// Returns the street whose middle is nearest, borders being uneven; none outside the city or its part made.
    pub(super) fn street(&self, at: At) -> Option<(usize, &'a Street)> {
        if !self.in_city(at) {
            return None;
        }
        // In the old town borders follow the streets; far out they wander like streams.
        let wander = (self.outness(at) * 900.0).min(1400.0);
        let asked = At {
            x: at.x + wander * self.border_x.smooth(at.x, at.y, 4200.0),
            y: at.y + wander * self.border_y.smooth(at.x, at.y, 4200.0),
        };
        // The borders of the old town's districts are streets; everybody else's are where the nearest ends.
        let inner = &self.sources.inner;
        let home = inner.iter().find(|known| within(&known.ring, at)).map(|known| known.district.as_str());
        let open = |street: &Street| match home {
            Some(district) => street.district() == district,
            None => inner.iter().all(|known| known.district != street.district()),
        };
        let all = self.sources.streets.iter().enumerate().filter(|(_, street)| open(street));
        let (place, street) = all.min_by(|a, b| asked.squared_to(a.1.at).total_cmp(&asked.squared_to(b.1.at)))?;
        match self.scale {
            Scale::Full => Some((place, street)),
            Scale::Small => SMALL.contains(&street.district()).then_some((place, street)),
        }
    }

    /// Decides whether the place lies within the city's outline.
    fn in_city(&self, at: At) -> bool {
        let asked = At {
            x: at.x + 1500.0 * self.edge.smooth(at.x, at.y, 6000.0),
            y: at.y + 1500.0 * self.edge.smooth(at.y, at.x, 6000.0),
        };
        match self.scale {
            Scale::Full => within(&self.sources.outline, asked),
            Scale::Small => within(&self.sources.outline, at),
        }
    }

    /// Returns how far out of the built-up area a place is: below 1 it is built up.
    pub(super) fn outness(&self, at: At) -> f64 {
        let ragged = 1.0 + 0.19 * self.edge.smooth(at.x, at.y, 3100.0) + 0.05 * self.edge.smooth(at.x, at.y, 900.0);
        let blobs = self.sources.builtup.iter().map(|blob| {
            let (dx, dy) = ((at.x - blob.at.x) / blob.east_m, (at.y - blob.at.y) / blob.north_m);
            (dx * dx + dy * dy).sqrt()
        });
        blobs.fold(f64::INFINITY, f64::min) * ragged
    }

    /// Bends the plane: straight in the old town, as in truth, and more and more winding outwards.
    pub(super) fn bend(&self, at: At) -> At {
        let far = (At { x: 0.0, y: 0.0 }).squared_to(at).sqrt();
        let grown = |from: f64, over: f64| ((far - from) / over).clamp(0.0, 1.0);
        let [wide, middle, small] = [20.0 + 130.0 * grown(2500.0, 14_000.0), 60.0 * grown(9000.0, 12_000.0), 9.0];
        let shift = |noise: Noise| {
            wide * noise.smooth(at.x, at.y, 2700.0)
                + middle * noise.smooth(at.y, at.x, 900.0)
                + small * grown(1500.0, 4000.0) * noise.smooth(at.x, at.y, 240.0)
        };
        At { x: at.x + shift(self.bend_x), y: at.y + shift(self.bend_y) }
    }

    /// Decides whether a place lies in a zone that overlays the district, and in which.
    pub(super) fn zone(&self, at: At, district: &str) -> Option<&'a str> {
        let asked = At {
            x: at.x + 260.0 * self.border_y.smooth(at.x, at.y, 1500.0),
            y: at.y + 260.0 * self.border_x.smooth(at.x, at.y, 1500.0),
        };
        let overlays = |zone: &&super::sources::Zone| zone.districts.iter().any(|code| code == district);
        self.sources.zones.iter().filter(overlays).find(|zone| within(&zone.ring, asked)).map(|zone| zone.id.as_str())
    }
}

/// Turns metres from the Bell Tower into a point.
pub(super) fn point(at: At) -> Point {
    let (lon, lat) = (TOWER_LON + at.x / DEGREE_EAST_M, TOWER_LAT + at.y / DEGREE_NORTH_M);
    Point::new(lon, lat).unwrap_or_else(|_| unreachable!("the city lies within a few degrees of its tower"))
}

/// Decides by counting crossings whether a place lies in a ring.
fn within(ring: &[At], at: At) -> bool {
    let next = ring.iter().skip(1).chain(ring.first());
    let crossed = ring
        .iter()
        .zip(next)
        .filter(|(a, b)| (a.y > at.y) != (b.y > at.y) && at.x < (b.x - a.x) * (at.y - a.y) / (b.y - a.y) + a.x);
    crossed.count() % 2 == 1
}
