//! A case by the commands alone, as scripts and drills walk it: real programs, their JSON, their exit codes.

use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use system_tests::accounts::{Account, Accounts};
use system_tests::desk::Desk;
use system_tests::programs;

use crate::people::shot;

/// A folder with a city in it, and the programs.
struct Place {
    programs: PathBuf,
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Result<Self> {
        Ok(Self { programs: programs::folder()?, folder: tempfile::tempdir()? })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn photo(&self, name: &str, tint: u8) -> Result<String> {
        let path = self.path(name);
        std::fs::write(&path, shot(tint))?;
        Ok(path.display().to_string())
    }

    fn server(&self, arguments: &[&str]) -> Command {
        self.server_in("data", arguments)
    }

    fn server_in(&self, data: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.programs.join("xunge-server"));
        command.args(arguments).arg("--data").arg(self.path(data)).stdin(Stdio::null());
        command.env("XUNGE_LOG", "warn").env_remove("XUNGE_DATABASE_URL");
        command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
        command
    }

    /// Runs `xunge` in somebody's home, for scripts: with `--json`, in English.
    fn xunge(&self, home: &str, arguments: &[&str], stdin: &str) -> Result<Output> {
        let mut command = Command::new(self.programs.join("xunge"));
        command.args(arguments).args(["--json", "--lang", "en", "--home"]).arg(self.path(home));
        command.arg("--key-file").arg(self.path(&format!("{home}.key")));
        command.env_remove("XUNGE_HOME").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().context("start xunge")?;
        child.stdin.take().context("a pipe")?.write_all(stdin.as_bytes())?;
        Ok(child.wait_with_output()?)
    }

    fn asked(&self, home: &str, arguments: &[&str]) -> Result<Value> {
        document(&self.xunge(home, arguments, "")?)
    }
}

