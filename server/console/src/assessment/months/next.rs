//! The way of a month to its bulletin: frozen, published, its bulletin made and published; and which step comes next.

use kit::lang::Words;
use leptos::prelude::*;
use shared::api::assessment::Month;
use shared::api::bulletins::{BulletinHead, BulletinKind, BulletinList};
use shared::day;
use shared::ids::BulletinId;

use super::way;
use crate::assessment::asked::{href, this_month};
use crate::assessment::text::{pages as words, phrases};
use crate::bridge;
use crate::clock;
use crate::poll::{Polled, poll};
use crate::section::{Address, Section};
use crate::text::{lang, say};

const SECONDS: u64 = 120;

/// What comes next of a month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    /// It is not over.
    Runs,
    /// The server freezes it on its day.
    Waits,
    /// The version that was frozen last is to be published.
    Publish,
    /// The version that is published has no bulletin.
    Make(u32),
    /// Its bulletin is a draft.
    Finish(BulletinId),
    /// Its bulletin is there to be read.
    Read(BulletinId),
}

/// Follows the bulletins, the newest first.
pub fn bulletins() -> Polled<BulletinList> {
    poll(SECONDS, || async { bridge::get("/api/v1/bulletins?limit=200").await })
}

impl Next {
    /// Returns what comes next, where a month runs and with the bulletins that there are, the newest first.
    pub fn of(month: &Month, running: &str, bulletins: &[BulletinHead]) -> Self {
        let Some(newest) = month.versions.last() else {
            // Months are written so that they stand in order as texts do.
            return if month.month.as_str() >= running { Self::Runs } else { Self::Waits };
        };
        let Some(published) = &newest.published else { return Self::Publish };
        let is_its = |head: &&BulletinHead| {
            // One that was made before the month was frozen anew, or published before it was published anew, is of an older
            // version; a draft of that is never published.
            let is_current = head.made_at >= newest.made_at && head.published_at.is_none_or(|at| at >= published.at);
            head.kind == BulletinKind::Monthly && is_current && day::write(head.from).starts_with(&month.month)
        };
        match bulletins.iter().find(is_its) {
            None => Self::Make(newest.number),
            Some(head) if head.published_at.is_none() => Self::Finish(head.id),
            Some(head) => Self::Read(head.id),
        }
    }

    /// Returns the word it is known by.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Runs => "runs",
            Self::Waits => "waits",
            Self::Publish => "publish",
            Self::Make(_) => "make",
            Self::Finish(_) => "finish",
            Self::Read(_) => "read",
        }
    }

    /// Returns how many of the four steps are done.
    const fn done(self) -> usize {
        match self {
            Self::Runs | Self::Waits => 0,
            Self::Publish => 1,
            Self::Make(_) => 2,
            Self::Finish(_) => 3,
            Self::Read(_) => 4,
        }
    }

    /// Returns the way to the step, and what is said on it.
    fn way(self, month: &str) -> Option<(String, Words)> {
        let to = |address: Address| address.href(Section::Bulletins);
        match self {
            Self::Runs | Self::Waits => None,
            Self::Publish => Some((href(&way(month)), words::NEXT_PUBLISH)),
            Self::Make(version) => {
                let form = Address::default().below("new").with("month", month).with("version", &version.to_string());
                Some((to(form), words::NEXT_MAKE))
            }
            Self::Finish(id) => Some((to(Address::default().below(&id.to_string())), words::NEXT_FINISH)),
            Self::Read(id) => Some((to(Address::default().below(&id.to_string())), words::NEXT_READ)),
        }
    }

    /// Says for whom or for what it waits, to who cannot take the step.
    const fn waits_for(self) -> Words {
        match self {
            Self::Runs => words::NEXT_RUNS,
            Self::Waits => words::NEXT_FREEZES,
            Self::Publish => words::NEXT_NOT_PUBLISHED,
            Self::Make(_) | Self::Finish(_) => words::NEXT_NOT_MADE,
            Self::Read(_) => words::NEXT_READ,
        }
    }
}

fn now(month: &Month, list: &BulletinList) -> Next {
    Next::of(month, &this_month(clock::today()), &list.bulletins)
}

/// Draws the next step of a month, in a list of months: the way to it for who takes it, or else what it waits for.
pub fn cell(month: &Month, list: &BulletinList) -> AnyView {
    let next = now(month, list);
    let is_ones_own = list.may_make || matches!(next, Next::Read(_));
    let drawn = match next.way(&month.month).filter(|_| is_ones_own) {
        Some((to, word)) => view! { <a class="button small" data-test="next-step" href=to>{say(word)}</a> }.into_any(),
        None => view! { <span class="small quiet">{said(next, month)}</span> }.into_any(),
    };
    view! { <span data-test="next" data-value=next.as_str()>{drawn}</span> }.into_any()
}

