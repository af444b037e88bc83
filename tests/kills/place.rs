//! A city, a server's data folder, one collector's home, and the programs.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use app_bridge::told::Start;
use reqwest::Method;
use serde_json::{Value, json};
use shared::account::Role;
use shared::api::orders::{DeviceOrder, NewWipe};
use shared::ids::DeviceId;
use system_tests::accounts::{Account, Accounts};
use system_tests::collector::Collector;
use system_tests::desk::Desk;
use system_tests::programs;

use crate::COMES_UP;
use crate::points::When;

/// How a program ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// It did what it was asked.
    Done,
    /// It was killed.
    Killed,
}

/// Folders, programs, and what was saved.
pub struct Place {
    /// Cases of which the program said that they are saved.
    pub saved: BTreeSet<String>,
    programs: PathBuf,
    folder: tempfile::TempDir,
    account: Account,
    admin: Account,
    address: std::net::SocketAddr,
    here: (String, String),
    reports: u32,
}

impl Place {
    /// Makes the small training city.
    pub fn found() -> Result<Self> {
        let (folder, programs) = (tempfile::tempdir()?, programs::folder()?);
        let mut training = Command::new(programs.join("xunge-server"));
        training.args(["training", "--scale", "small", "--json", "--data"]).arg(folder.path().join("data"));
        let made = at_home(&mut training).output()?;
        let accounts: Accounts = serde_json::from_value(document(&made)?)?;
        Ok(Self {
            saved: BTreeSet::new(),
            account: accounts.first(Role::Collector)?.clone(),
            admin: accounts.first(Role::Admin)?.clone(),
            address: TcpListener::bind("127.0.0.1:0")?.local_addr()?,
            here: (String::new(), String::new()),
            reports: 0,
            programs,
            folder,
        })
    }

