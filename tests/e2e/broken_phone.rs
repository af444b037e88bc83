//! A phone whose database breaks: every saved report still arrives, exactly once, under its own number.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use app_bridge::ask::{Ask, Corrected, ReportForm};
use app_bridge::told::Whereabouts;
use shared::account::Role;
use shared::evidence::PhotoRole;
use shared::evidence::chain::Link;
use shared::ids::CaseId;
use shared::place::point::Degree;
use system_tests::collector::{Collector, Draft};
use system_tests::world::{World, story};

use crate::people::{MONDAY, collectors, here, report, shot};

/// Copies a phone as it lies there, with its key: what is done to the copy is not done to the phone.
fn copy_of(phone: &Path, name: &str) -> Result<PathBuf> {
    let copy = phone.with_file_name(name);
    copy_folder(phone, &copy)?;
    let keys = copy.with_extension("keys");
    copy_folder(&phone.with_extension("keys"), &keys)?;
    for key in fs::read_dir(&keys)? {
        let key = key?.path();
        let text = fs::read_to_string(&key)?;
        let secret = text.lines().next().context("a key file has a secret")?;
        fs::write(&key, format!("{secret}\n{}\n", copy.canonicalize()?.display()))?;
    }
    Ok(copy)
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &to.join(entry.file_name()))?;
        } else {
            fs::copy(entry.path(), to.join(entry.file_name()))?;
        }
    }
    Ok(())
}

fn change(file: &Path, what: impl FnOnce(&mut Vec<u8>)) -> Result<()> {
    let mut bytes = fs::read(file).with_context(|| format!("read {}", file.display()))?;
    what(&mut bytes);
    Ok(fs::write(file, bytes)?)
}

/// What is done to a home.
type Damage = (String, Blow);
type Blow = Box<dyn Fn(&Path) -> Result<()>>;

fn damages(database_bytes: usize) -> Vec<Damage> {
    let mut all: Vec<Damage> = Vec::new();
    let mut add = |name: &str, what: Blow| all.push((name.to_owned(), what));
    let of =
        |file: &'static str, what: fn(&mut Vec<u8>)| -> Blow { Box::new(move |home| change(&home.join(file), what)) };
    for at in (0..database_bytes).step_by(database_bytes / 14).chain([1, 16, 99, 4_095, database_bytes - 1]) {
        add(
            &format!("flip-{at}"),
            Box::new(move |home| {
                change(&home.join("xunge.db"), |bytes| {
                    let at = at.min(bytes.len() - 1);
                    bytes[at] ^= 0x40;
                })
            }),
        );
    }
    add("empty", of("xunge.db", Vec::clear));
    add("half", of("xunge.db", |bytes| bytes.truncate(bytes.len() / 2)));
    add("one-page", of("xunge.db", |bytes| bytes.truncate(4_096)));
    add("a-byte-short", of("xunge.db", |bytes| bytes.truncate(bytes.len() - 1)));
    add("other-text", of("xunge.db", |bytes| *bytes = b"this is no database".repeat(500)));
    add("first-page-nought", of("xunge.db", |bytes| bytes[..4_096].fill(0)));
    add(
        "a-page-nought",
        of("xunge.db", |bytes| {
            let at = bytes.len() / 8_192 * 4_096;
            bytes[at..at + 4_096].fill(0);
        }),
    );
    add(
        "gone",
        Box::new(|home| {
            for name in ["xunge.db", "xunge.db-wal", "xunge.db-shm"] {
                fs::remove_file(home.join(name))
                    .or_else(|error| if home.join(name).exists() { Err(error) } else { Ok(()) })?;
            }
            Ok(())
        }),
    );
    add("gone-but-for-its-log", Box::new(|home| Ok(fs::remove_file(home.join("xunge.db"))?)));
    add("log-gone", of("xunge.db-wal", Vec::clear));
    add("log-half", of("xunge.db-wal", |bytes| bytes.truncate(bytes.len() / 2)));
    add(
        "log-flipped",
        of("xunge.db-wal", |bytes| {
            let at = bytes.len() * 2 / 3;
            bytes[at] ^= 1;
        }),
    );
    all
}

