//! How soon the window is there when the app is started, with somebody signed in.

use std::time::Duration;

use crate::city::City;
use crate::needs;
use crate::phone::Phone;
use crate::screen::part;

/// Broken, and not only slow.
const LONGEST: Duration = Duration::from_secs(30);

#[tokio::test]
async fn the_window_comes_up_with_today_on_it() {
    let city = City::open();
    let mut phone = Phone::sign_in("starts", &city, city.one("collector")).await;
    let mut took = Vec::new();
    for _ in 0..needs::starts() {
        phone = phone.restarted("starts").await;
        phone.screen.see(&part("screen-today")).await;
        took.push(phone.screen.age());
    }
    phone.put_away().await;
    took.sort();
    let (median, slowest) = (took[took.len() / 2], took[took.len() - 1]);
    println!("the window: {} starts, median {} ms, slowest {} ms", took.len(), median.as_millis(), slowest.as_millis());
    assert!(slowest < LONGEST, "a start took {} s", slowest.as_secs());
}
