//! Language, theme, contrast, size of the text, hand, and how the app opens.

use kit::card::Card;
use kit::lang::{self, Lang, Words, spoken, t};
use kit::looks::{self, Contrast, Hand, TextSize, Theme};
use kit::radios::{Radio, Radios};
use leptos::prelude::*;

use super::text;
use crate::opening::{choose_opening, opens_on_camera};

/// Several of which one is chosen, under the question that they answer.
#[component]
fn Choices(
    /// The question.
    ask: Words,
    /// The answers.
    children: Children,
) -> impl IntoView {
    view! {
        <h3 class="small">{t(ask)}</h3>
        <Radios label=spoken(ask)>{children()}</Radios>
    }
    .into_any()
}

/// The language.
#[component]
pub fn LanguageChoice() -> impl IntoView {
    let speech = lang::speech();
    let choice = move |lang: Lang, words: Words, test: &'static str| {
        view! {
            <Radio test=test chosen=Signal::derive(move || speech.get() == lang)
                on_choose=move |()| speech.switch_to(lang)>{t(words)}</Radio>
        }
    };
    view! {
        <Card test="settings-language">
            <h2>{t(text::LANGUAGE)}</h2>
            <Radios label=spoken(text::LANGUAGE)>
                {choice(Lang::Zh, text::CHINESE, "language-zh")}
                {choice(Lang::En, text::ENGLISH, "language-en")}
            </Radios>
        </Card>
    }
    .into_any()
}

const fn theme(theme: Theme) -> (Words, &'static str) {
    match theme {
        Theme::System => (text::THEME_SYSTEM, "theme-system"),
        Theme::Light => (text::THEME_LIGHT, "theme-light"),
        Theme::Dark => (text::THEME_DARK, "theme-dark"),
    }
}

const fn contrast(contrast: Contrast) -> (Words, &'static str) {
    match contrast {
        Contrast::Usual => (text::CONTRAST_USUAL, "contrast-usual"),
        Contrast::High => (text::CONTRAST_HIGH, "contrast-high"),
    }
}

const fn hand(hand: Hand) -> (Words, &'static str) {
    match hand {
        Hand::Right => (text::HAND_RIGHT, "hand-right"),
        Hand::Left => (text::HAND_LEFT, "hand-left"),
    }
}

const fn size(size: TextSize) -> &'static str {
    match size {
        TextSize::P100 => "text-100",
        TextSize::P125 => "text-125",
        TextSize::P150 => "text-150",
        TextSize::P200 => "text-200",
    }
}

/// How the screen looks. It looks so at once: the screen itself is the sample, and a line to read stands under the sizes.
#[component]
pub fn LooksChoice() -> impl IntoView {
    let looks = looks::looks();
    let themes = Theme::ALL.map(|choice| {
        let (words, test) = theme(choice);
        view! {
            <Radio test=test chosen=Signal::derive(move || looks.theme() == choice)
                on_choose=move |()| looks.choose_theme(choice)>{t(words)}</Radio>
        }
    });
    let contrasts = Contrast::ALL.map(|choice| {
        let (words, test) = contrast(choice);
        view! {
            <Radio test=test chosen=Signal::derive(move || looks.contrast() == choice)
                on_choose=move |()| looks.choose_contrast(choice)>{t(words)}</Radio>
        }
    });
    let sizes = TextSize::ALL.map(|choice| {
        view! {
            <Radio test=size(choice) chosen=Signal::derive(move || looks.text_size() == choice)
                on_choose=move |()| looks.choose_text_size(choice)>{format!("{}%", choice.percent())}</Radio>
        }
    });
    let hands = Hand::ALL.map(|choice| {
        let (words, test) = hand(choice);
        view! {
            <Radio test=test chosen=Signal::derive(move || looks.hand() == choice)
                on_choose=move |()| looks.choose_hand(choice)>{t(words)}</Radio>
        }
    });
    view! {
        <Card test="settings-looks">
            <h2>{t(text::LOOKS)}</h2>
            <Choices ask=text::THEME>{themes.into_iter().collect_view()}</Choices>
            <Choices ask=text::CONTRAST>{contrasts.into_iter().collect_view()}</Choices>
            <Choices ask=text::TEXT_SIZE>{sizes.into_iter().collect_view()}</Choices>
            <p class="sample" data-test="text-sample">{t(text::SAMPLE)}</p>
            <Choices ask=text::HAND>{hands.into_iter().collect_view()}</Choices>
        </Card>
    }
    .into_any()
}

/// What the app shows first.
#[component]
pub fn OpeningChoice() -> impl IntoView {
    let on_camera = RwSignal::new(opens_on_camera());
    let choose = move |camera: bool| {
        choose_opening(camera);
        on_camera.set(camera);
    };
    view! {
        <Card test="settings-opening">
            <h2>{t(text::OPENING)}</h2>
            <Radios label=spoken(text::OPENING)>
                <Radio test="opens-on-today" chosen=Signal::derive(move || !on_camera.get())
                    on_choose=move |()| choose(false)>{t(text::OPENS_ON_TODAY)}</Radio>
                <Radio test="opens-on-camera" chosen=on_camera on_choose=move |()| choose(true)>
                    {t(text::OPENS_ON_CAMERA)}
                </Radio>
            </Radios>
        </Card>
    }
    .into_any()
}
