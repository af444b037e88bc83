//! Views that are kept: chips over the list and the map, and the way to keep what is shown now.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::lists::{LONGEST_VIEW_NAME, NewView, Shows, View, ViewList};
use shared::ids::ViewId;
use uuid::Uuid;

use super::text;
use crate::bridge::{self, Trouble};
use crate::route::{By, Filter, Route};
use crate::section::{Address, Section};
use crate::text::{lang, say, words};

const VIEWS: &str = "/api/v1/views";

/// Returns the page that shows a filter in one way or the other.
pub fn route(shows: Shows, filter: &Filter) -> Route {
    match shows {
        Shows::List => Route::Cases(filter.clone()),
        Shows::Map => {
            let shown =
                filter.narrowing().fold(Address::default(), |address, by| address.with(by.as_str(), filter.get(by)));
            Route::At(Section::CaseMap, shown)
        }
    }
}

/// What the chips know.
#[derive(Clone, Copy)]
struct Kept {
    views: RwSignal<ViewList>,
    trouble: RwSignal<Option<Trouble>>,
}

impl Kept {
    fn fetch(self) {
        spawn_local(async move {
            match bridge::get::<ViewList>(VIEWS).await {
                Ok(views) => drop(self.views.try_set(views)),
                Err(trouble) => drop(self.trouble.try_set(Some(trouble))),
            }
        });
    }
}

/// Draws the chips, and the way to keep what is shown.
pub fn chips(filter: Memo<Filter>, shows: Shows) -> AnyView {
    let lang = lang();
    let kept = Kept { views: RwSignal::new(ViewList::default()), trouble: RwSignal::new(None) };
    kept.fetch();
    let writing = RwSignal::new(false);
    let all = Memo::new(move |_| kept.views.with(|list| list.views.clone()));
    view! {
        <div class="views" data-test="views">
            <div class="chips" role="group" aria-label=say(text::VIEWS)>
                <For each=move || all.get() key=|view| view.id children=move |view| chip(view, filter, shows, kept)/>
                {move || (!writing.get() && !filter.with(Filter::is_open)).then(|| view! {
                    <button type="button" class="link" data-test="keep-view" on:click=move |_| writing.set(true)>
                        "+ "{lang.say(text::KEEP_VIEW)}
                    </button>
                })}
            </div>
            {move || writing.get().then(|| form(filter, shows, kept, writing))}
            {move || kept.trouble.get().map(|why| view! {
                <p class="complaint" role="alert" data-test="views-trouble">{why.words(lang)}" "{why.detail()}</p>
            })}
        </div>
    }
    .into_any()
}

fn chip(view: View, filter: Memo<Filter>, shows: Shows, kept: Kept) -> AnyView {
    let lang = lang();
    let View { id, name, query, shows: as_shown, shared, author, own, may_drop } = view;
    let its = Filter::read(&query);
    let href = route(as_shown, &its).href();
    let on = move || as_shown == shows && filter.with(|filter| *filter == its);
    let title = (!own).then(|| text::shared_by(lang, &author));
    let asked = RwSignal::new(false);
    let press = move |_| {
        if !asked.get_untracked() {
            asked.set(true);
            return;
        }
        drop_view(id, kept);
    };
    let kind = match as_shown {
        Shows::List => text::AS_LIST,
        Shows::Map => text::AS_MAP,
    };
    view! {
        <span class="view-chip">
            <a class="chip" class:on=on href=href title=title data-test="view" data-view=id.to_string()>
                <span lang="zh" data-said="">{name}</span>
                <small>{say(kind)}{shared.then(|| format!(" · {}", say(text::SHARED_MARK)))}</small>
            </a>
            {may_drop.then(|| view! {
                <button type="button" class="link" class:late=move || asked.get() data-test="drop-view"
                    aria-label=move || lang.say(if asked.get() { text::DROP_VIEW_SURE } else { text::DROP_VIEW })
                    on:click=press on:blur=move |_| asked.set(false)>
                    {move || if asked.get() { lang.say(text::DROP_VIEW_SURE) } else { "×" }}
                </button>
            })}
        </span>
    }
    .into_any()
}

