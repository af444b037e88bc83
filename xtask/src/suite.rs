//! The tests themselves: which are run, by which runner, and how many passed.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::install::{npm, packages};
use crate::place::{self, Place};
use crate::postgres::Postgres;
use crate::scratch::Scratch;
use crate::{pages, photos, run};

/// How many tests passed and failed.
#[derive(Clone, Copy, Default)]
pub struct Count {
    /// Those that hold.
    pub passed: u64,
    /// Those that do not, or ran out of time.
    pub failed: u64,
}

impl Count {
    /// Adds another run; a run with failures is an error once it is counted.
    pub fn add(&mut self, (other, ended_well): (Self, bool)) -> Result<()> {
        self.passed += other.passed;
        self.failed += other.failed;
        if !ended_well {
            bail!("{} tests failed", other.failed);
        }
        Ok(())
    }
}

/// What tests of both database engines want: a server of the one that is none of ours, and where to keep what they write.
#[derive(Clone, Copy)]
pub struct Engines<'a> {
    /// A cluster to make databases on.
    pub postgres: &'a Postgres,
    /// A folder in memory, where there is one.
    pub scratch: Option<&'a Scratch>,
}

/// Runs every test that needs neither a window nor a browser, on both database engines.
pub fn default_members(place: &Place, engines: Engines<'_>) -> Result<(Count, bool)> {
    let mut tests = on_both_engines(place, engines);
    if has_nextest() {
        // Many wait for a database or a line: one more than there are processors keeps all of them at work.
        let threads = std::thread::available_parallelism().map_or(2, usize::from).saturating_add(1);
        tests.args(["--test-threads", &threads.to_string()]);
    }
    counted(&mut tests)
}

/// Describes the test runner with everything at hand that a test may want. With CI=true a test that misses its database
/// fails instead of saying that it was skipped: what is counted has been run.
fn on_both_engines(place: &Place, engines: Engines<'_>) -> Command {
    let mut tests = runner(place);
    tests.env("CI", "true").env("XUNGE_TEST_POSTGRES", engines.postgres.url());
    tests.env("XUNGE_PHOTOS", photos::folder(place));
    Scratch::lend(engines.scratch, &mut tests);
    tests
}

/// Runs what depends on clocks once more, on a host that believes to be on the other side of the earth: the city's
/// days are the city's, wherever the server stands.
pub fn in_another_zone(place: &Place, engines: Engines<'_>) -> Result<()> {
    let mut tests = on_both_engines(place, engines);
    tests.args(["--", "calendar", "clock", "deadline", "limit", "time", "zone"]).env("TZ", "America/New_York");
    Count::default().add(counted(&mut tests)?)
}

/// Runs the simulation over a product with faults in it: each must be found.
pub fn planted(place: &Place, scratch: Option<&Scratch>) -> Result<(Count, bool)> {
    let mut tests = runner(place);
    Scratch::lend(scratch, &mut tests);
    // The same crates as in every other run: a narrower choice would build their dependencies anew.
    tests.args(["--features", "system-tests/planted", "--test", "simulation", "planted"]);
    counted(&mut tests)
}

/// The crates that plain `cargo test` leaves out, because they need webkit or are made for a browser.
const FACES: [&str; 3] = ["kit", "app-ui", "console"];

/// Runs the tests beside the code of the faces: texts, forms, figures. They need no browser.
pub fn faces(place: &Place) -> Result<(Count, bool)> {
    let mut tests = runner(place);
    tests.args(FACES.iter().flat_map(|face| ["--package", face]));
    // Nothing here is slow enough to be worth optimising what it stands on: that alone would take minutes.
    tests.args(["--config", "profile.dev.package.\"*\".opt-level=0", "--target-dir"]).arg(place.target.join("faces"));
    counted(&mut tests)
}

/// Runs the tests beside the code of the window's program.
pub fn window_program(place: &Place) -> Result<(Count, bool)> {
    packages::ensure(packages::WINDOW)?;
    counted(&mut window(place, runner(place)))
}

