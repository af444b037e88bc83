//! How long a collector waits for "saved": a report whose photos are taken, from the button to the commit.
//!
//! Budget: under 30 ms, with the full city's packs and the encrypted database on a disk. What is measured is the whole
//! of it: grid, unit and deadline found, case and operation written in one transaction, flushed. Photos are developed
//! before, while the person types. `cargo bench -p system-tests --bench save` prints the figures.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use app_bridge::ask::{Ask, ReportForm, Shot, Subject};
use app_bridge::told::Told;
use server::training::Scale;
use shared::account::Role;
use shared::evidence::PhotoRole;
use shared::place::fix::Fix;
use system_tests::collector::Collector;
use system_tests::world::{World, story, training_city};

const MONDAY: &str = "2026-11-23T09:00:00+08:00";
const SAVES: usize = 300;
const BUDGET: Duration = Duration::from_millis(30);

fn report(what: &str, took: Duration) {
    let verdict = if took <= BUDGET { "within" } else { "OVER" };
    println!("{what:<52} {took:>12.2?}  {verdict} the budget of {BUDGET:?}");
}

fn picture() -> Result<Vec<u8>> {
    let image = image::RgbImage::from_fn(320, 240, |x, y| image::Rgb([90, (x % 256) as u8, (y % 256) as u8]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Jpeg)?;
    Ok(bytes.into_inner())
}

/// Photographs, and returns the form that only waits for the button.
async fn filled(phone: &Collector, fix: Fix, original: &[u8]) -> Result<ReportForm> {
    let shot = Shot {
        role: PhotoRole::Near,
        subject: Subject::Draft { case: None },
        fix: Some(fix.clone()),
        address: String::new(),
        imported: false,
        pair: None,
        poster: None,
    };
    let card = phone.core.take(shot, original.to_vec()).await?;
    Ok(ReportForm {
        category: "event:06010".parse()?,
        condition_no: 1,
        fix,
        note: "路边两袋垃圾".to_owned(),
        address: "凤城八路".to_owned(),
        photos: vec![card.photo],
        draft: card.draft,
        self_handled: false,
    })
}

async fn save(phone: &Collector, form: ReportForm) -> Result<Duration> {
    let begun = Instant::now();
    let told = phone.core.tell(Ask::SaveReport(form)).await?;
    let took = begun.elapsed();
    let Told::Saved(saved) = told else { anyhow::bail!("asked to save, told {told:?}") };
    ensure!(saved.grid.is_some() && saved.deadline.is_some(), "grid and deadline are found offline");
    Ok(took)
}

fn main() -> Result<()> {
    story(async {
        let world = World::begin_with(MONDAY, async |app| training_city(app, Scale::Full).await).await?;
        println!("{:<52} {:>12}", "unit grids in the city", world.accounts.grids);
        let user = world.accounts.first(Role::Collector)?.user.clone();
        let phone = world.phone(&user).await?;
        let home = phone.start().await?.home.context("a duty grid to stand in")?;
        let original = picture()?;
        let mut times = Vec::new();
        for number in 0..SAVES {
            let mut fix = home.clone();
            fix.lon.0 += i32::try_from(number % 40)? * 100;
            fix.lat.0 += i32::try_from(number / 40)? * 100;
            let form = filled(&phone, fix, &original).await?;
            times.push(save(&phone, form).await?);
        }
        report("the first save after the start", times.first().copied().unwrap_or_default());
        times.sort();
        let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
        report(&format!("a save, median of {SAVES}"), at(50));
        report("a save, 99 of 100", at(99));
        Ok(())
    })
}
