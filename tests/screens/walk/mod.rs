//! A walk through every screen of the phone, in combinations of size, language, theme, contrast, text, hand and line.
//!
//! On each screen the same is asked: does all fit, are no words cut, can everything be pressed, is it right for who
//! reads it in another way, is there no Chinese on an English screen but data, did nothing fail unseen (`faults`, and
//! `faults.js` in the page). `combination` names what a person may choose; two by two in the usual run, all in
//! `cargo xtask screens`. A page that the menu leads to is visited without being named here. `street` are the screens of
//! whoever works there, `supervisor` those of who looks after them.

mod combination;
pub mod faults;
mod street;
mod supervisor;

use serde_json::json;

use self::combination::{Combination, Line, Tongue};
use self::faults::Eye;
use crate::city::City;
use crate::needs;
use crate::phone::{OPEN, Phone};
use crate::screen::part;

/// Sentences that are put together of words and numbers stand in no table: they are made four tenths longer on the
/// screen, where the others already are. What is data stays as it is.
const STRETCH: &str = "\
    window.stretched ??= new WeakMap();
    const isData = part => part.closest('[lang^=zh]:not(html), [data-said], svg, textarea, script, style, noscript');
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const letters = (text.data.match(/[a-z]/gi) || []).length;
      const isDone = text.data.includes('⟦') || window.stretched.get(text) === text.data;
      if (letters < 3 || isDone || isData(text.parentElement)) continue;
      let owed = Math.ceil(letters * 0.4);
      const longer = text.data.replace(/[aeiouy]/gi, letter => owed-- > 0 ? letter + letter : letter);
      text.data = longer + '~'.repeat(Math.max(0, owed));
      window.stretched.set(text, text.data);
    }
    return true;";

/// Whose phone it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Whose {
    /// Of somebody who reports and is sent to look.
    Street,
    /// Of somebody who looks after them.
    Supervisor,
}

/// Walks, and notes what is wrong on the way.
struct Walk {
    phone: Phone,
    whose: Whose,
    eye: Eye,
    chosen: Combination,
    wrong: Vec<String>,
}

/// Returns the combinations that are walked through. Most of what a supervisor sees is what the street sees, too: every
/// second one is enough there.
fn chosen(whose: Whose) -> Vec<Combination> {
    match whose {
        _ if needs::every_combination() => combination::every(),
        Whose::Street => combination::in_pairs(),
        Whose::Supervisor => combination::in_pairs().into_iter().skip(1).step_by(2).collect(),
    }
}

impl Walk {
    fn of(phone: Phone, whose: Whose) -> Self {
        Self { phone, whose, eye: Eye::open(), chosen: Combination::USUAL, wrong: Vec::new() }
    }

    /// Looks at every screen in every combination: first with a network, and then without.
    async fn through(&mut self, city: &mut City, combinations: &[Combination]) {
        for chosen in combinations.iter().filter(|chosen| chosen.line == Line::Online) {
            self.choose(*chosen).await;
            self.every_screen().await;
        }
        city.down();
        self.phone.turn_to("sync").await;
        self.phone.screen.press(&part("sync-now")).await;
        self.phone.screen.see(&part("sync-failed")).await;
        for chosen in combinations.iter().filter(|chosen| chosen.line == Line::Offline) {
            self.choose(*chosen).await;
            self.phone.screen.see(&part("offline")).await;
            self.every_screen().await;
        }
    }

    /// Puts the phone away; nothing may be wrong by then.
    async fn end(self) {
        let Self { phone, wrong, .. } = self;
        phone.put_away().await;
        assert!(wrong.is_empty(), "{} things are wrong:\n{}", wrong.len(), wrong.join("\n"));
    }

    /// Chooses how the screen is from now on, and starts the page anew as a start of the app would.
    async fn choose(&mut self, chosen: Combination) {
        let screen = &self.phone.screen;
        self.chosen = chosen;
        let kept = json!(chosen.remembered());
        let remember = format!("for (const [name, word] of {kept}) localStorage.setItem(name, word); return true;");
        screen.find_out("remember what was chosen", &remember).await;
        screen.resize(chosen.width, chosen.height).await;
        screen.reload().await;
        screen.see(OPEN).await;
        self.eye.begin(screen).await;
    }

    async fn every_screen(&mut self) {
        self.phone.turn_to("today").await;
        self.look("today").await;
        self.tabs().await;
        match self.whose {
            Whose::Street => self.work().await,
            Whose::Supervisor => {}
        }
        self.menu().await;
    }

    /// Looks at what the tab bar leads to.
    async fn tabs(&mut self) {
        for tab in ["tasks", "map", "sync"] {
            if self.phone.screen.has(&part(&format!("tab-{tab}"))).await {
                self.phone.turn_to(tab).await;
                self.look(tab).await;
            }
        }
    }

    /// Looks at the menu, at the way out, and at every page that the menu leads to.
    async fn menu(&mut self) {
        self.open_menu().await;
        self.look("me").await;
        self.phone.screen.press(&part("sign-out")).await;
        self.phone.screen.see(&part("what-stays")).await;
        self.look("sign-out").await;
        let rows = "return [...document.querySelectorAll(\"[data-test^='menu-']\")].map(row => row.dataset.test);";
        let rows = self.phone.screen.find_out("read the menu", rows).await;
        let rows: Vec<String> = serde_json::from_value(rows).expect("the names of the rows");
        let own = match self.whose {
            Whose::Street => "menu-cases",
            Whose::Supervisor => "menu-board",
        };
        assert!(rows.iter().any(|row| row == own), "the menu leads to what is theirs: {rows:?}");
        for row in rows {
            self.open_menu().await;
            self.phone.screen.press(&part(&row)).await;
            self.phone.screen.see(&format!("{OPEN}:not([data-test='screen-me'])")).await;
            self.look(row.trim_start_matches("menu-")).await;
            self.behind(&row).await;
        }
    }

    /// Looks at what a page of the menu leads to.
    async fn behind(&mut self, row: &str) {
        let (press, there, name) = match row {
            "menu-cases" => ("case", "screen-case", "case"),
            "menu-settings" => ("walk-again", "screen-welcome", "welcome"),
            "menu-board" => return self.board().await,
            _ => return,
        };
        self.phone.screen.press(&part(press)).await;
        self.phone.screen.see(&part(there)).await;
        self.look(name).await;
    }

    async fn open_menu(&self) {
        self.phone.turn_to("today").await;
        self.phone.screen.press(&part("me")).await;
        self.phone.screen.see(&part("screen-me")).await;
    }

    /// Looks closely at the open screen.
    async fn look(&mut self, name: &str) {
        let screen = &self.phone.screen;
        screen.see_gone(&part("waiting")).await;
        let Combination { tongue, .. } = self.chosen;
        if tongue == Tongue::Stretched {
            screen.find_out("stretch what stands in no table", STRETCH).await;
        }
        let found = self.eye.faults(screen).await;
        if needs::every_combination() || !found.is_empty() {
            screen.look(&format!("{}-{name}", self.chosen)).await;
        }
        self.wrong.extend(found.into_iter().map(|what| format!("{name}, {}: {what}", self.chosen)));
        // The words are stretched where they must be, or nothing was shown by it that all fits.
        if tongue == Tongue::Stretched {
            let is_stretched = "return document.body.innerText.includes('⟧') || null;";
            screen.find_out("read stretched words", is_stretched).await;
        }
    }
}
