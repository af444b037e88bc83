//! The words of the simulated position.

use kit::lang::Words;
use kit::words;

use super::Simulated;

words! {
    TITLE = "训练：模拟位置", "Training: simulated position";
    EXPLAINED = "这台设备没有定位。下面选的情形会记在之后拍的照片和答复里，用来练习看证据。", "This device has no receiver. What is chosen here goes into the next photos and answers, to practise reading evidence.";
}

/// A way the simulated position is.
pub const fn way(way: Simulated) -> Words {
    match way {
        Simulated::Good => Words { zh: "正常", en: "Good" },
        Simulated::Mock => Words { zh: "模拟软件", en: "Mock app" },
        Simulated::Jumpy => Words { zh: "跳动 2 公里", en: "Jumps 2 km" },
        Simulated::Stale => Words { zh: "10 分钟前", en: "10 min old" },
        Simulated::Far => Words { zh: "偏 500 米", en: "500 m off" },
        Simulated::Heading => Words { zh: "朝向偏 120°", en: "Heading 120° off" },
        Simulated::Uncertain => Words { zh: "误差 300 米", en: "300 m uncertain" },
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, way};
    use crate::simulation::Simulated;

    #[test]
    fn every_word_is_there_in_both_languages() {
        for words in ALL.iter().copied().chain(Simulated::ALL.iter().map(|kind| way(*kind))) {
            assert!(!words.zh.is_empty() && !words.en.is_empty(), "{words:?}");
        }
    }
}
