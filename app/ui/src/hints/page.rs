//! The capture hints: the rules above, the categories below, found as in the picker.

use app_bridge::ask::Ask;
use app_bridge::category::CategoryCard;
use app_bridge::told::Told;
use kit::faces::EmptyState;
use kit::icon::{Icon, Picture};
use kit::lang::{self, Lang, Words, either, spoken, t};
use leptos::prelude::*;

use super::text;
use crate::fetch::{faces, fetch};
use crate::layout::{Level, ScreenLayout};
use crate::state::unexpected;

/// The capture hints.
#[component]
pub fn HintsPage() -> impl IntoView {
    let query = RwSignal::new(String::new());
    let found = fetch(
        move || Ask::Categories { query: query.get().trim().to_owned() },
        |told| match told {
            Told::Categories(found) => Ok(found),
            other => Err(unexpected(&other)),
        },
    );
    let here = |found: Vec<CategoryCard>| {
        if found.is_empty() {
            return view! {
                <EmptyState picture=Picture::Glass title=spoken(text::NOTHING_TITLE) words=spoken(text::NOTHING_WORDS) />
            }
            .into_any();
        }
        view! {
            <div class="rows">{found.into_iter().map(|card| view! { <CategoryHint card=card /> }).collect_view()}</div>
        }
        .into_any()
    };
    view! {
        <ScreenLayout title=spoken(text::HINTS) level=Level::Step test="screen-hints">
            <h2 class="section">{t(text::RULES)}</h2>
            <ol class="card stack rule-list" data-test="capture-rules">
                {text::RULE_LIST.iter().map(|(title, words)| view! { <Rule title=*title words=*words /> }).collect_view()}
            </ol>
            <h2 class="section">{t(text::BY_CATEGORY)}</h2>
            <div class="search">
                <Icon picture=Picture::Glass />
                <input type="search" data-test="hint-search" aria-label=t(text::SEARCH_LABEL)
                    placeholder=t(text::SEARCH) autocomplete="off" autocapitalize="off" spellcheck="false"
                    prop:value=query on:input=move |event| query.set(event_target_value(&event)) />
            </div>
            {faces(found, here)}
        </ScreenLayout>
    }
    .into_any()
}

#[component]
fn Rule(title: Words, words: Words) -> impl IntoView {
    view! { <li><strong>{t(title)}</strong><p class="small">{t(words)}</p></li> }
}

/// Says what a category wants. Where nobody wrote the hint in English, its first condition says what is meant.
fn wants(lang: Lang, card: &CategoryCard) -> String {
    let first = card.conditions.first().map(|condition| condition.text_en.as_str()).unwrap_or_default();
    let said = match lang {
        Lang::Zh => card.hint.as_str(),
        Lang::En if card.hint_en.is_empty() => first,
        Lang::En => card.hint_en.as_str(),
    };
    if said.is_empty() { lang.say(text::NO_HINT).to_owned() } else { said.to_owned() }
}

#[component]
fn CategoryHint(card: CategoryCard) -> impl IntoView {
    let speech = lang::speech();
    let (name, name_en, code, least) = (card.name.clone(), card.name_en.clone(), card.code.clone(), card.least_photos);
    view! {
        <section class="card stack" data-test="category-hint" data-code=code.clone()>
            <div class="between">
                <h2>{either(name, name_en)}</h2><span class="tiny number">{code.clone()}</span>
            </div>
            <p class="small" data-said="">{move || wants(speech.get(), &card)}</p>
            <p class="tiny number">{move || text::at_least(speech.get(), least)}</p>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use app_bridge::category::{CategoryCard, ConditionCard};
    use kit::lang::Lang;

    use super::{text, wants};

    fn card(hint: &str, conditions: Vec<ConditionCard>) -> CategoryCard {
        CategoryCard {
            key: "event:06010".parse().unwrap(),
            code: "06010".to_owned(),
            name: "暴露垃圾".to_owned(),
            name_en: "Exposed refuse".to_owned(),
            major: String::new(),
            major_en: String::new(),
            layer: String::new(),
            hint: hint.to_owned(),
            hint_en: String::new(),
            least_photos: 1,
            conditions,
            look_alikes: Vec::new(),
            tell: String::new(),
            tell_en: String::new(),
            fitted: None,
        }
    }

    #[test]
    fn a_category_without_a_hint_sends_back_to_the_rules() {
        let condition = ConditionCard {
            number: 1,
            text: "一平方米以下".to_owned(),
            text_en: "less than a square metre".to_owned(),
            limit: String::new(),
            limit_code: String::new(),
            training_text: false,
        };
        let hinted = card("拍清种类", vec![condition]);
        assert_eq!(wants(Lang::Zh, &hinted), "拍清种类");
        assert_eq!(wants(Lang::En, &hinted), "less than a square metre", "no Chinese on an English page");
        let in_both = CategoryCard { hint_en: "Show what refuse it is.".to_owned(), ..hinted };
        assert_eq!(wants(Lang::Zh, &in_both), "拍清种类");
        assert_eq!(wants(Lang::En, &in_both), "Show what refuse it is.");
        let bare = card("", Vec::new());
        assert_eq!(
            (wants(Lang::Zh, &bare).as_str(), wants(Lang::En, &bare).as_str()),
            (text::NO_HINT.zh, text::NO_HINT.en)
        );
    }
}
