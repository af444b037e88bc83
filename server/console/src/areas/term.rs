//! What an edition is to be called and from when it holds: the same three fields for a file and for a drawing.

use leptos::prelude::*;
use shared::api::areas::LONGEST_VERSION;

use super::text as words;
use crate::clock;
use crate::route::encode;
use crate::text::say;

/// What was written into the fields.
#[derive(Clone, Copy)]
pub struct Term {
    version: RwSignal<String>,
    from: RwSignal<String>,
    to: RwSignal<String>,
}

impl Term {
    /// Begins with today.
    pub fn new() -> Self {
        let (year, month, day) = clock::today();
        Self {
            version: RwSignal::new(String::new()),
            from: RwSignal::new(format!("{year:04}-{month:02}-{day:02}")),
            to: RwSignal::new(String::new()),
        }
    }

    /// Writes them for an address; follows them.
    pub fn query(self) -> String {
        let fields = [("version", self.version), ("from", self.from), ("to", self.to)];
        let said = fields.map(|(name, value)| value.with(|value| (name, encode(value.trim()))));
        said.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("&{name}={value}")).collect()
    }

    /// Draws the fields.
    pub fn fields(self) -> AnyView {
        let day = |label: kit::lang::Words, value: RwSignal<String>, test: &'static str| {
            view! {
                <label>{say(label)}
                    <input type="date" data-test=test prop:value=value
                        on:input:target=move |event| value.set(event.target().value())/>
                </label>
            }
        };
        view! {
            <label>{say(words::VERSION)}
                <input type="text" maxlength=LONGEST_VERSION.to_string() placeholder=say(words::VERSION_HINT)
                    data-test="area-version" prop:value=self.version
                    on:input:target=move |event| self.version.set(event.target().value())/>
            </label>
            {day(words::VALID_FROM, self.from, "area-from")}
            {day(words::VALID_TO, self.to, "area-to")}
        }
        .into_any()
    }
}
