//! Developing one photo, as the app does, without a home.

use std::path::Path;

use anyhow::Context as _;
use app_core::native::{files, fonts};
use app_core::photo::{self, Claim, Facts, Remark, Rules, Stamp};
use serde_json::json;
use shared::evidence::file;
use shared::ids::Sha256;
use shared::settings::Settings;

use crate::Failed;
use crate::say::Say;

/// Makes the working copy and the thumbnail of a file. Its own time and place are kept as it wrote them.
pub fn develop(say: &Say, original: &Path, out: &Path, font: Option<&Path>) -> Result<(), Failed> {
    let bytes = std::fs::read(original).with_context(|| format!("read {}", original.display()))?;
    file::judge(&bytes)?;
    let facts = Facts::read(&bytes);
    let place = facts.lon.zip(facts.lat).map(|(lon, lat)| format!("{lon:.6}, {lat:.6}"));
    let stamp = Stamp {
        time: facts.taken_local.clone().unwrap_or_default(),
        place: place.unwrap_or_default(),
        ..Stamp::default()
    };
    let rules = Rules { working_edge_px: Settings::default().working_edge_px };
    let found = fonts::find(font);
    let developed = photo::develop(&bytes, &stamp, &Claim::Own, found.as_deref(), rules)?;
    std::fs::create_dir_all(out).with_context(|| format!("make {}", out.display()))?;
    let stem = original.file_stem().and_then(|stem| stem.to_str()).unwrap_or("photo");
    let (working, thumb) = (format!("{stem}.working.jpg"), format!("{stem}.thumb.jpg"));
    for (name, bytes) in [(&working, &developed.working), (&thumb, &developed.thumb)] {
        files::write_durably(out, name, bytes).with_context(|| format!("write {name}"))?;
    }
    let document = json!({
        "original": {"sha256": Sha256::of(&bytes), "bytes": bytes.len()},
        "working": out.join(&working),
        "working_sha256": Sha256::of(&developed.working),
        "working_bytes": developed.working.len(),
        "width": developed.width,
        "height": developed.height,
        "thumb": out.join(&thumb),
        "thumb_bytes": developed.thumb.len(),
        "taken": facts.taken_local,
        "lon": facts.lon,
        "lat": facts.lat,
        "warnings": developed.remarks.iter().map(code).collect::<Vec<_>>(),
    });
    let line = format!("{} {}", out.join(&working).display(), out.join(&thumb).display());
    say.result(&document, &[line]);
    Ok(())
}

fn code(remark: &Remark) -> &'static str {
    match remark {
        Remark::NoFont => "no_font",
        Remark::ImplausiblePlace => "implausible_place",
        Remark::Small => "small_photo",
        Remark::Dark => "dark_photo",
        Remark::Blurred => "blurred_photo",
    }
}
