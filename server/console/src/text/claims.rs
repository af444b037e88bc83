//! What is said of a photo's claims: where and how it was taken, what lies between it and another, how many hold.

use kit::decimal::fixed;
use kit::lang::{Lang, Words};
use kit::text::counted;
use shared::api::evidence::PhotoEvidence;
use shared::evidence::verdict::{Finding, PairMeasures, Reason, Verdict};
use shared::time::Instant;

use super::{names, phrases, pick, spans, words};
use crate::clock;

/// How many photos of a case were found how.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// Everything that they claim fits.
    pub sound: usize,
    /// Something is to be known.
    pub noted: usize,
    /// Something contradicts them.
    pub doubtful: usize,
    /// The server has not looked yet.
    pub unjudged: usize,
}

impl Tally {
    /// Counts verdicts.
    pub fn of(verdicts: impl Iterator<Item = Verdict>) -> Self {
        let mut tally = Self::default();
        for verdict in verdicts {
            let count = match verdict {
                Verdict::Sound => &mut tally.sound,
                Verdict::Noted => &mut tally.noted,
                Verdict::Doubtful => &mut tally.doubtful,
                Verdict::Unjudged => &mut tally.unjudged,
            };
            *count += 1;
        }
        tally
    }

    /// Returns how many there are in all.
    pub const fn total(self) -> usize {
        self.sound + self.noted + self.doubtful + self.unjudged
    }
}

/// "5 张照片：3 张可信 · 1 张存疑"; what there is none of is left out.
pub fn tally(lang: Lang, tally: Tally) -> String {
    let parts = [
        (tally.doubtful, Verdict::Doubtful),
        (tally.noted, Verdict::Noted),
        (tally.sound, Verdict::Sound),
        (tally.unjudged, Verdict::Unjudged),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, verdict)| {
            let name = names::verdict(verdict);
            pick(lang, format!("{count} 张{}", name.zh), format!("{count} {}", name.en.to_ascii_lowercase()))
        })
        .collect();
    let total = tally.total();
    let photos = counted(total, "photo", "photos");
    pick(lang, format!("{total} 张照片："), format!("{photos}: ")) + &parts.join(" · ")
}

/// Says what was found, in the page's language.
pub fn reason(lang: Lang, reason: &Reason) -> String {
    match lang {
        Lang::Zh => reason.zh(),
        Lang::En => reason.en(),
    }
}

