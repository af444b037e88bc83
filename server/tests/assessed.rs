//! The sums that SQL makes are those of the pure function over every row, live and frozen, grouped by whatever there is.

use std::collections::BTreeMap;

use server::assessment::actions::{self, Page};
use server::assessment::asked::{From, Number, Within};
use server::assessment::facts;
use server::assessment::row::Assessed;
use server::assessment::store::listed::Place;
use server::assessment::store::rows;
use server::db::dialect::Engine;
use server::months::store::frozen;
use shared::assessment::facts::{Counted, Facts};
use shared::assessment::window::Sign;
use shared::assessment::{Basis, Counter, Slice, Subject, Sums};
use shared::case::{Case, FlowRecord};
use shared::channel::Channel;
use shared::ids::{AccountId, CaseId};
use shared::time::Instant;
use uuid::Uuid;

use crate::harness::city::{BEILIN, NORTH, WEIYANG, WEST, at};
use crate::harness::{World, on_both_engines};

const DAY_MS: i64 = 24 * 3_600_000;

/// Every case with its history, as it is written.
pub async fn all_cases(world: &World) -> Vec<(Case, Vec<FlowRecord>)> {
    use sqlx::Row as _;
    let mut reader = world.app.db.read().await.unwrap();
    let rows = sqlx::query("select body from cases order by id").fetch_all(&mut *reader).await.unwrap();
    let mut all = Vec::new();
    for row in rows {
        let case: Case = serde_json::from_str(&row.get::<String, _>("body")).unwrap();
        let flow = sqlx::query("select body from case_flow where case_id = $1 order by sequence")
            .bind(case.id.to_string())
            .fetch_all(&mut *reader)
            .await
            .unwrap();
        let flow = flow.iter().map(|row| serde_json::from_str(&row.get::<String, _>("body")).unwrap()).collect();
        all.push((case, flow));
    }
    all
}

/// The pure function over rows, case by case.
pub fn summed(rows: &[Assessed], within: &Within, now: Instant) -> BTreeMap<String, BTreeMap<Basis, Sums>> {
    let mut all: BTreeMap<String, BTreeMap<Basis, Sums>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.training == within.training) {
        let other_area = within.area.as_ref().is_some_and(|area| area.as_str() != row.jurisdiction);
        let other_unit = within.unit.as_ref().is_some_and(|unit| unit.as_str() != row.unit);
        if other_area || other_unit {
            continue;
        }
        for basis in Basis::ALL {
            if row.moment(*basis).is_some_and(|moment| moment >= within.begins && moment < within.ends) {
                for share in row.shares(within.by, now) {
                    let sums = all.entry(share.key).or_default().entry(*basis).or_default();
                    sums.add_bits(share.bits);
                    sums.reworks += u64::from(share.reworks);
                    sums.over_per_mille += u64::from(share.over_per_mille);
                }
            }
        }
    }
    all
}

/// Numbers that look thrown and are the same in every run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % below
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[usize::try_from(self.throw(from.len() as u64)).unwrap()]
    }

    fn moment(&mut self, now: Instant) -> Instant {
        now.plus_ms(-i64::try_from(self.throw(60)).unwrap() * DAY_MS)
    }

    fn person(&mut self) -> Option<AccountId> {
        let one = self.throw(4);
        (one > 0).then(|| AccountId(Uuid::from_u128(u128::from(one))))
    }

    fn row(&mut self, place: u128, now: Instant) -> Assessed {
        let area = self.pick(&[WEIYANG, BEILIN]);
        let grid = format!("{area}00{}00{}00{}", self.throw(3), self.throw(3), self.throw(9));
        let all: u64 = Counter::ALL.iter().map(|counter| counter.bit()).sum();
        let bits = ((self.throw(1 << 26) << 26) | self.throw(1 << 26)) & all;
        let is_open = self.throw(3) == 0;
        Assessed {
            case: CaseId(Uuid::from_u128(place)),
            jurisdiction: area.to_owned(),
            division: area.to_owned(),
            street: grid.chars().take(9).collect(),
            community: grid.chars().take(12).collect(),
            duty_grid: String::new(),
            unit: self.pick(&["", WEST, NORTH]).to_owned(),
            category: self.pick(&["event:06010", "event:06001"]).to_owned(),
            grid,
            training: self.throw(2) == 0,
            case_no: format!("XA20261123{place:06}"),
            reported_at: self.moment(now),
            filed_at: (self.throw(4) > 0).then(|| self.moment(now)),
            due_at: (self.throw(3) > 0).then(|| self.moment(now)),
            last_at: now,
            counted: Counted {
                bits,
                // Also at this very moment, when it is not late yet.
                open_late_after: is_open.then(|| now.plus_ms(i64::try_from(self.throw(3)).unwrap() - 1)),
                reworks: u32::try_from(self.throw(4)).unwrap(),
                over_per_mille: u32::try_from(self.throw(3_000)).unwrap(),
            },
            collector: self.person(),
            verifier: self.person(),
            inspector: self.person(),
            acceptor: self.person(),
            shift_leader: self.person(),
            dispatcher: self.person(),
            channel: Channel::ALL[usize::try_from(self.throw(Channel::ALL.len() as u64)).unwrap()],
        }
    }
}

