//! The turns beside the straight way, as people see them: a shift that begins, a problem that a collector fixed, a unit
//! that asks for more time on its own page, the dispatcher who decides, and the figures that count it all.

use crate::city::City;
use crate::console::Desk;
use crate::needs;
use crate::phone::Phone;
use crate::screen::part;

#[tokio::test]
async fn a_shift_begins_a_unit_asks_for_more_time_and_the_desk_decides_and_counts() {
    let photos = needs::photos();
    let city = City::open();
    let account = city.one("collector").clone();

    // The collector signs in for the shift and looks at what a self-handled report asks for.
    let wang = Phone::sign_in("reporter", &city, &account).await;
    wang.screen.see(&part("on-shift")).await;
    wang.screen.look("phone-off-shift").await;
    wang.screen.press(&part("mark-shift")).await;
    wang.screen.read(&part("on-shift"), "签退").await;
    wang.screen.look("phone-on-shift").await;
    // The shift has a page of its own: the track is kept and says so, and the grid where one stands is walked.
    wang.screen.press(&part("go-shift")).await;
    wang.screen.read(&part("track-sign"), "轨迹记录中").await;
    wang.screen.see("[data-test='coverage']:not([data-visited='0'])").await;
    wang.screen.see(&part("walk-map")).await;
    wang.screen.look("phone-shift").await;
    wang.screen.press(&part("back")).await;
    wang.begin(&photos[2], &photos[3]).await;
    wang.screen.scroll_to(&part("self-handled")).await;
    wang.screen.press("[data-test='self-handled'] input").await;
    wang.screen.give("input[data-test='camera-after']", &photos[4]).await;
    wang.screen.see("[data-test='taken'][data-role='after']").await;
    wang.screen.look("phone-self-handled").await;
    // It was another's to fix after all; the shot stays with the report.
    wang.screen.press("[data-test='self-handled'] input").await;
    wang.screen.press(&part("save")).await;
    let case = wang.screen.attribute(&part("saved"), "data-case").await;
    wang.sync_all().await;
    wang.put_away().await;

    // Its unit asks for more time on its own page.
    let dispatcher = Desk::sign_in("dispatcher", &city, city.beside(&account, "dispatcher")).await;
    dispatcher.see_case(&case, "handling").await;
    let id = dispatcher.screen.attribute(&part("facts"), "data-unit").await;
    let unit = Desk::sign_in("unit", &city, city.account(&format!("u-{id}"))).await;
    let on_card = |test: &str| format!("[data-test='work'][data-case='{case}'] [data-test='{test}']");
    unit.screen.press(&on_card("ask-apply_suspend")).await;
    unit.screen.see(&on_card("until")).await;
    unit.screen.look("desk-unit-suspend").await;
    unit.screen.press(&on_card("ask-apply_extend")).await;
    unit.screen.see_gone(&on_card("until")).await;
    unit.screen.fill(&on_card("reason"), "连日下雨，材料进不了场").await;
    unit.screen.keep("desk-unit-asks").await;
    unit.screen.press(&on_card("confirm")).await;
    unit.screen.see_gone(&on_card("confirm")).await;
    // Asked once more before it was decided, the rule that stands in the way is said in words.
    unit.screen.press(&on_card("ask-apply_extend")).await;
    unit.screen.fill(&on_card("reason"), "再要一天").await;
    unit.screen.press(&on_card("confirm")).await;
    unit.screen.see(&on_card("complaint")).await;
    unit.screen.look("desk-unit-refused").await;
    unit.screen.close().await;

    // The dispatcher grants it, asked once more since it cannot be taken back; the file says so.
    dispatcher.screen.press(&part("act-approve_extend")).await;
    dispatcher.screen.see(&part("sure")).await;
    dispatcher.screen.see(&part("act-approve_extend")).await;
    dispatcher.screen.press(&part("confirm")).await;
    dispatcher.screen.see_gone(&part("act-approve_extend")).await;
    dispatcher.screen.look("desk-extended").await;

    // The figures say by what they are grouped.
    dispatcher.turn_to("figures").await;
    dispatcher.screen.see(&part("figures-row")).await;
    dispatcher.screen.keep("desk-figures").await;
    dispatcher.screen.press(&part("by-division")).await;
    dispatcher.screen.read(&part("grouping"), "所在").await;
    dispatcher.screen.see(&part("figures-row")).await;
    dispatcher.screen.look("desk-figures-by-division").await;
    dispatcher.screen.close().await;
}
