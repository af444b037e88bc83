//! A connection that hangs, open at both ends and silent: the phone comes back on another one and goes on.

use anyhow::{Result, ensure};
use app_bridge::ask::OriginalsOver;
use shared::account::Role;
use shared::evidence::{OriginalPlace, PhotoRole};
use shared::ids::Sha256;
use system_tests::collector::{Collector, Draft};
use system_tests::relay::Relay;
use system_tests::world::{World, story};

use crate::people::{MONDAY, busy_shot, collectors, here, report};

#[test]
fn a_photo_whose_connection_hangs_goes_on_over_the_next_one() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let relay = Relay::before(&world.url).await?;
        let wang = world.phone_by(&collectors(&world, 1)?.remove(0), &relay.url).await?;
        let case = report(&wang, 130).await?;
        relay.hangs_after(3_000);
        wang.line.gives_up_when(relay.hangs());
        ensure!(wang.sync().await.is_err(), "the line hung");
        ensure!(relay.has_hung(), "and not for another reason");
        // Without a takeover this would wait for the stuck request, longer than the phone has patience.
        let round = wang.sync().await?;
        assert_eq!((round.photos_sent, round.left), (2, 0));
        let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
        for photo in admin.file(case).await?.case.photos {
            assert_eq!(Sha256::of(&admin.media(&photo.working).await?), photo.working);
        }
        Ok(())
    })
}

#[test]
fn a_large_original_goes_on_at_the_byte_where_its_connection_hung() -> Result<()> {
    story(async {
        let mut world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let area = world.accounts.user(&user)?.jurisdiction.parse()?;
        world.switch(&area, |settings| settings.send_originals = true).await?;
        let relay = Relay::before(&world.url).await?;
        let wang = world.phone_by(&user, &relay.url).await?;
        let original = busy_shot(1);
        let case = report_with(&wang, &original).await?;
        wang.street.set(app_core::ports::Metering::Metered);
        assert_eq!(wang.sync().await?.photos_sent, 1, "the working copy is there; the original waits");

        wang.send_originals_over(OriginalsOver::AnyNetwork).await?;
        relay.hangs_after(700_000);
        wang.line.gives_up_when(relay.hangs());
        ensure!(wang.sync().await.is_err(), "the line hung");
        // Without a takeover this would wait for the stuck request, longer than the phone has patience.
        let round = wang.sync().await?;
        assert_eq!(round.originals_sent, 1);
        let size = u64::try_from(original.len())?;
        ensure!(size > 1_000_000, "the story needs a large original: {size}");
        ensure!(round.bytes_sent < size - 400_000, "{} of {size} bytes were sent again", round.bytes_sent);
        let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
        let shown = admin.file(case).await?.evidence.remove(0);
        assert_eq!(shown.original_place, OriginalPlace::Here);
        assert_eq!(admin.media(&shown.original).await?, original, "byte for byte what the camera gave");
        Ok(())
    })
}

async fn report_with(phone: &Collector, original: &[u8]) -> Result<shared::ids::CaseId> {
    let fix = here(phone).await?;
    let photos = [(PhotoRole::Near, original)];
    let draft = Draft { category: "event:06010", condition_no: 1, fix, note: "", photos: &photos };
    Ok(phone.report(&draft).await?.case)
}
