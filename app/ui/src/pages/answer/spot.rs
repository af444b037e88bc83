//! How far the person stands from the spot; the nearer, the better the comparison.

use kit::icon::{Icon, Picture as Icons};
use kit::lang::t;
use leptos::prelude::*;
use shared::place::fix::Fix;

use crate::camera::guidance::{away, wind};
use crate::state::App;
use crate::text;

/// How far the person stands from the spot.
#[component]
pub fn FromTheSpot(
    /// The spot.
    spot: Fix,
) -> impl IntoView {
    let app = App::get();
    let stands = Memo::new(move |_| {
        let here = app.standing(Some(&spot))?;
        Some((away(&here, &spot)?, here.accuracy_m))
    });
    view! {
        <p class="small number from-the-spot" data-test="from-the-spot">
            {move || stands.get().map(|(away, accuracy)| {
                let class = if away.metres <= 25.0 { "tone-ok" } else { "tone-soon" };
                view! {
                    <span>{t(text::FROM_THE_SPOT)}" "<strong class=class>{text::distance(away.metres)}</strong>" "
                        <Icon picture=Icons::North turned_deg=away.bearing_deg />" "{t(wind(away.bearing_deg))}</span>
                    {accuracy.map(|metres| view! { <span>{t(text::ACCURACY)}" "{text::accuracy(metres)}</span> })}
                }
            })}
            <span>{t(text::STAND_THERE)}</span>
        </p>
    }
}