#[test]
fn whatever_happens_to_the_database_every_saved_report_arrives_once() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
        let mut cases = vec![report(&wang, 10).await?];
        wang.sync().await?;
        wang.offline();
        for tint in [20, 30] {
            cases.push(report(&wang, tint).await?);
        }
        // As if the battery had been pulled: nothing was closed, the last writes lie in the database's log.
        let home = wang.home().to_owned();
        ensure!(fs::metadata(home.join("xunge.db-wal"))?.len() > 0, "the last writes are in the log");
        let database_bytes = usize::try_from(fs::metadata(home.join("xunge.db"))?.len())?;
        let mut rebuilt = 0;
        for (name, damage) in damages(database_bytes) {
            let home = copy_of(&home, &name)?;
            damage(&home).with_context(|| name.clone())?;
            let phone = Collector::with_phone(&user, &home).with_context(|| format!("open after {name}"))?;
            let start = phone.start().await.with_context(|| name.clone())?;
            ensure!(start.account.is_some(), "{name}: who is signed in is known without the server");
            arrives(&phone, &cases).await.with_context(|| name.clone())?;
            // What nobody had to read for the start is found before the round.
            rebuilt += u32::from(told_of_a_rebuild(&phone).await?);
            assert_eq!(admin.cases().await?.total, 3, "{name}: nothing comes twice");
        }
        assert!(rebuilt >= 8, "only {rebuilt} of these broke the database");
        for case in cases {
            let file = admin.file(case).await?;
            assert!(file.case.photos.iter().all(|photo| photo.received_at.is_some()));
            assert!(file.evidence.iter().all(|photo| photo.link == Link::Fits));
        }
        Ok(())
    })
}

/// Says whether the database was made again; then the person is told until they have seen it.
async fn told_of_a_rebuild(phone: &Collector) -> Result<bool> {
    let start = phone.start().await?;
    let Some(notice) = start.notices.iter().find(|notice| notice.code == "database_rebuilt") else {
        return Ok(false);
    };
    ensure!(!notice.zh.is_empty() && !notice.en.is_empty());
    ensure!(phone.notices_seen().await?.notices.is_empty(), "a notice is told until it is seen");
    Ok(true)
}

async fn arrives(phone: &Collector, cases: &[CaseId]) -> Result<()> {
    let waiting = phone.status().await?;
    ensure!((2..=3).contains(&waiting.unsent_operations), "{waiting:?}");
    let round = phone.sync().await?;
    ensure!(round.left == 0, "{round:?}");
    for case in cases {
        let card = phone.case(*case).await?;
        ensure!(card.whereabouts == Whereabouts::Arrived, "{card:?}");
        ensure!(card.case_no.is_some() && card.photos_total == 2 && card.photos_received == 2, "{card:?}");
    }
    ensure!(phone.status().await?.all_arrived);
    Ok(())
}

#[test]
fn what_broke_on_the_shelf_is_found_before_a_round_and_before_anything_is_written() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        wang.offline();
        let first = report(&wang, 140).await?;
        let home = wang.home().to_owned();
        // Closed in order, and damaged where no start looks: at the end, where the newest rows are.
        drop(wang);
        change(&home.join("xunge.db"), |bytes| {
            let end = bytes.len();
            for page in 1..=4 {
                bytes[end - page * 4_096 + 1_000] ^= 0x40;
            }
        })?;
        for (name, ask) in [("asks-for-a-round", Ask::Sync), ("writes", Ask::Pause { minutes: 30 })] {
            let copy = copy_of(&home, name)?;
            let phone = Collector::with_phone(&user, &copy)?;
            phone.offline();
            ensure!(phone.start().await?.account.is_some(), "{name}");
            let told = phone.core.tell(ask).await;
            assert_eq!(told.is_ok(), name == "writes", "there is no network, and what is written is written: {told:?}");
            ensure!(told_of_a_rebuild(&phone).await?, "{name}: it was found, and the person is told");
            assert!(copy.join("broken/1/xunge.db").exists(), "{name}: the broken database is kept");
            let status = phone.status().await?;
            assert_eq!((status.unsent_reports, status.paused_until.is_some()), (1, name == "writes"));
            phone.online();
            assert_eq!(phone.sync().await?.left, 0, "{name}");
            assert_eq!(phone.case(first).await?.whereabouts, Whereabouts::Arrived, "{name}");
        }
        Ok(())
    })
}

#[test]
fn a_rebuilt_phone_goes_on_counting_where_it_stood() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
        wang.offline();
        let first = report(&wang, 40).await?;
        let (device, home) = (wang.core.device(), wang.home().to_owned());
        drop(wang);
        fs::write(home.join("xunge.db"), "broken")?;
        let wang = Collector::with_phone(&user, &home)?;
        assert_eq!(wang.core.device(), device, "it is the same device, with the same key");
        assert!(home.join("broken/1/xunge.db").exists(), "the broken database is kept");
        // Offline still: what was salvaged or fetched before decides whether it can report; with a network it can.
        wang.sync().await?;
        let second = report(&wang, 50).await?;
        assert_eq!(wang.sync().await?.left, 0);
        for case in [first, second] {
            let file = admin.file(case).await?;
            assert!(file.evidence.iter().all(|photo| photo.link == Link::Fits), "the chain goes on without a fork");
        }
        let places: Vec<u64> = admin.file(second).await?.evidence.iter().map(|photo| photo.index).collect();
        assert_eq!(places, [3, 4], "behind the two photos from before");
        Ok(())
    })
}