on_both_engines! {
    async fn sql_counts_what_the_pure_function_counts_row_by_row(world: &World) {
        const VERSION: &str = "0190f000-0000-7000-8000-00000000f0f0";
        let now = world.app.clock.now();
        let mut dice = Dice(0x2545_F491_4F6C_DD1D);
        let live: Vec<Assessed> = (1..=400).map(|place| dice.row(place, now)).collect();
        let frozen: Vec<Assessed> = live.iter().step_by(2).cloned().map(|row| row.frozen(now)).collect();
        let mut tx = world.app.db.write().await.unwrap();
        rows::put(&mut tx, &live).await.unwrap();
        // Written anew, a row takes the place of the one before.
        rows::put(&mut tx, &live[..10]).await.unwrap();
        rows::freeze(&mut tx, VERSION, &frozen).await.unwrap();
        tx.commit().await.unwrap();
        let later = now.plus_ms(DAY_MS);
        let mut reader = world.app.db.read().await.unwrap();
        for (source, rows) in [
            (From::Live { at: now }, &live),
            (From::Frozen { version_id: VERSION.to_owned() }, &frozen),
            (From::Frozen { version_id: "another".to_owned() }, &Vec::new()),
        ] {
            for by in Subject::ALL {
                for (area, unit, training) in [(None, None, false), (Some(WEIYANG), None, true), (None, Some(WEST), false)] {
                    let within = Within {
                        begins: now.plus_ms(-40 * DAY_MS),
                        ends: now.plus_ms(-10 * DAY_MS),
                        source: source.clone(),
                        by: *by,
                        area: area.map(|id| id.parse().unwrap()),
                        unit: unit.map(|id| id.parse().unwrap()),
                        training,
                    };
                    // A frozen row is the same whenever somebody looks.
                    let looked = if matches!(source, From::Live { .. }) { now } else { later };
                    let expected = summed(rows, &within, looked);
                    let found = actions::sums(&mut reader, &within).await.unwrap();
                    assert_eq!(found, expected, "{within:?}");
                    assert!(found.is_empty() == rows.is_empty());
                    // And the list behind each number of a row has so many cases; of nobody and of somebody.
                    let listed = [Subject::Unit, Subject::Collector, Subject::Verifier].contains(by);
                    if !listed || area.is_some() || unit.is_some() {
                        continue;
                    }
                    for (key, by_basis) in found.iter().take(2) {
                        for (basis, sums) in by_basis {
                            for counter in Counter::ALL {
                                let number = Number { counter: *counter, basis: *basis, of: None, key: Some(key.clone()) };
                                let page = Page { number, after: Place::default(), limit: 1 };
                                let (_, total) = actions::behind(&mut reader, &within, &page).await.unwrap();
                                assert_eq!(total, sums.get(*counter), "{counter:?} by {basis:?} of {key}: {within:?}");
                            }
                        }
                    }
                }
            }
        }
    }

    async fn rows_from_before_channels_were_written_down_are_given_their_cases_own(world: &World) {
        const VERSION: &str = "0190f000-0000-7000-8000-00000000f0f2";
        const COUNTED: &str = "select count(*) from assessed where channel = 'collector'";
        let [mut wang] = world.phones(["wang"]).await;
        wang.reports(world, at(0.5, 0.5)).await;
        facts::ensure(&world.app).await.unwrap();
        assert_eq!(world.count(COUNTED).await, 1);
        let now = world.app.clock.now();
        let cases = all_cases(world).await;
        let row = |(case, flow): &(Case, Vec<FlowRecord>)| {
            Assessed::of(case, &Facts::read(case, flow, now), None).frozen(now)
        };
        let rows: Vec<Assessed> = cases.iter().map(row).collect();
        let mut tx = world.app.db.write().await.unwrap();
        rows::freeze(&mut tx, VERSION, &rows).await.unwrap();
        tx.commit().await.unwrap();
        // As it was before that migration, and then it comes.
        let mut tx = world.app.db.write().await.unwrap();
        for statement in ["alter table assessed drop column channel", "alter table frozen_cases drop column channel"] {
            sqlx::raw_sql(statement).execute(&mut *tx).await.unwrap();
        }
        let migration = match tx.engine() {
            Engine::Sqlite => include_str!("../../migrations/server/sqlite/0034_channels.sql"),
            Engine::Postgres => include_str!("../../migrations/server/postgres/0034_channels.sql"),
        };
        sqlx::raw_sql(migration).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(world.count(COUNTED).await, 1);
        let kept = frozen::of_version(&mut world.app.db.read().await.unwrap(), VERSION).await.unwrap();
        assert_eq!(kept.into_values().collect::<Vec<_>>(), rows);
        let mut tx = world.app.db.write().await.unwrap();
        let meddling = sqlx::raw_sql("update frozen_cases set channel = 'video'").execute(&mut *tx).await;
        assert!(meddling.is_err(), "the guard stands again");
    }

    async fn a_part_of_the_cases_is_summed_and_listed_as_the_pure_function_picks_it(world: &World) {
        const VERSION: &str = "0190f000-0000-7000-8000-00000000f0f1";
        let now = world.app.clock.now();
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
        let live: Vec<Assessed> = (1..=400).map(|place| dice.row(place, now)).collect();
        let frozen: Vec<Assessed> = live.iter().step_by(2).cloned().map(|row| row.frozen(now)).collect();
        let mut tx = world.app.db.write().await.unwrap();
        rows::put(&mut tx, &live).await.unwrap();
        rows::freeze(&mut tx, VERSION, &frozen).await.unwrap();
        tx.commit().await.unwrap();
        let mut reader = world.app.db.read().await.unwrap();
        for (source, rows) in
            [(From::Live { at: now }, &live), (From::Frozen { version_id: VERSION.to_owned() }, &frozen)]
        {
            let within = Within {
                begins: now.plus_ms(-40 * DAY_MS),
                ends: now.plus_ms(-10 * DAY_MS),
                source,
                by: Subject::Unit,
                area: None,
                unit: None,
                training: false,
            };
            for slice in Slice::ALL {
                let is_in = |row: &&Assessed| match slice.sign() {
                    Sign::Counts(counter) => row.counted.bits & counter.bit() != 0,
                    Sign::Came(channel) => row.channel == channel,
                };
                let some: Vec<Assessed> = rows.iter().filter(is_in).cloned().collect();
                let expected = summed(&some, &within, now);
                assert!(!expected.is_empty() && some.len() < rows.len(), "{slice:?} is some of them");
                for basis in Basis::ALL {
                    let found = actions::sums_by(&mut reader, &within, *basis, Some(*slice)).await.unwrap();
                    let of_basis: BTreeMap<String, Sums> = expected
                        .iter()
                        .filter_map(|(key, sums)| Some((key.clone(), sums.get(basis)?.clone())))
                        .collect();
                    assert_eq!(found, of_basis, "{slice:?} by {basis:?}: {within:?}");
                    for (key, sums) in &found {
                        let counter = Counter::IntimeArchive;
                        let number = Number { counter, basis: *basis, of: Some(*slice), key: Some(key.clone()) };
                        let page = Page { number, after: Place::default(), limit: 1 };
                        let (_, total) = actions::behind(&mut reader, &within, &page).await.unwrap();
                        assert_eq!(total, sums.get(counter), "{slice:?} by {basis:?} of {key}");
                    }
                }
            }
        }
    }
}
