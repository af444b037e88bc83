//! The language that a table is written in.

use shared::refusal::Code;

use crate::error::{Result, refuse};

/// The language of the headings and of the words in the cells.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Lang {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Reads how it is asked for.
    pub fn read(word: &str) -> Result<Self> {
        match word {
            "" | "zh" => Ok(Self::Zh),
            "en" => Ok(Self::En),
            _ => refuse(Code::BadValue, "lang: zh or en"),
        }
    }

    /// Says words.
    pub const fn say(self, zh: &'static str, en: &'static str) -> &'static str {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// Picks between two texts that somebody wrote; one that nobody translated is better than none.
    pub fn pick<'t>(self, zh: &'t str, en: &'t str) -> &'t str {
        match self {
            Self::En if !en.is_empty() => en,
            Self::Zh | Self::En => zh,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn a_language_that_is_not_known_is_refused() {
        assert_eq!(Lang::read("").unwrap(), Lang::Zh);
        assert_eq!(Lang::read("en").unwrap(), Lang::En);
        assert!(Lang::read("fr").is_err());
        assert_eq!((Lang::En.pick("路", ""), Lang::En.pick("路", "road")), ("路", "road"));
    }
}
