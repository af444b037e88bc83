//! A number as it stands on every page: the way to its cases, and a rate with both its numbers.

use leptos::prelude::*;
use shared::assessment::rate::Ratio;
use shared::assessment::{Counter, Rate, Sums};

use super::asked::{Asked, Number, Row, href};
use super::basis;
use super::column::Column;
use super::text::{self, phrases};
use crate::text::lang;
use crate::text::spans::number;

/// Draws how many count as something, as the way to exactly these cases; none is no link.
pub fn count(asked: &Asked, what: &Number, count: u64) -> AnyView {
    let counter = what.counter.as_str();
    if count == 0 {
        return view! { <span class="figures" data-test="number" data-counter=counter data-count="0">"0"</span> }
            .into_any();
    }
    let lang = lang();
    let said = phrases::opens(lang, lang.say(text::counter(what.counter)), count);
    view! {
        <a class="assess-number figures" data-test="number" data-counter=counter data-basis=what.basis.as_str()
            data-count=count.to_string() href=href(&asked.cases(what)) aria-label=said>{number(count)}</a>
    }
    .into_any()
}

/// Draws both numbers of a rate, each the way to its cases: `412 / 430`.
pub fn part_and_whole(asked: &Asked, of: Option<&Row>, rate: Rate, sums: &Sums) -> AnyView {
    let basis = basis::of_rate(rate);
    let one =
        |counter: Counter| count(asked, &Number { basis, counter, part: None, of: of.cloned() }, sums.get(counter));
    let whole = rate.whole();
    let is_sum = whole.len() > 1;
    let drawn = |(place, counter): (usize, &Counter)| {
        let plus = (place > 0).then_some(" + ");
        view! { {plus}{one(*counter)} }
    };
    view! {
        <span class="assess-ratio">
            {one(rate.part())}" / "{is_sum.then_some("(")}{whole.iter().enumerate().map(drawn).collect_view()}{is_sum.then_some(")")}
        </span>
    }
    .into_any()
}

/// Draws what a column says of some sums.
pub fn cell(asked: &Asked, of: Option<&Row>, column: Column, sums: &Sums) -> AnyView {
    let number_of = |counter: Counter| Number { basis: column.basis(), counter, part: None, of: of.cloned() };
    match column {
        Column::Count(counter) => count(asked, &number_of(counter), sums.get(counter)),
        Column::Rate(rate) => view! {
            <strong class="figures" data-rate=rate.as_str()>{percent(rate.of(sums))}</strong>
            <small>{part_and_whole(asked, of, rate, sums)}</small>
        }
        .into_any(),
        Column::Reworks => view! {
            <strong class="figures">{number(sums.reworks)}</strong>
            <small>{count(asked, &number_of(Counter::Rework), sums.get(Counter::Rework))}</small>
        }
        .into_any(),
        Column::Over => view! {
            <strong class="figures">{times(column.value(sums))}</strong>
            <small>{count(asked, &number_of(Counter::OvertimeArchive), sums.get(Counter::OvertimeArchive))}</small>
        }
        .into_any(),
    }
}

/// Writes a rate: `95.8 %`; a rate of nothing is a dash.
pub fn percent(ratio: Ratio) -> String {
    ratio.per_mille().map_or_else(|| "—".to_owned(), |per_mille| format!("{}.{} %", per_mille / 10, per_mille % 10))
}

/// Writes an average: `1.5`; that of none is a dash.
pub fn times(value: Option<(u64, u64)>) -> String {
    let Some((part, whole)) = value else { return "—".to_owned() };
    let tenths = part.saturating_mul(10).saturating_add(whole / 2).checked_div(whole).unwrap_or_default();
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// Returns a rate as a chart draws it, in hundredths with one place behind the point; nothing for a rate of nothing.
pub fn drawn(ratio: Ratio) -> Option<f64> {
    let per_mille = u32::try_from(ratio.per_mille()?).ok()?;
    Some(f64::from(per_mille) / 10.0)
}

#[cfg(test)]
mod tests {
    use shared::assessment::rate::Ratio;

    use super::{drawn, percent, times};

    #[test]
    fn a_rate_of_nothing_is_a_dash_and_is_not_drawn() {
        assert_eq!(
            (percent(Ratio { part: 412, whole: 430 }).as_str(), percent(Ratio { part: 0, whole: 0 }).as_str()),
            ("95.8 %", "—")
        );
        assert_eq!(percent(Ratio { part: 0, whole: 3 }), "0.0 %", "none of some is a rate");
        assert_eq!((drawn(Ratio { part: 1, whole: 8 }), drawn(Ratio { part: 0, whole: 0 })), (Some(12.5), None));
    }

    #[test]
    fn an_average_has_one_place_behind_the_point() {
        assert_eq!(
            (times(Some((3_000, 2_000))).as_str(), times(Some((2_960, 1_000))).as_str(), times(None).as_str()),
            ("1.5", "3.0", "—")
        );
    }
}
