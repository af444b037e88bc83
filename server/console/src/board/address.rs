//! What of the board is looked for, as it stands in the address: a link to it can be handed on.

use leptos::prelude::*;
use shared::ids::DeviceId;
use shared::standing::wanted::Wanted;

use crate::route::{self, Route, decode, encode};

/// Follows what is looked for.
pub fn wanted() -> Memo<Wanted> {
    let open = route::open();
    Memo::new(move |before: Option<&Wanted>| match open.get() {
        Route::Board(_) => read(&window().location().hash().unwrap_or_default()),
        // The page is on its way out: it is not drawn anew for that.
        Route::Home
        | Route::Cases(_)
        | Route::Case(_)
        | Route::Handling
        | Route::Figures(_)
        | Route::FigureCases(_)
        | Route::Chain { .. }
        | Route::Verify
        | Route::Announcements
        | Route::At(..)
        | Route::Unknown => before.cloned().unwrap_or_default(),
    })
}

/// Follows which device is chosen.
pub fn chosen() -> Memo<Option<DeviceId>> {
    let open = route::open();
    Memo::new(move |before: Option<&Option<DeviceId>>| match open.get() {
        Route::Board(device) => device,
        Route::Home
        | Route::Cases(_)
        | Route::Case(_)
        | Route::Handling
        | Route::Figures(_)
        | Route::FigureCases(_)
        | Route::Chain { .. }
        | Route::Verify
        | Route::Announcements
        | Route::At(..)
        | Route::Unknown => before.copied().flatten(),
    })
}

/// Writes the address of the board.
pub fn href(device: Option<DeviceId>, wanted: &Wanted) -> String {
    let query = query(wanted);
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{}{mark}{query}", Route::Board(device).href())
}

/// Writes what is looked for as a query.
pub fn query(wanted: &Wanted) -> String {
    let pairs: Vec<String> =
        wanted.pairs().into_iter().map(|(name, value)| format!("{name}={}", encode(&value))).collect();
    pairs.join("&")
}

/// Opens an address of the board.
pub fn go(device: Option<DeviceId>, wanted: &Wanted) {
    if window().location().set_hash(&href(device, wanted)).is_err() {
        leptos::logging::warn!("the address could not be set");
    }
}

fn read(hash: &str) -> Wanted {
    let query = hash.split_once('?').map_or("", |(_, query)| query);
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.fold(Wanted::default(), |wanted, (name, value)| wanted.with(name, &decode(value)))
}

#[cfg(test)]
mod tests {
    use shared::account::Role;
    use shared::standing::Silence;
    use shared::standing::wanted::{Duty, Wanted};

    use super::{href, read};
    use crate::route::Route;

    #[test]
    fn what_is_looked_for_is_found_again_by_its_address() {
        let wanted = Wanted {
            needing: true,
            reason: "stuck".to_owned(),
            jurisdiction: "610112".parse().ok(),
            role: Some(Role::Collector),
            duty: Some(Duty::On),
            silence: Some(Silence::Silent),
            version: "1.3.0".to_owned(),
            behind: true,
            words: "张 & 100%".to_owned(),
        };
        let device = "018f0000-0000-7000-8000-000000000001".parse().ok();
        for (device, wanted) in [(device, wanted.clone()), (None, wanted), (device, Wanted::default())] {
            let address = href(device, &wanted);
            assert_eq!(read(&address), wanted, "{address}");
            assert_eq!(Route::parse(&address), Route::Board(device), "{address}");
        }
        assert_eq!(read("#/devices?need=maybe&role=king&what=ever"), Wanted::default());
    }
}