/// Runs the tests beside the tool that makes pages out of modules, which is only compiled where pages are built.
pub fn page_tool(place: &Place) -> Result<(Count, bool)> {
    let mut tests = runner(place);
    tests.args(["--package", "xtask", "--features", "bindgen", "--bin", "bindgen"]);
    counted(&mut tests)
}

/// Runs the tests of the app window and of the desk's page in a browser, on a display that nobody sees.
///
/// What the screens looked like on the way is kept in the folder `pictures`.
pub fn screens(place: &Place, pictures: &Path) -> Result<(Count, bool)> {
    packages::ensure(packages::WINDOW)?;
    build_window(place)?;
    counted(&mut screen_tests(place, pictures, &[])?)
}

/// Looks at every screen of the phone and every page of the desk in every combination of size, language, light and, for the
/// phone, line, and keeps a picture of each.
pub fn every_screen(place: &Place) -> Result<()> {
    pages::build_all(place)?;
    photos::ensure(place)?;
    packages::ensure(packages::WINDOW)?;
    build_window(place)?;
    let mut tests = screen_tests(place, &place.out().join("pictures"), &["walk"])?;
    Count::default().add(counted(tests.env("XUNGE_COMBINATIONS", "every"))?)?;
    run::say(&format!("the pictures are in {}", place.out().join("looks").display()));
    Ok(())
}

/// Measures how the page holds still while the lists of a phone after months are scrolled through. The page is as it
/// ships; only the core behind it is not built for speed.
pub fn lists_scroll(place: &Place) -> Result<()> {
    pages::build_all(place)?;
    photos::ensure(place)?;
    let mut tests = screen_tests(place, &place.out().join("pictures"), &["scroll"])?;
    Count::default().add(counted(tests.env("XUNGE_LONG_LISTS", "yes"))?)
}

/// Measures how soon a browser that holds nothing yet shows the board of 5,000 devices, with a release build of the server.
pub fn board_paints(place: &Place) -> Result<()> {
    pages::build_all(place)?;
    // With its benches, which measure the same: built alone, all that it stands on would be built anew.
    run::run(place.cargo("bench").args(["--no-run", "--bench", "board"]))?;
    let mut tests = screen_tests(place, &place.out().join("pictures"), &["paint"])?;
    tests.env("XUNGE_SERVER", place.target.join("release/xunge-server")).env("XUNGE_LONG_LISTS", "yes");
    Count::default().add(counted(&mut tests)?)
}

/// Measures how soon the window is there and what one report costs, in a release build.
pub fn window_starts(place: &Place) -> Result<()> {
    pages::build_all(place)?;
    photos::ensure(place)?;
    packages::ensure(packages::WINDOW)?;
    let program = place.target.join("release/app-shell");
    if is_older_than_its_page(&program, &pages::collector(place)) {
        run::run(place.cargo("clean").args(["--quiet", "--release", "--package", "app-shell"]))?;
    }
    run::run(window(place, place.cargo("build")).arg("--release"))?;
    let mut tests = screen_tests(place, &place.out().join("pictures"), &["starts", "first_day"])?;
    Count::default().add(counted(tests.env("XUNGE_SHELL", program).env("XUNGE_STARTS", "10"))?)
}

