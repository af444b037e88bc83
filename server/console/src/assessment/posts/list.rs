//! What is behind a number: the steps and tasks that it counts, or the days that it is the sum of.

use kit::lang::{Lang, Words};
use leptos::prelude::*;
use shared::api::posts::{PostDay, PostList, PostWork};
use shared::assessment::posts::Figure;

use super::asked::{Behind, Question};
use super::text as words;
use crate::assessment::asked::{Period, href};
use crate::assessment::period;
use crate::assessment::text::{phrases, subject};
use crate::bridge;
use crate::cases::place;
use crate::clock;
use crate::faces::{self, Empty};
use crate::people::fields;
use crate::poll::{Polled, poll};
use crate::route::Route;
use crate::section::{Address, Section};
use crate::text::spans::number;
use crate::text::{lang, names, say};

const SECONDS: u64 = 120;

/// What is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Asking {
    question: Question,
    behind: Behind,
}

/// An answer and what was asked.
#[derive(Clone, PartialEq, Debug)]
struct Answer {
    asking: Asking,
    list: PostList,
}

impl Asking {
    fn now(address: &Address) -> Option<Self> {
        let question = Question::now(address);
        let behind = Behind::read(address, question.post)?;
        Some(Self { question, behind })
    }

    /// "错误受理数 · 孙先生 · 2026年10月".
    fn title(&self, lang: Lang) -> String {
        let mut title = vec![lang.say(words::figure(self.behind.figure)).to_owned()];
        title.push(match &self.behind.of {
            Some((_, name)) => name.clone(),
            None => format!("{} {}", lang.say(subject(self.question.post)), lang.say(words::EVERYBODY)),
        });
        if !self.question.asked.area.is_empty() {
            title.push(self.question.asked.area.clone());
        }
        title.push(match &self.question.asked.period {
            Period::Month(month) | Period::Frozen { month, .. } => phrases::month(lang, month),
            Period::Days { from, to } => phrases::days(lang, from, to),
        });
        title.join(" · ")
    }
}

/// The page.
pub fn page(address: Memo<Address>) -> AnyView {
    let asking = Memo::new(move |_| address.with(Asking::now));
    let is_number = Memo::new(move |_| asking.with(Option::is_some));
    (move || match is_number.get() {
        false => view! { <Empty title=words::NOT_A_NUMBER more=words::NOT_A_NUMBER_MORE/> }.into_any(),
        true => body(address, asking),
    })
    .into_any()
}

fn body(address: Memo<Address>, asking: Memo<Option<Asking>>) -> AnyView {
    let reply = follow(asking);
    Effect::new(move |_| place::came_from(Route::At(Section::Assessment, address.get())));
    let answer = Memo::new(move |_| reply.value.get());
    let is_known = Memo::new(move |_| answer.with(Option::is_some));
    let next = Memo::new(move |_| answer.with(|answer| answer.as_ref().and_then(|answer| answer.list.next.clone())));
    let is_first =
        Signal::derive(move || asking.with(|one| one.as_ref().is_none_or(|one| one.question.after.is_empty())));
    let to_page = Callback::new(move |after: String| href(&address.get().with("after", &after)));
    let back = move || {
        let way = |one: &Asking| href(&one.question.way(one.question.post));
        asking.with(|one| one.as_ref().map(way)).unwrap_or_default()
    };
    let head = move || answer.with(|answer| answer.as_ref().map(heading));
    view! {
        <section data-test="posts-list">
            <header class="page-head">
                <a class="back" data-test="back" href=back aria-label=say(words::BACK)>"‹"</a>
                {head}
                {faces::live_mark(reply)}
            </header>
            {faces::trouble_bar(reply)}
            {move || match is_known.get() {
                false if reply.trouble.with(Option::is_some) => ().into_any(),
                false => faces::waiting(),
                true => (move || answer.with(|answer| answer.as_ref().map(rows))).into_any(),
            }}
            {fields::pager(next, is_first, to_page)}
        </section>
    }
    .into_any()
}

fn follow(asking: Memo<Option<Asking>>) -> Polled<Answer> {
    let reply = poll::<Answer, _, _>(SECONDS, move || {
        let asking = asking.get_untracked();
        async move {
            // While the page is on its way out nothing is asked for, and nothing is heard.
            let Some(asking) = asking else { return std::future::pending().await };
            let list = bridge::get(&asking.question.list_path(&asking.behind)).await?;
            Ok(Answer { asking, list })
        }
    });
    Effect::watch(move || asking.get(), move |_, _, _| reply.again(), false);
    reply
}

fn heading(answer: &Answer) -> AnyView {
    let Answer { asking, list } = answer;
    let total = words::written(list.figure, list.number);
    view! {
        <h2 data-test="posts-list-title" data-said="">{asking.title(lang())}</h2>
        <span class="gap"></span>
        <strong class="figures" data-test="posts-list-number" data-number=list.number.to_string()>{total}</strong>
        {export(asking)}
    }
    .into_any()
}

