//! Random lives of cases, lived through the server: whatever is done in whatever order, the sums that SQL makes are those of
//! the pure function case by case, live and frozen; a month read once more is what was frozen; and it is the same whenever it
//! is frozen.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use server::assessment::asked::{From, Within};
use server::assessment::row::Assessed;
use server::assessment::{actions, facts};
use server::months::calendar::Month as Calendar;
use server::months::freeze::turn;
use server::months::row::back_at;
use server::months::store::versions;
use shared::account::Role;
use shared::api::assessment::{MonthSeal, MonthVersion};
use shared::api::cases::CaseFile;
use shared::assessment::{Counter, Facts, Subject};
use shared::case::{Case, FlowRecord};
use shared::channel::Channel;
use shared::evidence::Times;
use shared::ids::{AccountId, CaseId};
use shared::sync::operation::{Act, ShiftMark};
use shared::sync::push::OutcomeKind;
use shared::task::TaskResult;
use shared::time::Instant;
use uuid::Uuid;

use crate::assessed::{all_cases, summed};
use crate::harness::city::{NORTH, WEIYANG, WEST, at};
use crate::harness::desk::ok;
use crate::harness::phone::{fix, jpeg, times};
use crate::harness::{Desk, Phone, World, on_both_engines};
use crate::months::{MOMENT, NOVEMBER, RESTED, checked, comes, frozen_rows, moment, until};

const HOUR_MS: i64 = 3_600_000;
const ENDS: [&str; 7] = ["reject", "refuse", "void", "handle_directly", "link", "close_special", "return_to_accept"];
/// What brings a case on; without it few would come as far as a unit.
const ON: [&str; 7] = ["accept", "file", "dispatch", "finish", "send_verify", "send_check", "close"];
const DESKS: [&str; 5] = ["sun", "zhou", "wu", "west", "north"];

/// Numbers that look thrown and are the same in every run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % below as u64).unwrap()
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.throw(from.len())]
    }
}

/// Cases, and whoever does something to them.
struct Lives {
    dice: Dice,
    cases: Vec<CaseId>,
    phones: [Phone; 2],
    pictures: u8,
    done: BTreeSet<String>,
}

impl Lives {
    /// Some are reported by phone, some by telephone; one of the collectors is on shift from the beginning.
    async fn of(world: &World, seed: u64) -> Self {
        let phones = world.phones(["wang", "li"]).await;
        let mut lives = Self { dice: Dice(seed), cases: Vec::new(), phones, pictures: 0, done: BTreeSet::new() };
        let begins = ShiftMark { begins: true, fix: Some(fix(at(0.5, 0.5), world.clock_now())), duty_grid: None };
        let envelope = lives.phones[0].envelope(world, Act::Shift(begins));
        assert_eq!(lives.phones[0].push(&[envelope]).await[0].result, OutcomeKind::Applied);
        lives.are_reported(world, 9, 4).await;
        lives
    }

    async fn are_reported(&mut self, world: &World, by_phone: usize, by_call: usize) {
        for _ in 0..by_phone {
            let place = at(0.3 + 0.2 * self.dice.throw(6) as f64, 0.5 + self.dice.throw(3) as f64);
            let id = self.phones[1].reports(world, place).await;
            self.cases.push(id);
            world.clock.forward_ms(60_000);
        }
        for _ in 0..by_call {
            self.cases.push(calls(world).await);
            world.clock.forward_ms(60_000);
        }
    }