    /// Returns a folder or file of the place.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn server(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.programs.join("xunge-server"));
        command.args(arguments).arg("--data").arg(self.path("data"));
        at_home(&mut command);
        command
    }

    fn xunge(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.programs.join("xunge"));
        command.args(arguments).args(["--json", "--lang", "en", "--home"]).arg(self.path("home"));
        command.arg("--key-file").arg(self.path("home.key")).env_remove("XUNGE_HOME");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Signs the collector in, and finds out where their duty grid is.
    pub fn log_in(&mut self, url: &str) -> Result<()> {
        let (user, password) = (self.account.user.clone(), self.account.password.clone());
        let mut login = self.xunge(&["login", "--server", url, "--user", &user, "--password-file", "-"]);
        let mut child = login.stdin(Stdio::piped()).spawn()?;
        writeln!(child.stdin.take().context("a pipe")?, "{password}")?;
        document(&child.wait_with_output()?)?;
        let start = looked(&self.path("looker"), url, &user, &password)?;
        let home = start.home.context("a duty grid to stand in")?;
        let degrees = |e7: i32| format!("{:.7}", f64::from(e7) / 1e7);
        self.here = (degrees(home.lon.0), degrees(home.lat.0));
        Ok(())
    }

    /// Reports two photographs.
    pub fn report(&mut self, when: &When) -> Result<Ended> {
        self.reports += 1;
        let (near, far) = (self.photo("near")?, self.photo("far")?);
        let (lon, lat) = self.here.clone();
        let note = format!("第 {} 件", self.reports);
        let command = self.xunge(&[
            "report",
            "--category",
            "event:06010",
            "--condition",
            "1",
            "--lon",
            &lon,
            "--lat",
            &lat,
            "--accuracy",
            "6",
            "--photo",
            &near,
            "--photo",
            &far,
            "--note",
            &note,
        ]);
        let output = ran(command, when)?;
        if was_killed(output.status) {
            return Ok(Ended::Killed);
        }
        let saved = document(&output)?;
        let case = saved.get("case").and_then(Value::as_str).context("a case")?;
        self.saved.insert(case.to_owned());
        Ok(Ended::Done)
    }

    /// Syncs.
    pub fn sync(&self, when: &When) -> Result<Ended> {
        let output = ran(self.xunge(&["sync"]), when)?;
        if was_killed(output.status) {
            return Ok(Ended::Killed);
        }
        document(&output)?;
        Ok(Ended::Done)
    }

    /// Lets a desk order the collector's phone to be erased once it has sent everything.
    pub fn order_wipe(&self, url: &str) -> Result<()> {
        let device = self.device()?.context("the home names its device")?;
        let new = NewWipe { reason: "手机要交回".to_owned(), leave_unsent: false };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let desk = Desk::sign_in(url, &self.admin.user, &self.admin.password).await?;
            let path = format!("/api/v1/devices/{device}/wipe");
            desk.send::<DeviceOrder>(Method::POST, &path, &new).await.map(drop)
        })
    }

    /// Syncs a home that is ordered to be erased. A program whose home goes under it cannot say what it did.
    pub fn erase(&self, when: &When) -> Result<Ended> {
        let output = ran(self.xunge(&["sync"]), when)?;
        Ok(if was_killed(output.status) { Ended::Killed } else { Ended::Done })
    }

    /// Opens the home, whoever is signed in there, and returns its device.
    pub fn opened(&self) -> Result<Option<DeviceId>> {
        let output = self.xunge(&["cases"]).output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(!said.contains("copied home"), "the home does not open any more: {said}");
        self.device()
    }

    /// Returns the device of the home; none where there is none.
    pub fn device(&self) -> Result<Option<DeviceId>> {
        match std::fs::read_to_string(self.path("home/files/device")) {
            Ok(text) => Ok(Some(text.lines().next().context("a device")?.trim().parse()?)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Syncs while the server is killed; that it fails is no fault. Says whether the server was killed at its moment.
    pub fn sync_while_it_dies(&self, serving: &mut Serving, when: &When) -> Result<bool> {
        let child = self.xunge(&["sync"]).spawn().context("start xunge")?;
        if let When::After(moment) = when {
            std::thread::sleep(*moment);
            serving.child.kill()?;
        }
        let output = child.wait_with_output()?;
        ensure!(!was_killed(output.status), "the collector's program was not to die");
        let ended = serving.child.try_wait()?;
        Ok(when.is_a_moment() || ended.is_some_and(was_killed))
    }

    /// Returns what the collector's program lists.
    pub fn cases(&self) -> Result<Vec<Value>> {
        let listed = document(&self.xunge(&["cases"]).output()?)?;
        Ok(listed.as_array().cloned().unwrap_or_default())
    }

    /// Lets the server look at everything that it has.
    pub fn check(&self) -> Result<Value> {
        let found = document(&self.server(&["check", "--media", "--json"]).output()?)?;
        ensure!(found["problems"] == json!([]), "{found}");
        Ok(found)
    }

    /// After the last kill everything arrives, once. The server must run.
    pub fn come_to_rest(&self) -> Result<()> {
        for _ in 0..3 {
            self.sync(&When::Never)?;
        }
        let cases = self.cases()?;
        for case in &cases {
            let has_number = case["case_no"].as_str().is_some_and(|number| !number.is_empty());
            ensure!(has_number && case["photos_received"] == case["photos_total"], "not arrived: {case}");
        }
        crate::truth::after_a_kill(self)?;
        let found = self.check()?;
        ensure!(found["cases"] == cases.len(), "the server has {}, the phone {} cases", found["cases"], cases.len());
        Ok(())
    }

    fn photo(&self, role: &str) -> Result<String> {
        let tint = u8::try_from(self.reports % 250)?;
        let shade = if role == "near" { 3 } else { 7 };
        let image = image::RgbImage::from_fn(800, 600, |x, y| {
            image::Rgb([tint, (x / shade % 256) as u8, (y / shade % 256) as u8])
        });
        let path = self.path(&format!("{role}.jpg"));
        image.write_to(&mut File::create(&path)?, image::ImageFormat::Jpeg)?;
        Ok(format!("{role}={}", path.display()))
    }
}

/// Signs the account in on a phone of its own for a moment.
fn looked(home: &Path, url: &str, user: &str, password: &str) -> Result<Start> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    tokio::task::LocalSet::new().block_on(&runtime, async {
        let phone = Collector::with_phone(user, home)?;
        phone.sign_in(url, password).await
    })
}

/// Lets a server find its packs, and say little.
fn at_home(server: &mut Command) -> &mut Command {
    server.env("XUNGE_LOG", "error").env_remove("XUNGE_DATABASE_URL").stdin(Stdio::null());
    server.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
}

/// Runs a program and kills it when its moment comes.
fn ran(mut command: Command, when: &When) -> Result<Output> {
    when.lay_under(&mut command);
    let mut child = command.spawn().context("start xunge")?;
    if let When::After(moment) = when {
        std::thread::sleep(*moment);
        child.kill()?;
    }
    Ok(child.wait_with_output()?)
}

fn was_killed(status: ExitStatus) -> bool {
    status.signal() == Some(9)
}

/// The program did what it was asked, and standard output is one JSON document.
fn document(output: &Output) -> Result<Value> {
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{}: {said}{}", output.status, String::from_utf8_lossy(&output.stdout));
    serde_json::from_slice(&output.stdout).with_context(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A server that runs.
pub struct Serving {
    /// Where it answers.
    pub url: String,
    child: Child,
}

impl Serving {
    /// Starts it, to be killed at a point if there is one; fails when it dies before it listens.
    pub fn begin(place: &Place, when: Option<&When>) -> Result<Self> {
        let mut command = place.server(&["serve", "--listen", &place.address.to_string()]);
        if let Some(when) = when {
            when.lay_under(&mut command);
        }
        let mut serving = Self { child: command.spawn()?, url: format!("http://{}", place.address) };
        let begun = Instant::now();
        while TcpStream::connect(place.address).is_err() {
            ensure!(serving.child.try_wait()?.is_none(), "the server ended before it listened");
            ensure!(begun.elapsed() < COMES_UP, "the server does not come up");
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(serving)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
