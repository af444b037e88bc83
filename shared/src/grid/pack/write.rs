//! Writing a pack.

use std::collections::{BTreeMap, BTreeSet};

use crate::grid::boundaries::{Boundaries, Fineness, Origin, RoadClass};
use crate::grid::bytes::Writer;
use crate::grid::pack::{FORMAT, MARK};
use crate::grid::topology::{self, ArcUse, Direction, Topology};
use crate::place::point::Point;

/// Writes boundaries that are in their one order.
pub(super) fn write(boundaries: &Boundaries) -> Vec<u8> {
    let texts = texts(boundaries);
    let places: BTreeMap<&str, usize> = texts.iter().enumerate().map(|(place, text)| (*text, place)).collect();
    let mut pack = Pack { out: Writer::default(), texts: places, last: Point { lon_e7: 0, lat_e7: 0 } };
    pack.out.0.extend_from_slice(&FORMAT.to_le_bytes());
    pack.out.0.extend_from_slice(MARK);
    pack.out.count(texts.len());
    for text in &texts {
        pack.out.text(text);
    }
    pack.head(boundaries);
    let grids = boundaries.grids.iter().flat_map(|grid| &grid.rings);
    let topology = topology::cut(grids.chain(boundaries.industry.iter().flat_map(|area| &area.rings)));
    pack.arcs(&topology);
    let mut rings = topology.rings.iter();
    pack.grids(boundaries, &mut rings);
    pack.duty_grids(boundaries);
    pack.industry(boundaries, &mut rings);
    pack.remarks(boundaries);
    pack.roads(boundaries);
    pack.out.0
}

/// Returns every text once, in order.
fn texts(b: &Boundaries) -> BTreeSet<&str> {
    let mut texts = BTreeSet::from([b.jurisdiction.as_str(), b.name.as_str(), b.version.as_str()]);
    texts.extend(b.places.iter().flat_map(|place| [place.code.as_str(), &place.name]));
    texts.extend(b.duty_grids.iter().flat_map(|duty| [duty.id.as_str(), &duty.name]));
    texts.extend(b.layers.iter().flat_map(|layer| [layer.code.as_str(), &layer.name]));
    texts.extend(b.industry.iter().flat_map(|area| [area.layer.as_str(), area.unit.as_str(), &area.unit_name]));
    for remark in &b.remarks {
        texts.insert(&remark.text);
        texts.extend(remark.layers.iter().map(|layer| layer.as_str()));
        texts.extend(remark.agreed_owner.iter().map(|unit| unit.as_str()));
        texts.extend(remark.document_ref.iter().map(String::as_str));
    }
    texts.extend(b.roads.iter().map(|road| road.name.as_str()));
    texts
}

struct Pack<'a> {
    out: Writer,
    texts: BTreeMap<&'a str, usize>,
    /// The point written last; the next is written as the way from it.
    last: Point,
}

