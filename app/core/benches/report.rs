//! What one report costs the phone: time, CPU, bytes to the disk, bytes to be sent, and how often it was woken.
//!
//! Wants `XUNGE_PHOTOS`, a folder of camera photographs, for the shot; without it a small drawn one stands in and says so.
//! The position receiver and the looks at the status are the page's: the test `first_day` of the screens prints the whole
//! of one report, in a window. No budget: the figures are to be known.
//! `cargo bench -p app-core --bench report` prints them.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench that cannot go on ends")]

mod field;

use std::fs;
use std::io::Cursor;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use app_bridge::ask::{Ask, ReportForm, Shot, Subject};
use app_bridge::told::{PhotoCard, Told};
use app_core::core::Core;
use image::{ImageFormat, Rgb, RgbImage};
use shared::evidence::PhotoRole;

use crate::field::{Field, fix};

const RUNS: usize = 11;

/// What has been used so far.
#[derive(Clone, Copy, Debug, Default)]
struct Used {
    wall: Duration,
    cpu: Duration,
    written_bytes: u64,
    disk_bytes: u64,
    woken: u64,
}

impl Used {
    fn so_far(begun: Instant) -> Self {
        let cpu = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
        let nanos = u32::try_from(cpu.tv_nsec).unwrap_or(0);
        Self {
            wall: begun.elapsed(),
            cpu: Duration::new(u64::try_from(cpu.tv_sec).unwrap_or(0), nanos),
            written_bytes: figure("/proc/self/io", "wchar:"),
            disk_bytes: figure("/proc/self/io", "write_bytes:"),
            woken: woken(),
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            wall: self.wall + other.wall,
            cpu: self.cpu + other.cpu,
            written_bytes: self.written_bytes + other.written_bytes,
            disk_bytes: self.disk_bytes + other.disk_bytes,
            woken: self.woken + other.woken,
        }
    }

    fn since(self, earlier: Self) -> Self {
        Self {
            wall: self.wall.saturating_sub(earlier.wall),
            cpu: self.cpu.saturating_sub(earlier.cpu),
            written_bytes: self.written_bytes.saturating_sub(earlier.written_bytes),
            disk_bytes: self.disk_bytes.saturating_sub(earlier.disk_bytes),
            woken: self.woken.saturating_sub(earlier.woken),
        }
    }
}

/// Returns a figure that the system keeps in a file; nought where it keeps none.
fn figure(file: &str, name: &str) -> u64 {
    let text = fs::read_to_string(file).unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|count| count.parse().ok()).unwrap_or(0)
}

/// Returns how often a thread of this process has waited and was woken.
fn woken() -> u64 {
    let threads = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let status = threads.map(|thread| thread.path().join("status").display().to_string());
    status.map(|status| figure(&status, "voluntary_ctxt_switches:")).sum()
}

fn main() {
    let field = Field::begin(|_, _, _| {});
    let core = field.core();
    field.ask(&core, Ask::Start);
    let (name, picture) = picture();
    println!("{:<28} {:>10} {:>10} {:>12} {:>12} {:>8}", "", "wall", "CPU", "written", "to the disk", "woken");
    let (mut shots, mut reports) = (Vec::new(), Vec::new());
    for run in 0..RUNS {
        let begun = Instant::now();
        let before = Used::so_far(begun);
        let taken = shoot(&field, &core, &picture, run);
        let shot = Used::so_far(begun);
        report(&field, &core, taken, run);
        let saved = Used::so_far(begun);
        shots.push(shot.since(before));
        reports.push(saved.since(shot));
    }
    line(&format!("a shot ({name})"), &shots);
    line("the report without its shot", &reports);
    let Told::Status(status) = field.ask(&core, Ask::Status) else { unreachable!("the status was asked for") };
    drop(core);
    let (store, _) = field.store();
    let waiting = store.read(|r| r.waiting_operations(0, 100)).unwrap();
    let words: usize = waiting.iter().map(|logged| logged.envelope.body.len()).sum();
    let packed: usize = waiting.iter().map(|logged| packed(&logged.envelope.body)).sum();
    let runs = u64::try_from(RUNS).unwrap();
    assert_eq!(waiting.len(), RUNS, "every report waits to be sent");
    println!(
        "{:<28} {:.1} KB of words, {:.1} KB as they travel, {} KB of photo",
        "to be sent for one report",
        kilobytes(words / RUNS),
        kilobytes(packed / RUNS),
        status.waiting_bytes / runs / 1_000
    );
    let whole: Vec<Used> = shots.iter().zip(&reports).map(|(shot, report)| shot.and(*report)).collect();
    let cpu = middle(&whole, |used| used.cpu.as_micros());
    let on_the_wire = u64::try_from(packed / RUNS).unwrap() + status.waiting_bytes / runs;
    println!();
    println!("{:<28} {:>10} {:>12} {:>16} {:>8}", "one report", "CPU", "receiver on", "on the wire", "woken");
    println!(
        "{:<28} {:>10} {:>12} {:>13} KB {:>8}",
        "in the core alone",
        milliseconds(cpu),
        "the page's",
        on_the_wire / 1_000,
        middle(&whole, |used| u128::from(used.woken))
    );
}

