//! The units as a tree: lists, and below each its units level by level.

use leptos::prelude::*;
use shared::api::directory::{BELOW, UnitCount, UnitList, is_within};

use super::asked::Asked;
use super::text as words;
use crate::text::say;

/// A line of the tree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Whose list.
    pub list: String,
    /// The unit's path; empty for the list itself.
    pub unit: String,
    /// What stands there: the list's name, or the last level of the path.
    pub name: String,
    /// How far down.
    pub depth: usize,
    /// Entries at and below it.
    pub entries: u64,
}

/// Makes the lines of a list: each unit stands where it first comes, with the levels above it that have no entries.
pub fn lines(list: &UnitList) -> Vec<Line> {
    let id = list.jurisdiction.to_string();
    let whole = list.units.iter().map(|one| one.entries).sum();
    let top = Line { list: id.clone(), unit: String::new(), name: list.name.clone(), depth: 0, entries: whole };
    let mut found = vec![top];
    below(&list.units, "", 1, &id, &mut found);
    found
}

fn below(units: &[UnitCount], above: &str, depth: usize, list: &str, found: &mut Vec<Line>) {
    let mut seen: Vec<String> = Vec::new();
    for one in units {
        let rest = if above.is_empty() { Some(one.unit.as_str()) } else { under(&one.unit, above) };
        let Some(name) = rest.and_then(|rest| rest.split(BELOW).next()).filter(|name| !name.is_empty()) else {
            continue;
        };
        let path = if above.is_empty() { name.to_owned() } else { format!("{above}{BELOW}{name}") };
        if seen.contains(&path) {
            continue;
        }
        let within = units.iter().filter(|one| is_within(&one.unit, &path));
        let entries = within.map(|one| one.entries).sum();
        found.push(Line { list: list.to_owned(), unit: path.clone(), name: name.to_owned(), depth, entries });
        below(units, &path, depth + 1, list, found);
        seen.push(path);
    }
}

/// Returns what of a path comes below another.
fn under<'a>(unit: &'a str, above: &str) -> Option<&'a str> {
    unit.strip_prefix(above)?.strip_prefix(BELOW)
}

/// Draws the tree.
pub fn nav(asked: Memo<Asked>, lists: Memo<Vec<UnitList>>) -> AnyView {
    let all = Memo::new(move |_| lists.with(|lists| lists.iter().flat_map(lines).collect::<Vec<Line>>()));
    let everything = move || {
        let asked = asked.get();
        Asked { part: asked.part, words: asked.words, ..Asked::default() }.route().href()
    };
    let is_all = move || asked.with(|asked| asked.list.is_empty() && asked.unit.is_empty());
    view! {
        <nav class="card directory-tree" aria-label=say(words::UNITS) tabindex="0" data-test="tree">
            <a class="tree-line" class:here=is_all href=everything data-test="tree-all"
                aria-current=move || is_all().then_some("true")>{say(words::WHOLE)}</a>
            <For each=move || all.get() key=|line| format!("{line:?}") children=move |line| drawn(line, asked)/>
        </nav>
    }
    .into_any()
}

fn drawn(line: Line, asked: Memo<Asked>) -> AnyView {
    let Line { list, unit, name, depth, entries } = line;
    let here = {
        let (list, unit) = (list.clone(), unit.clone());
        Memo::new(move |_| asked.with(|asked| asked.list == list && asked.unit == unit))
    };
    let href = {
        let (list, unit) = (list.clone(), unit.clone());
        move || {
            let part = asked.with(|asked| asked.part);
            Asked { part, list: list.clone(), unit: unit.clone(), ..Asked::default() }.route().href()
        }
    };
    let style = format!("padding-left: {}px", depth.saturating_mul(14).saturating_add(8));
    view! {
        <a class="tree-line" class:here=move || here.get() class:top={depth == 0} href=href style=style
            data-test="tree-unit" data-list=list data-unit=unit aria-current=move || here.get().then_some("true")>
            <span data-said="">{name}</span><small class="figures">{entries}</small>
        </a>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use shared::api::directory::{UnitCount, UnitList};

    use super::lines;

    #[test]
    fn units_stand_below_the_levels_above_them_where_they_first_come() {
        let unit = |unit: &str, entries| UnitCount { unit: unit.to_owned(), entries };
        let units = vec![
            unit("中心/值班室", 2),
            unit("环卫", 1),
            unit("中心", 1),
            unit("中心/值班室/夜班", 3),
            unit("中心二", 1),
        ];
        let list = UnitList {
            jurisdiction: "610112".parse().unwrap(),
            name: "未央区".to_owned(),
            units,
            may_manage: false,
            own: Vec::new(),
        };
        let shown: Vec<(String, usize, u64)> =
            lines(&list).into_iter().map(|line| (line.unit, line.depth, line.entries)).collect();
        let expected = [
            ("", 0, 8),
            ("中心", 1, 6),
            ("中心/值班室", 2, 5),
            ("中心/值班室/夜班", 3, 3),
            ("环卫", 1, 1),
            ("中心二", 1, 1),
        ];
        assert_eq!(shown, expected.map(|(unit, depth, entries)| (unit.to_owned(), depth, entries)));
    }
}