impl Pack<'_> {
    fn text(&mut self, text: &str) {
        let place = self.texts.get(text).copied().unwrap_or_else(|| unreachable!("every text was collected first"));
        self.out.count(place);
    }

    /// Writes the number after the text's, so that nought means none.
    fn text_or_none(&mut self, text: Option<&str>) {
        let place = text.and_then(|text| self.texts.get(text)).map_or(0, |place| place + 1);
        self.out.count(place);
    }

    fn point(&mut self, point: Point) {
        self.out.signed(i64::from(point.lon_e7) - i64::from(self.last.lon_e7));
        self.out.signed(i64::from(point.lat_e7) - i64::from(self.last.lat_e7));
        self.last = point;
    }

    fn line(&mut self, line: &[Point]) {
        self.out.count(line.len());
        for point in line {
            self.point(*point);
        }
    }

    fn head(&mut self, b: &Boundaries) {
        self.text(b.jurisdiction.as_str());
        self.text(&b.name);
        self.text(&b.version);
        self.out.number(match b.origin {
            Origin::Training => 0,
            Origin::Survey => 1,
        });
        self.date(b.valid_from);
        match b.valid_to {
            None => self.out.number(0),
            Some(date) => {
                self.out.number(1);
                self.date(date);
            }
        }
        self.out.count(b.places.len());
        for place in &b.places {
            self.text(&place.code);
            self.text(&place.name);
        }
        self.out.count(b.layers.len());
        for layer in &b.layers {
            self.text(layer.code.as_str());
            self.text(&layer.name);
        }
    }

    fn date(&mut self, date: jiff::civil::Date) {
        self.out.signed(i64::from(date.year()));
        self.out.signed(i64::from(date.month()));
        self.out.signed(i64::from(date.day()));
    }

    fn arcs(&mut self, topology: &Topology) {
        self.out.count(topology.arcs.len());
        for arc in &topology.arcs {
            self.line(arc);
        }
    }

    fn rings<'r>(&mut self, count: usize, rings: &mut impl Iterator<Item = &'r Vec<ArcUse>>) {
        for uses in rings.take(count) {
            self.out.count(uses.len());
            let mut last = 0;
            for used in uses {
                let arc = i64::try_from(used.arc).unwrap_or_else(|_| unreachable!("arcs are counted in memory"));
                let turned = match used.direction {
                    Direction::Forward => 0,
                    Direction::Backward => 1,
                };
                self.out.signed((arc - last) * 2 + turned);
                last = arc;
            }
        }
    }

    fn grids<'r>(&mut self, b: &Boundaries, rings: &mut impl Iterator<Item = &'r Vec<ArcUse>>) {
        self.out.count(b.grids.len());
        let mut last = 0;
        for grid in &b.grids {
            let code: u64 = grid.code.as_str().parse().unwrap_or_else(|_| unreachable!("a grid code is 15 digits"));
            self.out.number(code - last);
            last = code;
            let coarse = match grid.fineness {
                Fineness::Fine => 0,
                Fineness::Coarse => 1,
            };
            self.out.count(grid.rings.len() * 2 + coarse);
            self.rings(grid.rings.len(), rings);
        }
    }

    fn duty_grids(&mut self, b: &Boundaries) {
        self.out.count(b.duty_grids.len());
        for duty in &b.duty_grids {
            self.text(duty.id.as_str());
            self.text(&duty.name);
            // A duty grid may name a grid of a neighbour's pack, so grids are named and not counted.
            self.out.count(duty.grids.len());
            let mut last = 0;
            for grid in &duty.grids {
                let code: u64 = grid.as_str().parse().unwrap_or_else(|_| unreachable!("a grid code is 15 digits"));
                self.out.number(code - last);
                last = code;
            }
        }
    }

    fn industry<'r>(&mut self, b: &Boundaries, rings: &mut impl Iterator<Item = &'r Vec<ArcUse>>) {
        self.out.count(b.industry.len());
        for area in &b.industry {
            self.text(area.layer.as_str());
            self.text(area.unit.as_str());
            self.text(&area.unit_name);
            self.out.count(area.rings.len());
            self.rings(area.rings.len(), rings);
        }
    }

    fn remarks(&mut self, b: &Boundaries) {
        self.out.count(b.remarks.len());
        for remark in &b.remarks {
            self.point(remark.point);
            self.out.count(remark.layers.len());
            for layer in &remark.layers {
                self.text(layer.as_str());
            }
            self.text(&remark.text);
            self.text_or_none(remark.agreed_owner.as_ref().map(|unit| unit.as_str()));
            self.text_or_none(remark.document_ref.as_deref());
        }
    }

    fn roads(&mut self, b: &Boundaries) {
        self.out.count(b.roads.len());
        for road in &b.roads {
            self.text(&road.name);
            self.out.number(match road.class {
                RoadClass::Main => 0,
                RoadClass::Side => 1,
            });
            self.line(&road.line);
        }
    }
}
