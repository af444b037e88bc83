//! What differs between two catalogues or two calendars, field by field, in the words of both languages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::calendar::limit::Limit;
use crate::draft::field::{Field, Subject};
use crate::draft::items::Item;

/// What became of something.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CatalogueChange)]
pub enum Change {
    /// It is new.
    Added,
    /// It is not there any more.
    Gone,
    /// A field holds something else.
    Changed,
}

/// One difference.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CatalogueDifference)]
pub struct Difference {
    /// What it is about.
    pub subject: Subject,
    /// Which of them, such as `event:06010` or `event:06010#2`.
    pub key: String,
    /// What became of it.
    pub change: Change,
    /// The field that holds something else; nothing where the whole thing is new or gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Field>,
    /// What the field held.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// What it holds.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub to: String,
    /// The whole in Chinese.
    pub zh: String,
    /// The whole in English.
    pub en: String,
}

/// Returns what differs, in the order of what there is now, what is gone at the end.
pub fn compare(before: &[Item], after: &[Item]) -> Vec<Difference> {
    let key = |item: &Item| (item.subject, item.key.clone());
    let old: BTreeMap<_, &Item> = before.iter().map(|item| (key(item), item)).collect();
    let new: BTreeMap<_, &Item> = after.iter().map(|item| (key(item), item)).collect();
    let mut differences = Vec::new();
    for item in after {
        match old.get(&key(item)) {
            None => differences.push(whole(item, Change::Added)),
            Some(known) => differences.extend(fields(known, item)),
        }
    }
    differences
        .extend(before.iter().filter(|item| !new.contains_key(&key(item))).map(|item| whole(item, Change::Gone)));
    differences
}

fn fields(old: &Item, new: &Item) -> Vec<Difference> {
    let value = |item: &Item, field: Field| {
        let found = item.fields.iter().find(|(known, _)| *known == field);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let changed = Field::ALL.iter().filter_map(|field| {
        let (from, to) = (value(old, *field), value(new, *field));
        (from != to).then_some((*field, from, to))
    });
    changed
        .map(|(field, from, to)| Difference {
            subject: new.subject,
            key: new.key.clone(),
            change: Change::Changed,
            field: Some(field),
            zh: format!("{}：{} {} → {}", named_zh(new), field.zh(), said_zh(field, &from), said_zh(field, &to)),
            en: format!("{}: {} {} → {}", named_en(new), field.en(), said_en(field, &from), said_en(field, &to)),
            from,
            to,
        })
        .collect()
}

fn whole(item: &Item, change: Change) -> Difference {
    let (zh, en) = match change {
        Change::Added => ("新增", "added"),
        Change::Gone => ("删除", "gone"),
        Change::Changed => ("改动", "changed"),
    };
    let all = |said: fn(Field, &str) -> String, comma: &str| {
        let filled = item.fields.iter().filter(|(_, value)| !value.is_empty());
        filled.take(3).map(|(field, value)| said(*field, value)).collect::<Vec<_>>().join(comma)
    };
    let with =
        |head: String, colon: &str, all: String| if all.is_empty() { head } else { format!("{head}{colon}{all}") };
    Difference {
        subject: item.subject,
        key: item.key.clone(),
        change,
        field: None,
        from: String::new(),
        to: String::new(),
        zh: with(format!("{zh} {}", named_zh(item)), "：", all(said_zh, "；")),
        en: with(format!("{en} {}", named_en(item)), ": ", all(said_en, "; ")),
    }
}

fn named_zh(item: &Item) -> String {
    match item.name.is_empty() {
        true => format!("{} {}", item.subject.zh(), item.key),
        false => format!("{} {} {}", item.subject.zh(), item.key, item.name),
    }
}

fn named_en(item: &Item) -> String {
    let name = if item.name_en.is_empty() { &item.name } else { &item.name_en };
    match name.is_empty() {
        true => format!("{} {}", item.subject.en(), item.key),
        false => format!("{} {} {name}", item.subject.en(), item.key),
    }
}

fn is_limit(field: Field) -> bool {
    matches!(field, Field::Limit | Field::TypicalLimit)
}

/// Says a field's value as people read it in Chinese.
pub fn said_zh(field: Field, value: &str) -> String {
    match value.parse::<Limit>() {
        Ok(limit) if is_limit(field) => limit.said_zh(),
        _ if value.is_empty() => "（无）".to_owned(),
        _ => match (field, value) {
            (Field::Retired, "yes") => "是".to_owned(),
            (Field::Retired, "no") => "否".to_owned(),
            (Field::WorkDay, "eight_hours") => "八个工作小时".to_owned(),
            (Field::WorkDay, "end_of_day") => "到当日下班".to_owned(),
            (Field::Source, "training") => "培训用".to_owned(),
            (Field::Source, "city") => "本市手册".to_owned(),
            (Field::Source, "national") => "国家标准".to_owned(),
            _ => format!("“{value}”"),
        },
    }
}

/// Says a field's value as people read it in English.
pub fn said_en(field: Field, value: &str) -> String {
    match value.parse::<Limit>() {
        Ok(limit) if is_limit(field) => limit.text_en(),
        _ if value.is_empty() => "(none)".to_owned(),
        _ => match (field, value) {
            (Field::WorkDay, "eight_hours") => "eight working hours".to_owned(),
            (Field::WorkDay, "end_of_day") => "the end of the day".to_owned(),
            (Field::Retired | Field::Source, word) => word.to_owned(),
            _ => format!("\"{value}\""),
        },
    }
}
