//! Making a draft: of which month, week or half year, and by which models it is scored.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::assessment::{ModelEdition, Models, Month, Months};
use shared::api::bulletins::{Bulletin, BulletinKind, LONGEST_REMARKS, LONGEST_TITLE, MakeBulletin};

use super::text as words;
use super::way;
use crate::bridge::{self, Trouble};
use crate::faces;
use crate::people::fields;
use crate::poll::poll;
use crate::route;
use crate::section::Address;
use crate::text::{lang, pick, say};

const SECONDS: u64 = 120;

/// What was written so far.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Written {
    kind: BulletinKind,
    month: String,
    version: String,
    half: String,
    day: String,
    models: Vec<String>,
    title: String,
    remarks: String,
}

impl Written {
    const fn blank() -> Self {
        Self {
            kind: BulletinKind::Monthly,
            month: String::new(),
            version: String::new(),
            half: String::new(),
            day: String::new(),
            models: Vec::new(),
            title: String::new(),
            remarks: String::new(),
        }
    }

    /// Begins with the month that the address names, where somebody comes from one.
    fn read(address: &Address) -> Self {
        let said = |name: &str| address.get(name).unwrap_or_default().to_owned();
        Self { month: said("month"), version: said("version"), ..Self::blank() }
    }

    /// Makes what is asked of the server; nothing while something is missing.
    fn asked(&self) -> Option<MakeBulletin> {
        let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let (month, day) = match self.kind {
            BulletinKind::Monthly => (Some(said(&self.month)?), None),
            BulletinKind::HalfYearly => (Some(said(&self.half)?), None),
            BulletinKind::Weekly => (None, Some(said(&self.day)?)),
        };
        let version = self.version.parse().ok().filter(|_| self.kind == BulletinKind::Monthly);
        let models = if self.kind == BulletinKind::Weekly { Vec::new() } else { self.models.clone() };
        let (title, remarks) = (self.title.trim().to_owned(), self.remarks.trim().to_owned());
        Some(MakeBulletin { kind: self.kind, month, version, day, models, title, remarks })
    }

    fn toggle(&mut self, model: &str) {
        match self.models.iter().position(|known| known == model) {
            Some(at) => drop(self.models.remove(at)),
            None => self.models.push(model.to_owned()),
        }
    }
}

/// Returns the first months of the half years in which a month was frozen, the newest first.
fn halves(months: &[Month]) -> Vec<(u32, bool)> {
    let mut halves: Vec<(u32, bool)> = Vec::new();
    for month in months.iter().filter(|month| !month.versions.is_empty()) {
        let Some((year, number)) = month.month.split_once('-') else { continue };
        let (Ok(year), Ok(number)) = (year.parse(), number.parse::<u32>()) else { continue };
        if !halves.contains(&(year, number < 7)) {
            halves.push((year, number < 7));
        }
    }
    halves
}

/// Returns the newest edition of each model.
fn newest(models: &[ModelEdition]) -> Vec<ModelEdition> {
    let mut newest: Vec<ModelEdition> = Vec::new();
    for one in models.iter().filter(|one| one.edition > 0) {
        match newest.iter_mut().find(|known| known.model.code == one.model.code) {
            Some(known) if known.edition >= one.edition => {}
            Some(known) => *known = one.clone(),
            None => newest.push(one.clone()),
        }
    }
    newest
}

