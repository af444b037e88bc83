//! Signatures that are borrowed: another device's, an operation sent again, a manifest used twice.

use anyhow::{Context as _, Result, ensure};
use shared::evidence::manifest::{Manifest, SignedManifest, Subject};
use shared::evidence::verdict::{Finding, Verdict};
use shared::ids::{CaseId, Sha256};
use shared::refusal::Code;
use shared::sync::operation::{Act, Operation, Report};
use shared::sync::push::{Envelope, OutcomeKind};
use system_tests::forger::Files;
use system_tests::hands::in_phone;
use system_tests::scenes::Scene;
use system_tests::world::story;

use super::{Beat, Walker, dressed, evidence, reason};

/// Reads the one operation of a phone out of its outbox, as it would travel.
fn stolen(wang: &Walker) -> Result<(Envelope, Report)> {
    let outbox = in_phone(wang.phone.home())?;
    let (sequence, body): (u64, String) = outbox.query_row(
        "select sequence, body
         from operations",
        [],
        |row| Ok((row.get::<_, i64>("sequence")?.unsigned_abs(), row.get("body")?)),
    )?;
    let operation: Operation = serde_json::from_str(&body)?;
    let envelope = Envelope { id: operation.id, sequence, hash: Sha256::of(body.as_bytes()), body };
    match operation.act {
        Act::Report(report) => Ok((envelope, report)),
        Act::Answer(_) | Act::Shift(_) => anyhow::bail!("the outbox holds a report"),
    }
}

#[test]
fn what_one_device_signed_no_other_can_hand_in() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let wang = beat.wang().await?;
        wang.phone.offline();
        let (case, photo) = wang.reports(Scene(1)).await?;
        let (envelope, report) = stolen(&wang)?;
        let signed = report.photos.first().context("one photo")?.clone();
        let manifest = Manifest::decode(&signed.bytes()?)?;
        let (forger, now) = (beat.forger(1).await?, beat.now());

        let whole = forger.push(&envelope).await?;
        assert_eq!(whole.code, Some(Code::WrongSender), "another device's operation");
        let as_it_is = forger.report(case, wang.here(), "我的", vec![signed], now)?;
        assert_eq!(forger.push(&as_it_is).await?.code, Some(Code::ManifestInvalid), "another device's signature");
        let signed_anew = forger.report(case, wang.here(), "我的", vec![forger.sign(&manifest)], now)?;
        assert_eq!(forger.push(&signed_anew).await?.code, Some(Code::ManifestInvalid), "its name under another key");
        assert_eq!(beat.desk().await?.cases().await?.total, 0, "nothing of it has come into a file");

        // What was refused to the thief stands in nobody's way.
        wang.phone.online();
        wang.sends().await?;
        let shown = beat.judged(case).await?;
        assert_eq!(evidence(&shown, photo)?.verdict, Verdict::Sound);

        // In its own name it may sign whatever it likes; then the very same file belongs to two cases.
        let own = CaseId(forger.id());
        let mut claimed = forger.manifest(
            1,
            Subject::Case(own),
            Files { original: &Scene(1).shoot()?, working: &beat.desk().await?.media(&manifest.working.sha256).await? },
            manifest.fix.clone(),
            now,
        );
        claimed.taken = manifest.taken.clone();
        let envelope = forger.report(own, wang.here(), "我的", vec![forger.sign(&claimed)], now)?;
        assert_eq!(forger.push(&envelope).await?.result, OutcomeKind::Applied);
        forger.desk.upload(&beat.desk().await?.media(&manifest.working.sha256).await?).await?;
        let file = beat.judged(own).await?;
        assert_eq!(reason(&file, claimed.photo, Finding::SeenBefore)?.other, Some(case));
        assert_eq!(evidence(&file, claimed.photo)?.verdict, Verdict::Doubtful);
        beat.fits().await
    })
}

#[test]
fn an_operation_that_is_sent_again_has_the_same_answer_and_no_further_effect() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let fix = beat.wang().await?.here();
        let (forger, now) = (beat.forger(1).await?, beat.now());
        let case = CaseId(forger.id());
        let working = dressed(Scene(1), &fix, now)?;
        let files = Files { original: &Scene(1).shoot()?, working: &working };
        let signed = forger.sign(&forger.manifest(1, Subject::Case(case), files, Some(fix.clone()), now));
        let envelope = forger.report(case, fix.clone(), "两袋", vec![signed], now)?;
        let first = forger.push(&envelope).await?;
        assert_eq!(first.result, OutcomeKind::Applied);
        beat.pass(5);
        assert_eq!(forger.push(&envelope).await?, first, "the same bytes have the first answer");

        let body = envelope.body.replace("两袋", "二十袋");
        ensure!(body != envelope.body);
        let other = Envelope { hash: Sha256::of(body.as_bytes()), body, ..envelope.clone() };
        assert_eq!(forger.push(&other).await?.code, Some(Code::OperationChanged), "the same name for other bytes");
        let broken = Envelope { body: other.body.clone(), ..envelope.clone() };
        assert_eq!(
            forger.push(&broken).await?.code,
            Some(Code::HashMismatch),
            "bytes that are not what is said of them"
        );
        let second = beat.forger(2).await?;
        ensure!(second.push(&envelope).await?.code.is_some(), "another device's");

        let cases = beat.desk().await?.cases().await?;
        assert_eq!(cases.total, 1);
        let file = beat.judged(case).await?;
        assert_eq!((file.case.note.as_str(), file.evidence.len()), ("两袋", 1));
        beat.fits().await
    })
}

#[test]
fn a_manifest_serves_once_and_only_for_what_it_was_signed_for() -> Result<()> {
    story(async {
        let mut beat = Beat::begin().await?;
        let fix = beat.wang().await?.here();
        let (forger, now) = (beat.forger(1).await?, beat.now());
        let (case, other) = (CaseId(forger.id()), CaseId(forger.id()));
        let working = dressed(Scene(1), &fix, now)?;
        let files = Files { original: &Scene(1).shoot()?, working: &working };
        let manifest = forger.manifest(1, Subject::Case(case), files, Some(fix.clone()), now);
        let signed = forger.sign(&manifest);
        let push = async |case: CaseId, photos: Vec<SignedManifest>| {
            let envelope = forger.report(case, fix.clone(), "两袋", photos, now)?;
            forger.push(&envelope).await
        };
        let twice = push(case, vec![signed.clone(), signed.clone()]).await?;
        assert_eq!(twice.code, Some(Code::ManifestInvalid), "twice in one report");
        assert_eq!(push(case, vec![signed.clone()]).await?.result, OutcomeKind::Applied);
        assert_eq!(
            push(other, vec![signed]).await?.code,
            Some(Code::ManifestInvalid),
            "it was signed for another case"
        );
        let again = forger.sign(&Manifest { subject: Subject::Case(other), index: 2, ..manifest });
        assert_eq!(push(other, vec![again]).await?.code, Some(Code::ManifestInvalid), "that shot was handed in before");
        assert_eq!(beat.desk().await?.cases().await?.total, 1);
        Ok(())
    })
}
