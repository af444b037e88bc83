//! Signing out: what stands against it with the way out, what stays behind, and only then the button that does it.

mod text;

use app_bridge::ask::Ask;
use app_bridge::leaving::Leaving;
use app_bridge::told::{Failure, Told};
use kit::button::{Button, Look, Size};
use kit::faces::Notice;
use kit::icon::{Icon, Picture};
use kit::lang::{self, t};
use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::fetch::Refused;
use crate::state::{App, Screen, unexpected};
use crate::{bridge, text as words};

/// How far the person is on the way out.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Step {
    Staying,
    Looking,
    Told(Leaving),
}

/// The button at the bottom, and what comes of pressing it.
#[component]
pub fn SignOut() -> impl IntoView {
    let app = App::get();
    let step = RwSignal::new(Step::Staying);
    let failure = RwSignal::new(None::<Failure>);
    let look = move |()| {
        step.set(Step::Looking);
        failure.set(None);
        spawn_local(async move {
            let next = match bridge::ask(Ask::Leaving).await {
                Ok(Told::Leaving(leaving)) => Step::Told(leaving),
                Ok(other) => {
                    failure.try_set(Some(unexpected(&other)));
                    Step::Staying
                }
                Err(why) => {
                    failure.try_set(Some(why));
                    Step::Staying
                }
            };
            step.try_set(next);
        });
    };
    let sign_out = move |()| {
        failure.set(None);
        spawn_local(async move {
            match bridge::ask(Ask::SignOut).await {
                Ok(Told::Start(start)) => {
                    // Whoever signs in next begins where one begins.
                    app.turn_to(Screen::Today);
                    app.started(start);
                }
                Ok(other) => {
                    failure.try_set(Some(unexpected(&other)));
                }
                Err(why) => {
                    failure.try_set(Some(why));
                }
            }
        });
    };
    view! {
        <Refused failure=failure test="sign-out-failed" />
        {move || match step.get() {
            Step::Staying => view! {
                <Button look=Look::Plain size=Size::Large test="sign-out" on_press=look>
                    <Icon picture=Picture::Door />{t(words::SIGN_OUT)}
                </Button>
            }
            .into_any(),
            Step::Looking => view! { <p class="waiting" role="status">{t(text::READING)}</p> }.into_any(),
            Step::Told(leaving) if !leaving.is_free() => view! { <WayOut leaving=leaving /> }.into_any(),
            Step::Told(leaving) => view! {
                <Stays leaving=leaving />
                <Button look=Look::Bad size=Size::Large test="sign-out-now" on_press=sign_out>
                    <Icon picture=Picture::Door />{t(text::SIGN_OUT_NOW)}
                </Button>
                <Button size=Size::Wide test="stay" on_press=move |()| step.set(Step::Staying)>{t(text::STAY_SIGNED_IN)}</Button>
            }
            .into_any(),
        }}
    }
}

/// Something has not arrived: the way out leads over sync.
#[component]
fn WayOut(leaving: Leaving) -> impl IntoView {
    let (app, speech) = (App::get(), lang::speech());
    view! {
        <Notice tone=Tone::Soon picture=Picture::Mind test="sign-out-blocked">
            {move || text::unsent(speech.get(), leaving.unsent_operations, leaving.photos_waiting)}<br />
            {t(text::WAY_OUT)}
        </Notice>
        <Button look=Look::Main size=Size::Large test="sign-out-to-sync" on_press=move |()| app.turn_to(Screen::Sync)>
            <Icon picture=Picture::UpDown />{t(text::TO_SYNC)}
        </Button>
    }
}

#[component]
fn Stays(leaving: Leaving) -> impl IntoView {
    let speech = lang::speech();
    let Leaving { set_aside, drafts, draft_shots, .. } = leaving;
    view! {
        {(drafts > 0).then(|| view! {
            <Notice tone=Tone::Soon picture=Picture::Camera test="sign-out-drafts">
                {move || text::drafts(speech.get(), drafts, draft_shots)}
            </Notice>
        })}
        {(set_aside > 0).then(|| view! {
            <Notice tone=Tone::Soon picture=Picture::Mind test="sign-out-set-aside">
                {move || text::sent_back(speech.get(), set_aside)}
            </Notice>
        })}
        <p class="small" data-test="what-stays">{t(text::STAYS)}</p>
    }
}
