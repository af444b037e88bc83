//! A button: at least 48 px, the main action 56 px.

use leptos::prelude::*;

/// How a button looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Look {
    /// One of several.
    #[default]
    Plain,
    /// The one main action of a screen.
    Main,
    /// A remedy or a lesser action in the brand's colour.
    Soft,
    /// Words only.
    Bare,
    /// It is solved, it passes.
    Good,
    /// It is not solved.
    Bad,
}

/// How large a button is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Size {
    /// 48 px, as wide as its words.
    #[default]
    Usual,
    /// 48 px over the whole width.
    Wide,
    /// 56 px over the whole width: the main action at the bottom.
    Large,
}

impl Look {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Main => "main",
            Self::Soft => "soft",
            Self::Bare => "bare",
            Self::Good => "good",
            Self::Bad => "bad",
        }
    }
}

impl Size {
    const fn class(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::Wide => "wide",
            Self::Large => "large wide",
        }
    }
}

/// A button with words.
#[component]
pub fn Button(
    /// How it looks.
    #[prop(optional)]
    look: Look,
    /// How large it is.
    #[prop(optional)]
    size: Size,
    /// It cannot be pressed now; say why beside it.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Name for tests.
    test: &'static str,
    /// What happens.
    #[prop(into)]
    on_press: Callback<()>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <button type="button" class=format!("button {} {}", look.class(), size.class())
            data-test=test prop:disabled=disabled on:click=move |_| on_press.run(())>
            {children()}
        </button>
    }
}
