//! Reading a pack, trusting nothing.

use std::str::FromStr;

use jiff::civil::Date;

use crate::grid::boundaries::{
    Boundaries, DutyGrid, Fineness, IndustryArea, Layer, Origin, PlaceName, Remark, Road, RoadClass, UnitGrid,
};
use crate::grid::bytes::{Fault, Reader};
use crate::grid::pack::{FORMAT, MARK, PackError};
use crate::grid::ring::Ring;
use crate::ids::GridCode;
use crate::place::point::Point;

/// A shared line, and a text, stands once in the pack and many times in memory. A real pack grows three- or fourfold;
/// more than this for each byte is an attack on the phone's memory.
const POINTS_PER_BYTE: usize = 16;
const TEXT_PER_BYTE: usize = 32;

const TOO_LARGE: Fault = Fault::Wrong("its content is larger than its size allows");

/// Reads a pack.
pub(super) fn read(bytes: &[u8]) -> Result<Boundaries, PackError> {
    let mut reader = Reader::new(bytes);
    let format = reader.raw(4).map_err(|_| PackError::NotAPack)?;
    let mark = reader.raw(4).map_err(|_| PackError::NotAPack)?;
    if mark != MARK {
        return Err(PackError::NotAPack);
    }
    let format = format.iter().rev().fold(0_u32, |number, &byte| number << 8 | u32::from(byte));
    if format != FORMAT {
        return Err(PackError::UnknownFormat(format));
    }
    let mut pack = Pack {
        points_left: bytes.len().saturating_mul(POINTS_PER_BYTE),
        text_left: bytes.len().saturating_mul(TEXT_PER_BYTE),
        reader,
        texts: Vec::new(),
        arcs: Vec::new(),
        last: (0, 0),
    };
    pack.boundaries().map_err(|fault| PackError::new(&fault, pack.reader.at))
}

struct Pack<'a> {
    reader: Reader<'a>,
    texts: Vec<&'a str>,
    arcs: Vec<Vec<Point>>,
    last: (i64, i64),
    points_left: usize,
    text_left: usize,
}

impl<'a> Pack<'a> {
    fn boundaries(&mut self) -> Result<Boundaries, Fault> {
        let count = self.reader.count()?;
        for _ in 0..count {
            let text = self.reader.text()?;
            self.texts.push(text);
        }
        let mut boundaries = self.head()?;
        boundaries.places = self.list(|pack| Ok(PlaceName { code: pack.text()?, name: pack.text()? }))?;
        boundaries.layers = self.list(|pack| Ok(Layer { code: pack.id()?, name: pack.text()? }))?;
        self.arcs = self.list(Self::line)?;
        boundaries.grids = self.grids()?;
        boundaries.duty_grids =
            self.list(|pack| Ok(DutyGrid { id: pack.id()?, name: pack.text()?, grids: pack.codes()? }))?;
        boundaries.industry = self.list(|pack| {
            Ok(IndustryArea { layer: pack.id()?, unit: pack.id()?, unit_name: pack.text()?, rings: pack.rings()? })
        })?;
        boundaries.remarks = self.list(Self::remark)?;
        boundaries.roads = self.list(Self::road)?;
        if self.reader.left() > 0 {
            return Err(Fault::Wrong("something follows its end"));
        }
        Ok(boundaries)
    }

    fn head(&mut self) -> Result<Boundaries, Fault> {
        let jurisdiction = self.id()?;
        let name = self.text()?;
        let version = self.text()?;
        let origin = match self.reader.number()? {
            0 => Origin::Training,
            1 => Origin::Survey,
            _ => return Err(Fault::Wrong("the origin of the shapes is unknown")),
        };
        let valid_from = self.date()?;
        let mut boundaries = Boundaries::empty(jurisdiction, name, version, origin, valid_from);
        boundaries.valid_to = match self.reader.number()? {
            0 => None,
            1 => Some(self.date()?),
            _ => return Err(Fault::Wrong("a date is neither there nor not")),
        };
        Ok(boundaries)
    }

    fn list<T>(&mut self, mut one: impl FnMut(&mut Self) -> Result<T, Fault>) -> Result<Vec<T>, Fault> {
        let count = self.reader.count()?;
        let mut list = Vec::new();
        for _ in 0..count {
            list.push(one(self)?);
        }
        Ok(list)
    }

