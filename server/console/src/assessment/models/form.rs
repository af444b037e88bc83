//! The form of a model: the fields above its lines, and each line with the fields of its own kind.

use kit::lang::Words;
use leptos::prelude::*;
use shared::assessment::score::{Model, WhenNothing};
use shared::assessment::{Basis, Counter, Rate, Slice, Subject};

use super::text as words;
use super::written::cap::WrittenCap;
use super::written::{Flaw, Head, Kind, Written, free_code, read};
use super::{caps, fields};
use crate::assessment::text::{basis, counter, rate, slice, subject};
use crate::text::{lang, say};

const NOTHINGS: [(WhenNothing, &str); 3] =
    [(WhenNothing::LeaveOut, "leave_out"), (WhenNothing::Full, "full"), (WhenNothing::Nothing, "nothing")];

/// One line of the form; its number stays the same wherever it is moved.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Line {
    number: u32,
    written: RwSignal<Written>,
}

/// A model that is being written.
#[derive(Clone, Copy)]
pub struct Form {
    head: RwSignal<Head>,
    lines: RwSignal<Vec<Line>>,
    next: StoredValue<u32>,
    /// The model as it stands in the fields, or all that is wrong with it.
    pub model: Memo<Result<Model, Vec<Flaw>>>,
}

impl Form {
    /// Begins with a model.
    pub fn of(model: &Model) -> Self {
        let head = RwSignal::new(Head::of(model));
        let first: Vec<Line> = (0_u32..)
            .zip(&model.indicators)
            .map(|(number, one)| Line { number, written: RwSignal::new(Written::of(one)) })
            .collect();
        let next = StoredValue::new(u32::try_from(first.len()).unwrap_or(u32::MAX));
        let lines = RwSignal::new(first);
        let model = Memo::new(move |_| head.with(|head| read(head, &all(lines))));
        Self { head, lines, next, model }
    }

    /// Says all that is wrong, each with the line that it is in.
    pub fn flaws(self) -> Vec<String> {
        let lang = lang();
        let Err(flaws) = self.model.get() else { return Vec::new() };
        let written = all(self.lines);
        let said = flaws.into_iter().map(|(place, wrong)| {
            let line = place.and_then(|place| Some((place, written.get(place)?)));
            let whose = match line {
                Some((place, line)) => words::line(lang, place.saturating_add(1), lang.pick(&line.name, &line.name_en)),
                None => lang.say(words::WHOLE_MODEL).to_owned(),
            };
            format!("{whose}: {}", lang.say(words::wrong(wrong)))
        });
        said.collect()
    }

    fn add(self) {
        let code = free_code(&self.lines.with_untracked(|lines| written(lines)));
        let number = self.next.get_value();
        self.next.set_value(number.saturating_add(1));
        let line = Line { number, written: RwSignal::new(Written::fresh(code)) };
        self.lines.update(|lines| lines.push(line));
    }

    fn remove(self, line: Line) {
        self.lines.update(|lines| lines.retain(|one| one.number != line.number));
    }

    /// Takes a cap out, and the lines that were under it.
    fn uncap(self, code: &str) {
        let lines: Vec<Line> = self.lines.with_untracked(Clone::clone);
        for line in lines {
            if line.written.with_untracked(|written| written.cap == code) {
                line.written.update(|written| written.cap.clear());
            }
        }
        self.head.update(|head| head.caps.retain(|cap| cap.code != code));
    }

    /// Moves a line one place up, or down.
    fn shift(self, line: Line, is_up: bool) {
        self.lines.update(|lines| {
            let Some(place) = lines.iter().position(|one| one.number == line.number) else { return };
            let other = if is_up { place.checked_sub(1) } else { place.checked_add(1) };
            if let Some(other) = other.filter(|other| *other < lines.len()) {
                lines.swap(place, other);
            }
        });
    }
}

/// Reads the lines, and follows them.
fn all(lines: RwSignal<Vec<Line>>) -> Vec<Written> {
    lines.with(|lines| lines.iter().map(|line| line.written.get()).collect())
}

fn written(lines: &[Line]) -> Vec<Written> {
    lines.iter().map(|line| line.written.get_untracked()).collect()
}

