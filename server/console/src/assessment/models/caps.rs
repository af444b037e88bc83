//! What several lines of a model take off together at most, as it is being written.

use kit::lang::Words;
use leptos::prelude::*;

use super::written::Head;
use super::written::cap::WrittenCap;
use super::{fields, text as words};
use crate::text::{lang, say};

/// Draws the caps, and the way to add one. Whoever takes one out is told of its code.
pub fn card(head: RwSignal<Head>, uncap: Callback<String>) -> AnyView {
    let codes =
        Memo::new(move |_| head.with(|head| head.caps.iter().map(|cap| cap.code.clone()).collect::<Vec<String>>()));
    let add = move |_| {
        head.update(|head| {
            let fresh = WrittenCap::fresh(&head.caps);
            head.caps.push(fresh);
        });
    };
    view! {
        <section class="card model-card" data-test="model-caps">
            <h3>{say(words::CAPS)}</h3>
            <p class="small">{say(words::CAPS_LEAD)}</p>
            <For each=move || codes.get() key=|code| code.clone() children=move |code| one(head, code, uncap)/>
            <p><button type="button" class="button" data-test="add-cap" on:click=add>{say(words::ADD_CAP)}</button></p>
        </section>
    }
    .into_any()
}

fn one(head: RwSignal<Head>, code: String, uncap: Callback<String>) -> AnyView {
    let lang = lang();
    let (test, code) = (code.clone(), StoredValue::new(code));
    let label = move || {
        let name = read(head, code, |cap| lang.pick(&cap.name, &cap.name_en).to_owned());
        format!("{} {name}", lang.say(words::REMOVE))
    };
    let field = move |word: Words, test: &str, get: fn(&WrittenCap) -> &String, set: fn(&mut WrittenCap, String)| {
        let shown = Signal::derive(move || read(head, code, |cap| get(cap).clone()));
        let hear = Callback::new(move |text: String| {
            head.update(|head| {
                code.with_value(|code| {
                    if let Some(cap) = head.caps.iter_mut().find(|cap| cap.code == *code) {
                        set(cap, text);
                    }
                });
            });
        });
        fields::line(word, format!("cap-{test}"), shown, hear)
    };
    view! {
        <div class="model-fields" data-test="model-cap" data-code=test>
            {field(words::NAME, "name", |cap| &cap.name, |cap, text| cap.name = text)}
            {field(words::NAME_EN, "name-en", |cap| &cap.name_en, |cap, text| cap.name_en = text)}
            {field(words::CAP_OFF, "off", |cap| &cap.off, |cap, text| cap.off = text)}
            <button type="button" class="button small" data-test="cap-remove" aria-label=label
                on:click=move |_| uncap.run(code.get_value())>{say(words::REMOVE)}</button>
        </div>
    }
    .into_any()
}

/// Reads something of a cap; nothing of one that was taken out.
fn read(head: RwSignal<Head>, code: StoredValue<String>, of: impl Fn(&WrittenCap) -> String) -> String {
    head.with(|head| {
        let cap = code.with_value(|code| head.caps.iter().find(|cap| cap.code == *code));
        cap.map(of).unwrap_or_default()
    })
}
