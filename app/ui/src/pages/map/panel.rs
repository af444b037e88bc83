//! What is shown, what lies below, and what the signs mean.

use app_bridge::sheet::IndustryLayer;
use kit::icon::{Icon, Picture};
use kit::lang::{self, Words, spoken, t};
use kit::map::{Part, Shape};
use kit::radios::{Radio, Radios};
use kit::tone::Tone;
use leptos::html::Button;
use leptos::prelude::*;

use super::base::{Below, Choice, below};
use super::row::LegendLine;
use super::sheet::Drawing;
use super::text;
use super::things::Kind;

/// What is hidden.
#[derive(Clone, Copy)]
pub struct Hidden {
    /// Of the things.
    pub kinds: RwSignal<Vec<Kind>>,
    /// Of the ground.
    pub parts: RwSignal<Vec<Part>>,
}

/// The panel, over the map.
#[component]
pub fn Panel(
    /// What is drawn.
    drawing: Drawing,
    /// What is hidden.
    hidden: Hidden,
    /// The industry layer that is drawn, by its code.
    layer: RwSignal<Option<String>>,
    /// It is put away.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let kinds = Kind::ALL.into_iter().map(|kind| {
        view! { <Toggle words=text::kind(kind) test=kind.as_str() of=kind hidden=hidden.kinds /> }
    });
    let parts = Part::ALL.into_iter().map(|part| {
        view! { <Toggle words=text::part(part) test=part.as_str() of=part hidden=hidden.parts /> }
    });
    view! {
        <section class="map-over card" role="dialog" aria-label=t(text::LAYERS) data-test="map-layers"
            on:keydown=move |event| closes(&event, on_close)>
            <div class="between"><h2>{t(text::SHOWN)}</h2><CloseButton on_close=on_close /></div>
            <div class="chips">{kinds.collect_view()}{parts.collect_view()}</div>
            <Industry drawing=drawing chosen=layer />
            <Bases drawing=drawing />
            <h2 class="section">{t(text::LEGEND)}</h2>
            <ul class="legend">
                <LegendLine shape=Shape::Check tone=Tone::Ok words=text::LEGEND_OK />
                <LegendLine shape=Shape::Check tone=Tone::Soon words=text::LEGEND_SOON />
                <LegendLine shape=Shape::Check tone=Tone::Late words=text::LEGEND_LATE />
                <LegendLine shape=Shape::Check tone=Tone::Rest words=text::LEGEND_CHECK />
                <LegendLine shape=Shape::Verify tone=Tone::Rest words=text::LEGEND_VERIFY />
                <LegendLine shape=Shape::Case tone=Tone::Brand words=text::MY_CASE />
                <LegendLine shape=Shape::Near tone=Tone::Rest words=text::OTHERS_CASE />
                <LegendLine shape=Shape::Remark tone=Tone::Rest words=text::REMARK />
            </ul>
            <p class="tiny">{t(text::LEGEND_SEVERAL)}</p>
        </section>
    }
    .into_any()
}

/// Puts away what lies over the map by the key that is meant for it.
pub fn closes(event: &web_sys::KeyboardEvent, on_close: Callback<()>) {
    if event.key() == "Escape" && !event.repeat() {
        on_close.run(());
    }
}

/// Puts away what lies over the map. The keys come here when that opens: who cannot see it hears of it so.
#[component]
pub fn CloseButton(
    /// It is put away.
    on_close: Callback<()>,
) -> impl IntoView {
    let close = NodeRef::<Button>::new();
    close.on_load(|close| {
        if close.focus().is_err() {
            leptos::logging::warn!("What lies over the map does not hear the keys");
        }
    });
    view! {
        <button type="button" class="back" data-test="map-close" node_ref=close aria-label=t(text::CLOSE)
            on:click=move |_| on_close.run(())>
            <Icon picture=Picture::Cross />
        </button>
    }
}

