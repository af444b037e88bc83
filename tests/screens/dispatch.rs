//! A case that its unit hands back is dispatched anew: the dispatcher chooses from the units and types no code.

use crate::city::City;
use crate::console::Desk;
use crate::needs;
use crate::phone::Phone;
use crate::screen::part;

#[tokio::test]
async fn a_case_that_came_back_is_sent_to_another_unit_found_by_its_name() {
    let photos = needs::photos();
    let city = City::open();
    let account = city.one("collector").clone();
    let wang = Phone::sign_in("reporter", &city, &account).await;
    wang.begin(&photos[2], &photos[3]).await;
    wang.screen.press(&part("save")).await;
    let case = wang.screen.attribute(&part("saved"), "data-case").await;
    wang.sync_all().await;
    wang.put_away().await;

    // The unit says that it is not its job.
    let dispatcher = Desk::sign_in("dispatcher", &city, city.beside(&account, "dispatcher")).await;
    dispatcher.see_case(&case, "handling").await;
    let first = dispatcher.screen.attribute(&part("facts"), "data-unit").await;
    let unit = Desk::sign_in("unit", &city, city.account(&format!("u-{first}"))).await;
    unit.see_case(&case, "handling").await;
    unit.screen.press(&part("act-return")).await;
    unit.screen.look("desk-unit-return-empty").await;
    unit.screen.fill(&part("reason"), "不在我们的路段").await;
    unit.screen.look("desk-unit-return").await;
    unit.screen.press(&part("confirm")).await;
    unit.screen.see("[data-test='state'][data-state='to_dispatch']").await;
    unit.screen.close().await;

    // The dispatcher sees whom the map names, and finds another by name.
    dispatcher.see_case(&case, "to_dispatch").await;
    dispatcher.screen.press(&part("act-dispatch")).await;
    dispatcher.screen.see(&format!("[data-test='unit-option'][data-unit='{first}']")).await;
    dispatcher.screen.keep("desk-dispatch").await;
    dispatcher.screen.fill(&part("unit-search"), "没有这家").await;
    dispatcher.screen.look("desk-dispatch-none").await;
    dispatcher.screen.fill(&part("unit-search"), "环卫").await;
    let other = format!(".scrolling [data-test='unit-option']:not([data-unit='{first}'])");
    let second = dispatcher.screen.attribute(&other, "data-unit").await;
    dispatcher.screen.press(&other).await;
    dispatcher.screen.read(&part("unit-chosen"), &second).await;
    dispatcher.screen.press(&part("confirm")).await;
    dispatcher.screen.see("[data-test='state'][data-state='handling']").await;
    dispatcher.screen.see(&format!("[data-test='facts'][data-unit='{second}']")).await;
    dispatcher.screen.look("desk-dispatched").await;
    dispatcher.screen.close().await;
}
