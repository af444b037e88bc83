//! The words of the base maps.

use app_bridge::base_map::{BaseMapCard, BaseMapWait};
use kit::lang::Lang;
use kit::words;

use crate::text;

words! {
    BASE_MAPS = "底图", "Base maps";
    WHAT_FOR = "保留在手机上的底图，没有网络也能看清街道。网格、责任单位和时限不靠底图判断。", "Base maps that are kept here show the streets without a network. Grids, units and deadlines never depend on them.";
    NONE = "本市没有提供底图", "The city provides no base maps";
    NONE_WORDS = "不影响使用：网格和道路名称随资料包一起来。", "Nothing is missing: grids and road names come with the packs.";
    KEEP = "保留在手机上", "Keep on this phone";
    LET_GO_WORDS = "不再保留就会从手机上删掉，需要时再下载。", "One that is no longer kept is deleted here and can be downloaded again.";
    PROGRESS = "下载进度", "Download progress";
    OVER = "用什么网络下载", "Download over";
    UNMETERED = "只用 Wi-Fi", "Wi-Fi only";
    ANY_NETWORK = "任何网络", "Any network";
    OVER_WORDS = "底图比较大。案件和照片总是先传。", "Base maps are large. Cases and photos always go first.";
    VECTOR = "矢量图", "Vector map";
    RASTER = "图片图", "Picture map";
}

/// What a map that is not all here waits for, and when it goes on.
fn wait(lang: Lang, waits_for: BaseMapWait, is_offline: bool) -> &'static str {
    let (zh, en) = match waits_for {
        BaseMapWait::Repair => ("和登记的不一致，请告诉管理员", "not what the city registered; tell the administrator"),
        BaseMapWait::Room => ("手机空间不够，腾出空间后继续", "goes on when there is room on this phone"),
        BaseMapWait::Unmetered => ("连上 Wi-Fi 后继续", "goes on over Wi-Fi"),
        BaseMapWait::Round | BaseMapWait::Nothing if is_offline => {
            ("连上网络后继续", "goes on when there is a network")
        }
        BaseMapWait::Round | BaseMapWait::Nothing => {
            ("正在下载，可以离开这一页", "downloading; you can leave this page")
        }
    };
    lang.pick(zh, en)
}

/// Where a map is: here, on its way, or only at the centre.
pub fn standing(lang: Lang, card: &BaseMapCard, waits_for: BaseMapWait, is_offline: bool) -> String {
    let size = text::bytes(card.size_bytes);
    match (lang, card.wanted, card.ready) {
        (Lang::Zh, false, _) => format!("{size}，不在手机上"),
        (Lang::En, false, _) => format!("{size}, not on this phone"),
        (Lang::Zh, true, true) => format!("已在手机上，{size}，没有网络也能看"),
        (Lang::En, true, true) => format!("On this phone, {size}, works without a network"),
        (_, true, false) => {
            let (held, wait) = (text::bytes(card.held_bytes), wait(lang, waits_for, is_offline));
            let none = card.held_bytes == 0;
            match lang {
                Lang::Zh if none => format!("共 {size}，{wait}"),
                Lang::Zh => format!("已下载 {held} / {size}，{wait}"),
                Lang::En if none => format!("{size} in all, {wait}"),
                Lang::En => format!("{held} of {size} downloaded, {wait}"),
            }
        }
    }
}

/// Zooms that a map has, read by whoever knows maps.
pub fn zooms(lang: Lang, card: &BaseMapCard) -> String {
    let (from, to) = (card.min_zoom, card.max_zoom);
    match lang {
        Lang::Zh => format!("{from} 到 {to} 级"),
        Lang::En => format!("zooms {from} to {to}"),
    }
}

#[cfg(test)]
mod tests {
    use app_bridge::base_map::{BaseMapCard, BaseMapKind, BaseMapWait};
    use kit::lang::Lang;
    use shared::ids::Sha256;
    use shared::place::crs::Crs;

    use super::{ALL, standing, zooms};

    #[test]
    fn every_word_is_there_in_both_languages() {
        for words in ALL {
            assert!(!words.zh.trim().is_empty() && !words.en.trim().is_empty(), "{words:?}");
        }
    }

    fn card(held_bytes: u64, wanted: bool, ready: bool) -> BaseMapCard {
        BaseMapCard {
            hash: Sha256::of(b"map"),
            name: "街道图".to_owned(),
            name_en: String::new(),
            kind: BaseMapKind::Vector,
            crs: Crs::Wgs84,
            bounds: [0.0, 0.0, 1.0, 1.0],
            min_zoom: 10,
            max_zoom: 16,
            size_bytes: 40_000_000,
            held_bytes,
            wanted,
            ready,
            attribution: String::new(),
        }
    }

    #[track_caller]
    fn check(card: &BaseMapCard, waits_for: BaseMapWait, is_offline: bool, zh: &str, en: &str) {
        assert_eq!(standing(Lang::Zh, card, waits_for, is_offline), zh);
        assert_eq!(standing(Lang::En, card, waits_for, is_offline), en);
        assert!(en.is_ascii(), "no Chinese letter in English");
    }

    #[test]
    fn progress_is_told_with_what_it_waits_for() {
        let some = card(12_000_000, true, false);
        check(
            &some,
            BaseMapWait::Unmetered,
            false,
            "已下载 12.0 MB / 40.0 MB，连上 Wi-Fi 后继续",
            "12.0 MB of 40.0 MB downloaded, goes on over Wi-Fi",
        );
        check(
            &some,
            BaseMapWait::Room,
            true,
            "已下载 12.0 MB / 40.0 MB，手机空间不够，腾出空间后继续",
            "12.0 MB of 40.0 MB downloaded, goes on when there is room on this phone",
        );
        check(
            &card(0, true, false),
            BaseMapWait::Round,
            true,
            "共 40.0 MB，连上网络后继续",
            "40.0 MB in all, goes on when there is a network",
        );
    }

    #[test]
    fn what_is_here_and_what_is_not_is_said_plainly() {
        let whole = card(40_000_000, true, true);
        check(
            &whole,
            BaseMapWait::Nothing,
            true,
            "已在手机上，40.0 MB，没有网络也能看",
            "On this phone, 40.0 MB, works without a network",
        );
        check(&card(0, false, false), BaseMapWait::Nothing, false, "40.0 MB，不在手机上", "40.0 MB, not on this phone");
        assert_eq!(
            (zooms(Lang::Zh, &whole).as_str(), zooms(Lang::En, &whole).as_str()),
            ("10 到 16 级", "zooms 10 to 16")
        );
    }
}
