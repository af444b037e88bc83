//! A shift that begins and ends where there is no network.

use anyhow::{Result, bail};
use app_bridge::ask::Ask;
use app_bridge::told::Told;
use system_tests::hands::in_server;
use system_tests::world::{World, story};

use crate::people::{MONDAY, collectors, here};

#[test]
fn a_shift_begins_and_ends_without_a_network() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let users = collectors(&world, 1)?;
        let wang = world.phone(&users[0]).await?;
        wang.offline();
        let fix = here(&wang).await?;
        let mark = |begins| Ask::MarkShift { begins, fix: Some(fix.clone()) };
        let Told::Start(start) = wang.core.tell(mark(true)).await? else { bail!("told something else") };
        assert!(start.on_shift.is_some());
        let wang = wang.restarted()?;
        assert!(wang.start().await?.on_shift.is_some(), "a flat battery ends no shift");
        wang.online();
        assert_eq!(wang.sync().await?.left, 0);
        // Changes nothing, and says how many there are.
        let open = "update shifts set duty_grid = duty_grid where ended_at_ms is null and duty_grid <> ''";
        assert_eq!(in_server(&world, open).await?, 1);
        world.clock.pass_minutes(8 * 60);
        wang.core.tell(mark(false)).await?;
        wang.sync().await?;
        assert_eq!((in_server(&world, open).await?, wang.start().await?.on_shift), (0, None));
        Ok(())
    })
}
