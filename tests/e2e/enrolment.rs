//! The first and the last thing on a phone: one link to sign in by, a PIN before it, and a way out that loses nothing.

use std::cell::RefCell;
use std::rc::Rc;

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use app_bridge::ask::Ask;
use app_bridge::leaving::Leaving;
use app_bridge::lock::Lock;
use app_bridge::told::{Start, Told};
use app_core::core::Core;
use app_core::gate::Opened;
use app_core::native::open::enter;
use app_core::ports::{self, Cut, LocalFuture, Reply, Request, Transport};
use reqwest::Method;
use serde_json::json;
use shared::api::session::{FactorSecret, RecoveryCodes};
use system_tests::collector::{Collector, place};
use system_tests::hands::in_phone;
use system_tests::world::{World, story};
use totp_rs::{Builder, Secret};

use crate::people::{MONDAY, collectors, report};

const PIN: &str = "270418";

/// A line on which somebody signs out while the next page of news is on its way.
struct Leaver {
    inner: Rc<dyn Transport>,
    leaving: Rc<RefCell<Option<Core>>>,
}

impl Transport for Leaver {
    fn send(&self, request: Request) -> LocalFuture<'_, Result<Reply, Cut>> {
        Box::pin(async move {
            let leaver = if request.url.contains("/sync/pull") { self.leaving.take() } else { None };
            let reply = self.inner.send(request).await?;
            if let Some(core) = leaver {
                core.tell(Ask::SignOut).await.map_err(|error| Cut(error.to_string()))?;
            }
            Ok(reply)
        })
    }
}

async fn start(phone: &Collector, ask: Ask) -> Result<Start> {
    match phone.core.tell(ask).await? {
        Told::Start(start) => Ok(start),
        other => bail!("asked what the phone is, told {other:?}"),
    }
}

async fn code_of(phone: &Collector, ask: Ask) -> Result<&'static str> {
    match phone.core.tell(ask).await {
        Ok(told) => bail!("not refused: {told:?}"),
        Err(error) => Ok(error.code()),
    }
}

/// Returns what the app with somebody's codes shows now.
fn shown(world: &World, secret: &FactorSecret) -> Result<String> {
    let key = Secret::try_from_base32(&secret.secret).map_err(|error| anyhow!("read a secret: {error:?}"))?;
    let codes = Builder::new().with_secret(key).build().map_err(|error| anyhow!("make codes: {error:?}"))?;
    let seconds = u64::try_from(world.app()?.clock.now().ms() / 1_000)?;
    Ok(codes.generate(seconds).to_string())
}

fn enrol(link: &str) -> Ask {
    Ask::Enrol { link: link.to_owned() }
}

#[test]
fn one_link_signs_one_phone_in_once_and_says_what_to_do_when_it_cannot() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let [wang, thief, late] = ["wang", "thief", "late"].map(|name| Collector::with_phone(&user, &world.home(name)));
        let (wang, thief, late) = (wang?, thief?, late?);

        let link = format!("{}/enroll#{}", world.url, world.enrolment(&user).await?);
        for wrong in ["", "hello", "https://shop.example.cn/pay#12", world.url.as_str()] {
            assert_eq!(code_of(&wang, enrol(wrong)).await?, "not_a_link", "{wrong}");
        }
        let begun = start(&wang, enrol(&link)).await?;
        assert!(begun.ready && begun.account.is_some_and(|account| account.user.as_str() == user));
        report(&wang, 10).await?;
        assert_eq!(wang.sync().await?.left, 0);

        assert_eq!(code_of(&thief, enrol(&link)).await?, "link_spent", "a link is good once");
        assert_eq!(thief.start().await?.account, None);

        let old = format!("{}/enroll#{}", world.url, world.enrolment(&user).await?);
        world.clock.pass_minutes(server::accounts::actions::ENROLMENT_MS / 60_000 + 1);
        assert_eq!(code_of(&late, enrol(&old)).await?, "link_spent", "a link that lay about opens nothing");

        let opened = format!("{}/enroll#{}", world.url, world.enrolment(&user).await?);
        let escaped = opened.replace(':', "%3A").replace('/', "%2F").replace('#', "%23");
        let begun = start(&late, enrol(&format!("xunge://enroll?link={escaped}"))).await?;
        assert!(begun.ready, "a link that the system opened is a link");
        Ok(())
    })
}

#[test]
fn a_link_for_somebody_else_stays_good_while_unsent_work_stands_against_it() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let users = collectors(&world, 2)?;
        let [first, second] = users.as_slice() else { bail!("two collectors") };
        let wang = world.phone(first).await?;
        wang.offline();
        let case = report(&wang, 10).await?;
        wang.online();
        let link = format!("{}/enroll#{}", world.url, world.enrolment(second).await?);
        for _ in 0..2 {
            assert_eq!(code_of(&wang, enrol(&link)).await?, "unsent_work");
        }
        let own = format!("{}/enroll#{}", world.url, world.enrolment(first).await?);
        let begun = start(&wang, enrol(&own)).await?;
        assert!(begun.account.is_some_and(|account| account.user.as_str() == first), "the own link opens as ever");
        assert_eq!(wang.sync().await?.left, 0);
        assert_eq!(wang.case(case).await?.photos_received, 2);
        let begun = start(&wang, enrol(&link)).await?;
        assert!(begun.account.is_some_and(|account| account.user.as_str() == second), "it was not used up");
        Ok(())
    })
}

