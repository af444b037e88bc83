//! Videos and voice notes: signed and sent like every shot, and played at the desk byte for byte.

use anyhow::{Context as _, Result, ensure};
use app_bridge::ask::Shot;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use shared::evidence::manifest::{Manifest, Subject};
use shared::evidence::verdict::Verdict;
use shared::evidence::{OriginalPlace, PhotoRole};
use shared::ids::{CaseId, Sha256};
use shared::refusal::Code;
use system_tests::clips;
use system_tests::forger::Files;
use system_tests::scenes::Scene;
use system_tests::world::story;

use super::{Beat, camera, dressed, evidence, refused};

#[test]
fn a_video_and_a_voice_note_reach_the_desk_whole_and_are_read_from_any_byte() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let wang = beat.wang().await?;
        let (film, words) = (clips::webm(4_000), clips::ogg(5_000));
        let poster = Some(BASE64.encode(Scene(2).shoot()?));
        let mut draft = wang.begin();
        draft.shoot(camera(PhotoRole::Near, wang.here()), &Scene(1).shoot()?).await?;
        let video = draft.shoot(Shot { poster, ..camera(PhotoRole::Video, wang.here()) }, &film).await?;
        let voice = draft.shoot(camera(PhotoRole::Voice, wang.here()), &words).await?;
        assert_eq!((video.clip_ms, voice.clip_ms), (Some(4_000), Some(5_000)));
        let case = draft.save("两袋").await?;
        let round = wang.phone.sync().await?;
        assert_eq!(
            (round.photos_sent, round.originals_sent, round.left),
            (3, 2, 0),
            "a clip travels without being asked for"
        );

        let file = beat.judged(case).await?;
        let desk = beat.desk().await?;
        let played = [(video.photo, &film, 4_000, "video/webm"), (voice.photo, &words, 5_000, "audio/ogg")];
        for (photo, bytes, clip_ms, media_type) in played {
            let shown = evidence(&file, photo)?;
            assert_eq!((shown.clip_ms, shown.original_place), (Some(clip_ms), OriginalPlace::Here));
            ensure!(shown.verdict != Verdict::Doubtful, "{:?}", shown.reasons);
            assert_eq!(shown.original, Sha256::of(bytes), "what was signed at the shutter");
            ensure!(desk.media(&shown.original).await? == *bytes, "every byte is there");

            let all = desk.piece(&shown.original, "bytes=0-").await?;
            let header = |name: &str| all.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
            assert_eq!(header("content-type").as_deref(), Some(media_type));
            let some = desk.piece(&shown.original, "bytes=10-29").await?;
            assert_eq!(some.status().as_u16(), 206);
            let range = some.headers().get("content-range").context("which bytes they are")?.to_str()?;
            assert_eq!(range, format!("bytes 10-29/{}", bytes.len()));
            assert_eq!(&some.bytes().await?[..], &bytes[10..30]);
            let poster = desk.media(&shown.working).await?;
            ensure!(image::load_from_memory(&poster).is_ok(), "lists show a picture of it");
        }
        beat.fits().await
    })
}

#[test]
fn voice_notes_are_not_taken_for_each_other_by_their_cards() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let (wang, li) = (beat.wang().await?, beat.li().await?);
        let mut notes = Vec::new();
        for (number, (walker, words)) in (1..).zip([(&wang, clips::wav(3_000)), (&li, clips::m4a(4_000))]) {
            let mut draft = walker.begin();
            draft.shoot(camera(PhotoRole::Near, walker.here()), &Scene(number).shoot()?).await?;
            let note = draft.shoot(camera(PhotoRole::Voice, walker.here()), &words).await?.photo;
            notes.push((draft.save("两袋").await?, note));
            walker.sends().await?;
        }
        for (case, note) in notes {
            let file = beat.judged(case).await?;
            let shown = evidence(&file, note)?;
            ensure!(shown.verdict != Verdict::Doubtful, "cards are drawn alike: {:?}", shown.reasons);
        }
        Ok(())
    })
}

#[test]
fn a_clip_that_is_too_long_too_large_or_none_is_refused_at_the_shutter() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let wang = beat.wang().await?;
        let mut draft = wang.begin();
        let refusals = [
            (PhotoRole::Video, clips::mp4(40_000), Code::ClipTooLong),
            (PhotoRole::Voice, clips::m4a(70_000), Code::ClipTooLong),
            (PhotoRole::Video, vec![0; 20 * 1024 * 1024 + 1], Code::ClipTooLarge),
            (PhotoRole::Video, clips::wav(3_000), Code::NotAClip),
            (PhotoRole::Voice, b"words on paper".to_vec(), Code::NotAClip),
            (PhotoRole::Near, clips::webm(3_000), Code::NotAPhoto),
        ];
        for (role, bytes, code) in refusals {
            let done = draft.shoot(camera(role, wang.here()), &bytes).await;
            assert_eq!(refused(done)?, code, "{role:?} of {} bytes", bytes.len());
        }
        assert_eq!(wang.phone.sealed("original")?, 0, "nothing is kept of what is refused");
        Ok(())
    })
}

#[test]
fn a_clip_that_gets_past_the_phone_is_judged_again_and_its_case_stands() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let fix = beat.wang().await?.here();
        let (forger, now) = (beat.forger(1).await?, beat.now());
        let case = CaseId(forger.id());
        let (working, poster) = (dressed(Scene(1), &fix, now)?, dressed(Scene(2), &fix, now)?);
        let film = clips::mp4(40_000);
        let files = Files { original: &Scene(1).shoot()?, working: &working };
        let near = forger.manifest(1, Subject::Case(case), files, Some(fix.clone()), now);
        let signed = forger.sign(&near);
        let files = Files { original: &film, working: &poster };
        let video = Manifest {
            role: PhotoRole::Video,
            previous: Some(signed.hash()?),
            clip_ms: Some(9_000),
            ..forger.manifest(2, Subject::Case(case), files, Some(fix.clone()), now)
        };
        let envelope = forger.report(case, fix, "两袋", vec![signed, forger.sign(&video)], now)?;
        assert_eq!(forger.push(&envelope).await?.code, None);
        for file in [&working, &poster, &film] {
            forger.desk.upload(file).await?;
        }
        let file = beat.judged(case).await?;
        let shown =
            file.case.photos.iter().find(|shown| shown.photo == Some(video.photo)).context("the clip's shot")?;
        assert_eq!(shown.refused, Some(Code::ClipTooLong), "nine seconds were signed; forty are in the file");
        assert_eq!(evidence(&file, near.photo)?.verdict, Verdict::Sound, "the photo beside it is what it was");
        beat.fits().await
    })
}
