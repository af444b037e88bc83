//! The list behind a number, or all cases of a frozen version: exactly those that it counts, with all that each counts as and
//! why.
//!
//! The heading is what the answer says of itself; the total is the number that somebody came from.

mod loaded;
mod row;
mod why;

use kit::lang::Lang;
use kit::windowed::{Reel, endless};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::assessment::{AssessedCase, AssessedCases, VersionCases};
use shared::ids::CaseId;
use shared::time::Instant;

use self::loaded::{Loaded, Page};
use super::asked::{Asked, Number, Period, WHOLE, href};
use super::text::{self, glossary, pages as words, phrases};
use crate::bridge::{self, Trouble};
use crate::case::trail;
use crate::cases::place;
use crate::clock;
use crate::faces::{self, Empty};
use crate::route::{Route, encode};
use crate::section::{Address, Section};
use crate::text::spans::number;
use crate::text::{lang, say};

const PAGE: u32 = 100;
const ROW_PX: u32 = 64;
const CARD_PX: u32 = 176;

/// What is asked for.
#[derive(Clone, PartialEq)]
enum Question {
    /// The cases of a number of some days.
    Number { asked: Asked, number: Number },
    /// All cases of a frozen version of a month.
    Whole { month: String, version: String },
}

impl Question {
    fn read(address: &Address, today: (u32, u32, u32)) -> Option<Self> {
        let asked = Asked::read(address, today);
        if let Some(number) = Number::read(address) {
            return Some(Self::Number { asked, number });
        }
        match (address.get(WHOLE), asked.period) {
            (Some(_), Period::Frozen { month, version }) => Some(Self::Whole { month, version }),
            (Some(_) | None, Period::Month(_) | Period::Frozen { .. } | Period::Days { .. }) => None,
        }
    }

    /// Returns where the server is asked for it: a list, or the file of it, and what the query says.
    fn place(&self) -> (String, String) {
        match self {
            Self::Number { asked, number } => {
                ("/api/v1/assessment/cases".to_owned(), format!("{}&{}", asked.query(), number.query()))
            }
            Self::Whole { month, version } => {
                let (month, version) = (encode(month), encode(version));
                (format!("/api/v1/assessment/months/{month}/versions/{version}/cases"), String::new())
            }
        }
    }

    /// "按期处置数 · 热线案件 · 碑林区 · 2026年10月 · 按到期日".
    fn title(&self, lang: Lang) -> Vec<String> {
        let (asked, number) = match self {
            Self::Number { asked, number } => (asked, number),
            Self::Whole { month, version } => {
                let all = lang.say(words::ALL_CASES).to_owned();
                return vec![all, phrases::month(lang, month), phrases::version(lang, version)];
            }
        };
        let mut title = vec![lang.say(text::counter(number.counter)).to_owned()];
        title.extend(number.part.map(|part| lang.say(text::slice(part)).to_owned()));
        title.extend(number.of.as_ref().map(|row| match (row.key.is_empty(), row.name.is_empty()) {
            (true, _) => format!("{} {}", lang.say(text::subject(row.by)), lang.say(words::NOBODY)),
            (false, true) => row.key.clone(),
            (false, false) => row.name.clone(),
        }));
        title.extend([&asked.area, &asked.unit].into_iter().filter(|one| !one.is_empty()).cloned());
        title.push(match &asked.period {
            Period::Month(month) | Period::Frozen { month, .. } => phrases::month(lang, month),
            Period::Days { from, to } => phrases::days(lang, from, to),
        });
        title.push(lang.say(text::basis(number.basis)).to_owned());
        title
    }

    /// Says what the number counts, and by which day.
    fn means(&self, lang: Lang) -> (&'static str, &'static str) {
        match self {
            Self::Number { number, .. } => {
                (lang.say(glossary::counter(number.counter)), lang.say(glossary::basis(number.basis)))
            }
            Self::Whole { .. } => (lang.say(words::ALL_CASES_MEAN), ""),
        }
    }

    /// Returns the way back to where it was come from.
    fn back(&self) -> Address {
        match self {
            Self::Number { asked, number: Number { of: Some(row), .. } } => asked.table(row.by),
            Self::Number { asked, number: Number { of: None, .. } } => asked.way(&[]),
            Self::Whole { month, .. } => Address::default().below("months").below(month),
        }
    }

    /// Asks for what comes behind a place.
    async fn ask(&self, behind: &str) -> Result<Page, Trouble> {
        let (path, query) = self.place();
        let path = format!("{path}?{query}&limit={PAGE}{behind}");
        match self {
            Self::Number { .. } => bridge::get::<AssessedCases>(&path).await.map(Page::from),
            Self::Whole { .. } => bridge::get::<VersionCases>(&path).await.map(Page::from),
        }
    }
}