#[test]
fn a_phone_that_lost_even_its_journal_becomes_a_new_device() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        let (device, home) = (wang.core.device(), wang.home().to_owned());
        drop(wang);
        fs::write(home.join("xunge.db"), "broken")?;
        fs::write(home.join("journal"), "broken too")?;
        let wang = Collector::with_phone(&user, &home)?;
        assert_ne!(wang.core.device(), device, "numbers of the old device must not come twice");
        let start = wang.start().await?;
        assert!(start.account.is_none());
        assert_eq!(start.notices.iter().map(|notice| notice.code.as_str()).collect::<Vec<_>>(), ["new_device"]);
        wang.sign_in(&world.url, &world.accounts.user(&user)?.password).await?;
        report(&wang, 60).await?;
        assert_eq!(wang.sync().await?.left, 0, "it works like any other phone");
        let wang = wang.restarted()?;
        assert!(wang.status().await?.all_arrived, "and opens again");
        Ok(())
    })
}

#[test]
fn numbers_jump_where_the_journal_is_damaged_too() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
        wang.offline();
        let first = report(&wang, 70).await?;
        let home = wang.home().to_owned();
        drop(wang);
        fs::write(home.join("xunge.db"), "broken")?;
        change(&home.join("journal"), |bytes| bytes.truncate(bytes.len() + 40))?;
        change(&home.join("journal"), |bytes| bytes.extend_from_slice(b"XJE1 half an entry"))?;
        let wang = Collector::with_phone(&user, &home)?;
        wang.sync().await?;
        let second = report(&wang, 80).await?;
        assert_eq!(wang.sync().await?.left, 0);
        assert!(admin.file(first).await?.evidence.iter().all(|photo| photo.link == Link::Fits));
        let evidence = admin.file(second).await?.evidence;
        let places: Vec<u64> = evidence.iter().map(|photo| photo.index).collect();
        assert_eq!(places, [1_003, 1_004], "places that may have been taken are not taken again");
        assert!(evidence.iter().all(|photo| photo.link != Link::Broken), "a gap waits, it does not accuse");
        Ok(())
    })
}

#[test]
fn a_database_that_breaks_while_the_app_runs_costs_nothing_that_was_saved() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
        wang.offline();
        let mut cases = Vec::new();
        for tint in [90, 100, 110] {
            cases.push(report(&wang, tint).await?);
            // Not one page is what it was, while the app has it open.
            change(&wang.home().join("xunge.db"), |bytes| bytes.fill(0xa5))?;
        }
        wang.online();
        assert_eq!(wang.sync().await?.left, 0);
        let wang = wang.restarted()?;
        if wang.sync().await?.left > 0 {
            wang.sync().await?;
        }
        for case in cases {
            assert_eq!(wang.case(case).await?.whereabouts, Whereabouts::Arrived);
            assert!(admin.file(case).await?.case.photos.iter().all(|photo| photo.received_at.is_some()));
        }
        assert_eq!(admin.cases().await?.total, 3);
        Ok(())
    })
}

#[test]
fn what_was_corrected_and_what_was_freed_is_rebuilt_as_it_was() -> Result<()> {
    story(async {
        let mut world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let area = world.accounts.user(&user)?.jurisdiction.parse()?;
        world.switch(&area, |settings| settings.send_originals = true).await?;
        let wang = world.phone(&user).await?;
        let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
        let (fix, near) = (here(&wang).await?, shot(120));
        let photos = [(PhotoRole::Near, near.as_slice())];
        let mut far_away = fix.clone();
        far_away.lon = Degree(1_160_000_000);
        let wrong =
            Draft { category: "event:06010", condition_no: 1, fix: far_away, note: "在外地", photos: &photos };
        let form = wang.photograph(&wrong).await?;
        let saved = wang.save(form.clone()).await?;
        let arrived = report(&wang, 130).await?;
        wang.sync().await?;
        let kept = wang.status().await?.originals.kept;
        let aside = wang.status().await?.set_aside.first().context("it was sent back")?.operation;
        wang.offline();
        let corrected = ReportForm { fix, note: "改好了".to_owned(), ..form };
        wang.mend(aside, Corrected::Report(corrected)).await?;

        let home = wang.home().to_owned();
        drop(wang);
        fs::write(home.join("xunge.db"), "broken")?;
        let wang = Collector::with_phone(&user, &home)?;
        let status = wang.status().await?;
        assert_eq!((status.unsent_operations, status.set_aside.len()), (1, 0), "the correction took its place");
        assert_eq!(wang.case(saved.case).await?.note, "改好了");
        assert_eq!(status.originals.kept, kept + 1, "what was freed is not looked for; the corrected one waits");
        let round = wang.sync().await?;
        assert_eq!((round.pushed, round.left), (1, 0), "{round:?}");
        for case in [saved.case, arrived] {
            assert_eq!(wang.case(case).await?.whereabouts, Whereabouts::Arrived);
        }
        assert_eq!(admin.cases().await?.total, 2);
        Ok(())
    })
}
