//! The desk tells a phone what to do: a nudge is shown until it is put away, a wipe takes everything with it once all is sent.

use std::cell::Cell;
use std::rc::Rc;

use anyhow::{Context as _, Result, bail, ensure};
use app_bridge::ask::Ask;
use app_bridge::order::OrderCard;
use app_bridge::told::Told;
use app_core::ports::{self, Cut, LocalFuture, Reply, Request, Transport};
use reqwest::{Method, StatusCode};
use serde_json::json;
use shared::account::Role;
use shared::api::orders::{DeviceOrder, NewNudge, NewWipe, NudgeKind, OrderKind, OrderList, OrderOutcome};
use shared::ids::DeviceId;
use system_tests::collector::Collector;
use system_tests::desk::Desk;
use system_tests::world::{World, story};

use crate::people::{MONDAY, collectors, report};

/// A line on which no photo is taken, or on which the answer is lost to the hello that says that nothing is left to send.
struct Faulty {
    inner: Rc<dyn Transport>,
    takes_photos: bool,
    loses_answers: Cell<u32>,
}

impl Faulty {
    fn under(world: ports::World, takes_photos: bool, loses_answers: u32) -> ports::World {
        let inner = Rc::clone(&world.transport);
        let faulty = Self { inner, takes_photos, loses_answers: Cell::new(loses_answers) };
        ports::World { transport: Rc::new(faulty), ..world }
    }
}

impl Transport for Faulty {
    fn send(&self, request: Request) -> LocalFuture<'_, Result<Reply, Cut>> {
        if !self.takes_photos && request.url.contains("/media/uploads") {
            return Box::pin(async { Ok(Reply { status: 500, ..Reply::default() }) });
        }
        let is_last_word =
            request.url.ends_with("/sync/hello") && String::from_utf8_lossy(&request.body).contains("\"wiping\"");
        if is_last_word && self.loses_answers.get() > 0 {
            self.loses_answers.set(self.loses_answers.get() - 1);
            return Box::pin(async move {
                self.inner.send(request).await?;
                Err(Cut("the answer was lost".to_owned()))
            });
        }
        self.inner.send(request)
    }
}

/// A collector's user name, the desk of the supervisor over them, and an administrator's.
async fn people(world: &World) -> Result<(String, Desk, Desk)> {
    let user = collectors(world, 1)?.remove(0);
    let area = world.accounts.user(&user)?.jurisdiction.clone();
    let supervisor = world.accounts.of(Role::Supervisor, &area).next().context("a supervisor")?.user.clone();
    let admin = world.accounts.first(Role::Admin)?.user.clone();
    Ok((user, world.desk(&supervisor).await?, world.desk(&admin).await?))
}

async fn phone_in(world: &World, user: &str, change: impl FnOnce(ports::World) -> ports::World) -> Result<Collector> {
    let phone = Collector::in_world(user, &world.home(user), change)?;
    phone.sign_in(&world.url, &world.accounts.user(user)?.password).await?;
    Ok(phone)
}

async fn nudge(world: &World, desk: &Desk, device: DeviceId, kind: NudgeKind, note: &str) -> Result<DeviceOrder> {
    world.clock.pass_minutes(1);
    let new = NewNudge { kind, note: note.to_owned() };
    desk.send(Method::POST, &format!("/api/v1/devices/{device}/nudge"), &new).await
}

async fn wipe(desk: &Desk, device: DeviceId, leave_unsent: bool) -> Result<DeviceOrder> {
    let new = NewWipe { reason: "手机要交回".to_owned(), leave_unsent };
    desk.send(Method::POST, &format!("/api/v1/devices/{device}/wipe"), &new).await
}

/// What became of an order, as the desk sees it.
async fn order(desk: &Desk, given: &DeviceOrder) -> Result<DeviceOrder> {
    let list: OrderList = desk.get(&format!("/api/v1/devices/{}/orders", given.device)).await?;
    list.orders.into_iter().find(|one| one.id == given.id).context("it was given")
}

async fn told(phone: &Collector, ask: Ask) -> Result<Vec<OrderCard>> {
    match phone.core.tell(ask).await? {
        Told::Orders(cards) => Ok(cards),
        other => bail!("asked for orders, told {other:?}"),
    }
}

