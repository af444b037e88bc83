//! What a person does with a screen: look, press, type, wait. Parts are found by their `data-test` names.
//!
//! A page draws itself anew whenever it hears something, so every step is tried again until it is done or its time is
//! over; then the failure says what stood on the screen.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource as _, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::cookies::Cookie;
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};

use crate::driver::{self, BrowserCommand, Driver};
use crate::needs;

/// How long a person would wait before calling it broken.
const PATIENCE: Duration = Duration::from_secs(40);
const LOOK_EVERY: Duration = Duration::from_millis(60);
/// So many of the last lines of the window's log are told.
const MOST_LINES: usize = 40;

/// What a page that does not go on knows of itself: what failed unseen, and whether the core and the way to it still
/// answer. A photo that says nothing of itself is refused before the core hears of it.
const HOW_IT_STANDS: &str = "\
    const done = arguments[arguments.length - 1];
    const page = document.documentElement;
    const core = window.__TAURI__ && window.__TAURI__.core;
    const late = new Promise(resolve => setTimeout(() => resolve('no answer in five seconds'), 5000));
    const asked = async (command, body) => {
      const began = performance.now();
      const after = () => `after ${Math.round(performance.now() - began)} ms`;
      const answer = core.invoke(command, body).then(() => `told ${after()}`, why => `refused ${after()}: ${why}`);
      return Promise.race([answer, late]);
    };
    const told = { troubles: window.troubles, marks: { ...page.dataset }, ready: document.readyState, sight: document.visibilityState };
    if (!core) return done(JSON.stringify(told));
    Promise.all([asked('ask', { ask: { ask: 'status' } }), asked('photo', new Uint8Array(1))])
      .then(([core, way]) => done(JSON.stringify({ ...told, core, way })), why => done(`${JSON.stringify(told)} ${why}`));";

/// A window or a browser.
pub struct Screen {
    client: Client,
    driver: Driver,
    name: String,
}

impl Screen {
    /// Opens the app's window on a home.
    pub async fn window(name: &str, home: &Path) -> Self {
        let (driver, client) = driver::window(home).await;
        Self { client, driver, name: name.to_owned() }
    }

    /// Opens a browser.
    pub async fn browser(name: &str) -> Self {
        let (driver, client) = driver::browser().await;
        Self { client, driver, name: name.to_owned() }
    }

    /// Opens a browser as large as a phone's screen, with a camera.
    pub async fn browser_with_camera(name: &str) -> Self {
        let (driver, client) = driver::browser_with_camera().await;
        Self { client, driver, name: name.to_owned() }
    }

    /// Returns how long ago the window was asked for.
    pub fn age(&self) -> Duration {
        self.driver.asked.elapsed()
    }

    /// Returns how much processor time the window has taken, with all that it started.
    pub fn cpu(&self) -> Duration {
        self.driver.cpu()
    }