    /// A day: so many things are tried, a few minutes or hours after each other.
    async fn live(&mut self, world: &World, tries: usize) {
        let mut desks = BTreeMap::new();
        for user in DESKS {
            desks.insert(user, world.desk(user).await);
        }
        for (phone, user) in self.phones.iter_mut().zip(["wang", "li"]) {
            phone.sign_in_again(world, user).await;
        }
        for _ in 0..tries {
            let (id, first) = (*self.dice.pick(&self.cases.clone()), self.dice.throw(DESKS.len()));
            // Mostly whoever can bring it on does.
            let ways: &[bool] = if self.dice.throw(4) > 0 { &[true, false] } else { &[false] };
            'done: for on in ways {
                for place in 0..DESKS.len() {
                    let user = DESKS[(first + place) % DESKS.len()];
                    if self.acts(world, &desks[user], id, *on).await {
                        break 'done;
                    }
                }
            }
            if self.dice.throw(4) == 0 {
                self.answers(world).await;
            }
            let minutes = i64::try_from(self.dice.throw(25)).unwrap();
            world.clock.forward_ms(minutes * 60_000);
        }
    }

    /// Takes an action that the desk may take on a case now, and says whether it was taken: one that brings it on, or any, what
    /// ends it more seldom.
    async fn acts(&mut self, world: &World, desk: &Desk, id: CaseId, on: bool) -> bool {
        let reply = desk.get(&format!("/api/v1/cases/{id}")).await;
        if !reply.status().is_success() {
            return false;
        }
        let mut may = ok::<CaseFile>(reply).await.may;
        may.retain(|word| !on || ON.contains(&word.as_str()));
        if may.is_empty() {
            return false;
        }
        let mut word = self.dice.pick(&may).clone();
        for _ in 0..2 {
            if ENDS.contains(&word.as_str()) {
                word.clone_from(self.dice.pick(&may));
            }
        }
        for content in self.contents(world, desk, &word).await {
            if desk.act(id, &content).await.status().is_success() {
                self.done.insert(word);
                return true;
            }
        }
        false
    }

    /// What an action may carry; where it takes no reason it is tried without.
    async fn contents(&mut self, world: &World, desk: &Desk, word: &str) -> Vec<Value> {
        let reason = "现场情况如照片";
        match word {
            "file" => vec![json!({"action": word, "condition_no": 1})],
            "dispatch" => vec![json!({"action": word, "unit": self.dice.pick(&[WEST, NORTH])})],
            "link" => vec![json!({"action": word, "into": self.dice.pick(&self.cases.clone())})],
            "apply_suspend" => {
                let until = world.clock_now().plus_ms(5 * 24 * HOUR_MS);
                vec![json!({"action": word, "reason": reason, "until": until})]
            }
            "supervise" => vec![json!({"action": word, "kind": "leader", "requirement": "当日回复"})],
            "reply_supervision" => vec![json!({"action": word, "number": 1, "reply": "已处置"})],
            "close_special" => vec![json!({"action": word, "closing": "special", "reason": reason})],
            "finish" => {
                self.pictures = (self.pictures + 1) % 100;
                let working = desk.upload(&jpeg(self.pictures)).await;
                vec![json!({"action": word, "note": "已清理", "photos": [{"working": working, "role": "after"}]})]
            }
            _ => vec![json!({"action": word}), json!({"action": word, "reason": reason})],
        }
    }

    /// Whoever was sent to look says something.
    async fn answers(&mut self, world: &World) {
        let which = self.dice.throw(2);
        let tasks = self.phones[which].tasks().await;
        if tasks.is_empty() {
            return;
        }
        let task = self.dice.pick(&tasks).clone();
        let result = *self.dice.pick(TaskResult::ALL);
        let phone = &mut self.phones[which];
        let (envelope, shot) = phone.answer(world, &task, result);
        if phone.push(&[envelope]).await[0].result == OutcomeKind::Applied {
            phone.upload(&shot.working).await;
            self.done.insert(format!("answered {}", result.as_str()));
        }
    }
}

/// Somebody calls the hotline, and the desk takes it down.
async fn calls(world: &World) -> CaseId {
    let id = CaseId(Uuid::now_v7());
    let place = at(0.5, 0.5);
    let call = json!({
        "id": id, "channel": "hotline", "category": "event:06010", "condition_no": 1, "note": "市民来电",
        "fix": {
            "lon": f64::from(place.lon_e7) / 1e7, "lat": f64::from(place.lat_e7) / 1e7, "crs": "wgs84",
            "source": "map_pick", "fix_time": world.clock_now(),
        },
    });
    ok::<CaseFile>(world.desk("sun").await.post("/api/v1/cases", &call).await).await;
    id
}

/// Whoever was sent to look finds it; returns who that was.
async fn is_true(world: &World, phones: &mut [Phone], id: CaseId) -> AccountId {
    let file = world.desk("zheng").await.case(id).await;
    let task = file.tasks.iter().find(|task| Some(task.id) == file.case.open_task).unwrap().clone();
    let phone = phones.iter_mut().find(|phone| Some(phone.account) == task.assignee).unwrap();
    let (envelope, shot) = phone.answer(world, &task, TaskResult::Exists);
    assert_eq!(phone.push(&[envelope]).await[0].result, OutcomeKind::Applied);
    phone.upload(&shot.working).await;
    phone.account
}

