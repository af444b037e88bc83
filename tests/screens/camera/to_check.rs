//! A case on its way to the check: reported, sent to its unit, handed back, and somebody was drawn to look.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use shared::evidence::PhotoRole;
use shared::ids::CaseId;
use system_tests::collector::{Collector, Draft};
use system_tests::desk::Desk as Http;

use crate::city::City;
use crate::evidence::received;

/// So far east of the problem its two photos are taken.
pub const EAST_M: f64 = 12.0;

/// A case that waits for its check.
pub struct ToCheck {
    /// The case.
    pub case: CaseId,
    /// Who was drawn.
    pub checker: String,
}

/// Brings a case to its check. The photos from before look east.
pub async fn to_check(city: &City, home: &Path, photos: &[PathBuf]) -> Result<ToCheck> {
    let read = |number: usize| fs::read(photos.get(number).context("three photographs")?).context("read a photograph");
    let (near, far, done) = (read(0)?, read(1)?, read(2)?);
    let account = city.one("collector");
    let wang = Collector::with_phone(&account.user, home)?;
    wang.sign_in(&city.url(), &account.password).await?;
    let spot = wang.start().await?.home.context("a duty grid to stand in")?;
    let draft = Draft {
        category: "event:06010",
        condition_no: 1,
        fix: received(&wang, &spot, EAST_M)?,
        note: "两袋",
        photos: &[(PhotoRole::Near, near.as_slice()), (PhotoRole::Far, far.as_slice())],
    };
    let mut form = wang.photograph(&draft).await?;
    form.fix = received(&wang, &spot, 0.0)?;
    let case = wang.save(form).await?.case;
    ensure!(wang.sync().await?.left == 0, "everything arrives");

    let admin = city.one("admin");
    let admin = Http::sign_in(&city.url(), &admin.user, &admin.password).await?;
    let unit = admin.file(case).await?.case.unit.context("the rule gives one unit there")?;
    let unit = city.account(&format!("u-{unit}"));
    let unit = Http::sign_in(&city.url(), &unit.user, &unit.password).await?;
    let file = unit.finish(case, &done, "已清运").await?;
    let checker = file.draws.last().and_then(|draw| draw.drawn.clone()).context("somebody was drawn")?;
    Ok(ToCheck { case, checker })
}
