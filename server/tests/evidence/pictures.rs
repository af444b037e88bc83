//! What: bytes that were replaced, EXIF that was edited, the same picture twice, pictures that show nothing.

use image::imageops::FilterType;
use image::{DynamicImage, GrayImage, Luma};
use shared::evidence::verdict::{Finding, Verdict};
use shared::ids::{CaseId, Sha256};
use shared::refusal::Code;

use super::scenes::{encoded, plain, stamped, street};
use super::{HOUR_MS, found, hand_in, honest, judged, report, reports, shoot};
use crate::harness::city::at;
use crate::harness::desk::refused;
use crate::harness::phone::marked;
use crate::harness::{Phone, World, on_both_engines};

/// The same picture from another encoder, in another size, a little brighter.
fn encoded_anew(picture: &DynamicImage) -> Vec<u8> {
    let larger = picture.resize_exact(1_440, 1_080, FilterType::Triangle);
    encoded(&larger.brighten(12), 60)
}

/// Reports honestly with a picture and returns what was found of it.
async fn shows(world: &World, phone: &mut Phone, picture: Vec<u8>) -> Vec<Finding> {
    let (case, shot) = reports(world, phone, at(0.5, 0.5), picture, honest(world, at(0.5, 0.5))).await;
    found(world, case, shot.photo).await
}

/// Returns what was found of a photo, and with which other case each has to do.
async fn others(world: &World, case: CaseId, photo: shared::ids::PhotoId) -> Vec<(Finding, Option<CaseId>)> {
    let reasons = judged(world, case, photo).await.reasons;
    reasons.iter().map(|reason| (reason.finding, reason.other)).collect()
}

/// The camera's own files; none, said aloud, where no folder is named.
fn camera_photographs() -> Vec<std::path::PathBuf> {
    let Ok(folder) = std::env::var("XUNGE_PHOTOS") else { return Vec::new() };
    let names = ["bridge.jpg", "nuthatch.jpg", "tower.jpg"];
    names.iter().map(|name| std::path::Path::new(&folder).join(name)).filter(|path| path.is_file()).collect()
}

