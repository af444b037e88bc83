//! The cases that were handled poorly, rule by rule.

use shared::api::bulletins::{PoorCase, PoorPhoto, PoorReason};

use super::{Block, CaseOnPaper, Files, PhotoOnPaper, moment};
use crate::bulletins::desk::Ways;
use crate::bulletins::store::Kept;
use crate::bulletins::words;
use crate::sheets::lang::Lang;

const HOUR_MS: i64 = 3_600_000;

/// Writes the cases.
pub fn blocks(kept: &Kept, ways: Option<&Ways>, files: &Files, lang: Lang) -> Vec<Block> {
    let mut blocks = Vec::new();
    for reason in PoorReason::ALL {
        let of_it = kept.content.poor.iter().filter(|case| case.reason == *reason);
        let cases: Vec<CaseOnPaper> = of_it.map(|case| on_paper(case, kept, (ways, files), lang)).collect();
        if cases.is_empty() {
            continue;
        }
        blocks.push(Block::Rule { text: words::reason(*reason, lang).to_owned() });
        blocks.push(Block::Cases {
            cases,
            missing: lang.say("照片不在服务器上", "The photo is not here"),
            none: lang.say("没有刊出照片", "No photo printed"),
            sides: [lang.say("处置前", "Before"), lang.say("处置后", "After")],
        });
    }
    if blocks.is_empty() {
        blocks.push(Block::Text { text: lang.say("没有。", "None.").to_owned(), small: true });
    }
    blocks
}

fn on_paper(case: &PoorCase, kept: &Kept, (ways, files): (Option<&Ways>, &Files), lang: Lang) -> CaseOnPaper {
    let zone = &kept.content.zone;
    let number = case.case_no.as_ref().map(|number| format!("{number}　")).unwrap_or_default();
    let category = lang.pick(&case.category, &case.category_en);
    let mut facts: Vec<String> = [&case.unit_name, &case.area_name, &case.place].map(Clone::clone).to_vec();
    facts.push(format!("{} {}", moment(case.reported_at, zone), lang.say("上报", "reported")));
    facts.extend(case.due_at.map(|due| format!("{} {}", moment(due, zone), lang.say("到期", "due"))));
    facts.retain(|fact| !fact.is_empty());
    let chosen = case.photos.iter().filter(|photo| kept.photos.contains(&photo.working));
    CaseOnPaper {
        head: format!("{number}{category}"),
        way: ways.map(|ways| ways.desk().case(case.id)).unwrap_or_default(),
        mark: mark(case, lang),
        facts,
        photos: chosen.map(|photo| photo_on_paper(photo, files, zone, lang)).collect(),
    }
}

/// Says by how much a case is poor.
pub fn mark(case: &PoorCase, lang: Lang) -> String {
    match case.reason {
        PoorReason::OverdueOpen => {
            let days = days_late(case);
            match lang {
                Lang::Zh => format!("已超期 {days} 天"),
                Lang::En => format!("{days} days late"),
            }
        }
        PoorReason::OverdueClosed => {
            let (whole, tenth) = (case.over_per_mille / 1_000, case.over_per_mille % 1_000 / 100);
            match lang {
                Lang::Zh => format!("超出时限 {whole}.{tenth} 倍"),
                Lang::En => format!("over its limit by {whole}.{tenth} times"),
            }
        }
        PoorReason::Reworked => match lang {
            Lang::Zh => format!("返工 {} 次", case.reworks),
            Lang::En => format!("reworked {} times", case.reworks),
        },
    }
}

/// Returns for how many days a case that is open was late, to the tenth.
pub fn days_late(case: &PoorCase) -> String {
    let Some(due) = case.due_at else { return "0.0".to_owned() };
    // Whole seconds, as a spreadsheet holds them; a tenth of a day is 2.4 hours, and half of that is rounded up.
    let late_ms = (case.at.ms().div_euclid(1_000) - due.ms().div_euclid(1_000)) * 1_000;
    let tenths = (late_ms * 10 + 12 * HOUR_MS).div_euclid(24 * HOUR_MS).max(0);
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn photo_on_paper(photo: &PoorPhoto, files: &Files, zone: &str, lang: Lang) -> PhotoOnPaper {
    let when = photo.taken_at.map(|at| format!(" {}", moment(at, zone))).unwrap_or_default();
    PhotoOnPaper {
        file: files.get(&photo.working).cloned().flatten(),
        caption: format!("{}{when}", words::photo(photo.role, lang)),
        after: photo.is_after(),
    }
}
