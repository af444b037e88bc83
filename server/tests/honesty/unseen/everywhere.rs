//! Every route that can be read, as everybody who is not told of blind checks: whatever they ask, no answer has anything of
//! one in it, in none of its bytes.

use image::imageops::FilterType;
use serde_json::{Value, json};
use server::audit::Record;
use shared::account::{Right, Role, may};
use shared::api::audit::AuditList;
use shared::assessment::posts::Figure;
use shared::case::Queue;
use shared::evidence::PhotoRole;
use shared::evidence::manifest::{FileFacts, Subject};
use shared::ids::{CaseId, Sha256};
use shared::sync::operation::{Act, Answer};
use shared::sync::push::OutcomeKind;
use shared::task::{Task, TaskResult};

use crate::evidence::scenes::{encoded, plain, street};
use crate::harness::city::{BEILIN, BEILIN_UNIT, WEIYANG, WEST, at};
use crate::harness::desk::{ok, refused};
use crate::harness::phone::Shot;
use crate::harness::{Desk, Phone, World, on_both_engines};
use crate::honesty::{blind, checked, reports, says};
use crate::permissions::people;

/// What the second one writes.
const WORDS: &str = "墙角还剩两袋";

/// A case that Li has looked at, and that Zhao looks at once more.
struct Story {
    wang: Phone,
    li: Phone,
    zhao: Phone,
    case: CaseId,
    number: String,
    second: Task,
    shot: Shot,
}

impl Story {
    /// Li has answered. Zhao has photographed, and has answered nothing yet.
    async fn begun(world: &World) -> Self {
        blind(world, 100).await;
        let [mut wang, mut li, mut zhao] = world.phones(["wang", "li", "zhao"]).await;
        let (case, task) = checked(world, &mut wang, &mut li, 1).await;
        says(world, &mut li, &task, TaskResult::Pass).await;
        let second = zhao.tasks().await.remove(0);
        let (working, original) = (plain(2), plain(1));
        let facts = FileFacts { sha256: Sha256::of(&original), size_bytes: original.len() as u64 };
        let shot = zhao.shoot_with(world, PhotoRole::After, Subject::Task(second.id), working, |manifest| {
            manifest.original = facts;
        });
        let shot = Shot { original, ..shot };
        let number = world.desk("boss").await.case(case).await.case.case_no.unwrap().to_string();
        Self { wang, li, zhao, case, number, second, shot }
    }

    /// Zhao says something else than Li, and both files of the photo come.
    async fn answered(&mut self, world: &World) {
        let answer = Answer {
            task: self.second.id,
            result: TaskResult::Fail,
            note: WORDS.to_owned(),
            fix: None,
            base: self.second.version,
            photos: vec![self.shot.signed.clone()],
        };
        let envelope = self.zhao.envelope(world, Act::Answer(answer));
        assert_eq!(self.zhao.push(&[envelope]).await[0].result, OutcomeKind::Applied);
        self.zhao.upload(&self.shot.working).await;
        self.zhao.upload(&self.shot.original).await;
        server::evidence::turn(&world.app).await.unwrap();
    }

    /// The hashes of both files.
    fn files(&self) -> [String; 2] {
        [&self.shot.working, &self.shot.original].map(|file| Sha256::of(file).to_string())
    }

    /// What stands in no answer, whoever reads it.
    fn secrets(&self) -> Vec<String> {
        let [working, original] = self.files();
        vec![self.second.id.to_string(), self.shot.photo.to_string(), working, original, WORDS.to_owned()]
    }

    /// Everything that is asked with GET: every route, by the case, the task, the photo, the person and the device, and
    /// what narrows a list to one of them.
    fn addresses(&self) -> Vec<String> {
        let routes = include_str!("../../routes.txt").lines().filter_map(|line| line.strip_prefix("GET "));
        // A line that stays open has no end to wait for. Who is woken by which change is told in `events.rs`.
        let mut asked: Vec<String> = routes.filter(|path| !path.ends_with("/events")).map(str::to_owned).collect();
        let (case, task) = (self.case.to_string(), self.second.id.to_string());
        let ids = vec![case, task, self.zhao.account.to_string(), self.zhao.device.to_string()];
        for (place, values) in [
            ("{id}", ids),
            ("{sha256}", self.files().to_vec()),
            ("{hash}", vec!["0".to_owned()]),
            ("{month}", vec!["2026-11".to_owned()]),
            ("{number}", vec!["1".to_owned()]),
            ("{queue}", Queue::ALL.iter().map(|queue| queue.as_str().to_owned()).collect()),
        ] {
            let mut filled = Vec::new();
            for path in asked {
                if path.contains(place) {
                    filled.extend(values.iter().map(|value| path.replace(place, value)));
                } else {
                    filled.push(path);
                }
            }
            asked = filled;
        }
        let open: Vec<&String> = asked.iter().filter(|path| path.contains('{')).collect();
        assert!(open.is_empty(), "say what stands there: {open:?}");
        asked.extend(self.narrowed());
        asked
    }

