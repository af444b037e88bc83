//! A receipt is signed only for what is here.

use std::collections::BTreeSet;

use serde_json::json;
use shared::evidence::PhotoRole;
use shared::sync::operation::Act;
use shared::sync::shift::{ReceiptFile, ShiftAsk, ShiftItems, SignedReceipt};

use crate::harness::city::at;
use crate::harness::desk::{ok, refused};
use crate::harness::{Phone, on_both_engines};

const PATH: &str = "/api/v1/sync/shift-receipt";

async fn asked(phone: &Phone, ask: &serde_json::Value) -> reqwest::Response {
    phone.request(reqwest::Method::POST, PATH).json(ask).send().await.unwrap()
}

fn key(phone: &Phone) -> String {
    phone.session["server"]["signing_key"].as_str().unwrap().to_owned()
}

on_both_engines! {
    async fn a_receipt_is_signed_for_what_is_held_and_for_nothing_else(world: &World) {
        let [mut wang, li] = world.phones(["wang", "li"]).await;
        let (report, shot) = wang.report(world, at(0.5, 0.5));
        let case = report.case;
        let photo = shot.signed.open(&wang.key.verifying_key()).unwrap().photo;
        assert_eq!(PhotoRole::Near, shot.signed.open(&wang.key.verifying_key()).unwrap().role);
        let items = ShiftItems { cases: BTreeSet::from([case]), answers: BTreeSet::new(), photos: BTreeSet::from([photo]) };
        let ask = |day: &str| json!({"day": day, "items": &items});
        assert_eq!(refused(asked(&wang, &json!({"day": "soon"})).await).await, (400, "bad_request".into()));
        for day in ["2026-11-24", "2026-01-01"] {
            assert_eq!(refused(asked(&wang, &ask(day)).await).await, (400, "bad_value".into()), "{day}");
        }
        assert_eq!(refused(asked(&wang, &ask("2026-11-23")).await).await, (409, "not_held".into()), "nothing is here");
        let envelope = wang.envelope(world, Act::Report(report));
        assert_eq!(wang.push(&[envelope]).await[0].code, None);
        assert_eq!(refused(asked(&wang, &ask("2026-11-23")).await).await.1, "not_held", "the photo is not");
        wang.upload(&shot.working).await;
        assert_eq!(refused(asked(&li, &ask("2026-11-23")).await).await.1, "not_held", "it is not Li's work");
        let signed: SignedReceipt = ok(asked(&wang, &ask("2026-11-23")).await).await;
        let file = ReceiptFile { signed, items: items.clone() };
        let receipt = file.open(&key(&wang)).unwrap();
        assert_eq!((receipt.cases, receipt.answers, receipt.photos), (1, 0, 1));
        assert_eq!((receipt.device, receipt.account, receipt.at), (wang.device, wang.account, world.app.clock.now()));
        assert_eq!(receipt.zone, "Asia/Shanghai");
        assert_eq!(world.count("select count(*) from shift_receipts").await, 1, "the server keeps what it signed");
        assert!(server::sync::shift::verify(&world.app, &file).await.unwrap().missing.is_empty());
        let desk = world.desk("wang").await;
        let body = serde_json::to_value(ShiftAsk { day: receipt.day, items }).unwrap();
        assert_eq!(refused(desk.post(PATH, &body).await).await, (401, "device_unknown".into()), "a desk has no shift");
    }

    async fn a_database_from_before_gets_its_key_once(world: &World) {
        let before = world.app.facts.signing_key.clone();
        let mut tx = world.app.db.write().await.unwrap();
        sqlx::query("delete from server_meta where name in ('signing_secret', 'signing_public')").execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        let ensure = async || {
            server::db::meta::ensure(&world.app.db, &*world.app.random, world.app.clock.now()).await.unwrap()
        };
        let (first, second) = (ensure().await, ensure().await);
        assert_ne!(first.signing_key, before);
        assert_eq!(first, second, "made once and kept");
        assert_eq!(first.id, world.app.facts.id, "it is the same server");
    }
}