/// Draws the fields above the lines. The code of a model that has editions stays as it is.
pub fn head(form: Form, is_another: bool) -> AnyView {
    let lang = lang();
    let head = form.head;
    let text = move |word: Words, test: &str, get: fn(&Head) -> &String, set: fn(&mut Head, String)| {
        let shown = Signal::derive(move || head.with(|head| get(head).clone()));
        let hear = Callback::new(move |text: String| head.update(|head| set(head, text)));
        fields::line(word, format!("model-{test}"), shown, hear)
    };
    let subjects =
        Subject::ALL.iter().map(|one| (one.as_str().to_owned(), lang.say(subject(*one)).to_owned())).collect();
    let subject_shown = Signal::derive(move || head.with(|head| head.subject.as_str().to_owned()));
    let subject_heard = Callback::new(move |word: String| {
        if let Some(subject) = Subject::parse(&word) {
            head.update(|head| head.subject = subject);
        }
    });
    let source_shown = Signal::derive(move || head.with(|head| head.source.clone()));
    let source_heard = Callback::new(move |text: String| head.update(|head| head.source = text));
    view! {
        <div class="card model-card model-fields" data-test="model-head">
            {is_another.then(|| text(words::CODE, "code", |head| &head.code, |head, text| head.code = text))}
            {text(words::NAME, "name", |head| &head.name, |head, text| head.name = text)}
            {text(words::NAME_EN, "name-en", |head| &head.name_en, |head, text| head.name_en = text)}
            {fields::choice(words::SUBJECT, "model-subject".to_owned(), subjects, subject_shown, subject_heard)}
            {fields::lines(words::SOURCE, "model-source".to_owned(), source_shown, source_heard)}
        </div>
    }
    .into_any()
}

/// Draws what lines take off together at most.
pub fn caps(form: Form) -> AnyView {
    caps::card(form.head, Callback::new(move |code: String| form.uncap(&code)))
}

/// Draws the lines, and the way to add one.
pub fn lines(form: Form) -> AnyView {
    let lines = form.lines;
    view! {
        <ol class="model-form-lines" aria-label=say(words::INDICATORS)>
            <For each=move || lines.get() key=|line| line.number children=move |line| one(form, line)/>
        </ol>
        <p><button type="button" class="button" data-test="add-line" on:click=move |_| form.add()>{say(words::ADD)}</button></p>
    }
    .into_any()
}

fn one(form: Form, line: Line) -> AnyView {
    let lang = lang();
    let place = Memo::new(move |_| {
        form.lines.with(|lines| lines.iter().position(|one| one.number == line.number)).unwrap_or_default()
    });
    let named = Memo::new(move |_| {
        line.written.with(|written| {
            words::line(lang, place.get().saturating_add(1), lang.pick(&written.name, &written.name_en))
        })
    });
    let is_last = Memo::new(move |_| form.lines.with(|lines| place.get().saturating_add(1) >= lines.len()));
    let kind = Memo::new(move |_| line.written.with(|written| written.kind));
    let asked = RwSignal::new(false);
    let remove = move |_| {
        if asked.get_untracked() {
            form.remove(line);
        } else {
            asked.set(true);
        }
    };
    let label = move |word: Words| move || format!("{} {}", lang.say(word), named.get());
    view! {
        <li class="card model-card" data-test="model-line">
            <header class="model-head">
                <h3 data-said="">{move || named.get()}</h3>
                <span class="gap"></span>
                <button type="button" class="button small" data-test="line-up" aria-label=label(words::UP)
                    prop:disabled=move || place.get() == 0 on:click=move |_| form.shift(line, true)>{say(words::UP)}</button>
                <button type="button" class="button small" data-test="line-down" aria-label=label(words::DOWN)
                    prop:disabled=move || is_last.get() on:click=move |_| form.shift(line, false)>{say(words::DOWN)}</button>
                <button type="button" class="button small" data-test="line-remove" on:click=remove>
                    {move || lang.say(if asked.get() { words::REMOVE_SURE } else { words::REMOVE })}</button>
            </header>
            <div class="model-fields">
                {text(line, words::NAME, "name", |one| &one.name, |one, text| one.name = text)}
                {text(line, words::NAME_EN, "name-en", |one| &one.name_en, |one, text| one.name_en = text)}
                {text(line, words::CODE, "code", |one| &one.code, |one, text| one.code = text)}
                {kinds(line)}
                {text(line, words::FULL, "full", |one| &one.full, |one, text| one.full = text)}
                {text(line, words::LEAST, "least", |one| &one.least, |one, text| one.least = text)}
                {bases(line)}
                {move || own_fields(line, kind.get())}
                {cap(form, line)}
            </div>
            <p class="small" data-test="line-rule" data-said="">
                {move || line.written.with(|written| written.read().ok().map(|one| words::rule(lang, &one)))}
            </p>
        </li>
    }
    .into_any()
}

