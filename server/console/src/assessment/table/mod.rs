//! The tables: every number of every row, in families of columns, in any order; each number leads to its cases, and a row to
//! what lies within it.

mod line;
mod head;
mod csv;

use std::collections::BTreeMap;

use kit::windowed::windowed;
use leptos::html::Div;
use leptos::prelude::*;
use shared::api::assessment::AssessmentRow;
use shared::assessment::{Basis, Subject, Sums};

use self::line::{Line, Of};
use super::answer::{self, Answer};
use super::asked::{href, route as way};
use super::column::{Column, Family, Order};
use super::text::{self, pages as words, phrases};
use super::{glossary, period};
use crate::faces::{self, Empty};
use crate::people::fields;
use crate::route;
use crate::section::Address;
use crate::text::{lang, say};

/// A line: a rate above its two numbers.
const ROW_PX: u32 = 56;
const NAME_PX: usize = 240;
const NARROW_NAME_PX: usize = 136;
const COUNT_PX: usize = 104;
const RATE_PX: usize = 136;

/// What is looked at, as the address says it.
#[derive(Clone, Copy)]
pub struct Look {
    /// The address.
    pub address: Memo<Address>,
    /// Which columns.
    pub family: Memo<Family>,
    /// In which order.
    pub order: Memo<Order>,
    /// Only rows whose key begins like this.
    pub within: Memo<String>,
}

/// The page.
pub fn page(address: Memo<Address>) -> AnyView {
    let asked = period::asked(address);
    let months = period::months();
    let by = Memo::new(move |_| {
        address.with(|address| address.get("by").and_then(Subject::parse)).unwrap_or(Subject::Jurisdiction)
    });
    let family = Memo::new(move |_| address.with(|address| Family::read(address.get("family"), by.get())));
    let order = Memo::new(move |_| {
        address.with(|address| Order::read(address.get("sort"), address.get("order"), family.get().columns(by.get())))
    });
    let within = Memo::new(move |_| address.with(|address| address.get("within").unwrap_or_default().to_owned()));
    let look = Look { address, family, order, within };
    let reply = answer::follow(asked, by);
    let answer = Memo::new(move |_| reply.value.get());
    let sought = RwSignal::new(String::new());
    let known = Memo::new(move |_| answer.with(Option::is_some));
    let all = Memo::new(move |_| answer.with(|answer| answer.as_ref().map(|answer| inside(answer, &within.get()))));
    let is_empty = Memo::new(move |_| all.with(|all| all.as_ref().is_none_or(Vec::is_empty)));
    let source = move || answer.with(|answer| answer.as_ref().map(|answer| period::source(&answer.table)));
    view! {
        <section data-test="assessment-table">
            <header class="page-head">
                <h2>{say(words::TABLES)}</h2>
                {faces::live_mark(reply)}
            </header>
            {period::bar(address, asked, months)}
            {choices(address, by, family)}
            {faces::trouble_bar(reply)}
            {source}
            {move || inside_bar(look, by.get())}
            {move || match (known.get(), is_empty.get()) {
                (false, _) if reply.trouble.with(Option::is_some) => ().into_any(),
                (false, _) => faces::waiting(),
                (true, true) => view! { <Empty title=words::NOTHING more=words::NOTHING_MORE/> }.into_any(),
                (true, false) => body(answer, all, look, sought),
            }}
            {glossary::all()}
        </section>
    }
    .into_any()
}

/// Returns the rows that lie within something.
fn inside(answer: &Answer, within: &str) -> Vec<AssessmentRow> {
    answer.table.rows.iter().filter(|row| row.key.starts_with(within)).cloned().collect()
}

/// Draws the choices of rows and columns, which stand in the address.
fn choices(address: Memo<Address>, by: Memo<Subject>, family: Memo<Family>) -> AnyView {
    let lang = lang();
    let subjects =
        Subject::ALL.iter().map(|one| (one.as_str().to_owned(), lang.say(text::subject(*one)).to_owned())).collect();
    let value = Signal::derive(move || by.get().as_str().to_owned());
    let choose = Callback::new(move |by: String| {
        // Other rows lie within something else, and have columns of their own.
        let address = address.get_untracked().with("within", "").with("family", "").with("sort", "");
        route::go(&way(address.with("by", &by)));
    });
    let chip = move |one: Family| {
        let is_on = move || family.get() == one;
        let to = move || href(&address.get().with("sort", "").with("order", "").with("family", one.as_str()));
        view! {
            <a class="chip" class:on=is_on data-test=format!("family-{}", one.as_str()) href=to
                aria-current=move || is_on().then_some("true")>{say(one.name())}</a>
        }
    };
    let chips = move || {
        let by = by.get();
        Family::ALL.iter().copied().filter(|family| family.is_of(by)).map(chip).collect_view()
    };
    view! {
        <div class="assess-choices">
            {fields::select(words::BY, "table-by", subjects, value, choose)}
            <nav class="chips" aria-label=say(words::FAMILY)>{chips}</nav>
        </div>
    }
    .into_any()
}

