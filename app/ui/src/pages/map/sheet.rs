//! What a page with a map asks the core, and what it holds of the answers while it asks again.

use std::sync::Arc;

use app_bridge::ask::Ask;
use app_bridge::base_map::BaseMapCard;
use app_bridge::sheet::MapSheet;
use app_bridge::told::{Failure, Told};
use kit::lang;
use kit::map::{Base, Ground, Here};
use leptos::prelude::*;
use shared::place::crs::Crs;
use shared::place::point::Point;

use super::base::{self, Below, Choice, Offer};
use super::{text, things};
use crate::bridge;
use crate::fetch::{Fetch, Fetched, fetch};
use crate::state::{App, unexpected};

/// What is drawn, and what lies below it.
#[derive(Clone, Copy)]
pub struct Drawing {
    /// What stands on the map, as it was asked for.
    pub got: Memo<Fetched<MapSheet>>,
    /// Asks for it again.
    pub again: Callback<()>,
    /// The same as it was last told: the map stays while it is asked for again.
    pub sheet: Memo<Option<MapSheet>>,
    /// The ground, in the system of the base map.
    pub ground: Memo<Option<Ground>>,
    /// Why the ground is not there.
    pub ground_failure: Memo<Option<Failure>>,
    /// What the person chose to lie below.
    pub choice: RwSignal<Choice>,
    /// What there is to choose from.
    pub offer: Memo<Offer>,
    /// What lies below.
    pub base: Memo<Option<Base>>,
    /// Where the person stands, for the map.
    pub here: Memo<Option<Here>>,
}

impl Drawing {
    /// Asks for everything a map shows.
    pub fn ask() -> Self {
        let (app, speech) = (App::get(), lang::speech());
        let Fetch { got, again } = fetch(
            || Ask::MapSheet,
            |told| match told {
                Told::MapSheet(sheet) => Ok(*sheet),
                other => Err(unexpected(&other)),
            },
        );
        let sheet = Memo::new(move |before: Option<&Option<MapSheet>>| match got.get() {
            Fetched::Here(sheet) => Some(sheet),
            Fetched::Reading | Fetched::Failed(_) => before.cloned().flatten(),
        });
        let maps = fetch(
            || Ask::BaseMaps,
            |told| match told {
                Told::BaseMaps(cards) => Ok(cards),
                other => Err(unexpected(&other)),
            },
        );
        let offer = Memo::new(move |_| Offer {
            // Without the list there is still the ground.
            own: match maps.got.get() {
                Fetched::Here(cards) => cards.into_iter().filter(|card: &BaseMapCard| card.ready).collect(),
                Fetched::Reading | Fetched::Failed(_) => Vec::new(),
            },
            tianditu_key: sheet
                .with(|sheet| sheet.as_ref().map(|sheet| sheet.tianditu_key.clone()).unwrap_or_default()),
            offline: app.is_offline(),
            tianditu_whose: speech.get().say(text::TIANDITU_WHOSE),
        });
        let choice = RwSignal::new(Choice::remembered());
        let base = Memo::new(move |_| {
            choice.with(|choice| offer.with(|offer| base::drawn(&base::below(choice, offer), offer)))
        });
        // Its name and its system: what else changes on the sheet asks for no ground.
        let wanted = Memo::new(move |_| {
            let name = sheet.with(|sheet| sheet.as_ref().map(|sheet| sheet.ground.clone()).unwrap_or_default());
            (name, base.with(|base| base.as_ref().map_or(Crs::Wgs84, |base| base.crs)))
        });
        let asked = LocalResource::new(move || {
            let (name, shown_in) = wanted.get();
            async move {
                if name.is_empty() {
                    return Ok(None);
                }
                match bridge::ask(Ask::MapGround { shown_in }).await {
                    Ok(Told::MapGround(ground)) => Ok(Some(Ground { shown_in, json: Arc::from(ground.json) })),
                    Ok(other) => Err(unexpected(&other)),
                    Err(failure) => Err(failure),
                }
            }
        });
        Self {
            got,
            again,
            sheet,
            ground: Memo::new(move |_| asked.get().and_then(Result::ok).flatten()),
            ground_failure: Memo::new(move |_| asked.get().and_then(Result::err)),
            choice,
            offer,
            base,
            here: Memo::new(move |_| {
                let accuracy_m = app.place.here.with(|here| here.as_ref().and_then(|here| here.accuracy_m));
                point_here(app).map(|at| Here { at: things::spot(at), accuracy_m })
            }),
        }
    }

    /// Says whether the online map was chosen and cannot be had; follows it.
    pub fn lacks_tianditu(self) -> bool {
        let has_key = self.offer.with(|offer| !offer.tianditu_key.is_empty());
        let chosen = self.choice.with(|choice| *choice == Choice::Tianditu);
        let below = self.choice.with(|choice| self.offer.with(|offer| base::below(choice, offer) == Below::Tianditu));
        has_key && chosen && !below
    }
}

/// Returns where the person stands; follows it.
pub fn point_here(app: App) -> Option<Point> {
    app.place.here.with(|here| here.as_ref().and_then(|here| here.point().ok()))
}
