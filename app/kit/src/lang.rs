//! The language of the screen: Chinese by default, English by a switch, remembered on the device.
//!
//! Every word on a screen is a [`Words`] pair in a `text.rs`; [`t`] turns one into what the view shows and keeps it
//! right when the switch is pressed.
//!
//! What is no word of ours, such as a name, an address or a remark, is marked where it is shown: `lang="zh"` where it is
//! Chinese, which is also how a screen reader speaks it; `data-said` where it may be in any language. Everything else in
//! Chinese on an English screen is a fault, and the tests of the screens find it.

use leptos::prelude::*;

use crate::{pseudo, remember};

const REMEMBERED_AS: &str = "xunge.lang";
/// Remembered by hand, for tests of the layout: English, stretched.
const PSEUDO: &str = "pseudo";

/// A language the screens speak.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Lang {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

/// The same words in both languages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Words {
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
}

/// Declares the words of a face: `words! { /// Where it is shown. SAVE = "保存", "Save"; }`.
#[macro_export]
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $zh:literal, $en:literal;)*) => {
        $($(#[$doc])* pub const $name: $crate::lang::Words = $crate::lang::Words { zh: $zh, en: $en };)*
        /// Every pair above, for the test that each speaks both languages.
        pub const ALL: &[$crate::lang::Words] = &[$($name,)*];
    };
}

impl Lang {
    /// Picks this language's words.
    pub fn say(self, words: Words) -> &'static str {
        match self {
            Self::Zh => words.zh,
            Self::En => pseudo::said(words.en),
        }
    }

    /// Picks this language's text where both were told.
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Zh => zh,
            // A text that nobody translated is better than none.
            Self::En if en.is_empty() => zh,
            Self::En => en,
        }
    }

    /// Returns the language's tag, for the page's `lang`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// Returns the other language.
    pub const fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }
}

/// The language in use, for the whole page.
#[derive(Clone, Copy)]
pub struct Speech(RwSignal<Lang>);

impl Speech {
    /// Returns the language and follows it.
    pub fn get(self) -> Lang {
        self.0.get()
    }

    /// Returns the language now.
    pub fn now(self) -> Lang {
        self.0.get_untracked()
    }

    /// Switches to a language and remembers it.
    pub fn switch_to(self, lang: Lang) {
        remember::keep(REMEMBERED_AS, lang.tag());
        mark_page(lang);
        pseudo::speak(false);
        self.0.set(lang);
    }
}

/// Provides the language to the whole page; called once, at the root.
pub fn provide() -> Speech {
    let lang = remembered();
    mark_page(lang);
    let speech = Speech(RwSignal::new(lang));
    provide_context(speech);
    speech
}

/// Returns the page's language.
pub fn speech() -> Speech {
    use_context().unwrap_or_else(|| Speech(RwSignal::new(Lang::default())))
}

/// Returns the words as the view shows them, in whichever language is in use.
pub fn t(words: Words) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    let speech = speech();
    move || speech.get().say(words)
}

/// Returns a text that was told in both languages as the view shows it, in whichever is in use.
pub fn either(zh: String, en: String) -> impl Fn() -> String + Send + Sync + 'static {
    let speech = speech();
    move || speech.get().pick(&zh, &en).to_owned()
}

/// Returns the words for a prop that takes text, in whichever language is in use.
pub fn spoken(words: Words) -> Signal<String> {
    let speech = speech();
    Signal::derive(move || speech.get().say(words).to_owned())
}

fn remembered() -> Lang {
    let word = remember::recall(REMEMBERED_AS);
    pseudo::speak(word.as_deref() == Some(PSEUDO));
    match word.as_deref() {
        Some("en" | PSEUDO) => Lang::En,
        Some(_) | None => Lang::Zh,
    }
}

fn mark_page(lang: Lang) {
    remember::mark("lang", Some(lang.tag()));
}
