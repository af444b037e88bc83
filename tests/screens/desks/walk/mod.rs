//! A walk through every page of the desk, in combinations of size, language and light.
//!
//! On each page the same is asked as on a phone's screens (`crate::walk::faults`): does all fit, are no words cut, is it
//! right for who reads it in another way, do the headings lead through it, is there no Chinese on an English page but data,
//! did nothing fail unseen. `pages` is the table of the pages, `combination` how a screen may be; two by two in the usual
//! run, all in `cargo xtask screens`. Whoever's work a page is looks at it in combinations, everybody else who finds it at
//! the side once; an entry at the side that is not in the table is a fault.

mod combination;
mod pages;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use reqwest::Method;
use serde_json::{Value, json};
use shared::api::bulletins::Bulletin;
use shared::api::people::{AccountList, EnrolmentLink};
use shared::case::Action;
use system_tests::collector::Collector;
use tempfile::TempDir;
use tokio::task::LocalSet;

use self::combination::Combination;
use self::pages::{PAGES, Page, ROLES};
use super::ground::{by_hand, http, in_days, report};
use crate::camera::to_check::to_check;
use crate::city::{Account, City};
use crate::console::Desk;
use crate::needs;
use crate::screen::part;
use crate::walk::faults::Eye;

/// The page, or the door before it.
const OPEN: &str = ".frame, main.door";

/// What a page shows while something is still on its way. A count on the board is called "waiting", too.
const WAITING: &str = ".empty[data-test='waiting'], [data-test='areas-loading'], [data-test='chart-note']";

/// Where the entries at the side lead.
const ENTRIES: &str = "return [...document.querySelectorAll('nav.side a.entry')]
    .map(entry => entry.getAttribute('href').replace(/^#\\//, ''));";

/// What the addresses of pages are filled in with.
struct Ground {
    case: String,
    device: String,
    person: String,
    area: String,
    unit: String,
    bulletin: String,
}

impl Ground {
    fn filled(&self, address: &str) -> String {
        let known = [
            ("{case}", &self.case),
            ("{device}", &self.device),
            ("{person}", &self.person),
            ("{area}", &self.area),
            ("{bulletin}", &self.bulletin),
        ];
        known.iter().fold(address.to_owned(), |address, (name, value)| address.replace(name, value))
    }
}

/// Lays something on every desk: a case that is being checked, one with its unit, one to be accepted, one to be dispatched.
async fn lay(city: &City, home: &Path, photos: &[PathBuf]) -> Result<Ground> {
    let collector = city.one("collector");
    let area = collector.jurisdiction.clone();
    let case = to_check(city, home, photos).await?.case;
    let wang = Collector::with_phone(&collector.user, home)?;
    let shots: [&Path; 2] = [&photos[0], &photos[1]];
    let in_hand = report(&wang, shots, "三袋").await?;
    ensure!(wang.sync().await?.left == 0, "everything arrives");
    let admin = http(city, city.one("admin")).await?;
    let unit = admin.file(in_hand).await?.case.unit.context("the rule gives one unit there")?.to_string();
    by_hand(&admin, &area).await?;
    let to_dispatch = report(&wang, shots, "堆在路边").await?;
    report(&wang, shots, "又堆了一堆").await?;
    ensure!(wang.sync().await?.left == 0, "everything arrives");
    http(city, city.beside(collector, "acceptor")).await?.act(to_dispatch, &Action::Accept).await?;
    let leader = http(city, city.beside(collector, "shift_leader")).await?;
    leader.act(to_dispatch, &Action::File { condition_no: 1 }).await?;

    let notice = json!({ "title": "汛期加密巡查", "body": "低洼路段每两小时走一遍。" });
    let supervisor = http(city, city.beside(collector, "supervisor")).await?;
    supervisor.send::<Value>(Method::POST, "/api/v1/announcements", &notice).await?;
    let found: AccountList = admin.get(&format!("/api/v1/accounts?q={}", collector.user)).await?;
    let person = found.accounts.iter().find(|one| one.user.as_str() == collector.user).context("the collector")?.id;
    let link = json!({ "server": city.url(), "hours": 1 });
    let path = format!("/api/v1/accounts/{person}/enrolment");
    admin.send::<EnrolmentLink>(Method::POST, &path, &link).await?;
    let edit = json!({ "edit": "category", "category": "event:06010", "field": "name", "to": "暴露的垃圾" });
    let edit = json!({ "ledger": "catalogue", "version": 0, "edit": edit });
    admin.send::<Value>(Method::POST, "/api/v1/catalogue/draft/edits", &edit).await?;
    let evaluator = http(city, city.one("evaluator")).await?;
    let week = json!({ "kind": "weekly", "day": in_days(-6) });
    let bulletin: Bulletin = evaluator.send(Method::POST, "/api/v1/bulletins", &week).await?;
    let bulletin = bulletin.head.id.to_string();
    let (case, device, person) = (case.to_string(), wang.core.device().to_string(), person.to_string());
    Ok(Ground { case, device, person, area, unit, bulletin })
}

/// Returns who sits at the desk of a role.
fn who<'a>(city: &'a City, ground: &Ground, role: &str) -> &'a Account {
    match role {
        "unit" => city.account(&format!("u-{}", ground.unit)),
        "admin" | "leader" | "evaluator" | "handler" => city.one(role),
        _ => city.beside(city.one("collector"), role),
    }
}

