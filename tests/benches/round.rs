//! What a round costs: 20 cases with a photo each on a clean line, from the first request to the last answer.
//!
//! Budgets: under 150 ms at the 99th percentile; on the wire at most 1.02 times the photos and their manifests, and 160
//! bytes for each case beside them; a round that brings nothing under 500 bytes beside its hello. The hello is counted
//! apart, and so are digests. `cargo bench -p system-tests --bench round` prints the figures.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use shared::account::Role;
use shared::evidence::PhotoRole;
use system_tests::collector::Draft;
use system_tests::hands::in_phone;
use system_tests::world::{World, story};

const MONDAY: &str = "2026-11-23T09:00:00+08:00";
const CASES: usize = 20;
const ROUNDS: usize = 40;
const BUDGET: Duration = Duration::from_millis(150);

/// A camera's file with enough in it that its working copy is as large as that of a street.
fn picture(seed: usize) -> Result<Vec<u8>> {
    let mut noise = u32::try_from(seed)?.wrapping_mul(2_654_435_761) | 1;
    let image = image::RgbImage::from_fn(800, 600, |x, y| {
        noise ^= noise << 13;
        noise ^= noise >> 17;
        noise ^= noise << 5;
        let grain = (noise % 24) as u8;
        image::Rgb([(x % 200) as u8 + grain, (y % 200) as u8 + grain, grain])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Jpeg)?;
    Ok(bytes.into_inner())
}

fn main() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = world.accounts.first(Role::Collector)?.user.clone();
        let phone = world.phone(&user).await?;
        let home = phone.start().await?.home.context("a duty grid to stand in")?;
        let (mut times, mut beside) = (Vec::new(), Vec::new());
        for round in 0..ROUNDS {
            for number in 0..CASES {
                let mut fix = home.clone();
                fix.lon.0 += i32::try_from(number)? * 500;
                fix.lat.0 += i32::try_from(round)? * 200;
                let shot = picture(round * CASES + number)?;
                let photos = [(PhotoRole::Near, shot.as_slice())];
                let draft =
                    Draft {
                        category: "event:06010", condition_no: 1, fix, note: "路边两袋垃圾", photos: &photos
                    };
                phone.report(&draft).await?;
            }
            let waiting = "select coalesce(sum(working_bytes + length(manifest) + length(signature)), 0) from photos
                where receipt_ms = 0 and operation_id <> ''";
            let photos: i64 = in_phone(phone.home())?.query_row(waiting, [], |row| row.get(0))?;
            phone.line.take_bytes();
            let begun = Instant::now();
            let done = phone.sync().await?;
            times.push(begun.elapsed());
            ensure!(done.left == 0 && usize::try_from(done.photos_sent)? == CASES, "{done:?}");
            let bytes = phone.line.take_bytes();
            let apart = |path: &str| path.ends_with("hello") || path.ends_with("digest");
            let wire: u64 = bytes.iter().filter(|(path, _)| !apart(path)).map(|(_, bytes)| bytes).sum();
            beside.push((wire as f64 - 1.02 * photos as f64) / CASES as f64);
        }
        times.sort();
        beside.sort_by(f64::total_cmp);
        let at = |part: f64| times.get(((times.len() - 1) as f64 * part).round() as usize).copied().unwrap_or_default();
        let verdict = if at(0.99) <= BUDGET { "within" } else { "OVER" };
        println!(
            "a round with {CASES} cases: median {:.0?}, 99th percentile {:.0?}, {verdict} the budget of {BUDGET:?}",
            at(0.5),
            at(0.99)
        );
        let middle = beside.get(beside.len() / 2).copied().unwrap_or_default();
        println!("on the wire beside 1.02 times photos and manifests: {middle:.0} bytes a case; budget 160");
        phone.sync().await?;
        phone.line.take_bytes();
        phone.sync().await?;
        let bytes = phone.line.take_bytes();
        let nothing: u64 = bytes.iter().filter(|(path, _)| !path.ends_with("hello")).map(|(_, bytes)| bytes).sum();
        println!("a round that brings nothing: {nothing} bytes beside the hello; budget 500");
        Ok(())
    })
}
