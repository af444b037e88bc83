//! Looks at one screen, a phone's or a desk's, as its person would, and as who reads it in another way would.

use serde_json::Value;

use crate::needs;
use crate::screen::Screen;

/// Looks at the page from inside; told whether it is a `phone` or a `desk`.
const LOOK: &str = include_str!("faults.js");

/// Keeps what fails unseen, from here on.
const KEEP_TROUBLES: &str = "\
    if (!window.troubles) {
      window.troubles = [];
      const keep = why => window.troubles.push(String(why).slice(0, 300));
      const { broke } = document.documentElement.dataset;
      if (broke) keep(`the page broke: ${broke}`);
      addEventListener('error', event => keep(`an error: ${event.message}`));
      addEventListener('unhandledrejection', event => keep(`a promise that nobody kept: ${event.reason}`));
      document.addEventListener('securitypolicyviolation', event => keep(`not allowed: ${event.violatedDirective}`));
      const say = console.error;
      console.error = (...words) => { keep(words.join(' ')); say.apply(console, words); };
    }
    return true;";

/// Asks the rules, of WCAG 2.2 to the level AA.
const RULES: &str = "\
    const done = arguments[arguments.length - 1];
    const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const why = node => [...node.any, ...node.all, ...node.none].map(check => check.message).join('; ');
    // What the bar at the foot happens to lie over is judged where it can be pressed.
    const hidden = async (rule, node) => {
      const part = node.target.length === 1 && document.querySelector(node.target[0]);
      if (rule.id !== 'target-size' || !part || !why(node).includes('obscured')) return false;
      part.scrollIntoView({ block: 'center' });
      const again = { runOnly: { type: 'rule', values: [rule.id] }, resultTypes: ['violations'], preload: false };
      return !(await axe.run(part, again)).violations.length;
    };
    const asked = async () => {
      const told = await axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'], preload: false });
      const found = [];
      for (const rule of told.violations) for (const node of rule.nodes) {
        if (!await hidden(rule, node)) found.push(`${rule.id} at ${node.target.join(' ')}: ${why(node)}`);
      }
      return found;
    };
    asked().then(done, error => done([`the rules could not be asked: ${error}`]));";

/// What looks.
pub struct Eye {
    look: String,
    axe: String,
}

impl Eye {
    /// Fetches the rules, for a phone.
    pub fn open() -> Self {
        Self::looking_at("phone")
    }

    /// Fetches the rules, for a desk.
    pub fn of_desk() -> Self {
        Self::looking_at("desk")
    }

    fn looking_at(kind: &str) -> Self {
        // What a script leaves behind is seen by the next one only on the window itself.
        let axe = format!("{}\nwindow.axe = window.axe || axe; return true;", needs::axe());
        Self { look: format!("const kind = {kind:?};\n{LOOK}"), axe }
    }

    /// Begins to look at a page that was just loaded.
    pub async fn begin(&self, screen: &Screen) {
        screen.find_out("listen for troubles", KEEP_TROUBLES).await;
    }

    /// Returns what is wrong with the open screen.
    pub async fn faults(&self, screen: &Screen) -> Vec<String> {
        let mut found = lines(screen.find_out("look at the page", &self.look).await);
        if screen.find_out("look for the rules", "return typeof window.axe;").await == "undefined" {
            screen.find_out("bring the rules", &self.axe).await;
        }
        found.extend(lines(screen.ask("ask the rules", RULES).await));
        found
    }
}

fn lines(told: Value) -> Vec<String> {
    serde_json::from_value(told).expect("the page tells lines")
}
