//! What counters, rates, kinds and rules are called on paper, in both languages.

use shared::api::bulletins::PoorReason;
use shared::evidence::PhotoRole;

pub use crate::assessment::words::{basis, counter, rate};
use crate::sheets::lang::Lang;

/// Names a rule by which a case is printed.
pub const fn reason(reason: PoorReason, lang: Lang) -> &'static str {
    match reason {
        PoorReason::OverdueOpen => lang.say("超期未处置（拖延最久的在前）", "Late and not handled, the longest first"),
        PoorReason::OverdueClosed => {
            lang.say("超期结案（按超过时限的倍数）", "Closed late, by how many times the limit was exceeded")
        }
        PoorReason::Reworked => lang.say("返工两次以上（次数多的在前）", "Reworked twice or more, most often first"),
    }
}

/// Names the way back to the desk.
pub const fn at_the_desk(lang: Lang) -> &'static str {
    lang.say("逐数查案件", "Cases behind each number")
}

/// Says by which edition of a model which months were scored: `2026-01 至 2026-03 第 1 版`.
pub fn scored_by((from, to, edition): (&str, &str, u32), lang: Lang) -> String {
    let months = match (from == to, lang) {
        (true, Lang::Zh | Lang::En) => from.to_owned(),
        (false, Lang::Zh) => format!("{from} 至 {to}"),
        (false, Lang::En) => format!("{from} to {to}"),
    };
    match lang {
        Lang::Zh => format!("{months} 第 {edition} 版"),
        Lang::En => format!("{months} edition {edition}"),
    }
}

/// Names what a photo shows.
pub const fn photo(role: PhotoRole, lang: Lang) -> &'static str {
    match role {
        PhotoRole::Near => lang.say("处置前（近景）", "before, near"),
        PhotoRole::Far => lang.say("处置前（远景）", "before, far"),
        PhotoRole::Reference => lang.say("参照物", "landmark"),
        PhotoRole::Before => lang.say("处置前", "before"),
        PhotoRole::After => lang.say("处置后", "after"),
        PhotoRole::Video => lang.say("视频", "video"),
        PhotoRole::Voice => lang.say("语音", "voice"),
    }
}
