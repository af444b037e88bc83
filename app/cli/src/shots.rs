//! Photos from files, taken into the home before the report or answer that names them.

use anyhow::Context as _;
use app_bridge::ask::{Shot, Subject};
use app_bridge::told::PhotoCard;
use app_core::core::Core;
use shared::ids::{CaseId, Sha256};
use shared::place::crs::Crs;
use shared::place::fix::{Fix, Source};
use shared::place::point::Degree;
use shared::refusal::{Code, Refusal};
use shared::time::Instant;

use crate::Failed;
use crate::args::{Posed, RoleAndFile};
use crate::login::start;

/// Returns a place that was given on the command line, with what was said of how it came to be.
pub fn fix(lon: f64, lat: f64, accuracy_m: Option<f64>, posed: &Posed, now: Instant) -> Result<Fix, Failed> {
    let degree = |value: f64, most: f64| Degree::new(value).filter(|_| value.abs() <= most);
    let (Some(east), Some(north)) = (degree(lon, 180.0), degree(lat, 90.0)) else {
        return Err(Refusal::because(Code::BadValue, format!("{lon}, {lat} is not a place on Earth")).into());
    };
    if accuracy_m.is_some_and(|accuracy| !accuracy.is_finite() || accuracy < 0.0) {
        return Err(Refusal::because(Code::BadValue, "the accuracy is a length in metres").into());
    }
    if posed.heading.is_some_and(|heading| !(0.0..=360.0).contains(&heading)) {
        return Err(Refusal::because(Code::BadValue, "the heading is 0 to 360 degrees").into());
    }
    Ok(Fix {
        lon: east,
        lat: north,
        crs: Crs::Wgs84,
        source: Source::Import,
        accuracy_m,
        fix_time: now.plus_ms(-i64::from(posed.fix_age) * 1_000),
        provider: None,
        is_mock: posed.mock,
        heading_deg: posed.heading,
    })
}

/// What files are taken in for, and as what.
pub struct Taking<'a> {
    /// The report or the task.
    pub subject: Subject,
    /// Where.
    pub fix: Option<&'a Fix>,
    /// The address as words.
    pub address: &'a str,
    /// The before photo that photos were framed by.
    pub pair: Option<Sha256>,
    /// The files stand for what the app's own camera took.
    pub camera: bool,
}

/// Takes the files in, in order. What was taken before one that is refused is thrown away again.
pub async fn take(core: &Core, files: &[RoleAndFile], taking: Taking<'_>) -> Result<Vec<PhotoCard>, Failed> {
    if taking.camera && !start(core).await?.training {
        let detail = "--camera stands for a camera in a training city only";
        return Err(Refusal::because(Code::AlbumNotAllowed, detail).into());
    }
    let mut cards: Vec<PhotoCard> = Vec::new();
    for photo in files {
        let subject = match (&taking.subject, draft(&cards)) {
            (Subject::Draft { .. }, Some(case)) => Subject::Draft { case: Some(case) },
            (subject, _) => subject.clone(),
        };
        let shot = Shot {
            role: photo.role,
            subject,
            fix: taking.fix.cloned(),
            address: taking.address.to_owned(),
            imported: !taking.camera,
            pair: taking.pair.clone().filter(|_| !photo.role.is_clip()),
            poster: None,
        };
        match take_one(core, photo, shot).await {
            Ok(card) => cards.push(card),
            Err(failed) => {
                drop_all(core, &cards).await?;
                return Err(failed);
            }
        }
    }
    Ok(cards)
}

async fn take_one(core: &Core, photo: &RoleAndFile, shot: Shot) -> Result<PhotoCard, Failed> {
    let bytes = std::fs::read(&photo.file).with_context(|| format!("read {}", photo.file.display()))?;
    Ok(core.take(shot, bytes).await?)
}

/// Throws shots away that nothing was saved with.
pub async fn drop_all(core: &Core, cards: &[PhotoCard]) -> Result<(), Failed> {
    for card in cards {
        core.tell(app_bridge::ask::Ask::DropPhoto { photo: card.photo }).await?;
    }
    Ok(())
}

/// Returns the case id that the first shot was given.
pub fn draft(cards: &[PhotoCard]) -> Option<CaseId> {
    cards.first().and_then(|card| card.draft)
}
