//! A report in four taps: open, photograph, pick, save. In between the program ends, and goes on where it was.

use std::time::Instant;

use serde_json::Value;
use tempfile::TempDir;

use super::RUNNING;
use super::stand_in::StandIn;
use crate::city::City;
use crate::phone::Phone;
use crate::screen::{Screen, part};

/// While the view is open, the screen under it cannot be reached.
const OUT_OF_REACH: &str = "const screen = document.querySelector('.screen');
    return screen !== null && screen.inert && !screen.contains(document.activeElement);";
const WITHIN_REACH: &str = "const screen = document.querySelector('.screen'); return screen !== null && !screen.inert;";

#[tokio::test]
async fn a_report_takes_four_taps_and_goes_on_where_it_was_when_the_program_ends_between_them() {
    let (city, home) = (City::open(), TempDir::new().expect("make a folder"));
    let window = StandIn::open(city.one("collector"), &home.path().join("home"), &city.url()).await;
    let window = window.unwrap_or_else(|error| panic!("give the collector a phone: {error:#}"));
    let wang = Phone::with_screen(Screen::browser_with_camera("four-taps").await, home);
    let (screen, page) = (&wang.screen, format!("{}/", window.url));
    let began = Instant::now();
    screen.go(&page).await;
    screen.see(&part("screen-today")).await;
    let mut taps = 0;

    // Open: the camera is there with the report, and nothing under it can be pressed unseen.
    screen.press(&part("tab-report")).await;
    taps += 1;
    screen.find_out("see the camera's picture run", RUNNING).await;
    assert_eq!(screen.find_out("find the report out of reach", OUT_OF_REACH).await, Value::Bool(true));

    // Photograph: the picker comes by itself.
    screen.press(&part("camera-shutter")).await;
    taps += 1;
    screen.see(&part("screen-picker")).await;
    screen.see_gone(&part("camera-view")).await;
    assert_eq!(screen.find_out("find the picker within reach", WITHIN_REACH).await, Value::Bool(true));

    // The system ends the app, and the person opens it again.
    screen.go(&page).await;
    screen.see(&part("screen-picker")).await;

    // Pick and save.
    screen.fill("input[data-test='category-search']", "bllj").await;
    screen.press("[data-test='category'][data-code='06010']").await;
    taps += 1;
    screen.see("[data-test='taken'][data-role='near']").await;
    screen.press(&part("save")).await;
    taps += 1;
    screen.see(&part("saved")).await;
    println!("a report: {taps} taps, {:.1} s from the start to saved", began.elapsed().as_secs_f64());
    assert_eq!(taps, 4);
    assert_eq!(window.handed_over().len(), 1);

    // One more of its kind begins with the camera and knows what it is.
    screen.press(&part("report-like")).await;
    screen.find_out("see the camera's picture run again", RUNNING).await;
    screen.press(&part("camera-shutter")).await;
    screen.see_gone(&part("camera-view")).await;
    screen.see("[data-test='chosen-category'][data-code='06010']").await;
    screen.see(&part("save")).await;

    // Given up, it is gone for good.
    screen.scroll_to(&part("discard")).await;
    screen.press(&part("discard")).await;
    screen.press(&part("discard-yes")).await;
    screen.see(&part("screen-today")).await;
    screen.go(&page).await;
    screen.press(&part("tab-report")).await;
    // With a photo in the report the camera would not open by itself.
    screen.find_out("see the camera's picture run for a new report", RUNNING).await;
    wang.put_away().await;
}
