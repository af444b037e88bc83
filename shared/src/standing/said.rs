//! The words that a device's standing is known by, where it leaves the page: in addresses, in sheets.

use super::Silence;
use crate::refusal::Code;

impl Silence {
    /// Every one, the shortest first.
    pub const ALL: &[Self] = &[Self::Recent, Self::Quiet, Self::Silent, Self::Never];

    /// Returns the word that it is known by, in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Recent => "recent",
            Self::Quiet => "quiet",
            Self::Silent => "silent",
            Self::Never => "never",
        }
    }

    /// Returns the silence that is written so, if there is one.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|silence| silence.as_str() == word)
    }

    /// Says it, in Chinese and in English.
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Recent => ("半小时内联系过", "heard within half an hour"),
            Self::Quiet => ("半小时以上没联系", "silent for half an hour"),
            Self::Silent => ("两小时以上没联系", "silent for two hours"),
            Self::Never => ("从未联系", "never called"),
        }
    }
}

/// Says what broke a phone's last round off, from the code that it told, in Chinese and in English; nothing for one of a
/// later app.
pub fn error_words(code: &str) -> Option<(&'static str, &'static str)> {
    match code {
        "offline" => Some(("没有连上服务器", "the server was not reached")),
        "storage" => Some(("手机存储读写失败", "the phone's storage failed")),
        code => Code::ALL.iter().find(|known| known.as_str() == code).map(|known| (known.zh(), known.en())),
    }
}

#[cfg(test)]
mod tests {
    use super::error_words;
    use crate::refusal::Code;
    use crate::standing::Silence;

    #[test]
    fn a_silence_is_read_as_it_is_written() {
        for silence in Silence::ALL {
            assert_eq!(Silence::parse(silence.as_str()), Some(*silence));
        }
        assert_eq!(Silence::parse("loud"), None);
    }

    #[test]
    fn what_broke_off_is_said_in_words_where_they_are_known() {
        assert_eq!(error_words(Code::DeviceFull.as_str()), Some((Code::DeviceFull.zh(), Code::DeviceFull.en())));
        assert!(error_words("offline").is_some() && error_words("storage").is_some());
        assert_eq!(error_words("of_a_later_app"), None);
    }
}