/// Shows or hides one of them.
#[component]
fn Toggle<T>(words: Words, test: &'static str, of: T, hidden: RwSignal<Vec<T>>) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let shown = move || hidden.with(|hidden| !hidden.contains(&of));
    let turn = move |_| {
        hidden.update(|hidden| {
            let before = hidden.len();
            hidden.retain(|held| *held != of);
            if hidden.len() == before {
                hidden.push(of);
            }
        });
    };
    view! {
        <button type="button" class="chip" data-test=format!("map-show-{test}")
            aria-pressed=move || shown().to_string() on:click=turn>{t(words)}</button>
    }
}

/// Which of the industry layers is drawn; nothing is said where the ground has none.
#[component]
fn Industry(drawing: Drawing, chosen: RwSignal<Option<String>>) -> impl IntoView {
    let layers = Memo::new(move |_| {
        drawing.sheet.with(|sheet| sheet.as_ref().map(|sheet| sheet.layers.clone()).unwrap_or_default())
    });
    let radio = move |layer: IndustryLayer| {
        let (code, name) = (layer.code.to_string(), layer.name);
        let (test, wanted) = (format!("map-layer-{code}"), code.clone());
        view! {
            <Radio test=test chosen=Signal::derive(move || chosen.with(|chosen| chosen.as_ref() == Some(&wanted)))
                on_choose=move |()| chosen.set(Some(code.clone()))><span lang="zh">{name}</span></Radio>
        }
    };
    move || {
        let layers = layers.get();
        (!layers.is_empty()).then(|| {
            view! {
                <h2 class="section">{t(text::INDUSTRY)}</h2>
                <Radios label=spoken(text::INDUSTRY)>
                    <Radio test="map-layer-none" chosen=Signal::derive(move || chosen.with(Option::is_none))
                        on_choose=move |()| chosen.set(None)>{t(text::NO_INDUSTRY)}</Radio>
                    {layers.into_iter().map(radio).collect_view()}
                </Radios>
                <p class="tiny">{t(text::INDUSTRY_WORDS)}</p>
            }
        })
    }
}

/// What may lie below; nothing is said where there is nothing to choose.
#[component]
fn Bases(drawing: Drawing) -> impl IntoView {
    let speech = lang::speech();
    let choose = move |choice: Choice| {
        choice.remember();
        drawing.choice.set(choice);
    };
    let is_below = move |wanted: &Choice| {
        drawing.choice.with(|choice| {
            drawing.offer.with(|offer| match (below(choice, offer), wanted) {
                (Below::Plain, Choice::Plain) | (Below::Tianditu, Choice::Tianditu) => true,
                (Below::Own(card), Choice::Own(hash)) => card.hash.as_str() == hash,
                (Below::Plain | Below::Tianditu | Below::Own(_), _) => false,
            })
        })
    };
    let chip = move |choice: Choice, name: String, test: &'static str| {
        let wanted = choice.clone();
        view! {
            <button type="button" class="chip" data-test=test data-said=""
                aria-pressed=move || is_below(&wanted).to_string() on:click=move |_| choose(choice.clone())>{name}</button>
        }
    };
    let chips = move || {
        let (lang, offer) = (speech.get(), drawing.offer.get());
        if offer.own.is_empty() && offer.tianditu_key.is_empty() {
            return None;
        }
        let own = offer.own.iter().map(|card| {
            let name = lang.pick(&card.name, &card.name_en).to_owned();
            chip(Choice::Own(card.hash.to_string()), name, "map-base-own")
        });
        let tianditu = (!offer.tianditu_key.is_empty())
            .then(|| chip(Choice::Tianditu, lang.say(text::BASE_TIANDITU).to_owned(), "map-base-tianditu"));
        Some(view! {
            <h2 class="section">{t(text::BASE)}</h2>
            <div class="chips">
                {chip(Choice::Plain, lang.say(text::BASE_PLAIN).to_owned(), "map-base-plain")}
                {own.collect_view()}
                {tianditu}
            </div>
        })
    };
    view! {
        {chips}
        {move || drawing.lacks_tianditu().then(|| view! {
            <p class="small" role="status" data-test="map-tianditu-offline">{t(text::TIANDITU_OFFLINE)}</p>
        })}
    }
}
