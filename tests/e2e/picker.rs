//! What one collector reported, another one's picker knows: what is common around there at this hour.

use anyhow::{Result, bail};
use app_bridge::ask::Ask;
use app_bridge::picker::PickerCard;
use app_bridge::told::Told;
use shared::place::fix::Fix;
use system_tests::collector::Collector;
use system_tests::world::{World, story};

use crate::both_sides::neighbours;
use crate::people::{MONDAY, here, report};

async fn picker(phone: &Collector, fix: &Fix) -> Result<PickerCard> {
    match phone.core.tell(Ask::Picker { fix: Some(fix.clone()) }).await? {
        Told::Picker(card) => Ok(*card),
        other => bail!("asked for the picker, told {other:?}"),
    }
}

#[test]
fn what_a_neighbour_reported_twice_is_common_around_there_without_a_network() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let users = neighbours(&world).await?;
        let (wang, li) = (world.phone(&users.0).await?, world.phone(&users.1).await?);
        let there = here(&li).await?;
        assert_eq!(picker(&wang, &there).await?.here, [], "nobody reported anything yet");
        report(&li, 20).await?;
        report(&li, 30).await?;
        li.sync().await?;
        wang.sync().await?;
        wang.offline();
        let card = picker(&wang, &there).await?;
        let keys: Vec<String> = card.here.iter().map(|category| category.key.to_string()).collect();
        assert_eq!(keys, ["event:06010"]);
        assert!(card.last.is_empty(), "Wang reported nothing");
        let own = picker(&li, &there).await?;
        assert_eq!(own.last.first().map(|category| category.code.as_str()), Some("06010"));

        // The same time tomorrow it still is; six hours later in the day it is not.
        world.clock.pass_minutes(6 * 60);
        wang.online();
        wang.sync().await?;
        assert_eq!(picker(&wang, &there).await?.here, [], "at another part of the day other things are common");
        world.clock.pass_minutes(18 * 60);
        wang.sync().await?;
        assert_eq!(picker(&wang, &there).await?.here.len(), 1);
        Ok(())
    })
}
