//! Whatever somebody has become, what they did counts as what they were then: their days on shift, the ground that a shift
//! covers, and what was counted before roles had their time.

use server::assessment::facts;
use server::db::dialect::Engine;
use server::posts::days::{self, Counted};
use server::posts::store::nights;
use shared::account::Role;
use shared::api::posts::PostTable;
use shared::assessment::posts::Figure;
use shared::assessment::{Basis, Counter, Subject};
use shared::evidence::Times;
use shared::ids::AccountId;
use shared::sync::operation::{Act, ShiftMark};
use shared::sync::push::OutcomeKind;
use shared::time::Instant;

use crate::assessed_people::{calls, is_true};
use crate::assessment::{number, table};
use crate::harness::city::{BEILIN, WEIYANG, at};
use crate::harness::desk::ok;
use crate::harness::phone::times;
use crate::harness::{Phone, World, on_both_engines};
use crate::posts::shift;
use crate::scope::becomes;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;

/// What the people of Weiyang did in November in one post.
async fn november(world: &World, post: Subject) -> PostTable {
    let path = format!("/api/v1/posts?month=2026-11&post={}", post.as_str());
    ok(world.desk("zheng").await.get(&path).await).await
}

/// A phone that had no network tells of a shift that began or ended then.
async fn tells(phone: &mut Phone, then: Instant, begins: bool) {
    let made = Times { boot: "before".to_owned(), ..times(then) };
    let envelope = phone.envelope_at(made, Act::Shift(ShiftMark { begins, fix: None, duty_grid: None }));
    assert_eq!(phone.push(&[envelope]).await[0].result, OutcomeKind::Applied);
}

/// A day of eight hours.
fn day(is_inspector: bool, jurisdiction: &str, first: Instant) -> Counted {
    Counted {
        is_inspector,
        jurisdiction: jurisdiction.to_owned(),
        shifts: 1,
        open_shifts: 0,
        minutes: 480,
        beat: 8,
        walked: 8,
        first,
        last: Some(first.plus_ms(8 * HOUR_MS)),
    }
}

on_both_engines! {
    async fn a_day_on_shift_counts_in_the_post_that_somebody_had_when_it_began(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        for (role, hours) in [(Role::Collector, 1), (Role::Inspector, 2), (Role::Collector, 4)] {
            becomes(world, "wang", role).await;
            wang.sign_in_again(world, "wang").await;
            shift(world, &mut wang, true).await;
            world.clock.forward_ms(hours * HOUR_MS);
            shift(world, &mut wang, false).await;
            world.clock.forward_ms(DAY_MS);
        }
        days::turn(&world.app).await.unwrap();
        let told = async |post: Subject| {
            let total = november(world, post).await.total;
            (total.get(Figure::Days), total.get(Figure::Minutes))
        };
        assert_eq!(told(Subject::Collector).await, (2, 300), "before and after");
        assert_eq!(told(Subject::Inspector).await, (1, 120), "the day between, although it is over");
    }

    async fn a_shift_covers_ground_for_whoever_was_a_collector_when_it_began(world: &World) {
        let mut phones = world.phones(["wang", "li", "zhao"]).await;
        world.clock.forward_ms(10 * MINUTE_MS);
        becomes(world, "li", Role::Inspector).await;
        world.clock.forward_ms(20 * MINUTE_MS);
        // Both begin their shifts here, where there is no network.
        let began = world.clock_now();
        world.clock.forward_ms(30 * MINUTE_MS);
        becomes(world, "wang", Role::Inspector).await;
        world.clock.forward_ms(HOUR_MS);
        let id = calls(world).await;
        is_true(world, &mut phones, id).await;
        becomes(world, "li", Role::Collector).await;
        let zheng = world.desk("zheng").await;
        let missed = async || number(&table(&zheng, "by=collector").await, Basis::Reported, Counter::MissReport);
        let [wang, li, _] = &mut phones;
        tells(li, began, true).await;
        assert_eq!(missed().await, 0, "then Li was an inspector, who walks no ground to find what is wrong there");
        tells(wang, began, true).await;
        assert_eq!(missed().await, 1, "then Wang was a collector, and ought to have come by");
        let covered = "select count(*) from shift_grids";
        assert_eq!(world.count(covered).await, 2, "both of Wang's duty grids");
        tells(wang, began.plus_ms(MINUTE_MS), false).await;
        assert_eq!((missed().await, world.count(covered).await), (1, 2), "the end of a shift covers no more");
    }

    async fn what_was_counted_before_roles_had_their_time_is_set_right_when_they_get_it(world: &World) {
        use sqlx::Row as _;
        let [mut wang, mut li, han] = world.phones(["wang", "li", "han"]).await;
        let of_wang = wang.reports(world, at(0.5, 0.5)).await;
        li.reports(world, at(0.5, 1.5)).await;
        let mut began = Vec::new();
        for role in [Role::Collector, Role::Inspector, Role::Collector] {
            becomes(world, "wang", role).await;
            began.push(world.clock_now());
            world.clock.forward_ms(DAY_MS);
        }
        facts::ensure(&world.app).await.unwrap();
        // As it was written before that migration, by what somebody was when it was looked at. Then it comes.
        let mut tx = world.app.db.write().await.unwrap();
        for (name, first, is_inspector) in
            [("2026-11-23", began[0], true), ("2026-11-24", began[1], false), ("2026-11-25", began[2], true)]
        {
            nights::keep(&mut tx, wang.account, name, &day(is_inspector, WEIYANG, first), first).await.unwrap();
        }
        nights::keep(&mut tx, han.account, "2026-11-23", &day(true, BEILIN, began[0]), began[0]).await.unwrap();
        let steps = sqlx::query("update post_work set post = 'inspector' where account_id = $1")
            .bind(wang.account.to_string())
            .execute(&mut *tx)
            .await
            .unwrap();
        assert_eq!(steps.rows_affected(), 1, "the report");
        let migration = match tx.engine() {
            Engine::Sqlite => include_str!("../../migrations/server/sqlite/0041_roles_of_the_time.sql"),
            Engine::Postgres => include_str!("../../migrations/server/postgres/0041_roles_of_the_time.sql"),
        };
        sqlx::raw_sql(migration).execute(&mut *tx).await.unwrap();
        let anew = sqlx::query("select id from cases where assessed_version = 0").fetch_all(&mut *tx).await.unwrap();
        let anew: Vec<String> = anew.iter().map(|row| row.get("id")).collect();
        assert_eq!(anew, [of_wang.to_string()], "of whoever was nothing else nothing is read anew");
        tx.commit().await.unwrap();

        let post = async |name: &str, who: AccountId| {
            let mut reader = world.app.db.read().await.unwrap();
            let counted = nights::counted(&mut reader, name).await.unwrap();
            counted[&who].0.post()
        };
        for (name, expected) in [
            ("2026-11-23", Subject::Collector),
            ("2026-11-24", Subject::Inspector),
            ("2026-11-25", Subject::Collector),
        ] {
            assert_eq!(post(name, wang.account).await, expected, "{name}");
        }
        assert_eq!(post("2026-11-23", han.account).await, Subject::Inspector, "who never was anything else is no collector");
        let reports = async |post: Subject| november(world, post).await.total.get(Figure::Report);
        assert_eq!((reports(Subject::Collector).await, reports(Subject::Inspector).await), (2, 0));
    }
}
