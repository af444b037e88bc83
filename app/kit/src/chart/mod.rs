//! Charts: plain data in, a picture out. It never fetches anything of ours and knows no rule.
//!
//! What is drawn is an option of Apache ECharts as JSON, in which a colour is the name of a token (`--brand`). Whoever cannot
//! see it hears the label; a table of the same numbers is the page's duty. `script` is the way to the drawing itself
//! (`static/chart/`).

mod script;
pub mod text;

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::HtmlDivElement;

use self::script::Drawn;
use crate::lang::t;

/// How far a chart has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    /// The library is on its way.
    Loading,
    /// It is drawn.
    Drawn,
    /// The library could not be loaded.
    Missing,
}

/// The drawing, once it is open.
type Kept = StoredValue<Option<Drawn>, LocalStorage>;

/// Draws a chart: `label` says in words what is drawn.
pub fn chart(option: Signal<serde_json::Value>, label: String, test: &'static str) -> AnyView {
    let element = NodeRef::<Div>::new();
    let stage = RwSignal::new(Stage::Loading);
    let kept: Kept = StoredValue::new_local(None);
    element.on_load(move |element: HtmlDivElement| {
        script::load(move |came| {
            // Nobody may look at the page any more.
            if stage.try_get_untracked().is_none() {
                return;
            }
            let opened = if came { script::open(&element).ok() } else { None };
            let Some(drawn) = opened else {
                stage.try_set(Stage::Missing);
                return;
            };
            kept.try_update_value(|kept| *kept = Some(drawn));
            stage.try_set(Stage::Drawn);
        });
    });
    Effect::new(move |_| {
        let text = option.with(ToString::to_string);
        if stage.get() == Stage::Drawn {
            kept.with_value(|drawn| drawn.as_ref().map_or(Ok(()), |drawn| drawn.show(&text))).unwrap_or_else(told);
        }
    });
    on_cleanup(move || {
        let drawn = kept.try_update_value(Option::take).flatten();
        drawn.map_or(Ok(()), |drawn| drawn.remove()).unwrap_or_else(told);
    });
    let note = move || match stage.get() {
        Stage::Drawn => None,
        Stage::Loading => Some(t(text::LOADING)),
        Stage::Missing => Some(t(text::MISSING)),
    };
    view! {
        <div class="chart" class:gone=move || stage.get() == Stage::Missing role="img" aria-label=label node_ref=element
            data-test=test></div>
        {move || note().map(|words| view! { <p class="chart-note" role="status" data-test="chart-note">{words}</p> })}
    }
    .into_any()
}

fn told(_: JsValue) {
    leptos::logging::warn!("The chart could not take what it was told");
}
