//! What the core does behind the first page.

use app_bridge::ask::Ask;
use app_bridge::told::{Answer, Told};
use futures_util::future::{Either, select};
use shared::settings::Settings;

use crate::tests::phone::{Phone, block_on};

#[test]
fn the_database_is_looked_through_as_soon_as_the_first_page_is_told_and_not_before() {
    let phone = Phone::in_town(&Settings { training: true, ..Settings::default() }).killed();
    let core = &phone.core;
    block_on(async {
        let keeping = std::pin::pin!(core.keep_synced());
        let person = std::pin::pin!(async {
            // Whoever keeps in step has begun, and waits for the page.
            tokio::task::yield_now().await;
            let page = core.handle(Ask::Today { here: None }).await;
            let is_early = core.store().is_looked_through();
            while !core.store().is_looked_through() {
                tokio::task::yield_now().await;
            }
            (page, is_early)
        });
        match select(person, keeping).await {
            Either::Left(((Answer::Told(told), is_early), _)) => {
                assert!(matches!(*told, Told::Today(_)), "{told:?}");
                assert!(!is_early, "a person waits for that page");
            }
            Either::Left(((Answer::Failed(failure), _), _)) => panic!("{failure:?}"),
            Either::Right(((), _)) => panic!("it keeps in step for as long as it is polled"),
        }
    });
}
