//! Cases of the same kind near by: where each is, when it was reported and how it stands, so that it is seen at once
//! whether one of them is this very problem. That there are some the core says itself, as something to mind.

use app_bridge::near::NearCase;
use kit::lang::{self, Lang, spoken};
use kit::moment;
use leptos::prelude::*;

use super::text as own;
use crate::camera::guidance::wind;
use crate::text;

/// More would be a list to study; the nearest come first.
const MOST: usize = 3;

/// The nearest of the cases near by; nothing where there are none.
#[component]
pub fn NearBy(
    /// What the core found, the nearest first.
    cases: Vec<NearCase>,
) -> impl IntoView {
    let (speech, clock) = (lang::speech(), moment::clock());
    let row = move |near: NearCase| {
        let case = near.case.to_string();
        let says = move || {
            let lang = speech.get();
            says(lang, &near, &clock.say(lang, near.reported_at))
        };
        view! { <p class="tiny number" role="listitem" data-test="near-case" data-case=case data-said="">{says}</p> }
    };
    (!cases.is_empty()).then(|| {
        view! {
            <div role="list" aria-label=spoken(own::NEAR_BY)>
                {cases.into_iter().take(MOST).map(row).collect_view()}
            </div>
        }
    })
}

fn says(lang: Lang, near: &NearCase, reported: &str) -> String {
    let (far, way) = (text::distance(near.distance_m), lang.say(wind(near.bearing_deg)));
    let state = lang.say(near.state.map_or(text::ONLY_HERE, text::state));
    let mine = if near.own { format!(" · {}", lang.say(own::BY_ME)) } else { String::new() };
    format!("{far} {way} · {reported} · {state}{mine}")
}

#[cfg(test)]
mod tests {
    use app_bridge::near::NearCase;
    use kit::lang::Lang;
    use shared::case::State;
    use shared::time::Instant;

    use super::says;

    fn near() -> NearCase {
        NearCase {
            case: "0190f000-0000-7000-8000-0000000000aa".parse().unwrap(),
            name: "暴露垃圾".into(),
            name_en: "exposed litter".into(),
            distance_m: 11.6,
            bearing_deg: 50.0,
            state: Some(State::Handling),
            reported_at: Instant::from_ms(0),
            own: false,
        }
    }

    #[test]
    fn each_says_where_it_is_when_it_was_reported_and_how_it_stands() {
        assert_eq!(says(Lang::Zh, &near(), "09:10"), "12 m 东北 · 09:10 · 处置中");
        let mine = NearCase { own: true, state: None, ..near() };
        assert_eq!(says(Lang::Zh, &mine, "09:10"), "12 m 东北 · 09:10 · 只在本机 · 我报的");
        assert!(says(Lang::En, &mine, "09:10").ends_with("Only on this phone · by me"));
    }
}