    fn narrowed(&self) -> Vec<String> {
        let Self { case, number, zhao, .. } = self;
        let account = zhao.account;
        let mut asked = vec![
            format!("/api/v1/accounts?q={account}"),
            format!("/api/v1/audit?subject=case%20{case}"),
            format!("/api/v1/audit?account={account}"),
            format!("/api/v1/audit/export?subject=case%20{case}"),
            format!("/api/v1/audit/export?account={account}"),
            format!("/api/v1/looks?subject=case%20{case}"),
            format!("/api/v1/cases?q={number}"),
            format!("/api/v1/jurisdictions/{WEIYANG}"),
            format!("/api/v1/jurisdictions/{WEIYANG}/duty"),
            format!("/api/v1/tracks?account={account}"),
        ];
        let by_word: &[(&str, &[&str])] = &[
            ("/api/v1/accounts?q=", &["zhao", "li"]),
            ("/api/v1/assessment?by=", &["inspector", "collector", "unit", "jurisdiction"]),
            ("/api/v1/assessment/cases?basis=reported&counter=", &["report", "check", "rework"]),
            ("/api/v1/assessment/cases/export?basis=reported&format=csv&counter=", &["report", "check", "rework"]),
            ("/api/v1/audit?limit=", &["200"]),
            ("/api/v1/audit?actor=", &["zhao"]),
            ("/api/v1/audit?subject=", &["case", "device", "account"]),
            ("/api/v1/audit?action=", &["original_received", "original_seen", "photo_received", "check_result"]),
            ("/api/v1/audit/export?lang=", &["zh", "en"]),
            ("/api/v1/cases?limit=", &["200"]),
            ("/api/v1/cases?state=", &["closed", "to_check"]),
            ("/api/v1/cases/export?format=", &["csv"]),
            ("/api/v1/cases/points?crs=", &["wgs84", "gcj02"]),
            ("/api/v1/devices/export?format=", &["csv"]),
            ("/api/v1/figures?by=", &["unit", "division"]),
            ("/api/v1/looks?limit=", &["200"]),
            ("/api/v1/looks?kind=", &["original"]),
            ("/api/v1/posts?post=", &["collector", "inspector"]),
            ("/api/v1/sync/pull?cursor=", &[""]),
            ("/api/v1/tasks?state=", &["open", "answered", "withdrawn"]),
        ];
        asked.extend(by_word.iter().flat_map(|(path, words)| words.iter().map(move |word| format!("{path}{word}"))));
        asked.extend(Figure::ALL.iter().map(|figure| format!("/api/v1/posts/list?figure={}", figure.as_str())));
        asked
    }

    fn names_case(&self, text: &str) -> bool {
        text.contains(&self.case.to_string()) || text.contains(&self.number)
    }

    fn names_zhao(&self, text: &str) -> bool {
        text.contains("zhao") || text.contains(&self.zhao.account.to_string())
    }

    fn is_of_zhao(&self, address: &str) -> bool {
        self.names_zhao(address) || address.contains(&self.zhao.device.to_string())
    }

    /// Says whether one thing of an answer names both the case and Zhao: one entry of a list, or one line of a file.
    fn puts_together(&self, text: &str) -> bool {
        match serde_json::from_str::<Value>(text) {
            Ok(value) => self.puts_together_in(&value),
            Err(_) => text.lines().any(|line| self.names_case(line) && self.names_zhao(line)),
        }
    }

