//! Records as a table that leaves the system.

use shared::api::audit::{AuditEntry, word};

use super::actions::who;
use crate::sheets::{Cell, Sheet};

const COLUMNS_ZH: [&str; 10] =
    ["时间", "谁", "账号或规则", "做了什么", "代码", "对象", "案卷号", "辖区", "详情", "编号"];
const COLUMNS_EN: [&str; 10] =
    ["When", "Who", "Account or rule", "What", "Code", "Subject", "Case number", "Area", "Detail", "Id"];

/// Returns the table in a language; moments are written in a zone.
pub fn of(entries: &[AuditEntry], zone: &str, is_english: bool) -> Sheet {
    let (name, columns) = if is_english { ("Audit", COLUMNS_EN) } else { ("操作记录", COLUMNS_ZH) };
    let row = |entry: &AuditEntry| {
        let called = word(&entry.action).map_or_else(
            || entry.action.clone(),
            |word| if is_english { word.en.to_owned() } else { word.zh.to_owned() },
        );
        let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
        vec![
            Cell::Moment(entry.at, zone.to_owned()),
            Cell::Text(who(entry)),
            Cell::Text(entry.actor.clone()),
            Cell::Text(called),
            Cell::Text(entry.action.clone()),
            text(&entry.subject),
            text(entry.case_no.as_ref().map_or("", |number| number.as_str())),
            Cell::Text(entry.area.to_string()),
            text(&entry.detail),
            Cell::Text(entry.id.clone()),
        ]
    };
    Sheet {
        name: name.to_owned(),
        columns: Vec::from(columns.map(str::to_owned)),
        rows: entries.iter().map(row).collect(),
    }
}