/// Draws the fields that only lines of this kind have.
fn own_fields(line: Line, kind: Kind) -> AnyView {
    match kind {
        Kind::Share => view! { {parts(line)}{rates(line)}{falling(line)}{nothings(line)} }.into_any(),
        Kind::Threshold => view! {
            {parts(line)}{rates(line)}{falling(line)}
            {text(line, words::FULL_FROM, "full-from", |one| &one.full_from, |one, text| one.full_from = text)}
            {text(line, words::PER_POINT, "per-point", |one| &one.per_point, |one, text| one.per_point = text)}
            {second(line)}
            {nothings(line)}
        }
        .into_any(),
        Kind::PerCase => view! {
            {parts(line)}{counters(line)}{by_times(line)}
            {text(line, words::EACH, "each", |one| &one.each, |one, text| one.each = text)}
            {text(line, words::FROM_CASE, "from-case", |one| &one.from, |one, text| one.from = text)}
            {text(line, words::EACH_FROM, "each-from", |one| &one.each_from, |one, text| one.each_from = text)}
        }
        .into_any(),
        Kind::ByHand | Kind::Bonus => ().into_any(),
    }
}

fn text(line: Line, word: Words, test: &str, get: fn(&Written) -> &String, set: fn(&mut Written, String)) -> AnyView {
    let shown = Signal::derive(move || line.written.with(|written| get(written).clone()));
    let hear = Callback::new(move |text: String| line.written.update(|written| set(written, text)));
    fields::line(word, format!("line-{test}"), shown, hear)
}

fn choice(
    line: Line,
    word: Words,
    test: &str,
    answers: Vec<(String, String)>,
    get: fn(&Written) -> &'static str,
    set: fn(&mut Written, &str),
) -> AnyView {
    let shown = Signal::derive(move || line.written.with(|written| get(written).to_owned()));
    let hear = Callback::new(move |word: String| line.written.update(|written| set(written, &word)));
    fields::choice(word, format!("line-{test}"), answers, shown, hear)
}

fn kinds(line: Line) -> AnyView {
    let lang = lang();
    let answers = Kind::ALL.iter().map(|one| (one.as_str().to_owned(), lang.say(words::kind(*one)).to_owned()));
    choice(
        line,
        words::KIND,
        "kind",
        answers.collect(),
        |one| one.kind.as_str(),
        |one, word| {
            if let Some(kind) = Kind::parse(word) {
                one.kind = kind;
            }
        },
    )
}

fn bases(line: Line) -> AnyView {
    let lang = lang();
    let answers = Basis::ALL.iter().map(|one| (one.as_str().to_owned(), lang.say(basis(*one)).to_owned()));
    choice(
        line,
        words::COL_BASIS,
        "basis",
        answers.collect(),
        |one| one.basis.as_str(),
        |one, word| {
            if let Some(basis) = Basis::parse(word) {
                one.basis = basis;
            }
        },
    )
}

/// Draws of which part of the cases the line is; none chosen is all of them.
fn parts(line: Line) -> AnyView {
    let lang = lang();
    let all = (String::new(), lang.say(words::PART_ALL).to_owned());
    let some = Slice::ALL.iter().map(|one| (one.as_str().to_owned(), lang.say(slice(*one)).to_owned()));
    choice(
        line,
        words::PART,
        "part",
        std::iter::once(all).chain(some).collect(),
        |one| one.of.map_or("", Slice::as_str),
        |one, word| one.of = Slice::parse(word),
    )
}

