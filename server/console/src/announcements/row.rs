//! What was posted, one line each: whether it is shown, who reads it, and the way to take it back.

use kit::lang::Words;
use kit::tone::Tone;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::announcements::{Announcement, Importance, Readers};
use shared::ids::AnnouncementId;
use shared::time::Instant;

use crate::bridge::{self, Trouble};
use crate::clock;
use crate::pieces;
use crate::text::{lang, names, phrases, say, words};

/// Says how a notice stands at a moment.
const fn standing(now: Instant, notice: &Announcement) -> (Tone, Words) {
    let until = match notice.until {
        Some(until) => until.ms(),
        None => i64::MAX,
    };
    if notice.withdrawn_at.is_some() {
        (Tone::Rest, words::TAKEN_BACK)
    } else if until <= now.ms() {
        (Tone::Rest, words::IS_OVER)
    } else if notice.from.ms() > now.ms() {
        (Tone::Soon, words::TO_COME)
    } else {
        (Tone::Ok, words::IS_SHOWN)
    }
}

/// Draws the table.
pub fn table(posted: Memo<Vec<Announcement>>, again: Callback<()>) -> impl IntoView {
    view! {
        <div class="card table-card">
            <table class="rows compact">
                <thead>
                    <tr>
                        <th scope="col">{say(words::ANNOUNCEMENT_TITLE)}</th>
                        <th scope="col">{say(words::FOR_WHOM)}</th>
                        <th scope="col">{say(words::COL_STATE)}</th>
                        <th scope="col" class="right">{say(words::HAVE_READ)}</th>
                        <td></td>
                    </tr>
                </thead>
                <tbody>
                    // What was posted never changes but for being taken back. How many have read it does, and must not
                    // close what is open or take back a first press.
                    <For each=move || posted.get() key=|notice| (notice.id, notice.withdrawn_at)
                        children=move |notice| row(notice, posted, again)/>
                </tbody>
            </table>
        </div>
    }
}

/// Says how many have read a notice, of how many.
fn readers(posted: &[Announcement], id: AnnouncementId) -> String {
    let found = posted.iter().find(|notice| notice.id == id).and_then(|notice| notice.readers);
    found.map(|Readers { read, of }| format!("{read} / {of}")).unwrap_or_default()
}

fn row(notice: Announcement, posted: Memo<Vec<Announcement>>, again: Callback<()>) -> impl IntoView {
    let lang = lang();
    let now = clock::ticking();
    let (id, is_withdrawn) = (notice.id, notice.withdrawn_at.is_some());
    let for_whom: Vec<&str> = notice.roles.iter().map(|role| say(names::role(*role))).collect();
    let for_whom =
        if for_whom.is_empty() { say(words::EVERYBODY).to_owned() } else { for_whom.join(lang.say(words::COMMA)) };
    let posted_by = phrases::posted_by(lang, &notice.author, &clock::dated(notice.made_at));
    let until = notice.until.map(|until| phrases::shown_until(lang, &clock::dated(until)));
    let urgent = (notice.importance == Importance::Urgent)
        .then(|| pieces::badge(Tone::Late, say(words::URGENT), "urgent", "urgent"));
    let (title, body) = (notice.title.clone(), notice.body.clone());
    let stands = move || {
        let (tone, words) = standing(now.get(), &notice);
        view! { <span class=format!("badge {}", tone.class()) data-test="standing">{lang.say(words)}</span> }
    };
    view! {
        <tr data-test="announcement" data-announcement=id.to_string()>
            <td>
                <details><summary>{urgent}" "<strong data-said="">{title}</strong></summary><p class="told-body" data-said="">{body}</p></details>
                <small data-said="">{posted_by}</small>
            </td>
            <td>{for_whom}</td>
            <td>{stands}<small>{until}</small></td>
            <td class="right figures" data-test="readers">
                {move || posted.with(|posted| readers(posted, id))}
            </td>
            <td class="right">{(!is_withdrawn).then(|| view! { <Withdraw id again/> })}</td>
        </tr>
    }
}

#[component]
fn Withdraw(
    /// Which.
    id: AnnouncementId,
    /// It was taken back.
    again: Callback<()>,
) -> impl IntoView {
    let lang = lang();
    let asked = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let press = move |_| {
        if !asked.get_untracked() {
            asked.set(true);
            return;
        }
        spawn_local(async move {
            match bridge::command(&format!("/api/v1/announcements/{id}/withdraw")).await {
                Ok(()) => drop(again.try_run(())),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    let word = move || if asked.get() { words::TAKE_BACK_SURE } else { words::TAKE_BACK };
    view! {
        <button type="button" class="button small" data-test="withdraw" on:click=press>{move || lang.say(word())}</button>
        {move || trouble.get().map(|why| view! { <p class="complaint" role="alert">{why.words(lang)}</p> })}
    }
}

#[cfg(test)]
mod tests {
    use shared::api::announcements::{Announcement, Importance, Readers};
    use shared::time::Instant;

    use super::{readers, standing};
    use crate::text::words;

    /// A notice that holds from 10 until before 20.
    fn notice() -> Announcement {
        let at = Instant::from_ms;
        Announcement {
            id: "0190f000-0000-7000-8000-0000000000aa".parse().unwrap(),
            jurisdiction: "610112".parse().unwrap(),
            title: String::new(),
            body: String::new(),
            importance: Importance::Usual,
            roles: Vec::new(),
            from: at(10),
            until: Some(at(20)),
            author: String::new(),
            made_at: at(5),
            withdrawn_at: None,
            read: false,
            readers: None,
        }
    }

    #[test]
    fn a_notice_stands_as_the_phones_show_it() {
        let at = Instant::from_ms;
        let notice = notice();
        for (now, expected) in [(9, words::TO_COME), (10, words::IS_SHOWN), (19, words::IS_SHOWN), (20, words::IS_OVER)]
        {
            assert_eq!(standing(at(now), &notice).1, expected, "{now}");
        }
        let withdrawn = Announcement { withdrawn_at: Some(at(12)), ..notice };
        assert_eq!(standing(at(15), &withdrawn).1, words::TAKEN_BACK);
    }

    #[test]
    fn how_many_have_read_one_is_said_of_the_newest_list() {
        let told = notice();
        let posted = [Announcement { readers: Some(Readers { read: 2, of: 3 }), ..told.clone() }];
        assert_eq!(readers(&posted, told.id), "2 / 3");
        assert_eq!(readers(&[], told.id), "");
    }
}
