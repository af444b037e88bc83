//! Files that are exchanged: on the way, on the phone's disk, with the phone's own key, and one whose EXIF was edited
//! before it was signed for.

use std::cell::Cell;
use std::fs;
use std::rc::Rc;

use anyhow::{Context as _, Result, ensure};
use app_core::ports::{self, Cut, LocalFuture, Reply, Request, Transport};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use shared::evidence::manifest::Subject;
use shared::evidence::verdict::{Finding, Verdict};
use shared::ids::{CaseId, PhotoId, Sha256};
use shared::refusal::Code;
use system_tests::forger::Files;
use system_tests::hands::reseal;
use system_tests::scenes::Scene;
use system_tests::world::story;

use super::{Beat, Walker, dressed, evidence, found, moved, refused};

/// A line on which somebody exchanges a byte of every file, and knows the protocol well enough to make its checksum fit.
struct Meddling {
    inner: Rc<dyn Transport>,
    is_at_work: Rc<Cell<bool>>,
}

impl Transport for Meddling {
    fn send(&self, mut request: Request) -> LocalFuture<'_, std::result::Result<Reply, Cut>> {
        if self.is_at_work.get() && request.url.contains("/media/uploads") {
            if let Some(byte) = request.body.last_mut() {
                *byte ^= 1;
            }
            let sum = format!("sha256 {}", BASE64.encode(Sha256::of(&request.body).raw()));
            for (name, value) in &mut request.headers {
                if *name == "upload-checksum" {
                    value.clone_from(&sum);
                }
            }
        }
        self.inner.send(request)
    }
}

/// The photo waits on the phone and says so; the desk has the case, and nothing in the photo's place.
async fn waits(beat: &Beat, wang: &Walker, case: CaseId, photo: PhotoId) -> Result<()> {
    ensure!(wang.phone.status().await?.photos_waiting > 0, "the phone knows that its photo has not arrived");
    let desk = beat.desk().await?;
    let file = desk.file(case).await?;
    let shown = evidence(&file, photo)?;
    assert_eq!(shown.received_at, None, "no receipt for other bytes");
    assert_eq!(refused(desk.media(&shown.working).await)?, Code::NotFound, "nothing is shown in its place");
    Ok(())
}

/// The photo arrives, the very bytes that were signed.
async fn arrives(beat: &Beat, wang: &Walker, case: CaseId, photo: PhotoId) -> Result<()> {
    wang.sends().await?;
    let file = beat.judged(case).await?;
    let shown = evidence(&file, photo)?;
    assert_eq!(shown.verdict, Verdict::Sound);
    assert_eq!(Sha256::of(&beat.desk().await?.media(&shown.working).await?), shown.working);
    Ok(())
}

#[test]
fn bytes_that_were_exchanged_on_the_way_are_not_taken_and_the_photo_goes_again() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let is_at_work = Rc::new(Cell::new(false));
        let meddles = Rc::clone(&is_at_work);
        let user = beat.users.first().context("a collector")?.clone();
        let meddling = |world: ports::World| {
            let transport = Rc::new(Meddling { inner: Rc::clone(&world.transport), is_at_work: meddles });
            ports::World { transport, ..world }
        };
        let wang = beat.walker_in(&user, meddling).await?;
        let (case, photo) = wang.reports(Scene(1)).await?;
        is_at_work.set(true);
        if let Ok(round) = wang.phone.sync().await {
            assert_eq!(round.photos_sent, 0, "other bytes have no receipt");
        }
        waits(&beat, &wang, case, photo).await?;
        is_at_work.set(false);
        arrives(&beat, &wang, case, photo).await?;
        beat.fits().await
    })
}

#[test]
fn bytes_that_were_exchanged_on_the_phone_are_never_sent() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let wang = beat.wang().await?;
        let (case, photo) = wang.reports(Scene(1)).await?;
        let other = wang.reports(Scene(2)).await?.1;
        let sealed = |photo: PhotoId| wang.phone.home().join("files").join(format!("{photo}.working"));
        let kept = fs::read(sealed(photo))?;

        // Another photo's sealed file under this one's name.
        fs::copy(sealed(other), sealed(photo))?;
        wang.phone.sync().await?;
        waits(&beat, &wang, case, photo).await?;

        // Somebody who has the phone's key seals a picture of their own.
        reseal(wang.phone.home(), &format!("{photo}.working"), &Scene(3).shoot()?)?;
        wang.phone.sync().await?;
        waits(&beat, &wang, case, photo).await?;

        fs::write(sealed(photo), kept)?;
        arrives(&beat, &wang, case, photo).await?;
        beat.fits().await
    })
}

#[test]
fn a_working_copy_whose_exif_was_edited_before_it_was_signed_for_contradicts_its_signature() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let fix = beat.wang().await?.here();
        let forger = beat.forger(1).await?;
        let now = beat.now();
        let (mut cases, mut before) = (Vec::new(), None);
        let elsewhere = moved(fix.clone(), 3_000.0)?;
        for (index, (claimed, at)) in (1..).zip([(&fix, now), (&elsewhere, now), (&fix, now.plus_ms(-86_400_000))]) {
            let case = CaseId(forger.id());
            let working = dressed(Scene(10 + index), claimed, at)?;
            let files = Files { original: &Scene(10 + index).shoot()?, working: &working };
            let mut manifest = forger.manifest(u64::from(index), Subject::Case(case), files, Some(fix.clone()), now);
            manifest.previous = before.take();
            let signed = forger.sign(&manifest);
            before = Some(signed.hash()?);
            let envelope = forger.report(case, fix.clone(), "两袋", vec![signed], now)?;
            assert_eq!(forger.push(&envelope).await?.code, None);
            forger.desk.upload(&working).await?;
            cases.push((case, manifest.photo));
        }
        let mut differs = Vec::new();
        for (case, photo) in cases {
            differs.push(found(&beat.judged(case).await?, photo)?.contains(&Finding::ExifDiffers));
        }
        assert_eq!(differs, [false, true, true], "what fits, another place, another day");
        beat.fits().await
    })
}
