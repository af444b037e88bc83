//! The table of a count: a line for each stretch, and the sum below.

use kit::lang::Lang;
use leptos::prelude::*;
use shared::calendar::counted::{Count, Stretch, StretchKind};
use shared::time::Instant;

use super::amount;
use crate::case::text;
use crate::clock;
use crate::text::pick;

/// Draws the table; `stood` says why the clock stood still from a moment on.
pub fn table(lang: Lang, count: &Count, stood: &dyn Fn(Instant) -> String, is_open: bool) -> AnyView {
    let line = |stretch: &Stretch| {
        let what = what(lang, stretch, stood);
        let counted = if stretch.amount > 0 { amount(lang, count.counted_in, stretch.amount) } else { "0".to_owned() };
        view! {
            <tr data-test="stretch" class:left-out={stretch.amount == 0}>
                <td class="figures" data-said="">{when(lang, stretch)}" "{what}</td>
                <td class="figures right">{counted}</td>
            </tr>
        }
        .into_any()
    };
    let lines: Vec<AnyView> = count.stretches.iter().map(line).collect();
    let sum = amount(lang, count.counted_in, count.sum);
    view! {
        <details class="stretches" open=is_open data-test="stretches">
            <summary>{lang.say(text::STRETCHES)}</summary>
            <table class="rows compact">
                <thead>
                    <tr>
                        <th scope="col">{lang.say(text::STRETCH)}</th>
                        <th scope="col" class="right">{lang.say(text::COUNTS)}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{lang.say(text::SUM)}</th>
                        <td class="figures right" data-test="clock-sum">{sum}</td>
                    </tr>
                </tfoot>
            </table>
        </details>
    }
    .into_any()
}

/// Writes when a stretch was: "11-23 周一 14:20–18:00", "10-01 – 10-07".
fn when(lang: Lang, stretch: &Stretch) -> String {
    let (from, to) = (stretch.from, stretch.to);
    let day = |at: Instant| format!("{} {}", clock::day(at), text::weekday(lang, clock::date(at)));
    match stretch.kind {
        StretchKind::DayOff | StretchKind::Holiday => {
            // The last moment of the last day, not the first of the day after.
            let last = to.plus_ms(-1);
            if clock::date(from) == clock::date(last) { day(from) } else { format!("{} – {}", day(from), day(last)) }
        }
        StretchKind::Ran | StretchKind::MakeUp | StretchKind::FirstDay | StretchKind::Stood | StretchKind::More => {
            if clock::date(from) == clock::date(to) {
                format!("{} {}–{}", day(from), clock::hour_minute(from), clock::hour_minute(to))
            } else {
                format!("{} {} – {} {}", day(from), clock::hour_minute(from), day(to), clock::hour_minute(to))
            }
        }
    }
}

fn what(lang: Lang, stretch: &Stretch, stood: &dyn Fn(Instant) -> String) -> String {
    match stretch.kind {
        StretchKind::Ran => String::new(),
        StretchKind::MakeUp => lang.say(text::MAKE_UP).to_owned(),
        StretchKind::DayOff => lang.say(text::DAY_OFF).to_owned(),
        StretchKind::Holiday => {
            let (name, holiday) = (&stretch.name, lang.say(text::HOLIDAY));
            pick(lang, format!("{name}（{holiday}）"), format!("{holiday} ({name})"))
        }
        StretchKind::FirstDay => lang.say(text::FIRST_DAY).to_owned(),
        StretchKind::Stood => stood(stretch.from),
        StretchKind::More => lang.say(text::MORE_STRETCHES).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;
    use shared::calendar::counted::{Stretch, StretchKind};
    use shared::time::Instant;

    use super::{what, when};
    use crate::clock;

    #[track_caller]
    fn check(kind: StretchKind, from: &str, to: &str, zh: &str, en: &str) {
        clock::keep_zone("Asia/Shanghai");
        let at = |text: &str| format!("{text}:00+08:00").parse::<Instant>().unwrap();
        let name = if kind == StretchKind::Holiday { "国庆节".to_owned() } else { String::new() };
        let stretch = Stretch { from: at(from), to: at(to), amount: 0, kind, name };
        let told =
            |lang| format!("{} {}", when(lang, &stretch), what(lang, &stretch, &|_| "-".to_owned())).trim().to_owned();
        assert_eq!((told(Lang::Zh).as_str(), told(Lang::En).as_str()), (zh, en));
    }

    #[test]
    fn a_stretch_is_told_by_its_day_and_hours_and_days_off_by_their_days() {
        check(
            StretchKind::Ran,
            "2026-11-23T14:20",
            "2026-11-23T18:00",
            "11-23 周一 14:20–18:00",
            "11-23 Mon 14:20–18:00",
        );
        check(
            StretchKind::DayOff,
            "2026-11-28T00:00",
            "2026-11-30T00:00",
            "11-28 周六 – 11-29 周日 休息日",
            "11-28 Sat – 11-29 Sun days off",
        );
        check(
            StretchKind::Holiday,
            "2026-10-01T00:00",
            "2026-10-02T00:00",
            "10-01 周四 国庆节（节假日）",
            "10-01 Thu holiday (国庆节)",
        );
        check(
            StretchKind::Stood,
            "2026-11-23T14:20",
            "2026-11-24T09:00",
            "11-23 周一 14:20 – 11-24 周二 09:00 -",
            "11-23 Mon 14:20 – 11-24 Tue 09:00 -",
        );
    }
}