    /// Returns what the server has the browser keep: who is signed in.
    pub async fn cookies(&self) -> Vec<Cookie<'static>> {
        self.client.get_all_cookies().await.unwrap_or_else(|error| panic!("{}: read the cookies: {error}", self.name))
    }

    /// Has the browser keep what another one was given, for the place that is open.
    pub async fn keep_cookies(&self, cookies: &[Cookie<'static>]) {
        for cookie in cookies {
            let kept = self.client.add_cookie(cookie.clone()).await;
            kept.unwrap_or_else(|error| panic!("{}: keep a cookie: {error}", self.name));
        }
    }

    /// Makes the window so large that it shows exactly so many pixels.
    pub async fn resize(&self, width: u32, height: u32) {
        self.until(&format!("be {width} by {height}"), async |client| {
            client.set_window_size(width, height).await?;
            let shown = client.execute("return [innerWidth, innerHeight];", Vec::new()).await?;
            Ok((shown == json!([width, height])).then_some(()))
        })
        .await;
    }

    /// Shows the page of a browser on a screen of so many pixels, which may be narrower than any window.
    pub async fn show_on(&self, width: u32, height: u32) {
        let with = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.until(&format!("be shown on {width} by {height}"), async |client| {
            let name = "Emulation.setDeviceMetricsOverride";
            client.issue_cmd(BrowserCommand { name, with: with.clone() }).await?;
            let shown = client.execute("return [innerWidth, innerHeight];", Vec::new()).await?;
            Ok((shown == json!([width, height])).then_some(()))
        })
        .await;
    }

    /// Loads the page anew, as a start of the app does.
    pub async fn reload(&self) {
        self.client.refresh().await.unwrap_or_else(|error| panic!("{}: load anew: {error}", self.name));
    }

    /// Says whether a part is there just now.
    pub async fn has(&self, selector: &str) -> bool {
        let found = self.client.find_all(Locator::Css(selector)).await;
        !found.unwrap_or_else(|error| panic!("{}: look for {selector}: {error}", self.name)).is_empty()
    }

    /// Opens an address.
    pub async fn go(&self, url: &str) {
        self.client.goto(url).await.unwrap_or_else(|error| panic!("{}: open {url}: {error}", self.name));
    }

    /// Waits until a part is on the screen.
    pub async fn see(&self, selector: &str) -> Element {
        self.until(&format!("see {selector}"), async |client| {
            let found = client.find(Locator::Css(selector)).await?;
            Ok(found.is_displayed().await?.then_some(found))
        })
        .await
    }

    /// Waits until a part is gone.
    pub async fn see_gone(&self, selector: &str) {
        self.until(&format!("see {selector} go"), async |client| {
            Ok(client.find_all(Locator::Css(selector)).await?.is_empty().then_some(()))
        })
        .await;
    }

    /// Waits until there are so many of a part.
    pub async fn see_many(&self, selector: &str, count: usize) {
        self.until(&format!("see {count} of {selector}"), async |client| {
            Ok((client.find_all(Locator::Css(selector)).await?.len() == count).then_some(()))
        })
        .await;
    }

    /// Starts a clip and waits until it has really moved on.
    pub async fn play(&self, selector: &str) {
        let script = format!(
            "const clip = document.querySelector({selector:?});
            if (!clip) return 0;
            clip.muted = true;
            if (clip.paused) clip.play().catch(() => null);
            return clip.currentTime > 0 ? clip.readyState : 0;"
        );
        self.until(&format!("play {selector}"), async |client| {
            // From 2 on there is a picture of where it stands.
            let ready = client.execute(&script, Vec::new()).await?;
            Ok(ready.as_u64().filter(|ready| *ready >= 2).map(drop))
        })
        .await;
    }

    /// Runs a script until it returns something that is not null, and returns that.
    pub async fn find_out(&self, what: &str, script: &str) -> Value {
        self.until(what, async |client| {
            let told = client.execute(script, Vec::new()).await?;
            Ok((!told.is_null()).then_some(told))
        })
        .await
    }

    /// Runs a script that answers later, through the last of its arguments, and returns what that is given.
    pub async fn ask(&self, what: &str, script: &str) -> Value {
        self.until(what, async |client| {
            let told = client.execute_async(script, Vec::new()).await?;
            Ok((!told.is_null()).then_some(told))
        })
        .await
    }

    /// Waits until a part says these words, and returns all it says.
    pub async fn read(&self, selector: &str, words: &str) -> String {
        self.until(&format!("read \"{words}\" in {selector}"), async |client| {
            let text = client.find(Locator::Css(selector)).await?.text().await?;
            Ok(text.contains(words).then_some(text))
        })
        .await
    }

    /// Waits until a part has an attribute that is not empty, and returns it.
    pub async fn attribute(&self, selector: &str, name: &str) -> String {
        self.until(&format!("find {name} of {selector}"), async |client| {
            let value = client.find(Locator::Css(selector)).await?.attr(name).await?;
            Ok(value.filter(|value| !value.is_empty()))
        })
        .await
    }

    /// Presses a part; what lies under the bar at the foot is scrolled out from it first, as a person would.
    pub async fn press(&self, selector: &str) {
        let uncover = scrolling_to(selector);
        self.until(&format!("press {selector}"), async |client| {
            let found = client.find(Locator::Css(selector)).await?;
            if !found.is_enabled().await? {
                return Ok(None);
            }
            let pressed = found.click().await;
            if pressed.is_err() {
                client.execute(&uncover, Vec::new()).await?;
            }
            pressed.map(Some)
        })
        .await;
    }

    /// Presses until something else is there. What is drawn anew under the finger is pressed once more, as a person would.
    pub async fn press_until(&self, selector: &str, there: &str) {
        self.until(&format!("press {selector} until there is {there}"), async |client| {
            if client.find(Locator::Css(there)).await.is_ok() {
                return Ok(Some(()));
            }
            client.find(Locator::Css(selector)).await?.click().await?;
            Ok(None)
        })
        .await;
    }

    /// Types into a field.
    pub async fn fill(&self, selector: &str, text: &str) {
        let field = self.see(selector).await;
        let typed = async {
            field.clear().await?;
            field.send_keys(text).await
        };
        typed.await.unwrap_or_else(|error| panic!("{}: fill {selector}: {error}", self.name));
    }

    /// Sets a field that a browser fills in by a picker of its own: a day, a moment.
    pub async fn set(&self, selector: &str, value: &str) {
        let script = format!(
            "const field = document.querySelector({selector:?});
            if (!field) return null;
            field.value = {value:?};
            for (const event of ['input', 'change']) field.dispatchEvent(new Event(event, {{ bubbles: true }}));
            return field.value === {value:?} || null;"
        );
        self.find_out(&format!("set {selector} to {value}"), &script).await;
    }

    /// Chooses a file, as the camera or the file chooser would.
    pub async fn give(&self, selector: &str, file: &Path) {
        let path = file.to_str().expect("a photograph's path is text").to_owned();
        self.until(&format!("give {path} to {selector}"), async |client| {
            client.find(Locator::Css(selector)).await?.send_keys(&path).await.map(Some)
        })
        .await;
    }

    /// Keeps a picture of the screen, for the README.
    pub async fn keep(&self, name: &str) {
        self.draw(&needs::pictures().join(format!("{name}.png"))).await;
    }

    /// Keeps a picture of a face that somebody should have looked at, beside the build.
    pub async fn look(&self, name: &str) {
        self.draw(&needs::looks().join(format!("{name}.png"))).await;
    }

    async fn draw(&self, file: &Path) {
        // What the page says now is drawn some frames later, and a photo only when it has been decoded.
        let drawn = "const [done] = arguments;
            const isSeen = box => box.bottom > 0 && box.top < innerHeight;
            const seen = [...document.images].filter(image => isSeen(image.getBoundingClientRect()));
            const frames = left => left > 0 ? requestAnimationFrame(() => frames(left - 1)) : done(true);
            Promise.all(seen.map(image => image.decode().catch(() => null))).then(() => frames(8));";
        self.until("see every picture drawn", async |client| {
            Ok((client.execute_async(drawn, Vec::new()).await? == true).then_some(()))
        })
        .await;
        let png = self.client.screenshot().await.unwrap_or_else(|error| panic!("{}: look: {error}", self.name));
        fs::write(file, png).unwrap_or_else(|error| panic!("keep {}: {error}", file.display()));
    }

    /// Scrolls to a part, as a thumb would.
    pub async fn scroll_to(&self, selector: &str) {
        let script = scrolling_to(selector);
        self.until(&format!("scroll to {selector}"), async |client| {
            client.execute(&script, Vec::new()).await.map(Some)
        })
        .await;
    }

    /// Taps a part so far from its middle, in pixels.
    pub async fn tap(&self, selector: &str, east: f64, south: f64) {
        let tap = |element| {
            MouseActions::new("finger".to_owned())
                .then(PointerAction::MoveToElement { element, duration: None, x: east, y: south })
                .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
                .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT })
        };
        self.until(&format!("tap {selector}"), async |client| {
            let part = client.find(Locator::Css(selector)).await?;
            client.perform_actions(tap(part)).await.map(Some)
        })
        .await;
    }

    /// Pulls a part to a place so far away, in pixels.
    pub async fn pull(&self, selector: &str, east: f64, south: f64) {
        let step = |part: f64| PointerAction::MoveBy { duration: None, x: east * part, y: south * part };
        let pull = |element| {
            MouseActions::new("finger".to_owned())
                .then(PointerAction::MoveToElement { element, duration: None, x: 0.0, y: 0.0 })
                .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
                .then(step(0.5))
                .then(step(0.5))
                .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT })
        };
        self.until(&format!("pull {selector}"), async |client| {
            let part = client.find(Locator::Css(selector)).await?;
            client.perform_actions(pull(part)).await.map(Some)
        })
        .await;
    }

    /// Closes it. A session left open would keep the next one out.
    pub async fn close(self) {
        self.client.close().await.unwrap_or_else(|error| panic!("{}: close: {error}", self.name));
    }

    /// Does something again and again until it is done.
    async fn until<T>(&self, what: &str, step: impl AsyncFn(&Client) -> Result<Option<T>, CmdError>) -> T {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let last = match step(&self.client).await {
                Ok(Some(done)) => return done,
                Ok(None) => "not yet".to_owned(),
                Err(error) => error.to_string(),
            };
            if Instant::now() > deadline {
                self.give_up(what, &last).await;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    async fn give_up(&self, what: &str, last: &str) -> ! {
        let seen = match self.client.find(Locator::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_else(|error| error.to_string()),
            Err(error) => error.to_string(),
        };
        if let Ok(png) = self.client.screenshot().await {
            let file = needs::pictures().join(format!("failed-{}.png", self.name));
            drop(fs::write(&file, png));
        }
        let stands = match self.client.execute_async(HOW_IT_STANDS, Vec::new()).await {
            Ok(Value::String(stands)) => stands,
            Ok(other) => other.to_string(),
            Err(error) => error.to_string(),
        };
        let told = self.driver.told(MOST_LINES);
        panic!(
            "{}: could not {what}: {last}\nOn the screen:\n{seen}\nIn the page: {stands}\nIts log:\n{told}",
            self.name
        )
    }
}

fn scrolling_to(selector: &str) -> String {
    format!("document.querySelector({selector:?}).scrollIntoView({{block: 'center'}}); return true;")
}

/// Selects a part by its name.
pub fn part(test: &str) -> String {
    format!("[data-test='{test}']")
}
