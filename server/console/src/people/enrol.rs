//! Making a link that signs a phone in: asked for, shown large with the time it is still good for, taken back.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::people::{EnrolmentLink, NewEnrolment};
use shared::ids::AccountId;

use super::fields;
use super::text as words;
use crate::bridge::{self, Trouble};
use crate::clock;
use crate::route::encode;
use crate::text::{lang, say, words as common};

/// Returns the address of the server as this browser reaches it; whoever's phone reaches it by another one says so.
pub fn own_server() -> String {
    leptos::prelude::window().location().origin().unwrap_or_default()
}

/// Asks for a link.
pub async fn ask(id: AccountId, server: String, hours: u32) -> Result<EnrolmentLink, Trouble> {
    let body = NewEnrolment { server, hours: Some(hours) };
    bridge::post::<NewEnrolment, EnrolmentLink>(&format!("/api/v1/accounts/{id}/enrolment"), &body).await
}

/// Draws the way to a link for somebody, and the link once it is there.
pub fn card(id: AccountId, on_change: Callback<()>) -> AnyView {
    let lang = lang();
    let server = RwSignal::new(own_server());
    let hours = RwSignal::new(24_u32);
    let link = RwSignal::new(None::<EnrolmentLink>);
    let asking = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let press = move |_| {
        if asking.get_untracked() {
            return;
        }
        asking.set(true);
        trouble.set(None);
        let (server, hours) = (server.get_untracked(), hours.get_untracked());
        spawn_local(async move {
            match ask(id, server, hours).await {
                Ok(made) => {
                    link.try_set(Some(made));
                    on_change.try_run(());
                }
                Err(why) => drop(trouble.try_set(Some(why))),
            }
            asking.try_set(false);
        });
    };
    let gone = Callback::new(move |()| {
        link.set(None);
        on_change.run(());
    });
    view! {
        <section class="card rescue fields" data-test="enrol-card">
            <h3>{say(words::ENROL)}</h3>
            <p class="small">{say(words::ENROL_HOW)}</p>
            {choices(server, hours)}
            <button type="button" class="button main" data-test="enrol" prop:disabled=asking on:click=press>
                {move || lang.say(if asking.get() { common::SAVING } else { words::ENROL })}
            </button>
            {fields::complaint(trouble)}
            {move || link.get().map(|made| shown(made, gone))}
        </section>
    }
    .into_any()
}

/// Draws where phones find the server, and for how long links are good.
pub fn choices(server: RwSignal<String>, hours: RwSignal<u32>) -> AnyView {
    let options = vec![
        ("1".to_owned(), say(words::ONE_HOUR).to_owned()),
        ("24".to_owned(), say(words::ONE_DAY).to_owned()),
        ("168".to_owned(), say(words::ONE_WEEK).to_owned()),
    ];
    let value = Signal::derive(move || hours.get().to_string());
    let choose = Callback::new(move |word: String| hours.set(word.parse().unwrap_or(24)));
    view! {
        {fields::line(words::SERVER, "enrol-server", server.into(), Callback::new(move |text: String| server.set(text)))}
        {fields::select(words::GOOD_FOR, "enrol-hours", options, value, choose)}
    }
    .into_any()
}

/// Draws the picture of a link. It is drawn from the server's own text, and nothing in it is run.
pub fn picture(link: &EnrolmentLink) -> AnyView {
    let source = format!("data:image/svg+xml;charset=utf-8,{}", encode(&link.picture));
    let alt = format!("{} {}", say(words::QR_LABEL), link.user);
    view! { <img class="enrol-picture" src=source alt=alt data-test="enrol-picture"/> }.into_any()
}

/// Writes how long something is still good: `23:59:58`; nothing once it is over.
pub fn left(ms: i64) -> Option<String> {
    let seconds = Some(ms.div_euclid(1_000)).filter(|_| ms > 0)?;
    Some(format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60))
}

fn shown(link: EnrolmentLink, gone: Callback<()>) -> AnyView {
    let lang = lang();
    let ticking = clock::ticking();
    let expires = link.expires;
    let still = Memo::new(move |_| left(expires.since(ticking.get())));
    let drawn = StoredValue::new(link.clone());
    let id = link.id.clone();
    view! {
        <div class="enrol-shown" data-test="enrol-shown">
            <p><strong data-said="">{link.name.clone()}</strong>" "<span class="figures">{link.user.to_string()}</span></p>
            {move || match still.with(Option::is_some) {
                true => drawn.with_value(picture),
                false => view! { <p class="complaint" data-test="enrol-over">{lang.say(words::QR_OVER)}</p> }.into_any(),
            }}
            <p class="figures" data-test="enrol-left">{move || still.get().map(|left| words::good_for(lang, &left))}</p>
            <p class="small">{say(words::OR_TYPE)}</p>
            <p class="code" data-test="enrol-link">{link.link.clone()}</p>
            {take_back(id, gone)}
        </div>
    }
    .into_any()
}

/// Draws the way to take a link back: two presses.
pub fn take_back(id: String, gone: Callback<()>) -> AnyView {
    let lang = lang();
    let asked = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let press = move |_| {
        if !asked.get_untracked() {
            asked.set(true);
            return;
        }
        let path = format!("/api/v1/enrolments/{id}");
        spawn_local(async move {
            match bridge::delete(&path).await {
                Ok(()) => drop(gone.try_run(())),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    let word = move || if asked.get() { words::TAKE_BACK_SURE } else { words::TAKE_BACK };
    view! {
        <button type="button" class="button small" data-test="enrol-take-back" on:click=press>
            {move || lang.say(word())}
        </button>
        {fields::complaint(trouble)}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::left;

    #[test]
    fn the_time_left_is_counted_down_and_then_over() {
        assert_eq!(left(86_399_999).as_deref(), Some("23:59:59"));
        assert_eq!(left(7 * 86_400_000).as_deref(), Some("168:00:00"));
        assert_eq!(left(999).as_deref(), Some("00:00:00"));
        assert_eq!(left(0), None);
        assert_eq!(left(-5), None);
    }
}
