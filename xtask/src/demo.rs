//! `cargo xtask demo`: the training city, a server on it, one patrol morning, and then the city is yours to try.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::install::packages;
use crate::place::Place;
use crate::server::Server;
use crate::{pages, photos, run, suite};

/// What a person may choose.
#[derive(clap::Args)]
pub struct Choice {
    /// End after the table of the morning, without pages and without a window
    #[arg(long)]
    headless: bool,
    /// Where the server keeps the city (default: in cargo's target folder)
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
    /// Where the collectors' devices keep theirs (default: in cargo's target folder)
    #[arg(long, value_name = "FOLDER")]
    home: Option<PathBuf>,
    /// The whole city, or the districts round the Bell Tower
    #[arg(long, value_enum, default_value_t = Scale::Full)]
    scale: Scale,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Scale {
    Small,
    Full,
}

impl Scale {
    fn word(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Full => "full",
        }
    }
}

/// Plays the demonstration.
pub fn play(place: &Place, choice: &Choice) -> Result<()> {
    packages::ensure(packages::NATIVE)?;
    build(place, choice.headless)?;
    let photos = photos::ensure(place)?;
    let demo = place.out().join(format!("demo-{}", choice.scale.word()));
    let data = absolute(choice.data.clone().unwrap_or_else(|| demo.join("server")))?;
    let home = absolute(choice.home.clone().unwrap_or_else(|| demo.join("devices")))?;
    fs::create_dir_all(&demo).with_context(|| format!("make {}", demo.display()))?;
    let accounts = make_city(place, &data, choice.scale)?;

    let mut server = Server::start(place, &data, &demo.join("server.log"))?;
    run::say(&format!("the server is up at {}", server.url()));
    let morning = play_morning(place, &server, &accounts, &photos, &home);
    if choice.headless {
        return morning;
    }
    if let Err(error) = morning {
        run::say(&format!("the morning went wrong: {error:#}"));
    }
    let window = open_window(place, &demo.join("my-device"))?;
    tell(&server, &accounts)?;
    let ended = server.wait();
    if let Some(mut window) = window {
        window.wait().context("wait for the window")?;
    }
    ended
}

fn build(place: &Place, headless: bool) -> Result<()> {
    run::say("building the server and the morning");
    let mut cargo = place.cargo("build");
    // No crates are named: cargo would choose their features anew, and build what the tests have built once more.
    cargo.args(["--bin", "xunge-server", "--bin", "morning"]);
    run::run(&mut cargo)?;
    if headless {
        return Ok(());
    }
    pages::build_all(place)?;
    if has_display() {
        packages::ensure(packages::WINDOW)?;
        suite::build_window(place)?;
    }
    Ok(())
}

/// Makes the training city if there is none, and returns the file of its accounts.
fn make_city(place: &Place, data: &Path, scale: Scale) -> Result<PathBuf> {
    let accounts = data.with_extension("accounts.json");
    if accounts.exists() && data.exists() {
        return Ok(accounts);
    }
    if data.exists() {
        // Without its accounts the city was left half made, or it is somebody else's folder.
        let is_ours = data.starts_with(place.out());
        if !is_ours {
            bail!("{} is there but {} is not; please choose another folder", data.display(), accounts.display());
        }
        fs::remove_dir_all(data).with_context(|| format!("clear {}", data.display()))?;
    }
    run::say(&format!("making the training city ({})", scale.word()));
    let mut training = run::command(place.built("xunge-server"), ["training", "--scale", scale.word(), "--json"]);
    let made = run::read(training.arg("--data").arg(data).current_dir(&place.root))?;
    fs::write(&accounts, made).with_context(|| format!("write {}", accounts.display()))?;
    Ok(accounts)
}

fn play_morning(place: &Place, server: &Server, accounts: &Path, photos: &Path, home: &Path) -> Result<()> {
    let mut morning = run::command(place.built("morning"), ["--server", &server.url(), "--accounts"]);
    morning.arg(accounts).arg("--photos").arg(photos).arg("--home").arg(home);
    run::run(morning.current_dir(&place.root))
}

fn open_window(place: &Place, home: &Path) -> Result<Option<Child>> {
    if !has_display() {
        run::say("there is no display here, so no app window; the desk is in any browser");
        return Ok(None);
    }
    let mut window = run::companion(&place.built("app-shell"), [] as [&str; 0]);
    window.env("XUNGE_HOME", home).stdin(Stdio::null());
    window.spawn().map(Some).context("open the app window")
}

/// Prints what a person needs to look round: the address, and one account of each role.
fn tell(server: &Server, accounts: &Path) -> Result<()> {
    let text = fs::read_to_string(accounts).with_context(|| format!("read {}", accounts.display()))?;
    let city: Value = serde_json::from_str(&text).with_context(|| format!("read {}", accounts.display()))?;
    println!("\nThe desk:  {}/\nAccounts (all of them in {}):", server.url(), accounts.display());
    println!("  {:<14} {:<18} password", "role", "user");
    let mut shown = Vec::new();
    for account in city.get("accounts").and_then(Value::as_array).into_iter().flatten() {
        let word = |name: &str| account.get(name).and_then(Value::as_str).unwrap_or_default();
        let role = word("role");
        if !shown.contains(&role) {
            println!("  {role:<14} {:<18} {}", word("user"), word("password"));
            shown.push(role);
        }
    }
    println!("\nThe server stays up; Ctrl-C ends it.");
    Ok(())
}

fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
}

fn absolute(path: PathBuf) -> Result<PathBuf> {
    std::path::absolute(&path).with_context(|| format!("find {}", path.display()))
}
