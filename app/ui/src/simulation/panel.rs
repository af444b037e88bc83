//! Chooses how the simulated position is; shown only in a training city on a device without a receiver.

use kit::lang::t;
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
                <div class="chips" role="radiogroup" aria-label=t(text::TITLE)>
                    {Simulated::ALL.iter().map(|way| view! { <WayChip way=*way /> }).collect_view()}
                </div>
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
        <button type="button" class="chip" role="radio" data-test=test(way)
            aria-checked=move || (place.simulated.get() == way).to_string()
            on:click=move |_| place.simulate(way)>{t(text::way(way))}</button>
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
