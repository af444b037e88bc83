//! How long a shot takes from the camera's bytes to three files that survive a power cut, beside libvips.
//!
//! Budget: under 85 ms of one core for 12 megapixels, 1.5 times as fast as libvips doing only the resize and the
//! encoding, under 120 MB of memory. Ours does all of it: hash, decode, scale, turn, watermark, encode, EXIF, thumbnail,
//! flush. Wants `XUNGE_PHOTOS`, a folder of camera photographs; `vipsthumbnail` is measured where it is installed.
//! `cargo bench -p app-core --bench photo` prints the figures.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench that cannot go on ends")]

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use app_core::native::files;
use app_core::photo::{self, Claim, Rules, Stamp};
use shared::ids::Sha256;

const RUNS: usize = 21;
const BUDGET: Duration = Duration::from_millis(85);
const MEMORY_MB: u64 = 120;
const AHEAD: f64 = 1.5;

fn main() {
    let Some(folder) = std::env::var_os("XUNGE_PHOTOS").map(PathBuf::from) else {
        println!("XUNGE_PHOTOS names no folder of photographs: nothing is measured");
        return;
    };
    let out = std::env::current_dir().unwrap().join("../../target").join(format!("photo-bench-{}", std::process::id()));
    let out = std::env::var_os("CARGO_TARGET_DIR")
        .map_or(out, |target| PathBuf::from(target).join(format!("photo-bench-{}", std::process::id())));
    fs::create_dir_all(&out).unwrap();
    for name in ["water.jpg", "wrist.jpg", "dragonfly.jpg", "tower.jpg"] {
        let path = folder.join(name);
        if path.exists() {
            measure(&path, &out);
        }
    }
    println!(
        "{:<44} {:>10} MB  {} the budget of {MEMORY_MB} MB",
        "the most memory of it all",
        memory_mb(),
        verdict(memory_mb() <= MEMORY_MB)
    );
    fs::remove_dir_all(&out).unwrap();
}

fn measure(path: &Path, out: &Path) {
    let original = fs::read(path).unwrap();
    let picture = shared::evidence::file::judge(&original).unwrap();
    let megapixels = f64::from(picture.width) * f64::from(picture.height) / 1e6;
    println!("{} ({megapixels:.1} megapixels, {} KB)", path.file_name().unwrap().display(), original.len() / 1_000);
    let mut parts: [Vec<Duration>; 4] = Default::default();
    for _ in 0..RUNS {
        let all = Instant::now();
        let hash = Instant::now();
        black_box(Sha256::of(&original));
        let hashed = hash.elapsed();
        let developing = Instant::now();
        let rules = Rules { working_edge_px: 1_600 };
        let developed = photo::develop(&original, &stamp(), &Claim::Own, None, rules).unwrap();
        let developed_in = developing.elapsed();
        let flushing = Instant::now();
        files::write_durably(out, "original", &original).unwrap();
        files::write_durably(out, "working", &developed.working).unwrap();
        files::write_durably(out, "thumb", &developed.thumb).unwrap();
        let flushed = flushing.elapsed();
        for (part, took) in parts.iter_mut().zip([hashed, developed_in, flushed, all.elapsed()]) {
            part.push(took);
        }
    }
    let rules = Rules { working_edge_px: 1_600 };
    let developed = photo::develop(&original, &stamp(), &Claim::Own, None, rules).unwrap();
    let (working, thumb) = (developed.working.len() / 1_000, developed.thumb.len() / 1_000);
    println!("  {:<42} {working:>9} KB, {thumb} KB", "working copy, thumbnail");
    let [hashed, developed, flushed, whole] = parts.map(median);
    println!("  {:<42} {hashed:>12.2?}", "hash");
    println!("  {:<42} {developed:>12.2?}", "working copy, watermark, EXIF, thumbnail");
    println!("  {:<42} {flushed:>12.2?}", "three files flushed");
    let is_twelve = (11.5..13.5).contains(&megapixels);
    let said = if is_twelve { format!("{} the budget of {BUDGET:?}", verdict(whole <= BUDGET)) } else { String::new() };
    println!("  {:<42} {whole:>12.2?}  {said}", "all of it");
    match vips(path, out) {
        Some(vips) => {
            let ahead = vips.as_secs_f64() / whole.as_secs_f64();
            println!(
                "  {:<42} {vips:>12.2?}  ours is {ahead:.2} times as fast, {} the budget of {AHEAD}",
                "libvips, resize and encode alone",
                verdict(ahead >= AHEAD)
            );
        }
        None => println!("  vipsthumbnail is not installed: nothing is measured beside it"),
    }
}

fn stamp() -> Stamp {
    Stamp {
        time: "2026-11-23 10:24:51".to_owned(),
        role: "近景".to_owned(),
        place: "西安市雁塔区小寨路街道含光路南段 12 号门前人行道".to_owned(),
        grid: "610113009012-03".to_owned(),
        person: "王喆 c001".to_owned(),
        case: "A1B2C3".to_owned(),
        training: String::new(),
    }
}

/// One file's time within one process: what many take more than one, so that starting it does not count.
fn vips(path: &Path, out: &Path) -> Option<Duration> {
    let copies: Vec<PathBuf> = (0..RUNS).map(|number| out.join(format!("copy-{number}.jpg"))).collect();
    for copy in &copies {
        fs::copy(path, copy).unwrap();
    }
    let run = |files: &[PathBuf]| -> Option<Duration> {
        let begun = Instant::now();
        let done = Command::new("vipsthumbnail")
            .env("VIPS_CONCURRENCY", "1")
            .args(["--size", "1600x1600", "-o", "tn_%s.jpg[Q=82]"])
            .args(files)
            .status()
            .ok()?;
        done.success().then(|| begun.elapsed())
    };
    run(&copies[..1])?;
    let mut times = Vec::new();
    for _ in 0..3 {
        let (one, all) = (run(&copies[..1])?, run(&copies)?);
        times.push(all.saturating_sub(one) / u32::try_from(RUNS - 1).unwrap());
    }
    Some(median(times))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn verdict(is_within: bool) -> &'static str {
    if is_within { "within" } else { "OVER" }
}

/// The most memory that this process ever had in use.
fn memory_mb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1_024
}