/// Draws the form.
pub fn form(address: Memo<Address>) -> AnyView {
    let lang = lang();
    let months = poll::<Months, _, _>(SECONDS, || bridge::get("/api/v1/assessment/months"));
    let models = poll::<Models, _, _>(SECONDS, || bridge::get("/api/v1/assessment/models"));
    let written = RwSignal::new(address.with_untracked(Written::read));
    let sending = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let ready = Memo::new(move |_| written.with(Written::asked));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(asked) = ready.get_untracked().filter(|_| !sending.get_untracked()) else { return };
        sending.set(true);
        trouble.set(None);
        spawn_local(async move {
            let reply = bridge::post::<_, Bulletin>("/api/v1/bulletins", &asked).await;
            sending.try_set(false);
            match reply {
                Ok(made) => route::go(&way(&made.head.id.to_string())),
                Err(why) => drop(trouble.try_set(Some(why))),
            }
        });
    };
    let kinds =
        BulletinKind::ALL.iter().map(|kind| (kind.as_str().to_owned(), say(words::kind(*kind)).to_owned())).collect();
    let kind = Signal::derive(move || written.with(|written| written.kind.as_str().to_owned()));
    let choose = Callback::new(move |word: String| {
        if let Some(kind) = BulletinKind::parse(&word) {
            written.update(|written| written.kind = kind);
        }
    });
    // What is typed elsewhere in the form must not draw the choices anew.
    let kind_now = Memo::new(move |_| written.with(|written| written.kind));
    let which = move || match kind_now.get() {
        BulletinKind::Monthly => month(months.value, written),
        BulletinKind::HalfYearly => half(months.value, written),
        BulletinKind::Weekly => week(written),
    };
    let scored = move || (kind_now.get() != BulletinKind::Weekly).then(|| chosen(models.value, written));
    view! {
        {faces::trouble_bar(months)}
        {faces::trouble_bar(models)}
        <form class="card rescue fields narrow" data-test="bulletin-form" on:submit=submit>
            {fields::select(words::KIND, "bulletin-kind", kinds, kind, choose)}
            {which}
            {scored}
            <label>{say(words::TITLE)}
                <input type="text" maxlength=LONGEST_TITLE.to_string() data-test="bulletin-title"
                    placeholder=say(words::TITLE_HINT)
                    on:input:target=move |event| written.update(|written| written.title = event.target().value())/>
            </label>
            <label>{say(words::REMARKS)}
                <textarea rows="6" maxlength=LONGEST_REMARKS.to_string() data-test="bulletin-remarks"
                    on:input:target=move |event| written.update(|written| written.remarks = event.target().value())></textarea>
            </label>
            <p class="quiet small">{say(words::REMARKS_HINT)}</p>
            <button type="submit" class="button main" data-test="bulletin-make"
                prop:disabled=move || sending.get() || ready.with(Option::is_none)>
                {move || lang.say(if sending.get() { words::MAKING } else { words::MAKE_NOW })}
            </button>
            {fields::complaint(trouble)}
        </form>
    }
    .into_any()
}

fn month(months: RwSignal<Option<Months>>, written: RwSignal<Written>) -> AnyView {
    let lang = lang();
    let frozen = move || {
        let all = months.get().map(|months| months.months).unwrap_or_default();
        all.into_iter().filter(|month| !month.versions.is_empty()).collect::<Vec<_>>()
    };
    let options = move || {
        let blank = view! { <option value="">{if frozen().is_empty() { say(words::NO_MONTHS) } else { "—" }}</option> };
        let one = |month: Month| {
            let is_chosen = written.with_untracked(|written| written.month == month.month);
            view! { <option value=month.month.clone() selected=is_chosen>{month.month.clone()}</option> }
        };
        view! { {blank}{frozen().into_iter().map(one).collect_view()} }
    };
    let chosen_month = Memo::new(move |_| written.with(|written| written.month.clone()));
    let versions = move || {
        let chosen = chosen_month.get();
        let found = frozen().into_iter().find(|month| month.month == chosen);
        let one = |number: u32| {
            let is_chosen = written.with_untracked(|written| written.version == number.to_string());
            view! { <option value=number.to_string() selected=is_chosen>{words::version(lang, &chosen, number)}</option> }
        };
        found.map(|month| month.versions.iter().map(|version| one(version.number)).collect_view())
    };
    view! {
        <label>{say(words::MONTH)}
            <select data-test="bulletin-month"
                on:change:target=move |event| written.update(|written| {
                    written.month = event.target().value();
                    written.version.clear();
                })>{options}</select>
        </label>
        <label>{say(words::VERSION)}
            <select data-test="bulletin-version"
                on:change:target=move |event| written.update(|written| written.version = event.target().value())>
                <option value="">{say(words::VERSION_USUAL)}</option>
                {versions}
            </select>
        </label>
    }
    .into_any()
}

