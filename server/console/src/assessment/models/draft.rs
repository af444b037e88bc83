//! A new edition as a draft: written, compared with the edition in force, tried, saved, published.
//!
//! What is being written stays on the page until it is saved; a draft that came from the server anew does not change the
//! fields under whoever fills them in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::assessment::Models;
use shared::assessment::score::Model;

use super::changes::between;
use super::form::{self, Form};
use super::sheet::differences;
use super::text as words;
use super::{ANOTHER, asked, not_there, publish, trial};
use crate::bridge::Trouble;
use crate::poll::Polled;
use crate::route;
use crate::section::Address;
use crate::text::{lang, say, words as common};

/// What begins, and what of it is on the server already.
#[derive(Clone, PartialEq, Eq)]
struct Begin {
    /// What the fields begin with.
    model: Model,
    /// It is the draft that the server has.
    is_kept: bool,
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Writing {
    /// The fields.
    pub form: Form,
    /// The draft as the server has it; none where it has none.
    pub kept: RwSignal<Option<Model>>,
    /// What was tried last and on which month, where that says enough to publish it.
    pub tried: RwSignal<Option<(Model, String)>>,
    /// Every edition.
    pub models: Polled<Models>,
}

impl Writing {
    /// Says whether something in the fields is not on the server; follows both.
    pub fn is_dirty(self) -> bool {
        self.form.model.with(|model| self.kept.with(|kept| kept.as_ref() != model.as_ref().ok()))
    }
}

/// Draws the part.
pub fn part(code: String, address: Memo<Address>, models: Polled<Models>) -> AnyView {
    let is_another = code == ANOTHER;
    let of = if is_another {
        address.with_untracked(|address| address.get("of").unwrap_or_default().to_owned())
    } else {
        code
    };
    // Read once: the list is asked for again and again.
    let begin = models.value.with_untracked(|models| begin(models.as_ref()?, &of, is_another));
    let Some(Begin { model, is_kept }) = begin else { return not_there() };
    let writing = Writing {
        form: Form::of(&model),
        kept: RwSignal::new(is_kept.then_some(model)),
        tried: RwSignal::new(None),
        models,
    };
    let title = move || {
        let lang = lang();
        writing.form.model.with(|model| model.as_ref().ok().map(|model| asked::name(lang, model)))
    };
    view! {
        <header class="model-head">
            <a class="back" href=asked::way(&[]).href() aria-label=say(common::BACK)>"‹"</a>
            <h3>{say(words::WRITING)}</h3>
            <span class="quiet" data-said="">{title}</span>
        </header>
        <div class="model-draft" data-test="model-draft">
            <div class="model-draft-main">
                {form::head(writing.form, is_another)}
                {form::caps(writing.form)}
                {form::lines(writing.form)}
            </div>
            <div class="model-draft-side">
                {keeping(writing, is_another)}
                {changes(writing)}
                {publish::card(writing)}
            </div>
        </div>
        {trial::card(writing)}
    }
    .into_any()
}

/// Returns what the fields begin with: the draft there is, or else the newest edition.
fn begin(models: &Models, of: &str, is_another: bool) -> Option<Begin> {
    let draft = asked::draft(models, of).filter(|_| !is_another);
    let newest = asked::newest(models, of);
    let known = draft.or(newest)?;
    let mut model = known.model.clone();
    if is_another {
        model.code = String::new();
    }
    Some(Begin { model, is_kept: draft.is_some() })
}

/// Draws what is wrong, and the ways to save the draft and to drop it.
fn keeping(writing: Writing, is_another: bool) -> AnyView {
    let lang = lang();
    let form = writing.form;
    let (sending, saved, asked_twice) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let trouble = RwSignal::new(None::<Trouble>);
    let save = move |_| {
        let Ok(model) = form.model.get_untracked() else { return };
        if sending.get_untracked() {
            return;
        }
        sending.set(true);
        saved.set(false);
        trouble.set(None);
        spawn_local(async move {
            match asked::keep(&model).await {
                Ok(edition) => {
                    writing.kept.try_set(Some(edition.model));
                    saved.try_set(true);
                    writing.models.again();
                }
                Err(why) => drop(trouble.try_set(Some(why))),
            }
            sending.try_set(false);
        });
    };
    let discard = move |_| {
        if !asked_twice.get_untracked() {
            asked_twice.set(true);
            return;
        }
        let Some(code) = writing.kept.with_untracked(|kept| kept.as_ref().map(|model| model.code.clone())) else {
            return;
        };
        spawn_local(async move {
            match asked::discard(&code).await {
                Ok(()) => {
                    writing.models.again();
                    route::go(&asked::way(&[]));
                }
                Err(why) => drop(trouble.try_set(Some(why))),
            }
            asked_twice.try_set(false);
        });
    };
    let is_wrong = Memo::new(move |_| form.model.with(Result::is_err));
    let is_dirty = Memo::new(move |_| writing.is_dirty());
    let standing = move || match (is_dirty.get(), saved.get()) {
        (true, _) => words::IS_DIRTY,
        (false, true) => words::SAVED,
        (false, false) => words::IS_SAVED,
    };
    view! {
        <section class="card model-card" aria-label=say(words::DRAFT)>
            <p class="small" role="status" data-test="draft-standing" data-dirty=move || is_dirty.get().to_string()>
                {move || lang.say(standing())}</p>
            {move || is_wrong.get().then(|| {
                let flaws = form.flaws();
                view! {
                    <div class="complaint" role="status" data-test="model-flaws">
                        <strong>{say(words::WRONG)}</strong>
                        <ul class="model-flaws">{flaws.into_iter().map(|said| view! { <li data-said="">{said}</li> }).collect_view()}</ul>
                    </div>
                }
            })}
            <p class="buttons">
                <button type="button" class="button main" data-test="save-draft" on:click=save
                    prop:disabled=move || sending.get() || is_wrong.get() || !is_dirty.get()>
                    {move || lang.say(if sending.get() { common::SAVING } else { words::SAVE })}</button>
                {move || (writing.kept.with(Option::is_some) && !is_another).then(|| view! {
                    <button type="button" class="button" data-test="discard-draft" on:click=discard>
                        {move || lang.say(if asked_twice.get() { words::DISCARD_SURE } else { words::DISCARD })}</button>
                })}
            </p>
            {complaint(trouble)}
        </section>
    }
    .into_any()
}

/// Draws what is otherwise than in the edition in force.
fn changes(writing: Writing) -> AnyView {
    let lang = lang();
    let listed = move || {
        let Ok(model) = writing.form.model.get() else { return ().into_any() };
        writing.models.value.with(|models| {
            let models = models.as_ref();
            match models.and_then(|models| asked::in_force(models, &model.code, &asked::this_month())) {
                Some(counting) => differences(&between(lang, &counting.model, &model)),
                None => view! { <p class="small">{say(words::NONE_IN_FORCE)}</p> }.into_any(),
            }
        })
    };
    view! { <section class="card model-card" data-test="model-changes"><h3>{say(words::CHANGES)}</h3>{listed}</section> }.into_any()
}

/// Draws why something was not done.
pub fn complaint(trouble: RwSignal<Option<Trouble>>) -> AnyView {
    let lang = lang();
    let drawn = move || {
        trouble.get().map(|why| {
            view! {
                <p class="complaint" role="alert" data-test="model-trouble" data-code=why.code()>
                    {why.words(lang)}<small data-said="">{why.detail()}</small></p>
            }
        })
    };
    drawn.into_any()
}

#[cfg(test)]
mod tests {
    use shared::api::assessment::{ModelEdition, Models};
    use shared::assessment::Subject;
    use shared::assessment::score::Model;
    use shared::time::Instant;