fn drop_view(id: ViewId, kept: Kept) {
    spawn_local(async move {
        match bridge::delete(&format!("{VIEWS}/{id}")).await {
            Ok(()) => {
                kept.trouble.try_set(None);
                kept.fetch();
            }
            Err(trouble) => drop(kept.trouble.try_set(Some(trouble))),
        }
    });
}

fn form(filter: Memo<Filter>, shows: Shows, kept: Kept, writing: RwSignal<bool>) -> AnyView {
    let (name, shared, sending) = (RwSignal::new(String::new()), RwSignal::new(false), RwSignal::new(false));
    // Made once: pressed again after a reply that was lost, it is the same view.
    let id = ViewId(new_id());
    let may_share = kept.views.with_untracked(|views| views.may_share);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let written = name.get_untracked().trim().to_owned();
        if written.is_empty() || sending.get_untracked() {
            return;
        }
        sending.set(true);
        let query = filter.get_untracked().with(By::Within, "").query();
        let new = NewView { id, name: written, query, shows, shared: shared.get_untracked() };
        spawn_local(async move {
            let reply = bridge::post::<_, View>(VIEWS, &new).await;
            sending.try_set(false);
            match reply {
                Ok(_) => {
                    kept.trouble.try_set(None);
                    writing.try_set(false);
                    kept.fetch();
                }
                Err(trouble) => drop(kept.trouble.try_set(Some(trouble))),
            }
        });
    };
    view! {
        <form class="view-form" data-test="view-form" on:submit=submit>
            <label>{say(text::VIEW_NAME)}
                <input type="text" maxlength=LONGEST_VIEW_NAME.to_string() data-test="view-name" prop:value=move || name.get()
                    on:input:target=move |event| name.set(event.target().value())/>
            </label>
            {if may_share {
                view! {
                    <label class="view-share">
                        <input type="checkbox" data-test="view-shared" prop:checked=move || shared.get()
                            on:change:target=move |event| shared.set(event.target().checked())/>
                        {say(text::SHARE_VIEW)}
                    </label>
                }.into_any()
            } else {
                view! { <p class="quiet">{say(text::SHARE_NOTE)}</p> }.into_any()
            }}
            <button type="submit" class="button main" data-test="view-submit"
                disabled=move || sending.get() || name.with(|name| name.trim().is_empty())>
                {say(words::SAVE)}
            </button>
            <button type="button" class="button" on:click=move |_| writing.set(false)>{say(words::CANCEL)}</button>
        </form>
    }
    .into_any()
}

/// Makes the id of a view: sorted by when it was made, like every id here.
fn new_id() -> Uuid {
    let ms = u64::try_from(crate::clock::now().ms()).unwrap_or(0);
    let mut random = [0_u8; 10];
    for byte in &mut random {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below 256")]
        let thrown = (js_sys::Math::random() * 256.0) as u8;
        *byte = thrown;
    }
    uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid()
}

#[cfg(test)]
mod tests {
    use shared::api::lists::Shows;

    use super::route;
    use crate::route::{By, Filter, Route};

    #[test]
    fn one_filter_is_shown_as_a_list_and_as_a_map() {
        let filter = Filter::default().with(By::Unit, "U-1").with(By::Words, "凤城 八路").with(By::Sort, "due");
        assert_eq!(
            route(Shows::List, &filter).href(),
            "#/cases?unit=U-1&q=%E5%87%A4%E5%9F%8E%20%E5%85%AB%E8%B7%AF&sort=due"
        );
        let map = route(Shows::Map, &filter);
        assert_eq!(map.href(), "#/map?unit=U-1&q=%E5%87%A4%E5%9F%8E%20%E5%85%AB%E8%B7%AF", "a map has no order");
        assert_eq!(Route::parse(&map.href()), map);
    }
}