fn half(months: RwSignal<Option<Months>>, written: RwSignal<Written>) -> AnyView {
    let lang = lang();
    let options = move || {
        let known = months.with(|months| months.as_ref().map(|months| halves(&months.months)).unwrap_or_default());
        let one = |(year, is_first): (u32, bool)| {
            let month = format!("{year:04}-{}", if is_first { "01" } else { "07" });
            view! { <option value=month>{words::half(lang, year, is_first)}</option> }
        };
        view! { <option value="">"—"</option>{known.into_iter().map(one).collect_view()} }
    };
    view! {
        <label>{say(words::HALF)}
            <select data-test="bulletin-half"
                on:change:target=move |event| written.update(|written| written.half = event.target().value())>{options}</select>
        </label>
        <p class="quiet small">{say(words::NOT_ALL_FROZEN)}</p>
    }
    .into_any()
}

fn week(written: RwSignal<Written>) -> AnyView {
    view! {
        <label>{say(words::WEEK_DAY)}
            <input type="date" data-test="bulletin-day"
                on:input:target=move |event| written.update(|written| written.day = event.target().value())/>
        </label>
        <p class="quiet small">{say(words::WEEK_NOTE)}</p>
        <p class="quiet small">{say(words::NO_SCORES)}</p>
    }
    .into_any()
}

fn chosen(models: RwSignal<Option<Models>>, written: RwSignal<Written>) -> AnyView {
    let lang = lang();
    let chip = move |one: ModelEdition| {
        let (code, pressed, asked) = (one.model.code.clone(), one.model.code.clone(), one.model.code.clone());
        let on = move || written.with(|written| written.models.contains(&asked));
        let is_on = on.clone();
        let name = pick(lang, one.model.name.clone(), one.model.name_en.clone());
        view! {
            <button type="button" class="chip" class:on=on data-test="bulletin-model" data-model=code
                aria-pressed=move || is_on().to_string()
                on:click=move |_| written.update(|written| written.toggle(&pressed))>{name}</button>
        }
    };
    let all = move || models.with(|models| models.as_ref().map(|models| newest(&models.editions)).unwrap_or_default());
    view! {
        <p class="small">{say(words::MODELS)}</p>
        <div class="chips" role="group" aria-label=say(words::MODELS)>{move || all().into_iter().map(chip).collect_view()}</div>
        <p class="quiet small">{say(words::MODELS_HINT)}</p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use shared::api::assessment::{Month, MonthVersion};
    use shared::api::bulletins::BulletinKind;
    use shared::time::Instant;

    use super::{Written, halves};
    use crate::section::Address;

    #[test]
    fn a_wish_is_ready_once_it_says_of_which_time() {
        let mut written = Written::blank();
        assert!(written.asked().is_none());
        written.month = "2026-10".to_owned();
        written.version = "2".to_owned();
        written.toggle("a");
        let asked = written.asked().unwrap();
        assert_eq!((asked.month.as_deref(), asked.version, asked.models.len()), (Some("2026-10"), Some(2), 1));
        written.kind = BulletinKind::Weekly;
        assert!(written.asked().is_none());
        written.day = "2026-11-16".to_owned();
        let asked = written.asked().unwrap();
        assert_eq!((asked.month, asked.version, asked.models.len()), (None, None, 0), "a week gives no scores");
        written.kind = BulletinKind::HalfYearly;
        written.half = "2026-07".to_owned();
        assert_eq!(written.asked().unwrap().month.as_deref(), Some("2026-07"));
        written.toggle("a");
        assert!(written.models.is_empty());
    }

    #[test]
    fn who_comes_from_a_month_finds_it_chosen() {
        let address = Address::default().below("new").with("month", "2026-10").with("version", "2");
        let asked = Written::read(&address).asked().unwrap();
        assert_eq!((asked.month.as_deref(), asked.version), (Some("2026-10"), Some(2)));
        assert!(Written::read(&Address::default()).asked().is_none());
    }

    #[test]
    fn half_years_are_offered_once_a_month_of_them_is_frozen() {
        let month = |name: &str, is_frozen: bool| {
            let version = MonthVersion {
                number: 1,
                at: Instant::from_ms(0),
                made_at: Instant::from_ms(0),
                made_by: String::new(),
                reason: String::new(),
                cases: 0,
                published: None,
            };
            let versions = if is_frozen { vec![version] } else { Vec::new() };
            Month { month: name.to_owned(), freezes_at: Instant::from_ms(0), versions }
        };
        let months = [month("2027-01", false), month("2026-12", true), month("2026-07", true), month("2026-06", true)];
        assert_eq!(halves(&months), [(2026, false), (2026, true)]);
    }
}
