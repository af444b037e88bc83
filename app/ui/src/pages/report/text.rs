//! The words of filling a report in step by step.

use kit::words;

words! {
    TAKE_PHOTO = "拍照", "Take a photo";
    TAKE_AFTER = "拍处置后", "Photograph it as it is now";
    PICK = "选是什么问题", "Say what is wrong";
    NEAR_BY = "附近的同类案件", "Of the same kind near by";
    USE_PHOTO_PLACE = "用拍照时的位置", "Use the place of the photo";
    BY_ME = "我报的", "by me";
    ONE_MORE_LIKE_IT = "再报一件同类", "One more like this";
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn every_word_is_there_in_both_languages() {
        for words in ALL {
            assert!(!words.zh.trim().is_empty() && !words.en.trim().is_empty(), "{words:?}");
            assert!(words.en.is_ascii(), "{words:?}");
        }
    }
}