/// Describes the tests of the screens, with everything at hand that they want; only those with such a name, if any is
/// given.
fn screen_tests(place: &Place, pictures: &Path, named: &[&str]) -> Result<Command> {
    fs::create_dir_all(pictures).with_context(|| format!("make {}", pictures.display()))?;
    packages::ensure(packages::SCREENS)?;
    // The server as its own tests want it, which are compiled by now: built alone, all that it stands on would be built anew.
    run::run(place.cargo("test").args(["--no-run", "--test", "server"]))?;
    let inner = runner(place);
    let mut tests = Command::new("xvfb-run");
    tests.args(["--auto-servernum", "--server-args=-screen 0 1280x1024x24"]);
    tests.arg(inner.get_program()).args(inner.get_args());
    // The same crates as in every other run: a narrower choice would build their dependencies anew.
    tests.args(["--features", "system-tests/screens", "--test", "screens"]);
    // They measure too: what they say is read whether they pass or not.
    let said: &[&str] = if has_nextest() { &["--success-output", "immediate", "--"] } else { &["--", "--show-output"] };
    tests.args(said).args(named);
    tests.current_dir(&place.root).env("CARGO_TARGET_DIR", &place.target);
    tests.env("XUNGE_SHELL", place.built("app-shell"));
    tests.env("XUNGE_CONSOLE_DIR", pages::desk(place));
    tests.env("XUNGE_COLLECTOR_DIR", pages::collector(place));
    tests.env("XUNGE_PHOTOS", photos::folder(place)).env("XUNGE_PICTURES", pictures);
    tests.env("XUNGE_AXE", npm::axe(place)?);
    for (name, file) in [("CHROMEDRIVER", "chromedriver"), ("WEBKIT_WEBDRIVER", "WebKitWebDriver")] {
        tests.env(name, place::program(file).with_context(|| format!("find {file}"))?);
    }
    Ok(tests)
}

/// Makes the pictures of the README from the real screens: those that their tests keep (`Screen::keep` in `tests/screens`,
/// each under its name in `icons/screens`). Of the desk's pages, at 1440 by 900: `desk-board` and `desk-board-en` by
/// `desks/supervisor.rs`, `desk-work` by `desks/work.rs`, `desk-people` and `desk-areas-draw` by `desks/administrator.rs`,
/// `desk-assessment` and `desk-bulletin` by `desks/assessment.rs`, `desk-honesty` by `desks/honesty.rs`. `desk-bulletin-page`
/// is the first page of that bulletin's PDF as it was downloaded, drawn by `desks/paper.rs`.
pub fn pictures(place: &Place) -> Result<()> {
    pages::build_all(place)?;
    photos::ensure(place)?;
    let folder = place.root.join("icons/screens");
    Count::default().add(screens(place, &folder)?)?;
    quantise(&folder)?;
    run::say(&format!("the pictures are in {}", folder.display()));
    Ok(())
}

/// Makes the pictures small where the tool for it is at hand: a clone carries them for ever.
fn quantise(folder: &Path) -> Result<()> {
    let Some(pngquant) = place::program("pngquant") else {
        run::say("pngquant is not here: the pictures stay as large as they are");
        return Ok(());
    };
    for entry in fs::read_dir(folder).with_context(|| format!("read {}", folder.display()))? {
        let picture = entry.with_context(|| format!("read {}", folder.display()))?.path();
        let mut quantise = Command::new(&pngquant);
        quantise.args(["--force", "--skip-if-larger", "--strip", "--quality", "60-90", "--ext", ".png", "--"]);
        let status = quantise.arg(&picture).status().context("start pngquant")?;
        // 98 and 99 say that the picture is better left as it is.
        if !status.success() && !matches!(status.code(), Some(98 | 99)) {
            bail!("pngquant failed on {}", picture.display());
        }
    }
    Ok(())
}

/// Builds the app window with the finished collector's page inside.
pub fn build_window(place: &Place) -> Result<()> {
    run::say("building the app window");
    if is_older_than_its_page(&place.built("app-shell"), &pages::collector(place)) {
        // cargo does not know that the page is a part of the program.
        run::run(place.cargo("clean").args(["--quiet", "--package", "app-shell"]))?;
    }
    run::run(&mut window(place, place.cargo("build")))
}

/// Lets a cargo see to the app window, whose page has to be finished before.
fn window(place: &Place, mut cargo: Command) -> Command {
    cargo.args(["--package", "app-shell", "--features", "custom-protocol"]);
    // The page lies in cargo's target folder, which only we know.
    let page = pages::collector(place).display().to_string();
    cargo.env("TAURI_CONFIG", format!("{{\"build\":{{\"frontendDist\":{page:?}}}}}"));
    cargo
}

