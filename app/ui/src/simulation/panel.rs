//! Chooses how the simulated position is; shown only in a training city on a device without a receiver.

use kit::lang::{spoken, t};
use kit::radios::{Radio, Radios};
use leptos::prelude::*;

use super::{Simulated, text};
use crate::state::App;

/// Chooses how the simulated position is.
#[component]
pub fn SimulatedPlace() -> impl IntoView {
    let app = App::get();
    let offered = Memo::new(move |_| app.simulates());
    view! {
        <Show when=move || offered.get()>
            <section class="card stack simulated" data-test="simulated-place">
                <h2 class="small">{t(text::TITLE)}</h2>
                <Radios label=spoken(text::TITLE)>
                    {Simulated::ALL.iter().map(|way| view! { <WayChip way=*way /> }).collect_view()}
                </Radios>
                <p class="tiny">{t(text::EXPLAINED)}</p>
            </section>
        </Show>
    }
    .into_any()
}

#[component]
fn WayChip(way: Simulated) -> impl IntoView {
    let place = App::get().place;
    view! {
        <Radio test=test(way) chosen=Signal::derive(move || place.simulated.get() == way)
            on_choose=move |()| place.simulate(way)>{t(text::way(way))}</Radio>
    }
}

const fn test(way: Simulated) -> &'static str {
    match way {
        Simulated::Good => "fix-good",
        Simulated::Mock => "fix-mock",
        Simulated::Jumpy => "fix-jumpy",
        Simulated::Stale => "fix-stale",
        Simulated::Far => "fix-far",
        Simulated::Heading => "fix-heading",
        Simulated::Uncertain => "fix-uncertain",
    }
}
