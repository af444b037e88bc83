//! A case with all that belongs to it, and lists of cases, as a desk sees them.

use std::collections::BTreeMap;

use shared::account::{Actor, Right};
use shared::api::cases::{CaseFile, CaseList, CaseNames, Successor};
use shared::case::{Case, FlowRecord};
use shared::catalogue::Catalogue;
use shared::evidence::verdict::Verdict;
use shared::ids::CaseId;
use sqlx::AnyConnection;

use super::actions::reaches;
use super::stand::{self, Stand};
use super::store::lists::{self, Filter, Listed, Total};
use super::store::{cases, flow, names};
use crate::accounts::caller::Caller;
use crate::app::App;
use crate::catalogue::city::City;
use crate::catalogue::past;
use crate::error::Result;
use crate::{evidence, tasks};

/// Cases as a list shows them.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Shown {
    /// The cases.
    pub cases: Vec<Case>,
    /// Names for the ids in each.
    pub names: BTreeMap<CaseId, CaseNames>,
    /// What was found of the photos of each, all together; a case that is missing here has none.
    pub evidence: BTreeMap<CaseId, Verdict>,
}

/// Returns the file of a case that the caller may see.
pub async fn open(app: &App, caller: &Caller, id: CaseId) -> Result<CaseFile> {
    caller.may(Right::SeeCases)?;
    let mut reader = app.db.read().await?;
    let case = cases::find(&mut reader, id).await?.ok_or_else(|| Caller::no_such_case(id))?;
    if !reaches(&caller.reach, &case) {
        return Err(Caller::no_such_case(id));
    }
    assemble(app, &mut reader, &app.city(), caller, case).await
}

/// Returns a page of cases.
pub async fn list(app: &App, caller: &Caller, filter: &Filter) -> Result<CaseList> {
    caller.may(Right::SeeCases)?;
    let mut reader = app.db.read().await?;
    // First how many: of few another way is the short one than of many.
    let counted = lists::count(&mut reader, filter).await?;
    let page = lists::page(&mut reader, filter, counted).await?;
    let (total, total_capped) = match counted {
        Total::Exactly(total) => (total, false),
        Total::MoreThan(total) => (total, true),
    };
    let full = page.len() >= usize::try_from(filter.limit).unwrap_or(usize::MAX);
    let next = page.last().filter(|_| full).map(|listed| listed.place.to_string());
    let Shown { cases, names, evidence } = show(app, &mut reader, &app.city(), caller, page).await?;
    Ok(CaseList { cases, names, next, total, total_capped, evidence })
}

/// Returns cases by their ids as a list shows them, in the order of the ids; those that the caller may not see are left out.
pub async fn shown(
    app: &App,
    connection: &mut AnyConnection,
    city: &City,
    caller: &Caller,
    ids: &[CaseId],
) -> Result<Shown> {
    let listed = lists::named(connection, ids).await?;
    show(app, connection, city, caller, listed).await
}

async fn show(
    app: &App,
    connection: &mut AnyConnection,
    city: &City,
    caller: &Caller,
    listed: Vec<Listed>,
) -> Result<Shown> {
    let mut shown = Shown::default();
    for Listed { case, reporter, evidence, .. } in
        listed.into_iter().filter(|listed| reaches(&caller.reach, &listed.case))
    {
        let names = of(app, connection, city, &case).await?;
        shown.names.insert(case.id, CaseNames { reporter, ..names });
        shown.evidence.extend(evidence.map(|found| (case.id, found)));
        shown.cases.push(case);
    }
    Ok(shown)
}

/// Puts the file together.
pub async fn assemble(
    app: &App,
    connection: &mut AnyConnection,
    city: &City,
    caller: &Caller,
    case: Case,
) -> Result<CaseFile> {
    let flow = flow::of_case(connection, case.id).await?;
    let tasks = tasks::actions::of_case(connection, case.id).await?;
    let draws = tasks::actions::draws(connection, case.id).await?;
    let photos = evidence::actions::of_case(connection, case.id).await?;
    let unsigned = evidence::actions::unsigned_of_case(connection, case.id).await?;
    let mut names = of(app, connection, city, &case).await?;
    if let Some(reporter) = case.reporter {
        names.reporter = names::of_account(connection, reporter).await?.unwrap_or_default();
    }
    mention(connection, city, &case, &flow, &mut names).await?;
    let Stand { may, cannot } = stand::stand(city, caller, &case, &flow, app.clock.now());
    Ok(CaseFile { case, names, flow, tasks, draws, evidence: photos, unsigned, may, cannot })
}

/// Returns the names for the ids in a case.
pub async fn of(app: &App, connection: &mut AnyConnection, city: &City, case: &Case) -> Result<CaseNames> {
    let mut names = CaseNames {
        jurisdiction: city.name_of(&case.jurisdiction),
        place: case.grid.as_ref().map(|grid| city.index.place_words(grid)).unwrap_or_default(),
        standard: case.category.standard().to_string(),
        ..CaseNames::default()
    };
    // In the words that it was filed under: a later catalogue may use a number for something else.
    let filed_under = past::catalogue(app, connection, city, case.packs.catalogue.as_ref()).await?;
    let in_force = city.catalogue().map(|named| &*named.content);
    let known = |catalogue: &&Catalogue| catalogue.category(&case.category).is_some();
    if let Some(catalogue) = filed_under.as_deref().filter(known).or(in_force.filter(known)) {
        if let Some(category) = catalogue.category(&case.category) {
            names.category.clone_from(&category.name);
            names.category_en.clone_from(&category.name_en);
        }
        if let Some(condition) = catalogue.condition(&case.category, case.condition_no) {
            names.condition.clone_from(&condition.text);
            names.condition_en.clone_from(&condition.text_en);
        }
    }
    names.successor = in_force.and_then(|catalogue| catalogue.now(&case.category)).map(|category| Successor {
        category: category.key.clone(),
        name: category.name.clone(),
        name_en: category.name_en.clone(),
    });
    if let Some(unit) = case.unit.as_ref().and_then(|id| city.unit(id)) {
        names.unit.clone_from(&unit.name);
    }
    Ok(names)
}

/// Adds the names of every unit and person that the file mentions.
async fn mention(
    connection: &mut AnyConnection,
    city: &City,
    case: &Case,
    flow: &[FlowRecord],
    names: &mut CaseNames,
) -> Result<()> {
    let receivers = flow.iter().filter_map(|record| record.receiver.as_deref()?.parse().ok());
    let units = case.unit.iter().chain(&case.estimate.unit).cloned().chain(receivers);
    names.units.extend(units.filter_map(|id| city.unit(&id).map(|unit| (id.clone(), unit.name.clone()))));
    let actors = flow.iter().filter_map(|record| match &record.actor {
        Actor::Account { user, .. } => Some(user.clone()),
        Actor::System { .. } => None,
    });
    let receivers = flow.iter().filter_map(|record| record.receiver.as_deref()?.parse().ok());
    for user in actors.chain(receivers) {
        if names.people.contains_key(&user) {
            continue;
        }
        if let Some(name) = names::of_user(connection, user.as_str()).await? {
            names.people.insert(user, name);
        }
    }
    Ok(())
}
