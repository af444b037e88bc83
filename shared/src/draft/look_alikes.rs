//! What an edit does to categories that are taken for one another, and to the marks that tell them.
//!
//! A group has no name of its own: it is found by two categories that are in it, and no two categories are in two groups
//! together. Where one alone is left there is nothing to tell it from, and the group goes.

use crate::catalogue::{CataloguePack, CategoryKey, Kind, LookAlike, Tell};
use crate::draft::catalogue::{words, written_for};
use crate::draft::edit::BadEdit;
use crate::draft::field::Field;

/// So many in a group: more are not told apart at a kerb.
const MOST: usize = 12;

/// A mark as somebody wrote it: the category, the words, and the words in English.
pub(super) type Written<'e> = (&'e CategoryKey, &'e str, &'e str);

/// Begins a group of two.
pub(super) fn add(pack: &mut CataloguePack, one: Written<'_>, other: Written<'_>) -> Result<(), BadEdit> {
    apart(pack, one.0, other.0)?;
    let tells = vec![tell(pack, one)?, tell(pack, other)?];
    pack.look_alikes.push(LookAlike { tells });
    Ok(())
}

/// Takes one more into the group of two others.
pub(super) fn join(
    pack: &mut CataloguePack,
    written: Written<'_>,
    [one, other]: [&CategoryKey; 2],
) -> Result<(), BadEdit> {
    let known: Vec<CategoryKey> = group(pack, one, other)?.tells.iter().map(|tell| tell.key.clone()).collect();
    for key in &known {
        apart(pack, written.0, key)?;
    }
    if known.len() >= MOST {
        return Err(BadEdit::at(place(one, other), format!("at most {MOST} are taken for one another")));
    }
    let tell = tell(pack, written)?;
    group(pack, one, other)?.tells.push(tell);
    Ok(())
}

/// Changes the mark that tells a category from another.
pub(super) fn set(
    pack: &mut CataloguePack,
    (category, beside): (&CategoryKey, &CategoryKey),
    field: Field,
    to: &str,
) -> Result<(), BadEdit> {
    let place = format!("{}, {}", place(category, beside), field.as_str());
    let group = group(pack, category, beside)?;
    let tell = group.tells.iter_mut().find(|tell| tell.key == *category);
    let tell = tell.ok_or_else(|| BadEdit::at(&place, "there is no such mark"))?;
    if field == Field::Mark {
        tell.text = words(to, &place)?;
    } else if field == Field::MarkEn {
        tell.text_en = words(to, &place)?;
    } else {
        return Err(BadEdit::at(place, "is not changed here"));
    }
    Ok(())
}

/// Takes a category out of the group that it is in with another.
pub(super) fn remove(pack: &mut CataloguePack, category: &CategoryKey, beside: &CategoryKey) -> Result<(), BadEdit> {
    group(pack, category, beside)?.tells.retain(|tell| tell.key != *category);
    pack.look_alikes.retain(|group| group.tells.len() > 1);
    Ok(())
}

fn place(one: &CategoryKey, other: &CategoryKey) -> String {
    format!("{one}, look-alike {other}")
}

fn holds(group: &LookAlike, key: &CategoryKey) -> bool {
    group.tells.iter().any(|tell| tell.key == *key)
}

fn group<'p>(
    pack: &'p mut CataloguePack,
    one: &CategoryKey,
    other: &CategoryKey,
) -> Result<&'p mut LookAlike, BadEdit> {
    let found = pack.look_alikes.iter_mut().find(|group| one != other && holds(group, one) && holds(group, other));
    found.ok_or_else(|| BadEdit::at(place(one, other), "they are not taken for one another"))
}

/// Refuses two that are one, or that have their group already.
fn apart(pack: &CataloguePack, one: &CategoryKey, other: &CategoryKey) -> Result<(), BadEdit> {
    if one == other {
        return Err(BadEdit::at(one.to_string(), "nothing is taken for itself"));
    }
    if pack.look_alikes.iter().any(|group| holds(group, one) && holds(group, other)) {
        return Err(BadEdit::at(place(one, other), "they are taken for one another already; change the mark there"));
    }
    Ok(())
}

fn tell(pack: &CataloguePack, (key, text, text_en): Written<'_>) -> Result<Tell, BadEdit> {
    let place = format!("{key}, look-alike");
    if key.kind() != Kind::Event {
        return Err(BadEdit::at(place, "a case is about an event, never about a component"));
    }
    written_for(pack, key)?;
    let text = words(text, &place)?;
    // The city's own words are better than none.
    let text_en = if text_en.trim().is_empty() { text.clone() } else { words(text_en, &place)? };
    Ok(Tell { key: key.clone(), text, text_en })
}
