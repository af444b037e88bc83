//! The big map in the app's window: drawn without a network, touched, listed, and pointed at.

use crate::city::City;
use crate::needs;
use crate::phone::Phone;
use crate::screen::part;

/// The map when everything on it is drawn.
const DRAWN: &str = ".big-map[data-drawn] canvas";

#[tokio::test]
async fn the_map_needs_no_network_tells_what_is_touched_and_takes_a_place() {
    let photos = needs::photos();
    let [near, far] = [&photos[0], &photos[1]];
    let mut city = City::open();
    let wang = Phone::sign_in("map", &city, city.one("collector")).await;
    let screen = &wang.screen;
    screen.see_gone(&part("not-ready")).await;
    city.down();

    // The place of a report is pointed at: the map is pulled under the cross.
    wang.begin(near, far).await;
    let first = screen.attribute(&part("grid"), "data-grid").await;
    screen.press(&part("place-on-map")).await;
    screen.see(&part("screen-place-on-map")).await;
    screen.see(DRAWN).await;
    screen.see(&format!("[data-test='map-place'][data-grid='{first}']")).await;
    screen.keep("phone-place-on-map").await;
    screen.pull(&part("big-map"), 175.0, 60.0).await;
    screen.see(&format!("[data-test='map-place']:not([data-grid='{first}'])")).await;
    screen.press(&part("map-use-place")).await;
    screen.see(&part("pointed")).await;
    screen.see(&format!("[data-test='grid']:not([data-grid='{first}'])")).await;
    screen.press(&part("save")).await;
    screen.see(&part("saved")).await;

    // One's ground with the case on it.
    screen.press(&part("phone-status")).await;
    wang.turn_to("map").await;
    screen.see(DRAWN).await;
    screen.keep("phone-map").await;
    screen.press(&part("map-find-me")).await;
    screen.tap(&part("big-map"), 30.0, 30.0).await;
    screen.read(&part("map-card-head"), "61").await;
    screen.look("map-card").await;
    screen.press(&part("map-close")).await;
    screen.see_gone(&part("map-card")).await;
    let by_key = "const button = document.querySelector(\"[data-test='map-open-layers']\"); \
        button.focus(); button.click(); return true";
    screen.find_out("the layers are opened by a key", by_key).await;
    screen.see(&part("map-layers")).await;
    screen.press(&part("map-show-grids")).await;
    screen.see("[data-test='map-show-grids'][aria-pressed='false']").await;
    screen.keep("phone-map-layers").await;
    // Whose ground it is, one layer at a time.
    screen.see("[data-test='map-layer-none'][aria-checked='true']").await;
    screen.press(&part("map-layer-sanitation")).await;
    screen.see("[data-test='map-layer-sanitation'][aria-checked='true']").await;
    screen.see("[data-test='map-layer-none'][aria-checked='false']").await;
    screen.press(&part("map-close")).await;
    screen.see_gone(&part("map-layers")).await;
    screen.look("map-industry").await;
    let is_back = "return document.activeElement.dataset.test === 'map-open-layers' || null";
    screen.find_out("the keys go on where the layers were opened", is_back).await;

    // The same as a list, which leads to the case.
    screen.press(&part("map-as-list")).await;
    screen.see(&part("map-list")).await;
    screen.look("map-list").await;
    screen.press("[data-test='map-thing'][data-kind='cases']").await;
    screen.see(&part("screen-case")).await;
    screen.press(&part("back")).await;
    screen.see(&part("screen-map")).await;
    wang.put_away().await;
}
