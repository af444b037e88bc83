//! What is said in the place of a chart.

crate::words! {
    /// While the library is on its way.
    LOADING = "正在画图…", "Drawing the chart…";
    /// The library could not be loaded.
    MISSING = "图没有画出来，数字见下面的表格。", "The chart could not be drawn; the table below has its numbers.";
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_word_is_there_in_both_languages() {
        assert!(super::ALL.iter().all(|words| !words.zh.is_empty() && !words.en.is_empty()));
    }
}