/// The phone is empty, another device, and says why.
async fn check_erased(phone: &Collector, before: DeviceId) -> Result<()> {
    ensure!(phone.core.device() != before, "it is still the device that was erased");
    let start = phone.start().await?;
    assert_eq!((start.account, start.server), (None, None));
    assert_eq!(start.notices.iter().map(|notice| notice.code.as_str()).collect::<Vec<_>>(), ["wiped"]);
    assert!(start.notices.iter().all(|notice| notice.zh.contains("手机要交回")), "it says why");
    let names = |folder: &std::path::Path| -> Result<Vec<String>> {
        let entries = std::fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        entries.collect()
    };
    assert_eq!(names(&phone.home().join("files"))?, ["device"], "no photo is left");
    let keys = names(&phone.home().with_extension("keys"))?;
    assert_eq!(keys, [format!("{}.key", phone.core.device())], "nor the key");
    Ok(())
}

#[test]
fn a_nudge_is_shown_until_it_is_put_away_and_the_desk_knows() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let (user, desk, _) = people(&world).await?;
        let wang = world.phone(&user).await?;
        let given = nudge(&world, &desk, wang.core.device(), NudgeKind::Word, "下午三点到站里开会").await?;
        assert!(told(&wang, Ask::Orders).await?.is_empty(), "there was no contact yet");
        wang.sync().await?;
        let cards = told(&wang, Ask::Orders).await?;
        assert_eq!(cards.iter().map(|card| card.note.as_str()).collect::<Vec<_>>(), ["下午三点到站里开会"]);
        assert_eq!(wang.status().await?.nudges, 1);
        assert_eq!(order(&desk, &given).await?.seen_at, None, "to have it is not to have seen it");

        wang.offline();
        told(&wang, Ask::OrdersSeen { ids: vec![given.id] }).await?;
        let wang = wang.restarted()?;
        assert_eq!(told(&wang, Ask::Orders).await?.len(), 1, "it is there after a start");
        wang.sync().await?;
        let seen = order(&desk, &given).await?;
        assert_eq!((seen.seen_at.is_some(), seen.outcome), (true, OrderOutcome::Open));
        let taken = format!("/api/v1/devices/{}/orders/{}/withdraw", given.device, given.id);
        assert_eq!(desk.post_raw(&taken, &json!(null)).await?.0, StatusCode::CONFLICT);

        told(&wang, Ask::DismissOrder { id: given.id }).await?;
        wang.sync().await?;
        assert_eq!(order(&desk, &given).await?.outcome, OrderOutcome::Dismissed);
        wang.sync().await?;
        assert!(told(&wang, Ask::Orders).await?.is_empty());
        Ok(())
    })
}

#[test]
fn what_was_put_away_before_the_phone_was_handed_on_is_said_and_not_asked_again() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let [first, second] = <[String; 2]>::try_from(collectors(&world, 2)?).ok().context("two collectors")?;
        let area = world.accounts.user(&first)?.jurisdiction.clone();
        let supervisor = world.accounts.of(Role::Supervisor, &area).next().context("a supervisor")?.user.clone();
        let desk = world.desk(&supervisor).await?;
        let wang = world.phone(&first).await?;
        let given = nudge(&world, &desk, wang.core.device(), NudgeKind::Word, "下午三点到站里开会").await?;
        wang.sync().await?;
        wang.offline();
        assert!(told(&wang, Ask::DismissOrder { id: given.id }).await?.is_empty());
        wang.core.tell(Ask::SignOut).await?;

        wang.online();
        let li = wang.handed_to(&second);
        li.sign_in(&world.url, &world.accounts.user(&second)?.password).await?;
        assert!(told(&li, Ask::Orders).await?.is_empty(), "it was never asked of this one");
        li.core.tell(Ask::SignOut).await?;

        let wang = li.handed_to(&first);
        wang.sign_in(&world.url, &world.accounts.user(&first)?.password).await?;
        assert!(told(&wang, Ask::Orders).await?.is_empty(), "it was put away");
        assert_eq!(order(&desk, &given).await?.outcome, OrderOutcome::Dismissed);
        Ok(())
    })
}

