//! One case, from the kerb to closed, in real windows.

use crate::city::City;
use crate::console::Desk;
use crate::needs;
use crate::phone::Phone;
use crate::screen::part;

#[tokio::test]
async fn wang_reports_without_a_server_and_the_case_is_closed_after_li_has_looked() {
    let photos = needs::photos();
    let [near, far, fixed, checked] = [&photos[0], &photos[1], &photos[2], &photos[3]];
    let mut city = City::open();

    // Wang has the packs, and then no server.
    let wang = Phone::sign_in("wang", &city, city.one("collector")).await;
    city.down();
    let case = wang.report(near, far).await;
    wang.screen.press(&part("see-case")).await;
    wang.screen.read(&part("case-whereabouts"), "只在本机").await;
    wang.screen.press(&part("phone-status")).await;
    wang.screen.press(&part("sync-now")).await;
    wang.screen.see(&part("sync-failed")).await;
    wang.screen.read(&part("count-operations"), "1").await;
    wang.screen.read(&part("count-photos"), "2").await;
    wang.screen.keep("phone-sync-waiting").await;

    // The server is back, and the case arrives.
    city.up();
    wang.screen.press(&part("sync-now")).await;
    wang.screen.see(&part("all-arrived")).await;
    wang.screen.keep("phone-sync-arrived").await;
    wang.turn_to("cases").await;
    wang.screen
        .read(&format!("[data-test='case'][data-case='{case}'] [data-test='whereabouts']"), "服务器已收到")
        .await;
    wang.screen.keep("phone-cases").await;
    wang.screen.press(&format!("[data-test='case'][data-case='{case}']")).await;
    wang.screen.see(&part("photos-received")).await;
    wang.screen.keep("phone-case").await;
    wang.screen.press(&part("back")).await;
    wang.turn_to("today").await;
    wang.screen.look("today-full").await;

    // The system has filed and dispatched it; its unit hands it back.
    let boss = Desk::sign_in("supervisor", &city, city.one("supervisor")).await;
    boss.see_case(&case, "handling").await;
    let unit = boss.screen.attribute(&part("facts"), "data-unit").await;
    let unit = Desk::sign_in("unit", &city, city.account(&format!("u-{unit}"))).await;
    unit.finish(&case, fixed).await;
    unit.screen.close().await;

    // A check was drawn: it goes to somebody else's phone, who looks and answers without a server.
    boss.see_case(&case, "checking").await;
    let drawn = boss.screen.attribute(&part("draw"), "data-drawn").await;
    assert_ne!(drawn, city.one("collector").user, "who reported it never checks it");
    let li = Phone::sign_in("li", &city, city.account(&drawn)).await;
    li.turn_to("tasks").await;
    li.screen.read("[data-test='task'][data-kind='check']", "核查").await;
    li.screen.keep("phone-tasks").await;
    li.screen.press("[data-test='task'][data-kind='check']").await;
    li.screen.see(&part("needs-photo")).await;
    li.screen.look("check-without-photo").await;
    city.down();
    li.screen.give("input[data-test='camera-task']", checked).await;
    li.screen.see(&part("photo-now")).await;
    li.screen.keep("phone-check").await;
    li.screen.press(&part("compare-overlay")).await;
    li.screen.see(&part("fade")).await;
    li.screen.look("check-overlay").await;
    li.screen.press(&part("answer-pass")).await;
    li.screen.see(&part("task-whereabouts")).await;
    li.screen.look("tasks-answered").await;
    li.turn_to("sync").await;
    li.screen.read(&part("count-answers"), "1").await;
    li.screen.look("sync-answer-waits").await;
    city.up();
    li.screen.press(&part("sync-now")).await;
    li.screen.see(&part("all-arrived")).await;
    li.screen.look("sync-checked").await;

    // The answer has closed the case, and everybody can see why.
    boss.see_case(&case, "closed").await;
    boss.screen.see("[data-test='history-row'][data-action='close']").await;
    boss.screen.see("[data-test='photo'][data-role='after']").await;
    boss.screen.keep("desk-case").await;
    boss.turn_to("devices").await;
    for user in [&city.one("collector").user, &drawn] {
        boss.screen.see(&format!("[data-test='device-row'][data-user='{user}'][data-reason='fine']")).await;
    }
    boss.screen.press(&format!("[data-test='device-row'][data-user='{drawn}']")).await;
    boss.screen.see(&format!("[data-test='device-panel'][data-user='{drawn}']")).await;
    boss.screen.look("desk-board-all-arrived").await;
    boss.turn_to("cases").await;
    boss.screen.see(&format!("[data-test='case-row'][data-case='{case}'][data-state='closed']")).await;
    boss.screen.keep("desk-cases").await;

    // The same in English.
    boss.screen.press(&part("language")).await;
    boss.screen.read("[data-test='cases'] h2", "Cases").await;
    boss.see_case(&case, "closed").await;
    boss.screen.read(&part("history"), "History").await;
    boss.screen.keep("desk-case-en").await;
    boss.turn_to("devices").await;
    boss.screen.read("[data-test='board'] h2", "Sync").await;
    boss.screen.look("desk-board-all-arrived-en").await;

    boss.screen.close().await;
    li.put_away().await;
    wang.put_away().await;
}