/// Walks, and notes what is wrong on the way.
struct Walk {
    desk: Desk,
    eye: Eye,
    ground: Ground,
    combinations: Vec<Combination>,
    chosen: Combination,
    wrong: Vec<String>,
}

#[tokio::test]
async fn every_page_of_the_desk_is_whole_in_every_size_language_and_light() {
    let (city, homes, photos) = (City::open(), TempDir::new().expect("make a folder"), needs::photos());
    // A core stays on its thread.
    let ground = LocalSet::new().run_until(lay(&city, &homes.path().join("wang"), &photos)).await;
    let ground = ground.unwrap_or_else(|error| panic!("lay something on every desk: {error:#}"));
    let combinations = if needs::every_combination() { combination::every() } else { combination::in_pairs() };
    let desk = Desk::open("desk-walk", &city).await;
    let (eye, chosen, wrong) = (Eye::of_desk(), Combination::USUAL, Vec::new());
    let mut walk = Walk { desk, eye, ground, combinations, chosen, wrong };
    for chosen in walk.combinations.clone() {
        walk.choose(chosen).await;
        walk.look("sign-in").await;
    }
    for (number, role) in ROLES.iter().enumerate() {
        walk.choose(Combination::USUAL).await;
        let account = who(&city, &walk.ground, role);
        if number == 0 {
            walk.desk.enter(&account.user, &account.password).await;
            walk.desk.screen.read(&part("account"), &account.user).await;
        } else {
            walk.desk.hand_over(account).await;
        }
        walk.day_of(role, number).await;
    }
    walk.desk.screen.close().await;
    let wrong = &walk.wrong;
    assert!(wrong.is_empty(), "{} things are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

impl Walk {
    /// Chooses how the screen is from now on, and loads the page anew.
    async fn choose(&mut self, chosen: Combination) {
        let screen = &self.desk.screen;
        self.chosen = chosen;
        let kept = json!(chosen.remembered());
        let remember = format!("for (const [name, word] of {kept}) localStorage.setItem(name, word); return true;");
        screen.find_out("remember what was chosen", &remember).await;
        let (width, height) = chosen.size;
        screen.show_on(width, height).await;
        screen.reload().await;
        screen.see(OPEN).await;
        self.eye.begin(screen).await;
    }

    /// Looks at what a role finds at the side, and at what is its work.
    async fn day_of(&mut self, role: &str, number: usize) {
        let entries = self.desk.screen.find_out("read the side", ENTRIES).await;
        let entries: Vec<String> = serde_json::from_value(entries).expect("addresses");
        let mut beside = Vec::new();
        for entry in &entries {
            match Page::at_the_side(entry) {
                Some(page) if page.role != role => beside.push(page),
                Some(_) => {}
                None => {
                    self.wrong.push(format!("{role}: the side leads to {entry}, which is not in the table of pages"))
                }
            }
        }
        let own: Vec<(usize, &Page)> = PAGES.iter().enumerate().filter(|(_, page)| page.role == role).collect();
        for (_, page) in own.iter().filter(|(_, page)| page.has_entry()) {
            if !entries.iter().any(|entry| entry == page.address) {
                self.wrong.push(format!("{role}: {} does not stand at the side", page.name));
            }
        }
        let turns = self.combinations.len();
        for (turn, chosen) in self.combinations.clone().into_iter().enumerate() {
            // Pages below others are looked at every second time, and have been seen in every size, language and light then.
            let is_turn = |at: usize, page: &Page| {
                page.has_entry() || needs::every_combination() || (at + turn).is_multiple_of(2)
            };
            let own: Vec<&Page> = own.iter().filter(|(at, page)| is_turn(*at, page)).map(|(_, page)| *page).collect();
            let visits_others = needs::every_combination() || number % turns == turn;
            let others: &[&Page] = if visits_others { &beside } else { &[] };
            if own.is_empty() && others.is_empty() {
                continue;
            }
            self.choose(chosen).await;
            if chosen.is_narrow() {
                self.desk.screen.press(&part("menu")).await;
                self.look(&format!("{role}-menu")).await;
            }
            for page in own {
                self.visit(role, page, page.there).await;
            }
            for page in others {
                self.visit(role, page, page.there.get(..1).unwrap_or_default()).await;
            }
        }
    }

    async fn visit(&mut self, role: &str, page: &Page, there: &[&str]) {
        self.desk.turn_to(&self.ground.filled(page.address)).await;
        for test in there {
            self.desk.screen.see(&part(test)).await;
        }
        self.look(&format!("{role}-{}", page.name)).await;
    }

    /// Looks closely at the open page.
    async fn look(&mut self, name: &str) {
        let screen = &self.desk.screen;
        screen.see_gone(WAITING).await;
        let found = self.eye.faults(screen).await;
        if needs::every_combination() || !found.is_empty() {
            screen.look(&format!("{}-{name}", self.chosen)).await;
        }
        self.wrong.extend(found.into_iter().map(|what| format!("{name}, {}: {what}", self.chosen)));
    }
}
