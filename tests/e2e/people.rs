//! What the stories share: who is who in the small city, and a photograph to take.

use anyhow::{Context, Result};
use shared::account::Role;
use shared::evidence::PhotoRole;
use shared::ids::CaseId;
use shared::place::fix::Fix;
use system_tests::collector::{Collector, Draft};
use system_tests::world::World;

/// When the stories begin: a working Monday.
pub const MONDAY: &str = "2026-11-23T09:00:00+08:00";

/// Returns the user names of the first collectors of the first jurisdiction that has that many.
pub fn collectors(world: &World, wanted: usize) -> Result<Vec<String>> {
    let areas: std::collections::BTreeSet<&str> =
        world.accounts.accounts.iter().map(|account| account.jurisdiction.as_str()).collect();
    let people = |area: &str| -> Vec<String> {
        world.accounts.of(Role::Collector, area).take(wanted).map(|account| account.user.clone()).collect()
    };
    areas.iter().map(|area| people(area)).find(|users| users.len() == wanted).context("enough collectors somewhere")
}

/// A camera's file: the noise of a real lens is not needed here, only a picture large enough to be scaled.
pub fn shot(tint: u8) -> Vec<u8> {
    let image =
        image::RgbImage::from_fn(1_800, 1_200, |x, y| image::Rgb([tint, (x / 8 % 256) as u8, (y / 5 % 256) as u8]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// A camera's file of a few megabytes, as a busy street gives.
pub fn busy_shot(seed: u32) -> Vec<u8> {
    let mut noise = seed.wrapping_mul(2_654_435_761) | 1;
    let image = image::RgbImage::from_fn(1_600, 1_200, |_, _| {
        noise ^= noise << 13;
        noise ^= noise >> 17;
        noise ^= noise << 5;
        let [r, g, b, _] = noise.to_le_bytes();
        image::Rgb([r, g, b])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// Where the person stands: the middle of their first duty grid.
pub async fn here(phone: &Collector) -> Result<Fix> {
    phone.start().await?.home.context("a duty grid to stand in")
}

/// Reports exposed refuse where the person stands, with two photographs.
pub async fn report(phone: &Collector, tint: u8) -> Result<CaseId> {
    let fix = here(phone).await?;
    let (near, far) = (shot(tint), shot(tint.wrapping_add(1)));
    let photos = [(PhotoRole::Near, near.as_slice()), (PhotoRole::Far, far.as_slice())];
    let draft = Draft { category: "event:06010", condition_no: 1, fix, note: "两袋", photos: &photos };
    Ok(phone.report(&draft).await?.case)
}