    fn puts_together_in(&self, value: &Value) -> bool {
        match value {
            Value::Array(items) => items.iter().any(|item| self.puts_together_in(item)),
            Value::Object(fields) => {
                let own: String = fields.values().filter(|field| !field.is_array()).map(Value::to_string).collect();
                let is_here = self.names_case(&own) && self.names_zhao(&own);
                is_here || fields.values().any(|field| self.puts_together_in(field))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        }
    }

    /// Holds one answer against all that it must not have.
    fn holds(&self, user: &str, address: &str, status: u16, text: &str) {
        let told = format!("{user} {address}: {status} {text}");
        for secret in self.secrets() {
            if address.contains(&secret) {
                assert!(status >= 400, "there is no such thing: {told}");
                continue;
            }
            // That a phone's chain holds is told with its photos: by their numbers, and by nothing else of them.
            let is_link = address.ends_with("/chain") && secret == self.shot.photo.to_string();
            assert!(is_link || !text.contains(&secret), "{secret} stands in it: {told}");
        }
        // How many are drawn is a jurisdiction's own setting.
        let is_setting = address.starts_with("/api/v1/jurisdictions");
        assert!(is_setting || !text.contains("blind"), "{told}");
        if self.names_case(address) {
            assert!(self.is_of_zhao(address) || !self.names_zhao(text), "what is told of the case names Zhao: {told}");
        } else if self.is_of_zhao(address) {
            assert!(!self.names_case(text), "what is told of Zhao names the case: {told}");
        } else {
            assert!(!self.puts_together(text), "Zhao and the case stand together: {told}");
        }
    }
}

/// Asks with GET and returns the status and the body.
async fn read(desk: &Desk, address: &str) -> (u16, String) {
    let reply = desk.get(address).await;
    let status = reply.status().as_u16();
    assert!(status < 500, "{address}: {status}");
    (status, String::from_utf8_lossy(&reply.bytes().await.unwrap()).into_owned())
}

/// Writes into the audit that a file came as an original, as it was written before blind answers had a word of their own.
async fn came_before_there_was_a_word(world: &World, story: &Story) {
    let [_, original] = story.files();
    let mut tx = world.app.db.write().await.unwrap();
    let zhao = server::accounts::actions::by_user(&mut tx, "zhao").await.unwrap().unwrap();
    let record = Record {
        actor: &zhao.actor(),
        area: &zhao.jurisdiction,
        action: "original_received",
        subject: format!("case {}", story.case),
        operation: None,
        detail: format!("file {original}"),
    };
    server::audit::record(&mut tx, &*world.app.random, world.clock_now(), record).await.unwrap();
    tx.commit().await.unwrap();
}

/// Whoever is told of blind checks finds all of it; what they look at is recorded.
async fn who_is_told_finds_it(world: &World, story: &Story) {
    let kao = world.desk(&format!("{WEIYANG}.evaluator")).await;
    let lead = world.desk(&format!("{WEIYANG}.leader")).await;
    let [working, original] = story.files();
    for file in [&working, &original] {
        let (status, text) = read(&kao, &format!("/api/v1/evidence/{file}")).await;
        assert!(status == 200 && text.contains(&story.case.to_string()), "{status} {text}");
        assert_eq!(read(&kao, &format!("/api/v1/media/{file}")).await.0, 200);
    }
    let (_, text) = read(&lead, "/api/v1/audit?limit=200").await;
    for told in ["blind_sample", "blind_answer", "blind_original", "original_seen", "original_received"] {
        assert!(text.contains(told), "{told}: {text}");
    }
    assert!(text.contains(&story.second.id.to_string()) && text.contains(&original), "{text}");
    let (_, text) = read(&lead, "/api/v1/looks?kind=original").await;
    assert!(text.contains(&story.shot.photo.to_string()), "{text}");
    // So does who took the photo.
    let own = story.zhao.request(reqwest::Method::GET, &format!("/api/v1/media/{working}")).send().await.unwrap();
    assert_eq!(own.status(), 200);
}

on_both_engines! {
    async fn nobody_reads_anything_of_a_blind_check_wherever_they_look(world: &World) {
        let mut story = Story::begun(world).await;
        story.answered(world).await;
        came_before_there_was_a_word(world, &story).await;
        let here = people(world, WEIYANG, WEST, 0xb000).await;
        let there = people(world, BEILIN, BEILIN_UNIT, 0xc000).await;
        who_is_told_finds_it(world, &story).await;

        let untold = here.into_iter().filter(|(role, _)| !may(*role, Right::SeeHonesty));
        let mut users: Vec<String> = untold.map(|(_, user)| user).collect();
        assert_eq!(users.len(), Role::ALL.len() - 2, "only those who see hints are left out: {users:?}");
        // Next door the permissions' own test asks as everybody; here those who read the most there.
        let next_door = there.into_iter().filter(|(role, _)| [Role::Supervisor, Role::Admin].contains(role));
        users.extend(next_door.map(|(_, user)| user));
        users.extend(["boss", "chief", "west", "wang", "li"].map(str::to_owned));
        let addresses = story.addresses();
        let range = |entity| json!({"entity": entity, "from": "", "to": ""});
        let everything = json!({"lists": [range("case"), range("task"), range("nearby")]});
        for user in &users {
            let desk = world.desk(user).await;
            for address in &addresses {
                let (status, text) = read(&desk, address).await;
                story.holds(user, address, status, &text);
            }
            let digest = desk.post("/api/v1/sync/digest", &everything).await;
            let status = digest.status().as_u16();
            story.holds(user, "/api/v1/sync/digest", status, &digest.text().await.unwrap());
            let redraw = format!("/api/v1/tasks/{}/redraw", story.second.id);
            let redraw = desk.post(&redraw, &json!({"reason": "换人"})).await;
            assert!([403, 404].contains(&redraw.status().as_u16()), "{user}: there is no such task");
        }

        // One by one neither, by whatever way an id came to somebody.
        let of_the_case = format!("/api/v1/audit?limit=200&subject=case%20{}", story.case);
        let lead = world.desk(&format!("{WEIYANG}.leader")).await;
        let whole: AuditList = ok(lead.get(&of_the_case).await).await;
        let told: AuditList = ok(world.desk("boss").await.get(&of_the_case).await).await;
        let is_told = |id: &String| told.entries.iter().any(|entry| entry.id == *id);
        let hidden: Vec<&String> = whole.entries.iter().map(|entry| &entry.id).filter(|id| !is_told(id)).collect();
        assert!(hidden.len() >= 5, "the draw, the answer, its original under both words, a look at it: {hidden:?}");
        // Nor by how many somebody took away who is told of them.
        let (status, _) = read(&lead, &format!("/api/v1/audit/export?subject=case%20{}", story.case)).await;
        assert_eq!(status, 200);
        let taken = format!("/api/v1/audit?action=audit_export&actor={WEIYANG}.leader");
        let taken: AuditList = ok(world.desk("boss").await.get(&taken).await).await;
        let [taken] = taken.entries.as_slice() else { panic!("{taken:?}") };
        let said = format!("{} records;", told.entries.len());
        assert!(taken.detail.starts_with(&said), "{said} {taken:?}");
        for user in ["boss".to_owned(), format!("{WEIYANG}.admin")] {
            let desk = world.desk(&user).await;
            for id in &hidden {
                let one = desk.get(&format!("/api/v1/audit/{id}")).await;
                assert_eq!(refused(one).await, (404, "not_found".to_owned()), "{user}");
            }
        }
    }

    async fn no_count_and_no_list_is_another_for_a_blind_answer(world: &World) {
        let mut story = Story::begun(world).await;
        server::evidence::turn(&world.app).await.unwrap();
        let metrics = async || {
            let text = world.http.get(format!("{}/metrics", world.base)).send().await.unwrap().text().await.unwrap();
            text.lines().filter(|line| line.starts_with("xunge_open_tasks ")).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(metrics().await, ["xunge_open_tasks 0"], "the one that is out is nobody's to count");
        let mut desks = Vec::new();
        for user in ["sun", "wu", "zhou", "west", "zheng", "boss", "chief", "wang", "li"] {
            desks.push((user, world.desk(user).await));
        }
        let case = story.case;
        let paths = [
            "/api/v1/work".to_owned(),
            "/api/v1/tasks".to_owned(),
            "/api/v1/cases?limit=200".to_owned(),
            "/api/v1/cases/points?crs=wgs84".to_owned(),
            "/api/v1/figures".to_owned(),
            "/api/v1/figures?by=unit".to_owned(),
            format!("/api/v1/cases/{case}"),
            format!("/api/v1/cases/{case}/clocks"),
            format!("/api/v1/audit?subject=case%20{case}"),
        ];
        let mut before = Vec::new();
        for (user, desk) in &desks {
            for path in &paths {
                before.push((*user, path, read(desk, path).await));
            }
        }
        story.answered(world).await;
        let mut before = before.into_iter();
        for (user, desk) in &desks {
            for path in &paths {
                assert_eq!(before.next(), Some((*user, path, read(desk, path).await)));
            }
        }
        assert_eq!(metrics().await, ["xunge_open_tasks 0"]);
    }

    async fn what_looks_like_a_file_of_a_blind_answer_is_told_of_nothing(world: &World) {
        let mut story = Story::begun(world).await;
        story.answered(world).await;
        let place = at(0.5, 0.5);
        let anew = |number| encoded(&street(number).resize_exact(1_440, 1_080, FilterType::Triangle).brighten(12), 60);
        // The second street is what the desk would see of the answer, the first one what the camera gave.
        for number in [1, 2] {
            let same = reports(world, &mut story.wang, plain(number), place).await;
            let like = reports(world, &mut story.li, anew(number), place).await;
            server::evidence::turn(&world.app).await.unwrap();
            let sun = world.desk("sun").await;
            for (case, other) in [(same, like), (like, same)] {
                let file: Value = ok(sun.get(&format!("/api/v1/cases/{case}")).await).await;
                let found = file["evidence"].to_string();
                assert!(!found.contains(&story.case.to_string()), "street {number}: {found}");
                assert!(found.contains("looks_seen") && found.contains(&other.to_string()), "street {number}: {found}");
            }
        }
    }
}