#[test]
fn what_came_true_needs_nobody_and_what_was_taken_back_is_gone() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let (user, desk, _) = people(&world).await?;
        let wang = world.phone(&user).await?;
        wang.offline();
        report(&wang, 10).await?;
        let asked = nudge(&world, &desk, wang.core.device(), NudgeKind::SyncNow, "").await?;
        let wrong = nudge(&world, &desk, wang.core.device(), NudgeKind::Charge, "").await?;
        wang.online();
        wang.sync().await?;
        assert_eq!(order(&desk, &asked).await?.outcome, OrderOutcome::CameTrue, "said in the very round");
        let cards = told(&wang, Ask::Orders).await?;
        assert_eq!(cards.iter().map(|card| card.kind).collect::<Vec<_>>(), [OrderKind::Charge]);
        let way = format!("/api/v1/devices/{}/orders/{}/withdraw", wrong.device, wrong.id);
        assert_eq!(desk.post_raw(&way, &json!(null)).await?.0, StatusCode::NO_CONTENT);
        wang.sync().await?;
        assert!(told(&wang, Ask::Orders).await?.is_empty());
        Ok(())
    })
}

#[test]
fn a_phone_sends_everything_and_erases_itself_at_its_next_contact() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let (user, _, admin) = people(&world).await?;
        let wang = world.phone(&user).await?;
        let before = wang.core.device();
        wang.offline();
        let case = report(&wang, 20).await?;
        let given = wipe(&admin, before, false).await?;
        assert!(wang.sync().await.is_err(), "there is no network: it is told at its next contact");
        wang.online();
        let round = wang.sync().await?;
        assert_eq!((round.pushed, round.photos_sent, round.left), (1, 2, 0), "everything goes first");
        let photos = admin.file(case).await?.case.photos;
        assert_eq!(photos.len(), 2);
        let done = order(&admin, &given).await?;
        assert_eq!((done.outcome, done.unsent), (OrderOutcome::Wiped, 0));
        let rows = admin.board().await?.devices;
        let row = rows.iter().find(|row| row.device == before).context("it is on the board")?;
        assert!(row.revoked_at.is_some(), "its key opens nothing any more");

        wang.core.until_over().await;
        assert!(wang.core.tell(Ask::Cases).await.is_err(), "nothing is asked of it any more");
        let wang = wang.restarted()?;
        check_erased(&wang, before).await?;
        wang.sign_in(&world.url, &world.accounts.user(&user)?.password).await?;
        report(&wang, 30).await?;
        assert_eq!(wang.sync().await?.left, 0, "another device begins in its place");
        ensure!(world.problems().await?.is_empty());
        Ok(())
    })
}

#[test]
fn a_wipe_waits_for_what_cannot_be_sent_until_the_desk_says_to_leave_it() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let (user, _, admin) = people(&world).await?;
        let wang = phone_in(&world, &user, |world| Faulty::under(world, false, 0)).await?;
        let before = wang.core.device();
        let case = report(&wang, 40).await?;
        let given = wipe(&admin, before, false).await?;
        for _ in 0..2 {
            assert!(wang.sync().await.is_err(), "no photo is taken");
        }
        let waiting = order(&admin, &given).await?;
        assert_eq!((waiting.outcome, waiting.unsent), (OrderOutcome::Waiting, 2));
        let wiping = wang.status().await?.wiping.context("the screen says so")?;
        assert_eq!((wiping.unsent, wiping.is_ending), (2, false));
        report(&wang, 50).await?;

        let harder = wipe(&admin, before, true).await?;
        assert_eq!(harder.id, given.id);
        assert!(wang.sync().await.is_err());
        let done = order(&admin, &given).await?;
        assert_eq!((done.outcome, done.unsent), (OrderOutcome::Wiped, 4), "what was left behind is written down");
        let wang = wang.restarted()?;
        check_erased(&wang, before).await?;
        assert_eq!(admin.file(case).await?.case.photos.len(), 2, "what could be sent was");
        Ok(())
    })
}

#[test]
fn an_answer_that_is_lost_leaves_no_phone_half_erased() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let (user, _, admin) = people(&world).await?;
        let wang = phone_in(&world, &user, |world| Faulty::under(world, true, 1)).await?;
        let before = wang.core.device();
        let given = wipe(&admin, before, false).await?;
        assert!(wang.sync().await.is_err(), "the server agreed, and nobody heard it");
        assert_eq!(order(&admin, &given).await?.outcome, OrderOutcome::Wiped);
        let wiping = wang.status().await?.wiping.context("it is still here")?;
        assert!(wiping.is_ending);
        assert!(report(&wang, 60).await.is_err(), "nothing is saved that nobody could send");

        let wang = wang.restarted()?;
        assert_eq!(wang.core.device(), before, "without the server's word nothing is erased");
        assert!(wang.sync().await.is_err(), "it is withdrawn");
        let wang = wang.restarted()?;
        check_erased(&wang, before).await
    })
}