/// The list as far as it is here.
#[derive(Clone, Copy)]
struct Listing {
    question: Memo<Option<Question>>,
    loaded: RwSignal<Loaded>,
    asking: RwSignal<bool>,
    trouble: RwSignal<Option<Trouble>>,
    heard_at: RwSignal<Option<Instant>>,
}

/// The page.
pub fn page(address: Memo<Address>) -> AnyView {
    let question = Memo::new(move |_| address.with(|address| Question::read(address, clock::today())));
    let listing = Listing {
        question,
        loaded: RwSignal::new(Loaded::default()),
        asking: RwSignal::new(false),
        trouble: RwSignal::new(None),
        heard_at: RwSignal::new(None),
    };
    let reel = Reel::new(Callback::new(move |()| {
        // Followed: while one page is on its way the next is not asked for; where one did not come, not before somebody says.
        if !listing.asking.get() && listing.trouble.with(Option::is_none) {
            listing.more();
        }
    }));
    let chosen = why::provide();
    Effect::new(move |_| {
        question.track();
        chosen.set(None);
        listing.anew();
        reel.rewind();
    });
    Effect::new(move |_| place::came_from(Route::At(Section::Assessment, address.get())));
    trail::follow(Signal::derive(move || {
        listing.loaded.with(|loaded| loaded.rows().iter().map(|case| case.id).collect::<Vec<CaseId>>())
    }));
    let is_number = Memo::new(move |_| question.with(Option::is_some));
    view! {
        <section data-test="assessment-cases">
            {head(listing)}
            {move || match is_number.get() {
                false => view! { <Empty title=words::NOT_A_NUMBER more=words::NOT_A_NUMBER_MORE/> }.into_any(),
                true => body(listing, reel),
            }}
            {super::glossary::all()}
        </section>
    }
    .into_any()
}

fn head(listing: Listing) -> AnyView {
    let lang = lang();
    let Listing { question, loaded, .. } = listing;
    let title = move || {
        let known = question.with(|question| question.as_ref().map(|question| question.title(lang).join(" · ")));
        known.unwrap_or_else(|| lang.say(words::CASES).to_owned())
    };
    let back = move || href(&question.with(|question| question.as_ref().map(Question::back)).unwrap_or_default());
    let total = move || loaded.with(Loaded::total).map(|total| (total, phrases::cases(lang, total)));
    view! {
        <header class="page-head">
            <a class="back" data-test="back" href=back aria-label=say(crate::text::words::BACK)>"‹"</a>
            <h2 data-test="cases-title" data-said="">{title}</h2>
            <span class="gap"></span>
            {move || total().map(|(total, said)| view! {
                <strong class="figures" data-test="cases-total" data-total=total.to_string()>{said}</strong>
            })}
            {export(question)}
        </header>
        {move || question.with(|question| question.as_ref().map(|question| question.means(lang))).map(|(what, day)| view! {
            <p class="lead small">{what}" "<span class="quiet">{day}</span></p>
        })}
        {move || loaded.with(|loaded| loaded.source().map(|(source, at)| super::period::source_of_one(source, at)))}
    }
    .into_any()
}

fn export(question: Memo<Option<Question>>) -> AnyView {
    let lang = lang();
    let address = move |format: &str| {
        let (path, query) = question.with(|question| question.as_ref().map(Question::place)).unwrap_or_default();
        format!("{path}/export?format={format}&lang={}&{query}", lang.pick("zh", "en"))
    };
    view! {
        <details class="export">
            <summary class="chip" data-test="export">{say(words::EXPORT)}</summary>
            <div class="card export-card">
                <a class="words-link" href=move || address("xlsx") download="" data-test="export-xlsx">{say(words::EXPORT_XLSX)}</a>
                <a class="words-link" href=move || address("csv") download="" data-test="export-csv">{say(words::EXPORT_CSV)}</a>
                <p class="quiet">{say(words::EXPORT_NOTED)}</p>
            </div>
        </details>
    }
    .into_any()
}

