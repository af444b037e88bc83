//! Many at once.

use std::collections::BTreeSet;

use shared::sync::operation::Act;

use crate::harness::city::at;
use crate::harness::on_both_engines;

on_both_engines! {
    async fn eight_phones_push_and_upload_at_once_and_nobody_is_turned_away(world: &World) {
        let mut phones = Vec::new();
        for number in 0..8 {
            let user = ["wang", "li", "zhao", "chen"][number % 4];
            phones.push(crate::harness::Phone::sign_in(world, user).await);
        }
        let mut work = Vec::new();
        for (number, mut phone) in phones.into_iter().enumerate() {
            let mut batches = Vec::new();
            for batch in 0..6 {
                let mut envelopes = Vec::new();
                let mut files = Vec::new();
                for one in 0..5 {
                    let place = at(0.5 + f64::from((number + batch + one) as u32 % 8), 0.5);
                    let (report, shot) = phone.report(world, place);
                    envelopes.push(phone.envelope(world, Act::Report(report)));
                    files.push(shot.working);
                }
                batches.push((envelopes, files));
            }
            work.push(tokio::spawn(async move {
                let mut numbers = Vec::new();
                for (envelopes, files) in batches {
                    let reply = phone.push_raw(&envelopes).await;
                    assert_eq!(reply.status(), 200, "a busy database is the server's own affair");
                    let reply: shared::sync::push::PushReply = reply.json().await.unwrap();
                    for outcome in reply.outcomes {
                        assert_eq!(outcome.code, None);
                        numbers.push(outcome.case_no.unwrap());
                    }
                    for file in files {
                        phone.upload(&file).await;
                    }
                }
                numbers
            }));
        }
        let mut numbers = BTreeSet::new();
        for one in work {
            for number in one.await.unwrap() {
                assert!(numbers.insert(number), "two cases with one number");
            }
        }
        assert_eq!(numbers.len(), 240);
        assert_eq!(world.count("select count(*) from cases").await, 240);
        assert_eq!(world.count("select count(*) from photos where received_at_ms is null").await, 0);
        let gaps = world.count("select count(*) from area_counters a where a.value <> (select count(*) from changes c where c.jurisdiction_id = a.jurisdiction_id)").await;
        assert_eq!(gaps, 0, "numbers are given without a gap");
    }

    async fn the_same_operation_from_two_connections_at_once_is_applied_once(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let mut envelopes = Vec::new();
        for _ in 0..10 {
            let (report, _) = wang.report(world, at(0.5, 0.5));
            envelopes.push(wang.envelope(world, Act::Report(report)));
        }
        let wang = std::sync::Arc::new(wang);
        let mut work = Vec::new();
        for _ in 0..4 {
            let (wang, envelopes) = (wang.clone(), envelopes.clone());
            work.push(tokio::spawn(async move { wang.push(&envelopes).await }));
        }
        let mut answers = Vec::new();
        for one in work {
            answers.push(one.await.unwrap());
        }
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "each gets the first answer");
        assert_eq!(world.count("select count(*) from cases").await, 10);
    }
}