#[test]
fn a_second_factor_asks_the_phone_for_a_code_and_work_that_waited_goes_on() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let password = world.accounts.user(&user)?.password.clone();
        let wang = world.phone(&user).await?;
        wang.offline();
        let case = report(&wang, 10).await?;
        wang.online();
        let link = format!("{}/enroll#{}", world.url, world.enrolment(&user).await?);

        let desk = world.desk(&user).await?;
        let begin = "/api/v1/session/second-factor";
        let secret: FactorSecret = desk.send(Method::POST, begin, &json!({"password": password})).await?;
        let confirm = json!({"code": shown(&world, &secret)?});
        let codes: RecoveryCodes = desk.send(Method::POST, &format!("{begin}/confirm"), &confirm).await?;
        assert_eq!(codes.codes.len(), 10);

        let sign_in = |code: Option<String>| {
            let (server, user, password) = (world.url.clone(), user.clone(), password.clone());
            Ask::SignIn { server, user, password, code }
        };
        assert_eq!(code_of(&wang, enrol(&link)).await?, "second_factor_needed", "a link is no way round it");
        assert_eq!(code_of(&wang, sign_in(None)).await?, "second_factor_needed");
        assert_eq!(code_of(&wang, sign_in(Some("000".to_owned()))).await?, "second_factor_wrong");
        world.clock.pass_minutes(1);
        let begun = start(&wang, sign_in(Some(shown(&world, &secret)?))).await?;
        assert!(begun.account.is_some_and(|account| account.user.as_str() == user));
        assert_eq!(wang.sync().await?.left, 0);
        assert_eq!(wang.case(case).await?.photos_received, 2, "it was made before there was a second factor");
        Ok(())
    })
}

#[test]
fn nobody_signs_out_over_unsent_work_and_what_is_left_after_is_their_own() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        wang.offline();
        let case = report(&wang, 10).await?;
        let Told::Leaving(leaving) = wang.core.tell(Ask::Leaving).await? else { bail!("what stands against it") };
        assert_eq!(leaving, Leaving { unsent_operations: 1, photos_waiting: 2, ..Leaving::default() });
        assert_eq!(code_of(&wang, Ask::SignOut).await?, "unsent_work");

        wang.online();
        wang.sync().await?;
        let Told::Leaving(leaving) = wang.core.tell(Ask::Leaving).await? else { bail!("what stands against it") };
        assert!(leaving.is_free());
        let out = start(&wang, Ask::SignOut).await?;
        assert_eq!((out.account, out.ready), (None, false));

        let back = wang.sign_in(&world.url, &world.accounts.user(&user)?.password).await?;
        assert!(back.ready, "what went is fetched again");
        let Told::Cases(cases) = wang.core.tell(Ask::Cases).await? else { bail!("the own cases") };
        let own = cases.iter().find(|card| card.case == case).context("the own case")?;
        assert_eq!((own.photos_total, own.photos_received), (2, 2));
        let again = wang.sync().await?;
        assert_eq!((again.left, again.differing), (0, 0), "both sides hold the same");
        Ok(())
    })
}

#[test]
fn a_round_that_was_under_way_brings_nothing_back_after_the_signing_out() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let leaving: Rc<RefCell<Option<Core>>> = Rc::default();
        let wang = Collector::in_world(&user, &world.home(&user), |world| {
            let leaver = Leaver { inner: Rc::clone(&world.transport), leaving: Rc::clone(&leaving) };
            ports::World { transport: Rc::new(leaver), ..world }
        })?;
        let password = &world.accounts.user(&user)?.password;
        wang.sign_in(&world.url, password).await?;
        let case = report(&wang, 10).await?;
        wang.sync().await?;

        leaving.replace(Some(wang.core.clone()));
        let cut = wang.core.tell(Ask::Sync).await.err().context("the round ends with the answer that came too late")?;
        ensure!(cut.code() == "not_signed_in", "{cut}");
        let count = |from: &str| -> Result<i64> {
            let sql = format!("select count(*) from {from}");
            Ok(in_phone(wang.home())?.query_row(&sql, [], |row| row.get(0))?)
        };
        assert_eq!(count("packs")?, 0, "what went is not fetched once more");
        assert_eq!(
            count("session where pull_cursor = '' and taking = 1")?,
            1,
            "the next scope begins at its beginning"
        );

        assert!(wang.sign_in(&world.url, password).await?.ready);
        assert_eq!(wang.case(case).await?.photos_received, 2);
        let again = wang.sync().await?;
        assert_eq!((again.left, again.differing), (0, 0), "both sides hold the same");
        Ok(())
    })
}

#[test]
fn a_phone_with_a_pin_keeps_its_work_sealed_until_it_is_entered() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        wang.offline();
        let case = report(&wang, 10).await?;
        wang.core.tell(Ask::ChoosePin { old: None, new: PIN.to_owned() }).await?;
        assert_eq!(start(&wang, Ask::Lock).await?.lock, Lock::Locked);
        report(&wang, 20).await?;
        wang.online();
        assert_eq!(wang.sync().await?.left, 0, "a covered phone goes on sending");
        wang.offline();
        report(&wang, 30).await?;

        let home = wang.home().to_owned();
        drop(wang);
        assert!(Collector::with_phone(&user, &home).is_err(), "without the PIN nothing opens");
        let Opened::Locked(gate) = enter(&place(&home))? else { bail!("it opens without its PIN") };
        assert_eq!(gate.unlock("995071").await.err().context("another PIN")?.code(), "pin_wrong");
        let core = gate.unlock(PIN).await?;
        let Told::Status(status) = core.tell(Ask::Status).await? else { bail!("the status") };
        assert_eq!(status.unsent_operations, 1, "what was unsent still is");
        core.sync().await?;
        let Told::Case(card) = core.tell(Ask::Case { case }).await? else { bail!("the case") };
        assert_eq!(card.photos_received, 2);
        Ok(())
    })
}
