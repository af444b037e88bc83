//! The words of the picker, and of telling look-alikes apart.

use kit::words;

words! {
    LAST_USED = "最近用过", "Last used";
    COMMON_HERE = "这个网格这个钟点常见", "Common here at this hour";
    COMMON_HERE_COUNTED = "本机存着的近 30 天案件，这个钟点前后两小时，越近越新越靠前", "From the last 30 days' cases on this phone, two hours around this one; the nearer and newer, the higher";
    MOST_USED = "用得最多", "Most used";
    EVERYTHING = "全部", "All";
    COMPONENTS = "部件", "Components";
    EVENTS = "事项", "Events";
    FORMERLY = "原", "formerly";
    EASILY_CONFUSED = "容易混淆，看清这一点", "Easily confused: what tells them apart";
    CHOSEN = "已选", "Chosen";
    CHOOSE_INSTEAD = "改选这个", "Choose this one";
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
