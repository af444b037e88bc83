//! What is written on a shot and into it: time, place, grid, person; and what a file from elsewhere says of itself.

use shared::evidence::manifest::{OwnClaims, Subject};
use shared::place::point::Degree;
use shared::privacy;

use super::Taking;
use crate::cases::preview::place_words;
use crate::packs::Packs;
use crate::photo::{Claim, Facts, Stamp};

/// A time as watermarks write it.
const TO_THE_SECOND: &str = "%Y-%m-%d %H:%M:%S";

/// Returns the zone in which times are written.
pub fn zone(packs: Option<&Packs>) -> &str {
    packs.map_or("Asia/Shanghai", |packs| packs.settings.zone.as_str())
}

/// Reads what a file says of itself, its time in the zone where it names none.
pub(super) fn own(original: &[u8], zone: &str) -> OwnClaims {
    let facts = Facts::read(original);
    let place = facts.lon.zip(facts.lat);
    OwnClaims { taken: facts.taken(zone), place: place.and_then(|(lon, lat)| Degree::new(lon).zip(Degree::new(lat))) }
}

pub(super) fn stamp(taking: &Taking<'_>) -> Stamp {
    let (packs, shot) = (taking.packs.as_deref(), taking.shot);
    let zone = zone(packs);
    let now = taking.taken.corrected().format_in(zone, TO_THE_SECOND);
    // A file from elsewhere must not look as if it had been taken here and now, nor one that was found as if somebody had
    // waited for it.
    let time = match (taking.own, &taking.found) {
        (None, None) => now,
        (None, Some(found)) => format!("{now} 起 {} 找回", found.corrected().format_in(zone, TO_THE_SECOND)),
        (Some(OwnClaims { taken: None, .. }), _) => format!("{now} 导入"),
        (Some(OwnClaims { taken: Some(own), .. }), _) => {
            format!("{} 摄 {now} 导入", own.format_in(zone, TO_THE_SECOND))
        }
    };
    let point = shot.fix.as_ref().and_then(|fix| fix.point().ok());
    let grid = packs.zip(point).and_then(|(packs, point)| packs.index.locate(point).grid.map(|grid| grid.code.clone()));
    let place = packs.map(|packs| place_words(packs, grid.as_ref())).unwrap_or_default();
    // What is drawn into a picture can never be hidden again.
    let address = privacy::mask(shot.address.trim()).text;
    Stamp {
        time,
        role: shot.role.zh().to_owned(),
        place: if address.is_empty() { place } else { address },
        grid: grid.map(|grid| grid.to_string()).unwrap_or_default(),
        person: taking.account.name.clone(),
        case: short(taking.subject),
        training: if taking.is_training() { "训练".to_owned() } else { String::new() },
    }
}

pub(super) fn claim(taking: &Taking<'_>) -> Claim {
    let own = taking.own.and_then(|own| own.taken);
    Claim::Known {
        taken: own.unwrap_or_else(|| taking.taken.corrected()),
        zone: zone(taking.packs.as_deref()).to_owned(),
        fix: taking.shot.fix.clone(),
    }
}

/// Returns the last digits of a case's or task's id: enough to tell the cases of a day apart.
fn short(subject: Subject) -> String {
    let id = match subject {
        Subject::Case(case) => case.to_string(),
        Subject::Task(task) => task.to_string(),
    };
    id.chars().skip(id.len().saturating_sub(6)).collect::<String>().to_uppercase()
}