/// Says within what the rows lie, and leads out of it.
fn inside_bar(look: Look, by: Subject) -> Option<AnyView> {
    let lang = lang();
    let within = look.within.get();
    let out = href(&look.address.get().with("within", ""));
    (!within.is_empty()).then(|| {
        view! {
            <p class="assess-source small" data-test="within">
                {lang.say(text::subject(by))}" · "{phrases::within(lang, &within)}
                <a class="words-link" data-test="within-clear" href=out>{lang.say(words::ALL_OF_THEM)}</a>
            </p>
        }
        .into_any()
    })
}

fn body(
    answer: Memo<Option<Answer>>,
    all: Memo<Option<Vec<AssessmentRow>>>,
    look: Look,
    sought: RwSignal<String>,
) -> AnyView {
    let of = Memo::new(move |_| answer.with(|answer| answer.as_ref().map(|answer| Of::new(answer, look))));
    let lines = Memo::new(move |_| {
        let (Some(of), Some(rows)) = (of.get(), all.get()) else { return Vec::new() };
        line::lines(&of, rows, look.order.get(), &sought.get())
    });
    let is_none = Memo::new(move |_| lines.with(Vec::is_empty));
    let count = move || phrases::rows(lang(), lines.with(Vec::len));
    let total = Memo::new(move |_| {
        let (Some(of), Some(rows)) = (of.get(), all.get()) else { return None };
        let server = answer.with(|answer| answer.as_ref().map(|answer| answer.table.total.clone()));
        Some((of.total(server.as_ref(), &rows), of))
    });
    view! {
        <div class="assess-tools">
            <input class="search" type="search" data-test="find" placeholder=say(words::FIND) aria-label=say(words::FIND)
                prop:value=sought on:input:target=move |event| sought.set(event.target().value())/>
            <span class="small quiet" role="status" data-test="rows-count">{count}</span>
            <span class="gap"></span>
            {csv::export(lines, of)}
        </div>
        {move || is_none.get().then(|| view! { <Empty title=words::FOUND_NONE more=words::FOUND_NONE_MORE/> })}
        {move || of.get().map(|of| grid(&of, look, lines, total, is_none))}
    }
    .into_any()
}

/// Returns how wide the columns are, as a grid's, and all of them together in pixels.
fn widths(columns: &[Column], name_px: usize) -> (String, usize) {
    let one = |column: &Column| match column {
        Column::Count(_) => COUNT_PX,
        Column::Rate(_) | Column::Reworks | Column::Over => RATE_PX,
    };
    let all: usize = name_px + columns.iter().map(one).sum::<usize>();
    let columns: String = columns.iter().map(|column| format!(" minmax({}px, 1fr)", one(column))).collect();
    (format!("{name_px}px{columns}"), all)
}

/// What all rows come to, and what the table is of.
type Total = Memo<Option<(BTreeMap<Basis, Sums>, Of)>>;

fn grid(of: &Of, look: Look, lines: Memo<Vec<Line>>, total: Total, is_none: Memo<bool>) -> AnyView {
    let lang = lang();
    let columns = of.columns;
    let left = RwSignal::new(0);
    let scroller = NodeRef::<Div>::new();
    let scrolled = move |_| {
        if let Some(element) = scroller.get_untracked() {
            left.set(element.scroll_left());
        }
    };
    let is_narrow = crate::cases::narrow();
    // The names stay where they are while the numbers are scrolled past them.
    let style = move || {
        let name_px = if is_narrow.get() { NARROW_NAME_PX } else { NAME_PX };
        let (columns, all) = widths(columns, name_px);
        format!("--assess-columns:{columns};--assess-width:{all}px;--assess-left:{}px", left.get())
    };
    let by = of.by;
    let count = move || lines.with(|lines| lines.len().saturating_add(2).to_string());
    view! {
        <div class="card table-card assess-table" class:gone=move || is_none.get() role="table" aria-label=lang.say(words::TABLES)
            aria-rowcount=count style=style node_ref=scroller on:scroll=scrolled data-test="table" data-by=by.as_str()>
            {head::head(columns, by, look)}
            {windowed(lines, ROW_PX, line::key, line::draw, lang.say(words::TABLES), "table-rows")}
            <div role="rowgroup" class="assess-foot">
                {move || total.with(|total| total.as_ref().map(|(sums, of)| line::total(of, sums)))}
            </div>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use shared::assessment::{Counter, Rate};

    use super::{Column, widths};

    #[test]
    fn every_column_has_its_width_and_the_table_that_of_all() {
        let columns = [Column::Count(Counter::Report), Column::Rate(Rate::Inst)];
        let (grid, all) = widths(&columns, 200);
        assert_eq!((grid.as_str(), all), ("200px minmax(104px, 1fr) minmax(136px, 1fr)", 440));
    }
}
