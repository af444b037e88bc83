//! Keeping a drawing, dropping it, looking at it as if it were a file, and publishing it as an edition.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::areas::{AreaImport, DutyDrawing, KeepDrawing};
use shared::refusal::Code;

use super::Draw;
use super::drawing::Drawing;
use crate::areas::term::Term;
use crate::areas::text as words;
use crate::bridge::{self, Trouble};
use crate::clock;
use crate::text::{lang, say};

impl Draw {
    fn keep(self) {
        let Some(kept) = self.kept.get_untracked().filter(|_| !self.is_busy.get_untracked()) else { return };
        let duty_grids = self.drawing.with_untracked(Drawing::kept);
        let body = KeepDrawing { base: kept.base, version: kept.version, duty_grids };
        let path = self.path("");
        self.is_busy.set(true);
        spawn_local(async move {
            let reply = bridge::put::<_, DutyDrawing>(&path, &body).await;
            self.is_busy.try_set(false);
            match reply {
                Ok(kept) => self.take(kept),
                Err(why) => drop(self.trouble.try_set(Some(why))),
            }
        });
    }

    fn discard(self) {
        let Some(version) = self.kept.with_untracked(|kept| kept.as_ref().map(|kept| kept.version)) else { return };
        let path = format!("{}&seen={version}", self.path(""));
        spawn_local(async move {
            match bridge::delete(&path).await {
                Ok(()) => {
                    self.report.try_set(None);
                    self.begin();
                }
                Err(why) => drop(self.trouble.try_set(Some(why))),
            }
        });
    }

    /// Looks at the drawing that is kept, or takes it.
    fn ask(self, what: &str, term: Term) {
        let version = self.kept.with_untracked(|kept| kept.as_ref().map(|kept| kept.version));
        let Some(version) = version.filter(|_| !self.is_busy.get_untracked()) else { return };
        let query = untrack(move || term.query());
        let path = format!("{}&seen={version}{query}", self.path(what));
        self.is_busy.set(true);
        self.trouble.set(None);
        spawn_local(async move {
            let reply = bridge::post::<_, AreaImport>(&path, &()).await;
            self.is_busy.try_set(false);
            match reply {
                Ok(found) => {
                    let is_taken = found.is_taken;
                    self.report.try_set(Some(found));
                    self.looked.try_set(Some(query));
                    if is_taken {
                        self.areas.older.clear();
                        self.areas.polled.again();
                        self.begin();
                    }
                }
                Err(why) => drop(self.trouble.try_set(Some(why))),
            }
        });
    }

    fn undo(self) {
        if let Some(before) = self.past.try_update(Vec::pop).flatten() {
            self.drawing.set(before);
        }
    }
}

/// Draws how the drawing stands and what can be done with it.
pub fn view(draw: Draw) -> AnyView {
    let lang = lang();
    let term = Term::new();
    let is_unsaved = Memo::new(move |_| draw.is_unsaved());
    let is_drawn = Memo::new(move |_| draw.kept.with(|kept| kept.as_ref().is_some_and(|kept| kept.saved_at.is_some())));
    let is_old = Memo::new(move |_| draw.kept.with(|kept| kept.as_ref().is_some_and(|kept| !kept.is_current)));
    let is_overtaken = move || {
        draw.trouble.with(|trouble| match trouble {
            Some(Trouble::Refused(problem)) => problem.code == Code::DrawingChanged,
            Some(Trouble::Offline | Trouble::Odd) | None => false,
        })
    };
    let stands = move || match (is_unsaved.get(), is_drawn.get()) {
        (true, _) => lang.say(words::UNSAVED).to_owned(),
        (false, false) => lang.say(words::AS_IT_IS).to_owned(),
        (false, true) => draw.kept.with(|kept| {
            let kept = kept.as_ref().and_then(|kept| Some((kept.saved_by.as_deref()?, kept.saved_at?)));
            kept.map(|(by, at)| words::kept(lang, by, &clock::short(at))).unwrap_or_default()
        }),
    };
    let may_look = move || is_drawn.get() && !is_unsaved.get();
    let may_take = move || {
        let is_fine = |found: &AreaImport| found.errors == 0 && !found.is_taken && !found.grounds.is_empty();
        let is_same = draw.looked.with(|looked| looked.as_deref() == Some(term.query().as_str()));
        may_look() && is_same && draw.report.with(|found| found.as_ref().is_some_and(is_fine))
    };
    view! {
        <section class="card fields" data-test="draw-publish">
            <h3>{say(words::PUBLISH)}</h3>
            <p data-test="draw-stands" data-unsaved=move || is_unsaved.get().to_string() role="status">{stands}</p>
            {move || is_old.get().then(|| view! {
                <p class="complaint" data-test="draw-old">{lang.say(words::NOT_CURRENT)}</p>
            })}
            {move || is_overtaken().then(|| view! {
                <button type="button" class="button" data-test="draw-theirs" on:click=move |_| draw.begin()>
                    {lang.say(words::THEIRS)}
                </button>
            })}
            <div class="buttons">
                <button type="button" class="button" data-test="draw-undo" on:click=move |_| draw.undo()
                    prop:disabled=move || draw.past.with(Vec::is_empty)>{say(words::UNDO)}</button>
                <button type="button" class="button main" data-test="draw-save" on:click=move |_| draw.keep()
                    prop:disabled=move || !is_unsaved.get() || draw.is_busy.get()>{say(words::SAVE)}</button>
                {move || is_drawn.get().then(|| twice(
                    words::DISCARD, words::DISCARD_SURE, "draw-discard", Callback::new(move |()| draw.discard()),
                ))}
            </div>
            {term.fields()}
            {move || (!may_look()).then(|| view! { <p class="small">{lang.say(words::KEEP_FIRST)}</p> })}
            <button type="button" class="button" data-test="draw-look" on:click=move |_| draw.ask("/look", term)
                prop:disabled=move || !may_look() || draw.is_busy.get()>{say(words::LOOK_DRAWING)}</button>
            {move || may_take().then(|| twice(
                words::TAKE_DRAWING, words::TAKE_SURE, "draw-take", Callback::new(move |()| draw.ask("/take", term)),
            ))}
        </section>
    }
    .into_any()
}

/// Draws a button that asks once more.
fn twice(word: kit::lang::Words, sure: kit::lang::Words, test: &'static str, then: Callback<()>) -> AnyView {
    let lang = lang();
    let is_asked = RwSignal::new(false);
    let press = move |_| {
        if is_asked.get_untracked() {
            then.run(());
        }
        is_asked.update(|is_asked| *is_asked = !*is_asked);
    };
    view! {
        <button type="button" class="button" data-test=test on:click=press>
            {move || lang.say(if is_asked.get() { sure } else { word })}
        </button>
    }
    .into_any()
}
