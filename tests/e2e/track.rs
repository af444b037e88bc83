//! A walk on shift, without a network and over a flat battery, reaches whoever leads in the field, and nobody else.

use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use anyhow::{Context as _, Result, bail, ensure};
use app_bridge::ask::Ask;
use app_bridge::told::Told;
use app_bridge::track::{Kept, ShiftPlace, ShiftSheet};
use app_core::core::Core;
use app_core::ports::{self, Cut, LocalFuture, Reply, Request, Transport};
use shared::account::Role;
use shared::api::tracks::DayTrack;
use shared::place::fix::Fix;
use shared::place::point::Degree;
use system_tests::clock::PhoneClock;
use system_tests::collector::Collector;
use system_tests::hands::in_phone;
use system_tests::world::{World, story};

use crate::people::{MONDAY, collectors, here};

/// A street that leads east from a place, for a walk up and down it: a position each minute, thirty metres on.
struct Street<'a> {
    world: &'a World,
    clock: &'a Rc<PhoneClock>,
    from: Fix,
}

impl Street<'_> {
    fn fix(&self, phone: &Collector, minute: u32) -> Result<Fix> {
        let on = minute % 20;
        let metres = f64::from(if on < 10 { on } else { 20 - on }) * 30.0;
        let place = self.from.point()?.moved_m(metres, 0.0);
        Ok(Fix {
            lon: Degree(place.lon_e7),
            lat: Degree(place.lat_e7),
            accuracy_m: Some(5.0),
            fix_time: phone.core.now(),
            ..self.from.clone()
        })
    }

    async fn walk(&self, phone: &Collector, minutes: Range<u32>, expected: Kept) -> Result<()> {
        for minute in minutes {
            match phone.core.tell(Ask::Walked { fix: self.fix(phone, minute)? }).await? {
                Told::Walked(walked) => ensure!(walked.kept == expected, "minute {minute}: {walked:?}"),
                other => bail!("walked, told {other:?}"),
            }
            self.pass_minutes(1);
        }
        Ok(())
    }

    async fn mark(&self, phone: &Collector, begins: bool) -> Result<()> {
        let fix = Some(self.fix(phone, 0)?);
        phone.core.tell(Ask::MarkShift { begins, fix }).await?;
        Ok(())
    }

    fn pass_minutes(&self, minutes: u32) {
        self.clock.pass_minutes(minutes);
        self.world.clock.pass_minutes(i64::from(minutes));
    }
}

/// A line on which somebody ends their shift while a piece of track is on its way; the pieces are counted.
struct Interrupted {
    inner: Rc<dyn Transport>,
    ends: Rc<RefCell<Option<Core>>>,
    pieces: Rc<Cell<u32>>,
}

impl Transport for Interrupted {
    fn send(&self, request: Request) -> LocalFuture<'_, Result<Reply, Cut>> {
        if !request.url.contains("/sync/track") {
            return self.inner.send(request);
        }
        self.pieces.set(self.pieces.get() + 1);
        Box::pin(async move {
            let reply = self.inner.send(request).await?;
            if let Some(core) = self.ends.take() {
                core.tell(Ask::MarkShift { begins: false, fix: None }).await.map_err(|error| Cut(error.to_string()))?;
            }
            Ok(reply)
        })
    }
}

async fn sheet(phone: &Collector) -> Result<ShiftSheet> {
    match phone.core.tell(Ask::Shift { here: None }).await? {
        Told::Shift(sheet) => Ok(*sheet),
        other => bail!("asked for the shift, told {other:?}"),
    }
}

