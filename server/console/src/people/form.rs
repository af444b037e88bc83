//! The fields of an account: name, role, jurisdiction, unit, duty grids.

use leptos::prelude::*;
use serde_json::{Value, json};
use shared::account::Role;
use shared::api::jurisdictions::{JurisdictionDuty, JurisdictionList};
use shared::api::people::AccountRow;

use super::fields;
use super::text as words;
use crate::bridge;
use crate::desk;
use crate::poll::poll;
use crate::text::{lang, names, say};

/// What units and beats there are changes seldom.
const SECONDS: u64 = 300;

/// What was written so far.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// What it signs in as; only of a new account.
    pub user: String,
    /// What people call them.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Whom it works for.
    pub jurisdiction: String,
    /// The unit it acts for; empty without one.
    pub unit: String,
    /// The duty grids it walks.
    pub grids: Vec<String>,
    /// It may not sign in.
    pub disabled: bool,
}

impl Written {
    /// Nothing written yet, for whom the desk works for.
    pub fn blank() -> Self {
        Self {
            user: String::new(),
            name: String::new(),
            role: Role::Collector,
            jurisdiction: desk::account().jurisdiction.to_string(),
            unit: String::new(),
            grids: Vec::new(),
            disabled: false,
        }
    }

    /// What an account is.
    pub fn of(row: &AccountRow) -> Self {
        Self {
            user: row.user.to_string(),
            name: row.name.clone(),
            role: row.role,
            jurisdiction: row.jurisdiction.to_string(),
            unit: row.unit.as_ref().map(ToString::to_string).unwrap_or_default(),
            grids: row.grids.clone(),
            disabled: row.disabled,
        }
    }

    /// Says whether anything is missing.
    pub fn is_ready(&self) -> bool {
        !self.user.trim().is_empty()
            && !self.name.trim().is_empty()
            && !self.jurisdiction.is_empty()
            && (!self.role.is_of_unit() || !self.unit.is_empty())
    }

    /// Returns the body of a request: what does not go with the role is left out.
    pub fn body(&self) -> Value {
        let unit = Some(&self.unit).filter(|unit| self.role.is_of_unit() && !unit.is_empty());
        let grids: &[String] = if self.role.walks() { &self.grids } else { &[] };
        json!({
            "user": self.user.trim(),
            "name": self.name.trim(),
            "role": self.role,
            "jurisdiction": self.jurisdiction,
            "unit": unit,
            "grids": grids,
            "disabled": self.disabled,
        })
    }

    fn toggle(&mut self, grid: &str) {
        match self.grids.iter().position(|known| known == grid) {
            Some(at) => drop(self.grids.remove(at)),
            None => self.grids.push(grid.to_owned()),
        }
    }
}

/// Follows what there is in the jurisdiction that is written.
pub fn duty(written: RwSignal<Written>) -> RwSignal<Option<JurisdictionDuty>> {
    let jurisdiction = Memo::new(move |_| written.with(|written| written.jurisdiction.clone()));
    let known = poll::<JurisdictionDuty, _, _>(SECONDS, move || {
        let of = jurisdiction.get_untracked();
        async move { bridge::get(&format!("/api/v1/jurisdictions/{of}/duty")).await }
    });
    Effect::watch(move || jurisdiction.get(), move |_, _, _| known.again(), false);
    known.value
}

/// Draws the fields.
pub fn account(written: RwSignal<Written>, duty: RwSignal<Option<JurisdictionDuty>>) -> AnyView {
    let roles = Role::ALL.iter().map(|role| (role.as_str().to_owned(), say(names::role(*role)).to_owned())).collect();
    let role = Signal::derive(move || written.with(|written| written.role.as_str().to_owned()));
    let choose_role = Callback::new(move |word: String| {
        if let Some(role) = Role::parse(&word) {
            written.update(|written| written.role = role);
        }
    });
    let name = Signal::derive(move || written.with(|written| written.name.clone()));
    view! {
        {fields::line(words::NAME, "account-name", name,
            Callback::new(move |text: String| written.update(|written| written.name = text)))}
        {fields::select(words::ROLE, "account-role", roles, role, choose_role)}
        {jurisdictions(written)}
        {move || match written.with(|written| (written.role.is_of_unit(), written.role.walks())) {
            (true, _) => units(written, duty),
            (false, true) => grids(written, duty),
            (false, false) => view! { <p class="quiet small">{say(words::GRIDS_ONLY)}</p> }.into_any(),
        }}
    }
    .into_any()
}