/// Returns how many bytes words take on the line.
fn packed(words: &str) -> usize {
    zstd::stream::encode_all(words.as_bytes(), 3).unwrap().len()
}

fn kilobytes(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes).unwrap()) / 1_000.0
}

fn shoot(field: &Field, core: &Core, picture: &[u8], run: usize) -> PhotoCard {
    let shot = Shot {
        role: PhotoRole::Near,
        subject: Subject::Draft { case: None },
        fix: Some(place(run)),
        address: String::new(),
        imported: false,
        pair: None,
        poster: None,
    };
    field.runtime.block_on(core.take(shot, picture.to_vec())).unwrap()
}

fn report(field: &Field, core: &Core, taken: PhotoCard, run: usize) {
    let form = ReportForm {
        category: "event:06010".parse().unwrap(),
        condition_no: 1,
        fix: place(run),
        note: "门前人行道上两袋".to_owned(),
        address: String::new(),
        photos: vec![taken.photo],
        draft: taken.draft,
        self_handled: false,
    };
    let told = field.ask(core, Ask::SaveReport(form));
    assert!(matches!(told, Told::Saved(_)), "it is saved");
}

fn place(run: usize) -> shared::place::fix::Fix {
    fix(f64::from(u32::try_from(run).unwrap()) * 150.0, 400.0)
}

/// A camera's photograph, else a drawn one; with what it is called.
fn picture() -> (String, Vec<u8>) {
    let folder = std::env::var_os("XUNGE_PHOTOS").map(PathBuf::from);
    let names = ["tower.jpg", "water.jpg", "wrist.jpg", "dragonfly.jpg"];
    let found = folder.and_then(|folder| names.iter().map(|name| folder.join(name)).find(|path| path.exists()));
    if let Some(path) = found {
        let bytes = fs::read(&path).unwrap();
        return (format!("{} KB", bytes.len() / 1_000), bytes);
    }
    let mut bytes = Cursor::new(Vec::new());
    let drawn =
        RgbImage::from_fn(
            640,
            480,
            |x, y| {
                if (x / 40 + y / 40) % 2 == 0 { Rgb([90, 140, 60]) } else { Rgb([200, 190, 180]) }
            },
        );
    drawn.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    ("drawn: XUNGE_PHOTOS is not set".to_owned(), bytes.into_inner())
}

fn line(what: &str, used: &[Used]) {
    println!(
        "{what:<28} {:>10} {:>10} {:>9} KB {:>9} KB {:>8}",
        milliseconds(middle(used, |used| used.wall.as_micros())),
        milliseconds(middle(used, |used| used.cpu.as_micros())),
        middle(used, |used| u128::from(used.written_bytes)) / 1_000,
        middle(used, |used| u128::from(used.disk_bytes)) / 1_000,
        middle(used, |used| u128::from(used.woken)),
    );
}

fn middle(used: &[Used], of: fn(&Used) -> u128) -> u128 {
    let mut all: Vec<u128> = used.iter().map(of).collect();
    all.sort_unstable();
    all[all.len() / 2]
}

fn milliseconds(micros: u128) -> String {
    format!("{}.{:01} ms", micros / 1_000, micros % 1_000 / 100)
}
