//! A case by the commands alone, as scripts and drills walk it: real programs, their JSON, their exit codes.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use system_tests::accounts::Accounts;
use system_tests::desk::Desk;

use crate::people::shot;
use crate::scripted::{Place, Serving, document, has, log_in, refused, somewhere, text};

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
    refused(&place.xunge("thief", &["enroll", link.trim()], "")?, "link_spent")?;
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