    fn str(&mut self) -> Result<&'a str, Fault> {
        let place = self.reader.place(self.texts.len(), "a text is missing from the table")?;
        let text = self.texts.get(place).copied().ok_or(Fault::Ends)?;
        self.text_left = self.text_left.checked_sub(text.len()).ok_or(TOO_LARGE)?;
        Ok(text)
    }

    fn text(&mut self) -> Result<String, Fault> {
        self.str().map(str::to_owned)
    }

    fn id<T: FromStr>(&mut self) -> Result<T, Fault> {
        self.str()?.parse().map_err(|_| Fault::Wrong("an id has the wrong shape"))
    }

    fn str_or_none(&mut self) -> Result<Option<&'a str>, Fault> {
        let place = self.reader.place(self.texts.len() + 1, "a text is missing from the table")?;
        Ok(place.checked_sub(1).and_then(|place| self.texts.get(place)).copied())
    }

    fn date(&mut self) -> Result<Date, Fault> {
        const NO_DATE: Fault = Fault::Wrong("a date is not in the calendar");
        let year = i16::try_from(self.reader.signed()?).map_err(|_| NO_DATE)?;
        let month = i8::try_from(self.reader.signed()?).map_err(|_| NO_DATE)?;
        let day = i8::try_from(self.reader.signed()?).map_err(|_| NO_DATE)?;
        Date::new(year, month, day).map_err(|_| NO_DATE)
    }

    fn point(&mut self) -> Result<Point, Fault> {
        const NOWHERE: Fault = Fault::Wrong("a point is not on Earth");
        let lon = self.last.0.checked_add(self.reader.signed()?).ok_or(NOWHERE)?;
        let lat = self.last.1.checked_add(self.reader.signed()?).ok_or(NOWHERE)?;
        if lon.abs() > 1_800_000_000 || lat.abs() > 900_000_000 {
            return Err(NOWHERE);
        }
        self.last = (lon, lat);
        let lon_e7 = i32::try_from(lon).map_err(|_| NOWHERE)?;
        let lat_e7 = i32::try_from(lat).map_err(|_| NOWHERE)?;
        Ok(Point { lon_e7, lat_e7 })
    }

    fn line(&mut self) -> Result<Vec<Point>, Fault> {
        self.list(Self::point)
    }

    fn ring(&mut self) -> Result<Ring, Fault> {
        const NO_ARC: Fault = Fault::Wrong("a line is missing");
        let uses = self.reader.count()?;
        let mut points = Vec::new();
        let mut last = 0_i64;
        for _ in 0..uses {
            let step = self.reader.signed()?;
            last = last.checked_add(step >> 1).ok_or(NO_ARC)?;
            let arc = usize::try_from(last).ok().and_then(|arc| self.arcs.get(arc)).ok_or(NO_ARC)?;
            self.points_left = self.points_left.checked_sub(arc.len()).ok_or(TOO_LARGE)?;
            let but_last = arc.len().saturating_sub(1);
            if step & 1 == 0 {
                points.extend(arc.iter().take(but_last));
            } else {
                points.extend(arc.iter().rev().take(but_last));
            }
        }
        Ring::new(points).map_err(|_| Fault::Wrong("an outline encloses nothing"))
    }

    fn rings(&mut self) -> Result<Vec<Ring>, Fault> {
        self.list(Self::ring)
    }

    fn code(&mut self, last: &mut u64) -> Result<GridCode, Fault> {
        const NO_CODE: Fault = Fault::Wrong("a grid code does not have 15 digits");
        *last = last.checked_add(self.reader.number()?).ok_or(NO_CODE)?;
        format!("{last:015}").parse().map_err(|_| NO_CODE)
    }

    fn codes(&mut self) -> Result<Vec<GridCode>, Fault> {
        let mut last = 0;
        self.list(|pack| pack.code(&mut last))
    }

    fn grids(&mut self) -> Result<Vec<UnitGrid>, Fault> {
        let mut last = 0;
        self.list(|pack| {
            let code = pack.code(&mut last)?;
            let head = pack.reader.number()?;
            let fineness = if head & 1 == 0 { Fineness::Fine } else { Fineness::Coarse };
            let mut rings = Vec::new();
            for _ in 0..head >> 1 {
                rings.push(pack.ring()?);
            }
            Ok(UnitGrid { code, fineness, rings })
        })
    }

    fn remark(&mut self) -> Result<Remark, Fault> {
        Ok(Remark {
            point: self.point()?,
            layers: self.list(Self::id)?,
            text: self.text()?,
            agreed_owner: match self.str_or_none()? {
                None => None,
                Some(unit) => Some(unit.parse().map_err(|_| Fault::Wrong("an id has the wrong shape"))?),
            },
            document_ref: self.str_or_none()?.map(str::to_owned),
        })
    }

    fn road(&mut self) -> Result<Road, Fault> {
        Ok(Road {
            name: self.text()?,
            class: match self.reader.number()? {
                0 => RoadClass::Main,
                1 => RoadClass::Side,
                _ => return Err(Fault::Wrong("a road is of an unknown class")),
            },
            line: self.line()?,
        })
    }
}
