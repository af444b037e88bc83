//! Scrolling through the lists of a phone that has worked for months: every row comes, none twice, and how long the page
//! held still meanwhile is printed beside its budget. The field and the months of the core's benches stand behind the page, in a browser:
//! the app's own web view does not tell of its tasks.
//!
//! Budget: no task of the page over 50 ms while 5,000 cases and 500 tasks are scrolled through. `cargo xtask bench scroll`
//! measures that; among the tests the lists are short, and nothing is timed.

use anyhow::Result;
use app_core::core::Core;
use app_core::native::open::{Home, open};
use serde_json::from_value;
use tempfile::TempDir;

use crate::camera::stand_in::StandIn;
use crate::field::Field;
use crate::months;
use crate::needs;
use crate::phone::Phone;
use crate::screen::{Screen, part};

const BUDGET_MS: f64 = 50.0;

/// From now on it is noted what took the page long.
const WATCH: &str = "const seen = { tasks: [], presses: [], frame: 0, over: false };
    const note = (type, into, options) => new PerformanceObserver(list => {
        into.push(...list.getEntries().map(entry => entry.duration));
    }).observe({ type, ...options });
    note('longtask', seen.tasks, {});
    note('event', seen.presses, { durationThreshold: 16 });
    window.watched = seen;
    return true;";

/// Scrolls to the end, a good piece with each frame; the end is where nothing more comes for half a second.
const SCROLL: &str = "const seen = window.watched;
    const page = document.scrollingElement;
    let [last, rested] = [performance.now(), 0];
    const step = now => {
        seen.frame = Math.max(seen.frame, now - last);
        last = now;
        const before = page.scrollTop;
        page.scrollBy({ top: 400, behavior: 'instant' });
        const more = document.querySelector(\"[data-test='more'], [data-test='waiting']\");
        rested = page.scrollTop === before && !more ? rested + 1 : 0;
        seen.over = rested > 30;
        if (!seen.over) requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
    return true;";

const SEEN: &str = "const { tasks, presses, frame } = window.watched; return [tasks, presses, frame];";

/// Scrolls a list to its end and prints what that took; returns how many rows it has, and how many different ones.
async fn scrolled(screen: &Screen, what: &str, row: &str) -> (usize, usize) {
    screen.find_out("begin to scroll", SCROLL).await;
    let mut rows = 0;
    loop {
        let count = format!(
            "const [rows, over] = [document.querySelectorAll(\"[data-test='{row}']\").length, window.watched.over];
            return over || rows > {rows} ? [rows, over] : null;"
        );
        let told = screen.find_out(&format!("scroll on behind {rows} rows"), &count).await;
        let (now, is_over): (usize, bool) = from_value(told).expect("a count and whether it is over");
        rows = now;
        if is_over {
            break;
        }
    }
    let told = screen.find_out("read what took long", SEEN).await;
    let (tasks, presses, frame): (Vec<f64>, Vec<f64>, f64) = from_value(told).expect("what took long");
    let longest = |of: &[f64]| of.iter().copied().fold(0.0, f64::max);
    let verdict = if longest(&tasks) <= BUDGET_MS { "within" } else { "OVER" };
    println!(
        "scrolling {what}: {rows} rows, {} tasks over {BUDGET_MS:.0} ms, the longest {:.0} ms, {verdict} the budget; the \
         longest frame {frame:.0} ms, the slowest press {:.0} ms",
        tasks.len(),
        longest(&tasks),
        longest(&presses),
    );
    let different = format!(
        "const rows = [...document.querySelectorAll(\"[data-test='{row}']\")];
        return new Set(rows.map(row => row.dataset.{row})).size;"
    );
    let different = screen.find_out("tell the rows apart", &different).await;
    (rows, from_value(different).expect("a count"))
}

async fn opened(home: Home) -> Result<Core> {
    Ok(open(&home)?)
}

#[test]
fn the_longest_lists_are_scrolled_to_their_end() {
    let (cases, tasks) = if needs::long_lists() { (months::CASES, months::TASKS) } else { (160, 70) };
    let field = Field::begin(|store, device, session| months::fill_with(store, device, session, cases, tasks));
    let home = field.home();
    field.runtime.block_on(async {
        let window = StandIn::over(Box::new(move || Box::pin(opened(home)))).await;
        let window = window.unwrap_or_else(|error| panic!("open the phone: {error:#}"));
        let spare = TempDir::new().expect("make a folder");
        let wang = Phone::with_screen(Screen::browser_with_camera("scroll").await, spare);
        let screen = &wang.screen;
        screen.go(&format!("{}/", window.url)).await;
        screen.see(&part("screen-today")).await;
        let all = |count: u32| usize::try_from(count).expect("a few thousand");

        wang.turn_to("cases").await;
        screen.see(&part("case")).await;
        screen.find_out("begin to watch", WATCH).await;
        assert_eq!(scrolled(screen, "the cases", "case").await, (all(cases), all(cases)), "each row comes once");

        wang.turn_to("tasks").await;
        screen.see(&part("task")).await;
        screen.find_out("begin to watch", WATCH).await;
        assert_eq!(scrolled(screen, "the tasks", "task").await, (all(tasks), all(tasks)), "each row comes once");

        // With all of them on the screen the order is changed.
        screen.find_out("begin to watch", WATCH).await;
        screen.scroll_to(&part("order-distance")).await;
        screen.press(&part("order-distance")).await;
        screen.see("[data-test='order-distance'][aria-pressed='true']").await;
        let order = scrolled(screen, "the tasks, the nearest first", "task").await;
        assert_eq!(order, (all(tasks), all(tasks)), "each row comes once");
        wang.put_away().await;
    });
}
