//! Photos from files, taken into the home before the report or answer that names them.

use anyhow::Context as _;
use app_bridge::ask::{Shot, Subject};
use app_bridge::told::PhotoCard;
use app_core::core::Core;
use shared::ids::CaseId;
use shared::place::crs::Crs;
use shared::place::fix::{Fix, Source};
use shared::place::point::Degree;
use shared::refusal::{Code, Refusal};
use shared::time::Instant;

use crate::Failed;
use crate::args::RoleAndFile;

/// Returns a place that was given on the command line.
pub fn fix(lon: f64, lat: f64, accuracy_m: Option<f64>, now: Instant) -> Result<Fix, Failed> {
    let degree = |value: f64, most: f64| Degree::new(value).filter(|_| value.abs() <= most);
    let (Some(east), Some(north)) = (degree(lon, 180.0), degree(lat, 90.0)) else {
        return Err(Refusal::because(Code::BadValue, format!("{lon}, {lat} is not a place on Earth")).into());
    };
    if accuracy_m.is_some_and(|accuracy| !accuracy.is_finite() || accuracy < 0.0) {
        return Err(Refusal::because(Code::BadValue, "the accuracy is a length in metres").into());
    }
    Ok(Fix {
        lon: east,
        lat: north,
        crs: Crs::Wgs84,
        source: Source::Import,
        accuracy_m,
        fix_time: now,
        provider: None,
        is_mock: false,
        heading_deg: None,
    })
}

/// Takes the files in, in order. What was taken before one that is refused is thrown away again.
pub async fn take(
    core: &Core,
    files: &[RoleAndFile],
    subject: Subject,
    fix: Option<&Fix>,
    address: &str,
) -> Result<Vec<PhotoCard>, Failed> {
    let mut cards: Vec<PhotoCard> = Vec::new();
    for photo in files {
        let subject = match (&subject, draft(&cards)) {
            (Subject::Draft { .. }, Some(case)) => Subject::Draft { case: Some(case) },
            (subject, _) => subject.clone(),
        };
        let shot = Shot {
            role: photo.role,
            subject,
            fix: fix.cloned(),
            address: address.to_owned(),
            imported: true,
            pair: None,
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
