//! What an account may see changes: its scope begins anew, and what was made before is still taken.

use server::accounts::actions as accounts;
use server::accounts::caller::Account;
use shared::account::{Actor, Role};
use shared::api::devices::DeviceBoard;
use shared::sync::operation::Act;
use shared::sync::pull::NEARBY;
use shared::sync::push::OutcomeKind;

use crate::harness::city::at;
use crate::harness::desk::{ok, refused};
use crate::harness::phone::times;
use crate::harness::{World, on_both_engines};

const HOUR_MS: i64 = 3_600_000;

/// Changes what somebody's account is, and which duty grids they walk where that is said.
pub async fn change(world: &World, user: &str, change: impl FnOnce(&mut Account), grids: Option<&[&str]>) {
    let by = Actor::System { rule: "test".to_owned() };
    let mut tx = world.app.db.write().await.unwrap();
    let mut account = accounts::by_user(&mut tx, user).await.unwrap().unwrap();
    change(&mut account);
    accounts::change(&world.app, &mut tx, &account, &by).await.unwrap();
    if let Some(grids) = grids {
        let grids: Vec<String> = grids.iter().map(ToString::to_string).collect();
        accounts::assign_grids(&mut tx, &account, &grids).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// From now on somebody has another role.
pub async fn becomes(world: &World, user: &str, role: Role) {
    change(world, user, |account| account.role = role, None).await;
}

on_both_engines! {
    async fn a_scope_is_an_accounts_own(world: &World) {
        let [wang, li] = world.phones(["wang", "li"]).await;
        let before = (wang.hello(world).await.scope_version, li.hello(world).await.scope_version);
        change(world, "wang", |_| {}, Some(&["610112-Z0", "610112-Z1"])).await;
        assert_eq!(wang.hello(world).await.scope_version, before.0, "the same grids are no change");
        change(world, "wang", |account| account.name = "王师傅".to_owned(), None).await;
        assert_eq!(wang.hello(world).await.scope_version, before.0, "another name shows nothing else");
        change(world, "wang", |_| {}, Some(&["610112-Z3"])).await;
        assert!(wang.hello(world).await.scope_version > before.0);
        assert_eq!(li.hello(world).await.scope_version, before.1, "Li sees what he saw");
    }

    async fn with_other_grids_come_other_neighbours(world: &World) {
        let [mut wang, zhao] = world.phones(["wang", "zhao"]).await;
        let case = wang.reports(world, at(0.5, 0.5)).await.to_string();
        let seen = |page: shared::sync::pull::PullReply| -> Vec<String> {
            page.changes.into_iter().filter(|change| change.entity == NEARBY).map(|change| change.id).collect()
        };
        assert!(seen(zhao.pull("").await).is_empty());
        change(world, "zhao", |_| {}, Some(&["610112-Z0"])).await;
        assert_eq!(seen(zhao.pull("").await), [case]);
    }

    async fn the_hello_says_what_the_account_has_become_and_the_board_who_still_holds_the_old(world: &World) {
        let [wang] = world.phones(["wang"]).await;
        let first = wang.hello(world).await;
        wang.hello_with(times(world.app.clock.now()), Some(first.scope_version)).await;
        let row = async || -> shared::api::devices::DeviceRow {
            let board: DeviceBoard = ok(world.desk("boss").await.get("/api/v1/devices").await).await;
            board.devices.into_iter().find(|row| row.device == wang.device).unwrap()
        };
        let before = row().await;
        assert_eq!((before.scope_version, before.scope_held), (first.scope_version, first.scope_version));
        change(world, "wang", |account| account.jurisdiction = "610103".parse().unwrap(), Some(&["610103-Z0"])).await;
        let second = wang.hello_with(times(world.app.clock.now()), Some(first.scope_version)).await;
        let account = second.account.unwrap();
        assert_eq!((account.jurisdiction.as_str(), account.role), ("610103", Role::Collector));
        assert_eq!(second.jurisdiction.as_str(), "610103");
        assert!(second.packs.iter().any(|pack| pack.jurisdiction.as_str() == "610103"), "the packs are the new area's");
        let during = row().await;
        assert_ne!(during.scope_held, during.scope_version, "the board shows who has not acknowledged");
        assert_eq!(during.jurisdiction.as_str(), "610103", "the new area's supervisor sees the device");
        wang.hello_with(times(world.app.clock.now()), Some(second.scope_version)).await;
        let after = row().await;
        assert_eq!(after.scope_held, after.scope_version);
    }

    async fn what_was_made_while_the_account_had_the_right_is_taken(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (before, _) = wang.report(world, at(0.5, 0.5));
        let before = wang.envelope(world, Act::Report(before));
        world.clock.forward_ms(HOUR_MS);
        becomes(world, "wang", Role::Supervisor).await;
        world.clock.forward_ms(HOUR_MS);
        let (after, _) = wang.report(world, at(0.5, 0.5));
        let after = wang.envelope(world, Act::Report(after));
        let outcomes = wang.push(&[before, after]).await;
        assert_eq!(outcomes[0].result, OutcomeKind::Applied, "{outcomes:?}");
        assert_eq!(outcomes[1].code.unwrap().as_str(), "not_allowed", "a supervisor reports nothing");
        let reporter = world.count("select count(*) from cases where reporter_id is not null").await;
        assert_eq!(reporter, 1);
    }

    async fn a_right_that_was_lost_long_ago_is_lost(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (old, _) = wang.report(world, at(0.5, 0.5));
        let old = wang.envelope(world, Act::Report(old));
        becomes(world, "wang", Role::Supervisor).await;
        world.clock.forward_ms(31 * 24 * HOUR_MS);
        wang.sign_in_again(world, "wang").await;
        let outcomes = wang.push(&[old]).await;
        assert_eq!(outcomes[0].code.unwrap().as_str(), "not_allowed");
        assert_eq!(world.count("select count(*) from operations where result = 'refused'").await, 1, "and kept for ever");
    }

    async fn an_answer_by_somebody_who_was_an_inspector_counts(world: &World) {
        let [mut chen, mut han, mut yang] = world.phones(["chen", "han", "yang"]).await;
        let case = chen.reports(world, at(5.5, 0.5)).await;
        let unit = world.desk("boss").await.case(case).await;
        drop(unit);
        let mut tx = world.app.db.write().await.unwrap();
        let unit = Account {
            id: shared::ids::AccountId(uuid::Uuid::from_u128(0xbbbb)),
            user: "beilin".parse().unwrap(),
            name: "单位".to_owned(),
            role: Role::Unit,
            jurisdiction: "610103".parse().unwrap(),
            unit: Some(crate::harness::city::BEILIN_UNIT.parse().unwrap()),
            disabled: false,
        };
        let by = Actor::System { rule: "test".to_owned() };
        accounts::add(&world.app, &mut tx, &unit, crate::harness::PASSWORD, &by).await.unwrap();
        tx.commit().await.unwrap();
        world.desk("beilin").await.finish(case, 3).await;
        let (user, phone) = if han.tasks().await.is_empty() { ("yang", &mut yang) } else { ("han", &mut han) };
        let task = phone.tasks().await.remove(0);
        let (answer, _) = phone.answer(world, &task, shared::task::TaskResult::Pass);
        world.clock.forward_ms(60_000);
        becomes(world, user, Role::Evaluator).await;
        let outcomes = phone.push(&[answer]).await;
        assert_eq!(outcomes[0].result, OutcomeKind::Applied, "{outcomes:?}");
    }

    async fn a_disabled_account_and_a_withdrawn_device_are_told_so(world: &World) {
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        let (report, _) = wang.report(world, at(0.5, 0.5));
        let kept = wang.envelope(world, Act::Report(report));
        change(world, "wang", |account| account.disabled = true, None).await;
        assert_eq!(refused(wang.push_raw(std::slice::from_ref(&kept)).await).await, (403, "account_disabled".into()));
        let (report, _) = li.report(world, at(0.5, 0.5));
        let lost = li.envelope(world, Act::Report(report));
        let boss = world.desk("boss").await;
        assert_eq!(boss.post(&format!("/api/v1/devices/{}/revoke", li.device), &serde_json::json!({})).await.status(), 204);
        assert_eq!(refused(li.push_raw(&[lost]).await).await, (401, "device_revoked".into()));
        assert_eq!(world.count("select count(*) from operations").await, 0, "nothing was kept that may still be handed in");
        change(world, "wang", |account| account.disabled = false, None).await;
        wang.sign_in_again(world, "wang").await;
        assert_eq!(wang.push(&[kept]).await[0].result, OutcomeKind::Applied, "the same bytes, once the account is back");
    }
}
