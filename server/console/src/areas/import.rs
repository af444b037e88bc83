//! Bringing a file: looked at first, its findings on the map and in a list, then taken as an edition from a day on.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::areas::AreaImport;
use shared::grid::kind::AreaKind;
use web_sys::File;

use super::map::{AreaMap, Told, ground};
use super::term::Term;
use super::{Areas, report, text as words};
use crate::bridge::{self, Trouble};
use crate::clock;
use crate::text::{lang, say};

/// Larger files are refused by the server.
const MOST_BYTES: f64 = 96.0 * 1024.0 * 1024.0;

/// What is being done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Doing {
    Nothing,
    Looking,
    Taking,
}

/// The state of the form.
#[derive(Clone, Copy)]
struct Form {
    kind: RwSignal<AreaKind>,
    term: Term,
    file: StoredValue<Option<File>, LocalStorage>,
    is_chosen: RwSignal<bool>,
    doing: RwSignal<Doing>,
    /// When it began.
    since: RwSignal<i64>,
    report: RwSignal<Option<AreaImport>>,
    /// What was looked at: the address that it was asked with, so that nothing else is taken.
    looked: RwSignal<Option<String>>,
    trouble: RwSignal<Option<Trouble>>,
    is_asked: RwSignal<bool>,
}

impl Form {
    fn query(self) -> String {
        format!("?kind={}{}", self.kind.get(), self.term.query())
    }

    /// Says whether what was looked at is what the form says now, and may be taken.
    fn may_take(self) -> bool {
        let is_same = self.looked.get().is_some_and(|looked| looked == self.query());
        is_same
            && self.report.with(|report| {
                report
                    .as_ref()
                    .is_some_and(|report| report.errors == 0 && !report.is_taken && !report.grounds.is_empty())
            })
    }

    fn ask(self, doing: Doing, areas: Areas) {
        let Some(file) = self.file.try_get_value().flatten() else { return };
        if self.doing.get_untracked() != Doing::Nothing {
            return;
        }
        let query = untrack(move || self.query());
        let path = match doing {
            Doing::Nothing => return,
            Doing::Looking => format!("/api/v1/areas/look{query}"),
            Doing::Taking => {
                let looked_at = self.report.with_untracked(|report| report.as_ref().and_then(|one| one.file.clone()));
                let file = looked_at.map(|hash| format!("&file={hash}")).unwrap_or_default();
                format!("/api/v1/areas{query}{file}")
            }
        };
        self.doing.set(doing);
        self.since.set(clock::now().ms());
        self.trouble.set(None);
        self.is_asked.set(false);
        spawn_local(async move {
            let reply = bridge::hand_in::<AreaImport>(&path, &file).await;
            self.doing.try_set(Doing::Nothing);
            match reply {
                Ok(report) => {
                    if report.is_taken {
                        areas.older.clear();
                        areas.polled.again();
                    }
                    self.report.try_set(Some(report));
                    self.looked.try_set(Some(query));
                }
                Err(why) => drop(self.trouble.try_set(Some(why))),
            }
        });
    }
}

/// Draws the tab.
pub fn view(areas: Areas) -> AnyView {
    let map = AreaMap::new();
    let shown = ground::follow(map, areas.edition("e"));
    let form = Form {
        kind: RwSignal::new(AreaKind::Grids),
        term: Term::new(),
        file: StoredValue::new_local(None),
        is_chosen: RwSignal::new(false),
        doing: RwSignal::new(Doing::Nothing),
        since: RwSignal::new(0),
        report: RwSignal::new(None),
        looked: RwSignal::new(None),
        trouble: RwSignal::new(None),
        is_asked: RwSignal::new(false),
    };
    report::mark(map, form.report);
    view! {
        <div class="areas-body">
            <div class="areas-stage">
                {ground::state(shown)}
                {map.view(Callback::new(|_: Told| {}))}
                {move || form.report.with(|found| found.as_ref().map(|found| report::view(found, map)))}
            </div>
            {fields(form, areas)}
        </div>
    }
    .into_any()
}

fn fields(form: Form, areas: Areas) -> AnyView {
    let lang = lang();
    let too_large = RwSignal::new(false);
    let choose = move |file: Option<File>| {
        let is_too_large = file.as_ref().is_some_and(|file| file.size() > MOST_BYTES);
        too_large.set(is_too_large);
        let file = file.filter(|_| !is_too_large);
        form.is_chosen.set(file.is_some());
        form.file.set_value(file);
        form.report.set(None);
        form.looked.set(None);
    };
    let kinds = AreaKind::ALL.iter().map(|kind| {
        view! { <option value=kind.as_str()>{say(words::kind(*kind))}</option> }
    });
    let look = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        form.ask(Doing::Looking, areas);
    };
    let take = move |_| {
        if form.is_asked.get_untracked() {
            form.ask(Doing::Taking, areas);
        } else {
            form.is_asked.set(true);
        }
    };
    let is_busy = move || form.doing.get() != Doing::Nothing;
    let may_take = Memo::new(move |_| form.may_take());
    view! {
        <form class="card areas-side fields" data-test="area-import" on:submit=look>
            <h3>{say(words::TAB_IMPORT)}</h3>
            <label>{say(words::KIND)}
                <select data-test="area-kind" on:change:target=move |event| {
                    if let Ok(kind) = event.target().value().parse() {
                        form.kind.set(kind);
                    }
                }>{kinds.collect_view()}</select>
            </label>
            {form.term.fields()}
            <label>{say(words::FILE)}
                <input type="file" accept=".geojson,.json,application/geo+json" data-test="area-file"
                    on:change:target=move |event| choose(event.target().files().and_then(|files| files.get(0)))/>
            </label>
            {move || too_large.get().then(|| view! {
                <p class="complaint" role="alert" data-test="area-too-large">{lang.say(words::TOO_LARGE_FILE)}</p>
            })}
            <button type="submit" class="button" data-test="area-look"
                prop:disabled=move || is_busy() || !form.is_chosen.get()>
                {move || lang.say(if form.is_chosen.get() { words::LOOK_FIRST } else { words::CHOOSE_FILE })}
            </button>
            {move || may_take.get().then(|| view! {
                <button type="button" class="button main" data-test="area-take" prop:disabled=is_busy on:click=take>
                    {move || lang.say(if form.is_asked.get() { words::TAKE_SURE } else { words::TAKE })}
                </button>
            })}
            {progress(form)}
            {move || form.trouble.get().map(|why| view! {
                <p class="complaint" role="alert" data-test="area-trouble" data-code=why.code()>
                    {why.words(lang)}<small>{why.detail()}</small>
                </p>
            })}
        </form>
    }
    .into_any()
}

/// Says what is being done and for how long already: a whole city takes a while.
fn progress(form: Form) -> AnyView {
    let lang = lang();
    let now = clock::ticking();
    let doing = move || match form.doing.get() {
        Doing::Nothing => None,
        Doing::Looking => Some(words::SENDING_FILE),
        Doing::Taking => Some(words::TAKING),
    };
    view! {
        {move || doing().map(|what| view! {
            <div role="status" data-test="area-progress">
                <progress aria-label=lang.say(what)></progress>
                <p>{lang.say(what)}</p>
            </div>
            <p class="quiet small">{move || {
                let seconds = (now.get().ms() - form.since.get()).max(0) / 1_000;
                words::so_far(lang, u32::try_from(seconds).unwrap_or(u32::MAX))
            }}</p>
        })}
    }
    .into_any()
}