/// The command did what it was asked, and standard output is one JSON document.
fn document(output: &Output) -> Result<Value> {
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).with_context(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The command did not, and its words say why.
fn refused(output: &Output, code: &str) -> Result<()> {
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(!output.status.success() && said.contains(&format!("[{code}]")), "{}: {said}", output.status);
    Ok(())
}

/// A server that ends with the test.
struct Serving {
    child: Child,
    url: String,
}

impl Serving {
    fn begin(place: &Place) -> Result<Self> {
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

fn text(value: &Value, field: &str) -> Result<String> {
    value.get(field).and_then(Value::as_str).map(str::to_owned).with_context(|| format!("{field} in {value}"))
}

fn has(value: &Value, fields: &[&str]) -> Result<()> {
    for field in fields {
        ensure!(value.get(field).is_some(), "{field} is missing in {value}");
    }
    Ok(())
}

/// Signs somebody in with the password on standard input.
fn log_in(place: &Place, server: &str, home: &str, account: &Account) -> Result<Value> {
    let arguments = ["login", "--server", server, "--user", &account.user, "--password-file", "-"];
    document(&place.xunge(home, &arguments, &format!("{}\n", account.password))?)
}

/// Returns a point in the middle of a duty grid's first unit grid.
fn somewhere(accounts: &Account, place: &Place) -> Result<(String, String)> {
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

#[test]
fn a_case_is_walked_by_the_commands_alone() -> Result<()> {
    let place = Place::new()?;
    let made = place.server(&["training", "--scale", "small", "--json"]).output()?;
    let accounts: Accounts = serde_json::from_value(document(&made)?)?;
    let wang = accounts.first(shared::account::Role::Collector)?.clone();
    let serving = Serving::begin(&place)?;
    std::fs::write(place.path("url"), &serving.url)?;

    let wrong = ["login", "--server", &serving.url, "--user", &wang.user, "--password-file", "-"];
    refused(&place.xunge("wang", &wrong, "wrong\n")?, "bad_credentials")?;
    refused(&place.xunge("wang", &["cases"], "")?, "not_signed_in").or_else(|_| {
        // A home that nobody signed in to lists nothing rather than failing.
        ensure!(place.asked("wang", &["cases"])? == json!([]), "no cases");
        Ok::<(), anyhow::Error>(())
    })?;
    let session = log_in(&place, &serving.url, "wang", &wang)?;
    ensure!(session.get("ready") == Some(&json!(true)), "the packs are in place: {session}");

    let (lon, lat) = somewhere(&wang, &place)?;
    let (near, far) = (format!("near={}", place.photo("a.jpg", 10)?), format!("far={}", place.photo("b.jpg", 20)?));
    let here = ["--lon", &lon, "--lat", &lat, "--accuracy", "6", "--photo", &near, "--photo", &far, "--note", "两袋"];
    let report = [&["report", "--category", "event:06010", "--condition", "1"], here.as_slice()].concat();
    let saved = place.asked("wang", &report)?;
    has(&saved, &["case", "grid", "unit", "deadline", "warnings"])?;
    let case = text(&saved, "case")?;
    ensure!(text(&saved, "deadline")?.ends_with("+08:00"), "{saved}");
    let outside = [
        "report",
        "--category",
        "event:06010",
        "--condition",
        "1",
        "--lon",
        "116.4",
        "--lat",
        "39.9",
        "--photo",
        &near,
    ];
    let output = place.xunge("wang", &outside, "")?;
    let away = document(&output)?;
    ensure!(away.get("grid") == Some(&Value::Null) && away.to_string().contains("outside_packs"), "{away}");
    ensure!(!output.stderr.is_empty(), "the warning is said, too");
    let unknown = [&["report", "--category", "event:99999", "--condition", "1"], here.as_slice()].concat();
    refused(&place.xunge("wang", &unknown, "")?, "unknown_category")?;
    std::fs::write(place.path("list.jpg"), "a shopping list")?;
    let list = format!("near={}", place.path("list.jpg").display());
    let no_photo =
        ["report", "--category", "event:06010", "--condition", "1", "--lon", &lon, "--lat", &lat, "--photo", &list];
    refused(&place.xunge("wang", &no_photo, "")?, "not_a_photo")?;

    let waiting = place.asked("wang", &["status"])?;
    has(&waiting, &["unsent_operations", "photos_waiting", "set_aside", "last_contact"])?;
    ensure!(waiting["unsent_operations"] == 2 && waiting["photos_waiting"] == 3, "{waiting}");
    let output = place.xunge("wang", &["sync"], "")?;
    let round = document(&output)?;
    has(&round, &["pushed", "pulled", "photos_sent", "bytes_sent", "bytes_received", "left"])?;
    ensure!(round["pushed"] == 2 && round["photos_sent"] == 2, "{round}");
    ensure!(String::from_utf8_lossy(&output.stderr).contains("outside_city"), "what was sent back is said");
    let status = place.asked("wang", &["status"])?;
    ensure!(status["unsent_operations"] == 0 && status["set_aside"] == 1, "{status}");
    let cases = place.asked("wang", &["cases"])?;
    let row =
        cases.as_array().and_then(|all| all.iter().find(|one| one["case"] == case.as_str())).context("the case")?;
    has(row, &["case", "case_no", "state", "photos_total", "photos_received"])?;
    ensure!(row["photos_total"] == 2 && row["photos_received"] == 2 && row["state"] == "handling", "{row}");

    check_is_passed(&place, &serving.url, &accounts, &text(&saved, "unit")?, &case)?;
    place.asked("wang", &["sync"])?;
    let cases = place.asked("wang", &["cases"])?.to_string();
    ensure!(cases.contains("\"closed\""), "{cases}");
    let found = document(&place.server(&["check", "--media", "--json"]).output()?)?;
    has(&found, &["cases", "photos", "originals", "operations", "problems"])?;
    ensure!(found["cases"] == 1 && found["operations"] == 3 && found["problems"] == json!([]), "{found}");
    let devices = document(&place.server(&["device", "list", "--json"]).output()?)?;
    ensure!(devices.as_array().is_some_and(|all| all.len() == 3), "{devices}");
    place.asked("wang", &report)?;
    revoked(&place, &serving.url)?;
    rescued(&place)?;
    comes_back(&place)?;
    damage_is_found(&place)
}

/// The unit says done; whoever is drawn signs in with an enrolment link and answers.
fn check_is_passed(place: &Place, url: &str, accounts: &Accounts, unit: &str, case: &str) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let account = accounts.of_unit(unit)?;
    let file = runtime.block_on(async {
        let desk = Desk::sign_in(url, &account.user, &account.password).await?;
        desk.finish(case.parse()?, &shot(30), "已清运").await
    })?;
    let drawn = file.draws.last().and_then(|draw| draw.drawn.clone()).context("somebody was drawn")?;
    let link = place.server(&["device", "enroll", "--user", &drawn, "--server", url]).output()?;
    let link = String::from_utf8(link.stdout)?;
    let session = place.asked("li", &["enroll", link.trim()])?;
    ensure!(session["user"] == drawn.as_str() && session["ready"] == true, "{session}");
    refused(&place.xunge("thief", &["enroll", link.trim()], "")?, "bad_credentials")?;
    let tasks = place.asked("li", &["tasks"])?;
    let task = tasks.as_array().and_then(|all| all.iter().find(|one| one["case"] == case)).context("li's task")?;
    has(task, &["task", "kind", "case", "due", "state"])?;
    ensure!(task["kind"] == "check" && task["state"] == "open", "{task}");
    let (task, after) = (text(task, "task")?, format!("after={}", place.photo("c.jpg", 40)?));
    refused(&place.xunge("li", &["answer", &task, "--result", "exists", "--photo", &after], "")?, "wrong_answer")?;
    place.asked("li", &["answer", &task, "--result", "pass", "--photo", &after])?;
    ensure!(place.asked("li", &["sync"])?["left"] == 0, "the answer arrives");
    Ok(())
}

/// A withdrawn device keeps its work and is told what to do.
fn revoked(place: &Place, url: &str) -> Result<()> {
    let devices = document(&place.server(&["device", "list", "--json"]).output()?)?;
    for device in devices.as_array().context("devices")? {
        let id = text(device, "device")?;
        let done = document(&place.server(&["device", "revoke", &id, "--json"]).output()?)?;
        ensure!(done["revoked"] == true, "{done}");
    }
    refused(&place.xunge("wang", &["sync"], "")?, "device_revoked")?;
    let open = ["login", "--server", &url.replace("127.0.0.1", "10.0.0.8"), "--user", "x", "--password-file", "-"];
    refused(&place.xunge("new", &open, "secret\n")?, "bad_value")
}

/// What a withdrawn device could not send is carried to the server in a file, beside which the server runs on.
fn rescued(place: &Place) -> Result<()> {
    let file = place.path("wang.xunge-rescue").display().to_string();
    let written = place.asked("wang", &["rescue", &file])?;
    ensure!(written["operations"] == 2 && written["set_aside"] == 1 && written["photos"] == 3, "{written}");
    let import = || document(&place.server(&["import", "rescue", &file, "--json"]).output()?);
    let first = import()?;
    ensure!(first["new"] == 1 && first["known"] == 1 && first["not_taken"] == 0, "{first}");
    // Two of the shots were made of one and the same original.
    ensure!(first["photos"] == 6 && first["photos_new"] == 5, "working copies and originals: {first}");
    let again = import()?;
    ensure!(again["new"] == 0 && again["known"] == 2 && again["photos_new"] == 0, "{again}");
    std::fs::write(place.path("list"), "a shopping list")?;
    let list = place.path("list").display().to_string();
    refused(&place.server(&["import", "rescue", &list]).output()?, "rescue_unreadable")
}

/// A backup holds all of it, and is restored into an empty place and nowhere else.
fn comes_back(place: &Place) -> Result<()> {
    let file = place.path("city.xunge-backup").display().to_string();
    let taken = document(&place.server(&["backup", &file, "--json"]).output()?)?;
    ensure!(taken["unreadable"] == json!([]), "{taken}");
    ensure!(!place.server(&["restore", &file]).output()?.status.success(), "there is a server already");
    let restored = document(&place.server_in("other", &["restore", &file, "--json"]).output()?)?;
    ensure!(restored["missing"] == 0, "{restored}");
    let found = |data: &str| document(&place.server_in(data, &["check", "--media", "--json"]).output()?);
    let (here, there) = (found("data")?, found("other")?);
    ensure!(here == there && there["problems"] == json!([]) && there["cases"] == 2, "{here} {there}");
    Ok(())
}

/// A photo that changed on the disk is found, named, and makes the check fail.
fn damage_is_found(place: &Place) -> Result<()> {
    let mut shelves: Vec<PathBuf> =
        std::fs::read_dir(place.path("data/media"))?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    shelves.retain(|shelf| shelf.file_name().is_some_and(|name| name.len() == 2));
    let shelf = shelves.first().context("a file was kept")?;
    let file = std::fs::read_dir(shelf)?.next().context("a file")??.path();
    let mut bytes = std::fs::read(&file)?;
    *bytes.last_mut().context("it has bytes")? ^= 1;
    std::fs::write(&file, bytes)?;
    let output = place.server(&["check", "--media", "--json"]).output()?;
    ensure!(output.status.code() == Some(1), "a problem makes the exit code 1: {}", output.status);
    let found: Value = serde_json::from_slice(&output.stdout)?;
    ensure!(found["problems"].as_array().is_some_and(|problems| problems.len() == 1), "{found}");
    ensure!(place.server(&["check", "--json"]).output()?.status.success(), "without --media rows alone are looked at");
    Ok(())
}
