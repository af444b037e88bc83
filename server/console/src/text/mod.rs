//! Every word on the desk, in Chinese and in English.
//!
//! `words` are the fixed ones, `phrases` those with a number or a name in them, `names` the words of the domain
//! (states, actions, roles), `claims` what is said of photos, `sections` what the pages are called, `spans` figures as
//! people read them. A page that came later keeps its words in a `text.rs` of its own; no other file of it holds any.

pub mod words;
pub mod phrases;
pub mod names;
pub mod claims;
pub mod spans;
pub mod sections;

use kit::lang::{Lang, Words, speech};

/// Returns the language of the page. The whole page is drawn anew when it changes, so it may be read plainly.
pub fn lang() -> Lang {
    speech().now()
}

/// Says words in the language of the page.
pub fn say(words: Words) -> &'static str {
    lang().say(words)
}

/// Picks between a Chinese and an English text that were made for the occasion.
pub fn pick<T>(lang: Lang, zh: T, en: T) -> T {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}