/// Draws the second rate, and its fields where one is chosen.
fn second(line: Line) -> AnyView {
    let lang = lang();
    let none = (String::new(), lang.say(words::SECOND_NONE).to_owned());
    let some = Rate::ALL.iter().map(|one| (one.as_str().to_owned(), lang.say(rate(*one)).to_owned()));
    let chosen = choice(
        line,
        words::SECOND_RATE,
        "second-rate",
        std::iter::once(none).chain(some).collect(),
        |one| one.second.map_or("", Rate::as_str),
        |one, word| one.second = Rate::parse(word),
    );
    let is_chosen = Memo::new(move |_| line.written.with(|written| written.second.is_some()));
    let own = move || {
        is_chosen.get().then(|| {
            let shown = Signal::derive(move || line.written.with(|written| written.second_falling));
            let hear =
                Callback::new(move |falls: bool| line.written.update(|written| written.second_falling = falls));
            view! {
                {fields::tick(words::SECOND_FALLING, "line-second-falling".to_owned(), shown, hear)}
                {text(line, words::SECOND_FROM, "second-from", |one| &one.second_from, |one, text| one.second_from = text)}
                {text(
                    line,
                    words::SECOND_PER_POINT,
                    "second-per-point",
                    |one| &one.second_per_point,
                    |one, text| one.second_per_point = text,
                )}
            }
        })
    };
    view! { {chosen}{own} }.into_any()
}

fn rates(line: Line) -> AnyView {
    let lang = lang();
    let answers = Rate::ALL.iter().map(|one| (one.as_str().to_owned(), lang.say(rate(*one)).to_owned()));
    choice(
        line,
        words::RATE,
        "rate",
        answers.collect(),
        |one| one.rate.as_str(),
        |one, word| {
            if let Some(rate) = Rate::parse(word) {
                one.rate = rate;
            }
        },
    )
}

fn counters(line: Line) -> AnyView {
    let lang = lang();
    let answers = Counter::ALL.iter().map(|one| (one.as_str().to_owned(), lang.say(counter(*one)).to_owned()));
    choice(
        line,
        words::COUNTER,
        "counter",
        answers.collect(),
        |one| one.counter.as_str(),
        |one, word| {
            if let Some(counter) = Counter::parse(word) {
                one.counter = counter;
            }
        },
    )
}

/// Draws whether each time counts, of what it is known of.
fn by_times(line: Line) -> AnyView {
    let is_known = Memo::new(move |_| line.written.with(|written| written.counter == Counter::Rework));
    let drawn = move || {
        is_known.get().then(|| {
            let shown = Signal::derive(move || line.written.with(|written| written.by_times));
            let hear = Callback::new(move |times: bool| line.written.update(|written| written.by_times = times));
            fields::tick(words::BY_TIMES, "line-by-times".to_owned(), shown, hear)
        })
    };
    drawn.into_any()
}

/// Draws under which cap the line's points off count, where there are any.
fn cap(form: Form, line: Line) -> AnyView {
    let lang = lang();
    let caps = Memo::new(move |_| {
        form.head.with(|head| {
            let said = |cap: &WrittenCap| (cap.code.clone(), lang.pick(&cap.name, &cap.name_en).to_owned());
            head.caps.iter().map(said).collect::<Vec<(String, String)>>()
        })
    });
    let drawn = move || {
        let caps = caps.get();
        (!caps.is_empty()).then(|| {
            let none = (String::new(), lang.say(words::CAP_NONE).to_owned());
            let shown = Signal::derive(move || line.written.with(|written| written.cap.clone()));
            let hear = Callback::new(move |code: String| line.written.update(|written| written.cap = code));
            let answers = std::iter::once(none).chain(caps).collect();
            fields::choice(words::CAP, "line-cap".to_owned(), answers, shown, hear)
        })
    };
    drawn.into_any()
}

fn nothings(line: Line) -> AnyView {
    let lang = lang();
    let answers =
        NOTHINGS.iter().map(|(one, word)| ((*word).to_owned(), lang.say(words::when_nothing(*one)).to_owned()));
    choice(
        line,
        words::WHEN_NOTHING,
        "when-nothing",
        answers.collect(),
        |one| NOTHINGS.iter().find(|(known, _)| *known == one.when_nothing).map_or("", |(_, word)| *word),
        |one, word| {
            if let Some((known, _)) = NOTHINGS.iter().find(|(_, known)| *known == word) {
                one.when_nothing = *known;
            }
        },
    )
}

fn falling(line: Line) -> AnyView {
    let shown = Signal::derive(move || line.written.with(|written| written.falling));
    let hear = Callback::new(move |falls: bool| line.written.update(|written| written.falling = falls));
    fields::tick(words::FALLING, "line-falling".to_owned(), shown, hear)
}
