//! A collector's first day: from the enrolment link to the end of the first shift.

use std::time::Duration;

use app_bridge::status::Rounds;
use serde_json::{Value, from_value};

use crate::city::City;
use crate::needs;
use crate::phone::Phone;
use crate::screen::part;

/// Counts what a thumb does.
struct Thumb<'a> {
    phone: &'a Phone,
    taps: u32,
}

impl Thumb<'_> {
    async fn tap(&mut self, selector: &str) {
        self.phone.screen.press(selector).await;
        self.taps += 1;
    }
}

/// Reports as fast as the app allows, and returns how many taps that took.
async fn report(phone: &Phone) -> u32 {
    let (screen, photos) = (&phone.screen, needs::photos());
    let mut thumb = Thumb { phone, taps: 0 };
    // The app opens on the camera, or is one tap from it.
    if !screen.has(&part("screen-report")).await {
        thumb.tap(&part("tab-report")).await;
    }
    // The shutter is a tap too; here a file stands for the photo.
    screen.give("input[data-test='camera-near']", &photos[0]).await;
    thumb.taps += 1;
    screen.see("[data-test='taken'][data-role='near']").await;
    if !screen.has(&part("category")).await {
        thumb.tap(&part("choose-category")).await;
    }
    thumb.tap(&part("category")).await;
    screen.see(&part("chosen-category")).await;
    if !screen.has("[data-test='condition'][aria-checked='true']").await {
        thumb.tap(&part("condition")).await;
    }
    screen.see(&part("due")).await;
    thumb.tap(&part("save")).await;
    screen.see(&part("saved")).await;
    thumb.taps
}

/// What the core says of its rounds.
const ROUNDS: &str = "const [done] = arguments;
    const read = answer => (typeof answer === 'string' ? JSON.parse(answer) : answer).told.status.rounds;
    window.__TAURI__.core.invoke('ask', { ask: { ask: 'status' } }).then(answer => done(read(answer)), () => done(null));";

/// What the page counts of itself: seconds of the receiver, those of exact positions among them, and asks. It puts them
/// there each ten seconds; what is told is told after the next time.
const COUNTED: &str = "const { receiverSeconds, receiverExactSeconds, asks } = document.documentElement.dataset;
    const told = [receiverSeconds, receiverExactSeconds, asks].map(Number);
    window.countedFrom ??= told[2];
    return told[2] > window.countedFrom ? told : null;";

async fn rounds(phone: &Phone) -> Rounds {
    from_value(phone.screen.ask("ask for the rounds", ROUNDS).await).expect("the status tells of rounds")
}

/// Prints what one report has cost from the launch until it has arrived, with the looks of the page around it.
async fn print_costs(phone: &Phone, before: Rounds) {
    let (after, cpu) = (rounds(phone).await, phone.screen.cpu());
    let told: Value = phone.screen.find_out("read what the page counts", COUNTED).await;
    let (on_s, exact_s, asks): (u64, u64, u64) = from_value(told).expect("three figures");
    let run = after.run - before.run;
    let bytes = after.bytes_sent + after.bytes_received - before.bytes_sent - before.bytes_received;
    println!("one report, with the launch and the rounds that bring it home:");
    println!("  {:<28} {:>8} ms, the window and its web view", "CPU", cpu.as_millis());
    println!("  {:<28} {on_s:>8} s, of it exact {exact_s} s", "position receiver on");
    println!("  {:<28} {:>8} KB", "over the wire", bytes / 1_000);
    println!("  {:<28} {:>8}: {asks} asks of the page, {run} rounds", "wake-ups", asks + run);
}

#[tokio::test]
async fn a_new_collector_comes_from_the_link_to_the_end_of_the_first_shift() {
    let city = City::open();
    let account = city.one("collector").clone();
    let link = city.operate(&["device", "enroll", "--user", &account.user, "--server", &city.url()]);

    // One link, and the phone is theirs.
    let wang = Phone::open("first-day").await;
    wang.screen.look("first-day-sign-in").await;
    wang.screen.fill("input[data-test='enrol-link']", &link).await;
    wang.screen.press(&part("enrol")).await;
    wang.screen.see(&part("screen-welcome")).await;
    wang.screen.look("first-day-welcome").await;
    wang.skip_the_first_steps().await;
    wang.screen.look("first-day-today").await;
    wang.screen.press(&part("mark-shift")).await;
    wang.screen.read(&part("on-shift"), "签退").await;

    // The next start, and a report: counted and timed from the launch.
    let wang = wang.restarted("first-day").await;
    wang.screen.see("[data-test='screen-today'], [data-test='screen-report']").await;
    let before = rounds(&wang).await;
    let taps = report(&wang).await;
    let took = wang.screen.age();
    println!("a report: {taps} taps, {:.1} s from the launch to saved", took.as_secs_f64());
    assert!(taps <= 6, "{taps} taps are more than anybody makes sixty times a day");
    assert!(took < Duration::from_secs(60), "a report took {} s", took.as_secs());
    wang.screen.look("first-day-saved").await;

    // All arrives, and the shift ends with that said.
    wang.sync_all().await;
    print_costs(&wang, before).await;
    wang.screen.look("first-day-all-arrived").await;
    wang.turn_to("today").await;
    wang.screen.press(&part("mark-shift")).await;
    wang.screen.read(&part("on-shift"), "还没有签到").await;
    wang.screen.look("first-day-end").await;
    // It can be put away, and the shift says so.
    wang.screen.press(&part("go-shift")).await;
    wang.screen.see(&part("put-away")).await;
    wang.screen.look("first-day-put-away").await;
    wang.screen.press(&part("back")).await;
    wang.sync_all().await;
    wang.put_away().await;
}
