//! The live view of the camera: a check that is framed by the photo from before.
//!
//! The app's window has no camera where these tests run, and a browser has one that it makes up. So the page is opened
//! in the browser here. Nothing behind it is made up: the page is the finished one, the core and the server are real;
//! only the way from the page to the core differs (`stand_in`). `to_check` brings the case that is checked.

pub mod stand_in;
pub mod to_check;
mod four_taps;

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use image::ImageFormat;
use serde_json::{Value, from_value};
use shared::api::cases::CaseFile;
use shared::case::State;
use shared::evidence::PhotoRole;
use shared::evidence::verdict::Verdict;
use shared::ids::{CaseId, Sha256};
use system_tests::desk::Desk as Http;
use tempfile::TempDir;
use tokio::task::LocalSet;

use self::stand_in::StandIn;
use self::to_check::{EAST_M, to_check};
use crate::city::City;
use crate::needs;
use crate::phone::Phone;
use crate::screen::{Screen, part};

/// The button that opens the view; where there is no view the same name is a file input's.
const OPEN_VIEW: &str = "button[data-test='camera-task']";
const CHECK: &str = "[data-test='task'][data-kind='check']";
const TAKEN: &str = "[data-test='taken'][data-role='after']";

/// Within this time the server has looked at what arrived.
const JUDGED_WITHIN: Duration = Duration::from_secs(40);

/// The width and height of the running picture.
const RUNNING: &str = "const video = document.querySelector(\"[data-test='camera-view'] video\");
    return video && video.readyState >= 2 && video.videoWidth > 0 ? [video.videoWidth, video.videoHeight] : null;";

/// The hash of the photo that lies over the running picture, exactly where that is, once it is drawn.
const LAID_OVER: &str = "const photo = document.querySelector(\"[data-test='camera-before']\");
    const video = document.querySelector(\"[data-test='camera-view'] video\");
    if (!photo || !video || !photo.complete || photo.naturalWidth === 0) return null;
    const [upper, lower] = [photo, video].map(part => JSON.stringify(part.getBoundingClientRect()));
    return upper === lower ? new URL(photo.src).pathname.split('/').pop() : null;";

/// How much of it shows through.
const OPACITY: &str = "const photo = document.querySelector(\"[data-test='camera-before']\");
    return photo && Number(getComputedStyle(photo).opacity);";

/// The phone is held upright and looks east.
const LOOK_EAST: &str = "const turned = { absolute: true, alpha: 270, beta: 90, gamma: 0 };
    return window.dispatchEvent(new DeviceOrientationEvent('deviceorientationabsolute', turned));";

/// How many cameras were opened, once all of them are closed again.
const CLOSED: &str = "const tracks = window.openedCameras.map(camera => camera.getTracks());
    const closed = tracks.every(of => of.length > 0 && of.every(track => track.readyState === 'ended'));
    return closed ? tracks.length : null;";

/// Half of the platforms give no still of their own.
const WITHOUT_STILLS: &str = "return delete window.ImageCapture;";

#[tokio::test]
async fn a_check_is_framed_by_the_photo_from_before_and_goes_on_with_a_file_where_the_camera_is_refused() {
    let (city, homes, photos) = (City::open(), TempDir::new().expect("make a folder"), needs::photos());
    // A core stays on its thread.
    let case = LocalSet::new().run_until(to_check(&city, &homes.path().join("wang"), &photos)).await;
    let case = case.unwrap_or_else(|error| panic!("bring a case to its check: {error:#}"));
    let home = TempDir::new().expect("make a home");
    let window = StandIn::open(city.account(&case.checker), &home.path().join("home"), &city.url()).await;
    let window = window.unwrap_or_else(|error| panic!("give the checker a phone: {error:#}"));
    let li = Phone::with_screen(Screen::browser_with_camera("checks-live").await, home);

    // Li said no, and then allows it and opens the app again, as the words tell.
    li.screen.go(&format!("{}/?refuse", window.url)).await;
    refused(&li, &photos[3]).await;
    li.screen.go(&format!("{}/", window.url)).await;

    // The app opens where Li was, and the camera stays closed: nobody pressed anything.
    li.screen.see(OPEN_VIEW).await;
    assert!(!li.screen.has(&part("camera-view")).await, "a page that is shown anew opens no camera");

    // Whoever presses a task at its place is in the camera at once: the shutter is one tap, the answer the other. One
    // photo as the platform takes it, framed by the first from before.
    li.turn_to("tasks").await;
    li.screen.press(CHECK).await;
    let (size, near) = framed(&li.screen).await;
    fade(&li.screen).await;
    li.screen.keep("phone-camera").await;
    shoot(&li.screen, 1).await;

    // One as the view shows it, framed by the second.
    assert_eq!(li.screen.find_out("do without the platform's stills", WITHOUT_STILLS).await, Value::Bool(true));
    li.screen.press(OPEN_VIEW).await;
    let (_, again) = framed(&li.screen).await;
    assert_eq!(again, near, "the view opens with the photo that the page shows");
    li.screen.press(&part("camera-next-before")).await;
    let next = format!("const seen = (() => {{ {LAID_OVER} }})(); return seen === '{near}' ? null : seen;");
    let far = hash(li.screen.find_out("see the next photo from before", &next).await);
    shoot(&li.screen, 2).await;

    let handed_over = window.handed_over();
    let [_, still, drawn] = handed_over.as_slice() else { panic!("{} photos were handed over", handed_over.len()) };
    for (what, shot) in [("the platform's still", still), ("the frame", drawn)] {
        let picture = image::load_from_memory(shot).unwrap_or_else(|error| panic!("decode {what}: {error}"));
        assert_eq!((picture.width(), picture.height()), size, "{what} is as large as the camera's picture");
    }
    // In which format a platform gives its still is its own affair.
    assert_eq!(image::guess_format(drawn).expect("a picture"), ImageFormat::Jpeg);

    li.screen.press(&part("answer-pass")).await;
    li.screen.see(&part("task-whereabouts")).await;
    li.sync_all().await;
    li.put_away().await;
    let arrived = arrived(&city, case.case, &[(still.as_slice(), &near), (drawn.as_slice(), &far)]).await;
    arrived.unwrap_or_else(|error| panic!("look at what arrived: {error:#}"));
}

async fn turn_to_check(li: &Phone) {
    li.screen.see(&part("screen-today")).await;
    li.turn_to("tasks").await;
    li.screen.press(CHECK).await;
    li.screen.see(&part("screen-answer")).await;
}

/// The camera that opens with the task may not be used: the page says so, and takes a file in the same place.
async fn refused(li: &Phone, photo: &Path) {
    turn_to_check(li).await;
    li.screen.read(&part("answer-failed"), "打不开相机").await;
    li.screen.see_gone(&part("camera-view")).await;
    li.screen.see_gone(OPEN_VIEW).await;
    li.screen.look("phone-camera-refused").await;
    li.screen.give("input[data-test='camera-task']:enabled", photo).await;
    li.screen.see(TAKEN).await;
    li.screen.press(&part("drop-photo")).await;
    li.screen.see_gone(TAKEN).await;
}

/// In the view that was opened stands and looks as for the photo from before; returns how large the camera's picture
/// is, and which photo lies over it.
async fn framed(screen: &Screen) -> ((u32, u32), Sha256) {
    screen.see(&part("camera-view")).await;
    let size = screen.find_out("see the camera's picture run", RUNNING).await;
    let size = from_value(size).expect("width and height are numbers");
    let before = hash(screen.find_out("see the photo from before over it", LAID_OVER).await);
    let way = screen.read(&part("camera-distance"), &format!("{EAST_M:.0} m")).await;
    assert!(way.contains('东'), "the photo was taken east of the problem: {way}");
    // The simulated position looks north, the photo from before east; the compass says it better.
    screen.read(&part("camera-turn"), "向右转").await;
    screen.find_out("turn to the east", LOOK_EAST).await;
    screen.read(&part("camera-turn"), "朝向一致").await;
    (size, before)
}

/// Lets more of the photo from before show through.
async fn fade(screen: &Screen) {
    let first = screen.find_out("see how much shows through", OPACITY).await.as_f64().unwrap_or_default();
    assert!((0.15..0.85).contains(&first), "both are seen at once: {first}");
    screen.pull(&part("camera-fade"), 20.0, 0.0).await;
    let more = format!("const now = (() => {{ {OPACITY} }})(); return now > {first} ? now : null;");
    screen.find_out("see more of the photo from before", &more).await;
}

/// Takes the photo; the view closes, and the camera with it.
async fn shoot(screen: &Screen, count: usize) {
    screen.press(&part("camera-shutter")).await;
    screen.see_many(TAKEN, count).await;
    screen.see_gone(&part("camera-view")).await;
    let opened = screen.find_out("see the camera closed", CLOSED).await;
    assert_eq!(opened, Value::from(count), "each view opened one camera");
}

fn hash(told: Value) -> Sha256 {
    told.as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("a working copy's hash: {told}"))
}

