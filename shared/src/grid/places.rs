//! Where names stand on a map: in the middle of the grids that they are for.

use std::collections::BTreeMap;

use super::index::{Grid, GridIndex};
use crate::place::point::Point;

/// How many digits of a grid's number name its street.
const STREET: usize = 9;
/// How many name its community; what follows is the grid's own.
pub const COMMUNITY: usize = 12;

/// What a name is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rank {
    /// A street or a town.
    Street,
    /// A community or a village.
    Community,
}

impl Rank {
    /// Returns the word that maps know it by.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Street => "street",
            Self::Community => "community",
        }
    }
}

/// A name on a map.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place<'i> {
    /// The name.
    pub name: &'i str,
    /// What it is for.
    pub rank: Rank,
    /// Where it stands.
    pub at: Point,
}

/// Returns the names of the streets and communities that some grids belong to.
pub fn places<'i>(index: &'i GridIndex, grids: impl Iterator<Item = &'i Grid>) -> Vec<Place<'i>> {
    let mut middles: BTreeMap<&str, (Rank, Middle)> = BTreeMap::new();
    for grid in grids {
        for (rank, digits) in [(Rank::Street, STREET), (Rank::Community, COMMUNITY)] {
            if let Some(prefix) = grid.code.as_str().get(..digits) {
                middles.entry(prefix).or_insert((rank, Middle::default())).1.add(grid.centre);
            }
        }
    }
    let place = |(prefix, (rank, middle)): (&str, (Rank, Middle))| {
        Some(Place { name: index.place_name(prefix)?, rank, at: middle.point()? })
    };
    middles.into_iter().filter_map(place).collect()
}

/// The middle of points, as they are counted.
#[derive(Clone, Copy, Default, Debug)]
pub struct Middle {
    lon_e7: i64,
    lat_e7: i64,
    count: i64,
}

impl Middle {
    /// Counts a point.
    pub fn add(&mut self, at: Point) {
        self.lon_e7 += i64::from(at.lon_e7);
        self.lat_e7 += i64::from(at.lat_e7);
        self.count += 1;
    }

    /// Returns where it is; nowhere where nothing was counted.
    pub fn point(&self) -> Option<Point> {
        let lon_e7 = i32::try_from(self.lon_e7.checked_div(self.count)?).ok()?;
        let lat_e7 = i32::try_from(self.lat_e7.checked_div(self.count)?).ok()?;
        Some(Point { lon_e7, lat_e7 })
    }
}

#[cfg(test)]
mod tests {
    use super::Middle;
    use crate::place::point::Point;

    #[test]
    fn the_middle_of_nothing_is_nowhere() {
        let mut middle = Middle::default();
        assert_eq!(middle.point(), None);
        middle.add(Point { lon_e7: 10, lat_e7: -4 });
        middle.add(Point { lon_e7: 20, lat_e7: -8 });
        assert_eq!(middle.point(), Some(Point { lon_e7: 15, lat_e7: -6 }));
    }
}
