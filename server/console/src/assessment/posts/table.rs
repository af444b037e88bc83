//! The table of a post: everybody's numbers, each with the way to what is behind it.

use kit::lang::Words;
use leptos::prelude::*;
use shared::api::posts::{PostFigures, PostTable};
use shared::assessment::posts::Figure;
use shared::assessment::rate::Ratio;
use shared::assessment::{Counter, Subject};

use super::asked::{Behind, POSTS, Question};
use super::column::{self, Column};
use super::text as words;
use crate::assessment::asked::href;
use crate::assessment::text::{self, phrases, subject};
use crate::assessment::{figure, glossary, period};
use crate::bridge;
use crate::faces::{self, Empty};
use crate::people::fields;
use crate::poll::{Polled, poll};
use crate::section::Address;
use crate::text::spans::number;
use crate::text::{lang, say};

const SECONDS: u64 = 120;

/// An answer and what was asked: numbers lead to what is behind them, and not behind another question's.
#[derive(Clone, PartialEq, Debug)]
struct Answer {
    question: Question,
    table: PostTable,
}

/// Whose row it is: the account, and what people call them; nothing for all together.
type Whose<'a> = Option<&'a (String, String)>;

/// The page.
pub fn page(address: Memo<Address>) -> AnyView {
    let question = Memo::new(move |_| address.with(Question::now));
    let asked = Memo::new(move |_| question.with(|question| question.asked.clone()));
    let post = Memo::new(move |_| question.with(|question| question.post));
    // Another time or area begins at the first row.
    let anew = Memo::new(move |_| address.get().with("after", ""));
    let months = period::months();
    let reply = follow(question);
    let answer = Memo::new(move |_| reply.value.get());
    let is_known = Memo::new(move |_| answer.with(Option::is_some));
    let is_empty = Memo::new(move |_| answer.with(|one| one.as_ref().is_none_or(|one| one.table.rows.is_empty())));
    let drawn = move || match (is_known.get(), is_empty.get()) {
        (false, _) if reply.trouble.with(Option::is_some) => ().into_any(),
        (false, _) => faces::waiting(),
        (true, true) => view! { <Empty title=words::NOBODY more=words::NOBODY_MORE/> }.into_any(),
        (true, false) => (move || answer.with(|answer| answer.as_ref().map(shown))).into_any(),
    };
    let next = Memo::new(move |_| answer.with(|answer| answer.as_ref().and_then(|answer| answer.table.next.clone())));
    let is_first = Signal::derive(move || question.with(|question| question.after.is_empty()));
    let to_page = Callback::new(move |after: String| href(&address.get().with("after", &after)));
    view! {
        <section data-test="posts">
            <header class="page-head">
                <h2>{say(words::TABLE)}</h2>
                {faces::live_mark(reply)}
            </header>
            <p class="lead small">{say(words::LEAD)}</p>
            {period::bar_of_areas(anew, asked, months)}
            {choices(question, post)}
            {faces::trouble_bar(reply)}
            {move || answer.with(|answer| answer.as_ref().map(|answer| source(&answer.table)))}
            {drawn}
            {fields::pager(next, is_first, to_page)}
            {move || meanings(post.get())}
        </section>
    }
    .into_any()
}

/// Follows the table of what is asked for.
fn follow(question: Memo<Question>) -> Polled<Answer> {
    let reply = poll::<Answer, _, _>(SECONDS, move || {
        let question = question.get_untracked();
        async move {
            let table = bridge::get(&question.table_path()).await?;
            Ok(Answer { question, table })
        }
    });
    Effect::watch(move || question.get(), move |_, _, _| reply.again(), false);
    reply
}

/// Draws the posts, one of which is chosen.
fn choices(question: Memo<Question>, post: Memo<Subject>) -> AnyView {
    let chip = move |one: Subject| {
        let is_on = move || post.get() == one;
        let to = move || question.with(|question| href(&question.way(one)));
        view! {
            <a class="chip" class:on=is_on href=to data-test=format!("post-{}", one.as_str())
                aria-current=move || is_on().then_some("true")>{say(subject(one))}</a>
        }
    };
    view! {
        <nav class="chips posts-choices" aria-label=say(words::WHICH_POST)>{POSTS.into_iter().map(chip).collect_view()}</nav>
    }
    .into_any()
}

/// Says of what the numbers are.
fn source(table: &PostTable) -> AnyView {
    let days = phrases::days(lang(), &shared::day::write(table.from), &shared::day::write(table.to));
    let has_days = Figure::of(table.post).iter().any(|figure| figure.is_of_days());
    view! {
        {period::source_of_one(&table.source, table.at)}
        <p class="assess-source small">
            <span class="figures" data-test="window">{days}</span>
            <span data-test="people">{words::people(lang(), table.people)}</span>
            {has_days.then(|| view! { <span class="quiet">{say(words::NIGHTLY)}</span> })}
        </p>
    }
    .into_any()
}

