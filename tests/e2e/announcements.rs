//! The desk tells the people in the field something: phones have it after a round, read it offline, and say so.

use std::cell::Cell;
use std::rc::Rc;

use anyhow::{Context as _, Result, bail};
use app_bridge::announcement::AnnouncementCard;
use app_bridge::ask::Ask;
use app_bridge::told::Told;
use app_core::ports::{self, Cut, LocalFuture, Reply, Request, Transport};
use reqwest::{Method, StatusCode};
use serde_json::json;
use shared::account::Role;
use shared::api::announcements::{Announcement, AnnouncementList, Importance, NewAnnouncement, Readers};
use shared::ids::AnnouncementId;
use shared::place::fix::Fix;
use system_tests::collector::Collector;
use system_tests::desk::Desk;
use system_tests::hands::in_phone;
use system_tests::world::{World, story};

use crate::people::{MONDAY, collectors, here, report};
use crate::scopes::change;

const PATH: &str = "/api/v1/announcements";

/// A line on which nothing of the desk is to be had and no track is taken: the server answers with its own fault.
struct Closed {
    inner: Rc<dyn Transport>,
}

impl Transport for Closed {
    fn send(&self, request: Request) -> LocalFuture<'_, Result<Reply, Cut>> {
        if ["/announcements", "/directory", "/sync/track"].iter().any(|path| request.url.contains(path)) {
            return Box::pin(async { Ok(Reply { status: 500, ..Reply::default() }) });
        }
        self.inner.send(request)
    }
}

/// A line on which a desk posts a notice after the phone has said hello, and before it fetches the notices.
struct Meanwhile {
    inner: Rc<dyn Transport>,
    desk: Rc<Desk>,
    is_posted: Cell<bool>,
}

impl Transport for Meanwhile {
    fn send(&self, request: Request) -> LocalFuture<'_, Result<Reply, Cut>> {
        Box::pin(async move {
            if request.url.contains("/announcements?after=") && !self.is_posted.replace(true) {
                let posted: Result<Announcement> =
                    self.desk.send(Method::POST, PATH, &urgent("来得快去得快", &[])).await;
                posted.map_err(|error| Cut(error.to_string()))?;
            }
            self.inner.send(request).await
        })
    }
}

/// Two collectors, and the desk of the supervisor of their jurisdiction.
async fn three(world: &World) -> Result<(Collector, Collector, Desk)> {
    let users = collectors(world, 2)?;
    let [first, second] = users.as_slice() else { bail!("two collectors") };
    let area = world.accounts.user(first)?.jurisdiction.clone();
    let supervisor = world.accounts.of(Role::Supervisor, &area).next().context("a supervisor")?.user.clone();
    Ok((world.phone(first).await?, world.phone(second).await?, world.desk(&supervisor).await?))
}

async fn post(world: &World, desk: &Desk, title: &str, roles: &[Role]) -> Result<Announcement> {
    world.clock.pass_minutes(1);
    desk.send(Method::POST, PATH, &urgent(title, roles)).await
}

fn urgent(title: &str, roles: &[Role]) -> NewAnnouncement {
    NewAnnouncement {
        title: title.to_owned(),
        body: "今晚有暴雨，积水点加密巡查。".to_owned(),
        importance: Importance::Urgent,
        roles: roles.to_vec(),
        jurisdiction: None,
        from: None,
        until: None,
    }
}

async fn withdraw(desk: &Desk, id: AnnouncementId) -> Result<()> {
    let (status, body) = desk.post_raw(&format!("{PATH}/{id}/withdraw"), &json!(null)).await?;
    anyhow::ensure!(status == StatusCode::NO_CONTENT, "{status} {body}");
    Ok(())
}

async fn readers(desk: &Desk, id: AnnouncementId) -> Result<Readers> {
    let posted: AnnouncementList = desk.get(&format!("{PATH}?posted=true")).await?;
    let found = posted.announcements.into_iter().find(|one| one.id == id).context("it was posted")?;
    found.readers.context("told to who may post")
}

async fn told(phone: &Collector, ask: Ask) -> Result<Vec<AnnouncementCard>> {
    match phone.core.tell(ask).await? {
        Told::Announcements(cards) => Ok(cards),
        other => bail!("asked for notices, told {other:?}"),
    }
}

async fn titles(phone: &Collector) -> Result<Vec<(String, bool)>> {
    let cards = told(phone, Ask::Announcements).await?;
    Ok(cards.into_iter().map(|card| (card.title, card.is_read)).collect())
}

