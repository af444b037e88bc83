//! Two photos of one place, before and now: laid over each other with a fade, or side by side.

use leptos::prelude::*;

use crate::lang::t;
use crate::text;

/// How the two are laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Layout {
    /// The old one over the new one, as far as it is faded in.
    Overlaid,
    /// Side by side.
    #[default]
    Beside,
}

/// Two photos of one place.
#[component]
pub fn BeforeAfter(
    /// Where the bytes of the old photo are.
    #[prop(into)]
    before: Signal<String>,
    /// Where the bytes of the new photo are, once taken.
    #[prop(into)]
    now: Signal<Option<String>>,
    /// How the two are laid out until the person chooses.
    #[prop(optional)]
    first: Layout,
) -> impl IntoView {
    let layout = RwSignal::new(first);
    // How much of the old photo shows through, in hundredths.
    let fade = RwSignal::new(50_u32);
    let (old_words, new_words) = (t(text::BEFORE), t(text::NOW));
    let lacking = RwSignal::new(false);
    let choose = move |to: Layout| move |_| layout.set(to);
    view! {
        <div class="before-after" data-test="before-after">
            {move || match (layout.get(), now.get()) {
                (Layout::Overlaid, Some(now)) => view! {
                    <div class="stage">
                        <img src=now alt=new_words data-test="photo-now" />
                        <img src=before alt=old_words style=move || format!("opacity: {}%", fade.get()) />
                        <span class="said late">{old_words}" + "{new_words}</span>
                    </div>
                }.into_any(),
                (Layout::Beside, now) | (Layout::Overlaid, now @ None) => view! {
                    <div class="stage beside">
                        <figure>
                            <img src=before alt=old_words on:error=move |_| lacking.set(true)
                                on:load=move |_| lacking.set(false) />
                            <Show when=move || lacking.get()><span class="none">{t(text::NO_PICTURE)}</span></Show>
                            <figcaption class="said late">{old_words}</figcaption>
                        </figure>
                        <figure>
                            {match now {
                                Some(now) => view! {
                                    <img src=now alt=new_words data-test="photo-now" />
                                    <figcaption class="said">{new_words}</figcaption>
                                }.into_any(),
                                None => view! { <figcaption class="said">{t(text::NOT_TAKEN)}</figcaption> }.into_any(),
                            }}
                        </figure>
                    </div>
                }.into_any(),
            }}
        </div>
        <div class="slider" role="group">
            <button type="button" class="chip" data-test="compare-beside"
                aria-pressed=move || (layout.get() == Layout::Beside).to_string()
                on:click=choose(Layout::Beside)>{t(text::BESIDE)}</button>
            <button type="button" class="chip" data-test="compare-overlay"
                prop:disabled=move || now.get().is_none()
                aria-pressed=move || (layout.get() == Layout::Overlaid).to_string()
                on:click=choose(Layout::Overlaid)>{t(text::OVERLAID)}</button>
            <label class="hidden-words" for="fade">{t(text::OPACITY)}</label>
            {move || (layout.get() == Layout::Overlaid && now.get().is_some()).then(|| view! {
                <input id="fade" type="range" min="0" max="100" data-test="fade"
                    prop:value=move || fade.get().to_string()
                    on:input=move |event| if let Ok(value) = event_target_value(&event).parse() { fade.set(value) } />
            })}
        </div>
    }
}
