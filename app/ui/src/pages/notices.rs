//! What happened to this phone while nobody looked, told until the person has seen it.

use app_bridge::ask::Ask;
use app_bridge::told::{Told, Warning};
use kit::button::Button;
use kit::faces::Notice;
use kit::icon::Picture;
use kit::lang::{either, t};
use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::state::App;
use crate::{bridge, text};

/// The notices of the start; nothing where there are none.
#[component]
pub fn Notices() -> impl IntoView {
    let app = App::get();
    let notices = move || match app.start.get() {
        Some(Ok(start)) => start.notices,
        Some(Err(_)) | None => Vec::new(),
    };
    let seen = move |()| {
        spawn_local(async move {
            // What could not be put away is told again at the next start.
            if let Ok(Told::Start(start)) = bridge::ask(Ask::NoticesSeen).await {
                app.started(start);
            }
        });
    };
    move || {
        let notices = notices();
        (!notices.is_empty()).then(|| {
            view! {
                <section class="stack" data-test="notices">
                    {notices.into_iter().map(one).collect_view()}
                    <div class="chips"><Button test="notices-seen" on_press=seen>{t(text::SEEN)}</Button></div>
                </section>
            }
        })
    }
}

fn one(notice: Warning) -> impl IntoView {
    let tone = if notice.code == "new_device" { Tone::Late } else { Tone::Soon };
    view! {
        <Notice tone=tone picture=Picture::Mind test="notice">
            {either(notice.zh, notice.en)}
        </Notice>
    }
}