#[test]
fn a_notice_is_heard_in_a_round_read_offline_and_counted_when_there_is_a_network() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let (wang, li, desk) = three(&world).await?;
        let requests = wang.line.requests();
        wang.sync().await?;
        let quiet = wang.line.requests() - requests;
        let posted = post(&world, &desk, "汛期值守", &[Role::Collector]).await?;
        li.offline();
        assert!(li.sync().await.is_err());
        wang.sync().await?;
        assert_eq!(titles(&wang).await?, [("汛期值守".to_owned(), false)]);
        let status = wang.status().await?;
        assert_eq!((status.unread_announcements, status.unread_urgent), (1, 1));
        assert!(titles(&li).await?.is_empty(), "no network, no news");

        wang.offline();
        let cards = told(&wang, Ask::AnnouncementsRead { ids: vec![posted.id] }).await?;
        assert!(cards.iter().all(|card| card.is_read && card.body.contains("暴雨")), "read without a network");
        let wang = wang.restarted()?;
        assert_eq!(wang.status().await?.unread_announcements, 0, "and still read after a start");
        assert_eq!(readers(&desk, posted.id).await?.read, 0, "nobody has told the desk yet");

        wang.sync().await?;
        assert_eq!(readers(&desk, posted.id).await?.read, 1);
        li.online();
        li.sync().await?;
        assert_eq!(titles(&li).await?, [("汛期值守".to_owned(), false)], "the phone that was offline has it later");
        assert_eq!(readers(&desk, posted.id).await?.read, 1, "to have it is not to have read it");
        let requests = wang.line.requests();
        wang.sync().await?;
        assert_eq!(wang.line.requests() - requests, quiet, "what is held is not fetched again");
        Ok(())
    })
}

#[test]
fn a_notice_that_is_taken_back_goes_from_every_phone_and_who_read_it_still_counts() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let (wang, li, desk) = three(&world).await?;
        let wrong = post(&world, &desk, "发错了", &[]).await?;
        post(&world, &desk, "留着的", &[]).await?;
        wang.sync().await?;
        li.sync().await?;
        wang.offline();
        told(&wang, Ask::AnnouncementsRead { ids: vec![wrong.id] }).await?;
        withdraw(&desk, wrong.id).await?;
        assert_eq!(titles(&wang).await?.len(), 2, "the phone cannot know yet");
        wang.online();
        for phone in [&wang, &li] {
            phone.sync().await?;
            assert_eq!(titles(phone).await?, [("留着的".to_owned(), false)]);
        }
        assert_eq!(readers(&desk, wrong.id).await?.read, 1, "read before it was taken back");
        Ok(())
    })
}

#[test]
fn a_notice_that_came_and_went_between_two_hellos_does_not_stay() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let (_, _, desk) = three(&world).await?;
        let user = collectors(&world, 1)?.remove(0);
        let desk = Rc::new(desk);
        let wang = Collector::in_world(&user, &world.home("another"), |world| {
            let (inner, desk) = (Rc::clone(&world.transport), Rc::clone(&desk));
            ports::World { transport: Rc::new(Meanwhile { inner, desk, is_posted: Cell::new(false) }), ..world }
        })?;
        post(&world, &desk, "留着的", &[]).await?;
        world.clock.pass_minutes(1);
        wang.sign_in(&world.url, &world.accounts.user(&user)?.password).await?;
        assert_eq!(titles(&wang).await?.len(), 2, "one of them came after the hello");
        let posted: AnnouncementList = desk.get(&format!("{PATH}?posted=true")).await?;
        let late = posted.announcements.first().context("the newest stands first")?;
        withdraw(&desk, late.id).await?;
        wang.sync().await?;
        assert_eq!(titles(&wang).await?, [("留着的".to_owned(), false)]);
        Ok(())
    })
}

#[test]
fn a_notice_for_another_role_never_lies_on_the_phone_and_goes_when_the_role_does() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let (wang, _, desk) = three(&world).await?;
        post(&world, &desk, "只给督导", &[Role::Supervisor]).await?;
        post(&world, &desk, "只给采集员", &[Role::Collector]).await?;
        wang.sync().await?;
        let held = |phone: &Collector, title: &str| -> Result<i64> {
            let sql = "select count(*) from announcements where body like '%' || ?1 || '%'";
            Ok(in_phone(phone.home())?.query_row(sql, [title], |row| row.get(0))?)
        };
        assert_eq!((held(&wang, "只给督导")?, held(&wang, "只给采集员")?), (0, 1));
        change(&world, &wang.user, |account| account.role = Role::Supervisor, Some(Vec::new())).await?;
        wang.sync().await?;
        assert_eq!((held(&wang, "只给督导")?, held(&wang, "只给采集员")?), (1, 0));
        assert_eq!(titles(&wang).await?, [("只给督导".to_owned(), false)]);
        Ok(())
    })
}

#[test]
fn a_desk_that_cannot_be_heard_keeps_no_report_and_no_photo_back() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let (_, _, desk) = three(&world).await?;
        post(&world, &desk, "听不到的", &[]).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = Collector::in_world(&user, &world.home("another"), |world| {
            let closed = Closed { inner: Rc::clone(&world.transport) };
            ports::World { transport: Rc::new(closed), ..world }
        })?;
        wang.sign_in(&world.url, &world.accounts.user(&user)?.password).await?;
        wang.core.tell(Ask::MarkShift { begins: true, fix: None }).await?;
        let fix = Fix { accuracy_m: Some(5.0), fix_time: wang.core.now(), ..here(&wang).await? };
        wang.core.tell(Ask::Walked { fix }).await?;
        wang.core.tell(Ask::MarkShift { begins: false, fix: None }).await?;
        report(&wang, 10).await?;
        let round = wang.sync().await?;
        assert_eq!((round.photos_sent, round.left), (2, 0));
        let status = wang.status().await?;
        assert_eq!((status.all_arrived, status.last_error, status.next_try_at), (true, None, None));
        assert_eq!(status.track_points_waiting, 1, "it is not said to have been handed in");
        Ok(())
    })
}
