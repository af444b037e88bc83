//! A bulletin in a language, block by block, as it is set on pages. Every word and number of it is plain data.
//!
//! What a block looks like is written in `pdf/bulletin.typ`; the names of the fields here are those that it reads.

pub mod tables;
pub mod compared;
mod course;
pub mod cases;

use std::collections::BTreeMap;

use serde::Serialize;
use shared::api::bulletins::{BulletinContent, BulletinKind, BulletinSource, Ranking, issue, usual_title};
use shared::assessment::Basis;
use shared::ids::Sha256;
use shared::settings::USUAL_ZONE;
use shared::time::Instant;

use super::desk::Ways;
use super::store::Kept;
use super::words;
use crate::sheets::lang::Lang;

/// The files of the photos that were let in; nothing for one that is not here.
pub type Files = BTreeMap<Sha256, Option<String>>;

/// A bulletin as it is set.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Leaf {
    /// Its language, for where lines may break.
    pub lang: &'static str,
    /// … and that language's country, for the shapes of letters.
    pub region: &'static str,
    /// Whose it is.
    pub centre: String,
    /// What it is called.
    pub title: String,
    /// Which kind it is, and which issue of its year.
    pub issue: String,
    /// When it was published; of a draft that it is one.
    pub dated: String,
    /// What stands at the foot of every page: what its numbers stand on.
    pub foot: String,
    /// What stands across every page of a draft.
    pub draft: Option<&'static str>,
    /// What stands before, between and behind the numbers of pages.
    pub pages: [&'static str; 3],
    /// What everything in it stands on.
    pub facts: Vec<(&'static str, String)>,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A part of it.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// Begins a section.
    Heading {
        /// What it is called, with its number.
        text: String,
    },
    /// Words.
    Text {
        /// One paragraph.
        text: String,
        /// They stand aside.
        small: bool,
    },
    /// Says by which rule the cases below are there.
    Rule {
        /// The rule.
        text: String,
    },
    /// Numbers one beside the other.
    Figures {
        /// The numbers.
        items: Vec<Item>,
    },
    /// A table. Its head stands on every page.
    Table {
        /// Its columns.
        columns: Vec<Column>,
        /// Its rows; a cell for each column. A second line in a cell says what the first was computed from.
        rows: Vec<Vec<String>>,
        /// For each row and each of its cells the ways to the cases of its numbers: of one number, or of both parts of a rate;
        /// an empty one leads nowhere.
        ways: Vec<Vec<Vec<String>>>,
        /// The last row adds the others up.
        total: bool,
        /// What stands below it.
        note: String,
    },
    /// Bars, the longest first.
    Bars {
        /// What is drawn.
        title: String,
        /// The bars.
        rows: Vec<Bar>,
    },
    /// Lines over months.
    Lines {
        /// The months.
        labels: Vec<String>,
        /// What stands at the left, from the foot up.
        scale: Vec<String>,
        /// The lines.
        series: Vec<Line>,
    },
    /// Cases with their photos.
    Cases {
        /// The cases.
        cases: Vec<CaseOnPaper>,
        /// What stands in the place of a photo that is not here.
        missing: &'static str,
        /// What stands in the place of photos of which nobody let one in, beside one that was.
        none: &'static str,
        /// What stands above the photos of either side.
        sides: [&'static str; 2],
    },
}

/// A number with its name.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Item {
    /// What it counts.
    pub label: String,
    /// The number.
    pub value: String,
    /// Of what, or by which day.
    pub note: String,
    /// The way to its cases; empty where there is none.
    pub way: String,
}

/// The head of a column.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Column {
    /// What it is called.
    pub text: String,
    /// Numbers stand in it.
    pub number: bool,
    /// It takes what room is left.
    pub wide: bool,
}

/// A bar.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Bar {
    /// Whose it is.
    pub label: String,
    /// How long it is, of the longest that there can be.
    pub share: f64,
    /// What it measures.
    pub text: String,
    /// The way to how that came about; empty where there is none.
    pub way: String,
}

/// A line over months.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Line {
    /// What it follows.
    pub name: String,
    /// How high each month is, of all that there can be; nothing where there is no number.
    pub values: Vec<Option<f64>>,
    /// What stands beside each point.
    pub texts: Vec<String>,
}

/// A case as it is printed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct CaseOnPaper {
    /// Its number and what it is about.
    pub head: String,
    /// The way to it; empty where it is not known where the desk is.
    pub way: String,
    /// Why it is printed.
    pub mark: String,
    /// Who had it, where, when.
    pub facts: Vec<String>,
    /// Its photos.
    pub photos: Vec<PhotoOnPaper>,
}

/// A photo as it is printed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PhotoOnPaper {
    /// Its file; nothing where it is not here.
    pub file: Option<String>,
    /// What it shows, and since when.
    pub caption: String,
    /// It shows the place after handling; else before.
    pub after: bool,
}

/// Numbers sections as a language does.
struct Sections {
    lang: Lang,
    count: usize,
}

