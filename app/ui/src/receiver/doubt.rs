//! What is doubtful about a position that is about to be written down: it is old, or it is uncertain. Never silently.

use kit::lang::{self, t};
use kit::moment;
use leptos::prelude::*;
use shared::place::fix::{Fix, Source};
use shared::time::Instant;
use shared::track::thin::LEAST_ACCURATE_M;

use super::text;
use crate::place::Receiver;
use crate::state::App;

/// While the receiver searches anew, a position that is older is from before.
const AWAITED_MS: i64 = 30_000;
/// While it tells where one is, one that stands still is told each minute; older than this it has stopped telling.
const OLD_MS: i64 = 90_000;

/// Returns how old a received position is, where that is worth a word.
fn old_ms(fix: &Fix, receiver: Receiver, now: Instant) -> Option<i64> {
    let least_ms = match (fix.source, receiver) {
        (Source::Gnss | Source::Network, Receiver::Searching) => AWAITED_MS,
        (Source::Gnss | Source::Network, Receiver::Receiving | Receiver::Missing) => OLD_MS,
        (Source::MapPick | Source::Exif | Source::Import | Source::Simulated, _) => return None,
    };
    Some(now.since(fix.fix_time)).filter(|age_ms| *age_ms >= least_ms)
}

/// Says whether a position is too uncertain to be trusted unseen.
fn is_uncertain(fix: &Fix) -> bool {
    fix.source != Source::MapPick && fix.accuracy_m.is_some_and(|metres| metres > f64::from(LEAST_ACCURATE_M))
}

/// Says of a position that it is old, or uncertain; nothing of one that is neither.
#[component]
pub fn Doubts(
    /// The position.
    #[prop(into)]
    fix: Signal<Option<Fix>>,
) -> impl IntoView {
    let (app, speech, clock) = (App::get(), lang::speech(), moment::clock());
    let old = Memo::new(move |_| {
        let (receiver, now) = (app.place.receiver.get(), clock.now());
        let age_ms = fix.with(|fix| old_ms(fix.as_ref()?, receiver, now))?;
        Some(text::old_place(speech.get(), age_ms, receiver))
    });
    let uncertain = Memo::new(move |_| fix.with(|fix| fix.as_ref().is_some_and(is_uncertain)));
    view! {
        {move || old.get().map(|words| view! {
            <div><span class="badge tone-soon" data-test="old-fix" role="status">{words}</span></div>
        })}
        {move || uncertain.get().then(|| view! {
            <div><span class="badge tone-soon" data-test="uncertain-fix">{t(text::UNCERTAIN)}</span></div>
        })}
    }
}

#[cfg(test)]
mod tests {
    use shared::place::crs::Crs;
    use shared::place::fix::{Fix, Source};
    use shared::place::point::Degree;
    use shared::time::Instant;

    use super::{is_uncertain, old_ms};
    use crate::place::Receiver;

    const NOW: Instant = Instant::from_ms(1_764_000_000_000);

    fn fix(source: Source, seconds: i64, accuracy_m: f64) -> Fix {
        Fix {
            lon: Degree::new(108.9423).unwrap(),
            lat: Degree::new(34.261).unwrap(),
            crs: Crs::Wgs84,
            source,
            accuracy_m: Some(accuracy_m),
            fix_time: NOW.plus_ms(-seconds * 1_000),
            provider: None,
            is_mock: false,
            heading_deg: None,
        }
    }

    #[track_caller]
    fn check(source: Source, seconds: i64, receiver: Receiver, is_old: bool) {
        assert_eq!(old_ms(&fix(source, seconds, 6.0), receiver, NOW).is_some(), is_old);
    }

    #[test]
    fn an_old_position_is_told_sooner_while_another_is_awaited() {
        check(Source::Gnss, 29, Receiver::Searching, false);
        check(Source::Gnss, 30, Receiver::Searching, true);
        check(Source::Network, 89, Receiver::Receiving, false);
        check(Source::Gnss, 90, Receiver::Receiving, true);
        check(Source::Gnss, 600, Receiver::Missing, true);
    }

    #[test]
    fn a_place_that_nobody_received_does_not_grow_old() {
        check(Source::MapPick, 600, Receiver::Searching, false);
        check(Source::Simulated, 600, Receiver::Missing, false);
    }

    #[test]
    fn a_position_is_uncertain_where_the_track_would_not_have_it() {
        assert!(is_uncertain(&fix(Source::Gnss, 0, 51.0)) && !is_uncertain(&fix(Source::Gnss, 0, 50.0)));
        assert!(!is_uncertain(&fix(Source::MapPick, 0, 51.0)), "a person pointed there");
    }
}