fn said(next: Next, month: &Month) -> String {
    match next {
        // Its day has come: there was nothing to freeze, or what was frozen is not for whoever looks.
        Next::Waits if month.freezes_at <= clock::now() => say(words::NEXT_EMPTY).to_owned(),
        Next::Waits => phrases::freezes_at(lang(), &clock::dated(month.freezes_at)),
        Next::Runs | Next::Publish | Next::Make(_) | Next::Finish(_) | Next::Read(_) => {
            say(next.waits_for()).to_owned()
        }
    }
}

/// Draws the four steps of a month on its own page: which are done, and which comes next.
pub fn steps(month: &Month, list: &BulletinList) -> AnyView {
    let next = now(month, list);
    let done = next.done();
    let step = |(place, word): (usize, Words)| {
        let (class, state) = match place.cmp(&done) {
            std::cmp::Ordering::Less => ("ok", words::STEP_DONE),
            std::cmp::Ordering::Equal => ("", words::STEP_NEXT),
            std::cmp::Ordering::Greater => ("quiet", words::STEP_LATER),
        };
        view! {
            <li class=class data-test="step" aria-current=(place == done).then_some("step")>
                {say(word)}<small>{say(state)}</small>
            </li>
        }
    };
    let all = [words::STEP_FREEZE, words::STEP_PUBLISH, words::STEP_MAKE, words::STEP_PUBLISH_IT];
    let all = all.into_iter().enumerate().map(step).collect_view();
    // Publishing stands in the version's own card below.
    let button = match next {
        Next::Publish if list.may_make => view! { <p class="small">{say(words::PUBLISH_BELOW)}</p> }.into_any(),
        Next::Runs | Next::Waits | Next::Publish | Next::Make(_) | Next::Finish(_) | Next::Read(_) => cell(month, list),
    };
    view! {
        <section class="card oversight-card" data-test="month-steps" aria-label=say(words::STEPS)>
            <ol class="assess-steps">{all}</ol>
            {button}
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use shared::api::assessment::{Month, MonthVersion, Published};
    use shared::api::bulletins::{BulletinHead, BulletinKind};
    use shared::day;
    use shared::ids::BulletinId;
    use shared::time::Instant;
    use uuid::Uuid;

    use super::Next;

    fn month(published: &[Option<i64>]) -> Month {
        let version = |(number, at): (u32, &Option<i64>)| MonthVersion {
            number,
            at: Instant::from_ms(0),
            made_at: Instant::from_ms(i64::from(number) - 1),
            made_by: String::new(),
            reason: String::new(),
            cases: 1,
            published: at.map(|at| Published {
                at: Instant::from_ms(at),
                by: String::new(),
                model: "jinniu".to_owned(),
                edition: 1,
                name: String::new(),
                name_en: String::new(),
            }),
        };
        let versions = (1..).zip(published).map(version).collect();
        Month { month: "2026-10".to_owned(), freezes_at: Instant::from_ms(0), versions }
    }

    fn bulletin(number: u128, kind: BulletinKind, from: &str, published: Option<i64>) -> BulletinHead {
        BulletinHead {
            id: BulletinId(Uuid::from_u128(number)),
            kind,
            from: day::read(from).unwrap(),
            to: day::read(from).unwrap(),
            title: String::new(),
            made_at: Instant::from_ms(1),
            made_by: String::new(),
            published_at: published.map(Instant::from_ms),
            published_by: String::new(),
        }
    }

    #[test]
    fn a_month_goes_step_by_step_to_its_bulletin() {
        let of = |month: &Month, bulletins: &[BulletinHead]| Next::of(month, "2026-11", bulletins);
        assert_eq!(Next::of(&month(&[]), "2026-10", &[]), Next::Runs);
        assert_eq!(of(&month(&[]), &[]), Next::Waits);
        assert_eq!(of(&month(&[None]), &[]), Next::Publish);
        let others = [
            bulletin(1, BulletinKind::Weekly, "2026-10-05", None),
            bulletin(2, BulletinKind::Monthly, "2026-09-01", None),
        ];
        assert_eq!(of(&month(&[None, Some(5)]), &others), Next::Make(2));
        let draft = bulletin(3, BulletinKind::Monthly, "2026-10-01", None);
        assert_eq!(of(&month(&[Some(5)]), std::slice::from_ref(&draft)), Next::Finish(draft.id));
        let published = bulletin(4, BulletinKind::Monthly, "2026-10-01", Some(6));
        assert_eq!(of(&month(&[Some(5)]), std::slice::from_ref(&published)), Next::Read(published.id));
        assert_eq!(of(&month(&[Some(5), Some(9)]), &[published]), Next::Make(2), "that one is of the version before");
        let anew = month(&[None, None, Some(9)]);
        assert_eq!(of(&anew, &[draft]), Next::Make(3), "its version was frozen anew, and it is never published");
    }
}