/// Says where a photo says that it was taken, how it knows, and where the camera looked.
pub fn position(lang: Lang, photo: &PhotoEvidence) -> String {
    let Some((lon, lat)) = photo.lon.zip(photo.lat) else { return lang.say(words::PLACE_UNSAID).to_owned() };
    let stale = photo.reasons.iter().find(|reason| reason.finding == Finding::Stale);
    let made_up = photo.is_mock.then(|| lang.pick(Finding::Mock.zh(), Finding::Mock.en()).to_owned());
    let said = [
        Some(phrases::coordinates(lon, lat)),
        photo.accuracy_m.map(phrases::accuracy),
        photo.source.map(|source| lang.say(names::source(source)).to_owned()),
        made_up,
        stale.map(|stale| reason(lang, stale)),
        photo.heading_deg.map(|heading| heading_words(lang, heading)),
    ];
    said.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// "文件自带：2026-11-23 10:24 · 108.94230, 34.26100".
pub fn own(lang: Lang, taken: Option<Instant>, place: Option<(f64, f64)>) -> String {
    let said = [taken.map(clock::dated), place.map(|(lon, lat)| phrases::coordinates(lon, lat))];
    let said: Vec<String> = said.into_iter().flatten().collect();
    if said.is_empty() {
        return lang.say(words::OWN_NOTHING).to_owned();
    }
    pick(lang, "文件自带：", "the file's own: ").to_owned() + &said.join(" · ")
}

/// "相距 12 米 · 朝向差 10° · 晚 2 时 3 分 · 画面相似 78%".
pub fn pair(lang: Lang, pair: &PairMeasures) -> String {
    let alike = match pair.alike_percent {
        Some(percent) => pick(lang, format!("画面相似 {percent}%"), format!("the scenes are {percent}% alike")),
        None => pick(lang, "画面相似度还没算", "likeness not computed yet").to_owned(),
    };
    let said = [
        pair.distance_m.map(|metres| {
            let metres = distance(lang, metres);
            pick(lang, format!("相距 {metres}"), format!("{metres} apart"))
        }),
        pair.heading_deg.map(|turned| pick(lang, format!("朝向差 {turned}°"), format!("turned by {turned}°"))),
        pair.elapsed_s.map(|seconds| elapsed(lang, seconds)),
        Some(alike),
    ];
    said.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn elapsed(lang: Lang, seconds: i64) -> String {
    let span = spans::span(lang, seconds.saturating_abs().saturating_mul(1_000));
    if seconds < 0 {
        pick(lang, format!("反而早 {span}"), format!("{span} earlier"))
    } else {
        pick(lang, format!("晚 {span}"), format!("{span} later"))
    }
}

/// "38 米", "3.2 公里".
pub fn distance(lang: Lang, metres: i64) -> String {
    if metres < 1_000 {
        return pick(lang, format!("{metres} 米"), format!("{metres} m"));
    }
    #[expect(clippy::cast_precision_loss, reason = "no two places on Earth are that far apart")]
    let kilometres = fixed(metres as f64 / 1_000.0, u32::from(metres < 100_000));
    pick(lang, format!("{kilometres} 公里"), format!("{kilometres} km"))
}

/// "离案件 38 米".
pub fn from_case(lang: Lang, metres: i64) -> String {
    let distance = distance(lang, metres);
    pick(lang, format!("离案件 {distance}"), format!("{distance} from the case"))
}

/// "镜头朝东北（47°）".
pub fn heading_words(lang: Lang, heading_deg: f64) -> String {
    let point = compass(heading_deg);
    let degrees = fixed(heading_deg.rem_euclid(360.0), 0);
    pick(lang, format!("镜头朝{}（{degrees}°）", point.zh), format!("looking {} ({degrees}°)", point.en))
}

/// Returns the name of the eighth of the compass that a heading lies in.
fn compass(heading_deg: f64) -> Words {
    const EIGHTHS: [Words; 7] = [
        Words { zh: "东北", en: "north-east" },
        Words { zh: "东", en: "east" },
        Words { zh: "东南", en: "south-east" },
        Words { zh: "南", en: "south" },
        Words { zh: "西南", en: "south-west" },
        Words { zh: "西", en: "west" },
        Words { zh: "西北", en: "north-west" },
    ];
    let turned = heading_deg.rem_euclid(360.0);
    let names = EIGHTHS.into_iter().zip(0_u8..);
    let found = names.map(|(name, place)| (name, 45.0 * f64::from(place) + 22.5));
    let found = found.filter(|(_, from)| (*from..*from + 45.0).contains(&turned)).map(|(name, _)| name).next();
    found.unwrap_or(Words { zh: "北", en: "north" })
}

/// "3 张没有上交".
pub fn gap(lang: Lang, missing: u64) -> String {
    pick(lang, format!("{missing} 张没有上交"), format!("{missing} not handed in"))
}

/// "1:05".
pub fn length(ms: u64) -> String {
    let seconds = ms.saturating_add(500) / 1_000;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// "已读 12 MB / 48 MB".
pub fn read_so_far(lang: Lang, read: u64, whole: u64) -> String {
    let (read, whole) = (spans::size(read), spans::size(whole));
    pick(lang, format!("正在读文件：{read} / {whole}"), format!("Reading the file: {read} of {whole}"))
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;
    use shared::evidence::verdict::{PairMeasures, Verdict};
    use shared::ids::Sha256;

    use super::{Tally, compass, distance, from_case, gap, heading_words, length, own, pair, read_so_far, tally};
    use crate::clock;

    #[test]
    fn a_tally_names_the_worst_first_and_leaves_out_what_there_is_none_of() {
        let found = [Verdict::Sound, Verdict::Doubtful, Verdict::Sound, Verdict::Unjudged];
        let counted = Tally::of(found.into_iter());
        assert_eq!(counted, Tally { sound: 2, noted: 0, doubtful: 1, unjudged: 1 });
        assert_eq!(tally(Lang::Zh, counted), "4 张照片：1 张存疑 · 2 张可信 · 1 张待核");
        assert_eq!(tally(Lang::En, counted), "4 photos: 1 doubtful · 2 sound · 1 not looked at yet");
        let one = Tally { sound: 1, ..Tally::default() };
        assert_eq!(tally(Lang::En, one), "1 photo: 1 sound");
    }

    #[track_caller]
    fn check_pair(measures: [Option<i64>; 4], zh: &str, en: &str) {
        let [distance_m, heading_deg, elapsed_s, alike_percent] = measures;
        let measured =
            PairMeasures { before: Sha256::of(b"before"), distance_m, heading_deg, elapsed_s, alike_percent };
        assert_eq!(pair(Lang::Zh, &measured), zh);
        assert_eq!(pair(Lang::En, &measured), en);
    }

    #[test]
    fn a_pair_says_what_was_measured_and_nothing_of_what_was_not() {
        check_pair(
            [Some(12), Some(10), Some(7_380), Some(78)],
            "相距 12 米 · 朝向差 10° · 晚 2 时 3 分 · 画面相似 78%",
            "12 m apart · turned by 10° · 2 h 3 min later · the scenes are 78% alike",
        );
        check_pair([None, None, None, None], "画面相似度还没算", "likeness not computed yet");
        check_pair(
            [None, None, Some(-120), Some(0)],
            "反而早 2 分 · 画面相似 0%",
            "2 min earlier · the scenes are 0% alike",
        );
    }

    #[test]
    fn a_distance_is_read_in_metres_and_then_in_kilometres() {
        assert_eq!((distance(Lang::Zh, 999).as_str(), distance(Lang::En, 3_240).as_str()), ("999 米", "3.2 km"));
        assert_eq!(distance(Lang::Zh, 1_204_000), "1204 公里");
        assert_eq!(from_case(Lang::Zh, 38), "离案件 38 米");
        assert_eq!(from_case(Lang::En, 38), "38 m from the case");
    }

    #[test]
    fn a_heading_is_named_by_the_eighth_it_lies_in() {
        let named =
            [(0.0, "北"), (22.4, "北"), (22.5, "东北"), (90.0, "东"), (200.0, "南"), (337.4, "西北"), (337.5, "北")];
        for (heading, name) in named {
            assert_eq!(compass(heading).zh, name, "{heading}");
        }
        assert_eq!(compass(-45.0).en, "north-west");
        assert_eq!(heading_words(Lang::Zh, 47.2), "镜头朝东北（47°）");
        assert_eq!(heading_words(Lang::En, 405.0), "looking north-east (45°)");
    }

    #[test]
    fn a_file_that_says_nothing_of_itself_is_said_to() {
        clock::keep_zone("Asia/Shanghai");
        let taken = "2025-11-23T10:24:00+08:00".parse().ok();
        assert_eq!(own(Lang::Zh, taken, Some((108.9423, 34.261))), "文件自带：2025-11-23 10:24 · 108.94230, 34.26100");
        assert_eq!(own(Lang::En, taken, None), "the file's own: 2025-11-23 10:24");
        assert_eq!(own(Lang::En, None, None), "the file says neither when nor where");
    }

    #[test]
    fn gaps_lengths_and_progress_are_plain() {
        assert_eq!((gap(Lang::Zh, 3).as_str(), gap(Lang::En, 1).as_str()), ("3 张没有上交", "1 not handed in"));
        assert_eq!((length(12_400).as_str(), length(59_600).as_str(), length(0).as_str()), ("0:12", "1:00", "0:00"));
        assert_eq!(read_so_far(Lang::Zh, 4_200_000, 48_000_000), "正在读文件：4.2 MB / 48 MB");
    }
}
