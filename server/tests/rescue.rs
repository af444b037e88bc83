//! Rescue files: verified to the last byte, imported exactly once, whoever is withdrawn and whatever comes after.

use ed25519_dalek::SigningKey;
use reqwest::Method;
use shared::api::rescue::RescueReport;
use shared::ids::{DeviceId, Sha256};
use shared::refusal::Code;
use shared::sync::operation::Act;
use shared::sync::push::{Envelope, OutcomeKind};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::harness::city::at;
use crate::harness::desk::{ok, refused};
use crate::harness::phone::Shot;
use crate::harness::{Desk, Phone, Rescue, World, on_both_engines};

/// A report that only the phone has.
fn report(world: &World, phone: &mut Phone) -> (Envelope, Shot) {
    let (report, shot) = phone.report(world, at(0.5, 0.5));
    (phone.envelope(world, Act::Report(report)), shot)
}

async fn withdraw(boss: &Desk, device: DeviceId) {
    let reply = boss.request(Method::POST, &format!("/api/v1/devices/{device}/revoke")).send().await.unwrap();
    assert_eq!(reply.status(), 204);
}

/// Everything that an import could leave behind.
async fn rows(world: &World) -> [i64; 6] {
    [
        world.count("select count(*) from cases").await,
        world.count("select count(*) from operations").await,
        world.count("select count(*) from photos where received_at_ms is not null").await,
        world.count("select count(*) from files").await,
        world.count("select count(*) from changes").await,
        world.count("select count(*) from case_flow").await,
    ]
}

fn staged(world: &World) -> usize {
    std::fs::read_dir(world.app.config.data.join("staging")).unwrap().count()
}

/// The file is refused with the code, and nothing of it had an effect.
async fn refuses(world: &World, desk: &Desk, file: &[u8], status: u16, code: &str) {
    let before = rows(world).await;
    assert_eq!(refused(desk.imports(file).await).await, (status, code.to_owned()));
    assert_eq!(rows(world).await, before, "{code}: nothing of a file that is refused may have an effect");
    assert_eq!(staged(world), 0, "{code}: its photos are thrown away");
}