impl Sections {
    const NUMBERS: [&str; 9] = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];

    fn begin(&mut self, zh: &'static str, en: &'static str) -> Block {
        let number = Self::NUMBERS.get(self.count).copied().unwrap_or("·");
        self.count += 1;
        let text = match self.lang {
            Lang::Zh => format!("{number}、{zh}"),
            Lang::En => format!("{}. {en}", self.count),
        };
        Block::Heading { text }
    }
}

/// Returns what a bulletin is called in a language.
pub fn title(kept: &Kept, lang: Lang) -> String {
    if !kept.head.title.is_empty() {
        return kept.head.title.clone();
    }
    let (zh, en) = usual_title(kept.head.kind, kept.head.from, kept.head.to);
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// Says which kind a bulletin is, and which issue of its year: `月报　2026年第10期`.
fn numbered(kept: &Kept, lang: Lang) -> String {
    let head = &kept.head;
    let kind = match head.kind {
        BulletinKind::Monthly => lang.say("月报", "Monthly"),
        BulletinKind::Weekly => lang.say("周报", "Weekly"),
        BulletinKind::HalfYearly => lang.say("半年报", "Half-yearly"),
    };
    let (zh, en) = issue(head.kind, head.from);
    match lang {
        Lang::Zh => format!("{kind}　{zh}"),
        Lang::En => format!("{kind}, {en}"),
    }
}

/// Says when a bulletin was published, in the words of a letter.
fn dated(kept: &Kept, lang: Lang) -> String {
    let Some(at) = kept.head.published_at else {
        return lang.say("草稿，未发布", "Draft, not published").to_owned();
    };
    let day = at.day_in(&kept.content.zone);
    match lang {
        Lang::Zh => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        Lang::En => day.to_string(),
    }
}

/// Says at the foot of every page what its numbers stand on.
fn foot(content: &BulletinContent, lang: Lang) -> String {
    let as_of = format!("{} {}", lang.say("数据截至", "As of"), moment(content.at, &content.zone));
    let by = lang.say("处置、结案按到期日计", "handling and closing by the day due");
    [as_of, sources(content, lang), by.to_owned()].join(lang.say("；", "; "))
}

/// Writes a moment as people read it.
fn moment(at: Instant, zone: &str) -> String {
    at.format_in(zone, "%Y-%m-%d %H:%M")
}

/// Writes a bulletin in a language.
pub fn leaf(kept: &Kept, files: &Files, lang: Lang) -> Leaf {
    linked(kept, None, files, lang)
}

/// Writes a bulletin in a language, its numbers with the ways to their cases where it is known where the desk is.
pub fn linked(kept: &Kept, ways: Option<&Ways>, files: &Files, lang: Lang) -> Leaf {
    let content = &kept.content;
    let mut sections = Sections { lang, count: 0 };
    let mut blocks = vec![sections.begin("总体情况", "Overview")];
    blocks.extend(
        kept.remarks
            .split('\n')
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(|line| Block::Text { text: line.to_owned(), small: false }),
    );
    blocks.push(tables::volumes(content, ways, lang));
    blocks.push(sections.begin("与上期、上年同期相比", "Beside the time before and the year before"));
    blocks.push(compared::block(content, ways, lang));
    blocks.push(sections.begin("各项比率", "Rates"));
    blocks.push(tables::rates(content, ways, lang));
    if let Some(lines) = course::lines(content, ways, lang) {
        blocks.push(sections.begin("近几个月", "The course of months"));
        blocks.extend(lines);
    }
    blocks.push(sections.begin("辖区", "Jurisdictions"));
    blocks.extend(tables::areas(content, ways, lang));
    blocks.push(sections.begin("责任单位", "Responsible units"));
    blocks.extend(tables::units(content, ways, lang));
    blocks.push(sections.begin("立案最多的类别", "Categories filed most"));
    blocks.extend(tables::categories(content, ways, lang));
    blocks.push(sections.begin("办理不力的案件", "Cases handled poorly"));
    blocks.extend(cases::blocks(kept, ways, files, lang));
    let at_the_desk = ways.map(|ways| (words::at_the_desk(lang), ways.desk().bulletin(kept.head.id)));
    Leaf {
        lang: lang.say("zh", "en"),
        region: lang.say("cn", "gb"),
        centre: lang.pick(&content.centre, &content.centre_en).to_owned(),
        title: title(kept, lang),
        issue: numbered(kept, lang),
        dated: dated(kept, lang),
        foot: foot(content, lang),
        draft: kept.head.published_at.is_none().then(|| lang.say("草稿", "DRAFT")),
        pages: [lang.say("第 ", "Page "), lang.say(" 页，共 ", " of "), lang.say(" 页", "")],
        facts: facts(kept, lang).into_iter().chain(at_the_desk).collect(),
        blocks,
    }
}

/// Returns what everything in a bulletin stands on, by name.
pub fn facts(kept: &Kept, lang: Lang) -> Vec<(&'static str, String)> {
    let (content, head) = (&kept.content, &kept.head);
    let mut facts = vec![
        (lang.say("期间", "Days"), format!("{} – {}{}", content.from, content.to, zone(content, lang))),
        (lang.say("数据截至", "As of"), moment(content.at, &content.zone)),
        (lang.say("来源", "From"), sources(content, lang)),
        (lang.say("评分模型", "Scored by"), models(content, lang)),
        (lang.say("口径", "Counted"), counted(lang)),
        (lang.say("编制", "Made"), format!("{} {}", moment(head.made_at, &content.zone), head.made_by)),
    ];
    facts.extend(frozen(content).map(|said| (lang.say("冻结", "Frozen"), said)));
    facts.extend(reasons(content, lang).map(|said| (lang.say("重新冻结的原因", "Why frozen anew"), said)));
    if let Some(at) = head.published_at {
        facts.push((lang.say("发布", "Published"), format!("{} {}", moment(at, &content.zone), head.published_by)));
    }
    if content.training {
        facts.push((lang.say("训练", "Training"), lang.say("只含训练案件", "training cases only").to_owned()));
    }
    facts
}

/// Says in whose time the days are, as people call it where they have a name for it.
fn zone(content: &BulletinContent, lang: Lang) -> String {
    match (content.zone.as_str(), lang) {
        (USUAL_ZONE, Lang::Zh) => "（北京时间）".to_owned(),
        (USUAL_ZONE, Lang::En) => " (Beijing time)".to_owned(),
        (zone, Lang::Zh | Lang::En) => format!(" ({zone})"),
    }
}

/// Says from which frozen versions the numbers come.
fn sources(content: &BulletinContent, lang: Lang) -> String {
    let version = |source: &BulletinSource| match lang {
        Lang::Zh => format!("{} 第 {} 版", source.month, source.version),
        Lang::En => format!("{} version {}", source.month, source.version),
    };
    match content.kind {
        BulletinKind::Weekly => lang.say("编制时的实时数据", "live cases when it was made").to_owned(),
        BulletinKind::Monthly | BulletinKind::HalfYearly => {
            let said: Vec<String> = content.sources.iter().map(version).collect();
            format!("{}{}", lang.say("冻结数据 ", "frozen "), said.join(lang.say("、", ", ")))
        }
    }
}

/// Says when the months were frozen; nothing where it was not written down.
fn frozen(content: &BulletinContent) -> Option<String> {
    let first = content.sources.iter().filter_map(|source| source.frozen_at).min()?;
    let last = content.sources.iter().filter_map(|source| source.frozen_at).max()?;
    let (first, last) = (moment(first, &content.zone), moment(last, &content.zone));
    Some(if first == last { first } else { format!("{first} – {last}") })
}

/// Says why months were frozen anew; nothing where each is in its first version.
fn reasons(content: &BulletinContent, lang: Lang) -> Option<String> {
    let reason = |source: &BulletinSource| match lang {
        Lang::Zh => format!("{} 第 {} 版：{}", source.month, source.version, source.reason),
        Lang::En => format!("{} version {}: {}", source.month, source.version, source.reason),
    };
    let said: Vec<String> = content.sources.iter().filter(|source| !source.reason.is_empty()).map(reason).collect();
    (!said.is_empty()).then(|| said.join(lang.say("；", "; ")))
}

fn models(content: &BulletinContent, lang: Lang) -> String {
    if content.rankings.is_empty() {
        return lang.say("不评分", "no scores").to_owned();
    }
    content.rankings.iter().map(|ranking| model(ranking, lang)).collect::<Vec<_>>().join(lang.say("、", "; "))
}

/// Names the model that a ranking was made by, and its edition; of several months that of each, where they differ.
pub fn model(ranking: &Ranking, lang: Lang) -> String {
    let editions = ranking.editions();
    if !editions.is_empty() {
        let name = lang.pick(&ranking.name, &ranking.name_en);
        let each: Vec<String> = editions.into_iter().map(|of| words::scored_by(of, lang)).collect();
        return match lang {
            Lang::Zh => format!("{name}（{}）", each.join("，")),
            Lang::En => format!("{name} ({})", each.join(", ")),
        };
    }
    match lang {
        Lang::Zh => format!("{} 第 {} 版", ranking.name, ranking.edition),
        Lang::En => format!("{}, edition {}", lang.pick(&ranking.name, &ranking.name_en), ranking.edition),
    }
}

fn counted(lang: Lang) -> String {
    let by = |what: &'static str, basis| format!("{what}{}{}", lang.say("", " "), words::basis(basis, lang));
    [
        by(lang.say("上报、受理、核实", "reporting, accepting, verifying"), Basis::Reported),
        by(lang.say("立案、派遣", "filing, dispatching"), Basis::Filed),
        by(lang.say("处置、结案、核查", "handling, closing, checking"), Basis::Due),
    ]
    .join(lang.say("；", "; "))
}

#[cfg(test)]
pub mod tests;