/// Looks from the desk at what arrived: the case is closed, and each shot is what its device signed.
async fn arrived(city: &City, case: CaseId, shots: &[(&[u8], &Sha256)]) -> Result<()> {
    let admin = city.one("admin");
    let admin = Http::sign_in(&city.url(), &admin.user, &admin.password).await?;
    let file = judged(&admin, case).await?;
    assert_eq!(file.case.state, State::Closed);
    for &(original, before) in shots {
        let promised = Sha256::of(original);
        let shot = file.evidence.iter().find(|shot| shot.original == promised).context("the shot arrived")?;
        assert!(!shot.is_imported, "the app's own camera took it");
        assert_eq!((shot.role, shot.heading_deg), (PhotoRole::After, Some(90.0)));
        let pair = shot.pair.as_ref().context("the pair was measured")?;
        assert_eq!(pair.before, *before, "the photo that lay over the view and no other");
        assert_eq!((pair.distance_m, pair.heading_deg), (Some(12), Some(0)));
        let reported = file.evidence.iter().find(|shot| shot.working == *before).context("one of this case's")?;
        assert!(matches!(reported.role, PhotoRole::Near | PhotoRole::Far), "{:?} is from before", reported.role);
        let working = admin.media(&shot.working).await?;
        assert_eq!(image::guess_format(&working)?, ImageFormat::Jpeg);
        let known = admin.verify(original).await?;
        ensure!(known.stands.iter().any(|stand| stand.case == case && stand.signature_holds), "the device signed it");
    }
    Ok(())
}

async fn judged(desk: &Http, case: CaseId) -> Result<CaseFile> {
    let deadline = Instant::now() + JUDGED_WITHIN;
    loop {
        let file = desk.file(case).await?;
        if file.evidence.iter().all(|shot| shot.verdict != Verdict::Unjudged) {
            return Ok(file);
        }
        ensure!(Instant::now() < deadline, "case {case} was not judged");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