/// Draws the choice of a jurisdiction; what stood for another one no longer does.
fn jurisdictions(written: RwSignal<Written>) -> AnyView {
    let list = poll::<JurisdictionList, _, _>(SECONDS, || bridge::get("/api/v1/jurisdictions"));
    let drawn = move || {
        let known = list.value.get()?.jurisdictions;
        let options =
            known.iter().map(|one| (one.id.to_string(), lang().pick(&one.name, &one.name_en).to_owned())).collect();
        let value = Signal::derive(move || written.with(|written| written.jurisdiction.clone()));
        let choose = Callback::new(move |word: String| {
            written.update(|written| {
                written.jurisdiction = word;
                written.unit = String::new();
                written.grids = Vec::new();
            });
        });
        Some(fields::select(words::JURISDICTION, "account-jurisdiction", options, value, choose))
    };
    drawn.into_any()
}

fn units(written: RwSignal<Written>, duty: RwSignal<Option<JurisdictionDuty>>) -> AnyView {
    let drawn = move || {
        let mut options = vec![(String::new(), say(words::CHOOSE_UNIT).to_owned())];
        let known = duty.get().map(|duty| duty.units).unwrap_or_default();
        options.extend(known.iter().map(|unit| (unit.id.to_string(), format!("{} · {}", unit.name, unit.id))));
        let value = Signal::derive(move || written.with(|written| written.unit.clone()));
        let choose = Callback::new(move |word: String| written.update(|written| written.unit = word));
        fields::select(words::UNIT, "account-unit", options, value, choose)
    };
    drawn.into_any()
}

fn grids(written: RwSignal<Written>, duty: RwSignal<Option<JurisdictionDuty>>) -> AnyView {
    let sought = RwSignal::new(String::new());
    let shown = Memo::new(move |_| {
        let known = duty.get().map(|duty| duty.duty_grids).unwrap_or_default();
        let sought = sought.get();
        known.into_iter().filter(|grid| grid.id.contains(&sought) || grid.name.contains(&sought)).collect::<Vec<_>>()
    });
    let box_of = move |grid: &shared::api::jurisdictions::DutyPlace| {
        let (id, name, people) = (grid.id.clone(), grid.name.clone(), grid.people);
        let (known, pressed) = (id.clone(), id.clone());
        view! {
            <label class="check">
                <input type="checkbox" data-test="account-grid" data-grid=id.clone()
                    prop:checked=move || written.with(|written| written.grids.contains(&known))
                    on:change=move |_| written.update(|written| written.toggle(&pressed))/>
                <span><span data-said="">{name}</span>" "<span class="figures quiet">{id}" · "{people}</span></span>
            </label>
        }
    };
    view! {
        <fieldset class="units" data-test="account-grids">
            <legend>{say(words::GRIDS)}</legend>
            <input class="search" type="search" aria-label=say(words::FILTER_GRIDS) placeholder=say(words::FILTER_GRIDS)
                on:input:target=move |event| sought.set(event.target().value())/>
            <div class="options scrolling" tabindex="0" role="group" aria-label=say(words::GRIDS)>
                {move || shown.get().iter().map(box_of).collect_view()}
                {move || shown.with(Vec::is_empty).then(|| view! { <p class="quiet small">{say(words::NO_GRIDS)}</p> })}
            </div>
        </fieldset>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use shared::account::Role;

    use super::Written;

    fn written(role: Role) -> Written {
        Written {
            user: " wang ".to_owned(),
            name: "王".to_owned(),
            role,
            jurisdiction: "610112".to_owned(),
            unit: "610112-HW-1".to_owned(),
            grids: vec!["610112-Z0".to_owned()],
            disabled: false,
        }
    }

    #[test]
    fn what_does_not_go_with_the_role_is_not_sent() {
        let body = |role| written(role).body();
        assert_eq!(body(Role::Collector)["unit"], serde_json::Value::Null);
        assert_eq!(body(Role::Collector)["grids"][0], "610112-Z0");
        assert_eq!(body(Role::Unit)["unit"], "610112-HW-1");
        assert_eq!(body(Role::Unit)["grids"], serde_json::json!([]));
        assert_eq!(body(Role::Leader)["user"], "wang");
    }

    #[test]
    fn a_unit_role_is_not_ready_without_a_unit() {
        assert!(written(Role::Unit).is_ready());
        assert!(!Written { unit: String::new(), ..written(Role::Handler) }.is_ready());
        assert!(Written { unit: String::new(), ..written(Role::Collector) }.is_ready());
        assert!(!Written { name: " ".to_owned(), ..written(Role::Collector) }.is_ready());
    }

    #[test]
    fn a_grid_is_chosen_and_taken_back_by_the_same_press() {
        let mut written = written(Role::Collector);
        written.toggle("610112-Z1");
        written.toggle("610112-Z0");
        assert_eq!(written.grids, ["610112-Z1"]);
    }
}