/// Who should have found what another channel reported, told a second way: one collector began a shift and never ended it.
/// It lasts sixteen hours, and whoever came by within four hours before a report should have seen it.
fn missed(case: &Case, facts: &Facts, shift: (AccountId, Instant)) -> Option<AccountId> {
    let is_valid = facts.counted.bits & Counter::ValidReport.bit() != 0;
    let ground = ["610112-Z0", "610112-Z1"];
    let is_there = case.duty_grid.as_ref().is_some_and(|grid| ground.contains(&grid.as_str()));
    let after_ms = case.reported_at.since(shift.1);
    (is_valid && is_there && case.channel != Channel::Collector && (0..20 * HOUR_MS).contains(&after_ms))
        .then_some(shift.0)
}

fn row(case: &Case, flow: &[FlowRecord], at: Instant, shift: (AccountId, Instant)) -> Assessed {
    let facts = Facts::read(case, flow, at);
    Assessed::of(case, &facts, missed(case, &facts, shift))
}

/// Holds what SQL sums against the pure function over rows, for everything that is grouped by, by every basis and counter.
async fn sums_are_theirs(world: &World, source: &From, rows: &[Assessed], now: Instant) {
    let (begins, ends) = Calendar::parse("2026-11").unwrap().window("Asia/Shanghai").unwrap();
    let mut reader = world.app.db.read().await.unwrap();
    let mut found_any = false;
    for by in Subject::ALL {
        for (until, area, unit) in
            [(ends, None, None), (ends.plus_ms(60 * 24 * HOUR_MS), Some(WEIYANG), None), (ends, None, Some(WEST))]
        {
            let within = Within {
                begins,
                ends: until,
                source: source.clone(),
                by: *by,
                area: area.map(|id| id.parse().unwrap()),
                unit: unit.map(|id| id.parse().unwrap()),
                training: true,
            };
            let found = actions::sums(&mut reader, &within).await.unwrap();
            assert_eq!(found, summed(rows, &within, now), "{within:?}");
            found_any |= !found.is_empty();
        }
    }
    assert!(found_any, "sums of nothing prove nothing");
}

async fn version_ids(world: &World) -> Vec<(u32, String, String)> {
    let mut reader = world.app.db.read().await.unwrap();
    let all = versions::list(&mut reader, Some("2026-11")).await.unwrap();
    all.into_iter().map(|row| (row.version.number, row.id, row.seal)).collect()
}