fn shown(answer: &Answer) -> AnyView {
    let Answer { question, table } = answer;
    let columns = column::of(table.post);
    let head = |column: &Column| {
        view! {
            <th scope="col" class="right" data-column=column.word() title=say(column.means())>{say(column.name())}</th>
        }
    };
    let rows = table.rows.iter().map(|row| {
        let whose = (row.key.clone(), row.name.clone());
        view! {
            <tr data-test="post-row" data-key=row.key.clone()>
                <th scope="row"><span data-said="">{row.name.clone()}</span></th>
                {cells(question, columns, Some(&whose), &row.counted)}
            </tr>
        }
    });
    view! {
        <div class="card table-card wide-table posts-table" tabindex="0" role="region" aria-label=say(words::TABLE)>
            <table class="rows compact" data-test="posts-table" data-post=table.post.as_str()>
                <thead><tr><th scope="col">{say(words::WHO)}</th>{columns.iter().map(head).collect_view()}</tr></thead>
                <tbody>{rows.collect_view()}</tbody>
                <tfoot>
                    <tr data-test="post-total">
                        <th scope="row">{say(words::TOTAL)}</th>
                        {cells(question, columns, None, &table.total)}
                    </tr>
                </tfoot>
            </table>
        </div>
    }
    .into_any()
}

fn cells(question: &Question, columns: &[Column], whose: Whose<'_>, of: &PostFigures) -> AnyView {
    let cell = |column: &Column| {
        let drawn = match *column {
            Column::Count(figure) => count(question, figure, whose, of.get(figure)),
            Column::Rate(rate) => {
                let part = count(question, rate.part(), whose, of.get(rate.part()));
                let whole = count(question, rate.whole(), whose, of.get(rate.whole()));
                ratio(rate.of(&of.figures), part, whole)
            }
            Column::Cases(counter) => cases(question, counter, whose, of.cases(counter)),
            Column::Missed => {
                let one = |counter| cases(question, counter, whose, of.cases(counter));
                let (part, again) = (one(Counter::MissReport), one(Counter::MissReport));
                let whole = view! { "("{again}" + "{one(Counter::PatrolValidReport)}")" }.into_any();
                ratio(column::missed(of), part, whole)
            }
        };
        view! { <td class="right" data-column=column.word()>{drawn}</td> }
    };
    columns.iter().map(cell).collect_view().into_any()
}

/// Draws a rate with both its numbers.
fn ratio(of: Ratio, part: AnyView, whole: AnyView) -> AnyView {
    view! {
        <strong class="figures">{figure::percent(of)}</strong>
        <small><span class="assess-ratio">{part}" / "{whole}</span></small>
    }
    .into_any()
}

/// Draws a number as the way to what is behind it; none is no link.
fn count(question: &Question, of: Figure, whose: Whose<'_>, count: u64) -> AnyView {
    let behind = Behind { figure: of, of: whose.cloned() };
    linked(words::figure(of), words::written(of, count), count, of.as_str(), question.behind(&behind))
}

/// The same of cases.
fn cases(question: &Question, counter: Counter, whose: Whose<'_>, count: u64) -> AnyView {
    let name = text::counter(counter);
    linked(name, number(count), count, counter.as_str(), question.cases(counter, whose))
}

fn linked(name: Words, written: String, count: u64, word: &'static str, to: String) -> AnyView {
    if count == 0 {
        return view! { <span class="figures" data-test="number" data-figure=word data-count="0">"0"</span> }
            .into_any();
    }
    let said = words::opens(lang(), say(name), &written);
    view! {
        <a class="assess-number figures" data-test="number" data-figure=word data-count=count.to_string() href=to
            aria-label=said>{written}</a>
    }
    .into_any()
}

/// Says what all numbers of a post mean, folded up.
fn meanings(post: Subject) -> AnyView {
    let unfolded = RwSignal::new(false);
    let all = move || {
        let columns = column::of(post).iter().filter(|column| !matches!(column, Column::Count(_)));
        let rates = columns.map(|column| (column.name(), column.means(), "column")).collect();
        let figures = Figure::of(post).iter().map(|one| (words::figure(*one), words::means(*one), one.as_str()));
        view! { {glossary::list(rates)}{glossary::list(figures.collect())} }
    };
    view! {
        <details class="assess-glossary" data-test="posts-meanings" on:toggle=move |_| unfolded.set(true)>
            <summary>{say(words::MEANINGS)}</summary>
            {move || unfolded.get().then(all)}
        </details>
    }
    .into_any()
}
