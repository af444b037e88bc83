//! The order to erase this phone: that it came, what is sent first, and when it happens.

use app_bridge::order::Wiping;
use app_bridge::told::Failure;
use kit::button::{Button, Look};
use kit::faces::Notice;
use kit::icon::{Icon, Picture};
use kit::lang::{self, Lang, t};
use kit::moment;
use kit::tone::Tone;
use leptos::prelude::*;

use super::cards::sync;
use super::text;
use crate::state::App;

/// The order to erase this phone; nothing where there is none.
#[component]
pub fn WipeCard() -> impl IntoView {
    let app = App::get();
    let wiping = Memo::new(move |_| app.status.with(|status| status.as_ref().and_then(|status| status.wiping.clone())));
    (move || wiping.get().map(|wiping| view! { <Card wiping=wiping /> })).into_any()
}

/// Returns how far it is, in words.
fn stands(lang: Lang, wiping: &Wiping) -> String {
    match (wiping.is_ending, wiping.unsent, wiping.leaves_unsent) {
        (true, _, _) => lang.say(text::WIPE_ENDING).to_owned(),
        (false, 0, _) => lang.say(text::WIPE_ALL_SENT).to_owned(),
        (false, unsent, false) => text::sends_first(lang, unsent),
        (false, unsent, true) => text::leaves_behind(lang, unsent),
    }
}

#[component]
fn Card(wiping: Wiping) -> impl IntoView {
    let (app, speech, clock) = (App::get(), lang::speech(), moment::clock());
    let failure = RwSignal::new(None::<Failure>);
    let (reason, author, ordered_at, unsent) =
        (wiping.reason.clone(), wiping.author.clone(), wiping.ordered_at, wiping.unsent);
    view! {
        <section class=format!("card edged stack {}", Tone::Late.class()) data-test="wipe" role="status"
            data-unsent=unsent.to_string()>
            <div class="row">
                <Icon picture=Picture::Mind />
                <span class="grow">
                    <h2>{t(text::WIPE_TITLE)}</h2>
                    <span class="tiny number" data-said="">
                        {move || format!("{} · {author}", clock.say(speech.get(), ordered_at))}
                    </span>
                </span>
            </div>
            <p>{t(text::WIPE_WHY)}<span data-test="wipe-reason" data-said="">{reason}</span></p>
            <p data-test="wipe-stands">{move || stands(speech.get(), &wiping)}</p>
            <p class="small">{t(text::WIPE_DRAFTS)}</p>
            {move || failure.get().map(|why| view! {
                <Notice tone=Tone::Soon picture=Picture::Mind test="wipe-failed">
                    {move || speech.get().pick(&why.zh, &why.en).to_owned()}
                </Notice>
            })}
            <Button look=Look::Soft test="wipe-sync" on_press=move |()| sync(app, failure)>{t(text::DO_SYNC)}</Button>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use app_bridge::order::Wiping;
    use kit::lang::Lang;
    use shared::time::Instant;

    use super::stands;
    use crate::orders::text;

    #[test]
    fn it_is_said_what_is_sent_first_and_what_is_lost() {
        let at = Instant::from_ms(1);
        let of = |unsent, leaves_unsent, is_ending| {
            let (reason, author) = (String::new(), String::new());
            stands(Lang::En, &Wiping { reason, author, ordered_at: at, leaves_unsent, unsent, is_ending })
        };
        assert_eq!(of(0, false, false), text::WIPE_ALL_SENT.en);
        assert_eq!(of(2, false, true), text::WIPE_ENDING.en);
        assert!(of(2, false, false).contains("rescue file"));
        assert!(of(2, true, false).contains("what cannot be sent is erased"));
    }
}