on_both_engines! {
    async fn whatever_is_done_the_sums_are_those_of_the_histories_and_a_frozen_month_is_too(world: &World) {
        comes(world, "eva", Role::Evaluator, "XA").await;
        world.set(WEIYANG, |settings| {
            settings.automatic = shared::settings::Automatic::default();
            settings.rules.check_percent_of.insert(WEST.parse().unwrap(), 100);
        }).await;
        let began = world.clock_now();
        let mut lives = Lives::of(world, 0x2545_F491_4F6C_DD1D).await;
        let shift = (lives.phones[0].account, began);
        for day in 0..7 {
            lives.live(world, 26).await;
            if day == 3 {
                lives.are_reported(world, 3, 1).await;
            }
            let next = began.plus_ms((day + 1) * 24 * HOUR_MS);
            let now = world.clock_now();
            world.clock.forward_ms(next.since(now).max(0));
        }
        // Live.
        facts::ensure(&world.app).await.unwrap();
        let now = world.clock_now();
        let all = all_cases(world).await;
        let rows: Vec<Assessed> = all.iter().map(|(case, flow)| row(case, flow, now, shift)).collect();
        sums_are_theirs(world, &From::Live { at: now }, &rows, now).await;
        let seen = rows.iter().fold(0, |seen, row| seen | row.counted.at(now));
        assert!(seen.count_ones() >= 22, "lives in which little happens prove little: {:?}, {seen:b}", lives.done);

        // Frozen, late, after more of it happened.
        assert!(world.clock_now() < moment(MOMENT));
        until(world, RESTED);
        lives.live(world, 30).await;
        until(world, "2026-12-04T09:00:00+08:00");
        lives.live(world, 20).await;
        assert_eq!(turn(&world.app).await.unwrap(), 1);
        let at = moment(MOMENT);
        let all = all_cases(world).await;
        let then: Vec<Assessed> = all
            .iter()
            .filter_map(|(case, flow)| Some((back_at(case.clone(), flow, at)?, flow)))
            .map(|(case, flow)| row(&case, flow, at, shift).frozen(at))
            .collect();
        let versions = version_ids(world).await;
        let source = From::Frozen { version_id: versions[0].1.clone() };
        // What a version holds falls in its month: of other days nothing is asked of it.
        let frozen: Vec<Assessed> = frozen_rows(world, 1).await.into_values().collect();
        for one in &frozen {
            assert_eq!(then.iter().find(|row| row.case == one.case), Some(one));
        }
        sums_are_theirs(world, &source, &frozen, at).await;
        let november = Calendar::parse("2026-11").unwrap().window("Asia/Shanghai").unwrap();
        let falls = then.iter().filter(|row| server::months::row::falls_in(row, november)).count();
        assert_eq!(falls, frozen.len(), "none is left out");
        let eva = world.desk("eva").await;
        let check = checked(&eva, 1).await;
        assert_eq!((check.differing_total, check.work_differing_total, check.seal), (0, 0, MonthSeal::Whole), "{check:?}");
        assert!(check.work > check.cases, "people did something: {check:?}");

        // Whatever happens then, read once more it is the same, row by row, days and steps too.
        lives.live(world, 30).await;
        until(world, "2026-12-12T09:00:00+08:00");
        lives.live(world, 20).await;
        let eva = world.desk("eva").await;
        ok::<MonthVersion>(eva.post(NOVEMBER, &json!({"reason": "核对"})).await).await;
        let versions = version_ids(world).await;
        assert_eq!((versions.len(), versions[0].2.len()), (2, 64));
        assert_eq!(versions[0].2, versions[1].2, "the seal is over every row");
        for number in [1, 2] {
            let check = checked(&eva, number).await;
            assert_eq!((check.differing_total, check.work_differing_total), (0, 0), "{check:?}");
        }
        let found = server::check::all(&world.app, server::check::Depth::Rows).await.unwrap();
        let of_months: Vec<&String> = found.problems.iter().filter(|problem| problem.starts_with("month ")).collect();
        assert!(of_months.is_empty(), "{of_months:?}");
    }

    async fn a_shift_that_was_heard_of_after_the_moment_changes_no_month(world: &World) {
        comes(world, "eva", Role::Evaluator, "XA").await;
        world.set("XA", |settings| settings.freeze_day = 1).await;
        until(world, "2026-11-30T20:00:00+08:00");
        let mut phones = world.phones(["wang", "li"]).await;
        let id = calls(world).await;
        let answered = is_true(world, &mut phones, id).await;
        // The other one had no network until after the moment: their shift began before the call.
        until(world, "2026-12-01T02:00:00+08:00");
        let place = phones.iter().position(|phone| phone.account != answered).unwrap();
        let silent = &mut phones[place];
        silent.sign_in_again(world, ["wang", "li"][place]).await;
        let made = Times { boot: "before".to_owned(), ..times(world.clock_now().plus_ms(-7 * HOUR_MS)) };
        let envelope = silent.envelope_at(made, Act::Shift(ShiftMark { begins: true, fix: None, duty_grid: None }));
        assert_eq!(silent.push(&[envelope]).await[0].result, OutcomeKind::Applied);
        let counted = async |sql: &'static str| world.count(sql).await;
        facts::ensure(&world.app).await.unwrap();
        let of = |bit: Counter| bit.bit().trailing_zeros();
        assert_eq!(of(Counter::MissReport), 46, "the place that is asked for below");
        assert_eq!(counted("select count(*) from assessed where (bits >> 46) & 1 = 1").await, 1, "it counts now");
        assert_eq!(turn(&world.app).await.unwrap(), 1);
        assert_eq!(counted("select count(*) from frozen_cases where (bits >> 46) & 1 = 1").await, 0, "nobody knew it then");
        let eva = world.desk("eva").await;
        assert_eq!(checked(&eva, 1).await.differing_total, 0);
        // As of now it is known.
        let now = json!({"reason": "补录", "at": "2026-12-01T02:30:00+08:00"});
        until(world, "2026-12-01T03:00:00+08:00");
        ok::<MonthVersion>(eva.post(NOVEMBER, &now).await).await;
        assert_eq!(counted("select count(*) from frozen_cases where (bits >> 46) & 1 = 1").await, 1);
    }
}