fn export(asking: &Asking) -> AnyView {
    let path = |format: &str| asking.question.export_path(&asking.behind, format, lang().pick("zh", "en"));
    view! {
        <details class="export">
            <summary class="chip" data-test="export">{say(words::EXPORT)}</summary>
            <div class="card export-card">
                <a class="words-link" href=path("xlsx") download="" data-test="export-xlsx">{say(words::EXPORT_XLSX)}</a>
                <a class="words-link" href=path("csv") download="" data-test="export-csv">{say(words::EXPORT_CSV)}</a>
                <p class="quiet">{say(words::EXPORT_NOTED)}</p>
            </div>
        </details>
    }
    .into_any()
}

fn rows(answer: &Answer) -> AnyView {
    let list = &answer.list;
    let means = words::means(list.figure);
    let table = if list.work.is_empty() && list.days.is_empty() {
        view! { <Empty title=words::NO_ROWS more=words::NO_ROWS_MORE/> }.into_any()
    } else if list.days.is_empty() {
        let heads = [words::CASE, words::CATEGORY, words::WHO, words::WHEN, words::DUE, words::STATE, words::COUNTS_AS];
        framed(&heads, list.work.iter().map(step).collect_view().into_any())
    } else {
        let heads = [
            words::DAY,
            words::WHO,
            words::figure(Figure::Shifts),
            words::SIGNED_IN,
            words::SIGNED_OUT,
            words::figure(Figure::Minutes),
            words::figure(Figure::Beat),
            words::figure(Figure::Walked),
        ];
        let table = framed(&heads, list.days.iter().map(day).collect_view().into_any());
        view! { {table}<p class="quiet small">{say(words::POSITIONS)}</p> }.into_any()
    };
    view! {
        <p class="lead small">{say(means)}</p>
        {period::source_of_one(&list.source, list.at)}
        {table}
    }
    .into_any()
}

fn framed(heads: &[Words], rows: AnyView) -> AnyView {
    view! {
        <div class="card table-card wide-table" tabindex="0" role="region" aria-label=say(words::LIST)>
            <table class="rows compact">
                {fields::heads(heads)}
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn step(one: &PostWork) -> AnyView {
    let called = one.case_no.as_ref().map_or_else(|| one.case.to_string(), ToString::to_string);
    let state = format!("badge {}", crate::case::tone(one.state).class());
    let due = one.due_at.map_or_else(|| say(words::NO_DUE).to_owned(), clock::dated);
    let counts: Vec<&str> = one.counts.iter().map(|figure| say(words::figure(*figure))).collect();
    view! {
        <tr data-test="post-work" data-case=one.case.to_string() data-key=one.key.clone()>
            <td><a class="words-link figures" data-test="open-case" href=Route::Case(one.case).href()>{called}</a></td>
            <td data-said="">{one.category.clone()}</td>
            <td data-said="">{one.name.clone()}</td>
            <td class="figures">{clock::dated(one.at)}</td>
            <td class="figures">{due}</td>
            <td><span class=state>{say(names::state(one.state))}</span></td>
            <td class="posts-counts">{counts.join(" · ")}</td>
        </tr>
    }
    .into_any()
}

fn day(one: &PostDay) -> AnyView {
    let out = match (one.last_at, one.open_shifts) {
        (Some(at), 0) => clock::dated(at),
        (Some(_) | None, _) => say(words::NOT_SIGNED_OUT).to_owned(),
    };
    view! {
        <tr data-test="post-day" data-day=shared::day::write(one.day) data-key=one.key.clone()>
            <td class="figures">{shared::day::write(one.day)}</td>
            <td data-said="">{one.name.clone()}</td>
            <td class="figures">{number(one.shifts)}</td>
            <td class="figures">{clock::dated(one.first_at)}</td>
            <td class="figures">{out}</td>
            <td class="figures">{words::written(Figure::Minutes, one.minutes)}</td>
            <td class="figures">{number(one.beat)}</td>
            <td class="figures">{number(one.walked)}</td>
        </tr>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;
    use shared::assessment::Subject;
    use shared::assessment::posts::Figure;

    use super::{Asking, Behind, Question};
    use crate::assessment::asked::{Asked, Period};

    #[test]
    fn the_heading_says_which_number_in_words() {
        let period = Period::Month("2026-10".to_owned());
        let asked = Asked { period, area: String::new(), unit: String::new() };
        let question = Question { asked, post: Subject::Acceptor, after: String::new() };
        let of = Some(("a-1".to_owned(), "孙先生".to_owned()));
        let asking = |of| Asking { question: question.clone(), behind: Behind { figure: Figure::AcceptWrong, of } };
        assert_eq!(asking(of).title(Lang::Zh), "错误受理数 · 孙先生 · 2026年10月");
        assert_eq!(asking(None).title(Lang::Zh), "错误受理数 · 受理员 所有人 · 2026年10月");
    }
}
