//! The words of answering a task that stand nowhere else.

use kit::words;

words! {
    LATE = "已过答复时限：照样可以答，会如实记为逾期答复", "Past the time to answer: it is still taken, and recorded as late";
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn every_word_is_said_in_both_languages() {
        assert!(ALL.iter().all(|words| !words.zh.is_empty() && words.en.is_ascii()));
    }
}
