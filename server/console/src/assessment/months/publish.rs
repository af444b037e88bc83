//! Publishing a version: by which model it is scored, and two presses, for it cannot be taken back.

use kit::lang::Lang;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::assessment::{Models, Months, Publish};

use crate::assessment::text::{pages as words, phrases};
use crate::bridge::{self, Trouble};
use crate::people::fields;
use crate::poll::{Polled, poll};
use crate::route::encode;
use crate::security;
use crate::text::{lang, say};

const SECONDS: u64 = 300;

/// Says who publishes, to who only looks.
pub fn not_yours() -> AnyView {
    view! { <p class="small quiet" data-test="not-yours">{say(words::NOT_PUBLISHED)}" · "{say(words::NOT_YOURS)}</p> }
        .into_any()
}

/// Draws the form.
pub fn form(month: String, number: u32, months: Polled<Months>) -> AnyView {
    let lang = lang();
    let models = poll::<Models, _, _>(SECONDS, || bridge::get("/api/v1/assessment/models"));
    let path = format!("/api/v1/assessment/months/{}/versions/{number}/publish", encode(&month));
    let path = StoredValue::new(path);
    let known =
        Memo::new(move |_| models.value.with(|models| models.as_ref().map(|models| choices(lang, models, &month))));
    let named = RwSignal::new(String::new());
    let chosen = Memo::new(move |_| {
        let first = || known.with(|known| known.as_ref()?.first().map(|(code, _)| code.clone()));
        Some(named.get()).filter(|named| !named.is_empty()).or_else(first)
    });
    let (is_sure, is_sending) = (RwSignal::new(false), RwSignal::new(false));
    let trouble = RwSignal::new(None::<Trouble>);
    let choose = Callback::new(move |code: String| {
        named.set(code);
        is_sure.set(false);
    });
    let press = move |_| {
        let Some(model) = chosen.get_untracked() else { return };
        if !is_sure.get_untracked() {
            is_sure.set(true);
            return;
        }
        is_sure.set(false);
        is_sending.set(true);
        trouble.set(None);
        let path = path.get_value();
        spawn_local(async move {
            match bridge::tell(&path, &Publish { model }).await {
                Ok(()) => months.again(),
                Err(refused) => drop(trouble.try_set(Some(refused))),
            }
            is_sending.try_set(false);
        });
    };
    let value = Signal::derive(move || chosen.get().unwrap_or_default());
    let select = move || match known.get() {
        None => None,
        Some(models) if models.is_empty() => {
            Some(view! { <p class="small quiet" data-test="no-models">{lang.say(words::NO_MODELS)}</p> }.into_any())
        }
        Some(models) => Some(fields::select(words::PUBLISH_MODEL, "publish-model", models, value, choose)),
    };
    let word = move || {
        lang.say(match (is_sending.get(), is_sure.get()) {
            (true, _) => words::PUBLISHING,
            (false, true) => words::PUBLISH_SURE,
            (false, false) => words::PUBLISH,
        })
    };
    let is_barred = move || is_sending.get() || chosen.with(Option::is_none);
    view! {
        <div class="fields" data-test="publish-form">
            <p class="small quiet">{say(words::PUBLISH_LEAD)}</p>
            {security::complaint(models.trouble)}
            {select}
            <button type="button" class="button main" data-test="publish" prop:disabled=is_barred on:click=press>{word}</button>
            {security::complaint(trouble)}
        </div>
    }
    .into_any()
}

/// Returns the models that count for a month by their codes, each by what the edition that counts is called, and its number.
fn choices(lang: Lang, models: &Models, month: &str) -> Vec<(String, String)> {
    let mut choices: Vec<(String, String)> = Vec::new();
    for one in &models.editions {
        if one.edition == 0 || one.from_month.as_deref().is_none_or(|from| from > month) {
            continue;
        }
        let name = phrases::edition(lang, lang.pick(&one.model.name, &one.model.name_en), one.edition);
        // Editions come in their order: the last that counts is the one.
        choices.retain(|(code, _)| *code != one.model.code);
        choices.push((one.model.code.clone(), name));
    }
    choices
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;
    use shared::api::assessment::{ModelEdition, Models};
    use shared::assessment::Subject;
    use shared::assessment::score::Model;
    use shared::time::Instant;

    use super::choices;

    fn edition(code: &str, edition: u32, from: Option<&str>, name: &str) -> ModelEdition {
        let (name, name_en) = (name.to_owned(), String::new());
        let (code, source, indicators) = (code.to_owned(), String::new(), Vec::new());
        ModelEdition {
            edition,
            model: Model { code, name, name_en, source, subject: Subject::Unit, indicators, caps: Vec::new() },
            from_month: from.map(str::to_owned),
            made_at: Instant::from_ms(0),
            made_by: String::new(),
        }
    }

    #[test]
    fn a_month_is_scored_by_what_counts_for_it() {
        let editions = vec![
            edition("a", 1, Some("2026-01"), "一"),
            edition("a", 2, Some("2026-09"), "二"),
            edition("a", 3, Some("2026-11"), "三"),
            edition("a", 0, None, "草稿"),
            edition("b", 1, Some("2026-12"), "以后"),
        ];
        let found = choices(Lang::Zh, &Models { editions }, "2026-10");
        assert_eq!(found, [("a".to_owned(), "二 第 2 版".to_owned())]);
    }
}