on_both_engines! {
    async fn bytes_that_were_replaced_are_refused_and_the_case_waits_for_its_photo(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let place = at(0.5, 0.5);
        let (case, shot) = shoot(world, &mut wang, plain(1), honest(world, place));
        let envelope = wang.envelope(world, shared::sync::operation::Act::Report(report(world, case, place, &[&shot])));
        wang.push(&[envelope]).await;
        let other = plain(2);
        let created = wang.create(other.len(), Some(Sha256::of(&shot.working).as_str())).await;
        let location = created.headers()["location"].to_str().unwrap().to_owned();
        let done = wang.patch(&location, 0, &other).await;
        assert_eq!(refused(done).await, (460, Code::HashMismatch.as_str().to_owned()));
        wang.upload(&other).await;
        let known = judged(world, case, shot.photo).await;
        assert_eq!((known.received_at, known.verdict), (None, Verdict::Sound), "the true one may still come");
        wang.upload(&shot.working).await;
        assert!(judged(world, case, shot.photo).await.received_at.is_some());
    }

    async fn exif_that_tells_another_time_or_place_than_was_signed_differs(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let (place, now) = (at(0.5, 0.5), world.app.clock.now());
        let other_time = stamped(1, Some(now.plus_ms(-HOUR_MS)), Some(place));
        assert_eq!(shows(world, &mut wang, other_time).await, [Finding::ExifDiffers]);
        let other_place = stamped(2, Some(now), Some(place.moved_m(300.0, 0.0)));
        assert_eq!(shows(world, &mut wang, other_place).await, [Finding::ExifDiffers]);
        assert!(shows(world, &mut wang, stamped(3, Some(now), Some(place))).await.is_empty());
        assert!(shows(world, &mut wang, stamped(4, None, None)).await.is_empty(), "what says nothing differs from nothing");
    }

    async fn the_same_file_for_two_cases_is_told_in_both(world: &World) {
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        let place = at(0.5, 0.5);
        let (first, one) = reports(world, &mut wang, place, plain(1), honest(world, place)).await;
        assert!(found(world, first, one.photo).await.is_empty());
        let (second, two) = reports(world, &mut li, place, plain(1), honest(world, place)).await;
        assert_eq!(others(world, second, two.photo).await, [(Finding::SeenBefore, Some(first))]);
        assert_eq!(others(world, first, one.photo).await, [(Finding::SeenBefore, Some(second))]);
        assert_eq!(judged(world, first, one.photo).await.verdict, Verdict::Doubtful);
    }

    async fn two_cases_with_the_same_file_that_are_judged_at_once_know_of_each_other(world: &World) {
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        let place = at(0.5, 0.5);
        let (first, one) = reports(world, &mut wang, place, plain(1), honest(world, place)).await;
        let (second, two) = reports(world, &mut li, place, plain(1), honest(world, place)).await;
        // Each tells the other; if that kept both verdicts from being written, this would never end.
        assert_eq!(others(world, second, two.photo).await, [(Finding::SeenBefore, Some(first))]);
        assert_eq!(others(world, first, one.photo).await, [(Finding::SeenBefore, Some(second))]);
    }

    async fn one_original_behind_two_working_copies_is_the_same_photo(world: &World) {
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        let place = at(0.5, 0.5);
        let (first, one) = reports(world, &mut wang, place, plain(1), honest(world, place)).await;
        let original = judged(world, first, one.photo).await.original;
        let say = honest(world, place);
        let (second, two) = reports(world, &mut li, place, plain(2), |manifest| {
            say(manifest);
            manifest.original.sha256 = original;
        }).await;
        assert_eq!(others(world, second, two.photo).await, [(Finding::SeenBefore, Some(first))]);
    }

    async fn a_copy_that_was_encoded_anew_looks_seen_in_both_and_another_street_does_not(world: &World) {
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        let place = at(0.5, 0.5);
        let (first, one) = reports(world, &mut wang, place, plain(1), honest(world, place)).await;
        assert!(shows(world, &mut li, plain(2)).await.is_empty());
        let copy = encoded_anew(&street(1));
        let (second, two) = reports(world, &mut li, place, copy, honest(world, place)).await;
        assert_eq!(others(world, second, two.photo).await, [(Finding::LooksSeen, Some(first))]);
        assert_eq!(others(world, first, one.photo).await, [(Finding::LooksSeen, Some(second))]);
    }

    async fn camera_photographs_are_sharp_and_light_and_found_again(world: &World) {
        let photographs = camera_photographs();
        if photographs.is_empty() {
            let is_ci = std::env::var("CI").is_ok_and(|word| word == "true" || word == "1");
            assert!(!is_ci, "XUNGE_PHOTOS names no folder of camera photographs, and with CI=true nothing is skipped");
            println!("skipped: XUNGE_PHOTOS names no folder of camera photographs");
            return;
        }
        let [mut wang, mut li] = world.phones(["wang", "li"]).await;
        for path in photographs {
            let whole = image::open(&path).unwrap();
            let working = whole.resize(1_600, 1_600, FilterType::Triangle);
            let (first, one) = reports(world, &mut wang, at(0.5, 0.5), encoded(&working, 85), honest(world, at(0.5, 0.5))).await;
            assert!(found(world, first, one.photo).await.is_empty(), "{}", path.display());
            let copy = encoded(&working.resize(1_400, 1_400, FilterType::Triangle).brighten(8), 60);
            let (second, two) = reports(world, &mut li, at(0.5, 0.5), copy, honest(world, at(0.5, 0.5))).await;
            assert_eq!(others(world, second, two.photo).await, [(Finding::LooksSeen, Some(first))], "{}", path.display());
        }
    }

    async fn pictures_that_show_nothing_are_noted(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let black = DynamicImage::ImageLuma8(GrayImage::from_pixel(1_600, 1_200, Luma([12])));
        assert_eq!(shows(world, &mut wang, encoded(&black, 85)).await, [Finding::Dark]);
        let blurred = street(1).blur(10.0);
        assert_eq!(shows(world, &mut wang, encoded(&blurred, 85)).await, [Finding::Blurred]);
        let small = street(2).resize(640, 640, FilterType::Triangle);
        assert_eq!(shows(world, &mut wang, encoded(&small, 85)).await, [Finding::Small]);
        let also_black = DynamicImage::ImageLuma8(GrayImage::from_pixel(1_600, 1_200, Luma([13])));
        assert_eq!(shows(world, &mut wang, encoded(&also_black, 85)).await, [Finding::Dark], "all dark pictures are alike");
    }

    async fn what_cannot_be_read_is_told_and_keeps_no_other_from_its_verdict(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        assert_eq!(shows(world, &mut wang, b"%PDF-1.7".to_vec()).await, [Finding::Unreadable], "no picture at all");
        // The bones of a picture: a frame header, a scan of nothing, an end.
        let mut bones = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc0, 0, 11, 8, 4, 0, 5, 0];
        bones.extend([1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x55, 0x55, 0xff, 0xd9]);
        assert_eq!(shows(world, &mut wang, bones).await, [Finding::Unreadable], "a picture by its structure alone");
        assert!(shows(world, &mut wang, plain(1)).await.is_empty());
    }

    async fn a_photo_is_judged_before_its_file_is_here_and_again_when_it_comes(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let place = at(0.5, 0.5);
        let edited = marked(&stamped(1, Some(world.app.clock.now().plus_ms(-HOUR_MS)), None), b"edited");
        let (case, shot) = shoot(world, &mut wang, edited, honest(world, place));
        let envelope = wang.envelope(world, shared::sync::operation::Act::Report(report(world, case, place, &[&shot])));
        wang.push(&[envelope]).await;
        assert_eq!(judged(world, case, shot.photo).await.verdict, Verdict::Sound, "nothing is known against it yet");
        wang.upload(&shot.working).await;
        assert_eq!(found(world, case, shot.photo).await, [Finding::ExifDiffers]);
    }

    async fn the_server_judges_by_itself_soon_after_a_photo_came(world: &World) {
        let [mut wang] = world.phones(["wang"]).await;
        let place = at(0.5, 0.5);
        let (case, shot) = shoot(world, &mut wang, plain(1), honest(world, place));
        hand_in(world, &mut wang, place, case, &shot).await;
        for _ in 0..1_000 {
            if world.count("select count(*) from photos where verdict = 'sound'").await == 1
                && world.count("select count(*) from file_looks").await == 1
            {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("nobody judged the photo");
    }
}