/// Tells whether some file of a page has changed since the program was made.
fn is_older_than_its_page(program: &Path, page: &Path) -> bool {
    let changed = |file: &Path| fs::metadata(file).and_then(|facts| facts.modified()).ok();
    let mut files = fs::read_dir(page).into_iter().flatten().flatten().map(|file| file.path());
    files.any(|file| {
        let changed_within = file.is_dir() && is_older_than_its_page(program, &file);
        changed_within || changed(&file) > changed(program)
    })
}

/// Describes the test runner: nextest where it is, else cargo's own. To compile nextest would take longer than the
/// tests it would speed up.
fn runner(place: &Place) -> Command {
    let mut tests = place.cargo(if has_nextest() { "nextest" } else { "test" });
    if has_nextest() {
        // A test that passes only the second time is listed as flaky at the end, and is to be mended.
        tests.args(["run", "--no-fail-fast", "--retries", "1", "--config-file", "tests/nextest.toml"]);
    } else {
        tests.arg("--no-fail-fast");
    }
    tests
}

fn has_nextest() -> bool {
    place::program("cargo-nextest").is_some()
}

/// Runs tests with their output on ours, and reads from it how many there were.
fn counted(tests: &mut Command) -> Result<(Count, bool)> {
    // The runners tell their results on different streams: one pipe takes both, in order.
    let (reader, writer) = std::io::pipe().context("make a pipe")?;
    tests.stdin(Stdio::null()).stdout(writer.try_clone().context("share a pipe")?).stderr(writer);
    let mut child = tests.spawn().context("start the tests")?;
    // The command holds the writing end; while it does, reading would never end.
    tests.stdout(Stdio::null()).stderr(Stdio::null());
    let mut count = Count::default();
    for line in BufReader::new(reader).split(b'\n') {
        let line = String::from_utf8_lossy(&line.context("read from the tests")?).into_owned();
        println!("{line}");
        if let Some(more) = read_result(&line) {
            count.passed += more.passed;
            count.failed += more.failed;
        }
    }
    let status = child.wait().context("wait for the tests")?;
    Ok((count, status.success()))
}

/// Reads the closing line of a runner: `test result: ok. 3 passed; 0 failed; …` of cargo's own, or
/// `Summary [ 1.2s] 4 tests run: 3 passed, 1 failed, 0 skipped` of nextest.
fn read_result(line: &str) -> Option<Count> {
    let line = line.trim_start();
    if !line.starts_with("test result:") && !line.starts_with("Summary [") {
        return None;
    }
    let words: Vec<&str> = line.split([' ', ',', ';']).filter(|word| !word.is_empty()).collect();
    let before = |what: &str| -> u64 {
        words.windows(2).find_map(|pair| (*pair.last()? == what).then(|| pair.first()?.parse().ok())?).unwrap_or(0)
    };
    Some(Count { passed: before("passed"), failed: before("failed") + before("timed") })
}

#[cfg(test)]
mod tests {
    use super::read_result;

    #[track_caller]
    fn check(line: &str, expected: Option<(u64, u64)>) {
        assert_eq!(read_result(line).map(|count| (count.passed, count.failed)), expected);
    }

    #[test]
    fn the_closing_line_of_cargo_is_counted() {
        check("test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out", Some((12, 0)));
        check("test result: FAILED. 3 passed; 2 failed; 0 ignored", Some((3, 2)));
    }

    #[test]
    fn the_closing_line_of_nextest_is_counted() {
        check("     Summary [   0.034s] 3 tests run: 2 passed, 1 failed, 0 skipped", Some((2, 1)));
        check("     Summary [   9.1s] 4 tests run: 3 passed (1 slow), 1 timed out, 0 skipped", Some((3, 1)));
    }

    #[test]
    fn any_other_line_is_not() {
        check("        PASS [   0.004s] shared ids::tests::three_passed", None);
    }
}