fn body(listing: Listing, reel: Reel) -> AnyView {
    let lang = lang();
    let Listing { loaded, asking, trouble, heard_at, .. } = listing;
    let rows = Memo::new(move |_| loaded.with(|loaded| loaded.rows().to_vec()));
    let known = Memo::new(move |_| loaded.with(|loaded| loaded.total().is_some()));
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    let is_narrow = crate::cases::narrow();
    let again = Callback::new(move |()| {
        trouble.set(None);
        listing.more();
    });
    let count = move || rows.with(|rows| rows.len().saturating_add(1).to_string());
    view! {
        {faces::bar(trouble, heard_at, Signal::derive(move || known.get()), again)}
        {move || match (known.get(), is_empty.get()) {
            (false, _) if trouble.with(Option::is_some) => ().into_any(),
            (false, _) => faces::waiting(),
            (true, true) => view! { <Empty title=words::NO_CASES more=words::NO_CASES_MORE/> }.into_any(),
            (true, false) => view! {
                <div class="board-body assess-behind">
                    <div>
                        <div class="card table-card assess-cases" role="table" aria-label=lang.say(words::CASES) aria-rowcount=count>
                            {row::head()}
                            {move || {
                                let px = if is_narrow.get() { CARD_PX } else { ROW_PX };
                                endless(rows, px, row::key, row::draw, lang.say(words::CASES), "assessed-cases", reel)
                            }}
                        </div>
                        <p class="quiet list-end" role="status" data-test="list-end">
                            {move || match (asking.get(), loaded.with(Loaded::is_whole)) {
                                (true, _) => lang.say(words::MORE_COMING),
                                (false, true) => lang.say(words::LIST_END),
                                (false, false) => "",
                            }}
                        </p>
                        <p class="small quiet">{lang.say(words::FOUND_OTHERWISE)}</p>
                    </div>
                    <div class="beside">{why::card()}</div>
                </div>
            }.into_any(),
        }}
    }
    .into_any()
}

impl Listing {
    /// Another number: what is here is none of it.
    fn anew(self) {
        self.loaded.set(Loaded::default());
        self.asking.set(false);
        self.trouble.set(None);
        self.heard_at.set(None);
        self.more();
    }

    /// Asks for what comes behind what is here.
    fn more(self) {
        let wanted = self.loaded.with_untracked(Loaded::wanted);
        let Some(question) = self.question.get_untracked() else { return };
        let Some(after) = wanted.filter(|_| !self.asking.get_untracked()) else { return };
        self.asking.set(true);
        spawn_local(async move {
            let behind = after.as_ref().map(|after| format!("&after={}", encode(after))).unwrap_or_default();
            let reply = question.ask(&behind).await;
            // The answer to another question is no part of this list.
            if self.question.try_with_untracked(|now| now.as_ref() == Some(&question)) != Some(true) {
                return;
            }
            match reply {
                Ok(page) => {
                    self.loaded.try_update(|loaded| loaded.put(after.as_deref(), page));
                    self.heard_at.try_set(Some(clock::now()));
                }
                Err(why) => drop(self.trouble.try_set(Some(why))),
            }
            self.asking.try_set(false);
        });
    }
}

/// Returns what people call a case by.
fn called(case: &AssessedCase) -> String {
    case.case_no.as_ref().map_or_else(|| case.id.to_string(), ToString::to_string)
}

/// Writes how many counters a case counts as.
fn how_many(case: &AssessedCase) -> String {
    number(u64::try_from(case.counts.len()).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use kit::lang::Lang;

    use super::Question;
    use crate::section::Address;

    #[test]
    fn the_heading_says_which_number_in_words() {
        let address = Address::read(
            "assessment/cases",
            "month=2026-10&version=1&basis=due&counter=intime_dispose&by=jurisdiction&key=610103&name=%E7%A2%91%E6%9E%97%E5%8C%BA",
        );
        let question = Question::read(&address, (2026, 11, 23)).unwrap();
        assert_eq!(question.title(Lang::Zh).join(" · "), "按期处置数 · 碑林区 · 2026年10月 · 按到期日");
        assert_eq!(question.title(Lang::En)[2..].join(" · "), "2026-10 · by the day it is due");
        let address = Address::read("assessment/cases", "month=2026-10&basis=due&counter=archive&of=urgent");
        let question = Question::read(&address, (2026, 11, 23)).unwrap();
        assert_eq!(question.title(Lang::Zh), ["结案数", "紧急案件", "2026年10月", "按到期日"]);
        assert!(question.place().1.contains("&of=urgent"));
        let address = Address::read("assessment/cases", "from=2026-11-01&to=2026-11-07&basis=reported&counter=report");
        let question = Question::read(&address, (2026, 11, 23)).unwrap();
        assert_eq!(question.title(Lang::Zh), ["上报数", "2026-11-01 至 2026-11-07", "按上报日"]);
    }

    #[test]
    fn all_cases_of_a_version_are_a_list_of_their_own() {
        let address = Address::read("assessment/cases", "month=2026-10&version=2&whole=yes");
        let question = Question::read(&address, (2026, 11, 23)).unwrap();
        assert_eq!(question.title(Lang::Zh), ["全部案件", "2026年10月", "第 2 版"]);
        let path = "/api/v1/assessment/months/2026-10/versions/2/cases";
        assert_eq!(question.place(), (path.to_owned(), String::new()));
        assert_eq!(question.back(), Address::default().below("months").below("2026-10"));
        let live = Address::read("assessment/cases", "month=2026-10&whole=yes");
        assert!(
            Question::read(&live, (2026, 11, 23)).is_none(),
            "of what is not frozen no such number stands anywhere"
        );
    }
}
