//! WebDriver processes: one for each window or browser, each in a process group of its own, so that whatever it
//! started ends with it even when a test dies.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::str::FromStr;
use std::time::{Duration, Instant};

use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use reqwest::{Method, Url};
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use crate::needs;

const START_LIMIT: Duration = Duration::from_secs(60);
/// Into which file of its folder a driver and what it starts write of their troubles.
const TOLD: &str = "told.log";

/// A driver process.
pub struct Driver {
    /// When the driver was asked for its window or browser.
    pub asked: Instant,
    process: Child,
    // The browser's own folders; they are removed when it is gone.
    folder: TempDir,
}

/// Something that a browser can do beside what every driver can.
#[derive(Debug)]
pub struct BrowserCommand {
    /// Its name.
    pub name: &'static str,
    /// With what.
    pub with: Value,
}

impl WebDriverCompatibleCommand for BrowserCommand {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, <Url as FromStr>::Err> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "cmd": self.name, "params": self.with }).to_string()))
    }
}

/// The unit of processor time in `/proc`; the same on every machine that Linux runs on.
const TICK: Duration = Duration::from_millis(10);

impl Driver {
    /// Returns the last lines of what the window or browser told on its way, which goes to no screen.
    pub fn told(&self, most: usize) -> String {
        let told = fs::read(self.folder.path().join(TOLD)).unwrap_or_default();
        let told = String::from_utf8_lossy(&told);
        let lines: Vec<&str> = told.lines().collect();
        lines[lines.len().saturating_sub(most)..].join("\n")
    }

    /// Returns how much processor time the window or browser has taken, with all that it started and with the driver.
    pub fn cpu(&self) -> Duration {
        let group = self.process.id().to_string();
        let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
        let ticks = processes.filter_map(|process| ticks(&process.path(), &group)).sum::<u32>();
        TICK * ticks
    }
}

/// Returns the processor time of a process and of those of its children that have ended; nothing of another group.
fn ticks(process: &Path, group: &str) -> Option<u32> {
    let stat = fs::read_to_string(process.join("stat")).ok()?;
    // A name in brackets may hold anything; behind it stand state, parent, group and, from the eleventh on, the times.
    let facts: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let times = facts.get(11..15).filter(|_| facts.get(2) == Some(&group))?;
    Some(times.iter().filter_map(|ticks| ticks.parse::<u32>().ok()).sum())
}

/// Opens the app's window on a home.
pub async fn window(home: &Path) -> (Driver, Client) {
    let folder = TempDir::new().expect("make a folder for the window");
    let port = free_port();
    let mut driver = Command::new(needs::webkit_driver());
    driver.args([format!("--port={port}"), "--host=127.0.0.1".to_owned()]);
    driver.env("DISPLAY", needs::display()).env("XUNGE_HOME", home);
    driver.env("TAURI_AUTOMATION", "true").env("TAURI_WEBVIEW_AUTOMATION", "true");
    // The key lies in the settings of a person: each of these persons has settings of their own, beside the home.
    for (name, place) in [("XDG_CONFIG_HOME", "config"), ("XDG_DATA_HOME", "data"), ("XDG_CACHE_HOME", "cache")] {
        driver.env(name, home.with_extension(place));
    }
    let capabilities = json!({ "webkitgtk:browserOptions": { "binary": needs::shell(), "args": [] } });
    start(driver, folder, port, capabilities).await
}

/// Opens a browser without a window, as large as a desk's screen.
pub async fn browser() -> (Driver, Client) {
    chromium(&["--window-size=1440,900"], json!({})).await
}

/// Opens a browser as large as a phone's screen, with a camera that it makes up and lets every page use.
pub async fn browser_with_camera() -> (Driver, Client) {
    // A browser's window may not be so narrow; what it shows may. It goes on calling itself a desk's, so that the
    // position is the training city's simulated one.
    let screen = json!({ "width": 390, "height": 844, "pixelRatio": 1.0, "touch": false, "mobile": false });
    let camera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];
    chromium(&camera, json!({ "mobileEmulation": { "deviceMetrics": screen } })).await
}

async fn chromium(more: &[&str], mut options: Value) -> (Driver, Client) {
    let folder = TempDir::new().expect("make a folder for the browser");
    let port = free_port();
    let mut driver = Command::new(needs::chrome_driver());
    driver.arg(format!("--port={port}")).env("HOME", folder.path());
    let profile = format!("--user-data-dir={}", folder.path().join("profile").display());
    let mut arguments = vec![
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-sync",
        "--disable-background-networking",
        "--disable-component-update",
        "--lang=zh-CN",
        "--hide-scrollbars",
        // Maps are drawn without a graphics card, too.
        "--enable-unsafe-swiftshader",
        profile.as_str(),
    ];
    arguments.extend(more.iter().copied());
    options["args"] = json!(arguments);
    let capabilities = json!({ "goog:chromeOptions": options });
    start(driver, folder, port, capabilities).await
}

async fn start(mut command: Command, folder: TempDir, port: u16, capabilities: Value) -> (Driver, Client) {
    // No pipe: whatever outlives the driver would hold it open.
    let told = File::create(folder.path().join(TOLD)).expect("make the driver's log");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(told).process_group(0);
    let process = command.spawn().expect("start the driver");
    let mut driver = Driver { asked: Instant::now(), process, folder };
    let capabilities: Map<String, Value> = capabilities.as_object().cloned().unwrap_or_default();
    let deadline = Instant::now() + START_LIMIT;
    loop {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        driver.asked = Instant::now();
        match builder.capabilities(capabilities.clone()).connect(&format!("http://127.0.0.1:{port}")).await {
            Ok(client) => return (driver, client),
            // The driver may not listen yet; what else is wrong stays wrong until the limit.
            Err(error) => assert!(Instant::now() < deadline, "no session: {error}"),
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // The group and not the process alone: the window is the driver's child.
        drop(Command::new("kill").args(["-KILL", "--", &format!("-{}", self.process.id())]).status());
        drop(self.process.wait());
    }
}

fn free_port() -> u16 {
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("find a free port");
    taken.local_addr().expect("a listener has an address").port()
}
