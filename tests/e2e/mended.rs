//! What the server sent back is read, corrected and sent again; the first one stays in the log.

use anyhow::{Context, Result, bail};
use app_bridge::aside::{AsideCard, AsideWords};
use app_bridge::ask::{Corrected, ReportForm};
use app_bridge::told::{Told, Whereabouts};
use shared::account::Role;
use shared::evidence::PhotoRole;
use shared::ids::CaseId;
use shared::place::fix::{Fix, Source};
use shared::place::point::Degree;
use shared::refusal::Code;
use system_tests::collector::{Collector, Draft};
use system_tests::world::{World, story};

use crate::people::{MONDAY, collectors, here, report, shot};

/// Reports with one photograph from a place that is in no city, and syncs until the server has sent it back.
async fn sent_back(wang: &Collector) -> Result<(CaseId, AsideCard)> {
    let mut far_away = here(wang).await?;
    far_away.lon = Degree(1_160_000_000);
    let near = shot(130);
    let photos = [(PhotoRole::Near, near.as_slice())];
    let draft = Draft { category: "event:06010", condition_no: 1, fix: far_away, note: "在外地", photos: &photos };
    let case = wang.report(&draft).await?.case;
    wang.sync().await?;
    let aside = wang.status().await?.set_aside.pop().context("the server has sent it back")?;
    assert_eq!((aside.code, aside.case), (Code::OutsideCity, Some(case)));
    Ok((case, wang.aside(aside.operation).await?))
}

/// The report as it was, at another place and with these words.
fn corrected(card: &AsideCard, fix: Fix, note: &str) -> Result<ReportForm> {
    let AsideWords::Report { case, category, condition_no, address, self_handled, .. } = card.says.clone() else {
        bail!("a report was sent back")
    };
    Ok(ReportForm {
        category: category.context("the catalogue knows it")?.key,
        condition_no,
        fix,
        note: note.to_owned(),
        address,
        photos: card.photos.iter().map(|photo| photo.photo).collect(),
        draft: Some(case),
        self_handled,
    })
}

#[test]
fn wang_corrects_the_place_adds_a_photo_and_the_same_case_arrives_once() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        let (case, card) = sent_back(&wang).await?;
        assert_eq!(card.photos.len(), 1, "its photo is readable");
        let AsideWords::Report { note, .. } = &card.says else { bail!("a report was sent back") };
        assert_eq!(note, "在外地", "so are its words");

        // Corrected without a network, with one more photo.
        wang.offline();
        let place = Fix { source: Source::MapPick, ..here(&wang).await? };
        let AsideWords::Report { fix: first_place, .. } = &card.says else { bail!("a report was sent back") };
        let preview = wang.preview_of(Some(case), first_place, "event:06010", 1).await?;
        assert!(preview.look_alikes.is_empty(), "it is no duplicate of itself: {:?}", preview.look_alikes);
        assert_eq!(wang.preview(first_place, "event:06010", 1).await?.look_alikes.len(), 1, "of another it may be");
        let mut form = corrected(&card, place.clone(), "在门前")?;
        form.photos.push(wang.shot_more(case, PhotoRole::Far, &place, &shot(140)).await?);
        let Told::Saved(saved) = wang.mend(card.aside.operation, Corrected::Report(form.clone())).await? else {
            bail!("what is corrected is saved anew")
        };
        assert_eq!(saved.case, case, "it stays the same case");
        assert!(saved.grid.is_some() && saved.deadline.is_some(), "grid and deadline are computed anew: {saved:?}");
        let status = wang.status().await?;
        assert_eq!((status.unsent_reports, status.photos_waiting, status.set_aside.len()), (1, 2, 0));
        assert!(!status.all_arrived);
        assert_eq!(wang.case(case).await?.whereabouts, Whereabouts::OnlyHere);
        let again = wang.mend(card.aside.operation, Corrected::Report(form)).await;
        assert!(again.is_err(), "what was corrected once has its successor");

        wang.online();
        assert_eq!(wang.sync().await?.left, 0);
        let arrived = wang.case(case).await?;
        assert_eq!((arrived.whereabouts, arrived.photos_received), (Whereabouts::Arrived, 2));
        assert!(wang.status().await?.all_arrived);
        let admin = world.desk(&world.accounts.first(Role::Admin)?.user).await?;
        assert_eq!(admin.cases().await?.total, 1);
        let file = admin.file(case).await?;
        assert_eq!((file.case.note.as_str(), file.case.grid), ("在门前", saved.grid));
        assert_eq!(file.case.fix.source, Source::MapPick, "that a person pointed there is on record");
        assert_eq!(file.evidence.len(), 2);
        let board = admin.board().await?;
        let row = board.devices.first().context("the phone is on the board")?;
        assert_eq!(row.operations_refused, 1, "the first one stays on record with its refusal");
        Ok(())
    })
}

#[test]
fn what_is_sent_again_as_it_is_comes_back_again_and_can_still_be_corrected() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        let (case, card) = sent_back(&wang).await?;
        let form = corrected(&card, here(&wang).await?, "在门前")?;
        wang.resend(card.aside.operation).await?;
        let first = wang.mend(card.aside.operation, Corrected::Report(form.clone())).await;
        assert!(first.is_err(), "it was sent again and is not set aside any more");
        wang.sync().await?;
        let aside = wang.status().await?.set_aside.pop().context("nothing was changed, so it came back")?;
        assert_ne!(aside.operation, card.aside.operation);
        wang.mend(aside.operation, Corrected::Report(form)).await?;
        assert_eq!(wang.sync().await?.left, 0);
        assert_eq!(wang.case(case).await?.whereabouts, Whereabouts::Arrived);
        Ok(())
    })
}

#[test]
fn a_correction_takes_no_photo_of_another_case_and_saves_nothing_without_one() -> Result<()> {
    story(async {
        let world = World::begin(MONDAY).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = world.phone(&user).await?;
        let other = report(&wang, 150).await?;
        let foreign = wang.case(other).await?.photos.remove(0);
        let (_, card) = sent_back(&wang).await?;
        let form = corrected(&card, here(&wang).await?, "")?;
        let with = |photos| Corrected::Report(ReportForm { photos, ..form.clone() });
        assert!(wang.mend(card.aside.operation, with(vec![foreign])).await.is_err());
        assert!(wang.mend(card.aside.operation, with(Vec::new())).await.is_err());
        assert_eq!(wang.status().await?.set_aside.len(), 1, "a correction that is refused leaves it where it was");
        Ok(())
    })
}
