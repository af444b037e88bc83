//! What an edit does to a major class: what it is called. Its number is part of every code below it and stays.

use crate::catalogue::{CataloguePack, Kind, StandardRef};
use crate::draft::catalogue::words;
use crate::draft::edit::BadEdit;
use crate::draft::field::Field;

/// Calls a major class something else.
pub(super) fn set(
    pack: &mut CataloguePack,
    (standard, kind, number): (&StandardRef, Kind, u32),
    field: Field,
    to: &str,
) -> Result<(), BadEdit> {
    let place = format!("{standard} {kind}:{number:02}, {}", field.as_str());
    let to = words(to, &place)?;
    let is_meant = |standing: (&StandardRef, Kind, u32)| standing == (standard, kind, number);
    let is_taken = pack.majors.iter().any(|other| {
        let is_beside = other.standard == *standard && other.kind == kind && other.number != number;
        is_beside && field == Field::Name && other.name == to
    });
    if is_taken {
        return Err(BadEdit::at(place, format!("another major class is called {to}")));
    }
    let mut majors = pack.majors.iter_mut();
    let major = majors.find(|major| is_meant((&major.standard, major.kind, major.number)));
    let major = major.ok_or_else(|| BadEdit::at(&place, "there is no such major class"))?;
    if field == Field::Name {
        major.name = to;
    } else if field == Field::NameEn {
        major.name_en = to;
    } else {
        return Err(BadEdit::at(place, "is not changed here"));
    }
    Ok(())
}
