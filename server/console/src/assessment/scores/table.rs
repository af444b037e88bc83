//! The ranking: each with its total and the points of each line, which open the cases that the line looked at; and the totals
//! of the best, drawn.

use leptos::prelude::*;
use serde_json::{Value, json};
use shared::api::assessment::{ScoreRow, ScoreTable};
use shared::assessment::score::{Indicator, Line};

use super::asked::way;
use super::{lines, text as words};
use crate::assessment::models::points::full;
use crate::assessment::text::subject;
use crate::section::Address;
use crate::text::{lang, say};

/// So many are drawn.
const MOST_DRAWN: usize = 30;

/// Draws the totals of the best.
pub fn chart(table: &ScoreTable) -> AnyView {
    let lang = lang();
    let drawn: Vec<(String, i64)> =
        table.rows.iter().take(MOST_DRAWN).map(|row| (row.name.clone(), row.score.total_centi)).collect();
    let Some(best) = table.rows.first() else { return ().into_any() };
    let label = words::chart(lang, drawn.len(), table.rows.len(), &best.name, best.score.total_centi);
    let option = Signal::derive(move || option(&drawn));
    view! {
        <figure class="card score-card">
            <figcaption><h3>{say(words::DRAWN)}</h3><span class="small quiet" data-said="">{label.clone()}</span></figcaption>
            <div data-said="">{kit::chart::chart(option, label, "scores-chart")}</div>
        </figure>
    }
    .into_any()
}

/// Writes bars as the library reads them; a colour is the name of a token. What is written beside a bar is the total as it
/// stands in the table.
fn option(rows: &[(String, i64)]) -> Value {
    let names: Vec<&str> = rows.iter().map(|(name, _)| name.as_str()).collect();
    let bars: Vec<Value> = rows.iter().map(|(_, centi)| drawn(*centi)).collect();
    json!({
        "animation": false,
        "grid": {"left": 8, "right": 16, "top": 16, "bottom": 8, "containLabel": true},
        "tooltip": {"trigger": "axis"},
        "xAxis": {
            "type": "category", "data": names,
            "axisLabel": {"color": "--ink-2", "rotate": 40, "width": 110, "overflow": "truncate"},
        },
        "yAxis": {
            "type": "value", "axisLabel": {"color": "--ink-2"}, "splitLine": {"lineStyle": {"color": "--line"}},
        },
        "series": [{"type": "bar", "data": bars, "itemStyle": {"color": "--brand"}, "barMaxWidth": 32}],
    })
}

/// Returns a total as a chart reads it: the same digits as in the table.
fn drawn(centi: i64) -> Value {
    serde_json::from_str(&full(centi)).unwrap_or(Value::Null)
}

/// Draws the ranking. A name opens its lines.
pub fn ranking(table: &ScoreTable, address: Memo<Address>, opened: Memo<Option<String>>) -> AnyView {
    let lang = lang();
    let head = |one: &Indicator| {
        view! {
            <th scope="col" class="right" data-said="">{lang.pick(&one.name, &one.name_en).to_owned()}
                <small>{words::most(lang, one.full_centi)}</small></th>
        }
    };
    let rows: Vec<AnyView> = table.rows.iter().map(|one| row(table, one, address, opened)).collect();
    let by = lang.say(subject(table.model.subject));
    let model = words::scored_by(lang, lang.pick(&table.model.name, &table.model.name_en), table.edition);
    view! {
        <section class="card table-card wide-table score-table" tabindex="0" role="region" aria-label=say(words::RANKING)>
            <p class="small quiet" data-test="scored-by" data-said="">{model}</p>
            <table class="rows compact" data-test="scores-table" data-edition=table.edition.to_string()>
                <thead><tr>
                    <th scope="col" class="right">{say(words::COL_RANK)}</th><th scope="col">{by}</th>
                    <th scope="col" class="right">{say(words::COL_TOTAL)}</th>
                    {table.model.indicators.iter().map(head).collect_view()}
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

fn row(table: &ScoreTable, row: &ScoreRow, address: Memo<Address>, opened: Memo<Option<String>>) -> AnyView {
    let key = StoredValue::new(row.key.clone());
    let is_open = Memo::new(move |_| key.with_value(|key| opened.with(|opened| opened.as_ref() == Some(key))));
    // Pressed once more, it is folded up.
    let to =
        move || key.with_value(|key| way(&address.get(), "row", if is_open.get() { "" } else { key.as_str() }).href());
    let cell = |(indicator, line): (&Indicator, &Line)| {
        let points = line.points_centi.map_or_else(|| "—".to_owned(), full);
        let code = line.code.clone();
        let points = match lines::way_of(table, row, indicator, line) {
            Some((way, said)) => view! {
                <a class="words-link" data-test="line-points" data-code=code href=way title=said>{points}</a>
            }
            .into_any(),
            // Who gave them, and why, stands among the lines.
            None if indicator.is_given() => {
                view! { <a class="words-link" data-test="line-given" data-code=code href=to>{points}</a> }.into_any()
            }
            None => points.into_any(),
        };
        view! { <td class="right figures">{points}</td> }
    };
    let name = if row.name.is_empty() { say(words::NOT_NAMED).to_owned() } else { row.name.clone() };
    view! {
        <tr data-test="scores-row" data-key=row.key.clone() data-rank=row.rank.to_string() class:chosen=move || is_open.get()>
            <td class="right figures">{row.rank.to_string()}</td>
            <td><a class="words-link" data-said="" data-test="scores-open" href=to
                aria-current=move || is_open.get().then_some("true")>{name}</a></td>
            <td class="right figures"><a class="words-link" href=to><strong data-test="scores-total">{full(row.score.total_centi)}</strong></a></td>
            {table.model.indicators.iter().zip(&row.score.lines).map(cell).collect_view()}
        </tr>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::option;

    #[test]
    fn bars_are_as_long_as_the_totals_that_stand_in_the_table() {
        let option = option(&[("甲".to_owned(), 8_586), ("乙".to_owned(), -50)]);
        assert_eq!(option["xAxis"]["data"], json!(["甲", "乙"]));
        assert_eq!(option["series"][0]["data"], json!([85.86, -0.5]));
    }
}