on_both_engines! {
    async fn a_file_that_is_cut_changed_or_for_another_server_is_refused_whole(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let boss = world.desk("boss").await;
        let (envelope, shot) = report(world, &mut wang);
        let file = || Rescue::of(world, &wang).operation(&envelope).working(&shot);
        let whole = file().sealed();
        refuses(world, &boss, &whole[..whole.len() - 1], 400, "rescue_incomplete").await;
        refuses(world, &boss, &whole[..50], 400, "rescue_incomplete").await;
        refuses(world, &boss, b"", 400, "rescue_incomplete").await;
        refuses(world, &boss, b"PK\x03\x04 a file of another kind", 400, "rescue_unreadable").await;
        let mut changed = whole.clone();
        let at = changed.len() / 2;
        changed[at] ^= 1;
        refuses(world, &boss, &changed, 400, "rescue_damaged").await;
        let mut elsewhere = whole.clone();
        elsewhere[20] ^= 1;
        refuses(world, &boss, &elsewhere, 409, "rescue_other_server").await;
        let forged = file().sealed_by(&SigningKey::from_bytes(&[1; 32]));
        refuses(world, &boss, &forged, 400, "rescue_bad_signature").await;
        let most = usize::try_from(world.app.config.rescue_bytes).unwrap();
        refuses(world, &boss, &[whole.clone(), vec![0; most]].concat(), 400, "rescue_damaged").await;
        let report: RescueReport = ok(boss.imports(&whole).await).await;
        assert_eq!((report.new, report.photos_new), (1, 1), "the whole file is still good");
    }

    async fn a_device_this_server_never_saw_is_refused(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let boss = world.desk("boss").await;
        let (envelope, shot) = report(world, &mut wang);
        wang.device = DeviceId(uuid::Uuid::new_v4());
        let file = Rescue::of(world, &wang).operation(&envelope).working(&shot).sealed();
        refuses(world, &boss, &file, 401, "device_unknown").await;
    }

    async fn only_an_administrator_or_the_devices_own_supervisor_imports(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (envelope, shot) = report(world, &mut wang);
        let file = Rescue::of(world, &wang).operation(&envelope).working(&shot).sealed();
        for other in ["west", "sun", "zhu"] {
            refuses(world, &world.desk(other).await, &file, 403, "not_allowed").await;
        }
        let report: RescueReport = ok(world.desk("zheng").await.imports(&file).await).await;
        assert_eq!(report.new, 1);
    }

    async fn the_work_of_a_withdrawn_phone_comes_in_once_with_its_photos(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let boss = world.desk("boss").await;
        let (one, first) = report(world, &mut wang);
        let (two, second) = report(world, &mut wang);
        world.clock.forward_ms(60_000);
        withdraw(&boss, wang.device).await;
        assert_eq!(refused(wang.push_raw(std::slice::from_ref(&one)).await).await, (401, "device_revoked".to_owned()));
        let file = Rescue::of(world, &wang).operation(&one).operation(&two);
        let file = file.working(&first).working(&second).original(&first).sealed();
        let report: RescueReport = ok(boss.imports(&file).await).await;
        assert_eq!((report.operations, report.new, report.known, report.not_taken), (2, 2, 0, 0), "{report:?}");
        assert_eq!((report.photos, report.photos_new, report.photos_known), (3, 3, 0));
        assert_eq!(report.user.unwrap().as_str(), "wang");
        for case in &report.cases {
            let file = boss.case(case.case.unwrap()).await;
            assert_eq!(file.case.reporter, Some(wang.account), "the case is its maker's, not its importer's");
            assert!(file.case.photos.iter().all(|photo| photo.received_at.is_some() && photo.refused.is_none()));
        }
        assert_eq!(world.count("select count(*) from photos where original_received_at_ms is not null").await, 1);
        let by = "select count(*) from audit where action = 'rescue_imported' and actor = 'account boss'";
        assert_eq!(world.count(by).await, 1, "the audit says who imported");

        let before = rows(world).await;
        let again: RescueReport = ok(boss.imports(&file).await).await;
        assert_eq!((again.new, again.known, again.photos_new, again.photos_known), (0, 2, 0, 3));
        assert_eq!(again.cases.iter().map(|case| &case.case_no).collect::<Vec<_>>(), report.cases.iter().map(|case| &case.case_no).collect::<Vec<_>>());
        assert_eq!(rows(world).await, before, "a file that is imported twice changes nothing");
        assert_eq!(staged(world), 0);
    }

    async fn a_phone_that_syncs_after_all_gets_the_first_outcomes(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let boss = world.desk("boss").await;
        let (one, shot) = report(world, &mut wang);
        let file = Rescue::of(world, &wang).operation(&one).working(&shot).sealed();
        let report: RescueReport = ok(boss.imports(&file).await).await;
        let before = rows(world).await;
        let outcome = wang.push(&[one]).await.remove(0);
        assert_eq!(outcome.result, OutcomeKind::Applied);
        assert_eq!(outcome.case_no, report.cases[0].case_no, "the number is the one that was given at the import");
        wang.upload(&shot.working).await;
        assert_eq!(rows(world).await, before, "what came by the file does not come again by the line");
    }

    async fn a_photo_whose_row_came_by_the_line_comes_by_the_file(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let boss = world.desk("boss").await;
        let (one, shot) = report(world, &mut wang);
        let case = wang.push(std::slice::from_ref(&one)).await[0].case.unwrap();
        let file = Rescue::of(world, &wang).working(&shot).sealed();
        let report: RescueReport = ok(boss.imports(&file).await).await;
        assert_eq!((report.operations, report.photos_new), (0, 1));
        assert!(boss.case(case).await.case.photos[0].received_at.is_some());
    }

    async fn the_work_of_a_disabled_account_comes_in(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let boss = world.desk("boss").await;
        let (one, shot) = report(world, &mut wang);
        let mut tx = world.app.db.write().await.unwrap();
        let mut account = server::accounts::actions::find(&mut tx, wang.account).await.unwrap().unwrap();
        account.disabled = true;
        let by = shared::account::Actor::System { rule: "test".to_owned() };
        server::accounts::actions::change(&world.app, &mut tx, &account, &by).await.unwrap();
        tx.commit().await.unwrap();
        let file = Rescue::of(world, &wang).operation(&one).working(&shot).sealed();
        let report: RescueReport = ok(boss.imports(&file).await).await;
        assert_eq!((report.new, report.photos_new), (1, 1));
    }

    async fn what_was_made_after_the_withdrawal_waits_for_somebodys_word(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let boss = world.desk("boss").await;
        let (before, first) = report(world, &mut wang);
        world.clock.forward_ms(60_000);
        withdraw(&boss, wang.device).await;
        world.clock.forward_ms(60_000);
        let (after, second) = report(world, &mut wang);
        let file = Rescue::of(world, &wang).operation(&before).operation(&after);
        let file = file.working(&first).working(&second).sealed();
        let report: RescueReport = ok(boss.imports(&file).await).await;
        assert_eq!((report.new, report.not_taken), (1, 1));
        assert_eq!(report.problems[0].code, Code::DeviceRevoked);
        assert_eq!(report.problems[0].operation, Some(after.id));
        let report: RescueReport = ok(boss.imports_with(&file, "?after_withdrawal=take").await).await;
        assert_eq!((report.new, report.known, report.not_taken), (1, 1, 0));
        let case = boss.case(report.cases[1].case.unwrap()).await.case;
        assert!(case.photos[0].received_at.is_some(), "the photo that came with the first import was kept for it");
    }

    async fn one_bad_operation_costs_the_others_nothing_and_keeps_its_words(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let boss = world.desk("boss").await;
        let (mut outside, bad_shot) = wang.report(world, at(0.5, 0.5));
        outside.fix = crate::harness::phone::fix(at(900.0, 900.0), world.app.clock.now());
        let bad = wang.envelope(world, Act::Report(outside));
        let (good, shot) = report(world, &mut wang);
        let mut strange = good.clone();
        strange.id = shared::ids::OperationId(uuid::Uuid::now_v7());
        let file = Rescue::of(world, &wang).operation(&bad).operation(&strange).operation(&good);
        let file = file.working(&bad_shot).working(&shot).sealed();
        let report: RescueReport = ok(boss.imports(&file).await).await;
        assert_eq!((report.new, report.not_taken), (2, 1), "{report:?}");
        let codes: Vec<Code> = report.problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, [Code::OutsideCity, Code::BadRequest]);
        let kept = format!("select count(*) from operations where id = '{}' and result = 'refused'", bad.id);
        assert_eq!(world.count(Box::leak(kept.into_boxed_str())).await, 1, "its words are on the server");
        world.clock.forward_ms(3 * 24 * 3_600_000);
        server::media::actions::sweep(&world.app).await.unwrap();
        assert!(world.app.storage.holds(&Sha256::of(&bad_shot.working)).unwrap(), "and so is its photo, for good");
    }

    async fn a_line_that_stands_still_is_given_up(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let boss = world.desk("boss").await;
        let (envelope, shot) = report(world, &mut wang);
        let file = Rescue::of(world, &wang).operation(&envelope).working(&shot).sealed();
        let address = world.base.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "POST /api/v1/rescue HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\nContent-Length: {}\r\n\r\n",
            boss.token,
            file.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&file[..file.len() / 2]).await.unwrap();
        let mut answer = vec![0; 64];
        let read = stream.read(&mut answer).await.unwrap();
        assert!(answer[..read].starts_with(b"HTTP/1.1 400"), "half a file is not waited for for ever");
        assert_eq!(staged(world), 0);
    }

    async fn a_full_disk_takes_nothing_and_loses_nothing(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let boss = world.desk("boss").await;
        let (one, shot) = report(world, &mut wang);
        let file = Rescue::of(world, &wang).operation(&one).working(&shot).sealed();
        world.disk.set_free(1024);
        refuses(world, &boss, &file, 507, "disk_full").await;
        world.disk.set_free(u64::MAX / 2);
        let report: RescueReport = ok(boss.imports(&file).await).await;
        assert_eq!(report.new, 1);
    }
}
