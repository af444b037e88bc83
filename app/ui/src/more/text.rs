//! The words at the end of a list that goes on.

use kit::words;

words! {
    MORE = "再显示一些", "Show more";
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn every_word_is_there_in_both_languages() {
        for words in ALL {
            assert!(!words.zh.trim().is_empty() && !words.en.trim().is_empty(), "{words:?}");
        }
    }
}
