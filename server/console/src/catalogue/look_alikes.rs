//! What a category is taken for: groups of categories, each with the mark that tells it, and the way to change them.

use kit::lang::{Lang, Words};
use leptos::prelude::*;
use shared::api::catalogue::{CategoryFacts, LookAlikeGroup, TellFacts};
use shared::catalogue::{CategoryKey, Kind};
use shared::draft::edit::Edit;
use shared::draft::field::Field as Of;

use crate::pieces;
use crate::route::Route;
use crate::section::Section;
use crate::text::say;

use super::desk::{Desk, at};
use super::field::{Control, Field, control_of, field};
use super::text;

/// Draws the card. A case is about an event: on the page of a component it is the event's.
pub fn card(lang: Lang, desk: Desk, facts: &CategoryFacts) -> AnyView {
    let own = facts.key.as_kind(Kind::Event);
    let groups: Vec<AnyView> = facts.look_alikes.iter().map(|one| group(lang, desk, one)).collect();
    let none = groups
        .is_empty()
        .then(|| view! { <p class="small" data-test="no-look-alikes">{say(text::NO_LOOK_ALIKES)}</p> });
    view! {
        <article class="card category" data-test="look-alikes">
            <h3>{say(text::LOOK_ALIKES)}</h3>
            <p class="small">{say(text::LOOK_ALIKES_WHY)}</p>
            {none}
            {groups}
            {begin(desk, own)}
        </article>
    }
    .into_any()
}

fn group(lang: Lang, desk: Desk, group: &LookAlikeGroup) -> AnyView {
    let tells = group.tells.iter().map(|one| {
        let beside = group.tells.iter().find(|other| other.key != one.key).map(|other| other.key.clone());
        beside.map(|beside| tell(lang, desk, one, beside))
    });
    let join = match group.tells.as_slice() {
        [one, other, ..] => Some(join(desk, one.key.clone(), other.key.clone())),
        [_] | [] => None,
    };
    view! {
        <section class="look-alikes" data-test="look-alike-group">
            <ul>{tells.collect_view()}</ul>
            {join}
        </section>
    }
    .into_any()
}

fn tell(lang: Lang, desk: Desk, one: &TellFacts, beside: CategoryKey) -> AnyView {
    let key = one.key.to_string();
    let line = |name, of: Of, value: &str| {
        let (category, beside) = (one.key.clone(), beside.clone());
        let save = Callback::new(move |to: String| {
            desk.edit(Edit::Tell { category: category.clone(), beside: beside.clone(), field: of, to });
        });
        let (value, test) = (value.to_owned(), format!("{}-{key}", of.as_str()));
        field(desk, Field { name, shown: value.clone(), value, control: Control::Lines, test }, save)
    };
    let route = Route::At(Section::Catalogue, at(&["category", &key]));
    let remove = {
        let (category, beside) = (one.key.clone(), beside.clone());
        move |_: leptos::ev::MouseEvent| {
            desk.edit(Edit::RemoveLookAlike { category: category.clone(), beside: beside.clone() });
        }
    };
    let label = format!("{} {key}", say(text::REMOVE_LOOK_ALIKE));
    view! {
        <li data-test="look-alike" data-key=key.clone()>
            <h4>{pieces::link(&route, key.clone(), "look-alike-category")}" "
                <span data-said="">{lang.pick(&one.name, &one.name_en).to_owned()}</span></h4>
            {line(text::MARK, Of::Mark, &one.text)}
            {line(text::MARK_EN, Of::MarkEn, &one.text_en)}
            {move || (desk.may_edit() && desk.with_draft.get()).then(|| view! {
                <button type="button" class="button small" data-test="remove-look-alike" aria-label=label.clone()
                    on:click=remove.clone()>{say(text::REMOVE_LOOK_ALIKE)}</button>
            })}
        </li>
    }
    .into_any()
}

/// What is written of a category that is taken for others.
#[derive(Clone, Copy)]
struct Written {
    key: RwSignal<String>,
    text: RwSignal<String>,
    text_en: RwSignal<String>,
}

impl Written {
    fn blank() -> Self {
        let empty = || RwSignal::new(String::new());
        Self { key: empty(), text: empty(), text_en: empty() }
    }

    /// Returns it once nothing is missing.
    fn ready(self) -> Option<(CategoryKey, String, String)> {
        let text = self.text.get();
        let key = self.key.get().trim().parse().ok()?;
        (!text.trim().is_empty()).then(|| (key, text, self.text_en.get()))
    }

    fn marks(self, test: &str) -> AnyView {
        view! {
            {control_of(text::MARK, &Control::Lines, self.text, &format!("{test}-mark"))}
            {control_of(text::MARK_EN_IF, &Control::Lines, self.text_en, &format!("{test}-mark-en"))}
        }
        .into_any()
    }

    fn category(self, test: &str) -> AnyView {
        control_of(text::LOOK_ALIKE_KEY, &Control::Line, self.key, &format!("{test}-key"))
    }
}

/// Draws the way to begin a group of this category and another.
fn begin(desk: Desk, own: CategoryKey) -> AnyView {
    let (mine, other) = (Written::blank(), Written::blank());
    mine.key.set(own.to_string());
    let ready = Memo::new(move |_| {
        let ((category, text, text_en), (other, other_text, other_text_en)) = (mine.ready()?, other.ready()?);
        Some(Edit::AddLookAlikes { category, text, text_en, other, other_text, other_text_en })
    });
    let fields = move || {
        view! {
            <p class="small" data-said="">{own.to_string()}</p>
            {mine.marks("own")}
            {other.category("other")}
            {other.marks("other")}
        }
        .into_any()
    };
    form(desk, (text::ADD_LOOK_ALIKES, "add-look-alikes"), fields, ready)
}

/// Draws the way to take one more into a group; two of it name it.
fn join(desk: Desk, beside: CategoryKey, and: CategoryKey) -> AnyView {
    let new = Written::blank();
    let ready = Memo::new(move |_| {
        let (category, text, text_en) = new.ready()?;
        Some(Edit::JoinLookAlikes { category, text, text_en, beside: beside.clone(), and: and.clone() })
    });
    let fields = move || view! { {new.category("join")}{new.marks("join")} }.into_any();
    form(desk, (text::JOIN_LOOK_ALIKES, "join-look-alikes"), fields, ready)
}

fn form(
    desk: Desk,
    (word, test): (Words, &'static str),
    fields: impl Fn() -> AnyView + Send + 'static,
    ready: Memo<Option<Edit>>,
) -> AnyView {
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(edit) = ready.get_untracked() {
            desk.edit(edit);
        }
    };
    let drawn = move || {
        (desk.may_edit() && desk.with_draft.get()).then(|| {
            view! {
                <details class="catalogue-add">
                    <summary data-test=test>{say(word)}</summary>
                    <form class="fields" on:submit=submit>
                        {fields()}
                        <button type="submit" class="button main" data-test=format!("save-{test}")
                            prop:disabled=move || ready.with(Option::is_none) || desk.is_sending.get()>{say(text::SAVE)}</button>
                    </form>
                </details>
            }
        })
    };
    drawn.into_any()
}