    use super::begin;

    fn edition(edition: u32, name: &str) -> ModelEdition {
        let model = Model {
            code: "a".to_owned(),
            name: name.to_owned(),
            name_en: name.to_owned(),
            source: String::new(),
            subject: Subject::Unit,
            indicators: Vec::new(),
            caps: Vec::new(),
        };
        ModelEdition {
            edition,
            model,
            from_month: (edition > 0).then(|| "2026-01".to_owned()),
            made_at: Instant::from_ms(0),
            made_by: String::new(),
        }
    }

    #[test]
    fn writing_begins_with_the_draft_or_else_the_newest_edition() {
        let published = vec![edition(1, "one"), edition(2, "two")];
        let with_draft = Models { editions: [vec![edition(0, "draft")], published.clone()].concat() };
        let without = Models { editions: published };
        let of = |models: &Models, is_another: bool| {
            begin(models, "a", is_another).map(|begin| (begin.model.name, begin.model.code, begin.is_kept))
        };
        assert_eq!(of(&with_draft, false), Some(("draft".to_owned(), "a".to_owned(), true)));
        assert_eq!(of(&without, false), Some(("two".to_owned(), "a".to_owned(), false)));
        assert_eq!(
            of(&with_draft, true),
            Some(("two".to_owned(), String::new(), false)),
            "a copy has a code of its own"
        );
        assert!(begin(&without, "b", false).is_none());
    }
}
