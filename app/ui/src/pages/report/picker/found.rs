//! One category in a list or on a tile: what it is called, what tells it, and its code.

use app_bridge::category::{CategoryCard, ConditionCard, Fitted};
use kit::lang::{self, Lang};
use leptos::prelude::*;

use super::choose;
use super::marked::Marked;
use super::text;
use crate::state::App;
use crate::text as words;

/// Says in one line what a category is: the condition that a query found, what tells it from its look-alikes, what to
/// photograph and mind, or else its first condition.
fn says(lang: Lang, category: &CategoryCard) -> String {
    let number = category.fitted.as_ref().and_then(|fitted| fitted.condition_no);
    let worded = |condition: &ConditionCard| lang.pick(&condition.text, &condition.text_en).to_owned();
    let found = category.conditions.iter().find(|condition| Some(condition.number) == number);
    let (tell, hint) = match lang {
        Lang::Zh => (&category.tell, &category.hint),
        Lang::En => (&category.tell_en, &category.hint_en),
    };
    let tell = if tell.is_empty() { hint } else { tell };
    match (found, tell.is_empty(), category.conditions.first()) {
        (Some(found), _, _) => worded(found),
        (None, false, _) => tell.clone(),
        (None, true, Some(first)) => worded(first),
        (None, true, None) => String::new(),
    }
}

/// A category that a query found.
#[component]
pub fn FoundRow(
    /// The category.
    category: CategoryCard,
) -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    let Fitted { name: in_name, name_en: in_english, code: in_code, formerly, .. } =
        category.fitted.clone().unwrap_or_default();
    let code = category.code.clone();
    let card = StoredValue::new(category);
    let name = move || {
        let lang = speech.get();
        let is_english = lang == Lang::En && card.with_value(|card| !card.name_en.is_empty());
        let runs = if is_english { in_english.clone() } else { in_name.clone() };
        view! { <Marked text=named(lang, card) runs=runs /> }
    };
    let more = move || {
        let lang = speech.get();
        card.with_value(|card| {
            let limits = words::limits(lang, &card.conditions);
            format!("{limits} · {}", lang.pick(&card.major, &card.major_en))
        })
    };
    let formerly = (!formerly.is_empty()).then(|| {
        view! { <span class="tiny">{move || speech.get().say(text::FORMERLY)}" "<span lang="zh">{formerly}</span></span> }
    });
    view! {
        <button type="button" class="card found" data-test="category" data-code=card.with_value(|card| card.code.clone())
            data-key=card.with_value(|card| card.key.to_string()) on:click=move |_| choose(app, card.get_value())>
            <span class="between">
                <h2>{name}</h2><span class="tiny number"><Marked text=code runs=in_code /></span>
            </span>
            <span class="small" data-said="">{move || card.with_value(|card| says(speech.get(), card))}</span>
            <span class="tiny">{more}</span>
            {formerly}
        </button>
    }
}

/// A category on a tile.
#[component]
pub fn Tile(
    /// The category.
    category: CategoryCard,
) -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    let card = StoredValue::new(category);
    view! {
        <button type="button" class="card found" data-test="category" data-code=card.with_value(|card| card.code.clone())
            data-key=card.with_value(|card| card.key.to_string()) on:click=move |_| choose(app, card.get_value())>
            <h2>{move || named(speech.get(), card)}</h2>
            <span class="small clip" data-said="">{move || card.with_value(|card| says(speech.get(), card))}</span>
            <span class="tiny number">{card.with_value(|card| card.code.clone())}</span>
        </button>
    }
}

/// A category on a chip: its name alone.
#[component]
pub fn NameChip(
    /// The category.
    category: CategoryCard,
) -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    let card = StoredValue::new(category);
    view! {
        <button type="button" class="chip" data-test="category" data-code=card.with_value(|card| card.code.clone())
            data-key=card.with_value(|card| card.key.to_string()) on:click=move |_| choose(app, card.get_value())>
            {move || named(speech.get(), card)}
        </button>
    }
}

/// A category in a long list: its name and its code.
#[component]
pub fn ListedRow(
    /// The category.
    category: CategoryCard,
) -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    let card = StoredValue::new(category);
    view! {
        <button type="button" class="listed" data-test="category" data-code=card.with_value(|card| card.code.clone())
            data-key=card.with_value(|card| card.key.to_string()) on:click=move |_| choose(app, card.get_value())>
            <span class="grow">{move || named(speech.get(), card)}</span>
            <span class="tiny number">{card.with_value(|card| card.code.clone())}</span>
        </button>
    }
}

fn named(lang: Lang, card: StoredValue<CategoryCard>) -> String {
    card.with_value(|card| lang.pick(&card.name, &card.name_en).to_owned())
}

#[cfg(test)]
mod tests {
    use app_bridge::category::{CategoryCard, ConditionCard, Fitted};
    use kit::lang::Lang;

    use super::says;

    fn refuse() -> CategoryCard {
        let condition = |number: u32| ConditionCard {
            number,
            text: format!("条件{number}"),
            text_en: format!("condition {number}"),
            limit: "4工作时".into(),
            limit_code: "4 work_hour".into(),
            training_text: true,
        };
        CategoryCard {
            key: "event:06010".parse().unwrap(),
            code: "06010".into(),
            name: "暴露垃圾".into(),
            name_en: "exposed refuse".into(),
            major: String::new(),
            major_en: String::new(),
            layer: "sanitation".into(),
            hint: "近景看清种类".into(),
            hint_en: "show what it is".into(),
            least_photos: 1,
            conditions: vec![condition(1), condition(2)],
            look_alikes: Vec::new(),
            tell: "没有装进容器".into(),
            tell_en: "not in a bin".into(),
            fitted: None,
        }
    }

    #[test]
    fn the_one_line_says_what_helps_most() {
        assert_eq!(says(Lang::Zh, &refuse()), "没有装进容器");
        assert_eq!(says(Lang::En, &refuse()), "not in a bin");
        let alone = CategoryCard { tell: String::new(), tell_en: String::new(), ..refuse() };
        assert_eq!(says(Lang::Zh, &alone), "近景看清种类");
        assert_eq!(says(Lang::En, &alone), "show what it is");
        let in_chinese = CategoryCard { hint_en: String::new(), ..alone };
        assert_eq!(says(Lang::En, &in_chinese), "condition 1", "no Chinese on an English page");
        let silent = CategoryCard { hint: String::new(), conditions: Vec::new(), ..in_chinese };
        assert_eq!((says(Lang::Zh, &silent), says(Lang::En, &silent)), (String::new(), String::new()));
    }

    #[test]
    fn a_condition_that_was_found_is_the_one_that_is_told() {
        let fitted = Some(Fitted { condition_no: Some(2), ..Fitted::default() });
        let found = CategoryCard { fitted, ..refuse() };
        assert_eq!((says(Lang::Zh, &found).as_str(), says(Lang::En, &found).as_str()), ("条件2", "condition 2"));
    }
}
