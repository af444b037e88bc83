//! The real programs on a folder of their own: a server that is started, phones that are commands.

use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use system_tests::accounts::Account;
use system_tests::programs;

use crate::people::shot;

/// A folder with a city in it, and the programs.
pub struct Place {
    programs: PathBuf,
    folder: tempfile::TempDir,
}

impl Place {
    /// Takes a new folder.
    pub fn new() -> Result<Self> {
        Ok(Self { programs: programs::folder()?, folder: tempfile::tempdir()? })
    }

    /// Names something in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Puts a photograph in the folder.
    pub fn photo(&self, name: &str, tint: u8) -> Result<String> {
        let path = self.path(name);
        std::fs::write(&path, shot(tint))?;
        Ok(path.display().to_string())
    }

    /// Begins a command of the server's on the folder's data.
    pub fn server(&self, arguments: &[&str]) -> Command {
        self.server_in("data", arguments)
    }

    /// The same on another folder's data.
    pub fn server_in(&self, data: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.programs.join("xunge-server"));
        command.args(arguments).arg("--data").arg(self.path(data)).stdin(Stdio::null());
        command.env("XUNGE_LOG", "warn").env_remove("XUNGE_DATABASE_URL");
        command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
        command
    }

    /// Starts `xunge` in somebody's home, for scripts: with `--json`, in English.
    pub fn spawn(&self, home: &str, arguments: &[&str]) -> Result<Child> {
        let mut command = Command::new(self.programs.join("xunge"));
        command.args(arguments).args(["--json", "--lang", "en", "--home"]).arg(self.path(home));
        command.arg("--key-file").arg(self.path(&format!("{home}.key")));
        command.env_remove("XUNGE_HOME").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().context("start xunge")
    }

    /// Runs `xunge` in somebody's home to its end.
    pub fn xunge(&self, home: &str, arguments: &[&str], stdin: &str) -> Result<Output> {
        let mut child = self.spawn(home, arguments)?;
        child.stdin.take().context("a pipe")?.write_all(stdin.as_bytes())?;
        Ok(child.wait_with_output()?)
    }

    /// Runs `xunge` to its good end and reads what it printed.
    pub fn asked(&self, home: &str, arguments: &[&str]) -> Result<Value> {
        document(&self.xunge(home, arguments, "")?)
    }
}

/// The command did what it was asked, and standard output is one JSON document.
pub fn document(output: &Output) -> Result<Value> {
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).with_context(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The command did not, and its words say why.
pub fn refused(output: &Output, code: &str) -> Result<()> {
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(!output.status.success() && said.contains(&format!("[{code}]")), "{}: {said}", output.status);
    Ok(())
}

/// A server that ends with the test.
pub struct Serving {
    child: Child,
    /// Where it answers.
    pub url: String,
}

impl Serving {
    /// Starts a server and waits until it answers.
    pub fn begin(place: &Place) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let child = place.server(&["serve", "--listen", &address.to_string()]).spawn()?;
        let serving = Self { child, url: format!("http://{address}") };
        let begun = Instant::now();
        while TcpStream::connect(address).is_err() {
            ensure!(begun.elapsed() < Duration::from_secs(60), "the server does not come up");
            std::thread::sleep(Duration::from_millis(20));
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

pub fn text(value: &Value, field: &str) -> Result<String> {
    value.get(field).and_then(Value::as_str).map(str::to_owned).with_context(|| format!("{field} in {value}"))
}

pub fn has(value: &Value, fields: &[&str]) -> Result<()> {
    for field in fields {
        ensure!(value.get(field).is_some(), "{field} is missing in {value}");
    }
    Ok(())
}

/// Signs somebody in with the password on standard input.
pub fn log_in(place: &Place, server: &str, home: &str, account: &Account) -> Result<Value> {
    let arguments = ["login", "--server", server, "--user", &account.user, "--password-file", "-"];
    document(&place.xunge(home, &arguments, &format!("{}\n", account.password))?)
}

/// Returns a point in the middle of a duty grid's first unit grid.
pub fn somewhere(accounts: &Account, place: &Place) -> Result<(String, String)> {
    use system_tests::collector::Collector;
    let home = place.path("looker");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let start = tokio::task::LocalSet::new().block_on(&runtime, async {
        let phone = Collector::with_phone(&accounts.user, &home)?;
        phone.sign_in(&std::fs::read_to_string(place.path("url"))?, &accounts.password).await
    })?;
    let home = start.home.context("a duty grid to stand in")?;
    let degrees = |e7: i32| format!("{:.7}", f64::from(e7) / 1e7);
    Ok((degrees(home.lon.0), degrees(home.lat.0)))
}
