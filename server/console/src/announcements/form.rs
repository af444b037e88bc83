//! Writing a notice: what it says, how much it presses, whom it is for, until when.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::account::Role;
use shared::api::announcements::{Announcement, Importance, LONGEST_BODY, LONGEST_TITLE, NewAnnouncement};
use shared::time::Instant;

use crate::bridge::{self, Trouble};
use crate::clock;
use crate::text::{lang, names, say, words};

/// Whom a notice may be for, those in the field first.
const ROLES: &[Role] = &[
    Role::Collector,
    Role::Inspector,
    Role::ShiftLeader,
    Role::Acceptor,
    Role::Dispatcher,
    Role::Unit,
    Role::Handler,
    Role::Supervisor,
];

/// What was written so far.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Written {
    title: String,
    body: String,
    is_urgent: bool,
    roles: Vec<Role>,
    until: Option<Instant>,
}

impl Written {
    /// Makes the notice; `None` while something is missing.
    fn notice(&self) -> Option<NewAnnouncement> {
        let (title, body) = (self.title.trim(), self.body.trim());
        let fits = |text: &str, longest: usize| !text.is_empty() && text.chars().count() <= longest;
        (fits(title, LONGEST_TITLE) && fits(body, LONGEST_BODY)).then(|| NewAnnouncement {
            title: title.to_owned(),
            body: body.to_owned(),
            importance: if self.is_urgent { Importance::Urgent } else { Importance::Usual },
            roles: self.roles.clone(),
            jurisdiction: None,
            from: None,
            until: self.until,
        })
    }

    fn toggle(&mut self, role: Role) {
        match self.roles.iter().position(|known| *known == role) {
            Some(at) => drop(self.roles.remove(at)),
            None => self.roles.push(role),
        }
    }
}

/// The form.
#[component]
pub fn Form(
    /// Something was posted.
    on_posted: Callback<()>,
) -> impl IntoView {
    let lang = lang();
    let written = RwSignal::new(Written::default());
    // Counts what was posted: the field for the date is drawn anew and so emptied.
    let posted = RwSignal::new(0_u32);
    let sending = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let ready = Memo::new(move |_| written.with(Written::notice));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(notice) = ready.get_untracked().filter(|_| !sending.get_untracked()) else { return };
        sending.set(true);
        trouble.set(None);
        spawn_local(async move {
            let reply = bridge::post::<_, Announcement>("/api/v1/announcements", &notice).await;
            sending.try_set(false);
            match reply {
                Ok(_) => {
                    written.try_set(Written::default());
                    posted.try_update(|count| *count += 1);
                    on_posted.try_run(());
                }
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    let chip = move |role: Role| {
        let on = move || written.with(|written| written.roles.contains(&role));
        view! {
            <button type="button" class="chip" class:on=on data-test=format!("role-{}", role.as_str())
                aria-pressed=move || on().to_string() on:click=move |_| written.update(|written| written.toggle(role))>
                {say(names::role(role))}
            </button>
        }
    };
    view! {
        <form class="card rescue fields" data-test="announcement-form" on:submit=submit>
            <h3>{say(words::POST_ANNOUNCEMENT)}</h3>
            <label>{say(words::ANNOUNCEMENT_TITLE)}
                <input type="text" maxlength="80" data-test="announcement-title"
                    prop:value=move || written.with(|written| written.title.clone())
                    on:input:target=move |event| written.update(|written| written.title = event.target().value())/>
            </label>
            <label>{say(words::ANNOUNCEMENT_BODY)}
                <textarea rows="6" maxlength="4000" data-test="announcement-text"
                    prop:value=move || written.with(|written| written.body.clone())
                    on:input:target=move |event| written.update(|written| written.body = event.target().value())></textarea>
            </label>
            <label class="check">
                <input type="checkbox" data-test="announcement-urgent"
                    prop:checked=move || written.with(|written| written.is_urgent)
                    on:change:target=move |event| written.update(|written| written.is_urgent = event.target().checked())/>
                {say(words::ANNOUNCEMENT_URGENT)}
            </label>
            <p class="small">{say(words::FOR_WHOM)}</p>
            <div class="chips" role="group" aria-label=say(words::FOR_WHOM)>
                {ROLES.iter().copied().map(chip).collect_view()}
            </div>
            {move || {
                posted.track();
                view! {
                    <label>{say(words::ANNOUNCEMENT_UNTIL)}
                        <input type="datetime-local" data-test="announcement-until"
                            on:input:target=move |event| {
                                written.update(|written| written.until = clock::read_local(&event.target().value()));
                            }/>
                    </label>
                }
            }}
            <button type="submit" class="button main" data-test="announcement-post"
                prop:disabled=move || sending.get() || ready.with(Option::is_none)>
                {move || match (sending.get(), ready.with(Option::is_some)) {
                    (true, _) => lang.say(words::SENDING),
                    (false, true) => lang.say(words::POST),
                    (false, false) => lang.say(words::FILL_IN),
                }}
            </button>
            <p class="small">{say(words::ANNOUNCEMENT_HINT)}</p>
            {move || trouble.get().map(|trouble| view! {
                <p class="complaint" role="alert" data-test="complaint">
                    {trouble.words(lang)}<small>{trouble.detail()}</small>
                </p>
            })}
        </form>
    }
}

#[cfg(test)]
mod tests {
    use shared::account::Role;
    use shared::api::announcements::Importance;

    use super::Written;

    #[test]
    fn a_notice_is_ready_once_it_says_something() {
        let mut written = Written { title: " 汛期 ".to_owned(), ..Written::default() };
        assert!(written.notice().is_none());
        written.body = "加密巡查".to_owned();
        written.is_urgent = true;
        let notice = written.notice().unwrap();
        assert_eq!((notice.title.as_str(), notice.importance), ("汛期", Importance::Urgent));
        written.title = "长".repeat(81);
        assert!(written.notice().is_none());
    }

    #[test]
    fn a_role_is_chosen_and_taken_back_by_the_same_press() {
        let mut written = Written::default();
        written.toggle(Role::Collector);
        written.toggle(Role::Inspector);
        written.toggle(Role::Collector);
        assert_eq!(written.roles, [Role::Inspector]);
    }
}
