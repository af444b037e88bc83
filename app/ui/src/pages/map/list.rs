//! What is on the map, as a list: for who cannot see a map, and for a device that cannot draw one.

use kit::faces::EmptyState;
use kit::icon::Picture;
use kit::lang::{spoken, t};
use leptos::prelude::*;
use shared::place::point::Point;

use super::row::ThingRow;
use super::text;
use super::things::{Kind, MOST_LISTED, Thing, listed};

/// The list.
#[component]
pub fn ThingList(
    /// What stands on the map.
    things: Memo<Vec<Thing>>,
    /// From where it is seen; what is listed does not jump while one walks.
    here: Option<Point>,
) -> impl IntoView {
    move || {
        let things = things.get();
        if things.is_empty() {
            return view! {
                <EmptyState picture=Picture::Map title=spoken(text::NOTHING_TITLE) words=spoken(text::NOTHING_WORDS) />
            }
            .into_any();
        }
        let kinds = Kind::ALL.into_iter().map(|kind| {
            let mut found = listed(&things, kind, here);
            let cut = matches!(kind, Kind::Near | Kind::Remarks) && found.len() > MOST_LISTED;
            if cut {
                found.truncate(MOST_LISTED);
            }
            (!found.is_empty()).then(|| {
                view! {
                    <section class="rows" data-test="map-kind" data-kind=kind.as_str()>
                        <h2 class="section">{t(text::kind(kind))}</h2>
                        {found.into_iter().map(|thing| view! { <ThingRow thing=thing /> }).collect_view()}
                        {cut.then(|| view! { <p class="tiny">{t(text::NEAREST_ONLY)}</p> })}
                    </section>
                }
            })
        });
        view! { <div class="rows map-list" data-test="map-list">{kinds.collect_view()}</div> }.into_any()
    }
}