#[test]
fn a_walk_without_a_network_reaches_the_supervisor_whole() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let clock = PhoneClock::at(MONDAY)?;
        let wang = world.phone_with(&user, &clock).await?;
        let street = Street { world: &world, clock: &clock, from: here(&wang).await? };
        street.walk(&wang, 0..3, Kept::OffShift).await?;
        wang.offline();
        street.mark(&wang, true).await?;
        street.walk(&wang, 0..30, Kept::Point).await?;

        let folder = wang.home().to_owned();
        drop(wang);
        let wang = Collector::with_clock(&user, &folder, &clock)?;
        wang.offline();
        let before = sheet(&wang).await?;
        assert_eq!(before.walk.iter().map(Vec::len).sum::<usize>(), 30, "a flat battery loses no point");
        street.walk(&wang, 30..180, Kept::Point).await?;
        assert!(wang.sync().await.is_err());
        let status = wang.status().await?;
        assert_eq!((status.track_points_waiting, status.photos_waiting), (180, 0));

        wang.online();
        wang.sync().await?;
        let status = wang.status().await?;
        assert_eq!((status.track_points_waiting, status.all_arrived), (0, true));
        street.walk(&wang, 180..183, Kept::Point).await?;
        wang.sync().await?;
        let status = wang.status().await?;
        assert_eq!((status.track_points_waiting, status.all_arrived), (3, true), "an open piece holds nobody up");
        street.mark(&wang, false).await?;
        street.walk(&wang, 0..3, Kept::OffShift).await?;
        wang.sync().await?;
        assert_eq!(wang.status().await?.track_points_waiting, 0);

        let today = sheet(&wang).await?;
        assert!(matches!(before.began_in, Some(ShiftPlace::DutyGrid { .. })), "{:?}", before.began_in);
        assert!(today.duty_grids.iter().any(|duty| duty.visited > 0), "the grid one stood in was walked");
        assert_eq!((today.minutes, today.keeping, today.on_shift), (183, false, None));

        let account = wang.start().await?.account.context("signed in")?;
        let leads = world.accounts.of(Role::Supervisor, account.jurisdiction.as_str()).next();
        let desk = world.desk(&leads.context("a supervisor of the district")?.user).await?;
        let day: DayTrack = desk.get(&format!("/api/v1/tracks?account={}&day=2026-11-23", account.id)).await?;
        assert_eq!((day.walks.len(), day.walks.iter().map(|walk| walk.points.len()).sum::<usize>()), (1, 183));
        assert_eq!((day.metres, day.user.as_str()), (today.metres, user.as_str()), "both sides count alike");
        // One of a district: the city's own sees all of them.
        let elsewhere = world.accounts.accounts.iter().find(|other| {
            other.role == Role::Supervisor
                && other.jurisdiction != account.jurisdiction.as_str()
                && world.accounts.of(Role::Collector, &other.jurisdiction).next().is_some()
        });
        let elsewhere = world.desk(&elsewhere.context("a supervisor elsewhere")?.user).await?;
        let refused = elsewhere.get::<DayTrack>(&format!("/api/v1/tracks?account={}", account.id)).await;
        assert!(refused.is_err(), "another district's people are not theirs to follow");

        street.pass_minutes(24 * 60);
        wang.sync().await?;
        let left: i64 = in_phone(&folder)?.query_row("select count(*) from track_pieces", [], |row| row.get(0))?;
        assert_eq!((left, sheet(&wang).await?.metres), (0, 0), "what was handed in stays for its day");
        Ok(())
    })
}

#[test]
fn a_database_that_breaks_on_shift_costs_the_walk_before_it_and_not_the_one_after() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let clock = PhoneClock::at(MONDAY)?;
        let wang = world.phone_with(&user, &clock).await?;
        let street = Street { world: &world, clock: &clock, from: here(&wang).await? };
        street.mark(&wang, true).await?;
        street.walk(&wang, 0..12, Kept::Point).await?;
        street.pass_minutes(6);
        wang.sync().await?;
        assert_eq!(wang.status().await?.track_points_waiting, 0);

        let folder = wang.home().to_owned();
        drop(wang);
        std::fs::write(folder.join("xunge.db"), "no database")?;
        let wang = Collector::with_clock(&user, &folder, &clock)?;
        street.walk(&wang, 20..32, Kept::Point).await?;
        street.pass_minutes(6);
        // The first round is told that its numbers were given, the second hands in under others.
        for _ in 0..2 {
            wang.sync().await?;
        }
        assert_eq!(wang.status().await?.track_points_waiting, 0);
        let account = wang.start().await?.account.context("signed in")?;
        let leads = world.accounts.of(Role::Supervisor, account.jurisdiction.as_str()).next();
        let desk = world.desk(&leads.context("a supervisor of the district")?.user).await?;
        let day: DayTrack = desk.get(&format!("/api/v1/tracks?account={}&day=2026-11-23", account.id)).await?;
        assert_eq!(day.walks.iter().map(|walk| walk.points.len()).sum::<usize>(), 24);
        Ok(())
    })
}

#[test]
fn what_is_saved_while_a_track_is_handed_in_goes_before_the_rest_of_it() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let clock = PhoneClock::at(MONDAY)?;
        let (ends, pieces): (Rc<RefCell<Option<Core>>>, _) = (Rc::default(), Rc::new(Cell::new(0)));
        let wang = Collector::in_world(&user, &world.home(&user), |world| {
            let inner = Rc::clone(&world.transport);
            let line = Interrupted { inner, ends: Rc::clone(&ends), pieces: Rc::clone(&pieces) };
            let clock: Rc<dyn ports::Clock> = Rc::<PhoneClock>::clone(&clock);
            ports::World { transport: Rc::new(line), clock, ..world }
        })?;
        wang.sign_in(&world.url, &world.accounts.user(&user)?.password).await?;
        let street = Street { world: &world, clock: &clock, from: here(&wang).await? };
        street.mark(&wang, true).await?;
        street.walk(&wang, 0..12, Kept::Point).await?;
        street.pass_minutes(6);
        ends.replace(Some(wang.core.clone()));
        wang.sync().await?;
        assert_eq!((pieces.get(), wang.status().await?.unsent_operations), (1, 1));
        wang.sync().await?;
        let status = wang.status().await?;
        assert_eq!((pieces.get(), status.unsent_operations, status.track_points_waiting), (3, 0, 0));
        Ok(())
    })
}
